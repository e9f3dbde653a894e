"""The targets of offices: a table of office, measure and value that stands beside the inputs.

A table in any file that inputs may be (``targets.csv``, ``targets.xlsx``). A row is a target, or
(where headings name targets) an office with all of its own. Every fault is recorded at its cell,
and only that target is left out: an office without it is not assessed where its criteria ask for
it (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from qp_scoring.documents.office import Office, OfficeTarget
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.layouts.headings import column_name, heading_cells
from qp_scoring.intake.marks import UNCLEAR, unclear
from qp_scoring.intake.offices.cells import OfficeCells, is_nobodys
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.intake.values import expected, read_value
from qp_scoring.intake.words import WORDS, squeezed
from qp_scoring.rubric.fields import digits
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest_ids
from qp_scoring.rubric.targets import TargetName, targets_named
from qp_scoring.thai import normalise, squeeze, squeeze_id

Targets = Mapping[str, tuple[OfficeTarget, ...]]
"""The targets of offices by their codes."""

OFFICE, MEASURE, VALUE = "office", "measure", "value"
_HEADING_ROWS = 30  # titles above the headings are few
_MEASURE, _VALUE = (squeezed(WORDS["targets"][what]) for what in (MEASURE, VALUE))
_DECIMALS = 15


def read_targets(
    files: Iterable[InputFile], rubric: Rubric, registry: OfficeRegistry, log: FindingLog
) -> Targets:
    """The targets that files say of the offices of a round, as its criteria name them.

    The only target of a measure may be called by the measure's id alone. What a criterion does not
    name, offices that are not known, and two values for one target are errors.
    """
    reader = _TargetReader(rubric, OfficeCells(registry, rubric.fiscal_year, log), log)
    for file in files:
        sheets = read_file(file, log)
        read = [reader.read(sheet) for sheet in sheets]
        if sheets and not any(read):
            columns = f"{OFFICE}, {MEASURE}, {VALUE}"
            values = {"columns": columns, "found": _likely_headings(sheets[0])}
            log.add("targets-no-table", sheets[0].place(), **values)
    return reader.targets()


def with_targets(offices: Iterable[Office], targets: Targets) -> tuple[Office, ...]:
    """Offices with their targets: those that were read before those that they had."""
    return tuple(
        office if office.code not in targets else _joined(office, targets[office.code])
        for office in offices
    )


def _joined(office: Office, targets: Sequence[OfficeTarget]) -> Office:
    own = {one.id: one for one in office.targets}
    own |= {one.id: one for one in targets if one.value or one.id not in own}
    return replace(office, targets=tuple(own.values()))


@dataclass(frozen=True, slots=True)
class _TargetColumns:
    """The headings of a table: their row, and which column is what.

    ``wide`` are the columns that hold a target each, where headings name them.
    """

    row: int
    offices: Mapping[str, int]
    parts: Mapping[int, bool]
    measure: int = 0
    value: int = 0
    wide: Mapping[int, TargetName] = field(default_factory=dict)


class _TargetReader:
    """Reads sheets, and keeps what they say of every target."""

    def __init__(self, rubric: Rubric, offices: OfficeCells, log: FindingLog) -> None:
        self._names = _by_key(rubric.indicators)
        self._known = list(dict.fromkeys(one.name for one in self._names.values()))
        self._offices = offices
        self._log = log
        self._found: dict[tuple[str, str], tuple[OfficeTarget, Place]] = {}
        self._at_odds: set[tuple[str, str]] = set()
        # Whose values are none, in order: where, and of which office.
        self._told: dict[tuple[str, str], tuple[Place, Office]] = {}
        self._blank: dict[tuple[str, str], tuple[Place, Office]] = {}

    def targets(self) -> Targets:
        """What was read; without a value where that is said to be wrong, or two rows differ.

        There a delivered round goes on with the value that it has.
        """
        for (code, name), (place, office) in self._blank.items():
            told = (code, name) in self._found or (code, name) in self._told
            values = {"office": office.short_name, "target": name}
            former = "" if told else _former(office, name)
            self._log.add("target-blank", place, former=former, **values)
        found: dict[str, list[OfficeTarget]] = {}
        for key, (target, _) in self._found.items():
            if key not in self._at_odds:
                found.setdefault(key[0], []).append(target)
        for (code, name), (place, office) in self._told.items():
            if (code, name) not in self._found or (code, name) in self._at_odds:
                if former := _former(office, name):
                    values = {"office": office.short_name, "target": name, "former": former}
                    self._log.add("target-former-used", place, **values)
                found.setdefault(code, []).append(OfficeTarget(name, "", "", None, ""))
        return {code: tuple(own) for code, own in found.items() if not is_nobodys(code)}

    def read(self, sheet: InputSheet) -> bool:
        """Read a sheet; False where it holds no table of targets."""
        head = self._head(sheet)
        if head is None:
            return False
        for row in sheet.row_numbers:
            if row > head.row:
                self._row(sheet, row, head)
        return True

    def _head(self, sheet: InputSheet) -> _TargetColumns | None:
        for row in sheet.row_numbers[:_HEADING_ROWS]:
            headings = heading_cells(sheet, row)
            offices = _office_columns(headings)
            if not offices:
                continue
            left = {
                column: cell
                for column, cell in headings.items()
                if column not in offices.values() and not unclear(cell)
            }
            measure = self._measure_column(sheet, row, left)
            value = _first({c: cell for c, cell in left.items() if c != measure}, _VALUE)
            if measure and value:
                parts = _before(min(measure, value), left)
                return _TargetColumns(row, offices, parts, measure, value)
            wide = {
                column: target
                for column, cell in left.items()
                if (target := self._names.get(squeeze_id(cell.text))) is not None
            }
            if wide:
                return _TargetColumns(row, offices, _before(min(wide), left), wide=wide)
        return None

    def _measure_column(
        self, sheet: InputSheet, row: int, headings: Mapping[int, InputCell]
    ) -> int:
        """The column that names targets: of several that may, the one whose cells do; else 0."""

        def names(column: int) -> int:
            return sum(squeeze_id(one.text) in self._names for one in sheet.below(row, column))

        words = {at: squeeze(cell.text) for at, cell in headings.items()}
        may = [column for column, word in words.items() if word in _MEASURE]
        may.sort(key=lambda column: (-names(column), _MEASURE.index(words[column])))
        return may[0] if may else 0

    def _row(self, sheet: InputSheet, row: int, head: _TargetColumns) -> None:
        answers = head.wide.keys() or {head.measure, head.value}
        filled = not answers.isdisjoint(sheet.row(row))
        office = self._offices.of_row(sheet, row, head.offices, filled=filled, parts=head.parts)
        if office is None:
            return
        for column, target in head.wide.items():
            cell = sheet.shown(row, column)
            self._take(office, target, cell, sheet.at(cell) if cell else sheet.place(row, column))
        if not head.wide:
            name, cell = (sheet.shown(row, column) for column in (head.measure, head.value))
            target_ = self._target(sheet, row, name, office)
            if target_ is not None:
                place = sheet.at(cell) if cell else sheet.place(row, head.value)
                self._take(office, target_, cell, place)

    def _target(
        self, sheet: InputSheet, row: int, cell: InputCell | None, office: Office
    ) -> TargetName | None:
        """The target of an office that a cell names; None with a finding."""
        if cell is None:
            self._log.add("target-unnamed", sheet.place(row), known=", ".join(self._known))
            return None
        if fault := unclear(cell):
            self._log.add(fault, sheet.at(cell), found=cell.text)
            return None
        found = self._names.get(squeeze_id(cell.text))
        if found is None:
            words = normalise(cell.text)
            near = nearest_ids(words, self._known)
            self._log.add("target-unknown", sheet.at(cell), found=words, nearest=near)
            if near in self._known:  # very likely meant: one slip is one finding
                self._told[office.code, near] = sheet.at(cell), office
        return found

    def _take(
        self, office: Office, target: TargetName, cell: InputCell | None, place: Place
    ) -> None:
        """Keep the value of a cell, or say what is wrong with it."""
        if cell is None:
            self._blank[office.code, target.name] = place, office
            return
        value, key = self._value(cell, target, place), (office.code, target.name)
        if value is None:
            self._told[key] = place, office
            return
        shown = digits(value)
        found = OfficeTarget(target.name, shown, place.file or "", place.sheet, place.cell or "")
        before, first = self._found.setdefault(key, (found, place))
        if first is place:
            return
        names = {"office": office.short_name, "target": target.name, "first": str(first)}
        if before.value == shown:
            self._log.add("target-twice", place, found=shown, **names)
        else:
            self._at_odds.add(key)
            self._told[key] = place, office
            self._log.add("target-at-odds", place, found=shown, other=before.value, **names)

    def _value(self, cell: InputCell, target: TargetName, place: Place) -> Decimal | None:
        measure = target.measure
        read = read_value(cell, measure.model_copy(update={"when_none": None, "whole": None}))
        if read.value is not None:
            value = _exact(read.value)
            if value is None:
                wanted = expected("value-unknown", cell, measure)
                self._log.add("value-unknown", place, found=cell.text, **wanted)
            elif value <= 0 and target.divides:
                self._log.add("target-zero", place, found=cell.text, target=target.name)
                return None
            return value
        fault = read.fault or "value-unknown"
        if fault == "value-percent-unclear":
            share = digits(Decimal(str(cell.number or normalise(cell.text))) * 100)
            self._log.add("target-percent-unclear", place, found=cell.text, share=share)
        elif fault in UNCLEAR:
            self._log.add(fault, place, found=cell.text)
        else:
            self._log.add(fault, place, found=cell.text, **expected(fault, cell, measure))
        return None


def _former(office: Office, name: str) -> str:
    """The value of a target that a delivered round has; "" where it has none."""
    return next((one.value for one in office.targets if one.id == name), "")


def _exact(value: Fraction) -> Decimal | None:
    """A value whose decimals end: a target is a number that can be printed."""
    scaled = value * 10**_DECIMALS
    return Decimal(scaled.numerator).scaleb(-_DECIMALS) if scaled.denominator == 1 else None


def _by_key(indicators: Iterable[Indicator]) -> dict[str, TargetName]:
    """Every target by what it may be called."""
    found: dict[str, TargetName] = {}
    for indicator in indicators:
        named = targets_named(indicator)
        measures = [one.measure.id for one in named]
        for one in named:
            found[squeeze_id(one.name)] = one
            if measures.count(one.measure.id) == 1:
                found.setdefault(squeeze_id(one.measure.id), one)
    return found


def _office_columns(headings: Mapping[int, InputCell]) -> dict[str, int]:
    """The columns that name the office; of two without a code the first may hold it."""
    named = [(column, column_name(cell)) for column, cell in sorted(headings.items())]
    codes = [column for column, what in named if what == "code"]
    names = [column for column, what in named if what == "office"]
    if not codes and len(names) > 1:
        codes, names = names[:1], names[1:]
    found = (("code", codes), ("office", names))
    return {what: columns[0] for what, columns in found if columns}


def _before(first: int, headings: Mapping[int, InputCell]) -> dict[int, bool]:
    """The columns left of the targets, each with whether its numbers are those of areas."""
    return {column: "เขต" in cell.text for column, cell in headings.items() if column < first}


def _likely_headings(sheet: InputSheet) -> list[str]:
    """What stands in the first of the fullest rows where headings may stand."""
    rows = (heading_cells(sheet, row) for row in sheet.row_numbers[:_HEADING_ROWS])
    fullest: Mapping[int, InputCell] = max(rows, key=len, default={})
    return [normalise(cell.text) for _, cell in sorted(fullest.items())]


def _first(headings: Mapping[int, InputCell], words: Sequence[str]) -> int:
    """The column of the first of some words that is a heading; 0 for none."""
    by_word = {squeeze(cell.text): column for column, cell in reversed(list(headings.items()))}
    return next((by_word[word] for word in words if word in by_word), 0)
