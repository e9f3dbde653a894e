"""Sets of steps: which items would have to be met, and which values reached, to get to a score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from heapq import nsmallest
from itertools import combinations, groupby, islice, product
from math import ceil, comb
from operator import itemgetter

import numpy as np

from qp_scoring.documents.results import GradeNeed, MeasureNeed, Need, NodeNeed, ScoreNeed
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.space import Axis, beside, tends
from qp_scoring.scoring.ladders import Ladder, Position, Rung

LOOKED_AT = 20_000
"""Of how many sets the cheapest are looked for; of more, the first in the rubric's order."""


@dataclass(frozen=True, slots=True)
class Effort:
    """The effort of several steps, and how many of them have none in the rubric."""

    unknown: int = 0
    known: Decimal = Decimal(0)

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.unknown + other.unknown, self.known + other.known)

    def __lt__(self, other: Effort) -> bool:
        """Known efforts come before unknown ones, then the smaller before the larger."""
        return (self.unknown, self.known) < (other.unknown, other.known)

    @property
    def shown(self) -> str | None:
        """The effort in the rubric's units; None where that of a step is not known."""
        return None if self.unknown else plain(Fraction(self.known))


@dataclass(frozen=True, slots=True)
class Steps:
    """One set of steps of a rung: its items in the rubric's order, and what they take.

    ``grades`` are the points that items with grades come to, where these are counted.
    """

    rung: Rung
    items: tuple[str, ...]
    effort: Effort
    grades: tuple[tuple[str, Fraction], ...] = ()


def needs_of(ladder: Ladder, steps: Steps) -> tuple[Need, ...]:
    """Steps as the results document has them: items, then values."""
    taken = zip(ladder.axes, steps.rung.state, strict=True)
    falling = {axis.measure for axis, place in taken if axis.falls(place)}
    whole = {one.id for one in ladder.indicator.measure if one.whole}
    levels = whole.intersection(ladder.indicator.judged())
    of_levels = ladder.rubric.scale.levels and not ladder.rubric.arithmetic.score_decimals
    found: list[Need] = [*steps.items]
    for key, value in (*steps.rung.values, *steps.grades):
        item = ladder.indicator.item_by_id(key)
        if item is not None:
            found.append(GradeNeed(item=key, mark=item.grade(value) or ""))
        elif key in ladder.columns.scores:
            if of_levels and key in ladder.rubric.by_code and key not in falling:
                found.append(NodeNeed(node=key, level=ceil(value)))
            else:
                end = "at_most" if key in falling else "at_least"
                found.append(ScoreNeed.model_validate({"node": key, end: plain(value)}))
        elif key in levels:
            found.append(NodeNeed(node=key, level=int(value)))
        elif key in falling:
            found.append(MeasureNeed(measure=key, at_most=plain(value)))
        else:
            found.append(MeasureNeed(measure=key, at_least=plain(value)))
    return tuple(found)


def smallest(ladder: Ladder, target: int) -> Sequence[Rung]:
    """The sets of steps that reach a score and of which none contains another.

    ``target`` is in units of the score's last decimal. Where several measures on curves could rise
    together, one takes the least value that is enough while the others stay or reach an anchor.
    """
    if target not in ladder.found:
        ladder.found[target] = _smallest(ladder, target)
    return ladder.found[target]


def _smallest(ladder: Ladder, target: int) -> list[Rung]:
    measured = [at for at, axis in enumerate(ladder.axes) if axis.measure]
    if not measured:
        return [Rung(state, ()) for state in ladder.least(target)]
    reached = ladder.scores >= target
    found: dict[Rung, None] = {}
    for axis in measured:
        for state in np.argwhere(ladder.nearest(axis, reached)).tolist():
            found[_rung(ladder, tuple(state), axis, target)] = None
    return _minimal(ladder, list(found))


