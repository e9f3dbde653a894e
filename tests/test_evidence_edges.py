"""Where answers, questions, tables and reports end, and what stands right behind them."""

from __future__ import annotations

import pytest

from qp_scoring.evidence.entries import entries_of
from qp_scoring.evidence.heading_facts import round_of
from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.topic_rounds import divisions_by_part

PROVINCE = "สำนักงานศึกษาธิการจังหวัดน่าน"
NAN_1, NAN_2, NAN_SECONDARY = "5501", "5502", "M5500"
SAFETY = "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่"
SAVING = "2.7 การส่งเสริมการให้ความรู้และทักษะด้านการเงินและการออม"
LOST = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
DEBTS = "5.3 การแก้ไขปัญหาหนี้สินครูและบุคลากรทางการศึกษา"
PROGRESS = "ความก้าวหน้าของการดำเนินงานตามนโยบาย"


@pytest.fixture
def told(read_all):
    """Of a report's lines: the status and the answers of each topic, part and office or unit."""

    def all_of(*lines):
        reports, _ = read_all("\n".join(lines))
        return {
            (one.focus, one.part, one.office or one.unit): (
                one.status,
                [" ".join(answer.cells) for answer in one.answers],
            )
            for report in reports
            for one in report.sections
        }

    return all_of


def test_a_line_that_names_parts_is_not_answered_by_the_title_below_it(told):
    found = told(
        *("สพป.น่าน เขต 1", SAVING, PROGRESS, "จัดค่ายการออมแล้ว", "ปัญหา และ ข้อเสนอแนะ"),
        *(LOST, PROGRESS, "ตามเด็กกลับแล้ว", "ปัญหา และ ข้อเสนอแนะ", "ขาดครู"),
    )
    for part in ("problems", "suggestions"):
        assert found["2.7", part, NAN_1] == ("blank", [])
        assert found["3.1", part, NAN_1] == ("answered", ["ขาดครู"])


def test_the_last_line_of_a_report_may_begin_as_a_part_does(told):
    lines = ["1) จัดค่ายแล้ว", "2) ตามเด็กแล้ว", "ปัญหา ขาดครู"]
    found = told("สพป.น่าน เขต 1", LOST, f"3.1.1 {PROGRESS}", *lines)
    assert found["3.1", "progress", NAN_1][1] == lines


def test_an_answer_that_begins_with_the_name_of_a_part_before_goes_on(told):
    problems, late = "3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน", "ผลการดำเนินงาน ล่าช้ากว่าแผน"
    found = told("สพป.น่าน เขต 1", LOST, f"3.1.1 {PROGRESS}", "ตามเด็ก", problems, late)
    assert found["3.1", "problems", NAN_1] == ("answered", [late])


def test_who_is_counted_with_offices_answers_what_follows_even_if_not_known(told):
    found = told(
        PROVINCE,
        *("หน่วยงานที่ 1 สพป.น่าน เขต 1", SAVING, f"2.7.1 {PROGRESS}", "จัดค่ายการออม"),
        *("หน่วยงานที่ 2 สพป.น่าน เขต 2", SAVING, f"2.7.1 {PROGRESS}", "เปิดธนาคารขยะ"),
        *("หน่วยงานที่ 3 ฝ่ายการศึกษาท้องถิ่น", SAVING, f"2.7.1 {PROGRESS}", "สอนทำบัญชี"),
    )
    assert {place[2]: answers for place, (_, answers) in found.items()} == {
        NAN_1: ["จัดค่ายการออม"],
        NAN_2: ["เปิดธนาคารขยะ"],
        "หน่วยงานที่ 3 ฝ่ายการศึกษาท้องถิ่น": ["สอนทำบัญชี"],
    }


SAVED = "หน่วยงาน/สถานศึกษา ดำเนินการปลูกฝัง หรือสร้างจิตสำนึก"  # as the form's question begins
SAFE = "1) หน่วยงาน/สถานศึกษาดำเนินการตามมาตรการการป้องกันเพื่อให้เกิดความปลอดภัยในสถานศึกษา"
MEANS = "(การป้องกัน หมายถึง การดำเนินการเพื่อไม่ให้เกิดปัญหา"


@pytest.mark.parametrize(
    "answers",
    [
        ["สำนักงานเขตพื้นที่สร้างจิตสำนึกให้กับผู้เรียนทุกโรง"],
        ["1) จัดค่ายการออม", "2) แจกกระปุกออมสินให้กับผู้เรียน"],
    ],
)
def test_a_question_that_is_cut_short_does_not_end_in_an_answer_of_its_words(told, answers):
    found = told("สพป.น่าน เขต 1", SAVING, f"2.7.1 {PROGRESS}", SAVED, *answers)
    assert found["2.7", "progress", NAN_1] == ("answered", answers)


