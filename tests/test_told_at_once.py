"""Everything that is wrong with an input is told in one run, so that nobody mends it bit by bit.

An answer that cannot be used, because it is not known whose it is or for which round, is looked
through all the same; it is still used by nobody.
"""

from __future__ import annotations

import openpyxl
import pytest
from forms_filled import (
    EXEMPT,
    NOT_REPORTED,
    Desk,
    edit,
    place,
    rewrite,
    small_rubric,
)
from making import SECONDARY_OFFICE, SEED_OFFICE, cell_of, levels_with, matrix_workbook, score
from test_matrix_faults import SEED

from qp_scoring.findings import RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.messages import message


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, small_rubric(tmp_path))


def neighbour(desk: Desk, **form: object) -> None:
    """The form of another office, without a fault."""
    best = desk.best(SECONDARY_OFFICE)
    desk.form(best, office=SECONDARY_OFFICE, assessor="กรรมการ ค", name="ดี.xlsx", **form)


def told(scored) -> set[tuple[str, str | None]]:
    return {(one.code, one.place.cell) for one in scored.findings if one.severity == "error"}


@pytest.mark.parametrize(
    ("header", "code", "cell"),
    [
        ({"ขั้น": "ทางโทรศัพท์"}, "stage-unknown", "B6"),
        ({"บทบาท": "เลขานุการ"}, "role-unknown", "E2"),
        ({"ปีงบประมาณ": "2567"}, "header-fiscal-year-differs", "B8"),
        ({"รอบ": "รอบ 12 เดือน"}, "header-round-differs", "E8"),
        ({"รอบ": "รอบพิเศษ"}, "header-round-differs", "E8"),
        ({"รหัส": "9999", "สพท.": "สพป.ที่ไม่มี"}, "office-unknown-no-match", "B7"),
        ({"รหัส": SECONDARY_OFFICE}, "office-code-name-differ", "E7"),
    ],
    ids=str,
)
def test_the_answers_of_a_form_that_is_set_aside_are_looked_through(desk, header, code, cell):
    answers = {**desk.best(), "1.2": "มีบ้าง", "2": NOT_REPORTED, "5.p": 120}
    path = desk.form(answers, header=header, assessor="กรรมการ ก")
    neighbour(desk)
    scored = desk.score(round_id="6m")
    found = told(scored)
    assert {one for one in found if one[0] != code or one[1] == cell} == found
    assert {
        (code, cell),
        ("mark-unknown", place(path, "1.2")),
        ("marks-under-status", place(path, "2.1")),
        ("value-outside", place(path, "5.p")),
    } <= found
    assert all(one.mean is None for one in scored.results.offices if one.code == SEED_OFFICE)
    assert scored.office(SECONDARY_OFFICE).mean == "5.00"


def test_the_rows_of_a_form_without_a_known_office_are_compared(desk):
    path = desk.form(desk.best(), header={"รหัส": "9999"})
    rewrite(path, lambda rows: [*rows, next(row for row in rows if row[0] == "1.1")])
    neighbour(desk)
    assert {"office-unknown-no-match", "item-twice"} == {code for code, _ in told(desk.score())}


def test_the_marks_of_rows_that_contradict_each_other_are_looked_through(desk):
    path = desk.form({**desk.best(), "1.1": "มีบ้าง"})
    rewrite(path, lambda rows: [*rows, ["1.1", None, None, "ไม่แน่"]])
    twice = desk.score()
    assert {code for code, _ in told(twice)} == {"item-twice", "mark-unknown"}
    assert sum(one.code == "mark-unknown" for one in twice.findings) == 2
    assert twice.indicator("1").state == "invalid"


def test_the_marks_of_rows_of_a_table_that_answer_twice_are_looked_through(desk):
    book = openpyxl.Workbook()
    for mark in ("ผล", "มีบ้าง", "ไม่แน่"):
        book.active.append(["รหัส", "ข้อ", mark] if mark == "ผล" else [SEED_OFFICE, "1.2", mark])
    book.save(desk.folder / "ตาราง.xlsx")
    assert told(desk.score()) == {
        ("item-twice", "B3"),
        ("mark-unknown", "C2"),
        ("mark-unknown", "C3"),
    }


def test_a_form_of_another_rubric_is_not_looked_through(desk):
    """Its ids ask other things."""
    desk.form({**desk.best(), "1.2": "มีบ้าง"}, header={"รุ่นเกณฑ์": "1.1.0"})
    neighbour(desk)
    assert {code for code, _ in told(desk.score())} == {"header-version-differs"}


def test_rounds_that_disagree_refuse_the_run_with_all_that_is_wrong(desk):
    path = desk.form({**desk.best(), "1.2": "มีบ้าง"}, assessor="กรรมการ ก")
    neighbour(desk, header={"รอบ": "รอบ 12 เดือน"})
    request = Request([desk.folder], str(desk.rubric_folder))
    for run in (lambda: desk.score(round_id=None), lambda: score_and_deliver(request, desk.out)):
        with pytest.raises(RefusedRunError) as refused:
            run()
        found = {(one.code, one.place.cell) for one in refused.value.findings}
        assert ("mark-unknown", place(path, "1.2")) in found
        codes = {code for code, _ in found}
        assert "header-rounds-disagree" in codes
        # Rows of the other round are no fault of their own where only the word is wrong.
        assert codes.isdisjoint({"item-rows-missing", "item-other-round"})


ROWS = {
    "an unknown office": ("สพป.ที่ไม่มี", None, "office-unknown", "A2"),
    "an unknown stage": (SEED_OFFICE, "ทางโทรศัพท์", "stage-unknown", "B2"),
    "no office": (None, "เอกสาร", "row-without-office", "2:2"),
}


