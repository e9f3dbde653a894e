"""The checklist workbook (layout 1): one office and one assessor, ready to be filled in.

Texts are locked, answers are not; marks, statuses, reasons and levels are drop-downs. What stands
in the first column of a row is how it is read back (see ``intake.checklist``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qp_scoring.documents.answers import Role, Stage
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import Need
from qp_scoring.intake.carry import CarriedAnswer, CarriedOffice, Standing
from qp_scoring.intake.layouts.carried import CONFIRM_SUFFIX, CONFIRMED
from qp_scoring.intake.layouts.checklist import COMMENT_SUFFIX, LEVEL_SUFFIX
from qp_scoring.intake.marks import MARKS, statuses
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style, file_stem
from qp_scoring.paper.page import (
    LANDSCAPE,
    PAGE_COUNT,
    PAGE_NUMBER,
    footer,
    footer_text,
    page_breaks,
    row_height,
    text_height,
    wrap,
)
from qp_scoring.paper.tables import Table, draw_table
from qp_scoring.reports import notes
from qp_scoring.reports.notes import bound
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Round, Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.states import applicability

SHEET = "แบบประเมิน"
SIZE = 14
WIDTHS = (13.0, 43.0, 26.0, 15.0, 15.0, 20.0, 18.0, 41.0)
# A form with results carried from the round before has them in two columns before the criteria.
CARRIED_WIDTHS = (*WIDTHS[:-1], 22.0, 22.0, WIDTHS[-1])
_ID, _TEXT, _EVIDENCE, _MARK, _REASON, _REFERENCE, _NOTE, _BEFORE, _BEFORE_REFERENCE = range(9)
_STEM_BYTES = 250

_LOCKED = Style(size=SIZE)
_LABEL = Style(size=SIZE, bold=True, fill="#F2F2F2")
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#D9E2F3")
_INDICATOR = Style(size=SIZE, bold=True, fill="#E7EDF7")
_PURPOSE = Style(size=SIZE - 1, fill="#E7EDF7")
_ANSWER = Style(size=SIZE, fill="#FFFBE6", locked=False)
_CHOICE = replace(_ANSWER, align="center")
_CRITERION = Style(size=SIZE - 1)
_CARRIED = Style(size=SIZE - 1, fill="#EDEDED", colour="#595959")
_PLAIN = Style(size=SIZE, border=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns that a form shows beside its items, to be read and never filled in.

    ``columns`` are headings and widths, ``cells`` their texts by item id or indicator code;
    ``sheets`` come after the form.
    """

    note: str
    columns: tuple[tuple[str, float], ...]
    cells: Mapping[str, tuple[str, ...]]
    sheets: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What the header of a checklist says, and what is carried into it from an earlier round."""

    rubric: Rubric
    round: Round
    office: Office
    assessor: str | None = None
    role: Role = Role.MEMBER
    stage: Stage = Stage.DOCUMENTS
    carried: CarriedOffice | None = None
    beside: Beside | None = None


def form_name(form: Form) -> str:
    """``<code> <short name>.xlsx``, with the assessor where one is named; at most 255 bytes."""
    assessor = f" - {form.assessor}" if form.assessor else ""
    stem = file_stem(f"{form.office.code} {form.office.short_name}{assessor}")
    return stem.encode()[:_STEM_BYTES].decode(errors="ignore").rstrip(". ") + ".xlsx"


def write_form(path: Path, form: Form) -> None:
    """Write one checklist workbook.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("form-title", office=form.office.short_name)
    with Book(path, title, f"{form.rubric.id} {form.rubric.version}") as book:
        widths = WIDTHS if form.carried is None else CARRIED_WIDTHS
        if form.beside is not None:
            widths = (*widths[:-1], *(width for _, width in form.beside.columns), widths[-1])
        writer = _Writer(book.sheet(SHEET, widths), form, title, widths)
        writer.write()
        for table in form.beside.sheets if form.beside else ():
            draw_table(book, table, writer.footer())


