"""Reports as many hands write them: whose each answer is, where it stands, how far it is."""

from __future__ import annotations

import pytest

GATHERED = "แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566\nสำนักงานศึกษาธิการจังหวัดแพร่\n"
OWN = "แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566\nสพป.แพร่ เขต 1\n"
FIRST, SECOND, UPPER = "5401", "5402", "M5400"
THINKING = "2.2 การพัฒนาผู้เรียนให้มีสมรรถนะและทักษะที่จำเป็นในศตวรรษที่ 21\n"
LOST = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n"
PROGRESS = "ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"


def offices(reports):
    return [one.offices for one in reports]


def whose(report):
    """Each answer by the last word of its first cell, with its office."""
    return {
        cell.split()[-1]: section.office
        for section in report.sections
        for answer in section.answers
        for cell in answer.cells[:1]
    }


def states(report):
    return [(one.part, one.status) for one in report.sections]


# --- several reports in one file


def _report(title: str, answer: str, topic: str = THINKING) -> str:
    return f"{title}\n{topic}2.2.1 {PROGRESS}{answer}\n"


@pytest.mark.parametrize(
    "title",
    [
        "รายงานผลการดำเนินงาน {}",
        "แบบรายงาน รต.66 หน่วยงาน {}",
        "แบบรายงาน รต.66 ({})",
        "รายงานผลโครงการ ปีงบประมาณ 2566 ของ {}",
        "ส่วนที่ 2 รายงานของ{}",
        "รายงานจุดเน้นที่ 2.2\nหน่วยงาน {}",
    ],
)
def test_a_report_begins_at_a_title_that_only_names_who_reports(read_all, title):
    names = ("สพป.แพร่ เขต 1", "สพป.แพร่ เขต 2", "สพม.แพร่")
    text = "".join(_report(title.format(one), "จัดค่ายทักษะ 20 โรงเรียน") for one in names)
    reports, codes = read_all(text)
    assert offices(reports) == [(FIRST,), (SECOND,), (UPPER,)]
    assert "report-several" in codes


def test_the_report_of_another_agency_ends_that_of_an_office(read_all):
    agency = "หน่วยงาน สำนักงานอาชีวศึกษาจังหวัดแพร่"
    head = "รายงานจุดเน้นที่ 2.2\n"
    own = _report(f"{head}หน่วยงาน สพป.แพร่ เขต 1", "จัดค่าย 20 โรงเรียน")
    reports, _ = read_all(own + _report(head + agency, "แข่งขันทักษะวิชาชีพ"))
    assert offices(reports) == [(FIRST,), ()]


def test_who_answers_below_one_topic_after_another_begins_no_report(read_all):
    topics = (THINKING, LOST)
    names = ("สพป.แพร่ เขต 1", "สพป.แพร่ เขต 2")
    text = GATHERED + "".join(
        f"{topic}{topic[:3]}.1 {PROGRESS}"
        + "".join(f"รายงานผลการดำเนินงานของ {one}\nจัดกิจกรรม 20 โรงเรียน\n" for one in names)
        for topic in topics
    )
    reports, codes = read_all(text)
    assert offices(reports) == [(FIRST, SECOND)]
    assert [one.focus for one in reports[0].sections] == ["2.2", "2.2", "3.1", "3.1"]
    assert codes == []


# --- whose it is


@pytest.mark.parametrize(
    "agency",
    [
        "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดแพร่",
        "กองร้อยอาสารักษาดินแดนจังหวัดแพร่",
        "คณะสงฆ์จังหวัดแพร่",
        "ที่ทำการปกครองจังหวัดแพร่",
        "สมาคมผู้ปกครอง",
        "หอการค้าจังหวัดแพร่",
        "วัดพระพุทธาราม",
    ],
)
def test_what_others_did_is_not_the_offices_before_them(read, agency):
    text = f"{GATHERED}{LOST}3.1.1 {PROGRESS}สพป.แพร่ เขต 1 ค้นหาเด็ก ก\n{agency} มอบทุน ข\n"
    assert whose(read(text)) == {"ก": FIRST, "ข": None}


def test_a_figure_of_the_whole_province_is_nobodys(read):
    text = f"{GATHERED}{LOST}3.1.1 {PROGRESS}สพป.แพร่ เขต 1 พบเด็ก ก\nรวมทั้งจังหวัด 60 คน ข\n"
    assert whose(read(text)) == {"ก": FIRST, "ข": None}


