"""A fault in a TOML file is shown on the line where it stands, however deep (docs/rules.md)."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SHIPPED_RUBRIC

from qp_scoring.rubric.lines import line_numbers, line_of

TEXT = '''\
# a comment with [brackets] = and "quotes
title = "a # b ] ["
"quoted key" = 'c\\'

[table]
inline = { a = 1, b = { c = [1, 2] } }
dotted.key = true
list = [
    "one", "two", # ]
    { name = "three", values = [
        4.50,
    ] },
]
text = """
[not.a.table]
key = "no key"
"""
after = -1

[[part]]
name = "p0"
[[part.level]]
level = 1
[[part.level]]
level = 2
requires = { all = [
    "1.1",
    { any = ["1.2",
             "1.3"] },
] }

[[part]]
name = "p1"
  [part.curve]
  points = [[1, 2], [3, 4],
            [5, 6]]
  [[part.level]]
  level = 3
'''
LINES = TEXT.splitlines()


def paths(value, path=()):
    """The path of every table, key and element."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from paths(inner, (*path, at))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 'title = "a # b ] ["'),
        (("quoted key",), "\"quoted key\" = 'c\\'"),
        (("table",), "[table]"),
        (("table", "inline", "b", "c", 1), "inline = { a = 1, b = { c = [1, 2] } }"),
        (("table", "dotted"), "dotted.key = true"),
        (("table", "dotted", "key"), "dotted.key = true"),
        (("table", "list", 1), '    "one", "two", # ]'),
        (("table", "list", 2, "values"), '    { name = "three", values = ['),
        (("table", "list", 2, "values", 0), "        4.50,"),
        (("table", "after"), "after = -1"),
        (("part", 0, "level", 1, "requires", "all", 1, "any", 0), '    { any = ["1.2",'),
        (("part", 0, "level", 1, "requires", "all", 1, "any", 1), '             "1.3"] },'),
        (("part", 1, "name"), 'name = "p1"'),
        (("part", 1, "curve"), "  [part.curve]"),
        (("part", 1, "curve", "points", 2, 1), "            [5, 6]]"),
        (("part", 1, "level", 0, "level"), "  level = 3"),
    ],
)
def test_the_line_of_a_path(path, line):
    assert LINES[line_numbers(TEXT)[path] - 1] == line


def test_an_array_of_tables_begins_with_its_first_and_each_has_its_own_line():
    lines = line_numbers(TEXT)
    first, second = (at for at, line in enumerate(LINES, start=1) if line == "[[part]]")
    assert (lines["part",], lines["part", 0], lines["part", 1]) == (first, first, second)


def test_a_path_that_is_not_there_has_the_line_of_its_beginning():
    lines = line_numbers(TEXT)
    assert line_of(lines, ("part", 1, "method")) == lines["part", 1]
    assert line_of(lines, ("nowhere", "at", "all")) == 1


@pytest.mark.parametrize("path", sorted(SHIPPED_RUBRIC.rglob("*.toml")), ids=lambda p: p.name)
def test_every_path_of_the_shipped_files_has_a_line(path):
    text = path.read_text("utf-8")
    assert set(paths(tomllib.loads(text))) == set(line_numbers(text)) - {()}


def test_lines_are_counted_as_an_editor_does():
    assert line_numbers("a = 1\r\n\r\nb = 2\r\n")["b",] == 3
    assert line_numbers("a = '''\n\u2028'\n''''\nb = 2")["b",] == 4


_TOKENS = [
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    '"',
    "'",
    '"""',
    "'''",
    "#",
    "\n",
    ".",
    "a",
    "1",
    "\\",
    " ",
]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(_TOKENS), max_size=25).map("".join))
def test_whatever_is_toml_is_walked_whole(text):
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(paths(data)) == set(line_numbers(text)) - {()}
