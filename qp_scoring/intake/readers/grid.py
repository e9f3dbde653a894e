"""Input files as sheets of cells: the one door through which layouts get their cells."""

from __future__ import annotations

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake import guard
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import (
    FOREIGN,
    SUFFIXES,
    RefusedError,
    looks_like,
    package_of,
    read_bytes,
    refusal,
    too_large,
)
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.intake.readers.grid_csv import read_csv
from qp_scoring.intake.readers.grid_foreign import read_foreign
from qp_scoring.intake.readers.grid_html import read_html
from qp_scoring.intake.readers.grid_xlsx import read_workbook


def read_file(file: InputFile, log: FindingLog) -> tuple[InputSheet, ...]:
    """Read the sheets of a workbook or text file that hold cells, in the file's order.

    A file is read as what its content is, whatever its name says. Never raises: whatever is wrong
    with the file becomes findings, and the sheets that can be read are returned.
    """
    before = len(log)
    try:
        sheets = _read(file, log)
    except RefusedError as problem:
        problem.record(log, file.name)
        return ()
    except Exception:
        # The last resort: a damaged part may raise anything in the reader (ten kinds
        # met so far), and one bad file may not cost the run.
        log.add("file-damaged", Place(file=file.name))
        return ()
    if not sheets and not any(item.severity == "error" for item in list(log)[before:]):
        log.add("file-empty", Place(file=file.name))
    return sheets


def _read(file: InputFile, log: FindingLog) -> tuple[InputSheet, ...]:
    data = read_bytes(file, guard.WORKBOOK_BYTES)
    looks = looks_like(data)
    if looks in ("CSV", "HTML"):
        if len(data) > guard.CSV_BYTES:
            raise too_large(guard.CSV_BYTES)
        sheets = (read_csv if looks == "CSV" else read_html)(file, data, log)
    elif looks in FOREIGN:
        sheets = read_foreign(file, data, looks, log)
    elif looks == "Excel":
        sheets = read_workbook(file, package_of(data), log)
        if file.suffix == ".xlsm":
            log.add("macros-ignored", Place(file=file.name))
    else:
        raise refusal(looks)
    usual = SUFFIXES.get(looks, frozenset())
    if file.suffix not in usual:
        log.add("file-named-otherwise", Place(file=file.name), looks=looks)
    return sheets
