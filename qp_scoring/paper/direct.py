"""The cells of a workbook as XML, put into what XlsxWriter writes of it.

XlsxWriter makes the workbook: its parts, styles, columns, pages, charts, links and rules. Cells,
row heights, merged ranges and ends of pages would be most of its time; they are kept here and put
into the finished parts, with the same content as if XlsxWriter had been told each of them.

Styles are numbered by their first use, as XlsxWriter writes cells. So it is told a blank cell for
each look of a sheet, beside its columns, and its number is read there. These stand-ins then go.
Of the links of a sheet to other files, of which a country has many, it is told one (``FileLinks``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import chain, count
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from qp_scoring.paper.archive import Packed, packed, packed_texts
from qp_scoring.paper.frames import Calls, CellError, CellLook, Own, OwnNumber, SheetCalls, parts_of
from qp_scoring.paper.links import STAND_IN, FileLinks
from qp_scoring.paper.row_cells import (
    CellRow,
    Content,
    ReadyRow,
    columns_of,
    drawn,
    plain,
    rich,
    row_of,
)

_MOST_ROWS, _MOST_COLUMNS, _MOST_BREAKS = 1_048_576, 16_384, 1023
_USUAL_HEIGHT = 15.75  # of a row, in points
_column = cache(xl_col_to_name)
_STAND_IN = re.compile(r'<c r="([A-Z]+)1" s="(\d+)"')


class Shared:
    """What the sheets of a workbook share: ``looks`` and texts.

    ``numbers`` are those of shared texts by their entries, ``count`` is how many cells hold one.
    """

    def __init__(self) -> None:
        self.looks: list[CellLook] = []
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.count = 0
        self._places: dict[CellLook, int] = {}
        self._known: dict[int, tuple[CellLook, int]] = {}

    def look(self, look: CellLook) -> int:
        """The number of a look in this workbook."""
        # Asked for every cell, by looks that are almost all constants of a module: their identity
        # is quicker than their hash over all parts. It is kept, so that its identity stays.
        known = self._known.get(id(look))
        if known is not None:
            return known[1]
        number = self._places.setdefault(look, len(self.looks))
        if number == len(self.looks):
            self.looks.append(look)
        self._known[id(look)] = look, number
        return number


class SheetCells:
    """The cells of one worksheet; rows and columns count from 0.

    ``heights`` are those of its rows, in points. What is written twice at one place stands as it
    was written last. ``charted`` are rows that charts show, ``under`` those they begin on, with
    their heights in points: XlsxWriter needs those itself.
    """

    def __init__(self, shared: Shared, calls: SheetCalls, columns: int) -> None:
        self.heights: dict[int, float] = {}
        self.charted: set[int] = set()
        self.under: list[tuple[int, float]] = []
        self.links = FileLinks()
        self._shared = shared
        self._calls = calls
        self._free = columns  # the first column beside all others
        self._cells: defaultdict[int, dict[int, tuple[int | None, Content]]] = defaultdict(dict)
        self._texts: dict[int, str] = {}  # by their numbers
        self._rows: dict[int, CellRow] = {}
        self._alike: dict[Any, Any] = {}  # shapes of closed rows, and their looks
        self._merged: list[str] = []
        self._covered: defaultdict[int, set[int]] = defaultdict(set)
        self._breaks: list[int] = []
        self._stand_ins: dict[str, int] = {}

    def text(self, row: int, column: int, text: str, look: int | None) -> None:
        """Write a text in a look, by its number in the workbook."""
        self._share(row, column, plain(text), text, look)

    def runs(self, row: int, column: int, runs: Sequence[tuple[str, str]], look: int) -> None:
        """Write a text in several fonts: each run with the XML of its font."""
        self._share(row, column, rich(tuple(runs)), "".join(text for text, _ in runs), look)

    def _share(self, row: int, column: int, entry: str, text: str, look: int | None) -> None:
        number = self._shared.numbers[entry]
        self._shared.count += 1
        self._texts[number] = text
        self._cells[row][column] = look, number

    def ready(self, row: int, ready: ReadyRow) -> None:
        """Write a whole row, which no chart shows."""
        shared, numbers = self._shared, self._shared.numbers
        held = tuple([numbers[entry] for entry in ready.entries])
        shared.count += len(held)
        self._rows[row] = ready.shape, tuple(map(shared.look, ready.looks)), held

    def link(self, row: int, column: int, target: str, text: str, look: int) -> None:
        """Write a text that leads somewhere in the workbook."""
        self.text(row, column, text, look)
        self._calls.tell(Worksheet.write_url, row, column, target, self._shared.looks[look], text)

    def file_link(
        self, row: int, column: int, file: str, location: str, text: str, look: int
    ) -> None:
        """Write a text that leads to a place in another file."""
        self.text(row, column, text, look)
        self.links.add((row, column), file, location, look)

    def figure(self, row: int, column: int, figure: float | None, look: int) -> None:
        """Write a number, or nothing in a look."""
        self._cells[row][column] = look, figure

    def blank(self, row: int, columns: tuple[int, int], look: int) -> None:
        """Write nothing in a look, from the first to the last column."""
        self._cells[row].update(dict.fromkeys(range(columns[0], columns[1] + 1), (look, None)))

    def formula(self, row: int, column: int, formula: str, shown: str, look: int) -> None:
        """Write a formula without its sign, and the text that it comes to."""
        parts = (escape(part, quote=False) for part in (formula, shown))
        said = ' t="str"><f>{}</f><v>{}</v></c>'.format(*parts)
        self._cells[row][column] = look, said

    def merge(self, rows: tuple[int, int], columns: tuple[int, int], look: int) -> None:
        """Merge blank cells, from the first to the last row and column.

        Raises:
            CellError: it is one cell, or another range covers a part of it.
        """
        area = f"{_column(columns[0])}{rows[0] + 1}:{_column(columns[1])}{rows[1] + 1}"
        blank = dict.fromkeys(range(columns[0], columns[1] + 1), (look, None))
        down = range(rows[0], rows[1] + 1)
        is_free = all(self._covered[row].isdisjoint(blank) for row in down)
        if len(down) * len(blank) < 2 or not is_free:
            raise CellError(f"{area} cannot be merged")
        self._merged.append(area)
        for row in down:
            self._covered[row].update(blank)
            self._cells[row].update(blank)

    def close(self, row: int) -> None:
        """Take less room for the rows above one, which are not written again and no chart shows."""
        for above in [at for at in self._cells if at < row]:
            shape, looks, held = row_of(self._cells.pop(above))
            one = self._alike.setdefault
            self._rows[above] = one(shape, shape), one(looks, looks), held

    def end_pages(self, rows: Iterable[int]) -> None:
        """Have a page begin with each of these rows."""
        self._breaks = sorted(set(rows) - {0})[:_MOST_BREAKS]

    def prepare(self, met: set[int], *, texts: bool) -> None:
        """Tell of stand-ins for texts, merged ranges and new looks, and of what charts show."""
        charted = sorted(self.charted & self._cells.keys())
        told = [(row, *one) for row in charted for one in self._cells[row].items()]
        self._rows |= ((row, row_of(self._cells.pop(row))) for row in list(self._cells))
        new = set(chain.from_iterable({looks for _, looks, _ in self._rows.values()})) - met
        looks = chain.from_iterable(self._rows[row][1] for row in sorted(self._rows))
        for number in dict.fromkeys(looks) if new else ():
            if number is not None and number in new:
                met.add(number)
                self._stand_ins[xl_col_to_name(self._free)] = number
                look = self._shared.looks[number]
                self._calls.tell(Worksheet.write_blank, 0, self._free, None, look)
                self._free += 1
        if texts:
            self._calls.tell(Worksheet.write_string, 0, self._free, "-")
        if self._merged:
            self._calls.tell(Worksheet.merge_range, 0, self._free + 1, 0, self._free + 2, "")
        if self.links:
            look = self._shared.looks[self.links.look]
            self._calls.tell(Worksheet.write_url, 0, self._free + 3, STAND_IN, look, "-")
        if self._breaks:
            self._calls.tell(Worksheet.set_h_pagebreaks, (1,))
        self._tell_heights_under_charts()
        figures = {column for _, column, (_, content) in told if isinstance(content, float)}
        for row, column, (number, content) in told:
            if isinstance(content, int):
                own = Own(self._texts[content])
                self._calls.tell(Worksheet.write_string, row, column, own)
            elif isinstance(content, float) or (content is None and column in figures):
                # XlsxWriter has a chart remember a blank among figures as 0.
                self._calls.tell(Worksheet.write_number, row, column, OwnNumber(content or 0))
            elif number is not None:
                look = self._shared.looks[number]
                self._calls.tell(Worksheet.write_blank, row, column, None, look)

    def _tell_heights_under_charts(self) -> None:
        for first, points in self.under:
            row, left = first, points
            # The rows that a chart lies over, and one more, for its end is rounded to pixels.
            while left > -_USUAL_HEIGHT:
                if row in self.heights:
                    self._calls.tell(Worksheet.set_row, row, self.heights[row])
                left -= self.heights.get(row, _USUAL_HEIGHT)
                row += 1

    def filled(self, part: str, styles: dict[int | None, str]) -> Iterator[str]:
        """The part with its cells, which are let go; learns the numbers of its new styles."""
        before, _, rest = part.partition("<sheetData")
        stood, _, after = rest.partition("</sheetData>" if rest.startswith(">") else "/>")
        for name, number in _STAND_IN.findall(stood.partition("</row>")[0]):
            if name in self._stand_ins:
                styles[self._stand_ins[name]] = f' s="{number}"'
        head, _, views = before.partition("<dimension ")
        views = views.partition("/>")[2]
        descent = ' x14ac:dyDescent="0.25"' if "x14ac:dyDescent" in views else ""
        if self._merged:
            ranges = [f'<mergeCell ref="{area}"/>' for area in self._merged]
            after = _instead(after, "mergeCells", f'count="{len(ranges)}"', ranges)
        if self.links:
            after = self.links.linked(after)
        if self._breaks:
            ends = [f'<brk id="{row}" max="16383" man="1"/>' for row in self._breaks]
            counted = f'count="{len(ends)}" manualBreakCount="{len(ends)}"'
            after = _instead(after, "rowBreaks", counted, ends)
        yield f'{head}<dimension ref="{self._area()}"/>{views}'
        yield from drawn(self._rows, self.heights, styles, descent)
        yield after

    def _area(self) -> str:
        """The range that holds all rows and cells; a CellError where it is larger than a sheet."""
        rows = self._rows.keys() | self.heights.keys() or {0}
        columns = columns_of(shape for shape, _, _ in self._rows.values()) or {0}
        if max(rows) >= _MOST_ROWS or max(columns) >= _MOST_COLUMNS:
            raise CellError("a cell lies outside of the sheet")
        ends = (min(rows), min(columns)), (max(rows), max(columns))
        return ":".join(dict.fromkeys(xl_rowcol_to_cell(*end) for end in ends))


def _instead(part: str, tag: str, counted: str, entries: Iterable[str]) -> str:
    """The part with other entries in an element that stands for them."""
    above, _, below = part.partition(f"<{tag} ")
    return f"{above}<{tag} {counted}>{''.join(entries)}</{tag}>{below.partition(f'</{tag}>')[2]}"


class BookCells:
    """The cells of a workbook, sheet by sheet, and what these share."""

    def __init__(self) -> None:
        self.shared = Shared()
        self._sheets: list[SheetCells] = []

    def sheet(self, calls: SheetCalls, columns: int) -> SheetCells:
        """The cells of the next worksheet, which has so many columns."""
        self._sheets.append(SheetCells(self.shared, calls, columns))
        return self._sheets[-1]

    def parts(self, calls: Calls) -> Iterator[tuple[str, Packed]]:
        """The parts of the workbook, with its cells, which are let go."""
        met: set[int] = set()
        for sheet in self._sheets:
            sheet.prepare(met, texts=bool(self.shared.numbers))
        sheets = iter(self._sheets)
        links = {
            f"xl/worksheets/_rels/sheet{at}.xml.rels": sheet.links
            for at, sheet in enumerate(self._sheets, 1)
            if sheet.links
        }
        styles: dict[int | None, str] = {None: ""}
        for name, part in parts_of(calls):
            if isinstance(part, Packed):
                yield name, part
            elif self._sheets and name.startswith("xl/worksheets/sheet"):
                yield name, packed_texts(next(sheets).filled(part, styles))
            elif name in links:
                yield name, packed_texts(links[name].related(part))
            elif self._sheets and name == "xl/sharedStrings.xml":
                counted = f' count="{self.shared.count}" uniqueCount="{len(self.shared.numbers)}">'
                head = part.partition(" count=")[0] + counted
                yield name, packed(f"{head}{''.join(self.shared.numbers)}</sst>".encode())
            else:
                yield name, packed(part.encode())
