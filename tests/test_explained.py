"""Explanations: what was met, why a level stands, what would lift it, and which cell said so."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from forms_filled import CLOSED, NOT_REPORTED, Desk, shipped_rubric, small_rubric
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SEED_OFFICE, SHIPPED_LEVELS, score, shipped_cell
from small_rules import answer_to

from qp_scoring.documents.answers import Answered, Answers, IndicatorAnswer, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.scoring.round import score_round
from qp_scoring.scoring.states import judge_round

MET, UNMET, OUT = Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, small_rubric(tmp_path))


def marks(*met, of):
    """Marks of an indicator's items: มี for these, ไม่มี for the rest."""
    code, count = of
    keys = [f"{code}.{at}" for at in range(1, count + 1)]
    return {key: "มี" if key in met else "ไม่มี" for key in keys}


ONE, TWO, THREE = ("1", 5), ("2", 6), ("3", 5)


def needs(indicator):
    """The alternatives of the next level, items as they are and values as (measure, value)."""
    return [
        [need if isinstance(need, str) else (need.measure, need.at_least) for need in option]
        for option in indicator.next_level.needs
    ]


# --- by hand


@pytest.mark.parametrize(
    ("given_marks", "level", "wanted"),
    [
        # 2: one of 1.1–1.3 · 3: 1.1 and 1.2 · 4: 1.3 and 1.4 · 5: 1.5
        (marks(of=ONE), 1, [["1.1"], ["1.2"], ["1.3"]]),
        (marks("1.1", of=ONE), 2, [["1.2"]]),
        (marks("1.3", of=ONE), 2, [["1.1", "1.2"]]),
        (marks("1.1", "1.2", of=ONE), 3, [["1.3", "1.4"]]),
        (marks("1.1", "1.2", "1.4", of=ONE), 3, [["1.3"]]),
        (marks("1.4", "1.5", of=ONE), 1, [["1.1"], ["1.2"], ["1.3"]]),
        (marks("1.1", "1.2", "1.3", "1.4", of=ONE), 4, [["1.5"]]),
        # a count: 2, 3, 5 and 6 items for the levels 2 … 5 (docs/domain.md, 6, F1)
        (marks("2.1", of=TWO), 1, [[f"2.{at}"] for at in range(2, 7)]),
        (
            marks("2.1", "2.2", "2.3", of=TWO),
            3,
            [["2.4", "2.5"], ["2.4", "2.6"], ["2.5", "2.6"]],
        ),
        (marks("2.1", "2.2", "2.3", "2.4", of=TWO), 3, [["2.5"], ["2.6"]]),
        (marks("2.1", "2.2", "2.3", "2.4", "2.5", of=TWO), 4, [["2.6"]]),
        # milestones: 3.1 and 3.2, then 3.3, 3.4, 3.5; a later step without an earlier is nothing
        (marks("3.3", "3.4", "3.5", of=THREE), 1, [["3.1", "3.2"]]),
        (marks("3.1", "3.2", "3.4", of=THREE), 2, [["3.3"]]),
        (marks("3.1", "3.2", "3.3", "3.5", of=THREE), 3, [["3.4"]]),
        # an item, then a percentage of 50, 80 and 95
        ({"5.1": "ไม่มี", "5.p": 60}, 1, [["5.1"]]),
        ({"5.1": "มี", "5.p": 49.9}, 2, [[("5.p", "50")]]),
        ({"5.1": "มี", "5.p": 60}, 3, [[("5.p", "80")]]),
        ({"5.1": "มี", "5.p": 94.99}, 4, [[("5.p", "95")]]),
    ],
)
def test_what_the_next_level_needs(desk, given_marks, level, wanted):
    code = next(iter(given_marks))[0]
    one = desk.scored({**desk.best(), **given_marks}).indicator(code)
    assert (one.level, one.next_level.level) == (level, level + 1)
    assert needs(one) == wanted


def test_met_and_unmet_stand_in_the_order_of_the_form(desk):
    one = desk.scored({**desk.best(), **marks("1.4", "1.2", of=ONE)}).indicator("1")
    assert (one.met, one.unmet) == (("1.2", "1.4"), ("1.1", "1.3", "1.5"))


