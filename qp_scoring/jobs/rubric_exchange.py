"""A rubric to a workbook that an officer edits, and back to a folder of rubric files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qp_scoring.delivery.new_folder import new_folder
from qp_scoring.exchange.book_read import read_rubric_book
from qp_scoring.exchange.book_write import write_rubric_book
from qp_scoring.exchange.rows import rubric_rows
from qp_scoring.exchange.toml import rubric_files, toml_text
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.files import WORKBOOK_SUFFIXES
from qp_scoring.intake.readers.cells import MAX_TEXT, is_blank
from qp_scoring.jobs.rubric_check import ExamplesRun, run_examples
from qp_scoring.paper.cells import clean
from qp_scoring.rubric.examples import EXAMPLES, Example
from qp_scoring.rubric.form import validated
from qp_scoring.rubric.load import FILE_LIMIT, parse_file
from qp_scoring.rubric.model import Rubric


def export_rubric(rubric: Rubric, out: Path, folder: Path | None = None) -> FindingLog:
    """Write a rubric as a workbook, with the worked examples of its folder where it is given.

    The log holds what was remarked beside errors: examples that cannot stand in the workbook.

    Raises:
        RefusedRunError: the file is there already, has another ending than .xlsx, or a text of
            the rubric cannot be kept in a cell; nothing was written.
        OSError: the file cannot be written.
    """
    log = FindingLog()
    rows = rubric_rows(rubric, _examples(folder, log) if folder else {})
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
    return log


def _examples(folder: Path, log: FindingLog) -> dict[str, dict[str, Any]]:
    """The worked examples of a set's folder, by the names of their files.

    One that has faults, or brings a rubric of its own, stays where it is, which is remarked.
    """
    found = {}
    for path in sorted((folder / EXAMPLES).glob("*.toml")):
        name = f"{EXAMPLES}/{path.name}"
        faults = FindingLog()
        file = parse_file(path, name, faults)
        example = validated(Example, file, faults) if file else None
        if file is None or example is None or example.rubric or example.indicator:
            log.add("rubric-example-apart", Place(name))
        else:
            found[path.stem] = file.data
    return found


def _unwritable(cell: str) -> bool:
    """Whether a cell would not give back the text that was put into it."""
    too_long = len(cell.encode("utf-16-le")) > 2 * MAX_TEXT
    return too_long or clean(cell) != cell or is_blank(cell)


@dataclass(frozen=True, slots=True)
class ImportedRubric:
    """A rubric that was imported, what was remarked, and how its worked examples came out.

    ``examples`` is None where the workbook has no sheets for them.
    """

    rubric: Rubric
    remarks: FindingLog
    examples: ExamplesRun | None


def import_rubric(book: Path, out: Path) -> ImportedRubric:
    """Write the rubric files of a workbook into a new folder, its worked examples among them.

    The folder is there complete or not at all. A worked example that fails is remarked at its cell
    and refuses nothing: it says what the edited rubric now gives.

    Raises:
        RefusedRunError: the workbook is no sound rubric, or the folder is there already.
        OSError: the folder cannot be written.
    """
    log = FindingLog()
    if out.exists():
        log.add("rubric-out-exists", Place(out.name))
    read = read_rubric_book(book, log)
    rubric, examples = read or (None, None)
    files = rubric_files(rubric) if rubric else {}
    for example, file in (examples or {}).items():
        files[f"{EXAMPLES}/{example}.toml"] = toml_text(_said(file.data))
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
    ran = run_examples(examples.values(), rubric, log) if examples is not None else None
    return ImportedRubric(rubric, log, ran)


def _said(example: Mapping[str, Any]) -> dict[str, Any]:
    """An example without the lists that say nothing."""
    cases = [{key: value for key, value in case.items() if value != []} for case in example["case"]]
    return {**example, "case": cases}
