"""Who answered which จุดเน้น: a sheet of topics and units, and one of all parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from qp_scoring.evidence.consolidate import unit_name
from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.document import Evidence, SectionRecord
from qp_scoring.evidence.skeleton import Focus, Skeleton
from qp_scoring.evidence.unit_names import AREA_AGENCY
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable, draw_tables
from qp_scoring.reports.evidence_book import by_office, printed_lines, unowned_passages

# What a topic comes to where nothing in it is answered: what says most comes first.
_TELLING = ("planned", "none", "not_duty", "blank")
_FILLS = {
    "answered": "#E2EFDA",
    "planned": "#FFF2CC",
    "none": "#FCE4D6",
    "blank": "#F8CBAD",
    "not_duty": "#EDEDED",
}


def write_coverage(
    path: Path, evidence: Evidence, skeleton: Skeleton, registry: OfficeRegistry
) -> None:
    """Write the coverage workbook.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("evidence-coverage-title")
    with Book(path, title, text("evidence-coverage-sheet")) as book:
        tables = (
            _topics(evidence, skeleton, registry),
            _parts(evidence, registry),
            unowned_passages(by_office(evidence).get(None, ())),
        )
        draw_tables(book, tables)


def topic_status(sections: Sequence[SectionRecord]) -> str:
    """What the parts of one topic come to for one unit: answered where any part is."""
    found = {section.status for section in sections}
    if "answered" in found:
        return "answered"
    return next(status for status in _TELLING if status in found)


def _topics(evidence: Evidence, skeleton: Skeleton, registry: OfficeRegistry) -> DrawnTable:
    """A row per topic of the fiscal-2566 table, a column per unit."""
    answers: dict[str, dict[str | None, list[SectionRecord]]] = defaultdict(dict)
    offices: set[str] = set()
    for report in evidence.documents:
        for section in with_implied(report):
            unit = unit_name(section, registry)
            answers[unit].setdefault(section.focus, []).append(section)
            if section.office:
                offices.add(unit)
    rows = [
        (
            Cell(focus.number),
            Cell(focus.title),
            *(
                _answer(answered.get(focus.number, []), focus, unit in offices)
                for unit, answered in answers.items()
            ),
        )
        for focus in skeleton.focus
    ]
    return DrawnTable(
        name=text("evidence-coverage-sheet"),
        title=text("evidence-coverage-title"),
        notices=(),
        legend=(text("evidence-coverage-legend"),),
        columns=(
            Column(text("evidence-column-focus"), 11, CENTRED),
            Column(text("evidence-column-title"), 60),
            *(Column(unit, 20, CENTRED) for unit in answers),
        ),
        rows=rows,
        frozen_columns=2,
    )


def _answer(sections: Sequence[SectionRecord], focus: Focus, is_office: bool) -> Cell:
    """What one unit answered to a topic, as a cell."""
    if not sections:
        if is_office and AREA_AGENCY not in focus.agencies:
            return _coloured("not_duty", text("evidence-section-not_duty"))
        return Cell(text("evidence-coverage-absent"))
    status = topic_status(sections)
    if status != "answered":
        return _coloured(status, text(f"evidence-section-{status}"))
    answered = sum(section.status == "answered" for section in sections)
    line = text("evidence-coverage-answered", answered=answered, total=len(sections))
    counts = Counter(str(section.status) for section in sections)
    others = [f"{text(f'evidence-section-{one}')} {counts[one]}" for one in _TELLING if counts[one]]
    return _coloured(status, f"{line} ({', '.join(others)})" if others else line)


@cache
def _coloured(status: str, line: str) -> Cell:
    return Cell(line, style=replace(CENTRED, fill=_FILLS[status]))


def _parts(evidence: Evidence, registry: OfficeRegistry) -> DrawnTable:
    """A row per section, in the order of the reports."""
    keys = ("file", "focus", "title", "part", "unit", "answer", "lines")
    widths = (28.0, 10.0, 50.0, 18.0, 30.0, 16.0, 14.0)
    rows = [
        (
            Cell(report.file, quoted=True),
            Cell(section.focus or "-"),
            Cell(section.title or text("evidence-no-focus")),
            Cell(text(f"evidence-part-{section.part}")),
            Cell(unit_name(section, registry), quoted=True),
            _coloured(section.status, text(f"evidence-section-{section.status}")),
            Cell(printed_lines(section.lines)),
        )
        for report in evidence.documents
        for section in report.sections
    ]
    return DrawnTable(
        name=text("evidence-sections-sheet"),
        title=text("evidence-sections-title"),
        notices=(),
        legend=(),
        columns=tuple(
            Column(text(f"evidence-column-{key}"), width)
            for key, width in zip(keys, widths, strict=True)
        ),
        rows=rows,
        empty=text("evidence-no-focus"),
    )
