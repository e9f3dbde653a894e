"""Make checklist workbooks to fill in: for one office, several or all, and per assessor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.header import DEFAULT_RUBRIC, round_choice
from qp_scoring.intake.offices import OfficeRegistry, report_unresolved
from qp_scoring.office import Office
from qp_scoring.reports.template import Form, form_name, write_form
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class FormsRequest:
    """Which forms a user asked for; ``everyone`` stands for all offices of the list."""

    out: Path
    offices: Sequence[str] = ()
    everyone: bool = False
    assessors: Sequence[str] = ()
    rubric: str | None = None
    round: str | None = None
    offices_list: str | None = None


def make_forms(request: FormsRequest) -> tuple[Path, ...]:
    """Write the forms and return their paths.

    Nothing that is there is overwritten: a form may have been filled in.

    Raises:
        RefusedRunError: an office is not known, a form is there already, or the rubric is
            unusable; no form was written.
    """
    log = FindingLog()
    rubric = load_rubric(request.rubric or DEFAULT_RUBRIC)
    offices = _offices(request, rubric, log)
    if log.has_errors():
        raise RefusedRunError(log)
    asked = request.round or rubric.round[0].id
    chosen = next(r for r in rubric.round if r.id == round_choice(asked, rubric, (), log))
    forms = [
        Form(rubric, chosen, office, assessor)
        for office in offices
        for assessor in (request.assessors or (None,))
    ]
    paths = [request.out / form_name(form) for form in forms]
    _check_paths(paths, log)
    if log.has_errors():
        raise RefusedRunError(log)
    request.out.mkdir(parents=True, exist_ok=True)
    for path, form in zip(paths, forms, strict=True):
        write_form(path, form)
    return tuple(paths)


def _offices(request: FormsRequest, rubric: Rubric, log: FindingLog) -> tuple[Office, ...]:
    """The offices asked for, each once, in the order of their codes."""
    registry = OfficeRegistry.shipped()
    if request.offices_list is not None:
        registry = registry.extended(Path(request.offices_list), request.offices_list, log)
    if request.everyone:
        return registry.offices
    if not request.offices:
        log.add("form-no-office")
    chosen: dict[str, Office] = {}
    for name in request.offices:
        resolution = registry.resolve(name, rubric.fiscal_year)
        report_unresolved(log, Place(), name, resolution)
        if resolution.office is not None:
            chosen[resolution.office.code] = resolution.office
    return tuple(chosen[code] for code in sorted(chosen))


def _check_paths(paths: Sequence[Path], log: FindingLog) -> None:
    """Say which forms are there already, and which two would have one name."""
    for path, count in Counter(paths).items():
        if count > 1:
            log.add("form-name-twice", Place(path.name))
        elif path.exists():
            log.add("form-exists", Place(path.name))
