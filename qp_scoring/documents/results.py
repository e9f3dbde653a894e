"""The results document: what a scored round is, for every reader after the engine.

``results.json`` is this model written out; its JSON Schema is generated from it. Figures that
people read are strings with their printed digits (``"2.42"``), counts and levels are integers
or null, and nothing is a float, so the same inputs give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from sys import intern
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import core_schema

from qp_scoring.documents.office import Office
from qp_scoring.findings import Finding, Place
from qp_scoring.messages import fix, message

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION: Literal[1] = 1

# Figures with their printed digits, exact values ("12.5", or "1/3" where no decimal ends), and the
# unreduced ratio behind a mean ("29/12").
Figure = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
Value = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?(/\d*[1-9]\d*)?$")]


class Ratio(str):
    """A mean as the sum and the divisor it was made of, not reduced: the text ``"29/12"``.

    Documents hold the text; whoever computes with it reads the parts here.
    """

    __slots__ = ()

    @property
    def parts(self) -> tuple[Decimal, Decimal]:
        """The sum and the divisor, as they are printed."""
        total, _, divisor = self.partition("/")
        return Decimal(total), Decimal(divisor)

    @property
    def value(self) -> Fraction:
        """The exact mean."""
        total, divisor = self.parts
        return Fraction(total) / Fraction(divisor)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Ratio], handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """In a document it is a text of this pattern, as its JSON Schema says."""
        pattern = r"^-?\d+(\.\d+)?/(\d*[1-9]\d*(\.\d+)?|\d+\.\d*[1-9]\d*)$"
        text = core_schema.str_schema(pattern=pattern, strict=True)
        return core_schema.no_info_after_validator_function(cls, text)


# The slots of a model are filled directly: ``object.__setattr__`` looks each up by its name.
_fill_values, _fill_given, _fill_extra, _fill_private = (
    BaseModel.__dict__[slot].__set__
    for slot in (
        "__dict__",
        "__pydantic_fields_set__",
        "__pydantic_extra__",
        "__pydantic_private__",
    )
)


class Stored(BaseModel):
    """A strict, frozen part of the results document; unknown fields are refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def of_fitting(cls, **values: object) -> Self:
        """A part of values that are known to fit: nothing is checked.

        All fields have to be given, in their order. For what is made of every single answer.
        """
        made = cls.__new__(cls)
        _fill_values(made, values)
        _fill_given(made, _fields_of(cls)[0])
        _fill_extra(made, None)
        _fill_private(made, None)
        return made

    def model_post_init(self, _context: object) -> None:
        """Share what many parts have in common, which else is most of the memory of a country.

        The set of given fields is one for all parts of a kind (which were given and which are at
        their defaults makes no difference here), and so is each text: of those of 3,000 units, one
        in twenty is another.
        """
        given, texts = _fields_of(type(self))
        _fill_given(self, given)
        values = self.__dict__
        for name in texts:
            value = values[name]
            if value is None:
                continue
            if type(value) is str:
                values[name] = intern(value)
            elif type(value) is tuple and value and type(value[0]) is str:
                values[name] = tuple(intern(one) if type(one) is str else one for one in value)


@cache
def _fields_of(kind: type[Stored]) -> tuple[set[str], tuple[str, ...]]:
    """The fields of a kind, and those that may hold texts."""
    fields = kind.model_fields
    return set(fields), tuple(name for name in fields if _may_be_text(fields[name].annotation))


def _may_be_text(kind: object) -> bool:
    return kind is str or any(map(_may_be_text, get_args(kind)))


class State(StrEnum):
    """What is known of one indicator of one office (never a magic number, never NaN)."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"
    NOT_REPORTED = "not_reported"
    NOT_ASSESSED = "not_assessed"
    INVALID = "invalid"

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of a score yet: it may be any."""
        return self in (State.NOT_ASSESSED, State.INVALID)


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


