"""How a report numbers the headings of its parts: (2), 1.1.2, 2) …, where words do not tell.

A style is learnt from the headings that are known by their words; where it is used for little
else, its number alone says which part begins, and what stands behind it is the answer
("1.3.4 ไม่มี", "(2) - (5) -").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.part_labels import labelled_in_order
from qp_scoring.evidence.skeleton import PartHeading, longest_start
from qp_scoring.evidence.text import LETTERS, is_filler, key
from qp_scoring.thai import to_arabic_digits

_DEEP = "1.1.1"
_STYLES = {
    _DEEP: r"(?P<base>[0-9]{1,2}\.[0-9]{1,2})\.(?P<number>[1-9])(?![0-9.])[.)]?",
    "(1)": r"\((?P<number>[1-9])\)",
    "1)": r"(?P<number>[1-9])\)",
    "1.": r"(?P<number>[1-9])\.(?![0-9])",
}
# The same with letters; "ก.ค.ศ." is no mark.
_LETTERED = {
    "(ก)": rf"\((?P<number>[{LETTERS}])\)",
    "ก)": rf"(?P<number>[{LETTERS}])\)",
    "ก.": rf"(?P<number>[{LETTERS}])\.(?=[\s0-9(\-–]|$)",
}
_ONES = {style: re.compile(pattern) for style, pattern in _STYLES.items()}
_ALL = {style: re.compile(pattern) for style, pattern in (_STYLES | _LETTERED).items()}
_UNTIL = re.compile(rf"\s*(?:-|–|ถึง)\s*(?=\(?[0-9{LETTERS}])")
_NEXT_PART = re.compile(r"\s(?:/|และ)\s*(?=\(?[0-9])")
_SPACE = re.compile(r"\s+")
_LONGEST_SEVERAL = 160
OFTEN = 2
_NUMBERED = re.compile(r"(?P<first>[1-9])\.?(?:\s*[-–]\s*(?P<last>[1-9])\.?)?(?=[\s.:])[.\s]*")
# "(1) ความก้าวหน้า (2) ปัจจัย …": what numbers stand for, told once for the whole report.
_TOLD_MARK = re.compile(r"\(?(?P<number>[1-9])[.)]\s*(?=[^\s0-9().])")
_TOLD_LETTER = re.compile(rf"(?P<number>[{LETTERS}])(?<![^\s(].)(?:[.)]|\s*=)\s*(?=[^\s=])")
_LONGEST_TOLD = 60
_FIRST_WORD = re.compile(r"[^\s:]+")
SHORTEST_WORD = 2
_MORE_LETTERS = 10  # than the word that names a part: "วิเคราะห์สถานการณ์"
_LONGEST_SERIES = 60
FEWEST_PARTS = 3  # that a report must number, or head in words of its own, to do so with all


@dataclass(frozen=True, slots=True)
class PartNumber:
    """The number before a heading: its style, what it counts within, from and to which part."""

    style: str
    base: str
    first: int
    last: int
    rest: str


def part_number(text: str, *, lettered: bool = False) -> PartNumber | None:
    """The mark that a text begins with, if any; "(2) - (5)" is one, with ``lettered`` "ก." too."""
    digits = to_arabic_digits(text)
    for style, pattern in (_ALL if lettered else _ONES).items():
        if found := pattern.match(digits):
            first = last = _counted(found)
            end = found.end()
            if until := _UNTIL.match(digits, end):
                other = pattern.match(digits, until.end())
                # "ข. -  ค. ไม่มี" leaves ข blank; "ข.-ค. ไม่มี" answers both.
                blank = style in _LETTERED and until[0][:1].isspace()
                # "1.1.2 - 1.1.3 - 1.1.4 -" leaves them all blank.
                again = _UNTIL.match(digits, other.end()) if other else None
                if again and pattern.match(digits, again.end()):
                    other = None
                if other and _counted(other) > first + blank:
                    last, end = _counted(other), other.end()
            end, last = _together(digits, pattern, found, end, last)
            return PartNumber(
                style, found.groupdict().get("base", ""), first, last, text[end:].strip()
            )
    return None


def _counted(mark: re.Match[str]) -> int:
    return LETTERS.find(mark["number"]) + 1 or int(mark["number"])


def _together(
    digits: str, pattern: re.Pattern[str], found: re.Match[str], end: int, last: int
) -> tuple[int, int]:
    """Where the last of several headings on one line begins, and its number.

    "6.1.2 ปัจจัย / 6.1.3 ปัญหา": only where each number is the next one of the same topic.
    """
    while True:  # "(2) (3) ไม่มี"
        begin = end + len(digits[end:]) - len(digits[end:].lstrip())
        other = pattern.match(digits, begin)
        if other is None or _counted(other) != last + 1 or other.groupdict().get("base"):
            break
        end, last = other.end(), last + 1
    for mark in _NEXT_PART.finditer(digits, end):
        other = pattern.match(digits, mark.end())
        same = other and other.groupdict().get("base") == found.groupdict().get("base")
        if other and same and _counted(other) == last + 1 and len(digits) < _LONGEST_SEVERAL:
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
        places = {number: counts.most_common(1)[0][0] for number, counts in told.items()}
        self._parts = parts
        self._places = places if len(set(places.values())) >= FEWEST_PARTS else {}

    def usual(self, entry: Entry) -> str:
        """The heading that an entry begins with, and behind which the answer stands on its line.

        The longest that this report has on lines of its own, else a word that is one by itself.
        """
        place = self._places.get(int(entry.lead)) if entry.lead.isdecimal() else None
        if place is None:
            return ""
        known = self._headings[place].items()
        alone = tuple(one for one, count in known if count >= OFTEN and one != entry.key)
        if found := longest_start(entry.key, alone):
            return found
        part = self._parts[place]
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
        if first < expected or not numbers or not all(one in self._places for one in numbers):
            return None
        parts = tuple(self._parts[self._places[one]] for one in numbers)
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
        place = self._places[number]
        part = self._parts[place]
        known = (*self._headings[place], *part.start_keys, *part.bare_keys)
        return len(word) >= SHORTEST_WORD and (
            any(one in word and len(word) - len(one) <= _MORE_LETTERS for one in part.word_keys)
            or any(one.startswith(word) for one in known)
        )


class Numbering:
    """The styles in which a report numbers the headings of its parts."""

    def __init__(self, entries: Iterable[Entry], parts: Sequence[PartHeading]) -> None:
        told: Counter[str] = Counter()
        other: Counter[str] = Counter()
        self._legend: dict[int, PartHeading] = {}
        explained: Iterable[str] = ()
        for entry in entries:
            if not self._legend and (found := _legend_in(entry.text, parts)):
                explained, self._legend = found
            mark = None if entry.cell else part_number(entry.text, lettered=True)
            if mark is None or mark.first > len(parts):
                continue
            if is_filler(mark.rest) or mark.last > mark.first:
                continue
            part = parts[mark.first - 1]
            names = key(mark.rest).startswith((*part.start_keys, *part.bare_keys, *part.word_keys))
            (told if names else other)[mark.style] += 1
        learnt = {
            one
            for one, count in told.items()
            if count >= OFTEN and (one == _DEEP or count >= other[one])
        }
        self._styles = frozenset(learnt.union(explained))
        form = dict(enumerate(parts, 1))
        self._parts = self._legend or form

    @property
    def explained(self) -> bool:
        """Whether the report says itself which part each number stands for."""
        return bool(self._legend)

    def parts_at(self, mark: PartNumber) -> tuple[PartHeading, ...]:
        """The parts that a mark stands for."""
        numbers = range(mark.first, mark.last + 1)
        return tuple(self._parts[one] for one in numbers if one in self._parts)

    def marks(self, entry: Entry, bases: frozenset[str]) -> PartNumber | None:
        """The mark of an entry in a style that numbers parts; ``bases`` are the topic's numbers."""
        mark = None if entry.cell else part_number(entry.text, lettered=True)
        if mark is None or mark.style not in self._styles:
            return None
        return mark if mark.style != _DEEP or mark.base in bases else None

    def in_one_line(
        self, entry: Entry, bases: frozenset[str]
    ) -> list[tuple[tuple[PartHeading, ...], str]]:
        """The parts that a line answers one behind the other, each by its mark, in their order.

        Only of marks that the report explains, of letters, or below the topic's number (``bases``
        as for :meth:`marks`): other numbers may count anything.
        """
        mark = self.marks(entry, bases)
        if mark is None or (mark.style in _STYLES and mark.style != _DEEP and not self._legend):
            return []
        told: list[tuple[tuple[PartHeading, ...], str]] = []
        while mark is not None:
            rest, following = mark.rest, None
            digits = to_arabic_digits(rest)
            for space in _SPACE.finditer(rest):
                other = _ALL[mark.style].match(digits, space.end())
                same = other and other.groupdict().get("base", "") == mark.base
                if other and same and _counted(other) == mark.last + 1:
                    following = part_number(rest[space.end() :], lettered=True)
                    rest = rest[: space.start()]
                    break
            told.append((self.parts_at(mark), rest.strip(" ;,")))
            mark = following
        return told if len(told) > 1 and all(parts for parts, _ in told) else []


