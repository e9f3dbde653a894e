"""Decisions of ``to-decide.xlsx``: each holds as long as the voices that it was asked about.

A decision that was written down for two opinions says nothing of a third. Where the voices changed
and still disagree, the question is asked again and the old answer shown beside it; where they
agree by now, they win, and the old decision is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from qp_scoring.documents.answers import Answered, Answers, IndicatorAnswer, ItemAnswer, Role
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import DecisionRecord, Source
from qp_scoring.findings import FindingLog
from qp_scoring.reports.decisions import Held, Question, opinions, said
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.consensus import Combined, combine_by
from qp_scoring.scoring.undecided import LEVEL, MARK, STATUS, VALUE, Undecided
from qp_scoring.thai import squeeze

Answer = IndicatorAnswer | ItemAnswer


@dataclass(frozen=True, slots=True)
class Decided:
    """The answers of a run without the decisions that hold no longer.

    ``waiting`` are decisions on what the run has no answers to, or faulty ones; ``before`` are the
    old answers to what is asked again.
    """

    answers: Answers
    held: tuple[Held, ...] = ()
    waiting: tuple[Answer, ...] = ()
    before: Mapping[Question, str] = field(default_factory=dict)

    def records(self) -> tuple[DecisionRecord, ...]:
        """The decisions that hold, as the results keep them."""
        return tuple(
            DecisionRecord(
                office=one.answer.office,
                indicator=one.answer.indicator,
                item=one.question.item,
                asked=one.answer.asked or "",
                source=Source.at(one.answer.place),
            )
            for one in self.held
        )


def hold_decisions(
    answers: Answers,
    offices: Mapping[str, Office],
    rubric: Rubric,
    log: FindingLog,
    rewritten: str | None = None,
) -> Decided:
    """Take out the decisions whose voices changed, and those that wait for ``offices``.

    Of the file that the run writes anew no cell is cited: the answer will stand in another row.
    """
    decisions = [one for one in all_answers(answers) if one.asked is not None]
    if not decisions:
        return Decided(answers)
    keys = {(one.office, one.indicator) for one in decisions}
    voices = combine_by(
        rubric,
        [a for a in answers.indicators if a.asked is None and (a.office, a.indicator) in keys],
        [a for a in answers.items if a.asked is None and (a.office, a.indicator) in keys],
    )
    held: list[Held] = []
    waiting: list[Answer] = []
    before: dict[Question, str] = {}
    for one in decisions:
        office, combined = offices.get(one.office), voices.get((one.office, one.indicator))
        if office is None or one.office in answers.faulty or _is_in_error(one, combined):
            waiting.append(one)
            continue
        question = question_of(one, office, combined)
        if any(voice.voice.role is Role.RESOLUTION for voice in question.by):
            continue  # a resolution that was handed in stands above all decisions
        if _same(one.asked or "", opinions(question.by, rubric)):
            moves = one.place.file == rewritten
            place = replace(one.place, cell=None) if moves else one.place
            held.append(Held(question, one._replace(place=place)))
            continue
        old, item = said(one, rubric), question.item or one.indicator
        if question.matters:
            before[question.key] = old
            log.add("decision-asked-again", one.place, item=item, old=old)
        else:
            log.add("decision-lapsed", one.place, item=item, old=old)
    holding: list[Answer] = [one.answer for one in held]
    return Decided(
        replace(
            answers,
            indicators=(
                *(a for a in answers.indicators if a.asked is None),
                *(a for a in holding if isinstance(a, IndicatorAnswer)),
            ),
            items=(
                *(a for a in answers.items if a.asked is None),
                *(a for a in holding if isinstance(a, ItemAnswer)),
            ),
        ),
        tuple(held),
        tuple(waiting),
        before,
    )


def all_answers(answers: Answers) -> Iterator[Answer]:
    """Every answer, those to indicators as a whole first."""
    yield from answers.indicators
    yield from answers.items


def question_of(decision: Answer, office: Office, combined: Combined | None = None) -> Undecided:
    """What a decision answers, as it stands without it; ``matters`` where it is disputed now."""
    code, stage = decision.indicator, decision.voice.stage
    if isinstance(decision, ItemAnswer):
        item = combined.items.get(decision.item) if combined else None
        answered = tuple(a for a in item.by if a.answers) if item else ()
        disputed = item is not None and item.undecided
        asks = VALUE if decision.measured else MARK
        return Undecided(office, code, decision.item, asks, disputed, stage, answered)
    asks_status = combined is not None and combined.said.undecided
    if decision.said is Answered.LEVEL and not asks_status:
        said_by = combined.by if combined else ()
        levels = tuple(answer for answer in said_by if answer.said is Answered.LEVEL)
        disputed = combined is not None and combined.level.undecided
        return Undecided(office, code, None, LEVEL, disputed, stage, levels)
    stated = combined.statements if combined else ()
    return Undecided(office, code, None, STATUS, asks_status, stage, stated)


def _is_in_error(decision: Answer, combined: Combined | None) -> bool:
    """Whether what a decision answers cannot be told, since an answer has to be mended first."""
    if combined is None or combined.said.outcome in (Answered.INVALID, Answered.UNCLEAR):
        return combined is not None
    if not isinstance(decision, ItemAnswer):
        return False
    item = combined.items.get(decision.item)
    return item is not None and (item.invalid or item.unclear)


def _same(asked: str, now: str) -> bool:
    """Whether two lists of opinions are of the same voices saying the same."""
    return sorted(map(squeeze, asked.splitlines())) == sorted(map(squeeze, now.splitlines()))
