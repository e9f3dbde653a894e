"""Sections of reports: topics by title, parts, who answers, and what was left blank."""

from __future__ import annotations

import pytest
from reports_made import CONSOLIDATED, OWN, UNITS_IN_THAI_DIGITS, province_report

from qp_scoring.evidence.answers import Statuses
from qp_scoring.evidence.entries import entries_of
from qp_scoring.evidence.heading_facts import fiscal_year
from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.read import read_reports
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

NAN_1, NAN_2, NAN_SECONDARY = "5501", "5502", "M5500"


def answers(report, office):
    return {
        (one.focus, one.part): one.status for one in report.sections if office in (one.office, "*")
    }


def line_of(text, start):
    lines = text.split("\n")
    return next(at for at, line in enumerate(lines, 1) if line.strip().startswith(start))


def test_the_office_of_a_report_is_inferred_from_its_body(read):
    report = read(OWN)
    assert (report.kind, report.fiscal_year, report.offices) == ("inspection", 2566, ("5601",))
    assert {one.office for one in (*report.sections, *report.passages)} == {"5601"}


def test_every_part_says_whether_it_was_answered(read):
    assert answers(read(OWN), "5601") == {
        ("1.1", "progress"): "answered",
        ("1.1", "factors"): "blank",
        ("1.1", "problems"): "blank",
        ("1.1", "innovation"): "none",
        ("1.1", "suggestions"): "answered",
        ("3.5", "progress"): "not_duty",
        ("4.3", "progress"): "planned",
        ("3.1", "progress"): "answered",
    }


def test_a_topic_is_known_by_its_title_whatever_number_is_printed(read):
    own, consolidated = read(OWN), read(CONSOLIDATED)
    assert "2.6" not in {section.focus for section in own.sections}
    assert "2.4" not in {section.focus for section in consolidated.sections}
    assert {section.focus for section in read(UNITS_IN_THAI_DIGITS).sections} == {"2.9"}


@pytest.mark.parametrize("mark", ["1. จุดเน้นที่ ", "1) จุดเน้น ", "(1) ประเด็นที่ "])
def test_a_topic_may_be_numbered_in_a_list_before_its_own_number(read, mark):
    title = "การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
    said = "สพป.น่าน เขต 1 แต่งตั้งคณะทำงาน"
    report = read(province_report(f"{mark}3.1 {title}", "ความก้าวหน้าของการดำเนินงาน", said))
    assert answers(report, NAN_1) == {("3.1", "progress"): "answered"}


@pytest.mark.parametrize(
    "heading",
    ["Best Practice / นวัตกรรม ด้านการจัดการเรียนรู้เชิงรุก", "แนวปฏิบัติที่ดีในการเรียนรู้เชิงรุก (ถ้ามี)"],
)
def test_a_part_is_known_by_its_names_before_words_of_its_topic(read, heading):
    report = read(
        province_report(
            "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)",
            "2.4.1 ความก้าวหน้าของการดำเนินงาน",
            "สพป.น่าน เขต 1 อบรมครู 200 คน",
            heading,
            "สพป.น่าน เขต 1 ใช้โมเดล 5A",
        )
    )
    assert answers(report, NAN_1) == {
        ("2.4", "progress"): "answered",
        ("2.4", "innovation"): "answered",
    }


def test_instructions_and_the_closing_table_belong_to_no_section(read):
    sections = read(OWN).sections
    assert min(section.lines[0] for section in sections) == line_of(OWN, "1.1.1")
    assert max(section.lines[1] for section in sections) == line_of(OWN, "2.2 สำนักงาน")


