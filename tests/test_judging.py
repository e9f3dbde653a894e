"""The state of one indicator of one office, from what its voices say: nothing is read or printed.

``tests/test_states.py`` has the same table through workbooks; here is every combination of voices,
statements and marks, and what is said of each at which cell.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from making import SEED_OFFICE
from small_rules import SHIPPED, rubric_of

from qp_scoring.documents.answers import (
    Answered,
    Answers,
    IndicatorAnswer,
    ItemAnswer,
    Role,
    Stage,
    Voice,
)
from qp_scoring.documents.office import OfficeTarget
from qp_scoring.documents.results import Mark, State
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Checklist, NotReported, NotStarted, Scale
from qp_scoring.scoring.states import applicability, applying, judge_round, level_of, unanswered

MET, UNMET, OUT = Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT
ONE, TWO, THREE = (Voice(name, Role.MEMBER) for name in "กขค")
RESOLVED = Voice()
OFFICE = OfficeRegistry.shipped().get(SEED_OFFICE)
TEXTS = {"text": "ก", "suggest": "ข"}
STARTED = SHIPPED.state.model_copy(
    update={"not_started": NotStarted(printed="ยังไม่เริ่ม", suggest="ควรเริ่ม")}
)


def policy(method="count", *, code="8", items=3, measures=(), for_type="สพป", **more):
    """An indicator that counts its items: 1, 2 or 3 met are level 2, 3 or 5."""
    asks = [{}, {"count": 1}, {"count": 2}, {}, {"count": 3}] if method == "count" else [{}] * 5
    measure = {"unit": "%", "min": 0, "max": 100, **TEXTS}
    return Indicator.model_validate(
        {
            **{"code": code, "title": "ก", "purpose": "ก", "applies_to": [for_type]},
            "method": method,
            "item": [{"id": f"{code}.{at}", **TEXTS} for at in range(1, items + 1)],
            "measure": [{"id": key, **measure} for key in measures],
            "level": [{"level": at, **TEXTS, **ask} for at, ask in enumerate(asks, start=1)],
            **more,
        }
    )


def says(said, cell="B2", *, level=None, voice=ONE, code="8", office=SEED_OFFICE, **more):
    """What a voice says of the indicator as a whole."""
    given = None if level is None else Decimal(level)
    place = Place("x.xlsx", "ก", cell)
    return IndicatorAnswer(office, code, voice, said, place, given, **more)


def mark(item, what=None, cell="D4", *, voice=ONE, code="8", office=SEED_OFFICE, **more):
    """What a voice says of an item or (a number) of a measure."""
    number = isinstance(what, int | Fraction)
    return ItemAnswer(
        *(office, code, item, voice, Place("x.xlsx", "ก", cell)),
        mark=None if number else what,
        value=Fraction(what) if number else None,
        measured=more.pop("measured", number),
        **more,
    )


def three(*marks, voice=ONE, row=4):
    """A voice's marks of the three items, in D4 and below."""
    return [
        mark(f"8.{at}", what, f"D{row + at - 1}", voice=voice)
        for at, what in enumerate(marks, start=1)
    ]


def everyone(answers, policies, *, offices=(OFFICE,), faulty=(), places=None, **changes):
    """All judgements of a round, by office and indicator, and the log."""
    said = tuple(one for one in answers if isinstance(one, IndicatorAnswer))
    items = tuple(one for one in answers if isinstance(one, ItemAnswer))
    log = FindingLog()
    given = Answers(places or {}, said, items, faulty=frozenset(faulty))
    return judge_round(rubric_of(*policies, **changes), offices, given, log), log


def judged(*answers, of=None, office=OFFICE, **changes):
    """The judgement of indicator 8, and what is said: code, cell, and the values but its code."""
    found, log = everyone(answers, [of or policy()], offices=[office], **changes)
    told = []
    for one in log:
        values = dict(one.values)
        assert values.pop("indicator") == "8"
        told.append((one.code, one.place.cell, *values.values()))
    one = found[SEED_OFFICE]["8"]
    # Whatever it came to, who said what stays with it.
    kept = [*one.combined.by, *(mark for item in one.combined.items.values() for mark in item.by)]
    assert len(kept) == len(answers)
    return one, told


