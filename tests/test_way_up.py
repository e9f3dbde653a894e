"""The way up: the next level and the next band, against trying every set of steps."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import CODES, PRIMARY_ALL_THREE, levels_with, score, score_levels
from small_rules import (
    SHIPPED,
    TRIED,
    answers_to,
    half_up,
    indicators,
    rubric_of,
    score_of,
    scored,
    scores_of,
)

from qp_scoring.documents.results import Mark
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Arithmetic, Band, Bands, Group, NotReported, Weights
from qp_scoring.scoring import ladders

SLOW = settings(max_examples=40, deadline=None, derandomize=True)
REPORT = "รายงาน"


def subsets(things):
    things = list(things)
    return chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))


def raised(answers, steps):
    """All answers that some steps can come to: items met, measures at any value."""
    kept = {key: [old] for key, old in answers.items()}
    chosen = {key: [Mark.MET] if isinstance(answers[key], Mark) else TRIED for key in steps}
    for found in product(*{**kept, **chosen}.values()):
        yield dict(zip(answers, found, strict=True))


def best_after(rubric, indicator, answers, steps):
    """The best score that some steps can come to."""
    return max(scores_of(rubric, indicator, list(raised(answers, steps))))


def open_steps(answers):
    """What could still be done: unmet items, and values."""
    return [key for key, answer in answers.items() if answer not in (Mark.MET, Mark.NOT_RELEVANT)]


# --- the next level


def taken_by(need):
    return need if isinstance(need, str) else need.measure


def with_needs(answers, needs):
    met = {need: Mark.MET for need in needs if isinstance(need, str)}
    values = {need.measure: bound(need) for need in needs if not isinstance(need, str)}
    return {**answers, **met, **values}


def bound(need):
    return Fraction(need.at_most if need.at_least is None else need.at_least)


def a_little_less(need):
    """A value that asks for a little less than a need does, and the next one of two decimals."""
    for little in (Fraction(1, 10**9), Fraction(1, 100)):
        yield bound(need) + little if need.at_least is None else bound(need) - little


@SLOW
@given(st.data(), st.sampled_from([0, 2]))
def test_the_next_levels_alternatives_reach_it_and_lose_nothing(data, decimals):
    indicator = data.draw(indicators("8"))
    rubric = rubric_of(indicator, arithmetic=Arithmetic(score_decimals=decimals))
    answers = data.draw(answers_to(indicator, not_relevant=True))
    (one,) = scored(rubric, {"8": answers}).indicators
    if one.next_level is None or one.state != "scored":
        return
    target, needs = one.next_level.level, one.next_level.needs
    assert one.next_level.more == 0 and len(set(needs)) == len(needs)

    def reaches(after):
        return score_of(rubric, indicator, after) >= target

    for option in needs:
        assert reaches(with_needs(answers, option))
        for lost in option:
            rest = [need for need in option if need is not lost]
            assert not reaches(with_needs(answers, rest))
            if not isinstance(lost, str):
                # Below a jump no value is the first: then the first of two decimals is told.
                assert any(
                    not reaches({**with_needs(answers, option), lost.measure: less})
                    for less in a_little_less(lost)
                )
    # What reaches the level contains, as far as items and measures go, one of the alternatives.
    told = [{taken_by(need) for need in option} for option in needs]
    for steps in subsets(open_steps(answers)):
        if best_after(rubric, indicator, answers, steps) >= target:
            assert any(option <= set(steps) for option in told)
    sizes = [len(option) for option in needs]
    assert sizes == sorted(sizes)


def rising_to(level, *rules):
    """An indicator of four items by its conditions; ``level`` is where the first of them stands."""
    indicator = counting("8", 4, [])
    head = [{"level": k, "text": "ก", "suggest": "ข"} for k in range(1, 6)]
    asked = {level + at: rule for at, rule in enumerate(rules)}
    levels = [{**one, **asked.get(one["level"], {})} for one in head]
    kept = {key: getattr(indicator, key) for key in ("code", "title", "purpose", "applies_to")}
    items = [{"id": item.id, "text": "ก", "suggest": "ข"} for item in indicator.item]
    return Indicator.model_validate({**kept, "method": "criteria", "item": items, "level": levels})


def test_an_item_that_lifts_by_several_levels_brings_all_of_them():
    """Every level up to 5 asks for 8.1 alone: 1 → 5, so the mean of (1, 1) becomes (5, 1)."""
    indicator = rising_to(2, *[{"requires": {"all": ["8.1"]}}] * 4)
    other = counting("9", 2, [1, 2])
    rubric = rubric_of(indicator, other)
    result = scored(rubric, {"8": marked(indicator), "9": marked(other)})
    step = result.indicators[0].next_level
    assert (step.level, step.reaches, step.needs) == (2, 5, (("8.1",),))
    assert (result.mean, step.gain) == ("1.00", "2.00")
    assert (result.band, step.band_after) == ("ปรับปรุง", "ดี")


def test_of_several_alternatives_the_least_is_what_the_step_brings():
    """8.1 lifts to 5, 8.2 to 3 only: any of them gives 3."""
    one = {"requires": {"any": ["8.1", "8.2"]}}
    indicator = rising_to(2, one, one, *[{"requires": {"all": ["8.1"]}}] * 2)
    (found,) = scored(rubric_of(indicator), {"8": marked(indicator)}).indicators
    step = found.next_level
    assert step.needs == (("8.1",), ("8.2",))
    assert (step.level, step.reaches, step.gain) == (2, 3, "2.00")


def test_a_level_that_no_answer_of_an_office_leads_to_is_no_next_one():
    """The only step of level 5 is not relevant to it: nothing that it may do brings more than 4."""
    steps = {level: {"step": [f"8.{level - 1}"]} for level in range(2, 6)}
    base = rising_to(2, *steps.values())
    indicator = Indicator.model_validate(base.model_dump() | {"method": "milestones"})
    left = {**marked(indicator, "8.1", "8.2", "8.3"), "8.4": Mark.NOT_RELEVANT}
    (found,) = scored(rubric_of(indicator), {"8": left}).indicators
    assert (found.level, found.next_level) == (4, None)
    (found,) = scored(rubric_of(indicator), {"8": {**left, "8.3": Mark.UNMET}}).indicators
    assert (found.level, found.next_level.needs) == (3, (("8.3",),))


@SLOW
@given(st.data(), st.sampled_from([0, 2]))
def test_the_gain_is_that_of_the_alternative_that_brings_least(data, decimals):
    indicator = data.draw(indicators("8"))
    rubric = rubric_of(indicator, arithmetic=Arithmetic(score_decimals=decimals))
    answers = data.draw(answers_to(indicator, not_relevant=True))
    result = scored(rubric, {"8": answers})
    (one,) = result.indicators
    if one.next_level is None or one.state != "scored" or not one.next_level.needs:
        return
    after = [
        score_of(rubric, indicator, with_needs(answers, option)) for option in one.next_level.needs
    ]
    least = min(after)
    assert one.next_level.reaches == int(least)
    assert Fraction(one.next_level.gain) == half_up(least - Fraction(one.score), 2)


# --- the next band


def mean_after(rubric, found):
    """The printed mean of scores by indicator, by the words of the rubric's model."""
    total = weight = Fraction(0)
    for group in rubric.group:
        weights = {
            one.code: Fraction(one.weight) for one in rubric.indicators if one.group == group.id
        }
        left = {code: own for code, own in weights.items() if code in found}
        whole = left if rubric.weights.when_leaving == "within_group" else weights
        for code, own in left.items():
            share = Fraction(group.weight) * own / sum(whole.values())
            total += share * found[code]
            weight += share
    return half_up(total / weight, 2)


