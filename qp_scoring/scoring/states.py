"""The state of every indicator of every office: applicability first, then what was answered.

The table "cell against applicability" (docs/rules.md): a wrong combination is a finding at
its cell, and nothing is guessed in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qp_scoring.documents.answers import Answered, Answers, IndicatorAnswer, Role
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import Mark, State
from qp_scoring.findings import FindingLog, Place
from qp_scoring.messages import text
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.targets import targets_named
from qp_scoring.rubric.whole import Whole
from qp_scoring.scoring.asked import answers_asked, is_there, open_entries, scores_asked
from qp_scoring.scoring.consensus import NOTHING, Combined, CombinedItem, Decision, combine_by
from qp_scoring.scoring.levels import NONE_ASKED, Levels, PossibleScores, score_column
from qp_scoring.scoring.mean import rounded
from qp_scoring.scoring.voices import say_forgotten, say_overturned


class MarksBeside(NamedTuple):
    """The score of marks beside a level that was given; null where it is open, by these items."""

    score: Decimal | None
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One indicator of one office: its state, and the level and score where it is scored.

    ``score`` is rounded to the rubric's decimals. ``levels`` and ``at`` point to the office's row
    in the column its level was computed in, for explaining; null where a level was given.
    ``asked`` are the scores of others that its conditions ask for. ``marks`` says what marks beside
    a level come to that has to be agreed on.
    """

    state: State
    combined: Combined
    level: int | None = None
    score: Decimal | None = None
    reason: str | None = None
    levels: Levels | None = None
    at: int = 0
    asked: PossibleScores = field(default_factory=dict)
    marks: MarksBeside | None = None

    @property
    def not_started(self) -> bool:
        """Whether the office reports that it has not begun."""
        return self.combined.said.outcome is Answered.NOT_STARTED

    @property
    def source(self) -> IndicatorAnswer | None:
        """The answer whose cell stands for this indicator: the last that says what came of it."""
        by = self.combined.by
        if self.not_started:
            return self.combined.last(Answered.NOT_STARTED)
        if self.state is State.SCORED and self.levels is None:
            level = self.combined.level.outcome
            return next((a for a in reversed(by) if a.level is not None and a.level == level), None)
        return self.combined.last(*_SAID.get(self.state, ())) or (by[0] if by else None)


_SAID = {
    State.NOT_REPORTED: (Answered.NOT_REPORTED,),
    State.EXEMPT: (Answered.EXEMPT,),
    State.INVALID: (Answered.INVALID, Answered.DASH),
}


def applying(judged: Mapping[str, Judgement]) -> tuple[str, ...]:
    """The indicators that apply to an office: those that have a share of its mean."""
    return tuple(code for code, one in judged.items() if one.state is not State.NOT_APPLICABLE)


def applicability(indicator: Indicator, office: Office) -> tuple[bool, str | None]:
    """Whether an indicator applies to an office; if an override says so, with its reason."""
    applies_not, applies = dict(office.applies_not), dict(office.applies)
    if indicator.code in applies_not:
        return False, applies_not[indicator.code]
    if indicator.code in applies:
        return True, applies[indicator.code]
    if office.type in indicator.applies_to:
        return True, None
    return False, text("reason-office-type")