def state(*answers, **more):
    """The state alone, and the codes and cells of what is said."""
    found, told = judged(*answers, **more)
    return found.state, [(code, cell) for code, cell, *_ in told]


# --- whom an indicator applies to


def test_the_offices_list_goes_before_the_type_and_gives_its_reason():
    other = policy(for_type="สพม")
    assert applicability(policy(), OFFICE) == (True, None)
    assert applicability(other, OFFICE) == (False, "ประเภทสำนักงาน")
    out = replace(OFFICE, applies_not=(("8", "ไม่มีโรงเรียน"),), applies=(("8", "มี"),))
    assert applicability(policy(), out) == (False, "ไม่มีโรงเรียน")
    assert applicability(other, replace(OFFICE, applies=(("8", "มีมัธยม"),))) == (True, "มีมัธยม")


def test_what_does_not_apply_has_no_share():
    policies = [policy(), policy(code="9", for_type="สพม")]
    found, _ = everyone([says(Answered.NOT_REPORTED)], policies)
    assert applying(found[SEED_OFFICE]) == ("8",)


def test_where_it_does_not_apply_the_reason_is_kept_and_a_blank_or_dash_is_right():
    other = policy(for_type="สพม")
    for said in (Answered.BLANK, Answered.DASH, Answered.UNHEARD):
        found, told = judged(says(said), of=other)
        assert (found.state, found.reason, told) == (State.NOT_APPLICABLE, "ประเภทสำนักงาน", [])
    invalid, told = judged(says(Answered.INVALID), of=other)
    assert (invalid.state, told) == (State.INVALID, [])


def test_a_level_or_mark_where_it_does_not_apply_is_an_error_at_the_voices_own_cell():
    other = policy(for_type="สพม", measures=("8.m",))
    error = "level-where-not-applicable"
    assert state(says(Answered.LEVEL, level=3), of=other) == (State.INVALID, [(error, "B2")])
    assert state(says(Answered.CLOSED), of=other) == (State.INVALID, [(error, "B2")])
    # marks are said at the statement of who gave them, or at the first of them
    marks = [mark("8.1", MET, "D4"), mark("8.2", UNMET, "D5")]
    assert state(says(Answered.OPEN), *marks, of=other) == (State.INVALID, [(error, "B2")])
    assert state(*marks, of=other) == (State.INVALID, [(error, "D4")])
    assert state(mark("8.m", 60, "D7"), of=other) == (State.INVALID, [(error, "D7")])
    assert state(mark("8.1", None, "D4"), of=other) == (State.NOT_APPLICABLE, [])


def test_each_voice_is_told_once_that_it_does_not_apply():
    other = policy(for_type="สพม")
    answers = [
        says(Answered.OPEN, "B2"),
        says(Answered.EXEMPT, "C2", voice=TWO),
        says(Answered.BLANK, "E2", voice=THREE),
        mark("8.1", MET),
    ]
    assert state(*answers, of=other) == (
        State.INVALID,
        [("level-where-not-applicable", "B2"), ("status-where-not-applicable", "C2")],
    )
    assert state(says(Answered.NOT_REPORTED), of=other) == (
        State.NOT_APPLICABLE,
        [("status-where-not-applicable", "B2")],
    )


# --- offices whose answers contradict each other, and offices that nobody mentions


def test_an_office_that_is_set_aside_has_no_level_and_the_next_office_has_its_own():
    second = replace(OFFICE, code="9901")
    policies = [policy(), policy(code="9", for_type="สพม")]
    answers = [*three(MET, MET, MET), says(Answered.NOT_REPORTED, office="9901")]
    found, log = everyone(answers, policies, offices=[OFFICE, second], faulty=[SEED_OFFICE])
    assert [one.state for one in found[SEED_OFFICE].values()] == [
        State.INVALID,
        State.NOT_APPLICABLE,
    ]
    assert found[SEED_OFFICE]["9"].reason == "ประเภทสำนักงาน"
    assert found[SEED_OFFICE]["9"].combined.by == ()
    assert set(found[SEED_OFFICE]["8"].combined.items) == {"8.1", "8.2", "8.3"}
    assert found["9901"]["8"].state is State.NOT_REPORTED
    assert list(log) == []


