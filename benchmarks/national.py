"""Times a national round: 245 filled checklists, scored and delivered, by stage.

Run from the project's folder: ``python benchmarks/national.py [--assessors N] [--jobs N …]``. Marks
are random (seeded) and say nothing about the offices. Making the forms is timed apart from scoring
them. Every run is a process of its own; memory is its peak, and that of its largest worker.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from qp_scoring.documents.stages import Stage
from qp_scoring.intake.read import Request
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.rubric.load import load_rubric

MARKS = ("มี", "มี", "ไม่มี")


def fill(path: Path, chance: random.Random, measures: set[str]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, 1).value or "")
        if key in measures:
            sheet.cell(row, 4).value = chance.randint(2, 100)
        elif key.endswith(" ระดับ"):
            sheet.cell(row, 4).value = chance.randint(1, 5)
            sheet.cell(row, 5).value = "ตัวอย่าง"
        elif "." in key and " " not in key:
            sheet.cell(row, 4).value = chance.choice(MARKS)
            sheet.cell(row, 6).value = f"เอกสารตัวอย่าง {key}"
    book.save(path)


def make_round(forms: Path, assessors: int) -> int:
    """Write and fill a form per office and assessor; how many there are."""
    rubric = load_rubric("qp-2566")
    measures = {measure.id for one in rubric.indicators for measure in one.measure}
    chance = random.Random(2566)
    names = [f"ผู้ประเมินตัวอย่าง {n}" for n in range(1, assessors + 1)]
    started = time.perf_counter()
    paths = make_forms(FormsRequest(forms, everyone=True, assessors=names))
    print(f"make {len(paths)} forms: {time.perf_counter() - started:.1f} s")
    for path in paths:
        fill(path, chance, measures)
    return len(paths)


class StageTimes:
    """A watch that adds up the seconds of each stage; a stage lasts until the next begins."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage = "start"
        self._since = time.perf_counter()

    def __call__(self, stage: Stage, _done: int, _total: int) -> None:
        if stage.value != self._stage:
            self.end()
            self._stage = stage.value

    def end(self) -> None:
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0) + now - self._since
        self._since = now


def measure(forms: str, out: str, jobs: int) -> None:
    """Score once, as the command line does, and print seconds and megabytes as JSON."""
    gc.disable()
    times = StageTimes()
    score_and_deliver(Request([forms]), Path(out), jobs=jobs, watch=times)
    times.end()
    peak = {
        "run": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    print(json.dumps({"seconds": times.seconds, "megabytes": peak}))


def report(count: int, jobs: int, whole: float, measured: dict[str, dict[str, float]]) -> None:
    print(f"score {count} checklists, --jobs {jobs}: {whole:.1f} s")
    seconds = measured["seconds"]
    stages = {**seconds, "start and end": whole - sum(seconds.values()) + seconds.pop("start", 0)}
    for stage, spent in stages.items():
        if stage != "start":
            print(f"  {stage:<14}{spent:6.1f} s {spent / whole:5.0%}")
    peak = measured["megabytes"]
    print(f"  memory: {peak['run']} MB" + (f", a worker {peak['worker']} MB" if jobs > 1 else ""))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assessors", type=int, default=1)
    options.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        forms, out, jobs = given.measure
        measure(forms, out, int(jobs))
        return
    with tempfile.TemporaryDirectory() as folder:
        forms = str(Path(folder) / "forms")
        count = make_round(Path(forms), given.assessors)
        for jobs in given.jobs:
            out = str(Path(folder) / f"out{jobs}")
            started = time.perf_counter()
            done = subprocess.run(
                [sys.executable, __file__, "--measure", forms, out, str(jobs)],
                capture_output=True,
                check=True,
            )
            report(count, jobs, time.perf_counter() - started, json.loads(done.stdout))


if __name__ == "__main__":
    main()
