"""The method ``value``: a measured number gives the score by a curve (vectors: docs/domain.md)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import SEED_OFFICE, copy_rubric
from pydantic import ValidationError
from test_rubric_load import measure, small

from qp_scoring.documents.answers import Answers, ItemAnswer, Role, Voice
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.load import load_rubric
from qp_scoring.scoring.round import score_round


def curve(points, between="linear", below="clamp", **more):
    return Curve.model_validate(
        {"measure": "m", "points": points, "between": between, "below": below, **more}
    )


F4 = curve([[60, 1], [70, 2], [80, 3], [90, 4], [100, 5]])
F5 = curve([[75, 0], [80, 1], [85, 2], [90, 3], [95, 4], [100, 5]], "step", "base")
F7 = curve([[10, 5], [20, 0]])
F8 = curve([[1, 5], [2, 4], [3, 3], [5, 2]], "step", edge="right", above="base")
F9 = curve([[75, 100], [95, 500]], below="base")
F11 = curve([[50, 1], [75, 3], [100, 5]], below="pro_rata")


@pytest.mark.parametrize(
    ("form", "value", "score"),
    [
        (F4, "75", "2.5"),
        (F4, "60", "1"),
        (F4, "40", "1"),  # clamped below
        (F4, "130", "5"),  # and above
        (F5, "84.99", "1"),
        (F5, "85", "2"),
        (F5, "74.99", "0"),
        (F5, "100", "5"),
        (F7, "15", "2.5"),
        (F7, "3", "5"),
        (F7, "40", "0"),
        (F8, "0", "5"),
        (F8, "1", "5"),  # at most 1
        (F8, "1.01", "4"),
        (F8, "3", "3"),
        (F8, "4", "2"),
        (F8, "5", "2"),
        (F8, "5.01", "0"),  # more than the last is the base level
        (F9, "74.99", "0"),  # a jump at the floor
        (F9, "75", "100"),
        (F9, "80", "200"),  # (80−75)·20+100
        (F9, "99", "500"),
        (F11, "25", "0.5"),
        (F11, "62.5", "2"),
    ],
    ids=str,
)
def test_the_vectors_of_the_forms(form, value, score):
    assert form.score(Fraction(value), 0) == Fraction(score)


@pytest.mark.parametrize("target", [None, Decimal(40)])
@pytest.mark.parametrize(
    ("of", "of_none", "of_forty"),
    [
        ("value", 30, 30),  # the value itself, whatever the target
        ("share", 30, 75),  # 30 of 40 are 75 %
        ("less_is_better", 170, 125),  # 25 % less than the target count 125
    ],
)
def test_a_value_is_read_as_the_form_says_and_back(of, of_none, of_forty, target):
    form = curve([[0, 1], [100, 5]], of=of)
    reading = form.reading(Fraction(30), target)
    assert reading == (of_none if target is None else of_forty)
    assert form.measured(reading, target) == 30


def test_steps_up_to_their_point_keep_the_last_one_above_it():
    form = curve([[1, 5], [2, 4], [3, 2]], "step", edge="right")
    assert [form.score(Fraction(value), 0) for value in (1, 2, 3, 4)] == [5, 4, 2, 2]


def test_a_line_may_end_at_its_last_point():
    form = curve([[60, 1], [100, 5]], above="base")
    assert (form.score(Fraction(100), 0), form.score(Fraction("100.01"), 0)) == (5, 0)


def test_of_points_with_one_value_the_highest_score_counts_there():
    rising = [[10, 1], [10, 3], [20, 5]]
    assert [curve(rising).score(Fraction(value), 0) for value in (9, 10, 15, 20)] == [1, 3, 4, 5]
    falling = curve([[10, 5], [10, 3], [20, 1]], "step", edge="right")
    assert [falling.score(Fraction(value), 0) for value in (10, 11, 20)] == [5, 1, 1]


@pytest.mark.parametrize(
    ("point", "kind"),
    [
        (["m.a", "m.b"], "is_instance_of"),
        ([5, "m.b"], "is_instance_of"),
        (["m.a"], "too_short"),
        (["m.a", 1, "x"], "too_long"),
    ],
)
def test_a_point_has_a_number_or_target_and_its_score(point, kind):
    with pytest.raises(ValidationError) as refused:
        curve([[0, 1], point])
    (error,) = refused.value.errors()
    assert error["type"] == kind
    if kind == "is_instance_of":
        assert error["msg"] == "Input should be an instance of Decimal"
    assert curve([["m.a", 1], [5, 5]]).points[0] == ("m.a", 1)


@given(st.fractions(0, 120), st.fractions(0, 120))
@pytest.mark.parametrize("form", [F4, F5, F9, F11])
def test_a_higher_value_never_scores_lower(form, one, other):
    low, high = sorted((one, other))
    assert form.score(low, 0) <= form.score(high, 0)


@pytest.fixture
def by_value(tmp_path):
    """The shipped rubric, with indicator 8 given by form F4."""
    folder = copy_rubric(tmp_path)
    points = 'points = [[60, 1], [70, 2], [80, 3], [90, 4], [100, 5]]\nbetween = "linear"\n'
    small(folder, method="value", body=f'{measure("m", 0, 100)}\n[curve]\nmeasure = "m"\n{points}')
    return load_rubric(folder)


def scored(rubric, *values):
    """Indicator 8 of the seed's office, measured by so many assessors."""
    answers = tuple(
        ItemAnswer(
            SEED_OFFICE,
            "8",
            "m",
            Voice(f"กรรมการ {at}", Role.MEMBER),
            Place("m.xlsx", "ก", f"D{at}"),
            value=Fraction(value),
            measured=True,
        )
        for at, value in enumerate(values, start=1)
    )
    office = OfficeRegistry.shipped().get(SEED_OFFICE)
    result = score_round(rubric, "6m", [office], Answers({}, (), answers), FindingLog())
    return next(one for one in result.offices[0].indicators if one.code == "8")


