"""Several voices, one answer: stages, the committee's resolution, then the rubric's rule.

Per item the latest stage that answers wins; in it a resolution (มติ) wins; else the rubric's rule
decides over those who answered. Without a winner the item is *undecided*: not assessed, with the
lowest and highest outcome kept, so that the level may still be certain (docs/rules.md, assessors).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, TypeVar

from qp_scoring.documents.answers import Answered, IndicatorAnswer, ItemAnswer, Role, Stage, Voice
from qp_scoring.documents.results import IndicatorResult, Mark
from qp_scoring.findings import Place
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Assessors, Rubric

_T = TypeVar("_T")

_STAGES = tuple(reversed(Stage))
_ASSESSING = frozenset({Answered.OPEN, Answered.CLOSED, Answered.LEVEL})


@dataclass(frozen=True, slots=True)
class Decision(Generic[_T]):
    """What the voices came to: an outcome, or none with the outcomes still possible."""

    outcome: _T | None
    possible: tuple[_T, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether voices answered but none won."""
        return self.outcome is None and bool(self.possible)


@dataclass(frozen=True, slots=True)
class CombinedItem:
    """One item or measure of one office, with every voice's answer.

    A measure with no cases to count has the mark "not relevant" instead of a value. An item with
    grades has the points of its grade as value, and the mark that follows from it. ``unclear``
    says that a voice which counts answered so that a reader would doubt what it says: there is no
    outcome then, whatever the others say.
    """

    mark: Decision[Mark]
    value: Decision[Fraction]
    by: tuple[ItemAnswer, ...]
    invalid: bool
    unclear: bool = False

    @property
    def undecided(self) -> bool:
        """Whether the voices left the item without an answer."""
        return self.mark.undecided or self.value.undecided

    @property
    def answered(self) -> bool:
        """Whether the item has an answer."""
        return self.mark.outcome is not None or self.value.outcome is not None

    @property
    def told(self) -> bool:
        """Whether it is said at a cell of the item why it has no answer."""
        return any(answer.told or answer.invalid or answer.unclear for answer in self.by)


@dataclass(frozen=True, slots=True)
class Combined:
    """One indicator of one office after its voices were combined.

    ``said`` is NOT_REPORTED, EXEMPT, LEVEL, OPEN (assessed by its items), BLANK, UNCLEAR or
    INVALID.
    """

    said: Decision[Answered]
    level: Decision[Fraction]
    by: tuple[IndicatorAnswer, ...]
    items: Mapping[str, CombinedItem] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The first cell that says anything of the indicator, of its status where there is one."""
        return (self.by or next(iter(self.items.values())).by)[0].place

    @property
    def is_invalid(self) -> bool:
        """Whether its status or an item has a cell that could not be read as an answer."""
        status = self.said.outcome is Answered.INVALID
        return status or any(item.invalid for item in self.items.values())

    @property
    def statements(self) -> tuple[IndicatorAnswer, ...]:
        """What every voice says of the indicator; marks without a status say "being assessed".

        A form that was left as it comes says nothing.
        """
        marks = [one for item in self.items.values() for one in item.by if one.says_something]
        answered = {one.voice for one in marks}
        stated = [one for one in self.by if not _untouched(one, answered)]
        silent = answered - {one.voice for one in stated}
        implied: dict[Voice, IndicatorAnswer] = {}
        for one in marks:
            if one.voice in silent:
                key = (one.office, one.indicator, one.voice)
                implied.setdefault(one.voice, IndicatorAnswer(*key, Answered.OPEN, one.place))
        return tuple(sorted((*stated, *implied.values()), key=lambda one: _voice_order(one.voice)))

    @property
    def level_is_agreed(self) -> bool:
        """Whether the level that counts is the committee's own, and not its members'."""
        given = [(answer.voice, answer) for answer in self.by if answer.level is not None]
        return any(voice.role is Role.RESOLUTION for voice, _ in speaking(given))

    def last(self, *said: Answered) -> IndicatorAnswer | None:
        """The last voice that said so: of the latest stage, and there the resolution's."""
        return next((answer for answer in reversed(self.by) if answer.said in said), None)


IndicatorKey = tuple[str, str]  # office code, indicator code


