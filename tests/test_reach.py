"""Reachable scores are computed, not guessed: they agree with scoring every answer there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qp_scoring.rubric import reach as rubric_reach
from qp_scoring.rubric import space
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.reach import LIMIT, extremes, reach
from qp_scoring.rubric.rules import scores

SCALE = Scale.model_validate(
    {"base_level": 1, "level": [{"level": k, "name": str(k)} for k in range(1, 5)]}
)
ITEMS = ("a", "b", "c", "d", "e")
LEAST, MOST = 0, 8
HALVES = [Fraction(k, 2) for k in range(2 * LEAST, 2 * MOST + 1)]  # between two bounds, too


def indicator(**more):
    """An indicator with five items and one measure from 0 to 8."""
    head = {"code": "1", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": "criteria"}
    texts = {"text": "ก", "suggest": "ข"}
    measure = {"id": "m", "unit": "%", "min": LEAST, "max": MOST, **texts}
    items = [{"id": item, **texts} for item in ITEMS]
    return Indicator.model_validate({**head, "item": items, "measure": [measure], **more})


def levels(*conditions):
    """Levels 2, 3 and 4 with their conditions."""
    rules = [None, *conditions]
    return [
        {"level": k, "text": "ก", "suggest": "ข", "requires": rule}
        for k, rule in enumerate(rules, start=1)
    ]


def every_answer(one, values):
    """The scores of every set of items met together with each of the values."""
    answers = list(product(*[(False, True)] * len(ITEMS), values))
    met = {item: np.array([answer[at] for answer in answers]) for at, item in enumerate(ITEMS)}
    relevant = {item: np.ones(len(answers), dtype=bool) for item in ITEMS}
    measured = {"m": tuple(Fraction(answer[-1]) for answer in answers)}
    return set(scores(one, SCALE, Columns(len(answers), met, relevant, measured)))


LEAF = st.sampled_from(ITEMS) | st.builds(
    lambda bound, way: {"measure": "m", way: bound},
    st.integers(LEAST - 1, MOST + 1),
    st.sampled_from(["min", "min", "max"]),
)


def groups(inner):
    members = st.lists(inner, min_size=1, max_size=4, unique_by=repr)
    counted = members.flatmap(
        lambda of: st.builds(lambda least: {"at_least": least, "of": of}, st.integers(1, len(of)))
    )
    return members.map(lambda m: {"all": m}) | members.map(lambda m: {"any": m}) | counted


CONDITION = groups(st.recursive(LEAF, groups, max_leaves=6))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(CONDITION, CONDITION, CONDITION)
def test_of_any_conditions_exactly_the_levels_that_answers_give_are_reached(two, three, four):
    one = indicator(level=levels(two, three, four))
    found = reach(one, SCALE)
    assert found.whole
    assert found.spans == {(s, s) for s in every_answer(one, HALVES)}
    ends = extremes(one, SCALE)
    assert (ends.low.score, ends.high.score) == (found.lowest, found.highest)


POINTS = st.lists(
    st.tuples(st.integers(LEAST, MOST), st.integers(1, 4)),
    min_size=2,
    max_size=5,
    unique_by=lambda point: point[0],
).map(lambda points: sorted(map(list, points)))


def curve(points, **more):
    return {"measure": "m", "points": points, **more}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(POINTS, st.sampled_from(["linear", "step"]), st.sampled_from(["clamp", "base"]))
def test_a_curve_reaches_exactly_the_scores_that_values_give(points, between, below):
    rule = curve(points, between=between, below=below)
    found = reach(indicator(method="value", item=[], curve=rule), SCALE)
    fine = tuple(Fraction(k, 32) for k in range(LEAST * 32, MOST * 32 + 1))
    sampled = set(
        scores(
            indicator(method="value", item=[], curve=rule),
            SCALE,
            Columns(len(fine), {}, {}, {"m": fine}),
        )
    )
    assert all(found.within(score, score + Fraction(1, 10**6)) for score in sampled)
    # Neighbouring values differ by at most 3/32 in score, so no reached score is farther off.
    for low, high in found.spans:
        for score in (low, (low + high) / 2, high):
            assert min(abs(score - one) for one in sampled) <= Fraction(3, 32)


def test_a_part_adds_its_share_to_every_score_of_the_others():
    counted = {
        "name": "นับ",
        "weight": 75,
        "method": "count",
        "items": ["a", "b"],
        "level": [{"level": 2, "count": 1}, {"level": 3, "count": 2}],
    }
    line = {
        "name": "ค่า",
        "weight": 25,
        "method": "value",
        "curve": curve([[2, 1], [6, 3]]),
    }
    found = reach(indicator(method="parts", part=[counted, line]), SCALE)
    # ¾ × 1 … 3 in whole steps, and ¼ × everything from 1 to 3.
    for start in (1, Fraction(7, 4), Fraction(5, 2)):
        assert found.within(Fraction(start) + Fraction(1, 4), Fraction(start) + Fraction(3, 10))
    assert not found.within(Fraction(3, 2) + Fraction(1, 10**6), Fraction(7, 4))
    assert (found.lowest, found.highest) == (1, 3)


def test_many_measured_parts_are_decided_part_by_part():
    # Ten curves have more values together than are tried; each alone has a handful.
    texts = {"text": "ก", "unit": "%", "min": 0, "max": 100, "suggest": "ข"}
    measures = [{"id": f"m{k}", **texts} for k in range(10)]
    parts = [
        {
            "name": f"ส่วน {k}",
            "weight": 10,
            "method": "value",
            "curve": {"measure": f"m{k}", "points": [[50, 1], [100, 4]]},
        }
        for k in range(10)
    ]
    one = indicator(method="parts", item=[], measure=measures, part=parts)
    ends, found = extremes(one, SCALE), reach(one, SCALE)
    assert (ends.low, ends.high) == ((1, True), (4, True))
    assert (found.lowest, found.highest, found.whole) == (1, 4, False)


def test_less_is_better_is_reached_from_above():
    measure = {
        "id": "m",
        "text": "ก",
        "unit": "%",
        "min": 0,
        "max": 200,
        "target": 100,
        "suggest": "ข",
    }
    rule = curve([[80, 1], [100, 4]], of="less_is_better")
    found = reach(indicator(method="value", item=[], measure=[measure], curve=rule), SCALE)
    assert (found.lowest, found.highest) == (1, 4)
    assert found.within(Fraction(2), Fraction(2) + Fraction(1, 10**6))


def test_interchangeable_items_are_counted_not_enumerated():
    # 40 items have 2⁴⁰ answers, but only 41 counts.
    items = [{"id": f"i{k}", "text": "ก", "suggest": "ข"} for k in range(40)]
    rows = [
        {"level": k, "text": "ก", "suggest": "ข", **({"count": 10 * k} if k > 1 else {})}
        for k in range(1, 5)
    ]
    found = reach(indicator(method="count", item=items, level=rows), SCALE)
    assert found.whole
    assert {low for low, _ in found.spans} == {1, 2, 3, 4}


def test_what_is_too_much_to_try_is_bounded_and_says_so():
    items = [{"id": f"i{k}", "text": "ก", "suggest": "ข"} for k in range(16)]
    nested = "i0"
    for k in range(1, 16):
        nested = {"any": [f"i{k}", {"all": [nested, f"i{k}"]}]}
    assert LIMIT < 2**16
    found = reach(indicator(item=items, level=levels(nested, nested, nested)), SCALE)
    assert not found.whole
    assert (found.lowest, found.highest) == (1, 4)


def test_as_many_answers_as_may_be_tried_are_tried(monkeypatch):
    """Six counts of five alike items, times the values of a measure that no rule asks for."""
    counted = [{"level": k, "text": "ก", "suggest": "ข", "count": k} for k in range(2, 5)]
    one = indicator(method="count", measure=[], level=counted)
    monkeypatch.setattr(rubric_reach, "LIMIT", 6)
    assert reach(one, SCALE).whole
    monkeypatch.setattr(rubric_reach, "LIMIT", 5)
    found = reach(one, SCALE)
    assert (found.whole, found.lowest, found.highest) == (False, 1, 4)


def test_where_the_values_alone_are_too_many_nothing_is_said(monkeypatch):
    rule = curve([[2, 1], [6, 3]])
    one = indicator(method="value", item=[], curve=rule)
    monkeypatch.setattr(space, "LIMIT", 1)
    monkeypatch.setattr(rubric_reach, "LIMIT", 1)
    assert extremes(one, SCALE) is None
    assert reach(one, SCALE) is None


def test_of_all_targets_the_lowest_is_reached_if_any_of_them_reaches_it():
    """Half is 5 up to 4, then 1; half is 1 up to the target, then rises to 5.

    Above 4 and up to a target of more than 4 it is 1. Of a target of 4 it is more than 1 anywhere.
    """
    line = {"name": "ก", "method": "value", "curve": curve([["m.b", 1], [8, 5]])}
    level = {"level": 4, "requires": {"measure": "m", "max": 4}}
    early = {"name": "ข", "method": "criteria", "level": [level]}
    one = indicator(method="parts", item=[], part=[line, early])
    assert extremes(one, SCALE).low == (1, True)
    assert reach(one, SCALE).lowest == 1


def test_targets_that_can_never_be_in_order_reach_nothing():
    one = indicator(method="value", item=[], curve=curve([["m.a", 1], [-1, 3]]))
    assert extremes(one, SCALE) is None
    assert reach(one, SCALE) is None


def test_where_some_targets_are_too_much_to_try_nothing_is_said(monkeypatch):
    """Two equal targets at an end of the measure turn nothing; two inside of it make four turns."""
    one = indicator(method="value", item=[], curve=curve([["m.a", 1], ["m.b", 4], [8, 1]]))
    assert extremes(one, SCALE) is not None
    monkeypatch.setattr(space, "LIMIT", 10)
    monkeypatch.setattr(rubric_reach, "LIMIT", 10)
    assert extremes(one, SCALE) is None
    assert reach(one, SCALE) is None


@pytest.mark.parametrize("start", [0, 3])
def test_a_span_ends_before_its_end(start):
    one = indicator(method="value", item=[], curve=curve([[start, 1], [8, 1]]))
    found = reach(one, SCALE)
    assert found.within(Fraction(1), Fraction(2))
    assert not found.within(Fraction(0), Fraction(1))
    assert found.within(Fraction(1), None)
