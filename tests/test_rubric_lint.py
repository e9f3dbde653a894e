"""A rubric is checked for what it means: reachable levels, thresholds, weights (docs/rules.md).

One tiny wrong rubric for each finding stands in ``examples_lint``; here is what they leave open.
"""

from __future__ import annotations

import copy
import tomllib
from decimal import Decimal
from shutil import copytree

import pytest
from examples_lint import SOUND
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_rubric import (
    COUNT,
    COVERAGE,
    CRITERIA,
    CURVE,
    MAIN,
    MEASURED,
    PART_OF_CURVE,
    PARTS,
    POINTS,
    TIERS,
    edited,
    write,
)

from qp_scoring.findings import FindingLog, Severity
from qp_scoring.jobs.rubric_check import check_examples
from qp_scoring.messages import fix, message
from qp_scoring.rubric.diff import diff_rubrics
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile, Spot
from qp_scoring.rubric.lint.texts import suspect_numbers
from qp_scoring.rubric.load import build, load_rubric, read_rubric, shipped_rubrics
from qp_scoring.rubric.near import nearest_ids


def found(folder, main=MAIN, *indicators, suspicions=True):
    """Codes and line numbers of what is wrong with a tiny set."""
    log = FindingLog()
    read_rubric(write(folder, main, *indicators), log, suspicions=suspicions)
    return [(one.code, int(one.place.file.rsplit(":", 1)[1])) for one in log]


def codes(folder, main=MAIN, *indicators):
    return [code for code, _ in found(folder, main, *indicators)]


def values(folder, code, main, *indicators):
    """What the only finding of a code says."""
    log = FindingLog()
    read_rubric(write(folder, main, *indicators), log, suspicions=True)
    (one,) = [one for one in log if one.code == code]
    return dict(one.values)


# --- nothing is wrong


@pytest.mark.parametrize(("main", "indicator"), SOUND.values(), ids=SOUND)
def test_the_tiny_sets_are_sound(tmp_path, main, indicator):
    assert found(tmp_path, main, indicator) == []


@pytest.mark.parametrize("rubric_id", shipped_rubrics())
def test_the_shipped_sets_are_sound(rubric_id):
    log = FindingLog()
    assert read_rubric(shipped_rubrics()[rubric_id], log, suspicions=True) is not None
    assert list(log) == []


def test_a_shipped_set_that_somebody_changed_is_searched_for_faults(tmp_path):
    folder = tmp_path / "qp-2566"
    copytree(shipped_rubrics()["qp-2566"], folder)
    assert read_rubric(folder, FindingLog()) is not None
    changed = folder / "indicators" / "08.toml"
    said = changed.read_text(encoding="utf-8")
    changed.write_text(said.replace('"8.1"', '"8.99"', 1), encoding="utf-8")
    log = FindingLog()
    read_rubric(folder, log)
    assert "rubric-id-unknown" in {one.code for one in log}


def test_a_set_of_coverage_needs_neither_scale_nor_bands(tmp_path):
    scale = MAIN[MAIN.index("[scale]") : MAIN.index("[state.")]
    bands = MAIN[MAIN.index("[bands]") : MAIN.index("[labels]")]
    assert found(tmp_path, edited(MAIN, {scale: "", bands: ""}), COVERAGE) == []


def test_suspicions_are_looked_for_only_where_they_are_asked_for(tmp_path):
    wrong = edited(CRITERIA, {'["สพป", "สพม"]': '["สพป"]'})
    assert found(tmp_path, MAIN, wrong, suspicions=False) == []


def test_suspicions_wait_until_there_are_no_errors(tmp_path):
    main = edited(MAIN, {"2566": "2023", "at_least = 2": "at_least = 9"})
    assert codes(tmp_path, main, CRITERIA) == ["rubric-band-outside"]


def test_what_cannot_be_scored_is_an_error_and_what_is_odd_a_warning(tmp_path):
    log = FindingLog()
    wrong = edited(MEASURED, {"min = 50": "min = 0"})
    rubric = read_rubric(write(tmp_path, MAIN, wrong), log, suspicions=True)
    assert rubric is not None
    assert [one.severity for one in log] == [Severity.WARNING]


def test_faults_of_every_kind_come_at_once(tmp_path):
    main = edited(MAIN, {"base_level = 1": "base_level = 7", "at_least = 2": "at_least = 9"})
    one = edited(CRITERIA, {'any = ["a", "b"]': 'any = ["a", "z"]'})
    two = edited(COUNT, {'code = "1"': 'code = "2"', "count = 3": "count = 9"})
    two = two.replace('id = "a"', 'id = "2a"').replace('id = "b"', 'id = "2b"')
    two = two.replace('id = "c"', 'id = "2c"')
    assert sorted(codes(tmp_path, main, one, two)) == [
        "rubric-band-outside",
        "rubric-base-level",
        "rubric-count-too-many",
        "rubric-id-unknown",
    ]


