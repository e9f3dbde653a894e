"""Phrases in a text: found where their letters stand, spaces and punctuation aside.

Both ends of a phrase are ends of words: RT is not in SMART, แผน not in แผนก, นิเทศ not in ปฐมนิเทศ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from qp_scoring.evidence.segment import Edges, Words
from qp_scoring.thai import normalise, squeeze, to_arabic_digits, without_separators

# ฎ and ฏ are mixed up in almost every report (ปฎิบัติ).
_ALIKE = str.maketrans("ฏ", "ฎ")
# Abbreviations of offices, and the words that they stand for.
_SHORT = (
    (re.compile(r"(?<![ก-๎])ร\.?ร\."), "โรงเรียน"),
    (re.compile(r"(?<![ก-๎])นร\."), "นักเรียน"),
    (re.compile(r"(?<![ก-๎])ศน\."), "ศึกษานิเทศก์"),
    (re.compile(r"(?<![ก-๎])ผอ\.\s*เขต"), "ผู้อำนวยการเขต"),
    (re.compile(r"มิได้"), "ไม่ได้"),
)
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


class SearchedText:
    """A text made ready for phrases: squeezed, with the ends of its words."""

    def __init__(self, text: str) -> None:
        self._plain = to_arabic_digits(normalise(text)).casefold().replace("ปฎิ", "ปฏิ")
        for short, whole in _SHORT:
            self._plain = short.sub(whole, self._plain)
        self._plain = _NAME.sub(lambda found: "#" * len(found[0]), self._plain)
        kept = [(at, char) for at, char in enumerate(self._plain) if _is_kept(char)]
        self._places = [at for at, _ in kept]
        self.squeezed = "".join(char for _, char in kept).translate(_ALIKE)
        self._edges: Edges | None = None
        self._spans: dict[Family, tuple[tuple[int, int], ...]] = {}
        self._letters: dict[Family, bool] = {}

    def may_hold(self, family: Family) -> bool:
        """Whether letters of a family's words stand somewhere: nearly always they do not."""
        if len(family.folded) == 1:
            return family.folded[0] in self.squeezed
        if family not in self._letters:
            self._letters[family] = any(map(self.squeezed.__contains__, family.folded))
        return self._letters[family]

    def spans(self, family: Family, words: Words) -> tuple[tuple[int, int], ...]:
        """Where words of a family stand in the squeezed text, each with its end."""
        if not self.may_hold(family):
            return ()
        if family not in self._spans:
            self._spans[family] = tuple(
                (at, at + len(one))
                for one in family.folded
                if one in self.squeezed
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
