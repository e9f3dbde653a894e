"""The mark matrix (layout 2): what its headings may be, and what is wrong with its cells."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from forms_filled import CLOSED, EXEMPT, NOT_REPORTED, Desk, small_rubric
from making import PROJECT, SECONDARY_OFFICE, SEED_OFFICE
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from qp_scoring.documents.results import State

ITEMS = [f"1.{n}" for n in range(1, 6)]
MET = ["มี"] * 5
STATUSES = [f"{code} สถานะ" for code in ("2", "3", "4", "5", "6a")]
SILENT = [NOT_REPORTED] * 5
"""The indicators that a test is not about are not reported; their items need no column then."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, small_rubric(tmp_path))


def matrix(desk: Desk, heading: list[object], *rows: list[object]):
    book = Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    book.save(desk.folder / "ผล.xlsx")
    return desk.score()


def one_office(desk: Desk, answers: dict[str, object]):
    """One row: indicator 1 all met and the others not reported, but for these answers."""
    given = {**dict(zip(ITEMS, MET, strict=True)), **dict(zip(STATUSES, SILENT, strict=True))}
    given |= answers
    return matrix(desk, ["รหัส", *given], [SEED_OFFICE, *given.values()])


def cell(answers: dict[str, object], heading: str) -> str:
    """Where an answer of :func:`one_office` stands."""
    columns = ["รหัส", *dict.fromkeys([*ITEMS, *STATUSES, *answers])]
    return f"{get_column_letter(columns.index(heading) + 1)}2"


def said(scored) -> list[tuple[str, str | None]]:
    """Codes and cells, without the items of silent indicators that have no column."""
    return [place for place in scored.places() if place[0] != "item-columns-missing"]


def test_columns_of_what_applies_to_nobody_in_the_table_are_not_missed(desk):
    """The list of offices says that the second indicator does not apply to the only one."""
    given = dict(zip(ITEMS, MET, strict=True)) | {"2 สถานะ": None}
    given |= dict.fromkeys(STATUSES[1:], NOT_REPORTED)

    def missing() -> str:
        scored = matrix(desk, ["รหัส", *given], [SEED_OFFICE, *given.values()])
        (said,) = [item for item in scored.findings if item.code == "item-columns-missing"]
        return dict(said.values)["missing"]

    assert missing().startswith("2.1, 2.2")
    row = f"{SEED_OFFICE},,,2: ไม่มี"
    (desk.folder / "offices.csv").write_text(f"code,type,name_th,applies_not\n{row}\n", "utf-8")
    assert missing().startswith("3.1")


def test_a_good_row_says_only_which_items_have_no_column(desk):
    scored = one_office(desk, {})
    assert scored.places() == [("item-columns-missing", "1:1")]
    missing = dict(scored.findings[0].values)["missing"]
    assert missing.startswith("2.1, 2.2")
    assert "6b" not in missing
    assert scored.indicator("1").printed == "5"
    assert scored.indicator("2").state is State.NOT_REPORTED


# --- one wrong cell each, and the heading of its column

