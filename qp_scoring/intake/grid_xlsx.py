"""Worksheets of a workbook as sheets of cells, with values as Excel stored them.

openpyxl reads an archive written here and not the user's: the worksheets and shared texts as
they are, all else reduced to what values need. So nothing that a file may hold besides (defined
names, charts, links, odd style details) can stop or burden the reader.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

from openpyxl import load_workbook

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.cells import (
    MAX_TEXT,
    Cell,
    CellKind,
    Sheet,
    is_blank,
    say_cut_texts,
)
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.grid_scan import (
    MAIN_NS,
    NumberFormats,
    Outline,
    SheetPart,
    SheetScan,
    check_strings,
    read_number_formats,
    read_outline,
    scan_sheet,
)
from qp_scoring.intake.guard import Package, RefusedError

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = 10**15
_LONGEST_PLAIN = 20  # digits; a number further from 1 is shown as 1E+30


def read_workbook(file: InputFile, package: Package, log: FindingLog) -> tuple[Sheet, ...]:
    """Read the worksheets that hold cells; a sheet that cannot be read becomes a finding.

    Raises:
        RefusedError: the workbook as a whole cannot be read.
    """
    outline = read_outline(package)
    formats = NumberFormats()
    if outline.styles_part and outline.styles_part in package:
        formats = read_number_formats(package.read(outline.styles_part))
    scans = _scan(outline, package, formats, Place(file.name), log)
    if not scans:
        return ()
    archive = _reduced_archive(outline, package, formats, scans)
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out; nothing of that is a value.
        warnings.simplefilter("ignore")
        try:
            workbook = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
        except Exception as problem:  # anything: see TECH.md, "What a damaged file raises"
            raise RefusedError("file-damaged") from problem
        sheets = []
        texts: dict[str, str] = {}
        for index, (part, scan) in enumerate(scans):
            try:
                cells = list(_cells(workbook.worksheets[index], scan, texts))
            except Exception:  # as above; the other sheets may be sound
                log.add("file-damaged", Place(file.name, part.name))
                continue
            sheet = Sheet.of(
                file.name,
                part.name,
                say_cut_texts(cells, Place(file.name, part.name), log),
                merged=tuple(scan.merged),
                hidden=part.hidden,
                hidden_rows=scan.hidden_rows,
            )
            if sheet.cells:
                _say_what_is_hidden(sheet, log)
                sheets.append(sheet)
        workbook.close()
    return tuple(sheets)


def _scan(
    outline: Outline, package: Package, formats: NumberFormats, place: Place, log: FindingLog
) -> list[tuple[SheetPart, SheetScan]]:
    """Walk every worksheet; those with cells are kept, those refused become findings."""
    percent_styles = formats.percent_styles()
    scans = []
    for part in outline.sheets:
        try:
            scan = scan_sheet(package.read(part.part), percent_styles)
        except RefusedError as problem:
            problem.record(log, str(place.file), part.name)
            continue
        if scan.last_row:
            scans.append((part, scan))
    return scans


def _reduced_archive(
    outline: Outline,
    package: Package,
    formats: NumberFormats,
    scans: list[tuple[SheetPart, SheetScan]],
) -> BytesIO:
    """An archive of the given worksheets, the shared texts and the number formats."""
    strings = None
    if outline.strings_part and outline.strings_part in package:
        strings = package.read(outline.strings_part)
        check_strings(strings)
    types = [_override("workbook.xml", "sheet.main"), _override("styles.xml", "styles")]
    links = [_relationship("styles", "styles.xml", "rStyles")]
    sheets = []
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:  # stored: it never leaves memory
        for number, (part, scan) in enumerate(scans, start=1):
            data = package.read(part.part)
            if not scan.has_dimension:
                # As Google Sheets writes it; openpyxl would read to the end in search of one.
                data = data.replace(b"<sheetData", b'<dimension ref="A1"/><sheetData', 1)
            archive.writestr(f"xl/sheet{number}.xml", data)
            types.append(_override(f"sheet{number}.xml", "worksheet"))
            links.append(_relationship("worksheet", f"sheet{number}.xml", f"r{number}"))
            sheets.append(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>')
        if strings is not None:
            archive.writestr("xl/strings.xml", strings)
            types.append(_override("strings.xml", "sharedStrings"))
        archive.writestr("xl/styles.xml", _styles_xml(formats))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN_NS}" xmlns:r="{_DOCUMENT}">'
            f'<workbookPr date1904="{int(outline.date1904)}"/>'
            f"<sheets>{''.join(sheets)}</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>',
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">{"".join(types)}</Types>',
        )
    buffer.seek(0)
    return buffer


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/xl/{name}" ContentType="{_CONTENT}.{kind}+xml"/>'


def _relationship(kind: str, target: str, identifier: str) -> str:
    return f'<Relationship Id="{identifier}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'


def _styles_xml(formats: NumberFormats) -> str:
    """A styles part with the number formats only, each style at its old index."""
    codes = formats.codes
    used = [number for number in dict.fromkeys(formats.styles) if number in codes]
    declared = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(codes[number])}/>' for number in used
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in formats.styles)
    return (
        f'<styleSheet xmlns="{MAIN_NS}"><numFmts>{declared}</numFmts><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>"
    )


def _cells(worksheet: Any, scan: SheetScan, texts: dict[str, str]) -> Iterator[Cell]:
    """The cells of a worksheet that are not blank; ``texts`` keeps cleaned texts by raw text."""
    for (row, column), formula in scan.no_value.items():
        yield Cell(row, column, CellKind.NO_VALUE, f"={formula}" if formula else "")
    worksheet.reset_dimensions()  # the stored extent may be wrong and would cut the data off
    rows = worksheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column)
    # islice asks for no row after the last: openpyxl would go on through a million blank ones.
    for row in islice(rows, scan.last_row):
        for source in row:
            if source.value is not None:
                cell = _cell(source, scan.percent, texts)
                if cell is not None:
                    yield cell


def _cell(source: Any, percent: set[tuple[int, int]], texts: dict[str, str]) -> Cell | None:
    """A cell by openpyxl as ours; None if it shows nothing."""
    row, column, value = source.row, source.column, source.value
    if isinstance(value, str):
        if source.data_type == "e":
            return Cell(row, column, CellKind.ERROR, value[:MAX_TEXT])
        # A long text shared by a million cells is cleaned, and held, once.
        text = texts.get(value)
        if text is None:
            text = _unescaped(value)
            texts[value] = text = "" if is_blank(text) else text
        return Cell(row, column, CellKind.TEXT, text) if text else None
    if isinstance(value, bool):
        return Cell(row, column, CellKind.BOOLEAN, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number_cell(row, column, value, (row, column) in percent)
    return Cell(row, column, CellKind.DATE, _iso(value))


def _unescaped(text: str) -> str:
    """Text with Excel's ``_x000D_`` read as the character meant, line ends as line feeds."""
    if "_x" in text:
        text = _ESCAPED.sub(_escaped_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _escaped_character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Half of a surrogate pair is no character: nothing could write it again.
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
        return (
            str(value.date())
            if value == datetime.combine(value, datetime.min.time())
            else value.isoformat()
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def _number_cell(row: int, column: int, value: float, percent: bool) -> Cell:
    if isinstance(value, int) and abs(value) < _EXACT and not percent:
        return Cell(row, column, CellKind.NUMBER, str(value), Decimal(value))
    try:
        digits = format(value, ".15g")
    except OverflowError:  # an integer beyond a float
        digits = "inf"
    if not math.isfinite(float(digits)):
        return Cell(row, column, CellKind.ERROR, "#NUM!")
    number = Decimal(digits) or Decimal(0)  # no negative zero
    shown = f"{shortest(number.scaleb(2))}%" if percent else shortest(number)
    return Cell(row, column, CellKind.NUMBER, shown, number, percent)


def shortest(number: Decimal) -> str:
    """A finite number in its shortest decimal form, in powers of ten only if it is very long."""
    if not number:
        return "0"
    lean = number.normalize()
    if abs(lean.adjusted()) > _LONGEST_PLAIN:
        return str(lean)
    return format(lean, "f")


def _say_what_is_hidden(sheet: Sheet, log: FindingLog) -> None:
    if sheet.hidden:
        log.add("sheet-hidden", sheet.place())
    if sheet.hidden_rows:
        log.add(
            "rows-hidden",
            sheet.place(),
            rows=_ranges(sorted(sheet.hidden_rows)),
            count=len(sheet.hidden_rows),
        )


def _ranges(numbers: list[int]) -> str:
    """Sorted whole numbers as a reader lists them: ``3, 5–8``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
