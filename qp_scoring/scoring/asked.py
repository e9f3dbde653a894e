"""What bands, and limits above the indicators, ask of answers: the items and measures they name.

An entry leaves such a condition where its indicator left (it does not apply, is exempt, or was not
reported and leaves the mean), and in rounds that do not ask for it. Where a report that is not
there counts zero, and where nothing was begun, nothing is met. Where assessors differ, or an
indicator was given a level without its items, an office has a result only where every outcome
gives the same. What indicators ask of the scores of others is told here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

import numpy as np

from qp_scoring.documents.results import IndicatorResult, Mark, State
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.space import told_apart
from qp_scoring.rubric.whole import Whole, none_asked
from qp_scoring.scoring.consensus import CombinedItem
from qp_scoring.scoring.levels import PossibleScores, Row, Settled, item_outcomes, measure_outcomes

OUTCOMES = 64
"""So many outcomes of open answers are tried; beyond them nothing is certain."""


def answers_asked(rubric: Rubric, there: Collection[str], row: Row) -> Columns:
    """An office's answers (one row) to what gates name.

    ``there`` are the indicators that did not leave; ``row`` holds marks and values by their ids,
    and what is not in it is not met.
    """
    if not rubric.gate_entries:
        return none_asked(rubric)
    met, relevant, values = {}, {}, {}
    owners = {key: one for one in rubric.indicators for key in one.entry_ids}
    for key in rubric.gate_entries:
        indicator, given = owners.get(key), row.get(key)
        measure = indicator.measure_by_id(key) if indicator else None
        if given is Mark.NOT_RELEVANT and measure and measure.when_none == "level":
            given = Mark.MET
        grades = indicator.graded.get(key) if indicator else None
        met[key] = np.array([given == grades[-1] if grades else given is Mark.MET])
        concerned = indicator is not None and indicator.code in there
        relevant[key] = np.array([concerned and given is not Mark.NOT_RELEVANT])
        values[key] = (given if isinstance(given, Fraction) else None,)
    return Columns(1, met, relevant, values)


def scores_asked(
    rubric: Rubric, indicator: Indicator, whole: Whole, open_: Collection[str]
) -> PossibleScores:
    """The printed scores that an indicator asks for, of one office.

    ``open_`` are the indicators that are not assessed, or invalid: what rests on one of them may
    come to any score.
    """
    found: dict[str, Sequence[Fraction | None]] = {}
    for name, bounds in indicator.bounds_asked.items():
        if not rubric.hangs_on(name, open_):
            found[name] = (whole.printed(name),)
        else:
            low = Fraction(min(rubric.scale.lowest, Decimal(0)))
            found[name] = told_apart(bounds, low, rubric.full_mark(rubric.node(name)))
    return found


def is_there(state: State, score: object) -> bool:
    """Whether an indicator did not leave, so that what gates ask of it counts."""
    return state is State.SCORED or score is not None


def row_of(results: Iterable[IndicatorResult]) -> Row:
    """The marks and values of an office's results."""
    return {
        item.id: item.mark if item.value is None else Fraction(item.value)
        for one in results
        for item in one.items
    }


def answers_of(rubric: Rubric, results: Sequence[IndicatorResult]) -> Columns:
    """The answers (one row) to what gates name, from an office's results."""
    there = [one.code for one in results if is_there(one.state, one.score)]
    return answers_asked(rubric, there, row_of(results))


def open_entries(
    rubric: Rubric,
    there: Collection[str],
    scores: Mapping[str, Decimal],
    applicable: Collection[str],
    given: Mapping[str, Mapping[str, CombinedItem]],
) -> dict[str, list[str]]:
    """What gates name of a complete office and nobody knows although it matters, by indicator.

    ``given`` are the combined answers of the indicators that were begun, by their ids.
    """
    outcomes: dict[str, Sequence[Settled]] = {}
    unsure: dict[str, list[str]] = {}
    for code, items in given.items():
        indicator = rubric.by_code[code]
        for key in indicator.entry_ids:
            if key in rubric.gate_entries:
                outcomes[key] = _outcomes(indicator, key, items)
                if len(outcomes[key]) > 1:
                    unsure.setdefault(code, []).append(key)
    if not unsure:
        return {}
    rows = [
        dict(zip(outcomes, chosen, strict=True))
        for chosen in islice(product(*outcomes.values()), OUTCOMES)
    ]
    found = [
        set(_figures(rubric, Whole(rubric, scores, applicable, answers_asked(rubric, there, row))))
        for row in rows
    ]
    same = len(rows) < OUTCOMES and all(one == found[0] for one in found)
    return {} if same else unsure


def _outcomes(
    indicator: Indicator, key: str, items: Mapping[str, CombinedItem]
) -> Sequence[Settled]:
    """What an entry may have come to; what nobody answered may be met or not."""
    item, measure = indicator.item_by_id(key), indicator.measure_by_id(key)
    found: Sequence[Settled] = (None,)
    if item is not None:
        found = item_outcomes(item, items.get(key))
    elif measure is not None:
        found = measure_outcomes(measure, items.get(key))
    if list(found) != [None]:
        return found
    return (Fraction(0), item.worth) if item and item.grades else (Mark.UNMET, Mark.MET)


def _figures(rubric: Rubric, whole: Whole) -> Iterator[tuple[object, ...]]:
    """All that answers to gates decide: the figure, the sub-totals, and which gates are shut."""
    yield "figure", whole.figure
    for one in whole.standings():
        yield one.node.id, one.score
    for band in rubric.bands.band:
        if band.requires is not None:
            yield band.name, bool(band.requires.fails(whole.asked)[0])
