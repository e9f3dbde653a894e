"""Items are found by words, near words and titles; figures are read with their units."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qp_scoring.evidence import matching
from qp_scoring.evidence.matching import Context, Matcher
from qp_scoring.evidence.quantities import dates, documents, quantities
from qp_scoring.evidence.segment import Edges, Words
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.rubric.indicator import Item, LookFor
from qp_scoring.rubric.load import load_rubric

SAFETY = next(focus for focus in skeleton().focus if focus.number == "1.1")
HERE = Context("1.1", "progress", "")


@pytest.fixture(autouse=True, scope="module")
def _one_dictionary():
    """One dictionary for all rubrics of this module: each takes a second to build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "words_with", lambda terms: _words())
        yield


@cache
def matcher(look: LookFor, sections: tuple[str, ...] = ()) -> Matcher:
    """A matcher of a rubric with a single item."""
    rubric = load_rubric("qp-2566")
    item = Item(id="1.1", text="ข้อ", suggest="ควร", look_for=(look,), sections=sections)
    indicator = rubric.indicators[0].model_copy(update={"item": (item,)})
    return Matcher(rubric.model_copy(update={"indicators": (indicator,)}), skeleton())


def found(text, *phrases, near=(), without=(), sections=(), context=HERE):
    look = LookFor(phrases=phrases, near=near, without=without)
    return bool(matcher(look, sections).look(text, context).found)


@pytest.mark.parametrize(
    ("phrase", "inside", "as_word"),
    [
        ("RT", "โครงการ SMART และ CENTER", "ผลการสอบ RT ปี 2565"),
        ("NT", "ศูนย์ CENTER", "ผลสอบ NT/RT"),
        ("แผน", "นักเรียนแผนกช่างยนต์", "มีแผนปฏิบัติการ"),
        ("ประกาศ", "ได้รับประกาศนียบัตร", "ออกประกาศของเขต"),
        ("นิเทศ", "จัดปฐมนิเทศนักเรียน", "การนิเทศชั้นเรียน"),
        ("นิเทศ", "มอบศึกษานิเทศก์", "ศึกษานิเทศก์นิเทศโรงเรียน"),
        ("แผน", "จัดทำแผนที่โรงเรียน", "แผนเผชิญเหตุ"),
        ("นิเทศ", "กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา จัดประชุม", "กลุ่มนิเทศออกนิเทศ"),
        ("ชุมชน", "โรงเรียนชุมชนบ้านใหม่", "ร่วมกับชุมชน"),
        ("O-NET", "O-NETWORK", "ผล O–NET สูงขึ้น"),
    ],
)
def test_a_phrase_is_found_as_words_and_never_inside_one(phrase, inside, as_word):
    assert not found(inside, phrase)
    assert found(as_word, phrase)


def test_words_that_open_or_head_a_longer_word_are_found_in_it():
    assert found("จัดกิจกรรมวันเด็ก", "กิจกรรม")
    assert found("มีแผนแล้ว", "แผน")
    assert found("แผนปฏิบัติการ", "แผน")


def test_spaces_line_joins_digits_and_mixed_up_letters_make_no_difference():
    assert found("จัดทำแผน เผชิญเหตุ", "แผนเผชิญเหตุ")
    assert found("แผนปฎิบัติการ", "แผนปฏิบัติการ")
    assert found("หลักสูตร ๒๕๕๑", "หลักสูตร 2551")
    assert found("จัดทํารายงาน", "จัดทำรายงาน")


def test_a_word_must_be_near_the_phrase_or_in_a_title_above_it():
    look = {"near": ("ความปลอดภัย",)}
    assert found("นิเทศมาตรการความปลอดภัย", "นิเทศ", **look)
    assert not found("นิเทศการสอนภาษาไทย", "นิเทศ", **look)
    assert not found("นิเทศการสอน" + " ในชั้นเรียนของครู" * 20 + "ความปลอดภัย", "นิเทศ", **look)
    titled = Context("1.1", "progress", SAFETY.title)
    assert found("นิเทศการสอนภาษาไทย", "นิเทศ", context=titled, **look)


def test_a_phrase_is_not_near_itself():
    assert not found("การจัดการเรียนการสอน", "จัดการเรียนการสอน", near=("การเรียนการสอน",))


def test_a_word_can_disqualify_a_sentence():
    look = {"without": ("ได้รับการคัดเลือก",)}
    assert found("จัดการคัดเลือกผลงาน", "การคัดเลือก", **look)
    assert not found("โรงเรียนได้รับการคัดเลือกเข้าโครงการ", "การคัดเลือก", **look)


