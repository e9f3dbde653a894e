"""The sheet ความมั่นคงของผล: what it would take to change the band of an office."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from qp_scoring.analysis.firmness import Firmness, firmness
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, Table
from qp_scoring.reports.summary.cells import (
    decimals_format,
    figure,
    heads,
    mean_column,
    office_cells,
    office_columns,
)
from qp_scoring.rubric.model import Rubric


def firm(results: Results, rubric: Rubric) -> Table:
    """Every complete office, those whose band is least firm first."""
    offices = {office.code: office for office in results.offices}
    found = sorted(firmness(results, rubric), key=_least_firm_first)
    distance = replace(CENTRED, number=decimals_format(rubric.arithmetic.mean_decimals))
    columns = (
        *office_columns(),
        mean_column(text("summary-mean"), 11, rubric),
        Column(text("summary-band"), 12, CENTRED),
        Column(text("summary-to-above"), 14, distance),
        Column(text("summary-over-edge"), 14, distance),
        mean_column(text("summary-other-mean"), 14, rubric),
        Column(text("summary-other-band"), 14, CENTRED),
        Column(text("summary-without"), 34),
    )
    return Table(
        **heads("firmness", results, rubric),
        columns=columns,
        rows=[_row(one, offices[one.office]) for one in found],
        empty=text("summary-no-mean"),
        legend=_legend(found, results),
        frozen_columns=2,
    )


def _least_firm_first(one: Firmness) -> tuple[bool, bool, Decimal, str]:
    edges = [edge for edge in (one.to_above, one.over_edge) if edge is not None]
    nearest = min(edges, default=Decimal("Infinity"))
    return not one.policy_decides, not one.without, nearest, one.office


def _legend(found: list[Firmness], results: Results) -> tuple[str, ...]:
    counts = text(
        "summary-legend-firm",
        all=len(found),
        policy=sum(one.policy_decides for one in found),
        without=sum(bool(one.without) for one in found),
        firm=sum(one.firm for one in found),
    )
    other = text(f"summary-other-policy-{results.policy.not_reported}")
    return counts, other, text("summary-legend-edges")


def _row(one: Firmness, office: OfficeResult) -> tuple[Cell, ...]:
    other = one.other_policy
    without = ", ".join(f"{code} ({banded.band})" for code, banded in one.without)
    changed = replace(STRONG, align="center", indent=0) if one.policy_decides else CENTRED
    return (
        *office_cells(office),
        figure(one.now.mean),
        Cell(one.now.band),
        figure(one.to_above),
        figure(one.over_edge),
        figure(other.mean if other else None),
        Cell(other.band if other else "-", style=changed),
        Cell(without or "-"),
    )
