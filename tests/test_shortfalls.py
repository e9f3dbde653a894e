from __future__ import annotations

import csv
import io

import builders as make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.analysis import Scope, Shortfall
from qp_scoring.documents.results import ItemResult, OfficeResult, Results, State
from qp_scoring.reports.csv_lists import shortfalls_csv


def office(
    code: str, *items: ItemResult, state: State = State.SCORED, **more: object
) -> OfficeResult:
    one = make.indicator("8", "2", items=items, state=state)
    return make.office(code=code, indicators=(one,), **more)


def listed(results: Results) -> list[tuple[str, str, str, int, int]]:
    run = analyse(results, make.RUBRIC)
    return [
        *(("all", "", one.item, one.unmet, one.n) for one in run.shortfalls),
        *((one.scope.value, one.group, one.item, one.unmet, one.n) for one in run.group_shortfalls),
    ]


def csv_of(results: Results) -> bytes | None:
    return shortfalls_csv(analyse(results, make.RUBRIC), make.RUBRIC)


ROUND = make.results(
    office("1", make.item("8.1", "unmet"), make.item("8.2", "met"), region="2", band="ดี"),
    office("2", make.item("8.1", "unmet"), make.item("8.2", "unmet"), region="10", band="ดี"),
    office("3", make.item("8.1", "met"), make.item("8.2", "unmet"), type="สพม", region="2"),
    office("4", make.item("8.1", "not_relevant"), make.item("8.2", None), region="", band=None),
)


def test_items_are_counted_over_all_offices_and_in_every_group() -> None:
    assert listed(ROUND) == [
        ("all", "", "8.1", 2, 3),
        ("all", "", "8.2", 2, 3),
        ("type", "สพป", "8.1", 2, 2),
        ("type", "สพป", "8.2", 1, 2),
        ("type", "สพม", "8.2", 1, 1),
        ("type", "สพม", "8.1", 0, 1),
        ("region", "2", "8.1", 1, 2),
        ("region", "2", "8.2", 1, 2),
        ("region", "10", "8.1", 1, 1),
        ("region", "10", "8.2", 1, 1),
        ("band", "ดี", "8.1", 2, 2),
        ("band", "ดี", "8.2", 1, 2),
        ("band", "พอใช้", "8.2", 1, 1),
        ("band", "พอใช้", "8.1", 0, 1),
    ]


def test_the_largest_share_comes_first_then_the_larger_number() -> None:
    marks = {"8.1": "uumm", "8.2": "uuum", "8.3": "u---", "8.4": "uu--", "8.5": "mmmm"}
    words = {"u": "unmet", "m": "met", "-": "not_relevant"}
    offices = [
        office(str(at), *(make.item(key, words[said[at]]) for key, said in marks.items()))
        for at in range(4)
    ]
    found = analyse(make.results(*offices), make.RUBRIC).shortfalls
    assert [(one.item, one.share) for one in found] == [
        ("8.4", "100.0"),
        ("8.3", "100.0"),
        ("8.2", "75.0"),
        ("8.1", "50.0"),
        ("8.5", "0.0"),
    ]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.SCORED, True),
        (State.NOT_ASSESSED, False),
        (State.NOT_REPORTED, False),
        (State.EXEMPT, False),
        (State.NOT_APPLICABLE, False),
        (State.INVALID, False),
    ],
)
def test_marks_count_only_where_the_indicator_is_assessed(state: State, counts: bool) -> None:
    results = make.results(office("1", make.item("8.1", "unmet"), state=state))
    assert bool(listed(results)) == counts


def test_an_unfinished_office_counts_for_nothing() -> None:
    results = make.results(office("1", make.item("8.1", "unmet"), status=make.Status.INCOMPLETE))
    assert listed(results) == []


def test_reasons_are_counted_once_per_office_the_most_frequent_first() -> None:
    twice = make.item(
        "8.1",
        "unmet",
        make.said("ก", "unmet", reason="ไม่ครบ"),
        make.said("ข", "unmet", reason="ไม่ครบ"),
        make.said("ค", "met", reason="ไม่พบ"),
    )
    both = make.item(
        "8.1",
        "unmet",
        make.said("ก", "unmet", reason="ไม่ครบ"),
        make.said("ข", "unmet", reason="ไม่ตรงประเด็น"),
    )
    outvoted = make.item("8.1", "met", make.said("ก", "unmet", reason="ไม่พบ"))
    results = make.results(office("1", twice), office("2", both), office("3", outvoted))
    first = analyse(results, make.RUBRIC).shortfalls[0]
    assert first == Shortfall(
        indicator="8",
        item="8.1",
        unmet=2,
        n=3,
        share="66.7",
        reasons={"ไม่ครบ": 2, "ไม่ตรงประเด็น": 1},
    )
    assert list(first.reasons) == ["ไม่ครบ", "ไม่ตรงประเด็น"]


def rows(data: bytes | None) -> list[dict[str, str]]:
    assert data is not None
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_csv_is_tidy_and_has_every_group() -> None:
    data = csv_of(ROUND)
    found = rows(data)
    assert data is not None
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    assert len(found) == len(listed(ROUND))
    item = make.RUBRIC.by_code["8"].item_by_id("8.1")
    assert item is not None
    assert found[0] == {
        "scope": "all",
        "group": "",
        "indicator": "8",
        "item": "8.1",
        "text": item.text,
        "unmet": "2",
        "assessed": "3",
        "unmet_percent": "66.7",
    }


@pytest.mark.parametrize("kind", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_type_from_an_input_is_no_formula_in_the_csv(kind: str) -> None:
    results = make.results(office("1", make.item("8.1", "unmet"), type=kind))
    assert [row["group"] for row in rows(csv_of(results))][1] == f"'{kind}"


def test_there_is_no_csv_of_levels_alone() -> None:
    assert csv_of(make.results(make.office())) is None


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["สพป", "สพม", "อื่น"]),
            st.sampled_from(["met", "unmet", "not_relevant"]),
            st.sampled_from(["met", "unmet"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_types_add_up_to_all_offices(offices: list[tuple[str, str, str]]) -> None:
    made = [
        office(str(at), make.item("8.1", first), make.item("8.2", second), type=kind)
        for at, (kind, first, second) in enumerate(offices)
    ]
    run = analyse(make.results(*made), make.RUBRIC)
    of_types = [one for one in run.group_shortfalls if one.scope is Scope.TYPE]
    for item in ("8.1", "8.2"):
        whole, parts = (
            [sum(getattr(one, key) for one in found if one.item == item) for key in ("unmet", "n")]
            for found in (run.shortfalls, of_types)
        )
        assert whole == parts
