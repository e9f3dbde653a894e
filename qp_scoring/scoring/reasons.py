"""Reasons in sentences: why an indicator stands where it stands, from the rule objects."""

from __future__ import annotations

from qp_scoring.messages import text
from qp_scoring.results import State
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.words import describe
from qp_scoring.scoring.plan import plain
from qp_scoring.scoring.states import Judgement


def reasons(rubric: Rubric, indicator: Indicator, judgement: Judgement) -> tuple[str, ...]:
    """Sentences that explain the state or level of one indicator of one office."""
    if judgement.state is State.NOT_REPORTED:
        return (text(f"reason-not-reported-{rubric.state.not_reported.policy}"),)
    if judgement.state is not State.SCORED or judgement.level is None:
        return ()
    if judgement.levels is None:
        key = "reason-judged" if judgement.combined.items else "reason-level-given"
        return (text(key, level=judgement.level),)
    if indicator.curve is not None:
        value = judgement.levels.columns.values[indicator.curve.measure][judgement.at]
        shown = plain(value) if value is not None else ""
        key = indicator.curve.measure
        return (text("reason-curve", measure=key, value=shown, score=str(judgement.score)),)
    return _by_conditions(rubric, indicator, judgement, judgement.level)


def visit_reason(judgement: Judgement, desk: int | None) -> tuple[str, ...]:
    """What a visit made of the level that the documents gave; nothing where there was none."""
    if desk is None or judgement.level is None:
        return ()
    key = "reason-visit-same" if desk == judgement.level else "reason-visit-changed"
    return (text(key, before=desk, after=judgement.level),)


def _by_conditions(
    rubric: Rubric, indicator: Indicator, judgement: Judgement, level: int
) -> tuple[str, ...]:
    found: list[str] = []
    for step in rubric.scale.level_numbers:
        condition = indicator.conditions.get(step)
        if condition is None or step > level:
            continue
        found.append(text("reason-level-met", level=step, rule=describe(condition)))
    above = next(
        (k for k in rubric.scale.level_numbers if k > level and k in indicator.conditions), None
    )
    if level == rubric.scale.base_level and not found:
        found.append(text("reason-base-level", level=level))
    if above is not None:
        rule = describe(indicator.conditions[above])
        found.append(text("reason-level-unmet", level=above, rule=rule))
    return tuple(found)
