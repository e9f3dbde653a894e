"""The summary workbook of a round: one sheet per subject, every figure made by the engine.

Nothing is computed in a cell. The sheets' contents stand in the modules beside this, by subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.results import Results
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book
from qp_scoring.paper.page import page_footer
from qp_scoring.paper.tables import DrawnTable, draw_tables
from qp_scoring.reports import notes
from qp_scoring.reports.summary.agreement import agreed
from qp_scoring.reports.summary.distribution import coverage, distribution
from qp_scoring.reports.summary.groups import groups, indicators_by_group
from qp_scoring.reports.summary.lists import findings, method, unfinished
from qp_scoring.reports.summary.offices import change, firm, matrix, ranking
from qp_scoring.reports.summary.overview import draw_overview
from qp_scoring.reports.summary.shortfalls import most_unmet, unmet_by_group
from qp_scoring.rubric.model import Rubric


def write_summary(
    path: Path,
    results: Results,
    analysis: Analysis,
    rubric: Rubric,
    files: Mapping[str, str] | None = None,
) -> None:
    """Write the summary workbook of a round; ``files`` are score sheets by office, beside it.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("summary-title", year=rubric.fiscal_year, round=rubric.round_name(results.round))
    mark = notes.draft_mark(rubric)
    with Book(path, title, f"{rubric.id} {rubric.version}") as book:
        foot = page_footer(text("summary-sheet-overview"), mark)
        draw_overview(book, results, analysis, rubric, foot)
        draw_tables(book, _tables(results, analysis, rubric, files or {}), mark)


def _tables(
    results: Results, analysis: Analysis, rubric: Rubric, files: Mapping[str, str]
) -> Iterator[DrawnTable]:
    """The sheets in their order: results first, then what they rest on."""
    if rubric.gives_scores:
        yield ranking(analysis, results, rubric, files)
    yield matrix(results, rubric, files)
    yield distribution(analysis, results, rubric)
    if any(indicator.method == "coverage" for indicator in rubric.indicators):
        yield coverage(results, rubric)
    yield most_unmet(analysis, results, rubric)
    yield unmet_by_group(analysis, results, rubric)
    if rubric.gives_scores:
        yield groups(analysis, results, rubric)
        yield indicators_by_group(analysis, results, rubric)
    yield agreed(analysis, results, rubric)
    if rubric.gives_scores:
        yield firm(analysis, results, rubric, files)
    if analysis.change is not None:
        yield change(analysis.change, results, rubric, files)
    yield unfinished(results, rubric)
    yield findings(results, rubric)
    yield method(results, rubric)