class _Writer:
    """Draws one form from top to bottom; keeps the row it is at."""

    def __init__(self, sheet: Sheet, form: Form, title: str, widths: tuple[float, ...]) -> None:
        self._sheet = sheet
        self._form = form
        self._title = title
        self._widths = widths
        self._last = len(widths) - 1  # the criteria stand last
        self._row = self._counter_row = 0
        self._heights: list[float] = []
        self._counted: list[tuple[int, int, int]] = []

    def write(self) -> None:
        """Draw the header, the heading row, every indicator that applies, and set up the page."""
        self._header()
        heading = self._row
        self._heading()
        blocks = [self._heights[: heading + 1]]
        for indicator in self._form.rubric.indicators:
            if applicability(indicator, self._form.office)[0]:
                start = self._row
                self._indicator(indicator)
                blocks.append(self._heights[start:])
        self._counter(self._counter_row)
        self._sheet.freeze(heading + 1, _TEXT)
        capacity = LANDSCAPE.capacity(self._widths)
        self._sheet.print_setup(
            LANDSCAPE,
            last_row=self._row - 1,
            heading_row=heading,
            footer=self.footer(),
            breaks=page_breaks(blocks, capacity, self._heights[heading]),
        )
        self._sheet.protect()

    def footer(self) -> str:
        """What is printed at the foot of every page of the workbook."""
        centre = text("sheet-footer", page=PAGE_NUMBER, pages=PAGE_COUNT)
        mark = footer_text(notes.draft_mark(self._form.rubric))
        return footer(footer_text(self._form.office.short_name), centre, mark)

    def _end_row(self, height: float) -> None:
        self._sheet.height(self._row, height)
        self._heights.append(height)
        self._row += 1

    def _across(self, line: str, style: Style) -> None:
        self._sheet.merged(self._row, (_ID, self._last), line, style)
        self._end_row(text_height(line, sum(self._widths), style.size, style.bold))

    def _header(self) -> None:
        form, rubric = self._form, self._form.rubric
        self._across(self._title, replace(_PLAIN, size=18, bold=True, align="center"))
        self._across(rubric.name, replace(_PLAIN, align="center"))
        for notice in notes.draft_notices(rubric):
            self._across(notice, replace(_PLAIN, align="center", colour="#C00000"))
        self._across("", _PLAIN)
        self._pairs(("form-rubric", rubric.id), ("form-version", rubric.version))
        self._pairs(("form-year", str(rubric.fiscal_year)), ("form-round", form.round.name))
        self._pairs(("form-code", form.office.code), ("form-office", form.office.short_name))
        row = self._row
        self._pairs(("form-assessor", form.assessor or ""), ("form-role", form.role.value), True)
        self._sheet.choices(row, _REASON, [role.value for role in Role])
        row = self._row
        self._pairs(("form-stage", form.stage.value), ("form-date", ""), True)
        self._sheet.choices(row, _TEXT, [stage.value for stage in Stage])
        self._counter_row = self._row
        self._pairs(("form-counter", ""), ("form-content", rubric.content_mark))
        self._across("", _PLAIN)
        for line in text("form-how-to").split("\n"):
            self._across(line, replace(_PLAIN, size=16))
        if (carried := form.carried) and not carried.is_empty:
            note = text("form-carried-note", round=carried.round_name, year=carried.fiscal_year)
            self._across(note, replace(_PLAIN, size=16, bold=True, colour="#C00000"))
        if form.beside is not None:
            self._across(form.beside.note, replace(_PLAIN, size=16, bold=True, colour="#C00000"))
        self._across("", _PLAIN)

    def _pairs(self, left: tuple[str, str], right: tuple[str, str], unlocked: bool = False) -> None:
        """Two pairs of label and value in one row."""
        style = _ANSWER if unlocked else _LOCKED
        self._sheet.text(self._row, _ID, text(left[0]), _LABEL)
        self._sheet.text(self._row, _TEXT, left[1], style)
        self._sheet.text(self._row, _MARK, text(right[0]), _LABEL)
        self._sheet.merged(self._row, (_REASON, _REFERENCE), right[1], style)
        self._end_row(row_height(1, SIZE))

    def _counter(self, row: int) -> None:
        total = sum(last - first + 1 for _, first, last in self._counted)
        self._sheet.counter(row, _TEXT, self._counted, text("form-counted", total=total), _LOCKED)

    def _heading(self) -> None:
        keys = [
            "form-item",
            "form-text",
            "form-evidence",
            "form-mark",
            "form-reason",
            "form-reference",
            "form-note",
            "form-criteria",
        ]
        if self._form.carried is not None:
            keys[_BEFORE:_BEFORE] = "form-carried", "form-carried-reference"
        headings = [text(key) for key in keys]
        if self._form.beside is not None:
            headings[-1:-1] = [heading for heading, _ in self._form.beside.columns]
        for column, heading in enumerate(headings):
            self._sheet.text(self._row, column, heading, _HEADING)
        self._end_row(row_height(2, SIZE))

    def _indicator(self, indicator: Indicator) -> None:
        """The rows of one indicator, its criteria standing beside all of them."""
        first = self._row
        self._status(indicator)
        if indicator.method == "judged":
            self._judged(indicator)
        start = self._row
        for item in indicator.item:
            self._item(item.id, item.text, ", ".join(item.evidence))
            self._sheet.choices(self._row - 1, _MARK, tuple(MARKS.values()))
            self._sheet.choices(self._row - 1, _REASON, self._form.rubric.checklist.reasons)
        for measure in indicator.measure:
            self._measure(measure)
        if self._row > start:
            self._counted.append((_MARK, start, self._row - 1))
        if self._form.carried is not None and self._form.carried.carries(indicator):
            self._confirm(indicator)
        self._comment(indicator, self._missing_height(indicator, first))
        criteria = "\n".join(self._criteria(indicator))
        self._sheet.block((first, self._row - 1), self._last, criteria, _CRITERION)

    def _criteria(self, indicator: Indicator) -> Iterator[str]:
        scale = self._form.rubric.scale
        for level in indicator.level:
            yield text(
                "form-criterion", level=level.level, name=scale.name(level.level), text=level.text
            )

    def _missing_height(self, indicator: Indicator, first: int) -> float:
        """The points that the rows so far are too low for the criteria beside them."""
        criteria = "\n".join(self._criteria(indicator))
        lines = len(wrap(criteria, WIDTHS[-1], _CRITERION.size))
        # Not text_height: that is bounded to one row, and the criteria stand beside many.
        needed = lines * row_height(1, _CRITERION.size)
        return needed - sum(self._heights[first:])

    def _status(self, indicator: Indicator) -> None:
        label = fill(self._form.rubric.labels.indicator, {"code": indicator.code})
        self._sheet.text(self._row, _ID, label, _INDICATOR)
        title = f"{indicator.title}\n{indicator.purpose}"
        self._sheet.merged_rich(
            self._row,
            (_TEXT, _EVIDENCE),
            ((f"{indicator.title}\n", _INDICATOR), (indicator.purpose, _PURPOSE)),
            _INDICATOR,
        )
        words = statuses(self._form.rubric)
        self._sheet.text(self._row, _MARK, words[0], _CHOICE)
        self._sheet.choices(self._row, _MARK, words)
        self._sheet.text(self._row, _REASON, "", _ANSWER)
        self._sheet.merged(
            self._row, (_REFERENCE, _NOTE), text("form-status-hint"), replace(_LOCKED, size=12)
        )
        hint = text_height(text("form-status-hint"), WIDTHS[_REFERENCE] + WIDTHS[_NOTE], 12)
        width = WIDTHS[_TEXT] + WIDTHS[_EVIDENCE]
        before = self._before(self._printed_before(indicator), indicator.code)
        self._end_row(max(hint, before, text_height(title, width, SIZE, bold=True)))

    def _judged(self, indicator: Indicator) -> None:
        levels = [str(level) for level in self._form.rubric.scale.level_numbers]
        self._sheet.text(self._row, _ID, f"{indicator.code} {LEVEL_SUFFIX}", _LABEL)
        self._sheet.merged(self._row, (_TEXT, _EVIDENCE), text("form-judged"), _LABEL)
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        self._sheet.choices(self._row, _MARK, levels)
        self._sheet.merged(self._row, (_REASON, _NOTE), "", _ANSWER)
        self._counted.append((_MARK, self._row, self._row))
        carried = self._form.carried
        before = self._before(carried.levels.get(indicator.code) if carried else None)
        self._end_row(max(before, row_height(2, SIZE)))

    def _item(self, key: str, line: str, evidence: str) -> None:
        self._sheet.text(self._row, _ID, key, _LOCKED)
        self._sheet.text(self._row, _TEXT, line, _LOCKED)
        self._sheet.text(self._row, _EVIDENCE, evidence, replace(_LOCKED, size=12))
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        for column in (_REASON, _REFERENCE, _NOTE):
            self._sheet.text(self._row, column, "", _ANSWER)
        # Kinds of evidence are short phrases that programs do not break: less fits a line.
        beside = text_height(evidence, WIDTHS[_EVIDENCE] * 0.8, 12)
        carried = self._form.carried
        before = self._before(carried.answers.get(key) if carried else None, key)
        self._end_row(max(text_height(line, WIDTHS[_TEXT], SIZE), beside, before))

    def _measure(self, measure: Measure) -> None:
        row = self._row
        parts = (("form-numerator", measure.numerator), ("form-denominator", measure.denominator))
        beside = "\n".join(text(key, text=part) for key, part in parts if part)
        self._item(measure.id, measure.text, beside)
        hint = text(
            "form-measure-hint", unit=measure.unit, low=f"{measure.min:f}", high=f"{measure.max:f}"
        )
        # A text cell, or the spreadsheet program would make a date of 8/10.
        self._sheet.text(row, _MARK, "", replace(_CHOICE, number="@"))
        self._sheet.hint(row, _MARK, hint)

    def _comment(self, indicator: Indicator, missing: float) -> None:
        self._sheet.text(self._row, _ID, f"{indicator.code} {COMMENT_SUFFIX}", _LABEL)
        self._sheet.merged(self._row, (_TEXT, _EVIDENCE), text("form-comment"), _LABEL)
        self._sheet.merged(self._row, (_MARK, _NOTE), "", _ANSWER)
        self._before(None)
        self._end_row(min(409.0, max(row_height(2, SIZE), missing)))

    def _before(self, answer: CarriedAnswer | None, key: str = "") -> float:
        """Write the cells to be read only in the current row; returns the height they need."""
        height = self._beside(key)
        if self._form.carried is None:
            return height
        shown = answer or CarriedAnswer("")
        for column, line in ((_BEFORE, shown.text), (_BEFORE_REFERENCE, shown.reference)):
            self._sheet.text(self._row, column, line, _CARRIED, quoted=True)
            height = max(height, text_height(line, self._widths[column], _CARRIED.size))
        return height

    def _beside(self, key: str) -> float:
        beside = self._form.beside
        if beside is None:
            return 0.0
        first = self._last - len(beside.columns)
        height = 0.0
        for column, line in enumerate(beside.cells.get(key) or [""] * len(beside.columns), first):
            self._sheet.text(self._row, column, line, _CRITERION, quoted=True)
            height = max(height, text_height(line, self._widths[column], _CRITERION.size))
        return height

    def _printed_before(self, indicator: Indicator) -> CarriedAnswer | None:
        """What an indicator came to in the round before: to be read, never carried."""
        carried = self._form.carried
        standing = carried.standings.get(indicator.code) if carried else None
        if standing is None:
            return None
        printed = text("form-carried-printed", printed=standing.printed)
        return CarriedAnswer(printed, _step_up(standing))

    def _confirm(self, indicator: Indicator) -> None:
        """The row in which what is carried for an indicator is confirmed."""
        self._sheet.text(self._row, _ID, f"{indicator.code} {CONFIRM_SUFFIX}", _LABEL)
        self._sheet.merged(self._row, (_TEXT, _EVIDENCE), text("form-confirm"), _LABEL)
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        self._sheet.choices(self._row, _MARK, (CONFIRMED,))
        hint = text("form-confirm-hint")
        self._sheet.merged(self._row, (_REASON, _NOTE), hint, replace(_LOCKED, size=12))
        self._before(None)
        self._end_row(row_height(2, SIZE))


def _step_up(standing: Standing) -> str:
    """What an indicator lacked for the next level, the smallest way first; empty if not known."""
    step = standing.step
    if step is None or not step.needs:
        return ""
    needs = ", ".join(_needed(need) for need in step.needs[0])
    return text("form-carried-lift", level=step.level, needs=needs)


def _needed(need: Need) -> str:
    """An item, or a value with the bound that it has to reach."""
    if isinstance(need, str):
        return need
    if need.at_most is not None:
        return text("form-carried-limit", measure=need.measure, most=bound(need))
    return text("form-carried-value", measure=need.measure, least=bound(need))
