"""What stays in view: no sheet of any workbook takes a window for its headings.

Every workbook that the program writes is measured, as it lies on the disk.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.paper.page import points_wide

ROWS, POINTS = 3, 110
SMALLEST = 11
"""Letters on paper, in points."""

_A4, _A3 = 841.9, 1190.6


def _frozen(sheet: Worksheet) -> int:
    """How many rows stay in view."""
    return sheet[sheet.freeze_panes].row - 1 if sheet.freeze_panes else 0


@cache
def _workbooks(folder: Path) -> list[tuple[str, Worksheet]]:
    return [
        (f"{path.relative_to(folder).as_posix()} {sheet.title}", sheet)
        for path in sorted(folder.rglob("*.xlsx"))
        for sheet in openpyxl.load_workbook(path)
    ]


def test_no_more_than_three_rows_and_110_points_stay_in_view(written_books, shipped):
    high = {}
    for folder in (written_books, shipped[0]):
        for name, sheet in _workbooks(folder):
            rows = range(1, _frozen(sheet) + 1)
            points = sum(sheet.row_dimensions[row].height or 15 for row in rows)
            if len(rows) > ROWS or points > POINTS:
                high[name] = (len(rows), points)
    assert high == {}


def test_every_kind_of_workbook_was_measured(written_books):
    names = {path.name for path in written_books.rglob("*.xlsx")}
    assert {"summary.xlsx", "to-decide.xlsx", "compare.xlsx", "coverage.xlsx"} <= names


def test_forms_are_printed_in_letters_of_11_points(written_books):
    """Also where results of the round before or passages of reports stand beside the items."""
    forms = [
        (name, sheet) for name, sheet in _workbooks(written_books) if sheet.title == "แบบประเมิน"
    ]
    made = [name for name, _ in forms if not name.startswith("in/")]
    assert len(made) == 4  # plain, for the other round, with carried results, with passages
    for name, sheet in forms:
        if name.startswith("in/"):
            continue  # saved by another program
        page = _A3 if int(sheet.page_setup.paperSize) == 8 else _A4
        widths = [column.width for column in sheet.column_dimensions.values()]
        scale = (sheet.page_setup.scale or 100) / 100
        assert points_wide(widths) * scale <= page, name
        sizes = {cell.font.size for row in sheet for cell in row if cell.value}
        assert min(sizes) * scale >= SMALLEST, (name, min(sizes), scale)
