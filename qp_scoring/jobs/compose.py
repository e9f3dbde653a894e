"""Compose and write the score sheets of a run, and keep back those that name another office.

The one real result sheet at hand names another office in its closing paragraph. Here that is an
error: the sheet is withheld, and the text is taken out of the results. Text quoted from inputs is
printed as given and listed as a warning. Which issue a sheet is follows from a hash over what its
office is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from qp_scoring.documents.analysis import Others
from qp_scoring.documents.issued import Issued
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Results, Source, Status
from qp_scoring.findings import Finding, FindingLog, Place
from qp_scoring.hashes import digest
from qp_scoring.intake.offices.names import OfficeNames, names_of
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.messages import text
from qp_scoring.paper.cells import figures
from qp_scoring.reports.page.view import ActionSaid
from qp_scoring.reports.scoresheet.annex import EvidenceLine
from qp_scoring.reports.scoresheet.book import file_name, write_for_print, write_scoresheet
from qp_scoring.reports.scoresheet.form import SheetContent, sheet_content
from qp_scoring.rubric.model import Rubric

SHEETS = "scoresheets"


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What a sheet says beside its own office: ``head`` are the results without any offices."""

    rubric: Rubric
    registry: OfficeRegistry
    head: Results
    others: Others


@dataclass(frozen=True, slots=True)
class Composed:
    """What was composed for an office: ``safe`` is its result without texts that name another.

    ``content`` is what its sheet says: None where it gets none. ``withheld`` says that it would
    have one, which names another office.
    """

    safe: OfficeResult
    content: SheetContent | None = None
    withheld: bool = False


class Composer:
    """Composes the sheets of offices, and keeps back those that name another."""

    def __init__(self, figures: RoundFigures, log: FindingLog) -> None:
        self._figures = figures
        self._guard = WrongOfficeGuard(names_of(figures.registry), log)
        self._offices = {office.code: office for office in figures.registry.offices}

    def compose(self, result: OfficeResult) -> Composed:
        """The sheet of an office, if it is complete; findings go to the log."""
        figures, office = self._figures, self._offices[result.code]
        self._guard.list_quoted(office, result)
        safe = self._guard.without_others(office, result)
        if result.status is not Status.COMPLETE:
            return Composed(safe)
        rubric = figures.rubric.of_office(result.target_values)
        content = sheet_content(result, figures.head, rubric, figures.others)
        if self._guard.sheet_is_safe(office, (*content.composed_texts(), file_name(result))):
            return Composed(safe, content)
        return Composed(safe, withheld=True)


@dataclass(frozen=True, slots=True)
class Target:
    """Where sheets are written: their folder, the sheets of an earlier issue by their office.

    ``prints`` is the folder for copies to be printed, where some are wanted.
    """

    folder: Path
    issued: Mapping[str, Issued]
    prints: Path | None = None


@dataclass(frozen=True, slots=True)
class OfficeDone:
    """What came of one office, but for its sheet itself.

    ``safe`` is its result without texts that name another office, None where it has none. ``told``
    is what its sheet tells it first; None where it gets none.
    """

    code: str
    safe: OfficeResult | None
    findings: tuple[Finding, ...]
    withheld: bool = False
    told: ActionSaid | None = None


@dataclass(frozen=True, slots=True)
class SheetToDraw:
    """A sheet that is to be drawn: of which office, the name of its file, what it says."""

    code: str
    file: str
    content: SheetContent


@dataclass(frozen=True, slots=True)
class SheetDone:
    """A sheet that was drawn, and the copies that were drawn to be printed."""

    issued: Issued
    prints: tuple[Path, ...] = ()


