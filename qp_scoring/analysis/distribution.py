"""How the offices spread over each indicator: classes, states, mean and median.

A rubric with levels has its levels as classes; one without has its bands, by the score as printed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qp_scoring.analysis.standing import median
from qp_scoring.documents.results import IndicatorResult, Results, State
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.bands import band_of
from qp_scoring.scoring.mean import rounded


@dataclass(frozen=True, slots=True)
class Distribution:
    """The offices of one indicator.

    ``classes`` counts the scored offices by class, ``states`` all offices by state. ``scored``
    is how many have a score; ``mean`` (rounded like a mean) and ``median`` (exact) are over
    those, so an indicator that was not reported is in neither. Of an indicator that gives no score,
    ``covered`` is how many reported something done, ``stated`` how many only said something else.
    """

    code: str
    classes: Mapping[str, int]
    states: Mapping[State, int]
    scored: int
    covered: int
    stated: int
    mean: Decimal | None
    median: Fraction | None


def class_names(rubric: Rubric) -> tuple[str, ...]:
    """The classes that scores fall in, from the lowest."""
    if rubric.scale.levels:
        return tuple(map(str, rubric.scale.level_numbers))
    return tuple(band.name for band in reversed(rubric.bands.band))


def distributions(results: Results, rubric: Rubric) -> tuple[Distribution, ...]:
    """The distribution of every indicator of the rubric, in its order."""
    entries: dict[str, list[IndicatorResult]] = defaultdict(list)
    for office in results.offices:
        for entry in office.indicators:
            entries[entry.code].append(entry)
    return tuple(_distribution(code, entries[code], rubric) for code in rubric.by_code)


def _distribution(code: str, entries: list[IndicatorResult], rubric: Rubric) -> Distribution:
    scored = [entry for entry in entries if entry.state is State.SCORED]
    scores = [Fraction(entry.score) for entry in scored if entry.score is not None]
    reports = [entry for entry in scored if entry.score is None]
    covered = sum(map(has_reported, reports))
    counts = Counter(class_of(entry, rubric) for entry in scored)
    mean = sum(scores, Fraction(0)) / len(scores) if scores else None
    return Distribution(
        code=code,
        classes={name: counts[name] for name in class_names(rubric)},
        states=Counter(entry.state for entry in entries),
        scored=len(scores),
        covered=covered,
        stated=len(reports) - covered,
        mean=None if mean is None else rounded(mean, rubric.arithmetic.mean_decimals),
        median=median(scores) if scores else None,
    )


def has_reported(entry: IndicatorResult) -> bool:
    """Whether an office reported something that was done: a plan alone is no report."""
    return entry.state is State.SCORED and bool(entry.met)


def class_of(entry: IndicatorResult, rubric: Rubric) -> str | None:
    """The class of a scored entry; None where it has no score, or one below every level."""
    if rubric.scale.levels:
        return None if entry.level is None else str(entry.level)
    return None if entry.score is None else band_of(Decimal(entry.score), rubric)
