"""Indicators of a rubric set: items, measures, levels, and the rule that scores them.

Mirrors ``indicators/*.toml`` key by key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr, field_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from qp_scoring.rubric.conditions import All, Condition, CountOf, PointsOf, ScoreBound
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import Amount, Exact, Many, Table, Text, Texts, tables_within
from qp_scoring.rubric.nodes import Inside, Positive, Weighted
from qp_scoring.thai import squeeze

_NO_GRADES = frozenset({"", squeeze("ไม่เกี่ยวข้อง")})
_SAID_BEFORE = frozenset({"ร้อยละ", "ระดับ"})  # units that stand before their figure
_BRACKET = frozenset("()")  # in which a reason stands where an answer is carried on


LISTS_OF_ITEMS = frozenset({"step", "items", "all", "any", "of"})
"""The keys of rules and conditions whose lists name items."""


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

    ``points`` is what it is worth where items are counted (1 without the key). ``grades`` are the
    words that may be given for it instead of มี and ไม่มี, each with its figure: the highest is
    worth all its points, the others their share of them, and only the highest meets it. Without
    ``points`` the figures are the points.
    ``effort`` says how much work it is to meet it, in units of the rubric's own (days, say);
    ``look_for`` finds it in narrative reports, in ``sections`` (by title; none: anywhere).
    ``rounds`` are the rounds that ask for it; none: all.
    """

    id: Text
    text: Text
    evidence: Texts = ()
    suggest: Text
    points: Positive | None = None
    grades: dict[Text, Annotated[Exact, Field(ge=0)]] = Field(default_factory=dict)
    effort: Annotated[Exact, Field(gt=0)] | None = None
    look_for: Many[LookFor] = ()
    sections: Texts = ()
    rounds: Texts = ()

    @field_validator("grades", mode="before")
    @classmethod
    def _keep_apart(cls, grades: object) -> object:
        words = [word.strip() for word in grades] if isinstance(grades, dict) else []
        if len({*words}) < len(words):  # one would take the other's place
            raise PydanticCustomError("grades_words", "words that are not told apart")
        return grades

    @field_validator("grades")
    @classmethod
    def _tell_apart(cls, grades: dict[str, Decimal]) -> dict[str, Decimal]:
        if grades and (
            len(grades) == 1 or len({*grades.values()}) < len(grades) or not max(grades.values())
        ):
            raise PydanticCustomError("grades_figures", "figures that do not rise from one another")
        words = {squeeze(word) for word in grades}
        bracketed = not _BRACKET.isdisjoint("".join(grades))
        if len(words) < len(grades) or not words.isdisjoint(_NO_GRADES) or bracketed:
            raise PydanticCustomError("grades_words", "words that are not told apart")
        return grades

    @cached_property
    def worth(self) -> Fraction:
        """Its points where it is met."""
        return Fraction(self.points or max(self.grades.values(), default=Decimal(1)))

    @cached_property
    def graded(self) -> Mapping[str, Fraction]:
        """The points of each grade, the lowest first; none where it is only met or not."""
        rising = sorted(self.grades.items(), key=lambda one: one[1])
        return {word: self.worth * Fraction(one) / Fraction(rising[-1][1]) for word, one in rising}

    def grade(self, points: Fraction | None) -> str | None:
        """The word for points that a grade of it has."""
        return next((word for word, one in self.graded.items() if one == points), None)


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

    def in_unit(self, amount: str) -> str:
        """An amount, or two bounds, as it is said: ``ร้อยละ 60``, ``3 กลุ่ม``."""
        before = self.unit in _SAID_BEFORE
        return f"{self.unit} {amount}" if before else f"{amount} {self.unit}"


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


PartMethod = Literal[
    "criteria", "count", "milestones", "points", "value", "tiers", "judged", "parts"
]
Method = Literal[PartMethod, "coverage"]


