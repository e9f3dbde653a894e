"""Find the line of a key in a TOML file, so that a fault can be shown where it stands.

``tomllib`` keeps no positions. This walks the text once, by table headers and keys at the start
of a line, and answers with the nearest line it knows for a path; it decides nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from qp_scoring.findings import Place

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\-\"']+)\s*=")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_TRIPLE = ('"""', "'''")


def line_numbers(text: str) -> dict[Path, int]:
    """The 1-based line of every table, array element and key that starts a line."""
    lines: dict[Path, int] = {(): 1}
    seen: Counter[Path] = Counter()
    table: Path = ()
    array: Path | None = None
    depth = elements = 0
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        bare = _QUOTED.sub('""', line).split("#", 1)[0]
        if depth and array is not None:
            if depth == 1 and bare.lstrip().startswith(("{", '"')):
                lines[(*array, elements)] = number
                elements += 1
        elif header := _HEADER.match(line):
            table = _table(header, seen)
            lines.setdefault(table, number)
            continue
        elif key := _KEY.match(line):
            array = (*table, *_parts(key[1]))
            lines.setdefault(array, number)
            elements = 0
            closing = next((q for q in _TRIPLE if line.count(q) == 1), "")
        depth = max(0, depth + bare.count("[") - bare.count("]"))
    return lines


def _table(header: re.Match[str], seen: Counter[Path]) -> Path:
    """The path of a table header; ``[[x]]`` counts up its index."""
    names: Path = _parts(header[2])
    if header[1] == "[[":
        names = (*names, seen[names])
        seen[names[:-1]] += 1
    return names


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the longest known beginning of a path."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


@dataclass(frozen=True)
class RubricFile:
    """One parsed file of a rubric set, able to say on which line a path stands."""

    name: str
    data: dict[str, Any]
    lines: dict[Path, int]

    def place(self, *path: str | int) -> Place:
        """``file:line`` of a path."""
        return Place(f"{self.name}:{line_of(self.lines, path)}")
