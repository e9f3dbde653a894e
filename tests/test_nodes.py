"""Score nodes against an oracle that is written apart from the code, in exact fractions.

The oracle knows plain trees of tuples only and computes shares from the root down, where the
program combines from the leaves up.
"""

from __future__ import annotations

import json
import os
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from full_rubric import full
from full_rubric import rubric as rubric_of_document

from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.rules import scores
from qp_scoring.scoring.bands import band_of_mean, gate_reason
from qp_scoring.scoring.mean import mean_of
from qp_scoring.scoring.round import figure_reasons, group_results

RUNS = 20_000 if os.environ.get("QP_SLOW") else 400
TOP = 5
PLAIN = {**full(), "bands": {"confirmed": False, "band": []}, "total": {"show": "mean"}}
KINDS = ("mean", "mean", "sum", "min")
SCALE = {"base_level": 0, "level": [{"level": n, "name": str(n)} for n in range(TOP + 1)]}

# --- the oracle: a leaf is a number or None (it left); a node is (kind, full, steps, children),
# its children (weight, tree, applies)


def full_of(tree):
    """The full mark: its own, else what a sum adds up, else the scale's top."""
    if not isinstance(tree, tuple):
        return Fraction(TOP)
    kind, full_, _, children = tree
    if full_ is not None:
        return Fraction(full_)
    return sum(full_of(child) for _, child, _ in children) if kind == "sum" else Fraction(TOP)


def leaves_of(tree):
    """The numbers that are left anywhere below."""
    if not isinstance(tree, tuple):
        return [] if tree is None else [tree]
    return [one for _, child, _ in tree[3] for one in leaves_of(child)]


def stays(tree, refill):
    """Of the weight of a child: the part that stays where something below it left."""
    if not isinstance(tree, tuple) or tree[0] != "mean" or refill or gone_group(tree):
        return Fraction(1)
    there = [(w, child) for w, child, applies in tree[3] if applies and not gone_group(child)]
    left = sum(w * stays(child, refill) for w, child in there if leaves_of(child))
    return left / sum(w for w, _ in there)


def gone_group(tree):
    """A group of which nothing is left: its siblings take its place."""
    return isinstance(tree, tuple) and not leaves_of(tree)


def oracle(tree, refill):
    """The exact score of a tree, None where nothing is left of it."""
    if not isinstance(tree, tuple):
        return None if tree is None else Fraction(tree)
    kind, _, steps, children = tree
    found = [(w, full_of(c), oracle(c, refill), stays(c, refill)) for w, c, _ in children]
    left = [(w, f, s, k) for w, f, s, k in found if s is not None]
    if not left:
        return None
    full_ = full_of(tree)
    if kind == "sum":
        got, possible = sum(s for _, _, s, _ in left), sum(f for _, f, _, _ in left)
        figure = min(full_, got / possible * sum(f for _, f, _, _ in found))
    elif kind == "min":
        figure = min(s / f for _, f, s, _ in left) * full_
    else:
        whole = sum(w * k for w, _, _, k in left)
        figure = sum(w * k / whole * s / f for w, f, s, k in left) * full_
    for start, score in reversed(steps):
        if figure >= start:
            return Fraction(score)
    return Fraction(0) if steps else figure


# --- random trees


def numbers(draw, count):
    return [Fraction(draw.randint(1, 9)) for _ in range(count)]


def node_keys(draw, kind, children_full):
    """Random keys of a node: steps with rising starts and scores, now and then a full mark."""
    full_ = draw.choice([None, None, 10, 7]) if kind != "sum" else draw.choice([None, 4])
    top = Fraction(full_ or (children_full if kind == "sum" else TOP))
    steps = []
    if draw.random() < 0.3:
        starts = sorted({draw.randint(0, 2 * TOP) for _ in range(3)})
        steps = [(Fraction(at, 2), top * n / len(starts)) for n, at in enumerate(starts, start=1)]
    return full_, steps


