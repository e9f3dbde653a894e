"""What lies above the cells of a worksheet: notes, comments, controls, shapes and pictures.

None of it is needed to read the cells. So a damaged part stops nothing: it is named, and what it
would have shown stays unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from qp_scoring.documents.own import NOTE_AUTHOR
from qp_scoring.intake.guard import Package, RefusedError, parse_xml
from qp_scoring.intake.readers.cells import MAX_COLUMN, MAX_ROW, is_blank, place_of
from qp_scoring.intake.readers.dressing import Note, Range

MAX_NOTES = 10_000
MAX_ANCHORS = 10_000
MAX_NOTE_TEXT = 1_000  # characters; enough to be quoted

# The parts of a sheet that matter here, by the last word of their relationship.
_COMMENTS, _THREADS, _DRAWING, _OLD_DRAWING = "comments", "threadedComment", "drawing", "vmlDrawing"

# Old drawings are not always well-formed XML, and only two things in them matter.
_OLD_SHAPE = re.compile(rb'ObjectType="(\w+)"(.*?)</x:ClientData>', re.DOTALL)
_OLD_ANCHOR = re.compile(rb"<x:Anchor>([\d\s,-]*)</x:Anchor>")
# A shape that reaches no further than this into a row or column is not seen as lying on it.
_TOUCH_PIXELS = 4
_TOUCH_EMU = 38_100
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_PIXEL_EMU, _POINT_EMU, _LETTER = 9_525, 12_700, 7  # pixels of a letter of the usual font
_USUAL_SIZES, _COLUMN_TAG, _ROW_TAG = (
    re.compile(rb"<(?:\w+:)?" + name + rb"(\s[^>]*)>")
    for name in (b"sheetFormatPr", b"col", b"row")
)
_ATTRIBUTE = re.compile(rb'\s(\w+)="([^"]*)"')
_USUAL_EMU = 609_600, 190_500  # width and height of a cell


@dataclass(slots=True)
class Above:
    """What lies above the cells of one sheet, and whether some of it is damaged.

    ``drawn`` are the ranges under controls, shapes and pictures, ``over`` those of them under what
    hides or crosses out the cells below: pictures, filled shapes, texts and lines. ``sheet`` is the
    part of the sheet, which tells how wide and high its cells are. ``marked`` says that notes of
    this program are among what lies there.
    """

    notes: dict[tuple[int, int], Note] = field(default_factory=dict)
    drawn: list[Range] = field(default_factory=list)
    over: list[Range] = field(default_factory=list)
    sheet: bytes = field(default=b"", repr=False)
    marked: bool = False
    notes_unseen: bool = False
    drawings_unseen: bool = False


class AboveReader:
    """Reads what lies above the sheets of one workbook, each part once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._read: set[str] = set()

    def read(self, parts: Iterable[tuple[str, str]], sheet: bytes = b"") -> Above:
        """What the (kind, name) parts of a sheet hold, whose own part is given. Never raises."""
        above = Above(sheet=sheet)
        # Comments come before threads, which say the same in full.
        for kind, part in sorted(parts):
            reader = _READERS.get(kind)
            if reader is None or part.lower() in self._read:
                continue
            self._read.add(part.lower())
            try:
                reader(self._package.read(part), above)
            except (RefusedError, ValueError):
                if kind in (_COMMENTS, _THREADS):
                    above.notes_unseen = True
                else:
                    above.drawings_unseen = True
        return above


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


@dataclass(slots=True)
class _Notes:
    """One walk through a part of notes or of threaded comments."""

    above: Above
    threaded: bool
    _authors: list[str] = field(default_factory=list)
    _ref: str = ""
    _author: str = ""
    _wanted: bool = False
    _pieces: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local in ("comment", "threadedComment"):
            self._ref = attributes.get("ref", "")
            at = attributes.get("authorId", "")
            known = at.isdecimal() and int(at) < len(self._authors)
            self._author = self._authors[int(at)] if known else ""
            self._pieces.clear()
        self._wanted = local in ("text" if self.threaded else "t", "author")
        if local == "author":
            self._pieces.clear()

    def end(self, name: str) -> None:
        local = _local(name)
        self._wanted = False
        if local == "author":
            self._authors.append("".join(self._pieces))
        elif local in ("comment", "threadedComment") and len(self.above.notes) < MAX_NOTES:
            self._add("".join(self._pieces)[:MAX_NOTE_TEXT])

    def text(self, characters: str) -> None:
        if self._wanted:
            self._pieces.append(characters)

    def _add(self, text: str) -> None:
        row, column = place_of(self._ref)
        self.above.marked |= self._author == NOTE_AUTHOR
        if self._author == NOTE_AUTHOR or is_blank(text) or not row:
            return
        before = self.above.notes.get((row, column))
        if before and before.threaded and self.threaded:
            text = f"{before.text}\n{text}"[:MAX_NOTE_TEXT]
        self.above.notes[row, column] = Note(text, self.threaded)


