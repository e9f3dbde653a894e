"""Copies of input workbooks in which every cell to be mended is coloured and says why in a note."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

import openpyxl
from openpyxl.cell import Cell
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.documents.own import MARKED_FILLS, NOTE_AUTHOR
from qp_scoring.findings import Finding, FindingLog, Place
from qp_scoring.intake.files import WORKBOOK_SUFFIXES, InputFile
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.messages import fix, message
from qp_scoring.paper.cells import clean

_WIDTH, _HEIGHT = 360, 160
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow"),
    *("u", "vertAlign", "sz", "color", "name", "rFont", "family", "charset", "scheme"),
)
_ADDRESS = re.compile("[A-Z]{1,3}[1-9][0-9]*")
_FILLED = 400
"""How many cells of a range are coloured at most."""


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A copy that was written: its path in the delivery, and the names of its sheets."""

    name: str
    sheets: tuple[str, ...]

    def spot(self, place: Place) -> tuple[str, str] | None:
        """The sheet and cell of the copy where a finding stands; None where it has no cell."""
        first = _first_cell(place.cell or "")
        sheet = place.sheet if place.sheet in self.sheets else self.sheets[0]
        return (sheet or "", first) if _ADDRESS.fullmatch(first) else None


def _in_order(font: type[Serialisable]) -> None:
    """Have openpyxl write what a font says in the order in which Excel does.

    The standard allows any order; validators and strict readers want this one.
    """
    known = set(font.__elements__)
    font.__elements__ = tuple(name for name in _FONT_ORDER if name in known)


_in_order(Font)
_in_order(InlineFont)


def write_marked(
    path: Path, name: str, file: InputFile, findings: Sequence[Finding]
) -> MarkedCopy | None:
    """Write the copy of one file to be delivered by this name; None where nothing can be copied.

    A workbook stays as its author made it, but for pictures, charts and controls, which the
    library that writes it does not keep. Files of other kinds become a workbook of their texts.

    Raises:
        OSError: the file cannot be written.
    """
    keeps_macros = file.suffix == ".xlsm"
    book = _copied(file) if file.suffix in WORKBOOK_SUFFIXES else None
    if book is None:
        book, keeps_macros = _written_anew(file), False
    if book is None:
        return None
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for item in findings:
        sheet = sheets.get(item.place.sheet or "", book.worksheets[0])
        _mark(sheet, item)
    if not keeps_macros:
        path, name = path.with_suffix(".xlsx"), str(PurePosixPath(name).with_suffix(".xlsx"))
    book.save(path)
    return MarkedCopy(name, tuple(sheets))


def _copied(file: InputFile) -> Workbook | None:
    """The author's own workbook; None where the library cannot open what we could read."""
    try:
        data = BytesIO(file.path.read_bytes())
        book = openpyxl.load_workbook(
            data, rich_text=True, keep_vba=file.suffix == ".xlsm", keep_links=False
        )
    except (OSError, ValueError, KeyError, TypeError, InvalidFileException, zipfile.BadZipFile):
        return None
    return book if book.worksheets else None


def _written_anew(file: InputFile) -> Workbook | None:
    """A workbook of what was read, all of it text."""
    read = read_file(file, FindingLog())
    if not read:
        return None
    book = Workbook()
    book.remove(book.worksheets[0])
    for at, one in enumerate(read, start=1):
        sheet = book.create_sheet(clean(one.name or f"{at}")[:31])
        for (row, column), cell in one.cells.items():
            target = sheet.cell(row, column)
            target.value = clean(cell.text)
            target.data_type = "s"
    return book


def _first_cell(cell: str) -> str:
    """The first cell of a range, of a row or of a column."""
    first = cell.partition(":")[0]
    if first.isdigit():
        return f"A{first}"
    return f"{first}1" if first.isalpha() else first


def _shown(sheet: Worksheet, at: str) -> Cell:
    """A cell, or that which is seen in its place where it is merged into others."""
    over = next((one for one in sheet.merged_cells.ranges if at in one), None)
    cell: Cell = sheet[_first_cell(over.coord) if over else at]
    return cell


def _mark(sheet: Worksheet, item: Finding) -> None:
    named = item.place.cell or ""
    first, last = _first_cell(named), named.partition(":")[2]
    colour = MARKED_FILLS[item.severity.value]
    fill = PatternFill("solid", fgColor=colour)
    # Of a whole row or column only the first cell is filled.
    cells = sheet[named] if last and not (last.isdigit() or last.isalpha()) else ((sheet[first],),)
    for cell in [one for row in cells for one in row][:_FILLED]:
        cell.fill = fill
    said = clean(f"{message(item)}\n{fix(item)}")
    cell = _shown(sheet, first)
    cell.fill = fill
    if cell.comment is not None:
        said = f"{cell.comment.text}\n\n{said}"
    cell.comment = Comment(said, NOTE_AUTHOR, height=_HEIGHT, width=_WIDTH)
