"""An earlier run beside this one: an issue of the same round, or another round (``--previous``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.analysis.compare import say_order, with_previous
from qp_scoring.analysis.numbers import difference
from qp_scoring.documents.away import head
from qp_scoring.documents.issued import (
    ComparedWith,
    Issued,
    Reissue,
    compare_issues,
    read_issued,
    same_issue,
    say_if_changed,
)
from qp_scoring.documents.results import OfficeResult, Previous
from qp_scoring.documents.stored import RESULTS_FILE, StoredRound, read_round
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.hashes import file_digest
from qp_scoring.intake.read import Intake
from qp_scoring.rubric.diff import RubricChange, diff_rubrics
from qp_scoring.rubric.model import Band, Bands, Rubric

_CODES_NAMED = _OFFICES_NAMED = 6


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run. ``issued`` are its sheets by office, where it is of the same round.

    ``compared_with`` are the results of an earlier round that this run is compared with.
    """

    stored: StoredRound
    issued: dict[str, Issued] | None = None
    compared_with: ComparedWith | None = None

    def beside(
        self, offices: tuple[OfficeResult, ...], intake: Intake, log: FindingLog
    ) -> tuple[OfficeResult, ...]:
        """The offices with what they came to in the round that they are compared with.

        Raises:
            RefusedRunError: the earlier round was scored by another rubric set.
        """
        if self.issued is not None:
            before = {one.code: one.previous for one in self.stored.results.offices}
            still = (_still_compared(office, before.get(office.code)) for office in offices)
            return self._late_too(tuple(still), intake, log)
        compared = with_previous(offices, self.stored, intake.rubric, log)
        say_order(self.stored, intake.rubric, intake.round_id, log)
        _say_differences(self.stored, intake.rubric, log)
        return compared

    def reissue(
        self, sheets: Mapping[str, Issued], offices: Sequence[OfficeResult]
    ) -> Reissue | None:
        """What became of the sheets of an earlier issue; None where it is another round."""
        if self.issued is None:
            return None
        return compare_issues(self.issued, sheets, self.stored.results.offices, offices)

    def _late_too(
        self, offices: tuple[OfficeResult, ...], intake: Intake, log: FindingLog
    ) -> tuple[OfficeResult, ...]:
        """Offices that the earlier issue did not have, compared with what that was compared with.

        Where those results are gone or changed, the late offices are named and not compared.
        """
        had = {office.code for office in self.stored.results.offices}
        late = [office for office in offices if office.code not in had]
        if self.compared_with is None or not late:
            return offices
        path = Path(self.compared_with.path)
        try:
            same = file_digest(path) == self.compared_with.hash
            before = read_round(path, FindingLog(), head) if same else None
        except (OSError, ValueError, RefusedRunError):
            before = None
        if before is None:
            names = ", ".join(office.short_name for office in late[:_OFFICES_NAMED])
            more = f" (+{len(late) - _OFFICES_NAMED})" if len(late) > _OFFICES_NAMED else ""
            log.add("previous-gone", Place(str(path)), count=len(late), offices=names + more)
            return offices
        compared = {one.code: one for one in with_previous(late, before, intake.rubric, log)}
        return tuple(compared.get(office.code, office) for office in offices)


def _still_compared(office: OfficeResult, before: Previous | None) -> OfficeResult:
    """A new issue is compared with the round that the earlier issue was compared with."""
    if before is None:
        return office
    change = difference(before.mean, office.mean)
    return office.model_copy(update={"previous": before.model_copy(update={"change": change})})


def read_earlier(path: Path, intake: Intake, log: FindingLog) -> Earlier:
    """Read an earlier run's ``results.json``, and its ``run.json`` where the round is the same.

    Results of another round need no record; one that contradicts them is warned of.

    Raises:
        RefusedRunError: one of them is missing or damaged, or they are not of the same run.
    """
    stored = read_round(path, log, head)
    if not same_issue(stored.results, intake.rubric, intake.round_id):
        say_if_changed(stored.folder, log)
        results = (path / RESULTS_FILE if path.is_dir() else path).absolute()
        return Earlier(
            stored,
            compared_with=ComparedWith(path=str(results), hash=file_digest(results)),
        )
    issued = read_issued(stored.folder, log)
    return Earlier(stored, issued.sheets, issued.compared_with)


def _moves_results(change: RubricChange) -> bool:
    """Whether a change of the rubric can move a score or a band.

    Other changes tell two sets apart (id, fiscal year) or say the same result in other words.
    """
    of_bands = change.table in (Bands, Band) and change.key != "confirmed"
    return change.kind == "major" or of_bands


def _say_differences(stored: StoredRound, rubric: Rubric, log: FindingLog) -> None:
    """Warn where the two rounds were judged by criteria that differ in what they give."""
    changes = [one for one in diff_rubrics(stored.rubric, rubric).changes if _moves_results(one)]
    codes = list(dict.fromkeys(one.indicator for one in changes if one.indicator is not None))
    if changes:
        more = f" (+{len(codes) - _CODES_NAMED})" if len(codes) > _CODES_NAMED else ""
        log.add(
            "previous-rubric-differs",
            Place(str(stored.folder)),
            count=len(changes),
            indicators=", ".join(codes[:_CODES_NAMED]) + more,
        )
