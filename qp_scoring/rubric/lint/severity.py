"""How hard criteria are: what hangs on one missing paper or value, and where that is suspicious."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from statistics import median

import numpy as np

from qp_scoring.rubric.conditions import All, AnyOf, CountOf, scores_named
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.lint.views import views
from qp_scoring.rubric.model import Rubric, Scale
from qp_scoring.rubric.space import all_met, bounds, scores_over, telling, tried, worlds
from qp_scoring.rubric.targets import typical
from qp_scoring.rubric.words import hundredths

Missing = tuple[str, ...]
"""The ids of the items and measures that are missing."""
MOST_LEVELS = 2
"""So many levels one missing paper may cost."""
FAR = Fraction(1)
"""So much more or less than the others' an indicator may lose, on average, by one missing item."""
_COMPARED = 3

_DOCUMENT = (
    r"(?:แผน|คำสั่ง|ประกาศ|รายงาน|บันทึก|ข้อตกลง|ทะเบียน|คู่มือ|แนวทาง|ปฏิทิน|มติ|หลักฐาน|ฐานข้อมูล|ระบบ"
    r"|ผลการ|ผลประเมิน|ผลวิเคราะห์|กิจกรรม|โครงการ)"
)
_JOINED = re.compile(
    rf"{_DOCUMENT}.*?\s*(?:และ|พร้อม(?:ทั้ง|กับ|ด้วย)?|รวมทั้ง|ตลอดจน)\s*(?:มี|การมี|จัดทำ)?{_DOCUMENT}"
)


def left_out(indicator: Indicator, scale: Scale, count: int) -> dict[Missing, Fraction]:
    """The score for every ``count`` items that are missing, everything else at its best."""
    ids = [item.id for item in indicator.item]
    return _scores(indicator, scale, list(combinations(ids, count)))


def values_left_out(indicator: Indicator, scale: Scale) -> dict[Missing, Fraction]:
    """The score for each measure at its worst, everything else at its best."""
    return _scores(indicator, scale, [(measure.id,) for measure in indicator.measure])


def mean_loss(left: Mapping[Missing, Fraction], best: Fraction) -> Fraction:
    """What is lost on average; nothing where nothing can be missing."""
    return sum((best - score for score in left.values()), Fraction(0)) / max(len(left), 1)


def best_score(indicator: Indicator, scale: Scale) -> Fraction:
    """The score with everything there."""
    return _scores(indicator, scale, [()])[()]


def _scores(
    indicator: Indicator, scale: Scale, missing: Iterable[Missing]
) -> dict[Missing, Fraction]:
    """The score for each set of missing entries: their worst values with the others' best.

    Which values of a measure are its best and its worst follows from the rules.
    """
    indicator = typical(indicator)
    places = {one.id: telling(indicator, one, scale) for one in indicator.measure}
    axes = [tried(indicator, key, own) for key, own in places.items()]
    found: dict[Missing, Fraction] = {}
    for case in missing:
        every = (all_met(indicator, case, asked) for asked in worlds(indicator, {}))
        best = [scores_over(indicator, scale, answers, axes) for answers in every]
        grid = np.maximum.reduce(best)
        for axis, (key, own) in enumerate(places.items()):
            grid = bounds(grid, axis, own, "low" if key in case else "high")
        # The others' best for each value of what is missing, and the worst of these.
        others = tuple(axis for axis, key in enumerate(places) if key not in case)
        found[case] = min(np.ravel(grid.max(axis=others)).tolist())
    return found


def suspect_items(indicator: Indicator, spot: Spot) -> None:
    """Record items that ask for two documents: one evaluator says met, another not."""
    for at, item in enumerate(indicator.item):
        if found := _JOINED.search(item.text):
            spot.add("rubric-item-joins", "item", at, "text", item=item.id, found=found[0])


def suspect_single(rubric: Rubric, indicator: Indicator, spot: Spot) -> None:
    """Record levels of conditions that one item alone decides, and items that cost too much."""
    if not _is_compared(rubric, indicator):
        return
    for at, entry in enumerate(indicator.level):
        condition = entry.requires
        if isinstance(condition, All | AnyOf | CountOf):
            items = set(condition.item_ids())
            numbers = (*condition.measure_ids(), *scores_named(condition))
            if len(items) == 1 and not numbers:
                values = {"level": entry.level, "item": items.pop()}
                spot.add("rubric-level-single", "level", at, "requires", **values)
    best = best_score(indicator, rubric.scale)
    costly = {
        key: score
        for (key,), score in left_out(indicator, rubric.scale, 1).items()
        if best - score > MOST_LEVELS
    }
    if costly:
        first = next(at for at, item in enumerate(indicator.item) if item.id in costly)
        values = {"items": ", ".join(costly), "level": hundredths(min(costly.values()))}
        spot.add("rubric-item-decides", "item", first, "id", **values)


def _is_compared(rubric: Rubric, indicator: Indicator) -> bool:
    """Whether an indicator loses levels by items that are missing."""
    return indicator.method == "criteria" and rubric.scale.levels and bool(indicator.item)


def suspect_severity(rubric: Rubric, files: Sequence[Spot]) -> None:
    """Record indicators that lose far more or less by a missing item than the others, by round."""
    found: dict[str, dict[int, Fraction]] = {}
    for at, (indicator, spot) in enumerate(zip(rubric.indicators, files, strict=True)):
        if not _is_compared(rubric, indicator):
            continue
        for round_name, view, _ in views(rubric.round, indicator, spot.file):
            best = best_score(view, rubric.scale)
            loss = mean_loss(left_out(view, rubric.scale, 1), best)
            found.setdefault(round_name, {})[at] = loss
    told: set[int] = set()
    for losses in found.values():
        told |= _far(losses)
    for at in sorted(told):
        own = max(losses[at] for losses in found.values() if at in losses)
        others = [loss for losses in found.values() for key, loss in losses.items() if key != at]
        values = {"loss": hundredths(own), "others": hundredths(Fraction(median(others)))}
        files[at].add(
            "rubric-severity-differs", "code", indicator=rubric.indicators[at].code, **values
        )


def _far(losses: Mapping[int, Fraction]) -> set[int]:
    """The indicators whose loss is far from the median; none where there are few to compare."""
    if len(losses) < _COMPARED:
        return set()
    middle = Fraction(median(losses.values()))
    return {at for at, loss in losses.items() if abs(loss - middle) > FAR}
