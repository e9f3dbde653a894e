"""The sheets การกระจาย and ความครอบคลุม: how the offices spread over each indicator.

Of indicators without a score: who reported what, and who left it blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qp_scoring.analysis.distribution import class_names, has_reported
from qp_scoring.documents.analysis import Analysis, IndicatorFigures
from qp_scoring.documents.results import IndicatorResult, Results, State
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
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill

_OfOffice = tuple[str, IndicatorResult]
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
    """Offices per indicator, stacked from the best class; states that do not count are left.

    So stand the bands of groups, and both on the page for the leader.
    """
    names = class_names(rubric)
    classes = [
        Series(_TITLES + at, of_scale(LEVEL_BARS, at, len(names))) for at in range(len(names))
    ]
    colours = [BLUE, _STATED_BAR] if covers else []
    colours += [NOT_REPORTED_BAR, UNFINISHED_BAR]
    states = [Series(_TITLES + at, colour) for at, colour in enumerate(colours, len(names))]
    return Chart(
        title=text("summary-chart-distribution" if names else "summary-chart-coverage"),
        names=1,
        rows=(0, rows - 1),
        series=(*reversed(classes), *states),
        size=(0, 110 + 32 * rows),
        across=True,
        stacked=True,
        legend=True,
    )


def coverage(results: Results, rubric: Rubric) -> DrawnTable:
    """A row per indicator that is only covered, not scored."""
    covered = [one for one in rubric.indicators if one.method == "coverage"]
    by_code = _of_duty(results)
    columns = (
        Column(text("coverage-code"), 12, CENTRED),
        Column(text("coverage-title"), 46),
        Column(text("coverage-duty"), 11, CENTRED),
        Column(text("coverage-answered"), 11, CENTRED),
        Column(text("coverage-others"), 34),
        Column(text("coverage-blank-offices"), 44),
    )
    return DrawnTable(
        **heads("coverage", results, rubric),
        legend=(text("coverage-legend"),),
        columns=columns,
        rows=[_covered_row(indicator, by_code[indicator.code], rubric) for indicator in covered],
        empty=text("summary-no-office"),
        frozen_columns=2,
    )


def _covered_row(
    indicator: Indicator, reported: Sequence[_OfOffice], rubric: Rubric
) -> tuple[Cell, ...]:
    answered = 0
    blank: list[str] = []
    said: dict[str, list[str]] = defaultdict(list)
    for name, result in reported:
        if has_reported(result):
            answered += 1
        elif result.state is State.SCORED:
            said[result.printed].append(name)
        else:
            blank.append(name)
    others = "\n".join(f"{word}: {', '.join(names)}" for word, names in said.items())
    return (
        Cell(fill(rubric.labels.indicator, {"code": indicator.code})),
        Cell(indicator.title),
        Cell(figure=len(reported)),
        Cell(figure=answered),
        Cell(others or "-", quoted=bool(others)),
        Cell(", ".join(blank) or "-", quoted=bool(blank)),
    )


def _of_duty(results: Results) -> Mapping[str, Sequence[_OfOffice]]:
    """By indicator code: what the offices whose duty it is reported, with their short names."""
    found: defaultdict[str, list[_OfOffice]] = defaultdict(list)
    for office in results.offices:
        for result in office.indicators:
            if result.state not in (State.NOT_APPLICABLE, State.EXEMPT):
                found[result.code].append((office.short_name, result))
    return found
