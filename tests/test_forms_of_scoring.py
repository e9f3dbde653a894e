"""Every form of scoring (docs/domain.md): the worked examples, and what holds for all of them."""

from __future__ import annotations

import shutil
from decimal import Decimal
from fractions import Fraction
from itertools import chain, product
from pathlib import Path

import numpy as np
import pytest
from builders import RUBRIC, rubric_with
from examples_worked import COUNTED
from hypothesis import given
from hypothesis import strategies as st
from making import PROJECT

from qp_scoring.documents.answers import Answered
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog
from qp_scoring.jobs.rubric_check import check_examples
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator, Tier
from qp_scoring.rubric.load import load_rubric, shipped_rubrics
from qp_scoring.rubric.model import Group, Scale, Weights
from qp_scoring.rubric.rules import scores, tier_scores
from qp_scoring.scoring.consensus import Combined, CombinedItem, Decision
from qp_scoring.scoring.levels import score_column
from qp_scoring.scoring.mean import Mean, mean_of

FORMS = sorted((PROJECT / "rubrics" / "forms").glob("*.toml"))
SCALE = Scale.model_validate(
    {"base_level": 0, "level": [{"level": n, "name": str(n)} for n in range(6)]}
)

# Which examples show each form of docs/domain.md, 6.
SHOWN = {
    "F1": ["f01-count-table"],
    "F2": ["f02-count-thresholds"],
    "F3": ["f03-milestones"],
    "F4": ["f04-linear", "f04-around-target"],
    "F5": ["f05-steps"],
    "F6": ["f06-proportional", "f06-groups"],
    "F7": ["f07-deviation"],
    "F8": ["f08-more-is-better", "f08-less-is-better", "f08-at-most"],
    "F9": ["f09-floor-line-cap"],
    "F10": ["f10-tiers"],
    "F11": ["f11-three-targets", "f11-three-targets-pro-rata"],
    "judged": ["judged"],
    "mixtures": ["mixture", "weighted-parts"],
    "weights": ["weights", "weights-renormalised", "weights-within-group"],
    "states": ["not-started"],
    "targets": ["agreement"],
    "nodes": [
        "graded-answers",
        "points-percent",
        "standards-three-deep",
        "tools-with-gate",
        "foundation-first",
        "must-have",
        "weakest-link",
    ],
}


def test_every_form_has_its_examples():
    assert sorted(path.stem for path in FORMS) == sorted(chain.from_iterable(SHOWN.values()))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_worked_examples_come_out(path: Path, tmp_path: Path):
    shutil.copy(path, tmp_path)
    log = FindingLog()
    checked = check_examples(tmp_path, None, log)
    assert (list(log), checked.files) == ([], 1)
    assert checked.cases == path.read_text(encoding="utf-8").count("[[case]]") > 1


@pytest.mark.parametrize("key", shipped_rubrics())
def test_the_examples_of_the_shipped_sets_come_out(key: str):
    log = FindingLog()
    checked = check_examples(shipped_rubrics()[key] / "examples", load_rubric(key), log)
    assert list(log) == []
    assert checked.cases > 0


