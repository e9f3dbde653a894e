"""Conditions of indicators that ask for scores of others: against an oracle and every answer."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import ceil

import pytest
from small_rules import SHIPPED, fate, half_up, rubric_of, scored, scores_of
from test_gates_of_answers import (
    after_way,
    counting,
    levels,
    measuring,
    steps_told,
)
from tiny_rubric import CRITERIA, MAIN, edited, write

from qp_scoring.analysis.firmness import firmness
from qp_scoring.documents.results import Mark, NodeNeed, ScoreNeed, State
from qp_scoring.findings import FindingLog
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import read_rubric
from qp_scoring.rubric.model import Band, Bands, Group, NotReported
from qp_scoring.rubric.reach import reach
from qp_scoring.scoring.certificates import certificates
from qp_scoring.scoring.consensus import combined_again
from qp_scoring.scoring.round import assemble

RUNS = 3_000 if os.environ.get("QP_SLOW") else 40
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


def part_levels(rules):
    return [{"level": at, "requires": rule} for at, rule in enumerate(rules, start=2)]


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
    if draw.random() < 0.25:  # the same in two parts, each with some of the levels
        place = draw.randint(1, len(rules) - 1)
        halves = [rules[:place], rules[place:]]
        found |= {"method": "parts", "level": levels([{}] * 4)}
        found["part"] = [
            {"name": name, "method": "criteria", "level": part_levels(half)}
            for name, half in zip("กข", halves, strict=True)
        ]
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


def counts_zero(rubric):
    return rubric.state.not_reported.policy == "counts_zero"


def own_score(rubric, indicator, marks, scores):
    """The score of an indicator beside printed scores of others; None where nothing is left."""
    if not indicator.bounds_asked:
        return scores_of(rubric, indicator, [marks])[0]
    rules = indicator.part or (indicator,)
    several = [level_of_rule(one, marks, scores) for one in rules]
    if None in several:
        return None
    reached = Fraction(sum(several), len(several))
    for limit in indicator.limit:
        if fate(limit.unless, marks, scores) is False:
            reached = min(reached, Fraction(limit.at_most))
    return half_up(reached, 0)


def level_of_rule(rule, marks, scores):
    """The level of an indicator or a part; None where nothing is left of its conditions."""
    reached, unbroken, anything = 1, True, False
    for entry in rule.level:
        if entry.requires is None:
            continue
        found = fate(entry.requires, marks, scores)
        anything |= found is not None
        unbroken &= found is not False
        if unbroken and found:
            reached = entry.level
    return reached if anything else None


def outcome(rubric, given, pinned=None, gone=(), zero=None):
    """All printed scores and the exact figure; ``pinned`` are scores that stand as they are.

    ``gone`` leave whatever was answered; ``zero``: what is not reported counts zero.
    """
    zero = counts_zero(rubric) if zero is None else zero
    scores, marks, exact = {}, {}, {}
    pinned = pinned or {}
    for key in ("1", "2", "ก", "3", "4", "ข"):
        inside = [one.code for one in rubric.indicators if one.group == key]
        if key in rubric.by_code:
            one, own = rubric.by_code[key], None if key in gone else given[key]
            if own is None and zero and key not in gone:
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
                if fate(limit.unless, marks, scores) is False:
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
        if band.requires is not None and fate(band.requires, {}, scores) is False:
            break
        place = number
    return place


def answers_above(rubric, given, one):
    """What an indicator's answers could become by steps: the steps, and the answers."""
    start = given[one.code]
    if start is None:
        if not counts_zero(rubric):
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


def asked_of(need):
    """A score that is needed: the node, and from where it is enough."""
    if isinstance(need, NodeNeed):
        return need.node, Fraction(need.level)
    return need.node, Fraction(need.at_least if need.at_most is None else need.at_most)


def with_needs(given, code, needs):
    """The answers with needs of an indicator taken, and the scores that are needed of others."""
    own, pinned = dict(given[code]), {}
    for need in needs:
        if isinstance(need, NodeNeed | ScoreNeed):
            pinned |= dict([asked_of(need)])
        else:
            key = need if isinstance(need, str) else need.measure
            own[key] = Mark.MET if isinstance(need, str) else Fraction(need.at_least)
    return {**given, code: own}, pinned


