"""Curves from a measured value to a score: linear between anchors, or steps.

The forms of Thai public administration that rest on a number (DOMAIN §6: F4, F5, F7, F9, F11).
All arithmetic is exact; a value above the last anchor scores what the last anchor scores.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from qp_scoring.rubric.fields import Exact, Many, Table, Text

Point = Annotated[Many[Exact], Field(min_length=2, max_length=2)]


class Curve(Table):
    """Anchors ``[value, score]`` with rising values, and what happens between and below them.

    ``below``: ``base`` gives the scale's base level, ``clamp`` the first anchor's score,
    ``pro_rata`` its share value/first value.
    """

    measure: Text
    points: Annotated[Many[Point], Field(min_length=2)]
    of: Literal["value", "share", "less_is_better"] = "value"
    between: Literal["linear", "step"] = "linear"
    below: Literal["base", "clamp", "pro_rata"] = "clamp"

    @property
    def anchors(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The anchors as exact numbers."""
        return tuple((Fraction(value), Fraction(score)) for value, score in self.points)

    def score(self, value: Fraction, base: int) -> Fraction:
        """The score of a value; ``base`` is the scale's base level."""
        first_value, first_score = self.anchors[0]
        if value < first_value:
            if self.below == "base":
                return Fraction(base)
            return first_score * value / first_value if self.below == "pro_rata" else first_score
        for (low, low_score), (high, high_score) in pairwise(self.anchors):
            if value < high:
                if self.between == "step":
                    return low_score
                return low_score + (high_score - low_score) * (value - low) / (high - low)
        return self.anchors[-1][1]

    def least_value(self, score: Fraction) -> Fraction | None:
        """The least value that scores at least so much; None where no higher value helps.

        A falling curve (less is better) has none: its scores are reached from above.
        """
        if any(low >= high for (_, low), (_, high) in pairwise(self.anchors)):
            return None
        first_value, first_score = self.anchors[0]
        if score <= first_score:
            share = self.below == "pro_rata" and first_score > 0
            return first_value * score / first_score if share else first_value
        for (low, low_score), (high, high_score) in pairwise(self.anchors):
            if score <= high_score:
                if self.between == "step":
                    return high
                return low + (high - low) * (score - low_score) / (high_score - low_score)
        return None
