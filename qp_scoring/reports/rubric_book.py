"""A rubric as a workbook to be printed: the list of its indicators, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, file_stem
from qp_scoring.paper.page import page_footer
from qp_scoring.paper.tables import (
    CENTRED,
    STRONG,
    Cell,
    Column,
    DrawnTable,
    draw_table,
    group_headings,
)
from qp_scoring.reports import notes
from qp_scoring.reports.terminal.rubric import list_headings, listed, rubric_facts, rubric_rows
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill

_STRONG_CENTRED = replace(STRONG, align="center", indent=0)


def write_rubric_sheets(folder: Path, rubric: Rubric) -> Path:
    """Write the rubric as a workbook to be printed on A4, and return its path.

    Raises:
        OSError: the file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_stem(f'{rubric.id} {rubric.version}', 250)}.xlsx"
    with Book(path, rubric.name, f"{rubric.id} {rubric.version}") as book:
        mark = page_footer(rubric.id, notes.draft_mark(rubric))
        for table in (_list_table(rubric), criteria_table(rubric)):
            draw_table(book, table, mark)
    return path


def _list_table(rubric: Rubric) -> DrawnTable:
    widths = (10.0, 70.0, 30.0, 14.0, 14.0, 10.0)
    columns = tuple(
        Column(heading, width, *(() if at == 1 else (CENTRED,)))
        for at, (heading, width) in enumerate(zip(list_headings("th"), widths, strict=True))
    )
    return DrawnTable(
        name=text("rubric-sheet"),
        title=rubric.name,
        notices=notes.draft_notices(rubric),
        legend=tuple(rubric_facts(rubric, "th")),
        columns=columns,
        rows=[[Cell(said) for said in listed(one, rubric, "th")] for one in rubric.indicators],
        filtered=False,
    )


def criteria_table(rubric: Rubric) -> DrawnTable:
    """The criteria of every indicator, with its items and the advice on them."""
    groups = [[_heading(one, rubric), *_rows(one, rubric)] for one in rubric.indicators]
    return DrawnTable(
        name=text("criteria-sheet"),
        title=text(
            "criteria-rubric-title",
            name=rubric.name,
            year=rubric.fiscal_year,
            version=rubric.version,
        ),
        notices=notes.draft_notices(rubric),
        legend=(),
        columns=(
            Column(text("criteria-level-or-item"), 15, CENTRED),
            Column(text("criteria-text"), 54),
            Column(text("criteria-asks"), 32),
            Column(text("criteria-suggest"), 52),
        ),
        rows=[row for group in groups for row in group],
        frozen_columns=1,
        filtered=False,
        headings=group_headings(groups),
    )


def _heading(indicator: Indicator, rubric: Rubric) -> tuple[Cell, ...]:
    label = fill(rubric.labels.indicator, {"code": indicator.code})
    named = Cell(text("criteria-heading", label=label, title=indicator.title), style=STRONG)
    code = Cell(indicator.code, style=_STRONG_CENTRED)
    return code, named, Cell(style=_STRONG_CENTRED), Cell(indicator.purpose, style=STRONG)


def _rows(indicator: Indicator, rubric: Rubric) -> Iterator[tuple[Cell, ...]]:
    return (tuple(Cell(words) for words in row) for row in rubric_rows(indicator, rubric))
