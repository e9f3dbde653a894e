"""Headings and labels that a reader would doubt: said, and nothing is read under them."""

from __future__ import annotations

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from making import CODES, SEED, SEED_OFFICE, score
from openpyxl import Workbook
from openpyxl.styles import Font

from qp_scoring.findings import RefusedRunError

STRUCK = Font(strike=True)


def table(*rows: list[object], struck: str, path) -> object:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active[struck].font = STRUCK
    book.save(path)
    return score(path)


def test_a_column_whose_heading_is_struck_is_not_read(tmp_path):
    heading = ["รหัส", "ผู้ประเมิน", "8.1", "8.2"]
    scored = table(heading, [SEED_OFFICE, "ก", "มี", "มี"], struck="D1", path=tmp_path / "ผล.xlsx")
    assert ("cell-struck", "D1") in scored.places()
    marks = {one.id: one.mark for one in scored.indicator("8").items}
    assert (marks["8.1"], marks.get("8.2")) == ("met", None)


def test_a_row_of_a_long_table_whose_item_is_struck_is_not_read(tmp_path):
    scored = table(
        ["รหัส", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล"],
        [SEED_OFFICE, "ก", "8", "8.1", "มี"],
        [SEED_OFFICE, "ก", "8", "8.2", "มี"],
        struck="D3",
        path=tmp_path / "ผล.xlsx",
    )
    assert ("cell-struck", "D3") in scored.places()
    marks = {one.id: one.mark for one in scored.indicator("8").items}
    assert (marks["8.1"], marks.get("8.2")) == ("met", None)


@pytest.mark.parametrize("column", ["A", "D"])
def test_a_struck_heading_of_our_own_form_is_said_and_the_form_is_still_known(tmp_path, column):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    path = desk.form(desk.best())
    book = openpyxl.load_workbook(path)
    row = next(cell.row for cell in book.active["A"] if cell.value == "ข้อ")
    book.active[f"{column}{row}"].font = STRUCK
    book.save(path)
    assert ("cell-struck", f"{column}{row}") in desk.score().places()


def test_a_struck_heading_over_codes_that_are_known_all_the_same_is_said(tmp_path):
    scored = table(["รหัส", *CODES], [SEED_OFFICE, *SEED], struck="A1", path=tmp_path / "ระดับ.xlsx")
    assert ("cell-struck", "A1") in scored.places()
    assert scored.office().mean_exact == "29/12"


FORM = [
    ["รหัส", SEED_OFFICE],
    ["ผู้ประเมิน", "ก ตัวอย่าง"],
    ["รอบ", "6 เดือน"],
    ["ข้อ", "ผล", "เอกสารอ้างอิง", "หมายเหตุ"],
    ["ตัวชี้วัดที่ 8", "ประเมิน"],
    ["8.1", "มี"],
]


@pytest.mark.parametrize("struck", ["A1", "B1"])
def test_a_form_whose_office_is_struck_or_has_a_struck_label_is_nobodys(tmp_path, struck):
    with pytest.raises(RefusedRunError) as refused:
        table(*FORM, struck=struck, path=tmp_path / "แบบ.xlsx")
    assert ("cell-struck", struck) in [(one.code, one.place.cell) for one in refused.value.findings]


@pytest.mark.parametrize("struck", ["A2", "B2"])
def test_a_struck_assessor_or_one_with_a_struck_label_is_no_voice(tmp_path, struck):
    scored = table(*FORM, struck=struck, path=tmp_path / "แบบ.xlsx")
    assert ("cell-struck", struck) in scored.places()
    assert {one.id: one.mark for one in scored.indicator("8").items}.get("8.1") is None


@pytest.mark.parametrize("struck", ["A3", "B3"])
def test_a_struck_round_is_said_and_not_used(tmp_path, struck):
    rows = [["รอบ", "12 เดือน"] if row[0] == "รอบ" else row for row in FORM]
    scored = table(*rows, struck=struck, path=tmp_path / "แบบ.xlsx")
    assert ("cell-struck", struck) in scored.places()
    assert scored.results.round == "6m"
    assert {one.id: one.mark for one in scored.indicator("8").items}["8.1"] == "met"


def test_an_office_in_a_struck_title_is_not_that_of_the_form(tmp_path):
    rows = [["สพป.ฉะเชิงเทรา เขต 2"], *FORM[1:]]
    assert table(*rows, struck="D4", path=tmp_path / "แบบ.xlsx").office().code == SEED_OFFICE
    with pytest.raises(RefusedRunError) as refused:
        table(*rows, struck="A1", path=tmp_path / "แบบ.xlsx")
    assert ("cell-struck", "A1") in [(one.code, one.place.cell) for one in refused.value.findings]
