"""One walk through each part of a workbook: its structure, its shared texts, its cells.

Every part is streamed through one parser that knows nothing but what is asked of it here. So a
part is held to its bounds and read for its values in the same pass, nothing that a file may hold
besides (defined names, charts, links, odd style details) can stop or burden the reader, and no
two readers can come to see different cells. Rows and texts that a pattern tells as exactly
(``grid_plain.py``) are left out of what the parser walks, and go through the same rules.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from sys import intern

from qp_scoring.documents.own import AID_NAME
from qp_scoring.intake.guard import Package, RefusedError, parse_xml
from qp_scoring.intake.readers.cells import (
    MAX_CELLS,
    MAX_COLUMN,
    MAX_ROW,
    CellKind,
    InputCell,
    address,
    column_number,
    place_of,
)
from qp_scoring.intake.readers.dressing import NOTHING, Range
from qp_scoring.intake.readers.grid_plain import (
    characters,
    opening_at,
    plain_cells,
    plain_rows,
    plain_texts,
)
from qp_scoring.intake.readers.grid_styles import (
    RunFonts,
    RunsUnderWay,
    integer,
    main_name,
    seen_in_runs,
)
from qp_scoring.intake.readers.grid_values import Styles, shown_text, typed_cell

_STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONSHIP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAX_SHEETS = 1_000
MAX_VISITED = 3_000_000  # cells of a sheet, blank ones with a format included
MAX_MERGED = 100_000
MAX_FORMULA = 8_192

_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet in the workbook's order: its name, state and part.

    ``aid`` says that this program wrote it beside a form, and that it holds nothing to read.
    """

    name: str
    hidden: bool
    part: str
    aid: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookOutline:
    """The structure of a workbook: worksheets, shared parts, and the epoch of its dates."""

    sheets: tuple[SheetPart, ...]
    strings_part: str | None
    styles_part: str | None
    date1904: bool


def read_outline(package: Package) -> WorkbookOutline:
    """The structure of a workbook, by its relationships.

    Raises:
        RefusedError: the structure is damaged, or the workbook is in the strict variant.
    """
    workbook = "xl/workbook.xml"
    if "_rels/.rels" in package:
        targets = relationships(package, "_rels/.rels", "")
        workbook = next((t for kind, t in targets.values() if kind == "officeDocument"), workbook)
    folder = posixpath.dirname(workbook)
    relations = relationships(package, relationships_part(workbook), folder)
    sheets: list[SheetPart] = []
    date1904 = False
    seen = 0
    positions: list[str] = []
    aids: set[str] = set()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal date1904, seen
        if name.startswith(_STRICT_NS):
            raise RefusedError("file-strict-variant")
        if name == main_name("workbookPr"):
            date1904 = attributes.get("date1904", "").lower() in _TRUE
        elif name == main_name("sheet"):
            seen += 1
            kind, part = relations.get(attributes.get(f"{_RELATIONSHIP_NS} id", ""), ("", ""))
            if kind == "worksheet":  # chart sheets and macro sheets hold no cells to read
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), hidden, part))
                positions.append(str(seen - 1))
        elif name == main_name("definedName") and attributes.get("name") == AID_NAME:
            aids.add(attributes.get("localSheetId", ""))

    parse_xml(package.read(workbook), start)
    parts = [sheet.part.lower() for sheet in sheets]
    # One large part named by many sheets would be read many times.
    if len(parts) > MAX_SHEETS or len(set(parts)) < len(parts):
        raise RefusedError("file-damaged")
    by_kind = dict(reversed(relations.values()))
    marked = (
        replace(sheet, aid=position in aids)
        for sheet, position in zip(sheets, positions, strict=True)
    )
    return WorkbookOutline(
        tuple(marked), by_kind.get("sharedStrings"), by_kind.get("styles"), date1904
    )


