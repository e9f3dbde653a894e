"""What the page shows, ready to be set: every figure as it stands in the analysis.

Nothing is worked out here but where things are drawn: shares of a bar, the order of offices. No
assessor's name is on the page, and no word that is quoted from an input but the names of offices,
types and regions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from sys import intern
from urllib.parse import quote

from qp_scoring.analysis.distribution import class_names, class_of
from qp_scoring.documents.analysis import (
    FEWEST,
    Analysis,
    BandCount,
    GroupFigures,
    IndicatorFigures,
    Scope,
    Shortfall,
)
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Results, State, Status
from qp_scoring.messages import text
from qp_scoring.reports import notes
from qp_scoring.reports.scoresheet.action import ActionPage
from qp_scoring.reports.summary.cells import group_name
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.model import Rubric

TONES = 5
_LACKING = 10
_MIDDLE_SHOWN = 4  # per cent of a bar that its number needs
_MARKS = {State.NOT_ASSESSED: "not-assessed", State.INVALID: "invalid"}


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """What an office's own action page says, and where its score sheet lies.

    ``sheet`` is a path from the page's folder, ``steps`` are what to do with what it brings,
    ``road`` is the way to the next band.
    """

    sheet: str
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]
    road: tuple[str, ...]

    @classmethod
    def of(cls, page: ActionPage, sheet: str) -> ActionSaid:
        """What an action page says, without the words quoted from inputs.

        It is kept for every office of a run, and many are told the same: a text is held once.
        """
        steps = tuple(
            (intern(step.title), intern(step.gain), tuple(intern(item.what) for item in step.items))
            for step in page.steps
        )
        return cls(sheet, steps, tuple(map(intern, page.road)))


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar, in per cent of it; ``shown`` says that its number fits into it."""

    name: str
    tone: str
    count: int
    start: str
    width: str
    middle: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of parts, and what it says in words."""

    parts: tuple[BarPart, ...]
    words: str


@dataclass(frozen=True, slots=True)
class BandCard:
    """A band with its range and its colour."""

    of: BandCount
    range: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Figures with what they are of, and a bar of how offices spread over bands or levels.

    ``full`` is the full mark of a group of indicators.
    """

    name: str
    of: GroupFigures | IndicatorFigures
    bar: Bar
    full: str = ""


@dataclass(frozen=True, slots=True)
class LevelMark:
    """What stands in the table for one indicator of one office."""

    shown: str
    tone: str


@dataclass(frozen=True, slots=True)
class OfficeTile:
    """One office: a tile in its region, and a row of the table with what it may do."""

    anchor: str
    code: str
    name: str
    type: str
    region: str
    mean: str
    band: str
    tone: str
    rank: str
    change: str
    coverage: str
    sub_totals: tuple[str, ...]
    levels: tuple[LevelMark, ...]
    open: str
    sheet: str | None
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]
    road: tuple[str, ...]

    @property
    def tile(self) -> str:
        """The name as it stands on a tile: its number is not parted from เขต."""
        return self.name.replace("เขต ", "เขต\u00a0")