# --- score nodes


def node(keys, name="g1", within=""):
    """A group as it is written, with more keys."""
    inside = f'within = "{within}"\n' if within else ""
    return f'[[group]]\nid = "{name}"\nname = "กลุ่ม"\n{inside}{keys}\n\n'


def told(folder, main, indicator=CRITERIA, group="g1"):
    """Codes of errors with the lines that they stand at, of a set whose indicator is in a group."""
    main = edited(MAIN, {"[labels]\n": f"{main}\n[labels]\n"})
    group = f'\ngroup = "{group}"' if group else ""
    one = edited(indicator, {'code = "1"': f'code = "1"{group}'})
    lines = main.splitlines()
    return [(code, lines[line - 1]) for code, line in found(folder, main, one, suspicions=False)]


def test_a_group_stands_in_one_that_is_there_and_not_in_itself_by_others(tmp_path):
    lost = node("", within="g9")
    assert told(tmp_path / "a", lost) == [("rubric-group-unknown", 'within = "g9"')]
    ring = node("", "g1", "g2") + node("", "g2", "g3") + node("", "g3", "g1")
    circle = [("rubric-group-circle", f'within = "{name}"') for name in ("g2", "g3", "g1")]
    assert told(tmp_path / "b", ring) == circle
    assert told(tmp_path / "c", node("") + node("", "g2", "g1") + node("", "g3", "g2")) == []


def test_a_weight_beside_a_sum_is_told_at_its_own_group(tmp_path):
    groups = (
        node('combine = "sum"') + node("weight = 1", "g2", "g1") + node("weight = 3", "g3", "g1")
    )
    assert told(tmp_path, groups, group="g2") == [("rubric-weight-unused", "weight = 3")]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ("[[0, 0], [2, 3]]", None),  # from nothing to the full mark
        ("[[0, 1], [1, 1], [2, 3]]", None),  # two steps of one score
        ("[[0, 1], [0, 2]]", "rubric-steps-not-rising"),
        ("[[0, 2], [1, 1], [2, 3]]", "rubric-steps-falling"),
        ("[[0, -1], [2, 3]]", "rubric-steps-outside"),
        ("[[0, 1], [1, 2], [2, 4]]", "rubric-steps-outside"),
    ],
)
def test_steps_rise_and_lie_within_the_full_mark(tmp_path, steps, code):
    line = f"steps = {steps}"
    assert told(tmp_path, node(line)) == ([(code, line)] if code else [])


def test_a_limit_may_leave_the_base_level_but_no_less(tmp_path):
    limits = [f"{{ unless = {{ score = '1', min = 2 }}, at_most = {most} }}" for most in (1, 0)]
    listed = "limit = [\n" + ",\n".join(limits) + "\n]"
    assert told(tmp_path, node(listed)) == [("rubric-limit-low", limits[1])]


@pytest.mark.parametrize(
    ("plus", "full", "main", "fits"),
    [
        (1, 3, {}, True),
        (1.01, 3, {}, False),
        (2, 6, {}, True),
        (2.01, 6, {}, False),
        (1, 3, {"[bands]": "[arithmetic]\nscore_decimals = 1\n\n[bands]"}, False),
    ],
)
def test_what_is_added_to_the_least_is_no_more_than_a_level_of_it(tmp_path, plus, full, main, fits):
    least = f'combine = "min"\nfull = {full}\nplus = {plus}'
    whole = edited(MAIN, {"[labels]\n": f"{node(least)}\n[labels]\n", **main})
    one = edited(CRITERIA, {'code = "1"': 'code = "1"\ngroup = "g1"'})
    codes = [code for code, _ in found(tmp_path, whole, one, suspicions=False)]
    assert codes == ([] if fits else ["rubric-plus-falls"])


def test_what_is_added_to_the_least_of_groups_may_make_more_score_less(tmp_path):
    groups = node('combine = "min"\nplus = 1') + node("", "g2", "g1")
    assert told(tmp_path, groups, group="g2") == [("rubric-plus-falls", "plus = 1")]


_COUNTS = "[[part.level]]\nlevel = 2\ncount = 1\n\n[[part.level]]\nlevel = 3\ncount = 3\n"


def counting(name, more=""):
    return (
        f'[[part]]\nname = "{name}"\nmethod = "count"\nitems = ["a", "b", "c"]\n{more}\n{_COUNTS}'
    )


