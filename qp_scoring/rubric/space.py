"""The answer space of an indicator: all that its answers could be, as far as a score can differ.

Whatever asks "what if" reads it: how far a rule reaches (:mod:`~qp_scoring.rubric.reach`), how hard
it is (:mod:`~qp_scoring.rubric.lint.severity`), what a further step brings
(:mod:`~qp_scoring.scoring.ladders`) and which answers make a level certain
(:mod:`~qp_scoring.scoring.certificates`).

Two facts make the space small. Items that stand in the same lists of every rule are
*interchangeable*: only how many of them are met matters. And a score bends or jumps only at the
values that conditions and curves name, the *turns* of a measure; on the *stretch* between two
neighbouring turns it is a straight line in every measure. So a turn is tried itself and a stretch
at two values, from which its ends follow exactly, whether an answer attains them or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qp_scoring.rubric.conditions import Columns, Condition, Measured, ScoreBound
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import with_values
from qp_scoring.rubric.indicator import Indicator, Measure, Rule
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.nodes import Limit, capped
from qp_scoring.rubric.rules import (
    given_values,
    of_parts,
    scores,
)

LIMIT = 20_000
"""So many answers of an indicator are tried at once."""

_NEAR = tuple(Fraction(at, 10**9) for at in (1, 2, 10**9 - 2, 10**9 - 1))
"""Where in a stretch its ends are looked at, as shares of it."""
_DECIMALS = 10  # a value with more, or without end, is nothing to step beside

Lattice = NDArray[np.object_]
"""Exact scores, one for every state of some axes."""


class Stretch(NamedTuple):
    """One number alone, or all between two numbers without these themselves."""

    low: Fraction
    high: Fraction

    @property
    def single(self) -> bool:
        """Whether it is one number alone."""
        return self.low == self.high

    def meets(self, start: Fraction, end: Fraction | None) -> bool:
        """Whether some number of it lies from ``start`` up to, but not with, ``end``."""
        begins = self.high >= start if self.single else self.high > start
        return begins and (end is None or self.low < end)


@dataclass(frozen=True, slots=True)
class Axis:
    """Interchangeable items, or the values of a measure that are tried.

    A place along it says how many of the items are met (0 to all), or which of the values stands.
    Where the first value is an office's own, ``rising`` of the others lead upwards from it, each
    further than the one before; the rest lead downwards in the same way.

    Items that stand alike for the same grade have an axis for every higher one, rising: the place
    says how many of them come to its ``points`` at least. So it is never above that of the grade
    before.
    """

    items: tuple[str, ...] = ()
    points: Fraction | None = None
    measure: str = ""
    values: tuple[Fraction | None, ...] = ()
    rising: int = 0

    def __hash__(self) -> int:
        # Of a measure, its first value tells nearly all apart; a fraction takes long to hash.
        return hash((self.items, self.points, self.measure, self.values[:1], self.rising))

    @property
    def size(self) -> int:
        """How many places it has."""
        return len(self.values) if self.measure else len(self.items) + 1

    def value(self, place: int) -> Fraction:
        """The value of a place; not asked where an office stands without one."""
        found = self.values[place]
        if found is None:
            raise ValueError(f"no value of {self.measure} at {place}")
        return found

    def falls(self, place: int) -> bool:
        """Whether a place leads downwards from an office's own value."""
        return place > self.rising

    @property
    def ways(self) -> tuple[range, range]:
        """The places upwards from an office's own value, and those downwards, nearest first."""
        return range(1, self.rising + 1), range(self.rising + 1, self.size)

    def way_to(self, place: int) -> range:
        """The places from the nearest up to one, all on its side of an office's own value."""
        return range(self.rising + 1 if self.falls(place) else 1, place + 1)

    def nearer(self, place: int) -> int:
        """The place before one on the way from an office's own value."""
        return 0 if place == self.rising + 1 else place - 1


def seen_by(gates: Sequence[Condition], indicator: Indicator) -> Indicator:
    """An indicator in whose answer space differs what gates tell apart; not one to score by."""
    ids = {*indicator.entry_ids}
    own = [gate for gate in gates if not ids.isdisjoint(gate.entry_ids())]
    if not own:
        return indicator
    limits = (Limit.model_construct(unless=gate, at_most=Decimal(0)) for gate in own)
    return with_values(indicator, limit=(*indicator.limit, *limits))


