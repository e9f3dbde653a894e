"""Who answers in a report: area offices and other units, told apart from mere mentions.

A venue, a trainer's affiliation or the owner of a school is mentioned; who answers is introduced:
its name stands alone on a line, or begins the answer, or begins a sentence inside it in full and
is followed by what it did. Several may be introduced together (เขต 1-2 และ สพม. …).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qp_scoring.evidence.local_names import WORK
from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.evidence.text import LETTERS, right_before, split_lead
from qp_scoring.evidence.unit_names import AREA_AGENCY, Naming, Unit, UnitNames, unit_of
from qp_scoring.thai import to_arabic_digits

# A name that begins a sentence follows a space, and not one of these words before it.
_BINDING = re.compile(
    r"(?:ณ|ที่|จาก|ของ|กับ|โดย|ประสาน(?:งาน)?|เชิญ|หารือ|(?<!ต้น)สังกัด|และ|หรือ|แก่|ให้|ต่อ|ถึง|ใน|ร่วม|ผ่าน|ระหว่าง|ได้แก่|(?<!กล่าว)คือ|เช่น|ไปยัง"
    r"|ผู้อำนวยการ|ผอ\.|วิทยากร|เจ้าหน้าที่|ประธาน|คณะกรรมการ|เสนอ|เจ้าภาพ|รองผู้อำนวยการ|ศึกษานิเทศก์|บุคลากร|ผู้แทน|หอประชุม|ห้องประชุม|(?<!เป็น)(?<![0-9๐-๙])(?<![0-9๐-๙]\s)ศูนย์|เว็บไซต์|ตาม|สู่|เป็น|มายัง|,|/|\(|“|\")\s*$"
)
_BEFORE = re.compile(r"(?:^|[\s.)\]:;•*–-])$")
_AFTER = re.compile(rf"\s*[:\-–]|\s*$|\s*(?:\([^)]*\)\s*)?{WORK}")
# What follows a kind of offices that stands for the only one of it.
_SET_OFF = re.compile(rf"\s*[:)]|\s+[-–]\s|\s*$|\s+{WORK}")
# What follows a name that runs on without a space before it.
_DID = re.compile(r"\s*(?:ได้|มีการ|ดำเนินการ|จัดทำ|จัดอบรม|จัดกิจกรรม|แต่งตั้ง)")
_LAST_DID = re.compile(
    rf".*(?:{_DID.pattern}|จัด|ซ้อม|แจก|อบรม|ประชุม|นิเทศ|ติดตาม|สำรวจ|ออกคำสั่ง|ลงพื้นที่|ประกาศ)", re.DOTALL
)
# Work told from a name on: what makes of several names a common answer, and no list of them.
_TOGETHER_DID = re.compile(rf"\s*(?:\([^)]*\)\s*)?(?:(?:ทุกแห่ง|ทุกเขต|ทั้งหมด|ต่าง)\s*)?{WORK}")
_DID_WHAT = re.compile(rf"\s*(?!ได้)({WORK})")
_LISTED = re.compile(r"\s*[,/]|\s*(?:และ|กับ)\s*(?:สพ|สำนักงาน|เขต)")
_AND_NAME = re.compile(r"\s*(?:,|/|และ|(?:ร่วม)?กับ|รวมทั้ง)\s*(?:ทั้ง\s*)?")
# What follows names that a space sets off, and is no further name.
_TOLD_APART = re.compile(
    r"\s+(?!สพ[ปมท]|สำนักงาน|เขต|และ|กับ|หรือ|ร่วม|แล้ว(?!เสร็จ)|[,/(])[ก-ฮเ-ไA-Za-z\"“]"
    r"|\s*[-–]\s*(?:$|(?=สพ[ปม]|สำนักงาน))"  # nothing is told
)
_EXCEPT = re.compile(r"[\s(]*(?:ยกเว้น|เว้นแต่|เว้น|ไม่รวม|ไม่นับ)\s*(?:ทาง|ของ)?\s*$")
_EXCEPT_NEXT = re.compile(r"[\s(]*(?:ยกเว้น|เว้น|ไม่รวม|ไม่นับ)")
_NEXT_NAME = re.compile(r"\s*(?:,|/|&|และ|(?:ร่วม)?กับ)?\s*")
_NO_MORE = re.compile(r"\s*$")
_MORE_NUMBERS = re.compile(
    r"\s*(?:(?:(?P<sign>-|–|ถึง)|,|/|&|และ|กับ)\s*(?P<area>เขต\s*(?:ที่\s*)?)?|(?P<next>\sเขต\s*(?:ที่\s*)?))"
    r"(?P<number>[0-9๐-๙]{1,2})(?![0-9๐-๙.)])"
)
# After a bare number: เขต 1 และ 2 จัด… goes on with an office, เขต 1 และ 3 โรงเรียน does not.
_NUMBER_ENDS = re.compile(
    rf"\s*(?:$|,|/|และ|กับ|{WORK})"
    r"|\s+(?!โรง|แห่ง|คน|ครั้ง|รุ่น|รอบ|ราย|ปี|เขต|วัน|เดือน|ห้อง|เรื่อง|หน่วย|อำเภอ|กลุ่ม|ชุด|เล่ม|ฉบับ|กิจกรรม|โครงการ|[0-9])"
)
# What an answer may begin with before the name of who gives it: "schools under …" answer as theirs.
_OPENING = re.compile(
    r"(?:(?:ส่วนที่|ตอนที่|หน่วยที่|หน่วยงานที่|ลำดับที่)\s*[0-9]+\s*:?\s*)?"
    r"(?:ทั้ง|(?:(?:เอกสารแนบ|สิ่งที่ส่งมาด้วย|ภาคผนวก)\s*(?:ที่\s*)?[0-9ก-ฮ]{0,2}\s*:?\s*)?(?:แบบ)?รายงาน(?:ผล(?:การดำเนินงาน)?)?ของ"
    r"|(?:ผล|สรุปผล)?การ(?:ดำเนินงาน|ดำเนินการ|ขับเคลื่อน)(?:(?:ใน?ส่วน)?ของ|โดย)|(?:ผลงาน|ผล|ข้อมูล|คำตอบ)(?:ของ|จาก)|ใน?ส่วนของ|ส่วน|ของ|(?:ชื่อ)?หน่วยงาน|ผู้(?:รายงาน|ให้ข้อมูล|ตอบ)"
    r"|(?:(?:ทาง)?(?:ด้าน|ฝั่ง|ฝ่าย)|ทาง)(?:(?:ประถม|มัธยม)(?:ศึกษา)?(?=\s+(?:$|ส)))?|สำหรับ|(?:ใน)?ขณะที่"
    r"|(?:หน่วยงาน|เขตพื้นที่)[^.;:]{0,60}?(?:ได้แก่|ประกอบด้วย)"
    r"|(?:สำหรับ|(?:ใน)?ส่วน(?:ของ)?)?\s*(?:โรงเรียน|สถานศึกษา)[^\s(]{0,40}สังกัด(?:ของ)?|(?:โรงเรียน|สถานศึกษา|หน่วยงาน)?(?:ใน)?สังกัด(?:ของ)?"
    # Whom or what it speaks of by the office's name: its teachers, its meeting.
    r"|(?:ครู|บุคลากร|ผู้บริหาร|นักเรียน|ผู้เรียน|ผู้ปกครอง|โรงเรียน|สถานศึกษา|ที่ประชุม|คณะกรรมการ|คณะทำงาน|คณะ|กลุ่มนิเทศ|กลุ่ม|ศน\.|ศึกษานิเทศก์)[^\s(]{0,40}\s*(?:ของ|ใน|แห่ง)?)?"
    r"\s*(?:[:\-–]\s*)?"
)
# Between clauses: what sets the answer of the next unit off from that of the one before.
_LINK = re.compile(
    r"(?:;|[.\s](?:โรงเรียน|สถานศึกษา)(?:ใน)?สังกัด|[.\s]\s*(?:(?:ใน)?ส่วน(?:ของ)?|(?:ใน)?ขณะที่|(?:ทาง)?ด้าน|สำหรับ|ฝ่าย))\s*$"
)
# Letters of a list, and the bracket around a name that heads what follows.
_MARKS = re.compile(rf"\s*(?:\(?[{LETTERS}]\)|[{LETTERS}]\.(?=\s))?\s*[\[(/|]?\s*")
_IN_BRACKETS = re.compile(r"\(\s*$")
_STROKE = re.compile(r"(?<=\s)[/|]\s*$")
# Who comes from elsewhere to teach or to visit answers nothing.
_GUEST = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:มา|ร่วมเป็น|เป็น)(?:เป็น)?"
    r"(?:วิทยากร|กรรมการ|ให้ความรู้|ศึกษาดูงาน|ให้การอบรม|บรรยาย)"
)
# "… did this, and the office did": a clause of its own, unless what was done joins names.
_AND = re.compile(r"(?:และ|,)\s*$")
_AND_DID = re.compile(
    rf"\s*(?:ได้(?!รับ|แก่)|(?!ได้|ร่วม|เป็น|ให้|รับ|โดย|อยู่|และ|ตาม|ควร|ต้อง|[0-9]){WORK})"
)
_JOINS = re.compile(r"ร่วม|ระหว่าง|ประกอบด้วย|ได้แก่|สพ[ปม]|สำนักงาน|เขต")
# Brackets at the end of an answer, and what may stand in them before a name.
_CLOSING = re.compile(
    r"(?:\(|\s[—–]\s)\s*(?:โดย|ของ|สังกัด|ที่มา\s*:?|หน่วยงาน\s*:?)?\s*(?P<name>[^()]{4,80}?)\s*\)?[\s.]*$"
)
_BRACKETS = re.compile(r"\([^)]*\)")
# Brackets behind a name that say something of it, and not all that it answers.
_TOLD_INSIDE = r"(?:(?:จัด)?อบรม|อยู่ระหว่าง|ไม่มี\s*\)|ยังไม่ได้(?:ดำเนิน|รายงาน))"
_BRACKETS_OF = re.compile(rf"\((?!\s*{_TOLD_INSIDE})[^)]*\)")
_BRACKETS_BEHIND = re.compile(rf"\s*\((?!\s*{_TOLD_INSIDE})[^()]*\)\s*$")
# What makes of an office that is named a venue, a guest or a partner.
_ELSEWHERE = re.compile(
    r"(?:ผ่าน|เช่นเดียวกับ|เหมือน(?:กับ)?|(?<![ก-๎])ณ(?:\s*[^\s]{1,20}|\s*[^\s]{1,40}\s*\(\s*(?:สังกัด)?)?|ห้องประชุม|หอประชุม|วิทยากร|วิทยากรจาก|ร่วมกับ|ประชุมกับ|จาก|เสนอ|ถึง|ไปยัง|ต่อ|ให้|แก่)\s*$"
)
# Before an office that others visit, which did nothing unless its own verb follows.
_VISITED = re.compile(
    r"(?<!จากการ)(?:เยี่ยม(?:ชม)?|ดูงาน|ตรวจราชการ|ตรวจติดตาม|กำกับติดตาม|นิเทศติดตาม)(?:ที่)?\s*$"
)
# How a text begins that tells of no doing but wishes for it.
_WISHES = re.compile(
    r"[\s\-–•*0-9.()]*(?:เห็น)?(?:ควร|ขอให้|อยาก|(?:เสนอ|ต้องการ)?ให้(?=\s*(?:ทุก|ทั้ง)))"
)
# How a text begins that tells what officers of the province or ministry did, whomever it names.
_OVER_OFFICES = re.compile(
    r"[\s\-–•*0-9.()]*(?:ท่าน|นาย|นาง(?:สาว)?\S*\s)?(?:(?:รอง)?ศึกษาธิการ(?:จังหวัด|ภาค)|ผู้ตรวจราชการ|(?:รอง)?ผู้ว่าราชการ|คณะผู้ตรวจ|(?:รอง)?ปลัดกระทรวง|รัฐมนตรี|(?:รอง)?เลขาธิการ)"
)
# Behind a kind of units: all of it.
_ALL_OF_THEM = re.compile(
    r"(?:ทุก(?:แห่ง|โรง(?:เรียน)?)|ทั้ง(?:หมด|จังหวัด)|(?:ใน|ของ|ทั้ง)\s*(?:สังกัด|พื้นที่|เขตพื้นที่|จังหวัด[ก-๎]{0,20}))"
)
# Words in the brackets of a title that say who answers it.
_ONLY = "เฉพาะ"
_ANSWERS = re.compile(r"\s*(?:เป็นผู้)?(?:ตอบ|รายงาน|ดำเนินการ|รับผิดชอบ|ให้ข้อมูล)")
_SEVERAL = 2
# What stands behind each name where somebody only counts what belongs to each office.
_COUNT_ALONE = re.compile(
    r"\s*(?:จำนวน|มี|ได้แก่|=)?\s*(?:ร้อยละ\s*[0-9.]+|[0-9,]+\s*[ก-๎]{2,12}(?:\s*(?:คิดเป็น)?ร้อยละ\s*[0-9.]+)?)"
    r"\s*(?:และ|,|ตามลำดับ)?\s*"
)
# What makes of a name the owner of what a clause tells.
_OWNING = re.compile(r"(?:ส่วน)?(?:ของ|สังกัด)\s*(?:ทาง)?\s*$")


@dataclass(frozen=True, slots=True)
class Introduction:
    """A place in a text that says who answers from there on: one unit, or several together."""

    units: tuple[Unit, ...]
    start: int
    end: int


class UnitFinder:
    """Says whose a text is, by the names in it."""

    def __init__(self, names: UnitNames, skeleton: Skeleton) -> None:
        self.names = names
        self._brief = {name: kind.agency for kind in skeleton.unit for name in kind.brief}
        brief = "|".join(map(re.escape, sorted(self._brief, key=len, reverse=True)))
        self._begins_brief = re.compile(rf"({brief})\.?(?=[\s:)]|$)")
        self._forget()

    def _forget(self) -> None:
        """Forget what was found in texts: every line is asked of several times."""
        self._alone: dict[str, Unit | None] = {}
        self._headed: dict[str, tuple[Unit, ...]] = {}
        self._introduced: dict[str, list[Introduction]] = {}

    def of_report(self, texts: Iterable[str]) -> UnitFinder:
        """The same for one report, with the names that only it has."""
        own = copy.copy(self)
        own.names = self.names.of_report(texts)
        own._forget()
        return own

    def alone(self, text: str) -> Unit | None:
        """The unit whose name is all that a line holds, beside marks, brackets and "ผลของ"."""
        if text not in self._alone:
            self._alone[text] = self._found_alone(text)
        return self._alone[text]

    def _found_alone(self, text: str) -> Unit | None:
        rest = _BRACKETS_OF.sub("", text[_begin(text) :]).strip(" :.-*#]")
        namings = self.names.namings(rest)
        digits = to_arabic_digits(rest)
        led = bool(namings) and _OPENING.fullmatch(digits[: namings[0].start]) is not None
        behind = rest[namings[0].end :].strip(" :") if led else ""
        if led and (not behind or (not namings[0].unit.office and _ALL_OF_THEM.fullmatch(behind))):
            return namings[0].unit
        brief = self._briefly(rest, _led(rest, 0))
        return brief.units[0] if brief and brief.end == len(rest) else None

    def heads(self, text: str) -> bool:
        """Whether a text begins with who answers, or only names them."""
        if self.headed(text):
            return True
        first = next(iter(self.introductions(text)), None)
        return first is not None and self.is_opening(text, first)

    def headed(self, text: str) -> tuple[Unit, ...]:
        """The units that a line only names, as the heading of what they answer.

        Brackets behind the names say how they answer: "สพป.… เขต 1 และ เขต 2 (ตอบร่วมกัน)".
        """
        if text not in self._headed:
            self._headed[text] = self._found_headed(text)
        return self._headed[text]

    def _found_headed(self, text: str) -> tuple[Unit, ...]:
        one = self.alone(text)
        if one is not None:
            return (one,)
        bare = _BRACKETS_BEHIND.sub("", text)
        found = self.alone_together(bare) if self.names.namings(bare) else ()
        return found if len(found) > 1 else ()

    def alone_together(self, text: str) -> tuple[Unit, ...]:
        """The units whose names are all that a cell holds, one or several."""
        one = self.alone(text)
        if one is not None:
            return (one,)
        found = self.introductions(text)
        whole = len(found) == 1 and self.is_opening(text, found[0])
        return found[0].units if whole and not text[found[0].end :].strip(" :.*]") else ()

    def _briefly(self, text: str, begin: int) -> Introduction | None:
        """The kind of units that a text begins with, set off from what they did."""
        found = self._begins_brief.match(text, begin)
        if found is not None:
            unit = Unit(found[1], None, self._brief[found[1]])
            return Introduction((unit,), found.start(), found.end())
        local = self.names.local.brief(text, begin) if self.names.local else None
        if local is None or not _SET_OFF.match(text, local[1]):
            return None
        return Introduction((unit_of(local[0]),), begin, local[1])

    def introductions(self, text: str) -> Sequence[Introduction]:
        """Who answers: named at the start of a text, or at the start of a sentence in it."""
        if text not in self._introduced:
            self._introduced[text] = self._introductions(text)
        return self._introduced[text]

    def _introductions(self, text: str) -> list[Introduction]:
        begin = _begin(text)
        found: list[Introduction] = []
        namings = self.names.namings(text)
        if everyone := self._everyone(text, begin, namings):
            found.append(everyone)
        if not found and not (namings and namings[0].start <= begin):
            brief = self._briefly(text, begin) or self._briefly(text, _led(text, begin))
            found += [brief] if brief else []
        for at, naming in enumerate(namings):
            if found and naming.start < found[-1].end:
                continue
            units, end = self._together(text, namings, at)
            if right_before(_EXCEPT, text, naming.start):
                if found:
                    found[-1:] = _without(found[-1], units, text, naming.start, end)
            elif self._introduces(text, naming.start, end, begin, units) or (
                found
                and (
                    self._takes_over(text, naming.start, end, units, found[-1].units)
                    or _did_likewise(text, naming.start, end, found[-1])
                    or _did_besides(text, naming, end, found[-1], namings[:at])
                )
            ):
                found.append(Introduction(units, naming.start, end))
            elif bracket := self._set_apart(text, naming.start, end, begin, bool(found)):
                found.append(Introduction(units, bracket.start(), end))
        return found

    @staticmethod
    def _takes_over(
        text: str, start: int, end: int, units: Sequence[Unit], before: Sequence[Unit]
    ) -> bool:
        """Whether another office goes on where one was introduced: "… เขต 2 ครูทุกคน …"."""
        apart = text[start - 1 : start] in (" ", "\t") and not right_before(_BINDING, text, start)
        other = all(unit.office and unit not in before for unit in units)
        return apart and other and _TOLD_APART.match(text, end) is not None

    @staticmethod
    def _set_apart(
        text: str, start: int, end: int, begin: int, after_another: bool
    ) -> re.Match[str] | None:
        """What sets another name off where a text begins with one in the same way.

        "(เขต 1) … (เขต 2) …", or a stroke between the answers: "เขต 1 … / เขต 2 …".
        """
        if not after_another or _LISTED.match(text, end):
            return None
        if text[:begin].rstrip().endswith("(") and text[end : end + 1] == ")":
            return right_before(_IN_BRACKETS, text, start)
        return right_before(_STROKE, text, start)

    def _everyone(self, text: str, begin: int, namings: Sequence[Naming]) -> Introduction | None:
        """All offices of a kind or province, where a text begins with them and what they did.

        Others may be named with them: "สพป. ทั้ง 3 เขต และ สพม.".
        """
        found = (
            self.names.local.everyone(to_arabic_digits(text), begin) if self.names.local else None
        )
        if found is None:
            return None
        units, end = tuple(map(unit_of, found.offices)), found.end
        joined = _AND_NAME.match(text, end)
        for at, naming in enumerate(namings):
            if joined and naming.start == joined.end():
                others, end = self._together(text, namings, at)
                units += tuple(one for one in others if one not in units)
        if not (self._tells(text, end) or _EXCEPT_NEXT.match(text, end)):
            return None
        return Introduction(units, begin, end)

    def closing(self, text: str) -> Introduction | None:
        """Who is named, and nothing else, in the brackets that end a text."""
        found = _CLOSING.search(text)
        if found is None:
            return None
        units = self.alone_together(found["name"]) or self._counted_each(found["name"])
        return Introduction(units, found.start("name"), found.end("name")) if units else None

    def _counted_each(self, text: str) -> tuple[Unit, ...]:
        """The offices of which a text only counts what each did: "เขต 1 380 คน เขต 2 132 คน"."""
        namings = self.names.namings(text)
        if len(namings) < _SEVERAL or text[: namings[0].start].strip():
            return ()
        ends = [one.start for one in namings[1:]] + [len(text)]
        behind = (text[one.end : end] for one, end in zip(namings, ends, strict=True))
        counted = all(map(_COUNT_ALONE.fullmatch, map(to_arabic_digits, behind)))
        return tuple(one.unit for one in namings) if counted else ()

    def subject(self, text: str) -> Introduction | None:
        """The area offices whose doing a text tells by naming them: one, or several together.

        None where it names others beside them who are no venue and nobody's partner; "all" of whom
        something is wished tell nothing, nor do those whom others visit.
        """
        named: list[Introduction] = []
        if self.names.local and not _WISHES.match(text):
            for every in self.names.local.groups(to_arabic_digits(text)):
                named.append(
                    Introduction(tuple(map(unit_of, every.offices)), every.start, every.end)
                )
        namings = self.names.namings(text)
        for at, naming in enumerate(namings):
            units, end = self._together(text, namings, at)
            named.append(Introduction(units, naming.start, end))
        if any(right_before(_EXCEPT, text, one.start) for one in named):
            return None  # it tells of others, whoever they are
        over = _OVER_OFFICES.match(text) is not None
        named = sorted(
            (one for one in named if not _did_nothing(text, one, over=over)),
            key=lambda one: one.start,
        )
        first = next(iter(named), None)
        if first is None or not all(unit.office for unit in first.units):
            return None
        own = {unit.identity for unit in first.units}
        others = {unit.identity for one in named for unit in known(one.units)} - own
        return None if others else first

    def answering(self, title: str) -> tuple[Unit, ...]:
        """The units of which the brackets in a title say that they, or they alone, answer it."""
        for found in _BRACKETS.finditer(title):
            inside = found[0][1:-1].strip()
            said = inside.removeprefix(_ONLY).strip()
            one = next(iter(self.introductions(said)), None)
            if one is None or not self.is_opening(said, one):
                continue
            if said != inside or _ANSWERS.match(said, one.end):
                return one.units
        return ()

    def told_each(self, text: str) -> Sequence[tuple[Introduction, int]]:
        """The offices of which a text tells in turn, and how far it tells of each.

        It names each in brackets behind, or says whose each figure is: "… ของเขต 1 … ของเขต 2 …".
        """
        closing = [
            (Introduction((unit,), found.start(), found.end()), found.end())
            for found in _BRACKETS.finditer(text)
            if (unit := self.alone(found[0].strip("()"))) is not None
        ]
        each = closing or self._owning(text)
        offices = {unit.office for one, _ in each for unit in one.units}
        if len(offices) < _SEVERAL or None in offices:
            return ()
        return [*each[:-1], (each[-1][0], len(text))]

    def _owning(self, text: str) -> list[tuple[Introduction, int]]:
        """The offices that a text names as owners, each up to where the next is led to."""
        namings = self.names.namings(text)
        led = [right_before(_OWNING, text, one.start) for one in namings]
        if not namings or not all(led):
            return []
        ends = [one.start() for one in led[1:] if one] + [len(text)]
        behind = [text[one.end : end] for one, end in zip(namings, ends, strict=True)]
        counted = all(map(_COUNT_ALONE.fullmatch, map(to_arabic_digits, behind)))
        if counted and all(one and "สังกัด" in one[0] for one in led):
            return []
        return [
            (Introduction((one.unit,), one.start, one.end), end)
            for one, end in zip(namings, ends, strict=True)
        ]

    def is_opening(self, text: str, one: Introduction) -> bool:
        """Whether what stands before a name only leads to it: a number, "การดำเนินงานของ"."""
        begin = _begin(text)
        before = to_arabic_digits(text[begin : one.start])
        return one.start <= begin or _OPENING.fullmatch(before) is not None

    def _together(
        self, text: str, namings: Sequence[Naming], at: int
    ) -> tuple[tuple[Unit, ...], int]:
        """The units named one after another from a naming on, and where the last name ends."""
        units, end = [namings[at].unit], namings[at].end
        following = at + 1
        while True:
            more = _MORE_NUMBERS.match(text, end)
            bare = more is not None and not (more["sign"] or more["area"] or more["next"])
            if more and bare and not _NUMBER_ENDS.match(text, more.end()):
                more = None
            numbered = self.names.counted_on(units[-1], more) if more else []
            if more and numbered:
                units += numbered
                end = more.end()
                continue
            while following < len(namings) and namings[following].start < end:
                following += 1
            gap = _NEXT_NAME.match(text, end)
            if gap is None or following >= len(namings) or namings[following].start != gap.end():
                return tuple(units), end
            units.append(namings[following].unit)
            end = namings[following].end
            following += 1

    @staticmethod
    def _tells(text: str, end: int) -> bool:
        """Whether what several have in common follows their names."""
        return any(one.match(text, end) for one in (_AFTER, _TOLD_APART))

    def without_name(self, text: str) -> str:
        """An answer without the name of the unit that begins or closes it, and what leads to it."""
        begin = _begin(text)
        lettered = [one.end for one in self.names.namings(text) if one.start < begin]
        rest = text[max(lettered, default=begin) :]
        if lettered:  # what looks like a mark of a list is a name
            return rest.strip(" :-–)]/")
        namings = self.names.namings(rest)
        led = bool(namings) and _OPENING.fullmatch(rest[: namings[0].start]) is not None
        begins = bool(namings) and (led or namings[0].start == 0)
        together = self.introductions(rest)
        if together and len(together[0].units) > 1 and self.is_opening(rest, together[0]):
            return rest[together[0].end :].strip(" :-–)]/")
        if begins:
            return rest[namings[0].end :].strip(" :-–)]/")
        closing = _CLOSING.search(text)
        return text[: closing.start()] if closing and self.closing(text) else text

    def _introduces(
        self, text: str, start: int, end: int, begin: int, units: Sequence[Unit]
    ) -> bool:
        together = len(units) > 1
        if start <= begin or _OPENING.fullmatch(text[begin:start]):
            return (
                not _GUEST.match(text, end)
                and not _LISTED.match(text, end)
                and (not together or self._tells(text, end))
            )
        if right_before(_LINK, text, start) and not _GUEST.match(text, end):
            return not _LISTED.match(text, end)
        if right_before(_AND, text, start) and _AND_DID.match(text, end):
            told = _LAST_DID.match(text, 0, start)
            return told is not None and not _JOINS.search(text, told.end(), start)
        if right_before(_BINDING, text, start) or _NO_MORE.match(text, end):
            return False
        after = _AFTER if right_before(_BEFORE, text, start) else _DID
        return (_TOGETHER_DID if together else after).match(text, end) is not None


def _did_nothing(text: str, one: Introduction, *, over: bool) -> bool:
    """Whether a name is that of a venue, a guest or a partner, or of whom others visit.

    So is whomever a text names that tells of those ``over`` offices, without a verb of its own.
    """
    if right_before(_ELSEWHERE, text, one.start):
        return True
    visited = over or right_before(_VISITED, text, one.start) is not None
    return visited and not _AND_DID.match(text, one.end)


def known(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units without area offices that there are not, or not in the province that reports."""
    return tuple(one for one in units if one.office or one.agency != AREA_AGENCY)


