"""Several voices, one answer: every rule of the assessors, voice by voice."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from making import SEED_OFFICE
from small_rules import SHIPPED

from qp_scoring.documents.answers import Answered, IndicatorAnswer, ItemAnswer, Role, Stage, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import Place
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Assessors
from qp_scoring.scoring import levels
from qp_scoring.scoring.consensus import Decision, combine, decide, decide_number, speaking
from qp_scoring.scoring.levels import score_column

MET, UNMET, OUT = Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT
RULES = SHIPPED.assessors
PLACE = Place("x.xlsx", "ก", "D1")
ONE, TWO, THREE = (Voice(name, Role.MEMBER) for name in "กขค")
LEAD, RESOLVED = Voice("ห", Role.LEAD), Voice(None, Role.RESOLUTION)
VISIT = Voice("ก", Role.MEMBER, Stage.VISIT)


def answer(voice, what=None, *, item="8.1", place=PLACE, **more):
    """A voice's mark or value of an item."""
    number = isinstance(what, Fraction)
    return ItemAnswer(
        *(SEED_OFFICE, "8", item, voice, place),
        mark=None if number else what,
        value=what if number else None,
        measured=more.pop("measured", number),
        **more,
    )


def says(voice, said, level=None):
    found = None if level is None else Decimal(level)
    return IndicatorAnswer(SEED_OFFICE, "8", voice, said, PLACE, found)


def together(*answers, rules=RULES):
    """What the voices came to on indicator 8."""
    said = [one for one in answers if isinstance(one, IndicatorAnswer)]
    items = [one for one in answers if isinstance(one, ItemAnswer)]
    return combine(said, items, rules)[SEED_OFFICE, "8"]


def item(*answers, **rules):
    return together(*answers, rules=Assessors(**{**RULES.model_dump(), **rules})).items["8.1"]


# --- whose answers count


def test_the_latest_stage_speaks_and_in_it_the_resolution():
    desk, visit = (ONE, "ก"), (VISIT, "ข")
    assert speaking([desk, (TWO, "ค")]) == [desk, (TWO, "ค")]
    assert speaking([desk, visit]) == [visit]
    assert speaking([desk, (RESOLVED, "ง")]) == [(RESOLVED, "ง")]
    assert speaking([(RESOLVED, "ง"), visit]) == [visit]
    assert speaking([]) == ()


# --- words


@pytest.mark.parametrize(
    ("rule", "words", "outcome", "possible"),
    [
        ("majority", [MET, MET, UNMET], MET, ()),
        ("majority", [MET, UNMET], None, (MET, UNMET)),  # half is no majority
        ("majority", [MET, UNMET, OUT], None, (MET, UNMET, OUT)),
        ("all", [MET, UNMET, MET], UNMET, ()),
        ("all", [MET, OUT], None, (MET, OUT)),
        ("any", [UNMET, MET, UNMET], MET, ()),
        ("any", [UNMET, OUT], None, (UNMET, OUT)),
        ("majority", [UNMET], UNMET, ()),
        ("lead", [MET, UNMET], None, (MET, UNMET)),  # nobody leads
    ],
)
def test_words_are_decided_by_the_rule(rule, words, outcome, possible):
    voices = zip((ONE, TWO, THREE), words, strict=False)
    assert decide(list(voices), rule) == Decision(outcome, possible)


def test_the_lead_decides_unless_two_leads_differ():
    other = Voice("อ", Role.LEAD)
    answers = [(ONE, MET), (LEAD, UNMET)]
    assert decide(answers, "lead") == Decision(UNMET)
    assert decide([*answers, (other, UNMET)], "lead") == Decision(UNMET)
    assert decide([*answers, (other, MET)], "lead") == Decision(None, (MET, UNMET))


def test_nobody_decides_nothing():
    assert decide([], "majority") == Decision(None)
    assert not Decision(None).undecided
    assert not Decision(MET, (MET, UNMET)).undecided
    assert Decision(None, (MET, UNMET)).undecided


# --- numbers


@pytest.mark.parametrize(
    ("rule", "numbers", "outcome", "possible"),
    [
        ("median", [80, 60, 70], 70, ()),
        ("median", [60, 80], 70, ()),
        ("median", [60, 60, 60, 90], 60, ()),
        ("equal", [60, 60], 60, ()),
        ("equal", [80, 60], None, (60, 80)),
        ("lead", [60, 80], None, (60, 80)),
        ("median", [], None, ()),
    ],
)
def test_numbers_are_decided_by_the_rule(rule, numbers, outcome, possible):
    voices = (ONE, TWO, THREE, Voice("ง", Role.MEMBER))
    given = [(voice, Fraction(one)) for voice, one in zip(voices, numbers, strict=False)]
    assert decide_number(given, rule) == Decision(outcome, possible)


