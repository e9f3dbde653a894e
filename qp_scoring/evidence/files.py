"""Which files are reports: folders walked, wildcards expanded, everything left out said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from qp_scoring.documents import RUN_RECORD
from qp_scoring.evidence.readers import REPORT_SUFFIXES
from qp_scoring.findings import FindingLog, Place, clean_name
from qp_scoring.intake.files import InputFile, expanded


def find_reports(arguments: Sequence[str | Path], log: FindingLog) -> tuple[InputFile, ...]:
    """The reports behind the arguments, each once, sorted by name. Nothing is opened.

    A file that is named is taken whatever its name ends in; of a folder only what ends as a
    report does, without lock files, dot files and folders of this program's outputs.
    """
    found: dict[Path, str] = {}
    for argument in arguments:
        for given in _expanded(str(argument), log):
            if given.is_dir():
                for path in _members(given, log):
                    found.setdefault(path.resolve(), path.relative_to(given).as_posix())
            else:
                found.setdefault(given.resolve(), given.name)
    if not found and not log.has_errors():
        log.add("report-none-found")
    return tuple(sorted(_named(found), key=lambda file: file.name))


def _named(found: dict[Path, str]) -> Iterator[InputFile]:
    """Give every file a name of its own: names met twice are told by their folder."""
    counts = Counter(found.values())
    for path, name in found.items():
        shown = name if counts[name] == 1 else f"{path.parent.name}/{path.name}"
        yield InputFile(path, clean_name(shown))


def _expanded(argument: str, log: FindingLog) -> list[Path]:
    found = [path for path in expanded(argument) if path.exists()]
    if not found:
        log.add("input-missing", Place(clean_name(argument)), path=argument)
    return found


def _members(folder: Path, log: FindingLog) -> Iterator[Path]:
    """The reports in a folder and its subfolders."""
    outputs = {path.parent for path in folder.rglob(RUN_RECORD)}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if hidden or any(parent in outputs for parent in path.parents):
            continue
        if path.suffix.lower() in REPORT_SUFFIXES:
            yield path
        else:
            log.add("report-skipped-type", Place(clean_name(path.relative_to(folder).as_posix())))
