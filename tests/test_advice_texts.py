"""Golden texts: what an office is advised at each level, to be read by a policy officer.

Indicator 1 of the shipped rubric (safety). Level 2 asks for two of 1.1 … 1.4, level 3 for four of
1.1 … 1.6 with 1.5 or 1.6, level 4 for six of 1.1 … 1.8 with 1.7 or 1.8, level 5 for all. The values
are at their best. The sentences are the rubric's own.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from forms_filled import NOT_REPORTED, Desk, shipped_rubric
from making import SEED, Scored, levels_with, score_levels
from tiny_rubric import CURVE, POINTS

from qp_scoring import score
from qp_scoring.analysis.whole import others
from qp_scoring.documents.results import IndicatorResult
from qp_scoring.reports.scoresheet.form import SheetContent, sheet_content

SAFETY = shipped_rubric().by_code["1"]


def item(key: str) -> str:
    """The rubric's sentence for an unmet item."""
    found = SAFETY.item_by_id(key)
    assert found is not None
    return found.suggest


def at_level(level: int) -> str:
    """The rubric's sentence for an office at a level."""
    return SAFETY.at(level).suggest


def safety(**reasons: str) -> dict[str, object]:
    """Indicator 1: every item มี but those named (i3 is 1.3), which are ไม่มี for a reason."""
    unmet = {f"1.{name.removeprefix('i')}": reason for name, reason in reasons.items()}
    ids = [item.id for item in SAFETY.item]
    return {key: ("ไม่มี", unmet[key] or None) if key in unmet else "มี" for key in ids}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def advised(desk: Desk, answers: dict[str, object]) -> IndicatorResult:
    return desk.scored({**desk.best(), **answers}).indicator("1")


def form_of(scored: Scored) -> SheetContent:
    rubric = shipped_rubric()
    beside = others(scored.results.offices, rubric)
    return sheet_content(scored.office(), scored.results, rubric, beside)


def printed(scored: Scored, code: str = "1") -> list[str]:
    """The suggestions of an indicator as the official form prints them."""
    row = next(row for row in form_of(scored).rows if row.label == f"ตัวชี้วัดที่ {code}")
    return [entry.printed for entry in row.advice]


def test_at_level_1_what_leads_to_level_2_comes_first_and_each_reason_is_said_once(
    desk: Desk,
) -> None:
    one = advised(
        desk, safety(i1="ไม่พบ", i3="ไม่ครบ", i4="ไม่พบ", i5="ไม่พบ", i6="", i7="", i8="ไม่ตรงประเด็น")
    )
    assert one.level == 1
    assert list(one.suggestions) == [
        item("1.1") + " (ยังไม่พบหลักฐานข้อ 1.1, 1.4 และ 1.5)",
        item("1.3") + " (ข้อ 1.3 มีหลักฐานแล้วแต่ยังไม่ครบ)",
        item("1.4"),
        item("1.5"),
        item("1.6"),
        item("1.7"),
        item("1.8") + " (เอกสารข้อ 1.8 ที่ส่งมาไม่ตรงประเด็น)",
        at_level(1),
    ]


def test_at_level_3_what_leads_to_level_4_comes_before_what_does_not(desk: Desk) -> None:
    one = advised(desk, safety(i6="ไม่เป็นปัจจุบัน", i7="ไม่พบ", i8="ไม่เป็นปัจจุบัน"))
    assert one.level == 3
    assert list(one.suggestions) == [
        item("1.7") + " (ยังไม่พบหลักฐานข้อ 1.7)",
        item("1.8") + " (หลักฐานข้อ 1.8 และ 1.6 ไม่เป็นปัจจุบัน)",
        item("1.6"),
        at_level(3),
    ]


def test_at_level_5_only_keeping_it_is_advised_and_not_as_a_list(desk: Desk) -> None:
    scored = desk.scored(desk.best())
    assert printed(scored) == [at_level(5)]
    assert at_level(5).startswith("สพท. ควรรักษา")


def test_an_office_that_reported_nothing_is_asked_to_report(desk: Desk) -> None:
    blank = dict.fromkeys(SAFETY.entry_ids)
    scored = desk.scored({**desk.best(), **blank, "1": NOT_REPORTED})
    assert printed(scored) == [
        "สพท. ควรรายงานผลการดำเนินงานตามตัวชี้วัดนี้พร้อมหลักฐานที่ตรงกับรายการพิจารณาในรอบ 12 เดือน "
        "เพื่อยืนยันผลงานที่ได้ดำเนินการ"
    ]


def test_the_form_prints_three_the_evaluators_words_first(desk: Desk) -> None:
    comment = "ขอชื่นชมการประสานงานกับสถานพยาบาลในพื้นที่"
    unmet = safety(i1="", i3="", i4="", i5="", i6="", i7="", i8="")
    form = {**desk.best(), **unmet, "1 ข้อเสนอแนะ": comment}
    scored = desk.scored(form)
    assert printed(scored) == [
        f"1. {comment}",
        f"2. {item('1.1')}",
        f"3. {at_level(1)}",
    ]


