"""Where offices stand in their run: places by type, medians per indicator."""

from __future__ import annotations

from fractions import Fraction

import builders as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qp_scoring.analysis.numbers import median, median_shown
from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.analysis import Rank
from qp_scoring.documents.results import OfficeResult


def office(code: str, exact: str | None, kind: str = "สพป", **changes: object) -> OfficeResult:
    return make.office(code=code, mean_exact=exact, type=kind, **changes)


def ranked(*offices: OfficeResult) -> list[Rank]:
    return list(analyse(make.results(*offices), make.RUBRIC).standings)


def median_of_first(*cells: str) -> str | None:
    offices = [make.office([cell] + ["3"] * 12, code=str(at)) for at, cell in enumerate(cells)]
    found = analyse(make.results(*offices), make.RUBRIC).indicator("1")
    assert found is not None
    return found.median


def test_offices_are_ranked_within_their_type_and_among_all() -> None:
    found = ranked(
        office("1", "30/12"),
        office("2", "40/12"),
        office("3", "36/12", "สพม"),
        office("4", "20/12", "สพม"),
    )
    # Medians of 2.50 and 3.33, and of 3.00 and 1.67: 2.9166… and 2.3333….
    assert [tuple(one.model_dump().values()) for one in found] == [
        ("1", 2, 2, "2.92", 3, 4),
        ("2", 1, 2, "2.92", 1, 4),
        ("3", 1, 2, "2.33", 2, 4),
        ("4", 2, 2, "2.33", 4, 4),
    ]


def test_ties_share_a_place_and_the_next_is_left_out() -> None:
    found = ranked(office("1", "30/12"), office("2", "25/10"), office("3", "20/12"))
    assert [one.rank for one in found] == [1, 1, 3]


def test_places_follow_the_exact_means_and_not_the_printed_ones() -> None:
    found = ranked(office("1", "2901/1200", mean="2.42"), office("2", "29/12", mean="2.42"))
    assert [one.rank for one in found] == [1, 2]


def test_unfinished_offices_have_no_place_and_count_for_nobody() -> None:
    unfinished = make.office(["5"] * 12 + [""], code="9")
    run = analyse(make.results(make.office(["3"] * 13, code="1"), unfinished), make.RUBRIC)
    assert [(one.office, one.rank, one.of) for one in run.standings] == [("1", 1, 1)]
    assert run.rank_of("9") is None
    first = run.indicator("1")
    assert first is not None
    assert (first.median, first.n) == ("3.0", 1)


def test_an_office_without_a_mean_has_no_place() -> None:
    assert ranked(office("1", None, mean=None)) == []


def test_the_median_is_taken_over_those_that_reported() -> None:
    assert median_of_first("5", "N/A", "2", "-", "4") == "4.0"  # of 2, 4 and 5
    assert median_of_first("5", "2") == "3.5"


def test_an_indicator_that_nobody_reported_has_no_median() -> None:
    assert median_of_first("N/A") is None


@pytest.mark.parametrize(
    ("scores", "decimals", "shown"),
    [
        (("3", "4"), 0, "3.5"),
        (("4",), 0, "4.0"),
        (("3.25", "3.26"), 2, "3.255"),
        (("3.2", "3.3"), 1, "3.25"),
        (("3.20",), 2, "3.20"),
    ],
)
def test_a_median_is_printed_exactly(scores: tuple[str, ...], decimals: int, shown: str) -> None:
    assert median_shown(list(map(Fraction, scores)), decimals) == shown


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
