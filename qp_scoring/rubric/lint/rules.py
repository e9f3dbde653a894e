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

from qp_scoring.rubric.conditions import Columns, CountOf, Measured, ScoreBound
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import digits, tables_within
from qp_scoring.rubric.indicator import Indicator, Measure, Part, Rule, Step, Tier
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.lint.ids import placed
from qp_scoring.rubric.lint.set import scale_is_wrong, suspect_sum
from qp_scoring.rubric.lint.texts import is_share
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.nodes import full_mark
from qp_scoring.rubric.words import hundredths

_CONDITIONS = {"criteria": "requires", "count": "count", "milestones": "step"}
"""What each level asks for, in the methods that give levels."""
_TABLES = {"value": "curve", "tiers": "tier", "parts": "part"}
"""The table that the other methods need; ``points``, ``judged`` and ``coverage`` need none."""


def check_rules(scale: Scale, indicator: Indicator, spot: Spot) -> None:
    """Record every error of an indicator's rules and measures."""
    _level_texts(scale, indicator, spot)
    for rule, at in ((one.node, one.spot) for one in placed(indicator, spot).each()):
        _keys_of_method(rule, at)
        if rule.method in _CONDITIONS:
            _conditions(scale, indicator, rule, at)
        if rule.curve is not None:
            _curve(rule.curve, indicator.measure, at.at("curve"))
        if rule.tier and not scale_is_wrong(scale):
            _tiers(rule.tier, full_mark(rule, scale.highest), scale, at.at("tier"))
        if isinstance(rule, Part) and rule.method == "judged":
            _part_levels(rule, scale, at)
            if rule.id is None:
                _needs(rule, "id", at)
    for number, measure in enumerate(indicator.measure):
        at, found = spot.at("measure", number), measure.id
        if measure.min >= measure.max:
            at.add("rubric-measure-bounds", found=found)
        if (measure.numerator is None) != (measure.denominator is None):
            wanted = "numerator" if measure.numerator is None else "denominator"
            at.add("rubric-measure-fraction", found=found, wanted=wanted)
        if measure.when_none == "leaves" and _is_all_of_a_rule(indicator, measure):
            at.add("rubric-none-leaves-nothing", found=found)


def _needs(rule: Rule, wanted: str, spot: Spot) -> None:
    """Record that a rule lacks what its method needs."""
    spot.add("rubric-method-needs", "method", method=rule.method, wanted=wanted)


def _is_all_of_a_rule(indicator: Indicator, measure: Measure) -> bool:
    """Whether a condition or a curve has nothing left where there is nothing to measure."""
    known = {item.id for item in indicator.item}
    every = np.ones(1, dtype=bool)
    for rule in indicator.rules():
        if rule.curve is not None and rule.curve.measure == measure.id:
            return True
        for condition in rule.conditions.values():
            items = {*condition.item_ids(), *known}
            relevant = {**dict.fromkeys(items, every), measure.id: ~every}
            if condition.empty(Columns(1, {}, relevant, {}))[0]:
                return True
    return False


def _level_texts(scale: Scale, indicator: Indicator, spot: Spot) -> None:
    """Every level of the scale has its text and advice, and there are no others."""
    given = [entry.level for entry in indicator.level]
    if indicator.method == "coverage":
        if given:
            _stray(indicator, "level", spot.at("level", 0))
    elif not scale.levels:
        if given:
            spot.add("rubric-level-outside", "level", 0, found=given[0], expected="")
    elif given != list(scale.level_numbers):
        expected = ", ".join(map(str, scale.level_numbers))
        found = ", ".join(map(str, given)) or "-"
        spot.add("rubric-levels-incomplete", "level", 0, found=found, expected=expected)


def _stray(rule: Rule, key: str, spot: Spot) -> None:
    """Record a key that is given although it does not go with the method of the rule."""
    wanted = _CONDITIONS.get(rule.method) or _TABLES.get(rule.method, "")
    spot.add("rubric-key-not-of-method", key=key, method=rule.method, wanted=wanted)


