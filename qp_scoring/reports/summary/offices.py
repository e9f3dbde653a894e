"""The sheets with a row per office: อันดับ, ตารางระดับ, ความมั่นคงของผล and เปลี่ยนแปลง.

Complete offices by their means; all of them by indicators, coloured by level, every state told
apart; what it would take to change the band of one; each against the round that the run is
compared with. ``files`` are the score sheets that the names lead to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from qp_scoring.analysis.distribution import class_names, class_of
from qp_scoring.documents.analysis import (
    Analysis,
    Firmness,
    FirmnessCounts,
    Rank,
    RoundChange,
)
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Previous, Results, State
from qp_scoring.messages import text
from qp_scoring.paper.cells import Style
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable, MadeRows
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    LEVEL_FILLS,
    change_format,
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

_STRONG_CENTRED = replace(STRONG, align="center", indent=0)
_STATE_STYLES = {
    State.NOT_APPLICABLE: replace(CENTRED, fill="#EDEDED", hatch=True),
    State.EXEMPT: replace(CENTRED, fill="#E4DFEC"),
    State.NOT_REPORTED: replace(CENTRED, fill="#595959", colour="#FFFFFF", bold=True),
    State.NOT_ASSESSED: replace(CENTRED, colour="#C00000", bold=True),
    State.INVALID: replace(CENTRED, fill="#E4B8E8", bold=True),
}
_SHOWN = 3  # of the lowest indicators of an office


def ranking(
    analysis: Analysis, results: Results, rubric: Rubric, files: Mapping[str, str]
) -> DrawnTable:
    """The complete offices, best first: places follow the exact means, so rounding ties none."""
    standings = {one.office: one for one in analysis.standings}
    ranked = [office for office in results.offices if office.code in standings]
    ranked.sort(key=lambda office: (standings[office.code].overall_rank, office.code))
    columns = (
        Column(text("summary-place"), 8, CENTRED),
        Column(text("summary-place-type"), 9, CENTRED),
        *office_columns(),
        Column(text("summary-region"), 10, CENTRED),
        total_column("summary-total", 9, rubric),
        Column(text("summary-band"), 10, CENTRED),
        Column(text("summary-coverage"), 9, CENTRED),
        total_column("summary-mean-reported", 12, rubric),
        *(mean_column(group.name, 12, rubric) for group in rubric.group),
        Column(text("summary-lowest"), 26),
    )
    return DrawnTable(
        **heads("ranking", results, rubric),
        columns=columns,
        rows=MadeRows(
            lambda: (
                _ranked_row(office, standings[office.code], rubric, files.get(office.code, ""))
                for office in ranked
            )
        ),
        empty=text("summary-no-complete"),
        legend=(notes.policy_note(results.policy, rubric), notes.bands_note(rubric)),
        frozen_columns=4,
        paper=paper_of(len(ranked)),
    )


def _ranked_row(
    office: OfficeResult, standing: Rank, rubric: Rubric, file: str
) -> tuple[Cell, ...]:
    return (
        Cell(figure=standing.overall_rank),
        Cell(figure=standing.rank),
        *office_cells(office, file),
        Cell(office.region, quoted=True),
        figure(office.mean),
        Cell(office.band or "-"),
        Cell(f"{office.coverage.scored}/{office.coverage.applicable}"),
        figure(office.mean_reported),
        *group_scores(office, rubric),
        Cell(_lowest(office)),
    )


def _lowest(office: OfficeResult) -> str:
    """The indicators to look at first; how many more there are where they do not fit a line."""
    found = [f"{one.code} ({one.printed})" for one in notes.lowest(office)]
    return notes.first_of(found, _SHOWN) or "-"


def firm(
    analysis: Analysis, results: Results, rubric: Rubric, files: Mapping[str, str]
) -> DrawnTable:
    """Every complete office, those whose band is least firm first; ``files`` are score sheets."""
    offices = {office.code: office for office in results.offices}
    found = sorted(analysis.firmness, key=_least_firm_first)
    distance = replace(CENTRED, number=decimals_format(rubric.arithmetic.mean_decimals))
    columns = (
        *office_columns(),
        total_column("summary-total", 9, rubric),
        Column(text("summary-band"), 10, CENTRED),
        Column(text("summary-to-above"), 11, distance),
        Column(text("summary-over-edge"), 11, distance),
        total_column("summary-other-mean", 12, rubric),
        Column(text("summary-other-band"), 12, CENTRED),
        Column(text("summary-without"), 30),
    )
    return DrawnTable(
        **heads("firmness", results, rubric),
        columns=columns,
        rows=MadeRows(
            lambda: (
                _firmness_row(one, offices[one.office], files.get(one.office, "")) for one in found
            )
        ),
        empty=text("summary-no-mean", **notes.totals(results.policy.total_kind)),
        legend=_firmness_legend(analysis.firmness_counts, results),
        frozen_columns=2,
        paper=paper_of(len(found)),
    )


def _least_firm_first(one: Firmness) -> tuple[bool, bool, Decimal, str]:
    edges = [Decimal(edge) for edge in (one.to_above, one.over_edge) if edge is not None]
    nearest = min(edges, default=Decimal("Infinity"))
    return not one.policy_decides, not one.without, nearest, one.office


def _firmness_legend(counts: FirmnessCounts, results: Results) -> tuple[str, ...]:
    shown = text(
        "summary-legend-firm",
        all=counts.n,
        policy=counts.policy,
        without=counts.without,
        firm=counts.firm,
    )
    total = notes.totals(results.policy.total_kind)
    other = text(f"summary-other-policy-{results.policy.not_reported}", **total)
    return shown, other, text("summary-legend-edges", **total)


def _firmness_row(one: Firmness, office: OfficeResult, file: str) -> tuple[Cell, ...]:
    other = one.other_policy
    without = ", ".join(f"{left.indicator} ({left.band})" for left in one.without)
    changed = _STRONG_CENTRED if one.policy_decides else CENTRED
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


def change(
    found: RoundChange, results: Results, rubric: Rubric, files: Mapping[str, str]
) -> DrawnTable:
    """Old and new means and bands, the largest rise first; offices without a change last.

    ``files`` are the score sheets that the names lead to, by office.
    """
    pairs = [(office, office.previous) for office in results.offices if office.previous]
    pairs.sort(key=lambda pair: _largest_rise_first(*pair))
    signed = replace(CENTRED, number=change_format(rubric.arithmetic.mean_decimals))
    columns = (
        *office_columns(),
        Column(text("summary-previous-round"), 20, CENTRED),
        total_column("summary-previous-mean", 12, rubric),
        total_column("summary-new-mean", 12, rubric),
        Column(text("summary-change"), 12, signed),
        Column(text("summary-previous-band"), 13, CENTRED),
        Column(text("summary-new-band"), 13, CENTRED),
        Column(text("summary-direction"), 16, CENTRED),
    )
    return DrawnTable(
        **heads("change", results, rubric),
        columns=columns,
        rows=MadeRows(
            lambda: (_change_row(*pair, rubric, files.get(pair[0].code, "")) for pair in pairs)
        ),
        empty=text("summary-no-previous"),
        legend=_change_legend(found, results),
        frozen_columns=2,
        paper=paper_of(len(pairs)),
    )


def _largest_rise_first(office: OfficeResult, previous: Previous) -> tuple[bool, Decimal, str]:
    return previous.change is None, -Decimal(previous.change or 0), office.code


def _direction(previous: Previous) -> str:
    if previous.change is None:
        return "none"
    difference = Decimal(previous.change)
    return "up" if difference > 0 else "down" if difference < 0 else "same"


def _change_legend(found: RoundChange, results: Results) -> tuple[str, ...]:
    """How many rose and fell, by their means and by their bands."""
    if not found.n:
        return ()
    means = {"old": found.mean_old, "new": found.mean_new, "change": found.mean_change}
    total = notes.totals(results.policy.total_kind)
    return (
        text("summary-legend-change", n=found.n, up=found.up, same=found.same, down=found.down),
        *([] if found.mean_old is None else [text("compare-summary", n=found.n, **means, **total)]),
        text("compare-bands", **found.bands),
    )


def _change_row(
    office: OfficeResult, previous: Previous, rubric: Rubric, file: str
) -> tuple[Cell, ...]:
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