# --- what an example may not say


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("expect = {}", "example-empty"),
        ("expect = { level = {} }", "example-empty"),
        (
            'met = ["a1"]\nnot_relevant = ["a1"]\nexpect = { level = { A = 0 } }',
            "example-contradicts",
        ),
        (
            'met = ["a1"]\nnot_reported = ["A"]\nexpect = { level = { A = 0 } }',
            "example-contradicts",
        ),
        (
            'levels = { A = 1 }\nnot_reported = ["A"]\nexpect = { mean = "1" }',
            "example-contradicts",
        ),
        ('values = { m = 5 }\nnone = ["m"]\nexpect = { level = { A = 0 } }', "example-contradicts"),
        ('none = ["m"]\nexpect = { level = { A = 0 } }', "example-unused"),
        ('not_started = ["A"]\nexpect = { level = { A = 0 } }', "example-unused"),
        ("values = { m = 100.5 }\nexpect = { level = { A = 0 } }", "example-outside"),
        ("levels = { A = 9 }\nexpect = { level = { A = 5 } }", "example-outside"),
        ("expect = { level = { A = 6 } }", "example-outside"),
        ("expect = { score = { A = 5.01 } }", "example-outside"),
        ('expect = { state = { A = "reported" } }', "example-unknown"),
        ('expect = { band = "ดีเลิศ" }', "example-unknown"),
        ('office_type = "สพฐ"\nexpect = { level = { A = 0 } }', "example-unknown"),
    ],
)
def test_an_example_that_is_at_odds_with_itself_or_says_nothing_is_an_error(
    tmp_path: Path, said: str, code: str
):
    (tmp_path / "a.toml").write_text(COUNTED % said, encoding="utf-8")
    log = FindingLog()
    checked = check_examples(tmp_path, None, log)
    assert code in [one.code for one in log]
    assert {one.place.file for one in log} == {f"{tmp_path.name}/a.toml:18"}
    assert checked.failed == 1


def test_a_figure_that_does_not_come_is_no_python_word(tmp_path: Path):
    said = 'not_reported = ["A"]\nexpect = { level = { A = 0 }, mean = "1.00" }'
    (tmp_path / "a.toml").write_text(COUNTED % said, encoding="utf-8")
    log = FindingLog()
    check_examples(tmp_path, None, log)
    assert len(list(log)) > 0
    assert "None" not in "".join(dict(one.values)["found"] for one in log)


# --- properties


def columns(met: dict[str, bool], **values: int) -> Columns:
    """The answers of one office; what is not met is unmet, and everything is relevant."""
    return Columns(
        1,
        {key: np.array([one]) for key, one in met.items()},
        {key: np.array([True]) for key in met},
        {key: (Fraction(value),) for key, value in values.items()},
    )


ITEMS = ("a", "b", "c", "d", "e")
MARKS = st.fixed_dictionaries({key: st.booleans() for key in ITEMS})
TIERS = (
    Tier(name="หนึ่ง", points=Decimal(300), items=("a", "b")),
    Tier(name="สอง", points=Decimal(100), items=("c", "d")),
    Tier(name="สาม", points=Decimal(100), items=("e",)),
)
PARTS = Indicator.model_validate(
    {
        "code": "P",
        "title": "-",
        "purpose": "-",
        "applies_to": ["สพป"],
        "method": "parts",
        "item": [{"id": key, "text": "-", "suggest": "-"} for key in ITEMS],
        "measure": [
            {"id": key, "text": "-", "unit": "%", "min": 0, "max": 100, "suggest": "-"}
            for key in ("up", "down")
        ],
        "part": [
            {
                "name": "นับ",
                "weight": 30,
                "method": "count",
                "items": ["a", "b", "c"],
                "level": [{"level": 2, "count": 1}, {"level": 5, "count": 3}],
            },
            {
                "name": "ขั้น",
                "weight": 30,
                "method": "milestones",
                "level": [{"level": 3, "step": ["d"]}, {"level": 4, "step": ["e"]}],
            },
            {
                "name": "มากดี",
                "weight": 20,
                "method": "value",
                "curve": {"measure": "up", "points": [[0, 0], [100, 5]]},
            },
            {
                "name": "น้อยดี",
                "weight": 20,
                "method": "value",
                "curve": {"measure": "down", "points": [[0, 5], [100, 0]]},
            },
        ],
    }
)
PERCENT = st.integers(0, 100)


@given(MARKS)
def test_a_tier_counts_only_where_every_earlier_one_is_complete(met):
    expected = Fraction(0)
    for tier in TIERS:
        done = [met[item] for item in tier.items]
        expected += Fraction(tier.points) * sum(done) / len(done)
        if not all(done):
            break
    assert tier_scores(TIERS, columns(met)) == (expected,)


@given(MARKS, st.sampled_from(ITEMS))
def test_one_more_item_met_never_lowers_tiers(met, item):
    (before,), (after,) = (tier_scores(TIERS, columns(one)) for one in (met, {**met, item: True}))
    assert before <= after <= 500


