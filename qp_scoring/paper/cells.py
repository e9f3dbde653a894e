"""The one module that puts anything into a cell.

Text is always written as a typed string: nothing that comes from an input can become a formula,
a link, a number or an error value, and delivered workbooks hold values only. Text that came
from an input and begins like a formula also carries Excel's quote prefix, so that it stays text
when somebody edits the cell. The same content gives the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as NativeChart
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from qp_scoring.documents.own import AID_NAME, LISTS
from qp_scoring.paper.archive import zipped
from qp_scoring.paper.charts import Chart, LineChart
from qp_scoring.paper.direct import BookCells, SheetCells
from qp_scoring.paper.frames import (
    Calls,
    CellError,
    CellLook,
    Own,
    OwnNumber,
    SheetCalls,
    described,
)
from qp_scoring.paper.page import FONT, SIZE, Paper, of_pages, pixels_wide
from qp_scoring.paper.row_cells import ReadyRow, ready_row
from qp_scoring.rubric.model import Digits
from qp_scoring.thai import to_thai_digits

GRID = "#A6A6A6"
LINK = "#0563C1"
_SPARK = "#1F4E79"


_INLINE = 255
_LONGEST_LINK = 2000
"""The letters of a link's target, of which Excel holds a few more."""
_MOST_LINKS = 65_000
"""The links of a sheet, of which Excel holds 65,530."""

_LIKE_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FIGURE = re.compile("(?<![A-Za-z0-9])[0-9]+(?![A-Za-z0-9])")


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """A text without control characters; every kind of line break becomes one line feed."""
    return text if text.isprintable() else _NOT_TEXT.sub("", _LINE_BREAKS.sub("\n", text))


def figures(text: str, digits: Digits) -> str:
    """A composed text with its figures in the digits of the rubric.

    A figure that is part of a Latin word (6a, X1) stays as it is, for it is a name.
    """
    if digits == "arabic":
        return text
    return _FIGURE.sub(lambda found: to_thai_digits(found[0]), text)


