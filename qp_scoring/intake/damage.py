"""Texts read or saved in a wrong encoding: never printed, and said where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from qp_scoring.documents.answers import IndicatorAnswer, ItemAnswer, Remark
from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.headings import HEADING_ROWS
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.thai import is_damaged

_Given = TypeVar("_Given", IndicatorAnswer, ItemAnswer, Remark)
_TEXTS = {
    IndicatorAnswer: ("reason", "comment"),
    ItemAnswer: ("reason", "reference", "note"),
    Remark: ("text",),
}


def readable(answer: _Given, log: FindingLog) -> _Given:
    """An answer without its texts that nobody can read, each with a finding."""
    damaged = [
        (name, text)
        for name in _TEXTS[type(answer)]
        if (text := getattr(answer, name)) and is_damaged(text)
    ]
    for _, text in damaged:
        log.add("text-damaged", answer.place, found=text)
    if not damaged:
        return answer
    cleared: dict[str, Any] = {name: "" if name == "text" else None for name, _ in damaged}
    return answer._replace(**cleared)


_TABLE = 3  # so many cells in a row are more than a title


def damaged_heading(sheet: InputSheet) -> InputCell | None:
    """The first text among the headings of a sheet that nobody can read, if any."""
    return _first_damaged(sheet.row(row) for row in sheet.row_numbers[:HEADING_ROWS])


def damaged_title(sheet: InputSheet) -> InputCell | None:
    """The first text that nobody can read in the row of a sheet that looks like its headings."""
    rows = (sheet.row(row) for row in sheet.row_numbers[:HEADING_ROWS])
    return _first_damaged([next((row for row in rows if len(row) >= _TABLE), {})])


def _first_damaged(rows: Iterable[Mapping[int, InputCell]]) -> InputCell | None:
    return next((cell for row in rows for cell in row.values() if is_damaged(cell.text)), None)
