"""Headings, parts and names in a report's own words, and what follows for offices not named."""

from __future__ import annotations

import pytest

from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.numbering import part_number

TOP = "สรุปผลตามประเด็นการตรวจราชการ ปีงบประมาณ 2566\n"
PROVINCE = f"{TOP}สำนักงานศึกษาธิการจังหวัดแพร่\n"
FIRST, SECOND, THIRD = "5401", "5402", "M5400"


def parts(report):
    return [(one.focus, one.part, one.status) for one in report.sections]


OWN = f"""{TOP}สพป.แพร่ เขต 1
นโยบาย 3 โอกาสทางการศึกษา
3.1 ตามเด็กหลุดกลับมา
3.1.1 ความก้าวหน้า
- แต่งตั้งผู้ติดตามเด็กตกหล่น ตามคำสั่งที่ 12/2566
3.1.2 -
3.1.3 เด็กย้ายตามผู้ปกครอง\tใช้ใบส่งตัว
3.1.4 - 3.1.5 ไม่มี
3.2 เด็กปฐมวัย
3.2.1 ความก้าวหน้า
- ครูปฐมวัยแลกเปลี่ยนเรียนรู้เดือนละครั้ง
ส่วนที่สาม ด้านดิจิทัลและระบบข้อมูล
6.1.1 ความก้าวหน้า
- โรงเรียนทุกแห่งใช้ระบบ AMSS++ รับส่งหนังสือ
"""


def test_topics_are_known_by_words_with_their_number_and_parts_by_number_alone(read):
    assert parts(read(OWN)) == [
        ("3.1", "progress", "answered"),
        ("3.1", "factors", "blank"),
        ("3.1", "problems", "answered"),
        ("3.1", "innovation", "none"),
        ("3.1", "suggestions", "none"),
        ("3.2", "progress", "answered"),
        ("6.1", "progress", "answered"),
    ]


ONE_TOPIC = f"""{TOP}สพป.แพร่ เขต 1
5.1 การส่งเสริมสนับสนุนการดำเนินการตามหลักเกณฑ์การประเมินวิทยฐานะแนวใหม่ (หลักเกณฑ์ PA)
5.1.1 ผลการดำเนินงาน
อบรมครูเรื่องหลักเกณฑ์ PA ครบทุกโรงเรียน
5.1.3 ปัญหา อุปสรรค และแนวทางแก้ไข
ครูยังไม่เข้าใจหลักเกณฑ์
5.1.4 แนวปฏิบัติที่เป็นเลิศ (Best Practice)
เผยแพร่คลังแฟ้มสะสมผลงานให้ครูทุกโรงเรียนใช้
"""


def test_one_topic_under_its_title_and_number_is_the_form_whatever_its_parts_are_called(read):
    expected = [("5.1", part, "answered") for part in ("progress", "problems", "innovation")]
    assert parts(read(ONE_TOPIC)) == expected


def test_what_a_line_leads_on_to_is_of_the_office_that_it_is_about(read):
    text = (
        f"{PROVINCE}3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n"
        "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        "1) ผลการดำเนินงานในส่วนของสพป.แพร่ เขต 2 มีดังนี้\n"
        "1.1) ออกค้นหาเด็กตกหล่นครบทุกตำบล\n"
    )
    assert [one.office for one in read(text).sections] == [SECOND]


def test_an_item_of_a_list_that_tells_of_work_is_no_title(read):
    text = OWN.replace("- ครูปฐมวัยแลก", "3.3 จัดครูดูแลเด็กกลุ่มเปราะบางแล้ว\n- ครูปฐมวัยแลก")
    assert "3.3" not in {focus for focus, _, _ in parts(read(text))}


def test_a_number_that_also_counts_answers_begins_no_part(read):
    text = (
        f"{TOP}สพป.แพร่ เขต 1\n3.1 การป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n"
        "(1) ความก้าวหน้า\n(1) ออกค้นหาเด็กตกหล่นทุกตำบล\n(2) เยี่ยมบ้านเด็กทุกคน\n"
        "(3) ส่งต่อเด็กให้ สกร.\n(2) ปัจจัยความสำเร็จ\nครูทุ่มเท\n"
    )
    assert [part for _, part, _ in parts(read(text))] == ["progress", "factors"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๓.๑.๔ ไม่มี", ("3.1", 4, 4, "ไม่มี")),
        ("(2) - (5) ไม่ได้รายงาน", ("", 2, 5, "ไม่ได้รายงาน")),
        ("6.1.2-6.1.5 ......", ("6.1", 2, 5, "......")),
        ("3) ปัญหา", ("", 3, 3, "ปัญหา")),
    ],
)
def test_the_number_of_a_part_may_stand_for_several(text, expected):
    found = part_number(text)
    assert (found.base, found.first, found.last, found.rest) == expected


