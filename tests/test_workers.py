"""Processes of a run: what one hands to another never makes it wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from qp_scoring.jobs.workers import AT_ONCE, Workers

_LARGE = b"x" * 4_000_000  # more than lies between two processes unread


class _Busy:
    """Takes what is handed to it, and is at the first of it until a file is there."""

    def work(self, goes_on: Path, handed: Iterator[bytes]) -> Iterator[int]:
        for one in handed:
            until = time.monotonic() + 30
            while not goes_on.exists():
                assert time.monotonic() < until, "the run waited for this process"
                time.sleep(0.01)
            yield len(one)


class _Run:
    """Is at its own work until a second part was handed on, and lets the other go on then."""

    def __init__(self) -> None:
        self.handed = 0

    def parts(self) -> Iterator[bytes]:
        for _ in range(2 * AT_ONCE):
            self.handed += 1
            yield _LARGE

    def work(self, goes_on: Path, handed: Iterator[bytes]) -> Iterator[int]:
        while self.handed < 2 * AT_ONCE:
            yield 0
        goes_on.touch()


def test_what_is_handed_to_a_busy_process_does_not_stop_the_run(tmp_path: Path) -> None:
    run, goes_on = _Run(), tmp_path / "goes-on"
    with Workers(run, 1, _Busy, ()) as workers:
        found = workers.call("work", [(goes_on,)] * 2, [iter(()), run.parts()])
        sizes = [size for number, size in found if number]
    assert sizes == [len(_LARGE)] * 2 * AT_ONCE
