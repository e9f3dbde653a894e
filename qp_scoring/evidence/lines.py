"""A line of a report: what every reader gives and every later step points to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, counted from 1; a paragraph or table row of a Word document is one.

    Several lines have one number where a paragraph holds line breaks.
    """

    number: int
    text: str
