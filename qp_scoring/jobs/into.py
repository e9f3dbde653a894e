"""Late and corrected offices brought into a delivered round (``score NEW --into DIR``).

What was delivered of an office that the new inputs do not name stays as it is. Where something is
open there, its answers are scored again as they were stored, so that questions are asked again and
decisions that were filled in since are taken up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qp_scoring.documents.answers import (
    Answered,
    Answers,
    IndicatorAnswer,
    ItemAnswer,
    Role,
    Voice,
)
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import (
    FindingRecord,
    IndicatorResult,
    OfficeResult,
    Source,
    State,
    Status,
)
from qp_scoring.documents.stored import StoredOffices, StoredRound, follow_round
from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import TO_DECIDE, Base
from qp_scoring.intake.offices.of_round import offices_of
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.read import Intake
from qp_scoring.jobs.decisions import Answer, all_answers, hold_decisions
from qp_scoring.jobs.shelf import Shelf
from qp_scoring.scoring.round import score_round

_NOT_KEPT = ("decision-", "into-")

_RowPlace = tuple[str | None, str | None, str]
"""A file, its sheet, and the number of a row."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivered round, and what it has to say to the inputs that are read into it.

    ``codes`` are those of its offices, in their order; of a large round no office is held.
    ``decisions`` is the name of the file in which its committee fills in what it decides.
    """

    stored: StoredRound
    base: Base
    codes: tuple[str, ...]
    decisions: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivered round beside new inputs.

    ``intake`` holds the new answers and those of the offices that are scored again; ``offices``
    stay as they are, as the shelf keeps them, ``findings`` are those of the delivered round that
    still hold.
    """

    intake: Intake
    offices: tuple[OfficeResult, ...]
    findings: tuple[FindingRecord, ...]


def read_delivered(folder: Path, log: FindingLog) -> Delivered:
    """Read the round that a folder holds.

    Raises:
        RefusedRunError: there is none, or it is damaged; ``log`` says why.
    """
    stored = follow_round(folder, log)
    results = stored.results
    if isinstance(results.offices, StoredOffices):
        results = results.model_copy(update={"offices": tuple(results.offices.heads())})
    registry = OfficeRegistry.shipped().with_used(offices_of(results))
    registry = registry.with_used(results.offices_used)
    codes = tuple(office.code for office in results.offices)
    base = Base(stored.rubric, results.round, registry)
    return Delivered(stored, base, codes, f"{folder.name}/{TO_DECIDE}")


def keep(delivered: Delivered, intake: Intake, shelf: Shelf, log: FindingLog) -> Kept:
    """What stays of a delivered round beside new inputs; says whose answers the new ones lack.

    Raises:
        RefusedRunError: an office of the round is damaged; ``log`` says so.
    """
    offices = delivered.stored.results.offices
    named = {office.code for office in intake.offices}
    replaced = [offices[at] for at, code in enumerate(delivered.codes) if code in named]
    _say_missing_voices(replaced, intake, log)
    gone = set(map(_row, _sources(replaced)))
    scored_again = {one.office for one in all_answers(intake.answers)}
    scored_again |= _with_other_targets(delivered.base.registry, intake.registry)
    scored_again |= {one.office for one in delivered.stored.results.decisions}
    again: list[OfficeResult] = []
    others: list[OfficeResult] = []
    files: set[str] = set()
    for at, code in enumerate(delivered.codes):
        if code in named:
            continue
        office = offices[at]
        files.update(one.file for one in _sources([office]) if _row(one) not in gone)
        if code in scored_again or _is_open(office):
            again.append(office)
        else:
            others.append(shelf.keep(office))
    known = {office.code: office for office in intake.registry.offices}
    old = _answers(again, delivered.stored)
    reopened = tuple(known[one.code] for one in again)
    fresh = {_place(one) for one in all_answers(intake.answers)}

    def told_again(one: Answer) -> bool:
        """Whether a stored decision is what its file, read anew, says, or says no longer."""
        here = one.place.file == delivered.decisions
        return one.asked is not None and (here or _place(one) in fresh)

    answers = replace(
        intake.answers,
        indicators=(
            *intake.answers.indicators,
            *(one for one in old.indicators if not told_again(one)),
        ),
        items=(
            *intake.answers.items,
            *(one for one in old.items if not told_again(one)),
        ),
        faulty=intake.answers.faulty | old.faulty,
    )
    read_again = {file.name for file in intake.files}
    said_again = _said_again(delivered.base, reopened, old)
    findings = tuple(
        item
        for item in delivered.stored.results.findings
        if item not in said_again
        and item.file not in read_again
        and not item.code.startswith(_NOT_KEPT)
        and not _is_gone(item, gone, files)
    )
    intake = replace(intake, offices=(*intake.offices, *reopened), answers=answers)
    return Kept(intake, tuple(others), findings)


