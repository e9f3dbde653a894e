"""An author's road: a new set from ``rubric new`` to a scored office, and what need not be said."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from making import PROJECT
from openpyxl import load_workbook
from tiny_rubric import MAIN

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.examples import Example, ExampleCase, Expected
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric, read_rubric
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.schema import keys

GUIDE = PROJECT / "docs" / "การเขียนชุดเกณฑ์.md"


# --- rubric new


def test_the_road_of_the_guide_leads_from_nothing_to_a_scored_office(tmp_path, program):
    """The commands of the guide's first section, one after the other, by what each prints."""
    mine, forms, result = tmp_path / "เกณฑ์-2568", tmp_path / "แบบ", tmp_path / "ผล"
    assert program("rubric", "new", mine).code == 0
    checked = program("rubric", "check", mine, "--examples")
    assert (checked.code, checked.err) == (0, "")
    assert "ใช้ได้" in checked.out
    made = program("template", "--rubric", mine, "--office", "1001", "--out", forms)
    assert made.code == 0
    (path,) = forms.glob("*.xlsx")
    book = load_workbook(path)
    rows = {row[0].value: row for row in book["แบบประเมิน"].iter_rows()}
    for key in ("1.1", "1.2", "1.3"):
        rows[key][3].value = "มี"
    rows["1.4"][3].value = "ไม่มี"
    rows["1.4"][4].value = "ไม่พบ"
    rows["2.p"][3].value = "85/100"
    book.save(path)
    scored = program("score", forms, "--rubric", mine, "--out", result)
    assert scored.code == 0
    (office,) = json.loads((result / "results.json").read_text("utf-8"))["offices"]
    assert [one["level"] for one in office["indicators"]] == [4, 4]
    assert (office["mean"], office["band"]) == ("4.00", "ดีมาก")
    said = GUIDE.read_text("utf-8")
    for command in ("rubric new", "rubric check", "template", "score"):
        assert f"qp-scoring {command} " in said


def test_the_skeleton_names_every_key_of_its_files(tmp_path, program):
    program("rubric", "new", tmp_path / "new")
    for model, name in ((Rubric, "rubric.toml"), (Indicator, "indicators/01.toml")):
        text = (tmp_path / "new" / name).read_text("utf-8")
        named = set(re.findall(r"(?:^|[{,#] )\s*\"?(\w+)\"? = ", text, re.MULTILINE))
        headers = set(re.findall(r"^(?:# )?\[+([\w.]+)\]", text, re.MULTILINE))
        for key in keys(model):
            table = f"{key.header.strip('[]')}.{key.name}".strip(".")
            below = key.is_table and any(one.startswith(table) for one in headers)
            assert key.name in named or below or table in headers, table


def test_the_skeleton_is_checked_by_editors_as_it_lies_there(tmp_path, program):
    folder = tmp_path / "new"
    program("rubric", "new", folder)
    for path in folder.rglob("*.toml"):
        text = path.read_text("utf-8")
        assert tomllib.loads(text)
        first = text.splitlines()[0]
        if path.parent.name != "examples":
            schema = path.parent / first.removeprefix("#:schema ")
            assert first.startswith("#:schema .")
            assert json.loads(schema.read_text("utf-8"))["properties"]


def test_nothing_is_written_over(tmp_path, program):
    program("rubric", "new", tmp_path / "new")
    (tmp_path / "new" / "rubric.toml").write_text("mine", "utf-8")
    assert program("rubric", "new", tmp_path / "new").code == 2
    assert (tmp_path / "new" / "rubric.toml").read_text("utf-8") == "mine"


def test_every_shipped_file_says_which_schema_it_keeps():
    root = PROJECT / "rubrics"
    for path in [*root.glob("*/rubric.toml"), *root.glob("*/indicators/*.toml")]:
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("#:schema ."), path
        assert (path.parent / first.removeprefix("#:schema ")).is_file()


# --- the guide


def test_the_guide_names_every_key():
    page = GUIDE.read_text("utf-8")
    for model in (Rubric, Indicator):
        for key in keys(model):
            assert f"| `{key.name}` | {key.word} |" in page, f"{key.header} {key.name}"
    for model in (Example, ExampleCase, Expected):
        for name in model.model_fields:
            assert f"`{name}`" in page, name


# --- what need not be said

