"""The sheets of a file, each read by the layout that its headings show."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain
from pathlib import PurePosixPath

from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.choice import Choice, Opened
from qp_scoring.intake.damage import damaged_heading, damaged_title, readable
from qp_scoring.intake.layouts.account import SheetRead, account, account_of_checklist, diagnose
from qp_scoring.intake.layouts.checklist import ChecklistReader, RowNames, find_checklist
from qp_scoring.intake.layouts.corrections import beside_answers
from qp_scoring.intake.layouts.free_form import FreeForm
from qp_scoring.intake.layouts.gathered import compared_answers, gather
from qp_scoring.intake.layouts.header import (
    Header,
    Headers,
    header_differs,
    round_in,
    round_of_titles,
    say_title_above,
    titles,
)
from qp_scoring.intake.layouts.headings import (
    ChecklistHeading,
    column_name,
    heading_cells,
    names_assessor,
)
from qp_scoring.intake.layouts.interpret import answers_of_nobody, interpret
from qp_scoring.intake.layouts.legends import Legends
from qp_scoring.intake.layouts.level_matrix import MatrixRows, read_matrix
from qp_scoring.intake.layouts.long_table import LongTable
from qp_scoring.intake.layouts.mark_matrix import MarkMatrix
from qp_scoring.intake.layouts.other_tables import OtherTables
from qp_scoring.intake.layouts.read_table import Desk, ReadTable
from qp_scoring.intake.layouts.rows import SheetRows, divided, of_one_sheet
from qp_scoring.intake.layouts.table_heads import Kind
from qp_scoring.intake.layouts.tables import Found, find_tables
from qp_scoring.intake.layouts.typed_totals import say_typed_totals
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise

OF_ROUND = frozenset(
    {"indicator-row-missing", "item-rows-missing", "item-columns-missing", "item-other-round"}
)
"""Findings on which items a sheet asks for: one wrong word for the round would bring them all."""

_EXAMPLE = re.compile(r"\(?ตัวอย่าง(?!\s*เขต)|example|sample", re.I)
_OTHER_CRITERIA = frozenset({"rubric", "version"})  # ask other things under the same ids


@dataclass(slots=True)
class Rows:
    """What the sheets of a file say, by layout."""

    matrices: list[MatrixRows] = field(default_factory=list)
    tables: list[SheetRows] = field(default_factory=list)
    accounts: list[SheetRead] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matrices or self.tables)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How to read a sheet, and its tables; a checklist has none."""

    read: Callable[[], None]
    tables: Sequence[Found] = ()


