"""Rows of tables inside answers: one row is one text, its cells apart and none left out."""

from __future__ import annotations

import pytest
from documents_made import docx, paragraph, ruled_pdf, table

from qp_scoring.evidence.read import read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

OFFICE = "รายงานผลการดำเนินงาน สพป.พะเยา เขต 1 ปีงบประมาณ พ.ศ. 2566"
TOPIC = "2.9 การขับเคลื่อนโครงการโรงเรียนคุณภาพ"
PROGRESS = "2.9.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย"
PROBLEMS = "2.9.3 ปัญหาและอุปสรรคของการดำเนินงาน"
HEAD = ("โรงเรียนคุณภาพ", "เครือข่าย (โรง)", "มาเรียนร่วม (คน)", "สิ่งที่ใช้ร่วม")
ROWS = (
    ("แห่งที่ 1 บ้านต๊ำ", "5", "74", "คอม 40 เครื่อง รถตู้ 1 คัน"),
    ("แห่งที่ 2 บ้านปง", "12", "9", "ห้องวิทย์"),
    ("แห่งที่ 3 บ้านใหม่", "3", "-", "อยู่ระหว่างปรับปรุงอาคาร"),
)
TOLD = [" | ".join(row) for row in (HEAD, *ROWS)]
EDGES = (20, 130, 240, 350, 590)
BEFORE = (OFFICE, TOPIC, PROGRESS)


@pytest.fixture
def read(tmp_path, reader):
    def one(content, name="a.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (record,) = read_reports([InputFile(path, path.name)], reader, FindingLog())
        return record

    return one


def lines(before, rows, between="\t", around=""):
    return "\n".join((*before, *(around + between.join(row) + around for row in rows)))


def written(report, part="progress"):
    return [
        one.cells for section in report.sections for one in section.answers if section.part == part
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", lines(BEFORE, (HEAD, *ROWS))),
        ("b.txt", lines(BEFORE, (HEAD, *ROWS), "|", "|")),
        ("c.md", lines(BEFORE, (HEAD, *ROWS), " | ")),
        ("d.docx", docx("".join(map(paragraph, BEFORE)) + table((HEAD, *ROWS)))),
        ("e.pdf", ruled_pdf([[*BEFORE, HEAD, *ROWS]], EDGES)),
    ],
)
def test_a_row_is_one_answer_with_all_its_cells(read, name, content):
    assert written(read(content, name)) == [(row,) for row in TOLD]


def heads_of(report):
    """What heads the cells of each row, by its text."""
    return {one.cells[0]: one.heads for section in report.sections for one in section.answers}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", lines(BEFORE, (HEAD, *ROWS))),
        ("b.txt", lines(BEFORE, (HEAD, *ROWS), "|", "|")),
        ("c.md", lines(BEFORE, (HEAD, ("---",) * 4, *ROWS), "|", "|")),
        ("d.docx", docx("".join(map(paragraph, BEFORE)) + table((HEAD, *ROWS)))),
        ("e.pdf", ruled_pdf([[*BEFORE, HEAD, *ROWS]], EDGES)),
    ],
)
def test_a_row_of_figures_says_what_its_columns_are_headed_by(read, name, content):
    assert heads_of(read(content, name)) == {TOLD[0]: (), **dict.fromkeys(TOLD[1:], HEAD)}


def test_a_passage_says_it_too_and_is_told_in_the_same_words(read):
    head = ("สิ่งที่ทำ", "ปี 2565", "คำสั่ง")
    row = ("แต่งตั้งคณะกรรมการโรงเรียนคุณภาพ", "9", "คำสั่งที่ 12/2566 ลงวันที่ 5 มกราคม 2566")
    found = read(lines(BEFORE, (head, row))).passages
    assert {(one.quote, one.heads) for one in found} == {(" | ".join(row), head)}


