"""Layout 3, the long table: a row per answer.

A row with an item carries its mark or value; a row without one carries its indicator's status or
judged level. ``to-decide.xlsx`` is such a table, filled in by the committee.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qp_scoring.documents.answers import Answered, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    column_name,
    heading_cells,
    indicator_code,
    repeats_heading,
    say_repeated_answers,
    squeezed_codes,
)
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    RowKey,
    SheetRows,
    Speaker,
    StatusRow,
    say_unknown_item,
)
from qp_scoring.intake.layouts.speakers import read_voice
from qp_scoring.intake.marks import read_number, read_status
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import squeeze_id

_NEEDED = ("indicator", "item", "mark")


@dataclass(frozen=True, slots=True)
class LongHeading:
    """The heading row of a long table: its columns by name."""

    row: int
    columns: Mapping[str, int]


def find_long_table(sheet: InputSheet) -> LongHeading | None:
    """The heading row of a long table; None where the sheet is none."""
    for row in sheet.row_numbers[:HEADING_ROWS]:
        columns: dict[str, int] = {}
        for column, cell in heading_cells(sheet, row).items():
            if name := column_name(cell):
                columns.setdefault(name, column)
        if all(name in columns for name in _NEEDED) and ("code" in columns or "office" in columns):
            return LongHeading(row, columns)
    return None


def read_long_table(
    sheet: InputSheet, heading: LongHeading, rubric: Rubric, offices: OfficeCells, log: FindingLog
) -> SheetRows:
    """Read a long table; every problem is a finding at its cell."""
    return _Table(sheet, heading, rubric, offices, log).read()


class _Table:
    """Reads the rows of one long table."""

    def __init__(
        self,
        sheet: InputSheet,
        heading: LongHeading,
        rubric: Rubric,
        offices: OfficeCells,
        log: FindingLog,
    ) -> None:
        self._sheet = sheet
        self._heading = heading
        self._rubric = rubric
        self._offices = offices
        self._log = log
        self._codes = squeezed_codes(rubric.by_code)
        self._speakers: dict[tuple[str, Voice], Speaker] = {}
        self._first: dict[RowKey, int] = {}
        self._contradicted: set[RowKey] = set()
        self._unheard: dict[str, Office] = {}
        self._statuses: list[StatusRow] = []
        self._items: list[ItemRow] = []
        self._blank: dict[RowKey, ItemRow] = {}

    def read(self) -> SheetRows:
        """Read all rows below the heading."""
        say_repeated_answers(self._sheet, self._heading.row, self._heading.columns, self._log)
        for row in self._sheet.row_numbers:
            if row > self._heading.row and not repeats_heading(self._sheet, row, self._heading.row):
                self._row(row)
        self._add_blanks()
        contradicted = self._contradicted
        return SheetRows(
            tuple(self._speakers.values()),
            tuple(replace(one, repeated=one.key in contradicted) for one in self._statuses),
            tuple(replace(one, repeated=one.key in contradicted) for one in self._items),
            tuple(self._unheard.values()),
        )

    def _row(self, row: int) -> None:
        answered = self._cell(row, "mark") or self._cell(row, "value")
        columns = self._heading.columns
        office = self._offices.of_row(self._sheet, row, columns, filled=answered is not None)
        if office is None:
            return
        indicator = self._indicator(row)
        given = {key: (self._cell(row, key), self._place(row, key)) for key in columns}
        voice = read_voice(given, self._log)
        if voice is None:
            self._unheard[office.code] = office
        if indicator is None or voice is None:
            return
        place = self._offices.place_of_row(self._sheet, row, columns)
        self._speakers.setdefault((office.code, voice), Speaker(office, voice, place))
        item = self._cell(row, "item")
        if answered is None and self._cell(row, "comment") is None:
            # Not answered yet: a to-decide.xlsx may be filled in bit by bit.
            key = self._item_id(item, indicator) if item else None
            if key is not None:
                blank = self._item_row(row, office, indicator, key, voice)
                self._blank.setdefault((office.code, indicator.code, key, voice), blank)
            return
        if item is None:
            self._status(row, office, indicator, voice)
        else:
            self._item(row, item, office, indicator, voice)

    def _indicator(self, row: int) -> Indicator | None:
        cell = self._cell(row, "indicator")
        code = indicator_code(cell, self._codes) if cell else None
        if code is not None:
            return self._rubric.by_code[code]
        place = self._place(row, "indicator")
        known = ", ".join(self._rubric.by_code)
        self._log.add("indicator-unknown", place, found=cell.text if cell else "", known=known)
        return None

    def _status(self, row: int, office: Office, indicator: Indicator, voice: Voice) -> None:
        """A row without an item: a number is a judged level, a word is a status."""
        mark = self._cell(row, "mark")
        level = self._cell(row, "value")
        if mark is not None and level is None and read_number(mark) is not None:
            mark, level = None, mark
        if self._repeated(row, office, indicator, "", voice):
            return
        reason = self._cell(row, "reason") or self._cell(row, "note")
        self._statuses.append(
            StatusRow(
                office.code,
                indicator.code,
                voice,
                self._place(row, "mark"),
                status=mark,
                reason=reason,
                level=level,
                level_reason=reason,
                level_place=self._place(row, "value" if self._cell(row, "value") else "mark"),
                comment=self._cell(row, "comment"),
                level_reason_place=self._place(
                    row, "reason" if "reason" in self._heading.columns else "mark"
                ),
            )
        )

    def _item(
        self, row: int, item: InputCell, office: Office, indicator: Indicator, voice: Voice
    ) -> None:
        key = self._item_id(item, indicator)
        if key is None:
            place = self._sheet.place(row, item.column)
            say_unknown_item(item, place, indicator.entry_ids, self._rubric, self._log)
            return
        if self._repeated(row, office, indicator, key, voice):
            return
        self._items.append(self._item_row(row, office, indicator, key, voice))

    def _item_row(
        self, row: int, office: Office, indicator: Indicator, key: str, voice: Voice
    ) -> ItemRow:
        column = "value" if self._cell(row, "value") is not None else "mark"
        return ItemRow(
            office.code,
            indicator.code,
            key,
            voice,
            self._place(row, column),
            mark=self._cell(row, column),
            reason=self._cell(row, "reason"),
            reference=self._cell(row, "reference"),
            note=self._cell(row, "note"),
        )

    @staticmethod
    def _item_id(item: InputCell, indicator: Indicator) -> str | None:
        ids = {squeeze_id(key): key for key in indicator.entry_ids}
        return ids.get(squeeze_id(item.text))

    def _add_blanks(self) -> None:
        """Keep the blank rows of an assessment that is finished: there they say ไม่มี."""
        finished = {
            (one.office, one.indicator, one.voice)
            for one in self._statuses
            if read_status(one.status).said is Answered.CLOSED
        }
        for key, blank in self._blank.items():
            if key not in self._first and (blank.office, blank.indicator, blank.voice) in finished:
                self._items.append(blank)

    def _repeated(
        self, row: int, office: Office, indicator: Indicator, item: str, voice: Voice
    ) -> bool:
        """Whether the same voice answered this before; the second answer is a finding."""
        key: RowKey = (office.code, indicator.code, item, voice)
        first = self._first.setdefault(key, row)
        if first == row:
            return False
        place = self._place(row, "item")
        self._log.add("item-twice", place, found=item or indicator.code, first=first)
        self._contradicted.add(key)
        return True

    def _cell(self, row: int, name: str) -> InputCell | None:
        return self._sheet.cell(row, self._heading.columns.get(name, 0))

    def _place(self, row: int, name: str) -> Place:
        return self._sheet.place(row, self._heading.columns[name])