@pytest.mark.parametrize(
    "signed",
    [
        "ลงชื่อ..............................ผู้รายงาน\n(นายตัวอย่าง ตัวอย่าง)\nตำแหน่ง ผู้อำนวยการ",
        "(ลงชื่อ)\nนายตัวอย่าง ตัวอย่าง\nโทร. 0-0000-0000",
        "ผู้รายงาน: นายตัวอย่าง ตัวอย่าง\nตำแหน่ง: นักวิชาการศึกษา",
    ],
)
def test_where_those_who_report_sign_nothing_is_answered_until_the_next_heading(read, signed):
    report = read(
        "แบบ รต.66\nหน่วยงาน สพป.แพร่ เขต 1\n"
        "6.1 การนำเทคโนโลยีมาใช้ในการบริหารจัดการและการให้บริการ\n"
        f"6.1.5 ข้อเสนอแนะในการดำเนินงาน\nควรเพิ่มความเร็วอินเทอร์เน็ต\n{signed}\n"
        "5.3 การแก้ไขปัญหาหนี้สินครูและบุคลากรทางการศึกษา\n"
        "5.3.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\nเจ้าหน้าที่ลงชื่อเข้าใช้งานระบบครบทุกแห่ง\n"
    )
    assert [one.cells for section in report.sections for one in section.answers] == [
        ("ควรเพิ่มความเร็วอินเทอร์เน็ต",),
        ("เจ้าหน้าที่ลงชื่อเข้าใช้งานระบบครบทุกแห่ง",),
    ]


@pytest.mark.parametrize(
    "called", ["ประเด็นการตรวจราชการ: ", "จุดเน้น: ", "เรื่อง ", "หัวข้อที่ {} "], ids=range(4)
)
def test_what_is_titled_as_a_topic_and_is_none_is_of_no_topic(reader, tmp_path, called):
    titles = ("พาน้องกลับมาเรียน", "การอ่านออกเขียนได้")
    told = ("พบเด็กหลุดจากระบบ 42 คน", "ทดสอบ RT นักเรียน ป.1 ครบทุกคน")
    lines = [
        line
        for at, (title, done) in enumerate(zip(titles, told, strict=True), 1)
        for line in (called.format(at) + title, "ผลการดำเนินงาน", done, "ปัญหาและอุปสรรค", "ย้ายถิ่น")
    ]
    path = tmp_path / "รายงาน.txt"
    path.write_text("\n".join(("รายงานของ สพม.น่าน", *lines)), encoding="utf-8")
    log = FindingLog()
    (report,) = read_reports([InputFile(path, path.name)], reader, log)
    sections = [(one.focus, one.part) for one in report.sections]
    assert sections == [
        (focus, part) for focus in ("3.1", None) for part in ("progress", "problems")
    ]
    assert "report-topics-unknown" in [one.code for one in log]


@pytest.mark.parametrize("marks", ["ก.ข.ค.ง.", "ก)ข)ค)ง)", "(ก)(ข)(ค)(ง)"])
def test_parts_may_be_lettered_and_are_those_that_they_name(read, marks):
    width = len(marks) // 4
    letters = [marks[at : at + width] for at in range(0, len(marks), width)]
    parts = ("ความก้าวหน้าของการดำเนินงาน", "ปัจจัยแห่งความสำเร็จ", "ปัญหาอุปสรรค", "ข้อเสนอแนะ")
    lines = [
        f"   {letter} {part}\n   {told}\n"
        for letter, part, told in zip(letters, parts, ["หนึ่ง", "สอง", "สาม", "สี่"], strict=True)
    ]
    title = (
        "1.1 แผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร "
        "ในการป้องกันภัยคุกคามรูปแบบใหม่ (สพฐ./สอศ./สช.)"
    )
    report = read("\n".join(("แบบรายงานผลการดำเนินงาน สพม.น่าน", title, *lines)))
    assert (report.kind, report.offices) == ("inspection", (NAN_SECONDARY,))
    assert [(one.focus, one.part) for one in report.sections] == [
        ("1.1", part) for part in ("progress", "factors", "problems", "suggestions")
    ]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("ปัญหาที่พบและการแก้ไข", "problems"),
        ("วิธีปฏิบัติที่ดี (Best Practice)", "innovation"),
        ("ผลงานที่ภาคภูมิใจ", "innovation"),
        ("สิ่งที่ขอรับการสนับสนุน", "suggestions"),
    ],
)
@pytest.mark.parametrize("first", ["ความก้าวหน้าของการดำเนินงาน", "ผลการดำเนินการ"])
def test_parts_have_many_names(read, first, name, part):
    title = "3.1 การป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
    report = read(
        "\n".join(("รายงานของ สพม.น่าน", title, first, "ติดตามเด็ก 8 คน", name, "เด็กย้ายตามผู้ปกครอง"))
    )
    assert [one.part for one in report.sections] == ["progress", part]


