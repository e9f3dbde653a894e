"""The same report in other files: a margin that breaks its lines, Thai digits, Word, PDF."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from documents_made import broken, docx_of_lines, pdf, ruled_pdf
from pythainlp.corpus import thai_words
from pythainlp.util import Trie
from reports_made import CONSOLIDATED, OWN, UNITS_IN_THAI_DIGITS

from qp_scoring.evidence.entries import entries_of
from qp_scoring.evidence.lines import Line, unbroken
from qp_scoring.evidence.paragraphs import sentences, setting_of
from qp_scoring.evidence.read import read_reports
from qp_scoring.evidence.readers import read_report
from qp_scoring.evidence.sections import Piece, Section
from qp_scoring.evidence.segment import words_with
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.thai import squeeze, to_arabic_digits

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
REPORTS = {"consolidated": CONSOLIDATED, "own": OWN, "units": UNITS_IN_THAI_DIGITS}


def told(path, content, reader):
    """What a file's report says: its sections, and its passages in their letters."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (report,) = read_reports([InputFile(path, path.name)], reader, FindingLog())
    sections = [(one.focus, one.part, one.office, one.unit, one.status) for one in report.sections]
    passages = [
        (one.item, one.office, one.status, to_arabic_digits(squeeze(one.quote)))
        for one in report.passages
    ]
    return Counter(sections), Counter(passages), report


@pytest.mark.parametrize("margin", [60, 75, 90])
@pytest.mark.parametrize("name", sorted(REPORTS))
def test_lines_broken_at_a_margin_are_one_line(tmp_path, reader, name, margin):
    text = REPORTS[name]
    sections, passages, _ = told(tmp_path / "a.txt", text, reader)
    same, kept, report = told(tmp_path / "b.txt", broken(text, margin), reader)
    assert same == sections
    assert (kept & passages).total() >= 0.98 * passages.total()
    lines = broken(text, margin).split("\n")
    for one in report.passages:  # each quote stands on the lines that it names
        on_lines = squeeze("".join(lines[one.lines[0] - 1 : one.lines[1]]))
        assert squeeze(one.quote)[:12] in on_lines
        assert squeeze(one.quote)[-12:] in on_lines


@pytest.mark.parametrize("name", sorted(REPORTS))
@pytest.mark.parametrize("around", ["     {}", "{} ", "{}\r"])
def test_an_indent_or_spaces_at_the_end_of_every_line_say_nothing(tmp_path, reader, name, around):
    text = broken(REPORTS[name], 75)
    sections, passages, _ = told(tmp_path / "a.txt", text, reader)
    other = "\n".join(around.format(one) if one.strip() else one for one in text.split("\n"))
    same, kept, _ = told(tmp_path / "b.txt", other, reader)
    assert (same, kept) == (sections, passages)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_digits_and_word_documents_change_nothing(tmp_path, reader, name):
    text = REPORTS[name]
    sections, passages, _ = told(tmp_path / "a.txt", text, reader)
    digits, quoted, _ = told(tmp_path / "b.txt", text.translate(THAI), reader)
    assert {one[:2] for one in digits} == {one[:2] for one in sections}
    assert Counter(one[-1] for one in digits.elements()) == Counter(
        one[-1] for one in sections.elements()
    )
    assert quoted == passages
    assert told(tmp_path / "c.docx", docx_of_lines(text), reader)[:2] == (sections, passages)


def test_a_pdf_says_the_same(tmp_path, reader):
    text = re.sub(r"\.{5,}", "....", CONSOLIDATED.replace("\t", "    "))
    sections, passages, _ = told(tmp_path / "a.txt", text, reader)
    pages = [broken(text, 75).split("\n")]
    found = told(tmp_path / "b.pdf", pdf(pages), reader)
    assert found[0] == sections
    assert (found[1] & passages).total() >= 0.98 * passages.total()


def test_lines_as_long_as_their_writer_had_to_say_stay_apart():
    lines = [Line(at, "ก" * length) for at, length in enumerate((12, 48, 20, 61, 35, 52, 27), 1)]
    assert unbroken(lines, str) == lines


