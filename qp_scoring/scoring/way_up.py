"""The way up of an office: the fewest steps that lift its quality band.

A step is one item that comes to be met, one measured value that rises (however far), or one
indicator that is reported after all. A report alone is no way up: it counts together with what
lifts the indicator above the base level. What left the mean because it was not reported stays out
of it. The search is exact: per indicator the scores of every number of steps
(:mod:`~qp_scoring.scoring.movers`), over the indicators what they come to together, through every
node above them (:mod:`~qp_scoring.scoring.chains`), and the band's bound and gate on scores as
printed. What cannot be told exactly is not told, and ``untold`` says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from qp_scoring.documents.results import NextBand, State
from qp_scoring.rubric.model import Band, Rubric
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.chains import Aim, chains
from qp_scoring.scoring.ladders import Ladder
from qp_scoring.scoring.mean import (
    Mean,
    least_of,
    lowest_printed,
    printed,
    rounded,
)
from qp_scoring.scoring.movers import Outset
from qp_scoring.scoring.outcomes import UntoldError
from qp_scoring.scoring.states import Judgement
from qp_scoring.scoring.way_search import Search


def next_band(office: Outset, judged: Mapping[str, Judgement], mean: Mean) -> NextBand | None:
    """The band above an office's own, and its cheapest ways there; None in the highest band."""
    rubric = office.rubric
    band = _above(rubric, mean)
    if band is None or band.at_least is None:
        return None
    decimals = rubric.arithmetic.mean_decimals
    lowest = lowest_printed(band.at_least, decimals)
    shown = rounded(mean.value, decimals)
    short = max(lowest - shown, Decimal(0))  # a mean that is high enough fails the band's gate
    found = NextBand(band=band.name, from_mean=printed(lowest), distance=printed(short))
    try:
        aim = Aim(band, least_of(lowest, decimals))
        search = Search(office, aim, chains(office, aim))
        ways = list(search.cheapest())
    except UntoldError as error:
        return found.model_copy(update={"untold": error.reason})
    if _beyond(judged, office.ladders):
        found = found.model_copy(update={"untold": "large"})
    if search.steps is None:
        return found
    known = any(item.effort for one in rubric.indicators for item in one.item)
    return found.model_copy(
        update={
            "steps": search.steps,
            "ways": tuple(way.moves for way in ways),
            "efforts": tuple(way.effort.shown for way in ways) if known else (),
            "more": search.count() - len(ways),
        }
    )


def _beyond(judged: Mapping[str, Judgement], ladders: Mapping[str, Ladder]) -> bool:
    """Whether some indicator has more states than are tried."""
    scored = (code for code, one in judged.items() if one.levels and one.state is State.SCORED)
    return any(code not in ladders for code in scored)


def _above(rubric: Rubric, mean: Mean) -> Band | None:
    """The band above that of a mean."""
    own = band_of_mean(mean, rubric)
    names = [band.name for band in rubric.bands.band]
    at = names.index(own)
    return rubric.bands.band[at - 1] if at else None
