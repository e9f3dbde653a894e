"""Workbooks put together part by part, so that tests can break one thing at a time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.intake.readers.grid import read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"

Parts = dict[str, str | bytes]


def heading_row(sheet: Worksheet) -> int:
    """The row of the headings: repeated in print, or at least the last that stays in view."""
    if sheet.print_title_rows:
        return int(str(sheet.print_title_rows).replace("$", "").split(":")[0])
    return int("".join(filter(str.isdigit, str(sheet.freeze_panes)))) - 1


def cells_only(path: Path) -> Workbook:
    """A workbook of which nothing but cells is read, which is much quicker; no file stays open."""
    return load_workbook(BytesIO(path.read_bytes()), read_only=True)


def draw_check_box(path: Path, anchor: str) -> None:
    """Draw a check box over the first sheet of a workbook that has no drawings of its own."""
    with zipfile.ZipFile(path) as archive:
        made: Parts = {name: archive.read(name) for name in archive.namelist()}
    made["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/vmlDrawing" Target="../above.vml"/></Relationships>'
    )
    made["xl/above.vml"] = (
        f'<x:ClientData ObjectType="Checkbox"><x:Anchor>{anchor}</x:Anchor></x:ClientData>'
    )
    path.write_bytes(zipped(made))


def worksheet(rows: str, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>',
    *,
    styles: str = "",
    strings: str = "",
    sheets: Mapping[str, str] | None = None,
    state: str = "visible",
    date1904: str = "0",
) -> Parts:
    """The parts of a small sound workbook: one sheet of the given rows, or the given sheets."""
    contents = sheets if sheets is not None else {"แผ่น1": worksheet(rows)}
    made: Parts = {}
    listed, links = "", ""
    for number, (name, xml) in enumerate(contents.items(), start=1):
        made[f"xl/worksheets/sheet{number}.xml"] = xml
        listed += f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        links += (
            f'<Relationship Id="rId{number}" Type="{DOCUMENT}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
    if styles:
        made["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        links += f'<Relationship Id="s" Type="{DOCUMENT}/styles" Target="/xl/styles.xml"/>'
    if strings:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
        links += (
            f'<Relationship Id="t" Type="{DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
        )
    made["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr date1904="{date1904}"/>'
        f"<sheets>{listed}</sheets></workbook>"
    )
    made["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    )
    made["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    made["[Content_Types].xml"] = f'<Types xmlns="{PACKAGE}/content-types"/>'
    return made


def zipped(made: Parts) -> bytes:
    """The same bytes at any time of day: tests are named after them, in several processes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(
    folder: Path, data: bytes, name: str = "a.xlsx"
) -> tuple[tuple[InputSheet, ...], FindingLog]:
    path = folder / name
    path.write_bytes(data)
    log = FindingLog()
    return read_file(InputFile(path, name), log), log


def said(log: FindingLog) -> list[tuple[str, str | None, str | None]]:
    return [(item.code, item.place.sheet, item.place.cell) for item in log]


def seen_at(sheet: InputSheet, row: int, column: int) -> Seen:
    """What is seen at a place, in its text and beside it."""
    cell = sheet.cell(row, column)
    return sheet.dressing.seen(row, column) | (cell.seen if cell else NOTHING)