def _legend_in(
    text: str, parts: Sequence[PartHeading]
) -> tuple[Iterable[str], dict[int, PartHeading]] | None:
    """The styles and the parts of the marks that a text explains one after another."""
    digits = to_arabic_digits(text)
    for told in (_TOLD_MARK, _TOLD_LETTER):
        marks = list(told.finditer(digits))
        if len(marks) >= FEWEST_PARTS and [*map(_counted, marks)] == [*range(1, len(marks) + 1)]:
            break
    else:
        return None
    ends = [*(one.start() for one in marks[1:]), len(text)]
    labels = [text[one.end() : end].strip(" ,;และ") for one, end in zip(marks, ends, strict=True)]
    if any(len(one) > _LONGEST_TOLD for one in labels):
        return None
    named = [one[0] if one else None for one in labelled_in_order(labels, parts)]
    if len(labels) == len(parts) and _in_form_order(named, parts):
        named = [*parts]
    found = {number: one for number, one in enumerate(named, 1) if one}
    if len({one.part for one in found.values()}) < len(marks):
        return None
    if told is _TOLD_LETTER:
        return _LETTERED, found
    style = part_number(digits[marks[0].start() :])
    return ((style.style,), found) if style else None


def _in_form_order(named: Sequence[PartHeading | None], parts: Sequence[PartHeading]) -> bool:
    """Whether those that are known, more than one, stand at the places that the form gives them."""
    known = [(one, part) for one, part in zip(named, parts, strict=True) if one]
    return len(known) > 1 and all(one == part for one, part in known)
