"""Which files are reports: the walk over folders is that of all inputs (``intake.files``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.evidence.readers import REPORT_SUFFIXES
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import Candidate, InputFile, InputSearch, named, shown_name


def find_reports(arguments: Sequence[str | Path], log: FindingLog) -> tuple[InputFile, ...]:
    """The reports behind the arguments, each once, sorted by name. Nothing is opened.

    A file that is named is taken whatever its name ends in; of a folder only what ends as a
    report does.
    """
    search = _Reports(log)
    search.take_all(arguments)
    if not search.files and not log.has_errors():
        log.add("report-none-found")
    return tuple(sorted(named(search.files), key=lambda file: file.name))


@dataclass(slots=True)
class _Reports(InputSearch):
    """The search for reports."""

    _in_folder: bool = False

    def _take_folder(self, root: Path) -> None:
        self._in_folder = True
        self._walk(root)
        self._in_folder = False

    def _take_file(self, path: Path, root: Path, *, on_top: bool) -> bool:
        shown = shown_name(path, root)
        if self._in_folder and path.suffix.lower() not in REPORT_SUFFIXES:
            self.log.add("report-skipped-type", Place(shown))
        elif self._met_before(path):
            self._skip("file-skipped-duplicate", shown)
            return False
        else:
            self.files.append(Candidate(path, root, shown))
        return True
