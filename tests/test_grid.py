from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from workbook_parts import MAIN, SHEET, parts, read, said, worksheet, zipped

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.readers import cells, grid_csv, grid_scan
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.intake.readers.dressing import Dressing, Seen
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.intake.readers.grid_formats import NumberKind, shown_number

STYLES = (
    '<numFmts count="4"><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="0&quot;%&quot;"/>'
    '<numFmt numFmtId="166" formatCode="0\\%"/>'
    '<numFmt numFmtId="167" formatCode="d mmm yyyy"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="67"/><xf numFmtId="71"/></cellXfs>'
)


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(ref: str, content: str, attributes: str = "") -> str:
    return f'<c r="{ref}" {attributes}>{content}</c>'


def only(folder: Path, rows: str, **more: str) -> InputCell:
    """The only cell of a sheet of the given rows, read without any finding."""
    sheets, log = read(folder, zipped(parts(rows, **more)))
    assert said(log) == []
    (single,) = sheets[0].cells.values()
    return single


def faults(folder: Path, rows: str, **more: str) -> list[tuple[str, str | None, str | None]]:
    """The findings of a sheet that may not be read."""
    sheets, log = read(folder, zipped(parts(rows, **more)))
    assert sheets == ()
    return said(log)


def stored(value: float) -> Decimal:
    """A number as both writers store it (16 digits), read at 15 digits."""
    return Decimal(format(float(format(value, ".16G")), ".15g"))


class TestSheet:
    def test_lookup(self) -> None:
        made = [InputCell(2, 3, CellKind.TEXT, "x"), InputCell(1, 28, CellKind.TEXT, "y")]
        hidden = Dressing(hidden_rows=frozenset({1, 9}))
        sheet = InputSheet.of("a.xlsx", "ก", made, dressing=hidden)
        assert sheet.row_numbers == (1, 2)
        assert sheet.cell(2, 3) is made[0]
        assert sheet.cell(2, 4) is None
        assert list(sheet.row(1).values()) == [made[1]]
        assert sheet.row(9) == {}
        assert sheet.hidden_rows == {1}
        assert made[1].address == "AB1"
        assert sheet.place(14, 4) == Place("a.xlsx", "ก", "D14")
        assert sheet.place(14) == Place("a.xlsx", "ก", "14:14")
        assert sheet.place() == Place("a.xlsx", "ก")

    @given(st.integers(1, 16_384))
    def test_columns(self, column: int) -> None:
        assert cells.column_letters(column) == openpyxl.utils.get_column_letter(column)


