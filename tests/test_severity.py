"""How hard the shipped criteria are: what one or two missing papers cost, and of one design."""

from __future__ import annotations

import importlib.util
from statistics import mean

import pytest
from making import PROJECT
from test_rubric_lint import codes
from tiny_rubric import CRITERIA, MAIN, edited

from qp_scoring.rubric.lint.severity import best_score, left_out, mean_loss, values_left_out
from qp_scoring.rubric.load import load_rubric

RUBRIC = load_rubric("qp-2566")
ROUNDS = ("6m", "12m")
CASES = [
    (round_id, indicator)
    for round_id in ROUNDS
    for indicator in RUBRIC.in_round(round_id).indicators
]
NAMES = [f"{round_id}-{indicator.code}" for round_id, indicator in CASES]


@pytest.mark.parametrize(("round_id", "indicator"), CASES, ids=NAMES)
def test_one_missing_paper_costs_at_most_two_levels_and_two_at_most_three(round_id, indicator):
    best = best_score(indicator, RUBRIC.scale)
    assert best == 5
    assert min(left_out(indicator, RUBRIC.scale, 1).values()) >= best - 2
    assert min(values_left_out(indicator, RUBRIC.scale).values()) >= best - 2
    assert min(left_out(indicator, RUBRIC.scale, 2).values()) >= best - 3


def test_all_thirteen_are_equally_hard():
    for round_id in ROUNDS:
        for count in (1, 2):
            losses = [
                mean_loss(
                    left_out(indicator, RUBRIC.scale, count), best_score(indicator, RUBRIC.scale)
                )
                for indicator in RUBRIC.in_round(round_id).indicators
            ]
            assert max(losses) - min(losses) == 0


@pytest.mark.parametrize("indicator", RUBRIC.indicators, ids=lambda one: one.code)
def test_every_indicator_is_of_the_one_design(indicator):
    assert (indicator.method, len(indicator.item)) == ("criteria", 9)
    assert [one.id for one in indicator.measure] == [f"{indicator.code}.c", f"{indicator.code}.p"]
    assert [item.id for item in indicator.item if item.rounds] == [f"{indicator.code}.9"]


def test_two_of_four_preparations_are_enough_for_level_two():
    """2, 4, 6 and all of the items: each level asks for a fourth of the papers more."""
    for indicator in RUBRIC.in_round("6m").indicators:
        found = left_out(indicator, RUBRIC.scale, 6)
        own = [item.id for item in indicator.item]
        rest = tuple(key for key in own if key not in own[:2])
        assert found[rest] == 2


def test_a_whole_office_that_lacks_a_paper_everywhere_is_still_very_good():
    view = RUBRIC.in_round("6m")
    losses = [
        float(mean_loss(left_out(one, view.scale, 1), best_score(one, view.scale)))
        for one in view.indicators
    ]
    assert mean(losses) == 1


def test_the_page_of_the_criteria_is_that_of_today():
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    page = PROJECT / "docs" / "เกณฑ์-qp-2566.md"
    assert page.read_text(encoding="utf-8") == generate.criteria_page(), "run docs/generate.py"


# --- what ``rubric check`` warns of


def items_of(text):
    return edited(CRITERIA, {'text = "มี a"': f'text = "{text}"'})


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        ("มีแผนและรายงานผล", True),
        ("มีคำสั่งแต่งตั้งคณะทำงาน พร้อมบันทึกการประชุม", True),
        ("มีแผนที่ระบุผู้รับผิดชอบและกำหนดเวลา", False),
        ("มีความร่วมมือกับผู้ปกครองและชุมชน", False),
        ("มีรายงานการนิเทศ ติดตาม และประเมินผล", False),
    ],
)
def test_an_item_of_two_documents_is_suspected(tmp_path, text, suspected):
    assert ("rubric-item-joins" in codes(tmp_path, MAIN, items_of(text))) is suspected


def test_a_level_that_one_item_decides_is_suspected(tmp_path):
    lone = edited(CRITERIA, {'{ any = ["a", "b"] }': '{ all = ["a"] }'})
    assert codes(tmp_path, MAIN, lone) == ["rubric-level-single"]
    assert codes(tmp_path / "sound", MAIN, CRITERIA) == []
