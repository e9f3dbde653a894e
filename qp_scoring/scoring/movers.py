"""What an indicator can come to by so many steps, and which steps these are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np

from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.ladders import Ladder, Position, Rung, Units, steps_of
from qp_scoring.scoring.plan import first_above_base
from qp_scoring.scoring.steps import Effort, Steps, cheapest, count_of


@dataclass(frozen=True, slots=True)
class Option:
    """What one indicator can come to by so many steps and no fewer.

    ``score`` counts in units of the score's last decimal. ``positions`` are the states of its
    ladder that give this score, one for every choice of items and of measures that move.
    """

    steps: int
    score: int
    positions: tuple[Position, ...]


def options(ladder: Ladder) -> tuple[Option, ...]:
    """The options of an indicator: for a number of steps, scores that fewer steps do not reach."""
    measured = tuple(bool(axis.measure) for axis in ladder.axes)
    return _options(ladder.scores.tobytes(), ladder.scores.shape, measured)


@lru_cache(maxsize=10_000)
def _options(
    content: bytes, shape: tuple[int, ...], measured: tuple[bool, ...]
) -> tuple[Option, ...]:
    """The options of a grid of scores; many offices stand before the same one.

    Of a measure only whether it moves counts as a step, so of all values the best one does.
    """
    whole = np.frombuffer(content, dtype=np.int64).reshape(shape)
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

    ``reports`` says that it was not reported yet, so that its options begin with a report.
    """

    code: str
    ladder: Ladder
    now: int
    options: tuple[Option, ...]
    reports: bool

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


def movers_of(
    rubric: Rubric,
    scores: Mapping[str, Decimal],
    ladders: Mapping[str, Ladder],
    silent: Collection[str],
) -> Iterator[Mover]:
    """The indicators of an office's mean that have options; ``silent`` were not reported."""
    least = least_reported(rubric)
    for code, score in scores.items():
        found = options(ladders[code]) if code in ladders else ()
        if code in silent:
            found = tuple(replace(o, steps=o.steps + 1) for o in found if o.score >= least)
        if found:
            now = int(score.scaleb(rubric.arithmetic.score_decimals))
            yield Mover(code, ladders[code], now, found, code in silent)


def least_reported(rubric: Rubric) -> int:
    """The score from which on a report is more than a report, in units of the last decimal."""
    unit = 10**rubric.arithmetic.score_decimals
    base: int = rubric.scale.base_level * unit
    return first_above_base(rubric) * unit if rubric.scale.levels else base + 1
