from __future__ import annotations

from decimal import Decimal

import builders as make

from qp_scoring.analysis.groups import in_order
from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.analysis import IndicatorFigures, Scope
from qp_scoring.documents.results import State
from qp_scoring.rubric.model import Band, Bands, Rubric, Scale


def figures(
    results: make.Results, code: str = "1", rubric: Rubric = make.RUBRIC
) -> IndicatorFigures:
    found = analyse(results, rubric).indicator(code)
    assert found is not None
    return found


SIXTH = 5
"""The place of indicator 6a among the codes."""


def levels_of_first(*cells: str) -> make.Results:
    return make.results(
        *(make.office([cell] + ["3"] * 12, code=str(at)) for at, cell in enumerate(cells))
    )


def test_levels_and_states_are_counted_apart() -> None:
    first = figures(levels_of_first("1", "2", "2", "5", "N/A", "-", "ยกเว้น", "", "?"))
    assert first.levels == {"1": 1, "2": 2, "3": 0, "4": 0, "5": 1}
    assert first.states == {
        State.SCORED: 4,
        State.NOT_REPORTED: 1,
        State.NOT_APPLICABLE: 1,
        State.EXEMPT: 1,
        State.NOT_ASSESSED: 1,
        State.INVALID: 1,
    }


def test_mean_and_median_are_over_the_scored_offices() -> None:
    first = figures(levels_of_first("1", "2", "3", "5", "N/A", ""))
    assert (first.n, first.mean, first.median) == (4, "2.75", "2.5")


def test_only_complete_offices_count_in_levels_mean_and_median() -> None:
    unfinished = make.office(["5"] * 12 + [""], code="9")
    first = figures(make.results(make.office(["2"] * 13, code="1"), unfinished))
    assert (first.n, first.mean, first.median, first.levels["5"]) == (1, "2.00", "2.0", 0)
    assert first.states[State.SCORED] == 2


def test_an_indicator_that_nobody_has_a_score_in_has_no_mean() -> None:
    results = make.results(make.office(["3"] * SIXTH + ["-"] + ["3"] * 7))
    found = figures(results, "6a")
    assert (found.n, found.mean, found.median) == (0, None, None)


def test_without_levels_the_bands_are_the_classes() -> None:
    rubric = make.rubric_with(
        scale=Scale(base_level=0, levels=False, min=Decimal(0), max=Decimal(100)),
        bands=Bands(
            confirmed=True, band=(Band(name="ผ่าน", at_least=Decimal(60)), Band(name="ไม่ผ่าน"))
        ),
    )
    scores = ("59.99", "60.00", "100")
    offices = [
        make.office(indicators=(make.indicator("1", "3", score=score, level=None),))
        for score in scores
    ]
    first = figures(make.results(*offices, rubric=rubric), rubric=rubric)
    assert first.levels == {"ไม่ผ่าน": 1, "ผ่าน": 2}
    assert (first.n, first.median) == (3, "60.0")


def test_reports_without_a_score_are_counted_by_whether_something_was_done() -> None:
    entries = (
        (make.indicator("1", "3", score=None, level=None, met=met),) for met in (("1.1",), ())
    )
    offices = (make.office(indicators=one, code=str(at)) for at, one in enumerate(entries))
    first = figures(make.results(*offices))
    assert (first.covered, first.stated, first.n, first.mean) == (1, 1, 2, None)


def office(
    code: str, exact: str, mean: str, kind: str, region: str, band: str
) -> make.OfficeResult:
    return make.office(code=code, mean_exact=exact, mean=mean, type=kind, region=region, band=band)


def test_groups_stand_by_the_average_of_exact_means() -> None:
    results = make.results(
        office("1", "29/12", "2.42", "สพป", "2", "พอใช้"),
        office("2", "30/11", "2.73", "สพป", "10", "ดี"),
        office("3", "40/12", "3.33", "สพม", "2", "ดี"),
        make.office([""] + ["3"] * 12, code="4", region="10"),
    )
    run = analyse(results, make.RUBRIC)
    bands = {"ดีเยี่ยม": 0, "ดีมาก": 0, "ดี": 0, "พอใช้": 0, "ปรับปรุง": 0}
    # (29/12 + 30/11 + 40/12) / 3 = 2.8257…; 2.5719… for สพป; 2.875 for region 2.
    assert run.overall.model_dump(exclude={"indicators"}) == {
        "name": "",
        "offices": 4,
        "n": 3,
        "mean": "2.83",
        "median": "2.73",
        "lowest": "2.42",
        "highest": "3.33",
        "bands": bands | {"ดี": 2, "พอใช้": 1},
    }
    types = {one.name: one for one in run.by_type}
    regions = {one.name: one for one in run.by_region}
    assert list(regions) == ["2", "10"]
    assert (types["สพป"].offices, types["สพป"].n, types["สพป"].mean) == (3, 2, "2.57")
    assert regions["2"].mean == "2.88"
    assert regions["10"].bands == bands | {"ดี": 1}


def test_a_group_without_a_complete_office_has_no_mean() -> None:
    results = make.results(make.office([""] + ["3"] * 12, region=""))
    run = analyse(results, make.RUBRIC)
    assert (run.overall.offices, run.overall.n, run.overall.mean) == (1, 0, None)
    assert [(one.name, one.offices, one.mean) for one in run.by_type] == [("สพป", 1, None)]
    assert run.by_region == ()


def test_the_means_of_indicators_stand_in_each_group_with_their_n() -> None:
    results = make.results(
        make.office(["2"] * 13, code="1", region="2"),
        make.office(["N/A", *["4"] * 12], code="2", region="2"),
        make.office(["5"] * 12 + [""], code="3", region="2"),
    )
    (region,) = analyse(results, make.RUBRIC).by_region
    shown = {one.code: (one.n, one.mean, one.band) for one in region.indicators}
    assert (shown["1"], shown["2"]) == ((1, "2.00", "พอใช้"), (2, "3.00", "ดี"))


def test_the_bands_are_counted_with_their_share_of_the_complete_offices() -> None:
    offices = [make.office(code=str(at), band=band) for at, band in enumerate(("ดี", "ดี", "พอใช้"))]
    unfinished = make.office([""] + ["3"] * 12, code="9")
    found = analyse(make.results(*offices, unfinished), make.RUBRIC).bands
    assert [(one.name, one.count, one.share) for one in found] == [
        ("ดีเยี่ยม", 0, "0"),
        ("ดีมาก", 0, "0"),
        ("ดี", 2, "67"),
        ("พอใช้", 1, "33"),
        ("ปรับปรุง", 0, "0"),
    ]


def test_groups_are_ordered_by_number_and_bands_from_the_best() -> None:
    names = {
        Scope.BAND: ["ปรับปรุง", "ดีเยี่ยม", "ดี"],
        Scope.REGION: ["ส่วนกลาง", "10", "2"],
        Scope.TYPE: ["สพม", "สพป"],
    }
    groups = [(scope, name) for scope, found in names.items() for name in found]
    assert [name for _, name in in_order(groups, make.RUBRIC)] == [
        "สพป",
        "สพม",
        "2",
        "10",
        "ส่วนกลาง",
        "ดีเยี่ยม",
        "ดี",
        "ปรับปรุง",
    ]
