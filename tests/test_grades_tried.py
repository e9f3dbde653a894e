"""Items with grades, tried in every way: what is reached, certain, and asked for next.

Small random indicators whose lowest grade may be worth something, answered with grades and
ไม่เกี่ยวข้อง; every other answer is tried through the rules that score.
"""

from __future__ import annotations

import os
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product

from making import SEED_OFFICE
from small_rules import SHIPPED, half_up, rubric_of, scored

from qp_scoring.documents.answers import ItemAnswer, Voice
from qp_scoring.documents.results import GradeNeed, Mark
from qp_scoring.findings import Place
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.reach import reach
from qp_scoring.rubric.rules import nothing_left, scores
from qp_scoring.scoring import ladders
from qp_scoring.scoring.certificates import certificates
from qp_scoring.scoring.consensus import combine
from qp_scoring.scoring.levels import columns_of

RUNS = 2_000 if os.environ.get("QP_SLOW") else 60
GRADES = (
    {"ครบ": "1", "บางส่วน": "0.5", "ไม่มี": "0"},
    {"ดี": "3", "พอใช้": "2", "ปรับปรุง": "1"},
    {"สูง": "5", "ต่ำ": "1"},
)
OUT = Mark.NOT_RELEVANT
MOST_OUT = SHIPPED.checklist.max_not_relevant
_TEXTS = {"text": "ก", "suggest": "ข"}


def graded(draw):
    """An indicator of two or three items, most with grades, by points, counts, tiers or levels."""
    ids = [f"8.{n}" for n in range(1, draw.randint(2, 3) + 1)]
    items = []
    for key in ids:
        grades = draw.choice((*GRADES, {}))
        own = {"grades": {word: Decimal(one) for word, one in grades.items()}} if grades else {}
        if draw.random() < 0.4:
            own["points"] = Decimal(draw.choice(["1", "2", "4"]))
        items.append({"id": key, **_TEXTS, **own})
    found = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "item": items}
    method = draw.choice(["points", "points", "count", "tiers", "criteria"])
    rules = [{}] * 4
    if method == "count":
        rules = [{"count": at} for at in range(1, 3)]
    elif method == "criteria":
        several = {"at_least": draw.randint(1, len(ids)), "of": ids}
        rules = [{"requires": {"any": ids}}, {"requires": several}, {"requires": {"all": ids}}]
    elif method == "tiers":
        halves = (("ก", 2, ids[:1]), ("ข", 3, ids[1:]))
        keys = ("name", "points", "items")
        found["tier"] = [
            {**dict(zip(keys, half, strict=True)), "points": Decimal(half[1])} for half in halves
        ]
    else:
        found["steps"] = draw.choice([(), ((Decimal(1), Decimal(2)), (Decimal(3), Decimal(5)))])
        found["full"] = None if found["steps"] else Decimal(5)
    levels = [{"level": at, **_TEXTS, **rule} for at, rule in enumerate([{}, *rules], start=1)]
    return Indicator.model_validate({**found, "method": method, "level": levels})


def answers_of(item):
    """All that may be said of an item."""
    return [*item.graded.values(), OUT] if item.grades else [Mark.UNMET, Mark.MET, OUT]


def score_of(rubric, indicator, answers):
    """The rounded score of some answers; None where nothing is left to judge."""
    columns = columns_of(indicator, [answers])
    if nothing_left(indicator, columns)[0]:
        return None
    (exact,) = scores(indicator, rubric.scale, columns)
    return half_up(exact, 0)


def case(draw):
    one = graded(draw)
    answers = {item.id: draw.choice(answers_of(item)) for item in one.item}
    return rubric_of(one), one, answers


def said(key, answer):
    value = answer if isinstance(answer, Fraction) else None
    mark = answer if value is None else None
    return ItemAnswer(SEED_OFFICE, "8", key, Voice(), Place("x.xlsx", "ก", "D1"), mark, value)


def test_a_certificate_holds_whatever_the_others_are_and_none_can_lose_a_member():
    draw = random.Random("certificates of grades")
    seen = {"some": 0, "none": 0}
    for _ in range(RUNS):
        rubric, one, answers = case(draw)
        score = score_of(rubric, one, answers)
        if score is None or list(answers.values()).count(OUT) > MOST_OUT:
            continue
        level = int(score)
        above = None if level >= 5 else Decimal(level + 1)
        given = [said(key, answer) for key, answer in answers.items()]
        combined = combine([], given, rubric.assessors, lowest=rubric.lowest_grades)
        found = certificates(rubric, one, combined[SEED_OFFICE, "8"], Decimal(level), above)

        def all_scores(cited, one=one, answers=answers, rubric=rubric):
            free = [[answers[i.id]] if i.id in cited else answers_of(i) for i in one.item]
            keys = [item.id for item in one.item]
            every = (dict(zip(keys, chosen, strict=True)) for chosen in product(*free))
            may_be = (row for row in every if list(row.values()).count(OUT) <= MOST_OUT)
            return [own for row in may_be if (own := score_of(rubric, one, row)) is not None]

        assert min(all_scores(found.at_least)) >= level, (one, answers, found)
        for lost in found.at_least:
            assert min(all_scores({*found.at_least} - {lost})) < level, (one, answers, found)
        for lost in (None, *found.not_above) if above is not None else ():
            reached = max(all_scores({*found.not_above} - {lost}))
            assert (reached < above) == (lost is None), (one, answers, found, lost)
        seen["some" if found.at_least else "none"] += 1
    assert all(seen.values()), seen


