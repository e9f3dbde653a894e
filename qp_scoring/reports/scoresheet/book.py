"""The official score sheet of one office, drawn for A4.

``form`` composes what it says; here it only gets its rows, heights and page ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from qp_scoring.documents.results import OfficeResult
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style, clean, file_stem
from qp_scoring.paper.page import (
    INDENT,
    PORTRAIT,
    SIZE,
    Pages,
    footer,
    footer_text,
    row_height,
    split_for_row,
    wrap,
)
from qp_scoring.paper.rows import Grid, Row, draw_rows
from qp_scoring.paper.tables import draw_table
from qp_scoring.reports.scoresheet.action_page import draw_action_page
from qp_scoring.reports.scoresheet.form import IndicatorRow, SheetContent, sheet_content
from qp_scoring.rubric.model import Rubric

__all__ = ["SheetContent", "file_name", "sheet_content", "write_scoresheet"]

SUFFIX = ".xlsx"
_FILE_NAME_BYTES = 255

# Widths are characters and sum to what fits A4 portrait at about 97 %.
_GRID = Grid((28.0, 14.5, 56.5))
# What is left of the first and the last column by the indent of their cells.
_LABEL_WIDTH, _ADVICE_WIDTH = _GRID.widths[0] - INDENT, _GRID.widths[2] - INDENT
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
# An indicator is divided at the end of a page only where it would leave this much empty, in points.
_MOST_EMPTY = 100.0

_REFERENCE = Style(size=14, align="right", border=False)
_TITLE = Style(bold=True, align="center", valign="vcenter", border=False)
_NOTICE = Style(
    size=14, bold=True, align="center", valign="vcenter", border=False, colour=_NOTICE_COLOUR
)
_HEADING = Style(bold=True, align="center", valign="vcenter", fill=_HEADING_FILL)
_BODY = Style(indent=1)
_LABEL = Style(bold=True, indent=1)
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


def write_scoresheet(path: Path, content: SheetContent, rubric: Rubric) -> None:
    """Draw a score sheet as a workbook, ready to print on A4.

    The official form comes first, then the page for the director, the items and the criteria.

    Raises:
        OSError: the file cannot be written.
    """
    left, centre, right = content.footer
    code = footer(footer_text(left), centre, footer_text(right))
    subject = f"{rubric.id} {rubric.version}"
    with Book(path, f"{content.titles[0]} {content.office}", subject) as book:
        _draw_form(book, content, code)
        draw_action_page(book, content.action, code)
        if content.detail is not None:
            draw_table(book, content.detail, code)
        draw_table(book, content.criteria, code)


def _draw_form(book: Book, content: SheetContent, code: str) -> None:
    """Draw the official form, ``code`` in its footer."""
    head = [*_head(content), _banner(content.headings, _HEADING)]
    flow = _flow(head, content)
    sheet = book.sheet(text("sheet-name"), _GRID.widths)
    draw_rows(sheet, flow.rows)
    sheet.print_setup(PORTRAIT, len(flow.rows) - 1, len(head) - 1, code, flow.pages.breaks)


class _Flow:
    """The rows of the form, set from page to page; ``repeated`` is the heading of later pages."""

    def __init__(self, repeated: Row) -> None:
        self.rows: list[Row] = []
        self.pages = Pages(PORTRAIT.capacity(_GRID.widths), repeated.height)

    def add(self, *block: Row) -> None:
        """Set rows that belong on one page."""
        self.rows.extend(block)
        self.pages.add([row.height for row in block])

    def holds(self, *block: Row) -> bool:
        """Whether rows fit the page that is being filled."""
        return sum(row.height for row in block) <= self.pages.left


def _flow(head: Sequence[Row], content: SheetContent) -> _Flow:
    """The form in blocks that belong on one page; a page ends between blocks.

    The table runs on over the pages: its head stands with its first row and the mean with the
    last one. The notes stay together, and no signature stands without a paragraph.
    """
    flow = _Flow(head[-1])
    mean = _banner(content.mean_row, _MEAN)
    before: tuple[Row, ...] = tuple(head)
    for at, entry in enumerate(content.rows, 1):
        after = (mean,) if at == len(content.rows) else ()
        *front, last = _fitting(entry, before, after, flow)
        for row in front:
            flow.add(*before, row)
            before = ()
        flow.add(*before, last, *after)
        before = ()
    flow.add(*_note_rows(content))
    _close(content, flow)
    return flow


def _fitting(
    entry: IndicatorRow, before: Sequence[Row], after: Sequence[Row], flow: _Flow
) -> list[Row]:
    """The rows of an indicator, divided between two suggestions where a page would stay empty.

    ``before`` and ``after`` are the rows that stand with its first and its last one.
    """
    rows = _indicator_rows(entry)
    left = flow.pages.left - sum(row.height for row in before)
    if len(rows) == 1 and left >= _MOST_EMPTY and not flow.holds(*before, *rows, *after):
        return _divided(entry, left) or rows
    return rows


def _close(content: SheetContent, flow: _Flow) -> None:
    """Set the paragraphs and the signature, as many paragraphs on the page as it holds.

    Paragraphs of a page share a cell, so that a line kept in reserve opens no gap between them.
    """
    heading: tuple[Row, ...] = tuple(_overall_heading(content))
    paragraphs, signature = content.overall, tuple(_signature_rows(content))
    if not flow.holds(*heading, *_paragraphs(paragraphs), *signature):
        for count in range(len(paragraphs) - 1, 0, -1):
            first = (*heading, *_paragraphs(paragraphs[:count]))
            if flow.holds(*first):
                flow.add(*first)
                heading, paragraphs = (), paragraphs[count:]
                break
    *others, last = _paragraphs(paragraphs)
    for row in others:
        flow.add(*heading, row)
        heading = ()
    flow.add(*heading, last, *signature)


def _divided(entry: IndicatorRow, left: float) -> list[Row]:
    """An indicator in two rows, as many suggestions in the first as fit; none where none fits."""
    for count in range(len(entry.advice) - 1, 0, -1):
        first, rest = entry.advice[:count], entry.advice[count:]
        rows = _indicator_rows(replace(entry, advice=first))
        if len(rows) == 1 and rows[0].height <= left:
            return [*rows, *_indicator_rows(replace(entry, advice=rest), continued=True)]
    return []


def _head(content: SheetContent) -> Iterator[Row]:
    for line in content.reference:
        yield from _GRID.across(line, _REFERENCE)
    for title in content.titles:
        yield from _GRID.across(title, _TITLE)
    yield _GRID.space(_GAP)
    yield from _GRID.across(content.office, _TITLE)
    for notice in content.notices:
        yield from _GRID.across(notice, _NOTICE)
    yield _GRID.space(_GAP)


def _banner(parts: tuple[str, str, str], style: Style) -> Row:
    """A row of three short bold texts: the headings, and the mean."""
    lines = max(
        len(wrap(part, width, SIZE, True)) for part, width in zip(parts, _GRID.widths, strict=True)
    )

    def draw(sheet: Sheet, at: int) -> None:
        for column, part in enumerate(parts):
            sheet.text(at, column, part, style)

    return Row(row_height(lines) + _BANNER_SPACE, draw)


def _indicator_rows(row: IndicatorRow, continued: bool = False) -> list[Row]:
    """The rows of one indicator: one, or more where its texts are higher than a row can be.

    ``continued`` says that a row of it stands before them, with its title.
    """
    # The label stands above the title in the same cell and takes lines of its own.
    label = text("sheet-continued", label=row.label)
    spare = len(wrap(label, _LABEL_WIDTH, SIZE, True))
    title = "" if continued else clean(row.title)
    titles = split_for_row(title, _LABEL_WIDTH, spare=spare)
    advice = split_for_row("\n".join(clean(entry.printed) for entry in row.advice), _ADVICE_WIDTH)
    quoted = any(entry.quoted for entry in row.advice)
    pairs = list(zip_longest(titles, advice, fillvalue=""))
    return [
        _indicator_row(row, title, piece, quoted, first=place == 0 and not continued)
        for place, (title, piece) in enumerate(pairs)
    ]


def _indicator_row(row: IndicatorRow, title: str, advice: str, quoted: bool, first: bool) -> Row:
    label = row.label if first else text("sheet-continued", label=row.label)
    level = [(row.level, _FIGURE), (f"\n{row.word}" if row.word else "", _CENTRE)]
    lines = max(
        len(wrap(label, _LABEL_WIDTH, SIZE, True))
        + (len(wrap(title, _LABEL_WIDTH)) if title else 0),
        sum(len(wrap(part, _GRID.widths[1], SIZE, True)) for part in (row.level, row.word) if part),
        len(wrap(advice, _ADVICE_WIDTH)),
    )

    def draw(sheet: Sheet, at: int) -> None:
        titled = [(label, _BOLD), (f"\n{title}" if title else "", _BODY)]
        sheet.rich(at, 0, titled, _BODY if title else _LABEL)
        sheet.rich(at, 1, level, _CENTRE)
        plain = row.advice[0].printed == row.level
        sheet.text(at, 2, advice, _CENTRE if plain else _BODY, quoted)

    return Row(row_height(lines), draw)


def _note_rows(content: SheetContent) -> Iterator[Row]:
    yield _GRID.space(_GAP)
    yield from _GRID.across(content.notes_heading, _NOTE_HEADING)
    for note in content.notes:
        yield from _GRID.across(note, _NOTE)


def _overall_heading(content: SheetContent) -> Iterator[Row]:
    yield _GRID.space(2 * _GAP)
    yield from _GRID.across(content.overall_heading, _PARAGRAPH_HEADING)


def _paragraphs(entries: Sequence[str]) -> list[Row]:
    """Paragraphs in one cell, or in as many as they need."""
    said = "\n".join(_FIRST_LINE + clean(entry) for entry in entries)
    return list(_GRID.across(said, _PARAGRAPH))


def _signature_rows(content: SheetContent) -> Iterator[Row]:
    yield _GRID.space(_SIGNING_SPACE)
    for line in content.signature:
        yield from _GRID.across(line, _SIGNATURE, _SIGNED)
