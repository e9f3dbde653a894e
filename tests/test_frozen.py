"""What stays in view: no sheet of any workbook takes a window for its headings.

Every workbook that the program writes is measured, as it lies on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from making import SEED_OFFICE
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.cli import main
from qp_scoring.paper.page import points_wide

ROWS, POINTS = 3, 110
SMALLEST = 11
"""Letters on paper, in points."""

_A4, _A3 = 841.9, 1190.6


def _frozen(sheet: Worksheet) -> int:
    """How many rows stay in view."""
    return sheet[sheet.freeze_panes].row - 1 if sheet.freeze_panes else 0


def _workbooks(folder: Path) -> Iterator[tuple[str, Worksheet]]:
    for path in sorted(folder.rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            yield f"{path.relative_to(folder)} {sheet.title}", sheet


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory, shipped) -> Path:
    """A folder with workbooks of every command, with open questions and results carried over."""
    folder = tmp_path_factory.mktemp("books")
    desk = Desk(folder, small_rubric(folder))
    desk.form(desk.best() | {"1.1": "มี"}, assessor="กรรมการ ก")
    desk.form(desk.best() | {"1.1": "ไม่มี"}, assessor="กรรมการ ข")
    report = folder / "report.txt"
    report.write_text("สพป.ฉะเชิงเทรา เขต 2\nมีแผนความปลอดภัยของสถานศึกษา\n", encoding="utf-8")
    runs = (
        ("score", desk.folder, "--rubric", desk.rubric_folder, "--out", folder / "score"),
        ("check", desk.folder, "--rubric", desk.rubric_folder, "--out", folder / "check"),
        ("template", "--office", SEED_OFFICE, "--out", folder / "forms"),
        ("template", "--office", SEED_OFFICE, "--round", "12m", "--out", folder / "forms12"),
        ("template", "--from", shipped[0], "--office", SEED_OFFICE, "--out", folder / "carried"),
        ("evidence", report, "--out", folder / "evidence"),
        ("compare", shipped[0], shipped[0], "--out", folder / "compare"),
        ("rubric", "export", "--out", folder / "rubric.xlsx"),
        ("rubric", "show", "--out", folder / "criteria"),
    )
    for arguments in runs:
        assert main([str(one) for one in arguments]) < 2, arguments
    return folder


def test_no_more_than_three_rows_and_110_points_stay_in_view(delivered, shipped):
    high = {}
    for folder in (delivered, shipped[0]):
        for name, sheet in _workbooks(folder):
            rows = range(1, _frozen(sheet) + 1)
            points = sum(sheet.row_dimensions[row].height or 15 for row in rows)
            if len(rows) > ROWS or points > POINTS:
                high[name] = (len(rows), points)
    assert high == {}


def test_every_kind_of_workbook_was_measured(delivered):
    names = {path.name for path in delivered.rglob("*.xlsx")}
    assert {"summary.xlsx", "to-decide.xlsx", "compare.xlsx", "coverage.xlsx"} <= names


def test_forms_are_printed_in_letters_of_11_points(delivered):
    """Also where results of the round before or passages of reports stand beside the items."""
    forms = [(name, sheet) for name, sheet in _workbooks(delivered) if sheet.title == "แบบประเมิน"]
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
