"""The provincial draft: whose answers, where they stand, what is side by side, who left blank."""

from __future__ import annotations

import re
import zipfile

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator, ValidationSeverity
from reports_made import province_report

from qp_scoring import cli
from qp_scoring.evidence.docx import docx_lines
from qp_scoring.messages import text

CARE = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
PROGRESS = "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย"
PROBLEMS = "3.1.3 ปัญหาและอุปสรรคของการดำเนินงาน"
TABLE = "ปัญหา/อุปสรรค\tวิธีการ/แนวทางการแก้ไขปัญหา\tผลที่คาดว่าจะได้รับ"
FIRST = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 1"
SECOND = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต 2"
WORK = "แต่งตั้งคณะทำงานติดตามเด็กตกหล่น <จำนวน 12 คน> & บันทึกผล"


def own(name, *lines):
    return f"รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\n{name}\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("รายงาน")
    one = own(FIRST, CARE, PROGRESS, f"- {WORK}", PROBLEMS, TABLE, "1. ขาดรถ\t1. ยืมรถ\tตามเด็กพบ")
    cells = ["\t1. ขาดคน", "\t1. ขอจ้าง", "", "\t2. ขาดงบ", "\t2. ขอรับบริจาค", ""]
    two = own(SECOND, CARE, PROGRESS, "-ไม่มี-", PROBLEMS, TABLE, *cells)
    (folder / "ก.txt").write_text(one, encoding="utf-8")
    (folder / "ข.txt").write_text(two, encoding="utf-8")
    outs = []
    for name in ("หนึ่ง", "สอง"):
        out = tmp_path_factory.mktemp("ผล") / name
        assert (
            cli.main(["evidence", str(folder), "--draft", "--round", "6m", "--out", str(out)]) == 0
        )
        outs.append(out)
    return outs


def rows(out, sheet):
    book = openpyxl.load_workbook(out / "draft.xlsx")
    return [
        [cell or "" for cell in row]
        for row in book[text(f"draft-sheet-{sheet}")].iter_rows(min_row=4, values_only=True)
    ]


def lines(out):
    return [line.text for line in docx_lines((out / "draft.docx").read_bytes())]


def test_problems_remedies_and_effects_stand_side_by_side(delivered):
    found = [row[1:] for row in rows(delivered[0], "problems")]
    assert found == [
        ["สพป.น่าน เขต 1", "1. ขาดรถ", "1. ยืมรถ", "ตามเด็กพบ", "ก.txt บรรทัด 8"],
        ["สพป.น่าน เขต 2", "1. ขาดคน", "1. ขอจ้าง", "", "ข.txt บรรทัด 8–9"],
        ["สพป.น่าน เขต 2", "2. ขาดงบ", "2. ขอรับบริจาค", "", "ข.txt บรรทัด 11–12"],
    ]
    table = [line.split("\t") for line in lines(delivered[0]) if "ขาดคน" in line]
    assert table == [["สพป.น่าน เขต 2", "1. ขาดคน", "1. ขอจ้าง", "", "ข.txt บรรทัด 8–9"]]


def test_answers_are_quoted_with_their_place_and_typed_as_text(delivered):
    (answer,) = rows(delivered[0], "answers")
    assert answer[2:] == ["สพป.น่าน เขต 1", f"- {WORK}", "ตอบ", "ก.txt บรรทัด 5"]
    assert f"สพป.น่าน เขต 1\t- {WORK}\tก.txt บรรทัด 5" in lines(delivered[0])


def test_who_left_what_blank_is_said(delivered):
    ((_, part, none, blank, absent),) = rows(delivered[0], "missing")
    assert (part, none, blank, absent) == ("ความก้าวหน้า", "สพป.น่าน เขต 2", "", "")
    assert "ตอบว่าไม่มี: สพป.น่าน เขต 2" in lines(delivered[0])


def test_both_say_that_they_are_a_draft(delivered):
    book = openpyxl.load_workbook(delivered[0] / "draft.xlsx")
    assert all("ร่าง" in str(sheet["A1"].value) for sheet in book)
    with zipfile.ZipFile(delivered[0] / "draft.docx") as archive:
        header = archive.read("word/header1.xml").decode()
    assert re.search(r"<w:t[^>]*>ร่าง</w:t>", header)


def test_the_same_reports_give_the_same_bytes_and_a_valid_document(delivered):
    for name in ("draft.docx", "draft.xlsx"):
        first, second = ((out / name).read_bytes() for out in delivered)
        assert first == second
        found = OpenXmlValidator().validate(str(delivered[0] / name)).errors
        errors = [one for one in found if one.severity is ValidationSeverity.ERROR]
        # Theme, fonts and settings are Word's own defaults where a file has none.
        assert [one for one in errors if one.id != "Sem_MissingRelationshipType"] == []


def test_no_short_row_is_divided_between_pages_and_only_headings_come_again(delivered):
    with zipfile.ZipFile(delivered[0] / "draft.docx") as archive:
        document = archive.read("word/document.xml").decode()
    rows = re.findall(r"<w:tr>.*?</w:tr>", document)
    assert all("<w:cantSplit/>" in row for row in rows)
    again = [row for row in rows if "<w:tblHeader/>" in row]
    assert 0 < len(again) == document.count("<w:tbl>") < len(rows)


SURVEY, AID = "1) การสำรวจเด็กนอกระบบ", "2) การติดตามช่วยเหลือ"
SURVEYED = ["สำรวจเด็กครบทุกโรงเรียนแล้ว 120 คน", "ออกเยี่ยมบ้านแล้ว 40 หลัง"]
AIDED = ["ประชุมติดตามแล้ว 3 ครั้ง", "มอบทุนการศึกษาแล้ว 25 คน"]
FACTORS = ["1. ผู้บริหารให้ความสำคัญ", "2. ชุมชนมีส่วนร่วม"]


