"""Signs of a heading that was not recognised: a number left out, a part twice, a title of none."""

from __future__ import annotations

import re

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.sections import NumberGap, Twice
from qp_scoring.evidence.skeleton import Focus, ReportPart

TOPIC_NUMBER = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")


class LostHeadings:
    """Gathers the signs as a report's headings come."""

    def __init__(self) -> None:
        self._printed: tuple[int, int, int] | None = None  # the last number of a จุดเน้น, its line
        self._parts: dict[ReportPart, int] = {}  # of this จุดเน้น and unit, with their lines
        self.skipped: list[NumberGap] = []
        self.twice: list[Twice] = []
        self.untold: list[Entry] = []

    def numbered(self, entry: Entry) -> None:
        """Remember the number printed before a title; where one is left out, note it."""
        found = TOPIC_NUMBER.fullmatch(entry.lead)
        if found is None:
            return
        policy, number = int(found[1]), int(found[2])
        if self._printed and self._printed[0] == policy and number > self._printed[1] + 1:
            before = f"{policy}.{self._printed[1]}"
            self.skipped.append(NumberGap(before, entry.lead, self._printed[2], entry.number))
        self._printed = policy, number, entry.number

    def parts_begin_anew(self) -> None:
        """Forget the parts, as another topic or unit begins."""
        self._parts = {}

    def part_begins(self, part: ReportPart, focus: Focus | None, line: int) -> None:
        """Remember a part that begins; one that begins twice may stand under a lost heading."""
        first = self._parts.setdefault(part, line)
        if first != line and focus is not None:
            self.twice.append(Twice(focus.number, part, first, line))
            self._parts = {part: line}