class Source(Stored):
    """The cell that a figure came from."""

    file: str = Field(description="File, by its name in the inputs")
    sheet: str | None = Field(description="Sheet; null for CSV")
    cell: str = Field(description="Address, as Excel writes it")

    @classmethod
    def at(cls, place: Place) -> Source:
        """The source that a place of an input is."""
        return cls.of_fitting(file=place.file or "", sheet=place.sheet, cell=place.cell or "")

    @property
    def place(self) -> Place:
        """The place, for findings."""
        return Place(self.file, self.sheet, self.cell)


class OfVoice(Stored):
    """Something that one voice said."""

    assessor: str | None = Field(description="Name of the assessor, if one was named")
    role: str = Field(description="กรรมการ, หัวหน้า or มติ")
    stage: str = Field(description="เอกสาร or ลงพื้นที่")


class MarkBy(OfVoice):
    """One assessor's answer to one item."""

    mark: Mark | None = Field(description="The mark given; null for a measure or a blank")
    value: Value | None = Field(
        description="The value given, of an item with grades its points; null for other items"
    )
    grade: str | None = Field(default=None, description="The grade given, of an item with grades")
    reason: str | None = Field(
        default=None, description="Why the evidence was insufficient, or the item not relevant"
    )
    reference: str | None = Field(description="The evidence that was looked at")
    note: str | None = Field(description="The assessor's note")
    source: Source = Field(description="The cell of the answer")
    invalid: bool = Field(
        default=False, description="Whether the cell holds what could not be read as an answer"
    )
    unclear: bool = Field(
        default=False, description="Whether a reader would doubt what the cell says: not used"
    )


class ItemResult(Stored):
    """The combined answer to one item or measure, with every assessor's own."""

    id: str = Field(description="Id of the item or measure")
    mark: Mark | None = Field(
        description="The combined mark; null for a measure, and where nothing is decided"
    )
    value: Value | None = Field(
        description="The combined value, exact, of an item with grades its points; null for other "
        "items, and where nothing is decided"
    )
    grade: str | None = Field(
        default=None, description="The combined grade of an item with grades; the highest meets it"
    )
    undecided: bool = Field(description="Whether assessors differ without a winner")
    by: tuple[MarkBy, ...] = Field(description="Every assessor's answer")


class LevelBy(OfVoice):
    """The level or score that one assessor gave an indicator as a whole, on the rubric's scale."""

    score: Figure = Field(description="The level or score given")


class SaidBy(OfVoice):
    """What one voice said of an indicator as a whole: its status, or a level."""

    said: str = Field(
        description="`open`, `closed`, `level`, `not_reported`, `not_started`, `exempt`, `dash`, "
        "`blank`, `unclear`, `unheard` or `invalid`"
    )
    level: Figure | None = Field(default=None, description="The level that was given")
    reason: str | None = Field(default=None, description="Its reason")
    comment: str | None = Field(default=None, description="The evaluator's own words")
    carried: tuple[str, ...] = Field(
        default=(), description="Items whose results of the round before wait to be confirmed"
    )
    source: Source = Field(description="The cell")


class DecisionRecord(Stored):
    """A decision of the committee in ``to-decide.xlsx`` that holds, and what it was asked about."""

    office: str = Field(description="Code of the office")
    indicator: str = Field(description="Code of the indicator")
    item: str | None = Field(description="Id of the item or measure; null for the indicator itself")
    asked: str = Field(description="The opinions that it decides between, a line each")
    source: Source = Field(description="The cell of the decision")


class MeasureNeed(Stored):
    """A measured value that would have to be reached, from below or (less is better) from above.

    One of ``at_least`` and ``at_most`` is given.
    """

    measure: str = Field(description="Id of the measure")
    at_least: str | None = Field(
        default=None, description="The value to reach or exceed, exact; null where less is better"
    )
    at_most: str | None = Field(
        default=None, description="The value not to exceed, exact; null where more is better"
    )


class GradeNeed(Stored):
    """An item with grades, and the grade that would be enough."""

    item: str = Field(description="Id of the item")
    mark: str = Field(description="The grade to reach")


