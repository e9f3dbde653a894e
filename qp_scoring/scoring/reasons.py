"""Reasons in sentences: why an indicator stands where it stands, from the rule objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from qp_scoring.documents.results import Mark, State, TargetUsed
from qp_scoring.messages import Language, text
from qp_scoring.rubric.conditions import Columns, Condition, score_bounds
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.indicator import Indicator, Part, Rule, Tier
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.nodes import Cap, NodeScore
from qp_scoring.rubric.rules import cap_on, parts_of, scores
from qp_scoring.rubric.words import describe, how_combined
from qp_scoring.scoring.lacking import lacking
from qp_scoring.scoring.mean import printed, rounded, shortest
from qp_scoring.scoring.states import Judgement


def reasons(rubric: Rubric, indicator: Indicator, judgement: Judgement) -> tuple[str, ...]:
    """Sentences that explain the state or level of one indicator of one office."""
    if judgement.state is State.NOT_REPORTED and indicator.method == "coverage":
        return (text("reason-coverage-blank"),)
    if judgement.state is State.NOT_REPORTED:
        policy, total = rubric.state.not_reported.policy, text(f"total-{rubric.total.show}")
        return (text(f"reason-not-reported-{policy}", total=total),)
    if judgement.state is State.SCORED and indicator.method == "coverage":
        return _coverage(indicator, judgement)
    if judgement.state is not State.SCORED:
        return ()
    if judgement.not_started:
        return (text("reason-not-started", score=str(judgement.score)),)
    if judgement.levels is None:
        key = "reason-judged" if judgement.combined.items else "reason-level-given"
        return (text(key, level=str(judgement.score)),)
    by_rules = indicator.method in ("parts", "points", "tiers", "value")
    found = () if by_rules else _by_conditions(rubric, indicator, judgement)
    if by_rules or indicator.limit:
        answers = judgement.levels.columns.one(judgement.at)
        found += tuple(_by_rules(rubric, indicator, answers) if by_rules else ())
        if cap := cap_on(indicator, rubric.scale, answers):
            found += (cap_reason(cap, text("figure-of-indicator"), rubric, answers),)
    return (*found, *_without_cases(indicator, judgement))


def _without_cases(indicator: Indicator, judgement: Judgement) -> Iterator[str]:
    """What it means that there was nothing to count, for each measure of which that was said."""
    for measure in indicator.measure:
        item = judgement.combined.items.get(measure.id)
        if measure.when_none is not None and item and item.mark.outcome is Mark.NOT_RELEVANT:
            yield text(f"reason-none-{measure.when_none}", measure=measure.id)


def _by_rules(rubric: Rubric, indicator: Indicator, answers: Columns) -> Iterator[str]:
    """What each rule of an indicator gave to the one office of the columns."""
    if not indicator.part:
        (score,) = scores(indicator, rubric.scale, answers)
        # A part's score is rounded with the whole; an only rule's is what is printed.
        shown = printed(rounded(score, rubric.arithmetic.score_decimals))
        yield from rule_reasons(indicator, answers, shown)
    yield from _combined(indicator, text("figure-of-indicator"))
    for part in parts_of(indicator, rubric.scale, answers):
        yield part_reason(part, rubric)
        yield from _combined(part.node, part.node.name)
        if part.cap is not None:
            yield cap_reason(part.cap, part.node.name, rubric, answers)
        yield from rule_reasons(part.node, answers, plain(part.stayed))


def _combined(rule: Rule, name: str) -> Iterator[str]:
    """How the parts that follow make the score, where it is no mean of them."""
    if rule.part and rule.how != "mean":
        yield text("reason-combined", name=name, how=how_combined(rule))


def cap_reason(cap: Cap, name: str, rubric: Rubric, answers: Columns) -> str:
    """That a score is capped, and why."""
    decimals = rubric.arithmetic.mean_decimals
    why = ", ".join(lacking(cap.unless, answers, rubric))
    score, most = shortest(cap.free, decimals), plain(cap.most)
    return text("reason-limit", name=name, score=score, most=most, why=why)


def part_reason(one: NodeScore[Part], rubric: Rubric) -> str:
    """What a part gave, on its full mark, and its share of what it stands in."""
    decimals = rubric.arithmetic.mean_decimals
    values = {"part": one.node.name, "score": shortest(one.stayed, decimals)}
    if one.full != rubric.scale.highest:
        full = plain(one.full)
        values["score"] = text("score-of-full", score=values["score"], full=full)
    if one.share is None:
        return text("reason-part-least", **values)
    return text("reason-part", share=shortest(one.share * 100, 2), **values)


def rule_reasons(rule: Rule, answers: Columns, score: str, lang: Language = "th") -> Iterator[str]:
    """What the curve, the tiers or the points of a rule made of the answers of one office."""
    if rule.method == "value" and rule.curve is not None:
        key = rule.curve.measure
        (value,) = answers.values[key]
        read = plain(value) if value is not None else ""
        yield text("reason-curve", lang, measure=key, value=read, score=score)
    if rule.method == "points":
        ((got, full),) = answers.points(rule.counted)
        yield text("reason-points", lang, got=shortest(got, 2), full=shortest(full, 2))
    if rule.method == "tiers":
        yield from _by_tiers(rule.tier, answers, lang)


def _by_tiers(tiers: Sequence[Tier], answers: Columns, lang: Language) -> Iterator[str]:
    """The tiers that count, up to and with the first that is incomplete."""
    for tier in tiers:
        left = [item for item in tier.items if answers.relevant[item][0]]
        met = [item for item in left if answers.met[item][0]]
        yield text("reason-tier", lang, tier=tier.name, met=len(met), items=len(left))
        if len(met) < len(left):
            return


def _coverage(indicator: Indicator, judgement: Judgement) -> tuple[str, ...]:
    """Which parts were reported, which are only planned or left blank, by their ids."""
    if judgement.reason is not None:
        return (judgement.reason,)
    groups = coverage_groups(indicator, judgement)
    return tuple(
        text("reason-coverage", said=said, items=", ".join(ids)) for said, ids in groups.items()
    )


def coverage_groups(indicator: Indicator, judgement: Judgement) -> dict[str, list[str]]:
    """What was said of the items of an indicator without a score: ids by what was said.

    Reported items come under one word, what nobody answered under the word for blank, and the
    others under the reason that was given: only planned (unmet), or said to be none (not relevant).
    """
    groups: dict[str, list[str]] = {}
    for item in indicator.item:
        one = judgement.combined.items.get(item.id)
        mark = one.mark.outcome if one else None
        if one is None or mark is None:
            said = text("coverage-blank")
        elif mark is Mark.MET:
            said = text("coverage-met")
        else:
            given = next((by.reason for by in one.by if by.mark is mark and by.reason), None)
            said = given or text("coverage-unmet")
        groups.setdefault(said, []).append(item.id)
    return groups


def targets_reason(targets: Sequence[TargetUsed], judgement: Judgement) -> tuple[str, ...]:
    """The office's own targets that a score was made with; nothing where it was made without."""
    if not targets or judgement.levels is None:
        return ()
    listed = ", ".join(text("target-value", name=one.id, value=one.value) for one in targets)
    return (text("reason-targets", targets=listed),)


