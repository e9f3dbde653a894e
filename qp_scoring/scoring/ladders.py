"""Ladders: what every further step of one indicator of one office would bring.

A step is an item that comes to be met, or a measured value that gets better. The scores of all
sets of steps come from the rules that score (:func:`qp_scoring.rubric.rules.scores`), so this
module knows no method by name. Items that stand in the same places of every rule are
interchangeable: only how many of them are met matters, so six items that are counted make seven
states and not sixty-four.

A ladder is exact up to ``STATES`` states. An indicator beyond that (sixteen unmet items with
sixteen different parts in its rules) has none, and no way up is told for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from qp_scoring.documents.results import State
from qp_scoring.rubric.conditions import Columns, Condition, Measured
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import rules_of, scores
from qp_scoring.scoring.mean import rounded
from qp_scoring.scoring.states import Judgement

STATES = 2**16
_KEPT = 4_096  # ladders, so that memory does not grow with the round
_WITHOUT_RULE = ("judged", "coverage")

Units = NDArray[np.int64]
Position = tuple[int, ...]
"""How many steps are taken along each axis of a ladder."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Interchangeable items that are not met, or the values that a measure can go to.

    ``values`` are the places where the score may turn or jump, rising, or (``falling``, where less
    is better) the other way; between two of them it is a straight line.
    """

    items: tuple[str, ...] = ()
    measure: str = ""
    values: tuple[Fraction, ...] = ()
    falling: bool = False

    @property
    def length(self) -> int:
        """How many steps there are along it; of a measure, how many values."""
        return len(self.items) or len(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The rounded scores of every set of steps, by how many are taken along each axis.

    ``scores`` count in units of the score's last decimal. ``columns`` is the office as it stands,
    one row. Offices with the same answers to an indicator stand before the same ladder.
    """

    indicator: Indicator
    rubric: Rubric
    axes: tuple[Axis, ...]
    scores: Units
    columns: Columns

    @property
    def now(self) -> int:
        """The score as it stands."""
        return int(self.scores[(0,) * len(self.axes)])

    @property
    def curved(self) -> set[str]:
        """The measures that a curve turns into scores."""
        return _curved(self.indicator)

    def units(self, score: Fraction) -> int:
        """A score rounded, in units of its last decimal."""
        return _units(self.rubric, score)

    def least(self, target: int) -> list[Position]:
        """The states that reach a score and fall short of it with any one step less."""
        reached = self.scores >= target
        lowest = reached.copy()
        for axis in range(reached.ndim):
            upper = [slice(None)] * reached.ndim
            lower = list(upper)
            upper[axis], lower[axis] = slice(1, None), slice(None, -1)
            lowest[tuple(upper)] &= ~reached[tuple(lower)]
        return [tuple(map(int, state)) for state in np.argwhere(lowest)]

    def comes_to(self, state: Position, values: Mapping[str, Fraction]) -> int:
        """The rounded score of a state, some measures at other values than its own."""
        taken = list(state)
        for at, axis in enumerate(self.axes):
            value = values.get(axis.measure) if axis.measure else None
            if value is not None:
                if value not in axis.values:
                    return self.units(self.exact(state, values))
                taken[at] = axis.values.index(value) + 1
        return int(self.scores[tuple(taken)])

    def exact(self, state: Position, values: Mapping[str, Fraction]) -> Fraction:
        """The score of a state before rounding, some measures at other values than its own."""
        columns = _states(self.columns, self.axes, np.array([state]))
        raised = {key: (value,) for key, value in values.items()}
        columns = Columns(1, columns.met, columns.relevant, {**columns.values, **raised})
        return scores(self.indicator, self.rubric.scale, columns)[0]


