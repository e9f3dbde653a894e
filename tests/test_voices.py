"""Who speaks: a voice that a reader would doubt is not heard, and nothing is scored without it."""

from __future__ import annotations

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from making import SEED_OFFICE, score
from openpyxl import Workbook
from openpyxl.styles import Font

from qp_scoring.documents.answers import Stage

A, B = "กมลวรรณ ใจดี", "ขจรศักดิ์ รักเรียน"
LABELS = {"assessor": "ผู้ประเมิน", "role": "บทบาท", "stage": "ขั้น"}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, small_rubric(tmp_path))


def beside(sheet, label):
    """The cell beside a label of a form."""
    found = next(cell for row in sheet for cell in row if cell.value == label)
    return sheet.cell(found.row, found.column + 1)


@pytest.mark.parametrize("label", LABELS.values())
def test_a_form_whose_voice_is_struck_leaves_its_office_unfinished(desk, label):
    desk.form(desk.best(), assessor=A)
    path = desk.form({**desk.best(), "1.5": "ไม่มี"}, assessor=B)
    book = openpyxl.load_workbook(path, rich_text=True)
    cell = beside(book.active, label)
    cell.font = Font(strike=True)
    book.save(path)
    scored = desk.score()
    assert scored.places() == [("cell-struck", cell.coordinate)]
    assert [finding.severity for finding in scored.findings] == ["warning"]
    assert scored.office().status == "incomplete"
    assert {one.state for one in scored.office().indicators} <= {"not_assessed", "not_applicable"}


def test_a_visit_does_not_overrule_a_voice_that_nobody_can_place(desk):
    """The struck stage may have been ลงพื้นที่ as well."""
    path = desk.form(desk.best(), assessor=A)
    book = openpyxl.load_workbook(path, rich_text=True)
    beside(book.active, LABELS["stage"]).font = Font(strike=True)
    book.save(path)
    desk.form(desk.best(), assessor=B, stage=Stage.VISIT)
    assert desk.score().office().status == "incomplete"


@pytest.mark.parametrize("column", [2, 3, 4])
def test_a_row_of_a_table_whose_voice_is_struck_leaves_its_office_unfinished(tmp_path, column):
    book = Workbook()
    book.active.append(["รหัส", *LABELS.values(), "1.1", "1.2"])
    book.active.append([SEED_OFFICE, A, "กรรมการ", "เอกสาร", "มี", "มี"])
    book.active.append(["2001", B, "กรรมการ", "เอกสาร", "มี", "มี"])
    cell = book.active.cell(2, column)
    cell.font = Font(strike=True)
    book.save(tmp_path / "ผล.xlsx")
    scored = score(tmp_path / "ผล.xlsx")
    assert ("cell-struck", cell.coordinate) in scored.places()
    assert {finding.severity for finding in scored.findings} <= {"warning", "info"}
    status = {one.code: one.status for one in scored.results.offices}
    assert status == {SEED_OFFICE: "incomplete", "2001": "incomplete"}


@pytest.mark.parametrize(
    ("word", "mark"), [("พบหลักฐาน", "met"), ("พบ หลักฐาน.", "met"), ("ไม่ครบ", "unmet"), ("มี", "met")]
)
def test_a_rubric_may_have_words_of_its_own_for_marks(tmp_path, word, mark):
    """Also one that is otherwise asked about, as ไม่ครบ is."""
    rubric = small_rubric(tmp_path)
    main = rubric / "rubric.toml"
    text = main.read_text("utf-8").replace(
        "[checklist]\n", '[checklist]\nmet = ["พบหลักฐาน"]\nunmet = ["ไม่ครบ"]\n'
    )
    main.write_text(text, "utf-8")
    desk = Desk(tmp_path, rubric)
    desk.form({**desk.best(), "1.5": word})
    scored = desk.score()
    assert scored.findings == ()
    assert next(one for one in scored.indicator("1").items if one.id == "1.5").mark == mark
