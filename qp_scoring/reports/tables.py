"""A sheet of one table, to be read, filtered and printed: titles, a heading row, rows.

Widths are in characters, sizes and heights in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from qp_scoring.reports.cells import Book, Sheet, Style, clean
from qp_scoring.reports.page import INDENT, LANDSCAPE, Paper, row_height, split_for_row, wrap

SIZE = 14

_TITLE = Style(size=16, bold=True, border=False)
_NOTICE = Style(size=SIZE, bold=True, border=False, colour="#9C0006")
_LEGEND = Style(size=SIZE, border=False)
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#DCE6F1")
_BODY = Style(size=SIZE, indent=1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width, and how its cells stand."""

    heading: str
    width: float
    style: Style = _BODY

    @property
    def room(self) -> float:
        """The width that is left for text beside the indent."""
        return self.width - INDENT * self.style.indent


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, or a figure that the program computed; ``style`` replaces the column's."""

    text: str = ""
    figure: Decimal | int | None = None
    quoted: bool = False
    style: Style | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # The pickling of slotted dataclasses is slow, and cells cross processes by the thousand.
        return Cell, (self.text, self.figure, self.quoted, self.style)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's content. ``empty`` is what stands there instead of no rows."""

    name: str
    title: str
    notices: tuple[str, ...]
    legend: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    frozen_columns: int = 0
    filtered: bool = True
    paper: Paper = LANDSCAPE


CENTRED = replace(_BODY, align="center", indent=0)
STRONG = replace(_BODY, bold=True)


def draw_table(book: Book, table: Table, footer: str) -> None:
    """Draw a table on a sheet of its own, ready for A4."""
    widths = [column.width for column in table.columns]
    sheet = book.sheet(table.name, widths)
    row = 0
    for texts, style in (
        ((table.title,), _TITLE),
        (table.notices, _NOTICE),
        (table.legend, _LEGEND),
    ):
        for line in texts:
            row = _across(sheet, row, line, style, widths)
    heading = row
    row = _heading(sheet, heading, table.columns)
    for cells in table.rows:
        row = _row(sheet, row, cells, table.columns)
    if not table.rows:
        row = _across(sheet, row, table.empty, _BODY, widths)
    elif table.filtered:
        sheet.filter(heading, row - 1)
    sheet.freeze(heading + 1, table.frozen_columns)
    sheet.print_setup(table.paper, row - 1, heading, footer)


def _across(sheet: Sheet, row: int, line: str, style: Style, widths: Sequence[float]) -> int:
    """Write a text over the whole width; returns the next free row."""
    for piece in split_for_row(clean(line), sum(widths), style.size, style.bold):
        sheet.merged(row, (0, len(widths) - 1), piece, style)
        lines = len(wrap(piece, sum(widths), style.size, style.bold))
        sheet.height(row, row_height(lines, style.size))
        row += 1
    return row


def _heading(sheet: Sheet, row: int, columns: Sequence[Column]) -> int:
    """Write the headings; a filter's button takes the room of about two characters."""
    lines = 1
    for at, column in enumerate(columns):
        sheet.text(row, at, column.heading, _HEADING)
        lines = max(lines, len(wrap(column.heading, column.width - 2, SIZE, True)))
    sheet.height(row, row_height(lines, SIZE))
    return row + 1


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
            sheet.text(row, at, piece, style, cell.quoted)
            lines = max(lines, len(wrap(piece, column.room, SIZE, style.bold)))
        sheet.height(row, row_height(lines, SIZE))
        row += 1
    return row
