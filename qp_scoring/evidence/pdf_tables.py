"""The tables of a PDF's page, by the rules that are drawn around their cells.

A page holds the text of a table as lines at places; which of them are one cell, and which cells
one row, is told by the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_float
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# In points: the thickest rule, how far apart one is drawn twice or ends short of another, and the
# smallest cell, which is no double rule.
_THICKEST = 3.0
_SAME = 3.0
_SMALLEST = 6.0
_MOST_RULES = 2_000  # of a page; a drawing may have more
_MOST_PLACES = 3_000  # for cells between them; squared paper has more


@dataclass(frozen=True, slots=True)
class _RuledLine:
    """A rule at a place across, from one place along it to another."""

    at: float
    begin: float
    end: float

    def covers(self, at: float, along: float) -> bool:
        return abs(self.at - at) <= _SAME and self.begin - _SAME <= along <= self.end + _SAME


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: the row and column of a page's table where it begins, and its edges."""

    table: tuple[int, int]
    row: int
    column: int
    left: float
    right: float
    foot: float
    top: float

    def holds(self, across: float, up: float) -> bool:
        """Whether a place on the page is in it."""
        return self.left <= across < self.right and self.foot <= up < self.top


def cells_of(page: PdfPage, number: int) -> tuple[RuledCell, ...]:
    """The cells of a page's tables, of those with at least two; the page has a number."""
    level, upright = [], []
    for left, foot, right, top in _drawn_boxes(page):
        if top - foot <= _THICKEST < right - left:
            level.append(_RuledLine((foot + top) / 2, left, right))
        elif right - left <= _THICKEST < top - foot:
            upright.append(_RuledLine((left + right) / 2, foot, top))
    if len(level) + len(upright) > _MOST_RULES:
        return ()
    tables = (_cells((number, at), *one) for at, one in enumerate(_apart(level, upright)))
    return tuple(cell for table in tables if len(table) > 1 for cell in table)


def _drawn_boxes(page: PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """What is drawn on a page and no letter or picture, by its edges.

    The reader's own walk makes an object of every letter, which takes half as long as all else.
    """
    from pypdfium2 import raw  # noqa: PLC0415  (an extra)

    edges = [c_float() for _ in range(4)]
    for at in range(raw.FPDFPage_CountObjects(page.raw)):
        drawn = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPageObj_GetBounds(drawn, *map(byref, edges)):
            left, foot, right, top = (edge.value for edge in edges)
            yield left, foot, right, top


def _apart(
    level: Sequence[_RuledLine], upright: Sequence[_RuledLine]
) -> Iterator[tuple[list[_RuledLine], list[_RuledLine]]]:
    """The rules by the tables they are of: those that touch, directly or over others."""
    while level:
        first, *level = level
        of_table: tuple[list[_RuledLine], list[_RuledLine]] = [first], []
        met = [first]
        while met:
            crossing = [any(_meet(one, upright_one) for one in met) for upright_one in upright]
            found = list(compress(upright, crossing))
            upright = [one for one, crosses in zip(upright, crossing, strict=True) if not crosses]
            crossing = [any(_meet(one, upright_one) for upright_one in found) for one in level]
            met = list(compress(level, crossing))
            level = [one for one, crosses in zip(level, crossing, strict=True) if not crosses]
            of_table[0].extend(met)
            of_table[1].extend(found)
        yield of_table


def _meet(level: _RuledLine, upright: _RuledLine) -> bool:
    return upright.covers(upright.at, level.at) and level.covers(level.at, upright.at)


def _cells(
    table: tuple[int, int], level: Sequence[_RuledLine], upright: Sequence[_RuledLine]
) -> list[RuledCell]:
    """The cells between the rules of a table, row by row; no rule inside makes them one.

    A page may end a table, or leave its sides open: it ends with its rules.
    """
    if not upright:
        return []
    ends = min(one.begin for one in level), max(one.end for one in level)
    across = _places(*ends, *(one.at for one in upright))
    ends = min(one.begin for one in upright), max(one.end for one in upright)
    down = _places(*ends, *(one.at for one in level))[::-1]
    if len(across) * len(down) > _MOST_PLACES:
        return []
    first: dict[tuple[int, int], tuple[int, int]] = {}  # of the cell that a place is in
    for row, (top, foot) in enumerate(pairwise(down)):
        for column, (left, right) in enumerate(pairwise(across)):
            above, before = first.get((row - 1, column)), first.get((row, column - 1))
            if above and not any(one.covers(top, (left + right) / 2) for one in level):
                first[row, column] = above
            elif before and not any(one.covers(left, (top + foot) / 2) for one in upright):
                first[row, column] = before
            else:
                first[row, column] = row, column
    last = {begins: place for place, begins in first.items()}
    return [
        RuledCell(table, row, column, across[column], across[right + 1], down[foot + 1], down[row])
        for (row, column), (foot, right) in last.items()
    ]


def _places(*found: float) -> list[float]:
    """Where rules are, each once, from the least."""
    places = list[float]()
    for one in sorted(found):
        if not places or one - places[-1] > _SMALLEST:
            places.append(one)
    return places


def cell_at(cells: Sequence[RuledCell], across: float, up: float) -> RuledCell | None:
    """The cell at a place on the page."""
    return next((one for one in cells if one.holds(across, up)), None)