def test_what_no_input_mentions_is_told_once_where_the_office_is_named():
    policies = [policy(code=code) for code in ("7", "8", "9")]
    place = Place("x.xlsx", "ก", "A2")
    answers = [says(Answered.BLANK)]
    found, log = everyone(answers, policies, places={SEED_OFFICE: place})
    assert {one.state for one in found[SEED_OFFICE].values()} == {State.NOT_ASSESSED}
    assert [(one.code, one.place.cell, dict(one.values)) for one in log] == [
        ("not-assessed", "B2", {"indicator": "8"}),
        ("indicators-unmentioned", "A2", {"indicators": "7, 9"}),
    ]
    # a level matrix says so itself, and whoever mentions all is told nothing
    _, log = everyone(answers, policies)
    assert [one.code for one in log] == ["not-assessed"]
    _, log = everyone(answers, [policy()], places={SEED_OFFICE: place})
    assert [one.code for one in log] == ["not-assessed"]


def test_offices_in_one_column_keep_their_own_marks():
    """Of the fourth office one item is open; of the fifth two voices differ on one."""
    offices = [replace(OFFICE, code=code) for code in ("01", "02", "03", "04", "05")]
    given = {
        "01": (MET, UNMET, UNMET),
        "02": (MET, MET, MET),
        "03": (MET, MET, UNMET),
        "04": (MET, None, MET),
        "05": (MET, MET, MET),
    }
    answers = [
        mark(f"8.{at}", what, office=code)
        for code, marks in given.items()
        for at, what in enumerate(marks, start=1)
    ]
    answers.append(mark("8.1", UNMET, office="05", voice=TWO))
    found, _ = everyone(answers, [policy()], offices=offices)
    levels = {code: one["8"].level for code, one in found.items()}
    assert levels == {"01": 2, "02": 5, "03": 3, "04": None, "05": None}
    lowest = {code: one["8"].levels.low[one["8"].at] for code, one in found.items()}
    assert lowest == {"01": 2, "02": 5, "03": 3, "04": 3, "05": 3}


# --- statements that decide alone


def test_a_dash_where_it_applies_is_an_error_of_everyone_who_wrote_one():
    two = [says(Answered.DASH, "B2"), says(Answered.DASH, "C2", voice=TWO)]
    assert state(*two) == (
        State.INVALID,
        [("dash-where-applicable", "B2"), ("dash-where-applicable", "C2")],
    )


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (Answered.INVALID, State.INVALID),
        (Answered.UNCLEAR, State.NOT_ASSESSED),
        (Answered.UNHEARD, State.NOT_ASSESSED),
    ],
)
def test_what_could_not_be_read_was_said_at_its_cell_already(said, found):
    assert state(says(said)) == (found, [])


@pytest.mark.parametrize(
    ("policy_", "decimals", "score"),
    [("counts_zero", 0, "0"), ("counts_zero", 2, "0.00"), ("leaves_mean", 0, None)],
)
def test_what_is_not_reported_counts_nought_or_leaves(policy_, decimals, score):
    states = SHIPPED.state.model_copy(
        update={"not_reported": NotReported(policy=policy_, suggest="ควรรายงาน")}
    )
    arithmetic = SHIPPED.arithmetic.model_copy(update={"score_decimals": decimals})
    found, told = judged(says(Answered.NOT_REPORTED), state=states, arithmetic=arithmetic)
    assert (found.state, told) == (State.NOT_REPORTED, [])
    assert (found.score is None, f"{found.score}") == (score is None, f"{score}")


def test_an_exemption_has_the_reason_of_whoever_said_so_last():
    one, two = (
        says(Answered.EXEMPT, reason="เล็ก"),
        says(Answered.EXEMPT, reason="ใหม่", voice=RESOLVED),
    )
    assert judged(one)[0].reason == "เล็ก"
    found, told = judged(one, two)
    assert (found.state, found.reason, found.score, told) == (State.EXEMPT, "ใหม่", None, [])


