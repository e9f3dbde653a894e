"""Who answers in a report: area offices and other units, told apart from mere mentions.

A venue, a trainer's affiliation or the owner of a school is mentioned; who answers is introduced:
its name stands alone on a line, or begins the answer, or begins a sentence inside it in full and
is followed by what it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.evidence.text import key, split_lead
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

AREA_AGENCY = "สพฐ"

# A name that begins a sentence follows a space, and not one of these words before it.
_BINDING = re.compile(
    r"(?:ณ|ที่|จาก|ของ|กับ|โดย|(?<!ต้น)สังกัด|และ|หรือ|แก่|ให้|ต่อ|ถึง|ใน|ร่วม|ผ่าน|ระหว่าง|ได้แก่|คือ|เช่น|ไปยัง"
    r"|ผู้อำนวยการ|ผอ\.|วิทยากร|เจ้าหน้าที่|ประธาน|คณะกรรมการ|เสนอ|เจ้าภาพ|รองผู้อำนวยการ|ศึกษานิเทศก์|บุคลากร|หอประชุม|ห้องประชุม|ศูนย์|เว็บไซต์|ตาม|สู่|เป็น|มายัง|,|/|\(|“|\")\s*$"
)
_BEFORE = re.compile(r"(?:^|[\s.)\]:;•*–-])$")
_AFTER = re.compile(
    r"\s*[:\-–]|\s*$|\s*(?:\([^)]*\)\s*)?"
    r"(?:ได้|มี|ดำเนิน|จัด|ส่งเสริม|สนับสนุน|กำหนด|ขับเคลื่อน|ให้|ร่วม|โดย|ยัง|อยู่|แต่งตั้ง|นำ|พัฒนา|ประชุม|อบรม|ประกาศ|ประชาสัมพันธ์"
    r"|สร้าง|นิเทศ|วางแผน|กำลัง|เตรียม|มุ่ง|เน้น|ขยาย|เปิด|ปรับ|ค้นหา|เผยแพร่|ถอดบทเรียน|ลงพื้นที่|ลงนาม|เยี่ยม|ช่วย|รณรงค์|น้อมนำ|จะ|รับ|ซ้อม"
    r"|วิเคราะห์|ประสาน|บรรจุ|ตั้ง|ชี้แจง|ศึกษา|สรุป|ประเมิน|เชิญ|ยกย่อง|เป็น|และสถานศึกษา|บูรณาการ|คัดเลือก|สำรวจ|ติดตาม|แจ้ง|ใช้|ปฏิบัติ|รายงาน|มอบ|ออก|ทำ|ไม่|เห็น|ควร|ต้อง|[0-9]+[.)])"
)
# What follows a name that runs on without a space before it.
_DID = re.compile(r"\s*(?:ได้|มีการ|ดำเนินการ|จัดทำ|จัดอบรม|จัดกิจกรรม|แต่งตั้ง)")
_LISTED = re.compile(r"\s*[,/]|\s*(?:และ|กับ)\s*(?:สพ|สำนักงาน|เขต)")
_PLACE = re.compile(r"[ก-ฮะ-๎]{2,24}")


@dataclass(frozen=True, slots=True)
class Unit:
    """An answering unit: its name as found, the office's code where it is one, its agency."""

    name: str
    office: str | None
    agency: str

    @property
    def identity(self) -> str:
        """The same for every spelling of one unit."""
        return self.office or key(self.name)


@dataclass(frozen=True, slots=True)
class Naming:
    """A place in a text where a unit is named: positions in the text."""

    unit: Unit
    start: int
    end: int


class Units:
    """Finds the units of a registry, and those of the skeleton, in texts."""

    def __init__(self, registry: OfficeRegistry, skeleton: Skeleton) -> None:
        self._names = OfficeNames(registry)
        self._agency = {head: kind.agency for kind in skeleton.unit for head in kind.heads}
        heads = sorted(self._agency, key=len, reverse=True)
        self._other = re.compile("|".join(map(_spaced, heads)))
        provinces = {squeeze(name) for office in registry.offices for name in office.provinces}
        longest_first = sorted(provinces, key=len, reverse=True)
        self._province = re.compile(rf"\s*(?:ประจำ)?\s*(?:จังหวัด)?\s*(?:{'|'.join(longest_first)})")

    def namings(self, text: str) -> list[Naming]:
        """Every naming of one certain unit, in the order of the text."""
        found = [*self._offices(text), *self._others(text)]
        return sorted(found, key=lambda naming: naming.start)

    def _offices(self, text: str) -> Iterator[Naming]:
        lowered, at = to_arabic_digits(text).casefold(), 0
        for mention in self._names.mentions(text):
            start = lowered.find(mention.text, at)
            if start < 0:
                continue
            at = start + len(mention.text)
            if len(mention.offices) == 1:
                code = next(iter(mention.offices))
                yield Naming(Unit(normalise(text[start:at]), code, AREA_AGENCY), start, at)

    def _others(self, text: str) -> Iterator[Naming]:
        for match in self._other.finditer(text):
            place = self._province.match(text, match.end()) or _PLACE.match(text, match.end())
            end = place.end() if place else match.end()
            agency = next(
                self._agency[head] for head in self._agency if key(match[0]).startswith(key(head))
            )
            yield Naming(
                Unit(normalise(text[match.start() : end]), None, agency), match.start(), end
            )

    def alone(self, text: str) -> Unit | None:
        """The unit whose name is all that a line holds, beside a number and a bracket."""
        _, rest = split_lead(text)
        rest = re.sub(r"\([^)]*\)", "", rest).strip(" :.-*#")
        namings = self.namings(rest)
        if namings and namings[0].start == 0 and not rest[namings[0].end :].strip(" :"):
            return namings[0].unit
        return None

    def introductions(self, text: str) -> list[Naming]:
        """The namings that begin an answer: at its start, or at the start of a sentence in it."""
        _, rest = split_lead(text)
        begin = len(text) - len(rest)
        return [naming for naming in self.namings(text) if self._introduces(text, naming, begin)]

    def without_name(self, text: str) -> str:
        """An answer without the name of the unit that begins it."""
        _, rest = split_lead(text)
        namings = self.namings(rest)
        begins = bool(namings) and namings[0].start == 0
        return rest[namings[0].end :].strip(" :-–") if begins else text

    def _introduces(self, text: str, naming: Naming, begin: int) -> bool:
        if naming.start <= begin:
            return not _LISTED.match(text, naming.end)
        before = text[: naming.start]
        if naming.unit.name.startswith("สพ") or _BINDING.search(before):
            return False
        after = _AFTER if _BEFORE.search(before) else _DID
        return after.match(text, naming.end) is not None


def _spaced(head: str) -> str:
    """A pattern for a head, whatever spaces stand in it."""
    return r"\s*".join(re.escape(word) for word in head.split())
