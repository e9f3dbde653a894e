"""Every change between two rubrics is said, with what it means for comparing scores."""

import json
from collections.abc import Iterator

import pytest
from full_rubric import full, rubric
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from qp_scoring.findings import Place
from qp_scoring.messages import message
from qp_scoring.rubric.diff import diff_rubrics, version_fault
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

FULL = rubric(full())


def changed(*edits):
    """The full rubric with values set at paths; a path is written with dots."""
    document = full()
    for path, value in edits:
        *way, last = path.split(".")
        table = document
        for part in way:
            table = table[int(part) if isinstance(table, list) else part]
        table[int(last) if isinstance(table, list) else last] = value
    return rubric(document)


def the_change(*edits):
    """The only change that an edit makes."""
    (change,) = diff_rubrics(FULL, changed(*edits)).changes
    return change


# --- nothing is forgotten


def leaves(value, path=()) -> Iterator[tuple]:
    """The path of every value and every list of a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
        return
    yield path
    if isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))


WHOLE = FULL.canonical()
LEAVES = list(leaves(json.loads(WHOLE)))


def mutations(value):
    """Values that say something else than the one given."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, str):
        others = [
            "leaves_mean",
            "leaves",
            "official",
            "thai",
            "any",
            "equal",
            "lead",
            "count",
            "within_group",
            "sum",
            "min",
        ]
        others += ["share", "step", "base", "right", "1.2.4"]
        longer = [f"{value}1"]
        others = [*longer, *others] if value.replace(".", "").isdecimal() else [*others, *longer]
        return [other for other in others if other != value]
    if isinstance(value, list) and value:
        return [value[1:], value[:-1], value[::-1], [*value, value[0]]]
    curve = {"measure": "1.m", "points": [["0", "1"], ["9", "2"]]}
    tier = {"name": "ก", "points": "1", "items": ["1.1"]}
    limit = {"unless": {"all": ["1.1"]}, "at_most": "1"}
    tables = [
        [tier],
        [limit],
        [{"count_min": 1}],
        [{"level": 1}],
        [{"name": "ก", "method": "judged"}],
    ]
    return [["1.1"], [["0", "1"]], "1", "sum", 7, "99", {"all": ["1.1"]}, curve, *tables]


def mutated(path, pick=0):
    """The full rubric with another value at a path, the first of them that is a rubric."""
    document = json.loads(WHOLE)
    table = document
    for part in path[:-1]:
        table = table[part]
    value = table[path[-1]]
    options = mutations(value)
    for turn in range(len(options)):
        table[path[-1]] = options[(pick + turn) % len(options)]
        try:
            other = rubric(document)
        except ValidationError:
            continue
        if other.canonical() != WHOLE:
            return other
    return None


def schema_path(path):
    return tuple(part for part in path if isinstance(part, str))


ONE_LEAF_A_KEY = {
    schema_path(path): path
    for path in LEAVES
    if isinstance(path[-1], str) and not {"requires", "min", "at_least"} & set(path[-2:-1])
}


def keys_of(model: type[BaseModel]):
    schema = model.model_json_schema()
    tables = (schema, *schema["$defs"].values())
    return {key for table in tables for key in table.get("properties", {})}


def test_the_full_rubric_uses_every_key_of_the_model():
    used = {key for path in LEAVES for key in schema_path(path)}
    assert keys_of(Rubric) - used == set()


@pytest.mark.parametrize("path", ONE_LEAF_A_KEY.values(), ids=lambda path: ".".join(map(str, path)))
def test_a_change_of_any_key_is_said_in_both_languages(path):
    other = mutated(path)
    assert other is not None, "a value that is a rubric is missing in mutations()"
    diff = diff_rubrics(FULL, other)
    assert diff.kind != "none"
    for change in diff.changes:
        assert change.kind != "none"
        assert change.sentence("th") != change.sentence("en")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(LEAVES), st.integers(0, 20)), min_size=1, max_size=1))
