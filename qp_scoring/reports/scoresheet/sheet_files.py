"""Score sheets as files, written in several processes where that is worth it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from threading import Thread

from qp_scoring.documents.stages import Stage, Watch
from qp_scoring.reports.scoresheet.book import SheetContent, write_scoresheet
from qp_scoring.rubric.model import Rubric

# A process takes about as long to start as it takes to write this many score sheets.
SHEETS_PER_JOB = 20
# Few, so that the last process to be done has little left while the others wait.
_TAKEN_AT_ONCE = 8


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