def test_not_begun_is_the_base_level_where_the_rubric_has_such_a_status():
    found, told = judged(says(Answered.NOT_STARTED), state=STARTED)
    assert (found.state, found.level, found.score) == (State.SCORED, 1, 1)
    assert (found.reason, found.not_started, told) == ("ยังไม่เริ่ม", True, [])
    assert found.source.said is Answered.NOT_STARTED
    covered, _ = judged(says(Answered.NOT_STARTED), of=policy("coverage"), state=STARTED)
    assert (covered.state, covered.level, covered.score) == (State.SCORED, None, None)
    assert covered.reason == "ยังไม่เริ่ม"
    assert state(says(Answered.NOT_STARTED)) == (State.NOT_ASSESSED, [])


def test_voices_that_disagree_whether_there_is_anything_are_told_once():
    tie = [says(Answered.EXEMPT, "B2"), says(Answered.NOT_REPORTED, "C2", voice=TWO)]
    assert state(*tie, *three(None, None, None)) == (
        State.NOT_ASSESSED,
        [("undecided-status", "B2")],
    )


def test_a_blank_is_told_at_each_cell_and_blank_items_at_the_first():
    two = [says(Answered.BLANK, "B2"), says(Answered.BLANK, "C2", voice=TWO)]
    told = [("not-assessed", "B2"), ("not-assessed", "C2")]
    assert state(*two) == (State.NOT_ASSESSED, told)
    assert state(*two, *three(None, None, None)) == (State.NOT_ASSESSED, told)
    assert state(*three(None, None, None)) == (State.NOT_ASSESSED, [("not-assessed", "D4")])


# --- what was reported, without a score


def test_coverage_says_what_was_reported_and_a_blank_is_no_task():
    covered = policy("coverage", measures=("8.m",))
    scored = State.SCORED, []
    assert state(says(Answered.OPEN), mark("8.1", UNMET), of=covered) == scored
    assert state(mark("8.m", 60), of=covered) == scored
    differ = [mark("8.1", MET), mark("8.1", UNMET, voice=TWO)]
    assert state(*differ, of=covered) == scored
    for nothing in ([says(Answered.BLANK)], [says(Answered.OPEN)], [mark("8.1", None)]):
        assert state(*nothing, of=covered) == (State.NOT_REPORTED, [])
    assert state(mark("8.1", MET), mark("8.2", invalid=True), of=covered) == (State.INVALID, [])
    assert judged(says(Answered.NOT_REPORTED), of=covered)[0].score is None


# --- a level that is given


JUDGED = policy("judged", items=1)


def test_a_given_level_stands_with_the_reasons_of_those_who_gave_it():
    given = [
        says(Answered.LEVEL, "B2", level=3, reason="ครบ"),
        says(Answered.LEVEL, "C2", level=3, voice=TWO, reason="ดี"),
        says(Answered.LEVEL, "E2", level=5, voice=THREE, reason="เกิน"),
    ]
    found, told = judged(*given, of=JUDGED)
    assert (found.state, found.level, found.score, told) == (State.SCORED, 3, 3, [])
    assert found.reason == "ครบ\nดี"
    assert found.source.place.cell == "C2"
    assert judged(says(Answered.LEVEL, level=2), of=JUDGED)[0].reason is None


def test_a_level_that_the_voices_do_not_agree_on_is_told_once():
    tie = [says(Answered.LEVEL, "B2", level=2), says(Answered.LEVEL, "C2", level=3, voice=TWO)]
    assert state(*tie, of=JUDGED) == (State.NOT_ASSESSED, [("undecided-level", "B2")])


def test_a_level_beside_an_unreadable_mark_is_not_taken():
    answers = says(Answered.LEVEL, level=3), mark("8.1", invalid=True)
    assert state(*answers, of=JUDGED) == (State.INVALID, [])