@pytest.mark.parametrize(
    ("table", "told", "heads"),
    [
        # Of a row told in part the heads of that part.
        (("สังกัด", "หลุด", "พบ"), ("สพป.พะเยา เขต 1", "38", "35"), ("หลุด", "พบ")),
        # A first row of figures heads nothing, nor does one with other columns.
        (("อบรมครู", "40 คน", "2 วัน"), ("อบรมผู้บริหาร", "12", "3"), ()),
        (("กิจกรรม", "จำนวน"), ("อบรมผู้บริหาร", "12", "3"), ()),
        # Nor one that may be a row of what the others tell.
        (("โรงเรียนบ้านต๊ำ", "ไม่มีข้อมูล"), ("โรงเรียนบ้านปง", "12"), ()),
        (("บ้านปง", "ป.1"), ("บ้านต๊ำ", "12"), ()),
        # A row without figures says itself what it tells.
        (("กิจกรรม", "ผล"), ("อบรมผู้บริหาร", "ดำเนินการแล้ว"), ()),
    ],
)
def test_heads_are_said_only_where_they_are_known(read, table, told, heads):
    found = heads_of(read(lines(BEFORE, (table, told))))
    cells = told if not heads or len(heads) == len(told) else told[-len(heads) :]
    assert found[" | ".join(cells)] == heads


def test_a_table_right_below_another_has_heads_of_its_own(read):
    first, second = ("โรงเรียน", "ครู (คน)"), ("ห้องเรียน", "นักเรียน (คน)")
    rows = [first, ("บ้านปง อบรมครู", "12"), second, ("ห้องเรียนคุณภาพ", "40")]
    found = heads_of(read(lines(BEFORE, rows)))
    assert found["บ้านปง อบรมครู | 12"] == first
    assert found["ห้องเรียนคุณภาพ | 40"] == second


@pytest.mark.parametrize(
    "row",
    [
        ("จำนวนครูที่ขาด", "ไม่มี", "ครบ"),
        ("รายการออมทรัพย์", "ครบ", "-"),
        ("รวม", "-", "ไม่มี"),
        ("บ้านต๊ำ เปิดบัญชี", "ดี", "มาก"),
    ],
)
def test_a_row_without_figures_takes_no_heads_from_the_rows_below_it(read, row):
    head = ("กิจกรรม", "ปี 2565", "ปี 2566")
    rows = [head, ("บ้านปง อบรมครู", "12", "14"), row, ("บ้านถ้ำ อบรมครู", "9", "11")]
    assert heads_of(read(lines(BEFORE, rows)))["บ้านถ้ำ อบรมครู | 9 | 11"] == head


@pytest.mark.parametrize(
    "row", [("จำนวนครูที่ขาด", "ไม่มี"), ("งบประมาณ", "เพียงพอ"), ("รวม", "น้อย"), ("กิจกรรม", "ครบ")]
)
def test_a_first_row_that_tells_something_heads_nothing(read, row):
    told = heads_of(read(lines(BEFORE, [row, ("จำนวนครูที่อบรมแล้ว", "30")])))
    assert told["จำนวนครูที่อบรมแล้ว | 30"] == ()


def test_of_two_tables_that_may_touch_no_row_has_heads_of_the_other(read):
    rows = [("โรงเรียน", "ครู (คน)"), ("บ้านปง อบรมครู", "12"), ("ชั้นเรียน", "จำนวนเด็กที่ออม")]
    assert heads_of(read(lines(BEFORE, [*rows, ("ห้องเรียนคุณภาพ", "40")])))["ห้องเรียนคุณภาพ | 40"] == ()


@pytest.mark.parametrize("led", ["", "ประเภท"])
@pytest.mark.parametrize("over", ["", "นักเรียน"])
def test_heads_in_two_rows_are_said_together(read, led, over):
    heads = [("ประเภท", "นักเรียน", over, "ครั้ง"), (led, "ชาย", "หญิง", "")]
    told = heads_of(read(lines(BEFORE, [*heads, ("ออมวันละบาท", "12", "14", "3")])))
    assert told["ออมวันละบาท | 12 | 14 | 3"] == ("ประเภท", "นักเรียน ชาย", "นักเรียน หญิง", "ครั้ง")


