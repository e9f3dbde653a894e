"""Small random indicators of every method, and offices that answer them, for brute-force proofs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st
from making import SEED_OFFICE

from qp_scoring.documents.answers import Answered, Answers, IndicatorAnswer, ItemAnswer, Role, Voice
from qp_scoring.documents.results import Mark, OfficeResult
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import scores
from qp_scoring.scoring.round import score_round

Fate: TypeAlias = Callable[[Mapping[str, object], Mapping[str, object]], bool | None]

SHIPPED = load_rubric("qp-2566").in_round("6m")
VALUES = (0, 20, 45, 50, 70, 90, 100)
TURNING = (0, 10, 20, 50, 60, 75, 80, 90, 100)
"""Every value where a score of these indicators turns or jumps."""
CLOSE = Fraction(1, 1000)
TRIED = sorted(
    value
    for turn in TURNING
    for value in (turn - CLOSE, Fraction(turn), turn + CLOSE)
    if 0 <= value <= 100
)
"""These and values close to them on either side: extremes are found among them."""
_HEAD = {"title": "ก", "purpose": "ก", "applies_to": ["สพป"]}


def trees(leaves, most=5):
    """Conditions as TOML gives them, over these leaves, at most so many."""

    def grown(members):
        several = st.lists(members, min_size=1, max_size=3)
        counted = several.flatmap(
            lambda of: st.integers(1, len(of)).map(lambda n: {"at_least": n, "of": of})
        )
        return several.map(lambda m: {"all": m}) | several.map(lambda m: {"any": m}) | counted

    return grown(st.recursive(leaves, grown, max_leaves=most))


def _levels(rules):
    first = {"level": 1, "text": "ก", "suggest": "ข"}
    return [first, *({**first, "level": k, **rule} for k, rule in enumerate(rules, start=2))]


def _steps(rules):
    return [{"level": k, **rule} for k, rule in enumerate(rules, start=2)]


def _leaves(ids, measures):
    bounds = st.sampled_from([{"min": 20}, {"min": 50}, {"min": 80}, {"max": 20}, {"max": 80}])
    bounds |= st.just({"min": 50, "max": 80})
    leaf = st.sampled_from(ids)
    if measures:
        leaf |= st.tuples(st.sampled_from(measures), bounds).map(
            lambda pair: {"measure": pair[0], **pair[1]}
        )
    return leaf


@st.composite
def _conditions(draw, ids, measures):
    return [{"requires": draw(trees(_leaves(ids, measures)))} for _ in range(4)]


@st.composite
def _limits(draw, ids, measures):
    """One limit or two; the smallest whose condition does not hold caps."""
    most = draw(st.lists(st.sampled_from([1, 2, "2.5", 3]), min_size=1, max_size=2))
    conditions = [draw(trees(_leaves(ids, measures))) for _ in most]
    return [
        {"unless": unless, "at_most": Fraction(one)}
        for unless, one in zip(conditions, most, strict=True)
    ]


@st.composite
def _counts(draw, ids):
    asked = draw(st.lists(st.integers(1, len(ids)), min_size=1, max_size=4, unique=True))
    return [{"count": count} for count in sorted(asked)]


@st.composite
def _tiers(draw, ids):
    cut = draw(st.integers(1, len(ids) - 1))
    halves = [ids[:cut], ids[cut:]]
    points = draw(st.lists(st.sampled_from([1, 2, "1.5"]), min_size=2, max_size=2))
    return [
        {"name": "ก", "points": Fraction(point), "items": half}
        for point, half in zip(points, halves, strict=True)
    ]


RISING = ([[0, 1], [100, 5]], [[20, 1], [60, 2], [80, 5]], [[50, 1], [75, 3], [90, 4], [120, 5]])
FALLING = ([[10, 5], [20, 1]], [[10, 5], [60, 2], [80, 1]], [[20, 1], [60, 5], [90, 2]])
LESS = ([[100, 1], [150, 5]], [[110, 1], [120, 2], [180, 5]])


@st.composite
def _curve(draw, measure):
    """A curve that rises, or one that falls (or peaks), or one of which less is better."""
    below = draw(st.sampled_from(["base", "clamp", "pro_rata"]))
    between = draw(st.sampled_from(["linear", "step"]))
    above = draw(st.sampled_from(["clamp", "clamp", "base"]))
    kind = draw(
        st.sampled_from(["value", "value", "share", "less_is_better", "falling", "at most"])
    )
    if kind == "at most":
        points = draw(st.sampled_from([*FALLING, *RISING]))
        return {
            **{"measure": measure, "points": points, "above": above},
            **{"between": "step", "edge": "right"},
        }
    if kind == "falling":
        points = draw(st.sampled_from(FALLING))
        return {"measure": measure, "points": points, "between": between, "above": above}
    points = draw(st.sampled_from(LESS if kind == "less_is_better" else RISING))
    course = {"between": between, "below": below, "above": above}
    return {"measure": measure, "points": points, "of": kind, **course}


@st.composite
def indicators(draw, code):
    """An indicator of some method with up to four items and two measures."""
    method = draw(
        st.sampled_from(["criteria", "count", "milestones", "value", "tiers", "parts", "criteria"])
    )
    ids = [f"{code}.{at}" for at in range(1, draw(st.integers(2, 4)) + 1)]
    measures = [f"{code}.p"] if method == "value" or draw(st.integers(0, 3)) == 0 else []
    found = {"code": code, "method": method, **_HEAD}
    if method == "criteria":
        found["level"] = _levels(draw(_conditions(ids, measures)))
    elif method == "count":
        found["level"], measures = _levels(draw(_counts(ids))), []
    elif method == "milestones":
        found["level"], measures = _levels([{"step": [one]} for one in ids]), []
    elif method == "value":
        found["curve"], ids = draw(_curve(measures[0])), []
    elif method == "tiers":
        found["tier"], measures = draw(_tiers(ids)), []
    else:
        measures = [f"{code}.p", f"{code}.q"][: draw(st.integers(0, 2))]
        found |= draw(st.sampled_from(TOGETHER if measures else (*TOGETHER, LEAST_AND_MORE)))
        # What the least of two parts is may change anywhere where both read one measure.
        found["part"] = draw(_parts(ids, measures, apart="combine" in found))
        if found.get("plus") and any("part" in one for one in found["part"]):
            del found["plus"]
    if ids and draw(st.integers(0, 3)) == 0:
        found["limit"] = draw(_limits(ids, measures))
    found.setdefault("level", _levels([{}] * 4))
    found["item"] = [{"id": one, "text": "ก", "suggest": "ข"} for one in ids]
    found["measure"] = [
        {"id": one, "text": "ก", "unit": "%", "min": 0, "max": 100, "suggest": "ข"}
        for one in measures
    ]
    return Indicator.model_validate(_exact(found))


TOGETHER = (
    {},
    {},
    {"combine": "min"},
    {"combine": "sum"},
    {"steps": [[0, 1], [Fraction(5, 2), 3], [4, 5]]},
)
"""How parts make a score: their weighted mean mostly."""
LEAST_AND_MORE = {"combine": "min", "plus": 1}
"""Only of parts that give whole levels."""


@st.composite
def _parts(draw, ids, measures, apart):
    cut = draw(st.integers(1, len(ids) - 1))
    weight = st.sampled_from([1, 2, "0.5"]).map(Fraction)
    first = {"method": "count", "items": ids[:cut], "level": _steps(draw(_counts(ids[:cut])))}
    # A measure may stand on several curves and in conditions as well.
    asked = [] if apart else draw(st.sampled_from([[], measures]))
    other = {"method": "criteria", "level": _steps(draw(_conditions(ids, asked)))}
    scored_ = measures if apart else [*measures, *draw(st.sampled_from([[], measures[:1]]))]
    curves = [{"method": "value", "curve": draw(_curve(one))} for one in scored_]
    weights = [{} if apart else {"weight": draw(weight)} for _ in range(2 + len(curves))]
    rules = [first, other, *curves]
    if draw(st.integers(0, 2)) == 0:  # two parts of a part, which itself may be capped
        inner = [{"name": "ก", **one} for one in rules[:2]]
        outer = {"method": "parts", **draw(st.sampled_from((*TOGETHER, LEAST_AND_MORE)))}
        if draw(st.booleans()):
            outer["limit"] = draw(_limits(ids, asked))
        # Something is added to the least of whole levels only.
        rules = [{**outer, "part": inner}, *curves]
    return [{"name": "ก", **own, **one} for own, one in zip(weights, rules, strict=False)]


def _exact(data):
    """The data as the loader gives them: decimals for fractions."""
    if isinstance(data, dict):
        return {key: _exact(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_exact(value) for value in data]
    if isinstance(data, Fraction):
        return Decimal(data.numerator) / Decimal(data.denominator)
    return data


MARKS = st.sampled_from([Mark.MET, Mark.UNMET, Mark.UNMET])


@st.composite
def answers_to(draw, indicator, *, not_relevant=False):
    """An office's marks and values, all given; at most one item not relevant."""
    found = {item.id: draw(MARKS) for item in indicator.item}
    if not_relevant and found and draw(st.integers(0, 2)) == 0:
        found[draw(st.sampled_from(sorted(found)))] = Mark.NOT_RELEVANT
    return found | {one.id: Fraction(draw(st.sampled_from(VALUES))) for one in indicator.measure}