def test_a_judged_indicator_without_a_level_is_told_to_everyone_who_assesses_it():
    two = [says(Answered.OPEN, "B2"), says(Answered.OPEN, "C2", voice=TWO)]
    missing = "judged-level-missing"
    assert state(*two, of=JUDGED) == (State.NOT_ASSESSED, [(missing, "B2"), (missing, "C2")])
    assert state(mark("8.1", MET), of=JUDGED) == (State.NOT_ASSESSED, [(missing, "D4")])
    assert state(two[0], mark("8.1", MET), of=JUDGED) == (State.NOT_ASSESSED, [(missing, "B2")])


def resolved(level, *answers, **more):
    """What is said of a resolution on a level beside marks."""
    return judged(says(Answered.LEVEL, "E9", level=level, voice=RESOLVED), *answers, **more)[1]


def test_a_resolution_that_differs_from_what_the_marks_come_to_is_told():
    """Two of three items are level 3."""
    marks = three(MET, MET, UNMET)
    assert resolved(4, *marks) == [("resolution-level-differs", "E9", "3", "4")]
    assert resolved(3, *marks) == []
    # nothing to compare with: an item is open, judged, or not yet the same
    assert resolved(4, *three(MET, MET, None)) == []
    assert resolved(4) == []
    assert resolved(4, mark("8.1", MET), of=JUDGED) == []
    assert resolved(4, *marks, of=policy("coverage")) == []
    assert resolved(4, *three(MET, MET, UNMET), *three(MET, UNMET, UNMET, voice=TWO)) == []
    assert resolved(4, *three(OUT, OUT, OUT)) == []


# --- whose status lost


def test_who_is_outvoted_is_told_at_his_status():
    marks = [*three(MET, MET, MET, voice=TWO), *three(MET, MET, MET, voice=THREE)]
    lone = says(Answered.NOT_REPORTED, "B2")
    assert state(lone, *marks) == (State.SCORED, [("status-outvoted", "B2")])
    silent = [
        says(Answered.EXEMPT, "B2", voice=TWO),
        says(Answered.EXEMPT, "C2", voice=THREE),
    ]
    assert state(*silent, says(Answered.OPEN, "E2"), *three(MET, None, None)) == (
        State.EXEMPT,
        [("status-outvoted", "E2")],
    )
    level = says(Answered.LEVEL, "E2", level=3)
    assert state(*silent, level) == (State.EXEMPT, [("status-outvoted", "E2")])
    other = says(Answered.NOT_REPORTED, "E2")
    assert state(*silent, other) == (State.EXEMPT, [("status-outvoted", "E2")])
    value = [says(Answered.CLOSED, "E2"), mark("8.m", 60)]
    found = state(*silent, *value, of=policy("coverage", measures=("8.m",)))
    assert found == (State.EXEMPT, [("status-outvoted", "E2")])


def test_nobody_is_outvoted_by_a_tie_by_what_is_unclear_or_by_a_resolution():
    marks = three(MET, MET, MET, voice=TWO)
    tie = says(Answered.NOT_REPORTED, "B2")
    assert state(tie, *marks) == (State.NOT_ASSESSED, [("undecided-status", "B2")])
    assert state(tie, says(Answered.INVALID, voice=THREE), *marks) == (State.INVALID, [])
    assert state(tie, says(Answered.UNCLEAR, voice=THREE), *marks) == (State.NOT_ASSESSED, [])
    moved = says(Answered.EXEMPT, "E9", voice=RESOLVED)
    assert state(tie, moved) == (State.EXEMPT, [("resolution-overturns-status", "E9")])
    # who left the form as it came took no side, whatever marks others gave beside a status
    left = [says(Answered.OPEN, "C2", voice=TWO), *three(None, None, None, voice=TWO)]
    assert state(tie, *left) == (State.NOT_REPORTED, [])
    assert state(tie, *left, *three(MET, None, None)) == (State.NOT_REPORTED, [])


# --- by items


def test_marks_come_to_a_level_and_are_explained_by_their_column():
    found, told = judged(says(Answered.OPEN), *three(MET, UNMET, MET))
    assert (found.state, found.level, found.score, told) == (State.SCORED, 3, 3, [])
    assert found.source.place.cell == "B2"
    assert (found.levels.low[found.at], found.reason) == (3, None)


