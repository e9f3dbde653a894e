"""How firm a band is: other policies, an indicator less, and the distance to the next edges.

Every figure follows from the scores in the results document by the same mean and bands that made
them; weights and groups count as the rubric says. An office without a mean has no band to doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from qp_scoring.documents.results import OfficeResult, Results, State, Status
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.bands import band_of
from qp_scoring.scoring.mean import mean_of, rounded


@dataclass(frozen=True, slots=True)
class BandedMean:
    """A printed mean and its band."""

    mean: Decimal
    band: str


@dataclass(frozen=True, slots=True)
class Firmness:
    """What it would take to change the band of one office.

    ``other_policy`` is where the office would stand under the other policy for indicators that
    were not reported; null where it has none of those, or nothing else. ``without`` lists the
    indicators whose leaving alone would change the band, with the mean that is left.
    ``to_above`` is what the printed mean lacks to the band above, ``over_edge`` how far it is
    above the lower edge of its own; null for the best and the lowest band.
    """

    office: str
    now: BandedMean
    other_policy: BandedMean | None
    without: tuple[tuple[str, BandedMean], ...]
    above: str | None
    to_above: Decimal | None
    below: str | None
    over_edge: Decimal | None

    @property
    def policy_decides(self) -> bool:
        """Whether the other policy would give another band."""
        return self.other_policy is not None and self.other_policy.band != self.now.band

    @property
    def firm(self) -> bool:
        """Whether neither the policy nor any single indicator decides the band."""
        return not self.policy_decides and not self.without


def firmness(results: Results, rubric: Rubric) -> tuple[Firmness, ...]:
    """How firm the band of every complete office is, in the order of the results."""
    return tuple(
        found
        for office in results.offices
        if office.status is Status.COMPLETE and (found := _of_office(office, results, rubric))
    )


def _of_office(office: OfficeResult, results: Results, rubric: Rubric) -> Firmness | None:
    reported = {
        entry.code: Decimal(entry.score)
        for entry in office.indicators
        if entry.state is State.SCORED and entry.score is not None
    }
    silent = [entry.code for entry in office.indicators if entry.state is State.NOT_REPORTED]
    with_zeros = reported | dict.fromkeys(silent, Decimal(0))
    zeros_count = results.policy.not_reported == "counts_zero"
    scores, others = (with_zeros, reported) if zeros_count else (reported, with_zeros)
    now = _banded(scores, rubric)
    if now is None:
        return None
    left = {
        code: _banded({key: s for key, s in scores.items() if key != code}, rubric)
        for code in scores
    }
    above, to_above, below, over_edge = _edges(now, rubric)
    return Firmness(
        office=office.code,
        now=now,
        other_policy=_banded(others, rubric) if silent else None,
        without=tuple((code, one) for code, one in left.items() if one and one.band != now.band),
        above=above,
        to_above=to_above,
        below=below,
        over_edge=over_edge,
    )


def _banded(scores: Mapping[str, Decimal], rubric: Rubric) -> BandedMean | None:
    mean = mean_of(rubric, scores)
    if mean is None:
        return None
    printed = rounded(mean.value, rubric.arithmetic.mean_decimals)
    return BandedMean(printed, band_of(printed, rubric))


def _edges(
    now: BandedMean, rubric: Rubric
) -> tuple[str | None, Decimal | None, str | None, Decimal | None]:
    """The band above and what lacks to it, the band below and how far its edge is."""
    bands = rubric.bands.band
    at = next(place for place, band in enumerate(bands) if band.name == now.band)
    higher, lower = bands[:at], bands[at + 1 :]
    own, edge = bands[at].at_least, higher[-1].at_least if higher else None
    return (
        higher[-1].name if higher else None,
        edge - now.mean if edge is not None else None,
        lower[0].name if lower else None,
        now.mean - own if own is not None else None,
    )
