"""The times of web forms: which of two answers was given later."""

from __future__ import annotations

import re
from datetime import datetime

from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.thai import christian_year, normalise, to_arabic_digits

_SLASHED = re.compile(
    r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?", re.I
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?.*")


def answered_later(first: InputCell | None, second: InputCell | None) -> bool | None:
    """Whether the second time is the later one; None where that cannot be told.

    A date may be written day or month first: only what both readings agree on is known. Answers
    of one moment came in the order of their rows, in which forms write them.
    """
    if first is None or second is None:
        return None
    pairs = [
        (one, other)
        for one, other in zip(_readings(first), _readings(second), strict=True)
        if one is not None and other is not None
    ]
    later = {other >= one for one, other in pairs}
    return later.pop() if len(later) == 1 else None


def shown_time(cell: InputCell | None) -> str:
    """A time as it stands in the form."""
    return normalise(cell.text) if cell else ""


def _readings(cell: InputCell) -> tuple[datetime | None, datetime | None]:
    """A time read with the day first, and with the month first."""
    text = to_arabic_digits(normalise(cell.text)).removesuffix("น.").strip()
    if found := _ISO.fullmatch(text):
        year, month, day, *clock = found.groups()
        same = _time(year, month, day, clock, None)
        return same, same
    if found := _SLASHED.fullmatch(text):
        first, second, year, *clock, half = found.groups()
        return _time(year, second, first, clock, half), _time(year, first, second, clock, half)
    return None, None


def _time(
    year: str, month: str, day: str, clock: list[str | None], half: str | None
) -> datetime | None:
    hours, minutes, seconds = (int(part or 0) for part in clock)
    if half:
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    try:
        # Leap days are those of one calendar: compare in it.
        return datetime(christian_year(int(year)), int(month), int(day), hours, minutes, seconds)
    except ValueError:
        return None
