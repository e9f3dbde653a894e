"""Faults of reach: levels, bands and limits that no answers come to, found by scoring all answers.

Of bounds of gates that ask for no more than so much nothing is said: what more would do is not
plain there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import prod

import numpy as np

from qp_scoring.rubric.conditions import Columns, Condition, score_bounds
from qp_scoring.rubric.fields import digits, plain
from qp_scoring.rubric.indicator import Indicator, Part
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.lint.ids import placed
from qp_scoring.rubric.lint.nodes import nodes_above
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.nodes import Limit
from qp_scoring.rubric.reach import NOT_KNOWN, EndsAsked, Reach, extremes, reach
from qp_scoring.rubric.space import (
    LIMIT,
    all_met,
    at_states,
    nothing_met,
    stretches,
    tried,
    turns,
    worlds,
)
from qp_scoring.rubric.targets import targets_named
from qp_scoring.rubric.whole import Whole, units
from qp_scoring.rubric.words import describe, hundredths


def check_extremes(
    rubric: Rubric, indicator: Indicator, spot: Spot, asked: EndsAsked = NOT_KNOWN
) -> None:
    """Record scores outside the scale, and the first level that even the best answers miss."""
    found = extremes(indicator, rubric.scale, asked) if _is_ruled(indicator) else None
    if found is None:
        return
    lowest, highest = rubric.scale.lowest, rubric.scale.highest
    ends = {"lowest": digits(lowest), "highest": digits(highest)}
    for score, _ in found:
        if not lowest <= score <= highest:
            spot.add("rubric-score-outside", "method", found=plain(score), **ends)
    half = _half(rubric)
    for at, entry in enumerate(indicator.level):
        if found.high.score < entry.level - half:
            spot.add("rubric-level-unreachable", "level", at, "level", level=entry.level)
            return


def suspect_levels(rubric: Rubric, indicator: Indicator, spot: Spot, asked: EndsAsked) -> None:
    """Record levels that no answers give exactly, and scales that no answers fill."""
    found = reach(indicator, rubric.scale, asked) if _is_ruled(indicator) else None
    if found is None:
        return
    half = _half(rubric)
    if not rubric.scale.levels:
        full = rubric.full_mark(indicator)
        if found.highest + half < full:
            values = {"found": plain(found.highest), "expected": hundredths(full)}
            spot.add("rubric-top-unreachable", "method", **values)
        return
    # A rule of conditions never gives less than the base level, a rule of points may.
    floor = rubric.scale.level_numbers[0]
    if indicator.conditions:
        floor = rubric.scale.base_level
    levels = range(floor, rubric.scale.level_numbers[-1] + 1)
    sure = max(level for level in levels if found.lowest >= level - half)
    for at, entry in enumerate(indicator.level):
        if entry.level == sure > floor:
            spot.add("rubric-level-always", "level", at, "level", level=entry.level)
        elif entry.level > sure and found.whole and not _gives(found, entry.level, rubric):
            spot.add("rubric-level-shadowed", "level", at, "level", level=entry.level)


def _is_ruled(indicator: Indicator) -> bool:
    """Whether answers give a score; without items and measures a level is given outright."""
    by_rule = indicator.method not in ("judged", "coverage")
    return by_rule and bool(indicator.item or indicator.measure)


def _half(rubric: Rubric) -> Fraction:
    """How far below a number a score may lie and still be rounded up to it."""
    return Fraction(1, 2 * 10**rubric.arithmetic.score_decimals)


def _gives(found: Reach, level: int, rubric: Rubric) -> bool:
    """Whether a score is reached that is printed as this level, and not as the next."""
    half, top = _half(rubric), level == rubric.scale.level_numbers[-1]
    return found.within(level - half, None if top else level + 1 - half)


def suspect_limits(rubric: Rubric, indicator: Indicator, spot: Spot, asked: EndsAsked) -> None:
    """Record limits of an indicator and its parts that never or always cap."""
    if targets_named(indicator):
        return
    for one in placed(indicator, spot).each():
        for at, limit in enumerate(one.node.limit):
            nothing, every = (_failing(indicator, limit, asked, met=met) for met in (False, True))
            never = limit.at_most >= rubric.full_mark(one.node) or nothing == {False}
            name = one.node.name if isinstance(one.node, Part) else indicator.code
            _tell(limit, name, one.spot.at("limit", at), never=never, always=every == {True})


def _tell(limit: Limit, name: str, spot: Spot, *, never: bool, always: bool) -> None:
    """Record a limit of a node that decides nothing."""
    if never or always:
        code = "rubric-limit-never" if never else "rubric-limit-always"
        spot.add(code, found=digits(limit.at_most), node=name)


def _failing(indicator: Indicator, limit: Limit, ends: EndsAsked, *, met: bool) -> set[bool]:
    """Whether a limit's condition fails over all values, with no item met or all of them."""
    named = set(limit.unless.measure_ids())
    axes = [
        tried(indicator, one.id, stretches(turns(indicator, one)))
        for one in indicator.measure
        if one.id in named
    ]
    shape = tuple(axis.size for axis in axes)
    if prod(shape) > LIMIT:
        return {True, False}
    states = np.indices(shape).reshape(len(shape), prod(shape)).T
    found: set[bool] = set()
    for asked in worlds(indicator, ends):
        given = all_met(indicator, asked=asked) if met else nothing_met(indicator, asked)
        found |= {*limit.unless.fails(at_states(indicator, given, axes, states)).tolist()}
    return found


