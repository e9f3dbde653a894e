"""Fixtures for the tests of whole runs."""

from __future__ import annotations

import ast
import os
import signal
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest
from builders import office
from forms_filled import Desk, small_rubric
from hypothesis import settings
from making import (
    PROJECT,
    SEED,
    SEED_OFFICE,
    SHIPPED_INPUTS,
    SHIPPED_LEVELS,
    Ran,
    matrix_workbook,
    program,
    score,
)
from openpyxl.worksheet.merge import MergedCellRange
from rounds_stored import store

from qp_scoring.cli import main
from qp_scoring.documents.results import Results
from qp_scoring.evidence.document import ReportRecord
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.score import Outcome, score_and_deliver
from qp_scoring.rubric.load import load_rubric

# Whoever runs the suite in the background may have Ctrl-C ignored, and children would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _keep_what_may_be_typed(merged: MergedCellRange) -> None:
    protection = merged.start_cell.protection
    for at in () if protection.locked else merged.cells:
        merged.ws._cells[at].protection = copy(protection)


def _begin_at_the_first_cell(merged: MergedCellRange) -> None:
    merged.start_cell = merged.ws.cell(merged.min_row, merged.min_col)


# Openpyxl draws the borders of merged cells anew, which is half of opening a workbook. Whoever
# looks at them wants those of the file.
MergedCellRange.format = _keep_what_may_be_typed
MergedCellRange._get_borders = _begin_at_the_first_cell

# Whether outputs are flushed is looked at where the disk fails (test_disk_faults), which counts the
# calls; no test cuts the power, and waiting for the disk is a part of every delivery.
os.fsync = lambda _handle: None

# A pipe has no width: it is that of a small terminal, unless a test says another.
os.environ["COLUMNS"] = "80"

# How long an example takes says nothing on a busy machine: no test is timed.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(name="program")
def the_program() -> Callable[..., Ran]:
    return program


@pytest.fixture
def seed_book(tmp_path: Path) -> Path:
    """A workbook with the levels of the official result alone."""
    return matrix_workbook(tmp_path / "seed.xlsx", [[SEED_OFFICE, *SEED]])


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The shipped inputs, delivered once for all tests that only look at them."""
    out = tmp_path_factory.mktemp("shipped") / "out"
    return out, score_and_deliver(Request([SHIPPED_LEVELS]), out)


@pytest.fixture(scope="session")
def seed_outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the levels of the official result are scored to, to be copied as an earlier run's."""
    folder = tmp_path_factory.mktemp("seed")
    book = matrix_workbook(folder / "m.xlsx", [[SEED_OFFICE, *SEED]])
    score_and_deliver(Request([book], round="6m"), folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def syntax() -> dict[Path, list[ast.AST]]:
    """Every module of the program, parsed: its nodes, the module itself first."""
    paths = sorted((PROJECT / "qp_scoring").rglob("*.py"))
    return {path: list(ast.walk(ast.parse(path.read_text("utf-8")))) for path in paths}


@pytest.fixture(scope="session")
def checklists() -> Results:
    """The shipped checklists, scored once."""
    return score(SHIPPED_INPUTS).results


@pytest.fixture(scope="session")
def reader() -> ReportReader:
    """What narrative reports are read with."""
    return ReportReader.of(load_rubric("qp-2566"), OfficeRegistry.shipped())


Several = tuple[tuple[ReportRecord, ...], list[str]]


@pytest.fixture(scope="session")
def read_all(
    reader: ReportReader, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Several]:
    """The reports that a text holds, and the codes of what was found."""
    path = tmp_path_factory.mktemp("report") / "รายงาน.txt"

    def several(text: str) -> Several:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        log = FindingLog()
        return read_reports([InputFile(path, path.name)], reader, log), [one.code for one in log]

    return several


@pytest.fixture(scope="session")
def read(read_all: Callable[[str], Several]) -> Callable[[str], ReportRecord]:
    """The one report that a text holds, as it is read."""

    def one(text: str) -> ReportRecord:
        (report,), _ = read_all(text)
        return report

    return one


@pytest.fixture(scope="session")
def written_books(tmp_path_factory: pytest.TempPathFactory, shipped) -> Path:
    """A folder with workbooks of every command, with open questions and results carried over."""
    folder = tmp_path_factory.mktemp("books")
    desk = Desk(folder, small_rubric(folder))
    desk.form(desk.best() | {"1.1": "มี"}, assessor="กรรมการ ก")
    desk.form(desk.best() | {"1.1": "ไม่มี"}, assessor="กรรมการ ข")
    report = folder / "report.txt"
    report.write_text("สพป.ฉะเชิงเทรา เขต 2\nมีแผนความปลอดภัยของสถานศึกษา\n", encoding="utf-8")
    later = store(folder / "12m", office(), round_id="12m"), store(folder / "6m", office())
    runs = (
        ("score", desk.folder, "--rubric", desk.rubric_folder, "--out", folder / "score"),
        ("check", desk.folder, "--rubric", desk.rubric_folder, "--out", folder / "check"),
        ("template", "--office", SEED_OFFICE, "--out", folder / "forms"),
        ("template", "--office", SEED_OFFICE, "--round", "12m", "--out", folder / "forms12"),
        ("template", "--from", shipped[0], "--office", SEED_OFFICE, "--out", folder / "carried"),
        ("evidence", report, "--out", folder / "evidence"),
        ("compare", shipped[0], later[0], "--out", folder / "compare"),
        ("compare", shipped[0], *later, "--out", folder / "trend"),
        ("rubric", "export", "--out", folder / "rubric.xlsx"),
        ("rubric", "show", "--out", folder / "criteria"),
    )
    for arguments in runs:
        assert main([str(one) for one in arguments]) < 2, arguments
    return folder
