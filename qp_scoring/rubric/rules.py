"""The rules that turn answers into a score: pure, exact, and the same for scoring and for lint.

A rule is an indicator or one of its parts. Answers come as columns of offices
(:class:`~qp_scoring.rubric.conditions.Columns`); scores are on the full mark of the rule, before
rounding (docs/rules.md; the forms are those of docs/domain.md, 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from qp_scoring.rubric.conditions import BoolColumn, Columns
from qp_scoring.rubric.indicator import Indicator, Measure, Part, Rule, Tier
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.nodes import Cap, Child, NodeScore, capped, combined, full_mark, standing

Scores = tuple[Fraction, ...]


def given_values(measure: Measure) -> Sequence[Fraction]:
    """What can be given for a measure that is judged: each level, or the ends of a range."""
    low, high = Fraction(measure.min), Fraction(measure.max)
    return (
        [Fraction(one) for one in range(ceil(low), floor(high) + 1)]
        if measure.whole
        else [low, high]
    )


def scores(rule: Rule, scale: Scale, columns: Columns) -> Scores:
    """The exact score of an indicator, or of a part of one, per office, on its own full mark.

    A missing value scores as the scale's base level: an office without one is not assessed yet,
    so what stands here for it is never used.
    """
    found = _uncapped(rule, scale, columns)
    if not rule.limit:
        return found
    return tuple(map(capped, found, rule.limits_of(columns)))


def _uncapped(rule: Rule, scale: Scale, columns: Columns) -> Scores:
    """The same before the rule's own limits."""
    base = Fraction(scale.base_level)
    if rule.part:
        inner = [scores(part, scale, columns) for part in rule.part]
        return tuple(of_parts(rule, scale, office) for office in zip(*inner, strict=True))
    if rule.method == "value":
        found = _curve_scores(rule, scale, columns)
    elif rule.method == "tiers":
        found = tier_scores(rule.tier, columns)
    elif rule.method == "points":
        found = point_scores(rule, columns)
    elif rule.method == "judged" and isinstance(rule, Part):
        found = tuple(base if one is None else one for one in columns.values[rule.id or ""])
    else:
        levels = level_column(rule, scale, columns).tolist()
        as_score = {level: Fraction(level) for level in set(levels)}
        found = tuple(as_score[level] for level in levels)
    if rule.full is None and not rule.steps:
        return found
    # What items come to together is all that it can be: only a full mark that is given caps it.
    counted = rule.method == "points" and rule.full is None
    full = None if counted else full_mark(rule, scale.highest)
    return tuple(rule.finished(score, full, base) for score in found)


def of_parts(rule: Rule, scale: Scale, found: Sequence[Fraction]) -> Fraction:
    """The score of a rule with parts, of what each of them came to for one office."""
    children = _children(rule, scale, found)
    score = combined(rule, full_mark(rule, scale.highest), Fraction(scale.base_level), children)
    assert score is not None  # parts do not leave
    return score


def _children(rule: Rule, scale: Scale, found: Sequence[Fraction]) -> list[Child]:
    return [
        Child(Fraction(part.weight), full_mark(part, scale.highest), score)
        for part, score in zip(rule.part, found, strict=True)
    ]


def cap_on(rule: Rule, scale: Scale, answers: Columns) -> Cap | None:
    """What lowers the score of a rule, for the one office of the columns."""
    if not rule.limit:
        return None
    (free,) = _uncapped(rule, scale, answers)
    return Cap.of(free, rule.limits_of(answers)[0])


def parts_of(
    rule: Rule, scale: Scale, answers: Columns, path: tuple[int, ...] = ()
) -> Iterator[NodeScore[Part]]:
    """Every part of a rule, those within a part after it, for the one office of the columns.

    ``path`` are the places of what the rule stands in, from 1.
    """
    found = [scores(part, scale, answers)[0] for part in rule.part]
    children = _children(rule, scale, found)
    for at, (part, child) in enumerate(zip(rule.part, children, strict=True), start=1):
        share, brings = standing(rule, full_mark(rule, scale.highest), child, children)
        cap = cap_on(part, scale, answers)
        yield NodeScore(part, found[at - 1], child.full, share, brings, cap, (*path, at))
        yield from parts_of(part, scale, answers, (*path, at))


def level_column(rule: Rule, scale: Scale, columns: Columns) -> NDArray[np.int64]:
    """Per office the largest level whose own and all lower conditions hold, else the base level."""
    levels = np.full(columns.size, scale.base_level, dtype=np.int64)
    unbroken = np.ones(columns.size, dtype=bool)
    passes_over = rule.method == "milestones"
    for level in scale.level_numbers:
        condition = rule.conditions.get(level)
        if condition is not None:
            # A milestone that has nothing left neither breaks the run nor raises the level, and
            # neither does a level that asks for scores of others alone, which left.
            passed = passes_over or not condition.asks_answers
            left = ~condition.empty(columns) if passed else np.ones(columns.size, dtype=bool)
            unbroken &= condition.holds(columns) | ~left
            levels = np.where(unbroken & left, np.maximum(levels, level), levels)
    return levels


def tier_scores(tiers: Sequence[Tier], columns: Columns) -> Scores:
    """The points of each office: tiers in order, up to and with the first that is incomplete.

    Within a tier the points are shared by its items as they are worth; an item that is not relevant
    leaves its tier, and the others share its points.
    """
    totals = [Fraction(0)] * columns.size
    open_ = [True] * columns.size
    for tier in tiers:
        for at, (got, left) in enumerate(columns.points(tier.items)):
            if open_[at] and left:
                totals[at] += Fraction(tier.points) * got / left
            open_[at] = open_[at] and got == left
    return tuple(totals)


def point_scores(rule: Rule, columns: Columns) -> Scores:
    """The points that the items of each office are worth together.

    Those of an item that is not relevant leave the full mark; what is left is scaled up to it.
    """
    full = rule.points_in_all
    return tuple(got * full / left if left else got for got, left in columns.points(rule.counted))


def _curve_scores(rule: Rule, scale: Scale, columns: Columns) -> Scores:
    curve, base, target = rule.curve, Fraction(scale.base_level), rule.target
    assert curve is not None  # a rule of method value has one
    none = columns.met.get(curve.measure)
    best = max(score for _, score in curve.anchors)
    return tuple(
        (best if none is not None and none[at] else base)
        if value is None
        else curve.score(curve.reading(value, target), base)
        for at, value in enumerate(columns.values[curve.measure])
    )


def nothing_left(indicator: Indicator, columns: Columns) -> BoolColumn:
    """Per office: a rule of the indicator has a condition, tier or curve with nothing left.

    A milestone passes over what is not relevant, so an empty one is no fault, nor is a level that
    asks for scores alone, if only others are left.
    """
    empty = np.zeros(columns.size, dtype=bool)
    for rule in indicator.rules():
        if rule.method == "milestones":
            continue
        if (read := rule.read) in columns.relevant:
            empty |= ~columns.relevant[read or ""]
        asking = [one for one in rule.conditions.values() if one.asks_answers]
        for condition in asking:
            empty |= condition.empty(columns)
        if not asking and rule.conditions:
            empty |= np.all([one.empty(columns) for one in rule.conditions.values()], axis=0)
        lists = [tier.items for tier in rule.tier]
        lists += [rule.counted] if rule.method == "points" else []
        for items in lists:
            empty |= np.array([left == 0 for _, left in columns.points(items)], dtype=bool)
    return empty
