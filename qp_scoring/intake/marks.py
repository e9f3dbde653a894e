"""What a cell means: tolerant in form, strict in meaning, never a guess.

Each parser answers with what the cell says, or with the code of the finding that names what is
wrong with it; the caller knows the place.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from qp_scoring.answers import Answered
from qp_scoring.intake.cells import Cell, CellKind
from qp_scoring.intake.thai import normalise, squeeze, to_arabic_digits
from qp_scoring.rubric.model import Rubric

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_EXEMPT = re.compile(r"ยกเว้น\s*[:：\-–]?\s*(?P<reason>.*)", re.DOTALL)
_NOT_REPORTED = frozenset({"n/a", "na", "ไม่รายงาน", "ไม่รายงานผล"})
_DASHES = frozenset("-–—−‐‑")


@dataclass(frozen=True, slots=True)
class Said:
    """What a status or level cell says; ``fault`` is the code of a finding, with its values."""

    said: Answered
    level: Decimal | None = None
    reason: str | None = None
    fault: str | None = None
    nearest: str = ""


BLANK = Said(Answered.BLANK)


def _wrong(fault: str, nearest: str = "") -> Said:
    return Said(Answered.INVALID, fault=fault, nearest=nearest)


def read_number(cell: Cell) -> Decimal | None:
    """The number of a cell: a number, or a text that is nothing but one (Thai digits too)."""
    if cell.kind is CellKind.NUMBER:
        return cell.number
    text = to_arabic_digits(normalise(cell.text))
    if cell.kind is not CellKind.TEXT or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def unusable(cell: Cell) -> str | None:
    """The finding code of a cell whose kind can hold no answer (error, date, true/false …)."""
    return {
        CellKind.ERROR: "cell-error",
        CellKind.NO_VALUE: "formula-without-value",
        CellKind.DATE: "cell-date",
        CellKind.BOOLEAN: "cell-boolean",
    }.get(cell.kind)


def read_level(cell: Cell | None, rubric: Rubric) -> Said:
    """The meaning of a level cell (layout 4): level, ``-``, ``N/A``, ``ยกเว้น: เหตุผล``, blank."""
    if cell is None:
        return BLANK
    if fault := unusable(cell):
        return _wrong(fault)
    number = read_number(cell)
    if number is not None:
        return _on_scale(number, rubric, percent=cell.percent)
    text = normalise(cell.text)
    if text in _DASHES:
        return Said(Answered.DASH)
    if squeeze(text) in _NOT_REPORTED or text == rubric.state.not_reported.printed:
        return Said(Answered.NOT_REPORTED)
    if exempt := _EXEMPT.fullmatch(text):
        reason = exempt["reason"].strip()
        return Said(Answered.EXEMPT, reason=reason) if reason else _wrong("exempt-without-reason")
    return _wrong("level-unknown", _nearest_level(text, rubric))


def _on_scale(number: Decimal, rubric: Rubric, *, percent: bool) -> Said:
    if percent:
        return _wrong("level-percent")
    scale = rubric.scale
    if not scale.lowest <= number <= scale.highest:
        return _wrong("level-outside-scale")
    if rubric.arithmetic.score_decimals == 0 and number != number.to_integral_value():
        return _wrong("level-not-whole")
    return Said(Answered.LEVEL, level=number)


def _nearest_level(text: str, rubric: Rubric) -> str:
    """What the writer may have meant: shown in the finding, never taken."""
    names = {entry.name: str(entry.level) for entry in rubric.scale.level}
    allowed = {**names, "N/A": "N/A", "ไม่รายงาน": "N/A", "ยกเว้น": "ยกเว้น: เหตุผล", "-": "-"}
    found = difflib.get_close_matches(text, allowed, 1, 0.5)
    return allowed[found[0]] if found else "-"


def allowed_levels(rubric: Rubric) -> str:
    """The allowed content of a level cell, for sentences."""
    levels = ", ".join(str(level) for level in rubric.scale.levels)
    return f"{levels}, {rubric.state.not_reported.printed}, ยกเว้น: เหตุผล"
