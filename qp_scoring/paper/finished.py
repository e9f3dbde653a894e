"""A finished workbook: what XlsxWriter makes of it, with the cells of its sheets put in."""

from __future__ import annotations

from collections.abc import Iterator

from qp_scoring.paper.archive import Packed, packed, packed_texts
from qp_scoring.paper.direct import Shared, SheetCells
from qp_scoring.paper.frames import Calls, SheetCalls, parts_of


class BookCells:
    """The cells of a workbook, sheet by sheet, and what these share."""

    def __init__(self) -> None:
        self.shared = Shared()
        self._sheets: list[SheetCells] = []

    def sheet(self, calls: SheetCalls, columns: int) -> SheetCells:
        """The cells of the next worksheet, which has so many columns."""
        self._sheets.append(SheetCells(self.shared, calls, columns))
        return self._sheets[-1]

    def parts(self, calls: Calls) -> Iterator[tuple[str, Packed]]:
        """The parts of the workbook, with its cells, which are let go."""
        met: set[int] = set()
        for sheet in self._sheets:
            sheet.prepare(met, texts=bool(self.shared.numbers))
        sheets = iter(self._sheets)
        links = {
            f"xl/worksheets/_rels/sheet{at}.xml.rels": sheet.links
            for at, sheet in enumerate(self._sheets, 1)
            if sheet.links
        }
        styles: dict[int | None, str] = {None: ""}
        for name, part in parts_of(calls):
            if isinstance(part, Packed):
                yield name, part
            elif self._sheets and name.startswith("xl/worksheets/sheet"):
                yield name, packed_texts(next(sheets).filled(part, styles))
            elif name in links:
                yield name, packed_texts(links[name].related(part))
            elif self._sheets and name == "xl/sharedStrings.xml":
                counted = f' count="{self.shared.count}" uniqueCount="{len(self.shared.numbers)}">'
                head = part.partition(" count=")[0] + counted
                yield name, packed(f"{head}{''.join(self.shared.numbers)}</sst>".encode())
            else:
                yield name, packed(part.encode())
