"""What officers write into the ministry's own form: reports as they are really sent."""

from __future__ import annotations

import pytest
from reports_made import province_report

from qp_scoring.evidence.answers import Statuses
from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.skeleton import skeleton

NAN_1, NAN_2, SECONDARY = "5501", "5502", "M5500"
QUALITY = "2.9 การขับเคลื่อนโครงการโรงเรียนคุณภาพ"
CARE = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
TITLES = (
    "1.3 การปกป้องคุ้มครองต่อสถานการณ์ที่เกิดขึ้นกับผู้เรียน ครู และบุคลากร",
    "2.3 การพัฒนาครูในด้านการวัดและประเมินผลเพื่อพัฒนาการเรียนรู้ของผู้เรียน (Assessment for Learning)",
    "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)",
    "2.5 การพัฒนาทักษะดิจิทัลและภาษาคอมพิวเตอร์ (Coding)",
    "2.6 การพัฒนารูปแบบการจัดการเรียนการสอนประวัติศาสตร์ หน้าที่พลเมือง และศีลธรรม",
    "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน",
)


def report_of(*topics):
    """A province's report of several topics, each its title and the lines below it."""
    lines = [line for title, *below in topics for line in (title, *below)]
    return "\n".join(
        ["แบบรายงานผลการตรวจราชการ", "ปีงบประมาณ พ.ศ. 2566 สำนักงานศึกษาธิการจังหวัดน่าน", *lines, ""]
    )


def filled(title, *answers):
    """A topic in the form's outline, with answers to its progress and one cause of success."""
    number = title.split()[0]
    return (
        title,
        f"{number}.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        *answers,
        f"{number}.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ",
        "1) การบูรณาการความร่วมมือของทุกหน่วยงาน",
        "2) ความร่วมมือของภาคีเครือข่าย",
        f"{number}.3 ปัญหาและอุปสรรคของการดำเนินงาน",
        "งบประมาณไม่เพียงพอ",
    )


def topics(report):
    return {one.focus for one in report.sections}


BY_EACH = filled(
    TITLES[0], "สพป.น่าน เขต 1 ดำเนินการแล้ว", "สพป.น่าน เขต 2 ดำเนินการแล้ว", "สพม.น่าน ดำเนินการแล้ว"
)


def problems(*rows):
    """A report in which all answer one topic, and the table of problems of another has rows."""
    heads = ("3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน", "ปัญหา/อุปสรรค\tวิธีการ/แนวทางการแก้ไขปัญหา")
    return report_of(BY_EACH, (CARE, *heads, *rows))


def status(report, focus, part="progress"):
    return {
        one.office: one.status
        for one in with_implied(report)
        if (one.focus, one.part) == (focus, part) and one.office
    }


def owners(report, focus="3.1", part="progress"):
    return [
        one.office or one.unit for one in report.sections if (one.focus, one.part) == (focus, part)
    ]


def progress(*lines):
    return province_report(CARE, "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย", *lines)


def test_items_of_lists_in_answers_are_no_topics_whatever_they_name(read):
    report = read(report_of(*(filled(title, "สพป.น่าน เขต 1 ดำเนินการแล้ว") for title in TITLES)))
    assert topics(report) == {title.split()[0] for title in TITLES}


def test_the_forms_own_sub_headings_are_no_topics(read):
    report = read(
        report_of(
            *(filled(title, "สพป.น่าน เขต 1 ดำเนินการแล้ว") for title in TITLES[:3]),
            filled(
                QUALITY,
                "2) ผลกระทบเชิงบวกของการขับเคลื่อนโครงการโรงเรียนคุณภาพ 4 ด้าน",
                "2.1) ด้านผู้เรียน",
                "นักเรียนมีความสุขกับการเรียน",
                "2.4) ด้านภาคีเครือข่าย",
            ),
        )
    )
    assert topics(report) == {"1.3", "2.3", "2.4", "2.9"}
    assert {one.part for one in report.sections if one.focus == "2.9"} == {
        "progress",
        "factors",
        "problems",
    }


