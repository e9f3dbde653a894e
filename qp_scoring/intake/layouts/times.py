"""The times of web forms: which of two answers was given later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.thai import normalise, to_arabic_digits


class Sent(NamedTuple):
    """One answer of a person in a web form."""

    office: Office
    place: Place
    row: int
    time: InputCell | None


_SLASHED = re.compile(
    r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?", re.I
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?.*")
_BUDDHIST = 543


def last_sent(answers: Sequence[Sent], log: FindingLog, *, latest: bool) -> int | None:
    """Which of several answers of one person was sent last; None where none may be used (said).

    That is so unless the ``latest`` is asked for, and where it cannot be told which that is.
    """
    last = 0
    for at, one in enumerate(answers[1:], start=1):
        before = answers[last]
        later = answered_later(before.time, one.time)
        values = {
            "office": one.office.short_name,
            "row": one.row,
            "time": shown_time(one.time),
            "first": before.row,
            "first_time": shown_time(before.time),
        }
        if not latest or later is None:
            log.add("form-answered-twice", one.place, **values)
            return None
        kept, left = (one, before) if later else (before, one)
        log.add("form-later-taken", kept.place, **values, kept=kept.row, left=left.row)
        last = at if later else last
    return last


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
    number = int(year)
    try:
        # Both calendars have the same leap years only 543 years apart: compare in one.
        number -= _BUDDHIST if number > 2400 else 0
        return datetime(number, int(month), int(day), hours, minutes, seconds)
    except ValueError:
        return None