def test_sections_are_named_by_title_and_say_where_an_item_is_looked_for():
    home = {"sections": (SAFETY.title,)}
    assert found("นิเทศทุกโรงเรียน", "นิเทศ", **home)
    assert not found("นิเทศทุกโรงเรียน", "นิเทศ", context=Context("2.4", "progress", ""), **home)
    assert found("นิเทศทุกโรงเรียน", "นิเทศ", context=Context(None, "results", ""), **home)


def test_what_is_wished_for_is_looked_at_only_where_the_item_says_so():
    wishes = Context("1.1", "suggestions", "")
    assert not found("นิเทศทุกโรงเรียน", "นิเทศ", context=wishes)
    assert found("นิเทศทุกโรงเรียน", "นิเทศ", context=wishes, sections=("ข้อเสนอแนะในการดำเนินงาน",))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="กขคงจฉนมรลวสอาิีุู่้ำัะเแโ ABab12๓.-", max_size=60))
def test_any_text_is_cut_within_its_bounds_and_as_a_whole(text):
    edges = Edges(text, _words())
    for stands in (edges.begins, edges.ends):
        assert stands(0) and stands(len(text))
        inside = re.compile("[A-Za-z]{2}|[0-9]{2}")
        assert not any(stands(found.start() + 1) for found in inside.finditer(text))


@cache
def _words() -> Words:
    return Words(["แผนเผชิญเหตุ"])


# --- figures


def read(text):
    return [(one.value, one.unit, one.text) for one in quantities(text)]


def test_quantities_are_exact_in_any_digits():
    assert read("ครูเข้าอบรมจำนวน ๑,๒๐๔ คน คิดเป็นร้อยละ ๙๗.๕๐ จากทั้ง 50 แห่ง") == [
        ("1204", "คน", "จำนวน ๑,๒๐๔ คน"),
        ("97.50", "ร้อยละ", "คิดเป็นร้อยละ ๙๗.๕๐"),
        ("50", "แห่ง", "ทั้ง 50 แห่ง"),
    ]
    assert read("ผ่าน 85% งบ 75,000   บาท") == [
        ("85", "ร้อยละ", "85%"),
        ("75000", "บาท", "75,000   บาท"),
    ]


def test_some_of_all_is_told_with_both_figures_and_a_heading_number_is_none():
    assert read("ประเมินครู 24 จาก 31 คน") == [
        ("24", "คน", "24 จาก 31 คน"),
        ("31", "คน", "24 จาก 31 คน"),
    ]
    assert read("ปี 2566 จาก 31 คน")[-1][:2] == ("31", "คน")
    assert read("2.1 โรงเรียนคุณภาพ 8 แห่ง | 3.2 กิจกรรมเด่น") == [("8", "แห่ง", "8 แห่ง")]
    assert read("2.5 ล้านบาท") == [("2.5", "ล้านบาท", "2.5 ล้านบาท")]


def test_names_and_years_are_no_quantities():
    assert read("กิจกรรมที่ 4 ปีการศึกษา 2565 ชั้น ป.6 ภาคเรียนที่ 1 ข้อ 3.1 เขต 2") == []


def test_dates_are_read_with_their_ranges():
    assert dates("ระหว่างวันที่ ๑๖ - ๑๘ มกราคม  ๒๕๖๖ และ 1 มิ.ย. 66 ส่งในเดือนสิงหาคม พ.ศ. 2566") == (
        "16 - 18 มกราคม 2566",
        "1 มิ.ย. 66",
        "สิงหาคม พ.ศ. 2566",
    )


def test_documents_are_named_with_their_numbers():
    assert documents("ตามคำสั่งเขตที่ ๔๕/๒๕๖๖ และทำบันทึกข้อตกลงกับเทศบาล") == (
        "คำสั่ง 45/2566",
        "บันทึกข้อตกลง",
    )


def test_a_document_has_its_number_in_brackets_too_and_is_named_once():
    assert documents("แต่งตั้งพี่เลี้ยง (คำสั่ง ๑๒๐/๒๕๖๖)") == ("คำสั่ง 120/2566",)
    said = "ออกคำสั่งที่ 412/2565 ตั้งกรรมการ 3 ชุด เขียนงานของแต่ละชุดไว้ท้ายคำสั่ง"
    assert documents(said) == ("คำสั่ง 412/2565",)
    assert documents("คำสั่ง | ประชุมครั้งที่ 4/2566") == ("คำสั่ง",)
