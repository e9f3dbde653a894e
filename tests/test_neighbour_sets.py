"""Two sets beside QP: no indicator is known to the engine, and a state of each set's own."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest
from making import PROJECT, Scored, matrix_workbook, program, score
from openpyxl import Workbook, load_workbook

from qp_scoring.rubric.load import load_rubric

SCHOOLS = PROJECT / "inputs" / "quality-school-2567"
INSPECTION = PROJECT / "inputs" / "inspection-2566"


@pytest.fixture(scope="module")
def schools() -> Scored:
    return score(SCHOOLS, round_id=None)


@pytest.fixture(scope="module")
def inspection() -> Scored:
    return score(INSPECTION, round_id=None)


def said(scored: Scored) -> list[str]:
    """The codes of the findings, without the file that says what the folder holds."""
    return [item.code for item in scored.findings if item.place.file != "README.md"]


# --- quality schools: weights by group, curves, parts, and "not yet started"


def test_the_schools_come_out_as_worked_by_hand(schools: Scored):
    found = {one.code: (one.mean, one.band) for one in schools.results.offices}
    assert found == {
        "Q1": ("3.28", "เข้มแข็ง"),  # 0.6 × 3.24 + 0.2 × 3 + 0.2 × 11/3
        "Q2": ("2.13", "กำลังพัฒนา"),  # 0.6 × 1.84 + 0.2 × 2 + 0.2 × 3.11 = 2.126
        "Q3": ("1.50", "กำลังพัฒนา"),  # (1 + 2) ÷ 2: S5 is not reported and leaves its group
        "Q4": ("3.67", "เป็นแบบอย่าง"),  # (4 + 3 + 4) ÷ 3
        "Q5": ("0.00", "ยังไม่เริ่ม"),
    }
    assert said(schools) == []


def test_units_of_five_kinds_are_judged_by_what_is_theirs(schools: Scored):
    for code, own in (("Q3", "S2 S4 S5"), ("Q5", "S4 S5")):
        office = schools.office(code)
        applying = [one.code for one in office.indicators if one.state != "not_applicable"]
        assert " ".join(applying) == own


def test_not_started_is_the_base_level_by_statement(schools: Scored):
    one = schools.indicator("S1", "Q2")
    assert (one.state, one.level, one.score) == ("scored", 0, "0.00")
    assert one.reason == "ยังไม่ได้ดำเนินการ"
    advice = load_rubric("quality-school-2567").state.not_started.suggest
    assert one.suggestions == (advice,)
    book = load_workbook(SCHOOLS / "marks.xlsx").active
    assert book[one.source.cell].value == "ยังไม่ได้ดำเนินการ"


def test_an_office_that_has_not_started_has_a_way_up(tmp_path: Path):
    """All of S4 (a level an item) and S5 are not started: one item each is level 1."""
    book = load_workbook(SCHOOLS / "marks.xlsx")
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[3]}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == "Q5")
    sheet.cell(row, heads["S5 สถานะ"]).value = "ยังไม่ได้ดำเนินการ"
    book.save(tmp_path / "marks.xlsx")
    copy(SCHOOLS / "offices.csv", tmp_path)
    scored = score(tmp_path, round_id=None)
    assert [scored.indicator(code, "Q5").reason for code in ("S4", "S5")] == ["ยังไม่ได้ดำเนินการ"] * 2
    steps = [scored.indicator(code, "Q5").next_level for code in ("S4", "S5")]
    # (1 + 0) ÷ 2; of S5 its first part alone is 0.6 × 2 = 1.2, the second 0.4 × 4 = 1.6
    assert [(step.level, step.gain, step.gain_most) for step in steps] == [
        (1, "0.50", None),
        (1, "0.60", "0.80"),
    ]
    assert steps[0].needs[0] == ("S4.1",)
    assert scored.office("Q5").next_band.steps == 1


def test_a_mark_under_not_started_is_an_error(tmp_path: Path):
    path = tmp_path / "ผล.xlsx"
    book = Workbook()
    book.active.append(["รหัส", "S4 สถานะ", "S4.1", "S4.2"])
    book.active.append(["2402", "ยังไม่ได้ดำเนินการ", "มี", None])
    book.save(path)
    scored = score(path, rubric="quality-school-2567", round_id="1")
    assert ("marks-under-status", "C2") in scored.places()
    assert scored.indicator("S4").state == "invalid"


def test_only_a_set_that_has_the_state_knows_its_word(tmp_path: Path):
    path = tmp_path / "ผล.xlsx"
    book = Workbook()
    book.active.append(["รหัส", "1 สถานะ", "1.1"])
    book.active.append(["2402", "ยังไม่ได้ดำเนินการ", None])
    book.save(path)
    assert ("status-unknown", "B2") in score(path).places()


def test_in_a_level_matrix_not_started_is_a_word_too(tmp_path: Path):
    codes = ("S1", "S2", "S3", "S4", "S5", "F1", "T1", "T2", "T3")
    levels = ("ยังไม่ได้ดำเนินการ", 2, 2, 2, 2, 2, 2, 2, 2)
    path = matrix_workbook(tmp_path / "ระดับ.xlsx", [["2402", *levels]], codes=codes)
    scored = score(path, rubric="quality-school-2567", round_id="1")
    # The five sides (0 + 4 × 2) ÷ 5 = 1.6; 0.6 × 1.6 + 0.2 × 2 + 0.2 × 2 = 1.76
    assert (scored.indicator("S1").score, scored.office().mean) == ("0.00", "1.76")


# --- inspection: coverage only


def test_coverage_gives_no_mean_and_no_band(inspection: Scored):
    for office in inspection.results.offices:
        assert (office.status, office.mean, office.band) == ("complete", None, None)
        assert all(one.score is None and one.level is None for one in office.indicators)
    assert said(inspection) == []


def test_who_left_what_blank(inspection: Scored):
    primary = inspection.office("I1")
    states = {one.code: (one.state, one.printed) for one in primary.indicators}
    assert states["1.1"] == ("not_reported", "ว่าง")
    assert states["1.2"] == ("scored", "2/4")  # one part of five is said to be none
    assert states["1.3"] == ("scored", "3/5")
    assert states["2.1"] == ("scored", "มีเพียงแผน")
    assert states["3.5"] == ("not_applicable", "-")  # a duty of the vocational office alone
    assert (primary.coverage.scored, primary.coverage.applicable) == (17, 23)


def test_each_part_is_named_by_what_was_said_of_it(inspection: Scored):
    assert inspection.indicator("1.2", "I1").reasons == (
        "รายงานแล้ว: 1.2.1, 1.2.2",
        "ระบุว่าไม่มี: 1.2.3",
        "เว้นว่าง: 1.2.4, 1.2.5",
    )
    assert inspection.indicator("1.1", "I1").reasons == ("เว้นว่างทุกส่วน",)


def test_blank_parts_are_advised_and_what_is_said_to_be_none_is_not(inspection: Scored):
    advice = inspection.indicator("1.2", "I1").suggestions
    assert len(advice) == 2
    assert advice[0].startswith("หน่วยงานควรระบุชื่อ")  # part 4
    assert advice[1].startswith("หน่วยงานควรแยกข้อเสนอ")  # part 5


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """What one command makes of each sample."""
    outs = {folder: tmp_path_factory.mktemp("out") / "out" for folder in (SCHOOLS, INSPECTION)}
    assert [program("score", folder, "--out", out).code for folder, out in outs.items()] == [0, 0]
    return outs


def test_one_command_scores_the_sample(delivered: dict[Path, Path]):
    for out in delivered.values():
        assert len(list((out / "scoresheets").iterdir())) == 5


def test_the_summary_says_who_reported_and_who_did_not(delivered: dict[Path, Path]):
    sheet = load_workbook(delivered[INSPECTION] / "summary.xlsx")["ความครอบคลุม"]
    rows = {row[0]: row[2:] for row in sheet.iter_rows(values_only=True)}
    # All five have the duty of 1.1: I2 and I3 report, I4 has only a plan, I1 and I5 left it blank.
    planned, blank = "มีเพียงแผน: กศน.ตัวอย่าง", "สพป.ตัวอย่าง เขต 1, เอกชนตัวอย่าง"
    assert rows["จุดเน้นที่ 1.1"] == (5, 2, planned, blank)
    # 3.7 is the duty of the vocational office alone.
    assert rows["จุดเน้นที่ 3.7"] == (1, 1, "-", "-")


def test_a_weighted_mean_says_its_weights_on_the_sheet(delivered: dict[Path, Path]):
    (sheet,) = (delivered[SCHOOLS] / "scoresheets").glob("Q1 *.xlsx")
    cells = [str(cell.value) for row in load_workbook(sheet).worksheets[0] for cell in row]
    (note,) = [cell for cell in cells if "ถ่วงน้ำหนัก" in cell and "60" in cell]
    for share in ("การพัฒนา 5 ด้าน = 60", "จุดเน้น 7 เรื่อง = 20", "เป้าหมายเชิงปริมาณ = 20"):
        assert share in note
