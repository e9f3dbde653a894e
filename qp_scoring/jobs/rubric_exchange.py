"""A rubric to a workbook that an officer edits, and back to a folder of rubric files."""

from __future__ import annotations

from pathlib import Path

from qp_scoring.delivery.new_folder import new_folder
from qp_scoring.exchange.book_read import read_rubric_book
from qp_scoring.exchange.book_write import write_rubric_book
from qp_scoring.exchange.rows import rubric_rows
from qp_scoring.exchange.toml import rubric_files
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.files import WORKBOOK_SUFFIXES
from qp_scoring.intake.readers.cells import MAX_TEXT, is_blank
from qp_scoring.paper.cells import clean
from qp_scoring.rubric.load import FILE_LIMIT
from qp_scoring.rubric.model import Rubric


def export_rubric(rubric: Rubric, out: Path) -> None:
    """Write a rubric as a workbook.

    Raises:
        RefusedRunError: the file is there already, has another ending than .xlsx, or a text of
            the rubric cannot be kept in a cell; nothing was written.
        OSError: the file cannot be written.
    """
    log = FindingLog()
    rows = rubric_rows(rubric)
    if out.suffix.lower() not in WORKBOOK_SUFFIXES - {".xlsm"}:
        log.add("rubric-out-ending", Place(out.name))
    elif out.exists():
        log.add("rubric-out-exists", Place(out.name))
    for texts in (row for sheet in rows.values() for row in sheet):
        for cell in texts.values():
            if _unwritable(cell):
                log.add(
                    "rubric-text-unwritable", Place(rubric.id), found=cell, limit=f"{MAX_TEXT:,}"
                )
    if log.has_errors():
        raise RefusedRunError(log)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_rubric_book(out, rubric, rows)


def _unwritable(cell: str) -> bool:
    """Whether a cell would not give back the text that was put into it."""
    too_long = len(cell.encode("utf-16-le")) > 2 * MAX_TEXT
    return too_long or clean(cell) != cell or is_blank(cell)


def import_rubric(book: Path, out: Path) -> tuple[Rubric, FindingLog]:
    """Write the rubric files of a workbook into a new folder, and return the rubric.

    The folder is there complete or not at all. The log holds what was remarked beside errors.

    Raises:
        RefusedRunError: the workbook is no sound rubric, or the folder is there already.
        OSError: the folder cannot be written.
    """
    log = FindingLog()
    if out.exists():
        log.add("rubric-out-exists", Place(out.name))
    rubric = read_rubric_book(book, log)
    files = rubric_files(rubric) if rubric else {}
    for name, content in files.items():
        if len(content.encode()) > FILE_LIMIT:
            log.add("rubric-file-too-large", Place(f"{out.name}/{name}"), limit=f"{FILE_LIMIT:,}")
    if rubric is None or log.has_errors():
        raise RefusedRunError(log)
    with new_folder(out) as folder:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
    return rubric, log
