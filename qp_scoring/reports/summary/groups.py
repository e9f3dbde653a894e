"""The sheets by group: means and bands, and the means of every indicator, by type and region."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from qp_scoring.documents.analysis import FEWEST, Analysis, GroupFigures, IndicatorMean, Scope
from qp_scoring.documents.results import Results
from qp_scoring.messages import text
from qp_scoring.paper.charts import Chart, Series, ValueAxis
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    BLUE,
    LEVEL_BARS,
    LEVEL_FILLS,
    decimals_format,
    figure,
    group_cells,
    heads,
    mean_column,
    of_scale,
    total_column,
)
from qp_scoring.rubric.model import Rubric

_NAME, _MEAN, _FIRST_BAND = 1, 4, 7
"""Columns: the group's name, its mean, the first of its bands."""


def groups(analysis: Analysis, results: Results, rubric: Rubric) -> DrawnTable:
    """Means by type and by region with n, the bands of the offices, and charts."""
    found, totals = _shown(analysis), notes.totals(rubric.total.show)
    columns = (
        Column(text("summary-scope"), 18),
        Column(text("summary-group"), 26),
        Column(text("summary-office-count"), 13, CENTRED),
        Column(text("summary-complete-count", **totals), 13, CENTRED),
        total_column("summary-total", 12, rubric),
        mean_column(text("summary-lowest-mean"), 11, rubric),
        mean_column(text("summary-highest-mean"), 11, rubric),
        *(Column(band.name, 12, CENTRED) for band in rubric.bands.band),
    )
    return DrawnTable(
        **heads("groups", results, rubric),
        columns=columns,
        rows=[_row(scope, one) for scope, one in found],
        empty=text("summary-no-office"),
        legend=(text("summary-legend-groups", **totals), text("summary-too-few", fewest=FEWEST)),
        frozen_columns=2,
        charts=_charts(len(found), rubric) if any(one.n for _, one in found) else (),
    )


def _shown(analysis: Analysis) -> list[tuple[Scope, GroupFigures]]:
    """All offices, then every type and region but those of too few."""
    return [
        (Scope.ALL, analysis.overall),
        *((Scope.TYPE, one) for one in analysis.by_type if one.n >= FEWEST),
        *((Scope.REGION, one) for one in analysis.by_region if one.n >= FEWEST),
    ]


def _row(scope: Scope, one: GroupFigures) -> tuple[Cell, ...]:
    return (
        *group_cells(scope, one.name),
        Cell(figure=one.offices),
        Cell(figure=one.n),
        figure(one.mean),
        figure(one.lowest),
        figure(one.highest),
        *(Cell(figure=count) for count in one.bands.values()),
    )


def _charts(rows: int, rubric: Rubric) -> tuple[Chart, Chart]:
    bands = len(rubric.bands.band)
    size = (0, 100 + 22 * rows)
    means = Chart(
        title=text("summary-chart-means", **notes.totals(rubric.total.show)),
        names=_NAME,
        rows=(0, rows - 1),
        series=(Series(_MEAN, BLUE),),
        size=size,
        across=True,
        axis=ValueAxis(0, rubric.scale.highest, 1 if rubric.scale.levels else None),
        labels=True,
    )
    spread = Chart(
        title=text("summary-chart-bands"),
        names=_NAME,
        rows=(0, rows - 1),
        series=tuple(
            Series(_FIRST_BAND + at, of_scale(LEVEL_BARS, bands - 1 - at, bands))
            for at in range(bands)
        ),
        size=(0, 145 + 22 * rows),
        across=True,
        stacked=True,
        shares=True,
        legend=True,
    )
    return means, spread


def indicators_by_group(analysis: Analysis, results: Results, rubric: Rubric) -> DrawnTable:
    """The means of every indicator by type and by region, each with its n, coloured by band."""
    decimals = rubric.arithmetic.mean_decimals
    columns = (
        Column(text("summary-scope"), 18),
        Column(text("summary-group"), 26),
        *(Column(code, 13, CENTRED) for code in rubric.by_code),
    )
    rows = []
    for scope, one in _shown(analysis):
        means = {found.code: found for found in one.indicators}
        cells = (_mean_with_n(means.get(code), decimals, rubric) for code in rubric.by_code)
        rows.append((*group_cells(scope, one.name), *cells))
    return DrawnTable(
        **heads("indicator-means", results, rubric),
        columns=columns,
        rows=rows,
        empty=text("summary-no-office"),
        legend=(
            text("summary-legend-indicator-means"),
            text("summary-too-few", fewest=FEWEST),
        ),
        frozen_columns=2,
    )


def _mean_with_n(one: IndicatorMean | None, decimals: int, rubric: Rubric) -> Cell:
    """A mean that shows its n beside it, and sorts as the mean."""
    if one is None:
        return Cell("-")
    names = [band.name for band in reversed(rubric.bands.band)]
    fill = of_scale(LEVEL_FILLS, names.index(one.band), len(names)) if one.band else None
    number = f'{decimals_format(decimals)}" ({one.n})"'
    return Cell(figure=Decimal(one.mean), style=replace(CENTRED, fill=fill, number=number))
