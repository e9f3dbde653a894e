"""The mean and its rounding: exact ratios, rounded half-up in one place.

DOMAIN rule (the worked 2566 result): 29/12 = 2.41667 is printed 2.42. Nothing here is a float:
``round(2.675, 2)`` of binary floats gives 2.67.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A number rounded to ``decimals`` places, halves away from zero (1.005 → 1.01)."""
    scale: int = 10**decimals
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


def printed(value: Decimal) -> str:
    """A rounded number with all its digits, never in scientific form; no negative zero."""
    return format(abs(value) if value.is_zero() else value, "f")


@dataclass(frozen=True, slots=True)
class Mean:
    """A sum of printed scores over the number of indicators it is divided by."""

    total: Decimal
    count: int

    @classmethod
    def of(cls, scores: Sequence[Decimal]) -> Mean | None:
        """The mean of rounded scores; None where there is nothing to divide by."""
        return cls(sum(scores, Decimal(0)), len(scores)) if scores else None

    @property
    def value(self) -> Fraction:
        """The exact mean."""
        return Fraction(self.total) / self.count

    @property
    def exact(self) -> str:
        """``"29/12"``: sum and count as they are, not reduced."""
        return f"{printed(self.total)}/{self.count}"

    def changed(self, old: Decimal | None, new: Decimal) -> Mean:
        """The mean after one score changed; ``old`` None means that it was not in the mean."""
        if old is None:
            return Mean(self.total + new, self.count + 1)
        return Mean(self.total - old + new, self.count)
