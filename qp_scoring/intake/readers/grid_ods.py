"""What is seen in the cells of an .ods beside the values that calamine reads.

LibreOffice writes the shown text of every cell beside its value. So what is struck, merged, hidden,
filled, noted or drawn is told by one walk through the content, and so is a number format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from qp_scoring.intake.guard import RefusedError, open_archive, parse_xml
from qp_scoring.intake.readers.cells import (
    MAX_CELLS,
    MAX_COLUMN,
    MAX_ROW,
    CellKind,
    InputCell,
    is_blank,
    place_of,
)
from qp_scoring.intake.readers.dressing import (
    NOTHING,
    WHITE,
    Dressing,
    Note,
    Range,
    Seen,
    Spans,
)
from qp_scoring.intake.readers.grid_styles import Font, is_symbol_font, lost_on, seen_in_runs
from qp_scoring.intake.readers.grid_values import CellStyle
from qp_scoring.thai import normalise, to_arabic_digits

_REPEATED = 1_000  # rows or columns in which something repeated is looked at
_DRAWN = frozenset({"frame", "custom-shape", "control", "line", "rect", "ellipse", "image", "path"})
_HIDDEN = frozenset({"collapse", "filter"})
_PLAIN = re.compile(r"[^\d.+-]*([+-]?[\d,]*\.?\d+)\s*(%?)[^\d.]*")


@dataclass(frozen=True, slots=True)
class _OdsStyle:
    """What a style of cells or letters says; what it says nothing of is its parent's."""

    parent: str = ""
    struck: bool | None = None
    colour: str | None = None
    ground: str | None = None
    crossed: bool | None = None
    shifted: bool | None = None
    symbols: bool | None = None


@dataclass(slots=True)
class OdsSheet:
    """What is seen in one sheet; places are (row, column), counted from 1."""

    seen: dict[tuple[int, int], Seen] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    drawn: list[Range] = field(default_factory=list)
    fills: dict[int, dict[int, str]] = field(default_factory=dict)
    crossed: dict[int, set[int]] = field(default_factory=dict)
    notes: dict[tuple[int, int], Note] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def dressing(self, last_row: int) -> Dressing:
        """The same as every layout asks for it."""
        return Dressing(
            merged=Spans.of(self.merged, last_row),
            drawn=Spans.of(self.drawn, last_row),
            fills=self.fills,
            crossed=self.crossed,
            notes=self.notes,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
        )

    def dressed(self, cells: Iterable[InputCell]) -> list[InputCell]:
        """Cells with what is seen of them, their numbers as they are shown.

        An error has no value that calamine reads: it is told by what is shown of it.
        """
        dressed = [self._as_shown(cell) for cell in cells]
        read = {(cell.row, cell.column) for cell in dressed}
        errors = (
            InputCell(*place, CellKind.ERROR, text.strip())
            for place, text in self.shown.items()
            if place not in read and not is_blank(text)
        )
        return sorted([*dressed, *errors], key=attrgetter("row", "column"))

    def _as_shown(self, cell: InputCell) -> InputCell:
        place = cell.row, cell.column
        if seen := self.seen.get(place, NOTHING):
            cell = replace(cell, seen=cell.seen | seen)
        text = self.shown.get(place)
        if text is None or cell.kind is not CellKind.NUMBER or cell.number is None:
            return cell
        return _number_as_shown(cell, cell.number, normalise(text))


def _number_as_shown(cell: InputCell, number: Decimal, text: str) -> InputCell:
    if is_blank(text):
        return replace(cell, seen=cell.seen | Seen.INVISIBLE)
    plain = to_arabic_digits(text)
    found = _PLAIN.fullmatch(plain)
    if found is None:  # words, a fraction, or a number beside another
        digits = any(map(str.isdecimal, plain))
        starts = plain.startswith(cell.text) and not plain[len(cell.text)].isdecimal()
        doubt = Seen.OTHERWISE if digits and not starts else NOTHING
        return replace(cell, kind=CellKind.TEXT, text=text, seen=cell.seen | doubt)
    percent = bool(found[2])
    seen = Decimal(found[1].replace(",", ""))
    decimals = len(found[1].partition(".")[2])
    off = abs(seen - (number.scaleb(2) if percent else number))
    if off >= Decimal(1).scaleb(-decimals):
        return replace(cell, kind=CellKind.TEXT, text=text, seen=cell.seen | Seen.OTHERWISE)
    beside = plain.replace(found[1], "", 1).replace("%", "", 1).strip()
    if beside:
        doubt = Seen.OTHERWISE if off else NOTHING
        return replace(cell, kind=CellKind.TEXT, text=text, seen=cell.seen | doubt)
    shown = f"{number.scaleb(2).normalize():f}%" if percent else cell.text
    rounded = (seen.scaleb(-2) if percent else seen) if off else None
    return replace(cell, text=shown, percent=percent, rounded=rounded)


