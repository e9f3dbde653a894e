from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import builders as make

from qp_scoring.analysis.distribution import distributions
from qp_scoring.analysis.groups import GroupFigures, Scope, group_figures, in_order
from qp_scoring.documents.results import State
from qp_scoring.rubric.model import Band, Bands, Scale

SIXTH = 5
"""The place of indicator 6a among the codes."""


def levels_of_first(*cells: str) -> make.Results:
    return make.results(
        *(make.office([cell] + ["3"] * 12, code=str(at)) for at, cell in enumerate(cells))
    )


def test_levels_and_states_are_counted_apart() -> None:
    first = distributions(
        levels_of_first("1", "2", "2", "5", "N/A", "-", "ยกเว้น", "", "?"), make.RUBRIC
    )[0]
    assert first.code == "1"
    assert first.classes == {"1": 1, "2": 2, "3": 0, "4": 0, "5": 1}
    assert {state: first.states.get(state, 0) for state in State} == {
        State.SCORED: 4,
        State.NOT_REPORTED: 1,
        State.NOT_APPLICABLE: 1,
        State.EXEMPT: 1,
        State.NOT_ASSESSED: 1,
        State.INVALID: 1,
    }


def test_mean_and_median_are_over_the_scored_offices() -> None:
    first = distributions(levels_of_first("1", "2", "3", "5", "N/A", ""), make.RUBRIC)[0]
    assert (first.scored, first.mean, first.median) == (4, Decimal("2.75"), Fraction(5, 2))


def test_an_indicator_that_nobody_has_a_score_in_has_no_mean() -> None:
    results = make.results(make.office(["3"] * SIXTH + ["-"] + ["3"] * 7))
    found = {one.code: one for one in distributions(results, make.RUBRIC)}
    assert (found["6a"].scored, found["6a"].mean, found["6a"].median) == (0, None, None)


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
    first = distributions(make.results(*offices, rubric=rubric), rubric)[0]
    assert first.classes == {"ไม่ผ่าน": 1, "ผ่าน": 2}
    assert (first.scored, first.median) == (3, Fraction(60))


def test_reports_without_a_score_are_counted_by_whether_something_was_done() -> None:
    entries = (
        (make.indicator("1", "3", score=None, level=None, met=met),) for met in (("1.1",), ())
    )
    offices = (make.office(indicators=one, code=str(at)) for at, one in enumerate(entries))
    first = distributions(make.results(*offices), make.RUBRIC)[0]
    assert (first.covered, first.stated, first.scored, first.mean) == (1, 1, 0, None)


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
    found = {one.group: one for one in group_figures(results, make.RUBRIC)}
    bands = {"ดีเยี่ยม": 0, "ดีมาก": 0, "ดี": 0, "พอใช้": 0, "ปรับปรุง": 0}
    # (29/12 + 30/11 + 40/12) / 3 = 2.8257…; 2.5719… for สพป; 2.875 for region 2.
    assert found[Scope.ALL, ""] == GroupFigures(
        (Scope.ALL, ""),
        4,
        3,
        Decimal("2.83"),
        Decimal("2.42"),
        Decimal("3.33"),
        bands | {"ดี": 2, "พอใช้": 1},
    )
    assert (found[Scope.TYPE, "สพป"].offices, found[Scope.TYPE, "สพป"].complete) == (3, 2)
    assert found[Scope.TYPE, "สพป"].mean == Decimal("2.57")
    assert found[Scope.REGION, "2"].mean == Decimal("2.88")
    assert found[Scope.REGION, "10"].bands == bands | {"ดี": 1}


def test_a_group_without_a_complete_office_has_no_mean() -> None:
    results = make.results(make.office([""] + ["3"] * 12, region=""))
    assert [(one.group, one.offices, one.mean) for one in group_figures(results, make.RUBRIC)] == [
        ((Scope.ALL, ""), 1, None),
        ((Scope.TYPE, "สพป"), 1, None),
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
