"""What the sheet สิ่งที่ต้องทำ tells a director: standing, the steps that lift most, the way up.

Composed without touching a file; ``action_page`` draws it and keeps it to one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qp_scoring.documents.analysis import Others
from qp_scoring.documents.results import (
    IndicatorResult,
    Move,
    NextBand,
    OfficeResult,
    State,
    ValueNeed,
)
from qp_scoring.messages import text
from qp_scoring.paper.cells import figures
from qp_scoring.reports import notes
from qp_scoring.reports.notes import need_words
from qp_scoring.reports.scoresheet.action_steps import ActionStep, action_steps, most_urgent
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.advice import joined

MOST_STEPS = 3
# A way with more moves than a reader takes in is counted, not listed.
_MOST_MOVES = 3


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One indicator in the chart: its name with its mark, its score and the run's median.

    What has no score has no bar; its mark (``-``, ``N/A``) stands in the name.
    """

    name: str
    score: Decimal | None
    median: Decimal | None


@dataclass(frozen=True, slots=True)
class LevelChart:
    """An office's scores against the medians of its run; ``high`` ends the axis.

    ``whole`` says that the scale has whole levels. Where nobody is there to compare with, no row
    has a median.
    """

    title: str
    headings: tuple[str, str, str]
    rows: tuple[ChartRow, ...]
    high: Decimal
    whole: bool


@dataclass(frozen=True, slots=True)
class ActionPage:
    """Every text of the page; ``facts`` are labels with what stands under them."""

    title: str
    office: str
    notices: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    road: tuple[str, ...]
    columns: tuple[str, str, str]
    steps: tuple[ActionStep, ...]
    nothing: str
    chart: LevelChart | None

    def composed_texts(self) -> Iterator[str]:
        """Every text that the program composed, without the words quoted from inputs."""
        yield from (self.title, self.office, *self.notices, *self.road)
        for label, fact in self.facts:
            yield from (label, fact)
        yield from (*self.columns, self.nothing)
        for step in self.steps:
            yield from step.composed_texts()
        if self.chart is not None:
            yield from (self.chart.title, *self.chart.headings)
            yield from (row.name for row in self.chart.rows)


def action_page(office: OfficeResult, rubric: Rubric, others: Others) -> ActionPage:
    """The page of a complete office."""
    steps = action_steps(office, rubric, MOST_STEPS)
    kind = "action-all-best" if rubric.scale.levels else "action-nothing-unmet"
    lacking = any(one.score is not None and _is_short(one, rubric) for one in office.indicators)
    nothing = "" if steps or (lacking and not rubric.scale.levels) else text(kind)
    return ActionPage(
        title=text("action-title-kept" if nothing else "action-title"),
        office=figures(office.name, rubric.digits),
        notices=notes.draft_notices(rubric),
        facts=tuple(
            (label, figures(fact, rubric.digits)) for label, fact in _facts(office, rubric, others)
        ),
        road=tuple(figures(line, rubric.digits) for line in _road(office, rubric)),
        columns=(text("action-what"), text("action-why"), text("action-how")),
        steps=steps,
        nothing=nothing,
        chart=_chart(office, rubric, others),
    )


def _is_short(one: IndicatorResult, rubric: Rubric) -> bool:
    """Whether an indicator has less than its full mark."""
    return Fraction(one.score or 0) < rubric.full_mark(rubric.by_code[one.code])


def _facts(office: OfficeResult, rubric: Rubric, others: Others) -> Iterator[tuple[str, str]]:
    """What stands at the top; an office is told its place only where the rubric says so."""
    if office.mean is None:
        covered = office.coverage
        shown = text("action-place-of", place=covered.scored, of=covered.applicable)
        yield text("action-coverage"), shown
        return
    total = notes.totals(rubric.total.show)
    yield text("action-mean", **total), office.mean
    yield text("action-band"), office.band or "-"
    standing = others.standings.get(office.code) if rubric.show_rank else None
    if standing is not None:
        shown = text("action-place-of", place=standing.rank, of=standing.of)
        yield text("action-place", type=notes.type_name(office.type)), shown
    change = office.previous.change if office.previous is not None else None
    yield text("action-change"), _change(change)


def _change(change: str | None) -> str:
    if change is None:
        return text("action-change-none")
    size = change.lstrip("+-")
    if Decimal(change) == 0:
        return text("action-change-same")
    key = "action-change-down" if change.startswith("-") else "action-change-up"
    return text(key, change=size)


