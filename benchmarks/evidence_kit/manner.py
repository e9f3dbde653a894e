"""Measures passages on reports told in the manner of the one real report (``manner/*.txt``).

Run from the project's folder: ``python benchmarks/evidence_kit/manner.py [NAME ...] [--report
REAL] [--wrong]``. Such reports tell mostly in noun phrases, aims and lists of works; their labels
(``manner/NAME.tsv``) are rows of line, item, ``yes`` or ``may`` (may be taken or left), and the
offices' codes, ``-`` where nobody can be named. ``real.tsv`` labels the real report, which is not
in this project: it is measured where ``--report`` gives it. ``HELD`` are not learnt from.

Strict passages touch a line that says ``yes`` of their item and office, lenient ones also ``may``.
A fact is a line that says ``yes``; it is found where a passage of its item and office touches it,
or tells of the same in nearly the same letters.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import Tally

from qp_scoring.evidence.document import PassageRecord
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.evidence.told import alike, shingles
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric

MANNER = Path(__file__).parent / "manner"
HELD = (
    *("four", "eight", "nine", "ten", "eleven", "nineteen", "twenty", "real"),
    *("twentyone", "twentytwo", "twentythree", "twentyfour"),
)
_SAME = 0.85


@dataclass(frozen=True)
class Row:
    """A line that may be evidence of an item, of these offices; ``sure``: that is."""

    line: int
    item: str
    sure: bool
    offices: frozenset[str]

    def is_of(self, item: str, office: str | None) -> bool:
        """Whether it is evidence of an item, of an office."""
        return self.item == item and (office in self.offices if office else not self.offices)


def rows(name: str, reader: ReportReader) -> list[Row]:
    """The labels of a report but those of indicators by which its office is not judged."""
    found = []
    for line in (MANNER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        number, item, verdict, codes = line.split("\t")
        named = frozenset(codes.split("+")) - {"-"}
        judged = frozenset(code for code in named if reader.may_have(code, item.rpartition(".")[0]))
        if judged or not named:
            found.append(Row(int(number), item, verdict == "yes", judged))
    return found


def manner_reports() -> Iterator[Path]:
    """The reports that are in this project."""
    yield from sorted(MANNER.glob("*.txt"))


def measure(path: Path, name: str, reader: ReportReader) -> dict[str, Tally]:
    """What the passages of a report are worth."""
    log = FindingLog()
    passages = [
        one
        for report in read_reports([InputFile(path, path.name)], reader, log)
        for one in report.passages
    ]
    labels = rows(name, reader)
    lines = path.read_text(encoding="utf-8").split("\n")
    found = {key: Tally() for key in ("strict", "lenient", "recall")}
    for one in passages:
        touched = [row for row in labels if _touches(one, row)]
        what = f"{one.item} {one.lines[0]} {one.office}"
        found["strict"].add(any(row.sure for row in touched), what)
        found["lenient"].add(bool(touched), what)
    for row in labels:
        if row.sure:
            there = any(
                _touches(one, row) or _tells_the_same(one, row, lines[row.line - 1])
                for one in passages
            )
            found["recall"].add(there, f"{row.item} {row.line}")
    return found


def _touches(passage: PassageRecord, row: Row) -> bool:
    first, last = passage.lines
    return row.is_of(passage.item, passage.office) and first <= row.line <= last


def _tells_the_same(passage: PassageRecord, row: Row, text: str) -> bool:
    if not row.is_of(passage.item, passage.office):
        return False
    return alike(shingles(passage.quote), shingles(text)) >= _SAME


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--report", type=Path, help="the real report")
    parser.add_argument("--wrong", action="store_true", help="list what was wrong")
    options = parser.parse_args()
    reader = ReportReader.of(load_rubric("qp-2566"), OfficeRegistry.shipped())
    given = [(path, path.stem) for path in manner_reports()]
    if options.report:
        given.append((options.report, "real"))
    for path, name in given:
        if options.names and name not in options.names:
            continue
        found = measure(path, name, reader)
        figures = "  ".join(
            f"{key} {tally.share:.2f} ({tally.right}/{tally.all})" for key, tally in found.items()
        )
        print(f"{name}{' (held out)' if name in HELD else ''}: {figures}")
        for key, tally in found.items() if options.wrong else ():
            print(f"    {key}: " + "; ".join(tally.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
