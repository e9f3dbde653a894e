"""Cells that XlsxWriter is told one by one: what ``paper/direct.py`` has to give the bytes of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.format import Format

from qp_scoring.paper.direct import BookCells, PackagePart, SheetCells


class ToldCells(BookCells):
    """The cells of a workbook, all of them told to XlsxWriter; put in place of ``BookCells``."""

    def sheet(self, worksheet: Any, columns: int) -> SheetCells:
        return ToldSheet(self, worksheet, columns)

    def prepare(self) -> None:
        """Nothing is left to tell."""

    def filled(self, parts: Iterable[PackagePart]) -> Iterable[PackagePart]:
        return parts


class ToldSheet(SheetCells):
    """The cells of a worksheet, told as they come."""

    def __init__(self, book: BookCells, worksheet: Any, columns: int) -> None:
        super().__init__(book, worksheet, columns)
        self.heights = _Heights(worksheet)

    def text(self, row: int, column: int, text: str, form: Format | None) -> None:
        assert self._worksheet.write_string(row, column, text, form) == 0

    def link(self, row: int, column: int, target: str, text: str, form: Format) -> None:
        assert self._worksheet.write_url(row, column, target, form, text) == 0

    def runs(self, row: int, column: int, runs: Sequence[tuple[str, str]], form: Format) -> None:
        told = [part for text, font in runs for part in (_format(font), text)]
        assert self._worksheet.write_rich_string(row, column, *told, form) == 0

    def figure(self, row: int, column: int, figure: float | None, form: Format) -> None:
        if figure is None:
            assert self._worksheet.write_blank(row, column, None, form) == 0
        else:
            assert self._worksheet.write_number(row, column, figure, form) == 0

    def formula(self, row: int, column: int, formula: str, shown: str, form: Format) -> None:
        assert self._worksheet.write_formula(row, column, f"={formula}", form, shown) == 0

    def merge(self, rows: tuple[int, int], columns: tuple[int, int], form: Format) -> None:
        self._worksheet.merge_range(rows[0], columns[0], rows[1], columns[1], "", form)


class _Heights(dict[int, float]):
    """The heights of a worksheet's rows, told as they are set."""

    def __init__(self, worksheet: Any) -> None:
        super().__init__()
        self._worksheet = worksheet

    def __setitem__(self, row: int, points: float) -> None:
        super().__setitem__(row, points)
        self._worksheet.set_row(row, points)


def _format(font: str) -> Format:
    """The format of a run, by the XML of its font."""
    size, name = re.search('sz val="([^"]+)"', font), re.search('rFont val="([^"]+)"', font)
    colour = re.search('rgb="FF([^"]+)"', font)
    assert size and name
    return Format(
        {
            "bold": "<b/>" in font,
            "font_size": size[1],
            "font_name": name[1],
            **({"font_color": f"#{colour[1]}"} if colour else {}),
        }
    )
