"""Curves from a measured value to a score: linear between anchors, or steps.

The forms of Thai public administration that rest on a number (docs/domain.md, 6: F4–F11).
All arithmetic is exact.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticKnownError

from qp_scoring.rubric.fields import Amount, Exact, Many, Table, Text

Point = Annotated[Many[Exact], Field(min_length=2, max_length=2)]


def _scored(anchor: tuple[Decimal | str, ...]) -> tuple[Decimal | str, ...]:
    """An anchor whose score is a number: only its value may be a target."""
    if len(anchor) == len(("value", "score")) and isinstance(anchor[1], str):
        raise PydanticKnownError("is_instance_of", {"class": "Decimal"})
    return anchor


Anchor = Annotated[Many[Amount], Field(min_length=2, max_length=2), AfterValidator(_scored)]


class Curve(Table):
    """Anchors ``[value, score]`` with rising values, and what happens between and below them.

    The anchors speak ``of`` the measured value itself, of its ``share`` of the target in per cent,
    or (``less_is_better``) of 100 plus what that share lacks of 100. ``below``: ``base`` gives the
    scale's base level, ``clamp`` the first anchor's score, ``pro_rata`` its share value/first
    value. ``above`` the last anchor: ``base``, or (``clamp``) the last anchor's score.

    A step holds from its anchor on (``edge = "left"``), or up to and with it (``"right"``: "at most
    1, 2, 3, 5"), where the first one holds for all that is less.

    A value may be named by a target (:mod:`~qp_scoring.rubric.targets`); of an office's anchors
    several may then have one value, which gives the highest score of them.
    """

    measure: Text
    points: Annotated[Many[Anchor], Field(min_length=2)]
    of: Literal["value", "share", "less_is_better"] = "value"
    between: Literal["linear", "step"] = "linear"
    edge: Literal["left", "right"] = "left"
    below: Literal["base", "clamp", "pro_rata"] = "clamp"
    above: Literal["base", "clamp"] = "clamp"

    @cached_property
    def anchors(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The anchors as exact numbers."""
        return tuple((Fraction(value), Fraction(score)) for value, score in self.points)

    def reading(self, value: Fraction, target: Decimal | str | None) -> Fraction:
        """What the anchors speak of, for a measured value (docs/domain.md, 6, F8).

        A measure without a target is already a share in per cent of its denominator.
        """
        if self.of == "value":
            return value
        share = value if target is None else value * 100 / Fraction(target)
        return share if self.of == "share" else 200 - share

    def measured(self, reading: Fraction, target: Decimal | str | None) -> Fraction:
        """The measured value of a reading: the other way round of :meth:`reading`."""
        if self.of == "value":
            return reading
        share = reading if self.of == "share" else 200 - reading
        return share if target is None else share * Fraction(target) / 100

    def score(self, value: Fraction, base: Fraction) -> Fraction:
        """The score of a reading; ``base`` is the scale's base level."""
        if self.above == "base" and value > self.anchors[-1][0]:
            return base
        if at_it := [score for point, score in self.anchors if point == value]:
            return max(at_it)
        if self.edge == "right":
            held = (score for point, score in self.anchors if value <= point)
            return next(held, self.anchors[-1][1])
        first_value, first_score = self.anchors[0]
        if value < first_value:
            if self.below == "base":
                return base
            return first_score * value / first_value if self.below == "pro_rata" else first_score
        for (low, low_score), (high, high_score) in pairwise(self.anchors):
            if value < high:
                if self.between == "step":
                    return low_score
                return low_score + (high_score - low_score) * (value - low) / (high - low)
        return self.anchors[-1][1]
