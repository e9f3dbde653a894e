"""Which sentences may prove which items: the doing that an item asks for, on the item's subject.

What an item asks for is read from its own text (``deeds``); the rubric's ``look_for`` adds phrases
of its own. The subject is that of the indicator: a topic of the vocabulary that its ``near`` words
name, or these words alone. A sentence that tells another deed than the one asked for proves
nothing, unless that deed is told of everything; one that names another subject is not on that of
the titles above it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from qp_scoring.evidence.deeds import Deeds, ToldDeed, overlaps
from qp_scoring.evidence.phrases import Families, Family, SearchedText, folded
from qp_scoring.evidence.segment import words_with
from qp_scoring.evidence.skeleton import TOLD_IN, ReportPart, Skeleton
from qp_scoring.evidence.text import key
from qp_scoring.evidence.vocabulary import OfficialWords, vocabulary
from qp_scoring.rubric.indicator import Indicator, Item, LookFor
from qp_scoring.rubric.model import Rubric

# A phrase so long says by itself what it is about.
LONG_PHRASE = 8

# The part whose answers each tell of something of their own, whatever stands above them: there a
# title counts only where the deed is one of its subject alone.
OWN_SUBJECT: ReportPart = "innovation"

# How far apart a phrase and a word near it may begin, in characters without spaces.
NEAR = 150

# Between works that one line lists: "ทำแผน … / ออกคำสั่ง …".
_LISTS_WORKS = re.compile(r"\s/\s|;\s")

# Titles stand over many sentences; the sentence before is looked at again.
_TITLES_KEPT, _TEXTS_KEPT = 512, 16

# What one school or its learners did: each is of its own subject, so a sentence may tell several.
OF_SCHOOLS = "activity"


@dataclass(frozen=True, slots=True)
class _Look:
    phrases: Family
    near: Family
    without: Family

    @staticmethod
    def of(entry: LookFor) -> _Look:
        return _Look(Family(entry.phrases), Family(entry.near), Family(entry.without))


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """The words of a subject, called by one; ``hints`` count under a title that names it."""

    name: str
    names: Family
    hints: Family


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """An item of the rubric, ready to be looked for.

    ``deeds`` are those of which its text asks for one, ``topic`` its subject where the vocabulary
    knows it and how all items of its indicator are told. ``focuses`` and ``parts`` are the sections
    where its evidence stands; none: anywhere. ``kinds`` are words by which a sentence speaks of a
    kind of evidence that it asks for.
    """

    indicator: str
    item: str
    deeds: frozenset[str]
    topic: _Subject | None
    looks: tuple[_Look, ...]
    kinds: Family
    focuses: frozenset[str]
    parts: frozenset[ReportPart]

    @property
    def deed(self) -> str:
        """The kind of deed that it asks for, as one of the vocabulary; empty where it is none."""
        return min(self.deeds, default="").partition(".")[0]

    def may_stand_in(self, part: ReportPart) -> bool:
        """Whether the item's evidence may stand in a part."""
        return part in self.parts if self.parts else part in TOLD_IN

    def asks_for(self, deed: str) -> bool:
        """Whether a deed is one that it asks for, or of that kind: activity.play is an activity."""
        return deed in self.deeds or deed.partition(".")[0] in self.deeds

    def is_home(self, focus: str | None) -> bool:
        """Whether it is looked for under a จุดเน้น; none may be any."""
        return not self.focuses or focus is None or focus in self.focuses


