"""Faults of score nodes: how children are combined, full marks, steps, and groups in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from qp_scoring.rubric.conditions import Condition, ScoreBound, scores_named
from qp_scoring.rubric.fields import digits, tables_within
from qp_scoring.rubric.indicator import Indicator, Part, own_full
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.lint.ids import check_entries, rules_at
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.near import nearest
from qp_scoring.rubric.nodes import Node
from qp_scoring.rubric.rules import full_mark, full_mark_of
from qp_scoring.rubric.words import hundredths

_BY_LEVEL = ("criteria", "count", "milestones", "judged")
"""The methods that give whole levels and nothing between them."""


def check_parts(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record every error of an indicator and its parts as score nodes."""
    scale = rubric.scale
    for rule, at in rules_at(indicator, spot):
        _node(rule, full_mark(rule, scale), rule.part, rubric, at)
        _weights(rule, [(part, at.at("part", number)) for number, part in enumerate(rule.part)])
    for table, path in tables_within(indicator):
        if isinstance(table, ScoreBound):
            spot.add("rubric-score-here", *path, found=table.score)
    if full_mark(indicator, scale) > scale.highest:
        ends = {"found": hundredths(full_mark(indicator, scale)), "highest": digits(scale.highest)}
        spot.add("rubric-full-above-scale", "full", **ends)


def nodes_above(rubric: Rubric, main: Spot) -> list[tuple[Group | Total, str, Spot]]:
    """The whole and the groups, with what each is called and where it stands."""
    groups = [(one, one.id, main.at("group", at)) for at, one in enumerate(rubric.group)]
    return [(rubric.total, "total", main.at("total")), *groups]


def check_groups(rubric: Rubric, main: Spot) -> None:
    """Record every error of the groups and the whole as score nodes."""
    groups = {group.id: group for group in rubric.group}
    sound = True
    for at, group in enumerate(rubric.group):
        within = main.at("group", at, "within")
        if group.within is not None and group.within not in groups:
            near = nearest(group.within, list(groups))
            within.add("rubric-group-unknown", found=group.within, nearest=near)
            sound = False
        elif _in_circle(group, groups):
            within.add("rubric-group-circle", found=group.id)
            sound = False
    total = rubric.total
    if total.show == "sum" and total.combine not in (None, "sum"):
        main.add("rubric-total-sum", "total", "combine", found=total.combine)
    if not sound:
        return
    _gates(rubric, main)
    for node, _, spot in nodes_above(rubric, main):
        key = node.id if isinstance(node, Group) else None
        _node(node, full_mark_of(node, rubric), rubric.members.get(key, ()), rubric, spot)
        inside = enumerate(rubric.group)
        _weights(node, [(one, main.at("group", at)) for at, one in inside if one.within == key])


def _gates(rubric: Rubric, main: Spot) -> None:
    """Record what bands, and limits above the indicators, cannot ask for."""
    bands = rubric.bands.band
    gates: list[tuple[Condition, Spot]] = [
        (band.requires, main.at("bands", "band", at, "requires"))
        for at, band in enumerate(bands)
        if band.requires is not None
    ]
    above = nodes_above(rubric, main)
    asks: dict[str, list[str]] = {}
    for node, name, spot in above:
        gates += ((one.unless, spot.at("limit", at, "unless")) for at, one in enumerate(node.limit))
        asks[name] = [key for one in node.limit for key in scores_named(one.unless)]
    known = [*(group.id for group in rubric.group), *rubric.by_code]
    for condition, spot in gates:
        check_entries(rubric, condition, spot)
        for name in scores_named(condition):
            if name not in known:
                spot.add("rubric-score-unknown", found=name, nearest=nearest(name, known))
    for _, name, spot in above:
        if name in _depends_on(name, rubric, asks):
            spot.add("rubric-score-circle", "limit", found=name)
    if bands and bands[-1].requires is not None:
        lowest = main.at("bands", "band", len(bands) - 1)
        lowest.add("rubric-gate-lowest", "requires", found=bands[-1].name)


def _depends_on(name: str, rubric: Rubric, asks: Mapping[str, Sequence[str]]) -> set[str]:
    """The groups (and the whole) that the score of one rests on: those in it, those it asks."""
    found: set[str] = set()
    left = [name]
    while left:
        one = left.pop()
        within = None if one == "total" else one
        inside = (group.id for group in rubric.group if group.within == within)
        new = {key for key in (*inside, *asks.get(one, ())) if key not in found}
        found |= new
        left += new
    return found


def check_weight(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record the weight of an indicator that stands where nothing is weighted."""
    groups: dict[str | None, Node] = {group.id: group for group in rubric.group}
    groups[None] = rubric.total
    if indicator.group in groups:
        _weights(groups[indicator.group], [(indicator, spot)])


def _in_circle(group: Group, groups: Mapping[str, Group]) -> bool:
    seen = {group.id}
    above = groups.get(group.within or "")
    while above is not None:
        if above.id in seen:
            return True
        seen.add(above.id)
        above = groups.get(above.within or "")
    return False


_Below = Part | Group | Indicator


def _node(
    node: Node, full: Fraction, children: Sequence[_Below], rubric: Rubric, spot: Spot
) -> None:
    """The keys of a node go together, its steps rise, and no more of a child lowers its score."""
    for key in () if children else ("combine", "plus"):
        if getattr(node, key) is not None:
            spot.add("rubric-node-no-children", key, key=key)
    if node.plus is not None and node.how != "min":
        spot.add("rubric-plus-without-min", "plus")
    starts, given = [start for start, _ in node.steps], [score for _, score in node.steps]
    if any(a >= b for a, b in pairwise(starts)):
        spot.add("rubric-steps-not-rising", "steps", found=", ".join(map(digits, starts)))
    elif any(a > b for a, b in pairwise(given)):
        spot.add("rubric-steps-falling", "steps", found=", ".join(map(digits, given)))
    elif given and (given[0] < 0 or given[-1] > full):
        values = {"found": digits(given[-1]), "full": hundredths(full)}
        spot.add("rubric-steps-outside", "steps", **values)
    for at, limit in enumerate(node.limit):
        if limit.at_most < (base := rubric.scale.base_level):
            spot.add("rubric-limit-low", "limit", at, found=digits(limit.at_most), base=base)
    if node.plus is not None and node.how == "min":
        # What is added must not be more than the step by which the least child rises.
        step = full / Fraction(rubric.scale.highest or 1)
        if node.plus > step or not all(_gives_levels(child, rubric) for child in children):
            spot.add("rubric-plus-falls", "plus")


def _gives_levels(child: _Below, rubric: Rubric) -> bool:
    """Whether a child gives whole levels of the scale, and nothing between them."""
    if isinstance(child, Group) or not rubric.scale.levels or own_full(child) is not None:
        return False
    if isinstance(child, Indicator):
        return rubric.arithmetic.score_decimals == 0
    return child.method in _BY_LEVEL and not (child.part or child.steps or child.limit)


def _weights(node: Node, children: Sequence[tuple[_Below, Spot]]) -> None:
    """Only what is averaged has weights."""
    for child, spot in children if node.how != "mean" else ():
        if child.weight != 1:
            values = {"found": digits(child.weight), "combine": node.how}
            spot.add("rubric-weight-unused", "weight", **values)
