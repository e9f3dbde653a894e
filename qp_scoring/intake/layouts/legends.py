"""Legends: what a file says its own signs mean, where that is not what they are read as.

``1 = ดีเยี่ยม … 5 = ปรับปรุง`` turns the scale round, and ``1 = ไม่มี`` the marks. The numbers and signs
beside such a legend are no answers of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qp_scoring.documents.answers import Answered
from qp_scoring.findings import Finding, finding
from qp_scoring.intake.layouts.table_heads import OFFICE, Kind
from qp_scoring.intake.layouts.tables import Found
from qp_scoring.intake.marks import (
    MARKS,
    mark_in_words,
    read_level,
    read_mark,
    status_word,
    words_of_marks,
)
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet, text_cell
from qp_scoring.intake.readers.dressing import Seen
from qp_scoring.intake.words import WORDS, any_of
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

_DEGREES = WORDS["degrees"]
_SAYS = (
    r"=|→|->|เท่ากับ|หมายถึง|หมายความว่า|คือ|แปลว่า|แสดงว่า"
    r"|(?:ลงใน|ใน|หน้า|ที่|ตรง)?\s*(?:ข้อ|ช่อง|รายการ|ประเด็น)ที่"
)
_NO_SIGN = (
    r"มากกว่า|น้อยกว่า|ต่ำกว่า|สูงกว่า|ตั้งแต่|ไม่ถึง|ไม่เกิน|ร้อยละ|อย่างน้อย|[<>≥≤]|ข้อ|ที่|เขต|ตชว\.?|ตัวชี้วัด|รอบ|ปี"
    r"|[\d.]+\s*(?:[-–—]|ถึง)"
)
_SIGNS = "✓✔√☑✅🗹✗✘×☒❌✖✕🗷xX/"
_SILENT = re.compile(rf"N\s*/\s*A\s*(?:{_SAYS})\s*(?P<meaning>[^,;()]+)", re.I)
_NOT_REPORTED = re.compile(r"ไม่(?:ได้)?(?:มี)?(?:การ)?(?:ราย|ส่ง)|ไม่มีข้อมูล|not\s+report", re.I)
_FEW_LEVELS = 2  # of marks that are numbers: 1 = มี, 2 = ไม่มี
_LEAST_LISTED = 2  # contradictions of pairs that stand side by side, or without a word between


@dataclass(frozen=True, slots=True)
class Explained:
    """A sign and what a legend says that it means; ``plain`` says that a word stands between."""

    cell: InputCell
    sign: str
    meaning: str
    plain: bool

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return f"{self.sign} = {self.meaning}"


_Contradiction = tuple[Explained, str]  # what is not what its sign is read as, and what that is


class Legends:
    """Looks for legends in sheets that say of a rubric's levels or of marks what these are not."""

    def __init__(self, rubric: Rubric, offices: OfficeCells) -> None:
        self._rubric = rubric
        self._offices = offices
        levels = rubric.scale.level_numbers
        names = {one.name: one.level for one in rubric.scale.level}
        if len(levels) > 1:
            names |= dict.fromkeys(_DEGREES["lowest"], min(levels))
            names |= dict.fromkeys(_DEGREES["highest"], max(levels))
        if len(levels) == len(_DEGREES["five"]):
            names |= dict(zip(_DEGREES["five"], sorted(levels), strict=True))
        self._names = {squeeze(name): level for name, level in names.items()}
        self._called = tuple(names)

    @cached_property
    def _pair(self) -> re.Pattern[str]:
        of_levels = any_of(self._called)
        meanings = any_of((*self._called, *words_of_marks()))
        return re.compile(
            rf"(?P<none>(?:{_NO_SIGN})\s*)?(?<![\w.,/\-–])(?P<sign>\d+(?:\.0+)?|[{_SIGNS}])"
            rf"(?:\s*คะแนน)?\s*(?P<says>{_SAYS}|[:.)(\-–]?)\s*(?:ระดับ(?:คุณภาพ)?\s*)?"
            rf"(?P<meaning>{meanings})(?![ก-๙A-Za-z])"
            rf"|(?P<name>{of_levels})\s*(?:{_SAYS}|\()\s*(?:ได้|ให้)?\s*(?:ระดับ|คะแนน)?\s*(?P<number>\d)"
            rf"(?=\s*(?:คะแนน)?\s*(?:[,;/|)]|$|{of_levels}))",
            re.I,
        )

    def fault(self, sheet: InputSheet, tables: Sequence[Found] = ()) -> Finding | None:
        """The first legend of a sheet that contradicts what is read of it, as a finding.

        ``tables`` are those of the sheet, whose answers are no legend; none where it is a form of
        ours, or nothing but a legend.
        """
        texts = [
            cell
            for cell in sheet.cells.values()
            if cell.kind is CellKind.TEXT and Seen.STRUCK not in cell.seen
        ]
        notes = sheet.dressing.notes.items()
        texts += [InputCell(*at, CellKind.TEXT, note.text) for at, note in notes]
        found = self._of_silence(texts) or self._of_pairs(sheet, texts, tables)
        if found is None:
            return None
        pair, expected = found
        said = {"found": pair.text, "expected": expected, "sign": pair.sign}
        return finding("legend-contradicts", sheet.at(pair.cell), **said)

    def _of_pairs(
        self, sheet: InputSheet, texts: Sequence[InputCell], tables: Sequence[Found]
    ) -> _Contradiction | None:
        pairs = [Explained(cell, *said) for cell in texts for said in _told(cell.text, self._pair)]
        pairs += self._side_by_side(sheet, tables)
        if not pairs:
            return None
        heads = [head for found in tables for head, _ in found.heads]
        levels = not heads or any(
            head.kind is not Kind.MARKS or any(t.meaning.what == "level" for t in head.columns)
            for head in heads
        )
        marks = not heads or any(head.kind is not Kind.LEVELS for head in heads)
        found = self._of_levels(pairs) if levels else None
        return found or (self._of_marks(pairs) if marks else None)

    def _of_silence(self, texts: Sequence[InputCell]) -> _Contradiction | None:
        """Where N/A is told to mean anything but that nothing was reported, and stands in cells."""
        if all(squeeze(cell.text) != "n/a" for cell in texts):
            return None
        for cell in texts:
            told = _SILENT.search(normalise(cell.text))
            if told and not _NOT_REPORTED.search(told["meaning"]):
                expected = status_word(Answered.NOT_REPORTED, self._rubric)
                return Explained(cell, "N/A", told["meaning"], plain=True), expected
        return None

    def _of_levels(self, pairs: Sequence[Explained]) -> _Contradiction | None:
        """The first number that is told to be another level; of mere lists it takes two."""
        found: list[_Contradiction] = []
        for one in pairs:
            meant, said = self._names.get(squeeze(one.meaning)), self._level(one.sign)
            if meant is not None and said is not None and meant != said:
                found.append((one, self._rubric.scale.name(said)))
        plain = next((one for one in found if one[0].plain), None)
        several = len({one.sign for one, _ in found}) >= _LEAST_LISTED
        return plain or (found[0] if several else None)

    def _of_marks(self, pairs: Sequence[Explained]) -> _Contradiction | None:
        """The first mark that is told to mean another; of further numbers these are levels."""
        many = any(one.sign.isdecimal() and int(one.sign) > _FEW_LEVELS for one in pairs)
        for one in pairs:
            said = read_mark(text_cell(one.sign), self._rubric).mark
            meant = mark_in_words(one.meaning)
            if said is None or meant in (None, said) or not one.plain:
                continue
            if not (many and one.sign.isdecimal()):
                return one, MARKS[said]
        return None

    def _side_by_side(self, sheet: InputSheet, tables: Sequence[Found]) -> list[Explained]:
        """The pairs of a number and a name in the cell behind it, or below, but for answers."""
        found: list[tuple[InputCell, InputCell]] = []
        for (row, column), cell in sheet.cells.items():
            if cell.kind is CellKind.TEXT and squeeze(cell.text) in self._names:
                beside = (sheet.cell(row, column - 1), sheet.cell(row - 1, column))
                found += [(one, cell) for one in beside if one and self._level(one.text)]
        answers = self._answers(tables) if found else ()
        return [
            Explained(cell, to_arabic_digits(normalise(number.text)), cell.text, plain=False)
            for number, cell in found
            if number.address not in answers and cell.address not in answers
        ]

    def _answers(self, tables: Sequence[Found]) -> set[str]:
        """The addresses of what stands under headings: beside offices, where rows name any."""
        found: set[str] = set()
        for table in tables:
            for head, rows in table.heads:
                across = head.kind in (Kind.MARKS, Kind.LEVELS)
                columns = [t.column for t in head.columns if t.meaning.what in OFFICE]
                for row in rows:
                    cells = table.sheet.row(row)
                    named = (cells[at] for at in columns if at in cells)
                    if not across or any(map(self._offices.is_office, named)):
                        found |= {cell.address for at, cell in cells.items() if at in head.known}
        return found

    def _level(self, sign: str) -> int | None:
        """The level that a bare number is."""
        text = to_arabic_digits(normalise(sign))
        if not text.replace(".", "", 1).isdecimal():
            return None
        level = read_level(text_cell(text), self._rubric).level
        named = level is not None and level in self._rubric.scale.level_numbers
        return int(level) if named and level is not None else None


@lru_cache(maxsize=4_096)
def _told(text: str, pair: re.Pattern[str]) -> tuple[tuple[str, str, bool], ...]:
    """The signs that a text explains, with their meanings, and whether a word stands between.

    Names before numbers (``ดีเยี่ยม = 2``) may as well be counted: it takes two to be a legend.
    """
    return tuple(
        (one["number"], one["name"], False)
        if one["name"]
        else (one["sign"], one["meaning"], re.fullmatch(_SAYS, one["says"]) is not None)
        for one in pair.finditer(to_arabic_digits(normalise(text)))
        if not one["none"]
    )
