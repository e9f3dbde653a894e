"""Measures a national round: the product, the floor of the same work, and a plain script.

Run from the project's folder: ``python benchmarks/national.py [--assessors N] [--units N …]
[--marks N …] [--checklists N …] [--no-plain] [--times N]``. 245 filled checklists are scored and
delivered with one process and with two; the floor and the plain script (``national_floor.py``)
work on the same inputs. Then come, where asked for, tables of so many units, and so many filled
forms of units: 30,000 units take some six minutes, 3,000 forms two. Beside two processes stand two
separate runs on half the forms each, which show what the machine gives to two at once.

CPU is that of a run with all its processes, memory the peak of the largest of them, wall without
what flushing to the disk takes, which stands apart. Of ``--times`` rounds of all of these, taken
in turns, the least CPU and the least wall count: other programs only ever add. Where the machine
itself is faster and slower by the minute, the ratios within a round say more: their middle is
printed too. Modules are compiled before, as those of an installed program are. Making the inputs
is not measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from zipfile import ZipFile

FLOOR = str(Path(__file__).with_name("national_floor.py"))


@dataclass(frozen=True)
class Run:
    """What a process and all that it started took: seconds, and the megabytes of the largest."""

    said: dict[str, float]
    wall: float
    cpu: float
    megabytes: int

    @property
    def flushed(self) -> float:
        """The seconds that flushing to the disk took."""
        return self.said.get("flush", 0.0)


def compiled() -> dict[str, str]:
    """An environment in which modules are compiled once, in a folder apart."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "national-pyc"), **kept}


