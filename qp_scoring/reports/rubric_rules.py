"""The rules of indicators in rows of words: levels, items, parts, tiers and curves.

A row is what stands in the first to the fourth column of the sheet เกณฑ์.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from qp_scoring.messages import Language, text
from qp_scoring.rubric.conditions import Condition
from qp_scoring.rubric.fields import digits
from qp_scoring.rubric.indicator import (
    Indicator,
    Item,
    Level,
    Measure,
    Part,
    Rule,
)
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.words import (
    amount,
    describe,
    describe_curve,
    how_combined,
    hundredths,
    worth_in_words,
)

RuleRow = tuple[str, str, str, str]


def _asked(condition: Condition, lang: Language = "th") -> str:
    """What a condition asks for, in words; a lone item is called one."""
    words = describe(condition, lang)
    return text("criteria-item", lang, id=words) if words in set(condition.item_ids()) else words


def rubric_rows(indicator: Indicator, rubric: Rubric, lang: Language = "th") -> Iterator[RuleRow]:
    """Everything a rubric says of an indicator: its items, measures, levels and other rules."""

    def of_rounds(words: str, entry: Item | Measure | Level) -> str:
        """Words with the rounds that they hold for; those of one round hold for it anyway."""
        names = [one.name for one in rubric.round if one.id in entry.rounds]
        rounds = ", ".join(names)
        return text("criteria-rounds", lang, text=words, rounds=rounds) if names else words

    for item in indicator.item:
        words = worth_in_words(item, lang)
        yield item.id, of_rounds(words, item), ", ".join(item.evidence), item.suggest
    for measure in indicator.measure:
        low, high = _number(measure.min), _number(measure.max)
        bounds = text("criteria-measure", lang, unit=measure.unit, low=low, high=high)
        if measure.target is not None:
            bounds = text("criteria-target", lang, bounds=bounds, target=digits(measure.target))
        yield measure.id, of_rounds(measure.text, measure), bounds, measure.suggest
    for entry in sorted(indicator.level, key=lambda entry: entry.level):
        name = text(
            "criteria-named-level", lang, level=entry.level, name=rubric.scale.name(entry.level)
        )
        condition = indicator.condition(entry)
        rule = _asked(condition, lang) if condition is not None else ""
        if indicator.method == "judged":
            rule = text("criteria-judged", lang)
        yield name, of_rounds(entry.text, entry), rule, entry.suggest
    yield from _rule_rows(indicator, rubric, lang)


def _rule_rows(rule: Rule, rubric: Rubric, lang: Language, above: str = "") -> Iterator[RuleRow]:
    """What a rule has but an indicator's own levels: tiers, a curve, and its parts with theirs.

    ``above`` names the part that it is, with those that this one stands in.
    """
    yield from _own(rule, lang)
    if isinstance(rule, Part):
        yield from _part_levels(rule, rubric, lang)
    is_weighted = rule.how == "mean"
    if rule.part and not is_weighted:
        yield "", how_combined(rule, lang), "", ""
    for part in rule.part:
        name, weight = f"{above}{part.name}", _number(part.weight)
        yield name, text("criteria-part", lang, weight=weight) if is_weighted else "", "", ""
        yield from _rule_rows(part, rubric, lang, f"{name} › ")


def _own(rule: Rule, lang: Language) -> Iterator[RuleRow]:
    for tier in rule.tier:
        words = text(
            "criteria-tier", lang, points=_number(tier.points), items=", ".join(tier.items)
        )
        yield tier.name, words, "", ""
    if (curve := rule.curve) is not None:
        words = text(
            "criteria-curve", lang, measure=curve.measure, points=pairs_in_words(curve.points, lang)
        )
        yield "", f"{words}\n{describe_curve(curve, lang)}", "", ""
    if rule.method == "points":
        yield "", text("criteria-points", lang, full=hundredths(rule.points_in_all)), "", ""
    if rule.steps:
        yield "", text("criteria-steps", lang, points=pairs_in_words(rule.steps, lang)), "", ""
    for limit in rule.limit:
        most, unless = digits(limit.at_most), _asked(limit.unless, lang)
        yield "", text("criteria-limit", lang, most=most, rule=unless), "", ""


def pairs_in_words(points: Sequence[Sequence[Decimal | str]], lang: Language) -> str:
    """Which values come to which scores."""
    return ", ".join(
        text("criteria-point", lang, value=amount(value, lang), score=amount(score, lang))
        for value, score in points
    )


def _part_levels(part: Part, rubric: Rubric, lang: Language) -> Iterator[RuleRow]:
    for level, condition in sorted(part.conditions.items()):
        name = text("criteria-named-level", lang, level=level, name=rubric.scale.name(level))
        yield name, _asked(condition, lang), "", ""


def _number(number: Decimal) -> str:
    """A number of the rubric without needless zeros."""
    return format(number.normalize(), "f")