def test_an_unreadable_mark_leaves_the_indicator_without_a_level():
    assert state(*three(MET, MET, MET), mark("8.1", invalid=True, voice=TWO)) == (State.INVALID, [])


def test_more_than_may_be_not_relevant_is_told_with_its_number():
    limit = {"checklist": Checklist(max_not_relevant=1, reasons=("ก",))}
    found, told = judged(says(Answered.OPEN), *three(MET, OUT, MET), **limit)
    assert (found.state, told) == (State.SCORED, [])
    found, told = judged(says(Answered.OPEN), *three(MET, OUT, OUT), **limit)
    assert (found.state, told) == (State.INVALID, [("too-many-not-relevant", "B2", "2", "1")])
    found, told = judged(*three(OUT, OUT, OUT), **limit)
    assert (found.state, told) == (State.INVALID, [("nothing-relevant", "D4")])


def test_open_items_are_told_with_those_that_stood_in_the_round_before():
    carried = says(Answered.OPEN, carried=("8.1", "8.2", "8.4"))
    found, told = judged(carried, *three(MET, None, None), of=policy(items=4))
    assert (found.state, found.level) == (State.NOT_ASSESSED, None)
    # What is carried, what is blank, and whose status may say that blanks are ไม่มี.
    assert told == [("items-not-assessed", "B2", "8.2, 8.4", "8.2, 8.3, 8.4", "8")]
    assert found.levels.low[found.at] == 2


def test_a_tie_on_which_the_level_hangs_is_told_and_one_on_which_it_does_not_is_certain():
    tie = [*three(MET, UNMET, UNMET), *three(MET, MET, UNMET, voice=TWO)]
    found, told = judged(*tie)
    assert (found.state, told) == (State.NOT_ASSESSED, [("undecided", "D4", "8.2")])
    assert (found.levels.low[found.at], found.levels.high[found.at]) == (2, 3)
    _, told = judged(*three(MET, UNMET, UNMET), *three(MET, MET, MET, voice=TWO))
    assert told == [("undecided", "D4", "8.2, 8.3")]
    # the same tie where 8.1 alone decides
    asks = [{"level": 1, **TEXTS}, {"level": 4, **TEXTS, "requires": {"all": ["8.1"]}}]
    found, told = judged(*tie, of=policy("criteria", level=asks))
    assert (found.state, found.level, told) == (State.SCORED, 4, [])


def test_a_tie_below_what_is_printed_decides_nothing():
    """60 and 61 of a line over 100 are 3.40 and 3.44: printed without decimals both are 3."""
    line = {"measure": "8.m", "points": [[0, 1], [100, 5]]}
    one = policy("value", items=0, measures=("8.m",), curve=line)
    equal = SHIPPED.assessors.model_copy(update={"values": "equal"})
    given = mark("8.m", 60), mark("8.m", 61, voice=TWO)
    found, _ = judged(*given, of=one, assessors=equal)
    assert (found.state, found.score) == (State.SCORED, 3)
    finer = SHIPPED.arithmetic.model_copy(update={"score_decimals": 2})
    found, told = judged(*given, of=one, assessors=equal, arithmetic=finer)
    assert (found.state, told) == (State.NOT_ASSESSED, [("undecided", "D4", "8.m")])
    found, _ = judged(given[1], of=one, arithmetic=finer)
    assert (found.level, found.score) == (3, Decimal("3.44"))


def test_levels_given_for_a_part_are_never_halved():
    """Two voices say 2 and 3 of 5: the median of measured values would be 2.5."""
    part = {"name": "ก", "method": "judged", "id": "8.m"}
    one = policy("parts", items=0, measures=("8.m",), part=[part])
    found, told = judged(mark("8.m", 2), mark("8.m", 3, voice=TWO), of=one)
    assert (found.state, told) == (State.NOT_ASSESSED, [("undecided", "D4", "8.m")])


def test_who_began_and_left_out_what_others_answered_is_told():
    answers = [*three(MET, None, MET), *three(MET, MET, MET, voice=TWO)]
    assert judged(*answers)[1] == [("items-forgotten", "D5", "8.2")]
    # beside a level for the whole nobody need answer every item
    level = says(Answered.LEVEL, "E9", level=5, voice=RESOLVED)
    assert judged(*answers, level)[1] == []


