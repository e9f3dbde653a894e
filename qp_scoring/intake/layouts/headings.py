"""Headings and header rows: which column is what, whatever it is called.

Aliases are compared squeezed (no spaces, dots or case; Thai digits as Arabic), in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qp_scoring.intake.layouts.aliases import BY_ALIAS, BY_LABEL
from qp_scoring.intake.marks import unclear_name
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

HEADER_CELLS = 4  # a header row holds one or two pairs of label and value; a table's has more
HEADING_ROWS = 60  # title rows above the headings are few; a heading further down is a table

_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?:ที่)?|indicator)?\s*([A-Za-z0-9.]+)", re.IGNORECASE)
_TITLED = re.compile(r"(?:ตัวชี้วัด(?:ที่)?|indicator)\s*([A-Za-z0-9.]+)(?![A-Za-z0-9.]).*", re.I)


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """A value of the header rows above a table, with the cell that decides whether it is used.

    That is the value's own, or its label's where a reader would doubt what the label says.
    """

    text: str
    cell: InputCell


@dataclass(frozen=True, slots=True)
class ChecklistHeading:
    """The heading row of a checklist: its columns by name.

    ``contradicted`` are rows in which two columns of answers say different things.
    """

    row: int
    columns: Mapping[str, int]
    contradicted: frozenset[int] = frozenset()


def heading_cells(sheet: InputSheet, row: int) -> dict[int, InputCell]:
    """The headings over a row's columns: its cells, and those merged into it from rows above.

    Tables often have ``รหัส`` and ``สพท.`` merged over two rows, with the codes in the second.
    """
    cells = dict(sheet.row(row))
    for top, left, bottom, _ in sheet.merged:
        if not top < row <= bottom or left in cells:
            continue
        above = sheet.cell(top, left)
        if above is not None:
            cells[left] = above
    return cells


def repeats_heading(sheet: InputSheet, row: int, heading: int) -> bool:
    """Whether a row is the heading again, as lists that were joined have it."""
    cells, headings = sheet.row(row), sheet.row(heading)
    return cells.keys() == headings.keys() and all(
        normalise(cell.text) == normalise(headings[column].text) for column, cell in cells.items()
    )


def column_name(cell: InputCell) -> str | None:
    """The column that a heading names by an alias, if any and beyond doubt."""
    if cell.kind is not CellKind.TEXT or (cell.seen and unclear_name(cell)):
        return None
    return BY_ALIAS.get(squeeze(cell.text))


def unclear_headings(sheet: InputSheet, row: int) -> dict[InputCell, str]:
    """The headings of a row that would name a column but for how they look, with the finding."""
    cells = (cell for cell in heading_cells(sheet, row).values() if cell.seen)
    return {
        cell: fault
        for cell in cells
        if squeeze(cell.text) in BY_ALIAS and (fault := unclear_name(cell))
    }


def named_indicator(cell: InputCell) -> str | None:
    """The text that stands where a heading names an indicator, known or not."""
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        return None
    text = to_arabic_digits(normalise(cell.text))
    found = _INDICATOR.fullmatch(text) or _TITLED.fullmatch(text)
    return found[1] if found else None


def label_name(cell: InputCell) -> str | None:
    """The header value that a cell is the label of, if any."""
    return BY_LABEL.get(squeeze(cell.text).rstrip(":")) if cell.kind is CellKind.TEXT else None


def header_values(sheet: InputSheet) -> dict[str, HeaderValue]:
    """The labelled values around a table's heading: the label's cell, then the next cell.

    They stand in the rows above it and, in our own forms, which keep the heading in view, in the
    band of rows between it and the first answer (:func:`is_header_row`). A note that somebody
    typed beside these rows changes nothing.
    """
    found: dict[str, HeaderValue] = {}
    below = in_form = False
    for number in sheet.row_numbers[:HEADING_ROWS]:
        cells = list(sheet.row(number).values())
        if _is_heading_of_form(cells):
            in_form = True
            continue
        if in_form:
            if not is_header_row(sheet, number):
                if cells[0].column == 1 and named_indicator(cells[0]):
                    break  # the first answer
                continue
        elif len(cells) > HEADER_CELLS and not _is_noted_header(cells):
            if below:
                break
            below = True
            continue
        elif below and not is_header_row(sheet, number):
            if cells[0].column == 1 and len(cells) > 1:
                break  # the first row of the table itself
            continue
        for label, value in pairwise(cells):
            name = label_name(label)
            # A blank value leaves the next label beside this one.
            if name and name not in found and not _is_heading(value):
                cell = label if unclear_name(label) else value
                found[name] = HeaderValue(normalise(value.text), cell)
    return found


def _is_heading_of_form(cells: Iterable[InputCell]) -> bool:
    """Whether cells name the columns of a form: items and answers, and no offices."""
    names = {column_name(cell) for cell in cells}
    return {"item", "mark"} <= names and not names & {"code", "office"}


_NOTES_BESIDE = 2  # cells beside the pairs of a header row


def _is_noted_header(cells: Sequence[InputCell]) -> bool:
    """Whether cells are two pairs of label and value, the first in column A, and a note or two."""
    pairs = [
        label for label, value in pairwise(cells) if label_name(label) and not _is_heading(value)
    ]
    several = len(pairs) == HEADER_CELLS // 2 and pairs[0].column == 1
    return several and len(cells) <= HEADER_CELLS + _NOTES_BESIDE


def _is_heading(value: InputCell) -> bool:
    """Whether what stands beside a label is a label or heading too, and no value."""
    # กรรมการ is a role too.
    return label_name(value) is not None or column_name(value) not in (None, "assessor")


def is_header_row(sheet: InputSheet, row: int) -> bool:
    """Whether a row begins, in the first column, with the label of a header value."""
    first = sheet.cell(row, 1)
    return first is not None and label_name(first) is not None


def names_assessor(sheet: InputSheet, before: int) -> bool:
    """Whether a form asks for the name of its one assessor, filled in or not."""
    return any(
        label_name(cell) == "assessor"
        for row in sheet.row_numbers
        if row < before or is_header_row(sheet, row)
        for cell in sheet.row(row).values()
    )
