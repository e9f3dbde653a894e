"""The search for the fewest steps: which options of which indicators add up to enough.

Gains are whole numbers (the exact gains over their common denominator), so the tables are exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from heapq import heappop, heappush
from math import lcm

import numpy as np

from qp_scoring.documents.results import Move
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.ladders import Ladder, Position, Units, steps_of
from qp_scoring.scoring.mean import mean_of, printed
from qp_scoring.scoring.plan import first_above_base
from qp_scoring.scoring.states import level_of
from qp_scoring.scoring.steps import (
    Effort,
    Rung,
    Steps,
    cheapest,
    count_of,
    lowered,
    needs_of,
    reached_by,
)

LISTED = 10
"""How many ways are listed; what is left out is counted."""


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
        for score in np.unique(scores[here]):
            states = np.argwhere(here & (scores == score)).tolist()
            places_ = tuple(_nearest(whole, state, measured, int(score)) for state in states)
            found.append(Option(number, int(score), places_))
            best = int(score)
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
class Way:
    """A set of moves that lifts the band, and what it takes."""

    moves: tuple[Move, ...]
    effort: Effort


@dataclass(frozen=True, slots=True)
class _Mover:
    """An indicator that can move: its options, and what a unit of its score brings.

    ``reports`` says that it was not reported yet, so that its options begin with a report.
    """

    code: str
    ladder: Ladder
    now: int
    unit: int
    options: tuple[Option, ...]
    reports: bool

    def gain(self, option: Option) -> int:
        """What an option brings."""
        return (option.score - self.now) * self.unit

    def count(self, option: Option) -> int:
        """How many sets of steps an option stands for."""
        return sum(count_of(self.ladder, Rung(one, ())) for one in option.positions)

    def sets(self, option: Option) -> list[Steps]:
        """The first sets of steps of an option, the cheapest first."""
        rungs = [Rung(one, _tops(self.ladder, one)) for one in option.positions]
        found = cheapest(self.ladder, rungs, LISTED)
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
class _Partial:
    """A way as far as it has been chosen: the next mover, and what is left to take and to gain."""

    at: int
    steps: int
    need: int
    effort: Effort
    chosen: tuple[tuple[_Mover, Option, Steps], ...]


@dataclass(slots=True)
class Search:
    """The search over one office's indicators.

    ``scores`` are those in the mean, ``silent`` the indicators that were not reported. ``enough``
    is the exact mean to reach.
    """

    rubric: Rubric
    scores: Mapping[str, Decimal]
    ladders: Mapping[str, Ladder]
    silent: Collection[str]
    enough: Fraction
    applicable: Collection[str]
    steps: int | None = field(init=False)
    """The fewest steps that reach it; None where none do."""
    _movers: tuple[_Mover, ...] = field(init=False)
    _need: int = field(init=False)
    _best: list[list[int]] = field(init=False)
    """Per mover and number of steps: the most that it and all later movers can gain."""
    _known: dict[tuple[int, int, int], tuple[int, Effort]] = field(init=False)
    _sets: dict[tuple[int, Option], list[Steps]] = field(init=False)

    def __post_init__(self) -> None:
        self._movers, self._need = self._in_whole_numbers()
        self._known, self._sets = {}, {}
        self.steps = self._fewest()

    def _in_whole_numbers(self) -> tuple[tuple[_Mover, ...], int]:
        """The movers with their gains, and what is needed, over a common denominator."""
        now = self._mean(self.scores)
        unit = Decimal(1).scaleb(-self.rubric.arithmetic.score_decimals)
        gains = {
            # A unit less, not more: above a full mark nothing is gained.
            code: now - self._mean({**self.scores, code: score - unit})
            for code, score in self.scores.items()
        }
        need = self.enough - now
        common = lcm(need.denominator, *(gain.denominator for gain in gains.values()))
        movers = tuple(
            self._mover(code, int(score / unit), int(gains[code] * common))
            for code, score in self.scores.items()
            if code in self.ladders
        )
        return movers, int(need * common)

    def _mean(self, scores: Mapping[str, Decimal]) -> Fraction:
        """The exact mean of at least one score."""
        mean = mean_of(self.rubric, scores, self.applicable)
        if mean is None:
            raise ValueError("no scores")
        return mean.value

    def _mover(self, code: str, now: int, gain: int) -> _Mover:
        ladder, reports = self.ladders[code], code in self.silent
        found = options(ladder)
        if reports:
            least = self._least_reported()
            found = tuple(replace(o, steps=o.steps + 1) for o in found if o.score >= least)
        return _Mover(code, ladder, now, gain, found, reports)

    def _least_reported(self) -> int:
        """The score from which on a report is more than a report, in units of the last decimal."""
        unit = 10**self.rubric.arithmetic.score_decimals
        base: int = self.rubric.scale.base_level * unit
        return first_above_base(self.rubric) * unit if self.rubric.scale.levels else base + 1

    def _fewest(self) -> int | None:
        """Fill the table of best gains as far as it is needed."""
        most = sum(max((o.steps for o in mover.options), default=0) for mover in self._movers)
        size = min(most, 8)
        while True:
            self._best = self._table(size)
            enough = [n for n, gain in enumerate(self._best[0]) if gain >= self._need]
            if enough:
                return enough[0]
            if size == most:
                return None
            size = min(most, 2 * size)

    def _table(self, size: int) -> list[list[int]]:
        rows = [[0] * (size + 1)]
        for mover in reversed(self._movers):
            row = list(rows[-1])
            for option in mover.options:
                gain = mover.gain(option)
                for number in range(option.steps, size + 1):
                    row[number] = max(row[number], rows[-1][number - option.steps] + gain)
            rows.append(row)
        return rows[::-1]

    def _left(self, at: int, steps: int, need: int) -> tuple[int, Effort] | None:
        """How many ways the movers from ``at`` on have, and the least effort; None for none."""
        if self._best[at][steps] < need:
            return None
        if at == len(self._movers):
            return 1, Effort()
        key = at, steps, need
        if key not in self._known:
            self._known[key] = self._sum(at, steps, need)
        return self._known[key]

    def _sum(self, at: int, steps: int, need: int) -> tuple[int, Effort]:
        mover, count, efforts = self._movers[at], 0, []
        if stay := self._left(at + 1, steps, need):
            count, efforts = stay[0], [stay[1]]
        for option in mover.options:
            if option.steps > steps:
                continue
            rest = self._left(at + 1, steps - option.steps, need - mover.gain(option))
            if rest:
                count += rest[0] * mover.count(option)
                efforts.append(rest[1] + self._least_effort(at, option))
        return count, min(efforts)

    def _least_effort(self, at: int, option: Option) -> Effort:
        return self._sets_of(at, option)[0].effort

    def _sets_of(self, at: int, option: Option) -> list[Steps]:
        if (at, option) not in self._sets:
            self._sets[at, option] = self._movers[at].sets(option)
        return self._sets[at, option]

    def count(self) -> int:
        """How many ways there are; none where nothing reaches it."""
        left = self._whole()
        return left[0] if left else 0

    def _whole(self) -> tuple[int, Effort] | None:
        if self.steps is None:
            return None
        return self._left(0, self.steps, self._need)

    def cheapest(self) -> Iterator[Way]:
        """The first ways, the least effort first, then in the order of the rubric."""
        whole = self._whole()
        if self.steps is None or whole is None:
            return
        start = _Partial(0, self.steps, self._need, Effort(), ())
        heap: list[tuple[Effort, tuple[tuple[int, int], ...], _Partial]] = [(whole[1], (), start)]
        listed = 0
        while heap and listed < LISTED:
            _, path, partial = heappop(heap)
            if partial.at == len(self._movers):
                yield self._way(partial)
                listed += 1
                continue
            for bound, choice, following in self._choices(partial):
                heappush(heap, (bound, (*path, choice), following))

    def _choices(self, partial: _Partial) -> Iterator[tuple[Effort, tuple[int, int], _Partial]]:
        """What the next mover can do: each with the least effort to come and its place in order."""
        at, mover = partial.at, self._movers[partial.at]
        for place, option in enumerate(mover.options):
            steps, need = partial.steps - option.steps, partial.need - mover.gain(option)
            rest = self._left(at + 1, steps, need) if steps >= 0 else None
            for number, one in enumerate(self._sets_of(at, option) if rest else ()):
                effort = partial.effort + one.effort
                chosen = (*partial.chosen, (mover, option, one))
                bound = effort + rest[1] if rest else effort
                yield bound, (place, number), _Partial(at + 1, steps, need, effort, chosen)
        if rest := self._left(at + 1, partial.steps, partial.need):
            stay = replace(partial, at=at + 1)
            yield partial.effort + rest[1], (len(mover.options), 0), stay

    def _way(self, partial: _Partial) -> Way:
        """A way in the results' terms, every value no further than it must be."""
        moves = []
        spare = -partial.need
        for mover, option, steps in partial.chosen:
            taken, units = steps, option.score
            if steps.rung.values:
                least = option.score - spare // mover.unit
                if mover.reports:
                    least = max(least, self._least_reported())
                rung = lowered(mover.ladder, steps.rung, least)
                units = reached_by(mover.ladder, rung)
                spare -= (option.score - units) * mover.unit
                taken = replace(steps, rung=rung)
            score = Decimal(units).scaleb(-self.rubric.arithmetic.score_decimals)
            move = Move(
                indicator=mover.code,
                level=level_of(self.rubric, score),
                needs=needs_of(mover.ladder, taken),
                score=printed(score),
                report=mover.reports,
            )
            moves.append(move)
        order = list(self.rubric.by_code)
        moves.sort(key=lambda move: order.index(move.indicator))
        return Way(tuple(moves), partial.effort)
