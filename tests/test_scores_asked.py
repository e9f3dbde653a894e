"""Conditions of indicators that ask for scores of others: against an oracle and every answer."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product

from small_rules import SHIPPED, half_up, rubric_of, scored, scores_of
from test_gates_of_answers import as_tree, counting, fate, levels, measuring, steps_told

from qp_scoring.documents.results import Mark
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Band, Bands, Group, NotReported

RUNS = 3_000 if os.environ.get("QP_SLOW") else 60
_HEAD = {"title": "ก", "purpose": "ก", "applies_to": ["สพป"]}
_ENTRY = {"text": "ก", "suggest": "ข"}
GROUP_OF = {"1": "ก", "2": "ก", "3": "ข", "4": "ข"}
MAY_ASK = {"2": ["1"], "3": ["1", "2", "ก"], "4": ["1", "3", "ก"]}
"""What each indicator may ask for: those in ข of ก too, and nobody of what rests on itself."""


def tree(draw, ids, names, depth=1):
    """A condition on an indicator's own items and on printed scores of others."""
    members = []
    for _ in range(draw.randint(1, 3)):
        kind = draw.random()
        if kind < 0.45:
            least = draw.choice(["1", "2", "2.5", "3", "4"])
            members.append({"score": draw.choice(names), "min": Decimal(least)})
        elif kind < 0.6 and depth:
            members.append(tree(draw, ids, names, depth - 1))
        else:
            members.append(draw.choice(ids))
    members = list({str(one): one for one in members}.values())
    if draw.random() < 0.3:
        return {"at_least": draw.randint(1, len(members)), "of": members}
    return {draw.choice(["all", "any"]): members}


def asking(draw, code, most=False):
    """An indicator of criteria, some of which ask for scores of others, perhaps under a limit."""
    ids = [f"{code}.{n}" for n in range(1, draw.randint(2, 3) + 1)]
    names = MAY_ASK[code]
    rules = []
    for _ in range(draw.randint(2, 4)):
        alone = {"score": draw.choice(names), "min": Decimal(draw.choice("123"))}
        if most:
            alone["max"] = Decimal(draw.choice("345"))
        rules.append(alone if draw.random() < 0.25 else tree(draw, ids, names))
    found = {"code": code, "method": "criteria", **_HEAD}
    found["item"] = [{"id": key, **_ENTRY} for key in ids]
    found["level"] = levels({"requires": rule} for rule in rules)
    if draw.random() < 0.4:
        unless = tree(draw, ids, names)
        found["limit"] = [{"unless": unless, "at_most": Decimal(draw.choice(["1", "2", "3"]))}]
    return Indicator.model_validate(found)


