"""How big the house is: modules, lines, import arrows, circles, and rooms that may be too small.

    python benchmarks/house.py [FOLDER]

``FOLDER`` holds the package (by default this checkout), so that two states can be compared. A
module that says nothing but its docstring is not counted. An arrow is an import between two
modules, or between two rooms (the packages and modules of the top floor), as the test of the
floors has it.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "tests"))

import test_layers  # noqa: E402

SMALL = 90  # lines


def circle(arrows: Mapping[str, set[str]]) -> str:
    """A circle of imports in words; "none" where there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return " → ".join(error.args[1])
    return "none"


def parsed(package: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module by its dotted name, the package itself left out."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if name := ".".join(parts[:-1] if parts[-1] == "__init__" else parts):
            yield name, ast.parse(path.read_text("utf-8"))


def main() -> int:
    """Count, and list the small modules that one other alone imports."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    trees = dict(parsed(folder / "qp_scoring"))
    says = {
        name for name, tree in trees.items() if len(tree.body) > 1 or not ast.get_docstring(tree)
    }
    arrows = {
        name: {
            one
            for one in test_layers.imported(ast.walk(tree), trees)
            if one in says and one != name
        }
        for name, tree in trees.items()
    }
    length = {name: trees[name].body[-1].end_lineno for name in says}
    rooms: dict[str, set[str]] = defaultdict(set)
    users: dict[str, list[str]] = defaultdict(list)
    for name, found in arrows.items():
        own = name.partition(".")[0]
        rooms[own] |= {one.partition(".")[0] for one in found} - {own}
        for one in found:
            users[one].append(name)
    print(f"modules {len(says)} · lines {sum(length.values()):,} · rooms {len(rooms)}")
    between = sum(map(len, rooms.values()))
    print(f"arrows {sum(map(len, arrows.values())):,} · between rooms {between}")
    print(f"circle of modules: {circle(arrows)} · of rooms: {circle(rooms)}")
    small = sorted(name for name in says if length[name] < SMALL and len(users[name]) == 1)
    print(f"under {SMALL} lines with one importer: {len(small)}")
    for name in small:
        print(f"  {length[name]:3} {name} ← {users[name][0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