def test_any_edit_is_a_change_of_the_same_kind_both_ways(edits):
    ((path, pick),) = edits
    other = mutated(path, pick)
    if other is None:
        return
    there, back = diff_rubrics(FULL, other), diff_rubrics(other, FULL)
    assert there.kind == back.kind != "none"
    assert len(there.changes) == len(back.changes)


def test_equal_rubrics_have_no_change():
    assert diff_rubrics(FULL, rubric(full())).changes == ()
    shipped = load_rubric("qp-2566")
    kept = Rubric.model_validate_json(shipped.canonical())
    assert diff_rubrics(shipped, kept).kind == "none"


# --- what each change means for comparing scores

MAJOR = [
    ("scale.base_level", 2),
    ("scale.max", "5"),
    ("arithmetic.score_decimals", 0),
    ("arithmetic.mean_decimals", 1),
    ("state.not_reported.policy", "leaves_mean"),
    ("state.not_started", None),
    ("assessors.items", "all"),
    ("checklist.max_not_relevant", 2),
    ("weights.when_leaving", "within_group"),
    ("group.0.weight", "50"),
    ("indicators.0.applies_to", ["สพป"]),
    ("indicators.0.method", "judged"),
    ("indicators.0.weight", "1"),
    ("indicators.0.group", "g2"),
    ("indicators.0.measure.0.max", "200"),
    ("indicators.0.measure.0.target", "90"),
    ("indicators.0.measure.0.unit", "แห่ง"),
    ("indicators.0.measure", []),
    ("indicators.0.item.2.id", "1.4"),
    ("indicators.0.level.1.requires", {"all": ["1.1"]}),
    ("indicators.0.level.2.requires.at_least", 1),
    ("indicators.1.level.1.count", 1),
    ("indicators.2.level.1.step", ["3.2", "3.3"]),
    ("indicators.3.curve.points", [["50", "1"], ["100", "5"]]),
    ("indicators.3.curve.below", "base"),
    ("indicators.3.curve", None),
    ("indicators.4.tier.0.points", "4"),
    ("indicators.4.tier.0.items", ["1.1"]),
    ("indicators.5.part.0.weight", "60"),
    ("indicators.5.part.2.items", ["6.1", "6.3"]),
    ("indicators.5.part.2.level.1.count", 2),
]
MINOR = [
    ("id", "full-2567"),
    ("fiscal_year", 2567),
    ("status", "official"),
    ("digits", "thai"),
    ("bands.confirmed", True),
    ("bands.band.0.at_least", "2.60"),
    ("bands.band.0.name", "ดีมาก"),
    ("overall.0.when", []),
    ("document.number", "ศธ 2"),
    ("labels.level_heading", "ระดับคุณภาพ"),
    ("state.exempt.printed", "ย"),
    ("scale.level.0.name", "ดีเยี่ยม"),
]
PATCH = [
    ("name", "ชุดใหม่"),
    ("source", "ที่มาใหม่"),
    ("version", "1.2.4"),
    ("state.not_reported.suggest", "ควรส่งรายงาน"),
    ("overall.0.text", "{office} มีคะแนน {mean}"),
    ("signature.position", "ผู้อำนวยการ"),
    ("indicators.0.title", "ชื่อใหม่"),
    ("indicators.0.purpose", "เพื่อใหม่"),
    ("indicators.0.item.0.text", "ข้อความใหม่"),
    ("indicators.0.item.0.suggest", "ควรใหม่"),
    ("indicators.0.item.0.evidence", []),
    ("indicators.0.item.0.effort", None),
    ("indicators.0.item.0.look_for", []),
    ("indicators.0.level.1.text", "เกณฑ์ใหม่"),
    ("indicators.4.tier.0.name", "ขั้นแรก"),
    ("group.0.name", "กลุ่ม 1"),
]


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        (path, value, kind)
        for kind, edits in (("major", MAJOR), ("minor", MINOR), ("patch", PATCH))
        for path, value in edits
    ],
)
def test_what_a_change_means(path, value, kind):
    assert the_change((path, value)).kind == kind


