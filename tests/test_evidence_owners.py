"""Whose words an answer is: reports in which a name's reach has to be read off the outline."""

import pytest
from reports_made import OWN, province_report

from qp_scoring.evidence.local_names import LocalNames
from qp_scoring.evidence.read import read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry

NAN_1, NAN_2 = "5501", "5502"
FIRST = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1"
SECOND = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 2"
SECONDARY = "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาน่าน"
CARE = "การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"


@pytest.fixture
def read(read_all):
    def one(text):
        (report,), codes = read_all(text)
        return report, codes

    return one


def owners(report, focus="3.1", part="progress"):
    """Who answers a part, in the order of the report: codes, names of other units, or None."""
    return [
        one.office or one.unit for one in report.sections if (one.focus, one.part) == (focus, part)
    ]


def secondary():
    return OfficeRegistry.shipped().resolve("สพม.น่าน").office.code


def progress(*lines, title=f"3.1 {CARE}"):
    return province_report(title, "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย", *lines)


def test_the_next_item_of_another_agency_closes_the_office_before(read):
    report, _ = read(
        progress(
            f"1.1) {FIRST} แต่งตั้งคณะทำงานติดตามเด็กตกหล่น",
            "1.2) โรงเรียนเอกชนในจังหวัดน่าน สำรวจเด็กตกหล่นในเขตบริการ",
            "1.2.1) จัดทำทะเบียนเด็กตกหล่นรายตำบล",
            "1.3) สถานศึกษาสังกัดสำนักงานอาชีวศึกษาจังหวัดน่าน ให้ทุนการศึกษา",
        )
    )
    assert owners(report)[0] == NAN_1
    assert all(one.lines == (8, 8) for one in report.sections if one.office == NAN_1)
    assert {one.office for one in report.passages} <= {NAN_1}


@pytest.mark.parametrize("other", ["โรงเรียนเอกชนในจังหวัด", "โรงเรียนเอกชนทุกแห่ง"])
def test_schools_of_others_in_the_province_end_the_office_before(read, other):
    parts = ("2. ปัจจัยความสำเร็จ", "4. นวัตกรรม", "5. ข้อเสนอแนะ")
    named = ("2) สพป.น่าน เขต 1", f"3) {other}", "- เครือข่ายผู้ปกครองร่วมมือ 52 เครือข่าย")
    report, _ = read("\n".join([parts[0], *named, *parts[1:], *parts, "1) สพป.น่าน เขต 2", ""]))
    told = [one.office for one in report.sections if "52 เครือข่าย" in str(one.answers)]
    assert told == [None]


def test_an_item_on_what_another_did_is_not_his_who_lists_it(read):
    items = ("1) จัดอบรมครู 41 คน", "2) มหาวิทยาลัยราชภัฏน่าน จัดค่าย 52 คน", "3) เยี่ยมบ้าน 63 คน")
    report, _ = read(progress(f"{FIRST} ดำเนินการดังนี้", *items, f"{SECOND} จัดอบรมครู 74 คน"))
    told = {
        line: one.office
        for one in report.sections
        for a in one.answers
        for line in items
        if line[3:] in str(a.cells)
    }
    assert [told[line] for line in items] == [NAN_1, None, NAN_1]


def test_a_title_that_ends_with_the_province_is_of_no_office_that_is_named_below(read):
    parts = ["1. ผลการดำเนินงาน", "2. ปัจจัยความสำเร็จ"]
    other = ["2) มหาวิทยาลัยราชภัฏน่าน", "- เยี่ยมบ้านนักเรียน 52 คน"]
    first = ["1) สพป.น่าน เขต 1", "จัดอบรมครู 41 คน"]
    title = "แบบรายงานการตรวจ ติดตาม ประเมินผลการจัดการศึกษา จังหวัดน่าน"
    last = ["3) สพป.น่าน เขต 2", "จัดอบรมครู 63 คน", ""]
    report, _ = read("\n".join([title, CARE, parts[0], *first, parts[1], *first, *other, *last]))
    told = [one.office for one in report.sections if "52 คน" in str(one.answers)]
    assert told == [None]


def test_an_item_without_a_name_beside_a_named_one_is_nobodys(read):
    report, _ = read(
        progress(
            f"1) {FIRST} แต่งตั้งคณะทำงานติดตามเด็กตกหล่น",
            "2) ติดตามเด็กตกหล่นกลับเข้าเรียน 12 คน",
        )
    )
    assert owners(report) == [NAN_1, None]


@pytest.mark.parametrize("told", ["39 คน กลับเข้าเรียน", "8 โรงเรียน", "๑๒ ราย ได้รับทุน"])
def test_an_answer_that_begins_with_a_count_is_no_item_of_a_list(read, told):
    report, _ = read(progress("สพป.น่าน เขต 1", told, "สพม.น่าน", "ติดตามเด็ก 8 คน"))
    assert owners(report) == [NAN_1, secondary()]
    assert report.sections[0].answers[0].cells == (told,)


def test_a_list_below_a_name_is_all_of_that_name(read):
    report, _ = read(
        progress(
            f"1.1) การดำเนินงานของ{FIRST} ดังนี้",
            "1.1.1) แต่งตั้งคณะทำงานติดตามเด็กตกหล่น",
            "1.1.2) ติดตามเด็กตกหล่นกลับเข้าเรียน 12 คน",
            f"1.2) โรงเรียนในสังกัด{SECOND} เยี่ยมบ้านนักเรียนทุกคน",
            "- ติดตามนักเรียนกลุ่มเสี่ยง 8 คน",
        )
    )
    assert owners(report) == [NAN_1, NAN_2]
    lines = {one.office: one.lines for one in report.sections}
    assert (lines[NAN_1], lines[NAN_2]) == ((8, 12), (14, 16))


def test_a_list_under_a_paragraph_ends_with_the_next_paragraph_that_names_somebody(read):
    report, _ = read(
        progress(
            f"{FIRST} ดำเนินการ ดังนี้",
            "1) แต่งตั้งคณะทำงาน",
            "2) ติดตามเด็กตกหล่น 12 คน",
            f"{SECOND} ดำเนินการ ดังนี้",
            "1) เยี่ยมบ้านนักเรียนทุกคน",
        )
    )
    assert owners(report) == [NAN_1, NAN_2]


@pytest.mark.parametrize(
    "names",
    [
        f"{FIRST}-2 และ{SECONDARY}",
        f"{FIRST} และเขต 2 และ{SECONDARY}",
        f"{FIRST}, 2 และ{SECONDARY}",
        f"{FIRST} {SECOND} และ {SECONDARY}",
        f"{FIRST}/{SECOND}/{SECONDARY}",
    ],
)
def test_offices_named_together_answer_together(read, names):
    report, _ = read(progress(f"1) {names} จัดทำแผนติดตามเด็กตกหล่น"))
    assert owners(report) == [NAN_1, NAN_2, secondary()]


def test_a_number_of_schools_behind_a_name_is_no_office(read):
    report, _ = read(progress(f"1) {FIRST} และ 2 โรงเรียน จัดทำแผนติดตามเด็กตกหล่น"))
    assert NAN_2 not in owners(report)


def test_a_provinces_report_is_not_that_of_the_one_office_it_names(read):
    text = progress("1) จัดทำแผนติดตามเด็กตกหล่นระดับจังหวัด") + (
        f"\n3.1.4 นวัตกรรม/รูปแบบ/แนวทาง (ถ้ามี)\n\n{FIRST} เผยแพร่รูปแบบการติดตามเด็กตกหล่น\n"
    )
    report, _ = read(text)
    assert (owners(report), owners(report, part="innovation")) == ([None], [NAN_1])


