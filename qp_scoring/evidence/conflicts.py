"""The same activity told with two figures: both are shown, neither is taken (docs/domain.md, 8)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from qp_scoring.evidence.document import ConflictRecord
from qp_scoring.evidence.quantities import PERCENT
from qp_scoring.evidence.told import Told, alike, on_other_days, shingles

_DIGITS = re.compile(r"[0-9๐-๙,.%]+")
_SAME_WORDS = 0.85  # share of letters in common where no date ties the two tellings together
_SAME_DAY = 0.6  # where one does


class Conflicts:
    """Finds, among the sentences of one report, those that contradict each other in figures."""

    def __init__(self, told: Sequence[Told]) -> None:
        counted = [one for one in told if one.quantities]
        self._counted: dict[str, list[Told]] = defaultdict(list)
        for one in counted:
            self._counted[_unit(one)].append(one)
        self._figures = {id(one): _figures(one) for one in counted}
        self._letters = cache(_letters)
        self._met: dict[int, tuple[ConflictRecord, ...]] = {}

    def of(self, told: Told) -> tuple[ConflictRecord, ...]:
        """The other tellings of the same activity that give another figure in a unit."""
        if id(told) not in self._met:  # one may prove several items
            self._met[id(told)] = self._of(told)
        return self._met[id(told)]

    def _of(self, told: Told) -> tuple[ConflictRecord, ...]:
        return tuple(
            ConflictRecord(
                quote=other.sentence.text,
                lines=(other.sentence.first, other.sentence.last),
                quantities=other.quantities,
            )
            for other in (self._counted[_unit(told)] if told.quantities else ())
            if other is not told and self._differ(told, other) and self._same(told, other)
        )

    def _differ(self, one: Told, other: Told) -> bool:
        """Whether both count in a unit and have no figure in common there."""
        first, second = self._figures[id(one)], self._figures[id(other)]
        return any(first[unit].isdisjoint(second[unit]) for unit in first.keys() & second.keys())

    def _same(self, one: Told, other: Told) -> bool:
        """Whether two sentences of one unit tell of one activity."""
        if on_other_days(one, other):
            return False
        dated = bool(set(one.dates) & set(other.dates))
        shared = alike(self._letters(one.sentence.text), self._letters(other.sentence.text))
        return shared >= (_SAME_DAY if dated else _SAME_WORDS)


def _letters(text: str) -> frozenset[str]:
    return shingles(_DIGITS.sub("", text))


def _unit(told: Told) -> str:
    return told.section.unit.identity if told.section.unit else ""


def _figures(told: Told) -> dict[str, set[str]]:
    """What a sentence counts, by the units; shares are of any whole."""
    found: dict[str, set[str]] = defaultdict(set)
    for quantity in told.quantities:
        if quantity.unit != PERCENT:
            found[quantity.unit].add(quantity.value)
    return found