@pytest.mark.parametrize(
    ("second", "fits"),
    [
        (counting("สอง"), True),
        (counting("สอง", "full = 3"), False),
        (counting("สอง", "steps = [[1, 1], [2, 3]]"), False),
        (PART_OF_CURVE.replace("weight = 40\n", ""), False),
    ],
)
def test_what_is_added_to_the_least_part_needs_parts_of_whole_levels(tmp_path, second, fits):
    parts = PARTS[PARTS.index("[[part]]") : PARTS.index("[[level]]")]
    one = edited(
        PARTS,
        {
            'method = "parts"': 'method = "parts"\ncombine = "min"\nplus = 1',
            parts: f"{counting('หนึ่ง')}\n{second}\n",
        },
    )
    codes = {code for code, _ in found(tmp_path, MAIN, one, suspicions=False)}
    assert codes - {"rubric-id-unused"} == (set() if fits else {"rubric-plus-falls"})


def test_a_score_that_rests_on_itself_by_another_is_told(tmp_path):
    asks = "limit = [{{ unless = {{ score = '{}', min = 2 }}, at_most = 2 }}]"
    groups = node(asks.format("g2")) + node(asks.format("g3"), "g2") + node(asks.format("g1"), "g3")
    circle = [("rubric-score-circle", asks.format(name)) for name in ("g2", "g3", "g1")]
    assert told(tmp_path / "a", groups) == circle
    chain = node(asks.format("g2")) + node(asks.format("g3"), "g2") + node("", "g3")
    assert told(tmp_path / "b", chain) == []
    above = node("") + f"[total]\n{asks.format('g1')}\n"
    assert told(tmp_path / "c", above) == []


def test_a_total_that_is_shown_as_a_sum_is_one(tmp_path):
    main = edited(MAIN, {"[bands]": '[total]\nshow = "sum"\ncombine = "sum"\n\n[bands]'})
    assert found(tmp_path, main, CRITERIA, suspicions=False) == []


# --- levels that no answers reach


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"min = 80": "min = 100"}, []),
        ({"min = 80": "min = 100.01"}, ["rubric-level-unreachable"]),
        ({"min = 50": "min = 79.99"}, []),
        ({"min = 50": "min = -3"}, ["rubric-level-always"]),
        ({"min = 50": "min = 80"}, ["rubric-thresholds-not-rising"]),
        ({"min = 80": "min = 20"}, ["rubric-thresholds-not-rising"]),
        ({"max = 100": "max = 79"}, ["rubric-level-unreachable"]),
    ],
    ids=str,
)
def test_levels_of_a_measure(tmp_path, edits, expected):
    assert codes(tmp_path, MAIN, edited(MEASURED, edits)) == expected


def test_thresholds_where_less_is_better_are_told_to_be_lowered(tmp_path):
    log, less = FindingLog(), edited(MEASURED, {"min = 50": "max = 20", "min = 80": "max = 40"})
    read_rubric(write(tmp_path, MAIN, less), log, suspicions=False)
    (one,) = log
    assert (one.code, "ค่าสูงสุดต้องน้อยลง" in fix(one)) == ("rubric-thresholds-not-rising", True)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        # Level 2 asks for more than level 3 does.
        ({'any = ["a", "b"]': 'all = ["a", "b", "c"]'}, ["rubric-level-shadowed"]),
        # Level 3 is one of the ways to level 2, but not the only one.
        ({'all = ["a", "b", "c"]': 'all = ["a", "c"]'}, []),
        # "one of three" is implied by "a or b".
        (
            {'all = ["a", "b", "c"]': 'at_least = 1, of = ["a", "b", "c"]'},
            ["rubric-level-shadowed"],
        ),
        ({'all = ["a", "b", "c"]': 'at_least = 2, of = ["a", "b", "c"]'}, []),
    ],
    ids=["stricter below", "another way", "implied", "more of the same"],
)
def test_levels_of_items(tmp_path, edits, expected):
    assert codes(tmp_path, MAIN, edited(CRITERIA, edits)) == expected


def test_only_the_first_level_that_is_out_of_reach_is_named(tmp_path):
    wrong = edited(MEASURED, {"min = 50": "min = 101", "min = 80": "min = 102"})
    assert values(tmp_path, "rubric-level-unreachable", MAIN, wrong) == {"level": "2"}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        # Steps that leave a level out: 80 gives 3 at once.
        (
            {
                "[60, 1], [80, 2], [100, 3]": "[60, 1], [80, 3]",
                '"clamp"': '"clamp"\nbetween = "step"',
            },
            ["rubric-level-shadowed"],
        ),
        # The same points on a line pass through level 2.
        ({"[60, 1], [80, 2], [100, 3]": "[60, 1], [80, 3]"}, []),
        # A falling curve: less is better, and the best value is the lowest.
        ({"[60, 1], [80, 2], [100, 3]": "[10, 3], [20, 1]"}, []),
        ({"[60, 1], [80, 2], [100, 3]": "[60, 1], [80, 2]"}, ["rubric-level-unreachable"]),
        # 2.5 is rounded up to 3.
        ({"[100, 3]": "[100, 2.5]"}, []),
        ({"[100, 3]": "[100, 2.49]"}, ["rubric-level-unreachable"]),
        ({"[60, 1]": "[60, 0.9]"}, ["rubric-score-outside"]),
        # Below the first point a share of its score is less than the lowest level.
        ({'"clamp"': '"pro_rata"'}, ["rubric-score-outside"]),
        # Beyond the measure's bounds nothing can be reached.
        ({"max = 100": "max = 85"}, ["rubric-level-unreachable"]),
    ],
    ids=str,
)
def test_levels_of_a_curve(tmp_path, edits, expected):
    assert codes(tmp_path, MAIN, edited(CURVE, edits)) == expected


