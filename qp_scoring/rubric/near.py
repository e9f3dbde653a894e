"""The nearest right word to a wrong one, for findings."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(found: str, known: Iterable[str], least: float = 0.3) -> str:
    """The most similar of the known words; empty where none is at least so similar (0 to 1)."""
    return next(iter(nearest_few(found, known, 1, least)), "")


def nearest_few(found: str, known: Iterable[str], most: int, least: float = 0.3) -> list[str]:
    """The most similar of the known words, at most so many, the nearest first."""
    return difflib.get_close_matches(found, list(known), most, least)