class Rule(Weighted):
    """A node that reads answers by a rule of its own, or has parts that do, to any depth.

    ``curve`` turns a measure into the score (method ``value``), ``tier`` items into points
    (``tiers``), ``part`` several scores into one (``parts``); ``points`` adds up what its items are
    worth.
    """

    method: Method
    curve: Curve | None = None
    tier: Many[Tier] = ()
    part: Many[Part] = ()
    level: Many[Step] = ()
    _worth: Mapping[str, Fraction] = PrivateAttr(default_factory=dict)
    _targets: Mapping[str, Decimal | str | None] = PrivateAttr(default_factory=dict)

    @property
    def worth(self) -> Mapping[str, Fraction]:
        """The points of the indicator's items that are worth other than 1, where they are met."""
        return self._worth

    @property
    def target(self) -> Decimal | str | None:
        """At what the measure of its curve aims, where that is given."""
        return None if self.curve is None else self._targets.get(self.curve.measure)

    @property
    def counted(self) -> tuple[str, ...]:
        """The items that its rule counts."""
        raise NotImplementedError

    @property
    def read(self) -> str | None:
        """The measure whose value is turned into the score, or (a judged part) is the score."""
        return None if self.curve is None else self.curve.measure

    def inside(self, members: Inside) -> tuple[Weighted, ...]:
        """Its parts."""
        return self.part

    def parts(self) -> Iterator[Part]:
        """Its parts, those of a part after it."""
        for part in self.part:
            yield part
            yield from part.parts()

    def judged(self) -> Iterator[str]:
        """The ids of its judged parts: the measures that hold what was given for them."""
        return (one.id for one in self.parts() if one.method == "judged" and one.id is not None)

    def rules(self) -> Iterator[Rule]:
        """What reads answers: itself, or the rules at the ends of its parts."""
        return (one for one in (self, *self.parts()) if not one.part)

    @cached_property
    def conditions(self) -> dict[int, Condition]:
        """The condition of each level that has one, whatever the method calls it."""
        both = ((entry.level, self.condition(entry)) for entry in self.level)
        return {level: condition for level, condition in both if condition is not None}

    def condition(self, entry: Step) -> Condition | None:
        """What one of its levels asks for; None where it asks for nothing."""
        if entry.requires is not None:
            return entry.requires
        if entry.count is not None:
            kind = CountOf if self.worth.keys().isdisjoint(self.counted) else PointsOf
            # A table that counts to more than there is is told by its check.
            return kind.model_construct(at_least=entry.count, of=self.counted)
        return All(all=entry.step) if entry.step else None

    def conditions_within(self) -> Iterator[Condition]:
        """Every condition of it and its parts: of levels, and of limits."""
        for one in (self, *self.parts()):
            yield from one.conditions.values()
            yield from (limit.unless for limit in one.limit)

    @property
    def own_full(self) -> Fraction | None:
        """As given, or what the items come to whose points it adds up.

        Where steps turn these points into a score, what they come to is no mark.
        """
        adds = self.full is None and self.method == "points" and not self.steps
        return self.points_in_all if adds else super().own_full

    @property
    def points_in_all(self) -> Fraction:
        """What the items that it counts are worth together."""
        return sum((self.worth.get(item, Fraction(1)) for item in self.counted), Fraction(0))


class Part(Rule):
    """A part of an indicator, scored by a rule of its own or by parts of its own, to any depth.

    ``items`` are what the rules ``count`` and ``points`` count; the other rules name theirs
    themselves. What ``judged`` gives is the value of the measure with the part's ``id``.
    """

    id: Text | None = None
    name: Text
    method: PartMethod
    items: Texts = ()
    part: Many[Part] = ()

    ORDER = ("id", "name", "weight", "method", "items", "curve", "tier", "level", "part")

    @property
    def key(self) -> str | None:
        """Its id, where it has one."""
        return self.id

    @property
    def adds_up(self) -> bool:
        """As any node, where it has parts."""
        return super().adds_up and bool(self.part)

    @property
    def counted(self) -> tuple[str, ...]:
        """The items that its rule counts."""
        return self.items

    @property
    def read(self) -> str | None:
        """The measure of its curve, or the one of its own id where it is judged."""
        return self.id if self.method == "judged" and self.curve is None else super().read


