"""Reports as lines: what every kind of file gives, and what is said of one that gives none."""

from __future__ import annotations

import pytest
from documents_made import (
    OLD_WORD,
    PNG,
    docx,
    docx_in_styles,
    docx_of_lines,
    inked_pdf,
    numbered,
    numbering,
    outlined,
    paragraph,
    pdf,
    style,
    styled,
    table,
)
from workbook_parts import zipped

from qp_scoring.evidence import pdf as pdf_reader
from qp_scoring.evidence import readers
from qp_scoring.evidence.pdf_text import in_place
from qp_scoring.evidence.readers import read_report
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

TEXT = "สำนักงานเขตพื้นที่การศึกษา\nมีแผนความปลอดภัย ๓ ฉบับ"


def lines_of(path, content):
    path.write_bytes(content)
    log = FindingLog()
    report = read_report(InputFile(path, path.name), log)
    found = [(line.number, line.text) for line in report.lines] if report else None
    return found, [item.code for item in log]


def test_a_text_file_has_its_lines_counted_from_one(tmp_path):
    for name, end in (("a.txt", "\n"), ("b.md", "\r\n"), ("c.txt", "\r")):
        found, codes = lines_of(tmp_path / name, TEXT.replace("\n", end).encode("utf-8-sig"))
        assert found == list(enumerate(TEXT.split("\n"), 1))
        assert codes == []


def test_windows_thai_is_read_and_said(tmp_path):
    found, codes = lines_of(tmp_path / "a.txt", TEXT.encode("cp874"))
    assert found == list(enumerate(TEXT.split("\n"), 1))
    assert codes == ["report-encoding"]


def test_a_word_document_gives_paragraphs_and_table_rows_in_order(tmp_path):
    body = (
        paragraph("หัวข้อ")
        + table([["ปัญหา", "วิธี\nแก้ไข"], ["", "ช่องเดียว\nสองบรรทัด"]])
        + paragraph("ก่อน\tหลัง\nบรรทัดใหม่")
        + "<w:p><w:del><w:r><w:delText>ลบแล้ว</w:delText></w:r></w:del></w:p>"
    )
    found, codes = lines_of(tmp_path / "a.docx", docx(body))
    assert codes == []
    assert found == [
        (1, "หัวข้อ"),
        (2, "ปัญหา\tวิธี แก้ไข"),
        (3, "ช่องเดียว"),
        (3, "สองบรรทัด"),
        (4, "ก่อน\tหลัง"),
        (4, "บรรทัดใหม่"),
        (5, ""),
    ]


def test_a_table_inside_a_cell_belongs_to_its_row(tmp_path):
    inner = table([["ใน", "ตาราง"]])
    body = f"<w:tbl><w:tr><w:tc>{paragraph('นอก')}{inner}</w:tc></w:tr></w:tbl>{paragraph('จบ')}"
    found, _ = lines_of(tmp_path / "a.docx", docx(body))
    assert found == [(1, "นอก"), (1, "ใน"), (1, "ตาราง"), (2, "จบ")]


BODY = paragraph("ดำเนินการแล้ว", styled("a")) * 2
STYLES = (
    style("a", "Normal"),
    style("1", "heading 1", "a"),  # as Word in Thai calls it
    style("หัวข้อ", "หัวข้อจุดเน้น", "1"),
    style("lead", "Chapter", "a", outlined(6)),
    style("toc", "TOC Heading", "1", outlined(9)),
    style("ring", "Ring", "ring"),
)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ([styled("1")], "# ความปลอดภัย"),
        ([styled("หัวข้อ")], "# ความปลอดภัย"),
        ([styled("Heading3")], "### ความปลอดภัย"),
        ([styled("หัวเรื่อง2")], "## ความปลอดภัย"),
        ([styled("lead")], "###### ความปลอดภัย"),
        ([styled("a"), outlined(1)], "## ความปลอดภัย"),
        ([styled("1"), outlined(9)], "ความปลอดภัย"),
        ([styled("toc")], "ความปลอดภัย"),
        ([styled("ring")], "ความปลอดภัย"),
        ([f"<w:pPrChange><w:pPr>{styled('1')}</w:pPr></w:pPrChange>"], "ความปลอดภัย"),
    ],
)
def test_a_paragraph_set_as_a_heading_is_one_as_in_markdown(tmp_path, properties, expected):
    body = paragraph("ความปลอดภัย", *properties) + BODY
    found, _ = lines_of(tmp_path / "a.docx", docx_in_styles(body, *STYLES))
    assert found[0] == (1, expected)
    assert [text for _, text in found[1:]] == ["ดำเนินการแล้ว"] * 2