INDICATOR = """code = "1"
title = "หนึ่ง"
purpose = "ก"
applies_to = ["สพป"]
"""
ITEMS = "".join(
    f'[[item]]\nid = "1.{at}"\ntext = "มีเอกสาร {at}"\nsuggest = "ข"\n' for at in range(1, 6)
)
SHORT = (
    INDICATOR
    + 'method = "criteria"\n'
    + ITEMS
    + """[[level]]
level = 1
[[level]]
level = 2
requires = { any = ["1.1–1.3", "1.5"] }
[[level]]
level = 3
requires = { all = ["1.1 - 1.4", { at_least = 1, of = ["1.4-1.5"] }] }
"""
)


def written(folder: Path, indicator: str, **edits: str) -> Path:
    main = MAIN
    for old, new in edits.items():
        main = main.replace(old, new)
    (folder / "indicators").mkdir(parents=True)
    (folder / "rubric.toml").write_text(main, "utf-8")
    (folder / "indicators" / "1.toml").write_text(indicator, "utf-8")
    return folder


def test_a_run_of_ids_is_written_by_its_ends(tmp_path):
    (indicator,) = load_rubric(written(tmp_path / "a", SHORT)).indicators
    second, third = indicator.conditions[2], indicator.conditions[3]
    assert list(second.item_ids()) == ["1.1", "1.2", "1.3", "1.5"]
    assert list(third.item_ids()) == ["1.1", "1.2", "1.3", "1.4", "1.4", "1.5"]


def test_a_run_of_ids_may_stand_in_the_condition_of_a_limit(tmp_path):
    limit = '[[limit]]\nunless = { all = ["1.1–1.3"] }\nat_most = 3\n\n[[item]]'
    text = SHORT.replace("[[item]]", limit, 1)
    (indicator,) = load_rubric(written(tmp_path / "a", text)).indicators
    assert list(indicator.limit[0].unless.item_ids()) == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize("run", ["1.1–1.9", "1.3–1.1", "0.1–1.2"])
def test_a_run_without_both_ends_in_order_is_no_run(tmp_path, run):
    log = FindingLog()
    text = SHORT.replace("1.1–1.3", run)
    read_rubric(written(tmp_path / "a", text), log)
    assert [one.code for one in log] == ["rubric-run-unknown"]
    assert dict(next(iter(log)).values)["found"] == run


def test_a_hyphen_in_an_id_is_no_run(tmp_path):
    text = SHORT.replace("1.5", "1.4-1.5").replace('of = ["1.4-1.4-1.5"]', 'of = ["1.4-1.5"]')
    (indicator,) = load_rubric(written(tmp_path / "a", text)).indicators
    assert list(indicator.conditions[2].item_ids())[-1] == "1.4-1.5"


def test_a_level_has_the_words_of_its_condition_unless_it_has_its_own(tmp_path):
    (indicator,) = load_rubric(written(tmp_path / "a", SHORT)).indicators
    assert indicator.criterion(1) == "ยังไม่เป็นไปตามเกณฑ์ของระดับ 2"
    assert "1.1, 1.2, 1.3, 1.5" in indicator.criterion(2)
    own = SHORT.replace("level = 2\n", 'level = 2\ntext = "คำของเรา"\n')
    (indicator,) = load_rubric(written(tmp_path / "b", own)).indicators
    assert indicator.criterion(2) == "คำของเรา"


def test_what_is_composed_is_content_as_if_it_were_written(tmp_path):
    short = load_rubric(written(tmp_path / "a", SHORT))
    (indicator,) = short.indicators
    text = SHORT.replace('"1.1–1.3"', '"1.1", "1.2", "1.3"')
    text = text.replace('"1.1 - 1.4"', '"1.1", "1.2", "1.3", "1.4"')
    text = text.replace('"1.4-1.5"', '"1.4", "1.5"')
    for level in indicator.level:
        said = f'level = {level.level}\ntext = "{level.text}"\nsuggest = "{level.suggest}"\n'
        text = text.replace(f"level = {level.level}\n", said)
    assert load_rubric(written(tmp_path / "b", text)).hash == short.hash


CURVE = """method = "value"
[[measure]]
id = "1.m"
text = "ร้อยละของผู้เรียน"
unit = "ร้อยละ"
min = 0
max = 100
suggest = "ข"
[curve]
measure = "1.m"
points = [[0, 1], [62.5, 2], [80, 3]]
"""


def test_levels_come_from_the_scale_and_their_words_from_the_points(tmp_path):
    (indicator,) = load_rubric(written(tmp_path / "a", INDICATOR + CURVE)).indicators
    assert [entry.level for entry in indicator.level] == [1, 2, 3]
    assert indicator.criterion(2) == "ร้อยละของผู้เรียน ตั้งแต่ 62.5 ขึ้นไป"


