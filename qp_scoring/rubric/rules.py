"""The rules that turn answers into a score: pure, exact, and the same for scoring and for lint.

A rule is an indicator or one of its weighted parts. Answers come as columns of offices
(:class:`~qp_scoring.rubric.conditions.Columns`); scores are on the rubric's scale, before rounding
(docs/rules.md; the forms are those of docs/domain.md, 6).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from qp_scoring.rubric.conditions import BoolColumn, Columns
from qp_scoring.rubric.indicator import Indicator, Measure, Part, Tier
from qp_scoring.rubric.model import Scale

Scores = tuple[Fraction, ...]
Rule = Indicator | Part


def rules_of(indicator: Indicator) -> tuple[tuple[Fraction, Rule], ...]:
    """The rules of an indicator with their shares of its score, which sum to 1."""
    if not indicator.part:
        return ((Fraction(1), indicator),)
    total = sum(Fraction(part.weight) for part in indicator.part)
    return tuple((Fraction(part.weight) / total, part) for part in indicator.part)


def scores(indicator: Indicator, scale: Scale, columns: Columns) -> Scores:
    """The exact score of an indicator per office.

    A missing value scores as the scale's base level: an office without one is not assessed yet,
    so what stands here for it is never used.
    """
    rules = rules_of(indicator)
    if len(rules) == 1:
        return rule_scores(rules[0][1], indicator, scale, columns)
    shares = [
        [share * score for score in rule_scores(rule, indicator, scale, columns)]
        for share, rule in rules
    ]
    return _sums(shares)


def _sums(shares: Sequence[Sequence[Fraction]]) -> Scores:
    return tuple(sum(office, Fraction(0)) for office in zip(*shares, strict=True))


def rule_scores(rule: Rule, indicator: Indicator, scale: Scale, columns: Columns) -> Scores:
    """The exact scores of one rule of an indicator."""
    if rule.method == "value":
        return _curve_scores(rule, indicator, scale, columns)
    if rule.method == "tiers":
        return tier_scores(rule.tier, columns)
    return tuple(Fraction(int(level)) for level in level_column(rule, scale, columns))


def level_column(rule: Rule, scale: Scale, columns: Columns) -> NDArray[np.int64]:
    """Per office the largest level whose own and all lower conditions hold, else the base level."""
    levels = np.full(columns.size, scale.base_level, dtype=np.int64)
    unbroken = np.ones(columns.size, dtype=bool)
    passes_over = rule.method == "milestones"
    for level in scale.level_numbers:
        condition = rule.conditions.get(level)
        if condition is not None:
            unbroken &= condition.holds(columns)
            # A milestone that has nothing left neither breaks the run nor raises the level.
            raised = unbroken & ~condition.empty(columns) if passes_over else unbroken
            levels = np.where(raised, np.maximum(levels, level), levels)
    return levels


def tier_scores(tiers: Sequence[Tier], columns: Columns) -> Scores:
    """The points of each office: tiers in order, up to and with the first that is incomplete.

    Within a tier the points are shared alike by its items; an item that is not relevant leaves
    its tier, and the others share its points.
    """
    totals = [Fraction(0)] * columns.size
    open_ = [True] * columns.size
    for tier in tiers:
        left = _count(tier.items, columns.relevant.__getitem__, columns.size)
        met = _count(
            tier.items, lambda item: columns.relevant[item] & columns.met[item], columns.size
        )
        for at in range(columns.size):
            if open_[at] and left[at]:
                totals[at] += Fraction(tier.points) * met[at] / left[at]
            open_[at] = open_[at] and met[at] == left[at]
    return tuple(totals)


def _count(items: Sequence[str], column: Callable[[str], BoolColumn], size: int) -> Sequence[int]:
    total = np.zeros(size, dtype=np.int64)
    for item in items:
        total += column(item)
    return [int(count) for count in total]


def _curve_scores(rule: Rule, indicator: Indicator, scale: Scale, columns: Columns) -> Scores:
    curve = rule.curve
    if curve is None:
        raise ValueError(f"a rule of method value without a curve in {indicator.code}")
    measure = measure_of(indicator, curve.measure)
    base = Fraction(scale.base_level)
    none = columns.met.get(curve.measure)
    best = max(score for _, score in curve.anchors)
    return tuple(
        (best if none is not None and none[at] else base)
        if value is None
        else curve.score(curve.reading(value, measure.target), base)
        for at, value in enumerate(columns.values[curve.measure])
    )


def measure_of(indicator: Indicator, key: str) -> Measure:
    """The measure of an id, which the rubric's check has found to be there."""
    return next(measure for measure in indicator.measure if measure.id == key)


def nothing_left(indicator: Indicator, columns: Columns) -> BoolColumn:
    """Per office: a rule of the indicator has a condition, tier or curve with nothing left.

    A milestone passes over what is not relevant, so an empty one is no fault.
    """
    empty = np.zeros(columns.size, dtype=bool)
    for _, rule in rules_of(indicator):
        if rule.method == "milestones":
            continue
        if rule.curve is not None and rule.curve.measure in columns.relevant:
            empty |= ~columns.relevant[rule.curve.measure]
        for condition in rule.conditions.values():
            empty |= condition.empty(columns)
        for tier in rule.tier:
            relevant = _count(tier.items, columns.relevant.__getitem__, columns.size)
            empty |= np.array([count == 0 for count in relevant], dtype=bool)
    return empty