Rule.model_rebuild()  # its parts are of a kind that was not known above


class Indicator(Rule):
    """One indicator: whom it applies to, its items and measures, and its levels.

    The method ``coverage`` gives no score: it says what was reported. ``weight`` and ``group`` say
    how much it counts in the mean.
    """

    code: Text
    title: Text
    purpose: Text
    applies_to: Annotated[Texts, Field(min_length=1)]
    group: Text | None = None
    item: Many[Item] = ()
    measure: Many[Measure] = ()
    level: Many[Level] = ()

    ORDER = (
        *("code", "title", "purpose", "applies_to", "method", "weight", "group"),
        *("item", "measure", "curve", "tier", "part", "level"),
    )

    def model_post_init(self, _context: object) -> None:
        """Let the rules know what the items are worth, and at what the measures aim."""
        self._worth = {one.id: one.worth for one in self.item if one.grades or one.worth != 1}
        self._targets = {one.id: one.target for one in self.measure}
        for part in self.parts():
            part._worth, part._targets = self._worth, self._targets

    @property
    def key(self) -> str:
        """Its code."""
        return self.code

    @property
    def adds_up(self) -> bool:
        """One that adds up is on the scale too: more than its top counts as the top."""
        return False

    @cached_property
    def items_by_level(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The items that the condition of each level names, from the lowest level on."""
        asking = sorted(self.conditions.items())
        return tuple((level, tuple(condition.item_ids())) for level, condition in asking)

    @property
    def counted(self) -> tuple[str, ...]:
        """The items that its rule counts: all of them."""
        return tuple(item.id for item in self.item)

    @cached_property
    def graded(self) -> Mapping[str, tuple[Fraction, ...]]:
        """The points of each grade of the items that have grades, the lowest first."""
        return {item.id: tuple(item.graded.values()) for item in self.item if item.grades}

    @cached_property
    def bounds_asked(self) -> Mapping[str, tuple[ScoreBound, ...]]:
        """What its conditions ask of the scores of groups and other indicators, by their names."""
        found: dict[str, tuple[ScoreBound, ...]] = {}
        for table, _ in tables_within(self):
            if isinstance(table, ScoreBound):
                found[table.score] = (*found.get(table.score, ()), table)
        return found

    @cached_property
    def entry_ids(self) -> tuple[str, ...]:
        """The ids of all items, then of all measures: the rows of a checklist, in order."""
        return (*(item.id for item in self.item), *(measure.id for measure in self.measure))

    @cached_property
    def part_ids(self) -> dict[tuple[int, ...], str]:
        """What it (at no place) and its parts are called, by their places in each other, from 1."""
        found: dict[tuple[int, ...], str] = {(): self.code}
        left: list[tuple[tuple[int, ...], Rule]] = [((), self)]
        while left:
            path, rule = left.pop()
            for at, part in enumerate(rule.part, start=1):
                found[*path, at] = part.id or "/".join((self.code, *map(str, (*path, at))))
                left.append(((*path, at), part))
        return found

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

    def text_of(self, entry_id: str) -> str:
        """The text of an item or measure; empty where the indicator has none of this id."""
        entry = self.item_by_id(entry_id) or self.measure_by_id(entry_id)
        return entry.text if entry else ""

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """The items by their ids, the first of each."""
        return {item.id: item for item in reversed(self.item)}

    @cached_property
    def measures_by_id(self) -> dict[str, Measure]:
        """The measures by their ids, the first of each."""
        return {measure.id: measure for measure in reversed(self.measure)}
