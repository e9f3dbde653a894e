"""Reports whose answers stand in tables: topics, parts and units as heads, as rows, and above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from table_layouts import Report, report

from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile

# Where parts, topics and units stand, and how the cells of a table do.
SHAPES = (
    "p:column t:row u:one",
    "p:column t:row u:row",
    "p:row t:column u:row",
    "p:row t:row u:column",
)
FORMS = ("tabs", "lines")
REPORTS = 2


def wrong_in(made: Report, reader: ReportReader, folder: Path) -> dict[object, object]:
    """The statuses that are not read as they were made."""
    file = folder / "report.txt"
    file.write_text(made.text, encoding="utf-8")
    (read,) = read_reports([InputFile(file, file.name)], reader, FindingLog())
    found = defaultdict(list)
    for section in with_implied(read):
        found[section.focus, section.part, section.office or ""].append(section.status)
    told = {place: status for place, status in made.statuses.items() if place[2]}
    return {place: found.get(place) for place, one in told.items() if found.get(place) != [one]}


def reports_of(shape: str, form: str) -> Iterator[Report]:
    """Reports of a shape with a head over each table, and titles that no letters number."""
    for made in map(report, count()):
        choices = made.choices
        named = choices["title"] != "letters" and choices["head"] == "yes"
        named &= choices["merged"] != "apart"
        if (choices["shape"], choices["form"]) == (shape, form) and named:
            yield made


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_cell_is_read_by_what_its_row_and_column_say(
    shape: str, form: str, reader: ReportReader, tmp_path: Path
) -> None:
    for made in islice(reports_of(shape, form), REPORTS):
        assert wrong_in(made, reader, tmp_path) == {}, made.text
