"""What a round asks: items, measures, levels and conditions may belong to some rounds only.

An indicator is narrowed to a round before anything is done with it, so nothing after that knows of
rounds: what belongs to other rounds is not there. An item that is not asked leaves every list that
names it, as one that is not relevant does: *all* asks for the rest, *at least n* for
min(n, number left).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from qp_scoring.rubric.conditions import All, AnyOf, CountOf, Measured
from qp_scoring.rubric.fields import KeyPath, OfTable, Table, tables_within, with_values
from qp_scoring.rubric.indicator import LISTS_OF_ITEMS, Indicator, Item, Measure
from qp_scoring.rubric.nodes import Limit

KeptEntries = Mapping[KeyPath, tuple[int, ...]]
"""For the path of a list in what is left: the places its entries had before."""


def names_rounds(table: Table) -> bool:
    """Whether anything in a table belongs to some rounds only."""
    return any(getattr(one, "rounds", ()) for one, _ in tables_within(table))


def asked_elsewhere(indicator: Indicator, round_id: str) -> set[str]:
    """The items and measures of an indicator that a round does not ask."""
    entries: tuple[Item | Measure, ...] = (*indicator.item, *indicator.measure)
    return {one.id for one in entries if one.rounds and round_id not in one.rounds}


def in_round(
    table: OfTable, round_id: str, elsewhere: Collection[str]
) -> tuple[OfTable, KeptEntries]:
    """What a round asks in an indicator, bands or another node, and where what is left stood.

    ``elsewhere`` are the items and measures that it does not ask.
    """
    narrowing = _Narrowing(round_id, elsewhere)
    left = narrowing.left(table, ())
    assert left is not None  # none of these belongs to some rounds only
    return left, narrowing.kept


@dataclass(slots=True)
class _Narrowing:
    """One narrowing: of which round, the ids that it does not ask, and what was kept where."""

    round_id: str
    elsewhere: Collection[str]
    kept: dict[KeyPath, tuple[int, ...]] = field(default_factory=dict)

    def left(self, one: OfTable, path: KeyPath) -> OfTable | None:
        """What is left of a table, which stands at a path of what is left; None for nothing."""
        rounds: tuple[str, ...] = getattr(one, "rounds", ())
        if rounds and self.round_id not in rounds:
            return None
        if isinstance(one, Measured) and one.measure in self.elsewhere:
            return None
        changed: dict[str, Any] = {"rounds": ()} if rounds else {}
        for key in type(one).model_fields:
            value = getattr(one, key)
            if isinstance(value, Table):
                changed[key] = self.left(value, (*path, key))
            elif isinstance(value, tuple) and key != "rounds":
                changed[key] = self._entries(value, (*path, key))
                if isinstance(one, All | AnyOf | CountOf) and not changed[key]:
                    return None
        if isinstance(one, Limit) and changed["unless"] is None:
            return None
        if isinstance(one, CountOf):
            changed["at_least"] = min(one.at_least, len(changed["of"]))
        if all(getattr(one, key) is value for key, value in changed.items()):
            return one
        return with_values(one, **changed)

    def _entries(self, entries: tuple[Any, ...], path: KeyPath) -> tuple[Any, ...]:
        """What is left of a list; where it stood before is kept."""
        found: list[Any] = []
        places: list[int] = []
        for at, entry in enumerate(entries):
            left = entry
            if isinstance(entry, Table):
                left = self.left(entry, (*path, len(found)))
            elif path[-1] in LISTS_OF_ITEMS and entry in self.elsewhere:
                left = None
            if left is not None:
                found.append(left)
                places.append(at)
        self.kept[path] = tuple(places)
        same = len(found) == len(entries) and all(map(is_, found, entries))
        return entries if same else tuple(found)
