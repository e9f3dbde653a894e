"""Sums and means that a table shows beside and below its levels: they must come to what these do.

A level that was changed later, or typed wrongly, no longer fits them. Which of the two is right
nobody knows, so it is said; the levels are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from qp_scoring.documents.answers import Answered
from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.aliases import kind_of_total
from qp_scoring.intake.layouts.read_table import Desk, ReadTable
from qp_scoring.intake.layouts.rows import first_of
from qp_scoring.intake.marks import Said, read_level, read_number
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.rubric.model import Rubric

_MOST_CELLS = 10
_DECIMALS = 2


def say_typed_totals(table: ReadTable, desk: Desk) -> None:
    """Say which typed sums and means of a level matrix are not those of its levels."""
    rubric = desk.rubric
    weights = {indicator.weight for indicator in rubric.indicators}
    if rubric.is_plain and len(weights) == 1 and len(table.views) == 1:
        _TypedTotals(table, rubric, desk.log).say(desk.offices)


class _TypedTotals:
    """Compares the typed figures of one level matrix with its levels."""

    def __init__(self, table: ReadTable, rubric: Rubric, log: FindingLog) -> None:
        self._table, self._sheet, self._log, self._rubric = table, table.sheet, log, rubric
        self._figures = _ComesTo(Fraction(rubric.scale.highest))
        keys = table.keys().items()
        self._columns = sorted(at for (what, _), at in keys if what in ("indicator", "level"))

    def say(self, offices: OfficeCells) -> None:
        """Say which figures are not those of the levels beside them, or above them."""
        above: list[int] = []
        group: list[int] = []
        for row in self._table.rows:
            if offices.holds_totals(self._sheet, row, self._table.named):
                self._totals(row, (group, above))
                group = []
                continue
            above.append(row)
            group.append(row)
            self._office(row)

    def _level(self, row: int, column: int) -> Said:
        return read_level(self._sheet.cell(row, column), self._rubric)

    def _office(self, row: int) -> None:
        """Compare the typed figures of an office, each with all levels or with those before it."""
        levels = {at: self._level(row, at) for at in self._columns}
        last = 0
        for column, heading in sorted(self._table.head.unread):
            kind = kind_of_total(heading.text)
            cell = self._sheet.cell(row, column)
            if not kind or cell is None:
                continue
            before = [said for at, said in levels.items() if at < column]
            between = [said for at, said in levels.items() if last < at < column]
            last = column
            ours = self._figures.unlike(cell, kind, ([*levels.values()], before, between))
            if ours is not None:
                place = self._sheet.at(cell)
                self._log.add("typed-mean-differs", place, found=cell.text, ours=ours)

    def _totals(self, row: int, over: Iterable[Sequence[int]]) -> None:
        """Compare the typed figures of a row with the levels above it: of its group, or of all."""
        cells = self._sheet.row(row).values()
        label = next((cell for cell in cells if kind_of_total(cell.text)), None)
        kind = kind_of_total(label.text, whole=True) if label is not None else ""
        if label is None or not kind:
            return
        found: list[tuple[InputCell, str]] = []
        for column in self._columns:
            cell = self._sheet.cell(row, column)
            levels = [
                [self._level(at, column) for at in rows if at not in hidden]
                for rows in over
                for hidden in (frozenset[int](), self._sheet.hidden_rows)
            ]
            ours = self._figures.unlike(cell, kind, levels) if cell is not None else None
            if cell is not None and ours is not None:
                found.append((cell, ours))
        if found:
            first, ours = found[0]
            cells_named = first_of([cell.address for cell, _ in found], _MOST_CELLS)
            values = {"heading": label.text, "found": first.text, "ours": ours}
            self._log.add("typed-totals-differ", self._sheet.at(first), cells=cells_named, **values)


class _ComesTo:
    """What levels come to, where the highest is known."""

    def __init__(self, highest: Fraction) -> None:
        self._highest = highest

    def unlike(self, cell: InputCell, kind: str, over: Iterable[Sequence[Said]]) -> str | None:
        """What the first of some levels come to, where a typed figure is that of none of them."""
        typed = read_number(cell)
        if typed is None:
            return None
        typed = (typed if cell.rounded is None else cell.rounded) * (100 if cell.percent else 1)
        seen = [tuple(said) for said in over]
        if not seen or any(said.fault for said in seen[0]):
            return None
        ours = [figure for said in seen for figure in self._of(kind, said)]
        # People cut decimals off as well as round them.
        unit = Fraction(1) / 10 ** max(0, -int(typed.as_tuple().exponent))
        near = unit if unit < 1 else Fraction(0) if kind == "sum" else Fraction(1, 2)
        if not ours or any(abs(figure - Fraction(typed)) <= near for figure in ours):
            return None
        return _shown(ours[0])

    def _of(self, kind: str, levels: Iterable[Said]) -> Iterator[Fraction]:
        """The figures of a kind; a missing report counts nothing, or 0."""
        levels = list(levels)
        numbers = [Fraction(said.level) for said in levels if said.level is not None]
        silent = sum(said.said is Answered.NOT_REPORTED for said in levels)
        if kind == "sum":
            yield sum(numbers, Fraction(0))
            return
        scale = Fraction(1) if kind == "mean" else 100 / self._highest
        for count in dict.fromkeys((len(numbers) + silent, len(numbers))):
            if count:
                yield scale * sum(numbers) / count


def _shown(figure: Fraction) -> str:
    if figure.denominator == 1:
        return str(figure.numerator)
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-_DECIMALS), ROUND_HALF_UP)}"
