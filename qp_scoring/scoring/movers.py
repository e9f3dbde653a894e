"""What an indicator can come to by so many steps, and which steps these are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import scores
from qp_scoring.rubric.space import Asked
from qp_scoring.rubric.whole import Whole
from qp_scoring.scoring.ladders import Ladder, Ladders, Position, Rung, Units, steps_of
from qp_scoring.scoring.mean import rounded
from qp_scoring.scoring.steps import Effort, Steps, cheapest, count_of


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """What one indicator can come to by so many steps and no fewer.

    ``score`` counts in units of the score's last decimal. ``positions`` are the states of its
    ladder that give this score, one for every choice of items and of measures that move.
    """

    steps: int
    score: int
    positions: tuple[Position, ...]


PlacesHeld = tuple[tuple[int, ...], ...]
"""Of every axis of a ladder the places that may be taken; no place at all: every one."""
_NEVER = np.iinfo(np.int64).min
_YES = np.ones(1, dtype=bool)


def options(ladder: Ladder, held: PlacesHeld = ()) -> tuple[Option, ...]:
    """The options of an indicator: for a number of steps, scores that fewer steps do not reach."""
    measured = tuple(bool(axis.measure) for axis in ladder.axes)
    return _options(ladder.scores.tobytes(), ladder.scores.shape, measured, held)


@lru_cache(maxsize=10_000)
def _options(
    content: bytes, shape: tuple[int, ...], measured: tuple[bool, ...], held: PlacesHeld
) -> tuple[Option, ...]:
    """The options of a grid of scores; many offices stand before the same one.

    Of a measure only whether it moves counts as a step, so of all values the best one does.
    """
    whole = np.frombuffer(content, dtype=np.int64).reshape(shape)
    if held:
        allowed = [own or range(size) for own, size in zip(held, shape, strict=True)]
        kept = np.full(shape, _NEVER)
        kept[np.ix_(*allowed)] = whole[np.ix_(*allowed)]
        whole = kept
    scores = whole
    for axis in (at for at, is_one in enumerate(measured) if is_one):
        places = np.moveaxis(scores, axis, 0)
        scores = np.moveaxis(np.stack([places[0], places[1:].max(axis=0)]), 0, axis)
    steps = steps_of(scores.shape, measured)
    found: list[Option] = []
    best = int(scores[(0,) * scores.ndim])
    for number in range(1, int(steps.max(initial=0)) + 1):
        here = (steps == number) & (scores > best)
        for score in sorted(set(scores[here].tolist())):
            states = np.argwhere(here & (scores == score)).tolist()
            places_ = tuple(_nearest(whole, state, measured, score) for state in states)
            found.append(Option(number, score, places_))
            best = score
    return tuple(found)


def _nearest(scores: Units, state: Sequence[int], measured: Sequence[bool], score: int) -> Position:
    """The first state with a score, the measures that move at whatever value they have there."""
    moved = [is_one and bool(taken) for is_one, taken in zip(measured, state, strict=True)]
    part = tuple(
        slice(1, None) if moves else slice(taken, taken + 1)
        for moves, taken in zip(moved, state, strict=True)
    )
    first = np.argwhere(scores[part] == score)[0]
    return tuple(
        int(at) + (1 if moves else taken)
        for at, moves, taken in zip(first, moved, state, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Mover:
    """An indicator that can move: its score in units of the last decimal, and its options.

    ``reports`` says that it was not reported yet, so that its options begin with a report, and
    ``stays`` that it need not move.
    """

    code: str
    ladder: Ladder
    now: int
    options: tuple[Option, ...]
    reports: bool
    stays: bool = True

    @property
    def best(self) -> int:
        """The most that it can come to."""
        return max((option.score for option in self.options), default=self.now)

    def count(self, option: Option) -> int:
        """How many sets of steps an option stands for."""
        return sum(count_of(self.ladder, Rung(one, ())) for one in option.positions)

    def sets(self, option: Option, limit: int) -> list[Steps]:
        """The first sets of steps of an option, the cheapest first."""
        rungs = [Rung(one, _tops(self.ladder, one)) for one in option.positions]
        found = cheapest(self.ladder, rungs, limit)
        if not self.reports:
            return found
        return [replace(steps, effort=steps.effort + Effort(unknown=1)) for steps in found]


def _tops(ladder: Ladder, position: Position) -> tuple[tuple[str, Fraction], ...]:
    """The measures of a position that move, with their values."""
    taken = zip(ladder.axes, position, strict=True)
    return tuple(
        (axis.measure, axis.value(place)) for axis, place in taken if axis.measure and place
    )


@dataclass(frozen=True, slots=True)
class Outset:
    """An office before its ladders: where it stands, and what moves it.

    ``scores`` are those in its mean, by indicator; ``known`` are the ladders of all offices, and
    ``ladders`` its own; ``silent`` were not reported. ``answers`` (one row) are those that gates
    ask for, None where they ask for none. ``asking`` are the answers (one row) of the indicators
    whose scores rest on those of others, where they are scored by rules.
    """

    rubric: Rubric
    scores: Mapping[str, Decimal]
    applicable: Sequence[str]
    known: Ladders
    ladders: Mapping[str, Ladder]
    silent: Collection[str] = ()
    answers: Columns | None = None
    asking: Mapping[str, Columns] = field(default_factory=dict)

    def settled(
        self,
        scores: Mapping[str, Decimal],
        answers: Columns | None,
        moved: Mapping[str, Columns] = MappingProxyType({}),
        but: Collection[str] = (),
    ) -> Mapping[str, Decimal]:
        """Scores, with those that rest on others (``but`` some) as they come to be beside these.

        ``moved`` are the answers (one row) of such indicators that took steps.
        """
        if not self.rubric.asking:
            return scores
        found = dict(scores)
        for one in self.rubric.asking:
            own = moved.get(one.code, self.asking.get(one.code))
            if own is not None and one.code in scores and one.code not in but:
                whole = Whole(self.rubric, found, self.applicable, answers)
                asked = {name: whole.printed(name) for name in one.bounds_asked}
                found[one.code] = rescored(self.rubric, one, own, asked)
        return found

    def beside(self, asked: Asked) -> Outset:
        """The office where the scores that indicators ask for are these, where told."""
        scores, ladders = dict(self.scores), dict(self.ladders)
        for one in self.rubric.asking:
            if one.bounds_asked.keys() - asked.keys():
                continue
            own = {name: asked[name] for name in one.bounds_asked}
            if one.code in self.asking and one.code in scores:
                scores[one.code] = rescored(self.rubric, one, self.asking[one.code], own)
            if one.code in ladders:
                columns = replace(ladders[one.code].columns, scores=_as_row(own))
                again = self.known.of(one, columns)
                assert again is not None  # it has the states of the one before
                ladders[one.code] = again
        return replace(self, scores=scores, ladders=ladders)

    def movers(self, held: Mapping[str, PlacesHeld] = MappingProxyType({})) -> dict[str, Mover]:
        """The indicators that have options.

        Those that are ``held`` to some places have only what they come to there, and have to move
        where their own place is none of these.
        """
        codes = (code for code in self.scores if code in self.ladders)
        found = (self._mover(code, held.get(code, ())) for code in codes)
        return {one.code: one for one in found if one.options or not one.stays}

    def _mover(self, code: str, held: PlacesHeld) -> Mover:
        ladder, reports = self.ladders[code], code in self.silent
        found = options(ladder, held)
        stays = all(0 in places for places in held if places)
        if reports:
            least = least_reported(self.rubric)
            if stays:  # beside scores of others a report alone may be enough
                found = (Option(0, ladder.now, ((0,) * len(ladder.axes),)), *found)
            found = tuple(replace(o, steps=o.steps + 1) for o in found if o.score >= least)
        now = int(self.scores[code].scaleb(self.rubric.arithmetic.score_decimals))
        return Mover(code, ladder, now, found, reports, stays)

    def after(self, taken: Iterable[tuple[Mover, Steps]]) -> Columns | None:
        """The answers that gates ask for after some steps."""
        found = self.answers
        for mover, steps in taken:
            values = dict(steps.rung.values)
            found = found and with_taken(found, mover.ladder, steps.items, values)
        return found


def with_taken(
    answers: Columns, ladder: Ladder, items: Collection[str], values: Mapping[str, Fraction]
) -> Columns:
    """The answers that gates ask for with some items met and values reached."""
    met = {**answers.met, **{item: _YES for item in items if item in answers.met}}
    reached = {**answers.values, **{k: (v,) for k, v in values.items() if k in answers.values}}
    for key in values.keys() & answers.values.keys() & ladder.indicator.graded.keys():
        met[key] = np.array([values[key] == ladder.indicator.graded[key][-1]])
    return replace(answers, met=met, values=reached)


def rescored(rubric: Rubric, indicator: Indicator, answers: Columns, asked: Asked) -> Decimal:
    """The score of an indicator's answers (one row) beside scores of others that it asks for."""
    (exact,) = scores(indicator, rubric.scale, replace(answers, scores=_as_row(asked)))
    return rounded(exact, rubric.arithmetic.score_decimals)


def _as_row(asked: Asked) -> dict[str, tuple[Fraction | None]]:
    return {name: (score,) for name, score in asked.items()}


def first_above_base(rubric: Rubric) -> int:
    """The level that an office which reports for the first time has to reach to have done more."""
    above = (level for level in rubric.scale.level_numbers if level > rubric.scale.base_level)
    return next(above, rubric.scale.base_level)


def least_reported(rubric: Rubric) -> int:
    """The score from which on a report is more than a report, in units of the last decimal."""
    unit = 10**rubric.arithmetic.score_decimals
    base: int = rubric.scale.base_level * unit
    return first_above_base(rubric) * unit if rubric.scale.levels else base + 1
