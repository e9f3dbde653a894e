"""Bands and limits that ask for items and values: against trying every answer, and as told."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product

from small_rules import SHIPPED, fate, half_up, rubric_of, scored, scores_of

from qp_scoring.documents.results import Mark
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Band, Bands, Group, NotReported, Total

RUNS = 3_000 if os.environ.get("QP_SLOW") else 80
VALUES = (0, 25, 50, 60, 75, 80, 100)
"""Values of a measure, those at which something turns among them."""
LITTLE = Fraction(1, 100)
_HEAD = {"title": "ก", "purpose": "ก", "applies_to": ["สพป"]}
_ENTRY = {"text": "ก", "suggest": "ข"}


def levels(rules):
    given = enumerate([{}, *rules], start=1)
    return [{"level": level, "text": "ก", "suggest": "ข", **rule} for level, rule in given]


def counting(draw, code):
    """An indicator that counts two or three items."""
    ids = [f"{code}.{n}" for n in range(1, draw.randint(2, 3) + 1)]
    counts = sorted(draw.sample(range(1, len(ids) + 1), draw.randint(1, len(ids))))
    items = [{"id": key, **_ENTRY} for key in ids]
    found = {"code": code, "method": "count", **_HEAD, "item": items}
    return Indicator.model_validate({**found, "level": levels({"count": n} for n in counts)})


def measuring(draw, code):
    """An indicator on a curve, or with levels for a value, and now and then an item beside it."""
    measure = {"id": f"{code}.m", "unit": "%", "min": 0, "max": 100, **_ENTRY}
    found = {"code": code, **_HEAD, "measure": [measure], "item": []}
    if draw.random() < 0.5:
        curve = {"measure": f"{code}.m", "points": [[25, 1], [75, 5]]}
        return Indicator.model_validate(
            {**found, "method": "value", "curve": curve, "level": levels([{}] * 4)}
        )
    rules = [{"requires": {"measure": f"{code}.m", "min": least}} for least in (50, 80)]
    if draw.random() < 0.5:
        found["item"] = [{"id": f"{code}.1", **_ENTRY}]
        rules[1] = {"requires": {"all": [f"{code}.1", rules[1]["requires"]]}}
    return Indicator.model_validate({**found, "method": "criteria", "level": levels(rules)})


def condition(draw, rubric_indicators, names, depth=1):
    """A condition on items, values and printed scores."""
    members = []
    for _ in range(draw.randint(1, 3)):
        kind = draw.random()
        one = draw.choice(rubric_indicators)
        if kind < 0.25:
            members.append({"score": draw.choice(names), "min": Decimal(draw.choice("1234"))})
        elif kind < 0.4 and depth:
            members.append(condition(draw, rubric_indicators, names, depth - 1))
        elif one.measure and (not one.item or kind < 0.7):
            least = Decimal(draw.choice(["50", "60", "80"]))
            members.append({"measure": one.measure[0].id, "min": least})
        else:
            members.append(draw.choice(one.item).id)
    members = list({str(one): one for one in members}.values())
    if draw.random() < 0.3:
        return {"at_least": draw.randint(1, len(members)), "of": members}
    return {draw.choice(["all", "any"]): members}


def office(draw):
    """A set of three indicators in two groups, with gates and limits, and an office's answers."""
    kinds = [draw.choice([counting, counting, measuring]) for _ in range(3)]
    made = [kind(draw, str(at)) for at, kind in enumerate(kinds, start=1)]
    groups = [{"id": "ก", "name": "ก"}, {"id": "ข", "name": "ข"}]
    placed = [one.model_copy(update={"group": key}) for one, key in zip(made, "กกข", strict=True)]
    if draw.random() < 0.6:
        unless = condition(draw, made, ["ข", "3"])
        groups[0]["limit"] = ({"unless": unless, "at_most": Decimal(draw.choice(["1", "2.5"]))},)
    gates = [condition(draw, made, ["ก", "ข", "1"]) for _ in range(2)]
    bounds = sorted(draw.sample(["1.25", "2.005", "2.75", "3.5"], 2), reverse=True)
    bands = [
        {"name": name, "at_least": Decimal(bound), "requires": gate}
        for name, bound, gate in zip(("สูง", "กลาง"), bounds, gates, strict=True)
    ]
    silent = NotReported(policy=draw.choice(["counts_zero", "leaves_mean"]), suggest="ก")
    rubric = rubric_of(
        *placed,
        group=tuple(map(Group.model_validate, groups)),
        bands=Bands(confirmed=False, band=(*map(Band.model_validate, bands), Band(name="ต่ำ"))),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    marks = [Mark.MET, Mark.UNMET, Mark.UNMET]
    given = {}
    for one in rubric.indicators:
        own = {item.id: draw.choice(marks) for item in one.item}
        if len(own) > 1 and draw.random() < 0.25:
            own[draw.choice(sorted(own))] = Mark.NOT_RELEVANT
        given[one.code] = own | {m.id: Fraction(draw.choice(VALUES)) for m in one.measure}
    if draw.random() < 0.25:
        given[draw.choice(sorted(given))] = None
    return rubric, given


# --- the oracle, one office at a time


def place_of_band(rubric, given):
    """Which band answers come to, the lowest 0; ``given`` as in :func:`office`."""
    zero = rubric.state.not_reported.policy == "counts_zero"
    scores, marks = {}, {}
    for one in rubric.indicators:
        own = given[one.code]
        if own is None:
            if zero:
                scores[one.code] = Fraction(0)
                marks |= {item.id: Mark.UNMET for item in one.item}
                marks |= {measure.id: Fraction(-1) for measure in one.measure}
            continue
        (scores[one.code],) = scores_of(rubric, one, [own])
        marks |= own
    for group in reversed(rubric.group):  # ก may ask for ข, ข asks for nothing
        inside = [
            scores[o.code] for o in rubric.indicators if o.group == group.id and o.code in scores
        ]
        if not inside:
            continue
        found = sum(inside) / len(inside)
        for limit in group.limit:
            if fate(limit.unless, marks, scores) is False:
                found = min(found, Fraction(limit.at_most))
        scores[group.id] = half_up(found, 2)
        scores[f"exact {group.id}"] = found
    # A group weighs what is left of it, where the others do not take the place of what left.
    weights = {"ก": sum(code in scores for code in "12"), "ข": 2 * ("3" in scores)}
    total = sum(weights.values())
    if not total:
        return None
    figure = sum(weights[key] * scores.get(f"exact {key}", 0) for key in "กข") / total
    place = 0
    for number, band in enumerate(reversed(rubric.bands.band[:-1]), start=1):
        if half_up(figure, 2) < band.at_least:
            break
        if band.requires is not None and fate(band.requires, marks, scores) is False:
            break
        place = number
    return place


def ways_tried(rubric, given):
    """The fewest steps to a band above, and every set of so many that is enough."""
    zero = rubric.state.not_reported.policy == "counts_zero"
    choices = []
    for one in rubric.indicators:
        own = given[one.code]
        start = own
        if own is None and zero:
            start = {item.id: Mark.UNMET for item in one.item} | {
                measure.id: Fraction(0) for measure in one.measure
            }
        if start is None:
            choices.append([((), [None])])
            continue
        unmet = [key for key, mark in start.items() if mark is Mark.UNMET]
        moving = [(key, [Mark.UNMET, Mark.MET]) for key in unmet]
        moving += [
            (measure.id, [start[measure.id], *map(Fraction, VALUES)]) for measure in one.measure
        ]
        found = {}
        for chosen in product(*(range(len(values)) for _, values in moving)):
            taken = {key: values[at] for (key, values), at in zip(moving, chosen, strict=True)}
            steps = tuple(key for (key, _), at in zip(moving, chosen, strict=True) if at)
            answers = {**start, **taken}
            if own is None:
                if scores_of(rubric, one, [answers])[0] < 2:
                    continue
                steps = (f"report {one.code}", *steps)
            found.setdefault(steps, []).append(answers)
        if own is None:
            found[()] = [None]
        choices.append(list(found.items()))
    now = place_of_band(rubric, given)
    codes = [one.code for one in rubric.indicators]
    best, ways = None, set()
    for several in sorted(product(*choices), key=lambda s: sum(len(steps) for steps, _ in s)):
        steps = tuple(step for own, _ in several for step in own)
        if best is not None and len(steps) > best:
            break
        for answers in product(*(own for _, own in several)):
            place = place_of_band(rubric, dict(zip(codes, answers, strict=True)))
            if place is not None and place > now:
                best = len(steps)
                ways.add(frozenset(steps))
                break
    return now, best, ways


def steps_told(way):
    for move in way:
        if move.report:
            yield f"report {move.indicator}"
        for need in move.needs:
            yield need if isinstance(need, str) else need.measure


def after_way(rubric, given, way):
    """The answers after the moves of a way."""
    after = {code: own and dict(own) for code, own in given.items()}
    for move in way:
        one = rubric.by_code[move.indicator]
        own = after[move.indicator] or {
            **{item.id: Mark.UNMET for item in one.item},
            **{measure.id: Fraction(0) for measure in one.measure},
        }
        for need in move.needs:
            key = need if isinstance(need, str) else need.measure
            own[key] = Mark.MET if isinstance(need, str) else Fraction(need.at_least)
        after[move.indicator] = own
    return after


def test_bands_and_ways_through_gates_of_answers_are_those_found_by_trying_everything():
    draw = random.Random("gates of answers")
    seen = {"told": 0, "barred": 0, "asked": 0, "none": 0}
    for _ in range(RUNS):
        rubric, given = office(draw)
        told = scored(rubric, given)
        now = place_of_band(rubric, given)
        names = [band.name for band in reversed(rubric.bands.band)]
        assert told.band == (None if now is None else names[now]), (rubric, given)
        if told.next_band is None:
            continue
        step = told.next_band
        _, best, ways = ways_tried(rubric, given)
        assert (step.untold, step.steps) == (None, best), (rubric.gates, given, ways)
        listed = {frozenset(steps_told(way)) for way in step.ways}
        assert listed <= ways
        assert len(listed) + step.more == len(ways), (rubric.gates, given, ways)
        for way in step.ways:
            after = after_way(rubric, given, way)
            assert place_of_band(rubric, after) > now, (rubric.gates, given, way)
            for code, need in [
                (m.indicator, need) for m in way if not m.report for need in m.needs
            ]:
                if not isinstance(need, str):
                    own = {**after[code], need.measure: Fraction(need.at_least) - LITTLE}
                    less = place_of_band(rubric, {**after, code: own})
                    assert less == now, (rubric.gates, given, way)
        seen["told"] += bool(step.ways)
        seen["none"] += not step.ways
        seen["barred"] += step.is_barred
        asked = {key for gate in rubric.gates for key in (*gate.item_ids(), *gate.measure_ids())}
        seen["asked"] += any(not asked.isdisjoint(way) for way in ways)
    assert all(seen.values()), seen


def test_a_gate_may_belong_to_some_rounds_and_asks_for_what_they_ask():
    """ดี requires 1.1 and 2.1, the latter in the 12-month round alone; 1.2 is asked for there."""
    items = [{"id": "1.1", **_ENTRY}, {"id": "1.2", **_ENTRY, "rounds": ["12m"]}]
    head = {**_HEAD, "method": "count"}
    one = {**head, "code": "1", "item": items, "level": levels([{"count": 1}])}
    two = {**head, "code": "2", "item": [{"id": "2.1", **_ENTRY}], "level": levels([{"count": 1}])}
    of_the_year = {"all": ["2.1"], "rounds": ["12m"]}
    requires = {"all": ["1.1", "1.2", of_the_year]}
    band = Band.model_validate({"name": "ดี", "at_least": Decimal(1), "requires": requires})
    rubric = rubric_of(
        *map(Indicator.model_validate, (one, two)),
        bands=Bands(confirmed=False, band=(band, Band(name="ต่ำ"))),
    )
    asked = {one.id: rubric.in_round(one.id).bands.band[0].requires for one in rubric.round}
    assert {key: list(gate.item_ids()) for key, gate in asked.items()} == {
        "6m": ["1.1"],
        "12m": ["1.1", "1.2", "2.1"],
    }
    given = {"1": {"1.1": Mark.MET}, "2": {"2.1": Mark.UNMET}}
    assert scored(rubric.in_round("6m"), given).band == "ดี"
    given["1"]["1.2"] = Mark.MET
    assert scored(rubric.in_round("12m"), given).band == "ต่ำ"
    given["2"]["2.1"] = Mark.MET
    assert scored(rubric.in_round("12m"), given).band == "ดี"
    assert rubric.in_round("6m").hash == rubric.hash


def test_what_a_step_brings_counts_the_gate_that_its_own_value_opens():
    """2.m stands at 55 and level 3 needs 60, which also lifts the cap: from 1.50 to (3 + 3)/2."""
    items = [{"id": "1.1", **_ENTRY}, {"id": "1.2", **_ENTRY}]
    one = {**_HEAD, "code": "1", "method": "count", "item": items}
    measure = {"id": "2.m", "unit": "%", "min": 0, "max": 100, **_ENTRY}
    two = {**_HEAD, "code": "2", "method": "criteria", "measure": [measure], "item": []}
    rules = [{"requires": {"measure": "2.m", "min": least}} for least in (50, 60)]
    cap = {"unless": {"measure": "2.m", "min": Decimal(60)}, "at_most": Decimal("1.5")}
    rubric = rubric_of(
        Indicator.model_validate({**one, "level": levels([{"count": 1}, {"count": 2}])}),
        Indicator.model_validate({**two, "level": levels(rules)}),
        total=Total.model_validate({"limit": [cap]}),
    )
    given = {"1": {"1.1": Mark.MET, "1.2": Mark.MET}, "2": {"2.m": Fraction(55)}}
    office = scored(rubric, given)
    step = next(one.next_level for one in office.indicators if one.code == "2")
    assert (office.mean, step.level, step.gain) == ("1.50", 3, "1.50")
