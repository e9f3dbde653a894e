"""The sheet เปลี่ยนแปลง: every office against the round that the run is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from qp_scoring.documents.analysis import RoundChange
from qp_scoring.documents.results import OfficeResult, Previous, Results
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable
from qp_scoring.reports.summary.cells import (
    change_format,
    figure,
    heads,
    mean_column,
    office_cells,
    office_columns,
    paper_of,
)
from qp_scoring.rubric.model import Rubric


def change(
    found: RoundChange, results: Results, rubric: Rubric, files: Mapping[str, str]
) -> DrawnTable:
    """Old and new means and bands, the largest rise first; offices without a change last.

    ``files`` are the score sheets that the names lead to, by office.
    """
    pairs = [(office, office.previous) for office in results.offices if office.previous]
    pairs.sort(key=lambda pair: _order(*pair))
    signed = replace(CENTRED, number=change_format(rubric.arithmetic.mean_decimals))
    columns = (
        *office_columns(),
        Column(text("summary-previous-round"), 20, CENTRED),
        mean_column(text("summary-previous-mean"), 12, rubric),
        mean_column(text("summary-new-mean"), 12, rubric),
        Column(text("summary-change"), 12, signed),
        Column(text("summary-previous-band"), 13, CENTRED),
        Column(text("summary-new-band"), 13, CENTRED),
        Column(text("summary-direction"), 16, CENTRED),
    )
    return DrawnTable(
        **heads("change", results, rubric),
        columns=columns,
        rows=[_row(*pair, rubric, files.get(pair[0].code, "")) for pair in pairs],
        empty=text("summary-no-previous"),
        legend=_legend(found),
        frozen_columns=2,
        paper=paper_of(len(pairs)),
    )


def _order(office: OfficeResult, previous: Previous) -> tuple[bool, Decimal, str]:
    return previous.change is None, -Decimal(previous.change or 0), office.code


def _direction(previous: Previous) -> str:
    if previous.change is None:
        return "none"
    difference = Decimal(previous.change)
    return "up" if difference > 0 else "down" if difference < 0 else "same"


def _legend(found: RoundChange) -> tuple[str, ...]:
    """How many rose and fell, by their means and by their bands."""
    if not found.n:
        return ()
    means = {"old": found.mean_old, "new": found.mean_new, "change": found.mean_change}
    return (
        text("summary-legend-change", n=found.n, up=found.up, same=found.same, down=found.down),
        *([] if found.mean_old is None else [text("compare-summary", n=found.n, **means)]),
        text("compare-bands", **found.bands),
    )


def _row(office: OfficeResult, previous: Previous, rubric: Rubric, file: str) -> tuple[Cell, ...]:
    name = rubric.round_name(previous.round)
    return (
        *office_cells(office, file),
        Cell(text("summary-round-of", round=name, year=previous.fiscal_year)),
        figure(previous.mean),
        figure(office.mean),
        figure(previous.change),
        Cell(previous.band or "-"),
        Cell(office.band or "-"),
        Cell(text(f"summary-direction-{_direction(previous)}")),
    )