@pytest.mark.parametrize("text", ["2566 เป็นต้นไป", "3.1 เด็กตกหล่น", "ไม่มี", "12) ข้อสิบสอง"])
def test_other_numbers_are_none_of_parts(text):
    assert part_number(text) is None


TOGETHER = f"""{PROVINCE}ประเด็นที่ 1 พาเด็กกลับห้องเรียน
(1) ความก้าวหน้า
สพป.แพร่ เขต 1 ออกคู่มือค้นหาเด็กตกหล่น
เขต 2 จัดทำทะเบียนเด็กออกกลางคันรายบุคคล
เอกชน : ไม่มีเด็กออกกลางคัน
อาชีวศึกษา รับเด็กหลุดจากระบบเข้าเรียน 12 คน
สพม.แพร่ -
(2) ปัจจัย : ความร่วมมือของทุกฝ่าย
(3) ปัญหา : ระยะทางไกล
(4) - (5) ไม่ได้รายงาน
"""


def test_names_of_kinds_of_units_count_where_an_answer_begins_with_them(read):
    told = {
        one.office: [answer.cells[0] for answer in one.answers]
        for one in read(TOGETHER).sections
        if one.part == "progress" and one.office
    }
    assert [len(told[code]) for code in (FIRST, SECOND)] == [1, 1]


def test_what_is_answered_for_all_is_answered_by_each(read):
    report = read(TOGETHER)
    said = {(one.part, one.office): one.status for one in with_implied(report)}
    assert said["factors", FIRST] == said["factors", SECOND] == "answered"
    assert said["innovation", FIRST] == said["suggestions", SECOND] == "blank"
    assert {one.office for one in report.sections if one.part == "factors"} == {None}


def test_nothing_follows_for_the_one_office_that_a_province_names(read):
    report = read(
        f"{PROVINCE}ประเด็นที่ 1 พาเด็กกลับห้องเรียน\n(1) ความก้าวหน้า\nจังหวัดออกค้นหาเด็กตกหล่น\n"
        "(2) ปัจจัย : ความร่วมมือ\n(4) นวัตกรรม\nสพป.แพร่ เขต 1 เผยแพร่รูปแบบการติดตามเด็กตกหล่น\n"
    )
    assert with_implied(report) == report.sections


def test_a_report_of_several_topics_is_the_form_even_without_headings_of_parts(read):
    text = (
        f"{TOP}สพป.แพร่ เขต 1\n1.1 ความปลอดภัยในสถานศึกษา\nซ้อมแผนเผชิญเหตุแล้ว 12 โรงเรียน\n"
        "3.2 เด็กปฐมวัย : นิเทศห้องเรียนอนุบาล 5 ห้อง พบว่าสื่อไม่พอ\n"
        "2.6 ประวัติศาสตร์ หน้าที่พลเมือง\nลงนามกับวัด 8 แห่ง\nนวัตกรรม\n-\n"
        "3.1 เด็กตกหล่น\n-\n"
    )
    assert [(focus, part) for focus, part, _ in parts(read(text))] == [
        ("1.1", "progress"),
        ("3.2", "progress"),
        ("2.6", "progress"),
        ("2.6", "innovation"),
        ("3.1", "progress"),
    ]


