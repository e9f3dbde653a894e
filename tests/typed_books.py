"""A workbook into which many tests type, opened and saved once.

Opening and saving cost most of the time of a test. What is typed is written by openpyxl all the
same, but alone: it goes into the file that openpyxl made of the untouched workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from making import Percent
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.cell._writer import write_cell
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_STYLE
from openpyxl.xml.functions import tostring, xmlfile

_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)


class TypedBook:
    """A workbook as it was opened, and copies of it with something typed into some cells."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path, rich_text=True)
        saved = BytesIO()
        self.book.save(saved)
        with ZipFile(saved) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._pieces = {part: _pieces(self._parts[part]) for part in map(_part, self.book)}

    def save(self, path: Path, typed: Iterable[tuple[Cell, object]]) -> None:
        """Save a copy in which cells of :attr:`book` hold what is typed into them, last as typed.

        The cells have to be in the file, as all are that have a style of their own.
        """
        before = []
        for cell, value in typed:
            before.append((cell, cell.value, cell.number_format))
            percent = isinstance(value, Percent)
            cell.value = value.value if percent else value
            if percent or isinstance(value, date):
                cell.number_format = "0.0%" if percent else "d/m/yyyy"
        parts = dict(self._parts)
        cells = {cell: None for cell, _, _ in before}
        for sheet in {cell.parent for cell in cells}:
            anew = _written([cell for cell in cells if cell.parent is sheet])
            pieces = self._pieces[_part(sheet)]
            assert anew.keys() <= pieces.keys(), "a cell is not in the file"
            parts[_part(sheet)] = b"".join((pieces | anew).values())
        if any(cell.number_format != number_format for cell, _, number_format in before):
            parts[ARC_STYLE] = tostring(write_stylesheet(self.book))
        for cell, value, number_format in reversed(before):
            cell.value, cell.number_format = value, number_format
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)


def _part(sheet: Worksheet) -> str:
    return f"xl/worksheets/sheet{sheet.parent.index(sheet) + 1}.xml"


def _pieces(xml: bytes) -> dict[object, bytes]:
    """The cells of a sheet by their addresses, and what stands before each and after all."""
    pieces: dict[object, bytes] = {}
    end = 0
    for cell in _CELL.finditer(xml):
        pieces[end] = xml[end : cell.start()]
        pieces[cell[1].decode()] = cell[0]
        end = cell.end()
    pieces[end] = xml[end:]
    return pieces


def _written(cells: Iterable[Cell]) -> dict[object, bytes]:
    """Cells as openpyxl writes them, by their addresses."""
    out = BytesIO()
    with xmlfile(out) as xml, xml.element("cells"):
        for cell in cells:
            write_cell(xml, cell.parent, cell, cell.has_style)
    return {found[1].decode(): found[0] for found in _CELL.finditer(out.getvalue())}