def _rung(ladder: Ladder, state: Position, axis: int, target: int) -> Rung:
    """The rung of a state in which one measure goes no further than it must."""
    values = {
        entry.measure: entry.value(place)
        for entry, place in zip(ladder.axes, state, strict=True)
        if entry.measure and place
    }
    if state[axis]:
        values[ladder.axes[axis].measure] = least_value(ladder, state, axis, values, target)
    return Rung(state, tuple(values.items()))


def least_value(
    ladder: Ladder, state: Position, axis: int, values: Mapping[str, Fraction], target: int
) -> Fraction:
    """The value of one measure, nearest to its own, that reaches a score with the others as given.

    The state reaches it and falls short of it one place nearer; between the two values the score
    mostly is a straight line, which may jump at either end. Where it jumps just beyond the nearer
    value ("less than 3.01"), the first value of so many decimals is asked for ("at most 3.00").
    """
    entry = ladder.axes[axis]
    far, near = values[entry.measure], entry.values[entry.nearer(state[axis])]
    if near is None or entry.measure not in ladder.curved:
        return far
    # Scores are rounded half-up, so half a unit below the target is enough.
    wanted = Fraction(2 * target - 1, 2 * 10**ladder.rubric.arithmetic.score_decimals)

    def score(value: Fraction) -> Fraction:
        return ladder.exact(state, {**values, entry.measure: value})

    measure = ladder.indicator.measure_by_id(entry.measure)
    if measure is not None and measure.whole:
        unit = Fraction(1 if far > near else -1)
        return (
            near + unit if score(near + unit) >= wanted else _first(score, wanted, near, far, unit)
        )
    start, end = tends(score, near, far)
    if start < wanted <= end:
        value = near + (far - near) * (wanted - start) / (end - start)
        unit = beside(near, far) - near
        return value if score(value) == wanted else _first(score, wanted, near, far, unit)
    next_to = beside(near, far)
    is_between = abs(next_to - near) < abs(far - near)
    return next_to if start >= wanted and is_between and score(next_to) >= wanted else far


def _first(
    score: Callable[[Fraction], Fraction],
    wanted: Fraction,
    near: Fraction,
    far: Fraction,
    step: Fraction,
) -> Fraction:
    """The first value on the way that scores enough, so many steps from the nearer one.

    Between the two the score never falls, but parts of which the least counts, or that are turned
    by steps, bend it.
    """
    below, above = 0, (far - near) // step
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if score(near + middle * step) >= wanted else (middle, above)
    value = near + above * step
    return value if score(value) >= wanted else far


def lowered(ladder: Ladder, rung: Rung, target: int) -> Rung:
    """A rung that reaches a score, with its values in turn no further than they must be."""
    values = dict(rung.values)
    for at, axis in enumerate(ladder.axes):
        for place in axis.way_to(rung.state[at]) if axis.measure else ():
            state = (*rung.state[:at], place, *rung.state[at + 1 :])
            values[axis.measure] = axis.value(place)
            if ladder.comes_to(rung.state, values) >= target:
                values[axis.measure] = least_value(ladder, state, at, values, target)
                break
    return Rung(rung.state, tuple(values.items()))


def _minimal(ladder: Ladder, rungs: Sequence[Rung]) -> list[Rung]:
    """The rungs that ask for no more than another does."""
    kept: list[Rung] = []
    for rung in sorted(rungs, key=lambda rung: (sum(rung.state), rung.state, rung.values)):
        if not any(_asks_no_more(ladder, other, rung) for other in kept):
            kept = [other for other in kept if not _asks_no_more(ladder, rung, other)]
            kept.append(rung)
    return kept


def _asks_no_more(ladder: Ladder, one: Rung, other: Rung) -> bool:
    mine, theirs = dict(one.values), dict(other.values)
    for axis, place, theirs_place in zip(ladder.axes, one.state, other.state, strict=True):
        if not axis.measure and place > theirs_place:
            return False
        if axis.measure in mine:
            falls = axis.falls(place)
            if axis.measure not in theirs or falls is not axis.falls(theirs_place):
                return False
            further = mine[axis.measure] - theirs[axis.measure]
            if further * (-1 if falls else 1) > 0:
                return False
    return True


