"""Quality bands: lower bounds, half-open, compared with the mean as printed, and gates.

Readers look the printed figure up in a table printed as 2.50–3.49, so the printed figure decides.
A gate is what a band requires beside its bound: an office is in the highest band whose bound and
gate hold, and those of every band below.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from qp_scoring.messages import Language, text
from qp_scoring.rubric.conditions import Columns, Condition, Member, ScoreBound
from qp_scoring.rubric.model import Band, Rubric
from qp_scoring.scoring.mean import Mean, printed, rounded, shortest


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


def gate_reason(mean: Mean, rubric: Rubric, lang: Language = "th") -> str | None:
    """Why an office is in a lower band than its mean alone would give; None where it is not."""
    shown = rounded(mean.value, rubric.arithmetic.mean_decimals)
    found, gate = _gated(mean, shown, rubric)
    if gate is None:
        return None
    why = ", ".join(_lacking(gate, mean, rubric, lang))
    return text("gate-reason", lang, mean=printed(shown), why=why, band=found.name)


def _gated(mean: Mean, shown: Decimal, rubric: Rubric) -> tuple[Band, Condition | None]:
    """The band that is reached, and the gate that alone keeps out of the band above it."""
    *upper, reached = rubric.bands.band
    for band in reversed(upper):
        if band.at_least is None or shown < band.at_least:
            break
        if band.requires is not None and band.requires.fails(_columns(mean))[0]:
            return reached, band.requires
        reached = band
    return reached, None


def _columns(mean: Mean) -> Columns:
    """The printed scores that gates ask for; what asks only for what left does not fail."""
    return Columns(1, {}, {}, {}, {name: (score,) for name, score in mean.asked.items()})


def _lacking(
    condition: Condition | Member, mean: Mean, rubric: Rubric, lang: Language
) -> Iterator[str]:
    """The scores of a gate that do not lie within their bounds, in words."""
    if isinstance(condition, str):
        return
    if not isinstance(condition, ScoreBound):
        for member in condition.members():
            yield from _lacking(member, mean, rubric, lang)
    elif condition.fails(_columns(mean))[0]:
        names = {group.id: group.name for group in rubric.group}
        score = mean.asked[condition.score] or Fraction(0)
        too_low = condition.min is not None and score < condition.min
        bound = condition.min if too_low else condition.max
        yield text(
            "gate-below" if too_low else "gate-above",
            lang,
            name=names.get(condition.score, condition.score),
            score=shortest(score, rubric.arithmetic.mean_decimals),
            bound="" if bound is None else format(bound.normalize(), "f"),
        )