def test_where_points_do_not_say_it_the_word_of_the_scale_stands(tmp_path):
    falling = CURVE.replace("[[0, 1], [62.5, 2], [80, 3]]", "[[0, 3], [62.5, 2], [80, 1]]")
    (indicator,) = load_rubric(written(tmp_path / "a", INDICATOR + falling)).indicators
    assert indicator.criterion(2) == "กลาง"
    (indicator,) = load_rubric(
        written(tmp_path / "b", INDICATOR + 'method = "judged"\n')
    ).indicators
    assert [indicator.criterion(level) for level in (1, 2, 3)] == ["ต้น", "กลาง", "สูง"]


def test_labels_and_overall_paragraphs_may_be_left_out(tmp_path):
    head, _, rest = MAIN.partition("[labels]")
    short = head + rest[rest.index("[signature]") :]
    folder = written(tmp_path / "a", SHORT)
    (folder / "rubric.toml").write_text(short, "utf-8")
    rubric = load_rubric(folder)
    assert rubric.labels.indicator == "ตัวชี้วัดที่ {code}"
    assert rubric.labels.title[0] == "ชุดเล็ก"
    assert rubric.overall == ()
    one = short + '\n[labels]\nlevel_heading = "คะแนน"\n'
    (folder / "rubric.toml").write_text(one, "utf-8")
    assert load_rubric(folder).labels.level_heading == "คะแนน"


def test_the_bound_of_a_band_is_min_as_everywhere(tmp_path):
    old = load_rubric(written(tmp_path / "a", SHORT))
    new = load_rubric(written(tmp_path / "b", SHORT, **{"at_least = 2": "min = 2"}))
    assert new.hash == old.hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"1.1–1.3"', "7"),
        ('["1.1–1.3", "1.5"]', '"1.1"'),
        ("level = 2", 'level = "2"'),
        ("level = 2", "level = [2]"),
        ('id = "1.2"', "id = [1]"),
        ('id = "1.2"', "id = 1.2"),
        ('{ any = ["1.1–1.3", "1.5"] }', "[1, 2]"),
        ('text = "มีเอกสาร 2"', "text = nan"),
        ("[[level]]\nlevel = 1\n", "part = 3\nlevel = 4\n"),
        ('method = "criteria"', 'method = "criteria"\npart = [1, {}]'),
        ('method = "criteria"', 'method = "value"\ncurve = { points = [[nan, 2], [1e999, 3]] }'),
        ('method = "criteria"', 'method = ["criteria"]'),
    ],
)
def test_whatever_stands_there_is_a_finding_and_nothing_else(tmp_path, old, new):
    assert old in SHORT
    log = FindingLog()
    read_rubric(written(tmp_path / "a", SHORT.replace(old, new, 1)), log)
    assert log.has_errors()


@pytest.mark.parametrize(
    ("old", "new"),
    [("[scale]\n", "[scale]\nlevels = 3\n"), ("[scale]", "[[scale]]"), ("band = [", "band = [3, ")],
)
def test_whatever_the_set_says_is_a_finding_and_nothing_else(tmp_path, old, new):
    log = FindingLog()
    read_rubric(written(tmp_path / "a", SHORT, **{old: new}), log)
    assert log.has_errors()


def test_a_set_whose_own_file_is_broken_is_told_that_alone(tmp_path, program):
    """Words of levels come from the scale: where it cannot be read, none are missed."""
    program("rubric", "new", tmp_path / "a")
    main = tmp_path / "a" / "rubric.toml"
    main.write_text(main.read_text("utf-8").replace('name = "พอใช้" }', "name = พอใช้ }", 1), "utf-8")
    log = FindingLog()
    assert read_rubric(tmp_path / "a", log) is None
    assert [one.code for one in log] == ["rubric-toml-bare"]


def test_a_header_copied_from_an_example_of_its_own_rubric_is_told(tmp_path, program):
    program("rubric", "new", tmp_path / "a")
    one = tmp_path / "a" / "indicators" / "01.toml"
    one.write_text(one.read_text("utf-8").replace("[[item]]", "[[indicator.item]]"), "utf-8")
    told = program("rubric", "check", tmp_path / "a").err
    assert "ตัด “indicator.” ออกจากหัวตารางทุกหัวในไฟล์นี้ เช่นเขียน [[item]]" in told
