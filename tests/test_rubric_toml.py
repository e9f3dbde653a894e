"""Rubrics as TOML files: canonical text that reads as the same rubric, and a schema for editors."""

import json
import tomllib
from decimal import Decimal

import jsonschema
import pytest
from full_rubric import full
from full_rubric import rubric as rubric_of_document
from hypothesis import given
from making import PROJECT, copy_rubric
from rubric_strategies import MANY, rubrics, without_meaning

from qp_scoring.exchange.toml import rubric_files
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.rubric import load
from qp_scoring.rubric.lines import RubricFile, line_numbers
from qp_scoring.rubric.load import load_rubric, shipped_rubrics


def read_back(files):
    """The rubric of the texts of its files."""
    log = FindingLog()
    parsed = [
        RubricFile(name, tomllib.loads(content, parse_float=Decimal), line_numbers(content))
        for name, content in sorted(files.items(), key=lambda pair: pair[0] != "rubric.toml")
    ]
    found = without_meaning(lambda: load.build(parsed[0], parsed[1:], log))
    assert list(log) == []
    return found


@MANY
@given(rubrics())
def test_what_is_written_as_toml_reads_as_the_same_rubric(rubric):
    back = read_back(rubric_files(rubric))
    assert back == rubric
    assert back.hash == rubric.hash


def test_every_key_of_the_model_survives_toml():
    rubric = rubric_of_document(full())
    assert read_back(rubric_files(rubric)).hash == rubric.hash


@pytest.mark.parametrize("shipped", sorted(shipped_rubrics()))
def test_a_shipped_set_written_and_loaded_is_the_same(shipped, tmp_path):
    rubric = load_rubric(shipped)
    for name, content in rubric_files(rubric).items():
        path = tmp_path / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    assert load_rubric(tmp_path / "set").hash == rubric.hash


def test_the_order_of_indicators_is_that_of_their_file_names():
    document = full()
    document["indicators"] = [{**document["indicators"][3], "code": f"ก/{n}"} for n in range(120)]
    names = [name for name in rubric_files(rubric_of_document(document)) if "/" in name]
    assert names == sorted(names)
    assert names[0] == "indicators/001-ก-0.toml"


def test_what_is_asked_stands_before_its_bounds():
    written = "".join(rubric_files(load_rubric("qp-2566")).values())
    assert '{ measure = "2.p", min = ' in written
    assert "{ min" not in written


def test_rules_are_written_where_they_are_the_default_and_unused_keys_are_not():
    main = rubric_files(load_rubric("qp-2566"))["rubric.toml"]
    assert 'statuses = "majority"' in main
    assert "not_started" not in main
    assert "[document]" not in main


# --- JSON Schema


SCHEMAS = {
    name: json.loads((PROJECT / "rubrics" / f"{name}.schema.json").read_text("utf-8"))
    for name in ("rubric", "indicator")
}


def validate(name, path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("shipped", sorted(shipped_rubrics().values()), ids=lambda p: p.name)
def test_every_shipped_file_is_valid(shipped):
    assert validate("rubric", shipped / "rubric.toml") == []
    for path in (shipped / "indicators").glob("*.toml"):
        assert validate("indicator", path) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rubric.toml", "fiscal_year = 2566", 'fiscal_year = "2566"'),
        ("rubric.toml", 'status = "draft"', 'status = "final"'),
        ("rubric.toml", "at_least = 4.50", 'at_least = "4.50"'),
        ("indicators/08.toml", "title =", "titel ="),
        (
            "indicators/08.toml",
            'requires = { at_least = 2, of = ["8.1", "8.2", "8.3", "8.4"] }',
            "requires = {}",
        ),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(file, old, new, tmp_path):
    folder = copy_rubric(tmp_path, {old: new}, file=file)
    name = "rubric" if file == "rubric.toml" else "indicator"
    assert validate(name, folder / file) != []
    with pytest.raises(RefusedRunError):
        load_rubric(folder)