class NodeNeed(Stored):
    """A judged part of an indicator, or another indicator, and the level that would be enough."""

    node: str = Field(description="Id of the part, or code of the other indicator")
    level: int = Field(description="The level to reach")

    @property
    def measure(self) -> str:
        """The measure that holds what is given for the part."""
        return self.node

    @property
    def at_least(self) -> str:
        """The level as the value of that measure."""
        return str(self.level)

    @property
    def at_most(self) -> None:
        """Levels are reached from below."""
        return None


class ScoreNeed(Stored):
    """A group or another indicator, and the printed score that it would have to come to.

    One of ``at_least`` and ``at_most`` is given.
    """

    node: str = Field(description="Id of the group, or code of the indicator")
    at_least: str | None = Field(
        default=None, description="The score to reach or exceed; null where less is asked for"
    )
    at_most: str | None = Field(
        default=None, description="The score not to exceed; null where more is asked for"
    )

    @property
    def measure(self) -> str:
        """What the score is of."""
        return self.node


ValueNeed = MeasureNeed | NodeNeed | ScoreNeed
Need = str | GradeNeed | ValueNeed


class NextLevel(Stored):
    """The step up from where an indicator stands.

    ``needs`` is empty where only a level is known, ``efforts`` where the rubric knows none.
    ``gain`` is the exact difference of the means, rounded, at the least score that the alternatives
    reach. What reporting on an indicator that is not in the mean would bring is not known.
    """

    level: int = Field(description="The next level")
    needs: tuple[tuple[Need, ...], ...] = Field(
        description="Alternatives, each a list of what has to be met as well: item ids, a grade of "
        "an item, a value to reach, a level of a judged part, or a score of a group or another "
        "indicator"
    )
    gain: str | None = Field(
        description="How much the mean would rise at least, rounded; null without a mean, outside "
        "it, and where a group has to come to a score first"
    )
    gain_most: str | None = Field(
        default=None,
        description="How much it would rise by the alternative that brings most; null where all "
        "bring the same",
    )
    band_after: str | None = Field(description="The band of the mean after the least gain")
    efforts: tuple[str | None, ...] = Field(
        default=(),
        description="What each alternative takes, in the rubric's units; null where unknown",
    )
    more: int = Field(default=0, description="How many alternatives are not listed")
    untold: Literal["large", "open"] | None = Field(
        default=None,
        description="`large`: the indicator has too many possible answers to say what it needs; "
        "`open`: its criteria ask for a score of another that is not known",
    )
    reaches: int | None = Field(
        default=None,
        description="The largest whole level that every alternative reaches at least; null where "
        "not known",
    )

    @property
    def level_after(self) -> int:
        """The level that the step leads to; the next one in results that were made without it."""
        return self.level if self.reaches is None else self.reaches


class NodeResult(Stored):
    """What a group of indicators, or a part of one, came to: a sub-total.

    Figures are printed with the decimals of the mean and never used so. ``share`` and ``brings``
    are null where the least of several counts, and where everything in it left.
    """

    id: str = Field(
        description="Id of the group or part; of a part without one its place (`3/2/1`: the first "
        "part of the second of indicator 3)"
    )
    name: str = Field(description="Its name")
    within: str | None = Field(description="Id of what it stands in; null for the whole")
    score: Figure | None = Field(description="Its score on its own full mark; null where it left")
    full: Figure = Field(description="Its full mark")
    share: Figure | None = Field(description="What it counts of what it stands in, in per cent")
    brings: Figure | None = Field(description="What it adds to the score of what it stands in")


class TargetUsed(Stored):
    """A target of the office that an indicator is measured by."""

    id: str = Field(description="Name of the target, as the rubric has it")
    value: Figure = Field(description="Its value")
    source: Source = Field(description="The cell that it came from")


