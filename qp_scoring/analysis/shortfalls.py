"""What the country lacks: the checklist items most often unmet, in all and by group.

An office counts for an item where the item was judged met or unmet, whether or not its whole
result is complete; "not relevant", undecided and unanswered items are left out, and so are marks
that do not count because the indicator was not reported, is exempt or holds invalid input.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from qp_scoring.analysis.groups import Group, groups_of, in_order
from qp_scoring.documents.results import ItemResult, Mark, OfficeResult, Results, State
from qp_scoring.rubric.model import Rubric

_COUNTED = (State.SCORED, State.NOT_ASSESSED)

Entry = tuple[str, str]
"""The code of an indicator and the id of one of its items."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How many of a group's offices that were judged on an item do not meet it.

    ``reasons`` says why their evidence was insufficient, the most frequent first, each counted
    once per office; an office whose assessors gave no reason stands in none.
    """

    group: Group
    indicator: str
    item: str
    unmet: int
    assessed: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def share(self) -> Fraction:
        """The unmet share of the assessed offices."""
        return Fraction(self.unmet, self.assessed)


@dataclass(slots=True)
class _Count:
    """What was counted of one item in one group."""

    unmet: int = 0
    assessed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def shortfalls(results: Results, rubric: Rubric) -> tuple[Shortfall, ...]:
    """Every item that was assessed, per group: all offices, then types, regions and bands.

    In a group the largest unmet share comes first, then the larger number of offices, then the
    order of the rubric.
    """
    counts: dict[Group, dict[Entry, _Count]] = defaultdict(lambda: defaultdict(_Count))
    for office in results.offices:
        of_office = [counts[group] for group in groups_of(office)]
        for entry, item in _assessed(office):
            why = _reasons(item)
            for entries in of_office:
                count = entries[entry]
                count.assessed += 1
                count.unmet += item.mark is Mark.UNMET
                count.reasons.update(why)
    known = [(one.code, item.id) for one in rubric.indicators for item in one.item]
    order = {entry: at for at, entry in enumerate(known)}

    def most_unmet_first(one: Shortfall) -> tuple[Fraction, int, int]:
        return -one.share, -one.unmet, order.get((one.indicator, one.item), len(order))

    found: list[Shortfall] = []
    for group in in_order(counts, rubric):
        of_group = [_shortfall(group, entry, count) for entry, count in counts[group].items()]
        found.extend(sorted(of_group, key=most_unmet_first))
    return tuple(found)


def _assessed(office: OfficeResult) -> Iterator[tuple[Entry, ItemResult]]:
    """The items of an office that were judged met or unmet."""
    for indicator in office.indicators:
        if indicator.state in _COUNTED:
            for item in indicator.items:
                if item.mark in (Mark.MET, Mark.UNMET):
                    yield (indicator.code, item.id), item


def _reasons(item: ItemResult) -> Iterable[str]:
    """Why the evidence for an unmet item was insufficient, each reason once."""
    if item.mark is not Mark.UNMET:
        return ()
    return {by.reason for by in item.by if by.mark is Mark.UNMET and by.reason}


def _shortfall(group: Group, entry: Entry, count: _Count) -> Shortfall:
    reasons = sorted(count.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Shortfall(group, *entry, count.unmet, count.assessed, tuple(reasons))
