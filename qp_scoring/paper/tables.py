"""A sheet of one table, to be read, filtered and printed: titles, a heading row, rows.

Widths are in characters, sizes and heights in points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from qp_scoring.paper.cells import Book, Sheet, Style, clean
from qp_scoring.paper.charts import Chart, LineChart
from qp_scoring.paper.page import (
    INDENT,
    LANDSCAPE,
    Paper,
    page_breaks,
    page_footer,
    points_wide,
    row_height,
    split_for_row,
    text_height,
    wrap,
)

SIZE = 14

FROZEN, FROZEN_ROWS = 110.0, 3
"""What may stay in view of any sheet, in points and rows."""

_BETWEEN = "   "
# The last rows of a table that stand on one page with what explains it.
_KEPT = 3

# So many rows of a table are written before they are kept as a finished sheet has them.
_CLOSED_AT_ONCE = 1_000

# The rows that a chart stands on, in points.
_CHART_ROW = 20.0
# What keeps a chart's frame inside the last column, where rounding would push it out.
_FRAME = 4.0
# The letters of a chart of bars: it is printed as small as its table.
_LETTERS = 14.0
# The share of a bar's part of a chart's height that the letters of its name may take.
_OF_BAR = 0.5

_TITLE = Style(size=16, bold=True, border=False)
_NOTICE = Style(size=SIZE, bold=True, border=False, colour="#9C0006")
_LEGEND = Style(size=SIZE, border=False)
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#DCE6F1")
_BODY = Style(size=SIZE, indent=1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width, and how its cells stand.

    ``choices`` are the words of a drop-down in each of its cells, ``hint`` what they are for.
    """

    heading: str
    width: float
    style: Style = _BODY
    choices: tuple[str, ...] = ()
    hint: str = ""

    @property
    def room(self) -> float:
        """The width that is left for text beside the indent."""
        return self.width - INDENT * self.style.indent


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, or a figure that the program computed; ``style`` replaces the column's.

    ``file`` is a file of the same delivery that the text leads to, ``spot`` the sheet and cell
    there.
    """

    text: str = ""
    figure: Decimal | int | None = None
    quoted: bool = False
    style: Style | None = None
    file: str = ""
    spot: tuple[str, str] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # The pickling of slotted dataclasses is slow, and cells cross processes by the thousand.
        return Cell, (self.text, self.figure, self.quoted, self.style, self.file, self.spot)


class MadeRows:
    """Rows of a table that are made as they are drawn, so that a long one is never held."""

    def __init__(self, make: Callable[[], Iterator[Sequence[Cell]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        return self._make()

    def __bool__(self) -> bool:
        return any(True for _ in self)


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A sheet's content. ``empty`` is what stands there instead of no rows.

    ``notices`` are never to be overlooked, ``legend`` is for whoever asks.

    ``charts`` stand below the table, as wide as it is; their rows count from the first of
    ``rows``, and the headings name their series or, of lines, their categories. ``sparks`` is the
    column of small lines, and the columns (first, last) that they follow. ``headings`` are the
    rows that head a group: no page ends between one and the row after it.
    """

    name: str
    title: str
    notices: tuple[str, ...]
    legend: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]] | MadeRows
    empty: str = ""
    frozen_columns: int = 0
    filtered: bool = True
    paper: Paper = LANDSCAPE
    charts: tuple[Chart | LineChart, ...] = ()
    sparks: tuple[int, tuple[int, int]] | None = None
    headings: frozenset[int] = frozenset()
    tab: str | None = None


CENTRED = replace(_BODY, align="center", indent=0)
STRONG = replace(_BODY, bold=True)


def group_headings(groups: Iterable[Sequence[object]]) -> frozenset[int]:
    """The rows that head a group, where groups of rows follow each other in a table."""
    found: list[int] = []
    at = 0
    for group in groups:
        found.append(at)
        at += len(group)
    return frozenset(found)


def draw_tables(book: Book, tables: Iterable[DrawnTable], mark: str = "") -> None:
    """Draw tables, each on a sheet of its own with its name and a mark in the footer."""
    for table in tables:
        draw_table(book, table, page_footer(table.name, mark))


@dataclass(frozen=True, slots=True)
class _NoticeLine:
    """A notice or a line of the legend, in its style."""

    text: str
    style: Style


