"""Layout 4, the level matrix: a row per office, a column per indicator, levels as agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qp_scoring.documents.answers import Claim, IndicatorAnswer, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    column_name,
    heading_cells,
    indicator_code,
    named_indicator,
    repeats_heading,
    squeezed_codes,
)
from qp_scoring.intake.marks import allowed_levels, read_level, report_fault, unusable
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise

_OFFICE_COLUMNS = ("code", "office")
_CLAIMS = ("mean", "band")
AGREED = Voice()


@dataclass(frozen=True, slots=True)
class MatrixHeading:
    """The heading row of a level matrix: columns of the office, indicators and typed results."""

    row: int
    named: Mapping[str, int]
    indicators: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MatrixRows:
    """What a level matrix says, in row order, with the row each office was met in."""

    offices: tuple[tuple[Office, Place], ...]
    answers: tuple[IndicatorAnswer, ...]
    claims: tuple[Claim, ...]


def find_heading(sheet: InputSheet, rubric: Rubric) -> MatrixHeading | None:
    """The heading row of a level matrix; None where the sheet is none.

    The first row with an office column and an indicator column is it; rows above are titles.
    """
    codes = squeezed_codes(rubric.by_code)
    for row in sheet.row_numbers[:HEADING_ROWS]:
        named: dict[str, int] = {}
        indicators: dict[str, int] = {}
        for column, cell in heading_cells(sheet, row).items():
            if name := column_name(cell):
                named.setdefault(name, column)
            elif code := indicator_code(cell, codes):
                indicators.setdefault(code, column)
        if indicators and any(name in named for name in _OFFICE_COLUMNS):
            return MatrixHeading(row, named, indicators)
    return None


def read_matrix(
    sheet: InputSheet, heading: MatrixHeading, rubric: Rubric, offices: OfficeCells, log: FindingLog
) -> MatrixRows:
    """Read the rows of a level matrix; every problem is a finding at its cell."""
    _check_heading(sheet, heading, rubric, log)
    met: list[tuple[Office, Place]] = []
    answers: list[IndicatorAnswer] = []
    claims: list[Claim] = []
    for row in sheet.row_numbers:
        cells = sheet.row(row)
        if row <= heading.row or repeats_heading(sheet, row, heading.row):
            continue
        filled = any(column in cells for column in heading.indicators.values())
        office = offices.of_row(sheet, row, heading.named, filled=filled)
        if office is None:
            continue
        met.append((office, offices.place_of_row(sheet, row, heading.named)))
        for code, column in heading.indicators.items():
            answers.append(_answer(sheet, row, column, office.code, code, rubric, log))
        for what in _CLAIMS:
            cell = cells.get(heading.named.get(what, 0))
            if cell is not None and unusable(cell) is None:
                place = sheet.place(row, cell.column)
                claims.append(Claim(office.code, what, normalise(cell.text), place))
    _check_missing(sheet, heading, rubric, [office for office, _ in met], log)
    return MatrixRows(tuple(met), tuple(answers), tuple(claims))


def _answer(
    sheet: InputSheet,
    row: int,
    column: int,
    office: str,
    code: str,
    rubric: Rubric,
    log: FindingLog,
) -> IndicatorAnswer:
    cell = sheet.cell(row, column)
    said = read_level(cell, rubric)
    place = sheet.place(row, column)
    if cell is not None and said.fault:
        report_fault(said, cell, place, allowed_levels(rubric), log)
    return IndicatorAnswer(
        office, code, AGREED, said.said, place, level=said.level, reason=said.reason
    )


def _check_heading(
    sheet: InputSheet, heading: MatrixHeading, rubric: Rubric, log: FindingLog
) -> None:
    """Say which headings name no indicator of the rubric, or one that stands there already."""
    codes = squeezed_codes(rubric.by_code)
    known = ", ".join(rubric.by_code)
    taken = {*heading.indicators.values(), *heading.named.values()}
    for column, cell in sheet.row(heading.row).items():
        if column in taken:
            continue
        place = sheet.place(heading.row, column)
        if indicator_code(cell, codes):
            log.add("indicator-column-twice", place, found=cell.text)
        elif named_indicator(cell) and (cell.number is not None or "ตัวชี้วัด" in cell.text):
            log.add("indicator-column-unknown", place, found=cell.text, known=known)


def _check_missing(
    sheet: InputSheet, heading: MatrixHeading, rubric: Rubric, met: list[Office], log: FindingLog
) -> None:
    """Say which indicators have no column though they apply to an office of the sheet."""
    types = {office.type for office in met}
    missing = [
        indicator.code
        for indicator in rubric.indicators
        if indicator.code not in heading.indicators and types & set(indicator.applies_to)
    ]
    if missing:
        place = sheet.place(heading.row)
        log.add("indicator-columns-missing", place, missing=", ".join(missing))
