"""Rules in words: what a condition asks for, as a policy officer reads it."""

from __future__ import annotations

from qp_scoring.messages import text
from qp_scoring.rubric.conditions import All, AnyOf, Condition, CountOf, Measured, Member


def describe(condition: Condition | Member) -> str:
    """A condition in words: which items, how many of them, or which value."""
    if isinstance(condition, str):
        return condition
    if isinstance(condition, Measured):
        least = format(condition.min.normalize(), "f")
        return text("rule-measure", measure=condition.measure, least=least)
    listed = ", ".join(describe(member) for member in condition.members())
    if isinstance(condition, All):
        single = len(condition.members()) == 1
        return listed if single else text("rule-all", members=listed)
    if isinstance(condition, AnyOf):
        return text("rule-any", members=listed)
    if isinstance(condition, CountOf):
        return text("rule-count", n=condition.at_least, members=listed)
    raise TypeError(condition)
