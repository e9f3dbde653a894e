"""Delivery of a run's files: complete or not at all.

A run is written whole into a new folder beside ``--out``; then ``--out`` becomes a backup, the new
folder takes its place, and the backup goes. A run that was stopped between these steps is repaired
by the next; two runs at once into one folder are not let in. Files that are not this program's, or
were changed since, are never touched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qp_scoring.delivery.lock import FolderLock, FolderLockedError
from qp_scoring.findings import FindingLog, Place, RefusedRunError

RUN_RECORD = "run.json"
LISTED = 5


def digest(content: bytes) -> str:
    """The hash by which a file's content is known in ``run.json``."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Delivery:
    """The staged output folder of one run: used in a ``with`` block, and delivered in it or not.

    Args:
        out: The folder that the user asked for.
        inputs: The inputs as the user gave them; ``out`` may not lie in one or around one.

    Raises:
        RefusedRunError: ``out`` may not be written; nothing was changed.
    """

    def __init__(self, out: Path, inputs: Iterable[Path]) -> None:
        self.out = out.resolve()
        self._staged = self.out.with_name(f".{self.out.name}.new")
        self._backup = self.out.with_name(f".{self.out.name}.old")
        self._lock: FolderLock | None = None
        log = FindingLog()
        self._check_inputs(inputs, log)
        if not log.has_errors():
            self._take(log)
        if log.has_errors():
            self._release()
            raise RefusedRunError(log)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()

    def _take(self, log: FindingLog) -> None:
        """Take hold of the folder; say why where that cannot be."""
        place = Place(self.out.name)
        try:
            self._lock = FolderLock(self.out.with_name(f".{self.out.name}.lock"))
        except FolderLockedError:
            log.add("out-in-use", place)
            return
        except OSError:
            log.add("out-not-writable", place)
            return
        try:
            self._repair()
        except PermissionError:
            log.add("out-file-open", Place(self._open_file() or self.out.name))
        else:
            self._check_contents(log)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _check_inputs(self, inputs: Iterable[Path], log: FindingLog) -> None:
        for given in inputs:
            path = given.resolve()
            inside = path.is_dir() and self.out.is_relative_to(path)
            if inside or path.is_relative_to(self.out):
                log.add("out-overlaps-input", Place(str(self.out.name)), found=given)

    def _repair(self) -> None:
        """Bring an interrupted swap to its start: the old outputs whole, nothing staged."""
        if self._backup.exists():
            if self.out.exists():
                shutil.rmtree(self._backup)
            else:
                self._backup.rename(self.out)
        if self._staged.exists():
            shutil.rmtree(self._staged)

    def _check_contents(self, log: FindingLog) -> None:
        """Refuse a folder that holds what this program did not write, or what was changed."""
        if not self.out.exists():
            return
        place = Place(self.out.name)
        if not self.out.is_dir():
            log.add("out-is-a-file", place)
            return
        known = self._recorded()
        foreign: list[str] = []
        changed: list[str] = []
        for path in sorted(p for p in self.out.rglob("*") if not p.is_dir()):
            name = path.relative_to(self.out).as_posix()
            if path.name.startswith("~$"):
                log.add("out-file-open", Place(f"{self.out.name}/{name.replace('~$', '')}"))
            elif name not in known:
                foreign.append(name)
            elif known[name] and digest(path.read_bytes()) != known[name]:
                changed.append(name)
        for code, names in (("out-foreign-files", foreign), ("out-changed-files", changed)):
            if names:
                more = f" (+{len(names) - LISTED})" if len(names) > LISTED else ""
                log.add(code, place, found=", ".join(names[:LISTED]) + more)

    def _recorded(self) -> dict[str, str]:
        """The files that the last run delivered here, with their hashes; none if not ours."""
        try:
            record: Any = json.loads((self.out / RUN_RECORD).read_text(encoding="utf-8"))
            files = {str(file["name"]): str(file["hash"]) for file in record["outputs"]}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return {**files, RUN_RECORD: ""}

    def path(self, name: str) -> Path:
        """Where to write a file of the run; its folder exists afterwards."""
        target = self._staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def write(self, name: str, content: bytes) -> None:
        """Write one file of the run."""
        self.path(name).write_bytes(content)

    def outputs(self) -> list[dict[str, str]]:
        """The staged files with their hashes, in the order of their names."""
        files = sorted(path for path in self._staged.rglob("*") if path.is_file())
        return [
            {"name": path.relative_to(self._staged).as_posix(), "hash": digest(path.read_bytes())}
            for path in files
        ]

    def deliver(self, record: Mapping[str, object]) -> None:
        """Write ``run.json`` last, then put the new folder in the old one's place.

        Raises:
            RefusedRunError: a file of the old outputs is open elsewhere; nothing was changed.
        """
        text = json.dumps({**record, "outputs": self.outputs()}, ensure_ascii=False, indent=1)
        self.write(RUN_RECORD, (text + "\n").encode())
        try:
            if self.out.exists():
                self.out.rename(self._backup)
            try:
                self._staged.rename(self.out)
            except OSError:
                if self._backup.exists():
                    self._backup.rename(self.out)
                raise
        except PermissionError as error:
            log = FindingLog()
            log.add("out-file-open", Place(self._open_file() or self.out.name))
            self.discard()
            raise RefusedRunError(log) from error
        # A backup that cannot go (a file just opened) is taken away by the next run.
        shutil.rmtree(self._backup, ignore_errors=True)
        self._release()

    def _open_file(self) -> str | None:
        """The first file of the old outputs that another program holds open (on Windows)."""
        for path in sorted(p for p in self.out.rglob("*") if p.is_file()):
            try:
                with path.open("r+b"):
                    pass
            except OSError:
                return f"{self.out.name}/{path.relative_to(self.out).as_posix()}"
        return None

    def discard(self) -> None:
        """Take the staged files away, if any are left, and let other runs into the folder."""
        shutil.rmtree(self._staged, ignore_errors=True)
        self._release()
