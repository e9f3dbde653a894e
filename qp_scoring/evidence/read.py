"""Narrative reports to evidence: read, outline, match. Nothing is written or printed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import dropwhile, pairwise, takewhile

from qp_scoring.documents.office import Office
from qp_scoring.evidence.answers import Statuses, texts_of
from qp_scoring.evidence.document import (
    AnswerRecord,
    PassageRecord,
    ReportRecord,
    SectionRecord,
)
from qp_scoring.evidence.entries import Entry, entries_of
from qp_scoring.evidence.form_lines import FormLines
from qp_scoring.evidence.heading_facts import fiscal_year, report_starts, round_of
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.matching import Matcher
from qp_scoring.evidence.paragraphs import PageSetting, setting_of, tells_of_work
from qp_scoring.evidence.passages import passages
from qp_scoring.evidence.readers import Report, read_report
from qp_scoring.evidence.reporter import Reported, is_gathered, named_as_reporter, reported
from qp_scoring.evidence.sections import BETWEEN_CELLS, Outline, Section
from qp_scoring.evidence.skeleton import Skeleton, skeleton
from qp_scoring.evidence.structure import outline
from qp_scoring.evidence.table_heads import TableHeads
from qp_scoring.evidence.text import key
from qp_scoring.evidence.told import told_in
from qp_scoring.evidence.unit_names import UnitNames
from qp_scoring.evidence.units import UnitFinder
from qp_scoring.evidence.written import answers_of
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.messages import text
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import applicability
from qp_scoring.thai import normalise, to_arabic_digits

_FRONT = 40  # entries in which a report may name its office


@dataclass(frozen=True, slots=True)
class ReportReader:
    """What every report of a run is read with; ``told`` as for :func:`reporter.reported`."""

    rubric: Rubric
    registry: OfficeRegistry
    matcher: Matcher
    units: UnitFinder
    told: Office | None
    skeleton: Skeleton

    @staticmethod
    def of(rubric: Rubric, registry: OfficeRegistry, told: Office | None = None) -> ReportReader:
        """A reader for a rubric and its offices."""
        form = skeleton()
        units = UnitFinder(UnitNames(registry, form), form)
        return ReportReader(rubric, registry, Matcher(rubric, form), units, told, form)

    def may_have(self, office: str | None, indicator: str) -> bool:
        """Whether an indicator applies to an office; where nobody is named it may."""
        known = self.registry.get(office) if office else None
        return known is None or applicability(self.rubric.by_code[indicator], known)[0]


def read_reports(
    files: Iterable[InputFile], reader: ReportReader, log: FindingLog
) -> tuple[ReportRecord, ...]:
    """Read reports one by one; what cannot be read becomes a finding, the others are read."""
    reports = (read_report(file, log) for file in files)
    return tuple(
        record
        for report in reports
        if report is not None
        for record in _records(report, reader, log)
    )


def _records(report: Report, reader: ReportReader, log: FindingLog) -> Iterator[ReportRecord]:
    """A file's reports, of which there may be several one after another."""
    entries = entries_of(report.lines, reader.matcher.words.first)
    starts = report_starts(
        entries,
        reader.skeleton.form,
        partial(Headings, reader.skeleton, heads_unit=reader.units.heads),
        partial(named_as_reporter, units=reader.units),
        partial(is_gathered, units=reader.units),
    )
    if len(starts) > 1:
        lines = ", ".join(str(entries[at].number) for at in starts)
        log.add("report-several", Place(report.file.name), count=len(starts), lines=lines)
    drawn = any(line.room is not None for line in report.lines)
    joined = drawn or any(entry.breaks for entry in entries)
    heads = TableHeads(report.lines)
    for begin, end in pairwise((*starts, len(entries))):
        yield _record(report, entries[begin:end], reader, heads, log, joined=joined)


def _record(
    report: Report,
    entries: Sequence[Entry],
    reader: ReportReader,
    heads: TableHeads,
    log: FindingLog,
    *,
    joined: bool,
) -> ReportRecord:
    statuses = Statuses(reader.skeleton.status)
    units = reader.units.of_report(entry.text for entry in entries)
    sections = outline(entries, reader.skeleton, units)
    front = _front(entries, sections)
    found = reported(sections, units, front, reader.told, signed=_signed(entries))
    setting = setting_of(found.sections, joined=joined)
    year = fiscal_year(entries, reader.skeleton)
    place = Place(report.file.name)
    _say_names(units, entries, place, log)
    _say_doubts(sections, place, log)
    if outside := _outside(entries, sections, units, reader.skeleton):
        log.add("report-lines-outside", place, lines=outside)
    if not found.offices:
        log.add("report-office-unknown", place)
    if found.kind == "free":
        log.add("report-without-headings", place)
    if year is not None and year != reader.rubric.fiscal_year:
        log.add("report-year-differs", place, found=year, expected=reader.rubric.fiscal_year)
    told = told_in(found.sections, statuses, setting)
    given = passages(told, reader.matcher, reader.skeleton, cache(reader.may_have), year)
    if given.likely:
        log.add("report-tells-vaguely", place, count=given.likely)
    return ReportRecord(
        file=report.file.name,
        kind=found.kind,
        fiscal_year=year,
        round=round_of(entries, reader.rubric),
        offices=found.offices,
        sections=_sections(found, statuses, units, setting, heads),
        passages=tuple(_quoted_under(one, heads) for one in given.records),
    )


