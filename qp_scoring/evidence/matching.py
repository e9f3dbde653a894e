"""Which sentences may prove which items: the rubric's ``look_for`` matched on words.

A phrase is found where its letters stand in the text, spaces and punctuation aside, and both its
ends are ends of words: RT is not in SMART, แผน not in แผนก, นิเทศ not in ปฐมนิเทศ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from qp_scoring.evidence.segment import Edges, Words, words_with
from qp_scoring.evidence.skeleton import ReportPart, Skeleton
from qp_scoring.evidence.text import key
from qp_scoring.rubric.indicator import Item, LookFor
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze, to_arabic_digits, without_separators

# Where work is told; what helped, hindered or is wished for proves nothing by itself.
TOLD_IN: frozenset[ReportPart] = frozenset({"progress", "innovation", "situation", "results"})

# A phrase so long says by itself what it is about.
LONG_PHRASE = 8

# How far apart a phrase and a word near it may begin, in characters without spaces.
NEAR = 150

# ฎ and ฏ are mixed up in almost every report (ปฎิบัติ).
_ALIKE = str.maketrans("ฏ", "ฎ")
# Names say nothing of what they are made of: schools of communities, kindergartens or temples,
# and the group that has supervision in its name whatever it does.
_NAME = re.compile(
    r"(?<=โรงเรียน)(?:ชุมชน|อนุบาล|วัด|บ้าน)"
    r"|(?<=กลุ่ม)นิเทศ,?\s*ติดตาม,?\s*(?:และ)?\s*ประเมินผล(?:\s*การจัดการศึกษา)?"
)


@cache
def _is_kept(character: str) -> bool:
    """Whether a character counts where texts are compared; asked of every one of a report."""
    return bool(without_separators(character))


def _folded(text: str) -> str:
    return squeeze(text).translate(_ALIKE)


class SearchedText:
    """A text made ready for phrases: squeezed, with the ends of its words."""

    def __init__(self, text: str) -> None:
        self._plain = to_arabic_digits(normalise(text)).casefold().replace("ปฎิ", "ปฏิ")
        self._plain = _NAME.sub(lambda found: "#" * len(found[0]), self._plain)
        kept = [(at, char) for at, char in enumerate(self._plain) if _is_kept(char)]
        self._places = [at for at, _ in kept]
        self.squeezed = "".join(char for _, char in kept).translate(_ALIKE)
        self._edges: Edges | None = None

    def places(self, phrase: str, words: Words) -> Iterator[int]:
        """Where in the squeezed text a phrase, as :func:`_folded` gives it, stands as words."""
        at = self.squeezed.find(phrase)
        while at >= 0:
            if self._stands(at, at + len(phrase), words):
                yield at
            at = self.squeezed.find(phrase, at + 1)

    def holds(self, phrase: str, words: Words) -> bool:
        """Whether a phrase stands in the text as words."""
        return any(True for _ in self.places(phrase, words))

    def _stands(self, at: int, end: int, words: Words) -> bool:
        """Whether a word begins and a word ends at two positions of the squeezed text."""
        if self._edges is None:
            self._edges = words.edges(self._plain)
        begins = any(place in self._edges.starts for place in self._around(at))
        return begins and any(place in self._edges.ends for place in self._around(end))

    def _around(self, at: int) -> range:
        """The positions of the text that a position of the squeezed text may stand for."""
        before = self._places[at - 1] + 1 if at else 0
        after = self._places[at] if at < len(self._places) else len(self._plain)
        return range(before, after + 1)


@dataclass(frozen=True, slots=True)
class _Look:
    phrases: tuple[str, ...]
    near: tuple[str, ...]
    without: tuple[str, ...]

    @staticmethod
    def of(entry: LookFor) -> _Look:
        """The words of an entry, longest phrase first: the most specific counts."""
        longest_first = sorted(map(_folded, entry.phrases), key=len, reverse=True)
        return _Look(
            tuple(longest_first),
            tuple(map(_folded, entry.near)),
            tuple(map(_folded, entry.without)),
        )


@dataclass(frozen=True, slots=True)
class Searched:
    """An item of the rubric, ready to be looked for.

    ``focuses`` and ``parts`` are the sections where its evidence stands; none: anywhere. ``kinds``
    are words by which a sentence speaks of a kind of evidence that it asks for.
    """

    indicator: str
    item: str
    looks: tuple[_Look, ...]
    kinds: tuple[str, ...]
    focuses: frozenset[str]
    parts: frozenset[ReportPart]

    def may_stand_in(self, focus: str | None, part: ReportPart) -> bool:
        """Whether the item's evidence may stand in a section; one of no จุดเน้น may be any."""
        in_part = part in self.parts if self.parts else part in TOLD_IN
        return in_part and (not self.focuses or focus is None or focus in self.focuses)