@pytest.mark.parametrize("following", ["1) ข้อ", "- ข้อ", "\tข้อ", "# ข้อ", "", "......"])
def test_what_begins_something_new_is_never_joined(following):
    full = "กกกก กกกก " * 5
    lines = [Line(at, text) for at, text in enumerate([full] * 6 + [following], 1)]
    whole = unbroken(lines, str)
    assert (whole[0].number, len(whole[0].more)) == (1, 5)
    assert whole[1].text == following


def test_a_range_that_a_margin_broke_is_no_list():
    full = "กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กก 14"
    lines = [Line(at, text) for at, text in enumerate([full] * 6 + ["- 15 กันยายน 2566"], 1)]
    assert len(unbroken(lines, str)) == 1


def test_a_number_that_a_margin_parted_from_its_word_is_no_list():
    full = "กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กกกกก "
    for last, number in (("ร้อยละ", "95.4"), ("จำนวน", "120 คน"), ("เขต", "2")):
        lines = [Line(at, text) for at, text in enumerate([full + last] * 6 + [number], 1)]
        assert len(unbroken(lines, str)) == 1
    heading = [Line(at, text) for at, text in enumerate([f"{full}เขต"] * 6 + ["4.3.3 ปัญหา"], 1)]
    assert len(unbroken(heading, str)) == 2


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("สังคม 95.5 สติปัญญา", "88.3"),
        ("ความพึงพอใจ", "4.62"),
        ("ผลสอบเพิ่มขึ้นแค่", "0.8"),
        ("คะแนนก่อนอบรม 9.4 หลัง", "11.2"),
        ("คะแนนสอบก่อนอบรม", "8.4 จาก 20 หลังอบรม 15.9"),
        ("เด็กอ่านไม่ออก 611 คน", "(2.9%) อ่านไม่คล่อง 1,748 คน"),
        ("ลงนามร่วมกัน (ก.พ.", "66)"),
        ("เด่น 40 ความใหม่ (20 ใช้ซ้ำ", "20) ได้ 8 เรื่อง"),
        ("เยี่ยมชั้นเรียน มิ.ย.", "-ก.ค. 66 ครบทุกห้อง"),
        ("สอบอ่านเขียนชั้น ป.1", "- ป.6 ทั้งเขต"),
        ("แนวปฏิบัติ ค้น-คัด", "-คุย-คืน-คง ให้ทุกโรง"),
        ("ขั้นตอน แจ้ง - ตรวจ - คุ้ม", "- ส่งต่อ ภายใน 24 ชั่วโมง"),
        ("ในคำสั่งที่ 30/2566 ใช้ AMSS", "++ และ SESA"),
        ("ข้อ 1 มีคุณธรรม ข้อ 2 มีวินัย", "ข้อ 3 มีงานทำ"),
        ("ต่อสายสามัญ 411 ปวช. 438", "กศน. 66 ทำงาน 41"),
        ("เรียกประชุมเมื่อ 18 มี.", "ค. 67 เลื่อนงวดงาน"),
        ("นักสังคมสงเคราะห์ พม", "จ. เข้าทีมเยี่ยมบ้าน"),
    ],
)
def test_a_figure_or_sign_that_a_margin_parted_from_its_sentence_is_no_list(last, following):
    full = f"{'กกกกกก ' * 9}{last}"
    lines = [Line(at, full) for at in range(1, 7)]
    lines.append(Line(7, following))
    assert len(unbroken(lines, str)) == 1


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("คู่มือครู", "1.2 จากผลสอบของโรงเรียน"),
        ("สรุปผล (ถ้ามี)", "-ไม่มี-"),
        ("โรงเรียนดำเนินงานดังนี้", "- แจ้ง - ตรวจ"),
        ("ตรวจ ป.5 - ม.3", "(3) วันลูกเสือ"),
        ("ครูเข้าร่วม 40 คน", "ค. การประกวดคลิปสั้น"),
    ],
)
def test_what_begins_an_entry_behind_a_full_line_is_one(last, following):
    full = f"{'กกกกกก ' * 9}{last}"
    lines = [Line(at, full) for at in range(1, 7)]
    lines.append(Line(7, following))
    assert len(unbroken(lines, str)) == 2


def test_no_space_parts_a_name_from_the_word_that_leads_to_it():
    full = f"{'กกกกกก ' * 9}และครู"
    lines = [Line(at, full) for at in range(1, 7)]
    (whole,) = unbroken([*lines, Line(7, "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตรัง เขต 2")], str)
    assert whole.more[-1].startswith("สำนักงานเขตพื้นที่")


