"""The analysis document: every figure over several offices, each computed once.

``analysis.json`` is this model written out; terminal, score sheets, summary and page read it and
compute nothing. Unless a field says otherwise its population are the complete offices, and its
``n`` says how many of them it is over. Figures that people read are texts with their printed
digits, shares are whole per cent (halves up), counts are integers, and nothing is a float. All n
are written: what is too few to be shown is left out where it is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from qp_scoring.documents.results import Coverage, Figure, RubricStamp, State, Stored

ANALYSIS_VERSION: Literal[1] = 1

FEWEST = 3
"""Groups of fewer offices, and agreement on fewer, are in the document and drawn nowhere."""


class Scope(StrEnum):
    """What the offices of a group have in common."""

    ALL = "all"
    TYPE = "type"
    REGION = "region"
    BAND = "band"


class Population(Stored):
    """How many offices the round has, by what came of them."""

    offices: int = Field(description="All offices of the inputs")
    complete: int = Field(description="Those with a result: every indicator is settled")
    incomplete: int = Field(description="Those with something not yet assessed")
    error: int = Field(description="Those with input that contradicts itself or cannot be read")


class IndicatorFigures(Stored):
    """How the offices spread over one indicator, or over one node of the score."""

    code: str = Field(description="Code of the indicator, or id of the node")
    n: int = Field(description="Complete offices with a result here: scored, not N/A")
    mean: Figure | None = Field(description="Mean of their scores, rounded like a mean")
    median: Figure | None = Field(description="Median of their scores, exact")
    levels: dict[str, int] = Field(
        description="How many of them at each level, from the lowest; by band without levels"
    )
    states: dict[State, int] = Field(description="All offices, whatever came of them, by state")
    covered: int = Field(description="Where nothing is scored: those that reported something done")
    stated: int = Field(description="Where nothing is scored: those that said something else")


class BandCount(Stored):
    """How many complete offices have a band."""

    name: str = Field(description="Name of the band, the best first")
    count: int = Field(description="Complete offices in it")
    share: Figure | None = Field(description="Their share of all complete offices, in per cent")


class IndicatorMean(Stored):
    """The mean of one indicator in one group."""

    code: str = Field(description="Code of the indicator")
    n: int = Field(description="Complete offices of the group with a score in it")
    mean: Figure = Field(description="Mean of their scores, rounded like a mean")
    band: str | None = Field(
        description="The band that an office with this mean would have; null without bands"
    )


class GroupFigures(Stored):
    """How the offices of a group stand."""

    name: str = Field(description="Type or region; empty for all offices together")
    offices: int = Field(description="All offices of the group, whatever came of them")
    n: int = Field(description="Complete offices with a mean")
    mean: Figure | None = Field(description="Average of their exact means, every office alike")
    median: Figure | None = Field(description="Median of their exact means, rounded like a mean")
    lowest: Figure | None = Field(description="Lowest printed mean")
    highest: Figure | None = Field(description="Highest printed mean")
    bands: dict[str, int] = Field(description="Complete offices in each band, the best first")
    indicators: tuple[IndicatorMean, ...] = Field(description="Indicators with a score")


class Shortfall(Stored):
    """How many of the complete offices judged on an item do not meet it."""

    item: str = Field(description="Id of the item")
    indicator: str = Field(description="Code of its indicator")
    unmet: int = Field(description="Offices that do not meet it")
    n: int = Field(description="Offices judged met or unmet on it")
    share: Figure = Field(description="The unmet share, in per cent with one decimal")
    reasons: dict[str, int] = Field(
        description="Why evidence did not suffice, the most frequent first, once per office"
    )


class GroupShortfall(Shortfall):
    """A shortfall in one group."""

    scope: Scope = Field(description="What the offices have in common")
    group: str = Field(description="Name of the type, region or band")


class Pairs(Stored):
    """Pairs of answers of two assessors to the same thing, at the same office and stage."""

    pairs: int = Field(description="How many there are; three assessors make three")
    same: int = Field(description="Those that are the same")
    share: Figure = Field(description="Share of the same, in per cent")
    within_one: int | None = Field(
        description="Those at most one unit apart, the same included; null for marks"
    )
    within_share: Figure | None = Field(description="Their share, in per cent")
    offices: int = Field(description="How many offices the pairs are from")


class IndicatorAgreement(Stored):
    """How far assessors agree on one indicator, over all doubly assessed offices."""

    indicator: str = Field(description="Code of the indicator")
    doubly: int = Field(description="Offices where two assessors answered the same thing")
    equal: int = Field(description="Those where all that was answered twice is answered alike")
    share: Figure = Field(description="The equal share, in per cent")
    marks: Pairs | None = Field(description="The marks of all items together")
    levels: Pairs | None = Field(
        description="The levels that assessors gave, else those their own answers come to"
    )
    entries: dict[str, Pairs] = Field(description="Marks or values, by item or measure")


class OverallAgreement(Stored):
    """How far assessors agree on everything that two of them answered."""

    marks: Pairs | None = Field(description="The marks of all items")
    levels: Pairs | None = Field(description="The levels of all indicators")


class BandedMean(Stored):
    """A printed mean and its band."""

    mean: Figure = Field(description="The mean, as it would be printed")
    band: str = Field(description="Its band")


class WithoutOne(BandedMean):
    """What an office would come to without one indicator."""

    indicator: str = Field(description="Code of the indicator that is left out")


class Firmness(Stored):
    """What it would take to change the band of one complete office."""

    office: str = Field(description="Code of the office")
    band: str = Field(description="Its band")
    possible: tuple[str, ...] = Field(
        description="Bands it has under either policy for N/A, or without any one indicator; "
        "its own is one of them"
    )
    mean: Figure = Field(description="Its printed mean")
    other_policy: BandedMean | None = Field(
        description="Under the other policy for N/A; null without an N/A"
    )
    without: tuple[WithoutOne, ...] = Field(
        description="Indicators whose leaving alone would change the band"
    )
    above: str | None = Field(description="The band above")
    to_above: Figure | None = Field(description="What the printed mean lacks to it")
    below: str | None = Field(description="The band below")
    over_edge: Figure | None = Field(description="How far the mean is above the edge of its own")

    @property
    def policy_decides(self) -> bool:
        """Whether the other policy would give another band."""
        return self.other_policy is not None and self.other_policy.band != self.band

    @property
    def firm(self) -> bool:
        """Whether neither the policy nor any single indicator decides the band."""
        return len(self.possible) == 1


class FirmnessCounts(Stored):
    """How many complete offices have a firm band."""

    n: int = Field(description="Complete offices with a band")
    policy: int = Field(description="Those whose band follows from the policy for N/A")
    without: int = Field(description="Those whose band hangs on a single indicator")
    firm: int = Field(description="Those where neither decides")


class Rank(Stored):
    """The place of a complete office among those of its type, and among all.

    Ties share a place and the next is left out; compared are the exact means.
    """

    office: str = Field(description="Code of the office")
    rank: int = Field(description="Its place among the complete offices of its type")
    of: int = Field(description="How many of its type were ranked")
    median: Figure = Field(description="Median of their means, rounded like a mean")
    overall_rank: int = Field(description="Its place among all complete offices")
    overall_of: int = Field(description="How many were ranked in all")


class RoundChange(Stored):
    """What changed since the round that this one is compared with."""

    fiscal_year: int = Field(description="Buddhist year of that round")
    round: str = Field(description="Id of that round")
    n: int = Field(description="Offices with a mean in both rounds")
    up: int = Field(description="Those whose printed mean rose")
    same: int = Field(description="Those whose printed mean is the same")
    down: int = Field(description="Those whose printed mean fell")
    mean_old: Figure | None = Field(description="Average of their exact means then")
    mean_new: Figure | None = Field(description="Average of their exact means now")
    mean_change: str | None = Field(description="Difference of the two, with its sign")
    bands: dict[Literal["up", "same", "down"], int] = Field(description="Where their bands went")


@dataclass(frozen=True, slots=True)
class Others:
    """What the sheet of an office says of all complete ones, and how many they are.

    By code: the medians of indicators, as they are printed, and the standings of offices.
    """

    complete: int
    medians: Mapping[str, str | None]
    standings: Mapping[str, Rank]


class Analysis(Stored):
    """A round over all of its offices."""

    schema_version: Literal[1] = Field(description="Version of this document")
    engine_version: str = Field(description="Version of the program that wrote it")
    rubric: RubricStamp = Field(description="Which rubric made the results")
    round: str = Field(description="Id of the round, one of the rubric's")
    population: Population = Field(description="How many offices there are")
    overall: GroupFigures = Field(description="All offices together")
    coverage: Coverage = Field(description="Indicators reported by the complete offices, together")
    indicators: tuple[IndicatorFigures, ...] = Field(description="In the order of the rubric")
    nodes: tuple[IndicatorFigures, ...] = Field(
        description="Sub-totals of the groups of indicators, in the order of the rubric; an office "
        "of which a group left counts as not applicable, an unfinished one as its indicators do"
    )
    bands: tuple[BandCount, ...] = Field(description="The best first; empty without scores")
    by_type: tuple[GroupFigures, ...] = Field(description="Types, in the order of their names")
    by_region: tuple[GroupFigures, ...] = Field(description="Regions by number, then by name")
    shortfalls: tuple[Shortfall, ...] = Field(
        description="Items that were assessed, the largest unmet share first"
    )
    group_shortfalls: tuple[GroupShortfall, ...] = Field(
        description="The same per type, region and band"
    )
    agreement: tuple[IndicatorAgreement, ...] = Field(
        description="Indicators that two assessors answered, whatever came of the office"
    )
    overall_agreement: OverallAgreement = Field(description="All of them together")
    firmness: tuple[Firmness, ...] = Field(description="Complete offices, by code")
    firmness_counts: FirmnessCounts = Field(description="How many bands are firm")
    standings: tuple[Rank, ...] = Field(description="Complete offices with a mean, by code")
    change: RoundChange | None = Field(
        description="Since the round given with `--previous`; null without one"
    )

    def weakest_first(self) -> tuple[IndicatorFigures, ...]:
        """The indicators by their means, the lowest first; those without a mean last."""
        return tuple(
            sorted(self.indicators, key=lambda one: (one.mean is None, Decimal(one.mean or 0)))
        )

    def indicator(self, code: str) -> IndicatorFigures | None:
        """The figures of an indicator, by its code."""
        return self._by_code.get(code)

    def node(self, key: str) -> IndicatorFigures | None:
        """The figures of a sub-total, by the id of its group."""
        return next((one for one in self.nodes if one.code == key), None)

    def rank_of(self, office: str) -> Rank | None:
        """The standing of an office; None for one without a mean."""
        return self._ranks.get(office)

    @cached_property
    def _by_code(self) -> dict[str, IndicatorFigures]:
        return {one.code: one for one in self.indicators}

    @cached_property
    def _ranks(self) -> dict[str, Rank]:
        return {one.office: one for one in self.standings}
