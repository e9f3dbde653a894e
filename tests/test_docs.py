"""Pages that are generated or promised: they say what the program does today."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache, partial
from inspect import isclass

import pytest
from making import PROJECT

from qp_scoring.documents import analysis, comparison, results, trend
from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.comparison import Comparison
from qp_scoring.documents.results import Results
from qp_scoring.documents.trend import Trend
from qp_scoring.documents.written import document_schema
from qp_scoring.messages import catalogue
from qp_scoring.rubric.load import sound_sets
from qp_scoring.rubric.schema import indicator_schema, rubric_schema


def read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def generator():
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_findings_is_the_catalogue_of_today():
    assert read("docs/findings.md") == generator().findings_page(), "run docs/generate.py"


def test_the_page_of_results_has_the_fields_of_today():
    assert read("docs/results.md") == generator().results_page(read("docs/results.md")), (
        "run docs/generate.py"
    )


def test_the_guide_of_authors_has_the_keys_of_today():
    page = read("docs/การเขียนชุดเกณฑ์.md")
    assert page == generator().guide_page(page), "run docs/generate.py"


def test_the_shipped_sets_that_are_known_to_be_sound_are_those_of_today():
    assert read("rubrics/sound.txt") == sound_sets(), "run docs/generate.py"


def alike(told: str, quoted: str) -> bool:
    """Whether two texts can be the same, where ``*`` stands for anything in either."""

    @cache
    def from_(at: int, other: int) -> bool:
        if at == len(told) or other == len(quoted):
            return not (told[at:] + quoted[other:]).strip("*")
        if "*" in (told[at], quoted[other]):
            return from_(at + 1, other) or from_(at, other + 1)
        return told[at] == quoted[other] and from_(at + 1, other + 1)

    return from_(0, 0)


def test_the_guide_of_evaluators_quotes_what_the_program_says():
    """In its tables of messages; … stands for what is left out."""
    page = read("docs/คู่มือผู้ประเมิน.md").split("## ข้อความที่พบบ่อย")[1].split("\n## ")[0]
    quotes = re.findall(r"^\| (?!ข้อความ |---)(.+?) \| ", page, re.MULTILINE)
    assert len(quotes) > 40
    messages = [found["message"] for found in catalogue("th")["finding"].values()]
    told = [re.sub(r"\{\w+\}|\[\[.*?\]\]", "*", message) for message in messages]
    for quote in quotes:
        wanted = re.sub(r" ?… ?", "*", quote)
        begun = [one for one in told if "*" in one[:5] or one[:5] == wanted[:5]]
        assert any(alike(one, wanted) for one in begun), quote


def test_every_field_of_the_results_is_described_and_no_other():
    for module in (analysis, comparison, results, trend):
        for name, one in vars(module).items():
            if isclass(one) and issubclass(one, results.Stored):
                assert all(field.description for field in one.model_fields.values()), name


def test_the_readme_has_two_commands_of_one_line_each():
    blocks = re.findall(r"^```bash\n(.*?)^```$", read("README.md"), re.MULTILINE | re.DOTALL)
    assert [block.count("\n") for block in blocks] == [1, 1]
    assert "qp-scoring score inputs/qp-2566-6m" in blocks[0]
    assert "pytest" in blocks[1]


def test_the_changelog_puts_changes_of_scores_first():
    releases = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert releases
    for release in releases:
        headings = re.findall(r"^### (.*)$", release, re.MULTILINE)
        assert headings[0] == "Score changes"


def parsed(schema):
    """A schema without what only newer versions of pydantic say of a dataclass."""
    document = json.loads(schema)
    for name in ("Alias", "Office", "OfficeTarget"):
        for key in ("additionalProperties", "description"):
            document.get("$defs", {}).get(name, {}).pop(key, None)
    return document


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("results", partial(document_schema, Results)),
        ("analysis", partial(document_schema, Analysis)),
        ("comparison", partial(document_schema, Comparison)),
        ("trend", partial(document_schema, Trend)),
        ("rubric", rubric_schema),
        ("indicator", indicator_schema),
    ],
)
def test_the_schemas_shipped_are_those_of_the_models(name, schema):
    folder = "rubrics" if name in ("rubric", "indicator") else "qp_scoring/data"
    assert parsed(read(f"{folder}/{name}.schema.json")) == parsed(schema())