def judge_round(
    rubric: Rubric, offices: Sequence[Office], answers: Answers, log: FindingLog
) -> dict[str, dict[str, Judgement]]:
    """Judge every indicator of every office of a round, an indicator (column) at a time."""
    combined = combine_by(rubric, answers.indicators, answers.items)
    judged: dict[str, dict[str, Judgement]] = {office.code: {} for office in offices}
    for indicator in rubric.as_they_rest:
        column: list[tuple[Office, Combined]] = []
        asked = _asked_by(rubric, indicator, judged)
        for office in offices:
            one = combined.get((office.code, indicator.code), NOTHING)
            if office.code in answers.faulty:
                judged[office.code][indicator.code] = _set_aside(indicator, office, one)
                continue
            of_others = asked.get(office.code, NONE_ASKED)
            given = _without_items(rubric, indicator, office, one, of_others, log)
            if given is None:
                column.append((office, one))
            else:
                judged[office.code][indicator.code] = given
        for office, judgement in _by_items(rubric, indicator, column, asked, log):
            judged[office.code][indicator.code] = judgement
        for office in offices if indicator.bounds_asked else ():
            own = judged[office.code]
            own[indicator.code] = replace(own[indicator.code], asked=asked[office.code])
    if rubric.asking:
        judged = {
            office: {code: own[code] for code in rubric.by_code} for office, own in judged.items()
        }
    _say_unmentioned(judged, answers, log)
    if rubric.gate_entries:
        _leave_gates_open(rubric, judged, log)
    return judged


def _asked_by(
    rubric: Rubric, indicator: Indicator, judged: Mapping[str, Mapping[str, Judgement]]
) -> dict[str, PossibleScores]:
    """The scores of others that an indicator asks for, by office, as far as they are known."""
    found: dict[str, PossibleScores] = {}
    for office, own in judged.items() if indicator.bounds_asked else ():
        scores = {code: one.score for code, one in own.items() if one.score is not None}
        whole = Whole(rubric, scores, applying(own), answers_judged(rubric, own))
        open_ = [code for code, one in own.items() if one.state.is_open]
        found[office] = scores_asked(rubric, indicator, whole, open_)
    return found


def answers_judged(rubric: Rubric, judged: Mapping[str, Judgement]) -> Columns | None:
    """The answers (one row) of an office that bands and limits above its indicators ask for."""
    if not rubric.gate_entries:
        return None
    row: dict[str, Mark | Fraction | None] = {
        key: item.mark.outcome if item.value.outcome is None else item.value.outcome
        for one in judged.values()
        if not one.not_started
        for key, item in one.combined.items.items()
    }
    return answers_asked(rubric, _there(judged), row)


def _there(judged: Mapping[str, Judgement]) -> list[str]:
    """The indicators that did not leave: what gates ask of them counts."""
    return [code for code, one in judged.items() if is_there(one.state, one.score)]


def _leave_gates_open(
    rubric: Rubric, judged: Mapping[str, dict[str, Judgement]], log: FindingLog
) -> None:
    """Leave the indicators unassessed whose open answers decide what bands or limits ask for."""
    for indicators in judged.values():
        if any(one.state.is_open for one in indicators.values()):
            continue
        scores = {code: one.score for code, one in indicators.items() if one.score is not None}
        given = {
            code: one.combined.items
            for code, one in indicators.items()
            if one.state is State.SCORED and not one.not_started
        }
        found = open_entries(rubric, _there(indicators), scores, applying(indicators), given)
        for code, keys in found.items():
            one = indicators[code]
            log.add("gate-open", one.combined.place, indicator=code, items=", ".join(keys))
            indicators[code] = _left_open(one)
        open_ = [*found]
        for asking in rubric.asking:
            one = indicators[asking.code]
            resting = [name for name in asking.bounds_asked if rubric.hangs_on(name, open_)]
            if resting and one.state is State.SCORED and one.levels is not None:
                place = next(iter(one.combined.items.values())).by[0].place
                log.add("score-open", place, indicator=asking.code, nodes=", ".join(resting))
                indicators[asking.code] = _left_open(one)
                open_.append(asking.code)


def _left_open(one: Judgement) -> Judgement:
    return replace(one, state=State.NOT_ASSESSED, level=None, score=None, reason=None)


def _say_unmentioned(
    judged: Mapping[str, Mapping[str, Judgement]], answers: Answers, log: FindingLog
) -> None:
    """Say which indicators of an office no input mentions at all: no cell could say so."""
    for office, indicators in judged.items():
        gone = [
            code
            for code, one in indicators.items()
            if one.state is State.NOT_ASSESSED and one.combined is NOTHING
        ]
        # A level matrix says so itself: for all of its offices at once, at its heading row.
        if gone and office in answers.places:
            place = answers.places[office]
            log.add("indicators-unmentioned", place, indicators=", ".join(gone))