def test_a_row_in_a_table_behind_a_margin_is_no_second_row_of_heads(read):
    rows = [("", "กิจกรรม", "จำนวน"), ("", "ตั้งธนาคาร", "มาก"), ("", "บ้านปง อบรมครู", "12")]
    assert heads_of(read(lines(BEFORE, rows)))["บ้านปง อบรมครู | 12"] == ("กิจกรรม", "จำนวน")


def test_a_row_is_quoted_whole_and_no_unit_is_taken_from_another_cell(read):
    head = ("แต่งตั้งคณะกรรมการ", "ครั้ง", "คำสั่งและการประชุม")
    row = ("คณะกรรมการโรงเรียนคุณภาพ", "74", "ห้องประชุมเขต แต่งตั้งโดยคำสั่งที่ 12/2566 ประชุมแล้ว 3 ครั้ง")
    quoted = {
        passage.quote: [(one.value, one.unit) for one in passage.quantities]
        for passage in read(lines(BEFORE, (head, row))).passages
    }
    assert quoted == {" | ".join(row): [("3", "ครั้ง")]}  # what heads the columns proves nothing


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("จมน้ำ", "๑", "๒", "๓"), "จมน้ำ | ๑ | ๒ | ๓"),
        (("จมน้ำ", *"102003010041"), "จมน้ำ | " + " | ".join("102003010041")),  # twelve months
        (("120", "โรงเรียนที่ร่วม", "98.5 %"), "120 | โรงเรียนที่ร่วม | 98.5 %"),
        (("2", "ช่วยพ่อแม่เก็บขิง", "ทุน 3,000 บาท"), "2 | ช่วยพ่อแม่เก็บขิง | ทุน 3,000 บาท"),
        (("1.", "อบรมครู", "41 คน"), "1. อบรมครู | 41 คน"),  # the mark of an entry
        (("อบรมครู", "............", "ทุกแห่ง"), "อบรมครู | ทุกแห่ง"),  # left blank
    ],
)
def test_no_figure_is_dropped_or_joined(read, row, told):
    assert written(read(lines(BEFORE, (row,)))) == [(told,)]


def test_a_row_goes_on_with_nothing_above_it(read):
    rows = (("คณะกรรมการประกอบด้วย", "9 คน"), ("ที่ประชุมและ", "4 ครั้ง"))
    assert written(read(lines((*BEFORE, "จัดตั้งดังนี้ ได้แก่"), rows))) == [
        ("จัดตั้งดังนี้ ได้แก่",),
        ("คณะกรรมการประกอบด้วย | 9 คน",),
        ("ที่ประชุมและ | 4 ครั้ง",),
    ]


def test_figures_of_a_problem_stand_with_their_cell_and_shift_no_remedy(read):
    before = (OFFICE, TOPIC, PROBLEMS)
    rows = (("ปัญหา", "จำนวน", "แนวทางแก้ไข"), ("ขาดครูคอมพิวเตอร์", "12", "ขอจัดสรรอัตรา"))
    found = written(read(lines(before, rows)), "problems")
    assert found[-1] == ("ขาดครูคอมพิวเตอร์", "12 | ขอจัดสรรอัตรา")


def test_a_long_row_is_cut_between_its_cells(read):
    works = ("แต่งตั้งคณะกรรมการโรงเรียนคุณภาพ", "ประชุมคณะกรรมการโรงเรียนคุณภาพ", "นิเทศโรงเรียนคุณภาพ")
    long = "ทั้งนี้ ดำเนินการร่วมกับเครือข่ายและชุมชนในพื้นที่" * 2
    cells = tuple(f"{work} ตามคำสั่งที่ {at}/2566 {long} 41 คน" for at, work in enumerate(works, 1))
    quotes = {one.quote for one in read(lines(BEFORE, (cells,))).passages}
    assert quotes
    assert quotes <= {" | ".join(cells[:2]), cells[2]}