@pytest.mark.parametrize("told", ["ข้อเสนอแนะจากครูนำมาปรับปรุง 3 ประเด็น", "ปัญหาอุปสรรคลดลง 12 แห่ง"])
def test_a_line_that_counts_something_begins_no_part(read, told):
    title = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
    parts = ("3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ", "3.1.4 นวัตกรรม", "3.1.5 ข้อเสนอแนะในการดำเนินงาน")
    did = ("ผู้บริหารร่วมมือ", "พัฒนารูปแบบการนิเทศออนไลน์", "ควรเพิ่มงบประมาณ")
    lines = [line for part, one in zip(parts, did, strict=True) for line in (part, one, told)]
    report = read(province_report(title, *lines[:-1]))
    found = {one.part: [a.cells[0] for a in one.answers] for one in report.sections if one.answers}
    assert found == {
        "factors": [did[0], told],
        "innovation": [did[1], told],
        "suggestions": [did[2]],
    }


@pytest.mark.parametrize(
    "tells",
    ["เป็นไปตามเป้าหมายร้อยละ 85", "พบว่าครูร้อยละ 80 นำไปใช้", "บรรลุเป้าหมายทุกโรงเรียน", "อยู่ในระดับดี"],
)
@pytest.mark.parametrize("number", ["", "3.1."])
def test_what_came_of_the_work_heads_no_part_however_often_it_is_told(read, tells, number):
    """Nor does it tell the forms apart: a report on one topic is read by its own headings."""
    told = f"ผลการดำเนินงาน{tells}"
    parts = [
        "ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "ปัจจัยขับเคลื่อนสู่ความสำเร็จ",
        "ปัญหาและอุปสรรคของการดำเนินงาน",
    ]
    numbers = [f"{number}{at} " if number else "" for at in (1, 2, 3)]
    lines = [
        line
        for at, part in zip(numbers, parts, strict=True)
        for line in (f"{at}{part}", "ประชุมชี้แจง 4 ครั้ง", told)
    ]
    title = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
    report = read(province_report(title, *lines))
    found = {one.part: [a.cells[0] for a in one.answers] for one in report.sections if one.answers}
    assert found == {
        part: ["ประชุมชี้แจง 4 ครั้ง", told] for part in ("progress", "factors", "problems")
    }


@pytest.mark.parametrize("dated", ["5 กรกฎาคม 2566", "ข้อมูล ณ วันที่ ๓๑ กรกฎาคม พ.ศ. ๒๕๖๖"])
def test_the_day_of_a_report_on_its_last_line_answers_nothing(read, dated):
    report = read(
        "แบบ รต.66\nหน่วยงาน สพป.แพร่ เขต 1\n"
        "6.1 การนำเทคโนโลยีมาใช้ในการบริหารจัดการและการให้บริการ\n"
        f"6.1.5 ข้อเสนอแนะในการดำเนินงาน\n-\n\n{dated}\n"
    )
    assert [(one.part, one.status) for one in report.sections] == [("suggestions", "blank")]


def test_short_reports_on_one_topic_one_after_another_are_each_their_offices(reader, tmp_path):
    path = tmp_path / "รายงาน.txt"
    path.write_text(
        "\n".join(
            f"แบบ รต.66 {office}\n6.1 การนำเทคโนโลยีมาใช้ในการบริหารจัดการและการให้บริการ\n"
            f"6.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\nใช้ระบบสารบรรณอิเล็กทรอนิกส์ {office}"
            for office in ("สพป.แพร่ เขต 1", "สพป.แพร่ เขต 2", "สพม.แพร่")
        ),
        encoding="utf-8",
    )
    found = read_reports([InputFile(path, path.name)], reader, FindingLog())
    assert [one.offices for one in found] == [("5401",), ("5402",), ("M5400",)]


def test_wide_spaces_in_the_closing_table_set_off_no_answer(read):
    before, title, after = OWN.rpartition("ผู้เรียน ครู และบุคลากร")
    spaced = f"{before}{title.replace('ครู และ', 'ครู    และ')}{after}"
    assert [one.lines for one in read(spaced).sections] == [one.lines for one in read(OWN).sections]


