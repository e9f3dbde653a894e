"""What reports say in the same words: drafts, arithmetic, bands, marks, values to reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from qp_scoring.documents.results import (
    GradeNeed,
    IndicatorResult,
    Need,
    NextLevel,
    NodeNeed,
    NodeResult,
    OfficeResult,
    Policy,
    ScoreNeed,
    State,
    ValueNeed,
)
from qp_scoring.messages import Language, text
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.indicator import Measure
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.lacking import node_name

if TYPE_CHECKING:
    from qp_scoring.documents.comparison import Side
    from qp_scoring.documents.explanation import Explanation

_PER_UNIT = 100
_DRAFTS = {
    "sheet-draft": ("sheet-draft-criteria", "sheet-draft-bands"),
    "sheet-mark": ("sheet-mark-criteria", "sheet-mark-bands"),
    "terminal-draft": ("terminal-draft-criteria", "terminal-draft-bands"),
}


def type_name(office_type: str) -> str:
    """A type of offices as it is written: a Thai abbreviation has its full stop (``สพป.``)."""
    return f"{office_type}." if re.fullmatch("[ก-ฮ]{2,5}", office_type) else office_type


def region_name(region: str) -> str:
    """An inspection region as it is written: one that has a number has its whole name."""
    return text("summary-group-region", name=region) if region.isdecimal() else region


def draft_notices(
    rubric: Rubric, key: str = "sheet-draft", lang: Language = "th"
) -> tuple[str, ...]:
    """What is still a draft; each notice follows its own key of the rubric and no other.

    ``key`` says where: on a sheet, in a few words at its foot, or on the terminal.
    """
    return _drafts(rubric.status == "draft", not rubric.bands.confirmed, key, lang)


def drafts_of_rounds(
    rounds: Iterable[Side | Explanation], key: str = "sheet-draft", lang: Language = "th"
) -> tuple[str, ...]:
    """The same of what is a draft in any of some rounds."""
    both = [(one.rubric.status == "draft", not one.policy.bands_confirmed) for one in rounds]
    return _drafts(any(one for one, _ in both), any(one for _, one in both), key, lang)


def _drafts(criteria: bool, bands: bool, key: str, lang: Language) -> tuple[str, ...]:
    told = zip(_DRAFTS[key], (criteria, bands), strict=True)
    return tuple(text(notice, lang) for notice, is_draft in told if is_draft)


def draft_mark(rubric: Rubric) -> str:
    """The draft notices in a few words, for a footer; empty where nothing is a draft."""
    return " ".join(draft_notices(rubric, "sheet-mark"))


def policy_note(policy: Policy, rubric: Rubric) -> str:
    """How an indicator that was not reported counts in the mean."""
    key = {"counts_zero": "sheet-policy-counts-zero", "leaves_mean": "sheet-policy-leaves-mean"}
    total = totals(policy.total_kind)
    return text(key[policy.not_reported], printed=rubric.state.not_reported.printed, **total)


def totals(kind: str, lang: Language = "th") -> dict[str, str]:
    """What the figure of the whole is called, for ``{total}`` and, at a beginning, ``{Total}``.

    ``{average}`` is that of several offices. ``kind`` is what the rubric shows: a mean, a sum of
    points, or per cent of the full mark.
    """
    word = text(f"total-{kind}", lang)
    average = text(f"total-{kind}-average", lang)
    return {"total": word, "Total": word[:1].upper() + word[1:], "average": average}


def weights_note(rubric: Rubric) -> str | None:
    """How the mean is weighted; None where every indicator counts alike."""
    label = rubric.labels.indicator
    averaged = {node.key for node in rubric.above if node.how == "mean"}
    groups = [(one.name, one.weight) for one in rubric.group if one.within in averaged]
    single = [one for one in rubric.indicators if one.group in averaged]
    if len({one.weight for one in single}) > 1:
        groups += [(fill(label, {"code": one.code}), one.weight) for one in single]
    said: list[str] = []
    if groups:
        weights = ", ".join(f"{name} = {weight:f}" for name, weight in groups)
        leaving = text(f"summary-leaving-{rubric.weights.when_leaving}")
        said.append(text("sheet-weights", weights=weights, leaving=leaving))
    said += combined_otherwise(rubric)
    return " ".join(said) or None


def combined_otherwise(rubric: Rubric, lang: Language = "th") -> Iterator[str]:
    """What is no mean of what stands in it, in words: a sum, or the least of it."""
    for node in rubric.above:
        if node.how == "mean":
            continue
        inside = rubric.members.get(node.key, ())
        label = rubric.labels.indicator
        names = (
            one.name if isinstance(one, Group) else fill(label, {"code": one.code})
            for one in inside
        )
        values = {"name": name_above(node, lang), "parts": ", ".join(names)}
        said = text(f"combined-{node.how}", lang, **values)
        plus = ""
        if node.plus is not None:
            plus = text("combined-plus", lang, plus=plain(Fraction(node.plus)))
        yield f"{said} {plus}".strip()


def name_above(node: Group | Total, lang: Language = "th") -> str:
    """What a group, or the whole, is called."""
    return node.name if isinstance(node, Group) else text("figure-of-whole", lang)


def sub_totals(nodes: Iterable[NodeResult], rubric: Rubric, lang: Language = "th") -> Iterator[str]:
    """What each group or part came to, in words; nothing of those that left."""
    for node in nodes:
        if node.score is None:
            continue
        of_scale = Decimal(node.full) == rubric.scale.highest
        score = node.score
        if not of_scale:
            score = text("score-of-full", lang, score=score, full=node.full)
        if node.share is None or node.brings is None:
            yield text("sub-total-least", lang, name=node.name, score=score)
        else:
            values = {"share": node.share, "brings": node.brings}
            yield text("sub-total", lang, name=node.name, score=score, **values)


def coverage_note(office: OfficeResult, rubric: Rubric) -> str:
    """How much was reported, and what the office would come to by that alone."""
    covered = office.coverage
    found = text("sheet-coverage", scored=covered.scored, applicable=covered.applicable)
    if office.mean_reported is None:
        return found
    reported = totals(rubric.total.show)
    return f"{found} {text('sheet-mean-reported', mean=office.mean_reported, **reported)}"


def legend(rubric: Rubric, states: Iterable[State]) -> tuple[str, ...]:
    """What the marks without a level mean, for those of the given states that need it."""
    wanted = set(states)
    return tuple(words for state, _, words in marks_of_states(rubric) if state in wanted)


def marks_of_states(rubric: Rubric) -> Iterator[tuple[State, str, str]]:
    """The states without a level: what is printed for each, and what that means."""
    marks = (
        (State.NOT_APPLICABLE, rubric.state.not_applicable.printed, "sheet-legend-not-applicable"),
        (State.NOT_REPORTED, rubric.state.not_reported.printed, "sheet-legend-not-reported"),
        (State.EXEMPT, rubric.state.exempt.printed, "sheet-legend-exempt"),
    )
    for state, printed, key in marks:
        yield state, printed, text(key, printed=printed)


def band_ranges(rubric: Rubric, lang: Language = "th") -> tuple[tuple[str, str], ...]:
    """Every band with its range in words, best first; ranges are of the printed mean."""
    unit = Decimal(1).scaleb(-rubric.arithmetic.mean_decimals)
    found: list[tuple[str, str]] = []
    above: Decimal | None = None
    for band in rubric.bands.band:
        found.append((band.name, _range(band.at_least, above, unit, lang)))
        above = band.at_least
    return tuple(found)


def _range(low: Decimal | None, above: Decimal | None, unit: Decimal, lang: Language) -> str:
    """The range of a band from its lower bound up to the lower bound of the band above it."""
    if low is None:
        if above is None:
            return text("sheet-band-any", lang)
        return text("sheet-band-below", lang, high=_shown(above, unit))
    if above is None:
        return text("sheet-band-from", lang, low=_shown(low, unit))
    if above == low:  # what the band above requires parts the two
        return text("sheet-band-barred", lang, low=_shown(low, unit))
    return text("sheet-band-between", lang, low=_shown(low, unit), high=_shown(above - unit, unit))


def _shown(bound: Decimal, unit: Decimal) -> str:
    """A bound with the decimals of the mean, or with its own where it has more."""
    padded = bound.quantize(unit)
    return format(padded if padded == bound else bound, "f")


def bands_note(rubric: Rubric, lang: Language = "th") -> str:
    """The bands and their ranges in one line."""
    listed = ", ".join(f"{name} {words}" for name, words in band_ranges(rubric, lang))
    return text("sheet-bands", lang, bands=listed, **totals(rubric.total.show, lang))


def first_of(names: Sequence[str], most: int, count: int | None = None) -> str:
    """The first of some names, and how many more there are (of ``count``, where all are more)."""
    more = (len(names) if count is None else count) - len(names[:most])
    return ", ".join(names[:most]) + (f" +{more}" if more > 0 else "")


def lowest(office: OfficeResult) -> tuple[IndicatorResult, ...]:
    """The indicators that an office should look at first: not reported, then the lowest scored.

    Where every scored indicator stands alike, none of them is the lowest.
    """
    missing = [entry for entry in office.indicators if entry.state is State.NOT_REPORTED]
    scores = {
        entry.code: Decimal(entry.score)
        for entry in office.indicators
        if entry.state is State.SCORED and entry.score is not None
    }
    least, most = min(scores.values(), default=None), max(scores.values(), default=None)
    low = [
        entry for entry in office.indicators if least != most and scores.get(entry.code) == least
    ]
    return (*missing, *(entry for entry in low if entry.code in scores))


def bound(need: ValueNeed) -> str:
    """The value to reach; a ratio without an end as the nearest two decimals that are enough.

    So ``5399/60`` is 89.99 where at least so much is needed, and 89.98 where at most.
    """
    exact, nearest = (need.at_least, ceil) if need.at_most is None else (need.at_most, floor)
    if exact is None or "/" not in exact:
        return exact or ""
    return plain(Fraction(nearest(Fraction(exact) * _PER_UNIT), _PER_UNIT))


def gain_words(step: NextLevel, lang: Language = "th") -> str:
    """What a step brings; from what to what where that hangs on the alternative.

    A condition that asks for no more than so much of something may make it a loss.
    """
    least, most = step.gain or "", step.gain_most
    if most is not None:
        key = "gain-either" if least.startswith("-") else "gain-range"
        return text(key, lang, least=least, most=most)
    key = "gain-down" if least.startswith("-") else "gain-up"
    return text(key, lang, gain=least.removeprefix("-"))


def key_of_band(key: str, now: str | None, after: str | None, rubric: Rubric) -> str:
    """The key of a sentence on a step, by what it makes of the band: a gate may lower it."""
    names = [one.name for one in rubric.bands.band]
    if now is None or after is None or now == after:
        return key
    return f"{key}-band" if names.index(after) < names.index(now) else f"{key}-band-down"


def node_to_reach(need: ValueNeed, rubric: Rubric) -> str:
    """A group or another indicator, and the score that it would have to come to."""
    name = node_name(need.measure, rubric)
    return to_reach(need, "need-score", "need-score-most", {"name": name})


def to_reach(
    need: ValueNeed,
    least: str,
    most: str,
    words: Mapping[str, str],
    lang: Language = "th",
    of: Measure | None = None,
) -> str:
    """A sentence on a value to reach: by one key from below, by the other from above.

    With the measure that it is a value ``of``, in its unit.
    """
    value = bound(need) if of is None else behind_a_word(of.in_unit(bound(need)), lang)
    if need.at_most is None:
        return text(least, lang, least=value, **words)
    return text(most, lang, most=value, **words)


def behind_a_word(amount: str, lang: Language = "th") -> str:
    """An amount as it follows a word: Thai has a space before figures, none between words."""
    return amount if lang == "th" and amount[:1].isalpha() else f" {amount}"


def need_words(need: Need, lang: Language = "th") -> str:
    """An item, with the grade that it has to get, or a measure with the value to reach."""
    if isinstance(need, str):
        return need
    if isinstance(need, GradeNeed):
        return text("need-grade", lang, item=need.item, mark=need.mark)
    if isinstance(need, NodeNeed):
        return text("need-node", lang, node=need.node, level=need.level)
    if isinstance(need, ScoreNeed):
        return to_reach(need, "rule-score", "rule-score-most", {"measure": need.node}, lang)
    return to_reach(need, "rule-measure", "rule-measure-most", {"measure": need.measure}, lang)
