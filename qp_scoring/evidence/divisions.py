"""The headings above the topics of a report: its policies, and what else divides it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import SHORT_HEADING
from qp_scoring.evidence.part_labels import labelled_in_order
from qp_scoring.evidence.skeleton import ReportPart, Skeleton
from qp_scoring.evidence.text import key
from qp_scoring.evidence.topic_rounds import divisions_by_part
from qp_scoring.evidence.topic_titles import similar

_POLICY = re.compile(r"นโยบาย(?:ที่)?\s*[0-9๐-๙]+")
# What else a report is divided into above its topics, in words of its own.
_DIVISION = re.compile(
    r"(?:ส่วน|ตอน|หมวด|ภาค|บท|ยุทธศาสตร์)ที่\s*(?:[0-9๐-๙]+|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด)(?:\s|$)"
)
_NAMED_DIVISION = re.compile(r"(?:หมวด|กลุ่มเรื่อง)[^0-9๐-๙:]{2,40}")
_LONGEST_DIVISION = 80
_SEVERAL_PARTS = 2


class Divisions:
    """Knows the divisions of a report; ``heads_unit`` as for :class:`headings.Headings`."""

    def __init__(
        self, skeleton: Skeleton, entries: Sequence[Entry], heads_unit: Callable[[str], bool]
    ) -> None:
        self._skeleton = skeleton
        self._heads_unit = heads_unit
        self._parts: dict[tuple[int, int], ReportPart] = {}
        self._parts = self._of_parts(entries)

    def learn_rounds(self, entries: Sequence[Entry], topic_at: Callable[[int], str | None]) -> None:
        """Take the headings of parts below each of which all topics come again, if there are any.

        ``topic_at`` says which topic's title stands at a place.
        """
        parts = self._skeleton.parts_of("inspection")
        found = divisions_by_part(entries, parts, topic_at, self._heads_unit)
        if found:
            self._parts = {_place(entries[at]): one.part for at, one in found.items()}

    def begins(self, entry: Entry) -> bool:
        """Whether it is the heading of one."""
        if _place(entry) in self._parts:
            return True
        if entry.gap and not entry.cell and _NAMED_DIVISION.fullmatch(entry.text):
            return True
        if _DIVISION.match(entry.text):
            short = len(entry.text) <= _LONGEST_DIVISION
            return short and not entry.cell and not self._heads_unit(entry.text)
        if not _POLICY.match(entry.text):
            return False
        title = key(_POLICY.sub("", entry.text)).rstrip("ฯ.…")
        names = any(similar(title, one.key) or title in one.key for one in self._skeleton.policy)
        return not title or names or len(entry.text) <= SHORT_HEADING

    def part(self, entry: Entry) -> ReportPart | None:
        """The part that a whole division of the report tells of, topic by topic."""
        return self._parts.get(_place(entry))

    def _of_parts(self, entries: Sequence[Entry]) -> dict[tuple[int, int], ReportPart]:
        """The parts that the divisions of a report tell of, where it is divided by parts."""
        those = [one for one in entries if _DIVISION.match(one.text) and self.begins(one)]
        labels = [_DIVISION.sub("", one.text).strip(" :") for one in those]
        named = labelled_in_order(labels, self._skeleton.parts_of("inspection"))
        known = {one[0].part for one in named if one}
        found = {_place(of): one[0].part for of, one in zip(those, named, strict=True) if one}
        return found if len(known) >= _SEVERAL_PARTS else {}


def _place(entry: Entry) -> tuple[int, int]:
    return entry.number, entry.cell