def _road(office: OfficeResult, rubric: Rubric) -> Iterator[str]:
    """The way to the next band, and what the office came to before."""
    total = notes.totals(rubric.total.show)
    if office.next_band is not None:
        band = office.next_band
        if band.is_barred:
            yield text("action-road-barred", band=band.band, **total)
        else:
            lacks = {"low": band.from_mean, "distance": band.distance}
            yield text("action-road", band=band.band, **lacks, **total)
        yield from _way(office, band, rubric)
        if band.untold is not None:
            yield text(f"way-untold-{band.untold}")
    elif rubric.bands.band and office.band == rubric.bands.band[0].name:
        yield text("action-top")
    before = office.previous
    if before is not None and before.mean is not None and before.band is not None:
        shown = f"{rubric.round_name(before.round)} {before.fiscal_year}"
        came = {"mean": before.mean, "band": before.band}
        yield text("action-previous", round=shown, **came, **total)


def _way(office: OfficeResult, band: NextBand, rubric: Rubric) -> Iterator[str]:
    if not band.ways or band.steps is None:
        return
    way = _way_to_tell(office, band, rubric)
    shown = "such" if len(band.ways) + band.more > 1 else "the"
    scores = {one.code: one.score for one in office.indicators}
    moves = joined([_move(move, scores.get(move.indicator), rubric) for move in way])
    if len(way) > _MOST_MOVES:
        yield text("action-road-long", steps=band.steps, count=len(way))
    else:
        # To report, and to reach a value, is a step of the way, but no item.
        counted = all(
            not move.report and not any(isinstance(need, ValueNeed) for need in move.needs)
            for move in way
        )
        if counted:
            yield text(f"action-road-way-{shown}", steps=band.steps, moves=moves)
        else:
            yield text(f"action-road-report-{shown}", moves=moves)


def _way_to_tell(office: OfficeResult, band: NextBand, rubric: Rubric) -> tuple[Move, ...]:
    """Of the ways that take least, the one that begins where the steps begin."""
    urgent = {one.code: at for at, one in enumerate(most_urgent(office, rubric))}
    least = [
        at
        for at, _ in enumerate(band.ways)
        if not band.efforts or band.efforts[at] == band.efforts[0]
    ]
    return min(
        (band.ways[at] for at in least),
        key=lambda way: sorted(urgent.get(move.indicator, len(urgent)) for move in way),
    )


def _move(move: Move, before: str | None, rubric: Rubric) -> str:
    """What a move does to an indicator; a step that a gate asks for may leave its score."""
    label = fill(rubric.labels.indicator, {"code": move.indicator})
    # A score between two levels is no level: it may begin and end in the same one.
    by_score = move.level is None or (move.score is not None and Decimal(move.score) != move.level)
    goal = {"label": label, "level": move.level, "score": move.score}
    items = [need_words(need) for need in move.needs if not isinstance(need, ValueNeed)]
    needs = [text("action-move-items", items=joined(items))] if items else []
    needs += [need_words(need) for need in move.needs if isinstance(need, ValueNeed)]
    key = "action-move-report" if move.report else "action-move"
    key = f"{key}-score" if by_score else key
    if move.score == before and not move.report:
        key = "action-move-same"
    return text(key, needs=", ".join(needs), **goal)


def _chart(office: OfficeResult, rubric: Rubric, others: Others) -> LevelChart | None:
    """The chart of an office's scores; none where nothing has a score."""
    if not any(one.score is not None for one in office.indicators):
        return None
    compared = others.complete > 1
    rows = tuple(
        ChartRow(
            name=figures(_name(one), rubric.digits),
            score=Decimal(one.score) if one.state is State.SCORED and one.score else None,
            median=_median(one, others) if compared else None,
        )
        for one in office.indicators
    )
    key = "action-chart-median" if compared else "action-chart"
    title = text(key, count=others.complete)
    return LevelChart(
        title=figures(title, rubric.digits),
        headings=(text("action-indicator"), text("action-level"), text("action-median")),
        rows=rows,
        high=rubric.scale.highest,
        whole=rubric.scale.levels,
    )


def _name(one: IndicatorResult) -> str:
    """The code of an indicator, with its mark below it where it has no score."""
    return one.code if one.state is State.SCORED else f"{one.code}\n{one.printed}"


def _median(one: IndicatorResult, others: Others) -> Decimal | None:
    """The run's median; none for an indicator that does not count for the office."""
    median = others.medians.get(one.code)
    if median is None or one.state not in (State.SCORED, State.NOT_REPORTED):
        return None
    return Decimal(median)