def test_parts_reach_what_their_weighted_scores_reach(tmp_path):
    assert codes(tmp_path, MAIN, PARTS) == []
    # 0.9 × 1 + 0.1 × 3 is rounded to 1: without the other part no higher level is reached.
    weak = edited(
        PARTS,
        {
            "weight = 60": "weight = 90",
            "weight = 40": "weight = 10",
            "level = 3\ncount = 3": "level = 2\ncount = 3",
            "level = 2\ncount = 1": "level = 1\ncount = 1",
        },
    )
    assert codes(tmp_path / "weak", MAIN, weak) == ["rubric-level-unreachable"]


def test_a_set_of_many_items_is_decided_by_its_extremes_alone(tmp_path):
    # 17 items in 17 groups of their own have more answers than are tried.
    ids = [f"i{k}" for k in range(1, 18)]
    items = "".join(f'[[item]]\nid = "{i}"\ntext = "ก"\nsuggest = "ข"\n' for i in ids)
    head = CRITERIA[: CRITERIA.index("[[item]]")]
    nested = f'"{ids[0]}"'
    for one in ids[1:]:
        nested = f'{{ any = ["{one}", {{ all = [{nested}, "{one}"] }}] }}'
    levels = [
        f'[[level]]\nlevel = {k}\ntext = "ก"\nsuggest = "ข"\n{rule}'
        for k, rule in ((1, ""), (2, f"requires = {{ all = [{nested}] }}\n"))
    ]
    top = ', { measure = "m", min = 101 }'
    measure = MEASURED[MEASURED.index("[[measure]]") : MEASURED.index("[[level]]")]
    third = levels[1].replace("level = 2", "level = 3")
    sound = head + items + "".join([*levels, third])
    assert codes(tmp_path, MAIN, sound) == []
    third = third.replace("] }\n", f"{top}] }}\n")
    out_of_reach = head + items + measure + "".join([*levels, third])
    assert codes(tmp_path / "more", MAIN, out_of_reach) == ["rubric-level-unreachable"]


# --- methods and their keys


@pytest.mark.parametrize(
    ("indicator", "edits", "code"),
    [
        (CRITERIA, {'"criteria"': '"count"'}, "rubric-key-not-of-method"),
        (COUNT, {'"count"': '"milestones"'}, "rubric-key-not-of-method"),
        (COUNT, {'"count"': '"judged"'}, "rubric-key-not-of-method"),
        (CURVE, {'method = "value"': 'method = "parts"'}, "rubric-key-not-of-method"),
        (PARTS, {'"parts"': '"tiers"'}, "rubric-key-not-of-method"),
        (CRITERIA, {'"criteria"': '"coverage"'}, "rubric-key-not-of-method"),
        (PARTS, {'method = "count"': 'method = "milestones"'}, "rubric-key-not-of-method"),
        (PARTS, {'measure = "m"\npoints': 'measure = "mm"\npoints'}, "rubric-id-unknown"),
        (PARTS, {'items = ["a", "b", "c"]': 'items = ["a", "b", "d"]'}, "rubric-id-unknown"),
        (PARTS, {'items = ["a", "b", "c"]': 'items = ["a", "b"]'}, "rubric-count-too-many"),
        (PARTS, {"level = 3\ncount = 3": "level = 3\ncount = 1"}, "rubric-counts-not-rising"),
        (PARTS, {"level = 3\ncount = 3": "level = 2\ncount = 3"}, "rubric-duplicate"),
        (PARTS, {"level = 3\ncount = 3": "level = 3"}, "rubric-level-no-condition"),
    ],
    ids=str,
)
def test_keys_that_do_not_go_with_a_method(tmp_path, indicator, edits, code):
    assert code in codes(tmp_path, MAIN, edited(indicator, edits))


def test_a_stray_key_names_the_right_one_where_there_is_one(tmp_path):
    wrong = edited(CRITERIA, {'"criteria"': '"count"'})
    log = FindingLog()
    read_rubric(write(tmp_path, MAIN, wrong), log)
    said = {dict(one.values)["wanted"] for one in log}
    assert said == {"count"}