TITLES_ALONE = f"""{PROVINCE}นโยบายที่ ๑ การจัดการศึกษาเพื่อความปลอดภัย
จุดเน้นที่ ๑.๑ การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่
๑.๑.๑ ความคืบหน้าของงาน
สพป.แพร่ เขต 1 ซ้อมแผนเผชิญเหตุแล้ว 12 โรงเรียน
๑.๑.๓ ข้อติดขัดและการคลี่คลาย
ข้อติดขัด\tการคลี่คลาย
ครูเวรไม่พอ (สพป.แพร่ เขต 2)\tขอ อปพร. ช่วย
๑.๑.๕ ข้อเสนอ
ไม่มีหน่วยใดเสนอ
จุดเน้นที่ ๒.๓ การพัฒนาครูในด้านการวัดและประเมินผลเพื่อพัฒนาการเรียนรู้ของผู้เรียน (Assessment for Learning)
๒.๓.๑ ความคืบหน้าของงาน
สพม.แพร่ อบรมการออกข้อสอบแก่ครู 41 คน
จุดเน้นที่ ๓.๑ การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน
๓.๑.๑ ความคืบหน้าของงาน
สพป.แพร่ เขต 1 พาเด็กกลับเข้าเรียน 9 คน
"""


def test_titles_of_the_table_are_the_form_even_where_no_part_is_called_as_in_the_form(read):
    report = read(TITLES_ALONE)
    assert report.kind == "consolidation"
    assert {one.focus for one in report.sections} == {"1.1", "2.3", "3.1"}


@pytest.mark.parametrize("called", ["เรื่องที่ {}\t", "จุดเน้นที่ {}\t", "จุดเน้น\t", "ประเด็น :\t"])
def test_a_title_may_stand_in_a_cell_beside_what_it_is_called(read, called):
    head = "หน่วยงาน\tผลการดำเนินงาน\tปัญหา/อุปสรรค"
    text = (
        f"{PROVINCE}{called.format(1)}ความปลอดภัยของผู้เรียน ครู และบุคลากร\n{head}\n"
        "สพป.แพร่ เขต 1\tตั้งกรรมการความปลอดภัยตามคำสั่งที่ 4/2566\tไม่มี\n"
        f"{called.format(2)}การพัฒนาครูด้านการวัดและประเมินผล\n{head}\n"
        "สพป.แพร่ เขต 1\tอบรมครู 120 คนออกข้อสอบการอ่าน\tครูย้ายบ่อย\n"
    )
    assert [(one.focus, one.part, one.status) for one in read(text).sections if one.office] == [
        ("1.1", "progress", "answered"),
        ("1.1", "problems", "none"),
        ("2.3", "progress", "answered"),
        ("2.3", "problems", "answered"),
    ]


def test_a_row_in_the_words_of_the_heading_above_heads_a_table(read):
    problems = [one for one in read(TITLES_ALONE).sections if one.part == "problems"]
    assert [(one.office, one.status) for one in problems] == [(SECOND, "answered")]


def test_that_nobody_suggests_anything_is_nothing(read):
    said = [one.status for one in read(TITLES_ALONE).sections if one.part == "suggestions"]
    assert said == ["none"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("3.1.2 ปัจจัยขับเคลื่อน งบรถรับส่ง", "answered"),
        ("3.1.2 ปัจจัยขับเคลื่อน ไม่มี", "none"),
        ("3.1.2 ปัจจัยขับเคลื่อน ....ไม่มี....", "none"),
        ("3.1.2 ปัจจัยขับเคลื่อน ........", "blank"),
        ("3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ", "blank"),
        ("3.1.2 ปัจจัยขับเคลื่อน การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่น", "blank"),
    ],
)
def test_an_answer_may_stand_behind_its_heading_where_the_next_heading_follows(read, line, status):
    report = read(
        f"{TOP}สพป.แพร่ เขต 1\n3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n"
        f"3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\nพาเด็กกลับเข้าเรียน 9 คน\n{line}\n"
        "3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน\nเด็กย้ายบ่อย\n"
    )
    assert ("3.1", "factors", status) in parts(report)


def test_a_day_of_a_month_counts_no_list(read):
    report = read(
        f"{PROVINCE}3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n"
        "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\nสพม.แพร่\n1. เยี่ยมบ้านเด็ก 12 คน\n"
        "สพป.แพร่ เขต 2\n8 สิงหาคม 2566 ประชุมผู้บริหารเรื่องเด็กตกหล่น\nสพป.แพร่ เขต 1\n"
        "3 มิ.ย. 2566 ลงพื้นที่ตามเด็ก\n"
    )
    said = [(one.office, one.status) for one in report.sections if one.answers]
    assert said == [(THIRD, "answered"), (SECOND, "answered"), (FIRST, "answered")]