class SheetReader:
    """Reads sheets, each by the layout that its headings show."""

    def __init__(self, choice: Choice, opened: Opened, log: FindingLog) -> None:
        self.choice = choice
        self._vocabulary = Vocabulary(choice.rubric, choice.round_id)
        self._names = RowNames(self._vocabulary)
        self._rubric = choice.rubric
        self._round = choice.round_id
        self._offices = OfficeCells(opened.registry, choice.rubric.fiscal_year, log)
        self._desk = Desk(self._vocabulary, self._offices, log, opened.request.latest)
        self._legends = Legends(choice.rubric, self._offices)
        self._others = OtherTables(choice.rubric)
        self._log = log
        self._read = Rows()
        self._beside: list[InputSheet] = []
        self._opened = opened
        self._of_rounds: dict[str, SheetReader] = {}

    def read(self, headers: Headers) -> Rows:
        """Read every sheet; say which sheets and files hold nothing to read."""
        self._read = Rows()
        unknown: defaultdict[str, list[InputSheet]] = defaultdict(list)
        recognised: set[str] = set()
        self._beside = [sheet for sheet, _ in headers if sheet.aid]
        layouts = [
            (sheet, header, None if damaged_title(sheet) else self._layout(sheet, header))
            for sheet, header in headers
            if not sheet.aid
        ]
        beside = (self._legends.fault(sheet) for sheet, _, layout in layouts if layout is None)
        legend = next(filter(None, beside), None)
        elsewhere = self._of_other_rounds(
            (sheet for sheet, header, layout in layouts if layout and "round" not in header)
        )
        for sheet, header, layout in layouts:
            if layout is None:
                unknown[sheet.file].append(sheet)
                continue
            recognised.add(sheet.file)
            if self._is_set_aside(sheet, elsewhere):
                continue
            differs = header_differs(sheet, header, self._rubric, self._round, self._log)
            ours = not layout.tables and "rubric" in header  # its words are known
            turned = legend or (None if ours else self._legends.fault(sheet, layout.tables))
            if turned is not None:
                if turned not in self._log:
                    self._log.extend((turned,))
                self._of_round(header).look_through(sheet, header, self._beside, frozenset())
            elif not differs:
                layout.read()
            elif not differs & _OTHER_CRITERIA:
                unsaid = OF_ROUND if "round" in differs else frozenset[str]()
                self._of_round(header).look_through(sheet, header, self._beside, unsaid)
        for file, sheets in unknown.items():
            # A .txt is as often a note as a table.
            left = file in recognised or file.lower().endswith(".txt")
            for sheet in sheets:
                if damaged := damaged_heading(sheet):
                    self._log.add("sheet-damaged-text", sheet.at(damaged), found=damaged.text)
                    self._read.accounts.append(SheetRead(sheet.file, sheet.name, ""))
                elif left:
                    self._log.add("sheet-skipped", sheet.place())
                    self._read.accounts.append(SheetRead(sheet.file, sheet.name, ""))
                else:
                    self._read.accounts.append(diagnose(sheet, self._vocabulary, self._log))
        self._say_names(recognised)
        self._names.corrections.say_decided(_own_words(self._read), self._log)
        rows, self._read, self._beside = self._read, Rows(), []  # nothing of a file stays here
        return rows

    def _is_set_aside(self, sheet: InputSheet, elsewhere: Mapping[str | None, str]) -> bool:
        """Whether a sheet is by its name of nothing that the run is about (said)."""
        name = normalise(sheet.name or "")
        if _EXAMPLE.match(name) or self._others.is_name(name):
            self._log.add("sheet-set-aside", sheet.place(), found=name)
            return True
        if other := elsewhere.get(sheet.name):
            self._log.add("sheet-elsewhere", sheet.place(), found=name, round=other)
        return bool(other)

    def _of_other_rounds(self, sheets: Iterable[InputSheet]) -> dict[str | None, str]:
        """The sheets of a file that are named after another round, beside one of this round."""
        named = {sheet.name: round_of_titles(sheet, self._rubric) for sheet in sheets}
        if self._round not in named.values():
            return {}
        return {name: one for name, one in named.items() if one and one != self._round}

    def _say_names(self, files: Collection[str]) -> None:
        """Say that a file of one office is named after another."""
        met = {office for one in self._read.matrices for office, _ in one.offices}
        speakers = (one for rows in self._read.tables for one in rows.speakers)
        met |= {one.office for one in speakers if not one.is_nobodys}
        names = [(Place(file), PurePosixPath(file).stem) for file in files if len(met) == 1]
        self._offices.say_titles((one for one in names if self._offices.mentioned(one[1])), met)

    def look_through(
        self,
        sheet: InputSheet,
        header: Header,
        beside: Sequence[InputSheet],
        unsaid: Collection[str],
    ) -> None:
        """Say what is wrong with the answers of a sheet that is of no use to the run.

        ``unsaid`` are the findings that follow from what is wrong with its header.
        """
        self._read, self._beside = Rows(), [*beside]
        before = len(self._log)
        if layout := self._layout(sheet, header):
            layout.read()
        for rows in self._read.tables:
            say_faults(rows, self._rubric, self._log)
        self._read, self._beside = Rows(), []
        said = tuple(self._log)[before:]
        self._log.forget(before)
        self._log.extend(one for one in said if one.code not in unsaid)

    def _of_round(self, header: Header) -> SheetReader:
        """A reader for the round that a header names, or for the run's where it names none."""
        round_id = round_in(header, self._rubric) or self._round
        if round_id not in self._of_rounds:
            rubric = self._rubric.whole.in_round(round_id)
            choice = Choice(rubric, round_id, self.choice.targets)
            self._of_rounds[round_id] = SheetReader(choice, self._opened, self._log)
        return self._of_rounds[round_id]

    def _keep(self, rows: SheetRows) -> None:
        """Keep what is said of offices that are known; of the rest say what is wrong with it."""
        own, others = divided(rows)
        if others is not None:
            others.items = answers_of_nobody(others.items, self._rubric)
            say_faults(others, self._rubric, self._log)
        if others is None or own.speakers or own.unheard:
            self._read.tables.append(own)

    def _layout(self, sheet: InputSheet, header: Header) -> _Layout | None:
        """How to read a sheet; None where its headings are of no known layout."""
        checklist = find_checklist(sheet, header)
        if checklist and not self._of_several(sheet, checklist, header):
            ours = "rubric" in header
            if ours or self._names.name_items(sheet, checklist.columns["item"]):
                return _Layout(lambda: self._checklist(sheet, checklist, header))
        found = find_tables(sheet, header, self._vocabulary, self._offices)
        return _Layout(lambda: self._tables(sheet, found, header), found) if found else None

    @staticmethod
    def _of_several(sheet: InputSheet, checklist: ChecklistHeading, header: Header) -> bool:
        """Whether columns of answers stand side by side in a form that names no assessor.

        They have a heading each, or one that is merged over the headings below it.
        """
        headings = heading_cells(sheet, checklist.row)
        marks = [column for column, cell in headings.items() if column_name(cell) == "mark"]
        below = sheet.row(checklist.row + 1)
        merged = any(
            top == checklist.row
            and left in marks
            and len(below.keys() & set(range(left, right + 1))) > 1
            for top, left, _, right in sheet.merged
        )
        return (len(marks) > 1 or merged) and not names_assessor(sheet, checklist.row)

    def _checklist(self, sheet: InputSheet, checklist: ChecklistHeading, header: Header) -> None:
        view, heading = compared_answers(sheet, checklist, self._desk)
        beside = [one for one in self._beside if one.file == sheet.file]
        rows = ChecklistReader(view, heading, header, self._names, self._desk, beside).read()
        first = next(iter(sheet.row(sheet.row_numbers[0]).values()))  # the form's own title
        said = [(sheet.at(first), first.text), *titles(sheet)]
        self._offices.say_titles(said, {one.office for one in rows.speakers if not one.is_nobodys})
        self._keep(rows)
        self._read.accounts.append(account_of_checklist(view, heading, self._desk))

    def _tables(self, sheet: InputSheet, found: Sequence[Found], header: Header) -> None:
        """Read the tables of a sheet, each as what its headings make it."""
        below: list[SheetRows] = []
        met: set[Office] = set()
        tables: list[ReadTable] = []
        for table in chain.from_iterable(gather(one, self._desk) for one in found):
            tables.append(table)
            if table.kind is Kind.LEVELS:
                levels = read_matrix(table, self._desk)
                self._read.matrices.append(levels)
                say_typed_totals(table, self._desk)
                met |= {office for office, _ in levels.offices}
            else:
                rows = _READERS[table.kind](table, header, self._desk).read()
                if table.kind is not Kind.FORM:  # its office stands in a title
                    met |= {one.office for one in rows.speakers if not one.is_nobodys}
                if table.kind is Kind.MARKS:
                    self._keep(rows)
                else:
                    below.append(rows)
            self._say_notes(table)
            self._read.accounts.append(account(table, self._desk))
        if below:
            self._keep(of_one_sheet(below, self._log))
        beside = beside_answers(sheet, tables, self._offices)
        self._names.corrections.say(sheet, beside, self._log)
        said = titles(sheet)
        self._offices.say_titles(said, met)
        for top in _further_headings(sheet, tables):
            said += say_title_above(sheet, top, self._rubric, self._round, self._log)
        for at, text in said:
            if met and self._others.may_be(text):
                self._log.add("title-of-others", at, found=text)

    def _say_notes(self, table: ReadTable) -> None:
        """List the notes on a table and its headings; of one on its side, on its columns."""
        read = [*range(table.head.first, table.head.last + 1), *table.rows]
        rows = frozenset(cell.row for row in read for cell in table.sheet.row(row).values())
        self._names.corrections.say_notes(table.sheet, rows, self._log)


