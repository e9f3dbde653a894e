"""Reports with the traps of real ones: what was written is known, and must be found."""

from __future__ import annotations

import re

import pytest
from documents_made import docx_of_lines
from reports_traps import (
    BROKEN_TEXT,
    FOLLOWING_SECTIONS,
    FOLLOWING_TEXT,
    OWN_OFFICE,
    OWN_SECTIONS,
    OWN_TEXT,
    PROVINCE_SECTIONS,
    PROVINCE_TEXT,
    UNITS_SECTIONS,
    UNITS_TEXT,
)

from qp_scoring.evidence.answers import Statuses
from qp_scoring.evidence.quantities import dates, quantities
from qp_scoring.evidence.read import read_reports
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_HEADING = re.compile(r"^((?:[0-9]\.){2}[0-9] .*)$", re.MULTILINE)
# Ways in which the same report reaches a reader; none changes what it says.
_GUISES = {
    "Thai digits": lambda text: text.translate(_THAI),
    "decomposed sara am": lambda text: text.replace("ำ", "ํา"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "CRLF and a byte order mark": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "tags": lambda text: "\n".join(f"<p>{line}</p>" for line in text.split("\n")),
    "Markdown headings": lambda text: _HEADING.sub(r"#### **\1**", text),
    "bookmarks": lambda text: _HEADING.sub(r"[bookmark: _Hlk1]\1", text),
    "wrong numbers": lambda text: re.sub(r"(?m)^[0-9]\.[0-9](?=[ .])", "7.7", text),
    "form feeds": lambda text: text.replace("\n1.1.", "\n\f1.1."),
}


@pytest.fixture
def read(reader, tmp_path):
    def one(text, encoding="utf-8"):
        path = tmp_path / ("รายงาน.docx" if encoding == "docx" else "รายงาน.txt")
        path.write_bytes(docx_of_lines(text) if encoding == "docx" else text.encode(encoding))
        (report,) = read_reports([InputFile(path, path.name)], reader, FindingLog())
        return report

    return one


def sections(report):
    return [(one.focus, one.part, one.office, one.status) for one in report.sections]


OWN = [(focus, part, OWN_OFFICE, status) for focus, part, status in OWN_SECTIONS]
TRAPS = [(OWN_TEXT, OWN), (PROVINCE_TEXT, PROVINCE_SECTIONS), (UNITS_TEXT, UNITS_SECTIONS)]


@pytest.mark.parametrize(("text", "expected"), TRAPS, ids=["own", "province", "units"])
def test_every_answer_has_its_place_its_unit_and_its_status(read, text, expected):
    assert sections(read(text)) == expected


@pytest.mark.parametrize("guise", _GUISES)
@pytest.mark.parametrize(("text", "expected"), TRAPS, ids=["own", "province", "units"])
def test_what_a_report_looks_like_changes_nothing(read, text, expected, guise):
    assert sections(read(_GUISES[guise](text))) == expected


def test_reports_that_follow_each_other_are_each_their_offices(read):
    assert sections(read(FOLLOWING_TEXT)) == FOLLOWING_SECTIONS


def test_who_gathered_the_answers_does_not_answer_for_those_who_named_nobody(read):
    cover = "สำนักงานศึกษาธิการจังหวัดแพร่\n"
    unnamed = FOLLOWING_TEXT.replace("สพป.แพร่ เขต 1\n", cover)
    assert {one.unit for one in read(unnamed).sections[:2]} == {None}


@pytest.mark.parametrize("encoding", ["cp874", "docx"])
def test_an_old_encoding_or_a_word_document_changes_nothing(read, encoding):
    assert sections(read(PROVINCE_TEXT, encoding)) == PROVINCE_SECTIONS
    assert sections(read(OWN_TEXT, encoding)) == OWN


def test_lines_that_each_tell_of_their_own_work_are_passages_of_their_own(read):
    told = {(one.item, one.lines): one for one in read(OWN_TEXT).passages}
    order = told["1.2", (9, 9)]
    assert (order.status, order.strength) == ("done", "strong")
    assert [quantity.value for quantity in order.quantities] == ["1015"]
    assert ("1.5", (8, 8)) not in told  # a plan


def test_a_sentence_broken_at_the_margin_and_by_a_page_is_quoted_whole(read):
    (passage,) = [one for one in read(BROKEN_TEXT).passages if one.item == "5.4"]
    assert passage.lines == (4, 8)
    assert [(one.value, one.unit) for one in passage.quantities] == [
        ("120", "คน"),
        ("95", "ร้อยละ"),
    ]


def test_a_word_that_ends_like_an_open_one_ends_its_line(read):
    assert not any("ลงพื้นที่ห้องเรียน" in one.quote for one in read(BROKEN_TEXT).passages)


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("ไม่พบนักเรียนติดยาเสพติด", "done"),
        ("มีแผนเผชิญเหตุทุกโรงเรียน", "done"),
        ("จัดประชุมเตรียมการสอบ O-NET เมื่อวันที่ 2 มกราคม 2566", "done"),
        ("โรงเรียนที่ยังไม่ได้ดำเนินการมีเพียง 2 แห่ง นอกนั้นได้นิเทศครบแล้ว", "done"),
        ("มีแผนจัดอบรมครูในเดือนกรกฎาคม", "planned"),
        ("ยังไม่ได้จัดอบรม", "planned"),
        ("รอการจัดสรรงบประมาณ", "planned"),
        ("อยู่ในระหว่างดำเนินการ", "ongoing"),
        ("ไม่ได้จัดกิจกรรม", "none"),
        ("N/A", "none"),
    ],
)
def test_how_far_a_sentence_says_that_work_is(text, progress):
    assert Statuses(skeleton().status).of_sentence(text) == progress


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ครู 10 - 15 คน", [("10", "คน"), ("15", "คน")]),
        ("ใช้งบ ๕๐๐,๐๐๐.- บาท", [("500000", "บาท")]),
        ("๙๕ เปอร์เซ็นต์", [("95", "ร้อยละ")]),
        ("หมู่ที่ 4 ตำบลบ้านใหม่", []),
    ],
)
def test_ranges_sums_and_shares_are_quantities_and_names_are_none(text, found):
    assert [(one.value, one.unit) for one in quantities(text)] == found


