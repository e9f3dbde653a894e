"""What each office of a province's report comes to where a part names nobody, or not it.

A part that is answered for all together is answered by each office; one that stands in the report
with the answers of others is one that the office left blank. Where a report holds the answers of
one office alone, nothing follows for it: a province speaks for itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from qp_scoring.evidence.answers import SectionStatus
from qp_scoring.evidence.document import ReportRecord, SectionRecord

_SEVERAL = 2


def with_implied(report: ReportRecord) -> tuple[SectionRecord, ...]:
    """The sections of a report, and those that follow for its offices, without answers."""
    return (*report.sections, *_implied(report))


def _implied(report: ReportRecord) -> Iterator[SectionRecord]:
    if report.kind != "consolidation" or len(report.offices) < _SEVERAL:
        return
    parts: dict[tuple[str | None, str], list[SectionRecord]] = {}
    for section in report.sections:
        parts.setdefault((section.focus, section.part), []).append(section)
    for sections in parts.values():
        answering = {section.office for section in sections}
        together = next((one for one in sections if one.unit is None), None)
        status: SectionStatus = together.status if together else "blank"
        for office in report.offices:
            if office not in answering:
                implied = {"office": office, "unit": None, "status": status, "answers": ()}
                yield (together or sections[0]).model_copy(update=implied)