def test_a_row_of_the_forms_list_begins_no_topic(read):
    report = read(
        report_of(
            BY_EACH,
            filled(
                QUALITY,
                "จุดเน้น\tสพป.น่าน เขต 1\tสพป.น่าน เขต 2\tสพม.น่าน",
                "1.1) ความปลอดภัยของผู้เรียน\tติดตั้งกล้องวงจรปิด\tมีครูเวรประจำวัน\t-",
                "1.4) การพัฒนาครู\tอบรมครบทุกคน\tPLC\t-",
            ),
        )
    )
    assert topics(report) == {"1.3", "2.9"}
    assert status(report, "2.9") == {NAN_1: "answered", NAN_2: "answered", SECONDARY: "blank"}


def test_items_of_an_item_are_no_topics_of_those_numbers(read):
    answered = [filled(title, "สพป.น่าน เขต 1 ดำเนินการแล้ว") for title in TITLES[:5]]
    listed = ("3. ลงนิเทศครบทุกโรงเรียน", "3.1 วิเคราะห์ผู้เรียน", "3.2 การจัดทำคลังข้อสอบ", "3.3 ทดลองใช้")
    report = read(report_of(*answered, filled(QUALITY, "1. ตั้งคณะทำงาน", "2. อบรม", *listed)))
    assert topics(report) == {"1.3", "2.3", "2.4", "2.5", "2.6", "2.9"}


def test_an_answer_behind_a_sub_heading_is_still_his_who_is_named_above(read):
    report = read(
        report_of(
            BY_EACH,
            filled(
                QUALITY,
                "1) ผลการขับเคลื่อนการดำเนินงานของโรงเรียนคุณภาพในการยกระดับคุณภาพการศึกษาภายใต้จุดเน้น 8 ด้าน",
                "สพป.น่าน เขต 1",
                "1.1) ความปลอดภัยของผู้เรียน มีป้ายสัญลักษณ์และครูเวร",
                "1.3) หลักสูตรฐานสมรรถนะ -",
                "1.5) การเรียนการสอน นักเรียนเครือข่าย 71 คน มาใช้ห้องปฏิบัติการ",
                "สพป.น่าน เขต 2",
                "ลงนาม MOU กับ อบต. 5 แห่ง",
            ),
        )
    )
    assert owners(report, "2.9") == [NAN_1, NAN_2]


def test_a_guest_of_another_province_answers_nothing(read):
    told = ["สพป.น่าน เขต 1 อบรมครู 310 คน", "สพป.น่าน เขต 2 ติดตามเด็ก 12 คน"] * 5
    guest = "อบรมครบ วิทยากรจากมหาวิทยาลัยในจังหวัด และ สพป.แพร่ เขต 1 "
    report = read(progress(*told, guest))
    assert report.offices == (NAN_1, NAN_2)


def test_what_one_did_behind_and_another_did_too(read):
    said = "สพป.น่าน เขต 1 ใช้ระบบ AMSS++ สพป.น่าน เขต 2 ใช้ Smart OBEC และ สพม.น่านใช้ระบบของตนเอง"
    assert owners(read(progress(said))) == [NAN_1, NAN_2, SECONDARY]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "หน่วยงานในจังหวัดน่านพัฒนาครู กล่าวคือ สพป.น่าน เขต 1 ตั้งเป้าเพิ่มคะแนน สพป.น่าน เขต 2 ลงนิเทศ",
            {NAN_1, NAN_2},
        ),
        (
            "หน่วยงานในจังหวัดน่าน ได้แก่ สพป.น่าน เขต 1 สพป.น่าน เขต 2 สพม.น่าน มีช่องทางแจ้งเหตุครบทุกแห่ง",
            {NAN_1, NAN_2, SECONDARY},
        ),
    ],
)
def test_those_whom_all_agencies_are_said_to_be_answer(read, said, told):
    assert set(owners(read(progress(said)))) - {None} == told


def test_offices_in_closing_brackets_answer_together(read):
    report = read(
        problems(
            "1. น้ำท่วมซ้ำซาก (สพป.น่าน เขต 1, 2)\t1. ยกของขึ้นที่สูง",
            "2. ขาดครู (สพม.น่าน)\t2. ใช้ครูร่วมกัน",
        )
    )
    assert owners(report, part="problems") == [NAN_1, NAN_2, SECONDARY]


