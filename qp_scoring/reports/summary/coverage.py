"""The sheet ความครอบคลุม: who reported what, and who left it blank (indicators without a score)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from qp_scoring.analysis.distribution import has_reported
from qp_scoring.documents.results import IndicatorResult, Results, State
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable
from qp_scoring.reports.summary.cells import heads
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill

_OfOffice = tuple[str, IndicatorResult]


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
        rows=[_row(indicator, by_code[indicator.code], rubric) for indicator in covered],
        empty=text("summary-no-office"),
        frozen_columns=2,
    )


def _row(indicator: Indicator, reported: Sequence[_OfOffice], rubric: Rubric) -> tuple[Cell, ...]:
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
