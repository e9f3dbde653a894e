"""Compares what two versions of the program deliver, byte by byte.

``python benchmarks/same_bytes.py OTHER_TREE INPUT… [--jobs N N]``: every INPUT is scored by the
program in OTHER_TREE (a checkout of another commit) and by the one in this folder, with the first
and the second number of processes. ``run.json`` tells times and paths and is left out. Prints the
files that differ; ends with 1 where any do.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def deliver(tree: Path, given: Path, out: Path, jobs: int) -> dict[str, bytes]:
    """What the program of a tree delivers of an input, by the names of its files."""
    subprocess.run(
        [
            *(sys.executable, "-P", "-m", "qp_scoring", "score", str(given.resolve())),
            *("--out", str(out), "--jobs", str(jobs), "--plain"),
        ],
        env={**os.environ, "PYTHONPATH": str(tree.resolve())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    files = (path for path in out.rglob("*") if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("other", type=Path)
    options.add_argument("inputs", type=Path, nargs="+")
    options.add_argument("--jobs", type=int, nargs=2, default=(1, 1))
    given = options.parse_args()
    trees = (given.other, Path(__file__).parents[1])
    different = 0
    for one in given.inputs:
        with tempfile.TemporaryDirectory() as folder:
            before, now = (
                deliver(tree, one, Path(folder) / f"out{at}" / "results", jobs)
                for at, (tree, jobs) in enumerate(zip(trees, given.jobs, strict=True))
            )
        names = [
            name for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)
        ]
        different += len(names)
        print(f"{one}: {len(now)} files, {len(names)} differ", *names[:20], sep="\n  ", flush=True)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
