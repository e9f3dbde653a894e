"""The headings of parts in a report's own words, which recur: topic by topic, or unit by unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.numbering import FEWEST_PARTS, OFTEN, SHORTEST_WORD
from qp_scoring.evidence.skeleton import PartHeading, ReportPart
from qp_scoring.evidence.text import key, without_leaders

_LONGEST = 50
_SAYS_NO = re.compile(r"(?:ไม่|ยัง|-)|.*\s(?:ยัง)?(?:ไม่|มิ)")


class RecurringParts:
    """The headings of parts in words of a report's own, known because they recur.

    Lines that say the same several times name parts where each has a word of one, at least three
    parts are named, and each stands there about as often as the others.
    """

    def __init__(self, entries: Iterable[Entry], parts: Sequence[PartHeading]) -> None:
        counts = Counter(one for entry in entries for one, _ in _headed(entry))
        recurring = [one for one, count in counts.items() if count >= OFTEN]
        named = {one: may for one in recurring if (may := _places_of(one, parts))}
        most = max((counts[one] for one in named), default=0)
        usual = [one for one in recurring if 2 * counts[one] >= most]
        places: dict[str, int] = {}
        for one in filter(named.__contains__, usual):
            others = [place for place in named[one] if place not in places.values()]
            places[one] = others[0] if others else named[one][0]
        self._parts = parts
        self._places = places if len(set(places.values())) >= FEWEST_PARTS else {}
        if self._places:
            self._places |= self._unnamed(usual)

    def _unnamed(self, usual: Sequence[str]) -> dict[str, int]:
        """The heading of what was done in words of no part: behind the situation, or the first."""
        order = [one.part for one in self._parts]
        done = order.index("results" if "results" in order else "progress")
        if done in self._places.values():
            return {}
        known = [(at, self._places[one]) for at, one in enumerate(usual) if one in self._places]
        if done == 0:
            first = known[0][0]
            return {usual[first - 1]: done} if first else {}
        for (at, before), (until, _) in pairwise(known):
            if before == order.index("situation") and until == at + 2:
                return {usual[at + 1]: done}
        return {}

    def has(self, part: ReportPart) -> bool:
        """Whether a part has such a heading."""
        return any(self._parts[place].part == part for place in self._places.values())

    @property
    def known(self) -> int:
        """How many parts have such headings."""
        return len(set(self._places.values()))

    def begins(self, entry: Entry) -> tuple[PartHeading, str] | None:
        """The part that an entry begins, and what stands behind its heading."""
        for one, answer in _headed(entry):
            if one in self._places:
                return self._parts[self._places[one]], answer
        return None

    def begins_with(self, entry: Entry, after: ReportPart | None) -> tuple[PartHeading, str] | None:
        """The part ``after`` another that an entry's first word heads, its answer behind it."""
        word, space, answer = entry.rest.partition(" ")
        if entry.cell or not space or len(key(word)) < SHORTEST_WORD:
            return None
        begun = next((n for n, one in enumerate(self._parts) if one.part == after), -1)
        found = [place for one, place in self._places.items() if one.startswith(key(word))]
        if not found or min(found) <= begun:
            return None
        return self._parts[min(found)], answer.strip()


def _headed(entry: Entry) -> Iterator[tuple[str, str]]:
    """What of an entry may be a heading, and the answer behind it: all of it, or up to a colon."""
    title, colon, answer = entry.rest.partition(":")
    short = 0 < len(title) <= _LONGEST and not any(map(str.isdecimal, title))
    if short and not entry.cell and not _SAYS_NO.match(title):
        yield key(title), without_leaders(answer.strip()) if colon else ""


def _places_of(heading: str, parts: Sequence[PartHeading]) -> list[int]:
    """The parts that a heading in words of its own may name: the one it names first before all."""
    for place, part in enumerate(parts):
        if heading.startswith(part.start_keys) or heading in part.bare_keys:
            return [place]
    named = sorted(
        (heading.find(word), -len(word), place)
        for place, part in enumerate(parts)
        for word in part.word_keys
        if word in heading
    )
    return list(dict.fromkeys(place for _, _, place in named))