def file_stem(text: str, most: int = 255) -> str:
    """A text as it may stand in a file name on Windows and elsewhere, without its ending.

    It is cut to so many bytes of UTF-8, between two letters.

    Raises:
        ValueError: nothing of the text is left.
    """
    shown = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    stem = " ".join(re.sub(r'[<>:"/\\|?*]', "-", shown).split()).strip(". ")
    if not stem:
        raise ValueError(f"no file name can be made of {text!r}")
    reserved = re.fullmatch(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", _device(stem), re.I)
    stem = f"_{stem}" if reserved else stem
    return stem.encode()[:most].decode(errors="ignore").rstrip(". ")


def _device(stem: str) -> str:
    """The part of a file name that Windows compares with the names of its devices."""
    return stem.split(".", 1)[0].rstrip()


@dataclass(frozen=True, slots=True)
class Style(CellLook):
    """How a cell looks; the size is in points, ``number`` is an Excel number format."""

    size: float = SIZE
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    indent: int = 0
    valign: Literal["top", "vcenter"] = "top"
    border: bool = True
    fill: str | None = None
    hatch: bool = False
    colour: str | None = None
    number: str | None = None
    quoted: bool = False
    locked: bool = True

    def properties(self) -> dict[str, object]:
        """The style as XlsxWriter names its properties."""
        found: dict[str, object] = {
            "font_name": FONT,
            "font_size": self.size,
            "bold": self.bold,
            "align": self.align,
            "valign": self.valign,
            "indent": self.indent,
            "text_wrap": True,
            "quote_prefix": self.quoted,
            "locked": self.locked,
        }
        if self.border:
            found |= {"border": 1, "border_color": GRID}
        if self.hatch:
            found |= {"pattern": 14, "fg_color": GRID, "bg_color": self.fill or "#FFFFFF"}
        elif self.fill:
            found["bg_color"] = self.fill
        if self.colour:
            found["font_color"] = self.colour
        if self.number:
            found["num_format"] = self.number
        return found

    def font(self) -> str:
        """The font as XML, for a run within a text."""
        bold = "<b/>" if self.bold else ""
        colour = f'rgb="FF{self.colour.removeprefix("#").upper()}"' if self.colour else 'theme="1"'
        return (
            f'<rPr>{bold}<sz val="{self.size}"/><color {colour}/>'
            f'<rFont val="{FONT}"/><family val="2"/></rPr>'
        )


def row_of_texts(texts: Iterable[tuple[str, Style, bool]]) -> ReadyRow:
    """Texts from the first column on, for :meth:`Sheet.ready`: what to write, how, if quoted.

    Raises:
        CellError: a text is longer than a cell holds.
    """
    return ready_row(_typed(*one) for one in texts)


class Book(AbstractContextManager["Book", None]):
    """A workbook of values: written whole on leaving its ``with`` block, or not at all.

    ``written`` are the bytes of its file, once there is one. ``returned`` says that it comes back
    with answers; of all others every sheet is marked as one that holds nothing to read.
    """

    def __init__(self, path: Path, title: str, subject: str, *, returned: bool = False) -> None:
        self.written = b""
        self._path = path
        self._cells = BookCells()
        self.look = self._cells.shared.look
        """Gives the number of a style in this workbook."""
        self._calls = Calls()
        self._calls.tell(described, Own(clean(title)[:255]), clean(subject)[:255])
        self._lists: dict[tuple[str, ...], int] = {}
        self._returned = returned
        self._aids: list[str] = []
        self._sheets: list[Sheet] = []

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return
        for sheet in self._sheets:
            sheet.ask_together()
        self._write_lists()
        for name in self._aids:
            shown = quote_sheetname(name)
            self._calls.tell(Workbook.define_name, f"{shown}!{AID_NAME}", f"={shown}!$A$1")
        self.written = zipped(self._cells.parts(self._calls))
        self._path.write_bytes(self.written)
        self._sheets.clear()  # each knows its workbook: a circle would wait for the collector

    def sheet(self, name: str, widths: Sequence[float], tab: str | None = None) -> Sheet:
        """A new sheet with columns of these widths (characters); ``tab`` colours its tab."""
        calls = self._calls.sheet(name)
        if tab:
            calls.tell(Worksheet.set_tab_color, tab)
        sheet = Sheet(self, calls, self._cells.sheet(calls, len(widths)), widths)
        self._sheets.append(sheet)
        if not self._returned:
            self.aid(name)
        return sheet

    def aid(self, name: str) -> None:
        """Mark a sheet of ours as one that holds nothing to read (:data:`AID_NAME`)."""
        self._aids.append(name)

    def listed(self, words: Sequence[str]) -> str:
        """Where words stand on the hidden list sheet, for drop-downs too long to be inline."""
        column = self._lists.setdefault(tuple(map(clean, words)), len(self._lists))
        area = xl_range_abs(0, column, len(words) - 1, column)
        return f"={quote_sheetname(LISTS)}!{area}"

    def _write_lists(self) -> None:
        if not self._lists:
            return
        calls = self._calls.sheet(LISTS)
        calls.tell(Worksheet.hide)
        self.aid(LISTS)
        cells = self._cells.sheet(calls, len(self._lists))
        for words, column in self._lists.items():
            for row, word in enumerate(words):
                cells.text(row, column, word, None)


class Sheet:
    """A sheet whose cells take text and figures only; rows and columns count from 0."""

    def __init__(
        self, book: Book, calls: SheetCalls, cells: SheetCells, widths: Sequence[float]
    ) -> None:
        self._book = book
        self._calls = calls
        self._cells = cells
        self._widths = tuple(widths)
        self._links = 0
        self._kept_columns = 0
        self._asked: dict[tuple[tuple[str, Hashable], ...], list[tuple[int, int]]] = {}
        for column, width in enumerate(widths):
            calls.tell(Worksheet.set_column_pixels, column, column, pixels_wide(width))

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self._cells.heights[row] = points

    @property
    def used(self) -> float:
        """The height of all rows so far, in points."""
        return sum(self._cells.heights.values())

    def heights(self, first: int, after: int) -> list[float]:
        """The heights of the rows from the first up to the one before ``after``, in points."""
        return [self._cells.heights[row] for row in range(first, after)]

    def text(self, row: int, column: int, text: str, style: Style, quoted: bool = False) -> None:
        """Write a text; ``quoted`` says that it came from an input.

        Raises:
            CellError: the text is longer than a cell holds (32,767 UTF-16 units); callers split
                it with ``page.split_for_row``.
        """
        if text:
            text, style = _typed(text, style, quoted)
        form = self._book.look(style)
        if text:
            self._cells.text(row, column, text, form)
        else:
            self._cells.figure(row, column, None, form)

    def blank(self, row: int, columns: tuple[int, int], style: Style) -> None:
        """Write nothing in columns (first, last) of one row, each in a style."""
        self._cells.blank(row, columns, self._book.look(style))

    def close(self, row: int) -> None:
        """Take less room for the rows above one, which are not written again and no chart shows."""
        self._cells.close(row)

    def ready(self, row: int, ready: ReadyRow) -> None:
        """Write a row of texts that was made before (:func:`row_of_texts`), and nothing else."""
        self._cells.ready(row, ready)

    def rich(self, row: int, column: int, parts: Iterable[tuple[str, Style]], style: Style) -> None:
        """Write a text of differently styled parts; the style is that of the cell."""
        runs = [(said, part) for text, part in parts if (said := clean(text))]
        if len(runs) < 2:
            self.text(row, column, "".join(text for text, _ in runs), style)
        else:
            fonts = [(text, _font(part)) for text, part in runs]
            self._cells.runs(row, column, fonts, self._book.look(style))

    def merged(
        self, row: int, columns: tuple[int, int], text: str, style: Style, quoted: bool = False
    ) -> None:
        """Write a text across columns (first, last) of one row, bordered on every cell."""
        first, last = columns
        if first != last:
            self._cells.merge((row, row), columns, self._book.look(style))
        self.text(row, first, text, style, quoted)

    def merged_rich(
        self,
        row: int,
        columns: tuple[int, int],
        parts: Iterable[tuple[str, Style]],
        style: Style,
    ) -> None:
        """Write differently styled parts across columns (first, last) of one row."""
        self._cells.merge((row, row), columns, self._book.look(style))
        self.rich(row, columns[0], parts, style)

    def block(self, rows: tuple[int, int], column: int, text: str, style: Style) -> None:
        """Write a text down the rows (first, last) of one column, bordered on every cell."""
        if rows[0] != rows[1]:
            self._cells.merge(rows, (column, column), self._book.look(style))
        self.text(rows[0], column, text, style)

    def choices(
        self, row: int, column: int, words: Sequence[str], *, free: bool = False, hint: str = ""
    ) -> None:
        """Offer a drop-down; other content is refused by the spreadsheet program, unless ``free``.

        ``hint`` is shown while the cell is being filled in.
        """
        own = tuple(words)
        rule: dict[str, Hashable] = {
            "validate": "list",
            "source": own if _is_inline(own) else self._book.listed(own),
            "show_error": not free,
            "input_message": hint,
        }
        self._ask(row, column, rule)

    def _ask(self, row: int, column: int, rule: Mapping[str, Hashable]) -> None:
        """Keep a rule of a cell until all are known: cells that share one share its entry."""
        self._asked.setdefault(tuple(rule.items()), []).append((row, column))

    def ask_together(self) -> None:
        """Write the rules of cells, each once for all of its cells, in ranges down the columns."""
        for kept, cells in self._asked.items():
            ranges = _down_columns(cells)
            self._calls.tell(_ruled, kept, Own(" ".join(xl_range(*one) for one in ranges)))

    def link(self, row: int, columns: tuple[int, int], text: str, style: Style, to: int) -> None:
        """Write a text across columns that leads to a row of this sheet.

        The target names no sheet, so that it still holds in a copy of the sheet.
        """
        first, last = columns
        form = self._book.look(style)
        if first != last:
            self._cells.merge((row, row), columns, form)
        self._cells.link(row, first, f"internal:{xl_rowcol_to_cell(to, 0)}", clean(text), form)

    def leads_to(
        self,
        row: int,
        column: int,
        text: str,
        style: Style,
        file: str,
        spot: tuple[str, str] | None = None,
    ) -> None:
        """Write a text that leads to a file of the same delivery, by its path from this one.

        Only names that the program gave come here; a name that a link cannot hold is no link.
        ``spot`` is a sheet and a cell of that file.
        """
        location = ""
        if spot is not None and not set("/\\") & set(spot[0]):
            sheet = spot[0].replace("'", "''")
            location = f"'{sheet}'!{spot[1]}"
        unfit = set("#%") & set(file) or len(file) + len(location) > _LONGEST_LINK
        if unfit or not clean(text) or self._links >= _MOST_LINKS:
            self.text(row, column, text, style, quoted=True)
            return
        self._links += 1
        look = self._book.look(_leading(style))
        self._cells.file_link(row, column, file, location, clean(text), look)

    def rule(
        self, rows: tuple[int, int], columns: tuple[int, int], formula: str, style: Style
    ) -> None:
        """Show cells in the fill and colour of a style while a formula over them is true.

        The formula speaks of the first cell of the range; where several rules hold for a cell,
        the first that was given wins.
        """
        self._calls.tell(_shaded, rows, columns, formula, _Shade(style.fill, style.colour))

    def hint(self, row: int, column: int, message: str) -> None:
        """Show a message while a cell is being filled in; any content is accepted."""
        rule = {"validate": "any", "input_message": message}
        self._ask(row, column, rule)

    def counter(
        self,
        at: tuple[int, int],
        marks: int,
        counted: Sequence[tuple[int, int, int]],
        stated: Sequence[tuple[int, Sequence[str], tuple[int, int, int]]],
        after: str,
        style: Style,
    ) -> None:
        """A live count of the answers in (column, first row, last row) ranges, then a text.

        ``stated`` are ranges whose blanks count too while the cell of a row, in the column of
        ``marks``, holds one of the words. The only formula that the program ever writes, and only
        into forms to fill in.
        """
        ranges = ",".join(xl_range(first, of, last, of) for of, first, last in counted)
        blanks = "".join(
            "+IF(OR({}),COUNTBLANK({}),0)".format(
                ",".join(f'{xl_rowcol_to_cell(row, marks)}="{doubled(word)}"' for word in words),
                xl_range(first, of, last, of),
            )
            for row, words, (of, first, last) in stated
        )
        formula = f'COUNTA({ranges}){blanks}&"{doubled(after)}"'
        self._cells.formula(*at, formula, f"0{after}", self._book.look(style))

    def protect(self, rows: bool = False) -> None:
        """Lock all cells but the unlocked ones; rows and columns may still be sized.

        With ``rows`` they may also be inserted and, where none of their cells is locked, deleted.
        """
        more = ("insert_rows", "delete_rows") if rows else ()
        self._calls.tell(_protected, ("format_rows", "format_columns", *more))

    def number(self, row: int, column: int, figure: Decimal | int, style: Style) -> None:
        """Write a figure that the program computed, as a number that can be sorted."""
        self._cells.figure(row, column, float(figure), self._book.look(style))

    def filter(self, top: int, bottom: int) -> None:
        """Offer a filter over all columns, from the heading row to the last row."""
        self._calls.tell(_filtered, top, OwnNumber(bottom + 1), len(self._widths) - 1)

    def chart(self, row: int, column: int, chart: Chart | LineChart) -> None:
        """Put a chart over cells of this sheet, its upper left corner in a cell.

        It moves with its cells and keeps its size.
        """
        self._cells.charted.update(chart.shown())
        self._cells.under.append((row, chart.size[1]))
        self._calls.tell(_charted, row, column, chart, chart.title)

    def sparks(self, rows: Sequence[int], column: int, columns: tuple[int, int]) -> None:
        """Draw in a cell of each row a small line over its cells in columns (first, last).

        All of them have one scale, so that they may be compared; blank cells are gaps. LibreOffice
        draws them on the screen and not on paper.
        """
        self._calls.tell(_sparked, self._calls.name, tuple(rows), column, columns)

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns left of a cell in view, the columns on paper too."""
        self._kept_columns = column
        self._calls.tell(Worksheet.freeze_panes, row, column)

    def print_setup(
        self,
        paper: Paper,
        last_row: int,
        heading_row: int | None,
        footer: str,
        breaks: Sequence[int] = (),
        one_page: bool = False,
        pages: int | None = None,
    ) -> None:
        """Set up printing: A4, its width filled, a heading repeated on every page.

        ``one_page`` fits it to one page; rows after the last are not printed. Where the number of
        ``pages`` is known, the footer counts those of this sheet and not of all.

        Raises:
            CellError: a printed row has no height, which would clip or stretch its text.
        """
        missing = [row for row in range(last_row + 1) if row not in self._cells.heights]
        if missing:
            raise CellError(f"rows without a height: {missing}")
        tell, last_column = self._calls.tell, len(self._widths) - 1
        tell(Worksheet.set_paper, paper.code)
        tell(Worksheet.set_landscape if paper.landscape else Worksheet.set_portrait)
        if one_page:
            tell(Worksheet.fit_to_pages, 1, 1)
        else:
            # Excel ignores the breaks of a sheet that it fits to a width.
            tell(Worksheet.set_print_scale, paper.scale(self._widths))
        tell(Worksheet.set_margins, paper.left, paper.right, paper.top, paper.bottom)
        tell(Worksheet.center_horizontally)
        if pages is not None:
            tell(Worksheet.set_start_page, 1)
            footer = of_pages(footer, pages)
        tell(Worksheet.set_footer, Own(footer))
        tell(Worksheet.hide_gridlines, 2)
        tell(_printed, OwnNumber(last_row + 1), last_column)
        if heading_row is not None:
            tell(Worksheet.repeat_rows, heading_row)
        if self._kept_columns and not one_page and paper.goes_on(self._widths):
            tell(Worksheet.repeat_columns, 0, self._kept_columns - 1)
        self._cells.end_pages(breaks)
        # Codes and printed figures are texts on purpose: no green corners.
        tell(_unmarked, Own(xl_range(0, 0, last_row, last_column)))


@dataclass(frozen=True, slots=True)
class _Shade(CellLook):
    """What a conditional rule changes of cells."""

    fill: str | None
    colour: str | None

    def properties(self) -> dict[str, object]:
        colour: dict[str, object] = {"font_color": self.colour} if self.colour else {}
        return {"bg_color": self.fill, **colour}


def _ruled(sheet: Worksheet, rule: Iterable[tuple[str, object]], area: str) -> object:
    """Set a rule by its options, for all of its cells in place of the one that XlsxWriter asks."""
    options = {key: list(one) if isinstance(one, tuple) else one for key, one in rule}
    return sheet.data_validation(0, 0, 0, 0, {**options, "multi_range": area})


def _shaded(
    sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int], formula: str, shade: Format
) -> object:
    options = {"type": "formula", "criteria": formula, "format": shade, "stop_if_true": True}
    return sheet.conditional_format(rows[0], columns[0], rows[1], columns[1], options)


def _protected(sheet: Worksheet, allowed: Iterable[str]) -> None:
    sheet.protect("", dict.fromkeys(allowed, True))


def _charted(sheet: Worksheet, row: int, column: int, drawn: NativeChart, title: str) -> object:
    placed = {"object_position": 2, "description": title}
    return sheet.insert_chart(row, column, drawn, placed)


def _sparked(
    sheet: Worksheet, name: str, rows: Sequence[int], column: int, columns: tuple[int, int]
) -> object:
    first, last = columns
    options = {
        "location": [xl_rowcol_to_cell(row, column) for row in rows],
        "range": [f"{quote_sheetname(name)}!{xl_range(row, first, row, last)}" for row in rows],
        "min": "group",
        "max": "group",
        "weight": 1.5,
        "series_color": _SPARK,
    }
    return sheet.add_sparkline(rows[0], column, options)


def _filtered(sheet: Worksheet, top: int, rows: int, last_column: int) -> object:
    return sheet.autofilter(top, 0, int(rows) - 1, last_column)


def _printed(sheet: Worksheet, rows: int, last_column: int) -> object:
    return sheet.print_area(0, 0, int(rows) - 1, last_column)


def _unmarked(sheet: Worksheet, area: str) -> object:
    return sheet.ignore_errors({"number_stored_as_text": area})


@lru_cache(maxsize=1_024)
def _is_inline(words: tuple[str, ...]) -> bool:
    """Whether a cell's own rule can hold words: Excel keeps 255 characters there, by commas."""
    apart = not any("," in word or word != word.strip() for word in words)
    return apart and len(",".join(words)) <= _INLINE


def _typed(text: str, style: Style, quoted: bool) -> tuple[str, Style]:
    """A text as it is typed into a cell, and its style; one from an input stays a text."""
    text = clean(text)
    return text, _quoted(style) if quoted and text.startswith(_LIKE_FORMULA) else style


# A style that is made anew for every cell would be kept as often (``Shared.look``).
@lru_cache(maxsize=1_024)
def _quoted(style: Style) -> Style:
    return replace(style, quoted=True)


@lru_cache(maxsize=1_024)
def _leading(style: Style) -> Style:
    return replace(style, colour=LINK)


@lru_cache(maxsize=1_024)
def _font(style: Style) -> str:
    return style.font()


def _down_columns(cells: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Cells (row, column) as ranges down the columns: first row, column, last row, column."""
    ranges: list[list[int]] = []
    for column, row in sorted((column, row) for row, column in cells):
        last = ranges[-1] if ranges else None
        if last is not None and last[1] == column and last[2] == row - 1:
            last[2] = row
        else:
            ranges.append([row, column, row, column])
    return ranges


def doubled(text: str) -> str:
    """A text as it stands between the quotation marks of a formula."""
    return text.replace('"', '""')
