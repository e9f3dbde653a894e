"""Tables of a topic's parts: a column, or a row, for each part, and one for each unit.

What a unit answered to a part then stands in the cells where both meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qp_scoring.evidence.entries import Entry, row_at
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.skeleton import PartHeading, ReportPart
from qp_scoring.evidence.units import Unit, UnitFinder

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class PartCells:
    """What a unit answered to a part (None: nobody is named), as a table has it."""

    part: ReportPart
    unit: Unit | None
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class PartTable:
    """A table of parts over ``count`` entries, its head among them."""

    count: int
    cells: Sequence[PartCells]


class PartTables:
    """Finds tables of parts in a report."""

    def __init__(self, entries: Sequence[Entry], headings: Headings, units: UnitFinder) -> None:
        self._entries = entries
        self._headings = headings
        self._units = units

    def at(self, place: int, over: Unit | None) -> PartTable | None:
        """The table that begins at a place; ``over`` is the unit below whose name it stands."""
        head = row_at(self._entries, place)
        if len(head) < _SEVERAL:
            return None
        parts = {one.column: self._headings.named_parts(one.text) for one in head[1:]}
        units = {one.column: self._units.alone_together(one.text) for one in head[1:]}
        below = place + len(head)
        if len({named for named in parts.values() if named}) >= _SEVERAL:
            rows = self._rows_from(below)
            cells = self._by_unit(rows, parts)
        elif self.names_part(below) and not self.names_part(place):
            rows = self._rows_from(below)
            by_column = len(units) > 1 and all(units.values())
            cells = self._by_part(rows, units) if by_column else self._by_row(rows, over)
        else:
            return None
        return PartTable(len(head) + sum(map(len, rows)), cells) if cells else None

    def follows(self, place: int) -> bool:
        """Whether a table of parts begins behind an entry: its head, or a row that names a part."""
        begin = place + 1
        if self.names_part(begin):
            return True
        end = begin + 1
        while end < len(self._entries) and self._entries[end].cell:
            end += 1
        return end > begin + 1 and self.names_part(end)

    def names_part(self, place: int) -> bool:
        """Whether one of the first two cells of the row at a place names a part, beside others."""
        row = self._entries[place : place + _SEVERAL]
        of_row = len(row) > 1 and row[0].cell == 0 and row[1].cell == 1
        return of_row and any(self._headings.named_parts(one.text) for one in row)

    def _rows_from(self, at: int) -> list[Sequence[Entry]]:
        """The rows of several cells from a place on."""
        rows: list[Sequence[Entry]] = []
        while at < len(self._entries):
            end = at + 1
            while end < len(self._entries) and self._entries[end].cell > 0:
                end += 1
            if end - at < _SEVERAL and not self._entries[at].column:
                break
            rows.append(self._entries[at:end])
            at = end
        return rows

    def _by_unit(
        self, rows: Sequence[Sequence[Entry]], parts: dict[int, tuple[PartHeading, ...]]
    ) -> list[PartCells]:
        """The answers of a table with a column for each part; a column of no part goes on."""
        cells = _Cells()
        unit: Unit | None = None
        begin = min(column for column, named in parts.items() if named)
        for row in rows:
            if row[0].column < begin:
                unit = next(iter(self._units.alone_together(row[0].text)), None)
                if unit is None:
                    return []
            own: tuple[PartHeading, ...] = ()
            filled = {one.column: one for one in row if one.column >= begin}
            for column in range(begin, max((*parts, *filled), default=0) + 1):
                own = parts.get(column) or own
                for part in own:
                    cells.add(part, unit, [filled.get(column) or _blank(row)])
        return cells.all

    def _by_row(self, rows: Sequence[Sequence[Entry]], over: Unit | None) -> list[PartCells]:
        """The answers of a table whose rows name a part each, and a unit beside it."""
        cells = _Cells()
        units: tuple[Unit | None, ...] = (over,)
        parts: tuple[PartHeading, ...] = ()
        begin = 0
        for row in rows:
            for one in row[:_SEVERAL]:
                if named := self._headings.named_parts(one.text):
                    parts, begin = named, max(begin, one.column)
                elif found := self._units.alone_together(one.text):
                    units, begin = found, max(begin, one.column)
            told = [one for one in row if one.column > begin] or [_blank(row)]
            for unit in units:
                for part in parts:
                    cells.add(part, unit, told)
        return cells.all if len({one.part for one in cells.all}) >= _SEVERAL else []

    def _by_part(
        self, rows: Sequence[Sequence[Entry]], units: dict[int, tuple[Unit, ...]]
    ) -> list[PartCells]:
        """The answers of a table with a column for each unit and a row for each part."""
        cells: list[PartCells] = []
        for row in rows:
            filled = {one.column: one for one in row}
            for part in self._headings.named_parts(row[0].text):
                for column, named in units.items():
                    said = filled.get(column) or _blank(row)
                    cells += [PartCells(part.part, unit, [said]) for unit in named]
        return cells


class _Cells:
    """Cells gathered by unit and part, in the order in which they first come."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, ReportPart], PartCells] = {}

    def add(self, part: PartHeading, unit: Unit | None, told: Sequence[Entry]) -> None:
        """Add what a unit answers to a part."""
        place = unit.identity if unit else "", part.part
        self._cells.setdefault(place, PartCells(part.part, unit, [])).entries.extend(told)

    @property
    def all(self) -> list[PartCells]:
        """All of them."""
        return list(self._cells.values())


def _blank(row: Sequence[Entry]) -> Entry:
    """An empty cell of a row."""
    return replace(row[0], text="")
