"""Tables of a sheet: where each begins, and which rows stand under its heading.

A table is found as it stands, as the form of one office, or turned on its side; under a heading
stand its rows up to the next one. What its columns say together is a subject of ``gathered``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qp_scoring.intake.layouts.aliases import BY_ALIAS
from qp_scoring.intake.layouts.headings import HEADING_ROWS, heading_cells, repeats_heading
from qp_scoring.intake.layouts.table_heads import FEWEST, LABELS, OFFICE, SAID, Head, HeadReader
from qp_scoring.intake.layouts.ticks import ticked_once
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import MAX_COLUMN, InputSheet
from qp_scoring.thai import squeeze

_PAST_ALL = MAX_COLUMN + 1
_TITLE_ROWS = 4  # above the heading of a form that stands below another
_FIRST_CELLS = 6  # of a row: where a heading row further down has its office column


@dataclass(frozen=True, slots=True)
class Found:
    """The headings found in a sheet, as it stands or turned, with the rows under each."""

    sheet: InputSheet
    heads: Sequence[tuple[Head, tuple[int, ...]]]

    def __bool__(self) -> bool:
        return bool(self.heads)


def find_tables(
    sheet: InputSheet, header: Collection[str], vocabulary: Vocabulary, offices: OfficeCells
) -> list[Found]:
    """The headings of the tables of a sheet: as it stands, as a form, or turned on its side.

    ``header`` are the labelled values above the table (``assessor``, ``rubric`` …).
    """
    finder = _Finder(sheet, vocabulary, offices)
    heads = finder.heads()
    if heads and len(blocks := _blocks(heads[0][0])) > 1:
        parts = [sheet.within(block) for block in blocks]
        return [Found(part, _Finder(part, vocabulary, offices).heads()) for part in parts]
    if heads:
        return [Found(sheet, heads)]
    if heads := finder.form(header):
        parts = finder.titled_each(heads[0][0])
        if len(parts) == 1:
            return [Found(sheet, heads)]
        return [Found(part, _Finder(part, vocabulary, offices).form(header)) for part in parts]
    if "rubric" in header:  # a form of ours, whose headings somebody changed
        return []
    finders = (_Finder(part, vocabulary, offices) for part in finder.on_its_side())
    sides = [one.ticks_joined().turned() for one in finders]
    found = [Found(side, _Finder(side, vocabulary, offices).heads()) for side in sides]
    return found if all(found) else []


def _blocks(head: Head) -> list[range]:
    """The columns of each of the tables that stand side by side under one row of headings.

    Behind answers another one begins with its number or office, and has answers of its own.
    """
    starts: list[int] = []
    named: set[str] = set()
    for one in sorted(head.columns, key=lambda one: one.column):
        begins = one.meaning.what in OFFICE or one.meaning.what == "number"
        if begins and (not starts or "" in named):
            starts.append(one.column)
            named = set()
        named.add("" if one.meaning.of else one.meaning.what)
    blocks = _ranges([1, *starts[1:]], _PAST_ALL)
    held = [
        {t.meaning.what if not t.meaning.of else "" for t in head.columns if t.column in block}
        for block in blocks
    ]
    whole = all(one & OFFICE and "" in one for one in held)
    return blocks if whole else []


def _ranges(starts: Sequence[int], end: int) -> list[range]:
    return [range(at, to) for at, to in pairwise([*starts, end])]


def _are_levels(head: Head, above: Mapping[int, str]) -> bool:
    """Whether a heading's bare numbers stand under headings that name something else."""
    return any(
        t.cell.text.isdecimal() and above.get(t.column, t.meaning.of) != t.meaning.of
        for t in head.columns
        if t.meaning.of
    )


