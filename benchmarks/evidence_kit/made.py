"""Measures reading on made reports (``made/*.txt``): owner, heading, status and passages apart.

Run from the project's folder: ``python benchmarks/evidence_kit/made.py [NAME ...] [--wrong]``.
The groups ``held`` and ``sealed`` were held out once; the README says what is seen since.
Every line of a made report has its label before ``‖``: the offices by the letters of the first
line (``x`` another unit, ``-`` nobody), the items that it proves (``?`` where a careful reader may
take it or leave it; ``A:1.1`` of that office alone); ``# focus part A=a`` a heading with the status
of the part for each office, several one behind the other, and behind them offices and items where
the answer stands on the same line; ``9.9`` is a topic of no table; ``=`` the form's own words.
Offices are real, all that is told of them is invented.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measure import STATUS, Tally

from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.document import ReportRecord, SectionRecord
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.evidence.text import split_lead
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric
from qp_scoring.thai import to_arabic_digits

OWNERS = re.compile("[A-Zx]+")
MADE = Path(__file__).parent / "made"
MEASURES = (
    *("owner", "heading", "status", "strict", "strong", "lenient", "recall", "own recall"),
    "foreign",
)
# "จุดเน้นที่ 10 …": a title's number behind what it is called.
CALLED = re.compile(r"(?:จุดเน้น|ประเด็น|นโยบาย|หัวข้อ|เรื่อง)[ก-๎]*\s*([0-9]{1,2}(?:\.[0-9]{1,2})?)")
NO_TOPIC = "9.9"
GOALS = {"strict": 0.85, "own recall": 0.80, "status": 0.97}


Proved = dict[str, frozenset[str | None]]


@dataclass
class Label:
    """What a line is: whose answer, to which part, and what it proves of whom, by item.

    A line that answers several parts stands under any of their headings.
    """

    owners: frozenset[str | None]
    headings: frozenset[tuple[str, str]]
    items: Proved
    possible: Proved
    told_by_office: bool = True
    """Not by another unit alone: the headings of others are not labelled where units follow."""

    def proves(self, item: str, office: str | None) -> bool:
        """Whether the line is evidence of an item for an office."""
        return office in self.items.get(item, ())


@dataclass
class Made:
    """A made report: its text, labels by line, and the status of parts by office."""

    text: str
    labels: dict[int, Label] = field(default_factory=dict)
    statuses: dict[tuple[str, str, str], str] = field(default_factory=dict)
    repeated: dict[tuple[str, str], bool] = field(default_factory=lambda: defaultdict(bool))


def made(path: Path, registry: OfficeRegistry) -> Made:
    first, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    codes: dict[str, str | None] = {"x": None, "-": None}
    for pair in first.removeprefix("! ").split("; "):
        letter, name = pair.split("=")
        codes[letter] = registry.resolve(name).office.code
    found = Made("")
    headings = [("", "")]
    in_table = False
    texts = []
    for number, line in enumerate(lines, 1):
        label, _, text = line.partition(" ‖ ")
        texts.append(text)
        kind, *words = label.split()
        if kind == "=":
            continue
        # In a table with a column for each part, a row answers all of them; else what follows
        # is the last part's, of each topic that has the heading.
        following = [one for one in headings if one[1] == headings[-1][1]]
        under = headings if "\t" in text and in_table else following
        in_table = "\t" in text and (in_table or kind == "#")
        if kind == "#":
            *groups, last = " ".join(words).split(" # ")
            kind, words = _read(last.split())
            under = headings = [_headed(group.split(), found, codes) for group in (*groups, last)]
            if not kind:
                continue
        found.labels[number] = Label(
            _offices(kind, codes),
            frozenset(under),
            _proved((word for word in words if "?" not in word), kind, codes),
            _proved((word.replace("?", "") for word in words if "?" in word), kind, codes),
            told_by_office=kind != "x",
        )
    found.text = "\n".join(texts) + "\n"
    return found


def _headed(group: Sequence[str], found: Made, codes: dict[str, str | None]) -> tuple[str, str]:
    """A heading, whose statuses are noted."""
    heading = group[0], group[1]
    for letter, _, status in (word.partition("=") for word in group[2:] if "=" in word):
        place = (*heading, codes[letter])
        found.repeated[heading] |= place in found.statuses
        found.statuses[place] = STATUS[status]
    return heading


def _read(group: Sequence[str]) -> tuple[str, list[str]]:
    """Whose answer stands on the line of a heading, none where none does, and its items."""
    owners, *items = [word for word in group[2:] if "=" not in word] or [""]
    return (owners, items) if OWNERS.fullmatch(owners) else ("", [])


def _offices(letters: str, codes: dict[str, str | None]) -> frozenset[str | None]:
    return frozenset(codes[letter] for letter in letters)


def _proved(words: Iterable[str], owners: str, codes: dict[str, str | None]) -> Proved:
    found: Proved = {}
    for word in words:
        letters, _, item = word.rpartition(":")
        found[item] = found.get(item, frozenset()) | _offices(letters or owners, codes)
    return found


def judged(item: str, owners: Iterable[str | None], reader: ReportReader) -> frozenset[str | None]:
    """Those of some offices that are judged by an item: 6b is nothing of primary schools' areas."""
    indicator = item.rpartition(".")[0]
    return frozenset(code for code in owners if reader.may_have(code, indicator))


