"""Layout 2, the mark matrix: a row per office and assessor, a column per item.

Beside the items there may be columns of the assessor, role and stage, and for an indicator
``8 สถานะ``, ``8 ระดับ``, ``8 เหตุผล`` and ``8 ข้อเสนอแนะ``. The answers of a web form are such a table
too: with the time of each row, and with e-mail addresses, which tell persons apart and are never
shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from qp_scoring.documents.answers import Voice
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import Mark
from qp_scoring.findings import Place
from qp_scoring.intake.layouts.headings import HeaderValue
from qp_scoring.intake.layouts.read_table import Desk, ReadTable, TableReader, View
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    SheetRows,
    Speaker,
    StatusRow,
    Unheard,
    agreed,
)
from qp_scoring.intake.layouts.speakers import NamedBy, is_anonymous
from qp_scoring.intake.layouts.times import answered_later, shown_time
from qp_scoring.intake.marks import read_mark, read_status
from qp_scoring.intake.persons import one_person
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.intake.values import says_none
from qp_scoring.messages import text
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.thai import normalise, squeeze

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_OF_INDICATOR = ("status", "level", "reason", "comment")


@dataclass(slots=True)
class _RowRead:
    """What one voice says in one row."""

    speaker: Speaker
    row: int
    time: InputCell | None
    statuses: list[StatusRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)


class MarkMatrix(TableReader):
    """Reads the rows of one mark matrix."""

    def __init__(self, table: ReadTable, header: Mapping[str, HeaderValue], desk: Desk) -> None:
        super().__init__(table, header, desk)
        self._rows: dict[tuple[str, Voice], list[_RowRead]] = {}
        self._respondents: dict[str, int] = {}

    def read(self) -> SheetRows:
        """Read all rows; say which items have no column."""
        said = self._said
        for row, office, lost in self._table.of_offices(self._offices, self._log):
            said.unheard += [lost] if lost else []
            for view in self._table.spoken(row):
                self._row(row, view, office)
        kept = [one for answers in self._rows.values() for one in self._once(answers)]
        kept.sort(key=lambda one: one.row)
        self._check_missing({one.speaker.office.code: one.speaker.office for one in kept}.values())
        said.speakers = [one.speaker for one in kept]
        said.statuses = [status for one in kept for status in one.statuses]
        said.items = [item for one in kept for item in one.items]
        return said

    def _row(self, row: int, view: View, office: Office) -> None:
        """What one voice says in a row."""
        given = self._given(row, view)
        office, voice = self._said.hear(office, given, self._log)
        place = self._offices.place_of_row(self._sheet, row, self._table.named)
        time = self._table.cell(row, "time")
        read = _RowRead(Speaker(office, voice, place), row, time)
        person = self._person(office, voice) if time else voice
        self._rows.setdefault((office.code, person), []).append(read)
        for indicator in self._rubric.indicators:
            self._indicator(row, view, indicator, read, is_anonymous(given))
        self._say_overall(office, voice, self._table.cell(row, "overall"))

    def _person(self, office: Office, voice: Voice) -> Voice:
        """The voice under which the person of a voice answered before: names are spelled freely."""
        said = (other for code, other in self._rows if code == office.code)
        return next((other for other in said if one_person(other, voice)), voice)

    def _given(self, row: int, view: View) -> dict[str, NamedBy]:
        """The cells that say who speaks; an e-mail address stands for a respondent of its row."""
        given = self._table.speaking(row, view)
        email, place = given.get("email", (None, Place()))
        assessor, at = given.get("assessor", (None, place))
        if assessor is not None and _EMAIL.fullmatch(normalise(assessor.text)):
            email, assessor = assessor, None
        if assessor is None and email is not None:
            first = self._respondents.setdefault(squeeze(email.text), row)
            assessor = replace(email, text=text("voice-respondent", row=first))
        given["assessor"] = (assessor, at)
        return given

    def _once(self, answers: list[_RowRead]) -> list[_RowRead]:
        """The answers of one person: all, where they came once or no times tell them apart."""
        if len(answers) == 1 or not all(one.time for one in answers):
            return answers
        last = answers[0]
        for one in answers[1:]:
            later = answered_later(last.time, one.time)
            values = {
                "office": one.speaker.office.short_name,
                "row": one.row,
                "time": shown_time(one.time),
                "first": last.row,
                "first_time": shown_time(last.time),
            }
            if not self._desk.latest or later is None:
                self._log.add("form-answered-twice", one.speaker.place, **values)
                self._said.unheard.append(Unheard(one.speaker.office))
                return answers[:1]
            kept, left = (one, last) if later else (last, one)
            self._log.add(
                "form-later-taken", kept.speaker.place, **values, kept=kept.row, left=left.row
            )
            last = kept
        return [last]

    def _indicator(
        self, row: int, view: View, indicator: Indicator, read: _RowRead, unnamed: bool
    ) -> None:
        """What one row says of one indicator."""
        code, columns = indicator.code, view.columns
        office, voice = read.speaker.office, read.speaker.voice
        extra = {what: self._cell(row, columns.get((what, code))) for what in _OF_INDICATOR}
        doubted = any(self._contradicted(row, columns.get((what, code))) for what in _OF_INDICATOR)
        if any(extra.values()):
            status, level = columns.get(("status", code)), columns.get(("level", code))
            stands = status or level or next(iter(columns.values()))
            reason = columns.get(("reason", code), level or stands)
            own = StatusRow(
                office.code,
                code,
                voice,
                self._sheet.place(row, stands),
                status=extra["status"],
                means=read_status(extra["status"], self._rubric),
                level=extra["level"],
                level_place=self._sheet.place(row, level) if level else None,
                reason=extra["reason"],
                level_reason=extra["reason"],
                comment=extra["comment"],
                level_reason_place=self._sheet.place(row, reason),
                repeated=doubted,
            )
            reasons = ("reason", code) in columns
            read.statuses += agreed(own, indicator, reasons=reasons) if unnamed else [own]
        for key in indicator.entry_ids:
            column = columns.get(("item", key))
            if column is not None:
                mark = self._cell(row, column)
                reason_cell = self._cell(row, columns.get(("reason", key)))
                read.items.append(
                    ItemRow(
                        office.code,
                        code,
                        key,
                        voice,
                        self._sheet.place(row, column),
                        mark=mark,
                        reason=reason_cell or _why_not_relevant(mark, extra["reason"]),
                        reference=self._cell(row, columns.get(("reference", key))),
                        note=self._cell(row, columns.get(("note", key))),
                        repeated=self._contradicted(row, column),
                        blank=self._table.blank(row, column, self._rubric),
                    )
                )

    def _contradicted(self, row: int, column: int | None) -> bool:
        return (row, column or 0) in self._table.contradicted

    def _check_missing(self, offices: Collection[Office]) -> None:
        """Say which items have no column though their indicator applies to an office."""
        # The code of an indicator alone does not say what its column holds beside marks; where
        # it holds nothing it is the title of those that follow.
        for one in self._table.head.columns:
            filled = any(self._sheet.cell(row, one.column) for row in self._table.rows)
            if one.meaning.what == "indicator" and one.meaning.of and filled:
                place, found = self._sheet.at(one.cell), one.cell.text
                self._log.add("item-unknown", place, found=found, nearest="")
        keys = self._table.keys()
        missing = [
            key
            for indicator in self._rubric.indicators
            if any(office.answers_to(indicator) for office in offices)
            for key in indicator.entry_ids
            if ("item", key) not in keys
        ]
        if missing:
            place = self._sheet.place(self._table.head.row)
            self._log.add("item-columns-missing", place, missing=", ".join(missing))


def _why_not_relevant(mark: InputCell | None, reason: InputCell | None) -> InputCell | None:
    """The indicator's reason explains what is not relevant or has no cases; it is no other's."""
    left = mark is not None and (read_mark(mark).mark is Mark.NOT_RELEVANT or says_none(mark))
    return reason if left else None
