"""The processes of a run: itself and further ones. Each does a share, and all end with the run.

They are started the way the system starts processes, so what they are given and give back is
pickled. A process that is ended from outside (by a lack of memory, by hand) ends the run with a
finding; nothing of what was delivered before is touched.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, cast

from qp_scoring.findings import FindingLog, RefusedRunError

MOST = 8
"""So many processes at most: beyond them the run, which gathers, is what the others wait for."""

SHARE = 16
"""A process takes about as long to start as it takes for so many offices."""

AT_ONCE = 200
"""So many things are handed to a process at a time, where it is handed some for each office."""

_ENDS_WITHIN = 5.0  # seconds


def workers_for(parts: int, jobs: int) -> int:
    """How many processes are worth while beside the run, for so many files or offices."""
    return max(0, min(jobs, MOST, parts // SHARE) - 1)


class Workers(AbstractContextManager["Workers", None]):
    """Objects, each in a process, that answer calls of their methods with what these yield.

    Args:
        own: The object that the run itself holds: the first of them.
        count: How many processes there are beside the run.
        make: What makes the object of another process, called there with ``given``.
    """

    def __init__(
        self, own: object, count: int, make: Callable[..., object], given: Sequence[object]
    ) -> None:
        self._own = own
        self._processes: list[multiprocessing.Process] = []
        self._lines: list[Connection[Any, Any]] = []
        for _ in range(count):
            here, there = multiprocessing.Pipe()
            process = multiprocessing.Process(target=_serve, args=(there, make, given))
            process.start()
            there.close()
            self._processes.append(process)
            self._lines.append(here)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.dismiss()
        for line in self._lines:
            line.close()
        for process in self._processes:
            if kind is not None:
                process.terminate()
            process.join(_ENDS_WITHIN)
            if process.is_alive():
                process.kill()
                process.join()

    def dismiss(self) -> None:
        """Tell the others that there are no more calls, so that they end meanwhile."""
        for line in self._lines:
            # A forked process holds copies of the run's ends, so closing them tells it nothing.
            with suppress(OSError):
                line.send(None)

    def __len__(self) -> int:
        return 1 + len(self._processes)

    def call(
        self,
        method: str,
        given: Sequence[Sequence[object]],
        handed: Sequence[Iterator[object]] = (),
    ) -> Iterator[tuple[int, Any]]:
        """Call a method in all processes, each with its own arguments; others begin at once.

        Yields what they yield, as it comes, with the number of the process: 0 is the run itself.
        ``handed`` are last arguments, which others iterate over as the run does: they get so many
        at a time, so that never all are in memory.

        Raises:
            RefusedRunError: a process was ended from outside.
            Exception: whatever a process met.
        """
        parts = dict(zip(self._lines, handed[1:], strict=bool(handed)))
        for line, arguments in zip(self._lines, given[1:], strict=True):
            first = list(islice(parts[line], AT_ONCE)) if handed else None
            self._send(line, (method, tuple(arguments), first))
        return self._heard(getattr(self._own, method)(*given[0], *handed[:1]), parts)

    def _heard(
        self, own: Iterator[Any], handed: Mapping[Connection[Any, Any], Iterator[object]]
    ) -> Iterator[tuple[int, Any]]:
        waiting = {line: number for number, line in enumerate(self._lines, 1)}
        for found in own:
            yield 0, found
            yield from self._come(waiting, handed, 0)
        while waiting:
            yield from self._come(waiting, handed)

    def _come(
        self,
        waiting: dict[Connection[Any, Any], int],
        handed: Mapping[Connection[Any, Any], Iterator[object]],
        seconds: float | None = None,
    ) -> Iterator[tuple[int, Any]]:
        """What others have found, so that they need not wait to say it; those done are let go."""
        for line in cast("list[Connection[Any, Any]]", wait(list(waiting), seconds)):
            kind, found = self._received(line)
            if kind == "fault":
                raise found
            if kind == "done":
                del waiting[line]
            elif kind == "more":
                self._send(line, list(islice(handed[line], AT_ONCE)))
            else:
                yield waiting[line], found

    def _send(self, line: Connection[Any, Any], message: object) -> None:
        try:
            line.send(message)
        except (BrokenPipeError, ConnectionResetError):
            raise _lost() from None

    def _received(self, line: Connection[Any, Any]) -> tuple[str, Any]:
        try:
            found: tuple[str, Any] = line.recv()
        except (EOFError, ConnectionResetError):
            raise _lost() from None
        return found


def _lost() -> RefusedRunError:
    log = FindingLog()
    log.add("worker-lost")
    return RefusedRunError(log)


def _serve(
    line: Connection[Any, Any], make: Callable[..., object], given: Sequence[object]
) -> None:
    """Answer calls until the run says that there are no more, or closes the line."""
    _begin_worker()
    held = make(*given)
    while True:
        try:
            call = line.recv()
        except EOFError:
            return
        if call is None:
            return
        method, arguments, first = call
        arguments += () if first is None else (_handed(line, first),)
        try:
            for found in getattr(held, method)(*arguments):
                line.send(("found", found))
            line.send(("done", None))
        except Exception as fault:
            line.send(("fault", fault))


def _handed(line: Connection[Any, Any], first: list[object]) -> Iterator[object]:
    """What the run hands on: a first part, and as many more as there are."""
    part = first
    while part:
        yield from part
        line.send(("more", None))
        part = line.recv()


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