def relationships_part(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def relationships(package: Package, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """The (last word of the type, target part) of each internal relationship, by id."""
    data = package.read(part)
    read = _relationships if len(data) <= _SHORT_PART else _relationships.__wrapped__
    return read(data, folder)


_SHORT_PART = 2**12  # bytes; longer ones are not kept in mind


@lru_cache(maxsize=2**6)  # forms of a round have the same
def _relationships(data: bytes, folder: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

    parse_xml(data, start)
    return found


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """The table of shared texts, each as it reads; one that shows nothing is "".

    ``runs`` has the fonts of those that are set in several: of each run that shows something, or
    None where it takes the font of its cell.
    """

    texts: list[str] = field(default_factory=list)
    runs: dict[int, RunFonts] = field(default_factory=dict)


def read_strings(data: bytes) -> SharedTexts:
    """The table of shared texts.

    Raises:
        RefusedError: it is damaged or holds more texts than a sheet may hold cells.
    """
    shared = SharedTexts()
    strings = shared.texts
    pieces: list[str] = []
    runs = RunsUnderWay()
    wanted = phonetic = begun = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal wanted, phonetic, begun
        if name == _TEXT:
            wanted = not phonetic
        elif name == _ITEM:
            if len(strings) >= MAX_CELLS:
                raise too_many_cells()
            pieces.clear()
        elif name == _PHONETIC:
            phonetic = True
        elif name == _TABLE:
            begun = True
        else:
            runs.start(name, attributes, pieces)

    def end(name: str) -> None:
        nonlocal wanted, phonetic
        wanted = False
        if name == _ITEM:
            if fonts := runs.fonts(pieces):
                shared.runs[len(strings)] = fonts
            strings.append(shown_text("".join(pieces)))
        elif name == _PHONETIC:
            phonetic = False

    def text(characters: str) -> None:
        if wanted:
            pieces.append(characters)

    def walked() -> Iterator[bytes]:
        begins, ends = opening_at(data, b"<sst ")
        yield data[:begins]
        before = begun
        yield data[begins:ends]
        for texts, at in plain_texts(data, ends) if begun and not before else ():
            if len(strings) + len(texts) > MAX_CELLS:
                raise too_many_cells()
            strings.extend(shown_text(characters(text)) for text in texts)
            ends = at
        yield data[ends:]

    parse_xml(data, start, end, text, walked())
    return shared


def too_many_cells(limit: int = MAX_CELLS) -> RefusedError:
    """The refusal of a sheet with too many cells."""
    return RefusedError("sheet-too-large", limit=f"{limit:,}")


def check_reach(row: int, column: int) -> None:
    """Refuse a sheet with a value so far out that it must be a slip.

    Raises:
        RefusedError: it is.
    """
    if row > MAX_ROW or column > MAX_COLUMN:
        limits = {"rows": f"{MAX_ROW:,}", "columns": f"{MAX_COLUMN:,}"}
        raise RefusedError("cell-too-far", cell=address(row, column), **limits)


_SEEN_HEIGHT, _SEEN_WIDTH = 2.0, 0.5  # points, and letters of the usual font


def _is_unseen(measure: str | None, least: float) -> bool:
    """Whether a row or column is so low or narrow that nothing is seen in it, as if hidden."""
    if measure is None:
        return False
    try:
        return float(measure) < least
    except ValueError:
        return False


@lru_cache(maxsize=2**10)  # forms of a round have the same
def _merged_range(ref: str) -> Range:
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    if not (top and bottom):
        raise RefusedError("file-damaged")
    return top, left, bottom, right


@dataclass(slots=True)
class SheetScan:
    """One walk through a worksheet part, and what it finds.

    ``cells`` are those that show something and those with a formula without a stored result, row
    by row; ``hidden_rows`` holds rows with content only.
    """

    shared: SharedTexts
    styles: Styles
    cells: list[InputCell] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    fills: dict[int, dict[int, str]] = field(default_factory=dict)
    crossed: dict[int, set[int]] = field(default_factory=dict)
    _count: int = 0
    _filled: int = 0
    _visited: int = 0
    _row: int = 0
    _row_in_address: str = ""
    _row_is_hidden: bool = False
    _column: int = 0
    _begun: bool = False
    # The cell under way; characters are gathered where ``_wanted`` points.
    _cell: dict[str, str] | None = None
    _value: list[str] | None = None
    _formula: list[str] | None = None
    _wanted: list[str] | None = None
    _phonetic: bool = False
    _runs: RunsUnderWay = field(default_factory=RunsUnderWay)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if self._cell is None and name not in _MATTERING:
            return
        if name == _CELL:
            self._visited += 1
            if self._visited > MAX_VISITED:
                raise too_many_cells(MAX_VISITED)
            ref = attributes.get("r")
            last = self._column
            self._column = last + 1 if ref is None else self._column_of(ref)
            # A cell out of order or twice, in a cell, or outside of any row.
            if self._column <= last or self._cell is not None or not self._row:
                raise RefusedError("file-damaged")
            self._cell = attributes
            style = attributes.get("s", "0")
            if style in self.styles.filled:
                self._add_fill(self.styles.filled[style])
            if style in self.styles.crossed:
                self._add_crossed([self._column])
        elif self._cell is not None:
            self._start_in_cell(name, attributes, self._cell.get("t") == "inlineStr")
        elif name == _ROW:
            self._start_row(attributes)
        elif name == _MERGE:
            self._add_merged(attributes.get("ref", ""))
        elif name == _COLUMNS:
            self._add_columns(attributes)
        elif name == _ROWS:
            self._begun = True

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == _CELL:
            if self._cell is not None and (self._value is not None or self._formula is not None):
                self._end_cell(self._cell)
                self._value = self._formula = None
            self._cell = None
        else:
            self._wanted = None
            if name == _PHONETIC:
                self._phonetic = False

    def text(self, characters: str) -> None:
        """Handle characters."""
        if self._wanted is not None:
            self._wanted.append(characters)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = integer(attributes["r"]) if "r" in attributes else self._row + 1
        if row <= self._row:  # out of order or twice, as no program writes it
            raise RefusedError("file-damaged")
        self._row, self._column = row, 0
        self._row_in_address = str(row)
        self._row_is_hidden = attributes.get("hidden") in _TRUE or _is_unseen(
            attributes.get("ht"), _SEEN_HEIGHT
        )

    def _column_of(self, ref: str) -> int:
        """The column of an address in this row; 0 if it is none."""
        letters = ref.removesuffix(self._row_in_address)
        return column_number(letters) if len(letters) <= 3 else 0  # what is longer is not cached

    def _start_in_cell(self, name: str, attributes: dict[str, str], inline: bool) -> None:
        self._wanted = None
        if name == _VALUE and not inline:
            if self._value is not None:
                raise RefusedError("file-damaged")  # of two values, either may be meant
            self._value = self._wanted = []
        elif name == _TEXT and inline and not self._phonetic:
            if self._value is None:
                self._value = []
            self._wanted = self._value
        elif name == _FORMULA:
            self._formula = self._wanted = []
        elif name == _PHONETIC:
            self._phonetic = True
        elif name == _ROW:
            raise RefusedError("file-damaged")
        elif inline:
            self._runs.start(name, attributes, self._value or [])

    def walked(self, data: bytes) -> Iterator[bytes]:
        """What the parser has to walk of a part: all but the rows that are in the usual form."""
        begins, ends = opening_at(data, b"<sheetData>")
        yield data[:begins]
        before = self._begun
        yield data[begins:ends]
        rows = plain_rows(data, ends, self._read_row) if self._begun and not before else ()
        for row in rows:
            self._start_row(row.attributes)
            self._take_row(row.cells)
            ends = row.end
        yield data[ends:]

    def _read_row(self, content: bytes) -> RowCells | None:
        # Its last cell stands in column Z at most: the letter before its number is an only one.
        after = content.rfind(_CELL_AT) + len(_CELL_AT) + 1
        is_narrow = content[after : after + 1].isdigit()
        of_form = is_narrow and len(content) <= _SHORT_ROW
        read = _row_cells if of_form else _row_cells.__wrapped__
        return read(content, self.styles)

    def _take_row(self, row: RowCells) -> None:
        self._visited += row.visited
        if self._visited > MAX_VISITED:
            raise too_many_cells(MAX_VISITED)
        if row.number not in ("", self._row_in_address):
            raise RefusedError("file-damaged")
        if row.fills and self._row <= MAX_ROW and self._filled < MAX_CELLS:
            self._filled += len(row.fills)
            self.fills[self._row] = dict(row.fills)
        if row.crossed:
            self._add_crossed(row.crossed)
        ready = row.ready
        if ready is not None and self._row <= MAX_ROW and self._count + len(ready) <= MAX_CELLS:
            self._count += len(ready)
            self.cells += ready
            if ready and self._row_is_hidden:
                self.hidden_rows.add(self._row)
            self._column = row.last
            return
        for one in row.cells:
            if isinstance(one, InputCell):
                self._add(one)
            else:
                self._column, style, stored = one
                self._add(self._made("s", stored, style))
        self._column = row.last

    def _end_cell(self, attributes: dict[str, str]) -> None:
        runs = self._runs.fonts(self._value or [])
        kind, stored = attributes.get("t", "n"), "".join(self._value or ())
        blank = self._formula is None or (kind == "str" and self._value is not None)
        if stored:
            self._add(self._made(kind, stored, attributes.get("s", "0"), runs))
        elif not blank:
            self._add(_without_value(self._row, self._column, "".join(self._formula or ())))

    def _add(self, cell: InputCell | None) -> None:
        """Add a cell, unless it shows nothing."""
        if cell is None:
            return
        row, column = cell.row, cell.column
        if row > MAX_ROW or column > MAX_COLUMN:
            if cell.kind is CellKind.NO_VALUE:
                return  # dragged down too far: nothing says that it shows anything
            check_reach(row, column)
        self._count += 1
        if self._count > MAX_CELLS:
            raise too_many_cells()
        if self._row_is_hidden:
            self.hidden_rows.add(row)
        self.cells.append(cell)

    def _made(
        self, kind: str, stored: str, style: str, runs: RunFonts = frozenset()
    ) -> InputCell | None:
        """The cell of a stored value; None where it shows nothing, however far out."""
        if kind != "s":
            return _own_cell(self._row, self._column, kind, stored, style, self.styles, runs)
        index = int(stored)
        if index < 0:
            raise RefusedError("file-damaged")  # Python would count from the end
        text, runs = self.shared.texts[index], self.shared.runs.get(index, runs)
        return _text_cell(self._row, self._column, text, style, self.styles, runs)

    def _add_merged(self, ref: str) -> None:
        if len(self.merged) >= MAX_MERGED:
            raise RefusedError("file-damaged")
        self.merged.append(_merged_range(ref))

    def _add_fill(self, colour: str) -> None:
        # A fill further out than any cell may be colours nothing that is read.
        if self._row <= MAX_ROW and self._column <= MAX_COLUMN and self._filled < MAX_CELLS:
            self._filled += 1
            self.fills.setdefault(self._row, {})[self._column] = colour

    def _add_crossed(self, columns: Iterable[int]) -> None:
        if self._row <= MAX_ROW:
            self.crossed.setdefault(self._row, set()).update(columns)

    def _add_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE or _is_unseen(attributes.get("width"), _SEEN_WIDTH):
            first, last = (integer(attributes.get(key, "0")) for key in ("min", "max"))
            self.hidden_columns.update(range(first, min(last, MAX_COLUMN) + 1))


_CELL, _ROW, _VALUE, _FORMULA, _TEXT, _PHONETIC, _ITEM, _TABLE, _MERGE, _COLUMNS, _ROWS = map(
    main_name, ("c", "row", "v", "f", "t", "rPh", "si", "sst", "mergeCell", "col", "sheetData")
)
_MATTERING = frozenset({_CELL, _ROW, _MERGE, _COLUMNS, _ROWS})  # outside of cells
_NOT_TEXT = frozenset("bed")


_SHORT_ROW = 2**14  # bytes, of a row of a form; those of wide tables are not kept in mind
_CELL_AT = b'<c r="'


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a row by themselves: what they add to any sheet with the same styles.

    ``number`` is the row's number as their addresses have it, ``last`` the last column, ``fills``
    the colours by column, ``crossed`` the columns with a diagonal border, and ``visited`` how many
    cells there are, blank ones too. Of a shared text stand the column, the style and its number in
    the table of the file; ``ready`` are the cells of a row without any, and with no column too far
    out.
    """

    visited: int
    number: str
    last: int
    fills: Mapping[int, str]
    crossed: Collection[int]
    cells: Sequence[InputCell | tuple[int, str, str]]
    ready: Sequence[InputCell] | None


@lru_cache(maxsize=2**12)
def _row_cells(content: bytes, styles: Styles) -> RowCells | None:
    """The cells of a row in the usual form; None in another. Forms of a round have rows in common.

    Raises:
        RefusedError: two cells have one address, or one that is not in this row.
        ValueError: a cell holds what no such cell may.
    """
    written = plain_cells(content)
    if written is None:
        return None
    number, last = written[0][1] if written else "", 0
    fills: dict[int, str] = {}
    crossed: list[int] = []
    cells: list[InputCell | tuple[int, str, str]] = []
    for letters, row, style, inline, kind, calculated, begun, value, empty, _ in written:
        column = column_number(letters)
        if column <= last or row != number:
            raise RefusedError("file-damaged")
        last = column
        if style in styles.filled and column <= MAX_COLUMN:
            fills[column] = styles.filled[style]
        if style in styles.crossed:
            crossed.append(column)
        stored = inline or value
        if stored and not stored.isdigit():
            stored = characters(stored)
        formula = calculated and characters(calculated)  # damaged even beside a value
        if stored and kind == "s":
            cells.append((column, style or "0", stored))
        elif stored:
            own = "str" if inline else kind or "n"
            cell = _own_cell(int(row), column, own, stored, style or "0", styles)
            cells += [cell] if cell is not None else []
        # Excel stores the result "" as an empty <v> of type str: a value, and a blank one.
        elif formula and not (kind == "str" and (begun or empty)):
            cells.append(_without_value(int(row), column, formula))
    ready = tuple(one for one in cells if isinstance(one, InputCell))
    is_ready = last <= MAX_COLUMN and len(ready) == len(cells)
    return RowCells(
        len(written),
        number,
        last,
        fills,
        crossed,
        ready if is_ready else cells,
        ready if is_ready else None,
    )


def _without_value(row: int, column: int, formula: str) -> InputCell:
    shown = f"={formula[:MAX_FORMULA]}" if formula else ""
    return InputCell(row, column, CellKind.NO_VALUE, shown)


def _own_cell(
    row: int,
    column: int,
    kind: str,
    stored: str,
    style: str,
    styles: Styles,
    runs: RunFonts = frozenset(),
) -> InputCell | None:
    """The cell of a value that stands in it; None where it shows nothing, however far out."""
    if kind == "n":
        return styles.number_cell(row, column, stored, style)
    if kind in _NOT_TEXT:
        return typed_cell(row, column, kind, stored, styles.marked.get(style, NOTHING))
    # A text written out in a million cells is held once.
    return _text_cell(row, column, intern(shown_text(stored)), style, styles, runs)


def _text_cell(
    row: int, column: int, text: str, style: str, styles: Styles, runs: RunFonts
) -> InputCell | None:
    """The cell of a text; None where it shows nothing."""
    if not text:
        return None
    seen = seen_in_runs(runs, styles.style(style)) if runs else styles.marked.get(style, NOTHING)
    return InputCell(row, column, CellKind.TEXT, text, seen=seen)


def scan_sheet(data: bytes, shared: SharedTexts, styles: Styles) -> SheetScan:
    """Walk a worksheet part.

    Raises:
        RefusedError: the part is damaged, holds a document type, too many cells, or a cell too
            far out (then with its address).
    """
    scan = SheetScan(shared, styles)
    parse_xml(data, scan.start, scan.end, scan.text, scan.walked(data))
    return scan
