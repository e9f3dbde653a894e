"""What conditional formats do to how a cell looks: struck out, lost on its ground, unseen.

Conditions that compare a cell, or one beside it, with what is written in them, or ask what kind of
thing it holds (as those that hide errors do), are worked out. Of others nobody here knows whether
they hold, so that is said of each answer under them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from qp_scoring.intake.guard import parse_xml
from qp_scoring.intake.readers.cells import CellKind, InputCell, column_number
from qp_scoring.intake.readers.dressing import NOTHING, WHITE, Range, Seen
from qp_scoring.intake.readers.grid_formats import COMPARED
from qp_scoring.intake.readers.grid_styles import LookReader
from qp_scoring.intake.readers.grid_values import ConditionalLook

MAX_RULES = 10_000

_ROWS_BEGIN, _ROWS_END = b"<sheetData>", b"</sheetData>"
_BESIDES = b"showValue=", b":dxf>"  # what needs none of the looks in the styles of the workbook
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
_COMPARISON = re.compile(r'([^=<>"]+|"[^"]*")(<>|<=|>=|=|<|>)([^=<>"]+|"[^"]*")')
_KIND_ASKED = re.compile(r"IS(BLANK|ERROR|ERR|NA|NUMBER|TEXT)\((.+)\)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_TRUTH = {"TRUE": True, "FALSE": False}
_SIGNS = {
    "equal": "=",
    "notEqual": "<>",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}

_Operand = Decimal | str | bool | None  # None is a blank
_ByPlace = Mapping[tuple[int, int], InputCell]


class _UnknownError(Exception):
    """What a condition asks for is not known here."""


@dataclass(slots=True)
class _CellRule:
    """One rule of a sheet: where, on what condition, and what it does."""

    kind: str
    operator: str
    text: str
    formulas: list[str] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    look: ConditionalLook | None = None
    hides_values: bool = False


def under_conditions(
    cells: list[InputCell],
    fills: Mapping[int, Mapping[int, str]],
    data: bytes,
    looks: Sequence[ConditionalLook],
) -> list[InputCell]:
    """The cells of a worksheet part as its conditional formats show them.

    Most of these colour cells and no more: of those nothing further is asked.
    """
    if b"onditionalFormatting" not in data:
        return cells
    grounds = {WHITE}
    if any(look.colour and not look.ground for look in looks) or b":dxf>" in data:
        grounds = grounds.union(*(row.values() for row in fills.values()))
    withdraws = any(look.done(ground) for look in looks for ground in grounds)
    if not withdraws and not any(mark in data for mark in _BESIDES):
        return cells
    rules = [
        one
        for one in _rules(data, looks)
        if one.hides_values or (one.look and any(map(one.look.done, grounds)))
    ]
    if not rules:
        return cells
    by_place = {(cell.row, cell.column): cell for cell in cells}
    return [
        _seen_under(cell, fills.get(cell.row, {}).get(cell.column, WHITE), rules, by_place)
        for cell in cells
    ]


def _seen_under(
    cell: InputCell, ground: str, rules: Sequence[_CellRule], cells: _ByPlace
) -> InputCell:
    seen = cell.seen
    for rule in rules:
        if not any(
            top <= cell.row <= bottom and left <= cell.column <= right
            for top, left, bottom, right in rule.ranges
        ):
            continue
        if rule.hides_values:
            seen |= Seen.INVISIBLE if cell.kind is CellKind.NUMBER else NOTHING
        elif rule.look is not None and (done := rule.look.done(ground)):
            try:
                seen |= done if _holds(rule, cell, cells) else NOTHING
            except _UnknownError:
                seen |= Seen.CONDITIONAL
    return cell if seen == cell.seen else replace(cell, seen=seen)


# --- whether a condition holds


def _holds(rule: _CellRule, cell: InputCell, cells: _ByPlace) -> bool:
    if rule.kind == "cellIs":
        given = [_operand(one, rule, cell, cells) for one in rule.formulas]
        return _compared(_value(cell), rule.operator, given)
    if rule.kind == "expression":
        return _expressed("".join(rule.formulas), rule, cell, cells)
    text, said = cell.text.casefold(), rule.text.casefold()
    told = {
        "containsText": said in text,
        "notContainsText": said not in text,
        "beginsWith": text.startswith(said),
        "endsWith": text.endswith(said),
        "containsBlanks": False,
        "notContainsBlanks": True,
        "containsErrors": cell.kind is CellKind.ERROR,
        "notContainsErrors": cell.kind is not CellKind.ERROR,
    }
    if rule.kind not in told or (not said and rule.kind.endswith(("Text", "With"))):
        raise _UnknownError
    return told[rule.kind]


def _compared(value: _Operand, operator: str, given: Sequence[_Operand]) -> bool:
    if operator in _SIGNS and len(given) == 1:
        return _stands(value, _SIGNS[operator], given[0])
    if operator in ("between", "notBetween") and len(given) == 2:
        inside = _stands(value, ">=", given[0]) and _stands(value, "<=", given[1])
        return inside is (operator == "between")
    raise _UnknownError


def _expressed(formula: str, rule: _CellRule, cell: InputCell, cells: _ByPlace) -> bool:
    formula = formula.strip()
    if asked := _KIND_ASKED.fullmatch(formula):
        return _is_of_kind(_referred(asked[2], rule, cell, cells), asked[1].upper())
    parts = _COMPARISON.fullmatch(formula)
    if parts is None:
        truth = _operand(formula, rule, cell, cells)
        if not isinstance(truth, bool):
            raise _UnknownError
        return truth
    one, other = (_operand(parts[at], rule, cell, cells) for at in (1, 3))
    return _stands(one, parts[2], other)


def _operand(written: str, rule: _CellRule, cell: InputCell, cells: _ByPlace) -> _Operand:
    """What a constant or a reference in a formula stands for."""
    written = written.strip()
    if written.startswith('"') and written.endswith('"') and len(written) > 1:
        return written[1:-1].replace('""', '"').casefold()
    if written in _TRUTH:
        return _TRUTH[written]
    if _NUMBER.fullmatch(written):
        return Decimal(written)
    there = _referred(written, rule, cell, cells)
    return None if there is None else _value(there)


def _referred(written: str, rule: _CellRule, cell: InputCell, cells: _ByPlace) -> InputCell | None:
    """The cell that a reference in a formula means; None where that is blank."""
    found = _REFERENCE.fullmatch(written.strip())
    if found is None or not rule.ranges:
        raise _UnknownError
    # A reference is written as from the first cell of the first range.
    row, column = int(found[4]), column_number(found[2])
    row += 0 if found[3] else cell.row - rule.ranges[0][0]
    column += 0 if found[1] else cell.column - rule.ranges[0][1]
    return cells.get((row, column))


def _is_of_kind(cell: InputCell | None, kind: str) -> bool:
    if cell is None:
        return kind == "BLANK"
    if cell.kind is CellKind.NO_VALUE:
        raise _UnknownError
    error = cell.kind is CellKind.ERROR
    return {
        "BLANK": False,
        "ERROR": error,
        "ERR": error and cell.text != "#N/A",
        "NA": error and cell.text == "#N/A",
        "NUMBER": cell.number is not None or cell.kind in (CellKind.NUMBER, CellKind.DATE),
        "TEXT": cell.number is None and cell.kind is CellKind.TEXT,
    }[kind]


def _value(cell: InputCell) -> _Operand:
    if cell.number is not None:  # a format may show words instead
        return cell.number
    if cell.kind is CellKind.BOOLEAN:
        return cell.text == "TRUE"
    if cell.kind is CellKind.TEXT:
        return cell.text.casefold()
    raise _UnknownError


def _stands(one: _Operand, sign: str, other: _Operand) -> bool:
    """Whether a comparison holds; a blank is 0 and the empty text alike."""
    if one is None:
        one = _blank_beside(other)
    if other is None:
        other = _blank_beside(one)
    if type(one) is not type(other):
        one, other = _rank(one), _rank(other)
    return COMPARED[sign](one, other)


def _blank_beside(other: _Operand) -> _Operand:
    return "" if isinstance(other, str) else False if isinstance(other, bool) else Decimal(0)


def _rank(value: _Operand) -> Decimal:
    """Numbers come before texts, and texts before truth values."""
    return Decimal(2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0)


# --- the rules of a part


def _rules(data: bytes, looks: Sequence[ConditionalLook]) -> list[_CellRule]:
    """The rules of a worksheet part, which stand behind its rows and in its extension."""
    walk = _RuleScan(looks)
    begins, ends = data.find(_ROWS_BEGIN), data.rfind(_ROWS_END)
    pieces = [data[: begins + len(_ROWS_BEGIN)], data[ends:]] if 0 <= begins < ends else [data]
    parse_xml(data, walk.start, walk.end, walk.text, pieces)
    return walk.rules


class _RuleScan:
    """One walk through what stands around the rows of a worksheet part."""

    def __init__(self, looks: Sequence[ConditionalLook]) -> None:
        self.rules: list[_CellRule] = []
        self._looks = looks
        self._ranges: list[Range] = []
        self._begun = 0  # the first rule of the block under way
        self._own: LookReader | None = None
        self._pieces: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "conditionalFormatting":
            self._begun, self._ranges = len(self.rules), _ranges(attributes.get("sqref", ""))
        elif local == "cfRule":
            self._add(attributes)
        elif local in ("iconSet", "dataBar") and self.rules:
            self.rules[-1].hides_values |= attributes.get("showValue") in ("0", "false")
        elif local == "dxf":
            self._own = LookReader()
        elif self._own is not None:
            self._own.start(local, attributes)
        elif local in ("formula", "f", "sqref"):
            self._pieces = []

    def _add(self, attributes: dict[str, str]) -> None:
        number = attributes.get("dxfId", "")
        at = int(number) if number.isdecimal() else -1
        rule = _CellRule(
            attributes.get("type", ""),
            attributes.get("operator", ""),
            attributes.get("text", ""),
            ranges=self._ranges,
            look=self._looks[at] if 0 <= at < len(self._looks) else None,
        )
        if len(self.rules) < MAX_RULES:
            self.rules.append(rule)

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "dxf" and self._own is not None:
            if self.rules:
                self.rules[-1].look = self._own.look()
            self._own = None
        elif self._pieces is not None and local in ("formula", "f", "sqref"):
            said = "".join(self._pieces)
            self._pieces = None
            if local == "sqref":
                for rule in self.rules[self._begun :]:
                    rule.ranges = _ranges(said)
            elif self.rules:
                self.rules[-1].formulas.append(said)

    def text(self, characters: str) -> None:
        if self._pieces is not None:
            self._pieces.append(characters)


def _ranges(written: str) -> list[Range]:
    found = []
    for one in written.split()[:MAX_RULES]:
        if match := _RANGE.fullmatch(one):
            left, top = column_number(match[1]), int(match[2])
            right, bottom = (column_number(match[3]), int(match[4])) if match[3] else (left, top)
            found.append((top, left, bottom, right))
    return found
