"""Conditions of levels (docs/rules.md): data, monotone, explained by the same objects."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SEED_OFFICE, copy_rubric
from pydantic import TypeAdapter, ValidationError
from small_rules import rubric_of, trees

from qp_scoring.documents.answers import Answers, ItemAnswer, Role, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.conditions import Columns, Condition
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.rules import level_column
from qp_scoring.scoring.round import score_round

RUBRIC = load_rubric("qp-2566")
ITEMS = ("a", "b", "c", "d", "e")
QUICK = settings(max_examples=100, deadline=None, derandomize=True)
_READ = TypeAdapter(Condition)


def condition(tree):
    """A condition of a tree as TOML gives it."""
    return _READ.validate_python(tree)


def office(met=(), not_relevant=(), value=None):
    """The answers of one office as columns of length one."""
    return offices((met, not_relevant, value))


def offices(*answers):
    """The answers of several offices as columns."""
    return Columns(
        len(answers),
        {i: np.array([i in met for met, _, _ in answers]) for i in ITEMS},
        {i: np.array([i not in gone for _, gone, _ in answers]) for i in ITEMS},
        {"m": tuple(None if v is None else Fraction(v) for _, _, v in answers)},
    )


def holds(tree, **answers):
    return bool(condition(tree).holds(office(**answers))[0])


# --- what a condition asks for


def test_all_any_and_at_least():
    assert holds({"all": ["a", "b"]}, met="ab")
    assert not holds({"all": ["a", "b"]}, met="a")
    assert holds({"any": ["a", "b"]}, met="b")
    assert not holds({"any": ["a", "b"]}, met="c")
    assert holds({"at_least": 2, "of": ["a", "b", "c"]}, met="ac")
    assert not holds({"at_least": 2, "of": ["a", "b", "c"]}, met="a")


def test_a_measure_is_compared_exactly():
    least = {"measure": "m", "min": 85}
    assert holds(least, value="85")
    assert not holds(least, value="84.9999999999")
    assert not holds(least, value=None)


def test_a_measure_may_be_bounded_from_above_and_from_both_sides():
    most, between = {"measure": "m", "max": 4}, {"measure": "m", "min": 85, "max": 105}
    assert holds(most, value="4") and holds(most, value="0")
    assert not holds(most, value="4.0000000001")
    assert not holds(most, value=None)
    assert holds(between, value="85") and holds(between, value="105")
    assert not holds(between, value="84.99") and not holds(between, value="105.01")


def test_conditions_nest():
    tree = {"all": ["a", {"any": ["b", {"at_least": 2, "of": ["c", "d", "e"]}]}]}
    assert holds(tree, met="acd")
    assert holds(tree, met="ab")
    assert not holds(tree, met="ac")
    assert not holds(tree, met="bcde")


# --- an item that is not relevant leaves the condition


def test_all_asks_for_the_rest():
    assert holds({"all": ["a", "b"]}, met="a", not_relevant="b")
    assert not holds({"all": ["a", "b"]}, met="", not_relevant="b")


def test_at_least_asks_for_no_more_than_are_left():
    of_two = {"at_least": 2, "of": ["a", "b"]}
    assert holds(of_two, met="a", not_relevant="b")
    assert not holds(of_two, met="", not_relevant="b")
    of_three = {"at_least": 2, "of": ["a", "b", "c"]}
    assert not holds(of_three, met="a", not_relevant="c")  # two are left, and two are asked for


def test_any_still_asks_for_one():
    assert not holds({"any": ["a", "b"]}, met="", not_relevant="b")


@pytest.mark.parametrize(
    "tree",
    [
        {"all": ["a"]},
        {"any": ["a"]},
        {"at_least": 1, "of": ["a"]},
        {"all": ["b", {"any": ["a"]}]},
        {"any": ["b", {"all": ["a"]}]},
    ],
)
def test_a_condition_or_a_part_of_it_that_is_left_with_nothing_is_empty(tree):
    assert condition(tree).empty(office(met="b", not_relevant="a"))[0]
    assert not condition(tree).empty(office(met="b"))[0]


# --- what is no condition, and what a condition names


@pytest.mark.parametrize(
    ("tree", "kind", "message"),
    [
        ({"at_least": 3, "of": ["a", "b"]}, "count_unreachable", "more asked for than listed"),
        ({"measure": "m"}, "measure_unbounded", "neither min nor max"),
        ({"measure": "m", "min": 5, "max": 4}, "measure_crossed", "min above max"),
        ({"at_least": 1}, "missing", "Field required"),
        ({"of": ["a"]}, "missing", "Field required"),
    ],
)
def test_what_can_never_hold_or_is_not_whole_is_refused(tree, kind, message):
    with pytest.raises(ValidationError) as refused:
        condition({"all": [tree]})
    (error,) = refused.value.errors()
    assert (error["type"], error["msg"]) == (kind, message)


@pytest.mark.parametrize("tree", [{}, {"some": ["a"]}, {"rounds": ["6m"]}])
def test_a_table_that_says_no_kind_of_condition_is_refused(tree):
    with pytest.raises(ValidationError, match="union_tag_not_found"):
        condition(tree)


def test_a_condition_that_was_read_already_is_taken_as_it_is():
    trees = {"all": ["a"]}, {"any": ["a"]}, {"at_least": 1, "of": ["a"]}
    bounded = {"measure": "m", "min": 5, "max": 5}, {"score": "s", "max": 5}
    for tree in (*trees, *bounded):
        one = condition(tree)
        assert condition(one) is one
        assert condition({"all": [one]}) == condition({"all": [tree]})


def test_a_condition_names_its_items_and_measures_in_order():
    inner = {"any": ["c", {"measure": "m", "min": 1}, {"measure": "n", "max": 1}]}
    tree = condition({"all": ["a", inner, "b", {"at_least": 1, "of": ["a"]}]})
    assert list(tree.item_ids()) == ["a", "c", "b", "a"]
    assert list(tree.measure_ids()) == ["m", "n"]
    assert (list(condition(SCORE).item_ids()), list(condition(SCORE).measure_ids())) == ([], [])


# --- what left: a measure without cases, a score of a group that is gone


SCORE = {"score": "s", "min": 2}


def test_a_measure_without_cases_leaves_or_counts_as_reached():
    """The first office has 90 of its cases; the others have none, which counts for the third."""
    columns = Columns(
        3,
        {"a": np.array([True] * 3), "m": np.array([False, False, True])},
        {"a": np.array([True] * 3), "m": np.array([True, False, True])},
        {"m": (Fraction(90), None, None)},
    )
    alone = condition({"measure": "m", "min": 95})
    assert list(alone.empty(columns)) == [False, True, False]
    assert list(alone.holds(columns)) == [False, False, True]
    assert list(condition({"all": [{"measure": "m", "min": 95}]}).empty(columns)) == [
        *(False, True, False)
    ]
    beside = condition({"all": ["a", {"measure": "m", "min": 95}]})
    assert list(beside.empty(columns)) == [False] * 3
    assert list(beside.holds(columns)) == [False, True, True]


def test_a_score_that_left_is_empty_and_else_lies_within_its_bounds():
    columns = Columns(3, {}, {}, {}, {"s": (Fraction(2), None, Fraction(1))})
    assert list(condition(SCORE).empty(columns)) == [False, True, False]
    assert list(condition(SCORE).holds(columns)) == [True, False, False]
    assert list(condition(SCORE).fails(columns)) == [False, False, True]


def test_one_office_of_a_column_keeps_its_own_answers():
    every = offices(("a", "", 10), ("b", "c", 20), ("", "", None))
    second = every.one(1)
    assert second.size == 1
    assert {key for key, column in second.met.items() if list(column) == [True]} == {"b"}
    assert {key for key, column in second.relevant.items() if list(column) == [False]} == {"c"}
    assert second.values == {"m": (Fraction(20),)}
    assert {len(one) for one in (*second.met.values(), *second.relevant.values())} == {1}


# --- random trees against plain definitions


ITEM = st.sampled_from(ITEMS)
MEASURE = st.sampled_from([{"min": 10}, {"min": 30}, {"max": 20}, {"min": 10, "max": 30}]).map(
    lambda bounds: {"measure": "m", **bounds}
)
ITEM_TREES = trees(ITEM, 6)
MIXED_TREES = trees(ITEM | MEASURE, 6)
SOME = st.sets(ITEM)
VALUE = st.sampled_from([None, 5, 15, 25, 35])


def plainly(tree, met, gone, value):
    """Whether a tree holds, by the words of docs/rules.md; "empty" where it cannot be judged."""
    if "measure" in tree:
        least, most = tree.get("min", value), tree.get("max", value)
        return value is not None and least <= value <= most
    answers = []
    for member in next(tree[key] for key in ("all", "any", "of") if key in tree):
        if isinstance(member, str):
            answers += [] if member in gone else [member in met]
        else:
            answers.append(plainly(member, met, gone, value))
    if not answers or "empty" in answers:
        return "empty"
    if "all" in tree:
        return all(answers)
    if "any" in tree:
        return any(answers)
    return sum(answers) >= min(tree["at_least"], len(answers))


@QUICK
@given(MIXED_TREES, st.lists(st.tuples(SOME, SOME, VALUE), min_size=1, max_size=4))
def test_whole_columns_are_judged_by_the_words_of_the_design(tree, answers):
    columns = offices(*answers)
    expected = [plainly(tree, *answer) for answer in answers]
    one = condition(tree)
    assert [bool(e) for e in one.empty(columns)] == [e == "empty" for e in expected]
    held = one.holds(columns)
    assert [bool(held[at]) for at, e in enumerate(expected) if e != "empty"] == [
        e for e in expected if e != "empty"
    ]


def indicator(conditions):
    levels = [{"level": 1, "text": "ก", "suggest": "ข"}] + [
        {"level": level, "text": "ก", "suggest": "ข", "requires": tree}
        for level, tree in enumerate(conditions, start=2)
    ]
    return Indicator.model_validate(
        {
            "code": "8",
            "title": "ก",
            "purpose": "ก",
            "applies_to": ["สพป"],
            "method": "criteria",
            "item": [{"id": i, "text": "ก", "suggest": "ข"} for i in ITEMS],
            "level": levels,
        }
    )


def level(one, columns):
    return int(level_column(one, RUBRIC.scale, columns)[0])


@QUICK
@given(st.lists(ITEM_TREES, min_size=4, max_size=4), SOME, SOME, ITEM)
def test_one_more_item_met_never_lowers_a_level(conditions, met, gone, more):
    one = indicator(conditions)
    before = level(one, office(met - gone, gone))
    assert level(one, office((met | {more}) - gone, gone)) >= before


@QUICK
@given(st.lists(ITEM_TREES, min_size=4, max_size=4), SOME)
def test_a_level_is_the_end_of_the_unbroken_run(conditions, met):
    passed = [plainly(tree, met, (), None) for tree in conditions]
    unbroken = passed.index(False) if False in passed else len(passed)
    assert level(indicator(conditions), office(met)) == 1 + unbroken


def test_the_highest_condition_alone_gives_nothing():
    easy, hard = {"all": ["a"]}, {"all": ["b"]}
    assert level(indicator([hard, easy, easy, easy]), office("a")) == 1


# --- not relevant, through the library's door


def marked(rubric, code, marks):
    """Score one indicator of one office by marks; returns its result and the findings' codes."""
    log, voice = FindingLog(), Voice(role=Role.MEMBER)
    answers = tuple(
        ItemAnswer(SEED_OFFICE, code, item, voice, Place("m.xlsx", "ก", "D4"), mark=mark)
        for item, mark in marks.items()
    )
    registered = OfficeRegistry.shipped().get(SEED_OFFICE)
    scored = score_round(rubric, "6m", [registered], Answers({}, (), answers), log)
    one = next(entry for entry in scored.offices[0].indicators if entry.code == code)
    return one, [item.code for item in log]


