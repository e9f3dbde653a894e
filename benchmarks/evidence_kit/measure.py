"""Measures reading of narrative reports against labels made by hand (``labels/*.toml``).

Run from the project's folder: ``python benchmarks/evidence_kit/measure.py REPORT...`` (files, or a
folder that holds them). A label whose report is not given, or differs from the one labelled, is
skipped and said so. Labels hold line numbers and judgements, never a report's sentences.

Precision is the share of passages that touch a labelled line of their item; recall the share of
labelled facts that a passage touches. Blank accuracy counts parts of topics per unit; so does the
rate of passages and sections given to another office than the one whose lines they stand on.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qp_scoring.evidence.document import ReportRecord
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric

LABELS = Path(__file__).parent / "labels"
EARLIER = "rubrics/qp-2566/earlier/0.1.1"
STATUS = {"a": "answered", "p": "planned", "n": "none", "b": "blank"}
PARTS = {
    "inspection": ("progress", "factors", "problems", "innovation", "suggestions"),
    "units": ("situation", "results", "problems", "suggestions", "innovation"),
}
GOALS = {"precision": 0.8, "recall": 0.8, "blank": 0.95}


@dataclass
class Tally:
    """Right of all, with what was wrong."""

    right: int = 0
    all: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, right: bool, what: str) -> None:
        self.all += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    @property
    def share(self) -> float:
        return self.right / self.all if self.all else 1.0


@dataclass
class Measured:
    """What one report, or all of them, came to."""

    precision: Tally = field(default_factory=Tally)
    recall: Tally = field(default_factory=Tally)
    blank: Tally = field(default_factory=Tally)
    status: Tally = field(default_factory=Tally)
    office: Tally = field(default_factory=Tally)

    def merge(self, other: Measured) -> None:
        for name in vars(self):
            mine, theirs = getattr(self, name), getattr(other, name)
            mine.right += theirs.right
            mine.all += theirs.all
            mine.wrong += theirs.wrong


def touches(lines: tuple[int, int], labelled: list[int]) -> bool:
    return any(lines[0] <= line <= lines[1] for line in labelled)


def measure(report: ReportRecord, label: dict[str, Any]) -> Measured:
    found = Measured()
    for passage in report.passages:
        entry = label["items"].get(passage.item, {"facts": [], "possible": []})
        accepted = [line for fact in entry["facts"] for line in fact] + entry["possible"]
        found.precision.add(touches(passage.lines, accepted), f"{passage.item} {passage.lines[0]}")
    for item, entry in label["items"].items():
        own = [one.lines for one in report.passages if one.item == item]
        for fact in entry["facts"]:
            hit = any(touches(lines, fact) for lines in own)
            found.recall.add(hit, f"{item} {fact[0]}")
    for office, topics in topics_of(label):
        for topic, letters in topics.items():
            parts = zip(PARTS[label["kind"]], letters, strict=True)
            for part, letter in parts:
                told = status(report, topic, part, office)
                expected = STATUS.get(letter)
                what = f"{office or ''} {topic} {part}: {told}, not {expected}"
                empty = {"none", "blank", "not_duty", None}
                found.blank.add((told in empty) == (expected in empty), what)
                found.status.add(told == expected, what)
    for lines, code in places(report):
        found.office.add(code == office_at(label, lines[0]), f"line {lines[0]}: {code}")
    return found


def topics_of(label: dict[str, Any]) -> Iterator[tuple[str | None, dict[str, str]]]:
    if "topics" in label:
        yield None, label["topics"]
    for office in label["office"]:
        if "topics" in office:
            yield office.get("code") or office["name"], office["topics"]


def status(report: ReportRecord, topic: str, part: str, office: str | None) -> str | None:
    """The status of a part, ``answered`` where any of its sections is; None where it is absent."""
    found = [
        section.status
        for section in report.sections
        if (section.focus, section.part) == (topic, part)
        and office in (None, section.office, section.unit)
    ]
    return "answered" if "answered" in found else found[0] if found else None


def places(report: ReportRecord) -> Iterator[tuple[tuple[int, int], str | None]]:
    for part in (*report.sections, *report.passages):
        yield part.lines, part.office


def office_at(label: dict[str, Any], line: int) -> str | None:
    for office in label["office"]:
        if office["lines"][0] <= line <= office["lines"][1]:
            return office.get("code")
    return None


def labelled(given: list[str]) -> Iterator[tuple[dict[str, Any], Path]]:
    files = [
        path for one in map(Path, given) for path in (one.iterdir() if one.is_dir() else [one])
    ]
    for source in sorted(LABELS.glob("*.toml")):
        label = tomllib.loads(source.read_text(encoding="utf-8"))
        path = next((file for file in files if file.name == label["file"]), None)
        if path is None:
            print(f"skipped: {label['file']} was not given")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != label["sha256"]:
            print(f"skipped: {path.name} is not the report that was labelled")
        else:
            yield label, path


def show(name: str, found: Measured, wrong: bool) -> None:
    print(f"\n{name}")
    for key in ("precision", "recall", "blank", "status"):
        tally = getattr(found, key)
        goal = f"  (goal {GOALS[key]})" if key in GOALS else ""
        print(f"  {key:10} {tally.share:.3f}  {tally.right}/{tally.all}{goal}")
        if wrong and tally.wrong:
            print("    wrong: " + ", ".join(tally.wrong))
    office = found.office
    print(f"  wrong office {1 - office.share:.3f}  {office.all - office.right}/{office.all}")
    if wrong and office.wrong:
        print("    wrong: " + ", ".join(office.wrong))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+")
    # The labels speak of the items of that version.
    parser.add_argument("--rubric", default=EARLIER)
    parser.add_argument("--wrong", action="store_true", help="list what was wrong")
    options = parser.parse_args()
    pairs = list(labelled(options.reports))
    if not pairs:
        return 0
    started = time.perf_counter()
    reader = ReportReader.of(load_rubric(options.rubric), OfficeRegistry.shipped())
    ready = time.perf_counter()
    total, size = Measured(), 0
    for label, path in pairs:
        (report,) = read_reports([InputFile(path, path.name)], reader, FindingLog())
        size += path.stat().st_size
        found = measure(report, label)
        show(path.name, found, options.wrong)
        total.merge(found)
    done = time.perf_counter()
    show("all", total, False)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\n{size // 1024} KB: {ready - started:.2f} s to start, {done - ready:.2f} s, {memory} MB"
    )
    reached = all(getattr(total, key).share >= goal for key, goal in GOALS.items())
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
