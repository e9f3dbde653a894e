"""Limits: what lowers a score, told with its figures; and what leaves or is not reported."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import tiny_rubric
from small_rules import SHIPPED, rubric_of, scored
from test_certificates import combined, said
from test_way_up import counting, marked

from qp_scoring.documents.answers import Role, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import read_rubric
from qp_scoring.rubric.model import Band, Bands, Group, NotReported, Total
from qp_scoring.scoring.levels import score_column

BANDS = Bands(confirmed=False, band=(Band(name="สูง", at_least=Decimal(3)), Band(name="ต่ำ")))


def two(**changes):
    """Group ก of indicator 1 and group ข of indicator 2, each with two items for two levels."""
    indicators = [
        counting(code, 2, [1, 2]).model_copy(update={"group": group})
        for code, group in (("1", "ก"), ("2", "ข"))
    ]
    first = Group(id="ก", name="กลุ่มก", limit=changes.pop("limit_of_first", ()))
    return rubric_of(*indicators, group=(first, Group(id="ข", name="กลุ่มข")), bands=BANDS, **changes)


def met(rubric, first, second):
    """So many items of each are met; None: not reported."""
    return {
        one.code: None if number is None else marked(one, *(item.id for item in one.item[:number]))
        for one, number in zip(rubric.indicators, (first, second), strict=True)
    }


def limit(unless, most):
    return ({"unless": unless, "at_most": Decimal(most)},)


def test_a_limit_of_a_group_tells_what_it_lowers_and_which_score_is_too_low():
    """ก comes to 3, but counts 1.5 while ข is below 2: (1.5 + 1)/2 = 1.25."""
    rubric = two(limit_of_first=limit({"score": "ข", "min": Decimal(2)}, "1.5"))
    found = scored(rubric, met(rubric, 2, 0))
    assert (found.mean, found.nodes[0].score) == ("1.25", "1.50")
    why = "กลุ่มกคำนวณได้ 3 แต่ได้ไม่เกิน 1.5 เพราะ กลุ่มข ได้ 1 ต่ำกว่า 2"
    assert found.reasons == (why,)
    assert scored(rubric, met(rubric, 2, 1)).reasons == ()


def test_a_limit_that_lowers_nothing_is_not_told():
    """ข is below 2 and the limit stands, but ก has no more than 1 anyway."""
    rubric = two(limit_of_first=limit({"score": "ข", "min": Decimal(2)}, "1.5"))
    found = scored(rubric, met(rubric, 0, 0))
    assert (found.mean, found.reasons) == ("1.00", ())


def test_a_limit_of_the_whole_in_per_cent_tells_per_cent():
    """(3 + 1)/2 of 5 is 40 per cent; at most 1 of 5 is 20."""
    total = Total(show="percent", limit=limit({"score": "2", "min": Decimal(2)}, "1"))
    found = scored(rubric := two(total=total), met(rubric, 2, 0))
    assert found.mean == "20.00"
    assert found.reasons == ("คะแนนรวมคำนวณได้ 40 แต่ได้ไม่เกิน 20 เพราะ ตัวชี้วัดที่ 2 ได้ 1 ต่ำกว่า 2",)


@pytest.mark.parametrize(
    ("policy", "mean", "capped"), [("counts_zero", "0.75", True), ("leaves_mean", "3.00", False)]
)
def test_what_is_not_reported_is_nothing_in_a_condition_or_leaves_it(policy, mean, capped):
    """0 is below 2: then ก counts 1.5, and (1.5 + 0)/2 = 0.75. What left limits nothing."""
    silent = NotReported(policy=policy, suggest="ก")
    rubric = two(
        limit_of_first=limit({"score": "ข", "min": Decimal(2)}, "1.5"),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    found = scored(rubric, met(rubric, 2, None))
    assert (found.mean, bool(found.reasons)) == (mean, capped)


@pytest.mark.parametrize(("policy", "band"), [("counts_zero", "ต่ำ"), ("leaves_mean", "สูง")])
def test_a_gate_takes_what_is_not_reported_for_nothing_or_does_without(policy, band):
    """ก has 3 of 3. The mean is 3 alone; with 0 of ข it is 1.5, which a low bound lets through."""
    silent = NotReported(policy=policy, suggest="ก")
    gate = {"score": "ข", "min": Decimal(1)}
    high = Band.model_validate({"name": "สูง", "at_least": Decimal(1), "requires": gate})
    rubric = two(
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    rubric = rubric_of(
        *rubric.indicators,
        group=rubric.group,
        state=rubric.state,
        bands=Bands(confirmed=False, band=(high, Band(name="ต่ำ"))),
    )
    assert scored(rubric, met(rubric, 2, None)).band == band


# --- limits of an indicator


def limited(unless, most):
    """Four items, a level each, and a measure; at most so much unless a condition holds."""
    items = [{"id": f"8.{n}", "text": "ก", "suggest": "ข"} for n in range(1, 5)]
    measure = {"id": "8.p", "text": "ก", "unit": "%", "min": 0, "max": 100, "suggest": "ข"}
    texts = {"text": "ก", "suggest": "ข"}
    levels = [
        {
            "level": k,
            **texts,
            **({"requires": {"at_least": k - 1, "of": ids_of(items)}} if k > 1 else {}),
        }
        for k in range(1, 6)
    ]
    head = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": "criteria"}
    return Indicator.model_validate(
        {**head, "item": items, "measure": [measure], "level": levels, "limit": limit(unless, most)}
    )


def ids_of(items):
    return [item["id"] for item in items]


@pytest.mark.parametrize(
    ("unless", "why"),
    [
        ({"all": ["8.3", "8.4"]}, "ยังไม่มีข้อ 8.4"),
        ({"measure": "8.p", "min": Decimal(80)}, "8.p ได้ 70 ต่ำกว่า 80"),
        ({"measure": "8.p", "max": Decimal("62.5")}, "8.p ได้ 70 เกิน 62.5"),
        ({"at_least": 2, "of": ["8.2", "8.4"]}, "อย่างน้อย 2 ข้อจาก (8.2, 8.4)"),
        (
            {"all": ["8.1", {"any": ["8.4", {"measure": "8.p", "min": Decimal(90)}]}]},
            "ยังไม่มีข้อ 8.4, 8.p ได้ 70 ต่ำกว่า 90",
        ),
    ],
)
def test_a_limit_of_an_indicator_tells_the_items_and_values_that_fail(unless, why):
    indicator = limited(unless, "2")
    answers = marked(indicator, "8.1", "8.2", "8.3") | {"8.p": Fraction(70)}
    (one,) = scored(rubric_of(indicator), {"8": answers}).indicators
    assert one.level == 2
    (told,) = [reason for reason in one.reasons if "ได้ไม่เกิน 2" in reason]
    assert told == f"คะแนนตัวชี้วัดคำนวณได้ 4 แต่ได้ไม่เกิน 2 เพราะ {why}"


def test_an_undecided_condition_of_a_limit_leaves_its_indicator_undecided_where_it_caps():
    """8.4 is met for one and not for another: 5 or, capped, 2."""
    indicator = limited({"all": ["8.4"]}, "2")
    rubric = rubric_of(indicator)
    one, other = (Voice(name, Role.MEMBER) for name in "กข")
    for others, ends in ((("8.1", "8.2", "8.3"), (2, 5)), ((), (1, 2))):
        answers = marked(indicator, *others) | {"8.p": Fraction(70)}
        del answers["8.4"]
        said_ = [said(key, answer) for key, answer in answers.items()]
        said_ += [said("8.4", Mark.MET, one), said("8.4", Mark.UNMET, other)]
        levels = score_column(indicator, rubric.scale, [combined(rubric, *said_)])
        assert (levels.low[0], levels.high[0]) == ends


def test_an_item_that_is_not_relevant_leaves_the_condition_of_a_limit():
    """Of 8.3 and 8.4 the latter is not asked for; of 8.4 alone nothing is."""
    answers = {"8.1": Mark.MET, "8.2": Mark.MET, "8.3": Mark.UNMET, "8.4": Mark.NOT_RELEVANT}
    values = {"8.p": Fraction(70)}
    for unless, level in (({"all": ["8.3", "8.4"]}, 2), ({"all": ["8.4"]}, 3)):
        indicator = limited(unless, "2")
        (one,) = scored(rubric_of(indicator), {"8": {**answers, **values}}).indicators
        assert one.level == level


# --- what a step brings


def test_what_a_step_brings_counts_every_node_that_it_moves():
    """2 of ข opens the limit of ก: from (1.5 + 1)/2 = 1.25 to (3 + 2)/2 = 2.50."""
    rubric = two(limit_of_first=limit({"score": "ข", "min": Decimal(2)}, "1.5"))
    found = scored(rubric, met(rubric, 2, 0))
    step = found.indicators[1].next_level
    assert (step.level, step.gain, step.band_after) == (2, "1.25", "ต่ำ")
    assert found.next_band.steps == 2  # (3 + 3)/2 = 3


@pytest.mark.parametrize(("plus", "falls"), [("1", False), ("1.01", True)])
def test_what_is_added_to_the_least_of_a_group_is_no_more_than_a_level(tmp_path, plus, falls):
    """1 and 2 would come to 1 + 1.01, and 2 and 2 to 2 alone."""
    method, group = 'method = "count"', f'id = "g"\nname = "ก"\ncombine = "min"\nplus = {plus}\n'
    edits = {"[labels]\n": f"[[group]]\n{group}\n[labels]\n"}
    main = tiny_rubric.edited(tiny_rubric.MAIN, edits)
    one = tiny_rubric.edited(tiny_rubric.COUNT, {method: f'{method}\ngroup = "g"'})
    log = FindingLog()
    read_rubric(tiny_rubric.write(tmp_path, main, one), log)
    assert ("rubric-plus-falls" in {found.code for found in log}) == falls
