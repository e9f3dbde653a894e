"""A findings workbook per input file, fit to be sent back to whoever filled the file in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qp_scoring.findings import Finding, Severity
from qp_scoring.messages import fix, message, text
from qp_scoring.paper.cells import Book
from qp_scoring.paper.page import PAGE_COUNT, PAGE_NUMBER, footer, footer_text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, Table, draw_table

_STYLES = {
    Severity.ERROR: replace(STRONG, colour="#C00000"),
    Severity.WARNING: STRONG,
    Severity.INFO: None,
}


def write_findings(path: Path, file: str, findings: Sequence[Finding]) -> None:
    """Write the findings of one input file, a row per problem.

    Raises:
        OSError: the file cannot be written.
    """
    rows = [
        (
            Cell(item.place.sheet or "-", quoted=bool(item.place.sheet)),
            Cell(item.place.cell or "-"),
            Cell(text(f"severity-{item.severity.value}"), style=_STYLES[item.severity]),
            Cell(_value(item, "found"), quoted=True),
            Cell(message(item)),
            Cell(_value(item, "allowed", "expected", "known"), quoted=True),
            Cell(fix(item)),
        )
        for item in findings
    ]
    table = Table(
        name=text("check-sheet"),
        title=text("check-title", file=file),
        notices=(),
        legend=(text("check-legend"),),
        columns=(
            Column(text("check-where"), 18),
            Column(text("check-cell"), 12, CENTRED),
            Column(text("check-severity"), 12, CENTRED),
            Column(text("check-found"), 22),
            Column(text("check-problem"), 48),
            Column(text("check-allowed"), 26),
            Column(text("check-fix"), 44),
        ),
        rows=rows,
        frozen_columns=2,
    )
    with Book(path, table.title, text("check-sheet")) as book:
        centre = text("sheet-footer", page=PAGE_NUMBER, pages=PAGE_COUNT)
        draw_table(book, table, footer(footer_text(text("check-sheet")), centre, ""))


def _value(item: Finding, *names: str) -> str:
    values = dict(item.values)
    return next((values[name] for name in names if name in values), "-")
