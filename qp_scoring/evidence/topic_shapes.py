"""The shape in which a report sets its topics down, learnt from the lines that name one.

Titles in words of a report's own are as free as its sentences; but a report writes all its titles
alike: "## …", "1. …", "ประเด็นที่ 1 …", and the same kind of line follows each. Where most lines of
a shape name topics, all of them are titles, and no other line is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.shapes import ITEM_NUMBER, SIGN, number_style
from qp_scoring.evidence.skeleton import Focus
from qp_scoring.evidence.text import LETTERS, RULES, TOPIC_WORDS, is_filler
from qp_scoring.evidence.topic_titles import TopicTitles
from qp_scoring.thai import to_arabic_digits

# Freer than :data:`topic_titles.CALLED_TOPIC`: the other titles of a report must look alike.
_CALLED = re.compile(
    rf"^(?P<word>{TOPIC_WORDS}"
    r"|(?:ข้อ|ด้าน|ภารกิจ|วาระ|รายการ)(?=\s*(?:ที่\s*)?[0-9๐-๙]))\s*"
    r"(?:(?:ที่\s*)?[0-9๐-๙.]+\s*(?:เรื่อง(?=\s))?\s*:?|:|\s(?=[^\s]))\s*"
)
_NUMBER = re.compile(r"(?P<number>[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?)")
_NUMBER_BEHIND = re.compile(rf"\s*\((?:(?:จุดเน้น|ข้อ|ประเด็น)\s*(?:ที่)?\s*)?{_NUMBER.pattern}\)\s*$")
_LETTER = re.compile(rf"^(?:\(?[{LETTERS}][.)]|\[[0-9๐-๙]{{1,2}}\]|[0-9๐-๙]{{1,2}}/)\s+")
_LONGEST = 130
_SEVERAL = 2
_SURE = 3  # topics that titles of a shape name, for others of it to be titles too
_MOST = 0.6  # of the lines of a shape name a topic
_NEARLY_ALL = 0.8  # of the lines of a shape stand over lines that begin alike
_ALIKE = 3  # letters: "(ก)", "เขต"
_NAMED = 0.3  # of a plain line's letters are words of its topic
_FIGURE = re.compile(r"[0-9]")
_NO_COUNT = re.compile(r"ศตวรรษที่\s*21|1\s*(?:อำเภอ|ตำบล|โรงเรียน)")


@dataclass(frozen=True, slots=True)
class _TitleShape:
    """How a line is set off, by what it is called, how it is numbered, and what follows it."""

    signs: str
    called: str
    number: str
    follows: str

    @property
    def plain(self) -> bool:
        """Whether nothing of its own sets it off."""
        return not (self.signs or self.called) and self.number in ("", "-")

    @property
    def numbered(self) -> bool:
        """Whether only its number sets it off."""
        return not (self.signs or self.called or self.plain)


class TopicShapes:
    """The lines of a report that are titles of topics by their shape.

    ``kind_of`` says of an entry what else it begins ("part", "unit", "table"; empty for nothing),
    ``titles`` which topic one names, ``numbered`` which one has a number of the table.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        kind_of: Callable[[int], str],
        titles: TopicTitles,
        numbered: Callable[[str], Focus | None],
    ) -> None:
        self._numbered = numbered
        shaped: dict[_TitleShape, list[int]] = defaultdict(list)
        for at in range(len(entries)):
            if shape := self._shape(entries, at, kind_of):
                shaped[shape].append(at)
        self._found: dict[int, Focus] = {}
        self._untold: set[int] = set()
        tabled = self._tabled(shaped, entries, titles)
        # Items of answers are titles only where nothing else is.
        styles = {
            number_style(to_arabic_digits(one.text))
            for one in entries
            if titles.may_begin(one.key) and titles.in_table(one.rest, one.lead)
        }
        for shape in sorted(shaped, key=lambda one: one.number == ITEM_NUMBER):
            item = shape.number == ITEM_NUMBER and bool(self._found)
            if styles and shape.number not in styles:
                item |= shape.numbered and not shape.follows
            if not item and (tabled in ("", shape.number) or not shape.numbered):
                self._learn(shape, shaped[shape], entries, titles, kind_of)
        self._learn_below_divisions(shaped, entries, titles)

    @staticmethod
    def _tabled(
        shaped: Mapping[_TitleShape, Sequence[int]], entries: Sequence[Entry], titles: TopicTitles
    ) -> str:
        """How titles of the table are numbered that stand over something; empty where few do.

        Items of lists in the answers are numbered otherwise, whatever topics they name.
        """
        topics: dict[str, set[str]] = defaultdict(set)
        for shape, places in shaped.items():
            for entry in (entries[at] for at in places if shape.numbered and shape.follows):
                if focus := titles.in_table(title_of(entry), number_of(entry)):
                    topics[shape.number].add(focus.number)
        number = max(topics, key=lambda one: len(topics[one]), default="")
        return number if len(topics[number]) >= _SURE else ""

    def _by_number(
        self, places: Sequence[int], found: Mapping[int, Focus], entries: Sequence[Entry]
    ) -> dict[int, Focus]:
        """Titles in words of no topic by their numbers, where all others have the table's."""
        numbers = {at: number_of(entries[at]) for at in places}
        if sum(numbers[at] == one.number for at, one in found.items()) < _SURE:
            return {}
        if any(numbers[at] not in ("", one.number) for at, one in found.items()):
            return {}
        topics = {at: self._numbered(numbers[at]) for at in places if at not in found}
        return {at: focus for at, focus in topics.items() if focus is not None}

    def topic_at(self, at: int) -> Focus | None:
        """The topic whose title stands at a place."""
        return self._found.get(at)

    @property
    def places(self) -> Sequence[int]:
        """Where titles stand."""
        return sorted(self._found)

    @property
    def untold(self) -> frozenset[int]:
        """Where lines of the same shape stand that name no topic of the table."""
        return frozenset(self._untold - self._found.keys())

    @property
    def topics(self) -> frozenset[str]:
        """The numbers of the topics that are known by their shape."""
        return frozenset(focus.number for focus in self._found.values())

    @staticmethod
    def _shape(
        entries: Sequence[Entry], at: int, kind_of: Callable[[int], str]
    ) -> _TitleShape | None:
        entry = entries[at]
        if entry.cell or len(entry.text) > _LONGEST or is_filler(entry.text) or kind_of(at):
            return None
        text = to_arabic_digits(entry.text)
        called = _CALLED.match(text)
        number = "" if called else number_style(text)
        follows = kind_of(at + 1)
        if called or entry.signs or number == SIGN:
            follows = ""  # set off enough, whatever follows
        if entry.signs == RULES:
            called, number = None, ""
        shape = _TitleShape(entry.signs, called["word"] if called else "", number, follows)
        return shape if not shape.plain or (follows and (entry.gap or at == 0)) else None

    def _learn(
        self,
        shape: _TitleShape,
        places: Sequence[int],
        entries: Sequence[Entry],
        titles: TopicTitles,
        kind_of: Callable[[int], str],
    ) -> None:
        if _over_the_same(places, entries, kind_of):
            found = _named(places, entries, titles, 0.0, sure=True)
        else:
            found = _named(places, entries, titles, _NAMED if shape.plain else 0.0)
        if shape.signs == RULES:
            found |= self._by_number(places, found, entries)
        topics = {focus.number for focus in found.values()}
        set_off = bool(shape.signs or shape.called) or shape.number == SIGN
        # What is called a topic wherever it stands over the parts of one is a title.
        sure = set_off and len(places) > 1 and all(kind_of(at + 1) == "part" for at in places)
        if (sure and topics) or (len(topics) >= _SEVERAL and len(found) >= _MOST * len(places)):
            self._found |= found
            if set_off and (sure or len(topics) >= _SURE):
                others = [at for at in places if at not in found]
                self._found |= _named(others, entries, titles, 0.0, sure=True)
                self._untold |= {at for at in places if at not in found}

    def _learn_below_divisions(
        self,
        shaped: Mapping[_TitleShape, Sequence[int]],
        entries: Sequence[Entry],
        titles: TopicTitles,
    ) -> None:
        """Take the headings numbered below what is called a topic (2, 2.1, 2.2), at any level.

        They are the titles, and what stands over them is none; their numbers are the report's own.
        """
        headed = [one for one in shaped.items() if one[0].signs.startswith("#")]
        over = [at for shape, places in headed if shape.called for at in places]
        below = [at for shape, places in headed if shape.number == "1.1" for at in places]
        found: dict[int, Focus] = {}
        divisions: set[int] = set()
        for at in below:
            above = max((one for one in over if one < at), default=None)
            number = entries[at].lead.partition(".")[0]
            if above is None or _number_called(entries[above]) != number:
                return
            divisions.add(above)
            if focus := titles.named(title_of(entries[at]), "", 0):
                found[at] = focus
        if len({focus.number for focus in found.values()}) < _SEVERAL:
            return
        for at in divisions:
            self._found.pop(at, None)
        self._found |= found
        self._untold |= divisions.union(below)


