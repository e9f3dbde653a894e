"""TOML as an author sees it: the line of every key, and a value as it is written.

``tomllib`` keeps no positions. The walk goes through a text that ``tomllib`` has accepted, and
notes the line on which each table, key and array element begins, however deep; no more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from qp_scoring.findings import FindingLog, Place
from qp_scoring.rubric.fields import KeyPath

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'[ \t]*(?:"((?:\\.|[^"\\])*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))[ \t]*(\.?)')
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]*")

_BARE_KEY = re.compile("[A-Za-z0-9_-]+")
_LONG = 90  # characters of a list on one line
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f]')

DEEPEST = 100
"""So many brackets a text may open within each other, and so many parts a dotted key may have."""
LONGEST_NUMBER = 400
"""So many digits a number of the file may be written with; the models bound what it may mean."""
_TOKEN = re.compile(
    rf"{_STRING.pattern}|#[^\n]*|(?P<sign>[\[\]{{}}.=,\n])|(?P<digits>[0-9][0-9_]*)|[^\"'#\[\]{{}}.=,\n0-9]+",
    re.DOTALL,
)


def excess(text: str) -> tuple[int, Literal["deep", "number"]] | None:
    """The line where a text is more than any rubric needs, and how; None for every honest one.

    ``tomllib`` and the walk below take time and memory by the square of a key's parts, and Python
    refuses the longest whole numbers, so this is asked before either, in one pass. It stops
    where the text stops being TOML: that is as far as ``tomllib`` reads.
    """
    at = opened = dots = 0
    while found := _TOKEN.match(text, at):
        sign = found["sign"]
        opened += (sign in ("[", "{")) - (sign in ("]", "}")) if sign else 0
        dots = dots + 1 if sign == "." else 0 if sign else dots
        if opened > DEEPEST or dots > DEEPEST:
            return text.count("\n", 0, at) + 1, "deep"
        if len(found["digits"] or "") > LONGEST_NUMBER:
            return text.count("\n", 0, at) + 1, "number"
        at = found.end()
    return None


def line_numbers(text: str) -> dict[KeyPath, int]:
    """The 1-based line of every table, array element and key of a valid TOML text."""
    walk = _LineWalk(text)
    walk.whole()
    return walk.lines


class Lines(Mapping[KeyPath, int]):
    """The lines of a text, found when they are first asked for: a sound file never asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> dict[KeyPath, int]:
        return line_numbers(self._text)

    def __getitem__(self, path: KeyPath) -> int:
        return self._found[path]

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class _LineWalk:
    """One walk through a text; ``lines`` is its result."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {(): 1}
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._lengths: dict[KeyPath, int] = {}  # how many tables an array of tables has so far

    def whole(self) -> None:
        """Walk from the beginning to the end."""
        table: KeyPath = ()
        at = self._skip(0)
        while at < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(table, at)
            at = self._skip(at)

    def _skip(self, at: int) -> int:
        """Behind blanks, line ends and comments."""
        found = _BLANK.match(self._text, at)
        return found.end() if found else at

    def _note(self, path: KeyPath, at: int) -> None:
        self.lines.setdefault(path, bisect_right(self._starts, at))

    def _keys(self, at: int) -> tuple[tuple[str, ...], int]:
        """A dotted key and where it ends."""
        names: list[str] = []
        while found := _KEY.match(self._text, at):
            names.append(next(name for name in found.groups() if name is not None))
            at = found.end()
            if not found[4]:
                break
        return tuple(names), at

    def _header(self, at: int) -> tuple[KeyPath, int]:
        """A table header; ``[[x]]`` begins the next table of its array."""
        double = self._text.startswith("[[", at)
        width = 2 if double else 1
        (*outer, last), end = self._keys(at + width)
        path: KeyPath = ()
        for name in outer:
            path = (*path, name)
            self._note(path, at)
            if path in self._lengths:  # an array of tables: the header means the last of them
                path = (*path, self._lengths[path] - 1)
        path = (*path, last)
        if double:
            self._note(path, at)
            number = self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, number - 1)
        self._note(path, at)
        return path, end + width

    def _pair(self, table: KeyPath, at: int) -> int:
        """A key with its value."""
        keys, end = self._keys(at)
        path = (*table, *keys)
        for length in range(len(table) + 1, len(path) + 1):
            self._note(path[:length], at)
        return self._value(path, self._skip(end + 1))

    def _value(self, path: KeyPath, at: int) -> int:
        """A value; the elements of an array and the keys of an inline table are noted."""
        if self._text[at] == "[":
            return self._array(path, at)
        if self._text[at] == "{":
            at = self._skip(at + 1)
            while self._text[at] != "}":
                at = self._comma(self._pair(path, at))
            return at + 1
        found = _STRING.match(self._text, at) or _SCALAR.match(self._text, at)
        return found.end() if found else at

    def _array(self, path: KeyPath, at: int) -> int:
        number = 0
        at = self._skip(at + 1)
        while self._text[at] != "]":
            self._note((*path, number), at)
            at = self._comma(self._value((*path, number), at))
            number += 1
        return at + 1

    def _comma(self, at: int) -> int:
        at = self._skip(at)
        return self._skip(at + 1) if self._text[at] == "," else at


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of the longest known beginning of a path."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def found_at(data: Any, path: Iterable[str | int]) -> Any:
    """What stands at a path of what a file says; None where it leads nowhere."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


@dataclass(frozen=True)
class RubricFile:
    """One parsed file of a rubric set, able to say on which line a path stands."""

    name: str
    data: dict[str, Any]
    lines: Mapping[KeyPath, int]

    def part(self, *path: str | int) -> RubricFile:
        """A table of the file as a file of its own, its lines those of the whole."""
        data = found_at(self.data, path) or {}
        start = len(path)
        lines = {at[start:]: line for at, line in self.lines.items() if at[:start] == path}
        lines.setdefault((), line_of(self.lines, path))
        return RubricFile(self.name, data, lines)

    def place(self, *path: str | int) -> Place:
        """``file:line`` of a path."""
        return Place(f"{self.name}:{line_of(self.lines, path)}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a rubric file, where faults are recorded: a path, from which others go on."""

    file: RubricFile
    log: FindingLog
    path: KeyPath = ()

    def at(self, *below: str | int) -> Spot:
        """A place below it."""
        return Spot(self.file, self.log, (*self.path, *below))

    def add(self, code: str, *below: str | int, **values: object) -> None:
        """Record a finding at its line, or that of a place below it."""
        self.log.add(code, self.file.place(*self.path, *below), **values)


def as_toml(value: Any, *, spread: bool = False, bare: bool = False) -> str:
    """A value as it is written in a file.

    ``spread`` writes a list of tables or of long texts on lines of its own; ``bare`` a table
    without its brackets, as a line of a file has it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        plain = value.is_finite() and abs(value.adjusted()) < LONGEST_NUMBER
        return format(value, "f") if plain else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        return f'"{_ESCAPED.sub(_escape, value)}"'
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {as_toml(entry)}" for name, entry in value.items())
        return "{}" if not inner else inner if bare else f"{{ {inner} }}"
    if not isinstance(value, list | tuple):
        return str(value)
    entries = [as_toml(entry) for entry in value]
    line = f"[{', '.join(entries)}]"
    if spread and entries and (is_list_of_tables(value) or len(line) > _LONG):
        return "[\n" + "".join(f"    {entry},\n" for entry in entries) + "]"
    return line


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else as_toml(name)


def is_list_of_tables(value: Any) -> bool:
    """Whether a value is a list of nothing but tables."""
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character, f"\\u{ord(character):04x}")
