"""Make checklist workbooks to fill in: for one office, several or all, and per assessor.

With the results of an earlier round the forms show these beside the empty marks, unconfirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.analysis.compare import refuse_other_rubric
from qp_scoring.documents.answers import Role
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import OfficeResult
from qp_scoring.documents.stored import StoredRound, read_round
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.carry import CarriedOffice, carry, say_not_carried
from qp_scoring.intake.layouts.header import DEFAULT_RUBRIC, round_choice
from qp_scoring.intake.offices.registry import OfficeRegistry, offices_named
from qp_scoring.reports.forms import TARGETS, Form, form_name, write_form, write_targets
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class FormsRequest:
    """Which forms a user asked for; ``everyone`` stands for all offices of the list.

    ``source`` is the ``results.json`` of the round before, or its folder: without offices the
    forms are for all of that round and for those who assessed it, and ``round`` is by default the
    one after it. The offices that the round knew are known again.
    """

    out: Path
    offices: Sequence[str] = ()
    everyone: bool = False
    assessors: Sequence[str] = ()
    rubric: str | None = None
    round: str | None = None
    offices_list: str | None = None
    source: Path | None = None


def make_forms(request: FormsRequest, log: FindingLog | None = None) -> tuple[Path, ...]:
    """Write the forms and return their paths; ``log`` is told what could not be carried.

    Criteria that name targets of offices have a list of these beside the forms, unless one is
    there. Nothing that is there is overwritten: a form may have been filled in.

    Raises:
        RefusedRunError: an office is not known, a form is there already, or the rubric or the
            earlier round is unusable; no form was written.
    """
    log = FindingLog() if log is None else log
    stored = read_round(request.source, log) if request.source else None
    rubric = _rubric(request, stored, log)
    offices = _offices(request, rubric, stored, log)
    if log.has_errors():
        raise RefusedRunError(log)
    asked = request.round or _next_round(rubric, stored, log)
    chosen = next(r for r in rubric.round if r.id == round_choice(asked, rubric, (), log))
    rubric = rubric.in_round(chosen.id)
    carried = _carried(stored, offices, rubric, log) if stored else {}
    before = {one.code: one for one in stored.results.offices} if stored else {}
    forms = [
        Form(rubric, chosen, office, assessor, role, carried=carried.get(office.code))
        for office in offices
        for assessor, role in _assessors(request, before.get(office.code))
    ]
    paths = [request.out / form_name(form) for form in forms]
    _check_paths(paths, log)
    if log.has_errors():
        raise RefusedRunError(log)
    request.out.mkdir(parents=True, exist_ok=True)
    begun: list[Path] = []
    lists = [one for one in (request.out / TARGETS,) if rubric.names_targets and not one.exists()]
    try:
        for path in lists:
            begun.append(path)
            write_targets(path, rubric, offices)
        for path, form in zip(paths, forms, strict=True):
            begun.append(path)
            write_form(path, form)
    except BaseException:
        # All or none: whoever runs this again would be told that the first ones are there.
        for path in begun:
            path.unlink(missing_ok=True)
        raise
    return (*paths, *lists)


def _assessors(
    request: FormsRequest, before: OfficeResult | None
) -> Sequence[tuple[str | None, Role]]:
    """Who gets a form of an office: those asked for, else those who assessed it before."""
    if request.assessors:
        return [(name, Role.MEMBER) for name in request.assessors]
    if before is None:
        return [(None, Role.MEMBER)]
    voices = [by for one in before.indicators for by in one.said_by]
    marks = [by for one in before.indicators for item in one.items for by in item.by]
    spoken = [(by.assessor, Role(by.role)) for by in voices]
    spoken += [(by.assessor, Role(by.role)) for by in marks]
    # One form a person, whatever else the person was; a committee's resolution is no person.
    known = {name: role for name, role in spoken if name and role is not Role.RESOLUTION}
    return list(known.items()) or [(None, Role.MEMBER)]


def _rubric(request: FormsRequest, stored: StoredRound | None, log: FindingLog) -> Rubric:
    """The rubric asked for, by default that of the earlier round as it is shipped now."""
    if stored is None:
        return load_rubric(request.rubric or DEFAULT_RUBRIC)
    rubric = load_rubric(request.rubric or stored.rubric.id)
    refuse_other_rubric(stored, rubric, log)
    return rubric


def _next_round(rubric: Rubric, stored: StoredRound | None, log: FindingLog) -> str:
    """The round after the earlier one; the rubric's first for another fiscal year, or any form."""
    if stored is None or stored.rubric.fiscal_year != rubric.fiscal_year:
        return rubric.round[0].id
    last = rubric.round_by_id(stored.results.round)
    following = rubric.next_round(last.id) if last else None
    if following is None:
        log.add("carry-no-next-round", Place(str(stored.folder)), round=stored.results.round)
        raise RefusedRunError(log)
    return following.id


def _carried(
    stored: StoredRound, offices: Sequence[Office], rubric: Rubric, log: FindingLog
) -> dict[str, CarriedOffice]:
    """What is carried into the form of each office that was in the earlier round."""
    before = {office.code: office for office in stored.results.offices}
    for office in offices:
        if office.code not in before:
            log.add("carry-office-missing", Place(str(stored.folder)), office=office.short_name)
    say_not_carried(stored, rubric, log)
    found = [office.code for office in offices if office.code in before]
    carried = {code: carry(before[code], stored, rubric) for code in found}
    empty = [before[code].short_name for code, one in carried.items() if one.is_empty]
    if empty:
        place = Place(str(stored.folder))
        log.add("carry-nothing", place, count=len(empty), offices=", ".join(empty))
    return carried


def _offices(
    request: FormsRequest, rubric: Rubric, stored: StoredRound | None, log: FindingLog
) -> tuple[Office, ...]:
    """The offices asked for, each once, in the order of their codes."""
    registry = OfficeRegistry.shipped()
    if stored is not None:
        registry = registry.with_used(stored.results.offices_used)
    if request.offices_list is not None:
        registry = registry.extended(Path(request.offices_list), request.offices_list, log)
    if request.everyone:
        return registry.offices
    if stored is not None and not request.offices:
        return tuple(_listed(stored, registry, log))
    if not request.offices:
        log.add("form-no-office")
    return offices_named(request.offices, registry, rubric.fiscal_year, log)


def _listed(stored: StoredRound, registry: OfficeRegistry, log: FindingLog) -> Iterator[Office]:
    """The offices of the earlier round; the list knows what does not apply to them."""
    for result in stored.results.offices:
        office = registry.get(result.code)
        if office is not None:
            yield office
        else:
            name = f"{result.code} {result.short_name}"
            log.add("carry-office-unlisted", Place(str(stored.folder)), office=name)


def _check_paths(paths: Sequence[Path], log: FindingLog) -> None:
    """Say which forms are there already, and which two would have one name."""
    for path, count in Counter(paths).items():
        if count > 1:
            log.add("form-name-twice", Place(path.name))
        elif path.exists():
            log.add("form-exists", Place(path.name))
