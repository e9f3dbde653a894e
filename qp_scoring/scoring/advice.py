"""Advice: suggestions per indicator, and overall paragraphs that fit the figures.

Suggestions come in this order: the unmet items that lift the level soonest, the other unmet
items by the level that asks for them, the level's own text. Where only a level is known, its text
stands first and the criterion of the next level is quoted. Overall paragraphs are chosen by
figures alone, so that no text can say "most" of two out of twelve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from qp_scoring.documents.answers import ItemAnswer
from qp_scoring.documents.results import Mark, Need, NextLevel, State, ValueNeed
from qp_scoring.messages import text
from qp_scoring.rubric.indicator import Indicator, Item
from qp_scoring.rubric.model import Figures, Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.mean import Mean, printed, rounded
from qp_scoring.scoring.states import Judgement

# How the usual reasons are put; a rubric may have others.
_TURNS = {
    "ไม่พบ": "suggest-not-found",
    "ไม่ตรงประเด็น": "suggest-off-point",
    "ไม่เป็นปัจจุบัน": "suggest-not-current",
    "ไม่ครบ": "suggest-incomplete",
}
_OTHER = "อื่น ๆ"  # says nothing to an office; the note beside it may


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
    values = {"next_round": next_round_name(rubric, round_id)}
    if judgement.state is State.NOT_REPORTED:
        return (fill(rubric.state.not_reported.suggest, values),)
    if judgement.state is not State.SCORED:
        return ()
    if judgement.not_started and rubric.state.not_started is not None:
        return (fill(rubric.state.not_started.suggest, values),)
    own = [one.suggest for one in indicator.level if one.level == judgement.level]
    if judgement.combined.items:
        return tuple(dict.fromkeys((*_for_unmet(rubric, indicator, judgement, step), *own)))
    return (*own, *_next_criterion(rubric, indicator, step))


def _next_criterion(
    rubric: Rubric, indicator: Indicator, step: NextLevel | None
) -> tuple[str, ...]:
    """The criterion of the next level, quoted; nothing where there is none in words."""
    words = rubric.criterion(indicator, step.level) if step is not None else ""
    if step is None or not words:
        return ()
    name = rubric.scale.name(step.level)
    return (text("suggest-next-criterion", level=step.level, name=name, text=words),)


def _for_unmet(
    rubric: Rubric, indicator: Indicator, judgement: Judgement, step: NextLevel | None
) -> list[str]:
    """What to do about each unmet item, in the order of effect; then the values to be reached."""
    needed = step.needs if step else ()
    unmet = _by_effect(indicator, judgement, needed)
    remarks = _remarks(rubric, judgement, [item.id for item in unmet])
    found = [item.suggest + remarks.get(item.id, "") for item in unmet]
    wanted = {need.measure for option in needed for need in option if isinstance(need, ValueNeed)}
    if not rubric.scale.levels and judgement.score != rubric.scale.highest:
        # Without levels there is no step to ask for a value: any value may add to the score.
        wanted = {measure.id for measure in indicator.measure}
    return found + [measure.suggest for measure in indicator.measure if measure.id in wanted]


def _by_effect(
    indicator: Indicator, judgement: Judgement, needed: Sequence[Sequence[Need]]
) -> list[Item]:
    """The unmet items: those that lift to the next level soonest, then by the level that asks."""
    unmet = _lacking(indicator, judgement)
    asked: dict[str, int] = {}
    for level, items in indicator.items_by_level:
        if judgement.level is None or level > judgement.level:
            for item_id in items:
                asked.setdefault(item_id, level)

    def key(item: Item) -> tuple[int, bool, int]:
        # In more of the smallest alternatives means that it lifts the level sooner.
        votes = sum(item.id in map(item_needed, option) for option in needed)
        return -votes, item.id not in asked, asked.get(item.id, 0)

    return sorted(unmet, key=key)


def item_needed(need: Need) -> str | None:
    """The item that a step asks for, or a better grade of."""
    if isinstance(need, str):
        return need
    return None if isinstance(need, ValueNeed) else need.item


def _lacking(indicator: Indicator, judgement: Judgement) -> list[Item]:
    """The unmet items; where coverage is all that counts, those left blank too."""
    marks = {key: item.mark.outcome for key, item in judgement.combined.items.items()}
    lacking = (Mark.UNMET, None) if indicator.method == "coverage" else (Mark.UNMET,)
    return [item for item in indicator.item if marks.get(item.id) in lacking]


def _remarks(rubric: Rubric, judgement: Judgement, items: Sequence[str]) -> dict[str, str]:
    """Why evidence was insufficient, said once per reason: beside the first item it holds for.

    Only reasons from the rubric's list: other words of an assessor stand in the annex.
    """
    sharing: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        given = {
            one.reason for one in _answers(judgement, item) if one.mark is Mark.UNMET and one.reason
        }
        reasons = tuple(reason for reason in rubric.checklist.reasons if reason in given)
        if reasons:
            sharing.setdefault(reasons, []).append(item)
    return {same[0]: _remark(reasons, joined(same)) for reasons, same in sharing.items()}


def _answers(judgement: Judgement, item: str) -> Sequence[ItemAnswer]:
    combined = judgement.combined.items.get(item)
    return combined.by if combined else ()


def _remark(reasons: tuple[str, ...], items: str) -> str:
    """One reason in a turn of its own, so that no two remarks sound alike; else as they stand."""
    told = tuple(reason for reason in reasons if reason != _OTHER)
    if not told:
        return text("suggest-other", items=items)
    key = _TURNS.get(told[0]) if len(told) == 1 else None
    if key is not None:
        return text(key, items=items)
    return text("suggest-insufficient", items=items, reasons=", ".join(told))


def joined(parts: Sequence[str], words: str = "list-and") -> str:
    """Parts as a person lists them: ``1.3, 1.5 และ 1.6``, with ``list-or`` หรือ; empty for none."""
    *front, last = parts or [""]
    return text(words, front=", ".join(front), last=last) if front else last


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
    return fill(rubric.labels.indicator, {"code": joined(codes)})