def test_what_stands_below_an_item_is_theirs_whom_alone_it_names(read):
    text = (
        f"{GATHERED}{LOST}3.1.1 {PROGRESS}"
        "1) การนำผลการติดตามไปใช้ของสพป.แพร่ เขต 1 มีขั้นตอนดังนี้ ก\n"
        "1.1) สำรวจรายโรงเรียน ข\n"
        "2) ผลการดำเนินงานจากการติดตามของ สพป.แพร่ เขต 2 ค\n"
        "2.1) พบเด็ก 12 คน ง\n"
        "3) ข้อมูลภาพรวม จ\n"
    )
    expected = {"ก": FIRST, "ข": FIRST, "ค": SECOND, "ง": SECOND, "จ": None}
    assert whose(read(text)) == expected


@pytest.mark.parametrize("joined", ["และ", ",", "/", "&"])
def test_offices_are_counted_together_however_their_numbers_are_joined(read, joined):
    text = f"{GATHERED}{LOST}3.1.1 {PROGRESS}- สพป.แพร่ เขต 1 {joined} 2 พัฒนาศูนย์ข้อมูล\n"
    assert [one.office for one in read(text).sections] == [FIRST, SECOND]


def test_who_sits_on_a_committee_answers_nothing(read):
    text = (
        f"{GATHERED}{LOST}3.1.1 {PROGRESS}"
        "1) สพป.แพร่ เขต 2 คัดเลือกครู 12 คน โดยเชิญผู้แทน สพป.แพร่ เขต 1 เป็นกรรมการ\n"
    )
    assert [one.office for one in read(text).sections] == [SECOND]


def test_a_blank_behind_a_name_is_its_own_and_heads_nothing(read):
    text = (
        "สรุปรายงานโรงเรียนคุณภาพ ปีงบประมาณ 2567 สำนักงานศึกษาธิการจังหวัดแพร่\n"
        "จัดให้มีโรงเรียนคุณภาพ 1 โรงเรียน ต่อ 1 อำเภอ\n"
        "1. การวิเคราะห์สถานการณ์ในพื้นที่\n"
        "สพป.แพร่ เขต 1 : มีโรงเรียนคุณภาพ 4 แห่ง\n"
        "สพป.แพร่ เขต 2 : -\n"
        "4. ข้อเสนอแนะ\n"
        "ควรจัดรถรับส่ง\n"
    )
    assert [(one.part, one.office, one.status) for one in read(text).sections] == [
        ("situation", FIRST, "answered"),
        ("situation", SECOND, "blank"),
        ("suggestions", None, "answered"),
    ]


def test_another_organisation_answers_though_its_first_part_is_left_out(read):
    parts = "1. การวิเคราะห์สถานการณ์ในพื้นที่\n{}\n2. ผลการดำเนินการ\n{}\n"
    text = (
        "โรงเรียนคุณภาพ ปีงบประมาณ 2567\nจัดให้มีโรงเรียนคุณภาพ 1 โรงเรียน ต่อ 1 อำเภอ\n"
        f"สพป.แพร่ เขต 1\n{parts.format('มีโรงเรียน 4 แห่ง ก', 'นิเทศครบ ข')}"
        f"สพป.แพร่ เขต 2\n{parts.format('มีโรงเรียน 3 แห่ง ค', 'เรียนรวมแล้ว ง')}"
        "เทศบาลเมืองแพร่\n2. ผลการดำเนินการ\nใช้สนามร่วมกัน จ\n"
    )
    expected = {"ก": FIRST, "ข": FIRST, "ค": SECOND, "ง": SECOND, "จ": None}
    assert whose(read(text)) == expected


def test_a_letter_says_whose_report_it_sends(read):
    text = (
        "เรื่อง ขอส่งรายงานผลการดำเนินงาน ปีงบประมาณ พ.ศ. 2566\n"
        "ตามที่สำนักงานศึกษาธิการจังหวัดแพร่ให้รายงานผล นั้น สพป.แพร่ เขต 2 ขอส่งรายงานดังนี้\n"
        f"{THINKING}2.2.1 {PROGRESS}จัดค่ายทักษะ 20 โรงเรียน\n"
        "จึงเรียนมาเพื่อโปรดทราบ\nผู้อำนวยการกลุ่มนโยบายและแผน\n"
    )
    report = read(text)
    assert report.offices == (SECOND,)
    cells = [cell for one in report.sections for answer in one.answers for cell in answer.cells]
    assert cells == ["จัดค่ายทักษะ 20 โรงเรียน"]


