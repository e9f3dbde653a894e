"""What a number format shows of what a cell holds: a number, words, a date, or another number.

A reader of the sheet sees what the format shows. Where that is another number than the one stored
(scaled, without its sign, with a digit in quotes beside it), nobody can say which of them is meant.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any

# Number formats that are written by number only (ECMA-376 part 1, 18.8.30).
BUILT_IN = {
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
    # Those of Thai Excel (th-th).
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

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""How two things compare, by the sign that formats and formulas have for it."""

_SECTION = re.compile(r'(?:"[^"]*"?|[\\_*].|\[[^\]]*\]|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"\[\s*(=|<>|<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*\]")
_COLOUR = re.compile(r"\[(black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+)\]", re.I)
_WHITES = frozenset({"white", "color2"})
# Pieces of a section: quoted or escaped literals, what only takes room, [brackets], and signs.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<room>[_*].)|\[(?P<inside>[^\]]*)\]'
    r"|(?P<general>general)|(?P<power>E[+-])|(?P<sign>[0#?.,%/@])|(?P<other>.)",
    re.DOTALL | re.I,
)
_CURRENCY = re.compile(r"\$([^-\]]+)")
_DATE_LETTER = re.compile("[dmyhsbeg]", re.I)
_FRACTION = re.compile(r"[#?0\s]*/[#?]+")
_MOST_DIGITS = 30
_MOST_DECIMALS = 15
_EXACTLY = Context(prec=2 * (_MOST_DIGITS + _MOST_DECIMALS))


