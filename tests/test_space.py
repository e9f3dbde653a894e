"""The answer space of an indicator, piece by piece: what is tried, and what is read off it.

``tests/test_reach.py`` and others try every answer there is; here each piece is seen by hand.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from small_rules import SHIPPED

from qp_scoring.rubric import space
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.space import (
    Axis,
    Stretch,
    asked,
    at_states,
    beside,
    bounds,
    curved,
    ends,
    interchangeable,
    nothing_met,
    scores_over,
    sense,
    shoulders,
    stretches,
    telling,
    tends,
    tried,
    turns,
)

SCALE = SHIPPED.scale  # levels 1 to 5, from 1 on
TEXTS = {"text": "ก", "suggest": "ข"}
HUNDREDTH, HALF = Fraction(1, 100), Decimal("0.5")


def indicator(method="criteria", *, items="abcde", measures="mn", target=None, asks=(), **more):
    """An indicator of some items and of measures from 0 to 100; ``asks`` are of levels 2, 3 …"""
    measure = {"unit": "%", "min": 0, "max": 100, "target": target, **TEXTS}
    rules = [{}, *({"requires": one} for one in asks)]
    return Indicator.model_validate(
        {
            **{"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"]},
            "method": method,
            "item": [{"id": key, **TEXTS} for key in items],
            "measure": [{"id": key, **measure} for key in measures],
            "level": [{"level": at, **TEXTS, **rule} for at, rule in enumerate(rules, start=1)],
            **more,
        }
    )


def curve(*points, measure="m", **more):
    return {"measure": measure, "points": [list(point) for point in points], **more}


def value(*points, **more):
    """A part that is a curve."""
    return {"name": "ค", "method": "value", "curve": curve(*points, **more)}


def parts(*several, **more):
    return indicator("parts", part=list(several), **more)


def by_condition(*asks, **more):
    """A part that is criteria: each of its levels and what it asks for."""
    levels = [{"level": level, "requires": one} for level, one in asks]
    return {"name": "ง", "method": "criteria", "level": levels, **more}


# --- numbers in a row


@pytest.mark.parametrize(
    ("low", "high", "start", "end", "meets"),
    [
        (3, 3, 3, None, True),
        (3, 3, 3, 4, True),
        (3, 3, 2, 3, False),  # up to, but not with, the end
        (3, 3, 4, None, False),
        (2, 4, 3, 5, True),
        (2, 4, 4, None, False),  # without its own ends
        (2, 4, 1, 2, False),
        (2, 4, 1, Fraction(21, 10), True),
        (2, 4, 1, None, True),
    ],
)
def test_one_number_or_all_between_two_meet_what_is_asked_for(low, high, start, end, meets):
    found = Stretch(Fraction(low), Fraction(high))
    assert (found.single, found.meets(start, end)) == (low == high, meets)


def test_values_are_tried_alone_and_between_neighbours():
    assert stretches([0, 50, 100]) == ((0, 0), (0, 50), (50, 50), (50, 100), (100, 100))
    assert stretches([7]) == ((7, 7),)


def test_an_axis_leads_up_and_down_from_an_offices_own_value():
    values = tuple(map(Fraction, (50, 60, 70, 40, 30)))
    axis = Axis(measure="m", values=values, rising=2)
    assert (axis.size, axis.ways) == (5, (range(1, 3), range(3, 5)))
    assert [axis.falls(place) for place in range(5)] == [False, False, False, True, True]
    assert [axis.nearer(place) for place in range(1, 5)] == [0, 1, 0, 3]
    to = {place: list(axis.way_to(place)) for place in range(1, 5)}
    assert to == {1: [1], 2: [1, 2], 3: [3], 4: [3, 4]}
    assert [axis.value(place) for place in range(5)] == list(values)
    assert Axis(items=("a", "b")).size == 3
    with pytest.raises(ValueError, match="m"):
        Axis(measure="m", values=(None, Fraction(1))).value(0)


@pytest.mark.parametrize(
    ("near", "far", "next_to"),
    [
        ("50", "100", "50.01"),
        ("100", "50", "99.99"),
        ("0.125", "1", "0.126"),
        ("1", "2.0001", "1.0001"),
        ("1", "2.005", "1.001"),
        ("1/3", "1", "1"),
        ("1", "1/3", "1/3"),
        ("1.0000000001", "2", "1.0000000002"),
        ("1.00000000001", "2", "2"),
    ],
)
def test_the_value_beside_another_has_the_decimals_of_both(near, far, next_to):
    assert beside(Fraction(near), Fraction(far)) == Fraction(next_to)


def test_what_scores_tend_to_is_not_what_they_are_at_the_ends():
    def jumps(at):
        return Fraction(99) if at in (0, 10) else 3 * at + 1

    assert tends(jumps, Fraction(0), Fraction(10)) == (1, 31)
    assert tends(jumps, Fraction(10), Fraction(0)) == (31, 1)


# --- what the rules name


def test_items_in_the_same_lists_of_all_rules_are_interchangeable():
    nested = {"any": ["c", {"all": ["d", {"at_least": 1, "of": ["e"]}]}]}
    found = interchangeable(indicator(items="abcdex", asks=[{"all": ["a", "b"]}, nested]))
    assert found == (("a", "b"), ("c",), ("d",), ("e",))  # and x, which no rule names
    tiers = [{"name": "ก", "points": 1, "items": list(one)} for one in ("ba", "c")]
    limit = [{"unless": {"all": ["d"]}, "at_most": 2}]
    assert interchangeable(indicator("tiers", tier=tiers, limit=limit)) == (
        ("a", "b"),
        ("c",),
        ("d",),
    )
    both = parts(by_condition((2, {"all": ["a", "b"]})), by_condition((2, {"all": ["b", "c"]})))
    assert interchangeable(both) == (("a",), ("b",), ("c",))


def test_a_score_turns_where_conditions_and_curves_say_so():
    deep = {"any": ["a", {"all": [{"measure": "m", "min": 30, "max": 80}]}]}
    one = indicator(asks=[deep, {"measure": "n", "min": 45}])
    m, n = one.measure
    assert (asked(one, "m"), asked(one, "n")) == ({30, 80}, {45})
    assert (turns(one, m), turns(one, n)) == ((0, 30, 80, 100), (0, 45, 100))
    assert curved(one) == frozenset()
    # points of shares of a target of 50 stand at half of them; what lies outside is no value
    share = value((20, 1), (60, 4), (260, 5), of="share")
    less = value((120, 1), (180, 5), of="less_is_better", measure="n")
    both = parts(share, less, target=50)
    assert curved(both) == {"m", "n"}
    assert turns(both, both.measure[0]) == (0, 10, 30, 100)
    assert turns(both, both.measure[1]) == (0, 10, 40, 100)


def test_what_is_judged_turns_at_every_level_that_can_be_given():
    part = {"name": "ก", "method": "judged", "id": "m"}
    bounds_ = {"unit": "ระดับ", "min": 1, "max": 3, **TEXTS}
    one = parts(part, measure=[{"id": "m", "whole": True, **bounds_}])
    assert turns(one, one.measure[0]) == (1, 2, 3)
    assert curved(one) == {"m"}
    assert sense(one, "m", SCALE) == (True, False)
    # and wherever else a rule asks for it
    beside_it = by_condition((2, {"measure": "m", "max": Decimal("2.5")}))
    one = parts(part, beside_it, measure=[{"id": "m", "whole": True, **bounds_, "min": HALF}])
    assert turns(one, one.measure[0]) == (Fraction(1, 2), 1, 2, Fraction(5, 2), 3)
    assert sense(one, "m", SCALE) == (True, True)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (curve((0, 1), (100, 5)), (True, False)),
        (curve((0, 5), (100, 1)), (False, True)),
        (curve((0, 1), (50, 5), (100, 1)), (True, True)),
        (curve((0, 3), (100, 3)), (False, False)),
        (curve((100, 1), (150, 5), of="less_is_better"), (False, True)),
        (curve((100, 5), (150, 1), of="less_is_better"), (True, False)),
        (curve((20, 3), (100, 3), below="base"), (True, False)),
        (curve((20, HALF), (100, HALF), below="base"), (False, True)),
        (curve((20, 3), (100, 3), below="pro_rata"), (True, False)),
        (curve((20, HALF), (100, HALF), below="pro_rata"), (True, False)),
        (curve((20, 3), (100, 3), above="base"), (False, True)),
        (curve((20, 3), (100, 3), below="clamp", above="clamp"), (False, False)),
    ],
)
def test_whether_a_higher_or_a_lower_value_may_score_more(rule, found):
    one = indicator("value", curve=rule)
    assert sense(one, "m", SCALE) == found
    assert sense(one, "n", SCALE) == (False, False)


def test_conditions_ask_for_more_or_for_less():
    one = indicator(asks=[{"measure": "m", "min": 30}, {"measure": "n", "max": 30}])
    assert (sense(one, "m", SCALE), sense(one, "n", SCALE)) == ((True, False), (False, True))
    both = indicator(asks=[{"all": [{"measure": "m", "min": 30, "max": 40}]}])
    assert sense(both, "m", SCALE) == (True, True)


def test_a_measure_with_one_sense_has_its_ends_at_its_bounds():
    one = indicator(asks=[{"measure": "m", "min": 30}, {"measure": "n", "min": 30, "max": 40}])
    m, n = one.measure
    assert telling(one, m, SCALE) == ((0, 0), (100, 100))
    assert telling(one, n, SCALE) == stretches((0, 30, 40, 100))


# --- curves together


def test_two_curves_of_one_measure_may_score_more_beside_a_turn():
    """Up to 50 the one gives 5 and then 1, while the other rises from 1 to 5: just below 50 they
    are 5 and 3, more than at 0 (5 and 1) and at 50 (1 and 3).
    """
    rising, step = value((0, 1), (100, 5)), value((0, 5), (50, 1), between="step")
    one = parts(rising, step)
    assert list(shoulders(one, one.measure[0], SCALE)) == [HUNDREDTH, 50 - HUNDREDTH]
    # the other way round: 1 up to and with 50, then 5, while the other falls
    falling = value((0, 5), (100, 1))
    late = value((50, 1), (100, 5), between="step", edge="right")
    one = parts(falling, late)
    found = list(shoulders(one, one.measure[0], SCALE))
    assert found == [50 + HUNDREDTH, 100 - HUNDREDTH]
    # of shares of a target of 50 the turn is 25
    share = value((0, 5), (50, 1), between="step", of="share")
    one = parts(rising, share, target=50)
    assert list(shoulders(one, one.measure[0], SCALE)) == [HUNDREDTH, 25 - HUNDREDTH]
    # below its first point the one is the base level, and the other falls to it
    from_base = value((50, 5), (100, 5), between="step", below="base")
    one = parts(falling, from_base)
    assert list(shoulders(one, one.measure[0], SCALE)) == []


def test_one_curve_alone_is_best_at_a_turn():
    for rule in (value((0, 5), (50, 1), between="step"), value((0, 1), (50, 5), (100, 1))):
        one = parts(rule, value((0, 1), (100, 5), measure="n"))
        assert list(shoulders(one, one.measure[0], SCALE)) == []


# --- answers that are tried, and their scores


COUNTED = {"level": [{"level": at, "count": at - 1} for at in (2, 3, 4)]}


def test_of_an_empty_sheet_nothing_is_met_or_known_and_all_is_relevant():
    found = nothing_met(indicator(items="ab"))
    assert found.size == 1
    assert {key: list(one) for key, one in found.met.items()} == {"a": [False], "b": [False]}
    assert {key: list(one) for key, one in found.relevant.items()} == {"a": [True], "b": [True]}
    assert found.values == {"m": (None,), "n": (None,)}
    assert {one.dtype for one in (*found.met.values(), *found.relevant.values())} == {
        np.dtype(bool)
    }


def test_every_state_of_the_axes_is_an_answer():
    one = indicator(items="abc")
    axes = [Axis(items=("a", "b")), Axis(measure="m", values=(Fraction(10), Fraction(20)))]
    states = np.array([[0, 0], [1, 1], [2, 0]])
    found = at_states(one, nothing_met(one), axes, states)
    assert found.size == 3
    assert {key: list(one) for key, one in found.met.items()} == {
        "a": [False, True, True],
        "b": [False, False, True],
        "c": [False] * 3,
    }
    assert {key: list(one) for key, one in found.relevant.items()} == dict.fromkeys(
        "abc", [True] * 3
    )
    assert found.values == {"m": (10, 20, 10), "n": (None,) * 3}


def test_scores_stand_where_their_states_do():
    asks = [{"any": ["a", "b"]}, {"all": ["a", "b", {"measure": "m", "min": 20}]}]
    one = indicator(items="ab", asks=asks)
    axes = [Axis(items=("a", "b")), Axis(measure="m", values=(Fraction(10), Fraction(20)))]
    found = scores_over(one, SCALE, nothing_met(one), axes)
    assert found.tolist() == [[1, 1], [2, 2], [2, 3]]
    both = parts(value((0, 1), (100, 5)), by_condition((3, {"all": ["a"]})))
    axes = [Axis(items=("a",))]
    own = scores_over(both, SCALE, nothing_met(both), axes, both.part[1])
    assert own.tolist() == [1, 3]


def test_a_stretch_is_tried_once_for_conditions_and_near_its_ends_on_a_curve():
    one = parts(value((0, 1), (100, 5)), by_condition((2, {"measure": "n", "min": 50})))
    places = stretches((Fraction(0), Fraction(10)))
    near = Fraction(10, 10**9)
    found = tried(one, "m", places)
    assert (found.measure, found.values) == (
        "m",
        (0, near, 2 * near, 10 - 2 * near, 10 - near, 10),
    )
    assert tried(one, "n", places).values == (0, 5, 10)


def test_bounds_are_read_off_the_values_near_the_ends():
    """On a line that falls from 4 to 2 between its turns, and is 9 and 7 at them."""
    places = stretches((Fraction(0), Fraction(10)))
    near = Fraction(1, 10**9)
    line = [9, 4 - 2 * near, 4 - 4 * near, 2 + 4 * near, 2 + 2 * near, 7]
    grid = np.array([line, [0] * 6], dtype=object)
    assert bounds(grid, 1, places, "low").tolist() == [[9, 2, 7], [0, 0, 0]]
    assert bounds(grid, 1, places, "high").tolist() == [[9, 4, 7], [0, 0, 0]]
    # where a stretch was tried once it is that score; one value alone has no stretch
    assert bounds(np.array([1, 2, 3], dtype=object), 0, places, "low").tolist() == [1, 2, 3]
    alone = stretches((Fraction(5),))
    assert bounds(np.array([4], dtype=object), 0, alone, "high").tolist() == [4]
    two = (Stretch(Fraction(0), Fraction(0)), Stretch(Fraction(9), Fraction(9)))
    assert bounds(np.array([4, 5], dtype=object), 0, two, "high").tolist() == [4, 5]


# --- the lowest and the highest score


def all_of(one, *free):
    """The ends over all values of some measures, of an office with nothing met."""
    measures = [one.measure_by_id(key) for key in free]
    return ends(one, SCALE, nothing_met(one), measures)


JUST_BELOW = parts(
    value((0, 5), (100, 1)), by_condition((5, {"measure": "m", "min": 50})), measures="m"
)
"""Half falls from 5 to 1, half is 5 from 50 on, else 1: just below 50 they are all but 3 and 1."""


def test_an_end_that_scores_only_tend_to_is_told_so():
    assert all_of(JUST_BELOW, "m") == ((2, False), (4, True))
    rising = parts(value((0, 1), (100, 5)), by_condition((5, {"measure": "m", "max": 50})))
    assert all_of(rising, "m") == ((2, False), (4, True))


def test_parts_of_different_measures_have_their_ends_together(monkeypatch):
    """Each is tried alone, so that five values each are no more than are tried at once."""
    inner = [one.model_dump(exclude_none=True) for one in JUST_BELOW.part]
    own = value((0, 1), (100, 5), measure="n")
    one = parts({"name": "จ", "method": "parts", "part": inner}, own)
    assert all_of(one, "m", "n") == ((Fraction(3, 2), False), (Fraction(9, 2), True))
    monkeypatch.setattr(space, "LIMIT", 12)
    assert all_of(one, "m", "n") == ((Fraction(3, 2), False), (Fraction(9, 2), True))
    shared = parts(own, value((0, 1), (100, 5), measure="n"), by_condition((2, {"all": ["a"]})))
    assert all_of(shared, "n") == ((1, True), (Fraction(11, 3), True))
    monkeypatch.setattr(space, "LIMIT", 2)
    assert all_of(shared, "n") is not None
    monkeypatch.setattr(space, "LIMIT", 1)
    assert all_of(shared, "n") is None
    assert all_of(one, "m", "n") is None


def test_a_limit_lowers_the_ends_and_one_that_asks_for_a_value_is_tried_with_it():
    """Below the limit of 2 nothing is only tended to; from 50 of m on there is no limit."""
    tree = {"name": "จ", "method": "parts", "part": [value((0, 5), (50, 1), between="step")]}
    tree["part"].append(value((0, 1), (100, 5)))
    own = value((0, 1), (100, 5), measure="n")
    on_items = parts(tree, own, limit=[{"unless": {"all": ["a"]}, "at_most": 2}])
    assert all_of(on_items, "m", "n") == ((Fraction(3, 2), True), (2, True))
    rising = value((0, 1), (100, 5))
    on_value = [{"unless": {"measure": "m", "min": 50}, "at_most": 2}]
    assert all_of(parts(rising, own, limit=on_value), "m", "n") == ((1, True), (5, True))


def test_steps_turn_what_is_near_an_end_into_a_score():
    """More than 3/2 in all cases, so the step at 3/2 is reached, though nothing is 3/2."""
    inner = [one.model_dump(exclude_none=True) for one in JUST_BELOW.part]
    own = value((0, 1), (100, 5), measure="n")
    tree = {"name": "จ", "method": "parts", "part": inner}
    one = parts(tree, own, steps=[[1, 2], [Decimal("1.5"), 3], [5, 5]])
    assert all_of(one, "m", "n") == ((3, True), (3, True))


def test_a_step_at_an_end_that_is_not_reached_is_not_reached_either():
    """Just below 50 the one is all but (5 + 3)/2, so that with 5 of the other it is below 9/2."""
    step, rising = value((0, 5), (50, 1), between="step"), value((0, 1), (100, 5))
    tree = {"name": "จ", "method": "parts", "part": [step, rising]}
    own = value((0, 1), (100, 5), measure="n")
    assert all_of(parts(tree, own), "m", "n").high == (Fraction(9, 2), False)
    one = parts(tree, own, steps=[[1, 2], [Decimal("4.5"), 3]])
    assert all_of(one, "m", "n").high == (2, True)
    # the least is what the other reaches, and a step there is reached with it
    low = value((0, 1), (100, 3), measure="n")
    one = parts(tree, low, combine="min", steps=[[1, 2], [3, 4]])
    assert all_of(one, "m", "n").high == (4, True)