def draw_table(book: Book, table: DrawnTable, footer: str) -> None:
    """Draw a table on a sheet of its own, ready for A4.

    Title, headings and between them a row of notices and legend stay in view: at most three rows
    and ``FROZEN`` points, or the table would have no room in a small window. What does not fit
    there stands below the table.
    """
    widths = [column.width for column in table.columns]
    sheet = book.sheet(table.name, widths, table.tab)
    row = _across(sheet, 0, table.title, _TITLE, widths)
    left = FROZEN - sheet.used - _heading_height(table)
    shown, below = _told(table, sum(widths), left)
    if shown:
        row = _told_row(sheet, row, shown, widths)
    heading = row
    row = _heading(sheet, heading, table)
    if row <= FROZEN_ROWS and sheet.used <= FROZEN:
        sheet.freeze(row, table.frozen_columns)
    else:
        sheet.freeze(0, table.frozen_columns)
    starts = []
    for cells in table.rows:
        starts.append(row)
        row = _row(sheet, row, cells, table.columns)
        if len(starts) % _CLOSED_AT_ONCE == 0 and not table.charts:
            sheet.close(row)
    if not table.rows:
        row = _across(sheet, row, table.empty, _BODY, widths)
    elif table.filtered:
        sheet.filter(heading, row - 1)
    if table.sparks and starts:
        sheet.sparks(starts, *table.sparks)
    edges = [*starts, row]
    on_one_page = sheet.used <= table.paper.capacity(widths)
    row = _below(sheet, row, below, widths)
    breaks = _breaks(sheet, table, heading, edges, row)
    if table.charts and table.rows:
        charts = [_on_rows(chart, starts, heading) for chart in table.charts]
        row, before_charts = _charts(sheet, row, charts, table)
        breaks += before_charts
    # No heading stands above charts on a page of their own.
    repeated = None if table.charts and on_one_page else heading
    sheet.print_setup(table.paper, row - 1, repeated, footer, breaks)


def _on_rows(chart: Chart | LineChart, starts: Sequence[int], heading: int) -> Chart | LineChart:
    """A chart over the rows of the sheet where those of the table begin."""
    if isinstance(chart, LineChart):
        return replace(chart, rows=tuple(starts[row] for row in chart.rows), heading=heading)
    first, last = chart.rows
    return replace(chart, rows=(starts[first], starts[last]))


def _told(
    table: DrawnTable, width: float, height: float
) -> tuple[list[_NoticeLine], list[_NoticeLine]]:
    """What is told of a table, in the order of its weight: in view as far as it fits, and below.

    A first notice that does not fit is cut in view, and stands below in full.
    """
    told = [_NoticeLine(one, _NOTICE) for one in map(clean, table.notices)]
    told += [_NoticeLine(one, _LEGEND) for one in map(clean, table.legend)]
    shown: list[_NoticeLine] = []
    while told and text_height(_line([*shown, told[0]]), width, SIZE, bold=True) <= height:
        shown.append(told.pop(0))
    if table.notices and not shown:
        lines = wrap(told[0].text, width, SIZE, bold=True)
        while lines and text_height("\n".join(lines), width, SIZE, bold=True) > height:
            lines = lines[:-1]
        shown = [_NoticeLine("\n".join(lines).rstrip() + "…", _NOTICE)] if lines else []
    return shown, told


def _line(told: Iterable[_NoticeLine]) -> str:
    return _BETWEEN.join(one.text for one in told)


def _told_row(sheet: Sheet, row: int, told: Sequence[_NoticeLine], widths: Sequence[float]) -> int:
    parts = [(f"{one.text}{_BETWEEN}", one.style) for one in told[:-1]]
    parts.append((told[-1].text, told[-1].style))
    # The style of the cell is that of a single text too.
    sheet.merged_rich(row, (0, len(widths) - 1), parts, told[0].style)
    sheet.height(row, text_height(_line(told), sum(widths), SIZE, bold=True))
    return row + 1


def _below(sheet: Sheet, row: int, told: Sequence[_NoticeLine], widths: Sequence[float]) -> int:
    """Write what explains a table below it, after a blank row; returns the next free row."""
    if told:
        row = _across(sheet, row, "", _LEGEND, widths)
    for one in told:
        row = _across(sheet, row, one.text, one.style, widths)
    return row


