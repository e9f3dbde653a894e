"""Groups of offices: by type, by inspection region, by band; and how each group stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from qp_scoring.documents.results import OfficeResult, Results, State
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import rounded


class Scope(StrEnum):
    """What the offices of a group have in common."""

    ALL = "all"
    TYPE = "type"
    REGION = "region"
    BAND = "band"


Group = tuple[Scope, str]
"""A scope and the name of the group in it; all offices together have none."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How the offices of a group stand.

    ``offices`` is how many there are, ``complete`` how many have a mean. ``mean`` is the average
    of their exact means, every office counting alike, rounded like a mean; ``lowest`` and
    ``highest`` are printed means. ``bands`` counts the complete offices, bands as in the rubric.
    """

    group: Group
    offices: int
    complete: int
    mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    bands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class IndicatorMean:
    """The mean of one indicator over the ``scored`` offices of a group, rounded like a mean."""

    mean: Decimal
    scored: int


def groups_of(office: OfficeResult) -> tuple[Group, ...]:
    """The groups that an office belongs to; without a region or band it is in none of those."""
    named = ((Scope.REGION, office.region), (Scope.BAND, office.band))
    return (
        (Scope.ALL, ""),
        (Scope.TYPE, office.type),
        *((scope, name) for scope, name in named if name),
    )


def in_order(groups: Iterable[Group], rubric: Rubric) -> list[Group]:
    """Groups by scope; bands from the best, others by number, then by name."""
    bands = [band.name for band in rubric.bands.band]

    def key(group: Group) -> tuple[int, int, str]:
        scope, name = group
        if scope is Scope.BAND:
            number = bands.index(name) if name in bands else len(bands)
        else:
            number = int(name) if name.isdecimal() else 1_000_000
        return list(Scope).index(scope), number, name

    return sorted(groups, key=key)


def group_figures(results: Results, rubric: Rubric) -> tuple[GroupFigures, ...]:
    """How all offices, each type and each region stand, in their order."""
    members = _members(results)
    return tuple(_figures(group, members[group], rubric) for group in in_order(members, rubric))


def indicator_means(
    results: Results, rubric: Rubric
) -> tuple[tuple[Group, Mapping[str, IndicatorMean]], ...]:
    """The means of indicators, for all offices, each type and each region, in their order.

    An indicator that no office of a group has a score in is left out.
    """
    members = _members(results)
    return tuple(
        (group, _indicator_means(members[group], rubric)) for group in in_order(members, rubric)
    )


def _members(results: Results) -> dict[Group, list[OfficeResult]]:
    """The offices of every group but the bands, which follow from the results themselves."""
    members: dict[Group, list[OfficeResult]] = defaultdict(list)
    for office in results.offices:
        for group in groups_of(office):
            if group[0] is not Scope.BAND:
                members[group].append(office)
    return members


def _indicator_means(
    members: Iterable[OfficeResult], rubric: Rubric
) -> Mapping[str, IndicatorMean]:
    scores: dict[str, list[Fraction]] = defaultdict(list)
    for office in members:
        for entry in office.indicators:
            if entry.state is State.SCORED and entry.score is not None:
                scores[entry.code].append(Fraction(entry.score))
    decimals = rubric.arithmetic.mean_decimals
    return {
        code: IndicatorMean(rounded(sum(found, Fraction(0)) / len(found), decimals), len(found))
        for code, found in scores.items()
    }


def _figures(group: Group, members: list[OfficeResult], rubric: Rubric) -> GroupFigures:
    exact = [mean for office in members if (mean := exact_mean(office)) is not None]
    printed = [Decimal(office.mean) for office in members if office.mean is not None]
    decimals = rubric.arithmetic.mean_decimals
    counts = Counter(office.band for office in members)
    return GroupFigures(
        group=group,
        offices=len(members),
        complete=len(exact),
        mean=rounded(sum(exact, Fraction(0)) / len(exact), decimals) if exact else None,
        lowest=min(printed, default=None),
        highest=max(printed, default=None),
        bands={band.name: counts[band.name] for band in rubric.bands.band},
    )


def exact_mean(office: OfficeResult) -> Fraction | None:
    """The exact mean of an office; None without one."""
    if office.mean_exact is None:
        return None
    total, _, weight = office.mean_exact.partition("/")
    return Fraction(total) / Fraction(weight)