def clause_begins(text: str, named: Introduction) -> int:
    """Where the clause of a unit begins: with what leads to its name from the clause before."""
    leading = right_before(_LINK, text, named.start)
    return leading.start() + 1 if leading else named.start


def _did_likewise(text: str, start: int, end: int, before: Introduction) -> bool:
    """Whether a name behind "and" did what the one before it did: "A ใช้ระบบ … และ B ใช้ …"."""
    did, own = _DID_WHAT.match(text, before.end), _DID_WHAT.match(text, end)
    return (
        did is not None
        and own is not None
        and did[1] == own[1]
        and right_before(_AND, text, start) is not None
    )


def _did_besides(
    text: str, naming: Naming, end: int, before: Introduction, namings: Sequence[Naming]
) -> bool:
    """Whether another agency did something of its own behind "and": "A จัด… และ B เปิด…".

    What A did must be told before, with nobody else.
    """
    told = text[before.end : naming.start]
    own = told.rstrip().endswith(" และ") and _TOGETHER_DID.match(text, end) is not None
    with_others = _JOINS.search(told) or any(one.end > before.end for one in namings)
    return (
        own
        and naming.unit.office is None
        and not with_others
        and _TOGETHER_DID.match(told) is not None
    )


def _without(
    group: Introduction, units: Sequence[Unit], text: str, start: int, end: int
) -> list[Introduction]:
    """A group without those that are excepted from it, who answer what is told of them alone.

    "ทุกเขต ยกเว้นเขต 1 จัดอบรม" tells of the others; "… ยกเว้นเขต 1 ที่ยังไม่เริ่ม" of both.
    """
    out = {unit.identity for unit in units}
    others = tuple(unit for unit in group.units if unit.identity not in out)
    if not others:
        return [group]
    if len(others) == len(group.units):  # of another kind
        return (
            [group, Introduction(tuple(units), start, end)] if text[end:].strip(" )") else [group]
        )
    if not _EXCEPT.sub("", text[group.end : start]).strip(" ("):
        after = end + len(text[end:]) - len(text[end:].lstrip(" )"))
        return [Introduction(others, group.start, after)]
    return [replace(group, units=others), Introduction(tuple(units), start, end)]


def _led(text: str, begin: int) -> int:
    """Where a text goes on behind what leads to the name of who answers; ``begin`` for nothing."""
    found = _OPENING.match(to_arabic_digits(text), begin)
    return found.end() if found else begin


def _begin(text: str) -> int:
    """Where a text begins behind its number, letter or opening bracket."""
    _, rest = split_lead(text)
    found = _MARKS.match(text, len(text) - len(rest))
    return found.end() if found else 0
