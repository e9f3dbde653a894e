"""The sheets of what the offices lack: the items most often unmet, in all and by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qp_scoring.documents.analysis import FEWEST, Analysis, GroupShortfall, Scope, Shortfall
from qp_scoring.documents.results import Results
from qp_scoring.messages import text
from qp_scoring.paper.charts import Chart, Series, ValueAxis
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    RED,
    group_cells,
    heads,
    percent,
    share_text,
)
from qp_scoring.rubric.model import Rubric

# What fits a page beside its chart, and what is read of a group; shortfalls.csv has them all.
_MOST = 15
_MOST_OF_GROUP = 3
_REASONS = 2
# More types than this stand on the second sheet only: the columns would not fit a page.
_TYPES = 4
_TEXT, _SHARE = 2, 6
"""Columns of the first sheet: the item's text and the unmet share."""


def most_unmet(analysis: Analysis, results: Results, rubric: Rubric) -> DrawnTable:
    """The items most often unmet over all offices, with the share in each type, and a chart."""
    overall = [one for one in analysis.shortfalls if one.unmet]
    of_type = {
        (one.group, one.indicator, one.item): one
        for one in analysis.group_shortfalls
        if one.scope is Scope.TYPE
    }
    types = list(dict.fromkeys(group for group, _, _ in of_type))
    if len(types) > _TYPES:
        types = []
    rows = [
        (
            Cell(figure=place),
            Cell(one.item),
            Cell(rubric.by_code[one.indicator].text_of(one.item)),
            Cell(one.indicator),
            *_share_cells(one),
            *(_share_of_type(of_type.get((group, one.indicator, one.item))) for group in types),
            Cell(_reasons(one), quoted=True),
        )
        for place, one in enumerate(overall[:_MOST], 1)
    ]
    legend = (
        text("summary-legend-shortfalls"),
        text("summary-legend-shown", shown=len(rows), all=len(overall)),
    )
    return DrawnTable(
        **heads("shortfalls", results, rubric),
        columns=(
            Column(text("summary-place"), 9, CENTRED),
            *_item_columns(),
            Column(text("summary-indicator"), 10, CENTRED),
            *_share_columns(),
            *(Column(notes.type_name(name), 16, CENTRED) for name in types),
            Column(text("summary-reasons"), 30),
        ),
        rows=rows,
        empty=_empty(analysis, rubric),
        legend=legend if rows else (),
        frozen_columns=2,
        charts=(_chart(len(rows)),) if rows else (),
    )


def unmet_by_group(analysis: Analysis, results: Results, rubric: Rubric) -> DrawnTable:
    """The items most often unmet in each group; neither groups nor items of too few offices."""
    rows = [
        (
            *group_cells(*group),
            Cell(figure=place),
            Cell(one.item),
            Cell(rubric.by_code[one.indicator].text_of(one.item)),
            *_share_cells(one),
        )
        for group, place, one in _first_of_each(analysis)
    ]
    return DrawnTable(
        **heads("shortfalls-by-group", results, rubric),
        columns=(
            Column(text("summary-scope"), 17),
            Column(text("summary-group"), 22),
            Column(text("summary-place"), 9, CENTRED),
            *_item_columns(),
            *_share_columns(),
        ),
        rows=rows,
        empty=_empty(analysis, rubric),
        legend=(text("summary-legend-by-group", most=_MOST_OF_GROUP, fewest=FEWEST),)
        if rows
        else (),
        frozen_columns=2,
    )


def _item_columns() -> tuple[Column, Column]:
    return (
        Column(text("summary-item"), 9, CENTRED),
        Column(text("summary-item-text"), 72),
    )


def _share_columns() -> tuple[Column, Column, Column]:
    return (
        Column(text("summary-unmet"), 11, CENTRED),
        Column(text("summary-assessed"), 12, CENTRED),
        Column(text("summary-share"), 10, CENTRED),
    )


def _share_cells(one: Shortfall) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(figure=one.unmet),
        Cell(figure=one.n),
        percent(one.share),
    )


def _first_of_each(analysis: Analysis) -> Iterator[tuple[tuple[Scope, str], int, Shortfall]]:
    """The first unmet items of every group with the group and their place in it."""
    few = {
        (scope, one.name)
        for scope, groups in ((Scope.TYPE, analysis.by_type), (Scope.REGION, analysis.by_region))
        for one in groups
        if one.n < FEWEST
    }
    few |= {(Scope.BAND, one.name) for one in analysis.bands if one.count < FEWEST}
    places: dict[tuple[Scope, str], int] = defaultdict(int)
    for found in analysis.group_shortfalls:
        group = (found.scope, found.group)
        if found.n < FEWEST:
            continue
        places[group] += 1
        if found.unmet and places[group] <= _MOST_OF_GROUP and group not in few:
            yield group, places[group], found


def _share_of_type(one: GroupShortfall | None) -> Cell:
    """A share with its n; a dash where no office of the group was judged on the item."""
    return Cell(share_text(one.share, one.unmet, one.n) if one else "-")


def _reasons(one: Shortfall) -> str:
    listed = [f"{reason} {count}" for reason, count in list(one.reasons.items())[:_REASONS]]
    return ", ".join(listed) or "-"


def _empty(analysis: Analysis, rubric: Rubric) -> str:
    if not any(one.item for one in rubric.indicators):
        return text("summary-measures-only")
    return text("summary-nothing-unmet" if analysis.shortfalls else "summary-no-items")


def _chart(rows: int) -> Chart:
    return Chart(
        title=text("summary-chart-shortfalls"),
        names=_TEXT,
        rows=(0, rows - 1),
        series=(Series(_SHARE, RED),),
        size=(0, 90 + 30 * rows),
        across=True,
        axis=ValueAxis(0, 100, 20),
        labels=True,
    )
