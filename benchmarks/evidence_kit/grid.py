"""How many statuses are read right in reports of every layout, and which layouts are not.

Run from the project's folder: ``python benchmarks/evidence_kit/grid.py [REPORTS] [--show LAYOUT]``.
The reports are made by ``tests/grid_layouts.py`` as a cross-product of what people choose; printed
is the share of right statuses for every choice, and for the pairs of choices that are worst.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HERE / "tests"))

from grid_layouts import Made, made  # noqa: E402  (from the folder above)

from qp_scoring.evidence.coverage import with_implied  # noqa: E402
from qp_scoring.evidence.document import ReportRecord  # noqa: E402
from qp_scoring.evidence.read import ReportReader, read_reports  # noqa: E402
from qp_scoring.findings import FindingLog  # noqa: E402
from qp_scoring.intake.files import InputFile  # noqa: E402
from qp_scoring.intake.offices.registry import OfficeRegistry  # noqa: E402
from qp_scoring.rubric.load import load_rubric  # noqa: E402

WORST = 15
FEWEST = 12  # reports of a pair of choices


def right_statuses(records: Iterable[ReportRecord], truth: Made) -> tuple[int, int]:
    """How many statuses are right, of how many."""
    found: dict[tuple[str | None, str, str | None], set[str]] = defaultdict(set)
    for record in records:
        for one in with_implied(record):
            status = "none" if one.status == "not_duty" else one.status
            found[one.focus, one.part, one.office].add(status)
    return sum(found[at] == {one} for at, one in truth.statuses.items()), len(truth.statuses)


def foreign(records: Iterable[ReportRecord], truth: Made) -> tuple[int, int]:
    """How many answers are given to an office that did not give them, of all that have one."""
    wrong = told = 0
    for record in records:
        for section in record.sections:
            for cell in (cell for answer in section.answers for cell in answer.cells):
                owners = {
                    place[2]
                    for said, place in truth.whose.items()
                    if said in cell and place[2] != ""
                }
                if section.office and owners:
                    told += 1
                    wrong += section.office not in owners
    return wrong, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="?", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--only", action="append", default=[], help="CHOICE=WORD")
    parser.add_argument("--show", action="store_true", help="list the reports that are not right")
    options = parser.parse_args()
    wanted = dict(one.split("=") for one in options.only)
    reader = ReportReader.of(load_rubric("qp-2566"), OfficeRegistry.shipped())
    shares: dict[tuple[str, ...], list[float]] = defaultdict(list)
    strays = answers = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        for seed in range(options.first, options.first + options.reports):
            layout, truth = made(seed)
            chosen = layout.choices
            if any(chosen[choice] != word for choice, word in wanted.items()):
                continue
            path.write_text(truth.text, encoding="utf-8")
            records = read_reports([InputFile(path, path.name)], reader, FindingLog())
            right, of = right_statuses(records, truth)
            wrong, told = foreign(records, truth)
            strays, answers = strays + wrong, answers + told
            words = [f"{choice}={word}" for choice, word in chosen.items()]
            for one in ((), *((word,) for word in words), *combinations(words, 2)):
                shares[one].append(right / of)
            if options.show and right < of:
                print(f"{seed}: {right}/{of} {wrong}/{told}", " ".join(words))
    mean = {one: sum(each) / len(each) for one, each in shares.items()}
    print(f"status {mean[()]:.3f} of {len(shares[()])} reports", end=", ")
    print(f"all right {sum(one == 1 for one in shares[()]) / len(shares[()]):.3f}", end=", ")
    print(f"foreign {strays}/{answers}")
    for one in sorted((one for one in mean if len(one) == 1), key=lambda one: one[0].split("=")[0]):
        print(f"  {one[0]:28} {mean[one]:.2f} of {len(shares[one])}")
    pairs = [one for one in mean if len(one) == 2 and len(shares[one]) >= FEWEST]
    for one in sorted(pairs, key=lambda one: mean[one])[:WORST]:
        print(f"  {' '.join(one):58} {mean[one]:.2f} of {len(shares[one])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
