"""What is seen is what is read: random sheets, dressed at random, against an independent eye.

Either an office is scored as a reader of the visible sheet would score it, or it is withheld; and
wherever a reader would hesitate, a finding stands at a cell to which something was done.

Every difference is a question: is the eye of ``dressed_sheets`` wrong, or the program? The suite
draws the same few sheets each time; to go on looking, draw many others:

    SHEETS=2000 python -P -m pytest -n0 tests/test_seen_is_read.py
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from dressed_sheets import (
    HARMFUL,
    HARMLESS,
    OFFICES,
    Dressed,
    Eye,
    Levels,
    changes,
    dress,
    rubric,
    sheets,
)
from hypothesis import given, settings
from making import score
from openpyxl.utils import get_column_letter, range_boundaries

from qp_scoring.documents.results import Status
from qp_scoring.findings import Finding, RefusedRunError, Severity

MORE = os.environ.get("SHEETS", "")
BOUNDED = settings(deadline=None, max_examples=int(MORE or 80), derandomize=not MORE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seen")


def scored(folder: Path, sheet: Dressed) -> tuple[dict[str, Levels], tuple[Finding, ...]]:
    """The levels of every office that is issued, and what was found."""
    path = folder / "ก.xlsx"
    sheet.book.save(path)
    try:
        found = score(path, rubric=rubric())
    except RefusedRunError as refusal:
        return {}, tuple(refusal.findings)
    issued = {
        office.code: tuple(int(one.level) for one in office.indicators)
        for office in found.results.offices
        if office.status is Status.COMPLETE
    }
    return issued, found.findings


def stands_at(findings: Iterable[Finding], cells: set[tuple[int, int]]) -> bool:
    """Whether a finding stands at one of the cells, or names it, its row or its column."""
    for item in findings:
        said = " ".join(value for _, value in item.values)
        for row, column in cells:
            letter = get_column_letter(column)
            if item.place.cell and _holds(item.place.cell, row, column):
                return True
            if item.code == "rows-hidden" and _in_rows(said, row):
                return True
            if item.code == "columns-hidden" and re.search(rf"\b{letter}\b", said):
                return True
            if item.code == "notes-not-read" and re.search(rf"\b{letter}{row}\b", said):
                return True
    return False


def _holds(cell: str, row: int, column: int) -> bool:
    left, top, right, bottom = range_boundaries(cell)
    return (top or 1) <= row <= (bottom or row) and (left or 1) <= column <= (right or column)


def _in_rows(said: str, row: int) -> bool:
    spans = re.findall(r"(\d+)(?:–(\d+))?", said)
    return any(int(first) <= row <= int(last or first) for first, last in spans)


@BOUNDED
@given(sheet=sheets(), done=changes([*HARMFUL, *HARMLESS], 4))
def test_as_an_eye_reads_it_or_a_finding_says_so(folder: Path, sheet: Dressed, done) -> None:
    dress(sheet, done)
    possible = Eye(sheet).possible()
    issued, findings = scored(folder, sheet)
    for office in OFFICES:
        results, doubt = possible.get(office, ({None}, False))
        got = issued.get(office)
        context = (
            sheet.layout,
            done,
            office,
            results,
            got,
            [(f.code, f.place.cell) for f in findings],
        )
        if got is not None:
            assert got in results, context
            if doubt and len(results) > 1:
                assert stands_at(findings, sheet.cells), context
        elif None not in results:
            assert stands_at(findings, sheet.cells), context


@BOUNDED
@given(sheet=sheets(), done=changes(list(HARMLESS), 4))
def test_what_changes_nothing_to_the_eye_is_never_a_warning(
    folder: Path, sheet: Dressed, done
) -> None:
    _, before = scored(folder, sheet)
    dress(sheet, done)
    possible = Eye(sheet).possible()
    issued, findings = scored(folder, sheet)
    for office, (results, doubt) in possible.items():
        context = (sheet.layout, done, office, results, [(f.code, f.place.cell) for f in findings])
        assert not doubt and {issued.get(office)} == results, context
    said = {item.code for item in findings if item.severity is not Severity.INFO}
    assert said <= {item.code for item in before}, (sheet.layout, done, said)
