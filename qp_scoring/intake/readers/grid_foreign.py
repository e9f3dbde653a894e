"""Workbooks of other kinds (.xls, .xlsb, .ods), read by python-calamine in a bounded process.

It shows values only: what is struck, hidden, filled or noted cannot be seen, errors and formulas
without a stored value look blank, and percent formats are lost. That is said once per file, but of
an .ods, of which that is read beside (:mod:`~qp_scoring.intake.readers.grid_ods`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qp_scoring.documents.own import AID_SHEETS
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import OPEN_DOCUMENT, RefusedError
from qp_scoring.intake.readers.cells import (
    MAX_CELLS,
    CellKind,
    InputCell,
    InputSheet,
    say_cut_texts,
    say_what_is_hidden,
)
from qp_scoring.intake.readers.dressing import Dressing, Spans
from qp_scoring.intake.readers.grid_ods import OdsSheet, seen_in_ods
from qp_scoring.intake.readers.grid_scan import check_reach, too_many_cells
from qp_scoring.intake.readers.grid_values import Styles, shown_text

_CHILD = Path(__file__).with_name("calamine_child.py")
MEMORY = 1024 * 2**20  # bytes
SECONDS = 60
_REFUSED = {3: "file-password", 5: "sheet-too-large"}


def read_foreign(
    file: InputFile, data: bytes, kind: str, log: FindingLog
) -> tuple[InputSheet, ...]:
    """The sheets that hold cells; ``kind`` names the file's kind for people.

    Raises:
        RefusedError: it has a password, is damaged, or needs more memory or time than it may.
    """
    lines = _cells_of(data, kind)
    dressings = _dressings(data, kind)
    if dressings is None:
        log.add("file-values-only", Place(file=file.name), kind=kind)
    sheets = []
    for line in lines:
        found = json.loads(line)
        cells = [_cell(*one) for one in found["cells"] if _shows(one)]
        cells = say_cut_texts(cells, Place(file.name, found["name"]), log)
        if cells:
            merged = tuple((a + 1, b + 1, c + 1, d + 1) for a, b, c, d in found["merged"])
            dressing = Dressing(merged=Spans.of(merged, cells[-1].row))
            if dressings is not None:
                own = dressings.get(found["name"], OdsSheet())
                cells, merged = own.dressed(cells), tuple(own.merged)
                dressing = own.dressing(cells[-1].row)
            sheet = InputSheet.of(
                file.name,
                found["name"],
                cells,
                merged=merged,
                dressing=dressing,
                hidden=found["hidden"],
                aid=len(lines) > 1 and found["name"] in AID_SHEETS,
            )
            if not sheet.aid:
                say_what_is_hidden(sheet, log)
            sheets.append(sheet)
    return tuple(sheets)


def _dressings(data: bytes, kind: str) -> Mapping[str, OdsSheet] | None:
    """What is seen in the sheets beside their values, by name; None where that is not known."""
    if kind != OPEN_DOCUMENT:
        return None
    try:
        return seen_in_ods(data)
    except RefusedError:
        return None


def _cells_of(data: bytes, kind: str) -> list[bytes]:
    command = [sys.executable, "-P", str(_CHILD), str(MEMORY), str(MAX_CELLS)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise RefusedError("file-foreign-failed", kind=kind) from problem
    if done.returncode == 0:
        return done.stdout.splitlines()
    code = _REFUSED.get(done.returncode, "file-foreign-failed")
    if code == "sheet-too-large":
        raise too_many_cells()
    values = {"kind": kind} if code == "file-foreign-failed" else {}
    raise RefusedError(code, **values)


def _shows(one: list[Any]) -> bool:
    return one[2] != "t" or shown_text(one[3]) != ""


def _cell(row: int, column: int, kind: str, stored: str) -> InputCell:
    check_reach(row, column)
    if kind == "n":
        return Styles().number_cell(row, column, stored, "0")
    if kind == "t":
        return InputCell(row, column, CellKind.TEXT, shown_text(stored))
    return InputCell(row, column, CellKind.BOOLEAN if kind == "b" else CellKind.DATE, stored)
