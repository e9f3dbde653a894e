"""Faults of meaning: a rubric that reads well but cannot be scored as written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from itertools import pairwise

from qp_scoring.findings import FindingLog, Place
from qp_scoring.rubric import placeholders
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Rubric


def check_meaning(
    rubric: Rubric, main: RubricFile, files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record every fault of meaning of a rubric whose files have the right shape.

    ``files`` are the indicators' files in the order of ``rubric.indicators``.
    """
    _scale(rubric, main, log)
    _bands(rubric, main, log)
    _texts(rubric, main, log)
    _official(rubric, main, log)
    _duplicates(((r.id, main.place("round", i, "id")) for i, r in enumerate(rubric.round)), log)
    _duplicates(
        ((i.code, f.place("code")) for i, f in zip(rubric.indicators, files, strict=True)), log
    )
    ids: list[tuple[str, Place]] = []
    for indicator, file in zip(rubric.indicators, files, strict=True):
        ids += ((e.id, file.place("item", at, "id")) for at, e in enumerate(indicator.item))
        ids += ((e.id, file.place("measure", at, "id")) for at, e in enumerate(indicator.measure))
    _duplicates(ids, log)
    codes = set(rubric.by_code)
    for entry_id, place in ids:
        if entry_id in codes:
            log.add("rubric-id-is-code", place, found=entry_id)
        if "." in entry_id and entry_id.endswith("0"):
            log.add("rubric-id-ends-in-zero", place, found=entry_id)
    for indicator, file in zip(rubric.indicators, files, strict=True):
        _levels(rubric, indicator, file, log)
        _indicator_texts(indicator, file, log)
        _references(indicator, file, log)
        _curve(indicator, file, log)


def _duplicates(keys: Iterable[tuple[str, Place]], log: FindingLog) -> None:
    seen: set[str] = set()
    for key, place in keys:
        if key in seen:
            log.add("rubric-duplicate", place, found=key)
        seen.add(key)


