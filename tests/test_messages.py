"""Every sentence a user sees stands in both languages, complete, and none is dead."""

import ast
import re
import string
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qp_scoring.findings import QUOTE_LIMIT, Place, Severity, finding, kinds, quoted
from qp_scoring.messages import catalogue, fix, message, text

LANGUAGES = ("th", "en")
THAI = re.compile(r"[ก-๛]")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def sentences(lang):
    return catalogue(lang)["finding"]


# --- the catalogue and the sentences


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_message_and_a_fix(lang):
    assert set(sentences(lang)) == set(kinds())
    for entry in sentences(lang).values():
        assert entry.keys() - {"severity"} == {"message", "fix"}
        assert ("severity" in entry) == (lang == "th")
        assert all(part.strip() for part in entry.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentences_use_exactly_the_values_of_their_code(lang):
    wrong = {
        code: (sorted(used), sorted(kind.placeholders))
        for code, kind in kinds().items()
        if (used := fields(sentences(lang)[code]["message"]) | fields(sentences(lang)[code]["fix"]))
        != kind.placeholders
    }
    assert wrong == {}


def test_every_finding_can_be_said():
    for (code, kind), lang in product(kinds().items(), LANGUAGES):
        values = {name: f"<{name}>" for name in kind.placeholders}
        one = finding(code, Place("f.xlsx"), **values)
        said = message(one, lang) + fix(one, lang)
        assert [value for value in values.values() if value not in said] == [], (code, lang)
        assert THAI.search(message(one, lang)) or lang == "en", code


def texts(lang):
    """All texts by their keys: those of help, which stand in a table of their own, and others."""
    return catalogue(lang)["help"] | catalogue(lang)["text"]


def test_the_keys_of_texts_are_the_same_in_both_languages_with_the_same_fields():
    thai, english = map(texts, LANGUAGES)
    assert set(thai) == set(english)
    differing = [key for key in thai if fields(thai[key]) != fields(english[key])]
    assert differing == []


def test_what_help_says_stands_in_a_table_of_its_own_and_nothing_else_does():
    tables = catalogue("th")
    assert {key.partition("-")[0] for key in tables["help"]} == {"help"}
    assert [key for key in tables["text"] if key.startswith("help-")] == []


def test_there_is_nothing_else_in_the_message_files():
    assert [set(catalogue(lang)) for lang in LANGUAGES] == [{"help", "text", "finding"}] * 2


# --- nothing is dead, nothing is missing


@pytest.fixture(scope="module")
def strings_of_the_program(syntax):
    """Every string literal, and for every f-string a pattern of what it may come to."""
    literals, patterns = set(), set()
    for node in chain.from_iterable(syntax.values()):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_-]+"
                for part in node.values
            ]
            if sum(len(p.value) for p in node.values if isinstance(p, ast.Constant)) >= 5:
                patterns.add("".join(parts))
    return literals, patterns


def dead(keys, literals, patterns):
    """Keys that no literal and no f-string of the program can come to."""
    return [
        key
        for key in keys
        if key not in literals and not any(re.fullmatch(p, key) for p in patterns)
    ]


def test_every_code_is_used_somewhere(strings_of_the_program):
    assert dead(kinds(), *strings_of_the_program) == []


def test_every_text_is_used_somewhere(strings_of_the_program):
    assert dead(texts("th"), *strings_of_the_program) == []


def called_with(syntax, *functions):
    """The constant first arguments of calls of these functions, with their places."""
    for path, nodes in syntax.items():
        for node in nodes:
            if not (isinstance(node, ast.Call) and node.args):
                continue
            function, first = node.func, node.args[0]
            name = function.id if isinstance(function, ast.Name) else ""
            method = f".{function.attr}" if isinstance(function, ast.Attribute) else ""
            if {name, method} & set(functions) and isinstance(first, ast.Constant):
                yield f"{path.name}:{node.lineno}", first.value


def test_every_text_that_is_asked_for_exists(syntax):
    known = texts("th")
    called = called_with(syntax, "text", "._say")
    asked = [one for one in called if isinstance(one[1], str)]
    assert [one for one in asked if one[1] not in known] == []
    assert len(asked) > 50


def test_every_finding_that_is_logged_is_catalogued(syntax):
    called = called_with(syntax, ".add", "finding")
    logged = [one for one in called if CODE.fullmatch(str(one[1]))]
    assert [one for one in logged if one[1] not in kinds()] == []
    assert len(logged) > 50


# --- values are quoted, never interpreted


def test_a_code_that_is_not_catalogued_is_refused():
    with pytest.raises(KeyError):
        finding("no-such-code")


@pytest.mark.parametrize("values", [{}, {"found": "x"}, {"path": "x", "found": "y"}])
def test_values_must_be_exactly_those_of_the_sentence(values):
    with pytest.raises(ValueError, match="input-missing"):
        finding("input-missing", **values)


def test_braces_and_markup_in_a_value_stay_as_they_are():
    value = "{0} {path.__class__} [red]x[/]"
    one = finding("input-missing", path=value)
    assert all(value in message(one, lang) + fix(one, lang) for lang in LANGUAGES)
    assert "{lang}" in text("finding-fix", "th", fix="{lang}")


def test_a_long_value_is_cut_and_says_so():
    one = finding("input-missing", path="ก" * 500)
    (value,) = dict(one.values).values()
    assert len(value) == QUOTE_LIMIT
    assert value.endswith("…")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=200) | st.integers() | st.none())
def test_any_value_is_one_bounded_printable_line(value):
    said = quoted(value)
    assert len(said) <= QUOTE_LIMIT
    assert said.isprintable()
    assert quoted(said) == said


def test_control_characters_do_not_survive():
    assert quoted("ก\x1b[31m\x07\u202e\u200fข\r\nค\x00") == "ก [31m ข ค"


def test_severities_are_the_three_of_the_design():
    assert {severity.value for severity in Severity} == {"error", "warning", "info"}
    assert {kind.severity for kind in kinds().values()} == set(Severity)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(), ""),
        (Place("m.xlsx"), "m.xlsx"),
        (Place("m.xlsx", "ก", "D14"), "m.xlsx › ก!D14"),
        (Place("m.csv", None, "D14"), "m.csv › D14"),
    ],
)
def test_a_place_as_a_user_reads_it(place, shown):
    assert str(place) == shown