class TestValues:
    def test_everything_that_excel_can_hold(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        page = book.add_worksheet("ผล")
        bold, percent = book.add_format({"bold": True}), book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": "d mmm yyyy"})
        clock = book.add_format({"num_format": "hh:mm"})
        page.write_string("A1", "N/A")
        page.write_rich_string("B1", "ไม่", bold, "มี")
        page.write_number("C1", 0.1 + 0.2)
        page.write_number("D1", 0.855, percent)
        page.write_boolean("E1", True)
        page.write_datetime("F1", date(2023, 3, 31), day)
        page.write_datetime("G1", datetime(2023, 3, 31, 12, 30), day)
        page.write_datetime("H1", time(8, 5), clock)
        page.write_formula("I1", "=1+1", None, 2)
        page.write_formula("J1", "=NA()", None, "#N/A")
        page.write_array_formula("L1:L1", "{=SUM(1,2)}", None, 3)
        page.write_string("M1", " \n\u00a0\u200b ")
        page.write_blank("N1", None, bold)
        page.write_string("O1", "#N/A")
        page.write_string("P1", "=1+1")
        page.write_number("Q1", 1e30)
        page.write_number("R1", -0.0)
        page.write_string("S1", "a\r\nb\x0bc")
        page.merge_range("A3:C4", "รวม")
        book.close()
        log = FindingLog()
        (sheet,) = read_file(InputFile(path, "a.xlsx"), log)
        assert not len(log)
        found = {item.address: (item.kind.value, item.text) for item in sheet.cells.values()}
        assert found == {
            "A1": ("text", "N/A"),
            "B1": ("text", "ไม่มี"),
            "C1": ("number", "0.3"),
            "D1": ("number", "85.5%"),
            "E1": ("boolean", "TRUE"),
            "F1": ("date", "2023-03-31"),
            "G1": ("date", "2023-03-31T12:30:00"),
            "H1": ("date", "08:05:00"),
            "I1": ("number", "2"),
            "J1": ("error", "#N/A"),
            "L1": ("number", "3"),
            "O1": ("text", "#N/A"),
            "P1": ("text", "=1+1"),
            "Q1": ("number", "1E+30"),
            "R1": ("number", "0"),
            "S1": ("text", "a\nb\x0bc"),
            "A3": ("text", "รวม"),
        }
        assert sheet.merged == ((3, 1, 4, 3),)
        percent_cell = sheet.cell(1, 4)
        assert percent_cell is not None
        assert (percent_cell.number, percent_cell.percent) == (Decimal("0.855"), True)
        assert [item.percent for item in sheet.cells.values()].count(True) == 1

    @given(
        st.lists(
            st.one_of(
                st.integers(-(10**20), 10**20),
                st.floats(-1e300, 1e300),
                st.booleans(),
                st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=20),
            ),
            min_size=1,
            max_size=30,
        )
    )
    @settings(max_examples=40, deadline=None)
    def test_values_come_back_as_written(
        self, tmp_path_factory: pytest.TempPathFactory, written: list[object]
    ) -> None:
        buffer = BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        page = book.add_worksheet()
        for column, value in enumerate(written):
            if isinstance(value, str):
                page.write_string(1, column, value)
            elif isinstance(value, bool):
                page.write_boolean(1, column, value)
            else:
                page.write_number(1, column, value)
        book.close()
        sheets, _ = read(tmp_path_factory.mktemp("x"), buffer.getvalue())
        sheet = sheets[0] if sheets else InputSheet.of("", None, [])
        for column, value in enumerate(written, start=1):
            found = sheet.cell(2, column)
            if isinstance(value, bool):
                assert found is not None and found.text == str(value).upper()
            elif isinstance(value, str):
                if "_x" not in value:
                    assert (found.text if found else "") == ("" if cells.is_blank(value) else value)
            else:
                assert found is not None
                assert found.number == stored(value)
                assert Decimal(found.text) == found.number

    @pytest.mark.parametrize(
        ("style", "text", "percent"),
        [
            (0, "0.5", False),
            (1, "50%", True),
            (2, "50%", True),
            (6, "50%", True),  # Thai Excel's own percent format has a number and no code
            (99, "0.5", False),  # a style that is not there
        ],
    )
    def test_percent(self, tmp_path: Path, style: int, text: str, percent: bool) -> None:
        single = only(tmp_path, row(1, cell("A1", "<v>0.5</v>", f's="{style}"')), styles=STYLES)
        assert (single.text, single.percent, single.number) == (text, percent, Decimal("0.5"))

    @pytest.mark.parametrize("style", [3, 4])
    def test_a_percent_sign_that_makes_no_percentage(self, tmp_path: Path, style: int) -> None:
        single = only(tmp_path, row(1, cell("A1", "<v>0.5</v>", f's="{style}"')), styles=STYLES)
        assert (single.text, single.seen) == ("1%", Seen.OTHERWISE)

    @pytest.mark.parametrize("code", ["0%", "0.0 %", '"x"0%', "[Red]0%", "0%;-0%"])
    def test_percent_formats(self, code: str) -> None:
        assert shown_number(code, 0.5).kind is NumberKind.PERCENT

    @pytest.mark.parametrize("code", ["0", '0"%"', "0\\%", "0_%", "0*%", "[$%-41E]0", '0"%', ""])
    def test_no_percent_formats(self, code: str) -> None:
        assert shown_number(code, 0.5).kind is NumberKind.PLAIN

    @pytest.mark.parametrize(
        ("style", "epoch", "text"), [(5, 0, "2023-03-31"), (7, 0, "2023-03-31")]
    )
    def test_dates(self, tmp_path: Path, style: int, epoch: int, text: str) -> None:
        rows = row(1, cell("A1", "<v>45016</v>", f's="{style}"'))
        single = only(tmp_path, rows, styles=STYLES, date1904=str(epoch))
        assert (single.kind, single.text, single.number) == (CellKind.DATE, text, None)

    def test_dates_since_1904(self, tmp_path: Path) -> None:
        rows = row(1, cell("A1", "<v>43554</v>", 's="5"'))
        assert only(tmp_path, rows, styles=STYLES, date1904="1").text == "2023-03-31"

    def test_date_out_of_range_is_an_error_cell(self, tmp_path: Path) -> None:
        rows = row(1, cell("A1", "<v>99999999</v>", 's="5"'))
        assert only(tmp_path, rows, styles=STYLES).kind is CellKind.ERROR

    @pytest.mark.parametrize("value", ["1e999", "9" * 400, "9" * 5000, "-" + "9" * 5000])
    def test_number_out_of_range_is_an_error_cell(self, tmp_path: Path, value: str) -> None:
        single = only(tmp_path, row(1, cell("A1", f"<v>{value}</v>")))
        assert (single.kind, single.text) == (CellKind.ERROR, "#NUM!")

    @pytest.mark.parametrize(
        ("content", "attributes", "text"),
        [
            ("<f>SUM(A2:A9)</f>", "", "=SUM(A2:A9)"),
            ("<f>SUM(A2:A9)</f><v></v>", "", "=SUM(A2:A9)"),
            ("<f>A2</f>", 't="str"', "=A2"),
            ('<f t="shared" si="0"/>', "", ""),
        ],
    )
    def test_formula_without_result(
        self, tmp_path: Path, content: str, attributes: str, text: str
    ) -> None:
        single = only(tmp_path, row(7, cell("D7", content, attributes)))
        assert (single.kind, single.text, single.address) == (CellKind.NO_VALUE, text, "D7")

    def test_formula_with_an_empty_text_as_result_is_blank(self, tmp_path: Path) -> None:
        rows = row(1, cell("A1", '<f>""</f><v></v>', 't="str"'), cell("B1", "<v>1</v>"))
        assert only(tmp_path, rows).address == "B1"

    def test_rich_and_inline_text(self, tmp_path: Path) -> None:
        strings = (
            '<si><r><t>ไม่</t></r><r><t>มี</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t/></si>'
        )
        rows = row(
            1,
            cell("A1", "<v>0</v>", 't="s"'),
            cell("B1", "<v>1</v>", 't="s"'),
            cell("C1", "<is><r><t>ครบ</t></r><r><t>ถ้วน</t></r></is>", 't="inlineStr"'),
            cell("D1", "<v>_x0e01_x000D_\n_xD800_</v>", 't="str"'),
        )
        sheets, _ = read(tmp_path, zipped(parts(rows, strings=strings)))
        texts = {item.address: item.text for item in sheets[0].cells.values()}
        assert texts == {"A1": "ไม่มี", "C1": "ครบถ้วน", "D1": "กx000D_\n_xD800_"}

    def test_over_long_text_is_cut_and_said(self, tmp_path: Path) -> None:
        strings = f"<si><t>{'ก' * 40_000}</t></si>"
        rows = row(3, cell("B3", "<v>0</v>", 't="s"'), cell("C3", "<v>0</v>", 't="s"'))
        sheets, log = read(tmp_path, zipped(parts(rows, strings=strings)))
        assert {len(item.text) for item in sheets[0].cells.values()} == {32_767}
        assert said(log) == [("text-cut", "แผ่น1", "B3")]
        assert dict(next(iter(log)).values)["count"] == "2"