@pytest.mark.parametrize(("one", "other"), [("1) ", "2) "), ("", "")], ids=["items", "paragraphs"])
@pytest.mark.parametrize(
    ("name", "misread"),
    [("น่าน", "น่านน"), ("เขต 2", "เขค 2"), ("เขต 2", "เชต 2"), ("เขต 2", "เขด 2")],
)
def test_a_name_with_a_letter_misread_is_taken_where_only_one_is_near(
    read, name, misread, one, other
):
    second = SECOND.replace(name, misread)
    report, codes = read(progress(f"{one}{FIRST} ชี้แจง", f"{other}{second} ติดตามเด็กตกหล่น"))
    assert owners(report) == [NAN_1, NAN_2]
    assert codes == ["report-name-misread"]


def test_one_letter_of_a_short_name_may_be_another(read):
    loei = progress(f"1) {FIRST} ชี้แจง", f"2) {SECOND} ติดตามเด็กตกหล่น").replace("น่าน", "เลย")
    report, codes = read(loei.replace("เลย เขต 2", "เลข เขต 2"))
    assert (owners(report), codes) == (["4201", "4202"], ["report-name-misread"])


@pytest.mark.parametrize(("one", "other"), [("1) ", "2) "), ("", "")], ids=["items", "paragraphs"])
def test_a_name_that_no_office_is_near_is_nobodys_and_never_dropped_in_silence(read, one, other):
    unknown = SECOND.replace("เขต 2", "เขต 7")
    report, codes = read(progress(f"{one}{FIRST} ชี้แจง", f"{other}{unknown} ติดตามเด็กตกหล่น"))
    assert owners(report) == [NAN_1, None]
    assert codes == ["report-name-unknown"]


@pytest.mark.parametrize("name", ["สพป.น่าน", "สพป.น่านจัดให้", "สพป.กรุงทอง", "สพป.เชียงราย"])
def test_a_name_without_its_number_is_of_no_office_named_before(read, name):
    report, codes = read(
        progress("สพม.น่าน ชี้แจง", f"{FIRST} ชี้แจง", f"{SECOND} ชี้แจง", f"{name} ติดตามเด็ก")
    )
    assert owners(report)[-1:] == [None]
    assert codes == ["report-name-unknown"]


def test_a_wide_gap_before_its_number_does_not_end_a_name(read):
    wide = f"1) ใช้ไลน์ติดต่อสื่อสารของ {FIRST}".replace(" เขต", "   เขต") + " โดยใช้ทุกวัน"
    _, codes = read(progress(wide, f"2) {SECOND} ติดตามเด็ก"))
    assert codes == []


def test_a_name_that_no_office_has_is_told_with_its_own_line(reader, tmp_path):
    short = [f"สพป.น่าน เขต {number} ชี้แจง" for number in (1, 2)]
    text = progress("สพม.น่าน ชี้แจง", *short, "สพป.น่าน ติดตามเด็ก")
    file = tmp_path / "รายงาน.txt"
    file.write_text(text, encoding="utf-8")
    log = FindingLog()
    read_reports([InputFile(file, file.name)], reader, log)
    (line,) = (dict(one.values)["line"] for one in log if one.code == "report-name-unknown")
    assert text.splitlines()[int(line) - 1].endswith("สพป.น่าน ติดตามเด็ก")


def test_the_only_office_of_a_name_that_a_report_names_may_leave_out_its_number(read):
    report, codes = read(progress("สพม.น่าน ชี้แจง", f"{FIRST} ชี้แจง", "สพป.น่าน ติดตามเด็กตกหล่น"))
    assert owners(report) == ["M5500", NAN_1]
    assert codes == ["report-name-misread"]


@pytest.mark.parametrize(
    ("name", "owner"),
    [("สพป.น่าน (เขต 2)", None), ("สพป.น่าน ข.2", None), ("สพป.น่าน เขตพื้นที่ 2", NAN_2)],
)
def test_a_number_written_otherwise_is_never_that_of_the_only_office_named(read, name, owner):
    report, _ = read(progress("สพม.น่าน ชี้แจง", f"{FIRST} ชี้แจง", f"{name} ติดตามเด็กตกหล่น"))
    assert owners(report) == ["M5500", NAN_1, owner]


@pytest.mark.parametrize(
    "said",
    [
        "ผอ.สพป. ลงนามในคำสั่งที่ 12/2566 แต่งตั้งคณะทำงาน",
        "เปิดให้ สพป. อื่นและโรงเรียน 45 แห่งเรียนรู้",
        "หน่วยงานเฉพาะ สพป. และ โรงเรียนร่วมประชุม",
        "สพป. วันที่ 5 มกราคม 2566 ประชุม",
    ],
)
def test_a_word_behind_the_short_name_of_a_kind_is_no_name(read, said):
    report, codes = read(progress(f"{FIRST} ชี้แจง", said, f"{SECOND} ชี้แจง"))
    assert (owners(report), codes) == ([NAN_1, NAN_2], [])


def test_who_gives_each_of_several_answers_is_no_signature_but_the_last_is(read):
    report, _ = read(
        progress(
            f"ผู้ให้ข้อมูล: {FIRST}",
            "ชี้แจงครู 30 คน",
            "ผู้ให้ข้อมูล: โรงเรียนของมูลนิธิ",
            "ติดกล้อง 30 ตัว",
            f"ผู้ให้ข้อมูล: {SECOND}",
            "ติดตามเด็กตกหล่น",
            "ผู้รายงาน",
            "ตำแหน่ง ศึกษาธิการจังหวัดน่าน",
        )
    )
    told = [(one.office, [answer.cells for answer in one.answers]) for one in report.sections]
    assert told == [(NAN_1, [("ชี้แจงครู 30 คน",)]), (NAN_2, [("ติดตามเด็กตกหล่น",)])]


@pytest.mark.parametrize(
    "other",
    [
        "หน่วยงานในสังกัด สอศ.",
        "วท.น่าน",
        "วษท.น่าน ตรวจอาคาร 5 หลัง",
        "โรงเรียนเทศบาลบ้านหลวง ติดกล้อง",
        "ร.ร.ตชด.บ้านแม่กลาง อบรมครู 4 คน",
    ],
)
def test_schools_of_others_and_colleges_by_their_short_names_answer_for_themselves(read, other):
    report, _ = read(progress(f"{FIRST} ชี้แจง", other, "ตรวจเครื่องจักร 40 เครื่อง", f"{SECOND} ชี้แจง"))
    first, college, second = report.sections
    assert (first.office, college.office, second.office) == (NAN_1, None, NAN_2)
    assert college.unit in other


@pytest.mark.parametrize("within", ["สสวท.", "ครูจบ วท.บ."])
def test_letters_of_others_are_no_college(read, within):
    report, _ = read(progress(f"{FIRST} ชี้แจงกับ{within} 30 คน", "ติดตามเด็กตกหล่น"))
    assert owners(report) == [NAN_1]


def test_beside_a_passage_stand_the_words_and_the_line_that_name_its_owner(read):
    report, _ = read(
        progress(
            f"1.1) การดำเนินงานของ{FIRST} ดังนี้",
            "1.1.1) แต่งตั้งคณะทำงานติดตามค้นหาเด็กออกกลางคัน ตามคำสั่งที่ 12/2566",
        )
    )
    known = {(one.owner.words, one.owner.line) for one in report.passages if one.lines == (10, 10)}
    assert known == {(FIRST, 8)}


def test_reports_one_after_another_in_a_file_are_each_their_offices(read_all):
    (first, second), _ = read_all(OWN + OWN.replace("พะเยา เขต 1", "น่าน เขต 2"))
    assert (first.offices, second.offices) == (("5601",), (NAN_2,))
    assert {one.office for one in second.sections} == {NAN_2}
    assert {one.office for one in first.passages} == {"5601"}
    assert {one.office for one in second.passages} == {NAN_2}


def test_a_title_on_every_page_begins_no_report(read_all):
    title = OWN.split("\n")[1]
    reports, _ = read_all(OWN.replace("3.5 โครงการ", f"{title}\n3.5 โครงการ"))
    assert len(reports) == 1


