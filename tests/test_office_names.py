"""The guard against naming another office in a report (docs/domain.md, 5, docs/rules.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_forms import FORMS, rows

from qp_scoring.documents.office import Alias, Office
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.offices.registry import OfficeRegistry

SHIPPED = OfficeRegistry.shipped()
NAMES = OfficeNames(SHIPPED)
ROWS = rows()


def codes(text, names=NAMES):
    """The codes of each mention, in order; several codes of one mention joined by a space."""
    return [" ".join(sorted(found.offices)) for found in names.mentions(text)]


def other_codes(text, own, names=NAMES):
    return [" ".join(sorted(found.offices)) for found in names.others(text, SHIPPED.get(own))]


# --- the case that started it


CLOSING = (
    "ในภาพรวม สำนักงานเขตพื้นที่การศึกษาประถมศึกษาระยอง เขต 2 มีผลการดำเนินงานในระดับดีเยี่ยมหลายตัวชี้วัด "
    "และควรรักษาความต่อเนื่องของการดำเนินงาน"
)


def test_the_report_to_chachoengsao_2_that_named_rayong_2_is_caught():
    (found,) = NAMES.others(CLOSING, SHIPPED.get("2402"))
    assert found.offices == {"2102"}
    assert found.text == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาระยอง เขต 2"


def test_the_same_paragraph_with_its_own_name_is_not():
    assert NAMES.others(CLOSING.replace("ระยอง", "ฉะเชิงเทรา"), SHIPPED.get("2402")) == ()
    assert NAMES.others(CLOSING, SHIPPED.get("2102")) == ()


@pytest.mark.parametrize("form", FORMS)
def test_every_office_is_recognised_in_a_sentence_by_this_form(form):
    wrong = {
        text: codes(f"รายงานของ {text} ประจำปี 2566")
        for row in ROWS
        if (text := FORMS[form](row)) is not None
        and codes(f"รายงานของ {text} ประจำปี 2566") != [row.code]
    }
    assert wrong == {}


@given(own=st.sampled_from(ROWS), other=st.sampled_from(ROWS), form=st.sampled_from(sorted(FORMS)))
def test_another_office_is_caught_beside_the_own_one_and_only_it(own, other, form):
    text = FORMS[form](other) or other.name
    found = other_codes(f"{own.name} และ{text} ร่วมกัน", own.code)
    assert found == ([] if own == other else [other.code])


# --- what counts as a name


@pytest.mark.parametrize(
    "text",
    [
        "ระยอง เขต 2",
        "จังหวัดระยองและอำเภอเมือง",
        "สำนักงานเขตพื้นที่การศึกษา",
        "สำนักงานเขตพื้นที่การศึกษาควรจัดทำแผน",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาและมัธยมศึกษาทุกแห่ง",
        "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน",
        "สพป. ทุกเขต และ สพม. 62 เขต",
        "สพป.",
        "",
    ],
)
def test_without_a_head_and_a_name_nothing_is_named(text):
    assert codes(text) == []


def test_a_province_alone_is_no_office_where_its_office_has_a_longer_name():
    assert codes("สพม.เลย") == []
    assert codes("สพม.เลย หนองบัวลำภู") == ["M4200"]
    assert codes("สพป.ระยองทุกแห่ง") == []


def test_several_names_are_found_in_their_order():
    text = "สพป.ระยอง เขต 1, สพม.ชลบุรี ระยอง และ (ศป.สพป.อต.2)"
    assert codes(text) == ["2101", "M2000", "5302"]


def test_the_head_keeps_offices_of_one_province_apart():
    assert codes("สพป.กรุงเทพมหานคร") == ["1001"]
    assert codes("สพม.กรุงเทพมหานคร เขต 1") == ["M1001"]
    assert codes("สพม.กทม.2") == ["M1002"]


def test_a_name_broken_over_lines_is_found():
    assert codes("สํานัก\nงานเขตพื้นที่การศึกษา\nประถม ศึกษาระ\u200bยอง\nเขตที่ ๒") == ["2102"]
    assert codes("สพม.เลย -\nหนองบัว\nลำภูได้ดำเนินการ") == ["M4200"]


# --- longest first, and not inside a longer number or word


def test_the_longest_name_wins():
    assert codes("สพม.ชัยภูมิ และ สพม.อุทัยธานี ชัยนาท") == ["M3600", "M6100"]
    registry = OfficeRegistry([_office("1", "สพป.นคร"), _office("2", "สพป.นครใหม่")])
    assert codes("สพป.นครใหม่", OfficeNames(registry)) == ["2"]


def test_an_area_number_is_not_found_inside_a_longer_one():
    assert codes("สพป.นครราชสีมา เขต 1") == ["3001"]
    assert codes("สพป.นครราชสีมา เขต 12") == []
    assert codes("สพป.นม.๑๒") == []


def test_a_figure_after_the_name_is_not_its_area_number():
    assert codes("สพป.ฉะเชิงเทรา เขต 2 12 ตัวชี้วัด") == ["2402"]
    assert codes("สพม.นนทบุรี 2 แห่ง") == ["M1200"]


def test_a_name_does_not_end_inside_a_syllable():
    assert codes("สพม.น่านับถือ") == []
    assert codes("สพม.น่านได้รายงาน") == ["M5500"]


@pytest.mark.parametrize(
    "text",
    [
        "สพม.พบว่าโรงเรียนรายงานครบ",
        "สพป. พบ 2 กรณี",
        "สพม. พบ ปัญหา",
        "สพม.ตกหล่น",
        "สพป.ตรวจสอบแล้ว",
        "สพม.ชม.9",
        "สำนักงานเขตพื้นที่การศึกษา พบ ปัญหา",
        "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา พบ ปัญหา",
        "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาพบ ปัญหา",
        "สพท.พบ ปัญหา",
    ],
)
def test_a_word_that_looks_like_an_abbreviation_is_no_name(text):
    assert codes(text) == []


def test_the_abbreviation_itself_is_a_name():
    assert codes("สพม.พบ และ สพป.พบ.2 กับ สพท.พบ.1") == ["M7600", "7602", "7601"]


# --- a head that does not say which kind of office


def test_without_the_kind_of_office_any_of_the_province_may_be_meant():
    text = "สำนักงานเขตพื้นที่การศึกษาฉะเชิงเทราดำเนินการครบ"
    assert codes(text) == ["2401 2402 M2400"]
    assert other_codes(text, "2402") == []
    assert other_codes(text, "2102") == ["2401 2402 M2400"]


def test_without_the_kind_of_office_the_number_tells():
    assert codes("สำนักงานเขตพื้นที่การศึกษาอุตรดิตถ์ เขต 2") == ["5302"]


def test_without_the_kind_of_office_a_short_name_must_be_a_whole_word():
    assert codes("สำนักงานเขตพื้นที่การศึกษาแพร่หลาย") == []
    assert codes("สำนักงานเขตพื้นที่การศึกษาแพร่ รายงาน") == ["5401 5402 M5400"]


# --- former names and a user's own offices


def _office(code, name, kind="สพป", **more):
    return Office(code=code, type=kind, name=name, short_name=name, **more)


RENAMED = OfficeRegistry(
    [
        _office("M1", "สพม.ชื่อใหม่", "สพม", aliases=(Alias("สพม.เขต 6", 2563), Alias("สพม.นม"))),
        _office("M2", "สพม.อื่น", "สพม"),
        _office("K1", "สำนักงานศึกษาธิการจังหวัดระยอง", "ศธจ"),
        _office("K2", "ศูนย์ทดสอบ", "ศธจ", aliases=(Alias("ศธจ.ตราด"),)),
    ]
)


def test_a_former_name_is_its_own_offices_and_foreign_to_others():
    names, text = OfficeNames(RENAMED), "เดิมคือ สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต ๖ "
    assert names.others(text, RENAMED.get("M1")) == ()
    assert [found.offices for found in names.others(text, RENAMED.get("M2"))] == [{"M1"}]


def test_an_alias_is_a_name():
    assert codes("รายงาน สพม.นม ครบ", OfficeNames(RENAMED)) == ["M1"]


def test_a_name_made_of_consonants_is_no_abbreviation_for_being_an_alias_elsewhere():
    registry = OfficeRegistry(
        [_office("1", "สพป.อื่น", aliases=(Alias("สพป.นคร", 2560),)), _office("2", "สพป.นคร")]
    )
    assert codes("สำนักงานเขตพื้นที่การศึกษาประถมศึกษานครได้รายงาน", OfficeNames(registry)) == ["1 2"]


def test_heads_of_which_one_begins_like_the_other_are_kept_apart():
    registry = OfficeRegistry([_office("1", "ศธจ.ระยอง", "ศธ"), _office("2", "ศธจ.ตราด", "ศธจ")])
    assert codes("ศธจ.ระยอง ศธจ.ตราด", OfficeNames(registry)) == ["1", "2"]


def test_offices_of_another_kind_are_found_by_their_full_name_or_their_own_head():
    names = OfficeNames(RENAMED)
    assert codes("ที่สำนักงานศึกษาธิการจังหวัด ระยองรายงาน", names) == ["K1"]
    assert codes("ที่ศูนย์ทดสอบ และ ศธจ. ตราด", names) == ["K2", "K2"]
    assert codes("ศธจ. รายงาน สพม.อื่น", names) == ["M2"]