NOTHING = Combined(Decision(Answered.BLANK), Decision(None), ())
"""What was combined of nobody's answers."""


def combine(
    indicators: Iterable[IndicatorAnswer],
    items: Iterable[ItemAnswer],
    rules: Assessors,
    judged: Collection[str] = (),
    lowest: Mapping[str, Fraction] = MappingProxyType({}),
) -> dict[IndicatorKey, Combined]:
    """Combine the answers of all voices, per office and indicator.

    ``judged`` are the measures that hold judged levels: theirs are decided as levels are.
    ``lowest`` has the points of the lowest grade of the items that have grades.
    """
    said: defaultdict[IndicatorKey, list[IndicatorAnswer]] = defaultdict(list)
    marks: defaultdict[IndicatorKey, defaultdict[str, list[ItemAnswer]]]
    marks = defaultdict(lambda: defaultdict(list))
    for answer in indicators:
        said[answer.office, answer.indicator].append(answer)
    for item in items:
        marks[item.office, item.indicator][item.item].append(item)
    keys = dict.fromkeys([*said, *marks])
    return {key: _combined(said[key], marks[key], rules, judged, lowest) for key in keys}


def combine_by(
    rubric: Rubric, indicators: Iterable[IndicatorAnswer], items: Iterable[ItemAnswer]
) -> dict[IndicatorKey, Combined]:
    """The same by the rules of a rubric."""
    judged, lowest = rubric.judged_measures, rubric.lowest_grades
    return combine(indicators, items, rubric.assessors, judged, lowest)


def combined_again(
    rubric: Rubric, office: str, indicator: Indicator, result: IndicatorResult
) -> Combined:
    """The answers to the items of one indicator of an office's results, as they were combined.

    Raises:
        ValueError: a stored answer is of nobody.
    """
    answers = [
        ItemAnswer.of(
            (office, indicator.code, item.id),
            by,
            measured=indicator.measure_by_id(item.id) is not None,
        )
        for item in result.items
        for by in item.by
    ]
    found = combine([], answers, rubric.assessors, rubric.judged_measures)
    return found.get((office, result.code), NOTHING)


def _combined(
    said: list[IndicatorAnswer],
    marks: Mapping[str, list[ItemAnswer]],
    rules: Assessors,
    judged: Collection[str],
    lowest: Mapping[str, Fraction],
) -> Combined:
    said = sorted(said, key=lambda answer: _voice_order(answer.voice))
    closed = {answer.voice: answer for answer in said if answer.said is Answered.CLOSED}
    status = _status(said, marks, rules)
    levels = [(a.voice, Fraction(a.level)) for a in said if a.level is not None]
    items: dict[str, CombinedItem] = {}
    for item, answers in marks.items():
        by = answers  # mostly of one voice
        if len(answers) > 1:
            by = sorted(answers, key=lambda answer: _voice_order(answer.voice))
        stated = [_by_statement(answer, closed, lowest.get(item)) for answer in by]
        items[item] = _item(stated, rules, judged=item in judged)
    return Combined(status, decide_number(levels, rules.levels, whole=True), tuple(said), items)


def _by_statement(
    answer: ItemAnswer, closed: Mapping[Voice, IndicatorAnswer], lowest: Fraction | None
) -> ItemAnswer:
    """A blank item under "assessment finished" is unmet, and that cell is its source.

    With grades it has the lowest.
    """
    statement = closed.get(answer.voice)
    if statement is None or answer.says_something or answer.measured:
        return answer
    return ItemAnswer(
        answer.office,
        answer.indicator,
        answer.item,
        answer.voice,
        statement.place,
        mark=Mark.UNMET,
        value=lowest,
        reason=answer.reason,
        reference=answer.reference,
        note=answer.note,
    )


