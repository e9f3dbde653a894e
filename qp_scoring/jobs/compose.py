"""Compose the score sheets of a run, and keep back those that name another office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qp_scoring.analysis.standing import standings
from qp_scoring.documents.results import OfficeResult, Status
from qp_scoring.documents.stages import Stage, Watch
from qp_scoring.findings import FindingLog
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.read import Intake
from qp_scoring.reports.scoresheet.book import file_name, sheet_content
from qp_scoring.reports.scoresheet.form import SheetContent
from qp_scoring.reports.scoresheet.guard import WrongOfficeGuard
from qp_scoring.scoring.round import assemble


@dataclass(frozen=True, slots=True)
class ComposedSheet:
    """What the score sheet of an office says, and the name of its file."""

    office: OfficeResult
    name: str
    content: SheetContent


@dataclass(frozen=True, slots=True)
class Composed:
    """The sheets to write, and the results without texts that name another office.

    ``withheld`` are the offices whose sheet names another, as ``<code> <short name>``.
    """

    sheets: tuple[ComposedSheet, ...]
    offices: tuple[OfficeResult, ...]
    withheld: tuple[str, ...]


def compose_sheets(
    intake: Intake, offices: Sequence[OfficeResult], log: FindingLog, watch: Watch
) -> Composed:
    """Compose the sheet of every complete office (DESIGN §4, wrong office)."""
    rubric = intake.rubric
    guard = WrongOfficeGuard(OfficeNames(intake.registry), log)
    by_code = {office.code: office for office in intake.offices}
    draft = assemble(rubric, intake.round_id, tuple(offices), ())
    run = standings(offices)
    safe: list[OfficeResult] = []
    sheets: list[ComposedSheet] = []
    withheld: list[str] = []
    for done, result in enumerate(offices):
        watch(Stage.COMPOSING, done, len(offices))
        office = by_code[result.code]
        guard.list_quoted(office, result)
        if result.status is Status.COMPLETE:
            content = sheet_content(result, draft, rubric, run)
            name = file_name(result)
            if guard.sheet_is_safe(office, (*content.composed_texts(), name)):
                sheets.append(ComposedSheet(result, name, content))
            else:
                withheld.append(f"{result.code} {result.short_name}")
        safe.append(guard.without_others(office, result))
    return Composed(tuple(sheets), tuple(safe), tuple(withheld))
