"""Results carried from the round before into a checklist: what they look like, and when they count.

``template --from`` writes them in columns of their own beside the empty marks: ``ยกมา: ไม่มี
(ไม่ครบ)``. They count for nothing until the assessor confirms them for an indicator, in the row
``8 ยืนยัน``; then each stands in for a mark that was left blank. An assessor's own mark always
wins. Copied into the column of marks they are no marks, so nothing counts by accident.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qp_scoring.documents.results import Mark
from qp_scoring.intake.marks import MARKS
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.thai import normalise, squeeze

# Behind an indicator's code in rows of a form that are no item.
LEVEL_SUFFIX, COMMENT_SUFFIX, CONFIRM_SUFFIX = "ระดับ", "ข้อเสนอแนะ", "ยืนยัน"
CONFIRMED = "ยืนยันผลรอบก่อน"
_WORDS = frozenset(map(squeeze, (CONFIRMED, "ยืนยัน", "ยืนยันผลเดิม")))
_PREFIX = "ยกมา:"
_CARRIED = re.compile(r"ยกมา\s*[:：]\s*(?P<said>[^(]*[^(\s])\s*(\((?P<reason>.*)\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Carried:
    """A carried cell taken apart: what it says, and the reason beside it, as cells of its place."""

    said: InputCell
    reason: InputCell | None


def carried_text(said: str, reason: str = "") -> str:
    """What a carried cell says; :func:`read_carried` reads it back."""
    return f"{_PREFIX} {said} ({reason})" if reason else f"{_PREFIX} {said}"


def read_carried(cell: InputCell | None) -> Carried | None:
    """What a carried cell says; None where it is blank or says something else."""
    if cell is None:
        return None
    found = _CARRIED.fullmatch(normalise(cell.text))
    if found is None:
        return None
    reason = found["reason"]
    given = cell.saying(reason) if reason and squeeze(reason) else None
    return Carried(cell.saying(found["said"]), given)


def is_confirmation(cell: InputCell) -> bool:
    """Whether a cell confirms what was carried."""
    return squeeze(cell.text) in _WORDS


def counted_unmet(waiting: Mapping[str, Carried]) -> str:
    """The items whose carried answer is another than ไม่มี, by what it says: ``มี 1.1, 1.2``."""
    by_answer: dict[str, list[str]] = {}
    for item, carried in waiting.items():
        by_answer.setdefault(carried.said.text, []).append(item)
    unmet = squeeze(MARKS[Mark.UNMET])
    return " · ".join(
        f"{said} {', '.join(items)}" for said, items in by_answer.items() if squeeze(said) != unmet
    )


def reason_and_note(
    carried: Carried, listed: Sequence[str], confirmation: InputCell
) -> tuple[InputCell | None, InputCell]:
    """The reason and the note of a confirmed mark.

    The note says that the mark was confirmed and not made anew. A reason for ไม่มี that is not a
    listed one (assessors gave several, say) stands there too.
    """
    reason = carried.reason
    apart = squeeze(carried.said.text) == squeeze(MARKS[Mark.NOT_RELEVANT])
    if reason is None or apart or squeeze(reason.text) in map(squeeze, listed):
        return reason, confirmation
    return None, replace(confirmation, text=f"{reason.text}\n{confirmation.text}")
