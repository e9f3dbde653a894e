"""A text PDF as lines: in the order in which they are read, with the room that each left behind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

from qp_scoring.evidence.lines import Line, width
from qp_scoring.evidence.pdf_text import DrawnText, drawn_lines, in_place, meaningless
from qp_scoring.evidence.text import begins_entry
from qp_scoring.intake.guard import RefusedError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MAX_PAGES = 5_000
_LEAST_LETTERS = 20  # on a page that holds text at all; a scanner's stamp is shorter
# In points: how far apart two lines begin that begin alike, an indent, and how far from the edge a
# word without room on its line may leave it.
_SAME_EDGE = 3.0
_INDENT = 12.0
_A_WORD = 60.0
_NEAREST = 10
_BLANK = 1.6  # lines apart, and a blank one is between
_STRAYS = 30  # one line among so many may be longer than its column is wide
_APART = 2  # lines in each cell, and two pages may have a row of each
_FULL = 1 / 3  # of a cell's width: more room than that, and its paragraph has ended
_COLUMN = 4  # lines that another one goes on below, before the longest shows where they end
# Heads and feet of pages: lines at each end, pages at least, and the share of all that have it.
_HEAD_LINES, _PAGES, _MOST_PAGES = 2, 3, 0.8
_PAGE_NUMBER = re.compile(r"(?:[0-9๐-๙]+(?:/|จาก|ของ))?[0-9๐-๙]+(?=[-–—)]*$)")
_AROUND = re.compile(r"[-–—(]*(?:หน้า(?:ที่)?)?0[-–—)]*|[^0-9]*[ก-๎A-Za-z]{4}.*")
# What browsers print around every page: when and what, where from and which page.
_OF_BROWSERS = re.compile(
    r"(?:[0-9]{1,2}/){2}[0-9]{2,4},?[0-9]{1,2}:[0-9]{2}.*|(?:https?|file)://.*[0-9]/[0-9]+"
)
_GARBLED_SHARE = 200  # one wrong character among so many letters is too many


def pdf_lines(data: bytes) -> tuple[tuple[Line, ...], bool]:
    """The lines of a PDF, counted through all pages, and whether its letters are garbled.

    Raises:
        RefusedError: the reader is not installed, or the file is damaged, locked or scanned.
    """
    if find_spec("pypdfium2") is None:
        raise RefusedError("report-pdf-reader-missing")
    drawn, paper = _pages(data)
    text = "\n".join(line.text for line in drawn)
    letters = sum(character.isalpha() for character in text)
    garbled = meaningless(text) * _GARBLED_SHARE > letters
    return tuple(_lines(drawn, paper)), garbled


def _lines(drawn: Sequence[DrawnText], paper: float) -> Iterator[Line]:
    """The lines with the room that was left behind each in its column; cells parted by tabs.

    ``paper`` is how wide the narrowest page is.
    A blank one that a page only leaves room for is no line to count: it has the number of the next.
    Those of a table's row have the number of its first.
    """
    flowing = [line for line in drawn if line.cell is None]
    begun = Counter(_place(line.left) for line in flowing)
    begun.update(_place(left) for line in flowing for _, left in line.gaps)
    page = _edge_of_page(flowing, paper)
    edges = _column_edges(flowing, page)
    firsts = _first_edges(flowing, page)
    margins = _cell_margins(drawn)
    blank = _BLANK * _pitch(drawn)
    before: DrawnText | None = None
    rows: dict[int, int] = {}
    for at, (line, row) in enumerate(_with_rows(drawn), 1):
        number = at if row is None else rows.setdefault(row, at)
        if line.around:
            continue
        text = in_place(_with_tabs(line, begun))
        if not text.strip():
            if line.cell is None:
                yield Line(number, text)
            continue
        beside = before is not None and before.cell == line.cell
        if before is not None and beside and before.foot - line.foot > blank and row is None:
            yield Line(number, "")
        edge = edges.get(_place(line.left), page)
        if line.cell is not None:
            edge = line.cell.right - margins[line.cell.table]
        letter = (line.right - line.left) / max(1, width(text))
        yield Line(
            number,
            text,
            room=(edge - line.right) / max(1.0, letter),
            indented=before is not None and beside and line.left > before.left + _INDENT,
            opens=row is None and _place(line.left) in firsts,
            row=row,
            column=line.cell.column if line.cell else 0,
        )
        before = line


def _cell_margins(drawn: Sequence[DrawnText]) -> dict[tuple[int, int], float]:
    """How far from the edges of their cells the lines of each table begin."""
    margins: dict[tuple[int, int], float] = {}
    for line in drawn:
        if line.cell is not None:
            own = max(0.0, line.left - line.cell.left)
            margins[line.cell.table] = min(own, margins.get(line.cell.table, own))
    return margins


def _with_rows(drawn: Sequence[DrawnText]) -> Iterator[tuple[DrawnText, int | None]]:
    """The lines, those of a table together, row by row; and which row of all tables each is in."""
    tables = _rows_of_tables(drawn)
    count = 0
    for line in drawn:
        if line.cell is None:
            yield line, None
            continue
        for row in tables.pop(line.cell.table, ()):
            count += 1
            for one in sorted(row, key=lambda one: one.cell.column if one.cell else 0):
                yield one, count


def _rows_of_tables(
    drawn: Sequence[DrawnText],
) -> dict[tuple[int, int], list[list[DrawnText]]]:
    """The rows of each table; one that a page breaks is whole in the table of the page before."""
    lines: dict[tuple[int, int], dict[int, list[DrawnText]]] = defaultdict(
        lambda: defaultdict(list)
    )
    follows: dict[tuple[int, int], tuple[int, int]] = {}
    last: tuple[int, int] | None = None
    for line in drawn:
        if line.cell is not None:
            lines[line.cell.table][line.cell.row].append(line)
            if last and last != line.cell.table and last[0] == line.cell.table[0] - 1:
                follows[last] = line.cell.table
            last = line.cell.table
        elif line.text.strip() and not line.around:
            last = None
    tables = {table: [row for _, row in sorted(rows.items())] for table, rows in lines.items()}
    for table, following in reversed(follows.items()):
        if _is_one_row(tables[table][-1], tables[following][0], _cell_margins(drawn)[table]):
            tables[table][-1] += tables[following].pop(0)
    return tables


def _is_one_row(row: Sequence[DrawnText], following: Sequence[DrawnText], margin: float) -> bool:
    """Whether a row goes on with the first on the next page: in each cell the line was full.

    Rows of one line fill their cells too where columns are as wide as these; then the next row has
    a line in each of its cells.
    """
    lasts = {_place(line.cell.left): (line, line.cell) for line in row if line.cell}
    firsts = {_place(one.cell.left): one for one in reversed(following) if one.cell}
    lines = Counter(_place(one.cell.left) for one in (*row, *following) if one.cell)
    if len(firsts) >= len(lasts) and all(lines[place] <= _APART for place in firsts):
        return False
    for place, first in firsts.items():
        if place not in lasts or begins_entry(first.text):
            return False
        line, cell = lasts[place]
        if cell.right - margin - line.right > (cell.right - cell.left) * _FULL:
            return False
    return True


def _pitch(drawn: Sequence[DrawnText]) -> float:
    """How far apart the lines of a paragraph stand: as the nearest tenth of all lines do."""
    apart = sorted(a.foot - b.foot for a, b in pairwise(drawn) if a.foot > b.foot > 0)
    return apart[len(apart) // _NEAREST] if apart else 0.0


def _column_edges(drawn: Sequence[DrawnText], page: float) -> dict[int, float]:
    """Where the lines of columns end that are narrower than the page, by where they begin.

    An indented paragraph goes on further left: that some line from there reaches the edge of the
    page says that it is no column.
    """
    columns: dict[int, list[float]] = defaultdict(list)
    wide = {_place(line.left) for line in drawn if not line.gaps and line.right > page - _A_WORD}
    for line, following in pairwise(drawn):
        goes_on = not begins_entry(following.text) and _place(line.left) == _place(following.left)
        if goes_on and _place(line.left) not in wide:
            columns[_place(line.left)].append(line.right)
    found = ((left, rights, _edge(rights)) for left, rights in columns.items())
    return {
        left: edge
        for left, rights, edge in found
        if sum(right > edge - _A_WORD for right in rights) >= max(_COLUMN, len(rights) / 2)
    }


def _first_edges(drawn: Sequence[DrawnText], page: float) -> frozenset[int]:
    """Where the first lines of paragraphs begin: the full ones among them go on further left."""
    full = Counter[int]()
    left = Counter[int]()
    for line, following in pairwise(drawn):
        if line.right > page - _A_WORD:
            full[_place(line.left)] += 1
            left[_place(line.left)] += following.left < line.left - _INDENT
    return frozenset(place for place, count in left.items() if count > full[place] / 2)


def _place(left: float) -> int:
    """The same for lines and cells that begin alike."""
    return round(left / _SAME_EDGE)


def _with_tabs(line: DrawnText, begun: Counter[int]) -> str:
    """A line with tabs in the gaps behind which others begin as well: between its cells."""
    letters = list(line.text)
    for at, left in line.gaps:
        if begun[_place(left)] > 1:
            letters[at] = "\t"
    return "".join(letters)


def _edge(rights: Sequence[float]) -> float:
    """Where lines end: at the longest of them, a few that hang over it aside."""
    return sorted(rights)[-1 - len(rights) // _STRAYS]


def _edge_of_page(flowing: Sequence[DrawnText], paper: float) -> float:
    """Where lines end on the pages.

    Where one is longer than all others, and none reaches as far to the right as they begin from the
    left, no margin broke them.
    """
    edge = _edge([line.right for line in flowing]) if flowing else 0.0
    mirrored = paper - min((line.left for line in flowing if line.right), default=paper)
    longest = sum(line.right > edge - _SAME_EDGE for line in flowing)
    return mirrored if longest == 1 and edge < mirrored - _A_WORD else edge


def _pages(data: bytes) -> tuple[list[DrawnText], float]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  (an extra, and 50 ms)

    try:
        document = PdfDocument(data)
    except PdfiumError as problem:
        locked = "password" in str(problem).casefold()
        raise RefusedError(
            "report-old-doc-or-password" if locked else "report-damaged"
        ) from problem
    try:
        return _read_pages(document)
    except PdfiumError as problem:
        raise RefusedError("report-damaged") from problem
    finally:
        document.close()


def _read_pages(document: PdfDocument) -> tuple[list[DrawnText], float]:
    """The lines of all pages, and how wide the narrowest is, in points."""
    if len(document) > _MAX_PAGES:
        raise RefusedError("report-too-large", limit=f"{_MAX_PAGES:,}")
    pages = [list(drawn_lines(page, number)) for number, page in enumerate(document)]
    lines = [line for page in _without_heads_and_feet(pages) for line in page]
    letters = sum(character.isalpha() for line in lines for character in line.text)
    if letters < _LEAST_LETTERS * len(document):
        raise RefusedError("report-scanned")
    return lines, min(page.get_width() for page in document)


def _without_heads_and_feet(pages: Sequence[list[DrawnText]]) -> Sequence[list[DrawnText]]:
    """The pages, of whose first and last lines those are marked that stand on most others too.

    A head or foot is the same but for its number, or that alone. What begins with a number is a
    heading, leaders are a blank answer; the first page keeps its own, which may name the office,
    but for what a browser prints.
    """
    for page in pages:
        for at in {*range(len(page))[:_HEAD_LINES], *range(len(page))[-_HEAD_LINES:]}:
            if _OF_BROWSERS.fullmatch("".join(page[at].text.split())):
                page[at] = replace(page[at], around=True)
    for _ in range(_HEAD_LINES):
        for end in (0, -1):
            ends = [_end_of(page, end) for page in pages]
            alike = Counter(_but_for_numbers(page[at].text) for page, at in ends if at is not None)
            for page, at in ends[1:]:
                told = _but_for_numbers(page[at].text) if at is not None else ""
                often = alike[told] >= max(_PAGES, _MOST_PAGES * len(pages))
                if at is not None and often and _AROUND.fullmatch(told):
                    page[at] = replace(page[at], around=True)
    return pages


def _end_of(page: list[DrawnText], end: int) -> tuple[list[DrawnText], int | None]:
    """A page, and where on it the first or last line stands that is not known as head or foot."""
    places = [at for at, one in enumerate(page) if one.text.strip() and not one.around]
    return page, places[end] if len(places) > _HEAD_LINES else None


def _but_for_numbers(text: str) -> str:
    """A text as heads and feet are compared: without spaces, whatever number ends it."""
    return _PAGE_NUMBER.sub("0", "".join(text.split()))
