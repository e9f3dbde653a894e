"""Times a national round: 245 filled checklists, scored and delivered.

Run from the project's folder: ``python benchmarks/national.py [--assessors N]``. Marks are random
(seeded) and say nothing about the offices. Making the forms is timed apart from scoring them.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from qp_scoring.forms import FormsRequest, make_forms
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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assessors", type=int, default=1)
    given = options.parse_args()
    rubric = load_rubric("qp-2566")
    measures = {measure.id for one in rubric.indicators for measure in one.measure}
    chance = random.Random(2566)
    names = [f"ผู้ประเมินตัวอย่าง {n}" for n in range(1, given.assessors + 1)]
    with tempfile.TemporaryDirectory() as folder:
        forms = Path(folder) / "forms"
        started = time.perf_counter()
        paths = make_forms(FormsRequest(forms, everyone=True, assessors=names))
        print(f"make {len(paths)} forms: {time.perf_counter() - started:.1f} s")
        for path in paths:
            fill(path, chance, measures)
        for jobs in (1, 2):
            out = Path(folder) / f"out{jobs}"
            started = time.perf_counter()
            command = [sys.executable, "-m", "qp_scoring", "score", str(forms), "--out", str(out)]
            done = subprocess.run([*command, "--jobs", str(jobs)], capture_output=True, check=False)
            seconds = time.perf_counter() - started
            print(f"score {len(paths)} checklists, --jobs {jobs}: {seconds:.1f} s")
            done.check_returncode()


if __name__ == "__main__":
    main()
