"""A first walk through the parts of a workbook, before openpyxl reads the values.

It finds what openpyxl's read-only mode cannot tell (formulas without a stored value, merged
cells, hidden rows, the true extent of the data) and refuses what would cost it unbounded work.
Every part that openpyxl sees later has either been walked here or is written by
:mod:`qp_scoring.intake.grid_xlsx`.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache

from qp_scoring.intake.cells import MAX_CELLS, MAX_COLUMN, MAX_ROW, address
from qp_scoring.intake.guard import Package, RefusedError, parse_xml

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONSHIP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAX_SHEETS = 1_000
MAX_VISITED = 3_000_000  # cells of a sheet, blank ones with a format included
MAX_MERGED = 100_000
MAX_STYLES = 100_000
MAX_FORMULA = 8_192

_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Quoted text, escaped or padding characters and [brackets] are not signs of a number format.
_NOT_SIGNS = re.compile(r'"[^"]*"?|[\\_*].|\[[^\]]*\]', re.DOTALL)
# Number formats that Thai Excel writes by number only (ECMA-376 part 1, 18.8.30, th-th).
_THAI_FORMATS = {
    67: "0%",
    68: "0.00%",
    71: "d/m/yyyy",
    72: "d-mmm-yy",
    73: "d-mmm",
    74: "mmm-yy",
    75: "h:mm",
    76: "h:mm:ss",
    77: "d/m/yyyy h:mm",
    78: "mm:ss",
    79: "[h]:mm:ss",
    80: "mm:ss.0",
    81: "d/m/bb",
}
_BUILTIN_PERCENT = frozenset({9, 10})
_TRUE = frozenset({"1", "true", "on"})

MergedRange = tuple[int, int, int, int]


def _main(local: str) -> str:
    return f"{MAIN_NS} {local}"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet in the workbook's order: its name, state and part."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of a workbook: worksheets, shared parts, and the epoch of its dates."""

    sheets: tuple[SheetPart, ...]
    strings_part: str | None
    styles_part: str | None
    date1904: bool


def read_outline(package: Package) -> Outline:
    """The structure of a workbook, by its relationships.

    Raises:
        RefusedError: the structure is damaged, or the workbook is in the strict variant.
    """
    workbook = "xl/workbook.xml"
    if "_rels/.rels" in package:
        targets = _relationships(package, "_rels/.rels", "")
        workbook = next((t for kind, t in targets.values() if kind == "officeDocument"), workbook)
    folder, base = posixpath.split(workbook)
    relations = _relationships(package, posixpath.join(folder, "_rels", f"{base}.rels"), folder)
    sheets: list[SheetPart] = []
    date1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal date1904
        if name.startswith(_STRICT_NS):
            raise RefusedError("file-strict-variant")
        if name == _main("workbookPr"):
            date1904 = attributes.get("date1904", "").lower() in _TRUE
        elif name == _main("sheet"):
            kind, part = relations.get(attributes.get(f"{_RELATIONSHIP_NS} id", ""), ("", ""))
            if kind == "worksheet":  # chart sheets and macro sheets hold no cells to read
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), hidden, part))

    parse_xml(package.read(workbook), start)
    parts = [sheet.part.lower() for sheet in sheets]
    # One large part named by many sheets would be read many times.
    if len(parts) > MAX_SHEETS or len(set(parts)) < len(parts):
        raise RefusedError("file-damaged")
    by_kind = dict(reversed(relations.values()))
    return Outline(tuple(sheets), by_kind.get("sharedStrings"), by_kind.get("styles"), date1904)


