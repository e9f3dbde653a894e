"""Certificates: cited answers that make a level certain, and those that keep it from the next."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from making import SEED_OFFICE
from small_rules import TRIED, answers_to, indicators, rubric_of, score_of, scores_of

from qp_scoring.documents.answers import ItemAnswer, Role, Stage, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import Place
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Arithmetic
from qp_scoring.scoring.certificates import certificates, deciders
from qp_scoring.scoring.consensus import combine

MEMBER = Voice()
MET, UNMET, OUT = Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT
LEVELS = (1, 2, 3, 4, 5)


def said(key, answer, voice=MEMBER, cell="D1"):
    value = answer if isinstance(answer, Fraction) else None
    mark = None if value is not None else answer
    place = Place("x.xlsx", "ก", cell)
    return ItemAnswer(SEED_OFFICE, "8", key, voice, place, mark, value, measured=mark is None)


def combined(rubric, *answers):
    return combine([], answers, rubric.assessors)[SEED_OFFICE, "8"]


def level_of(score):
    return max((level for level in LEVELS if level <= score), default=None)


def all_answers(indicator, marks, cited):
    """Every way in which the answers that are not cited could be, with the cited as they are."""
    keys = [item.id for item in indicator.item if item.id not in cited]
    values = [one.id for one in indicator.measure if one.id not in cited]
    free = [*([marks] * len(keys)), *([tuple(TRIED)] * len(values))]
    for chosen in product(*free):
        yield {**cited, **dict(zip([*keys, *values], chosen, strict=True))}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), st.sampled_from([0, 2]))
def test_each_certificate_is_enough_and_none_can_lose_a_member(data, decimals):
    indicator = data.draw(indicators("8"))
    rubric = rubric_of(indicator, arithmetic=Arithmetic(score_decimals=decimals))
    answers = data.draw(answers_to(indicator, not_relevant=True))
    level = level_of(score_of(rubric, indicator, answers))
    assume(level is not None)
    above = None if level == 5 else Decimal(level + 1)
    one = combined(rubric, *(said(key, answer) for key, answer in answers.items()))
    found = certificates(rubric, indicator, one, Decimal(level), above)

    def scores(ids, marks):
        cited = {key: answers[key] for key in ids}
        return scores_of(rubric, indicator, list(all_answers(indicator, marks, cited)))

    assert min(scores(found.at_least, (UNMET, OUT, MET))) >= level
    for lost in found.at_least:
        rest = [key for key in found.at_least if key != lost]
        assert min(scores(rest, (UNMET,))) < level
    if above is None:
        assert found.not_above == ()
        return
    assert max(scores(found.not_above, (MET, OUT, UNMET))) < above
    for lost in found.not_above:
        rest = [key for key in found.not_above if key != lost]
        assert max(scores(rest, (MET,))) >= above


@pytest.fixture
def counted():
    """Four items, of which two make level 2 and three level 3."""
    items = [{"id": f"8.{n}", "text": "ก", "suggest": "ข"} for n in range(1, 5)]
    levels = [{"level": k, "text": "ก", "suggest": "ข"} for k in LEVELS[:3]]
    indicator = Indicator.model_validate(
        {
            "code": "8",
            "title": "ก",
            "purpose": "ก",
            "applies_to": ["สพป"],
            "method": "count",
            "item": items,
            "level": [levels[0], {**levels[1], "count": 2}, {**levels[2], "count": 3}],
        }
    )
    return rubric_of(indicator), indicator


def test_by_hand(counted):
    rubric, indicator = counted
    marks = {"8.1": UNMET, "8.2": MET, "8.3": MET, "8.4": UNMET}
    one = combined(rubric, *(said(key, mark) for key, mark in marks.items()))
    found = certificates(rubric, indicator, one, Decimal(2), Decimal(3))
    assert (found.at_least, found.not_above) == (("8.2", "8.3"), ("8.1", "8.4"))


def test_the_base_level_needs_no_evidence(counted):
    rubric, indicator = counted
    marks = {"8.1": UNMET, "8.2": MET, "8.3": UNMET, "8.4": UNMET}
    one = combined(rubric, *(said(key, mark) for key, mark in marks.items()))
    found = certificates(rubric, indicator, one, Decimal(1), Decimal(2))
    assert (found.at_least, found.not_above) == ((), ("8.1", "8.3", "8.4"))


def test_where_a_curve_falls_and_a_level_asks_for_more_the_lowest_is_just_below_what_it_asks():
    """Half of the score falls from 5 at 0 to 1 at 100, half is level 5 from 50 on, else 1.

    Just below 50 it is all but (3 + 1)/2 = 2, and nowhere less but near 50: so level 3 at 50 needs
    its value cited, although the score is (5 + 1)/2 = 3 at both ends.
    """
    head = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": "parts"}
    texts = {"text": "ก", "suggest": "ข"}
    asked = [{"level": 5, "requires": {"measure": "8.p", "min": 50}}]
    curve = {"measure": "8.p", "points": [[0, 5], [100, 1]]}
    parts = [
        {"name": "ก", "weight": 1, "method": "value", "curve": curve},
        {"name": "ข", "weight": 1, "method": "criteria", "level": asked},
    ]
    measure = {"id": "8.p", "unit": "%", "min": 0, "max": 100, **texts}
    levels = [{"level": k, **texts} for k in LEVELS]
    one = {**head, "measure": [measure], "part": parts, "level": levels}
    indicator = Indicator.model_validate(one)
    rubric = rubric_of(indicator)
    given_ = combined(rubric, said("8.p", Fraction(100)))
    found = certificates(rubric, indicator, given_, Decimal(3), Decimal(4))
    assert (found.at_least, found.not_above) == (("8.p",), ("8.p",))
    assert certificates(rubric, indicator, given_, Decimal(2), None).at_least == ()


def test_an_undecided_item_is_cited_where_any_decision_will_do(counted):
    """8.2 is met or not relevant: of three items left, two are asked for, and 8.3 and 8.4 are."""
    rubric, indicator = counted
    lead, member = Voice("ก", Role.MEMBER), Voice("ข", Role.MEMBER)
    marks = {"8.1": UNMET, "8.3": MET, "8.4": UNMET}
    one = combined(
        rubric,
        *(said(key, mark) for key, mark in marks.items()),
        said("8.2", OUT, lead, "D5"),
        said("8.2", MET, member, "E5"),
    )
    assert one.items["8.2"].undecided
    found = certificates(rubric, indicator, one, Decimal(1), Decimal(3))
    assert found.not_above == ("8.1", "8.4")
    assert {answer.place.cell for answer in deciders(one.items["8.2"])} == {"D5", "E5"}


def test_those_who_decided_are_cited(counted):
    rubric, _ = counted
    voices = [Voice(name, Role.MEMBER) for name in "กขค"]
    cells = dict(zip("กขค", ("D5", "E5", "F5"), strict=True))
    marks = dict(zip("กขค", (MET, UNMET, MET), strict=True))
    one = combined(rubric, *(said("8.1", marks[v.assessor], v, cells[v.assessor]) for v in voices))
    assert [answer.place.cell for answer in deciders(one.items["8.1"])] == ["D5", "F5"]


def test_a_later_stage_is_cited_and_a_resolution_before_its_members(counted):
    rubric, _ = counted
    desk = Voice("ก", Role.MEMBER)
    visits = [Voice(name, Role.MEMBER, Stage.VISIT) for name in "กข"]
    decided = Voice(None, Role.RESOLUTION, Stage.VISIT)
    answers = [said("8.1", MET, desk, "D5"), *(said("8.1", UNMET, v, "E5") for v in visits)]
    assert {a.place.cell for a in deciders(combined(rubric, *answers).items["8.1"])} == {"E5"}
    answers.append(said("8.1", MET, decided, "F5"))
    assert {a.place.cell for a in deciders(combined(rubric, *answers).items["8.1"])} == {"F5"}


def test_of_a_median_between_two_values_all_who_were_heard_are_cited(counted):
    rubric, _ = counted
    voices = [Voice(name, Role.MEMBER) for name in "กข"]
    answers = [
        said("8.p", Fraction(value), v, cell)
        for v, value, cell in zip(voices, (60, 80), ("D5", "E5"), strict=True)
    ]
    one = combined(rubric, *answers)
    assert one.items["8.p"].value.outcome == 70
    assert [a.place.cell for a in deciders(one.items["8.p"])] == ["D5", "E5"]
