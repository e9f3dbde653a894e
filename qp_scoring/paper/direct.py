"""The cells of a workbook as XML, put into what XlsxWriter writes of it.

XlsxWriter makes the workbook: its parts, styles, columns, pages, charts, links and rules. Cells,
row heights and merged ranges would be most of its time; they are kept here and put into the
finished parts, with the same bytes as if XlsxWriter had been told each of them.

Styles are numbered by their first use, as XlsxWriter writes cells. So it is told a blank cell for
each style of a sheet, beside its columns, and its number is read there. These stand-ins then go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO, StringIO
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

# A part of a workbook as XlsxWriter has it: its content, its name, and whether that is bytes.
PackagePart = tuple[StringIO | BytesIO, str, bool]
# What a cell holds: the number of a shared text, a figure, the XML of a formula, or nothing.
_Content = int | float | str | None

_LONGEST, _MOST_ROWS, _MOST_COLUMNS = 32_767, 1_048_576, 16_384  # the first in UTF-16 units
_BLOCK = 16  # rows of which it is said together in which columns they have cells
_USUAL_PIXELS = 21
_LIKE_ESCAPE, _LITERAL = re.compile("(_x[0-9a-fA-F]{4}_)"), r"_x005F\1"
_EDGES = re.compile(r"^\s|\s$")
_STAND_IN = re.compile(r'<c r="([A-Z]+)1" s="(\d+)"')


class CellError(RuntimeError):
    """A cell could not be written as asked: a fault of the program, never of an input."""


def _said(text: str) -> str:
    """A text as XML; what reads as the escape of a character (``_x0041_``) is escaped."""
    kept = ' xml:space="preserve"' if _EDGES.search(text) else ""
    return f"<t{kept}>{_LIKE_ESCAPE.sub(_LITERAL, escape(text))}</t>"


@lru_cache(maxsize=16_384)
def _plain(text: str) -> str:
    """The entry of a text among the shared ones; most are those of every workbook."""
    return f"<si>{_said(text)}</si>"


@lru_cache(maxsize=16_384)
def _rich(runs: tuple[tuple[str, str], ...]) -> str:
    """The entry of a text in several fonts, (text, font) each. XlsxWriter escapes it once more."""
    said = "".join(f"<r>{font}{_said(text)}</r>" for text, font in runs)
    return f"<si>{_LIKE_ESCAPE.sub(_LITERAL, said)}</si>"


class BookCells:
    """The cells of a workbook, sheet by sheet, and the ``texts`` that they share."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._sheets: list[SheetCells] = []
        self._numbers: dict[str, int] = {}  # of an entry
        self._count = 0

    def sheet(self, worksheet: Worksheet, columns: int) -> SheetCells:
        """The cells of the next worksheet, which has so many columns."""
        self._sheets.append(SheetCells(self, worksheet, columns))
        return self._sheets[-1]

    def number(self, entry: str, text: str) -> int:
        """The number of a shared text; a CellError where it is longer than a cell holds."""
        self._count += 1
        number = self._numbers.get(entry)
        if number is None:
            if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * _LONGEST:
                raise CellError("a text is longer than a cell holds")
            number = self._numbers[entry] = len(self.texts)
            self.texts.append(text)
        return number

    def prepare(self) -> None:
        """Tell XlsxWriter what it has to know of the cells before it writes its parts."""
        met: set[Format] = set()
        for sheet in self._sheets:
            sheet.prepare(met, texts=bool(self.texts))

    def filled(self, parts: Iterable[PackagePart]) -> Iterator[PackagePart]:
        """The parts of a workbook, with the cells in those that hold cells."""
        sheets = iter(self._sheets)
        styles: dict[Format | None, str] = {None: ""}
        for part, name, binary in parts:
            if self._sheets and name.startswith("xl/worksheets/sheet"):
                yield next(sheets).filled(str(part.getvalue()), styles), name, True
            elif self._sheets and name == "xl/sharedStrings.xml":
                counted = f' count="{self._count}" uniqueCount="{len(self.texts)}">'
                head = str(part.getvalue()).partition(" count=")[0] + counted
                yield BytesIO(f"{head}{''.join(self._numbers)}</sst>".encode()), name, True
            else:
                yield part, name, binary