def test_the_kind_of_several_changes_is_the_largest():
    other = changed(("indicators.0.title", "ก"), ("fiscal_year", 2567), ("name", "ข"))
    diff = diff_rubrics(FULL, other)
    assert diff.kind == "minor"
    assert [len(diff.of(kind)) for kind in ("major", "minor", "patch")] == [0, 1, 2]


# --- entries are matched by what they are called


def test_an_item_added_and_one_removed():
    items = full()["indicators"][0]["item"]
    new = {"id": "1.9", "text": "มีแผนใหม่", "suggest": "ควร"}
    diff = diff_rubrics(FULL, changed(("indicators.0.item", [*items[1:], new])))
    assert [(c.action, c.kind, c.indicator) for c in diff.changes] == [
        ("removed", "major", "1"),
        ("added", "major", "1"),
    ]
    assert [c.sentence() for c in diff.changes] == [
        "ตัวชี้วัด 1: ตัดข้อ “1.1 ข้อความ 1.1” ออก",
        "ตัวชี้วัด 1: เพิ่มข้อ “1.9 มีแผนใหม่”",
    ]


def test_an_item_of_which_only_the_id_differs_has_a_new_id():
    change = the_change(("indicators.0.item.2.id", "1.4"))
    assert change.sentence("en") == "Indicator 1, item 1.3: item id changed from “1.3” to “1.4”"


def test_an_indicator_of_which_only_the_code_differs_has_a_new_code():
    change = the_change(("indicators.1.code", "2a"))
    assert (change.kind, change.indicator) == ("major", "2")
    assert change.sentence() == "ตัวชี้วัด 2: รหัสตัวชี้วัด เปลี่ยนจาก “2” เป็น “2a”"


def test_an_indicator_with_a_new_code_and_another_title_is_another_indicator():
    other = changed(("indicators.1.code", "2a"), ("indicators.1.title", "เรื่องอื่น"))
    changes = diff_rubrics(FULL, other).changes
    assert [(c.action, c.indicator) for c in changes] == [("removed", "2"), ("added", "2a")]


def test_another_order_of_indicators_is_only_another_order():
    document = full()
    document["indicators"].reverse()
    (change,) = diff_rubrics(FULL, rubric(document)).changes
    assert (change.kind, change.action) == ("patch", "reordered")
    assert "6, 5, 4, 3, 2, 1" in change.sentence()


def test_the_order_of_tiers_decides_scores_and_that_of_items_in_a_condition_does_not():
    tiers = full()["indicators"][4]["tier"]
    assert the_change(("indicators.4.tier", tiers[::-1])).kind == "major"
    turned = {"all": [{"any": ["1.3", "1.2"]}, "1.1"]}
    assert the_change(("indicators.0.level.1.requires", turned)).kind == "patch"


def test_the_same_number_written_otherwise_is_no_change_at_all():
    asked = {"all": ["1.1", {"measure": "1.m", "min": "80"}]}
    before = changed(("indicators.0.level.1.requires", asked))
    asked["all"][1]["min"] = "80.0"
    after = changed(("indicators.0.level.1.requires", asked), ("bands.band.0.at_least", "2.500"))
    assert diff_rubrics(before, after).changes == ()


def test_entries_that_share_an_id_hide_none():
    items = full()["indicators"][0]["item"]
    twice = changed(("indicators.0.item", [*items, items[0]]))
    assert [c.action for c in diff_rubrics(FULL, twice).changes] == ["added"]


def test_a_condition_beside_a_judged_level_decides_nothing():
    judged = ("indicators.0.method", "judged")
    condition = ("indicators.0.level.1.requires", {"all": ["1.1"]})
    old, new = changed(judged), changed(judged, condition)
    assert diff_rubrics(old, new).kind == "patch"
    # Where the method changes as well, the condition did decide scores.
    kinds = {change.key: change.kind for change in diff_rubrics(FULL, new).changes}
    assert kinds == {"method": "major", "requires": "major"}


