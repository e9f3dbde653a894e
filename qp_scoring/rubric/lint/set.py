"""Faults of the set's own tables: scale, bands, weights and groups, overall conditions, status."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from qp_scoring.rubric.fields import digits
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.model import Figures, Rubric, Scale
from qp_scoring.rubric.near import nearest
from qp_scoring.rubric.words import hundredths
from qp_scoring.thai import BUDDHIST_ERA

_TYPES = ("สพป", "สพม")
"""The types of the offices in the country's list; a set for other units may have its own."""
_YEARS = range(2500, 2700)  # Buddhist years


def check_set(rubric: Rubric, main: Spot) -> None:
    """Record every error of the set's own tables."""
    if rubric.gives_scores or rubric.scale != Scale(levels=False):
        _scale(rubric.scale, main.at("scale"))
    if rubric.gives_scores and not rubric.bands.band:
        main.add("rubric-bands-missing", "bands")
    if rubric.bands.band:
        _bands(rubric, main.at("bands", "band"))
    _overall(rubric, main)
    if rubric.weights.when_leaving == "within_group" and not rubric.group:
        main.add("rubric-groups-missing", "weights", "when_leaving")
    if rubric.status == "official":
        if not rubric.bands.confirmed:
            main.add("rubric-official-unconfirmed", "status")
        if not any(letter.isalpha() for letter in rubric.source):
            main.add("rubric-official-unsourced", "source")


def scale_is_wrong(scale: Scale) -> bool:
    """Whether no score can be read on the scale, so that nothing can be said of scores."""
    if scale.levels:
        return not scale.level
    return scale.min is None or scale.max is None or scale.min >= scale.max


def _scale(scale: Scale, spot: Spot) -> None:
    for key in ("min", "max") if scale.levels else ("level",):
        if getattr(scale, key) not in (None, ()):
            spot.add("rubric-scale-key", key, key=key, levels=str(scale.levels).lower())
    if scale.levels and not scale.level:
        spot.add("rubric-scale-empty")
        return
    if scale_is_wrong(scale):
        found = "–".join("-" if end is None else digits(end) for end in (scale.min, scale.max))
        spot.add("rubric-scale-range", found=found)
        return
    levels = scale.level_numbers
    if scale.levels and any(b - a != 1 for a, b in pairwise(levels)):
        spot.add("rubric-scale-gap", "level", found=", ".join(map(str, levels)))
    within = scale.lowest <= scale.base_level <= scale.highest
    if not (scale.base_level in levels if scale.levels else within):
        spot.add("rubric-base-level", "base_level", found=scale.base_level)


def _bands(rubric: Rubric, spot: Spot) -> None:
    first, (*upper, lowest) = rubric.bands.band[0], rubric.bands.band
    if first.at_least is None and lowest.at_least is not None:
        spot.add("rubric-bands-reversed", found=first.name)
        return
    if lowest.at_least is not None:
        spot.add("rubric-band-lowest", found=lowest.name)
    for at, band in enumerate(upper):
        if band.at_least is None:
            spot.add("rubric-band-no-bound", at, found=band.name)
    known = [(band.at_least, band) for band in upper if band.at_least is not None]
    # Two bands may begin alike where the upper one requires more than the mean.
    if any(a < b or (a == b and one.requires is None) for (a, one), (b, _) in pairwise(known)):
        found = " > ".join(format(bound, "f") for bound, _ in known)
        spot.add("rubric-bands-order", found=found)
    elif not scale_is_wrong(rubric.scale):
        _bands_in_scale(rubric, spot)


def _bands_in_scale(rubric: Rubric, spot: Spot) -> None:
    """Every bound must have means on both sides, or a band is never given."""
    top = Fraction(rubric.scale.highest)
    whole = rubric.total.show == "percent"
    highest = Fraction(100) if whole else rubric.full_mark(rubric.total)
    lowest = Fraction(rubric.scale.lowest) * highest / top if top > 0 else Fraction(0)
    if rubric.state.not_reported.policy == "counts_zero":
        lowest = min(lowest, Fraction(0))
    ends = {"lowest": hundredths(lowest), "highest": hundredths(highest)}
    for at, band in enumerate(rubric.bands.band[:-1]):
        if band.at_least is not None and not lowest < band.at_least <= highest:
            bound = digits(band.at_least)
            spot.add("rubric-band-outside", at, found=band.name, bound=bound, **ends)


def _overall(rubric: Rubric, main: Spot) -> None:
    names = [band.name for band in rubric.bands.band]
    levels = rubric.scale.level_numbers
    for figures, spot in _figures(rubric, main):
        for name in figures.bands:
            if name not in names:
                spot.add("rubric-band-unknown", found=name, nearest=nearest(name, names))
        for level in figures.levels:
            if level not in levels:
                known = ", ".join(map(str, levels)) or "-"
                spot.add("rubric-overall-level-unknown", found=level, known=known)
        for key in ("count_min", "count_max", "share_above", "share_max"):
            if getattr(figures, key) is not None and not figures.levels:
                spot.add("rubric-overall-no-levels", key=key)