class SheetCells:
    """The cells of one worksheet; rows and columns count from 0.

    ``heights`` are those of its rows, in points. What is written twice at one place stands as it
    was written last. ``charted`` are rows that charts show: XlsxWriter needs those itself.
    """

    def __init__(self, book: BookCells, worksheet: Worksheet, columns: int) -> None:
        self.heights: dict[int, float] = {}
        self.charted: set[int] = set()
        self._book = book
        self._worksheet = worksheet
        self._free = columns  # the first column beside all others
        self._rows: defaultdict[int, dict[int, tuple[Format | None, _Content]]] = defaultdict(dict)
        self._merged: list[str] = []
        self._covered: set[tuple[int, int]] = set()
        self._stand_ins: dict[str, Format] = {}

    def text(self, row: int, column: int, text: str, form: Format | None) -> None:
        """Write a text."""
        self._rows[row][column] = form, self._book.number(_plain(text), text)

    def link(self, row: int, column: int, target: str, text: str, form: Format) -> None:
        """Write a text that leads somewhere."""
        self.text(row, column, text, form)
        if self._worksheet.write_url(row, column, target, form, text):
            raise CellError(f"no link can lead to {target!r}")

    def runs(self, row: int, column: int, runs: Sequence[tuple[str, str]], form: Format) -> None:
        """Write a text in several fonts: each run with the XML of its font."""
        whole = "".join(text for text, _ in runs)
        self._rows[row][column] = form, self._book.number(_rich(tuple(runs)), whole)

    def figure(self, row: int, column: int, figure: float | None, form: Format) -> None:
        """Write a number, or nothing in a style."""
        self._rows[row][column] = form, figure

    def formula(self, row: int, column: int, formula: str, shown: str, form: Format) -> None:
        """Write a formula without its sign, and the text that it comes to."""
        said = f' t="str"><f>{escape(formula)}</f><v>{escape(shown)}</v></c>'
        self._rows[row][column] = form, said

    def merge(self, rows: tuple[int, int], columns: tuple[int, int], form: Format) -> None:
        """Merge blank cells, from the first to the last row and column.

        Raises:
            CellError: it is one cell, or another range covers a part of it.
        """
        area = xl_range(rows[0], columns[0], rows[1], columns[1])
        across = range(columns[0], columns[1] + 1)
        cells = [(row, column) for row in range(rows[0], rows[1] + 1) for column in across]
        if len(cells) < 2 or not self._covered.isdisjoint(cells):
            raise CellError(f"{area} cannot be merged")
        self._covered.update(cells)
        self._merged.append(area)
        for row, column in cells:
            self.figure(row, column, None, form)

    def prepare(self, met: set[Format], *, texts: bool) -> None:
        """Write stand-ins for texts, merged ranges and new styles, and what charts show."""
        new = {form for cells in self._rows.values() for form, _ in cells.values()} - met
        for row in sorted(self._rows) if new else ():
            for form, _ in map(self._rows[row].__getitem__, sorted(self._rows[row])):
                if form is not None and form not in met:
                    met.add(form)
                    self._stand_ins[xl_col_to_name(self._free)] = form
                    self._worksheet.write_blank(0, self._free, None, form)
                    self._free += 1
        if texts:
            self._worksheet.write_string(0, self._free, "-")
        if self._merged:
            self._worksheet.merge_range(0, self._free + 1, 0, self._free + 2, "")
        if self.charted:  # a chart lies over rows of which XlsxWriter has to know the heights
            for row, points in self.heights.items():
                self._worksheet.set_row(row, points)
        for row in self.charted & self._rows.keys():
            for column, (form, content) in self._rows[row].items():
                if isinstance(content, int):
                    self._worksheet.write_string(row, column, self._book.texts[content], form)
                elif isinstance(content, float):
                    self._worksheet.write_number(row, column, content, form)
                else:
                    self._worksheet.write_blank(row, column, None, form)

    def filled(self, part: str, styles: dict[Format | None, str]) -> BytesIO:
        """The part with its cells, which are let go; learns the numbers of its new styles."""
        before, _, rest = part.partition("<sheetData")
        stood, _, after = rest.partition("</sheetData>" if rest.startswith(">") else "/>")
        for name, number in _STAND_IN.findall(stood.partition("</row>")[0]):
            if name in self._stand_ins:
                styles[self._stand_ins[name]] = f' s="{number}"'
        head, _, views = before.partition("<dimension ")
        views = views.partition("/>")[2]
        written = BytesIO()
        written.write(f'{head}<dimension ref="{self._area()}"/>{views}'.encode())
        descent = ' x14ac:dyDescent="0.25"' if "x14ac:dyDescent" in views else ""
        written.writelines(row.encode() for row in self._drawn(styles, descent))
        if self._merged:
            above, _, below = after.partition("<mergeCells ")
            ranges = "".join(f'<mergeCell ref="{area}"/>' for area in self._merged)
            merged = f'<mergeCells count="{len(self._merged)}">{ranges}</mergeCells>'
            after = above + merged + below.partition("</mergeCells>")[2]
        written.write(after.encode())
        return written

    def _area(self) -> str:
        """The range that holds all rows and cells; a CellError where it is larger than a sheet."""
        rows = self._rows.keys() | self.heights.keys() or {0}
        columns = {column for cells in self._rows.values() for column in cells} or {0}
        if max(rows) >= _MOST_ROWS or max(columns) >= _MOST_COLUMNS:
            raise CellError("a cell lies outside of the sheet")
        ends = (min(rows), min(columns)), (max(rows), max(columns))
        return ":".join(dict.fromkeys(xl_rowcol_to_cell(*end) for end in ends))

    def _drawn(self, styles: dict[Format | None, str], descent: str) -> Iterator[str]:
        rows = sorted(self._rows.keys() | self.heights.keys())
        yield "<sheetData>" if rows else "<sheetData/>"
        spans: defaultdict[int, set[int]] = defaultdict(set)
        for row, cells in self._rows.items():
            spans[row // _BLOCK].update(cells)
        names = {column: xl_col_to_name(column) for block in spans.values() for column in block}
        for row in rows:
            number = str(row + 1)
            block, points = spans[row // _BLOCK], self.heights.get(row)
            across = f' spans="{min(block) + 1}:{max(block) + 1}"' if block else ""
            pixels = _USUAL_PIXELS if points is None else int(points * 4 / 3 + 0.5)
            high = "" if pixels == _USUAL_PIXELS else f' ht="{pixels * 0.75:.16g}" customHeight="1"'
            cells = self._rows.pop(row, {})
            parts = [f'<row r="{number}"{across}{high}{descent}{"" if cells else "/"}>']
            for column in sorted(cells):
                form, content = cells[column]
                place = f'<c r="{names[column]}{number}"{styles[form]}'
                if isinstance(content, int):
                    parts.append(f'{place} t="s"><v>{content}</v></c>')
                elif isinstance(content, float):
                    parts.append(f"{place}><v>{content:.16G}</v></c>")
                else:
                    parts.append(place + (content or "/>"))
            yield "".join((*parts, "</row>" if cells else ""))
        yield "</sheetData>" if rows else ""
