"""The rows of a workbook as a rubric: every fault at its cell, nothing guessed.

What is read goes through the same checks as rubric files do, so a wrong workbook is refused for
the same reasons, told by cell instead of by line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qp_scoring.exchange.rows import RowTexts, keeps_version
from qp_scoring.exchange.sheets import (
    EXAMPLE_SHEETS,
    FILE,
    KEY,
    NUMBER,
    PART,
    SETTING_ROWS,
    SETTINGS,
    SHEETS,
    VALUE,
    BookColumn,
    SheetForm,
    headings,
    in_workbook_words,
    words_for,
)
from qp_scoring.exchange.text import UnreadableError
from qp_scoring.exchange.toml import Data, file_name
from qp_scoring.findings import Finding, FindingLog, Place, quoted
from qp_scoring.messages import text
from qp_scoring.rubric.diff import diff_rubrics, version_fault
from qp_scoring.rubric.examples import Example
from qp_scoring.rubric.fields import KeyPath
from qp_scoring.rubric.form import validated
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.load import FILES_LIMIT, build, load_rubric, shipped_rubrics
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row read from a sheet: its texts, and the place of each column, blank or not."""

    place: Place
    texts: RowTexts
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of a sheet, where the sheet stands, and the texts above its headings."""

    place: Place
    rows: Sequence[BookRow]
    above: Sequence[str] = ()


def rubric_of(sheets: Mapping[str, ReadSheet], log: FindingLog) -> Rubric | None:
    """The rubric of all sheets of a workbook, by their ids; None where it is unusable.

    Every fault is recorded, of single cells and of the rubric's form and meaning; ``log`` may hold
    what reading the cells has found.
    """
    builder = _FileBuilder(sheets[SETTINGS].place)
    builder.settings(sheets[SETTINGS])
    for form in SHEETS:
        builder.sheet(form, sheets[form.id])
    listed = sheets["indicator"]
    if not listed.rows:
        builder.log.add("rubric-no-indicators", listed.place)
    if len(listed.rows) > FILES_LIMIT:
        log.add("rubric-too-many-files", listed.place, limit=FILES_LIMIT)
        return None
    checks = FindingLog()
    rubric = build(builder.main, builder.indicators, checks, suspicions=True)
    builder.record(checks, log)
    if rubric is not None and not log.has_errors():
        _check_version(rubric, sheets[SETTINGS].above, builder.main.place("version"), log)
    return None if log.has_errors() else rubric


def examples_of(sheets: Mapping[str, ReadSheet], log: FindingLog) -> dict[str, RubricFile]:
    """The worked examples of a workbook by the names of their files, every fault recorded."""
    files, cases = EXAMPLE_SHEETS
    builder = _FileBuilder(sheets[files.id].place)
    builder.sheet(files, sheets[files.id])
    builder.sheet(cases, sheets[cases.id])
    checks = FindingLog()
    for example in builder.examples.values():
        validated(Example, example, checks)
    builder.record(checks, log)
    return dict(builder.examples)


def _check_version(rubric: Rubric, above: Sequence[str], place: Place, log: FindingLog) -> None:
    """Say that a changed set keeps its version: forms and results name no more than that.

    Of a shipped set the changes are known, of another only that its content is not what was
    exported. A set with a new id numbers its versions itself.
    """
    if rubric.id in shipped_rubrics():
        shipped = load_rubric(rubric.id)
        fault = version_fault(shipped, rubric, diff_rubrics(shipped, rubric), place)
        log.extend([fault] if fault else [])
    elif any(keeps_version(rubric, line) for line in above):
        log.add("rubric-version-kept", place, version=rubric.version)


@dataclass(frozen=True)
class _File(RubricFile):
    """What would be one rubric file, able to say in which cell a path stands."""

    cells: dict[KeyPath, Place] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """The cell of the longest known beginning of a path."""
        known = next(n for n in range(len(path), -1, -1) if path[:n] in self.cells)
        return self.cells[path[:known]]


_Home = tuple[_File, KeyPath]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a user sees of a cell: its heading, its text, and the column with what it allows."""

    heading: str
    cell: str
    column: BookColumn


