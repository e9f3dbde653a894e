"""Values to reach, as every report tells them."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from qp_scoring.documents.results import MeasureNeed
from qp_scoring.messages import Language, text
from qp_scoring.scoring.steps import plain

_PER_UNIT = 100


def bound(need: MeasureNeed) -> str:
    """The value to reach; a ratio without an end as the nearest two decimals that are enough.

    So ``5399/60`` is 89.99 where at least so much is needed, and 89.98 where at most.
    """
    exact, nearest = (need.at_least, ceil) if need.at_most is None else (need.at_most, floor)
    if exact is None or "/" not in exact:
        return exact or ""
    return plain(Fraction(nearest(Fraction(exact) * _PER_UNIT), _PER_UNIT))


def need_words(need: MeasureNeed, lang: Language = "th") -> str:
    """A value to reach, with the id of its measure."""
    if need.at_most is not None:
        return text("explain-limit", lang, measure=need.measure, most=bound(need))
    return text("rule-measure", lang, measure=need.measure, least=bound(need))
