"""Examples of findings on what is seen in cells beside their values."""

from __future__ import annotations

from collections.abc import Callable

from examples import MATRIX, Example, Room, example, matrix, said
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from qp_scoring.findings import Finding


def dressed(change: Callable[[object], None], cell: str = "J2", *beside: str) -> Example:
    """A good matrix of one office with something done to a cell of it."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = matrix(room)
        book = load_workbook(path)
        change(book.active[cell])
        book.save(path)
        return said(path)

    return example(make, MATRIX, cell, *beside)


def font(**properties: object) -> Callable[[object], None]:
    def change(cell: object) -> None:
        cell.font = Font(**properties)

    return change


def partly_struck(cell: object) -> None:
    cell.value = CellRichText([TextBlock(InlineFont(strike=True), "2"), "3"])


EXAMPLES: dict[str, Example] = {
    "cell-struck": dressed(font(strike=True)),
    "cell-partly-struck": dressed(partly_struck),
    "cell-shifted": dressed(font(vertAlign="superscript")),
    "cell-symbols": dressed(font(name="Wingdings")),
    "cell-invisible": dressed(font(color="FFFFFFFF")),
}