MET, UNMET, GONE = Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT


@pytest.fixture
def small(tmp_path):
    """A rubric whose indicator 8 asks: 2: a · 3: a milestone b · 4: two of c, d, e · 5: b and e."""
    folder = copy_rubric(tmp_path)
    items = "".join(f'[[item]]\nid = "{i}"\ntext = "ก"\nsuggest = "ควรทำ {i}"\n' for i in ITEMS)
    conditions = ["", 'all = ["a"]', 'all = ["b"]', 'at_least = 2, of = ["c", "d", "e"]']
    conditions.append('all = ["b", "e"]')
    levels = "".join(
        f'[[level]]\nlevel = {k}\ntext = "ก"\nsuggest = "ข{k}"\n'
        + (f"requires = {{ {rule} }}\n" if rule else "")
        for k, rule in enumerate(conditions, start=1)
    )
    head = 'code = "8"\ntitle = "ก"\npurpose = "ก"\napplies_to = ["สพป"]\nmethod = "criteria"\n'
    (folder / "indicators" / "08.toml").write_text(head + items + levels, "utf-8")
    return load_rubric(folder)


def test_a_level_from_marks_with_its_way_up(small):
    one, codes = marked(small, "8", {"a": MET, "b": MET, "c": MET, "d": UNMET, "e": UNMET})
    assert (one.state, one.level) == ("scored", 3)
    assert codes == []
    assert one.met == ("a", "b", "c")
    assert one.unmet == ("d", "e")
    assert one.next_level.level == 4
    assert one.next_level.needs == (("d",), ("e",))
    assert one.suggestions == ("ควรทำ d", "ควรทำ e", "ข3")


