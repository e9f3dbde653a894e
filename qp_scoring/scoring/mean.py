"""The mean and its rounding: exact ratios, rounded half-up in one place.

The worked result (docs/domain.md, 3): 29/12 = 2.41667 is printed 2.42. Nothing here is a float:
``round(2.675, 2)`` of binary floats gives 2.67.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

from qp_scoring.documents.results import Ratio
from qp_scoring.rubric.model import Rubric

# Weights have up to 80 digits and scores up to 45; what would be rounded is refused instead.
_EXACT = Context(prec=400, traps=[Inexact])


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
        with localcontext(_EXACT):
            return cls(sum(scores, Decimal(0)), Decimal(len(scores)), len(scores))

    @property
    def value(self) -> Fraction:
        """The exact mean."""
        return Fraction(self.total) / Fraction(self.weight)

    @property
    def exact(self) -> Ratio:
        """``"29/12"``: sum and divisor as they are, not reduced."""
        return Ratio(f"{printed(self.total)}/{printed(self.weight)}")


def mean_of(
    rubric: Rubric, scores: Mapping[str, Decimal], applicable: Collection[str]
) -> Mean | None:
    """The mean of rounded scores by indicator code; None where there is nothing to divide by.

    ``applicable`` are the indicators that apply to the office. Weights are shares within their
    group: an indicator's share of the whole is its group's weight, times its own weight over those
    of all applicable ones in the group, so groups weighted 30/30/40 count just that, however many
    indicators stand in them. Where indicators left the mean, ``renormalise`` divides by the shares
    of those that stay, and ``within_group`` refills their group; a group that lost all of its
    indicators leaves either way.
    """
    if not scores:
        return None
    if not rubric.group:
        return _plain(rubric, scores)
    refilled = rubric.weights.when_leaving == "within_group"
    total = whole = Fraction(0)
    for group in rubric.group:
        weights = {
            one.code: Fraction(one.weight) for one in rubric.indicators if one.group == group.id
        }
        inside = [code for code in weights if code in scores]
        counted = inside if refilled else [code for code in weights if code in applicable]
        for code in inside:
            share = weights[code] / sum(weights[one] for one in counted)
            total += Fraction(group.weight) * share * Fraction(scores[code])
            whole += Fraction(group.weight) * share
    value = total / whole
    exact = [_decimal(one) for one in (total, whole)]
    if exact[0] is not None and exact[1] is not None:
        return Mean(exact[0], exact[1], len(scores))
    return Mean(Decimal(value.numerator), Decimal(value.denominator), len(scores))


def _plain(rubric: Rubric, scores: Mapping[str, Decimal]) -> Mean:
    """The mean without groups: each weight is a share of the whole set."""
    with localcontext(_EXACT):
        weights = {code: rubric.by_code[code].weight for code in scores}
        total = sum((score * weights[code] for code, score in scores.items()), Decimal(0))
        return Mean(total, sum(weights.values(), Decimal(0)), len(scores))


def _decimal(value: Fraction) -> Decimal | None:
    """A ratio that ends as the decimal that it is; None for one without end."""
    with localcontext(_EXACT):
        try:
            return Decimal(value.numerator) / Decimal(value.denominator)
        except Inexact:
            return None
