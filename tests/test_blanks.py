"""A blank under ประเมินเสร็จ is ไม่มี only where its row shows nothing else, in every layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from making import SEED_OFFICE, score
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet
from workbook_parts import draw_check_box

from qp_scoring.messages import fix

DONE = "ประเมินเสร็จ"
ITEMS = [f"8.{number}" for number in range(1, 9)]
BLANK = "8.1"


def long_table() -> tuple[list[list[object]], str, str, str, str]:
    """A row for each item; the cells of the blank, its reference, its note and beyond them."""
    heading = ["รหัส", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล", "เหตุผล", "อ้างอิง", "หมายเหตุ"]
    rows: list[list[object]] = [heading, [SEED_OFFICE, "ก", "8", None, DONE]]
    rows += [[SEED_OFFICE, "ก", "8", item, None if item == BLANK else "มี"] for item in ITEMS]
    return rows, "E3", "G3", "H3", "J3"


def form() -> tuple[list[list[object]], str, str, str, str]:
    """A form of somebody's own making."""
    heading = ["ข้อ", "รายการพิจารณา", "ผลการประเมิน", "เอกสารอ้างอิง", "หมายเหตุ"]
    rows: list[list[object]] = [["รหัส", SEED_OFFICE], ["ผู้ประเมิน", "ก"], heading]
    rows += [["ตัวชี้วัดที่ 8", None, DONE]]
    rows += [[item, "รายการ", None if item == BLANK else "มี"] for item in ITEMS]
    return rows, "C5", "D5", "E5", "G5"


def dressed(folder: Path, rows: list[list[object]], dress: Callable[[Worksheet], None]):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    dress(book.active)
    book.save(folder / "ผล.xlsx")
    scored = score(folder / "ผล.xlsx")
    (blank,) = (one for one in scored.indicator("8").items if one.id == BLANK)
    return blank.mark, scored.places()


@pytest.mark.parametrize("layout", [long_table, form])
def test_a_blank_beside_nothing_is_unmet(tmp_path, layout):
    rows, *_ = layout()
    mark, places = dressed(tmp_path, rows, lambda _page: None)
    assert mark == "unmet"
    assert [code for code, _ in places if code.startswith(("blank-", "mark-"))] == []


@pytest.mark.parametrize("word", ["-", "ไม่มี", "ไม่พบ"])
@pytest.mark.parametrize("layout", [long_table, form])
def test_a_reference_that_says_none_leaves_it_unmet(tmp_path, layout, word):
    rows, _, reference, *_ = layout()
    mark, _ = dressed(tmp_path, rows, lambda page: page.__setitem__(reference, word))
    assert mark == "unmet"


def filled(page: Worksheet, cell: str) -> None:
    page[cell].fill = PatternFill("solid", fgColor="FF00B050")


def noted(page: Worksheet, cell: str) -> None:
    page[cell].comment = Comment("ดูแฟ้ม 3", "ประธาน")


@pytest.mark.parametrize("layout", [long_table, form])
@pytest.mark.parametrize(
    ("code", "at", "dress"),
    [
        ("blank-filled", 0, filled),
        ("blank-noted", 0, noted),
        ("blank-beside-text", 1, lambda page, cell: page.__setitem__(cell, "แฟ้ม 3")),
        ("blank-beside-text", 2, lambda page, cell: page.__setitem__(cell, "มีในรายงาน")),
        ("mark-elsewhere", 3, lambda page, cell: page.__setitem__(cell, "✓")),
    ],
)
def test_a_blank_beside_more_is_no_answer_and_said(tmp_path, layout, code, at, dress):
    rows, *cells = layout()
    mark, places = dressed(tmp_path, rows, lambda page: dress(page, cells[at]))
    assert mark is None
    assert (code, cells[at] if code == "mark-elsewhere" else cells[0]) in places


@pytest.mark.parametrize("columns", ["ABC", "ABDC"])
def test_an_answer_typed_over_the_evidence_asked_for_is_said(tmp_path, columns):
    """In a form, one column to the left of the mark; also where that column stands beyond it."""
    heading = {"A": "ข้อ", "B": "หลักฐานที่ใช้ได้", "C": "ผล", "D": "เอกสารอ้างอิง"}
    rows = [["รหัส", SEED_OFFICE], ["ผู้ประเมิน", "ก"], [heading[one] for one in columns]]
    own: dict[str, object] = {"B": "คำสั่ง", "C": "มี"}
    rows += [["ตัวชี้วัดที่ 8", *({"C": DONE}.get(one) for one in columns[1:])]]
    for item in ITEMS:
        said = {"B": "มี"} if item == BLANK else own
        rows.append([item, *(said.get(one) for one in columns[1:])])
    mark, places = dressed(tmp_path, rows, lambda _page: None)
    assert mark is None
    assert ("mark-elsewhere", "B5") in places