def _status(
    said: Sequence[IndicatorAnswer], marks: Mapping[str, list[ItemAnswer]], rules: Assessors
) -> Decision[Answered]:
    if any(answer.said is Answered.INVALID for answer in said):
        return Decision(Answered.INVALID)
    if any(answer.said is Answered.UNHEARD for answer in said):
        return Decision(Answered.UNCLEAR)  # of whatever stage or role it is, it might decide
    answered = {a.voice for by in marks.values() for a in by if a.says_something}
    spoken: list[tuple[Voice, Answered]] = [
        (answer.voice, Answered.OPEN if answer.said in _ASSESSING else answer.said)
        for answer in said
        if answer.said is not Answered.BLANK and not _untouched(answer, answered)
    ]
    # Marks without a status say "being assessed": layouts 2 and 3 need not have status columns.
    spoken += [(voice, Answered.OPEN) for voice in answered - {voice for voice, _ in spoken}]
    if any(said is Answered.UNCLEAR for _, said in speaking(spoken)):
        return Decision(Answered.UNCLEAR)
    if not spoken:
        is_open = any(answer.said is Answered.OPEN for answer in said)
        return Decision(Answered.OPEN if is_open else Answered.BLANK)
    decision = decide(spoken, rules.statuses)
    if decision.undecided:
        # A resolution may answer the tie with "being assessed" alone (``to-decide.xlsx``).
        spoken += [
            (answer.voice, Answered.OPEN)
            for answer in said
            if answer.voice.role is Role.RESOLUTION and _untouched(answer, answered)
        ]
        decision = decide(spoken, rules.statuses)
    if decision.outcome is Answered.OPEN and any(a.said is Answered.LEVEL for a in said):
        return Decision(Answered.LEVEL)
    return decision


def _untouched(answer: IndicatorAnswer, answered: Set[Voice]) -> bool:
    """Whether a status is only what every form comes with: "being assessed", and no mark given.

    Such a voice did not answer, so it takes nothing from one that did.
    """
    return answer.said is Answered.OPEN and answer.voice not in answered


def _of_one(answer: ItemAnswer) -> CombinedItem:
    """What one voice says is what came of it; of most items there is no other."""
    if answer.unclear:
        return CombinedItem(_NO_MARK, _NO_VALUE, (answer,), answer.invalid, unclear=True)
    mark = _NO_MARK if answer.mark is None else _MARKED[answer.mark]
    value = _NO_VALUE if answer.value is None else Decision(answer.value)
    if answer.measured and answer.value is not None:
        mark = _NO_MARK  # a number says that there is something to count
    return CombinedItem(mark, value, (answer,), answer.invalid)


_NO_MARK: Decision[Mark] = Decision(None)
_NO_VALUE: Decision[Fraction] = Decision(None)
_MARKED = {mark: Decision(mark) for mark in Mark}


def _item(by: list[ItemAnswer], rules: Assessors, *, judged: bool) -> CombinedItem:
    if len(by) == 1:
        return _of_one(by[0])
    said = [(answer.voice, answer) for answer in by if answer.says_something]
    if any(answer.unclear for _, answer in speaking(said)):
        invalid = any(answer.invalid for answer in by)
        return CombinedItem(Decision(None), Decision(None), tuple(by), invalid, unclear=True)
    if any(answer.measured and answer.mark is not None for answer in by):
        return _perhaps_none(by, rules)
    if any(answer.mark is not None and answer.value is not None for answer in by):
        return _graded(by, rules)
    marks = [(answer.voice, answer.mark) for answer in by if answer.mark is not None]
    values = [(a.voice, a.value) for a in by if a.value is not None]
    return CombinedItem(
        decide(marks, rules.items),
        decide_number(values, rules.levels if judged else rules.values, whole=judged),
        tuple(by),
        any(answer.invalid for answer in by),
    )


def _perhaps_none(by: list[ItemAnswer], rules: Assessors) -> CombinedItem:
    """A measure of which a voice says that there is nothing to count: against numbers, undecided.

    No median lies between a number and none; only a lead may decide.
    """
    said: list[tuple[Voice, Mark | Fraction]] = []
    for answer in by:
        found = answer.mark if answer.value is None else answer.value
        said += [] if found is None else [(answer.voice, found)]
    heard = [
        pair
        for pair in speaking(said)
        if rules.values != "lead" or pair[0].role in (Role.LEAD, Role.RESOLUTION)
    ] or speaking(said)
    marks = [(voice, found) for voice, found in heard if isinstance(found, Mark)]
    values = [(voice, found) for voice, found in heard if not isinstance(found, Mark)]
    mark, value = decide(marks, "all"), decide_number(values, rules.values)
    if marks and values:
        mark = Decision(None, (Mark.NOT_RELEVANT,))
        value = Decision(None, tuple(dict.fromkeys(number for _, number in values)))
    return CombinedItem(mark, value, tuple(by), any(answer.invalid for answer in by))


