"""Notes on cells that are read: they may correct an answer, so they are listed, and never used."""

from __future__ import annotations

from collections.abc import Callable

from qp_scoring.findings import FindingLog
from qp_scoring.intake.readers.cells import InputSheet, address


def say_notes(sheet: InputSheet, is_read: Callable[[int, int], bool], log: FindingLog) -> None:
    """List once the notes on cells (row, column) of the file that are read."""
    notes = [
        f"{address(*at)} “{note.text}”"
        for at, note in sorted(sheet.dressing.notes.items())
        if is_read(*at)
    ]
    if notes:
        log.add("notes-not-read", sheet.place(), count=len(notes), notes=notes)
