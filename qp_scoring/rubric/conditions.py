"""Conditions of levels: data, never evaluated text, and monotone by construction.

A condition is a tree of *all*, *any*, *at least n of* and *measure from x to y*. There is no
negation of an item, so one more item met can never lower a level. A condition answers for
whole columns of offices at once (:meth:`holds`).

An item that is not relevant leaves the condition: *all* asks for the rest, *at least n* for
min(n, number left). A condition that is left with nothing is :meth:`empty` and cannot be judged.
A condition may belong to some ``rounds`` only (:mod:`~qp_scoring.rubric.rounds`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import lcm
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from qp_scoring.rubric.fields import Amount, Exact, Many, Table, Texts

BoolColumn = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """The combined answers of one indicator, a column of offices per item and measure.

    ``met`` and ``relevant`` map item ids to boolean arrays of the same length; ``values`` maps
    measure ids to one exact number per office, or None where there is none. An office with no
    cases to count stands in ``met`` or is not ``relevant`` under the measure's id, as the rubric
    says; a measure that has cases everywhere need not stand there. ``scores`` maps groups and
    indicators whose scores are asked for to these as printed, None where they left. ``worth`` maps
    items to their points where these are other than 1; an item with grades has the points of
    the one that was given in ``values``.
    """

    size: int
    met: Mapping[str, BoolColumn]
    relevant: Mapping[str, BoolColumn]
    values: Mapping[str, tuple[Fraction | None, ...]]
    scores: Mapping[str, tuple[Fraction | None, ...]] = field(default_factory=dict)
    worth: Mapping[str, Fraction] = field(default_factory=dict)

    def one(self, office: int) -> Columns:
        """The answers of one office alone, as columns of one row."""
        row = slice(office, office + 1)
        return Columns(
            1,
            {key: column[row] for key, column in self.met.items()},
            {key: column[row] for key, column in self.relevant.items()},
            {key: column[row] for key, column in self.values.items()},
            {key: column[row] for key, column in self.scores.items()},
            self.worth,
        )

    def points(self, items: Sequence[str]) -> Iterator[tuple[Fraction, Fraction]]:
        """Per office the points of some items, and those of all of them that are relevant."""
        worth = {item: self.worth.get(item, Fraction(1)) for item in items}
        given = {item: self.values[item] for item in items if item in self.values}
        figures = {*worth.values(), *(one for column in given.values() for one in column if one)}
        unit = lcm(*(figure.denominator for figure in figures))
        whole = {figure: int(figure * unit) for figure in figures}
        got, left = np.zeros(self.size, dtype=object), np.zeros(self.size, dtype=object)
        for item in items:
            relevant = self.relevant[item].astype(object)
            left += relevant * whole[worth[item]]
            if item in given:
                got += relevant * [whole[one] if one else 0 for one in given[item]]
            else:
                got += relevant * self.met[item] * whole[worth[item]]
        return (
            (Fraction(int(one), unit), Fraction(int(of), unit))
            for one, of in zip(got, left, strict=True)
        )


def _kind(value: object) -> str | None:
    """Name the one kind of condition that the keys of a table say it is."""
    if isinstance(value, str):
        return "item"
    keys = set(value) if isinstance(value, Mapping) else set(getattr(value, "model_fields_set", ()))
    for key in ("all", "any", "measure", "score"):
        if key in keys:
            return key
    return "count" if keys & {"at_least", "of"} else None


Member = Annotated[
    Annotated[str, Tag("item")]
    | Annotated["All", Tag("all")]
    | Annotated["AnyOf", Tag("any")]
    | Annotated["CountOf", Tag("count")]
    | Annotated["Measured", Tag("measure")]
    | Annotated["ScoreBound", Tag("score")],
    Discriminator(_kind),
]


Members = Annotated[Many[Member], Field(min_length=1)]


class _Asking(Table):
    """What a condition of any kind says of what stands in it."""

    def members(self) -> tuple[Member, ...]:
        """Of what it is made; nothing where it asks for a number."""
        return ()

    def within(self) -> Iterator[Member]:
        """Every item and condition that stands in it, however deep."""
        for member in self.members():
            yield member
            if not isinstance(member, str):
                yield from member.within()

    def item_ids(self) -> Iterator[str]:
        """Every item id the condition names, in order, with repetitions."""
        return (one for one in self.within() if isinstance(one, str))

    def conditions(self) -> Iterator[_Asking]:
        """It and every condition that stands in it."""
        return (one for one in (self, *self.within()) if not isinstance(one, str))

    def measured(self) -> Iterator[Measured]:
        """What it asks of measures."""
        return (one for one in self.conditions() if isinstance(one, Measured))

    def measure_ids(self) -> Iterator[str]:
        """Every measure id the condition names, in order, with repetitions."""
        return (one.measure for one in self.measured())

    def entry_ids(self) -> Iterator[str]:
        """Every item and measure the condition names, the items first, with repetitions."""
        return chain(self.item_ids(), self.measure_ids())

    @property
    def asks_answers(self) -> bool:
        """Whether it asks for items or measures, and not only for scores of others."""
        return any(self.entry_ids())

    def in_any_case(self) -> Iterator[_Asking]:
        """It and the conditions in it that have to hold wherever it does."""
        yield self


class _OverMembers(_Asking):
    """A condition over members; subclasses say how many of them must hold."""

    rounds: Texts = ()

    def _required(self, left: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many members must hold, given how many are left."""
        raise NotImplementedError

    def empty(self, columns: Columns) -> BoolColumn:
        """Per office: nothing is left of this condition, or of a part of it."""
        lost = np.zeros(columns.size, dtype=bool)
        left = np.zeros(columns.size, dtype=np.int64)
        for member in self.members():
            if isinstance(member, str):
                left += columns.relevant[member]
            else:
                gone = member.empty(columns)
                # A measure leaves its group as an item does, and so do scores; any other group is
                # a part that is lost.
                lost |= gone & (not isinstance(member, Bounded) and member.asks_answers)
                left += ~gone
        nothing: BoolColumn = lost | (left == 0)
        return nothing

    def gone(self, columns: Columns) -> BoolColumn:
        """Per office: nothing is left of this condition at all."""
        left = np.zeros(columns.size, dtype=bool)
        for member in self.members():
            left |= columns.relevant[member] if isinstance(member, str) else ~member.gone(columns)
        return ~left

    def holds(self, columns: Columns) -> BoolColumn:
        """Per office: the condition holds; a member that is gone leaves it."""
        left = np.zeros(columns.size, dtype=np.int64)
        true = np.zeros(columns.size, dtype=np.int64)
        for member in self.members():
            if isinstance(member, str):
                counts, met = columns.relevant[member], columns.met[member]
            else:
                counts, met = ~member.gone(columns), member.holds(columns)
            left += counts
            true += counts & met
        result: BoolColumn = true >= self._required(left)
        return result

    def fails(self, columns: Columns) -> BoolColumn:
        """Per office: something is left of the condition, and it does not hold."""
        return ~(self.holds(columns) | self.gone(columns))


