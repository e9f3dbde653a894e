"""Scores from marks: combined answers as columns, for the rubric's rules to score at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from qp_scoring.documents.results import Mark
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.rules import bounds, nothing_left
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
    low, high = bounds(indicator, scale, worst, best)
    return Levels(low, high, nothing_left(indicator, worst), worst)


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
    for measure in indicator.measure:
        if measure.when_none is not None:
            found = [office.items.get(measure.id) for office in offices]
            met[measure.id], relevant[measure.id] = none_columns(measure, found, best=best)
    return Columns(len(offices), met, relevant, values)


def none_columns(
    measure: Measure, found: Sequence[CombinedItem | None], *, best: bool
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of offices with no cases to count: whether the measure counts as met, and whether it stays.

    Where voices disagree whether there are cases, everything from unmet to met is possible.
    """
    marks = [item.mark if item else None for item in found]
    none = np.array([mark is not None and mark.outcome is not None for mark in marks], dtype=bool)
    doubted = np.array([mark is not None and mark.undecided for mark in marks], dtype=bool)
    leaves = none if measure.when_none == "leaves" else np.zeros(len(marks), dtype=bool)
    return (none & ~leaves) | (doubted & best), ~leaves


# From worst to best: a relevant unmet item never makes a condition easier than one that left it,
# and one that left it never easier than one that is met.
WORST_FIRST = (Mark.UNMET, Mark.NOT_RELEVANT, Mark.MET)


def _mark(item: CombinedItem | None, *, best: bool) -> Mark | None:
    if item is None or not item.mark.undecided:
        return item.mark.outcome if item else None
    ordered = sorted(item.mark.possible, key=WORST_FIRST.index)
    return ordered[-1 if best else 0]


def _value(item: CombinedItem | None, *, best: bool) -> Fraction | None:
    if item is None or item.mark.undecided or not item.value.undecided:
        return item.value.outcome if item else None
    return (max if best else min)(item.value.possible)
