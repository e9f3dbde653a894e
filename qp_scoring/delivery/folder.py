"""What stands in a results folder: what a run delivered there, and what is somebody else's."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qp_scoring.delivery.disk import is_link, move
from qp_scoring.documents import RUN_RECORD
from qp_scoring.findings import FindingLog, Place
from qp_scoring.hashes import digest

MARK = ".qp-scoring"
"""Stands in a folder of this program's from its first moment until its record does."""

_MARKED = "qp-scoring: โฟลเดอร์ชั่วคราวของการประมวลผลที่ยังไม่เสร็จ / files of an unfinished run\n"
_LISTED = 5

Stamp = tuple[int, int, int]
"""By what a file is seen to be the same, unread: its size, its time and its number."""


@dataclass(slots=True)
class Contents:
    """What stands under a folder, by relative names: files, folders, and things of other kinds."""

    files: dict[str, Stamp] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def unlike(self, later: Contents) -> Iterator[str]:
        """What came, went or changed until ``later``."""
        for name in sorted({*self.files, *later.files}):
            if self.files.get(name) != later.files.get(name):
                yield name
        yield from sorted((self.folders ^ later.folders) | (self.others ^ later.others))


def held(folder: Path) -> Contents:
    """Look through a folder without following any link.

    Raises:
        OSError: a part of it cannot be looked at.
    """
    found = Contents()
    pending = [folder]
    while pending:
        for path in sorted(pending.pop().iterdir()):
            name = path.relative_to(folder).as_posix()
            seen = path.lstat()
            if is_link(path):
                found.others.add(name)
            elif stat.S_ISDIR(seen.st_mode):
                found.folders.add(name)
                pending.append(path)
            elif stat.S_ISREG(seen.st_mode):
                found.files[name] = (seen.st_size, seen.st_mtime_ns, seen.st_ino)
            else:
                found.others.add(name)
    return found


def recorded(folder: Path) -> dict[str, str]:
    """The files that a run delivered into a folder, with their hashes; none if it is not ours."""
    try:
        record: Any = json.loads((folder / RUN_RECORD).read_text(encoding="utf-8"))
        files = {str(file["name"]): str(file["hash"]) for file in record["outputs"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {**files, RUN_RECORD: ""}


def is_ours(folder: Path) -> bool:
    """Whether this program made a folder: it carries the mark, or the record of a run."""
    return folder.is_dir() and not is_link(folder) and _carries_mark(folder)


def _carries_mark(folder: Path) -> bool:
    return (folder / MARK).is_file() or bool(recorded(folder))


def mark(folder: Path) -> None:
    """Make a folder that carries the mark.

    Raises:
        OSError: it cannot be made; then it is not there.
    """
    folder.mkdir()
    try:
        (folder / MARK).write_text(_MARKED, encoding="utf-8")
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def judge(folder: Path, shown: str, log: FindingLog, filled_in: Collection[str] = ()) -> Contents:
    """Say what in a results folder is not this program's, was changed since, or is open.

    ``filled_in`` are files that a user may fill in where they lie.

    Raises:
        OSError: a part of it cannot be looked at.
    """
    found = held(folder)
    known = recorded(folder)
    inner = {parent.as_posix() for name in known for parent in Path(name).parents}
    foreign = [f"{name}/" for name in found.folders - inner if _is_empty(folder / name)]
    foreign += found.others
    changed: list[str] = []
    for name in found.files:
        if owner := _open_beside(name):
            log.add("out-file-open", Place(f"{shown}/{owner}"))
        elif name not in known:
            foreign.append(name)
        elif name in filled_in:
            continue
        elif known[name] and digest((folder / name).read_bytes()) != known[name]:
            changed.append(name)
    say_names("out-foreign-files", shown, foreign, log)
    say_names("out-changed-files", shown, changed, log)
    locked = [name for name in ("", *found.folders) if not os.access(folder / name, os.W_OK)]
    for name in sorted(locked)[:1]:
        log.add("out-not-writable", Place(shown), path=str(folder / name))
    return found


def say_names(code: str, shown: str, names: list[str], log: FindingLog) -> None:
    """Record a finding that names the first of some files, if there are any."""
    if names:
        listed = sorted(names)
        more = f" (+{len(listed) - _LISTED})" if len(listed) > _LISTED else ""
        log.add(code, Place(shown), found=", ".join(listed[:_LISTED]) + more)


def _is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def _open_beside(name: str) -> str | None:
    """The file that a lock file of Excel or LibreOffice says is open; None for another file."""
    folder, slash, last = name.rpartition("/")
    if last.startswith("~$"):
        return folder + slash + last.removeprefix("~$")
    if last.startswith(".~lock.") and last.endswith("#"):
        return folder + slash + last[len(".~lock.") : -1]
    return None


def clear(folder: Path, known: Mapping[str, Stamp]) -> None:
    """Take away the known files of a folder that are still as they were, then what is empty.

    What cannot go stays for the next run, and the record with it, by which that knows the folder
    for ours: nothing is raised.
    """
    with contextlib.suppress(OSError):
        found = held(folder)
        for name in found.files.keys() - {RUN_RECORD}:
            if known.get(name) == found.files[name]:
                with contextlib.suppress(OSError):
                    (folder / name).unlink()
        for name in sorted(found.folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                (folder / name).rmdir()
        if {path.name for path in folder.iterdir()} <= {RUN_RECORD}:
            (folder / RUN_RECORD).unlink(missing_ok=True)
            folder.rmdir()


def unchanged(folder: Path) -> dict[str, Stamp]:
    """The files of a folder that are as a run delivered them.

    Raises:
        OSError: a part of it cannot be looked at.
    """
    known = recorded(folder)
    return {
        name: seen
        for name, seen in held(folder).files.items()
        if name in known and known[name] in ("", digest((folder / name).read_bytes()))
    }


def give_back(folder: Path, known: Mapping[str, Stamp], target: Path) -> None:
    """Move what was saved into a folder beside its known files to its place under ``target``."""
    with contextlib.suppress(OSError):
        left = held(folder)
        others = [name for name, seen in left.files.items() if known.get(name) != seen]
        for name in [*others, *left.others]:
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            move(folder / name, _free(place))


def _free(path: Path) -> Path:
    """The path, or with a number in its name where that is taken."""
    number, found = 2, path
    while os.path.lexists(found):
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return found