class All(_OverMembers):
    """Every member that is left must hold."""

    all: Members

    def members(self) -> tuple[Member, ...]:
        """The members of the group."""
        return self.all

    def in_any_case(self) -> Iterator[_Asking]:
        """It and what its members ask for in any case."""
        yield self
        for member in self.all:
            if not isinstance(member, str):
                yield from member.in_any_case()

    def _required(self, left: NDArray[np.int64]) -> NDArray[np.int64]:
        return left


class AnyOf(_OverMembers):
    """At least one member must hold."""

    any: Members

    def members(self) -> tuple[Member, ...]:
        """The members of the group."""
        return self.any

    def _required(self, left: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.minimum(left, 1)


class CountOf(_OverMembers):
    """At least ``at_least`` members must hold, or all that are left if they are fewer."""

    at_least: int = Field(ge=1)
    of: Members

    @model_validator(mode="after")
    def _reachable(self) -> CountOf:
        if self.at_least > len(self.of):
            raise PydanticCustomError("count_unreachable", "more asked for than listed")
        return self

    def members(self) -> tuple[Member, ...]:
        """The members of the group."""
        return self.of

    def _required(self, left: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.minimum(left, self.at_least)


class PointsOf(CountOf):
    """Members that are worth at least ``at_least`` points, or all that are left if that is less.

    What a count is made of where its items have points; an author writes only the count.
    """

    def holds(self, columns: Columns) -> BoolColumn:
        """Per office: the items that are met, or graded, are worth enough."""
        items = [member for member in self.of if isinstance(member, str)]
        least = Fraction(self.at_least)
        return np.array([got >= min(least, left) for got, left in columns.points(items)])


class Bounded(_Asking):
    """What has to lie within bounds: at least ``min``, at most ``max``; compared exactly."""

    min: Amount | None = None
    max: Amount | None = None
    rounds: Texts = ()

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.min is None and self.max is None:
            raise PydanticCustomError("measure_unbounded", "neither min nor max")
        if isinstance(self.min, Decimal) and isinstance(self.max, Decimal) and self.min > self.max:
            raise PydanticCustomError("measure_crossed", "min above max")
        return self

    def holds(self, columns: Columns) -> BoolColumn:
        """Per office: what is asked for lies within the bounds."""
        raise NotImplementedError

    def empty(self, columns: Columns) -> BoolColumn:
        """Per office: what is asked for left."""
        raise NotImplementedError

    def gone(self, columns: Columns) -> BoolColumn:
        """The same: it has no parts."""
        return self.empty(columns)

    def fails(self, columns: Columns) -> BoolColumn:
        """Per office: what is asked for is there, and not within the bounds."""
        return ~(self.holds(columns) | self.empty(columns))

    def _within(self, values: Sequence[Fraction | None]) -> BoolColumn:
        """Per office: the value lies within the bounds; a missing value does not."""
        least = None if self.min is None else Fraction(self.min)
        most = None if self.max is None else Fraction(self.max)
        # Where many answers are tried, few numbers stand in many rows; to compare one takes long.
        numbers = {id(value): value for value in values}
        within = {
            key: value is not None
            and (least is None or value >= least)
            and (most is None or value <= most)
            for key, value in numbers.items()
        }
        return np.array([within[id(value)] for value in values], dtype=bool)


class Measured(Bounded):
    """A measured value must lie within bounds; never rounded first.

    A bound may be named by a target of the office (:mod:`~qp_scoring.rubric.targets`).
    """

    measure: str

    def empty(self, columns: Columns) -> BoolColumn:
        """Per office: there are no cases to measure, and the measure leaves."""
        relevant = columns.relevant.get(self.measure)
        return np.zeros(columns.size, dtype=bool) if relevant is None else ~relevant

    def holds(self, columns: Columns) -> BoolColumn:
        """Per office: the value lies within the bounds."""
        reached = self._within(columns.values[self.measure])
        none = columns.met.get(self.measure)
        result: BoolColumn = reached if none is None else reached | none
        return result


class ScoreBound(Bounded):
    """The score of a group or an indicator must lie within bounds, as it is printed."""

    score: str
    min: Exact | None = None
    max: Exact | None = None

    def empty(self, columns: Columns) -> BoolColumn:
        """Per office: the group or indicator left."""
        return np.array([value is None for value in columns.scores[self.score]], dtype=bool)

    def holds(self, columns: Columns) -> BoolColumn:
        """Per office: the printed score lies within the bounds."""
        return self._within(columns.scores[self.score])


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[CountOf, Tag("count")]
    | Annotated[Measured, Tag("measure")]
    | Annotated[ScoreBound, Tag("score")],
    Discriminator(_kind),
]


def score_bounds(condition: Condition) -> Iterator[ScoreBound]:
    """What a condition asks of the scores of groups and indicators."""
    return (one for one in condition.conditions() if isinstance(one, ScoreBound))


def scores_named(condition: Condition) -> Iterator[str]:
    """The groups and indicators whose scores a condition asks for."""
    return (bound.score for bound in score_bounds(condition))


for _model in (All, AnyOf, CountOf, PointsOf):
    _model.model_rebuild()