def _over_the_same(
    places: Sequence[int], entries: Sequence[Entry], kind_of: Callable[[int], str]
) -> bool:
    """Whether the lines at some places stand over the same part, or unit, as titles do."""
    below = Counter(
        entries[at + 1].key[:_ALIKE] for at in places if kind_of(at + 1) in ("part", "unit")
    )
    most = max(below.values(), default=0)
    return len(places) >= _SURE and most >= _NEARLY_ALL * len(places)


def _named(
    places: Sequence[int],
    entries: Sequence[Entry],
    titles: TopicTitles,
    share: float,
    *,
    sure: bool = False,
) -> dict[int, Focus]:
    """The topics of the titles at some places, which are such a share of their letters.

    ``sure`` says that they are titles, whatever they tell of.
    """
    found: dict[int, Focus] = {}
    for at in places:
        title = title_of(entries[at])
        if not _FIGURE.search(_NO_COUNT.sub("", to_arabic_digits(title))):
            focus = titles.named(title, number_of(entries[at]), share, sure=sure)
            if focus is not None:
                found[at] = focus
    return found


def _number_called(entry: Entry) -> str:
    """The number in what a title is called by; empty where it has none."""
    called = _CALLED.match(to_arabic_digits(entry.text))
    return "".join(filter(str.isdecimal, called[0])) if called else ""


def number_of(entry: Entry) -> str:
    """The number of a title, before it or in brackets behind it."""
    text = to_arabic_digits(entry.text)
    called = _CALLED.match(text)
    found = _NUMBER.search(called[0]) if called else _NUMBER_BEHIND.search(text)
    return found["number"] if found else entry.lead


def title_of(entry: Entry) -> str:
    """A title without what it is called by and its number."""
    return _NUMBER_BEHIND.sub("", title_in(entry.text, entry.rest))


def title_in(text: str, rest: str) -> str:
    """The same of a text; ``rest`` is what stands behind its number."""
    called = _CALLED.match(to_arabic_digits(text))
    return (text[called.end() :] if called else _LETTER.sub("", rest)).strip("[]")
