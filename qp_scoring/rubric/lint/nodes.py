"""Faults of score nodes: how children are combined, full marks, steps, and groups in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import Condition, scores_named
from qp_scoring.rubric.fields import KeyPath
from qp_scoring.rubric.indicator import Indicator, Part, own_full
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.lint.ids import rules_with_paths
from qp_scoring.rubric.lint.set import figure, figure_of
from qp_scoring.rubric.model import Group, Rubric, Scale
from qp_scoring.rubric.near import nearest
from qp_scoring.rubric.nodes import Node
from qp_scoring.rubric.rules import full_mark, full_mark_of

_BY_LEVEL = ("criteria", "count", "milestones", "judged")
"""The methods that give whole levels and nothing between them."""


def check_parts(scale: Scale, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record every error of an indicator and its parts as score nodes."""
    for rule, path in rules_with_paths(indicator):
        full = full_mark(rule, scale)
        _node(rule, full, bool(rule.part), path, file, log)
        _weights(
            rule, [(part, (*path, "part", at)) for at, part in enumerate(rule.part)], file, log
        )
        conditions = [
            *(
                (one.requires, (*path, "level", at, "requires"))
                for at, one in enumerate(rule.level)
            ),
            *((one.unless, (*path, "limit", at)) for at, one in enumerate(rule.limit)),
        ]
        for condition, place in conditions:
            for name in scores_named(condition) if condition else ():
                log.add("rubric-score-here", file.place(*place), found=name)
        _limits(rule, scale.base_level, path, file, log)
        least = rule.plus if rule.how == "min" else None
        if least is not None and not (
            scale.levels
            and all(map(_by_whole_levels, rule.part))
            and least <= full / Fraction(scale.highest)
        ):
            log.add("rubric-plus-falls", file.place(*path, "plus"))
    if full_mark(indicator, scale) > scale.highest:
        found, highest = figure_of(full_mark(indicator, scale)), figure(scale.highest)
        log.add("rubric-full-above-scale", file.place("full"), found=found, highest=highest)


def _by_whole_levels(part: Part) -> bool:
    """Whether a part is a plain rule that gives whole levels of the scale."""
    keys = (own_full(part), part.part, part.steps, part.limit)
    return part.method in _BY_LEVEL and not any(keys)


