"""Rows of a page that is drawn freely: texts across columns, each row as high as its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qp_scoring.paper.cells import Sheet, Style, clean
from qp_scoring.paper.page import BESIDE, INDENT, row_height, split_for_row, text_height, wrap

_PLAIN = Style(border=False)


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row to be drawn: its height in points, and what puts its cells."""

    height: float
    draw: Callable[[Sheet, int], None]


@dataclass(frozen=True, slots=True)
class MergedText:
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
        """The width of a cell across columns (first, last), with what lies between them."""
        first, last = columns
        return sum(self.widths[first : last + 1]) + (last - first) * BESIDE

    @property
    def all(self) -> tuple[int, int]:
        """The columns (first, last) of the whole page."""
        return 0, len(self.widths) - 1

    def space(self, points: float) -> PageRow:
        """An empty row."""
        return PageRow(points, lambda sheet, at: sheet.merged(at, self.all, "", _PLAIN))

    def across(
        self, text: str, style: Style, columns: tuple[int, int] | None = None
    ) -> Iterator[PageRow]:
        """Rows that hold a text across columns (all of them by default), as many as it needs."""
        over = columns or self.all
        width = self.width(over) - INDENT * style.indent
        for piece in split_for_row(clean(text), width, style.size, style.bold):

            def draw(sheet: Sheet, at: int, piece: str = piece) -> None:
                sheet.merged(at, over, piece, style)

            yield PageRow(text_height(piece, width, style.size, style.bold), draw)

    def row(self, spans: Sequence[MergedText], more: float = 0.0) -> PageRow:
        """A row of texts side by side, ``more`` points higher than they need."""
        height = max(row_height(self.lines(span), span.style.size) for span in spans)

        def draw(sheet: Sheet, at: int) -> None:
            for span in spans:
                sheet.merged(at, span.columns, span.text, span.style, span.quoted)

        return PageRow(height + more, draw)

    def lines(self, span: MergedText) -> int:
        """How many lines a text takes beside its indent."""
        room = self.width(span.columns) - INDENT * span.style.indent
        return len(wrap(clean(span.text), room, span.style.size, span.style.bold))


class Flow:
    """Rows that are set from page to page; ``breaks`` are those that begin a page.

    A page ends between blocks, within one only where it is higher than a page.
    """

    def __init__(self, capacity: float) -> None:
        self.rows: list[PageRow] = []
        self.breaks: list[int] = []
        self._capacity = self._left = capacity
        self._begun = False

    @property
    def pages(self) -> int:
        """How many pages the rows take."""
        return len(self.breaks) + 1

    def holds(self, *block: PageRow) -> bool:
        """Whether rows fit the page that is being filled."""
        return sum(row.height for row in block) <= self._left

    def on_a_page(self, *block: PageRow) -> bool:
        """Whether rows fit a page of their own."""
        return sum(row.height for row in block) <= self._capacity

    def left_after(self, *block: PageRow) -> float:
        """The points that the page has left when rows stand on it."""
        return self._left - sum(row.height for row in block)

    def add(
        self, *block: PageRow, heading: PageRow | None = None, within: PageRow | None = None
    ) -> None:
        """Set rows that belong on one page; where they begin a page, below the heading.

        ``within`` is the heading where they are divided, if it is another one.
        """
        if self._begun and not self.holds(*block):
            self._turn(heading)
        for row in block:
            if self._begun and row.height > self._left:
                self._turn(within or heading)
            self._put(row)
            self._begun = True

    def _turn(self, heading: PageRow | None) -> None:
        self.breaks.append(len(self.rows))
        self._left = self._capacity
        self._begun = False
        if heading is not None:
            self._put(heading)

    def _put(self, row: PageRow) -> None:
        self.rows.append(row)
        self._left -= row.height


def draw_rows(sheet: Sheet, rows: Sequence[PageRow]) -> None:
    """Draw rows from the top of a sheet."""
    for at, row in enumerate(rows):
        row.draw(sheet, at)
        sheet.height(at, row.height)
