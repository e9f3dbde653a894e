"""The mean and its rounding: exact ratios, rounded half-up in one place.

The worked result (docs/domain.md, 3): 29/12 = 2.41667 is printed 2.42. Nothing here is a float:
``round(2.675, 2)`` of binary floats gives 2.67.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

from qp_scoring.documents.results import Ratio
from qp_scoring.rubric.conditions import Columns, Condition, scores_named
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.nodes import Child, Limit, capped, combined, standing
from qp_scoring.rubric.rules import full_mark_of

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


@dataclass(frozen=True, slots=True)
class Cap:
    """What lowers a score: the exact score without it, the most it leaves, and unless what."""

    free: Fraction
    most: Fraction
    unless: Condition

    @classmethod
    def of(cls, free: Fraction, limit: Limit | None, unit: Fraction = Fraction(1)) -> Cap | None:
        """A limit on a score, both in units of what is shown; None where it lowers nothing."""
        score = capped(free, limit)
        if limit is None or score == free:
            return None
        return cls(free * unit, score * unit, limit.unless)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """What a group came to in a mean: its exact score on its full mark; None where all of it left.

    ``share`` is what it counts of what it stands in, ``brings`` what it adds to that one's score;
    both None where that is not a weighted mean or a sum. ``cap`` is what lowered the score.
    """

    group: Group
    score: Fraction | None
    full: Fraction
    share: Fraction | None = None
    brings: Fraction | None = None
    cap: Cap | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """The figure of the whole as a ratio: of weighted scores over the weights, where it is a mean.

    ``count`` is the number of indicators in it. With equal weights of 1, as in QP, ``total`` is
    the plain sum and ``weight`` the count. ``groups`` are the groups in the order of the rubric,
    ``asked`` the printed scores that gates and limits ask for, ``cap`` what lowered the whole.
    """

    total: Decimal
    weight: Decimal
    count: int
    groups: tuple[GroupScore, ...] = ()
    asked: Mapping[str, Fraction | None] = field(default_factory=dict)
    cap: Cap | None = None

    @property
    def columns(self) -> Columns:
        """The printed scores as conditions read them."""
        return Columns(1, {}, {}, {}, {name: (score,) for name, score in self.asked.items()})

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

    ``applicable`` are the indicators that apply to the office. Weights are shares within what they
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
    whole = Whole(rubric, scores, applicable)
    children = whole.children(None)
    total, full = rubric.total, full_mark_of(rubric.total, rubric)
    percent = Fraction(100) / full if total.show == "percent" else Fraction(1)
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
        top = figure * full * percent
    else:
        value = combined(total, full, Fraction(rubric.scale.base_level), children) or Fraction(0)
        cap = Cap.of(value, limit, percent)
        top, over = capped(value, limit) * percent, Fraction(1)
    more = (tuple(whole.standings()), whole.asked(), cap)
    exact = [_decimal(one) for one in (top, over)]
    if exact[0] is not None and exact[1] is not None:
        return Mean(exact[0], exact[1], len(scores), *more)
    value = top / over
    return Mean(Decimal(value.numerator), Decimal(value.denominator), len(scores), *more)


class Whole:
    """One office's groups and indicators as children of each other."""

    def __init__(
        self, rubric: Rubric, scores: Mapping[str, Decimal], applicable: Collection[str]
    ) -> None:
        self._rubric, self._scores, self._applicable = rubric, scores, applicable
        self._refilled = rubric.weights.when_leaving == "within_group"
        self._base = Fraction(rubric.scale.base_level)
        self._known: dict[str, Child] = {}
        self._caps: dict[str, Cap | None] = {}

    def children(self, group: str | None) -> list[Child]:
        """What stands in a group, or (None) in the whole."""
        return [self.child(one) for one in self._rubric.members.get(group, ())]

    def child(self, one: Group | Indicator) -> Child:
        """A group or indicator as a child of what it stands in."""
        if isinstance(one, Group):
            return self._of_group(one)
        score = self._scores.get(one.code)
        applies = one.code in self._applicable
        return Child(
            Fraction(one.weight if applies else 0),
            full_mark_of(one, self._rubric),
            None if score is None else Fraction(score),
        )

    def _of_group(self, group: Group) -> Child:
        """A group; where all of it left it weighs nothing, so that its siblings take its place."""
        if group.id not in self._known:
            children = self.children(group.id)
            full = full_mark_of(group, self._rubric)
            score = combined(group, full, self._base, children)
            if score is not None:
                limit = self.limit(group)
                self._caps[group.id] = Cap.of(score, limit)
                score = capped(score, limit)
            left = sum((child.counts for child in children), Fraction(0))
            kept = Fraction(1)
            if left and not self._refilled and group.how == "mean":
                kept = left / sum((child.weight for child in children), Fraction(0))
            weight = Fraction(0 if score is None else group.weight)
            self._known[group.id] = Child(weight, full, score, kept)
        return self._known[group.id]

    def limit(self, node: Group | Total) -> Limit | None:
        """The limit that caps a node, by the printed scores of others."""
        names = {name for limit in node.limit for name in scores_named(limit.unless)}
        scores = {name: (self.printed(name),) for name in names}
        return node.limits_of(Columns(1, {}, {}, {}, scores))[0]

    def asked(self) -> dict[str, Fraction | None]:
        """The printed scores that bands and limits ask for."""
        nodes = (self._rubric.total, *self._rubric.group)
        asking = [limit.unless for node in nodes for limit in node.limit]
        asking += [band.requires for band in self._rubric.bands.band if band.requires is not None]
        return {name: self.printed(name) for one in asking for name in scores_named(one)}

    def printed(self, name: str) -> Fraction | None:
        """The score of a group or indicator as it is printed; None where it left."""
        if name in self._rubric.by_code:
            score = self._scores.get(name)
            return None if score is None else Fraction(score)
        group = next(one for one in self._rubric.group if one.id == name)
        found = self._of_group(group).score
        decimals = self._rubric.arithmetic.mean_decimals
        return None if found is None else Fraction(rounded(found, decimals))

    def standings(self) -> Iterator[GroupScore]:
        """Every group with what it brings, in the order of the rubric."""
        nodes: dict[str | None, Group | Total] = {one.id: one for one in self._rubric.group}
        nodes[None] = self._rubric.total
        for group in self._rubric.group:
            child, above = self._of_group(group), nodes[group.within]
            full = full_mark_of(above, self._rubric)
            share, brings = standing(above, full, child, self.children(group.within))
            cap = self._caps.get(group.id)
            yield GroupScore(group, child.score, child.full, share, brings, cap)


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
