"""A form of one office that is not the template's: a row per item, answers in one or more columns.

Its office stands in a labelled cell above the table, in a title, or is the name of the sheet or
the file; where these name different offices, nobody knows whose answers they are. Rows are known
by an item's id or text, ``ตัวชี้วัดที่ 8`` (status or level), ``8 ระดับ``, ``8 ข้อเสนอแนะ`` and
``ข้อเสนอแนะภาพรวม``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from qp_scoring.documents.answers import Answered, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.headings import HeaderValue
from qp_scoring.intake.layouts.read_table import Desk, ReadTable, TableReader, View
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    SheetRows,
    Speaker,
    StatusRow,
    agreed,
    say_unknown_item,
)
from qp_scoring.intake.marks import is_answer, read_level, read_status, unclear_name
from qp_scoring.intake.offices.cells import OfficeCells, nobody
from qp_scoring.intake.readers.cells import InputCell

_TITLE_ROWS = 20  # above the table, which may name its office


def office_of_form(
    table: ReadTable, header: Mapping[str, HeaderValue], offices: OfficeCells, log: FindingLog
) -> tuple[Office, Place] | None:
    """The office that a form is of, with the place that names it."""
    sheet = table.sheet
    code, name = (header[key].cell if key in header else None for key in ("code", "office"))
    label = code or name
    own = offices.agreed(sheet, code, name)
    if label and own is None:
        return None
    found: dict[str, tuple[Office, Place]] = {}
    if own and label:
        found[own.code] = own, sheet.at(label)
    for cell in sheet.top(_TITLE_ROWS).above(table.head.first):
        named = offices.mentioned(cell.text) if cell not in (code, name) else ()
        if named and (doubt := unclear_name(cell)):
            log.add(doubt, sheet.at(cell), found=cell.text)
            continue
        for office in named:
            found.setdefault(office.code, (office, sheet.at(cell)))
    for office in offices.mentioned(sheet.name) if sheet.name else ():
        found.setdefault(office.code, (office, sheet.place()))
    if not found:
        stem = PurePosixPath(sheet.file).stem
        for office in offices.mentioned(stem) or offices.mentioned(stem.split(" ")[0]):
            found.setdefault(office.code, (office, sheet.place()))
    if len(found) == 1:
        return next(iter(found.values()))
    place = sheet.place(table.head.row)
    if found:
        names = ", ".join(office.short_name for office, _ in found.values())
        log.add("form-office-several", place, found=names)
    else:
        log.add("form-office-missing", place)
    return None


class FreeForm(TableReader):
    """Reads the rows of one form; one whose office cannot be known (with a finding) is nobody's."""

    def __init__(self, table: ReadTable, header: Mapping[str, HeaderValue], desk: Desk) -> None:
        super().__init__(table, header, desk)
        named = office_of_form(table, header, desk.offices, desk.log)
        unknown = nobody(self._sheet.name or ""), self._sheet.place()
        self._named_office, self._place = named or unknown
        self._office = self._named_office  # of the voice that is being read
        # The rows of each indicator and item, by what they hold.
        self._rows: dict[tuple[str, str], int] = {}
        self._repeated: set[tuple[str, str]] = set()

    def read(self) -> SheetRows:
        """Read all rows, once for every voice."""
        for row in self._table.rows:
            if not self._table.is_left_out(row, self._log) and not self._table.names_two(row):
                self._register(row)
        said, own = self._said, {key: value.cell for key, value in self._header.items()}
        for view in self._table.views:
            given = {key: (c, self._sheet.at(c)) for key, c in {**own, **view.voice}.items()}
            self._office, voice = said.hear(self._named_office, given, self._log)
            said.speakers.append(Speaker(self._office, voice, self._place))
            for one in self._statuses(view, voice):
                if one.voice != voice:
                    said.speakers.append(Speaker(self._office, one.voice, self._place))
                said.statuses.append(one)
            said.items += self._items(view, voice)
        return said

    def _register(self, row: int) -> None:
        """Learn what a row is about from the column that names it."""
        cell = self._sheet.cell(row, self._table.named["item"])
        meaning = self._vocabulary.meaning(cell) if cell else None
        if meaning is None and cell is not None and cell.seen and (fault := unclear_name(cell)):
            self._log.add(fault, self._sheet.at(cell), found=cell.text)
            return
        if meaning is None or not (meaning.of or meaning.what == "overall"):
            self._check_unknown(row, cell)
            return
        meaning = self._vocabulary.of_office(meaning, self._office)
        key = (meaning.what, meaning.of)
        answers, of = self._table.asked, meaning.of
        if of and self._vocabulary.shows_another(self._sheet, row, answers, of, self._log):
            self._repeated.add(key)
        if key in self._rows:
            place = self._sheet.place(row, self._table.named["item"])
            found = cell.text if cell else ""
            self._log.add("item-twice", place, found=found, first=self._rows[key])
            self._repeated.add(key)
            return
        self._rows[key] = row

    def _check_unknown(self, row: int, cell: InputCell | None) -> None:
        """A row that is no item: a title among the items, totals, a signature, or a lost mark."""
        asked = (at for view in self._table.views for at in view.columns.values())
        cells = filter(None, (self._sheet.cell(row, column) for column in asked))
        answers = [found for found in cells if is_answer(found, self._rubric)]
        if not answers:
            return
        if cell is None:
            place = self._sheet.at(answers[0])
            self._log.add("mark-without-item", place, found=answers[0].text)
        else:
            rubric, known = self._rubric, self._vocabulary.items
            say_unknown_item(cell, self._sheet.at(cell), known, rubric, self._log)

    def _statuses(self, view: View, voice: Voice) -> Iterator[StatusRow]:
        own: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (what, of), row in self._rows.items():
            if what in ("indicator", "status", "level", "comment", "reason"):
                own[of][what] = row
        for (what, _), row in self._rows.items():
            if what == "overall":
                words = self._answer(row, view) or self._table.cell(row, "comment")
                self._say_overall(self._office, voice, words)
        unnamed = voice.assessor is None and "role" not in self._header and not view.voice
        for code, rows in own.items():
            one = self._status(code, rows, view, voice)
            indicator = self._rubric.by_code[code]
            reasons = "reason" in self._table.named
            yield from agreed(one, indicator, reasons=reasons) if unnamed else [one]

    def _status(self, code: str, rows: Mapping[str, int], view: View, voice: Voice) -> StatusRow:
        """What a voice says of an indicator as a whole, in one row or several."""
        at = rows.get("status") or rows.get("indicator") or next(iter(rows.values()))
        said = self._answer(at, view) if {"status", "indicator"} & rows.keys() else None
        level_row, level = rows.get("level"), None
        if level_row:
            level = self._answer(level_row, view)
        elif said is not None and self._is_level(said):
            level_row, level, said = at, said, None
        reasons = rows.get("reason") or level_row or at
        reason = self._table.cell(reasons, "reason")
        if "reason" in rows:
            reason = self._answer(rows["reason"], view) or reason
        comment = self._answer(rows["comment"], view) if "comment" in rows else None
        return StatusRow(
            self._office.code,
            code,
            voice,
            self._answer_place(at, view),
            status=said,
            means=read_status(said, self._rubric),
            level=level,
            level_place=self._answer_place(level_row, view) if level_row else None,
            reason=self._table.cell(at, "reason"),
            level_reason=reason,
            comment=comment or self._table.cell(at, "comment"),
            level_reason_place=self._reason_place(reasons, view),
            repeated=any((what, code) in self._repeated for what in rows)
            or self._table.differs(level_row or at, view),
        )

    def _is_level(self, cell: InputCell) -> bool:
        said = read_level(cell, self._rubric)
        return said.said is Answered.LEVEL or (said.fault or "level-unknown") != "level-unknown"

    def _items(self, view: View, voice: Voice) -> Iterator[ItemRow]:
        for indicator in self._rubric.indicators:
            for key in indicator.entry_ids:
                row = self._rows.get(("item", key))
                if row is not None:
                    yield ItemRow(
                        self._office.code,
                        indicator.code,
                        key,
                        voice,
                        self._answer_place(row, view),
                        self._answer(row, view),
                        *self._table.beside(row),
                        repeated=("item", key) in self._repeated or self._table.differs(row, view),
                        blank=self._table.blank(
                            row, next(iter(view.columns.values())), self._rubric
                        ),
                    )

    def _answer(self, row: int, view: View) -> InputCell | None:
        """The answer of a voice in a row: under ผล, or where that is blank under ค่า or ระดับ."""
        cells = (self._sheet.cell(row, column) for column in view.columns.values())
        return next((cell for cell in cells if cell is not None), None)

    def _answer_place(self, row: int, view: View) -> Place:
        said = self._answer(row, view)
        return (
            self._sheet.at(said)
            if said
            else self._sheet.place(row, next(iter(view.columns.values())))
        )

    def _reason_place(self, row: int, view: View) -> Place:
        column = self._table.named.get("reason")
        return self._sheet.place(row, column) if column else self._answer_place(row, view)
