"""What a condition lacks, in words with figures: why a gate is shut, and why a limit caps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from qp_scoring.messages import text
from qp_scoring.rubric.conditions import Bounded, Columns, Condition, CountOf, Member, ScoreBound
from qp_scoring.rubric.fields import digits, plain
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.rubric.words import describe
from qp_scoring.scoring.mean import shortest


def lacking(condition: Condition | Member, columns: Columns, rubric: Rubric) -> Iterator[str]:
    """What fails of a condition, for the one office of the columns: each score, value and item.

    Of items of which so many are asked for, the rule is told and not every item that is not met.
    """
    if isinstance(condition, str):
        if columns.relevant[condition][0] and not columns.met[condition][0]:
            yield text("lack-item", item=condition)
    elif not condition.fails(columns)[0]:
        return
    elif isinstance(condition, CountOf) and any(condition.item_ids()):
        yield describe(condition)
    elif isinstance(condition, Bounded):
        yield _outside(condition, columns, rubric)
    else:
        for member in condition.members():
            yield from lacking(member, columns, rubric)


def node_name(key: str, rubric: Rubric) -> str:
    """What a group or an indicator is called."""
    if key in rubric.by_code:
        return fill(rubric.labels.indicator, {"code": key})
    return next((group.name for group in rubric.group if group.id == key), key)


def _outside(bound: Bounded, columns: Columns, rubric: Rubric) -> str:
    """A score or a value that does not lie within its bounds."""
    if isinstance(bound, ScoreBound):
        name = node_name(bound.score, rubric)
        found = columns.scores[bound.score][0] or Fraction(0)
        shown = shortest(found, rubric.arithmetic.mean_decimals)
    else:
        name = next(bound.measure_ids())
        value = columns.values[name][0]
        if value is None:
            return describe(bound)
        found, shown = value, plain(value)
    too_low = isinstance(bound.min, Decimal) and found < bound.min
    end = bound.min if too_low else bound.max
    said = "" if end is None else digits(end)
    key = "gate-below" if too_low else "gate-above"
    return text(key, name=name, score=shown, bound=said)
