"""What a province's office gathers, and how a report's own lines are told from its answers."""

from __future__ import annotations

import pytest

from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.read import read_reports
from qp_scoring.evidence.text import mended
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

PROVINCE = "สำนักงานศึกษาธิการจังหวัดพะเยา"
FIRST, SECOND, UPPER = "5601", "5602", "M5600"
SAVING = "2.7 การส่งเสริมการให้ความรู้และทักษะด้านการเงินและการออม"
LOST = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
PROGRESS = "ความก้าวหน้าของการดำเนินงานตามนโยบาย"


@pytest.fixture
def read(reader, tmp_path):
    def all_of(*lines):
        path = tmp_path / "รายงาน.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return read_reports([InputFile(path, path.name)], reader, FindingLog())

    return all_of


def owners(reports):
    """Whose each answer is, by its last word."""
    return {
        answer.cells[-1].split()[-1]: one.office
        for report in reports
        for one in report.sections
        for answer in one.answers
    }


def states(reports):
    return {
        (one.focus, one.part, one.office): one.status
        for report in reports
        for one in with_implied(report)
    }


@pytest.mark.parametrize("led", ["", "1. ", "ส่วนที่ 1 "])
def test_a_sub_title_in_a_provinces_report_heads_the_answers_of_its_office(read, led):
    second = led.replace("1", "2")
    found = read(
        PROVINCE,
        f"{led}รายงานผลการดำเนินงานของ สพป.พะเยา เขต 1",
        *(SAVING, f"2.7.1 {PROGRESS}", "ออมวันละบาท"),
        f"{second}รายงานผลการดำเนินงานของ สพป.พะเยา เขต 2",
        *(SAVING, f"2.7.1 {PROGRESS}", "เปิดธนาคารขยะ"),
        *("สรุปภาพรวมจังหวัด", "ทุกแห่งมีกิจกรรมออม"),
    )
    assert len(found) == 1
    assert owners(found)["ออมวันละบาท"] == FIRST
    assert owners(found)["เปิดธนาคารขยะ"] == SECOND
    assert owners(found)["ทุกแห่งมีกิจกรรมออม"] is None


def test_the_same_sub_titles_without_a_province_begin_reports(read):
    title = "รายงานผลการดำเนินงานของ สพป.พะเยา เขต {}"
    found = read(
        *(title.format(1), SAVING, f"2.7.1 {PROGRESS}", "ออมวันละบาท"),
        *(title.format(2), SAVING, f"2.7.1 {PROGRESS}", "เปิดธนาคารขยะ"),
    )
    assert [one.offices for one in found] == [(FIRST,), (SECOND,)]


@pytest.mark.parametrize(
    "told",
    [
        "ศึกษาธิการจังหวัดตรวจเยี่ยม สพป.พะเยา เขต 1 และโรงเรียน",
        "ลงพื้นที่ตรวจเยี่ยม สพป.พะเยา เขต 1",
        "ผู้ว่าราชการจังหวัดเป็นประธานเปิดงานของ สพป.พะเยา เขต 1",
        "รัฐมนตรีว่าการกระทรวงศึกษาธิการชมผลงานของ สพป.พะเยา เขต 1",
    ],
)
def test_who_is_visited_or_opened_by_others_tells_nothing(read, told):
    found = read(PROVINCE, LOST, f"3.1.1 {PROGRESS}", told, "มีการประชุมทุกไตรมาส")
    assert {one.office for report in found for one in report.sections} == {None}


def test_what_the_province_did_ends_what_an_office_tells(read):
    found = read(
        *(PROVINCE, LOST, f"3.1.1 {PROGRESS}"),
        "สพป.พะเยา เขต 1 เยี่ยมบ้าน 40 หลัง",
        "สพป.พะเยา เขต 2 มีศูนย์รับแจ้ง",
        "จังหวัดมีคำสั่งคณะทำงานค้นหาเด็ก",
    )
    assert owners(found)["จังหวัดมีคำสั่งคณะทำงานค้นหาเด็ก"] is None
    assert owners(found)["หลัง"] == FIRST


