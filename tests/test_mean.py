"""The figure of the whole and of its groups, by small sums that can be done on paper."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from small_rules import SHIPPED, rubric_of

from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.nodes import Child, Limit, Node, combined, keys_in_order, standing
from qp_scoring.rubric.whole import Cap, Whole
from qp_scoring.scoring.mean import (
    Mean,
    least_of,
    least_shown,
    lowest_printed,
    mean_of,
    printed,
    rounded,
    shortest,
)

POLICIES = SHIPPED.indicators[:3]
FIRST, SECOND, THIRD = (one.code for one in POLICIES)


def in_groups(*groups, within=("ก", "ก", "ข"), **changes) -> Rubric:
    """Three indicators of equal weight: two stand in group ก and one in group ข."""
    placed = (
        one.model_copy(update={"group": group}) for one, group in zip(POLICIES, within, strict=True)
    )
    return rubric_of(*placed, group=groups, **changes)


def group(key, weight=1, **more):
    return Group(id=key, name=key, weight=Decimal(weight), **more)


def figures(rubric, *scores, applicable=None):
    """The exact mean, and per group: its score, what it counts of the whole, what it brings."""
    given = {
        code: Decimal(score)
        for code, score in zip((FIRST, SECOND, THIRD), scores, strict=True)
        if score is not None
    }
    found = mean_of(rubric, given, applicable or (FIRST, SECOND, THIRD))
    assert found.count == len(given)
    return found.value, [(one.score, one.share, one.brings) for one in found.groups]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1.005", 2, "1.01"),
        ("-1.005", 2, "-1.01"),
        ("2.675", 2, "2.68"),
        ("29/12", 2, "2.42"),
        ("5/2", 0, "3"),
    ],
)
def test_halves_are_rounded_away_from_nought(value, decimals, text):
    assert printed(rounded(Fraction(value), decimals)) == text


def test_a_number_is_printed_with_all_its_digits_and_zero_without_a_sign():
    assert printed(Decimal("2E+2")) == "200"
    assert printed(Decimal("0.0000001")) == "0.0000001"
    assert printed(Decimal("-0.00")) == "0.00"
    assert printed(Decimal("-0.50")) == "-0.50"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("100/3", 2, "33.33"), ("5/2", 2, "2.5"), ("3", 2, "3"), ("10", 0, "10"), ("100", 1, "100")],
)
def test_zeros_that_say_nothing_are_left_out(value, decimals, text):
    assert shortest(Fraction(value), decimals) == text


@pytest.mark.parametrize(
    ("bound", "decimals", "lowest", "least"),
    [
        ("2.5", 2, "2.50", "2.495"),
        ("2.494", 2, "2.50", "2.495"),
        ("1/3", 2, "0.34", "0.335"),
        ("2.1", 0, "3", "2.5"),
        ("-0.5", 0, "0", "-0.5"),
    ],
)
def test_what_is_printed_so_high_is_at_least_so_much(bound, decimals, lowest, least):
    found = lowest_printed(Fraction(bound), decimals)
    assert f"{found:f}" == lowest
    assert least_of(found, decimals) == Fraction(least)


def test_scores_of_indicators_are_printed_as_they_are_and_those_of_groups_rounded():
    rubric = in_groups(group("ก"), group("ข"))
    assert least_shown(rubric, FIRST, Fraction("2.494")) == Fraction("2.494")
    assert least_shown(rubric, "ก", Fraction("2.494")) == Fraction("2.495")


def test_a_plain_mean_keeps_every_digit_and_its_count():
    found = Mean.of([Decimal("9" * 40 + ".5"), Decimal("0." + "0" * 30 + "1"), Decimal(1)])
    assert found.value == (Fraction("9" * 40 + ".5") + Fraction(1, 10**31) + 1) / 3
    assert found.count == 3


def test_groups_weighted_3_and_2_bring_their_shares():
    """ก is (4 + 2)/2 = 3 and counts 3/5, ข is 5 and counts 2/5: 9/5 and 10/5, together 19/5."""
    whole, (first, second) = figures(in_groups(group("ก", 3), group("ข", 2)), 4, 2, 5)
    assert whole == Fraction(19, 5)
    assert first == (3, Fraction(3, 5), Fraction(9, 5))
    assert second == (5, Fraction(2, 5), 2)


def test_the_ratio_is_shown_as_it_was_divided():
    rubric = in_groups(group("ก", 3), group("ข", 2))
    scores = {FIRST: Decimal(4), SECOND: Decimal(2), THIRD: Decimal(5)}
    assert mean_of(rubric, scores, scores).exact == "19/5"


def test_a_figure_without_end_and_a_group_without_indicators():
    """Three indicators in ก: (1 + 1 + 2)/3. Nothing stands in ข, so it takes no part."""
    rubric = in_groups(group("ก"), group("ข"), within=("ก",) * 3)
    whole, (first, second) = figures(rubric, 1, 1, 2)
    assert (whole, first) == (Fraction(4, 3), (Fraction(4, 3), 1, Fraction(4, 3)))
    assert second == (None, None, None)


def test_where_half_of_a_group_left_it_counts_half_or_is_refilled():
    """Half of ก left: 3/2 against 2 is 3/7 of the whole; refilled it counts its 3/5."""
    groups = group("ก", 3), group("ข", 2)
    whole, (first, _) = figures(in_groups(*groups), 4, None, 5)
    assert (whole, first) == (Fraction(32, 7), (4, Fraction(3, 7), Fraction(12, 7)))
    refilled = SHIPPED.weights.model_copy(update={"when_leaving": "within_group"})
    whole, (first, _) = figures(in_groups(*groups, weights=refilled), 4, None, 5)
    assert (whole, first) == (Fraction(22, 5), (4, Fraction(3, 5), Fraction(12, 5)))


def test_what_does_not_apply_takes_nothing_from_its_group():
    """The second indicator of ก does not apply, so the first is all of ก, and ก keeps its 3/5."""
    rubric = in_groups(group("ก", 3), group("ข", 2))
    whole, (first, _) = figures(rubric, 4, None, 5, applicable=(FIRST, THIRD))
    assert (whole, first) == (Fraction(22, 5), (4, Fraction(3, 5), Fraction(12, 5)))


def test_a_group_that_lost_all_of_its_indicators_leaves():
    whole, (first, second) = figures(in_groups(group("ก", 3), group("ข", 2)), 4, 2, None)
    assert (whole, first) == (3, (3, 1, 3))
    assert second == (None, None, None)


def test_a_group_within_a_group_counts_of_the_one_it_stands_in():
    """ข is 5 and half of ก beside 4 and 2 of a fourth each: ก is 5/2 + 1 + 1/2 = 4."""
    rubric = in_groups(group("ก"), group("ข", 2, within="ก"))
    whole, (outer, inner) = figures(rubric, 4, 2, 5)
    assert (whole, outer) == (4, (4, 1, 4))
    assert inner == (5, Fraction(1, 2), Fraction(5, 2))


def test_where_the_least_group_counts_none_has_a_share():
    total = Total(combine="min")
    whole, groups = figures(in_groups(group("ก"), group("ข"), total=total), 4, 2, 5)
    assert (whole, groups) == (3, [(3, None, None), (5, None, None)])


def test_points_are_added_up():
    """Two groups of 5 points each: 3 and 5 are 8, and each is half of the 10."""
    rubric = in_groups(group("ก"), group("ข"), total=Total(show="sum"))
    whole, groups = figures(rubric, 4, 2, 5)
    half = Fraction(1, 2)
    assert (whole, groups) == (8, [(3, half, 3), (5, half, 5)])


def test_of_points_that_are_left_each_counts_by_its_full_mark():
    """Of 10, 5 and 5 points the second left: 9 of 15 are 12 of 20, to which the first adds 16/3."""
    marks = ((10, 4), (5, None), (5, 5))
    children = [
        Child(Fraction(1), Fraction(full), None if score is None else Fraction(score))
        for full, score in marks
    ]
    node = Node(combine="sum")
    assert combined(node, Fraction(20), Fraction(0), children) == 12
    found = [standing(node, Fraction(20), child, children) for child in children]
    two_thirds = Fraction(2, 3)
    assert found == [
        (two_thirds, Fraction(16, 3)),
        (None, None),
        (1 - two_thirds, Fraction(20, 3)),
    ]


def test_per_cent_are_of_the_full_mark():
    rubric = in_groups(group("ก", 3), group("ข", 2), total=Total(show="percent"))
    assert figures(rubric, 4, 2, 5)[0] == 76  # 19/5 of 5


def test_the_least_in_per_cent_and_steps_below_the_first():
    groups = group("ก"), group("ข")
    least = Total(show="percent", combine="min")
    assert figures(in_groups(*groups, total=least), 4, 2, 5)[0] == 60  # 3 of 5
    steps = Total(steps=((Decimal(2), Decimal(3)), (Decimal(4), Decimal(5))))
    found = [figures(in_groups(*groups, total=steps), *(n, n, n))[0] for n in (1, 2, 3, 4)]
    assert found == [1, 3, 3, 5]  # below the first step stands the base level


def test_a_limit_of_a_group_caps_its_score_and_stands_beside_it():
    """ก is 4, but at most 2 unless the third indicator has 5; one that left limits nothing.

    What is below the limit anyway is not lowered by it.
    """
    limit = Limit(unless={"score": THIRD, "min": 5}, at_most=Decimal(2))
    rubric = in_groups(group("ก", limit=(limit,)), group("ข"))

    def first(*scores):
        given = zip((FIRST, SECOND, THIRD), map(Decimal, scores), strict=False)
        found = mean_of(rubric, dict(given), (FIRST, SECOND, THIRD)).groups[0]
        return found.score, found.cap

    assert first(4, 4, 4) == (2, Cap(Fraction(4), Fraction(2), limit.unless))
    assert first(4, 4, 5) == (4, None)
    assert first(1, 1, 4) == (1, None)
    assert first(4, 4) == (4, None)


def test_the_figure_of_the_whole_is_in_per_cent_under_its_limit():
    """The least of 3 and 5 is 60 %, but at most 2 of 5 unless the third indicator has 5."""
    limit = Limit(unless={"score": THIRD, "min": 5}, at_most=Decimal(2))
    total = Total(show="percent", combine="min", limit=(limit,))
    rubric = in_groups(group("ก"), group("ข"), total=total)

    def whole(*scores):
        return dict(zip((FIRST, SECOND, THIRD), map(Decimal, scores), strict=True))

    capped_, free = whole(4, 2, 4), whole(4, 2, 5)
    assert Whole(rubric, capped_, capped_).figure == 40
    assert Whole(rubric, free, free).figure == 60
    assert Whole(rubric, {}, capped_).figure is None
    found = mean_of(rubric, capped_, capped_)
    assert (found.value, found.cap) == (40, Cap(Fraction(60), Fraction(40), limit.unless))
    assert mean_of(rubric, free, free).cap is None
    assert found.asked.scores == {THIRD: (4,)}


def test_an_author_reads_what_a_node_is_before_how_it_is_combined():
    keys = keys_in_order(Group)
    assert keys[:4] == ["id", "name", "weight", "within"]
    assert set(keys[4:]) == set(Node.model_fields)
    assert keys_in_order(Rubric) == list(Rubric.model_fields)