def suspect_whole(rubric: Rubric, main: Spot) -> None:
    """Record bands that no office comes to, and limits of groups that never or always cap."""
    if not rubric.gives_scores:
        return
    views = [rubric.in_round(one.id) for one in rubric.round]
    both = list(chain.from_iterable(map(_worst_and_best, views)))
    best = [one for _, one in both if one.figure is not None]
    shown = [Fraction(one.shown(one.figure) or 0) for one in best]
    for at, band in enumerate(rubric.bands.band[:-1] if best else ()):
        of_band, highest = main.at("bands", "band", at), max(shown)
        if band.at_least is not None and highest < band.at_least:
            values = {"best": hundredths(highest), "bound": digits(band.at_least)}
            of_band.add("rubric-band-unreachable", found=band.name, **values)
        gate = band.requires
        if gate is not None and _is_rising(gate):
            columns = [one.columns([gate]) for one in best]
            if all(gate.fails(one)[0] for one in columns):
                short = chain.from_iterable(_short(gate, one) for one in columns)
                why = ", ".join(dict.fromkeys(short))
                of_band.add("rubric-gate-unreachable", found=band.name, why=why)
    for node, spot in nodes_above(rubric, main):
        for number, limit in enumerate(node.limit):
            if not _is_rising(limit.unless):
                continue
            asked = [
                (_fails(limit, worst), _fails(limit, top), top.uncapped(node))
                for worst, top in both
            ]
            there = [(low, high, most) for low, high, most in asked if most is not None]
            never = all(not low or limit.at_most >= most for low, _, most in there)
            always = all(high for _, high, _ in there)
            name = node.key or "total"
            _tell(limit, name, spot.at("limit", number), never=never, always=always)


def _is_rising(condition: Condition) -> bool:
    """Whether more never fails it."""
    return all(bound.max is None for bound in score_bounds(condition))


def _fails(limit: Limit, nodes: Whole) -> bool:
    """Whether the condition of a limit does not hold."""
    return bool(limit.unless.fails(nodes.columns([limit.unless]))[0])


def _short(condition: Condition, columns: Columns) -> Iterator[str]:
    """The bounds of a gate that are not reached, with what there is."""
    yield from (describe(one) for one in condition.measured() if one.fails(columns)[0])
    for bound in score_bounds(condition):
        (score,) = columns.scores[bound.score]
        if score is not None and bound.min is not None and score < bound.min:
            yield f"{bound.score}: {hundredths(score)} < {digits(bound.min)}"


