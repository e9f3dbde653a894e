"""Charts below tables: as wide as the table, on pages of their own where they would be divided."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.paper.cells import Book
from qp_scoring.paper.charts import Chart, Series
from qp_scoring.paper.page import LANDSCAPE
from qp_scoring.paper.tables import Cell, Column, DrawnTable, draw_table

WIDTHS = (40, 60)


def drawn(tmp_path: Path, rows: int, *heights: float) -> Worksheet:
    charts = tuple(
        Chart(
            title="แผนภูมิ",
            names=0,
            rows=(0, rows - 1),
            series=(Series(1, "#2E75B6"),),
            size=(0, height),
            across=True,
        )
        for height in heights
    )
    table = DrawnTable(
        name="ตาราง",
        title="ชื่อตาราง",
        notices=(),
        legend=(),
        columns=(Column("ชื่อ", WIDTHS[0]), Column("จำนวน", WIDTHS[1])),
        rows=[(Cell(f"แถว {at}"), Cell(figure=at)) for at in range(rows)],
        charts=charts,
    )
    path = tmp_path / "a.xlsx"
    with Book(path, "ชื่อ", "เรื่อง") as book:
        draw_table(book, table, "")
    return load_workbook(path)["ตาราง"]


def breaks(sheet: Worksheet) -> list[int]:
    return [row_break.id for row_break in sheet.row_breaks.brk]


def points(sheet: Worksheet, first: int, last: int) -> float:
    """The height of rows (counted from 1, both included)."""
    return sum(sheet.row_dimensions[row].height for row in range(first, last + 1))


def test_a_chart_that_fits_beside_a_short_table_stays_on_its_page(tmp_path: Path) -> None:
    sheet = drawn(tmp_path, 3, 150)
    assert breaks(sheet) == []
    assert sheet._charts[0].anchor._from.row >= 5


def test_a_page_begins_before_a_chart_that_would_be_divided(tmp_path: Path) -> None:
    sheet = drawn(tmp_path, 20, 300)
    (before,) = breaks(sheet)
    anchor = sheet._charts[0].anchor
    # The title, the heading and 20 rows stand above; the chart begins below the break.
    assert before == 22
    assert anchor._from.row >= before


def test_charts_share_a_page_while_there_is_room(tmp_path: Path) -> None:
    assert len(breaks(drawn(tmp_path, 20, 100, 100))) == 1
    assert len(breaks(drawn(tmp_path, 20, 300, 300))) == 2


@pytest.mark.parametrize("asked", [5_000.0, 100.0])
def test_no_chart_is_higher_than_a_page_under_the_repeated_heading(
    tmp_path: Path, asked: float
) -> None:
    sheet = drawn(tmp_path, 20, asked)
    anchor = sheet._charts[0].anchor
    height = points(sheet, anchor._from.row + 1, anchor.to.row + 1)
    heading = sheet.row_dimensions[2].height
    assert height + heading <= LANDSCAPE.capacity(WIDTHS)


def test_a_chart_is_as_wide_as_its_table_and_inside_the_printed_area(tmp_path: Path) -> None:
    sheet = drawn(tmp_path, 20, 300)
    anchor = sheet._charts[0].anchor
    assert (anchor._from.col, anchor.to.col) == (0, 1)
    area = str(sheet.print_area)
    assert "$A$1:$B$" in area
    assert anchor.to.row < int(area.rsplit("$", 1)[1])


def test_a_table_without_rows_has_no_chart(tmp_path: Path) -> None:
    assert drawn(tmp_path, 0, 300)._charts == []


@pytest.mark.parametrize(("offices", "first_again"), [(8, None), (46, "$A:$B")])
def test_a_table_that_goes_on_to_the_right_has_its_first_columns_on_each_page(
    tmp_path: Path, offices: int, first_again: str | None
) -> None:
    columns = [Column("ข้อ", 8), Column("ชื่อ", 40), *[Column("สพป.", 14)] * offices]
    rows = [[Cell("ก")] * len(columns)]
    table = DrawnTable("ตาราง", "ชื่อ", (), (), tuple(columns), rows, frozen_columns=2)
    with Book(tmp_path / "a.xlsx", "ชื่อ", "เรื่อง") as book:
        draw_table(book, table, "")
    sheet = load_workbook(tmp_path / "a.xlsx")["ตาราง"]
    assert sheet.print_title_cols == first_again
    assert sheet.print_title_rows