@pytest.mark.parametrize("name", ["สพป.พะเยา เขต 1", "1. สพป.พะเยา เขต 1"])
def test_what_the_province_did_below_an_offices_name_is_a_line_of_its_own(read, name):
    found = read(
        *(PROVINCE, SAVING, f"2.7.1 {PROGRESS}", name),
        *("จังหวัดมีคำสั่งคณะทำงาน", "อบรมครู 30 คน", "- เปิดธนาคารขยะ"),
    )
    whose = owners(found)
    assert whose == {"จังหวัดมีคำสั่งคณะทำงาน": None, "คน": FIRST, "เปิดธนาคารขยะ": FIRST}


def test_what_the_province_lists_below_an_offices_name_is_the_provinces(read):
    found = read(
        *(PROVINCE, SAVING, f"2.7.1 {PROGRESS}", "สพป.พะเยา เขต 1", "อบรมครู 30 คน"),
        *("จังหวัดพะเยาดำเนินการดังนี้", "- มีคำสั่งคณะทำงาน", "- เปิดธนาคารขยะ"),
    )
    whose = owners(found)
    assert (whose["คน"], whose["มีคำสั่งคณะทำงาน"], whose["เปิดธนาคารขยะ"]) == (FIRST, None, None)


def test_an_office_of_another_province_takes_nothing_from_whom_it_meets(read):
    told = "ประกวดแผนการออมของ สพป.พะเยา เขต 1 และแลกเปลี่ยนกับ สพป.ลำปาง เขต 1"
    found = read(PROVINCE, SAVING, f"2.7.1 {PROGRESS}", told, "สพป.พะเยา เขต 2 อบรมครู")
    assert {one.office for one in found[0].sections} == {FIRST, SECOND}


def test_who_is_told_of_something_does_not_go_on_with_it(read):
    found = read(
        *(PROVINCE, LOST, f"3.1.1 {PROGRESS}"),
        "สพป.พะเยา เขต 2 รับเด็กเข้าเรียนครบ และแจ้ง สพป.พะเยา เขต 1 แล้วทุกคน",
    )
    assert {one.office for one in found[0].sections} == {SECOND}


@pytest.mark.parametrize(
    "told",
    [
        "จากการตรวจราชการ สพป.พะเยา เขต 1 กล้องวงจรปิดครบทุกโรงเรียน",
    ],
)
def test_what_was_found_or_fixed_at_an_office_is_its_own(read, told):
    found = read(PROVINCE, LOST, f"3.1.1 {PROGRESS}", told)
    assert FIRST in {one.office for one in found[0].sections}


@pytest.mark.parametrize(
    "told",
    [
        "ผู้ว่าราชการจังหวัดพะเยาเป็นประธาน โดย สพป.พะเยา เขต 1 จัดตลาดนัด",
        "ศึกษาธิการจังหวัดพะเยาตรวจติดตาม สพป.พะเยา เขต 1 จัดอบรมครู",
    ],
)
def test_an_office_that_did_something_before_those_over_it_answers(read, told):
    found = read(PROVINCE, SAVING, f"2.7.1 {PROGRESS}", f"{told} และ สพป.พะเยา เขต 2 เปิดธนาคารขยะ")
    assert {one.office for one in found[0].sections} == {FIRST, SECOND}


def test_a_title_makes_nobody_elses_line_its_offices(read):
    found = read(
        *("รายงานผลการตรวจราชการ สพป.พะเยา เขต 1", LOST, f"3.1.1 {PROGRESS}", "เยี่ยมบ้านเด็กครบทุกคน"),
        *(SAVING, f"2.7.1 {PROGRESS}", "สพป.พะเยา เขต 2 เปิดธนาคารขยะ"),
    )
    whose = owners(found)
    assert (whose["เยี่ยมบ้านเด็กครบทุกคน"], whose["เปิดธนาคารขยะ"]) == (FIRST, SECOND)


