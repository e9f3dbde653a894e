"""The trend over three rounds or more: per office, indicator and band.

Offices are matched by their code, indicators by theirs. Nothing is scored again: the figures are
those that were delivered, and averages are over the same offices in every round, so that a line
moves only where offices did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from qp_scoring import __version__
from qp_scoring.analysis.compare import (
    comparability,
    indicator_standing,
    office_standing,
    refuse_other_rubric,
    say_order,
    say_renamed,
    side,
)
from qp_scoring.analysis.compare_summary import band_change
from qp_scoring.analysis.numbers import average_shown
from qp_scoring.documents.comparison import OfficeStanding, Standing
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
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.messages import Language
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.differences import difference
from qp_scoring.scoring.mean import printed

MOST_ROUNDS = 12
"""More columns than these would not be read on a page."""


def trend_of(rounds: Sequence[StoredRound], log: FindingLog, lang: Language = "th") -> Trend:
    """Follow offices, indicators and bands through stored rounds, in the order given.

    ``log`` is told of rounds in the wrong order, of two results of one round, and of offices with
    another name than before; ``lang`` is the language of the rubrics' differences.

    Raises:
        RefusedRunError: a round was given twice, or one was scored by a rubric set that has
            nothing to do with that of the last.
    """
    last = rounds[-1]
    for one in rounds[:-1]:
        refuse_other_rubric(one, last.rubric, log)
    _refuse_twice(rounds, log)
    for one, following in pairwise(rounds):
        say_order(one, following.rubric, following.results.round, log)
    found = [{office.code: office for office in one.results.offices} for one in rounds]
    for before, after, one in zip(found, found[1:], rounds, strict=False):
        for code in sorted(before.keys() & after.keys()):
            say_renamed(before[code], after[code], one, log)
    rubrics = [one.rubric for one in rounds]
    codes = _codes(rubrics)
    offices = tuple(
        _office([here.get(code) for here in found], codes, last.rubric)
        for code in sorted({code for here in found for code in here})
    )
    return Trend(
        schema_version=TREND_VERSION,
        engine_version=__version__,
        rounds=tuple(side(one) for one in rounds),
        highest=printed(last.rubric.scale.highest),
        pairs=tuple(
            ComparedPair(
                earlier=old + 1,
                later=new + 1,
                comparability=comparability(rubrics[old], rubrics[new], lang),
            )
            for old, new in combinations(range(len(rounds)), 2)
        ),
        summary=_summary(offices, codes, rubrics),
        offices=offices,
    )


def _refuse_twice(rounds: Sequence[StoredRound], log: FindingLog) -> None:
    """Refuse results that were given twice; say where two results are of one round.

    Raises:
        RefusedRunError: the same results stand in two places.
    """
    twice = False
    for (first, one), (_, other) in combinations(enumerate(rounds, 1), 2):
        if one.results == other.results:
            log.add("compare-round-twice", Place(str(other.folder)), first=first)
            twice = True
        elif _when(one) == _when(other):
            log.add("compare-same-round", Place(str(other.folder)), first=first)
    if twice:
        raise RefusedRunError(log)


def _when(stored: StoredRound) -> tuple[int, str]:
    return stored.results.rubric.fiscal_year, stored.results.round


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


def _summary(
    offices: Sequence[OfficeCourse], codes: Sequence[str], rubrics: Sequence[Rubric]
) -> TrendSummary:
    places = range(len(rubrics))
    decimals = rubrics[-1].arithmetic.mean_decimals
    followed = [
        standings for office in offices if (standings := _means_every_time(office)) is not None
    ]
    means = tuple(
        average_shown([exact.value for one in followed if (exact := one[at].mean_exact)], decimals)
        for at in places
    )
    return TrendSummary(
        offices=tuple(sum(office.standings[at] is not None for office in offices) for at in places),
        complete=tuple(
            sum(bool((one := office.standings[at]) and one.mean) for office in offices)
            for at in places
        ),
        n=len(followed),
        means=means,
        mean_change=difference(means[0], means[-1]),
        courses=_counted(office.course for office in offices),
        bands=_bands(followed, rubrics),
        indicators=tuple(_indicator_trend(code, offices, rubrics) for code in codes),
    )


def _means_every_time(office: OfficeCourse) -> list[OfficeStanding] | None:
    known = [one for one in office.standings if one is not None and one.mean_exact is not None]
    return known if len(known) == len(office.standings) else None


def _bands(
    followed: Sequence[Sequence[OfficeStanding]], rubrics: Sequence[Rubric]
) -> tuple[BandCourse, ...]:
    """The bands of the last rubric, then those that only earlier ones have."""
    names = [{band.name for band in rubric.bands.band} for rubric in rubrics]
    order = dict.fromkeys(band.name for rubric in reversed(rubrics) for band in rubric.bands.band)
    return tuple(
        BandCourse(
            name=name,
            counts=tuple(
                sum(one[at].band == name for one in followed) if name in known else None
                for at, known in enumerate(names)
            ),
        )
        for name in order
    )


def _indicator_trend(
    code: str, offices: Sequence[OfficeCourse], rubrics: Sequence[Rubric]
) -> IndicatorTrend:
    asked = [at for at, rubric in enumerate(rubrics) if code in rubric.by_code]
    entries = [entry for office in offices for entry in office.indicators if entry.code == code]
    every_time = [
        scores
        for entry in entries
        if len(scores := _scores(entry.standings[at] for at in asked)) == len(asked)
    ]
    decimals = rubrics[-1].arithmetic.mean_decimals
    means: list[str | None] = [None] * len(rubrics)
    for place, at in enumerate(asked):
        means[at] = average_shown([scores[place] for scores in every_time], decimals)
    return IndicatorTrend(
        code=code,
        title=rubrics[asked[-1]].by_code[code].title,
        n=len(every_time),
        means=tuple(means),
        mean_change=difference(means[0], means[-1]),
        courses=_counted(entry.course for entry in entries),
    )


def _score(standing: Standing | None) -> str | None:
    """A score of evidence; the 0 that N/A counts in a mean is none."""
    return standing.score if standing and standing.state is State.SCORED else None


def _scores(standings: Iterable[Standing | None]) -> list[Fraction]:
    """The scores that are known."""
    return [Fraction(score) for one in standings if (score := _score(one)) is not None]


def _counted(courses: Iterable[Course | None]) -> dict[Course, int]:
    """How often each course occurred, in a fixed order; those that did not are left out."""
    counts = Counter(courses)
    return {one: counts[one] for one in Course if counts[one]}
