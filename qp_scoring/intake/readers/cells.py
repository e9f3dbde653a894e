"""Cells with their places: what every layout reads, whatever file it came from."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from qp_scoring.documents.own import ANSWER_FILL, MARKED_FILLS
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.readers.dressing import NOTHING, UNDRESSED, Dressing, Range, Seen
from qp_scoring.thai import IGNORABLE

MAX_ROW = 100_000
MAX_COLUMN = 1_000
MAX_CELLS = 1_000_000
MAX_TEXT = 32_767  # characters; Excel's own limit

# White space, and characters that show nothing: Braille's blank is a third kind.
_BLANK = re.compile(rf"[\s\u2800{IGNORABLE}]*")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EMPTY: Mapping[int, InputCell] = {}


class CellKind(StrEnum):
    """What a cell holds. NO_VALUE is a formula without a stored result."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    NO_VALUE = "no_value"


@dataclass(frozen=True, slots=True)
class InputCell:
    """A cell that is not blank.

    ``row`` and ``column`` count from 1. ``text`` is what a user sees quoted: the text as typed,
    a number in shortest form (``85%`` in a percent cell), ``#N/A``, an ISO date, TRUE or FALSE,
    ``=…`` for a formula without a result. ``number`` is the stored number at 15 significant
    digits (0.85 for 85 %), for numbers only; ``percent`` says that the cell shows it times 100,
    ``rounded`` to what its format rounds it, where it does. Where a format shows more than a
    number, ``text`` is what is shown, and ``number`` what is stored. ``seen`` is how the text
    looks; what else is seen at its place, the sheet's dressing says.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    number: Decimal | None = None
    percent: bool = False
    seen: Seen = NOTHING
    rounded: Decimal | None = None

    @property
    def address(self) -> str:
        """The address as Excel writes it: ``D14``."""
        return address(self.row, self.column)

    def saying(self, text: str) -> InputCell:
        """A text in its place, which looks as it does."""
        return replace(
            self, kind=CellKind.TEXT, text=text, number=None, percent=False, rounded=None
        )

    def shown_number(self) -> str:
        """What is seen of a number that its format rounds."""
        number = self.rounded or Decimal(0)
        return f"{number.scaleb(2):f}%" if self.percent else f"{number:f}"


def text_cell(text: str) -> InputCell:
    """A cell of no sheet that holds a text, to learn what it is read as."""
    return InputCell(1, 1, CellKind.TEXT, text)


@dataclass(frozen=True, slots=True, eq=False)
class InputSheet:
    """The cells of one worksheet, or of a CSV file (``name`` is None). Made by :meth:`of`.

    ``merged`` holds (min_row, min_column, max_row, max_column); ``hidden_rows`` only hidden rows
    that hold cells. Blank cells are absent. ``aid`` marks a sheet that this program wrote beside a
    form (how to fill it in, lists for its drop-downs): nothing is missed where it is not read. What
    is seen in cells beside their values, in blank ones too, the ``dressing`` says.
    """

    file: str
    name: str | None
    cells: Mapping[tuple[int, int], InputCell]
    merged: tuple[Range, ...]
    hidden: bool
    hidden_rows: frozenset[int]
    dressing: Dressing
    _rows: Mapping[int, Mapping[int, InputCell]]
    aid: bool = False
    # Views of a sheet: a cell's own row and column stay those of the file.
    _turned: bool = False
    _stand_for: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        file: str,
        name: str | None,
        cells: Iterable[InputCell],
        *,
        merged: tuple[Range, ...] = (),
        hidden: bool = False,
        aid: bool = False,
        dressing: Dressing = UNDRESSED,
    ) -> InputSheet:
        """Make a sheet of its cells, in any order."""
        ordered = sorted(cells, key=attrgetter("row", "column"))
        by_place = {(cell.row, cell.column): cell for cell in ordered}
        rows = _in_rows(by_place)
        shown_hidden = dressing.hidden_rows & rows.keys()
        return cls(file, name, by_place, merged, hidden, shown_hidden, dressing, rows, aid)

    def with_seen(self, places: Collection[tuple[int, int]], more: Seen) -> InputSheet:
        """The sheet with more to be seen of some of its cells."""
        return self._with(
            {
                at: replace(cell, seen=cell.seen | more) if at in places else cell
                for at, cell in self.cells.items()
            },
            self.merged,
        )

    def _with(
        self, cells: Mapping[tuple[int, int], InputCell], merged: Iterable[Range]
    ) -> InputSheet:
        """The sheet with these cells and merged ranges instead of its own."""
        rows = _in_rows(dict(sorted(cells.items())))
        return replace(self, cells=cells, merged=tuple(merged), _rows=rows)

    def top(self, count: int) -> InputSheet:
        """The sheet with its first rows only, and nothing of what is seen beside their values."""
        cells = [cell for row in self.row_numbers[:count] for cell in self.row(row).values()]
        return InputSheet.of(self.file, self.name, cells, hidden=self.hidden, aid=self.aid)

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """The rows that hold cells, in order."""
        return tuple(self._rows)

    def row(self, row: int) -> Mapping[int, InputCell]:
        """The cells of a row by column, in order; empty for a blank row."""
        return self._rows.get(row, _EMPTY)

    def cell(self, row: int, column: int) -> InputCell | None:
        """The cell at a place, or None if it is blank."""
        return self.cells.get((row, column))

    def below(self, row: int, column: int) -> list[InputCell]:
        """The cells of a column below a row."""
        places = ((at, column) for at in self._rows if at > row)
        return [cell for place in places if (cell := self.cells.get(place)) is not None]

    def above(self, row: int) -> list[InputCell]:
        """All cells above a row."""
        return [cell for at, cells in self._rows.items() if at < row for cell in cells.values()]

    def _in_file(self, row: int, column: int) -> tuple[int, int]:
        """The row and column in the file of a place in this view."""
        cell = self.cells.get((row, column))
        if cell is not None:
            return cell.row, cell.column
        column = self._stand_for.get(column, column)
        return (column, row) if self._turned else (row, column)

    def seen_in_blank(self, row: int, column: int, *, ours: bool = False) -> Seen:
        """What is seen in a blank cell that may be an answer all the same, its own fill too.

        In a form of ours (``ours``) every fill is its own but that which the form comes with.
        """
        at = self._in_file(row, column)
        seen = self.dressing.seen(*at)
        fill = self.dressing.fill(*at)
        if fill is None or (self.dressing.marked and fill in MARKED_FILLS.values()):
            return seen
        if ours:
            apart = fill != ANSWER_FILL
        else:
            rows = sorted({cell.row for cell in self.cells.values()})
            columns = sorted({cell.column for cell in self.cells.values()})
            apart = self.dressing.fill_apart(*at, rows, columns)
        return seen | Seen.FILLED if apart else seen

    def is_drawn_beside(self, row: int, columns: Collection[int]) -> bool:
        """Whether something is drawn in a row of the file, beside columns that hold answers."""
        return not self._turned and self.dressing.drawn_beside(row, columns) is not None

    def merge_over(self, row: int, column: int) -> Place:
        """The place of the merged range over a cell."""
        at = self._in_file(row, column)
        merge = self.dressing.merged.over(*at)
        if merge is None:
            return self.place(row, column)
        top, left, bottom, right = merge
        return Place(self.file, self.name, f"{address(top, left)}:{address(bottom, right)}")

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """The place of a cell, for a finding; without a column, of the whole row or sheet."""
        if row is None:
            return Place(self.file, self.name)
        if column is not None:
            column = self._stand_for.get(column, column)
            cell = address(column, row) if self._turned else address(row, column)
        else:
            letters = column_letters(row)
            cell = f"{letters}:{letters}" if self._turned else f"{row}:{row}"
        return Place(self.file, self.name, cell)

    @property
    def gathered(self) -> frozenset[int]:
        """The columns that a view added."""
        return frozenset(self._stand_for)

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The columns that a reader of the sheet does not see."""
        return self.dressing.hidden_rows if self._turned else self.dressing.hidden_columns

    def spanning(self, row: int, column: int) -> InputCell | None:
        """The cell at a place, or that of the rows above which is merged over it."""
        own = self.cells.get((row, column))
        if own is not None:
            return own
        merge = self.dressing.merged.over(*self._in_file(row, column))
        if merge is None:
            return None
        top, left = merge[:2]
        first = (left, top) if self._turned else (top, left)
        return self.cells.get(first) if column == first[1] else None

    def is_struck(self, row: int, columns: Iterable[int]) -> bool:
        """Whether a row is crossed out: all of its cells in these columns, and at least two."""
        cells = [cell for column in columns if (cell := self.cell(row, column)) is not None]
        return len(cells) > 1 and all(Seen.STRUCK in cell.seen for cell in cells)

    def shown(self, row: int, column: int) -> InputCell | None:
        """The cell that a reader sees at a place: its own, or that of the merged range over it."""
        own = self.cell(row, column)
        if own is not None:
            return own
        column = self._stand_for.get(column, column)
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return self.cell(top, left)
        return None

    def at(self, cell: InputCell) -> Place:
        """The place of a cell of this sheet, for a finding."""
        return Place(self.file, self.name, cell.address)

    def turned(self) -> InputSheet:
        """The same sheet with its columns as rows."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        merged = ((left, top, right, bottom) for top, left, bottom, right in self.merged)
        return replace(self._with(cells, merged), _turned=not self._turned)

    def within(self, columns: Container[int]) -> InputSheet:
        """The same sheet with nothing in other columns than these."""
        cells = {at: cell for at, cell in self.cells.items() if at[1] in columns}
        return self._with(cells, (one for one in self.merged if one[1] in columns))

    def with_one(
        self,
        column: int,
        heading: int,
        cells: Mapping[int, InputCell | None],
        columns: Container[int],
    ) -> InputSheet:
        """The same sheet with one column of ``cells`` for several below a heading's row."""
        made = {
            at: cell for at, cell in self.cells.items() if at[0] <= heading or at[1] not in columns
        } | {(row, column): cell for row, cell in cells.items() if cell}
        return self._with(made, (one for one in self.merged if one[:2] != (heading, column)))

    def with_columns(
        self, added: Mapping[int, Mapping[int, InputCell]], stand_for: Mapping[int, int]
    ) -> InputSheet:
        """The same sheet with further columns beside it: ``{column: {row: cell}}``.

        ``stand_for`` says which column of the sheet a reader should look at for each of them.
        """
        rows = {row: dict(cells) for row, cells in self._rows.items()}
        for column, cells in added.items():
            for row, cell in cells.items():
                rows[row][column] = cell
        new = {(row, column): c for column, cells in added.items() for row, c in cells.items()}
        return replace(
            self,
            cells={**self.cells, **new},
            _rows=rows,
            _stand_for={**self._stand_for, **stand_for},
        )


