"""Targets: numbers of a rule that every office has of its own.

Where a rule has a value, it may name one: ``"8.target"`` is a target of the measure ``8``. Targets
are constants of an office, never answers. With them in their places an indicator is one like any
other, so nothing that scores, advises or looks for ways up knows of targets (docs/rules.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations_with_replacement, islice, pairwise, product
from math import ceil, prod
from typing import Any

from qp_scoring.rubric.conditions import Measured
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import KeyPath, Table, digits, tables_within
from qp_scoring.rubric.indicator import Indicator, Measure, Rule, Step

SEPARATOR = "."
"""Stands in a target's name between its measure's id and its own word."""
_TRIED = 200
"""So many sets of targets of an indicator are tried where all that are allowed are meant."""
_DECIMALS = 4  # of targets that are tried

_Fill = Callable[[Decimal | str], Decimal | str]


@dataclass(frozen=True, slots=True)
class TargetName:
    """A target that an indicator names, and the measure whose value is set against it."""

    name: str
    measure: Measure

    @property
    def divides(self) -> bool:
        """Whether shares are taken of it, so that it has to be above zero."""
        return self.measure.target == self.name


def targets_named(indicator: Indicator) -> tuple[TargetName, ...]:
    """The targets that an indicator names, each once, in the order of its rules."""
    found: dict[str, TargetName] = {}
    for name, key, _ in names_in(indicator):
        measure = indicator.measure_by_id(key)
        if measure is not None:
            found.setdefault(name, TargetName(name, measure))
    return tuple(found.values())


def names_in(top: Table) -> Iterator[tuple[str, str, KeyPath]]:
    """Every name that stands for a number in a table, its measure's id, and where it stands."""
    for table, path in tables_within(top):
        for value, measure, key in _amounts(table):
            if isinstance(value, str):
                yield value, measure, (*path, *key)


def _amounts(table: Table) -> Iterator[tuple[Decimal | str | None, str, KeyPath]]:
    """The places of a table's own where names may stand: what does, the measure's id, the key."""
    if isinstance(table, Curve):
        for at, (value, *_) in enumerate(table.points):
            yield value, table.measure, ("points", at, 0)
    elif isinstance(table, Measured):
        yield table.min, table.measure, ("min",)
        yield table.max, table.measure, ("max",)
    elif isinstance(table, Measure):
        yield table.target, table.id, ("target",)


def with_targets(indicator: Indicator, given: Mapping[str, Decimal]) -> Indicator:
    """An indicator with an office's targets; as it is where one lacks or they are out of order."""
    named = targets_named(indicator)
    own = {one.name: given[one.name] for one in named if one.name in given}
    if not named or len(own) < len(named):
        return indicator
    filled = _filled(indicator, own)
    return filled if in_order(filled) else indicator


def _filled(indicator: Indicator, own: Mapping[str, Decimal]) -> Indicator:
    """An indicator with numbers for names; words that name them say the numbers too."""
    alternatives = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    shown = partial(
        re.compile(alternatives).sub, lambda found: f"{found[0]} ({digits(own[found[0]])})"
    )
    found = _fill(indicator, lambda value: own[value] if isinstance(value, str) else value, shown)
    assert isinstance(found, Indicator)
    return found