def test_a_level_is_never_halved():
    levels = [(ONE, Fraction(2)), (TWO, Fraction(3))]
    assert decide_number(levels, "median", whole=True) == Decision(None, (2, 3))
    assert decide_number([*levels, (THREE, Fraction(3))], "median", whole=True) == Decision(3)
    assert decide_number([*levels, (LEAD, Fraction(3))], "lead") == Decision(3)


# --- items


def test_an_unreadable_mark_leaves_the_item_without_an_outcome_whatever_the_others_say():
    found = item(answer(ONE, MET), answer(TWO, MET), answer(THREE, unclear=True))
    assert (found.mark.outcome, found.unclear, found.invalid) == (None, True, False)
    assert len(found.by) == 3 and not found.answered


def test_an_unreadable_mark_of_an_earlier_stage_is_overruled():
    found = item(answer(ONE, unclear=True), answer(VISIT, MET))
    assert (found.mark.outcome, found.unclear) == (MET, False)


def test_an_invalid_mark_is_remembered_beside_the_others():
    found = item(answer(ONE, MET), answer(TWO, invalid=True))
    assert (found.mark.outcome, found.invalid) == (MET, True)
    found = item(answer(ONE, unclear=True, invalid=True))
    assert (found.unclear, found.invalid) == (True, True)


def test_voices_stand_in_the_order_of_stage_role_and_name():
    order = [THREE, VISIT, ONE, LEAD, RESOLVED]
    found = item(*(answer(voice, MET) for voice in order))
    assert [one.voice for one in found.by] == [ONE, THREE, LEAD, RESOLVED, VISIT]
    nameless, latin = Voice(None, Role.MEMBER), Voice("A", Role.MEMBER)
    found = item(answer(latin, MET), answer(nameless, MET))
    assert [one.voice for one in found.by] == [nameless, latin]


def test_marks_and_values_are_decided_by_the_rule_of_their_kind():
    split = item(answer(ONE, MET), answer(TWO, UNMET))
    assert (split.undecided, split.answered) == (True, False)
    assert item(answer(ONE, MET), answer(TWO, UNMET), items="all").mark.outcome is UNMET
    numbers = [answer(voice, Fraction(n)) for voice, n in ((ONE, 60), (TWO, 80))]
    assert item(*numbers).value == Decision(Fraction(70))
    assert item(*numbers).answered
    assert item(*numbers, values="equal").undecided


def test_levels_of_judged_measures_are_decided_as_levels_are():
    rules = Assessors(**{**RULES.model_dump(), "values": "equal", "levels": "median"})

    def judged(*levels):
        given = [
            answer(voice, Fraction(level))
            for voice, level in zip((ONE, TWO, THREE), levels, strict=False)
        ]
        return combine([], given, rules, judged=["8.1"])[SEED_OFFICE, "8"].items["8.1"].value

    assert judged(2, 3, 3) == Decision(Fraction(3))
    assert judged(2, 3) == Decision(None, (2, 3))


def test_no_cases_to_count_against_a_number_is_undecided():
    none = answer(ONE, OUT, measured=True)
    found = item(none, answer(TWO, Fraction(60)), answer(THREE, Fraction(80)))
    assert found.mark == Decision(None, (OUT,))
    assert found.value == Decision(None, (60, 80))
    assert found.undecided


def test_no_cases_to_count_is_decided_by_the_lead_or_by_all_who_say_so():
    none = answer(ONE, OUT, measured=True)
    assert item(none).mark.outcome is OUT
    assert item(none, answer(TWO, OUT, measured=True)).mark.outcome is OUT
    led = item(none, answer(LEAD, Fraction(60)), values="lead")
    assert (led.mark.outcome, led.value.outcome) == (None, 60)
    nobody = item(none, answer(TWO, Fraction(60)), values="lead")
    assert nobody.undecided
    resolved = item(none, answer(RESOLVED, Fraction(70)), values="lead")
    assert resolved.value.outcome == 70


def test_a_blank_beside_no_cases_says_nothing_and_a_later_stage_overrules_it():
    none, blank = answer(ONE, OUT, measured=True), answer(TWO, measured=True)
    found = item(none, blank, answer(THREE, measured=True, invalid=True))
    assert (found.mark, found.value) == (Decision(OUT), Decision(None))
    assert ([one.voice for one in found.by], found.invalid) == ([ONE, TWO, THREE], True)
    second = Voice("ข", Role.MEMBER, Stage.VISIT)
    found = item(none, answer(VISIT, Fraction(60)), answer(second, Fraction(80)))
    assert (found.mark.outcome, found.value, found.invalid) == (None, Decision(70), False)