WRONG: dict[str, tuple[dict[str, object], str, str]] = {
    "an unknown mark": ({"1.2": "มีบ้าง"}, "1.2", "mark-unknown"),
    "a number that is no mark": ({"1.2": 7}, "1.2", "mark-unknown"),
    "an error cell": ({"1.2": "#N/A"}, "1.2", "cell-error"),
    "a formula without a value": ({"1.2": "=1+1"}, "1.2", "formula-without-value"),
    "not relevant without a reason": ({"1.2": "ไม่เกี่ยวข้อง"}, "1.2", "not-relevant-without-reason"),
    "an unknown status": ({"2 สถานะ": "รอ"}, "2 สถานะ", "status-unknown"),
    "marks under a status": (
        {**dict.fromkeys(ITEMS), "1.2": "มี", "1 สถานะ": NOT_REPORTED},
        "1.2",
        "marks-under-status",
    ),
    "an exemption without a reason": ({"2 สถานะ": EXEMPT}, "2 สถานะ", "exempt-reason-missing"),
    "a level that is not judged": (
        {"1 ระดับ": 4, "ผู้ประเมิน": "สมศรี"},
        "1 ระดับ",
        "level-not-judged",
    ),
    "a judged level without a reason": (
        {"4 สถานะ": None, "4 ระดับ": 4, "4 เหตุผล": None},
        "4 เหตุผล",
        "judged-without-reason",
    ),
    "a judged level off the scale": (
        {"4 สถานะ": None, "4 ระดับ": 9, "4 เหตุผล": "ดี"},
        "4 ระดับ",
        "level-outside-scale",
    ),
    "a value outside its bounds": (
        {"5 สถานะ": None, "5.1": "มี", "5.p": 120},
        "5.p",
        "value-outside",
    ),
    "an unknown role": ({"บทบาท": "แม่บ้าน"}, "บทบาท", "role-unknown"),
    "an unknown stage": ({"ขั้น": "โทรศัพท์"}, "ขั้น", "stage-unknown"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_cell_is_a_finding_there(desk, case):
    answers, heading, code = WRONG[case]
    scored = one_office(desk, answers)
    assert said(scored) == [(code, cell(answers, heading))]
    assert scored.findings[0].severity in ("error", "warning")
    assert scored.office().mean is None
    if code in ("role-unknown", "stage-unknown"):
        assert scored.office().status == "error"  # listed, and scored from no other voice


def test_a_wrong_cell_leaves_the_other_rows_scored(desk):
    heading = ["รหัส", *ITEMS, *STATUSES[:4], "6a สถานะ", "6b สถานะ"]
    scored = matrix(
        desk,
        heading,
        [SEED_OFFICE, "?", *MET[1:], *SILENT, None],
        [SECONDARY_OFFICE, *MET, *SILENT[:4], None, NOT_REPORTED],
    )
    assert said(scored) == [("mark-unknown", "B2")]
    assert scored.office().mean is None
    assert scored.indicator("1", SECONDARY_OFFICE).printed == "5"
    assert scored.office(SECONDARY_OFFICE).mean is not None


# --- headings

HEADINGS: dict[str, tuple[str, str]] = {
    "an item that is not in the rubric": ("1.9", "item-unknown"),
    "an item of no indicator": ("99.1", "item-unknown"),
    "the status of an indicator that is not in the rubric": (
        "99 สถานะ",
        "indicator-column-unknown",
    ),
    "an indicator without what its column holds": ("1", "item-unknown"),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_a_heading_that_cannot_be_read_is_a_finding_there(desk, case):
    heading, code = HEADINGS[case]
    row = [SEED_OFFICE, *MET, *SILENT, "ไม่มี"]
    scored = matrix(desk, ["รหัส", *ITEMS, *STATUSES, heading], row)
    assert said(scored) == [(code, "L1")]
    assert scored.findings[0].severity == "error"
    assert scored.indicator("1").printed == "5"  # the first column is read


TWICE = {
    "an item": ("1.1", "B2"),
    "an item in Thai digits": ("๑.๑", "B2"),
    "an item by its own words": ("1.1 (ตรวจซ้ำ)", "B2"),
}


@pytest.mark.parametrize("case", TWICE)
@pytest.mark.parametrize("second", ["ไม่มี", "มี", "✓", None])
def test_two_columns_of_one_item_are_compared(desk, case, second):
    heading, at = TWICE[case]
    row = [SEED_OFFICE, *MET, *SILENT, second]
    scored = matrix(desk, ["รหัส", *ITEMS, *STATUSES, heading], row)
    if second == "ไม่มี":
        assert said(scored) == [("columns-differ", at)]
        assert (scored.office().status, scored.indicator("1").state) == ("error", State.INVALID)
        return
    assert said(scored) == ([] if second else [("columns-filled", "B1")])
    assert scored.indicator("1").printed == "5"


def test_an_extra_column_of_another_kind_is_left_alone(desk):
    row = [SEED_OFFICE, *MET, *SILENT, "038-511234", "ดีมาก"]
    scored = matrix(desk, ["รหัส", *ITEMS, *STATUSES, "โทรศัพท์", "คำขวัญ"], row)
    assert said(scored) == []


def test_item_columns_that_are_missing_leave_the_indicator_unassessed(desk):
    scored = matrix(desk, ["รหัส", *ITEMS[:4], *STATUSES], [SEED_OFFICE, *MET[:4], *SILENT])
    (missing,) = [item for item in scored.findings if item.code == "item-columns-missing"]
    assert dict(missing.values)["missing"].startswith("1.5, 2.1")
    assert said(scored) == [("items-not-assessed", "B2")]
    assert scored.indicator("1").state is State.NOT_ASSESSED


# --- columns of an indicator as a whole


def test_a_finished_assessment_makes_blanks_unmet(desk):
    scored = one_office(desk, {"1 สถานะ": CLOSED, "1.5": None})
    assert said(scored) == []
    assert scored.indicator("1").unmet == ("1.5",)


def test_a_blank_without_that_statement_is_not_yet_assessed(desk):
    scored = one_office(desk, {"1.5": None})
    assert [code for code, _ in said(scored)] == ["items-not-assessed"]


def test_a_reason_explains_what_is_not_relevant_and_what_is_exempt(desk):
    answers = {"1.2": "ไม่เกี่ยวข้อง", "1 เหตุผล": "ไม่มีโรงเรียน", "2 สถานะ": EXEMPT, "2 เหตุผล": "ยุบรวม"}
    scored = one_office(desk, answers)
    assert said(scored) == []
    assert "1.2" not in (*scored.indicator("1").met, *scored.indicator("1").unmet)
    assert (scored.indicator("2").state, scored.indicator("2").reason) == (State.EXEMPT, "ยุบรวม")


def test_a_reason_explains_that_there_is_nothing_to_count(tmp_path):
    rubric = small_rubric(tmp_path)
    path = rubric / "indicators" / "5.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("max = 100", 'max = 100\nwhen_none = "level"'), encoding="utf-8")
    given = {"5 สถานะ": None, "5.1": "มี", "5.p": "0/0", "5 เหตุผล": "ไม่มีนักเรียนที่ต้องติดตาม"}
    scored = one_office(Desk(tmp_path, rubric), given)
    assert (said(scored), scored.indicator("5").level) == ([], 5)


def test_a_judged_level_with_its_reason_and_a_comment(desk):
    answers = {"4 สถานะ": None, "4 ระดับ": 4, "4 เหตุผล": "เกือบครบ", "1 ข้อเสนอแนะ": "ควรเผยแพร่"}
    scored = one_office(desk, answers)
    assert said(scored) == []
    assert (scored.indicator("4").printed, scored.indicator("4").reason) == ("4", "เกือบครบ")
    assert scored.indicator("1").comment == "ควรเผยแพร่"


def test_two_assessors_are_two_rows_and_the_same_one_twice_is_an_error(desk):
    heading = ["รหัส", "ผู้ประเมิน", *ITEMS, *STATUSES]
    rows = [[SEED_OFFICE, name, *MET, *SILENT] for name in ("สมศรี", "สมชาย", "สมศรี")]
    assert said(matrix(desk, heading, *rows[:2])) == []
    scored = matrix(desk, heading, *rows)
    assert said(scored) == [("assessor-twice", "A4")]
    assert scored.office().mean is None


def judged_alone(tmp_path: Path) -> Desk:
    """A set of two indicators that are judged, and nothing else."""
    folder = tmp_path / "judged"
    shutil.copytree(PROJECT / "rubrics" / "qp-2566", folder)
    for path in (folder / "indicators").glob("*.toml"):
        path.unlink()
    levels = "".join(f'\n[[level]]\nlevel = {k}\ntext = "ก"\nsuggest = "ข"\n' for k in range(1, 6))
    for code in "12":
        head = f'code = "{code}"\ntitle = "ก"\npurpose = "ก"\napplies_to = ["สพป"]\n'
        content = f'{head}method = "judged"\n{levels}'
        (folder / "indicators" / f"{code}.toml").write_text(content, encoding="utf-8")
    return Desk(tmp_path, folder)


def test_a_set_that_is_judged_alone_has_levels_and_no_items(tmp_path):
    desk = judged_alone(tmp_path)
    heading = ["รหัส", "ผู้ประเมิน", "1 ระดับ", "1 เหตุผล", "2 ระดับ", "2 เหตุผล"]
    row = [SEED_OFFICE, "กรรมการตัวอย่าง", 4, "เห็นหลักฐาน", 2, "ยังไม่ครบ"]
    scored = matrix(desk, heading, row)
    assert scored.places() == []
    assert (scored.office().mean, scored.indicator("1").level) == ("3.00", 4)


def test_assessors_of_a_set_that_is_judged_alone_are_heard_each(tmp_path):
    """Two of three give 1 a 4; what is said of 2 is a status."""
    heading = ["รหัส", "ผู้ประเมิน", "1 ระดับ", "1 เหตุผล", "2 สถานะ", "2 ระดับ", "2 เหตุผล"]
    rows = [
        [SEED_OFFICE, f"กรรมการ {name} ตัวอย่าง", level, "เห็นหลักฐาน", NOT_REPORTED, None, None]
        for name, level in (("ก", 4), ("ข", 4), ("ค", 1))
    ]
    scored = matrix(judged_alone(tmp_path), heading, *rows)
    assert scored.places() == []
    assert (scored.indicator("1").level, len(scored.indicator("1").said_by)) == (4, 3)
    assert (scored.indicator("2").state, scored.office().mean) == (State.NOT_REPORTED, "2.00")
