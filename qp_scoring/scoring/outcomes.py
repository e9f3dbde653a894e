"""How what bands and limits ask for may come out, as far as some movers can decide it.

An *outcome* is a class for every printed score that is asked for (between which of the bounds it
lies), and places for every axis of a ladder on which a condition depends. Outcomes share nothing,
and leave nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from math import ceil, prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qp_scoring.rubric.conditions import Columns, Condition, ScoreBound
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.nodes import Limit
from qp_scoring.rubric.space import LIMIT, Axis
from qp_scoring.scoring.ladders import Ladder
from qp_scoring.scoring.mean import least_shown
from qp_scoring.scoring.movers import Outset, PlacesHeld

OUTCOMES = 64
"""So many are gone through; beyond them no ways are told."""
Untold = Literal["falling", "many"]


class UntoldError(Exception):
    """Ways cannot be told exactly: scores may not be above a bound, or there is too much to try."""

    def __init__(self, reason: Untold) -> None:
        super().__init__(reason)
        self.reason: Untold = reason


@dataclass(frozen=True, slots=True)
class Assumed:
    """How conditions came out: what they ask for, and from where to where scores may lie.

    ``columns`` (one row) are answers and printed scores of the kind; ``held`` are the places that
    ladders may be at. A range is of exact scores, its upper end left out; None is no bound.
    """

    columns: Columns
    ranges: Mapping[str, tuple[Fraction | None, Fraction | None]]
    held: Mapping[str, PlacesHeld]

    def limit(self, node: Group | Total) -> Limit | None:
        """What caps a node then; limits of the whole have no say in what is enough."""
        return node.limits_of(self.columns)[0] if isinstance(node, Group) else None

    def range_of(self, key: str) -> tuple[Fraction | None, Fraction | None]:
        """The range of a group or indicator."""
        return self.ranges.get(key, (None, None))


@dataclass(frozen=True, slots=True)
class Deciding:
    """An axis of a ladder on which conditions depend."""

    code: str
    at: int
    ladder: Ladder

    @property
    def axis(self) -> Axis:
        """The axis."""
        return self.ladder.axes[self.at]

    @property
    def ids(self) -> tuple[str, ...]:
        """The items, or the measure (or item with grades), of the axis."""
        return self.axis.items or (self.axis.measure,)

    def best(self, fails: NDArray[np.bool_]) -> int:
        """The place of a value that is as good as any, for the score and for all conditions.

        ``fails``: per place, what does not hold there.

        Raises:
            UntoldError: There is none.
        """
        scores = np.moveaxis(self.ladder.scores, self.at, 0)
        for place in range(self.axis.size - 1, 0, -1):
            no_worse = np.all(fails[1:] >= fails[place]) and np.all(scores[1:] <= scores[place])
            if no_worse:
                return place
        raise UntoldError("falling")

    def classes(self, fails: NDArray[np.bool_]) -> list[tuple[int, ...]]:
        """The places of the axis, those together where the same conditions hold."""
        places = list(range(self.axis.size))
        if self.axis.measure:
            if self.ladder.indicator.bounds_asked:  # its scores hang on those of others too
                raise UntoldError("many")
            places = [0, self.best(fails)]
        found: dict[bytes, list[int]] = {}
        for place in places:
            found.setdefault(fails[place].tobytes(), []).append(place)
        return list(map(tuple, found.values()))


def deciding(office: Outset, every: Sequence[Condition]) -> Iterator[Deciding]:
    """The axes of an office's ladders on which some of these conditions depend."""
    asked = {key for one in every for key in one.entry_ids()}
    for code in office.scores:
        if asked and (ladder := office.ladders.get(code)):
            several = (Deciding(code, at, ladder) for at in range(len(ladder.axes)))
            yield from (one for one in several if one.axis.size > 1 and asked & {*one.ids})


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How all that conditions depend on may come out: classes of scores, and places of ladders.

    ``together`` are the places in ``scores`` that can be together. Of ``every`` condition the first
    ``musts`` have to hold.
    """

    answers: Columns
    names: Sequence[str]
    scores: Sequence[Sequence[ScoreClass]]
    together: Iterable[Sequence[int]]
    stands: Sequence[Deciding]
    every: Sequence[Condition]
    musts: int

    def that_may_do(self) -> Iterator[Assumed]:
        """The outcomes in which all holds that has to.

        Raises:
            UntoldError: There are too many.
        """
        shape = (*map(len, self.scores), *(one.axis.size for one in self.stands))
        if prod(shape) > LIMIT:
            raise UntoldError("many")
        columns = self._columns(shape)
        fails = np.empty((len(self.every), prod(shape)), dtype=bool)
        for number, one in enumerate(self.every):
            fails[number] = one.fails(columns)
        grid = fails.reshape(len(self.every), *shape)
        together = islice(self.together, OUTCOMES + 1)
        of_scores = [[(place,) for place in places] for places in together]
        of_stands = [
            stand.classes(np.moveaxis(grid, number, 0))
            for number, stand in enumerate(self.stands, start=len(self.scores) + 1)
        ]
        if len(of_scores) * prod(map(len, of_stands)) > OUTCOMES:
            raise UntoldError("many")
        for scores, stands in product(of_scores, product(*of_stands)):
            chosen = (*scores, *stands)
            first = tuple(places[0] for places in chosen)
            row = int(np.ravel_multi_index(first, shape)) if shape else 0
            if not fails[: self.musts, row].any():
                yield self._outcome(chosen, columns, row)

    def _outcome(self, chosen: Sequence[tuple[int, ...]], columns: Columns, row: int) -> Assumed:
        several = zip(self.names, self.scores, chosen, strict=False)
        ranges = {name: own[place].range for name, own, (place, *_) in several}
        held: dict[str, list[tuple[int, ...]]] = {}
        for one, places in zip(self.stands, chosen[len(self.scores) :], strict=True):
            free: list[tuple[int, ...]] = [()] * len(one.ladder.axes)
            held.setdefault(one.code, free)[one.at] = places
        return Assumed(columns.one(row), ranges, {key: tuple(own) for key, own in held.items()})

    def _columns(self, shape: tuple[int, ...]) -> Columns:
        """What conditions ask for, a row for every place on every axis."""
        size = prod(shape)
        places = np.indices(shape).reshape(len(shape), size)
        met = {key: np.repeat(own, size) for key, own in self.answers.met.items()}
        relevant = {key: np.repeat(own, size) for key, own in self.answers.relevant.items()}
        values = {key: own * size for key, own in self.answers.values.items()}
        scores = {
            name: tuple(own[at].printed for at in row)
            for name, own, row in zip(self.names, self.scores, places, strict=False)
        }
        for one, row in zip(self.stands, places[len(self.scores) :], strict=True):
            for number, item in enumerate(one.axis.items):
                met[item] = row > number
            if key := one.axis.measure:
                values[key] = tuple(one.axis.values[at] for at in row)
                if grades := one.ladder.indicator.graded.get(key):
                    met[key] = np.array([value == grades[-1] for value in values[key]])
        return Columns(size, met, relevant, values, scores)


@dataclass(frozen=True, slots=True)
class ScoreClass:
    """Between which of the bounds that are asked for a printed score lies."""

    printed: Fraction | None
    range: tuple[Fraction | None, Fraction | None]
    shown: tuple[Fraction | None, Fraction | None] = (None, None)
    """The range of the printed score, as that of the exact one."""

    def meets(self, low: Fraction, high: Fraction) -> bool:
        """Whether some printed score from one to another lies in it."""
        least, above = self.shown
        return (least is None or high >= least) and (above is None or low < above)

    def within(self, low: Decimal, high: Decimal, unit: Decimal) -> tuple[Decimal, Decimal]:
        """The part of a range of an indicator's scores that lies in it."""
        least, above = self.range
        if least is not None:
            low = max(low, Decimal(ceil(least / Fraction(unit))) * unit)
        if above is not None:
            high = min(high, Decimal(ceil(above / Fraction(unit)) - 1) * unit)
        return low, high


def score_classes(
    rubric: Rubric,
    name: str,
    bounds: Sequence[Fraction],
    now: Fraction | None,
    then: Fraction | None,
    must: Sequence[Condition],
) -> Iterator[ScoreClass]:
    """The classes that a score can come to, from where it stands to its best; all, if it left."""
    if now is None or then is None:
        yield ScoreClass(None, (None, None))
        return
    needed = [
        Fraction(one.min or 0)
        for condition in must
        for one in condition.in_any_case()
        if isinstance(one, ScoreBound) and one.score == name
    ]
    lowest = sum(bound <= max(now, *needed) if needed else bound <= now for bound in bounds)
    highest = sum(bound <= then for bound in bounds)
    ends = [least_shown(rubric, name, bound) for bound in bounds]
    for number in range(lowest, highest + 1):
        printed = bounds[number - 1] if number else bounds[0] - 1
        low = ends[number - 1] if number else None
        high = ends[number] if number < len(bounds) else None
        above = bounds[number] if number < len(bounds) else None
        yield ScoreClass(printed, (low, high), (bounds[number - 1] if number else None, above))
