"""Where an office stands in its run: its place among those of its type, and among all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from qp_scoring.analysis.groups import exact_mean
from qp_scoring.analysis.numbers import median
from qp_scoring.documents.analysis import Rank
from qp_scoring.documents.results import OfficeResult
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import printed, rounded

Means = dict[str, Fraction]
"""Exact means by the code of their office."""


def standings(complete: Sequence[OfficeResult], rubric: Rubric) -> tuple[Rank, ...]:
    """The place of every complete office that has a mean, in the order given."""
    means: Means = {}
    by_type: dict[str, Means] = defaultdict(dict)
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


def _places(means: Means) -> dict[str, int]:
    """The place of every office: ties share one, the next is left out."""
    first: dict[Fraction, int] = {}
    for place, mean in enumerate(sorted(means.values(), reverse=True), 1):
        first.setdefault(mean, place)
    return {code: first[mean] for code, mean in means.items()}
