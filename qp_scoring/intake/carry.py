"""What a stored round gives to the forms of the next: marks, values and references, unconfirmed.

Carried is the combined answer of the committee, with the references and the reason of those who
gave it. What the new rubric asks for in other words is not carried: the old mark would answer
another question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from qp_scoring.documents.answers import Stage
from qp_scoring.documents.results import (
    IndicatorResult,
    ItemResult,
    Mark,
    MarkBy,
    NextLevel,
    OfficeResult,
    State,
)
from qp_scoring.documents.stored import StoredRound
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.carried import carried_text
from qp_scoring.intake.marks import MARKS
from qp_scoring.intake.readers.cells import text_cell
from qp_scoring.intake.values import read_value
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Rubric

# Where an indicator is unfinished, the answers that were given are answers all the same.
_ANSWERED = (State.SCORED, State.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """What a form shows of one earlier answer: the result with its reason, and the references."""

    text: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """What an indicator came to as it was printed, and the step up from there, if any."""

    printed: str
    step: NextLevel | None


@dataclass(frozen=True, slots=True)
class CarriedOffice:
    """What is carried for one office.

    ``answers`` are by the id of an item or measure, ``levels`` judged levels by indicator.
    ``standings`` are to be read and not carried: what each indicator came to (level, N/A …), and
    the step up from there.
    """

    round_name: str
    fiscal_year: int
    answers: Mapping[str, CarriedAnswer] = field(default_factory=dict)
    levels: Mapping[str, CarriedAnswer] = field(default_factory=dict)
    standings: Mapping[str, EarlierResult] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to confirm, as after a round of which only levels are known."""
        return not self.answers and not self.levels

    def carries(self, indicator: Indicator) -> bool:
        """Whether there is anything to confirm for an indicator."""
        ids = indicator.entry_ids
        return indicator.code in self.levels or any(key in self.answers for key in ids)


def carry(office: OfficeResult, stored: StoredRound, rubric: Rubric) -> CarriedOffice:
    """What an office's results in a stored round give to its form under ``rubric``."""
    chosen = stored.rubric.round_by_id(stored.results.round)
    answers: dict[str, CarriedAnswer] = {}
    levels: dict[str, CarriedAnswer] = {}
    for result in office.indicators:
        now, before = rubric.by_code.get(result.code), stored.rubric.by_code[result.code]
        if now is None or result.state not in _ANSWERED:
            continue
        same = {key for key in now.entry_ids if _asks(now, key) == _asks(before, key)}
        answers |= {one.id: one_ for one, one_ in _answers(result, now) if one.id in same}
        # A level without the reason that judgement needs is one that a committee agreed on.
        judged = now.method == before.method == "judged" and result.state is State.SCORED
        if judged and result.score is not None and result.reason:
            levels[now.code] = CarriedAnswer(carried_text(result.score, result.reason))
    return CarriedOffice(
        chosen.name if chosen else stored.results.round,
        stored.rubric.fiscal_year,
        answers,
        levels,
        {
            result.code: EarlierResult(result.printed, result.next_level)
            for result in office.indicators
            if result.printed
        },
    )


def say_not_carried(stored: StoredRound, rubric: Rubric, log: FindingLog) -> None:
    """Say which indicators and items of the earlier round the rubric lacks, or words otherwise."""
    place = Place(str(stored.folder))
    gone: list[str] = []
    changed: list[str] = []
    for before in stored.rubric.indicators:
        now = rubric.by_code.get(before.code)
        if now is None:
            gone.append(before.code)
            continue
        for key in before.entry_ids:
            if key not in now.entry_ids:
                gone.append(key)
            elif _asks(now, key) != _asks(before, key):
                changed.append(key)
    for code, keys in (("carry-gone", gone), ("carry-changed", changed)):
        if keys:
            log.add(code, place, items=", ".join(keys))


def _asks(indicator: Indicator, key: str) -> tuple[str, str] | None:
    """What an item or measure asks for: its text, and the unit it is measured in."""
    item, measure = indicator.item_by_id(key), indicator.measure_by_id(key)
    if item is not None:
        return item.text, ""
    return (measure.text, measure.unit) if measure else None


def _answers(
    result: IndicatorResult, indicator: Indicator
) -> Iterator[tuple[ItemResult, CarriedAnswer]]:
    for item in result.items:
        measure = indicator.measure_by_id(item.id)
        said = _value_text(item.value, measure) if measure else item.grade or _mark_text(item.mark)
        if said is None:
            continue
        spoken = _decisive(item)
        reason = "" if item.mark is Mark.MET else ", ".join(_distinct(map(_reason, spoken)))
        references = "\n".join(_distinct(by.reference for by in spoken))
        yield item, CarriedAnswer(carried_text(said, reason), references)


def _mark_text(mark: Mark | None) -> str | None:
    return None if mark is None else MARKS[mark]


def _decisive(item: ItemResult) -> list[MarkBy]:
    """Those of the latest stage whose answer became the committee's; all of it for a median."""
    answered = [by for by in item.by if by.mark is not None or by.value is not None]
    visited = [by for by in answered if by.stage == Stage.VISIT.value]
    latest = visited or answered
    agreeing = [by for by in latest if (by.mark, by.value) == (item.mark, item.value)]
    return agreeing or latest


def _reason(by: MarkBy) -> str | None:
    """Why the evidence was insufficient; why an item is not relevant may stand in the note."""
    return by.reason or (by.note if by.mark is Mark.NOT_RELEVANT else None)


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _value_text(value: str | None, measure: Measure) -> str | None:
    """A value in a form that is read back as the very same number; None where there is none."""
    if value is None:
        return None
    return next(
        (text for text in _forms(value) if _reads_as(text, measure) == Fraction(value)), None
    )


def _forms(value: str) -> Iterator[str]:
    """Ways to write a value: as it is, with its unit, and a share without an end as a ratio."""
    yield value
    yield f"ร้อยละ {value}"
    share = Fraction(value) / 100
    yield f"{share.numerator}/{share.denominator}"


def _reads_as(text: str, measure: Measure) -> Fraction | None:
    return read_value(text_cell(text), measure).value
