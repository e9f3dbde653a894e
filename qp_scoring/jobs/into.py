"""Late and corrected offices brought into a delivered round (``score NEW --into DIR``).

What was delivered of an office that the new inputs do not name stays as it is. Where something is
open there, its answers are scored again as they were stored, so that questions are asked again and
decisions that were filled in since are taken up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from qp_scoring.documents.answers import (
    Answered,
    Answers,
    IndicatorAnswer,
    ItemAnswer,
    Role,
    Voice,
)
from qp_scoring.documents.results import (
    FindingRecord,
    OfficeResult,
    State,
)
from qp_scoring.documents.stored import RESULTS_FILE, StoredOffices, StoredRound, follow_round
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.choice import Base, decisions_in
from qp_scoring.intake.offices.of_round import offices_of
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.read import Intake
from qp_scoring.jobs.blank_forms import BlankForms
from qp_scoring.jobs.decisions import Answer, all_answers, hold_decisions
from qp_scoring.jobs.replaced_places import ReplacedPlaces, places_of
from qp_scoring.jobs.shelf import Shelf
from qp_scoring.scoring.round import score_round

_NOT_KEPT = ("decision-", "decisions-", "into-")

# What a list of offices says of one; of these, what no result has.
_OF_LIST = ("short_name", "province", "region", "aliases", "applies", "applies_not", "email")
_SENDING = frozenset({"email", "aliases"})


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivered round, and what it has to say to the inputs that are read into it.

    ``codes`` are those of its offices, in their order; of a large round no office is held.
    ``decisions`` is the name of the file in which its committee fills in what it decides, and
    ``before`` what that was called when it was delivered: the folder may be another by now.
    """

    stored: StoredRound
    base: Base
    codes: tuple[str, ...]
    decisions: str
    before: frozenset[str]


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