class Ladders:
    """The ladders of a round, computed once for offices that differ only in what they have met."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self._roles: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._shared: dict[tuple[object, ...], Units] = {}
        self._known: dict[tuple[object, ...], Ladder | None] = {}

    def of_office(self, judged: Mapping[str, Judgement]) -> dict[str, Ladder]:
        """The ladders of an office's indicators; none where a level was given as such.

        What was not reported stands before a ladder of which nothing is met yet.
        """
        found: dict[str, Ladder] = {}
        for code, one in judged.items():
            indicator = self._rubric.by_code[code]
            ladder = None
            if one.state is State.SCORED and one.levels is not None:
                ladder = self.of(indicator, one.levels.columns.one(one.at))
            elif one.state is State.NOT_REPORTED and indicator.method not in _WITHOUT_RULE:
                ladder = self.of(indicator, _nothing(indicator))
            if ladder is not None:
                found[code] = ladder
        return found

    def of(self, indicator: Indicator, columns: Columns) -> Ladder | None:
        """The ladder of one office's answers (one row); None beyond ``STATES``."""
        marks = (*columns.met.items(), *columns.relevant.items())
        values = (column[0] for column in columns.values.values())
        key = (indicator.code, *((name, bool(column[0])) for name, column in marks), *values)
        if key not in self._known:
            if len(self._known) == _KEPT:
                self._known.clear()
            self._known[key] = self._made(indicator, columns)
        return self._known[key]

    def _made(self, indicator: Indicator, columns: Columns) -> Ladder | None:
        roles = self._roles.setdefault(indicator.code, interchangeable(indicator))
        groups = [[i for i in role if columns.relevant[i][0]] for role in roles]
        unmet = [tuple(i for i in group if not columns.met[i][0]) for group in groups]
        measured = tuple(_measure_axes(indicator, self._rubric, columns))
        axes = (*(Axis(items=items) for items in unmet), *measured)
        counts = tuple(len(g) - len(u) for g, u in zip(groups, unmet, strict=True))
        every = (*(Axis(items=tuple(group)) for group in groups), *measured)
        if prod(axis.length + 1 for axis in every) <= STATES:
            grid = self._whole(indicator, columns, every)
            rest = grid[tuple(slice(count, None) for count in counts)]
            return Ladder(indicator, self._rubric, axes, rest, columns)
        if prod(axis.length + 1 for axis in axes) > STATES:
            return None
        grid = _grid(indicator, self._rubric, columns, axes)
        return Ladder(indicator, self._rubric, axes, grid, columns)

    def _whole(self, indicator: Indicator, columns: Columns, axes: tuple[Axis, ...]) -> Units:
        """The scores from nothing met to everything met: the same for many offices."""
        curved = _curved(indicator)
        # To conditions all values between two minima are one, and the axes say between which two.
        values = (column[0] for key, column in columns.values.items() if key in curved)
        none = {one.id: columns.met[one.id] for one in indicator.measure if one.id in columns.met}
        stays = (bool(columns.relevant[key][0]) for key in none)
        key = (indicator.code, axes, *values, *(bool(met[0]) for met in none.values()), *stays)
        if key not in self._shared:
            nothing = {item: np.zeros(1, dtype=bool) for item in columns.met}
            bare = Columns(1, {**nothing, **none}, columns.relevant, columns.values)
            self._shared[key] = _grid(indicator, self._rubric, bare, axes)
        return self._shared[key]


def _nothing(indicator: Indicator) -> Columns:
    """The answers of an office that reported nothing: no item met, no value known."""
    ids = [item.id for item in indicator.item]
    return Columns(
        1,
        {key: np.zeros(1, dtype=bool) for key in ids},
        {key: np.ones(1, dtype=bool) for key in ids},
        {measure.id: (None,) for measure in indicator.measure},
    )


def _curved(indicator: Indicator) -> set[str]:
    """The measures that a curve turns into scores."""
    return {rule.curve.measure for _, rule in rules_of(indicator) if rule.curve}


