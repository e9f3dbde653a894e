"""One run of ``evidence`` from narrative reports to delivered checklists.

Nothing is ticked and nothing scored: scoring such a checklist as it is gives "unfinished".
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import FindingRecord
from qp_scoring.documents.written import document_json
from qp_scoring.evidence.consolidate import consolidated
from qp_scoring.evidence.document import SCHEMA_VERSION, Evidence, ReportRecord
from qp_scoring.evidence.files import find_reports
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.evidence.segment import segmenter_installed
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.evidence.text import key
from qp_scoring.findings import Finding, FindingLog, Place, RefusedRunError
from qp_scoring.intake.files import InputFile, expanded
from qp_scoring.intake.layouts.header import DEFAULT_RUBRIC, round_choice
from qp_scoring.intake.offices.registry import OfficeRegistry, offices_named
from qp_scoring.reports.coverage_book import write_coverage
from qp_scoring.reports.draft import draft_document, write_draft_book
from qp_scoring.reports.evidence_book import beside_items, by_office
from qp_scoring.reports.forms import Form, form_name, write_form
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Round, Rubric


@dataclass(frozen=True, slots=True)
class EvidenceRequest:
    """Which reports are to be read, by which rubric, and for which offices (none: all found).

    ``round`` is that of the checklists; None takes what a report says, else the rubric's first.
    ``draft`` asks for the consolidated draft of all units' answers too.
    """

    reports: Sequence[str | Path]
    rubric: str | None = None
    round: str | None = None
    offices: Sequence[str] = ()
    offices_list: str | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a run found: the evidence, the offices with a checklist, and every finding."""

    evidence: Evidence
    rubric: Rubric
    offices: tuple[Office, ...]
    findings: tuple[Finding, ...]


def gather_and_deliver(request: EvidenceRequest, out: Path) -> Gathered:
    """Read the reports and deliver checklists, coverage and ``evidence.json`` into ``out``.

    Raises:
        RefusedRunError: nothing could be read, the rubric or an office is not known, the extra is
            not installed, or ``out`` may not be written; nothing was changed.
    """
    started = datetime.now(UTC)
    log = FindingLog()
    rubric = load_rubric(request.rubric or DEFAULT_RUBRIC)
    registry = OfficeRegistry.shipped()
    if request.offices_list is not None:
        registry = registry.extended(Path(request.offices_list), request.offices_list, log)
    chosen = offices_named(request.offices, registry, rubric.fiscal_year, log)
    _check_means(rubric, log)
    asked = round_choice(request.round, rubric, (), log) if request.round else None
    files = find_reports(request.reports, log)
    if not files or log.has_errors():
        raise RefusedRunError(log)
    with Delivery(out, chain.from_iterable(map(expanded, request.reports))) as delivery:
        reader = ReportReader.of(rubric, registry, chosen[0] if len(chosen) == 1 else None)
        reports = read_reports(files, reader, log)
        if not reports:
            log.add("report-none-readable")
            raise RefusedRunError(log)
        offices = _offices(reports, registry, chosen, log)
        rounds = _rounds(reports, rubric, offices, asked, log)
        evidence = Evidence(
            schema_version=SCHEMA_VERSION,
            documents=reports,
            findings=tuple(FindingRecord.of(item) for item in log),
        )
        views = {one: rubric.in_round(one) for one in {each.id for each in rounds.values()}}
        passages = by_office(evidence)
        for office in offices:
            asked_in = rounds[office.code]
            of_round = views[asked_in.id]
            beside = beside_items(evidence, passages, of_round, office)
            form = Form(of_round, asked_in, office, beside=beside)
            write_form(delivery.path(f"checklists/{form_name(form)}"), form)
        write_coverage(delivery.path("coverage.xlsx"), evidence, reader.skeleton, registry)
        if request.draft:
            gathered = consolidated(evidence, reader.skeleton, registry)
            delivery.write("draft.docx", draft_document(gathered))
            write_draft_book(delivery.path("draft.xlsx"), gathered)
        delivery.write("evidence.json", document_json(evidence))
        delivery.deliver(_record(request, files, rubric, started))
    return Gathered(evidence, rubric, offices, tuple(log))


def _check_means(rubric: Rubric, log: FindingLog) -> None:
    """Say what is missing to look for anything: the segmenter, the words, or a known section."""
    if not segmenter_installed():
        log.add("segmenter-missing")
    items = [item for indicator in rubric.indicators for item in indicator.item]
    if not any(item.look_for for item in items):
        log.add("rubric-without-look-for", Place(rubric.id))
    for item in items:
        for title in item.sections:
            if key(title) not in skeleton().section_keys:
                log.add("rubric-section-unknown", Place(rubric.id), item=item.id, found=title)


def _offices(
    reports: Sequence[ReportRecord],
    registry: OfficeRegistry,
    chosen: Sequence[Office],
    log: FindingLog,
) -> tuple[Office, ...]:
    """The offices that get a checklist: those found, of those asked for where any are."""
    codes = {code for report in reports for code in report.offices}
    for office in chosen:
        if office.code not in codes:
            log.add("report-office-absent", office=office.short_name)
    wanted = {office.code for office in chosen} or codes
    found = (registry.get(code) for code in sorted(codes & wanted))
    return tuple(office for office in found if office is not None)


def _rounds(
    reports: Sequence[ReportRecord],
    rubric: Rubric,
    offices: Sequence[Office],
    asked: str | None,
    log: FindingLog,
) -> dict[str, Round]:
    """Each office's round: the one asked for, else what its reports agree on, else the first.

    That the first was taken is said, for it says on the form which round is being assessed.
    """
    rounds: dict[str, Round] = {}
    assumed: list[str] = []
    for office in offices:
        told = {one.round for one in reports if one.round and office.code in one.offices}
        wanted = {asked} if asked else told
        chosen = rubric.round_by_id(wanted.pop()) if len(wanted) == 1 else None
        rounds[office.code] = chosen or rubric.round[0]
        if chosen is None and len(rubric.round) > 1:
            assumed.append(office.short_name)
    if assumed:
        others = ", ".join(one.id for one in rubric.round[1:])
        names = ", ".join(assumed)
        first = rubric.round[0].name
        log.add("report-round-assumed", office=names, round=first, other=others)
    return rounds


def _record(
    request: EvidenceRequest, files: Sequence[InputFile], rubric: Rubric, started: datetime
) -> dict[str, object]:
    """``run.json``: the only file with clock times and absolute paths."""
    return {
        "engine_version": __version__,
        "command": "evidence",
        "python": platform.python_version(),
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "arguments": [str(Path(given).absolute()) for given in request.reports],
        "rubric": {"id": rubric.id, "version": rubric.version, "hash": rubric.hash},
        "inputs": [file.record() for file in files],
    }
