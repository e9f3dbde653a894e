"""Rows and texts that patterns take are those that the parser would have told."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.styles import Font
from workbook_parts import MAIN, worksheet

from qp_scoring.intake.guard import RefusedError
from qp_scoring.intake.readers.dressing import Seen
from qp_scoring.intake.readers.grid_plain import opening_at, plain_cells, plain_rows, plain_texts
from qp_scoring.intake.readers.grid_scan import SharedTexts, read_strings, scan_sheet
from qp_scoring.intake.readers.grid_values import CellStyle, Styles

STYLES = Styles.of(
    [
        CellStyle(),
        CellStyle("0%", fill="FFFF00"),
        CellStyle.of(None, Seen.STRUCK, None),
    ],
    date1904=False,
)
SHARED = SharedTexts(["ก", "", "ข"], {2: frozenset({None})})
TO_THE_PARSER = "<!---->"  # from a comment on, no pattern takes anything


def scanned(part: str | bytes) -> object:
    """What a worksheet part holds, or how it is refused."""
    data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
    try:
        scan = scan_sheet(data, SHARED, STYLES)
    except RefusedError as refusal:
        return refusal.code, refusal.cell
    return scan.cells, scan.merged, scan.hidden_rows, scan.hidden_columns, scan.fills


def parsed(rows: str) -> object:
    return scanned(worksheet(TO_THE_PARSER + rows))


texts = st.one_of(
    st.text(max_size=6).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    st.sampled_from(
        [
            "มี",
            "1",
            "-2.5",
            "1e3",
            "&#3617;&#3637;",
            "&#xE21;",
            "&amp;&quot;",
            "a\r\nb\rc",
            "]]>",
            "&#0;",
            "&#xD800;",
            "&#65535;",
            "&#9999999;",
            "&bad;",
            "a & b",
            "_x000D_",
            "\ufffe",
            "\x01",
            "TRUE",
            "#N/A",
            " ",
            "&#0065;",
        ]
    ),
)
contents = st.one_of(
    texts.map("<v>{}</v>".format),
    texts.map("<is><t>{}</t></is>".format),
    texts.map('<is><t xml:space="preserve">{}</t></is>'.format),
    st.tuples(texts, texts).map(lambda two: f"<f>{two[0]}</f><v>{two[1]}</v>"),
    texts.map("<f>{}</f>".format),
    texts.map('<f aca="false">{}</f><v/>'.format),
    texts.map("<is><r><rPr><strike/></rPr><t>{}</t></r></is>".format),
    st.sampled_from(
        [
            "",
            "<v/>",
            "<v></v>",
            "<v>1</v><v>2</v>",
            "<f/>",
            "<f></f><v>1</v>",
            "<x/>",
            "<is/>",
            "<v>1<!-- --></v>",
            "<v><![CDATA[1]]></v>",
            "<is><t/></is>",
            "<v>1</v><f>A1</f>",
        ]
    ),
)
kinds = st.sampled_from(["", "n", "s", "str", "inlineStr", "b", "e", "d", "x"])
styles = st.sampled_from(["", "0", "1", "2", "7", "x"])


@st.composite
def rows_written(draw: st.DrawFn) -> str:
    """Rows of a worksheet, most of them as programs write them."""
    written = ""
    for number in range(1, draw(st.integers(1, 3)) + 1):
        cells = ""
        for letters in "ABC":
            at = draw(st.sampled_from([str(number)] * 9 + ["7", ""]))
            ref = f' r="{letters}{at}"' if at else draw(st.sampled_from(["", ' r="B"']))
            style, kind = draw(styles), draw(kinds)
            named = ref + (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
            cells += draw(
                st.sampled_from([f"<c{named}>{draw(contents)}</c>"] * 4 + [f"<c{named}/>"])
            )
        more = draw(
            st.sampled_from(
                [
                    "",
                    ' ht="20" customHeight="1"',
                    ' hidden="1"',
                    ' spans="1:3"',
                    ' ht="0"',
                    ' r="1"',
                    ' x14ac:dyDescent="0.25"',
                    ' xmlns="x"',
                    ' s="&amp;"',
                ]
            )
        )
        odd = draw(st.sampled_from([""] * 9 + ["<!-- </row> -->", "</row><row>", "<![CDATA[]]>"]))
        written += f'<row r="{number}"{more}>{cells}{odd}</row>'
    return written


@given(rows_written())
@example('<row r="1"><c r="A1" t="str"><f>A2</f><v></v></c></row>')
@example('<row r="1"><c r="A1"><f>&bad;</f><v>1</v></c></row>')
@example('<row r="1"/><row r="2"><c r="A2"><v>1</v></c></row>')
@example('<row r="1"><c r="XFD1"><v>1</v></c></row>')
@example('<row r="100001"><c r="A100001"><f>A1</f></c></row>')
def test_rows_are_those_that_the_parser_tells(rows: str) -> None:
    assert scanned(worksheet(rows)) == parsed(rows)


@pytest.mark.parametrize(
    "part",
    [
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><!-- <sheetData><row r="1"><c r="A1"><v>1</v>'
        "</c></row></sheetData> --></x:sheetData></x:worksheet>",
        '<worksheet xmlns="other"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        "</worksheet>",
        f'<worksheet xmlns="{MAIN}"><!-- <sheetData><row r="1"><c r="A1"><v>1</v></c></row> -->'
        "<sheetData/></worksheet>",
    ],
)
def test_what_only_looks_like_rows_holds_no_cells(part: str) -> None:
    assert scanned(part) == ([], [], set(), set(), {})


def test_a_part_in_another_encoding_is_read_in_that() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>é</v></c></row>'
    part = '<?xml version="1.0" encoding="ISO-8859-1"?>' + worksheet(rows)
    assert scanned(part.encode("latin-1")) == parsed(rows)


def test_a_prefix_that_is_not_declared_is_damage() -> None:
    rows = '<row r="1" x14ac:dyDescent="0.25"><c r="A1"><v>1</v></c></row>'
    assert scanned(worksheet(rows)) == ("file-damaged", None)
    declared = worksheet(rows).replace("<worksheet ", '<worksheet xmlns:x14ac="urn:x" ', 1)
    assert scanned(declared) == parsed(rows.replace("x14ac:dyDescent", "dyDescent"))


items = st.one_of(
    texts.map("<si><t>{}</t></si>".format),
    texts.map('<si><t xml:space="preserve">{}</t></si>'.format),
    texts.map("<si><r><rPr><strike/></rPr><t>{}</t></r></si>".format),
    st.sampled_from(["<si/>", "<si><t/></si>", "<!-- <si><t>x</t></si> -->", "<si></si>", "</si>"]),
)


@given(st.lists(items, max_size=6).map("".join))
def test_shared_texts_are_those_that_the_parser_tells(written: str) -> None:
    def read(before: str) -> object:
        part = f'<sst xmlns="{MAIN}" count="1">{before}{written}</sst>'
        try:
            return read_strings(part.encode("utf-8", "surrogatepass"))
        except RefusedError as refusal:
            return refusal.code

    assert read("") == read(TO_THE_PARSER)


def by_openpyxl(target: BytesIO) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 4):
        sheet.append(["ข้อ", row, row / 3, None, True, "=A1"])
    sheet["A1"].font = Font(bold=True)
    book.save(target)


def by_xlsxwriter(target: BytesIO) -> None:
    with xlsxwriter.Workbook(target) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for row in range(3):
            sheet.write_row(row, 0, ["ข้อ", row, row / 3, "", True, "=A1"], bold)
        sheet.set_row(1, 40)


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_patterns_take_all_that_programs_usually_write(write) -> None:  # type: ignore[no-untyped-def]
    target = BytesIO()
    write(target)
    with ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        *_, row = plain_rows(sheet, opening_at(sheet, b"<sheetData>")[1], plain_cells)
        assert sheet[row.end :].startswith(b"</sheetData>")
        if "xl/sharedStrings.xml" in book.namelist():
            strings = book.read("xl/sharedStrings.xml")
            *_, (_, end) = plain_texts(strings, opening_at(strings, b"<sst ")[1])
            assert strings[end:] == b"</sst>"


def test_a_row_that_files_have_in_common_is_read_by_what_each_says_of_it() -> None:
    row = '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" t="s"><v>0</v></c></row>'
    part = worksheet(row).encode()
    struck = Styles.of(
        [CellStyle.of(None, Seen.STRUCK, None), CellStyle(fill="FF0000")], date1904=False
    )
    for texts, looks, expected in (
        (["ก"], STYLES, [("50%", Seen(0)), ("ก", Seen(0))]),
        (["ข"], struck, [("0.5", Seen(0)), ("ข", Seen.STRUCK)]),
        ([""], STYLES, [("50%", Seen(0))]),
    ):
        scan = scan_sheet(part, SharedTexts(texts), looks)
        assert [(cell.text, cell.seen) for cell in scan.cells] == expected
        assert scan.fills == {1: {1: looks.filled["1"]}}


def test_what_stands_after_a_row_in_one_file_is_not_seen_in_the_next() -> None:
    row = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    scanned(worksheet(row + TO_THE_PARSER + '<c r="C1" s="1"/>'))
    assert scanned(worksheet(row)) == parsed(row)
