"""The way up: what the next level of an indicator needs, and what it would bring."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from qp_scoring.results import MeasureNeed, Need, NextLevel, State
from qp_scoring.rubric.conditions import Alternative, AtLeast, together
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.mean import Mean, printed, rounded
from qp_scoring.scoring.states import Judgement


def next_level(
    rubric: Rubric, indicator: Indicator, judgement: Judgement, mean: Mean | None
) -> NextLevel | None:
    """The step up of one indicator; None at the highest level and where nothing is scored.

    An office that reported nothing steps to the base level by reporting. ``mean`` is the office's
    mean now; without one the step has no gain and no band.
    """
    if judgement.state is State.NOT_REPORTED:
        target = rubric.scale.base_level
    elif judgement.state is State.SCORED and judgement.level != rubric.scale.highest:
        target = rubric.scale.level_numbers[0] if judgement.level is None else judgement.level + 1
    else:
        return None
    needs = tuple(_needs(option) for option in alternatives(rubric, indicator, judgement, target))
    if mean is None:
        return NextLevel(level=target, needs=needs, gain=None, band_after=None)
    after = mean.changed(judgement.score, Decimal(target))
    return NextLevel(
        level=target,
        needs=needs,
        gain=printed(rounded(after.value - mean.value, rubric.arithmetic.mean_decimals)),
        band_after=band_of_mean(after.value, rubric),
    )


def alternatives(
    rubric: Rubric, indicator: Indicator, judgement: Judgement, target: int
) -> tuple[Alternative, ...]:
    """The smallest sets of further items and values that reach a level; none where unknown."""
    if judgement.levels is None:
        return ()
    if indicator.curve is not None:
        # The score is rounded half-up, so half a unit below the level is enough.
        half_unit = Fraction(1, 2 * 10**rubric.arithmetic.score_decimals)
        least = indicator.curve.least_value(target - half_unit)
        return () if least is None else (frozenset([AtLeast(indicator.curve.measure, least)]),)
    conditions = tuple(c for level, c in indicator.conditions.items() if level <= target)
    return together(conditions, judgement.levels.columns, judgement.at)


def _needs(alternative: Alternative) -> tuple[Need, ...]:
    items = sorted(step for step in alternative if isinstance(step, str))
    values = sorted(step for step in alternative if isinstance(step, AtLeast))
    return (
        *items,
        *(MeasureNeed(measure=v.measure, at_least=plain(v.minimum)) for v in values),
    )


def plain(value: Fraction) -> str:
    """An exact number as a reader writes it: ``80``, ``12.5``, or a ratio that has no end."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(decimal, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
