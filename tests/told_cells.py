"""Cells that XlsxWriter is told one by one: what ``paper/direct.py`` has to give the bytes of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qp_scoring.paper.archive import Packed, packed
from qp_scoring.paper.direct import BookCells, Shared, SheetCells
from qp_scoring.paper.frames import Calls, CellLook, SheetCalls, told
from qp_scoring.paper.row_cells import ReadyRow


class ToldCells(BookCells):
    """The cells of a workbook, all of them told to XlsxWriter; put in place of ``BookCells``."""

    def sheet(self, calls: SheetCalls, columns: int) -> SheetCells:
        return ToldSheet(self.shared, calls, columns)

    def parts(self, calls: Calls) -> Iterator[tuple[str, Packed]]:
        for name, part in told(calls):
            yield name, packed(part.encode())


class ToldSheet(SheetCells):
    """The cells of a worksheet, told as they come."""

    def __init__(self, shared: Shared, calls: SheetCalls, columns: int) -> None:
        super().__init__(shared, calls, columns)
        self.heights = _Heights(calls)

    def text(self, row: int, column: int, text: str, look: int | None) -> None:
        self._calls.tell(Worksheet.write_string, row, column, text, self._look(look))

    def ready(self, row: int, ready: ReadyRow) -> None:
        for column, (text, look) in enumerate(zip(ready.texts, ready.looks, strict=True)):
            if text:
                self._calls.tell(Worksheet.write_string, row, column, text, look)
            else:
                self._calls.tell(Worksheet.write_blank, row, column, None, look)

    def link(self, row: int, column: int, target: str, text: str, look: int) -> None:
        self._calls.tell(Worksheet.write_url, row, column, target, self._look(look), text)

    def file_link(
        self, row: int, column: int, file: str, location: str, text: str, look: int
    ) -> None:
        target = f"external:{file}#{location}" if location else f"external:{file}"
        self._calls.tell(_linked, row, column, target, self._look(look), text)

    def runs(self, row: int, column: int, runs: Sequence[tuple[str, str]], look: int) -> None:
        parts = [part for text, font in runs for part in (_format(font), text)]
        self._calls.tell(Worksheet.write_rich_string, row, column, *parts, self._look(look))

    def figure(self, row: int, column: int, figure: float | None, look: int) -> None:
        if figure is None:
            self._calls.tell(Worksheet.write_blank, row, column, None, self._look(look))
        else:
            self._calls.tell(Worksheet.write_number, row, column, figure, self._look(look))

    def blank(self, row: int, columns: tuple[int, int], look: int) -> None:
        for column in range(columns[0], columns[1] + 1):
            self.figure(row, column, None, look)

    def formula(self, row: int, column: int, formula: str, shown: str, look: int) -> None:
        self._calls.tell(
            Worksheet.write_formula, row, column, f"={formula}", self._look(look), shown
        )

    def merge(self, rows: tuple[int, int], columns: tuple[int, int], look: int) -> None:
        area = (rows[0], columns[0], rows[1], columns[1])
        self._calls.tell(Worksheet.merge_range, *area, "", self._look(look))

    def end_pages(self, rows: Iterable[int]) -> None:
        self._calls.tell(Worksheet.set_h_pagebreaks, tuple(rows))

    def _look(self, number: int | None) -> CellLook | None:
        return None if number is None else self._shared.looks[number]


class _Heights(dict[int, float]):
    """The heights of a worksheet's rows, told as they are set."""

    def __init__(self, calls: SheetCalls) -> None:
        super().__init__()
        self._calls = calls

    def __setitem__(self, row: int, points: float) -> None:
        super().__setitem__(row, points)
        self._calls.tell(Worksheet.set_row, row, points)


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


def _linked(sheet: Worksheet, row: int, column: int, target: str, look: Format, text: str) -> int:
    code: int = sheet.write_url(row, column, target, look, text)
    # XlsxWriter writes the separators of Windows, which other systems take for letters.
    link = sheet.hyperlinks[row][column]
    link._relationship_link = link._relationship_link.replace("\\", "/")
    return code
