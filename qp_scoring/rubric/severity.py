"""How hard an indicator is: what it comes to where everything is there but for one thing or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

import numpy as np

from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.space import all_met, bounds, scores_over, telling, tried
from qp_scoring.rubric.targets import typical

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
    """The score for each set of missing entries: their worst values with the others' best.

    Which values of a measure are its best and its worst follows from the rules.
    """
    indicator = typical(indicator)
    places = {one.id: telling(indicator, one, scale) for one in indicator.measure}
    axes = [tried(indicator, key, own) for key, own in places.items()]
    found: dict[Missing, Fraction] = {}
    for case in missing:
        grid = scores_over(indicator, scale, all_met(indicator, case), axes)
        for axis, (key, own) in enumerate(places.items()):
            grid = bounds(grid, axis, own, "low" if key in case else "high")
        # The others' best for each value of what is missing, and the worst of these.
        others = tuple(axis for axis, key in enumerate(places) if key not in case)
        found[case] = min(np.ravel(grid.max(axis=others)).tolist())
    return found