def _in_rows(cells: Mapping[tuple[int, int], InputCell]) -> dict[int, dict[int, InputCell]]:
    """Cells by row and column, in their order."""
    rows: dict[int, dict[int, InputCell]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, {})[column] = cell
    return rows


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: only white space or invisible characters."""
    return _BLANK.fullmatch(text) is not None


def say_cut_texts(cells: list[InputCell], place: Place, log: FindingLog) -> list[InputCell]:
    """The cells with over-long texts cut to what Excel can hold, said once per sheet."""
    long = [cell for cell in cells if len(cell.text) > MAX_TEXT]
    if not long:
        return cells
    where = Place(place.file, place.sheet, long[0].address)
    log.add("text-cut", where, count=len(long), limit=f"{MAX_TEXT:,}")
    # One text shared by many cells is cut once.
    cut = {cell.text: cell.text[:MAX_TEXT] for cell in long}
    return [replace(cell, text=cut.get(cell.text, cell.text)) for cell in cells]


def say_what_is_hidden(sheet: InputSheet, log: FindingLog) -> None:
    """Say what is read though nobody sees it: a sheet, and its rows and columns that hold cells."""
    if sheet.hidden:
        log.add("sheet-hidden", sheet.place())
    if rows := sorted(sheet.hidden_rows):
        shown = _ranges([(row, str(row)) for row in rows])
        log.add("rows-hidden", sheet.place(), rows=shown, count=len(rows))
    if hidden := sheet.dressing.hidden_columns:
        columns = sorted(hidden & {column for _, column in sheet.cells})
        if columns:
            shown = _ranges([(column, column_letters(column)) for column in columns])
            log.add("columns-hidden", sheet.place(), columns=shown, count=len(columns))


def _ranges(numbers: list[tuple[int, str]]) -> str:
    """Sorted rows or columns as a reader lists them: ``3, 5–8``, ``B, D–F``."""
    runs: list[tuple[int, str, str]] = []
    for number, shown in numbers:
        if runs and number == runs[-1][0] + 1:
            runs[-1] = (number, runs[-1][1], shown)
        else:
            runs.append((number, shown, shown))
    return ", ".join(first if first == last else f"{first}–{last}" for _, first, last in runs)


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(column: int) -> str:
    """A column number, counted from 1, as Excel writes it: 28 is ``AB``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=2**13)  # the forms of a round have the same, and so have results the same text
def address(row: int, column: int) -> str:
    """A cell address as Excel writes it."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """The number of a column by its letters, ``AB`` is 28; 0 if they are none."""
    if _LETTERS.fullmatch(letters) is None:
        return 0
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of an address; both 0 if it is none."""
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]), column_number(match[1])) if match else (0, 0)
