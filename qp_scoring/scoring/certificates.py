"""Certificates: which answers make a level certain, and which keep the next one out of reach.

*Why at least k*: cited answers that give level k even if every other item were unmet and every
other value the worst one. *Why not k+1*: cited answers under which nothing that the others could
be reaches k+1. Both follow from scoring (:func:`qp_scoring.rubric.rules.scores`) and nothing else,
and neither can lose a member. They exist because conditions never use negation, so that what is
cited more can only make a bound tighter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from qp_scoring.documents.answers import ItemAnswer
from qp_scoring.documents.results import Mark
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import rules_of, scores
from qp_scoring.scoring.consensus import Combined, CombinedItem, speaking
from qp_scoring.scoring.levels import WORST_FIRST, columns_of, item_outcomes, measure_outcomes
from qp_scoring.scoring.mean import rounded


@dataclass(frozen=True, slots=True)
class Certificates:
    """The ids of the answers that are cited, in the order of the checklist."""

    at_least: tuple[str, ...]
    not_above: tuple[str, ...]


def certificates(
    rubric: Rubric, indicator: Indicator, one: Combined, reached: Decimal, above: Decimal | None
) -> Certificates:
    """The certificates of one indicator of one office, scored by its items.

    Args:
        rubric: The rubric that scores.
        indicator: The indicator.
        one: The combined answers.
        reached: The level (where there is none, the score) that was reached.
        above: The level that was not reached; None at the top.
    """
    case = _Case(rubric, indicator, one)
    ids = [key for key in indicator.entry_ids if key in one.items]
    relevant = [key for key in ids if one.items[key].mark.outcome is not Mark.NOT_RELEVANT]
    # What is left out first is what a reader misses least: answers of "not relevant", then what
    # stands lower on the checklist.
    order = [*(key for key in ids if key not in relevant), *reversed(relevant)]
    lower = _reduced(order, lambda cited: case.lowest(cited) >= reached)
    upper: frozenset[str] = frozenset()
    if above is not None:
        upper = _reduced(order, lambda cited: case.highest(cited) < above)
    return Certificates(_sorted(ids, lower), _sorted(ids, upper))


def deciders(item: CombinedItem) -> tuple[ItemAnswer, ...]:
    """The answers that an item's outcome rests on: those that were heard and say so.

    Where none says just this (a median between two values, or nothing was decided), all that were
    heard.
    """
    answered = [
        (answer.voice, answer)
        for answer in item.by
        if answer.mark is not None or answer.value is not None
    ]
    heard = [answer for _, answer in speaking(answered)]
    outcome = (item.mark.outcome, item.value.outcome)
    agreeing = [answer for answer in heard if (answer.mark, answer.value) == outcome]
    return tuple(agreeing or heard)


class _Case:
    """One indicator of one office, to be scored with some answers given and the rest free."""

    def __init__(self, rubric: Rubric, indicator: Indicator, one: Combined) -> None:
        self._rubric = rubric
        self._indicator = indicator
        self._items = one.items
        self._free = {one.id: _extremes(indicator, one) for one in indicator.measure}

    def lowest(self, cited: frozenset[str]) -> Decimal:
        """The lowest score that the cited answers allow, as printed."""
        return min(self._rounded(cited, best=False))

    def highest(self, cited: frozenset[str]) -> Decimal:
        """The highest score that the cited answers allow, as printed."""
        return max(self._rounded(cited, best=True))

    def _rounded(self, cited: frozenset[str], *, best: bool) -> Iterator[Decimal]:
        marks = {one.id: self._mark(one.id, cited, best=best) for one in self._indicator.item}
        values = [self._values(measure, cited) for measure in self._indicator.measure]
        ids = [measure.id for measure in self._indicator.measure]
        rows = [{**marks, **dict(zip(ids, chosen, strict=True))} for chosen in product(*values)]
        decimals = self._rubric.arithmetic.score_decimals
        for score in scores(self._indicator, self._rubric.scale, columns_of(self._indicator, rows)):
            yield rounded(score, decimals)

    def _mark(self, key: str, cited: frozenset[str], *, best: bool) -> Mark | None:
        """A cited item's mark (undecided: its worst or best), else the worst or best there is."""
        possible = item_outcomes(self._items[key]) if key in cited else WORST_FIRST
        return possible[-1 if best else 0]

    def _values(self, measure: Measure, cited: frozenset[str]) -> Sequence[Fraction | Mark | None]:
        if measure.id not in cited:
            return self._free[measure.id]
        return measure_outcomes(measure, self._items[measure.id])


def _extremes(indicator: Indicator, measure: Measure) -> tuple[Fraction, ...]:
    """The values among which the lowest and the highest score of a measure are found."""
    low, high = Fraction(measure.min), Fraction(measure.max)
    found = {low, high}
    for _, rule in rules_of(indicator):
        curve = rule.curve
        if curve is not None and curve.measure == measure.id:
            found |= {curve.measured(reading, measure.target) for reading, _ in curve.anchors}
    return tuple(sorted(value for value in found if low <= value <= high))


def _reduced(order: Sequence[str], holds: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """What is left when every answer that the claim can do without is left out, in this order."""
    cited = frozenset(order)
    for key in order:
        if holds(cited - {key}):
            cited -= {key}
    return cited


def _sorted(ids: Sequence[str], cited: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in ids if key in cited)
