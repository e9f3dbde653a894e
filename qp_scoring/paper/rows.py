"""Rows of a page that is drawn freely: texts across columns, each row as high as its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qp_scoring.paper.cells import Sheet, Style, clean
from qp_scoring.paper.page import INDENT, row_height, split_for_row, text_height, wrap

_PLAIN = Style(border=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be drawn: its height in points, and what puts its cells."""

    height: float
    draw: Callable[[Sheet, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A text across columns (first, last) of a row; ``quoted`` are words from an input."""

    columns: tuple[int, int]
    text: str
    style: Style
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a page, by their widths in characters."""

    widths: tuple[float, ...]

    def width(self, columns: tuple[int, int]) -> float:
        """The summed width of columns (first, last)."""
        return sum(self.widths[columns[0] : columns[1] + 1])

    @property
    def all(self) -> tuple[int, int]:
        """The columns (first, last) of the whole page."""
        return 0, len(self.widths) - 1

    def space(self, points: float) -> Row:
        """An empty row."""
        return Row(points, lambda sheet, at: sheet.merged(at, self.all, "", _PLAIN))

    def across(
        self, text: str, style: Style, columns: tuple[int, int] | None = None
    ) -> Iterator[Row]:
        """Rows that hold a text across columns (all of them by default), as many as it needs."""
        over = columns or self.all
        width = self.width(over)
        for piece in split_for_row(clean(text), width, style.size, style.bold):

            def draw(sheet: Sheet, at: int, piece: str = piece) -> None:
                sheet.merged(at, over, piece, style)

            yield Row(text_height(piece, width, style.size, style.bold), draw)

    def row(self, parts: Sequence[Part], more: float = 0.0) -> Row:
        """A row of texts side by side, ``more`` points higher than they need."""
        height = max(row_height(self.lines(part), part.style.size) for part in parts)

        def draw(sheet: Sheet, at: int) -> None:
            for part in parts:
                sheet.merged(at, part.columns, part.text, part.style, part.quoted)

        return Row(height + more, draw)

    def lines(self, part: Part) -> int:
        """How many lines a text takes beside its indent."""
        room = self.width(part.columns) - INDENT * part.style.indent
        return len(wrap(clean(part.text), room, part.style.size, part.style.bold))


def draw_rows(sheet: Sheet, rows: Sequence[Row]) -> None:
    """Draw rows from the top of a sheet."""
    for at, row in enumerate(rows):
        row.draw(sheet, at)
        sheet.height(at, row.height)
