"""The sheets of the summary workbook that explain: unfinished offices, findings, the method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qp_scoring.messages import text
from qp_scoring.reports import notes
from qp_scoring.reports.page import PORTRAIT
from qp_scoring.reports.tables import CENTRED, STRONG, Cell, Column, Table
from qp_scoring.results import IndicatorResult, OfficeResult, Results, Source, State, Status
from qp_scoring.rubric.model import Rubric

# A blank cell needs no words of its own: blanks of an office stand together in one row.
_BLANK = "not-assessed"
_UNFINISHED = (State.NOT_ASSESSED, State.INVALID)


def round_name(results: Results, rubric: Rubric) -> str:
    """The name of the round that the results are of."""
    entry = rubric.round_by_id(results.round)
    return entry.name if entry else results.round


def sheet_title(key: str, results: Results, rubric: Rubric) -> str:
    """The title of a sheet, with the round it speaks of."""
    whole = text("summary-title", year=rubric.fiscal_year, round=round_name(results, rubric))
    return f"{text(key)} {whole}"


def unfinished(results: Results, rubric: Rubric) -> Table:
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
    columns = (
        Column(text("summary-code"), 9, CENTRED),
        Column(text("summary-office"), 34),
        Column(text("summary-status"), 15),
        Column(text("summary-coverage"), 11, CENTRED),
        Column(text("summary-indicators"), 22),
        Column(text("summary-state"), 18),
        Column(text("summary-why"), 40),
        Column(text("summary-where"), 28),
    )
    return Table(
        name=text("summary-sheet-unfinished"),
        title=sheet_title("summary-title-unfinished", results, rubric),
        notices=notes.draft_notices(rubric),
        legend=(text("summary-unfinished-note"),),
        columns=columns,
        rows=rows,
        empty=text("summary-no-unfinished"),
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


def findings(results: Results, rubric: Rubric) -> Table:
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
    return Table(
        name=text("summary-sheet-findings"),
        title=sheet_title("summary-title-findings", results, rubric),
        notices=notes.draft_notices(rubric),
        legend=(),
        columns=columns,
        rows=rows,
        empty=text("summary-no-findings"),
    )


def method(results: Results, rubric: Rubric) -> Table:
    """Which rubric and which rules of arithmetic made the figures."""
    return Table(
        name=text("summary-sheet-method"),
        title=sheet_title("summary-title-method", results, rubric),
        notices=notes.draft_notices(rubric),
        legend=(),
        columns=(
            Column(text("summary-topic"), 37, STRONG),
            Column(text("summary-detail"), 62),
        ),
        rows=[(Cell(topic), Cell(detail)) for topic, detail in _method_rows(results, rubric)],
        filtered=False,
        paper=PORTRAIT,
    )


def _method_rows(results: Results, rubric: Rubric) -> Iterator[tuple[str, str]]:
    stamp, policy = results.rubric, results.policy
    yield text("summary-rubric"), f"{stamp.id} {rubric.name}"
    yield text("summary-rubric-version"), stamp.version
    yield text("summary-rubric-status"), text(f"summary-rubric-{stamp.status}")
    yield text("summary-rubric-hash"), stamp.hash
    yield text("summary-round"), round_name(results, rubric)
    yield text("summary-engine"), results.engine_version
    yield text("summary-offices"), _office_counts(results.offices)
    yield text("summary-not-reported"), notes.policy_note(policy, rubric)
    yield (
        text("summary-rounding"),
        text("summary-rounding-rule", score=policy.score_decimals, mean=policy.mean_decimals),
    )
    yield text("summary-band-basis"), text("summary-band-basis-rule")
    yield text("summary-ranking"), text("summary-ranking-rule")
    confirmed = "summary-bands-confirmed" if rubric.bands.confirmed else "sheet-draft-bands"
    yield text("summary-bands-state"), text(confirmed)
    for name, words in notes.band_ranges(rubric):
        yield text("summary-band-name", name=name), words
    states = (
        (State.NOT_APPLICABLE, rubric.state.not_applicable.printed),
        (State.NOT_REPORTED, rubric.state.not_reported.printed),
        (State.EXEMPT, rubric.state.exempt.printed),
    )
    for state, printed in states:
        yield text("summary-mark", mark=printed), notes.legend(rubric, (state,))[0]
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
