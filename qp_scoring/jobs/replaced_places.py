"""Which findings of a delivered round hold no longer, by where the answers stood and stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from qp_scoring.documents.results import FindingRecord, IndicatorResult, State
from qp_scoring.findings import Place

_RowPlace = tuple[str | None, str | None, str]
"""A file, its sheet, and the number of a row."""


class ReplacedPlaces:
    """Where the answers stood that were replaced, and what was read again under the same name.

    What was found there holds no longer, but where answers stand that stay: ``spare`` tells them.
    """

    def __init__(self, replaced: Iterable[Place], read_again: set[str]) -> None:
        self._cells = set(replaced)
        self._rows = set(map(_row, self._cells))
        self._files = {one.file for one in self._cells} | read_again
        self._spared_files: set[str | None] = set()
        self._spared_rows: set[_RowPlace] = set()
        self._spared_cells: set[Place] = set()
        self._faulty_rows: set[_RowPlace] = set()

    def spare(self, places: Iterable[Place], *, faulty: bool) -> None:
        """Tell where answers stand that stay, and whether they may be in error."""
        for one in places:
            self._spared_files.add(one.file)
            if one.file in self._files and (row := _row(one)) in self._rows:
                self._spared_rows.add(row)
                self._spared_cells.add(one)
                if faulty:
                    self._faulty_rows.add(row)

    def has(self, item: FindingRecord) -> bool:
        """Whether what was found holds no longer."""
        if item.file not in self._spared_files:
            return item.file in self._files
        place = replace(item.place, cell=(item.cell or "").split(":")[0])
        row = _row(place)
        if row not in self._spared_rows:
            return row in self._rows
        # Of several offices, each in a column of its own or in a file of that name.
        if item.severity == "error" and row not in self._faulty_rows:
            return True
        return place in self._cells and place not in self._spared_cells


def places_of(one: IndicatorResult) -> Iterator[Place]:
    """Where the answers to an indicator stand."""
    if one.source is not None and one.state is not State.NOT_APPLICABLE:
        yield one.source.place
    yield from (by.source.place for by in one.said_by)
    yield from (by.source.place for item in one.items for by in item.by)


def _row(place: Place) -> _RowPlace:
    """A place without its column."""
    digits = filter(str.isdigit, (place.cell or "").split(":")[0])
    return place.file, place.sheet, "".join(digits)
