"""The reader against openpyxl: on any workbook that programs write, both see the same cells."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from html import escape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.escape import unescape
from workbook_parts import Parts, parts, read, zipped

from qp_scoring.intake.readers.cells import CellKind, column_letters, is_blank

Seen = dict[str, tuple[CellKind, str | Decimal, bool]]

# Each shows a number alone: openpyxl says nothing of words that a format shows beside it.
PERCENT = ("0%", "0.0%", "0.00%;[Red]-0.00%")
FORMATS = (
    *PERCENT,
    "General",
    "0",
    "d mmm yyyy",
    "[$-41E]d mmmm yyyy",
    "d/m/yyyy h:mm",
    "hh:mm",
    "mm:ss.0",
    "[h]:mm:ss",
)
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

characters = st.one_of(
    st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
    st.sampled_from(" \t\n\u00a0\u200bก่ำ_x0D<&>\"'"),
)
texts = st.one_of(
    st.text(characters, max_size=12),
    st.sampled_from(["_x000D_", "_x0e01_", "_xD800_", "_x00", "a\r\nb", "\r", " x ", "=1", "#N/A"]),
)
# XlsxWriter escapes a \r in rich text twice.
rich_pieces = texts.filter(lambda text: text and "\r" not in text and "_x" not in text)
numbers = st.one_of(
    st.integers(-(10**17), 10**17),
    st.integers(-9, 99_999),
    st.floats(-1e300, 1e300),
    st.floats(-3, 3_000_000),
    st.decimals(-1, 1, places=15).map(float),
    st.sampled_from([0.1 + 0.2, -0.0, 59, 60, 61, 45016.999999999, 2_958_465, 2_958_466]),
)
places = st.tuples(st.integers(0, 15), st.integers(0, 30))
kinds = st.one_of(
    st.tuples(st.just("text"), texts),
    st.tuples(st.just("rich"), st.tuples(rich_pieces, rich_pieces)),
    st.tuples(st.just("number"), st.tuples(numbers, st.sampled_from(FORMATS))),
    st.tuples(st.just("boolean"), st.booleans()),
    st.tuples(
        st.just("formula"),
        st.one_of(numbers, st.booleans(), st.sampled_from(["ผ่าน", "#N/A", "#DIV/0!", None])),
    ),
    st.tuples(st.just("blank"), st.none()),
)
pages = st.dictionaries(places, kinds, min_size=1, max_size=25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oracle")


def ours(folder: Path, data: bytes) -> Seen:
    sheets, log = read(folder, data)
    assert {item.code for item in log} <= {"file-empty"}, log
    return {
        cell.address: (cell.kind, cell.text if cell.number is None else cell.number, cell.percent)
        for sheet in sheets
        for cell in sheet.cells.values()
    }


def by_openpyxl(data: bytes) -> Seen:
    """The cells of the first worksheet as openpyxl's own full reader sees them."""
    seen: Seen = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dates beyond the calendar
        values = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[0]
        formulas = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    for row in values.iter_rows():
        for cell in row:
            if cell.value is not None:
                found = expected(cell.value, cell.data_type, cell.number_format)
                if found is not None:
                    seen[cell.coordinate] = found
            elif formulas[cell.coordinate].data_type == "f":
                seen[cell.coordinate] = (
                    CellKind.NO_VALUE,
                    formulas[cell.coordinate].value,
                    False,
                )
    return seen


def expected(
    value: object, data_type: str, number_format: str
) -> tuple[CellKind, str | Decimal, bool] | None:
    match value:
        case str() if data_type == "e":
            return CellKind.ERROR, value, False
        case str():
            # openpyxl would make half a character of this one.
            text = "_xD800_".join(unescape(part) for part in value.split("_xD800_"))
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            return None if is_blank(text) else (CellKind.TEXT, text, False)
        case bool():
            return CellKind.BOOLEAN, str(value).upper(), False
        case int() | float():
            number = Decimal(format(value, ".15g"))
            return CellKind.NUMBER, number, number_format in PERCENT
        case datetime():
            text = value.replace(microsecond=0).isoformat()
            return CellKind.DATE, text.removesuffix("T00:00:00"), False
        case date() | time():
            return CellKind.DATE, value.isoformat(), False
        case timedelta():
            return CellKind.DATE, str(value), False
    raise AssertionError(value)


