"""What of a sheet is read though nobody sees it: said once."""

from __future__ import annotations

from qp_scoring.findings import FindingLog
from qp_scoring.intake.readers.cells import InputSheet, column_letters


def say_what_is_hidden(sheet: InputSheet, log: FindingLog) -> None:
    """Say whether a sheet is hidden, and which of its rows and columns that hold something."""
    if sheet.hidden:
        log.add("sheet-hidden", sheet.place())
    if rows := sorted(sheet.hidden_rows):
        shown = _ranges([(row, str(row)) for row in rows])
        log.add("rows-hidden", sheet.place(), rows=shown, count=len(rows))
    if hidden := sheet.dressing.hidden_columns:
        columns = sorted(hidden & {column for _, column in sheet.cells})
        if columns:
            shown = _ranges([(column, column_letters(column)) for column in columns])
            log.add("columns-hidden", sheet.place(), columns=shown, count=len(columns))


def _ranges(numbers: list[tuple[int, str]]) -> str:
    """Sorted rows or columns as a reader lists them: ``3, 5–8``, ``B, D–F``."""
    runs: list[tuple[int, str, str]] = []
    for number, shown in numbers:
        if runs and number == runs[-1][0] + 1:
            runs[-1] = (number, runs[-1][1], shown)
        else:
            runs.append((number, shown, shown))
    return ", ".join(first if first == last else f"{first}–{last}" for _, first, last in runs)
