"""One scoring run from inputs to delivered files."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.findings import Finding, FindingLog, Severity
from qp_scoring.intake.office_names import OfficeNames
from qp_scoring.intake.read import Intake, Request, read_inputs
from qp_scoring.reports.delivery import Delivery, digest
from qp_scoring.reports.form import SheetContent
from qp_scoring.reports.guard import WrongOfficeGuard
from qp_scoring.reports.results import results_csv, results_json, rubric_json
from qp_scoring.reports.scoresheet import file_name, sheet_content, write_scoresheet
from qp_scoring.reports.summary import write_summary
from qp_scoring.reports.to_decide import write_to_decide
from qp_scoring.results import OfficeResult, Results, Status
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.round import assemble, score_round

# A process takes about as long to start as it takes to write this many score sheets.
SHEETS_PER_JOB = 20

# Under --strict an unfinished office is an error; these warnings say that one is unfinished.
UNFINISHED = frozenset(
    {
        "not-assessed",
        "items-not-assessed",
        "judged-level-missing",
        "undecided",
        "undecided-status",
        "undecided-level",
        "indicator-columns-missing",
        "indicators-unmentioned",
        "item-columns-missing",
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the results, what was delivered, and what was withheld."""

    results: Results
    rubric: Rubric
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...]
    undecided: int = 0


def score_and_deliver(
    request: Request, out: Path, *, strict: bool = False, jobs: int = 1
) -> Outcome:
    """Score the inputs and deliver every file of the run into ``out``.

    ``jobs`` is how many processes may write score sheets, which takes most of the time. Reading
    in several gained nothing: handing the cells over costs as much as reading them.

    Raises:
        RefusedRunError: nothing could be read, the rubric is unusable or ``out`` may not be
            written; nothing was changed.
    """
    started = datetime.now(UTC)
    delivery = Delivery(out, [Path(given) for given in request.inputs])
    log = FindingLog()
    intake = read_inputs(request, log)
    scored = score_round(intake.rubric, intake.round_id, intake.offices, intake.answers, log)
    offices = scored.offices
    if strict and any(office.status is Status.INCOMPLETE for office in offices):
        log.raise_severity(UNFINISHED, Severity.ERROR)
        offices = ()
    if scored.undecided:
        path = delivery.path("to-decide.xlsx")
        write_to_decide(path, scored.undecided, intake.rubric, intake.round_id)
    outcome = replace(
        _write_all(delivery, intake, offices, jobs, log), undecided=len(scored.undecided)
    )
    delivery.deliver(_record(request, intake, outcome, started))
    return outcome


def _write_all(
    delivery: Delivery,
    intake: Intake,
    offices: tuple[OfficeResult, ...],
    jobs: int,
    log: FindingLog,
) -> Outcome:
    rubric = intake.rubric
    guard = WrongOfficeGuard(OfficeNames(intake.registry), log)
    by_code = {office.code: office for office in intake.offices}
    draft = assemble(rubric, intake.round_id, offices, ())
    safe: list[OfficeResult] = []
    withheld: list[str] = []
    sheets: list[tuple[Path, SheetContent]] = []
    for result in offices:
        office = by_code[result.code]
        guard.list_quoted(office, result)
        if result.status is Status.COMPLETE:
            content = sheet_content(result, draft, rubric)
            name = file_name(result)
            if guard.sheet_is_safe(office, (*content.composed_texts(), name)):
                sheets.append((delivery.path(f"scoresheets/{name}"), content))
            else:
                withheld.append(f"{result.code} {result.short_name}")
        safe.append(guard.without_others(office, result))
    _write_sheets(sheets, rubric, jobs)
    results = assemble(rubric, intake.round_id, tuple(safe), log)
    write_summary(delivery.path("summary.xlsx"), results, rubric)
    delivery.write("results.json", results_json(results))
    delivery.write("results.csv", results_csv(results))
    delivery.write("rubric.json", rubric_json(rubric))
    return Outcome(results, rubric, tuple(log), tuple(withheld))


def _write_sheets(sheets: Sequence[tuple[Path, SheetContent]], rubric: Rubric, jobs: int) -> None:
    """Write the score sheets, in as many processes as are worth it."""
    write = partial(_write_sheet, rubric=rubric)
    workers = min(jobs, len(sheets) // SHEETS_PER_JOB)
    if workers < 2:
        for sheet in sheets:
            write(sheet)
        return
    with ProcessPoolExecutor(workers) as pool:
        for _ in pool.map(write, sheets, chunksize=16):
            pass


def _write_sheet(sheet: tuple[Path, SheetContent], rubric: Rubric) -> None:
    write_scoresheet(*sheet, rubric)


def _record(
    request: Request, intake: Intake, outcome: Outcome, started: datetime
) -> dict[str, object]:
    """``run.json``: the only file with clock times and absolute paths."""
    finished = datetime.now(UTC)
    results = outcome.results
    return {
        "engine_version": __version__,
        "python": platform.python_version(),
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "seconds": str(round((finished - started).total_seconds(), 3)),
        "arguments": [str(Path(given).absolute()) for given in request.inputs],
        "rubric": results.rubric.model_dump(mode="json"),
        "round": results.round,
        "inputs": [
            {
                "name": file.name,
                "path": str(file.path),
                "hash": digest(file.path.read_bytes()),
            }
            for file in intake.files
        ],
        "counts": {
            "offices": dict(Counter(office.status.value for office in results.offices)),
            "findings": dict(Counter(item.severity for item in results.findings)),
            "withheld": list(outcome.withheld),
        },
    }