def test_a_name_alone_in_a_table_of_problems_heads_the_rows_below_it(read):
    report = read(
        problems(
            "สพป.น่าน เขต 1\t",
            "1. ขาดนักการภารโรง\t1. จ้าง",
            "2. ขาดครู\t2. ใช้ครูร่วมกัน",
            "สพป.น่าน เขต 2\t",
            "1. รถไม่พอ\t1. ขอ อบจ.",
            "สพม.น่าน\t",
            "-\t-",
        )
    )
    assert status(report, "3.1", "problems") == {
        NAN_1: "answered",
        NAN_2: "answered",
        SECONDARY: "blank",
    }
    assert None not in owners(report, part="problems")


def test_others_who_have_nothing_are_those_who_do_not_answer(read):
    report = read(
        report_of(
            BY_EACH,
            (
                CARE,
                "3.1.4 นวัตกรรม/รูปแบบ (Best Practice) (ถ้ามี)",
                "สพป.น่าน เขต 1 เปิดบ้านให้โรงเรียนอื่นดู",
                "หน่วยงานอื่น ไม่มี",
            ),
        )
    )
    assert status(report, "3.1", "innovation") == {
        NAN_1: "answered",
        NAN_2: "none",
        SECONDARY: "none",
    }


def test_the_sum_of_a_table_is_nobodys(read):
    report = read(
        progress(
            "หน่วยงาน\tจำนวนที่หลุด (คน)\tพบตัว\nสพป.น่าน เขต 1\t46\t44\nสพม.น่าน\t28\t28\nรวม\t74\t72"
        )
    )
    first, second, total = (one.lines for one in report.sections)
    assert second[1] == first[1] + 1 == total[0] - 1


@pytest.mark.parametrize(
    "other", ["ศูนย์การศึกษาพิเศษ เขตการศึกษา 2 จังหวัดน่าน", "สนง.การศึกษาเอกชนจังหวัดน่าน"]
)
def test_other_agencies_are_known_by_shortened_heads_and_regions(read, other):
    report = read(progress("สพป.น่าน เขต 1", "ติดตามเด็ก 20 คน", other, "ให้บริการเด็ก 40 คน"))
    assert owners(report)[0] == NAN_1
    assert {one.office for one in report.sections} == {NAN_1, None}
    own, others = report.sections
    assert own.lines[1] < others.lines[0]


@pytest.mark.parametrize(
    ("part", "said", "status"),
    [
        ("progress", "มีปฏิทินทั้งปีงบประมาณ 2566 อยู่ในแผนปฏิบัติการ หน้า 64", "answered"),
        ("progress", "โครงการอยู่ในแผนปฏิบัติการปี 2567", "planned"),
        ("factors", "- ครูสองสังกัดร่วมกันวางแผน", "answered"),
        ("progress", "ที่ประชุมใช้ข้อมูล DMC ตัดสินเกลี่ยอัตรากำลังครู 14 อัตรา", "answered"),
        ("progress", "เปิดสอนช่างไฟฟ้ากำลังการโรงแรม ได้รับประกาศนียบัตร 52 คน", "answered"),
        ("progress", "รับแจ้งเหตุ ๒๑ เรื่อง ยุติแล้ว ๑๙ เรื่อง อยู่ระหว่างสอบข้อเท็จจริง ๒ เรื่อง", "answered"),
        ("progress", "อยู่ระหว่างคัดเลือก 3 โรงเรียน", "planned"),
        ("progress", "กำหนดประชุมเชิงปฏิบัติการในไตรมาสที่ 4", "planned"),
        ("progress", "ประชุมผู้บริหารเพื่อรับทราบนโยบาย และกำลังร่างปฏิทินของเขต", "answered"),
        ("progress", "คัดเลือกโรงเรียนครบทุกอำเภอ อยู่ระหว่างจัดทำแผน คาดว่าเสร็จในเดือนกันยายน", "answered"),
        ("progress", "ใช้ระบบ AMSS และจะพัฒนาคลังข้อมูล", "answered"),
        ("progress", "อบรมครูแกนนำ อยู่ระหว่างดำเนินการ", "planned"),
        ("progress", "นิเทศโรงเรียนในโครงการ จะดำเนินการในภาคเรียนที่ 2", "planned"),
        ("progress", "อบรมครูแกนนำ จะจัดในเดือนกันยายน", "planned"),
        ("progress", "มีนโยบายให้โรงเรียนใช้ทรัพยากรร่วมกัน อยู่ระหว่างสำรวจครุภัณฑ์", "planned"),
        ("innovation", "หน่วยงานอื่น ๆ ไม่มี", "none"),
    ],
)
def test_how_far_an_answer_is(part, said, status):
    assert Statuses(skeleton().status).of_section([said], part) == status


