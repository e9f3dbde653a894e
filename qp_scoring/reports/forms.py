"""The checklist workbook (layout 1): one office and one assessor, ready to be filled in.

Three rows stay in view: the office and how much is answered, who answers, and the headings. Below
them scrolls a band with the other header fields, the notices and a list of links, then the rows of
the indicators. Texts are locked, answers are not; marks, statuses, reasons and levels are
drop-downs. What stands in the first column of a row is how it is read back (see
``intake.layouts.checklist``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qp_scoring.documents.answers import Role, Stage
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import Mark, Need, NodeNeed, ScoreNeed, ValueNeed
from qp_scoring.intake.carry import CarriedAnswer, CarriedOffice, EarlierResult
from qp_scoring.intake.layouts.carried import (
    COMMENT_SUFFIX,
    CONFIRM_SUFFIX,
    CONFIRMED,
    LEVEL_SUFFIX,
)
from qp_scoring.intake.marks import MARKS, mark_words, statuses
from qp_scoring.intake.values import allowed_value, has_ratio
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style, doubled, file_stem
from qp_scoring.paper.page import (
    LANDSCAPE,
    LANDSCAPE_A3,
    MAX_ROW_HEIGHT,
    Paper,
    lines_height,
    page_breaks,
    page_footer,
    phrases_height,
    row_height,
    text_height,
    undivided,
    wrap,
)
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable, draw_table, draw_tables
from qp_scoring.reports import notes
from qp_scoring.reports.how_to import (
    CONTRADICTED,
    LACKING,
    PASSED_OVER,
    UNANSWERED,
    write_how_to,
)
from qp_scoring.reports.notes import need_words, to_reach
from qp_scoring.rubric.fields import digits
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Round, Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.rubric.targets import targets_named
from qp_scoring.scoring.advice import next_round_name
from qp_scoring.scoring.states import applicability

SHEET = "แบบประเมิน"
SIZE = 14
# Together they fill a window of 1366 pixels, and print at 11 points on A4.
WIDTHS = (10.5, 42.0, 27.0, 15.0, 14.0, 19.0, 16.0, 30.5)
# A form with results carried from the round before has them in two columns before the criteria.
CARRIED_WIDTHS = (10.5, 36.0, 22.5, 15.0, 12.5, 14.5, 12.5, 14.5, 12.5, 22.0)
_ID, _TEXT, _EVIDENCE, _MARK, _REASON, _REFERENCE, _NOTE, _BEFORE, _BEFORE_REFERENCE = range(9)
# Where the links of the list stand, four in a row. None begins in the column of ids or of marks,
# so that no row of the band can be taken for an answer.
_LINKS = ((_TEXT, _TEXT), (_EVIDENCE, _MARK), (_REASON, _NOTE))
_STEM_BYTES = 250
_FROZEN_ROWS = 3

_LOCKED = Style(size=SIZE)
_LABEL = Style(size=SIZE, bold=True, fill="#F2F2F2")
_TITLE = Style(size=16, bold=True, valign="vcenter", fill="#D9E2F3")
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#D9E2F3")
_INDICATOR = Style(size=SIZE, bold=True, fill="#E7EDF7")
_PURPOSE = Style(size=SIZE, fill="#E7EDF7")
_ANSWER = Style(size=SIZE, fill="#FFFBE6", locked=False)
_CHOICE = replace(_ANSWER, align="center")
# Of a text, or the spreadsheet program would make a date of 8/10.
_TYPED = replace(_CHOICE, number="@")
_CRITERION = Style(size=SIZE)
_CARRIED = Style(size=SIZE, fill="#EDEDED", colour="#595959")
_PLAIN = Style(size=SIZE, border=False)
_NOTICE = Style(size=SIZE, bold=True, border=False, colour="#C00000")
_LINK = Style(size=SIZE, colour="#0563C1")


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns that a form shows beside its items, to be read and never filled in.

    ``columns`` are headings and widths, ``cells`` their texts by item id or indicator code;
    ``how_to`` is a heading with the lines below it on the sheet วิธีกรอก, ``sheets`` come after.
    """

    note: str
    how_to: tuple[str, ...]
    columns: tuple[tuple[str, float], ...]
    cells: Mapping[str, tuple[str, ...]]
    sheets: tuple[DrawnTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What the header of a checklist says, and what is carried into it from an earlier round.

    ``rubric`` is what ``round`` asks of the set (:meth:`Rubric.in_round`).
    """

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
    named = f"{form.office.code} {form.office.short_name}{assessor}"
    return file_stem(named, _STEM_BYTES) + ".xlsx"


def write_form(path: Path, form: Form) -> None:
    """Write one checklist workbook.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("form-title", office=form.office.short_name)
    with Book(path, title, f"{form.rubric.id} {form.rubric.version}", returned=True) as book:
        widths = WIDTHS if form.carried is None else CARRIED_WIDTHS
        if form.beside is not None:
            widths = (*widths[:-1], *(width for _, width in form.beside.columns), widths[-1])
        writer = _Writer(book.sheet(SHEET, widths), form, widths)
        writer.write()
        more = form.beside.how_to if form.beside else ()
        write_how_to(book, form.rubric, writer.footer(), more)
        for table in form.beside.sheets if form.beside else ():
            draw_table(book, table, writer.footer())
            book.aid(table.name)


TARGETS = "targets.xlsx"
"""The offices' own targets beside their forms."""


def write_targets(path: Path, rubric: Rubric, offices: Sequence[Office]) -> None:
    """Write the list of the targets that offices have to be given, a row each, to be filled in.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("targets-title", name=rubric.name)
    table = DrawnTable(
        name=text("targets-sheet"),
        title=title,
        notices=notes.draft_notices(rubric),
        legend=(text("targets-legend"),),
        columns=(
            Column(text("targets-office-code"), 10, CENTRED),
            Column(text("targets-office"), 32),
            Column(text("targets-name"), 20),
            Column(text("targets-about"), 52),
            Column(text("targets-unit"), 12, CENTRED),
            Column(text("targets-range"), 14, CENTRED),
            Column(text("targets-value"), 14, _CHOICE),
        ),
        rows=[row for office in offices for row in _target_rows(rubric, office)],
        filtered=False,
    )
    with Book(path, title, f"{rubric.id} {rubric.version}", returned=True) as book:
        draw_tables(book, [table], notes.draft_mark(rubric))


def _target_rows(rubric: Rubric, office: Office) -> Iterator[tuple[Cell, ...]]:
    """A row for every target of what applies to an office, with the value that it has already."""
    given = office.target_values
    for indicator in rubric.indicators:
        for one in targets_named(indicator) if applicability(indicator, office)[0] else ():
            span = f"{digits(one.measure.min)}–{digits(one.measure.max)}"
            yield (
                Cell(office.code),
                Cell(office.short_name),
                Cell(one.name),
                Cell(one.measure.text),
                Cell(one.measure.unit),
                Cell(span),
                Cell(figure=given.get(one.name)),
            )


class _Writer:
    """Draws one form from top to bottom; keeps the row it is at."""

    def __init__(self, sheet: Sheet, form: Form, widths: tuple[float, ...]) -> None:
        self._sheet = sheet
        self._form = form
        self._widths = widths
        self._last = len(widths) - 1  # the criteria stand last
        self._row = 0
        self._heights: list[float] = []
        self._counted: list[_Counted] = []
        self._criteria_cells: list[_CriteriaCell] = []
        self._words = statuses(form.rubric)
        self._indicators = tuple(
            one for one in form.rubric.indicators if applicability(one, form.office)[0]
        )

    def write(self) -> None:
        """Draw what stays in view, the band below it, every indicator, and set up the page."""
        self._office()
        self._assessor()
        heading = self._row
        self._heading()
        self._band()
        links = self._row
        places = (*_LINKS, (self._last, self._last))
        for _ in range(0, len(self._indicators), len(places)):
            self._end_row(row_height(1, SIZE))
        self._across("", _PLAIN)
        for at, indicator in enumerate(self._indicators):
            place = places[at % len(places)]
            self._link(links + at // len(places), place, indicator)
            self._indicator(indicator)
        self._counter()
        breaks = self._page_breaks(heading)
        self._sheet.freeze(_FROZEN_ROWS, _TEXT)
        self._sheet.print_setup(
            self._paper,
            last_row=self._row - 1,
            heading_row=heading,
            footer=self.footer(),
            breaks=breaks,
        )
        self._sheet.protect()

    @property
    def _paper(self) -> Paper:
        """Letters of 11 points on paper: passages beside the items need the larger page."""
        return LANDSCAPE if self._form.beside is None else LANDSCAPE_A3

    @property
    def _capacity(self) -> float:
        return self._paper.capacity(self._widths)

    def _page_breaks(self, heading: int) -> list[int]:
        """The rows that begin a page; the criteria stand beside the rows of each page.

        Where a page ends within an indicator, the rest of its criteria may want more room than
        the rest of its rows has: its last row, the comment, is then made higher.
        """
        cells, repeated = self._criteria_cells, self._heights[heading]
        before = self._heights[: cells[0].first] if cells else self._heights
        while True:
            blocks: list[Sequence[float]] = [before]
            for cell in cells:
                blocks += self._blocks(self._heights[cell.first : cell.last + 1], repeated)
            breaks = page_breaks(blocks, self._capacity, repeated)
            divided = [self._divided(cell, breaks) for cell in cells]
            heightened = [self._heightened(parts[-1]) for parts in divided]
            if not any(heightened):
                break
        for part in (part for parts in divided for part in parts):
            rows, said = (part.first, part.last), "\n".join(part.criteria)
            self._sheet.block(rows, self._last, said, _CRITERION)
        return breaks

    def _blocks(self, heights: list[float], repeated: float) -> list[Sequence[float]]:
        """An indicator's rows as they stay together on paper."""
        return [heights] if sum(heights) <= self._capacity - repeated else undivided(heights)

    def _divided(self, cell: _CriteriaCell, breaks: Sequence[int]) -> list[_CriteriaCell]:
        """The criteria beside the rows of each page: as many levels as they have room for."""
        begins = [cell.first, *(row for row in breaks if cell.first < row <= cell.last)]
        ends = [*(row - 1 for row in begins[1:]), cell.last]
        parts, left = [], cell.criteria
        for first, last in zip(begins, ends, strict=True):
            fit = len(left)
            room = sum(self._heights[first : last + 1])
            while last < cell.last and fit and self._criteria_height(left[:fit]) > room:
                fit -= 1
            parts.append(_CriteriaCell(first, last, left[:fit]))
            left = left[fit:]
        return parts

    def _heightened(self, cell: _CriteriaCell) -> bool:
        """Whether the last row beside criteria had to be, and could be, made higher for them."""
        missing = self._criteria_height(cell.criteria) - sum(
            self._heights[cell.first : cell.last + 1]
        )
        height = min(MAX_ROW_HEIGHT, self._heights[cell.last] + missing)
        if missing <= 0 or height <= self._heights[cell.last]:
            return False
        self._heights[cell.last] = height
        self._sheet.height(cell.last, height)
        return True

    def footer(self) -> str:
        """What is printed at the foot of every page of the workbook."""
        return page_footer(self._form.office.short_name, notes.draft_mark(self._form.rubric))

    def _end_row(self, height: float) -> None:
        self._sheet.height(self._row, height)
        self._heights.append(height)
        self._row += 1

    def _across(self, line: str, style: Style) -> None:
        self._sheet.merged(self._row, (_ID, self._last), line, style)
        self._end_row(text_height(line, sum(self._widths), style.size, style.bold))

    def _office(self) -> None:
        """The first row: whose form it is, for which round, and how much is answered."""
        form = self._form
        year = str(form.rubric.fiscal_year)
        title = text("form-head", office=form.office.short_name, round=form.round.name, year=year)
        self._sheet.merged(self._row, (_ID, _EVIDENCE), title, _TITLE)
        self._sheet.text(self._row, _MARK, text("form-counter"), replace(_LABEL, valign="vcenter"))
        self._sheet.merged(self._row, (_REASON, _NOTE), "", _LOCKED)  # the counter, known at last
        self._sheet.blank(self._row, (_NOTE + 1, self._last - 1), _TITLE)
        hint = text("form-hint")
        self._sheet.text(self._row, self._last, hint, replace(_PURPOSE, valign="vcenter"))
        across = sum(self._widths[: _EVIDENCE + 1])
        lines = len(wrap(title, across, _TITLE.size, bold=True))
        hinted = len(wrap(hint, self._widths[self._last], SIZE))
        self._end_row(max(row_height(min(2, lines), _TITLE.size), row_height(min(2, hinted), SIZE)))

    def _assessor(self) -> None:
        row = self._row
        form = self._form
        self._pairs(("form-assessor", form.assessor or ""), ("form-role", form.role.value), True)
        self._sheet.choices(row, _REASON, [role.value for role in Role])

    def _band(self) -> None:
        """What scrolls with the rows: the notices, the other header fields, and the links."""
        form, rubric = self._form, self._form.rubric
        for notice in notes.draft_notices(rubric):
            self._across(notice, _NOTICE)
        if (carried := form.carried) and not carried.is_empty:
            note = text("form-carried-note", round=carried.round_name, year=carried.fiscal_year)
            self._across(note, _NOTICE)
        if form.beside is not None:
            self._across(form.beside.note, _NOTICE)
        row = self._row
        self._pairs(("form-stage", form.stage.value), ("form-date", ""), True)
        self._sheet.choices(row, _TEXT, [stage.value for stage in Stage])
        self._pairs(("form-code", form.office.code), ("form-office", form.office.short_name))
        self._pairs(("form-year", str(rubric.fiscal_year)), ("form-round", form.round.name))
        self._pairs(("form-rubric", rubric.id), ("form-version", rubric.version))
        self._sheet.text(self._row, _ID, text("form-content"), _LABEL)
        self._sheet.text(self._row, _TEXT, rubric.content_mark, _LOCKED)
        self._end_row(text_height(text("form-content"), self._widths[_ID], SIZE, True))
        line = text("form-links")
        self._sheet.merged(self._row, (_TEXT, self._last), line, replace(_PLAIN, bold=True))
        self._end_row(row_height(1, SIZE))

    def _link(self, row: int, columns: tuple[int, int], indicator: Indicator) -> None:
        """A link to where an indicator's rows begin, on one line."""
        width = sum(self._widths[columns[0] : columns[1] + 1])
        line = f"{indicator.code} {indicator.title}"
        first = wrap(line, width - 3, SIZE)[0]
        shown = line if first == line else first.rstrip() + "…"
        self._sheet.link(row, columns, shown, _LINK, self._row)

    def _pairs(self, left: tuple[str, str], right: tuple[str, str], unlocked: bool = False) -> None:
        """Two pairs of label and value in one row."""
        style = _ANSWER if unlocked else _LOCKED
        self._sheet.text(self._row, _ID, text(left[0]), _LABEL)
        self._sheet.text(self._row, _TEXT, left[1], style)
        self._sheet.text(self._row, _MARK, text(right[0]), _LABEL)
        self._sheet.merged(self._row, (_REASON, _REFERENCE), right[1], style)
        self._end_row(row_height(1, SIZE))

    def _counter(self) -> None:
        """How many answers there are: marks, values, levels, and blanks that a status answers."""
        words = self._words
        ranges = [(_MARK, one.first, one.last) for one in self._counted]
        total = sum(last - first + 1 for _, first, last in ranges)
        stated = [
            (one.status, words[2:] if one.measured else words[1:], (_MARK, one.first, one.last))
            for one in self._counted
        ]
        after = text("form-counted", total=total)
        self._sheet.counter((0, _REASON), _MARK, ranges, stated, after, _TITLE)

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
            self._count(first, first + 1, self._row - 1, measured=True)
        start = self._row
        for item in indicator.item:
            beside = phrases_height(item.evidence, self._widths[_EVIDENCE], SIZE)
            self._item(item.id, item.text, ", ".join(item.evidence), beside)
            self._sheet.choices(self._row - 1, _MARK, mark_words(item))
            self._sheet.choices(self._row - 1, _REASON, self._form.rubric.checklist.reasons)
        self._count(first, start, self._row - 1)
        start = self._row
        for measure in indicator.measure:
            self._measure(measure)
        self._count(first, start, self._row - 1, measured=True)
        last = self._row - 1
        if self._form.carried is not None and self._form.carried.carries(indicator):
            self._confirm(indicator)
        self._rules(indicator, first, last)
        criteria = tuple(self._criteria(indicator))
        needed = self._criteria_height(criteria) - sum(self._heights[first:])
        self._comment(indicator, needed)
        self._criteria_cells.append(_CriteriaCell(first, self._row - 1, criteria))

    def _count(self, status: int, first: int, last: int, *, measured: bool = False) -> None:
        if last >= first:
            self._counted.append(_Counted(status, first, last, measured))

    def _rules(self, indicator: Indicator, status: int, last: int) -> None:
        """Colours that follow the answers: what contradicts, what is passed over, what lacks."""
        words = self._words
        said = f"$D${status + 1}"
        silent = _either(said, words[2:])
        met, unmet, apart = (MARKS[one] for one in (Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT))
        rule = self._sheet.rule
        exempt = f'AND({said}="{words[3]}",$E${status + 1}="")'
        rule((status, status), (_REASON, _REASON), f"={exempt}", CONTRADICTED)
        first = status + 1
        if last < first:
            return
        rows, cell = (first, last), first + 1
        rule(rows, (_MARK, _MARK), f'=AND({silent},D{cell}<>"")', CONTRADICTED)
        rule(rows, (_ID, _NOTE), f"={silent}", PASSED_OVER)
        if indicator.item:
            at = last - len(indicator.measure)
            rows, cell = (at - len(indicator.item) + 1, at), at - len(indicator.item) + 2
            contradicted = f'=AND($D{cell}="{met}",E{cell}<>"")'
            rule(rows, (_REASON, _REASON), contradicted, CONTRADICTED)
            rule(rows, (_REASON, _REASON), f'=AND($D{cell}="{unmet}",E{cell}="")', LACKING)
            graded = ((at, one) for at, one in enumerate(indicator.item, rows[0]) if one.grades)
            for row, item in graded:
                best = f'=AND($D{row + 1}="{doubled(mark_words(item)[0])}",E{row + 1}<>"")'
                rule((row, row), (_REASON, _REASON), best, CONTRADICTED)
            unexplained = f'=AND($D{cell}="{apart}",$E{cell}="",G{cell}="")'
            rule(rows, (_NOTE, _NOTE), unexplained, LACKING)
            rule(rows, (_MARK, _MARK), f'=AND({said}="{words[0]}",D{cell}="")', UNANSWERED)
        # A blank value, or level, is never ไม่มี: it stays unanswered when all is finished.
        assessed = _either(said, words[:2])
        if indicator.measure:
            rows = (last - len(indicator.measure) + 1, last)
            rule(rows, (_MARK, _MARK), f'=AND({assessed},D{rows[0] + 1}="")', UNANSWERED)
        if indicator.method == "judged":
            rows = (first, first)
            rule(rows, (_MARK, _MARK), f'=AND({assessed},D{first + 1}="")', UNANSWERED)
            unexplained = f'=AND($D{first + 1}<>"",E{first + 1}="")'
            rule(rows, (_REASON, _NOTE), unexplained.replace("E", "$E"), LACKING)

    def _criteria(self, indicator: Indicator) -> Iterator[str]:
        scale = self._form.rubric.scale
        for level in indicator.level:
            yield text(
                "form-criterion", level=level.level, name=scale.name(level.level), text=level.text
            )

    def _criteria_height(self, criteria: Sequence[str]) -> float:
        """The points that criteria need, over all rows beside which they stand."""
        lines = sum(len(wrap(one, self._widths[-1], _CRITERION.size)) for one in criteria)
        return lines_height(lines, _CRITERION.size)

    def _status(self, indicator: Indicator) -> None:
        label = fill(self._form.rubric.labels.indicator, {"code": indicator.code})
        self._sheet.text(self._row, _ID, label, _INDICATOR)
        self._sheet.merged_rich(
            self._row,
            (_TEXT, _EVIDENCE),
            ((f"{indicator.title}\n", _INDICATOR), (indicator.purpose, _PURPOSE)),
            _INDICATOR,
        )
        words = self._words
        self._sheet.text(self._row, _MARK, words[0], _CHOICE)
        self._sheet.choices(self._row, _MARK, words)
        self._sheet.text(self._row, _REASON, "", _ANSWER)
        self._sheet.merged(self._row, (_REFERENCE, _NOTE), text("form-status-hint"), _LOCKED)
        aside, across = self._width(_REFERENCE, _NOTE), self._width(_TEXT, _EVIDENCE)
        titled = wrap(indicator.title, across, SIZE, True) + wrap(indicator.purpose, across, SIZE)
        heights = (
            text_height(text("form-status-hint"), aside, SIZE),
            row_height(len(titled), SIZE),
            text_height(label, self._widths[_ID], SIZE, bold=True),
            # The longest status has to fit once it is chosen.
            max(text_height(word, self._widths[_MARK], SIZE) for word in words),
        )
        before = self._before(self._printed_before(indicator), indicator.code)
        self._end_row(max(before, *heights))

    def _width(self, first: int, last: int) -> float:
        return sum(self._widths[first : last + 1])

    def _judged(self, indicator: Indicator) -> None:
        levels = [str(level) for level in self._form.rubric.scale.level_numbers]
        self._sheet.text(self._row, _ID, f"{indicator.code} {LEVEL_SUFFIX}", _LABEL)
        self._sheet.merged(self._row, (_TEXT, _EVIDENCE), text("form-judged"), _LABEL)
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        self._sheet.choices(self._row, _MARK, levels)
        self._sheet.merged(self._row, (_REASON, _NOTE), "", _ANSWER)
        carried = self._form.carried
        before = self._before(carried.levels.get(indicator.code) if carried else None)
        self._end_row(max(before, row_height(2, SIZE)))

    def _item(self, key: str, line: str, evidence: str, beside: float) -> None:
        """A row to answer; ``beside`` is the height that its evidence needs."""
        self._sheet.text(self._row, _ID, key, _LOCKED)
        self._sheet.text(self._row, _TEXT, line, _LOCKED)
        self._sheet.text(self._row, _EVIDENCE, evidence, _LOCKED)
        self._sheet.text(self._row, _MARK, "", _CHOICE)
        self._sheet.blank(self._row, (_REASON, _NOTE), _ANSWER)
        carried = self._form.carried
        before = self._before(carried.answers.get(key) if carried else None, key)
        self._end_row(max(text_height(line, self._widths[_TEXT], SIZE), beside, before))

    def _measure(self, measure: Measure) -> None:
        row = self._row
        parts = (("form-numerator", measure.numerator), ("form-denominator", measure.denominator))
        beside = "\n".join(text(key, text=part) for key, part in parts if part)
        height = text_height(beside, self._widths[_EVIDENCE], SIZE)
        self._item(measure.id, measure.text, beside, height)
        key = "form-measure-hint" if has_ratio(measure) else "form-count-hint"
        hint = text(key, allowed=allowed_value(measure))
        if measure.when_none is not None:
            hint = text("form-none-hint", hint=hint)
        self._sheet.blank(row, (_MARK, _MARK), _TYPED)
        self._sheet.hint(row, _MARK, hint)

    def _comment(self, indicator: Indicator, missing: float) -> None:
        self._sheet.text(self._row, _ID, f"{indicator.code} {COMMENT_SUFFIX}", _LABEL)
        self._sheet.merged(self._row, (_TEXT, _EVIDENCE), text("form-comment"), _LABEL)
        self._sheet.merged(self._row, (_MARK, _NOTE), "", _ANSWER)
        suggested = self._suggested(indicator)
        if suggested:
            hint = text("form-comment-hint")
            self._sheet.choices(self._row, _MARK, suggested, free=True, hint=hint)
        self._before(None)
        asked = text_height(text("form-comment"), self._width(_TEXT, _EVIDENCE), SIZE, True)
        self._end_row(min(MAX_ROW_HEIGHT, max(row_height(2, SIZE), asked, missing)))

    def _suggested(self, indicator: Indicator) -> tuple[str, ...]:
        """The rubric's own suggestions for an indicator, each once: to be picked and edited."""
        following = {"next_round": next_round_name(self._form.rubric, self._form.round.id)}
        own = [
            *(one.suggest for one in indicator.item),
            *(one.suggest for one in indicator.measure),
            *(one.suggest for one in indicator.level),
        ]
        return tuple(dict.fromkeys(fill(suggest, following) for suggest in own if suggest))

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
        if key not in beside.cells:
            self._sheet.blank(self._row, (first, self._last - 1), _CRITERION)
        for column, line in enumerate(beside.cells.get(key, ()), first):
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
        self._sheet.merged(self._row, (_REASON, _NOTE), hint, _LOCKED)
        self._before(None)
        aside = text_height(hint, self._width(_REASON, _NOTE), SIZE)
        self._end_row(max(aside, row_height(2, SIZE)))


@dataclass(frozen=True, slots=True)
class _Counted:
    """Rows (first, last) with answers to count, and the row of their indicator's status.

    ``measured`` are values and levels: a blank one is never answered by "finished".
    """

    status: int
    first: int
    last: int
    measured: bool


@dataclass(frozen=True, slots=True)
class _CriteriaCell:
    """Criteria, a text for each level, and the rows (first, last) beside which they stand."""

    first: int
    last: int
    criteria: tuple[str, ...]


def _either(cell: str, words: Sequence[str]) -> str:
    """The formula that a cell holds one of the words."""
    return "OR(" + ",".join(f'{cell}="{doubled(word)}"' for word in words) + ")"


def _step_up(standing: EarlierResult) -> str:
    """What an indicator lacked for the next level, the smallest way first; empty if not known."""
    step = standing.step
    if step is None or not step.needs:
        return ""
    needs = ", ".join(_needed(need) for need in step.needs[0])
    return text("form-carried-lift", level=step.level, needs=needs)


def _needed(need: Need) -> str:
    """An item, or a value with the bound that it has to reach."""
    if not isinstance(need, ValueNeed) or isinstance(need, NodeNeed | ScoreNeed):
        return need_words(need)
    return to_reach(need, "form-carried-value", "form-carried-limit", {"measure": need.measure})