def test_a_date_in_figures_is_a_date():
    assert dates("ลงวันที่ ๑๕/๐๒/๒๕๖๖") == ("15/02/2566",)


QUESTIONS = {
    "a question of the form": (
        "1) หน่วยงาน/สถานศึกษาดำเนินการตามมาตรการการป้องกันเพื่อให้เกิดความปลอดภัยในสถานศึกษา"
    ),
    "one in other words": "1) หน่วยงาน/สถานศึกษามีแผนความปลอดภัยและมาตรการป้องกันภัยหรือไม่ อย่างไร",
    "one that no form has": "2.1 ท่านมีแผนความปลอดภัยของเขตพื้นที่และซ้อมแผนเผชิญเหตุอย่างไรบ้าง",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("between", [" ", " ตอบ ", " : "])
def test_a_question_on_the_line_of_its_answer_is_not_quoted(read, question, between):
    answer = "สพป.น่าน เขต 1 ได้จัดทำแผนความปลอดภัยของเขตพื้นที่ เมื่อวันที่ 5 มกราคม 2566"
    report = read(
        "รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\n"
        "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
        "ในการป้องกันภัยคุกคามรูปแบบใหม่\n1.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        f"{question}{between}{answer}\n1.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ\n"
    )
    assert [one.quote for one in report.passages if one.item == "1.1"] == [answer]


def test_a_question_alone_is_no_passage(read):
    report = read(
        "รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\n"
        "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
        "ในการป้องกันภัยคุกคามรูปแบบใหม่\n1.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        "2) สถานศึกษาได้จัดทำแผนความปลอดภัยและแต่งตั้งคณะกรรมการความปลอดภัยหรือไม่\n-\n"
    )
    assert not report.passages
    assert {one.status for one in report.sections} == {"blank"}