def test_the_step_up_says_what_it_brings(desk):
    """Five fives and a three: 28/6 = 4.67; one level more is 29/6: 1/6 = 0.17 more."""
    step = desk.scored({**desk.best(), **marks("1.1", "1.2", of=ONE)}).indicator("1").next_level
    assert (step.level, step.gain, step.band_after) == (4, "0.17", "ดีเยี่ยม")


def test_at_the_top_there_is_no_step(desk):
    one = desk.scored(desk.best()).indicator("1")
    assert (one.level, one.next_level) == (5, None)


def test_the_step_from_nothing_reported_is_a_report_that_shows_something(desk):
    """25/6, and 27/6 with level 2, which asks for one of three items: 2/6 = 0.33 more."""
    kept = {key: mark for key, mark in desk.best().items() if not key.startswith("1.")}
    step = desk.scored({**kept, "1": NOT_REPORTED}).indicator("1").next_level
    assert (step.level, step.gain) == (2, "0.33")
    assert step.needs == (("1.1",), ("1.2",), ("1.3",))


def test_an_office_without_a_mean_has_steps_without_gains(desk):
    answers = {**desk.best(), **marks("1.1", of=ONE)}
    del answers["2.1"]
    step = desk.scored(answers).indicator("1").next_level
    assert (step.level, step.gain, step.band_after) == (3, None, None)
    assert step.needs == (("1.2",),)


def test_the_reasons_name_the_conditions_that_hold_and_the_one_that_does_not(desk):
    one = desk.scored({**desk.best(), **marks("1.1", "1.2", "1.4", of=ONE)}).indicator("1")
    assert len(one.reasons) == 3
    second, third, fourth = one.reasons
    assert "ระดับ 2" in second and "อย่างน้อย 1" in second and "1.1, 1.2, 1.3" in second
    assert "ระดับ 3" in third and "1.1, 1.2" in third and "ยังไม่" not in third
    assert "ระดับ 4" in fourth and "1.3, 1.4" in fourth and "ยังไม่" in fourth


def test_suggestions_begin_with_the_items_that_lift_soonest():
    """X1 of the shipped rubric asks at level 3 for one of X1.5 and X1.6: these before X1.4."""
    indicator = shipped_rubric().by_code["X1"]
    met = ("X1.1", "X1.2", "X1.3")
    answers = {item.id: MET if item.id in met else UNMET for item in indicator.item}
    answers |= {measure.id: Fraction(measure.max) for measure in indicator.measure}
    (one,) = (i for i in scored_directly(answers).indicators if i.code == "X1")
    told = {item.id: item.suggest for item in indicator.item}
    order = ["X1.5", "X1.6", "X1.4", "X1.7", "X1.8"]
    assert list(one.suggestions) == [*(told[key] for key in order), indicator.at(2).suggest]


def test_then_the_value_that_is_wanted_then_the_levels_own_text(desk):
    one = desk.scored({**desk.best(), "5.p": 60}).indicator("5")
    assert one.suggestions == ("ควรเพิ่มร้อยละ 5.p", "คำแนะนำที่ระดับ 3 ของเรื่องที่ 5")


def test_a_value_that_is_not_wanted_next_is_not_advised(desk):
    one = desk.scored({**desk.best(), "5.1": "ไม่มี", "5.p": 60}).indicator("5")
    assert one.suggestions == ("ควรทำข้อ 5.1", "คำแนะนำที่ระดับ 1 ของเรื่องที่ 5")


def test_the_top_level_is_advised_too(desk):
    assert desk.scored(desk.best()).indicator("1").suggestions == ("คำแนะนำที่ระดับ 5 ของเรื่องที่ 1",)


# --- against brute force over the shipped rubric


def holds(condition, met, relevant, values):
    """A condition as written in the rubric file, judged here and not by the program."""
    if isinstance(condition, str):
        return condition in met
    if "measure" in condition:
        return values.get(condition["measure"], Fraction(-1)) >= Fraction(condition["min"])
    key = next(key for key in ("all", "any", "of") if key in condition)
    members = [one for one in condition[key] if not isinstance(one, str) or one in relevant]
    true = sum(holds(one, met, relevant, values) for one in members)
    wanted = {"all": len(members), "any": 1, "of": min(condition.get("at_least", 0), len(members))}
    return true >= wanted[key]