def drafted(folder, *lines):
    """The rows of the tables of a report's draft, each as the paragraphs of its cells."""
    (folder / "ก.txt").write_text("\n".join(lines), encoding="utf-8")
    asked = ["evidence", str(folder / "ก.txt"), "--draft", "--round", "6m"]
    assert cli.main([*asked, "--out", str(folder / "ผล")]) == 0
    with zipfile.ZipFile(folder / "ผล" / "draft.docx") as archive:
        document = archive.read("word/document.xml").decode()
    return [
        [re.findall(r"<w:p>.*?</w:p>", cell) for cell in re.findall(r"<w:tc>.*?</w:tc>", row)]
        for row in re.findall(r"<w:tr>.*?</w:tr>", document)
    ]


def typed(paragraph):
    """The lines of a paragraph."""
    return re.findall(r"<w:t [^>]*>([^<]*)</w:t>", paragraph)


def test_what_a_unit_told_is_one_row_with_every_line_of_it(tmp_path):
    told = [SURVEY, *SURVEYED, AID, *AIDED]
    lines = own(FIRST, CARE, PROGRESS, *told, "3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ", *FACTORS)
    _, progress, _, factors = drafted(tmp_path, lines)
    assert [typed(one) for one in progress[1]] == [[line] for line in told]
    assert [typed(one) for one in factors[1]] == [[line] for line in FACTORS]
    # The report stands on a line of its own, and no page or cell ends before a line's number.
    assert typed(progress[2][0]) == ["ก.txt", "บรรทัด\u00a05–10"]
    answers = rows(tmp_path / "ผล", "answers")
    assert [row[3] for row in answers][: len(told)] == told


def test_no_line_of_one_unit_stands_among_those_of_another(tmp_path):
    """Also where the last line of one looks like a heading of what the next says."""
    first, second = ["จัดอบรมครู 40 คน", "1) นิเทศติดตามผล"], ["นิเทศโรงเรียนครบทุกแห่ง"]
    lines = ["สพป.น่าน เขต 1", *first, "สพป.น่าน เขต 2", *second]
    table = drafted(tmp_path, province_report(CARE, PROGRESS, *lines))
    said = {typed(row[0][0])[0]: [typed(one) for one in row[1]] for row in table[1:]}
    assert said == {
        "สพป.น่าน เขต 1": [[line] for line in first],
        "สพป.น่าน เขต 2": [[line] for line in second],
    }


def test_rows_of_a_table_stand_as_they_do_and_quotes_say_what_heads_them(tmp_path):
    head, row = "สิ่งที่ทำ\tครั้ง\tเด็ก (คน)", "แต่งตั้งคณะทำงานติดตามเด็กตกหล่นและลงพื้นที่แล้ว\t3\t120"
    told, heads = (line.replace("\t", " | ") for line in (row, head))
    _, progress = drafted(tmp_path, own(FIRST, CARE, PROGRESS, head, row, row.replace("3", "4")))
    assert [typed(one) for one in progress[1]] == [[heads], [told], [told.replace("3", "4")]]
    (form,) = (tmp_path / "ผล" / "checklists").iterdir()
    sheet = openpyxl.load_workbook(form)[text("evidence-all-sheet")]
    quotes = {cell.value for line in sheet.iter_rows() for cell in line if cell.value}
    assert f"{told}\n(หัวตาราง: {heads})" in quotes


def test_a_form_beside_passages_says_what_their_weight_means(delivered):
    form = next((delivered[0] / "checklists").iterdir())
    sheet = openpyxl.load_workbook(form)[text("how-to-sheet")]
    said = [cell.value for (cell,) in sheet.iter_rows(max_col=1) if cell.value]
    assert "ไม่ใช่คะแนน" in next(line for line in said if line.startswith("น้ำหนัก "))
    words = [text(f"evidence-strength-{strength}") for strength in ("strong", "weak")]
    assert [[line.startswith(f"{word} = ") for line in said].count(True) for word in words] == [
        1,
        1,
    ]


def test_what_nobody_is_named_for_stands_last_and_nobody_is_no_unit(tmp_path):
    work = ["จัดเครือข่ายเฝ้าระวังแล้ว 5 แห่ง", "สพป.น่าน เขต 2 อบรมครูแล้ว 40 คน"]
    table = drafted(tmp_path, province_report(CARE, PROGRESS, *work))
    assert [typed(row[0][0]) for row in table[1:]] == [["สพป.น่าน เขต 2"], ["ไม่ระบุหน่วยงาน"]]
    said = [line.text for line in docx_lines((tmp_path / "ผล" / "draft.docx").read_bytes())]
    assert "หน่วยงานที่ตอบ: สพป.น่าน เขต 2" in said


def test_only_a_long_row_goes_on_on_the_next_page(tmp_path):
    work = [f"- อบรมครูเรื่องการติดตามเด็กแล้ว {at} คน" for at in range(1, 90)]
    drafted(tmp_path, own(FIRST, CARE, PROGRESS, *work))
    with zipfile.ZipFile(tmp_path / "ผล" / "draft.docx") as archive:
        document = archive.read("word/document.xml").decode()
    head, row = re.findall(r"<w:tr>.*?</w:tr>", document)
    assert "<w:cantSplit/>" in head
    assert "<w:cantSplit/>" not in row


def test_without_being_asked_for_there_is_no_draft(tmp_path):
    (tmp_path / "ก.txt").write_text(province_report(CARE, PROGRESS, "- ไม่มี"), encoding="utf-8")
    cli.main(["evidence", str(tmp_path / "ก.txt"), "--round", "6m", "--out", str(tmp_path / "ผล")])
    assert not list((tmp_path / "ผล").glob("draft.*"))