def ways_by_trying(rubric, answers, bound):
    """The fewest steps that lift the mean to a bound, and every set of so many that does."""
    zero = rubric.state.not_reported.policy == "counts_zero"
    choices = []
    for indicator in rubric.indicators:
        given_, code = answers[indicator.code], indicator.code
        if given_ is None:
            choices.append([((), {code: Fraction(0)} if zero else {})])
            choices[-1] += list(reports(rubric, indicator)) if zero else []
            continue
        every = list(subsets(open_steps(given_)))
        after = [best_after(rubric, indicator, given_, steps) for steps in every]
        choices.append(
            [
                (tuple((code, step) for step in steps), {code: score})
                for steps, score in zip(every, after, strict=True)
            ]
        )
    fewest, found = None, set()
    for combined in product(*choices):
        steps = frozenset(chain.from_iterable(one for one, _ in combined))
        after = {code: score for _, part in combined for code, score in part.items()}
        if (fewest is None or len(steps) <= fewest) and mean_after(rubric, after) >= bound:
            if fewest is None or len(steps) < fewest:
                fewest, found = len(steps), set()
            found.add(steps)
    return fewest, found


def unreported(indicator):
    """What stands in the checklist of an indicator that was not reported."""
    marks = {item.id: Mark.UNMET for item in indicator.item}
    return marks | {measure.id: None for measure in indicator.measure}