def check_groups(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    """Record every error of the groups and the whole as score nodes."""
    groups = {group.id: group for group in rubric.group}
    sound = True
    for at, group in enumerate(rubric.group):
        place = main.place("group", at, "within")
        if group.within is not None and group.within not in groups:
            near = nearest(group.within, list(groups))
            log.add("rubric-group-unknown", place, found=group.within, nearest=near)
            sound = False
        elif _in_circle(group, groups):
            log.add("rubric-group-circle", place, found=group.id)
            sound = False
    total = rubric.total
    if total.show == "sum" and total.combine not in (None, "sum"):
        log.add("rubric-total-sum", main.place("total", "combine"), found=total.combine)
    if not sound:
        return
    _gates(rubric, main, log)
    above: list[tuple[Node, str | None, KeyPath]] = [(total, None, ("total",))]
    above += [(group, group.id, ("group", at)) for at, group in enumerate(rubric.group)]
    for node, key, path in above:
        assert isinstance(node, Group | type(total))
        members = rubric.members.get(key, ())
        _node(node, full_mark_of(node, rubric), bool(members), path, main, log)
        inside = [(one, ("group", at)) for at, one in enumerate(rubric.group) if one.within == key]
        _weights(node, inside, main, log)
        whole = all(isinstance(one, Indicator) and own_full(one) is None for one in members)
        levels = rubric.scale.levels and rubric.arithmetic.score_decimals == 0
        if node.plus is None or node.how != "min":
            continue
        least_step = full_mark_of(node, rubric) / Fraction(rubric.scale.highest or 1)
        if not (levels and whole and node.plus <= least_step):
            log.add("rubric-plus-falls", main.place(*path, "plus"))


def _gates(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    """Record what bands, and limits above the indicators, cannot ask for."""
    gates: list[tuple[Condition, KeyPath]] = [
        (band.requires, ("bands", "band", at, "requires"))
        for at, band in enumerate(rubric.bands.band)
        if band.requires is not None
    ]
    above: list[tuple[Node, KeyPath, str]] = [(rubric.total, ("total",), "total")]
    above += [(group, ("group", at), group.id) for at, group in enumerate(rubric.group)]
    asks: dict[str, list[str]] = {}
    for node, path, name in above:
        _limits(node, rubric.scale.base_level, path, main, log)
        limits = [(one.unless, (*path, "limit", at)) for at, one in enumerate(node.limit)]
        gates += limits
        asks[name] = [key for unless, _ in limits for key in scores_named(unless)]
    known = [*(group.id for group in rubric.group), *rubric.by_code]
    for condition, path in gates:
        for entry in (*condition.item_ids(), *condition.measure_ids()):
            log.add("rubric-gate-entries", main.place(*path), found=entry)
        for name in scores_named(condition):
            if name not in known:
                near = nearest(name, known)
                log.add("rubric-score-unknown", main.place(*path), found=name, nearest=near)
    for _, path, name in above:
        if name in _depends_on(name, rubric, asks):
            log.add("rubric-score-circle", main.place(*path, "limit"), found=name)
    lowest = rubric.bands.band[-1] if rubric.bands.band else None
    if lowest is not None and lowest.requires is not None:
        place = main.place("bands", "band", len(rubric.bands.band) - 1, "requires")
        log.add("rubric-gate-lowest", place, found=lowest.name)


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


def _limits(node: Node, base: int, path: KeyPath, file: RubricFile, log: FindingLog) -> None:
    for at, limit in enumerate(node.limit):
        if limit.at_most < base:
            place = file.place(*path, "limit", at)
            log.add("rubric-limit-low", place, found=figure(limit.at_most), base=base)


def check_weight(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record the weight of an indicator that stands where nothing is weighted."""
    groups: dict[str | None, Node] = {group.id: group for group in rubric.group}
    groups[None] = rubric.total
    if indicator.group in groups:
        _weights(groups[indicator.group], [(indicator, ())], file, log)


def _in_circle(group: Group, groups: dict[str, Group]) -> bool:
    seen = {group.id}
    above = groups.get(group.within or "")
    while above is not None:
        if above.id in seen:
            return True
        seen.add(above.id)
        above = groups.get(above.within or "")
    return False


def _node(
    node: Node, full: Fraction, has_children: bool, path: KeyPath, file: RubricFile, log: FindingLog
) -> None:
    """The keys of a node go together, and its steps rise."""
    for key in () if has_children else ("combine", "plus"):
        if getattr(node, key) is not None:
            log.add("rubric-node-no-children", file.place(*path, key), key=key)
    if node.plus is not None and node.how != "min":
        log.add("rubric-plus-without-min", file.place(*path, "plus"))
    starts, given = [start for start, _ in node.steps], [score for _, score in node.steps]
    place = file.place(*path, "steps")
    if any(a >= b for a, b in pairwise(starts)):
        log.add("rubric-steps-not-rising", place, found=", ".join(map(figure, starts)))
    elif any(a > b for a, b in pairwise(given)):
        log.add("rubric-steps-falling", place, found=", ".join(map(figure, given)))
    elif given and (given[0] < 0 or given[-1] > full):
        log.add("rubric-steps-outside", place, found=figure(given[-1]), full=figure_of(full))


def _weights(
    node: Node,
    children: Sequence[tuple[Part | Group | Indicator, KeyPath]],
    file: RubricFile,
    log: FindingLog,
) -> None:
    """Only what is averaged has weights."""
    for child, path in children if node.how != "mean" else ():
        if child.weight != 1:
            place = file.place(*path, "weight")
            log.add("rubric-weight-unused", place, found=figure(child.weight), combine=node.how)