@pytest.mark.parametrize(
    ("row", "offices"),
    [
        ("เด็กย้ายบ่อย\tสพม.แพร่ ตามเด็กจากทะเบียนราษฎร", {THIRD}),
        ("เด็กย้ายบ่อย\tวิทยาลัยเทคนิคแพร่ รับเด็กเข้าเรียน", {None}),
        ("สพป.แพร่ เขต 1 เด็กย้ายบ่อย\tสพม.แพร่ รับเด็กต่อ", {FIRST, THIRD}),
    ],
)
def test_a_row_is_the_offices_with_which_alone_one_of_its_cells_begins(read, row, offices):
    report = read(
        f"{PROVINCE}3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n"
        "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\nสพป.แพร่ เขต 1 พาเด็กกลับ 9 คน\n"
        "สพป.แพร่ เขต 2 พาเด็กกลับ 4 คน\n"
        f"3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน\nปัญหา\tวิธีแก้ไข\n{row}\n"
    )
    problems = [one for one in report.sections if one.part == "problems" and one.answers]
    assert {one.office for one in problems} == offices


def test_an_unmarked_line_is_that_offices_which_alone_it_names(read):
    text = TOGETHER.replace("เอกชน :", "แผนตามเด็กตกหล่นปี 2567 ของ สพม.แพร่ ผ่านความเห็นชอบแล้ว\nเอกชน :")
    told = {one.office: one for one in read(text).sections if one.part == "progress"}
    assert "แผนตามเด็กตกหล่น" in told[THIRD].answers[0].cells[0]


def items(report, office=FIRST):
    return {one.item for one in report.passages if one.office == office}


DATA = f"{TOP}สพป.แพร่ เขต 1\n6.1 การนำเทคโนโลยีมาใช้ในการบริหารจัดการและการให้บริการ\n6.1.1 ความก้าวหน้า\n"


def test_works_that_a_line_lists_are_told_each(read):
    order, rights = "ออกคำสั่งที่ 5/2566 ตั้งผู้ดูแลระบบสารสนเทศ", "กำหนดสิทธิ์เข้าถึงข้อมูล 3 ระดับ"
    assert {"X2.2", "X2.4"} <= items(read(f"{DATA}- {order} / {rights}\n"))


def test_what_schools_did_needs_a_figure_or_a_name(read):
    focus = "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"
    title = f"{TOP}สพป.แพร่ เขต 1\n{focus}\n2.4.1 ความก้าวหน้า\n"
    vague = "ครูจัดการเรียนรู้เชิงรุกในชั้นเรียนจนผู้เรียนสร้างชิ้นงานได้"
    assert "5.5" not in items(read(f"{title}- {vague}\n"))
    assert "5.5" in items(read(f"{title}- {vague} จำนวน 24 โรงเรียน\n"))


def test_of_a_report_that_tells_vaguely_what_is_likely_is_given_with_little_weight(read):
    focus = "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"
    title = f"{TOP}สพป.แพร่ เขต 1\n{focus}\n2.4.1 ความก้าวหน้า\n"
    likely = "- ครูจัดการเรียนรู้เชิงรุกในชั้นเรียนจนผู้เรียนสร้างชิ้นงานได้\n"
    general = "".join(f"- ผู้เกี่ยวข้องทุกฝ่ายให้ความร่วมมือ เรื่องที่ {number}\n" for number in range(60))
    sure = "".join(
        f"- อบรมครูเรื่องการจัดการเรียนรู้เชิงรุก วันที่ {number} มิถุนายน 2566 ครู {number * 10} คน\n"
        for number in range(5, 25)
    )
    vague, plain = read(title + likely + general), read(title + likely + general + sure)
    assert [(one.item, one.strength) for one in vague.passages] == [("5.5", "weak")]
    assert {one.item for one in plain.passages} == {"5.4"}


def test_a_subject_goes_on_where_the_next_line_refers_to_it(read):
    plan = "จัดทำแผนน้อมนำพระบรมราโชบายรัชกาลที่ 10 ปี 2566 ครบ 4 ด้าน"
    order = "ออกคำสั่งที่ 7/2566 มอบหมายผู้รับผิดชอบงานข้างต้น"
    assert {"3.1", "3.2"} <= items(read(f"{DATA}- {plan}\n- {order}\n"))
    assert "3.2" not in items(read(f"{DATA}- {order}\n"))