@pytest.mark.parametrize(
    ("word", "expected", "said"),
    [
        ("มี", None, ["mark-as-reason"]),
        ("✓", None, ["mark-as-reason"]),
        ("ครบ", None, ["mark-as-reason"]),
        ("ไม่มี", "unmet", ["reason-unlisted"]),
        ("ไม่พบ", "unmet", []),
        ("1", "unmet", ["reason-unlisted"]),
    ],
)
def test_an_answer_in_the_column_of_reasons_is_no_reason(tmp_path, word, expected, said):
    rows, *_ = long_table()
    mark, places = dressed(tmp_path, rows, lambda page: page.__setitem__("F3", word))
    assert mark == expected
    assert [code for code, place in places if place == "F3"] == said


@pytest.mark.parametrize("layout", [long_table, form])
def test_a_blank_under_a_merge_is_no_answer_and_said(tmp_path, layout):
    rows, cell, *_ = layout()
    above = f"{cell[0]}{int(cell[1]) - 1}"
    mark, places = dressed(tmp_path, rows, lambda page: page.merge_cells(f"{above}:{cell}"))
    assert mark is None
    assert [place for code, place in places if code == "blank-merged"] != []


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("layout", [long_table, form])
def test_words_merged_over_several_rows_stand_beside_each_of_them(tmp_path, layout, at):
    rows, *cells = layout()
    column, row = cells[at][0], int(cells[at][1:])

    def dress(page: Worksheet) -> None:
        page[f"{column}{row - 1}"] = "แฟ้ม 3 หน้า 5–20"
        page.merge_cells(f"{column}{row - 1}:{column}{row}")

    mark, places = dressed(tmp_path, rows, dress)
    assert mark is None
    assert ("blank-beside-text", cells[0]) in places


def test_a_mark_merged_over_others_names_the_merge_where_nobody_has_finished(tmp_path):
    rows, cell, *_ = form()
    rows = [["ประเมิน" if value == DONE else value for value in row] for row in rows]
    column, row = cell[0], int(cell[1:])

    def dress(page: Worksheet) -> None:
        page[cell], page[f"{column}{row + 1}"] = "มี", None
        page.merge_cells(f"{column}{row}:{column}{row + 1}")

    _, places = dressed(tmp_path, rows, dress)
    assert ("blank-merged", f"{cell}:{column}{row + 1}") in places


def test_who_has_finished_is_not_told_to_say_so(tmp_path):
    rows, reference = long_table()[0], long_table()[2]
    fixes = []
    for status in (DONE, "ประเมิน"):
        book = Workbook()
        for row in rows:
            book.active.append([status if value == DONE else value for value in row])
        book.active[reference] = "แฟ้ม 3"
        book.save(tmp_path / "ผล.xlsx")
        found = next(
            one for one in score(tmp_path / "ผล.xlsx").findings if one.code == "items-not-assessed"
        )
        fixes.append(fix(found))
    assert [DONE in fix for fix in fixes] == [False, True]


@pytest.mark.parametrize(
    ("heading", "met", "unmet"),
    [
        (["1", "0"], ["/", None], [None, "/"]),
        (["มี (1)", "ไม่มี (0)"], ["✓", None], [None, "✓"]),
        (["ผล 1", "ผล 2"], ["มี", "มี"], ["ไม่มี", "ไม่มี"]),
    ],
)
def test_ticks_under_figures_and_numbered_columns(tmp_path, heading, met, unmet):
    book = Workbook()
    for line in (["รหัส", SEED_OFFICE], ["ข้อ", "รายการพิจารณา", *heading]):
        book.active.append(line)
    for item in ITEMS:
        book.active.append([item, "รายการ", *(unmet if item == BLANK else met)])
    book.save(tmp_path / "ผล.xlsx")
    marks = {one.id: one.mark for one in score(tmp_path / "ผล.xlsx").indicator("8").items}
    assert [marks[item] for item in ITEMS] == ["unmet", *["met"] * 7]


DIAGONAL = Border(diagonalUp=True, diagonal=Side(style="thin"))


@pytest.mark.parametrize("layout", [long_table, form])
def test_a_line_across_it_leaves_it_open(tmp_path, layout):
    rows, cell, *_ = layout()
    mark, places = dressed(tmp_path, rows, lambda page: setattr(page[cell], "border", DIAGONAL))
    assert mark is None
    assert ("blank-crossed", cell) in places


@pytest.mark.parametrize(("high", "open_"), [(1, True), (9, False)])
def test_a_tick_drawn_beside_it_leaves_it_open(tmp_path, high, open_):
    rows, *_ = form()
    dressed(tmp_path, rows, lambda _page: None)
    path = tmp_path / "ผล.xlsx"
    draw_check_box(path, f"5, 2, 4, 2, 5, 60, {3 + high}, 20")
    scored = score(path)
    (blank,) = (one for one in scored.indicator("8").items if one.id == BLANK)
    assert blank.mark == (None if open_ else "unmet")
    assert (("blank-drawn-over", "C5") in scored.places()) is open_