@pytest.mark.parametrize(
    "title",
    [
        "สรุปผลตามประเด็นตรวจราชการฯ ปีงบประมาณ 2566",
        "บันทึกประกอบการรับการตรวจราชการ กระทรวงศึกษาธิการ",
        "ส่วนราชการ กลุ่มอำนวยการ ส่งรายงานการตรวจราชการ",
    ],
)
def test_a_report_begins_at_a_title_of_its_own_where_topics_begin_again(read_all, title):
    safety = "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
    part = "ความก้าวหน้าของการดำเนินงานตามนโยบาย"
    later = (f"3.1 {CARE}", f"3.1.1 {part}", "ติดตามเด็กตกหล่น 12 คน")
    other = (title, "สพม.แพร่   ข้อมูล ณ 31 ก.ค. 66", safety, f"1.1.1 {part}", "ซ้อมแผนเผชิญเหตุ 3 ครั้ง")
    text = ("แบบรายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566", "สพป.น่าน เขต 2", *later, "", *other)
    reports, _ = read_all("\n".join(text))
    assert [one.offices for one in reports] == [(NAN_2,), ("M5400",)]


def test_a_report_that_names_its_work_as_a_report_is_one(read_all):
    line = "รายงานผลการนิเทศ ปีงบประมาณ 2566 จำนวน 1 เล่ม"
    reports, _ = read_all(OWN.replace("3.5 โครงการ", f"{line}\n3.5 โครงการ"))
    assert len(reports) == 1


def test_a_sub_heading_of_the_form_is_an_item_of_the_list_that_it_stands_in(read):
    report, _ = read(
        province_report(
            "2.9 การขับเคลื่อนโครงการโรงเรียนคุณภาพ",
            "2.9.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
            f"1.1) การดำเนินงานของ{FIRST} ตามจุดเน้น ดังนี้",
            "1.1.1) ความปลอดภัย ซ้อมแผนเผชิญเหตุ 4 โรงเรียน",
            "1.1.8) Big Data จัดทำฐานข้อมูลของโรงเรียน",
            f"1.2) โรงเรียนคุณภาพสังกัด{SECOND}",
            "1.2.4) ด้านภาคีเครือข่าย ร่วมกับวัดพัฒนาโรงเรียน",
            "2) ด้านผู้เรียน",
            "นักเรียนมาเรียนรวมกัน 43 คน",
        )
    )
    told = {one.answers[-1].cells[0]: one.office for one in report.sections}
    assert told == {
        "จัดทำฐานข้อมูลของโรงเรียน": NAN_1,
        "ร่วมกับวัดพัฒนาโรงเรียน": NAN_2,
        "นักเรียนมาเรียนรวมกัน 43 คน": None,
    }


def test_sub_headings_below_a_question_of_the_form_are_nobodys_list(read):
    """Those above are the office's whose name stands alone; the question ends it."""
    report, _ = read(
        province_report(
            "2.9 การขับเคลื่อนโครงการโรงเรียนคุณภาพ",
            "2.9.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
            FIRST,
            "1.1) ความปลอดภัยของผู้เรียน มีครูเวร",
            "1.2) ระบบประกันคุณภาพ ดำเนินการตามกฎกระทรวง",
            "1.4) การพัฒนาครู อบรมครู 18 คน",
            SECOND,
            "ลงนามกับ อบต. 5 แห่ง",
            "2) ผลกระทบเชิงบวกของการขับเคลื่อนโครงการโรงเรียนคุณภาพ 4 ด้าน",
            "2.1) ด้านผู้เรียน มีโอกาสเข้าถึงทรัพยากร",
            "2.3) ด้านโรงเรียน สิ่งแวดล้อมดีขึ้น",
        )
    )
    lines = {one.office: one.lines for one in report.sections}
    assert lines == {NAN_1: (10, 14), NAN_2: (18, 18), None: (22, 24)}


def test_numbered_items_below_a_name_are_no_topics_beside_titles_of_the_table(read):
    report, _ = read(
        province_report(
            "2.9 การขับเคลื่อนโครงการโรงเรียนคุณภาพ",
            "2.9.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
            f"{FIRST} ขับเคลื่อนตามจุดเน้น ดังนี้",
            "1) ความปลอดภัย ตรวจอาคารเรียนทุกหลัง",
            "2) Big Data จัดระบบข้อมูลนักเรียนรายบุคคล",
            "3) ด้านภาคีเครือข่าย ทำข้อตกลงกับเทศบาล 3 แห่ง",
        )
    )
    assert [(one.focus, one.office) for one in report.sections] == [("2.9", NAN_1)]


@pytest.mark.parametrize(
    "beginning",
    [
        "มหาวิทยาลัยราชภัฏ",
        "สำนักงานสาธารณสุขจังหวัดน่าน",
        "โรงเรียนในสังกัดเทศบาลเมืองน่าน",
        "สรุปภาพรวมจังหวัด ทุกสังกัด",
        "ด้านอาชีวศึกษา",  # sectors that are led to
        "ในส่วนของการศึกษาเอกชน",
        "สังกัดอาชีวศึกษา",
        "โรงเรียนในสังกัด อปท.",
    ],
)
def test_a_paragraph_on_others_or_on_all_is_not_the_offices_before_it(read, beginning):
    report, _ = read(progress(f"{FIRST} ติดตามเด็กตกหล่น", f"{beginning} ให้ทุนการศึกษา 12 คน"))
    assert owners(report)[0] == NAN_1
    assert report.sections[0].lines == (8, 8)


@pytest.mark.parametrize(
    "told",
    [
        f"จังหวัดมีโรงเรียน 12 แห่ง สังกัด {FIRST} ๗ แห่ง สังกัด {SECOND} ๕ แห่ง",
        f"แบ่งเป็นสังกัด {FIRST} ร้อยละ 60 และสังกัด {SECOND} ร้อยละ 40",
        f"เด็กตกหล่น 30 คน แยกเป็น {FIRST} จำนวน 18 คน {SECOND} จำนวน 12 คน",
    ],
)
def test_what_a_province_counts_office_by_office_is_no_answer_of_theirs(read, told):
    report, _ = read(progress(told, f"1) {FIRST} ติดตามเด็กตกหล่น", f"2) {SECOND} ชี้แจง"))
    assert owners(report) == [None, NAN_1, NAN_2]


@pytest.mark.parametrize(
    ("behind", "count"),
    [
        ("มอบทุน 60 คน และสำนักงานอาชีวศึกษาจังหวัดน่าน เปิดหลักสูตรระยะสั้น", 2),
        ("มอบทุนที่ สกร.น่าน และสำนักงานอาชีวศึกษาจังหวัดน่าน เปิดหลักสูตรระยะสั้น", 1),
    ],
)
def test_what_another_agency_did_behind_and_is_its_own(read, behind, count):
    report, _ = read(progress(f"1) {FIRST} {behind}", f"2) {SECOND} ชี้แจง"))
    assert len(owners(report)) == count + 1


def test_a_name_behind_a_dash_owns_the_list_below_it(read):
    report, _ = read(
        progress(
            f"1) หน่วยงาน - {FIRST}",
            "ก. ติดตามเด็กตกหล่น 12 คน",
            "2) หน่วยงาน - สกร.จังหวัดน่าน",
            "ก. รับเด็กอายุเกินเกณฑ์ 6 คน",
        )
    )
    assert owners(report)[0] == NAN_1
    assert report.sections[0].lines == (10, 10)


@pytest.mark.parametrize(
    "head",
    [
        "สำนักงานเขตพื้นที่การศึกษประถมศึกษา",
        "สำนักงานเขตพื้นทีการศึกษาประถมศึกษา",
        "สำนักงานเขตพื้นที่การศีกษาประถมศึกษา",
    ],
)
def test_a_head_with_a_letter_misread_is_that_head(read, head):
    report, codes = read(progress(f"1) {FIRST} ชี้แจง", f"2) {head}น่าน เขต 2 ติดตามเด็กตกหล่น"))
    assert owners(report) == [NAN_1, NAN_2]
    assert codes == ["report-name-misread"]


