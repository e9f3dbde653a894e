"""Levels from marks: conditions evaluated over whole columns of offices at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from qp_scoring.results import Mark
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Scale
from qp_scoring.scoring.consensus import Combined, CombinedItem


@dataclass(frozen=True, slots=True)
class Levels:
    """Exact scores of one indicator for a column of offices, before rounding.

    ``low`` and ``high`` are the scores with every undecided answer at its worst and best; where
    they come to the same the score is certain. ``empty`` marks offices for which a condition has no
    relevant item left. ``columns`` (the worst case) explains the levels.
    """

    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]
    empty: NDArray[np.bool_]
    columns: Columns


def score_column(indicator: Indicator, scale: Scale, offices: Sequence[Combined]) -> Levels:
    """The scores of one indicator for a column of combined answers."""
    worst = columns_of(indicator, offices, best=False)
    best = columns_of(indicator, offices, best=True)
    empty = np.zeros(len(offices), dtype=bool)
    # A milestone passes over what is not relevant; any other condition left empty is an error.
    if indicator.method != "milestones":
        for condition in indicator.conditions.values():
            empty |= condition.empty(worst)
    one, other = (_scores(indicator, scale, columns) for columns in (worst, best))
    # On a falling curve the higher value scores lower.
    low, high = (tuple(map(pick, zip(one, other, strict=True))) for pick in (min, max))
    return Levels(low, high, empty, worst)


def _scores(indicator: Indicator, scale: Scale, columns: Columns) -> tuple[Fraction, ...]:
    """Scores by the indicator's curve where it has one, else its levels."""
    if indicator.curve is None:
        return tuple(Fraction(int(level)) for level in level_column(indicator, scale, columns))
    curve, values = indicator.curve, columns.values[indicator.curve.measure]
    base = scale.base_level
    # An office without a value is not assessed yet: what stands here for it is never used.
    return tuple(Fraction(base) if v is None else curve.score(v, base) for v in values)


def level_column(indicator: Indicator, scale: Scale, columns: Columns) -> NDArray[np.int64]:
    """Per office the largest level whose own and all lower conditions hold, else the base level."""
    levels = np.full(columns.size, scale.base_level, dtype=np.int64)
    unbroken = np.ones(columns.size, dtype=bool)
    for level in scale.level_numbers:
        condition = indicator.conditions.get(level)
        if condition is not None:
            unbroken &= condition.holds(columns)
            levels = np.where(unbroken, np.maximum(levels, level), levels)
    return levels


def columns_of(indicator: Indicator, offices: Sequence[Combined], *, best: bool) -> Columns:
    """The answers as columns, undecided items at their worst or best outcome."""
    met: dict[str, NDArray[np.bool_]] = {}
    relevant: dict[str, NDArray[np.bool_]] = {}
    for item in indicator.item:
        marks = [_mark(office.items.get(item.id), best=best) for office in offices]
        met[item.id] = np.array([mark is Mark.MET for mark in marks], dtype=bool)
        relevant[item.id] = np.array([mark is not Mark.NOT_RELEVANT for mark in marks], dtype=bool)
    values = {
        measure.id: tuple(_value(office.items.get(measure.id), best=best) for office in offices)
        for measure in indicator.measure
    }
    return Columns(len(offices), met, relevant, values)


# From worst to best: a relevant unmet item never makes a condition easier than one that left it,
# and one that left it never easier than one that is met.
_ORDER = (Mark.UNMET, Mark.NOT_RELEVANT, Mark.MET)


def _mark(item: CombinedItem | None, *, best: bool) -> Mark | None:
    if item is None or not item.mark.undecided:
        return item.mark.outcome if item else None
    ordered = sorted(item.mark.possible, key=_ORDER.index)
    return ordered[-1 if best else 0]


def _value(item: CombinedItem | None, *, best: bool) -> Fraction | None:
    if item is None or not item.value.undecided:
        return item.value.outcome if item else None
    return (max if best else min)(item.value.possible)