@pytest.mark.parametrize(
    "broken",
    [
        "สำนักงานเขตพื้นที่\nการศึกษาประถมศึกษาแพร่ เขต 2",
        "สำนักงานเขตพื้นที่การศึกษา\nประถมศึกษาแพร่ เขต 2",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาแพร่\nเขต 2",
        "สพป.แพร่ เขต\n2",
    ],
)
def test_a_name_broken_by_a_line_is_whole(read, broken):
    text = f"{GATHERED}{LOST}3.1.1 {PROGRESS}1) สพป.แพร่ เขต 1 ค้นหาเด็ก ก\n2) {broken} มอบทุน ข\n"
    assert whose(read(text)) == {"ก": FIRST, "ข": SECOND}


def test_the_beginning_of_a_name_is_no_unknown_name(read_all):
    heading = "รายงานผลการดำเนินงานของ สพป.แพร่ เขต {}\nจัดกิจกรรม 20 โรงเรียน\n"
    answers = heading.format(1) + heading.format(2)
    _, codes = read_all(f"{GATHERED}{LOST}3.1.1 {PROGRESS}{answers}")
    assert codes == []


# --- where it stands


def test_topics_over_a_heading_of_both_forms_make_a_report_of_the_form(read):
    result = "ผลการดำเนินงาน\nจัดกิจกรรม 20 โรงเรียน\n"
    text = (
        "รายงานผล สพป.แพร่ เขต 1 ปีงบประมาณ 2566\n"
        f"การป้องกันเด็กตกหล่นและเด็กออกกลางคัน\n{result}"
        f"การดำเนินการตามหลักเกณฑ์การประเมินวิทยฐานะแนวใหม่ (PA)\n{result}"
        f"การแก้ไขปัญหาหนี้สินครู\n{result}"
    )
    assert [one.focus for one in read(text).sections] == ["3.1", "5.1", "5.3"]


def test_lettered_parts_below_a_title_of_the_table_are_those_of_the_form(read):
    text = (
        f"รายงานผล สพป.แพร่ เขต 1 ปีงบประมาณ 2566\n{LOST}"
        "ก. การดำเนินงานและผลที่เกิดขึ้น\nค้นหาเด็ก 12 คน\n"
        "ข. ปัจจัยที่ทำให้สำเร็จ\nท้องถิ่นร่วมมือ\n"
        "ค. ปัญหาและวิธีแก้\nเด็กย้ายที่อยู่\n"
    )
    assert [one.part for one in read(text).sections] == ["progress", "factors", "problems"]


def test_the_topic_behind_the_words_of_a_heading_is_no_answer(read):
    topic = (
        "5.2 การพัฒนาสมรรถนะของครูและบุคลากรทางการศึกษา ทางด้านเทคโนโลยีดิจิทัล"
        "และสมรรถนะที่สอดคล้องกับวิถีชีวิตแบบ New Normal\n"
    )
    text = (
        f"{OWN}{topic}5.2.1 {PROGRESS}อบรมครู 60 คน\n"
        "5.2.5 ข้อเสนอแนะในการพัฒนาสมรรถนะของครู\n"
        "และบุคลากรทางการศึกษาทางด้านเทคโนโลยีดิจิทัล\nไม่มี\n"
    )
    assert states(read(text)) == [("progress", "answered"), ("suggestions", "none")]


def test_a_heading_broken_inside_its_last_words_is_whole(read):
    text = f"{OWN}{THINKING}2.2.1 {PROGRESS}จัดค่าย 20 โรงเรียน\n2.2.5 ข้อเสนอแนะในการ\nดำเนินงาน\nไม่มี\n"
    assert states(read(text)) == [("progress", "answered"), ("suggestions", "none")]


def test_the_forms_instruction_behind_a_number_is_no_answer(read):
    text = (
        f"{OWN}{THINKING}2.2.1 {PROGRESS}จัดค่าย 20 โรงเรียน\n"
        "2.2.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ\nครูร่วมมือ\n2.2.3 ปัญหาและอุปสรรค\nไม่มี\n"
        "2.2.4 การพัฒนาผู้เรียนให้มีสมรรถนะและทักษะ ที่คิดว่าเป็นแบบอย่างที่ดี (Best Practice) (ถ้ามี) จำนวน 1 เรื่อง\n"
        "ไม่มี\n"
    )
    assert states(read(text))[3:] == [("innovation", "none")]


