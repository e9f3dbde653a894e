"""The offices that a text names: the guard against a report that names another office.

The rule stands in docs/rules.md "Wrong office": a name counts only with its head (สพป., สพม.,
สำนักงานเขตพื้นที่การศึกษา… in any spelling), normalised, the longest match first, not followed
by a digit. The text is squeezed once, so that line breaks, spaces, hyphens, Thai digits and a
decomposed ำ make no difference; what the spacing alone can tell is read off the text itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from qp_scoring.documents.office import Office
from qp_scoring.intake.offices.forms import (
    ANY_AREA,
    AREA_TYPES,
    HEAD_PATTERN,
    NameForm,
    forms,
    head_of,
    name_key,
)
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.words import any_of
from qp_scoring.thai import (
    SEPARATORS,
    normalise,
    squeeze,
    to_arabic_digits,
    without_separators,
)

# Vowels and marks that belong to the letter before them: a name cannot end between the two.
_DEPENDENT = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")
_THAI_LETTER = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]")

# เลย, ตาก, แพร่, น่าน are words too: after a head that does not say which kind of office, a name
# as short as these counts only where a word ends.
_SHORT_NAME = 4
_KEPT = 16_384  # texts of which it is known whom they name


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names an office.

    ``text`` is the name as found (normalised, digits Arabic); ``offices`` are the codes of the
    offices it may mean, more than one when it does not say which.
    """

    text: str
    offices: frozenset[str]


@dataclass(slots=True)
class _NameMeaning:
    """What a squeezed name stands for, and what the text around it must look like."""

    codes: set[str] = field(default_factory=set)
    base: int = 0
    """Length of the part before the number or its เขต."""
    numbered: bool = False
    joined: bool = False
    """The number follows without เขต, so it must follow without a space: พบ 2 is no พบ.2."""
    abbreviated: bool = False


@dataclass(frozen=True, slots=True)
class _NameSpan:
    """A name found in a text: ``plain[positions[i]]`` is ``squeezed[i]``."""

    plain: str
    positions: list[int]
    head: int
    start: int
    end: int
    """Head, name and end of name, as positions in the squeezed text."""

    def after(self, count: int = 1) -> str:
        """The characters that follow the name in the text itself."""
        last = self.positions[self.end - 1] + 1
        return self.plain[last : last + count]

    def gap(self, at: int) -> str:
        """The spaces, dots and hyphens before a position of the squeezed text."""
        return self.plain[self.positions[at - 1] + 1 : self.positions[at]]

    def text(self) -> str:
        """Head and name as they stand in the text."""
        return self.plain[self.positions[self.head] : self.positions[self.end - 1] + 1]