def _worst_and_best(rubric: Rubric) -> Iterator[tuple[Whole, Whole]]:
    """The nodes of every type of office with every indicator at its worst, and at its best."""
    return _whole_ends(rubric, _ends_of_all(rubric))


def _ends_of_all(rubric: Rubric) -> EndsAsked:
    """The lowest and the highest printed score of every indicator."""
    ends: dict[str, tuple[Fraction, Fraction]] = {}
    for one in rubric.as_they_rest:
        if one.method != "coverage":
            ends[one.code] = _ends(rubric, one, _printed_ends(rubric, ends, one.bounds_asked))
    return ends


def ends_asked(rubric: Rubric) -> EndsAsked:
    """The ends of the scores that indicators ask for, over all rounds; of a set without errors."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    names = {name for one in rubric.asking for name in one.bounds_asked}
    for view in [rubric.in_round(one.id) for one in rubric.round] if names else ():
        printed = _printed_ends(view, _ends_of_all(view), names)
        for name, (low, high) in printed.items():
            least, most = found.get(name, (low, high))
            found[name] = min(least, low), max(most, high)
    return found


def _printed_ends(rubric: Rubric, ends: EndsAsked, names: Collection[str]) -> EndsAsked:
    """The lowest and the highest printed scores of nodes, of those of indicators."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    both = list(_whole_ends(rubric, ends)) if names else []
    for name in names:
        shown = [one.printed(name) for pair in both for one in pair]
        known = [one for one in shown if one is not None]
        if known:
            found[name] = min(known), max(known)
    return found


def _whole_ends(rubric: Rubric, ends: EndsAsked) -> Iterator[tuple[Whole, Whole]]:
    types = dict.fromkeys(kind for one in rubric.indicators for kind in one.applies_to)
    full = {code: rubric.full_mark(rubric.by_code[code]) for code in ends}
    # Where the best of several leaves, the rest may be worse: so all are as bad as the worst.
    least = min(low / full[code] for code, (low, _) in ends.items())
    for kind in types:
        codes = [code for code in ends if kind in rubric.by_code[code].applies_to]
        low, high = {code: least * full[code] for code in codes}, {c: ends[c][1] for c in codes}
        worst, best = (_answers(rubric, codes, met=met) for met in (False, True))
        yield Whole(rubric, low, codes, worst), Whole(rubric, high, codes, best)


def _answers(rubric: Rubric, codes: Collection[str], *, met: bool) -> Columns:
    """What gates ask of items and measures: nothing met, or all that can be."""
    there = {key: one for one in rubric.indicators for key in one.entry_ids if one.code in codes}
    keys = rubric.gate_entries
    can = {key: met and (key not in there or _may_hold(rubric, there[key], key)) for key in keys}
    return Columns(
        1,
        {key: np.array([can[key]]) for key in keys},
        {key: np.array([key in there]) for key in keys},
        dict.fromkeys(keys, (None,)),
    )


def _may_hold(rubric: Rubric, indicator: Indicator, key: str) -> bool:
    """Whether what some gate asks of an item or a measure lies within its bounds."""
    measure = indicator.measure_by_id(key)
    bounds = [one for gate in rubric.gates for one in gate.measured() if one.measure == key]
    return measure is None or any(
        (one.min is None or Decimal(one.min) <= measure.max)
        and (one.max is None or Decimal(one.max) >= measure.min)
        for one in bounds
    )


def _ends(rubric: Rubric, indicator: Indicator, asked: EndsAsked) -> tuple[Fraction, Fraction]:
    """The lowest and the highest score of an indicator as it is printed."""
    lowest, highest = Fraction(rubric.scale.lowest), Fraction(rubric.scale.highest)
    if _is_ruled(indicator) and (found := extremes(indicator, rubric.scale, asked)):
        lowest, highest = found.low.score, found.high.score
    if rubric.state.not_reported.policy == "counts_zero":
        lowest = min(lowest, Fraction(0))
    decimals = rubric.arithmetic.score_decimals
    low, high = (Fraction(units(one, decimals), 10**decimals) for one in (lowest, highest))
    return low, high