def office(draw, most=False):
    """A set of three or four indicators in two groups, and an office's answers."""
    made = [draw.choice([counting, measuring])(draw, "1")]
    made += [asking(draw, code, most) for code in "234"[: draw.randint(1, 3)]]
    if len(made) == 2 and draw.random() < 0.5:
        made.append(counting(draw, "3"))
    placed = [one.model_copy(update={"group": GROUP_OF[one.code]}) for one in made]
    groups = [{"id": "ก", "name": "ก"}]
    groups += [{"id": "ข", "name": "ข"}] if len(made) > 2 else []
    if draw.random() < 0.4:
        own = made[0].measure
        kind = {"all": [made[0].entry_ids[0]]}
        kind = {"measure": own[0].id, "min": Decimal(60)} if own else kind
        groups[0]["limit"] = [{"unless": kind, "at_most": Decimal("2.25")}]
    gate = {"score": draw.choice(["1", "2", "ก"]), "min": Decimal(draw.choice("123"))}
    bounds = sorted(draw.sample(["1.25", "2.005", "2.75", "3.5"], 2), reverse=True)
    bands = [{"name": name, "at_least": b} for name, b in zip(("สูง", "กลาง"), bounds, strict=True)]
    if draw.random() < 0.4:
        bands[0]["requires"] = gate
    silent = NotReported(policy=draw.choice(["counts_zero", "leaves_mean"]), suggest="ก")
    bands = [Band.model_validate(b | {"at_least": Decimal(b["at_least"])}) for b in bands]
    rubric = rubric_of(
        *placed,
        group=tuple(map(Group.model_validate, groups)),
        bands=Bands(confirmed=False, band=(*bands, Band(name="ต่ำ"))),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    given = {}
    for one in rubric.indicators:
        given[one.code] = {item.id: draw.choice([Mark.MET, Mark.UNMET]) for item in one.item}
        given[one.code] |= {m.id: Fraction(draw.choice((0, 50, 60, 80, 100))) for m in one.measure}
    if draw.random() < 0.3:
        given[draw.choice(sorted(given))] = None
    return rubric, given


# --- the oracle, one office at a time


def own_score(rubric, indicator, marks, scores):
    """The score of an indicator beside printed scores of others; None where nothing is left."""
    if not indicator.bounds_asked:
        return scores_of(rubric, indicator, [marks])[0]
    reached, unbroken, anything = 1, True, False
    for entry in indicator.level[1:]:
        condition = as_tree(entry.requires)
        found = fate(condition, marks, scores)
        anything |= found is not None
        unbroken &= found is not False
        if unbroken and found:
            reached = entry.level
    for limit in indicator.limit:
        if fate(as_tree(limit.unless), marks, scores) is False:
            reached = min(reached, int(limit.at_most))
    return Fraction(reached) if anything else None


def outcome(rubric, given, pinned=None):
    """All printed scores and the exact figure; ``pinned`` are scores that stand as they are."""
    zero = rubric.state.not_reported.policy == "counts_zero"
    scores, marks, exact = {}, {}, {}
    pinned = pinned or {}
    for key in ("1", "2", "ก", "3", "4", "ข"):
        inside = [one.code for one in rubric.indicators if one.group == key]
        if key in rubric.by_code:
            one, own = rubric.by_code[key], given[key]
            if own is None and zero:
                scores[key] = Fraction(0)
                marks |= {item.id: Mark.UNMET for item in one.item}
                marks |= {measure.id: Fraction(-1) for measure in one.measure}
            elif own is not None:
                found = own_score(rubric, one, own, scores)
                if found is None:
                    return None
                scores[key] = found
                marks |= own
        elif any(code in scores for code in inside):
            group = rubric.node(key)
            left = [scores[code] for code in inside if code in scores]
            exact[key] = sum(left) / len(left)
            for limit in group.limit:
                if fate(as_tree(limit.unless), marks, scores) is False:
                    exact[key] = min(exact[key], Fraction(limit.at_most))
            scores[key] = half_up(exact[key], 2)
        scores |= {k: v for k, v in pinned.items() if k == key}
    weights = {}
    for key in exact:
        inside = [one.code for one in rubric.indicators if one.group == key]
        weights[key] = Fraction(sum(code in scores for code in inside), len(inside))
    if not exact:
        return scores, None
    return scores, sum(weights[key] * exact[key] for key in exact) / sum(weights.values())


def place_of(rubric, found):
    """Which band, the lowest 0."""
    scores, figure = found
    place = 0
    for number, band in enumerate(reversed(rubric.bands.band[:-1]), start=1):
        if half_up(figure, 2) < band.at_least:
            break
        if band.requires is not None and fate(as_tree(band.requires), {}, scores) is False:
            break
        place = number
    return place


def answers_above(rubric, given, one):
    """What an indicator's answers could become by steps: the steps, and the answers."""
    start = given[one.code]
    if start is None:
        if rubric.state.not_reported.policy != "counts_zero":
            return [((), None)]
        start = {item.id: Mark.UNMET for item in one.item}
        start |= {measure.id: Fraction(0) for measure in one.measure}
    moving = [(key, (Mark.UNMET, Mark.MET)) for key, m in start.items() if m is Mark.UNMET]
    values = map(Fraction, (25, 50, 60, 75, 80, 100))
    moving += [(m.id, (start[m.id], *values)) for m in one.measure]
    found = []
    for chosen in product(*(range(len(several)) for _, several in moving)):
        taken = {key: several[at] for (key, several), at in zip(moving, chosen, strict=True)}
        steps = tuple(key for (key, _), at in zip(moving, chosen, strict=True) if at)
        found.append((steps, {**start, **taken}))
    if given[one.code] is None:
        return [((), None), *((("report " + one.code, *s), a) for s, a in found)]
    return found


def ways_tried(rubric, given):
    """The fewest steps to a band above, and every set of so many that is enough."""
    now = place_of(rubric, outcome(rubric, given))
    choices = [answers_above(rubric, given, one) for one in rubric.indicators]
    codes = list(rubric.by_code)
    best, ways = None, set()
    every = product(*choices)
    for several in sorted(every, key=lambda s: sum(len(steps) for steps, _ in s)):
        steps = tuple(step for own, _ in several for step in own)
        if best is not None and len(steps) > best:
            break
        answers = dict(zip(codes, (a for _, a in several), strict=True))
        found = outcome(rubric, answers)
        if found is None or any(
            given[code] is None and own is not None and found[0][code] < 2
            for code, own in answers.items()
        ):
            continue  # a report alone is no step
        if place_of(rubric, found) > now:
            best = len(steps)
            ways.add(frozenset(steps))
    return now, best, ways


def told_of(draw, most=False):
    """Sets and offices with results that can be told, and what the oracle has for them."""
    while True:
        rubric, given = office(draw, most)
        found = outcome(rubric, given)
        if found is not None and found[1] is not None:
            return rubric, given, scored(rubric, given), found


def test_scores_bands_and_ways_up_are_those_found_by_trying_everything():
    draw = random.Random("scores asked")
    seen = {"ways": 0, "none": 0, "moved by others": 0, "capped": 0}
    for _ in range(RUNS):
        rubric, given, told, found = told_of(draw)
        by_code = {one.code: one for one in told.indicators}
        for code in rubric.by_code:
            score = by_code[code].score
            assert (None if score is None else Fraction(score)) == found[0].get(code), (given, code)
        assert Fraction(told.mean) == half_up(found[1], 2)
        names = [band.name for band in reversed(rubric.bands.band)]
        now, best, ways = ways_tried(rubric, given)
        assert told.band == names[now]
        if told.next_band is None:
            continue
        step = told.next_band
        assert (step.untold, step.steps) == (None, best), (rubric.indicators, given, ways)
        listed = {frozenset(steps_told(way)) for way in step.ways}
        assert listed <= ways, (rubric.indicators, given, listed - ways)
        assert len(listed) + step.more == len(ways), (rubric.indicators, given, ways)
        for way in step.ways:
            after = after_way(rubric, given, way)
            reached = outcome(rubric, after)
            assert place_of(rubric, reached) > now, (rubric.indicators, given, way)
            assert all(Fraction(move.score) == reached[0][move.indicator] for move in way)
            moved = {move.indicator for move in way}
            changed = {
                code for code in rubric.by_code if reached[0].get(code) != found[0].get(code)
            }
            seen["moved by others"] += bool(changed - moved)
        seen["ways"] += bool(step.ways)
        seen["none"] += not step.ways
        seen["capped"] += any(by_code[one.code].reasons for one in rubric.asking if one.limit)
    assert all(seen.values()), seen


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
