"""How a report numbers the headings of its parts: (2), 1.1.2, 2) …, where words do not tell.

A style is learnt from the headings that are known by their words; where it is used for little
else, its number alone says which part begins, and what stands behind it is the answer
("1.3.4 ไม่มี", "(2) - (5) -").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.skeleton import PartHeading, ReportPart, longest_start
from qp_scoring.evidence.text import is_filler, key, without_leaders
from qp_scoring.thai import to_arabic_digits

_DEEP = "1.1.1"
_STYLES = {
    _DEEP: r"(?P<base>[0-9]{1,2}\.[0-9]{1,2})\.(?P<number>[1-9])(?![0-9.])[.)]?",
    "(1)": r"\((?P<number>[1-9])\)",
    "1)": r"(?P<number>[1-9])\)",
    "1.": r"(?P<number>[1-9])\.(?![0-9])",
}
_ONES = {style: re.compile(pattern) for style, pattern in _STYLES.items()}
_UNTIL = re.compile(r"\s*(?:-|–|ถึง)\s*(?=\(?[0-9])")
_NEXT_PART = re.compile(r"\s(?:/|และ)\s*(?=\(?[0-9])")
_LONGEST_SEVERAL = 160
_OFTEN = 2
_NUMBERED = re.compile(r"(?P<first>[1-9])\.?(?:\s*[-–]\s*(?P<last>[1-9])\.?)?(?=[\s.:])[.\s]*")
_FIRST_WORD = re.compile(r"[^\s:]+")
_SHORTEST_WORD = 2
_MORE_LETTERS = 10  # than the word that names a part: "วิเคราะห์สถานการณ์"
_LONGEST_SERIES = 60
_LONGEST_RECURRING = 50
_SAYS_NO = re.compile(r"(?:ไม่|ยัง|-)|.*\s(?:ยัง)?(?:ไม่|มิ)")
_FEWEST_NUMBERED = 3  # parts with numbers, or they are no series


@dataclass(frozen=True, slots=True)
class PartNumber:
    """The number before a heading: its style, what it counts within, from and to which part."""

    style: str
    base: str
    first: int
    last: int
    rest: str


def part_number(text: str) -> PartNumber | None:
    """The mark that a text begins with, if any; "(2) - (5)" is one."""
    digits = to_arabic_digits(text)
    for style, pattern in _ONES.items():
        if found := pattern.match(digits):
            first = last = int(found["number"])
            end = found.end()
            if until := _UNTIL.match(digits, end):
                other = pattern.match(digits, until.end())
                if other and int(other["number"]) > first:
                    last, end = int(other["number"]), other.end()
            end, last = _together(digits, pattern, found, end, last)
            return PartNumber(
                style, found.groupdict().get("base", ""), first, last, text[end:].strip()
            )
    return None


def _together(
    digits: str, pattern: re.Pattern[str], found: re.Match[str], end: int, last: int
) -> tuple[int, int]:
    """Where the last of several headings on one line begins, and its number.

    "6.1.2 ปัจจัย / 6.1.3 ปัญหา": only where each number is the next one of the same topic.
    """
    for mark in _NEXT_PART.finditer(digits, end):
        other = pattern.match(digits, mark.end())
        same = other and other.groupdict().get("base") == found.groupdict().get("base")
        if other and same and int(other["number"]) == last + 1 and len(digits) < _LONGEST_SEVERAL:
            end, last = other.end(), last + 1
    return end, last


@dataclass(frozen=True, slots=True)
class InSeries:
    """The parts that a numbered line begins, what it answers, and the number of the last."""

    parts: tuple[PartHeading, ...]
    answer: str
    last: int


class NumberedParts:
    """The numbers under which a report has its parts, unit after unit.

    They are learnt from headings that are known in full. The same number may later stand before a
    shortened heading ("2. ผล"), before heading and answer ("4. ปัจจัย -"), or before nothing but
    that there is nothing ("4–6 ไม่มี").
    """

    def __init__(self, entries: Iterable[Entry], parts: Sequence[PartHeading]) -> None:
        told: dict[int, Counter[int]] = defaultdict(Counter)
        self._headings: dict[int, Counter[str]] = defaultdict(Counter)
        for entry in entries:
            if entry.cell or not entry.lead.isdecimal() or len(entry.rest) > _LONGEST_SERIES:
                continue
            for place, part in enumerate(parts):
                if entry.key.startswith(part.start_keys) or entry.key in part.bare_keys:
                    told[int(entry.lead)][place] += 1
                    self._headings[place][entry.key] += 1
        self._parts = {
            number: parts[counts.most_common(1)[0][0]] for number, counts in told.items()
        }
        self._places = {number: counts.most_common(1)[0][0] for number, counts in told.items()}
        if len(set(self._places.values())) < _FEWEST_NUMBERED:
            self._parts = {}

    def usual(self, entry: Entry) -> str:
        """The heading that an entry begins with, and behind which the answer stands on its line.

        The longest that this report has on lines of its own, else a word that is one by itself.
        """
        place = self._places.get(int(entry.lead)) if entry.lead.isdecimal() else None
        if place is None or not self._parts:
            return ""
        known = self._headings[place].items()
        alone = (one for one, count in known if count >= _OFTEN and one != entry.key)
        if found := longest_start(entry.key, alone):
            return found
        part = self._parts[int(entry.lead)]
        word, _, rest = entry.rest.partition(" ")
        whole = key(word) in (*part.start_keys, *part.bare_keys)
        goes_on = key(rest).startswith((*part.word_keys, "และ", "หรือ", "ของ", "ใน", "ที่", "การ"))
        return key(word) if whole and rest and not goes_on else ""

    def begins(
        self, entry: Entry, expected: int, nothing: Container[str], *, fresh: bool
    ) -> InSeries | None:
        """The parts that an entry begins by its number, not before the ``expected`` one.

        Where a unit's answers are ``fresh``, the first may stand without any heading.
        """
        found = _NUMBERED.match(to_arabic_digits(entry.text))
        if found is None or entry.cell or len(entry.text) > _LONGEST_SEVERAL:
            return None
        first, last = int(found["first"]), int(found["last"] or found["first"])
        numbers = range(first, last + 1)
        if first < expected or not numbers or not all(one in self._parts for one in numbers):
            return None
        parts = tuple(self._parts[one] for one in numbers)
        rest = entry.text[found.end() :].strip(" :")
        if is_filler(rest) or key(rest) in nothing:
            return InSeries(parts, rest, last)
        if len(parts) > 1:
            return None
        word = _FIRST_WORD.match(rest)
        if word is None or not self._names(key(word[0]), first):
            return InSeries(parts, rest, last) if fresh and first == 1 else None
        return InSeries(parts, rest[word.end() :].strip(" :"), last)

    def _names(self, word: str, number: int) -> bool:
        """Whether a word is the beginning of the heading under a number, or names its part."""
        part = self._parts[number]
        known = (*self._headings[self._places[number]], *part.start_keys, *part.bare_keys)
        return len(word) >= _SHORTEST_WORD and (
            any(one in word and len(word) - len(one) <= _MORE_LETTERS for one in part.word_keys)
            or any(one.startswith(word) for one in known)
        )


class RecurringParts:
    """The headings of parts in words of a report's own, known because they recur unit by unit.

    Lines that say the same several times name parts where each has a word of one, at least three
    parts are named, and each stands there about as often as the others.
    """

    def __init__(self, entries: Iterable[Entry], parts: Sequence[PartHeading]) -> None:
        counts = Counter(one for entry in entries for one, _ in _headed(entry))
        recurring = [one for one, count in counts.items() if count >= _OFTEN]
        named = {one: may for one in recurring if (may := _places_of(one, parts))}
        most = max((counts[one] for one in named), default=0)
        usual = [one for one in recurring if 2 * counts[one] >= most]
        places: dict[str, int] = {}
        for one in filter(named.__contains__, usual):
            others = [place for place in named[one] if place not in places.values()]
            places[one] = others[0] if others else named[one][0]
        self._parts = parts
        self._places = places if len(set(places.values())) >= _FEWEST_NUMBERED else {}
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
        if entry.cell or not space or len(key(word)) < _SHORTEST_WORD:
            return None
        begun = next((n for n, one in enumerate(self._parts) if one.part == after), -1)
        found = [place for one, place in self._places.items() if one.startswith(key(word))]
        if not found or min(found) <= begun:
            return None
        return self._parts[min(found)], answer.strip()


def _headed(entry: Entry) -> Iterator[tuple[str, str]]:
    """What of an entry may be a heading, and the answer behind it: all of it, or up to a colon."""
    title, colon, answer = entry.rest.partition(":")
    short = 0 < len(title) <= _LONGEST_RECURRING and not any(map(str.isdecimal, title))
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


class Numbering:
    """The styles in which a report numbers the headings of its parts."""

    def __init__(self, entries: Iterable[Entry], parts: Sequence[PartHeading]) -> None:
        told: Counter[str] = Counter()
        other: Counter[str] = Counter()
        for entry in entries:
            mark = None if entry.cell else part_number(entry.text)
            if mark is None or mark.first > len(parts):
                continue
            if is_filler(mark.rest) or mark.last > mark.first:
                continue
            part = parts[mark.first - 1]
            names = key(mark.rest).startswith((*part.start_keys, *part.bare_keys, *part.word_keys))
            (told if names else other)[mark.style] += 1
        self._styles = frozenset(
            style
            for style, count in told.items()
            if count >= _OFTEN and (style == _DEEP or count >= other[style])
        )

    def marks(self, entry: Entry, bases: frozenset[str]) -> PartNumber | None:
        """The mark of an entry in a style that numbers parts; ``bases`` are the topic's numbers."""
        mark = None if entry.cell else part_number(entry.text)
        if mark is None or mark.style not in self._styles:
            return None
        return mark if mark.style != _DEEP or mark.base in bases else None
