"""Faults of names: ids used twice or unusable in a sheet, and names that stand for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import Bounded, Condition, Measured
from qp_scoring.rubric.indicator import Indicator, Part
from qp_scoring.rubric.lines import KeyPath, RubricFile
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest, nearest_ids
from qp_scoring.rubric.rules import Rule, measure_read
from qp_scoring.rubric.said_once import RUN
from qp_scoring.rubric.targets import SEPARATOR

_Named = tuple[str, RubricFile, KeyPath]
"""A name, and where it stands."""


def check_ids(
    rubric: Rubric, main: RubricFile, files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record ids that stand twice, and ids of items that sheets or Excel would take for others."""
    both = list(zip(rubric.indicators, files, strict=True))
    _duplicates(((r.id, main, ("round", i, "id")) for i, r in enumerate(rubric.round)), log)
    bands = enumerate(rubric.bands.band)
    _duplicates(((b.name, main, ("bands", "band", i, "name")) for i, b in bands), log)
    ids: list[_Named] = []
    for indicator, file in both:
        ids += ((e.id, file, ("item", at, "id")) for at, e in enumerate(indicator.item))
        ids += ((e.id, file, ("measure", at, "id")) for at, e in enumerate(indicator.measure))
    _duplicates(ids, log)
    _duplicates(((g.id, main, ("group", i, "id")) for i, g in enumerate(rubric.group)), log)
    nodes: list[_Named] = []
    for indicator, file in both:
        nodes.append((indicator.code, file, ("code",)))
        parts = ((r, path) for r, path in rules_with_paths(indicator) if isinstance(r, Part))
        nodes += ((part.id, file, (*path, "id")) for part, path in parts if part.id is not None)
    _duplicates(nodes, log)
    codes = set(rubric.by_code)
    for entry_id, file, path in ids:
        if entry_id in codes:
            log.add("rubric-id-is-code", file.place(*path), found=entry_id)
        if "." in entry_id and entry_id.endswith("0"):
            log.add("rubric-id-ends-in-zero", file.place(*path), found=entry_id)


def _duplicates(names: Iterable[_Named], log: FindingLog) -> None:
    seen: set[str] = set()
    for name, file, path in names:
        if name in seen:
            log.add("rubric-duplicate", file.place(*path), found=name)
        seen.add(name)


def check_references(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record names that no item or measure has, and items and measures that no rule names."""
    items = [item.id for item in indicator.item]
    measures = [measure.id for measure in indicator.measure]
    used: set[str] = set()
    listed: set[tuple[KeyPath, str]] = set()
    for rule, start in rules_with_paths(indicator):
        for kind, key, path in _named(rule, start):
            used.add(key)
            known = items if kind == "item" else measures
            if key not in known:
                near = nearest_ids(key, known)
                used.add(nearest(key, known))  # likely what was meant: one slip is one finding
                if RUN.fullmatch(key):
                    log.add("rubric-run-unknown", file.place(*path), found=key)
                else:
                    log.add("rubric-id-unknown", file.place(*path), found=key, nearest=near)
            # Two measures of a list may ask for two values; a tier's items are checked as tiers.
            if (path[:-1], key) in listed and kind == "item" and "tier" not in path:
                log.add("rubric-item-repeated", file.place(*path), found=key)
            listed.add((path[:-1], key))
    for kind, known in (("item", items), ("measure", measures)):
        for at, key in enumerate(known):
            if used and key not in used:
                log.add("rubric-id-unused", file.place(kind, at), found=key)


def check_targets(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record texts in the place of a number that name no target of the measure beside them."""
    ids = indicator.entry_ids
    for name, measure, path in _targets(indicator):
        start = f"{measure}{SEPARATOR}"
        if not name.startswith(start) or name == start:
            values = {"found": name, "measure": measure, "wanted": f"{start}target"}
            log.add("rubric-target-unknown", file.place(*path), **values)
        elif name in ids:
            log.add("rubric-duplicate", file.place(*path), found=name)


def _targets(indicator: Indicator) -> Iterator[tuple[str, str, KeyPath]]:
    """Every target that is named, the measure that it is set against, and where it is named."""
    for at, measure in enumerate(indicator.measure):
        if isinstance(measure.target, str):
            yield measure.target, measure.id, ("measure", at, "target")
    for rule, path in rules_with_paths(indicator):
        for number, (value, *_) in enumerate(rule.curve.points if rule.curve else ()):
            if isinstance(value, str) and rule.curve:
                yield value, rule.curve.measure, (*path, "curve", "points", number, 0)
        for at, entry in enumerate(rule.level):
            if entry.requires is not None:
                yield from _targets_asked(entry.requires, (*path, "level", at, "requires"))
        for at, limit in enumerate(rule.limit):
            yield from _targets_asked(limit.unless, (*path, "limit", at, "unless"))


def _targets_asked(condition: Condition, path: KeyPath) -> Iterator[tuple[str, str, KeyPath]]:
    if isinstance(condition, Measured):
        for key in ("min", "max"):
            if isinstance(name := getattr(condition, key), str):
                yield name, condition.measure, (*path, key)
    if not isinstance(condition, Bounded):
        key = next(key for key in ("all", "any", "of") if key in type(condition).model_fields)
        for at, member in enumerate(condition.members()):
            if not isinstance(member, str):
                yield from _targets_asked(member, (*path, key, at))


def rules_with_paths(rule: Rule, path: KeyPath = ()) -> Iterator[tuple[Rule, KeyPath]]:
    """An indicator's own rule and those of its parts, with where each stands in the file."""
    yield rule, path
    for at, part in enumerate(rule.part):
        yield from rules_with_paths(part, (*path, "part", at))


def _named(rule: Rule, path: KeyPath) -> Iterator[tuple[str, str, KeyPath]]:
    """Every item and measure that a rule names: its kind, its id, and where it is named."""
    for at, entry in enumerate(rule.level):
        for number, item in enumerate(entry.step):
            yield "item", item, (*path, "level", at, "step", number)
        if entry.requires is not None:
            yield from _in_condition(entry.requires, (*path, "level", at, "requires"))
    for at, limit in enumerate(rule.limit):
        yield from _in_condition(limit.unless, (*path, "limit", at, "unless"))
    if isinstance(rule, Part):
        for number, item in enumerate(rule.items):
            yield "item", item, (*path, "items", number)
    elif rule.method == "points" or any(entry.count for entry in rule.level):
        for number, counted in enumerate(rule.item):
            yield "item", counted.id, ("item", number, "id")
    for at, tier in enumerate(rule.tier):
        for number, item in enumerate(tier.items):
            yield "item", item, (*path, "tier", at, "items", number)
    if (measure := measure_read(rule)) is not None:
        yield "measure", measure, (*path, *(("curve", "measure") if rule.curve else ("id",)))


def _in_condition(condition: Condition, path: KeyPath) -> Iterator[tuple[str, str, KeyPath]]:
    if isinstance(condition, Measured):
        yield "measure", condition.measure, (*path, "measure")
    if isinstance(condition, Bounded):
        return
    key = next(key for key in ("all", "any", "of") if key in type(condition).model_fields)
    for at, member in enumerate(condition.members()):
        if isinstance(member, str):
            yield "item", member, (*path, key, at)
        else:
            yield from _in_condition(member, (*path, key, at))