def reports(rubric, indicator):
    """Every report that shows enough for level 2, and what it comes to: a report alone is none."""
    nothing = unreported(indicator)
    for steps in subsets(open_steps(nothing)):
        score = best_after(rubric, indicator, nothing, steps)
        if score >= 2:
            told = ((indicator.code, step) for step in (*steps, REPORT))
            yield tuple(told), {indicator.code: score}


def as_steps(way):
    needs = ((move.indicator, taken_by(need)) for move in way for need in move.needs)
    return frozenset((*needs, *((move.indicator, REPORT) for move in way if move.report)))


def groups_of(*weights):
    """The groups ก, ข … of these weights."""
    named = zip("กขค", weights, strict=False)
    return tuple(Group(id=one, name=one, weight=Decimal(weight)) for one, weight in named)


@st.composite
def offices(draw):
    """A rubric of two or three small indicators, and an office's answers to them."""
    decimals = draw(st.sampled_from([0, 2]))
    policy = draw(st.sampled_from(["counts_zero", "leaves_mean"]))
    some = [draw(indicators(code)) for code in ("1", "2", "3")[: draw(st.integers(2, 3))]]
    weights = st.sampled_from([Decimal(1), Decimal(1), Decimal(2)])
    group = st.sampled_from(["ก", "ข"])
    some = [one.model_copy(update={"weight": draw(weights), "group": draw(group)}) for one in some]
    leaving = draw(st.sampled_from(["renormalise", "within_group"]))
    silent = NotReported(policy=policy, printed="N/A", suggest="ก")
    bounds = draw(st.sampled_from(["4.50", "3.50", "3.505", "2.50", "0.90"]))
    bands = (Band(name="สูง", at_least=Decimal(bounds)), Band(name="ต่ำ"))
    rubric = rubric_of(
        *some,
        arithmetic=Arithmetic(score_decimals=decimals),
        bands=Bands(confirmed=False, band=bands),
        group=groups_of(3, 1),
        weights=Weights(when_leaving=leaving),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    answers = {one.code: draw(answers_to(one)) for one in some}
    if draw(st.integers(0, 2)) == 0:
        answers[draw(st.sampled_from(sorted(answers)))] = None
    return rubric, answers


@SLOW
@given(offices())
def test_the_ways_to_the_next_band_are_those_found_by_trying_everything(office):
    rubric, answers = office
    result = scored(rubric, answers)
    names = [band.name for band in rubric.bands.band]
    if result.band is None or result.band == names[0]:
        assert result.next_band is None
        return
    above = rubric.bands.band[names.index(result.band) - 1]
    told = result.next_band
    assert told.band == above.name
    assert 0 <= Fraction(told.from_mean) - Fraction(above.at_least) < Fraction(1, 100)
    assert Fraction(told.distance) == Fraction(told.from_mean) - Fraction(result.mean)
    fewest, found = ways_by_trying(rubric, answers, Fraction(above.at_least))
    assert told.steps == fewest
    listed = [as_steps(way) for way in told.ways]
    assert set(listed) <= found and len(set(listed)) == len(listed)
    assert len(listed) + told.more == len(found)
    assert len(listed) == min(len(found), 10)


@SLOW
@given(offices())
def test_every_way_lifts_the_band_and_its_values_are_the_least(office):
    rubric, answers = office
    result = scored(rubric, answers)
    for way in result.next_band.ways if result.next_band else ():
        needs = {move.indicator: move.needs for move in way}

        def mean(changed=(), needs=needs):
            found, changed = {}, dict(changed)
            for indicator in rubric.indicators:
                given_ = answers[indicator.code]
                if given_ is None:
                    if indicator.code in needs:
                        shown = with_needs(unreported(indicator), needs[indicator.code])
                        found[indicator.code] = score_of(rubric, indicator, {**shown, **changed})
                    elif rubric.state.not_reported.policy == "counts_zero":
                        found[indicator.code] = Fraction(0)
                    continue
                after = {**with_needs(given_, needs.get(indicator.code, ())), **changed}
                found[indicator.code] = score_of(rubric, indicator, after)
            return mean_after(rubric, found), found

        lowest = Fraction(result.next_band.from_mean)
        lifted, reached = mean()
        assert lifted >= lowest
        for move in way:
            assert Fraction(move.score) == reached[move.indicator]
            for need in move.needs:
                if not isinstance(need, str):
                    after = [mean([(need.measure, less)]) for less in a_little_less(need)]
                    assert any(
                        lifted < lowest or (move.report and reached[move.indicator] < 2)
                        for lifted, reached in after
                    )


# --- by hand


def counting(code, items, counts, efforts=()):
    """An indicator that counts its items; ``efforts`` of the first of them."""
    found = [{"id": f"{code}.{n}", "text": "ก", "suggest": "ข"} for n in range(1, items + 1)]
    for entry, effort in zip(found, efforts, strict=False):
        entry["effort"] = Decimal(effort)
    levels = [
        {"level": level, "text": "ก", "suggest": "ข", **({"count": count} if count else {})}
        for level, count in enumerate([0, *counts], start=1)
    ]
    head = {"code": code, "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": "count"}
    return Indicator.model_validate({**head, "item": found, "level": levels})


def marked(indicator, *met):
    return {item.id: Mark.MET if item.id in met else Mark.UNMET for item in indicator.item}


def test_a_report_counts_only_with_what_the_second_level_asks_for():
    """Levels 1 and N/A: (1 + 0)/2 = 0.50. A bare report gives 1.00, a band more, and is no way."""
    one, two = counting("1", 2, [2]), counting("2", 3, [2, 3])
    bands = (Band(name="สูง", at_least=Decimal("1.00")), Band(name="ต่ำ"))
    rubric = rubric_of(one, two, bands=Bands(confirmed=False, band=bands))
    result = scored(rubric, {"1": marked(one, "1.1"), "2": None})
    told = result.next_band
    assert (result.mean, told.band, told.distance) == ("0.50", "สูง", "0.50")
    # 1.1 is met: 1.2 lifts to 2, so (2 + 0)/2 = 1.00 by one step, fewer than a report's three.
    assert (told.steps, [as_steps(way) for way in told.ways]) == (1, [{("1", "1.2")}])
    step = result.indicators[1].next_level
    assert (step.level, step.gain, step.needs[0]) == (2, "1.00", ("2.1", "2.2"))


def test_where_nothing_else_is_known_the_way_is_to_report_with_evidence(seed_book):
    """29/12 = 2.42; with the indicator that was not reported at level 2, 31/12 = 2.58."""
    told = score(seed_book).office().next_band
    assert (told.band, told.from_mean, told.distance) == ("ดี", "2.50", "0.08")
    for (move,) in told.ways:
        assert (move.indicator, move.level, move.report) == ("9", 2, True)
        assert len(move.needs) == told.steps - 1 > 0


def test_a_judged_indicator_that_was_not_reported_is_no_way_up():
    judged = counting("2", 2, []).model_copy(update={"method": "judged"})
    one = counting("1", 2, [1, 2])
    result = scored(rubric_of(one, judged), {"1": marked(one), "2": None})
    assert {move.indicator for way in result.next_band.ways for move in way} == {"1"}


def test_levels_without_items_say_nothing_of_what_would_lift_them(tmp_path):
    told = score_levels(tmp_path, PRIMARY_ALL_THREE).office().next_band
    assert (told.band, told.steps, told.ways, told.more) == ("ดีมาก", None, (), 0)


def test_in_the_highest_band_there_is_no_way_up(tmp_path):
    best = levels_with(PRIMARY_ALL_THREE, **{f"i{code}": 5 for code in CODES if code != "6b"})
    assert score_levels(tmp_path, best).office().next_band is None


def test_without_a_mean_there_is_no_way_up(tmp_path):
    unfinished = levels_with(PRIMARY_ALL_THREE, i8=None)
    assert score_levels(tmp_path, unfinished).office().next_band is None


def test_least_effort_comes_first_and_unknown_effort_last():
    indicator = counting("8", 4, [2, 3, 4], efforts=["5", "0.5", "2"])
    one = scored(rubric_of(indicator), {"8": marked(indicator, "8.1")}).indicators[0]
    assert one.next_level.needs == (("8.2",), ("8.3",), ("8.4",))
    assert one.next_level.efforts == ("0.5", "2", None)


def test_the_ways_to_the_next_band_come_by_their_effort_too():
    """2.50 needs 5 of 2 indicators: one level more, in either; 2.2 takes least, 1.1 most."""
    one, two = counting("1", 2, [1, 2], ["9", "3"]), counting("2", 2, [1, 2], ["4", "1"])
    rubric = rubric_of(one, two)
    told = scored(rubric, {"1": marked(one, "1.1"), "2": marked(two, "2.1")}).next_band
    assert [as_steps(way) for way in told.ways] == [{("2", "2.2")}, {("1", "1.2")}]
    assert told.efforts == ("1", "3")


def test_long_lists_are_cut_and_count_what_is_left_out():
    """Of 20 items 12 are asked for and none is met: 125,970 alternatives."""
    indicator = counting("8", 20, [12])
    result = scored(rubric_of(indicator), {"8": marked(indicator)})
    step = result.indicators[0].next_level
    assert len(step.needs) == len(set(step.needs)) == 100
    assert len(step.needs) + step.more == comb(20, 12)
    assert step.needs[0] == tuple(f"8.{n}" for n in range(1, 13))
    told = result.next_band
    assert (told.steps, len(told.ways), told.more) == (12, 10, comb(20, 12) - 10)


def test_beyond_the_shared_limit_an_office_has_a_ladder_of_its_own(monkeypatch):
    """Seven items that are counted make eight states; the six that are unmet make seven."""
    one, two = counting("1", 7, [2, 4, 6, 7]), counting("2", 7, [2, 4, 6, 7])
    answers = {"1": marked(one, "1.1"), "2": marked(two, "2.1", "2.3")}
    expected = scored(rubric_of(one, two), answers)
    monkeypatch.setattr(ladders, "STATES", 7)
    assert scored(rubric_of(one, two), answers) == expected


def test_beyond_the_limit_no_way_up_is_told(monkeypatch):
    indicator = counting("8", 7, [2, 4, 6, 7])
    monkeypatch.setattr(ladders, "STATES", 3)
    result = scored(rubric_of(indicator), {"8": marked(indicator, "8.1")})
    assert result.indicators[0].next_level.needs == ()
    assert result.next_band.steps is None


def test_groups_keep_their_shares_on_the_way_up():
    """Group ก weighs 3 and has one indicator, ข weighs 1 and has two.

    Now (3·1 + 1·1)/4 = 1.00. Two levels more in ก give 2.50, one level more in each of ข
    only 1.25, so the band of 2.50 takes two steps, both in ก.
    """
    some = [counting(code, 2, [1, 2]) for code in ("1", "2", "3")]
    placed = [one.model_copy(update={"group": "ก" if one.code == "1" else "ข"}) for one in some]
    bands = (Band(name="สูง", at_least=Decimal("2.50")), Band(name="ต่ำ"))
    rubric = rubric_of(
        *placed,
        group=groups_of(3, 1),
        weights=Weights(when_leaving="within_group"),
        bands=Bands(confirmed=False, band=bands),
    )
    told = scored(rubric, {one.code: marked(one) for one in placed}).next_band
    assert (told.steps, told.more) == (2, 0)
    assert [as_steps(way) for way in told.ways] == [{("1", "1.1"), ("1", "1.2")}]


def test_where_half_a_group_left_the_mean_the_rest_is_divided_by_its_share():
    """One group of two indicators, of which one left: its share is 1/2, and 1.5 over 0.5 is 3."""
    one, two = (counting(code, 2, [1, 2]) for code in ("1", "2"))
    placed = [each.model_copy(update={"group": "ก"}) for each in (one, two)]
    silent = NotReported(policy="leaves_mean", printed="N/A", suggest="ก")
    rubric = rubric_of(
        *placed,
        group=groups_of(1),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
        bands=Bands(confirmed=False, band=(Band(name="สูง", at_least=Decimal(3)), Band(name="ต่ำ"))),
    )
    found = scored(rubric, {"1": marked(one, "1.1", "1.2"), "2": None})
    assert (found.mean, found.mean_exact, found.band) == ("3.00", "1.5/0.5", "สูง")


def measured(points, **curve):
    """An indicator of one measure that a curve scores."""
    measure = {"id": "8.p", "text": "ก", "unit": "%", "min": 0, "max": 100, "suggest": "ข"}
    return Indicator.model_validate(
        {
            **{"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"]},
            "method": "value",
            "measure": [measure],
            "curve": {"measure": "8.p", "points": points, **curve},
            "level": [{"level": k, "text": "ก", "suggest": "ข"} for k in range(1, 6)],
        }
    )