def _graded(by: list[ItemAnswer], rules: Assessors) -> CombinedItem:
    """An item with grades: that of most, of the lead, the lowest (``all``) or the best (``any``).

    Against "not relevant" these two decide only where they would between marks.
    """
    said = [(a.voice, (a.mark, a.value)) for a in by if a.mark is not None]
    heard = [pair for _, pair in speaking(said)]
    grades = [grade for _, grade in heard if grade is not None]
    one = decide(said, rules.items)
    if rules.items in ("all", "any"):
        lowest = rules.items == "all"
        winner = min(grades) if lowest else max(grades)
        pair = next(pair for pair in heard if pair[1] == winner)
        if len(grades) == len(heard) or pair[0] is (Mark.UNMET if lowest else Mark.MET):
            one = Decision(pair)
    mark, value = one.outcome or (None, None)
    open_ = () if one.outcome else tuple(dict.fromkeys(mark for mark, _ in heard if mark))
    return CombinedItem(
        Decision(mark, open_),
        Decision(value, tuple(dict.fromkeys(grades)) if open_ else ()),
        tuple(by),
        any(answer.invalid for answer in by),
    )


def _voice_order(voice: Voice) -> tuple[int, int, str]:
    return _STAGE_ORDER[voice.stage], _ROLE_ORDER[voice.role], voice.assessor or ""


_STAGE_ORDER = {stage: at for at, stage in enumerate(Stage)}
_ROLE_ORDER = {role: at for at, role in enumerate(Role)}


def speaking(answers: Sequence[tuple[Voice, _T]]) -> Sequence[tuple[Voice, _T]]:
    """The answers that count: the latest stage's, of these the resolution's if there is one."""
    if len(answers) == 1:
        return answers
    for stage in _STAGES:
        of_stage = [pair for pair in answers if pair[0].stage is stage]
        if of_stage:
            return [p for p in of_stage if p[0].role is Role.RESOLUTION] or of_stage
    return ()


def decide(answers: Sequence[tuple[Voice, _T]], rule: str) -> Decision[_T]:
    """Decide between words: ``majority`` (more than half), ``all``, ``any`` or ``lead``."""
    heard = speaking(answers)
    words = [word for _, word in heard]
    possible = tuple(dict.fromkeys(words))
    if len(possible) <= 1:
        return Decision(possible[0] if possible else None)
    if rule == "lead":
        return _of_lead(heard, possible)
    if rule == "majority":
        word, votes = Counter(words).most_common(1)[0]
        return Decision(word) if 2 * votes > len(words) else Decision(None, possible)
    decisive = Mark.UNMET if rule == "all" else Mark.MET
    winner = next((word for word in possible if word is decisive), None)
    return Decision(winner) if winner is not None else Decision(None, possible)


def decide_number(
    answers: Sequence[tuple[Voice, Fraction]], rule: str, *, whole: bool = False
) -> Decision[Fraction]:
    """Decide between numbers: ``equal``, ``median`` (exact) or ``lead``.

    With ``whole`` a median between two whole numbers is no outcome: a level is never halved.
    """
    heard = speaking(answers)
    numbers = sorted(number for _, number in heard)
    possible = tuple(dict.fromkeys(numbers))
    if len(possible) <= 1:
        return Decision(possible[0] if possible else None)
    if rule == "lead":
        return _of_lead(heard, possible)
    if rule == "median":
        middle = len(numbers) // 2
        low, high = numbers[(len(numbers) - 1) // 2], numbers[middle]
        if low == high or not whole:
            return Decision((low + high) / 2)
    return Decision(None, possible)


def _of_lead(heard: Sequence[tuple[Voice, _T]], possible: tuple[_T, ...]) -> Decision[_T]:
    leads = {word for voice, word in heard if voice.role is Role.LEAD}
    return Decision(leads.pop()) if len(leads) == 1 else Decision(None, possible)
