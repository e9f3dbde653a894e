"""Phrases in a text: found where their letters stand, spaces and punctuation aside.

Both ends of a phrase are ends of words: RT is not in SMART, แผน not in แผนก, นิเทศ not in ปฐมนิเทศ.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from qp_scoring.evidence.segment import Edges, Words
from qp_scoring.thai import SEPARATORS, normalise, squeeze, to_arabic_digits, without_separators

# ฎ and ฏ are mixed up in almost every report (ปฎิบัติ).
_ALIKE = str.maketrans("ฏ", "ฎ")
# Abbreviations of offices, and the words that they stand for.
_SHORT = (
    (re.compile(r"(?<![ก-๎])ร\.?ร\."), "โรงเรียน"),
    (re.compile(r"(?<![ก-๎])นร\."), "นักเรียน"),
    (re.compile(r"(?<![ก-๎])ศน\."), "ศึกษานิเทศก์"),
    (re.compile(r"(?<![ก-๎])ผอ\.\s*เขต"), "ผู้อำนวยการเขต"),
)
# Names say nothing of what they are made of: schools of communities, kindergartens or temples,
# and the group that has supervision in its name whatever it does.
_NAME = re.compile(
    r"(?<=โรงเรียน)(?:ชุมชน|อนุบาล|วัด|บ้าน)"
    r"|(?<=กลุ่ม)นิเทศ,?\s*ติดตาม,?\s*(?:และ)?\s*ประเมินผล(?:\s*การจัดการศึกษา)?"
)
_BEFORE_NAME = ("โรงเรียน", "กลุ่มนิเทศ")
_GROUP = 4  # letters by which words are looked up

# So many Thai letters in a row are no part of another word by chance.
_UNMISTAKABLE = re.compile(r"[ก-๎]{7,}")


def folded(text: str) -> str:
    """A phrase as it is looked for: squeezed, letters that are mixed up made one."""
    return squeeze(text).translate(_ALIKE)


class Family:
    """Words of which any may stand in a place, ready to be looked for."""

    __slots__ = ("folded", "terms")

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(terms)
        self.folded = tuple(dict.fromkeys(map(folded, self.terms)))


class Families:
    """Finds which of many families may have a word in a text, all in one walk of its letters.

    Nearly every family lacks all its words in nearly every sentence; asked one by one, they cost
    more than all that is looked for.
    """

    def __init__(self, families: Iterable[Family]) -> None:
        self.all = frozenset(families)
        self._holding: dict[str, list[Family]] = defaultdict(list)
        for family in self.all:
            for word in family.folded:
                self._holding[word].append(family)
        self._beginning: dict[str, list[str]] = defaultdict(list)
        for word in self._holding:
            self._beginning[word[:_GROUP]].append(word)
        self._groups = frozenset(one for one in self._beginning if len(one) == _GROUP)
        self._short = [one for one in self._holding if len(one) < _GROUP]

    def words_in(self, squeezed: str) -> frozenset[str]:
        """The words whose letters stand somewhere in a squeezed text."""
        groups = [squeezed[at : at + _GROUP] for at in range(len(squeezed) - _GROUP + 1)]
        begun = map(self._beginning.__getitem__, self._groups.intersection(groups))
        may_be = chain(self._short, chain.from_iterable(begun))
        return frozenset(filter(squeezed.__contains__, may_be))

    def with_any(self, words: Iterable[str]) -> frozenset[Family]:
        """The families that have one of some words."""
        return frozenset().union(*map(self._holding.__getitem__, words))


class SearchedText:
    """A text made ready for phrases: squeezed, with the ends of its words.

    Of ``families`` it is known all at once which may stand in it.
    """

    def __init__(self, text: str, families: Families) -> None:
        plain = to_arabic_digits(normalise(text)).casefold().replace("ปฎิ", "ปฏิ")
        if "." in plain:
            for short, whole in _SHORT:
                plain = short.sub(whole, plain)
        plain = plain.replace("มิได้", "ไม่ได้")
        if any(one in plain for one in _BEFORE_NAME):
            plain = _NAME.sub(lambda found: "#" * len(found[0]), plain)
        self._plain = plain
        self.squeezed = without_separators(plain).translate(_ALIKE)
        self._places: list[int] | None = None
        self._edges: Edges | None = None
        self._spans: dict[Family, tuple[tuple[int, int], ...]] = {}
        self._known = families.all
        self._there = families.words_in(self.squeezed)
        self.held = families.with_any(self._there)

    def may_hold(self, family: Family) -> bool:
        """Whether letters of a family's words stand somewhere: nearly always they do not."""
        if family in self._known:
            return family in self.held
        return any(map(self.squeezed.__contains__, family.folded))

    def spans(self, family: Family, words: Words) -> tuple[tuple[int, int], ...]:
        """Where words of a family stand in the squeezed text, each with its end."""
        if not self.may_hold(family):
            return ()
        if family not in self._spans:
            there = self._there if family in self._known else self.squeezed
            self._spans[family] = tuple(
                (at, at + len(one))
                for one in family.folded
                if one in there
                for at in self.places(one, words)
            )
        return self._spans[family]

    def places(self, phrase: str, words: Words) -> Iterator[int]:
        """Where in the squeezed text a phrase, as :func:`folded` gives it, stands as words."""
        at = self.squeezed.find(phrase)
        anywhere = _UNMISTAKABLE.fullmatch(phrase) is not None
        while at >= 0:
            if anywhere or self._stands(at, at + len(phrase), words):
                yield at
            at = self.squeezed.find(phrase, at + 1)

    def _stands(self, at: int, end: int, words: Words) -> bool:
        """Whether a word begins and a word ends at two positions of the squeezed text."""
        if self._edges is None:
            self._edges = Edges(self._plain, words)
        begins = any(map(self._edges.begins, self._around(at)))
        return begins and any(map(self._edges.ends, self._around(end)))

    def _around(self, at: int) -> range:
        """The positions of the text that a position of the squeezed text may stand for."""
        if self._places is None:
            self._places = [n for n, one in enumerate(self._plain) if one not in SEPARATORS]
        before = self._places[at - 1] + 1 if at else 0
        after = self._places[at] if at < len(self._places) else len(self._plain)
        return range(before, after + 1)
