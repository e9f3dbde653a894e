"""How a province's own people call its area offices: by kind and number, without its name.

"สพป. เขต 1", "เขตพื้นที่ฯ ประถมศึกษา เขต 2", "สพม.", "เขต 1", "ทั้งสองเขต" say nothing of an
office in a report of the country; in a report of one province each says exactly one, or all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qp_scoring.documents.office import Office
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.thai import squeeze

_OWN_NUMBER = re.compile(r"(?<=เขต )[0-9]+$")
_AREA = r"(?:(?:สำนักงาน|สนง\.?)\s*)?เขต(?:พื้นที่)?(?:การศึกษา)?\s*ฯ?\s*"
# What is counted behind a number makes of it no office: "สพป.น่าน 2 แห่ง".
_COUNTED = (
    r"(?!\s*(?:โรง|แห่ง|คน|ครั้ง|รุ่น|รอบ|ราย(?!งาน)|ปี|เขต|วัน|เดือน|ห้อง|เรื่อง|หน่วย(?!งาน)|อำเภอ"
    r"|[./,:]?[0-9]))"
)
# Where "เขต 1" is no part of another word: apart, or behind what leads to a name.
APART = r"(?:(?<![ก-ฮะ-๎])|(?<=ของ)|(?<=สังกัด)|(?<=ส่วน)|(?<=ด้าน)|(?<=สำหรับ)|(?<=ขณะที่)|(?<=จาก))"
# What a unit did, as the words behind its name begin.
WORK = (
    r"(?:ได้|มี|ดำเนิน|จัด|สนับสนุน|กำหนด|ขับเคลื่อน|ให้|ร่วม|โดย|ยัง|อยู่|แต่งตั้ง|นำ|พัฒนา|ประชุม|อบรม|ประกาศ|ประชาสัมพันธ์"
    r"|สร้าง|นิเทศ|กำลัง|เตรียม|มุ่ง|เน้น|ขยาย|เปิด|ปรับ|เผยแพร่|ลงพื้นที่|ลงนาม|เยี่ยม|ช่วย|รณรงค์|น้อมนำ|จะ|รับ|ซ้อม"
    r"|วิเคราะห์|ประสาน|บรรจุ|ตั้ง|ชี้แจง|ศึกษา|สรุป|ประเมิน|เชิญ|เป็น|และสถานศึกษา|บูรณาการ|สำรวจ|ติดตาม|ติดตั้ง|แจ้ง|ใช้|ปฏิบัติ|รายงาน|มอบ|ออก|ทำ|ตาม|ส่ง|พา|เขียน|แจก|คัด|นัด|โอน|ดู|เก็บ|วาง|ยก|เชื่อม|ตรวจ|เริ่ม|เสนอ|เล่า|สอน|ฝึก|แยก|รวบรวม|อนุมัติ|สั่ง|เรียก|บอก|แลก|แก้|ซ่อม|ค้น|ถ่ายทอด|ไม่|เห็น|ควร|ต้อง|บันทึก|คืน|ทบทวน|ยืนยัน|เพิ่ม|ลด|ร่าง|เวียน|เลือก|ระบุ|สอบ|รวม|พบ|หารือ|ตัดสิน|ถอด|สะท้อน|ขอ|เฉลี่ย|พิมพ์|เซ็น|ทดลอง|ทดสอบ|ผลิต|จับมือ|ชวน|ซื้อ|เทียบ|เปลี่ยน|กระจาย|ปลูก|ฟื้น|ระดม|ริเริ่ม|เร่ง|วัด|สังเคราะห์|สืบ|แสดง|แบ่ง|กาง|เอา|ตอบ|ว่าจะ|[0-9]+[.)])"
)
# Before a kind of offices with the province's name it is no name of a school.
_OF_WHOM = rf"(?:{APART}|(?<=กับ)|(?<=นิเทศก์)|(?<=ศน\.)|(?<=ฝั่ง)|(?<=ครู)|(?<=เขต))"
_NUMBERS = {"สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7}
_ORDER = {"หนึ่ง": "1"} | {word: str(number) for word, number in _NUMBERS.items()}
# "a certain area", "both", "two areas": words of numbers that name no office.
_NO_OTHER_WORD = (
    r"(?!\s*(?:ที่(?!มี)|ใน|ซึ่ง|ของ|ๆ|แห่ง|เขต(?!หนึ่ง|สอง|สาม)|คน|โรง|ครั้ง|ปี|วัน|เดือน|ร้อย|พัน|สิบ))"
)
_COUNT = rf"ทั้ง(?:หมด)?\s*(?P<count>[0-9]{{1,2}}|{'|'.join(_NUMBERS)})\s*"
_IN_NAMES = ("เขต", "สพ", "ประถม", "มัธยม")
"""One of these stands in whatever its own people call an office."""
_ALL_AREAS = r"(?:สำนักงาน)?เขต(?:พื้นที่)?(?:การศึกษา)?|สพ[ปมท]\.?"

# Both kinds of offices without any name: "สพป./สพม."
_BOTH_KINDS = re.compile(rf"สพป\.?\s*(?:[/,]|และ|กับ)\s*สพม\.?(?=\s|$|{WORK})")


def number_of(office: Office) -> str:
    """The number of an office in its name; empty where it has none."""
    found = _OWN_NUMBER.search(office.short_name)
    return found[0] if found else ""


def initials(province: str) -> str:
    """A pattern of what a province's name may be shortened to: two or three of its consonants.

    No other consonant follows.
    """
    any_of_them = "".join(f"{one}?" for one in re.findall("[ก-ฮ]", province))
    return rf"(?=[ก-ฮ]{{2,3}}(?![ก-ฮ])){any_of_them}"


@dataclass(frozen=True, slots=True)
class Everyone:
    """A place in a text that names all offices of a province, or all of one kind."""

    offices: tuple[Office, ...]
    start: int
    end: int


class LocalNames:
    """The area offices of one province by the names that only its own people give them."""

    def __init__(self, registry: OfficeRegistry, province: str) -> None:
        offices = [one for one in registry.offices if province in map(squeeze, one.provinces)]
        self._primary = [one for one in offices if one.type == "สพป"]
        self._secondary = [one for one in offices if one.type == "สพม"]
        self._numbered = {number_of(one): one for one in self._primary if number_of(one)}
        place = rf"(?:จังหวัด|จ\.)?\s*(?:{province})?\s*"
        kind = (
            rf"สพป\.?ฯ?|สพท\.?ฯ?|{_AREA}ประถม(?:ศึกษา)?ฯ?|ประถม(?:ศึกษา)?ฯ?(?=\s*เขต)"
            rf"|{_OF_WHOM}ประถม(?:ศึกษา)?ฯ?(?=\s*{province}\s*[0-9])|{_AREA}"
        )
        short = rf"(?:(?<=\.)\s*(?:{initials(province)})\.\s*)?"
        primary = rf"(?:{kind}){short}\s*{place}"
        number = rf"(?:เขต\s*(?:ที่\s*)?)?(?P<number>[0-9]{{1,2}})(?![0-9]){_COUNTED}"
        order = "|".join(_ORDER)
        # No name begins otherwise: nearly every place of a text is passed over at once.
        begins = rf"(?=[สเปม{province[0]}])"
        self._by_number = re.compile(
            rf"{begins}(?:{primary}(?:{number}|(?:เขต)?(?P<word>{order}){_NO_OTHER_WORD})|{APART}(?:{province}\s+)?เขต"
            rf"(?:\s*(?:ที่\s*)?(?P<bare>[0-9]{{1,2}})(?![0-9])|(?P<bare_word>{order}){_NO_OTHER_WORD}))"
        )
        self._by_kind = tuple(
            (
                re.compile(
                    rf"{begins}(?:{pattern}{short}\s*{place}(?![ก-๎0-9]|\.[ก-๎])|(?:({pattern})"
                    rf"|{_OF_WHOM}{name}(?:ศึกษา)?(?:[ก-๎]{{2,10}}\s*[-–]\s*)?{province})"
                    # Once, for it is most of the pattern.
                    rf"(?={WORK}|(?(1)และ|(?:[^ก-๎]|$))))"
                ),
                offices[0],
            )
            for pattern, name, offices in (
                # All of the kind: its end is the beginning of a work, too.
                (rf"(?:สพป\.?ฯ?|{_AREA}ประถม(?:ศึกษา)?+ฯ?)", "ประถม", self._primary),
                (rf"(?:สพม\.?ฯ?|{_AREA}มัธยม(?:ศึกษา)?+ฯ?)", "มัธยม", self._secondary),
            )
            if len(offices) == 1
        )
        self._brief = tuple(
            (re.compile(pattern), offices[0])
            for pattern, offices in (
                (r"(?:สังกัด)?มัธยม(?:ศึกษา)?ฯ?", self._secondary),
                (r"(?:สังกัด)?ประถม(?:ศึกษา)?ฯ?", self._primary),
            )
            if len(offices) == 1
        )
        self._all = re.compile(
            rf"(?P<head>{_ALL_AREAS})?\s*(?P<kind>(?:ประถม|มัธยม)(?:ศึกษา)?ฯ?)?\s*{place}(?:ใน(?:จังหวัด)?{place})?"
            rf"(?:{_COUNT}(?:{_ALL_AREAS}|(?(head)แห่ง|เขต))|ทุก\s*(?:{_ALL_AREAS}|(?(head)แห่ง|เขต)))\s*(?:ใน(?:จังหวัด)?{place})?"
        )

    @property
    def numbered(self) -> Mapping[str, Office]:
        """The offices that have a number, by it."""
        return self._numbered

    def namings(self, text: str) -> Iterator[tuple[Office, int, int]]:
        """Where a text, its digits Arabic, names an office: with positions."""
        if not any(one in text for one in _IN_NAMES):
            return
        for match in self._by_number.finditer(text):
            said = match[match.lastgroup or 0]
            office = self._numbered.get(_ORDER.get(said, said))
            if office is not None:
                yield office, match.start(), match.end()
        for pattern, office in self._by_kind:
            for match in pattern.finditer(text):
                yield office, match.start(), match.start() + len(match[0].rstrip())

    def brief(self, text: str, begin: int) -> tuple[Office, int] | None:
        """The office whose kind alone a text has at a place, and where that ends."""
        for pattern, office in self._brief:
            if found := pattern.match(text, begin):
                return office, found.end()
        return None

    def everyone(self, text: str, begin: int) -> Everyone | None:
        """All offices, or all of a kind, that a text names at a place: "ทั้งสองเขต"."""
        if kinds := _BOTH_KINDS.match(text, begin):
            return Everyone((*self._primary, *self._secondary), kinds.start(), kinds.end())
        found = self._all.match(text, begin)
        return self._meant(found) if found else None

    def speaks_of_all(self, text: str, begin: int) -> bool:
        """Whether a text speaks of all offices at a place, however many there really are."""
        return self._all.match(text, begin) is not None

    def groups(self, text: str) -> Iterator[Everyone]:
        """Wherever a text names all offices, or all of a kind."""
        for found in self._all.finditer(text):
            if meant := self._meant(found):
                yield meant

    def _meant(self, found: re.Match[str]) -> Everyone | None:
        head = found["head"] or ""
        both = [*self._primary, *self._secondary]
        if (found["kind"] or "").startswith("มัธยม") or head.startswith("สพม"):
            groups = [self._secondary]
        elif (found["kind"] or "").startswith("ประถม") or head.startswith("สพป"):
            groups = [self._primary]
        elif found["count"]:
            groups = [self._primary, both]
        else:
            groups = [both]
        count = found["count"]
        said = _NUMBERS.get(count) or int(count) if count else None
        for offices in groups:
            if offices and said in (None, len(offices)):
                end = found.start() + len(found[0].rstrip())
                return Everyone(tuple(offices), found.start(), end)
        return None