def in_lists(path, body, lists, *styles):
    """The texts of a document's lines that are not blank."""
    found, codes = lines_of(path, docx_in_styles(body, *styles, **{"word/numbering.xml": lists}))
    assert codes == []
    return [text for _, text in found if text]


def test_the_numbers_that_word_prints_are_read_as_if_they_were_written(tmp_path):
    items = [(1, 0, "แผน"), (1, 0, "อบรม"), (1, 1, "ครู"), (1, 1, "เด็ก"), (1, 0, ""), (1, 1, "ผล")]
    body = "".join(paragraph(text, numbered(one, level)) for one, level, text in items)
    cell = "".join(paragraph(text, numbered(2)) for text in ("ปัญหา", "งบ"))
    cell = f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    lists = numbering([("decimal", "%1)"), ("decimal", "%1.%2")], [("thaiNumbers", "ข้อ %1 :")])
    assert in_lists(tmp_path / "a.docx", body + cell + paragraph("จบ"), lists) == [
        "1) แผน",
        "2) อบรม",
        "2.1 ครู",
        "2.2 เด็ก",
        "3) ",
        "3.1 ผล",
        "ข้อ ๑ : ปัญหา",
        "ข้อ ๒ : งบ",
        "จบ",
    ]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("thaiLetters", "%1.", ["ก.", "ข.", "ค.", "ง."]),
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)", "(d)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III.", "IV."]),
        ("bullet", "-", ["-"] * 4),
        ("bullet", "\uf0b7", ["•"] * 4),
        ("bullet", "o", ["•"] * 4),
        ("none", "%1", [""] * 4),
        ("upperLetter", "%1.", ["A.", "B.", "C.", "D."]),
        ("lowerRoman", "%1)", ["i)", "ii)", "iii)", "iv)"]),
    ],
)
def test_lists_count_in_their_own_signs(tmp_path, kind, text, expected):
    body = "".join(paragraph("ครู", numbered(1)) for _ in range(4))
    found = in_lists(tmp_path / "a.docx", body, numbering([(kind, text)]))
    assert found == [f"{one} ครู".strip() for one in expected]


def test_a_style_puts_paragraphs_into_a_list_and_a_paragraph_itself_out_of_it(tmp_path):
    lists = numbering([("decimal", "%1."), ("decimal", "%1.%2")])
    styles = (
        style("1", "heading 1", "", numbered(1)),
        style("2", "heading 2", "1", numbered(1, 1)),
    )
    body = (
        paragraph("ความปลอดภัย", styled("1"))
        + paragraph("แผน", styled("2"))
        + paragraph("ข้อความ", styled("1"), numbered(0))
        + paragraph("คุณภาพ", styled("1"))
    )
    found = in_lists(tmp_path / "a.docx", body + BODY * 3, lists, *styles)
    assert found[:4] == ["# 1. ความปลอดภัย", "## 1.1 แผน", "# ข้อความ", "# 2. คุณภาพ"]


def test_a_list_of_the_same_design_counts_on_unless_it_is_told_to_begin_anew(tmp_path):
    lists = numbering([("decimal", "%1)")]).replace(
        b"</w:numbering>",
        b'<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3">'
        b'<w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        b"</w:lvlOverride></w:num></w:numbering>",
    )
    body = "".join(paragraph("ครู", numbered(one)) for one in (1, 2, 3, 3, 9))
    found = in_lists(tmp_path / "a.docx", body, lists)
    assert found == ["1) ครู", "2) ครู", "5) ครู", "6) ครู", "ครู"]


def test_an_item_of_a_level_that_nothing_stands_over_counts_from_where_that_begins(tmp_path):
    lists = numbering([("decimal", "%1."), ("decimal", "%1.%2")])
    body = paragraph("แผน", numbered(1, 1)) + paragraph("คุณภาพ", numbered(1))
    assert in_lists(tmp_path / "a.docx", body, lists) == ["1.1 แผน", "2. คุณภาพ"]