def test_a_partner_from_another_province_answers_nothing_in_a_provinces_report(read):
    report, _ = read(progress(f"1) {FIRST} ร่วมกับ สพป.แพร่ เขต 1 ติดตามเด็กตกหล่น", f"2) {SECOND} ชี้แจง"))
    assert owners(report) == [NAN_1, NAN_2]


def test_a_wish_that_all_do_something_is_not_the_answer_of_all(read):
    report, _ = read(
        progress(f"1) {FIRST} ชี้แจง") + "\n3.1.5 ข้อเสนอแนะ\n\nควรมีเจ้าหน้าที่ติดตามเด็กทุกเขต\n"
    )
    assert owners(report, part="suggestions") == [None]


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2565 รอบที่ 2", 2),
        ("แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566 รอบที่ 1", 2),
        ("แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566 รอบที่ 2", 1),
        (f"สรุปผลการตรวจราชการ ปีงบประมาณ 2566 {SECOND}", 2),
    ],
)
def test_reports_on_one_topic_are_told_apart_by_their_years_rounds_and_names(
    read_all, title, count
):
    topic = f"3.1 {CARE}\n3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\nติดตามเด็กตกหล่น 12 คน\n"
    first = f"แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566 รอบที่ 2\n{FIRST}\n{topic}"
    reports, _ = read_all(f"{first}{title}\n{topic}")
    assert len(reports) == count


# --- headings


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน", "problems"),
        ("3.1.1 ความกาวหนาของการดำเนินงาน", "progress"),
        ("ผลการดำเนินงาน", "progress"),
    ],
)
def test_one_part_below_a_title_of_the_table_is_the_form(read, heading, part):
    report, _ = read(province_report(f"3.1 {CARE}", heading, f"{FIRST} ขาดครูติดตามเด็กตกหล่น 4 คน"))
    assert owners(report, part=part) == [NAN_1]


@pytest.mark.parametrize(
    "agencies",
    [
        "หน่วยงานที่เกี่ยวข้อง : สพฐ. สอศ. สกร. สช.",
        "หน่วยงานที่รับผิดชอบ (สพฐ./สอศ./สกร./สช.)",
        "หน่วยงานที่เกี่ยวข้อง\n\nสพฐ. สอศ. สกร. และ สช.",
    ],
)
def test_the_agencies_below_a_title_are_no_heading_and_no_answer(read, agencies):
    report, _ = read(progress(f"1) {FIRST} ชี้แจง", title=f"3.1 {CARE}\n\n{agencies}"))
    assert [(one.focus, one.office) for one in report.sections] == [("3.1", NAN_1)]


def test_agencies_that_are_told_of_are_an_answer(read):
    report, _ = read(
        progress(f"1) {FIRST} ชี้แจง")
        + "\n3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ\n\nหน่วยงานที่เกี่ยวข้อง ให้ความร่วมมือดี\n"
    )
    assert [one.status for one in report.sections if one.part == "factors"] == ["answered"]


@pytest.mark.parametrize(
    "title",
    [
        f"3.1 {CARE} (สพฐ./สอศ./สำนักงานส่งเสริมการเรียนรู้จังหวัดน่าน/สช.)",
        f"4.9 {CARE} (สพฐ. สช.)",
        f"{CARE}",
        "3.1 การส่งเสริมการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคันของจังหวัด",
        f"จุดเน้นที่ ๓.๑ {CARE}",
        f"3.1 {CARE} (สพฐ./สอศ./\nสกร./สช.)",
        f"3.1 {CARE} [สพฐ./\nสช.]",
    ],
)
def test_a_topic_is_known_by_its_title_whatever_stands_around_it(read, title):
    report, _ = read(progress(f"1) {FIRST} ชี้แจง", title=title))
    assert owners(report) == [NAN_1]


def test_a_part_in_other_words_is_known_by_its_number_and_likeness(read):
    text = progress(f"1) {FIRST} ชี้แจง") + "\n3.1.3 ปัญหาเเละอุปสรรคของดำเนินงาน\n\nครูไม่พอ\n"
    report, _ = read(text)
    assert [one.status for one in report.sections if one.part == "problems"] == ["answered"]


def test_the_end_of_a_heading_on_the_next_line_is_no_answer(read):
    heading = "3.1.4 รูปแบบ แนวทาง หรือนวัตกรรมการติดตามเด็กตกหล่น ที่เป็น\nแบบอย่างที่ดี"
    report, _ = read(progress(f"1) {FIRST} ชี้แจง") + f"\n{heading}\n\n{SECOND} ใช้แผนที่บ้านเด็ก\n")
    assert owners(report, part="innovation") == [NAN_2]


@pytest.mark.parametrize("title", ["", "3.2 ชื่อหัวข้อที่ไม่มีในแบบ\n\n"])
def test_a_topic_with_a_part_twice_is_said_with_both_lines(read, title):
    more = f"\n{title}3.2.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n\n1) {SECOND} จัดอบรม\n"
    part = "\n3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ\n\nผู้บริหารสนับสนุน\n"
    _, codes = read(progress(f"1) {FIRST} ชี้แจง") + part + more)
    assert codes == ["report-parts-twice"]


def test_numbers_of_topics_that_jump_are_said(read):
    more = (
        "\n3.5 โครงการอาชีวะอยู่ประจำ เรียนฟรี มีอาชีพ\n"
        f"\n3.5.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n\n1) {SECOND} จัดอบรม\n"
    )
    _, codes = read(progress(f"1) {FIRST} ชี้แจง") + more)
    assert codes == ["report-topics-skipped"]


# --- closings and letters


@pytest.mark.parametrize(
    ("closing", "status"),
    [
        ("โดยทั้งสองกิจกรรมอยู่ระหว่างดำเนินการ", "planned"),
        ("กิจกรรมดังกล่าวมีกำหนดจัดในเดือนกันยายน", "planned"),
        ("ครูผู้รับผิดชอบเข้าร่วมครบ", "answered"),
    ],
)
def test_a_closing_line_says_how_far_its_list_is(read, closing, status):
    report, _ = read(
        progress(f"1) {FIRST} เสนอโครงการ ได้แก่", "ก. ประชุมคณะทำงาน", "ข. อบรมครู", closing)
    )
    assert [one.status for one in report.sections] == [status]


@pytest.mark.parametrize(
    ("items", "status"),
    [
        (("- ประชุมคณะทำงาน", "- อบรมครู"), "planned"),
        (("- ประชุมคณะทำงานแล้ว", "- อบรมครู"), "answered"),
    ],
)
def test_a_plan_that_leads_to_a_list_says_how_far_the_list_is(read, items, status):
    report, _ = read(progress(f"1) {FIRST} จะดำเนินการ ดังนี้", *items))
    assert [one.status for one in report.sections] == [status]


@pytest.mark.parametrize("spoilt", ["ำา", "า", ""])
def test_text_that_lost_or_doubled_its_sara_am_is_read_all_the_same(read, spoilt):
    lines = (f"1) {FIRST} ดำเนินการตามกำหนด จำนวน 3 ครั้ง", f"2) {SECOND} ดำเนินการแล้ว")
    sound, _ = read(progress(*lines))
    if spoilt == "ำา":
        text = progress(*lines).replace("ำ", spoilt)
    else:
        words = ("สำนักงาน", "ดำเนินการ", "ดำเนินงาน", "จำนวน", "กำหนด")
        kept = "า" if spoilt == "" else spoilt
        text = progress(*lines)
        for word in words:
            lost = kept if word == "จำนวน" else spoilt
            text = text.replace(word, word.replace("ำ", lost))
    report, codes = read(text)
    assert report.sections == sound.sections
    assert codes == ["report-letters-mended"]


def test_the_name_filled_in_before_the_forms_own_words_is_the_reporters(read):
    report, _ = read(
        "แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566\n"
        f"(ชื่อหน่วยงาน) {FIRST} ขอรายงานผล ดังนี้\n"
        f"3.1 {CARE}\n3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        "ติดตามเด็กตกหล่นกลับเข้าเรียน 12 คน โดยวิทยาลัยเทคนิคน่านและวิทยาลัยการอาชีพปัวร่วมมือ\n"
    )
    assert owners(report) == [NAN_1]


