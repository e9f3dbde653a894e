"""The nearest right word to a wrong one, for findings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from qp_scoring.thai import squeeze_id

_COMPARED = 1_000  # words that are compared letter by letter; in more, nobody looks for one
_LIKE_DIGITS = str.maketrans("li|o", "1110")
_NUMBERED = re.compile(r"(.*?)([0-9]{1,9})")


def nearest(found: str, known: Iterable[str], least: float = 0.3) -> str:
    """The most similar of the known words; empty where none is at least so similar (0 to 1)."""
    return next(iter(nearest_few(found, known, 1, least)), "")


def nearest_few(found: str, known: Iterable[str], most: int, least: float = 0.3) -> list[str]:
    """The most similar of the known words, at most so many, the nearest first."""
    shown = {one.casefold(): one for one in reversed(list(known)[:_COMPARED])}
    alike = difflib.get_close_matches(found.casefold(), reversed(shown), most, least)
    return [shown[one] for one in alike]


def nearest_ids(found: str, known: Sequence[str]) -> str:
    """The ids that a reader would look for: the same one typed otherwise, else its neighbours.

    ``"๑.๒"`` and ``"l.2"`` are 1.2; between 1.1 and 1.3 a missing 1.2 has both beside it, and past
    the last id there is the last. What is no numbered id gets the most similar word; one of a group
    that is not known (``12.1``) gets none.
    """
    typed = squeeze_id(found)
    for one in known:
        if squeeze_id(one) in (typed, typed.translate(_LIKE_DIGITS)):
            return one
    own = _NUMBERED.fullmatch(typed)
    if own is None:
        return nearest(found, known, 0.55)
    numbered = [(match, one) for one in known if (match := _NUMBERED.fullmatch(squeeze_id(one)))]
    alike = sorted((int(match[2]), one) for match, one in numbered if match[1] == own[1])
    below = [one for number, one in alike if number < int(own[2])]
    above = [one for number, one in alike if number > int(own[2])]
    beside = ", ".join([*below[-1:], *above[:1]])
    return beside or ("" if own[1].endswith(".") else nearest(found, known))