def test_two_spaces_between_sentences_may_have_stood_at_a_margin():
    full = f"{'กกกกกก  ' * 7}กกกกกกก"
    shorter = full[:-2]
    lines = [Line(at, text) for at, text in enumerate([full] * 6 + [shorter, "มี กกกก"], 1)]
    assert len(unbroken(lines, lambda text: text[:2])) == 1


@pytest.mark.parametrize(
    ("last", "following"),
    [("รับนักเรียน", "ม.ปลาย ฝึกงาน"), ("ลงนามเมื่อ 19 ม.ค.", "2566)"), ("ภาคเรียนที่", "1/2566")],
)
def test_no_margin_parts_an_abbreviation_and_figures_are_no_blank_answers(last, following):
    full = "กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กกกกก กกก"
    full = f"{full[: -len(last) - 1]} {last}"
    lines = [Line(at, text, room=4.5) for at, text in enumerate([full, following], 1)]
    assert len(unbroken(lines, lambda text: text[:1] if text[:1] > "ก" else text)) == 1


# Read in every way in which it could be, this would take longer than anybody waits.
PILED = f"ได้แก่ {'สพป ' * 60}จัดประชุม!"


def test_the_name_of_who_answers_begins_a_line_unless_the_line_before_leads_to_it():
    full = "กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กกกกก "
    lists = "ได้แก่ สพป.แพร่ เขต 2 สพม.แพร่"
    for last, count in (
        ("แล้ว", 2),
        ("ของ", 1),
        ("ทั้งนี้", 1),
        (lists, 1),
        (f"{lists} ประชุม แล้ว", 2),
        (PILED, 7),
    ):
        for name in ("สพป.แพร่ เขต 1", "สนง.สกร.จังหวัด"):
            lines = [f"{full}{last}"] * 6 + [f"{name} จัดอบรมครู"]
            found = unbroken([Line(at, text) for at, text in enumerate(lines, 1)], str)
            assert len(found) == count, (last, name)


def test_where_first_lines_are_indented_one_that_is_not_goes_on(tmp_path, reader):
    title = "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"
    lines = (
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1",
        title,
        "2.4.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "\t\tอบรมครูเรื่อง Active Learning",
        "จัดขึ้นสามรุ่นในเดือนมกราคม",
        "\t\tนิเทศห้องเรียน Active Learning 20 โรงเรียน",
    )
    told_of = told(tmp_path / "a.txt", "\n".join(lines), reader)[2]
    assert [one.lines for one in told_of.passages if one.item == "5.4"] == [(4, 5)]
    told_of = told(tmp_path / "c.txt", "\n".join([*lines, *["- ประชุมครู"] * 9]), reader)[2]
    assert [one.lines for one in told_of.passages if one.item == "5.4"] == [(4, 5)]
    plain = "\n".join(line.strip() for line in lines)
    told_of = told(tmp_path / "b.txt", plain, reader)[2]
    assert [one.lines for one in told_of.passages if one.item == "5.4"] == [(4, 4)]


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("อบรมครูเรื่อง Active Learning", "ระหว่างวันที่ 3 - 5 มกราคม 2566", (4, 5)),
        ("อบรมครูเรื่อง Active Learning", "ในสถานศึกษานำร่องทั่วจังหวัด", (4, 5)),
        ("อบรมครูเรื่อง Active Learning เพื่อเป็นแนวทาง", "การดำเนินงานของโรงเรียน", (4, 5)),
        ("อบรมครูเรื่อง Active Learning 20 โรงเรียน", "ครูผ่านเกณฑ์ทุกคน", (4, 4)),
        ("อบรมครูเรื่อง Active Learning", "ในปีการศึกษา 2566 ครูสนใจมากขึ้น", (4, 4)),
    ],
)
def test_a_line_goes_on_by_its_words_where_no_margin_is_known(
    tmp_path, reader, first, second, lines
):
    text = (
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1\n"
        "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)\n"
        f"2.4.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย\n{first}\n{second}\n"
    )
    report = told(tmp_path / "a.txt", text, reader)[2]
    assert [one.lines for one in report.passages if one.item == "5.4"] == [lines]


