"""The house has floors: a room knows only rooms below it, and no two modules know each other."""

import ast
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

import pytest
from making import PROJECT

PACKAGE = PROJECT / "qp_scoring"

# From the top down (docs/architecture.md has the picture).
FLOORS = (
    "__main__",
    "cli",
    "api",
    "jobs",
    "exchange",
    "reports",
    "delivery",
    "paper",
    "evidence",
    "analysis",
    "scoring",
    "intake",
    "documents",
    "rubric",
    "findings",
    "messages",
    "hashes",
    "person_names",
    "thai",
)


@pytest.fixture(scope="module")
def modules(syntax):
    """The nodes of every module by its dotted name, the package itself left out."""
    named = {}
    for path, nodes in syntax.items():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            named[name] = nodes
    return named


def imported(nodes, known):
    """The modules that a module imports, for types alone or when it runs."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            package, _, below = (node.module or "").partition(".")
            for alias in node.names if package == "qp_scoring" else ():
                deeper = f"{below}.{alias.name}".strip(".")
                if deeper in known or below in known:
                    yield deeper if deeper in known else below


@pytest.fixture(scope="module")
def arrows(modules):
    """The modules that each module imports."""
    return {name: set(imported(nodes, modules)) for name, nodes in modules.items()}


def test_every_room_stands_on_a_floor(arrows):
    assert {name.partition(".")[0] for name in arrows} == set(FLOORS)


def test_a_room_knows_only_rooms_below_it(arrows):
    floor = {room: at for at, room in enumerate(FLOORS)}
    climbs = [
        f"{name} → {other}"
        for name, others in arrows.items()
        for other in others
        if floor[name.partition(".")[0]] > floor[other.partition(".")[0]]
    ]
    assert climbs == []


def test_no_two_modules_know_each_other(arrows):
    try:
        tuple(TopologicalSorter(arrows).static_order())
    except CycleError as circle:
        raise AssertionError(circle.args[1]) from None


def test_a_word_has_one_meaning(modules):
    """No two modules give one name to two classes or types, an inner name with its _ included."""
    homes = defaultdict(set)
    for module, (tree, *_) in modules.items():
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else ()
            names = {one.id for one in targets if isinstance(one, ast.Name)}
            for name in {node.name} if isinstance(node, ast.ClassDef) else names:
                if name.lstrip("_")[:1].isupper() and not name.isupper():
                    homes[name.lstrip("_")].add(f"{module}.{name}")
    assert [sorted(found) for found in homes.values() if len(found) > 1] == []
