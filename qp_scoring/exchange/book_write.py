"""The workbook in which an officer edits a rubric; ``book_read`` reads it back.

A sheet per kind of table: what is locked explains, what is unlocked is the rubric. Every cell to
edit is formatted as text, so that 4.50 and 8.10 stay as they are typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qp_scoring.exchange.book_read import setting_headings
from qp_scoring.exchange.rows import RowTexts, origin_text
from qp_scoring.exchange.sheets import (
    EXAMPLE_SHEETS,
    KEY,
    SETTING_ROWS,
    SETTINGS,
    SETTINGS_NAME,
    SHEETS,
    VALUE,
    BookColumn,
    SheetForm,
    headings,
    hint,
    words_for,
)
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style
from qp_scoring.paper.page import (
    LANDSCAPE,
    page_footer,
    row_height,
    text_height,
)
from qp_scoring.reports import notes
from qp_scoring.rubric.model import Rubric

SIZE = 14
SPARE_ROWS = 20
_SETTING_WIDTHS = (26.0, 42.0, 80.0, 44.0)
_VALUE_COLUMN = 2

_TITLE = Style(size=18, bold=True, border=False)
_NOTICE = Style(size=SIZE, bold=True, border=False, colour="#9C0006")
_PLAIN = Style(size=SIZE, border=False)
_HINT = Style(size=12, fill="#F2F2F2", colour="#595959")
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#D9E2F3")
_LOCKED = Style(size=SIZE, fill="#F2F2F2")
_OPEN = Style(size=SIZE, fill="#FFFBE6", locked=False, number="@")


def write_rubric_book(path: Path, rubric: Rubric, rows: Mapping[str, Sequence[RowTexts]]) -> None:
    """Write the rows of a rubric (see :mod:`~qp_scoring.exchange.rows`) as a workbook.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("xlsx-title", name=rubric.name)
    with Book(path, title, f"{rubric.id} {rubric.version}", returned=True) as book:
        _settings(book.sheet(SETTINGS_NAME, _SETTING_WIDTHS), rubric, rows[SETTINGS])
        for form in (*SHEETS, *EXAMPLE_SHEETS):
            widths = [column.width for column in form.all_columns]
            _sheet(book.sheet(form.name, widths), form, rows[form.id], widths)


def _settings(sheet: Sheet, rubric: Rubric, rows: Sequence[RowTexts]) -> None:
    # Three rows stay in view, so the notices and what to do share one.
    parts = [(f"{line}\n", _NOTICE) for line in notes.draft_notices(rubric)]
    parts.append((text("xlsx-how-to"), _PLAIN))
    last = len(_SETTING_WIDTHS) - 1
    sheet.merged(0, (0, last - 1), text("xlsx-title", name=rubric.name), _TITLE)
    sheet.height(0, row_height(1, _TITLE.size))
    sheet.merged_rich(1, (0, last), parts, _PLAIN)
    told = "".join(line for line, _ in parts)
    sheet.height(1, text_height(told, sum(_SETTING_WIDTHS), SIZE, bold=True))
    sheet.text(0, len(_SETTING_WIDTHS) - 1, origin_text(rubric), _HINT)
    top = 2
    for at, heading in enumerate(setting_headings().values()):
        sheet.text(top, at, heading, _HEADING)
    sheet.height(top, row_height(1, SIZE))
    for row, (column, texts) in enumerate(zip(SETTING_ROWS, rows, strict=True), start=top + 1):
        cells = (texts[KEY], words_for(Rubric, column.key), "", hint(SETTINGS, column.key))
        for at, cell in enumerate(cells):
            sheet.text(row, at, cell, _HINT if at == len(cells) - 1 else _LOCKED)
        value = texts.get(VALUE, "")
        _edited(sheet, row, _VALUE_COLUMN, value, column)
        shown = (*cells[:_VALUE_COLUMN], value, cells[-1])
        heights = map(text_height, shown, _SETTING_WIDTHS, (SIZE, SIZE, SIZE, 12))
        sheet.height(row, max(heights))
    _finish(sheet, top, top + len(rows), _VALUE_COLUMN, SETTINGS_NAME)


def _sheet(
    sheet: Sheet, form: SheetForm, rows: Sequence[RowTexts], widths: Sequence[float]
) -> None:
    """A sheet of rows, with blank ones below to be filled in."""
    shown = headings(form)
    hints = [hint(form.id, column.key) for column in form.all_columns]
    for at, (column, line) in enumerate(zip(form.all_columns, hints, strict=True)):
        sheet.text(0, at, line, _HINT)
        sheet.text(1, at, shown[column.key], _HEADING)
    sheet.height(0, max(map(text_height, hints, widths, [12.0] * len(widths))))
    bold = [
        text_height(line, width, SIZE, True)
        for line, width in zip(shown.values(), widths, strict=True)
    ]
    sheet.height(1, max(bold))
    spare: list[RowTexts] = [{}] * SPARE_ROWS
    for row, texts in enumerate([*rows, *spare], start=2):
        heights = [row_height(1, SIZE)]
        for at, column in enumerate(form.all_columns):
            value = texts.get(column.key, "")
            _edited(sheet, row, at, value, column)
            heights.append(text_height(value, widths[at], SIZE))
        sheet.height(row, max(heights))
    _finish(sheet, 1, 1 + len(rows), len(form.links) + 1, form.name)


def _edited(sheet: Sheet, row: int, at: int, value: str, column: BookColumn) -> None:
    """A cell to edit, with a drop-down where only some words are allowed."""
    sheet.text(row, at, value, _OPEN, quoted=True)
    if column.words:
        sheet.choices(row, at, column.words)


def _finish(sheet: Sheet, top: int, last: int, frozen: int, name: str) -> None:
    sheet.freeze(top + 1, frozen)
    sheet.print_setup(LANDSCAPE, last, top, page_footer(name))
    sheet.protect(rows=True)
