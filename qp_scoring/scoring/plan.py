"""The next level: what it needs, what that takes, and what it would bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qp_scoring.documents.results import NextLevel, State
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.ladders import Ladder, Rung
from qp_scoring.scoring.mean import Mean, lowest_printed, mean_of, printed, rounded
from qp_scoring.scoring.movers import Outset, first_above_base, with_taken
from qp_scoring.scoring.states import Judgement, level_of
from qp_scoring.scoring.steps import cheapest, count_of, needs_of, reached_by, smallest

LISTED = 100
"""How many alternatives of a next level are listed; what is left out is counted."""


def next_level(
    office: Outset, indicator: Indicator, judgement: Judgement, mean: Mean | None
) -> NextLevel | None:
    """The step up of one indicator; None at the highest level and where nothing is scored.

    None too where what is not relevant to the office leaves no answers that lead further. An office
    that reported nothing steps to the level above the base one, which asks for more than a report.
    Without a ``mean``, and where it is not in it, an indicator has a step without gain and band:
    nobody knows what reporting would bring; nor what a group would that has to come to a score
    first. Without a ladder (a level was given as such, or it has too many possible answers) nothing
    is known of what it needs.
    """
    rubric = office.rubric
    if not rubric.scale.levels or indicator.method == "coverage":
        return None
    if judgement.state is State.NOT_REPORTED:
        target = first_above_base(rubric)
    elif judgement.state is State.SCORED and judgement.level != rubric.scale.highest:
        target = rubric.scale.level_numbers[0] if judgement.level is None else judgement.level + 1
    else:
        return None
    told: dict[str, object] = {}
    code, decimals = indicator.code, rubric.arithmetic.score_decimals
    ladder = office.ladders.get(code)
    if ladder is None or ladder.columns.scores:
        ladder = office.known.to_next(indicator, judgement)
    after = [_After({**office.scores, code: Decimal(target)}, office.answers)]
    if ladder is not None and (rungs := smallest(ladder, target * 10**decimals)):
        told |= _needing(ladder, rungs)
        after = list(_all_after(office, ladder, rungs))
    elif ladder is not None and judgement.state is State.SCORED:
        return None
    elif any(len(possible) > 1 for possible in judgement.asked.values()):
        told["untold"] = "open"
    elif ladder is None and judgement.levels is not None:
        told["untold"] = "large"
    # An office may choose any of the alternatives: what the least of them reaches is certain.
    told["reaches"] = level_of(rubric, min(one.scores[code] for one in after))
    if mean is not None and code in office.scores and all(one.is_known for one in after):
        told |= _bringing(office, mean, after)
    step = NextLevel(level=target, needs=(), gain=None, band_after=None)
    return step.model_copy(update=told)


@dataclass(frozen=True, slots=True)
class _After:
    """An office after an alternative: its scores, and the answers that gates ask for.

    They are not known where a group would have to come to a score first.
    """

    scores: Mapping[str, Decimal]
    answers: Columns | None
    is_known: bool = True


def _all_after(office: Outset, ladder: Ladder, rungs: Sequence[Rung]) -> Iterator[_After]:
    """The office after every alternative, those once that differ in nothing that matters."""
    decimals, code = office.rubric.arithmetic.score_decimals, ladder.indicator.code
    told: set[tuple[object, ...]] = set()
    if office.answers is None and not office.rubric.asking:
        # Nothing but the score matters then.
        for units in sorted({reached_by(ladder, rung) for rung in rungs}):
            yield _After({**office.scores, code: Decimal(units).scaleb(-decimals)}, None)
        return
    for rung in rungs:
        # Items that stand for each other do so to gates too: the first of them are as good as any.
        met: set[str] = set()
        given, reached = dict(rung.values), reached_by(ladder, rung)
        for axis, place in zip(ladder.axes, rung.state, strict=True):
            if axis.points is None:
                met |= {*axis.items[:place]}
            else:
                given |= dict.fromkeys(axis.items[:place], axis.points)
        asked = {name: value for name, value in given.items() if name in ladder.columns.scores}
        entries = () if office.answers is None else office.answers.met.keys()
        moved = [(key, key in met, given.get(key)) for key in entries]
        key = (reached, *moved, *sorted(asked.items()))
        if key in told:
            continue
        told.add(key)
        scores = {name: lowest_printed(value, decimals) for name, value in asked.items()}
        answers = office.answers and with_taken(office.answers, ladder, met, given)
        own = Decimal(reached).scaleb(-decimals)
        scores = {**office.scores, code: own, **scores}
        columns = {}
        if asked:
            columns = {code: ladder.answers(rung.state, dict(rung.values))}
        pinned = asked.keys() if asked else (code,)
        settled = office.settled(scores, answers, columns, pinned)
        yield _After(settled, answers, asked.keys() <= office.scores.keys())


def _needing(ladder: Ladder, rungs: Sequence[Rung]) -> dict[str, object]:
    """What a step says of its alternatives, the cheapest first."""
    found = cheapest(ladder, rungs, LISTED)
    known = any(item.effort is not None for item in ladder.indicator.item)
    return {
        "needs": tuple(needs_of(ladder, steps) for steps in found),
        "efforts": tuple(steps.effort.shown for steps in found) if known else (),
        "more": sum(count_of(ladder, rung) for rung in rungs) - len(found),
    }


def _bringing(office: Outset, mean: Mean, several: Sequence[_After]) -> dict[str, object]:
    """What a step says that it brings to the mean at least and at most, and the band after it."""
    rubric, decimals = office.rubric, office.rubric.arithmetic.mean_decimals
    means = [mean_of(rubric, one.scores, office.applicable, one.answers) for one in several]
    found = sorted((one for one in means if one is not None), key=lambda one: one.value)
    if not found:
        return {}
    ends = (rounded(one.value - mean.value, decimals) for one in (found[0], found[-1]))
    least, most = map(printed, ends)
    bands = [band.name for band in rubric.bands.band]
    after = max((band_of_mean(one, rubric) for one in found), key=bands.index)
    return {"gain": least, "gain_most": None if most == least else most, "band_after": after}