class NumberKind(Enum):
    """What a number format makes of a number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class SeenAs:
    """What is seen of a number.

    ``words`` is all that is seen where that is more than a number, "" where nothing is; None where
    it is the number itself. ``rounded`` is what the format rounds it to, where it does (0.8 for
    80%). ``otherwise`` says that the words hold another number than the one stored. ``white`` is
    whether the format has it written in white, None where it says nothing of colours.
    """

    kind: NumberKind = NumberKind.PLAIN
    words: str | None = None
    rounded: Decimal | None = None
    otherwise: bool = False
    white: bool | None = None


@dataclass(frozen=True, slots=True)
class _FormatSection:
    """One section of a format: literals before and behind the signs of its number.

    ``signs`` is what shows the number: placeholders, ``general``, or "" where nothing does.
    """

    condition: tuple[str, float] | None
    white: bool | None
    before: str
    signs: str
    after: str
    percent: bool
    dated: bool
    broken: bool  # a literal stands within the digits, or the number is a fraction or power
    own_way: bool  # it is a fraction with a bottom of its own, or a power of ten

    @property
    def is_usual(self) -> bool:
        """Whether it shows a number as General does, and nothing beside it."""
        beside = (self.before + self.after).replace("%", "")
        general = self.signs == "general"
        return general and not beside and self.white is None and not self.percent


def is_usual(code: str | None) -> bool:
    """Whether a format shows every number and text as it is stored."""
    if code is None or code in ("General", "@", ""):
        return True
    return all(one.is_usual and one.condition is None for one in _sections(code))


def shown_of_text(code: str) -> SeenAs:
    """What a format shows of a text: itself, nothing (``words`` is ""), or ``otherwise``.

    Without a section for texts they are shown as they are, in the colour of an only section.
    """
    written = _split(code)
    last = written[_OF_TEXTS] if len(written) > _OF_TEXTS else written[-1]
    as_it_is = "@" in _signs(last)
    if not as_it_is and len(written) <= _OF_TEXTS:
        return SeenAs(white=_white(last) if len(written) == 1 else None)
    words = _literals(last)
    hidden = not as_it_is and not words
    return SeenAs(words="" if hidden else None, otherwise=bool(words), white=_white(last))


_OF_TEXTS = 3  # sections for numbers come before that for texts


@lru_cache(maxsize=2**12)
def shown_number(code: str, value: float) -> SeenAs:
    """What a format shows of a number."""
    section, is_signed = _section_of(code, value)
    if section is None:
        return SeenAs(words="###", otherwise=True)
    if section.dated:
        return SeenAs(_dated(code), white=section.white)
    kind = NumberKind.PERCENT if section.percent else NumberKind.PLAIN
    if not section.signs:
        words = (section.before + section.after).strip()
        return SeenAs(kind, words=words, white=section.white)
    number = _decimal(value)
    if number is None:
        return SeenAs(kind, white=section.white)
    if section.broken and not section.own_way:
        return SeenAs(kind, words=code, otherwise=True, white=section.white)
    return _in_digits(section, number, kind, is_signed=is_signed)


def _in_digits(
    section: _FormatSection, number: Decimal, kind: NumberKind, *, is_signed: bool
) -> SeenAs:
    digits, seen = _digits(section, abs(number))
    before, after = section.before, section.after
    if not digits and not (before + after).replace("%", "").strip(" ()-"):
        return SeenAs(kind, words="", white=section.white)
    minus = number < 0 and (is_signed or before.strip().startswith(("-", "(")))
    sign = "-" if minus and is_signed else ""
    text = f"{before.lstrip()}{sign}{digits}{after.rstrip()}"
    off = abs(abs(number) - seen)
    unsigned = number < 0 and not minus
    if unsigned or (off and off >= _unit(section, number)) or _joins_digits(before, after):
        return SeenAs(kind, words=text, otherwise=True, white=section.white)
    if _is_beside(section, minus=minus):
        return SeenAs(kind, words=text, otherwise=bool(off), white=section.white)
    rounded = (-seen if minus else seen) if off else None
    return SeenAs(kind, rounded=rounded, white=section.white)


def _dated(code: str) -> NumberKind:
    # openpyxl takes a sixth of a second to load: it is asked only where there is a date.
    from openpyxl.styles.numbers import is_timedelta_format  # noqa: PLC0415

    return NumberKind.DURATION if is_timedelta_format(code) else NumberKind.DATE


def _section_of(code: str, value: float) -> tuple[_FormatSection | None, bool]:
    """The section that shows a number, and whether a minus stands before it by itself."""
    sections = _sections(code)[:_OF_TEXTS]
    if any(one.condition for one in sections):
        for one in sections:
            if one.condition is None:
                return one, True
            sign, bound = one.condition
            if COMPARED[sign](value, bound):
                return one, True
        return None, True
    if len(sections) == 1 or value > 0 or (value == 0 and len(sections) == 2):
        return sections[0], len(sections) == 1
    return sections[1 if value < 0 else 2], False


@lru_cache(maxsize=2**8)
def _sections(code: str) -> tuple[_FormatSection, ...]:
    return tuple(map(_read_section, _split(code)))


def _split(code: str) -> list[str]:
    sections = []
    at = 0
    while at <= len(code):
        section = _SECTION.match(code, at)
        if section is None:
            break
        sections.append(section[0])
        at = section.end() + 1
    return sections or [""]


def _white(section: str) -> bool | None:
    found = _COLOUR.search(section)
    return "".join(found[1].lower().split()) in _WHITES if found else None


def _read_section(written: str) -> _FormatSection:
    found = _CONDITION.search(written)
    condition = (found[1], float(found[2])) if found else None
    pieces = list(_PIECE.finditer(written))
    literal = {at: _literal(piece) for at, piece in enumerate(pieces)}
    at_signs = [
        at
        for at, piece in enumerate(pieces)
        if piece["general"] or piece["power"] or (piece["sign"] and piece["sign"] != "%")
    ]
    placed = [at for at in at_signs if pieces[at][0] in "0#?@" or pieces[at]["general"]]
    letters = "".join(piece["other"] or "" for piece in pieces)
    if placed and letters.startswith("t"):  # t0: in Thai digits
        at = next(at for at, piece in enumerate(pieces) if piece["other"] == "t")
        literal[at] = ""
    timed = any(re.fullmatch("h+|m+|s+", piece["inside"] or "", re.I) for piece in pieces)
    dated = timed or (bool(_DATE_LETTER.search(letters)) and (not placed or ":" in letters))
    percent = any(piece["sign"] == "%" for piece in pieces)
    if not placed:
        words = "".join(literal.values())
        words += "%" if percent else ""
        return _FormatSection(
            condition, _white(written), words, "", "", percent, dated, False, False
        )
    first, last = at_signs[0], at_signs[-1]
    # A comma or point before the digits, or a literal among them, is none of theirs.
    within = pieces[first : last + 1]
    signs = "".join(piece[0] for piece in within).lower()
    broken = any(literal[at].strip() for at in range(first, last + 1)) or "/" in signs
    own_way = any(piece["power"] for piece in within) or bool(_FRACTION.fullmatch(signs))
    return _FormatSection(
        condition,
        _white(written),
        "".join(literal[at] for at in range(first)),
        "general" if signs in ("general", "@") else signs,
        "".join(literal[at] for at in range(last + 1, len(pieces))),
        percent,
        dated,
        broken or own_way,
        own_way,
    )


def _literal(piece: re.Match[str]) -> str:
    if piece["room"]:
        return " "
    if piece["inside"] is not None:
        currency = _CURRENCY.match(piece["inside"])
        return currency[1] if currency else ""
    if piece["sign"] == "%":
        return "%"
    return piece["quoted"] or piece["escaped"] or piece["other"] or ""


def _literals(section: str) -> str:
    """The words of a section for texts, beside the text itself."""
    return "".join(_literal(piece) for piece in _PIECE.finditer(section)).strip()


def _signs(section: str) -> str:
    return "".join(piece["sign"] or "" for piece in _PIECE.finditer(section))


def _decimal(value: float) -> Decimal | None:
    try:
        number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    except (InvalidOperation, OverflowError):
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else None


def _unit(section: _FormatSection, number: Decimal) -> Decimal:
    """How far a number may be from what rounding shows of it."""
    if section.own_way:
        return abs(number)
    if section.signs == "general" or _scale(section):
        return Decimal(0)
    _, decimals = _parts(section)
    return Decimal(1).scaleb(-len(decimals) - (2 if section.percent else 0))


def _parts(section: _FormatSection) -> tuple[str, str]:
    """The placeholders before the point and behind it."""
    whole, _, decimals = section.signs.partition(".")
    return re.sub("[^0#?]", "", whole), re.sub("[^0#?]", "", decimals)[:_MOST_DECIMALS]


def _scale(section: _FormatSection) -> int:
    """How many thousands the commas behind the digits take away."""
    return len(section.signs) - len(section.signs.rstrip(","))


def _digits(section: _FormatSection, number: Decimal) -> tuple[str, Decimal]:
    """The digits that are shown of a number above 0, and the number that they come to."""
    if section.signs == "general":
        number = number.scaleb(2) if section.percent else number
        return f"{number:f}", number.scaleb(-2) if section.percent else number
    if section.own_way:
        return section.signs, _in_own_way(section.signs, number)
    whole, decimals = _parts(section)
    scaled = number.scaleb((2 if section.percent else 0) - 3 * _scale(section))
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _EXACTLY)
    grouped = "," in section.signs.partition(".")[0].rstrip(",")
    text = f"{rounded:,f}" if grouped else f"{rounded:f}"
    before, _, behind = text.partition(".")
    before = "" if before == "0" and "0" not in whole else before
    least = len(decimals.rstrip("#"))
    behind = behind[:least] + behind[least:].rstrip("0")
    shown_digits = before.rjust(whole.count("0"), "0") + (f".{behind}" if behind else "")
    return shown_digits, rounded.scaleb(-2) if section.percent else rounded


def _in_own_way(signs: str, number: Decimal) -> Decimal:
    """The number that a power of ten or a fraction comes to, with as many digits as it has."""
    first, fraction, bottom = signs.partition("/")
    if not fraction:
        decimals = first.partition("e")[0].partition(".")[2]
        return Decimal(f"{number:.{len(decimals)}e}")
    near = Fraction(number).limit_denominator(10 ** min(len(bottom), _MOST_DECIMALS) - 1)
    exact = Decimal(near.numerator) / Decimal(near.denominator)
    return Decimal(format(exact, f".{_MOST_DECIMALS}g"))


def _joins_digits(before: str, after: str) -> bool:
    """Whether a literal digit or point stands so close to those of the number that it is one."""
    return bool(re.search(r"\d[.,]?$|\.$", before) or re.match(r"[.,]?\d", after))


def _is_beside(section: _FormatSection, *, minus: bool) -> bool:
    """Whether more than a number is seen: words, a unit, a bracket."""
    before, after = section.before.replace("+", "", 1), section.after
    if minus:
        before, after = before.replace("(", "").replace("-", "", 1), after.replace(")", "")
    rest = before + after
    return bool((rest.replace("%", "", 1) if section.percent else rest).strip())
