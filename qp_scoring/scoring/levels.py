"""Scores from marks: combined answers as columns, for the rubric's rules to score at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice, product
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from qp_scoring.documents.results import Mark
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator, Item, Measure
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.rules import nothing_left, scores
from qp_scoring.rubric.space import Asked
from qp_scoring.scoring.consensus import Combined, CombinedItem

OUTCOMES = 4096
"""So many outcomes of one office's undecided values are scored; beyond them nothing is certain."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Exact scores of one indicator for a column of offices, before rounding.

    ``low`` and ``high`` are the lowest and highest scores that an office's undecided answers can
    come to; where they are the same the score is certain. ``empty`` marks offices for which a
    condition has no relevant item left. ``columns`` (items at their worst) explains the levels.
    """

    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]
    empty: NDArray[np.bool_]
    columns: Columns


Settled = Mark | Fraction | None
PossibleScores = Mapping[str, Sequence[Fraction | None]]
"""By the names of nodes, what their printed scores may be; None where one left."""
NONE_ASKED: PossibleScores = MappingProxyType({})
Row = Mapping[str, Settled]
"""One way in which an office's items and measures may have been answered, by their ids."""


def score_column(
    indicator: Indicator,
    scale: Scale,
    offices: Sequence[Combined],
    asked: Sequence[PossibleScores] = (),
) -> Levels:
    """The scores of one indicator for a column of combined answers.

    Every outcome of an undecided value is scored: between the lowest and the highest of them a
    curve may fall or peak. Of undecided items the worst and the best are enough, as no rule scores
    lower for one more item met. ``asked`` are, per office, the scores of others that are asked for.
    """
    others = asked or [NONE_ASKED] * len(offices)
    rows = [list(_outcomes(indicator, *both)) for both in zip(offices, others, strict=True)]
    every = columns_of(indicator, *_apart(chain(*rows)))
    found = iter(scores(indicator, scale, every))
    lows, highs = [], []
    for outcomes in rows:
        reached = list(islice(found, len(outcomes)))
        certain = len(outcomes) < OUTCOMES
        lows.append(min(reached) if certain else Fraction(scale.lowest))
        highs.append(max(reached) if certain else Fraction(scale.highest))
    first = every
    if every.size > len(rows):
        first = columns_of(indicator, *_apart(outcomes[0] for outcomes in rows))
    return Levels(tuple(lows), tuple(highs), nothing_left(indicator, first), first)


def _apart(outcomes: Iterable[tuple[Row, Asked]]) -> tuple[list[Row], list[Asked]]:
    both = list(outcomes)
    return [row for row, _ in both], [asked for _, asked in both]


def columns_of(indicator: Indicator, rows: Sequence[Row], asked: Sequence[Asked] = ()) -> Columns:
    """Answers as columns, a row of answers each; a measure without cases has a mark (none).

    An item with grades has the points of its grade instead of a mark. ``asked`` are, per row, the
    scores of others that are asked for; those that are not there left.
    """
    counted = [one.id for one in indicator.measure if one.when_none is not None]
    marks = {key: [row[key] for row in rows] for key in (*_ids(indicator.item), *counted)}
    graded = indicator.graded
    values = {key: [row[key] for row in rows] for key in (*_ids(indicator.measure), *graded)}
    meeting = {key: grades[-1] for key, grades in graded.items()}
    given = asked or [{}] * len(rows)
    return Columns(
        len(rows),
        {
            key: np.array([one == meeting.get(key, Mark.MET) for one in column], bool)
            for key, column in marks.items()
        },
        {
            key: np.array([one is not Mark.NOT_RELEVANT for one in column], bool)
            for key, column in marks.items()
        },
        {
            key: tuple(one if isinstance(one, Fraction) else None for one in column)
            for key, column in values.items()
        },
        {name: tuple(one.get(name) for one in given) for name in indicator.bounds_asked},
        indicator.worth,
    )


def _ids(entries: Sequence[Item] | Sequence[Measure]) -> list[str]:
    return [entry.id for entry in entries]


# From worst to best: a relevant unmet item never makes a condition easier than one that left it,
# and one that left it never easier than one that is met.
WORST_FIRST = (Mark.UNMET, Mark.NOT_RELEVANT, Mark.MET)


def _outcomes(
    indicator: Indicator, office: Combined, asked: PossibleScores
) -> Iterator[tuple[Row, Asked]]:
    """The answers of an office at all outcomes, items at their worst first; with what is asked."""
    marks = {item.id: item_outcomes(item, office.items.get(item.id)) for item in indicator.item}
    values = {one.id: measure_outcomes(one, office.items.get(one.id)) for one in indicator.measure}
    for key in indicator.graded:
        if marks[key][0] is Mark.NOT_RELEVANT:
            values[key] = marks.pop(key)  # what is left out may be better or worse than a low grade
    ends = (0, -1) if any(len(possible) > 1 for possible in marks.values()) else (0,)
    every = product(product(*values.values()), product(*asked.values()))
    for chosen, others in islice(every, OUTCOMES):
        for end in ends:
            given = {key: possible[end] for key, possible in marks.items()}
            row = {**given, **dict(zip(values, chosen, strict=True))}
            yield row, dict(zip(asked, others, strict=True))


def item_outcomes(item: Item, one: CombinedItem | None) -> Sequence[Settled]:
    """What an item's mark (or the points of its grade) may be, from worst to best."""
    if one is None:
        return (None,)
    if item.grades:
        apart = Mark.NOT_RELEVANT in (one.mark.outcome, *one.mark.possible)
        found = (*([Mark.NOT_RELEVANT] if apart else ()), *sorted(one.value.possible))
        return found or (one.value.outcome,)
    return sorted(one.mark.possible, key=WORST_FIRST.index) or (one.mark.outcome,)


def worst_and_best(item: Item) -> Sequence[Settled]:
    """What an item's mark may come to at worst and at best."""
    return tuple(item.graded.values()) or WORST_FIRST


def measure_outcomes(
    measure: Measure, item: CombinedItem | None
) -> Sequence[Fraction | Mark | None]:
    """What a measure's value may be; a mark where it has no cases to count.

    Where voices disagree whether there are cases, everything from unmet to met is possible.
    """
    if item is None:
        return (None,)
    if measure.when_none is not None and item.mark.undecided:
        return (Mark.UNMET, Mark.MET)
    if measure.when_none is not None and item.mark.outcome is not None:
        return (Mark.NOT_RELEVANT if measure.when_none == "leaves" else Mark.MET,)
    return item.value.possible if item.value.undecided else (item.value.outcome,)
