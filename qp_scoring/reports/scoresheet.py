"""The official score sheet of one office, drawn for A4.

``form`` composes what it says; here it only gets its rows, heights and page ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from qp_scoring.messages import text
from qp_scoring.reports.cells import Book, Sheet, Style, clean, file_stem
from qp_scoring.reports.form import IndicatorRow, SheetContent, sheet_content
from qp_scoring.reports.page import (
    INDENT,
    PORTRAIT,
    SIZE,
    footer,
    footer_text,
    page_breaks,
    row_height,
    split_for_row,
    text_height,
    wrap,
)
from qp_scoring.reports.tables import draw_table
from qp_scoring.results import OfficeResult
from qp_scoring.rubric.model import Rubric

__all__ = ["SheetContent", "file_name", "sheet_content", "write_scoresheet"]

SUFFIX = ".xlsx"
_FILE_NAME_BYTES = 255

# Widths are characters and sum to what fits A4 portrait at about 97 %.

_WIDTHS = (33.0, 14.0, 52.0)
# What is left of the first and the last column by the indent of their cells.
_LABEL_WIDTH, _ADVICE_WIDTH = _WIDTHS[0] - INDENT, _WIDTHS[2] - INDENT
_ALL = (0, 2)
_SIGNED = (1, 2)
_NOTE_SIZE = 13
_HEADING_FILL = "#DCE6F1"
_MEAN_FILL = "#F2F2F2"
_NOTICE_COLOUR = "#9C0006"
# Spaces, because a cell cannot indent a first line only; about 2 cm in 16 points.
_FIRST_LINE = " " * 12
_GAP = 10.0
_BANNER_SPACE = 6.0
_SIGNING_SPACE = 44.0

_TITLE = Style(bold=True, align="center", valign="vcenter", border=False)
_NOTICE = Style(
    size=14, bold=True, align="center", valign="vcenter", border=False, colour=_NOTICE_COLOUR
)
_HEADING = Style(bold=True, align="center", valign="vcenter", fill=_HEADING_FILL)
_BODY = Style(indent=1)
_BOLD = Style(bold=True)
_CENTRE = Style(align="center")
_FIGURE = Style(align="center", bold=True)
_MEAN = Style(bold=True, align="center", valign="vcenter", fill=_MEAN_FILL)
_NOTE = Style(size=_NOTE_SIZE, border=False)
_NOTE_HEADING = Style(size=_NOTE_SIZE, bold=True, border=False)
_PARAGRAPH = Style(border=False)
_PARAGRAPH_HEADING = Style(bold=True, border=False)
_SIGNATURE = Style(align="center", border=False)


def file_name(office: OfficeResult) -> str:
    """``<code> <short name>.xlsx``, safe on Windows and at most 255 bytes long.

    Raises:
        ValueError: neither code nor name holds a character that a file name may have.
    """
    stem = file_stem(f"{office.code} {office.short_name}")
    room = _FILE_NAME_BYTES - len(SUFFIX)
    short = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return short + SUFFIX


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to be drawn: its height in points, and what puts its cells."""

    height: float
    draw: Callable[[Sheet, int], None]


def write_scoresheet(path: Path, content: SheetContent, rubric: Rubric) -> None:
    """Draw a score sheet as a workbook, ready to print on A4: the official form, then the items.

    Raises:
        OSError: the file cannot be written.
    """
    head = [*_head(content), _banner(content.headings, _HEADING)]
    blocks = _blocks(head, content)
    rows = [row for block in blocks for row in block]
    heading = len(head) - 1
    subject = f"{rubric.id} {rubric.version}"
    with Book(path, f"{content.titles[0]} {content.office}", subject) as book:
        sheet = book.sheet(text("sheet-name"), _WIDTHS)
        for at, row in enumerate(rows):
            row.draw(sheet, at)
            sheet.height(at, row.height)
        breaks = page_breaks(
            [[row.height for row in block] for block in blocks],
            PORTRAIT.capacity(_WIDTHS),
            head[heading].height,
        )
        left, centre, right = content.footer
        code = footer(footer_text(left), centre, footer_text(right))
        sheet.print_setup(PORTRAIT, len(rows) - 1, heading, code, breaks)
        if content.detail is not None:
            draw_table(book, content.detail, code)


def _blocks(head: Sequence[_Row], content: SheetContent) -> list[list[_Row]]:
    """The rows in blocks that belong on one page; a page ends between blocks.

    The closing block is the last indicator with all that follows, so that no page holds a
    signature or a paragraph alone; where that is more than a page, it is cut where it hurts least.
    """
    *before, last = [row for entry in content.rows for row in _indicator_rows(entry)]
    blocks: list[list[_Row]] = [[*head, *before[:1]], *([row] for row in before[1:])]
    result = [last, _banner(content.mean_row, _MEAN), *_note_rows(content)]
    heading, paragraphs = _overall_rows(content)
    signature = list(_signature_rows(content))
    end = [*heading, *paragraphs, *signature]
    room = PORTRAIT.capacity(_WIDTHS) - head[-1].height
    closing = [*result, *end]
    if sum(row.height for row in closing) <= room:
        return [*blocks, closing]
    blocks.append(result)
    if sum(row.height for row in end) <= room:
        return [*blocks, end]
    *others, final = paragraphs
    cut = [[*heading, *others[:1]], *([row] for row in others[1:]), [final, *signature]]
    return [*blocks, *cut]


