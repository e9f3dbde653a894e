"""Check inputs without scoring them: the same findings, and a workbook of them per input file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.condense import by_file, condensed
from qp_scoring.findings import Finding, FindingLog, RefusedRunError
from qp_scoring.intake.read import Request, read_inputs
from qp_scoring.reports.cells import file_stem
from qp_scoring.reports.delivery import Delivery
from qp_scoring.reports.findings_book import write_findings
from qp_scoring.scoring.round import score_round


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and the findings workbooks it wrote."""

    findings: tuple[Finding, ...]
    books: tuple[str, ...]
    offices: int


def check_and_deliver(request: Request, out: Path) -> Checked:
    """Find what ``score`` would find, and write a findings workbook per file that has any.

    Raises:
        RefusedRunError: nothing could be read (what is wrong with each file is delivered all the
            same), the rubric is unusable, or ``out`` may not be written.
    """
    started = datetime.now(UTC)
    delivery = Delivery(out, [Path(given) for given in request.inputs])
    log = FindingLog()
    offices = 0
    refusal: RefusedRunError | None = None
    try:
        intake = read_inputs(request, log)
    except RefusedRunError as error:
        # Where no file can be read, what is wrong with each is wanted all the more.
        refusal, log = error, error.findings
    else:
        offices = len(intake.offices)
        score_round(intake.rubric, intake.round_id, intake.offices, intake.answers, log)
    books = _write_books(delivery, log)
    if books or refusal is None:
        delivery.deliver(
            {
                "engine_version": __version__,
                "command": "check",
                "started": started.isoformat(timespec="seconds"),
                "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        )
    if refusal is not None:
        raise refusal
    return Checked(tuple(log), tuple(books), offices)


def _write_books(delivery: Delivery, log: FindingLog) -> list[str]:
    books: list[str] = []
    for file, findings in by_file(condensed(log)):
        # A file in a subfolder keeps its folder in its name, so that no two get one name.
        name = file_stem(file.replace("/", " - ")) + ".findings.xlsx"
        write_findings(delivery.path(name), file, findings)
        books.append(name)
    return books