class OfficeNames:
    """Finds the names of a registry's offices in texts."""

    def __init__(self, registry: OfficeRegistry) -> None:
        self._registry = registry
        self._found: dict[str, tuple[Mention, ...]] = {}
        self._entries: dict[str, dict[str, _NameMeaning]] = defaultdict(dict)
        own_heads: dict[str, str] = {}  # heads beside those of the area offices, squeezed
        for office in registry.offices:
            if office.type not in AREA_TYPES:
                own_heads[squeeze(office.type)] = office.type
                whole = squeeze(office.name)
                if name_key(office.name, registry.types).head == "":
                    own_heads[whole] = whole
                    self._entry(whole, "", len(whole)).codes.add(office.code)
            for form in forms(office, registry.types):
                if form.key.head:
                    self._learn(office, form)
        self._own_heads = own_heads
        self._head = re.compile(f"{HEAD_PATTERN}|{any_of(own_heads)}")
        self._lengths = {
            head: sorted({len(name) for name in names}, reverse=True)
            for head, names in self._entries.items()
        }

    def _entry(self, head: str, name: str, base: int, abbreviated: bool = False) -> _NameMeaning:
        entry = self._entries[head].setdefault(
            name, _NameMeaning(base=base, abbreviated=abbreviated)
        )
        entry.abbreviated &= abbreviated  # a real name of one office needs no such care
        return entry

    def _learn(self, office: Office, form: NameForm) -> None:
        head, base, number = form.key.head, form.key.base, form.key.number
        codes = {office.code}
        if head == ANY_AREA and not number:
            # A province without a kind means any of its offices; see OfficeRegistry.resolve.
            codes.update(other.code for other in self._registry.resolve(base).candidates)
        spellings = [f"{base}เขต{number}", f"{base}เขตที่{number}"] if number else [base]
        if number and base:
            spellings.append(base + number)
        for name in spellings:
            entry = self._entry(head, name, len(base), form.abbreviated)
            entry.codes |= codes
            entry.numbered = bool(number)
            entry.joined = entry.numbered and name == base + number

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every naming of an office, in the order of the text.

        A head without a name after it, or with a name that no office has, is no mention.
        """
        # A rubric's texts recur on every sheet of the country.
        found = self._found.get(text)
        if found is None:
            if len(self._found) == _KEPT:
                self._found.clear()
            found = self._found[text] = self._mentions(text)
        return found

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        plain = to_arabic_digits(normalise(text)).casefold()
        squeezed = without_separators(plain)
        named = [
            (head, names)
            for head in self._head.finditer(squeezed)
            if (names := list(self._names_after(head, squeezed)))
        ]
        if not named:
            return ()
        positions = [at for at, char in enumerate(plain) if char not in SEPARATORS]
        return tuple(
            mention
            for head, names in named
            if (mention := self._mention_of(head, names, plain, squeezed, positions))
        )

    def naming(self, texts: Iterable[str]) -> list[str]:
        """Those of some texts that name an office: of the texts of a round, very few."""
        known = self._found.get
        return [text for text in texts if known(text, True) and self.mentions(text)]

    def others(self, text: str, own: Office) -> tuple[Mention, ...]:
        """The namings that cannot mean ``own``; its former names are its own."""
        found = self.mentions(text)
        return tuple(one for one in found if own.code not in one.offices) if found else ()

    def _mention_of(
        self,
        match: re.Match[str],
        names: Sequence[tuple[_NameMeaning, int]],
        plain: str,
        squeezed: str,
        positions: list[int],
    ) -> Mention | None:
        """The first of the names after a head that stands in the text itself."""
        head, short_head = self._head_in(match), match["short"] is not None
        for entry, end in names:
            span = _NameSpan(plain, positions, match.start(), match.end(), end)
            if squeezed[end : end + 1] not in _DEPENDENT and _stands(entry, span, head, short_head):
                return Mention(span.text(), frozenset(entry.codes))
        return None

    def _head_in(self, match: re.Match[str]) -> str:
        return self._own_heads.get(match[0]) or head_of(match)

    def _names_after(
        self, match: re.Match[str], squeezed: str
    ) -> Iterator[tuple[_NameMeaning, int]]:
        """The names that the text goes on with after a head, longest first."""
        head, start = self._head_in(match), match.end()
        names = self._entries.get(head, {})
        for length in self._lengths.get(head, ()):
            entry = names.get(squeezed[start : start + length])
            if entry is not None and start + length <= len(squeezed):
                yield entry, start + length


@lru_cache(maxsize=1)
def names_of(registry: OfficeRegistry) -> OfficeNames:
    """What finds the names of a registry's offices: readers and writers of a run ask for one."""
    return OfficeNames(registry)


def _stands(entry: _NameMeaning, span: _NameSpan, head: str, short_head: bool) -> bool:
    """Whether a name found in the squeezed text is one in the text itself."""
    following = span.after()
    if following.isdecimal():  # เขต 1 in เขต 12
        return False
    if entry.joined and span.gap(span.start + entry.base)[:1] == " ":
        return False
    ends_word = _THAI_LETTER.match(following) is None
    if entry.abbreviated:
        # พบ, ตก, รอ are words: the abbreviation stands right after สพป. or สพม. as one word.
        attached = " " not in span.gap(span.start)
        alone = head in AREA_TYPES and attached and ends_word and not _numbered_on(span)
        return short_head and (entry.numbered or alone)
    if head == ANY_AREA and not entry.numbered and entry.base <= _SHORT_NAME:
        return ends_word
    return True


def _numbered_on(span: _NameSpan) -> bool:
    """Whether a number follows an abbreviation after its dot, as in ฉช.9."""
    following = span.after(2)
    return following[:1] == "." and following[1:].isdecimal()