def _fill(value: Any, number: _Fill, shown: Callable[[str], str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_fill(one, number, shown) for one in value)
    if not isinstance(value, Table):
        return value
    kind = type(value)
    changed = {key: _fill(getattr(value, key), number, shown) for key in kind.model_fields}
    if isinstance(value, Curve):
        changed["points"] = tuple((number(at), score) for at, score in value.points)
    elif isinstance(value, Measured):
        changed |= {key: number(one) for key in ("min", "max") if (one := changed[key]) is not None}
    elif isinstance(value, Measure) and value.target is not None:
        changed["target"] = number(value.target)
    elif isinstance(value, Step):
        changed |= {key: shown(changed[key]) for key in ("text", "suggest") if key in changed}
    # It comes of a table that was checked; ``model_copy`` would keep what was computed of that.
    return kind.model_construct(**changed)


def in_order(indicator: Indicator) -> bool:
    """Whether the numbers of an indicator's rules stand in the order that the rules mean.

    Those of a curve do not fall, a higher level asks for no less of a measure, and a share is taken
    of something. Equal ones are in order: they come to the higher step.
    """
    targets = (one.target for one in indicator.measure)
    return all(target is None or Decimal(target) > 0 for target in targets) and all(
        map(_rule_in_order, (indicator, *indicator.parts()))
    )


def _rule_in_order(rule: Rule) -> bool:
    if rule.curve is not None:
        values = [value for value, _ in rule.curve.anchors]
        if any(low > high for low, high in pairwise(values)):
            return False
        if rule.curve.below == "pro_rata" and values[0] <= 0:
            return False
    asked: dict[str, tuple[Decimal | None, Decimal | None]] = {}
    for _, condition in sorted(rule.conditions.items()):
        for one in condition.in_any_case():
            if not isinstance(one, Measured):
                continue
            least, most = (
                None if bound is None else Decimal(bound) for bound in (one.min, one.max)
            )
            below, above = asked.get(one.measure, (None, None))
            if _falls(least, most) or _falls(below, least) or _falls(most, above):
                return False
            asked[one.measure] = (
                below if least is None else least,
                above if most is None else most,
            )
    return True


def _falls(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def over_targets(indicator: Indicator) -> Iterator[Indicator]:
    """An indicator with all targets that are allowed, as far as they make a difference.

    Between the numbers that a measure's rules have anyway, only the order of targets does, and
    which of them are equal. Where that is too much, sets are left out evenly.
    """
    named = targets_named(indicator)
    if not named:
        yield indicator
        return
    by_measure: dict[str, list[TargetName]] = {}
    for one in named:
        by_measure.setdefault(one.measure.id, []).append(one)
    sets = [_sets(indicator, targets) for targets in by_measure.values()]
    often = ceil(prod(map(len, sets)) / _TRIED)
    for chosen in islice(product(*sets), 0, None, often):
        own = {name: value for each in chosen for name, value in each.items()}
        filled = _filled(indicator, own)
        if in_order(filled):
            yield filled


def typical(indicator: Indicator) -> Indicator:
    """An indicator with targets that differ from each other and from the ends of their measures."""
    ends = {end for one in targets_named(indicator) for end in (one.measure.min, one.measure.max)}

    def apart(one: Indicator) -> int:
        values = {Decimal(value) for value, _ in _numbers(one)}
        return len(values - ends)

    return max(over_targets(indicator), key=apart, default=indicator)


def _sets(indicator: Indicator, targets: Sequence[TargetName]) -> list[dict[str, Decimal]]:
    """Values for the targets of one measure: rising in their order, and falling."""
    measure, names = targets[0].measure, [one.name for one in targets]
    fixed = {
        Decimal(value)
        for value, key in _numbers(indicator)
        if key == measure.id and not isinstance(value, str)
    }
    inside = sorted(value for value in fixed if measure.min < value < measure.max)
    marks = [measure.min, *inside, measure.max]
    count = len(names) + 1
    between = [
        round(low + (high - low) * at / count, _DECIMALS)
        for low, high in pairwise(marks)
        for at in range(1, count)
    ]
    rising = list(combinations_with_replacement(sorted({*marks, *between}), len(names)))
    ways = [rising, [one[::-1] for one in rising]] if len(names) > 1 else [rising]
    return [dict(zip(names, values, strict=True)) for way in ways for values in way]


def _numbers(indicator: Indicator) -> Iterator[tuple[Decimal | str, str]]:
    """The values that conditions and curves set measures against, and the measures' ids."""
    for table, _ in tables_within(indicator):
        of_values = isinstance(table, Curve) and table.of == "value"
        if of_values or isinstance(table, Measured):
            amounts = ((value, measure) for value, measure, _ in _amounts(table))
            yield from ((value, measure) for value, measure in amounts if value is not None)