def by_xlsxwriter(page: dict[tuple[int, int], tuple[str, object]], **options: object) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    formats = {code: book.add_format({"num_format": code}) for code in FORMATS}
    # In constant memory, rows must come in order.
    for place, (kind, value) in sorted(page.items(), key=lambda item: item[0]):
        match kind, value:
            case "rich", (first, second):
                sheet.write_rich_string(*place, bold, first, second)
            case "number", (number, code):
                sheet.write_number(*place, number, formats[code])
            case "formula", None:
                sheet.write_formula(*place, "=A1&B2", bold, float("nan"))
            case "formula", _:
                sheet.write_formula(*place, "=A1&B2", bold, value)
            case "blank", _:
                sheet.write_blank(*place, None, bold)
            case _:
                write: Callable[..., object] = getattr(
                    sheet, {"text": "write_string"}.get(kind, f"write_{kind}")
                )
                write(*place, value)
    book.close()
    return buffer.getvalue()


@OFTEN
@given(page=pages, in_order=st.booleans(), epoch=st.booleans())
def test_workbooks_by_xlsxwriter(
    folder: Path, page: dict[tuple[int, int], tuple[str, object]], in_order: bool, epoch: bool
) -> None:
    # Of results that are no number XlsxWriter writes none that a reader could use.
    page = {place: item for place, item in page.items() if item != ("formula", None)}
    data = by_xlsxwriter(page, constant_memory=in_order, date_1904=epoch)
    found, oracle = ours(folder, data), by_openpyxl(data)
    # XlsxWriter escapes a text that looks like an escape as _x005F_, which openpyxl spoils in
    # shared texts and we do not: there, what was written is the measure.
    for (row, column), (kind, value) in page.items():
        text = "".join(value) if isinstance(value, tuple) and kind == "rich" else value
        if isinstance(text, str) and kind in ("text", "rich") and "_x" in text:
            name = f"{column_letters(column + 1)}{row + 1}"
            oracle.pop(name, None)
            if kind == "text":
                shown = found[name][1]
                assert shown == text.replace("\r\n", "\n").replace("\r", "\n")
            found.pop(name, None)
    assert found == oracle


@OFTEN
@given(page=pages, epoch=st.booleans())
def test_workbooks_by_openpyxl(
    folder: Path, page: dict[tuple[int, int], tuple[str, object]], epoch: bool
) -> None:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    for (row, column), (kind, value) in page.items():
        cell = sheet.cell(row + 1, column + 1)
        match kind, value:
            case "rich", (first, second):
                cell.value = CellRichText(first, TextBlock(InlineFont(b=True), second))
            case "number", (number, code):
                cell.value, cell.number_format = number, code
            case "formula", _:
                cell.value = "=A1&B2"  # openpyxl stores no results
            case "text", text:
                cell.value = text
                cell.data_type = "s"  # also what looks like a formula or an error
            case _:
                cell.value = value
    buffer = BytesIO()
    book.save(buffer)
    assert ours(folder, buffer.getvalue()) == by_openpyxl(buffer.getvalue())