def test_a_level_that_a_list_has_not_prints_nothing(tmp_path):
    body = paragraph("แผน", numbered(1, 3)) + paragraph("อบรม", numbered(1))
    found = in_lists(tmp_path / "a.docx", body, numbering([("decimal", "%1.")]))
    assert found == ["แผน", "1. อบรม"]


def test_a_level_may_be_that_of_the_style_a_paragraph_is_in(tmp_path):
    lists = numbering([("decimal", "%1."), ("decimal", "%1.%2")]).replace(
        b'<w:lvl w:ilvl="1">', b'<w:lvl w:ilvl="1"><w:pStyle w:val="b"/>'
    )
    of_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (style("a", "Topic", "", of_list), style("b", "Part", "", of_list))
    body = paragraph("ความปลอดภัย", styled("a")) + paragraph("แผน", styled("b"))
    found = in_lists(tmp_path / "a.docx", body, lists, *styles)
    assert found == ["1. ความปลอดภัย", "1.1 แผน"]


def test_a_list_of_a_style_has_the_levels_of_that_style(tmp_path):
    linked = b'<w:abstractNum w:abstractNumId="1">'
    lists = numbering([], [("decimal", "%1)")]).replace(
        linked, linked + b'<w:numStyleLink w:val="a"/>'
    )
    linked = linked.replace(b"1", b"2")
    lists = lists.replace(linked, linked + b'<w:styleLink w:val="a"/>')
    assert in_lists(tmp_path / "a.docx", paragraph("ครู", numbered(1)), lists) == ["1) ครู"]


def test_headings_break_lines_and_stand_in_cells_without_being_others(tmp_path):
    title = paragraph("\n\nความปลอดภัย\nของผู้เรียน", styled("1"))
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('ในตาราง', styled('1'))}</w:tc></w:tr></w:tbl>"
    body = title + cell + paragraph(" ", styled("1")) + BODY
    found, _ = lines_of(tmp_path / "a.docx", docx_in_styles(body, *STYLES))
    assert [text for _, text in found if text.strip()] == [
        "# ความปลอดภัย",
        "ของผู้เรียน",
        "ในตาราง",
        *["ดำเนินการแล้ว"] * 2,
    ]


def test_a_heading_that_its_own_signs_set_off_keeps_them(tmp_path):
    body = paragraph("[สพป.น่าน เขต 1]", styled("1")) + BODY
    found, _ = lines_of(tmp_path / "a.docx", docx_in_styles(body, *STYLES))
    assert found[0] == (1, "[สพป.น่าน เขต 1]")


def test_a_style_of_headings_says_nothing_where_answers_are_set_in_it(tmp_path):
    lines = ["ความปลอดภัย", "แต่งตั้งคณะทำงานแล้ว", "ปัญหา", "ไม่มี"]
    body = "".join(paragraph(line, styled("1")) for line in lines)
    found, _ = lines_of(tmp_path / "a.docx", docx_in_styles(body, *STYLES))
    assert [text for _, text in found] == lines
    long = "จัดอบรมครู " * 30
    body = paragraph(long, styled("1")) + BODY
    found, _ = lines_of(tmp_path / "a.docx", docx_in_styles(body, *STYLES))
    assert found[0] == (1, long)


def test_a_text_box_is_read_once_though_word_stores_it_twice(tmp_path):
    box = f"<w:txbxContent>{paragraph('ในกรอบ')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><w:t>นอกกรอบ</w:t></w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}'
        f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:p>"
    )
    found, _ = lines_of(tmp_path / "a.docx", docx(body))
    assert [text for _, text in found if text] == ["นอกกรอบ", "ในกรอบ"]


def test_a_text_box_with_nothing_in_it_breaks_no_line(tmp_path):
    box = f"<w:txbxContent>{paragraph('')}</w:txbxContent>"
    body = f"<w:p><w:r><w:t>จัดอบรม</w:t></w:r>{box}<w:r><w:t>ครู</w:t></w:r></w:p>"
    assert lines_of(tmp_path / "a.docx", docx(body)) == ([(1, "จัดอบรมครู")], [])


