"""What a province makes of the reports of its units: topic by topic, part by part, unit by unit.

Nothing is summed up or left out: every answer stands in its unit's own words with its place, and
beside the answers who left the part blank. It rests on headings, owners and statuses alone; no
passage is matched for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qp_scoring.evidence.answers import SectionStatus
from qp_scoring.evidence.document import Evidence, LineRange, SectionRecord
from qp_scoring.evidence.skeleton import ReportPart, Skeleton
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.messages import text

_PARTS: tuple[ReportPart, ...] = (
    "situation",
    "targets",
    "progress",
    "results",
    "factors",
    "problems",
    "innovation",
    "suggestions",
)


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """One answer of a unit: its cells (problem, remedy, effect), and where it stands.

    ``heads`` are those of the columns of its table, where they are known.
    """

    unit: str
    cells: tuple[str, ...]
    status: SectionStatus
    file: str
    lines: LineRange
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartAnswers:
    """What all units answered to a part of a topic, and who did not.

    ``blank`` left it empty, ``none`` said that there is nothing, ``absent`` have no such heading.
    """

    part: ReportPart
    answers: tuple[UnitAnswer, ...]
    none: tuple[str, ...]
    blank: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its parts, in the order of the form; ``number`` None for no known topic."""

    number: str | None
    title: str
    parts: tuple[PartAnswers, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The units that answer, in the order in which they are met, nobody last, and the topics."""

    units: tuple[str, ...]
    topics: tuple[Topic, ...]


def consolidated(evidence: Evidence, form: Skeleton, registry: OfficeRegistry) -> Consolidated:
    """Gather the answers of all reports by topic, part and unit."""
    found = [(report.file, section) for report in evidence.documents for section in report.sections]
    named = dict.fromkeys(unit_name(section, registry) for _, section in found)
    units = tuple(sorted(named, key=lambda unit: unit == text("evidence-no-unit")))
    titles = {one.number: one.title for one in form.focus}
    numbers = {section.focus for _, section in found}
    known = [number for number in titles if number in numbers]
    topics = [_topic(number, titles[number], found, units, registry) for number in known]
    if None in numbers:
        topics.append(_topic(None, text("evidence-no-focus"), found, units, registry))
    return Consolidated(units, tuple(topics))


def unit_name(section: SectionRecord, registry: OfficeRegistry) -> str:
    """The name by which the unit of a section is shown."""
    office = registry.get(section.office) if section.office else None
    if office is not None:
        return office.short_name
    return section.unit or text("evidence-no-unit")


def _topic(
    number: str | None,
    title: str,
    found: Sequence[tuple[str, SectionRecord]],
    units: Sequence[str],
    registry: OfficeRegistry,
) -> Topic:
    own = [(file, one) for file, one in found if one.focus == number]
    answering = [unit for unit in units if unit in {unit_name(one, registry) for _, one in own}]
    parts = [part for part in _PARTS if any(one.part == part for _, one in own)]
    return Topic(number, title, tuple(_part(part, own, answering, registry) for part in parts))


def _part(
    part: ReportPart,
    found: Sequence[tuple[str, SectionRecord]],
    units: Sequence[str],
    registry: OfficeRegistry,
) -> PartAnswers:
    """A part as the units of its topic answered it."""
    answers: list[UnitAnswer] = []
    without: dict[str, list[str]] = {"none": [], "blank": [], "absent": []}
    nobody = text("evidence-no-unit")
    for unit in units:
        own = [
            (file, one)
            for file, one in found
            if one.part == part and unit_name(one, registry) == unit
        ]
        answers += (
            UnitAnswer(unit, answer.cells, one.status, file, answer.lines, answer.heads)
            for file, one in own
            if one.status not in ("none", "blank")
            for answer in one.answers
        )
        statuses = {one.status for _, one in own}
        if not statuses:
            # Where nobody is named, the answer may be anybody's: nobody is said to lack it.
            without["absent"] += [unit] if unit != nobody else []
        elif statuses <= {"none", "blank"}:
            without["none" if "none" in statuses else "blank"].append(unit)
    return PartAnswers(
        part,
        tuple(answers),
        tuple(without["none"]),
        tuple(without["blank"]),
        tuple(without["absent"]),
    )
