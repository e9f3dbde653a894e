"""What the next level needs of many items with grades: counted, and as trying everything finds."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import comb

from small_rules import half_up, rubric_of, scored
from test_grades_tried import score_of

from qp_scoring.documents.results import GradeNeed, Mark
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.scoring import ladders

RUNS = 2_000 if os.environ.get("QP_SLOW") else 120
_TEXTS = {"text": "ก", "suggest": "ข"}
THREE = {"ครบ": Decimal(1), "บางส่วน": Decimal("0.5"), "ไม่มี": Decimal(0)}
FOUR = {"สูง": Decimal(3), "กลาง": Decimal(2), "ต่ำ": Decimal(1), "ไม่มี": Decimal(0)}
LIMIT = 100
"""So many alternatives are listed."""


def levels(rules):
    given = enumerate([{}, *rules], start=1)
    return [{"level": level, **_TEXTS, **rule} for level, rule in given]


def graded(draw):
    """Items with three or four grades, and one or two without, that are counted or named."""
    count = draw.randint(3, 4)
    items = [{"id": f"8.{n}", "grades": THREE, **_TEXTS} for n in range(1, count + 1)]
    if draw.random() < 0.4:
        items[-1]["grades"] = FOUR
    items += [{"id": f"8.p{n}", **_TEXTS} for n in range(draw.randint(0, 2))]
    ids = [item["id"] for item in items]
    head = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "item": items}
    kind = draw.choice(["count", "points", "criteria"])
    if kind == "count":
        top = sum(max(item.get("grades", {"": 1}).values()) for item in items)
        counts = sorted(draw.sample(range(1, int(top) + 1), min(3, int(top))))
        rules = [{"count": n} for n in counts]
    elif kind == "points":
        head["steps"] = ((Decimal(1), Decimal(2)), (Decimal("2.5"), Decimal(3)))
        rules = [{}, {}]
    else:
        some = draw.sample(ids, 2)
        rules = [
            {"requires": {"at_least": 2, "of": ids}},
            {"requires": {"all": [*some, {"at_least": 3, "of": ids}]}},
        ]
    one = Indicator.model_validate({**head, "method": kind, "level": levels(rules)})
    answers = {}
    for item in one.item:
        given = [*item.graded.values()][:-1] if item.grades else [Mark.UNMET, Mark.MET]
        answers[item.id] = draw.choice(given)
    return rubric_of(one), one, answers


def least_sets(rubric, one, answers, target):
    """Every set of steps to a level of which none asks for less: items, with their points."""
    choices = []
    for item in one.item:
        own = answers[item.id]
        better = [v for v in item.graded.values() if v > own] if item.grades else [Mark.MET]
        choices.append([own] if own is Mark.MET else [own, *better])
    keys = [item.id for item in one.item]
    places = [range(len(each)) for each in choices]
    found = [
        chosen
        for chosen in product(*places)
        if (
            score_of(
                rubric,
                one,
                {k: c[at] for k, c, at in zip(keys, choices, chosen, strict=True)},
            )
            or 0
        )
        >= target
    ]
    least = [
        chosen
        for chosen in found
        if not any(
            other != chosen and all(a <= b for a, b in zip(other, chosen, strict=True))
            for other in found
        )
    ]
    return {
        frozenset((k, c[at]) for k, c, at in zip(keys, choices, chosen, strict=True) if at)
        for chosen in least
    }


def as_set(one, needs):
    """An alternative as the oracle has it."""
    return frozenset(
        (need.item, one.item_by_id(need.item).graded[need.mark])
        if isinstance(need, GradeNeed)
        else (need, Mark.MET)
        for need in needs
    )


def test_alternatives_of_items_with_grades_are_those_found_by_trying_everything(monkeypatch):
    """So few states are allowed that items which stand alike have to be counted."""
    monkeypatch.setattr(ladders, "STATES", 60)
    draw = random.Random("grades counted")
    seen = {"told": 0, "several": 0, "untold": 0}
    for _ in range(RUNS):
        rubric, one, answers = graded(draw)
        (result,) = scored(rubric, {"8": answers}).indicators
        step = result.next_level
        if step is None:
            continue
        if step.untold is not None:
            seen["untold"] += 1
            continue
        least = least_sets(rubric, one, answers, step.level)
        told = {as_set(one, needs) for needs in step.needs}
        assert told <= least, (one, answers, step)
        assert len(step.needs) == len(told)
        assert len(told) + step.more == len(least), (one, answers, step, least)
        assert step.more == 0 or len(told) == LIMIT
        sizes = [len(needs) for needs in step.needs]
        assert sizes == sorted(sizes)
        seen["told"] += bool(told)
        seen["several"] += len(told) > 1
    assert all(seen.values()), seen


def test_eleven_items_of_three_grades_are_told():
    """Ten points of eleven: from none, nine full and two half or ten full; half of each is less."""
    items = [{"id": f"8.{n}", "grades": THREE, **_TEXTS} for n in range(1, 12)]
    head = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "item": items}
    one = Indicator.model_validate({**head, "method": "count", "level": levels([{"count": 10}])})
    answers = dict.fromkeys((item.id for item in one.item), Fraction(0))
    (result,) = scored(rubric_of(one), {"8": answers}).indicators
    step = result.next_level
    assert (step.level, step.untold) == (2, None)
    # Ten of eleven full, or nine of them and the other two half.
    assert len(step.needs) + step.more == comb(11, 10) + comb(11, 2)
    assert {len(needs) for needs in step.needs} == {10, 11}
    assert half_up(Fraction(step.gain), 2) == 1