class IndicatorResult(Stored):
    """One indicator of one office; ``levels_by`` is without the committee's resolution."""

    code: str = Field(description="Code of the indicator")
    title: str = Field(description="Its title")
    state: State = Field(description="What is known of it")
    level: int | None = Field(
        description="Largest whole level not above the score; null without levels or score"
    )
    score: Figure | None = Field(
        description="Printed score, which the mean is made of; N/A that counts zero has `0`"
    )
    printed: str = Field(
        description="What stands in the table: the score, `-`, `N/A`, `ยกเว้น`, or nothing"
    )
    comment: str | None = Field(description="The evaluators' own words")
    reason: str | None = Field(description="Why it does not apply, is exempt, or was judged so")
    met: tuple[str, ...] = Field(description="Ids of the items met")
    unmet: tuple[str, ...] = Field(description="Ids of the items not met")
    reasons: tuple[str, ...] = Field(description="Why the level is what it is, in sentences")
    suggestions: tuple[str, ...] = Field(description="The advice, in the order printed")
    items: tuple[ItemResult, ...] = Field(
        description="Every item and measure with every assessor's answer; empty where only a "
        "level was given"
    )
    next_level: NextLevel | None = Field(
        description="The step up; null at the top, or without a score"
    )
    source: Source | None = Field(description="The cell that a given level or status came from")
    levels_by: tuple[LevelBy, ...] = Field(
        default=(),
        description="The levels that assessors gave the indicator as a whole, where they did",
    )
    given: bool = Field(
        default=False,
        description="Whether the score was given as such (judged, agreed, or by a status)",
    )
    said_by: tuple[SaidBy, ...] = Field(
        default=(), description="What every voice said of the indicator as a whole"
    )
    nodes: tuple[NodeResult, ...] = Field(
        default=(), description="Its parts, those of a part after it, where they were scored"
    )
    targets: tuple[TargetUsed, ...] = Field(
        default=(), description="The office's own targets that its criteria name"
    )


class Move(Stored):
    """One indicator's part in a way to the next band: where it gets to, and what it takes.

    ``level`` is null below the scale's levels and where it has none; ``score`` is printed.
    ``report`` says that the indicator was not reported: the move is to report it, which is one step
    more, with evidence of these needs.
    """

    indicator: str = Field(description="Code of the indicator to raise")
    level: int | None = Field(description="The level it gets to")
    needs: tuple[Need, ...] = Field(description="What has to be met")
    score: Figure | None = Field(default=None, description="The score it gets to, printed")
    report: bool = Field(
        default=False, description="Whether it has to be reported first, which is a step too"
    )


class NextBand(Stored):
    """The band above an office's own, and the cheapest ways to it.

    ``distance`` is nothing where a requirement of the band or a limit keeps the office below it.
    ``ways`` have least effort first; there are none where no set of moves is known to lift the
    band, or where ``untold`` says why they cannot be told exactly.
    """

    band: str = Field(description="Name of the band above")
    from_mean: str = Field(description="Lowest printed mean in it")
    distance: str = Field(description="What the office's mean lacks")

    @property
    def is_barred(self) -> bool:
        """Whether the mean is high enough, and something else keeps the office below."""
        return Decimal(self.distance) == 0

    steps: int | None = Field(
        default=None, description="Smallest number of items and values that lifts the band"
    )
    ways: tuple[tuple[Move, ...], ...] = Field(
        default=(), description="The sets of moves that need no more"
    )
    efforts: tuple[str | None, ...] = Field(
        default=(), description="What each way takes, in the rubric's units; null where unknown"
    )
    more: int = Field(default=0, description="How many ways are not listed")
    untold: Literal["falling", "many", "large"] | None = Field(
        default=None,
        description="Why no ways are told: `falling`, a requirement or limit asks for a score that "
        "is not too high; `many`, there is too much to try. `large`: ways through an indicator "
        "with too many possible answers are not among them",
    )


class Previous(Stored):
    """What the same office came to in the round that it is compared with."""

    fiscal_year: int = Field(description="Buddhist year of that round")
    round: str = Field(description="Id of that round")
    mean: Figure | None = Field(description="Printed mean then")
    band: str | None = Field(description="Band then")
    change: str | None = Field(description="Difference of the printed means with its sign")
    mean_exact: Ratio | None = Field(
        default=None,
        description="Sum and divisor then; null in results that were made before it was kept",
    )


class Coverage(Stored):
    """How many of the indicators that count for an office were scored."""

    scored: int = Field(description="Indicators with a score")
    applicable: int = Field(
        description="Indicators that count for the office: scored, not reported, or not finished"
    )