def test_tab_stops_are_no_tabs(tmp_path):
    stops = '<w:tabs><w:tab w:val="left" w:pos="720"/><w:tab w:val="left" w:pos="1440"/></w:tabs>'
    body = paragraph("1.\tจัดอบรม", stops) + paragraph("ไม่มี", stops)
    assert lines_of(tmp_path / "a.docx", docx(body)) == ([(1, "1.\tจัดอบรม"), (2, "ไม่มี")], [])


def test_text_outside_any_paragraph_is_none(tmp_path):
    body = "<w:r><w:t>นอก</w:t><w:tab/></w:r>" + paragraph("ใน")
    assert lines_of(tmp_path / "a.docx", docx(body)) == ([(1, "ใน")], [])


def test_a_hyphen_at_which_no_line_may_break_is_a_hyphen(tmp_path):
    body = "<w:p><w:r><w:t>O</w:t><w:noBreakHyphen/><w:t>NET</w:t></w:r></w:p>"
    assert lines_of(tmp_path / "a.docx", docx(body)) == ([(1, "O-NET")], [])


def test_a_text_pdf_is_read_through_all_pages(tmp_path):
    pages = [["สำนักงานเขตพื้นที่การศึกษา", "แผนความปลอดภัยของโรงเรียน"], ["รายงานผลการดำเนินงาน"]]
    found, codes = lines_of(tmp_path / "a.pdf", pdf(pages))
    assert codes == []
    assert [text for _, text in found if text] == [*pages[0], *pages[1]]


def test_a_browsers_pdf_says_each_letter_once_and_has_its_spaces(tmp_path):
    page = [
        "สำนักงานเขตพื้นที่การศึกษา ได้จัดทำกิจกรรม เมื่อวันที่ 26 มีนาคม 2566 ณ หอประชุม",
        "ด้านการดูแลผู้เรียน (Coding) และการนำคู่มือไปใช้",
    ]
    found, codes = lines_of(tmp_path / "a.pdf", pdf([page], as_browsers=True))
    assert ([text for _, text in found if text], codes) == (page, [])


def test_the_ring_of_a_sara_am_that_is_drawn_apart_leaves_room_for_the_rest_of_it(tmp_path):
    """Browsers draw a letter with its marks in pieces, each of which says all of it."""
    line = []
    for cluster in ("ผู้", "อำ"):
        line += [(cluster, 0, 0, 700), 500, (cluster, 300, 720, 950)]
    line += [-500, *((letter, 0, 0, 700) for letter in "นวยการสถานศึกษาทุกแห่ง")]
    found, _ = lines_of(tmp_path / "a.pdf", inked_pdf([(50, line)]))
    assert found[0][1].startswith("ผู้อำนวย")


def test_lines_begin_alike_however_much_room_their_first_letters_leave(tmp_path):
    wide, narrow = ("ก", 0, 0, 700), ("โ", 150, 0, 700)
    lines = [(85, [wide] * 60), (50, [wide] * 60), (85, [wide] * 60), (50, [wide] * 9)]
    path = tmp_path / "a.pdf"
    path.write_bytes(inked_pdf([*lines, (85, [narrow] * 20), (50, [wide] * 60)]))
    report = read_report(InputFile(path, path.name), FindingLog())
    assert [one.opens for one in report.lines] == [True, False, True, False, True, False]


@pytest.mark.parametrize("end", ["", " จากเดิม"])
def test_a_tone_that_is_told_late_is_of_the_letter_that_it_stands_over(tmp_path, end):
    line = [*"คะแนนสอบของนักเรียนเพ", "500", "ิ", "ม", "900", "่", "-400", *end]
    found, _ = lines_of(tmp_path / "a.pdf", pdf([[line]]))
    assert [text for _, text in found] == [f"คะแนนสอบของนักเรียนเพิ่ม{end}"]


def test_a_line_that_ends_with_a_hyphen_is_none_with_the_next(tmp_path):
    page = ["วิเคราะห์ผลการทดสอบระดับชาติของผู้เรียน O-", "NET ทุกโรงเรียน"]
    found, _ = lines_of(tmp_path / "a.pdf", pdf([page]))
    assert [text for _, text in found] == page


