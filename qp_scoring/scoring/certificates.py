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
from itertools import combinations, product

from qp_scoring.documents.answers import ItemAnswer
from qp_scoring.documents.results import Mark
from qp_scoring.rubric.indicator import Indicator, Item
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import nothing_left
from qp_scoring.rubric.space import Asked, Bound, Ends, ends, told_apart
from qp_scoring.scoring.consensus import Combined, CombinedItem, speaking
from qp_scoring.scoring.levels import (
    NONE_ASKED,
    PossibleScores,
    Row,
    Settled,
    columns_of,
    item_outcomes,
    measure_outcomes,
    worst_and_best,
)
from qp_scoring.scoring.mean import rounded


@dataclass(frozen=True, slots=True)
class Certificates:
    """The ids of the answers that are cited, in the order of the checklist.

    Before them stand the nodes whose scores are cited, of those that are asked for.
    """

    at_least: tuple[str, ...]
    not_above: tuple[str, ...]


def certificates(
    rubric: Rubric,
    indicator: Indicator,
    one: Combined,
    reached: Decimal,
    above: Decimal | None,
    asked: PossibleScores = NONE_ASKED,
) -> Certificates:
    """The certificates of one indicator of one office, scored by its items.

    Args:
        rubric: The rubric that scores.
        indicator: The indicator.
        one: The combined answers.
        reached: The level (where there is none, the score) that was reached.
        above: The level that was not reached; None at the top.
        asked: The scores of others that its conditions ask for.
    """
    case = _Case(rubric, indicator, one, asked)
    ids = [key for key in indicator.entry_ids if key in one.items]
    relevant = [key for key in ids if one.items[key].mark.outcome is not Mark.NOT_RELEVANT]
    # What is left out first is what a reader misses least: answers of "not relevant", then what
    # stands lower on the checklist.
    order = [*asked, *(key for key in ids if key not in relevant), *reversed(relevant)]
    ids = [*asked, *ids]
    lower = _reduced(order, lambda cited: case.at_least(cited, reached))
    upper: frozenset[str] = frozenset()
    if above is not None:
        upper = _reduced(order, lambda cited: case.below(cited, above))
    return Certificates(_sorted(ids, lower), _sorted(ids, upper))


def deciders(item: CombinedItem) -> tuple[ItemAnswer, ...]:
    """The answers that an item's outcome rests on: those that were heard and say so.

    Where none says just this (a median between two values, or nothing was decided), all that were
    heard.
    """
    answered = [(answer.voice, answer) for answer in item.by if answer.answers]
    heard = [answer for _, answer in speaking(answered)]
    outcome = (item.mark.outcome, item.value.outcome)
    agreeing = [answer for answer in heard if (answer.mark, answer.value) == outcome]
    return tuple(agreeing or heard)


class _Case:
    """One indicator of one office, to be scored with some answers given and the rest free."""

    def __init__(
        self, rubric: Rubric, indicator: Indicator, one: Combined, asked: PossibleScores
    ) -> None:
        self._rubric = rubric
        self._asked = asked
        self._indicator = indicator
        self._items = one.items

    def at_least(self, cited: frozenset[str], level: Decimal) -> bool:
        """Whether no score that the cited answers allow is printed as less than a level."""
        found = self._ends(cited, best=False)
        return all(one is not None and self._printed(one.low, 1) >= level for one in found)

    def below(self, cited: frozenset[str], level: Decimal) -> bool:
        """Whether every score that the cited answers allow is printed as less than a level."""
        found = self._ends(cited, best=True)
        return all(one is not None and self._printed(one.high, -1) < level for one in found)

    def _printed(self, bound: Bound, inside: int) -> Decimal:
        """A bound as printed; where no answer comes to it, as the scores next to it are."""
        decimals = self._rubric.arithmetic.score_decimals
        # So close that nothing else lies between at which the rounding changes.
        next_to = Fraction(inside, 4 * bound.score.denominator * 10**decimals)
        return rounded(bound.score if bound.reached else bound.score + next_to, decimals)

    def _ends(self, cited: frozenset[str], *, best: bool) -> Iterator[Ends | None]:
        """The ends of the score for every outcome of the cited values; free ones may be any."""
        free = [one for one in self._indicator.measure if one.id not in cited]
        given = [one for one in self._indicator.measure if one.id in cited]
        outcomes = {one.id: measure_outcomes(one, self._items[one.id]) for one in given}
        outcomes |= {one.id: (None,) for one in free}
        for item in self._indicator.item:
            outcomes[item.id] = self._marks(item, cited, best=best)
        leaving = [] if best else self._better_than_nothing(cited)
        for chosen, asked in product(product(*outcomes.values()), self._of_others(cited)):
            answers = dict(zip(outcomes, chosen, strict=True))
            for row in self._left_out(answers, leaving):
                columns = columns_of(self._indicator, [row], [asked])
                left = {key for key, score in asked.items() if score is None}
                own = row is answers and not left - cited
                # Answers with nothing left to judge are no answers.
                if own or not nothing_left(self._indicator, columns)[0]:
                    yield ends(self._indicator, self._rubric.scale, columns, free)

    def _of_others(self, cited: frozenset[str]) -> list[Asked]:
        """The scores of others: those that are cited as they may be, the rest as any may be."""
        several = {
            name: possible
            if name in cited
            else (*told_apart(self._indicator.bounds_asked[name], None, None), None)
            for name, possible in self._asked.items()
        }
        return [dict(zip(several, chosen, strict=True)) for chosen in product(*several.values())]

    def _better_than_nothing(self, cited: frozenset[str]) -> list[str]:
        """The items that are not cited and whose lowest grade may be better than to be left out."""
        lowest = {key: grades[0] for key, grades in self._indicator.graded.items()}
        return [key for key, points in lowest.items() if key not in cited and points > 0]

    def _left_out(self, given: Row, leaving: Sequence[str]) -> Iterator[Row]:
        """Answers, and those in which some items are not relevant, as many as may be."""
        yield given
        out = sum(one is Mark.NOT_RELEVANT for one in given.values())
        room = self._rubric.checklist.max_not_relevant - out
        for count in range(1, min(room, len(leaving)) + 1):
            for keys in combinations(leaving, count):
                yield {**given, **dict.fromkeys(keys, Mark.NOT_RELEVANT)}

    def _marks(self, item: Item, cited: frozenset[str], *, best: bool) -> Sequence[Settled]:
        """A cited item's mark (undecided: its worst or best), else the worst or best there is.

        Whether a low grade or what is left out is the worse of the two depends on all others.
        """
        if item.id in cited:
            possible = item_outcomes(item, self._items[item.id])
            if item.grades and possible[0] is Mark.NOT_RELEVANT:
                return possible
        else:
            possible = worst_and_best(item)
        return possible[-1:] if best else possible[:1]


def _reduced(order: Sequence[str], holds: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """What is left when every answer that the claim can do without is left out, in this order."""
    cited = frozenset(order)
    for key in order:
        if holds(cited - {key}):
            cited -= {key}
    return cited


def _sorted(ids: Sequence[str], cited: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in ids if key in cited)