class OfficeResult(Stored):
    """One office: its mean and band where it is complete, else why there is none."""

    code: str = Field(description="Code of the office in the list of offices")
    name: str = Field(description="Full official name")
    short_name: str = Field(description="สพป.… or สพม.…")
    type: str = Field(description="สพป, สพม, or a type of the user's list")
    region: str = Field(description="Inspection region")
    status: Status = Field(description="Only a complete office has a mean and a band")
    mean: Figure | None = Field(description="Printed mean")
    mean_exact: Ratio | None = Field(description="Sum and divisor, not reduced (`29/12`)")
    band: str | None = Field(description="Name of the band of the printed mean")
    coverage: Coverage = Field(description="How much was reported")
    mean_reported: Figure | None = Field(
        description="Printed mean over what was reported, without N/A"
    )
    overall: tuple[str, ...] = Field(
        description="Paragraphs on the whole, in the order of the rubric"
    )
    indicators: tuple[IndicatorResult, ...] = Field(
        description="The indicators, in the order of the rubric"
    )
    next_band: NextBand | None = Field(
        default=None, description="What it takes to reach the band above"
    )
    previous: Previous | None = Field(
        default=None, description="What the office came to in the round given with `--previous`"
    )
    overall_comment: str | None = Field(
        default=None,
        description="The evaluators' own words on the office as a whole, a line each, printed "
        "before what the program composes; null without any",
    )
    nodes: tuple[NodeResult, ...] = Field(
        default=(), description="The groups, in the order of the rubric, of a complete office"
    )
    reasons: tuple[str, ...] = Field(
        default=(),
        description="Why a sub-total, the whole or the band is lower than the scores alone would "
        "give: limits, and what bands require",
    )

    @property
    def scores(self) -> dict[str, Decimal]:
        """The printed scores of the indicators that have one."""
        return {one.code: Decimal(one.score) for one in self.indicators if one.score is not None}

    @property
    def applicable(self) -> list[str]:
        """The indicators that apply to the office."""
        return [one.code for one in self.indicators if one.state is not State.NOT_APPLICABLE]

    @property
    def target_values(self) -> dict[str, Decimal]:
        """The office's targets by their names, of all indicators that have some."""
        used = (target for one in self.indicators for target in one.targets)
        return {one.id: Decimal(one.value) for one in used}


class FindingRecord(Stored):
    """A finding with its Thai sentences filled in."""

    code: str = Field(description="Code of the finding; all stand in [findings.md](findings.md)")
    severity: Literal["error", "warning", "info"] = Field(description="An error exits 1")
    file: str | None = Field(description="File, if it is of one")
    sheet: str | None = Field(description="Sheet, if it is of one")
    cell: str | None = Field(description="Cell or range, if it is of one")
    message: str = Field(description="What was found and what was expected, in Thai")
    fix: str = Field(description="How to mend it, in Thai")

    @classmethod
    def of(cls, item: Finding) -> FindingRecord:
        """A finding as it is stored."""
        return cls(
            code=item.code,
            severity=item.severity.value,
            file=item.place.file,
            sheet=item.place.sheet,
            cell=item.place.cell,
            message=message(item),
            fix=fix(item),
        )

    @property
    def place(self) -> Place:
        """The place that it speaks of."""
        return Place(self.file, self.sheet, self.cell)


class RubricStamp(Stored):
    """Which rubric made these results."""

    id: str = Field(description="Id of the rubric set")
    name: str = Field(description="Its name")
    fiscal_year: int = Field(description="Buddhist year (2566)")
    version: str = Field(description="Its version, `major.minor.patch`")
    status: Literal["draft", "official"] = Field(
        description="`draft` criteria are labelled so on every output"
    )
    hash: str = Field(description="`sha256:…` over the parsed content, as in `rubric.json`")


