"""The mean and its rounding: exact ratios, rounded half-up in one place.

DOMAIN rule (the worked 2566 result): 29/12 = 2.41667 is printed 2.42. Nothing here is a float:
``round(2.675, 2)`` of binary floats gives 2.67.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A number rounded to ``decimals`` places, halves away from zero (1.005 → 1.01)."""
    scale: int = 10**decimals
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


def printed(value: Decimal) -> str:
    """A rounded number with all its digits, never in scientific form; no negative zero."""
    return format(abs(value) if value.is_zero() else value, "f")


@dataclass(frozen=True, slots=True)
class Mean:
    """A weighted sum of printed scores over the sum of the weights it is divided by.

    ``count`` is the number of indicators in it. With equal weights of 1, as in QP, ``total`` is
    the plain sum and ``weight`` the count.
    """

    total: Decimal
    weight: Decimal
    count: int

    @classmethod
    def of(cls, scores: Sequence[Decimal]) -> Mean | None:
        """The plain mean of rounded scores; None where there is nothing to divide by."""
        if not scores:
            return None
        return cls(sum(scores, Decimal(0)), Decimal(len(scores)), len(scores))

    @property
    def value(self) -> Fraction:
        """The exact mean."""
        return Fraction(self.total) / Fraction(self.weight)

    @property
    def exact(self) -> str:
        """``"29/12"``: sum and divisor as they are, not reduced."""
        return f"{printed(self.total)}/{printed(self.weight)}"


def mean_of(rubric: Rubric, scores: Mapping[str, Decimal]) -> Mean | None:
    """The mean of rounded scores by indicator code; None where there is nothing to divide by.

    With ``renormalise`` an indicator weighs its own weight times its group's, and the sum is
    divided by the weights of those in the mean. With ``within_group`` the groups keep their
    shares: each group's own mean counts by the group's weight, whichever indicators left it; a
    group that lost all of its indicators leaves too.
    """
    if not scores:
        return None
    if rubric.weights.when_leaving == "within_group":
        return _by_groups(rubric, scores)
    groups = {group.id: group.weight for group in rubric.group}
    weights = {code: _weight(rubric.by_code[code], groups) for code in scores}
    total = sum((score * weights[code] for code, score in scores.items()), Decimal(0))
    return Mean(total, sum(weights.values(), Decimal(0)), len(scores))


def _weight(indicator: Indicator, groups: Mapping[str, Decimal]) -> Decimal:
    return indicator.weight * (groups[indicator.group] if indicator.group else 1)


def _by_groups(rubric: Rubric, scores: Mapping[str, Decimal]) -> Mean:
    """The mean of groups' means; its total and weight are the exact ratio in whole numbers."""
    total = weight = Fraction(0)
    for group in rubric.group:
        inside = [code for code in scores if rubric.by_code[code].group == group.id]
        weights = {code: Fraction(rubric.by_code[code].weight) for code in inside}
        if inside:
            mean = sum(Fraction(scores[code]) * weights[code] for code in inside)
            total += Fraction(group.weight) * mean / sum(weights.values())
            weight += Fraction(group.weight)
    value = total / weight
    return Mean(Decimal(value.numerator), Decimal(value.denominator), len(scores))