def test_a_space_that_a_margin_took_is_put_back_where_the_report_has_it_elsewhere():
    inside = "ครูสอนดี เด็กเรียนเก่ง ครูสอนดี เด็กเรียนเก่งมาก โรงเรียนสะอาดขึ้น"
    wrapped = ["โรงเรียนสะอาดขึ้น ครูสอนดี เด็กเรียนเก่งมาก ครูสอนดี", "เด็กเรียนเก่งทุกคน"]
    lines = [inside] * 6 + wrapped
    whole = unbroken([Line(at, text) for at, text in enumerate(lines, 1)], str)
    assert [one.more[-1] for one in whole if one.more] == [" เด็กเรียนเก่งทุกคน"]


@pytest.mark.parametrize("end", ["", " "])
def test_spaces_that_a_program_kept_at_the_ends_of_lines_are_the_only_ones(end):
    lines = ["กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กกกกก" + end] * 6
    lines[-1] = lines[-1].rstrip()  # where all lines end so, they were filled
    (whole,) = unbroken([Line(at, text) for at, text in enumerate(lines, 1)], str)
    assert {text[0] == " " for text in whole.more} == {end == " "}


def test_a_number_that_goes_on_counting_inside_an_answer_opens_no_line():
    full = "กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กกกก"
    for before, count in (("กกกก 1. แผน", 1), ("กกกก แผน", 2)):
        lines = [full] * 5 + [before + full[len(before) :], "2. ติดตาม"]
        found = unbroken([Line(at, text) for at, text in enumerate(lines, 1)], str)
        assert len(found) == count, before


FULL = "กกกก กกกกกกก กกกกกกก กกกกกกก กกกกกกก กกกก"


@pytest.mark.parametrize(
    ("last", "following", "count"),
    [
        ("มีมติ (24 พ.ค.", "66) ให้ย้ายงบ", 1),
        ("มีมติ 24 พ.ค.", "66) ให้ย้ายงบ", 2),
        ("(สพฐ./สป.(สช.", "))", 1),
        ("สติปัญญา", "88.43% จึงซื้อ", 1),
        ("อารมณ์จิตใจ", "95.40 สังคม 94.88", 1),
        ("เวลา", "15.30 น.", 1),
        ("เวลา", "2.10 ข้อเสนอแนะ", 2),
        ("3.3 เก็บข้อมูล", "3.4 นำเสนอผล", 1),
        ("3.2 เก็บข้อมูล", "3.4 นำเสนอผล", 2),
    ],
)
def test_figures_and_what_ends_brackets_open_no_line(last, following, count):
    texts = [FULL] * 6 + [f"{FULL[: -len(last) - 1]} {last}", following]
    found = unbroken([Line(at, text) for at, text in enumerate(texts, 1)], str)
    assert len(found) == count


def test_items_with_bare_numbers_stay_apart():
    for first, count in (("3 ", 2), ("3. ", 1), ("2 ", 1)):
        texts = [FULL] * 5 + ["", f"{first}{FULL[len(first) :]}", "4 วิทยาลัยอาชีวศึกษา"]
        found = unbroken([Line(at, text) for at, text in enumerate(texts, 1)], str)
        assert len(found) - 2 == count, first


def test_an_item_is_no_number_that_goes_on_inside_the_one_before_it():
    texts = [FULL] * 5 + [f"- 2) {FULL[6:]}", "- 3) จัดทำแผน"]
    found = unbroken([Line(at, text) for at, text in enumerate(texts, 1)], str)
    assert [one.number for one in found] == [1, 6, 7]


def test_a_row_that_a_margin_broke_is_one_where_the_row_before_has_as_many_cells():
    rows = ("หน่วยงาน\tระบบ\tผล\tปัญหา", "เขต 1\tระบบหนึ่ง\tใช้งานได้\tล่มบ่อย", "เขต 2")
    broken_row = (f"เขต 3\tระบบสอง\t{FULL[14:]}", "กกกกกกกกกก\tไม่มี")
    texts = [FULL] * 6 + [
        "",
        *rows,
        *broken_row,
        f"เขต 4\tระบบ\t{FULL[13:]}\t-",
        "เขต 5\tระบบ\t-\t-",
    ]
    found = unbroken([Line(at, text) for at, text in enumerate(texts, 1)], str)
    assert [one.number for one in found if "\t" in one.text] == [8, 9, 11, 13, 14]