def reached_by(ladder: Ladder, rung: Rung) -> int:
    """The rounded score that a rung comes to, in units of the score's last decimal."""
    return ladder.comes_to(rung.state, dict(rung.values))


def count_of(ladder: Ladder, rung: Rung) -> int:
    """How many sets of steps a rung stands for."""
    found = 1
    for several in _groups(ladder, rung):
        room = len(several[0][0].items)
        for _, taken in several:
            found *= comb(room, taken)
            room = taken
    return found


_OfAxis = tuple[Axis, int]
"""An axis of items, and how many of them are taken."""


def _groups(ladder: Ladder, rung: Rung) -> Iterator[list[_OfAxis]]:
    """The axes of items, those together that tell of the same items with grades."""
    both = zip(ladder.axes, rung.state, strict=True)
    for items, several in groupby(both, key=lambda one: one[0].items):
        if items:
            yield list(several)


def cheapest(ladder: Ladder, rungs: Sequence[Rung], limit: int) -> list[Steps]:
    """The first sets of steps of some rungs: fewest steps, then least effort, then their ids."""
    ids = (*ladder.indicator.entry_ids, *ladder.columns.scores)
    order = {key: at for at, key in enumerate(ids)}
    efforts = {one.id: one.effort for one in ladder.indicator.item if one.effort is not None}

    def ranked(taken: Sequence[_TakenUp], rung: Rung) -> tuple[tuple[object, ...], Steps]:
        places = sorted([order[one] for one in taken if isinstance(one, str)])
        graded = sorted([(order[one[0]], one[1]) for one in taken if not isinstance(one, str)])
        items = tuple([ids[place] for place in places])
        grades = tuple([(ids[place], points) for place, points in graded])
        effort = _effort(efforts, (*items, *(item for item, _ in grades)), rung)
        size = len(taken) + len(rung.values)
        rank = (size, effort.unknown, effort.known, places, graded, rung.values)
        return rank, Steps(rung, items, effort, grades)

    sets = (ranked(*one) for one in islice(_sets(ladder, rungs), LOOKED_AT))
    return [steps for _, steps in nsmallest(limit, sets, key=itemgetter(0))]


_TakenUp = str | tuple[str, Fraction]
"""An item that comes to be met, or one with grades and the points it comes to."""


def _sets(ladder: Ladder, rungs: Sequence[Rung]) -> Iterator[tuple[Sequence[_TakenUp], Rung]]:
    for rung in sorted(rungs, key=lambda rung: sum(rung.state)):
        groups = [islice(_choices(several), LOOKED_AT) for several in _groups(ladder, rung)]
        for chosen in product(*groups):
            yield [item for group in chosen for item in group], rung


def _choices(several: Sequence[_OfAxis]) -> Iterator[tuple[_TakenUp, ...]]:
    """Which items may be taken; those that come to a higher grade are of those before."""
    (axis, taken), *higher = several
    for items in combinations(axis.items, taken):
        if axis.points is None:
            yield items
            continue
        inside = [(replace(one, items=items), count) for one, count in higher]
        for further in _choices(inside) if inside else ((),):
            more = dict(one for one in further if not isinstance(one, str))
            yield tuple((item, more.get(item, axis.points)) for item in items)


def _effort(efforts: Mapping[str, Decimal], items: Sequence[str], rung: Rung) -> Effort:
    """What the steps take; a value of a measure has no effort in a rubric."""
    taken = {*items, *(key for key, _ in rung.values)}
    if not efforts:
        return Effort(len(taken))
    known = [efforts[key] for key in taken & efforts.keys()]
    return Effort(len(taken) - len(known), sum(known, Decimal(0)))