def test_partners_of_other_agencies_are_no_reporters(read):
    report, _ = read(
        "แบบรายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566\n"
        f"3.1 {CARE}\n3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        "ลงนามกับวิทยาลัยเทคนิคน่านเพื่อรับเด็กที่ออกกลางคันเข้าเรียนต่อ จำนวน 12 คน\n"
    )
    assert owners(report) == [None]


def test_a_college_that_begins_one_answer_of_an_offices_report_reports_nothing(read):
    parts = "".join(
        f"3.1.{number} {part}\n{line}\n"
        for number, part, line in (
            (1, "ความก้าวหน้าของการดำเนินงานตามนโยบาย", f"{FIRST} ติดตามเด็กตกหล่นกลับเข้าเรียน 12 คน"),
            (2, "ปัจจัยที่ส่งผลต่อความสำเร็จ", "ครูทุ่มเทออกเยี่ยมบ้านทุกเสาร์"),
            (3, "ปัญหา อุปสรรค และแนวทางแก้ไข", "เด็กย้ายตามผู้ปกครองบ่อย"),
            (4, "นวัตกรรม/รูปแบบ/แนวทาง (ถ้ามี)", "แผนที่บ้านเด็กรายตำบล"),
            (5, "ข้อเสนอแนะ", "วิทยาลัยเทคนิคน่านควรเปิดหลักสูตรระยะสั้นรับเด็กที่ไม่กลับเข้าเรียน"),
        )
    )
    report, _ = read(f"แบบรายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\n3.1 {CARE}\n{parts}")
    assert owners(report) == owners(report, part="factors") == [NAN_1]


@pytest.mark.parametrize(
    "said",
    ["ครูของ สพป.น่าน เขต 2 ย้ายบ่อย", "ที่ประชุมผู้บริหาร สพป.น่าน เขต 2 เปิดข้อมูลให้โรงเรียนใช้"],
)
def test_whom_an_offices_name_qualifies_answers_for_it(read, said):
    report, _ = read(progress(f"- {FIRST} ติดตามเด็กตกหล่น", f"- {said}"))
    assert owners(report) == [NAN_1, NAN_2]


def test_a_guest_from_another_office_answers_nothing(read):
    report, _ = read(
        progress(
            f"1) {FIRST} อบรมครูแนะแนว",
            "1.1 ครู สพป.น่าน เขต 2 มาเป็นวิทยากร",
            f"2) {SECOND} ติดตามเด็กตกหล่น",
        )
    )
    assert [one.lines for one in report.sections if one.office == NAN_2] == [(12, 12)]


@pytest.mark.parametrize("short", ["กศน.", "สกร.", "สช.", "สอศ."])
def test_an_agency_by_its_letters_closes_the_office_before(read, short):
    report, _ = read(progress(f"- {FIRST} ติดตามเด็กตกหล่น", f"- {short} จัดสอนนอกเวลา"))
    assert owners(report) == [NAN_1, short]


def test_a_name_in_brackets_at_the_end_says_whose_it_is_where_nobody_is_named(read):
    report, _ = read(
        progress(
            "1) สำรวจเด็กตกหล่นทุกตำบล (สพป.น่าน เขต 1)",
            "2) ติดตามเด็กออกกลางคัน (สพป.น่าน เขต 2)",
            f"3) {FIRST} เยี่ยมบ้าน",
            "3.1) ประชุมผู้ปกครอง (สพป.น่าน เขต 2)",
            "4) มอบทุนการศึกษา",
        )
    )
    lines = {one.office: one.lines for one in report.sections}
    assert lines[NAN_2] == (10, 10)
    assert (owners(report)[0], owners(report)[-1]) == (NAN_1, None)


def test_a_list_that_an_offices_words_lead_to_is_theirs_whatever_its_numbers(read):
    report, _ = read(
        progress(
            "1. ระดับประถมศึกษา",
            f"{FIRST} ดำเนินการ ดังนี้",
            "1.1 ตั้งทีมสำรวจเด็กตกหล่น",
            "1.2 บันทึกเด็กตกหล่นในระบบ",
            "2. ระดับอื่น",
        )
    )
    assert [one.lines for one in report.sections if one.office == NAN_1] == [(10, 14)]
    assert None in owners(report)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("สพป.น่าน ทั้ง 2 เขต สำรวจเด็กตกหล่น", [NAN_1, NAN_2]),
        ("สพป. ทุกเขต ได้สำรวจเด็กตกหล่น", [NAN_1, NAN_2]),
        ("สพป.น่าน ทั้ง 3 เขต สำรวจเด็กตกหล่น", [None]),
    ],
)
def test_all_offices_of_a_province_answer_together(read, said, expected):
    report, codes = read(progress(said))
    assert owners(report) == expected
    assert "report-name-unknown" not in codes


def test_and_an_office_did_is_a_clause_of_its_own_unless_names_are_joined(read):
    report, _ = read(
        progress(
            f"{FIRST} ได้สำรวจเด็กตกหล่น และ{SECONDARY} ได้มอบทุนการศึกษา",
            f"{SECOND} ได้ร่วมกับเทศบาลและ{SECONDARY} ได้เยี่ยมบ้านเด็ก",
        )
    )
    assert owners(report) == [NAN_1, secondary(), NAN_2]
    joint = next(one for one in report.sections if one.office == NAN_2)
    assert joint.answers[0].cells[0].endswith("เยี่ยมบ้านเด็ก")


@pytest.mark.parametrize("joint", [" และ", " และ ", ", "])
def test_another_office_behind_a_comma_or_and_did_its_own_work(read, joint):
    report, _ = read(
        progress(joint.join((f"{FIRST} จัดทำแผน", f"{SECOND} ซ้อมแผน 3 ครั้ง", f"{SECONDARY} แจกคู่มือ")))
    )
    told = [(one.office, one.answers[0].cells) for one in report.sections]
    assert told == [
        (NAN_1, (f"{FIRST} จัดทำแผน",)),
        (NAN_2, (f"{SECOND} ซ้อมแผน 3 ครั้ง",)),
        (secondary(), (f"{SECONDARY} แจกคู่มือ",)),
    ]


@pytest.mark.parametrize(
    "told",
    [
        f"{FIRST} จัดประชุมผู้แทนโรงเรียน และ{SECOND} เข้าร่วมประชุม",
        f"{FIRST} จัดอบรมครูของโรงเรียน และ{SECOND} จำนวน 30 คน",
        f"{FIRST} จัดทำแผนร่วมกับตำรวจ และ{SECOND} ลงพื้นที่",
    ],
)
def test_a_guest_or_a_partner_behind_and_is_no_office_that_did(read, told):
    report, _ = read(progress(told))
    assert owners(report) == [NAN_1]


@pytest.mark.parametrize("met", ["เข้าร่วมประชุมกับ สพม.น่าน และ สพป.น่าน เขต 2", "ประชุมหารือกับ สพม.น่าน"])
def test_whom_a_titled_office_meets_is_no_reporter(read, met):
    text = progress("จัดทำทะเบียนเด็กตกหล่น", f"- {met} เรื่องเด็กตกหล่น", "ศธจ.น่าน ได้นิเทศโรงเรียน 5 แห่ง")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("3.1 "))
    report, _ = read("\n".join(["รายงานผลการดำเนินงาน", "หน่วยงาน สพป.น่าน เขต 1", "", *lines[at:]]))
    assert (report.kind, report.offices) == ("inspection", (NAN_1,))


def test_offices_are_counted_up_with_or_without_a_word_between(read):
    said = "สพป.น่าน เขต 1 เขต 2 ใช้ระบบเดียวกันค้นหาเด็กตกหล่น"
    report, _ = read(progress(said))
    assert owners(report) == [NAN_1, NAN_2]


def test_the_doings_of_an_office_may_be_none(read):
    report, _ = read(
        progress(f"การดำเนินงานของ{FIRST} ไม่มี", f"การดำเนินงานของ{SECOND} สำรวจเด็กตกหล่น")
    )
    statuses = {one.office: one.status for one in report.sections}
    assert (statuses[NAN_1], statuses[NAN_2]) == ("none", "answered")