def sets_tried(rubric, given, one, target, now):
    """How many least sets of items and scores of others bring an indicator to a level."""
    unmet = [key for key, mark in given[one.code].items() if mark is Mark.UNMET]
    several = {}
    for name, bounds in one.bounds_asked.items():
        if now.get(name) is not None:
            least = {Fraction(b.min) for b in bounds if b.min is not None}
            shown = {Fraction(ceil(value)) if name in rubric.by_code else value for value in least}
            several[name] = sorted(value for value in shown if value > now[name])
    found = []
    for count in range(len(unmet) + 1):
        for items in combinations(unmet, count):
            own = {**given[one.code], **dict.fromkeys(items, Mark.MET)}
            for values in product(*((None, *each) for each in several.values())):
                pinned = dict(zip(several, values, strict=True))
                scores = now | {k: v for k, v in pinned.items() if v is not None}
                score = own_score(rubric, one, own, scores)
                if score is not None and score >= target:
                    found.append((set(items), {k: v for k, v in pinned.items() if v is not None}))
    return [
        (items, pinned)
        for items, pinned in found
        if not any(
            (others, less) != (items, pinned)
            and others <= items
            and less.keys() <= pinned.keys()
            and all(less[key] <= pinned[key] for key in less)
            for others, less in found
        )
    ]


def test_what_the_next_level_needs_and_brings_is_what_trying_everything_finds():
    draw = random.Random("needs of others")
    seen = {"scores needed": 0, "gain of others": 0, "no gain": 0, "alternatives": 0}
    for _ in range(RUNS):
        rubric, given, told, found = told_of(draw)
        for one in rubric.indicators:
            result = next(each for each in told.indicators if each.code == one.code)
            step = result.next_level
            if step is None or result.state is not State.SCORED:
                continue
            if one.bounds_asked:
                least = sets_tried(rubric, given, one, step.level, found[0])
                assert len(step.needs) + step.more == len(least), (one, given, step, least)
            nodes = [
                [asked_of(need) for need in needs if isinstance(need, NodeNeed | ScoreNeed)]
                for needs in step.needs
            ]
            brought = []
            for needs in step.needs:
                answers, pinned = with_needs(given, one.code, needs)
                after = outcome(rubric, answers, found[0] | pinned if pinned else None)
                own = own_score(rubric, one, answers[one.code], found[0] | pinned)
                own = after[0][one.code] if own is None else own
                assert own >= step.level, (one, given, needs)
                for at in range(len(needs) if one.bounds_asked else 0):
                    less, fewer = with_needs(given, one.code, needs[:at] + needs[at + 1 :])
                    score = own_score(rubric, one, less[one.code], found[0] | fewer)
                    assert score < step.level, (one, given, needs)
                lifted = outcome(rubric, answers, pinned)
                brought.append(lifted[1] - found[1])
            seen["scores needed"] += any(nodes)
            seen["alternatives"] += len(brought) > 1
            seen["no gain"] += step.gain is None
            if step.gain is None or not brought:
                continue
            ends = [half_up(end(brought), 2) for end in (min, max)]
            told_ = [Fraction(step.gain), Fraction(step.gain_most or step.gain)]
            assert step.more or ends == told_, (one, given, step)
            if len(brought) == 1:
                rests = any(one.code in rubric.rests_on(each.code) for each in rubric.asking)
                seen["gain of others"] += rests
    assert all(seen.values()), seen


