"""The page for the director: standing, the steps that lift most, the way up, the chart."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import builders as make
import pytest
from openpyxl import load_workbook

from qp_scoring.analysis.whole import others as of_others
from qp_scoring.documents.results import (
    IndicatorResult,
    ItemResult,
    Mark,
    MarkBy,
    MeasureNeed,
    Move,
    NextBand,
    NextLevel,
    OfficeResult,
    Previous,
    Source,
)
from qp_scoring.paper.page import PORTRAIT
from qp_scoring.reports.scoresheet.action import ActionPage, action_page
from qp_scoring.reports.scoresheet.action_steps import ActionItem
from qp_scoring.reports.scoresheet.book import write_scoresheet
from qp_scoring.reports.scoresheet.form import sheet_content
from qp_scoring.rubric.model import Rubric

SAFETY = make.RUBRIC.by_code["1"]
WIDTHS = (5, 30, 20, 22, 22)


def page(office: OfficeResult, *others: OfficeResult, rubric: Rubric = make.RUBRIC) -> ActionPage:
    return action_page(office, rubric, of_others((office, *others), rubric))


def step_up(level: int, *needs: tuple[str, ...], gain: str = "0.08") -> NextLevel:
    return NextLevel(level=level, needs=needs, gain=gain, band_after="พอใช้")


def rising(code: str, level: int, *needs: tuple[str, ...], gain: str = "0.08") -> IndicatorResult:
    return make.indicator(
        code, str(level), next_level=step_up(level + 1, *needs, gain=gain), unmet=needs and needs[0]
    )


def answer(assessor: str, reason: str | None) -> MarkBy:
    return MarkBy(
        assessor=assessor,
        role="กรรมการ",
        stage="เอกสาร",
        mark=Mark.UNMET,
        value=None,
        reason=reason,
        reference=None,
        note=None,
        source=Source(file="a.xlsx", sheet=None, cell="D1"),
    )


def unmet(key: str, *reasons: str | None) -> ItemResult:
    by = tuple(answer(f"กรรมการ {at}", reason) for at, reason in enumerate(reasons))
    return ItemResult(id=key, mark=Mark.UNMET, value=None, undecided=False, by=by)


def only_item(*reasons: str | None) -> ActionItem:
    one = rising("1", 4, ("1.8",)).model_copy(update={"items": (unmet("1.8", *reasons),)})
    (step,) = page(make.office(indicators=(one,))).steps
    (item,) = step.items
    return item


# Standing


def test_the_standing_of_an_office_among_its_type() -> None:
    others = [
        make.office(["3"] * 13, code="1"),
        make.office(["1"] * 13, code="2"),
        make.office(["5"] * 13, code="3", type="สพม"),
        make.office([""] * 13, code="4"),
    ]
    ranked = make.rubric_with(show_rank=True)
    assert page(make.office(), *others, rubric=ranked).facts == (
        ("คะแนนเฉลี่ย", "2.42"),
        ("ระดับคุณภาพ", "พอใช้"),
        ("อันดับในกลุ่ม สพป.", "2 จาก 3"),
        ("เทียบกับรอบก่อน", "ไม่มีผลรอบก่อน"),
    )


def test_an_office_is_not_told_its_place_unless_the_rubric_says_so() -> None:
    """The official result of QP has no rank, so the shipped set tells none."""
    others = [make.office(["1"] * 13, code="2")]
    assert [label for label, _ in page(make.office(), *others).facts] == [
        "คะแนนเฉลี่ย",
        "ระดับคุณภาพ",
        "เทียบกับรอบก่อน",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [("+0.25", "เพิ่มขึ้น 0.25"), ("-0.10", "ลดลง 0.10"), ("0.00", "คงเดิม"), (None, "ไม่มีผลรอบก่อน")],
)
def test_the_change_since_the_last_round_in_words(change: str | None, said: str) -> None:
    before = Previous(fiscal_year=2565, round="12m", mean="2.17", band="พอใช้", change=change)
    found = page(make.office(previous=before))
    assert found.facts[-1] == ("เทียบกับรอบก่อน", said)
    assert found.road == ("ผลรอบก่อน (รอบ 12 เดือน 2565): คะแนนเฉลี่ย 2.17 ระดับคุณภาพพอใช้",)


def test_figures_are_in_the_digits_of_the_rubric() -> None:
    found = page(make.office(), rubric=make.rubric_with(digits="thai"))
    assert found.facts[0] == ("คะแนนเฉลี่ย", "๒.๔๒")
    assert found.chart is not None
    assert [row.name for row in found.chart.rows][-3:] == ["๑๐", "X1", "X2"]


# The way to the next band


def test_the_distance_to_the_next_band_and_the_shortest_way() -> None:
    way = (
        Move(indicator="1", level=3, needs=("1.3", "1.4")),
        Move(indicator="9", level=2, needs=("9.1", "9.2"), report=True),
    )
    band = NextBand(band="ดี", from_mean="2.50", distance="0.08", steps=5, ways=(way,))
    assert page(make.office(next_band=band)).road == (
        "ระดับคุณภาพถัดไป คือ ดี ต้องมีคะแนนเฉลี่ย 2.50 ขึ้นไป ขาดอีก 0.08 คะแนน",
        "แนวทางที่สั้นที่สุด คือ ยกระดับตัวชี้วัดที่ 1 เป็นระดับ 3 (ข้อ 1.3 และ 1.4)"
        " และ รายงานผลตัวชี้วัดที่ 9 ให้เป็นระดับ 2 (ข้อ 9.1 และ 9.2)",
    )


def test_a_way_of_items_alone_counts_items() -> None:
    way = (Move(indicator="1", level=3, needs=("1.3", "1.4")),)
    band = NextBand(band="ดี", from_mean="2.50", distance="0.08", steps=2, ways=(way,))
    assert page(make.office(next_band=band)).road[1] == (
        "แนวทางที่ใช้รายการพิจารณาน้อยที่สุด (2 รายการ) คือ ยกระดับตัวชี้วัดที่ 1 เป็นระดับ 3 (ข้อ 1.3 และ 1.4)"
    )


def test_of_several_shortest_ways_one_is_an_example_and_begins_where_the_steps_begin() -> None:
    """The ranking, the paragraph on the whole and the first step name the lowest indicator too."""
    first, lowest = (Move(indicator=code, level=2, needs=(f"{code}.1",)) for code in ("1", "3"))
    band = NextBand(
        band="ดี", from_mean="2.50", distance="0.08", steps=1, ways=((first,), (lowest,)), more=3
    )
    rows = (rising("1", 2, ("1.1",)), rising("3", 1, ("3.1",)))
    found = page(make.office(indicators=rows, next_band=band))
    assert codes(found) == ["3", "1"]
    assert found.road[1] == (
        "แนวทางที่ใช้รายการพิจารณาน้อยที่สุด (1 รายการ) เช่น ยกระดับตัวชี้วัดที่ 3 เป็นระดับ 2 (ข้อ 3.1)"
    )
    # A way that takes less is told all the same.
    hard = band.model_copy(update={"efforts": ("1", "2")})
    assert "ตัวชี้วัดที่ 1" in page(make.office(indicators=rows, next_band=hard)).road[1]


def road_of(*moves: Move, steps: int = 1) -> str:
    band = NextBand(band="ดี", from_mean="2.50", distance="0.08", steps=steps, ways=(moves,))
    return page(make.office(next_band=band)).road[1]


def test_a_way_by_values_tells_the_values_and_counts_them_as_no_items() -> None:
    low, high = MeasureNeed(measure="8.m", at_least="60"), MeasureNeed(measure="8.p", at_most="5")
    move = Move(indicator="8", level=4, needs=("8.1", "8.2", low, high), score="4")
    assert road_of(move, steps=4) == (
        "แนวทางที่สั้นที่สุด คือ ยกระดับตัวชี้วัดที่ 8 เป็นระดับ 4"
        " (ข้อ 8.1 และ 8.2, ค่า 8.m ไม่น้อยกว่า 60, ค่า 8.p ไม่เกิน 5)"
    )


def test_where_there_are_no_levels_the_way_tells_scores() -> None:
    need = MeasureNeed(measure="8.m", at_least="5399/60")
    move = Move(indicator="8", level=None, needs=(need,), score="299.98")
    assert road_of(move) == (
        "แนวทางที่สั้นที่สุด คือ เพิ่มคะแนนตัวชี้วัดที่ 8 เป็น 299.98 คะแนน (ค่า 8.m ไม่น้อยกว่า 89.99)"
    )
    report = Move(indicator="9", level=None, needs=("9.1",), score="100", report=True)
    assert road_of(report).endswith("รายงานผลตัวชี้วัดที่ 9 ให้ได้ 100 คะแนน (ข้อ 9.1)")


def test_a_score_between_levels_is_told_as_a_score() -> None:
    """It may begin and end in the same level."""
    move = Move(indicator="8", level=4, needs=("8.1",), score="4.40")
    assert "เพิ่มคะแนนตัวชี้วัดที่ 8 เป็น 4.40 คะแนน (ข้อ 8.1)" in road_of(move)
    whole = Move(indicator="8", level=4, needs=("8.1",), score="4.00")
    assert "ยกระดับตัวชี้วัดที่ 8 เป็นระดับ 4 (ข้อ 8.1)" in road_of(whole)


def test_a_long_way_is_counted_and_not_listed() -> None:
    way = tuple(Move(indicator=code, level=5, needs=(f"{code}.1",)) for code in "1234")
    band = NextBand(band="ดีเยี่ยม", from_mean="4.50", distance="1.00", steps=4, ways=(way,))
    assert page(make.office(next_band=band)).road[1] == "ต้องพัฒนาเพิ่มอย่างน้อย 4 รายการ ใน 4 ตัวชี้วัด"


def test_without_a_known_way_only_the_distance_is_said() -> None:
    band = NextBand(band="ดี", from_mean="2.50", distance="0.08")
    assert len(page(make.office(next_band=band)).road) == 1


def test_in_the_highest_band_there_is_no_distance() -> None:
    office = make.office(["5"] * 13, band="ดีเยี่ยม")
    assert page(office).road == ("อยู่ในระดับคุณภาพสูงสุด",)


def test_where_nothing_can_be_raised_no_title_speaks_of_raising() -> None:
    assert page(make.office(["5"] * 13)).title == "การรักษาระดับผลการประเมิน"
    rows = (rising("1", 2, ("1.1",)),)
    assert page(make.office(indicators=rows)).title == "สิ่งที่ต้องดำเนินการเพื่อยกระดับผลการประเมิน"


# The steps


def codes(found: ActionPage) -> list[str]:
    return [step.title.split()[1] for step in found.steps]


def test_the_greatest_gain_comes_first_then_the_fewest_items_then_the_order_of_the_rubric() -> None:
    rows = (
        rising("1", 2, ("1.1", "1.2")),
        rising("2", 2, ("2.1",)),
        rising("3", 2, ("3.1", "3.2", "3.3"), gain="0.17"),
        rising("4", 2, ("4.1",)),
    )
    assert codes(page(make.office(indicators=rows))) == ["3", "2", "4"]


def test_what_was_not_reported_comes_before_equal_gains() -> None:
    silent = make.indicator("9", "N/A", next_level=step_up(1))
    rows = (rising("1", 2, ("1.1",)), make.indicator("5", "2", next_level=step_up(3)), silent)
    assert codes(page(make.office(indicators=rows))) == ["9", "5", "1"]


def test_reporting_is_the_step_for_what_was_not_reported() -> None:
    silent = make.indicator("9", "N/A", next_level=step_up(1), suggestions=("ควรรายงาน",))
    (step,) = page(make.office(indicators=(silent,))).steps
    assert step.gain == "จาก N/A เป็นระดับ 1 คะแนนเฉลี่ยเพิ่ม 0.08"
    (item,) = step.items
    assert item == ActionItem("รายงานผลการดำเนินงานพร้อมหลักฐานตามรายการพิจารณา", "", "ควรรายงาน")


def test_a_step_that_changes_the_band_says_so() -> None:
    step = NextLevel(level=3, needs=(("1.3",),), gain="0.08", band_after="ดี")
    (found,) = page(make.office(indicators=(make.indicator("1", "2", next_level=step),))).steps
    assert found.gain == "จากระดับ 2 เป็นระดับ 3 คะแนนเฉลี่ยเพิ่ม 0.08 และขึ้นเป็นระดับคุณภาพดี"


def test_a_step_on_which_a_gate_shuts_says_that_the_band_falls() -> None:
    step = NextLevel(level=3, needs=(("1.3",),), gain="0.08", band_after="ปรับปรุง")
    (found,) = page(make.office(indicators=(make.indicator("1", "2", next_level=step),))).steps
    assert found.gain == "จากระดับ 2 เป็นระดับ 3 คะแนนเฉลี่ยเพิ่ม 0.08 แต่ระดับคุณภาพลดลงเป็นปรับปรุง"


@pytest.mark.parametrize(
    ("gain", "most", "said"),
    [
        ("-0.25", None, "ลดลง 0.25"),
        ("-0.25", "0.10", "เปลี่ยนไป -0.25 ถึง 0.10 ตามข้อที่เลือก"),
        ("0.10", "0.25", "เพิ่ม 0.10 ถึง 0.25 ตามข้อที่เลือก"),
    ],
)
def test_a_step_beyond_a_limit_lowers_the_mean(gain: str, most: str | None, said: str) -> None:
    step = NextLevel(level=3, needs=(("1.3",),), gain=gain, gain_most=most, band_after="พอใช้")
    (found,) = page(make.office(indicators=(make.indicator("1", "2", next_level=step),))).steps
    assert found.gain == f"จากระดับ 2 เป็นระดับ 3 คะแนนเฉลี่ย{said}"


def test_a_step_that_lifts_by_several_levels_says_how_far() -> None:
    step = NextLevel(level=3, needs=(("1.3",),), gain="0.25", band_after=None, reaches=5)
    (found,) = page(make.office(indicators=(make.indicator("1", "2", next_level=step),))).steps
    assert found.gain == "จากระดับ 2 เป็นระดับ 5 คะแนนเฉลี่ยเพิ่ม 0.25"


def test_reporting_without_a_known_gain_promises_nothing() -> None:
    step = NextLevel(level=1, needs=(), gain=None, band_after=None, reaches=1)
    silent = make.indicator("9", "N/A", next_level=step)
    found = page(make.office(indicators=(silent, rising("1", 2, ("1.1",)))))
    assert [(one.title.split()[1], one.gain) for one in found.steps][1] == ("9", "")


def test_an_item_is_told_with_its_text_the_reason_and_what_would_do() -> None:
    wanted = SAFETY.item_by_id("1.8")
    assert wanted is not None
    assert only_item("ไม่ครบ") == ActionItem(
        what=f"ข้อ 1.8 {wanted.text}",
        why="ไม่ครบ",
        how=f"{wanted.suggest}\nหลักฐานที่ใช้ได้: ภาพถ่าย/วิดีโอ/ลิงก์, MOU/เครือข่าย, เกียรติบัตร",
    )


def test_several_assessors_are_counted_and_never_named() -> None:
    found = only_item("ไม่ครบ", "ไม่พบ", "ไม่ครบ")
    assert found.why == "ไม่ครบ (ผู้ประเมิน 2 จาก 3 คน)\nไม่พบ (ผู้ประเมิน 1 จาก 3 คน)"
    assert not found.quoted


def told_of(*opinions: MarkBy) -> str:
    """Why item 1.8 did not count, as these voices leave it."""
    found = ItemResult(id="1.8", mark=Mark.UNMET, value=None, undecided=False, by=opinions)
    one = rising("1", 4, ("1.8",)).model_copy(update={"items": (found,)})
    return page(make.office(indicators=(one,))).steps[0].items[0].why


def test_the_reason_of_a_resolution_stands_alone_and_is_nobody_s() -> None:
    voices = (make.said("ก", "met"), make.said("ข", "unmet", reason="ไม่พบ"))
    resolved = make.said(None, "unmet", role="มติ", reason="ไม่ครบ")
    assert told_of(*voices, resolved) == "ไม่ครบ"
    silent = make.said(None, "unmet", role="มติ")
    assert told_of(*voices, silent) == "ไม่พบ (ผู้ประเมิน 1 จาก 2 คน)"


def test_who_left_an_item_blank_is_not_counted() -> None:
    blank = make.said("ค", "unmet").model_copy(update={"mark": None})
    voices = (make.said("ก", "unmet", reason="ไม่พบ"), make.said("ข", "unmet", reason="ไม่พบ"))
    assert told_of(*voices, blank) == "ไม่พบ (ผู้ประเมิน 2 จาก 2 คน)"


def test_a_mark_without_a_reason_has_nothing_beside_it() -> None:
    assert only_item(None).why == ""


def test_where_no_reason_is_known_there_is_no_column_for_reasons(tmp_path: Path) -> None:
    for reason, headings in ((None, 2), ("ไม่ครบ", 3)):
        one = rising("1", 4, ("1.8",)).model_copy(update={"items": (unmet("1.8", reason),)})
        sheet = load_workbook(drawn(tmp_path, make.office(indicators=(one,))))["สิ่งที่ต้องทำ"]
        row = next(r for r in sheet.iter_rows() if "รายการพิจารณาที่ยังไม่ผ่าน" in [c.value for c in r])
        assert len([cell.value for cell in row if cell.value]) == headings


def test_words_of_an_assessor_are_quoted_and_not_composed() -> None:
    found = only_item("ส่งมาของ สพป.ระยอง เขต 2")
    assert found.quoted
    one = rising("1", 4, ("1.8",)).model_copy(
        update={"items": (unmet("1.8", "ส่งมาของ สพป.ระยอง เขต 2"),)}
    )
    texts = list(page(make.office(indicators=(one,))).composed_texts())
    assert not [text for text in texts if "ระยอง" in text]


def test_other_items_that_would_do_as_well_are_pointed_to() -> None:
    one = rising("1", 1, ("1.1",), ("1.3",))
    (step,) = page(make.office(indicators=(one,))).steps
    assert len(step.items) == 1
    assert step.remark == "สามารถเลือกดำเนินการในรายการอื่นแทนได้ รายละเอียดอยู่ในภาคผนวก"


@pytest.mark.parametrize(
    ("bounds", "asked"),
    [
        ({"at_least": "80"}, "ต้องไม่น้อยกว่าร้อยละ 80"),
        ({"at_least": "12.345"}, "ต้องไม่น้อยกว่าร้อยละ 12.345"),
        ({"at_least": "5399/60"}, "ต้องไม่น้อยกว่าร้อยละ 89.99"),  # 89.98333…
        ({"at_least": "200/3"}, "ต้องไม่น้อยกว่าร้อยละ 66.67"),
        ({"at_most": "200/3"}, "ต้องไม่เกินร้อยละ 66.66"),
        ({"at_most": "7/300"}, "ต้องไม่เกินร้อยละ 0.02"),
    ],
)
def test_a_value_to_reach_is_told_with_the_one_reported(bounds: dict[str, str], asked: str) -> None:
    measured = next(one for one in make.RUBRIC.indicators if one.measure)
    measure = measured.measure[0]
    need = MeasureNeed(measure=measure.id, **bounds)
    value = ItemResult(id=measure.id, mark=None, value="62.5", undecided=False, by=())
    step = NextLevel(level=3, needs=((need,),), gain="0.08", band_after=None)
    one = make.indicator(measured.code, "2", next_level=step, items=(value,))
    (item,) = page(make.office(indicators=(one,))).steps[0].items
    assert item.what == f"{measure.text} {asked}"
    assert (item.why, item.how) == ("ค่าที่รายงานร้อยละ 62.5", measure.suggest)


def test_where_only_a_level_is_known_the_next_criterion_is_what_to_do() -> None:
    one = make.indicator("1", "2", next_level=step_up(3))
    (item,) = page(make.office(indicators=(one,))).steps[0].items
    assert item.what == f"เกณฑ์ระดับ 3 (ดี): {SAFETY.at(3).text}"
    assert (item.why, item.how) == ("", SAFETY.at(2).suggest)


def test_at_the_top_everywhere_there_is_nothing_to_do() -> None:
    found = page(make.office(["5"] * 13, band="ดีเยี่ยม"))
    assert found.steps == ()
    assert found.nothing.startswith("ทุกตัวชี้วัดอยู่ในระดับสูงสุด")


def test_without_levels_the_unmet_items_are_the_steps() -> None:
    scale = make.RUBRIC.scale.model_copy(
        update={"levels": False, "level": (), "min": Decimal(0), "max": Decimal(100)}
    )
    one = make.indicator("1", "2", level=None, score="62.50", printed="62.50", unmet=("1.7", "1.8"))
    found = page(make.office(indicators=(one,)), rubric=make.rubric_with(scale=scale))
    assert [item.what[:7] for item in found.steps[0].items] == ["ข้อ 1.7", "ข้อ 1.8"]
    assert found.steps[0].gain == ""
    assert found.chart is not None
    assert (found.chart.high, found.chart.whole) == (100, False)


def test_without_any_score_there_is_coverage_and_no_chart() -> None:
    one = make.indicator("1", "2", level=None, score=None, printed="6/8", unmet=("1.8",))
    office = make.office(indicators=(one,), mean=None, mean_exact=None, band=None)
    found = page(office)
    assert found.facts == (("ตัวชี้วัดที่รายงานผล", "0 จาก 0"),)
    assert found.chart is None
    assert len(found.steps) == 1


# The chart


def test_the_chart_holds_scores_and_medians_and_names_what_has_no_score() -> None:
    other = make.office(["4"] * 13, code="1")
    chart = page(make.office(), other).chart
    assert chart is not None
    rows = {row.name: (row.score, row.median) for row in chart.rows}
    assert rows["1"] == (2, 3)  # the median of 2 and 4
    assert rows["6b\n-"] == (None, None)
    assert rows["9\nN/A"] == (None, 4)  # the other office reported it
    assert "2 แห่ง" in chart.title


def test_an_office_alone_in_its_run_is_compared_with_nobody() -> None:
    chart = page(make.office()).chart
    assert chart is not None
    assert {row.median for row in chart.rows} == {None}
    assert "ค่ากลาง" not in chart.title


# The drawn page


def drawn(tmp_path: Path, office: OfficeResult, rubric: Rubric = make.RUBRIC) -> Path:
    path = tmp_path / "sheet.xlsx"
    results = make.results(office, rubric=rubric)
    content = sheet_content(office, results, rubric, of_others(results.offices, rubric))
    write_scoresheet(path, content, rubric)
    return path


def long_office(times: int) -> OfficeResult:
    """An office whose steps ask for many items, told in long words."""
    rows = []
    for indicator in make.RUBRIC.indicators[:3]:
        keys = tuple(item.id for item in indicator.item)
        items = tuple(unmet(key, "เหตุผลที่ยาวมาก " * times) for key in keys)
        rows.append(rising(indicator.code, 1, keys).model_copy(update={"items": items}))
    return make.office(indicators=tuple(rows))


@pytest.mark.parametrize("times", [1, 5, 40, 400])
def test_the_page_is_one_page_however_much_there_is_to_say(tmp_path: Path, times: int) -> None:
    sheet = load_workbook(drawn(tmp_path, long_office(times)))["สิ่งที่ต้องทำ"]
    last = int(str(sheet.print_area).rsplit("$", 1)[1])
    heights = [sheet.row_dimensions[row].height for row in range(1, last + 1)]
    assert sum(heights) <= PORTRAIT.capacity(WIDTHS)
    assert (
        sheet.page_setup.fitToWidth in (None, 1),
        sheet.page_setup.fitToHeight in (None, 1),
    ) == (
        True,
        True,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not sheet.row_breaks.brk


def test_what_does_not_fit_is_left_out_whole_and_pointed_to(tmp_path: Path) -> None:
    sheet = load_workbook(drawn(tmp_path, long_office(1)))["สิ่งที่ต้องทำ"]
    printed = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    texts = {f"ข้อ {item.id} {item.text}" for item in SAFETY.item}
    shown = [text for text in printed if text.startswith("ข้อ 1.")]
    assert shown
    assert set(shown) <= texts  # whole sentences
    left = len(SAFETY.item) - len(shown)
    assert f"และอีก {left} รายการ รายละเอียดอยู่ในภาคผนวก" in printed


def test_what_is_too_long_for_any_page_is_pointed_to(tmp_path: Path) -> None:
    sheet = load_workbook(drawn(tmp_path, long_office(400)))["สิ่งที่ต้องทำ"]
    printed = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "รายการที่ต้องดำเนินการยาวเกินหนึ่งหน้า รายละเอียดอยู่ในภาคผนวก" in printed


def test_every_row_has_a_height_and_the_data_of_the_chart_is_not_printed(tmp_path: Path) -> None:
    sheet = load_workbook(drawn(tmp_path, make.office()))["สิ่งที่ต้องทำ"]
    last = int(str(sheet.print_area).rsplit("$", 1)[1])
    assert all(sheet.row_dimensions[row].customHeight for row in range(1, sheet.max_row + 1))
    names = {sheet.cell(row, 2).value for row in range(last + 1, sheet.max_row + 1)}
    assert {"1", "9\nN/A", "6b\n-", "X2"} <= names
    figures = {sheet.cell(row, 2).value: sheet.cell(row, 3).value for row in range(last + 1, 60)}
    assert figures["2"] == 5
    assert figures["9\nN/A"] is None


def test_the_chart_refers_to_cells_of_its_own_sheet_only(tmp_path: Path) -> None:
    with zipfile.ZipFile(drawn(tmp_path, make.office())) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        xml = archive.read(charts[0]).decode()
    references = [part.split("</c:f>")[0] for part in xml.split("<c:f>")[1:]]
    assert len(charts) == 1
    assert references
    assert all(reference.startswith(("'สิ่งที่ต้องทำ'!", "สิ่งที่ต้องทำ!")) for reference in references)
    assert '<c:delete val="1"/>' not in xml
    assert '<c:tickLblSkip val="1"/>' in xml
    assert '<c:max val="5"/>' in xml
    assert '<c:min val="0"/>' in xml


@pytest.mark.parametrize("text", ["=1+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#N/A"])
def test_an_assessors_words_stay_text_on_every_sheet(tmp_path: Path, text: str) -> None:
    one = rising("1", 4, ("1.8",)).model_copy(update={"items": (unmet("1.8", text),)})
    path = drawn(tmp_path, make.office(indicators=(one,)))
    book = load_workbook(path)
    for name in ("สิ่งที่ต้องทำ", "ภาคผนวก"):
        values = [str(cell.value) for row in book[name].iter_rows() for cell in row]
        assert [value for value in values if text in value]
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
                assert b't="e"' not in archive.read(name)


def test_the_guard_sees_what_the_program_composes_on_every_sheet_and_no_quoted_words() -> None:
    wanted = SAFETY.item_by_id("1.8")
    assert wanted is not None
    one = rising("1", 4, ("1.8",)).model_copy(
        update={"items": (unmet("1.8", "ส่งมาของ สพป.ระยอง เขต 2"),)}
    )
    office = make.office(indicators=(one,))
    results = make.results(office)
    sheet = sheet_content(office, results, make.RUBRIC, of_others(results.offices, make.RUBRIC))
    texts = sheet.composed_texts()
    assert f"ข้อ 1.8 {wanted.text}" in texts  # the action page
    assert wanted.text in texts  # the annex
    assert f"เกณฑ์ระดับ 5 (ดีเยี่ยม): {SAFETY.at(5).text}" in texts
    assert not [text for text in texts if "ระยอง" in text]