class _Finder:
    """Finds the heading rows of a sheet."""

    def __init__(self, sheet: InputSheet, vocabulary: Vocabulary, offices: OfficeCells) -> None:
        self._sheet = sheet
        self._vocabulary = vocabulary
        self._offices = offices
        self._reader = HeadReader(sheet, vocabulary, offices)

    def heads(self) -> list[tuple[Head, tuple[int, ...]]]:
        """Every heading, and the rows that stand under it."""
        first = self._first_head()
        if first is None:
            return []
        return self._divided(first, lambda head: head.row, self._next_head)

    def form(self, header: Collection[str]) -> list[tuple[Head, tuple[int, ...]]]:
        """The heading of a form: rows of one office's items, with columns of answers."""
        numbers = self._sheet.row_numbers
        first = next(
            (
                head
                for row in numbers[:HEADING_ROWS]
                if (head := self._reader.read_of_form(row, header))
            ),
            None,
        )
        if first is None:
            return []
        return self._divided(
            first,
            lambda head: head.first,
            lambda row, _: (
                self._reader.read_of_form(row, header)
                if self._in_the_words_of(row, first)
                else None
            ),
        )

    def titled_each(self, head: Head) -> list[InputSheet]:
        """The parts of a sheet that are forms each: its heading again, under another's title."""
        starts = [self._sheet.row_numbers[0]]
        for row in self._sheet.row_numbers:
            title = range(max(row - _TITLE_ROWS, head.last + 1), row)
            if row > head.last and self._repeats(row, head, head.first):
                starts += [above for above in title if self._names_office(above)][:1]
        down = _ranges(starts, self._sheet.row_numbers[-1] + 1)
        return [self._sheet.turned().within(rows).turned() for rows in down]

    def _names_office(self, row: int) -> bool:
        """Whether a row is a title that names an office."""
        cells = self._sheet.row(row).values()
        return len(cells) == 1 and any(self._offices.mentioned(cell.text) for cell in cells)

    def on_its_side(self) -> list[InputSheet]:
        """The parts of a sheet that are tables on their side each, below one another or not.

        Each begins with a heading of its indicators or items beside other offices. What names
        none of the rubric's is no such table.
        """
        starts: dict[int, tuple[str, ...]] = {}
        columns: list[int] = []
        for row in self._sheet.row_numbers:
            labels = [
                at
                for at, cell in self._sheet.row(row).items()
                if BY_ALIAS.get(squeeze(cell.text)) in LABELS
            ]
            named = self._reader.offices_of(row) if labels else ()
            if named and named not in starts.values():
                starts[row] = named
                columns = columns or labels
        if not starts:
            return [self._sheet]
        across = [1, *(at for at in columns[1:] if at - 1 not in columns)]
        rows = self._sheet.row_numbers
        single = (row for row in rows if len(self._sheet.row(row)) == 1)
        titles = {row for row in single if not self._names_any(row)}
        down = _ranges([rows[0], *[*starts][1:]], rows[-1] + 1)
        return [
            self._sheet.within(columns_of).turned().within({*rows_of} - titles).turned()
            for columns_of in _ranges(across, _PAST_ALL)
            for head, rows_of in zip(starts, down, strict=True)
            if any(
                self._names_any(row, column)
                for column in columns_of
                if (cell := self._sheet.cell(head, column)) is not None
                and BY_ALIAS.get(squeeze(cell.text)) in ("indicator", "item")
                for row in rows_of
            )
        ]

    def _names_any(self, row: int, column: int = 0) -> bool:
        """Whether a cell of a row, or of that column, names an item or indicator."""
        cells = self._sheet.row(row)
        return self._vocabulary.names_any(cells[at] for at in cells if column in (0, at))

    def ticks_joined(self) -> InputSheet:
        """The sheet with one column of answers to each office that has ticks under several."""
        sheet = self._sheet
        for row in sheet.row_numbers[:HEADING_ROWS]:
            if len(self._reader.offices_of(row)) < 2:
                continue
            cells = heading_cells(self._sheet, row)
            under = self._sheet.row(row + 1)
            for column, cell in cells.items():
                span = {
                    at: under[at] for at in self._reader.span(row, column, cells) if at in under
                }
                options = self._reader.ones(span) or {
                    at: self._vocabulary.option(below.text) for at, below in span.items()
                }
                if len(span) > 1 and all(options.values()) and self._offices.is_office(cell):
                    joined = {
                        below: ticked_once(
                            {said: self._sheet.cell(below, at) for at, said in options.items()},
                            self._vocabulary,
                        )
                        for below in self._sheet.row_numbers
                        if below > row + 1
                    }
                    sheet = sheet.with_one(column, row, joined, options)
            break
        return sheet

    def _next_head(self, row: int, before: Head) -> Head | None:
        """The heading that begins in a row further down.

        One that names nothing but items or indicators is under the office column of that before.
        """
        if self._names_columns(row):
            return self._reader.read(row)
        cells = self._sheet.row(row)
        if any(t.meaning.what in OFFICE and t.column in cells for t in before.columns):
            return None
        meanings = [self._vocabulary.meaning(cell) for cell in cells.values()]
        named = {one.of for one in meanings if one is not None and one.of}
        several = len(named) == len(cells) >= FEWEST
        # In a row of a long table numbers stand beside what they answer: ``ตัวชี้วัดที่ 2 | 5 | 3``.
        labels = (t for t in before.columns if t.meaning.what in LABELS and not t.meaning.of)
        beside = cells.keys() - {t.column for t in labels}
        if not several or all(self._reader.is_answer(cells[at]) for at in beside):
            return None
        others = (t for t in before.columns if not t.meaning.of)
        return self._reader.read(row, {t.column: t.cell for t in others if t.column not in cells})

    def _first_head(self) -> Head | None:
        """The first heading.

        Bare numbers under other headings are levels, and name no indicators, unless the row names
        an office column too.
        """
        above: dict[int, str] = {}
        for row in self._sheet.row_numbers[:HEADING_ROWS]:
            head = self._reader.read(row) if len(heading_cells(self._sheet, row)) > 1 else None
            if head is not None and (self._names_columns(row) or not _are_levels(head, above)):
                return head
            for column, cell in heading_cells(self._sheet, row).items():
                meaning = self._vocabulary.meaning(cell)
                if meaning is not None and meaning.of:
                    above.setdefault(column, meaning.of)
        return None

    def _divided(
        self,
        first: Head,
        known_by: Callable[[Head], int],
        begins: Callable[[int, Head], Head | None],
    ) -> list[tuple[Head, tuple[int, ...]]]:
        """A heading and those below it, with the rows under each.

        ``known_by`` is the row by which a heading is known where it stands again, ``begins`` the
        new heading that begins in a row under another, if any.
        """
        found: list[tuple[Head, list[int]]] = [(first, [])]
        skip_to = first.last
        for row in self._sheet.row_numbers:
            if row <= skip_to:
                continue
            head = found[-1][0]
            line = known_by(head)
            if self._repeats(row, head, line):
                skip_to = row + head.last - line
            elif (new := begins(row, head)) is not None:
                found.append((new, []))
                skip_to = new.last
            else:
                found[-1][1].append(row)
        return [(head, tuple(rows)) for head, rows in found]

    def _repeats(self, row: int, head: Head, first: int) -> bool:
        """Whether the heading from its row ``first`` on stands again from a row on."""
        return all(
            repeats_heading(self._sheet, row + at - first, at) for at in range(first, head.last + 1)
        )

    def _in_the_words_of(self, row: int, head: Head) -> bool:
        """Whether a row further down has words of a heading, or one that names answers.

        Of other answers (มี | ไม่มี above, 5 | 3 | 1 | 0 here) one more word beside them is enough.
        """
        cells = self._sheet.row(row).values()
        words = {squeeze(cell.text) for cell in self._sheet.row(head.first).values()}
        known = {squeeze(cell.text) for cell in cells}
        answers = SAID | {"band"}
        if len(words & known) > 1 or any(BY_ALIAS.get(word) in answers for word in known):
            return True
        others = {cell.text for cell in cells if squeeze(cell.text) in words}
        named = any(not self._vocabulary.option(word) for word in others)
        return named and any(self._reader.options(heading_cells(self._sheet, row), set()))

    def _names_columns(self, row: int) -> bool:
        """Whether a row below a heading may be another one: an office column is named in it."""
        cells = list(self._sheet.row(row).values())[:_FIRST_CELLS]
        return any(BY_ALIAS.get(squeeze(cell.text)) in OFFICE for cell in cells)