def test_headings_and_questions_are_no_passages(read):
    for text in (OWN, CONSOLIDATED, UNITS_IN_THAI_DIGITS):
        for passage in read(text).passages:
            assert "มาตรการการป้องกัน หมายถึง" not in passage.quote
            assert "ความก้าวหน้าของการดำเนินงาน" not in passage.quote
            assert "ควรนิเทศ" not in passage.quote


def test_a_sentence_broken_over_a_blank_line_is_quoted_whole(read):
    first = line_of(OWN, "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพะเยา เขต 1 ได้จัดทำแผนความปลอดภัยและ")
    passage = next(one for one in read(OWN).passages if one.lines[0] == first)
    assert passage.lines == (first, first + 2)
    assert "แผนความปลอดภัยและประชุมชี้แจงเมื่อวันที่ 9 มกราคม 2566" in passage.quote


def test_the_same_training_with_two_head_counts_is_shown_with_both(read):
    training = [one for one in read(OWN).passages if one.dates == ("9 มกราคม 2566",)]
    counts = {tuple(q.value for q in one.quantities) for one in training}
    assert counts == {("75",), ("90",)}
    for one in training:
        (conflict,) = one.conflicts
        assert {quantity.value for quantity in conflict.quantities} == (
            {"75", "90"} - {quantity.value for quantity in one.quantities}
        )


def test_offices_inside_one_paragraph_answer_each_for_itself(read):
    report = read(CONSOLIDATED)
    assert (report.kind, report.round) == ("consolidation", "12m")
    assert report.offices == (NAN_1, NAN_2, NAN_SECONDARY)
    assert answers(report, NAN_1)["1.1", "progress"] == "answered"
    assert answers(report, NAN_SECONDARY)["1.1", "progress"] == "planned"
    assert answers(report, NAN_1)["3.1", "progress"] == "planned"
    assert answers(report, NAN_2)["3.1", "progress"] == "answered"


def test_a_part_that_names_nobody_is_nobodys(read):
    report = read(CONSOLIDATED)
    unnamed = {(one.focus, one.part): one.status for one in report.sections if not one.unit}
    assert unnamed == {
        ("1.1", "factors"): "answered",
        ("1.1", "innovation"): "none",
        ("1.1", "suggestions"): "blank",
        ("3.1", "factors"): "blank",
    }


def test_a_schools_own_report_inside_an_answer_stays_in_it(read):
    own = (
        "1. ความสำคัญของงาน\nโรงเรียนคิดรูปแบบ\n3. ปัญหาอุปสรรค\nมีบ้าง\n5. ปัจจัยความสำเร็จ\n"
        "5.1 ครูร่วมมือ\n7. การเผยแพร่\n7.1 จัดนิทรรศการแลกเปลี่ยนเรียนรู้\n"
    )
    report = read(OWN.replace("\t\t1.1.5 ข้อเสนอแนะ", own + "\t\t1.1.5 ข้อเสนอแนะ"))
    told = answers(report, "5601")
    assert told["1.1", "innovation"] == "answered"
    assert (told["1.1", "problems"], told["1.1", "factors"]) == ("blank", "blank")


def test_a_title_repeated_on_the_next_page_begins_nothing_new(read):
    title = "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
    title += "ในการป้องกันภัยคุกคามรูปแบบใหม่\n"
    mark = "\t\t\tสพป.พะเยา เขต 1 แต่งตั้ง"
    assert answers(read(OWN.replace(mark, title + mark)), "5601") == answers(read(OWN), "5601")


IN_OWN_WORDS = """\
รายงานผลการดำเนินงานรองรับการตรวจราชการ ปีงบประมาณ พ.ศ. 2566
สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1
1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่
1) ความก้าวหน้าของการดำเนินงาน
ออกคำสั่งแต่งตั้งคณะกรรมการความปลอดภัยครบทุกอำเภอ
2) ปัญหา
ไม่มี
6.1 เทคโนโลยีเพื่อการบริหารและการให้บริการประชาชน (ทุกหน่วยงาน)
1) ความก้าวหน้า
เปิดระบบรับคำขอทางเว็บไซต์ของเขต
2) ข้อขัดข้อง
สัญญาณอินเทอร์เน็ตขัดข้องบ่อย
3) Best Practice
-
จุดเน้น การดูแลเด็กปฐมวัย
ผลการดำเนินงาน
นิเทศโรงเรียนที่เปิดชั้นอนุบาลครบ 40 แห่ง
3.1 ครูเยี่ยมเด็กปฐมวัยที่ออกกลางคันครบทุกคน
ข้อเสนอแนะเพิ่มเติม
ควรมีครูปฐมวัยครบชั้น
"""


