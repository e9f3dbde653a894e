"""The nearest right word to a wrong one, for findings."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(found: str, known: Iterable[str], least: float = 0.3) -> str:
    """The most similar of the known words; empty where none is at least so similar (0 to 1)."""
    similar = difflib.get_close_matches(found, list(known), 1, least)
    return similar[0] if similar else ""