def _keys_of_method(rule: Rule, spot: Spot) -> None:
    """A rule has the table that its method needs, and no key of another method."""
    method = rule.method
    strays = {"curve", "tier", "part"} - {_TABLES.get(method)}
    if isinstance(rule, Part):
        strays |= set() if method in ("count", "points") else {"items"}
        strays |= {"level"} if method in (*_TABLES, "points") else set()
    for key in ("curve", "tier", "part", "items", "level"):
        given = bool(getattr(rule, key, None))
        if given and key in strays:
            _stray(rule, key, spot.at(key))
        elif not given and key == _TABLES.get(method):
            _needs(rule, key, spot)
    if method == "points" and not rule.counted:
        _needs(rule, "items" if isinstance(rule, Part) else "item", spot)
    # Conditions beside judged levels do no harm; they are a suspicion only.
    harmless = "requires" if method == "judged" and isinstance(rule, Indicator) else None
    for at, entry in enumerate(rule.level):
        for key in _CONDITIONS.values():
            if getattr(entry, key) and key != _CONDITIONS.get(method, harmless):
                _stray(rule, key, spot.at("level", at, key))


def _conditions(scale: Scale, indicator: Indicator, rule: Rule, spot: Spot) -> None:
    """Every level above the base has its condition, and counts rise within what can be counted."""
    if not scale.levels:
        spot.add("rubric-method-needs-levels", "method", method=rule.method)
        return
    wanted = _CONDITIONS[rule.method]
    if isinstance(rule, Part):
        if not rule.level:
            _needs(rule, "level", spot)
        _part_levels(rule, scale, spot)
    # An indicator without items is given as a level only, so there is nothing to require.
    elif not (indicator.item or indicator.measure):
        return
    for at, entry in enumerate(rule.level):
        if entry.level > scale.base_level and not getattr(entry, wanted):
            values = {"level": entry.level, "wanted": wanted}
            spot.add("rubric-level-no-condition", "level", at, **values)
    _thresholds(rule, spot)
    if rule.method == "count":
        _counts(rule, spot)


def _part_levels(part: Part, scale: Scale, spot: Spot) -> None:
    """The levels of a part are levels of the scale, each once; not all of them need be used."""
    times = Counter(entry.level for entry in part.level)
    expected = ", ".join(map(str, scale.level_numbers))
    for at, entry in enumerate(part.level):
        of_level = spot.at("level", at, "level")
        if entry.level not in scale.level_numbers:
            of_level.add("rubric-level-outside", found=entry.level, expected=expected)
        elif times[entry.level] > 1:
            times[entry.level] = 1
            of_level.add("rubric-duplicate", found=entry.level)


def _counts(rule: Rule, spot: Spot) -> None:
    """The counts of a table stay within the number of items or points."""
    items = rule.points_in_all
    for at in _ranked(rule.level):
        if (count := rule.level[at].count) and count > items:
            values = {"found": count, "items": hundredths(items)}
            spot.add("rubric-count-too-many", "level", at, "count", **values)


def _thresholds(rule: Rule, spot: Spot) -> None:
    """Levels that count, ask for the same measure or of the same items, ask for rising numbers.

    One finding for each such ladder, at the first level that asks for no more than the one below.
    """
    ladders: defaultdict[object, list[tuple[int, _Bounds]]] = defaultdict(list)
    for at in _ranked(rule.level):
        condition, count = rule.level[at].requires, rule.level[at].count
        if isinstance(condition, Measured):
            ladders[condition.measure].append((at, (condition.min, condition.max)))
        elif isinstance(condition, ScoreBound):
            ladders["score", condition.score].append((at, (condition.min, condition.max)))
        elif isinstance(condition, CountOf) and all(isinstance(one, str) for one in condition.of):
            ladders[frozenset(condition.of)].append((at, (Decimal(condition.at_least), None)))
        elif rule.method == "count" and count:
            ladders[None].append((at, (Decimal(count), None)))
    for key, ladder in ladders.items():
        fallen = next((at for (_, a), (at, b) in pairwise(ladder) if _asks_no_more(b, a)), None)
        if fallen is not None:
            found = ", ".join(_bounds(asked) for _, asked in ladder)
            what, asks = ("counts", "count") if key is None else ("thresholds", "requires")
            spot.add(f"rubric-{what}-not-rising", "level", fallen, asks, found=found)