@dataclass(slots=True)
class _Drawing:
    """One walk through a drawing: where its controls, shapes and pictures lie."""

    above: Above
    _corners: list[dict[str, int]] = field(default_factory=list)
    _extent: tuple[int, int] = (0, 0)
    _wanted: str = ""
    _shows: bool = False
    _hides: bool = False
    _is_line: bool = False
    _in_outline: bool = False
    _text: bool = False
    _position: tuple[int, int] | None = None
    _sizes: _Sizes | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        self._wanted, self._text = "", local == "t"
        if local in _ANCHORS:
            self._corners, self._shows, self._extent = [], True, (0, 0)
            self._position = None
            self._hides = self._is_line = False
        elif local == "pos" and self._shows and not self._corners:
            self._position = int(attributes.get("x", "0")), int(attributes.get("y", "0"))
        elif local == "ext" and "cx" in attributes and self._takes_extent():
            self._extent = int(attributes["cx"]), int(attributes.get("cy", "0"))
        elif local in ("pic", "sp", "contentPart", "cxnSp"):
            self._hides, self._is_line = True, local == "cxnSp"
        elif local == "prstGeom":
            self._is_line |= attributes.get("prst") == "line"
        elif local == "ln":
            self._in_outline = True
        elif local == "noFill" and not self._in_outline and not self._is_line:
            self._hides = False
        elif local in ("headEnd", "tailEnd") and attributes.get("type", "none") != "none":
            self._hides = False  # an arrow points at something, and crosses nothing out
        elif local in ("from", "to"):
            self._corners.append({})
        elif local in ("col", "colOff", "row", "rowOff") and self._corners:
            self._wanted = local
        elif local == "graphicFrame" or (
            local == "cNvPr" and attributes.get("hidden") in ("1", "true")
        ):
            self._shows = False  # a chart is no answer, and what is hidden is not seen

    def end(self, name: str) -> None:
        self._wanted, self._text = "", False
        local = _local(name)
        if local == "ln":
            self._in_outline = False
        elif local in _ANCHORS:
            if self._position is not None and self._shows:
                self._place(*self._position)
            if self._shows and self._corners and len(self.above.drawn) < MAX_ANCHORS:
                self._add(self._corners[0], self._corners[-1])
            self._corners, self._shows = [], False

    def text(self, characters: str) -> None:
        if self._text and not is_blank(characters):
            self._hides = True  # words over a cell are read instead of it
        if self._wanted:
            self._corners[-1][self._wanted] = int(characters)

    def _takes_extent(self) -> bool:
        """Whether a size is that of an anchor with a single corner, and not of what it holds."""
        return len(self._corners) == (0 if self._position else 1) and self._extent == (0, 0)

    def _place(self, x: int, y: int) -> None:
        """Take an anchor that names no cells for one that does."""
        if self._sizes is None:
            self._sizes = _Sizes.of(self.above.sheet)
        self._corners = [
            self._sizes.corner(*at) for at in ((x, y), (x + self._extent[0], y + self._extent[1]))
        ]
        self._extent = 0, 0

    def _add(self, first: dict[str, int], last: dict[str, int]) -> None:
        covered = _covered(
            (first.get("row", 0), first.get("col", 0)),
            (last.get("row", 0), last.get("col", 0)),
            last.get("rowOff", 0) > _TOUCH_EMU,
            last.get("colOff", 0) > _TOUCH_EMU,
        )
        if self._hides:
            self.above.over.append(covered)
        # How far an anchor of one cell reaches is known in cells of the usual size only.
        wide, high = (size // usual for size, usual in zip(self._extent, _USUAL_EMU, strict=True))
        top, left, bottom, right = covered
        reach = min(bottom + high, MAX_ROW + 1), min(right + wide, MAX_COLUMN + 1)
        self.above.drawn.append((top, left, max(bottom, reach[0]), max(right, reach[1])))


def _covered(
    first: tuple[int, int], last: tuple[int, int], into_row: bool, into_column: bool
) -> Range:
    """The cells under an anchor; rows and columns of an anchor count from 0."""
    top, left = (max(0, at) for at in first)
    bottom = last[0] if into_row else last[0] - 1
    right = last[1] if into_column else last[1] - 1
    return (
        top + 1,
        left + 1,
        min(max(bottom, top), MAX_ROW) + 1,
        min(max(right, left), MAX_COLUMN) + 1,
    )


def _read_old_drawing(data: bytes, above: Above) -> None:
    """Controls and shapes of an old drawing; the boxes of notes are told by their notes."""
    for shape in _OLD_SHAPE.finditer(data):
        anchor = _OLD_ANCHOR.search(shape[2])
        if shape[1] == b"Note" or anchor is None or len(above.drawn) >= MAX_ANCHORS:
            continue
        numbers = [int(number) for number in anchor[1].split(b",")]
        if len(numbers) == 8:
            left, _, top, _, right, right_by, bottom, bottom_by = numbers
            above.drawn.append(
                _covered(
                    (top, left),
                    (bottom, right),
                    bottom_by > _TOUCH_PIXELS,
                    right_by > _TOUCH_PIXELS,
                )
            )


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How wide the columns and how high the rows of a sheet are, in EMU, where not as usual."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]
    width: int
    height: int

    @classmethod
    def of(cls, sheet: bytes) -> _Sizes:
        """The sizes that a worksheet part tells."""
        usual = next((_attributes(one[1]) for one in _USUAL_SIZES.finditer(sheet)), {})
        columns: dict[int, int] = {}
        for one in map(_attributes, (found[1] for found in _COLUMN_TAG.finditer(sheet))):
            first, last = int(one.get("min", "1")), int(one.get("max", "0"))
            wide = 0 if one.get("hidden") == "1" else _emu_wide(float(one.get("width", "8.43")))
            columns.update(dict.fromkeys(range(first, min(last, MAX_COLUMN) + 1), wide))
        rows = {
            int(one["r"]): 0 if one.get("hidden") == "1" else _emu_high(float(one["ht"]))
            for one in map(_attributes, (found[1] for found in _ROW_TAG.finditer(sheet)))
            if "r" in one and "ht" in one
        }
        width = _emu_wide(float(usual.get("defaultColWidth", "9.14")))
        return cls(columns, rows, width, _emu_high(float(usual.get("defaultRowHeight", "15"))))

    def corner(self, x: int, y: int) -> dict[str, int]:
        """The cell under a point, counted from 0, and how far into it that lies."""
        column, by = _cell_at(x, self.columns, self.width, MAX_COLUMN)
        row, down = _cell_at(y, self.rows, self.height, MAX_ROW)
        return {"col": column, "colOff": by, "row": row, "rowOff": down}


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(tag)}


def _emu_wide(letters: float) -> int:
    return int(letters * _LETTER + 5) * _PIXEL_EMU


def _emu_high(points: float) -> int:
    return int(points * _POINT_EMU)


def _cell_at(at: int, sizes: Mapping[int, int], usual: int, most: int) -> tuple[int, int]:
    for number in range(1, most + 1):
        size = sizes.get(number, usual)
        if at < size:
            return number - 1, at
        at -= size
    return most, 0


def _walk(data: bytes, walk: _Notes | _Drawing) -> None:
    parse_xml(data, walk.start, walk.end, walk.text)


_READERS: Mapping[str, Callable[[bytes, Above], None]] = {
    _COMMENTS: lambda data, above: _walk(data, _Notes(above, threaded=False)),
    _THREADS: lambda data, above: _walk(data, _Notes(above, threaded=True)),
    _DRAWING: lambda data, above: _walk(data, _Drawing(above)),
    _OLD_DRAWING: _read_old_drawing,
}
