"""Tables of parts: a column, or a row, for each part, and one for each unit or topic.

What a unit answered to a part of a topic then stands in the cells where they meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qp_scoring.evidence.entries import Entry, row_at
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.skeleton import Focus, PartHeading, ReportPart
from qp_scoring.evidence.text import is_filler
from qp_scoring.evidence.unit_names import Unit
from qp_scoring.evidence.units import UnitFinder

_SEVERAL = 2
_LONGEST_LABEL = 60
_MOST_LABELS = 8  # of rows that each name a part
_SURE = 3  # columns whose labels have a word of a part, without other signs

EntryRow = Sequence[Entry]
PartsOf = Mapping[int, tuple[PartHeading, ...]]


@dataclass(frozen=True, slots=True)
class PartCells:
    """What a unit answered to a part (None: nobody is named), as a table has it.

    ``focus`` is the topic that the table names, with its ``title``; None where it names none.
    """

    part: ReportPart
    unit: Unit | None
    entries: list[Entry]
    focus: Focus | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class PartTable:
    """A table of parts over ``count`` entries, its head among them."""

    count: int
    cells: Sequence[PartCells]


@dataclass(frozen=True, slots=True)
class _Whose:
    """What the first cells of a row say: the topic with its title, and who answers."""

    focus: Focus | None
    title: str
    units: tuple[Unit | None, ...]


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
        parts = self._parts_of([one.text for one in head])
        columns = {one.column: named for one, named in zip(head, parts, strict=True) if named}
        if found := self._whole_rows(place, head, columns):
            return found
        rows = self._rows_from(place + len(head))
        units = {one.column: self._units.alone_together(one.text) for one in head[1:]}
        if self._are_columns(head, columns, rows):
            cells = self._by_unit(rows, columns, over)
        elif len(units) > 1 and all(units.values()):
            cells = self._by_part(rows, units)
        elif rows and not self.names_part(place):
            labelled = self._row_labels([head, *rows])
            if any(one.text in labelled for one in head[:_SEVERAL]):
                return None  # rows of headings with their answers, and no table
            cells = self._by_row(rows, over)
        else:
            return None
        return PartTable(len(head) + sum(map(len, rows)), cells) if cells else None

    def _whole_rows(self, place: int, head: EntryRow, columns: PartsOf) -> PartTable | None:
        """A table whose rows begin with a unit, their cells over several lines.

        A line that begins with no unit goes on with the last cell of the row above; one that holds
        a title, and nothing else, heads the rows of a topic. The head may stand there again.
        """
        if len({one.part for named in columns.values() for one in named}) < _SURE:
            return None
        if head[0].column or min(columns) != 1:
            return None
        rows: list[tuple[Focus | None, str, list[Entry]]] = []
        focus: Focus | None = None
        title, heads = "", [one.key for one in head]
        at = end = place + len(head)
        while at < len(self._entries):
            line = row_at(self._entries, at)
            topic = self._headings.topics.at(self._entries, at, "inspection")
            if len(line) == 1 and topic and not topic.page:
                focus, title = topic.focus, line[0].text
                at += topic.count
                continue
            if [one.key for one in line] != heads:
                if self._units.alone_together(line[0].text) and not line[0].column:
                    rows.append((focus, title, [*line]))
                elif not rows or not self._goes_on(rows[-1][2], line, at, max(columns)):
                    break
                else:
                    rows[-1][2].extend(_behind(rows[-1][2][-1], line))
            at += len(line)
            end = at  # a title with no row below it is the report's next
        if len(rows) < _SEVERAL:
            return None
        cells = _Cells()
        for focus, title, row in rows:
            for unit in self._units.alone_together(row[0].text):
                self._add_row(cells, row, columns, _Whose(focus, title, (unit,)))
        return PartTable(end - place, cells.all)

    def _goes_on(self, row: EntryRow, line: EntryRow, at: int, last: int) -> bool:
        """Whether a line goes on with the last cell of a row, whose last column may follow."""
        if self._headings.divisions.begins(line[0]) or self._headings.lines.closes(line[0]):
            return False
        if self._headings.parts.at(self._entries, at, "inspection", None, -1):
            return False
        if len(line) > 1:
            return row[-1].column + line[-1].column <= last
        if not line[0].gap:
            return row[-1].column < last
        ahead = at + 1
        while ahead < len(self._entries) and not self._entries[ahead].gap:
            if self._entries[ahead].cell and not self._units.alone_together(line[0].text):
                return row[-1].column < last
            ahead += 1
        return False

    def topics(self) -> int:
        """How many topics the report's tables of parts name."""
        found: set[str] = set()
        at = 0
        while at < len(self._entries):
            table = self.at(at, None)
            found |= {one.focus.number for one in table.cells if one.focus} if table else set()
            at += table.count if table else 1
        return len(found)

    def follows(self, place: int) -> bool:
        """Whether a table of parts begins behind an entry."""
        begin = place + 1
        if self.names_part(begin):
            return True
        head = row_at(self._entries, begin) if begin < len(self._entries) else ()
        if len(head) > 1 and self.at(begin, None) is not None:
            return True
        end = begin + 1
        while end < len(self._entries) and self._entries[end].cell:
            end += 1
        return end > begin + 1 and self.names_part(end)

    def names_part(self, place: int) -> bool:
        """Whether one of the first two cells of the row at a place names a part, beside others."""
        row = self._entries[place : place + _SEVERAL]
        of_row = len(row) > 1 and row[0].cell == 0 and row[1].cell == 1
        return of_row and any(self._headings.names.named(one.text) for one in row)

    def _parts_of(self, labels: Sequence[str]) -> list[tuple[PartHeading, ...]]:
        """The parts that the labels of a series name: exactly, or as the others leave it."""
        exact = [self._headings.names.named(one) for one in labels]
        if sum(map(bool, exact)) == len(exact):
            return exact
        others = [bool(self._units.alone_together(one)) for one in labels]
        return self._headings.names.in_series(labels, others)

    def _are_columns(self, head: EntryRow, columns: PartsOf, rows: Sequence[EntryRow]) -> bool:
        """Whether the columns of a table are parts."""
        known = {one.part for named in columns.values() for one in named}
        if len(known) < _SEVERAL or not rows:
            return False
        exact = {one for cell in head if (one := self._headings.names.named(cell.text))}
        begin = min(columns)
        whose = [row for row in rows if row[0].column < begin]
        said = bool(whose) and all(self._says_whose(row, begin) for row in whose)
        return len(exact) >= _SEVERAL or len(known) >= _SURE or said

    def _says_whose(self, row: EntryRow, begin: int) -> bool:
        """Whether the first cells of a row name a topic or who answers."""
        first = [one for one in row if one.column < begin]
        return any(
            self._units.alone_together(one.text) or self._headings.topics.in_cell(one.text)
            for one in first
        )

    def _rows_from(self, at: int) -> list[EntryRow]:
        """The rows of several cells from a place on."""
        rows: list[EntryRow] = []
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
        self, rows: Sequence[EntryRow], parts: PartsOf, over: Unit | None
    ) -> list[PartCells]:
        """The answers of a table with a column for each part; a column of no part goes on."""
        cells = _Cells()
        begin = min(parts)
        whose = _Whose(None, "", (over,))
        for row in rows:
            first = [one for one in row if one.column < begin and not is_filler(one.text)]
            whose = self._whose(first, whose, over)
            if first and whose.units == (None,) and whose.focus is None:
                return []
            self._add_row(cells, row, parts, whose)
        return cells.all

    @staticmethod
    def _add_row(cells: _Cells, row: EntryRow, parts: PartsOf, whose: _Whose) -> None:
        """Add what a row answers to the part of each column."""
        own: tuple[PartHeading, ...] = ()
        begin = min(parts)
        filled: dict[int, list[Entry]] = defaultdict(list)
        for one in row:
            if one.column >= begin:
                filled[one.column].append(one)
        for column in range(begin, max((*parts, *filled), default=0) + 1):
            own = parts.get(column) or own
            for part in own:
                for unit in whose.units:
                    cells.add(part, unit, whose, filled.get(column) or [_blank(row)])

    def _whose(self, first: EntryRow, before: _Whose, over: Unit | None) -> _Whose:
        """What the first cells of a row say; what they leave out goes on from the row before."""
        whose = before
        for one in first:
            if named := self._units.alone_together(one.text):
                whose = replace(whose, units=named)
            elif focus := self._headings.topics.in_cell(one.text):
                units = whose.units if whose.units == before.units else (over,)
                whose = _Whose(focus, one.text, units)
        if whose.focus != before.focus and whose.units == before.units and len(first) == 1:
            whose = replace(whose, units=(over,))
        return whose

    def _by_row(self, rows: Sequence[EntryRow], over: Unit | None) -> list[PartCells]:
        """The answers of a table whose rows name a part each, and a unit beside it."""
        cells = _Cells()
        labels = self._row_labels(rows)
        if not any(one.text in labels for one in rows[0][:_SEVERAL]):
            return []
        units: tuple[Unit | None, ...] = (over,)
        parts: tuple[PartHeading, ...] = ()
        begin = 0
        for row in rows:
            for one in row[:_SEVERAL]:
                if named := labels.get(one.text, ()):
                    parts, begin = named, max(begin, one.column)
                elif found := self._units.alone_together(one.text):
                    units, begin = found, max(begin, one.column)
            told = [one for one in row if one.column > begin] or [_blank(row)]
            for unit in units:
                for part in parts:
                    cells.add(part, unit, None, told)
        return cells.all if len({one.part for one in cells.all}) >= _SEVERAL else []

    def _row_labels(self, rows: Sequence[EntryRow]) -> dict[str, tuple[PartHeading, ...]]:
        """The labels of rows that name parts: exactly, or together where they recur or stand alone.

        Of two columns before the answers one has the units, the other the parts.
        """
        exact = {
            one.text: named
            for row in rows
            for one in row[:_SEVERAL]
            if (named := self._headings.names.named(one.text))
        }
        own: dict[str, int] = {}
        for row in rows:
            for one in row[:_SEVERAL]:
                if one is not row[-1] and not self._units.alone_together(one.text):
                    own[one.text] = own.get(one.text, 0) + 1
        labels = [one for one in own if one]
        if len(labels) > _MOST_LABELS:
            return exact
        named_all = self._headings.names.in_series(labels, [False] * len(labels))
        found = {one: named for one, named in zip(labels, named_all, strict=True) if named}
        sure = len({one.part for named in found.values() for one in named}) >= _SURE
        sure &= all(len(one) <= _LONGEST_LABEL for one in found)
        sure &= all(any(one.text in found for one in row[:_SEVERAL]) for row in rows)
        return found if sure else exact

    def _by_part(
        self, rows: Sequence[EntryRow], units: Mapping[int, tuple[Unit, ...]]
    ) -> list[PartCells]:
        """The answers of a table with a column for each unit and a row for each part."""
        named = self._parts_of([row[0].text for row in rows])
        if len({one.part for parts in named for one in parts}) < _SEVERAL:
            return []
        cells: list[PartCells] = []
        for row, parts in zip(rows, named, strict=True):
            filled = {one.column: one for one in row}
            for part in parts:
                for column, those in units.items():
                    said = filled.get(column) or _blank(row)
                    cells += [PartCells(part.part, unit, [said]) for unit in those]
        return cells


class _Cells:
    """Cells gathered by topic, unit and part, in the order in which they first come."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, ReportPart], PartCells] = {}

    def add(
        self, part: PartHeading, unit: Unit | None, whose: _Whose | None, told: Sequence[Entry]
    ) -> None:
        """Add what a unit answers to a part."""
        focus = whose.focus if whose else None
        place = focus.number if focus else "", unit.identity if unit else "", part.part
        new = PartCells(part.part, unit, [], focus, whose.title if whose and focus else "")
        self._cells.setdefault(place, new).entries.extend(told)

    @property
    def all(self) -> list[PartCells]:
        """All of them."""
        return list(self._cells.values())


def _behind(last: Entry, line: EntryRow) -> list[Entry]:
    """The cells of a line that goes on with the last cell of a row, in the row's columns."""
    return [replace(one, column=last.column + one.column) for one in line]


def _blank(row: EntryRow) -> Entry:
    """An empty cell of a row."""
    return replace(row[0], text="")
