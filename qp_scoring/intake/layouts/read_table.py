"""A table ready to be read row by row: its columns by what they hold, and who speaks in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from qp_scoring.documents.answers import Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.headings import HeaderValue
from qp_scoring.intake.layouts.office_columns import name_columns
from qp_scoring.intake.layouts.rows import (
    NOT_BLANK,
    Blank,
    SheetRows,
    Unheard,
    own_words,
    say_below,
)
from qp_scoring.intake.layouts.speakers import NamedBy
from qp_scoring.intake.layouts.table_heads import OFFICE, Head, Key, Kind
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.marks import is_answer, is_open_mark
from qp_scoring.intake.offices.cells import OfficeCells, nobody
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.intake.words import WORDS, squeezed
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import squeeze

NOT_COUNTING = frozenset(squeezed(WORDS["set_aside"]["words"]))


@dataclass(frozen=True, slots=True)
class View:
    """The columns of one voice; ``voice`` has the cells that name it, if headings do."""

    columns: Mapping[Key, int]
    voice: Mapping[str, InputCell]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table, ready to be read row by row.

    ``named`` are its columns of office, assessor and the like. ``contradicted`` are cells whose
    columns say different things; they are said and may not be used. ``known`` are the columns of
    which it is known what they hold, be they read or not. ``words`` are rows that hold no answers
    but the comments or reasons beside those of their office, as a cell before them says.
    """

    kind: Kind
    sheet: InputSheet
    head: Head
    rows: tuple[int, ...]
    named: Mapping[str, int]
    views: tuple[View, ...]
    contradicted: frozenset[tuple[int, int]]
    known: frozenset[int]
    words: Mapping[int, str]

    def cell(self, row: int, what: str) -> InputCell | None:
        """What a row says in a column of office, assessor and the like."""
        return self.sheet.cell(row, self.named.get(what, 0))

    def spanning(self, row: int, what: str) -> InputCell | None:
        """The same, or what a cell of the rows above says that is merged over it."""
        return self.sheet.spanning(row, self.named.get(what, 0))

    def is_left_out(self, row: int, log: FindingLog) -> bool:
        """Whether a row is crossed out or says that it does not count: no voice and no office.

        That is said.
        """
        columns = [*self.named.values(), *self.keys().values()]
        cells = self.sheet.row(row)
        if self.sheet.is_struck(row, columns):
            found = next(iter(cells.values())).text
            log.add("row-struck", self.sheet.place(row), found=found)
            return True
        beside = (cell for at, cell in cells.items() if at not in self.answered)
        said = next((cell for cell in beside if squeeze(cell.text) in NOT_COUNTING), None)
        if said is not None:
            log.add("row-set-aside", self.sheet.at(said), found=said.text)
        return said is not None

    def names_two(self, row: int) -> bool:
        """Whether two columns name different offices, items or persons (said at their cells)."""
        return any((row, column) in self.contradicted for column in self.named.values())

    def blank(self, row: int, column: int, rubric: Rubric) -> Blank:
        """What a reader sees at a blank answer of a row for one item, and in that row."""
        if not is_open_mark(self.sheet.cell(row, column)):
            return NOT_BLANK
        unread = self.sheet.row(row).keys() - self.known
        blank = Blank.of(self.sheet, row, column)
        return blank.with_mark_in(self.sheet, row, unread, self.answered, rubric)

    @property
    def asked(self) -> frozenset[int]:
        """The columns of answers, of all voices."""
        return frozenset(at for view in self.views for at in view.columns.values())

    @property
    def answered(self) -> frozenset[int]:
        """The same with those of the sheet as it stands in the file."""
        return self.asked.union(t.column for t in self.head.columns if t.meaning.of)

    def of_offices(
        self, offices: OfficeCells, log: FindingLog
    ) -> Iterator[tuple[int, Office, Unheard | None]]:
        """The rows that are of offices, but for those left out (said), each with its office.

        Where it is not known, or two columns name different ones, that is nobody; :class:`Unheard`
        is the office of which something is lost so.
        """
        parts = name_columns(self.head)
        for row in self.rows:
            if self.is_left_out(row, log):
                continue
            filled = self._is_filled(row)
            if not filled and (name := self._names_unknown(row, offices)):
                offices.of_cell(self.sheet, name)
                continue
            office = offices.of_row(self.sheet, row, self.named, filled=filled, parts=parts)
            if office is not None and self.names_two(row):
                yield row, nobody(office.code), Unheard(office)
            elif office is not None:
                yield row, office, None

    def _is_filled(self, row: int) -> bool:
        return not self.asked.isdisjoint(self.sheet.row(row))

    def _names_unknown(self, row: int, offices: OfficeCells) -> InputCell | None:
        """What names the office of the rows below, which have none of their own, and is none."""
        columns = [t.column for t in self.head.columns if t.meaning.what in OFFICE]
        below = row + 1 in self.rows and self._is_filled(row + 1)
        if not below or any(self.sheet.shown(row + 1, at) for at in columns):
            return None
        names = [cell for at in columns if (cell := self.sheet.cell(row, at)) is not None]
        unknown = names and not any(map(offices.is_office, names))
        return names[-1] if unknown and offices.is_unknown(names[-1]) else None

    def speaking(self, row: int, view: View | None = None) -> dict[str, NamedBy]:
        """The cells that say who speaks in a row, with their places."""
        given: dict[str, NamedBy] = {
            key: (self.sheet.cell(row, at), self.sheet.place(row, at))
            for key, at in self.named.items()
        }
        voice = view.voice if view is not None else {}
        return given | {key: (cell, self.sheet.at(cell)) for key, cell in voice.items()}

    def beside(self, row: int) -> tuple[InputCell | None, InputCell | None, InputCell | None]:
        """The reason, reference and note beside the answer of a row that is about one item."""
        reason, reference, note = map(partial(self.spanning, row), ("reason", "reference", "note"))
        return reason, reference, note

    def differs(self, row: int, view: View) -> bool:
        """Whether columns say different things of what a voice answers in a row."""
        return any((row, column) in self.contradicted for column in view.columns.values())

    def keys(self) -> dict[Key, int]:
        """Everything that it holds, with the first column of each."""
        found: dict[Key, int] = {}
        for view in self.views:
            for key, column in view.columns.items():
                found.setdefault(key, column)
        return found

    def spoken(self, row: int) -> Iterator[View]:
        """The views that say something in a row; the only one always."""
        cells = self.sheet.row(row)
        for view in self.views:
            if len(self.views) == 1 or any(column in cells for column in view.columns.values()):
                yield view


