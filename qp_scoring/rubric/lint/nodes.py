"""Faults of score nodes: how children are combined, full marks, steps, and groups in a circle."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from qp_scoring.rubric.conditions import Condition, ScoreBound, scores_named
from qp_scoring.rubric.fields import digits, tables_within
from qp_scoring.rubric.indicator import Indicator, Rule
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.lint.ids import Placed, check_entries, placed
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.near import nearest, nearest_ids
from qp_scoring.rubric.nodes import Node, Weighted
from qp_scoring.rubric.words import hundredths

_BY_LEVEL = ("criteria", "count", "milestones", "judged")
"""The methods that give whole levels and nothing between them."""


def check_parts(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record every error of an indicator and its parts as score nodes."""
    for one in placed(indicator, spot).each():
        _check(one, rubric)
    _check_asked(rubric, indicator, spot)
    if (full := rubric.full_mark(indicator)) > rubric.scale.highest:
        ends = {"found": hundredths(full), "highest": digits(rubric.scale.highest)}
        spot.add("rubric-full-above-scale", "full", **ends)


def _check_asked(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record what an indicator cannot ask of the scores of others."""
    for table, path in tables_within(indicator):
        if not isinstance(table, ScoreBound):
            continue
        _known(rubric, table.score, spot.at(*path))
        if indicator.code in {table.score, *rubric.rests_on(table.score)}:
            spot.add("rubric-score-circle", *path, found=indicator.code)
        if table.score in indicator.entry_ids:
            spot.add("rubric-duplicate", *path, found=table.score)
    if indicator.bounds_asked and not indicator.entry_ids:
        spot.add("rubric-score-alone", "code", found=", ".join(indicator.bounds_asked))


def _known(rubric: Rubric, name: str, spot: Spot) -> None:
    """Record a name of which no score can be asked."""
    scored = (one.code for one in rubric.indicators if one.method != "coverage")
    known = [*(group.id for group in rubric.group), *scored]
    parts = {part.id for one in rubric.indicators for part in one.parts()}
    if name in parts and name not in known:
        spot.add("rubric-score-of-part", found=name)
    elif name not in known:
        spot.add("rubric-score-unknown", found=name, nearest=nearest_ids(name, known))


def nodes_above(rubric: Rubric, main: Spot) -> list[tuple[Group | Total, Spot]]:
    """The whole and the groups, with where each stands."""
    spots = (main.at("group", at) for at in range(len(rubric.group)))
    return list(zip(rubric.above, (main.at("total"), *spots), strict=True))


def check_groups(rubric: Rubric, main: Spot, files: Sequence[Spot]) -> None:
    """Record every error of the groups and the whole as score nodes."""
    groups = {group.id: group for group in rubric.group}
    sound = True
    for at, group in enumerate(rubric.group):
        within = main.at("group", at, "within")
        if group.within is not None and group.within not in groups:
            near = nearest(group.within, list(groups))
            values = {"nearest": near, "known": [*groups]}
            within.add("rubric-group-unknown", found=group.within, **values)
            sound = False
        elif group.id in _above(group, groups):
            within.add("rubric-group-circle", found=group.id)
            sound = False
    total = rubric.total
    if total.show == "sum" and total.combine not in (None, "sum"):
        main.add("rubric-total-sum", "total", "combine", found=total.combine)
    if not sound:
        return
    _gates(rubric, main)
    above = nodes_above(rubric, main)
    spots = {node.key: spot for node, spot in above}
    spots |= {one.code: spot for one, spot in zip(rubric.indicators, files, strict=True)}
    for node, spot in above:
        inside = (Placed(one, spots[one.key]) for one in rubric.members.get(node.key, ()))
        _check(Placed(node, spot, tuple(inside)), rubric)


def _above(group: Group, groups: dict[str, Group]) -> list[str]:
    """The groups that a group stands in, each once."""
    found: list[str] = []
    above = groups.get(group.within or "")
    while above is not None and above.id not in found:
        found.append(above.id)
        above = groups.get(above.within or "")
    return found


def _gates(rubric: Rubric, main: Spot) -> None:
    """Record what bands, and limits above the indicators, cannot ask for."""
    bands = rubric.bands.band
    gates: list[tuple[Condition, Spot]] = [
        (band.requires, main.at("bands", "band", at, "requires"))
        for at, band in enumerate(bands)
        if band.requires is not None
    ]
    for node, spot in nodes_above(rubric, main):
        gates += ((one.unless, spot.at("limit", at, "unless")) for at, one in enumerate(node.limit))
        if node.key in rubric.rests_on(node.key):
            spot.add("rubric-score-circle", "limit", found=node.key or "total")
    for condition, spot in gates:
        check_entries(rubric, condition, spot)
        for name in scores_named(condition):
            _known(rubric, name, spot)
    if bands and bands[-1].requires is not None:
        lowest = main.at("bands", "band", len(bands) - 1)
        lowest.add("rubric-gate-lowest", "requires", found=bands[-1].name)


def _check(one: Placed[Node], rubric: Rubric) -> None:
    """The keys of a node go together, its steps rise, and no more of a child lowers its score.

    Only what is averaged has weights.
    """
    node, spot, full = one.node, one.spot, rubric.full_mark(one.node)
    for key in () if one.inside else ("combine", "plus"):
        if getattr(node, key) is not None:
            spot.add("rubric-node-no-children", key, key=key)
    if node.plus is not None and node.how != "min" and one.inside:
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
        if node.plus > step or not all(_gives_levels(child.node, rubric) for child in one.inside):
            spot.add("rubric-plus-falls", "plus")
    for child in one.inside if node.how != "mean" else ():
        if isinstance(child.node, Weighted) and child.node.weight != 1:
            values = {"found": digits(child.node.weight), "combine": node.how}
            child.spot.add("rubric-weight-unused", "weight", **values)


def _gives_levels(child: Node, rubric: Rubric) -> bool:
    """Whether a child gives whole levels of the scale, and nothing between them."""
    if not isinstance(child, Rule) or not rubric.scale.levels or child.own_full is not None:
        return False
    if isinstance(child, Indicator):
        return rubric.arithmetic.score_decimals == 0
    return child.method in _BY_LEVEL and not (child.part or child.steps or child.limit)
