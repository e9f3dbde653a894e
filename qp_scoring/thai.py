"""Thai text as it comes out of Excel, PDF and web pages, made comparable.

Nothing here changes what a text says: only how its characters are stored (``docs/domain.md``).
NFKC is never used: it takes every ำ apart and NFC does not mend it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache

_ARABIC, _THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
_FULL_WIDTH, _CIRCLED = "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨"
_TO_ARABIC = str.maketrans(_THAI + _FULL_WIDTH + _CIRCLED, _ARABIC * 3)
_TO_THAI = str.maketrans(_ARABIC, _THAI)

TURNS_TEXT = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that are not seen, and turn the direction of those that are."""

# Code points that show nothing (Unicode's Default_Ignorable_Code_Point, variation selectors too).
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""As the inside of a character class."""

_IGNORED = re.compile(f"[{IGNORABLE}]+")
# Of these, only what no program shows: the others may be meant where a text is printed.
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])

# A nikhahit (U+0E4D) apart from its sara aa; a tone mark (U+0E48–0E4B) may stand between the two.
_DETACHED_AM = re.compile("\u0e4d([\u0e48-\u0e4b]*)\u0e32")

_DOTS = ".…．"
_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "\"'`´“”„‟‘’‚‛«»‹›′″"
SEPARATORS = frozenset(" " + _DOTS + _DASHES + _QUOTES)
"""What :func:`without_separators` leaves out."""
_SEPARATORS = re.compile(f"[{re.escape(''.join(sorted(SEPARATORS)))}]+")


_OTHER_DIGIT = re.compile("[๐-๙０-９①-⑨⓪]")

# Marks above and below one consonant, typed in whatever order, and what follows them in a word.
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_MARKS_AND_AM = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]{2,}")
_AM = "\u0e33"
_TONES, _THANTHAKHAT, _NIKHAHIT = "\u0e48\u0e49\u0e4a\u0e4b", "\u0e4c", "\u0e4d\u0e4e"


_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?")
_MONTHS = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
BUDDHIST_ERA = 543
"""Years that the Buddhist era is ahead; both calendars have leap years together."""
_FIRST_YEAR, _LAST_CHRISTIAN = 1900, 2400


def christian_year(year: int) -> int:
    """A year as computers count it: one after 2400 was typed as one of the Buddhist era."""
    return year - BUDDHIST_ERA if year > _LAST_CHRISTIAN else year


def written_date(text: str) -> str:
    """An ISO date as officers write it (31 มี.ค. 2566), with its time; else the text itself."""
    found = _ISO.fullmatch(text)
    if found is None:
        return text
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups())
    christian = christian_year(year)
    try:
        when = datetime(christian, month, day, hour, minute, second)
    except ValueError:
        return text
    if christian < _FIRST_YEAR:
        return text
    written = f"{day} {_MONTHS[month - 1]} {christian + BUDDHIST_ERA}"
    clock = f"{when:%H.%M.%S}".removesuffix(".00")
    return written if found[4] is None else f"{written} เวลา {clock} น."


def tidied(text: str) -> str:
    """A text as it was typed, stored in one way: what is printed of it.

    Zero-width characters go, NBSP and line breaks become spaces, runs of white space become one
    space, a decomposed ำ becomes one character.
    """
    if text.isascii():
        return " ".join(text.split())
    # Invisible characters go first: one between two halves would hide them from NFC.
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = _DETACHED_AM.sub("\\1\u0e33", text)
    return " ".join(text.split())  # str.split() counts NBSP as white space


# The texts of forms and headings recur in every file of the country.
@lru_cache(maxsize=65_536)
def normalise(text: str) -> str:
    """Store texts that look the same in one way, so that they can be compared.

    As :func:`tidied`, and: whatever shows nothing goes, เเ becomes แ, the marks of a consonant
    stand in one order and each once. Idempotent; digits keep their script.
    """
    if text.isascii():
        return " ".join(text.split())
    return " ".join(_composed(_IGNORED.sub("", text)).split())


def _composed(text: str) -> str:
    """A text with its characters whole, and their marks in order."""
    text = unicodedata.normalize("NFC", text).replace("เเ", "แ")
    # Nearly every text has its marks in order, and every second letter has two.
    if _OUT_OF_ORDER.search(text):
        text = _DETACHED_AM.sub("\\1\u0e33", _MARKS.sub(_in_order, text))
        text = _MARKS_AND_AM.sub(_in_order, text)
    return text


def _in_order(marks: re.Match[str]) -> str:
    """Vowels before tone marks before ์; what is typed twice looks like once.

    Every ำ is seen by its second half, and stays behind the marks that were typed around it.
    """
    return _ordered(marks[0])


@lru_cache(maxsize=1_024)
def _ordered(marks: str) -> str:
    above = sorted(set(marks) - {_AM}, key=_mark_order)
    return "".join(above) + _AM * marks.count(_AM)


def _mark_order(mark: str) -> tuple[int, str]:
    later = (_TONES, _THANTHAKHAT, _NIKHAHIT)
    return next((at for at, kind in enumerate(later, 1) if mark in kind), 0), mark


def _pairs_out_of_order() -> str:
    """A pattern of two marks in a row in no order, or of a nikhahit or a ำ before one."""
    marks = [
        *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47",
        *_TONES,
        _THANTHAKHAT,
        *_NIKHAHIT,
    ]
    pairs = (
        f"{one}[{''.join(other for other in marks if _mark_order(other) <= _mark_order(one))}]"
        for one in marks
    )
    # Each begins with a letter and no class: so the pattern is looked for only where one stands.
    before = (f"{one}[\u0e31-\u0e3a\u0e47-\u0e4e]" for one in (_AM, "\u0e4d"))
    return "|".join((*pairs, *before))


_OUT_OF_ORDER = re.compile(_pairs_out_of_order())


@lru_cache(maxsize=16_384)
def to_arabic_digits(text: str) -> str:
    """The text with ๐–๙, ⓪–⑨, and the wide digits of East Asian fonts, written 0–9."""
    return text.translate(_TO_ARABIC) if _OTHER_DIGIT.search(text) else text


def to_thai_digits(text: str) -> str:
    """The text with 0–9 written ๐–๙."""
    return text.translate(_TO_THAI)


def without_separators(text: str) -> str:
    """A normalised text without its spaces, dots, hyphens, dashes and quotes."""
    return _SEPARATORS.sub("", text)


@lru_cache(maxsize=65_536)
def squeeze(text: str) -> str:
    """The key by which names are compared: only what distinguishes one name from another.

    Normalised, Arabic digits, casefolded, without white space, dots, hyphens, dashes and quotes.
    """
    key = without_separators(to_arabic_digits(normalise(text)).casefold())
    return _composed(key)  # halves of a character may have come together


@lru_cache(maxsize=65_536)
def squeeze_id(text: str) -> str:
    """An item id as it is compared: without spaces or case, but with its dots."""
    return to_arabic_digits(normalise(text)).replace(" ", "").casefold()


# What UTF-8 becomes where it is read as cp874: three letters for each, of which two are always เธ
# or เน; where it is read as Latin-1: à¸ or à¹ and a third.
_AS_CP874 = re.compile("(?:เ[ธน][\u0e01-\u0e1f\u0080-\u00a0\u2013-\u2026\u20ac\ufffd]){2,}")
_AS_LATIN = re.compile("(?:à[¸¹][^a-zà]{0,2}){2,}")
# What cp874 becomes where it is read as Latin-1: ¡ÒÃ»ÃÐàÁÔ¹.
_CP874_AS_LATIN = re.compile("[\u00a1-\u00fb]{3,}")
_LOST = re.compile("[\ufffd\x80-\x84\x86-\x9f]")
_LEADING_VOWELS, _FOLLOWING = "เแโใไ", "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
_THAI_LETTER = re.compile("[ก-ฮ]")
_MISPLACED = re.compile(
    f"(?<![ก-ฮฤฦ\u0e30-\u0e3a\u0e47-\u0e4eๅ])[{_FOLLOWING}]|[{_LEADING_VOWELS}](?![ก-ฮฤฦ])"
)


@lru_cache(maxsize=65_536)
def is_damaged(text: str) -> bool:
    """Whether a text was read or saved in a wrong encoding, so that nobody can read it."""
    if text.count("?") >= 4 and not any(character.isalpha() for character in text):
        return True
    if text.isascii():
        return False
    if _LOST.search(text) or _AS_CP874.search(text) or _AS_LATIN.search(text):
        return True
    foreign = _CP874_AS_LATIN.search(text)
    return foreign is not None and len(set(foreign[0])) > 2


def is_plausible_thai(text: str) -> bool:
    """Whether Thai letters stand as in Thai: decoded otherwise they stand anyhow."""
    text = text.replace("เเ", "แ")  # many type it so
    letters = len(_THAI_LETTER.findall(text))
    wrong = len(_MISPLACED.findall(text)) + sum(len(found[0]) for found in _AS_CP874.finditer(text))
    return wrong * 10 <= letters
