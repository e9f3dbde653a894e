"""The checklist workbook (layout 1): one office and one assessor, ready to be filled in.

Texts are locked, answers are not; marks, statuses, reasons and levels are drop-downs. What stands
in the first column of a row is how it is read back (see ``intake.checklist``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from qp_scoring.answers import Role, Stage
from qp_scoring.intake.checklist import COMMENT_SUFFIX, LEVEL_SUFFIX
from qp_scoring.intake.interpret import INSUFFICIENT
from qp_scoring.intake.marks import MARKS, STATUSES
from qp_scoring.messages import text
from qp_scoring.office import Office
from qp_scoring.reports import notes
from qp_scoring.reports.cells import Book, Sheet, Style, file_stem
from qp_scoring.reports.page import (
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
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Round, Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.states import applicability

SHEET = "แบบประเมิน"
SIZE = 14
WIDTHS = (13.0, 43.0, 26.0, 15.0, 15.0, 20.0, 18.0, 41.0)
_ID, _TEXT, _EVIDENCE, _MARK, _REASON, _REFERENCE, _NOTE, _CRITERIA = range(len(WIDTHS))
_LAST = len(WIDTHS) - 1
_STEM_BYTES = 250

_LOCKED = Style(size=SIZE)
_LABEL = Style(size=SIZE, bold=True, fill="#F2F2F2")
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#D9E2F3")
_INDICATOR = Style(size=SIZE, bold=True, fill="#E7EDF7")
_PURPOSE = Style(size=SIZE - 1, fill="#E7EDF7")
_ANSWER = Style(size=SIZE, fill="#FFFBE6", locked=False)
_CHOICE = replace(_ANSWER, align="center")
_CRITERION = Style(size=SIZE - 1)
_PLAIN = Style(size=SIZE, border=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What the header of a checklist says."""

    rubric: Rubric
    round: Round
    office: Office
    assessor: str | None = None
    role: Role = Role.MEMBER
    stage: Stage = Stage.DOCUMENTS


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
        _Writer(book.sheet(SHEET, WIDTHS), form, title).write()


class _Writer:
    """Draws one form from top to bottom; keeps the row it is at."""

    def __init__(self, sheet: Sheet, form: Form, title: str) -> None:
        self._sheet = sheet
        self._form = form
        self._title = title
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
        capacity = LANDSCAPE.capacity(WIDTHS)
        self._sheet.print_setup(
            LANDSCAPE,
            last_row=self._row - 1,
            heading_row=heading,
            footer=self._footer(),
            breaks=page_breaks(blocks, capacity, self._heights[heading]),
        )
        self._sheet.protect()

    def _footer(self) -> str:
        centre = text("sheet-footer", page=PAGE_NUMBER, pages=PAGE_COUNT)
        mark = footer_text(notes.draft_mark(self._form.rubric))
        return footer(footer_text(self._form.office.short_name), centre, mark)

    def _end_row(self, height: float) -> None:
        self._sheet.height(self._row, height)
        self._heights.append(height)
        self._row += 1

    def _across(self, line: str, style: Style) -> None:
        self._sheet.merged(self._row, (_ID, _LAST), line, style)
        self._end_row(text_height(line, sum(WIDTHS), style.size, style.bold))

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
        self._sheet.text(self._row, _ID, text("form-counter"), _LABEL)
        self._counter_row = self._row
        self._end_row(row_height(1, SIZE))
        self._across("", _PLAIN)
        for line in text("form-how-to").split("\n"):
            self._across(line, replace(_PLAIN, size=16))
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
        keys = (
            "form-item",
            "form-text",
            "form-evidence",
            "form-mark",
            "form-reason",
            "form-reference",
            "form-note",
            "form-criteria",
        )
        for column, key in enumerate(keys):
            self._sheet.text(self._row, column, text(key), _HEADING)
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
            self._sheet.choices(self._row - 1, _REASON, INSUFFICIENT)
        for measure in indicator.measure:
            self._measure(measure)
        if self._row > start:
            self._counted.append((_MARK, start, self._row - 1))
        self._comment(indicator, self._missing_height(indicator, first))
        criteria = "\n".join(self._criteria(indicator))
        self._sheet.block((first, self._row - 1), _CRITERIA, criteria, _CRITERION)

    def _criteria(self, indicator: Indicator) -> Iterator[str]:
        scale = self._form.rubric.scale
        for level in indicator.level:
            yield text(
                "form-criterion", level=level.level, name=scale.name(level.level), text=level.text
            )

    def _missing_height(self, indicator: Indicator, first: int) -> float:
        """The points that the rows so far are too low for the criteria beside them."""
        criteria = "\n".join(self._criteria(indicator))
        lines = len(wrap(criteria, WIDTHS[_CRITERIA], _CRITERION.size))
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
        self._sheet.text(self._row, _MARK, STATUSES[0], _CHOICE)
        self._sheet.choices(self._row, _MARK, STATUSES)
        self._sheet.text(self._row, _REASON, "", _ANSWER)
        self._sheet.merged(
            self._row, (_REFERENCE, _NOTE), text("form-status-hint"), replace(_LOCKED, size=12)
        )
        hint = text_height(text("form-status-hint"), WIDTHS[_REFERENCE] + WIDTHS[_NOTE], 12)
        width = WIDTHS[_TEXT] + WIDTHS[_EVIDENCE]
        self._end_row(max(hint, text_height(title, width, SIZE, bold=True)))

    def _judged(self, indicator: Indicator) -> None:
        levels = [str(level) for level in self._form.rubric.scale.level_numbers]
        self._sheet.text(self._row, _ID, f"{indicator.code} {LEVEL_SUFFIX}", _LABEL)
        self._sheet.merged(self._row, (_TEXT, _EVIDENCE), text("form-judged"), _LABEL)
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        self._sheet.choices(self._row, _MARK, levels)
        self._sheet.merged(self._row, (_REASON, _NOTE), "", _ANSWER)
        self._counted.append((_MARK, self._row, self._row))
        self._end_row(row_height(2, SIZE))

    def _item(self, key: str, line: str, evidence: str) -> None:
        self._sheet.text(self._row, _ID, key, _LOCKED)
        self._sheet.text(self._row, _TEXT, line, _LOCKED)
        self._sheet.text(self._row, _EVIDENCE, evidence, replace(_LOCKED, size=12))
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        for column in (_REASON, _REFERENCE, _NOTE):
            self._sheet.text(self._row, column, "", _ANSWER)
        # Kinds of evidence are short phrases that programs do not break: less fits a line.
        beside = text_height(evidence, WIDTHS[_EVIDENCE] * 0.8, 12)
        self._end_row(max(text_height(line, WIDTHS[_TEXT], SIZE), beside))

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
        self._end_row(min(409.0, max(row_height(2, SIZE), missing)))