@given(MARKS, st.sampled_from(ITEMS), PERCENT, PERCENT)
def test_one_more_item_met_never_lowers_weighted_parts(met, item, up, down):
    (before,), (after,) = (
        scores(PARTS, SCALE, columns(one, up=up, down=down)) for one in (met, {**met, item: True})
    )
    assert 0 <= before <= after <= 5


@given(MARKS, MARKS, st.tuples(PERCENT, PERCENT), st.tuples(PERCENT, PERCENT))
def test_every_outcome_of_open_questions_lies_within_the_bounds(one, other, ups, downs):
    items = {k: undecided(*(Mark.MET if m[k] else Mark.UNMET for m in (one, other))) for k in ITEMS}
    values = {"up": undecided(*map(Fraction, ups)), "down": undecided(*map(Fraction, downs))}
    office = Combined(Decision(Answered.OPEN), Decision(None), (), {**items, **values})
    levels = score_column(PARTS, SCALE, [office])
    outcomes = [
        scores(PARTS, SCALE, columns(dict(zip(ITEMS, marks, strict=True)), up=up, down=down))[0]
        for marks in product(*({one[k], other[k]} for k in ITEMS))
        for up, down in product(ups, downs)
    ]
    assert (levels.low, levels.high) == ((min(outcomes),), (max(outcomes),))


def undecided(*answers):
    """An item or a measure on which voices disagree; decided where they say the same."""
    found = tuple(dict.fromkeys(answers))
    decision = Decision(found[0]) if len(found) == 1 else Decision(None, found)
    marked = isinstance(answers[0], Mark)
    mark, value = (decision, Decision(None)) if marked else (Decision(None), decision)
    return CombinedItem(mark, value, (), invalid=False)


def test_what_lies_between_two_values_counts_too():
    """Best between 95 and 105: of 80, 100 and 120 the first and last give 1, the second gives 5."""
    curve = {"measure": "m", "between": "step", "points": [[0, 1], [95, 5], [105, 1]]}
    texts = {"text": "-", "suggest": "-"}
    measure = {"id": "m", "unit": "%", "min": 0, "max": 200, **texts}
    head = {"code": "B", "title": "-", "purpose": "-", "applies_to": ["สพป"], "method": "value"}
    two_sided = Indicator.model_validate({**head, "measure": [measure], "curve": curve})
    office = {"m": undecided(*map(Fraction, (80, 100, 120)))}
    found = score_column(
        two_sided, SCALE, [Combined(Decision(Answered.OPEN), Decision(None), (), office)]
    )
    assert (found.low, found.high) == ((1,), (5,))


def test_a_milestone_that_is_not_relevant_neither_breaks_the_run_nor_raises_the_level():
    steps = [{"level": n, "text": "-", "suggest": "-", "step": [f"a{n}"]} for n in range(1, 6)]
    items = [{"id": f"a{n}", "text": "-", "suggest": "-"} for n in range(1, 6)]
    head = {"code": "M", "title": "-", "purpose": "-", "applies_to": ["สพป"]}
    zero = {"level": 0, "text": "-", "suggest": "-"}
    one = Indicator.model_validate(
        {**head, "method": "milestones", "item": items, "level": [zero, *steps]}
    )

    def score(met, out):
        keys = [item["id"] for item in items]
        answers = Columns(
            1,
            {key: np.array([key in met]) for key in keys},
            {key: np.array([key != out]) for key in keys},
            {},
        )
        return scores(one, SCALE, answers)[0]

    assert score({}, "a1") == 0
    assert score({"a1", "a2", "a3", "a4"}, "a5") == 4
    assert score({"a2"}, "a1") == 2
    assert score({"a1", "a3"}, "a2") == 3
    assert score({"a2", "a3"}, "a4") == 0


SCORES = st.dictionaries(st.sampled_from(["1", "2", "3", "4"]), st.integers(0, 5), min_size=1)