@dataclass(frozen=True, slots=True)
class Match:
    """An item found in a sentence: ``length`` of its phrase, whether its subject is named there.

    ``topic`` says that the sentence itself is on the item's subject, and not only the titles above
    it; ``kind`` that it speaks of a kind of evidence that the item asks for; ``deeds`` are those of
    the item that it tells; ``titled`` says that the titles above are on the item's subject.
    """

    searched: Searched
    length: int
    near: bool
    topic: bool
    kind: bool
    deeds: frozenset[str]
    titled: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sentence stands: จุดเน้น, part, the titles above it, the report's fiscal year.

    ``before`` is the sentence before it, whose subject it has where it refers back to it; ``run``
    the indicator of no section of its own that the lines just before it were on.
    """

    focus: str | None
    part: ReportPart
    titles: str
    year: int | None = None
    before: str = ""
    run: str | None = None


@dataclass(frozen=True, slots=True)
class _Stand:
    """A sentence with what it tells and names, and the titles above it.

    ``referred`` is the sentence before it where it names no subject and refers back to that.
    """

    sentence: SearchedText
    titles: SearchedText
    told: Mapping[str, tuple[ToldDeed, ...]]
    denied: frozenset[str]
    named: frozenset[_Subject]
    referred: str
    context: Context


class PairSaid(NamedTuple):
    """What the rules say of a sentence and an item, whether they match them or not."""

    own_deed: bool
    other_deed: bool
    subject_named: bool
    other_named: bool
    titled: bool
    home: bool
    part: bool
    hinted: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence that was looked at: the items that the rules match, by their ids."""

    matcher: Matcher
    stands: _Stand
    found: Mapping[str, Match]

    def denies(self, searched: Searched) -> bool:
        """Whether the sentence says that what an item asks for was not done, and tells no more."""
        own = any(map(searched.asks_for, self.stands.told))
        return not own and any(map(searched.asks_for, self.stands.denied))

    def said_of(self, searched: Searched) -> PairSaid:
        """What the rules say of an item that has a subject of the vocabulary."""
        stands, topic, words = self.stands, searched.topic, self.matcher.words
        own = any(map(searched.asks_for, stands.told))
        return PairSaid(
            own_deed=own,
            other_deed=bool(stands.told) and not own,
            subject_named=topic in stands.named,
            other_named=bool(stands.named - {topic}),
            titled=topic is not None and bool(stands.titles.spans(topic.names, words)),
            home=bool(searched.focuses) and searched.is_home(stands.context.focus),
            part=searched.may_stand_in(stands.context.part),
            hinted=topic is not None and bool(stands.sentence.spans(topic.hints, words)),
        )

    def match_of(self, searched: Searched) -> Match:
        """An item as it stands in the sentence, found by the rules or not."""
        if searched.item in self.found:
            return self.found[searched.item]
        said = self.said_of(searched)
        own = frozenset(filter(searched.asks_for, self.stands.told))
        kinds = self.stands.sentence.spans(searched.kinds, self.matcher.words)
        spans = [one for name in own for one in self.stands.told[name]]
        return Match(
            searched,
            max((one.end - one.at for one in spans), default=0),
            said.subject_named,
            said.subject_named or said.titled,
            bool(own) or bool(kinds),
            own,
            said.titled,
        )