def counted(points, target=None, **curve):
    """The same of a measure of whole numbers."""
    one = measured(points, **curve)
    (measure,) = one.measure
    whole = {"whole": True, "target": target and Decimal(target)}
    kept = {name: getattr(one, name) for name in type(one).model_fields}
    return type(one).model_validate({**kept, "measure": (measure.model_copy(update=whole),)})


@pytest.mark.parametrize(
    ("value", "need"),
    [(50, {"at_least": "85"}), (110, {"at_most": "105"}), (None, {"at_least": "85"})],
)
def test_spending_has_to_come_between_two_bounds_from_either_side(value, need):
    """85 to 105 per cent of the plan: who spent 110 has to spend less."""
    one = measured([[0, 1], [1, 1]])
    bounds = {"measure": "8.p", "min": Decimal(85), "max": Decimal(105)}
    levels = [{"level": k, "text": "ก", "suggest": "ข"} for k in (1, 2)]
    levels[1]["requires"] = bounds
    kept = {key: getattr(one, key) for key in ("code", "title", "purpose", "applies_to")}
    wide = {**one.measure[0].model_dump(), "max": 200}
    indicator = Indicator.model_validate(
        {**kept, "method": "criteria", "measure": [wide], "level": levels}
    )
    answers = None if value is None else {"8.p": Fraction(value)}
    (found,) = scored(rubric_of(indicator), {"8": answers}).indicators
    (((told,),)) = found.next_level.needs
    assert {key: bound_ for key, bound_ in told if bound_ and key != "measure"} == need