def test_topics_and_parts_are_known_in_words_of_their_own(read):
    assert answers(read(IN_OWN_WORDS), "5501") == {
        ("1.1", "progress"): "answered",
        ("1.1", "problems"): "none",
        ("6.1", "progress"): "answered",
        ("6.1", "problems"): "answered",
        ("6.1", "innovation"): "blank",
        ("3.2", "progress"): "answered",
        ("3.2", "suggestions"): "answered",
    }


def test_an_answer_under_a_number_and_the_words_of_a_topic_is_no_heading(read):
    report = read(IN_OWN_WORDS)
    (own,) = [one for one in report.sections if (one.focus, one.part) == ("3.2", "progress")]
    assert "3.1 ครูเยี่ยมเด็กปฐมวัย" in " ".join(cell for answer in own.answers for cell in answer.cells)


@pytest.mark.parametrize("cell", ["ปัญหา", "ความก้าวหน้า"])
def test_a_word_in_a_table_is_no_heading_of_a_part(read, cell):
    table = f"\t{cell}\tแนวทางแก้ไข\n\tครูไม่พอ\tขออัตราเพิ่ม\n"
    text = IN_OWN_WORDS.replace("2) ข้อขัดข้อง\n", f"{table}2) ข้อขัดข้อง\n")
    assert answers(read(text), "5501") == answers(read(IN_OWN_WORDS), "5501")


def test_a_topic_may_be_called_one_before_its_number(read):
    text = OWN.replace("3.5 โครงการอาชีวะ", "จุดเน้นที่ ๓.๕ : โครงการอาชีวะ")
    assert answers(read(text), "5601") == answers(read(OWN), "5601")


def test_an_office_that_says_there_is_nothing_is_not_taken_for_an_answer(read):
    said = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1 ไม่ได้ดำเนินการ"
    text = CONSOLIDATED.replace("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1 ยังไม่ได้ดำเนินการ", said)
    assert answers(read(text), NAN_1)["3.1", "progress"] == "none"


def test_an_office_named_only_on_top_is_the_reports(read):
    text = OWN.replace("สพป.พะเยา เขต 1 ", "").replace("(ชื่อหน่วยงาน)", "สพป.พะเยา เขต 1")
    text = text.replace("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพะเยา เขต 1 ", "")
    text = text.replace(" ณ ห้องประชุม สพป.พะเยา เขต 2", "")
    assert read(text).offices == ("5601",)


def test_a_provinces_own_report_is_no_area_offices(read):
    text = (
        "รายงานนโยบาย 1 อำเภอ 1 โรงเรียนคุณภาพ\nสำนักงานศึกษาธิการจังหวัดตาก\n"
        "1. สถานการณ์และการขับเคลื่อน\nประชุมชี้แจง 22 โรงเรียน ณ สพม.ตาก\n"
        "2. เป้าหมาย\n2.1 เชิงปริมาณ\nร้อยละ 100\n3. ผลการดำเนินงาน\n-\n"
    )
    report = read(text)
    assert (report.kind, report.offices) == ("units", ())
    assert {(one.focus, one.part): one.status for one in report.sections} == {
        ("2.9", "situation"): "answered",
        ("2.9", "targets"): "answered",
        ("2.9", "results"): "blank",
    }


def test_a_venue_is_no_reporter_and_another_agencys_work_no_evidence(read):
    report = read(CONSOLIDATED)
    by_office = {(one.item, one.office) for one in report.passages}
    assert ("1.1", NAN_1) in by_office
    assert not any("อาชีวศึกษา" in one.quote for one in report.passages)