def refuse_other_folder(folder: Path) -> None:
    """Refuse a folder that holds something else than a round, before anything else of it is said.

    One that is not there, or empty, may be what an interrupted run left, which is repaired first.

    Raises:
        RefusedRunError: it holds files, and no results.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RESULTS_FILE).is_file():
        log = FindingLog()
        log.add("results-missing", Place(str(folder)))
        raise RefusedRunError(log)


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
    # Of the file that a run writes anew no cell is cited, of all others one is.
    before = frozenset(one.source.file for one in results.decisions if not one.source.cell)
    return Delivered(stored, base, codes, decisions_in(folder).name, before)


def keep(delivered: Delivered, intake: Intake, shelf: Shelf, log: FindingLog) -> Kept:
    """What stays of a delivered round beside new inputs; says whose answers the new ones lack.

    Raises:
        RefusedRunError: an office of the round is damaged; ``log`` says so.
    """
    stored, offices = delivered.stored, delivered.stored.results.offices
    blanks = BlankForms(intake.answers)
    named = {office.code for office in intake.offices}
    replaced = list(_replaced(delivered, named, blanks, log))
    named -= blanks.alone
    intake = replace(
        intake,
        offices=tuple(one for one in intake.offices if one.code in named),
        answers=_kept(intake.answers, lambda one: not blanks.has(one)),
    )
    staying = [one.staying for one in replaced]
    _say_missing_voices(replaced, (intake.answers, *staying), log)
    of_replaced = chain.from_iterable(one.office.indicators for one in replaced)
    read_again = {file.name for file in intake.files}
    gone = ReplacedPlaces(chain.from_iterable(map(places_of, of_replaced)), read_again)
    for own in staying:
        gone.spare((one.place for one in all_answers(own)), faulty=True)
    scored_again = {one.office for one in all_answers(intake.answers)}
    scored_again |= _amended(delivered, intake.registry, log)
    scored_again |= {one.office for one in stored.results.decisions}
    again: list[OfficeResult] = []
    others: list[OfficeResult] = []
    for at, code in enumerate(delivered.codes):
        if code in named:
            continue
        office = offices[at]
        for one in office.indicators:
            gone.spare(places_of(one), faulty=one.state is State.INVALID)
        if code in scored_again or _is_open(office):
            again.append(office)
        else:
            others.append(shelf.keep(office))
    known = {office.code: office for office in intake.registry.offices}
    old = _answers(again, stored)
    reopened = tuple(known[one.code] for one in again)
    answers = _joined(intake.answers, _still_decided(old, delivered, intake, log), *staying)
    beside = [one for one in replaced if one.before.items or one.before.indicators]
    said_again = _said_again(
        delivered.base,
        [one.code for one in (*again, *(one.office for one in beside))],
        _joined(old, *(one.before for one in beside)),
    )
    findings = tuple(
        item
        for item in stored.results.findings
        if item not in said_again
        and item.file not in {delivered.decisions, *delivered.before}  # read anew in every run
        and not item.code.startswith(_NOT_KEPT)
        and not gone.has(item)
    )
    intake = replace(intake, offices=(*intake.offices, *reopened), answers=answers)
    return Kept(intake, tuple(others), findings)


@dataclass(frozen=True, slots=True)
class _Replaced:
    """An office that the new inputs speak of.

    Where somebody handed in blanks, ``before`` are its delivered answers, and ``staying`` those of
    them that these blanks say nothing against.
    """

    office: OfficeResult
    before: Answers
    staying: Answers


def _replaced(
    delivered: Delivered, named: Collection[str], blanks: BlankForms, log: FindingLog
) -> Iterator[_Replaced]:
    """The offices of a delivered round that new inputs speak of; says which blanks say nothing."""
    for at, code in enumerate(delivered.codes):
        if code not in named:
            continue
        office, silent = delivered.stored.results.offices[at], blanks.of(code)
        before = _answers([office] if silent else [], delivered.stored)
        stay = blanks.leave(code, before)
        for voice in stay:
            values = {"office": office.short_name, "found": _name(voice)}
            log.add("into-form-blank", silent[voice], **values)
        if code not in blanks.alone:
            yield _Replaced(office, before, _of_voices(before, stay))


def _kept(answers: Answers, keeps: Callable[[Answer], bool]) -> Answers:
    """The answers that are to be kept."""
    return replace(
        answers,
        indicators=tuple(filter(keeps, answers.indicators)),
        items=tuple(filter(keeps, answers.items)),
    )


def _joined(answers: Answers, *more: Answers) -> Answers:
    every = (answers, *more)
    return replace(
        answers,
        indicators=tuple(chain.from_iterable(one.indicators for one in every)),
        items=tuple(chain.from_iterable(one.items for one in every)),
        faulty=frozenset().union(*(one.faulty for one in every)),
    )


def _of_voices(answers: Answers, voices: Sequence[Voice]) -> Answers:
    """What some voices handed in."""
    own = _kept(answers, lambda one: one.asked is None and one.voice in voices)
    return replace(own, faulty=frozenset())


def _amended(delivered: Delivered, now: OfficeRegistry, log: FindingLog) -> set[str]:
    """The offices of which a result may differ, as new lists tell something else of them."""
    found: set[str] = set()
    for code in delivered.codes:
        was, one = delivered.base.registry.get(code), now.get(code)
        if was is None or one is None or was == one:
            continue
        columns = [name for name in _OF_LIST if getattr(was, name) != getattr(one, name)]
        if columns:
            log.add("into-office-amended", office=was.short_name, found=", ".join(columns))
        if was.target_values != one.target_values or not _SENDING.issuperset(columns):
            found.add(code)
    return found


def _is_open(office: OfficeResult) -> bool:
    """Whether a committee may still have to decide something of an office, faulty or not."""
    return any(
        one.state is State.NOT_ASSESSED or any(item.undecided for item in one.items)
        for one in office.indicators
    )


def _still_decided(old: Answers, delivered: Delivered, intake: Intake, log: FindingLog) -> Answers:
    """Stored answers without the decisions that their files, read anew, say again or no longer.

    What contradicted another decision does so until its own file is mended, which is said again.
    """
    fresh = {_place(one): one.place for one in all_answers(intake.answers)}
    read = {one.file for one in intake.read if one.layout}
    if delivered.decisions in read:
        read |= delivered.before

    def holds(one: Answer) -> bool:
        if one.asked is None:
            return True
        if one.place.file in read:
            return False
        again = fresh.get(_place(one))
        if again is None or not _is_faulty(one):
            return again is None
        item = one.item if isinstance(one, ItemAnswer) else one.indicator
        log.add("resolution-twice", again, found=item, first=str(one.place))
        return True

    return _kept(old, holds)


def _is_faulty(answer: Answer) -> bool:
    if isinstance(answer, ItemAnswer):
        return answer.invalid
    return answer.said is Answered.INVALID


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


def _say_missing_voices(
    replaced: Iterable[_Replaced], answers: Iterable[Answers], log: FindingLog
) -> None:
    """Say whose answers an office had, and has no longer."""
    heard: dict[str, set[Voice]] = {}
    for answer in chain.from_iterable(map(all_answers, answers)):
        heard.setdefault(answer.office, set()).add(answer.voice)
    for office in (one.office for one in replaced):
        said_by = (by for one in office.indicators for by in one.said_by)
        had = {Voice.of(by) for by in said_by if by.said != Answered.INVALID.value}
        had |= {Voice.of(by) for one in office.indicators for item in one.items for by in item.by}
        gone = had - heard.get(office.code, set())
        names = sorted(_name(voice) for voice in gone if voice.role is not Role.RESOLUTION)
        if names:
            log.add("into-voice-missing", office=office.short_name, found=", ".join(names))


def _name(voice: Voice) -> str:
    return f"{voice.assessor or '-'} ({voice.role.value}, {voice.stage.value})"


def _said_again(base: Base, codes: Iterable[str], old: Answers) -> set[FindingRecord]:
    """What scoring stored answers says: it is found by scoring them, said again or no longer.

    They are scored for their offices as the round knew them, with the targets that it had.
    """
    log = FindingLog()
    before = {code: one for code in codes if (one := base.registry.get(code)) is not None}
    held = hold_decisions(old, before, base.rubric, log)
    score_round(base.rubric, base.round_id, tuple(before.values()), held.answers, log)
    return {FindingRecord.of(item) for item in log}