def group_tree(draw, depth, groups, indicators, within=None):
    """A random tree of groups as the oracle has it, and as the rubric's document has it."""
    kind = draw.choice(KINDS)
    children = []
    for _ in range(draw.randint(1, 3)):
        weight = draw.randint(1, 9) if kind == "mean" else 1
        if depth and draw.random() < 0.5:
            key = f"g{len(groups)}"
            at = len(groups)
            groups.append({"id": key, "name": key, "weight": str(weight), "within": within})
            tree, keys = group_tree(draw, depth - 1, groups, indicators, key)
            groups[at].update(keys)
            children.append((Fraction(weight), tree, True))
        else:
            applies = draw.random() < 0.9
            score = draw.randint(0, TOP) if applies and draw.random() < 0.85 else None
            code = f"i{len(indicators)}"
            indicators.append((code, within, weight, applies, score))
            children.append((Fraction(weight if applies else 0), score, applies))
    inner = sum(full_of(child) for _, child, _ in children)
    full_, steps = node_keys(draw, kind, inner)
    keys = {
        "combine": kind,
        "full": None if full_ is None else str(full_),
        "plus": None,
        "steps": [[decimal(a), decimal(b)] for a, b in steps],
    }
    steps = [(Fraction(a), Fraction(b)) for a, b in keys["steps"]]
    return (kind, full_, steps, children), keys


def decimal(value):
    """A number with three decimals, for a document."""
    return f"{Decimal(round(value * 1000)) / 1000:f}"


def set_of(keys, groups, indicators, leaving, bands=()):
    plain = full()["indicators"][1]
    document = {
        **PLAIN,
        "scale": SCALE,
        "total": {"show": "mean", **keys},
        "weights": {"when_leaving": leaving},
        "bands": {"confirmed": False, "band": list(bands)},
        "group": groups,
        "indicators": [
            {**plain, "code": code, "group": within, "weight": str(weight)}
            for code, within, weight, _, _ in indicators
        ],
    }
    return rubric_of_document(document)


