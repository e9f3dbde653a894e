"""The trend document: what became of offices, indicators and bands over three rounds or more.

``compare --json`` of more than two rounds is this model written out, and so is
``comparison.json``. Whatever is listed round by round stands in the order in which the rounds were
given, null where a round does not have it. Figures are as in the comparison of two rounds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from qp_scoring.documents.comparison import (
    Comparability,
    Difference,
    Direction,
    OfficeStanding,
    Side,
    Standing,
    Verdict,
)
from qp_scoring.documents.results import Figure, State, Stored

TREND_VERSION: Literal[1] = 1


class Course(StrEnum):
    """How printed figures went from round to round; known only where every round has one."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    VARYING = "varying"


class ComparedPair(Stored):
    """Whether two of the rounds may be set side by side; rounds are counted from 1."""

    earlier: int = Field(description="The round given first of the two, counted from 1")
    later: int = Field(description="The round given after it, counted from 1")
    comparability: Comparability = Field(
        description="Whether their figures may be set side by side"
    )


class IndicatorCourse(Stored):
    """One indicator of one office, round by round."""

    code: str = Field(description="Code of the indicator, by which it is matched")
    title: str = Field(description="Its title in the last round that has it")
    standings: tuple[Standing | None, ...] = Field(
        description="Where it stood in each round; null where the office or the indicator is not "
        "in it"
    )
    score_change: Difference | None = Field(
        description="Difference of the scores of the last and the first round; null where one has "
        "none"
    )
    course: Course | None = Field(
        description="`rising` (never lower, at least once higher), `falling`, `level` or "
        "`varying`; null unless every round has a score"
    )

    @property
    def applies(self) -> bool:
        """Whether the indicator applies to the office in one of the rounds at least."""
        return any(one and one.state is not State.NOT_APPLICABLE for one in self.standings)


class OfficeCourse(Stored):
    """One office, round by round."""

    code: str = Field(description="Code of the office, by which it is matched")
    name: str = Field(description="Full official name in the last round that has it")
    short_name: str = Field(description="Short name in that round")
    type: str = Field(description="Type in that round")
    region: str = Field(description="Inspection region in that round")
    standings: tuple[OfficeStanding | None, ...] = Field(
        description="Where it stood in each round; null where it is not in it"
    )
    mean_change: Difference | None = Field(
        description="Difference of the printed means of the last and the first round; null where "
        "one has none"
    )
    band_change: Direction | None = Field(
        description="Whether its band went up or down from the first round to the last, by the "
        "order of the last"
    )
    course: Course | None = Field(
        description="How its printed mean went; null unless every round has one"
    )
    indicators: tuple[IndicatorCourse, ...] = Field(
        description="Every indicator that a round has for this office"
    )

    @property
    def missing(self) -> tuple[int, ...]:
        """The rounds that the office is not in, counted from 1."""
        return tuple(at for at, one in enumerate(self.standings, 1) if one is None)


class BandCourse(Stored):
    """How many offices were in a band, of those with a mean in every round."""

    name: str = Field(description="Name of the band")
    counts: tuple[int | None, ...] = Field(
        description="Offices in each round; null where its rubric has no such band"
    )


class IndicatorTrend(Stored):
    """One indicator over the offices that were scored in every round that asks for it."""

    code: str = Field(description="Code of the indicator")
    title: str = Field(description="Its title in the last round that asks for it")
    n: int = Field(description="Offices scored in every round that asks for it")
    means: tuple[Figure | None, ...] = Field(
        description="Mean of their scores in each round; null where it was not asked"
    )
    mean_change: Difference | None = Field(
        description="Difference of the means of the last and the first round; null where one did "
        "not ask"
    )
    courses: dict[Course, int] = Field(
        description="Offices by how their scores went, of those scored in every round; what did "
        "not occur is left out"
    )


class TrendSummary(Stored):
    """All offices together: means and bands are over the ``n`` offices with a mean every time."""

    offices: tuple[int, ...] = Field(description="Offices in each round")
    complete: tuple[int, ...] = Field(description="Of these, offices with a mean")
    n: int = Field(description="Offices with a mean in every round")
    means: tuple[Figure | None, ...] = Field(
        description="Mean of their exact means in each round, rounded"
    )
    mean_change: Difference | None = Field(
        description="Difference of the last and the first of them as printed"
    )
    courses: dict[Course, int] = Field(
        description="Offices by how their mean went; what did not occur is left out"
    )
    bands: tuple[BandCourse, ...] = Field(description="Offices by band, the best band first")
    indicators: tuple[IndicatorTrend, ...] = Field(
        description="Every indicator that a round asks for, in the order of the last round"
    )


class Trend(Stored):
    """Three rounds or more: offices by code, indicators in the order of the last rubric."""

    schema_version: Literal[1] = Field(description="Version of this document")
    engine_version: str = Field(description="Version of the program that wrote it")
    rounds: tuple[Side, ...] = Field(description="The rounds in the order given")
    highest: Figure = Field(description="Highest score of the last round's scale")
    pairs: tuple[ComparedPair, ...] = Field(
        description="Every pair of rounds: consecutive ones, and all others"
    )
    summary: TrendSummary = Field(description="All offices together")
    offices: tuple[OfficeCourse, ...] = Field(description="Every office of any round, by code")

    @property
    def total_kind(self) -> str:
        """What the figures of offices are in the last round: means, sums, or percentages."""
        return self.rounds[-1].policy.total_kind

    def before(self, later: int) -> Verdict:
        """Whether a round (counted from 1, not the first) may be set beside the one before it."""
        pair = next(one for one in self.pairs if (one.earlier, one.later) == (later - 1, later))
        return pair.comparability.verdict