def _set_aside(indicator: Indicator, office: Office, one: Combined) -> Judgement:
    """An office whose answers contradict each other: what applies counts as invalid."""
    applies, reason = applicability(indicator, office)
    if applies:
        return Judgement(State.INVALID, one)
    return Judgement(State.NOT_APPLICABLE, one, reason=reason)


def _without_items(
    rubric: Rubric,
    indicator: Indicator,
    office: Office,
    one: Combined,
    asked: PossibleScores,
    log: FindingLog,
) -> Judgement | None:
    """The judgement where the status alone decides; None where the items have to be scored."""
    applies, reason = applicability(indicator, office)
    if not applies:
        return _not_applicable(indicator, one, reason, log)
    _say_outvoted(indicator, one, log)
    say_overturned(indicator, one, log)
    if one.said.outcome is Answered.OPEN:
        say_forgotten(indicator, one, log)
    said = one.said.outcome
    if said is Answered.LEVEL:
        return _given_level(rubric, indicator, one, asked, log)
    if said is Answered.DASH:
        for answer in _saying(one, Answered.DASH):
            log.add("dash-where-applicable", answer.place, indicator=indicator.code)
    by_items = indicator.method not in ("judged", "coverage")
    if said is Answered.INVALID and by_items and one.items:
        return None  # what is wrong with its items is told with it
    if said in (Answered.DASH, Answered.INVALID):
        return Judgement(State.INVALID, one)
    if said is Answered.UNCLEAR:
        return Judgement(State.NOT_ASSESSED, one)
    if indicator.method == "coverage" and said in (Answered.OPEN, Answered.BLANK):
        return _covered(one)
    if said is Answered.OPEN:
        return _level_missing(indicator, one, log) if indicator.method == "judged" else None
    return _stated(rubric, indicator, one) or _not_assessed(indicator, one, log)


def _stated(rubric: Rubric, indicator: Indicator, one: Combined) -> Judgement | None:
    """The judgement of a status that says it all; None where no such status was given."""
    said, covered = one.said.outcome, indicator.method == "coverage"
    if said is Answered.NOT_REPORTED:
        counts = rubric.state.not_reported.policy == "counts_zero" and not covered
        zero = rounded(Fraction(0), rubric.arithmetic.score_decimals)
        return Judgement(State.NOT_REPORTED, one, score=zero if counts else None)
    if said is Answered.EXEMPT:
        exempting = one.last(Answered.EXEMPT)
        return Judgement(State.EXEMPT, one, reason=exempting.reason if exempting else None)
    if said is Answered.NOT_STARTED and rubric.state.not_started:
        base = Judgement(State.SCORED, one)
        if not covered:
            base = _scored(rubric, one, Fraction(rubric.scale.base_level))
        return replace(base, reason=rubric.state.not_started.printed)
    return None


def _not_assessed(indicator: Indicator, one: Combined, log: FindingLog) -> Judgement:
    """Nothing was answered, or the voices disagree whether there is anything to answer."""
    if one.said.undecided:
        log.add("undecided-status", one.by[0].place, indicator=indicator.code)
    blank = [answer.place for answer in _saying(one, Answered.BLANK)]
    if not blank and one.items and not one.said.undecided:
        blank = [next(iter(one.items.values())).by[0].place]
    for place in blank:
        log.add("not-assessed", place, indicator=indicator.code)
    return Judgement(State.NOT_ASSESSED, one)


def _covered(one: Combined) -> Judgement:
    """What was reported, without a score: a blank is a fact here, not an unfinished task."""
    if one.is_invalid:
        return Judgement(State.INVALID, one)
    answered = any(item.answered or item.undecided for item in one.items.values())
    return Judgement(State.SCORED if answered else State.NOT_REPORTED, one)