def visit_reason(judgement: Judgement, desk: int | None) -> tuple[str, ...]:
    """What a visit made of the level that the documents gave; nothing where there was none."""
    if desk is None or judgement.level is None:
        return ()
    key = "reason-visit-same" if desk == judgement.level else "reason-visit-changed"
    return (text(key, before=desk, after=judgement.level),)


def _by_conditions(rubric: Rubric, indicator: Indicator, judgement: Judgement) -> tuple[str, ...]:
    level = judgement.level
    if level is None:
        return ()
    found: list[str] = []
    for step in rubric.scale.level_numbers:
        condition = indicator.conditions.get(step)
        if condition is None or step > level:
            continue
        found.append(_of_level("reason-level-met", step, condition))
    above = next(
        (k for k in rubric.scale.level_numbers if k > level and k in indicator.conditions), None
    )
    if level == rubric.scale.base_level and not found:
        found.append(text("reason-base-level", level=level))
    if above is not None:
        condition = indicator.conditions[above]
        found.append(_of_level("reason-level-unmet", above, condition))
        if judgement.levels is None or not indicator.bounds_asked:
            return tuple(found)
        answers = judgement.levels.columns.one(judgement.at)
        bounds = score_bounds(condition)
        if short := [why for one in bounds for why in lacking(one, answers, rubric)]:
            found.append(text("reason-score-short", level=above, why=", ".join(short)))
    return tuple(found)


@lru_cache(maxsize=4_096)  # those of a set are told to every office
def _of_level(key: str, level: int, condition: Condition) -> str:
    return text(key, level=level, rule=describe(condition))
