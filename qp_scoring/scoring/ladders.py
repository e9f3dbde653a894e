"""Ladders: what every further step of one indicator of one office would bring.

A step is an item that comes to be met, or a measured value that gets better
(:mod:`qp_scoring.scoring` explains the words). The scores come from the rules that score, over the
answers that can make a difference (:mod:`qp_scoring.rubric.space`), so this module knows no method
by name: six items that are counted make seven states and not sixty-four.

A ladder is exact up to ``STATES`` states. An indicator beyond that (sixteen unmet items with
sixteen different parts in its rules) has none, and no way up is told for it. For its next level
items with grades that stand alike are counted too (:meth:`Ladders.to_next`).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import ceil, floor, prod
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from qp_scoring.documents.results import State
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import scores
from qp_scoring.rubric.space import (
    Axis,
    Sense,
    asked,
    at_states,
    curved,
    graded_alike,
    interchangeable,
    measures_of,
    nothing_met,
    only_values,
    scores_over,
    seen_by,
    sense,
    shoulders,
    turns,
)
from qp_scoring.rubric.targets import targets_named
from qp_scoring.rubric.whole import units
from qp_scoring.scoring.states import Judgement

STATES = 2**16
NO_SCORE = np.iinfo(np.int64).min
_KEPT = 4_096  # of each kind, so that memory does not grow with the round
_WITHOUT_RULE = ("judged", "coverage")
_MISSING = object()

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")
Units = NDArray[np.int64]
Position = tuple[int, ...]
"""A state: a place on each axis of a ladder."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A state of a ladder with the value that every raised measure has to reach."""

    state: Position
    values: tuple[tuple[str, Fraction], ...]


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
    curved: frozenset[str]
    """The measures that a curve turns into scores, at whatever value they stand."""
    found: dict[int, Sequence[Rung]]
    """The smallest sets of steps to a score, once asked for; one for all ladders like this."""

    @property
    def now(self) -> int:
        """The score as it stands."""
        return int(self.scores[(0,) * len(self.axes)])

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
        return list(map(tuple, np.argwhere(lowest).tolist()))

    def nearest(self, axis: int, reached: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Of states that reach something, those that do not where one measure goes less far."""
        entry = self.axes[axis]
        found = reached.copy()
        places, first = np.moveaxis(reached, axis, 0), np.moveaxis(found, axis, 0)
        for ahead in entry.ways:
            before = places[0]
            for place in ahead:
                first[place] &= ~before
                before = before | places[place]
        return found

    def comes_to(self, state: Position, values: Mapping[str, Fraction]) -> int:
        """The rounded score of a state, some measures at other values than its own."""
        taken = list(state)
        for at, axis in enumerate(self.axes):
            value = values.get(axis.measure) if axis.measure else None
            if value is None or value is axis.values[state[at]]:
                continue
            if value not in axis.values:
                return self.units(self.exact(state, values))
            taken[at] = axis.values.index(value)
        return int(self.scores[tuple(taken)])

    def exact(self, state: Position, values: Mapping[str, Fraction]) -> Fraction:
        """The score of a state before rounding, some measures at other values than its own."""
        return scores(self.indicator, self.rubric.scale, self.answers(state, values))[0]

    def answers(self, state: Position, values: Mapping[str, Fraction]) -> Columns:
        """The answers (one row) of a state, some measures at other values than its own."""
        return at_states(self.indicator, self.columns, self.axes, np.array([state]), values)


def _known(kept: dict[_K, _T], key: _K, make: Callable[[], _T]) -> _T:
    """What was made for a key before, or is made now; all is let go where too much is kept."""
    found = kept.get(key, _MISSING)
    if found is _MISSING:
        if len(kept) == _KEPT:
            kept.clear()
        found = kept[key] = make()
    return cast(_T, found)


def _key(indicator: Indicator, columns: Columns, asked: Sequence[str]) -> tuple[object, ...]:
    """What makes one ladder of an indicator another one."""
    marks = (*columns.met.items(), *columns.relevant.items())
    values = [one[0] for one in (*columns.values.values(), *columns.scores.values())]
    return (indicator.code, *((name, bool(one[0])) for name, one in marks), *values, *asked)


class Ladders:
    """The ladders of a round, computed once for offices that differ only in what they have met."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self._trials: dict[str, _Trials] = {}
        self._shared: dict[tuple[object, ...], Units] = {}
        self._known: dict[tuple[object, ...], Ladder | None] = {}
        self._found: dict[tuple[object, ...], dict[int, Sequence[Rung]]] = {}

    def of_office(self, judged: Mapping[str, Judgement]) -> dict[str, Ladder]:
        """The ladders of an office's indicators; none where a level was given as such.

        What was not reported or not started stands before a ladder of which nothing is met yet.
        Where a score of others that is asked for is not known, there is none either.
        """
        found: dict[str, Ladder] = {}
        for code, one in judged.items():
            indicator = self._rubric.by_code[code]
            columns = self._stands(indicator, one)
            ladder = None if columns is None else self.of(indicator, columns)
            if ladder is not None:
                found[code] = ladder
        return found

    def to_next(self, indicator: Indicator, one: Judgement) -> Ladder | None:
        """The ladder that an office's next level is looked for on; None as in :meth:`of_office`.

        On it the scores of others that are asked for may get better too.
        """
        columns = self._stands(indicator, one)
        if columns is None:
            return None
        asked = [name for name, (score,) in columns.scores.items() if score is not None]
        found = self.of(indicator, columns, asked)
        if found is None and any(indicator.graded):
            key = (*_key(indicator, columns, asked), "counted")
            return _known(self._known, key, lambda: self._counted(indicator, columns, asked))
        return found

    def _stands(self, indicator: Indicator, one: Judgement) -> Columns | None:
        """An office's answers (one row) as ladders begin with them."""
        if any(len(possible) > 1 for possible in one.asked.values()):
            return None
        if one.state is State.SCORED and one.levels is not None:
            return one.levels.columns.one(one.at)
        silent = one.state is State.NOT_REPORTED or one.not_started
        if silent and _has_rule(indicator):
            return nothing_met(indicator, {name: score for name, (score,) in one.asked.items()})
        return None

    def of(
        self, indicator: Indicator, columns: Columns, asked: Sequence[str] = ()
    ) -> Ladder | None:
        """The ladder of one office's answers (one row); None beyond ``STATES``.

        The scores of others that are ``asked`` for are measures of it that may get better too.
        """
        key = _key(indicator, columns, asked)
        return _known(self._known, key, lambda: self._made(indicator, columns, asked))

    def _trials_of(self, indicator: Indicator) -> _Trials:
        if indicator.code not in self._trials:
            seen = seen_by(self._rubric.gates, indicator)
            self._trials[indicator.code] = _Trials.of(seen, self._rubric)
        return self._trials[indicator.code]

    def _counted(
        self, indicator: Indicator, columns: Columns, asked: Sequence[str]
    ) -> Ladder | None:
        """The same where items with grades that stand alike are counted by the grades they get to.

        A state in which more items get to a grade than to the one before is none: it has no score.
        """
        trials = self._trials_of(indicator)
        axes = [
            Axis(items=unmet)
            for role in trials.roles
            if (unmet := tuple(i for i in role if columns.relevant[i][0] and not columns.met[i][0]))
        ]
        counted: list[tuple[Axis, ...]] = []
        for alike in trials.graded:
            standing: dict[Axis, list[str]] = {}
            for item in alike:
                if columns.relevant[item][0] and not columns.met[item][0]:
                    axis = trials.axis(item, columns.values[item][0])
                    standing.setdefault(replace(axis, measure=""), []).append(item)
            for axis, items in standing.items():
                higher = (Axis(items=tuple(items), points=axis.value(at)) for at in axis.ways[0])
                counted.append(tuple(higher))
        measured = [trials.axis(one.id, columns.values[one.id][0]) for one in indicator.measure]
        measured += [trials.axis(name, columns.scores[name][0]) for name in asked]
        axes += (axis for axis in measured if axis.size > 1)
        first = len(axes)
        axes += (axis for several in counted for axis in several)
        if not counted or prod(axis.size for axis in axes) > STATES:
            return None
        grid = _grid(indicator, self._rubric, columns, axes)
        places = np.indices(grid.shape)
        for several in counted:
            for at in range(first + 1, first + len(several)):
                grid[places[at] > places[at - 1]] = NO_SCORE
            first += len(several)
        on_curve = trials.curved - trials.only
        return Ladder(indicator, self._rubric, tuple(axes), grid, columns, on_curve, {})

    def _made(self, indicator: Indicator, columns: Columns, asked: Sequence[str]) -> Ladder | None:
        trials = self._trials_of(indicator)
        groups = [[i for i in role if columns.relevant[i][0]] for role in trials.roles]
        unmet = [tuple(i for i in group if not columns.met[i][0]) for group in groups]
        own = {key: column[0] for key, column in columns.values.items()}
        own |= {key: columns.scores[key][0] for key in asked}
        standing = {key: trials.axis(key, value) for key, value in own.items()}
        open_ = [one.id for one in measures_of(indicator) if not _has_none(one, columns)]
        measured = [standing[key] for key in (*open_, *asked) if standing[key].size > 1]
        axes = (*(Axis(items=items) for items in unmet), *measured)
        counts = tuple(len(g) - len(u) for g, u in zip(groups, unmet, strict=True))
        every = (*(Axis(items=tuple(group)) for group in groups), *measured)
        if prod(axis.size for axis in every) <= STATES:
            stands = tuple([axis.values[0] for axis in standing.values()])
            grid = self._whole(indicator, columns, every, stands)
            rest = grid[tuple(slice(count, None) for count in counts)]
        elif prod(axis.size for axis in axes) <= STATES:
            rest = _grid(indicator, self._rubric, columns, axes)
        else:
            return None
        on_curve = trials.curved - trials.only
        found = self._found_before(indicator, rest, measured, on_curve)
        return Ladder(indicator, self._rubric, axes, rest, columns, on_curve, found)

    def _found_before(
        self,
        indicator: Indicator,
        rest: Units,
        measured: Sequence[Axis],
        on_curve: Collection[str],
    ) -> dict[int, Sequence[Rung]]:
        """What was found on ladders of the same scores; on a curve it hangs on own values."""
        if any(axis.measure in on_curve for axis in measured):
            return {}
        key = (indicator.code, rest.tobytes(), rest.shape, *measured)
        return _known(self._found, key, dict)

    def _whole(
        self,
        indicator: Indicator,
        columns: Columns,
        axes: tuple[Axis, ...],
        stands: tuple[Fraction | None, ...],
    ) -> Units:
        """The scores from nothing met to everything met: the same for many offices."""
        none = {one.id: columns.met[one.id] for one in indicator.measure if one.id in columns.met}
        stays = (bool(columns.relevant[key][0]) for key in none)
        key: tuple[object, ...]
        key = (indicator.code, axes, *stands, *(bool(met[0]) for met in none.values()), *stays)
        key = (*key, *(score for (score,) in columns.scores.values()))
        found = self._shared.get(key)
        if found is None:
            nothing = {item: np.zeros(1, dtype=bool) for item in columns.met}
            bare = replace(columns, met={**nothing, **none})
            found = self._shared[key] = _grid(indicator, self._rubric, bare, axes)
        return found


@dataclass(frozen=True, slots=True)
class _Trials:
    """What the ladders of an indicator have in common.

    ``roles`` are its interchangeable items, ``graded`` those of them with grades; of every measure,
    ``turns`` are the values where a score may bend or jump, ``aims`` those worth going to, and
    ``senses`` which way may help.
    ``only`` are those that have grades or levels as values, and nothing between.
    """

    roles: tuple[tuple[str, ...], ...]
    graded: tuple[tuple[str, ...], ...]
    turns: Mapping[str, tuple[Fraction, ...]]
    aims: Mapping[str, tuple[Fraction, ...]]
    senses: Mapping[str, Sense]
    curved: frozenset[str]
    only: frozenset[str]
    _axes: dict[tuple[str, Fraction | None], Axis] = field(default_factory=dict)

    @classmethod
    def of(cls, indicator: Indicator, rubric: Rubric) -> _Trials:
        scale = rubric.scale
        on_curve = curved(indicator)
        measures = measures_of(indicator)
        turning = {one.id: turns(indicator, one) for one in measures}
        only = frozenset(one.id for one in measures if only_values(indicator, one))
        aims = {}
        for one in measures:
            found = {*turning[one.id], *shoulders(indicator, one, scale)}
            # To conditions the bounds of a measure are values like those beside them.
            ends = set() if one.id in on_curve else {Fraction(one.min), Fraction(one.max)}
            found = found.difference(ends) | (found & asked(indicator, one.id))
            aims[one.id] = tuple(sorted(_given(one, found)))
        senses = {one.id: sense(indicator, one.id, scale) for one in measures}
        for name, bounds in indicator.bounds_asked.items():
            least = {Fraction(one.min) for one in bounds if one.min is not None}
            most = {Fraction(one.max) for one in bounds if one.max is not None}
            turning[name] = tuple(sorted(least | most))
            of_score, of_mean = rubric.arithmetic.score_decimals, rubric.arithmetic.mean_decimals
            unit = 10 ** (of_score if name in rubric.by_code else of_mean)
            # Only scores that are printed so can be come to.
            shown = {Fraction(ceil(one * unit), unit) for one in least}
            shown |= {Fraction(floor(one * unit), unit) for one in most}
            aims[name] = tuple(sorted(shown))
            senses[name] = Sense(bool(least), bool(most))
        roles = interchangeable(indicator), graded_alike(indicator)
        return cls(*roles, turning, aims, senses, on_curve, only)

    def _stands(self, measure: str, own: Fraction | None) -> Fraction | None:
        """A value for all that score like an office's own: to conditions, those of a stretch."""
        known = self.turns[measure]
        if own is None or measure in self.curved or own in known:
            return own
        if not known[0] < own < known[-1]:
            return own  # beyond the measure's bounds, where no form lets it be
        above = bisect(known, own)
        return (known[above - 1] + known[above]) / 2

    def axis(self, measure: str, own: Fraction | None) -> Axis:
        """The values that a measure can go to from an office's own, or where there is none yet.

        The first of them stands for the office's own.
        """
        return _known(self._axes, (measure, own), lambda: self._axis(measure, own))

    def _axis(self, measure: str, own: Fraction | None) -> Axis:
        more, less = self.senses[measure]
        higher = [one for one in self.aims[measure] if own is None or one > own]
        lower = [one for one in reversed(self.aims[measure]) if own is None or one < own]
        # Without a value of its own nothing is above or below: one way tells of both.
        less = less and not (own is None and more)
        up, down = higher if more else [], lower if less else []
        values = (self._stands(measure, own), *up, *down)
        return Axis(measure=measure, values=values, rising=len(up))


def _given(measure: Measure, values: Iterable[Fraction]) -> set[Fraction]:
    """The values that can be given: of whole ones those on either side of each."""
    if not measure.whole:
        return set(values)
    whole = {Fraction(side(value)) for value in values for side in (floor, ceil)}
    return {value for value in whole if measure.min <= value <= measure.max}


def _has_rule(indicator: Indicator) -> bool:
    """Whether answers would give a score, and all targets that it is measured by are known."""
    return indicator.method not in _WITHOUT_RULE and not targets_named(indicator)


def _has_none(measure: Measure, columns: Columns) -> bool:
    """Whether the office has no cases to count: then no value can be reached."""
    key = measure.id
    return key in columns.met and bool(columns.met[key][0] or not columns.relevant[key][0])


def _grid(indicator: Indicator, rubric: Rubric, columns: Columns, axes: Sequence[Axis]) -> Units:
    """The rounded score of every state of the axes."""
    exact = scores_over(indicator, rubric.scale, columns, axes)
    found = [_units(rubric, score) for score in exact.ravel().tolist()]
    return np.array(found, dtype=np.int64).reshape(exact.shape)


def _units(rubric: Rubric, score: Fraction) -> int:
    return units(score, rubric.arithmetic.score_decimals)


@cache
def steps_of(shape: tuple[int, ...], measured: tuple[bool, ...]) -> Units:
    """The number of steps of every state of a grid; raising a value is one, however far."""
    total = np.zeros(shape, dtype=np.int64)
    for axis, is_measure in enumerate(measured):
        along = np.arange(shape[axis])
        taken = np.minimum(along, 1) if is_measure else along
        total += taken.reshape([-1 if at == axis else 1 for at in range(len(shape))])
    return total
