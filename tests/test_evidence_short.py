"""Short reports in many voices: whose each answer is, under which topic and part, and how far."""

from __future__ import annotations

import pytest

from qp_scoring.evidence.coverage import with_implied

ACTIVE = "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"
SAFETY = "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
QUALITY = "2.9 โครงการโรงเรียนคุณภาพ"
PROGRESS = "ความก้าวหน้าของการดำเนินงานตามนโยบาย"


@pytest.fixture
def read(read_all):
    return lambda *lines: read_all("\n".join(lines))[0]


def told(reports):
    """What the answers of all reports in a file come to: topic, part, office and status."""
    return [
        (one.focus, one.part, one.office, one.status)
        for report in reports
        for one in with_implied(report)
        if one.office or one.unit is None
    ]


def lines_of(reports, office):
    return [line for one in reports for s in one.sections if s.office == office for line in s.lines]


def test_a_topic_whose_answers_begin_with_their_offices_needs_no_part(read):
    found = read(
        SAFETY,
        "สพป.น่าน เขต 1 แต่งตั้งคณะกรรมการศูนย์ความปลอดภัย 15 คน",
        "สพม.น่าน ซ้อมแผนเผชิญเหตุครบทั้ง 30 แห่ง",
    )
    assert told(found) == [
        ("1.1", "progress", "5501", "answered"),
        ("1.1", "progress", "M5500", "answered"),
    ]


@pytest.mark.parametrize("part", ["2.4.3 ปัญหาและอุปสรรค", "2.4.4 นวัตกรรม/รูปแบบ (ถ้ามี)"])
def test_a_short_title_of_its_own_and_one_part_are_enough(read, part):
    found = read("หน่วยงาน: สพม.ร้อยเอ็ด", "2.4 Active Learning", part, "ครูมีภาระงานมากกว่าเดิม")
    assert [(one.focus, one.office) for one in found[0].sections] == [("2.4", "M4500")]


@pytest.mark.parametrize("second", ["สพม.บึงกาฬ อบรมครู 18 คน", "สพม.บึงกาฬ\n- อบรมครู 18 คน"])
def test_an_office_that_begins_one_answer_has_it_beside_one_that_begins_most(read, second):
    found = read(
        ACTIVE,
        f"2.4.1 {PROGRESS}",
        "สพป.บึงกาฬ จัดเวทีครูสอนดี 2 ครั้ง",
        second,
        "2.4.3 ปัญหาและอุปสรรค",
        "สพป.บึงกาฬ ครูย้ายบ่อยทำให้ขาดความต่อเนื่อง",
    )
    assert ("2.4", "progress", "M3800", "answered") in told(found)
    assert lines_of(found, "M3800")[0] in (4, 5)


def test_a_school_of_another_office_is_not_the_only_office_that_begins_an_answer(read):
    found = read(
        "3.2 การส่งเสริมสนับสนุนให้เด็กปฐมวัยได้รับการพัฒนาอย่างสมวัย",
        f"3.2.1 {PROGRESS}",
        "โรงเรียนอนุบาลลพบุรี สังกัด สพป.ลพบุรี เขต 1 เป็นศูนย์เรียนรู้ปฐมวัย มีผู้ดูงาน 12 คณะ",
        "ขณะที่ สพป.ลพบุรี เขต 2 แจกชุดสื่อบล็อกไม้ให้ 68 โรงเรียน",
    )
    assert lines_of(found, "1602") == [4, 4]
    assert lines_of(found, "1601") == [3, 3]


@pytest.mark.parametrize("title", ["เอกสารแนบ {} รายงานของ {}", "รายงานผลการดำเนินงานของ {1}"])
def test_a_report_attached_is_of_the_office_that_its_title_names(read, title):
    offices = ("สพป.พัทลุง เขต 1", "สพป.พัทลุง เขต 2")
    found = read(
        *(
            line
            for number, office in enumerate(offices, 1)
            for line in (
                title.format(number, office),
                ACTIVE,
                f"2.4.1 {PROGRESS}",
                f"อบรมครู {number}0 คน",
            )
        )
    )
    assert told(found) == [
        ("2.4", "progress", "9301", "answered"),
        ("2.4", "progress", "9302", "answered"),
    ]