def test_units_answer_one_after_another_in_thai_digits_and_markdown(read):
    report = read(UNITS_IN_THAI_DIGITS)
    assert (report.kind, report.fiscal_year, report.offices) == ("units", 2567, ("5401", "M5400"))
    assert list(answers(report, "M5400").values()) == [
        "answered", "answered", "answered", "none", "answered",
    ]  # fmt: skip
    assert list(answers(report, "5401").values()) == [
        "planned", "blank", "none", "answered", "blank",
    ]  # fmt: skip


def test_a_contents_list_gives_no_sections(read):
    first = min(section.lines[0] for section in read(CONSOLIDATED).sections)
    assert first > line_of(CONSOLIDATED, "3.1 การส่งเสริม")


def test_a_report_without_known_headings_is_read_as_one_text(read):
    report = read("สพป.พะเยา เขต 1 น้อมนำพระบรมราโชบายสู่การปฏิบัติ โดยจัดทำแผนและโครงการ 4 ด้าน\n")
    assert (report.kind, [one.focus for one in report.sections]) == ("free", [None])
    assert {passage.item for passage in report.passages} == {"3.1"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("- ไม่มี -", "none"),
        ("........ไม่มี........", "none"),
        ("ไม่มีปัญหาและอุปสรรคในการดำเนินงาน", "none"),
        ("- - -", "blank"),
        ("1.", "blank"),
        ("ยังไม่ได้ดำเนินการ", "planned"),
        ("อยู่ระหว่างจัดทำแผน", "planned"),
        ("กำหนดจัดค่ายในเดือนหน้า", "planned"),
        ("อยู่ในขั้นตอนการขออนุมัติโครงการ", "planned"),
        ("จะนำเสนอคณะกรรมการในการประชุมครั้งต่อไป", "planned"),
        ("ออกคำสั่งแต่งตั้งคณะทำงานเพื่อจะขับเคลื่อนงาน", "answered"),
        ("ยังไม่มีนวัตกรรม", "none"),
        ("จัดค่ายเมื่อวันที่ 3 มีนาคม 2566 และคาดว่าจะจัดทุกปี เพื่อให้นักเรียนในสังกัดเรียนรู้ร่วมกัน", "answered"),
        ("ในสังกัดไม่มีเด็กออกกลางคัน", "answered"),
        ("ไม่ใช่ภารกิจของหน่วยงาน", "not_duty"),
    ],
)
def test_what_an_answer_comes_to(text, status):
    assert Statuses(skeleton().status).of_section([text], "progress") == status


def test_what_hinders_or_is_wished_for_is_answered_by_any_text():
    statuses = Statuses(skeleton().status)
    for part in ("problems", "suggestions", "factors"):
        assert statuses.of_section(["ควรจัดสรรงบประมาณ"], part) == "answered"


def test_a_year_in_the_middle_of_an_answer_is_not_the_reports():
    answer = "เสนอของบประมาณรายจ่าย" + "ยาว" * 70 + "ปีงบประมาณ พ.ศ. 2568"
    lines = [Line(1, "รายงานผล"), Line(2, answer)]
    assert fiscal_year(entries_of(lines, str), skeleton()) is None


def test_a_closing_line_speaks_of_the_list_that_a_line_led_to():
    statuses = Statuses(skeleton().status)
    closing = "ทั้งนี้ โครงการอยู่ระหว่างการจัดซื้อวัสดุ"
    listed = ["จัดโครงการฝึกอาชีพ ประกอบด้วย", "- ทำขนม", "- ตัดผม", closing]
    assert statuses.of_section(listed, "progress") == "planned"
    # Without a list it speaks of itself alone.
    assert statuses.of_section(["จัดอบรมครูครบทุกโรงเรียน", closing], "progress") == "answered"


@pytest.mark.parametrize(
    "closing",
    [
        "(อยู่ระหว่างดำเนินการ)",
        "หมายเหตุ กำลังดำเนินการ",
        "ทั้ง 2 กิจกรรมจะดำเนินการในไตรมาสที่ 3",
        "ยังไม่ได้ดำเนินการ",
    ],
)
def test_a_line_that_only_says_how_far_it_is_speaks_of_the_items_above_it(closing):
    statuses = Statuses(skeleton().status)
    items = ["1. แต่งตั้งคณะทำงาน", "2. ประชุมชี้แจงครู 120 คน"]
    assert statuses.of_section([*items, closing], "progress") == "planned"


