"""An office and the forms in which people write its name (docs/domain.md, 5).

A written name is split into a head (what kind of office), a base (the province or provinces, or
an abbreviation of them) and an area number. Every spelling of a head becomes one head, and every
way of writing the number one number, so that two spellings of a name have the same key and two
different names never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from qp_scoring.documents.office import Alias, Office
from qp_scoring.thai import (
    SEPARATORS,
    normalise,
    squeeze,
    to_arabic_digits,
)

PRIMARY: Final = "สพป"
SECONDARY: Final = "สพม"
ANY_AREA: Final = "สพท"
"""Head of a text that says education service area office without saying which kind."""

AREA_TYPES: Final = (PRIMARY, SECONDARY)

# Over squeezed text: no spaces, dots or hyphens. Covers การ left out, งาน doubled, เขตที่ for
# เขตพื้นที่, ศึกษา left out, and the short heads.
HEAD_PATTERN: Final = (
    "(?:(?:สำนักงาน|สนง)(?:งาน)?)?เขต(?:พื้นที่|ที่)"
    "(?:(?:การ)?(?:ศึกษา)?(?P<level>ประถม|มัธยม)(?:ศึกษา)?|(?:การ)?ศึกษา)"
    "|สพ(?P<short>[ปมท])"
)
_HEAD = re.compile(HEAD_PATTERN)
_NUMBER = re.compile("(?:เขต(?:พื้นที่|ที่)?)?([0-9]+)$")
_CONSONANTS = re.compile("[ก-ฮ]{1,8}")

# Everyday names of the capital. Only with a head that says which kind of office: without one
# they name a province that has three offices.
_CAPITAL: Final = "กรุงเทพมหานคร"
_CAPITAL_SHORT: Final = ("กทม", "กรุงเทพ", "กรุงเทพฯ")


@dataclass(frozen=True, slots=True)
class NameKey:
    """What distinguishes one written name from another; any part may be empty."""

    head: str
    base: str
    number: str


@dataclass(frozen=True, slots=True)
class NameForm:
    """One key that stands for an office, and the name it comes from.

    ``alias`` is None for the office's own names. ``abbreviated``: the base is an abbreviation
    such as ฉช, which may also be a word (พบ, ตก).
    """

    key: NameKey
    written: str
    alias: Alias | None = None
    abbreviated: bool = False


def head_of(match: re.Match[str]) -> str:
    """The one head that a spelling found by :data:`HEAD_PATTERN` stands for."""
    level, short = match["level"], match["short"]
    if level == "ประถม" or short == "ป":
        return PRIMARY
    if level == "มัธยม" or short == "ม":
        return SECONDARY
    return ANY_AREA


def name_key(text: str, other_types: Iterable[str] = ()) -> NameKey:
    """Split a written name into head, base and area number.

    Args:
        text: The name as written.
        other_types: Office types of a user's list that serve as heads too, as ``AREA_TYPES`` do.
    """
    rest, head = squeeze(text), ""
    if match := _HEAD.match(rest):
        head, rest = head_of(match), rest[match.end() :]
    else:
        for kind in sorted(other_types, key=len, reverse=True):
            if rest.startswith(squeeze(kind)):
                head, rest = kind, rest[len(squeeze(kind)) :]
                break
    number = ""
    if found := _NUMBER.search(rest):
        rest, number = rest[: found.start()], found[1].lstrip("0") or "0"
    return NameKey(head, rest, number)


def code_key(text: str) -> str:
    """The key by which codes are compared: Arabic digits, no regard to case.

    ``รหัส 9901`` and ``9901.0``, as other programs write the number, are 9901.
    """
    key = to_arabic_digits(normalise(text)).casefold().removeprefix("รหัส").strip(" :")
    whole = key.removesuffix(".0")
    return whole if whole.isdecimal() else key


def derived_short_name(kind: str, name: str) -> str:
    """``สพป.ฉะเชิงเทรา เขต 2`` from the official name; a name without a known head stays whole."""
    written = normalise(name)
    match = _HEAD.match(squeeze(written))
    if match is None or head_of(match) != kind:
        return written
    # The head ends at the same letter in the written name, whose spaces the short name keeps.
    letters = [at for at, char in enumerate(written) if char not in SEPARATORS]
    rest = written[letters[match.end() - 1] + 1 :].lstrip(" .")
    return f"{kind}.{rest}" if rest else written


# A list with offices of one's own has nearly all of the shipped ones as well.
@lru_cache(maxsize=1_024)
def forms(office: Office, other_types: tuple[str, ...] = ()) -> tuple[NameForm, ...]:
    """Every key that stands for an office, once per name it comes from.

    ``other_types`` as for :func:`name_key`, so that a name and a text are split alike.
    """
    types = {office.type, *other_types}
    own = (_forms_of_name(office, types, one, None) for one in (office.name, office.short_name))
    others = (_forms_of_name(office, types, one.name, one) for one in office.aliases)
    return tuple(chain.from_iterable(chain(own, others)))


def _forms_of_name(
    office: Office, types: Iterable[str], name: str, alias: Alias | None
) -> Iterator[NameForm]:
    key = name_key(name, types)
    base, number = key.base, key.number
    if not base and not number:  # a head alone names no office
        return
    # Only another name can be an abbreviation: นครพนม is all consonants and is none.
    short = alias is not None and key.head != "" and bool(_CONSONANTS.fullmatch(base))
    heads = [office.type, key.head]
    if office.type in AREA_TYPES:
        heads.append(ANY_AREA)
    if not short:
        heads.append("")
    for head in dict.fromkeys(heads):
        yield NameForm(NameKey(head, base, number), name, alias, short)
    if base == _CAPITAL:
        for everyday in _CAPITAL_SHORT:
            yield NameForm(NameKey(office.type, everyday, number), name, alias)
