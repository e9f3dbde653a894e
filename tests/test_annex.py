"""The sheet ภาคผนวก: per indicator its levels, what is next, and every item without repetition."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import builders as make
import pytest
from forms_filled import Desk, shipped_rubric
from openpyxl import load_workbook

from qp_scoring.documents.results import IndicatorResult, MeasureNeed, NextLevel
from qp_scoring.paper.page import PORTRAIT, text_height
from qp_scoring.reports.scoresheet.annex import EvidenceLine, IndicatorAnnex, annex
from qp_scoring.reports.scoresheet.annex_page import annex_flow

SAFETY = shipped_rubric().by_code["1"]


def of(one: IndicatorResult, *printed: str) -> IndicatorAnnex:
    """The annex of an indicator whose form has these suggestions."""
    office = make.office(indicators=(one, make.indicator("2")))
    return annex(office, make.RUBRIC, {one.code: printed}).indicators[0]


def evidence(*items: object, **changes: object) -> dict[str, EvidenceLine]:
    one = make.indicator("1", items=items, **changes)
    return {entry.id: entry for entry in of(one).evidence}


def said(entry: EvidenceLine) -> list[str]:
    return [line.text for line in entry.lines]


def text_of(id_: str) -> str:
    wanted = SAFETY.item_by_id(id_)
    assert wanted is not None
    return wanted.text


def about(one: IndicatorResult, *printed: str) -> list[str]:
    return [line.text for line in of(one, *printed).about]


def of_checklist(tmp_path: Path, *unmet: str) -> IndicatorAnnex:
    """Indicator 1 of an office whose checklist lacks these items."""
    desk = Desk(tmp_path)
    scored = desk.scored({**desk.best(), **dict.fromkeys(unmet, "ไม่มี")})
    return annex(scored.office(), shipped_rubric(), {}).indicators[0]


# The levels


def test_the_levels_stand_in_one_line_with_what_was_reached_and_what_is_next(
    tmp_path: Path,
) -> None:
    found = of_checklist(tmp_path, "1.6", "1.7", "1.8")
    assert [words for words, _ in found.ladder] == [
        "1 ปรับปรุง",
        "2 พอใช้",
        "3 ดี (ผลการประเมิน)",
        "4 ดีมาก (ระดับถัดไป)",
        "5 ดีเยี่ยม",
    ]
    assert [here for _, here in found.ladder] == [False, False, True, False, False]


def test_the_next_level_is_told_with_its_criterion_and_what_it_lacks(tmp_path: Path) -> None:
    found = of_checklist(tmp_path, "1.6", "1.8")
    assert [line.text for line in found.about] == [
        f"เกณฑ์ระดับ 5 (ดีเยี่ยม): {SAFETY.at(5).text}",
        "ยังขาดข้อ 1.6 และ 1.8",
    ]


def test_where_some_of_several_are_enough_it_says_how_many(tmp_path: Path) -> None:
    found = of_checklist(tmp_path, "1.1", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8")
    assert found.about[1].text == "ต้องมีเพิ่มอย่างน้อย 1 ข้อ จากข้อ 1.1, 1.3 และ 1.4"


def test_where_one_of_some_is_asked_for_besides_it_says_of_which(tmp_path: Path) -> None:
    """Level 4 asks for six of eight and for 1.7 or 1.8: two of the other open ones would not do."""
    found = of_checklist(tmp_path, "1.3", "1.4", "1.7", "1.8")
    assert found.about[1].text == (
        "ต้องมีเพิ่มอย่างน้อย 2 ข้อ จากข้อ 1.3, 1.4, 1.7 และ 1.8 โดยอย่างน้อย 1 ข้อต้องเป็นข้อ 1.7 หรือ 1.8"
    )


def test_at_the_highest_level_nothing_is_next(tmp_path: Path) -> None:
    found = of_checklist(tmp_path)
    assert found.about == ()
    assert not [words for words, _ in found.ladder if "ถัดไป" in words]


def test_a_step_beyond_the_next_level_says_how_far_it_leads() -> None:
    step = NextLevel(level=3, needs=(("1.3",),), gain="0.25", band_after=None, reaches=5)
    one = make.indicator("1", "2", next_level=step, items=(make.item("1.3", "unmet"),))
    assert about(one)[-1] == "เมื่อดำเนินการครบจะเป็นระดับ 5"


def test_what_was_not_reported_stands_before_the_lowest_level() -> None:
    step = NextLevel(level=2, needs=(("1.1", "1.2"),), gain="0.17", band_after=None)
    items = tuple(make.item(f"1.{at}", None) for at in range(1, 9))
    why = ("ไม่มีรายงานผล จึงนับเป็น 0 และยังอยู่ในตัวหาร",)
    found = of(make.indicator("1", "N/A", next_level=step, items=items, reasons=why))
    assert found.ladder[0] == ("ผลการประเมิน N/A", True)
    assert found.ladder[2] == ("2 พอใช้ (ระดับถัดไป)", False)
    assert found.evidence == ()
    # What N/A means for the mean is said on the form.
    assert [line.text for line in found.about][1:] == [
        "ต้องมีเพิ่มอย่างน้อย 2 ข้อ จากข้อ 1.1, 1.2, 1.3 และ 1.4"
    ]


def test_a_criterion_that_the_form_quotes_is_not_told_again() -> None:
    step = NextLevel(level=3, needs=(), gain="0.08", band_after=None)
    one = make.indicator("1", "2", next_level=step)
    assert about(one) == [f"เกณฑ์ระดับ 3 (ดี): {SAFETY.at(3).text}"]
    assert about(one, f"เกณฑ์ระดับถัดไป คือ {SAFETY.at(3).text}") == []


def test_a_criterion_that_is_only_the_level_s_name_is_not_told() -> None:
    step = NextLevel(level=3, needs=(), gain="0.08", band_after=None)
    named = [
        entry.model_copy(update={"text": "ดี"}) if entry.level == 3 else entry
        for entry in SAFETY.level
    ]
    rubric = make.rubric_with(indicators=(SAFETY.model_copy(update={"level": tuple(named)}),))
    office = make.office(indicators=(make.indicator("1", "2", next_level=step),))
    assert annex(office, rubric, {}).indicators[0].about == ()


def test_the_committee_s_reason_for_a_level_is_told_as_it_was_given() -> None:
    (line,) = of(make.indicator("1", "3", reason="หลักฐานใช้ได้บางส่วน")).about
    assert (line.text, line.quoted) == ("เหตุผล: หลักฐานใช้ได้บางส่วน", True)


@pytest.mark.parametrize("cell", ["-", "ยกเว้น"])
def test_what_does_not_count_has_no_place_in_the_annex(cell: str) -> None:
    office = make.office(indicators=(make.indicator("1", cell), make.indicator("2")))
    found = annex(office, make.RUBRIC, {}).indicators
    assert [one.heading.split()[1] for one in found] == ["2"]


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ({"at_least": "80"}, "ต้องไม่น้อยกว่าร้อยละ 80"),
        ({"at_least": "5399/60"}, "ต้องไม่น้อยกว่าร้อยละ 89.99"),
        ({"at_most": "5399/60"}, "ต้องไม่เกินร้อยละ 89.98"),
    ],
)
def test_a_missing_value_is_told_with_its_unit_and_the_one_reported(
    bounds: dict[str, str], wanted: str
) -> None:
    measured = next(one for one in make.RUBRIC.indicators if one.measure)
    measure = measured.measure[0]
    need = MeasureNeed(measure=measure.id, **bounds)
    step = NextLevel(level=3, needs=((need,),), gain="0.08", band_after=None)
    for value, told in (("62.5", "ขณะนี้ร้อยละ 62.5"), (None, "ขณะนี้ไม่มีค่า")):
        one = make.indicator(
            measured.code, "2", next_level=step, items=(make.item(measure.id, value),)
        )
        expected = f"{measure.text}: {wanted} {told}"
        assert about(one)[-1] == expected


def test_reasons_that_the_levels_do_not_tell_are_told() -> None:
    known = "ผ่านเงื่อนไขระดับ 5: 1.8"
    visit = "ระดับจากเอกสารคือ 2 ปรับเป็น 3 หลังลงพื้นที่"
    assert about(make.indicator("1", "5", reasons=(known, visit))) == [visit]


def test_the_reason_of_a_judged_level_is_the_assessors_own_words() -> None:
    judged = SAFETY.model_copy(update={"method": "judged"})
    one = make.indicator("1", "3", reason="หลักฐานจาก สพป.ระยอง เขต 2")
    office = make.office(indicators=(one,))
    (found,) = annex(office, make.rubric_with(indicators=(judged,)), {}).indicators
    (line,) = found.about
    assert (line.text, line.quoted) == ("เหตุผลของผู้ประเมิน: หลักฐานจาก สพป.ระยอง เขต 2", True)


def test_without_levels_the_score_and_how_it_came_about_stand_there() -> None:
    plain = SAFETY.model_copy(update={"method": "tiers", "level": ()})
    why = "ขั้น “พื้นฐาน” ผ่าน 2 จาก 2 ข้อ"
    one = make.indicator("1", "2", level=None, score="350", printed="350", reasons=(why,))
    office = make.office(indicators=(one,))
    (found,) = annex(office, make.rubric_with(indicators=(plain,)), {}).indicators
    assert found.ladder == (("ผลการประเมิน 350", True),)
    assert [line.text for line in found.about] == [why]


# The items


def test_one_assessor_is_not_told_twice() -> None:
    found = evidence(
        make.item("1.1", "met", make.said("ก", "met")),
        make.item("1.2", "unmet", make.said("ก", "unmet")),
    )
    assert (found["1.1"].sign, said(found["1.1"])) == ("✓", [text_of("1.1")])
    assert (found["1.2"].sign, said(found["1.2"])) == ("✗", [text_of("1.2")])


def test_reason_and_reference_stand_only_where_there_is_one() -> None:
    opinion = make.said("ก", "unmet", reason="ไม่ครบ", reference="คำสั่ง 1/2566")
    found = evidence(make.item("1.1", "unmet", opinion))["1.1"]
    assert said(found) == [f"{text_of('1.1')} (ไม่ครบ)", "หลักฐานอ้างอิง: คำสั่ง 1/2566"]
    assert [line.quoted for line in found.lines] == [False, True]


def test_a_reason_in_the_assessors_own_words_is_quoted() -> None:
    opinion = make.said("ก", "unmet", reason="เป็นของ สพป.ระยอง เขต 2")
    found = evidence(make.item("1.1", "unmet", opinion))["1.1"]
    assert said(found) == [text_of("1.1"), "เหตุผล: เป็นของ สพป.ระยอง เขต 2"]
    assert [line.quoted for line in found.lines] == [False, True]


def test_a_value_that_there_are_no_cases_for_is_not_called_missing() -> None:
    measured = next(one for one in make.RUBRIC.indicators if one.measure)
    measure = measured.measure[0]
    opinion = make.said("ก", "not_relevant", reason="ไม่มีผู้เรียนกลุ่มนี้")
    one = make.indicator(measured.code, items=(make.item(measure.id, "not_relevant", opinion),))
    (entry,) = of(one).evidence
    assert (entry.sign, said(entry)) == ("–", [measure.text, "เหตุผล: ไม่มีผู้เรียนกลุ่มนี้"])


def test_assessors_stand_by_number_where_they_answered_differently() -> None:
    opinions = (make.said("กรรมการ ข", "unmet", reason="ไม่ครบ"), make.said("กรรมการ ก", "met"))
    found = evidence(make.item("1.1", "unmet", *opinions))["1.1"]
    assert said(found)[1] == "ผลของผู้ประเมินแต่ละคน: ผู้ประเมิน 2 ไม่มี (ไม่ครบ), ผู้ประเมิน 1 มี"


def test_the_stage_is_named_where_there_were_two() -> None:
    opinions = (make.said("ก", "unmet"), make.said("ก", "met", stage="ลงพื้นที่"))
    found = evidence(make.item("1.1", "met", *opinions))["1.1"]
    expected = "ผลของผู้ประเมินแต่ละคน: ผู้ประเมิน 1 (เอกสาร) ไม่มี, ผู้ประเมิน 1 (ลงพื้นที่) มี"
    assert said(found)[1] == expected


def test_the_committee_s_resolution_is_told_as_what_it_is_and_is_no_assessor() -> None:
    opinions = (
        make.said("กรรมการ ก", "met"),
        make.said("กรรมการ ข", "unmet"),
        make.said(None, "unmet", role="มติ", reason="ไม่ครบ"),
    )
    found = evidence(make.item("1.1", "unmet", *opinions))["1.1"]
    assert said(found)[1] == (
        "ผลของผู้ประเมินแต่ละคน: ผู้ประเมิน 1 มี, ผู้ประเมิน 2 ไม่มี, มติคณะกรรมการ ไม่มี (ไม่ครบ)"
    )


def test_a_note_is_not_called_a_reference() -> None:
    opinion = make.said("ก", "unmet", reference="รายงานหน้า 4")
    noted = opinion.model_copy(update={"note": "ยังไม่ลงนาม"})
    found = evidence(make.item("1.1", "unmet", noted))["1.1"]
    assert said(found)[1:] == ["หลักฐานอ้างอิง: รายงานหน้า 4", "หมายเหตุ: ยังไม่ลงนาม"]
    assert [line.quoted for line in found.lines] == [False, True, True]


def test_an_open_question_and_what_is_not_relevant_have_signs_of_their_own() -> None:
    found = evidence(
        make.item("1.1", None, make.said("ก", "unmet"), make.said("ข", "met")),
        make.item("1.2", "not_relevant", make.said("ก", "not_relevant", reason="ไม่มีภารกิจ")),
    )
    assert (found["1.1"].sign, found["1.2"].sign) == ("?", "–")
    assert said(found["1.2"])[1] == "เหตุผล: ไม่มีภารกิจ"


def test_a_value_stands_with_its_text_and_unit() -> None:
    measured = next(one for one in make.RUBRIC.indicators if one.measure)
    measure = measured.measure[0]
    for value, told in (("62.5", ": ร้อยละ 62.5"), (None, ": ไม่มีค่าที่รายงาน")):
        one = make.indicator(measured.code, items=(make.item(measure.id, value),))
        (entry,) = of(one).evidence
        assert said(entry) == [measure.text + told]


def test_a_count_stands_before_its_unit() -> None:
    counted = make.RUBRIC.by_code["X1"]
    (groups, *_) = counted.measure
    need = MeasureNeed(measure=groups.id, at_least="3")
    step = NextLevel(level=4, needs=((need,),), gain="0.08", band_after=None)
    one = make.indicator("X1", "3", next_level=step, items=(make.item(groups.id, "2"),))
    assert about(one)[-1] == f"{groups.text}: ต้องไม่น้อยกว่า 3 กลุ่ม ขณะนี้ 2 กลุ่ม"
    assert said(of(one).evidence[-1]) == [f"{groups.text}: 2 กลุ่ม"]


def test_suggestions_of_the_form_are_not_repeated_and_none_is_lost() -> None:
    wanted = {key: SAFETY.item_by_id(key).suggest for key in ("1.6", "1.7", "1.8")}  # type: ignore[union-attr]
    level = SAFETY.at(3).suggest
    items = tuple(make.item(key, "unmet", make.said("ก", "unmet")) for key in wanted)
    marked = wanted["1.7"] + " (ยังไม่พบหลักฐานข้อ 1.7)"
    advice = (wanted["1.6"], marked, wanted["1.8"], level, "ควรทำเรื่องอื่นด้วย")
    found = of(make.indicator("1", "3", items=items, suggestions=advice), wanted["1.6"], level)
    told = {entry.id: said(entry)[1:] for entry in found.evidence}
    assert told["1.6"] == []
    assert told["1.8"] == [f"ข้อเสนอแนะ: {wanted['1.8']}"]
    # The remark says what the sign and the reason of the item say already.
    assert told["1.7"] == [f"ข้อเสนอแนะ: {wanted['1.7']}"]
    assert found.more == ("ข้อเสนอแนะเพิ่มเติม: ควรทำเรื่องอื่นด้วย",)


def test_the_guard_sees_what_is_composed_and_no_quoted_words() -> None:
    opinion = make.said("ก", "unmet", reason="ไม่พบ", reference="ส่งโดย สพป.ระยอง เขต 2")
    one = make.indicator("1", items=(make.item("1.1", "unmet", opinion),), suggestions=("ควร ก",))
    texts = list(annex(make.office(indicators=(one,)), make.RUBRIC, {}).composed_texts())
    assert f"{text_of('1.1')} (ไม่พบ)" in texts
    assert "ข้อเสนอแนะเพิ่มเติม: ควร ก" in texts
    assert not [text for text in texts if "ระยอง" in text]


# The drawn sheet


def test_no_page_is_higher_than_the_paper_and_each_names_its_indicator(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.form({**desk.best(), **dict.fromkeys((f"1.{at}" for at in range(1, 9)), "ไม่มี")})
    desk.deliver()
    (path,) = (desk.out / "scoresheets").iterdir()
    book = load_workbook(path)
    assert book.sheetnames == ["ผลการประเมิน", "สิ่งที่ต้องทำ", "ภาคผนวก"]
    sheet = book["ภาคผนวก"]
    ends = [0, *(entry.id for entry in sheet.row_breaks.brk), sheet.max_row]
    assert len(ends) > 3
    assert sheet.page_setup.scale in (None, 100)
    assert sheet.page_setup.orientation == "portrait"
    for first, last in pairwise(ends):
        heights = [sheet.row_dimensions[row].height for row in range(first + 1, last + 1)]
        assert sum(heights) <= PORTRAIT.height - 1.05 * 72
        top = [str(sheet.cell(row, 1).value) for row in range(first + 1, first + 3)]
        assert first == 0 or any(words.startswith("ตัวชี้วัดที่") for words in top)
        # No page ends with the name or the levels of an indicator.
        assert sheet.cell(last, 2).value


def test_the_footer_counts_the_pages_of_the_annex_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.form(desk.best())
    desk.deliver()
    (path,) = (desk.out / "scoresheets").iterdir()
    for sheet in load_workbook(path).worksheets:
        pages = len(sheet.row_breaks.brk) + 1
        assert f"{sheet.title} หน้า &P จาก {pages}" in str(sheet.oddFooter.center.text)
        # Its first page is page 1 by the format's default, once it counts for itself.
        assert sheet.page_setup.useFirstPageNumber
        assert sheet.page_setup.firstPageNumber in (None, 1)


def test_a_text_higher_than_a_row_goes_on_in_the_next_and_nothing_is_lost() -> None:
    note = " ".join(f"เอกสารลำดับที่ {at}" for at in range(600))
    opinion = make.said("ก", "met", reference=note)
    one = make.indicator("1", items=(make.item("1.1", "met", opinion),))
    flow = annex_flow(annex(make.office(indicators=(one,)), make.RUBRIC, {}))
    assert max(row.height for row in flow.rows) <= 409
    assert sum(row.height for row in flow.rows) > 409


def test_every_page_of_a_long_first_item_names_its_indicator() -> None:
    note = "\n".join(f"บรรทัดที่ {at}" for at in range(200))
    opinion = make.said("ก", "met", reference=note)
    one = make.indicator("1", items=(make.item("1.1", "met", opinion),))
    found = annex(make.office(indicators=(one,)), make.RUBRIC, {})
    flow = annex_flow(found)
    assert len(flow.breaks) > 2
    height = text_height(found.indicators[0].continued, 93.5, 13, bold=True)
    assert all(flow.rows[at].height == height for at in flow.breaks)


@pytest.mark.parametrize("count", [3, 4, 8])
def test_no_page_goes_on_with_one_row_of_an_indicator(count: int) -> None:
    """However high what stands before it is, by lines of a note."""
    divided = False
    for lines in range(1, 40):
        noted = make.said("ก", "met", reference="\n".join(["บรรทัด"] * lines))
        first = make.indicator("1", items=(make.item("1.1", "met", noted),))
        items = tuple(
            make.item(f"2.{at}", "met", make.said("ก", "met")) for at in range(1, count + 1)
        )
        last = make.indicator("3", items=(make.item("3.1", "met", make.said("ก", "met")),))
        office = make.office(indicators=(first, make.indicator("2", items=items), last))
        flow = annex_flow(annex(office, make.RUBRIC, {}))
        # The last is a gap, its name, its levels, its item and a suggestion.
        end_of_second = len(flow.rows) - 5
        begun = [at for at in flow.breaks if at < end_of_second]
        for begin, end in pairwise([*begun, end_of_second]):
            divided = divided or end - begin < count
            # The heading with (ต่อ), or the gap, the name and the levels, and two rows.
            assert end - begin > 2
    assert divided or count == 3


def test_the_last_page_holds_more_than_the_rest_of_the_last_indicator() -> None:
    """However high what stands before it is, by lines of a note: its name stands on its page."""
    turned = False
    for lines in range(1, 45):
        noted = make.said("ก", "met", reference="\n".join(["บรรทัด"] * lines))
        first = make.indicator("1", items=(make.item("1.1", "met", noted),))
        items = tuple(make.item(f"2.{at}", "met", make.said("ก", "met")) for at in range(1, 9))
        office = make.office(indicators=(first, make.indicator("2", items=items)))
        flow = annex_flow(annex(office, make.RUBRIC, {}))
        assert flow.pages == 1 or len(flow.rows) - flow.breaks[-1] >= 3 + len(items)
        turned = turned or flow.pages > 1
    assert turned


def test_thai_digits_everywhere_but_in_quoted_words() -> None:
    opinion = make.said("ก", "unmet", reason="ไม่พบ", reference="คำสั่ง 1/2566")
    one = make.indicator("1", items=(make.item("1.1", "unmet", opinion),), score=Decimal(2))
    rubric = make.rubric_with(digits="thai")
    (found,) = annex(make.office(indicators=(one,)), rubric, {}).indicators
    assert found.heading.startswith("ตัวชี้วัดที่ ๑ ")
    assert found.ladder[0][0] == "๑ ปรับปรุง"
    assert said(found.evidence[0])[-1] == "หลักฐานอ้างอิง: คำสั่ง 1/2566"
