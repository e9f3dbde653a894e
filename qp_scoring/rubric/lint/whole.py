"""What no office comes to above its indicators: bands out of reach, and limits that decide nothing.

Of bounds that ask for no more than so much nothing is said: what more would do is not plain there.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from math import prod

import numpy as np

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import Columns, Condition, score_bounds
from qp_scoring.rubric.fields import KeyPath
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.lint.ids import rules_with_paths
from qp_scoring.rubric.lint.set import figure, figure_of
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.nodes import Limit
from qp_scoring.rubric.reach import extremes
from qp_scoring.rubric.rules import full_mark, full_mark_of
from qp_scoring.rubric.space import LIMIT, all_met, at_states, nothing_met, stretches, tried, turns
from qp_scoring.rubric.targets import targets_named
from qp_scoring.rubric.whole import Whole, units


def _is_rising(condition: Condition) -> bool:
    """Whether more never fails it."""
    return all(bound.max is None for bound in score_bounds(condition))


def suspect_whole(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    """Record bands that no office comes to, and limits of groups that never or always cap."""
    if not rubric.gives_scores:
        return
    views = [rubric.in_round(one.id) for one in rubric.round]
    both = list(chain.from_iterable(map(_worst_and_best, views)))
    best = [one for _, one in both if one.figure is not None]
    shown = [Fraction(one.shown(one.figure) or 0) for one in best]
    for at, band in enumerate(rubric.bands.band[:-1] if best else ()):
        place, highest = main.place("bands", "band", at), max(shown)
        if band.at_least is not None and highest < band.at_least:
            values = {"best": figure_of(highest), "bound": figure(band.at_least)}
            log.add("rubric-band-unreachable", place, found=band.name, **values)
        gate = band.requires
        if gate is not None and _is_rising(gate):
            columns = [one.columns([gate]) for one in best]
            if all(gate.fails(one)[0] for one in columns):
                why = ", ".join(
                    dict.fromkeys(chain.from_iterable(_short(gate, c) for c in columns))
                )
                log.add("rubric-gate-unreachable", place, found=band.name, why=why)
    nodes: list[tuple[Group | Total, KeyPath, str]] = [(rubric.total, ("total",), "total")]
    nodes += [(group, ("group", at), group.id) for at, group in enumerate(rubric.group)]
    for node, path, name in nodes:
        for number, limit in enumerate(node.limit):
            if not _is_rising(limit.unless):
                continue
            asked = [
                (_fails(limit, worst), _fails(limit, top), top.uncapped(node))
                for worst, top in both
            ]
            there = [(low, high, most) for low, high, most in asked if most is not None]
            place = main.place(*path, "limit", number)
            if all(not low or limit.at_most >= most for low, _, most in there):
                log.add("rubric-limit-never", place, found=figure(limit.at_most), node=name)
            elif all(high for _, high, _ in there):
                log.add("rubric-limit-always", place, found=figure(limit.at_most), node=name)


def _fails(limit: Limit, nodes: Whole) -> bool:
    """Whether the condition of a limit does not hold."""
    return bool(limit.unless.fails(nodes.columns([limit.unless]))[0])


def _short(condition: Condition, columns: Columns) -> Iterator[str]:
    """The bounds of a gate that are not reached, with what there is."""
    for bound in score_bounds(condition):
        (score,) = columns.scores[bound.score]
        if score is not None and bound.min is not None and score < bound.min:
            yield f"{bound.score}: {figure_of(score)} < {figure(bound.min)}"


def _worst_and_best(rubric: Rubric) -> Iterator[tuple[Whole, Whole]]:
    """The nodes of every type of office with every indicator at its worst, and at its best."""
    ends = {one.code: _ends(rubric, one) for one in rubric.indicators if one.method != "coverage"}
    types = dict.fromkeys(kind for one in rubric.indicators for kind in one.applies_to)
    full = {code: full_mark_of(rubric.by_code[code], rubric) for code in ends}
    # Where the best of several leaves, the rest may be worse: so all are as bad as the worst.
    least = min(low / full[code] for code, (low, _) in ends.items())
    for kind in types:
        codes = [code for code in ends if kind in rubric.by_code[code].applies_to]
        low, high = {code: least * full[code] for code in codes}, {c: ends[c][1] for c in codes}
        yield Whole(rubric, low, codes), Whole(rubric, high, codes)


def _ends(rubric: Rubric, indicator: Indicator) -> tuple[Fraction, Fraction]:
    """The lowest and the highest score of an indicator as it is printed."""
    lowest, highest = Fraction(rubric.scale.lowest), Fraction(rubric.scale.highest)
    ruled = indicator.method != "judged" and (indicator.item or indicator.measure)
    if ruled and (found := extremes(indicator, rubric.scale)):
        lowest, highest = found.low.score, found.high.score
    if rubric.state.not_reported.policy == "counts_zero":
        lowest = min(lowest, Fraction(0))
    decimals = rubric.arithmetic.score_decimals
    low, high = (Fraction(units(one, decimals), 10**decimals) for one in (lowest, highest))
    return low, high


def suspect_limits(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record limits of an indicator and its parts that never or always cap."""
    if targets_named(indicator):
        return
    for rule, path in rules_with_paths(indicator):
        for number, limit in enumerate(rule.limit):
            place = file.place(*path, "limit", number)
            name = getattr(rule, "name", indicator.code)
            values = {"found": figure(limit.at_most), "node": name}
            nothing, every = (_failing(indicator, limit, met=met) for met in (False, True))
            if limit.at_most >= full_mark(rule, rubric.scale) or nothing == {False}:
                log.add("rubric-limit-never", place, **values)
            elif every == {True}:
                log.add("rubric-limit-always", place, **values)


def _failing(indicator: Indicator, limit: Limit, *, met: bool) -> set[bool]:
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
    given = all_met(indicator) if met else nothing_met(indicator)
    states = np.indices(shape).reshape(len(shape), prod(shape)).T
    answers = at_states(indicator, given, axes, states)
    return set(limit.unless.fails(answers).tolist())