class Matcher:
    """Finds the items of a rubric in sentences."""

    def __init__(self, rubric: Rubric, skeleton: Skeleton) -> None:
        language = vocabulary()
        self._deeds = Deeds(language)
        self._searched = tuple(_searched(rubric, skeleton, self._deeds, language))
        # The places of the items that are told by a deed, which few sentences tell; and of others.
        self._told_by: dict[str, set[int]] = defaultdict(set)
        for place, one in enumerate(self._searched):
            for deed in one.deeds if one.topic else ("",):
                self._told_by[deed].add(place)
        self._topics = tuple(dict.fromkeys(one.topic for one in self._searched if one.topic))
        self._talk = Family(language.talk)
        self._back = Family(language.back)
        topics = (term for one in self._topics for term in (*one.names.terms, *one.hints.terms))
        self.words = words_with(
            frozenset((*_terms(rubric), *self._deeds.terms, *topics, *language.talk))
        )
        looks = (look for one in self._searched for look in one.looks)
        self._families = Families(
            (
                *self._deeds.families,
                *(family for one in looks for family in (one.phrases, one.near, one.without)),
                *(one.kinds for one in self._searched),
                *(family for one in self._topics for family in (one.names, one.hints)),
                self._talk,
                self._back,
            )
        )
        self._titles = lru_cache(maxsize=_TITLES_KEPT)(self.made_ready)
        self._texts = lru_cache(maxsize=_TEXTS_KEPT)(self.made_ready)

    def made_ready(self, text: str) -> SearchedText:
        """A text in which deeds and items can be looked for."""
        return SearchedText(text, self._families)

    @property
    def searched(self) -> tuple[Searched, ...]:
        """The items that are looked for, in the rubric's order."""
        return self._searched

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that are looked for, in the rubric's order."""
        return tuple(one.item for one in self._searched)

    def needs_figures(self, match: Match) -> bool:
        """Whether what a match tells is told of everything, unless with a figure or a name."""
        return match.searched.topic is not None and match.deeds <= self._deeds.figured

    def talks(self, text: str) -> bool:
        """Whether a text praises, stresses or hopes: it tells of nothing without a figure."""
        return bool(self._texts(text).spans(self._talk, self.words))

    @staticmethod
    def works_of(text: str) -> list[str]:
        """The works that a text lists, each told by itself; the text where it lists none."""
        return _LISTS_WORKS.split(text)

    def look(self, text: str, context: Context) -> Looked:
        """A sentence in its place, and what the rules find in it."""
        stands = self._stand(text, context)
        parts = self.works_of(text)
        if len(parts) == 1:
            found = self._matches(stands)
        else:
            found = (match for part in parts for match in self._matches(self._stand(part, context)))
        best: dict[str, Match] = {}
        for match in found:
            best.setdefault(match.searched.item, match)
        return Looked(self, stands, best)

    def _stand(self, text: str, context: Context) -> _Stand:
        sentence, titles = self._texts(text), self._titles(context.titles)
        told, denied = self._deeds.told_in(sentence, self.words, context.year)
        named, referred = self._named(sentence), ""
        if not named and context.before and sentence.spans(self._back, self.words):
            referred = context.before
            named = self._named(self._texts(referred))
        return _Stand(sentence, titles, told, denied, named, referred, context)

    def _matches(self, stands: _Stand) -> Iterator[Match]:
        """The items that one clause may prove."""
        context = stands.context
        found = tuple(self._found(stands))
        if not found and context.run and not stands.named:
            subject = (one.topic for one in self._searched if one.indicator == context.run)
            on_run = replace(stands, named=frozenset(one for one in subject if one))
            found = tuple(
                one for one in self._found(on_run) if one.searched.indicator == context.run
            )
        yield from _to_the_point(found)

    def _found(self, stands: _Stand) -> Iterator[Match]:
        told = {"", *stands.told, *(name.partition(".")[0] for name in stands.told)}
        places = {place for deed in told & self._told_by.keys() for place in self._told_by[deed]}
        for searched in (self._searched[place] for place in sorted(places)):
            if self._may_stand(searched, stands):
                best = self._best(searched, stands)
                if best is not None:
                    yield best

    def _named(self, text: SearchedText) -> frozenset[_Subject]:
        return frozenset(one for one in self._topics if text.spans(one.names, self.words))

    def _may_stand(self, searched: Searched, stands: _Stand) -> bool:
        """Whether an item is looked for in a place: at home, or where its subject is named."""
        part = stands.context.part
        if not searched.may_stand_in(part):
            there = self._deeds.in_part.get(part, frozenset()) & stands.told.keys()
            if searched.parts or not searched.deeds & there:
                return False
        if searched.is_home(stands.context.focus):
            return True
        telling = searched.deeds & stands.told.keys() - self._deeds.common
        return searched.topic in stands.named and bool(telling)

    def _best(self, searched: Searched, stands: _Stand) -> Match | None:
        """The most specific of what an item's entries find."""
        own = {name: places for name, places in stands.told.items() if searched.asks_for(name)}
        if searched.deeds and not own and self._deeds.blocks & stands.told.keys():
            return None  # it is about that deed, whatever phrases stand in it
        found = [self._match(look, searched, stands, own) for look in searched.looks]
        return max((match for match in found if match), key=_specific, default=None)

    def _match(
        self,
        look: _Look,
        searched: Searched,
        stands: _Stand,
        own: Mapping[str, tuple[ToldDeed, ...]],
    ) -> Match | None:
        """What an entry finds; the titles above a sentence may name its subject."""
        words, sentence, topic = self.words, stands.sentence, searched.topic
        phrases = sentence.spans(look.phrases, words)
        if phrases:
            other = self._deeds.otherwise(searched.deeds, sentence, words)
            phrases = tuple(one for one in phrases if not overlaps(one, other))
        deeds = [(deed.at, deed.end) for places in own.values() for deed in places]
        found = [*phrases, *deeds]
        if not found or sentence.spans(look.without, words):
            return None
        telling = not own.keys() <= self._deeds.common
        counts = stands.context.part != OWN_SUBJECT or own.keys() & self._deeds.own_subject
        titled = bool(counts) and self._on_topic(stands.titles, look, topic)
        if topic is not None:
            beside = found if topic in stands.named else []
        else:
            subjects = sentence.spans(look.near, words)
            beside = [one for one in found if any(_beside(one, other) for other in subjects)]
        near = bool(beside)
        if not near and (topic is not None or look.near.terms):
            hinted = topic is not None and bool(sentence.spans(topic.hints, words))
            known = telling or bool(phrases) or hinted
            if not titled or not known or stands.named - {topic}:
                return None
        length = max(end - at for at, end in beside or found)
        at_home = bool(searched.focuses) or bool(searched.parts)
        bare = topic is None and not look.near.terms
        return Match(
            searched,
            length,
            near,
            near or (bare and (at_home or length >= LONG_PHRASE)),
            bool(deeds) or bool(sentence.spans(searched.kinds, words)),
            frozenset(own),
            titled,
        )

    def _on_topic(self, titles: SearchedText, look: _Look, topic: _Subject | None) -> bool:
        if topic is not None and titles.spans(topic.names, self.words):
            return True
        return bool(titles.spans(look.near, self.words))