@pytest.mark.parametrize(
    ("numbers", "topics"),
    [("6.1 และ 6.2", ["6.1", "6.2"]), ("ข้อ 3.1-3.3", ["3.1", "3.2", "3.3"])],
)
def test_a_heading_of_numbers_alone_is_that_of_their_topics(read, numbers, topics):
    found = read(
        "หน่วยงาน สพม.น่าน",
        QUALITY,
        f"2.9.1 {PROGRESS}",
        "ประกาศรายชื่อโรงเรียนคุณภาพ 12 แห่ง",
        numbers,
        "เขตใช้ระบบรับส่งหนังสือทุกโรงเรียน และจับมือเทศบาล 4 แห่ง",
    )
    expected = ["2.9", *topics]
    assert sorted(told(found)) == [(one, "progress", "M5500", "answered") for one in expected]


def test_numbers_of_topics_that_have_begun_head_nothing(read):
    found = read(
        "หน่วยงาน สพม.น่าน",
        QUALITY,
        f"2.9.1 {PROGRESS}",
        "ประกาศรายชื่อโรงเรียนคุณภาพ 12 แห่ง",
        "\t2.9, 3.1",
        "\tทำ",
    )
    assert {one[0] for one in told(found)} == {"2.9"}


def test_what_is_attached_answers_no_part_of_a_topic(read):
    found = read(
        "สพป.นครพนม เขต 1",
        QUALITY,
        f"2.9.1 {PROGRESS}",
        "ประกาศรายชื่อโรงเรียนคุณภาพ 12 แห่ง",
        "2.9.5 ข้อเสนอแนะ",
        "....................",
        "ภาคผนวก ก รายชื่อโรงเรียนคุณภาพ",
        "1. โรงเรียนบ้านหนองแสง",
    )
    assert told(found) == [
        ("2.9", "progress", "4801", "answered"),
        ("2.9", "suggestions", "4801", "blank"),
        (None, "progress", "4801", "answered"),
    ]


@pytest.mark.parametrize("cell", ["\tเอกสารแนบ", "\tภาคผนวก ก"])
def test_a_reference_to_what_is_attached_heads_nothing(read, cell):
    found = read(
        "สพป.นครพนม เขต 1",
        QUALITY,
        f"2.9.1 {PROGRESS}",
        "ประกาศรายชื่อโรงเรียนคุณภาพ 12 แห่ง",
        cell,
        "2.9.3 ปัญหาและอุปสรรค",
        "งบประมาณไม่เพียงพอ",
    )
    assert [one[:2] for one in told(found)] == [("2.9", "progress"), ("2.9", "problems")]


def test_a_report_that_names_nobody_is_of_the_office_that_signs(read):
    found = read(
        "แบบรายงาน รต.66",
        QUALITY,
        f"2.9.1 {PROGRESS}",
        "เขตซ่อมสนามเด็กเล่น 9 โรงเรียน",
        "ลงชื่อ ........................ ผู้รายงาน",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาประจวบคีรีขันธ์ เขต 2",
    )
    assert told(found) == [("2.9", "progress", "7702", "answered")]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            ["ซ่อมอาคาร 14 หลัง (สพป.อุทัยธานี เขต 1)", "ทอดผ้าป่า 2 ครั้ง (สพป.อุทัยธานี เขต 2)"],
            {"6101": [4, 4], "6102": [5, 5]},
        ),
        (
            ["อบรมครูด้านดิจิทัล 512 คน (สพป.มุกดาหาร 380 คน สพม.มุกดาหาร 132 คน)"],
            {"4901": [4, 4], "M4900": [4, 4]},
        ),
        (
            ["- สพป.มุกดาหาร", "- สพม.มุกดาหาร", "ทั้ง 2 หน่วยงานร่วมกันจัดค่ายทักษะชีวิต 4 รุ่น"],
            {"4901": [6, 6], "M4900": [6, 6]},
        ),
    ],
    ids=["brackets", "counted in brackets", "listed above"],
)
def test_offices_named_behind_or_in_a_list_above_answer(read, answers, expected):
    found = read("รายงานของหน่วยงานในจังหวัด", QUALITY, f"2.9.1 {PROGRESS}", *answers)
    assert {office: lines_of(found, office) for office in expected} == expected