def _with_other_targets(before: OfficeRegistry, now: OfficeRegistry) -> set[str]:
    """The offices whose targets are not those that the delivered round had."""
    known = {office.code: office.target_values for office in before.offices}
    return {one.code for one in now.offices if one.target_values != known.get(one.code, {})}


def _is_open(office: OfficeResult) -> bool:
    """Whether a committee may still have to decide something of an office."""
    undecided = any(item.undecided for one in office.indicators for item in one.items)
    return office.status is Status.INCOMPLETE or undecided


def _place(answer: Answer) -> tuple[str, str, str | None, Voice]:
    item = answer.item if isinstance(answer, ItemAnswer) else None
    return answer.office, answer.indicator, item, answer.voice


def _answers(offices: Iterable[OfficeResult], stored: StoredRound) -> Answers:
    """The answers of offices as they were stored."""
    asked = {
        (one.office, one.indicator, one.item, one.source): one.asked
        for one in stored.results.decisions
    }
    indicators: list[IndicatorAnswer] = []
    items: list[ItemAnswer] = []
    faulty: set[str] = set()
    for office in offices:
        if all(one.state in (State.INVALID, State.NOT_APPLICABLE) for one in office.indicators):
            faulty.add(office.code)
        for one in office.indicators:
            key = (office.code, one.code)
            indicators += (
                IndicatorAnswer.of(key, by, asked.get((*key, None, by.source)))
                for by in one.said_by
            )
            measures = {measure.id for measure in stored.rubric.by_code[one.code].measure}
            items += (
                ItemAnswer.of(
                    (*key, item.id),
                    by,
                    measured=item.id in measures,
                    asked=asked.get((*key, item.id, by.source)),
                )
                for item in one.items
                for by in item.by
            )
    return Answers({}, tuple(indicators), tuple(items), faulty=frozenset(faulty))


def _say_missing_voices(replaced: Iterable[OfficeResult], intake: Intake, log: FindingLog) -> None:
    """Say whose answers an office had, and has no longer."""
    heard: dict[str, set[Voice]] = {}
    for answer in all_answers(intake.answers):
        heard.setdefault(answer.office, set()).add(answer.voice)
    for office in replaced:
        said_by = (by for one in office.indicators for by in one.said_by)
        had = {Voice.of(by) for by in said_by if by.said != Answered.INVALID.value}
        had |= {Voice.of(by) for one in office.indicators for item in one.items for by in item.by}
        gone = had - heard.get(office.code, set())
        names = sorted(
            f"{voice.assessor or '-'} ({voice.role.value}, {voice.stage.value})"
            for voice in gone
            if voice.role is not Role.RESOLUTION
        )
        if names:
            log.add("into-voice-missing", office=office.short_name, found=", ".join(names))


def _said_again(base: Base, reopened: Sequence[Office], old: Answers) -> set[FindingRecord]:
    """What scoring stored answers says: it is found by scoring them, said again or no longer."""
    log = FindingLog()
    held = hold_decisions(old, {one.code: one for one in reopened}, base.rubric, log)
    score_round(base.rubric, base.round_id, reopened, held.answers, log)
    return {FindingRecord.of(item) for item in log}


def _is_gone(item: FindingRecord, gone: set[_RowPlace], files: set[str]) -> bool:
    """Whether a finding is of a row whose answers were replaced, or of a file that had no others.

    ``files`` are those in which rows of other offices stand.
    """
    file_gone = item.file not in files and item.file in {file for file, _, _ in gone}
    return file_gone or (item.file, item.sheet, _number(item.cell)) in gone


def _sources(offices: Iterable[OfficeResult]) -> Iterator[Source]:
    for office in offices:
        for one in office.indicators:
            yield from _sources_of(one)


def _sources_of(one: IndicatorResult) -> Iterator[Source]:
    if one.source is not None and one.state is not State.NOT_APPLICABLE:
        yield one.source
    yield from (by.source for by in one.said_by)
    yield from (by.source for item in one.items for by in item.by)


def _row(source: Source) -> _RowPlace:
    return source.file, source.sheet, _number(source.cell)


def _number(cell: str | None) -> str:
    """The row of a cell's address."""
    return "".join(filter(str.isdigit, (cell or "").split(":")[0]))
