"""Rules in words: what keys are called, and what conditions and curves ask for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from qp_scoring.messages import Language, catalogue, text
from qp_scoring.rubric.conditions import (
    All,
    AnyOf,
    Condition,
    CountOf,
    Measured,
    Member,
    PointsOf,
    ScoreBound,
)
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import Table, digits, plain
from qp_scoring.rubric.indicator import Item
from qp_scoring.rubric.nodes import Node


@lru_cache(maxsize=4_096)  # those of a set are asked for of every office
def describe(condition: Condition | Member, lang: Language = "th") -> str:
    """A condition in words: which items, how many of them, or which value, in which rounds."""
    if isinstance(condition, str):
        return condition
    if condition.rounds:
        alone = condition.model_copy(update={"rounds": ()})
        rounds = ", ".join(condition.rounds)
        return text("rule-rounds", lang, rule=describe(alone, lang), rounds=rounds)
    if isinstance(condition, Measured):
        return bounds_in_words(
            "rule-measure", condition.measure, condition.min, condition.max, lang
        )
    if isinstance(condition, ScoreBound):
        key = "rule-score"
        return bounds_in_words(key, condition.score, condition.min, condition.max, lang)
    return _members_in_words(condition, lang)


def _members_in_words(condition: All | AnyOf | CountOf, lang: Language) -> str:
    """A condition on several members: what is more than items is a condition, and no ข้อ."""
    members = condition.members()
    items = [member for member in members if isinstance(member, str)]
    others = [describe(member, lang) for member in members if not isinstance(member, str)]
    # Conditions have commas of their own.
    listed = ("; " if others else ", ").join(describe(member, lang) for member in members)
    if isinstance(condition, CountOf):
        key = "rule-points" if isinstance(condition, PointsOf) else "rule-count"
        return text(key, lang, n=condition.at_least, members=listed)
    if isinstance(condition, AnyOf):
        return text("rule-any-condition" if others else "rule-any", lang, members=listed)
    if len(members) == 1:
        return listed
    if not others:
        return text("rule-all", lang, members=listed)
    if items:
        others.insert(0, describe(All(all=tuple(items)), lang))
    return text("rule-all-conditions", lang, members="; ".join(others))


def worth_in_words(item: Item, lang: Language = "th") -> str:
    """The text of an item, with its points or its grades where it has any."""
    if item.grades:
        grades = [
            text("rule-grade", lang, grade=word, points=plain(points))
            for word, points in reversed(list(item.graded.items()))
        ]
        return text("rule-graded", lang, text=item.text, grades=" · ".join(grades))
    if item.points is not None:
        return text("rule-worth", lang, text=item.text, points=plain(item.worth))
    return item.text


def hundredths(value: Fraction) -> str:
    """A number to two decimals."""
    return digits(Decimal(round(value * 100)) / 100)


def describe_curve(curve: Curve, lang: Language = "th") -> str:
    """How a curve is read: what its points speak of, between them, and outside of them."""
    chosen: list[tuple[str, str]] = [
        ("of", curve.of),
        ("between", curve.between),
        ("below", curve.below),
    ]
    if curve.edge == "right":
        chosen[2:] = [("edge", curve.edge)]
    if curve.above == "base":
        chosen.append(("above", curve.above))
    return " · ".join(
        f"{text(f'field-curve-{key}', lang)}: {text(f'choice-{word}', lang)}"
        for key, word in chosen
    )


def how_combined(node: Node, lang: Language = "th") -> str:
    """How the score of a node is made of those of its children."""
    plus = ""
    if node.plus is not None:
        plus = text("combined-plus", lang, plus=digits(node.plus))
    return f"{text(f'choice-{node.how}', lang)} {plus}".strip()


def bounds_in_words(
    key: str,
    measure: str,
    least: Decimal | str | None,
    most: Decimal | str | None,
    lang: Language = "th",
) -> str:
    """What a value has to be; ``key`` is that of the sentence for a least value."""
    if most is not None:
        key = f"{key}-most" if least is None else f"{key}-range"
    shown = {
        name: "" if one is None else amount(one, lang)
        for name, one in (("least", least), ("most", most))
    }
    return text(key, lang, measure=measure, **shown)


def amount(value: Decimal | str, lang: Language = "th") -> str:
    """A number of a rule as a reader has it, or which target of the office stands for it."""
    return text("rule-target", lang, name=value) if isinstance(value, str) else digits(value)


def label(table: type[Table], key: str, lang: Language) -> str:
    """What a key of a table is called, as a noun inside a sentence."""
    # A table that extends another calls the keys it takes over by the same names, or its own.
    names = (f"field-{kind.__name__.lower()}-{key}" for kind in table.__mro__)
    return text(next(name for name in names if name in catalogue(lang)["text"]), lang)