class TestSheets:
    def test_wrong_dimension_cuts_nothing_off(self, tmp_path: Path) -> None:
        made = parts()
        made[SHEET] = worksheet(
            row(1, cell("A1", "<v>1</v>")) + row(9, cell("H9", "<v>2</v>")),
            before='<dimension ref="A1:A1"/>',
        )
        sheets, _ = read(tmp_path, zipped(made))
        assert [item.address for item in sheets[0].cells.values()] == ["A1", "H9"]

    def test_hidden_sheet_and_rows_are_read_and_said(self, tmp_path: Path) -> None:
        hidden = "".join(
            f'<row r="{n}" hidden="1"><c r="A{n}"><v>1</v></c></row>' for n in (2, 3, 5)
        )
        rows = row(1, cell("A1", "<v>1</v>")) + hidden + '<row r="9" hidden="1"/>'
        sheets, log = read(tmp_path, zipped(parts(rows, state="veryHidden")))
        assert sheets[0].hidden
        assert sheets[0].hidden_rows == {2, 3, 5}
        assert sheets[0].row_numbers == (1, 2, 3, 5)
        assert said(log) == [("sheet-hidden", "แผ่น1", None), ("rows-hidden", "แผ่น1", None)]
        assert dict(list(log)[1].values) == {"rows": "2–3, 5", "count": "3"}

    def test_empty_sheets_and_chart_sheets_are_left_out(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        book.add_worksheet("ว่าง").write_blank("A1", None, book.add_format({"bold": True}))
        page = book.add_worksheet("ผล")
        page.write_number("B2", 1)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=ผล!$B$2:$B$2"})
        book.add_chartsheet("กราฟ").set_chart(chart)
        book.close()
        log = FindingLog()
        assert [item.name for item in read_file(InputFile(path, "a"), log)] == ["ผล"]
        assert not len(log)

    def test_no_cells_at_all(self, tmp_path: Path) -> None:
        assert faults(tmp_path, "") == [("file-empty", None, None)]
        blank = row(1, cell("A1", "<is><t> </t></is>", 't="inlineStr"'))
        assert faults(tmp_path, blank) == [("file-empty", None, None)]

    def test_rows_and_cells_without_addresses_are_counted(self, tmp_path: Path) -> None:
        rows = '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="4.0"><c><v>4</v></c></row>'
        sheets, _ = read(tmp_path, zipped(parts(rows)))
        assert [item.address for item in sheets[0].cells.values()] == ["A1", "C1", "A4"]

    def test_names_broken_or_odd_besides_the_data_do_not_matter(self, tmp_path: Path) -> None:
        made = parts(
            row(1, cell("A1", "<v>1</v>")),
            styles='<fonts><font><family val="99"/></font></fonts><cellXfs><xf/></cellXfs>',
        )
        made["docProps/core.xml"] = "<broken"
        made["xl/theme/theme1.xml"] = "<broken"
        made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(
            "</sheets>",
            '</sheets><definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">'
            "#REF!</definedName></definedNames>",
        )
        sheets, log = read(tmp_path, zipped(made))
        assert len(sheets) == 1
        assert not len(log)

    def test_other_case_and_slashes_in_part_names(self, tmp_path: Path) -> None:
        made = parts(row(1, cell("A1", "<v>0</v>", 't="s"')), strings="<si><t>ก</t></si>")
        odd = {name.replace("xl/", "XL\\"): content for name, content in made.items()}
        sheets, log = read(tmp_path, zipped(odd))
        assert not len(log)
        assert sheets[0].cells[1, 1].text == "ก"

    def test_strict_variant(self, tmp_path: Path) -> None:
        made = parts()
        strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
        made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(MAIN, strict)
        sheets, log = read(tmp_path, zipped(made))
        assert sheets == ()
        assert said(log) == [("file-strict-variant", None, None)]


class TestDamage:
    @pytest.mark.parametrize(
        "rows",
        [
            row(2, cell("A2", "<v>1</v>")) + row(1, cell("A1", "<v>1</v>")),
            row(1, cell("B1", "<v>1</v>"), cell("A1", "<v>1</v>")),
            row(1, cell("A1", "<v>1</v>"), cell("A1", "<v>2</v>")),
            row(1, cell("A2", "<v>1</v>")),
            row(1, cell("??", "<v>1</v>")),
            '<row r="x"/>',
            '<row r="1e999"/>',
            row(1, cell("A1", "<v>one</v>")),
            row(1, cell("A1", "<v>5</v>", 't="s"')),
            row(1, cell("A1", "<v>-1</v>", 't="s"')),
            row(1, cell("A1", "<v>1</v>", 's="x"')),
            row(1, cell("A1", "<v>1</v><v>2</v>")),
            row(1, cell("A1", "<v>2</v>", 't="b"') + cell("B1", "<v>x</v>", 't="b"')),
            row(1, cell("A1", "<v>soon</v>", 't="d"')),
            row(1, cell("A1", "<c><v>1</v></c>")),
            row(1, cell("A1", '<row r="2"/><v>1</v>')),
            row(1, cell("AAAA1", "<v>1</v>")),
            "<c><v>1</v></c>",
            '<c r="A0"><v>1</v></c>',
            "<row",
        ],
    )
    def test_a_damaged_sheet_costs_itself_only(self, tmp_path: Path, rows: str) -> None:
        good = worksheet(row(1, cell("A1", "<v>1</v>")))
        made = parts(sheets={"ก": worksheet(rows), "ข": good}, strings="<si><t>x</t></si>")
        sheets, log = read(tmp_path, zipped(made))
        assert [sheet.name for sheet in sheets] == ["ข"]
        assert said(log) == [("file-damaged", "ก", None)]

    def test_merged_range_that_is_none(self, tmp_path: Path) -> None:
        made = parts()
        made[SHEET] = worksheet(
            row(1, cell("A1", "<v>1</v>")), after='<mergeCells><mergeCell ref="A"/></mergeCells>'
        )
        assert said(read(tmp_path, zipped(made))[1]) == [("file-damaged", "แผ่น1", None)]

    @pytest.mark.parametrize(
        "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"]
    )
    def test_a_damaged_shared_part_costs_the_file(self, tmp_path: Path, part: str) -> None:
        made = parts(strings="<si><t>x</t></si>")
        made[part] = "<broken"
        sheets, log = read(tmp_path, zipped(made))
        assert sheets == ()
        assert said(log) == [("file-damaged", None, None)]

    def test_one_part_for_many_sheets(self, tmp_path: Path) -> None:
        made = parts()
        sheet = '<sheet name="x" sheetId="9" r:id="rId1"/>'
        made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(
            "</sheets>", sheet * 3 + "</sheets>"
        )
        assert said(read(tmp_path, zipped(made))[1]) == [("file-damaged", None, None)]

    def test_deep_nesting(self, tmp_path: Path) -> None:
        made = parts()
        made[SHEET] = worksheet(row(1, cell("A1", "<v>1</v>")), before="<a>" * 200_000)
        assert said(read(tmp_path, zipped(made))[1]) == [("file-damaged", "แผ่น1", None)]


