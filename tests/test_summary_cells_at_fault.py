"""Sheet ยังไม่สมบูรณ์: the cells that are to be mended, and what is said of each."""

from __future__ import annotations

import pytest
from forms_filled import NOT_REPORTED, Desk, edit, place, small_rubric
from openpyxl import load_workbook
from openpyxl.styles import Font


def unfinished(desk: Desk) -> dict[str, tuple[str, str]]:
    """Why and where, by the indicators of each row."""
    desk.deliver()
    rows = load_workbook(desk.out / "summary.xlsx")["ยังไม่สมบูรณ์"].iter_rows(values_only=True)
    table = [row for row in rows if row[0]]
    top = next(at for at, row in enumerate(table) if row[0] == "รหัส")
    return {str(row[4]): (str(row[6]), str(row[7])) for row in table[top + 1 :]}


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path, small_rubric(tmp_path))


def test_the_cells_that_are_wrong_are_named_and_what_is_wrong_with_each(desk):
    answers = {**desk.best(), "2.1": "มม", "2.2": "มม", "2.3": None, "5.p": "ราว 80"}
    path = desk.form(answers, name="ก.xlsx")
    found = unfinished(desk)
    cells = [place(path, key) for key in ("2.1", "2.2", "2.3")]
    assert cells[0][:1] == "D"
    why, where = found["2"]
    assert where.endswith(f": {cells[0]}:{cells[2]}")
    assert f"{cells[0]}:{cells[1]}: พบ “มม”" in why and "2.3" in why
    why, where = found["5"]
    assert where.endswith(f": {place(path, '5.p')}")
    assert why.startswith("พบ “ราว 80”")


def test_what_no_cell_says_alone_stands_at_the_one_of_the_indicator(desk):
    not_relevant = dict.fromkeys(("3.1", "3.2"), ("ไม่เกี่ยวข้อง", "ไม่มีภารกิจ"))
    path = desk.form({**desk.best(), **not_relevant}, name="ก.xlsx")
    ((why, where),) = unfinished(desk).values()
    assert where.endswith(f": {place(path, '3')}")
    assert "ไม่เกี่ยวข้อง 2 รายการ" in why


def test_marks_under_a_status_that_says_there_are_none_stand_with_it(desk):
    path = desk.form({**desk.best(), "3": NOT_REPORTED}, name="ก.xlsx")
    ((why, where),) = unfinished(desk).values()
    assert where.endswith(f": {place(path, '3')}:{place(path, '3.1')}")
    assert NOT_REPORTED in why


def test_a_level_that_cannot_be_read_stands_at_its_own_cell(desk):
    path = desk.form({**desk.best(), "4 ระดับ": (9, "ครบ")}, name="ก.xlsx")
    ((_, where),) = unfinished(desk).values()
    assert where.endswith(f": {place(path, '4 ระดับ')}")


def test_a_struck_answer_stands_at_its_cell(desk):
    path = desk.form(desk.best(), name="ก.xlsx")
    cell = place(path, "5.1")
    edit(path, lambda sheet: setattr(sheet[cell], "font", Font(strike=True)))
    ((_, where),) = unfinished(desk).values()
    assert where.endswith(f": {cell}")


def test_an_indicator_with_no_answer_at_all_is_one_cell_and_not_all_of_its_rows(desk):
    gone = {key: None for key in desk.best() if key.startswith("3.")}
    path = desk.form({**desk.best(), **gone}, name="ก.xlsx")
    ((_, where),) = unfinished(desk).values()
    assert where.endswith(f": {place(path, '3')}")


def test_no_more_than_some_sentences_stand_in_a_row(desk):
    wrong = {f"2.{at}": f"มม{at}" for at in range(1, 7)}
    wrong |= {f"3.{at}": f"มม{at}" for at in range(1, 6)}
    desk.form({**desk.best(), **wrong}, name="ก.xlsx")
    assert len(unfinished(desk)["2"][0].splitlines()) == 6


@pytest.mark.parametrize(
    ("header", "cell"), [({"ขั้น": "ภาคสนาม"}, "B6"), ({"บทบาท": "เลขานุการ"}, "E2")]
)
def test_a_form_whose_voice_is_not_known_says_what_followed_and_where(desk, header, cell):
    desk.form({**desk.best(), "2.1": "มม"}, header=header, assessor="ก ตัวอย่าง", name="ก.xlsx")
    ((why, where),) = unfinished(desk).values()
    assert where.endswith(f": {cell}")
    assert "ยังไม่นำคำตอบทั้งหมดของผู้ประเมินนี้มาใช้" in why
