from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import builders as make
from hypothesis import given, settings
from hypothesis import strategies as st

from qp_scoring.analysis.agreement import agreement
from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.analysis import IndicatorAgreement, Pairs
from qp_scoring.documents.results import IndicatorResult, LevelBy, State

ITEMS = tuple(item.id for item in make.RUBRIC.by_code["8"].item)


def values(*assessors: str) -> list[make.ItemResult]:
    """The values of the indicator, at their best by every assessor."""
    ids = [measure.id for measure in make.RUBRIC.by_code["8"].measure]
    return [make.item(key, "100", *(make.said(by, "100") for by in assessors)) for key in ids]


def agreed(*indicators: IndicatorResult) -> tuple[IndicatorAgreement, ...]:
    offices = [
        make.office(code=f"990{at}", indicators=(one,)) for at, one in enumerate(indicators, 1)
    ]
    return agreement(offices, make.RUBRIC)


def eight(*items: make.ItemResult, **changes: object) -> IndicatorResult:
    return make.indicator("8", "2", items=items, **changes)


def counted(pairs: int, same: int, within_one: int | None, offices: int) -> Pairs:
    """Pairs with their shares as a reader would work them out."""
    share, near = (
        None
        if part is None
        else str(int(Decimal(100 * part / pairs).quantize(Decimal(1), ROUND_HALF_UP)))
        for part in (same, within_one)
    )
    return Pairs.model_validate(
        {
            "pairs": pairs,
            "same": same,
            "share": share,
            "within_one": within_one,
            "within_share": near,
            "offices": offices,
        }
    )


def level(assessor: str, score: str, role: str = "กรรมการ", stage: str = "เอกสาร") -> LevelBy:
    return LevelBy(assessor=assessor, role=role, stage=stage, score=score)


def test_every_two_assessors_of_an_office_are_a_pair() -> None:
    three = make.item(
        "8.1", "met", make.said("ก", "met"), make.said("ข", "met"), make.said("ค", "unmet")
    )
    two = make.item("8.1", "met", make.said("ก", "met"), make.said("ข", "met"))
    (found,) = agreed(eight(three), eight(two))
    # Three pairs of which one is the same, and one pair that is.
    assert found.entries == {"8.1": counted(pairs=4, same=2, within_one=None, offices=2)}


def test_marks_of_all_items_are_pooled_for_the_indicator() -> None:
    (found,) = agreed(
        eight(
            make.item("8.1", "met", make.said("ก", "met"), make.said("ข", "met")),
            make.item("8.2", None, make.said("ก", "met"), make.said("ข", "unmet")),
            make.item("8.3", None, make.said("ก", "unmet"), make.said("ข", "not_relevant")),
        )
    )
    assert found.marks == counted(pairs=3, same=1, within_one=None, offices=1)
    assert list(found.entries) == ["8.1", "8.2", "8.3"]


def test_stages_are_compared_apart_and_resolutions_not_at_all() -> None:
    by = (
        make.said("ก", "met"),
        make.said("ข", "unmet", stage="ลงพื้นที่"),
        make.said("ค", "unmet", stage="ลงพื้นที่"),
        make.said(None, "met", role="มติ"),
    )
    (found,) = agreed(eight(make.item("8.1", "met", *by)))
    assert found.entries["8.1"] == counted(pairs=1, same=1, within_one=None, offices=1)


def test_one_assessor_in_two_roles_is_no_pair() -> None:
    by = (make.said("ก", "met"), make.said("ก", "met", role="หัวหน้า"))
    assert agreed(eight(make.item("8.1", "met", *by))) == ()


def test_nothing_is_reported_where_nobody_can_be_compared() -> None:
    assert agreed(eight(make.item("8.1", "met", make.said("ก", "met")))) == ()
    assert agreement([make.office()], make.RUBRIC) == ()


def test_invalid_and_inapplicable_indicators_are_left_out() -> None:
    items = (make.item("8.1", None, make.said("ก", "met"), make.said("ข", "unmet")),)
    for state in (State.INVALID, State.NOT_APPLICABLE):
        assert agreed(eight(*items, state=state)) == ()
    assert len(agreed(eight(*items, state=State.NOT_ASSESSED))) == 1


def test_values_are_compared_exactly_and_within_one_unit() -> None:
    measure = make.RUBRIC.by_code["2"].measure[0].id
    by = [
        make.said(name, value)
        for name, value in {"ก": "80", "ข": "80", "ค": "81", "ง": "83.5"}.items()
    ]
    (found,) = agreed(make.indicator("2", "3", items=(make.item(measure, "80.5", *by),)))
    # Same: 80/80. Within one besides: 80/81 twice. Farther: three pairs with 83.5.
    assert found.entries[measure] == counted(pairs=6, same=1, within_one=3, offices=1)
    assert found.marks is None