def _to_the_point(found: Sequence[Match]) -> Iterator[Match]:
    """Of the items found in a sentence those that it is about.

    Where it names the subject of one, it is not about others that only the titles speak of; where
    it tells the deed that one item of an indicator asks for, not about its items of other deeds.
    One deed is done on one subject: the one that both the sentence and the titles name, if any.
    """
    named = {match.searched.indicator for match in found if match.near}
    told = {match.searched.indicator for match in found if match.deeds}
    at_home = {
        deed
        for match in found
        if match.near and match.titled
        for deed in match.deeds
        if not deed.startswith(OF_SCHOOLS)
    }
    for match in found:
        indicator = match.searched.indicator
        if not match.near and named - {indicator}:
            continue
        if not match.deeds and indicator in told:
            continue
        if match.deeds & at_home and not match.titled:
            continue
        yield match


def _beside(found: tuple[int, int], near: tuple[int, int]) -> bool:
    """Whether a word stands near a phrase, and not inside it or around it."""
    apart = found[1] <= near[0] or near[1] <= found[0]
    return apart and abs(found[0] - near[0]) <= NEAR


def _specific(match: Match) -> tuple[bool, int]:
    return match.near, match.length


def _searched(
    rubric: Rubric, skeleton: Skeleton, deeds: Deeds, language: OfficialWords
) -> Iterator[Searched]:
    topics = [
        (frozenset(map(folded, one.of)), _Subject(one.of[0], Family(one.names), Family(one.hints)))
        for one in language.topic
    ]
    for indicator in rubric.indicators:
        subjects = _subjects(indicator)
        asked = [deeds.asked_by(item.text) & deeds.told_by_words for item in indicator.item]
        known = (topic for words, topic in topics if words & subjects)
        topic = next(known, None) if all(asked) else None
        for item in indicator.item:
            if item.look_for:
                focuses, parts = _homes(item, skeleton)
                yield Searched(
                    indicator.code,
                    item.id,
                    deeds.asked_by(item.text),
                    topic,
                    tuple(_Look.of(entry) for entry in item.look_for),
                    Family(skeleton.words_of_kinds(item.evidence)),
                    focuses,
                    parts,
                )


def _subjects(indicator: Indicator) -> frozenset[str]:
    """The words by which the items of an indicator name its subject, folded."""
    looks = (look for item in indicator.item for look in item.look_for)
    return frozenset(folded(word) for look in looks for word in look.near)


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
