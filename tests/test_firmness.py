from __future__ import annotations

from decimal import Decimal

import builders as make

from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.analysis import BandedMean, Firmness
from qp_scoring.documents.results import OfficeResult
from qp_scoring.rubric.model import Group, Rubric, Weights


def firm(
    office: OfficeResult, policy: str = "counts_zero", rubric: Rubric = make.RUBRIC
) -> Firmness:
    run = analyse(make.results(office, not_reported=policy, rubric=rubric), rubric)
    (found,) = run.firmness
    return found


def now(found: Firmness) -> BandedMean:
    return banded(found.mean, found.band)


def without(found: Firmness) -> dict[str, BandedMean]:
    return {one.indicator: banded(one.mean, one.band) for one in found.without}


def banded(mean: str, band: str) -> BandedMean:
    return BandedMean(mean=mean, band=band)


def test_the_other_policy_decides_the_band_of_the_official_result() -> None:
    # 29/12 = 2.42 พอใช้; without the N/A of indicator 9 it is 29/11 = 2.64 ดี (docs/domain.md, 3).
    found = firm(make.office())
    assert now(found) == banded("2.42", "พอใช้")
    assert found.other_policy == banded("2.64", "ดี")
    assert found.policy_decides
    assert not found.firm


def test_the_indicators_that_decide_a_band_alone_are_named() -> None:
    # Leaving out a 1 gives 28/11 = 2.55, an N/A 29/11 = 2.64, a 2 only 27/11 = 2.45.
    found = without(firm(make.office()))
    assert found == {"3": banded("2.55", "ดี"), "9": banded("2.64", "ดี")}


def test_where_not_reported_leaves_the_mean_the_other_policy_counts_it_zero() -> None:
    found = firm(make.office(), "leaves_mean")
    assert now(found) == banded("2.64", "ดี")
    assert found.other_policy == banded("2.42", "พอใช้")
    # The mean is of 11 now: leaving out a 5 gives 24/10 = 2.40, a 3 26/10 = 2.60.
    assert without(found) == {"2": banded("2.40", "พอใช้"), "X2": banded("2.40", "พอใช้")}


def test_an_office_that_reported_everything_has_no_other_policy() -> None:
    found = firm(make.office(["3"] * 6 + ["-"] + ["3"] * 6))
    assert found.other_policy is None
    assert found.without == ()
    assert found.firm


def test_distances_are_from_the_printed_mean_to_the_edges() -> None:
    found = firm(make.office())
    assert (found.above, found.to_above) == ("ดี", "0.08")
    assert (found.below, found.over_edge) == ("ปรับปรุง", "0.92")


def test_the_best_and_the_lowest_band_have_one_edge() -> None:
    best, lowest = firm(make.office(["5"] * 13)), firm(make.office(["1"] * 13))
    assert (best.above, best.to_above, best.over_edge) == (None, None, "0.50")
    assert (lowest.below, lowest.over_edge, lowest.to_above) == (None, None, "0.50")


def test_a_mean_on_the_edge_stands_nothing_above_it() -> None:
    found = firm(make.office(["2", "3"] * 6 + ["-"]))
    assert (now(found), found.over_edge) == (banded("2.50", "ดี"), "0.00")


def test_unfinished_offices_have_no_band_to_doubt() -> None:
    results = make.results(make.office([""] + ["3"] * 12), make.office(["?"] + ["3"] * 12))
    assert analyse(results, make.RUBRIC).firmness == ()


def test_the_only_reported_indicator_may_not_leave() -> None:
    found = firm(make.office(indicators=(make.indicator("1", "3"),)))
    assert found.without == ()


def test_where_nothing_was_reported_the_other_policy_gives_no_mean() -> None:
    found = firm(make.office(["N/A"] * 13))
    assert (now(found), found.other_policy) == (banded("0.00", "ปรับปรุง"), None)


def test_weights_of_the_rubric_count() -> None:
    heavy = make.RUBRIC.by_code["1"].model_copy(update={"weight": Decimal(3)})
    rubric = make.rubric_with(indicators=(heavy, *make.RUBRIC.indicators[1:]))
    office = make.office(indicators=(make.indicator("1", "5"), make.indicator("2", "2")))
    # (3 × 5 + 2) / 4 = 4.25; the second alone is 2.00, the first alone 5.00.
    found = firm(office, rubric=rubric)
    assert now(found) == banded("4.25", "ดีมาก")
    assert without(found) == {"1": banded("2.00", "พอใช้"), "2": banded("5.00", "ดีเยี่ยม")}


def test_groups_keep_their_shares_when_an_indicator_leaves() -> None:
    grouped = [
        one.model_copy(update={"group": "a" if one.code in ("1", "2") else "b"})
        for one in make.RUBRIC.indicators
    ]
    rubric = make.rubric_with(
        indicators=tuple(grouped),
        group=(
            Group(id="a", name="ก", weight=Decimal(1)),
            Group(id="b", name="ข", weight=Decimal(1)),
        ),
        weights=Weights(when_leaving="within_group"),
    )
    scores = {"1": "1", "2": "3", "3": "4"}
    office = make.office(indicators=tuple(make.indicator(*pair) for pair in scores.items()))
    # Group means 2 and 4 give 3.00 ดี. Without 1: 3 and 4 give 3.50. Without 3: 2 alone.
    found = firm(office, rubric=rubric)
    assert now(found) == banded("3.00", "ดี")
    assert without(found) == {"1": banded("3.50", "ดีมาก"), "3": banded("2.00", "พอใช้")}


def test_the_possible_bands_are_those_that_anything_gives_the_best_first() -> None:
    assert firm(make.office()).possible == ("ดี", "พอใช้")
    assert firm(make.office(["3"] * 13)).possible == ("ดี",)


def test_firm_bands_are_counted() -> None:
    results = make.results(make.office(), make.office(["3"] * 13, code="9901"))
    counts = analyse(results, make.RUBRIC).firmness_counts
    assert counts.model_dump() == {"n": 2, "policy": 1, "without": 1, "firm": 1}
