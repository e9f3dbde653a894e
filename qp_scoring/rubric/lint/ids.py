"""Faults of names: ids used twice or unusable in a sheet, and names that stand for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from qp_scoring.rubric.conditions import Condition, Measured
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import KeyPath, Table, tables_within
from qp_scoring.rubric.indicator import LISTS_OF_ITEMS, Indicator, Part, Rule
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest, nearest_ids
from qp_scoring.rubric.nodes import Node
from qp_scoring.rubric.said_once import RUN
from qp_scoring.rubric.targets import SEPARATOR, names_in

_Named = tuple[str, Spot]
"""A name, and where it stands."""


def check_ids(rubric: Rubric, main: Spot, files: Sequence[Spot]) -> None:
    """Record ids that stand twice, and ids of items that sheets or Excel would take for others."""
    both = list(zip(rubric.indicators, files, strict=True))
    _duplicates((one.id, main.at("round", at, "id")) for at, one in enumerate(rubric.round))
    bands = enumerate(rubric.bands.band)
    _duplicates((one.name, main.at("bands", "band", at, "name")) for at, one in bands)
    entries: list[_Named] = []
    nodes: list[_Named] = []
    for indicator, file in both:
        for key in ("item", "measure"):
            listed = enumerate(getattr(indicator, key))
            entries += ((one.id, file.at(key, at, "id")) for at, one in listed)
        nodes.append((indicator.code, file.at("code")))
        parts = (one for one in placed(indicator, file).each() if isinstance(one.node, Part))
        nodes += ((one.node.key, one.spot.at("id")) for one in parts if one.node.key is not None)
    _duplicates(entries)
    _duplicates((one.id, main.at("group", at, "id")) for at, one in enumerate(rubric.group))
    _duplicates(nodes)
    for entry_id, spot in entries:
        if entry_id in rubric.by_code:
            spot.add("rubric-id-is-code", found=entry_id)
        if "." in entry_id and entry_id.endswith("0"):
            spot.add("rubric-id-ends-in-zero", found=entry_id)


def _duplicates(names: Iterable[_Named]) -> None:
    seen: set[str] = set()
    for name, spot in names:
        if name in seen:
            spot.add("rubric-duplicate", found=name)
        seen.add(name)


def check_entries(rubric: Rubric, gate: Condition, spot: Spot) -> None:
    """Record what a gate names that no indicator has, and targets, which differ by office."""
    ids = {
        key: [entry.id for one in rubric.indicators for entry in getattr(one, key)]
        for key in ("item", "measure")
    }
    for kind, name, path in _in_tables(gate):
        if name not in ids[kind]:
            near = nearest_ids(name, ids[kind])
            spot.add("rubric-gate-unknown", *path, found=name, nearest=near)
    for name, _, path in names_in(gate):
        spot.add("rubric-gate-target", *path, found=name)


def check_references(indicator: Indicator, spot: Spot, gates: Collection[str] = ()) -> None:
    """Record names that no item or measure has, and items and measures that no rule names.

    ``gates`` are those that gates name, which matter there.
    """
    ids = {key: [one.id for one in getattr(indicator, key)] for key in ("item", "measure")}
    used: set[str] = set()
    listed: set[tuple[KeyPath, str]] = set()
    for kind, name, path in _named(indicator):
        used.add(name)
        if name not in ids[kind]:
            near = nearest_ids(name, ids[kind])
            used.add(nearest(name, ids[kind]))  # likely what was meant: one slip is one finding
            other = next(key for key in ids if key != kind)
            if name in ids[other]:
                spot.add("rubric-id-kind", *path, found=name)
                used.add(name)
            elif RUN.fullmatch(name):
                spot.add("rubric-run-unknown", *path, found=name)
            else:
                spot.add("rubric-id-unknown", *path, found=name, nearest=near)
        # Two measures of a list may ask for two values; a tier's items are checked as tiers.
        if (path[:-1], name) in listed and kind == "item" and "tier" not in path:
            spot.add("rubric-item-repeated", *path, found=name)
        listed.add((path[:-1], name))
    for kind, known in ids.items():
        for at, name in enumerate(known):
            if used and name not in used and name not in gates:
                spot.add("rubric-id-unused", kind, at, found=name)


def check_targets(indicator: Indicator, spot: Spot) -> None:
    """Record texts in the place of a number that name no target of the measure beside them."""
    for name, measure, path in names_in(indicator):
        start = f"{measure}{SEPARATOR}"
        if not name.startswith(start) or name == start:
            values = {"found": name, "measure": measure, "wanted": f"{start}target"}
            spot.add("rubric-target-unknown", *path, **values)
        elif name in indicator.entry_ids:
            spot.add("rubric-duplicate", *path, found=name)


def check_rounds(rubric: Rubric, top: Table, spot: Spot) -> None:
    """Record rounds that the set does not have."""
    known = [entry.id for entry in rubric.round]
    for table, path in tables_within(top):
        for at, name in enumerate(getattr(table, "rounds", ())):
            if name not in known:
                near = nearest(name, known)
                spot.add("rubric-round-unknown", *path, "rounds", at, found=name, nearest=near)


_Node_co = TypeVar("_Node_co", bound=Node, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[_Node_co]):
    """A node, where it stands in the files, and its children."""

    node: _Node_co
    spot: Spot
    inside: tuple[Placed[_Node_co], ...] = ()

    def each(self) -> Iterator[Placed[_Node_co]]:
        """It and all that stands in it."""
        yield self
        for one in self.inside:
            yield from one.each()


def placed(rule: Rule, spot: Spot) -> Placed[Rule]:
    """A rule with those of its parts."""
    parts = enumerate(rule.part)
    return Placed(rule, spot, tuple(placed(one, spot.at("part", at)) for at, one in parts))


def _named(indicator: Indicator) -> Iterator[tuple[str, str, KeyPath]]:
    """Every item and measure that rules name: its kind, its id, and where it is named."""
    if indicator.method == "points" or any(entry.count for entry in indicator.level):
        for at, counted in enumerate(indicator.item):
            yield "item", counted.id, ("item", at, "id")
    yield from _in_tables(indicator)


def _in_tables(top: Table) -> Iterator[tuple[str, str, KeyPath]]:
    for table, path in tables_within(top):
        for key in LISTS_OF_ITEMS & type(table).model_fields.keys():
            listed = getattr(table, key)
            for at, one in enumerate(listed if isinstance(listed, tuple) else ()):
                if isinstance(one, str):
                    yield "item", one, (*path, key, at)
        if isinstance(table, Measured | Curve):
            yield "measure", table.measure, (*path, "measure")
        elif isinstance(table, Part) and not table.curve and table.read:
            yield "measure", table.read, (*path, "id")
