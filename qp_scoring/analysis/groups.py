"""Groups of offices: by type, by inspection region, by band; and how each group stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from qp_scoring.analysis.distribution import band_of_score
from qp_scoring.analysis.numbers import average_counted, average_shown, exact, median
from qp_scoring.documents.analysis import GroupFigures, IndicatorMean, Scope
from qp_scoring.documents.results import OfficeResult, State, Status
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import printed, rounded

OfficeGroup = tuple[Scope, str]
"""A scope and the name of the group in it; all offices together have none."""

_ALL: OfficeGroup = (Scope.ALL, "")


def groups_of(office: OfficeResult) -> tuple[OfficeGroup, ...]:
    """The groups that an office belongs to; without a region or band it is in none of those."""
    named = ((Scope.REGION, office.region), (Scope.BAND, office.band))
    return (_ALL, (Scope.TYPE, office.type), *((scope, name) for scope, name in named if name))


def in_order(groups: Iterable[OfficeGroup], rubric: Rubric) -> list[OfficeGroup]:
    """Groups by scope; bands from the best, others by number, then by name."""
    bands = [band.name for band in rubric.bands.band]

    def key(group: OfficeGroup) -> tuple[int, int, str]:
        scope, name = group
        if scope is Scope.BAND:
            number = bands.index(name) if name in bands else len(bands)
        else:
            number = int(name) if name.isdecimal() else 1_000_000
        return list(Scope).index(scope), number, name

    return sorted(groups, key=key)


def group_figures(
    offices: Sequence[OfficeResult], rubric: Rubric
) -> Mapping[Scope, tuple[GroupFigures, ...]]:
    """How all offices, each type and each region stand, in their order.

    Bands are left out: how they stand follows from what they are.
    """
    members: dict[OfficeGroup, list[OfficeResult]] = defaultdict(list)
    members[_ALL] = []
    for office in offices:
        for group in groups_of(office):
            members[group].append(office)
    found: dict[Scope, list[GroupFigures]] = {scope: [] for scope in Scope}
    for scope, name in in_order(members, rubric):
        if scope is not Scope.BAND:
            found[scope].append(_figures(name, members[scope, name], rubric))
    return {scope: tuple(figures) for scope, figures in found.items()}


def _figures(name: str, members: Sequence[OfficeResult], rubric: Rubric) -> GroupFigures:
    complete = [office for office in members if office.status is Status.COMPLETE]
    means = [mean for office in complete if (mean := exact_mean(office)) is not None]
    shown = sorted((office.mean for office in complete if office.mean is not None), key=Decimal)
    decimals = rubric.arithmetic.mean_decimals
    counts = Counter(office.band for office in complete)
    return GroupFigures(
        name=name,
        offices=len(members),
        n=len(means),
        mean=average_shown(means, decimals),
        median=printed(rounded(median(means), decimals)) if means else None,
        lowest=shown[0] if shown else None,
        highest=shown[-1] if shown else None,
        bands={band.name: counts[band.name] for band in rubric.bands.band},
        indicators=tuple(_indicator_means(complete, rubric)),
    )


def _indicator_means(complete: Sequence[OfficeResult], rubric: Rubric) -> Iterable[IndicatorMean]:
    scores: dict[str, Counter[str]] = defaultdict(Counter)
    for office in complete:
        for entry in office.indicators:
            if entry.state is State.SCORED and entry.score is not None:
                scores[entry.code][entry.score] += 1
    for code in rubric.by_code:
        mean = average_counted(scores[code], rubric.arithmetic.mean_decimals)
        if mean is not None:
            band = band_of_score(exact(mean), rubric.by_code[code], rubric)
            yield IndicatorMean(code=code, n=scores[code].total(), mean=mean, band=band)


def exact_mean(office: OfficeResult) -> Fraction | None:
    """The exact mean of an office; None without one."""
    return None if office.mean_exact is None else office.mean_exact.value
