"""The one official result at hand comes out exactly (docs/domain.md, 3)."""

from collections.abc import Iterable

import pytest
from making import SEED, SEED_OFFICE, Scored, copy_rubric, levels_with, score, score_levels
from openpyxl import load_workbook

from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.compose import WrongOfficeGuard
from qp_scoring.jobs.score import score_and_deliver

LEAVES_MEAN = {'policy = "counts_zero"': 'policy = "leaves_mean"'}


@pytest.fixture
def seed(tmp_path) -> Scored:
    return score_levels(tmp_path, SEED)


def test_the_mean_and_band_are_those_of_the_document(seed):
    office = seed.office()
    assert (office.mean, office.mean_exact, office.band) == ("2.42", "29/12", "พอใช้")
    assert office.status == "complete"


def test_the_strict_mean_comes_with_its_coverage(seed):
    office = seed.office()
    assert (office.coverage.scored, office.coverage.applicable) == (11, 12)
    assert office.mean_reported == "2.64"  # 29/11 = 2.6363…


def test_every_level_is_printed_as_in_the_document(seed):
    printed = [one.printed for one in seed.office().indicators]
    assert printed == ["2", "5", "1", "2", "2", "3", "-", "2", "2", "N/A", "2", "3", "5"]


def test_what_was_not_reported_counts_nought_and_is_asked_for(seed):
    nine = seed.indicator("9")
    assert (nine.state, nine.level, nine.score) == ("not_reported", None, "0")
    assert len(nine.suggestions) == 1
    assert "รายงาน" in nine.suggestions[0]


def test_to_report_what_level_two_asks_for_lifts_the_office_to_the_next_band(seed):
    # From nought to level 2: 31/12 = 2.5833…, a gain of 2/12 = 0.1666…; a bare report is no step.
    step = seed.indicator("9").next_level
    assert (step.level, step.reaches, step.gain, step.band_after) == (2, 2, "0.17", "ดี")
    assert step.needs[0] == ("9.1", "9.2")


def test_the_indicator_of_the_other_office_type_has_a_dash_and_no_comment(seed):
    other = seed.indicator("6b")
    assert (other.state, other.level, other.score) == ("not_applicable", None, None)
    assert (other.suggestions, other.next_level, other.comment) == ((), None, None)
    assert other.reason == "ประเภทสำนักงาน"


def test_every_level_even_the_highest_gets_a_suggestion(seed):
    advised = {one.code for one in seed.office().indicators if one.suggestions}
    assert advised == {one.code for one in seed.office().indicators} - {"6b"}
    assert seed.indicator("2").next_level is None  # at 5 there is no way further up


def test_the_overall_text_says_most_only_of_more_than_half(seed):
    overall = " ".join(seed.office().overall)
    # Seven of twelve stand at 1 or 2; two of twelve at 5.
    assert "ส่วนใหญ่ (7 จาก 12 ตัวชี้วัด) ยังอยู่ในระดับปรับปรุงถึงพอใช้" in overall
    assert "โดดเด่นคือตัวชี้วัดที่ 2 และ X2" in overall
    assert "ไม่ได้รายงานผล 1 ตัวชี้วัด ได้แก่ ตัวชี้วัดที่ 9" in overall
    assert "รอบ 12 เดือน" in overall
    assert "{" not in overall


def test_five_of_twelve_are_not_most(tmp_path):
    levels = levels_with(SEED, i4=3, i5=3, i7=3)
    overall = " ".join(score_levels(tmp_path, levels).office().overall)
    assert "ส่วนใหญ่" not in overall


@pytest.mark.parametrize(
    ("level", "said"), [(5, "อยู่ในระดับดีมากขึ้นไป"), (2, "ยังอยู่ในระดับปรับปรุงถึงพอใช้")]
)
def test_all_of_twelve_are_all_and_not_most(tmp_path, level, said):
    levels = [None if one in ("-", None) else level for one in SEED]
    overall = " ".join(score_levels(tmp_path, levels).office().overall)
    assert f"ทุกตัวชี้วัด (12 ตัวชี้วัด) {said}" in overall
    assert "ส่วนใหญ่" not in overall
    one_less = levels_with(levels, i4=3)
    overall = " ".join(score_levels(tmp_path, one_less).office().overall)
    assert f"ตัวชี้วัดส่วนใหญ่ (11 จาก 12 ตัวชี้วัด) {said}" in overall