def test_exactly_the_scores_that_grades_come_to_are_reached():
    """Of relevant items: what left is no answer that a criterion is written for."""
    draw = random.Random("reach of grades")
    for _ in range(RUNS):
        rubric, one, _ = case(draw)
        found = reach(one, rubric.scale)
        every = product(*(answers_of(item)[:-1] for item in one.item))
        keys = [item.id for item in one.item]
        rows = [dict(zip(keys, chosen, strict=True)) for chosen in every]
        tried = set(scores(one, rubric.scale, columns_of(one, rows)))
        assert found is not None and found.whole
        assert {span.low for span in found.spans} == tried
        assert all(span.single for span in found.spans)


def test_the_next_level_asks_for_the_fewest_better_grades():
    """Of every set of items with better grades: those that reach the next level and no fewer do."""
    draw = random.Random("ways of grades")
    told = 0
    for _ in range(RUNS):
        rubric, one, answers = case(draw)
        score = score_of(rubric, one, answers)
        if score is None or list(answers.values()).count(OUT) > MOST_OUT or score >= 5:
            continue
        step = scored(rubric, {"8": answers}).indicators[0].next_level
        better = {key: better_than(one.item_by_id(key), own) for key, own in answers.items()}
        options = product(*(((own, *better[key]) for key, own in answers.items())))
        if step is None:  # what is not relevant leaves nothing that leads further
            tried = (dict(zip(answers, chosen, strict=True)) for chosen in options)
            assert not any(score_of(rubric, one, after) >= score // 1 + 1 for after in tried)
            continue
        ways = {}
        for chosen in options:
            after = dict(zip(answers, chosen, strict=True))
            if score_of(rubric, one, after) >= step.level:
                moved = frozenset(key for key in answers if after[key] != answers[key])
                ways.setdefault(len(moved), set()).add(moved)
        listed = [{wanted(one, need) for need in need_list} for need_list in step.needs]
        assert listed and ways, (one, answers)
        told += 1
        for way in listed:
            assert score_of(rubric, one, {**answers, **dict(way)}) >= step.level, (one, answers)
            for key, _ in way:
                less = {**answers, **{k: own for k, own in way if k != key}}
                assert score_of(rubric, one, less) < step.level, (one, answers, way)
        if ways:
            fewest = {frozenset(key for key, _ in way) for way in listed if len(way) == min(ways)}
            assert fewest == ways[min(ways)], (one, answers)
    assert told > RUNS // 6


def better_than(item, own):
    """The answers to an item that are better than its own."""
    if own is OUT:
        return []
    if not item.grades:
        return [Mark.MET] if own is Mark.UNMET else []
    return [points for points in item.graded.values() if points > own]


def wanted(one, need):
    """An item and the answer that a need asks for."""
    if isinstance(need, GradeNeed):
        return need.item, one.item_by_id(need.item).graded[need.mark]
    return need, Mark.MET


def many_graded(number):
    """An indicator of so many items of three grades, whose points make the levels."""
    items = [
        {"id": f"8.{n}", **_TEXTS, "grades": {k: Decimal(v) for k, v in GRADES[1].items()}}
        for n in range(1, number + 1)
    ]
    rules = [{}, *({"count": count} for count in (5, 6, 7, 8))]
    levels = [{"level": at, **_TEXTS, **rule} for at, rule in enumerate(rules, start=1)]
    head = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": "count"}
    return Indicator.model_validate({**head, "item": items, "level": levels})


def test_where_there_are_too_many_answers_it_is_said_and_no_way_is_made_up(monkeypatch):
    """Three items are tried; four that stand alike are counted, not five."""
    monkeypatch.setattr(ladders, "STATES", len(GRADES[1]) ** 3)
    told = {}
    for number in (3, 4, 5):
        one = many_graded(number)
        answers = {item.id: Fraction(1) for item in one.item}
        result = scored(rubric_of(one), {"8": answers})
        step = result.indicators[0].next_level
        told[number] = (step.untold, bool(step.needs), result.next_band.untold)
    large = "large"
    assert told == {3: (None, True, None), 4: (None, True, large), 5: (large, False, large)}
