"""A new folder with files to go on with (a rubric, the sample): there complete or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qp_scoring.delivery import disk
from qp_scoring.findings import FindingLog, Place, RefusedRunError, clean_name


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder to write into; it becomes ``out`` as the block ends, and goes if that fails.

    Raises:
        RefusedRunError: something stands there already, or the disk refuses.
    """
    place = Place(clean_name(out.name or str(out)))
    log = FindingLog()
    try:
        out = out.absolute()
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            log.add("folder-exists", place)
            raise RefusedRunError(log)
        out.parent.mkdir(parents=True, exist_ok=True)
        staged = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
        staged.mkdir()
        try:
            yield staged
            for path in [*sorted(staged.rglob("*")), staged]:
                disk.flush(path)
            if out.exists():
                out.rmdir()  # it is empty; Windows renames onto nothing that is there
            disk.move(staged, out)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise disk.refusal(error, place) from error
    except ValueError as error:  # a NUL in the name
        log.add("out-name-unusable", place, path=clean_name(str(out)))
        raise RefusedRunError(log) from error