@cache
def written(code):
    """The conditions of an indicator by level, as plain data."""
    indicator = shipped_rubric().by_code[code]
    found = {}
    for level in indicator.level:
        if level.requires is not None:
            found[level.level] = level.requires.model_dump(mode="json")
        elif level.count is not None:
            found[level.level] = {"at_least": level.count, "of": [i.id for i in indicator.item]}
        elif level.step:
            found[level.level] = {"all": list(level.step)}
    return found


def level_by_hand(code, met, relevant, values):
    level = 1
    for above in (2, 3, 4, 5):
        if not holds(written(code)[above], met, relevant, values):
            break
        level = above
    return level


OFFICE = OfficeRegistry.shipped().get(SEED_OFFICE)


def scored_directly(answers):
    """One office's answers (marks and numbers by id) scored without a workbook."""
    everything = said_of_office(answers)
    (result,) = score_round(shipped_rubric(), "6m", [OFFICE], everything, FindingLog()).offices
    return result


def levels(answers):
    """The levels of an office, without all that is told of them."""
    judged = judge_round(shipped_rubric(), [OFFICE], said_of_office(answers), FindingLog())
    return {code: one.level for code, one in judged[SEED_OFFICE].items() if one.level}


def said_of_office(answers):
    voice, place = Voice(), Place("x.xlsx", "แบบประเมิน", "D1")
    told, items = [], []
    for indicator in shipped_rubric().indicators:
        if "สพป" not in indicator.applies_to:
            continue
        code = indicator.code
        told.append(IndicatorAnswer(SEED_OFFICE, code, voice, Answered.OPEN, place))
        for key in indicator.entry_ids:
            given_ = answers.get(key)
            measured = indicator.measure_by_id(key) is not None
            items.append(answer_to(code, key, voice, given_, measured=measured))
    return Answers({SEED_OFFICE: Place()}, tuple(told), tuple(items))


RUBRIC_ITEMS = {
    one.code: one
    for one in shipped_rubric().indicators
    if one.method != "judged" and "สพป" in one.applies_to
}


@st.composite
def some_marks(draw, *, not_relevant=True):
    """Marks for every item of an office, at most one not relevant per indicator; values too."""
    answers = {}
    for indicator in RUBRIC_ITEMS.values():
        ids = [item.id for item in indicator.item]
        # Mostly met or evenly mixed, so that the upper levels are met with too.
        against = draw(st.sampled_from([1, 3]))
        answers |= {key: MET if draw(st.integers(0, against)) else UNMET for key in ids}
        if not_relevant and draw(st.integers(0, 3)) == 0:
            answers[draw(st.sampled_from(ids))] = OUT
        for measure in indicator.measure:
            shares = [0, 50, 79, 80, 90, 95, 100]
            within = shares if measure.max == shares[-1] else range(int(measure.max) + 1)
            answers[measure.id] = Fraction(draw(st.sampled_from(within)))
    return answers


def of_indicator(answers, indicator):
    met = {i.id for i in indicator.item if answers[i.id] is MET}
    relevant = {i.id for i in indicator.item if answers[i.id] is not OUT}
    values = {m.id: answers[m.id] for m in indicator.measure}
    return met, relevant, values


def minimal_steps(code, met, relevant, values, target):
    """Every smallest set of further items and values that reaches a level, by trying all."""
    minima = sorted({Fraction(str(m)) for m in _minima(written(code))})
    steps = [(key, None) for key in sorted(relevant - met)]
    for measure, value in values.items():
        steps += [(measure, least) for least in minima if least > value]
    found = []
    for size in range(len(steps) + 1):
        for chosen in itertools.combinations(steps, size):
            if len({key for key, _ in chosen}) < size:
                continue  # one measure at two values
            taken = dict(chosen)
            if any(_no_more(other, taken) for other in found):
                continue
            raised = {**values, **{key: least for key, least in chosen if least is not None}}
            if level_by_hand(code, met | set(taken), relevant, raised) >= target:
                found.append(taken)
    return [one for one in found if not any(o != one and _no_more(o, one) for o in found)]


def _no_more(other, taken):
    """Whether ``other`` asks for nothing beyond ``taken``."""
    return all(
        key in taken and (least is None or taken[key] >= least) for key, least in other.items()
    )


