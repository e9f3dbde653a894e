"""Which sentences may prove which items: the doing that an item asks for, on the item's subject.

What an item asks for is read from its own text (``deeds``); the rubric's ``look_for`` adds phrases
of its own, and names the subject by its ``near`` words. A sentence that tells another deed than the
one asked for proves nothing, unless that deed is told of everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qp_scoring.evidence.deeds import Deeds, ToldDeed, overlaps
from qp_scoring.evidence.phrases import SearchedText, folded
from qp_scoring.evidence.segment import words_with
from qp_scoring.evidence.skeleton import ReportPart, Skeleton
from qp_scoring.evidence.text import key
from qp_scoring.rubric.indicator import Item, LookFor
from qp_scoring.rubric.model import Rubric

# Where work is told; what helped, hindered or is wished for proves nothing by itself.
TOLD_IN: frozenset[ReportPart] = frozenset({"progress", "innovation", "situation", "results"})

# A phrase so long says by itself what it is about.
LONG_PHRASE = 8

# The part whose answers each tell of something of their own, whatever stands above them.
OWN_SUBJECT: ReportPart = "innovation"

# How far apart a phrase and a word near it may begin, in characters without spaces.
NEAR = 150


@dataclass(frozen=True, slots=True)
class _Look:
    phrases: tuple[str, ...]
    near: tuple[str, ...]
    without: tuple[str, ...]

    @staticmethod
    def of(entry: LookFor) -> _Look:
        """The words of an entry, longest phrase first: the most specific counts."""
        longest_first = sorted(map(folded, entry.phrases), key=len, reverse=True)
        return _Look(
            tuple(longest_first),
            tuple(map(folded, entry.near)),
            tuple(map(folded, entry.without)),
        )


@dataclass(frozen=True, slots=True)
class Searched:
    """An item of the rubric, ready to be looked for.

    ``deeds`` are those of which its text asks for one. ``focuses`` and ``parts`` are the sections
    where its evidence stands; none: anywhere. ``kinds`` are words by which a sentence speaks of a
    kind of evidence that it asks for.
    """

    indicator: str
    item: str
    deeds: frozenset[str]
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
    it; ``kind`` that it speaks of a kind of evidence that the item asks for; ``deed`` that it tells
    what the item asks for.
    """

    searched: Searched
    length: int
    near: bool
    topic: bool
    kind: bool
    deed: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sentence stands: จุดเน้น, part, the titles above it, the report's fiscal year."""

    focus: str | None
    part: ReportPart
    titles: str
    year: int | None = None


class Matcher:
    """Finds the items of a rubric in sentences."""

    def __init__(self, rubric: Rubric, skeleton: Skeleton) -> None:
        self._deeds = Deeds(skeleton.deed)
        self._searched = tuple(_searched(rubric, skeleton, self._deeds))
        self.words = words_with(frozenset((*_terms(rubric), *self._deeds.terms)))
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
        # What is told as a practice of its own has a subject of its own.
        titles = None if context.part == OWN_SUBJECT else self._titles[context.titles]
        told = self._deeds.told_in(sentence, self.words, context.year)
        found = [
            best
            for searched in self._searched
            if searched.may_stand_in(context.focus, context.part)
            if (best := self._best(searched, sentence, titles, told)) is not None
        ]
        yield from _to_the_point(found)

    def _best(
        self,
        searched: Searched,
        sentence: SearchedText,
        titled: SearchedText | None,
        told: Mapping[str, tuple[ToldDeed, ...]],
    ) -> Match | None:
        """The most specific of what an item's entries find."""
        own = {name: places for name, places in told.items() if name in searched.deeds}
        if searched.deeds and not own and set(told) - self._deeds.common:
            return None  # it is about that deed, whatever phrases stand in it
        found = [self._match(look, searched, sentence, titled, own) for look in searched.looks]
        return max((match for match in found if match), key=_specific, default=None)

    def _match(
        self,
        look: _Look,
        searched: Searched,
        sentence: SearchedText,
        titles: SearchedText | None,
        told: Mapping[str, tuple[ToldDeed, ...]],
    ) -> Match | None:
        """What an entry finds; the titles above a sentence may name what must be near."""
        words = self.words
        # Nearly every phrase is nowhere in the sentence: told at once, without its words.
        there = [one for one in look.phrases if one in sentence.squeezed]
        phrases = [(at, at + len(one)) for one in there for at in sentence.places(one, words)]
        if phrases:
            other = self._deeds.otherwise(searched.deeds, sentence, words)
            phrases = [one for one in phrases if not overlaps(one, other)]
        deeds = [(deed.at, deed.end) for places in told.values() for deed in places]
        found = [*phrases, *deeds]
        if not found or any(sentence.holds(one, words) for one in look.without):
            return None
        near = [(at, at + len(one)) for one in look.near for at in sentence.places(one, words)]
        beside = [one for one in found if any(_beside(one, other) for other in near)]
        if look.near and not beside:
            telling = phrases or not set(told) <= self._deeds.common
            if titles is None or not telling:
                return None
            if not any(titles.holds(one, words) for one in look.near):
                return None
        length = max(end - at for at, end in beside or found)
        at_home = bool(searched.focuses) or bool(searched.parts)
        topic = bool(beside) or (not look.near and (at_home or length >= LONG_PHRASE))
        kind = bool(deeds) or any(sentence.holds(word, words) for word in searched.kinds)
        return Match(searched, length, bool(beside), topic, kind, bool(deeds))


def _to_the_point(found: Sequence[Match]) -> Iterator[Match]:
    """Of the items found in a sentence those that it is about.

    Where it names the subject of one, it is not about others that only the titles speak of; where
    it tells the deed that one item of an indicator asks for, not about its items of other deeds.
    """
    named = {match.searched.indicator for match in found if match.near}
    told = {match.searched.indicator for match in found if match.deed}
    for match in found:
        indicator = match.searched.indicator
        if (match.near or not named - {indicator}) and (match.deed or indicator not in told):
            yield match


def _beside(found: tuple[int, int], near: tuple[int, int]) -> bool:
    """Whether a word stands near a phrase, and not inside it or around it."""
    apart = found[1] <= near[0] or near[1] <= found[0]
    return apart and abs(found[0] - near[0]) <= NEAR


def _specific(match: Match) -> tuple[bool, int]:
    return match.near, match.length


def _searched(rubric: Rubric, skeleton: Skeleton, deeds: Deeds) -> Iterator[Searched]:
    for indicator in rubric.indicators:
        for item in indicator.item:
            if item.look_for:
                focuses, parts = _homes(item, skeleton)
                looks = tuple(_Look.of(entry) for entry in item.look_for)
                kinds = tuple(map(folded, skeleton.words_of_kinds(item.evidence)))
                asked = deeds.asked_by(item.text)
                yield Searched(indicator.code, item.id, asked, looks, kinds, focuses, parts)


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
