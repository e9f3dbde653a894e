"""The stages of a run, and how a caller may watch them.

A library call prints nothing: it tells a :data:`Watch` how far it is, and the caller shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class RunStage(StrEnum):
    """A part of a run that takes time of its own, in the order in which they come."""

    READING = "reading"
    SCORING = "scoring"
    SHEETS = "sheets"
    SUMMARY = "summary"
    PDF = "pdf"
    DELIVERY = "delivery"


Watch = Callable[[RunStage, int, int], None]
"""Told the stage, how many of its parts are done, and of how many; 0 of 0 where it has none.

A stage begins with 0 done and lasts until the next begins.
"""


def unwatched(_stage: RunStage, _done: int, _total: int) -> None:
    """The watch of a caller that does not look."""