def test_rows_with_the_numbers_of_the_table_are_its_topics_whatever_their_titles(read):
    found = read(
        "ผลการดำเนินงานตามจุดเน้น",
        "จุดเน้น\tสพป.เพชรบุรี เขต 1\tสพป.เพชรบุรี เขต 2",
        "1.1 มาตรการในสถานศึกษา\tซ้อมอพยพครบ 92 โรง\tตั้งจุดรับแจ้งเหตุ 8 จุด",
        "2.9 โครงการโรงเรียนคุณภาพ\tโรงเรียนคุณภาพ 8 แห่ง\t-",
        "3.1 การป้องกันเด็กตกหล่นและเด็กออกกลางคัน\tตามกลับ 31 คน\tตามกลับ 12 คน",
    )
    assert sorted((one[0], *one[2:]) for one in told(found)) == [
        ("1.1", "7601", "answered"),
        ("1.1", "7602", "answered"),
        ("2.9", "7601", "answered"),
        ("2.9", "7602", "blank"),
        ("3.1", "7601", "answered"),
        ("3.1", "7602", "answered"),
    ]


def test_a_topic_may_be_called_one_without_a_number(read):
    found = read(
        "หัวข้อ : การป้องกันเด็กตกหล่นและเด็กออกกลางคัน",
        "ผลการดำเนินงาน",
        "สพป.กระบี่ เปิดบ้านพักนอนเด็กเกาะ 2 แห่ง",
        "สพม.ตรัง กระบี่ จัดสอนซ่อมนักเรียน 311 คน",
    )
    assert [(one[0], one[2]) for one in told(found)] == [("3.1", "8101"), ("3.1", "M9200")]


@pytest.mark.parametrize(("said", "status"), [("ที่กำลังสำรวจ", "planned"), ("ที่ยังไม่ส่งข้อมูล", "blank")])
def test_an_exception_behind_a_clause_is_of_its_own_office(read, said, status):
    found = read(
        "3.1 การป้องกันเด็กตกหล่นและเด็กออกกลางคัน",
        f"3.1.1 {PROGRESS}",
        "ในรอบปีนี้ สพป.ลำปาง เขต 1 เขต 2 และเขต 3 ทุกแห่งสำรวจเด็กนอกระบบครบทุกตำบล"
        f" ยกเว้น สพม.ลำปาง ลำพูน {said}",
    )
    assert sorted(one[2:] for one in told(found)) == [
        ("5201", "answered"),
        ("5202", "answered"),
        ("5203", "answered"),
        ("M5200", status),
    ]


def test_a_word_that_lost_its_ring_is_read_where_it_stands_once(read):
    found = read(
        ACTIVE,
        f"2.4.1 {PROGRESS}",
        "สานักงานเขตพื้นที่การศึกษาประถมศึกษาตาก เขต 1 นิเทศ 45 โรงเรียน",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตาก เขต 2 มีคาสั่งแต่งตั้งคณะทำงานตามราคาสั่งซื้อ 12 คน",
    )
    assert [one[2] for one in told(found)] == ["6301", "6302"]
    (answer,) = (one for one in found[0].sections if one.office == "6302")
    text = "".join(cell for one in answer.answers for cell in one.cells)
    assert "คำสั่งแต่งตั้ง" in text and "ราคาสั่งซื้อ" in text