def test_whoever_left_something_out_is_told_but_not_the_resolution_or_a_visit():
    full = three(MET, MET, MET, voice=THREE)
    two = [*three(MET, None, MET), *three(MET, MET, None, voice=TWO, row=14)]
    assert judged(*two, *full)[1] == [
        ("items-forgotten", "D5", "8.2"),
        ("items-forgotten", "D16", "8.3"),
    ]
    agreed = [mark("8.1", MET, voice=RESOLVED), mark("8.2", None, voice=RESOLVED)]
    assert judged(*agreed, *full)[1] == []
    visit = Voice("ก", Role.MEMBER, Stage.VISIT)
    assert judged(*three(MET, None, None, voice=visit), *full)[1] == []
    # what a visit answered was not forgotten at the desk, whatever was agreed between
    seen = [mark("8.2", MET, voice=RESOLVED), mark("8.2", MET, voice=visit)]
    assert judged(*three(MET, None, MET), *seen)[1] == []
    other = Voice("ง", Role.MEMBER, Stage.VISIT)
    late = [mark("8.1", MET, voice=other), *three(None, MET, MET)]
    assert judged(*late)[1] == [("items-forgotten", "D4", "8.1")]


def test_a_name_with_and_without_its_title_is_one_person_and_a_man_and_a_woman_are_two():
    def told(one, other):
        first, second = (Voice(name, Role.MEMBER) for name in (one, other))
        answers = [*three(MET, None, MET, voice=first), *three(MET, MET, MET, voice=second)]
        return judged(*answers)[1]

    assert told("นายตัวอย่าง ใจดี", "ตัวอย่าง ใจดี") == []
    assert told("นายตัวอย่าง ใจดี", "นางตัวอย่าง ใจดี") == [("items-forgotten", "D5", "8.2")]


def test_a_resolution_against_what_all_agreed_on_is_told_once_with_its_items():
    """On 8.1 the others differ, on 8.3 the resolution says the same, and 8.4 nobody else marked."""
    one = policy(items=4, measures=("8.m",))
    others = [*three(MET, MET, MET), *three(UNMET, MET, MET, voice=TWO), mark("8.m", 60)]
    agreed = [
        mark(item, what, cell, voice=RESOLVED)
        for item, what, cell in (
            *(("8.1", UNMET, "E4"), ("8.2", UNMET, "E5"), ("8.3", MET, "E6")),
            *(("8.4", MET, "E7"), ("8.m", 70, "E8")),
        )
    ]
    told = judged(*others, *agreed, of=one)[1]
    assert told == [("resolution-overturns", "E5", "8.2 · 8.m")]
    blank = mark("8.2", None, "E5", voice=RESOLVED)
    assert judged(*others, blank, mark("8.4", MET), of=one)[1] == []


def test_a_resolution_on_the_whole_is_compared_with_what_all_said_of_the_whole():
    told = [("resolution-overturns-status", "E9")]
    moved = says(Answered.EXEMPT, "E9", voice=RESOLVED)
    marks = three(MET, MET, UNMET)
    for status in (Answered.OPEN, Answered.CLOSED):
        assert state(says(status), *marks, moved) == (State.EXEMPT, told)
        assert resolved(4, says(status), *marks) == [("resolution-level-differs", "E9", "3", "4")]
        assert resolved(3, says(status), *marks) == []
    # whoever left the form as it came said nothing that could be overturned
    assert state(says(Answered.OPEN), moved) == (State.EXEMPT, [])
    given = says(Answered.LEVEL, level=3)
    assert [code for code, *_ in resolved(4, given, of=JUDGED)] == ["resolution-overturns-status"]
    assert resolved(3, given, of=JUDGED) == []
    tie = says(Answered.LEVEL, level=2, voice=TWO)
    assert resolved(4, given, tie, of=JUDGED) == []


def test_items_and_measures_are_open_until_someone_has_answered():
    one = policy(measures=("8.m",))
    assert unanswered(one, {}) == ["8.1", "8.2", "8.3", "8.m"]
    answers = [*three(MET, None, UNMET), mark("8.3", MET, voice=TWO), mark("8.m", 60)]
    assert unanswered(one, judged(*answers, of=one)[0].combined.items) == ["8.2"]


