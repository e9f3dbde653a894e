"""What ``run.json`` keeps of the score sheets of a run, and what became of them since.

It keeps a hash of each over what its office is told. The bytes of a sheet also change with the
figures that the office is compared with (medians, places), so by its bytes nearly every sheet of
a run would pass for revised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from qp_scoring.documents import RUN_RECORD
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.documents.stored import RESULTS_FILE
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.hashes import file_digest
from qp_scoring.rubric.model import Rubric

_RECORD_BYTES = 20 * 2**20


class Issued(BaseModel):
    """A delivered score sheet as ``run.json`` records it.

    ``hash`` is of its bytes, ``content_hash`` of what its office is told; ``revised`` says
    whether it carries the mark of a revised issue.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    office: str
    name: str
    hash: str
    content_hash: str
    revised: bool


class _Output(BaseModel):
    name: str
    hash: str


class _Outputs(BaseModel):
    """What ``run.json`` says of the files that were delivered."""

    outputs: tuple[_Output, ...]

    def holds(self, name: str, found: str) -> bool:
        """Whether a file was delivered with the hash that was found."""
        return found in {one.hash for one in self.outputs if one.name == name}


_OfOutputs = TypeVar("_OfOutputs", bound=_Outputs)


class ComparedWith(BaseModel):
    """The results of an earlier round that a run was compared with: where they were, and a hash."""

    model_config = ConfigDict(strict=True, frozen=True)

    path: str
    hash: str


class _Record(_Outputs):
    """The part of ``run.json`` that a re-issue needs."""

    sheets: tuple[Issued, ...]
    compared_with: ComparedWith | None = None


@dataclass(frozen=True, slots=True)
class IssuedRun:
    """What an earlier run recorded: its sheets by office, and what it was compared with."""

    sheets: dict[str, Issued]
    compared_with: ComparedWith | None


@dataclass(frozen=True, slots=True)
class Reissue:
    """Offices by what became of their sheet, each as ``<code> <short name>``.

    ``recompared`` are told the same, but the figures beside it that come from other offices (or
    the layout) changed; ``gone`` had a sheet and have none now.
    """

    changed: tuple[str, ...]
    recompared: tuple[str, ...]
    unchanged: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]


def same_issue(results: Results, rubric: Rubric, round_id: str) -> bool:
    """Whether earlier results are of this rubric set, fiscal year and round."""
    stamp = results.rubric
    return (stamp.id, stamp.fiscal_year, results.round) == (
        rubric.id,
        rubric.fiscal_year,
        round_id,
    )


def read_issued(folder: Path, log: FindingLog) -> IssuedRun:
    """What an earlier run recorded of itself in its ``run.json``.

    Raises:
        RefusedRunError: the record is missing or damaged, or is not the one of the
            ``results.json`` beside it; ``log`` says which.
    """
    place = Place(str(folder / RUN_RECORD))
    try:
        record, results = _read(_Record, folder)
    except (OSError, ValidationError) as error:
        log.add("previous-no-record", place)
        raise RefusedRunError(log) from error
    if not record.holds(RESULTS_FILE, results):
        log.add("previous-not-of-record", place)
        raise RefusedRunError(log)
    return IssuedRun({one.office: one for one in record.sheets}, record.compared_with)


def say_if_changed(folder: Path, log: FindingLog) -> None:
    """Warn where the record beside a ``results.json`` says that it was delivered otherwise."""
    place = Place(str(folder / RESULTS_FILE))
    try:
        record, results = _read(_Outputs, folder)
    except (OSError, ValidationError):
        return
    if not record.holds(RESULTS_FILE, results):
        log.add("previous-changed", place)


def _read(kind: type[_OfOutputs], folder: Path) -> tuple[_OfOutputs, str]:
    """The record of a folder, and the hash of the results beside it."""
    with (folder / RUN_RECORD).open("rb") as file:
        record = kind.model_validate_json(file.read(_RECORD_BYTES))
    return record, file_digest(folder / RESULTS_FILE)


def compare_issues(
    before: Mapping[str, Issued],
    now: Mapping[str, Issued],
    *offices: Sequence[OfficeResult],
) -> Reissue:
    """Sort the offices by what became of their sheets, in the order of their codes.

    ``offices`` are those of both runs, for their names.
    """
    names = {one.code: f"{one.code} {one.short_name}" for one in chain(*offices)}

    def those(codes: set[str]) -> tuple[str, ...]:
        return tuple(names.get(code, code) for code in sorted(codes))

    both = before.keys() & now.keys()
    same = {code for code in both if before[code].content_hash == now[code].content_hash}
    identical = {code for code in same if before[code].hash == now[code].hash}
    return Reissue(
        changed=those(both - same),
        recompared=those(same - identical),
        unchanged=those(identical),
        added=those(now.keys() - before.keys()),
        gone=those(before.keys() - now.keys()),
    )
