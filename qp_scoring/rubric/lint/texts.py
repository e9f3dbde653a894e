"""Faults of texts: placeholders that cannot be filled in, and texts too long for their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from qp_scoring.rubric import placeholders
from qp_scoring.rubric.conditions import (
    AnyOf,
    Bounded,
    CountOf,
    Measured,
    PointsOf,
)
from qp_scoring.rubric.fields import KeyPath, digits
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.model import Overall, Rubric
from qp_scoring.rubric.near import nearest
from qp_scoring.thai import to_arabic_digits

CELL_LIMIT = 32_767  # characters; a longer text is cut by Excel without a word
PRINTED_LIMIT = 750
"""A row is at most 409 points high: 19 lines of 16 point in the suggestion column, about 41
characters each. A text alone must fit its row."""

_FIGURE = re.compile(r"(?<![0-9.])[0-9]{1,9}(?:\.[0-9]{1,9})?(?![0-9.])")
_LEAST = "(?:อย่างน้อย|ไม่น้อยกว่า|ตั้งแต่)"
_COUNTED_TEXT = re.compile(
    rf"{_LEAST}\s*([0-9]{{1,9}})\s*(?:ข้อ|รายการ|เรื่อง|ประเด็น|อย่าง)"
    r"|(?<![0-9.])([0-9]{1,9})\s*(?:ข้อ|รายการ|เรื่อง|ประเด็น|อย่าง)\s*ขึ้นไป"
)
_SHARE_TEXT = re.compile(
    rf"{_LEAST}\s*ร้อยละ\s*([0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)"
    r"|ร้อยละ\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*ขึ้นไป"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PER_CENT = re.compile(r"ร้อยละ|เปอร์เซ็น|[%％]|per ?cent", re.IGNORECASE)
_COUNTED = {"count", "indicators"}


def check_texts(rubric: Rubric, main: Spot) -> None:
    """Record every placeholder of the set's own texts that cannot be filled in everywhere."""
    labels, states = rubric.labels, rubric.state
    texts: list[tuple[str, frozenset[str], KeyPath]] = [
        *(
            (line, placeholders.TITLE, ("labels", "title", at))
            for at, line in enumerate(labels.title)
        ),
        (labels.indicator, placeholders.INDICATOR_LABEL, ("labels", "indicator")),
        (labels.mean_row, placeholders.MEAN_ROW, ("labels", "mean_row")),
    ]
    for key in ("not_reported", "not_started"):
        if state := getattr(states, key):
            texts.append((state.suggest, placeholders.SUGGEST, ("state", key, "suggest")))
    for key in ("indicator_heading", "level_heading", "suggestion_heading", "overall_heading"):
        texts.append((getattr(labels, key), placeholders.NONE, ("labels", key)))
    for at, paragraph in enumerate(rubric.overall):
        path: KeyPath = ("overall", at, "text")
        texts.append((paragraph.text, _allowed(rubric, paragraph), path))
        _may_be_empty(paragraph, main.at(*path))
    for text, allowed, path in texts:
        _placeholders(text, allowed, main.at(*path))


def check_indicator_texts(indicator: Indicator, spot: Spot) -> None:
    """An indicator's texts are printed as they are, so they may hold no placeholder."""
    for kind in ("item", "measure", "level"):
        for at, entry in enumerate(getattr(indicator, kind)):
            for key in ("text", "suggest"):
                _placeholders(getattr(entry, key), placeholders.NONE, spot.at(kind, at, key))


def _allowed(rubric: Rubric, paragraph: Overall) -> frozenset[str]:
    """The placeholders that an overall paragraph may use: those that its condition gives."""
    allowed = placeholders.OVERALL
    if not any(figures.levels for figures in paragraph.when):
        allowed -= _COUNTED
    return allowed if rubric.bands.band else allowed - {"band"}


def _may_be_empty(paragraph: Overall, spot: Spot) -> None:
    """Record a list of indicators in a paragraph that is used even where there are none."""
    counting = next((figures for figures in paragraph.when if figures.levels), None)
    some = counting is None or counting.share_above is not None or (counting.count_min or 0) > 0
    missing = any((figures.not_reported_min or 0) > 0 for figures in paragraph.when)
    used = placeholders.used(paragraph.text)
    for name, sure, wanted in (
        ("indicators", some, "count_min = 1"),
        ("not_reported_indicators", missing, "not_reported_min = 1"),
    ):
        if name in used and not sure:
            spot.add("rubric-placeholder-unfilled", found=name, wanted=wanted)


