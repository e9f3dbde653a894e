"""One scoring run from inputs to delivered files."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qp_scoring import __version__
from qp_scoring.analysis.whole import analyse, others
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.answers import Answers
from qp_scoring.documents.issued import Issued
from qp_scoring.documents.outcome import Outcome
from qp_scoring.documents.results import FindingRecord, OfficeResult, Results, Status
from qp_scoring.documents.stages import RunStage, Watch, unwatched
from qp_scoring.documents.written import document_json, document_parts, rubric_json, tidy_parts
from qp_scoring.findings import FindingLog, Place, RefusedRunError, Severity
from qp_scoring.intake.choice import TO_DECIDE, Request, open_inputs
from qp_scoring.intake.files import expanded
from qp_scoring.intake.read import Intake
from qp_scoring.jobs.committees_file import CommitteesFile
from qp_scoring.jobs.compose import SHEETS, OfficeDone, RoundFigures, SheetDone, Target
from qp_scoring.jobs.decisions import Decided, hold_decisions
from qp_scoring.jobs.into import Kept, keep, read_delivered, refuse_other_folder
from qp_scoring.jobs.share import Shares
from qp_scoring.jobs.shelf import Shelf
from qp_scoring.paper.pdf import convert_to_pdf, find_libreoffice
from qp_scoring.reports.csv_lists import Letter, mailing_csv, shortfalls_csv
from qp_scoring.reports.page.render import render_page
from qp_scoring.reports.page.view import ActionSaid, page_view
from qp_scoring.reports.scoresheet.book import file_name
from qp_scoring.reports.summary.book import write_summary
from qp_scoring.scoring.progress import UNFINISHED
from qp_scoring.scoring.round import Scored, assemble, score_round

if TYPE_CHECKING:
    from qp_scoring.jobs.earlier import Earlier

__all__ = ["Outcome", "UnfinishedError", "score_and_deliver"]

NO_ANSWERS = Answers({}, ())
_PDFS = "scoresheets-pdf"

# Under --strict an unfinished office is an error; these warnings say that one is unfinished.
_OPEN = UNFINISHED | {
    "undecided",
    "undecided-status",
    "undecided-level",
    "indicator-columns-missing",
    "indicators-unmentioned",
    "item-columns-missing",
}


class UnfinishedError(RefusedRunError):
    """An office is not finished, which ``--strict`` asks of every one; what was delivered stays."""


def score_and_deliver(
    request: Request,
    out: Path,
    *,
    strict: bool = False,
    jobs: int = 1,
    previous: Path | None = None,
    pdf: bool = False,
    watch: Watch = unwatched,
) -> Outcome:
    """Score the inputs and deliver every file of the run into ``out``.

    With ``request.into`` the inputs are brought into the round that ``out`` holds: the offices
    that they name take the place of their earlier answers, everything else stays.

    ``jobs`` is how many processes may read, score and write, each its own offices; the results are
    the same for any number. ``previous`` is the ``results.json`` of an earlier run, which may stand
    in ``out``; ``pdf`` asks for the score sheets as PDF too; ``watch`` is told how far the run is.

    Raises:
        RefusedRunError: nothing could be read, the rubric or the earlier run is unusable, or
            ``out`` may not be written; nothing was changed.
        UnfinishedError: ``strict`` was asked of a delivered round, and an office would not be
            finished; nothing was changed.
    """
    started = datetime.now(UTC)
    with _delivery(request, out) as delivery, ExitStack() as open_until_end:
        log = FindingLog()
        # The delivery has repaired its folder by now, which may be the one of the earlier run.
        delivered = read_delivered(delivery.out, log) if request.into else None
        decisions = CommitteesFile.of(delivery)
        request = replace(
            request,
            base=delivered.base if delivered else None,
            decisions=decisions.path,
        )
        opened = open_inputs(request, log)
        shares = Shares(opened, jobs, open_until_end)
        intake = shares.read(log, watch)
        kept = keep(delivered, intake, shares.shelf, log) if delivered else Kept(intake, (), ())
        intake = kept.intake
        earlier = _earlier(out if request.into else previous, intake, log)
        watch(RunStage.SCORING, 0, 0)
        shelf = shares.shelf
        own, held = _score(intake, decisions, shelf, log)
        scored = shares.score(own, log)
        # What was answered stands in the results by now.
        intake = replace(intake, answers=NO_ANSWERS)
        kept = replace(kept, intake=intake)
        offices = tuple(sorted((*scored.offices, *kept.offices), key=lambda one: one.code))
        offices = _finished(offices, log, out if request.into else None) if strict else offices
        if delivered is not None and not pdf and (delivery.out / _PDFS).is_dir():
            log.add("into-pdfs-gone", Place(_PDFS))
        if earlier is not None:
            offices = earlier.beside(offices, intake, log)
        draft = assemble(intake.rubric, intake.round_id, offices, ())
        issued = (earlier and earlier.issued) or {}
        head = draft.model_copy(update={"offices": ()})
        figures = RoundFigures(intake.rubric, intake.registry, head, others(offices, intake.rubric))
        prints = _folder_for_prints(open_until_end) if pdf else None
        target = Target(_folder(delivery, offices), issued, prints)
        writing = shares.write(figures, target, offices)  # others begin
        analysis = analyse(draft, intake.rubric, shelf.counts if offices else None)
        done, drawn = _done(writing, offices, watch)
        for one in done:
            log.extend(one.findings)
        safe = {one.code: shelf.replace(one.safe) for one in done if one.safe is not None}
        watch(RunStage.SUMMARY, 0, 0)
        results = assemble(
            intake.rubric,
            intake.round_id,
            tuple(safe.get(office.code, office) for office in offices),
            log,
            offices_used=intake.registry.used(),
            decisions=held.records(),
            carried=kept.findings,
        )
        told = {one.code: one.told for one in done if one.told is not None}
        _write_results(delivery, results, analysis, intake, told, shelf)
        decisions.write(delivery, scored.undecided, held, intake)
        drawn = _all_drawn(drawn, writing)
        pdfs = _write_pdfs(delivery, drawn, log, watch) if pdf else None
        sheets = {one.issued.office: one.issued for one in drawn}
        outcome = Outcome(
            results,
            analysis,
            intake.rubric,
            findings=tuple(log),
            carried=_not_said_again(kept.findings, log),
            withheld=tuple(
                f"{office.code} {office.short_name}"
                for office, one in zip(offices, done, strict=True)
                if one.withheld
            ),
            undecided=0 if decisions.as_filled_in else len(scored.undecided),
            pdfs=pdfs,
            reissue=earlier.reissue(sheets, results.offices) if earlier is not None else None,
        )
        watch(RunStage.DELIVERY, 0, 0)
        record = _record(request, intake, outcome, sheets, started)
        if earlier is not None and earlier.compared_with is not None:
            record["compared_with"] = earlier.compared_with.model_dump()
        delivery.deliver(record)
    return outcome


def _delivery(request: Request, out: Path) -> Delivery:
    if request.into:
        refuse_other_folder(out)
    inputs = chain.from_iterable(map(expanded, request.inputs))
    return Delivery(out, inputs, filled_in=(TO_DECIDE,))


def _earlier(previous: Path | None, intake: Intake, log: FindingLog) -> Earlier | None:
    """What :func:`read_earlier` reads; few runs have an earlier one beside them."""
    if previous is None:
        return None
    from qp_scoring.jobs.earlier import read_earlier  # noqa: PLC0415

    return read_earlier(previous, intake, log)


def _score(
    intake: Intake, decisions: CommitteesFile, shelf: Shelf, log: FindingLog
) -> tuple[Scored, Decided]:
    """Score what was read, with the decisions that hold; no answers are kept."""
    known = {office.code: office for office in intake.offices}
    held = hold_decisions(intake.answers, known, intake.rubric, log, decisions.name)
    decisions.say(held, intake, log)
    scored = score_round(
        intake.rubric, intake.round_id, intake.offices, held.answers, log, shelf.keep
    )
    return scored, replace(held, answers=NO_ANSWERS)


def _finished(
    offices: tuple[OfficeResult, ...], log: FindingLog, delivered: Path | None
) -> tuple[OfficeResult, ...]:
    """The offices, where every one is finished; else none, and what is open is an error.

    Raises:
        UnfinishedError: they would stand in the place of those that were ``delivered``.
    """
    unfinished = [one.short_name for one in offices if one.status is Status.INCOMPLETE]
    if not unfinished:
        return offices
    log.raise_severity(_OPEN, Severity.ERROR)
    if delivered is not None:
        refusal = FindingLog()  # said first, however much else there is to say
        refusal.add("into-unfinished", Place(str(delivered)), offices=unfinished)
        refusal.extend(log)
        raise UnfinishedError(refusal)
    return ()


def _not_said_again(carried: Iterable[FindingRecord], log: FindingLog) -> tuple[FindingRecord, ...]:
    """The findings of a delivered round that stand in the results beside those of this run."""
    said = {FindingRecord.of(item) for item in log}
    return tuple(item for item in carried if item not in said)


def _folder(delivery: Delivery, offices: Iterable[OfficeResult]) -> Path:
    """The folder for the score sheets, in which the name of every one has room."""
    for office in offices:
        delivery.place(f"{SHEETS}/{file_name(office)}")
    return delivery.place(SHEETS)


def _done(
    writing: Iterator[OfficeDone | SheetDone], offices: Sequence[OfficeResult], watch: Watch
) -> tuple[list[OfficeDone], list[SheetDone]]:
    """What came of each office, in their order, and the sheets that were drawn until then."""
    watch(RunStage.SHEETS, 0, len(offices))
    done: dict[str, OfficeDone] = {}
    drawn: list[SheetDone] = []
    while len(done) < len(offices):
        one = next(writing)
        if isinstance(one, SheetDone):
            drawn.append(one)
        else:
            done[one.code] = one
            watch(RunStage.SHEETS, len(done), len(offices))
    return [done[office.code] for office in offices], drawn


def _all_drawn(
    drawn: Sequence[SheetDone], writing: Iterator[OfficeDone | SheetDone]
) -> list[SheetDone]:
    """The sheets in the order of their offices, with the last, which others drew meanwhile."""
    late = (one for one in writing if isinstance(one, SheetDone))
    return sorted((*drawn, *late), key=lambda one: one.issued.office)


def _folder_for_prints(open_until_end: ExitStack) -> Path:
    return Path(open_until_end.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))


def _write_results(
    delivery: Delivery,
    results: Results,
    analysis: Analysis,
    intake: Intake,
    told: Mapping[str, ActionSaid],
    shelf: Shelf,
) -> None:
    rubric = intake.rubric
    files = {code: one.sheet for code, one in told.items()}
    write_summary(delivery.path("summary.xlsx"), results, analysis, rubric, files)
    if rubric.gives_scores:
        _write_for_sending(delivery, results, analysis, intake, told)
    delivery.write_parts("results.json", document_parts(results, shelf.json))
    delivery.write_parts("results.csv", tidy_parts(results))
    delivery.write("analysis.json", document_json(analysis))
    lacking = shortfalls_csv(analysis, rubric)
    if lacking is not None:
        delivery.write("shortfalls.csv", lacking)
    delivery.write("rubric.json", rubric_json(rubric))


def _write_for_sending(
    delivery: Delivery,
    results: Results,
    analysis: Analysis,
    intake: Intake,
    told: Mapping[str, ActionSaid],
) -> None:
    """The page for leadership, and the list to send the sheets with."""
    offices = {office.code: office for office in intake.registry.offices}
    provinces = {code: office.provinces for code, office in offices.items()}
    view = page_view(results, analysis, intake.rubric, told, provinces)
    delivery.write_parts("dashboard.html", render_page(view))
    letters = (
        Letter(office, told[office.code], offices[office.code].email)
        for office in results.offices
        if office.code in told
    )
    delivery.write_parts("mailing.csv", mailing_csv(letters, results.round, intake.rubric))


def _write_pdfs(
    delivery: Delivery, drawn: Iterable[SheetDone], log: FindingLog, watch: Watch
) -> int:
    """Make PDFs of the score sheets, the annexes apart; how many files there are."""
    paths = [path for one in drawn for path in one.prints]
    if not paths:
        return 0
    program = find_libreoffice()
    if program is None:
        log.add("pdf-no-program")
        return 0
    return convert_to_pdf(program, paths, delivery.path(_PDFS), log, watch)


def _record(
    request: Request,
    intake: Intake,
    outcome: Outcome,
    sheets: Mapping[str, Issued],
    started: datetime,
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
        "inputs": [file.record() for file in intake.files],
        "counts": {
            "offices": dict(Counter(office.status.value for office in results.offices)),
            "findings": dict(Counter(str(item.severity) for item in outcome.all_findings)),
            "withheld": list(outcome.withheld),
        },
        "sheets": [sheet.model_dump() for sheet in sheets.values()],
        **({"reissued": asdict(outcome.reissue)} if outcome.reissue else {}),
    }
