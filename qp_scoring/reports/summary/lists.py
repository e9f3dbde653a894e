"""The lists of the summary workbook: unfinished offices and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qp_scoring.documents.results import (
    IndicatorResult,
    OfficeResult,
    Results,
    Source,
    State,
    Status,
)
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import heads, office_columns
from qp_scoring.rubric.model import Rubric

# A blank cell needs no words of its own: blanks of an office stand together in one row.
_BLANK = "not-assessed"
_UNFINISHED = (State.NOT_ASSESSED, State.INVALID)


def unfinished(results: Results, rubric: Rubric) -> DrawnTable:
    """The offices without a result: which indicators, why, and in which cells."""
    messages = defaultdict(list)
    for entry in results.findings:
        if entry.code != _BLANK:
            messages[(entry.file, entry.sheet, entry.cell)].append(entry.message)
    rows = [
        cells
        for office in results.offices
        if office.status is not Status.COMPLETE
        for cells in _unfinished_rows(office, messages)
    ]
    code, name, _ = office_columns()
    columns = (
        code,
        name,
        Column(text("summary-status"), 15),
        Column(text("summary-settled"), 11, CENTRED),
        Column(text("summary-indicators"), 22),
        Column(text("summary-state"), 18),
        Column(text("summary-why"), 40),
        Column(text("summary-where"), 28),
    )
    return DrawnTable(
        **heads("unfinished", results, rubric),
        columns=columns,
        rows=rows,
        empty=text("summary-no-unfinished"),
        legend=(text("summary-unfinished-note", **notes.totals(results.policy.total_kind)),),
        frozen_columns=2,
    )


def _unfinished_rows(
    office: OfficeResult, messages: dict[tuple[str | None, str | None, str | None], list[str]]
) -> Iterator[tuple[Cell, ...]]:
    """One row for the indicators of an office that are unfinished for the same reason."""
    groups: dict[tuple[State, str], list[IndicatorResult]] = defaultdict(list)
    for entry in office.indicators:
        if entry.state in _UNFINISHED:
            at = entry.source
            said = messages.get((at.file, at.sheet, at.cell), []) if at else []
            own = [entry.reason] if entry.reason else []
            groups[entry.state, " ".join((*own, *entry.reasons, *said))].append(entry)
    head = (
        Cell(office.code, quoted=True),
        Cell(office.short_name, quoted=True),
        Cell(text(f"summary-status-{office.status}")),
        Cell(f"{office.coverage.scored}/{office.coverage.applicable}"),
    )
    if not groups:
        yield (*head, Cell("-"), Cell("-"), Cell(text("summary-see-findings")), Cell("-"))
    for (state, why), entries in groups.items():
        key = "not-assessed" if state is State.NOT_ASSESSED else "invalid"
        yield (
            *head,
            Cell(", ".join(entry.code for entry in entries)),
            Cell(text(f"summary-state-{key}")),
            Cell(why, quoted=True) if why else Cell(text(f"summary-why-{key}")),
            Cell(_where(entry.source for entry in entries), quoted=True),
        )


def _where(sources: Iterable[Source | None]) -> str:
    """Cells gathered by their sheet: ``file › sheet: D12, D13``."""
    cells: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        if source:
            sheet = " › ".join(part for part in (source.file, source.sheet) if part)
            cells[sheet].append(source.cell)
    return (
        "\n".join(f"{sheet}: {', '.join(dict.fromkeys(found))}" for sheet, found in cells.items())
        or "-"
    )


def findings(results: Results, rubric: Rubric) -> DrawnTable:
    """Every finding with its place and its remedy."""
    warning = STRONG
    styles = {"error": replace(warning, colour="#C00000"), "warning": warning, "info": None}
    rows = [
        (
            Cell(text(f"severity-{entry.severity}"), style=styles[entry.severity]),
            Cell(entry.code),
            Cell(entry.file or "-", quoted=bool(entry.file)),
            Cell(entry.sheet or "-", quoted=bool(entry.sheet)),
            Cell(entry.cell or "-"),
            Cell(entry.message, quoted=True),
            Cell(entry.fix, quoted=True),
        )
        for entry in results.findings
    ]
    columns = (
        Column(text("summary-severity"), 15),
        Column(text("summary-finding-code"), 22),
        Column(text("summary-file"), 24),
        Column(text("summary-sheet"), 16),
        Column(text("summary-cell"), 10, CENTRED),
        Column(text("summary-message"), 48),
        Column(text("summary-fix"), 42),
    )
    return DrawnTable(
        **heads("findings", results, rubric),
        columns=columns,
        rows=rows,
        empty=text("summary-no-findings"),
        legend=(),
    )
