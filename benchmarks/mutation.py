"""How many faults put into the core of the scoring its tests find.

    python benchmarks/mutation.py [MODULE[:FUNCTION] ...]

mutmut writes a copy of each module in which one thing after another is changed (a sign, a bound, a
name, an argument); ``mutation_session.py`` runs the fast tests of that module against each change.
What no test finds is either a gap of the tests or no fault at all: those that can make no
difference stand in ``equivalent_mutants.toml`` with the reason. Ends with 1 where a module finds
less than 95 %. Needs ``pip install mutmut==3.8.1``; README.md tells how long it takes.
"""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import libcst as cst
from libcst import matchers
from mutmut.mutation.file_mutation import mutate_file_contents

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
COPIED = ("qp_scoring", "tests", "rubrics", "inputs", "docs")
ENOUGH = 0.95

# Of each module: the tests that say what it is to do.
MODULES: dict[str, tuple[str, ...]] = {
    "scoring/mean": ("mean", "forms_of_scoring", "nodes"),
    "scoring/bands": ("gates", "nodes"),
    "scoring/lacking": ("gates",),
    "scoring/levels": ("consensus", "judging", "grades", "forms_of_scoring"),
    "scoring/consensus": ("consensus", "judging", "grades"),
    "scoring/states": ("judging", "forms_of_scoring"),
    "scoring/voices": ("judging",),
    "rubric/curves": ("curves", "forms_of_scoring"),
    "rubric/conditions": ("conditions", "forms_of_scoring", "reach"),
    "rubric/rules": ("rules", "grades", "curves", "conditions", "forms_of_scoring", "nodes"),
    "rubric/whole": ("mean", "nodes", "forms_of_scoring"),
    "rubric/nodes": ("mean", "rules", "nodes", "forms_of_scoring"),
    "rubric/space": ("space", "reach", "grades"),
    "rubric/reach": ("reach",),
    "intake/marks": ("marks", "grades"),
}
# What is said in raising an error of the programmer's is nobody's business but his.
_SETTINGS = """
[tool.mutmut]
source_paths = ["qp_scoring"]
do_not_mutate_patterns = ["raise (Value|Type|NotImplemented)Error", "^ *assert "]
"""


@dataclass
class Tally:
    """The mutants of one module: how many there are, and those that no test finds."""

    count: int = 0
    too_long: int = 0
    equivalent: int = 0
    left: list[str] = field(default_factory=list)
    minutes: float = 0.0

    @property
    def share(self) -> float:
        """The share of those that could be found."""
        possible = self.count - self.equivalent
        return 1 - len(self.left) / possible if possible else 1.0


def main(asked: list[str]) -> int:
    """Run the modules and print a line for each, then every mutant that is left."""
    tallies = {}
    print(
        "| module | mutants | found | of them by time | equivalent | left | share | CPU minutes |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    for one in asked or MODULES:
        module, _, function = one.partition(":")
        found = tallies[module] = run_module(module, function)
        killed = found.count - found.equivalent - len(found.left)
        row = (found.count, killed, found.too_long, found.equivalent, len(found.left))
        shares = f"{found.share:.1%} | {found.minutes:.1f} |"
        print(f"| `{module}` |", " | ".join(map(str, row)), "|", shares, flush=True)
    for module, found in tallies.items():
        for shown in found.left:
            print(f"\n{module}: {shown}")
    return int(any(found.share < ENOUGH for found in tallies.values()))


def run_module(module: str, function: str) -> Tally:
    """Change one thing after another in a copy of the project, in one function or all."""
    before = _cpu_minutes()
    with tempfile.TemporaryDirectory(prefix="qp-mutants-") as place:
        copy = Path(place)
        for part in COPIED:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / part, copy / part, ignore=ignored)
        for page in PROJECT.glob("*.md"):
            shutil.copy(page, copy)
        (copy / "pyproject.toml").write_text(_SETTINGS, encoding="utf-8")
        file = copy / f"qp_scoring/{module}.py"
        mutated, names = _mutants(file, copy)
        file.write_text(mutated, encoding="utf-8")
        chosen = [name for name in names if _function(name).startswith(function)]
        codes = _run_session(copy, module, chosen)
    changes = _changes(mutated)
    found = Tally(count=len(codes), minutes=_cpu_minutes() - before)
    equivalent = Equivalents.listed()
    for name, code in codes.items():
        found.too_long += code < 0
        if code:
            continue
        change = f"{file.stem}.{_function(name)}", changes[name]
        if change in equivalent:
            found.equivalent += 1
        else:
            found.left.append(": ".join(change))
    return found


def _cpu_minutes() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) / 60


