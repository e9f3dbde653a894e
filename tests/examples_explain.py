"""Examples of findings on explaining results: what is asked for, and results that were changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from builders import CODES, SEED_LEVELS, indicator, office
from examples import Example, Room, told
from rounds_stored import in_memory

from qp_scoring.documents.results import OfficeResult
from qp_scoring.findings import Finding, FindingLog
from qp_scoring.jobs.explain import explain

STORED = str(Path("รอบก่อน") / "results.json")


def agreed(**changes: object) -> OfficeResult:
    """The seed's office with levels that were given as such."""
    levels = zip(CODES, SEED_LEVELS, strict=True)
    given = tuple(indicator(code, cell, given=cell.isdecimal()) for code, cell in levels)
    return office(indicators=given, **changes)


def explaining(one: OfficeResult, asked: str | None = None) -> Callable[[Room], Iterable[Finding]]:
    def findings() -> Iterable[Finding]:
        log = FindingLog()
        explain(in_memory(one), one, asked, log)
        return log

    return lambda room: told(findings)


EXAMPLES: dict[str, Example] = {
    # Level 2 is said to come from items, and there are none.
    "explain-changed": Example(explaining(office(), "1"), (STORED, None)),
    "explain-mean-changed": Example(explaining(agreed(mean="2.50")), (STORED, None)),
    "explain-indicator-unknown": Example(explaining(agreed(), "X9"), (None, None)),
}