def test_lettered_items_are_siblings(read):
    found = read(
        *(PROVINCE, LOST, f"3.1.1 {PROGRESS}"),
        "ก. สพป.พะเยา เขต 1 เยี่ยมบ้าน",
        "- ติดตามรายคน",
        "ข. สพม.พะเยา แจ้งผู้ปกครอง",
        "ค. วิทยาลัยชุมชนรับสมัครเรียน",
    )
    assert owners(found)["ติดตามรายคน"] == FIRST
    assert owners(found)["แจ้งผู้ปกครอง"] == UPPER
    assert owners(found)["วิทยาลัยชุมชนรับสมัครเรียน"] is None


def test_lettered_items_below_an_office_are_its_own(read):
    found = read(
        *(PROVINCE, LOST, f"3.1.1 {PROGRESS}"),
        "1) สพป.พะเยา เขต 1 ดำเนินการ ดังนี้",
        *("ก. เยี่ยมบ้าน", "ข. มอบทุน"),
        *("2) สพป.พะเยา เขต 2 ดำเนินการ ดังนี้", "ก. สำรวจเด็ก"),
    )
    assert [owners(found)[one] for one in ("เยี่ยมบ้าน", "มอบทุน", "สำรวจเด็ก")] == [
        FIRST,
        FIRST,
        SECOND,
    ]


def test_a_counted_centre_is_no_centre_of_the_office_behind_it(read):
    found = read(
        *(PROVINCE, LOST, f"3.1.1 {PROGRESS}"),
        "สพป.พะเยา เขต 1 ตั้งศูนย์ 1 ศูนย์ สพป.พะเยา เขต 2 จัดครูเวรรับแจ้ง",
    )
    assert states(found)["3.1", "progress", SECOND] == "answered"


def test_names_without_a_kind_are_known_by_their_numbers(read):
    answers = ("พะเยา เขต 1 จัดค่ายการออม", "พะเยา เขต 2 เปิดธนาคารขยะ")
    found = read(SAVING, f"2.7.1 {PROGRESS}", *answers)
    assert {one.office for one in found[0].sections} == {FIRST, SECOND}
    for other in ("พะเยา เขต 7 เปิดธนาคารขยะ", "ตาก เขต 2 เปิดธนาคารขยะ"):
        found = read(SAVING, f"2.7.1 {PROGRESS}", answers[0], other)
        assert {one.office for one in found[0].sections} == {None}


def test_all_offices_of_a_kind_tell_their_province(read):
    found = read(SAVING, f"2.7.1 {PROGRESS}", "สพป.พะเยา ทั้ง 2 เขต เปิดธนาคารโรงเรียน")
    assert {one.office for one in found[0].sections} == {FIRST, SECOND}


def test_an_empty_column_is_left_blank_and_one_of_figures_is_not(read):
    head = "ประเด็น\tสพป.พะเยา เขต 1\tสพป.พะเยา เขต 2\tสพม.พะเยา"
    top = (PROVINCE, SAVING, f"2.7.1 {PROGRESS}", head)
    blank = read(*top, "อบรม\tอบรมครู 10 คน\tอบรมครู 12 คน\t-", "นิเทศ\tครบ\tครบ\t-")
    assert states(blank)["2.7", "progress", UPPER] == "blank"
    figures = read(*top, "อบรม\t10\t12\t-", "นิเทศ\t8\t9\t-")
    assert not [key for key, state in states(figures).items() if state == "blank"]


def test_a_title_says_whose_report_it_is_before_a_partner_does(read):
    found = read(
        "รายงานผลการดำเนินงาน สพม.พะเยา ปีงบประมาณ พ.ศ. 2566",
        *(LOST, f"3.1.1 {PROGRESS}", "เยี่ยมบ้านเด็กครบทุกคน"),
        *("สพป.พะเยา เขต 1 ส่งรายชื่อเด็กให้", "สพป.พะเยา เขต 2 ส่งรายชื่อเด็กมา"),
    )
    whose = owners(found)
    assert (whose["เยี่ยมบ้านเด็กครบทุกคน"], whose["ส่งรายชื่อเด็กมา"]) == (UPPER, SECOND)


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("ผลการตรวจติดตาม สพป.พะเยา เขต 1", None),
        ("กลุ่มนิเทศติดตามและประเมินผล สพป.พะเยา เขต 1", FIRST),
    ],
)
def test_only_a_group_of_the_office_reports_for_it(read, title, office):
    found = read(title, f"เสนอ {PROVINCE}", LOST, f"3.1.1 {PROGRESS}", "ครูเวรครบทุกห้อง")
    assert owners(found) == {"ครูเวรครบทุกห้อง": office}


