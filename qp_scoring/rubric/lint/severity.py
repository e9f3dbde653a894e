"""What is suspicious in how hard criteria are: items of two facts, and too much hanging on one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import All, AnyOf, CountOf
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.lint.rounds import views
from qp_scoring.rubric.lint.set import figure_of
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.severity import best_score, left_out, mean_loss

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


def suspect_items(indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record items that ask for two documents: one evaluator says met, another not."""
    for at, item in enumerate(indicator.item):
        if found := _JOINED.search(item.text):
            place = file.place("item", at, "text")
            log.add("rubric-item-joins", place, item=item.id, found=found[0])


def suspect_single(rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog) -> None:
    """Record levels of conditions that one item alone decides, and items that cost too much."""
    if indicator.method != "criteria" or not rubric.scale.levels or not indicator.item:
        return
    for at, entry in enumerate(indicator.level):
        condition = entry.requires
        if isinstance(condition, All | AnyOf | CountOf):
            items = set(condition.item_ids())
            if len(items) == 1 and not any(condition.measure_ids()):
                place = file.place("level", at, "requires")
                log.add("rubric-level-single", place, level=entry.level, item=items.pop())
    best = best_score(indicator, rubric.scale)
    costly = {
        key: score
        for (key,), score in left_out(indicator, rubric.scale, 1).items()
        if best - score > MOST_LEVELS
    }
    if costly:
        first = next(at for at, item in enumerate(indicator.item) if item.id in costly)
        level = figure_of(min(costly.values()))
        place = file.place("item", first, "id")
        log.add("rubric-item-decides", place, items=", ".join(costly), level=level)


def suspect_severity(rubric: Rubric, files: Sequence[RubricFile], log: FindingLog) -> None:
    """Record indicators that lose far more or less by a missing item than the others, by round."""
    found: dict[str, dict[int, Fraction]] = {}
    for at, (indicator, file) in enumerate(zip(rubric.indicators, files, strict=True)):
        if indicator.method != "criteria" or not indicator.item or not rubric.scale.levels:
            continue
        for round_name, view, _ in views(rubric, indicator, file):
            best = best_score(view, rubric.scale)
            loss = mean_loss(left_out(view, rubric.scale, 1), best)
            found.setdefault(round_name, {})[at] = loss
    told: set[int] = set()
    for losses in found.values():
        told |= _far(losses)
    for at in sorted(told):
        own = max(losses[at] for losses in found.values() if at in losses)
        others = [loss for losses in found.values() for key, loss in losses.items() if key != at]
        log.add(
            "rubric-severity-differs",
            files[at].place("code"),
            indicator=rubric.indicators[at].code,
            loss=figure_of(own),
            others=figure_of(Fraction(median(others))),
        )


def _far(losses: Mapping[int, Fraction]) -> set[int]:
    """The indicators whose loss is far from the median; none where there are few to compare."""
    if len(losses) < _COMPARED:
        return set()
    middle = Fraction(median(losses.values()))
    return {at for at, loss in losses.items() if abs(loss - middle) > FAR}
