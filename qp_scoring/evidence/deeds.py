"""What an answer tells of: the order, the agreement, the supervision … that an item asks for.

An item says by its own words which deed it asks for ("มีคำสั่งแต่งตั้ง…": an order), a sentence by
its own which deeds it tells. Where two are told of the same doing, the one that uses or judges the
other is what the sentence is about: a resolution that followed from supervision is a resolution.
The words stand in ``data/narrative.toml``, under ``[[deed]]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qp_scoring.evidence.phrases import SearchedText, folded
from qp_scoring.evidence.segment import Words
from qp_scoring.evidence.skeleton import Deed

# Between the words of a saying ("ที่ประชุม…เห็นชอบ"): how many letters may stand there.
_BETWEEN = 60
_GAP = "…"
_NEXT_YEAR = "{next_year}"


@dataclass(frozen=True, slots=True)
class ToldDeed:
    """A deed that a sentence tells, and where its first words stand in the squeezed text."""

    name: str
    at: int
    end: int


class Deeds:
    """The deeds of the skeleton, ready to be found."""

    def __init__(self, deeds: Sequence[Deed]) -> None:
        self._deeds = tuple(map(_Sayings, deeds))
        self.common = frozenset(deed.name for deed in deeds if deed.common)

    def asked_by(self, text: str) -> frozenset[str]:
        """The deeds of which an item asks for one before all else; none: for other things."""
        asked = folded(text).removeprefix("มี")
        fitting = [
            deed for deed in self._deeds if any(_begins(asked, saying) for saying in deed.asks)
        ]
        hidden = {name for deed in fitting for name in deed.hides}
        return frozenset(deed.name for deed in fitting if deed.name not in hidden)

    def told_in(
        self, sentence: SearchedText, words: Words, year: int | None
    ) -> Mapping[str, tuple[ToldDeed, ...]]:
        """The deeds that a sentence of a report of a fiscal year tells, without what they hide."""
        found = {deed.name: tuple(deed.told_in(sentence, words, year)) for deed in self._deeds}
        told = {name: places for name, places in found.items() if places}
        hidden = {name for deed in self._deeds if deed.name in told for name in deed.hides}
        return {name: places for name, places in told.items() if name not in hidden}

    def otherwise(
        self, names: frozenset[str], sentence: SearchedText, words: Words
    ) -> tuple[tuple[int, int], ...]:
        """Where in a sentence words stand that only look like some deeds."""
        return tuple(
            span
            for deed in self._deeds
            if deed.name in names
            for span in deed.otherwise(sentence, words)
        )

    @property
    def terms(self) -> Iterator[str]:
        """The words of the sayings, which the segmenter must know."""
        for deed in self._deeds:
            yield from deed.terms


class _Sayings:
    """A deed by its sayings: each a row of phrases that follow one another."""

    def __init__(self, deed: Deed) -> None:
        self.name = deed.name
        self.hides = deed.hides
        self.asks = tuple(map(_parts, deed.asks))
        self._tells = tuple(map(_parts, deed.tells))
        self._but = tuple(map(folded, deed.but))
        self._source = deed

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The phrases of its sayings as they are written."""
        sayings = (*self._source.tells, *self._source.but)
        return tuple(part for saying in sayings for part in saying.split(_GAP) if "{" not in part)

    def told_in(self, sentence: SearchedText, words: Words, year: int | None) -> Iterator[ToldDeed]:
        """Where it is told; ``year`` as in :meth:`Deeds.told_in`."""
        text = sentence.squeezed
        # Nearly every saying is nowhere in the sentence: told at once, without its words.
        there = [saying for saying in self._tells if saying[0] in text]
        other = self.otherwise(sentence, words) if there else ()
        for saying in there:
            for at, end in _places(sentence, _in_year(saying, year), words):
                if not overlaps((at, end), other):
                    yield ToldDeed(self.name, at, at + len(saying[0]))

    def otherwise(self, sentence: SearchedText, words: Words) -> tuple[tuple[int, int], ...]:
        """Where words stand that only look like it."""
        return tuple(
            (at, at + len(one))
            for one in self._but
            if one in sentence.squeezed
            for at in sentence.places(one, words)
        )


def overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether a span has letters in common with one of others."""
    return any(begin < span[1] and span[0] < end for begin, end in others)


def _parts(saying: str) -> tuple[str, ...]:
    return tuple(part if part == _NEXT_YEAR else folded(part) for part in saying.split(_GAP))


def _in_year(saying: tuple[str, ...], year: int | None) -> tuple[str, ...]:
    """A saying with the year after the report's; where that is not known it is found nowhere."""
    if saying[-1] != _NEXT_YEAR or year is None:
        return saying
    return (*saying[:-1], str(year + 1))


def _begins(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a text begins with a saying, whose other parts follow somewhere in it."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0 or (at == 0 and found > 0):
            return False
        at = found + len(part)
    return True


def _places(
    sentence: SearchedText, parts: tuple[str, ...], words: Words
) -> Iterator[tuple[int, int]]:
    """Where a saying begins and ends: its parts as words, each near behind the one before."""
    first, *others = parts
    for at in sentence.places(first, words):
        end = at + len(first)
        for part in others:
            behind = (
                place for place in sentence.places(part, words) if 0 <= place - end <= _BETWEEN
            )
            place = next(behind, None)
            if place is None:
                break
            end = place + len(part)
        else:
            yield at, end