def test_a_title_on_a_visit_says_nothing_of_who_reports(read):
    found = read(
        *("รายงานผลการนิเทศ สพป.พะเยา เขต 1", f"โดย {PROVINCE}"),
        *(LOST, f"3.1.1 {PROGRESS}", "คณะนิเทศพบครูครบทุกห้อง"),
    )
    assert owners(found)["คณะนิเทศพบครูครบทุกห้อง"] is None


def test_a_name_that_a_margin_breaks_in_a_title_ends_the_report_before(read):
    found = read(
        *("รายงานผลการดำเนินงาน สพป.ชุมพร เขต 2", SAVING, f"2.7.1 {PROGRESS}", "ออมครบทุกคน"),
        "รายงานผลการดำเนินงาน สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสุราษฎร์ธานี",
        *("ชุมพร", SAVING, f"2.7.1 {PROGRESS}", "เปิดห้องเรียนการเงิน"),
    )
    assert owners(found) == {"ออมครบทุกคน": "8602", "เปิดห้องเรียนการเงิน": None}


# --- how far it is

OWN = "สพป.พะเยา เขต 1"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("ร่างคู่มือแล้ว รอผู้บริหารลงนาม", "planned"),
        ("จัดทำร่างคำสั่งเรียบร้อยแล้ว รอเสนอลงนาม", "planned"),
        ("ยกร่างแนวปฏิบัติเสร็จแล้ว อยู่ระหว่างรอความเห็นชอบจากคณะกรรมการ", "planned"),
        ("เสนอโครงการแล้ว รออนุมัติงบประมาณ", "planned"),
        ("ร่างมาตรฐานแล้ว รอประกาศใช้ และอบรมผู้ประเมินแล้ว 45 คน", "answered"),
        ("ร่างเกณฑ์และประกาศใช้แล้ว", "answered"),
        ("ลงนามกับเทศบาลแล้ว และรอรับรถเพิ่ม 2 คัน", "answered"),
        ("ร่างคู่มือแล้ว รอบที่ 2 แจกครบทุกโรงเรียน", "answered"),
        ("ขออนุมัติโครงการแล้ว รองบประมาณ แต่ได้จัดอบรมครูครบทุกโรงเรียน", "answered"),
        ("เสนอโครงการแล้ว รอผลการพิจารณา ระหว่างนี้จัดอบรมครูแกนนำ", "answered"),
        ("ส่งหนังสือขอวิทยากรเรียบร้อย รอจัดอบรม ทั้งนี้ตั้งธนาคารโรงเรียนทุกแห่ง", "answered"),
        ("เสนอรายงานผลการออมเรียบร้อยแล้ว รอจัดกิจกรรมปีหน้า", "answered"),
        ("เสนอโครงการแล้ว รอการพิจารณา จากสำนักงานคณะกรรมการ", "planned"),
    ],
)
def test_what_is_drafted_and_waits_is_under_way(read, told, status):
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", told)
    assert states(found) == {("2.7", "progress", FIRST): status}


def test_brackets_say_how_far_all_of_the_list_is(read):
    steps = ("มีกิจกรรมดังนี้", "1. อบรมครู", "2. เปิดธนาคาร", "(ทั้ง 2 กิจกรรมจะเริ่มในภาคเรียนที่ 2)")
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", *steps)
    assert states(found) == {("2.7", "progress", FIRST): "planned"}


# --- the report's own lines


@pytest.mark.parametrize(
    "line",
    [
        "ขอบคุณที่ให้ความร่วมมือ",
        "ขอขอบคุณในความร่วมมือมา ณ โอกาสนี้",
        "ผู้ประสานงาน ............... โทรศัพท์ ...............",
    ],
)
def test_what_is_said_to_who_fills_in_is_no_answer(read, line):
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", "ออมครบ", "2.7.5 ข้อเสนอแนะ", "-", line)
    assert states(found)["2.7", "suggestions", FIRST] == "blank"