def test_a_part_whose_heading_is_broken_is_no_topic(read):
    broken = (
        TITLES[4],
        "2.6.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "การดำเนินงานตามนโยบาย",
        "สพป.น่าน เขต 1 อบรมครู 40 คน",
    )
    report = read(report_of(BY_EACH, broken))
    assert topics(report) == {"1.3", "2.6"}
    assert status(report, "2.6")[NAN_1] == "answered"


def test_the_brackets_that_close_a_remedy_say_whose_the_row_is(read):
    report = read(
        problems(
            "1. ครูย้ายบ่อย\t1. อบรมซ้ำ (สพม.น่าน)",
            "2. รถไม่พอ\t2. ขอ อบจ.",
        )
    )
    assert owners(report, part="problems") == [SECONDARY, None]


def test_figures_of_a_unit_in_a_table_are_its_answer(read):
    report = read(
        progress(
            "ที่\tหน่วยงาน\tตกหล่น\tพบ\n1\tสพป.น่าน เขต 1\t38\t36\n"
            "2\tสพป.น่าน เขต 2\t\t\n3\tสพม.น่าน\t104\t97"
        )
    )
    assert status(report, "3.1") == {NAN_1: "answered", NAN_2: "blank", SECONDARY: "answered"}


def test_a_schools_own_list_in_the_last_part_of_a_unit_begins_no_part(read):
    parts = ("๑. การวิเคราะห์สถานการณ์", "๒. ผลการดำเนินการ", "๓. ปัญหาอุปสรรค", "๔. ข้อเสนอแนะ")
    lines = ["การขับเคลื่อนโครงการโรงเรียนคุณภาพ ปีงบประมาณ พ.ศ. 2567"]
    for office in ("สพป.น่าน เขต 1", "สพป.น่าน เขต 2"):
        lines += [f"## {office}"]
        for part, said in zip(parts, ("มีโรงเรียน 8 แห่ง", "นิเทศครบ", "-", "ควรมีรถ"), strict=True):
            lines += [part, said]
        lines += ["๕. รูปแบบ แนวทาง หรือนวัตกรรมที่เป็นแบบอย่างที่ดี (ถ้ามี)", "ทุ่งนาโมเดล มีขั้นตอนดังนี้"]
        if office == "สพป.น่าน เขต 1":
            lines += ["1. ความเป็นมา โรงเรียนตั้งอยู่กลางทุ่ง"]
            lines += ["2. ผลการดำเนินงาน นักเรียนปลูกข้าว ขายได้ ๓๘,๐๐๐ บาท", "3. ปัญหา ไม่มี"]
    report = read("\n\n".join([*lines, ""]))
    assert [one.part for one in report.sections if one.office == NAN_1] == [
        "situation",
        "results",
        "problems",
        "suggestions",
        "innovation",
    ]
    assert status(report, "2.9", "problems") == {NAN_1: "blank", NAN_2: "blank"}


def test_what_is_under_way_in_a_part_of_a_unit_is_no_topic(read):
    lines = ["การขับเคลื่อนโครงการโรงเรียนคุณภาพ ปีงบประมาณ พ.ศ. 2567"]
    for office in ("สพป.น่าน เขต 1", "สพป.น่าน เขต 2"):
        lines += [office, "1. การวิเคราะห์สถานการณ์", "มีโรงเรียน 8 แห่ง"]
        lines += ["2. ผลการดำเนินการขับเคลื่อนนโยบายฯ", "อยู่ระหว่างการพัฒนารูปแบบ"]
    report = read("\n\n".join([*lines, ""]))
    assert topics(report) == {"2.9"}
    assert status(report, "2.9", "results") == {NAN_1: "planned", NAN_2: "planned"}