@pytest.mark.parametrize(
    ("value", "level", "least"),
    [
        ("64.9", 1, "65"),  # 1.49 rounds to 1; 1.5 rounds half-up to 2, and stands at 65
        ("65", 2, "75"),
        ("84", 3, "85"),
        ("100", 5, None),
    ],
)
def test_the_score_is_rounded_once_and_the_next_level_names_the_value(
    by_value, value, level, least
):
    one = scored(by_value, value)
    assert (one.state, one.level, one.printed) == ("scored", level, str(level))
    if least is None:
        assert one.next_level is None
    else:
        ((need,),) = one.next_level.needs
        assert (need.measure, need.at_least) == ("m", least)


def test_the_median_of_two_assessors_is_scored_exactly(by_value):
    # 80 and 89 have the median 84.5, which scores 3.45 and rounds to 3.
    assert scored(by_value, 80, 89).level == 3


def test_the_curve_is_told_in_the_reasons(by_value):
    assert scored(by_value, "82.5").reasons == ("ค่า m เท่ากับ 82.5 ได้คะแนน 3",)


def test_the_measures_suggestion_stands_before_the_levels(by_value):
    assert scored(by_value, 62).suggestions == ("ข", "ค")


LESS = {"measure": "m", "points": [[80, 1], [100, 3], [120, 5]], "of": "less_is_better"}
SHARE = {"measure": "m", "points": [[50, 1], [75, 3], [100, 5]], "of": "share"}


@pytest.mark.parametrize(
    ("form", "target", "reading", "value"),
    [
        (SHARE, "60", "75", "45"),  # 75 in a hundred of a target of 60
        (SHARE, "60", "100", "60"),  # the target itself
        (SHARE, None, "75", "75"),  # a measure in per cent is its own share
        (LESS, "60", "100", "60"),  # the target itself
        (LESS, "60", "120", "48"),  # a fifth below the target
        (LESS, "60", "80", "72"),  # a fifth above it
    ],
    ids=str,
)
def test_a_value_is_asked_for_in_the_measures_own_unit(form, target, reading, value):
    """A step curve that needs 75 % of a target of 60 asks for 45, not for 75."""
    form = Curve.model_validate(form)
    target = None if target is None else Decimal(target)
    assert form.measured(Fraction(reading), target) == Fraction(value)
    assert form.reading(Fraction(value), target) == Fraction(reading)
