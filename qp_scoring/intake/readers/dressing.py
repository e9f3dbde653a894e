"""What a reader sees in a cell beside its value: struck text, merges, fills, notes, drawings.

A cell decides only by what is seen in it (``docs/คู่มือผู้ประเมิน.md``). So these facts are read in
the same pass as the values, and every layout and every rule asks for them here. Rows and columns
are those of the file, counted from 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto
from functools import lru_cache

Range = tuple[int, int, int, int]  # first row, first column, last row, last column

_FEW_ROWS = 2
MAX_SPANNED = 1_000_000  # rows under all merges and drawings of a sheet; more is a crafted file


class Seen(Flag):
    """One fact per flag; those of the text stand in its cell, the others are the sheet's."""

    STRUCK = auto()  # struck out from end to end
    PARTLY_STRUCK = auto()
    SHIFTED = auto()  # raised or lowered characters
    SYMBOLS = auto()  # in a font whose letters are pictures
    INVISIBLE = auto()  # in the colour of its ground, or of a format that shows nothing
    OTHERWISE = auto()  # its format shows something else than is stored
    CROSSED = auto()  # a diagonal border across it, or a line, filled shape or picture over it
    CONDITIONAL = auto()  # by a conditional format, and nobody knows whether it applies
    COVERED = auto()  # by a merge that begins elsewhere, or goes on into other rows
    FILLED = auto()  # a fill of its own
    NOTED = auto()  # a note or threaded comment of somebody
    DRAWN_OVER = auto()  # a control, shape or picture


NOTHING = Seen(0)


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a cell, or the threaded comments on it, as one text."""

    text: str
    threaded: bool = False


@dataclass(frozen=True, slots=True)
class Spans:
    """Ranges of a sheet, by the rows that they touch."""

    by_row: Mapping[int, tuple[Range, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, ranges: Iterable[Range], last_row: int) -> Spans:
        """Sort ranges by row; those beyond the last row of the sheet do not matter."""
        found: dict[int, list[Range]] = {}
        spanned = 0
        for span in ranges:
            rows = range(span[0], min(span[2], last_row) + 1)
            spanned += len(rows)
            if spanned > MAX_SPANNED:
                break
            for row in rows:
                found.setdefault(row, []).append(span)
        return cls({row: tuple(spans) for row, spans in found.items()})

    def over(self, row: int, column: int) -> Range | None:
        """The first range over a cell."""
        spans = self.by_row.get(row, ())
        return next((span for span in spans if span[1] <= column <= span[3]), None)


@dataclass(frozen=True, slots=True)
class Dressing:
    """Everything that is seen in the cells of one sheet beside their values.

    ``fills`` has the colour of every cell with a static fill other than white, ``crossed`` the
    columns of a row that have a diagonal border; ``notes`` only those
    that somebody wrote, in the order of their cells. ``marked`` says that this program wrote notes
    into the sheet, and coloured cells with them.
    """

    merged: Spans = Spans()
    drawn: Spans = Spans()
    fills: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    crossed: Mapping[int, Collection[int]] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], Note] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    marked: bool = False
    # The usual fills of a row (row, 0) or column (0, column), once asked for.
    _usual: dict[tuple[int, int], frozenset[str | None]] = field(
        default_factory=dict, compare=False
    )

    def seen(self, row: int, column: int) -> Seen:
        """What is seen at a place beside its text and its fill."""
        seen = NOTHING
        if merge := self.merged.over(row, column):
            begins_elsewhere = merge[:2] != (row, column)
            if begins_elsewhere or merge[0] != merge[2]:
                seen |= Seen.COVERED
        if self.drawn.over(row, column):
            seen |= Seen.DRAWN_OVER
        if self.crossed and column in self.crossed.get(row, ()):
            seen |= Seen.CROSSED
        if (row, column) in self.notes:
            seen |= Seen.NOTED
        return seen

    def drawn_beside(self, row: int, columns: Collection[int]) -> Range | None:
        """What is drawn in a row, and hardly higher than it, over none of the columns given."""
        return next(
            (
                span
                for span in self.drawn.by_row.get(row, ())
                if span[2] - span[0] < _FEW_ROWS
                and not any(span[1] <= column <= span[3] for column in columns)
            ),
            None,
        )

    def fill(self, row: int, column: int) -> str | None:
        """The colour of a cell's static fill; None where it has none, or white."""
        return self.fills.get(row, {}).get(column)

    def fill_apart(
        self, row: int, column: int, rows: Iterable[int], columns: Iterable[int]
    ) -> bool:
        """Whether a cell has a fill that neither its row nor its column usually has.

        ``rows`` and ``columns`` are those of the table. Where no fill and a fill are equally
        common, no fill is the usual look.
        """
        own = self.fill(row, column)
        if own is None:
            return False
        if (row, 0) not in self._usual:
            self._usual[row, 0] = _usual(Counter(self.fill(row, at) for at in columns))
        if (0, column) not in self._usual:
            self._usual[0, column] = _usual(Counter(self.fill(at, column) for at in rows))
        return own not in self._usual[row, 0] | self._usual[0, column]


UNDRESSED = Dressing()

WHITE = "FFFFFF"
_LEAST_CONTRAST = 1.3  # of text on its ground (WCAG 2, from 1 to 21); white on pale yellow is 1.1


@lru_cache(maxsize=2**10)
def is_lost_on(colour: str, ground: str) -> bool:
    """Whether a text of a colour is not seen on a ground: of the same colour, or nearly so."""
    if colour == ground:
        return True
    try:
        light = sorted(map(_luminance, (colour, ground)))
    except ValueError:  # a colour of a theme, which nobody has looked up
        return False
    return (light[1] + 0.05) / (light[0] + 0.05) < _LEAST_CONTRAST


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _usual(colours: Counter[str | None]) -> frozenset[str | None]:
    """The commonest fill of a line; of one coloured throughout, both where two take turns."""
    ordered = sorted(colours, key=lambda colour: (colours[colour], colour is None), reverse=True)
    second = colours[ordered[1]] if len(ordered) > 1 else 0
    turns = second > 1 and 3 * second >= colours.total()
    return frozenset(ordered[: 2 if turns and None not in colours else 1])
