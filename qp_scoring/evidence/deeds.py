"""What an answer tells of: the order, the agreement, the supervision … that an item asks for.

An item says by its own words which deed it asks for ("มีคำสั่งแต่งตั้ง…": an order), a sentence by
its own which deeds it tells. Where two are told of the same doing, the one that uses or judges the
other is what the sentence is about: a resolution that followed from supervision is a resolution.
The words stand in ``data/deeds.toml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from qp_scoring.evidence.phrases import Family, SearchedText, folded
from qp_scoring.evidence.segment import Words
from qp_scoring.evidence.vocabulary import Deed, OfficialWords

# Between the words of a saying ("ที่ประชุม…เห็นชอบ"): how many letters may stand there.
_BETWEEN = 90
_FOLLOWING, _ANYWHERE = "…", "+"
_NEXT_YEAR, _SHORT_YEAR = "{next_year}", "{yy}"
# What stands right before a deed that was not done: "ยังไม่ได้จัดทำข้อตกลง", "ไม่มีแผนของเขต".
_DENIED = re.compile(r"(?:ไม่|ขาดการ|ยกเลิกการ)(?:มี|ได้|เคย|สามารถ|จัด|ทำ|การ|ออก|รับ|ดำเนิน)*$")
_DENIAL = 24  # letters before what is denied, and of it

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ToldDeed:
    """A deed that a sentence tells, and where its first words stand in the squeezed text."""

    name: str
    at: int
    end: int


class Deeds:
    """The deeds of the vocabulary, ready to be found."""

    def __init__(self, vocabulary: OfficialWords) -> None:
        families = {name: Family(words) for name, words in vocabulary.family.items()}
        self._deeds = tuple(_Sayings(deed, families) for deed in vocabulary.deed)
        sayings = [(one, deed) for deed in self._deeds for one in deed.sayings]
        self._places = {one: (at, deed) for at, (one, deed) in enumerate(sayings)}
        # One of a saying's families says as well as all whether it is to be asked at all.
        self._asking: dict[Family | None, list[_Saying]] = defaultdict(list)
        for saying in self._places:
            rarest = min(saying.needed, key=lambda one: len(one.folded), default=None)
            self._asking[rarest].append(saying)
        self.common = frozenset(deed.name for deed in vocabulary.deed if deed.common)
        self.blocks = frozenset(deed.name for deed in vocabulary.deed if deed.blocks)
        self.figured = frozenset(deed.name for deed in vocabulary.deed if deed.figured)
        self.told_by_words = frozenset(deed.name for deed in vocabulary.deed if deed.tells)
        self.own_subject = frozenset(deed.name for deed in vocabulary.deed if deed.own_subject)
        self.in_part = {
            part: frozenset(deed.name for deed in vocabulary.deed if part in deed.in_parts)
            for part in {part for deed in vocabulary.deed for part in deed.in_parts}
        }

    def asked_by(self, text: str) -> frozenset[str]:
        """The deeds of which an item asks for one before all else; none: for other things."""
        asked = folded(text).removeprefix("มี")
        fitting = {
            deed.name: deed for deed in self._deeds if any(_begins(asked, one) for one in deed.asks)
        }
        names = frozenset(_unhidden(fitting))
        return names - {name.partition(".")[0] for name in names if "." in name}

    def told_in(
        self, sentence: SearchedText, words: Words, year: int | None
    ) -> tuple[Mapping[str, tuple[ToldDeed, ...]], frozenset[str]]:
        """The deeds that a sentence of a report of a fiscal year tells, without what they hide.

        And those that it says were not done.
        """
        held = sentence.held
        asked = sorted(
            (*self._places[saying], saying)
            for family in (None, *self._asking.keys() & held)
            for saying in self._asking[family]
            if saying.needed <= held
        )
        found = {
            deed: deed.told_in(sentence, words, year, [saying for *_, saying in those])
            for deed, those in groupby(asked, key=itemgetter(1))
        }
        told = {deed.name: deed for deed, (places, _) in found.items() if places}
        denied = {
            deed.name for deed, (places, says_not) in found.items() if says_not and not places
        }
        return {name: found[told[name]][0] for name in _unhidden(told)}, frozenset(denied)

    def otherwise(
        self, names: frozenset[str], sentence: SearchedText, words: Words
    ) -> tuple[Span, ...]:
        """Where in a sentence words stand that only look like some deeds."""
        return tuple(
            span
            for deed in self._deeds
            if deed.name in names
            for span in deed.otherwise(sentence, words)
        )

    @property
    def families(self) -> Iterator[Family]:
        """The families that are looked for in every sentence."""
        for deed in self._deeds:
            yield from deed.families

    @property
    def terms(self) -> Iterator[str]:
        """The words of the sayings, which the segmenter must know."""
        for deed in self._deeds:
            yield from deed.terms


def _unhidden(deeds: Mapping[str, _Sayings]) -> Iterator[str]:
    """The names of those that no other hides; "data" hides "data.children" too."""
    for name in deeds:
        hidden = (
            name == one or name.startswith(f"{one}.")
            for other, deed in deeds.items()
            if other != name
            for one in deed.hides
        )
        if not any(hidden):
            yield name


@dataclass(frozen=True, slots=True, eq=False)
class _Saying:
    """How a deed is told: clauses that stand anywhere, each a row of families in order."""

    clauses: tuple[tuple[Family | str, ...], ...]
    needed: frozenset[Family]
    """Its families, of which each has a word in a sentence that tells it."""

    @staticmethod
    def of(saying: str, families: Mapping[str, Family]) -> _Saying:
        """The saying of a text, with the families by their names."""
        clauses = _clauses(saying, families)
        needed = (one for clause in clauses for one in clause if isinstance(one, Family))
        return _Saying(clauses, frozenset(needed))


class _Sayings:
    """A deed by its sayings: clauses that stand anywhere, each a row of families in order."""

    def __init__(self, deed: Deed, families: Mapping[str, Family]) -> None:
        self.name = deed.name
        self.hides = deed.hides
        self.asks = tuple(tuple(map(folded, saying.split(_FOLLOWING))) for saying in deed.asks)
        self.sayings = tuple(_Saying.of(one, families) for one in deed.tells)
        self._but = Family(deed.but)
        self._yearly: dict[tuple[str, int | None], Family] = {}

    @property
    def families(self) -> Iterator[Family]:
        """The families of its sayings, and of what only looks like it."""
        yield self._but
        for saying in self.sayings:
            yield from saying.needed

    @property
    def terms(self) -> Iterator[str]:
        """The phrases of its sayings as they are written."""
        return (term for one in self.families for term in one.terms)

    def told_in(
        self,
        sentence: SearchedText,
        words: Words,
        year: int | None,
        sayings: Iterable[_Saying],
    ) -> tuple[tuple[ToldDeed, ...], bool]:
        """Where it is told and not denied, and whether it is denied; ``year`` as for Deeds.

        ``sayings`` are those whose words all stand somewhere in the sentence.
        """
        told = []
        other: tuple[Span, ...] | None = None
        for saying in sayings:
            rows = self._places(saying, sentence, words, year)
            if not rows:
                continue
            if other is None:
                other = self.otherwise(sentence, words)
            clauses = [tuple(_in_order(_without(row, other))) for row in rows]
            if not all(clauses):
                continue
            told += [ToldDeed(self.name, at, end) for at, end in clauses[0]]
        denied = [one.at for one in told if _denied(sentence, one.at)]
        kept = (one for one in told if not any(0 <= one.at - at <= _DENIAL for at in denied))
        return tuple(kept), bool(denied)

    def _places(
        self, saying: _Saying, sentence: SearchedText, words: Words, year: int | None
    ) -> list[list[tuple[Span, ...]]]:
        """Where the families of each clause stand; none at all where one of them does not."""
        rows: list[list[tuple[Span, ...]]] = []
        for clause in saying.clauses:
            rows.append([])
            for part in clause:
                spans = sentence.spans(self._in(part, year), words)
                if not spans:  # most sayings end here, before words are told apart for others
                    return []
                rows[-1].append(spans)
        return rows

    def _in(self, part: Family | str, year: int | None) -> Family:
        """A part of a saying in a report of a year; where that is not known it is found nowhere."""
        if isinstance(part, Family):
            return part
        if (part, year) not in self._yearly:
            following = None if year is None else str(year + 1)
            said = part.replace(_NEXT_YEAR, following or "").replace(
                _SHORT_YEAR, (following or "")[-2:]
            )
            self._yearly[part, year] = Family((said,) if following else ())
        return self._yearly[part, year]

    def otherwise(self, sentence: SearchedText, words: Words) -> tuple[Span, ...]:
        """Where words stand that only look like it."""
        return sentence.spans(self._but, words)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span has letters in common with one of others."""
    return any(begin < span[1] and span[0] < end for begin, end in others)


