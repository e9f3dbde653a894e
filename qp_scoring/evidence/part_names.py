"""Parts of the inspection form by their mere names: a label before an answer, a table's column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.part_labels import labelled_in_order
from qp_scoring.evidence.skeleton import PartHeading, Skeleton
from qp_scoring.evidence.text import ASIDE, key, split_lead

# How the rest of a heading begins where it stands apart from its beginning.
TAIL_OF_HEADING = re.compile(
    r"\s*(?:ตาม|ของ|ใน|ที่|และ|หรือ|การ|ด้าน|เพื่อ|สู่|กับ|ต่อ|ระบุ|ระดับ|แนวทาง|วิธี|นโยบาย|จุดเน้น|พร้อม|\(|\*|/)"
)
# Between the names of parts that are answered together.
_LABELS_APART = re.compile(r"\s*(?:/|,|และ|กับ)\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part over ``count`` entries; ``answer`` stands behind it.

    ``together`` are further parts that the answer is given for; ``number`` is the last printed one.
    """

    text: str
    count: int
    answer: str
    part: PartHeading
    together: tuple[PartHeading, ...] = ()
    number: int = 0


class PartNames:
    """Knows the parts of the inspection form by their names."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._labels = skeleton.form.label_keys
        self._parts = skeleton.parts_of("inspection")
        self._called = {
            name: part
            for part in reversed(self._parts)  # the first goes before others
            for name in (*part.bare_keys, *part.start_keys, *part.called_keys)
        }
        self._known: dict[str, tuple[PartHeading, ...]] = {}

    def labelled(self, entry: Entry, alone: bool = False) -> tuple[Heading, ...]:
        """Parts of the inspection form that a line names, each set off from its answer.

        By a colon or a wide space: "ปัญหา : ไม่มี", "ปัจจัย/ปัญหา : -" (one answer for both),
        "ปัจจัย -    ปัญหา ขาดครู" (an answer for each). Where a name may stand ``alone``, its answer
        stands below it.
        """
        if entry.cell or len(entry.spaced) == 0:
            return ()
        label, colon, answer = entry.rest.partition(":")
        if not colon and len(entry.spaced) > 1:
            label, answer = split_lead(entry.spaced[0])[1], " ".join(entry.spaced[1:])
        named = self.named(label) if answer.strip() or alone else ()
        if named:
            if key(answer) in self._labels:
                return ()
            return tuple(Heading(label, 1, answer.strip(), part) for part in named)
        each = [self.first(split_lead(one)[1]) for one in entry.spaced]
        found = tuple(one for one in each if one)
        return found if len(found) > 1 and len(found) == len(each) else ()

    def named(self, label: str) -> tuple[PartHeading, ...]:
        """The parts that a label names, if it names nothing else."""
        if label not in self._known:  # every line is asked of several times
            self._known[label] = self._named(label)
        return self._known[label]

    def _named(self, label: str) -> tuple[PartHeading, ...]:
        whole = self._called.get(key(ASIDE.sub("", label)))
        if whole:
            return (whole,)
        each: list[PartHeading] = []
        for name in _LABELS_APART.split(label):
            part = self._called.get(key(name))
            if part is None:
                return ()
            each.append(part)
        return tuple(each)

    @property
    def first_part(self) -> tuple[PartHeading, ...]:
        """The part of the inspection form that comes first."""
        return self._parts[:1]

    def first(self, text: str) -> Heading | None:
        """The part that the first word of a text names, and what stands behind it."""
        label, _, answer = text.partition(" ")
        part = self._called.get(key(label))
        answer = "" if TAIL_OF_HEADING.match(answer) else answer.lstrip(" :")
        return Heading(label, 1, answer, part) if part and answer else None

    def in_series(
        self, labels: Sequence[str], ignored: Sequence[bool]
    ) -> list[tuple[PartHeading, ...]]:
        """The parts that the labels of a series name together, in words of a report's own."""
        own = [not key(one) or (key(one) in self._labels) for one in labels]
        own = [one or other for one, other in zip(own, ignored, strict=True)]
        texts = ["" if other else one for one, other in zip(labels, ignored, strict=True)]
        texts = [split_lead(one)[1] for one in texts]
        return labelled_in_order(texts, self._parts, own)