def test_a_question_that_ends_in_words_of_its_own_is_answered_on_its_line(told):
    asked = f"1) {SAVED}หรือไม่ อย่างไร ตอบ จัดค่ายการออม"
    found = told("สพป.น่าน เขต 1", SAVING, f"2.7.1 {PROGRESS}", asked)
    assert found["2.7", "progress", NAN_1] == ("answered", ["จัดค่ายการออม"])


@pytest.mark.parametrize(
    ("behind", "status"),
    [
        (" ไม่มี", "none"),
        (" : ยังไม่ดำเนินการ", "planned"),
        (" อบรมครูแล้ว", "answered"),
        ("ทุกระดับ", "blank"),
        (" และชุมชน", "blank"),
        (" ได้แก่", "blank"),
        (" เช่น", "blank"),
    ],
)
def test_a_short_answer_on_the_line_of_a_question_is_one(told, behind, status):
    found = told("สพป.น่าน เขต 1", SAFETY, f"1.1.1 {PROGRESS}", SAFE + behind)
    assert found["1.1", "progress", NAN_1][0] == status


def test_a_definition_below_a_question_is_no_answer(told):
    defined = (SAFE, MEANS, "หรืออันตราย) ประชุมแผนเผชิญเหตุแล้ว")
    found = told("สพป.น่าน เขต 1", SAFETY, f"1.1.1 {PROGRESS}", *defined)
    assert found["1.1", "progress", NAN_1] == ("answered", ["ประชุมแผนเผชิญเหตุแล้ว"])


def test_of_a_definition_that_has_no_end_nothing_is_lost(told):
    found = told("สพป.น่าน เขต 1", SAFETY, f"1.1.1 {PROGRESS}", SAFE, MEANS, "ตรวจอาคารแล้ว")
    assert found["1.1", "progress", NAN_1] == ("answered", [f"{MEANS} ตรวจอาคารแล้ว"])


ROWS = (
    "หน่วยงาน\tความก้าวหน้า\tปัญหา\tปัจจัยความสำเร็จ",
    "สพป.น่าน เขต 1\tจัดค่าย\tขาดครู\tครูตั้งใจ",
    "สพป.น่าน เขต 2\tเปิดธนาคาร\tไม่มี",
)


@pytest.mark.parametrize(
    "behind",
    [
        "นโยบายที่ 3 การสร้างโอกาส ความเสมอภาค และความเท่าเทียมทางการศึกษาทุกช่วงวัย",
        "2.7.5 ข้อเสนอแนะในการดำเนินงาน\nขอครูเพิ่ม",
        "\nทุกแห่งรายงานครบแล้ว",
    ],
)
def test_what_stands_behind_a_table_is_no_part_of_its_last_row(told, behind):
    found = told(PROVINCE, SAVING, *ROWS, behind)
    assert found["2.7", "problems", NAN_1] == ("answered", ["ขาดครู"])
    assert found["2.7", "problems", NAN_2] == ("none", ["ไม่มี"])
    assert found["2.7", "factors", NAN_2] == ("blank", [])


def test_a_cell_of_several_paragraphs_goes_on_to_the_next_cell(told):
    found = told(
        *(PROVINCE, SAVING, ROWS[0], "สพป.น่าน เขต 1\tจัดค่าย\tขาดครู", "", "และครูย้าย"),
        *("บ้านเด็กไกล\tครูตั้งใจ", "สพป.น่าน เขต 2\tเปิดธนาคาร\tไม่มี\tชุมชนช่วย"),
    )
    assert found["2.7", "problems", NAN_1][1] == ["ขาดครู", "และครูย้าย", "บ้านเด็กไกล"]
    assert found["2.7", "factors", NAN_1][1] == ["ครูตั้งใจ"]
    assert found["2.7", "factors", NAN_2][1] == ["ชุมชนช่วย"]


def test_a_column_that_says_how_far_the_work_is_answers_only_for_the_work(told):
    found = told(
        *(PROVINCE, SAVING, "หน่วยงาน\tความก้าวหน้า\tปัจจัยความสำเร็จ\tปัญหา\tสถานะ"),
        "สพป.น่าน เขต 1\tจัดค่าย\tครูตั้งใจ\tขาดครู\tดำเนินการแล้ว",
        "สพป.น่าน เขต 2\t\t\t\tยังไม่ได้ดำเนินการ",
        "สพม.น่าน\tจัดตลาดนัด\tชุมชนช่วย\tไม่มี\tดำเนินการแล้ว",
    )
    assert found["2.7", "progress", NAN_2] == ("planned", ["ยังไม่ได้ดำเนินการ"])
    assert found["2.7", "problems", NAN_2] == ("blank", [])
    assert found["2.7", "problems", NAN_1] == ("answered", ["ขาดครู"])
    assert found["2.7", "problems", NAN_SECONDARY] == ("none", ["ไม่มี"])