# --- how far it is


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("ไม่มีในภารกิจ", "not_duty"),
        ("เสนอขออนุมัติโครงการอบรมครู", "planned"),
        ("โครงการได้รับอนุมัติแล้ว รอการโอนงบประมาณ", "planned"),
        ("กำหนดนิเทศชั้นเรียนในเดือนสิงหาคม 2566", "planned"),
        ("จัดวันออมเงินครบทุกโรงเรียน และจะดำเนินการต่อในปีถัดไป", "answered"),
        ("อยู่ระหว่างติดตามเด็กอีก 4 คน ส่วนที่พบตัวแล้ว 38 คนกลับเข้าเรียน", "answered"),
        ("ประกวดสื่อเสร็จสิ้นแล้ว อยู่ระหว่างเผยแพร่ผลงาน", "answered"),
        ("1) วางแผนจัดค่าย โดยมีขั้นตอน\n1.1) ขอใช้สถานที่\n1.2) จัดค่าย", "planned"),
        ("ค่ายนวัตกร\tอยู่ระหว่างดำเนินการ", "planned"),
        ("อยู่ระหว่างก่อสร้างอาคาร\t1 ก.ค. 66", "planned"),
        ("2) มีครูผ่านการประเมินร้อยละเท่าใด\n-", "blank"),
        ("3) มีครูผ่านการอบรมกี่คน ตอบ 88 คน", "answered"),
        ("ทำบัญชีว่าโรงใดมีเด็กกี่คน แล้วเปิดชั้นเรียนซ่อมเสริม", "answered"),
    ],
)
def test_how_far_an_answer_is(read, answer, status):
    (section,) = read(f"{OWN}{THINKING}2.2.1 {PROGRESS}{answer}\n").sections
    assert section.status == status


@pytest.mark.parametrize(
    "closing",
    [
        "จึงเรียนมาเพื่อโปรดทราบ",
        "ขอรับรองว่าข้อมูลข้างต้นเป็นความจริง",
        "ผู้รายงาน ผู้อำนวยการกลุ่มนโยบายและแผน",
        "หมายเหตุ : กรุณาแนบภาพกิจกรรม",
    ],
)
def test_what_closes_a_report_answers_nothing(read, closing):
    text = f"{OWN}{THINKING}2.2.1 {PROGRESS}จัดค่าย 20 โรงเรียน\n2.2.5 ข้อเสนอแนะ\nไม่มี\n{closing}\n"
    assert states(read(text)) == [("progress", "answered"), ("suggestions", "none")]


# --- letters


def _with_late_tones(text: str) -> str:
    return text.replace("ข้อ", "ขอ้").replace("หน้า", "หนา้").replace("ตั้ง", "ตัง้")


def _with_am_for_aa(text: str) -> str:
    return text.replace("ำ", " ํ").replace("า", "ำ").replace(" ํ", " ำ")


@pytest.mark.parametrize(
    "spoil",
    [_with_late_tones, _with_am_for_aa, lambda text: text.replace("ำ", " า")],
    ids=["late tone marks", "sara am for sara aa", "sara am apart"],
)
def test_letters_that_conversion_misplaced_are_mended(read_all, spoil):
    text = (
        f"{GATHERED}{LOST}3.1.1 {PROGRESS}"
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาแพร่ เขต 1 จัดทำคำสั่งแต่งตั้งคณะทำงาน\n"
        "3.1.5 ข้อเสนอแนะในการดำเนินงาน\nไม่มี\n"
    )
    (sound,), _ = read_all(text)
    (report,), codes = read_all(spoil(text))
    assert report.sections == sound.sections
    assert codes == ["report-letters-mended"]


def test_words_without_their_marks_are_mended_where_several_lack_them(read):
    text = f"{OWN}{LOST}3.1.1 ความกาวหนา\nผูเรียนกลับมา 12 คน\n3.1.3 ปญหา\nไมมี\n3.1.5 ขอเสนอแนะ\nไมมี\n"
    expected = [("progress", "answered"), ("problems", "none"), ("suggestions", "none")]
    assert states(read(text)) == expected


def test_sound_words_are_not_mended(read_all):
    sound = "เด็กอ่อน การอ่าน ผู้อ้อยสร้อย มีน้ำ ขออ่าน ครูอ้วน คนก่อน"
    _, codes = read_all(f"{OWN}{LOST}3.1.1 {PROGRESS}{sound}\n")
    assert codes == []


# --- what looks like one of these and is none


SAFE = "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร\n"
ORDER = "ออกคำสั่งที่ 500/2565 แต่งตั้งคณะกรรมการความปลอดภัยระดับเขต\n"


@pytest.mark.parametrize(
    "visit",
    ["รายงานผลการศึกษาดูงาน ณ สพป.เลย เขต 1", "รายงานผลการดำเนินงานส่งไปยัง วิทยาลัยเทคนิคแพร่"],
)
def test_a_report_on_a_visit_or_to_somebody_is_none_of_theirs(read_all, visit):
    first = f"{SAFE}1.1.1 {PROGRESS}{ORDER}"
    reports, _ = read_all(
        f"{OWN}{first}{visit}\n{SAFE}1.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ\nความร่วมมือของชุมชน\n"
    )
    assert offices(reports) == [(FIRST,)]