def test_a_table_of_units_ends_where_rows_name_parts(read):
    report = read(
        report_of(
            BY_EACH,
            (
                "### ๒.๖ การจัดการเรียนการสอนประวัติศาสตร์ หน้าที่พลเมือง ศีลธรรม",
                "หน่วยงาน\tผลการดำเนินงาน",
                "สพป.น่าน เขต 1\tจัดทำแผนส่งเสริม",
                "สพป.น่าน เขต 2\tแจ้งแนวให้โรงเรียน",
                "สพม.น่าน\tไม่มีโครงการรองรับ",
                "สกร.จังหวัดน่าน\tกิจกรรมจิตอาสา",
                "ปัจจัยที่ทำให้สำเร็จ\tผู้บริหาร",
                "ปัญหา\tครูไม่ตรงเอก",
                "ข้อเสนอแนะ\tไม่ได้ระบุ",
            ),
        )
    )
    assert status(report, "2.6") == {NAN_1: "answered", NAN_2: "answered", SECONDARY: "none"}
    assert owners(report, "2.6", "problems") == [None]


def test_what_the_form_asks_below_a_topic_heads_no_row_of_another(read):
    report = read(
        report_of(
            BY_EACH,
            filled(
                QUALITY,
                "จุดเน้น\tสพป.น่าน เขต 1\tสพป.น่าน เขต 2\tสพม.น่าน",
                "1. ความปลอดภัยของผู้เรียน\tติดกล้อง\tครูเวร\t-",
                "2. ระบบประกันคุณภาพ\tส่ง SAR\tส่ง SAR\t-",
                "4. การพัฒนาครู\tPLC\tPLC\t-",
            ),
        )
    )
    assert topics(report) == {"1.3", "2.9"}