@dataclass(frozen=True, slots=True)
class Match:
    """An item found in a sentence: ``length`` of its phrase, whether a near word stands there.

    ``topic`` says that the sentence itself is on the item's subject, and not only the titles above
    it; ``kind`` that it speaks of a kind of evidence that the item asks for.
    """

    searched: Searched
    length: int
    near: bool
    topic: bool
    kind: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sentence stands: จุดเน้น, part, and the titles above it."""

    focus: str | None
    part: ReportPart
    titles: str


class Matcher:
    """Finds the items of a rubric in sentences."""

    def __init__(self, rubric: Rubric, skeleton: Skeleton) -> None:
        self._searched = tuple(_searched(rubric, skeleton))
        self.words = words_with(frozenset(_terms(rubric)))
        self._titles: dict[str, SearchedText] = {}

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that are looked for, in the rubric's order."""
        return tuple(one.item for one in self._searched)

    def matches(self, text: str, context: Context) -> Iterator[Match]:
        """The items that a sentence may prove, each once."""
        sentence = SearchedText(text)
        if context.titles not in self._titles:
            self._titles[context.titles] = SearchedText(context.titles)
        titles = self._titles[context.titles]
        for searched in self._searched:
            if not searched.may_stand_in(context.focus, context.part):
                continue
            found = [self._match(look, searched, sentence, titles) for look in searched.looks]
            best = max((match for match in found if match), key=_specific, default=None)
            if best is not None:
                yield best

    def _match(
        self, look: _Look, searched: Searched, sentence: SearchedText, titles: SearchedText
    ) -> Match | None:
        """What an entry finds; the titles above a sentence may name what must be near."""
        words = self.words
        # Nearly every phrase is nowhere in the sentence: told at once, without its words.
        there = [one for one in look.phrases if one in sentence.squeezed]
        found = [(at, one) for one in there for at in sentence.places(one, words)]
        if not found or any(sentence.holds(one, words) for one in look.without):
            return None
        near = [(at, one) for one in look.near for at in sentence.places(one, words)]
        beside = [one for at, one in found if any(_beside(at, one, *other) for other in near)]
        if look.near and not beside and not any(titles.holds(one, words) for one in look.near):
            return None
        length = max(map(len, beside or (one for _, one in found)))
        at_home = bool(searched.focuses) or bool(searched.parts)
        topic = bool(beside) or (not look.near and (at_home or length >= LONG_PHRASE))
        kind = any(sentence.holds(word, words) for word in searched.kinds)
        return Match(searched, length, bool(beside), topic, kind)


def _beside(at: int, phrase: str, other: int, near: str) -> bool:
    """Whether a word stands near a phrase, and not inside it or around it."""
    apart = at + len(phrase) <= other or other + len(near) <= at
    return apart and abs(at - other) <= NEAR


def _specific(match: Match) -> tuple[bool, int]:
    return match.near, match.length


def _searched(rubric: Rubric, skeleton: Skeleton) -> Iterator[Searched]:
    for indicator in rubric.indicators:
        for item in indicator.item:
            if item.look_for:
                focuses, parts = _homes(item, skeleton)
                looks = tuple(_Look.of(entry) for entry in item.look_for)
                kinds = tuple(map(_folded, skeleton.words_of_kinds(item.evidence)))
                yield Searched(indicator.code, item.id, looks, kinds, focuses, parts)


def _homes(item: Item, skeleton: Skeleton) -> tuple[frozenset[str], frozenset[ReportPart]]:
    """The จุดเน้น and the parts whose titles an item's ``sections`` give."""
    titles = set(map(key, item.sections))
    focuses = {one.number for one in skeleton.focus if titles.intersection(one.keys)}
    parts = {one.part for one in skeleton.part if titles.intersection(one.start_keys)}
    return frozenset(focuses), frozenset(parts)


def _terms(rubric: Rubric) -> Iterable[str]:
    """The rubric's own terms, which the segmenter must know."""
    for indicator in rubric.indicators:
        for item in indicator.item:
            for look in item.look_for:
                yield from look.phrases
                yield from look.near
