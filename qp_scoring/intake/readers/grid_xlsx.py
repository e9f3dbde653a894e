"""Worksheets of a workbook as sheets of cells, with values as Excel stored them."""

from __future__ import annotations

import posixpath
from itertools import product

from qp_scoring.documents.own import AID_SHEETS
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import Package, RefusedError
from qp_scoring.intake.readers.cells import (
    MAX_COLUMN,
    InputSheet,
    say_cut_texts,
    say_what_is_hidden,
)
from qp_scoring.intake.readers.dressing import MAX_SPANNED, Dressing, Seen, Spans
from qp_scoring.intake.readers.grid_above import Above, AboveReader
from qp_scoring.intake.readers.grid_conditions import under_conditions
from qp_scoring.intake.readers.grid_scan import (
    SharedTexts,
    SheetPart,
    SheetScan,
    WorkbookOutline,
    read_outline,
    read_strings,
    relationships,
    relationships_part,
    scan_sheet,
)
from qp_scoring.intake.readers.grid_styles import read_styles
from qp_scoring.intake.readers.grid_values import Styles


def read_workbook(file: InputFile, package: Package, log: FindingLog) -> tuple[InputSheet, ...]:
    """Read the worksheets that hold cells; a sheet that cannot be read becomes a finding.

    Of the aids beside a form stand no cells.

    Raises:
        RefusedError: the workbook as a whole cannot be read.
    """
    outline = read_outline(package)
    styles = _styles(file, package, outline, log)
    shared = SharedTexts()
    if outline.strings_part and outline.strings_part in package:
        shared = read_strings(package.read(outline.strings_part))
    above = AboveReader(package)
    sheets = []
    for part in outline.sheets:
        if part.aid and part.name in AID_SHEETS:
            # Every form has these, and nothing is read there: all that matters is that they are.
            sheets.append(InputSheet.of(file.name, part.name, (), hidden=part.hidden, aid=True))
            continue
        try:
            data = package.read(part.part)
            scan = scan_sheet(data, shared, styles)
            scan.cells = under_conditions(scan.cells, scan.fills, data, styles.looks)
        except RefusedError as problem:
            problem.record(log, file.name, part.name)
            continue
        seen_above = _above(file, part, package, above, data, log)
        sheet = _sheet(file, part, scan, seen_above, log)
        if sheet.cells and not sheet.aid:
            say_what_is_hidden(sheet, log)
        if sheet.cells:
            sheets.append(sheet)
    return tuple(sheets)


def _styles(file: InputFile, package: Package, outline: WorkbookOutline, log: FindingLog) -> Styles:
    """The styles of a workbook; plain ones, with a finding, where they are damaged."""
    if outline.styles_part and outline.styles_part in package:
        try:
            return read_styles(package.read(outline.styles_part), outline.date1904)
        except RefusedError as problem:
            if problem.code != "file-damaged":  # crafted, and not merely broken
                raise
            log.add("styles-unseen", Place(file.name))
    return Styles(date1904=outline.date1904)


def _above(
    file: InputFile,
    part: SheetPart,
    package: Package,
    reader: AboveReader,
    data: bytes,
    log: FindingLog,
) -> Above:
    """What lies above the cells of a sheet; what is damaged there is a finding."""
    links = relationships_part(part.part)
    if links not in package:
        return Above()
    try:
        parts = relationships(package, links, posixpath.dirname(part.part)).values()
        above = reader.read(parts, data)
    except RefusedError:
        above = Above(notes_unseen=True, drawings_unseen=True)
    place = Place(file.name, part.name)
    if above.notes_unseen:
        log.add("notes-unseen", place)
    if above.drawings_unseen:
        log.add("drawings-unseen", place)
    return above


def _sheet(
    file: InputFile, part: SheetPart, scan: SheetScan, above: Above, log: FindingLog
) -> InputSheet:
    place = Place(file.name, part.name)
    last_row = scan.cells[-1].row if scan.cells else 0
    sheet = InputSheet.of(
        file.name,
        part.name,
        say_cut_texts(scan.cells, place, log),
        merged=tuple(scan.merged),
        hidden=part.hidden,
        aid=part.aid,
        dressing=Dressing(
            merged=Spans.of(scan.merged, last_row),
            drawn=Spans.of(above.drawn, last_row),
            fills=scan.fills,
            crossed=scan.crossed,
            notes=above.notes,
            marked=above.marked,
            hidden_rows=frozenset(scan.hidden_rows),
            hidden_columns=frozenset(scan.hidden_columns),
        ),
    )
    over = Spans.of(above.over, last_row)
    crossed = [at for at in sheet.cells if over.over(*at)] if above.over else []
    for places, seen in ((crossed, Seen.CROSSED), (_covered(sheet), Seen.INVISIBLE)):
        sheet = sheet.with_seen(frozenset(places), seen) if places else sheet
    return sheet


def _covered(sheet: InputSheet) -> list[tuple[int, int]]:
    """The places of cells under a merge that begins elsewhere: what they hold is not seen."""
    places: list[tuple[int, int]] = []
    last_row = sheet.row_numbers[-1] if sheet.cells else 0
    looked = 0
    for top, left, bottom, right in sheet.merged:
        rows = range(top, min(bottom, last_row) + 1)
        looked += len(rows) * min(right - left + 1, MAX_COLUMN)
        if looked > MAX_SPANNED:
            break
        under = product(rows, range(left, min(right, MAX_COLUMN) + 1))
        places += [at for at in under if at in sheet.cells and at != (top, left)]
    return places
