"""Check inputs without scoring them: the same findings, and a workbook of them per input file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.stages import Stage, Watch, unwatched
from qp_scoring.findings import Finding, FindingLog, RefusedRunError, Severity
from qp_scoring.findings.condense import by_file, condensed
from qp_scoring.intake.files import expanded
from qp_scoring.intake.read import Request, read_inputs
from qp_scoring.paper.cells import file_stem
from qp_scoring.reports.findings_book import write_findings
from qp_scoring.scoring.round import score_round

SUFFIX = ".findings.xlsx"
STEM_BYTES = 230  # with the suffix and a number no more than 255


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and the findings workbooks it wrote."""

    findings: tuple[Finding, ...]
    books: tuple[str, ...]
    offices: int


def check_and_deliver(request: Request, out: Path, watch: Watch = unwatched) -> Checked:
    """Find what ``score`` would find, and write a findings workbook per file that has any.

    Raises:
        RefusedRunError: nothing could be read (what is wrong with each file is delivered all the
            same), the rubric is unusable, or ``out`` may not be written.
    """
    started = datetime.now(UTC)
    log = FindingLog()
    offices = 0
    refusal: RefusedRunError | None = None
    with Delivery(out, chain.from_iterable(map(expanded, request.inputs))) as delivery:
        try:
            intake = read_inputs(request, log, watch)
        except RefusedRunError as error:
            # Where no file can be read, what is wrong with each is wanted all the more.
            refusal, log = error, error.findings
        else:
            offices = len(intake.offices)
            watch(Stage.SCORING, 0, 0)
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
    """Write a workbook for each input file that has something to mend; mere remarks need none."""
    # The faults of a rubric stand at lines of its own files, which nobody sent in.
    of_inputs = [item for item in log if item.place.cell or not item.code.startswith("rubric-")]
    books: dict[str, str] = {}
    for file, findings in by_file(condensed(of_inputs)):
        if all(item.severity is Severity.INFO for item in findings):
            continue
        name = _book_name(file, books)
        write_findings(delivery.path(name), file, findings)
        books[name.casefold()] = name
    return list(books.values())


def _book_name(file: str, taken: Mapping[str, str]) -> str:
    """A file name of its own for the findings of a file, at most 255 bytes long.

    A file in a subfolder keeps its folder in the name; names that still clash get a number.
    """
    try:
        # Excel marks a file that is open by ~$ before its name: no file of ours may seem one.
        stem = file_stem(file.replace("/", " - ").replace("~$", ""))
    except ValueError:
        stem = "-"
    short = stem.encode()[:STEM_BYTES].decode(errors="ignore").rstrip(". ")
    numbered = (f"{short} ({number}){SUFFIX}" for number in count(2))
    names = chain([short + SUFFIX], numbered)
    return next(name for name in names if name.casefold() not in taken)
