"""Thai text as it comes out of Excel, PDF and web pages, made comparable.

Nothing here changes what a text says: only how its characters are stored (TECH.md, "CSV and
text"; DOMAIN.md §7.8). NFKC is never used: it takes every ำ apart and NFC does not mend it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ARABIC, _THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(_THAI, _ARABIC)
_TO_THAI = str.maketrans(_ARABIC, _THAI)

TURNS_TEXT = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that are not seen, and turn the direction of those that are."""

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])

# A nikhahit (U+0E4D) apart from its sara aa; a tone mark (U+0E48–0E4B) may stand between the two.
_DETACHED_AM = re.compile("\u0e4d([\u0e48-\u0e4b]*)\u0e32")

_DOTS = ".…．"
_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "\"'`´“”„‟‘’‚‛«»‹›′″"
_SEPARATORS = str.maketrans("", "", " " + _DOTS + _DASHES + _QUOTES)


# The texts of forms and headings recur in every file of the country.
@lru_cache(maxsize=65_536)
def normalise(text: str) -> str:
    """Store the same text in one way.

    Zero-width characters go, NBSP and line breaks become spaces, runs of white space become one
    space, เเ becomes แ, a decomposed ำ becomes one character. Idempotent; digits keep their script.
    """
    # Invisible characters go first: one between two halves would hide them from NFC.
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = _DETACHED_AM.sub("\\1\u0e33", text.replace("เเ", "แ"))
    return " ".join(text.split())  # str.split() counts NBSP as white space


def to_arabic_digits(text: str) -> str:
    """The text with ๐–๙ written 0–9."""
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    """The text with 0–9 written ๐–๙."""
    return text.translate(_TO_THAI)


def without_separators(text: str) -> str:
    """A normalised text without its spaces, dots, hyphens, dashes and quotes."""
    return text.translate(_SEPARATORS)


@lru_cache(maxsize=65_536)
def squeeze(text: str) -> str:
    """The key by which names are compared: only what distinguishes one name from another.

    Normalised, Arabic digits, casefolded, without white space, dots, hyphens, dashes and quotes.
    """
    key = without_separators(to_arabic_digits(normalise(text)).casefold())
    return normalise(key)  # halves of a character may have come together


def squeeze_id(text: str) -> str:
    """An item id as it is compared: without spaces or case, but with its dots."""
    return to_arabic_digits(normalise(text)).replace(" ", "").casefold()
