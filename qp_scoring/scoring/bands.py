"""Quality bands: lower bounds, half-open, compared with the mean as printed, and gates.

Readers look the printed figure up in a table printed as 2.50–3.49, so the printed figure decides.
A gate is what a band requires beside its bound: an office is in the highest band whose bound and
gate hold, and those of every band below.
"""

from __future__ import annotations

from decimal import Decimal

from qp_scoring.messages import text
from qp_scoring.rubric.conditions import Condition
from qp_scoring.rubric.model import Band, Rubric
from qp_scoring.scoring.lacking import lacking
from qp_scoring.scoring.mean import Mean, printed, rounded


def band_of(printed_mean: Decimal, rubric: Rubric) -> str:
    """The name of the band that a printed mean falls in by its bounds alone."""
    *upper, lowest = rubric.bands.band
    for band in upper:
        if band.at_least is not None and printed_mean >= band.at_least:
            return band.name
    return lowest.name


def band_of_mean(mean: Mean, rubric: Rubric) -> str:
    """The band of a mean, by its printed form and the gates."""
    shown = rounded(mean.value, rubric.arithmetic.mean_decimals)
    return _gated(mean, shown, rubric)[0].name


def gate_reason(mean: Mean, rubric: Rubric) -> str | None:
    """Why an office is in a lower band than its mean alone would give; None where it is not."""
    shown = rounded(mean.value, rubric.arithmetic.mean_decimals)
    found, gate = _gated(mean, shown, rubric)
    if gate is None:
        return None
    why = ", ".join(lacking(gate, mean.asked, rubric))
    return text("gate-reason", mean=printed(shown), why=why, band=found.name)


def _gated(mean: Mean, shown: Decimal, rubric: Rubric) -> tuple[Band, Condition | None]:
    """The band that is reached, and the gate that alone keeps out of the band above it."""
    *upper, reached = rubric.bands.band
    for band in reversed(upper):
        if band.at_least is None or shown < band.at_least:
            break
        if band.requires is not None and band.requires.fails(mean.asked)[0]:
            return reached, band.requires
        reached = band
    return reached, None