def test_a_margin_is_known_by_its_last_letters_where_lines_of_all_lengths_stand_before():
    lengths = (*range(30, 46), *range(47, 70, 2), 74, 75, 73, 75, 74, 75, 20)
    texts = [chr(ord("ก") + at) + "ก" * (length - 1) for at, length in enumerate(lengths)]
    found = unbroken([Line(at, text) for at, text in enumerate(texts, 1)], str)
    assert len(found) < len(texts)


def test_a_word_that_leaves_a_sentence_open_needs_no_full_line():
    words = {"รองผู้อำนวยการเขต": "รอง"}
    for last, count in (("และ", 1), ("แล้ว", 2)):
        texts = [FULL] * 6 + [f"{FULL[: -len(last) - 8]} {last}", "รองผู้อำนวยการเขต กำกับ"]
        lines = [Line(at, text) for at, text in enumerate(texts, 1)]
        found = unbroken(lines, lambda text: words.get(text, text))
        assert len(found) == count, last


@pytest.mark.parametrize(
    ("last", "following", "space"),
    [
        ("กลุ่มนิเทศฯ", "ออกเยี่ยมโรงเรียน", " "),
        ("สอนดี", "โดยมอบหมายครู", " "),
        ("ทุกแห่งของ", "โดยมอบหมายครู", ""),
        ("สอนดี", "ผอ.เขตสั่งการ", " "),
        ("อบรมครู 120 คน", "ขยายผล", " "),
        ("อบรมครู 12 มกราคม", "ขยายผล", ""),
        ("สอนดี", "ขยายผล", ""),
    ],
)
def test_a_space_is_put_back_where_it_mostly_stands(last, following, space):
    texts = [f"{FULL[:-8]} ขยายผล.", *[FULL] * 6, f"{FULL[: -len(last) - 1]} {last}", following]
    found = unbroken([Line(at, text) for at, text in enumerate(texts, 1)], str)
    assert [one.more[-1] for one in found if one.more] == [space + following]


def test_a_space_at_the_end_of_a_line_in_a_cell_is_kept():
    texts = (("64", 1), ("ปรับข้อมูลรายคน ", 2), ("ณ ที่ประชุม", 2))
    (row,) = unbroken([Line(1, text, room=0.0, row=1, column=at) for text, at in texts], str)
    assert row.more == ("\tปรับข้อมูลรายคน ", " ณ ที่ประชุม")


def test_thai_figures_need_more_room_than_other_letters():
    for following, count in (("๓๑/๒๕๖๗", 1), ("กก/กกกก", 2)):
        lines = [Line(1, "ตามคำสั่ง", room=10.0), Line(2, following, room=60.0)]
        assert len(unbroken(lines, str)) == count


def test_a_word_that_a_hyphen_and_a_margin_parted_is_one():
    texts = [FULL] * 6 + [f"{FULL[:-3]} O-", "NET"]
    (entry,) = entries_of([Line(at, text) for at, text in enumerate(texts, 1)], str)
    assert entry.text.endswith(" O-NET")


def texts_of(path, pages, **drawn):
    """The texts of the lines of a PDF."""
    path.write_bytes(pdf(pages, **drawn))
    return [one.text for one in read_report(InputFile(path, path.name), FindingLog()).lines]


def test_what_a_browser_prints_around_pages_is_none_of_their_lines(tmp_path):
    said = ["จัดอบรมครูทุกโรงเรียนในสังกัดแล้ว", "ข้อเสนอแนะในการดำเนินงาน"]
    around = ["29/11/2569 14:57 รายงาน", "file:///home/a/report.html 1/2"]
    assert texts_of(tmp_path / "a.pdf", [[*said, *around]] * 2) == said * 2
    assert texts_of(tmp_path / "b.pdf", [["29/11/2569 ประชุมครู", *said]])[0] == "29/11/2569 ประชุมครู"


def test_short_lines_of_a_browser_have_their_spaces_and_no_others(tmp_path):
    lines = ["จัดอบรมครูการสอนทุกโรงเรียนแล้ว", "- ไม่มี -", "กำลังจัดทำ", "ไม่มี"]
    assert texts_of(tmp_path / "a.pdf", [lines], as_browsers=True) == lines