@pytest.mark.parametrize(
    ("province", "name", "short"),
    [
        ("สุรินทร์", "ประถมสุรินทร์ 1", "สพป.สุรินทร์ เขต 1"),
        ("สุรินทร์", "สพป.สร.2", "สพป.สุรินทร์ เขต 2"),
        ("สุรินทร์", "สพม.สร.", "สพม.สุรินทร์"),
        ("สุรินทร์", "เขตมัธยม", "สพม.สุรินทร์"),
        ("ตราด", "ประถมตราด", "สพป.ตราด"),
    ],
)
def test_offices_are_known_by_kind_and_short_name_of_the_province(province, name, short):
    registry = OfficeRegistry.shipped()
    names = LocalNames(registry, province)
    found = {office.short_name for office, _, _ in names.namings(f"{name}อบรมครู 40 คน")}
    found |= {office.short_name for office, _, _ in names.namings(f"{name} อบรมครู 40 คน")}
    assert found == {short}
    assert not list(names.namings("โรงเรียนประถมศึกษาตราด อบรมครู 40 คน"))
    assert not list(names.namings("สพป.บร.1 อบรมครู 40 คน"))


def test_a_report_explains_short_names_of_its_own(read):
    report, _ = read(
        province_report(
            f"อักษรย่อ นน.1 = {FIRST}, นน.2 = {SECOND}",
            f"3.1 {CARE}",
            "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
            "นน.1 แต่งตั้งคณะทำงานติดตามเด็กตกหล่น",
            "นน.๒ สำรวจเด็กตกหล่นเป็นรายตำบล",
        )
    )
    assert owners(report) == [NAN_1, NAN_2]


@pytest.mark.parametrize(
    ("explained", "used"),
    [
        (f"{FIRST} (นน.1)", "นน. 1"),
        (f"{FIRST} (ต่อไปนี้เรียกว่า “ปน.1”)", "ปน.1"),
        (f"ปน1 หมายถึง {FIRST}", "ปน.1"),
        (f"ประถม 1 = {FIRST}", "ประถม 1"),
    ],
)
def test_short_names_are_explained_in_many_ways(explained, used, reader):
    own = reader.units.of_report([explained, f"{used} จัดทำแผน"])
    assert own.alone(used).office == NAN_1


@pytest.mark.parametrize(
    "text",
    [
        f"หน่วยงานที่รายงาน : {FIRST}",
        f"คำสั่งที่ 1 คือ {FIRST}",
        f"{FIRST} (พ.ศ. 2566)",
        f"{FIRST} (13 แห่ง)",
    ],
)
def test_what_stands_beside_a_name_is_not_always_a_short_one(text, reader):
    own = reader.units.of_report([text, "หน่วยงานที่รายงาน", "คำสั่งที่ 1", "พ.ศ. 2566", "13 แห่ง"])
    assert all(
        own.alone(one) is None for one in ("หน่วยงานที่รายงาน", "คำสั่งที่ 1", "พ.ศ. 2566", "13 แห่ง")
    )


def test_who_is_excepted_from_everybody_introduces_nothing(reader):
    own = reader.units.of_report([FIRST, SECONDARY])
    assert own.introductions("ดำเนินการครบทุกหน่วย ไม่รวม สพม.น่าน") == []


FORM = "จุดเน้นที่ 1 ความปลอดภัยของผู้เรียน\nความก้าวหน้าของการดำเนินงาน\nสพป.น่าน เขต 1 จัดอบรมครู 20 คน\n"


def test_a_row_of_problems_that_names_nobody_is_nobodys(read):
    report, _ = read(
        FORM + "ปัญหาและอุปสรรค\tแนวทางแก้ไข\nสพป.น่าน เขต 2 : ครูขาด\tขออัตรา\nหมอกควัน\tแจกหน้ากาก\n"
    )
    rows = [one for one in report.sections if one.part == "problems"]
    told = {(one.office, answer.cells[0]) for one in rows for answer in one.answers}
    assert told == {("5502", "สพป.น่าน เขต 2 : ครูขาด"), (None, "หมอกควัน")}


def test_what_is_suggested_to_another_level_is_not_the_offices_that_spoke_before(read):
    report, _ = read(FORM + "ข้อเสนอแนะ\nระดับพื้นที่ : สพป.น่าน เขต 2 ควรมีครูเพิ่ม\nระดับนโยบาย : ลดกิจกรรม\n")
    told = {
        one.office: one.answers[0].lines for one in report.sections if one.part == "suggestions"
    }
    assert told == {"5502": (5, 5), None: (6, 6)}


def test_a_title_that_shares_only_words_of_all_titles_is_no_topic_of_the_table(read):
    report, _ = read(
        "\n".join(
            FORM.replace("1 ความปลอดภัยของผู้เรียน", title)
            for title in (
                "1 ความปลอดภัยของผู้เรียน",
                "2 โรงเรียนคุณภาพ",
                "3 เด็กออกกลางคัน",
                "4 ประชาธิปไตยในโรงเรียน",
            )
        )
    )
    assert [one.focus for one in report.sections] == ["1.1", "2.9", "3.1", None]


SHORTLY = f"หน่วยงาน {FIRST} (เมือง) {SECOND} (ปัว) และ{SECONDARY}"


@pytest.mark.parametrize(
    ("preface", "lines"),
    [
        (SHORTLY, ("เขตเมืองสำรวจเด็กตกหล่นรายบ้าน", "ปัวเป็นเขตที่ติดตามเด็กตกหล่นเป็นรายคน")),
        (SHORTLY, ("เมื่อ 2 ก.ค. 66 เขตเมืองประชุมกรรมการ", "ครูของเขตปัว เยี่ยมบ้านเด็กตกหล่น")),
        ("ใช้อักษรย่อแทนชื่อ", ("นน.1 สำรวจเด็กตกหล่น", "- นน.๒ ติดตามเด็กตกหล่นเป็นรายคน")),
        ("ใช้อักษรย่อแทนชื่อ", ("(นน.1) สำรวจเด็กตกหล่น", "(นน.2) ติดตามเด็กตกหล่นเป็นรายคน")),
        (
            f"เหนือ = {FIRST} ใต้ = {SECOND}",
            ("เหนือ เด็กตกหล่น 12 คนกลับเข้าเรียน", "เขตใต้ติดตามเด็กตกหล่น"),
        ),
        (f"{FIRST} ต่อไปเรียก “สายเหนือ” {SECOND} เรียกว่า สายใต้", ("สายเหนือ : สำรวจ", "สายใต้ตามเด็ก")),
    ],
)
def test_offices_are_called_as_the_report_says_by_place_letters_or_words(read, preface, lines):
    report, _ = read(
        province_report(preface, f"3.1 {CARE}", "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย", *lines)
    )
    assert owners(report) == [NAN_1, NAN_2]


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST} (ฉบับร่าง) {SECOND}",  # one word in brackets is no way of calling offices
        f"{FIRST} (ต่อ) {SECOND} (ต่อ)",
        f"{FIRST} ที่ นน 0118/1 ว่าด้วยเรื่อง นน.7",
    ],
)
def test_words_beside_names_and_other_numbers_are_no_short_names(text, reader):
    said = ["ฉบับร่าง จัดทำแผน", "ต่อ จัดทำแผน", "นน.7 จัดทำแผน", "นน.1 จัดทำแผน"]
    own = reader.units.of_report([text, *said])
    assert all(own.introductions(one) == [] for one in said)


def test_letters_with_a_number_may_follow_a_word_and_begin_no_number_of_a_letter(reader):
    own = reader.units.of_report([FIRST, SECOND, "นน.1 จัดทำแผน", "นน.2 จัดทำแผน"])
    assert [one.office for one in own.introductions("คณะทำงานนน.2 ประชุม")[0].units] == [NAN_2]
    assert own.names.namings("หนังสือที่ นน.12/2566") == ()


