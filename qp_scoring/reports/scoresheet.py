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
    MAX_ROW_HEIGHT,
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
from qp_scoring.results import OfficeResult
from qp_scoring.rubric.model import Rubric

__all__ = ["SheetContent", "file_name", "sheet_content", "write_scoresheet"]

SUFFIX = ".xlsx"
_FILE_NAME_BYTES = 255

# Widths are characters and sum to what fits A4 portrait at about 97 %.

_WIDTHS = (33.0, 14.0, 52.0)
_ALL = (0, 2)
_SIGNED = (1, 2)
_NOTE_SIZE = 13
_HEADING_FILL = "#DCE6F1"
_MEAN_FILL = "#F2F2F2"
_NOTICE_COLOUR = "#9C0006"
# Spaces, because a cell cannot indent a first line only; about 2 cm in 16 points.
_FIRST_LINE = " " * 12
_GAP = 10.0
_SIGNING_SPACE = 44.0

_TITLE = Style(bold=True, align="center", valign="vcenter", border=False)
_NOTICE = Style(
    size=14, bold=True, align="center", valign="vcenter", border=False, colour=_NOTICE_COLOUR
)
_HEADING = Style(bold=True, align="center", valign="vcenter", fill=_HEADING_FILL)
_BODY = Style()
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
    """Draw a score sheet as a workbook of one sheet, ready to print on A4.

    Raises:
        OSError: the file cannot be written.
    """
    head = [*_head(content), _heading_row(content)]
    blocks = _blocks(head, content)
    rows = [row for block in blocks for row in block]
    heading = len(head) - 1
    with Book(path, f"{content.titles[0]} {content.office}") as book:
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


def _blocks(head: Sequence[_Row], content: SheetContent) -> list[list[_Row]]:
    """The rows in blocks that belong on one page; a page ends between blocks.

    The closing block is the last indicator with all that follows, so that no page holds a
    signature or a paragraph alone; where that is more than a page, it is cut where it hurts least.
    """
    table = [_indicator_rows(row) for row in content.rows]
    first, *middle, last = [[]] * max(0, 2 - len(table)) + table
    result = [*_mean_rows(content), *_note_rows(content)]
    heading, *paragraphs = _overall_rows(content)
    signature = list(_signature_rows(content))
    blocks: list[list[_Row]] = [[*head, *first[:1]], *([row] for row in first[1:])]
    for rows in middle:
        blocks += ([row] for row in rows)
    blocks += ([row] for row in last[:-1])
    end = [row for rows in (heading, *paragraphs, signature) for row in rows]
    room = PORTRAIT.capacity(_WIDTHS) - head[-1].height
    closing = [*last[-1:], *result, *end]
    if sum(row.height for row in closing) <= room:
        return [*blocks, closing]
    blocks.append([*last[-1:], *result])
    if sum(row.height for row in end) <= room:
        return [*blocks, end]
    text_rows = [row for rows in paragraphs for row in rows]
    return [
        *blocks,
        [*heading, *text_rows[:1]],
        *([row] for row in text_rows[1:-1]),
        [*text_rows[-1:], *signature],
    ]


def _across(
    printed: str, style: Style, columns: tuple[int, int] = _ALL, extra: float = 0.0
) -> Iterator[_Row]:
    """Rows that hold a text across columns, as many as it needs."""
    width = sum(_WIDTHS[columns[0] : columns[1] + 1])
    for piece in split_for_row(clean(printed), width, style.size, style.bold):
        height = min(MAX_ROW_HEIGHT, text_height(piece, width, style.size, style.bold) + extra)

        def draw(sheet: Sheet, at: int, piece: str = piece) -> None:
            sheet.merged(at, columns, piece, style)

        yield _Row(height, draw)


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


def _heading_row(content: SheetContent) -> _Row:
    height = max(
        text_height(heading, width, SIZE, bold=True)
        for heading, width in zip(content.headings, _WIDTHS, strict=True)
    )

    def draw(sheet: Sheet, at: int) -> None:
        for column, heading in enumerate(content.headings):
            sheet.text(at, column, heading, _HEADING)

    return _Row(min(MAX_ROW_HEIGHT, height + 6), draw)


def _indicator_rows(row: IndicatorRow) -> list[_Row]:
    """The rows of one indicator: one, or more where its texts are higher than a row can be."""
    # The label stands above the title in the same cell and takes lines of its own.
    label = text("sheet-continued", label=row.label)
    spare = len(wrap(label, _WIDTHS[0], SIZE, True))
    titles = split_for_row(clean(row.title), _WIDTHS[0], spare=spare)
    advice = split_for_row("\n".join(clean(entry.printed) for entry in row.advice), _WIDTHS[2])
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
        len(wrap(label, _WIDTHS[0], SIZE, True)) + (len(wrap(title, _WIDTHS[0])) if title else 0),
        sum(len(wrap(part, _WIDTHS[1], SIZE, True)) for part in (row.level, row.word) if part),
        len(wrap(advice, _WIDTHS[2])),
    )

    def draw(sheet: Sheet, at: int) -> None:
        sheet.rich(at, 0, [(label, _BOLD), (f"\n{title}" if title else "", _BODY)], _BODY)
        sheet.rich(at, 1, level, _CENTRE)
        plain = row.advice[0].printed == row.level
        sheet.text(at, 2, advice, _CENTRE if plain else _BODY, quoted)

    return _Row(row_height(lines), draw)


def _mean_rows(content: SheetContent) -> Iterator[_Row]:
    height = max(
        text_height(part, width, SIZE, bold=True)
        for part, width in zip(content.mean_row, _WIDTHS, strict=True)
    )

    def draw(sheet: Sheet, at: int) -> None:
        for column, part in enumerate(content.mean_row):
            sheet.text(at, column, part, _MEAN)

    yield _Row(height + 6, draw)


def _note_rows(content: SheetContent) -> Iterator[_Row]:
    yield _space(_GAP)
    yield from _across(content.notes_heading, _NOTE_HEADING)
    for note in content.notes:
        yield from _across(note, _NOTE)


def _overall_rows(content: SheetContent) -> list[list[_Row]]:
    """The heading with the space above it, then the rows of each paragraph."""
    heading = [_space(2 * _GAP), *_across(content.overall_heading, _PARAGRAPH_HEADING)]
    found = [list(_across(_FIRST_LINE + text, _PARAGRAPH)) for text in content.overall]
    return [heading, *found]


def _signature_rows(content: SheetContent) -> Iterator[_Row]:
    yield _space(_SIGNING_SPACE)
    for line in content.signature:
        yield from _across(line, _SIGNATURE, _SIGNED)
