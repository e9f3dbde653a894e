"""Faults of an indicator's rules: keys that do not go with the method, and thresholds in disorder.

A rule is the indicator itself or one of its parts. Which key goes with which method stands in one
table here; what a published form got wrong ("fewer than" printed for "at least", docs/domain.md)
shows as thresholds that do not rise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import Columns, CountOf, Measured
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import KeyPath, digits
from qp_scoring.rubric.indicator import Indicator, Measure, Part, Step, Tier, points_in_all
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.lint.ids import rules_with_paths
from qp_scoring.rubric.lint.set import figure, figure_of, scale_is_wrong, suspect_sum
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.rules import Rule, full_mark, rules_of

_CONDITIONS = {"criteria": "requires", "count": "count", "milestones": "step"}
"""What each level asks for, in the methods that give levels."""
_TABLES = {"value": "curve", "tiers": "tier", "parts": "part"}
"""The table that the other methods need; ``points``, ``judged`` and ``coverage`` need none."""


def check_rules(scale: Scale, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record every error of an indicator's rules and measures."""
    _level_texts(scale, indicator, file, log)
    for rule, path in rules_with_paths(indicator):
        _keys_of_method(rule, path, file, log)
        if rule.method in _CONDITIONS:
            _conditions(scale, indicator, rule, path, file, log)
        if rule.curve is not None:
            _curve(rule.curve, indicator.measure, (*path, "curve"), file, log)
        if rule.tier and not scale_is_wrong(scale):
            _tiers(rule.tier, full_mark(rule, scale), scale, (*path, "tier"), file, log)
        if isinstance(rule, Part) and rule.method == "judged":
            _part_levels(rule, scale, path, file, log)
            if rule.id is None:
                place = file.place(*path, "method")
                log.add("rubric-method-needs", place, method=rule.method, wanted="id")
    for at, measure in enumerate(indicator.measure):
        if measure.min >= measure.max:
            log.add("rubric-measure-bounds", file.place("measure", at), found=measure.id)
        if (measure.numerator is None) != (measure.denominator is None):
            wanted = "numerator" if measure.numerator is None else "denominator"
            place = file.place("measure", at)
            log.add("rubric-measure-fraction", place, found=measure.id, wanted=wanted)
        if measure.when_none == "leaves" and _is_all_of_a_rule(indicator, measure):
            log.add("rubric-none-leaves-nothing", file.place("measure", at), found=measure.id)


def _is_all_of_a_rule(indicator: Indicator, measure: Measure) -> bool:
    """Whether a condition or a curve has nothing left where there is nothing to measure."""
    known = {item.id for item in indicator.item}
    every = np.ones(1, dtype=bool)
    for rule in rules_of(indicator):
        if rule.curve is not None and rule.curve.measure == measure.id:
            return True
        for condition in rule.conditions.values():
            items = {*condition.item_ids(), *known}
            relevant = {**dict.fromkeys(items, every), measure.id: ~every}
            if condition.empty(Columns(1, {}, relevant, {}))[0]:
                return True
    return False