@pytest.mark.parametrize(
    "line",
    [
        "ขอขอบคุณส่วนกลางที่จัดสรรงบ และขอให้จัดสรรต่อเนื่องทุกปี",
        "โปรดจัดส่งหนังสือเรียนให้ทันเปิดเทอม",
        "ผู้ประสานงานควรมีทุกอำเภอ",
        "ขอความร่วมมือทุกหน่วยงานส่งรายงานเด็กออกกลางคันทุกเดือน",
        "ขอความอนุเคราะห์จัดส่งเอกสารแนบล่วงหน้า",
        "ขอขอบคุณที่ให้ความร่วมมือจัดอบรมครู 30 คน",
        "หมายเหตุ ขอความร่วมมือส่งแบบรายงานการออมโรงเรียนครบ 120 แห่ง",
    ],
)
def test_a_wish_that_thanks_or_asks_is_an_answer(read, line):
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", "ออมครบ", "2.7.5 ข้อเสนอแนะ", line)
    assert states(found)["2.7", "suggestions", FIRST] == "answered"


def test_brackets_that_only_instruct_behind_a_heading_are_no_answer(read):
    heading = f"2.7.1 {PROGRESS} (โปรดระบุรายละเอียดพอสังเขป)"
    assert states(read(OWN, SAVING, heading, "-"))["2.7", "progress", FIRST] == "blank"
    told = read(OWN, SAVING, f"2.7.1 {PROGRESS}", "ออมครบ", "2.7.4 นวัตกรรม (ถ้ามี) ไม่มี")
    assert states(told)["2.7", "innovation", FIRST] == "none"


def test_parts_out_of_the_forms_order_are_known_by_their_names(read):
    parts = ("ผลการดำเนินงาน", "ออมครบ", "ข้อเสนอแนะ", "ควรมีงบ", "ปัญหา", "ครูย้ายบ่อย")
    found = read(OWN, SAVING, *parts)
    assert states(found)["2.7", "problems", FIRST] == "answered"
    # Of an innovation problems are told, too; and a part that was told before is no heading again.
    inside = ("ผลการดำเนินงาน", "ออมครบ", "นวัตกรรม", "SAVE Model", "ปัญหา", "ครูย้ายบ่อย")
    assert ("2.7", "problems", FIRST) not in states(read(OWN, SAVING, *inside))


@pytest.mark.parametrize(
    ("heading", "part", "name"),
    [
        ("2.7.5 ข้อเสนอแนะในการดำเนินงาน", "suggestions", "ปัญหาและอุปสรรค"),
        ("2.7.3 ปัญหาและอุปสรรคของการดำเนินงาน", "problems", "ปัจจัยความสำเร็จ"),
    ],
)
def test_a_name_without_a_number_moves_no_answer_of_a_part_that_has_one(read, heading, part, name):
    found = states(read(OWN, SAVING, f"2.7.1 {PROGRESS}", "ออมครบ", heading, name, "ควรมีงบ"))
    assert {key[1]: status for key, status in found.items() if status == "answered"} == {
        "progress": "answered",
        part: "answered",
    }


def test_an_innovation_or_model_to_follow_is_a_parts_name(read):
    found = read(OWN, SAVING, PROGRESS, "ออมครบ", "นวัตกรรม/ต้นแบบ", "- ไม่มี -")
    assert states(found)["2.7", "innovation", FIRST] == "none"


def test_the_first_line_on_every_page_is_no_answer(read):
    title = "รายงานผลการดำเนินงาน สพป.พะเยา เขต 1 ปีงบประมาณ พ.ศ. 2566"
    found = read(title, SAVING, f"2.7.1 {PROGRESS}", "ออมครบ", title, "เปิดธนาคาร")
    told = [one.cells for report in found for s in report.sections for one in s.answers]
    assert told == [("ออมครบ",), ("เปิดธนาคาร",)]


