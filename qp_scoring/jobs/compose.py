"""Compose the score sheets of a run, and keep back those that name another office.

The one real result sheet at hand names another office in its closing paragraph. Here that is an
error: the sheet is withheld, and the text is taken out of the results. Text quoted from inputs is
printed as given and listed as a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Results, Source, Status
from qp_scoring.documents.stages import Stage, Watch
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.read import Intake
from qp_scoring.reports.scoresheet.book import file_name
from qp_scoring.reports.scoresheet.form import SheetContent, sheet_content


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
    intake: Intake, draft: Results, analysis: Analysis, log: FindingLog, watch: Watch
) -> Composed:
    """Compose the sheet of every complete office.

    ``draft`` are the results before texts that name another are taken out, ``analysis`` is theirs.
    """
    rubric = intake.rubric
    guard = WrongOfficeGuard(OfficeNames(intake.registry), log)
    by_code = {office.code: office for office in (*intake.registry.offices, *intake.offices)}
    offices = draft.offices
    safe: list[OfficeResult] = []
    sheets: list[ComposedSheet] = []
    withheld: list[str] = []
    for done, result in enumerate(offices):
        watch(Stage.COMPOSING, done, len(offices))
        office = by_code[result.code]
        guard.list_quoted(office, result)
        if result.status is Status.COMPLETE:
            content = sheet_content(result, draft, rubric, analysis)
            name = file_name(result)
            if guard.sheet_is_safe(office, (*content.composed_texts(), name)):
                sheets.append(ComposedSheet(result, name, content))
            else:
                withheld.append(f"{result.code} {result.short_name}")
        safe.append(guard.without_others(office, result))
    return Composed(tuple(sheets), tuple(safe), tuple(withheld))


class WrongOfficeGuard:
    """Checks the texts of offices for names of others."""

    def __init__(self, names: OfficeNames, log: FindingLog) -> None:
        self._names = names
        self._log = log

    def sheet_is_safe(self, office: Office, composed: Iterable[str]) -> bool:
        """Whether composed texts name no other office; each that does is an error."""
        others = {
            mention.text: text for text in composed for mention in self._names.others(text, office)
        }
        for mention, text in others.items():
            log_place = Place()
            self._log.add(
                "wrong-office", log_place, office=office.short_name, found=mention, text=text
            )
        return not others

    def without_others(self, office: Office, result: OfficeResult) -> OfficeResult:
        """The result without composed texts that name another office."""
        return result.model_copy(
            update={
                "overall": self._own(office, result.overall),
                "indicators": tuple(
                    indicator.model_copy(
                        update={
                            "suggestions": self._own(office, indicator.suggestions),
                            "reasons": self._own(office, indicator.reasons),
                        }
                    )
                    for indicator in result.indicators
                ),
            }
        )

    def _own(self, office: Office, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if not self._names.others(text, office))

    def list_quoted(self, office: Office, result: OfficeResult) -> None:
        """Warn of every text quoted from an input that names another office."""
        for indicator in result.indicators:
            for text, source in _quoted(indicator):
                for mention in self._names.others(text, office):
                    place = Place(source.file, source.sheet, source.cell) if source else Place()
                    self._log.add(
                        "quoted-office", place, office=office.short_name, found=mention.text
                    )


def _quoted(indicator: IndicatorResult) -> Iterable[tuple[str, Source | None]]:
    """Texts from inputs, each with the cell of the answer it belongs to."""
    for text in filter(None, (indicator.comment, indicator.reason)):
        yield text, indicator.source
    for item in indicator.items:
        for by in item.by:
            for text in filter(None, (by.reference, by.note, by.reason)):
                yield text, by.source