def _minima(condition):
    if isinstance(condition, dict):
        if "min" in condition:
            yield condition["min"]
        for part in condition.values():
            yield from _minima(part)
    elif isinstance(condition, list):
        for part in condition:
            yield from _minima(part)


def as_steps(option):
    return {
        need if isinstance(need, str) else need.measure: (
            None if isinstance(need, str) else Fraction(need.at_least)
        )
        for need in option
    }


@settings(max_examples=60, deadline=None)
@given(answers=some_marks())
def test_levels_and_steps_are_those_found_by_trying_everything(answers):
    """Each alternative reaches the level, no part of it does, and none is left out."""
    for one in scored_directly(answers).indicators:
        indicator = RUBRIC_ITEMS.get(one.code)
        if indicator is None or one.state == "invalid":
            continue  # a condition was left with nothing
        met, relevant, values = of_indicator(answers, indicator)
        assert one.level == level_by_hand(one.code, met, relevant, values)
        if one.level == 5:
            assert one.next_level is None
            continue
        expected = minimal_steps(one.code, met, relevant, values, one.level + 1)
        found = [as_steps(option) for option in one.next_level.needs]
        assert sorted(found, key=repr) == sorted(expected, key=repr)


@settings(max_examples=60, deadline=None)
@given(answers=some_marks(), data=st.data())
def test_one_more_item_met_or_a_higher_value_never_lowers_a_level(answers, data):
    unmet = {key: MET for key, mark in answers.items() if mark is UNMET}
    values = {
        key: min(value + 5, Fraction(100))
        for key, value in answers.items()
        if isinstance(value, Fraction)
    }
    better = [
        dict([data.draw(st.sampled_from(sorted(one.items(), key=str)))])
        for one in (unmet, values)
        if one
    ]
    before = levels(answers)
    for one in better:
        after = levels({**answers, **one})
        assert all(after.get(code, 0) >= level for code, level in before.items())


# --- the shipped inputs


BOTH_HAVE = ("status", "mean", "mean_exact", "band", "coverage", "mean_reported")
INDICATORS_HAVE = ("code", "title", "state", "level", "score", "printed")


def test_the_shipped_checklists_give_what_the_shipped_levels_give(checklists):
    by_marks = {office.code: office for office in checklists.offices}
    by_levels = {office.code: office for office in score(SHIPPED_LEVELS).results.offices}
    assert by_marks.keys() == by_levels.keys() and len(by_marks) == 12
    for code, office in by_levels.items():
        other = by_marks[code]
        assert {key: getattr(other, key) for key in BOTH_HAVE} == {
            key: getattr(office, key) for key in BOTH_HAVE
        }
        for mine, yours in zip(other.indicators, office.indicators, strict=True):
            assert [getattr(mine, key) for key in INDICATORS_HAVE] == [
                getattr(yours, key) for key in INDICATORS_HAVE
            ], f"{code} {mine.code}"
            if mine.next_level and yours.next_level:
                for key in ("level", "gain", "band_after"):
                    assert getattr(mine.next_level, key) == getattr(yours.next_level, key)
    seed = by_marks[SEED_OFFICE]
    assert (seed.mean, seed.mean_exact, seed.band) == ("2.42", "29/12", "พอใช้")


_SHOWN = {"met": "มี", "unmet": "ไม่มี", "not_relevant": "ไม่เกี่ยวข้อง"}


def test_every_cell_that_is_cited_exists_and_holds_what_is_cited(checklists):
    cited = 0
    for office in checklists.offices:
        for one in office.indicators:
            if one.source is not None:
                said = shipped_cell(one.source)
                expected = {
                    "not_reported": NOT_REPORTED,
                    "exempt": "ยกเว้น",
                }.get(one.state.value)
                assert said == expected if expected is not None else said in ("ประเมิน", CLOSED)
                cited += 1
            for by in (by for item in one.items for by in item.by):
                found = shipped_cell(by.source)
                if by.mark is None and by.value is None:
                    assert found is None, "a blank is cited as a blank"
                elif by.value is not None:
                    assert Decimal(str(found)) == Decimal(by.value)
                else:
                    by_statement = by.mark == "unmet" and found == CLOSED
                    assert found == _SHOWN[by.mark.value] or by_statement
                cited += 1
    assert cited > 1000