def _say_outvoted(indicator: Indicator, one: Combined, log: FindingLog) -> None:
    """Say whose status lost: their answers to this indicator do not count.

    Nobody is told so of a resolution: :func:`say_overturned` says what there is to say.
    """
    silent = (Answered.NOT_REPORTED, Answered.NOT_STARTED, Answered.EXEMPT)
    said = one.said.outcome
    if said is None or said in (Answered.INVALID, Answered.UNCLEAR, Answered.BLANK):
        return
    if any(answer.voice.role is Role.RESOLUTION and answer.said is said for answer in one.by):
        return
    for answer in one.by:
        assessed = answer.said in (Answered.OPEN, Answered.CLOSED, Answered.LEVEL)
        if (answer.said in silent and answer.said is not said) or (
            said in silent and assessed and _has_marks(one, answer)
        ):
            log.add("status-outvoted", answer.place, indicator=indicator.code)


def _has_marks(one: Combined, answer: IndicatorAnswer) -> bool:
    return answer.level is not None or any(
        item.voice == answer.voice and item.answers
        for combined in one.items.values()
        for item in combined.by
    )


def _saying(one: Combined, said: Answered) -> Iterable[IndicatorAnswer]:
    return (answer for answer in one.by if answer.said is said)


_SAYS_NOTHING = (Answered.BLANK, Answered.DASH, Answered.INVALID, Answered.UNHEARD)


def _not_applicable(
    indicator: Indicator, one: Combined, reason: str | None, log: FindingLog
) -> Judgement:
    stated = {answer.voice: answer.place for answer in one.by}
    scored = {a.voice: a.place for a in one.by if a.said in (Answered.LEVEL, Answered.CLOSED)}
    for item in one.items.values():
        for mark in item.by:
            if mark.answers:
                scored.setdefault(mark.voice, stated.get(mark.voice, mark.place))
    for place in scored.values():
        log.add("level-where-not-applicable", place, indicator=indicator.code)
    for answer in one.by:
        said = answer.said not in _SAYS_NOTHING
        if said and answer.voice not in scored:
            log.add("status-where-not-applicable", answer.place, indicator=indicator.code)
    if scored or one.said.outcome is Answered.INVALID:
        return Judgement(State.INVALID, one)
    return Judgement(State.NOT_APPLICABLE, one, reason=reason)


def _given_level(
    rubric: Rubric, indicator: Indicator, one: Combined, asked: PossibleScores, log: FindingLog
) -> Judgement:
    """A level given by judgement or by the committee, on the rubric's scale."""
    if one.is_invalid:
        return Judgement(State.INVALID, one)
    value = one.level.outcome
    if value is not None:
        judged = _scored(rubric, one, value)
        if not one.level_is_agreed and _has_marks_beside(indicator, one):
            marks = _marks_beside(rubric, indicator, one, asked)
            if marks.score != judged.score:
                return _against_marks(indicator, judged, marks, log)
        _say_differing(rubric, indicator, replace(judged, asked=asked), log)
        # Of those who gave this level: a reason for another one would speak against it.
        agreeing = (a for a in _saying(one, Answered.LEVEL) if a.level == value)
        reasons = dict.fromkeys(answer.reason for answer in agreeing if answer.reason)
        return replace(judged, reason="\n".join(reasons) or None)
    log.add("undecided-level", one.by[0].place, indicator=indicator.code)
    open_ = Judgement(State.NOT_ASSESSED, one)
    if not _has_marks_beside(indicator, one):
        return open_
    return replace(open_, marks=_marks_beside(rubric, indicator, one, asked))


def _say_differing(rubric: Rubric, indicator: Indicator, given: Judgement, log: FindingLog) -> None:
    """Warn where the committee's level is not what the marks of the same office come to."""
    one, source = given.combined, given.source
    if not _has_marks_beside(indicator, one):
        return
    come_to = _of_marks(rubric, indicator, one, given.asked)
    if come_to is None or come_to == given.score or source is None:
        return
    log.add(
        "resolution-level-differs",
        source.place,
        indicator=indicator.code,
        found=f"{given.score:f}",
        computed=f"{come_to:f}",
    )


