"""Worksheets of a workbook as sheets of cells, with values as Excel stored them."""

from __future__ import annotations

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import Package, RefusedError
from qp_scoring.intake.readers.cells import InputSheet, say_cut_texts
from qp_scoring.intake.readers.grid_scan import (
    SheetPart,
    SheetScan,
    read_outline,
    read_strings,
    read_styles,
    scan_sheet,
)
from qp_scoring.intake.readers.grid_values import Styles


def read_workbook(file: InputFile, package: Package, log: FindingLog) -> tuple[InputSheet, ...]:
    """Read the worksheets that hold cells; a sheet that cannot be read becomes a finding.

    Raises:
        RefusedError: the workbook as a whole cannot be read.
    """
    outline = read_outline(package)
    styles = Styles(date1904=outline.date1904)
    if outline.styles_part and outline.styles_part in package:
        styles = read_styles(package.read(outline.styles_part), outline.date1904)
    strings: list[str] = []
    if outline.strings_part and outline.strings_part in package:
        strings = read_strings(package.read(outline.strings_part))
    sheets = []
    for part in outline.sheets:
        try:
            scan = scan_sheet(package.read(part.part), strings, styles)
        except RefusedError as problem:
            problem.record(log, file.name, part.name)
            continue
        sheet = _sheet(file, part, scan, log)
        if sheet.cells and not sheet.aid:
            _say_what_is_hidden(sheet, log)
        if sheet.cells:
            sheets.append(sheet)
    return tuple(sheets)


def _sheet(file: InputFile, part: SheetPart, scan: SheetScan, log: FindingLog) -> InputSheet:
    return InputSheet.of(
        file.name,
        part.name,
        say_cut_texts(scan.cells, Place(file.name, part.name), log),
        merged=tuple(scan.merged),
        hidden=part.hidden,
        hidden_rows=scan.hidden_rows,
        aid=part.aid,
    )


def _say_what_is_hidden(sheet: InputSheet, log: FindingLog) -> None:
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
