"""How many faults put into the core of the scoring its tests find.

    python benchmarks/mutation.py [GROUP ...]

mutmut changes one thing after another in each module of a group (a sign, a bound, a name, an
argument) in a copy of the project, and runs the fast tests of the group that come past the changed
function. What no test finds is either a gap of the tests or no fault at all: those that can make no
difference stand in ``equivalent_mutants.toml`` with the reason. Needs ``pip install mutmut``; all
groups take about half an hour on two cores. Ends with 1 where a module finds less than 95 %.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
COPIED = ("qp_scoring", "tests", "rubrics", "inputs", "docs", "benchmarks")
ENOUGH = 0.95

# Of each group: its modules, and the fast tests that say what they are to do.
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mean": (
        ("scoring/mean", "scoring/bands", "rubric/nodes"),
        ("mean", "arithmetic", "forms_of_scoring", "nodes"),
    ),
    "rules": (
        ("rubric/curves", "rubric/conditions", "rubric/rules"),
        ("curves", "conditions", "forms_of_scoring", "nodes", "reach"),
    ),
    "voices": (
        ("scoring/consensus", "scoring/levels"),
        ("consensus", "committee"),
    ),
    "states": (("scoring/states",), ("states", "blanks", "consensus")),
    "marks": (("intake/marks",), ("marks",)),
    "space": (
        ("rubric/space", "rubric/reach"),
        ("reach", "certificates", "severity", "way_up"),
    ),
}
_SETTINGS = """
[project]
name = "qp-scoring-mutants"
version = "0"
[tool.pytest.ini_options]
addopts = "-q --strict-markers"
[tool.mutmut]
source_paths = ["qp_scoring"]
only_mutate = {modules}
also_copy = {copied}
pytest_add_cli_args = ["-p", "no:xdist", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {tests}
do_not_mutate_patterns = ["raise (Value|Type|NotImplemented)Error", "^ *assert "]
"""
_FOUND_BY_NOBODY = {0, 5, 33}  # all tests passed; none comes past it


@dataclass
class Tally:
    """The mutants of one module: how many there are, and those that no test finds."""

    count: int = 0
    equivalent: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of those that could be found."""
        possible = self.count - self.equivalent
        return 1 - len(self.left) / possible if possible else 1.0


def main(names: list[str]) -> int:
    """Run the groups and print a line per module, then every mutant that is left."""
    equivalent = known_equivalents()
    tallies: dict[str, Tally] = {}
    for name in names or list(GROUPS):
        with tempfile.TemporaryDirectory(prefix="qp-mutants-") as place:
            copy = Path(place)
            run_group(name, copy)
            for module in GROUPS[name][0]:
                tallies[module] = tally(copy, module, equivalent)
    print("| module | mutants | equivalent | not found | found |\n|---|--:|--:|--:|--:|")
    for module, found in tallies.items():
        row = (found.count, found.equivalent, len(found.left), f"{found.share:.1%}")
        print(f"| `{module}` |", " | ".join(map(str, row)), "|")
    for module, found in tallies.items():
        for shown in found.left:
            print(f"\n{module}: {shown}")
    return int(any(found.share < ENOUGH for found in tallies.values()))


def known_equivalents() -> set[tuple[str, str]]:
    """The mutants that make no difference: the function, and what is changed to what."""
    listed = tomllib.loads(Path(__file__).with_name("equivalent_mutants.toml").read_text("utf-8"))
    return {
        (one["function"], f"{was} -> {now}")
        for one in listed["mutant"]
        for was, now in one["changes"]
    }


def run_group(name: str, copy: Path) -> None:
    """Let mutmut run in a copy of the project."""
    modules, tests = GROUPS[name]
    for part in COPIED:
        shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for page in PROJECT.glob("*.md"):
        shutil.copy(page, copy)
    files = [f"tests/test_{test}.py" for test in tests]
    settings = _SETTINGS.format(
        modules=json.dumps([f"qp_scoring/{module}.py" for module in modules]),
        copied=json.dumps([*COPIED[2:], "README.md", "CHANGELOG.md"]),
        tests=json.dumps([file for file in files if (copy / file).exists()]),
    )
    (copy / "pyproject.toml").write_text(settings, encoding="utf-8")
    log = copy / "mutmut.log"
    with log.open("w", encoding="utf-8") as out:
        command = [_mutmut(), "run", "--max-children", "2"]
        found = subprocess.run(command, cwd=copy, stdout=out, stderr=out, check=False)
    if found.returncode:
        raise SystemExit(log.read_text("utf-8", errors="replace")[-3000:])


def _mutmut() -> str:
    beside = Path(sys.executable).with_name("mutmut")
    return str(beside) if beside.exists() else "mutmut"


def tally(copy: Path, module: str, equivalent: set[tuple[str, str]]) -> Tally:
    """What mutmut noted of one module."""
    noted = json.loads((copy / f"mutants/qp_scoring/{module}.py.meta").read_text("utf-8"))
    codes = noted["exit_code_by_key"]
    found = Tally(count=len(codes))
    for mutant in (key for key, code in codes.items() if code in _FOUND_BY_NOBODY):
        function = _function(mutant)
        change = _change(copy, mutant)
        if (function, change) in equivalent:
            found.equivalent += 1
        else:
            found.left.append(f"{function}: {change}")
    return found


def _function(mutant: str) -> str:
    """``qp_scoring.scoring.mean.xǁMeanǁof__mutmut_2`` is ``mean.Mean.of``."""
    module, _, inner = mutant.rpartition(".")
    name = re.sub(r"__mutmut_\d+$", "", inner)
    parts = name[2:] if name.startswith("x_") else name[1:].strip("ǁ").replace("ǁ", ".")
    return f"{module.rpartition('.')[2]}.{parts}"


def _change(copy: Path, mutant: str) -> str:
    """The lines that a mutant changes, before and after, in one line."""
    shown = subprocess.run(
        [_mutmut(), "show", mutant], cwd=copy, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    was = (line[1:].strip() for line in shown if re.match(r"-(?!--)", line))
    now = (line[1:].strip() for line in shown if re.match(r"\+(?!\+\+)", line))
    return f"{' '.join(was)} -> {' '.join(now)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