# --- the status


@pytest.mark.parametrize(
    ("answers", "outcome", "possible"),
    [
        ([says(ONE, Answered.BLANK)], Answered.BLANK, ()),
        ([says(ONE, Answered.OPEN)], Answered.OPEN, ()),
        ([says(ONE, Answered.NOT_REPORTED)], Answered.NOT_REPORTED, ()),
        # who left the form as it came said nothing
        ([says(ONE, Answered.OPEN), says(TWO, Answered.EXEMPT)], Answered.EXEMPT, ()),
        # marks without a status say "being assessed"
        ([answer(ONE, MET)], Answered.OPEN, ()),
        (
            [says(ONE, Answered.OPEN), answer(ONE, MET), says(TWO, Answered.NOT_REPORTED)],
            None,
            (Answered.OPEN, Answered.NOT_REPORTED),
        ),
        ([says(ONE, Answered.LEVEL, 3)], Answered.LEVEL, ()),
        ([says(ONE, Answered.INVALID), says(VISIT, Answered.EXEMPT)], Answered.INVALID, ()),
        ([says(ONE, Answered.UNHEARD), says(VISIT, Answered.EXEMPT)], Answered.UNCLEAR, ()),
        ([says(ONE, Answered.UNCLEAR), says(TWO, Answered.EXEMPT)], Answered.UNCLEAR, ()),
        ([says(ONE, Answered.UNCLEAR), says(VISIT, Answered.EXEMPT)], Answered.EXEMPT, ()),
    ],
)
def test_what_is_said_of_an_indicator(answers, outcome, possible):
    assert together(*answers).said == Decision(outcome, possible)


def test_a_resolution_may_answer_a_tie_with_being_assessed_alone():
    tie = [says(ONE, Answered.EXEMPT), says(TWO, Answered.NOT_REPORTED)]
    assert together(*tie).said.undecided
    assert together(*tie, says(RESOLVED, Answered.OPEN)).said == Decision(Answered.OPEN)
    # a member who left the form as it came does not join the tie
    silent = (Answered.EXEMPT, Answered.NOT_REPORTED)
    assert together(*tie, says(THREE, Answered.OPEN)).said == Decision(None, silent)
    assert together(*tie, says(THREE, Answered.EXEMPT)).said == Decision(Answered.EXEMPT)


def test_who_has_finished_and_who_is_still_assessing_say_the_same():
    said = [says(ONE, Answered.OPEN), says(TWO, Answered.CLOSED), answer(ONE, MET)]
    assert together(*said, answer(TWO, MET)).said == Decision(Answered.OPEN)


def test_levels_are_combined_and_the_last_to_say_so_is_named():
    first, second = says(ONE, Answered.LEVEL, 3), says(VISIT, Answered.LEVEL, 4)
    found = together(second, first)
    assert (found.level.outcome, found.by) == (4, (first, second))
    assert found.last(Answered.LEVEL) is second
    assert found.last(Answered.EXEMPT) is None


def test_finished_makes_a_blank_unmet_and_its_cell_the_source():
    closed = IndicatorAnswer(
        SEED_OFFICE, "8", ONE, Answered.CLOSED, Place("x.xlsx", "ก", "B2"), None
    )
    blank = answer(ONE, reason="ก", reference="ข", note="ค")
    found = together(closed, blank).items["8.1"]
    (by,) = found.by
    assert (found.mark.outcome, by.place.cell) == (UNMET, "B2")
    assert (by.reason, by.reference, by.note) == ("ก", "ข", "ค")
    assert (by.office, by.indicator, by.item, by.voice) == (SEED_OFFICE, "8", "8.1", ONE)
    # a blank value is no nought, a mark stays one, and another's statement is not one's own
    assert together(closed, answer(ONE, measured=True)).items["8.1"].mark.outcome is None
    assert together(closed, answer(ONE, MET)).items["8.1"].mark.outcome is MET
    assert together(closed, answer(TWO)).items["8.1"].mark.outcome is None


# --- undecided answers, and what the level may be all the same


def column(*answers, asked=None):
    """The scores of an indicator of three items."""
    texts = {"text": "ก", "suggest": "ข"}
    steps = asked or [{"count": 1}, {"count": 2}, {"count": 3}]
    one = {
        **{"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"]},
        "method": "criteria" if asked else "count",
        "item": [{"id": f"8.{n}", **texts} for n in (1, 2, 3)],
        "level": [{"level": at, **texts, **step} for at, step in enumerate([{}, *steps], start=1)],
    }
    return score_column(Indicator.model_validate(one), SHIPPED.scale, [together(*answers)])


