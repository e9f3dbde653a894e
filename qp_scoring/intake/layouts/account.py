"""What was read of each sheet: so that nobody has to guess which columns counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.aliases import begins_total
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    ChecklistHeading,
    column_name,
    heading_cells,
)
from qp_scoring.intake.layouts.read_table import Desk, ReadTable
from qp_scoring.intake.layouts.table_heads import OFFICE, Kind
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.marks import is_answer, unusable
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.thai import normalise, squeeze

_KNOWN = frozenset(
    {
        "number",
        "mean",
        "band",
        "verdict",
        "time",
        "started",
        "email",
        "province",
        "about",
        "elsewhere",
    }
)
_LEAST = 2  # cells that make a column one of answers
_LONG = 20  # letters; cells of more, one with the other, are no answers but words


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a sheet was not understood: the nearest layout, and what of it was found and is missing.

    ``row`` is the row that is most like a heading, ``unknown`` what stands in it and is not known,
    ``doubtful`` the first row below it that holds anything, and could not be read for it.
    """

    nearest: str
    row: int
    recognised: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    doubtful: int | None


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What was read of one sheet.

    ``layout`` is ``checklist``, ``form``, ``marks``, ``long`` or ``levels``; "" where the sheet was
    not understood, and then ``unknown`` says why, if anything in it is like a table of answers.
    ``columns`` and ``unread`` are headings as typed.
    """

    file: str
    sheet: str | None
    layout: str
    rows: int = 0
    columns: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unknown: Diagnosis | None = None


def account(table: ReadTable, desk: Desk) -> SheetRead:
    """What was read of a table; says which columns of answers were not."""
    head, named, log = table.head, set(table.named.values()), desk.log
    headings = dict(head.unread) | {t.column: t.cell for t in head.columns}
    read = {
        t.column
        for t in head.columns
        if t.meaning.of
        or (
            _is_read(t.meaning.what, table.kind)
            and (t.column in named or t.meaning.what not in table.named)
        )
    }
    said = {column for column, _, _ in head.doubts}
    known = {t.column for t in head.columns if t.meaning.what in _KNOWN}
    _say_unread(table.sheet, table.rows, read | known | said, headings, desk)
    _say_unclear_comments(table, log)
    return SheetRead(
        table.sheet.file,
        table.sheet.name,
        table.kind.value,
        len(table.rows),
        tuple(dict.fromkeys(normalise(headings[column].text) for column in sorted(read))),
        tuple(normalise(headings[column].text) for column in sorted(headings.keys() - read)),
    )


def diagnose(sheet: InputSheet, vocabulary: Vocabulary, log: FindingLog) -> SheetRead:
    """Say of a sheet that no layout fits what in it is like a table of answers, and what lacks.

    Where nothing is, that alone is said.
    """
    row, known, named = max(
        (_known(sheet, row, vocabulary) for row in sheet.row_numbers[:HEADING_ROWS]),
        key=lambda one: len(one[1]),
    )
    answers = any(of for _, of in named)
    words = {what for what, of in named if not of}
    if not (answers or words & (OFFICE | {"item", "indicator", "mark"})) or len(known) < _LEAST:
        log.add("layout-unknown", sheet.place())
        return SheetRead(sheet.file, sheet.name, "")
    missing: tuple[str, ...]
    others = tuple(
        normalise(cell.text) for column, cell in sheet.row(row).items() if column not in known
    )
    near = next(filter(None, map(vocabulary.mended, others)), "")
    if answers:
        marks = any(what == "item" for what, of in named if of)
        nearest, missing = ("marks" if marks else "levels"), ("สพท.",)
    elif near and words & OFFICE:
        nearest, missing = "levels", ()
    else:
        nearest = "long" if words & OFFICE else "form"
        wanted = (("สพท.", OFFICE), ("ข้อ", {"item", "indicator"}), ("ผล", {"mark", "value"}))
        missing = tuple(
            word for word, one in wanted if not one & words and (word, nearest) != ("สพท.", "form")
        )
    found = tuple(normalise(sheet.row(row)[column].text) for column in known)
    doubtful = next((below for below in sheet.row_numbers if below > row), None)
    if nearest == "form" and (whose := _answered_under(sheet, row, known, vocabulary)):
        names = ", ".join(cell.text for cell in whose)
        log.add("columns-of-whom", sheet.at(whose[0]), found=names)
    else:
        log.add(
            "layout-near",
            sheet.place(row),
            recognised=", ".join(found),
            missing=", ".join(missing),
            unknown=", ".join(others),
            near=near,
            doubtful=doubtful or "",
        )
    unknown = Diagnosis(nearest, row, found, missing, others, doubtful)
    return SheetRead(sheet.file, sheet.name, "", unknown=unknown)


def _answered_under(
    sheet: InputSheet, row: int, known: Collection[int], vocabulary: Vocabulary
) -> list[InputCell]:
    """The headings of a row that are not understood, and have nothing but answers below them."""
    found: list[InputCell] = []
    for column, cell in sheet.row(row).items():
        cells = sheet.below(row, column)
        answered = len(cells) >= _LEAST and all(_is_answer(one, vocabulary) for one in cells)
        if column not in known and answered:
            found.append(cell)
    return found


def _known(
    sheet: InputSheet, row: int, vocabulary: Vocabulary
) -> tuple[int, list[int], list[tuple[str, str]]]:
    """The columns of a row that are like headings, and what they name."""
    meanings = {
        column: meaning
        for column, cell in sheet.row(row).items()
        if (meaning := vocabulary.meaning(cell)) is not None
    }
    bare = [meaning.of for meaning in meanings.values() if meaning.of.isdecimal()]
    if len(set(bare)) < len(bare):  # a row of levels
        meanings = {at: one for at, one in meanings.items() if not one.of.isdecimal()}
    return row, list(meanings), [(one.what, one.of) for one in meanings.values()]


def account_of_checklist(sheet: InputSheet, heading: ChecklistHeading, desk: Desk) -> SheetRead:
    """What was read of a checklist; says which columns of answers were not."""
    headings = heading_cells(sheet, heading.row)
    known = {column: column_name(cell) for column, cell in headings.items()}
    rows = [row for row in sheet.row_numbers if row > heading.row]
    _say_unread(sheet, rows, {at for at, name in known.items() if name}, headings, desk)
    return SheetRead(
        sheet.file,
        sheet.name,
        "checklist",
        len(rows),
        tuple(normalise(cell.text) for column, cell in headings.items() if known[column]),
        tuple(normalise(cell.text) for column, cell in headings.items() if not known[column]),
    )


def _say_unclear_comments(table: ReadTable, log: FindingLog) -> None:
    """Say where words stand under a bare ข้อเสนอแนะ in a table with a column per indicator."""
    column = table.named.get("comment")
    if column is None or table.kind not in (Kind.MARKS, Kind.LEVELS):
        return
    words = (table.sheet.cell(row, column) for row in table.rows)
    if any(cell is not None and squeeze(cell.text) for cell in words):
        heading = next(t.cell for t in table.head.columns if t.column == column)
        log.add("comment-unclear", table.sheet.at(heading), heading=heading.text)


def _is_read(what: str, kind: Kind) -> bool:
    if what in ("mean", "band", "verdict"):
        return kind is Kind.LEVELS or (kind is not Kind.MARKS and what != "verdict")
    if what in ("comment", "reason", "reference", "note"):
        return kind in (Kind.LONG, Kind.FORM)
    return what not in _KNOWN


def _say_unread(
    sheet: InputSheet,
    rows: Sequence[int],
    known: Collection[int],
    headings: Mapping[int, InputCell],
    desk: Desk,
) -> None:
    """Warn of columns that hold answers and are not read.

    One answer may be anything: there are two in a column, or in the only row of a table.
    """
    unread: dict[int, list[InputCell]] = {}
    columns = {column for row in rows for column in sheet.row(row)}
    for column in sorted(columns.difference(known, sheet.gathered)):
        cells = [cell for row in rows if (cell := sheet.cell(row, column)) is not None]
        if sum(len(cell.text) for cell in cells) > _LONG * len(cells):
            continue
        answers = [cell for cell in cells if _is_answer(cell, desk.vocabulary)]
        heading = headings.get(column)
        figures = all(cell.number is not None for cell in cells)
        total = heading is not None and begins_total(heading.text) and figures
        if answers and 2 * len(answers) >= len(cells) and not total and not _counts(cells):
            unread[column] = answers
    for column, answers in unread.items():
        heading = headings.get(column)
        # Between columns of the table, under no heading, it rather is another answer to one.
        within = heading is None and min(known) < column < max(known)
        if len(unread if len(rows) == 1 else answers) < _LEAST and not within:
            continue
        desk.log.add(
            "column-unread",
            sheet.at(heading or answers[0]),
            heading=heading.text if heading else "",
            count=len(answers),
            example=answers[0].text,
        )


def _is_answer(cell: InputCell, vocabulary: Vocabulary) -> bool:
    return not unusable(cell) and is_answer(cell, vocabulary.rubric)


def _counts(cells: list[InputCell]) -> bool:
    """Whether a column is a running number."""
    numbers = [cell.number for cell in cells if cell.number is not None]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) == len(cells) and steps == {1}