def test_an_answer_in_the_words_of_the_first_line_stays(read):
    name = "โครงการธนาคารโรงเรียนเพื่อการออมของพะเยา"
    found = read(name, "สพป.พะเยา เขต 1", SAVING, f"2.7.1 {PROGRESS}", "ออม", "2.7.4 นวัตกรรม", name)
    assert states(found)["2.7", "innovation", FIRST] == "answered"


@pytest.mark.parametrize("line", ["ทักษะ (อบรม 30 คน)", "การออม (นักเรียนเปิดบัญชี 1,200 คน)"])
@pytest.mark.parametrize("above", [(SAVING,), (SAVING, f"2.7.1 {PROGRESS}")])
def test_an_answer_in_the_words_of_the_title_above_it_stays(read, above, line):
    assert owners(read(OWN, *above, line)) == {line.split()[-1]: FIRST}


def test_a_heading_goes_on_with_the_title_on_lines_below_it(read):
    title = ("การส่งเสริมการให้ความรู้และทักษะ", "ด้านการเงินและการออม")
    for lines in (title, (" ".join(title),)):
        found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", *lines, "ไม่มี")
        assert states(found) == {("2.7", "progress", FIRST): "none"}


@pytest.mark.parametrize(
    "line",
    [
        "รายงานผลการตรวจราชการต่อผู้ตรวจครบ 2 รอบ",
        "ประจำปีงบประมาณ 2566 อบรมครู 45 คน",
        "แนบรูปภาพการอบรมครู 45 คน",
        "แจ้งชื่อหน่วยงานร่วม 4 แห่ง",
    ],
)
def test_an_answer_that_begins_as_the_forms_own_lines_stays(read, line):
    assert owners(read(OWN, SAVING, f"2.7.1 {PROGRESS}", line)) == {line.split()[-1]: FIRST}


def test_a_title_of_the_report_that_stands_again_is_no_answer(read):
    titles = ("รายงานผลการตรวจราชการ", "ประจำปีงบประมาณ พ.ศ. 2566")
    found = read(*titles, OWN, SAVING, f"2.7.1 {PROGRESS}", "ออมครบ", *titles, "เปิดธนาคาร")
    told = [one.cells for report in found for s in report.sections for one in s.answers]
    assert told == [("ออมครบ",), ("เปิดธนาคาร",)]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("(อบรมครู 45 คน)", "(จัดอบรมครู 12 คน)", "answered"),
        ("(อยู่ระหว่างอบรมครู 45 คน)", "(ไม่มี)", "planned"),
    ],
)
def test_what_an_office_answers_in_brackets_behind_its_name_stays(read, first, second, status):
    found = read(
        *(PROVINCE, SAVING, f"2.7.1 {PROGRESS}"),
        *(f"สพป.พะเยา เขต 1 {first}", f"สพป.พะเยา เขต 2 {second}"),
    )
    assert states(found)["2.7", "progress", FIRST] == status
    assert states(found)["2.7", "progress", SECOND] == ("none" if "ไม่มี" in second else status)


def test_a_day_in_a_row_is_told_with_it(read):
    row = ("ครั้งที่ 1", "15 ม.ค. 2566", "ครู 45 คน")
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", "\t".join(row), "15 มกราคม 2566")
    told = [one.cells for report in found for s in report.sections for one in s.answers]
    assert told == [(" | ".join(row),)]


def test_the_end_of_a_broken_title_is_no_answer(read):
    title = LOST.replace("กลางคัน", "\nกลางคัน")
    found = read(OWN, *title.split("\n"), f"3.1.1 {PROGRESS}", "ไม่มี")
    assert states(found) == {("3.1", "progress", FIRST): "none"}


# --- letters


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("ส ำนักงานดำเนินการ", "สำนักงานดำเนินการ"),
        ("ส\u00a0านักงาน ด\u00a0าเนินการ", "สำนักงาน ดำเนินการ"),
        ("ดา้นที่ ตัง้ใจ กา้ว สง่เสริม ชว่ย แกว้ พืน้ทีก่าร", "ด้านที่ ตั้งใจ ก้าว ส่งเสริม ช่วย แก้ว พื้นที่การ"),
    ],
)
def test_letters_apart_and_late_marks_are_mended(broken, whole):
    assert mended(broken) == (whole, True)


