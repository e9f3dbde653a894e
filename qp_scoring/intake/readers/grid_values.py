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
from enum import Enum

from qp_scoring.intake.readers.cells import MAX_TEXT, CellKind, InputCell, is_blank
from qp_scoring.intake.readers.dressing import NOTHING, Seen

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE_DIGITS = 400  # beyond any float: Python itself refuses whole numbers of thousands of digits
_EXACT = 10**15
_LONGEST_PLAIN = 20  # digits; a number further from 1 is shown as 1E+30

# Quoted text, escaped or padding characters and [brackets] are not signs of a number format.
_NOT_SIGNS = re.compile(r'"[^"]*"?|[\\_*].|\[[^\]]*\]', re.DOTALL)
# Number formats that are written by number only (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
# Those of Thai Excel (th-th).
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


# openpyxl takes a sixth of a second to load: it is asked only where there may be a date.
_DATE_LETTER = re.compile("[dmhys]", re.IGNORECASE)


def number_kind(code: str | None) -> NumberKind:
    """What a number format makes of a number; None is the general format."""
    if code is None:
        return NumberKind.PLAIN
    if _DATE_LETTER.search(code):
        from openpyxl.styles.numbers import is_date_format, is_timedelta_format  # noqa: PLC0415

        if is_date_format(code):
            return NumberKind.DURATION if is_timedelta_format(code) else NumberKind.DATE
    return NumberKind.PERCENT if is_percent(code) else NumberKind.PLAIN


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage: a % that is neither quoted nor escaped."""
    return "%" in _NOT_SIGNS.sub("", code)


_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"\[\s*(=|<>|<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*\]")
_LITERAL = re.compile(r'"([^"]*)"?|\\(.)|\[[^\]]*\]|[_*].', re.DOTALL)
# A digit, a date or General: what shows the number itself.
_SHOWS_NUMBER = re.compile(r"[0#?@]|general|[dmyhsbeg]", re.IGNORECASE)


def worded_sections(code: str | None) -> tuple[str, ...]:
    """The sections of a number format of which one at least shows words instead of the number.

    ``"มี";;"ไม่มี"`` has one of which the second shows nothing; none for every other format.
    """
    if code is None or (";" not in code and '"' not in code):
        return ()
    sections = _sections(code)[:_OF_TEXTS]
    return sections if any(_words(one) is not None for one in sections) else ()


_OF_TEXTS = 3  # sections for numbers come before that for texts


def hides_texts(code: str | None) -> bool:
    """Whether a number format shows no text as it is: ``;;;`` has a blank section for them."""
    sections = _sections(code)[_OF_TEXTS:] if code and code.count(";") >= _OF_TEXTS else ()
    return bool(sections) and "@" not in _NOT_SIGNS.sub("", sections[0])


def _sections(code: str) -> tuple[str, ...]:
    sections = []
    at = 0
    while at <= len(code):
        section = _SECTION.match(code, at)
        if section is None:
            return ()
        sections.append(section[0])
        at = section.end() + 1
    return tuple(sections)


def _words(section: str) -> str | None:
    """What a section shows where it shows no number; None where it does."""
    if _SHOWS_NUMBER.search(_NOT_SIGNS.sub("", section)):
        return None
    return _LITERAL.sub(lambda found: found[1] or found[2] or "", section).strip()


def words_shown(sections: Sequence[str], value: float) -> str | None:
    """The words that a format shows instead of a number; None where it shows the number."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(condition[1], value, float(condition[2])):
                return _words(section)
        return None
    at = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 or len(sections) == 2 else 2
    return _words(sections[0 if len(sections) == 2 and value == 0 else at])


def _holds(sign: str, value: float, bound: float) -> bool:
    return {
        "=": value == bound,
        "<>": value != bound,
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }[sign]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What of a cell's style matters: how its number is read, and what is seen of its text.

    ``fill`` is the colour of a static fill; None for none, and for white. ``sections`` are those of
    a number format that shows words instead of some numbers; one that ``hides_texts`` shows none.
    """

    kind: NumberKind = NumberKind.PLAIN
    seen: Seen = NOTHING
    fill: str | None = None
    sections: tuple[str, ...] = ()
    hides_texts: bool = False

    @property
    def of_texts(self) -> Seen:
        """What is seen of a text in it."""
        return self.seen | Seen.INVISIBLE if self.hides_texts else self.seen


PLAIN_STYLE = CellStyle()


@dataclass(frozen=True, slots=True, eq=False)
class Styles:
    """The styles of a workbook as its cells name them, and the epoch of its dates.

    A style that is not there is plain. ``marked`` are the styles whose texts look like more than
    plain text, ``filled`` those with a fill: most cells have neither, and need no further look.
    """

    styles: Mapping[str, CellStyle] = field(default_factory=dict)
    date1904: bool = False
    marked: Mapping[str, Seen] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: Sequence[CellStyle], date1904: bool) -> Styles:
        """The styles in the workbook's order."""
        by_name = {str(index): style for index, style in enumerate(styles)}
        return cls(
            by_name,
            date1904,
            {name: style.of_texts for name, style in by_name.items() if style.of_texts},
            {name: style.fill for name, style in by_name.items() if style.fill},
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
        kind = style.kind
        if style.sections and (words := words_shown(style.sections, value)) is not None:
            return _worded_cell(row, column, value, words, style.seen)
        if kind is NumberKind.PLAIN or kind is NumberKind.PERCENT:
            return _number_cell(row, column, value, kind is NumberKind.PERCENT, style.seen)
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
        return InputCell(row, column, CellKind.DATE, _iso(moment), seen=style.seen)


def number_formats(codes: Mapping[int, str]) -> Callable[[int], str | None]:
    """The number formats of a workbook by number; ``codes`` are those that it defines itself."""
    return {**_BUILT_IN, **_THAI_FORMATS, **codes}.get


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


def _worded_cell(row: int, column: int, value: float, words: str, seen: Seen) -> InputCell:
    """A number of which its format shows words only; a number that it hides stays one."""
    if is_blank(words):
        return _number_cell(row, column, value, False, seen | Seen.INVISIBLE)
    return InputCell(row, column, CellKind.TEXT, words, seen=seen)


def _number_cell(
    row: int, column: int, value: float, percent: bool, seen: Seen = NOTHING
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
    return InputCell(row, column, CellKind.NUMBER, shown, number, percent, seen)


def shortest(number: Decimal) -> str:
    """A finite number in its shortest decimal form, in powers of ten only if it is very long."""
    if not number:
        return "0"
    lean = number.normalize()
    if abs(lean.adjusted()) > _LONGEST_PLAIN:
        return str(lean)
    return format(lean, "f")
