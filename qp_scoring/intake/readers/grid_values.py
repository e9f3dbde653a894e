"""What the stored values of a workbook mean: number formats, numbers, dates and texts.

What is a date, and which, is openpyxl's to say: it knows the formats that Excel writes by number
only, both epochs, and the 29 February 1900 that never was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from qp_scoring.intake.readers.cells import MAX_TEXT, CellKind, InputCell, is_blank

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = 10**15
_LONGEST_PLAIN = 20  # digits; a number further from 1 is shown as 1E+30

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


class NumberKind(Enum):
    """What a number format makes of a number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"


def number_kind(code: str | None) -> NumberKind:
    """What a number format makes of a number; None is the general format."""
    if code is None:
        return NumberKind.PLAIN
    if is_date_format(code):
        return NumberKind.DURATION if is_timedelta_format(code) else NumberKind.DATE
    return NumberKind.PERCENT if is_percent(code) else NumberKind.PLAIN


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage: a % that is neither quoted nor escaped."""
    return "%" in _NOT_SIGNS.sub("", code)


@dataclass(frozen=True, slots=True)
class Styles:
    """What of the styles and the workbook's settings matters to values.

    ``kinds`` has the styles as cells name them; one that is not there is plain.
    """

    kinds: dict[str, NumberKind] = field(default_factory=lambda: {"0": NumberKind.PLAIN})
    date1904: bool = False

    @classmethod
    def of(cls, format_ids: Iterable[int], codes: dict[int, str], date1904: bool) -> Styles:
        """The styles with the given number formats; ``codes`` are those the workbook defines."""
        codes = {**_THAI_FORMATS, **codes}
        by_id: dict[int, NumberKind] = {}
        kinds = {}
        for index, number in enumerate(format_ids):
            if number not in by_id:
                by_id[number] = number_kind(codes.get(number, builtin_format_code(number)))
            kinds[str(index)] = by_id[number]
        return cls(kinds, date1904)

    def kind(self, style: str) -> NumberKind:
        """What the style of a cell makes of a number.

        Raises:
            ValueError: the style is no number at all.
        """
        found = self.kinds.get(style)
        return found or self.kinds.get(str(int(style)), NumberKind.PLAIN)

    def number_cell(self, row: int, column: int, stored: str, style: str) -> InputCell:
        """The cell of a stored number, by its style a number, percentage, date or time.

        Raises:
            ValueError: it is no number.
        """
        # Whole numbers stay whole: a float would round those beyond 15 digits before we do.
        whole = "." not in stored and "e" not in stored and "E" not in stored
        value = int(stored) if whole else float(stored)
        kind = self.kind(style)
        if kind is NumberKind.PLAIN or kind is NumberKind.PERCENT:
            return _number_cell(row, column, value, kind is NumberKind.PERCENT)
        epoch = MAC_EPOCH if self.date1904 else WINDOWS_EPOCH
        try:
            moment = from_excel(value, epoch, timedelta=kind is NumberKind.DURATION)
        except (OverflowError, ValueError):  # beyond the calendar; Excel shows ######
            return InputCell(row, column, CellKind.ERROR, "#VALUE!")
        return InputCell(row, column, CellKind.DATE, _iso(moment))


def typed_cell(row: int, column: int, kind: str, stored: str) -> InputCell:
    """The cell of a stored truth value, error or ISO 8601 date (types b, e and d).

    Raises:
        ValueError: what is stored is not of that type.
    """
    if kind == "b":
        return InputCell(row, column, CellKind.BOOLEAN, "TRUE" if int(stored) else "FALSE")
    if kind == "e":
        return InputCell(row, column, CellKind.ERROR, stored[:MAX_TEXT])
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


def _number_cell(row: int, column: int, value: float, percent: bool) -> InputCell:
    if isinstance(value, int) and abs(value) < _EXACT and not percent:
        return InputCell(row, column, CellKind.NUMBER, str(value), Decimal(value))
    try:
        digits = format(value, ".15g")
    except OverflowError:  # an integer beyond a float
        digits = "inf"
    number = Decimal(digits) or Decimal(0)  # no negative zero
    if not number.is_finite():
        return InputCell(row, column, CellKind.ERROR, "#NUM!")
    shown = f"{shortest(number.scaleb(2))}%" if percent else shortest(number)
    return InputCell(row, column, CellKind.NUMBER, shown, number, percent)


def shortest(number: Decimal) -> str:
    """A finite number in its shortest decimal form, in powers of ten only if it is very long."""
    if not number:
        return "0"
    lean = number.normalize()
    if abs(lean.adjusted()) > _LONGEST_PLAIN:
        return str(lean)
    return format(lean, "f")