def test_heads_and_feet_of_pages_are_no_part_of_what_goes_on_over_them(tmp_path):
    pages = [
        [
            "รายงานของ สพป.ตัวอย่าง เขต 1",
            f"จัดอบรมครู{word}",
            "1.",
            "......",
            f"{word} ครั้งที่ 2",
            f"หน้า {n} จาก 5",
        ]
        for n, word in enumerate(("ภาษาไทย", "คณิต", "ปฐมวัย", "ศิลปะ", "พลศึกษา"), 1)
    ]
    found, _ = lines_of(tmp_path / "a.pdf", pdf(pages))
    inside = [line for page in pages[1:] for line in page[1:-1]]
    assert [text for _, text in found if text] == [*pages[0], *inside]
    assert found[6] == (8, "จัดอบรมครูคณิต")


def test_a_pdf_with_lost_letters_is_read_with_a_warning(tmp_path):
    line = "สำนักง\x03นเขตพื้นที่ก\x03รศึกษ\x03"
    found, codes = lines_of(tmp_path / "a.pdf", pdf([[line, "และ" + line]]))
    assert codes == ["report-garbled"]
    assert "\x03" not in found[0][1]


def test_damage_that_the_reader_mends_is_not_talked_about(tmp_path, caplog):
    content = pdf([["สำนักงานเขตพื้นที่การศึกษา"]]).replace(b"startxref\n", b"startxref\n1")
    found, codes = lines_of(tmp_path / "a.pdf", content)
    assert (found[0][1], codes, caplog.records) == ("สำนักงานเขตพื้นที่การศึกษา", [], [])


def test_letters_that_pdf_writers_take_apart_are_mended():
    assert in_place("ส านักงาน ท ำ น้ า") == "สำนักงาน ทำ น้ำ"
    assert in_place("ที\uf70a ป\uf710") == "ที่ ปั"
    assert in_place("ครัง้ ชัน้ มัน่ ทั้งนั้น ที่นี่ มีน้ำ") == "ครั้ง ชั้น มั่น ทั้งนั้น ที่นี่ มีน้ำ"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", PNG, "report-not-word"),
        ("a.docx", b"", "report-empty"),
        ("a.docx", OLD_WORD, "report-old-doc-or-password"),
        ("a.docx", docx_of_lines(TEXT)[:-60], "report-damaged"),
        ("a.docx", docx(b"<w:document"), "report-damaged"),
        ("a.docx", zipped({"xl/workbook.xml": "<workbook/>"}), "report-not-word"),
        ("a.docx", docx(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "report-damaged"),
        ("a.docx", docx(""), "report-without-text"),
        ("a.txt", PNG, "report-not-text"),
        ("a.txt", b"12 .... 34", "report-without-text"),
        ("a.txt", "แผน".encode() + b"\xff" + "แผนงาน".encode() * 9, "report-encoding-unknown"),
        ("a.pdf", pdf([[], []]), "report-scanned"),
        ("a.pdf", b"%PDF-1.7\nnothing", "report-damaged"),
        ("a.pdf", TEXT.encode(), "report-not-text"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_finding(tmp_path, name, content, code):
    assert lines_of(tmp_path / name, content) == (None, [code])


def test_a_report_longer_than_any_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "MAX_CHARACTERS", 20)
    assert lines_of(tmp_path / "a.txt", TEXT.encode()) == (None, ["report-too-large"])


def test_a_pdf_of_more_pages_than_any_report_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_reader, "_MAX_PAGES", 1)
    found = lines_of(tmp_path / "a.pdf", pdf([["สำนักงานเขตพื้นที่การศึกษา"]] * 2))
    assert found == (None, ["report-too-large"])


def test_lines_that_a_page_broke_are_known_by_the_room_behind_them(tmp_path):
    """Every letter of the made font is as wide as the next: 50 of them end at the same edge."""
    long = [letter * 50 for letter in "กขคงจ"]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[*long, "ฉ" * 10]]))
    report = read_report(InputFile(path, path.name), FindingLog())
    assert [round(line.room) for line in report.lines] == [0, 0, 0, 0, 0, 40]


def test_what_is_printed_before_paragraphs_of_a_list_has_an_end(tmp_path):
    """A crafted pattern would be printed whole before every paragraph."""
    body = paragraph("อบรมครู", numbered(1))
    (line,) = in_lists(tmp_path / "a.docx", body, numbering([("decimal", "ก" * 5_000)]))
    assert len(line) < 300 and line.endswith(" อบรมครู")
