"""Measures reading on short reports in many voices (``short.txt``), labelled before they are run.

Run from the project's folder: ``python benchmarks/evidence_kit/short.py [NUMBER ...]``. A text
stands behind ``=== NUMBER VOICE``, with labels as made reports have them (``made.py``). Only texts
of which something is wrong are printed; lines with an owner that no section holds are wrong, too.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from made import Made, made, measure
from measure import Tally

from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric

TEXTS = Path(__file__).parent / "short.txt"
SHOWN = ("owner", "heading", "status")


def texts() -> Iterator[tuple[str, str]]:
    """Each text's number and voice, and the labelled text."""
    for block in re.split(r"^=== ", TEXTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, text = block.partition("\n")
        yield name, text


def measured(label: Made, file: Path, reader: ReportReader) -> dict[str, Tally]:
    """What is right and wrong of all reports that a text holds, as of one."""
    file.write_text(label.text, encoding="utf-8")
    first, *others = read_reports([InputFile(file, file.name)], reader, FindingLog())
    reports = (first, *others)
    sections = tuple(section for report in reports for section in report.sections)
    passages = tuple(passage for report in reports for passage in report.passages)
    whole = first.model_copy(update={"sections": sections, "passages": passages})
    found = {name: tally for name, tally in measure(whole, label, reader).items() if name in SHOWN}
    told = {
        line
        for section in sections
        for answer in section.answers
        for line in range(answer.lines[0], answer.lines[1] + 1)
    }
    for line, one in label.labels.items():
        if one.owners != {None} and line not in told:
            found["owner"].add(False, f"{line}: in no section")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*")
    options = parser.parse_args()
    registry = OfficeRegistry.shipped()
    reader = ReportReader.of(load_rubric("qp-2566"), registry)
    total = {name: Tally() for name in SHOWN}
    right = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts():
            if options.numbers and name.split()[0] not in options.numbers:
                continue
            labelled = Path(folder) / "labelled.txt"
            labelled.write_text(text, encoding="utf-8")
            found = measured(made(labelled, registry), Path(folder) / "report.txt", reader)
            wrong = {key: tally.wrong for key, tally in found.items() if tally.wrong}
            count += 1
            right += not wrong
            if wrong:
                print(name, *(f"{key}: {'; '.join(said)}" for key, said in wrong.items()))
            for key, tally in found.items():
                total[key].right += tally.right
                total[key].all += tally.all
    print(f"{right} of {count} texts", *(f"{k} {t.right}/{t.all}" for k, t in total.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
