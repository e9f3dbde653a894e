"""Advice: suggestions per indicator, and overall paragraphs that fit the figures.

Suggestions come in this order: the unmet items that lift the level soonest, the other unmet
items, the level's own text. Where only a level is known, its text stands first and the criterion
of the next level is quoted. Overall paragraphs are chosen by figures alone, so that no text can
say "most" of two out of twelve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from qp_scoring.messages import text
from qp_scoring.results import Mark, MeasureNeed, NextLevel, State
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Figures, Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.mean import Mean, printed, rounded
from qp_scoring.scoring.states import Judgement


def next_round_name(rubric: Rubric, round_id: str) -> str:
    """The name of the round to come; after the year's last, the next fiscal year."""
    after = rubric.next_round(round_id)
    return after.name if after else text("next-fiscal-year", year=rubric.fiscal_year + 1)


def suggestions(
    rubric: Rubric,
    indicator: Indicator,
    judgement: Judgement,
    step: NextLevel | None,
    round_id: str,
) -> tuple[str, ...]:
    """The suggestions for one indicator of one office; none where it does not count."""
    if judgement.state is State.NOT_REPORTED:
        values = {"next_round": next_round_name(rubric, round_id)}
        return (fill(rubric.state.not_reported.suggest, values),)
    if judgement.state is not State.SCORED or judgement.level is None:
        return ()
    own = indicator.at(judgement.level).suggest
    if judgement.combined.items:
        return tuple(dict.fromkeys((*_for_unmet(indicator, judgement, step), own)))
    if step is None:
        return (own,)
    criterion = text(
        "suggest-next-criterion",
        level=step.level,
        name=rubric.scale.name(step.level),
        text=indicator.at(step.level).text,
    )
    return (own, criterion)


def _for_unmet(indicator: Indicator, judgement: Judgement, step: NextLevel | None) -> list[str]:
    items = judgement.combined.items
    unmet = [i for i in indicator.item if i.id in items and items[i.id].mark.outcome is Mark.UNMET]
    needed = step.needs if step else ()
    # Earlier and more often in the smallest alternatives means that it lifts the level sooner.
    votes = {i.id: sum(i.id in option for option in needed) for i in unmet}
    unmet.sort(key=lambda item: -votes[item.id])
    found = [item.suggest + _insufficiency(judgement, item.id) for item in unmet]
    wanted = {need.measure for option in needed for need in option if isinstance(need, MeasureNeed)}
    return found + [measure.suggest for measure in indicator.measure if measure.id in wanted]


def _insufficiency(judgement: Judgement, item: str) -> str:
    """Why the evidence was insufficient, in the assessors' words from the list of reasons."""
    by = judgement.combined.items[item].by
    reasons = dict.fromkeys(a.reason for a in by if a.mark is Mark.UNMET and a.reason)
    return text("suggest-insufficient", reasons=", ".join(reasons)) if reasons else ""


def overall(
    rubric: Rubric,
    names: Mapping[str, str],
    judged: Mapping[str, Judgement],
    mean: Mean,
    band: str,
) -> tuple[str, ...]:
    """The overall paragraphs whose every condition holds, filled in.

    ``names`` gives ``office``, ``office_short``, ``round`` and ``next_round``.
    """
    missing = [code for code, one in judged.items() if one.state is State.NOT_REPORTED]
    printed_mean = rounded(mean.value, rubric.arithmetic.mean_decimals)
    fixed = {
        **names,
        "fiscal_year": str(rubric.fiscal_year),
        "mean": printed(printed_mean),
        "n": str(mean.count),
        "band": band,
        "not_reported": str(len(missing)),
        "not_reported_indicators": _listed(missing, rubric),
    }
    found: list[str] = []
    for paragraph in rubric.overall:
        if all(_holds(f, judged, mean.count, printed_mean, band) for f in paragraph.when):
            levels = next((f.levels for f in paragraph.when if f.levels), ())
            codes = _at(judged, levels)
            counted = {"count": str(len(codes)), "indicators": _listed(codes, rubric)}
            found.append(fill(paragraph.text, {**fixed, **counted}))
    return tuple(found)


def _at(judged: Mapping[str, Judgement], levels: Sequence[int]) -> list[str]:
    return [
        code for code, one in judged.items() if one.state is State.SCORED and one.level in levels
    ]


def _holds(
    figures: Figures,
    judged: Mapping[str, Judgement],
    n: int,
    printed_mean: Decimal,
    band: str,
) -> bool:
    """Whether every bound that the condition gives holds."""
    count = len(_at(judged, figures.levels))
    share = Fraction(count, n)
    missing = sum(one.state is State.NOT_REPORTED for one in judged.values())
    bounds = (
        (figures.count_min, lambda least: count >= least),
        (figures.count_max, lambda most: count <= most),
        (figures.share_above, lambda bound: share > Fraction(bound)),
        (figures.share_max, lambda most: share <= Fraction(most)),
        (figures.mean_min, lambda least: printed_mean >= least),
        (figures.mean_max, lambda most: printed_mean <= most),
        (figures.not_reported_min, lambda least: missing >= least),
        (figures.not_reported_max, lambda most: missing <= most),
    )
    in_band = not figures.bands or band in figures.bands
    return in_band and all(test(bound) for bound, test in bounds if bound is not None)


def _listed(codes: Sequence[str], rubric: Rubric) -> str:
    """ตัวชี้วัดที่ 1, 2 และ X1: the label once, then the codes."""
    *front, last = codes or [""]
    joined = text("list-and", front=", ".join(front), last=last) if front else last
    return fill(rubric.labels.indicator, {"code": joined})
