"""Examples of findings on the run itself: the folder taken, the earlier run, the conversion."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from examples import Example, Room, example, matrix, told
from making import SEED, copy_rubric, matrix_workbook

from qp_scoring.delivery import disk
from qp_scoring.delivery import staging as delivery
from qp_scoring.delivery.lock import FolderLock, FolderLockedError
from qp_scoring.findings import Finding
from qp_scoring.intake.choice import Request
from qp_scoring.jobs import score, share, workers
from qp_scoring.jobs.sample import write_sample
from qp_scoring.jobs.score import score_and_deliver


def run(room: Room, out: str = "out", **options: object) -> tuple[Finding, ...]:
    """A good matrix, delivered."""
    request = Request([matrix(room)], options.pop("rubric", None), options.pop("round", "6m"))
    return told(lambda: score_and_deliver(request, room.folder / out, **options).findings)


def lock_fails(error: Exception) -> Callable[[Room], tuple[Finding, ...]]:
    def make(room: Room) -> tuple[Finding, ...]:
        def refusing(_path: Path) -> FolderLock:
            raise error

        room.patch.setattr(delivery, "FolderLock", refusing)
        return run(room)

    return make


def disk_says(number: int) -> Callable[[Room], tuple[Finding, ...]]:
    """A run whose disk refuses as it flushes what was written."""

    def make(room: Room) -> tuple[Finding, ...]:
        def refusing(_path: Path) -> None:
            raise OSError(number, os.strerror(number))

        room.patch.setattr(disk, "flush", refusing)
        return run(room)

    return make


def process_killed(room: Room) -> tuple[Finding, ...]:
    """A run of which the system ends a process as it begins to write."""
    room.patch.setattr(workers, "SHARE", 1)
    run_itself, write = os.getpid(), share.Share.write

    def ended(*given: Any) -> Iterator[object]:
        return write(*given) if os.getpid() == run_itself else os._exit(9)

    room.patch.setattr(share.Share, "write", ended)
    rows = [[code, *SEED] for code in ("2401", "2402")]
    request = Request([matrix_workbook(room.folder / "m.xlsx", rows)], round="6m")
    return told(lambda: score_and_deliver(request, room.folder / "out", jobs=2).findings)


def long_path(room: Room) -> tuple[Finding, ...]:
    room.patch.setattr(disk, "path_limit", lambda: 20)
    return run(room)


def into_the_working_folder(room: Room) -> tuple[Finding, ...]:
    room.patch.chdir(room.folder)
    return run(room, ".")


def sample_over_files(room: Room) -> tuple[Finding, ...]:
    matrix(room, name="out/mine.xlsx")

    def writes() -> tuple[Finding, ...]:
        write_sample(room.folder / "out")
        return ()

    return told(writes)


def after(spoil: Callable[[Path], object]) -> Callable[[Room], tuple[Finding, ...]]:
    """An earlier run to whose folder something was done."""

    def make(room: Room) -> tuple[Finding, ...]:
        run(room, "one")
        spoil(room.folder / "one")
        return run(room, "two", previous=room.folder / "one" / "results.json")

    return make


def _record_of_another_run(folder: Path) -> None:
    results = folder / "results.json"
    results.write_bytes(results.read_bytes() + b"\n")


def changed_criteria(room: Room) -> tuple[Finding, ...]:
    rubric = str(copy_rubric(room.folder))
    run(room, "one", rubric=rubric)
    harder = {'any = ["2.5", "2.6"]': 'all = ["2.5", "2.6"]'}
    copy_rubric(room.folder, harder, file="indicators/02.toml")
    previous = room.folder / "one" / "results.json"
    return run(room, "two", rubric=rubric, round="12m", previous=previous)


def changed_other_round(room: Room) -> tuple[Finding, ...]:
    run(room, "one")
    _record_of_another_run(room.folder / "one")
    previous = room.folder / "one" / "results.json"
    return run(room, "two", round="12m", previous=previous)


def no_libreoffice(room: Room) -> tuple[Finding, ...]:
    room.patch.setattr(score, "find_libreoffice", lambda: None)
    return run(room, pdf=True)


def failing_libreoffice(room: Room) -> tuple[Finding, ...]:
    program = room / "soffice"
    program.write_text(f"#!{sys.executable}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    room.patch.setattr(score, "find_libreoffice", lambda: str(program))
    return run(room, pdf=True)


def in_folder(name: str) -> Callable[[Room], tuple[str, None]]:
    return lambda room: (str(room.folder / name), None)


EXAMPLES: dict[str, Example] = {
    "out-in-use": example(lock_fails(FolderLockedError("out")), "out"),
    "folder-exists": example(sample_over_files, "out"),
    "out-disk-full": example(disk_says(errno.ENOSPC), "out"),
    "out-disk-fault": example(disk_says(errno.EIO), "out"),
    "out-name-unusable": example(lambda room: run(room, "a" * 300), "a" * 300),
    "out-not-of-its-own": Example(into_the_working_folder, lambda room: (room.folder.name, None)),
    "out-path-too-long": example(long_path, "out"),
    "out-not-writable": example(lock_fails(PermissionError(13, "read-only")), "out"),
    "previous-no-record": Example(
        after(lambda folder: (folder / "run.json").unlink()), in_folder("one/run.json")
    ),
    "previous-not-of-record": Example(after(_record_of_another_run), in_folder("one/run.json")),
    "previous-changed": Example(changed_other_round, in_folder("one/results.json")),
    "previous-rubric-differs": Example(changed_criteria, in_folder("one")),
    "worker-lost": example(process_killed),
    "pdf-no-program": example(no_libreoffice),
    "pdf-missing": example(failing_libreoffice),
}
