"""How far assessors agree, counted from the results document.

Pairs are counted within one office and one stage: every two assessors who both answered are one
pair, so an item that three assessors answered has three. A committee's resolution (มติ) is no
assessor's answer and is left out, as are indicators that do not apply or hold invalid input.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from qp_scoring.analysis.numbers import per_cent
from qp_scoring.documents.analysis import IndicatorAgreement, OverallAgreement, Pairs
from qp_scoring.documents.answers import Role
from qp_scoring.documents.results import IndicatorResult, Mark, MarkBy, OfficeResult, State
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.consensus import Combined, CombinedItem, Decision
from qp_scoring.scoring.levels import score_column
from qp_scoring.scoring.mean import rounded
from qp_scoring.scoring.states import level_of

_LEFT_OUT = (State.NOT_APPLICABLE, State.INVALID)

SpeakerKey = tuple[str, str | None]
"""The stage of an answer and its assessor."""

Opinion = Mark | Fraction
"""A mark, or an exact value or level."""

OpinionRow = tuple[tuple[Mark | None, str | None], ...]
"""One assessor's mark or value for every entry of an indicator, in the order of its entries."""


@dataclass(slots=True)
class _PairTally:
    """Pairs counted so far."""

    pairs: int = 0
    same: int = 0
    near: int = 0
    offices: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)

    def add(self, office: str, answers: Sequence[Opinion]) -> None:
        """Count the pairs of one stage of one office."""
        if len(answers) < 2:
            return
        counts = Counter(answers)
        self.offices.add(office)
        if len(counts) > 1:
            self.apart.add(office)
        self.pairs += len(answers) * (len(answers) - 1) // 2
        self.same += sum(count * (count - 1) // 2 for count in counts.values())
        numbers = [answer for answer in counts if isinstance(answer, Fraction)]
        self.near += sum(
            counts[one] * counts[other]
            for one, other in combinations(numbers, 2)
            if abs(one - other) <= 1
        )

    def total(self, *, numbers: bool) -> Pairs | None:
        """What was counted; None without a pair."""
        near = self.same + self.near if numbers else None
        return _pairs(self.pairs, self.same, near, len(self.offices))


def _pairs(pairs: int, same: int, near: int | None, offices: int) -> Pairs | None:
    if not pairs:
        return None
    return Pairs(
        pairs=pairs,
        same=same,
        share=per_cent(same, pairs),
        within_one=near,
        within_share=None if near is None else per_cent(near, pairs),
        offices=offices,
    )


def agreement(offices: Sequence[OfficeResult], rubric: Rubric) -> tuple[IndicatorAgreement, ...]:
    """The agreement on every indicator that two assessors of one office answered."""
    columns: dict[str, list[tuple[OfficeResult, IndicatorResult]]] = defaultdict(list)
    for office in offices:
        for entry in office.indicators:
            if entry.state not in _LEFT_OUT:
                columns[entry.code].append((office, entry))
    found = (_of_indicator(one, rubric, columns[one.code]) for one in rubric.indicators)
    return tuple(filter(None, found))


def several_answered(entry: IndicatorResult) -> bool:
    """Whether anything of an indicator was answered more than once: else no voices can agree."""
    return len(entry.levels_by) > 1 or any(len(item.by) > 1 for item in entry.items)


def overall_agreement(found: Sequence[IndicatorAgreement]) -> OverallAgreement:
    """The pairs of all indicators together; an office counts once for each indicator."""
    return OverallAgreement(
        marks=_summed([one.marks for one in found if one.marks]),
        levels=_summed([one.levels for one in found if one.levels]),
    )


def _summed(parts: Sequence[Pairs]) -> Pairs | None:
    near = [one.within_one for one in parts if one.within_one is not None]
    return _pairs(
        sum(one.pairs for one in parts),
        sum(one.same for one in parts),
        sum(near) if near else None,
        sum(one.offices for one in parts),
    )


def _of_indicator(
    indicator: Indicator, rubric: Rubric, column: Sequence[tuple[OfficeResult, IndicatorResult]]
) -> IndicatorAgreement | None:
    """The agreement on one indicator; None where no two assessors answered the same thing."""
    if not any(several_answered(entry) for _, entry in column):
        return None
    pooled = _PairTally()
    tallies = {key: _PairTally() for key in indicator.entry_ids}
    measures = {measure.id for measure in indicator.measure}
    voices: dict[tuple[str, SpeakerKey], dict[str, MarkBy]] = defaultdict(dict)
    for office, entry in column:
        for item in entry.items:
            by = _answers(item.by)
            for speaker, answer in by.items():
                voices[office.code, speaker][item.id] = answer
            for said in _stages(by):
                tallies[item.id].add(office.code, said)
                if item.id not in measures:
                    pooled.add(office.code, said)
    judged = _judged_levels(column)
    answered = (judged, *tallies.values())
    doubly = set().union(*(tally.offices for tally in answered))
    if not doubly:
        return None
    equal = doubly.difference(*(tally.apart for tally in answered))
    levels = judged if judged.pairs else _own_levels(indicator, rubric, voices)
    return IndicatorAgreement(
        indicator=indicator.code,
        doubly=len(doubly),
        equal=len(equal),
        share=per_cent(len(equal), len(doubly)),
        marks=pooled.total(numbers=False),
        levels=levels.total(numbers=True),
        entries={
            key: counted
            for key, tally in tallies.items()
            if (counted := tally.total(numbers=key in measures))
        },
    )


def _answers(by: Iterable[MarkBy]) -> dict[SpeakerKey, MarkBy]:
    """The assessors' answers by stage and assessor."""
    return {
        (answer.stage, answer.assessor): answer
        for answer in by
        if answer.role != Role.RESOLUTION and (answer.mark is not None or answer.value is not None)
    }


def _stages(by: Mapping[SpeakerKey, MarkBy]) -> Iterable[list[Opinion]]:
    """What was answered, a list per stage; values as exact numbers."""
    stages: dict[str, list[Opinion]] = defaultdict(list)
    for (stage, _), answer in by.items():
        if answer.value is not None:
            stages[stage].append(Fraction(answer.value))
        elif answer.mark is not None:
            stages[stage].append(answer.mark)
    return stages.values()


def _judged_levels(column: Iterable[tuple[OfficeResult, IndicatorResult]]) -> _PairTally:
    """The pairs of levels that assessors gave themselves."""
    tally = _PairTally()
    for office, entry in column:
        stages: dict[str, list[Fraction]] = defaultdict(list)
        for given in entry.levels_by:
            stages[given.stage].append(Fraction(given.score))
        for said in stages.values():
            tally.add(office.code, said)
    return tally


def _own_levels(
    indicator: Indicator,
    rubric: Rubric,
    voices: Mapping[tuple[str, SpeakerKey], Mapping[str, MarkBy]],
) -> _PairTally:
    """The pairs of levels that each assessor's answers come to where all are given.

    The rule objects that score offices decide, so an assessor's level is never an estimate.
    """
    tally = _PairTally()
    by_rule = rubric.scale.levels and indicator.method not in ("judged", "coverage")
    if not by_rule or indicator.bounds_asked:  # an assessor gives no scores of other indicators
        return tally
    stages: dict[tuple[str, str], list[OpinionRow]] = defaultdict(list)
    for (office, (stage, _)), by in voices.items():
        if len(by) == len(indicator.entry_ids):
            stages[office, stage].append(
                tuple((by[key].mark, by[key].value) for key in indicator.entry_ids)
            )
    paired = {key: said for key, said in stages.items() if len(said) > 1}
    levels = _levels_of(
        {answers for said in paired.values() for answers in said}, indicator, rubric
    )
    for (office, _), said in paired.items():
        tally.add(office, [levels[answers] for answers in said if answers in levels])
    return tally


def _levels_of(
    distinct: Collection[OpinionRow], indicator: Indicator, rubric: Rubric
) -> dict[OpinionRow, Fraction]:
    """The level that each set of answers comes to; those without a level are left out."""
    if not distinct:
        return {}
    ordered = list(distinct)
    scored = score_column(indicator, rubric.scale, [_alone(indicator, one) for one in ordered])
    found = {}
    for answers, score, empty in zip(ordered, scored.low, scored.empty, strict=True):
        level = level_of(rubric, rounded(score, rubric.arithmetic.score_decimals))
        if level is not None and not empty:
            found[answers] = Fraction(level)
    return found


def _alone(indicator: Indicator, answers: OpinionRow) -> Combined:
    """One assessor's answers as if nobody else had answered."""
    items = {
        key: CombinedItem(
            Decision(mark), Decision(None if value is None else Fraction(value)), (), invalid=False
        )
        for key, (mark, value) in zip(indicator.entry_ids, answers, strict=True)
    }
    return Combined(Decision(None), Decision(None), (), items)