def _further_headings(sheet: InputSheet, tables: Iterable[ReadTable]) -> list[int]:
    """The rows at which headings begin below the first of a sheet, and where one stands again."""
    tops = {min(t.cell.row for t in table.head.columns) for table in tables}
    texts = {row: [cell.text for cell in sheet.row(row).values()] for row in sheet.row_numbers}
    heads = [texts[top] for top in tops if len(texts.get(top, ())) > 1]
    return sorted(tops | {row for row, own in texts.items() if own in heads})[1:]


def _own_words(rows: Rows) -> Iterator[tuple[str, Place, Decimal | None]]:
    """All that is said to offices in somebody's own words, with its place and the level beside."""
    for matrix in rows.matrices:
        for answer in matrix.answers:
            for text in filter(None, (answer.comment, answer.reason)):
                yield text, answer.place, answer.level
    for table in rows.tables:
        for row in table.statuses:
            for cell in filter(None, (row.comment, row.reason)):
                yield cell.text, replace(row.place, cell=cell.address), None
    of_matrices = (one.remarks for one in rows.matrices)
    of_tables = (one.remarks for one in rows.tables)
    for remark in chain.from_iterable(chain(of_matrices, of_tables)):
        yield remark.text, remark.place, None


_READERS = {Kind.FORM: FreeForm, Kind.LONG: LongTable, Kind.MARKS: MarkMatrix}


def say_faults(rows: SheetRows, rubric: Rubric, log: FindingLog) -> None:
    """Say what is wrong with answers that are not used."""
    said, items = interpret(rows.statuses, rows.items, rubric, log)
    for answer in said:
        readable(answer, log)
    for item in items:
        readable(item, log)
