"""Lines and tables that name parts of the inspection form and answer them where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qp_scoring.evidence.answering import Answering
from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.part_names import Heading
from qp_scoring.evidence.part_tables import PartTables
from qp_scoring.evidence.skeleton import Focus, Skeleton
from qp_scoring.evidence.units import UnitFinder

_SEVERAL_PARTS = 2
_MORE = re.compile(r"อื่น\s*ๆ\s*:")  # goes on with the part at hand


@dataclass(slots=True)
class AnsweredParts:
    """Takes what answers a part on the line, or in the cell, of its name."""

    _now: Answering
    _skeleton: Skeleton
    _headings: Headings
    _units: UnitFinder
    _tables: PartTables

    def line(self, entry: Entry, focus: Focus) -> bool:
        """Take a line of the inspection form that names parts and answers them."""
        return (self._now.form == "inspection" and not self._now.closed) and (
            self._parts_in_one_line(entry, focus)
            or self._labelled_parts(entry)
            or self._inline_parts(entry)
        )

    def _labelled_parts(self, entry: Entry) -> bool:
        """Take a line that names parts and answers them, as under each unit of a จุดเน้น."""
        now = self._now
        named = self._headings.names.labelled(entry, alone=bool(now.over))
        if not named and (one := self._one_of_a_run(entry)):
            named = (one,)
        elif not named or (not now.over and not self._parts_follow()):
            return self._parts_together(entry)
        for heading in named:
            now.tell(heading.part, entry, heading.answer)
        return bool(named)

    def _parts_in_one_line(self, entry: Entry, focus: Focus) -> bool:
        """Take a line that answers parts one behind the other, each by its letter or number."""
        now = self._now
        told = self._headings.own.in_one_line(entry, now.focus_lead, focus)
        order = self._skeleton.parts_of(now.form)
        if not told or order.index(told[0][0][0]) <= now.part_place:
            return False
        for parts, answer in told:
            for part in parts:
                now.tell(part, entry, answer)
                now.part_place = order.index(part)
        return True

    def _inline_parts(self, entry: Entry) -> bool:
        """Take a paragraph in which a unit answers several parts, one behind the other."""
        now = self._now
        told = [] if entry.cell else self._headings.inline.cut(entry.text)
        first = next(iter(self._units.introductions(entry.text)), None) if told else None
        if first is None or not self._units.is_opening(entry.text, first):
            return False
        for part, answer in told:
            for unit in first.units:
                now.unit = unit
                now.begin(part.part if part else now.first_part, entry.number)
                now.answer(entry, answer, 0)
        now.close()
        now.unit = now.unit_above
        return True

    def table(self) -> int:
        """Take a table with a column or a row for each part; returns how many entries it has."""
        now = self._now
        if now.form != "inspection" or now.closed:
            return 0
        table = self._tables.at(now.at, now.unit_above)
        told = now.focus is not None or now.untold
        if table is None or not (told or all(one.title for one in table.cells)):
            return 0
        for one in table.cells:
            if one.title and (one.focus, one.title) != (now.focus, now.written):
                over = now.over
                now.begin_focus(one.focus, one.title)
                now.over, now.untold = over, one.focus is None
            now.unit = one.unit
            section = now.begin(one.part or now.first_part, one.entries[0].number)
            head = one.entries[0] if one.title else now.entries[now.at]
            section.heading = head.number
            section.last = one.entries[-1].last
            for entry in one.entries:
                now.answer(entry, self._headings.lines.without_label(entry), 0)
        now.close()
        if all(one.title for one in table.cells):
            over = now.over
            now.end_focus()
            now.over = over
        now.unit = now.unit_above
        return table.count

    def _one_of_a_run(self, entry: Entry) -> Heading | None:
        """A part named by the first word of a line that stands among lines of other parts.

        "ปัญหา ขาดครู" after a line on what helped, or before one on innovations.
        """
        named = None if entry.cell or entry.lead else self._headings.names.first(entry.rest)
        if named is None:
            return None
        parts = self._skeleton.parts_of("inspection")
        place = parts.index(named.part)
        section = self._now.section
        begun = next((n for n, one in enumerate(parts) if section and one.part == section.part), -1)
        if place <= begun:
            return None
        before = self._now.ahead(-1)
        follows = section and before and section.first == before.number
        return named if follows or self._named_later(place) else None

    def _named_later(self, place: int) -> bool:
        """Whether the next line begins with the name of a part after the one of a place."""
        following = self._now.ahead(1)
        if following is None:
            return False
        parts = self._skeleton.parts_of("inspection")
        named = self._headings.names.named(following.rest)
        first = self._headings.names.first(following.rest)
        found = named or ((first.part,) if first else ())
        return any(parts.index(one) > place for one in found)

    def _parts_together(self, entry: Entry) -> bool:
        """Take a line that only names several parts, whose one answer stands below it."""
        now = self._now
        named = self._headings.names.labelled(entry, alone=True)
        following = now.ahead(1)
        if len(named) < _SEVERAL_PARTS or named[0].answer or following is None:
            return False
        if self._headings.topics.at(now.entries, now.at + 1, now.form):
            return False
        for heading in named:
            now.continue_or_begin(heading.part.part, entry.number)
            now.touch(1)
            if heading != named[-1]:  # the last takes it as what stands below it
                now.answer(following, self._headings.lines.without_label(following), 0)
        return True

    def _parts_follow(self) -> bool:
        """Whether no more of the answer at hand follows: a heading does, or nothing."""
        now = self._now
        ahead = 1
        while (following := now.ahead(ahead)) and _MORE.match(following.text):
            ahead += 1
        return (
            following is None
            or bool(self._headings.names.labelled(following))
            or self._headings.divisions.begins(following)
            or self._headings.topics.at(now.entries, now.at + ahead, now.form) is not None
            or now.part_ahead(ahead) is not None
        )