def _denied(sentence: SearchedText, at: int) -> bool:
    """Whether what begins at a place of the squeezed text is said not to have been done."""
    return _DENIED.search(sentence.squeezed, max(0, at - _DENIAL), at) is not None


def _clauses(saying: str, families: Mapping[str, Family]) -> tuple[tuple[Family | str, ...], ...]:
    """A saying as clauses of families; a text holds the year after the report's."""
    return tuple(
        tuple(_family(part, families) for part in clause.split(_FOLLOWING))
        for clause in saying.split(_ANYWHERE)
    )


def _family(part: str, families: Mapping[str, Family]) -> Family | str:
    """The family that a part of a saying names, or one of the words that it is."""
    if _NEXT_YEAR in part or _SHORT_YEAR in part:
        return part
    before, brace, rest = part.partition("{")
    if not brace:
        return Family((part,))
    name, _, after = rest.partition("}")
    if not before and not after:
        return families[name]
    return Family(tuple(f"{before}{word}{after}" for word in families[name].terms))


def _begins(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a text begins with a saying, whose other parts follow somewhere in it."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0 or (at == 0 and found > 0):
            return False
        at = found + len(part)
    return True


def _without(row: Iterable[Iterable[Span]], other: Sequence[Span]) -> list[list[Span]]:
    return [[span for span in spans if not overlaps(span, other)] for spans in row]


def _in_order(row: Sequence[Sequence[Span]]) -> Iterator[Span]:
    """The places of the first family where the others stand, each near behind the one before."""
    first, *others = row
    for span in first:
        ends = {span[1]}
        for spans in others:
            ends = {end for at, end in spans if any(0 <= at - one <= _BETWEEN for one in ends)}
        if ends:
            yield span
