"""What the stored values of a workbook mean: number formats, numbers, dates and texts.

What is a date, and which, is openpyxl's to say: it knows the formats that Excel writes by number
only, both epochs, and the 29 February 1900 that never was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from qp_scoring.intake.readers.cells import MAX_TEXT, CellKind, InputCell, is_blank
from qp_scoring.intake.readers.dressing import NOTHING, WHITE, Seen, is_lost_on
from qp_scoring.intake.readers.grid_formats import (
    BUILT_IN,
    NumberKind,
    SeenAs,
    is_usual,
    shown_number,
    shown_of_text,
)

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE_DIGITS = 400  # beyond any float: Python itself refuses whole numbers of thousands of digits
_EXACT = 10**15
_LONGEST_PLAIN = 20  # digits; a number further from 1 is shown as 1E+30


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What of a cell's style matters: how its number is shown, and what is seen of its text.

    ``code`` is its number format, None for one that shows everything as it is stored; ``fill`` the
    colour of a static fill, None for none, and for white. ``seen`` is what is seen of a number
    whose format names no colour, ``of_texts`` of a text.
    """

    code: str | None = None
    seen: Seen = NOTHING
    fill: str | None = None
    of_texts: Seen = NOTHING

    @classmethod
    def of(cls, code: str | None, seen: Seen, fill: str | None) -> CellStyle:
        """A style by its number format, by how its font and border look, and by its fill."""
        if is_usual(code):
            return cls(None, seen, fill, seen)
        shown = shown_of_text(code or "")
        return cls(code, seen, fill, _as_shown(shown, seen, fill))


def _as_shown(shown: SeenAs, seen: Seen, fill: str | None) -> Seen:
    """What is seen of a cell, with what its format hides, or shows otherwise."""
    if shown.white is not None:  # the colour of the format goes before that of the font
        seen &= ~Seen.INVISIBLE
        if shown.white and is_lost_on(WHITE, fill or WHITE):
            seen |= Seen.INVISIBLE
    if shown.otherwise:
        seen |= Seen.OTHERWISE
    if shown.words is not None and is_blank(shown.words):
        seen |= Seen.INVISIBLE
    return seen


PLAIN_STYLE = CellStyle()


@dataclass(frozen=True, slots=True)
class ConditionalLook:
    """How a conditional format has its cells look; what it says nothing of is as it was."""

    seen: Seen = NOTHING
    colour: str = ""
    ground: str | None = None
    code: str | None = None

    def done(self, ground: str) -> Seen:
        """What it does to a cell with a ground of its own that a reader would take notice of."""
        seen = self.seen & (Seen.STRUCK | Seen.CROSSED)
        if self.colour and is_lost_on(self.colour, self.ground or ground):
            seen |= Seen.INVISIBLE
        if not is_usual(self.code):
            code = self.code or ""
            seen |= _as_shown(shown_of_text(code), NOTHING, self.ground)
            words = shown_number(code, 1).words
            seen |= NOTHING if words is None else Seen.OTHERWISE if words else Seen.INVISIBLE
        return seen