def test_the_lines_of_a_part_are_its_own(tmp_path):
    wrong = edited(PARTS, {"level = 3\ncount = 3": "level = 3\ncount = 1"})
    line = wrong.splitlines().index("level = 3") + 2
    assert found(tmp_path, MAIN, wrong) == [("rubric-counts-not-rising", line)]


def test_the_table_of_a_published_form_that_says_fewer_for_at_least(tmp_path):
    # docs/domain.md, 6, F2: "น้อยกว่า" for "ไม่น้อยกว่า" turns the thresholds round.
    turned = COUNT
    for old, new in ((2, 9), (3, 2), (9, 3)):
        turned = edited(turned, {f"count = {old}": f"count = {new}"})
    assert codes(tmp_path, MAIN, turned) == ["rubric-counts-not-rising"]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"points = 40": "points = 40.5"}, ["rubric-tier-points"]),
        ({'items = ["c"]': 'items = ["z"]'}, ["rubric-id-unknown", "rubric-id-unused"]),
        ({'items = ["a", "b"]': 'items = ["a"]'}, ["rubric-id-unused"]),
        ({'items = ["a", "b"]': 'items = ["a", "b", "b"]'}, ["rubric-tier-item-twice"]),
    ],
    ids=str,
)
def test_tiers(tmp_path, edits, expected):
    assert codes(tmp_path, POINTS, edited(TIERS, edits)) == expected


def test_tiers_need_a_scale_that_begins_at_nothing(tmp_path):
    main = edited(POINTS, {"min = 0": "min = 20", "base_level = 0": "base_level = 20"})
    assert codes(tmp_path, main, TIERS) == ["rubric-tier-points"]


def test_a_share_needs_a_target_or_a_fraction(tmp_path):
    share = edited(CURVE, {'of = "value"': 'of = "share"'})
    fraction = 'max = 100\nnumerator = "ผ่าน"\ndenominator = "ทั้งหมด"'
    assert codes(tmp_path, MAIN, edited(share, {"max = 100": "max = 100\ntarget = 80"})) == []
    assert codes(tmp_path / "fraction", MAIN, edited(share, {"max = 100": fraction})) == []


# --- the set's own tables


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"at_least = 2": "at_least = 3"}, []),
        ({"at_least = 2": "at_least = 3.01"}, ["rubric-band-outside"]),
        # Not reported counts 0 here, so a mean may be below the lowest level.
        ({"at_least = 2": "at_least = 0.5"}, []),
        ({"at_least = 2": "at_least = 0"}, ["rubric-band-outside"]),
        (
            {"at_least = 2": "at_least = 1", '"counts_zero"': '"leaves_mean"'},
            ["rubric-band-outside"],
        ),
        ({'{ name = "พอใช้" }': '{ name = "ดี" }'}, ["rubric-duplicate"]),
        ({"base_level = 1": "base_level = 4"}, ["rubric-base-level"]),
        ({"level = 2, name": "level = 4, name"}, ["rubric-scale-gap", "rubric-levels-incomplete"]),
    ],
    ids=str,
)
def test_scale_and_bands(tmp_path, edits, expected):
    assert codes(tmp_path, edited(MAIN, edits), CRITERIA) == expected


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        ("{indicators} ควรปรับ", "[{ levels = [1], count_min = 1 }]", []),
        ("{indicators} ควรปรับ", "[{ levels = [1], share_above = 0.5 }]", []),
        (
            "{indicators} ควรปรับ",
            "[{ levels = [1], share_max = 0.5 }]",
            ["rubric-placeholder-unfilled"],
        ),
        ("{count} ตัวชี้วัด", "[{ levels = [1] }]", []),
        ("{count} ตัวชี้วัด", "[]", ["rubric-placeholder"]),
        ("{not_reported_indicators}", "[{ not_reported_min = 1 }]", []),
        ("{not_reported_indicators}", "[]", ["rubric-placeholder-unfilled"]),
        (
            "{not_reported_indicators}",
            "[{ not_reported_max = 3 }]",
            ["rubric-placeholder-unfilled"],
        ),
        ("{office", "[]", ["rubric-placeholder-unpaired"]),
        ("office}", "[]", ["rubric-placeholder-unpaired"]),
        ("{band} {mean} {n} {next_round} {office_short}", "[]", []),
        ("ก", "[{ share_above = 0.5, share_max = 0.5, levels = [2] }]", ["rubric-overall-never"]),
        ("ก", "[{ count_min = 2, count_max = 2, levels = [2] }]", []),
        ("ก", "[{ share_max = 0.5 }]", ["rubric-overall-no-levels"]),
    ],
    ids=str,
)
def test_every_placeholder_can_be_filled_wherever_its_text_is_used(tmp_path, text, when, expected):
    main = edited(MAIN, {"ควรพัฒนาต่อ": text, "when = []": f"when = {when}"})
    assert codes(tmp_path, main, CRITERIA) == expected


