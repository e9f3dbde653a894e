"""The next level: what it needs, what that takes, and what it would bring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from qp_scoring.results import NextLevel, State
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.ladders import Ladder
from qp_scoring.scoring.mean import mean_of, printed, rounded
from qp_scoring.scoring.states import Judgement
from qp_scoring.scoring.steps import cheapest, count_of, needs_of, smallest

LISTED = 100
"""How many alternatives of a next level are listed; what is left out is counted."""


def next_level(
    rubric: Rubric,
    indicator: Indicator,
    judgement: Judgement,
    scores: Mapping[str, Decimal] | None,
    ladder: Ladder | None,
) -> NextLevel | None:
    """The step up of one indicator; None at the highest level and where nothing is scored.

    An office that reported nothing steps to the base level by reporting. ``scores`` are the
    office's scores in its mean, by indicator; without a mean the step has no gain and no band.
    Without a ladder (a level was given as such) nothing is known of what it needs.
    """
    if not rubric.scale.levels or indicator.method == "coverage":
        return None
    if judgement.state is State.NOT_REPORTED:
        target = rubric.scale.base_level
    elif judgement.state is State.SCORED and judgement.level != rubric.scale.highest:
        target = rubric.scale.level_numbers[0] if judgement.level is None else judgement.level + 1
    else:
        return None
    step = _needing(target, ladder, target * 10**rubric.arithmetic.score_decimals)
    mean = mean_of(rubric, scores or {})
    after = mean_of(rubric, {**(scores or {}), indicator.code: Decimal(target)})
    if mean is None or after is None:
        return step
    gain = rounded(after.value - mean.value, rubric.arithmetic.mean_decimals)
    return step.model_copy(
        update={"gain": printed(gain), "band_after": band_of_mean(after.value, rubric)}
    )


def _needing(level: int, ladder: Ladder | None, target: int) -> NextLevel:
    """The step with the smallest alternatives that reach its target, the cheapest first."""
    if ladder is None:
        return NextLevel(level=level, needs=(), gain=None, band_after=None)
    rungs = smallest(ladder, target)
    found = cheapest(ladder, rungs, LISTED)
    known = any(item.effort is not None for item in ladder.indicator.item)
    return NextLevel(
        level=level,
        needs=tuple(needs_of(ladder, steps) for steps in found),
        gain=None,
        band_after=None,
        efforts=tuple(steps.effort.shown for steps in found) if known else (),
        more=sum(count_of(ladder, rung) for rung in rungs) - len(found),
    )