def measure(report: ReportRecord, label: Made, reader: ReportReader) -> dict[str, Tally]:
    found = {name: Tally() for name in MEASURES}
    owners, headings = defaultdict(set), defaultdict(set)
    for section in report.sections:
        for answer in section.answers:
            for line in range(answer.lines[0], answer.lines[1] + 1):
                owners[line].add(section.office)
                headings[line].add((numbers_of(section), section.part))
    for line, one in label.labels.items():
        if line in owners:  # a line that says that there is nothing is no answer
            found["owner"].add(owners[line] == one.owners, f"{line}: {owners[line]}")
            if one.told_by_office:
                right = all(
                    any((number, part) in one.headings for number in numbers)
                    for numbers, part in headings[line]
                )
                said = sorted((min(numbers), part) for numbers, part in headings[line])
                found["heading"].add(right, f"{line}: {said}")
    for (focus, part, office), expected in label.statuses.items():
        said = [
            section.status
            for section in with_implied(report)
            if focus in numbers_of(section) and (section.part, section.office) == (part, office)
        ]
        # The labels have no letter for "not its duty", which is a way to say that there is nothing.
        said = ["none" if one == "not_duty" else one for one in said]
        if label.repeated[focus, part]:
            said = sorted(set(said))  # its heading stands in the report more than once
        found["status"].add(said == [expected], f"{focus} {part} {office}: {said}, not {expected}")
    hit: set[tuple[int, str, str | None]] = set()
    for passage in report.passages:
        lines = [
            label.labels[line]
            for line in range(passage.lines[0], passage.lines[1] + 1)
            if line in label.labels
        ]
        own = [one for one in lines if passage.office in one.owners]
        what = f"{passage.item} {passage.lines[0]} {passage.office} {passage.strength}"
        right = any(one.proves(passage.item, passage.office) for one in own)
        found["strict"].add(right, what)
        if passage.strength == "strong":
            found["strong"].add(right, what)
        may_be = any(passage.item in (*one.items, *one.possible) for one in lines)
        found["lenient"].add(may_be, what)
        found["foreign"].add(passage.office is not None and not own, what)
        for line in range(passage.lines[0], passage.lines[1] + 1):
            hit.add((line, passage.item, passage.office))
    recall(found, hit, label, reader, report.offices)
    return found


def recall(
    found: dict[str, Tally],
    hit: set[tuple[int, str, str | None]],
    label: Made,
    reader: ReportReader,
    offices: tuple[str, ...],
) -> None:
    """Of the labelled facts those that a passage has: of anybody, and of all whose they are."""
    for line, one in label.labels.items():
        for item, told_of in one.items.items():
            owners = judged(item, told_of, reader)
            if owners:
                anybody = any((line, item, code) in hit for code in (*owners, None, *offices))
                found["recall"].add(anybody, f"{item} {line}")
                own = all((line, item, code) in hit for code in owners)
                found["own recall"].add(own, f"{item} {line}")


def numbers_of(section: SectionRecord) -> frozenset[str]:
    """The number of its จุดเน้น; of a topic of no table, the one for that and the printed one."""
    if section.focus:
        return frozenset({section.focus})
    called = CALLED.match(to_arabic_digits(section.title))
    printed = split_lead(section.title)[0] or (called[1] if called else "")
    return frozenset({NO_TOPIC, printed})


def reports(names: list[str]) -> Iterator[Path]:
    for path in sorted(MADE.glob("*.txt")):
        if not names or path.stem in names:
            yield path


def show(name: str, found: dict[str, Tally], wrong: bool) -> None:
    figures = "  ".join(
        f"{key} {tally.share:.2f} ({tally.right}/{tally.all})" for key, tally in found.items()
    )
    print(f"{name}: {figures}")
    for key, tally in found.items() if wrong else ():
        if tally.wrong and key != "foreign":
            print(f"    {key}: " + "; ".join(tally.wrong))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--wrong", action="store_true", help="list what was wrong")
    options = parser.parse_args()
    registry = OfficeRegistry.shipped()
    reader = ReportReader.of(load_rubric("qp-2566"), registry)
    totals: dict[str, dict[str, Tally]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in reports(options.names):
            label = made(path, registry)
            file = Path(folder) / path.name
            file.write_text(label.text, encoding="utf-8")
            (report,) = read_reports([InputFile(file, file.name)], reader, FindingLog())
            found = measure(report, label, reader)
            show(path.stem, found, options.wrong)
            group = path.stem.split("-")[0]
            total = totals.setdefault(group, {name: Tally() for name in MEASURES})
            for name, tally in found.items():
                total[name].right += tally.right
                total[name].all += tally.all
    for group, total in totals.items():
        show(f"all {group}", total, False)
    reached = (total[key].share >= goal for total in totals.values() for key, goal in GOALS.items())
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
