"""Faults of names: ids used twice or unusable in a sheet, and names that stand for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import Measured
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import KeyPath, tables_within
from qp_scoring.rubric.indicator import LISTS_OF_ITEMS, Indicator, Part
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest, nearest_ids
from qp_scoring.rubric.rules import Rule, measure_read
from qp_scoring.rubric.said_once import RUN
from qp_scoring.rubric.targets import SEPARATOR, names_in

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
    for kind, key, path in _named(indicator):
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
    for name, measure, path in names_in(indicator):
        start = f"{measure}{SEPARATOR}"
        if not name.startswith(start) or name == start:
            values = {"found": name, "measure": measure, "wanted": f"{start}target"}
            log.add("rubric-target-unknown", file.place(*path), **values)
        elif name in ids:
            log.add("rubric-duplicate", file.place(*path), found=name)


def rules_with_paths(rule: Rule, path: KeyPath = ()) -> Iterator[tuple[Rule, KeyPath]]:
    """An indicator's own rule and those of its parts, with where each stands in the file."""
    yield rule, path
    for at, part in enumerate(rule.part):
        yield from rules_with_paths(part, (*path, "part", at))


def _named(indicator: Indicator) -> Iterator[tuple[str, str, KeyPath]]:
    """Every item and measure that rules name: its kind, its id, and where it is named."""
    if indicator.method == "points" or any(entry.count for entry in indicator.level):
        for at, counted in enumerate(indicator.item):
            yield "item", counted.id, ("item", at, "id")
    for table, path in tables_within(indicator):
        for key in LISTS_OF_ITEMS & type(table).model_fields.keys():
            listed = getattr(table, key)
            for at, one in enumerate(listed if isinstance(listed, tuple) else ()):
                if isinstance(one, str):
                    yield "item", one, (*path, key, at)
        if isinstance(table, Measured | Curve):
            yield "measure", table.measure, (*path, "measure")
        elif isinstance(table, Part) and (measure := measure_read(table)) and not table.curve:
            yield "measure", measure, (*path, "id")