ECHOES = {
    "names of topics": "1) แผนความปลอดภัย ภัยคุกคาม ภัยออนไลน์ คุณธรรม จริยธรรม",
    "a definition": "แผนความปลอดภัย หมายถึง แผนที่สถานศึกษาจัดทำเพื่อรับมือภัยคุกคามทุกรูปแบบ",
    "a prize": "โรงเรียนตัวอย่างได้รับรางวัลชนะเลิศกิจกรรมสถานศึกษาปลอดภัยระดับประเทศ",
    "a fragment": "ด้านแผนความปลอดภัยของสถานศึกษาในสังกัด",
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
def test_echoes_of_the_criteria_are_never_strong(read, echo):
    report = read(
        "รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\nสพป.น่าน เขต 1\n"
        "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
        "ในการป้องกันภัยคุกคามรูปแบบใหม่\n1.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        f"{echo}\n"
    )
    assert all(one.strength == "weak" for one in report.passages)


def test_a_strong_passage_says_what_it_rests_on(read):
    (order,) = appointed(read, "- ได้แต่งตั้งคณะกรรมการความปลอดภัยสถานศึกษา ตามคำสั่งที่ 45/2566\n")
    assert (order.strength, order.rests_on) == ("strong", ("document", "doing", "topic"))


def test_what_is_planned_is_no_passage(read):
    done = "- ได้แต่งตั้งคณะกรรมการความปลอดภัยสถานศึกษา ตามคำสั่งที่ 45/2566\n"
    plan = "- จะแต่งตั้งคณะกรรมการความปลอดภัยสถานศึกษาชุดใหม่ในภาคเรียนหน้า\n"
    assert appointed(read, plan) == []
    assert [one.status for one in appointed(read, plan + done)] == ["done"]


def test_what_was_done_is_a_passage_whatever_is_planned_beside_it(read):
    done = "แต่งตั้งคณะกรรมการความปลอดภัยสถานศึกษา 9 คน ตามคำสั่งที่ 45/2566 แล้ว"
    assert appointed(read, f"- {done} ส่วนแผนความปลอดภัยจะจัดทำในปีหน้า\n")
    assert appointed(read, f"- แผนความปลอดภัยอยู่ระหว่างจัดทำ และ{done}\n")


@pytest.mark.parametrize(
    "told",
    [
        "- ไม่มีคำสั่งแต่งตั้งคณะกรรมการความปลอดภัยในระดับเขต\n",
        "- ทุกฝ่ายตระหนักและให้ความสำคัญกับคำสั่งแต่งตั้งคณะกรรมการความปลอดภัย\n",
        "- สพฐ. กำหนดให้เขตพื้นที่ออกคำสั่งแต่งตั้งคณะกรรมการความปลอดภัย\n",
        "- ตามที่กระทรวงศึกษาธิการมีนโยบายให้แต่งตั้งคณะกรรมการความปลอดภัย\n",
    ],
)
def test_what_was_not_done_is_only_praised_or_asked_from_above_is_no_passage(read, told):
    assert appointed(read, told) == []


def test_what_was_asked_from_above_and_done_is_a_passage(read):
    told = "- ตามที่ สพฐ. แจ้งให้แต่งตั้งคณะกรรมการ จึงได้ออกคำสั่งแต่งตั้งคณะกรรมการความปลอดภัย ที่ 15/2566\n"
    assert appointed(read, told)


def appointed(read, told):
    """The passages of item 1.2 in a report that tells something of safety."""
    report = read(
        "รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\nสพป.น่าน เขต 1\n"
        "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากร"
        f"ในการป้องกันภัยคุกคามรูปแบบใหม่\n1.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n{told}"
    )
    return [one for one in report.passages if one.item == "1.2"]


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("วิทยาลัยสารพัดช่างตอบรับเป็นหนังสือว่าจะส่งวิทยากร 4 คน", "done"),
        ("ลงนามกับมหาวิทยาลัยราชภัฏ ซึ่งจะส่งนิสิตครู 12 คน", "done"),
        ("จะลงนามกับมหาวิทยาลัยราชภัฏ ซึ่งจะส่งนิสิตครู 12 คน", "planned"),
    ],
)
def test_what_was_promised_was_promised(text, progress):
    assert Statuses(skeleton().status).of_sentence(text) == progress
