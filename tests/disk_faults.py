"""A disk that refuses: the calls to the system below one folder are counted, and one of them fails.

Counted are the opens for writing, the writes, the flushes and everything that changes a folder. The
chosen call raises an error of the system, or ends the process on the spot, as a power cut does.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KILLED = -1
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EPERM)

_CALLS = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "open")
_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Disk:
    """What was asked of the disk, in order; the call of number ``fails_at`` fails."""

    def __init__(self, folder: Path, fails_at: int | None, error: int) -> None:
        self.folder = str(folder)
        self.fails_at = fails_at
        self.error = error
        self.calls: list[str] = []

    def asked(self, call: str, path: object) -> None:
        name = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
        if isinstance(path, int) or str(name).startswith(self.folder):
            self.calls.append(f"{call} {str(name).removeprefix(self.folder)}")
            if len(self.calls) - 1 == self.fails_at:
                if self.error == KILLED:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(self.error, os.strerror(self.error), str(name))


class _File(io.FileIO):
    disk: Disk

    def write(self, content: bytes) -> int:
        self.disk.asked("write", self.name)
        return super().write(content)


@contextmanager
def disk_of(folder: Path, fails_at: int | None = None, error: int = errno.EIO) -> Iterator[Disk]:
    """A disk under a folder of which one call fails."""
    disk = Disk(folder, fails_at, error)
    with pytest.MonkeyPatch.context() as patch:
        for call in _CALLS:
            patch.setattr(os, call, _counting(getattr(os, call), call, disk))
        opening = _opening(disk, io.open)
        patch.setattr(io, "open", opening)
        patch.setattr(builtins, "open", opening)
        yield disk


def _counting(real: Callable[..., object], call: str, disk: Disk) -> Callable[..., object]:
    def counted(path: object, *more: object, **named: object) -> object:
        if call != "open" or int(more[0]) & _CHANGES:
            disk.asked(call, path)
        return real(path, *more, **named)

    return counted


def _opening(disk: Disk, real: Callable[..., io.IOBase]) -> Callable[..., io.IOBase]:
    class File(_File):
        pass

    File.disk = disk

    def opened(file: object, mode: str = "r", *more: object, **named: object) -> io.IOBase:
        below = isinstance(file, str | os.PathLike) and str(file).startswith(disk.folder)
        if not below or not set(mode) & set("wax+") or "+" in mode:
            return real(file, mode, *more, **named)
        disk.asked("open", file)
        written = io.BufferedWriter(File(os.fspath(file), mode.replace("b", "").replace("t", "")))
        if "b" in mode:
            return written
        encoding = named.get("encoding") or (more[1] if len(more) > 1 else None)
        return io.TextIOWrapper(written, encoding=encoding, newline="\n")

    return opened