@dataclass(frozen=True, slots=True)
class RegionCard:
    """The offices of a region, the best first; ``mean`` is empty where they are too few."""

    name: str
    provinces: str
    n: int
    mean: str
    offices: tuple[OfficeTile, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page; ``lacking`` are what offices lack most, with the texts of the items."""

    title: str
    round: str
    notices: tuple[str, ...]
    notes: tuple[str, ...]
    analysis: Analysis
    total: Mapping[str, str]
    bands: tuple[BandCard, ...]
    bands_bar: Bar
    groups: tuple[Spread, ...]
    left_out: bool
    regions: tuple[RegionCard, ...]
    classes: tuple[tuple[str, str], ...]
    sub_totals: tuple[Spread, ...]
    indicators: tuple[Spread, ...]
    lacking: tuple[tuple[Shortfall, str], ...]
    codes: tuple[tuple[str, str], ...]
    offices: tuple[OfficeTile, ...]
    previous_round: str
    fewest: int


def page_view(
    results: Results,
    analysis: Analysis,
    rubric: Rubric,
    told: Mapping[str, ActionSaid],
    provinces: Mapping[str, Sequence[str]],
) -> PageView:
    """The page of a round; ``told`` and ``provinces`` are by the code of an office."""
    names = [band.name for band in rubric.bands.band]
    offices = tuple(
        _office(f"o{at}", office, analysis, rubric, told.get(office.code))
        for at, office in enumerate(results.offices, 1)
    )
    change = analysis.change
    return PageView(
        title=rubric.name,
        round=say("round", year=rubric.fiscal_year, round=rubric.round_name(results.round)),
        notices=notes.draft_notices(rubric),
        notes=(notes.policy_note(results.policy, rubric), notes.bands_note(rubric)),
        analysis=analysis,
        total=notes.totals(rubric.total.show),
        bands=_bands(analysis, rubric),
        bands_bar=_bar((one.name, one.count) for one in analysis.bands),
        groups=tuple(_groups(analysis)),
        left_out=any(one.n < FEWEST for one in (*analysis.by_type, *analysis.by_region)),
        regions=tuple(_regions(offices, results, analysis, provinces)),
        classes=_classes(rubric, names),
        sub_totals=tuple(_sub_totals(analysis, rubric)),
        indicators=tuple(_indicators(analysis, rubric)),
        lacking=tuple(
            (one, rubric.by_code[one.indicator].text_of(one.item))
            for one in analysis.shortfalls[:_LACKING]
            if one.unmet
        ),
        codes=tuple((one.code, one.title) for one in rubric.indicators),
        offices=offices,
        previous_round=""
        if change is None
        else say("round", year=change.fiscal_year, round=rubric.round_name(change.round)),
        fewest=FEWEST,
    )


def say(key: str, **values: object) -> str:
    """A sentence of the page, by the end of its key."""
    return text(f"page-{key}", **values)


def tone(place: int, places: int) -> str:
    """The class of a colour, by a place on a scale from the best."""
    return f"t{place * (TONES - 1) // max(1, places - 1)}"


def _bar(counts: Iterable[tuple[str, int]]) -> Bar:
    """A bar of counts, the best first."""
    found = list(counts)
    total = sum(count for _, count in found)
    parts = []
    start = Decimal(0)
    for at, (name, count) in enumerate(found):
        width = Decimal(100 * count) / total if total else Decimal(0)
        if count:
            shown = width >= _MIDDLE_SHOWN
            begin, wide, middle = (f"{one:.2f}%" for one in (start, width, start + width / 2))
            parts.append(BarPart(name, tone(at, len(found)), count, begin, wide, middle, shown))
        start += width
    words = ", ".join(say("bar-part", name=name, count=count) for name, count in found)
    return Bar(tuple(parts), words)


def _bands(analysis: Analysis, rubric: Rubric) -> tuple[BandCard, ...]:
    ranges = dict(notes.band_ranges(rubric))
    return tuple(
        BandCard(
            of=one,
            range=ranges[one.name],
            tone=tone(at, len(analysis.bands)),
        )
        for at, one in enumerate(analysis.bands)
    )


def region_name(name: str) -> str:
    """A region as a reader names it."""
    return group_name(Scope.REGION, name) if name else say("no-region")


def _groups(analysis: Analysis) -> Iterable[Spread]:
    scopes = (
        (Scope.ALL, (analysis.overall,)),
        (Scope.TYPE, analysis.by_type),
        (Scope.REGION, analysis.by_region),
    )
    for scope, groups in scopes:
        for one in groups:
            if one.n >= FEWEST or scope is Scope.ALL:
                name = group_name(scope, one.name)
                yield Spread(name=name, of=one, bar=_bar(one.bands.items()))


def _regions(
    offices: Sequence[OfficeTile],
    results: Results,
    analysis: Analysis,
    provinces: Mapping[str, Sequence[str]],
) -> Iterable[RegionCard]:
    members: dict[str, list[OfficeTile]] = defaultdict(list)
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for row, office in zip(offices, results.offices, strict=True):
        members[office.region].append(row)
        places[office.region].update(dict.fromkeys(provinces.get(office.code, ())))
    figures = {one.name: one for one in analysis.by_region}
    ordered = [*figures, *(name for name in members if name not in figures)]
    for name in ordered:
        found = figures.get(name)
        yield RegionCard(
            name=region_name(name),
            provinces=" ".join(places[name]),
            n=found.n if found else sum(bool(row.rank) for row in members[name]),
            mean=found.mean or "" if found and found.n >= FEWEST else "",
            offices=tuple(sorted(members[name], key=_best_first)),
        )


def _best_first(row: OfficeTile) -> tuple[int, str]:
    return int(row.rank) if row.rank else len(row.rank) + 1_000_000, row.code


def _classes(rubric: Rubric, bands: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The classes of an indicator's scores, the best first, with their colours."""
    if not rubric.scale.levels:
        return tuple((name, tone(at, len(bands))) for at, name in enumerate(bands))
    levels = list(reversed(rubric.scale.level_numbers))
    return tuple(
        (say("level", level=level, name=rubric.scale.name(level)), tone(at, len(levels)))
        for at, level in enumerate(levels)
    )


def _indicators(analysis: Analysis, rubric: Rubric) -> Iterable[Spread]:
    """The indicators from the weakest to the strongest; those without a mean last."""
    for one in analysis.weakest_first():
        yield Spread(name=rubric.by_code[one.code].title, of=one, bar=_spread(one, rubric))


def _sub_totals(analysis: Analysis, rubric: Rubric) -> Iterable[Spread]:
    """The groups of indicators, in the order of the rubric."""
    for group in rubric.group:
        one = analysis.node(group.id)
        if one is not None:
            full = plain(rubric.full_mark(group))
            yield Spread(name=group.name, of=one, bar=_spread(one, rubric), full=full)


def _spread(one: IndicatorFigures, rubric: Rubric) -> Bar:
    """The offices over the classes of scores, the best first."""
    label = (lambda name: say("level-short", level=name)) if rubric.scale.levels else str
    return _bar((label(name), count) for name, count in reversed(list(one.levels.items())))


def _office(
    anchor: str, office: OfficeResult, analysis: Analysis, rubric: Rubric, told: ActionSaid | None
) -> OfficeTile:
    names = [band.name for band in rubric.bands.band]
    complete = office.status is Status.COMPLETE
    rank = analysis.rank_of(office.code)
    entries = {entry.code: entry for entry in office.indicators}
    unsettled = [one.code for one in office.indicators if one.state.is_open]
    band = office.band if complete and office.band in names else None
    came = {node.id: node.score for node in office.nodes}
    return OfficeTile(
        anchor=anchor,
        code=office.code,
        name=office.short_name,
        type=notes.type_name(office.type),
        region=office.region or "-",
        mean=office.mean or "-",
        band=band or text(f"summary-status-{office.status}"),
        tone=tone(names.index(band), len(names)) if band else "open",
        rank=str(rank.overall_rank) if rank else "",
        change=(office.previous.change if office.previous else None) or "-",
        # What an unfinished office reported is not known yet.
        coverage=f"{office.coverage.scored}/{office.coverage.applicable}" if complete else "-",
        sub_totals=tuple(came.get(group.id) or "-" for group in rubric.group),
        levels=tuple(_mark(entries.get(code), rubric) for code in rubric.by_code),
        open=", ".join(unsettled),
        sheet=quote(told.sheet) if told else None,
        steps=told.steps if told else (),
        road=told.road if told else (),
    )


def _mark(entry: IndicatorResult | None, rubric: Rubric) -> LevelMark:
    if entry is None:
        return LevelMark("", "none")
    if entry.state is State.SCORED:
        names = list(reversed(class_names(rubric)))
        name = class_of(entry, rubric)
        return LevelMark(entry.printed, tone(names.index(name), len(names)) if name else "none")
    if entry.state in _MARKS:
        return LevelMark(text(f"summary-mark-{_MARKS[entry.state]}"), "open")
    silent = entry.state is State.NOT_REPORTED
    return LevelMark(entry.printed, "silent" if silent else "none")