def test_items_that_begin_alike_are_no_column(tmp_path):
    items = [f"{number}) จัดอบรมครูทุกโรงเรียนแล้ว" for number in range(1, 7)]
    wide = ["เขตจัดอบรมครูเรื่องการสอนและการวัดผลทุกโรงเรียนในสังกัดแล้ว"] * 2
    path = tmp_path / "a.pdf"
    path.write_bytes(ruled_pdf([[*wide, *(f"\t{one}" for one in items)]], (50, 600)))
    lines = read_report(InputFile(path, path.name), FindingLog()).lines
    assert [one.room > 10 for one in lines if one.text in items] == [True] * len(items)


def test_the_longest_of_short_lines_on_a_page_is_no_full_one(tmp_path):
    page = ["ผลการดำเนินงาน", "หัวข้อที่ยาวกว่าบรรทัดอื่น", "สพป.แพร่ เขต 1", "ไม่มี"]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([page]))
    lines = read_report(InputFile(path, path.name), FindingLog()).lines
    assert all(one.room > 20 for one in lines)


def test_blank_lines_of_a_page_are_seen_by_the_room_between_its_lines(tmp_path):
    page = ["รายงานผลการดำเนินงาน", "ของโรงเรียน", "", "แผนความปลอดภัย", "ของเขต"]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([page]))
    report = read_report(InputFile(path, path.name), FindingLog())
    assert [one.text for one in report.lines] == page
    assert report.lines[2].number == report.lines[3].number


def test_long_answers_are_cut_at_the_same_words_with_spaces_or_without():
    words = "จัดประชุมครูทุกโรงเรียนในสังกัดและนิเทศการสอน"
    parts = [words * 3, f"โดยมอบหมายศึกษานิเทศก์{words * 3}", f"ซึ่งรายงานผล{words * 2}"]
    for space in ("", " "):
        piece = Piece(1, space.join(parts), opens=True, gap=False, topic="")
        section = Section(None, "", "results", None, 1, 1, 1, [piece])
        found = [one.text for one in sentences(section, setting_of([section], joined=True))]
        assert found == [space.join(parts[:2]), parts[2]]


def test_a_number_that_closes_a_bracket_begins_no_entry():
    said = "จัดประชุมครูทุกโรงเรียนในสังกัดและนิเทศการสอน" * 4
    entries = [f"1) {said} (มิ.ย. 66) พบว่าครูครบ", f"2) {said} (ครั้งที่ 2) โดยศึกษานิเทศก์"]
    piece = Piece(1, " ".join(entries), opens=True, gap=False, topic="")
    section = Section(None, "", "results", None, 1, 1, 1, [piece])
    found = [one.text for one in sentences(section, setting_of([section], joined=True))]
    assert found == entries


def test_the_dictionary_finds_what_a_trie_finds():
    words = words_with(frozenset({"สอน", "การสอน", "ก"}))
    trie = Trie([*thai_words(), "สอน", "การสอน", "ก"])
    text = "การสอนภาษาไทยในโรงเรียนขนาดเล็กและการนิเทศติดตามผลก"
    for at in range(len(text) + 1):
        assert words._known.prefixes(text, at) == trie.prefixes(text[at:])


def test_answers_of_one_line_each_are_not_joined_for_being_as_long_as_their_headings(read):
    report = read(
        "รายงานผลการตรวจราชการ ปีงบประมาณ ๒๕๖๖\n"
        "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาแพร่\n"
        "๕.๓ การแก้ไขปัญหาหนี้สินครูและบุคลากรทางการศึกษา\n"
        "๕.๓.๑ ความก้าวหน้าของการดำเนินงานตามนโยบาย\n"
        "เจรจากับสหกรณ์ออมทรัพย์ ลดดอกเบี้ยให้ครู ๔๕ ราย\n"
        "๕.๓.๔ นวัตกรรม/แนวทาง\n"
        "ไม่มี\n"
    )
    told = [(one.part, one.status, [said.cells for said in one.answers]) for one in report.sections]
    assert told[0] == ("progress", "answered", [("เจรจากับสหกรณ์ออมทรัพย์ ลดดอกเบี้ยให้ครู ๔๕ ราย",)])