def measured(*arguments: str) -> Run:
    """Run Python with these arguments; what it prints last is JSON."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=compiled(),
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments[:3]} ended with {process.returncode}")
    return Run(
        json.loads(said.splitlines()[-1]),
        time.perf_counter() - started,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss // 1024,
    )


def score(inputs: str, out: str, jobs: str) -> None:
    """Score as the command line does; prints what flushing to the disk took."""
    from qp_scoring.cli import main
    from qp_scoring.delivery.staging import Delivery

    flush, took = Delivery._flush, [0.0]

    def timed(delivery: Delivery) -> None:
        started = time.perf_counter()
        flush(delivery)
        took[0] += time.perf_counter() - started

    Delivery._flush = timed  # type: ignore[method-assign]
    code = main(["score", inputs, "--out", out, "--jobs", jobs, "--plain"])
    if code > 1:
        raise SystemExit(code)
    print(json.dumps({"flush": took[0]}))


def product(inputs: Path, out: Path, jobs: int) -> Run:
    """The product on some inputs."""
    if out.exists():
        shutil.rmtree(out)
    return measured(__file__, "--score", str(inputs), str(out), str(jobs))


def halves_apart(forms: Path, folder: Path) -> float:
    """The wall time of two runs at once, each on every second form: what the machine has to give.

    They share nothing and wait for nothing, so two processes of one run hardly do better.
    """
    parts = [folder / "forms0", folder / "forms1"]
    for part in parts:
        part.mkdir(parents=True, exist_ok=True)
    for place, form in enumerate(sorted(forms.iterdir())):
        shutil.copy(form, parts[place % 2])
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda part: product(part, folder / f"of-{part.name}", 1), parts))
    return time.perf_counter() - started - max(run.flushed for run in runs)


def least_of(runs: Sequence[Run]) -> Run:
    """The least that was measured, each figure by itself; memory at most."""
    quickest = min(runs, key=lambda run: run.wall - run.flushed)
    cpu, megabytes = min(run.cpu for run in runs), max(run.megabytes for run in runs)
    return Run(quickest.said, quickest.wall, cpu, megabytes)


def middles(
    floors: Sequence[Run], tried: Mapping[int, Sequence[Run]], apart: Sequence[float]
) -> str:
    """The middle of the ratios of each round by itself, and how far these go."""
    rounds = list(zip(floors, tried[1], tried[2], apart, strict=True))
    ratios = {
        "one process, CPU x floor": [
            one.cpu / (floor.said["read"] + floor.said["replay"]) for floor, one, _, _ in rounds
        ],
        "two, wall x one": [
            (two.wall - two.flushed) / (one.wall - one.flushed) for _, one, two, _ in rounds
        ],
        "halves, wall x one": [half / (one.wall - one.flushed) for _, one, _, half in rounds],
    }
    said = (
        f"{name} {median(own):.2f} ({min(own):.2f} to {max(own):.2f})"
        for name, own in ratios.items()
    )
    return f"of {len(rounds)} rounds, each by itself: {'; '.join(said)}"


def line(name: str, run: Run, base: float, inside: int = 0) -> None:
    """A line of the table; ``base`` is the CPU of the floor, ``inside`` a number of units."""
    ratio = f"{run.cpu / base:6.2f} x" if base else " " * 8
    each = f"{1000 * run.cpu / inside:8.2f} ms a unit" if inside else ""
    print(
        f"{name:<34}{run.cpu:7.2f} s CPU {ratio}{run.wall - run.flushed:7.2f} s wall "
        f"(+{run.flushed:.2f} flush){run.megabytes:6d} MB{each}",
        flush=True,
    )


def content(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, as they are before they are compressed."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assessors", type=int, default=1)
    options.add_argument("--units", type=int, nargs="*", default=[])
    options.add_argument("--marks", type=int, nargs="*", default=[])
    options.add_argument("--checklists", type=int, nargs="*", default=[])
    options.add_argument("--times", type=int, default=1)
    options.add_argument("--no-plain", action="store_true")
    options.add_argument("--forms", help="a folder of filled forms, made where it is not there")
    options.add_argument("--score", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.score:
        score(*given.score)
        return
    from national_inputs import (
        make_forms_filled,
        make_level_matrix,
        make_mark_matrix,
        make_unit_forms_filled,
    )

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forms = Path(given.forms or folder / "forms")
        if not forms.exists():
            make_forms_filled(forms, given.assessors)
        count = len(list(forms.iterdir()))
        kept = str(folder / "calls")
        subprocess.run(
            [sys.executable, FLOOR, "record", str(forms), str(folder / "recorded"), kept],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=compiled(),
        )
        floors: list[Run] = []
        tried: dict[int, list[Run]] = {1: [], 2: []}
        apart: list[float] = []
        for _ in range(given.times):
            shutil.rmtree(folder / "floor", ignore_errors=True)
            floors.append(measured(FLOOR, "floor", str(forms), kept, str(folder / "floor")))
            for jobs, found in tried.items():
                found.append(product(forms, folder / f"out{jobs}", jobs))
            apart.append(halves_apart(forms, folder / "halves"))
        floor = min(floors, key=lambda run: run.said["read"] + run.said["replay"])
        least = floor.said["read"] + floor.said["replay"]
        runs = {jobs: least_of(found) for jobs, found in tried.items()}
        print(
            f"floor: calamine {floor.said['read']:.2f} s + replay of {floor.said['calls']:,} calls "
            f"{floor.said['replay']:.2f} s = {least:.2f} s CPU"
        )
        same = sum(
            content(path) == content(folder / "floor" / path.name)
            for path in (folder / "out1").rglob("*.xlsx")
        )
        print(f"{same} of {floor.said['books']} workbooks of the replay have the product's parts")
        for jobs, run in runs.items():
            line(f"{count} checklists, {jobs} process(es)", run, least)
        walls = [run.wall - run.flushed for run in runs.values()]
        print(f"two processes: {walls[1] / walls[0]:.2f} x the wall time of one")
        print(f"two separate runs on halves: {min(apart) / walls[0]:.2f} x the wall time of one")
        print(middles(floors, tried, apart))
        if not given.no_plain:
            script = measured(FLOOR, "plain", str(forms), kept, str(folder / "plain"))
            print(f"pandas + openpyxl: {script.said['plain']:.1f} s CPU")
        for kind, make, sizes in (
            ("levels", make_level_matrix, given.units),
            ("marks", make_mark_matrix, given.marks),
            ("forms", make_unit_forms_filled, given.checklists),
        ):
            for units in sizes:
                make(folder / f"{kind}{units}", units)
                run = product(folder / f"{kind}{units}", folder / f"scored-{kind}{units}", 1)
                line(f"{units:,} units, {kind}", run, 0, units)


if __name__ == "__main__":
    main()