# --- words


def test_a_condition_is_said_in_words():
    change = the_change(("indicators.0.level.1.requires", {"any": ["1.1", "1.2"]}))
    assert change.sentence("en") == (
        "Indicator 1, level 2: condition changed from "
        "“all of (1.1; any of (1.2, 1.3))” to “any of (1.1, 1.2)”"
    )


def test_a_policy_is_said_in_words():
    said = the_change(("state.not_reported.policy", "leaves_mean")).sentence()
    assert "นับเป็น 0" in said
    assert "counts_zero" not in said


def test_of_a_long_text_the_part_that_differs_is_quoted():
    long = "ข้อความยาวมาก " * 30
    old = changed(("indicators.0.item.0.text", long + "เดิม"))
    new = changed(("indicators.0.item.0.text", long + "ใหม่"))
    (change,) = diff_rubrics(old, new).changes
    assert "เดิม” เป็น “…" in change.sentence()
    assert change.sentence().endswith("ใหม่”")


def test_a_quotation_does_not_begin_with_a_tone_mark():
    long = "ที่นี่" * 40
    for shift in range(6):
        old = changed(("indicators.0.item.0.text", "ก" * shift + long + "ก"))
        new = changed(("indicators.0.item.0.text", "ก" * shift + long + "ข"))
        (change,) = diff_rubrics(old, new).changes
        assert "“…ี" not in change.sentence()
        assert "“…่" not in change.sentence()


# --- version numbers


@pytest.mark.parametrize(
    ("before", "edit", "after", "needed"),
    [
        ("1.2.3", MAJOR[0], "1.3.0", "2.0.0"),
        ("1.2.3", MAJOR[0], "2.0.0", None),
        ("1.2.3", MAJOR[0], "3.1.4", None),
        ("1.2.3", MINOR[1], "1.2.4", "1.3.0"),
        ("1.2.3", MINOR[1], "1.3.0", None),
        ("1.2.3", MINOR[1], "2.0.0", None),
        ("1.2.3", PATCH[0], "1.2.3", "1.2.4"),
        ("1.2.3", PATCH[0], "1.2.4", None),
        ("1.2.3", PATCH[0], "1.2.2", "1.2.4"),
        ("1.2.9", PATCH[0], "1.2.10", None),
        # Before 1.0.0 the second number stands for the first.
        ("0.1.0", MAJOR[0], "0.1.1", "0.2.0"),
        ("0.1.0", MAJOR[0], "0.2.0", None),
        ("0.1.0", MINOR[1], "0.1.1", None),
        ("0.1.0", MINOR[1], "0.1.0", "0.1.1"),
        ("0.9.0", MAJOR[0], "1.0.0", None),
    ],
)
def test_a_version_must_not_contradict_what_changed(before, edit, after, needed):
    old, new = changed(("version", before)), changed(("version", after), edit)
    found = version_fault(old, new, diff_rubrics(old, new), Place("new/rubric.toml:7"))
    assert (dict(found.values)["needed"] if found else None) == needed
    if found:
        assert needed in message(found, "th")
        assert found.place.file == "new/rubric.toml:7"


def test_equal_rubrics_may_have_equal_versions_but_a_version_may_not_fall():
    assert version_fault(FULL, FULL, diff_rubrics(FULL, FULL)) is None
    fallen = changed(("version", "1.2.2"))
    assert version_fault(FULL, fallen, diff_rubrics(FULL, fallen)) is not None
    risen = changed(("version", "2.0.0"))
    assert version_fault(FULL, risen, diff_rubrics(FULL, risen)) is None


def test_a_set_of_another_id_numbers_its_versions_itself():
    other = changed(("id", "full-2567"), ("version", "0.1.0"), MAJOR[0])
    diff = diff_rubrics(FULL, other)
    assert diff.kind == "major"
    assert version_fault(FULL, other, diff) is None
