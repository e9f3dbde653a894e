"""The summary workbook: ranking, levels, what is unfinished, findings, and the method.

Nothing is computed in a cell. Places follow the exact means, so rounding makes no ties.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from qp_scoring.messages import text
from qp_scoring.reports import notes
from qp_scoring.reports.cells import Book
from qp_scoring.reports.page import PAGE_COUNT, PAGE_NUMBER, footer, footer_text
from qp_scoring.reports.summary_lists import findings, method, round_name, sheet_title, unfinished
from qp_scoring.reports.tables import CENTRED, Cell, Column, Table, draw_table
from qp_scoring.results import IndicatorResult, OfficeResult, Results, State, Status
from qp_scoring.rubric.model import Rubric

# From the lowest level of a scale to the highest; the figure in the cell says the same.
_LEVEL_FILLS = ("#F8CBAD", "#FCE4D6", "#FFF2CC", "#E2EFDA", "#A9D08E")

_STATE_STYLES = {
    State.NOT_APPLICABLE: replace(CENTRED, fill="#EDEDED", hatch=True),
    State.EXEMPT: replace(CENTRED, fill="#DDEBF7"),
    State.NOT_REPORTED: replace(CENTRED, fill="#595959", colour="#FFFFFF", bold=True),
    State.NOT_ASSESSED: replace(CENTRED, colour="#C00000", bold=True),
    State.INVALID: replace(CENTRED, fill="#E4B8E8", bold=True),
}


def write_summary(path: Path, results: Results, rubric: Rubric) -> None:
    """Write the summary workbook of a round.

    Raises:
        OSError: the file cannot be written.
    """
    tables = (
        _ranking(results, rubric),
        _matrix(results, rubric),
        unfinished(results, rubric),
        findings(results, rubric),
        method(results, rubric),
    )
    title = text("summary-title", year=rubric.fiscal_year, round=round_name(results, rubric))
    with Book(path, title, f"{rubric.id} {rubric.version}") as book:
        for table in tables:
            centre = text("sheet-footer", page=PAGE_NUMBER, pages=PAGE_COUNT)
            mark = footer_text(notes.draft_mark(rubric))
            draw_table(book, table, footer(footer_text(table.name), centre, mark))


def places(offices: Iterable[OfficeResult]) -> dict[str, int]:
    """The place of every office that has a mean, by code: ties share a place, the next is left.

    Compared are the exact means (sum/count), not the printed ones.
    """
    means: dict[str, Fraction] = {}
    for office in offices:
        exact = notes.exact_mean(office)
        if exact:
            means[office.code] = exact[0]
    order = sorted(means.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for place, mean in enumerate(order, 1):
        first.setdefault(mean, place)
    return {code: first[mean] for code, mean in means.items()}


def _ranking(results: Results, rubric: Rubric) -> Table:
    ranked = [office for office in results.offices if office.status is Status.COMPLETE]
    overall = places(ranked)
    by_type: dict[str, dict[str, int]] = {
        kind: places(office for office in ranked if office.type == kind)
        for kind in {office.type for office in ranked}
    }
    ranked.sort(key=lambda office: (overall.get(office.code, len(ranked) + 1), office.code))
    figure = replace(CENTRED, number=_mean_format(rubric))
    rows = [
        (
            Cell(figure=overall.get(office.code)),
            Cell(figure=by_type[office.type].get(office.code)),
            Cell(office.code, quoted=True),
            Cell(office.short_name, quoted=True),
            Cell(office.type, quoted=True),
            Cell(office.region, quoted=True),
            _mean_cell(office.mean),
            Cell(office.band or "-"),
            Cell(f"{office.coverage.scored}/{office.coverage.applicable}"),
            _mean_cell(office.mean_reported),
            Cell(", ".join(f"{i.code} ({i.printed})" for i in notes.lowest(office)) or "-"),
        )
        for office in ranked
    ]
    columns = (
        Column(text("summary-place"), 9, CENTRED),
        Column(text("summary-place-type"), 11, CENTRED),
        Column(text("summary-code"), 9, CENTRED),
        Column(text("summary-office"), 36),
        Column(text("summary-type"), 10, CENTRED),
        Column(text("summary-region"), 12, CENTRED),
        Column(text("summary-mean"), 11, figure),
        Column(text("summary-band"), 12, CENTRED),
        Column(text("summary-coverage"), 11, CENTRED),
        Column(text("summary-mean-reported"), 14, figure),
        Column(text("summary-lowest"), 28),
    )
    return Table(
        name=text("summary-sheet-ranking"),
        title=sheet_title("summary-title-ranking", results, rubric),
        notices=notes.draft_notices(rubric),
        legend=(notes.policy_note(results.policy, rubric), notes.bands_note(rubric)),
        columns=columns,
        rows=rows,
        empty=text("summary-no-complete"),
        frozen_columns=4,
    )


def _mean_format(rubric: Rubric) -> str:
    decimals = rubric.arithmetic.mean_decimals
    return "0." + "0" * decimals if decimals else "0"


def _mean_cell(mean: str | None) -> Cell:
    """A printed mean as a figure that can be sorted, or a dash."""
    return Cell("-", style=CENTRED) if mean is None else Cell(figure=Decimal(mean))


def _matrix(results: Results, rubric: Rubric) -> Table:
    marks = {
        State.NOT_ASSESSED: text("summary-mark-not-assessed"),
        State.INVALID: text("summary-mark-invalid"),
    }
    rows = []
    for office in results.offices:
        found = {entry.code: entry for entry in office.indicators}
        levels = (_level_cell(found.get(code), marks, rubric) for code in rubric.by_code)
        rows.append(
            (
                Cell(office.code, quoted=True),
                Cell(office.short_name, quoted=True),
                Cell(office.type, quoted=True),
                *levels,
                _mean_cell(office.mean),
                Cell(office.band or "-"),
            )
        )
    columns = (
        Column(text("summary-code"), 9, CENTRED),
        Column(text("summary-office"), 34),
        Column(text("summary-type"), 10, CENTRED),
        *(Column(code, 8, CENTRED) for code in rubric.by_code),
        Column(text("summary-mean"), 11, replace(CENTRED, number=_mean_format(rubric))),
        Column(text("summary-band"), 12, CENTRED),
    )
    return Table(
        name=text("summary-sheet-matrix"),
        title=sheet_title("summary-title-matrix", results, rubric),
        notices=notes.draft_notices(rubric),
        legend=_matrix_legend(results, rubric),
        columns=columns,
        rows=rows,
        empty=text("summary-no-office"),
        frozen_columns=3,
    )


def _matrix_legend(results: Results, rubric: Rubric) -> tuple[str, ...]:
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
    if indicator.state is State.SCORED:
        decimals = rubric.arithmetic.score_decimals
        style = replace(CENTRED, fill=_level_fill(indicator.level, rubric))
        if decimals:
            style = replace(style, number="0." + "0" * decimals)
        return Cell(figure=Decimal(indicator.printed), style=style)
    shown = marks.get(indicator.state, indicator.printed)
    return Cell(shown, style=_STATE_STYLES[indicator.state])


def _level_fill(level: int | None, rubric: Rubric) -> str | None:
    """The colour of a level by its place on the scale, however many levels there are."""
    levels = rubric.scale.level_numbers
    if level not in levels:
        return None
    step = levels.index(level) * (len(_LEVEL_FILLS) - 1)
    return _LEVEL_FILLS[step // (len(levels) - 1)]
