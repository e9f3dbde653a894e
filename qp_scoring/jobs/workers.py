"""The processes of a run: itself and further ones. Each does a share, and all end with the run.

They are started the way the system starts processes, so what they are given and give back is
pickled. A process that is ended from outside (by a lack of memory, by hand) ends the run with a
finding; nothing of what was delivered before is touched.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias

from qp_scoring.findings import FindingLog, RefusedRunError

MOST = 8
"""So many processes at most: beyond them the run, which gathers, is what the others wait for."""

SHARE = 16
"""A process takes about as long to start as it takes for so many offices."""

AT_ONCE = 4
"""So many things are handed to a process at a time; it asks for the next before it needs them."""

TOLD_AT_ONCE = 4
"""So much of what a process found is told at a time: each time, it may wait to be listened to."""

_ENDS_WITHIN = 5.0  # seconds

_STOPPING = (signal.SIGINT, signal.SIGTERM)

_Line: TypeAlias = "Connection[Any, Any]"
_Said: TypeAlias = "SimpleQueue[tuple[int, bytes | None]]"


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
        self._lines: list[_Line] = []
        self._said: _Said = SimpleQueue()
        for number in range(1, count + 1):
            here, there = multiprocessing.Pipe()
            process = multiprocessing.Process(target=_serve, args=(there, make, given))
            with _stopping_held():
                process.start()
            there.close()
            self._processes.append(process)
            self._lines.append(here)
            Thread(target=_listen, args=(number, here, self._said), daemon=True).start()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.dismiss()
        for process in self._processes:
            if kind is None:
                process.join(_ENDS_WITHIN)
            if process.is_alive():
                process.kill()
            process.join()
        for line in self._lines:  # nobody listens any more
            line.close()

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
        at a time. Where all draw from one store, who is free takes the next.

        Raises:
            RefusedRunError: a process was ended from outside.
            Exception: whatever a process met.
        """
        numbers = range(1, len(self))
        parts = dict(zip(numbers, handed[1:], strict=bool(handed)))
        for number, arguments in zip(numbers, given[1:], strict=True):
            first = list(islice(parts[number], AT_ONCE)) if handed else None
            self._send(number, (method, tuple(arguments), first))
        return self._heard(getattr(self._own, method)(*given[0], *handed[:1]), parts)

    def _heard(
        self, own: Iterator[Any], handed: Mapping[int, Iterator[object]]
    ) -> Iterator[tuple[int, Any]]:
        waiting = set(range(1, len(self)))
        for found in own:
            yield 0, found
            while not self._said.empty():
                yield from self._come(waiting, handed)
        while waiting:
            yield from self._come(waiting, handed)

    def _come(
        self, waiting: set[int], handed: Mapping[int, Iterator[object]]
    ) -> Iterator[tuple[int, Any]]:
        """What another has found, or nothing where it only asked for more or was done."""
        number, kind, found = self._received()
        if kind == "fault":
            raise found
        if kind == "done":
            waiting.remove(number)
        elif kind == "more":
            self._send(number, list(islice(handed[number], AT_ONCE)))
        else:
            for one in found:
                yield number, one

    def _send(self, number: int, message: object) -> None:
        try:
            self._lines[number - 1].send(message)
        except (BrokenPipeError, ConnectionResetError):
            raise _lost() from None

    def _received(self) -> tuple[int, str, Any]:
        number, message = self._said.get()
        if message is None:
            raise _lost()
        kind, found = pickle.loads(message)
        return number, kind, found


def _listen(number: int, line: _Line, said: _Said) -> None:
    """Hear the other end while one is at one's own work, so that it need not wait to say it."""
    while True:
        try:
            said.put((number, line.recv_bytes()))
        except (EOFError, OSError):
            said.put((number, None))
            return


def _lost() -> RefusedRunError:
    log = FindingLog()
    log.add("worker-lost")
    return RefusedRunError(log)


def _serve(line: _Line, make: Callable[..., object], given: Sequence[object]) -> None:
    """Answer calls until the run says that there are no more, or closes the line."""
    _begin_worker()
    heard: _Said = SimpleQueue()
    Thread(target=_listen, args=(0, line, heard), daemon=True).start()
    held = make(*given)
    while (call := _told(heard)) is not None:
        method, arguments, first = call
        arguments += () if first is None else (_handed(line, heard, first),)
        try:
            found = iter(getattr(held, method)(*arguments))
            while part := list(islice(found, TOLD_AT_ONCE)):
                line.send(("found", part))
            line.send(("done", None))
        except Exception as fault:
            line.send(("fault", fault))


def _told(heard: _Said) -> Any:
    """What the run says next; None where it says that there are no more calls, or is gone."""
    _, message = heard.get()
    return None if message is None else pickle.loads(message)


def _handed(line: _Line, heard: _Said, first: list[object]) -> Iterator[object]:
    """What the run hands on: a first part, and as many more as there are."""
    part = first
    while part:
        line.send(("more", None))
        yield from part
        part = _told(heard)


@contextmanager
def _stopping_held() -> Iterator[None]:
    """Hold back what stops a process, also from one that starts here and has yet to ignore it.

    Windows knows no such thing; there a process that is just starting may be lost.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    """Leave it to the run to be stopped, and end with it.

    A worker whose run was killed would go on writing, into the folder of the next run.
    """
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)
    run = multiprocessing.parent_process()

    def end() -> None:
        if run is not None:
            run.join()
            os._exit(1)

    Thread(target=end, daemon=True).start()
