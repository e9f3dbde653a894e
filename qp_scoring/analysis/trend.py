"""The trend over three rounds or more: per office, indicator and band.

Offices are matched by their code, indicators by theirs. Nothing is scored again: the figures are
those that were delivered, and averages are over the same offices in every round, so that a line
moves only where offices did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from qp_scoring import __version__
from qp_scoring.analysis.compare import (
    comparability,
    indicator_standing,
    office_standing,
    refuse_other_rubric,
    refuse_twice,
    say_order,
    say_renamed,
    side,
    side_by_side,
)
from qp_scoring.analysis.compare_summary import band_change, in_order
from qp_scoring.analysis.numbers import average_shown, difference
from qp_scoring.documents.comparison import Standing
from qp_scoring.documents.results import IndicatorResult, OfficeResult, State
from qp_scoring.documents.stored import StoredRound
from qp_scoring.documents.trend import (
    TREND_VERSION,
    BandCourse,
    ComparedPair,
    Course,
    IndicatorCourse,
    IndicatorTrend,
    OfficeCourse,
    Trend,
    TrendSummary,
)
from qp_scoring.findings import FindingLog
from qp_scoring.messages import Language
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import printed

MOST_ROUNDS = 12
"""More columns than these would not be read on a page."""


def trend_of(
    rounds: Sequence[StoredRound],
    log: FindingLog,
    lang: Language = "th",
    gather: Callable[[Iterable[OfficeCourse]], Sequence[OfficeCourse]] = tuple,
) -> Trend:
    """Follow offices, indicators and bands through stored rounds, in the order given.

    ``log`` is told of rounds in the wrong order, of two results of one round, and of offices with
    another name than before; ``lang`` is the language of the rubrics' differences. Offices are
    followed as ``gather`` asks for them, which says how they are kept.

    Raises:
        RefusedRunError: a round was given twice, one was scored by a rubric set that has nothing
            to do with that of the last, or one of a large round is damaged.
    """
    last = rounds[-1]
    for one in rounds[:-1]:
        refuse_other_rubric(one, last.rubric, log)
    refuse_twice(rounds, log)
    for one, following in pairwise(rounds):
        say_order(one, following.rubric, following.results.round, log)
    rubrics = [one.rubric for one in rounds]
    codes = _codes(rubrics)
    sums = _TrendSums(codes, rubrics)

    def followed() -> Iterator[OfficeCourse]:
        for found in side_by_side(rounds):
            for (before, after), one in zip(pairwise(found), rounds, strict=False):
                if before is not None and after is not None:
                    say_renamed(before, after, one, log)
            course = _office(found, codes, last.rubric)
            sums.add(course)
            yield course

    offices = gather(followed())
    found = Trend(
        schema_version=TREND_VERSION,
        engine_version=__version__,
        rounds=tuple(side(one) for one in rounds),
        highest=printed(last.rubric.scale.highest),
        pairs=compared_pairs(rounds, lang),
        summary=sums.summary(),
        offices=(),
    )
    return found.model_copy(update={"offices": offices})


def compared_pairs(rounds: Sequence[StoredRound], lang: Language) -> tuple[ComparedPair, ...]:
    """Whether each two of the rounds may be set side by side, in the words of ``lang``."""
    return tuple(
        ComparedPair(
            earlier=old + 1,
            later=new + 1,
            comparability=comparability(rounds[old].rubric, rounds[new].rubric, lang),
        )
        for old, new in combinations(range(len(rounds)), 2)
    )


def _codes(rubrics: Sequence[Rubric]) -> tuple[str, ...]:
    """Every indicator of any round, in the order of the last that has it."""
    return tuple(dict.fromkeys(code for rubric in reversed(rubrics) for code in rubric.by_code))


def _office(
    found: Sequence[OfficeResult | None], codes: Sequence[str], rubric: Rubric
) -> OfficeCourse:
    """An office that is in at least one of the rounds."""
    latest = [office for office in found if office is not None][-1]
    standings = tuple(office_standing(office) if office else None for office in found)
    means = [one.mean if one else None for one in standings]
    first, last = standings[0], standings[-1]
    by_code = [
        {entry.code: entry for entry in office.indicators} if office else {} for office in found
    ]
    return OfficeCourse(
        code=latest.code,
        name=latest.name,
        short_name=latest.short_name,
        type=latest.type,
        region=latest.region,
        standings=standings,
        mean_change=difference(means[0], means[-1]),
        band_change=band_change(first.band, last.band, rubric) if first and last else None,
        course=course_of(means),
        indicators=tuple(
            _indicator([here.get(code) for here in by_code])
            for code in codes
            if any(code in here for here in by_code)
        ),
    )


def _indicator(found: Sequence[IndicatorResult | None]) -> IndicatorCourse:
    """An indicator of an office that at least one of the rounds has."""
    latest = [entry for entry in found if entry is not None][-1]
    standings = tuple(map(indicator_standing, found))
    scores = list(map(_score, standings))
    return IndicatorCourse(
        code=latest.code,
        title=latest.title,
        standings=standings,
        score_change=difference(scores[0], scores[-1]),
        course=course_of(scores),
    )


def course_of(figures: Sequence[str | None]) -> Course | None:
    """How printed figures went from each to the next; None where one is missing."""
    known = [Decimal(one) for one in figures if one is not None]
    if len(known) < len(figures):
        return None
    steps = [new - old for old, new in pairwise(known)]
    if not any(steps):
        return Course.LEVEL
    if min(steps) >= 0:
        return Course.RISING
    return Course.FALLING if max(steps) <= 0 else Course.VARYING


class _TrendSums:
    """What offices come to all together: they are added one by one, and none is kept."""

    def __init__(self, codes: Sequence[str], rubrics: Sequence[Rubric]) -> None:
        self._rubrics = rubrics
        self._offices = [0] * len(rubrics)
        self._complete = [0] * len(rubrics)
        self._courses: Counter[Course] = Counter()
        self._means: list[list[Fraction]] = [[] for _ in rubrics]
        self._bands: list[Counter[str | None]] = [Counter() for _ in rubrics]
        self._indicators = {code: _IndicatorTrendSums(code, rubrics) for code in codes}

    def add(self, office: OfficeCourse) -> None:
        """Add an office as it went."""
        if office.course:
            self._courses[office.course] += 1
        for at, one in enumerate(office.standings):
            self._offices[at] += one is not None
            self._complete[at] += bool(one and one.mean)
        means = [one.mean_exact.value for one in office.standings if one and one.mean_exact]
        if len(means) == len(office.standings):
            for at, one in enumerate(office.standings):
                self._means[at].append(means[at])
                self._bands[at][one.band if one else None] += 1
        for entry in office.indicators:
            self._indicators[entry.code].add(entry)

    def summary(self) -> TrendSummary:
        """All offices together."""
        decimals = self._rubrics[-1].arithmetic.mean_decimals
        means = tuple(average_shown(figures, decimals) for figures in self._means)
        return TrendSummary(
            offices=tuple(self._offices),
            complete=tuple(self._complete),
            n=len(self._means[0]),
            means=means,
            mean_change=difference(means[0], means[-1]),
            courses=in_order(Course, self._courses),
            bands=_bands(self._bands, self._rubrics),
            indicators=tuple(one.summary() for one in self._indicators.values()),
        )


def _bands(
    found: Sequence[Counter[str | None]], rubrics: Sequence[Rubric]
) -> tuple[BandCourse, ...]:
    """The bands of the last rubric, then those that only earlier ones have."""
    names = [{band.name for band in rubric.bands.band} for rubric in rubrics]
    order = dict.fromkeys(band.name for rubric in reversed(rubrics) for band in rubric.bands.band)
    return tuple(
        BandCourse(
            name=name,
            counts=tuple(
                counts[name] if name in known else None
                for counts, known in zip(found, names, strict=True)
            ),
        )
        for name in order
    )


class _IndicatorTrendSums:
    """One indicator over the offices that were scored in every round that asks for it."""

    def __init__(self, code: str, rubrics: Sequence[Rubric]) -> None:
        self._code = code
        self._rubrics = rubrics
        self._asked = [at for at, rubric in enumerate(rubrics) if code in rubric.by_code]
        self._scores: list[list[Fraction]] = [[] for _ in self._asked]
        self._courses: Counter[Course] = Counter()

    def add(self, entry: IndicatorCourse) -> None:
        if entry.course:
            self._courses[entry.course] += 1
        scores = _scores(entry.standings[at] for at in self._asked)
        if len(scores) == len(self._asked):
            for kept, score in zip(self._scores, scores, strict=True):
                kept.append(score)

    def summary(self) -> IndicatorTrend:
        decimals = self._rubrics[-1].arithmetic.mean_decimals
        means: list[str | None] = [None] * len(self._rubrics)
        for at, scores in zip(self._asked, self._scores, strict=True):
            means[at] = average_shown(scores, decimals)
        return IndicatorTrend(
            code=self._code,
            title=self._rubrics[self._asked[-1]].by_code[self._code].title,
            n=len(self._scores[0]),
            means=tuple(means),
            mean_change=difference(means[0], means[-1]),
            courses=in_order(Course, self._courses),
        )


def _score(standing: Standing | None) -> str | None:
    """A score of evidence; the 0 that N/A counts in a mean is none."""
    return standing.score if standing and standing.state is State.SCORED else None


def _scores(standings: Iterable[Standing | None]) -> list[Fraction]:
    """The scores that are known."""
    return [Fraction(score) for one in standings if (score := _score(one)) is not None]