@pytest.mark.parametrize("leaving", ["renormalise", "within_group"])
def test_random_trees_of_groups_come_to_what_the_oracle_says(leaving):
    draw = random.Random(leaving)
    seen = {"left": 0, "steps": 0, "deep": 0}
    for _ in range(RUNS // 2):
        groups, indicators = [], []
        tree, keys = group_tree(draw, 3, groups, indicators)
        given = {code: Decimal(score) for code, *_, score in indicators if score is not None}
        applicable = [code for code, _, _, applies, _ in indicators if applies]
        mean = mean_of(set_of(keys, groups, indicators, leaving), given, applicable)
        expected = oracle(tree, leaving == "within_group")
        assert (mean.value if mean else None) == expected, (tree, given)
        if mean:
            assert mean.exact.value == expected
        seen["left"] += len(given) < len(indicators)
        seen["steps"] += bool(keys["steps"])
        seen["deep"] += any(one["within"] for one in groups)
    assert min(seen.values()) > RUNS // 20  # the trees are not all flat and whole


# --- limits and gates


def printed(score):
    """Half-up to two decimals, as the mean is."""
    return Fraction(int(score * 100 + Fraction(1, 2)), 100)


def test_limits_and_gates_ask_for_scores_as_they_are_printed():
    draw = random.Random("gates")
    lowered = limited = 0
    for _ in range(RUNS):
        groups, indicators = [], []
        tree, keys = group_tree(draw, 2, groups, indicators)
        given = {code: Decimal(score) for code, *_, score in indicators if score is not None}
        applicable = [code for code, _, _, applies, _ in indicators if applies]
        asked, least, most = draw.choice(indicators)[0], draw.randint(1, TOP), draw.randint(0, TOP)
        keys["limit"] = [
            {"unless": {"score": asked, "min": str(least)}, "at_most": str(most)},
            {"unless": {"score": asked, "min": str(least - 1)}, "at_most": str(most / 2)},
        ]
        gate = draw.choice(groups)["id"] if groups else asked
        bands = [
            {"name": "สูง", "at_least": "3", "requires": {"score": gate, "min": "4"}},
            {"name": "กลาง", "at_least": "2", "requires": {"any": [{"score": gate, "min": "1.5"}]}},
            {"name": "ต่ำ"},
        ]
        rubric = set_of(keys, groups, indicators, "within_group", bands)
        mean = mean_of(rubric, given, applicable)
        if mean is None:
            continue
        free = oracle(tree, refill=True)
        score = given.get(asked)
        expected = free
        if score is not None and score < least:
            expected = min(expected, Fraction(most))
        if score is not None and score < least - 1:
            expected = min(expected, Fraction(most, 2))
        assert mean.value == expected
        limited += expected < free
        figure = printed(expected)
        by_id = {one.node.id: one.score for one in mean.groups}
        key = by_id.get(gate, given.get(gate))
        opens = [key is None or printed(Fraction(key)) >= bound for bound in (Fraction(3, 2), 4)]
        band = 0
        if figure >= 2 and opens[0]:
            band = 2 if figure >= 3 and opens[1] else 1
        assert band_of_mean(mean, rubric) == ("ต่ำ", "กลาง", "สูง")[band]
        lower = (figure >= 2) + (figure >= 3) > band
        assert (gate_reason(mean, rubric) is not None) == lower
        lowered += lower
    assert min(lowered, limited) > RUNS // 40


# --- random trees of parts


def part_tree(draw, depth, measures):
    """A random tree of parts whose leaves are judged, and its document."""
    kind = draw.choice(KINDS)
    children, parts = [], []
    for _ in range(draw.randint(1, 3)):
        weight = draw.randint(1, 9) if kind == "mean" else 1
        if depth and draw.random() < 0.5:
            tree, keys = part_tree(draw, depth - 1, measures)
            part = {"method": "parts", **keys}
        else:
            tree = draw.randint(0, TOP)
            key = f"m{len(measures)}"
            measures[key] = tree
            part = {"method": "judged", "id": key}
        parts.append({"name": "ส่วน", "weight": str(weight), **part})
        children.append((Fraction(weight), tree, True))
    inner = sum(full_of(child) for _, child, _ in children)
    full_, steps = node_keys(draw, kind, inner)
    keys = {
        "part": parts,
        "combine": kind,
        "full": None if full_ is None else str(full_),
        "steps": [[decimal(a), decimal(b)] for a, b in steps],
    }
    steps = [(Fraction(a), Fraction(b)) for a, b in keys["steps"]]
    return (kind, full_, steps, children), keys


def test_random_trees_of_parts_come_to_what_the_oracle_says():
    draw = random.Random("parts")
    for _ in range(RUNS):
        measures: dict[str, int] = {}
        (kind, full_, steps, children), keys = part_tree(draw, 3, measures)
        # An indicator that adds up stands on the scale: its full mark is not what it adds up.
        own = full_ or (TOP if kind == "sum" else None)
        plain = {**full()["indicators"][1], "method": "parts", "item": [], "level": []}
        text = {"text": "-", "unit": "-", "min": "0", "max": str(TOP), "suggest": "-"}
        plain["measure"] = [{"id": key, **text} for key in measures]
        rubric = rubric_of_document(
            {**PLAIN, "scale": SCALE, "group": [], "indicators": [{**plain, **keys}]}
        )
        values = {key: (Fraction(value),) for key, value in measures.items()}
        (found,) = scores(rubric.indicators[0], rubric.scale, Columns(1, {}, {}, values))
        assert found == oracle((kind, own, steps, children), refill=False)


# --- what is told


def test_the_reason_of_a_gate_and_the_sub_totals_are_told():
    """The published case: 28.80 + 24.75 + 37.60 = 91.15, but one tool has 82.50."""
    groups = [
        {"id": key, "name": name, "weight": weight}
        for key, name, weight in (("a", "คนใน", "30"), ("b", "คนนอก", "30"), ("c", "เปิดเผย", "40"))
    ]
    indicators = [("1", "a", 1, True, None), ("2", "b", 1, True, None), ("3", "c", 1, True, None)]
    gate = {"all": [{"score": key, "min": "85"} for key in "abc"]}
    bands = [{"name": "A", "at_least": "85", "requires": gate}, {"name": "B"}]
    rubric = set_of({"full": "100"}, groups, indicators, "renormalise", bands)
    scale = {"base_level": 0, "levels": False, "min": "0", "max": "100"}
    rubric = rubric.model_copy(update={"scale": Scale.model_validate_json(json.dumps(scale))})
    mean = mean_of(rubric, dict(zip("123", map(Decimal, ("96", "82.5", "94")), strict=True)), "123")
    shown = [(one.id, one.score, one.share, one.brings) for one in group_results(rubric, mean)]
    assert shown == [
        ("a", "96.00", "30", "28.80"),
        ("b", "82.50", "30", "24.75"),
        ("c", "94.00", "40", "37.60"),
    ]
    why = "ได้คะแนนรวม 91.15 แต่ คนนอก ได้ 82.5 ต่ำกว่า 85 จึงอยู่ในระดับ B"
    assert figure_reasons(rubric, mean) == (why,)
