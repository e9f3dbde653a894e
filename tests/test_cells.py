from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qp_scoring.paper import frames
from qp_scoring.paper.cells import Book, CellError, Style, clean, figures, file_stem
from qp_scoring.paper.page import PORTRAIT

INJECTIONS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.invalid","x")',
    "=cmd|' /C calc'!A0",
    "#N/A",
    "#REF!",
    "http://example.invalid/a?b=1&c=2",
    "mailto:a@example.invalid",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "'x",
    "\t=1+1",
    "a\tb",
    "1",
    "1e5",
    "TRUE",
    "2023-01-01",
    "{=1}",
    "<r><t>markup</t></r>",
    "<r>",
    '<b>x</b> & "y"',
    "_x0041_",
    "_x005F_x0041_",
    " ขอบ ",
    "ก\nข",
    "&P &N",
)


def write(path: Path, *texts: str, quoted: bool = True) -> None:
    with Book(path, "ทดสอบ", "qp 0") as book:
        sheet = book.sheet("แผ่น", [20.0])
        for row, text in enumerate(texts):
            sheet.text(row, 0, text, Style(), quoted=quoted)


def read(path: Path) -> list[object]:
    return [row[0].value for row in load_workbook(path)["แผ่น"].iter_rows()]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("quoted", [True, False])
def test_every_text_stays_the_text_it_was(tmp_path: Path, text: str, quoted: bool) -> None:
    write(tmp_path / "a.xlsx", text, quoted=quoted)
    cell = load_workbook(tmp_path / "a.xlsx")["แผ่น"]["A1"]
    # openpyxl shows the escape of a literal _xHHHH_ as it is stored.
    assert str(cell.value).replace("_x005F_", "_") == text.replace("_x005F_", "_")
    # A shared string is text whatever it looks like; openpyxl guesses "f" and "e" from looks.
    sheet = parts(tmp_path / "a.xlsx")["xl/worksheets/sheet1.xml"]
    assert b't="s"' in sheet
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_a_literal_escape_is_not_read_as_a_character(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "_x0041_")
    assert b"<t>_x005F_x0041_</t>" in parts(tmp_path / "a.xlsx")["xl/sharedStrings.xml"]


def test_text_that_looks_like_the_writers_own_markup_is_escaped(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "<r><t>x</t></r>")
    strings = parts(tmp_path / "a.xlsx")["xl/sharedStrings.xml"]
    assert b"&lt;" in strings
    assert b"<r><t>x</t></r>" not in strings


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a"])
def test_text_from_inputs_like_a_formula_carries_the_quote_prefix(
    tmp_path: Path, text: str
) -> None:
    write(tmp_path / "a.xlsx", text)
    assert load_workbook(tmp_path / "a.xlsx")["แผ่น"]["A1"].quotePrefix


def test_the_programs_own_dash_carries_none(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "-", quoted=False)
    assert not load_workbook(tmp_path / "a.xlsx")["แผ่น"]["A1"].quotePrefix


def test_control_characters_go_and_line_breaks_become_line_feeds(tmp_path: Path) -> None:
    assert clean("ก\x00ข\x08\x1f\x7f\ud800\uffff") == "กข"
    assert clean("a\r\nb\rc\x0bd\u2028e") == "a\nb\nc\nd\ne"
    write(tmp_path / "a.xlsx", "ก\x02ข", "\x01")
    assert read(tmp_path / "a.xlsx")[:1] == ["กข"]
    assert b"_x00" not in parts(tmp_path / "a.xlsx")["xl/sharedStrings.xml"]


def test_text_longer_than_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(CellError):
        write(tmp_path / "a.xlsx", "ก" * 32_768)
    assert not (tmp_path / "a.xlsx").exists()


def test_figures_are_numbers_that_can_be_sorted(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book:
        book.sheet("แผ่น", [20.0]).number(0, 0, Decimal("2.42"), Style(number="0.00"))
    cell = load_workbook(tmp_path / "a.xlsx")["แผ่น"]["A1"]
    assert (cell.value, cell.data_type, cell.number_format) == (2.42, "n", "0.00")


def test_a_merged_range_is_bordered_on_every_cell(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book:
        book.sheet("แผ่น", [20.0, 20.0, 20.0]).merged(0, (0, 2), "=กว้าง", Style(), quoted=True)
    sheet = load_workbook(tmp_path / "a.xlsx")["แผ่น"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A1"].value == "=กว้าง"
    ((*cells,),) = load_workbook(tmp_path / "a.xlsx", read_only=True)["แผ่น"].iter_rows()
    assert [cell.border.bottom.style for cell in cells] == ["thin"] * 3


def test_parts_of_a_rich_text_are_cleaned_and_joined(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book:
        sheet = book.sheet("แผ่น", [20.0])
        bold = Style(bold=True)
        sheet.rich(0, 0, [("ตัวชี้วัดที่ 1", bold), ("\nเรื่อง\x02 <ก>", Style())], Style())
        sheet.rich(1, 0, [("เดี่ยว", bold), ("", Style())], Style())
    assert read(tmp_path / "a.xlsx") == ["ตัวชี้วัดที่ 1\nเรื่อง <ก>", "เดี่ยว"]


def test_a_printed_row_without_a_height_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(CellError, match="height"),
        Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book,
    ):
        sheet = book.sheet("แผ่น", [20.0])
        sheet.height(0, 20)
        sheet.print_setup(PORTRAIT, 1, 0, "")


def test_two_runs_give_the_same_bytes_without_names_or_times(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write(tmp_path / name, *INJECTIONS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    properties = load_workbook(tmp_path / "a.xlsx").properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == frames._CREATED


def test_a_folder_that_is_missing_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        write(tmp_path / "ไม่มี" / "a.xlsx", "ก")


def test_thai_digits_leave_names_alone() -> None:
    thai = figures("ตัวชี้วัดที่ 10 (6a X1) ได้ 2.42 จาก 12", "thai")
    assert thai == "ตัวชี้วัดที่ ๑๐ (6a X1) ได้ ๒.๔๒ จาก ๑๒"
    assert figures("10", "arabic") == "10"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("2402 สพป.ฉะเชิงเทรา เขต 2", "2402 สพป.ฉะเชิงเทรา เขต 2"),
        ('1/2\\3:4*5?6"7<8>9|0', "1-2-3-4-5-6-7-8-9-0"),
        ("../../etc", "-..-etc"),
        ("ท้ายจุด. . ", "ท้ายจุด"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1 .a", "_com1 .a"),
        ("CONTEXT", "CONTEXT"),
        ("ก\x00ข\n\tค\u202e", "กข ค"),
    ],
)
def test_file_names_are_safe_on_windows(given: str, safe: str) -> None:
    assert file_stem(given) == safe


@pytest.mark.parametrize("given", ["", " . ", "\x00"])
def test_a_name_of_nothing_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        file_stem(given)
