"""What a cell means for an office: docs/domain.md, 3's states and docs/rules.md's table."""

import pytest
from making import (
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED_OFFICE,
    cell_of,
    copy_rubric,
    levels_with,
    matrix_workbook,
    offices_list,
    score,
    score_levels,
)


def primary(tmp_path, **cells):
    """A primary office at 3 everywhere (36/12), but for the given cells."""
    return score_levels(tmp_path, levels_with(PRIMARY_ALL_THREE, **cells))


def unfinished(office):
    return (office.mean, office.mean_exact, office.band, office.mean_reported, office.overall)


NO_RESULT = (None, None, None, None, ())


# --- each line of the table of states


def test_a_level_counts_above_and_below_the_line(tmp_path):
    scored = primary(tmp_path, i1=5)
    one = scored.indicator("1")
    assert (one.state, one.level, one.score, one.printed) == ("scored", 5, "5", "5")
    assert scored.office().mean_exact == "38/12"


def test_not_applicable_is_out_of_sum_and_count(tmp_path):
    scored = primary(tmp_path, i6b="-")
    one = scored.indicator("6b")
    assert (one.state, one.printed, one.reason) == ("not_applicable", "-", "ประเภทสำนักงาน")
    assert scored.office().mean_exact == "36/12"


def test_exempt_is_out_of_both_and_shown_with_its_reason(tmp_path):
    scored = primary(tmp_path, i10="ยกเว้น: รายงานผ่านระบบโรงเรียนคุณภาพแล้ว")
    one = scored.indicator("10")
    assert (one.state, one.printed) == ("exempt", "ยกเว้น")
    assert one.reason == "รายงานผ่านระบบโรงเรียนคุณภาพแล้ว"
    assert (one.score, one.suggestions) == (None, ())
    office = scored.office()
    assert office.mean_exact == "33/11"
    assert (office.coverage.scored, office.coverage.applicable) == (11, 11)


def test_not_reported_counts_nought_and_stays_in_the_count(tmp_path):
    scored = primary(tmp_path, i7="N/A")
    one = scored.indicator("7")
    assert (one.state, one.printed, one.level, one.score) == ("not_reported", "N/A", None, "0")
    office = scored.office()
    assert (office.mean_exact, office.mean, office.mean_reported) == ("33/12", "2.75", "3.00")
    assert (office.coverage.scored, office.coverage.applicable) == (11, 12)


def test_not_yet_assessed_leaves_the_office_without_a_result(tmp_path):
    scored = primary(tmp_path, i7=None)
    one, office = scored.indicator("7"), scored.office()
    assert (one.state, one.printed, one.level) == ("not_assessed", "", None)
    assert (office.status, unfinished(office)) == ("incomplete", NO_RESULT)
    assert (office.coverage.scored, office.coverage.applicable) == (11, 12)
    assert scored.places() == [("not-assessed", cell_of("7"))]


def test_invalid_input_is_as_not_assessed_and_a_finding_besides(tmp_path):
    scored = primary(tmp_path, i7="ดีเลิศ")
    one, office = scored.indicator("7"), scored.office()
    assert (one.state, one.level) == ("invalid", None)
    assert (office.status, unfinished(office)) == ("error", NO_RESULT)
    assert scored.places() == [("level-unknown", cell_of("7"))]


def test_an_unfinished_office_still_shows_its_next_steps_without_figures(tmp_path):
    step = primary(tmp_path, i7=None).indicator("1").next_level
    assert (step.level, step.gain, step.band_after) == (4, None, None)


def test_where_the_scale_has_a_nought_it_is_a_score(tmp_path):
    # A scale 0–5 in a copy of the rubric: 0 is given, printed and averaged as a level.
    level_nought = '{ level = 1, name = "ปรับปรุง" },\n    { level = 0, name = "ยังไม่เริ่ม" },'
    rubric = copy_rubric(tmp_path, {'{ level = 1, name = "ปรับปรุง" },': level_nought})
    for path in (rubric / "indicators").iterdir():
        text = path.read_text("utf-8")
        entry = '[[level]]\nlevel = 0\ntext = "ยังไม่มีหลักฐาน"\nsuggest = "ควรเริ่มวางแผน"\n\n[[level]]'
        path.write_text(text.replace("[[level]]", entry, 1), "utf-8")
    levels = levels_with(PRIMARY_ALL_THREE, i1=0)
    scored = score_levels(tmp_path, levels, rubric=rubric)
    one = scored.indicator("1")
    assert (one.state, one.level, one.printed, one.suggestions[0]) == (
        "scored",
        0,
        "0",
        "ควรเริ่มวางแผน",
    )
    assert scored.office().mean_exact == "33/12"
    assert scored.office().coverage.scored == 12


# --- each cell of the table "cell against applicability"