def rubric_of(*indicators: Indicator, **changes: object) -> Rubric:
    """The shipped rubric with other indicators, and with other keys changed."""
    kept = {name: getattr(SHIPPED, name) for name in Rubric.model_fields}
    return Rubric.model_validate({**kept, "indicators": indicators, **changes})


def answer_to(
    code: str, key: str, voice: Voice, given: Mark | Fraction | None, *, measured: bool
) -> ItemAnswer:
    """The seed office's answer to an item or a measure."""
    return ItemAnswer(
        SEED_OFFICE,
        code,
        key,
        voice,
        Place("x.xlsx", "แบบประเมิน", "D1"),
        mark=None if measured else given,
        value=given if measured else None,
        measured=measured,
    )


def scored(rubric: Rubric, answers: dict[str, dict | None]) -> OfficeResult:
    """One office's answers by indicator, scored; None for an indicator that is not reported."""
    voice, place = Voice(role=Role.MEMBER), Place("x.xlsx", "แบบประเมิน", "D1")
    said, items = [], []
    for code, given in answers.items():
        status = Answered.NOT_REPORTED if given is None else Answered.OPEN
        said.append(IndicatorAnswer(SEED_OFFICE, code, voice, status, place))
        for key, answer in (given or {}).items():
            measured = isinstance(answer, Fraction)
            items.append(answer_to(code, key, voice, answer, measured=measured))
    everything = Answers({SEED_OFFICE: Place()}, tuple(said), tuple(items))
    office = OfficeRegistry.shipped().get(SEED_OFFICE)
    (result,) = score_round(rubric, "6m", [office], everything, FindingLog()).offices
    return result