def test_the_form_and_the_action_page_ask_for_the_same_things(desk: Desk) -> None:
    """At level 2 with 1.3 to 1.6 open, several pairs would do: both papers name one pair."""
    scored = desk.scored({**desk.best(), **safety(i3="", i4="", i5="", i6="", i7="", i8="")})
    one = scored.indicator("1")
    assert one.next_level is not None
    assert len(one.next_level.needs) > 1
    asked = [item(key) for key in one.next_level.needs[0]]
    assert {said.partition(". ")[2] for said in printed(scored)[:2]} == set(asked)
    (step,) = [step for step in form_of(scored).action.steps if "ตัวชี้วัดที่ 1 " in step.title]
    assert [entry.how.partition("\n")[0] for entry in step.items] == asked


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_where_only_a_level_is_known_the_next_criterion_is_quoted(
    tmp_path: Path, level: int
) -> None:
    names = {2: "พอใช้", 3: "ดี", 4: "ดีมาก", 5: "ดีเยี่ยม"}
    scored = score_levels(tmp_path, levels_with(SEED, i1=level))
    criterion = (
        f"เกณฑ์ระดับ {level + 1} ({names[level + 1]}) ซึ่งเป็นระดับถัดไป คือ {SAFETY.at(level + 1).text}"
    )
    assert printed(scored) == [f"1. {at_level(level)}", f"2. {criterion}"]


def test_at_the_highest_level_there_is_no_next_criterion(tmp_path: Path) -> None:
    assert printed(score_levels(tmp_path, levels_with(SEED, i1=5))) == [at_level(5)]


def test_what_does_not_apply_is_a_dash_and_an_exemption_gives_its_reason(tmp_path: Path) -> None:
    scored = score_levels(tmp_path, levels_with(SEED, i1="ยกเว้น: ประเมินในระบบอื่นแล้ว"))
    assert printed(scored, "6b") == ["-"]
    assert printed(scored) == ["ประเมินในระบบอื่นแล้ว"]


def test_no_line_of_an_indicator_begins_or_ends_like_another() -> None:
    """Over the whole rubric: all items unmet for one reason, at every level."""
    for indicator in shipped_rubric().indicators:
        for entry in indicator.level:
            lines = [one.suggest for one in (*indicator.item, *indicator.measure)]
            # All begin with whom they advise: what they say begins after it.
            said = (line.removeprefix("สพท. ควร") for line in (*lines, entry.suggest))
            openings = [line[:12] for line in said]
            assert len(set(openings)) == len(openings), (indicator.code, entry.level)


def test_all_items_unmet_for_one_reason_name_it_once(desk: Desk) -> None:
    one = advised(desk, safety(**{f"i{at}": "ไม่พบ" for at in range(1, 9)}))
    said = [line for line in one.suggestions if "ไม่พบ" in line]
    assert said == [item("1.1") + " (ยังไม่พบหลักฐานข้อ 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7 และ 1.8)"]


def test_assessors_who_disagree_on_the_reason_are_both_heard(desk: Desk) -> None:
    for name, reason in (("ก", "ไม่พบ"), ("ข", "ไม่ครบ"), ("ค", "ไม่พบ")):
        desk.form({**desk.best(), **safety(i8=reason)}, assessor=name)
    one = desk.score().indicator("1")
    assert one.suggestions[0] == item("1.8") + " (หลักฐานข้อ 1.8: ไม่พบ, ไม่ครบ)"


def test_a_reason_that_says_nothing_is_not_told_to_an_office(desk: Desk) -> None:
    one = advised(desk, safety(i7="อื่น ๆ", i8="ไม่พบ"))
    said = "\n".join(one.suggestions)
    assert "(หลักฐานข้อ 1.7 ยังใช้ไม่ได้)" in said
    assert "อื่น ๆ" not in said


def test_words_of_an_assessor_that_are_no_listed_reason_are_not_composed(desk: Desk) -> None:
    one = advised(desk, safety(i8="ส่งมาเป็นของ สพป.ระยอง เขต 2"))
    assert list(one.suggestions) == [item("1.8"), at_level(4)]


@pytest.mark.parametrize(("value", "advice"), [(62.5, ("ควรเพิ่ม",)), (100, ())])
def test_without_levels_a_value_below_the_top_is_advised_to_rise(
    tmp_path: Path, value: float, advice: tuple[str, ...]
) -> None:
    rubric = tmp_path / "rubric"
    (rubric / "indicators").mkdir(parents=True)
    (rubric / "rubric.toml").write_text(POINTS, encoding="utf-8")
    whole = CURVE.partition("[[level]]")[0].replace(
        "[60, 1], [80, 2], [100, 3]", "[0, 0], [100, 100]"
    )
    (rubric / "indicators" / "1.toml").write_text(whole, encoding="utf-8")
    table = tmp_path / "ตาราง.csv"
    table.write_text(f"รหัส,ตัวชี้วัด,ข้อ,ผล,ค่า\n2402,1,m,,{value}\n", encoding="utf-8-sig")
    results = score(table, rubric, round="6m")
    assert results.offices[0].indicators[0].suggestions == advice