def _level_texts(scale: Scale, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Every level of the scale has its text and advice, and there are no others."""
    given = [entry.level for entry in indicator.level]
    if indicator.method == "coverage":
        _stray("level", indicator.method, bool(given), file, ("level", 0), log)
    elif not scale.levels:
        if given:
            place = file.place("level", 0)
            log.add("rubric-level-outside", place, found=given[0], expected="")
    elif given != list(scale.level_numbers):
        expected = ", ".join(map(str, scale.level_numbers))
        found = ", ".join(map(str, given)) or "-"
        log.add("rubric-levels-incomplete", file.place("level", 0), found=found, expected=expected)


def _stray(
    key: str, method: str, given: bool, file: RubricFile, path: KeyPath, log: FindingLog
) -> None:
    """Record a key that is given although it does not go with the method."""
    if given:
        wanted = _CONDITIONS.get(method) or _TABLES.get(method, "")
        place = file.place(*path)
        log.add("rubric-key-not-of-method", place, key=key, method=method, wanted=wanted)


def _keys_of_method(rule: Rule, path: KeyPath, file: RubricFile, log: FindingLog) -> None:
    """A rule has the table that its method needs, and no key of another method."""
    method, wanted = rule.method, _TABLES.get(rule.method)
    for key in _TABLES.values():
        given = bool(getattr(rule, key, None))
        if key != wanted:
            _stray(key, method, given, file, (*path, key), log)
        elif not given:
            log.add("rubric-method-needs", file.place(*path, "method"), method=method, wanted=key)
    if isinstance(rule, Part):
        counts = method in ("count", "points")
        _stray("items", method, bool(rule.items) and not counts, file, (*path, "items"), log)
        levels = bool(rule.level) and method in (*_TABLES, "points")
        _stray("level", method, levels, file, (*path, "level"), log)
    if method == "points" and not rule.counted:
        wanted = "items" if isinstance(rule, Part) else "item"
        log.add("rubric-method-needs", file.place(*path, "method"), method=method, wanted=wanted)
    for at, entry in enumerate(rule.level):
        for key in _CONDITIONS.values():
            # Conditions beside judged levels do no harm; they are a suspicion only.
            harmless = method == "judged" and not isinstance(rule, Part)
            fits = key == _CONDITIONS.get(method, "requires" if harmless else "")
            given = bool(getattr(entry, key)) and not fits
            _stray(key, method, given, file, (*path, "level", at, key), log)


def _conditions(
    scale: Scale,
    indicator: Indicator,
    rule: Rule,
    path: KeyPath,
    file: RubricFile,
    log: FindingLog,
) -> None:
    """Every level above the base has its condition, and counts rise within what can be counted."""
    if not scale.levels:
        place = file.place(*path, "method")
        log.add("rubric-method-needs-levels", place, method=rule.method)
        return
    wanted = _CONDITIONS[rule.method]
    if isinstance(rule, Part):
        if not rule.level:
            place = file.place(*path, "method")
            log.add("rubric-method-needs", place, method=rule.method, wanted="level")
        _part_levels(rule, scale, path, file, log)
    # An indicator without items is given as a level only, so there is nothing to require.
    elif not (indicator.item or indicator.measure):
        return
    for at, entry in enumerate(rule.level):
        if entry.level > scale.base_level and not getattr(entry, wanted):
            place = file.place(*path, "level", at)
            log.add("rubric-level-no-condition", place, level=entry.level, wanted=wanted)
    _thresholds(rule.level, path, file, log)
    if rule.method == "count":
        _counts(rule.level, points_in_all(rule), path, file, log)


def _part_levels(
    part: Part, scale: Scale, path: KeyPath, file: RubricFile, log: FindingLog
) -> None:
    """The levels of a part are levels of the scale, each once; not all of them need be used."""
    times = Counter(entry.level for entry in part.level)
    expected = ", ".join(map(str, scale.level_numbers))
    for at, entry in enumerate(part.level):
        place = file.place(*path, "level", at, "level")
        if entry.level not in scale.level_numbers:
            log.add("rubric-level-outside", place, found=entry.level, expected=expected)
        elif times[entry.level] > 1:
            times[entry.level] = 1
            log.add("rubric-duplicate", place, found=entry.level)


def _counts(
    levels: Sequence[Step], items: Fraction, path: KeyPath, file: RubricFile, log: FindingLog
) -> None:
    """The counts of a table rise with the levels and stay within the number of items or points."""
    counts = [(at, count) for at in _ranked(levels) if (count := levels[at].count)]
    fallen = next((at for (_, a), (at, b) in pairwise(counts) if a >= b), None)
    if fallen is not None:
        found = ", ".join(str(count) for _, count in counts)
        place = file.place(*path, "level", fallen, "count")
        log.add("rubric-counts-not-rising", place, found=found)
    for at, count in counts:
        if count > items:
            place = file.place(*path, "level", at, "count")
            log.add("rubric-count-too-many", place, found=count, items=figure_of(items))


def _thresholds(levels: Sequence[Step], path: KeyPath, file: RubricFile, log: FindingLog) -> None:
    """Levels that ask for the same measure, or for some of the same items, ask for rising numbers.

    One finding for each such ladder, at the first level that asks for no more than the one below.
    """
    ladders: defaultdict[object, list[tuple[int, _Asked]]] = defaultdict(list)
    for at in _ranked(levels):
        condition = levels[at].requires
        if isinstance(condition, Measured):
            ladders[condition.measure].append((at, (condition.min, condition.max)))
        elif isinstance(condition, CountOf) and all(isinstance(one, str) for one in condition.of):
            ladders[frozenset(condition.of)].append((at, (Decimal(condition.at_least), None)))
    for ladder in ladders.values():
        fallen = next((at for (_, a), (at, b) in pairwise(ladder) if _asks_no_more(b, a)), None)
        if fallen is not None:
            found = ", ".join(_bounds(asked) for _, asked in ladder)
            place = file.place(*path, "level", fallen, "requires")
            log.add("rubric-thresholds-not-rising", place, found=found)


_Asked = tuple[Decimal | str | None, Decimal | str | None]
"""The least and the most that a condition allows; None for no bound, a text for a target."""


def _asks_no_more(one: _Asked, other: _Asked) -> bool:
    """Whether all that the other condition lets pass passes the one too, whatever targets are."""
    (low, high), (least, most) = one, other
    return (low is None or (least is not None and _at_most(low, least))) and (
        high is None or (most is not None and _at_most(most, high))
    )


def _at_most(low: Decimal | str, high: Decimal | str) -> bool:
    """Whether a bound is no higher than another in any case; of two targets nothing is known."""
    if isinstance(low, str) or isinstance(high, str):
        return low == high
    return low <= high


def _bounds(asked: _Asked) -> str:
    least, most = (None if bound is None else digits(bound) for bound in asked)
    if most is None:
        return least or ""
    return f"≤ {most}" if least is None else f"{least}–{most}"


def _ranked(levels: Sequence[Step]) -> list[int]:
    """The places of the entries in the order of their levels."""
    return sorted(range(len(levels)), key=lambda at: levels[at].level)


def _curve(
    curve: Curve, measures: Sequence[Measure], path: KeyPath, file: RubricFile, log: FindingLog
) -> None:
    """The values of a curve rise, and what it speaks of is there."""
    values = [value for value, *_ in curve.points]
    numbers = [value for value in values if not isinstance(value, str)]
    targets = [value for value in values if isinstance(value, str)]
    first = values[0]
    if any(a >= b for a, b in pairwise(numbers)) or len(set(targets)) < len(targets):
        found = ", ".join(map(digits, values))
        log.add("rubric-curve-not-rising", file.place(*path, "points"), found=found)
    elif curve.below == "pro_rata" and not isinstance(first, str) and first <= 0:
        place = file.place(*path, "below")
        log.add("rubric-curve-pro-rata", place, found=figure(first))
    if curve.edge == "right" and (curve.between != "step" or curve.below != "clamp"):
        log.add("rubric-curve-edge", file.place(*path, "edge"))
    for measure in measures:
        bare = measure.target is None and measure.denominator is None
        if measure.id == curve.measure and curve.of != "value" and bare:
            log.add("rubric-curve-no-target", file.place(*path, "of"), measure=measure.id)


def _tiers(
    tiers: Sequence[Tier],
    full: Fraction,
    scale: Scale,
    path: KeyPath,
    file: RubricFile,
    log: FindingLog,
) -> None:
    """An item stands in one tier, and all tiers together give the full mark."""
    seen: set[str] = set()
    for at, tier in enumerate(tiers):
        for number, item in enumerate(tier.items):
            if item in seen:
                place = file.place(*path, at, "items", number)
                log.add("rubric-tier-item-twice", place, found=item)
            seen.add(item)
    total = sum((tier.points for tier in tiers), Decimal(0))
    if total != full or scale.lowest > 0:
        log.add(
            "rubric-tier-points",
            file.place(*path, 0, "points"),
            found=figure(total),
            lowest=figure(scale.lowest),
            highest=figure_of(full),
        )


def suspect_rules(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record what is suspicious in an indicator's parts, measures and points."""
    counted = {
        key
        for rule in rules_of(indicator)
        for key in (
            *(rule.counted if rule.method in ("count", "points") else ()),
            *(key for tier in rule.tier for key in tier.items),
        )
    }
    for at, item in enumerate(indicator.item):
        if item.points is not None and item.id not in counted:
            log.add("rubric-points-unused", file.place("item", at, "points"), found=item.id)
    if indicator.method == "judged" and indicator.conditions:
        log.add("rubric-judged-condition", file.place("method"))
    for rule, path in rules_with_paths(indicator):
        if rule.how == "mean":
            weights = [part.weight for part in rule.part]
            suspect_sum(weights, file.place(*path, "part", 0, "weight"), log)
    for at, measure in enumerate(indicator.measure):
        target = measure.target
        if isinstance(target, Decimal) and not measure.min <= target <= measure.max:
            place = file.place("measure", at, "target")
            log.add("rubric-target-outside", place, found=measure.id, target=figure(target))