APPLIES = {
    "a level": (4, "scored", []),
    "N/A": ("N/A", "not_reported", []),
    "not reported in words": ("ไม่รายงาน", "not_reported", []),
    "blank": (None, "not_assessed", ["not-assessed"]),
    "exempt with its reason": ("ยกเว้น: ไม่มีโรงเรียนในโครงการ", "exempt", []),
    "a dash": ("-", "invalid", ["dash-where-applicable"]),
}
APPLIES_NOT = {
    "blank": (None, "not_applicable", []),
    "a dash": ("-", "not_applicable", []),
    "N/A": ("N/A", "not_applicable", ["status-where-not-applicable"]),
    "exempt with its reason": ("ยกเว้น: อื่น", "not_applicable", ["status-where-not-applicable"]),
    "a level": (4, "invalid", ["level-where-not-applicable"]),
}
SEVERITY = {
    "not-assessed": "warning",
    "dash-where-applicable": "error",
    "status-where-not-applicable": "warning",
    "level-where-not-applicable": "error",
}


def assert_cell(scored, code, office, state, codes):
    assert scored.indicator(code, office).state == state
    assert scored.places() == [(one, cell_of(code)) for one in codes]
    assert [item.severity for item in scored.findings] == [SEVERITY[one] for one in codes]


@pytest.mark.parametrize("case", APPLIES)
def test_where_the_indicator_applies_by_type(tmp_path, case):
    cell, state, codes = APPLIES[case]
    book = matrix_workbook(
        tmp_path / "m.xlsx", [[SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i6a=cell)]]
    )
    assert_cell(score(book), "6a", SEED_OFFICE, state, codes)


@pytest.mark.parametrize("case", APPLIES_NOT)
def test_where_the_indicator_is_of_the_other_type(tmp_path, case):
    cell, state, codes = APPLIES_NOT[case]
    book = matrix_workbook(
        tmp_path / "m.xlsx", [[SECONDARY_OFFICE, *levels_with(SECONDARY_ALL_THREE, i6a=cell)]]
    )
    assert_cell(score(book), "6a", SECONDARY_OFFICE, state, codes)


NAME = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง"


@pytest.mark.parametrize("case", APPLIES)
def test_where_the_offices_list_makes_it_apply(tmp_path, case):
    cell, state, codes = APPLIES[case]
    extra = offices_list(tmp_path / "o.csv", f"9901,สพป,{NAME},6b: เปิดสอนมัธยมศึกษา,")
    book = matrix_workbook(
        tmp_path / "m.xlsx", [["9901", *levels_with(PRIMARY_ALL_THREE, i6b=cell)]]
    )
    scored = score(book, offices=extra)
    assert_cell(scored, "6b", "9901", state, codes)
    if case == "a level":
        assert scored.office("9901").mean_exact == "40/13"


@pytest.mark.parametrize("case", APPLIES_NOT)
def test_where_the_offices_list_takes_it_out(tmp_path, case):
    cell, state, codes = APPLIES_NOT[case]
    extra = offices_list(tmp_path / "o.csv", f"9901,สพป,{NAME},,10: ไม่มีโรงเรียนคุณภาพ")
    book = matrix_workbook(
        tmp_path / "m.xlsx", [["9901", *levels_with(PRIMARY_ALL_THREE, i10=cell)]]
    )
    scored = score(book, offices=extra)
    assert_cell(scored, "10", "9901", state, codes)
    if state == "not_applicable":
        assert scored.indicator("10", "9901").reason == "ไม่มีโรงเรียนคุณภาพ"
        assert scored.office("9901").mean_exact == "33/11"


def test_the_other_offices_are_scored_whatever_one_office_has_wrong(tmp_path):
    book = matrix_workbook(
        tmp_path / "m.xlsx",
        [
            [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i6b=3)],
            [SECONDARY_OFFICE, *SECONDARY_ALL_THREE],
        ],
    )
    scored = score(book)
    assert scored.office(SEED_OFFICE).mean is None
    assert scored.office(SECONDARY_OFFICE).mean == "3.00"


def test_an_office_whose_every_indicator_is_exempt_has_no_mean(tmp_path):
    cells = ["ยกเว้น: อยู่ระหว่างจัดตั้ง"] * 13
    cells[6] = "-"
    scored = score_levels(tmp_path, cells)
    office = scored.office()
    assert (office.status, unfinished(office)) == ("error", NO_RESULT)
    assert [item.code for item in scored.findings] == ["nothing-to-average"]


@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
def test_any_dash_is_a_dash(tmp_path, dash):
    assert primary(tmp_path, i6b=dash).indicator("6b").state == "not_applicable"


@pytest.mark.parametrize("words", ["N/A", "n/a", " N / A ", "ไม่รายงาน", "ไม่ รายงาน"])
def test_any_form_of_not_reported(tmp_path, words):
    assert primary(tmp_path, i7=words).indicator("7").state == "not_reported"


@pytest.mark.parametrize("level", [4, 4.0, "4", " 4 ", "๔", "4.0"])
def test_any_form_of_a_level(tmp_path, level):
    assert primary(tmp_path, i7=level).indicator("7").level == 4


@pytest.mark.parametrize(
    "words", ["ยกเว้น: เหตุ", "ยกเว้น : เหตุ", "ยกเว้น เหตุ", "ยกเว้น-เหตุ", "ยกเว้น:\nเหตุ"]
)
def test_any_form_of_an_exemption(tmp_path, words):
    one = primary(tmp_path, i7=words).indicator("7")
    assert (one.state, one.reason) == ("exempt", "เหตุ")
