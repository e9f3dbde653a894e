"""Which scores an indicator can come to: computed with the rules that score, never guessed.

Every answer that could be given is put into one column and scored. Items that stand in the same
groups are interchangeable, so only how many of them are met is tried; a measure is tried at each
value where its score bends or jumps, and beside it. Where a curve runs on without a jump between
two such values, every score between theirs is reached too. That is exact. Where it would take
more than :data:`LIMIT` answers, only the extremes are tried, and the result says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from qp_scoring.rubric.conditions import Columns, Condition, Measured
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.indicator import Indicator, Measure, Part
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.rules import rules_of, scores

LIMIT = 20_000
_BESIDE = Fraction(1, 10**9)  # how far beside a bend, as a share of the stretch up to the next

Span = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Reach:
    """The scores that are reached, before rounding: single ones and unbroken stretches.

    ``whole`` is False where there were too many answers to try; then more scores are reached.
    """

    spans: frozenset[Span]
    whole: bool

    @property
    def lowest(self) -> Fraction:
        """The lowest score; exact also where not all answers were tried."""
        return min(low for low, _ in self.spans)

    @property
    def highest(self) -> Fraction:
        """The highest score; exact also where not all answers were tried."""
        return max(high for _, high in self.spans)

    def within(self, start: Fraction, end: Fraction | None) -> bool:
        """Whether a score from ``start`` up to, but not with, ``end`` is reached."""
        return any(high >= start and (end is None or low < end) for low, high in self.spans)


def extremes(indicator: Indicator, scale: Scale) -> Reach | None:
    """What is reached with every item met or none, over all values; None where that is too much.

    No rule scores lower for one more item, so the lowest and highest scores are among these.
    Parts that measure different things have their extremes together, so each is tried alone.
    """
    measured = [_measures(part) for part in indicator.part]
    if sum(map(len, measured)) > len(set().union(*measured)) or not measured:
        return _ends(indicator, scale)
    low = high = Fraction(0)
    for (share, _), part, names in zip(rules_of(indicator), indicator.part, measured, strict=True):
        measures = tuple(measure for measure in indicator.measure if measure.id in names)
        found = _ends(indicator.model_copy(update={"part": (part,), "measure": measures}), scale)
        if found is None:
            return None
        low, high = low + share * found.lowest, high + share * found.highest
    return Reach(frozenset({(low, low), (high, high)}), whole=False)


def _measures(part: Part) -> set[str]:
    """The measures that a part's score depends on."""
    named = {part.curve.measure} if part.curve else set()
    return named.union(*(condition.measure_ids() for condition in part.conditions.values()))


def _ends(indicator: Indicator, scale: Scale) -> Reach | None:
    classes = [[item.id for item in indicator.item]] if indicator.item else []
    return _tried(indicator, scale, classes, [range(0, len(c) + 1, len(c)) for c in classes])


def reach(indicator: Indicator, scale: Scale) -> Reach | None:
    """What is reached by any answers; by the extremes where that is too much to try."""
    classes = _interchangeable(indicator)
    found = _tried(indicator, scale, classes, [range(len(c) + 1) for c in classes])
    if found is None and (least := extremes(indicator, scale)):
        return Reach(least.spans, whole=False)
    return found


def _tried(
    indicator: Indicator,
    scale: Scale,
    classes: Sequence[Sequence[str]],
    counts: Sequence[Sequence[int]],
) -> Reach | None:
    """The reach over given numbers of items met in each class, and all values of the measures."""
    stretches = [_Values.of(indicator, measure) for measure in indicator.measure]
    shape = (*(len(count) for count in counts), *(len(one.values) for one in stretches))
    size = int(np.prod(shape, dtype=object))
    if size > LIMIT:
        return None
    axes = np.indices(shape).reshape(len(shape), size) if shape else np.zeros((0, 1), dtype=int)
    met = {}
    for at, (items, count) in enumerate(zip(classes, counts, strict=True)):
        number = np.array(count)[axes[at]]
        met.update({item: number > place for place, item in enumerate(items)})
    values = {
        measure.id: tuple(stretch.values[at] for at in axes[len(classes) + place])
        for place, (measure, stretch) in enumerate(zip(indicator.measure, stretches, strict=True))
    }
    relevant = {item: np.ones(size, dtype=bool) for item in met}
    found = scores(indicator, scale, Columns(size, met, relevant, values))
    spans = {(score, score) for score in found}
    grid = np.arange(size).reshape(shape)
    for place, stretch in enumerate(stretches):
        rows = np.moveaxis(grid, len(classes) + place, 0)
        for start in stretch.unbroken:
            ends = zip(rows[start].flat, rows[start + 1].flat, strict=True)
            pairs = {(found[a], found[b]) for a, b in ends}
            spans |= {(min(pair), max(pair)) for pair in pairs}
    return Reach(frozenset(spans), whole=True)


@dataclass(frozen=True, slots=True)
class _Values:
    """The values at which a measure is tried, rising.

    From each value whose place is in ``unbroken`` to the next, the score runs without a jump.
    """

    values: tuple[Fraction, ...]
    unbroken: tuple[int, ...]

    @classmethod
    def of(cls, indicator: Indicator, measure: Measure) -> _Values:
        """Every bend within the bounds of a measure, and a value close to each on either side."""
        low, high = Fraction(measure.min), Fraction(measure.max)
        bends = sorted({low, high, *(v for v in _bends(indicator, measure) if low < v < high)})
        values: list[Fraction] = []
        for one, other in pairwise(bends):
            step = (other - one) * _BESIDE
            values += [one, one + step, other - step]
        return cls((*values, bends[-1]), tuple(range(1, len(values), 3)))


def _bends(indicator: Indicator, measure: Measure) -> Iterator[Fraction]:
    """The values of a measure at which a condition or a curve changes its answer or its slope."""
    for _, rule in rules_of(indicator):
        for condition in rule.conditions.values():
            yield from _minima(condition, measure.id)
        if rule.curve is not None and rule.curve.measure == measure.id:
            yield from (_value(rule.curve, reading, measure) for reading, _ in rule.curve.anchors)


def _minima(condition: Condition, measure: str) -> Iterator[Fraction]:
    if isinstance(condition, Measured):
        if condition.measure == measure:
            yield Fraction(condition.min)
        return
    for member in condition.members():
        if not isinstance(member, str):
            yield from _minima(member, measure)


def _value(curve: Curve, reading: Fraction, measure: Measure) -> Fraction:
    """The measured value that a curve reads so: the inverse of :meth:`Curve.reading`."""
    if curve.of == "value":
        return reading
    share = reading if curve.of == "share" else 200 - reading
    return share if measure.target is None else share * Fraction(measure.target) / 100


def _interchangeable(indicator: Indicator) -> list[list[str]]:
    """Items in classes: those of a class stand in exactly the same groups and tiers."""
    stands: defaultdict[str, list[int]] = defaultdict(list)
    number = 0

    def note(group: Condition) -> None:
        nonlocal number
        number += 1
        if isinstance(group, Measured):
            return
        own = number
        for member in group.members():
            if isinstance(member, str):
                stands[member].append(own)
            else:
                note(member)

    for _, rule in rules_of(indicator):
        for condition in rule.conditions.values():
            note(condition)
        for tier in rule.tier:
            number += 1
            for item_id in tier.items:
                stands[item_id].append(number)
    classes: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for item in indicator.item:
        classes[tuple(stands[item.id])].append(item.id)
    return list(classes.values())
