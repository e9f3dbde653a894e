"""The results document: what a scored round is, for every reader after the engine.

``results.json`` is this model written out; its JSON Schema is generated from it. Figures that
people read are strings with their printed digits (``"2.42"``), counts and levels are integers
or null, and nothing is a float, so the same inputs give the same bytes everywhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION: Literal[1] = 1


class Document(BaseModel):
    """A strict, frozen part of the results document; unknown fields are refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class State(StrEnum):
    """What is known of one indicator of one office (never a magic number, never NaN)."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"
    NOT_REPORTED = "not_reported"
    NOT_ASSESSED = "not_assessed"
    INVALID = "invalid"


class Status(StrEnum):
    """Whether an office has a result: only a complete office has a mean and a band."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    ERROR = "error"


class Mark(StrEnum):
    """What the evidence showed for one checklist item."""

    MET = "met"
    UNMET = "unmet"
    NOT_RELEVANT = "not_relevant"


class Source(Document):
    """The cell that a figure came from."""

    file: str
    sheet: str | None
    cell: str


class MarkBy(Document):
    """One assessor's answer to one item; ``mark`` is null for a measured item.

    ``reason`` says why the evidence was insufficient, where the item is unmet.
    """

    assessor: str | None
    role: str
    stage: str
    mark: Mark | None
    value: str | None
    reason: str | None = None
    reference: str | None
    note: str | None
    source: Source


class ItemResult(Document):
    """The combined answer to one item or measure, with every assessor's own.

    ``mark`` and ``value`` are both null when the item is not assessed or undecided.
    """

    id: str
    mark: Mark | None
    value: str | None
    undecided: bool
    by: tuple[MarkBy, ...]


class MeasureNeed(Document):
    """A measured value that would have to be reached."""

    measure: str
    at_least: str


Need = str | MeasureNeed


class NextLevel(Document):
    """The step up from where an indicator stands.

    ``needs`` lists alternatives, each a list of what would have to be met as well; it is empty
    where only a level is known. ``gain`` is the exact difference of the means, rounded;
    ``band_after`` the band of the mean after the step. Both are null for an office without
    a mean.
    """

    level: int
    needs: tuple[tuple[Need, ...], ...]
    gain: str | None
    band_after: str | None


class IndicatorResult(Document):
    """One indicator of one office."""

    code: str
    title: str
    state: State
    level: int | None
    score: str | None
    printed: str
    comment: str | None
    reason: str | None
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    reasons: tuple[str, ...]
    suggestions: tuple[str, ...]
    items: tuple[ItemResult, ...]
    next_level: NextLevel | None
    source: Source | None


class Move(Document):
    """One indicator's part in a way to the next band: the level to reach and what it takes."""

    indicator: str
    level: int
    needs: tuple[Need, ...]


class NextBand(Document):
    """The band above an office's own, and the cheapest ways to it.

    ``from_mean`` is the lowest printed mean in it, ``distance`` what the office's mean lacks.
    ``steps`` is the smallest number of items and values that lift the band, ``ways`` the sets of
    moves that need no more; both are empty where no set of moves is known to lift it.
    """

    band: str
    from_mean: str
    distance: str
    steps: int | None = None
    ways: tuple[tuple[Move, ...], ...] = ()


class Previous(Document):
    """What the same office came to in the round that it is compared with.

    ``change`` is the difference of the printed means with its sign; null without both.
    """

    fiscal_year: int
    round: str
    mean: str | None
    band: str | None
    change: str | None


class Coverage(Document):
    """How many of the indicators that count for an office were scored."""

    scored: int
    applicable: int


class OfficeResult(Document):
    """One office: its mean and band where it is complete, else why there is none.

    ``mean_exact`` is the unreduced ratio sum/count; ``coverage.applicable`` counts scored,
    not-reported and unfinished indicators, not those that are exempt or do not apply.
    """

    code: str
    name: str
    short_name: str
    type: str
    region: str
    status: Status
    mean: str | None
    mean_exact: str | None
    band: str | None
    coverage: Coverage
    mean_reported: str | None
    overall: tuple[str, ...]
    indicators: tuple[IndicatorResult, ...]
    next_band: NextBand | None = None
    previous: Previous | None = None


class FindingRecord(Document):
    """A finding with its Thai sentences filled in."""

    code: str
    severity: Literal["error", "warning", "info"]
    file: str | None
    sheet: str | None
    cell: str | None
    message: str
    fix: str


class RubricStamp(Document):
    """Which rubric made these results."""

    id: str
    name: str
    fiscal_year: int
    version: str
    status: Literal["draft", "official"]
    hash: str


class Policy(Document):
    """The rules of arithmetic that the results were made with."""

    not_reported: Literal["counts_zero", "leaves_mean"]
    band_on: Literal["printed_mean"]
    score_decimals: int
    mean_decimals: int
    bands_confirmed: bool


class Results(Document):
    """A scored round: every office that was in the inputs, and every finding."""

    schema_version: Literal[1]
    engine_version: str
    rubric: RubricStamp
    round: str
    policy: Policy
    offices: tuple[OfficeResult, ...]
    findings: tuple[FindingRecord, ...]
