"""The evidence document: what narrative reports were found to say (docs/domain.md, 8).

``evidence.json`` is this model written out; its JSON Schema is generated from it. Nothing is a
float, and every passage and section points to its lines.
"""

from __future__ import annotations

from typing import Literal

from qp_scoring.documents.results import FindingRecord, Stored
from qp_scoring.evidence.answers import ProgressSaid, SectionStatus
from qp_scoring.evidence.reporter import ReportKind
from qp_scoring.evidence.skeleton import ReportPart

SCHEMA_VERSION: Literal[1] = 1
Strength = Literal["strong", "weak"]
Ground = Literal["document", "doing", "topic"]
GROUNDS: tuple[Ground, ...] = ("document", "doing", "topic")
LineRange = tuple[int, int]


class AnswerRecord(Stored):
    """What was written in one place, word for word: a paragraph, or the cells of a table row.

    Of problems the cells are the problem, its remedy and the effect expected, as far as given.
    ``heads`` as for :class:`PassageRecord`.
    """

    cells: tuple[str, ...]
    lines: LineRange
    heads: tuple[str, ...] = ()


class SectionRecord(Stored):
    """One part of one จุดเน้น as one unit answered it.

    ``focus`` is the number in the fiscal-2566 table, found by title, or null. ``lines`` are the
    first and last, counted from 1. ``office`` is the code of an area office, ``unit`` the name
    of whoever answers; both are null where nobody is named.
    """

    focus: str | None
    title: str
    part: ReportPart
    office: str | None
    unit: str | None
    status: SectionStatus
    lines: LineRange
    answers: tuple[AnswerRecord, ...] = ()


class QuantityRecord(Stored):
    """A number as its exact digits without commas, its unit, and the text it was read from."""

    value: str
    unit: str
    text: str


class ConflictRecord(Stored):
    """Another place that tells of the same with another figure; nothing is decided."""

    quote: str
    lines: LineRange
    quantities: tuple[QuantityRecord, ...]


class OwnerRecord(Stored):
    """The words by which it is known whose a passage is, and the line they stand on."""

    words: str
    line: int


class PassageRecord(Stored):
    """A passage that may prove an item, quoted word for word.

    ``owner`` is null where no name inside the answers decides: the whole report is one office's,
    its unit stands over it as a heading, or nobody is named. ``rests_on`` says what stands in the
    quote: a kind of evidence that the item asks for, work that was done, the item's topic. All
    three make it strong. Of a table's row with figures ``heads`` are the heads of the columns, one
    for each cell of the quote, where they are known.
    """

    indicator: str
    item: str
    office: str | None
    quote: str
    lines: LineRange
    focus: str | None
    part: ReportPart
    status: ProgressSaid
    strength: Strength
    rests_on: tuple[Ground, ...] = ()
    dates: tuple[str, ...]
    quantities: tuple[QuantityRecord, ...]
    conflicts: tuple[ConflictRecord, ...]
    owner: OwnerRecord | None = None
    heads: tuple[str, ...] = ()


class ReportRecord(Stored):
    """One report: its kind, year, offices that answer, sections and passages.

    Passages stand in the order of the rubric's items, the most specific first.
    """

    file: str
    kind: ReportKind
    fiscal_year: int | None
    round: str | None
    offices: tuple[str, ...]
    sections: tuple[SectionRecord, ...]
    passages: tuple[PassageRecord, ...]


class Evidence(Stored):
    """What all reports of a run say, with everything that was met on the way."""

    schema_version: Literal[1]
    documents: tuple[ReportRecord, ...]
    findings: tuple[FindingRecord, ...]
