"""Input files as sheets of cells: the one door through which layouts get their cells."""

from __future__ import annotations

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import CSV_SUFFIX, InputFile
from qp_scoring.intake.guard import RefusedError, open_package, open_text
from qp_scoring.intake.readers.cells import (
    CellKind,
    InputCell,
    InputSheet,
    address,
    column_letters,
    is_blank,
)
from qp_scoring.intake.readers.grid_csv import read_csv
from qp_scoring.intake.readers.grid_xlsx import read_workbook

__all__ = [
    "CellKind",
    "InputCell",
    "InputSheet",
    "address",
    "column_letters",
    "is_blank",
    "read_file",
]


def read_file(file: InputFile, log: FindingLog) -> tuple[InputSheet, ...]:
    """Read the sheets of a workbook or CSV file that hold cells, in the file's order.

    Never raises: whatever is wrong with the file becomes findings, and the sheets that can be
    read are returned.
    """
    before = len(log)
    try:
        sheets = _read_csv(file, log) if file.suffix == CSV_SUFFIX else _read_workbook(file, log)
    except RefusedError as problem:
        problem.record(log, file.name)
        return ()
    except Exception:
        # The last resort: a damaged part may raise anything in the reader (TECH.md lists ten
        # kinds met so far), and one bad file may not cost the run.
        log.add("file-damaged", Place(file=file.name))
        return ()
    if not sheets and not any(item.severity == "error" for item in list(log)[before:]):
        log.add("file-empty", Place(file=file.name))
    return sheets


def _read_csv(file: InputFile, log: FindingLog) -> tuple[InputSheet, ...]:
    data = open_text(file, log)
    return () if data is None else read_csv(file, data, log)


def _read_workbook(file: InputFile, log: FindingLog) -> tuple[InputSheet, ...]:
    package = open_package(file, log)
    return () if package is None else read_workbook(file, package, log)