def test_an_item_that_is_not_relevant_leaves_every_condition(small):
    one, codes = marked(small, "8", {"a": MET, "b": MET, "c": MET, "d": MET, "e": GONE})
    # Level 4 asks for two of the two that are left; level 5 for b alone.
    assert (one.level, codes) == (5, [])


def test_more_items_not_relevant_than_the_rubric_allows(small):
    one, codes = marked(small, "8", {"a": MET, "b": MET, "c": MET, "d": GONE, "e": GONE})
    assert (one.state, one.level, codes) == ("invalid", None, ["too-many-not-relevant"])


def test_a_condition_left_with_nothing_is_an_error(small):
    one, codes = marked(small, "8", {"a": GONE, "b": MET, "c": MET, "d": MET, "e": MET})
    assert (one.state, one.level, codes) == ("invalid", None, ["nothing-relevant"])


def test_a_blank_item_is_not_assessed_and_never_unmet(small):
    one, codes = marked(small, "8", {"a": MET, "b": MET, "c": MET, "d": MET})
    assert (one.state, one.level, codes) == ("not_assessed", None, ["items-not-assessed"])


def chain():
    """A rubric whose one indicator is a chain; its last step is 4.8 alone."""
    words = {"text": "ก", "suggest": "ข"}
    steps = [[], ["4.1", "4.2"], ["4.3", "4.4", "4.6"], ["4.5", "4.7"], ["4.8"]]
    indicator = Indicator.model_validate(
        {
            **{"code": "4", "title": "ก", "purpose": "ก", "applies_to": ["สพป"]},
            "method": "milestones",
            "item": [{"id": f"4.{n}", **words} for n in range(1, 9)],
            "level": [{"level": k, "step": step, **words} for k, step in enumerate(steps, 1)],
        }
    )
    return rubric_of(indicator)


