"""Differences of printed figures and of exact ratios, with their sign."""

from __future__ import annotations

from decimal import Decimal

from qp_scoring.documents.results import Ratio
from qp_scoring.scoring.mean import printed


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
