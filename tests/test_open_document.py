"""An .ods is read as it is seen: struck, hidden, merged, coloured and noted cells too."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from workbook_parts import read, said, seen_at

from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.intake.readers.dressing import NOTHING, Seen

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
LOOKS = {
    "struck": '<style:text-properties style:text-line-through-style="solid"/>',
    "white": '<style:text-properties fo:color="#ffffff"/>',
    "green": '<style:table-cell-properties fo:background-color="#00b050"/>',
    "crossed": '<style:table-cell-properties style:diagonal-bl-tr="0.06pt solid #000000"/>',
    "raised": '<style:text-properties style:text-position="super 58%"/>',
    "symbols": '<style:text-properties style:font-name="Wingdings 2"/>',
    "plain": '<style:text-properties style:text-line-through-style="none"/>',
}


def sheet_of(folder: Path, rows: str, *, parents: str = "") -> InputSheet:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">{look}</style:style>'
        for name, look in LOOKS.items()
    )
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}{parents}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="ผล">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = f'<m:manifest xmlns:m="{OASIS}:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    (sheet,), log = read(folder, path.read_bytes(), "a.ods")
    assert {code for code, *_ in said(log)} <= {"rows-hidden", "columns-hidden"}
    return sheet


def cell(text: str, style: str = "", more: str = "", inside: str = "") -> str:
    named = f'table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell office:value-type="string" {named} {more}>{inside}'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def number(value: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def at(sheet: InputSheet, place: int, column: int) -> InputCell:
    found = sheet.cell(place, column)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("style", "text", "seen"),
    [
        ("", "มี", NOTHING),
        ("struck", "มี", Seen.STRUCK),
        ("white", "มี", Seen.INVISIBLE),
        ("crossed", "มี", Seen.CROSSED),
        ("symbols", "P", Seen.SYMBOLS),
        ("", '<text:span text:style-name="struck">9</text:span>5', Seen.PARTLY_STRUCK),
        ("", '9<text:span text:style-name="raised">1</text:span>', Seen.SHIFTED),
        ("struck", '<text:span text:style-name="plain">9</text:span>', NOTHING),
    ],
)
def test_how_a_text_looks(tmp_path, style, text, seen):
    assert at(sheet_of(tmp_path, row(cell(text, style))), 1, 1).seen == seen


def test_a_style_has_what_its_parents_say(tmp_path):
    child = '<style:style style:name="child" style:parent-style-name="struck"/>'
    sheet = sheet_of(tmp_path, row(cell("มี", "child")), parents=child)
    assert at(sheet, 1, 1).seen == Seen.STRUCK


@pytest.mark.parametrize(
    ("value", "shown", "text", "seen"),
    [
        ("5", "5", "5", NOTHING),
        ("33", "33/40", "33/40", NOTHING),
        ("5", "5 คะแนน", "5 คะแนน", NOTHING),
        ("1", "มี", "มี", NOTHING),
        ("0.85", "85%", "85%", NOTHING),
        ("1234.5", "1,234.50", "1234.5", NOTHING),
        ("4500", "4.5", "4.5", Seen.OTHERWISE),
        ("-3", "3", "3", Seen.OTHERWISE),
        ("5", "", "5", Seen.INVISIBLE),
    ],
)
def test_a_number_is_read_as_it_is_shown(tmp_path, value, shown, text, seen):
    found = at(sheet_of(tmp_path, row(number(value, shown))), 1, 1)
    assert (found.text, found.seen) == (text, seen)


def test_a_number_that_is_shown_rounded(tmp_path):
    found = at(sheet_of(tmp_path, row(number("2.4", "2"))), 1, 1)
    assert (found.text, found.shown_number()) == ("2.4", "2")


def test_an_error_is_no_blank(tmp_path):
    error = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" '
        'office:string-value=""><text:p>#N/A</text:p></table:table-cell>'
    )
    found = at(sheet_of(tmp_path, row(cell("ก"), error)), 1, 2)
    assert (found.kind, found.text) == (CellKind.ERROR, "#N/A")


def test_merges_fills_notes_drawings_and_what_is_hidden(tmp_path):
    covered = "<table:covered-table-cell/>"
    day = "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-11-30T00:00:00</dc:date>"
    note = f"<office:annotation>{day}<text:p>ควรเป็น ไม่มี</text:p></office:annotation>"
    shape = '<draw:frame table:end-cell-address="ผล.B4"/>'
    sheet = sheet_of(
        tmp_path,
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        + row(cell("มี", more='table:number-rows-spanned="2"'), cell("ก"), cell("ข"))
        + row(covered, '<table:table-cell table:style-name="green"/>')
        + row(cell("มี", inside=note), more='table:visibility="filter"')
        + row("<table:table-cell/>", cell("ค", inside=shape))
        + row(
            '<table:table-cell table:style-name="crossed" table:number-columns-repeated="2"/>',
            cell("ง"),
        )
        + row(cell("ท้าย")),
    )
    assert Seen.COVERED in seen_at(sheet, 2, 1)
    assert sheet.dressing.fill(2, 2) == "00B050"
    assert sheet.dressing.notes[3, 1].text == "ควรเป็น ไม่มี"
    assert 3 in sheet.dressing.hidden_rows and 3 in sheet.dressing.hidden_columns
    assert Seen.DRAWN_OVER in seen_at(sheet, 4, 2)
    assert [Seen.CROSSED in seen_at(sheet, 5, column) for column in (1, 2, 3)] == [
        True,
        True,
        False,
    ]


def test_what_is_repeated_is_seen_in_each(tmp_path):
    sheet = sheet_of(
        tmp_path,
        row(
            cell("มี", "struck", 'table:number-columns-repeated="2"'),
            more='table:number-rows-repeated="2"',
        )
        + row(cell("ท้าย"))
        + row('<table:table-cell table:number-columns-repeated="16384"/>')
        + row("<table:table-cell/>", more='table:number-rows-repeated="1048571"'),
    )
    assert [found.seen for found in sheet.cells.values()] == [*[Seen.STRUCK] * 4, NOTHING]