def seen_in_ods(data: bytes) -> Mapping[str, OdsSheet]:
    """What is seen in the sheets of an .ods, by name.

    Raises:
        RefusedError: it is damaged.
    """
    package = open_archive(data)
    walk = _OdsScan()
    for part in ("styles.xml", "content.xml"):
        if part in package:
            parse_xml(package.read(part), walk.start, walk.end, walk.text)
    return walk.sheets


class _OdsScan:
    """One walk through the styles and the content of an .ods."""

    def __init__(self) -> None:
        self.sheets: dict[str, OdsSheet] = {}
        self._styles: dict[str, _OdsStyle] = {}
        self._style = ""
        self._sheet = OdsSheet()
        self._row = self._column = 0
        self._rows = self._columns = 1  # how often the row, or the cell, under way is repeated
        self._defaults: dict[int, str] = {}
        self._row_style = ""
        self._cell: Mapping[str, str] | None = None
        self._covered = False
        self._pieces: list[str] = []
        self._runs: list[tuple[str, str]] = []
        self._spans: list[str] = []
        self._note: list[str] | None = None
        self._in_text = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "style":
            self._style = given.get("name", "")
            self._styles[self._style] = _OdsStyle(given.get("parent-style-name", ""))
        elif local in ("text-properties", "table-cell-properties") and self._style:
            self._take_look(given)
        elif local == "table":
            self._begin_sheet(given)
        elif local == "table-column":
            self._take_column(given)
        elif local == "table-row":
            self._begin_row(given)
        elif local in ("table-cell", "covered-table-cell"):
            self._begin_cell(given, covered=local.startswith("covered"))
        elif self._cell is not None:
            self._start_in_cell(local, given)

    def _take_look(self, given: Mapping[str, str]) -> None:
        look: dict[str, Any] = {}
        if line := given.get("text-line-through-style") or given.get("text-line-through-type"):
            look["struck"] = line != "none"
        if colour := given.get("color"):
            look["colour"] = colour.lstrip("#").upper()
        if ground := given.get("background-color"):
            look["ground"] = ground.lstrip("#").upper()
        if font := given.get("font-name") or given.get("font-family"):
            look["symbols"] = is_symbol_font(font)
        if position := given.get("text-position"):
            look["shifted"] = not position.startswith("0")
        lines = [given[key] for key in ("diagonal-bl-tr", "diagonal-tl-br") if key in given]
        if lines:
            look["crossed"] = any(line != "none" for line in lines)
        self._styles[self._style] = replace(self._styles[self._style], **look)

    def _begin_sheet(self, given: Mapping[str, str]) -> None:
        self._sheet = self.sheets.setdefault(given.get("name", ""), OdsSheet())
        self._row = self._column = 0
        self._defaults = {}

    def _take_column(self, given: Mapping[str, str]) -> None:
        repeated = _times(given, "number-columns-repeated")
        columns = range(self._column + 1, min(self._column + repeated, MAX_COLUMN) + 1)
        self._column += repeated
        if given.get("visibility") in _HIDDEN:
            self._sheet.hidden_columns.update(columns)
        if style := given.get("default-cell-style-name"):
            self._defaults.update(dict.fromkeys(columns, style))

    def _begin_row(self, given: Mapping[str, str]) -> None:
        self._row += 1
        self._rows = _times(given, "number-rows-repeated")
        self._column = 0
        self._row_style = given.get("default-cell-style-name", "")
        if given.get("visibility") in _HIDDEN and self._rows <= _REPEATED:
            self._sheet.hidden_rows.update(range(self._row, self._row + self._rows))

    def _begin_cell(self, given: Mapping[str, str], *, covered: bool) -> None:
        self._cell, self._covered = given, covered
        self._columns = _times(given, "number-columns-repeated")
        self._pieces, self._runs, self._spans, self._note = [], [], [], None

    def _start_in_cell(self, local: str, given: Mapping[str, str]) -> None:
        if local == "annotation":
            self._note = []
        elif local == "p":
            self._in_text = True
            if self._note is None:
                self._pieces.append("\n" if self._pieces else "")
        elif local == "span":
            self._spans.append(given.get("style-name", ""))
        elif local in ("s", "tab", "line-break") and self._note is None:
            self._pieces.append(" ")
        elif local in _DRAWN:
            self._add_drawn(given)

    def _add_drawn(self, given: Mapping[str, str]) -> None:
        row, column = self._row, self._column + 1
        bottom, right = place_of(given.get("end-cell-address", "").rpartition(".")[2])
        self._sheet.drawn.append((row, column, max(bottom, row), max(right, column)))

    def text(self, characters: str) -> None:
        if not self._in_text:  # a note's day, its author
            return
        if self._note is not None:
            self._note.append(characters)
        elif self._cell is not None:
            self._pieces.append(characters)
            self._runs.append((characters, self._spans[-1] if self._spans else ""))

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "span" and self._spans:
            self._spans.pop()
        elif local == "p":
            self._in_text = False
        elif local == "annotation":
            self._end_note()
        elif local in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
            self._column += self._columns
        elif local == "table-row":
            self._row += self._rows - 1
        elif local == "style":
            self._style = ""

    def _end_note(self) -> None:
        text, self._note = "".join(self._note or ()), None
        row, column = self._row, self._column + 1
        if not is_blank(text):
            self._sheet.notes[row, column] = Note(text)

    def _end_cell(self, cell: Mapping[str, str]) -> None:
        text = "".join(self._pieces)
        column = self._column + 1
        name = cell.get("style-name") or self._row_style or self._defaults.get(column, "")
        style = self._looks(name)
        high, wide = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if high > 1 or wide > 1:
            self._sheet.merged.append((self._row, column, self._row + high - 1, column + wide - 1))
        ground = style.fill
        is_text = bool(self._pieces)
        if not is_text and ground is None and Seen.CROSSED not in style.seen:
            return
        runs = frozenset(
            self._font(one) if one else None for said, one in self._runs if not is_blank(said)
        )
        seen = seen_in_runs(runs, style) if any(runs) else style.seen
        if self._covered:
            seen |= Seen.INVISIBLE
        for row in range(self._row, self._row + min(self._rows, _REPEATED)):
            for at in range(column, column + min(self._columns, _REPEATED)):
                self._add(row, at, text if is_text else None, seen, ground)

    def _add(self, row: int, column: int, text: str | None, seen: Seen, fill: str | None) -> None:
        self._count += 1
        if self._count > MAX_CELLS or row > MAX_ROW or column > MAX_COLUMN:
            return
        if text is not None:
            self._sheet.shown[row, column] = text
            if seen:
                self._sheet.seen[row, column] = seen
        if fill is not None:
            self._sheet.fills.setdefault(row, {})[column] = fill
        if Seen.CROSSED in seen:
            self._sheet.crossed.setdefault(row, set()).add(column)

    def _looks(self, name: str) -> CellStyle:
        own = self._resolved(name)
        fill = None if own.ground in (None, "TRANSPARENT", WHITE) else own.ground
        seen = Seen.CROSSED if own.crossed else NOTHING
        seen |= lost_on(_font_of(own), fill or WHITE)
        return CellStyle(None, seen, fill, seen)

    def _font(self, name: str) -> Font:
        return _font_of(self._resolved(name))

    def _resolved(self, name: str) -> _OdsStyle:
        """A style with what its parents say; a chain of many is a crafted one."""
        found = self._styles.get(name, _OdsStyle())
        for _ in range(9):
            parent = self._styles.get(found.parent) if found.parent else None
            if parent is None:
                break
            found = _OdsStyle(
                parent.parent,
                *(
                    getattr(parent, key) if getattr(found, key) is None else getattr(found, key)
                    for key in ("struck", "colour", "ground", "crossed", "shifted", "symbols")
                ),
            )
        return found


def _font_of(style: _OdsStyle) -> Font:
    seen = (Seen.STRUCK if style.struck else NOTHING) | (Seen.SHIFTED if style.shifted else NOTHING)
    seen |= Seen.SYMBOLS if style.symbols else NOTHING
    return Font(seen, style.colour or "")


def _times(given: Mapping[str, str], key: str) -> int:
    """How often something is repeated, or over how many cells it goes.

    Raises:
        RefusedError: that is no number.
    """
    try:
        return max(1, int(given.get(key, "1")))
    except ValueError as problem:
        raise RefusedError("file-damaged") from problem