def weighted(when_leaving: str, weights: dict[str, int], groups: dict[str, int]):
    """The shipped rubric's first four indicators in two groups: 1, 2 in g1 and 3, 4 in g2."""
    indicators = tuple(
        indicator.model_copy(
            update={
                "weight": Decimal(weights[indicator.code]),
                "group": "g1" if indicator.code in "12" else "g2",
            }
        )
        for indicator in RUBRIC.indicators[:4]
    )
    return rubric_with(
        indicators=indicators,
        group=tuple(Group(id=k, name=k, weight=Decimal(w)) for k, w in groups.items()),
        weights=Weights(when_leaving=when_leaving),
    )


def test_weights_of_groups_are_shares_whatever_stands_in_them():
    """Groups of 5, 3 and 2 weighted 30/30/40, row 6 of a published table: 29.95 + 28.79 + 38.31."""
    values = ["99.83"] * 5 + ["95.96", "95.97", "95.97"] + ["97.78", "93.75"]
    sizes = {"a": 5, "b": 3, "c": 2}
    places = [group for group, size in sizes.items() for _ in range(size)]
    indicators = tuple(
        one.model_copy(update={"group": place})
        for one, place in zip(RUBRIC.indicators[:10], places, strict=True)
    )
    groups = tuple(
        Group(id=key, name=key, weight=Decimal(share))
        for key, share in zip(sizes, (30, 30, 40), strict=True)
    )
    scores_ = {one.code: Decimal(v) for one, v in zip(indicators, values, strict=True)}
    for leaving in ("renormalise", "within_group"):
        rubric = rubric_with(
            indicators=indicators, group=groups, weights=Weights(when_leaving=leaving)
        )
        assert mean_of(rubric, scores_, scores_).value == Fraction("97.045")


def test_weights_of_many_digits_are_summed_exactly():
    tiny = Decimal("0." + "0" * 39 + "1")
    weights = [Decimal("9" * 40), tiny, Decimal(1)]
    indicators = tuple(
        one.model_copy(update={"weight": weight})
        for one, weight in zip(RUBRIC.indicators[:3], weights, strict=True)
    )
    found = {one.code: Decimal(k) for k, one in enumerate(indicators, start=1)}
    mean = mean_of(rubric_with(indicators=indicators), found, found)
    top = sum(Fraction(w) * k for k, w in enumerate(weights, start=1))
    assert mean.value == top / sum(map(Fraction, weights))


@given(SCORES)
def test_equal_weights_give_the_plain_mean(given_scores):
    decimals = {code: Decimal(score) for code, score in given_scores.items()}
    found, plain = mean_of(rubric_with(), decimals, decimals), Mean.of(list(decimals.values()))
    assert (found.exact, found.count) == (plain.exact, len(decimals))


@given(SCORES, st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_groups_keep_their_shares_within_group(given_scores, numbers):
    weights = dict(zip("1234", numbers[:4], strict=True))
    groups = {"g1": numbers[4], "g2": numbers[5]}
    rubric = weighted("within_group", weights, groups)
    mean = mean_of(rubric, {code: Decimal(s) for code, s in given_scores.items()}, "1234")
    total = share = Fraction(0)
    for group, members in (("g1", "12"), ("g2", "34")):
        inside = [code for code in members if code in given_scores]
        if inside:
            own = Fraction(
                sum(weights[c] * given_scores[c] for c in inside), sum(weights[c] for c in inside)
            )
            total, share = total + groups[group] * own, share + groups[group]
    assert mean.value == total / share


@given(SCORES, st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_renormalising_divides_by_the_shares_that_stay(given_scores, numbers):
    weights = dict(zip("1234", numbers[:4], strict=True))
    groups = {"g1": numbers[4], "g2": numbers[5]}
    rubric = weighted("renormalise", weights, groups)
    mean = mean_of(rubric, {code: Decimal(s) for code, s in given_scores.items()}, "1234")
    shares = {}
    for group, members in (("g1", "12"), ("g2", "34")):
        whole = sum(weights[c] for c in members)
        shares |= {c: Fraction(groups[group] * weights[c], whole) for c in members}
    left = sum(shares[c] for c in given_scores)
    assert mean.value == sum(shares[c] * s for c, s in given_scores.items()) / left