def test_what_the_office_itself_does_is_not_another_agencys(read_all):
    own = "สำนักงานตั้งศูนย์ความปลอดภัยระดับอำเภอ 4 แห่ง\nออกประกาศมาตรการความปลอดภัย\n"
    text = f"{GATHERED}{SAFE}1.1.1 {PROGRESS}สำนักงานเขตพื้นที่การศึกษาประถมศึกษาแพร่ เขต 2\n{ORDER}{own}"
    (report,), _ = read_all(text)
    assert {section.office for section in report.sections} == {SECOND}


@pytest.mark.parametrize(
    "source", ["ผู้ให้ข้อมูล ผู้อำนวยการโรงเรียน 120 คน ครู 300 คน", "ผู้รายงาน ผู้อำนวยการ 12 คน"]
)
def test_who_was_asked_signs_nothing(read_all, source):
    text = f"{OWN}{SAFE}1.1.1 {PROGRESS}สำรวจความเห็นเรื่องความปลอดภัย\n{source}\n{ORDER}"
    (report,), _ = read_all(text)
    assert [one.item for one in report.passages] == ["1.2"]


@pytest.mark.parametrize(
    "said",
    [
        "มีแผนจัดการความปลอดภัยระดับเขตซึ่งคณะกรรมการให้ความเห็นชอบแล้ว",
        "ขออนุมัติโครงการและจัดอบรมครูเรื่องความปลอดภัยเมื่อเดือนมิถุนายน 2566",
    ],
)
def test_what_was_approved_or_held_is_done(read_all, said):
    (report,), _ = read_all(f"{OWN}{SAFE}1.1.1 {PROGRESS}{said}\n")
    assert states(report)[0] == ("progress", "answered")


def test_cells_are_not_joined_over_a_name(read_all):
    cells = "\tแจ้งมาตรการไปยังโรงเรียนครบทั้ง 3\n\tเขต จัดทำฐานข้อมูลความปลอดภัย ตามคำสั่งที่ 413/2565\n"
    (report,), _ = read_all(f"{OWN}{SAFE}1.1.1 {PROGRESS}{cells}")
    assert not any("3 เขต" in one.quote for one in report.passages)


def test_a_row_of_deeds_heads_no_columns(read_all):
    rows = (
        "\tออกคำสั่งตั้งกรรมการภัยพิบัติ\tตั้งศูนย์รับแจ้งเหตุแล้ว\n\tจัดทำแผนความปลอดภัยระดับเขต\tส่งให้โรงเรียนใช้แล้ว\n"
    )
    (report,), _ = read_all(f"{OWN}{SAFE}1.1.1 {PROGRESS}{rows}")
    assert {one.item for one in report.passages} == {"1.1", "1.2"}


def test_a_suggestion_is_no_word_without_its_mark(read_all):
    asked = "ครูขอเสนอแนะให้จัดสรรงบประมาณ\n" * 3
    text = f"{OWN}{SAFE}1.1.1 {PROGRESS}{ORDER}1.1.5 ข้อเสนอแนะในการดำเนินงาน\n{asked}"
    _, codes = read_all(text)
    assert "report-letters-mended" not in codes


def test_a_pasted_passage_of_another_font_leaves_the_rest_as_it_is(read_all):
    pasted = "กำรศึกษำ งำน ส ำนักงำนกำรศึกษำ\n"
    text = f"{OWN}{SAFE}1.1.1 {PROGRESS}{ORDER.strip()} ทำงานสำคัญร่วมกับชุมชน\n{pasted}"
    (report,), _ = read_all(text)
    assert any("ทำงานสำคัญ" in one.quote for one in report.passages)


def test_groups_of_lessons_are_no_organisations(read_all):
    text = (
        "รายงานผลการดำเนินงานโรงเรียนคุณภาพ ปีงบประมาณ พ.ศ. 2566\nสพป.แพร่ เขต 1\n"
        "โรงเรียนบ้านห้วยโป่ง\n1. สภาพปัจจุบัน\nโรงเรียนมีนักเรียน 120 คน\n2. เป้าหมาย\n"
        "กลุ่มเป้าหมาย\nเป้าหมายเชิงปริมาณ\nครู 20 คน\n3. ผลการดำเนินงาน\nจัดอบรมครู 20 คน\n"
    )
    (report,), _ = read_all(text)
    assert {section.office for section in report.sections} == {FIRST}