class SheetWriter:
    """Composes sheets of offices, and draws them."""

    def __init__(self, figures: RoundFigures, target: Target) -> None:
        self._rubric = figures.rubric
        self._target = target
        self._log = FindingLog()
        self._composer = Composer(figures, self._log)

    def compose(self, result: OfficeResult) -> tuple[OfficeDone, SheetToDraw | None]:
        """What comes of an office, and its sheet, if it gets one."""
        composed = self._composer.compose(result)
        findings = tuple(self._log)
        self._log.forget(0)
        safe = composed.safe if composed.safe is not result else None
        if composed.content is None:
            return OfficeDone(result.code, safe, findings, composed.withheld), None
        sheet = SheetToDraw(result.code, file_name(result), composed.content)
        told = ActionSaid.of(sheet.content.action, f"{SHEETS}/{sheet.file}")
        return OfficeDone(result.code, safe, findings, False, told), sheet

    def draw(self, sheet: SheetToDraw) -> SheetDone:
        """Draw a sheet.

        Raises:
            OSError: a file cannot be written.
        """
        content, target = sheet.content, self._target
        said = content_hash(content)
        revised = is_revised(said, target.issued.get(sheet.code))
        shown = marked(content, self._rubric) if revised else content
        path = target.folder / sheet.file
        path.parent.mkdir(exist_ok=True)
        written = write_scoresheet(path, shown, self._rubric)
        prints: tuple[Path, ...] = ()
        if target.prints is not None:
            prints = write_for_print(target.prints / sheet.file, shown, self._rubric)
        issued = Issued(
            office=sheet.code,
            name=f"{SHEETS}/{sheet.file}",
            hash=digest(written),
            content_hash=said,
            revised=revised,
        )
        return SheetDone(issued, prints)


class WrongOfficeGuard:
    """Checks the texts of offices for names of others."""

    def __init__(self, names: OfficeNames, log: FindingLog) -> None:
        self._names = names
        self._log = log

    def sheet_is_safe(self, office: Office, composed: Iterable[str]) -> bool:
        """Whether composed texts name no other office; each that does is an error."""
        others = {
            mention.text: said
            for said in self._names.naming(composed)
            for mention in self._names.others(said, office)
        }
        for mention, said in others.items():
            self._log.add("wrong-office", office=office.short_name, found=mention, text=said)
        return not others

    def without_others(self, office: Office, result: OfficeResult) -> OfficeResult:
        """The result without composed texts that name another office; itself where none does."""
        composed = [*result.overall]
        for one in result.indicators:
            composed += (*one.suggestions, *one.reasons)
        if not any(self._names.others(said, office) for said in self._names.naming(composed)):
            return result
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
        return tuple(said for said in texts if not self._names.others(said, office))

    def list_quoted(self, office: Office, result: OfficeResult) -> None:
        """Warn of every text quoted from an input that names another office."""
        for indicator in result.indicators:
            for said, source in _quoted(indicator):
                for mention in self._names.others(said, office):
                    place = source.place if source else Place()
                    self._log.add(
                        "quoted-office", place, office=office.short_name, found=mention.text
                    )


def _quoted(indicator: IndicatorResult) -> Iterable[tuple[str, Source | None]]:
    """Texts from inputs, each with the cell of the answer it belongs to."""
    for said in filter(None, (indicator.comment, indicator.reason)):
        yield said, indicator.source
    for item in indicator.items:
        for by in item.by:
            for said in filter(None, (by.reference, by.note, by.reason)):
                yield said, by.source


def content_hash(content: SheetContent) -> str:
    """The hash over what an office is told."""
    return digest(_json(content.told()).encode())


def _json(part: object) -> str:
    return json.dumps(
        part, ensure_ascii=False, sort_keys=True, default=_fields, check_circular=False
    )


def _fields(part: Any) -> dict[str, object] | str:
    """A part of a sheet's content as JSON has it."""
    if type(part) is EvidenceLine:
        return _evidence(part)
    names = part.__slots__
    return dict(zip(names, _reader_of(names)(part), strict=True))


@lru_cache(maxsize=16_384)
def _evidence(line: EvidenceLine) -> str:
    """What is said of an item, which offices have in common; a text within the JSON."""
    return _json([line.sign, line.id, line.lines])


@cache
def _reader_of(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    """What reads so many fields of a part at once."""
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda part: (read(part),)


def is_revised(told: str, before: Issued | None) -> bool:
    """Whether a sheet is a revised issue: it changed, or it was one already.

    ``told`` is the hash over what its office is told now.
    """
    return before is not None and (before.revised or before.content_hash != told)


def marked(content: SheetContent, rubric: Rubric) -> SheetContent:
    """The sheet with the mark of a revised issue, dated as the letter that it goes out with."""
    date = rubric.document.date
    mark = text("sheet-revised-of", date=date) if date else text("sheet-revised")
    return replace(content, notices=(figures(mark, rubric.digits), *content.notices))