def interchangeable(indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    """The items that any rule names, those together that stand in the same lists of all rules.

    They are worth the same; an item with grades is a measure of its own (:func:`measures_of`).
    """
    return tuple(items for items, grades in _alike(indicator) if not grades)


def graded_alike(indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    """The items with grades that any rule names, those together of which only numbers matter."""
    return tuple(items for items, grades in _alike(indicator) if grades)


def _alike(indicator: Indicator) -> Iterator[tuple[tuple[str, ...], tuple[Fraction, ...]]]:
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(_listed(indicator)):
        for item in members:
            lists[item].append(number)
    alike: defaultdict[tuple[Fraction, tuple[Fraction, ...], tuple[int, ...]], list[str]]
    alike = defaultdict(list)
    for entry in indicator.item:
        if entry.id in lists:
            grades = tuple(entry.graded.values())
            alike[entry.worth, grades, tuple(lists[entry.id])].append(entry.id)
    for (_, grades, _), items in alike.items():
        yield tuple(items), grades


def _listed(indicator: Indicator) -> Iterator[Sequence[str]]:
    """Every list of items in the rules of an indicator."""
    for condition in indicator.conditions_within():
        for one in condition.conditions():
            yield [member for member in one.members() if isinstance(member, str)]
    for rule in indicator.rules():
        for tier in rule.tier:
            yield tier.items
        if rule.method == "points":
            yield rule.counted


def measures_of(indicator: Indicator) -> tuple[Measure, ...]:
    """What has values: the measures, and the items with grades as measures of their points."""
    graded = (
        Measure.model_construct(
            id=item.id,
            text=item.text,
            unit="",
            min=min(item.graded.values()),
            max=item.worth,
            suggest=item.suggest,
        )
        for item in indicator.item
        if item.grades
    )
    return (*indicator.measure, *graded)


def only_values(indicator: Indicator, measure: Measure) -> Sequence[Fraction]:
    """All values that a measure can have where these are grades or levels; else none."""
    if measure.id in indicator.graded:
        return indicator.graded[measure.id]
    judged = measure.whole and measure.id in indicator.judged()
    return given_values(measure) if judged else ()


def places_of(indicator: Indicator, measure: Measure) -> tuple[Stretch, ...]:
    """What a measure's value can be: the turns and what lies between them, or its only values."""
    only = only_values(indicator, measure)
    return tuple(map(_alone, only)) if only else stretches(turns(indicator, measure))


def turns(indicator: Indicator, measure: Measure) -> tuple[Fraction, ...]:
    """The values of a measure where some score may bend or jump, rising, with both its bounds."""
    low, high = Fraction(measure.min), Fraction(measure.max)
    found = {low, high, *_bends(indicator, measure)}
    return tuple(sorted(value for value in found if low <= value <= high))


def _bends(indicator: Indicator, measure: Measure) -> set[Fraction]:
    found = asked(indicator, measure.id)
    for curve in _curves(indicator, measure.id):
        found |= {curve.measured(reading, measure.target) for reading, _ in curve.anchors}
    return found | set(only_values(indicator, measure))


def may_differ(
    indicator: Indicator, measure: Measure, one: Fraction, other: Fraction, scale: Scale
) -> bool:
    """Whether a value that conditions and curves name tells two values of a measure apart."""
    helps = sense(indicator, measure.id, scale)
    return any(
        (helps.rising and (one >= bend) != (other >= bend))
        or (helps.falling and (one <= bend) != (other <= bend))
        for bend in _bends(indicator, measure)
    )


def asked(indicator: Indicator, measure: str) -> set[Fraction]:
    """The values of a measure that conditions name as its least or its most."""
    bounds_ = (bound for one in _asking(indicator, measure) for bound in (one.min, one.max))
    return {Fraction(bound) for bound in bounds_ if bound is not None}


def _asking(indicator: Indicator, measure: str) -> Iterator[Measured]:
    """Everything that conditions ask of a measure, however deep."""
    for condition in indicator.conditions_within():
        yield from (one for one in condition.measured() if one.measure == measure)


def _curves(indicator: Indicator, measure: str) -> Iterator[Curve]:
    """The curves that score a measure."""
    for rule in indicator.rules():
        if rule.curve is not None and rule.curve.measure == measure:
            yield rule.curve


def curved(indicator: Indicator) -> frozenset[str]:
    """The measures whose values make scores: by a curve, as they were judged, or as points."""
    read = {key for rule in indicator.rules() if (key := rule.read)}
    return frozenset(read | indicator.graded.keys())


class Sense(NamedTuple):
    """What helps: a value that rises, one that falls, or (around a target) either."""

    rising: bool
    falling: bool


def sense(indicator: Indicator, measure: str, scale: Scale) -> Sense:
    """Which changes of a measure may score more."""
    more, less = measure in {*indicator.judged(), *indicator.graded}, False
    for one in _asking(indicator, measure):
        more |= one.min is not None
        less |= one.max is not None
    for curve in _curves(indicator, measure):
        steps = list(pairwise(_course(curve, Fraction(scale.base_level))))
        up, down = any(a < b for a, b in steps), any(a > b for a, b in steps)
        more |= down if curve.of == "less_is_better" else up
        less |= up if curve.of == "less_is_better" else down
    return Sense(more, less)


def shoulders(indicator: Indicator, measure: Measure, scale: Scale) -> Iterator[Fraction]:
    """Values beside turns, where curves together score more than at the turns on either side.

    One curve alone never does: it comes to the best score of a stretch at one of its ends.
    """
    several = list(_curves(indicator, measure.id))

    def score(value: Fraction) -> Fraction:
        base = Fraction(scale.base_level)
        readings = ((one, one.reading(value, measure.target)) for one in several)
        return sum((one.score(at, base) for one, at in readings), Fraction(0))

    for low, high in pairwise(turns(indicator, measure)) if len(several) > 1 else ():
        start, end = tends(score, low, high)
        if start > score(low) or end > score(high):
            yield beside(low, high)
            yield beside(high, low)


def tends(
    score: Callable[[Fraction], Fraction], near: Fraction, far: Fraction
) -> tuple[Fraction, Fraction]:
    """What the scores on the stretch between two values tend to at either of them."""
    one, two, three, four = (score(near + share * (far - near)) for share in _NEAR)
    return 2 * one - two, 2 * four - three


def beside(near: Fraction, far: Fraction) -> Fraction:
    """The value next to ``near`` on the way to ``far``, with the decimals of both, at least two."""
    decimals = 2
    while (near * 10**decimals).denominator > 1 or (far * 10**decimals).denominator > 1:
        decimals += 1
        if decimals > _DECIMALS:
            return far
    return near + Fraction(1 if far > near else -1, 10**decimals)


def _course(curve: Curve, base: Fraction) -> list[Fraction]:
    """The scores that a curve comes past as its reading rises."""
    below = {"base": [base], "pro_rata": [Fraction(0)], "clamp": []}[curve.below]
    above = [base] if curve.above == "base" else []
    return [*below, *(score for _, score in curve.anchors), *above]


def stretches(values: Sequence[Fraction]) -> tuple[Stretch, ...]:
    """Rising values, each alone, and what lies between every two neighbours."""
    between = (place for one in pairwise(values) for place in (Stretch(*one), _alone(one[1])))
    return (_alone(values[0]), *between)


def _alone(value: Fraction) -> Stretch:
    return Stretch(value, value)


def scores_over(
    indicator: Indicator,
    scale: Scale,
    columns: Columns,
    axes: Sequence[Axis],
    rule: Rule | None = None,
) -> Lattice:
    """The exact score of one office's answers (one row) at every state of the axes.

    With ``rule`` it is that of one of the indicator's parts.
    """
    shape = tuple(axis.size for axis in axes)
    states = np.indices(shape).reshape(len(shape), prod(shape)).T
    found = np.empty(len(states), dtype=object)
    answers = at_states(indicator, columns, axes, states)
    found[:] = scores(rule or indicator, scale, answers)
    return found.reshape(shape)


def at_states(
    indicator: Indicator,
    columns: Columns,
    axes: Sequence[Axis],
    states: NDArray[np.int64],
    values: Mapping[str, Fraction] = MappingProxyType({}),
) -> Columns:
    """One office's answers (one row) at some states, a row per state: a place on every axis.

    Measures that are named in ``values`` have these instead.
    """
    size = len(states)
    met = {key: np.repeat(column, size) for key, column in columns.met.items()}
    given = {key: column * size for key, column in columns.values.items()}
    asked = {key: column * size for key, column in columns.scores.items()}
    for axis, places in zip(axes, states.T, strict=True):
        for number, item in enumerate(axis.items):
            if axis.points is None:
                met[item] = places > number
            else:
                before = given[item]
                given[item] = tuple(
                    axis.points if place > number else before[at] for at, place in enumerate(places)
                )
        if key := axis.measure:
            of_key = asked if key in asked else given
            of_key[key] = tuple(axis.values[place] for place in places)
    for key, value in values.items():
        (asked if key in asked else given)[key] = (value,) * size
    for item, grades in indicator.graded.items():
        met[item] = np.array([one == grades[-1] for one in given[item]], dtype=bool)
    relevant = {key: np.repeat(column, size) for key, column in columns.relevant.items()}
    return Columns(size, met, relevant, given, asked, columns.worth)


Asked = Mapping[str, Fraction | None]
"""Printed scores that are asked for, by the names of their nodes; None where one left."""
_NONE_ASKED: Asked = MappingProxyType({})


def nothing_met(indicator: Indicator, asked: Asked = _NONE_ASKED) -> Columns:
    """The answers (one row) of which no item is met and no value known; everything is relevant."""
    return all_met(indicator, {item.id for item in indicator.item}, asked)


def all_met(indicator: Indicator, but: Collection[str] = (), asked: Asked = _NONE_ASKED) -> Columns:
    """The answers (one row) of which all items but some are met; no value is known."""
    met = {item.id: np.array([item.id not in but]) for item in indicator.item}
    values: dict[str, tuple[Fraction | None]] = {one.id: (None,) for one in indicator.measure}
    for key, grades in indicator.graded.items():
        values[key] = (grades[0 if key in but else -1],)
    relevant = {key: np.ones(1, dtype=bool) for key in met}
    scores = {key: (one,) for key, one in asked.items()}
    return Columns(1, met, relevant, values, scores, indicator.worth)


def worlds(indicator: Indicator, ends: Mapping[str, tuple[Fraction, Fraction]]) -> Iterator[Asked]:
    """The scores that an indicator asks for, as far as its conditions tell them apart.

    ``ends`` are the lowest and the highest printed score of each; where these are not known, any
    may be. One world where it asks for none.
    """
    several = {
        key: told_apart(own, *ends.get(key, (None, None)))
        for key, own in indicator.bounds_asked.items()
    }
    for chosen in product(*several.values()):
        yield dict(zip(several, chosen, strict=True))


def told_apart(
    bounds_: Sequence[ScoreBound], low: Fraction | None, high: Fraction | None
) -> Sequence[Fraction]:
    """Values between two, falling, one for each way in which the bounds may hold for them."""
    given = {Fraction(end) for one in bounds_ for end in (one.min, one.max) if end is not None}
    low = min(given) - 1 if low is None else low
    high = max(given) + 1 if high is None else high
    turns_ = sorted({low, high, *(end for end in given if low < end < high)})
    between = [(a + b) / 2 for a, b in pairwise(turns_)]
    found: dict[tuple[bool, ...], Fraction] = {}
    for value in sorted((*turns_, *between), reverse=True):
        asked = Columns(1, {}, {}, {}, {one.score: (value,) for one in bounds_})
        found.setdefault(tuple(bool(one.holds(asked)[0]) for one in bounds_), value)
    return tuple(found.values())


def tried(indicator: Indicator, measure: str, places: Sequence[Stretch]) -> Axis:
    """The axis on which every stretch of a measure's values is tried: see :func:`bounds`.

    To conditions a stretch is one value; on a curve its ends are looked at closely.
    """
    shares = _NEAR if measure in curved(indicator) else (Fraction(1, 2),)
    values: list[Fraction] = []
    for low, high in places:
        values += [low] if low == high else [low + share * (high - low) for share in shares]
    return Axis(measure=measure, values=tuple(values))


def bounds(
    grid: Lattice, axis: int, places: Sequence[Stretch], end: Literal["low", "high"]
) -> Lattice:
    """Scores on an axis of :func:`tried` as their lower or upper bound on each of its stretches.

    Close to either end of a stretch the score is a straight line, so what it tends to follows from
    the two values that were tried there. Bounds of one axis after the other are those of all
    together.
    """
    rows = list(np.moveaxis(grid, axis, 0))
    several = (len(rows) - sum(place.single for place in places)) // max(len(places) // 2, 1)
    found = []
    for place in places:
        own = [rows.pop(0) for _ in range(1 if place.single else several)]
        if len(own) > 1:
            ends = 2 * own[0] - own[1], 2 * own[3] - own[2]
            own = [np.minimum(*ends) if end == "low" else np.maximum(*ends)]
        found.append(own[0])
    return np.moveaxis(np.array(found, dtype=object), 0, axis)


def telling(indicator: Indicator, measure: Measure, scale: Scale) -> tuple[Stretch, ...]:
    """The stretches among which the ends are: of a measure with one sense, its own bounds."""
    if all(sense(indicator, measure.id, scale)):
        return places_of(indicator, measure)
    return _alone(Fraction(measure.min)), _alone(Fraction(measure.max))


class Bound(NamedTuple):
    """The lowest or the highest score of several answers, and whether one of them comes to it."""

    score: Fraction
    reached: bool


class Ends(NamedTuple):
    """Between which scores several answers lie."""

    low: Bound
    high: Bound


def ends(
    indicator: Indicator, scale: Scale, columns: Columns, free: Sequence[Measure]
) -> Ends | None:
    """The ends of one office's scores (one row) over all values of its free measures.

    Parts that depend on different measures have their ends together, so each is tried alone, but
    not where a limit asks for one of them. None where there are more than :data:`LIMIT` answers.
    """
    return _ends_of(indicator, indicator, scale, columns, free)


def _ends_of(
    rule: Rule, indicator: Indicator, scale: Scale, columns: Columns, free: Sequence[Measure]
) -> Ends | None:
    ids = {measure.id for measure in free}
    named = [_measures_of(part) & ids for part in rule.part]
    capping = {key for limit in rule.limit for key in limit.unless.measure_ids()} & ids
    if sum(map(len, named)) > len(set().union(*named)) or capping or not named:
        return _ends(rule, indicator, scale, columns, free)
    lows: list[Bound] = []
    highs: list[Bound] = []
    for part, own in zip(rule.part, named, strict=True):
        measures = [one for one in free if one.id in own]
        found = _ends_of(part, indicator, scale, columns, measures)
        if found is None:
            return None
        lows.append(found.low)
        highs.append(found.high)
    (limit,) = rule.limits_of(columns)
    both = _together(rule, scale, lows, 1), _together(rule, scale, highs, -1)
    return Ends(*(_under(limit, bound) for bound in both))


def _under(limit: Limit | None, bound: Bound) -> Bound:
    """A bound under a limit; scores that tend to more than it allows come to it."""
    score = capped(bound.score, limit)
    return bound if score == bound.score else Bound(score, reached=True)


def _together(rule: Rule, scale: Scale, parts: Sequence[Bound], inside: int) -> Bound:
    """The bound of a rule of those of its parts; ``inside`` is the way from them to other scores.

    Where a part only tends to its bound, so may the rule, but steps turn what is near into one.
    """
    if all(part.reached for part in parts):
        return Bound(of_parts(rule, scale, [part.score for part in parts]), reached=True)
    one, two = (
        of_parts(
            rule, scale, [part.score + (0 if part.reached else inside * near) for part in parts]
        )
        for near in _NEAR[:2]
    )
    return Bound(2 * one - two, one == two)


def _measures_of(part: Rule) -> set[str]:
    """The measures that a part's score depends on."""
    read = {key for rule in part.rules() if (key := rule.read)}
    return read.union(*(condition.measure_ids() for condition in part.conditions_within()))


def _ends(
    rule: Rule, indicator: Indicator, scale: Scale, columns: Columns, free: Sequence[Measure]
) -> Ends | None:
    places = [telling(indicator, measure, scale) for measure in free]
    axes = [tried(indicator, measure.id, own) for measure, own in zip(free, places, strict=True)]
    if prod(axis.size for axis in axes) > LIMIT:
        return None
    lows = highs = scores_over(indicator, scale, columns, axes, rule)
    for axis, own in enumerate(places):
        lows, highs = bounds(lows, axis, own, "low"), bounds(highs, axis, own, "high")
    return Ends(_bound(lows, lows == highs, min), _bound(highs, lows == highs, max))


def _bound(grid: Lattice, reached: Lattice, end: Callable[[Iterable[Fraction]], Fraction]) -> Bound:
    score = end(grid.ravel().tolist())
    return Bound(score, bool(np.any(reached & (grid == score))))
