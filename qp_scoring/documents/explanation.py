"""The explanation document: one office's result down to the cells that caused it.

``explain --json`` prints this model. Figures that people read are strings with their printed
digits, counts and levels integers or null, as in the results document, whose parts (marks with
their cells, steps up) are taken over as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from qp_scoring.documents.results import (
    Coverage,
    MarkBy,
    NextBand,
    NextLevel,
    NodeResult,
    Policy,
    RubricStamp,
    Source,
    State,
    Status,
    Stored,
    TargetUsed,
)
from qp_scoring.documents.results import Mark as ItemMark

EXPLANATION_VERSION: Literal[1] = 1


class Cited(Stored):
    """An answer that a certificate rests on, with the voices that decided it and their cells.

    ``mark`` and ``value`` are null where the voices left it undecided: then whatever they said
    serves, and all of them are cited. ``score``: it is the printed score of a group or another
    indicator, null where that left.
    """

    id: str
    mark: ItemMark | None
    value: str | None
    grade: str | None
    by: tuple[MarkBy, ...]
    score: bool = False


class Certificate(Stored):
    """What makes a claim certain: answers, or the one cell where it was said as such.

    ``score`` is the level (or score) that is claimed to be reached, or not to be reached. Under
    the cited answers the claim holds whatever the others are, and none of them can be left out.
    """

    score: str
    cited: tuple[Cited, ...]
    cell: Source | None = None


class LevelCondition(Stored):
    """A level's condition in words, and whether it holds; ``text`` is the level's criterion."""

    level: int
    rule: str
    text: str | None
    holds: bool


class RuleExplained(Stored):
    """A rule of an indicator: what it gave, and why.

    ``part`` is the name of a part, ``path`` its place (``2.1``: the first part of the second),
    ``full`` its full mark, ``share`` what it counts of what it stands in, in per cent, and
    ``brings`` what it adds to it; all are null for an indicator's only rule, the last two also
    where the least counts. The parts of a part follow it. ``conditions`` are those that hold, and
    the first that does not; ``reasons`` are sentences on curves and tiers.
    """

    part: str | None
    share: str | None
    score: str
    conditions: tuple[LevelCondition, ...]
    reasons: tuple[str, ...]
    path: str | None = None
    full: str | None = None
    brings: str | None = None


class ItemExplained(Stored):
    """An item or measure in words, its combined answer, and every assessor's own."""

    id: str
    text: str
    mark: ItemMark | None
    value: str | None
    grade: str | None
    undecided: bool
    by: tuple[MarkBy, ...]


class IndicatorExplained(Stored):
    """One indicator: its state, what its rules gave, and what makes the level certain.

    ``rules`` are empty where nothing was worked out from items; ``given`` is as in the results.
    ``at_least`` and ``not_above`` are the certificates; ``not_above`` is null at the top. Where
    nothing was scored, ``source`` is the cell that says so. ``targets`` are the office's own.
    """

    code: str
    title: str
    state: State
    level: int | None
    level_name: str | None
    score: str | None
    printed: str
    given: bool
    weight: str
    reason: str | None
    comment: str | None
    rules: tuple[RuleExplained, ...]
    at_least: Certificate | None
    not_above: Certificate | None
    items: tuple[ItemExplained, ...]
    next_level: NextLevel | None
    source: Source | None
    targets: tuple[TargetUsed, ...] = ()


class Term(Stored):
    """An indicator's part in the mean."""

    indicator: str
    score: str
    weight: str


class MeanExplained(Stored):
    """The mean from its terms: the exact ratio, and the figure that is printed and read."""

    terms: tuple[Term, ...]
    exact: str
    printed: str
    count: int
    groups: tuple[NodeResult, ...] = ()
    reasons: tuple[str, ...] = ()


class BandExplained(Stored):
    """The band of the printed mean: from its lower bound up to below the next one's."""

    name: str
    at_least: str | None
    below: str | None


class Explanation(Stored):
    """One office explained, with all of its indicators or the one that was asked for.

    ``mean`` and ``band`` are null for an office without a result, ``status`` says why.
    """

    explanation_version: Literal[1]
    rubric: RubricStamp
    round: str
    policy: Policy
    code: str
    name: str
    short_name: str
    status: Status
    mean: MeanExplained | None
    band: BandExplained | None
    coverage: Coverage
    mean_reported: str | None
    next_band: NextBand | None
    indicators: tuple[IndicatorExplained, ...]

    def targets(self) -> Iterator[TargetUsed]:
        """The office's own targets of the indicators that are explained."""
        for one in self.indicators:
            yield from one.targets