@pytest.mark.parametrize(
    "text",
    [
        "ชาวม้งในความว่องไว ขะมักเขม้น แกว่งแขน ตำแหน่ง เสน่ห์ ไขว้กัน",
        "ก ข ค ำ",
        "พื้นทีก่อสร้าง พื้นทีส่วนกลาง พื้นทีต่าง ๆ",
    ],
)
def test_sound_words_stay(text):
    late = "กา้ว ดา้น หนา้ "
    assert mended(late + text)[0].endswith(text.replace("ค ำ", "คำ"))


@pytest.mark.parametrize(
    "line",
    [
        "ระบุรายละเอียดพอสังเขป และแนบรูปภาพ",
        "(โปรดระบุรายละเอียด)",
        "กรุณาแนบภาพกิจกรรม 2 ภาพ",
        "แนบรูปภาพกิจกรรม",
        "หมายเหตุ กรุณาส่งแบบรายงานภายในวันที่ 15 กรกฎาคม 2566",
        "ขอขอบคุณที่ให้ความร่วมมือเป็นอย่างดี",
        "ขอขอบพระคุณที่สละเวลาตอบแบบรายงาน",
    ],
)
def test_what_the_form_says_itself_is_no_answer(read, line):
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", line)
    assert states(found)["2.7", "progress", FIRST] == "blank"


@pytest.mark.parametrize(
    "brackets", ["(จัดตั้งปี 2546)", "(นิเทศ)", "(เปิดสอน 3 อำเภอ)", "(ตั้งอยู่ อ.เมือง)", "(ได้รับจัดสรรงบ)"]
)
def test_what_brackets_say_of_an_office_is_no_answer_of_it(read, brackets):
    lines = (SAVING, f"2.7.1 {PROGRESS}", "จัดอบรม", "สพป.พะเยา เขต 2 ร่วมจัด")
    found = read(f"สพป.พะเยา เขต 1 {brackets}", *lines)
    assert states(found)["2.7", "progress", FIRST] == "answered"


@pytest.mark.parametrize(
    "waits",
    [
        "ร่างคำสั่งแล้ว รอผู้อำนวยการ สพป. ลงนาม",
        "เสนอโครงการแล้ว รอการพิจารณา อนุมัติงบประมาณ",
        "จัดทำร่างแผนเสร็จแล้ว รอเสนอ กตปน. ให้ความเห็นชอบ",
        "ร่างคู่มือแล้ว รอพิมพ์แจกให้ครบทุกโรงเรียน",
        "เสนอผลงานแล้ว รอผลการพิจารณา",
    ],
)
def test_what_waits_for_others_is_under_way_however_it_goes_on(read, waits):
    found = read(OWN, SAVING, f"2.7.1 {PROGRESS}", waits)
    assert states(found)["2.7", "progress", FIRST] == "planned"


def test_what_is_listed_below_what_the_province_did_is_no_offices(read):
    lines = ("สพป.พะเยา เขต 2", "ออมทุกวัน", "จังหวัดดำเนินการ", "- ประกวดคำขวัญ")
    found = read(PROVINCE, SAVING, f"2.7.1 {PROGRESS}", *lines)
    assert owners(found)["ประกวดคำขวัญ"] is None


@pytest.mark.parametrize("part", ["2.7.3 ปัญหาและอุปสรรค", "ปัญหาและอุปสรรค"])
def test_below_a_part_that_holds_nothing_another_is_a_heading(read, part):
    heading = f"2.7.1 {PROGRESS}"
    found = states(read(OWN, SAVING, heading, "ออม", "2.7.5 ข้อเสนอแนะ", "-", part, "ไม่มี"))
    assert found["2.7", "suggestions", FIRST] in ("blank", "none")
    assert found["2.7", "problems", FIRST] == "none"


def test_a_title_of_a_report_on_each_page_is_no_answer(read):
    title = "สรุปผลการดำเนินงานตามจุดเน้นของสำนักงาน"
    found = read(title, OWN, SAVING, f"2.7.1 {PROGRESS}", "...........", title)
    assert states(found)["2.7", "progress", FIRST] == "blank"