def level(*answers, asked=None):
    """The lowest and the highest of them."""
    found = column(*answers, asked=asked)
    return int(found.low[0]), int(found.high[0])


def marks(*three):
    """The marks of the three items, each by as many voices as it has marks."""
    voices = (ONE, TWO, THREE)
    return [
        answer(voice, mark, item=f"8.{at}")
        for at, said in enumerate(three, start=1)
        for voice, mark in zip(voices, said, strict=False)
    ]


def test_a_tie_of_three_marks_may_come_to_the_worst_or_the_best_of_them():
    """8.1 is met, unmet or not relevant: with 8.2 met and 8.3 unmet one or two are met."""
    assert level(*marks([MET, UNMET, OUT], [MET], [UNMET])) == (2, 3)
    assert level(*marks([OUT, MET, UNMET], [MET], [UNMET])) == (2, 3)
    # of two of which the worst is "not relevant", two of two are all that are left
    assert level(*marks([OUT, MET], [MET], [MET])) == (4, 4)
    assert level(*marks([OUT, UNMET], [MET], [MET])) == (3, 4)


def test_a_tie_that_no_level_hangs_on_is_certain():
    assert level(
        *marks([MET, UNMET], [UNMET], [UNMET]), asked=[{"requires": {"all": ["8.2"]}}]
    ) == (
        1,
        1,
    )


def on_values(points, *answers, when_none=None, ids=("8.p",)):
    """The lowest and the highest score, and the value that explains it, by a curve over values."""
    texts = {"text": "ก", "suggest": "ข"}
    measure = {"unit": "%", "min": 0, "max": 100, "when_none": when_none, **texts}
    parts = [
        {"name": "ก", "method": "value", "curve": {"measure": key, "points": points}} for key in ids
    ]
    one = {
        **{"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": "parts"},
        "item": [{"id": "8.1", **texts}],
        "measure": [{"id": key, **measure} for key in ids],
        "part": parts,
        "level": [{"level": at, **texts} for at in range(1, 6)],
    }
    equal = Assessors(**{**RULES.model_dump(), "values": "equal"})
    office = together(*answers, rules=equal)
    found = score_column(Indicator.model_validate(one), SHIPPED.scale, [office])
    return found.low[0], found.high[0], found


PEAK = [[0, 1], [50, 5], [100, 1]]


def test_of_values_that_differ_each_is_tried():
    """30 and 70 give the same on a peak at 50; of 30 and 50 each gives its own."""

    def both(one, other):
        voices = zip((ONE, TWO), (one, other), strict=True)
        given = [answer(voice, Fraction(value), item="8.p") for voice, value in voices]
        return on_values(PEAK, *given)[:2]

    assert both(30, 70) == (Fraction(17, 5), Fraction(17, 5))
    assert both(30, 50) == (Fraction(17, 5), 5)


def test_whether_there_are_cases_at_all_may_be_disagreed_on():
    given = [answer(ONE, OUT, item="8.p", measured=True), answer(TWO, Fraction(50), item="8.p")]
    low, high, _ = on_values(PEAK, *given, when_none="level")
    assert (low, high) == (1, 5)


def test_no_cases_count_as_reached_or_leave():
    none = answer(ONE, OUT, item="8.p", measured=True)
    low, high, found = on_values(PEAK, none, when_none="level")
    assert (low, high, bool(found.empty[0])) == (5, 5, False)
    _, _, found = on_values(PEAK, none, when_none="leaves")
    assert bool(found.empty[0])


def test_too_many_outcomes_are_not_certain(monkeypatch):
    """Two values on which two voices differ have four outcomes: where three are tried, any score
    may be it. Of one value there are two, whatever items are decided beside it.
    """
    monkeypatch.setattr(levels, "OUTCOMES", 4)
    ids = ("8.p", "8.q")
    given = [answer(ONE, Fraction(40), item=key) for key in ids]
    given += [answer(TWO, Fraction(41), item=key) for key in ids]
    assert on_values(PEAK, *given, ids=ids)[:2] == (1, 5)
    more = answer(ONE, MET, item="8.1"), answer(TWO, MET, item="8.1")
    assert on_values(PEAK, given[0], given[2], *more)[:2] == (Fraction(21, 5), Fraction(107, 25))


def test_a_level_that_may_be_several_is_explained_by_the_worst():
    """Of a tie between met, not relevant and unmet the item is shown as unmet."""
    found = column(*marks([MET, OUT, UNMET], [MET], [MET]))
    assert (bool(found.columns.met["8.1"][0]), bool(found.columns.relevant["8.1"][0])) == (
        False,
        True,
    )
    found = column(*marks([MET, OUT], [MET], [MET]))
    assert not found.columns.relevant["8.1"][0]
