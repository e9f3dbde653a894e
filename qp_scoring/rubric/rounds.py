"""What a round asks: items, measures, levels and conditions may belong to some rounds only.

An indicator is narrowed to a round before anything is done with it, so nothing after that knows of
rounds: what belongs to other rounds is not there. An item that is not asked leaves every list that
names it, as one that is not relevant does: *all* asks for the rest, *at least n* for
min(n, number left).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from qp_scoring.rubric.conditions import Condition, CountOf, Measured, Member, ScoreBound
from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.indicator import Indicator, Item, Measure, Part, Step, Tier
from qp_scoring.rubric.lines import KeyPath
from qp_scoring.rubric.nodes import Limit

KeptEntries = Mapping[KeyPath, tuple[int, ...]]
"""For the path of a list in what is left: the places its entries had before."""

_Of = TypeVar("_Of", bound=Table)


def names_rounds(table: Table) -> bool:
    """Whether anything in a table belongs to some rounds only."""
    if getattr(table, "rounds", ()):
        return True
    values = (getattr(table, key) for key in type(table).model_fields)
    tables = (one for value in values for one in (value if isinstance(value, tuple) else (value,)))
    return any(isinstance(one, Table) and names_rounds(one) for one in tables)


def in_round(indicator: Indicator, round_id: str) -> tuple[Indicator, KeptEntries]:
    """What a round asks of an indicator, and where what is left stood before."""
    entries: tuple[Item | Measure, ...] = (*indicator.item, *indicator.measure)
    elsewhere = {one.id for one in entries if one.rounds and round_id not in one.rounds}
    narrowing = _Narrowing(round_id, elsewhere)
    return narrowing.indicator(indicator), narrowing.kept


def place_before(path: KeyPath, kept: KeptEntries) -> KeyPath:
    """Where what stands at a path of the narrowed indicator stood before."""
    found: KeyPath = ()
    for at, part in enumerate(path):
        places = kept.get(path[:at], ())
        found = (*found, places[part] if isinstance(part, int) and part < len(places) else part)
    return found


@dataclass(slots=True)
class _Narrowing:
    """One narrowing: of which round, the ids that it does not ask, and what was kept where."""

    round_id: str
    elsewhere: Collection[str]
    kept: dict[KeyPath, tuple[int, ...]] = field(default_factory=dict)

    def indicator(self, one: Indicator) -> Indicator:
        # Not ``model_copy``: that would copy what was computed of the whole indicator.
        return _with(
            one,
            item=self._entries(one.item, ("item",)),
            measure=self._entries(one.measure, ("measure",)),
            tier=self._tiers(one.tier, ("tier",)),
            part=tuple(self._part(part, ("part", at)) for at, part in enumerate(one.part)),
            level=self._levels(one.level, ("level",)),
            limit=self._limits(one.limit, ("limit",)),
        )

    def _part(self, part: Part, path: KeyPath) -> Part:
        return _with(
            part,
            items=self._ids(part.items, (*path, "items")),
            tier=self._tiers(part.tier, (*path, "tier")),
            level=self._levels(part.level, (*path, "level")),
            part=tuple(self._part(one, (*path, "part", at)) for at, one in enumerate(part.part)),
            limit=self._limits(part.limit, (*path, "limit")),
        )

    def _limits(self, limits: tuple[Limit, ...], path: KeyPath) -> tuple[Limit, ...]:
        """The limits of which something is asked in the round."""
        found: list[Limit] = []
        places: list[int] = []
        for at, limit in enumerate(limits):
            left = self._condition(limit.unless, (*path, len(found), "unless"))
            if left is not None:
                found.append(_with(limit, unless=left))
                places.append(at)
        self.kept[path] = tuple(places)
        return tuple(found)

    def _entries(self, entries: tuple[_Of, ...], path: KeyPath) -> tuple[_Of, ...]:
        """The entries of a list that belong to the round."""
        of_round = [(at, entry) for at, entry in enumerate(entries) if self._asked(entry)]
        self.kept[path] = tuple(at for at, _ in of_round)
        return tuple(_with(entry, rounds=()) for _, entry in of_round)

    def _asked(self, entry: Table) -> bool:
        rounds: tuple[str, ...] = getattr(entry, "rounds", ())
        return not rounds or self.round_id in rounds

    def _ids(self, ids: tuple[str, ...], path: KeyPath) -> tuple[str, ...]:
        left = [(at, key) for at, key in enumerate(ids) if key not in self.elsewhere]
        self.kept[path] = tuple(at for at, _ in left)
        return tuple(key for _, key in left)

    def _tiers(self, tiers: tuple[Tier, ...], path: KeyPath) -> tuple[Tier, ...]:
        return tuple(
            _with(tier, items=self._ids(tier.items, (*path, at, "items")))
            for at, tier in enumerate(tiers)
        )

    def _levels(self, levels: tuple[_Of, ...], path: KeyPath) -> tuple[_Of, ...]:
        return tuple(
            self._level(entry, (*path, at)) for at, entry in enumerate(self._entries(levels, path))
        )

    def _level(self, level: _Of, path: KeyPath) -> _Of:
        assert isinstance(level, Step)
        requires = level.requires and self._condition(level.requires, (*path, "requires"))
        return _with(level, requires=requires, step=self._ids(level.step, (*path, "step")))

    def _condition(self, one: Condition, path: KeyPath) -> Condition | None:
        """What is left of a condition; None where nothing is."""
        if not self._asked(one):
            return None
        if isinstance(one, Measured):
            return None if one.measure in self.elsewhere else _with(one, rounds=())
        if isinstance(one, ScoreBound):
            return _with(one, rounds=())
        key = next(key for key in ("all", "any", "of") if key in type(one).model_fields)
        members: list[Member] = []
        places: list[int] = []
        for at, member in enumerate(one.members()):
            # Inside, paths are those of what is left, as everywhere.
            inner = (*path, key, len(members))
            left = self._member(member, inner)
            if left is not None:
                members.append(left)
                places.append(at)
        self.kept[(*path, key)] = tuple(places)
        if not members:
            return None
        found = _with(one, rounds=(), **{key: tuple(members)})
        if isinstance(found, CountOf) and found.at_least > len(members):
            return _with(found, at_least=len(members))
        return found

    def _member(self, member: Member, path: KeyPath) -> Member | None:
        if isinstance(member, str):
            return None if member in self.elsewhere else member
        return self._condition(member, path)


def _with(table: _Of, **changed: Any) -> _Of:
    """A table with other values, which come from a table that was checked."""
    values = {key: getattr(table, key) for key in type(table).model_fields}
    return type(table).model_construct(**{**values, **changed})