def half_up(value: Fraction, decimals: int) -> Fraction:
    """A number rounded by the decimal module."""
    if value.denominator == 1:
        return value
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def scores_of(rubric: Rubric, indicator: Indicator, several: list[dict]) -> list[Fraction]:
    """The rounded scores of several offices' answers, by the rules that score."""
    marks = {item.id: [one[item.id] for one in several] for item in indicator.item}
    columns = Columns(
        len(several),
        {key: np.array([mark is Mark.MET for mark in column]) for key, column in marks.items()},
        {
            key: np.array([mark is not Mark.NOT_RELEVANT for mark in column])
            for key, column in marks.items()
        },
        {m.id: tuple(one[m.id] for one in several) for m in indicator.measure},
    )
    exact = scores(indicator, rubric.scale, columns)
    return [half_up(score, rubric.arithmetic.score_decimals) for score in exact]


def score_of(rubric: Rubric, indicator: Indicator, answers: dict) -> Fraction:
    """The rounded score of one office's answers."""
    return scores_of(rubric, indicator, [answers])[0]


def fate(
    condition: object, marks: Mapping[str, object], scores: Mapping[str, object]
) -> bool | None:
    """Whether a condition holds for one office; None where nothing is left of it."""
    return _fate_of(condition)(marks, scores)


@cache
def _fate_of(condition: object) -> Fate:
    """What a condition of the model says of answers, and of scores by their names."""
    if isinstance(condition, str):
        return lambda marks, _: {Mark.MET: True, Mark.UNMET: False}.get(marks.get(condition))
    keys = {key: getattr(condition, key) for key in type(condition).model_fields}
    asked, measured = keys.get("score"), keys.get("measure")
    if asked or measured:
        low = Fraction(keys["min"] or 0)
        high = Fraction(1000 if keys["max"] is None else keys["max"])

        def within(marks, scores):
            value = scores.get(asked) if asked else marks.get(measured)
            return None if value is None else low <= value <= high

        return within
    key = next(key for key in ("all", "any", "of") if keys.get(key) is not None)
    members = [_fate_of(member) for member in keys[key]]
    wanted = {"all": len(members), "any": 1}.get(key, keys.get("at_least"))

    def enough(marks, scores):
        left = [one for each in members if (one := each(marks, scores)) is not None]
        return sum(left) >= min(wanted, len(left)) if left else None

    return enough