class TestBounds:
    @pytest.mark.parametrize("ref", ["XFD1048576", "A100001", "ALM1"])
    def test_a_far_cell(self, tmp_path: Path, ref: str) -> None:
        number = "".join(filter(str.isdigit, ref))
        rows = (row(1, cell("A1", "<v>1</v>")) if number != "1" else "") + row(
            int(number), cell(ref, "<v>1</v>")
        )
        assert faults(tmp_path, rows) == [("cell-too-far", "แผ่น1", ref)]

    def test_the_last_cells_allowed(self, tmp_path: Path) -> None:
        rows = row(1, cell("ALL1", "<v>1</v>")) + row(100_000, cell("A100000", "<v>2</v>"))
        sheets, log = read(tmp_path, zipped(parts(rows)))
        assert not len(log)
        assert list(sheets[0].cells) == [(1, 1000), (100_000, 1)]

    def test_a_million_blank_rows(self, tmp_path: Path) -> None:
        blank = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(2, 1_048_577))
        start, end = worksheet("@").split("@")
        made = parts()
        first = row(1, cell("A1", "<v>1</v>")).encode()
        extent = b'<dimension ref="A1:A1048576"/><sheetData>'
        made[SHEET] = start.encode().replace(b"<sheetData>", extent) + first + blank + end.encode()
        sheets, log = read(tmp_path, zipped(made))
        assert not len(log)
        assert list(sheets[0].cells) == [(1, 1)]

    def test_too_many_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grid_scan, "MAX_CELLS", 3)
        rows = row(1, *(cell(f"{c}1", "<v>1</v>") for c in "ABCD"))
        assert faults(tmp_path, rows) == [("sheet-too-large", "แผ่น1", None)]

    def test_too_many_blank_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grid_scan, "MAX_VISITED", 3)
        rows = row(1, "<c/>" * 4)
        assert faults(tmp_path, rows) == [("sheet-too-large", "แผ่น1", None)]

    @pytest.mark.parametrize(
        "before",
        [
            f'<a b="{"x" * 2**20}"/>',
            f"<!--{'<' * (2**20 + 1)}-->",
            f"<?x {'<' * (2**20 + 1)}?>",
            f"<a>{'x' * 2**20}</a>",
        ],
    )
    def test_a_token_that_excel_never_writes(self, tmp_path: Path, before: str) -> None:
        made = parts()
        made[SHEET] = worksheet(row(1, cell("A1", "<v>1</v>")), before=before)
        assert said(read(tmp_path, zipped(made))[1]) == [("file-damaged", "แผ่น1", None)]

    def test_too_many_texts(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grid_scan, "MAX_CELLS", 3)
        rows = row(1, cell("A1", "<v>0</v>", 't="s"'))
        strings = "<si><t>x</t></si>" * 4
        assert faults(tmp_path, rows, strings=strings) == [("sheet-too-large", None, None)]

    def test_too_many_sheets(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grid_scan, "MAX_SHEETS", 1)
        made = parts(sheets={"ก": worksheet(""), "ข": worksheet("")})
        assert said(read(tmp_path, zipped(made))[1]) == [("file-damaged", None, None)]