def _breaks(
    sheet: Sheet, table: DrawnTable, heading: int, edges: Sequence[int], end: int
) -> list[int]:
    """The rows before which a page has to begin, so that no group's heading ends one.

    What explains the table never stands on a page without rows of it: the last rows go with it.
    No other page of a table without groups is ended, for its rows may be filtered and sorted.
    ``edges`` are the sheet's rows where a row of the table begins, and the row after the last;
    ``end`` is the row after what stands below.
    """
    blocks = [sheet.heights(0, heading + 1)]
    for at, (first, last) in enumerate(pairwise(edges)):
        explained = edges[-1] < end and at > len(edges) - 1 - _KEPT
        if at == 0 or at - 1 in table.headings or explained:
            blocks[-1] += sheet.heights(first, last)
        else:
            blocks.append(sheet.heights(first, last))
    blocks[-1] += sheet.heights(edges[-1], end)
    capacity = table.paper.capacity([column.width for column in table.columns])
    breaks = page_breaks(blocks, capacity, sheet.heights(heading, heading + 1)[0])
    last = end - len(blocks[-1])
    return breaks if table.headings else [row for row in breaks if row == last and edges[-1] < end]


def _charts(
    sheet: Sheet, row: int, charts: Sequence[Chart | LineChart], table: DrawnTable
) -> tuple[int, list[int]]:
    """Put charts below each other, none of them divided by the end of a page.

    Returns the next free row, and the rows before which a page has to begin.
    """
    widths = [column.width for column in table.columns]
    repeated = _heading_height(table)
    capacity = table.paper.capacity(widths)
    breaks: list[int] = []
    used = sheet.used
    for chart in charts:
        height = min(chart.size[1], capacity - repeated - 2 * _CHART_ROW)
        rows = math.ceil(height / _CHART_ROW) + 1
        if used + rows * _CHART_ROW > capacity:
            breaks.append(row)
            used = repeated
        used += rows * _CHART_ROW
        size = (points_wide(widths) - _FRAME, height)
        sheet.chart(row + 1, 0, replace(chart, size=size, font_size=_letters(chart, height)))
        for at in range(row, row + rows):
            sheet.height(at, _CHART_ROW)
        row += rows
    return row, breaks


def _letters(chart: Chart | LineChart, height: float) -> float:
    """Letters as high as the bars leave room for, so that every name is printed."""
    if isinstance(chart, LineChart):
        return chart.font_size
    bars = chart.rows[1] - chart.rows[0] + 1
    return min(_LETTERS, _OF_BAR * height / bars)


def _across(sheet: Sheet, row: int, line: str, style: Style, widths: Sequence[float]) -> int:
    """Write a text over the whole width; returns the next free row."""
    for piece in split_for_row(clean(line), sum(widths), style.size, style.bold):
        sheet.merged(row, (0, len(widths) - 1), piece, style)
        lines = len(wrap(piece, sum(widths), style.size, style.bold))
        sheet.height(row, row_height(lines, style.size))
        row += 1
    return row


def _heading(sheet: Sheet, row: int, table: DrawnTable) -> int:
    """Write the headings."""
    for at, column in enumerate(table.columns):
        sheet.text(row, at, column.heading, _HEADING)
    sheet.height(row, _heading_height(table))
    return row + 1


def _heading_height(table: DrawnTable) -> float:
    """The height of the headings; a filter's button takes the room of about two characters."""
    button = 2 if table.filtered and table.rows else 0
    return max(text_height(one.heading, one.width - button, SIZE, True) for one in table.columns)


def _row(sheet: Sheet, row: int, cells: Sequence[Cell], columns: Sequence[Column]) -> int:
    """Write a row of the table, on more rows of the sheet where a text is too high for one."""
    pieces = [
        split_for_row(clean(cell.text), column.room, SIZE)
        for cell, column in zip(cells, columns, strict=True)
    ]
    for place in range(max(map(len, pieces))):
        lines = 1
        for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            style = cell.style or column.style
            if cell.figure is not None and place == 0:
                sheet.number(row, at, cell.figure, style)
                continue
            piece = pieces[at][place] if place < len(pieces[at]) else ""
            if cell.file and place == 0:
                sheet.leads_to(row, at, piece, style, cell.file, cell.spot)
            else:
                sheet.text(row, at, piece, style, cell.quoted)
            if column.choices and place == 0:
                sheet.choices(row, at, column.choices, hint=column.hint)
            if piece:
                lines = max(lines, len(wrap(piece, column.room, SIZE, style.bold)))
        sheet.height(row, row_height(lines, SIZE))
        row += 1
    return row