def interchangeable(indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    """The items that any rule names, those together that stand in the same places of all rules."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(_listed(indicator)):
        for item in members:
            places[item].append(number)
    alike: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for entry in indicator.item:
        if entry.id in places:
            alike[tuple(places[entry.id])].append(entry.id)
    return tuple(tuple(items) for items in alike.values())


def _listed(indicator: Indicator) -> Iterator[Sequence[str]]:
    """Every list of items in the rules of an indicator."""
    for _, rule in rules_of(indicator):
        for condition in rule.conditions.values():
            yield from _members(condition)
        for tier in rule.tier:
            yield tier.items


def _members(condition: Condition) -> Iterator[Sequence[str]]:
    members = () if isinstance(condition, Measured) else condition.members()
    yield [member for member in members if isinstance(member, str)]
    for member in members:
        if not isinstance(member, str):
            yield from _members(member)


def _measure_axes(indicator: Indicator, rubric: Rubric, columns: Columns) -> Iterator[Axis]:
    """An axis per measure that some other value of could help."""
    curved = _curved(indicator)
    for measure in indicator.measure:
        if _has_none(measure, columns):
            continue
        own = columns.values[measure.id][0]
        turning = turning_values(indicator, measure)
        higher = tuple(sorted(turn for turn in turning if own is None or turn > own))
        if measure.id in curved:
            below = (turn for turn in turning if own is None or turn < own)
            lower = tuple(sorted(below, reverse=True))
            up = _climb(indicator, rubric, columns, Axis(measure=measure.id, values=higher))
            down = _climb(indicator, rubric, columns, Axis(measure=measure.id, values=lower))
            axis = replace(down[1], falling=True) if down[0] > up[0] else up[1]
        else:
            axis = Axis(measure=measure.id, values=higher)
        if axis.values:
            yield axis


def _has_none(measure: Measure, columns: Columns) -> bool:
    """Whether the office has no cases to count: then no value can be reached."""
    key = measure.id
    return key in columns.met and bool(columns.met[key][0] or not columns.relevant[key][0])


def _climb(
    indicator: Indicator, rubric: Rubric, columns: Columns, axis: Axis
) -> tuple[Fraction, Axis]:
    """An axis as far as no score on it lies below the one before, and what it gains."""
    states = np.arange(axis.length + 1).reshape(-1, 1)
    line = scores(indicator, rubric.scale, _states(columns, [axis], states))
    steps = (at for at, (before, after) in enumerate(pairwise(line)) if after < before)
    end = next(steps, axis.length)
    return line[end] - line[0], replace(axis, values=axis.values[:end])


def turning_values(indicator: Indicator, measure: Measure) -> set[Fraction]:
    """The values of a measure where some score may turn or jump, within the measure's bounds."""
    found: set[Fraction] = set()
    for _, rule in rules_of(indicator):
        for condition in rule.conditions.values():
            found |= _minima(condition, measure.id)
        curve = rule.curve
        if curve is not None and curve.measure == measure.id:
            found |= {curve.measured(reading, measure.target) for reading, _ in curve.anchors}
    low, high = Fraction(measure.min), Fraction(measure.max)
    return {min(max(turn, low), high) for turn in found}


def _minima(condition: Condition, measure: str) -> set[Fraction]:
    if isinstance(condition, Measured):
        return {Fraction(condition.min)} if condition.measure == measure else set()
    nested = (member for member in condition.members() if not isinstance(member, str))
    return set().union(*(_minima(member, measure) for member in nested))


def _grid(indicator: Indicator, rubric: Rubric, columns: Columns, axes: Sequence[Axis]) -> Units:
    """The rounded score of every state of the axes."""
    shape = tuple(axis.length + 1 for axis in axes)
    states = np.indices(shape).reshape(len(shape), prod(shape)).T
    exact = scores(indicator, rubric.scale, _states(columns, axes, states))
    known = {score: _units(rubric, score) for score in set(exact)}
    return np.array([known[score] for score in exact], dtype=np.int64).reshape(shape)


def _units(rubric: Rubric, score: Fraction) -> int:
    decimals = rubric.arithmetic.score_decimals
    return int(rounded(score, decimals).scaleb(decimals))


def _states(columns: Columns, axes: Sequence[Axis], states: Units) -> Columns:
    """An office after the steps of each state, a row per state."""
    size = len(states)
    met = {key: np.repeat(column, size) for key, column in columns.met.items()}
    values = {key: column * size for key, column in columns.values.items()}
    for axis, taken in zip(axes, states.T, strict=True):
        for number, item in enumerate(axis.items):
            met[item] = taken > number
        if axis.measure:
            own = columns.values[axis.measure][0]
            values[axis.measure] = tuple((own, *axis.values)[index] for index in taken)
    relevant = {key: np.repeat(column, size) for key, column in columns.relevant.items()}
    return Columns(size, met, relevant, values)


@cache
def steps_of(shape: tuple[int, ...], measured: tuple[bool, ...]) -> Units:
    """The number of steps of every state of a grid; raising a value is one, however far."""
    total = np.zeros(shape, dtype=np.int64)
    for axis, is_measure in enumerate(measured):
        along = np.arange(shape[axis])
        taken = np.minimum(along, 1) if is_measure else along
        total += taken.reshape([-1 if at == axis else 1 for at in range(len(shape))])
    return total
