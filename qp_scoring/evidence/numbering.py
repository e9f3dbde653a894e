"""How a report numbers the headings of its parts: (2), 1.1.2, 2) …, where words do not tell.

A style is learnt from the headings that are known by their words; where it is used for little
else, its number alone says which part begins, and what stands behind it is the answer
("1.3.4 ไม่มี", "(2) - (5) -").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.skeleton import PartHeading
from qp_scoring.evidence.text import is_filler, key
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
