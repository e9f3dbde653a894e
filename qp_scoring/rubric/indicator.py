"""Indicators of a rubric set: items, measures, levels, and the rule that scores them.

Mirrors ``indicators/*.toml`` key by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticKnownError

from qp_scoring.rubric.conditions import All, Condition, CountOf
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import Amount, Exact, Many, Table, Text, Texts
from qp_scoring.rubric.nodes import Node, Positive


class LookFor(Table):
    """What a narrative report may say where an item is met.

    One of ``phrases`` must occur, with one of ``near`` close to it or in a title above it (where
    any are given), and none of ``without``.
    """

    phrases: Annotated[Texts, Field(min_length=1)]
    near: Texts = ()
    without: Texts = ()


class Item(Table):
    """A checklist item: what evidence must show, and the advice when it does not.

    ``effort`` says how much work it is to meet it, in units of the rubric's own (days, say);
    ``look_for`` finds it in narrative reports, in ``sections`` (by title; none: anywhere).
    ``rounds`` are the rounds that ask for it; none: all.
    """

    id: Text
    text: Text
    evidence: Texts = ()
    suggest: Text
    effort: Annotated[Exact, Field(gt=0)] | None = None
    look_for: Many[LookFor] = ()
    sections: Texts = ()
    rounds: Texts = ()


def _above_zero(value: Decimal | str) -> Decimal | str:
    """What a share may be taken of."""
    if isinstance(value, Decimal) and value <= 0:
        raise PydanticKnownError("greater_than", {"gt": 0})
    return value


class Measure(Table):
    """A measured row: a number within bounds, or a numerator and denominator.

    ``target`` is the value aimed at, for curves that measure a share of it: one for all, or the
    name of every office's own (:mod:`~qp_scoring.rubric.targets`). ``when_none`` says what an
    office comes to that has no cases to count (0 of 0): the measure ``leaves`` every condition, or
    every ``level`` that asks for it is reached as far as it goes. Without it no cases are no
    answer. ``whole``: only whole numbers are answers. ``rounds`` as in an item.
    """

    id: Text
    text: Text
    unit: Text
    min: Exact
    max: Exact
    whole: bool | None = None
    target: Annotated[Amount, AfterValidator(_above_zero)] | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    when_none: Literal["leaves", "level"] | None = None
    suggest: Text
    rounds: Texts = ()


class Step(Table):
    """What a level asks for; which key is used follows from the method of its rule.

    A level may have an entry for some ``rounds`` and another for others. In a part, ``text`` is
    its criterion in words, where it has one.
    """

    level: int
    requires: Condition | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    step: Texts = ()
    rounds: Texts = ()
    text: str = ""


class Level(Step):
    """A level of an indicator: its criterion in words and as data, and the advice at it."""

    text: Text
    suggest: Text


class Tier(Table):
    """A tier of items that share its points; it counts only where every earlier one is complete."""

    name: Text
    points: Annotated[Exact, Field(gt=0)]
    items: Annotated[Texts, Field(min_length=1)]


PartMethod = Literal["criteria", "count", "milestones", "value", "tiers", "judged", "parts"]
Method = Literal["criteria", "count", "milestones", "value", "tiers", "judged", "parts", "coverage"]


class Part(Node):
    """A part of an indicator, scored by a rule of its own or by parts of its own, to any depth.

    ``items`` are what the rule ``count`` counts; the other rules name theirs themselves. What
    ``judged`` gives is the value of the measure with the part's ``id``.
    """

    id: Text | None = None
    name: Text
    weight: Positive = Decimal(1)
    method: PartMethod
    items: Texts = ()
    curve: Curve | None = None
    tier: Many[Tier] = ()
    level: Many[Step] = ()
    part: Many[Part] = ()

    @cached_property
    def conditions(self) -> dict[int, Condition]:
        """The condition of each level that has one."""
        return conditions_of(self.level, self.items)


class Indicator(Node):
    """One indicator: whom it applies to, its items and measures, and its levels.

    ``curve`` turns a measure into the score (method ``value``), ``tier`` items into points
    (``tiers``), ``part`` several scores into one (``parts``). ``coverage`` gives no score:
    it says what was reported. ``weight`` and ``group`` say how much it counts in the mean.
    """

    code: Text
    title: Text
    purpose: Text
    applies_to: Annotated[Texts, Field(min_length=1)]
    method: Method
    weight: Positive = Decimal(1)
    group: Text | None = None
    item: Many[Item] = ()
    measure: Many[Measure] = ()
    curve: Curve | None = None
    tier: Many[Tier] = ()
    part: Many[Part] = ()
    level: Many[Level] = ()

    @cached_property
    def conditions(self) -> dict[int, Condition]:
        """The condition of each level that has one, whatever the method calls it."""
        return conditions_of(self.level, tuple(item.id for item in self.item))

    @cached_property
    def entry_ids(self) -> tuple[str, ...]:
        """The ids of all items, then of all measures: the rows of a checklist, in order."""
        return (*(item.id for item in self.item), *(measure.id for measure in self.measure))

    def at(self, level: int) -> Level:
        """The entry of a level."""
        return next(entry for entry in self.level if entry.level == level)

    def criterion(self, level: int) -> str:
        """The words of a level; empty where it has no entry of its own."""
        return next((entry.text for entry in self.level if entry.level == level), "")

    def item_by_id(self, item_id: str) -> Item | None:
        """The item of an id, if the indicator has it."""
        return self.items_by_id.get(item_id)

    def measure_by_id(self, measure_id: str) -> Measure | None:
        """The measure of an id, if the indicator has it."""
        return self.measures_by_id.get(measure_id)

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """The items by their ids, the first of each."""
        return {item.id: item for item in reversed(self.item)}

    @cached_property
    def measures_by_id(self) -> dict[str, Measure]:
        """The measures by their ids, the first of each."""
        return {measure.id: measure for measure in reversed(self.measure)}


def judged_within(rule: Indicator | Part) -> Iterator[str]:
    """The ids of the judged parts of a rule: the measures that hold what was given for them."""
    for part in rule.part:
        if part.method == "judged" and part.id is not None:
            yield part.id
        yield from judged_within(part)


def conditions_of(levels: Iterable[Step], counted: tuple[str, ...]) -> dict[int, Condition]:
    """The condition of each level that has one; ``counted`` are the items of a count."""
    found: dict[int, Condition] = {}
    for entry in levels:
        if entry.requires is not None:
            found[entry.level] = entry.requires
        elif entry.count is not None:
            found[entry.level] = CountOf(at_least=entry.count, of=counted)
        elif entry.step:
            found[entry.level] = All(all=entry.step)
    return found