def test_judged_levels_are_compared_exactly_and_within_one() -> None:
    given = (level("ก", "2"), level("ข", "3"), level("ค", "5"), level("ง", "5", stage="ลงพื้นที่"))
    (found,) = agreed(eight(levels_by=given))
    assert found.levels == counted(pairs=3, same=0, within_one=1, offices=1)


def test_levels_of_complete_answers_are_those_the_rules_give() -> None:
    # ก: everything met is level 5; ข: nothing met is level 1; ค: one item unanswered, no level.
    items = [
        make.item(key, "met", make.said("ก", "met"), make.said("ข", "unmet"), make.said("ค", "met"))
        for key in ITEMS[:-1]
    ]
    items.append(make.item(ITEMS[-1], "met", make.said("ก", "met"), make.said("ข", "unmet")))
    (found,) = agreed(eight(*items, *values("ก", "ข", "ค")))
    assert found.levels == counted(pairs=1, same=0, within_one=0, offices=1)


def test_equal_levels_may_rest_on_different_marks() -> None:
    both = {ITEMS[0]: ("met", "unmet"), ITEMS[1]: ("unmet", "met")}
    items = [
        make.item(
            key,
            None,
            make.said("ก", both.get(key, ("unmet", "unmet"))[0]),
            make.said("ข", both.get(key, ("unmet", "unmet"))[1]),
        )
        for key in ITEMS
    ]
    (found,) = agreed(eight(*items, *values("ก", "ข")))
    assert found.levels == counted(pairs=1, same=1, within_one=1, offices=1)
    assert found.marks is not None
    assert found.marks.pairs - found.marks.same == 2


def test_a_rubric_without_levels_compares_marks_only() -> None:
    scale = make.RUBRIC.scale.model_copy(update={"levels": False, "level": ()})
    rubric = make.rubric_with(scale=scale)
    items = [make.item(key, "met", make.said("ก", "met"), make.said("ข", "met")) for key in ITEMS]
    office = make.office(indicators=(eight(*items),))
    (found,) = agreement([office], rubric)
    assert found.levels is None
    assert found.marks is not None


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from("กขคง"),
        st.sampled_from(["เอกสาร", "ลงพื้นที่"]),
        st.sampled_from(["met", "unmet", "not_relevant"]),
    ),
    max_size=8,
    unique_by=lambda answer: answer[:2],
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=4))
def test_pairs_are_those_that_a_count_of_all_pairs_finds(
    offices: list[list[tuple[str, ...]]],
) -> None:
    pairs = [
        (one[2], other[2])
        for said in offices
        for one, other in combinations(said, 2)
        if one[1] == other[1]
    ]
    indicators = [
        eight(make.item("8.1", None, *(make.said(a, mark, stage=s) for a, s, mark in said)))
        for said in offices
    ]
    found = [one.entries["8.1"] for one in agreed(*indicators)]
    same = sum(one == other for one, other in pairs)
    assert [(one.pairs, one.same) for one in found] == ([(len(pairs), same)] if pairs else [])


def test_an_office_is_equal_where_all_that_was_answered_twice_is_answered_alike() -> None:
    alike = (make.said("ก", "met"), make.said("ข", "met"))
    apart = (make.said("ก", "met"), make.said("ข", "unmet"))
    alone = (make.said("ก", "met"),)
    (found,) = agreed(
        eight(make.item("8.1", "met", *alike), make.item("8.2", "met", *alike)),
        eight(make.item("8.1", "met", *alike), make.item("8.2", None, *apart)),
        eight(make.item("8.1", "met", *alone)),
        eight(levels_by=(level("ก", "3"), level("ข", "3"))),
    )
    assert (found.doubly, found.equal, found.share) == (3, 2, "67")


def test_all_indicators_together_are_their_pairs_added() -> None:
    both = [
        make.indicator(
            code, "2", items=(make.item(item, None, make.said("ก", a), make.said("ข", b)),)
        )
        for code, item, a, b in (("8", "8.1", "met", "met"), ("1", "1.1", "met", "unmet"))
    ]
    run = analyse(make.results(make.office(indicators=tuple(both))), make.RUBRIC)
    assert run.overall_agreement.marks == counted(pairs=2, same=1, within_one=None, offices=2)
    assert run.overall_agreement.levels is None