def _figures(rubric: Rubric, main: Spot) -> list[tuple[Figures, Spot]]:
    """The conditions of the overall paragraphs, with where each stands."""
    return [
        (figures, main.at("overall", at, "when", number))
        for at, paragraph in enumerate(rubric.overall)
        for number, figures in enumerate(paragraph.when)
    ]


def check_group(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record an indicator that does not fit the groups."""
    groups = [group.id for group in rubric.group]
    if indicator.group is None:
        if groups:
            spot.add("rubric-group-needed", "code")
    elif indicator.group not in groups:
        values = {
            "nearest": nearest(indicator.group, groups),
            "known": [*dict.fromkeys(groups)] or ["-"],
        }
        spot.add("rubric-group-unknown", "group", found=indicator.group, **values)


def suspect_set(rubric: Rubric, main: Spot) -> None:
    """Record what is suspicious in the set's own tables."""
    year = rubric.fiscal_year
    if year not in _YEARS:
        main.add("rubric-year-unlikely", "fiscal_year", found=year, likely=year + BUDDHIST_ERA)
    used = {one.group for one in rubric.indicators} | {one.within for one in rubric.group}
    for at, group in enumerate(rubric.group):
        if group.id not in used:
            main.add("rubric-group-empty", "group", at, "id", found=group.id)
    for above in dict.fromkeys(group.within for group in rubric.group):
        inside = [(at, one) for at, one in enumerate(rubric.group) if one.within == above]
        spot = main.at("group", inside[0][0], "weight")
        suspect_sum([one.weight for _, one in inside], spot)
    for figures, spot in _figures(rubric, main):
        if found := _crossed(figures):
            spot.add("rubric-overall-never", found=found)
    types = {kind for indicator in rubric.indicators for kind in indicator.applies_to}
    for kind in _TYPES:
        if kind not in types and types & set(_TYPES):
            main.add("rubric-type-without-indicator", found=kind)


def suspect_sum(weights: Sequence[Decimal], spot: Spot) -> bool:
    """Record weights that nearly sum to 1 or to 100, as shares that were meant to do so."""
    total = sum(weights, Decimal(0))
    for whole in (Decimal(1), Decimal(100)):
        if weights and total != whole and abs(total - whole) * 10 <= whole:
            spot.add("rubric-weights-sum", found=digits(total), expected=whole)
            return True
    return False


def suspect_weights(rubric: Rubric, files: Sequence[Spot]) -> None:
    """Record indicators whose weights nearly sum to a whole, for an office type within a group.

    Equal weights are no shares. One finding for each group, at its first indicator.
    """
    both = list(zip(rubric.indicators, files, strict=True))
    for group in dict.fromkeys(indicator.group for indicator in rubric.indicators):
        inside = [(one, file) for one, file in both if one.group == group]
        types = dict.fromkeys(kind for one, _ in inside for kind in one.applies_to)
        for kind in types:
            applying = [one.weight for one, _ in inside if kind in one.applies_to]
            if len(set(applying)) > 1 and suspect_sum(applying, inside[0][1].at("weight")):
                break


def suspect_missing_weights(rubric: Rubric, files: Sequence[Spot]) -> None:
    """Record indicators without a weight beside others of their group that have one.

    They count 1, which beside shares of a hundred is next to nothing.
    """
    groups: defaultdict[str | None, list[tuple[Indicator, Spot]]] = defaultdict(list)
    for indicator, file in zip(rubric.indicators, files, strict=True):
        groups[indicator.group].append((indicator, file))
    for inside in groups.values():
        given = [one.weight for one, file in inside if "weight" in file.file.data]
        for one, file in inside:
            if any(weight != 1 for weight in given) and "weight" not in file.file.data:
                file.add("rubric-weight-missing", "code", found=one.code, others=given)


def _crossed(figures: Figures) -> str:
    """The bounds of a condition that exclude each other; empty where none do."""
    pairs = (
        ("count_min", "count_max", False),
        ("share_above", "share_max", True),
        ("mean_min", "mean_max", False),
        ("not_reported_min", "not_reported_max", False),
    )
    for lower, upper, strict in pairs:
        least, most = getattr(figures, lower), getattr(figures, upper)
        if least is None or most is None:
            continue
        if least > most or (strict and least == most):
            return f"{lower} = {least}, {upper} = {most}"
    return ""


def suspect_types(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record office types of an indicator that look like misspelled ones."""
    used = Counter(kind for one in rubric.indicators for kind in one.applies_to)
    for at, kind in enumerate(indicator.applies_to):
        shared = [other for other, times in used.items() if times > 1 and other != kind]
        known = [*_TYPES, *(shared if used[kind] == 1 else ())]
        near = "" if kind in _TYPES else nearest(kind, known, 0.6)
        if near:
            spot.add("rubric-type-unusual", "applies_to", at, found=kind, nearest=near)
