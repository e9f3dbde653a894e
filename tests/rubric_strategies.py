"""Rubrics of every form that the model takes, for properties; their meaning need not be sound."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from full_rubric import full, rubric
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from qp_scoring.rubric import lint
from qp_scoring.rubric.model import Rubric

Document = dict[str, Any]

MANY = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(MANY, max_examples=12)

# Thai and Latin letters, digits, and every sign that means something in a cell or in TOML.
_SIGNS = "กขคงจะาิีึ่้๑๒abZ019 .,:;()[]{}\"'\\=+-@#≥≤>→/%_\n\t“”"

TEXTS = st.text(_SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS = st.lists(TEXTS, max_size=3)
NUMBERS = st.from_regex(r"(0|-?[1-9][0-9]{0,4})(\.[0-9]{1,3})?", fullmatch=True)
POSITIVE = st.from_regex(r"[1-9][0-9]{0,3}(\.[0-9]{1,3})?", fullmatch=True)
_MAYBE_NUMBER = st.none() | NUMBERS

_SCORED = st.fixed_dictionaries({"score": TEXTS, "min": NUMBERS})
# A target: its measure's id, a point, and a word that makes no number of them.
_BY_TARGET = st.builds(
    lambda measure, key, word: {"measure": measure, key: f"{measure}.ก{word}".strip()},
    *(TEXTS, st.sampled_from(["min", "max"]), TEXTS),
)
_MEASURED = st.one_of(
    _BY_TARGET,
    st.fixed_dictionaries({"measure": TEXTS, "min": NUMBERS}),
    st.fixed_dictionaries({"measure": TEXTS, "max": NUMBERS}),
)


def _groups(members: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    listed = st.lists(members, min_size=1, max_size=3)
    counted = listed.flatmap(
        lambda of: st.builds(lambda least: {"at_least": least, "of": of}, st.integers(1, len(of)))
    )
    return (
        st.builds(lambda of: {"all": of}, listed)
        | st.builds(lambda of: {"any": of}, listed)
        | counted
    )


CONDITIONS = _groups(st.recursive(TEXTS | _MEASURED | _SCORED, _groups, max_leaves=8)) | _MEASURED

_TARGETS = st.builds(lambda measure, word: f"{measure}.ก{word}", TEXTS, TEXTS)
_POINTS = st.lists(st.tuples(NUMBERS, NUMBERS).map(list), min_size=2, max_size=4)
_ANCHORS = st.lists(st.tuples(NUMBERS | _TARGETS, NUMBERS).map(list), min_size=2, max_size=4)
_CURVES = st.fixed_dictionaries(
    {
        "measure": TEXTS,
        "points": _ANCHORS,
        "of": st.sampled_from(["value", "share", "less_is_better"]),
        "between": st.sampled_from(["linear", "step"]),
        "edge": st.sampled_from(["left", "right"]),
        "below": st.sampled_from(["base", "clamp", "pro_rata"]),
        "above": st.sampled_from(["base", "clamp"]),
    }
)
_TIERS = st.lists(
    st.fixed_dictionaries(
        {"name": TEXTS, "points": POSITIVE, "items": st.lists(TEXTS, min_size=1, max_size=3)}
    ),
    max_size=2,
)
_STEP = {
    "level": st.integers(-1, 9),
    "requires": st.none() | CONDITIONS,
    "count": st.none() | st.integers(1, 9),
    "step": WORDS,
}
_STEPS = st.lists(st.fixed_dictionaries(_STEP), max_size=2)
_NODE = {
    "combine": st.none() | st.sampled_from(["mean", "sum", "min"]),
    "full": st.none() | POSITIVE,
    "plus": st.none() | POSITIVE,
    "steps": st.just([]) | _POINTS,
}
_PART = {
    **_NODE,
    "id": st.none() | TEXTS,
    "name": TEXTS,
    "weight": POSITIVE,
    "items": WORDS,
    "curve": st.none() | _CURVES,
    "tier": _TIERS,
    "level": _STEPS,
}
_RULES = st.sampled_from(["criteria", "count", "milestones", "value", "tiers"])
_PARTS = st.recursive(
    st.lists(st.fixed_dictionaries({**_PART, "method": _RULES}), max_size=2),
    lambda inner: st.lists(
        st.fixed_dictionaries({**_PART, "method": st.just("parts"), "part": inner}), max_size=2
    ),
    max_leaves=3,
)
_LOOK_FOR = st.lists(
    st.fixed_dictionaries(
        {"phrases": st.lists(TEXTS, min_size=1, max_size=3), "near": WORDS, "without": WORDS}
    ),
    max_size=2,
)
_ITEM = {
    "id": TEXTS,
    "text": TEXTS,
    "evidence": WORDS,
    "suggest": TEXTS,
    "effort": st.none() | POSITIVE,
    "look_for": _LOOK_FOR,
    "sections": WORDS,
}
_MEASURE = {
    "id": TEXTS,
    "text": TEXTS,
    "unit": TEXTS,
    "min": NUMBERS,
    "max": NUMBERS,
    "whole": st.none() | st.booleans(),
    "target": st.none() | POSITIVE | _TARGETS,
    "numerator": st.none() | TEXTS,
    "denominator": st.none() | TEXTS,
    "suggest": TEXTS,
}
_METHODS = ["criteria", "count", "milestones", "value", "tiers", "judged", "parts", "coverage"]
INDICATORS = st.fixed_dictionaries(
    {
        "code": TEXTS,
        "title": TEXTS,
        "purpose": TEXTS,
        "applies_to": st.lists(TEXTS, min_size=1, max_size=2),
        "method": st.sampled_from(_METHODS),
        "weight": POSITIVE,
        "group": st.none() | TEXTS,
        "item": st.lists(st.fixed_dictionaries(_ITEM), max_size=2, unique_by=lambda i: i["id"]),
        "measure": st.lists(st.fixed_dictionaries(_MEASURE), max_size=2),
        "curve": st.none() | _CURVES,
        "tier": _TIERS,
        "part": _PARTS,
        **_NODE,
        # No sound set is without: what an author leaves out is filled in from the scale.
        "level": st.lists(
            st.fixed_dictionaries({**_STEP, "text": TEXTS, "suggest": TEXTS}),
            min_size=1,
            max_size=2,
        ),
    }
)
_FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "levels": st.lists(st.integers(0, 9), max_size=3),
        "count_min": st.integers(0, 9),
        "share_above": NUMBERS,
        "mean_max": NUMBERS,
        "bands": WORDS,
        "not_reported_max": st.integers(0, 9),
    },
)
_SET = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "status": st.sampled_from(["draft", "official"]),
        "digits": st.sampled_from(["arabic", "thai"]),
        "group": st.lists(
            st.fixed_dictionaries(
                {
                    **_NODE,
                    "id": TEXTS,
                    "name": TEXTS,
                    "weight": POSITIVE,
                    "within": st.none() | TEXTS,
                }
            ),
            max_size=2,
        ),
        "overall": st.lists(
            st.fixed_dictionaries({"text": TEXTS, "when": st.lists(_FIGURES, max_size=2)}),
            max_size=2,
        ),
        "bands": st.fixed_dictionaries(
            {
                "confirmed": st.booleans(),
                "band": st.lists(
                    st.fixed_dictionaries({"name": TEXTS, "at_least": _MAYBE_NUMBER}), max_size=2
                ),
            }
        ),
        "scale": st.fixed_dictionaries(
            {"base_level": st.integers(-1, 5), "levels": st.booleans()},
            optional={
                "level": st.lists(
                    st.fixed_dictionaries({"level": st.integers(-1, 9), "name": TEXTS}), max_size=2
                ),
                "min": NUMBERS,
                "max": NUMBERS,
            },
        ),
        "total": st.fixed_dictionaries(
            {"show": st.sampled_from(["mean", "sum", "percent"])}, optional=_NODE
        ),
        "document": st.fixed_dictionaries({}, optional={"number": TEXTS, "date": TEXTS}),
        "weights": st.fixed_dictionaries(
            {"when_leaving": st.sampled_from(["renormalise", "within_group"])}
        ),
    },
)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """A rubric that the model takes; codes are unlike, as the loader demands."""
    changes = draw(_SET)
    indicators = draw(
        st.lists(INDICATORS, min_size=1, max_size=2, unique_by=lambda one: one["code"])
    )
    return rubric({**full(), **changes, "indicators": indicators})


def exact(condition: Document) -> Document:
    """A condition as TOML gives it: the minimum of a measure is a number."""

    def numbered(table: Document) -> Document:
        bounds = {key: table[key] for key in ("min", "max") if key in table}
        numbers = {key: Decimal(one) for key, one in bounds.items() if ".ก" not in one}
        return {**table, **numbers}

    found: Document = json.loads(json.dumps(condition), object_hook=numbered)
    return found


_T = TypeVar("_T")


def without_meaning(call: Callable[[], _T]) -> _T:
    """Random rubrics make no sense, so they are checked for their form only."""
    with pytest.MonkeyPatch.context() as patch:
        for check in ("check_meaning", "check_suspicions"):
            patch.setattr(lint, check, lambda *_: None)
        return call()