@pytest.mark.parametrize(
    ("indicator", "value", "level", "need"),
    [
        # 5 at 10 and 1 at 20: at 13.75 the score is 3.5, which rounds to 4 (docs/domain.md, 6, F7)
        (measured([[10, 5], [20, 1]]), 15, 3, {"at_most": "13.75"}),
        # a falling step holds below its next point: whatever is less than 20 gives 5
        (measured([[10, 5], [20, 1]], between="step"), 25, 1, {"at_most": "19.99"}),
        # at most 1, 2, 3, 5: what is asked is the criterion itself
        (
            measured([[1, 5], [2, 4], [3, 3], [5, 2]], between="step", edge="right"),
            4,
            2,
            {"at_most": "3"},
        ),
        # more than 5 is the base level
        (
            measured([[1, 5], [5, 2]], between="step", edge="right", above="base"),
            9,
            1,
            {"at_most": "5"},
        ),
        # around a target of 60: from below it has to rise, from above to fall
        (measured([[20, 1], [60, 5], [100, 1]]), 45, 4, {"at_least": "55"}),
        (measured([[20, 1], [60, 5], [100, 1]]), 75, 4, {"at_most": "65"}),
        (measured([[20, 1], [100, 5]]), 40, 2, {"at_least": "50"}),
        # of schools, which are whole: 3.5 is reached at 4.375, and below 20 is 19
        (counted([[0, 1], [7, 5]]), 4, 3, {"at_least": "5"}),
        (counted([[10, 5], [20, 1]], between="step"), 25, 1, {"at_most": "19"}),
        # per cent of a target of 7: 80 of 100 is 5.6
        (
            counted([[50, 2], [80, 4]], of="share", between="step", target=7),
            4,
            2,
            {"at_least": "6"},
        ),
    ],
)
def test_a_value_has_to_rise_or_to_fall_as_far_as_it_must(indicator, value, level, need):
    result = scored(rubric_of(indicator), {"8": {"8.p": Fraction(value)}})
    (one,) = result.indicators
    (((told,),)) = one.next_level.needs
    assert one.level == level
    assert {key: bound_ for key, bound_ in told if bound_ and key != "measure"} == need