def _across(printed: str, style: Style, columns: tuple[int, int] = _ALL) -> Iterator[_Row]:
    """Rows that hold a text across columns, as many as it needs."""
    width = sum(_WIDTHS[columns[0] : columns[1] + 1])
    for piece in split_for_row(clean(printed), width, style.size, style.bold):

        def draw(sheet: Sheet, at: int, piece: str = piece) -> None:
            sheet.merged(at, columns, piece, style)

        yield _Row(text_height(piece, width, style.size, style.bold), draw)


def _space(points: float) -> _Row:
    return _Row(points, lambda sheet, at: sheet.merged(at, _ALL, "", _PARAGRAPH))


def _head(content: SheetContent) -> Iterator[_Row]:
    for title in content.titles:
        yield from _across(title, _TITLE)
    yield _space(_GAP)
    yield from _across(content.office, _TITLE)
    for notice in content.notices:
        yield from _across(notice, _NOTICE)
    yield _space(_GAP)


def _banner(parts: tuple[str, str, str], style: Style) -> _Row:
    """A row of three short bold texts: the headings, and the mean."""
    lines = max(
        len(wrap(part, width, SIZE, True)) for part, width in zip(parts, _WIDTHS, strict=True)
    )

    def draw(sheet: Sheet, at: int) -> None:
        for column, part in enumerate(parts):
            sheet.text(at, column, part, style)

    return _Row(row_height(lines) + _BANNER_SPACE, draw)


def _indicator_rows(row: IndicatorRow) -> list[_Row]:
    """The rows of one indicator: one, or more where its texts are higher than a row can be."""
    # The label stands above the title in the same cell and takes lines of its own.
    label = text("sheet-continued", label=row.label)
    spare = len(wrap(label, _LABEL_WIDTH, SIZE, True))
    titles = split_for_row(clean(row.title), _LABEL_WIDTH, spare=spare)
    advice = split_for_row("\n".join(clean(entry.printed) for entry in row.advice), _ADVICE_WIDTH)
    quoted = any(entry.quoted for entry in row.advice)
    pairs = list(zip_longest(titles, advice, fillvalue=""))
    return [
        _indicator_row(row, title, piece, quoted, first=place == 0)
        for place, (title, piece) in enumerate(pairs)
    ]


def _indicator_row(row: IndicatorRow, title: str, advice: str, quoted: bool, first: bool) -> _Row:
    label = row.label if first else text("sheet-continued", label=row.label)
    level = [(row.level, _FIGURE), (f"\n{row.word}" if row.word else "", _CENTRE)]
    lines = max(
        len(wrap(label, _LABEL_WIDTH, SIZE, True))
        + (len(wrap(title, _LABEL_WIDTH)) if title else 0),
        sum(len(wrap(part, _WIDTHS[1], SIZE, True)) for part in (row.level, row.word) if part),
        len(wrap(advice, _ADVICE_WIDTH)),
    )

    def draw(sheet: Sheet, at: int) -> None:
        sheet.rich(at, 0, [(label, _BOLD), (f"\n{title}" if title else "", _BODY)], _BODY)
        sheet.rich(at, 1, level, _CENTRE)
        plain = row.advice[0].printed == row.level
        sheet.text(at, 2, advice, _CENTRE if plain else _BODY, quoted)

    return _Row(row_height(lines), draw)


def _note_rows(content: SheetContent) -> Iterator[_Row]:
    yield _space(_GAP)
    yield from _across(content.notes_heading, _NOTE_HEADING)
    for note in content.notes:
        yield from _across(note, _NOTE)


def _overall_rows(content: SheetContent) -> tuple[list[_Row], list[_Row]]:
    """The heading with the space above it, and the paragraphs.

    Paragraphs share one cell where they fit, so that a line kept in reserve opens no gap
    between them.
    """
    heading = [_space(2 * _GAP), *_across(content.overall_heading, _PARAGRAPH_HEADING)]
    paragraphs = "\n".join(_FIRST_LINE + clean(entry) for entry in content.overall)
    return heading, list(_across(paragraphs, _PARAGRAPH))


def _signature_rows(content: SheetContent) -> Iterator[_Row]:
    yield _space(_SIGNING_SPACE)
    for line in content.signature:
        yield from _across(line, _SIGNATURE, _SIGNED)
