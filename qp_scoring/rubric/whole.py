"""The whole of one office: its indicators, groups and total as children of each other, exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from qp_scoring.rubric.conditions import Columns, Condition, scores_named
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.nodes import Cap, Child, Limit, NodeScore, capped, combined, standing


def units(value: Fraction, decimals: int) -> int:
    """A number rounded to so many decimals, halves away from zero, in units of the last."""
    numerator, denominator = value.numerator, value.denominator
    whole: int = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    return -whole if numerator < 0 else whole


def none_asked(rubric: Rubric) -> Columns:
    """The answers (one row) of an office that no item or measure concerns that gates name."""
    left = dict.fromkeys(rubric.gate_entries, np.zeros(1, dtype=bool))
    return Columns(1, left, left, dict.fromkeys(left, (None,)))


class Whole:
    """One office's groups and indicators as children of each other.

    ``answers`` (one row) are those that gates ask for; without them none of these concern it.
    """

    def __init__(
        self,
        rubric: Rubric,
        scores: Mapping[str, Decimal | Fraction],
        applicable: Collection[str],
        answers: Columns | None = None,
    ) -> None:
        self._rubric, self._scores, self._applicable = rubric, scores, applicable
        self.answers = none_asked(rubric) if answers is None else answers
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
            self._rubric.full_mark(one),
            None if score is None else Fraction(score),
        )

    def _of_group(self, group: Group) -> Child:
        """A group; where all of it left it weighs nothing, so that its siblings take its place."""
        if group.id not in self._known:
            children, score = self.children(group.id), self.uncapped(group)
            if score is not None:
                limit = self.limit(group)
                self._caps[group.id] = Cap.of(score, limit)
                score = capped(score, limit)
            left = sum((child.counts for child in children), Fraction(0))
            kept = Fraction(1)
            if left and not self._refilled and group.how == "mean":
                kept = left / sum((child.weight for child in children), Fraction(0))
            weight = Fraction(0 if score is None else group.weight)
            self._known[group.id] = Child(weight, self._rubric.full_mark(group), score, kept)
        return self._known[group.id]

    def limit(self, node: Group | Total) -> Limit | None:
        """The limit that caps a node, by the printed scores of others."""
        return node.limits_of(self.columns(one.unless for one in node.limit))[0]

    def columns(self, conditions: Iterable[Condition]) -> Columns:
        """The answers, and the printed scores that conditions ask for."""
        names = {name for one in conditions for name in scores_named(one)}
        return replace(self.answers, scores={name: (self.printed(name),) for name in names})

    def uncapped(self, node: Group | Total) -> Fraction | None:
        """The exact score of a node before its limits; None where all of it left."""
        children = self.children(node.key)
        return combined(node, self._rubric.full_mark(node), self._base, children)

    @property
    def unit(self) -> Fraction:
        """What a point of the whole is in the figure that is shown."""
        total = self._rubric.total
        return 100 / self._rubric.full_mark(total) if total.show == "percent" else Fraction(1)

    @property
    def figure(self) -> Fraction | None:
        """The exact figure of the whole; None where all of it left."""
        score, total = self.uncapped(self._rubric.total), self._rubric.total
        return None if score is None else capped(score, self.limit(total)) * self.unit

    @property
    def asked(self) -> Columns:
        """All that gates ask for."""
        return self.columns(self._rubric.gates)

    def printed(self, name: str) -> Fraction | None:
        """The score of a group or indicator as it is printed; None where it left."""
        one = self._rubric.node(name)
        score = self.child(one).score
        return self.shown(score) if isinstance(one, Group) else score

    def shown(self, score: Fraction | None) -> Fraction | None:
        """A score with the decimals of the mean."""
        decimals = self._rubric.arithmetic.mean_decimals
        return None if score is None else Fraction(units(score, decimals), 10**decimals)

    def standings(self) -> Iterator[NodeScore[Group]]:
        """Every group with what it brings, in the order of the rubric."""
        nodes: dict[str | None, Group | Total] = {one.id: one for one in self._rubric.group}
        nodes[None] = self._rubric.total
        for group in self._rubric.group:
            child, above = self._of_group(group), nodes[group.within]
            full = self._rubric.full_mark(above)
            share, brings = standing(above, full, child, self.children(group.within))
            cap = self._caps.get(group.id)
            yield NodeScore(group, child.score, child.full, share, brings, cap)
