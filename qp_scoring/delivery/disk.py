"""What delivery asks of the disk, and what a disk that refuses means in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from qp_scoring.findings import FindingLog, Place, RefusedRunError

PATIENCE = 5.0
"""Seconds in which a rename that is refused is tried again: virus scanners, previews and
programs that copy to a cloud hold a folder for moments."""

_TRY_EVERY = 0.1
_HELD_FOR_MOMENTS = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
_HELD_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def move(source: Path, target: Path) -> None:
    """Rename, and try again for some seconds where the system says that something holds it.

    Raises:
        OSError: it cannot be renamed; both are as they were.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            source.rename(target)
        except OSError as error:
            if error.errno not in _HELD_FOR_MOMENTS or time.monotonic() >= until:
                raise
            time.sleep(_TRY_EVERY)
        else:
            return


def flush(path: Path) -> None:
    """Have the content of a file, or the names in a folder, written to the disk itself.

    Raises:
        OSError: it cannot be written; a file system that knows no flushing is none of that.
    """
    folder = path.is_dir()
    if folder and sys.platform == "win32":
        return  # Windows opens no folder, and keeps names in a journal of its own
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(handle)


def hide(path: Path, *, hidden: bool) -> None:
    """Hide a folder or file on Windows, where a dot before its name does not, or show it again."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 -- Windows alone needs it

        flag = stat.FILE_ATTRIBUTE_HIDDEN
        attributes = path.stat().st_file_attributes
        wanted = attributes | flag if hidden else attributes & ~flag
        ctypes.windll.kernel32.SetFileAttributesW(str(path), wanted)


def is_link(path: Path) -> bool:
    """Whether a path is a link of any kind; Windows junctions are not links to Python 3.11."""
    found = path.lstat()
    tag: int = getattr(found, "st_reparse_tag", 0)
    return stat.S_ISLNK(found.st_mode) or tag in (
        getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1),
        getattr(stat, "IO_REPARSE_TAG_SYMLINK", -1),
    )


def refusal(error: OSError, place: Place) -> RefusedRunError:
    """What the system said of a write, as a run that is refused: what, where and what to do."""
    log = FindingLog()
    where = error.filename if isinstance(error.filename, str) else ""
    shown = os.fsencode(where).decode("utf-8", "replace")
    if error.errno in _FULL:
        log.add("out-disk-full", place, path=shown)
    elif error.errno in _DENIED:
        log.add("out-not-writable", place, path=shown)
    elif error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        log.add("out-is-a-file", place, path=shown)
    elif error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        log.add("out-name-unusable", place, path=shown)
    else:
        reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
        log.add("out-disk-fault", place, path=shown, reason=reason)
    return RefusedRunError(log)


def path_limit() -> int | None:
    """How long a path may be; None where the system sets no limit worth speaking of."""
    if sys.platform != "win32" or _long_paths():
        return None
    return 259


def _long_paths() -> bool:
    """Whether this Windows takes paths of more than 259 letters (it is a setting)."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 -- Windows alone has it

        key = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as found:
            return bool(winreg.QueryValueEx(found, "LongPathsEnabled")[0])
    return False


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold signals back while something is done that has to be done whole; then let them in."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    met: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        met.append(number)

    # A handler of another language is None to Python, and could not be put back.
    numbers = [getattr(signal, name) for name in _HELD_SIGNALS if hasattr(signal, name)]
    numbers = [number for number in numbers if signal.getsignal(number) is not None]
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if met:
            signal.raise_signal(met[0])
