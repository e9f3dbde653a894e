"""Score nodes: how children make a score, alike for a part, an indicator, a group and the whole.

A node has its own full mark and says how its children make its score; each child counts as a share
of its own full mark. Everything is exact: rounding belongs to who prints (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, ClassVar, Generic, Literal, TypeVar

from pydantic import Field

from qp_scoring.rubric.conditions import Bounded, Columns, Condition
from qp_scoring.rubric.curves import Point
from qp_scoring.rubric.fields import Exact, Many, Table

Positive = Annotated[Exact, Field(gt=0)]
Combine = Literal["mean", "sum", "min"]


class Limit(Table):
    """A score is ``at_most`` so much, ``unless`` a condition holds."""

    unless: Condition
    at_most: Annotated[Exact, Field(ge=0)]


class Node(Table):
    """How children make a score: their weighted ``mean`` (without the key), ``sum``, or ``min``.

    ``full`` is the full mark. ``plus`` is added to a least child above which another stands.
    ``steps`` turn the figure into that of the last pair ``[from, score]`` that it reaches. The
    smallest ``limit`` whose condition does not hold caps what has come of all that.
    """

    combine: Combine | None = None
    full: Positive | None = None
    plus: Positive | None = None
    steps: Many[Point] = ()
    limit: Many[Limit] = ()

    ORDER: ClassVar[tuple[str, ...]] = ()
    """The keys of its kind as an author reads them, before those of every node."""

    @classmethod
    def own_keys(cls) -> list[str]:
        """The keys of every node, then those of its kind in their order."""
        known = (*Node.model_fields, *cls.ORDER)
        return sorted(cls.model_fields, key=lambda key: (*known, key).index(key))

    @property
    def how(self) -> Combine:
        """How the children are combined."""
        return self.combine or "mean"

    @property
    def key(self) -> str | None:
        """By what others call it; None for the whole, and for what they do not."""
        return None

    def inside(self, members: Inside) -> tuple[Weighted, ...]:
        """Its children; ``members`` are those of groups by their keys, and (None) of the whole."""
        return members.get(self.key, ())

    @property
    def own_full(self) -> Fraction | None:
        """The full mark of its own; None where it is that of its children, or of the scale."""
        return None if self.full is None else Fraction(self.full)

    @property
    def adds_up(self) -> bool:
        """Whether its full mark is that of its children together."""
        return self.how == "sum"

    def finished(self, figure: Fraction, full: Fraction | None, base: Fraction) -> Fraction:
        """A figure capped at the full mark and turned by the steps; ``base`` lies below them."""
        figure = figure if full is None else min(figure, full)
        if not self.steps:
            return figure
        reached = [Fraction(score) for start, score in self.steps if figure >= start]
        return reached[-1] if reached else base

    def limits_of(self, columns: Columns) -> list[Limit | None]:
        """Per office the smallest limit whose condition does not hold; None where all do.

        A condition of which nothing is left limits nothing.
        """
        found: list[Limit | None] = [None] * columns.size
        for limit in sorted(self.limit, key=lambda one: -one.at_most):
            fails = limit.unless.fails(columns)
            found = [limit if fails[at] else before for at, before in enumerate(found)]
        return found


class Weighted(Node):
    """A node that stands in another, and counts there by its weight."""

    weight: Positive = Decimal(1)


OfNode = TypeVar("OfNode", bound=Weighted)
Inside = Mapping[str | None, tuple[Weighted, ...]]
NOTHING_INSIDE: Inside = MappingProxyType({})


def full_mark(node: Node, highest: Decimal, members: Inside = NOTHING_INSIDE) -> Fraction:
    """The full mark of a node: its own, that of the children it adds up, or the scale's highest."""
    if (own := node.own_full) is not None:
        return own
    if node.adds_up:
        inside = node.inside(members)
        return sum((full_mark(one, highest, members) for one in inside), Fraction(0))
    return Fraction(highest)


def keys_in_order(table: type[Table]) -> list[str]:
    """The keys of a table as an author reads them.

    What a node is comes before how it is combined, and what is asked of before its bounds.
    """
    kinds = (kind for kind in (Node, Bounded) if issubclass(table, kind) and table is not kind)
    last = {key for kind in kinds for key in kind.model_fields}
    return sorted(table.own_keys(), key=last.__contains__)


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a node that applies: its weight, its full mark, its score.

    A child without a score left; ``kept`` is how much of its weight stays where a part of what it
    holds has left.
    """

    weight: Fraction
    full: Fraction
    score: Fraction | None
    kept: Fraction = Fraction(1)

    @property
    def counts(self) -> Fraction:
        """What its weight still counts."""
        return Fraction(0) if self.score is None else self.weight * self.kept


def capped(score: Fraction, limit: Limit | None) -> Fraction:
    """A score under a limit, where there is one."""
    return score if limit is None else min(score, Fraction(limit.at_most))


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
class NodeScore(Generic[OfNode]):
    """What a node came to for one office, exactly, on its full mark; None where all of it left.

    ``share`` is what it counts of what it stands in, ``brings`` what it adds to that one's score;
    both None where that is not a weighted mean or a sum. ``cap`` is what lowered the score,
    ``path`` the places of a part and of those that it stands in, from 1.
    """

    node: OfNode
    score: Fraction | None
    full: Fraction
    share: Fraction | None
    brings: Fraction | None
    cap: Cap | None
    path: tuple[int, ...] = ()

    @property
    def stayed(self) -> Fraction:
        """The score of what did not leave: parts never do."""
        assert self.score is not None
        return self.score


def combined(
    node: Node, full: Fraction, base: Fraction, children: Sequence[Child]
) -> Fraction | None:
    """The exact score of a node, on its full mark; None where every child left.

    Args:
        node: How the children are combined.
        full: The full mark of the node.
        base: What lies below the first of the node's steps.
        children: Its children; those that left scale the sum of the others up.
    """
    scored = [(child, child.score) for child in children if child.score is not None]
    if not scored:
        return None
    if node.how == "sum":
        every = sum(child.full for child in children)
        figure = sum(score for _, score in scored) * every / sum(child.full for child, _ in scored)
    else:
        shares = [score / child.full for child, score in scored]
        if node.how == "min":
            figure = min(shares) * full
            if node.plus is not None and max(shares) > min(shares):
                figure += Fraction(node.plus)
        else:
            weights = [child.counts for child, _ in scored]
            pairs = zip(weights, shares, strict=True)
            figure = full * sum(weight * share for weight, share in pairs) / sum(weights)
    # A mean of shares of full marks lies within the full mark of itself.
    return node.finished(Fraction(figure), None if node.how == "mean" else full, base)


def counted(node: Node, child: Child) -> Fraction:
    """What a child counts of a sum or mean, in parts of what all that did not leave count."""
    return child.full if node.how == "sum" else child.counts


def counted_together(node: Node, children: Sequence[Child]) -> Fraction:
    """What the children of a sum or mean that did not leave count together."""
    return sum((counted(node, one) for one in children if one.score is not None), Fraction(0))


def standing(
    node: Node, full: Fraction, child: Child, children: Sequence[Child]
) -> tuple[Fraction | None, Fraction | None]:
    """What a child counts of its node, and what it adds to the node's figure before its steps.

    None both where the least counts, and for a child that left.
    """
    if child.score is None or node.how == "min":
        return None, None
    if node.how == "sum":
        full = sum((one.full for one in children), Fraction(0))
    share = counted(node, child) / counted_together(node, children)
    return share, share * child.score / child.full * full
