"""What the country lacks: the checklist items most often unmet, in all and by group.

A complete office counts for an item where the item was judged met or unmet; "not relevant" items
are left out, and so are marks that do not count because the indicator was not reported or is
exempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from qp_scoring.analysis.groups import OfficeGroup, groups_of, in_order
from qp_scoring.analysis.numbers import per_cent
from qp_scoring.documents.analysis import GroupShortfall, Scope, Shortfall
from qp_scoring.documents.results import ItemResult, Mark, OfficeResult, State
from qp_scoring.rubric.model import Rubric

ItemKey = tuple[str, str]
"""The code of an indicator and the id of one of its items."""


@dataclass(slots=True)
class _Count:
    """What was counted of one item in one group."""

    unmet: int = 0
    assessed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


class ItemCounts:
    """How the items of complete offices were judged, in all and by group; offices may be added."""

    def __init__(self) -> None:
        self._counts: dict[OfficeGroup, dict[ItemKey, _Count]] = {}

    def __iter__(self) -> Iterator[OfficeGroup]:
        return iter(self._counts)

    def of(self, group: OfficeGroup) -> Mapping[ItemKey, _Count]:
        """What was counted in a group."""
        return self._counts.get(group, {})

    def add(self, office: OfficeResult) -> None:
        """Count the items of an office."""
        of_office = [self._counts.setdefault(group, {}) for group in groups_of(office)]
        for entry, item in _assessed(office):
            why = _reasons(item)
            for entries in of_office:
                count = entries.get(entry) or entries.setdefault(entry, _Count())
                count.assessed += 1
                count.unmet += item.mark is Mark.UNMET
                if why:
                    count.reasons.update(why)

    def join(self, other: ItemCounts) -> None:
        """Add what was counted elsewhere."""
        for group, entries in other._counts.items():
            own = self._counts.setdefault(group, {})
            for entry, more in entries.items():
                count = own.setdefault(entry, _Count())
                count.assessed += more.assessed
                count.unmet += more.unmet
                count.reasons.update(more.reasons)


def shortfalls(counts: ItemCounts, rubric: Rubric) -> tuple[Shortfall, ...]:
    """Every item that was assessed, over all complete offices.

    The largest unmet share comes first, then the larger number of offices, then the order of the
    rubric.
    """
    found = counts.of((Scope.ALL, ""))
    return tuple(Shortfall(**_figures(*one)) for one in _most_unmet_first(found, rubric))


def group_shortfalls(counts: ItemCounts, rubric: Rubric) -> tuple[GroupShortfall, ...]:
    """The same in every type, region and band, one after the other."""
    return tuple(
        GroupShortfall(scope=scope, group=name, **_figures(*one))
        for scope, name in in_order(counts, rubric)
        if scope is not Scope.ALL
        for one in _most_unmet_first(counts.of((scope, name)), rubric)
    )


def _most_unmet_first(
    counts: Mapping[ItemKey, _Count], rubric: Rubric
) -> Sequence[tuple[ItemKey, _Count]]:
    share = cache(Fraction)  # many an item was unmet as often as another
    known = [(one.code, item.id) for one in rubric.indicators for item in one.item]
    order = {entry: at for at, entry in enumerate(known)}

    def key(pair: tuple[ItemKey, _Count]) -> tuple[Fraction, int, int]:
        entry, count = pair
        return -share(count.unmet, count.assessed), -count.unmet, order.get(entry, len(order))

    return sorted(counts.items(), key=key)


def _figures(entry: ItemKey, count: _Count) -> dict[str, Any]:
    reasons = sorted(count.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "indicator": entry[0],
        "item": entry[1],
        "unmet": count.unmet,
        "n": count.assessed,
        "share": per_cent(count.unmet, count.assessed, 1),
        "reasons": dict(reasons),
    }


def _assessed(office: OfficeResult) -> Iterator[tuple[ItemKey, ItemResult]]:
    """The items of an office that were judged met or unmet."""
    for indicator in office.indicators:
        if indicator.state is State.SCORED:
            for item in indicator.items:
                if item.mark in (Mark.MET, Mark.UNMET):
                    yield (indicator.code, item.id), item


def _reasons(item: ItemResult) -> Iterable[str]:
    """Why the evidence for an unmet item was insufficient, each reason once."""
    if item.mark is not Mark.UNMET:
        return ()
    return {by.reason for by in item.by if by.mark is Mark.UNMET and by.reason}
