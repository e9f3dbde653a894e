"""How the offices spread over each indicator: levels, states, mean and median.

A rubric with levels has its levels as classes; one without has its bands, by the score as printed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

from qp_scoring.analysis.numbers import average_shown, exact, median_shown
from qp_scoring.documents.analysis import IndicatorFigures
from qp_scoring.documents.results import IndicatorResult, OfficeResult, State, Status
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Group, Rubric
from qp_scoring.scoring.bands import band_of
from qp_scoring.scoring.mean import rounded
from qp_scoring.scoring.states import level_of


def class_names(rubric: Rubric) -> tuple[str, ...]:
    """The classes that scores fall in, from the lowest."""
    if rubric.scale.levels:
        return tuple(map(str, rubric.scale.level_numbers))
    return tuple(band.name for band in reversed(rubric.bands.band))


def distributions(offices: Sequence[OfficeResult], rubric: Rubric) -> tuple[IndicatorFigures, ...]:
    """The distribution of every indicator of the rubric, in its order.

    States are those of all offices, everything else is over the complete ones; an indicator that
    was not reported is in neither mean nor median.
    """
    entries: dict[str, list[IndicatorResult]] = defaultdict(list)
    states: dict[str, Counter[State]] = defaultdict(Counter)
    for office in offices:
        for entry in office.indicators:
            states[entry.code][entry.state] += 1
            if office.status is Status.COMPLETE and entry.state is State.SCORED:
                entries[entry.code].append(entry)
    return tuple(
        _distribution(code, entries[code], states[code], rubric) for code in rubric.by_code
    )


def _distribution(
    code: str, scored: Sequence[IndicatorResult], states: Counter[State], rubric: Rubric
) -> IndicatorFigures:
    scores = [exact(entry.score) for entry in scored if entry.score is not None]
    reports = [entry for entry in scored if entry.score is None]
    covered = sum(map(has_reported, reports))
    counts = Counter(class_of(entry, rubric) for entry in scored)
    return IndicatorFigures(
        code=code,
        n=len(scored),
        mean=average_shown(scores, rubric.arithmetic.mean_decimals),
        median=median_shown(scores, rubric.arithmetic.score_decimals),
        levels={name: counts[name] for name in class_names(rubric)},
        states={state: states[state] for state in State},
        covered=covered,
        stated=len(reports) - covered,
    )


def group_distributions(
    offices: Sequence[OfficeResult], rubric: Rubric
) -> tuple[IndicatorFigures, ...]:
    """The distribution of the sub-total of every group of indicators, in the rubric's order.

    Its classes are those of its share of the group's full mark, as on the scale.
    """
    return tuple(_group_distribution(group, offices, rubric) for group in rubric.group)


def _group_distribution(
    group: Group, offices: Sequence[OfficeResult], rubric: Rubric
) -> IndicatorFigures:
    full, decimals = rubric.full_mark(group), rubric.arithmetic.mean_decimals
    scores: list[Fraction] = []
    states: Counter[State] = Counter()
    for office in offices:
        score = next((node.score for node in office.nodes if node.id == group.id), None)
        if office.status is not Status.COMPLETE:
            unread = office.status is Status.ERROR
            states[State.INVALID if unread else State.NOT_ASSESSED] += 1
        elif score is None:
            states[State.NOT_APPLICABLE] += 1
        else:
            states[State.SCORED] += 1
            scores.append(Fraction(score))
    counts = Counter(_class_of_share(score / full, rubric) for score in scores)
    return IndicatorFigures(
        code=group.id,
        n=len(scores),
        mean=average_shown(scores, decimals),
        median=median_shown(scores, decimals),
        levels={name: counts[name] for name in class_names(rubric)},
        states={state: states[state] for state in State},
        covered=0,
        stated=0,
    )


def _class_of_share(share: Fraction, rubric: Rubric) -> str | None:
    """The class of a share of a full mark: the level it has come to on the scale, or its band."""
    if not rubric.scale.levels:
        return band_of_share(share, rubric)
    shown = rounded(share * Fraction(rubric.scale.highest), rubric.arithmetic.mean_decimals)
    level = level_of(rubric, shown)
    return None if level is None else str(level)


def band_of_share(share: Fraction, rubric: Rubric) -> str | None:
    """The band that an office with this share of the whole full mark would have; None without."""
    if not rubric.bands.band:
        return None
    total = rubric.total
    top = Fraction(100) if total.show == "percent" else rubric.full_mark(total)
    return band_of(rounded(share * top, rubric.arithmetic.mean_decimals), rubric)


def band_of_score(score: Fraction, node: Indicator, rubric: Rubric) -> str | None:
    """The band of a score by its share of its full mark; None without bands, or without a range."""
    full = rubric.full_mark(node)
    return band_of_share(score / full, rubric) if full else None


def has_reported(entry: IndicatorResult) -> bool:
    """Whether an office reported something that was done: a plan alone is no report."""
    return entry.state is State.SCORED and bool(entry.met)


def class_of(entry: IndicatorResult, rubric: Rubric) -> str | None:
    """The class of a scored entry; None where it has no score, or one below every level."""
    if rubric.scale.levels:
        return None if entry.level is None else str(entry.level)
    if entry.score is None:
        return None
    return band_of_score(exact(entry.score), rubric.by_code[entry.code], rubric)
