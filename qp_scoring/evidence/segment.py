"""Thai words: where a text may be cut, so that a phrase is found as words and never inside one.

The words come from pythainlp's dictionary segmenter (newmm) with the rubric's own terms added; it
is imported when the first text is segmented, so that nothing else waits for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

# What follows these in a longer word of the dictionary is a word of its own: การนิเทศ, จัดกิจกรรม.
_OPENERS = (
    "การ",
    "ความ",
    "มี",
    "จัด",
    "ทำ",
    "ออก",
    "ร่วม",
    "วาง",
    "ฝึก",
    "ให้",
    "เปิด",
    "ปรับ",
    "ตาม",
    "ใช้",
    "เป็น",
)
_THAI, _LATIN, _DIGITS = "[ก-๎]", "[A-Za-z]", "[0-9๐-๙]"
_RUN = re.compile(f"{_THAI}+")
# Between two letters or digits of one kind no word of another script begins.
_INSIDE = re.compile(f"{_LATIN}{{2}}|{_DIGITS}{{2}}")
_SHORTEST_HEAD, _SHORTEST_REST = 3, 5
_LONGEST_RUN = 2_000  # characters segmented at once; a run without any space is cut there
_HEAD = 3  # letters by which the dictionary knows how long a word may be
_SHORT = tuple(range(1, _HEAD))  # so long one may be whatever follows


def segmenter_installed() -> bool:
    """Whether the extra ``evidence`` with the segmenter and what compares titles is installed."""
    return find_spec("pythainlp") is not None and find_spec("rapidfuzz") is not None


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Where words begin inside a run of Thai letters, and where they end."""

    starts: frozenset[int]
    ends: frozenset[int]


class Edges:
    """Where words begin in a text, and where they end; a run is cut when it is first asked of."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._runs = [found.span() for found in _RUN.finditer(text)]
        self._begun = [begin for begin, _ in self._runs]

    def begins(self, at: int) -> bool:
        """Whether a word begins at a place."""
        run = self._around(at)
        return self._is_apart(at) if run is None else at - run[0] in self._cuts(run).starts

    def ends(self, at: int) -> bool:
        """Whether a word ends at a place."""
        run = self._around(at)
        return self._is_apart(at) if run is None else at - run[0] in self._cuts(run).ends

    def _around(self, at: int) -> tuple[int, int] | None:
        """The Thai run that a place is inside of."""
        place = bisect_right(self._begun, at) - 1
        if place < 0:
            return None
        begin, end = self._runs[place]
        return (begin, end) if begin < at < end else None

    def _cuts(self, run: tuple[int, int]) -> _Cuts:
        return self._words.cuts(self._text[run[0] : run[1]])

    def _is_apart(self, at: int) -> bool:
        return not at or _INSIDE.match(self._text, at - 1) is None


@lru_cache(maxsize=2)
def words_with(terms: frozenset[str]) -> Words:
    """The words with these terms; made once, for the dictionary takes a second to build."""
    return Words(terms)


class Words:
    """Cuts texts into words; ``terms`` are words of its dictionary beside the common ones."""

    def __init__(self, terms: Iterable[str]) -> None:
        from pythainlp.corpus import thai_words  # noqa: PLC0415  (an extra, and 700 ms)

        common = thai_words()
        self._own = {word for term in terms for word in re.findall(r"[ก-๎]+", term)} - common
        self._known = _Dictionary(common | self._own)
        self.cuts = lru_cache(maxsize=20_000)(self._cuts_of_run)
        self._parts_of = lru_cache(maxsize=20_000)(self._inside)

    def first(self, text: str) -> str:
        """The first word of a text; the whole text where it does not begin with Thai."""
        run = _RUN.match(text)
        if run is None:
            return text
        return run[0][: next(_ends(run[0][:_LONGEST_RUN], self._known))]

    def _cuts_of_run(self, run: str) -> _Cuts:
        """The cuts inside a run of Thai letters."""
        starts: set[int] = set()
        ends: set[int] = set()
        for offset in range(0, len(run), _LONGEST_RUN):
            part, at = run[offset : offset + _LONGEST_RUN], 0
            for end in _ends(part, self._known):
                begins, ending = self._parts_of(part[at:end])
                begin = offset + at
                starts.update([begin + cut for cut in begins])
                ends.update([begin + cut for cut in ending])
                at = end
        return _Cuts(frozenset(starts), frozenset(ends))

    def _inside(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where in a word those begin that can be found in it, itself too, and where they end."""
        # A term is one word where it stands whole, and its common words can be found in it.
        common = _Without(self._own, self._known)
        inner = tuple(_ends(word, common)) if word in self._own else ()
        opened = tuple(self._opened(word))
        return (0, *inner, *opened), (len(word), *inner, *self._heads(word), *opened)

    def _opened(self, word: str) -> Iterator[int]:
        """Where the word begins that another one opens: นิเทศ in การนิเทศ."""
        for opener in _OPENERS:
            if word.startswith(opener) and word[len(opener) :] in self._known:
                yield len(opener)

    def _heads(self, word: str) -> Iterator[int]:
        """Where the first word of a compound ends, which says what it is: แผน in แผนปฏิบัติการ.

        What follows must be a word of some length: แผนที่ and แผนก are no kinds of แผน. Words that
        only end a compound are never found in it: ปฐมนิเทศ is no kind of นิเทศ.
        """
        for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_REST + 1):
            if word[:cut] in self._known and word[cut:] in self._known:
                yield cut


class _Dictionary:
    """Words by their first letters: what the segmenter asks of its trie, in a third of its memory.

    A trie of 60,000 words is 80 MB and takes half a second to build.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = set(words)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:_HEAD]].add(len(word))
        self._lengths = {head: tuple(sorted({*_SHORT, *found})) for head, found in lengths.items()}

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """The words that begin at a place of a text, the shortest first."""
        known, end = self._words, len(text)
        return [
            word
            for length in self._lengths.get(text[start : start + _HEAD], _SHORT)
            if start + length <= end and (word := text[start : start + length]) in known
        ]


class _Without:
    """A dictionary without some words."""

    def __init__(self, left_out: Set[str], words: _Dictionary) -> None:
        self._left_out = left_out
        self._words = words

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """As those of the whole dictionary."""
        return [one for one in self._words.prefixes(text, start) if one not in self._left_out]


def _ends(text: str, words: _Dictionary | _Without) -> Iterator[int]:
    """Where the words of a text end."""
    from pythainlp.tokenize.newmm import segment  # noqa: PLC0415  (an extra)

    at = 0
    for word in segment(text, words, safe_mode=True):  # type: ignore[arg-type]  # it only asks
        at += len(word)
        yield at
