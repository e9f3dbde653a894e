"""What the cell of a measure means: its number, exact, or that there is nothing to count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from qp_scoring.documents.results import Mark
from qp_scoring.intake.marks import (
    LONGEST_NUMBER,
    mark_in_words,
    unanswering,
    without_star,
)
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.intake.words import WORDS, any_of
from qp_scoring.rubric.fields import digits as shown
from qp_scoring.rubric.indicator import Measure
from qp_scoring.thai import normalise, to_arabic_digits

RATIO = "33 จาก 40"
"""How numerator and denominator are typed; a spreadsheet makes a date of 3/4."""
DECIMAL = "85.5"
"""How decimals are typed."""


@dataclass(frozen=True, slots=True)
class ValueRead:
    """What a measured cell says, on the measure's own scale (percent: 0–100).

    ``none`` says that there are no cases to count, where the rubric has said what that means.
    """

    value: Fraction | None = None
    fault: str | None = None
    none: bool = False


PERCENT_UNITS = frozenset({"ร้อยละ", "%", "เปอร์เซ็นต์"})
_COUNTED = frozenset(WORDS["counted"]["units"])
_DIVIDED = re.compile(any_of(WORDS["counted"]["divided"]))
_UNDIVIDED = re.compile(any_of(WORDS["counted"]["undivided"]))
_RATIO = re.compile(r"(\d[\d,]*)\s*(?:/|จาก)\s*(\d[\d,]*)")
_DECORATED = re.compile(r"(?:ร้อยละ)?\s*([+-]?\d[\d,]*(?:\.\d+)?)\s*(%|เปอร์เซ็นต์)?")
_GROUPED = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def read_value(cell: InputCell | None, measure: Measure) -> ValueRead:
    """The number of a measured cell: exact, never rounded, never clamped.

    Understands percent-formatted cells (× 100), ``75 %``, ``ร้อยละ 75``, Thai digits, thousands
    commas, and ``33/40`` as numerator and denominator; where the measure has none, it is so many of
    all there can be (``3/4`` of 4 groups is 3). A plain number above 0 and up to 1 in a percent
    measure may mean either, so it is none. ``0/0`` and "not relevant" say that there are no cases,
    which is an answer where the measure has ``when_none``.
    """
    if cell is None:
        return ValueRead()
    if measure.when_none is not None and says_none(cell):
        return ValueRead(none=True)
    if fault := unanswering(cell):
        return ValueRead(fault=fault)
    in_percent = measure.unit in PERCENT_UNITS
    plain = cell.kind is CellKind.NUMBER and not cell.percent
    if cell.kind is CellKind.NUMBER and (in_percent or not cell.percent):
        value = Fraction(cell.number or 0) * (100 if cell.percent else 1)
    else:
        text = without_star(to_arabic_digits(normalise(cell.text)).removeprefix("'"))
        if not in_percent:
            text = text.removesuffix(normalise(measure.unit)).rstrip()
        read = _value_of_text(text, measure, in_percent=in_percent)
        if read is None:
            return ValueRead(fault="value-unknown")
        value, plain = read
    if in_percent and plain and 0 < value <= 1:
        return ValueRead(fault="value-percent-unclear")
    if not Fraction(measure.min) <= value <= Fraction(measure.max):
        return ValueRead(fault="value-outside")
    if value.denominator != 1 and _is_whole(measure):
        return ValueRead(fault="value-not-whole")
    return ValueRead(value)


def _is_whole(measure: Measure) -> bool:
    """Whether only whole numbers are answers: as the rubric says, else where things are counted.

    Nobody finds half a school; who writes 3.5 of 4 groups means something that is to be asked. What
    is divided by something (เฉลี่ย, ต่อ) may be any number.
    """
    if measure.whole is not None:
        return measure.whole
    divided = _DIVIDED.search(_UNDIVIDED.sub(" ", measure.text))
    return measure.unit in _COUNTED and measure.denominator is None and not divided


def allowed_value(measure: Measure) -> str:
    """What a measure may be, for sentences: ร้อยละ 0–100, 0–8 ด้าน."""
    return measure.in_unit(f"{shown(measure.min)}–{shown(measure.max)}")


def has_ratio(measure: Measure) -> bool:
    """Whether a measure is a part of something, so that numerator and denominator may be typed."""
    return measure.unit in PERCENT_UNITS or measure.denominator is not None


def expected(fault: str, cell: InputCell, measure: Measure) -> dict[str, str]:
    """What a finding on a value says that was expected.

    Of numerator and denominator only who may type them, or did, is told, and of decimals only
    where they may stand.
    """
    found = {"allowed": allowed_value(measure)}
    if fault == "value-unknown":
        found["ratio"] = RATIO if has_ratio(measure) else ""
        found["decimal"] = "" if _is_whole(measure) else DECIMAL
    elif fault == "value-outside":
        typed = _RATIO.fullmatch(to_arabic_digits(normalise(cell.text)))
        found["ratio"] = cell.text if typed else ""
    return found


def says_none(cell: InputCell) -> bool:
    """Whether a cell says that there is nothing to count: 0 of 0, or not relevant."""
    ratio = _RATIO.fullmatch(to_arabic_digits(normalise(cell.text)))
    if ratio is not None and cell.kind is CellKind.TEXT:
        return all(int(part.replace(",", "")) == 0 for part in ratio.groups())
    usable = not unanswering(cell) and not cell.percent
    return usable and mark_in_words(cell.text) is Mark.NOT_RELEVANT


def _value_of_text(
    text: str, measure: Measure, *, in_percent: bool
) -> tuple[Fraction, bool] | None:
    """The number of a text, and whether it stands there without any sign of its unit."""
    if len(text) > LONGEST_NUMBER:
        return None
    if ratio := _RATIO.fullmatch(text):
        numerator, denominator = (int(part.replace(",", "")) for part in ratio.groups())
        if denominator == 0:
            return None
        if not in_percent and measure.denominator is None:
            return (Fraction(numerator), False) if denominator == measure.max else None
        return Fraction(numerator, denominator) * (100 if in_percent else 1), False
    decorated = _DECORATED.fullmatch(text)
    if decorated is None or not _GROUPED.fullmatch(decorated[1]):
        return None
    marked = text.startswith("ร้อยละ") or decorated[2] is not None
    if marked and not in_percent:
        return None
    return Fraction(decorated[1].replace(",", "")), not marked