def texts(sheet: InputSheet) -> dict[str, str]:
    assert {item.kind for item in sheet.cells.values()} == {CellKind.TEXT}
    assert {item.number for item in sheet.cells.values()} == {None}
    return {item.address: item.text for item in sheet.cells.values()}


class TestCsv:
    @pytest.mark.parametrize(
        ("codec", "said_encoding"),
        [
            ("utf-8", None),
            ("utf-8-sig", None),
            ("cp874", "cp874 (Windows Thai)"),
            ("utf-16", "UTF-16"),
        ],
    )
    def test_encodings(self, tmp_path: Path, codec: str, said_encoding: str | None) -> None:
        data = "สพท.,1\r\nฉะเชิงเทรา เขต 2,N/A\r\n".encode(codec)
        (sheet,), log = read(tmp_path, data, "a.csv")
        assert sheet.name is None
        assert texts(sheet) == {"A1": "สพท.", "B1": "1", "A2": "ฉะเชิงเทรา เขต 2", "B2": "N/A"}
        found = [(item.code, dict(item.values)["encoding"]) for item in log]
        assert found == ([("csv-encoding", said_encoding)] if said_encoding else [])

    @pytest.mark.parametrize(
        "data",
        [
            "สำนักงาน,มี\n".encode() + b"\xe0\xb8,\n",  # UTF-8 with a broken letter, not cp874
            b"\xef\xbb\xbfa,\xff\n",
            b"a,\x81\n",
            b"\xff\xfea\0,",
        ],
    )
    def test_encodings_that_are_none(self, tmp_path: Path, data: bytes) -> None:
        sheets, log = read(tmp_path, data, "a.csv")
        assert sheets == ()
        assert said(log) == [("csv-encoding-unknown", None, None)]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_separators(self, tmp_path: Path, delimiter: str) -> None:
        rows = [["สพท.", "1", "2"], ['"a, b; c | d"', "1,5", "x"], ["", "3", ""]]
        if delimiter == ",":
            rows[1][1] = "1.5"
        data = "\n".join(delimiter.join(line) for line in ["ชื่อเรื่อง", *rows])
        data = data.replace("ชื่อเรื่อง", "ช").replace("ช" + delimiter, "ช")
        (sheet,), log = read(tmp_path, ("ผล\n" + data).encode(), "a.csv")
        assert not len(log)
        assert sheet.cell(4, 1) == InputCell(4, 1, CellKind.TEXT, "a, b; c | d")
        assert sheet.cell(5, 2) == InputCell(5, 2, CellKind.TEXT, "3")
        assert sheet.cell(5, 1) is None

    def test_separator_named_in_the_first_line(self, tmp_path: Path) -> None:
        (sheet,), _ = read(tmp_path, b"sep=;\r\na,b;c\r\n", "a.csv")
        assert texts(sheet) == {"A1": "a,b", "B1": "c"}

    def test_one_column(self, tmp_path: Path) -> None:
        (sheet,), _ = read(tmp_path, b"a\n\nb\n", "a.csv")
        assert texts(sheet) == {"A1": "a", "A3": "b"}

    def test_quotes_line_ends_and_blanks(self, tmp_path: Path) -> None:
        data = b'a,"b ""c""\r\nd", \r\n\r\n=1+1,\xc2\xa0,"e"\r'
        (sheet,), log = read(tmp_path, data, "a.csv")
        assert not len(log)
        assert texts(sheet) == {"A1": "a", "B1": 'b "c"\nd', "A3": "=1+1", "C3": "e"}
        assert sheet.place(3, 3) == Place("a.csv", None, "C3")

    @pytest.mark.parametrize(
        "data", [b'a,b\n1,2\n3,"4\n5,6\n', b'a,b\n1,2\n3,"4"5\n', b"a,b\n1,2\n3," + b"x" * 140_000]
    )
    def test_quotes_that_do_not_match(self, tmp_path: Path, data: bytes) -> None:
        sheets, log = read(tmp_path, data, "a.csv")
        assert sheets == ()
        assert said(log) == [("csv-quotes", None, "A3")]
        assert dict(next(iter(log)).values) == {"line": "3"}

    def test_over_long_text(self, tmp_path: Path) -> None:
        (sheet,), log = read(tmp_path, b"a\n" + b"x" * 40_000, "a.csv")
        assert said(log) == [("text-cut", None, "A2")]
        assert len(texts(sheet)["A2"]) == 32_767

    @pytest.mark.parametrize(
        ("data", "address"), [(b"," * 1_000 + b"x", "ALM1"), (b"\n" * 100_000 + b"x", "A100001")]
    )
    def test_a_far_cell(self, tmp_path: Path, data: bytes, address: str) -> None:
        sheets, log = read(tmp_path, data, "a.csv")
        assert sheets == ()
        assert said(log) == [("cell-too-far", None, address)]

    @pytest.mark.parametrize("limit", ["MAX_CELLS", "_MAX_DELIMITERS"])
    def test_too_many_cells(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
    ) -> None:
        monkeypatch.setattr(grid_csv, limit, 2)
        sheets, log = read(tmp_path, b"a,b,c,d\n", "a.csv")
        assert sheets == ()
        assert said(log) == [("sheet-too-large", None, None)]

    def test_no_cells(self, tmp_path: Path) -> None:
        sheets, log = read(tmp_path, b" ,\r\n\r\n", "a.csv")
        assert sheets == ()
        assert said(log) == [("file-empty", None, None)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


class TestAnyBytes:
    """Whatever the bytes, findings come out and nothing is raised."""

    FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

    @staticmethod
    def survives(folder: Path, data: bytes, name: str) -> None:
        sheets, log = read(folder, data, name)
        assert sheets or log.has_errors()

    @FUZZ
    @given(data=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe"]))
    @example(data=b"", head=b"")
    def test_as_workbook_and_csv(self, folder: Path, data: bytes, head: bytes) -> None:
        self.survives(folder, head + data, "a.xlsx")
        self.survives(folder, head + data, "a.csv")

    @FUZZ
    @given(data=st.data())
    def test_a_good_workbook_with_bytes_changed_or_cut(
        self, folder: Path, data: st.DataObject
    ) -> None:
        good = bytearray(zipped(parts(self.rows(), strings="<si><t>ก</t></si>", styles=STYLES)))
        for _ in range(data.draw(st.integers(1, 5))):
            good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
        length = data.draw(st.one_of(st.just(len(good)), st.integers(0, len(good))))
        self.survives(folder, bytes(good[:length]), "a.xlsx")

    @FUZZ
    @given(data=st.data())
    def test_a_good_workbook_with_its_xml_changed(self, folder: Path, data: st.DataObject) -> None:
        made = parts(self.rows(), strings="<si><t>ก</t></si>", styles=STYLES)
        name = data.draw(st.sampled_from(sorted(made)))
        text = str(made[name])
        place = data.draw(st.integers(0, len(text)))
        taken = data.draw(st.integers(0, 12))
        put = data.draw(
            st.one_of(
                st.text(st.sampled_from("019-.eE<>/\"'= rstvfA%"), max_size=8),
                st.sampled_from([*"crvft", "row", "is", "sheet", "mergeCell"]).map("<{}>".format),
            )
        )
        made[name] = text[:place] + put + text[place + taken :]
        self.survives(folder, zipped(made), "a.xlsx")

    @staticmethod
    def rows() -> str:
        return row(
            1,
            cell("A1", "<v>0</v>", 't="s"'),
            cell("B1", "<v>45016</v>", 's="5"'),
            cell("C1", "<f>A1</f>"),
            cell("D1", "<v>1</v>", 't="b"'),
            cell("E1", "<v>#N/A</v>", 't="e"'),
            cell("F1", "<is><t>ข</t></is>", 't="inlineStr"'),
        )


def test_a_reader_that_fails_in_an_unknown_way_costs_the_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("qp_scoring.intake.readers.grid.read_workbook", fails)
    sheets, log = read(tmp_path, zipped(parts()))
    assert sheets == ()
    assert said(log) == [("file-damaged", None, None)]


def test_the_reader_agrees_with_openpyxl_on_a_plain_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    for number in range(1, 40):
        page.append([f"ข้อ {number}", number / 7, number, None, date(2023, 1, 1), number % 2 == 0])
    book.save(path)
    (sheet,) = read_file(InputFile(path, "a.xlsx"), FindingLog())
    for (line, column), found in sheet.cells.items():
        value = page.cell(line, column).value
        if found.kind is CellKind.NUMBER:
            assert found.number == stored(value)
        elif found.kind is CellKind.DATE:
            assert found.text == value.isoformat()
        else:
            assert found.text == (str(value).upper() if value in (True, False) else value)
    assert len(sheet.cells) == 39 * 5
    assert zipfile.is_zipfile(path)
