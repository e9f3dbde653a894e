"""The mean and its rounding: exact ratios, rounded half-up in one place.

The worked result (docs/domain.md, 3): 29/12 = 2.41667 is printed 2.42. Nothing here is a float:
``round(2.675, 2)`` of binary floats gives 2.67.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import cached_property

from qp_scoring.documents.results import Ratio
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.model import Group, Rubric
from qp_scoring.rubric.nodes import Cap, NodeScore, capped
from qp_scoring.rubric.whole import Whole, units

# Weights have up to 80 digits and scores up to 45; what would be rounded is refused instead.
_EXACT = Context(prec=400, traps=[Inexact])


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A number rounded to ``decimals`` places, halves away from zero (1.005 → 1.01)."""
    return Decimal(units(value, decimals)).scaleb(-decimals)


def printed(value: Decimal) -> str:
    """A rounded number with all its digits, never in scientific form; no negative zero."""
    return format(abs(value) if value.is_zero() else value, "f")


def shortest(value: Fraction, decimals: int) -> str:
    """A number rounded, without the zeros that say nothing (33.33, 2.5, 3)."""
    found = printed(rounded(value, decimals))
    return found.rstrip("0").rstrip(".") if "." in found else found


def lowest_printed(bound: Decimal | Fraction, decimals: int) -> Decimal:
    """The lowest printed number that is not below a bound."""
    scaled = Fraction(bound) * 10**decimals
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-decimals)


def least_of(lowest: Decimal, decimals: int) -> Fraction:
    """The least exact number that is printed so, as numbers are rounded half-up."""
    return Fraction(lowest) - Fraction(1, 2 * 10**decimals)


def least_shown(rubric: Rubric, name: str, bound: Fraction) -> Fraction:
    """The least exact score of a group or indicator that, as it is printed, reaches a bound."""
    if name in rubric.by_code:
        return bound
    decimals = rubric.arithmetic.mean_decimals
    return least_of(lowest_printed(bound, decimals), decimals)


NOTHING = Columns(1, {}, {}, {})


@dataclass(frozen=True)
class Mean:
    """The figure of the whole as a ratio: of weighted scores over the weights, where it is a mean.

    ``count`` is the number of indicators in it. With equal weights of 1, as in QP, ``total`` is
    the plain sum and ``weight`` the count. ``groups`` are the groups in the order of the rubric,
    ``asked`` (one row) the printed scores and the answers that gates and limits ask for, ``cap``
    what lowered the whole.
    """

    total: Decimal
    weight: Decimal
    count: int
    groups: tuple[NodeScore[Group], ...] = ()
    asked: Columns = NOTHING
    cap: Cap | None = None

    @classmethod
    def of(cls, scores: Sequence[Decimal]) -> Mean | None:
        """The plain mean of rounded scores; None where there is nothing to divide by."""
        if not scores:
            return None
        with localcontext(_EXACT):
            return cls(sum(scores, Decimal(0)), Decimal(len(scores)), len(scores))

    @cached_property
    def value(self) -> Fraction:
        """The exact mean."""
        over, under = self.total.as_integer_ratio(), self.weight.as_integer_ratio()
        return Fraction(over[0] * under[1], over[1] * under[0])

    @property
    def exact(self) -> Ratio:
        """``"29/12"``: sum and divisor as they are, not reduced."""
        return Ratio(f"{printed(self.total)}/{printed(self.weight)}")


def mean_of(
    rubric: Rubric,
    scores: Mapping[str, Decimal],
    applicable: Collection[str],
    answers: Columns | None = None,
) -> Mean | None:
    """The mean of rounded scores by indicator code; None where there is nothing to divide by.

    ``applicable`` are the indicators that apply to the office, ``answers`` (one row) those that
    gates ask for; without them these concern it not. Weights are shares within what they
    stand in: an indicator's share of the whole is its group's weight, times its own weight over
    those of all applicable ones in the group, so groups weighted 30/30/40 count just that, however
    many indicators stand in them. Where indicators left the mean, ``renormalise`` divides by the
    shares of those that stay, and ``within_group`` refills their group; a group that lost all of
    its indicators leaves either way.
    """
    if not scores:
        return None
    if rubric.is_plain:
        return _plain(rubric, scores)
    whole = Whole(rubric, scores, applicable, answers)
    children = whole.children(None)
    total, full = rubric.total, rubric.full_mark(rubric.total)
    over = sum((child.counts for child in children), Fraction(0))
    limit, cap = whole.limit(total), None
    if total.how == "mean" and not total.steps and limit is None:
        figure = sum(
            (
                child.counts * child.score / child.full
                for child in children
                if child.score is not None
            ),
            Fraction(0),
        )
        top = figure * full * whole.unit
    else:
        value = whole.uncapped(total) or Fraction(0)
        cap = Cap.of(value, limit, whole.unit)
        top, over = capped(value, limit) * whole.unit, Fraction(1)
    more = (tuple(whole.standings()), whole.asked, cap)
    exact = [_decimal(one) for one in (top, over)]
    if exact[0] is not None and exact[1] is not None:
        return Mean(exact[0], exact[1], len(scores), *more)
    value = top / over
    return Mean(Decimal(value.numerator), Decimal(value.denominator), len(scores), *more)


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
