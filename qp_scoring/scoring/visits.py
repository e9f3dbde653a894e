"""Levels before a visit: a desk score may be revised on the spot, and both are kept."""

from __future__ import annotations

from qp_scoring.documents.answers import Answers, Stage
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.targets import targets_named
from qp_scoring.scoring.consensus import Combined, IndicatorKey, combine_by
from qp_scoring.scoring.levels import score_column
from qp_scoring.scoring.mean import rounded
from qp_scoring.scoring.states import level_of, unanswered


def levels_before_visit(rubric: Rubric, answers: Answers) -> dict[IndicatorKey, int]:
    """The level that the documents alone gave, per office and indicator that a visit touched.

    Left out where the documents alone gave none (something was not assessed, or undecided).
    """
    visited = {
        (answer.office, answer.indicator)
        for answer in answers.items
        if answer.voice.stage is Stage.VISIT and answer.answers
    } | {
        (answer.office, answer.indicator)
        for answer in answers.indicators
        if answer.voice.stage is Stage.VISIT and answer.level is not None
    }
    if not visited:
        return {}
    desk = combine_by(
        rubric,
        [answer for answer in answers.indicators if answer.voice.stage is Stage.DOCUMENTS],
        [answer for answer in answers.items if answer.voice.stage is Stage.DOCUMENTS],
    )
    found: dict[IndicatorKey, int] = {}
    for code in rubric.by_code:
        column = {key: desk[key] for key in visited if key[1] == code and key in desk}
        found |= _levels(rubric, code, column)
    return found


def _levels(
    rubric: Rubric, code: str, column: dict[IndicatorKey, Combined]
) -> dict[IndicatorKey, int]:
    indicator = rubric.by_code[code]
    # Of an office without its targets, and of others' scores before a visit, nothing can be said.
    if targets_named(indicator) or indicator.bounds_asked:
        return {}
    if indicator.method == "judged":
        given = {key: one.level.outcome for key, one in column.items()}
        return {key: int(level) for key, level in given.items() if level is not None}
    complete = {key: one for key, one in column.items() if not unanswered(indicator, one.items)}
    levels = score_column(indicator, rubric.scale, list(complete.values()))
    found: dict[IndicatorKey, int] = {}
    for at, key in enumerate(complete):
        low, high = (
            rounded(scores[at], rubric.arithmetic.score_decimals)
            for scores in (levels.low, levels.high)
        )
        level = level_of(rubric, low)
        if low == high and level is not None and not levels.empty[at]:
            found[key] = level
    return found
