"""Whose words an answer is: who is named, and how far down the lists below that name it holds.

An owner is a property of a place in the answer's outline, not the last name seen. An item that
names who answers is theirs, and so is what stands below it; the next item on the same level is
theirs only if it says so, or if a level above does. Where that leaves nobody, nobody is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from qp_scoring.evidence.local_names import WORK
from qp_scoring.evidence.paragraphs import tells_of_work
from qp_scoring.evidence.sections import Owner, Piece, Section
from qp_scoring.evidence.text import LEADS_ON, LETTERS, has_words, right_before, split_lead
from qp_scoring.evidence.unit_names import Unit
from qp_scoring.evidence.units import Introduction, UnitFinder, clause_begins, known
from qp_scoring.thai import to_arabic_digits

# What only joins the clause of one unit to that of the next.
_JOINS_CLAUSES = re.compile(r"(?:\s(?:และ|ทั้งนี้)|,)\s*$")
_BULLET = re.compile(r"\s*([-–—•·▪●○◦➢✓✔*+❖★☆➤►▶■□◆◇])")

_LETTERED = re.compile(rf"\s*(?:\(?[{LETTERS}]\)\s*|[{LETTERS}]\.\s+)(?=[ก-ฮเ-ไ])")

# What a sentence may begin with before whose work it tells: the field of work, the day.
_SETTING = re.compile(
    r"[\s\-–•*0-9.()]*(?:ด้าน|เรื่อง|ประเด็น|กิจกรรม|โครงการ|เมื่อ|ระหว่าง|ใน|จาก|หลัง|ช่วง|วันที่|เดือน|ปี|ภาคเรียน|นอกจากนี้|ทั้งนี้|อีกทั้ง|ต่อมา|เช่นเดียวกับ)"
    r"[^;]{0,45}\s*"
)

_LONGEST_SETTING = 60  # letters that tell of no work

# How a paragraph begins that no single unit answers: all together, those above them; a definition.
_NOBODY = re.compile(
    r"[\s\-–•*]*(?:ทุก(?:หน่วย(?:งาน)?|สังกัด|ฝ่าย)|หน่วยงาน(?:ทาง)?(?:การศึกษา|ที่เกี่ยวข้อง|อื่น)|กระทรวงศึกษาธิการ"
    r"|สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน|สพฐ\.|[^.;:]{3,60}\sหมายถึง\s)"
)

# How a paragraph begins that all answer whose names stand above it, one by one.
_LISTED_TOGETHER = re.compile(
    r"[\s\-–•*]*(?:ทั้ง\s*(?:[0-9]+|สอง|สาม|สี่|ห้า|หก)\s*(?:หน่วยงาน|แห่ง|เขต|สังกัด)|(?:ทุกหน่วยงาน|หน่วยงาน)(?:ข้างต้น|ดังกล่าว))"
)

# How a paragraph begins that leaves the unit named before it and is about all again.
_OVERALL = re.compile(
    r"[\s\-–•*]*(?:(?:สรุป(?:ผล)?)?(?:ใน)?ภาพรวม|(?:สรุป)?โดยรวม|รวม(?:ทั้ง)?จังหวัด|อนึ่ง)"
)

_PROVINCE = re.compile(r"[\s\-–•*]*(จังหวัด)")
_DOES = re.compile(rf"\s*{WORK}")

# Behind it: that the whole province is meant, even below the name of one office.
_OF_PROVINCE = re.compile(r"(?:(?<=รวมจังหวัด)|(?<=รวมทั้งจังหวัด)|\s*(?:ของ|ใน|ระดับ|ทั้ง)?\s*จังหวัด)")

# How a paragraph begins that tells of what others did, who answer nothing here.
_OTHERS = re.compile(
    r"\s*(?:มหาวิทยาลัย|โรงพยาบาล|สาธารณสุข|ตำรวจ|สถานีตำรวจ|ตชด\.|สำนักงาน(?:สาธารณสุข|พัฒนาสังคม|วัฒนธรรม|พระพุทธศาสนา|แรงงาน)"
    r"|สำนักงาน(?!เขต|ศึกษาธิการ|ได้|มี|จัด|ดำเนิน|ร่วม|ประชุม|แจ้ง|เชิญ|ประสาน|มอบ|ตั้ง|แต่งตั้ง|รายงาน|นำ|ส่ง(?!เสริม)|ออก|เสนอ|ทำ|ให้|ลง|ขอ|กำหนด|ประกาศ|สนับสนุน|อบรม|นิเทศ|ติดตาม|ขับเคลื่อน|ใช้|สรุป|วิเคราะห์|รวบรวม|ช่วย|ร่วมกับ|ทุก|ทั้ง|และ)[ก-๎]{3,40}(?:จังหวัด|อำเภอ)"
    r"|กอง(?:บังคับการ|กำกับการ|ร้อย|พัน|ทัพ)|คณะสงฆ์|วัด[ก-๎]{2,20}าราม|ที่ทำการปกครอง|ปกครองจังหวัด|สมาคม|มูลนิธิ|สโมสร|ชมรม(?=ผู้ปกครอง)"
    r"|เหล่ากาชาด|หอการค้า|บ้านพักเด็ก|สภาวัฒนธรรม|สภา(?:เด็กและเยาวชน|องค์กรชุมชน)|ธนาคาร(?:ออมสิน|กรุงไทย|เพื่อการเกษตร)"
    r"|เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบ[จต]\.|ที่ว่าการอำเภอ"
    r"|(?:โรงเรียน|สถานศึกษา)?(?:ใน)?สังกัด(?:องค์กรปกครอง|องค์การบริหาร|เทศบาล|ตำรวจ|สำนักพุทธ))"
)

# How an item begins that goes on with the item before it: "from this summary", "of these 94".
_REFERS_BACK = re.compile(
    r"[\s\-–•*0-9.()]*(?:(?:จาก|ใน|ด้วย)[^;.]{0,30}?(?:ข้างต้น|ดังกล่าว|นี้|นั้น)|ต่อมา|(?:หลัง)?จากนั้น)(?=\s|[ก-๎])"
)

# The row of a table that sums up all others.
_TOTAL = re.compile(
    r"\s*(?:รวม(?:ทั้ง(?:สิ้น|หมด|จังหวัด)|ทุกสังกัด|ทุกหน่วยงาน)?|ทั้งจังหวัด|ภาพรวม(?:จังหวัด)?)\s*:?\s*$"
)

OutlinePath = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Owned:
    """Who answers, and the words and line that say so; nobody where it is not certain."""

    units: tuple[Unit, ...]
    owner: Owner | None


_NOBODYS = _Owned((), None)


@dataclass(frozen=True, slots=True)
class _OpenLevel:
    """A level of the outline that is open: a number, a bullet sign, or a paragraph of neither."""

    path: OutlinePath
    bullet: str
    owned: _Owned
    leads: bool = False
    """Its text leads to a list: what is listed next stands below it."""
    row: bool = False
    """It is a row of a table."""
    over: bool = False
    """It is a name that questions stand below, and not the other way round."""
    heads: bool = False
    """It is a name alone: what a sign like its own lists next stands below it."""
    tells_of: _Owned | None = None
    """Whom alone its text names, though nobody begins it: what stands below it is theirs."""

    @property
    def plain(self) -> bool:
        """Whether it is a paragraph without number and bullet."""
        return not self.path and not self.bullet


def by_owner(section: Section, units: UnitFinder) -> Iterator[Section]:
    """A section as each of its owners answered it; several together each get the whole text."""
    walk = _OutlineWalk(section, units)
    groups: list[tuple[tuple[Unit, ...], list[Piece], int]] = []
    for line, row in groupby(section.pieces, key=lambda piece: piece.number):
        for owned, part in walk.take(list(row)):
            # What others said between parts it from what stands before.
            begins = not groups or groups[-1][0] != owned.units
            if begins:
                groups.append((owned.units, [], line))
            if part:
                opens = part.opens or begins
                groups[-1][1].append(replace(part, owner=owned.owner, opens=opens))
    answering = {unit.identity for units, pieces, _ in groups for unit in units if pieces}
    for together, pieces, line in groups:
        first, last = (pieces[0].number, pieces[-1].last) if pieces else (line, line)
        for unit in together or (None,):
            if pieces or (unit and unit.identity not in answering):
                yield replace(section, unit=unit, first=first, last=last, pieces=list(pieces))
    if not groups:
        yield section


def named(owners: Mapping[int, Introduction]) -> list[Unit]:
    """The units that some places of a text introduce."""
    return [unit for one in owners.values() for unit in one.units]


class _OutlineWalk:
    """Follows the outline of one section."""

    def __init__(self, section: Section, units: UnitFinder) -> None:
        self._units = units
        titled = () if section.unit else units.answering(section.written)
        own = (section.unit,) if section.unit else titled
        self._base = _Owned(own, Owner(section.written, section.heading) if titled else None)
        self._rows_apart = section.part == "problems"  # each row is a problem, whoever has it
        self._levels: list[_OpenLevel] = []
        self._topic = ""
        self._columns: dict[int, _Owned] = {}  # of a table with a column for each unit
        self._heads = False  # the line before only named who answers
        self._of_province = False  # the paragraph before told what the province did
        self._listed: list[_Owned] = []  # whose names stand right above, each alone on its line
        self._cell_sign = ""  # the sign that the last cell of the row before begins with

    def take(self, row: Sequence[Piece]) -> Iterator[tuple[_Owned, Piece | None]]:
        """The parts of a line, or of the cells of a row, each with its owner.

        None instead of a part: the line only names who answers from there on.
        """
        if row[0].topic != self._topic:
            self._end_question(row[0].mark)
            self._topic = row[0].topic
        if not row[0].in_row:
            self._columns = {}
            self._end_row(row[0])
            for piece in row:
                yield from self._take(piece)
            return
        names = [self._units.alone_together(piece.text) for piece in row]
        named = [
            self._named(piece, units) for piece, units in zip(row, names, strict=True) if units
        ]
        if len(named) > 1 and len(named) >= len(row) - 1:
            columns = (piece.column for piece, units in zip(row, names, strict=True) if units)
            self._columns = dict(zip(columns, named, strict=True))
        elif self._columns:
            yield from self._by_column(row)
        elif len(named) == 1 and names[-1] and len(row) > 1:
            yield from ((named[0], piece) for piece in row[:-1])
        else:
            yield from self._take_row(row)
        self._cell_sign = _sign(row[-1].text)

    def _by_column(self, row: Sequence[Piece]) -> Iterator[tuple[_Owned, Piece | None]]:
        """The cells of a row, each its column's; one of no column is the row's label.

        Whose column is empty where others tell something is named all the same, and left it blank.
        """
        label = ""
        if any(piece.column in self._columns for piece in row):
            told = {piece.column for piece in row}
            told |= {column for piece in row for column, _ in piece.figures}
            yield from ((one, None) for at, one in self._columns.items() if at not in told)
        for piece in row:
            owned = self._columns.get(piece.column)
            if owned is None:
                label = piece.text
            else:
                yield owned, replace(piece, topic=label or piece.topic)

    def _take_row(self, row: Sequence[Piece]) -> Iterator[tuple[_Owned, Piece | None]]:
        """The cells of a row: all are his whom the first names, if only in brackets.

        Where it names nobody, and nobody is named above, they are the office's that the only cell
        which names one begins with: "a problem | the office did this".
        """
        first, *others = row
        if _TOTAL.match(first.text):
            self._enter(first, _NOBODYS)
            yield from ((self._owner, piece) for piece in row)
            return
        if not self._units.introductions(first.text):
            if self._rows_apart and not first.column:
                self._next_row()
            whole = (
                self._closing_of(first)
                or self._told_in(others)
                or (None if self._owner.units else self._mentioned(first))
                or (self._closing_of(row[-1]) if self._rows_apart else None)
            )
            if whole is not None:
                yield from ((whole, piece) for piece in row)
                return
        yield from self._take(first)
        for piece in others:
            yield from self._take(piece)

    def _take(self, piece: Piece) -> Iterator[tuple[_Owned, Piece | None]]:
        owners = {
            0 if not place and self._begins(piece, one) else clause_begins(piece.text, one): one
            for place, one in enumerate(self._units.introductions(piece.text))
        }
        if piece.cell and all(one.office is None for one in named(owners)):
            owners = {}  # a partner that a cell of a row begins with; the row is its first cell's
        own = self._owned(piece, owners[0]) if 0 in owners else None
        alone = self._units.alone_together(piece.text)
        listed = self._heads  # a name alone below another is one of a list of names
        self._heads = bool(alone) and (not piece.cell or own is not None)
        if self._heads:
            own = self._named(piece, alone)
            self._listed = [*(self._listed if listed else []), own]
        elif listed and _LISTED_TOGETHER.match(to_arabic_digits(piece.text)):
            own = self._all_listed()
        if own is not None:
            self._of_province = False
        elif not piece.cell:
            own = self._by_beginning(piece, names=bool(owners))
        if not piece.cell or piece.mark or own is not None:
            self._enter(piece, own, heads=self._heads and not listed)
        if self._heads:
            yield self._owner, None
            return
        cuts = sorted({0, *owners, len(piece.text)})
        for begin, end in pairwise(cuts):
            if begin:
                self._now(self._owned(piece, owners[begin]))
            joins = right_before(_JOINS_CLAUSES, piece.text, end) if end in owners else None
            part = piece.cut(begin, joins.start() if joins else end)
            if part.text:
                part = replace(part, opens=piece.opens or begin > 0)
                if begin or 0 in owners:
                    yield self._owner, part
                else:
                    yield from self._by_mention(part)

    def _all_listed(self) -> _Owned:
        """All those together whose names stand in a list right above."""
        units = {unit.identity: unit for one in self._listed for unit in one.units}
        return _Owned(tuple(units.values()), self._listed[0].owner)

    def _by_beginning(self, piece: Piece, *, names: bool) -> _Owned | None:
        """Whose a piece is, by how it begins, that no name begins; ``names`` where one follows."""
        lead, rest = split_lead(piece.text)
        others = not piece.in_row and _OTHERS.match(rest if lead else piece.text)
        if others or (not names and _NOBODY.match(rest if lead else piece.text)):
            return _NOBODYS
        listed = bool(piece.mark or lead or _BULLET.match(piece.text))
        if self._province_did(piece):
            self._of_province = not listed
            alone = self._below_heading() and not piece.text.rstrip().endswith(LEADS_ON)
            return None if alone else _NOBODYS
        self._of_province &= listed  # what is listed below what it did is its own
        if self._of_province:
            return _NOBODYS
        if overall := _OVERALL.match(piece.text):
            of_province = _OF_PROVINCE.match(piece.text, overall.end())
            return _NOBODYS if of_province else self._base
        return self._goes_on(piece) if _REFERS_BACK.match(piece.text) else None

    def _below_heading(self) -> bool:
        """Whether a name alone, above, says whose a paragraph is."""
        headings = (level.owned for level in self._levels if level.heads)
        return self._owner in (self._base, *headings)

    def _province_did(self, piece: Piece) -> bool:
        """Whether a paragraph begins with what a province did: "จังหวัดมีคำสั่ง…", "จังหวัดเลยจัด…"."""
        text = piece.text
        found = None if piece.cell else _PROVINCE.match(text)
        if found is None:
            return False
        behind = self._units.names.behind_province(text[found.start(1) :])
        return _DOES.match(text[found.end() :] if behind is None else behind) is not None

    def _goes_on(self, piece: Piece) -> _Owned | None:
        """Whose the item before a marked one is, which refers back to it."""
        marked = split_lead(piece.text)[0] or _BULLET.match(piece.text)
        return self._owner if marked and self._owner.units else None

    def _told_in(self, others: Sequence[Piece]) -> _Owned | None:
        """The offices with which the only one of a row's other cells that names any begins."""
        if self._owner.units:
            return None
        told = [(piece, one) for piece in others for one in self._units.introductions(piece.text)]
        if len(told) != 1 or not self._begins(*told[0]):
            return None
        piece, one = told[0]
        return self._owned(piece, one) if all(unit.office for unit in one.units) else None

    def _closing_of(self, piece: Piece) -> _Owned | None:
        """Who is named in the brackets at its end."""
        closing = self._units.closing(piece.text)
        return self._owned(piece, closing) if closing else None

    def _end_question(self, mark: str) -> None:
        """The next question is answered by whoever is named next, unless it stands below a name.

        A sub-heading with a ``mark`` stands below what leads to a list, and below its number, too.
        """
        if self._heads:
            self._levels = [replace(level, over=True) for level in self._levels]
        path = _path(mark)
        while self._levels:
            level = self._levels[-1]
            above = 0 < len(level.path) < len(path) and path[: len(level.path)] == level.path
            deeper = 0 < len(path) < len(level.path)
            if above or ((level.over or (mark and level.leads)) and not deeper):
                return
            self._levels.pop()

    def _end_row(self, piece: Piece) -> None:
        """Close a table's row before a line of none, unless the line goes on with its last cell."""
        sign = _sign(piece.text)
        if piece.gap or (sign and sign != self._cell_sign):
            self._close(lambda level: level.row)

    def _next_row(self) -> None:
        """Whoever a row names does not answer the next one, whose number may follow its own."""
        if row := self._close(lambda level: level.row):
            self._levels.append(replace(row, owned=self._owner))

    def _close(self, ends: Callable[[_OpenLevel], bool]) -> _OpenLevel | None:
        """Close the first level of a kind, and all within it; None where there is none."""
        for depth, level in enumerate(self._levels):
            if ends(level):
                del self._levels[depth:]
                return level
        return None

    def _by_mention(self, part: Piece) -> Iterator[tuple[_Owned, Piece]]:
        """A clause that introduces nobody, or what it tells of each office that it names."""
        each = self._units.told_each(part.text) if self._may_name(part) else ()
        if not each:
            # A name in brackets at the end says whose this is, and nothing else, where nobody is.
            closing = None if self._owner.units else self._closing_of(part)
            told = closing or self._mentioned(part)
            if told is not None:
                self._lists_for(part, told)
            yield told or (_NOBODYS if self._province_did(part) else self._owner), part
            return
        begin = 0
        for one, end in each:
            cut = part.cut(begin, end)
            if cut.text:
                yield self._owned(part, one), replace(cut, opens=part.opens or begin > 0)
            begin = end

    def _lists_for(self, part: Piece, told: _Owned) -> None:
        """What is listed below a part is theirs of whom it tells."""
        level = self._levels[-1] if self._levels else None
        if level is None or not level.path or level.path != _path(part.mark + part.text):
            return
        owned = told if level.leads else level.owned
        self._levels[-1] = replace(level, owned=owned, tells_of=told)

    def _may_name(self, piece: Piece) -> bool:
        """Whether a piece may be told of others than its owner by naming them."""
        marked = split_lead(piece.text)[0] or _BULLET.match(piece.text) or piece.cell
        return not marked or not self._owner.units

    def _mentioned(self, piece: Piece) -> _Owned | None:
        """The only area office that a paragraph of nobody else's names: "แผนของ สพป.…"."""
        one = self._units.subject(piece.text) if self._may_name(piece) else None
        return self._owned(piece, one) if one else None

    def _begins(self, piece: Piece, one: Introduction) -> bool:
        """Whether nothing stands before a name but what leads to it: "การดำเนินงานของ…"."""
        opening = self._units.is_opening(piece.text, one)
        before = piece.text[: one.start]
        if opening or not has_words(before) or _SETTING.fullmatch(before) is not None:
            return True
        if len(before) > _LONGEST_SETTING or not has_words(piece.text[one.end :]):
            return False
        return not tells_of_work(before) and not self._units.names.namings(before)

    @staticmethod
    def _named(piece: Piece, units: tuple[Unit, ...]) -> _Owned:
        return _Owned(known(units), Owner(piece.text, piece.number))

    @staticmethod
    def _owned(piece: Piece, one: Introduction) -> _Owned:
        named = piece.cut(one.start, one.end)
        return _Owned(known(one.units), Owner(named.text, named.number))

    @property
    def _owner(self) -> _Owned:
        return self._levels[-1].owned if self._levels else self._base

    def _now(self, owned: _Owned) -> None:
        """Another name inside an answer: the level goes on as theirs."""
        level = self._levels.pop() if self._levels else _OpenLevel((), "", owned)
        self._levels.append(replace(level, owned=owned))

    def _enter(self, piece: Piece, own: _Owned | None, *, heads: bool = False) -> None:
        """Close the levels that a piece ends and open its own."""
        text = piece.mark + piece.text
        path = _path(text)
        bullet = "" if path else _bullet(text)
        if not (path or bullet or own):
            return  # a paragraph goes on with the item above it
        if piece.mark:
            pass  # what a sub-heading ends is closed
        elif path:
            self._close_for_number(path)
        elif bullet:
            names = own is not None
            self._close(lambda level: level.bullet == bullet and (names or not level.heads))
        else:  # a paragraph that names who answers stands beside the one that did before
            self._close(lambda level: bool(level.plain or level.bullet))
        leads = piece.text.rstrip().endswith(LEADS_ON)
        above = self._levels[-1].tells_of if self._levels else None
        owned = own or above or self._owner
        level = _OpenLevel(path, bullet, owned, leads, row=piece.in_row, heads=heads)
        self._levels.append(level)

    def _close_for_number(self, path: OutlinePath) -> None:
        """Keep what a number stands below: a list begins with 1, an item follows its neighbour."""
        if self._levels and self._levels[-1].leads and path[-1] == 1:
            return
        for depth in range(len(self._levels), 0, -1):
            above = self._levels[depth - 1].path
            if len(above) < len(path) and above and path[: len(above)] == above:
                del self._levels[depth:]
                return
            if above and above[:-1] == path[:-1] and path[-1] == above[-1] + 1:
                del self._levels[depth - 1 :]
                return
        if path[-1] == 1:
            return
        # Where a number is missing, its level all the same.
        if self._close(lambda level: len(level.path) == len(path)) is None:
            self._levels.clear()


def _path(text: str) -> OutlinePath:
    """The number before a text, level by level."""
    lead, _ = split_lead(text)
    return tuple(map(int, lead.split("."))) if lead else ()


def _bullet(text: str) -> str:
    """The sign that marks an item without a number; letters count alike."""
    if found := _BULLET.match(text):
        return found[1]
    return LETTERS[0] if _LETTERED.match(text) else ""


def _sign(text: str) -> str:
    """The kind of mark that a text begins with; empty where it has none."""
    return "1" if split_lead(text)[0] else _bullet(text)