class _FileBuilder:
    """Puts rows where they belong, in files as a rubric's folder would have them."""

    def __init__(self, place: Place) -> None:
        self.log = FindingLog()
        self.main = _File(place.file or "", {}, {}, {(): place})
        self.indicators: list[_File] = []
        self.examples: dict[str, _File] = {}
        self._shown: dict[Place, _Shown] = {}
        self._owners: dict[tuple[str, ...], _Home] = {}

    def record(self, checks: FindingLog, log: FindingLog) -> None:
        """Record what was met in cells, then what the checks found.

        A cell that could not be read is told once, not again for what the text in it is not.
        """
        log.extend(self.log)
        told = {item.place for item in log}
        log.extend(self.in_words(item) for item in checks if item.place not in told)

    def in_words(self, item: Finding) -> Finding:
        """A finding in the terms of the workbook, where it is told in those of rubric files.

        A key is called as the heading of its cell, and what is wrong with a value is told of the
        cell's whole text.
        """
        values = {name: in_workbook_words(name, value) for name, value in item.values}
        if shown := self._shown.get(item.place):
            if {"key", "found"} <= values.keys():
                values["found"] = quoted(shown.cell)
            if "key" in values:
                values["key"] = shown.heading
            if "top" in values:
                values["top"] = ""
            if item.code == "rubric-value-not-allowed":
                values["allowed"] = ", ".join(shown.column.words)
        return replace(item, values=tuple(values.items()))

    def settings(self, sheet: ReadSheet) -> None:
        """Take the keys of ``rubric.toml``."""
        columns = {column.key: column for column in SETTING_ROWS}
        seen: set[str] = set()
        for row in sheet.rows:
            key, place = row.texts.get(KEY, "").strip(), row.places[KEY]
            if key not in columns:
                near = nearest(key, columns, 0.6)
                self.log.add("rubric-setting-unknown", place, found=key, nearest=near)
            elif key in seen:
                self.log.add("rubric-row-twice", place, found=key)
            else:
                self._cell((self.main, ()), columns[key], row, VALUE, words_for(Rubric, key))
                seen.add(key)

    def _table(self, file: _File, path: KeyPath, *, keep: bool) -> Data:
        """The table at a path of a file; a new one is put there if it is to be kept."""
        found: Any = file.data
        for key in path:
            if isinstance(found, list):
                found = found[int(key)]
            elif keep:
                found = found.setdefault(key, {})
            else:
                found = found.get(key, {})
        return found if isinstance(found, dict) else {}

    def sheet(self, form: SheetForm, sheet: ReadSheet) -> None:
        """Take the rows of a sheet, each into the table it belongs to."""
        if form.under == (SETTINGS,):
            *above, last = form.path
            self._table(self.main, tuple(above), keep=True)[last] = []
            self.main.cells[form.path] = sheet.place
        for row in sheet.rows:
            if not form.path:
                file = _File(self.main.name, {}, {}, {(): row.place})
                if form.table is Indicator:
                    self.indicators.append(file)
                elif not self._named(row, file):
                    continue
                self._fill(form, row, (file, ()))
            elif owner := self._owner(form, row):
                self._add(form, row, owner)

    def _named(self, row: BookRow, file: _File) -> bool:
        """Take a file of examples by its name; a finding where it has none, or another has it."""
        name = file_name(row.texts.get(FILE, ""))
        known = {key.casefold() for key in self.examples}
        if not name:
            self.log.add("rubric-key-missing", row.places[FILE], key=text("xlsx-file"), top="")
        elif name.casefold() in known:
            self.log.add("rubric-row-twice", row.places[FILE], found=name)
        else:
            self.examples[name] = file
            return True
        return False

    def _owner(self, form: SheetForm, row: BookRow) -> _Home | None:
        """What a row belongs to; a finding where its links name nothing."""
        if form.under == (SETTINGS,):
            return self.main, ()
        links = [column.key for column in form.links if column.key != PART or PART in row.texts]
        sheet = PART if PART in row.texts else form.under[0]
        labels = tuple(row.texts.get(link, "").strip() for link in links)
        if form.id == PART and "." in row.texts.get(NUMBER, ""):  # 2.1 stands in part 2
            sheet, links = PART, [*links, NUMBER]
            labels = (*labels, row.texts[NUMBER].strip().rpartition(".")[0])
        owner = self._owners.get((sheet, *labels))
        if owner is None:
            # The first link that names nothing is the wrong one.
            inside = len(labels) == 1 or ("indicator", labels[0]) in self._owners
            wrong, above = links[-1], (sheet, *labels[:-1])
            if not inside:
                wrong, above = links[0], ("indicator",)
            known = ", ".join(key[-1] for key in self._owners if key[:-1] == above)
            found = row.texts.get(wrong, "")
            self.log.add("rubric-row-unlinked", row.places[wrong], found=found, known=known)
        return owner

    def _add(self, form: SheetForm, row: BookRow, owner: _Home) -> None:
        file, base = owner
        path: KeyPath = (*base, *form.path)
        table: Data = {}
        around = self._table(file, path[:-1], keep=True)
        if form.single and path[-1] in around:
            self.log.add("rubric-row-twice", row.place, found=row.texts.get(form.links[0].key, ""))
            return
        if form.single:
            around[str(path[-1])] = table
        else:
            tables = around.setdefault(str(path[-1]), [])
            file.cells.setdefault(path, row.place)
            path = (*path, len(tables))
            tables.append(table)
        file.cells[path] = row.place
        self._fill(form, row, (file, path))

    def _fill(self, form: SheetForm, row: BookRow, owner: _Home) -> None:
        """Read the cells of a row into its table, and let rows of other sheets refer to it."""
        shown = headings(form)
        for column in form.columns:
            self._cell(owner, column, row, column.key, shown[column.key])
        label = form.named
        if own := row.texts.get(label, "").strip():
            above = [column.key for column in form.links if column.key != label]
            links = tuple(row.texts.get(key, "").strip() for key in above)
            key = (form.id, *links, own)
            if form.numbered and key in self._owners:
                self.log.add("rubric-row-twice", row.places[label], found=own)
            self._owners.setdefault(key, owner)

    def _cell(
        self, owner: _Home, column: BookColumn, row: BookRow, name: str, heading: str
    ) -> None:
        """Read the cell of a row in a column of the sheet into the table at ``owner``."""
        file, path = owner
        cell, place = row.texts.get(name), row.places[name]
        self._shown[place] = _Shown(heading, cell or "", column)
        *inner, key = column.key.split(".")
        path = (*path, *inner)
        file.cells[(*path, key)] = place
        table = self._table(file, path, keep=cell is not None or column.form.is_list)
        if cell is None:
            if column.form.is_list:
                table[key] = []
            return
        try:
            table[key] = column.form.read(cell)
        except UnreadableError as problem:
            # The model refuses the text as it stands, so nothing is ever scored by it.
            table[key] = cell
            self.log.add(
                "rubric-cell-unread", place, found=problem.found, expected=problem.expected
            )
