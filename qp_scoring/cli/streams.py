"""The streams of a command: they hold Thai, and what goes wrong with them stops nothing.

A reader that goes away (``| head``), a console that was closed or a disk that is full below
``> file`` are no reason to lose a run: what cannot be written is let go, and told at the end.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, TextIO, cast

from qp_scoring.thai import TURNS_TEXT

_THAI = "ก"
_TURNS_TEXT = str.maketrans("", "", TURNS_TEXT)
# What a pipe says whose reader went away; Windows says the second.
_GONE = frozenset({errno.EPIPE, errno.EINVAL, errno.ESHUTDOWN})


class _Steady(io.RawIOBase):
    """The bytes of a stream; the first that cannot be written ends the writing, not the run."""

    def __init__(self, below: BinaryIO) -> None:
        self._below = below
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        data = bytes(cast("bytes", content))
        if self.fault is None:
            try:
                self._below.write(data)
                self._below.flush()
            except (OSError, ValueError) as error:  # ValueError: it is closed
                self._give_up(error)
        return len(data)

    def _give_up(self, error: OSError | ValueError) -> None:
        self.fault = error if isinstance(error, OSError) else OSError(errno.EBADF, str(error))
        # What is left in the buffer below is tried again when Python ends: let it go nowhere.
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._below.fileno())
            os.close(nowhere)

    def isatty(self) -> bool:
        return self._below.isatty()

    def fileno(self) -> int:
        return self._below.fileno()

    @property
    def reader_went(self) -> bool:
        """Whether it was only that nobody reads on."""
        return self.fault is not None and self.fault.errno in _GONE


class _PlainStream(io.TextIOWrapper):
    """A text stream that turns no text, whatever an input sends there."""

    def write(self, text: str) -> int:
        return super().write(text.translate(_TURNS_TEXT))


class Streams:
    """The streams of a command while it runs."""

    def __init__(self) -> None:
        self._steady: dict[str, _Steady] = {}
        self._nowhere: list[TextIO] = []  # kept: what is forgotten is closed

    def put(self, name: str) -> TextIO | None:
        """Put a steady stream in the place of ``sys.<name>``; what stood there."""
        given: TextIO | None = getattr(sys, name)
        stream = given
        if stream is None:  # closed by who started us, or a Windows program without a console
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
            self._nowhere.append(stream)
        buffer: IO[bytes] | None = getattr(stream, "buffer", None)
        if buffer is not None:
            steady = self._steady[name] = _Steady(cast("BinaryIO", buffer))
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
            stream = _PlainStream(
                cast("BinaryIO", steady),
                encoding=_holding_thai(stream.encoding),
                errors="replace",
                write_through=True,
            )
        setattr(sys, name, stream)
        return given

    def close(self) -> None:
        """Close what was opened in the place of a stream that was not there."""
        for stream in self._nowhere:
            stream.close()

    @property
    def unwritten(self) -> OSError | None:
        """What kept results from being written to stdout; a reader that went away is nothing."""
        steady = self._steady.get("stdout")
        return None if steady is None or steady.reader_went else steady.fault


@contextmanager
def steady_streams() -> Iterator[Streams]:
    """Stdout and stderr of one command, as :mod:`qp_scoring.cli.streams` says."""
    streams = Streams()
    given = {name: streams.put(name) for name in ("stdout", "stderr")}
    try:
        yield streams
    finally:
        for name, stream in given.items():
            getattr(sys, name).flush()
            setattr(sys, name, stream)
        streams.close()


def _holding_thai(encoding: str) -> str:
    """The encoding where it can say Thai, else UTF-8, which every program of today reads."""
    try:
        _THAI.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "utf-8"
    return encoding