@pytest.mark.parametrize("case", ROWS)
@pytest.mark.parametrize("layout", ["matrix", "long"])
def test_the_answers_of_a_row_that_is_set_aside_are_looked_through(desk, layout, case):
    office, stage, code, cell = ROWS[case]
    book = openpyxl.Workbook()
    if layout == "matrix":
        rows = [["รหัส", "ขั้น", "1.1", "1.2", "5.p"], [office, stage, "มี", "มีบ้าง", 120]]
        rows.append([SECONDARY_OFFICE, None, "มี", "มี", 90])
        wrong = {("mark-unknown", "D2"), ("value-outside", "E2")}
    else:
        rows = [["รหัส", "ขั้น", "ข้อ", "ผล"], [office, stage, "1.2", "มีบ้าง"]]
        rows.append([SECONDARY_OFFICE, None, "1.2", "มี"])
        wrong = {("mark-unknown", "D2")}
    for row in rows:
        book.active.append(row)
    book.save(desk.folder / "ตาราง.xlsx")
    scored = desk.score()
    found = {(one if code != "office-unknown" else one[:14], at) for one, at in told(scored)}
    assert found == {(code, cell), *wrong}
    assert SEED_OFFICE not in {o.code for o in scored.results.offices if o.status == "complete"}


def test_the_answer_of_a_row_with_an_unknown_indicator_is_looked_through(desk):
    book = openpyxl.Workbook()
    for row in (["รหัส", "ตัวชี้วัด", "ข้อ", "ผล"], [SEED_OFFICE, "99", "1.2", "มีบ้าง"]):
        book.active.append(row)
    book.save(desk.folder / "ตาราง.xlsx")
    neighbour(desk)
    assert told(desk.score()) == {("indicator-unknown", "B2"), ("mark-unknown", "D2")}


@pytest.mark.parametrize("of_ours", [True, False])
def test_a_row_that_only_begins_like_one_of_totals_is_told(desk, of_ours):
    """รวม is half of a word here: its มี would be lost without a word."""
    named = "รวมพลังเครือข่ายความปลอดภัย"
    if of_ours:
        rewrite(desk.form(desk.best()), lambda rows: [*rows, [named, None, None, "มี"]])
    else:
        book = openpyxl.Workbook()
        for row in (["รหัส", SEED_OFFICE], ["ข้อ", "ผล"], ["1.1", "มี"], [named, "มี"]):
            book.active.append(row)
        book.save(desk.folder / "แบบ.xlsx")
    assert "item-unknown" in {code for code, _ in told(desk.score())}


def test_the_words_of_a_remark_across_a_table_are_no_marks(desk):
    book = openpyxl.Workbook()
    book.active.append(["รหัส", "1.1", "1.2", "1.3", "1.4"])
    book.active.append([SECONDARY_OFFICE, "มี", "มี", "มี", "มี"])
    book.active.append([None, "ผู้รับผิดชอบ", "งานนิเทศ", "งานแผน", "งานบุคคล"])
    book.save(desk.folder / "ตาราง.xlsx")
    assert told(desk.score()) == {("row-without-office", "3:3")}


def test_a_form_of_ours_with_another_heading_is_told_what_it_lacks(desk):
    """It was read on its side, and every text of an item was told to be no mark."""
    path = desk.form({**desk.best(), "1.2": "มีบ้าง"}, assessor="กรรมการ ก")
    edit(path, lambda sheet: sheet.__setitem__("D3", "ผลตรวจของเรา"))
    neighbour(desk)
    found = [one for one in desk.score().findings if one.place.file == path.name]
    assert [(one.code, one.place.cell) for one in found] == [("layout-near", "3:3")]
    said = message(found[0], "th")
    assert "ไม่พบคอลัมน์ ผล" in said and "ผลตรวจของเรา" in said


def test_the_levels_of_an_office_that_is_not_known_are_looked_through(tmp_path):
    wrong = levels_with(SEED, **{"2": 7})
    path = matrix_workbook(tmp_path / "m.xlsx", [["สพป.ที่ไม่มี", *wrong], ["2402", *SEED]])
    scored = score(path)
    assert ("level-outside-scale", cell_of("2")) in told(scored)
    assert [one.code for one in scored.results.offices] == ["2402"]


def test_a_form_of_others_without_an_office_is_looked_through(desk):
    book = openpyxl.Workbook()
    for row in (["แบบตรวจหลักฐาน"], ["ข้อ", "ผล"], ["1.1", "มี"], ["1.2", "มีบ้าง"]):
        book.active.append(row)
    book.save(desk.folder / "แบบ.xlsx")
    neighbour(desk)
    assert told(desk.score()) == {("form-office-missing", "2:2"), ("mark-unknown", "B4")}


def test_what_is_wrong_beside_an_unknown_status_is_told_with_it(desk):
    path = desk.form({**desk.best(), "4": "เสร็จบ้าง", "4 ระดับ": 9})
    found = told(desk.score())
    assert ("status-unknown", place(path, "4")) in found
    assert ("level-outside-scale", place(path, "4 ระดับ")) in found


def test_marks_under_an_exemption_without_a_reason_are_told_with_it(desk):
    path = desk.form({**desk.best(), "1": EXEMPT})
    found = told(desk.score())
    assert ("exempt-reason-missing", place(path, "1")) in found
    assert ("marks-under-status", place(path, "1.1")) in found


def test_a_level_off_the_scale_without_a_reason_has_both_told(desk):
    path = desk.form({**desk.best(), "4 ระดับ": 9})
    edit(path, lambda sheet: sheet.__setitem__(place(path, "4 ระดับ", "E"), None))
    assert {code for code, _ in told(desk.score())} == {
        "level-outside-scale",
        "judged-without-reason",
    }