def _mutants(file: Path, copy: Path) -> tuple[str, list[str]]:
    """A module with all its mutants beside each function, and their names."""
    were = Path.cwd()
    os.chdir(copy)  # where mutmut looks for its settings
    try:
        plain = cst.parse_module(file.read_text("utf-8")).visit(_Undecorated())
        made = mutate_file_contents(str(file.relative_to(copy)), plain.code)
    finally:
        os.chdir(were)
    return made.code, list(made.mutant_names)


class _Undecorated(cst.CSTTransformer):
    """``@property`` above a function becomes ``name = property(name)`` below it.

    mutmut changes nothing in a decorated function.
    """

    _kept = matchers.Decorator(matchers.Name("staticmethod") | matchers.Name("classmethod"))

    def leave_FunctionDef(  # noqa: N802 (libcst's name)
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef | cst.FlattenSentinel[cst.BaseStatement]:
        """Move the decorators of a function, unless mutmut knows them."""
        decorators = updated_node.decorators
        if not decorators or any(matchers.matches(one, self._kept) for one in decorators):
            return updated_node
        wrapped: cst.BaseExpression = updated_node.name
        for one in reversed(decorators):
            wrapped = cst.Call(one.decorator, [cst.Arg(wrapped)])
        below = cst.Assign([cst.AssignTarget(updated_node.name)], wrapped)
        return cst.FlattenSentinel(
            [updated_node.with_changes(decorators=[]), cst.SimpleStatementLine([below])]
        )


def _run_session(copy: Path, module: str, names: list[str]) -> dict[str, int]:
    """Run the tests against each mutant: 0 where none fails, below 0 where they did not end."""
    asked = copy / "asked.json"
    qualified = "qp_scoring." + module.replace("/", ".")
    asked.write_text(json.dumps({"module": qualified, "mutants": names}), encoding="utf-8")
    tests = [f"tests/test_{test}.py" for test in MODULES[module]]
    files = [test for test in tests if (copy / test).exists()]
    command = [sys.executable, "-P", "-m", "pytest", "-q", "--tb=no", f"--rootdir={copy}"]
    command += ["-p", "no:xdist", "-p", "no:cacheprovider", "-p", "mutation_session", *files]
    paths = os.pathsep.join(map(str, (copy, HERE)))
    temporary = {"PYTEST_DEBUG_TEMPROOT": str(copy)}  # no session ends, so none tidies up
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, **temporary, "PYTHONPATH": paths, "MUTANT_UNDER_TEST": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    told = (copy / "told.txt").read_text("utf-8").splitlines()
    return {name: int(code) for name, code in (line.split() for line in told)}


@dataclass(frozen=True)
class Equivalents:
    """The mutants that make no difference, one by one and by kinds."""

    single: frozenset[tuple[str, str]]
    kinds: tuple[tuple[str, str], ...]

    @classmethod
    def listed(cls) -> Equivalents:
        """Those of ``equivalent_mutants.toml``."""
        found = tomllib.loads((HERE / "equivalent_mutants.toml").read_text("utf-8"))
        return cls(
            frozenset(
                (one["function"], f"{was} -> {now}")
                for one in found["mutant"]
                for was, now in one["changes"]
            ),
            tuple((kind["was"], now) for kind in found["kind"] for now in kind["now"]),
        )

    def __contains__(self, change: tuple[str, str]) -> bool:
        """Whether a change of a function (``was -> now``) makes no difference."""
        was, _, now = change[1].partition(" -> ")
        return change in self.single or any(
            before in was and was.replace(before, after, 1) == now for before, after in self.kinds
        )


def _function(mutant: str) -> str:
    """``xǁMeanǁof__mutmut_2`` is ``Mean.of``."""
    name = re.sub(r"__mutmut_\w+$", "", mutant)
    return name[2:] if name.startswith("x_") else name[1:].strip("ǁ").replace("ǁ", ".")


def _changes(mutated: str) -> dict[str, str]:
    """The lines that each mutant changes, before and after, in one line."""
    lines = mutated.splitlines()
    bodies: dict[str, list[str]] = {
        node.name: [line.strip() for line in lines[node.lineno : node.end_lineno]]
        for node in _functions(ast.parse(mutated))
    }
    found = {}
    for name, body in bodies.items():
        compared = difflib.ndiff(bodies[re.sub(r"\d+$", "orig", name)], body)
        told = [line for line in compared if line[0] in "-+"]
        was = " ".join(line[2:] for line in told if line[0] == "-")
        now = " ".join(line[2:] for line in told if line[0] == "+")
        found[name] = f"{was} -> {now}"
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            yield node


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