@pytest.mark.parametrize(
    ("last", "level"), [(MET, 5), (UNMET, 4), (GONE, 4)], ids=["met", "unmet", "not-relevant"]
)
def test_a_milestone_passes_over_a_step_that_is_not_relevant(last, level):
    """An empty step neither breaks the run nor raises the level."""
    marks = {f"4.{n}": MET for n in range(1, 8)}
    one, codes = marked(chain(), "4", {**marks, "4.8": last})
    assert (one.state, one.level, codes) == ("scored", level, [])


def test_a_later_milestone_without_an_earlier_one_counts_nothing():
    marks = {"4.1": MET, "4.2": UNMET, **{f"4.{n}": MET for n in range(3, 9)}}
    one, codes = marked(chain(), "4", marks)
    assert (one.level, codes) == (1, [])
    assert one.next_level.needs == (("4.2",),)


@pytest.mark.parametrize(
    ("not_relevant", "fails"), [("", True), ("a", True), ("ab", True), ("abc", False)]
)
def test_what_is_asked_for_fails_while_something_is_left_of_it(not_relevant, fails):
    """Of two lists one may be gone: the other is still asked for."""
    tree = condition({"all": [{"any": ["a", "b"]}, {"at_least": 1, "of": ["c"]}]})
    assert tree.fails(office(met="", not_relevant=not_relevant))[0] == fails


def test_a_list_that_is_gone_opens_nothing():
    tree = condition({"any": [{"all": ["a"]}, "b"]})
    assert tree.fails(office(met="", not_relevant="a"))[0]
    assert not tree.fails(office(met="b", not_relevant="a"))[0]
