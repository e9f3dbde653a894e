"""The sheet การกระจาย: how the offices spread over each indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qp_scoring.analysis.distribution import class_names
from qp_scoring.documents.analysis import Analysis, IndicatorFigures
from qp_scoring.documents.results import Results, State
from qp_scoring.messages import text
from qp_scoring.paper.charts import Chart, Series
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable
from qp_scoring.reports.summary.cells import (
    BLUE,
    LEVEL_BARS,
    NOT_REPORTED_BAR,
    UNFINISHED_BAR,
    decimals_format,
    figure,
    heads,
    mean_column,
    of_scale,
)
from qp_scoring.rubric.model import Rubric

_STATED_BAR = "#9DC3E6"
_TITLES = 2
"""The columns before the first class: code and title."""


def distribution(analysis: Analysis, results: Results, rubric: Rubric) -> DrawnTable:
    """Counts of every class and state per indicator, with mean and median, and a chart."""
    found = analysis.indicators if results.offices else ()
    covers = any(indicator.method == "coverage" for indicator in rubric.indicators)
    columns = (
        Column(text("summary-indicator"), 9, CENTRED),
        Column(text("summary-subject"), 60),
        *(Column(_class_heading(name, rubric), 11, CENTRED) for name in class_names(rubric)),
        *(_coverage_columns() if covers else ()),
        *(
            Column(text("column-of-all", printed=printed), 12, CENTRED)
            for printed in (
                rubric.state.not_reported.printed,
                text("summary-unfinished-count"),
                rubric.state.exempt.printed,
                rubric.state.not_applicable.printed,
            )
        ),
        *(_score_columns(rubric) if rubric.gives_scores else ()),
    )
    return DrawnTable(
        **heads("distribution", results, rubric),
        columns=columns,
        rows=[_row(one, rubric, covers=covers) for one in found],
        empty=text("summary-no-office"),
        legend=tuple(_legend(rubric)),
        frozen_columns=1,
        charts=(_chart(len(found), rubric, covers=covers),) if found else (),
    )


def _coverage_columns() -> tuple[Column, Column]:
    """Reported and not yet done, in the words of the sheet ความครอบคลุม."""
    return Column(text("coverage-answered"), 12, CENTRED), Column(
        text("coverage-others"), 14, CENTRED
    )


def _score_columns(rubric: Rubric) -> tuple[Column, Column, Column]:
    """How many have a score, and the mean and median over them."""
    # A median lies halfway between two scores at most, so one decimal more shows it exactly.
    decimals = rubric.arithmetic.score_decimals
    halves = replace(CENTRED, number=f"{decimals_format(decimals)}#" if decimals else "0.0")
    return (
        Column(text("summary-n"), 8, CENTRED),
        mean_column(text("summary-mean"), 11, rubric),
        Column(text("summary-median"), 11, halves),
    )


def _legend(rubric: Rubric) -> Iterator[str]:
    if rubric.gives_scores:
        printed = rubric.state.not_reported.printed
        yield text("summary-legend-distribution", printed=printed)
    if rubric.gives_scores and not rubric.scale.levels:
        yield text("summary-legend-by-band")
    if not rubric.gives_scores:
        yield text("summary-no-scores")


def _class_heading(name: str, rubric: Rubric) -> str:
    if not rubric.scale.levels:
        return name
    return f"{text('summary-level', name=name)}\n{rubric.scale.name(int(name))}"


def _row(one: IndicatorFigures, rubric: Rubric, *, covers: bool) -> tuple[Cell, ...]:
    states = one.states
    unfinished = states[State.NOT_ASSESSED] + states[State.INVALID]
    return (
        Cell(one.code),
        Cell(rubric.by_code[one.code].title),
        *(Cell(figure=count) for count in one.levels.values()),
        *((Cell(figure=one.covered), Cell(figure=one.stated)) if covers else ()),
        Cell(figure=states[State.NOT_REPORTED]),
        Cell(figure=unfinished),
        Cell(figure=states[State.EXEMPT]),
        Cell(figure=states[State.NOT_APPLICABLE]),
        *(_score_cells(one) if rubric.gives_scores else ()),
    )


def _score_cells(one: IndicatorFigures) -> tuple[Cell, Cell, Cell]:
    return Cell(figure=one.n), figure(one.mean), figure(one.median)


def _chart(rows: int, rubric: Rubric, *, covers: bool) -> Chart:
    """Offices per indicator, stacked from the lowest class; states that do not count are left."""
    names = class_names(rubric)
    colours = [of_scale(LEVEL_BARS, at, len(names)) for at in range(len(names))]
    colours += [BLUE, _STATED_BAR] if covers else []
    colours += [NOT_REPORTED_BAR, UNFINISHED_BAR]
    return Chart(
        title=text("summary-chart-distribution" if names else "summary-chart-coverage"),
        names=1,
        rows=(0, rows - 1),
        series=tuple(Series(_TITLES + at, colour) for at, colour in enumerate(colours)),
        size=(0, 110 + 32 * rows),
        across=True,
        stacked=True,
        legend=True,
    )
