"""The sheet ตารางระดับ: offices by indicators, coloured by level, every state told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from qp_scoring.analysis.distribution import class_names, class_of
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Results, State
from qp_scoring.messages import text
from qp_scoring.paper.cells import Style
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable, MadeRows
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    LEVEL_FILLS,
    decimals_format,
    figure,
    group_scores,
    heads,
    mean_column,
    of_scale,
    office_cells,
    office_columns,
    paper_of,
    total_column,
)
from qp_scoring.rubric.model import Rubric

_STATE_STYLES = {
    State.NOT_APPLICABLE: replace(CENTRED, fill="#EDEDED", hatch=True),
    State.EXEMPT: replace(CENTRED, fill="#DDEBF7"),
    State.NOT_REPORTED: replace(CENTRED, fill="#595959", colour="#FFFFFF", bold=True),
    State.NOT_ASSESSED: replace(CENTRED, colour="#C00000", bold=True),
    State.INVALID: replace(CENTRED, fill="#E4B8E8", bold=True),
}


def matrix(results: Results, rubric: Rubric, files: Mapping[str, str]) -> DrawnTable:
    """A row per office, a column per indicator, in the orders of the results and the rubric.

    ``files`` are the score sheets that the names lead to, by office.
    """
    marks = {
        State.NOT_ASSESSED: text("summary-mark-not-assessed"),
        State.INVALID: text("summary-mark-invalid"),
    }
    scored = rubric.gives_scores
    columns = (
        *office_columns(),
        *(Column(code, 6, CENTRED) for code in rubric.by_code),
        *(mean_column(group.name, 12, rubric) for group in rubric.group),
        *(_result_columns(rubric) if scored else ()),
    )
    return DrawnTable(
        **heads("matrix" if scored else "reports", results, rubric),
        columns=columns,
        rows=MadeRows(
            lambda: (
                _row(office, marks, rubric, files.get(office.code, ""))
                for office in results.offices
            )
        ),
        empty=text("summary-no-office"),
        legend=_legend(results, rubric),
        frozen_columns=3,
        paper=paper_of(len(results.offices)),
    )


def _row(
    office: OfficeResult, marks: dict[State, str], rubric: Rubric, file: str
) -> tuple[Cell, ...]:
    found = {entry.code: entry for entry in office.indicators}
    levels = (_level_cell(found.get(code), marks, rubric) for code in rubric.by_code)
    result = (figure(office.mean), Cell(office.band or "-")) if rubric.gives_scores else ()
    return (*office_cells(office, file), *levels, *group_scores(office, rubric), *result)


def _result_columns(rubric: Rubric) -> tuple[Column, Column]:
    band = Column(text("summary-band"), 10, CENTRED)
    return total_column("summary-total", 9, rubric), band


def _legend(results: Results, rubric: Rubric) -> tuple[str, ...]:
    states = {entry.state for office in results.offices for entry in office.indicators}
    found = [*notes.legend(rubric, states)]
    for state, key in (
        (State.NOT_ASSESSED, "not-assessed"),
        (State.INVALID, "invalid"),
    ):
        if state in states:
            mark, words = text(f"summary-mark-{key}"), text(f"summary-state-{key}")
            found.append(text("summary-legend", mark=mark, words=words))
    return (text("summary-legend-between").join(found),) if found else ()


def _level_cell(indicator: IndicatorResult | None, marks: dict[State, str], rubric: Rubric) -> Cell:
    if indicator is None:
        return Cell()
    if indicator.state is not State.SCORED:
        shown = marks.get(indicator.state, indicator.printed)
        return Cell(shown, style=_STATE_STYLES[indicator.state])
    if indicator.score is None:
        return Cell(indicator.printed)
    style = _of_score(_fill(indicator, rubric), rubric.arithmetic.score_decimals)
    return Cell(figure=Decimal(indicator.score), style=style)


@lru_cache(maxsize=256)  # of a country's cells, a dozen styles
def _of_score(fill: str | None, decimals: int) -> Style:
    return replace(CENTRED, fill=fill, number=decimals_format(decimals) if decimals else None)


def _fill(indicator: IndicatorResult, rubric: Rubric) -> str | None:
    """The colour of a level, or of the band of a score without one; none below every level."""
    names = class_names(rubric)
    name = class_of(indicator, rubric)
    return of_scale(LEVEL_FILLS, names.index(name), len(names)) if name in names else None