def test_certificates_cite_the_scores_of_others_that_matter():
    """Whatever is not cited may be anything, a score that left too; nothing cited is too much."""
    draw = random.Random("certificates of scores")
    seen = {"score cited": 0, "item cited": 0, "score not cited": 0}
    anything = [None, *map(Fraction, ("0", "1", "2", "2.5", "3", "3.5", "4", "4.5", "5"))]
    for _ in range(RUNS):
        rubric, given, told, found = told_of(draw, most=draw.random() < 0.3)
        for one in rubric.asking:
            result = next(each for each in told.indicators if each.code == one.code)
            if result.state is not State.SCORED:
                continue
            asked = {name: found[0].get(name) for name in one.bounds_asked}
            level = result.level
            told_ = certificates(
                rubric,
                one,
                combined_again(rubric, told.code, one, result),
                Decimal(level),
                Decimal(level + 1) if level < 5 else None,
                {name: (score,) for name, score in asked.items()},
            )

            own = given[one.code]

            @cache
            def score_at(marks, values, one=one, rubric=rubric, own=own, asked=asked):
                answers, beside = zip(own, marks, strict=True), zip(asked, values, strict=True)
                return own_score(rubric, one, dict(answers), dict(beside))

            def reached(cited, score_at=score_at, own=own, asked=asked):
                marks = [[m] if k in cited else [Mark.UNMET, Mark.MET] for k, m in own.items()]
                scores = [[value] if name in cited else anything for name, value in asked.items()]
                for at in product(*marks):
                    for values in product(*scores):
                        yield score_at(at, values)

            for cited, holds in (
                (told_.at_least, lambda score, level=level: score is None or score >= level),
                (told_.not_above, lambda score, level=level: score is None or score <= level),
            ):
                if level == 5 and cited == ():
                    continue
                assert all(map(holds, reached(cited))), (one, given, cited)
                for key in cited:
                    rest = [other for other in cited if other != key]
                    assert not all(map(holds, reached(rest))), (one, given, cited, key)
            both = {*told_.at_least, *told_.not_above}
            seen["score cited"] += bool(both & asked.keys())
            seen["score not cited"] += bool(asked.keys() - both)
            seen["item cited"] += bool(both & given[one.code].keys())
    assert all(seen.values()), seen


def test_the_reach_of_what_asks_is_what_trying_everything_finds():
    draw = random.Random("reach of scores")
    for _ in range(RUNS):
        rubric, _ = office(draw, most=draw.random() < 0.3)
        for one in rubric.asking:
            ids = [item.id for item in one.item]
            names = list(one.bounds_asked)
            tried = {
                own_score(rubric, one, dict(zip(ids, marks, strict=True)), scores)
                for marks in product([Mark.UNMET, Mark.MET], repeat=len(ids))
                for values in product([Fraction(n, 2) for n in range(11)], repeat=len(names))
                for scores in [dict(zip(names, values, strict=True))]
            }
            ends = dict.fromkeys(names, (Fraction(0), Fraction(5)))
            found = reach(one, rubric.scale, ends)
            assert {half_up(low, 0) for low, _ in found.spans} == tried, one
            low = dict.fromkeys(names, (Fraction(0), Fraction(0)))
            at_none = {
                own_score(rubric, one, dict(zip(ids, m, strict=True)), dict.fromkeys(names, 0))
                for m in product([Mark.UNMET, Mark.MET], repeat=len(ids))
            }
            nothing = reach(one, rubric.scale, low).spans
            assert {half_up(end, 0) for end, _ in nothing} == at_none, one


def test_what_asks_for_no_more_than_a_score_is_told_so_or_not_told():
    """Where less of another is asked for, no way is told; scores are exact all the same."""
    draw = random.Random("most of others")
    untold = 0
    for _ in range(RUNS):
        rubric, _, told, found = told_of(draw, most=True)
        for one in told.indicators:
            assert (None if one.score is None else Fraction(one.score)) == found[0].get(one.code)
        falls = any(
            b.max is not None for o in rubric.asking for bs in o.bounds_asked.values() for b in bs
        )
        if told.next_band is not None and told.next_band.untold:
            assert told.next_band.untold == "falling" and falls
            untold += 1
    assert untold


def test_how_firm_a_band_is_counts_what_rests_on_others():
    """The other policy, and one indicator less, change the scores of those that ask for it."""
    draw = random.Random("firmness of scores")
    seen = {"policy": 0, "without": 0}
    for _ in range(2 * RUNS):
        rubric, given, told, found = told_of(draw)
        policy = assemble(rubric, "6m", (told,), ()).policy
        (firm,) = firmness([told], policy, rubric)
        names = [band.name for band in reversed(rubric.bands.band)]
        if None in given.values():
            other = outcome(rubric, given, zero=not counts_zero(rubric))
            if other is not None:
                shown = (firm.other_policy.mean, firm.other_policy.band)
                expected = half_up(other[1], 2), names[place_of(rubric, other)]
                assert (Fraction(shown[0]), shown[1]) == expected, (rubric.indicators, given)
                seen["policy"] += 1
        expected = {}
        for code in found[0].keys() & rubric.by_code.keys() if len(found[0]) > 2 else ():
            left = outcome(rubric, given, gone=(code,))
            if left is None or left[1] is None:
                expected = None
                break
            place = place_of(rubric, left)
            if place != place_of(rubric, found):
                expected[code] = half_up(left[1], 2), names[place]
        if expected is not None:
            without = {one.indicator: (Fraction(one.mean), one.band) for one in firm.without}
            assert without == expected, (rubric.indicators, given)
            seen["without"] += bool(expected)
    assert all(seen.values()), seen