def _scale(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    levels = rubric.scale.level_numbers
    if list(levels) != list(range(levels[0], levels[0] + len(levels))):
        log.add("rubric-scale-gap", main.place("scale", "level"), found=", ".join(map(str, levels)))
    if rubric.scale.base_level not in levels:
        place = main.place("scale", "base_level")
        log.add("rubric-base-level", place, found=rubric.scale.base_level)


def _bands(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    *upper, lowest = rubric.bands.band
    if lowest.at_least is not None:
        log.add("rubric-band-lowest", main.place("bands", "band"), found=lowest.name)
    bounds = [band.at_least for band in upper]
    for at, band in enumerate(upper):
        if band.at_least is None:
            log.add("rubric-band-no-bound", main.place("bands", "band", at), found=band.name)
    known = [bound for bound in bounds if bound is not None]
    if any(a <= b for a, b in pairwise(known)):
        found = " > ".join(format(bound, "f") for bound in known)
        log.add("rubric-bands-order", main.place("bands", "band"), found=found)
    names = {band.name for band in rubric.bands.band}
    for at, paragraph in enumerate(rubric.overall):
        for name in (name for figures in paragraph.when for name in figures.bands):
            if name not in names:
                log.add("rubric-band-unknown", main.place("overall", at, "when"), found=name)


def _texts(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    labels = rubric.labels
    texts = [
        *((line, placeholders.TITLE, main.place("labels", "title")) for line in labels.title),
        (labels.indicator, placeholders.INDICATOR_LABEL, main.place("labels", "indicator")),
        (labels.mean_row, placeholders.MEAN_ROW, main.place("labels", "mean_row")),
        (
            rubric.state.not_reported.suggest,
            placeholders.SUGGEST,
            main.place("state", "not_reported", "suggest"),
        ),
    ]
    for at, paragraph in enumerate(rubric.overall):
        counted = any(figures.levels for figures in paragraph.when)
        allowed = (
            placeholders.OVERALL if counted else placeholders.OVERALL - {"count", "indicators"}
        )
        texts.append((paragraph.text, allowed, main.place("overall", at, "text")))
    for key in ("indicator_heading", "level_heading", "suggestion_heading", "overall_heading"):
        texts.append((getattr(labels, key), placeholders.NONE, main.place("labels", key)))
    for text, allowed, place in texts:
        _placeholders(text, allowed, place, log)


def _placeholders(text: str, allowed: frozenset[str], place: Place, log: FindingLog) -> None:
    for name in placeholders.used(text):
        if name not in allowed:
            listed = ", ".join(sorted(allowed)) or "-"
            log.add("rubric-placeholder", place, found=name, allowed=listed)


def _indicator_texts(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """An indicator's texts are printed as they are, so they may hold no placeholder."""
    tables = (("item", indicator.item), ("measure", indicator.measure), ("level", indicator.level))
    for kind, entries in tables:
        for at, entry in enumerate(entries):
            for key in ("text", "suggest"):
                place = file.place(kind, at, key)
                _placeholders(getattr(entry, key), placeholders.NONE, place, log)


def _official(rubric: Rubric, main: RubricFile, log: FindingLog) -> None:
    if rubric.status == "official" and not rubric.bands.confirmed:
        log.add("rubric-official-unconfirmed", main.place("status"))


def _levels(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    given = [entry.level for entry in indicator.level]
    if given != list(rubric.scale.level_numbers):
        expected = ", ".join(map(str, rubric.scale.level_numbers))
        found = ", ".join(map(str, given)) or "-"
        log.add("rubric-levels-incomplete", file.place("level", 0), found=found, expected=expected)
    keys = {"count": "count", "milestones": "step", "value": "curve"}
    wanted = keys.get(indicator.method, "requires")
    for at, entry in enumerate(indicator.level):
        place = file.place("level", at)
        for key in ("requires", "count", "step"):
            if key != wanted and getattr(entry, key):
                log.add(
                    "rubric-key-not-of-method",
                    file.place("level", at, key),
                    key=key,
                    method=indicator.method,
                    wanted=wanted,
                )
        conditional = indicator.method not in ("judged", "value")
        needed = conditional and entry.level > rubric.scale.base_level
        # An indicator without items is given as a level only, so there is nothing to require.
        if needed and (indicator.item or indicator.measure) and not getattr(entry, wanted):
            log.add("rubric-level-no-condition", place, level=entry.level, wanted=wanted)
    counts = [(at, entry.count) for at, entry in enumerate(indicator.level) if entry.count]
    fallen = next((at for (_, a), (at, b) in pairwise(counts) if a >= b), None)
    if fallen is not None:
        found = ", ".join(str(count) for _, count in counts)
        log.add("rubric-counts-not-rising", file.place("level", fallen, "count"), found=found)


def _curve(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """A curve belongs to the method ``value``, names a measure, and its values rise."""
    curve, place = indicator.curve, file.place("curve")
    if (curve is None) == (indicator.method == "value"):
        log.add("rubric-curve-misplaced", place, method=indicator.method)
    if curve is None:
        return
    measures = [measure.id for measure in indicator.measure]
    if curve.measure not in measures:
        near = difflib.get_close_matches(curve.measure, measures, 1, 0.3)
        nearest = near[0] if near else ""
        log.add("rubric-id-unknown", place, found=curve.measure, nearest=nearest)
    values = [value for value, _ in curve.points]
    if any(a >= b for a, b in pairwise(values)):
        found = ", ".join(format(value, "f") for value in values)
        log.add("rubric-curve-not-rising", place, found=found)


def _references(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    items = [item.id for item in indicator.item]
    measures = [measure.id for measure in indicator.measure]
    used: set[str] = set()
    for at, entry in enumerate(indicator.level):
        condition = indicator.conditions.get(entry.level)
        if condition is None:
            continue
        wanted = [(key, items) for key in condition.item_ids()]
        wanted += [(key, measures) for key in condition.measure_ids()]
        for key, known in wanted:
            used.add(key)
            if key not in known:
                nearest = difflib.get_close_matches(key, known, 1, 0.3)
                log.add(
                    "rubric-id-unknown",
                    file.place("level", at, "requires"),
                    found=key,
                    nearest=nearest[0] if nearest else "",
                )
    for kind, known in (("item", items), ("measure", measures)):
        for at, key in enumerate(known):
            if used and key not in used:
                log.add("rubric-id-unused", file.place(kind, at), found=key)
    for at, measure in enumerate(indicator.measure):
        if measure.min >= measure.max:
            log.add("rubric-measure-bounds", file.place("measure", at), found=measure.id)