def _placeholders(text: str, allowed: frozenset[str], spot: Spot) -> None:
    if unpaired := [brace for brace in "{}" if brace in placeholders.without(text)]:
        spot.add("rubric-placeholder-unpaired", found=unpaired[0])
    for name in placeholders.used(text):
        if name not in allowed:
            listed, near = sorted(allowed) or ["-"], nearest(name, allowed, 0.6)
            spot.add("rubric-placeholder", found=name, nearest=near, allowed=listed)


def check_file(spot: Spot) -> None:
    """Record every text of a file that no cell can hold, or not as it is.

    A control character shows nowhere, and no cell keeps it.
    """
    _lengths(spot, "rubric-text-too-long", CELL_LIMIT)
    for path, text in _texts(spot.file.data, ()):
        if found := _CONTROL.search(text):
            spot.add("rubric-text-control", *path, found=f"U+{ord(found[0]):04X}")


def suspect_file(spot: Spot) -> None:
    """Record every text of a file that alone would be cut in a printed row."""
    _lengths(spot, "rubric-text-long", PRINTED_LIMIT)


def _lengths(spot: Spot, code: str, limit: int) -> None:
    for path, text in _texts(spot.file.data, ()):
        if len(text) > limit:
            spot.add(code, *path, count=f"{len(text):,}", limit=f"{limit:,}")


def suspect_numbers(indicator: Indicator, spot: Spot) -> None:
    """Record words of levels that state other numbers than their conditions.

    Only what is said of a count of items ("at least 2 ข้อ") or of a share ("ร้อยละ 80 ขึ้นไป") is
    compared, and only where the condition counts, or measures. Numbers of the levels below, of the
    lists counted in, and in the items' own texts may be repeated.
    """
    texts = {item.id: item.text for item in indicator.item}
    shares = {one.id for one in indicator.measure if is_share(one)}
    counts: set[Decimal] = set()
    bounds: set[Decimal] = set()
    for at, entry in enumerate(indicator.level):
        condition = indicator.condition(entry)
        if condition is None:
            continue
        own = list(condition.conditions())
        own_counts = {
            Decimal(one.at_least)
            for one in own
            if isinstance(one, CountOf) and not isinstance(one, PointsOf)
        }
        measured = [one for one in own if isinstance(one, Measured) and one.measure in shares]
        own_bounds = {
            bound for one in measured for bound in (one.min, one.max) if isinstance(bound, Decimal)
        }
        counts |= own_counts | {
            Decimal(len(one.members())) for one in own if not isinstance(one, Bounded)
        }
        bounds |= own_bounds
        said = to_arabic_digits(entry.text)
        others = " ".join(texts.get(key, "") for one in own for key in one.item_ids())
        repeated = {Decimal(found) for found in _FIGURE.findall(to_arabic_digits(others))}
        repeated |= {Decimal(1) for one in own if isinstance(one, AnyOf)}
        for pattern, stated, allowed in (
            (_COUNTED_TEXT, own_counts, counts),
            (_SHARE_TEXT, own_bounds, bounds),
        ):
            told = {
                Decimal(next(one for one in found.groups() if one)): found[0]
                for found in (pattern.finditer(said) if stated else ())
            }
            of_rule = {number: words for number, words in told.items() if number not in repeated}
            # Numbers of the levels below may be repeated, but not stand for the level's own.
            wrong = of_rule.keys() - allowed or (set() if of_rule.keys() & stated else set(of_rule))
            if wrong:
                expected = ", ".join(map(digits, sorted(stated)))
                values = {"found": of_rule[min(wrong)], "expected": expected}
                spot.add("rubric-text-numbers", "level", at, "text", level=entry.level, **values)


def is_share(measure: Measure) -> bool:
    """Whether a measure is one of a hundred."""
    return measure.numerator is not None or bool(_PER_CENT.search(measure.unit))


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every text of a file with the path it stands at."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at))
