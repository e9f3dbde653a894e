"""The numbers that Word prints before paragraphs of lists: they stand nowhere in the text.

What a list looks like is told by ``word/numbering.xml``; how far it has counted, by the paragraphs
that went before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from qp_scoring.evidence.docx_names import value, whole
from qp_scoring.thai import to_thai_digits

_LEVEL = re.compile(r"%([1-9])")
_BULLET = "•"
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMANS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LONGEST = 255  # letters of what is printed before a paragraph, which Word holds
_HIGHEST = 9_999  # that a list counts to; beyond it the file says nonsense


@dataclass(slots=True)
class _ListLevel:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""

    def take(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element of its own."""
        told = value(attributes, "val")
        if tag == "start":
            self.start = whole(attributes, "val", _HIGHEST)
        elif tag == "numFmt":
            self.kind = told
        elif tag == "lvlText":
            self.text = told[:_LONGEST]
        elif tag == "pStyle":
            self.style = told


@dataclass(slots=True)
class _ListDesign:
    """The levels of a list; one without any may be ``linked`` to that of a style ``named`` so."""

    levels: dict[int, _ListLevel] = field(default_factory=dict)
    named: str = ""
    linked: str = ""


@dataclass(slots=True)
class _ListNumbering:
    """What a paragraph refers to: a design, levels in its stead, and where levels begin anew."""

    design: str = ""
    own: _ListDesign = field(default_factory=_ListDesign)
    starts: dict[int, int] = field(default_factory=dict)
    used: bool = False


class WordLists:
    """The lists of a document, collected while the XML goes by, and how far each has counted."""

    def __init__(self) -> None:
        self._designs: dict[str, _ListDesign] = {}
        self._numberings: dict[str, _ListNumbering] = {}
        self._counted: dict[str, dict[int, int]] = {}
        self._design = _ListDesign()
        self._numbering = _ListNumbering()
        self._level = _ListLevel()
        self._at = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element of ``word/numbering.xml``."""
        told = value(attributes, "val")
        match name.rpartition(" ")[2]:
            case "abstractNum":
                self._design = self._designs[value(attributes, "abstractNumId")] = _ListDesign()
            case "num":
                self._numbering = self._numberings[value(attributes, "numId")] = _ListNumbering()
                self._design = self._numbering.own
            case "abstractNumId":
                self._numbering.design = told
            case "styleLink":
                self._design.named = told
            case "numStyleLink":
                self._design.linked = told
            case "lvlOverride":
                self._at = whole(attributes, "ilvl", _HIGHEST)
            case "startOverride":
                self._numbering.starts[self._at] = whole(attributes, "val", _HIGHEST)
            case "lvl":
                self._level = _ListLevel()
                self._design.levels[whole(attributes, "ilvl", _HIGHEST)] = self._level
            case tag:
                self._level.take(tag, attributes)

    def number(self, numbering_id: str, level: int | None, style: str) -> str:
        """What Word prints before the next paragraph of a numbering; empty where nothing.

        Without a level it is that of the paragraph's style.
        """
        numbering = self._numberings.get(numbering_id)
        if numbering is None:
            return ""
        levels = self._levels(numbering)
        at = level
        if at is None:
            at = next((at for at, one in levels.items() if style and one.style == style), 0)
        if at not in levels:
            return ""
        counted = self._count(numbering, levels, at)
        return _printed(levels, counted, at)

    def _levels(self, numbering: _ListNumbering) -> Mapping[int, _ListLevel]:
        design = self._designs.get(numbering.design, _ListDesign())
        if design.linked:
            named = (one for one in self._designs.values() if one.named == design.linked)
            design = next(named, design)
        return {**design.levels, **numbering.own.levels}

    def _count(
        self, numbering: _ListNumbering, levels: Mapping[int, _ListLevel], at: int
    ) -> Mapping[int, int]:
        """How far the levels have counted with one more; numberings of one design count on."""
        counted = self._counted.setdefault(numbering.design, {})
        if not numbering.used:
            numbering.used = True
            for level, start in numbering.starts.items():
                counted[level] = start - 1
        for above in (one for one in levels if one < at and one not in counted):
            counted[above] = levels[above].start
        counted[at] = counted.get(at, levels[at].start - 1) + 1
        for below in [one for one in counted if one > at]:
            del counted[below]
        return counted


def _printed(levels: Mapping[int, _ListLevel], counted: Mapping[int, int], at: int) -> str:
    kind, text = levels[at].kind, levels[at].text
    if kind == "bullet":
        # Most are signs of a font of their own, which mean nothing in others.
        drawn = text if text and unicodedata.category(text[0])[0] in "PS" else _BULLET
        return drawn if text else ""

    def counts(found: re.Match[str]) -> str:
        level = int(found[1]) - 1
        return _in_kind(counted.get(level, 0), levels[level].kind) if level in levels else ""

    return _LEVEL.sub(counts, text).strip()


def _in_kind(number: int, kind: str) -> str:
    """A number as Word writes it in one of its kinds; in digits where that is not known here."""
    match kind:
        case "none":
            return ""
        case "thaiNumbers":
            return to_thai_digits(str(number))
        case "thaiLetters":
            return _letter(number, _THAI_LETTERS)
        case "lowerLetter":
            return _letter(number, _LETTERS)
        case "upperLetter":
            return _letter(number, _LETTERS).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case _:
            return str(number)


def _letter(number: int, letters: str) -> str:
    """The letter at a place; after the last they are doubled."""
    again, at = divmod(max(number, 1) - 1, len(letters))
    return letters[at] * (again + 1)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMANS:
        times, number = divmod(number, worth)
        written += letters * times
    return written
