"""Where offices stand in their run: places by type, medians per indicator."""

from __future__ import annotations

from fractions import Fraction

import builders as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qp_scoring.analysis.standing import Standing, median, standings
from qp_scoring.documents.results import OfficeResult


def office(code: str, exact: str | None, kind: str = "สพป", **changes: object) -> OfficeResult:
    return make.office(code=code, mean_exact=exact, type=kind, **changes)


def test_offices_are_ranked_within_their_type() -> None:
    run = standings(
        [
            office("1", "30/12"),
            office("2", "40/12"),
            office("3", "35/12", "สพม"),
            office("4", "20/12", "สพม"),
        ]
    )
    assert run.offices == {
        "2": Standing(1, 2),
        "1": Standing(2, 2),
        "3": Standing(1, 2),
        "4": Standing(2, 2),
    }


def test_ties_share_a_place_and_the_next_is_left_out() -> None:
    run = standings([office("1", "30/12"), office("2", "25/10"), office("3", "20/12")])
    assert [run.offices[code].place for code in ("1", "2", "3")] == [1, 1, 3]


def test_places_follow_the_exact_means_and_not_the_printed_ones() -> None:
    run = standings([office("1", "2901/1200", mean="2.42"), office("2", "29/12", mean="2.42")])
    assert [run.offices[code].place for code in ("1", "2")] == [1, 2]


def test_unfinished_offices_have_no_place_and_count_for_nobody() -> None:
    unfinished = make.office(["5"] * 12 + [""], code="9")
    run = standings([make.office(["3"] * 13, code="1"), unfinished])
    assert (run.complete, run.offices) == (1, {"1": Standing(1, 1)})
    assert run.medians["1"] == 3


def test_an_office_without_a_mean_has_no_place() -> None:
    assert standings([office("1", None, mean=None)]).offices == {}


def test_the_median_is_taken_over_those_that_reported() -> None:
    def with_first(code: str, cell: str) -> OfficeResult:
        return make.office([cell] + ["3"] * 12, code=code)

    cells = {"1": "5", "2": "N/A", "3": "2", "4": "-", "5": "4"}
    run = standings([with_first(code, cell) for code, cell in cells.items()])
    assert run.medians["1"] == 4  # of 2, 4 and 5
    two = standings([with_first("1", "5"), with_first("2", "2")])
    assert two.medians["1"] == Fraction(7, 2)


def test_an_indicator_that_nobody_reported_has_no_median() -> None:
    assert "1" not in standings([make.office(["N/A"] + ["3"] * 12)]).medians


@given(st.lists(st.fractions(0, 5, max_denominator=1000), min_size=1, max_size=30))
def test_half_of_the_numbers_are_at_most_the_median_and_half_at_least(
    numbers: list[Fraction],
) -> None:
    middle = median(numbers)
    assert 2 * sum(number <= middle for number in numbers) >= len(numbers)
    assert 2 * sum(number >= middle for number in numbers) >= len(numbers)


def test_no_numbers_have_no_median() -> None:
    with pytest.raises(ValueError, match="no numbers"):
        median([])
