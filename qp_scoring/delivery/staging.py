"""Delivery of a run's files: complete or not at all.

A run is written whole into a new folder beside ``--out``; then ``--out`` becomes a backup, the new
folder takes its place, and the backup goes. A run that was stopped between these steps is repaired
by the next; two runs at once into one folder are not let in. Files that are not this program's, or
were changed since, are never touched: that is looked at before anything is read, and again at the
moment of the swap.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from enum import Enum, auto
from itertools import chain, count
from pathlib import Path

from qp_scoring.delivery import disk, folder
from qp_scoring.delivery.lock import FolderLock, FolderLockedError
from qp_scoring.documents import RUN_RECORD
from qp_scoring.findings import FindingLog, Place, RefusedRunError, clean_name
from qp_scoring.hashes import file_digest

_FLUSHED_AT_ONCE = 8


class FolderState(Enum):
    """Where the outputs of a folder stand."""

    AS_BEFORE = auto()
    DELIVERED = auto()
    SET_ASIDE = auto()  # the old ones, whole, in the backup; the next run puts them back


class DisturbedError(Exception):
    """What ended a run, its cause, came when the outputs no longer stood as before."""

    def __init__(self, standing: FolderState, out: Path, backup: Path) -> None:
        super().__init__(standing.name)
        self.standing = standing
        self.out = out
        self.backup = backup


class Delivery(AbstractContextManager["Delivery", None]):
    """The staged output folder of one run: used in a ``with`` block, and delivered in it or not.

    In the block, a disk that refuses to write becomes a refused run.

    Args:
        out: The folder that the user asked for.
        filled_in: Files of the old outputs that a user may fill in where they lie.
        inputs: The inputs as the user gave them; ``out`` may not lie in one or around one.

    Raises:
        RefusedRunError: ``out`` may not be written; nothing was changed.
    """

    def __init__(self, out: Path, inputs: Iterable[Path], filled_in: Collection[str] = ()) -> None:
        self._filled_in = filled_in
        self._shown = clean_name(out.name or str(out))
        self._lock: FolderLock | None = None
        self._standing = FolderState.AS_BEFORE
        log = FindingLog()
        try:
            self.out = out.resolve()
            self._shown = clean_name(self.out.name or str(self.out))
            self._check_place(inputs, log)
            if not log.has_errors():
                self._take(log)
            _refuse_if_said(log)
        except (ValueError, RuntimeError) as error:  # a NUL in the name, a link to itself
            log.add("out-name-unusable", Place(self._shown), path=clean_name(str(out)))
            raise RefusedRunError(log) from error
        except OSError as error:
            self._release()
            raise disk.refusal(error, Place(self._shown)) from error
        except BaseException:
            self._release()
            raise

    def __exit__(self, _: object, fault: BaseException | None, *_trace: object) -> None:
        self.discard()
        if fault is None or isinstance(fault, RefusedRunError):
            return
        if self._standing is not FolderState.AS_BEFORE:
            raise DisturbedError(self._standing, self.out, self._backup) from fault
        if isinstance(fault, OSError):
            raise disk.refusal(fault, Place(self._shown)) from fault

    # --- taking hold of the folder

    def _check_place(self, inputs: Iterable[Path], log: FindingLog) -> None:
        place = Place(self._shown)
        # Replacing it would pull the folder away from under the user's own console.
        if self.out == Path(self.out.anchor) or _lies_in(Path.cwd(), self.out):
            log.add("out-not-of-its-own", place)
            return
        for given in inputs:
            try:
                path = given.resolve()
            except (OSError, ValueError, RuntimeError):  # said by who reads it
                continue
            if (path.is_dir() and _lies_in(self.out, path)) or _lies_in(path, self.out):
                log.add("out-overlaps-input", place, found=clean_name(str(given)))

    def _take(self, log: FindingLog) -> None:
        """Take hold of the folder; say why where that cannot be."""
        self._name_folders()
        try:
            self._lock = FolderLock(self.out.with_name(f".{self.out.name}.lock"))
        except FolderLockedError:
            log.add("out-in-use", Place(self._shown))
            return
        disk.hide(self._lock.path, hidden=True)
        self._repair()
        self._name_folders()
        self._look(log)

    def _name_folders(self) -> None:
        """Names for the new folder and the backup that nothing stands under."""
        self._staged, self._backup = (
            next(path for path in self._names(use) if not os.path.lexists(path))
            for use in ("new", "old")
        )

    def _names(self, use: str) -> Iterable[Path]:
        first = self.out.with_name(f".{self.out.name}.{use}")
        return chain([first], (first.with_name(f"{first.name}-{number}") for number in count(2)))

    def _left(self, use: str) -> list[Path]:
        """Folders of an interrupted run; one that this program did not make is none."""
        named = re.compile(rf"\.{re.escape(self.out.name)}\.{use}(-\d+)?")
        beside = [path for path in self.out.parent.iterdir() if named.fullmatch(path.name)]
        return sorted(path for path in beside if folder.is_ours(path))

    def _repair(self) -> None:
        """Bring an interrupted swap to its start: the old outputs whole, nothing staged."""
        for backup in self._left("old"):
            if self.out.is_dir() and not any(self.out.iterdir()):
                self.out.rmdir()
            if not os.path.lexists(self.out):
                disk.move(backup, self.out)
                disk.hide(self.out, hidden=False)
            elif folder.recorded(self.out):
                folder.clear(backup, folder.unchanged(backup))
        for staged in self._left("new"):
            shutil.rmtree(staged, ignore_errors=True)  # what is held there goes another time

    def _look(self, log: FindingLog) -> folder.Contents | None:
        """What stands in the folder, if anything; says what keeps it from being replaced."""
        if not os.path.lexists(self.out):
            return None
        if not self.out.is_dir():
            # A link that is left is one to itself: Python 3.13 resolves it to what it is.
            code = "out-name-unusable" if self.out.is_symlink() else "out-is-a-file"
            log.add(code, Place(self._shown), path=clean_name(str(self.out)))
            return None
        return folder.judge(self.out, self._shown, log, self._filled_in)

    # --- writing

    def path(self, name: str) -> Path:
        """Where to write a file of the run; its folder exists afterwards.

        Raises:
            RefusedRunError: the name would be too long for the system, here or in its place.
            OSError: its folder cannot be made.
        """
        target = self.place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def place(self, name: str) -> Path:
        """Where a file or folder of the run belongs; the new folder exists afterwards.

        Raises:
            RefusedRunError: the name would be too long for the system, here or in its place.
            OSError: the new folder cannot be made.
        """
        if not self._staged.exists():
            folder.mark(self._staged)
            disk.hide(self._staged, hidden=True)
        target = self._staged / name
        limit = disk.path_limit()
        longest = max(len(str(one)) for one in (target, self._backup / name))
        if limit is not None and longest > limit:
            log = FindingLog()
            log.add("out-path-too-long", Place(self._shown), path=name, length=longest, limit=limit)
            raise RefusedRunError(log)
        return target

    def write(self, name: str, content: bytes) -> None:
        """Write one file of the run."""
        self.write_parts(name, (content,))

    def write_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Write one file of the run part by part."""
        with self.path(name).open("wb") as target:
            target.writelines(parts)

    def outputs(self) -> list[dict[str, str]]:
        """The staged files with their hashes, in the order of their names."""
        return [
            {"name": name, "hash": file_digest(self._staged / name)}
            for name in sorted(folder.held(self._staged).files)
            if name != folder.MARK
        ]

    # --- delivering

    def deliver(self, record: Mapping[str, object]) -> None:
        """Write ``run.json`` last, then put the new folder in the old one's place.

        Everything is on the disk itself before that, so that after a power cut the old outputs
        stand there or the new ones.

        Raises:
            RefusedRunError: a file of the old outputs is open elsewhere, or something was saved
                there meanwhile; nothing was changed.
            OSError: the disk refuses; nothing was changed.
        """
        text = json.dumps({**record, "outputs": self.outputs()}, ensure_ascii=False, indent=1)
        self.write(RUN_RECORD, (text + "\n").encode(errors="replace"))
        (self._staged / folder.MARK).unlink()
        self._flush()
        disk.hide(self._staged, hidden=False)
        with disk.uninterrupted():
            self._swap()

    def _flush(self) -> None:
        staged = folder.held(self._staged)
        with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as pool:  # flushing is waiting
            for names in (staged.files, staged.folders, ("",)):
                list(pool.map(lambda name: disk.flush(self._staged / name), names))

    def _swap(self) -> None:
        log = FindingLog()
        before = self._look(log)
        _refuse_if_said(log)
        try:
            if before is not None:
                disk.move(self.out, self._backup)
                self._standing = FolderState.SET_ASIDE
                # Between the look and the move something may have been saved all the same.
                came = list(before.unlike(folder.held(self._backup)))
                folder.say_names("out-foreign-files", self._shown, came, log)
                _refuse_if_said(log)
            disk.move(self._staged, self.out)
        except BaseException as error:
            self._put_back()
            if isinstance(error, PermissionError) and (opened := self._open_file()):
                log.add("out-file-open", Place(opened))
                raise RefusedRunError(log) from error
            raise
        self._standing = FolderState.DELIVERED
        self._finish(before)

    def _put_back(self) -> None:
        if self._standing is FolderState.SET_ASIDE:
            disk.move(self._backup, self.out)
            self._standing = FolderState.AS_BEFORE

    def _finish(self, before: folder.Contents | None) -> None:
        """Take the backup away; what cannot go (a file just opened) goes at the next run."""
        try:
            disk.flush(self.out.parent)
            if before is not None:
                folder.give_back(self._backup, before.files, self.out)
                folder.clear(self._backup, before.files)
                if self._backup.exists():
                    disk.hide(self._backup, hidden=True)
        except OSError:
            pass  # delivered is delivered
        self._release()

    def _open_file(self) -> str | None:
        """The first file of the old outputs that another program holds open (on Windows)."""
        for name in sorted(folder.held(self.out).files) if self.out.is_dir() else ():
            path = self.out / name
            try:
                with path.open("r+b"):
                    pass
            except PermissionError:
                if os.access(path, os.W_OK):  # else it is a matter of rights
                    return f"{self._shown}/{name}"
        return None

    def discard(self) -> None:
        """Take the staged files away, if any are left, and let other runs into the folder."""
        shutil.rmtree(self._staged, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def _refuse_if_said(log: FindingLog) -> None:
    if log.has_errors():
        raise RefusedRunError(log)


def _lies_in(path: Path, outer: Path) -> bool:
    """Whether a path is a folder or lies in it, by name or by what the system says is the same.

    Names alone do not tell: a drive letter, a share and a junction may lead to one folder.
    """
    if path.is_relative_to(outer):
        return True
    try:
        sought = outer.stat()
    except OSError:
        return False
    for parent in (path, *path.parents):
        try:
            if os.path.samestat(parent.stat(), sought):
                return True
        except OSError:
            continue
    return False