def test_what_asks_for_a_score_that_is_not_known_has_one_only_where_all_give_the_same():
    draw = random.Random("scores not known")
    seen = {State.SCORED: 0, State.NOT_ASSESSED: 0}
    halves = [Fraction(n, 2) for n in range(11)]
    for _ in range(RUNS):
        rubric, given = office(draw, most=draw.random() < 0.3)
        if None in given.values():
            continue
        given["1"][rubric.indicators[0].entry_ids[0]] = None
        told = {one.code: one for one in scored(rubric, given).indicators}
        known = {code: Fraction(one.score) for code, one in told.items() if one.score}
        for one in rubric.asking:
            names = list(one.bounds_asked)
            several = [[known[name]] if name in known else halves for name in names]
            reached = {
                own_score(rubric, one, given[one.code], dict(zip(names, values, strict=True)))
                for values in product(*several)
            }
            state, score = told[one.code].state, known.get(one.code)
            expected = State.SCORED if len(reached) == 1 else State.NOT_ASSESSED
            assert state is expected, (one, given, reached)
            assert state is State.NOT_ASSESSED or reached == {score}
            seen[state] += 1
            step = told[one.code].next_level
            open_ = any(name not in known for name in names)
            assert step is None or not open_ or (step.untold, step.needs) == ("open", ())
    assert all(seen.values()), seen


TWO = edited(CRITERIA, {'code = "1"': 'code = "2"', '["a", "b", "c"]': '["d", "e", "f"]'})
for _old, _new in zip("abc", "def", strict=True):
    TWO = TWO.replace(f'id = "{_old}"', f'id = "{_new}"')
TWO = edited(TWO, {'{ any = ["a", "b"] }': '{ any = ["d", "e"] }'})
"""The tiny indicator a second time, with items of its own."""


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ('all = ["d", "e", "f", { score = "1", min = 3 }]', "", []),
        ('all = ["d", "e", "f", { score = "1", min = 3.5 }]', "", ["rubric-level-unreachable"]),
        ('score = "2", min = 1', "", ["rubric-score-circle"]),
        ('score = "1", min = 2', 'score = "2", min = 2', ["rubric-score-circle"] * 2),
        ('score = "g", min = 1', "", ["rubric-score-unknown"]),
    ],
)
def test_what_cannot_be_asked_or_never_holds_is_told(one, two, told, tmp_path):
    """The best of 1 is 3; an indicator asks neither for itself nor in a circle."""
    asking = edited(TWO, {'{ all = ["d", "e", "f"] }': f"{{ {one} }}"})
    other = edited(CRITERIA, {'{ all = ["a", "b", "c"] }': f"{{ {two} }}"}) if two else CRITERIA
    log = FindingLog()
    read_rubric(write(tmp_path, MAIN, other, asking), log)
    assert [item.code for item in log if item.code != "rubric-id-unused"] == told


def test_a_level_that_asks_only_for_what_left_is_passed_over():
    """3.2 asks for 1 alone, which left: level 2 neither stops the office nor is given by itself."""
    one = counting(random.Random("left"), "1")
    items = [{"id": "3.1", **_ENTRY}]
    rules = [{"score": "1", "min": Decimal(3)}, {"all": ["3.1"]}]
    asking_one = {**_HEAD, "code": "3", "method": "criteria", "item": items}
    asking_one["level"] = levels({"requires": rule} for rule in rules)
    silent = NotReported(policy="leaves_mean", suggest="ก")
    rubric = rubric_of(
        one,
        Indicator.model_validate(asking_one),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    for mark, level in ((Mark.MET, 3), (Mark.UNMET, 1)):
        told = scored(rubric, {"1": None, "3": {"3.1": mark}}).indicators
        assert {result.code: result.level for result in told} == {"1": None, "3": level}
