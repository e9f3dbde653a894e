"""What is left of a rule where items or values leave it, and what each part brings, by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from small_rules import SHIPPED, rubric_of

from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Group
from qp_scoring.rubric.rules import given_values, nothing_left, parts_of, scores

TEXTS = {"text": "ก", "suggest": "ข"}
HEAD = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"]}
ITEMS = ("a", "b", "c", "d")


def indicator(**more):
    return Indicator.model_validate(
        {
            **HEAD,
            "item": [{"id": key, **TEXTS} for key in ITEMS],
            "measure": [{"id": "m", "unit": "%", "min": 0, "max": 100, **TEXTS}],
            "level": [{"level": k, **TEXTS} for k in range(1, 6)],
            **more,
        }
    )


ABLE = ("", "a", "b", "ab")


def offices(*gone, met="", cases=(True, True), value=50):
    """Offices of which the given items have left; whether each has cases to count."""
    left = {key: np.array([key not in one for one in gone]) for key in ITEMS}
    marks = {key: np.array([key in met] * len(gone)) for key in ITEMS}
    return Columns(
        len(gone),
        marks | {"m": np.zeros(len(gone), dtype=bool)},
        left | {"m": np.array(cases[: len(gone)])},
        {"m": (Fraction(value),) * len(gone)},
    )


TIERS = [{"name": key, "points": 1, "items": list(key)} for key in ("ab", "cd")]
CURVE = {"measure": "m", "points": [[0, 1], [100, 5]]}


def lost(rule, columns):
    return [bool(one) for one in nothing_left(rule, columns)]


def test_a_tier_of_which_all_has_left_cannot_be_judged_whichever_it_is():
    rule = indicator(method="tiers", tier=TIERS)
    assert lost(rule, offices("", "a")) == [False, False]
    assert lost(rule, offices("ab", "cd")) == [True, True]


def test_a_curve_without_cases_cannot_be_judged_beside_other_parts_too():
    steps = [{"level": 2, "step": ["a"]}]
    parts = [
        {"name": "ก", "method": "milestones", "level": steps},  # an empty one is no fault
        {"name": "ข", "method": "value", "curve": CURVE},
        {"name": "ค", "method": "tiers", "tier": TIERS},
    ]
    rule = indicator(method="parts", part=parts)
    assert lost(rule, offices("a", "a", cases=(True, False))) == [False, True]
    assert lost(rule, offices("ab", "", cases=(True, True))) == [True, False]


def test_a_part_that_is_lost_stays_lost_beside_those_that_are_not():
    parts = [
        {"name": "ก", "method": "tiers", "tier": TIERS},
        {"name": "ข", "method": "value", "curve": CURVE},
        {"name": "ค", "method": "criteria", "level": [{"level": 2, "requires": {"all": ["d"]}}]},
    ]
    rule = indicator(method="parts", part=parts)
    assert lost(rule, offices("ab", "d", "", cases=(True,) * 3)) == [True, True, False]


def test_a_curve_without_cases_has_its_best_score_where_the_rubric_says_so():
    """The best of a curve that falls is its first; without a word of cases it is the base level."""
    falling = {"measure": "m", "points": [[0, 4], [100, 2]]}
    rule = indicator(method="value", curve=falling)
    none = {"m": (None, None, Fraction(50))}
    reached = Columns(3, {"m": np.array([True, False, False])}, {}, none)
    assert scores(rule, SHIPPED.scale, reached) == (4, 1, 3)
    assert scores(rule, SHIPPED.scale, Columns(3, {}, {}, none)) == (1, 1, 3)


def test_a_limit_caps_the_offices_that_do_not_meet_its_condition():
    limit = [{"unless": {"all": ["a"]}, "at_most": 2}, {"unless": {"any": ["b"]}, "at_most": 3}]
    rule = indicator(method="value", curve=CURVE, limit=limit)
    found = {met: scores(rule, SHIPPED.scale, offices("", met=met, value=100)) for met in ABLE}
    assert found == {"": (2,), "a": (3,), "b": (2,), "ab": (5,)}
    low = scores(rule, SHIPPED.scale, offices("", value=0))
    assert low == (1,)


def test_a_rule_without_parts_has_a_full_mark_and_steps_of_its_own():
    tiers = [
        {"name": "ก", "points": 60, "items": ["a"]},
        {"name": "ข", "points": 60, "items": ["b"]},
    ]
    marks = {"method": "tiers", "tier": tiers}
    most = indicator(**marks, full=100)
    assert scores(most, SHIPPED.scale, offices("", met="ab")) == (100,)
    assert scores(most, SHIPPED.scale, offices("", met="a")) == (60,)
    steps = indicator(**marks, steps=[[60, 3], [100, 5]], full=110)
    found = {met: scores(steps, SHIPPED.scale, offices("", met=met)) for met in ABLE}
    assert found == {"": (1,), "a": (3,), "b": (1,), "ab": (5,)}
    few = [{**tier, "points": 4} for tier in tiers]
    on_scale = indicator(method="tiers", tier=few, steps=[[4, 2], [5, 4]])
    found = {met: scores(on_scale, SHIPPED.scale, offices("", met=met)) for met in ABLE}
    assert found == {"": (1,), "a": (2,), "b": (1,), "ab": (4,)}


def test_steps_read_points_as_they_are_or_capped_at_the_full_mark_that_is_given():
    """Four items of a point each: ``full = 3`` makes the step from 4 on unreachable."""
    steps = {"method": "points", "steps": [[2, 2], [3, 3], [4, 5]]}
    free, capped = indicator(**steps), indicator(**steps, full=3)
    found = {
        met: scores(free, SHIPPED.scale, offices("", met=met)) for met in ("a", "ab", "abc", "abcd")
    }
    assert found == {"a": (1,), "ab": (2,), "abc": (3,), "abcd": (5,)}
    assert scores(capped, SHIPPED.scale, offices("", met="abcd")) == (3,)
    assert scores(indicator(method="points", full=3), SHIPPED.scale, offices("", met="abcd")) == (
        3,
    )


def test_what_was_judged_is_the_score_and_a_blank_the_base_level():
    part = {"name": "ก", "method": "judged", "id": "m"}
    rule = indicator(method="parts", part=[part])
    values = Columns(2, {}, {}, {"m": (Fraction(3), None)})
    assert scores(rule, SHIPPED.scale, values) == (3, 1)


def test_a_group_that_adds_up_has_the_full_marks_of_what_stands_in_it():
    first, second = (one.model_copy(update={"group": "ก"}) for one in SHIPPED.indicators[:2])
    group, empty = (Group(id=key, name=key, weight=1, combine="sum") for key in "กข")
    rubric = rubric_of(first, second, group=(group, empty))
    assert [rubric.full_mark(one) for one in (group, empty, first)] == [10, 0, 5]


def test_points_of_a_tier_are_shared_by_those_that_are_left():
    rule = indicator(method="tiers", tier=TIERS)
    assert scores(rule, SHIPPED.scale, offices("", "b", met="a")) == (Fraction(1, 2), 1)
    assert scores(rule, SHIPPED.scale, offices("", met="abc")) == (Fraction(3, 2),)


@pytest.mark.parametrize(
    ("low", "high", "whole", "given"),
    [(1, 3, True, [1, 2, 3]), (Decimal("0.5"), Decimal("2.5"), True, [1, 2]), (1, 3, None, [1, 3])],
)
def test_what_can_be_given_for_a_judged_part(low, high, whole, given):
    bounds = {"min": low, "max": high, "whole": whole}
    measure = Measure.model_validate({"id": "m", "unit": "ระดับ", **bounds, **TEXTS})
    assert given_values(measure) == given


def test_each_part_is_told_with_its_place_its_share_and_what_it_brings():
    """A curve of 3 counts 3/4 and brings 9/4; beside it a part of two, 1 and 3, brings 2/4."""
    one = {"method": "count", "items": ["a"], "level": [{"level": 5, "count": 1}]}
    inner = [{"name": "ค", **one}, {"name": "ง", "method": "value", "curve": CURVE}]
    parts = [
        {"name": "ก", "weight": 3, "method": "value", "curve": CURVE},
        {"name": "ข", "weight": 1, "method": "parts", "part": inner},
    ]
    rule = indicator(method="parts", part=parts)
    found = list(parts_of(rule, SHIPPED.scale, offices("")))
    assert [(one.node.name, one.path) for one in found] == [
        *[("ก", (1,)), ("ข", (2,)), ("ค", (2, 1)), ("ง", (2, 2))]
    ]
    assert [(one.score, one.full) for one in found] == [(3, 5), (2, 5), (1, 5), (3, 5)]
    halves, quarter = Fraction(1, 2), Fraction(1, 4)
    assert [one.share for one in found] == [3 * quarter, quarter, halves, halves]
    assert [one.brings for one in found] == [9 * quarter, 2 * quarter, halves, 3 * halves]
