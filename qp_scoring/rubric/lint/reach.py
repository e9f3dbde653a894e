"""Faults of reach: levels and scores that no answers come to, found by scoring all answers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.lint.set import figure, figure_of
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.reach import Reach, extremes, reach
from qp_scoring.rubric.rules import full_mark


def check_extremes(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record scores outside the scale, and the first level that even the best answers miss."""
    found = extremes(indicator, rubric.scale) if _is_ruled(indicator) else None
    if found is None:
        return
    lowest, highest = rubric.scale.lowest, rubric.scale.highest
    for score, _ in found:
        if not lowest <= score <= highest:
            log.add(
                "rubric-score-outside",
                file.place("method"),
                found=_score(score),
                lowest=figure(lowest),
                highest=figure(highest),
            )
    half = _half(rubric)
    for at, entry in enumerate(indicator.level):
        if found.high.score < entry.level - half:
            log.add("rubric-level-unreachable", file.place("level", at, "level"), level=entry.level)
            return


def suspect_levels(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record levels that no answers give exactly, and scales that no answers fill."""
    found = reach(indicator, rubric.scale) if _is_ruled(indicator) else None
    if found is None:
        return
    half = _half(rubric)
    if not rubric.scale.levels:
        full = full_mark(indicator, rubric.scale)
        if found.highest + half < full:
            log.add(
                "rubric-top-unreachable",
                file.place("method"),
                found=_score(found.highest),
                expected=figure_of(full),
            )
        return
    # A rule of conditions never gives less than the base level, a rule of points may.
    floor = rubric.scale.level_numbers[0]
    if indicator.conditions:
        floor = rubric.scale.base_level
    levels = range(floor, rubric.scale.level_numbers[-1] + 1)
    sure = max(level for level in levels if found.lowest >= level - half)
    for at, entry in enumerate(indicator.level):
        if entry.level == sure > floor:
            log.add("rubric-level-always", file.place("level", at, "level"), level=entry.level)
        elif entry.level > sure and found.whole and not _gives(found, entry.level, rubric):
            log.add("rubric-level-shadowed", file.place("level", at, "level"), level=entry.level)


def _is_ruled(indicator: Indicator) -> bool:
    """Whether answers give a score; without items and measures a level is given outright."""
    by_rule = indicator.method not in ("judged", "coverage")
    return by_rule and bool(indicator.item or indicator.measure)


def _half(rubric: Rubric) -> Fraction:
    """How far below a number a score may lie and still be rounded up to it."""
    return Fraction(1, 2 * 10**rubric.arithmetic.score_decimals)


def _gives(found: Reach, level: int, rubric: Rubric) -> bool:
    """Whether a score is reached that is printed as this level, and not as the next."""
    half, top = _half(rubric), level == rubric.scale.level_numbers[-1]
    return found.within(level - half, None if top else level + 1 - half)


def _score(score: Fraction) -> str:
    """A score as a person reads it: with its digits where they end, else as a fraction."""
    if (score * 10_000).denominator > 1:
        return str(score)
    return figure(Decimal(score.numerator) / score.denominator)
