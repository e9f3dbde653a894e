"""The comparison document: what changed between two rounds, office by office.

``compare --json`` is this model written out. As in the results, figures that people read are
strings with their printed digits, counts are integers, and nothing is a float. Differences carry
their sign: ``"+0.50"``, ``"-0.25"``, ``"0.00"``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from qp_scoring.documents.results import (
    Coverage,
    Figure,
    Policy,
    Ratio,
    RubricStamp,
    State,
    Status,
    Stored,
    Value,
)
from qp_scoring.rubric.diff_kinds import ChangeKind

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


class Side(Stored):
    """One of the two rounds: when it was, and the rubric and policy behind it."""

    rubric: RubricStamp = Field(description="The rubric behind the round")
    round: str = Field(description="Id of the round")
    round_name: str = Field(description="Its name")
    policy: Policy = Field(description="The rules of arithmetic behind it")


class Comparability(Stored):
    """The verdict, and the differences of the rubrics in words that it rests on."""

    verdict: Verdict = Field(description="Comparable; levels and means only; or not")
    rubric_change: ChangeKind = Field(description="The largest kind of change between the rubrics")
    changes: tuple[str, ...] = Field(description="Every change, in words")


class Standing(Stored):
    """Where an indicator of an office stood in one round."""

    state: State = Field(description="What is known of it")
    level: int | None = Field(description="Level")
    score: Figure | None = Field(description="Printed score")
    printed: str = Field(description="What stands in the table")


class ValueChange(Stored):
    """A measured value that differs; null where there is none."""

    id: str = Field(description="Id of the measure")
    old: Value | None = Field(description="Value then; null where there was none")
    new: Value | None = Field(description="Value now; null where there is none")


class IndicatorChange(Stored):
    """One indicator of one office in both rounds.

    ``gained`` and ``lost`` are among the items of both rubrics whose marks are known; both are null
    unless each round scored the indicator by its items, or has it as not reported.
    """

    code: str = Field(description="Code of the indicator, by which it is matched")
    title: str = Field(description="Its title")
    change: Change = Field(description="What became of it")
    old: Standing | None = Field(description="Where it stood; null where the old rubric lacks it")
    new: Standing | None = Field(description="Where it stands; null where the new rubric lacks it")
    score_change: Difference | None = Field(
        description="Difference of the scores, where both rounds have one"
    )
    gained: tuple[str, ...] | None = Field(
        description="Items met now and known not to have been met before; null where items are "
        "not known"
    )
    lost: tuple[str, ...] | None = Field(
        description="Items met before and known not to be met now; null where items are not known"
    )
    values: tuple[ValueChange, ...] = Field(description="Measured values and targets that differ")
    asked_anew: tuple[str, ...] = Field(
        default=(), description="Items and measures that the old round did not ask for"
    )
    anew_unmet: tuple[str, ...] = Field(
        default=(), description="Items of these that are not met: why a level may have fallen"
    )

    @property
    def applies(self) -> bool:
        """Whether the indicator applies to the office in one of the rounds at least."""
        sides = [side for side in (self.old, self.new) if side is not None]
        return any(side.state is not State.NOT_APPLICABLE for side in sides)


class OfficeStanding(Stored):
    """Where an office stood in one round; ``count`` indicators went into the mean."""

    status: Status = Field(description="Only a complete office has a mean and a band")
    mean: Figure | None = Field(description="Printed mean")
    mean_exact: Ratio | None = Field(description="Sum and divisor, not reduced")
    band: str | None = Field(description="Name of the band")
    count: int = Field(description="Indicators in the mean")
    coverage: Coverage = Field(description="How much was reported")


class OfficeChange(Stored):
    """One office in both rounds; a side is null where the office is not in that round.

    The differences of means are null without two means.
    """

    code: str = Field(description="Code of the office, by which it is matched")
    name: str = Field(description="Full official name now")
    short_name: str = Field(description="Short name now")
    type: str = Field(description="Type now")
    region: str = Field(description="Inspection region now")
    former_name: str | None = Field(description="Its name in the old round, where that was another")
    presence: Presence = Field(description="In which rounds it is")
    old: OfficeStanding | None = Field(description="Where it stood")
    new: OfficeStanding | None = Field(description="Where it stands")
    mean_change: Difference | None = Field(description="Difference of the printed means")
    mean_change_exact: ExactDifference | None = Field(
        description="Difference of the exact means: `+4/12`, in lowest terms where the divisors "
        "differ"
    )
    band_change: Direction | None = Field(description="Whether its band went up or down")
    counts: dict[Change, int] = Field(
        description="How many indicators by kind of change, of those that apply in one round at "
        "least"
    )
    indicators: tuple[IndicatorChange, ...] = Field(
        description="Every indicator, for an office of both rounds"
    )

    @property
    def has_both_results(self) -> bool:
        """Whether it is complete in both rounds; else its figures cannot be compared."""
        return all(
            one is not None and one.status is Status.COMPLETE for one in (self.old, self.new)
        )


class IndicatorSummary(Stored):
    """One indicator over the offices of both rounds.

    ``counts`` are of the offices to which the indicator applies in one round at least.
    """

    code: str = Field(description="Code of the indicator")
    title: str = Field(description="Its title")
    counts: dict[Change, int] = Field(
        description="How many offices by kind of change; kinds that did not occur are left out"
    )
    n: int = Field(description="Offices scored in both rounds")
    mean_change: Difference | None = Field(description="Mean difference of their scores, rounded")


class Summary(Stored):
    """All offices together: means are over the ``n`` offices with a mean in both rounds."""

    offices: dict[Presence, int] = Field(
        description="How many offices are in both rounds, in the old one only, in the new one only"
    )
    n: int = Field(description="Offices with a mean in both rounds; the means are over these")
    mean_old: Figure | None = Field(description="Mean of their exact means then, rounded")
    mean_new: Figure | None = Field(description="Mean of their exact means now, rounded")
    mean_change: Difference | None = Field(description="Difference of the two as printed")
    bands: dict[Direction, int] = Field(description="How many offices went up, stayed, went down")
    indicators: tuple[IndicatorSummary, ...] = Field(
        description="One entry per indicator that is in both rounds of any office"
    )


class Comparison(Stored):
    """Two rounds compared: offices by code, indicators in the order of the new rubric."""

    schema_version: Literal[1] = Field(description="Version of this document")
    engine_version: str = Field(description="Version of the program that wrote it")
    old: Side = Field(description="The earlier round")
    new: Side = Field(description="The later round")
    comparability: Comparability = Field(
        description="Whether their figures may be set side by side"
    )
    summary: Summary = Field(description="All offices together")
    offices: tuple[OfficeChange, ...] = Field(description="Every office of either round, by code")
