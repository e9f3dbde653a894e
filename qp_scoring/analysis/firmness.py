"""How firm a band is: other policies, an indicator less, and the distance to the next edges.

Every figure follows from the scores in the results document by the same mean and bands that made
them; weights and groups count as the rubric says. An office without a mean has no band to doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from qp_scoring.documents.analysis import BandedMean, Firmness, FirmnessCounts, WithoutOne
from qp_scoring.documents.results import OfficeResult, Policy, State
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.whole import Whole
from qp_scoring.scoring.asked import answers_asked, row_of, scores_asked
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.consensus import combined_again
from qp_scoring.scoring.levels import score_column
from qp_scoring.scoring.mean import Mean, mean_of, printed, rounded


def firmness(
    complete: Sequence[OfficeResult], policy: Policy, rubric: Rubric
) -> tuple[Firmness, ...]:
    """How firm the band of every complete office is, in the order given; none without bands."""
    if not rubric.bands.band:
        return ()
    found = (_of_office(office, policy, rubric) for office in complete)
    return tuple(one for one in found if one is not None)


def firmness_counts(found: Sequence[Firmness]) -> FirmnessCounts:
    """How many bands are firm, and what decides the others."""
    return FirmnessCounts(
        n=len(found),
        policy=sum(one.policy_decides for one in found),
        without=sum(bool(one.without) for one in found),
        firm=sum(one.firm for one in found),
    )


def _of_office(office: OfficeResult, policy: Policy, rubric: Rubric) -> Firmness | None:
    reported = {
        entry.code: Decimal(entry.score)
        for entry in office.indicators
        if entry.state is State.SCORED and entry.score is not None
    }
    silent = [entry.code for entry in office.indicators if entry.state is State.NOT_REPORTED]
    with_zeros = reported | dict.fromkeys(silent, Decimal(0))
    zeros_count = policy.not_reported == "counts_zero"
    scores, others = (with_zeros, reported) if zeros_count else (reported, with_zeros)
    applicable = office.applicable
    row = row_of(office.indicators) if rubric.gate_entries else {}
    covered = {one.code for one in office.indicators if one.state is State.SCORED} - scores.keys()

    def mean(given: Mapping[str, Decimal]) -> Mean | None:
        answers = answers_asked(rubric, covered | given.keys(), row)
        settled = _settled(rubric, office, given, applicable, answers)
        return mean_of(rubric, settled, applicable, answers)

    now = _banded(mean(scores), rubric)
    if now is None:
        return None
    other_policy = _banded(mean(others), rubric) if silent else None
    without = tuple(
        WithoutOne(indicator=code, mean=_shown(left, rubric), band=band)
        for code in scores
        if (left := mean({k: s for k, s in scores.items() if k != code}))
        and (band := band_of_mean(left, rubric)) != now.band
    )
    bands = {one.band for one in (now, *filter(None, (other_policy,)), *without)}
    return Firmness(
        office=office.code,
        band=now.band,
        possible=tuple(band.name for band in rubric.bands.band if band.name in bands),
        mean=now.mean,
        other_policy=other_policy,
        without=without,
        **_edges(now, rubric),
    )


def _settled(
    rubric: Rubric,
    office: OfficeResult,
    given: Mapping[str, Decimal],
    applicable: Sequence[str],
    answers: Columns,
) -> Mapping[str, Decimal]:
    """Scores, with those that rest on others as they come to be beside these; lowest, if unsure."""
    found = dict(given)
    results = {one.code: one for one in office.indicators}
    for indicator in rubric.asking:
        one = results.get(indicator.code)
        if one is None or one.given or one.state is not State.SCORED or one.code not in given:
            continue
        again = combined_again(rubric, office.code, indicator, one)
        whole = Whole(rubric, found, applicable, answers)
        asked = scores_asked(rubric, indicator, whole, ())
        levels = score_column(indicator, rubric.scale, [again], [asked])
        found[one.code] = rounded(levels.low[0], rubric.arithmetic.score_decimals)
        if levels.empty[0]:
            del found[one.code]
    return found


def _banded(mean: Mean | None, rubric: Rubric) -> BandedMean | None:
    if mean is None:
        return None
    return BandedMean(mean=_shown(mean, rubric), band=band_of_mean(mean, rubric))


def _shown(mean: Mean, rubric: Rubric) -> str:
    return printed(rounded(mean.value, rubric.arithmetic.mean_decimals))


def _edges(now: BandedMean, rubric: Rubric) -> dict[str, str | None]:
    """The band above and what lacks to it, the band below and how far its edge is."""
    bands = rubric.bands.band
    at = next(place for place, band in enumerate(bands) if band.name == now.band)
    above = bands[at - 1] if at else None
    below = bands[at + 1] if at + 1 < len(bands) else None
    own, edge = bands[at].at_least, above.at_least if above else None
    return {
        "above": above.name if above else None,
        "to_above": _lacking(edge, Decimal(now.mean)),
        "below": below.name if below else None,
        "over_edge": _lacking(Decimal(now.mean), own),
    }


def _lacking(higher: Decimal | None, lower: Decimal | None) -> str | None:
    """What one figure lacks to another; None where either is missing."""
    return None if higher is None or lower is None else printed(higher - lower)