def test_a_row_of_joined_parts_is_answered_in_their_order(told):
    found = told(
        *("สพป.น่าน เขต 1", "จุดเน้น\tปัญหา/ข้อเสนอแนะ\tผลการดำเนินงาน"),
        *(f"{SAVING}\tขาดครู / ขอครูเพิ่ม\tจัดค่ายการออม", f"{LOST}\t- / ขอรถรับส่ง\tจัดค่ายครู"),
    )
    assert found["2.7", "problems", NAN_1] == ("answered", ["ขาดครู"])
    assert found["2.7", "suggestions", NAN_1] == ("answered", ["ขอครูเพิ่ม"])
    assert found["3.1", "problems", NAN_1] == ("blank", [])
    assert found["3.1", "suggestions", NAN_1] == ("answered", ["ขอรถรับส่ง"])


def test_what_was_cut_out_of_a_picture_of_a_table_is_no_answer(told, read_all):
    cut = "1\tก\t2\t3\tข\t4\t5\tค\t6\t7"
    found = told(
        "สพป.น่าน เขต 1", LOST, f"3.1.1 {PROGRESS}", "จัดค่ายแล้ว", "3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ", cut
    )
    assert found["3.1", "factors", NAN_1] == ("blank", [])
    (alone,), codes = read_all(cut)
    assert alone.sections == () and "report-without-headings" in codes


def test_a_row_whose_unit_stands_alone_above_its_cells_keeps_all_of_them(told):
    found = told(
        *(PROVINCE, SAVING, "หน่วยงาน\tความก้าวหน้า\tปัญหา\tข้อเสนอแนะ"),
        *("สพป.น่าน เขต 1", "จัดค่าย\tขาดครู\tขอครู", "สพป.น่าน เขต 2", "เปิดธนาคาร\tไม่มี\t-"),
    )
    assert found["2.7", "progress", NAN_1] == ("answered", ["จัดค่าย"])
    assert found["2.7", "suggestions", NAN_1] == ("answered", ["ขอครู"])
    assert found["2.7", "problems", NAN_2] == ("none", ["ไม่มี"])


def test_a_name_that_is_broken_in_its_cell_is_no_answer(told):
    found = told(
        *(PROVINCE, SAVING, "หน่วยงาน\tความก้าวหน้า\tปัญหา\tข้อเสนอแนะ", "สพม.น่าน"),
        *("(มัธยม)\tจัดตลาดนัด\tไม่มี\t-", "สพป.น่าน เขต 2\tเปิดธนาคาร\tบ้านไกล\t-"),
    )
    assert found["2.7", "progress", NAN_SECONDARY] == ("answered", ["จัดตลาดนัด"])
    assert found["2.7", "problems", NAN_SECONDARY] == ("none", ["ไม่มี"])


def test_titles_over_all_columns_head_the_rows_below_them(told):
    found = told(
        *(PROVINCE, "หัวข้อ\tหน่วยงาน\tคำตอบ", SAVING),
        *("ผลการดำเนินงาน\tสพป.น่าน เขต 1\tจัดค่าย", "\tสพป.น่าน เขต 2\tเปิดธนาคาร"),
        *("ปัญหา\tสพป.น่าน เขต 1\tขาดครู", "\tสพป.น่าน เขต 2\tไม่มี"),
        LOST,
        *("ผลการดำเนินงาน\tสพป.น่าน เขต 1\tตามเด็ก", "\tสพป.น่าน เขต 2\tยังไม่ดำเนินการ"),
        "ปัญหา\t\tบ้านไกล",
    )
    assert {place: status for place, (status, _) in found.items()} == {
        ("2.7", "progress", NAN_1): "answered",
        ("2.7", "progress", NAN_2): "answered",
        ("2.7", "problems", NAN_1): "answered",
        ("2.7", "problems", NAN_2): "none",
        ("3.1", "progress", NAN_1): "answered",
        ("3.1", "progress", NAN_2): "planned",
        ("3.1", "problems", None): "answered",  # not of the office in the row above
    }


def test_a_number_with_its_answer_is_read_where_a_policy_follows(told):
    lines = (f"3.1.1 {PROGRESS}", "ตามเด็ก", "3.1.5 ควรให้งบค่าพาหนะต่อเนื่อง")
    policy = "นโยบายที่ 5 การพัฒนาระบบบริหารจัดการ"
    found = told("สพป.น่าน เขต 1", LOST, *lines, policy, DEBTS, f"5.3.1 {PROGRESS}", "ไกล่เกลี่ย")
    assert found["3.1", "suggestions", NAN_1] == ("answered", ["ควรให้งบค่าพาหนะต่อเนื่อง"])


