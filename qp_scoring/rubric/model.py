"""The rubric model: what a rubric set says, after its files were read.

Mirrors ``rubrics/<id>/rubric.toml`` and ``indicators/*.toml`` key by key. Models are strict and
frozen, and refuse keys they do not know. Numbers that decide anything are :class:`Decimal`.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from qp_scoring.rubric.conditions import All, Condition, CountOf
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import Exact, Many, Table, Text, Texts

Digits = Literal["arabic", "thai"]


class Round(Table):
    """A round of the fiscal year, in the order in which the rounds come."""

    id: Text
    name: Text


class LevelName(Table):
    """The word for a level of the scale."""

    level: int
    name: Text


class Scale(Table):
    """The levels that can be given; ``base_level`` is where an office stands by default."""

    base_level: int
    level: Annotated[Many[LevelName], Field(min_length=2)]

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the scale, rising."""
        return tuple(sorted(entry.level for entry in self.level))

    @property
    def lowest(self) -> int:
        """The lowest level."""
        return self.levels[0]

    @property
    def highest(self) -> int:
        """The highest level."""
        return self.levels[-1]

    def name(self, level: int) -> str:
        """The word for a level."""
        return next(entry.name for entry in self.level if entry.level == level)


class Arithmetic(Table):
    """Where rounding happens (half-up): an indicator's score, and the mean."""

    score_decimals: Annotated[int, Field(ge=0, le=4)] = 0
    mean_decimals: Annotated[int, Field(ge=0, le=4)] = 2


class NotReported(Table):
    """The office reported nothing: counts zero and stays in the mean, or leaves the mean."""

    policy: Literal["counts_zero", "leaves_mean"]
    printed: Text = "N/A"
    suggest: Text


class PrintedState(Table):
    """How a state without a level is printed."""

    printed: Text


class States(Table):
    """The states without a level."""

    not_reported: NotReported
    not_applicable: PrintedState = PrintedState(printed="-")
    exempt: PrintedState = PrintedState(printed="ยกเว้น")


class Band(Table):
    """A quality band from its lower bound on; the lowest band has none."""

    name: Text
    at_least: Exact | None = None


class Bands(Table):
    """Bands from best to lowest, half-open; compared with the mean as printed."""

    confirmed: bool
    band: Annotated[Many[Band], Field(min_length=1)]


class Assessors(Table):
    """How several assessors of the same stage become one answer."""

    items: Literal["majority", "all", "any", "lead"] = "majority"
    values: Literal["equal", "median", "lead"] = "median"
    levels: Literal["equal", "median", "lead"] = "median"
    statuses: Literal["majority", "lead"] = "majority"


class Checklist(Table):
    """Rules of the checklist: how many items of an indicator may be "not relevant"."""

    max_not_relevant: Annotated[int, Field(ge=0)] = 1


class Figures(Table):
    """A condition on figures only; every bound that is given must hold.

    ``count_*`` and ``share_*`` speak of the indicators scored at one of ``levels`` (the share is
    of the indicators in the mean; ``share_above`` is strict); ``mean_*`` of the printed mean.
    """

    levels: Many[int] = ()
    count_min: int | None = None
    count_max: int | None = None
    share_above: Exact | None = None
    share_max: Exact | None = None
    mean_min: Exact | None = None
    mean_max: Exact | None = None
    bands: Texts = ()
    not_reported_min: int | None = None
    not_reported_max: int | None = None


class Overall(Table):
    """An overall paragraph, used where every condition in ``when`` holds."""

    text: Text
    when: Many[Figures] = ()


class Labels(Table):
    """The words of the official form."""

    title: Texts
    indicator: Text
    indicator_heading: Text
    level_heading: Text
    suggestion_heading: Text
    mean_row: Text
    overall_heading: Text


class Signature(Table):
    """The signature block: configuration, never a person's name in a shipped rubric."""

    name: str = ""
    position: Text
    acting: str = ""


class Item(Table):
    """A checklist item: what evidence must show, and the advice when it does not."""

    id: Text
    text: Text
    evidence: Texts = ()
    suggest: Text


class Measure(Table):
    """A measured row: a number within bounds, or a numerator and denominator."""

    id: Text
    text: Text
    unit: Text
    min: Exact
    max: Exact
    numerator: Text | None = None
    denominator: Text | None = None
    suggest: Text


class Level(Table):
    """A level of an indicator: its criterion in words and as data, and the advice at it.

    Which of ``requires``, ``count`` and ``step`` is used follows from the indicator's method.
    """

    level: int
    text: Text
    suggest: Text
    requires: Condition | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    step: Texts = ()


Method = Literal["criteria", "count", "milestones", "value", "judged"]


class Indicator(Table):
    """One indicator: whom it applies to, its items and measures, and its levels.

    ``curve`` turns a measure into the score, for the method ``value`` only.
    """

    code: Text
    title: Text
    purpose: Text
    applies_to: Annotated[Texts, Field(min_length=1)]
    method: Method
    item: Many[Item] = ()
    measure: Many[Measure] = ()
    curve: Curve | None = None
    level: Many[Level]

    @cached_property
    def conditions(self) -> dict[int, Condition]:
        """The condition of each level that has one, whatever the method calls it."""
        found: dict[int, Condition] = {}
        ids = tuple(item.id for item in self.item)
        for entry in self.level:
            if entry.requires is not None:
                found[entry.level] = entry.requires
            elif entry.count is not None:
                found[entry.level] = CountOf(at_least=entry.count, of=ids)
            elif entry.step:
                found[entry.level] = All(all=entry.step)
        return found

    @cached_property
    def entry_ids(self) -> tuple[str, ...]:
        """The ids of all items, then of all measures: the rows of a checklist, in order."""
        return (*(item.id for item in self.item), *(measure.id for measure in self.measure))

    def at(self, level: int) -> Level:
        """The entry of a level."""
        return next(entry for entry in self.level if entry.level == level)

    def item_by_id(self, item_id: str) -> Item | None:
        """The item of an id, if the indicator has it."""
        return next((item for item in self.item if item.id == item_id), None)

    def measure_by_id(self, measure_id: str) -> Measure | None:
        """The measure of an id, if the indicator has it."""
        return next((measure for measure in self.measure if measure.id == measure_id), None)


class Rubric(Table):
    """A rubric set: the rules of one policy in one fiscal year."""

    id: Text
    name: Text
    fiscal_year: int
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    status: Literal["draft", "official"]
    source: Text
    digits: Digits = "arabic"
    round: Annotated[Many[Round], Field(min_length=1)]
    scale: Scale
    arithmetic: Arithmetic = Arithmetic()
    state: States
    bands: Bands
    assessors: Assessors = Assessors()
    checklist: Checklist = Checklist()
    labels: Labels
    overall: Many[Overall]
    signature: Signature
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicators by their code, in the rubric's order."""
        return {indicator.code: indicator for indicator in self.indicators}

    def canonical(self) -> str:
        """The rubric as JSON with sorted keys: what is hashed, and kept beside results."""
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1
        )

    @cached_property
    def hash(self) -> str:
        """``sha256:…`` over the parsed content, so comments and layout do not matter."""
        return "sha256:" + hashlib.sha256(self.canonical().encode()).hexdigest()

    def round_by_id(self, round_id: str) -> Round | None:
        """The round of an id or of its name."""
        return next((entry for entry in self.round if round_id in (entry.id, entry.name)), None)

    def next_round(self, round_id: str) -> Round | None:
        """The round after this one; None after the year's last."""
        ids = [entry.id for entry in self.round]
        at = ids.index(round_id) + 1
        return self.round[at] if at < len(ids) else None
