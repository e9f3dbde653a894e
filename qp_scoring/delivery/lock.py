"""One run at a time writes into a folder.

The operating system holds the lock for as long as the process lives, so a run that was killed
leaves none behind, and no stale lock has to be guessed. Workers of a run do not inherit it.

The library filelock (4.3) holds off and lets in as this does, but on Unix its file stays beside the
results for good: that waiters meet on one file is how it gets by without a second look at it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class FolderLockedError(Exception):
    """Another process holds the lock."""


class FolderLock:
    """The lock of a folder: a file beside it, held until :meth:`release`.

    On a file system without locks (some network drives) it holds nobody off.

    Raises:
        FolderLockedError: another process holds it.
        OSError: the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made = [folder for folder in path.parents if not folder.exists()]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _locked(path)
        except BaseException:
            self._take_folders_away()
            raise

    def release(self) -> None:
        """Give the lock back, and take its file away with the folders made for it, if empty."""
        if self._file.closed:
            return
        with contextlib.suppress(OSError):
            self._take_away()
        self._take_folders_away()

    def _take_folders_away(self) -> None:
        with contextlib.suppress(OSError):
            for folder in self._made:
                folder.rmdir()

    def _take_away(self) -> None:
        if os.fstat(self._file.fileno()).st_size:  # somebody's file of that name: it held as well
            self._file.close()
        elif sys.platform == "win32":
            self._file.close()  # an open file cannot go; one that the next run opened stays
            self.path.unlink(missing_ok=True)
        else:
            try:
                self.path.unlink(missing_ok=True)  # while ours: later it may be another run's
            finally:
                self._file.close()


def _locked(path: Path) -> BinaryIO:
    """Open and lock the file of that name, again where its holder takes it away meanwhile."""
    while True:
        file = path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            if error.errno in _HELD:
                file.close()
                raise FolderLockedError(str(path)) from error
        if sys.platform == "win32" or _stands(file, path):
            return file
        file.close()


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        # Not flock: workers forked from here would hold it on when this process is killed.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _stands(file: BinaryIO, path: Path) -> bool:
    """Whether the file that was opened is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
