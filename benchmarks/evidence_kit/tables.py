"""Measures reading on tables made by chance (``tests/table_layouts.py``): statuses by layout.

Run from the project's folder: ``PYTHONPATH=.:tests python benchmarks/evidence_kit/tables.py``.
Right is a status of a part of a topic that an office has once, and as it was made.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from table_layouts import Report, report

from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric


def said_of(
    made: Report, reader: ReportReader, folder: Path
) -> dict[tuple[str, str, str], list[str]]:
    """The statuses that were read, by topic, part and office."""
    file = folder / "report.txt"
    file.write_text(made.text, encoding="utf-8")
    (read,) = read_reports([InputFile(file, file.name)], reader, FindingLog())
    found = defaultdict(list)
    for section in with_implied(read):
        found[section.focus or "", section.part, section.office or ""].append(section.status)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0, help="list so many reports with errors")
    parser.add_argument("--only", default="", help="name=value of a choice")
    parser.add_argument("--show", type=int, default=-1, help="print one report and what is read")
    options = parser.parse_args()
    reader = ReportReader.of(load_rubric("qp-2566"), OfficeRegistry.shipped())
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    seeds = (
        [options.show]
        if options.show >= 0
        else range(options.first, options.first + options.reports)
    )
    listed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            made = report(seed)
            choices = {f"{key}={value}" for key, value in made.choices.items()}
            if options.only and not set(options.only.split(",")) <= choices:
                continue
            said = said_of(made, reader, Path(folder))
            measured = {place: one for place, one in made.statuses.items() if place[2]}
            wrong = [place for place, one in measured.items() if said.get(place) != [one]]
            for choice in ("all", *choices):
                tally = tallies[choice]
                tally[0] += len(measured) - len(wrong)
                tally[1] += len(measured)
                tally[2] += not wrong
                tally[3] += 1
            if wrong and listed < options.wrong:
                listed += 1
                print(seed, f"{len(wrong)}/{len(measured)}", made.choices)
            if options.show >= 0:
                print(made.choices)
                print(made.text.replace("\t", "⇥"))
                for place in wrong:
                    print(place, said.get(place), made.statuses[place])
    for choice, (right, every, whole, reports) in sorted(tallies.items()):
        share = f"{right / max(1, every):.3f} of {every} statuses"
        print(f"{choice:40} {share}, {whole / reports:.2f} of {reports} reports")


if __name__ == "__main__":
    main()