@dataclass(frozen=True, slots=True)
class Desk:
    """What tables are read with: the words of a rubric, the offices, and where findings go.

    ``latest`` takes the later of two answers of one person in a web form, and says so.
    """

    vocabulary: Vocabulary
    offices: OfficeCells
    log: FindingLog
    latest: bool = False

    @property
    def rubric(self) -> Rubric:
        """The rubric that tables are read for."""
        return self.vocabulary.rubric


def down_to_another(
    sheet: InputSheet, rows: Sequence[int], answers: Callable[[int], bool], desk: Desk
) -> tuple[int, ...]:
    """The rows of a table without those of another one below it, which are said.

    It begins behind a gap, in words that nobody knows, where no further row ``answers`` anything.
    """
    last = max(filter(answers, rows), default=0)
    first = next((row for row in rows if row > last and _heads_another(sheet, row, desk)), 0)
    if first:
        say_below([row for row in rows if row >= first], sheet, desk.log)
    return tuple(row for row in rows if not first or row < first)


def _heads_another(sheet: InputSheet, row: int, desk: Desk) -> bool:
    cells, above = sheet.row(row).values(), sheet.row(row - 1)
    return (
        len(above) < 2 <= len(cells)
        and all(cell.kind is CellKind.TEXT for cell in cells)
        and not any(is_answer(cell, desk.rubric) for cell in cells)
        and not any(map(desk.offices.may_be_office, cells))
        and not desk.vocabulary.names_any(cells)
    )


def names_row(cell: InputCell | None, key: object, named: set[object]) -> bool:
    """Whether a cell names what ``key`` is; a bare number does so only the first time.

    Elsewhere it counts rows. What is ``named`` is kept in mind.
    """
    again = key in named
    named.add(key)
    return cell is not None and bool(key) and not (again and cell.text.isdecimal())


class TableReader:
    """Reads the rows of one table; every problem is a finding at its cell."""

    def __init__(self, table: ReadTable, header: Mapping[str, HeaderValue], desk: Desk) -> None:
        self._table, self._sheet = table, table.sheet
        self._header, self._desk = header, desk
        self._vocabulary, self._rubric = desk.vocabulary, desk.rubric
        self._offices, self._log = desk.offices, desk.log
        self._said = SheetRows()

    def read(self) -> SheetRows:
        """What the table says."""
        raise NotImplementedError

    def _cell(self, row: int, column: int | None) -> InputCell | None:
        return self._sheet.cell(row, column) if column else None

    def _say_overall(self, office: Office, voice: Voice, cell: InputCell | None) -> None:
        """Keep what a cell says of an office as a whole; a mere dash says nothing."""
        self._said.remarks += own_words(office.code, voice, cell, self._sheet, self._log)