def test_a_score_has_the_largest_level_that_it_reaches():
    levels = [{"level": at, "name": str(at)} for at in (1, 2, 4)]
    scale = Scale.model_validate({"base_level": 1, "level": levels})
    rubric = SHIPPED.model_copy(update={"scale": scale})
    expected = {"0.9": None, "1": 1, "3.99": 2, "4": 4, "9": 4}
    assert {one: level_of(rubric, Decimal(one)) for one in expected} == expected


# --- targets of the office that the criteria name


TARGETED = policy(
    "value",
    items=0,
    measures=("8.m",),
    curve={"measure": "8.m", "points": [["8.m.ล่าง", 1], ["8.m.บน", 5]]},
)


def with_targets(office=OFFICE, **values):
    """The office with targets in C2 and below of a sheet."""
    targets = (
        OfficeTarget(f"8.m.{word}", value, "t.xlsx", "ก", f"C{row}")
        for row, (word, value) in enumerate(values.items(), start=2)
    )
    return replace(office, targets=tuple(targets))


def test_without_its_targets_an_indicator_is_not_assessed():
    named = f"{OFFICE.short_name} ({SEED_OFFICE})"
    found, told = judged(mark("8.m", 60), of=TARGETED)
    assert (found.state, found.level) == (State.NOT_ASSESSED, None)
    assert told == [("target-missing", "D4", named, "8.m.ล่าง, 8.m.บน")]
    _, told = judged(
        says(Answered.OPEN), mark("8.m", 60), of=TARGETED, office=with_targets(ล่าง="50")
    )
    assert told == [("target-missing", "B2", named, "8.m.บน")]


def test_targets_out_of_order_are_told_at_the_first_of_them():
    office = with_targets(ล่าง="60", บน="50")
    found, told = judged(mark("8.m", 60), of=TARGETED, office=office)
    listed = "8.m.ล่าง = 60, 8.m.บน = 50"
    assert found.state is State.NOT_ASSESSED
    assert told == [("target-order", "C2", OFFICE.short_name, listed)]
    _, log = everyone([mark("8.m", 60)], [TARGETED], offices=[office])
    assert [one.place for one in log] == [Place("t.xlsx", "ก", "C2")]


def test_an_unreadable_value_goes_before_missing_targets_and_the_next_office_is_told_its_own():
    second = replace(OFFICE, code="9901")
    answers = [mark("8.m", invalid=True, measured=True), mark("8.m", 60, office="9901")]
    found, log = everyone(answers, [TARGETED], offices=[OFFICE, second])
    assert [one["8"].state for one in found.values()] == [State.INVALID, State.NOT_ASSESSED]
    assert {len(one["8"].combined.items) for one in found.values()} == {1}
    assert [one.code for one in log] == ["target-missing"]


def test_a_resolution_is_compared_with_nothing_where_targets_are_missing():
    assert resolved(4, mark("8.m", 60), of=TARGETED) == []


# --- the cell that stands for an indicator


@pytest.mark.parametrize(
    ("answers", "cell"),
    [
        ([says(Answered.NOT_REPORTED, "B2"), says(Answered.NOT_REPORTED, "C2", voice=TWO)], "C2"),
        ([says(Answered.EXEMPT, "B2"), says(Answered.BLANK, "C2", voice=TWO)], "B2"),
        ([says(Answered.OPEN, "B2"), says(Answered.DASH, "C2", voice=TWO)], "C2"),
        ([says(Answered.INVALID, "C2", voice=TWO), says(Answered.OPEN, "B2")], "C2"),
        ([says(Answered.BLANK, "B2"), says(Answered.BLANK, "C2", voice=TWO)], "B2"),
    ],
)
def test_the_last_to_say_what_came_of_it_is_the_source(answers, cell):
    assert judged(*answers)[0].source.place.cell == cell


def test_marks_alone_have_no_statement_as_their_source():
    assert judged(*three(MET, MET, MET))[0].source is None
