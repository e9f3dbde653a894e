"""Check inputs without scoring them: who is how far, what was found, what was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qp_scoring import __version__
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.answers import Answers
from qp_scoring.documents.office import Office
from qp_scoring.documents.stages import RunStage, Watch, unwatched
from qp_scoring.findings import Finding, FindingLog, RefusedRunError, Severity
from qp_scoring.findings.condense import condensed, ordered
from qp_scoring.intake.choice import Request, open_inputs
from qp_scoring.intake.files import WORKBOOK_SUFFIXES, InputFile, expanded
from qp_scoring.intake.layouts.account import SheetRead
from qp_scoring.intake.read import Intake
from qp_scoring.jobs.decisions import hold_decisions
from qp_scoring.jobs.share import Shares
from qp_scoring.paper.cells import file_stem
from qp_scoring.reports.check import FILE, write_check
from qp_scoring.scoring.progress import (
    UNFINISHED,
    Judged,
    OfficeProgress,
    blank_forms,
    each_blank_form_once,
    progress,
)
from qp_scoring.scoring.round import parts_of_round, score_round, status_and_mean
from qp_scoring.scoring.states import Judgement, judge_round
from qp_scoring.scoring.undecided import Undecided, open_questions

if TYPE_CHECKING:
    from qp_scoring.reports.marked import MarkedCopy

MARKED = "marked"

# What voices differ on is nobody's fault.
DIFFERENCES = frozenset({"undecided", "undecided-status", "undecided-level"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: ``findings`` with a blank form as one, and how far every office is.

    ``marked`` are the copies with coloured cells, by their names under the folder of results.
    """

    findings: tuple[Finding, ...]
    offices: tuple[OfficeProgress, ...] = ()
    read: tuple[SheetRead, ...] = ()
    marked: tuple[str, ...] = ()


def check_and_deliver(request: Request, out: Path, watch: Watch = unwatched) -> Checked:
    """Find what ``score`` would find, and deliver it with who is how far and what was read.

    Raises:
        RefusedRunError: nothing could be read (what is wrong with each file is delivered all the
            same), the rubric is unusable, or ``out`` may not be written.
    """
    started = datetime.now(UTC)
    log = FindingLog()
    refusal: RefusedRunError | None = None
    intake: Intake | None = None
    checked = _CheckedOffices()
    inputs = chain.from_iterable(map(expanded, request.inputs))
    with Delivery(out, inputs) as delivery, ExitStack() as open_until_end:
        try:
            shares = Shares(open_inputs(request, log), 1, open_until_end)
            intake = shares.read(log, watch)
        except RefusedRunError as error:
            # Where no file can be read, what is wrong with each is wanted all the more.
            refusal, log = error, error.findings
        else:
            watch(RunStage.SCORING, 0, 0)
            _look(checked, intake, intake.offices, intake.answers, log)
            checked.accounts += intake.read
            for part in shares.parts(log):
                _look(checked, intake, part.offices, part.answers, log)
                checked.accounts += chain.from_iterable(part.accounts.values())
            checked.put_in_order(intake.files)
        offices = tuple(checked.offices)
        found = tuple(each_blank_form_once(log, blank_forms(offices)))
        mendable = [item for item in found if item.code not in DIFFERENCES]
        marked = _write_marked(delivery, mendable, intake.files if intake else ())
        listed = [
            # The faults of a rubric stand at lines of its own files, which nobody sent in.
            item
            for item in ordered(condensed(mendable))
            if item.place.cell or not item.code.startswith("rubric-")
        ]
        if intake is not None or any(item.place.file for item in listed):
            rubric = intake.rubric if intake else None
            book = delivery.path(FILE)
            write_check(book, rubric, offices, listed, checked.accounts, checked.questions, marked)
            delivery.deliver(
                {
                    "engine_version": __version__,
                    "command": "check",
                    "started": started.isoformat(timespec="seconds"),
                    "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                    "inputs": [file.record() for file in intake.files] if intake else [],
                }
            )
            if refusal is not None:
                refusal.kept_in = str(out / FILE)
    if refusal is not None:
        raise refusal
    return Checked(
        found, offices, tuple(checked.accounts), tuple(copy.name for copy in marked.values())
    )


@dataclass(slots=True)
class _CheckedOffices:
    """How far offices are, what is asked of their committees, and what was read of their files."""

    offices: list[OfficeProgress] = field(default_factory=list)
    questions: list[Undecided] = field(default_factory=list)
    accounts: list[SheetRead] = field(default_factory=list)

    def put_in_order(self, files: Iterable[InputFile]) -> None:
        """Offices by their codes, and what was read in the order of the files."""
        place = {file.name: at for at, file in enumerate(files)}
        self.offices.sort(key=lambda one: one.office.code)
        self.questions.sort(key=lambda one: one.office.code)
        self.accounts.sort(key=lambda one: place.get(one.file, len(place)))


def _look(
    checked: _CheckedOffices,
    intake: Intake,
    offices: Sequence[Office],
    answers: Answers,
    log: FindingLog,
) -> None:
    """See how far some offices are and what their voices differ on."""
    questions, judged = _judged(intake, offices, answers, log)
    checked.questions += questions
    checked.offices += progress(intake.rubric, offices, answers, judged)


def _judged(
    intake: Intake, offices: Sequence[Office], answers: Answers, log: FindingLog
) -> tuple[tuple[Undecided, ...], dict[str, Judged]]:
    """Judge every indicator, for its findings; what is asked of committees, and what came of each.

    Offices are scored only where means were typed beside the levels, to be compared.
    """
    rubric = intake.rubric
    known = {office.code: office for office in offices}
    answers = hold_decisions(answers, known, rubric, log).answers
    if answers.claims:
        scored = score_round(rubric, intake.round_id, offices, answers, log)
        return scored.undecided, {one.code: Judged.of(one) for one in scored.offices}
    judged: dict[str, dict[str, Judgement]] = {}
    come: dict[str, Judged] = {}
    for own, part, said in parts_of_round(rubric, offices, answers):
        of_part = judge_round(own, part, said, log)
        judged |= of_part
        for office in part:
            states = {code: one.state for code, one in of_part[office.code].items()}
            status, _ = status_and_mean(own, office, of_part[office.code], log)
            come[office.code] = Judged.by(status, states)
    return open_questions(rubric, offices, judged), come


def _write_marked(
    delivery: Delivery, findings: Iterable[Finding], files: Iterable[InputFile]
) -> dict[str, MarkedCopy]:
    """Write a marked copy of every file with a cell that its author can mend, by its name."""
    by_file: defaultdict[str, list[Finding]] = defaultdict(list)
    for item in findings:
        to_mend = item.severity is not Severity.INFO and item.code not in UNFINISHED
        if to_mend and item.place.file and item.place.cell:
            by_file[item.place.file].append(item)
    written: dict[str, MarkedCopy] = {}
    for file in files:
        if file.name not in by_file:
            continue
        # openpyxl, which keeps a workbook as it is, takes longer to load than many checks take.
        from qp_scoring.reports.marked import write_marked  # noqa: PLC0415

        name = f"{MARKED}/{_copy_name(file)}"
        copy = write_marked(delivery.path(name), name, file, by_file[file.name])
        if copy is not None:
            written[file.name] = copy
    return written


def _copy_name(file: InputFile) -> str:
    """The relative path of a file, each part as it may stand in a file name."""
    *folders, last = (file_stem(part.replace("~$", "")) for part in PurePosixPath(file.name).parts)
    kept = PurePosixPath(last).suffix.lower() in WORKBOOK_SUFFIXES
    return "/".join([*folders, last if kept else f"{last}.xlsx"])
