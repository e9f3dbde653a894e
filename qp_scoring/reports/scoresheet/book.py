"""Score sheets as workbooks and files: the official form, the page for the director, the annex.

They are written in several processes where that is worth it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from threading import Thread

from qp_scoring.documents.results import OfficeResult
from qp_scoring.documents.stages import Stage, Watch
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, file_stem
from qp_scoring.paper.page import footer, footer_text
from qp_scoring.reports.scoresheet.action_page import draw_action_page
from qp_scoring.reports.scoresheet.annex_page import draw_annex
from qp_scoring.reports.scoresheet.form import SheetContent
from qp_scoring.reports.scoresheet.form_page import draw_form
from qp_scoring.rubric.model import Rubric

SUFFIX = ".xlsx"
_FILE_NAME_BYTES = 255

# A process takes about as long to start as it takes to write this many score sheets.
SHEETS_PER_JOB = 20
# Few, so that the last process to be done has little left while the others wait.
_TAKEN_AT_ONCE = 8


def file_name(office: OfficeResult) -> str:
    """``<code> <short name>.xlsx``, safe on Windows, and 255 bytes long at most as a PDF's too.

    Raises:
        ValueError: neither code nor name holds a character that a file name may have.
    """
    stem = file_stem(f"{office.code} {office.short_name}")
    room = _FILE_NAME_BYTES - len(_annex_name(SUFFIX).encode())
    short = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return short + SUFFIX


def _annex_name(name: str) -> str:
    """The name of the annex beside a file that holds the rest."""
    stem = name.removesuffix(SUFFIX)
    return f"{stem}-{text('annex-sheet')}{SUFFIX}"


def write_scoresheet(path: Path, content: SheetContent, rubric: Rubric) -> None:
    """Draw a score sheet as a workbook, ready to print on A4.

    The official form comes first, then the page for the director, then the annex.

    Raises:
        OSError: the file cannot be written.
    """
    code = _footer(content)
    with _book(path, content, rubric) as book:
        draw_form(book, content, code)
        draw_action_page(book, content.action, code)
        draw_annex(book, content.annex, code)


def write_for_print(path: Path, content: SheetContent, rubric: Rubric) -> tuple[Path, Path]:
    """Draw a score sheet as two workbooks, to be converted: form and action page, and the annex.

    The annex stands beside ``path``, its name says so. Returns both paths.

    Raises:
        OSError: a file cannot be written.
    """
    code = _footer(content)
    with _book(path, content, rubric) as book:
        draw_form(book, content, code)
        draw_action_page(book, content.action, code)
    apart = path.with_name(_annex_name(path.name))
    with _book(apart, content, rubric) as book:
        draw_annex(book, content.annex, code)
    return path, apart


def _book(path: Path, content: SheetContent, rubric: Rubric) -> Book:
    return Book(path, f"{content.titles[0]} {content.office}", f"{rubric.id} {rubric.version}")


def _footer(content: SheetContent) -> str:
    left, centre, right = content.footer
    return footer(footer_text(left), centre, footer_text(right))


def write_sheets(
    sheets: Sequence[tuple[Path, SheetContent]], rubric: Rubric, jobs: int, watch: Watch
) -> None:
    """Write every score sheet at its path, in at most ``jobs`` processes.

    Raises:
        OSError: a file cannot be written.
    """
    watch(Stage.SHEETS, 0, len(sheets))
    write = partial(_write_one, rubric=rubric)
    workers = min(jobs, len(sheets) // SHEETS_PER_JOB)
    if workers < 2:
        for done, sheet in enumerate(sheets, 1):
            write(sheet)
            watch(Stage.SHEETS, done, len(sheets))
        return
    with ProcessPoolExecutor(workers, initializer=_begin_worker) as pool:
        for done, _ in enumerate(pool.map(write, sheets, chunksize=_TAKEN_AT_ONCE), 1):
            watch(Stage.SHEETS, done, len(sheets))


def _write_one(sheet: tuple[Path, SheetContent], rubric: Rubric) -> None:
    write_scoresheet(*sheet, rubric)


def _begin_worker() -> None:
    """Leave it to the run to be stopped, and end with it.

    A worker whose run was killed would go on writing, into the folder of the next run.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    run = multiprocessing.parent_process()

    def end() -> None:
        if run is not None:
            run.join()
            os._exit(1)

    Thread(target=end, daemon=True).start()