def _relationships(package: Package, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """The (last word of the type, target part) of each internal relationship, by id."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

    parse_xml(package.read(part), start)
    return found


@dataclass(frozen=True, slots=True)
class NumberFormats:
    """What of the styles matters to values: number formats, and the format id of each style."""

    codes: dict[int, str] = field(default_factory=dict)
    styles: tuple[int, ...] = (0,)

    def percent_styles(self) -> frozenset[str]:
        """The styles, as cells name them, that show a number times 100 with a percent sign."""
        percent = {number for number, code in self.codes.items() if is_percent(code)}
        percent |= _BUILTIN_PERCENT - self.codes.keys()
        return frozenset(str(i) for i, number in enumerate(self.styles) if number in percent)


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage: a % that is neither quoted nor escaped."""
    return "%" in _NOT_SIGNS.sub("", code)


def read_number_formats(data: bytes) -> NumberFormats:
    """The number formats of a styles part.

    Raises:
        RefusedError: the part is damaged or holds more styles than Excel could have written.
    """
    codes: dict[int, str] = {}
    styles: list[int] = []
    in_cell_formats = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell_formats
        if name == _main("cellXfs"):
            in_cell_formats = True
        elif name == _main("xf") and in_cell_formats:
            styles.append(_integer(attributes.get("numFmtId", "0")))
        elif name == _main("numFmt") and "formatCode" in attributes:
            codes.setdefault(_integer(attributes.get("numFmtId", "0")), attributes["formatCode"])
        if len(styles) > MAX_STYLES or len(codes) > MAX_STYLES:
            raise RefusedError("file-damaged")

    def end(name: str) -> None:
        nonlocal in_cell_formats
        if name == _main("cellXfs"):
            in_cell_formats = False

    parse_xml(data, start, end)
    return NumberFormats({**_THAI_FORMATS, **codes}, tuple(styles) or (0,))


def check_strings(data: bytes) -> None:
    """Walk the table of shared texts.

    Raises:
        RefusedError: it is damaged or holds more texts than a sheet may hold cells.
    """
    count = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal count
        if name == _main("si"):
            count += 1
            if count > MAX_CELLS:
                raise too_many_cells()

    parse_xml(data, start)


def too_many_cells(limit: int = MAX_CELLS) -> RefusedError:
    """The refusal of a sheet with too many cells."""
    return RefusedError("sheet-too-large", limit=f"{limit:,}")


def too_far(row: int, column: int) -> RefusedError:
    """The refusal of a sheet with a value so far out that it must be a slip."""
    return RefusedError(
        "cell-too-far",
        cell=address(row, column),
        rows=f"{MAX_ROW:,}",
        columns=f"{MAX_COLUMN:,}",
    )


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        try:
            return int(float(text))  # some producers write row numbers as "1.0"
        except (ValueError, OverflowError) as problem:
            raise RefusedError("file-damaged") from problem


@lru_cache(maxsize=65_536)  # the same few thousand addresses in every file of a round
def _reference(text: str) -> tuple[int, int] | None:
    match = _REF.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


@dataclass(slots=True)
class SheetScan:
    """What one walk through a worksheet part finds.

    ``last_row`` and ``last_column`` bound the cells with content; ``no_value`` maps the place of
    a formula without a stored result to its text; ``percent`` holds the places of cells in a
    percent style; ``hidden_rows`` holds rows with content only.
    """

    percent_styles: frozenset[str]
    last_row: int = 0
    last_column: int = 0
    no_value: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: set[tuple[int, int]] = field(default_factory=set)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    has_dimension: bool = False
    _count: int = 0
    _visited: int = 0
    _row: int = 0
    _column: int = 0
    _row_is_hidden: bool = False
    _type: str = ""
    _style: str = "0"
    _inside: str = ""  # the local name of the element whose characters are wanted
    _has_value_element: bool = False
    _has_value: bool = False
    _formula: list[str] | None = None
    _value: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if name == _CELL:
            self._start_cell(attributes)
        elif name == _ROW:
            self._start_row(attributes)
        elif name == _VALUE:
            self._has_value_element = True
            self._inside = "v"
        elif name == _FORMULA:
            self._formula = []
            self._inside = "f"
        elif name == _TEXT:
            self._inside = "t"
        elif name == _MERGE:
            self._add_merged(attributes.get("ref", ""))
        elif name == _DIMENSION:
            self.has_dimension = True

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == _CELL:
            self._end_cell()
        elif name in _WITH_CHARACTERS:
            self._inside = ""

    def text(self, characters: str) -> None:
        """Handle characters."""
        if self._inside == "f" and self._formula is not None:
            if sum(map(len, self._formula)) < MAX_FORMULA:
                self._formula.append(characters)
        elif self._inside:
            self._has_value = True
            if self._type == "s":
                self._value.append(characters)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = _integer(attributes["r"]) if "r" in attributes else self._row + 1
        # openpyxl drops rows out of order without a word, so they count as damage.
        if row <= self._row:
            raise RefusedError("file-damaged")
        self._row, self._column = row, 0
        self._row_is_hidden = attributes.get("hidden", "0") in _TRUE

    def _start_cell(self, attributes: dict[str, str]) -> None:
        ref = attributes.get("r")
        place = (self._row, self._column + 1) if ref is None else _reference(ref)
        if place is None or place[0] != self._row or place[1] <= self._column:
            raise RefusedError("file-damaged")
        self._visited += 1
        if self._visited > MAX_VISITED:
            raise too_many_cells(MAX_VISITED)
        self._column = place[1]
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._has_value = self._has_value_element = False
        self._formula = None
        self._value = []

    def _end_cell(self) -> None:
        place = (self._row, self._column)
        if self._type == "s" and self._has_value and "-" in "".join(self._value):
            raise RefusedError("file-damaged")  # Python would count such an index from the end
        if self._formula is not None and not self._has_value:
            # Excel stores the result "" as an empty <v> of type str: a value, and a blank one.
            if self._type == "str" and self._has_value_element:
                return
            self.no_value[place] = "".join(self._formula)[:MAX_FORMULA]
        elif not self._has_value:
            return
        if self._row > MAX_ROW or self._column > MAX_COLUMN:
            raise too_far(*place)
        self._count += 1
        if self._count > MAX_CELLS:
            raise too_many_cells()
        if self._style in self.percent_styles:
            self.percent.add(place)
        self.last_row = self._row
        self.last_column = max(self.last_column, self._column)
        if self._row_is_hidden:
            self.hidden_rows.add(self._row)

    def _add_merged(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        corners = _reference(first), _reference(last or first)
        if corners[0] is None or corners[1] is None or len(self.merged) >= MAX_MERGED:
            raise RefusedError("file-damaged")
        self.merged.append((*corners[0], *corners[1]))


_CELL, _ROW, _VALUE, _FORMULA, _TEXT, _MERGE, _DIMENSION = (
    _main(local) for local in ("c", "row", "v", "f", "t", "mergeCell", "dimension")
)
_WITH_CHARACTERS = frozenset({_VALUE, _FORMULA, _TEXT})


def scan_sheet(data: bytes, percent_styles: frozenset[str]) -> SheetScan:
    """Walk a worksheet part.

    Raises:
        RefusedError: the part is damaged, holds a document type, too many cells, or a cell too
            far out (then with its address).
    """
    scan = SheetScan(percent_styles)
    parse_xml(data, scan.start, scan.end, scan.text)
    return scan
