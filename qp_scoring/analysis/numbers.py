"""Averages, medians, shares and differences as they are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from qp_scoring.documents.results import Ratio
from qp_scoring.scoring.mean import printed, rounded


@lru_cache(maxsize=4_096)
def exact(figure: str) -> Fraction:
    """The number that a printed figure is; the same few recur."""
    return Fraction(figure)


def median(numbers: Sequence[Fraction]) -> Fraction:
    """The middle of some numbers, or halfway between the two in the middle.

    Raises:
        ValueError: there are no numbers.
    """
    if not numbers:
        raise ValueError("no numbers")
    # As whole numbers of one unit: fractions take long to compare.
    unit = lcm(*(one.denominator for one in numbers))
    ordered = sorted(one.numerator * (unit // one.denominator) for one in numbers)
    middle = len(ordered) // 2
    return Fraction(ordered[middle] + ordered[~middle], 2 * unit)


def average_shown(numbers: Sequence[Fraction], decimals: int) -> str | None:
    """The average of exact numbers, rounded once, half-up; None of nothing."""
    if not numbers:
        return None
    return printed(rounded(sum(numbers, Fraction(0)) / len(numbers), decimals))


def average_counted(counts: Counter[str], decimals: int) -> str | None:
    """The average of printed figures that were counted, as of exact numbers; None of nothing."""
    if not counts:
        return None
    total = sum((exact(one) * times for one, times in counts.items()), Fraction(0))
    return printed(rounded(total / counts.total(), decimals))


def median_shown(scores: Sequence[Fraction], decimals: int) -> str | None:
    """The exact median of scores with ``decimals`` places; None of nothing.

    It lies halfway between two scores at most, so one place more shows it exactly; where there
    are places, the last is left out when it is zero. ``4.0`` and ``4.5``; ``3.25``, ``3.255``.
    """
    if not scores:
        return None
    shown = printed(rounded(median(scores), decimals + 1))
    return shown[:-1] if decimals and shown.endswith("0") else shown


@lru_cache(maxsize=16_384)
def per_cent(part: int, whole: int, decimals: int = 0) -> str:
    """A share in per cent, halves up."""
    return printed(rounded(Fraction(100 * part, whole), decimals))


def signed(value: Decimal) -> str:
    """A difference with its sign and all its digits; zero has none."""
    return f"+{printed(value)}" if value > 0 else printed(value)


def difference(old: str | None, new: str | None) -> str | None:
    """The difference of two printed figures, as a reader would work it out."""
    if old is None or new is None:
        return None
    return signed(Decimal(new) - Decimal(old))


def exact_difference(old: Ratio | None, new: Ratio | None) -> str | None:
    """The difference of two ratios: ``+6/12``, or lowest terms where their divisors differ."""
    if old is None or new is None:
        return None
    (was, was_by), (now, now_by) = old.parts, new.parts
    if was_by == now_by:
        difference = now - was
        return f"{signed(difference)}/{printed(now_by)}" if difference else "0"
    change = new.value - old.value
    return f"+{change}" if change > 0 else str(change)
