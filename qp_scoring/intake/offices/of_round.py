"""The office of a stored round that a code or a name stands for."""

from __future__ import annotations

from qp_scoring.documents.office import Office
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.documents.stored import StoredRound
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.offices.registry import OfficeRegistry, report_unresolved
from qp_scoring.thai import normalise, squeeze


def find_office(stored: StoredRound, asked: str, log: FindingLog) -> OfficeResult:
    """The office of a round that a code or a name stands for.

    Raises:
        RefusedRunError: it stands for none of the round's offices, or for several; ``log`` names
            the likeliest.
    """
    offices = stored.results.offices
    registry = OfficeRegistry(offices_of(stored.results))
    resolution = registry.resolve(asked, stored.results.rubric.fiscal_year)
    if resolution.office is not None:
        code = resolution.office.code
        return next(office for office in offices if office.code == code)
    fitting = [one for one in offices if squeeze(asked) and squeeze(asked) in squeeze(one.name)]
    if len(fitting) == 1 and not resolution.candidates:
        return fitting[0]
    among = {one.code for one in resolution.candidates} & {one.code for one in offices}
    if len(among) == 1:
        return next(one for one in offices if one.code in among)
    if resolution.candidates:
        report_unresolved(log, Place(), asked, resolution)
    else:
        likely = resolution.suggestions
        names = ", ".join(f"{office.code} {office.short_name}" for office in likely)
        log.add("results-office-unknown", found=normalise(asked), nearest=names)
    raise RefusedRunError(log)


def offices_of(results: Results) -> list[Office]:
    """The offices of a round as it knew them: results of earlier versions keep their names only."""
    used = {office.code: office for office in results.offices_used}
    return [used.get(one.code) or _listed_office(one) for one in results.offices]


def _listed_office(result: OfficeResult) -> Office:
    """The office as the shipped list knows it, with its other names, else as the results do."""
    known = OfficeRegistry.shipped().get(result.code)
    if known is not None and known.name == result.name:
        return known
    return Office(result.code, result.type, result.name, result.short_name, region=result.region)
