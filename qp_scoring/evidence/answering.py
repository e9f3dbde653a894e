"""Where a walk over a report is: its topic, its part and who answers; and what they wrote there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qp_scoring.evidence.entries import Entry, row_at
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.lost_headings import LostHeadings
from qp_scoring.evidence.part_names import Heading
from qp_scoring.evidence.sections import Piece, Section, on_lines
from qp_scoring.evidence.skeleton import Focus, PartHeading, ReportForm, ReportPart
from qp_scoring.evidence.text import FIGURE_ALONE, by_level, is_filler
from qp_scoring.evidence.unit_names import Unit
from qp_scoring.evidence.units import UnitFinder

FIRST_PART: dict[ReportForm, ReportPart] = {"inspection": "progress", "unit": "results"}
"""What stands before any heading of a part answers this one."""

UnitsTogether = tuple[Unit, ...]


class Answering:
    """The entry at hand, whose answer to what it stands in, and the sections so far.

    ``closed`` says that nothing is answered any more: the report is signed, or its table begins.
    """

    def __init__(
        self, entries: Sequence[Entry], form: ReportForm, headings: Headings, units: UnitFinder
    ) -> None:
        self.entries = entries
        self.at = 0
        self.form = form
        self._headings = headings
        self._units = units
        self.focus: Focus | None = None
        self.focus_lead = ""  # the number before its title
        self.written = ""  # its title as the report has it
        self.untold = False  # below a title that names no topic of the table
        self.focus_together: Sequence[Focus] = ()  # topics that have the same heading
        self.topic_of_unit: tuple[Focus | None, str] | None = None  # while a part is on another
        self.topics: set[str] = set()  # the จุดเน้น met under this owner
        self.begun: set[str] = set()  # policies and จุดเน้น met in it
        self.unit: Unit | None = None
        self.over: UnitsTogether = ()  # below whose names the parts of the จุดเน้น stand
        self.owner: UnitsTogether = ()  # whose report follows, where several stand in one file
        self.section: Section | None = None
        self.together: Sequence[PartHeading] = ()  # parts that the answer is given for too
        self.part_asked: ReportPart | None = None  # of which a whole division tells
        self.part_place = -1
        self.expected = 1  # the number that the next heading of a part has
        self.topic = self.mark = ""
        self.asked = False  # a question of the form stands above, and nothing is answered yet
        self.leads: set[str] = set()  # the numbers before the entries of the answer
        self.item = ""  # the last of them
        self.closed = False
        self.done: list[Section] = []
        self.lost = LostHeadings()

    def told(self) -> Iterator[Section]:
        """Every section, when all entries are taken."""
        self.end_focus()
        yield from _told_once(self.done) if self.form == "unit" else self.done

    def ahead(self, ahead: int) -> Entry | None:
        """The entry that stands so many further on, if there is one."""
        at = self.at + ahead
        return self.entries[at] if 0 <= at < len(self.entries) else None

    @property
    def in_row(self) -> bool:
        """Whether the entry at hand is a cell of a row with others."""
        return self.entries[self.at].cell > 0 or len(row_at(self.entries, self.at)) > 1

    @property
    def unit_above(self) -> Unit | None:
        """The first of those below whose name, or in whose report, the entry stands."""
        return _first(self.over or self.owner)

    @property
    def first_part(self) -> ReportPart:
        """The part that what stands before any heading of one answers."""
        return self.part_asked or FIRST_PART[self.form]

    def part_ahead(self, ahead: int) -> Heading | None:
        """The heading of a part that stands so many entries further on, as a unit's first."""
        entry = self.ahead(ahead)
        if entry is None:
            return None
        unit = self.form == "unit"
        own = self._headings.own.of_unit(entry, 1, None, fresh=True) if unit else None
        at = self.at + ahead
        return own or self._headings.parts.at(self.entries, at, self.form, self.focus, -1)

    def begin_report(self, owner: UnitsTogether) -> None:
        """Begin what others report, who stand in the same file."""
        self.end_focus()
        self.owner, self.begun, self.topics = owner, set(), set()

    def tell(self, part: PartHeading, entry: Entry, answer: str, count: int = 1) -> None:
        """Take the answer to a part on the line of its name."""
        self.continue_or_begin(part.part, entry.number)
        self.touch(count)
        self.answer(entry, answer, count)

    def continue_or_begin(self, part: ReportPart, number: int) -> None:
        """A heading that repeats the part one is in (a table's, a level's) begins nothing new."""
        if self.section is None or self.section.part != part:
            self.leave_topic_within()
            if self.form == "inspection":
                # Never the unit that the part before it names last.
                self.unit = self.unit_above
                self.lost.part_begins(part, self.focus, number)
            self.begin(part, number)

    def answers_now(self, unit: Unit, entry: Entry) -> None:
        """Go on with the part as another unit answers it."""
        section = self.section
        if section is None or (section.unit and section.unit.identity == unit.identity):
            return
        self.unit = unit
        self.section = replace(section, unit=unit, first=entry.number, last=entry.number, pieces=[])
        if section.pieces or section.unit:
            self._finish(section)

    def leave_topic_within(self) -> None:
        """Go back to the topic of the unit, from one that only a piece of a part was on."""
        if self.topic_of_unit is not None:
            self.focus, self.written = self.topic_of_unit
            self.topic_of_unit = None

    def begin(self, part: ReportPart, number: int) -> Section:
        """Begin a section on a line, and end the one before."""
        self.close()
        title = self.focus.title if self.focus else self.written
        section = Section(self.focus, title, part, self.unit, number, number, number)
        section.written = self.written
        self.section = section
        self.leads, self.item = set(), ""
        self.topic = self.mark = ""
        return section

    def touch(self, count: int) -> None:
        """Have the section go on for so many entries."""
        if self.section is not None:
            self.section.last = self.entries[self.at + count - 1].last

    def answer(self, entry: Entry, text: str, count: int) -> None:
        """Take what an entry answers, behind a heading over ``count`` entries (0: none)."""
        if self.section is None:
            return
        blank = all(map(is_filler, by_level(text))) or self._headings.lines.is_aside(text)
        if blank and not self._is_figure(entry):
            return
        at = self.entries[self.at + count - 1] if count else entry
        after = len(text)
        for part in self._set_apart(entry, text):
            after -= len(part)
            number, breaks = on_lines(part, at.number, at.breaks, after)
            after -= 1
            self.section.pieces.append(
                Piece(
                    number,
                    part,
                    entry.opens or count > 1 or part is not text,
                    entry.gap,
                    self.topic,
                    breaks=breaks,
                    cell=entry.cell,
                    indented=entry.indented,
                    column=entry.column,
                    in_row=entry.in_row,
                    mark=self.mark,
                    figures=entry.figures,
                )
            )
            self.mark, self.asked = "", False

    def _is_figure(self, entry: Entry) -> bool:
        """Whether a cell is a figure of the unit that its row names."""
        if not entry.cell or not FIGURE_ALONE.fullmatch(entry.text):
            return False
        before = self.entries[self.at - entry.cell : self.at]
        return any(self._units.alone(one.text) for one in before)

    def _set_apart(self, entry: Entry, text: str) -> Sequence[str]:
        """An answer in the pieces that wide spaces set off, where each begins with a unit."""
        for begin in range(len(entry.spaced) - 1):
            parts = entry.spaced[begin:]
            if " ".join(parts) == text:
                return parts if all(map(self._units.heads, parts)) else (text,)
        return (text,)

    def _finish(self, section: Section) -> None:
        """Keep a section, once for each unit and part that it is the answer of."""
        groups = (one for one in (self.over, self.owner) if one and one[0] is section.unit)
        for unit in next(groups, (section.unit,)):
            for part in (section.part, *(one.part for one in self.together)):
                self.done.append(replace(section, unit=unit, part=part, pieces=[*section.pieces]))
                for focus in self.focus_together:
                    self.done.append(replace(self.done[-1], focus=focus, title=focus.title))

    def close(self) -> None:
        """End the section."""
        if self.section is not None:
            self._finish(self.section)
        self.section, self.together = None, ()
        self.part_place = -1
        self.topic = ""

    def begin_focus(self, focus: Focus | None, written: str) -> None:
        """End the topic at hand and begin another, whose title the report has so."""
        self.end_focus()
        self.focus, self.written = focus, written

    def end_focus(self) -> None:
        """End the topic, and what stands below it."""
        self.close()
        self.over = ()
        if self.form == "inspection":
            self.unit = _first(self.owner)
        self.lost.parts_begin_anew()
        self.focus, self.topic_of_unit = None, None
        self.focus_together = ()
        self.untold = False
        self.written = ""


def _first(units: UnitsTogether) -> Unit | None:
    return units[0] if units else None


def _told_once(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections without those of figures alone (a table above all answers) told again in words.

    What a unit answers to a part is then one section.
    """
    told = {_of(one) for one in sections if _has_words(one)}
    return (one for one in sections if _has_words(one) or _of(one) not in told)


def _of(section: Section) -> tuple[object, ...]:
    unit = section.unit.identity if section.unit else None
    return section.focus, section.title, section.part, unit


def _has_words(section: Section) -> bool:
    return any(character.isalpha() for one in section.pieces for character in one.text)