class Policy(Stored):
    """The rules of arithmetic that the results were made with."""

    not_reported: Literal["counts_zero", "leaves_mean"] = Field(
        description="What N/A does in the mean: counts 0 and stays in the divisor, or leaves the "
        "mean"
    )
    band_on: Literal["printed_mean"] = Field(description="The band is that of the mean as printed")
    score_decimals: int = Field(description="Decimals of an indicator's score")
    mean_decimals: int = Field(description="Decimals of the mean")
    bands_confirmed: bool = Field(description="Whether the cut-offs of the bands are confirmed")
    total_kind: Literal["mean", "sum", "percent"] = Field(
        default="mean",
        description="What the `mean` of an office is: a mean, the sum of points, or per cent of "
        "the full mark",
    )


class Results(Stored):
    """A scored round: every office that was in the inputs, and every finding."""

    schema_version: Literal[1] = Field(
        description="Version of this document; see the migration rule below"
    )
    engine_version: str = Field(description="Version of the program that wrote it")
    rubric: RubricStamp = Field(
        description="Which rubric made the results; the rubric itself stands beside them in "
        "`rubric.json`"
    )
    round: str = Field(description="Id of the round, one of the rubric's")
    policy: Policy = Field(description="The rules of arithmetic, as the rubric sets them")
    offices: tuple[OfficeResult, ...] = Field(description="Every office of the inputs, by code")
    findings: tuple[FindingRecord, ...] = Field(
        description="Everything that was found in the inputs, by file and cell"
    )
    offices_used: tuple[Office, ...] = Field(
        default=(),
        description="The offices that the round knew beside the shipped list, or otherwise than it",
    )
    decisions: tuple[DecisionRecord, ...] = Field(
        default=(), description="The decisions of `to-decide.xlsx` that hold"
    )

    def tidy(self) -> Iterator[dict[str, str | None]]:
        """The rows of ``results.csv``, one per office and indicator, by :data:`TIDY_COLUMNS`."""
        for office in self.offices:
            own = {key: cell(office) for key, cell in _OFFICE_CELLS.items()}
            for one in office.indicators:
                yield own | {key: cell(one) for key, cell in _INDICATOR_CELLS.items()}

    def to_frame(self) -> pd.DataFrame:
        """The tidy table of ``results.csv``: a row per office and indicator, all cells texts.

        A figure is the text that was printed (``"2.42"``), and what there is none of is None.
        """
        # pandas takes longer to load than most runs take to score.
        import pandas  # noqa: PLC0415

        return pandas.DataFrame(list(self.tidy()), columns=list(TIDY_COLUMNS), dtype=object)


def _in_digits(number: int | None) -> str | None:
    return None if number is None else str(number)


_OFFICE_CELLS: Mapping[str, Callable[[OfficeResult], str | None]] = {
    "office": lambda one: one.code,
    "short_name": lambda one: one.short_name,
    "type": lambda one: one.type,
    "region": lambda one: one.region,
    "status": lambda one: one.status.value,
    "mean": lambda one: one.mean,
    # Not "29/12": spreadsheet programs would show it as a date.
    "score_sum": lambda one: (one.mean_exact or "").partition("/")[0] or None,
    "score_count": lambda one: (one.mean_exact or "").partition("/")[2] or None,
    "band": lambda one: one.band,
    "scored": lambda one: str(one.coverage.scored),
    "applicable": lambda one: str(one.coverage.applicable),
    "mean_reported": lambda one: one.mean_reported,
}
_INDICATOR_CELLS: Mapping[str, Callable[[IndicatorResult], str | None]] = {
    "indicator": lambda one: one.code,
    "state": lambda one: one.state.value,
    "level": lambda one: _in_digits(one.level),
    "score": lambda one: one.score,
    "printed": lambda one: one.printed,
    "met": lambda one: " ".join(one.met),
    "unmet": lambda one: " ".join(one.unmet),
    "next_level": lambda one: _in_digits(one.next_level.level if one.next_level else None),
    "gain": lambda one: one.next_level.gain if one.next_level else None,
    "comment": lambda one: one.comment,
    "reason": lambda one: one.reason,
}
TIDY_COLUMNS = (*_OFFICE_CELLS, *_INDICATOR_CELLS)
"""The columns of ``results.csv``: those of the office, then those of the indicator."""
