"""The way up of an office: the fewest steps that lift its quality band.

A step is one item that comes to be met, one measured value that rises (however far), or one
indicator that is reported after all (which gives the base level; what more it would give, nobody
knows before its evidence is seen). The search is exact: per indicator the best score of every
number of steps, over the indicators the best sum of every number of steps, and the band bound on
the mean as printed, which :func:`~qp_scoring.scoring.mean.mean_of` weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations

from qp_scoring.documents.results import NextBand, State
from qp_scoring.rubric.model import Band, Rubric
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.ladders import Ladder
from qp_scoring.scoring.mean import Mean, mean_of, printed, rounded
from qp_scoring.scoring.states import Judgement
from qp_scoring.scoring.way_search import LISTED, Search, Way


def next_band(
    rubric: Rubric,
    judged: Mapping[str, Judgement],
    ladders: Mapping[str, Ladder],
    scores: Mapping[str, Decimal],
) -> NextBand | None:
    """The band above an office's own, and its cheapest ways there; None in the highest band.

    ``scores`` are the office's scores in its mean, by indicator, and ``ladders`` its ladders.
    """
    mean = mean_of(rubric, scores)
    band = _above(rubric, mean) if mean else None
    if mean is None or band is None or band.at_least is None:
        return None
    decimals = rubric.arithmetic.mean_decimals
    lowest = _lowest_printed(band.at_least, decimals)
    shown = rounded(mean.value, decimals)
    found = NextBand(band=band.name, from_mean=printed(lowest), distance=printed(lowest - shown))
    silent = {code for code, one in judged.items() if one.state is State.NOT_REPORTED}
    enough = _enough(lowest, decimals)
    searches: list[Search] = []
    fewest: int | None = None
    for joined in _joining(rubric, silent - scores.keys(), scores, enough):
        if fewest is not None and len(joined) > fewest:
            break  # reporting so many takes more steps than are needed
        reported = {**scores, **dict.fromkeys(joined, _base(rubric))}
        searches.append(Search(rubric, reported, ladders, silent, joined, enough))
        steps = [one.steps for one in searches if one.steps is not None]
        fewest = min(steps, default=None)
    if fewest is None:
        return found
    best = [search for search in searches if search.steps == fewest]
    ways = sorted(chain.from_iterable(search.cheapest() for search in best), key=_order)[:LISTED]
    known = any(item.effort for one in rubric.indicators for item in one.item)
    return found.model_copy(
        update={
            "steps": fewest,
            "ways": tuple(way.moves for way in ways),
            "efforts": tuple(way.effort.shown for way in ways) if known else (),
            "more": sum(search.count() for search in best) - len(ways),
        }
    )


def _order(way: Way) -> tuple[int, Decimal]:
    return way.effort.unknown, way.effort.known


def _above(rubric: Rubric, mean: Mean) -> Band | None:
    """The band above that of a mean."""
    own = band_of_mean(mean.value, rubric)
    names = [band.name for band in rubric.bands.band]
    at = names.index(own)
    return rubric.bands.band[at - 1] if at else None


def _lowest_printed(bound: Decimal, decimals: int) -> Decimal:
    """The lowest printed mean that is not below a bound."""
    scaled = Fraction(bound) * 10**decimals
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-decimals)


def _enough(lowest: Decimal, decimals: int) -> Fraction:
    """The least exact mean that is printed so, as means are rounded half-up."""
    return Fraction(lowest) - Fraction(1, 2 * 10**decimals)


def _base(rubric: Rubric) -> Decimal:
    return rounded(Fraction(rubric.scale.base_level), rubric.arithmetic.score_decimals)


def _joining(
    rubric: Rubric, away: set[str], scores: Mapping[str, Decimal], enough: Fraction
) -> Iterator[tuple[str, ...]]:
    """The sets of indicators that could be reported and so come into the mean, smaller ones first.

    Only where what was not reported leaves the mean. An indicator at the base level lifts a mean
    only if that level is above it, or, where groups keep their shares, above some score.
    """
    base = _base(rubric)
    within = rubric.weights.when_leaving == "within_group"
    useful = base > min(scores.values()) if within else Fraction(base) >= enough
    codes = sorted(code for code in away if useful and rubric.by_code[code].method != "coverage")
    return chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1))
