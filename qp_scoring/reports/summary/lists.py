"""The lists of the summary workbook: unfinished offices, findings, and how figures were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qp_scoring.documents.results import (
    OfficeResult,
    Results,
    Source,
    State,
    Status,
)
from qp_scoring.findings.condense import together
from qp_scoring.messages import text
from qp_scoring.paper.page import PORTRAIT
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable
from qp_scoring.reports import notes
from qp_scoring.reports.summary.at_fault import SaidAtCells, cells_at_fault, why_open
from qp_scoring.reports.summary.cells import heads, name_cells, name_columns
from qp_scoring.rubric.model import Rubric


def unfinished(results: Results, rubric: Rubric) -> DrawnTable:
    """The offices without a result: which indicators, why, and in which cells."""
    told = SaidAtCells(results.findings)
    rows = [
        cells
        for office in results.offices
        if office.status is not Status.COMPLETE
        for cells in _unfinished_rows(office, told)
    ]
    columns = (
        *name_columns(29),
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


def _unfinished_rows(office: OfficeResult, told: SaidAtCells) -> Iterator[tuple[Cell, ...]]:
    """One row for the indicators of an office that are unfinished for the same reason."""
    groups: dict[tuple[State, str], list[tuple[str, Sequence[Source]]]] = defaultdict(list)
    for entry in office.indicators:
        if entry.state.is_open:
            cells = cells_at_fault(entry, told)
            groups[entry.state, why_open(entry, cells, told)].append((entry.code, cells))
    head = (
        *name_cells(office.code, office.short_name),
        Cell(text(f"summary-status-{office.status}")),
        Cell(f"{office.coverage.scored}/{office.coverage.applicable}"),
    )
    if not groups:
        yield (*head, Cell("-"), Cell("-"), Cell(text("summary-see-findings")), Cell("-"))
    for (state, why), entries in groups.items():
        key = "not-assessed" if state is State.NOT_ASSESSED else "invalid"
        yield (
            *head,
            Cell(", ".join(code for code, _ in entries)),
            Cell(text(f"summary-state-{key}")),
            Cell(why, quoted=True) if why else Cell(text(f"summary-why-{key}")),
            Cell(_where(at for _, cells in entries for at in cells), quoted=True),
        )


def _where(sources: Iterable[Source]) -> str:
    """Cells gathered by their sheet: ``file › sheet: D12:D13, E12``."""
    cells: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        sheet = " › ".join(part for part in (source.file, source.sheet) if part)
        cells[sheet].append(source.cell)
    return "\n".join(f"{sheet}: {together(found)}" for sheet, found in cells.items()) or "-"


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


def method(results: Results, rubric: Rubric) -> DrawnTable:
    """Which rubric and which rules of arithmetic made the figures."""
    return DrawnTable(
        **heads("method", results, rubric),
        legend=(),
        columns=(
            Column(text("summary-topic"), 28, STRONG),
            Column(text("summary-detail"), 84),
        ),
        rows=[(Cell(topic), Cell(detail)) for topic, detail in _rows(results, rubric)],
        filtered=False,
        paper=PORTRAIT,
    )


def _rows(results: Results, rubric: Rubric) -> Iterator[tuple[str, str]]:
    yield from _about(results, rubric)
    if rubric.gives_scores:
        yield from _arithmetic(results, rubric)
        yield from _bands(rubric)
    else:
        yield text("summary-scores"), text("summary-no-scores")
    yield from _marks(rubric)


def _about(results: Results, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """The rubric, the round, the letter and the offices."""
    stamp = results.rubric
    yield text("summary-rubric"), f"{stamp.id} {rubric.name}"
    yield text("summary-rubric-version"), stamp.version
    yield text("summary-rubric-status"), text(f"summary-rubric-{stamp.status}")
    yield text("summary-rubric-source"), rubric.source
    yield text("summary-rubric-hash"), stamp.hash
    yield text("summary-round"), rubric.round_name(results.round)
    if rubric.document.number:
        yield text("summary-document-number"), rubric.document.number
    if rubric.document.date:
        yield text("summary-document-date"), rubric.document.date
    yield text("summary-engine"), results.engine_version
    yield text("summary-offices"), _office_counts(results.offices)


def _arithmetic(results: Results, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """How marks become scores, and scores a mean."""
    policy, rules = results.policy, rubric.assessors
    yield text("summary-not-reported"), notes.policy_note(policy, rubric)
    if any(node.how == "mean" for node in rubric.above):
        yield text("summary-weights"), _weights(rubric)
    if rubric.group:
        yield text("summary-weight-groups"), _groups(rubric)
    if otherwise := "\n".join(notes.combined_otherwise(rubric)):
        yield text("summary-combined"), otherwise
    yield (
        text("summary-rounding"),
        text(
            "summary-rounding-rule",
            score=policy.score_decimals,
            mean=policy.mean_decimals,
            **notes.totals(rubric.total.show),
        ),
    )
    yield (
        text("summary-assessors"),
        text(
            "summary-assessors-rule",
            items=text(f"summary-rule-{rules.items}"),
            values=text(f"summary-rule-{rules.values}"),
            levels=text(f"summary-rule-{rules.levels}"),
        ),
    )


def _weights(rubric: Rubric) -> str:
    """The weights of the indicators, in a word where they are all alike."""
    if len({indicator.weight for indicator in rubric.indicators}) == 1:
        return text("summary-weights-alike" if rubric.group else "summary-weights-equal")
    return ", ".join(f"{one.code} = {one.weight:f}" for one in rubric.indicators)


def _groups(rubric: Rubric) -> str:
    """The groups with their shares and indicators, and what happens when an indicator leaves."""
    lines = [
        text(
            "summary-weight-group",
            name=group.name,
            weight=f"{group.weight:f}",
            codes=", ".join(one.code for one in rubric.indicators if one.group == group.id),
        )
        for group in rubric.group
    ]
    return "\n".join((*lines, text(f"summary-leaving-{rubric.weights.when_leaving}")))


def _bands(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """How bands follow from means, and offices are ranked."""
    total = notes.totals(rubric.total.show)
    yield text("summary-band-basis"), text("summary-band-basis-rule", **total)
    yield text("summary-ranking"), text("summary-ranking-rule", **total)
    confirmed = "summary-bands-confirmed" if rubric.bands.confirmed else "sheet-draft-bands"
    yield text("summary-bands-state"), text(confirmed)
    for name, words in notes.band_ranges(rubric):
        yield text("summary-band-name", name=name), words


def _marks(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """What the marks in the place of a level mean."""
    for _, printed, words in notes.marks_of_states(rubric):
        yield text("summary-mark", mark=printed), words
    for key in ("not-assessed", "invalid"):
        mark = text(f"summary-mark-{key}")
        yield text("summary-mark", mark=mark), text(f"summary-why-{key}")


def _office_counts(offices: Sequence[OfficeResult]) -> str:
    count = {status: sum(office.status is status for office in offices) for status in Status}
    return text(
        "summary-office-counts",
        all=len(offices),
        complete=count[Status.COMPLETE],
        incomplete=count[Status.INCOMPLETE],
        error=count[Status.ERROR],
    )