def _has_marks_beside(indicator: Indicator, one: Combined) -> bool:
    """Whether somebody answered items of an indicator that is scored by them."""
    answered = any(item.answered or item.undecided for item in one.items.values())
    return answered and indicator.method not in ("judged", "coverage")


def _of_marks(
    rubric: Rubric, indicator: Indicator, one: Combined, asked: PossibleScores
) -> Decimal | None:
    """What the marks of an office come to; None where that is open."""
    if targets_named(indicator) or unanswered(indicator, one.items):
        return None
    levels = score_column(indicator, rubric.scale, [one], [asked])
    low, high = (_rounded(rubric, scores[0]) for scores in (levels.low, levels.high))
    return None if levels.empty[0] or low != high else low


def _marks_beside(
    rubric: Rubric, indicator: Indicator, one: Combined, asked: PossibleScores
) -> MarksBeside:
    """What the marks of an office come to, or the items without an answer or with several."""
    score = _of_marks(rubric, indicator, one, asked)
    if score is not None:
        return MarksBeside(score)
    blank = unanswered(indicator, one.items)
    undecided = [key for key, item in one.items.items() if item.undecided]
    return MarksBeside(None, (*blank, *undecided) or indicator.entry_ids)


def _against_marks(
    indicator: Indicator, given: Judgement, marks: MarksBeside, log: FindingLog
) -> Judgement:
    """A level of members beside marks that come to another, or to none yet: nobody picks one."""
    source, both = given.source, (given.score, marks.score)
    possible = tuple(Fraction(score) for score in both if score is not None)
    log.add(
        "level-against-marks",
        source.place if source else given.combined.place,
        indicator=indicator.code,
        found=f"{given.score:f}",
        computed="" if marks.score is None else f"{marks.score:f}",
        open=", ".join(marks.open),
    )
    open_ = replace(given.combined, level=Decision(None, possible))
    return Judgement(State.NOT_ASSESSED, open_, marks=marks)


def _level_missing(indicator: Indicator, one: Combined, log: FindingLog) -> Judgement:
    """A judged indicator that is being assessed has no level yet."""
    places = [answer.place for answer in one.by]
    if not places and one.items:  # a table may hold its items and not say a word about it
        places = [one.place]
    for place in places:
        log.add("judged-level-missing", place, indicator=indicator.code)
    return Judgement(State.NOT_ASSESSED, one)


def _scored(rubric: Rubric, one: Combined, value: Fraction) -> Judgement:
    score = _rounded(rubric, value)
    return Judgement(State.SCORED, one, level=level_of(rubric, score), score=score)


def _is_finished(one: Combined) -> bool:
    """Whether all who assessed an indicator said that they finished it."""
    said = {answer.said for answer in one.by}
    return said == {Answered.CLOSED}


def _rounded(rubric: Rubric, score: Fraction) -> Decimal:
    return rounded(score, rubric.arithmetic.score_decimals)


def level_of(rubric: Rubric, score: Decimal) -> int | None:
    """The largest whole level that is not above a score; None below the scale."""
    return max((level for level in rubric.scale.level_numbers if level <= score), default=None)


