"""Tables of a PDF, by the rules that are drawn around their cells."""

from __future__ import annotations

import re

import pytest
from documents_made import docx, paragraph, ruled_pdf, table

from qp_scoring.evidence import pdf_tables
from qp_scoring.evidence.entries import entries_of
from qp_scoring.evidence.readers import read_report
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

EDGES = (50, 200, 350, 500)
LONG = "โรงเรียนทุกแห่งจัดทำแผนความปลอดภัยแล้ว"


@pytest.fixture
def entries(tmp_path, reader):
    """Of a file's bytes: its entries as number, column and text."""

    def read(content, name="a.pdf"):
        path = tmp_path / name
        path.write_bytes(content)
        report = read_report(InputFile(path, path.name), FindingLog())
        found = entries_of(report.lines, reader.matcher.words.first)
        return [(one.number, one.column, one.text) for one in found]

    return read


def test_a_row_is_its_cells_whatever_lines_they_are_broken_into(entries):
    rows = [
        ("หน่วยงาน", "สิ่งที่ทำ", "ปัญหา"),
        ("สพม.น่าน", "จัดอบรมครูและผู้บริหาร\nสถานศึกษาทุกแห่ง", "งบไม่พอ\nครูย้าย"),
        ("สพป.น่าน เขต 1", "", "ไม่มี"),
    ]
    page = [LONG, *rows, "ข้อเสนอแนะ"]
    assert entries(ruled_pdf([page], EDGES)) == [
        (1, 0, LONG),
        (2, 0, "หน่วยงาน"),
        (2, 1, "สิ่งที่ทำ"),
        (2, 2, "ปัญหา"),
        (5, 0, "สพม.น่าน"),
        (5, 1, "จัดอบรมครูและผู้บริหารสถานศึกษาทุกแห่ง"),
        (5, 2, "งบไม่พอ ครูย้าย"),
        (10, 0, "สพป.น่าน เขต 1"),
        (10, 2, "ไม่มี"),
        (12, 0, "ข้อเสนอแนะ"),
    ]


def test_a_table_says_the_same_in_a_pdf_and_in_word(entries):
    rows = [("ปัญหา", "วิธีแก้ไข", ""), ("1. งบไม่พอ", "1. ระดมทุน", "ระดมแล้ว"), ("2.", "2.", "")]
    of_pdf = entries(ruled_pdf([[LONG, *rows]], EDGES))
    of_word = entries(docx(paragraph(LONG) + table(rows)), "a.docx")
    assert [one[1:] for one in of_pdf] == [one[1:] for one in of_word]


def test_a_row_that_a_page_breaks_is_one_and_one_that_begins_there_another(entries):
    first = ("สพม.น่าน", "จัดอบรมครูและผู้บริหาร", "งบไม่พอ")
    for following, cells in (
        (("", "สถานศึกษาทุกแห่ง", ""), ["สพม.น่าน", "จัดอบรมครูและผู้บริหารสถานศึกษาทุกแห่ง", "งบไม่พอ"]),
        (("สพป.น่าน เขต 1", "ประชุม", "ไม่มี"), [*first, "สพป.น่าน เขต 1", "ประชุม", "ไม่มี"]),
        (("", "- ประชุม", ""), [*first, "- ประชุม"]),
    ):
        found = entries(ruled_pdf([[LONG, first], [following, LONG]], EDGES))
        assert [text for _, _, text in found] == [LONG, *cells, LONG]


def test_rows_of_one_line_stay_apart_where_cells_are_as_wide_as_their_texts(entries):
    edges = (50, 116, 182)
    rows = [("กกกกกกกกกก", "ขขขขขขขขขข"), ("คคคคคคคคคค", "งงงงงงงงงง")]
    found = entries(ruled_pdf([[LONG, rows[0]], [rows[1], LONG]], edges))
    assert [text for _, _, text in found] == [LONG, *rows[0], *rows[1], LONG]


def test_a_frame_around_a_text_is_no_table(entries):
    found = entries(ruled_pdf([[(f"{LONG}\nในสังกัดทุกแห่ง",), "จบ"]], (50, 500)))
    assert [text for _, _, text in found][-1] == "จบ"
    assert {column for _, column, _ in found} == {0}


@pytest.mark.parametrize(("bound", "most"), [("_MOST_PLACES", 7), ("_MOST_RULES", 3)])
def test_squared_paper_is_no_table(entries, monkeypatch, bound, most):
    """So many rules, or places between them, are no cells, and would take a page's time each."""
    rows = [("สพม.น่าน", "จัดอบรมครูและผู้บริหาร\nสถานศึกษาทุกแห่ง", "งบไม่พอ\nครูย้าย")] * 2
    content = ruled_pdf([[LONG, *rows]], EDGES)
    whole = "จัดอบรมครูและผู้บริหารสถานศึกษาทุกแห่ง"
    assert whole in [text for _, _, text in entries(content)]
    monkeypatch.setattr(pdf_tables, bound, most)
    assert whole not in [text for _, _, text in entries(content)]


def test_lines_that_are_only_drawn_across_are_no_table(entries):
    content = ruled_pdf([[LONG, ("จัดอบรมครู",)]], (50, 500))
    upright = re.compile(rb"\d+ \d+ 0\.5 \d+ re f")
    found = entries(upright.sub(lambda one: b" " * len(one[0]), content))
    assert [text for _, _, text in found] == [LONG, "จัดอบรมครู"]