def test_what_was_done_is_done_whatever_the_line_below_it_says():
    statuses = Statuses(skeleton().status)
    told = ["1. แต่งตั้งคณะทำงาน", "2. ประชุมชี้แจงครู 120 คน แล้ว", "อยู่ระหว่างดำเนินการ"]
    assert set(statuses.governed(told)) == {0, 2}


def test_below_each_item_it_speaks_of_that_item():
    statuses = Statuses(skeleton().status)
    told = ["1. แต่งตั้งคณะทำงาน", "ดำเนินการแล้ว", "2. ประชุมชี้แจงครู 120 คน", "อยู่ระหว่างดำเนินการ"]
    assert set(statuses.governed(told)) == {2, 3}


def test_two_cells_that_say_nothing_say_nothing():
    statuses = Statuses(skeleton().status)
    assert statuses.of_section(["ไม่มี ไม่มี"], "problems") == "none"
    assert statuses.of_section(["ไม่มี ครูไม่พอ"], "problems") == "answered"


def test_a_title_of_another_year_above_its_units_is_a_topic_of_its_own(read):
    part = ("1. การวิเคราะห์สถานการณ์ในพื้นที่", "{}", "2. ผลการดำเนินงาน", "ประชุมครู 12 คน", "")
    units = ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาน่าน")
    text = ["รายงานผลการดำเนินงานตามนโยบาย ปีงบประมาณ พ.ศ. 2567", ""]
    for title in ("2.2 : โรงเรียนคุณภาพ 1 อำเภอ 1 โรงเรียน", "2.3 : ระบบแนะแนวการเรียน (Coaching)"):
        text += [title, ""]
        for unit in units:
            text += [unit, *(line.format(f"{title} ของ {unit}") for line in part)]
    report = read("\n".join(text))
    found = {(one.focus, one.title[:8]) for one in report.sections}
    assert found == {("2.9", "การขับเค"), (None, "2.3 : ระ")}
    assert {one.office for one in report.sections} == {"5501", "M5500"}
    assert len(report.sections) == 8


@pytest.mark.parametrize(
    "head", ["ปัญหา\tวิธีแก้ไข", "ปัญหา/อุปสรรค\tวิธีการแก้ไข\tผู้เกี่ยวข้อง", "ที่\tสิ่งที่พบ\tการแก้ไข"]
)
def test_a_row_that_heads_a_table_is_no_answer(read, head):
    text = province_report(
        "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่",
        "1.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "ซ้อมแผน 3 ครั้ง",
        "1.1.3 ปัญหาและอุปสรรคของการดำเนินงาน",
        head,
        "๑.\t๑.",
        "1.1.4 นวัตกรรม/รูปแบบ/แนวทาง (ถ้ามี)",
        "สพม.น่าน นำเสนอวิธีสอน 3 เรื่อง",
    )
    problems = [one for one in read(text).sections if one.part == "problems"]
    assert {one.status for one in problems} == {"blank"}
    assert not any(one.answers for one in problems)


def test_words_of_a_heading_are_no_answer_where_every_line_is_followed_by_a_blank_one(read):
    text = province_report(
        "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่",
        "1.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "สพป.น่าน เขต 1 ซ้อมแผน 3 ครั้ง",
        "1.1.2 ปัจจัยที่ทำให้งานสำเร็จ / 1.1.3 ปัญหา อุปสรรค และการแก้ไข",
        "อินเทอร์เน็ตไม่เสถียร",
        "1.1.4 รูปแบบหรือแนวทางที่เป็นแบบอย่าง",
        "สพม.น่าน เล่าวิธีสอน 3 เรื่อง",
        "1.1.5 ข้อเสนอแนะ",
    )
    report = read(text.replace("\n", "\n\n"))
    told = {(one.part, one.office): one.status for one in report.sections}
    assert told["innovation", "M5500"] == "answered"
    assert told.get(("innovation", None), "blank") == "blank"
    assert told["problems", None] == "answered"