def test_what_the_letters_of_a_models_name_stand_for_is_no_topic(read):
    """In the part of one unit, each letter in a paragraph of its own."""
    parts = (
        "1. การวิเคราะห์สถานการณ์ / บริบท",
        "2. ผลการดำเนินงานขับเคลื่อนนโยบายสู่การปฏิบัติ",
        "3. ปัญหาอุปสรรค และแนวทางการแก้ไข",
        "4. ข้อคิดเห็นและข้อเสนอแนะในภาพรวม",
        "5. รูปแบบ แนวทาง หรือนวัตกรรมที่เป็นแบบอย่างที่ดี (ถ้ามี)",
    )
    model = ("NAN Model", "N = Network", "A = Active Learning การเรียนรู้เชิงรุก", "N = Nature")
    lines = ["2.2 : จัดให้มีโรงเรียนคุณภาพ 1 โรงเรียน ต่อ 1 อำเภอ"]
    for number in (1, 2):
        lines.append(f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต {number}")
        for part in parts:
            lines += [part, "จัดประชุมผู้บริหารโรงเรียนคุณภาพ 11 โรงเรียน"]
        lines += model
    report = read("\n\n".join(lines) + "\n")
    assert {section.focus for section in report.sections} == {"2.9"}


def lines_of(report, office, focus="2.9"):
    """The lines of the progress on a topic that are an office's, or nobody's."""
    return [
        section.lines
        for section in report.sections
        if section.focus == focus and section.part == "progress" and section.office == office
    ]


def test_what_is_said_of_all_again_is_not_his_who_was_named_above(read):
    report = read(
        report_of(
            filled(
                QUALITY,
                "สพป.น่าน เขต 1 จัดประชุมผู้บริหารโรงเรียนคุณภาพ 11 โรงเรียน เมื่อวันที่ 5 มิถุนายน 2566",
                "ในภาพรวมทำให้ประชาชนมีความเชื่อมั่นต่อโรงเรียนมากขึ้น",
            )
        )
    )
    assert (lines_of(report, NAN_1), lines_of(report, None)) == ([(5, 5)], [(6, 6)])


MEASURED = TITLES[1]


@pytest.mark.parametrize(
    "heads, answers",
    [("\t", "\t"), ("", "\t"), ("\t", ""), ("\t", "\t\t"), ("\t\t", "\t"), ("    ", "\t")],
)
@pytest.mark.parametrize("number", ["{topic}.{place} ", "{place}. ", "{place}) "])
@pytest.mark.parametrize("causes", [["ชุมชนร่วมมือ"], []])
def test_headings_and_answers_behind_tabs_are_no_cells_of_a_table(
    read, heads, answers, number, causes
):
    told = {
        "ความก้าวหน้าของการดำเนินงานตามนโยบาย": [
            f"{answers}อบรมครู 45 คน",
            f"{answers}ประชุมคณะทำงาน 2 ครั้ง",
        ],
        "ปัจจัยขับเคลื่อน": [f"{answers}{one}" for one in causes],
        "ปัญหาและอุปสรรค": [
            *("\tปัญหา/อุปสรรค", "\tวิธีการ/แนวทางการแก้ไขปัญหา", ""),
            *("\t1. ครูมีภาระงานมาก", "\t1. ลดงานธุรการ", ""),
        ],
        "นวัตกรรม (ถ้ามี)": [f"{answers}คลังข้อสอบกลางของเขต"],
        "ข้อเสนอแนะ": [f"{answers}ควรลดภาระงานครู"],
    }
    filled_in = []
    for title in (CARE, MEASURED):
        below = [title]
        for place, (head, lines) in enumerate(told.items(), 1):
            below += [heads + number.format(topic=title.split()[0], place=place) + head, *lines]
        filled_in.append(below)
    text = report_of(*filled_in).replace("สำนักงานศึกษาธิการจังหวัดน่าน", "สพป.น่าน เขต 1")
    report = read(text)
    parts = ("progress", "factors", "problems", "innovation", "suggestions")
    said = dict.fromkeys(parts, "answered") | ({} if causes else {"factors": "blank"})
    for focus in ("3.1", "2.3"):
        assert [
            (one.part, one.status) for one in with_implied(report) if one.focus == focus
        ] == list(said.items())


def own_report(*lines):
    """An area office's own report of two topics, of the second only its progress told."""
    below = (CARE, "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย", "อบรมครูแกนนำ 45 คน", *lines)
    return report_of(filled(MEASURED, "อบรมครู 12 คน"), below).replace(
        "สำนักงานศึกษาธิการจังหวัดน่าน", "สพป.น่าน เขต 1"
    )


def statuses(report):
    return {one.part: one.status for one in with_implied(report) if one.focus == "3.1"}


@pytest.mark.parametrize(
    "line, expected",
    [
        ("3.1.2 -  3.1.3 -  3.1.4 -  3.1.5 -", ["blank", "blank", "blank", "blank"]),
        ("3.1.2 ชุมชนร่วมมือ    3.1.3 ไม่มี", ["answered", "none", None, None]),
        (
            "3.1.2 ชุมชนร่วมมือ 3.1.3 ครูย้ายบ่อย 3.1.4 ไม่มี 3.1.5 -",
            ["answered", "answered", "none", "blank"],
        ),
        ("3.1.2 ปัจจัยขับเคลื่อน - 3.1.3 ปัญหาและอุปสรรค ครูย้ายบ่อย", ["blank", "answered", None, None]),
        ("3.1.2 - 3.1.5 ไม่มี", ["none", "none", "none", "none"]),
        ("3.1.2 ทำตามข้อ 2.4.3 และ 3.1.5", ["answered", None, None, None]),
    ],
)
def test_parts_that_stand_on_one_line_by_the_topics_number(read, line, expected):
    found = statuses(read(own_report(line)))
    parts = ("factors", "problems", "innovation", "suggestions")
    assert [found.get(part) for part in parts] == expected


@pytest.mark.parametrize(
    "part, rows, expected",
    [
        ("5 ข้อเสนอแนะ", ["ระดับพื้นที่\t-", "ระดับนโยบาย\tควรลดภาระงานครู"], "answered"),
        ("5 ข้อเสนอแนะ", ["ระดับนโยบาย\tควรลดภาระงานครู"], "answered"),
        ("5 ข้อเสนอแนะ", ["ระดับพื้นที่\t-", "ระดับนโยบาย\t-"], "blank"),
        ("5 ข้อเสนอแนะ", ["ระดับพื้นที่\tระดับนโยบาย", "-\t-"], "blank"),
        ("3 ปัญหาและอุปสรรค", ["ปัญหา/อุปสรรค\tครูย้ายบ่อย", "แนวทางแก้ไข\tขอครูคืน"], "answered"),
        ("3 ปัญหาและอุปสรรค", ["ปัญหา/อุปสรรค\tแนวทางของเขต", "-\t-"], "blank"),
    ],
)
def test_a_label_of_the_form_with_its_answer_beside_it_heads_no_columns(read, part, rows, expected):
    name = {"5": "suggestions", "3": "problems"}[part[0]]
    assert statuses(read(own_report(f"3.1.{part}", *rows)))[name] == expected


@pytest.mark.parametrize("nothing", ["-ไม่มี-", "ไม่มี"])
@pytest.mark.parametrize("head", ["(Best Practice) (ถ้ามี)", "นวัตกรรม (ถ้ามี)", "(ถ้ามี)"])
def test_brackets_of_the_form_are_no_answer(read, head, nothing):
    found = statuses(read(own_report("3.1.2 ชุมชนร่วมมือ", f"3.1.4 {head}", nothing)))
    assert found["innovation"] == "none"


@pytest.mark.parametrize(
    "title", ["การส่งเสริมสนับสนุนวิชาชีพครูและบุคลากรทางการศึกษา ฯ", "การพัฒนาระบบราชการ..."]
)
def test_the_shortened_title_of_a_policy_is_no_answer_to_the_part_before_it(read, title):
    number = 5 if "วิชาชีพ" in title else 6
    report = read(own_report("3.1.5 ไม่มี", "", f"นโยบายที่ {number} {title}"))
    assert statuses(report)["suggestions"] == "none"


@pytest.mark.parametrize("head", ["4. ข้อคิดเห็นและข้อเสนอแนะในภาพรวม", "4. ข้อคิดเห็นและข้อเสนอแนะ (ถ้ามี)"])
@pytest.mark.parametrize("said, expected", [("-", "blank"), ("ไม่มี", "none")])
def test_the_rest_of_a_usual_heading_is_no_answer_unit_by_unit(read, head, said, expected):
    lines = ["# 2.2 จัดให้มีโรงเรียนคุณภาพ อย่างน้อย 1 โรงเรียน ต่อ 1 อำเภอ จังหวัดน่าน", ""]
    for name, last in (("เขต 1", head), ("เขต 2", "4. ข้อคิดเห็นและข้อเสนอแนะ")):
        lines += [
            f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน {name}",
            *("1. การวิเคราะห์สถานการณ์ในพื้นที่", "มีโรงเรียนคุณภาพ 4 โรงเรียน"),
            *("2. ผลการดำเนินงาน", "อบรมครูแกนนำ 45 คน"),
            *("3. ปัญหาอุปสรรค", "ครูย้ายบ่อย"),
            *(last, said),
            *("5. รูปแบบ แนวทาง หรือนวัตกรรมที่เป็นแบบอย่างที่ดี", "คลังข้อสอบกลาง"),
            "",
        ]
    report = read("\n".join(lines))
    found = [one.status for one in report.sections if one.part == "suggestions"]
    assert found == [expected] * 2


@pytest.mark.parametrize(
    "told, expected",
    [
        (
            "สพป.น่าน เขต 1 เด็กออกกลางคันเป็นศูนย์ สพป.น่าน เขต 2 ไม่มีข้อมูล สพม.น่าน ติดตามเด็ก 14 คน",
            ["answered", "none", "answered"],
        ),
        (
            "สพป.น่าน เขต 1 ติดตามเด็ก 14 คน สพป.น่าน เขต 2 - สพม.น่าน เยี่ยมบ้าน 20 หลัง",
            ["answered", "blank", "answered"],
        ),
        (
            "สพป.น่าน เขต 1 ติดตามเด็ก 14 คน สพม.น่าน เยี่ยมบ้าน 20 หลัง สพป.น่าน เขต 2 -",
            ["answered", "blank", "answered"],
        ),
        (
            "สพป.น่าน เขต 1 ติดตามเด็ก 14 คน สพป.ฯ เขต 2 เยี่ยมบ้าน 20 หลัง สพม.ฯ จะติดตามในปี 2567",
            ["answered", "answered", "planned"],
        ),
        *(
            (
                f"สพป.น่าน เขต 1 ติดตามเด็ก 14 คน สพป.น่าน เขต 2 ไม่มีข้อมูล {other} จัดอบรมประชาชน 45 คน",
                ["answered", "none", "blank"],
            )
            for other in ("สำนักงานส่งเสริมการเรียนรู้ฯ", "สำนักงานอาชีวศึกษาฯ", "สำนักงานศึกษาธิการฯ")
        ),
    ],
)
def test_who_goes_on_in_one_paragraph(read, told, expected):
    found = status(
        read(report_of(BY_EACH, (CARE, "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย", told))), "3.1"
    )
    assert [found[office] for office in (NAN_1, NAN_2, SECONDARY)] == expected
