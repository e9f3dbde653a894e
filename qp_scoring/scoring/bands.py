"""Quality bands: lower bounds only, half-open, compared with the mean as printed.

Readers look the printed figure up in a table printed as 2.50–3.49, so the printed figure decides.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import rounded


def band_of(printed_mean: Decimal, rubric: Rubric) -> str:
    """The name of the band that a printed mean falls in; every number falls in exactly one."""
    *upper, lowest = rubric.bands.band
    for band in upper:
        if band.at_least is not None and printed_mean >= band.at_least:
            return band.name
    return lowest.name


def band_of_mean(value: Fraction, rubric: Rubric) -> str:
    """The band of an exact mean, by its printed form."""
    return band_of(rounded(value, rubric.arithmetic.mean_decimals), rubric)