RAW_STYLES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><fonts><font/></fonts>'
    "<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>'
)
raw_texts = texts.filter(lambda text: "x005F" not in text).map(
    lambda text: escape(text).replace("\r", "&#13;")
)
phonetic = st.sampled_from(["", '<rPh sb="0" eb="1"><t>เสียง</t></rPh><phoneticPr fontId="0"/>'])
items = st.tuples(
    st.one_of(
        raw_texts.map('<t xml:space="preserve">{}</t>'.format),
        st.lists(raw_texts.map("<r><rPr><b/></rPr><t>{}</t></r>".format), max_size=3).map("".join),
    ),
    phonetic,
).map("".join)
raw_numbers = numbers.map(lambda number: repr(number).replace("e", "E"))
formula = st.sampled_from(["", "<f>A1+B2</f>", '<f t="array" ref="A1:B2">SUM(1,2)</f>'])
stored = st.one_of(
    st.tuples(st.just("n"), raw_numbers.map("<v>{}</v>".format)),
    st.tuples(st.just("b"), st.sampled_from(["<v>0</v>", "<v>1</v>"])),
    st.tuples(st.just("e"), st.sampled_from(["<v>#N/A</v>", "<v>#REF!</v>"])),
    st.tuples(st.just("d"), st.sampled_from(["<v>2023-03-31</v>", "<v>2023-03-31T08:30:00</v>"])),
    st.tuples(st.just("str"), raw_texts.filter(bool).map("<v>{}</v>".format)),
)
raw_cells = st.one_of(
    st.tuples(formula, stored).map(lambda made: (made[1][0], made[0] + made[1][1])),
    st.tuples(st.just("inlineStr"), items.map("<is>{}</is>".format)),
    st.tuples(st.just("s"), st.integers(0, 3).map("<v>{}</v>".format)),
    st.tuples(st.just("n"), st.sampled_from(["<f>A1+B2</f>", "<f>A1+B2</f><v></v>", ""])),
)


def with_content_types(made: Parts) -> Parts:
    """openpyxl goes by the list of content types, which we do not need."""
    kinds = {
        "xl/workbook.xml": "sheet.main",
        "xl/worksheets/sheet1.xml": "worksheet",
        "xl/styles.xml": "styles",
        "xl/sharedStrings.xml": "sharedStrings",
    }
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{main}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    name = "[Content_Types].xml"
    return {**made, name: str(made[name]).replace("/>", f">{overrides}</Types>")}


@OFTEN
@given(
    rows=st.lists(
        st.lists(st.tuples(raw_cells, st.integers(0, 6), st.booleans()), max_size=6), max_size=6
    ),
    shared=st.lists(items, min_size=4, max_size=6),
    gap=st.integers(1, 9),
    addressed=st.booleans(),
    epoch=st.booleans(),
)
def test_workbooks_put_together(
    folder: Path,
    rows: list[list[tuple[tuple[str, str], int, bool]]],
    shared: list[str],
    gap: int,
    addressed: bool,
    epoch: bool,
) -> None:
    sheet = ""
    for number, row in enumerate(rows, start=gap):
        sheet += f'<row r="{number}" spans="1:9" ht="20">'
        for column, ((kind, content), style, blank_before) in enumerate(row):
            ref = f' r="{column_letters(2 * column + gap)}{number}"' if addressed else ""
            if not addressed and blank_before:
                sheet += '<c s="1"/>'
            # openpyxl's full reader, unlike Excel, has no cell in a style that is not there.
            sheet += f'<c{ref} s="{min(style, 5)}" t="{kind}">{content}</c>'
        sheet += "</row>"
    strings = "".join(f"<si>{item}</si>" for item in shared)
    made = parts(sheet, styles=RAW_STYLES, strings=strings, date1904=str(int(epoch)))
    data = zipped(with_content_types(made))
    assert ours(folder, data) == by_openpyxl(data)


def test_texts_that_look_like_escapes_come_back_as_written(folder: Path) -> None:
    page = {(0, 0): ("text", "_x000D_"), (1, 0): ("text", "a_x005F_b"), (2, 0): ("text", "x005F_")}
    found = ours(folder, by_xlsxwriter(page))
    assert [text for _, text, _ in found.values()] == ["_x000D_", "a_x005F_b", "x005F_"]