def test_the_advice_to_an_office_that_has_not_started_is_checked_too(tmp_path):
    state = '[state.not_started]\nsuggest = "ควรเริ่มก่อน{next_round}ของ{office}"\n\n[bands]'
    main = edited(MAIN, {"[bands]": state})
    assert values(tmp_path, "rubric-placeholder", main, CRITERIA)["found"] == "office"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((60, 40), []),
        ((1, 1), []),
        ((3, 5), []),
        ((60, 45), ["rubric-weights-sum"]),
        (("0.5", "0.4"), ["rubric-weights-sum"]),
        (("0.5", "0.5"), []),
    ],
)
def test_weights_that_look_like_shares_sum_to_a_whole(tmp_path, weights, expected):
    first, second = weights
    parts = edited(PARTS, {"weight = 60": f"weight = {first}", "weight = 40": f"weight = {second}"})
    assert codes(tmp_path, MAIN, parts) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("min = 0.8", ["rubric-bound-share"]), ("min = 1", []), ("min = 50, max = 99.5", [])],
)
def test_a_least_percentage_below_one_is_rather_a_share(tmp_path, asked, expected):
    assert codes(tmp_path, MAIN, edited(MEASURED, {"min = 50": asked})) == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((60, None), [("rubric-weight-missing", 1)]),
        ((None, 60), [("rubric-weight-missing", 1)]),
        ((3, 2), []),
        ((1, None), []),
        ((None, None), []),
    ],
)
def test_weights_that_all_or_none_have_are_no_slip(tmp_path, weights, expected):
    first, second = (
        edited(text, {'method = "criteria"': f'method = "criteria"\nweight = {weight}'})
        if weight
        else text
        for text, weight in zip((CRITERIA, MEASURED), weights, strict=True)
    )
    second = edited(second, {'code = "1"': 'code = "2"'})
    assert found(tmp_path, MAIN, first, second) == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((60, 40), []),
        ((60, 45), [("rubric-weights-sum", 6)]),
        ((50, 50), []),
        ((5, 2), []),
        ((48, 48), []),  # equal weights need be no shares
    ],
)
def test_weights_of_indicators_that_look_like_shares(tmp_path, weights, expected):
    first, second = (
        edited(CRITERIA, {'method = "criteria"': f'method = "criteria"\nweight = {weight}'})
        for weight in weights
    )
    second = edited(second, {'code = "1"': 'code = "2"'})
    for item in "abc":
        second = second.replace(f'"{item}"', f'"2{item}"')
    assert found(tmp_path, MAIN, first, second) == expected


def test_groups(tmp_path):
    groups = "".join(
        f'[[group]]\nid = "{one}"\nname = "กลุ่ม"\nweight = 50\n\n' for one in ("ga", "gb")
    )
    main = edited(MAIN, {"[scale]": groups + "[scale]"})
    first = edited(CRITERIA, {'method = "criteria"': 'method = "criteria"\ngroup = "ga"'})
    second = first
    for old, new in (('code = "1"', 'code = "2"'), ('group = "ga"', 'group = "gb"')):
        second = second.replace(old, new)
    for item in "abc":
        second = second.replace(f'"{item}"', f'"2{item}"')
    assert codes(tmp_path, main, first, second) == []
    near = edited(first, {'group = "ga"': 'group = "gaa"'})
    assert values(tmp_path / "near", "rubric-group-unknown", main, near, second) == {
        "found": "gaa",
        "nearest": "ga",
        "known": "ga · gb",
    }


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ('["สพป", "สพม"]', []),
        ('["สอศ", "ศธจ"]', []),  # units of another kind
        ('["สพป", "สพม", "ศธจ"]', []),
        ('["สพม"]', ["rubric-type-without-indicator"]),
        ('["สพป.", "สพม"]', ["rubric-type-without-indicator", "rubric-type-unusual"]),
    ],
)
def test_office_types(tmp_path, types, expected):
    assert codes(tmp_path, MAIN, edited(CRITERIA, {'["สพป", "สพม"]': types})) == expected


def test_counts_of_the_same_items_must_rise_in_conditions_too(tmp_path):
    same = {
        'any = ["a", "b"]': 'at_least = 2, of = ["a", "b", "c"]',
        'all = ["a", "b", "c"]': 'at_least = 1, of = ["c", "b", "a"]',
    }
    wrong = edited(CRITERIA, same)
    line = wrong.splitlines().index('requires = { at_least = 1, of = ["c", "b", "a"] }') + 1
    assert found(tmp_path, MAIN, wrong) == [("rubric-thresholds-not-rising", line)]


# --- nothing to say where something must be said


