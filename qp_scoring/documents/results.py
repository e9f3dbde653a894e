"""The results document: what a scored round is, for every reader after the engine.

``results.json`` is this model written out; its JSON Schema is generated from it. Figures that
people read are strings with their printed digits (``"2.42"``), counts and levels are integers
or null, and nothing is a float, so the same inputs give the same bytes everywhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION: Literal[1] = 1

# Figures with their printed digits, exact values ("12.5", or "1/3" where no decimal ends), and the
# unreduced ratio behind a mean ("29/12").
Figure = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
Value = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?(/\d*[1-9]\d*)?$")]
Ratio = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?/\d*[1-9]\d*(\.\d+)?$")]


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
    value: Value | None
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
    value: Value | None
    undecided: bool
    by: tuple[MarkBy, ...]


class LevelBy(Document):
    """The level or score that one assessor gave an indicator as a whole, on the rubric's scale."""

    assessor: str | None
    role: str
    stage: str
    score: Figure


class MeasureNeed(Document):
    """A measured value that would have to be reached, from below or (less is better) from above.

    One of ``at_least`` and ``at_most`` is given.
    """

    measure: str
    at_least: str | None = None
    at_most: str | None = None


Need = str | MeasureNeed


class NextLevel(Document):
    """The step up from where an indicator stands.

    ``needs`` lists alternatives, each a list of what would have to be met as well; it is empty
    where only a level is known. ``efforts`` says what each takes, in the units of the rubric
    (null where that of a step is unknown); it is empty where the rubric knows none. ``more`` counts
    the alternatives that are not listed. ``reaches`` is the largest whole level that every
    alternative reaches at least: a single item may lift by several levels. ``gain`` is the exact
    difference of the means, rounded, and ``band_after`` the band of the mean, at the least score
    that the alternatives reach. Both are null for an office without a mean, and for an indicator
    that is not in it: what reporting on that would bring is not known.
    """

    level: int
    needs: tuple[tuple[Need, ...], ...]
    gain: str | None
    band_after: str | None
    efforts: tuple[str | None, ...] = ()
    more: int = 0
    reaches: int | None = None

    @property
    def level_after(self) -> int:
        """The level that the step leads to; the next one in results that were made without it."""
        return self.level if self.reaches is None else self.reaches


class IndicatorResult(Document):
    """One indicator of one office.

    ``levels_by`` holds what assessors gave it as a whole, without the committee's resolution.
    ``given`` says that the score was given as such (judged, agreed, or by a status) and not worked
    out from the items.
    """

    code: str
    title: str
    state: State
    level: int | None
    score: Figure | None
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
    levels_by: tuple[LevelBy, ...] = ()
    given: bool = False


class Move(Document):
    """One indicator's part in a way to the next band: where it gets to, and what it takes.

    ``level`` is null below the scale's levels and where it has none; ``score`` is printed. Without
    needs the move is to report at all, which is one step.
    """

    indicator: str
    level: int | None
    needs: tuple[Need, ...]
    score: Figure | None = None


class NextBand(Document):
    """The band above an office's own, and the cheapest ways to it.

    ``from_mean`` is the lowest printed mean in it, ``distance`` what the office's mean lacks.
    ``steps`` is the smallest number of items and values that lift the band, ``ways`` the sets of
    moves that need no more (least effort first, see :class:`NextLevel`), ``more`` how many there
    are beside those listed; there are none where no set of moves is known to lift it.
    """

    band: str
    from_mean: str
    distance: str
    steps: int | None = None
    ways: tuple[tuple[Move, ...], ...] = ()
    efforts: tuple[str | None, ...] = ()
    more: int = 0


class Previous(Document):
    """What the same office came to in the round that it is compared with.

    ``change`` is the difference of the printed means with its sign; null without both.
    ``mean_exact`` is null without a mean, and in results that were made before it was kept.
    """

    fiscal_year: int
    round: str
    mean: Figure | None
    band: str | None
    change: str | None
    mean_exact: Ratio | None = None


class Coverage(Document):
    """How many of the indicators that count for an office were scored."""

    scored: int
    applicable: int


class OfficeResult(Document):
    """One office: its mean and band where it is complete, else why there is none.

    ``mean_exact`` is the unreduced ratio sum/count; ``coverage.applicable`` counts scored,
    not-reported and unfinished indicators, not those that are exempt or do not apply.
    ``overall_comment`` holds the evaluators' own words on the office as a whole, a line each;
    ``overall`` is what the program composes.
    """

    code: str
    name: str
    short_name: str
    type: str
    region: str
    status: Status
    mean: Figure | None
    mean_exact: Ratio | None
    band: str | None
    coverage: Coverage
    mean_reported: Figure | None
    overall: tuple[str, ...]
    indicators: tuple[IndicatorResult, ...]
    next_band: NextBand | None = None
    previous: Previous | None = None
    overall_comment: str | None = None


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

    def to_frame(self) -> pd.DataFrame:
        """The tidy table of ``results.csv``: a row per office and indicator, all cells texts.

        A figure is the text that was printed (``"2.42"``), and what there is none of is None.
        """
        # pandas takes longer to load than most runs take to score.
        from qp_scoring.documents.written import frame  # noqa: PLC0415

        return frame(self)
