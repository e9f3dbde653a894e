"""Faults of the set's own tables: scale, bands, weights and groups, overall conditions, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from qp_scoring.findings import FindingLog, Place
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Figures, Rubric, Scale
from qp_scoring.rubric.near import nearest
from qp_scoring.rubric.rules import full_mark_of

_TYPES = ("สพป", "สพม")
"""The types of the offices in the country's list; a set for other units may have its own."""
_YEARS = range(2500, 2700)  # Buddhist years
_CHRISTIAN = 543


def check_set(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    """Record every error of the set's own tables."""
    scored = any(indicator.method != "coverage" for indicator in rubric.indicators)
    if scored or rubric.scale != Scale(levels=False):
        _scale(rubric.scale, main, log)
    if scored and not rubric.bands.band:
        log.add("rubric-bands-missing", main.place("bands"))
    if rubric.bands.band:
        _bands(rubric, main, log)
    _overall(rubric, main, log)
    if rubric.weights.when_leaving == "within_group" and not rubric.group:
        log.add("rubric-groups-missing", main.place("weights", "when_leaving"))
    if rubric.status == "official":
        if not rubric.bands.confirmed:
            log.add("rubric-official-unconfirmed", main.place("status"))
        if not any(letter.isalpha() for letter in rubric.source):
            log.add("rubric-official-unsourced", main.place("source"))


def scale_is_wrong(scale: Scale) -> bool:
    """Whether no score can be read on the scale, so that nothing can be said of scores."""
    if scale.levels:
        return not scale.level
    return scale.min is None or scale.max is None or scale.min >= scale.max


def _scale(scale: Scale, main: RubricFile, log: FindingLog) -> None:
    given = {"min": scale.min is not None, "max": scale.max is not None}
    strays = ["min", "max"] if scale.levels else ["level"]
    for key in strays:
        if given.get(key, bool(scale.level)):
            place = main.place("scale", key)
            log.add("rubric-scale-key", place, key=key, levels=str(scale.levels).lower())
    if scale.levels and not scale.level:
        log.add("rubric-scale-empty", main.place("scale"))
        return
    if scale_is_wrong(scale):
        found = f"{figure(scale.min)}–{figure(scale.max)}"
        log.add("rubric-scale-range", main.place("scale"), found=found)
        return
    levels = scale.level_numbers
    if scale.levels and any(b - a != 1 for a, b in pairwise(levels)):
        place = main.place("scale", "level")
        log.add("rubric-scale-gap", place, found=", ".join(map(str, levels)))
    within = scale.lowest <= scale.base_level <= scale.highest
    if not (scale.base_level in levels if scale.levels else within):
        place = main.place("scale", "base_level")
        log.add("rubric-base-level", place, found=scale.base_level)


def figure(value: Decimal | None) -> str:
    """A number as a person writes it; a dash for none."""
    return "-" if value is None else format(value.normalize(), "f")


def figure_of(value: Fraction) -> str:
    """A ratio as a person writes it, to two decimals."""
    hundredths = Decimal(round(value * 100)) / 100
    return figure(hundredths) if hundredths else "0"


def _bands(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    *upper, lowest = rubric.bands.band
    if lowest.at_least is not None:
        log.add("rubric-band-lowest", main.place("bands", "band"), found=lowest.name)
    for at, band in enumerate(upper):
        if band.at_least is None:
            log.add("rubric-band-no-bound", main.place("bands", "band", at), found=band.name)
    known = [band.at_least for band in upper if band.at_least is not None]
    if any(a <= b for a, b in pairwise(known)):
        found = " > ".join(format(bound, "f") for bound in known)
        log.add("rubric-bands-order", main.place("bands", "band"), found=found)
    elif not scale_is_wrong(rubric.scale):
        _bands_in_scale(rubric, main, log)


def _bands_in_scale(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    """Every bound must have means on both sides, or a band is never given."""
    top = Fraction(rubric.scale.highest)
    whole = rubric.total.show == "percent"
    highest = Fraction(100) if whole else full_mark_of(rubric.total, rubric)
    lowest = Fraction(rubric.scale.lowest) * highest / top if top > 0 else Fraction(0)
    if rubric.state.not_reported.policy == "counts_zero":
        lowest = min(lowest, Fraction(0))
    for at, band in enumerate(rubric.bands.band[:-1]):
        if band.at_least is not None and not lowest < band.at_least <= highest:
            log.add(
                "rubric-band-outside",
                main.place("bands", "band", at),
                found=band.name,
                bound=figure(band.at_least),
                lowest=figure_of(lowest),
                highest=figure_of(highest),
            )


def _overall(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    names = [band.name for band in rubric.bands.band]
    levels = rubric.scale.level_numbers
    for at, paragraph in enumerate(rubric.overall):
        for number, figures in enumerate(paragraph.when):
            place = main.place("overall", at, "when", number)
            for name in figures.bands:
                if name not in names:
                    near = nearest(name, names)
                    log.add("rubric-band-unknown", place, found=name, nearest=near)
            for level in figures.levels:
                if level not in levels:
                    known = ", ".join(map(str, levels)) or "-"
                    log.add("rubric-overall-level-unknown", place, found=level, known=known)
            for key in ("count_min", "count_max", "share_above", "share_max"):
                if getattr(figures, key) is not None and not figures.levels:
                    log.add("rubric-overall-no-levels", place, key=key)


def check_group(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record an indicator that does not fit the groups."""
    groups = [group.id for group in rubric.group]
    if indicator.group is None:
        if groups:
            log.add("rubric-group-needed", file.place("code"))
    elif indicator.group not in groups:
        near = nearest(indicator.group, groups)
        log.add("rubric-group-unknown", file.place("group"), found=indicator.group, nearest=near)


def suspect_set(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    """Record what is suspicious in the set's own tables."""
    year = rubric.fiscal_year
    if year not in _YEARS:
        place = main.place("fiscal_year")
        log.add("rubric-year-unlikely", place, found=year, likely=year + _CHRISTIAN)
    used = {one.group for one in rubric.indicators} | {one.within for one in rubric.group}
    for at, group in enumerate(rubric.group):
        if group.id not in used:
            log.add("rubric-group-empty", main.place("group", at, "id"), found=group.id)
    for above in dict.fromkeys(group.within for group in rubric.group):
        inside = [(at, one) for at, one in enumerate(rubric.group) if one.within == above]
        place = main.place("group", inside[0][0], "weight")
        suspect_sum([one.weight for _, one in inside], place, log)
    for at, paragraph in enumerate(rubric.overall):
        for number, figures in enumerate(paragraph.when):
            if found := _crossed(figures):
                place = main.place("overall", at, "when", number)
                log.add("rubric-overall-never", place, found=found)
    types = {kind for indicator in rubric.indicators for kind in indicator.applies_to}
    for kind in _TYPES:
        if kind not in types and types & set(_TYPES):
            log.add("rubric-type-without-indicator", main.place(), found=kind)


def suspect_sum(weights: list[Decimal], place: Place, log: FindingLog) -> bool:
    """Record weights that nearly sum to 1 or to 100, as shares that were meant to do so."""
    total = sum(weights, Decimal(0))
    for whole in (Decimal(1), Decimal(100)):
        if weights and total != whole and abs(total - whole) * 10 <= whole:
            log.add("rubric-weights-sum", place, found=figure(total), expected=whole)
            return True
    return False


def suspect_weights(rubric: Rubric, files: Sequence[RubricFile], log: FindingLog) -> None:
    """Record indicators whose weights nearly sum to a whole, for an office type within a group.

    Equal weights are no shares. One finding for each group, at its first indicator.
    """
    both = list(zip(rubric.indicators, files, strict=True))
    for group in dict.fromkeys(indicator.group for indicator in rubric.indicators):
        inside = [(one, file) for one, file in both if one.group == group]
        types = dict.fromkeys(kind for one, _ in inside for kind in one.applies_to)
        for kind in types:
            applying = [one.weight for one, _ in inside if kind in one.applies_to]
            place = inside[0][1].place("weight")
            if len(set(applying)) > 1 and suspect_sum(applying, place, log):
                break


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


def suspect_types(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record office types of an indicator that look like misspelled ones."""
    used = Counter(kind for one in rubric.indicators for kind in one.applies_to)
    for at, kind in enumerate(indicator.applies_to):
        shared = [other for other, times in used.items() if times > 1 and other != kind]
        known = [*_TYPES, *(shared if used[kind] == 1 else ())]
        near = "" if kind in _TYPES else nearest(kind, known, 0.6)
        if near:
            place = file.place("applies_to", at)
            log.add("rubric-type-unusual", place, found=kind, nearest=near)
