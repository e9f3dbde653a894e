"""Measures reading dense reports: 566 KB of ``evidence_kit/made``, without their labels.

``python benchmarks/evidence_speed.py [OTHER_TREE] [--times N]``, from the project's folder: whole
runs of ``evidence`` in this folder, and of those in OTHER_TREE (a checkout of another commit),
whose ``evidence.json`` and workbooks must be the same: ends with 1 where files differ. A run of
each goes on at the same time on one core, for CPU seconds swing by a half with what else the
machine does: seconds say little beside other programs, how many of the other's they are does.
Linux only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

MADE = Path(__file__).parent / "evidence_kit" / "made"
HANDS = ("eight", "eleven", "five", "four", "last", "nine", "six")


def write_reports(folder: Path) -> int:
    """Write the reports without labels; how many bytes they have."""
    folder.mkdir()
    for path in (path for hand in HANDS for path in sorted(MADE.glob(f"{hand}-*.txt"))):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        text = "".join(line.partition(" ‖ ")[2] + "\n" for line in lines)
        (folder / path.name).write_text(text, encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def start(tree: Path, work: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run of a tree, its modules compiled once."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "qp_scoring", "evidence", str(work / "reports")),
            *("--out", str(out), "--plain"),
        ],
        env={**kept, "PYTHONPATH": str(tree), "PYTHONPYCACHEPREFIX": str(work / "compiled")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def together(trees: Sequence[Path], work: Path, outs: Path) -> list[tuple[float, int]]:
    """CPU seconds and megabytes of a run of each tree, all at the same time."""
    processes = [start(tree, work, outs / str(at)) for at, tree in enumerate(trees)]
    used = [os.wait4(process.pid, 0)[2] for process in processes]
    for at, tree in enumerate(trees):
        if not (outs / str(at) / "evidence.json").is_file():
            raise SystemExit(f"{tree}: evidence delivered nothing")
    return [(one.ru_utime + one.ru_stime, one.ru_maxrss // 1024) for one in used]


def delivered(out: Path) -> dict[str, bytes]:
    """The files of a run by their names; ``run.json`` tells times and is left out."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, nargs="?")
    parser.add_argument("--times", type=int, default=4)
    options = parser.parse_args()
    trees = [one.resolve() for one in (Path(__file__).parents[1], options.other) if one]
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        size = write_reports(work / "reports")
        together(trees, work, work / "compiling")
        runs = [together(trees, work, work / str(turn)) for turn in range(options.times)]
        own, other = (delivered(work / "compiling" / str(at)) for at in (0, len(trees) - 1))
    print(f"{size // 1000} KB of reports, {len(own)} files delivered")
    sums = []
    for tree, those in zip(trees, zip(*runs, strict=True), strict=True):
        seconds = [one for one, _ in those]
        sums.append(sum(seconds))
        print(f"{tree}: {min(seconds):.2f} s at least, {max(one for _, one in those)} MB")
    if options.other:
        print(f"{sums[0] / sums[1]:.2f} of the seconds of the other")
    names = sorted(own.keys() | other.keys())
    differing = [f"differs: {name}" for name in names if own.get(name) != other.get(name)]
    print("\n".join(differing), end="\n" if differing else "")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
