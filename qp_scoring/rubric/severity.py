"""How hard an indicator is: what it comes to where everything is there but for one thing or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations, product

import numpy as np

from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.rules import scores

Missing = tuple[str, ...]
"""The ids of the items and measures that are missing."""


def left_out(indicator: Indicator, scale: Scale, count: int) -> dict[Missing, Fraction]:
    """The score for every ``count`` items that are missing, everything else at its best."""
    ids = [item.id for item in indicator.item]
    return _scores(indicator, scale, list(combinations(ids, count)))


def values_left_out(indicator: Indicator, scale: Scale) -> dict[Missing, Fraction]:
    """The score for each measure at its worst, everything else at its best."""
    return _scores(indicator, scale, [(measure.id,) for measure in indicator.measure])


def mean_loss(left: Mapping[Missing, Fraction], best: Fraction) -> Fraction:
    """What is lost on average; nothing where nothing can be missing."""
    return sum((best - score for score in left.values()), Fraction(0)) / max(len(left), 1)


def best_score(indicator: Indicator, scale: Scale) -> Fraction:
    """The score with everything there."""
    return _scores(indicator, scale, [()])[()]


def _scores(
    indicator: Indicator, scale: Scale, missing: Iterable[Missing]
) -> dict[Missing, Fraction]:
    """The score for each set of missing entries.

    Which end of a measure is the better one follows from its rule: both are tried, and where a
    measure is missing the worse of them counts.
    """
    ends = {one.id: (Fraction(one.min), Fraction(one.max)) for one in indicator.measure}
    cases = list(missing)
    rows = [(case, dict(zip(ends, found, strict=True))) for case in cases for found in _all(ends)]
    items = [item.id for item in indicator.item]
    met = {key: np.array([key not in case for case, _ in rows], dtype=bool) for key in items}
    relevant = {key: np.ones(len(rows), dtype=bool) for key in items}
    values = {key: tuple(found[key] for _, found in rows) for key in ends}
    given = scores(indicator, scale, Columns(len(rows), met, relevant, values))
    best: dict[Missing, Fraction] = {}
    for case in cases:
        by_lost: dict[tuple[Fraction, ...], Fraction] = {}
        for (other, found), score in zip(rows, given, strict=True):
            if other == case:
                lost = tuple(found[key] for key in case if key in ends)
                by_lost[lost] = max(by_lost.get(lost, score), score)
        best[case] = min(by_lost.values())
    return best


def _all(ends: Mapping[str, tuple[Fraction, Fraction]]) -> Iterable[tuple[Fraction, ...]]:
    return product(*ends.values())