def composed(office) -> Iterable[str]:
    yield from (office.name, office.short_name, *office.overall)
    for one in office.indicators:
        yield from (one.title, *one.suggestions, *one.reasons)


def test_no_text_of_the_program_names_another_office(seed):
    registry = OfficeRegistry.shipped()
    names, own = OfficeNames(registry), registry.get(SEED_OFFICE)
    assert [t for t in composed(seed.office()) if names.others(t, own)] == []


def test_the_delivered_sheet_names_no_other_office(seed_book, tmp_path):
    score_and_deliver(Request([seed_book], round="6m"), tmp_path / "out")
    (sheet,) = (tmp_path / "out" / "scoresheets").iterdir()
    assert sheet.name == "2402 สพป.ฉะเชิงเทรา เขต 2.xlsx"
    texts = [
        str(cell.value)
        for page in load_workbook(sheet)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    registry = OfficeRegistry.shipped()
    names, own = OfficeNames(registry), registry.get(SEED_OFFICE)
    assert any("ฉะเชิงเทรา" in text for text in texts)
    assert "2.42" in texts
    assert [text for text in texts if names.others(text, own)] == []


OTHER = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาระยอง เขต 2"  # as in the document's closing paragraph


def test_a_rubric_text_that_names_another_office_withholds_the_sheet(tmp_path, seed_book):
    opening = 'text = "{office} มีคะแนนเฉลี่ยรวม {mean} จาก {n} ตัวชี้วัด อยู่ในระดับคุณภาพ{band} ควรเร่ง'
    rubric = copy_rubric(tmp_path, {opening: opening.replace("{office}", OTHER)})
    out = tmp_path / "out"
    outcome = score_and_deliver(Request([seed_book], rubric=str(rubric), round="6m"), out)
    assert outcome.withheld == ("2402 สพป.ฉะเชิงเทรา เขต 2",)
    assert not (out / "scoresheets").exists()
    (wrong,) = [item for item in outcome.findings if item.code == "wrong-office"]
    assert wrong.severity == "error"
    (office,) = outcome.results.offices
    assert office.mean == "2.42"  # the figures stand; the text is gone
    assert not any("ระยอง" in text for text in office.overall)
    assert "ระยอง" not in (out / "results.csv").read_text("utf-8-sig")


def test_a_reason_typed_by_an_evaluator_is_printed_as_given_and_listed(tmp_path):
    reason = "ย้ายไปสังกัด สพป.ระยอง เขต 2"
    scored = score_levels(tmp_path, levels_with(SEED, i10=f"ยกเว้น: {reason}"))
    registry, log = OfficeRegistry.shipped(), FindingLog()
    guard = WrongOfficeGuard(OfficeNames(registry), log)
    guard.list_quoted(registry.get(SEED_OFFICE), scored.office())
    assert [(item.code, item.severity) for item in log] == [("quoted-office", "warning")]
    assert scored.indicator("10").reason == reason


def test_where_the_rubric_lets_not_reported_leave_the_mean(tmp_path):
    rubric = copy_rubric(tmp_path, LEAVES_MEAN)
    scored = score_levels(tmp_path, SEED, rubric=rubric)
    office = scored.office()
    assert (office.mean, office.mean_exact, office.band) == ("2.64", "29/11", "ดี")
    assert scored.indicator("9").score is None
    assert scored.results.policy.not_reported == "leaves_mean"
    assert (office.coverage.scored, office.coverage.applicable) == (11, 12)


def test_under_that_policy_nobody_knows_what_reporting_would_bring(tmp_path):
    """At level 2 31/12 would be less than 29/11, but no evidence says that it is that."""
    scored = score_levels(tmp_path, SEED, rubric=copy_rubric(tmp_path, LEAVES_MEAN))
    step = scored.indicator("9").next_level
    assert (step.level, step.gain, step.band_after) == (2, None, None)


def test_the_closing_round_points_to_the_next_fiscal_year(tmp_path, seed_book):
    overall = " ".join(score(seed_book, round_id="12m").office().overall)
    assert "ปีงบประมาณ พ.ศ. 2567" in overall