_Bounds = tuple[Decimal | str | None, Decimal | str | None]
"""The least and the most that a condition allows; None for no bound, a text for a target."""


def _asks_no_more(one: _Bounds, other: _Bounds) -> bool:
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


def _bounds(asked: _Bounds) -> str:
    least, most = (None if bound is None else digits(bound) for bound in asked)
    if most is None:
        return least or ""
    return f"≤ {most}" if least is None else f"{least}–{most}"


def _ranked(levels: Sequence[Step]) -> list[int]:
    """The places of the entries in the order of their levels."""
    return sorted(range(len(levels)), key=lambda at: levels[at].level)


def _curve(curve: Curve, measures: Sequence[Measure], spot: Spot) -> None:
    """The values of a curve rise, and what it speaks of is there."""
    values = [value for value, *_ in curve.points]
    numbers = [value for value in values if not isinstance(value, str)]
    targets = [value for value in values if isinstance(value, str)]
    first = values[0]
    if any(a >= b for a, b in pairwise(numbers)) or len(set(targets)) < len(targets):
        found = ", ".join(map(digits, values))
        spot.add("rubric-curve-not-rising", "points", found=found)
    elif curve.below == "pro_rata" and not isinstance(first, str) and first <= 0:
        spot.add("rubric-curve-pro-rata", "below", found=digits(first))
    if curve.edge == "right" and (curve.between != "step" or curve.below != "clamp"):
        spot.add("rubric-curve-edge", "edge")
    for measure in measures:
        bare = measure.target is None and measure.denominator is None
        if measure.id == curve.measure and curve.of != "value" and bare:
            spot.add("rubric-curve-no-target", "of", measure=measure.id)


def _tiers(tiers: Sequence[Tier], full: Fraction, scale: Scale, spot: Spot) -> None:
    """An item stands in one tier, and all tiers together give the full mark."""
    seen: set[str] = set()
    for at, tier in enumerate(tiers):
        for number, item in enumerate(tier.items):
            if item in seen:
                spot.add("rubric-tier-item-twice", at, "items", number, found=item)
            seen.add(item)
    total = sum((tier.points for tier in tiers), Decimal(0))
    if total != full or scale.lowest > 0:
        ends = {"lowest": digits(scale.lowest), "highest": hundredths(full)}
        spot.add("rubric-tier-points", 0, "points", found=digits(total), **ends)


def suspect_rules(indicator: Indicator, spot: Spot) -> None:
    """Record what is suspicious in an indicator's parts, measures and points."""
    counted = {
        key
        for rule in indicator.rules()
        for key in (
            *(rule.counted if rule.method in ("count", "points") else ()),
            *(key for tier in rule.tier for key in tier.items),
        )
    }
    for at, item in enumerate(indicator.item):
        if item.points is not None and item.id not in counted:
            spot.add("rubric-points-unused", "item", at, "points", found=item.id)
    if indicator.method == "judged" and indicator.conditions:
        spot.add("rubric-judged-condition", "method")
    shares = {one.id for one in indicator.measure if is_share(one) and one.max > 1}
    for table, path in tables_within(indicator):
        # Of what shall be low, less than one in a hundred may well be the bound.
        if isinstance(table, Measured) and table.measure in shares:
            least = table.min
            if isinstance(least, Decimal) and 0 < least < 1:
                values = {"found": digits(least), "share": digits(least * 100)}
                spot.add("rubric-bound-share", *path, "min", measure=table.measure, **values)
    for one in placed(indicator, spot).each():
        if one.node.how == "mean":
            weights = [part.weight for part in one.node.part]
            suspect_sum(weights, one.spot.at("part", 0, "weight"))
    for at, measure in enumerate(indicator.measure):
        target = measure.target
        if isinstance(target, Decimal) and not measure.min <= target <= measure.max:
            values = {"found": measure.id, "target": digits(target)}
            spot.add("rubric-target-outside", "measure", at, "target", **values)