def _quoted_under(passage: PassageRecord, heads: TableHeads) -> PassageRecord:
    """A passage with the heads of the columns that its row stands in."""
    found = heads.over(passage.quote, *passage.lines)
    return passage.model_copy(update={"heads": found}) if found else passage


def _answered_under(answer: AnswerRecord, heads: TableHeads) -> AnswerRecord:
    """An answer with the heads of the columns that its row stands in."""
    found = heads.over(BETWEEN_CELLS.join(answer.cells), *answer.lines)
    return answer.model_copy(update={"heads": found}) if found else answer


def _say_names(units: UnitFinder, entries: Sequence[Entry], place: Place, log: FindingLog) -> None:
    """Say which names no office has, and what was made of them."""
    for one in units.names.misreadings:
        # The name by itself rather than the beginning of one with a number behind it.
        alone = re.compile(re.escape(one.found) + r"(?!\s*(?:เขต|[0-9]))")
        texts = ((e.number, normalise(to_arabic_digits(e.text))) for e in entries)
        there = [(alone.search(said) is None, at) for at, said in texts if one.found in said]
        numbered, line = min(there, default=(False, 0))
        if numbered:  # everywhere: only the beginning of a line was asked of
            continue
        if one.office is not None:
            taken = f"{one.office.code} {one.office.short_name}"
            log.add("report-name-misread", place, found=one.found, line=line, office=taken)
        else:
            nearest = ", ".join(f"{office.code} {office.short_name}" for office in one.nearest)
            log.add("report-name-unknown", place, found=one.found, line=line, nearest=nearest)


def _say_doubts(found: Outline, place: Place, log: FindingLog) -> None:
    """Say where a heading may not have been recognised."""
    if found.skipped:
        jumps = ", ".join(
            f"{one.before} → {one.after} ({one.first}–{one.last})" for one in found.skipped
        )
        log.add("report-topics-skipped", place, jumps=jumps)
    answered = {one.written for one in found.sections if one.pieces}
    if untold := [one for one in found.untold if one.text in answered]:
        titles = ", ".join(f"“{one.rest}” ({one.number})" for one in untold)
        log.add("report-topics-unknown", place, titles=titles)
    for one in found.twice:
        log.add(
            "report-parts-twice",
            place,
            focus=one.focus,
            part=text(f"evidence-part-{one.part}"),
            first=one.first,
            line=one.line,
        )


def _outside(
    entries: Sequence[Entry], found: Outline, units: UnitFinder, form: Skeleton
) -> list[int]:
    """The lines that tell an office's work below a part's heading, but below no known topic."""
    below = {line for one in found.sections for line in range(one.first, one.last + 1)}
    below |= {one.heading for one in found.sections}
    outside = [one for one in entries if found.form and one.number not in below]
    parts = form.parts_of("inspection")
    headed = dropwhile(lambda one: not any(part.is_headed_by(one.key) for part in parts), outside)
    return [
        one.number
        for one in headed
        if not FormLines.is_signed(one) and _tells_of_office(one.text, units)
    ]


def _tells_of_office(text: str, units: UnitFinder) -> bool:
    by = (unit.office for one in units.introductions(text) for unit in one.units)
    return any(by) and tells_of_work(units.without_name(text))


def _front(entries: Sequence[Entry], found: Outline) -> list[str]:
    """The first lines of a report, before its first topic or section where it has any."""
    if not found.form or not found.sections:
        return [one.text for one in entries[:_FRONT]]
    first = found.sections[0]
    topic = key(first.written)  # its agencies in brackets report nothing
    before = takewhile(
        lambda one: one.number < first.first and not (topic and topic in one.key), entries[:_FRONT]
    )
    return [one.text for one in before]


def _signed(entries: Sequence[Entry]) -> list[str]:
    """The last lines of a report, from where the last of those who report signs."""
    signed = [at for at, one in enumerate(entries) if FormLines.is_signed(one)]
    return [one.text for one in entries[signed[-1] :]] if signed else []


def _sections(
    found: Reported,
    statuses: Statuses,
    units: UnitFinder,
    setting: PageSetting,
    heads: TableHeads,
) -> tuple[SectionRecord, ...]:
    """The sections with what each comes to; see :func:`_no_duty`."""
    judged = [
        (one, statuses.of_section(map(units.without_name, texts_of(one.pieces)), one.part))
        for one in found.sections
    ]
    answered = {
        _answer_key(one) for one, status in judged if status in ("answered", "planned", "none")
    }
    return tuple(
        SectionRecord(
            focus=one.focus.number if one.focus else None,
            title=one.title,
            part=one.part,
            office=one.unit.office if one.unit else None,
            unit=one.unit.name if one.unit else None,
            status="not_duty" if _no_duty(one, found, answered) else status,
            lines=(one.first, one.last),
            answers=tuple(_answered_under(answer, heads) for answer in answers_of(one, setting)),
        )
        for one, status in judged
    )


def _answer_key(section: Section) -> tuple[str, str]:
    number = section.focus.number if section.focus else ""
    return number, section.unit.identity if section.unit else ""


def _no_duty(section: Section, found: Reported, answered: set[tuple[str, str]]) -> bool:
    """Whether a unit left a จุดเน้น wholly blank whose agencies, by the form's table, are others."""
    if found.kind not in ("inspection", "consolidation"):
        return False
    if section.focus is None or section.unit is None or _answer_key(section) in answered:
        return False
    return section.unit.agency not in section.focus.agencies