def test_an_item_that_refers_back_goes_on_with_the_one_before(read):
    report, _ = read(
        progress(
            f"- {FIRST} นิเทศโรงเรียน 40 แห่งเรื่องเด็กตกหล่น",
            "- จากผลนิเทศข้างต้น ที่ประชุมมีมติปรับแผนติดตามเด็ก",
            "- ใน 12 คนนี้ กลับเข้าเรียนแล้ว 9 คน",
            "- ประชุมผู้ปกครองเด็กออกกลางคัน",
        )
    )
    assert [(one.office, one.lines[1]) for one in report.sections if one.focus == "3.1"] == [
        (NAN_1, 12),
        (None, 14),
    ]


def test_what_only_sets_the_scene_before_a_name_is_not_the_office_before(read):
    report, _ = read(
        progress(
            f"{FIRST} สำรวจเด็กตกหล่น",
            f"จากรายงานนี้ {SECOND} เปลี่ยนแผนติดตามเด็ก",
            f"ทางฝั่งมัธยม {SECONDARY} มอบทุนการศึกษา 12 ทุน",
        )
    )
    lines = {one.office: one.lines for one in report.sections if one.focus == "3.1"}
    assert lines == {NAN_1: (8, 8), NAN_2: (10, 10), secondary(): (12, 12)}


def test_a_row_is_the_offices_which_alone_its_first_cell_names(read):
    report, _ = read(
        progress("เด็กย้ายตามผู้ปกครอง (พบในพื้นที่ของ สพป.น่าน เขต 2 มาก)\tใช้ทะเบียนราษฎรตามหา")
    )
    assert owners(report) == [NAN_2]


def test_both_kinds_of_offices_are_all_of_them(read):
    report, _ = read(progress("สพป./สพม. ไม่มีภารกิจในเรื่องนี้"))
    assert owners(report) == [NAN_1, NAN_2, secondary()]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("เขตหนึ่งสำรวจเด็ก 11 คน ส่วนเขตสองตามกลับ 12 คน", {NAN_1: "11", NAN_2: "12"}),
        ("เด็กที่กลับมา 11 คน (เขต 1) 12 คน (เขต 2)", {NAN_1: "11", NAN_2: "12"}),
        ("อัตราการกลับมาของเขต 1 ร้อยละ 11 ของเขต 2 ร้อยละ 12", {NAN_1: "11", NAN_2: "12"}),
        ("เขต 1 จัดค่าย 11 ครั้ง เขต 2 เด็กทุกคนได้ทุน 12 ทุน", {NAN_1: "11", NAN_2: "12"}),
        ("เป็นเขตหนึ่งที่ดูแลเด็ก 11 คน", {None: "11"}),
        ("เขต 1 จัดค่ายร่วมกับ สพม.น่าน 11 ครั้ง", {NAN_1: "11"}),
    ],
)
def test_of_several_in_a_sentence_each_has_what_is_told_of_it(read, said, told):
    report, _ = read(progress(said, title=f"รายงานของ {FIRST} {SECOND} {SECONDARY}\n3.1 {CARE}"))
    found = {one.office: one.answers[0].cells[0] for one in report.sections if one.focus == "3.1"}
    assert found.keys() == told.keys()
    assert all(figure in found[office] for office, figure in told.items())
    assert NAN_2 not in told or "12" not in found[NAN_1]


def test_offices_counted_by_their_kind_alone_are_known_where_answers_begin(read):
    report, _ = read(progress("ประถม 1 : สำรวจเด็ก", "ประถม 2 : ตามเด็ก", f"{FIRST} จัดค่าย"))
    assert owners(report) == [NAN_1, NAN_2]


def test_brackets_of_a_title_may_say_who_answers(read):
    said = "ติดตามเด็กตกหล่นกลับเข้าเรียน 12 คน"
    for brackets, office in (("เขต 2 ตอบแทนทั้งจังหวัด", NAN_2), ("เฉพาะ สพม.", secondary())):
        report, _ = read(progress(said, title=f"{FIRST} {SECOND}\n3.1 {CARE} ({brackets})"))
        assert owners(report) == [office]


def test_a_list_of_offices_before_the_first_topic_answers_nothing(read):
    report, _ = read(progress("ติดตามเด็กตกหล่น 12 คน", title=f"1) {FIRST}\n2) {SECOND}\n3.1 {CARE}"))
    assert owners(report) == [None]


def test_whom_pupils_went_to_at_the_end_of_a_line_answers_nothing(read):
    report, _ = read(progress(f"{FIRST} ส่งเด็กตกหล่น 12 คนเรียน สกร.", "ติดตามเด็กทุกเดือน"))
    assert owners(report) == [NAN_1]


@pytest.mark.parametrize(
    ("said", "offices"),
    [
        ("- ของ สพม. สำรวจเด็กตกหล่น", 1),
        ("ทั้งหมด 2 เขตประถม สำรวจเด็กตกหล่น", 2),
        ("เขตพื้นที่ประถมทุกเขต สำรวจเด็กตกหล่น", 2),
    ],
)
def test_kinds_of_offices_are_known_in_short(read, said, offices):
    report, _ = read(progress(said, title=f"{FIRST} {SECOND} {SECONDARY}\n3.1 {CARE}"))
    assert (len(owners(report)), None in owners(report)) == (offices, False)


def test_what_stands_below_a_table_is_not_the_office_of_its_first_row(read):
    rows = (
        "หน่วยงาน\tรายละเอียด\nสพป.น่าน เขต 1\tสำรวจเด็ก\nสพป.น่าน เขต 2\tตามเด็ก\n\nผู้เกี่ยวข้อง : วัด 4 แห่ง"
    )
    top = f"สำนักงานศึกษาธิการจังหวัดน่าน\n{FORM}จุดเน้นที่ 2 ป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
    report, _ = read(f"{top}\n{rows}\nปัญหาและอุปสรรค\tแนวทางแก้ไข\nเด็กย้าย\tตามหา\n")
    told = {
        one.office: [each.cells[-1] for each in one.answers]
        for one in report.sections
        if (one.focus, one.part) == ("3.1", "progress")
    }
    assert told == {NAN_1: ["สำรวจเด็ก"], NAN_2: ["ตามเด็ก"], None: ["ผู้เกี่ยวข้อง : วัด 4 แห่ง"]}


def test_the_title_of_a_report_unit_by_unit_names_its_one_topic(read):
    unit = "# {}\n## ก. สภาพพื้นที่\nภูเขา\n## ข. ผลการดำเนินงาน\nตามเด็ก 20 คน\n## ค. ปัญหา\nทางไกล\n"
    title = "การแก้ปัญหาเด็กออกกลางคัน (Thailand Zero Dropout)\nจังหวัดน่าน ปีงบประมาณ พ.ศ. 2567\n"
    report, _ = read(title + unit.format(FIRST) + unit.format(SECONDARY))
    assert {one.focus for one in report.sections} == {"3.1"}


TABLED = (
    ("1.1", "ความปลอดภัย"),
    ("1.3", "การคุ้มครองเมื่อเกิดเหตุ"),
    ("2.3", "การวัดและประเมินผล"),
    ("2.4", "Active Learning"),
    ("2.5", "ทักษะดิจิทัลและ Coding"),
    ("2.7", "การออม"),
    ("2.9", "โรงเรียนคุณภาพ"),
    ("3.1", "เด็กออกกลางคัน"),
    ("3.6", "ทวิศึกษา"),
)


@pytest.mark.parametrize(
    ("line", "focus"), [("2.8 งานประเมิน", "2.8"), ("2.8 ไม่มี", "2.8"), ("2.8 จัดอบรมครู 20 คน", None)]
)
def test_a_topic_is_known_by_its_number_where_all_have_those_of_the_table(read, line, focus):
    topics = [f"{number} {title}\nจัดอบรมครู 20 คน" for number, title in TABLED]
    topics.insert(6, f"{line}\nนิเทศ 3 โรง")
    report, _ = read("สพป.น่าน เขต 1\nรายงานผลการตรวจราชการ\n" + "\n".join(topics))
    found = [one.focus for one in report.sections]
    assert ("2.8" in found) == (focus is not None)


