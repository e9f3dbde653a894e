"""The office of each row where no cell of the row says it by itself.

A name may be parted over columns (สพป. | ระยอง | เขต 2), or stand once over rows of its own below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qp_scoring.intake.layouts.table_heads import OFFICE, SAID, Head, Kind, names_of
from qp_scoring.intake.marks import unusable
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import InputCell, InputSheet

_ANSWERED_ONLINE = frozenset({"time", "email", "started"})
_NAMED = frozenset({"office", "province", "about"})
_INSPECTION = "ตรวจ"  # เขตตรวจราชการ 9 is an area of inspectors, not of an office
_PARTS = (2, 3)  # columns that a name is parted over


def offices_by_row(
    sheet: InputSheet, head: Head, rows: Iterable[int], offices: OfficeCells
) -> Mapping[int, InputCell]:
    """The cells that name the offices of rows; none where the columns of offices do it."""
    answers = _answers(head)
    columns = sorted(t.column for t in head.columns if t.meaning.what in OFFICE)
    said = {
        row: [cell for at in columns if (cell := sheet.shown(row, at)) is not None] for row in rows
    }
    shown = {row: cells for row, cells in said.items() if not answers.isdisjoint(sheet.row(row))}
    own = {
        row: next(filter(offices.is_office, cells), None)
        for row, cells in shown.items()
        if cells and not any(map(offices.is_total, cells))
    }
    if None not in own.values():
        heads = names_of(head.columns)
        # Each stands over rows of its own. A web form has no such rows, and of a table in which
        # most rows name an office a single one was rather forgotten.
        once = len({cell.text for cell in own.values() if cell}) == len(own)
        several = (head.kind is Kind.LONG or "assessor" in heads) and not heads & _ANSWERED_ONLINE
        return (
            _filled_down(said, shown, own)
            if once and several and 2 * len(own) <= len(shown)
            else {}
        )
    may = name_columns(head)
    before = list(may)
    parts = (before[at : at + size] for size in _PARTS for at in range(len(before) - size + 1))
    named = [row for row in shown if row in own or not shown[row]]
    joined = (_joined(sheet, one, named, offices, may) for one in parts)
    return next((one for one in joined if one), {})


def name_columns(head: Head) -> dict[int, bool]:
    """The columns left of all answers in which parts of an office's name may stand.

    Each with whether a number alone there is that of an area, as its heading says.
    """
    headings = {column: cell.text for column, cell in head.unread}
    headings |= {t.column: t.cell.text for t in head.columns}
    offices = {t.column for t in head.columns if t.meaning.what == "office"}
    others = {t.column for t in head.columns if t.meaning.what not in _NAMED}
    others |= {column for column, heading in headings.items() if _INSPECTION in heading}
    first = min(_answers(head), default=1)
    return {
        at: at in offices or "เขต" in headings.get(at, "")
        for at in range(1, first)
        if at not in others
    }


def _answers(head: Head) -> set[int]:
    return {t.column for t in head.columns if t.meaning.of or t.meaning.what in SAID}


def _filled_down(
    said: Mapping[int, Sequence[InputCell]],
    shown: Iterable[int],
    own: Mapping[int, InputCell | None],
) -> dict[int, InputCell]:
    """The offices of the rows that are ``shown``; where one has none, that of the row above.

    What stands in the columns of offices without any answer beside it, as a total does or a name
    on a row of its own, ends an office's rows.
    """
    found: dict[int, InputCell] = {}
    last = None
    for row, cells in said.items():
        last = own.get(row) if cells else last
        if last is not None:
            found[row] = last
    return {row: found[row] for row in shown if row in found}


def _joined(
    sheet: InputSheet,
    columns: Sequence[int],
    rows: Iterable[int],
    offices: OfficeCells,
    may: Mapping[int, bool],
) -> dict[int, InputCell]:
    """The offices that the cells of these columns name together, if they do in every row.

    No cell of the columns that ``may`` hold parts of a name contradicts them, and no number is of
    something else.
    """
    found: dict[int, InputCell] = {}
    for row in rows:
        cells = [cell for at in columns if (cell := sheet.shown(row, at)) is not None]
        name = " ".join(dict.fromkeys(cell.text for cell in cells))
        counts = any(cell.text.isdecimal() and not may.get(cell.column, False) for cell in cells)
        if not cells or counts or any(map(unusable, cells)):
            return {}
        found[row] = cells[0].saying(name)
        if not offices.is_office_beside(found[row], sheet, row, may):
            return {}
    return found
