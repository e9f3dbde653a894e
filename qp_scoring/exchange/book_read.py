"""A rubric workbook as rows of texts: sheets by name, columns by heading, in any order.

Strict, because what is not recognised would be lost: every sheet and column must be there, and a
cell outside the known columns is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qp_scoring.exchange.read import BookRow, ReadSheet, examples_of, rubric_of
from qp_scoring.exchange.sheets import (
    EXAMPLE_SHEETS,
    KEY,
    SETTINGS,
    SETTINGS_NAME,
    SHEETS,
    VALUE,
    headings,
)
from qp_scoring.findings import FindingLog, Place, clean_name
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet, address
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.messages import text
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise

_ROWS_ABOVE = 20  # the headings stand under a title and explanations, no deeper than this
_NO_TEXT = (CellKind.DATE, CellKind.ERROR, CellKind.NO_VALUE)


def setting_headings() -> dict[str, str]:
    """The headings of the sheet of settings by column."""
    return {key: text(f"xlsx-{key}") for key in (KEY, "label", VALUE, "hint")}


def read_rubric_book(
    path: Path, log: FindingLog
) -> tuple[Rubric, dict[str, RubricFile] | None] | None:
    """The rubric of a workbook; None where it is unusable, with every fault recorded.

    With it come its worked examples by the names of their files: None where the workbook is of an
    earlier program, which wrote no sheets for them.
    """
    file = InputFile(path, clean_name(path.name))
    given = {normalise(sheet.name or ""): sheet for sheet in read_file(file, log)}
    if log.has_errors():
        return None
    wanted = {SETTINGS: (SETTINGS_NAME, setting_headings())}
    wanted |= {form.id: (form.name, headings(form)) for form in SHEETS}
    if not any(name in given for name, _ in wanted.values()):
        log.add("rubric-book-unlike", Place(file.name))
        return None
    examples = {form.id: (form.name, headings(form)) for form in EXAMPLE_SHEETS}
    has_examples = any(name in given for name, _ in examples.values())
    wanted |= examples if has_examples else {}
    found: dict[str, ReadSheet] = {}
    for sheet_id, (name, columns) in wanted.items():
        sheet = given.pop(name, None)
        if sheet is None:
            log.add("rubric-sheet-missing", Place(file.name), sheet=name)
        elif placed := _heading_row(sheet, columns, log):
            _check_merges(sheet, placed[0], log)
            above = [
                normalise(cell.text)
                for number in sheet.row_numbers
                if number < placed[0]
                for cell in sheet.row(number).values()
            ]
            rows = tuple(_rows(sheet, *placed, log))
            found[sheet_id] = ReadSheet(sheet.place(), rows, above)
    for sheet in given.values():
        if not sheet.aid:
            log.add("rubric-sheet-unknown", sheet.place())
    # What hangs on a sheet or column that is missing cannot be judged.
    if len(found) < len(wanted):
        return None
    read = examples_of(found, log) if has_examples else None
    rubric = rubric_of(found, log)
    return None if rubric is None else (rubric, read)


def _check_merges(sheet: InputSheet, top: int, log: FindingLog) -> None:
    """Record every range of merged cells from the headings on: only its first cell has a text."""
    for first_row, first, last_row, last in sheet.merged:
        if last_row >= top:
            around = f"{address(first_row, first)}:{address(last_row, last)}"
            log.add("rubric-cells-merged", Place(sheet.file, sheet.name, around))


def _rows(
    sheet: InputSheet, top: int, placed: Mapping[int, str], log: FindingLog
) -> Iterator[BookRow]:
    """The rows below the headings; a fault for every cell that has no place in a row."""
    for number in sheet.row_numbers:
        if number <= top:
            continue
        texts: dict[str, str] = {}
        for column, cell in sheet.row(number).items():
            place = sheet.place(number, column)
            if column not in placed:
                log.add("rubric-column-unknown", place, found=cell.text)
            elif cell.kind in _NO_TEXT:
                log.add("rubric-cell-no-text", place, found=cell.text)
            else:
                texts[placed[column]] = cell.text
        if texts:
            places = {key: sheet.place(number, column) for column, key in placed.items()}
            yield BookRow(sheet.place(number), texts, places)


def _heading_row(
    sheet: InputSheet, columns: Mapping[str, str], log: FindingLog
) -> tuple[int, dict[int, str]] | None:
    """The row of the headings and the keys of its columns; None where one is missing."""
    keys = {normalise(heading): key for key, heading in columns.items()}
    rows = [number for number in sheet.row_numbers if number <= _ROWS_ABOVE]
    counts = {number: _known(sheet.row(number), keys) for number in rows}
    top = max(counts, key=lambda number: counts[number], default=0)
    placed: dict[int, str] = {}
    for column, cell in sheet.row(top).items():
        key = keys.get(normalise(cell.text))
        if key is None or key in placed.values():
            code = "rubric-column-unknown" if key is None else "rubric-column-twice"
            log.add(code, sheet.place(top, column), found=cell.text)
        else:
            placed[column] = key
    missing = [heading for key, heading in columns.items() if key not in placed.values()]
    for heading in missing:
        log.add("rubric-column-missing", sheet.place(top or None), column=heading)
    return None if missing else (top, placed)


def _known(row: Mapping[int, InputCell], keys: Mapping[str, str]) -> int:
    return sum(normalise(cell.text) in keys for cell in row.values())
