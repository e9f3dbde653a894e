"""What a committee has to decide: answers on which its members, by the rubric's rules, disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qp_scoring.documents.answers import Answered, IndicatorAnswer, ItemAnswer, Stage, Voice
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import State
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import Judgement, MarksBeside

STATUS, LEVEL, MARK, VALUE = "status", "level", "mark", "value"


@dataclass(frozen=True, slots=True)
class Undecided:
    """One open question: an item's mark or value, or an indicator's status or level.

    ``matters`` says whether the office's level is open because of it. ``stage`` is the latest
    that was answered: a resolution at this stage decides. ``marks`` says what marks beside a level
    come to.
    """

    office: Office
    indicator: str
    item: str | None
    asks: str
    matters: bool
    stage: Stage
    by: tuple[IndicatorAnswer | ItemAnswer, ...]
    marks: MarksBeside | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What is asked about: office, indicator and item ("" for a status or level)."""
        return self.office.code, self.indicator, self.item or ""


def open_questions(
    rubric: Rubric,
    offices: Sequence[Office],
    judged: Mapping[str, Mapping[str, Judgement]],
) -> tuple[Undecided, ...]:
    """Every open question of a round, by office, indicator and item."""
    return tuple(
        question
        for office in sorted(offices, key=lambda office: office.code)
        for indicator in rubric.indicators
        for question in _of(office, indicator.code, judged[office.code][indicator.code])
    )


def _of(office: Office, code: str, one: Judgement) -> Iterator[Undecided]:
    if one.state in (State.INVALID, State.NOT_APPLICABLE):
        return  # what is faulty has to be mended first, and what does not apply needs no decision
    matters = one.state is State.NOT_ASSESSED
    combined = one.combined
    if combined.said.undecided:
        by = combined.statements
        yield Undecided(office, code, None, STATUS, matters, _latest(by), by)
    elif combined.level.undecided:
        given = tuple(answer for answer in combined.by if answer.said is Answered.LEVEL)
        yield Undecided(office, code, None, LEVEL, matters, _latest(given), given, one.marks)
    for key, item in combined.items.items():
        if item.undecided:
            answered = tuple(a for a in item.by if a.answers)
            asks = VALUE if any(answer.measured for answer in answered) else MARK
            yield Undecided(office, code, key, asks, matters, _latest(answered), answered)


def _latest(answers: Sequence[IndicatorAnswer | ItemAnswer]) -> Stage:
    voices: list[Voice] = [answer.voice for answer in answers]
    return max((voice.stage for voice in voices), key=list(Stage).index)
