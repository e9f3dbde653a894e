"""The analysis of a round: every figure over its offices, put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

from qp_scoring import __version__
from qp_scoring.analysis.agreement import agreement, overall_agreement
from qp_scoring.analysis.distribution import distributions, group_distributions
from qp_scoring.analysis.firmness import firmness, firmness_counts
from qp_scoring.analysis.groups import exact_mean, group_figures
from qp_scoring.analysis.numbers import median, per_cent
from qp_scoring.analysis.shortfalls import ItemCounts, group_shortfalls, shortfalls
from qp_scoring.documents.analysis import (
    ANALYSIS_VERSION,
    Analysis,
    BandCount,
    Others,
    Population,
    Rank,
    RoundChange,
    Scope,
)
from qp_scoring.documents.results import Coverage, OfficeResult, Results, Status
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import printed, rounded

ExactMeans = dict[str, Fraction]
"""Exact means by the code of their office."""


def analyse(results: Results, rubric: Rubric, counted: ItemCounts | None = None) -> Analysis:
    """The analysis of a round; ``rubric`` is the one that made the results.

    ``counted`` are items of offices whose answers are not among the results any more.
    """
    complete = [office for office in results.offices if office.status is Status.COMPLETE]
    counts = ItemCounts()
    for office in complete:
        counts.add(office)
    if counted is not None:
        counts.join(counted)
    figures = group_figures(results.offices, rubric)
    agreed = agreement(results.offices, rubric)
    firm = firmness(complete, results.policy, rubric)
    return Analysis(
        schema_version=ANALYSIS_VERSION,
        engine_version=__version__,
        rubric=results.rubric,
        round=results.round,
        population=_population(results.offices),
        overall=figures[Scope.ALL][0],
        coverage=Coverage(
            scored=sum(office.coverage.scored for office in complete),
            applicable=sum(office.coverage.applicable for office in complete),
        ),
        indicators=distributions(results.offices, rubric),
        nodes=group_distributions(results.offices, rubric),
        bands=_bands(complete, rubric),
        by_type=figures[Scope.TYPE],
        by_region=figures[Scope.REGION],
        shortfalls=shortfalls(counts, rubric),
        group_shortfalls=group_shortfalls(counts, rubric),
        agreement=agreed,
        overall_agreement=overall_agreement(agreed),
        firmness=firm,
        firmness_counts=firmness_counts(firm),
        standings=_standings(complete, rubric),
        change=_change(results.offices, rubric),
    )


def _change(offices: Sequence[OfficeResult], rubric: Rubric) -> RoundChange | None:
    """What changed since the round that offices are compared with; None without one."""
    if all(office.previous is None for office in offices):
        return None
    from qp_scoring.analysis.compare_summary import (  # noqa: PLC0415  (few are compared)
        round_change,
    )

    return round_change(offices, rubric)


def others(offices: Sequence[OfficeResult], rubric: Rubric) -> Others:
    """What the sheet of each of some offices says of all of them."""
    complete = [office for office in offices if office.status is Status.COMPLETE]
    return Others(
        complete=len(complete),
        medians={one.code: one.median for one in distributions(offices, rubric)},
        standings={one.office: one for one in _standings(complete, rubric)},
    )


def _population(offices: Sequence[OfficeResult]) -> Population:
    count = Counter(office.status for office in offices)
    return Population(
        offices=len(offices),
        complete=count[Status.COMPLETE],
        incomplete=count[Status.INCOMPLETE],
        error=count[Status.ERROR],
    )


def _bands(complete: Sequence[OfficeResult], rubric: Rubric) -> tuple[BandCount, ...]:
    if not rubric.gives_scores:
        return ()
    count = Counter(office.band for office in complete)
    return tuple(
        BandCount(
            name=band.name,
            count=count[band.name],
            share=per_cent(count[band.name], len(complete)) if complete else None,
        )
        for band in rubric.bands.band
    )


def _standings(complete: Sequence[OfficeResult], rubric: Rubric) -> tuple[Rank, ...]:
    """The place of every complete office that has a mean, in the order given."""
    means: ExactMeans = {}
    by_type: dict[str, ExactMeans] = defaultdict(dict)
    for office in complete:
        mean = exact_mean(office)
        if mean is not None:
            means[office.code] = by_type[office.type][office.code] = mean
    overall = _places(means)
    of_type = {kind: _places(members) for kind, members in by_type.items()}
    medians = {
        kind: rounded(median(list(members.values())), rubric.arithmetic.mean_decimals)
        for kind, members in by_type.items()
    }
    return tuple(
        Rank(
            office=office.code,
            rank=of_type[office.type][office.code],
            of=len(by_type[office.type]),
            median=printed(medians[office.type]),
            overall_rank=overall[office.code],
            overall_of=len(means),
        )
        for office in complete
        if office.code in means
    )


def _places(means: ExactMeans) -> dict[str, int]:
    """The place of every office: ties share one, the next is left out."""
    first: dict[Fraction, int] = {}
    for place, mean in enumerate(sorted(means.values(), reverse=True), 1):
        first.setdefault(mean, place)
    return {code: first[mean] for code, mean in means.items()}