def _by_items(
    rubric: Rubric,
    indicator: Indicator,
    column: Sequence[tuple[Office, Combined]],
    asked: Mapping[str, PossibleScores],
    log: FindingLog,
) -> Iterable[tuple[Office, Judgement]]:
    """Judge a column of offices by their items; ``asked`` by the offices' codes."""
    if not column:
        return
    if rubric.names_targets and targets_named(indicator):
        yield from _without_targets(indicator, column, log)
        return
    of_others = [asked.get(office.code, NONE_ASKED) for office, _ in column]
    levels = score_column(indicator, rubric.scale, [one for _, one in column], of_others)
    not_relevant = _count_not_relevant(indicator, levels)
    for at, (office, one) in enumerate(column):
        place = one.place
        limit = rubric.checklist.max_not_relevant
        too_many = not_relevant[at] > limit
        if levels.empty[at]:
            log.add("nothing-relevant", place, indicator=indicator.code)
        elif too_many:
            found = int(not_relevant[at])
            log.add(
                "too-many-not-relevant", place, indicator=indicator.code, found=found, limit=limit
            )
        missing = unanswered(indicator, one.items)
        if one.said.outcome is not Answered.INVALID:  # else a blank may be meant as ไม่มี
            _say_missing(indicator, one, missing, log)
        if one.is_invalid or levels.empty[at] or too_many:
            yield office, Judgement(State.INVALID, one)
        elif missing:
            yield office, Judgement(State.NOT_ASSESSED, one, levels=levels, at=at)
        elif _rounded(rubric, levels.low[at]) != _rounded(rubric, levels.high[at]):
            undecided = ", ".join(key for key, item in one.items.items() if item.undecided)
            if open_ := [name for name, scores in of_others[at].items() if len(scores) > 1]:
                log.add("score-open", place, indicator=indicator.code, nodes=", ".join(open_))
            if undecided:
                log.add("undecided", place, indicator=indicator.code, items=undecided)
            yield office, Judgement(State.NOT_ASSESSED, one, levels=levels, at=at)
        else:
            yield office, replace(_scored(rubric, one, levels.low[at]), levels=levels, at=at)


def _say_missing(
    indicator: Indicator, one: Combined, missing: Sequence[str], log: FindingLog
) -> None:
    """Say which items are blank; of one whose cell holds what cannot be used, that cell tells."""
    blank = [key for key in missing if key not in one.items or not one.items[key].told]
    if not blank:
        return
    shown = {key for answer in one.by for key in answer.carried}
    closing_helps = not _is_finished(one) and any(map(indicator.item_by_id, blank))
    log.add(
        "items-not-assessed",
        one.place,
        indicator=indicator.code,
        items=", ".join(blank),
        carried=", ".join(key for key in blank if key in shown),
        unfinished=indicator.code if closing_helps else "",
    )


def _without_targets(
    indicator: Indicator, column: Sequence[tuple[Office, Combined]], log: FindingLog
) -> Iterable[tuple[Office, Judgement]]:
    """Judge offices of which a target that the criteria name is missing, or out of order."""
    for office, one in column:
        if one.is_invalid:
            yield office, Judgement(State.INVALID, one)
            continue
        found = {target.id: target for target in office.targets}
        names = [target.name for target in targets_named(indicator)]
        lacking = [name for name in names if name not in found]
        if lacking:
            values = {"office": f"{office.short_name} ({office.code})"}
            listed = ", ".join(lacking)
            log.add("target-missing", one.place, indicator=indicator.code, targets=listed, **values)
        elif all(found[name].value for name in names):  # else it is said at its cell
            listed = ", ".join(f"{name} = {found[name].value}" for name in names)
            first = found[names[0]]
            place = Place(first.file, first.sheet, first.cell)
            values = {"office": office.short_name, "targets": listed}
            log.add("target-order", place, indicator=indicator.code, **values)
        yield office, Judgement(State.NOT_ASSESSED, one)


def unanswered(indicator: Indicator, items: Mapping[str, CombinedItem]) -> list[str]:
    """The ids of items and measures that nobody has answered yet."""
    return [
        key
        for key in indicator.entry_ids
        if (one := items.get(key)) is None or not (one.answered or one.undecided)
    ]


def _count_not_relevant(indicator: Indicator, levels: Levels) -> NDArray[np.int64]:
    count = np.zeros(levels.columns.size, dtype=np.int64)
    for item in indicator.item:
        count += ~levels.columns.relevant[item.id]
    return count