def test_a_title_may_have_figures_in_brackets_or_the_numbers_of_several_topics(read):
    topics = [f"{number} {title}\nจัดอบรมครู 20 คน" for number, title in TABLED[:3]]
    topics += [
        "3.2 ปฐมวัย (เขต 2 ตอบแทนทั้งจังหวัด)\nจัดเล่น 20 ห้อง",
        "3.4/4.3 ฝึกงาน Re-skill\nสอนทำขนม 30 คน",
    ]
    report, _ = read("สพป.น่าน เขต 1\nรายงานผลการตรวจราชการ\n" + "\n".join(topics))
    assert [one.focus for one in report.sections][3:] == ["3.2", "4.3", "3.4"]


UNNAMED = (
    f"รายงานผลการตรวจราชการ ประจำปีงบประมาณ พ.ศ. 2566\n{{front}}\n3.1 {CARE}\n"
    "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n{told}\n"
    "3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน\n{problems}\n"
)
BROKEN_AT_PARTNER = "สำรวจเด็กตกหล่นครบทุกตำบลแล้วส่ง\nสกร. ติดตามเด็ก 12 คน"


@pytest.mark.parametrize(
    ("front", "told", "problems", "expected"),
    [
        ("", BROKEN_AT_PARTNER, "ครูย้ายบ่อย", None),
        ("", f"{BROKEN_AT_PARTNER}\nประชุมครูที่ สพป.น่าน เขต 1", "ครูย้ายบ่อย", NAN_1),
        ("วิทยาลัยเทคนิคน่าน", "วิทยาลัยเทคนิคน่าน ส่งครูไปสอน", "ครูย้ายบ่อย", "วิทยาลัยเทคนิคน่าน"),
        ("", "วิทยาลัยเทคนิคน่าน พบ สพป.น่าน เขต 1", "วิทยาลัยเทคนิคน่าน ขาดครู", None),
    ],
    ids=["partner", "office", "cover", "college"],
)
def test_a_report_is_another_agencys_only_where_its_front_says_so(
    read, front, told, problems, expected
):
    report, _ = read(UNNAMED.format(front=front, told=told, problems=problems))
    found = {one.office or one.unit for one in report.sections if one.part == "progress"}
    assert found == {expected}


LETTERED_KEY = "(ก) สพป.น่าน เขต 1   (ข) สพป.น่าน เขต 2   (ค) กลุ่มวิทยาลัยอาชีวศึกษา"
BY_LETTERS = (
    "(ก) แต่งตั้งคณะทำงานติดตามเด็กตกหล่น",
    "(ข) นำเด็กตกหล่นกลับเข้าเรียน 12 คน  (ค) ให้ทุนการศึกษา 4 คน",
)


def test_letters_that_the_head_of_a_report_puts_for_its_units_name_them(read):
    report, _ = read(f"{LETTERED_KEY}\n\n{progress(*BY_LETTERS)}")
    assert [one for one in owners(report) if one in (NAN_1, NAN_2)] == [NAN_1, NAN_2]
    assert {one.office for one in report.passages if "ทุนการศึกษา" in one.quote} <= {None}


@pytest.mark.parametrize(
    "said",
    [
        # A letter that is somebody else's in another list is no name.
        f"{LETTERED_KEY}\n\nหน่วยที่ร่วม (ก) สพป.น่าน เขต 2",
        # Nor are those of a list that does not begin with the first.
        LETTERED_KEY.replace("(ก)", "(ช)"),
    ],
)
def test_letters_that_are_not_always_the_same_units_name_nobody(read, said):
    report, _ = read(f"{said}\n\n{progress(*BY_LETTERS)}")
    assert NAN_1 not in owners(report)
    assert NAN_2 not in owners(report)


def test_what_is_listed_below_a_name_alone_is_its_also_behind_the_same_sign(read):
    report, _ = read(
        progress(
            f"- {FIRST}",
            "  - ลงพื้นที่ติดตามเด็กตกหล่น 18 คน",
            "  - จัดทำทะเบียนเด็กตกหล่นรายตำบล",
            f"- {SECONDARY}",
            "  - เยี่ยมบ้านนักเรียน 240 ครัวเรือน",
        )
    )
    assert owners(report) == [NAN_1, secondary()]
    assert [len(one.answers) for one in report.sections if one.office == NAN_1] == [2]


def test_names_alone_in_a_list_own_nothing_of_what_is_listed_behind_them(read):
    report, _ = read(
        progress(
            "หน่วยงานที่เข้าร่วม",
            f"- {FIRST}",
            f"- {SECONDARY}",
            "- จัดประชุมชี้แจงการติดตามเด็กตกหล่น 2 ครั้ง",
        )
    )
    told = [
        one.office for one in report.sections for said in one.answers if "ประชุม" in said.cells[0]
    ]
    assert told == [None]


def test_what_a_local_authority_did_is_not_the_offices_named_before_it(read):
    report, _ = read(
        progress(f"{FIRST} แต่งตั้งคณะทำงาน", "เทศบาลเมืองน่าน จัดอบรมแกนนำติดตามเด็กตกหล่น 40 คน")
    )
    assert owners(report) == [NAN_1, None]


@pytest.mark.parametrize("leading", ["สำหรับ", "ส่วน", ""])
def test_schools_of_an_office_head_the_items_below_them(read, leading):
    report, _ = read(
        progress(
            f"1) {leading}สถานศึกษาในสังกัดของ{FIRST}",
            "1.1) รับเด็กกลับเข้าเรียน 26 คน",
            f"2) {leading}โรงเรียนในสังกัด{SECOND}",
            "2.1) รับเด็กกลับเข้าเรียน 31 คน",
        )
    )
    assert owners(report) == [NAN_1, NAN_2]


def test_a_province_alone_on_top_that_tells_what_it_did_is_no_office(read):
    text = f"""รายงานผลการตรวจราชการ
ปีงบประมาณ พ.ศ. 2566
จังหวัดน่าน

3.1 {CARE}

3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย

จังหวัดน่านแต่งตั้งคณะกรรมการติดตามเด็กออกกลางคันระดับจังหวัด

3.1.4 นวัตกรรม

{FIRST} พัฒนาทะเบียนเด็กออกกลางคัน

ผู้รายงาน นักวิชาการศึกษา {SECOND} ช่วยราชการจังหวัดน่าน
"""
    report, _ = read(text)
    assert owners(report) == [None]
    assert owners(report, part="innovation") == [NAN_1]
    assert report.sections[-1].lines[1] == 13  # whoever reports answers nothing


def test_what_stands_below_an_unknown_heading_is_said(read):
    text = progress(f"{FIRST} แต่งตั้งคณะทำงานติดตามเด็กตกหล่น")
    unknown = f"งานเฉพาะของจังหวัด\n\nความก้าวหน้าของการดำเนินงาน\n\n{SECOND} อบรมครู 30 คน\n\n"
    assert "report-lines-outside" not in read(text)[1]
    assert "report-lines-outside" in read(text.replace("3.1 ", f"{unknown}3.1 ", 1))[1]


def test_a_letter_says_whose_report_follows_it(read):
    letter = f"ที่ ศธ 04123/1234          {FIRST}\n15 สิงหาคม 2566\nเรียน ศึกษาธิการจังหวัดน่าน\n"
    text = f"""{letter}ผู้อำนวยการ{FIRST}

แบบรายงานผลการดำเนินงานตามนโยบายการตรวจราชการ ปีงบประมาณ พ.ศ. 2566

3.1 {CARE}
3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย
แต่งตั้งคณะทำงานติดตามเด็กตกหล่น และประสาน สพม.น่าน ส่งต่อนักเรียน 12 คน
สพป.น่าน เขต 2 ขอข้อมูลเด็กข้ามเขต 5 คน
"""
    report, _ = read(text)
    assert report.offices == (NAN_1,)