@dataclass(frozen=True, slots=True, eq=False)
class Styles:
    """The styles of a workbook as its cells name them, and the epoch of its dates.

    A style that is not there is plain. ``marked`` are the styles whose texts look like more than
    plain text, ``filled`` those with a fill, ``crossed`` those with a line across: most cells have
    none, and need no further look. ``looks`` are those of conditional formats, by their numbers.
    """

    styles: Mapping[str, CellStyle] = field(default_factory=dict)
    date1904: bool = False
    marked: Mapping[str, Seen] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)
    crossed: frozenset[str] = frozenset()
    looks: Sequence[ConditionalLook] = ()

    @classmethod
    def of(
        cls, styles: Sequence[CellStyle], date1904: bool, looks: Sequence[ConditionalLook] = ()
    ) -> Styles:
        """The styles in the workbook's order."""
        by_name = {str(index): style for index, style in enumerate(styles)}
        return cls(
            by_name,
            date1904,
            {name: style.of_texts for name, style in by_name.items() if style.of_texts},
            {name: style.fill for name, style in by_name.items() if style.fill},
            frozenset(name for name, style in by_name.items() if Seen.CROSSED in style.seen),
            looks,
        )

    def style(self, name: str) -> CellStyle:
        """The style that a cell names.

        Raises:
            ValueError: the name is no number at all.
        """
        return self.styles.get(name) or self.styles.get(str(int(name)), PLAIN_STYLE)

    def number_cell(self, row: int, column: int, stored: str, name: str) -> InputCell:
        """The cell of a stored number, by its style a number, percentage, date or time.

        Raises:
            ValueError: it is no number.
        """
        # Whole numbers stay whole: a float would round those beyond 15 digits before we do.
        whole = "." not in stored and "e" not in stored and "E" not in stored
        value = int(stored) if whole and len(stored) <= _WHOLE_DIGITS else float(stored)
        style = self.style(name)
        if style.code is None:
            return _number_cell(row, column, value, seen=style.seen)
        shown = shown_number(style.code, value)
        seen = _as_shown(shown, style.seen, style.fill)
        kind = shown.kind
        if kind is NumberKind.PLAIN or kind is NumberKind.PERCENT:
            if shown.words is not None and not is_blank(shown.words):
                number = _number_cell(row, column, value).number
                return InputCell(row, column, CellKind.TEXT, shown.words, number, seen=seen)
            percent = kind is NumberKind.PERCENT
            return _number_cell(row, column, value, percent, seen, shown.rounded)
        from openpyxl.utils.datetime import (  # noqa: PLC0415
            MAC_EPOCH,
            WINDOWS_EPOCH,
            from_excel,
        )

        epoch = MAC_EPOCH if self.date1904 else WINDOWS_EPOCH
        try:
            moment = from_excel(value, epoch, timedelta=kind is NumberKind.DURATION)
        except (OverflowError, ValueError):  # beyond the calendar; Excel shows ######
            return InputCell(row, column, CellKind.ERROR, "#VALUE!")
        return InputCell(row, column, CellKind.DATE, _iso(moment), seen=seen)


def number_formats(codes: Mapping[int, str]) -> Callable[[int], str | None]:
    """The number formats of a workbook by number; ``codes`` are those that it defines itself."""
    return {**BUILT_IN, **codes}.get


def typed_cell(row: int, column: int, kind: str, stored: str, seen: Seen = NOTHING) -> InputCell:
    """The cell of a stored truth value, error or ISO 8601 date (types b, e and d).

    Raises:
        ValueError: what is stored is not of that type.
    """
    if kind == "b":
        return InputCell(
            row, column, CellKind.BOOLEAN, "TRUE" if int(stored) else "FALSE", seen=seen
        )
    if kind == "e":
        return InputCell(row, column, CellKind.ERROR, stored[:MAX_TEXT])
    from openpyxl.utils.datetime import from_ISO8601  # noqa: PLC0415

    # openpyxl's types do not cover this function.
    return InputCell(row, column, CellKind.DATE, _iso(from_ISO8601(stored)))  # type: ignore[no-untyped-call]


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
        return (
            str(value.date())
            if value == datetime.combine(value, datetime.min.time())
            else value.isoformat()
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def shown_text(stored: str) -> str:
    """A stored text as it reads, "" if it shows nothing.

    Excel's ``_x000D_`` is read as the character meant, and line ends as line feeds.
    """
    text = _ESCAPED.sub(_escaped_character, stored) if "_x" in stored else stored
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "" if is_blank(text) else text


def _escaped_character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Half of a surrogate pair is no character: nothing could write it again.
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _number_cell(
    row: int,
    column: int,
    value: float,
    percent: bool = False,
    seen: Seen = NOTHING,
    rounded: Decimal | None = None,
) -> InputCell:
    if isinstance(value, int) and abs(value) < _EXACT and not percent:
        return InputCell(row, column, CellKind.NUMBER, str(value), Decimal(value), seen=seen)
    try:
        digits = format(value, ".15g")
    except OverflowError:  # an integer beyond a float
        digits = "inf"
    number = Decimal(digits) or Decimal(0)  # no negative zero
    if not number.is_finite():
        return InputCell(row, column, CellKind.ERROR, "#NUM!")
    shown = f"{shortest(number.scaleb(2))}%" if percent else shortest(number)
    return InputCell(row, column, CellKind.NUMBER, shown, number, percent, seen, rounded)


def shortest(number: Decimal) -> str:
    """A finite number in its shortest decimal form, in powers of ten only if it is very long."""
    if not number:
        return "0"
    lean = number.normalize()
    if abs(lean.adjusted()) > _LONGEST_PLAIN:
        return str(lean)
    return format(lean, "f")
