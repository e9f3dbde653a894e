"""The rubric model: what a rubric set says, after its files were read.

Mirrors ``rubrics/<id>/rubric.toml`` key by key; ``indicator`` mirrors ``indicators/*.toml``.
Models are strict and frozen, and refuse keys they do not know. Numbers that decide anything are
:class:`Decimal`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from qp_scoring.hashes import canonical, digest
from qp_scoring.rubric.conditions import Condition, scores_named
from qp_scoring.rubric.fields import Exact, Many, Table, Text, Texts, with_values
from qp_scoring.rubric.indicator import Indicator, Item, Measure
from qp_scoring.rubric.nodes import Combine, Node, Weighted, full_mark
from qp_scoring.rubric.rounds import asked_elsewhere, in_round, names_rounds
from qp_scoring.rubric.targets import targets_named, with_targets
from qp_scoring.thai import squeeze_id

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
    """What can be given: whole levels with names, or with ``levels = false`` scores in a range.

    ``base_level`` is where an office stands by default. Where there are levels, the scale runs
    from the lowest to the highest of them; else from ``min`` to ``max``.
    """

    base_level: int = 0
    levels: bool = True
    level: Many[LevelName] = ()
    min: Exact | None = None
    max: Exact | None = None

    @cached_property
    def level_numbers(self) -> tuple[int, ...]:
        """The levels of the scale, rising; none where ``levels = false``."""
        return tuple(sorted(entry.level for entry in self.level))

    @property
    def lowest(self) -> Decimal:
        """The lowest level or score."""
        return Decimal(self.level_numbers[0]) if self.levels else self.min or Decimal(0)

    @property
    def highest(self) -> Decimal:
        """The highest level or score."""
        return Decimal(self.level_numbers[-1]) if self.levels else self.max or Decimal(0)

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


class NotStarted(Table):
    """The office reports that it has not begun: the base level, with words and advice of its own.

    Only a rubric that has this table offers the status.
    """

    printed: Text = "ยังไม่ได้ดำเนินการ"
    suggest: Text


class States(Table):
    """The states without a level."""

    not_reported: NotReported
    not_applicable: PrintedState = PrintedState(printed="-")
    exempt: PrintedState = PrintedState(printed="ยกเว้น")
    not_started: NotStarted | None = None


class Band(Table):
    """A quality band from its lower bound on; the lowest band has none.

    An office is in it only where what the band ``requires`` holds too, and what those below do.
    """

    name: Text
    at_least: Exact | None = None
    requires: Condition | None = None


class Bands(Table):
    """Bands from best to lowest, half-open; compared with the mean as printed."""

    confirmed: bool
    band: Many[Band]


class Assessors(Table):
    """How several assessors of the same stage become one answer."""

    items: Literal["majority", "all", "any", "lead"] = "majority"
    values: Literal["equal", "median", "lead"] = "median"
    levels: Literal["equal", "median", "lead"] = "median"
    statuses: Literal["majority", "lead"] = "majority"


class Checklist(Table):
    """Rules of the checklist.

    ``max_not_relevant`` is how many items of an indicator may be "not relevant"; ``reasons`` the
    words of the drop-down for why evidence is insufficient. ``met`` and ``unmet`` are further words
    for มี and ไม่มี that its offices use.
    """

    max_not_relevant: Annotated[int, Field(ge=0)] = 1
    reasons: Annotated[Texts, Field(min_length=1)] = (
        "ไม่พบ",
        "ไม่ตรงประเด็น",
        "ไม่เป็นปัจจุบัน",
        "ไม่ครบ",
        "อื่น ๆ",
    )
    met: Texts = ()
    unmet: Texts = ()


class Group(Weighted):
    """A group of indicators and its share of what it stands in; see :class:`Weights`.

    ``within`` is the group that it stands in; without it, it is a share of the whole.
    """

    id: Text
    name: Text
    within: Text | None = None

    ORDER = ("id", "name", "weight", "within")

    @property
    def key(self) -> str:
        """Its id."""
        return self.id


class Total(Node):
    """How the groups and indicators make the figure of the whole, which bands are read from.

    ``show`` says what is printed: the mean, the sum of points, or per cent of the full mark.
    """

    show: Literal["mean", "sum", "percent"] = "mean"

    ORDER = ("show",)

    @property
    def how(self) -> Combine:
        """A sum is what is printed as one."""
        return "sum" if self.show == "sum" else super().how


class Weights(Table):
    """What happens to the weight of an indicator that leaves the mean.

    ``renormalise``: the mean is divided by the weights of those that stay. ``within_group``: the
    others of its group take its weight, so that the groups keep their shares.
    """

    when_leaving: Literal["renormalise", "within_group"] = "renormalise"


class Document(Table):
    """The number and date of the letter that the score sheets go out with; empty prints none."""

    number: str = ""
    date: str = ""


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


@dataclass(eq=False, slots=True)
class _Narrowed:
    """What rounds ask, by their ids, as far as anybody wanted to know: no part of what a set is.

    A view knows its whole set and that its views, so comparing them would never end.
    """

    by_round: dict[str, Rubric] = field(default_factory=dict)


class Rubric(Table):
    """A rubric set: the rules of one policy in one fiscal year.

    Only a set whose every indicator has the method ``coverage`` may leave out scale and bands.
    ``show_rank`` says whether an office is told its place among the others.
    """

    id: Text
    name: Text
    fiscal_year: int
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    status: Literal["draft", "official"]
    source: Text
    digits: Digits = "arabic"
    show_rank: bool = False
    round: Annotated[Many[Round], Field(min_length=1)]
    scale: Scale = Scale(levels=False)
    arithmetic: Arithmetic = Arithmetic()
    state: States
    bands: Bands = Bands(confirmed=True, band=())
    assessors: Assessors = Assessors()
    checklist: Checklist = Checklist()
    weights: Weights = Weights()
    total: Total = Total()
    group: Many[Group] = ()
    document: Document = Document()
    labels: Labels
    overall: Many[Overall]
    signature: Signature
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    _whole: Rubric | None = PrivateAttr(None)

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicators by their code, in the rubric's order."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def members(self) -> dict[str | None, tuple[Group | Indicator, ...]]:
        """What stands in each group, and (None) in none: groups, then indicators, in order."""
        found: dict[str | None, tuple[Group | Indicator, ...]] = {}
        for group in self.group:
            found[group.within] = (*found.get(group.within, ()), group)
        for indicator in self.indicators:
            found[indicator.group] = (*found.get(indicator.group, ()), indicator)
        return found

    def full_mark(self, node: Node) -> Fraction:
        """The full mark of the whole, or of what stands in it."""
        return full_mark(node, self.scale.highest, self.members)

    def node(self, name: str) -> Group | Indicator:
        """The indicator of a code, or the group of an id."""
        return self.by_code.get(name) or next(one for one in self.group if one.id == name)

    def rests_on(self, name: str | None) -> frozenset[str]:
        """The groups and indicators that a score rests on: those in it, those that it asks for.

        ``name`` is a group or indicator, or (None) the whole. What a limit asks of answers rests on
        the indicators that have these.
        """
        return self._resting.get(name, frozenset())

    def hangs_on(self, name: str, open_: Collection[str]) -> bool:
        """Whether a score is not known where those of some indicators are not.

        An indicator whose own score is known hides what that rests on.
        """
        left, seen = [name], {name}
        while left:
            one = left.pop()
            if one in open_:
                return True
            new = set() if one in self.by_code else self._near[one] - seen
            seen |= new
            left += new
        return False

    @cached_property
    def _near(self) -> dict[str | None, set[str]]:
        """Per score those that it rests on at once."""
        owners = {key: one.code for one in self.indicators for key in one.entry_ids}
        near: dict[str | None, set[str]]
        near = {one.code: {*one.bounds_asked} for one in self.indicators}
        nodes: list[tuple[str | None, Group | Total]] = [(one.id, one) for one in self.group]
        for name, node in (*nodes, (None, self.total)):
            inside = self.members.get(name, ())
            near[name] = {one.id if isinstance(one, Group) else one.code for one in inside}
            for limit in node.limit:
                near[name] |= {*scores_named(limit.unless)}
                near[name] |= {owners[key] for key in limit.unless.entry_ids() if key in owners}
        return near

    @cached_property
    def _resting(self) -> dict[str | None, frozenset[str]]:
        found: dict[str | None, frozenset[str]] = {}
        for name in self._near:
            seen, left = set[str](), [name]
            while left:
                new = self._near.get(left.pop(), set()) - seen
                seen |= new
                left += new
            found[name] = frozenset(seen)
        return found

    @cached_property
    def asking(self) -> tuple[Indicator, ...]:
        """The indicators that ask for scores of others, each after those that it rests on."""
        return tuple(one for one in self.as_they_rest if one.bounds_asked)

    @cached_property
    def as_they_rest(self) -> tuple[Indicator, ...]:
        """All indicators in their order, but each after those that its score rests on."""
        codes = self.by_code.keys()
        return tuple(sorted(self.indicators, key=lambda one: len(codes & self.rests_on(one.code))))

    @cached_property
    def is_plain(self) -> bool:
        """Whether the figure of the whole is the weighted mean of scores on the scale."""
        own_marks = any(indicator.own_full is not None for indicator in self.indicators)
        return not (self.group or self.gates or own_marks) and self.total == Total()

    @cached_property
    def judged_measures(self) -> frozenset[str]:
        """The measures that hold the levels given for judged parts."""
        return frozenset(key for one in self.indicators for key in one.judged())

    @cached_property
    def lowest_grades(self) -> dict[str, Fraction]:
        """The points of the lowest grade, by the items that have grades."""
        found = (one.graded.items() for one in self.indicators)
        return {key: grades[0] for pairs in found for key, grades in pairs}

    @cached_property
    def grade_words(self) -> frozenset[str]:
        """The words that may be given for an item with grades, of all items."""
        return frozenset(w for one in self.indicators for item in one.item for w in item.grades)

    @property
    def above(self) -> tuple[Group | Total, ...]:
        """The whole and the groups: the nodes that indicators stand in."""
        return (self.total, *self.group)

    @cached_property
    def gates(self) -> tuple[Condition, ...]:
        """What bands require, and what limits above the indicators ask for."""
        limits = (limit.unless for node in self.above for limit in node.limit)
        return (*(band.requires for band in self.bands.band if band.requires), *limits)

    @cached_property
    def gate_entries(self) -> tuple[str, ...]:
        """The items and measures that gates name, each once."""
        return tuple(dict.fromkeys(key for gate in self.gates for key in gate.entry_ids()))

    @property
    def gives_scores(self) -> bool:
        """Whether any indicator is scored; a set of coverage alone says only what was reported."""
        return any(indicator.method != "coverage" for indicator in self.indicators)

    def in_round(self, round_id: str) -> Rubric:
        """What a round asks: the set without what belongs to other rounds only.

        It keeps the hash of the whole set, by which forms and results know it.
        """
        whole = self.whole
        if not whole._names_rounds:
            return self
        narrowed = whole._narrowed.by_round
        if round_id not in narrowed:
            narrowed[round_id] = whole._left_in(round_id)
        return narrowed[round_id]

    @cached_property
    def _names_rounds(self) -> bool:
        return any(map(names_rounds, (*self.indicators, self.bands, *self.above)))

    @cached_property
    def _narrowed(self) -> _Narrowed:
        return _Narrowed()

    def _left_in(self, round_id: str) -> Rubric:
        elsewhere = {key for one in self.indicators for key in asked_elsewhere(one, round_id)}
        return self._with(
            tuple(in_round(one, round_id, elsewhere)[0] for one in self.indicators),
            bands=in_round(self.bands, round_id, elsewhere)[0],
            total=in_round(self.total, round_id, elsewhere)[0],
            group=tuple(in_round(one, round_id, elsewhere)[0] for one in self.group),
        )

    @cached_property
    def names_targets(self) -> bool:
        """Whether any rule has a target of the office where others have a number."""
        return any(map(targets_named, self.indicators))

    def of_office(self, targets: Mapping[str, Decimal]) -> Rubric:
        """The set with an office's targets in their places; where they cannot be, names stay.

        It keeps the hash of the whole set, as in a round.
        """
        if not self.names_targets:
            return self
        return self._with(tuple(with_targets(one, targets) for one in self.indicators))

    def _with(self, indicators: tuple[Indicator, ...], **changed: object) -> Rubric:
        found = with_values(self, indicators=indicators, **changed)
        found._whole = self.whole
        return found

    @property
    def whole(self) -> Rubric:
        """The set with all its rounds."""
        return self._whole or self

    def other_rounds_of(self, entry_id: str) -> tuple[str, ...]:
        """The names of the rounds that ask for what this one does not; none where none do."""
        wanted = squeeze_id(entry_id)
        asked = {squeeze_id(key) for indicator in self.indicators for key in indicator.entry_ids}
        for indicator in () if wanted in asked else self.whole.indicators:
            entries: tuple[Item | Measure, ...] = (*indicator.item, *indicator.measure)
            for entry in entries:
                if squeeze_id(entry.id) == wanted:
                    return tuple(one.name for one in self.round if one.id in entry.rounds)
        return ()

    def canonical(self) -> str:
        """The whole rubric as JSON with sorted keys: what is hashed, and kept beside results."""
        return self.whole._canonical

    @cached_property
    def _canonical(self) -> str:
        return canonical(self.model_dump(mode="json"))

    @cached_property
    def hash(self) -> str:
        """``sha256:…`` over the parsed content, so comments and layout do not matter."""
        return self._whole.hash if self._whole else digest(self._canonical.encode())

    @cached_property
    def content_mark(self) -> str:
        """12 digits over what the rubric itself says: what a form is marked with.

        Keys left at their defaults do not count: a program that knows more keys makes the same
        mark, and the forms of a round that is under way stay those of their criteria.
        """
        if self._whole:
            return self._whole.content_mark
        said = self.model_dump(mode="json", exclude_defaults=True)
        return digest(canonical(said).encode()).removeprefix("sha256:")[:12]

    def round_by_id(self, round_id: str) -> Round | None:
        """The round of an id or of its name."""
        return next((entry for entry in self.round if round_id in (entry.id, entry.name)), None)

    def criterion(self, indicator: Indicator, level: int) -> str:
        """The words of a level; empty where they say no more than the scale's name for it."""
        words = indicator.criterion(level)
        return words if words and words != self.scale.name(level) else ""

    def round_name(self, round_id: str) -> str:
        """The name of a round; its id where the rubric has no such round."""
        found = self.round_by_id(round_id)
        return found.name if found else round_id

    def next_round(self, round_id: str) -> Round | None:
        """The round after this one; None after the year's last."""
        ids = [entry.id for entry in self.round]
        at = ids.index(round_id) + 1
        return self.round[at] if at < len(ids) else None
