"""The comparison document: what changed between two rounds, office by office.

``compare --json`` is this model written out. As in the results, figures that people read are
strings with their printed digits, counts are integers, and nothing is a float. Differences carry
their sign: ``"+0.50"``, ``"-0.25"``, ``"0.00"``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from qp_scoring.documents.results import (
    Coverage,
    Document,
    Figure,
    Policy,
    Ratio,
    RubricStamp,
    State,
    Status,
    Value,
)
from qp_scoring.rubric.diff_kinds import Kind

COMPARISON_VERSION: Literal[1] = 1

Difference = Annotated[str, StringConstraints(pattern=r"^([+-]\d+(\.\d+)?|0(\.0+)?)$")]
ExactDifference = Annotated[str, StringConstraints(pattern=r"^([+-]\d+(\.\d+)?|0)(/\d+(\.\d+)?)?$")]


class Change(StrEnum):
    """What became of one indicator of one office; every pair of states is exactly one of these."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEWLY_REPORTED = "newly_reported"
    NO_LONGER_REPORTED = "no_longer_reported"
    NEWLY_APPLICABLE = "newly_applicable"
    NO_LONGER_APPLICABLE = "no_longer_applicable"
    NEWLY_EXEMPT = "newly_exempt"
    NO_LONGER_EXEMPT = "no_longer_exempt"
    UNFINISHED = "unfinished"
    ADDED = "added"
    REMOVED = "removed"


NAMED = (
    Change.UP,
    Change.SAME,
    Change.DOWN,
    Change.NEWLY_REPORTED,
    Change.NO_LONGER_REPORTED,
)
"""The changes that have a column of their own in tables; the others stand together."""


class Verdict(StrEnum):
    """Whether figures of the two rounds may be set side by side, from the rubrics' difference.

    ``comparable``: the same rubric, or other words only; ``with_care``: levels and means are
    comparable, bands or the form are not; ``not_comparable``: the same evidence could give
    another level.
    """

    COMPARABLE = "comparable"
    WITH_CARE = "with_care"
    NOT_COMPARABLE = "not_comparable"


class Presence(StrEnum):
    """In which of the two rounds an office is."""

    BOTH = "both"
    OLD_ONLY = "old_only"
    NEW_ONLY = "new_only"


Direction = Literal["up", "down", "same"]


class Side(Document):
    """One of the two rounds: when it was, and the rubric and policy behind it."""

    rubric: RubricStamp
    round: str
    round_name: str
    policy: Policy


class Comparability(Document):
    """The verdict, and the differences of the rubrics in words that it rests on."""

    verdict: Verdict
    rubric_change: Kind
    changes: tuple[str, ...]


class Standing(Document):
    """Where an indicator of an office stood in one round."""

    state: State
    level: int | None
    score: Figure | None
    printed: str


class ValueChange(Document):
    """A measured value that differs; null where there is none."""

    id: str
    old: Value | None
    new: Value | None


class IndicatorChange(Document):
    """One indicator of one office in both rounds; a side is null where its rubric lacks it.

    ``gained`` are items met now and not before, ``lost`` items met before and not now, among the
    items of both rubrics whose marks are known. Both are null unless each round scored the
    indicator by its items, or has it as not reported. ``score_change`` is null unless both rounds
    scored the indicator.
    """

    code: str
    title: str
    change: Change
    old: Standing | None
    new: Standing | None
    score_change: Difference | None
    gained: tuple[str, ...] | None
    lost: tuple[str, ...] | None
    values: tuple[ValueChange, ...]

    @property
    def applies(self) -> bool:
        """Whether the indicator applies to the office in one of the rounds at least."""
        sides = [side for side in (self.old, self.new) if side is not None]
        return any(side.state is not State.NOT_APPLICABLE for side in sides)


class OfficeStanding(Document):
    """Where an office stood in one round; ``count`` indicators went into the mean."""

    status: Status
    mean: Figure | None
    mean_exact: Ratio | None
    band: str | None
    count: int
    coverage: Coverage


class OfficeChange(Document):
    """One office in both rounds; a side is null where the office is not in that round.

    ``mean_change`` is the difference of the printed means, ``mean_change_exact`` that of the
    exact ones, over their common divisor where they share one; both are null without two means.
    ``former_name`` is set where the office had another name in the old round. ``counts`` holds
    every kind of change that occurred among the indicators that apply in one round at least.
    """

    code: str
    name: str
    short_name: str
    type: str
    region: str
    former_name: str | None
    presence: Presence
    old: OfficeStanding | None
    new: OfficeStanding | None
    mean_change: Difference | None
    mean_change_exact: ExactDifference | None
    band_change: Direction | None
    counts: dict[Change, int]
    indicators: tuple[IndicatorChange, ...]


class IndicatorSummary(Document):
    """One indicator over the offices of both rounds.

    ``counts`` holds every kind of change that occurred among the offices to which the indicator
    applies in one round at least. ``mean_change`` is the mean difference
    of the scores over the ``n`` offices that were scored in both; null where there is none.
    """

    code: str
    title: str
    counts: dict[Change, int]
    n: int
    mean_change: Difference | None


class Summary(Document):
    """All offices together: means are over the ``n`` offices with a mean in both rounds."""

    offices: dict[Presence, int]
    n: int
    mean_old: Figure | None
    mean_new: Figure | None
    mean_change: Difference | None
    bands: dict[Direction, int]
    indicators: tuple[IndicatorSummary, ...]


class Comparison(Document):
    """Two rounds compared: offices by code, indicators in the order of the new rubric."""

    schema_version: Literal[1]
    engine_version: str
    old: Side
    new: Side
    comparability: Comparability
    summary: Summary
    offices: tuple[OfficeChange, ...]
