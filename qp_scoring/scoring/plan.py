"""The next level: what it needs, what that takes, and what it would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from qp_scoring.documents.results import NextLevel, State
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.ladders import Ladder, Rung
from qp_scoring.scoring.mean import Mean, lowest_printed, mean_of, printed, rounded
from qp_scoring.scoring.movers import Outset, first_above_base
from qp_scoring.scoring.states import Judgement, level_of
from qp_scoring.scoring.steps import cheapest, count_of, needs_of, reached_by, smallest

LISTED = 100
"""How many alternatives of a next level are listed; what is left out is counted."""


def next_level(
    office: Outset, indicator: Indicator, judgement: Judgement, mean: Mean | None
) -> NextLevel | None:
    """The step up of one indicator; None at the highest level and where nothing is scored.

    An office that reported nothing steps to the level above the base one, which asks for more than
    a report. Without a ``mean``, and where it is not in it, an indicator has a step without gain
    and band: nobody knows what reporting would bring; nor what a group would that has to come to a
    score first. Without a ladder (a level was given as such,
    or it has too many possible answers) nothing is known of what it needs.
    """
    rubric, ladder = office.rubric, office.ladders.get(indicator.code)
    answers = office.answers
    if not rubric.scale.levels or indicator.method == "coverage":
        return None
    if judgement.state is State.NOT_REPORTED:
        target = first_above_base(rubric)
    elif judgement.state is State.SCORED and judgement.level != rubric.scale.highest:
        target = rubric.scale.level_numbers[0] if judgement.level is None else judgement.level + 1
    else:
        return None
    step = NextLevel(level=target, needs=(), gain=None, band_after=None)
    reached = Decimal(target)
    decimals = rubric.arithmetic.score_decimals
    scores, is_known = dict(office.scores), True
    if ladder is not None and ladder.columns.scores and office.known is not None:
        ladder = office.known.of(indicator, ladder.columns, tuple(ladder.columns.scores))
    if ladder is not None and (rungs := smallest(ladder, target * 10**decimals)):
        step = _needing(step, ladder, rungs)
        # An office may choose any of the alternatives: what the least of them reaches is certain.
        least = min(reached_by(ladder, rung) for rung in rungs)
        answers = answers and _with_sure(answers, ladder, rungs)
        reached = Decimal(least).scaleb(-decimals)
        for name, value in _sure_values(ladder, rungs).items():
            if name in ladder.columns.scores:
                is_known &= name in scores
                scores[name] = lowest_printed(value, decimals)
    elif any(len(possible) > 1 for possible in judgement.asked.values()):
        step = step.model_copy(update={"untold": "open"})
    elif ladder is None and judgement.levels is not None:
        step = step.model_copy(update={"untold": "large"})
    step = step.model_copy(update={"reaches": level_of(rubric, reached)})
    if mean is None or indicator.code not in office.scores or not is_known:
        return step
    scores[indicator.code] = reached
    after = mean_of(
        rubric,
        office.settled(scores, answers, but=(indicator.code,)),
        office.applicable,
        answers,
    )
    return step if after is None else _bringing(step, rubric, mean, after)


def _with_sure(answers: Columns, ladder: Ladder, rungs: Sequence[Rung]) -> Columns:
    """The answers with what every alternative comes to.

    Certain are items where all that stand for each other are taken, and values of measures.
    """
    met, values = dict(answers.met), dict(answers.values)
    for axis, *places in zip(ladder.axes, *(rung.state for rung in rungs), strict=True):
        if not axis.measure and min(places) == len(axis.items):
            met.update((item, np.ones(1, dtype=bool)) for item in axis.items)
    values |= {key: (value,) for key, value in _sure_values(ladder, rungs).items()}
    return replace(answers, met=met, values=values)


def _sure_values(ladder: Ladder, rungs: Sequence[Rung]) -> dict[str, Fraction]:
    """Of a measure that every alternative moves the same way the value that is moved least."""
    found: dict[str, Fraction] = {}
    for axis, *places in zip(ladder.axes, *(rung.state for rung in rungs), strict=True):
        if axis.measure and min(places):
            reached = [dict(rung.values)[axis.measure] for rung in rungs]
            rises = {place <= axis.rising for place in places}
            if len(rises) == 1:
                found[axis.measure] = (min if rises == {True} else max)(reached)
    return found


def _needing(step: NextLevel, ladder: Ladder, rungs: Sequence[Rung]) -> NextLevel:
    """The step with its alternatives, the cheapest first."""
    found = cheapest(ladder, rungs, LISTED)
    known = any(item.effort is not None for item in ladder.indicator.item)
    return step.model_copy(
        update={
            "needs": tuple(needs_of(ladder, steps) for steps in found),
            "efforts": tuple(steps.effort.shown for steps in found) if known else (),
            "more": sum(count_of(ladder, rung) for rung in rungs) - len(found),
        }
    )


def _bringing(step: NextLevel, rubric: Rubric, mean: Mean, after: Mean) -> NextLevel:
    """The step with what it brings to the mean, and the band after it."""
    gain = rounded(after.value - mean.value, rubric.arithmetic.mean_decimals)
    return step.model_copy(
        update={"gain": printed(gain), "band_after": band_of_mean(after, rubric)}
    )