@pytest.mark.parametrize(
    ("file", "old", "line"),
    [
        ("one", 'text = "มี b"\nsuggest = "ควรมี b"\n', 'id = "b"'),
        ("main", 'suggest = "ควรรายงาน"\n', "[state.not_reported]"),
    ],
    ids=["item", "state"],
)
def test_an_item_and_a_state_need_a_suggestion(tmp_path, file, old, line):
    kept = old[: old.index("suggest")]
    texts = {"main": MAIN, "one": CRITERIA}
    texts[file] = edited(texts[file], {old: kept})
    lines = texts[file].splitlines()
    # The finding stands at the table that lacks it: at its header.
    header = max(n for n in range(lines.index(line) + 1) if lines[n].startswith("["))
    assert found(tmp_path, texts["main"], texts["one"]) == [("rubric-key-missing", header + 1)]


def test_a_level_without_a_suggestion_has_the_common_one(tmp_path):
    without = edited(CRITERIA, {'text = "เกณฑ์ 2"\nsuggest = "ควร 2"\n': 'text = "เกณฑ์ 2"\n'})
    assert found(tmp_path, MAIN, without) == []


def test_a_fault_of_form_deep_in_a_condition_stands_on_its_own_line(tmp_path):
    deep = 'all = [\n  "a",\n  { any = [\n    "b",\n    { one = ["c"] },\n  ] },\n]'
    wrong = edited(CRITERIA, {'all = ["a", "b", "c"]': deep})
    line = wrong.splitlines().index('    { one = ["c"] },') + 1
    assert found(tmp_path, MAIN, wrong) == [("rubric-condition-unknown", line)]


def test_an_unknown_item_deep_in_a_condition_stands_on_its_own_line(tmp_path):
    deep = 'all = [\n  "a",\n  { any = [\n    "b",\n    "cc",\n  ] },\n  "c",\n]'
    wrong = edited(CRITERIA, {'all = ["a", "b", "c"]': deep})
    line = wrong.splitlines().index('    "cc",') + 1
    assert found(tmp_path, MAIN, wrong) == [("rubric-id-unknown", line)]


def test_a_misspelled_id_is_one_finding(tmp_path):
    edits = {'id = "c"': 'id = "plan"', 'all = ["a", "b", "c"]': 'all = ["a", "b", "plam"]'}
    log = FindingLog()
    read_rubric(write(tmp_path, MAIN, edited(CRITERIA, edits)), log)
    (one,) = log
    assert (one.code, dict(one.values)["nearest"]) == ("rubric-id-unknown", "plan")


# --- whatever is in the files, faults are listed and nothing else happens

TREES = [
    (tomllib.loads(main, parse_float=Decimal), tomllib.loads(one, parse_float=Decimal))
    for main, one in SOUND.values()
]
VALUES = st.sampled_from(
    [
        *(0, 1, 2, 5, -1, 101, Decimal("2.5"), "", "a", "m", "z", True, False, [], {}),
        *("criteria", "count", "value", "tiers", "parts", "judged", "coverage"),
        *("share", "pro_rata", "base", ["a"], ["a", "a"], [[0, 0], [0, 1]]),
        *({"all": ["a"]}, {"measure": "m", "min": 3}),
    ]
)


