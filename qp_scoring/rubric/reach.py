"""Which scores an indicator can come to: computed with the rules that score, never guessed.

Every answer that could be given (:mod:`~qp_scoring.rubric.space`) is scored, so what is said is
exact. Where there are more than that module's ``LIMIT``, only the extremes are tried, and the
result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from types import MappingProxyType

from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.space import (
    LIMIT,
    Asked,
    Axis,
    Ends,
    Stretch,
    all_met,
    bounds,
    ends,
    interchangeable,
    measures_of,
    nothing_met,
    places_of,
    scores_over,
    tried,
    worlds,
)
from qp_scoring.rubric.targets import over_targets


@dataclass(frozen=True, slots=True)
class Reach:
    """The scores that are reached, before rounding: single ones and unbroken stretches.

    ``whole`` is False where there were too many answers to try; then more scores are reached.
    """

    spans: frozenset[Stretch]
    whole: bool

    @property
    def lowest(self) -> Fraction:
        """The lowest score, or what the lowest tend to; so too where not all was tried."""
        return min(low for low, _ in self.spans)

    @property
    def highest(self) -> Fraction:
        """The highest score, or what the highest tend to; so too where not all was tried."""
        return max(high for _, high in self.spans)

    def within(self, start: Fraction, end: Fraction | None) -> bool:
        """Whether a score from ``start`` up to, but not with, ``end`` is reached."""
        return any(span.meets(start, end) for span in self.spans)


EndsAsked = Mapping[str, tuple[Fraction, Fraction]]
"""The lowest and the highest printed scores of nodes, by their names."""
NOT_KNOWN: EndsAsked = MappingProxyType({})


def extremes(indicator: Indicator, scale: Scale, asked: EndsAsked = NOT_KNOWN) -> Ends | None:
    """The lowest score, with no item met, and the highest, with all; each over all values.

    No rule scores lower for one more item, so these are the lowest and highest of all answers.
    With all targets that offices may have, and all scores of others that are ``asked`` for. None
    where the values alone are too many to try.
    """
    found = [_extremes(one, scale, world) for one, world in _cases(indicator, asked)]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None
    lowest = min((one.low for one in known), key=lambda one: (one.score, not one.reached))
    return Ends(lowest, max(one.high for one in known))


def _cases(indicator: Indicator, asked: EndsAsked) -> Iterator[tuple[Indicator, Asked]]:
    """The indicator with all targets, and the scores of others that its conditions tell apart."""
    return product(over_targets(indicator), worlds(indicator, asked))


def _extremes(indicator: Indicator, scale: Scale, asked: Asked) -> Ends | None:
    least, most = nothing_met(indicator, asked), all_met(indicator, asked=asked)
    low, high = (ends(indicator, scale, one, indicator.measure) for one in (least, most))
    return Ends(low.low, high.high) if low and high else None


def reach(indicator: Indicator, scale: Scale, asked: EndsAsked = NOT_KNOWN) -> Reach | None:
    """What is reached by any answers; the extremes alone where that is too much to try.

    With all targets and scores of others, as of extremes. None where even these are.
    """
    found = [_reach(one, scale, world) for one, world in _cases(indicator, asked)]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None
    spans = frozenset[Stretch]().union(*(one.spans for one in known))
    return Reach(spans, whole=all(one.whole for one in known))


def _reach(indicator: Indicator, scale: Scale, asked: Asked) -> Reach | None:
    measures = measures_of(indicator)
    places = [places_of(indicator, measure) for measure in measures]
    counted = [Axis(items=items) for items in interchangeable(indicator)]
    measured = [
        tried(indicator, measure.id, own) for measure, own in zip(measures, places, strict=True)
    ]
    axes = [*counted, *measured]
    if prod(axis.size for axis in axes) > LIMIT:
        found = _extremes(indicator, scale, asked)
        both = frozenset(Stretch(one.score, one.score) for one in found or ())
        return Reach(both, whole=False) if found else None
    lows = highs = scores_over(indicator, scale, nothing_met(indicator, asked), axes)
    for axis, own in enumerate(places, start=len(counted)):
        lows, highs = bounds(lows, axis, own, "low"), bounds(highs, axis, own, "high")
    spans = map(Stretch, lows.ravel().tolist(), highs.ravel().tolist())
    return Reach(frozenset(spans), whole=True)
