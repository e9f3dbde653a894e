"""The sheet ความมั่นคงของผล: what it would take to change the band of an office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from qp_scoring.documents.analysis import Analysis, Firmness, FirmnessCounts
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable
from qp_scoring.reports.summary.cells import (
    decimals_format,
    figure,
    heads,
    mean_column,
    office_cells,
    office_columns,
    paper_of,
)
from qp_scoring.rubric.model import Rubric


def firm(
    analysis: Analysis, results: Results, rubric: Rubric, files: Mapping[str, str]
) -> DrawnTable:
    """Every complete office, those whose band is least firm first; ``files`` are score sheets."""
    offices = {office.code: office for office in results.offices}
    found = sorted(analysis.firmness, key=_least_firm_first)
    distance = replace(CENTRED, number=decimals_format(rubric.arithmetic.mean_decimals))
    columns = (
        *office_columns(),
        mean_column(text("summary-mean"), 9, rubric),
        Column(text("summary-band"), 10, CENTRED),
        Column(text("summary-to-above"), 11, distance),
        Column(text("summary-over-edge"), 11, distance),
        mean_column(text("summary-other-mean"), 12, rubric),
        Column(text("summary-other-band"), 12, CENTRED),
        Column(text("summary-without"), 30),
    )
    return DrawnTable(
        **heads("firmness", results, rubric),
        columns=columns,
        rows=[_row(one, offices[one.office], files.get(one.office, "")) for one in found],
        empty=text("summary-no-mean"),
        legend=_legend(analysis.firmness_counts, results),
        frozen_columns=2,
        paper=paper_of(len(found)),
    )


def _least_firm_first(one: Firmness) -> tuple[bool, bool, Decimal, str]:
    edges = [Decimal(edge) for edge in (one.to_above, one.over_edge) if edge is not None]
    nearest = min(edges, default=Decimal("Infinity"))
    return not one.policy_decides, not one.without, nearest, one.office


def _legend(counts: FirmnessCounts, results: Results) -> tuple[str, ...]:
    shown = text(
        "summary-legend-firm",
        all=counts.n,
        policy=counts.policy,
        without=counts.without,
        firm=counts.firm,
    )
    other = text(f"summary-other-policy-{results.policy.not_reported}")
    return shown, other, text("summary-legend-edges")


def _row(one: Firmness, office: OfficeResult, file: str) -> tuple[Cell, ...]:
    other = one.other_policy
    without = ", ".join(f"{left.indicator} ({left.band})" for left in one.without)
    changed = replace(STRONG, align="center", indent=0) if one.policy_decides else CENTRED
    return (
        *office_cells(office, file),
        figure(one.mean),
        Cell(one.band),
        figure(one.to_above),
        figure(one.over_edge),
        figure(other.mean if other else None),
        Cell(other.band if other else "-", style=changed),
        Cell(without or "-"),
    )