def nodes(value, path=()):
    """The path of every value of a tree."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        if isinstance(inner, dict | list):
            yield from nodes(inner, (*path, key))
        else:
            yield (*path, key)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.data())
def test_any_spoiled_rubric_is_either_sound_or_told_what_is_wrong(data):
    main, one = copy.deepcopy(data.draw(st.sampled_from(TREES), label="set"))
    for _ in range(data.draw(st.integers(1, 3))):
        tree = data.draw(st.sampled_from([main, one]))
        *way, last = data.draw(st.sampled_from(list(nodes(tree))))
        for key in way:
            tree = tree[key]
        change = data.draw(st.sampled_from(["set", "delete", "copy"]))
        if change == "delete":
            del tree[last]
        elif change == "copy" and isinstance(tree, list):
            tree.append(copy.deepcopy(tree[last]))
        else:
            tree[last] = copy.deepcopy(data.draw(VALUES))
    log = FindingLog()
    rubric = build(
        RubricFile("rubric.toml", main, {}), [RubricFile("1.toml", one, {})], log, suspicions=True
    )
    assert rubric is not None or log.has_errors()
    for finding in log:
        assert message(finding)
        assert fix(finding)
    if rubric is not None and not log.has_errors():
        assert diff_rubrics(rubric, rubric).kind == "none"


# --- ids that are not there


@pytest.mark.parametrize(
    ("found", "known", "near"),
    [
        ("1.2", ["1.1", "1.3", "1.10"], "1.1, 1.3"),
        ("1.9", ["1.1", "1.3", "2.9"], "1.3"),
        ("1.4", ["1.1", "1.3", "1.10"], "1.3, 1.10"),
        ("๑.๓", ["1.1", "1.3"], "1.3"),
        ("S1.A", ["s1.a", "S1.B"], "s1.a"),
        ("1. 3", ["1.1", "1.3"], "1.3"),
        ("1.3\u200b", ["1.1", "1.3"], "1.3"),
        ("แผน", ["แผนก", "งาน"], "แผนก"),
        ("9" * 5_000, ["b"], ""),
        ("12.1", ["2.1", "1.1"], ""),
        ("2.l", ["2.p", "2.1", "2.2"], "2.1"),
        ("1O.I", ["1.1", "10.1"], "10.1"),
    ],
)
def test_the_nearest_ids_are_those_a_reader_would_look_for(found, known, near):
    assert nearest_ids(found, known) == near


# --- words that state other numbers than their condition


@pytest.mark.parametrize(
    ("words", "rule", "told"),
    [
        ("มีอย่างน้อย 2 รายการ จาก 6", "count = 3", True),
        ("มีไม่น้อยกว่า ๒ ข้อ", "count = 3", True),
        ("มี 2 เรื่องขึ้นไป", "count = 3", True),
        ("มีอย่างน้อย 3 รายการ จาก 6", "count = 3", False),
        ("ผ่านระดับ 2 (อย่างน้อย 2 ข้อ) และอย่างน้อย 3 ข้อ", "count = 3", False),
        ("ครบทุกข้อ", "count = 3", False),
        ("มีนวัตกรรมอย่างน้อย 5 เรื่อง", 'requires = { all = ["a"] }', False),
        ("ร้อยละ 70 ขึ้นไป", 'requires = { measure = "m", min = 80 }', True),
        ("ไม่น้อยกว่าร้อยละ ๗๐", 'requires = { measure = "m", min = 80 }', True),
        ("ร้อยละ 80 ขึ้นไป", 'requires = { measure = "m", min = 80 }', False),
        ("ร้อยละ 80.0 ขึ้นไป", 'requires = { measure = "m", min = 80 }', False),
        ("ครบ 4 กลุ่ม ไม่น้อยกว่าร้อยละ 50", 'requires = { measure = "groups", min = 4 }', False),
        (
            "อย่างน้อย 2 ข้อ และร้อยละ 80 ขึ้นไป",
            'requires = { all = [{ at_least = 2, of = ["a", "b"] }, { measure = "m", min = 80 }] }',
            False,
        ),
        (
            "อย่างน้อย 3 ข้อ และร้อยละ 90 ขึ้นไป",
            'requires = { all = [{ at_least = 2, of = ["a", "b"] }, { measure = "m", min = 80 }] }',
            True,
        ),
    ],
)
def test_words_of_a_level_say_the_numbers_of_its_condition(words, rule, told):
    levels = [{"level": 1, "text": "ก", "suggest": "ข"}]
    below = {"count": 2} if rule.startswith("count") else {"requires": {"all": ["b"]}}
    levels.append({"level": 2, "text": "ก", "suggest": "ข", **below})
    levels.append({"level": 3, "text": words, "suggest": "ข", **tomllib.loads(rule)})
    indicator = Indicator.model_validate(
        {
            "code": "1",
            "title": "ก",
            "purpose": "ก",
            "applies_to": ["สพป"],
            "method": "count" if rule.startswith("count") else "criteria",
            "item": [{"id": key, "text": f"มี {key}", "suggest": "ข"} for key in "abcd"],
            "measure": [
                {"id": "m", "text": "ก", "unit": "ร้อยละ", "min": 0, "max": 100, "suggest": "ข"},
                {"id": "groups", "text": "ก", "unit": "กลุ่ม", "min": 0, "max": 100, "suggest": "ข"},
            ],
            "level": levels,
        }
    )
    log = FindingLog()
    suspect_numbers(indicator, Spot(RubricFile("1.toml", {}, {(): 1}), log))
    assert [one.code for one in log][:1] == ["rubric-text-numbers"] * told


@pytest.mark.parametrize("key", shipped_rubrics())
def test_the_words_of_shipped_levels_say_the_numbers_of_their_conditions(key):
    log = FindingLog()
    for indicator in load_rubric(key).indicators:
        suspect_numbers(indicator, Spot(RubricFile(indicator.code, {}, {(): 1}), log))
    assert list(log) == []


def test_two_wrong_targets_on_one_line_are_both_told(tmp_path):
    curve = 'curve = { measure = "1.m", points = [["2.m.a", 0], ["m.b", 3], [9, 5]] }'
    example = f"""title = "x"
about = "x"
[[indicator]]
code = "1"
method = "value"
measure = [{{ id = "1.m" }}]
{curve}
[[case]]
name = "x"
expect = {{ }}
"""
    (tmp_path / "a.toml").write_text(example, "utf-8")
    log = FindingLog()
    check_examples(tmp_path, None, log)
    told = [dict(one.values)["found"] for one in log if one.code == "rubric-target-unknown"]
    assert sorted(told) == ["2.m.a", "m.b"]