def test_headings_that_a_margin_broke_begin_their_parts(told):
    found = told(
        *("สพป.น่าน เขต 1", SAVING, "2.7.1 ความก้าวหน้าของการดำเนิน", "งานตามนโยบาย", "จัดค่ายการออม"),
        *("2.7.3 ปัญหาและอุป", "สรรคของการดำเนินงาน", "ไม่มี"),
    )
    assert found["2.7", "progress", NAN_1] == ("answered", ["จัดค่ายการออม"])
    assert found["2.7", "problems", NAN_1] == ("none", ["ไม่มี"])


def test_a_span_of_numbers_before_an_answer_is_none_of_parts(told):
    parts = ("1. การวิเคราะห์สถานการณ์ในพื้นที่", "2. ผลการดำเนินการขับเคลื่อนนโยบาย", "3. ปัญหาและอุปสรรค")
    found = told(
        *(
            "หน่วยงาน : สพป.น่าน เขต 1",
            parts[0],
            "มีโรงเรียน 10 แห่ง",
            parts[1],
            "จัดค่ายครู",
            parts[2],
            "ขาดครู",
        ),
        *(
            "หน่วยงาน : สพป.น่าน เขต 2",
            "1-2 เดือนแรก สำรวจโรงเรียน",
            parts[1],
            "จัดค่ายลูกเสือ",
            parts[2],
            "ไม่มี",
        ),
    )
    assert found[None, "results", NAN_2] == ("answered", ["จัดค่ายลูกเสือ"])


@pytest.fixture
def divisions(reader):
    """Of lines, among them titles 2.7 and 3.1: which part each that stands over a round heads."""

    def of(*lines):
        numbered = (Line(number, line) for number, line in enumerate(lines, 1))
        entries = entries_of(tuple(numbered), reader.matcher.words.first)
        parts = reader.skeleton.parts_of("inspection")
        leads = [one.lead if one.lead in ("2.7", "3.1") else None for one in entries]
        found = divisions_by_part(entries, parts, leads.__getitem__, lambda _: False)
        return {entries[at].text: part.part for at, part in found.items()}

    return of


def rounds(*heads):
    return [line for head in heads for line in ("", head, SAVING, "จัดค่าย", LOST, "ตามเด็ก")]


def test_divisions_in_words_of_their_own_are_the_parts_in_order(divisions):
    heads = ("แรกสุด", "แรงใจ", "กลางทาง", "ขวากหนาม", "ฝากไว้")
    parts = ("progress", "factors", "problems", "innovation", "suggestions")
    assert divisions(*rounds(*heads)) == dict(zip(heads, parts, strict=True))


def test_what_stands_over_each_round_alike_is_no_part(divisions):
    assert divisions(*rounds(*["บันทึกประจำเดือน"] * 5)) == {}


def test_a_round_that_nothing_stands_over_leaves_the_others_without_parts(divisions):
    lines = rounds("ก", "ปัญหา", "ข้อเสนอแนะ")[2:]
    assert divisions(*lines, "", "ผลการดำเนินงาน") == {}


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("รายงานภาคเรียนต้น", "ภาคเรียนต้น", "6m"),
        ("รายงานรอบที่ 6 เดือน", "ครึ่งปี (6 เดือน)", "6m"),
        ("รายงานรอบที่ 2", "ครึ่งปี", "12m"),
        ("รายงานรอบที่ 3", "ครึ่งปี", None),
    ],
)
def test_the_round_is_the_one_that_a_title_names_as_the_rubric_does(reader, title, name, expected):
    rounds = reader.rubric.round
    named = (rounds[0].model_copy(update={"name": name}), *rounds[1:])
    entries = entries_of((Line(1, title),), reader.matcher.words.first)
    assert round_of(entries, reader.rubric.model_copy(update={"round": named})) == expected


def test_a_paragraph_without_names_of_parts_stands_between_those_that_have_them(told):
    found = told(
        *(PROVINCE, SAVING, f"2.7.1 {PROGRESS}"),
        "สพป.น่าน เขต 1 จัดค่าย ปัญหา : ขาดครู ข้อเสนอแนะ : ขอครูเพิ่ม",
        "สพป.น่าน เขต 2 เปิดธนาคาร ปัญหา : บ้านไกล ข้อเสนอแนะ : ขอรถ",
        "สพม.น่าน จัดตลาดนัด : ทุกโรงเรียน",
    )
    assert found["2.7", "problems", NAN_1] == ("answered", ["ขาดครู"])
    assert found["2.7", "suggestions", NAN_2] == ("answered", ["ขอรถ"])
    assert found["2.7", "progress", NAN_SECONDARY][1] == ["สพม.น่าน จัดตลาดนัด : ทุกโรงเรียน"]
