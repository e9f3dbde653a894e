"""Rows of tables as reports give them: cells parted by TABs on a line, or each on its own line.

In the second manner a cell's line begins with a TAB, a blank line ends the row, and a cell that is
empty is a TAB alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qp_scoring.evidence.entries import Entry, row_at

_SEVERAL = 2


@dataclass(frozen=True)
class TableRow:
    """A row: its entries by column; ``end`` is the place behind it."""

    cells: Mapping[int, Sequence[Entry]]
    end: int

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """What stands in each filled column."""
        return {at: " ".join(one.text for one in cell) for at, cell in self.cells.items()}

    @property
    def first(self) -> Entry:
        """Its first entry."""
        return next(iter(self.cells.values()))[0]

    def alone(self, begin: int) -> bool:
        """Whether it is one cell over the whole of a table that begins with a column."""
        return len(self.cells) == 1 and min(self.cells) <= begin

    @property
    def keys(self) -> tuple[str, ...]:
        """Its cells as they are compared."""
        return tuple(one.key for cell in self.cells.values() for one in cell)


def rows_from(entries: Sequence[Entry], at: int) -> Iterator[TableRow]:
    """The rows from a place on, as long as there is one."""
    each = _by_lines if _is_cell_line(entries, at) else _by_tabs
    most = 0  # cells of a row that has one on each line: as many as its head
    while at < len(entries):
        row = each(entries, at)
        most = most or (len(row.cells) if row and each is _by_lines else 0)
        if row is None or (most and max(row.cells) >= most):
            return
        yield row
        at = row.end


def _by_tabs(entries: Sequence[Entry], at: int) -> TableRow | None:
    """The row on a line."""
    row = row_at(entries, at)
    return TableRow({one.column: (one,) for one in row}, at + len(row))


def _is_cell_line(entries: Sequence[Entry], at: int) -> bool:
    entry = entries[at]
    return entry.column == 1 and not entry.cell and len(row_at(entries, at)) == 1


def _by_lines(entries: Sequence[Entry], at: int) -> TableRow | None:
    """The row of which each line is a cell; a line without a TAB goes on with the cell above."""
    if not _is_cell_line(entries, at):
        return None
    cells: dict[int, list[Entry]] = {entries[at].empty: [entries[at]]}
    column, end = entries[at].empty, at + 1
    while end < len(entries) and not entries[end].parted:
        if _is_cell_line(entries, end):
            column += 1 + entries[end].empty
            cells[column] = [entries[end]]
        elif entries[end].column or entries[end].gap or entries[end].cell:
            break
        else:
            cells[column].append(entries[end])
        end += 1
    return TableRow(cells, end)
