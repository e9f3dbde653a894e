"""A report as sections: which จุดเน้น, which part, who answers, and what was written.

Walks the entries once. What stands before the first heading, and the table that closes the form,
belongs to no section; a report without any known heading is one section of free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qp_scoring.evidence.entries import Entry, row_at
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.lost_headings import TOPIC_NUMBER, LostHeadings
from qp_scoring.evidence.numbering import part_number
from qp_scoring.evidence.part_names import Heading
from qp_scoring.evidence.part_tables import PartTables
from qp_scoring.evidence.sections import Outline, Piece, Section, on_lines
from qp_scoring.evidence.skeleton import Focus, PartHeading, ReportForm, ReportPart, Skeleton
from qp_scoring.evidence.text import FIGURE_ALONE, by_level, is_filler, key, names_level
from qp_scoring.evidence.topic_titles import WORKS
from qp_scoring.evidence.unit_names import Unit
from qp_scoring.evidence.units import UnitFinder
from qp_scoring.thai import to_arabic_digits

_SEVERAL_PARTS = 2
_LONGEST_TITLE = 160
_NAME_LENGTH = 120
_TITLE_ENTRIES = 60
_TITLE_LINES = 3  # a title is printed on so many lines at most
FREE_PART: ReportPart = "results"
_TITLED = re.compile(r"[^:]{0,12}[0-9๐-๙]\s*:")  # "2.3 : ระบบแนะแนว"
_ORGANISATION = re.compile(
    r"(?:สำนักงาน|กลุ่ม|ศูนย์|วิทยาลัย|โรงเรียน|เทศบาล|องค์การ|องค์กร|มหาวิทยาลัย|สถาบัน|สมาคม|มูลนิธิ|กอง|หน่วย|สนง|อบ[จต]\.?|กศน|สกร|สช\.?|ศธ[จภ])"
)
_MORE = re.compile(r"อื่น\s*ๆ\s*:")  # goes on with the part at hand
_COUNTED = re.compile(r"(หน่วยงานที่|หน่วยที่|ส่วนที่|ตอนที่|ลำดับที่)\s*[0-9]{1,2}\s")
_FIRST_PART: dict[ReportForm, ReportPart] = {"inspection": "progress", "unit": "results"}


def outline(entries: Sequence[Entry], skeleton: Skeleton, units: UnitFinder) -> Outline:
    """The sections of a report."""
    headings = Headings(skeleton, entries, units.heads)
    tables = PartTables(entries, headings, units)
    form = headings.form_of(entries, units.alone, tables.topics())
    if form is None:
        return Outline(None, _free(entries, headings))
    walk = _StructureWalk(entries, form, skeleton, headings, units, tables)
    sections = tuple(walk.sections())
    return Outline(
        form, sections, tuple(walk.lost.skipped), tuple(walk.lost.twice), tuple(walk.lost.untold)
    )


def _free(entries: Sequence[Entry], headings: Headings) -> tuple[Section, ...]:
    if not entries:
        return ()
    section = Section(None, "", FREE_PART, None, entries[0].number, entries[-1].last, 0)
    for entry in entries:
        text = headings.lines.without_label(entry)
        if text and not entry.blank and not entry.markdown:
            number, breaks = on_lines(text, entry.number, entry.breaks)
            piece = Piece(number, text, entry.opens, entry.gap, "", breaks=breaks)
            section.pieces.append(piece)
    return (section,)


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


UnitsTogether = tuple[Unit, ...]


def _first(units: UnitsTogether) -> Unit | None:
    return units[0] if units else None


class _StructureWalk:
    """Walks the entries and keeps where it is."""

    def __init__(
        self,
        entries: Sequence[Entry],
        form: ReportForm,
        skeleton: Skeleton,
        headings: Headings,
        units: UnitFinder,
        tables: PartTables,
    ) -> None:
        self._entries = entries
        self._form = form
        self._skeleton = skeleton
        self._headings = headings
        self._units = units
        signed = (units.headed(one.text) for one in entries if headings.lines.is_signed(one))
        self._answered_by_several = len({named[0].identity for named in signed if named}) > 1
        self._tables = tables
        self._at = 0
        # A report on one policy need not have its title as a heading.
        named = self._topic_of_all() if form == "unit" else None
        self._focus: Focus | None = named
        self._topic_of_unit: tuple[Focus | None, str] | None = None  # while a part is on another
        self._focus_together: Sequence[Focus] = ()  # topics that have the same heading
        self._unit: Unit | None = None
        self._over: UnitsTogether = ()  # below whose names the parts of the จุดเน้น stand
        self._owner: UnitsTogether = ()  # whose report follows, where several stand in one file
        self._counted = ""  # by which word those whose reports follow are counted
        self._untold = False  # below a title that names no topic of the table
        self._together: Sequence[PartHeading] = ()  # parts that the answer is given for too
        self._part_asked: ReportPart | None = None  # of which a whole division tells
        self._begun: set[str] = set()  # policies and จุดเน้น met in it
        self._part_place = -1
        self._topic = self._mark = ""
        self._asked = False  # a question of the form stands above, and nothing is answered yet
        self._topics: set[str] = set()  # the จุดเน้น met under this owner
        self._written = ""  # the title of the จุดเน้น as the report has it
        self._division = ""  # the heading above the topics
        self._focus_lead = ""  # the number before the title of the จุดเน้น
        self._expected = 1  # the number that the next heading of a part has
        self._closed = False
        self._deep = True
        self._leads: set[str] = set()  # the numbers before the entries of the answer
        self._item = ""  # the last of them
        self._section: Section | None = None
        self._done: list[Section] = []
        self.lost = LostHeadings()

    def _topic_of_all(self) -> Focus | None:
        """The one topic of a whole report, which a line before the first unit names."""
        front = self._entries[:_TITLE_ENTRIES]
        named = self._headings.topics.named_in(front)
        if named is not None:
            return named
        topics = set()
        for at, entry in enumerate(front):
            if self._units.headed(entry.text):
                break
            following = front[at + 1 : at + 2]
            if len(entry.text) <= _LONGEST_TITLE and not any(one.cell for one in following):
                topics |= {one.number for one in self._headings.topics.all_in(entry)}
        return self._skeleton.focus_numbered(topics.pop()) if len(topics) == 1 else None

    def sections(self) -> Iterator[Section]:
        """Walk, then give every section that is more than an entry of a contents list."""
        while self._at < len(self._entries):
            self._at += self._step()
        self._end_focus()
        yield from _told_once(self._done) if self._form == "unit" else self._done

    def _step(self) -> int:
        """Take the entry at hand; returns how many entries were used."""
        entry = self._entries[self._at]
        if used := self._table_of_parts():
            return used
        if self._ends_topic(entry):
            return 1
        if used := self._title(entry):
            return used
        if used := self._head_of_table() or self._heads_units(entry) or self._starts_unit(entry):
            return int(used)
        if self._bare_topic(entry) or (self._focus and self._answers_parts(entry, self._focus)):
            return 1
        place = self._part_place
        if self._focus is None and self._form == "inspection":
            self._take_number(entry)
        heading = self._headings.parts.at(self._entries, self._at, self._form, self._focus, place)
        if heading is not None and self._form == "inspection":
            heading = self._headings.own.answered(entry, heading)
        heading = heading or self._other_heading(entry, place)
        if heading is not None and self._may_have_parts(entry):
            self._closed = False
            self._deep &= "." in entry.lead or not entry.lead
            parts = self._skeleton.parts_of(self._form)
            together = (heading.part, *heading.together)
            # One answer on the line of the heading is each part's; what follows, the last one's.
            for part in together if heading.answer else together[:1]:
                self._tell(part, entry, heading.answer, heading.count)
            self._part_place = max(map(parts.index, together))
            self._together = () if heading.answer else heading.together
            if heading.number or entry.lead.isdecimal():
                self._expected = (heading.number or int(entry.lead)) + 1
            return heading.count
        self._take_signature(entry)
        if self._closed or self._headings.lines.is_title(entry):
            return 1
        return self._content(entry)

    def _take_signature(self, entry: Entry) -> None:
        """Close what is answered where it is signed.

        "ผู้ให้ข้อมูล: สพป.…" above the answer of each of several units is no signature.
        """
        if self._headings.lines.is_signed(entry):
            self._closed = not (self._answered_by_several and self._units.headed(entry.text))
            if not self._answered_by_several:
                self._close_section()

    def _ends_topic(self, entry: Entry) -> bool:
        """Take a heading above topics, or of the table that closes the form."""
        if any(map(self._headings.lines.closes, row_at(self._entries, self._at))):
            self._closed = True
        elif self._headings.divisions.begins(entry):
            self._division = to_arabic_digits(entry.text)
            self._part_asked = self._headings.divisions.part(entry)
            if self._part_asked:  # below which all topics come again
                self._begun, self._topics = set(), set()
            self._begun.add(entry.key)
        else:
            return False
        self._end_focus()
        return True

    def _title(self, entry: Entry) -> int:
        """Take the title of a topic, or of none of the table; returns how many entries it has."""
        at, begun = self._at, self._topics
        if found := self._headings.topics.at(self._entries, at, self._form, begun, self._item):
            # The title again at the head of a page, or in an answer, begins nothing.
            if not found.page and found.focus != self._focus:
                self._begin_focus(found.focus, entry.rest)
                self._focus_lead, self._focus_together = entry.lead, found.together
                numbers = {one.number for one in (found.focus, *found.together)}
                self._topics |= numbers
                self._begun |= numbers
                if self._form == "inspection":
                    self.lost.numbered(entry)
                if found.answer and not self._closed:
                    self._begin(self._first_part, entry.number)
                    self._answer(entry, found.answer, 1)
            return found.count
        topics, lines = self._headings.topics, self._headings.lines
        attached = lines.attaches(entry) and not self._units.headed(entry.text)
        if self._form == "inspection" and (attached or topics.is_unknown(entry)):
            self._begin_focus(None, entry.text)
            self._untold = True
            if topics.titles_other(entry):
                self.lost.untold.append(entry)
            return 1
        return 0

    @property
    def _first_part(self) -> ReportPart:
        """The part that what stands before any heading of one answers."""
        return self._part_asked or _FIRST_PART[self._form]

    def _answers_parts(self, entry: Entry, focus: Focus) -> bool:
        """Take a line of the inspection form that names parts and answers them."""
        return (self._form == "inspection" and not self._closed) and (
            self._parts_in_one_line(entry, focus)
            or self._labelled_parts(entry)
            or self._inline_parts(entry)
        )

    def _labelled_parts(self, entry: Entry) -> bool:
        """Take a line that names parts and answers them, as under each unit of a จุดเน้น."""
        named = self._headings.names.labelled(entry, alone=bool(self._over))
        if not named and (one := self._one_of_a_run(entry)):
            named = (one,)
        elif not named or (not self._over and not self._parts_follow()):
            return self._parts_together(entry)
        for heading in named:
            self._tell(heading.part, entry, heading.answer)
        return bool(named)

    def _parts_in_one_line(self, entry: Entry, focus: Focus) -> bool:
        """Take a line that answers parts one behind the other, each by its letter or number."""
        told = self._headings.own.in_one_line(entry, self._focus_lead, focus)
        order = self._skeleton.parts_of(self._form)
        if not told or order.index(told[0][0][0]) <= self._part_place:
            return False
        for parts, answer in told:
            for part in parts:
                self._tell(part, entry, answer)
                self._part_place = order.index(part)
        return True

    def _inline_parts(self, entry: Entry) -> bool:
        """Take a paragraph in which a unit answers several parts, one behind the other."""
        told = [] if entry.cell else self._headings.inline.cut(entry.text)
        first = next(iter(self._units.introductions(entry.text)), None) if told else None
        if first is None or not self._units.is_opening(entry.text, first):
            return False
        for part, answer in told:
            for unit in first.units:
                self._unit = unit
                self._begin(part.part if part else self._first_part, entry.number)
                self._answer(entry, answer, 0)
        self._close_section()
        self._unit = self._unit_above
        return True

    def _table_of_parts(self) -> int:
        """Take a table with a column or a row for each part; returns how many entries it has."""
        if self._form != "inspection" or self._closed:
            return 0
        table = self._tables.at(self._at, self._unit_above)
        told = self._focus is not None or self._untold
        if table is None or not (told or all(one.title for one in table.cells)):
            return 0
        for one in table.cells:
            if one.title and (one.focus, one.title) != (self._focus, self._written):
                over = self._over
                self._begin_focus(one.focus, one.title)
                self._over, self._untold = over, one.focus is None
            self._unit = one.unit
            section = self._begin(one.part or self._first_part, one.entries[0].number)
            head = one.entries[0] if one.title else self._entries[self._at]
            section.heading = head.number
            section.last = one.entries[-1].last
            for entry in one.entries:
                self._answer(entry, self._headings.lines.without_label(entry), 0)
        self._close_section()
        if all(one.title for one in table.cells):
            over = self._over
            self._end_focus()
            self._over = over
        self._unit = self._unit_above
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
        section = self._section
        now = next((n for n, one in enumerate(parts) if section and one.part == section.part), -1)
        if place <= now:
            return None
        before = self._ahead(-1)
        follows = section and before and section.first == before.number
        return named if follows or self._named_later(place) else None

    def _named_later(self, place: int) -> bool:
        """Whether the next line begins with the name of a part after the one of a place."""
        following = self._ahead(1)
        if following is None:
            return False
        parts = self._skeleton.parts_of("inspection")
        named = self._headings.names.named(following.rest)
        first = self._headings.names.first(following.rest)
        found = named or ((first.part,) if first else ())
        return any(parts.index(one) > place for one in found)

    def _parts_together(self, entry: Entry) -> bool:
        """Take a line that only names several parts, whose one answer stands below it."""
        named = self._headings.names.labelled(entry, alone=True)
        following = self._ahead(1)
        if len(named) < _SEVERAL_PARTS or named[0].answer or following is None:
            return False
        if following.cell or self._headings.topics.at(self._entries, self._at + 1, self._form):
            return False
        for heading in named:
            self._continue_or_begin(heading.part.part, entry.number)
            self._touch(1)
            if heading != named[-1]:  # the last takes it as what stands below it
                self._answer(following, self._headings.lines.without_label(following), 0)
        return True

    def _parts_follow(self) -> bool:
        """Whether no more of the answer at hand follows: a heading does, or nothing."""
        ahead = 1
        while (following := self._ahead(ahead)) and _MORE.match(following.text):
            ahead += 1
        return (
            following is None
            or bool(self._headings.names.labelled(following))
            or self._headings.divisions.begins(following)
            or self._headings.topics.at(self._entries, self._at + ahead, self._form) is not None
            or self._part_ahead(ahead) is not None
        )

    def _head_of_table(self) -> int:
        """How many cells only head the columns of this part's table, and begin no other part."""
        section, row = self._section, row_at(self._entries, self._at)
        above = self._ahead(-1)  # "problems and remedies"
        named = len(row) > 1 and above is not None and all(one.key in above.key for one in row)
        if section is None or not (
            named or self._headings.lines.heads_table([r.text for r in row])
        ):
            return 0
        if self._answers_beside_label(row):
            return 0
        begun = self._headings.parts.at(
            self._entries, self._at, self._form, self._focus, self._part_place
        )
        if begun is not None and begun.part.part != section.part:
            return 0
        self._touch(len(row))
        return len(row)

    def _answers_beside_label(self, row: Sequence[Entry]) -> bool:
        """Whether a row is a label of the form with its answer: a level, or one of several rows."""
        answers = self._headings.lines.answers_label
        if not answers([one.text for one in row]):
            return False
        end = self._at + len(row)
        begin = self._at - 1
        while begin > 0 and self._entries[begin].cell:
            begin -= 1
        beside = (row_at(self._entries, at) for at in (begin, end) if 0 <= at < len(self._entries))
        return names_level(row[0].text) or any(answers([r.text for r in one]) for one in beside)

    def _heads_units(self, entry: Entry) -> bool:
        """Take a title of its own above the first of the units that answer to it.

        One that is like no topic of the table (another year's) is a topic without number.
        """
        following = self._ahead(1)
        if self._form != "unit" or entry.cell or following is None:
            return False
        if len(entry.text) > _LONGEST_TITLE or self._units.alone(entry.text):
            return False
        if not self._units.alone(following.text) or self._part_ahead(2) is None:
            return False
        found = TOPIC_NUMBER.fullmatch(entry.lead)
        goes_on = found is not None and f"{found[1]}.{int(found[2]) - 1}" in self._leads
        if goes_on or not (entry.gap or entry.markdown):
            return False
        if found is None and WORKS.match(entry.rest):  # the end of the answer before
            return False
        # A number of the table's kind before a title of no topic is that of another year's table.
        titled = self._headings.topics.like if found else self._headings.topics.titled
        focus = titled(entry)
        if focus is None and not (found and _TITLED.match(entry.text)):
            return False
        self._begin_focus(focus, entry.text)
        self._unit = None
        return True

    def _bare_topic(self, entry: Entry) -> bool:
        """Take a topic's name that stands alone, among what one unit answers to several."""
        focus = self._headings.topics.bare(entry) if self._form == "unit" and self._unit else None
        if focus is None or focus == self._focus:
            return False
        # "ด้านเด็กตกหล่น" is a side of the part at hand, "เด็กตกหล่น" what is answered next.
        aside = self._section is not None and entry.text.startswith("ด้าน")
        if aside and self._section and self._part_ahead(1) is None:
            self._topic_of_unit = self._topic_of_unit or (self._focus, self._written)
            part = self._section.part
            self._focus, self._written = focus, entry.rest
            self._begin(part, entry.number)
            return True
        self._begin_focus(focus, entry.rest)
        return True

    def _leave_topic_within(self) -> None:
        """Go back to the topic of the unit, from one that only a piece of a part was on."""
        if self._topic_of_unit is not None:
            self._focus, self._written = self._topic_of_unit
            self._topic_of_unit = None

    def _take_number(self, entry: Entry) -> None:
        """Take the topic that stands only in the number of its first part (6.1.1)."""
        mark = part_number(entry.text)
        if mark is not None and mark.base and mark.first == 1 and not entry.cell:
            self._focus = self._headings.topics.numbered_below(mark.base, self._division)
            self._focus_lead = mark.base
        elif entry.lead and f"นโยบายที่ {entry.lead.partition('.')[0]}" in self._division:
            self._focus = self._skeleton.focus_numbered(entry.lead)

    def _other_heading(self, entry: Entry, place: int) -> Heading | None:
        """A part's heading in words of the report's own, known by its number."""
        if self._form == "unit":
            fresh = self._unit is not None and self._section is None
            now = self._section.part if self._section else None
            return self._headings.own.of_unit(entry, self._expected, now, fresh=fresh)
        recurs = (
            self._headings.own.recurs(entry, "inspection") if self._focus or self._untold else None
        )
        if recurs is not None or self._focus is None:
            return recurs
        return self._headings.own.by_number(
            self._entries, self._at, self._focus_lead, self._focus, place
        )

    def _may_have_parts(self, entry: Entry) -> bool:
        if self._focus is None:
            return self._form == "unit" or self._untold
        return not self._lists(entry)

    def _lists(self, entry: Entry) -> bool:
        """Whether an entry goes on with a list in the answer, as a school's own report has one.

        The report's own parts must all have been numbered deeper (1.1.2) or not at all; unit by
        unit they are numbered otherwise where the list stands.
        """
        if not entry.lead.isdecimal() or self._section is None:
            return False
        own = self._form == "unit" and int(entry.lead) == self._expected
        apart = self._deep or (self._form == "unit" and not own)
        return apart and {"1", str(int(entry.lead) - 1)} <= self._leads

    def _answers_now(self, unit: Unit, entry: Entry) -> None:
        """Go on with the part as another unit answers it."""
        section = self._section
        if section is None or (section.unit and section.unit.identity == unit.identity):
            return
        self._unit = unit
        self._section = replace(
            section, unit=unit, first=entry.number, last=entry.number, pieces=[]
        )
        if section.pieces or section.unit:
            self._finish(section)

    def _starts_unit(self, entry: Entry) -> bool:
        """Take a unit's name that stands alone on its line, before a part or a whole report.

        One inside a part of the inspection form is a place in its outline (:mod:`owners`).
        """
        units = self._units.headed(entry.text) if len(entry.text) < _NAME_LENGTH else ()
        unit = _first(units) or self._another_unit(entry)
        units = units or ((unit,) if unit else ())
        counted = _COUNTED.match(to_arabic_digits(entry.text))
        if counted and self._form == "inspection" and not units and counted[1] == self._counted:
            self._begin_report((Unit(entry.text, None, ""),))  # others, counted like those before
            return True
        if units and self._form == "inspection" and self._own_what_follows(units):
            self._begin_report(units)
            self._counted = counted[1] if counted else ""
            return True
        if units and self._stand_over_parts(units):
            return True
        if unit is None or (
            self._form == "inspection"
            and (self._focus is None or self._section is not None or self._in_row())
        ):
            return False
        if self._unit and unit.identity == self._unit.identity and self._section is not None:
            return True
        self._leave_topic_within()
        self._unit = unit
        self.lost.parts_begin_anew()
        self._expected = 1
        if self._form == "unit" and self._part_ahead(1):
            self._close_section()
        else:
            self._answers_now(unit, entry)
        return True

    def _stand_over_parts(self, units: UnitsTogether) -> bool:
        """Take the name of units below which the parts of a จุดเน้น stand, and then another's.

        The first of them must follow, or one that is named on the line of its answer: below a
        name that nothing follows, the next part begins for all.
        """
        following = self._ahead(1)
        if self._form != "inspection" or self._focus is None or following is None:
            return False
        below = following.lead.startswith(f"{self._entries[self._at].lead}.")
        named = self._headings.names.labelled(following, alone=below)
        labelled = named and (below or not following.lead)
        first = self._headings.parts.begins_first(following, self._form) or any(
            one.part.part == _FIRST_PART["inspection"] for one in named
        )
        first |= self._tables.follows(self._at)
        answered = self._entries[self._at].text.endswith("-")
        first |= self._headings.own.has_number(following)
        parted = labelled or first
        if answered or not (parted or self._over):
            return False
        self._close_section()
        self._over = units
        self.lost.parts_begin_anew()
        if not parted:  # its own answer, without the names of parts
            self._unit = units[0]
            self._begin(self._first_part, following.number)
        return True

    def _another_unit(self, entry: Entry) -> Unit | None:
        """An organisation of no known kind, behind which the parts begin again."""
        if self._form != "unit" or entry.cell or self._section is None:
            return None
        if len(entry.text) > _NAME_LENGTH:
            return None
        first = self._skeleton.parts_of("unit")[0]
        if self._section.part == first.part or not _ORGANISATION.match(entry.rest):
            return None
        following = self._part_ahead(1)
        again = following is not None and following.part == first
        return Unit(entry.rest, None, "") if again else None

    def _own_what_follows(self, units: UnitsTogether) -> bool:
        """Whether a report begins after the name of units: their first policy or จุดเน้น stands next.

        On the cover of all stands whoever gathered them, and answers nothing itself.
        """
        at, following = self._at + 1, self._ahead(1)
        alone = len(units) == 1 and units[0].office
        if following is None or not (self._begun or alone):
            return False
        if not self._begun and self._listed_with_others():
            return False
        if self._headings.divisions.begins(following):
            return not self._begun or following.key in self._begun
        table = self._tables.at(at, units[0])
        if table is not None and any(one.focus for one in table.cells):
            return True
        found = self._headings.topics.at(self._entries, at, self._form)
        if found is None or found.page:
            return False
        return not self._begun or found.focus.number in self._begun

    def _listed_with_others(self) -> bool:
        """Whether a unit's name stands in a table, or below another's: in a list of them.

        Behind a blank line it is not listed with the agency that gathered the report.
        """
        before = self._ahead(-1)
        above = self._units.headed(before.text) if before is not None else ()
        apart = self._entries[self._at].gap and not any(one.office for one in above)
        below = bool(above) and not apart
        return below or self._in_row()

    def _in_row(self) -> bool:
        return self._entries[self._at].cell > 0 or len(row_at(self._entries, self._at)) > 1

    def _ahead(self, ahead: int) -> Entry | None:
        """The entry that stands so many further on, if there is one."""
        at = self._at + ahead
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def _part_ahead(self, ahead: int) -> Heading | None:
        """The heading of a part that stands so many entries further on, as a unit's first."""
        entry = self._ahead(ahead)
        if entry is None:
            return None
        unit = self._form == "unit"
        own = self._headings.own.of_unit(entry, 1, None, fresh=True) if unit else None
        at = self._at + ahead
        return own or self._headings.parts.at(self._entries, at, self._form, self._focus, -1)

    def _content(self, entry: Entry) -> int:
        question = self._headings.questions.at(self._entries, self._at, self._focus)
        if question is not None and self._section is not None:
            self._topic, self._mark = question.text, "" if self._asked else question.mark
            self._asked = not question.mark
            self._touch(question.count)
            self._answer(entry, question.answer, question.count)
            return question.count
        self._leads.add(entry.lead)
        self._item = entry.lead or self._item
        self._topic = self._headings.lines.lead_in(entry) or self._topic
        text = self._headings.lines.without_label(entry)
        dotted = entry.blank and not any(map(str.isdecimal, entry.text))
        left_blank = dotted and self._form == "inspection" and not entry.cell
        told = bool(text) and not is_filler(text)
        if self._section is None and (told or left_blank) and self._may_begin():
            self._begin(self._first_part, entry.number)
        if self._section is not None:
            if text or entry.blank:
                self._touch(1)
            if not self._continues_title(entry):
                self._answer(entry, text, 1)
        return 1

    def _may_begin(self) -> bool:
        """Whether an answer may stand here, before any heading of a part."""
        if self._form == "inspection":
            return self._focus is not None or self._untold
        return self._focus is not None and self._unit is not None

    def _continues_title(self, entry: Entry) -> bool:
        """Whether a line goes on with the title in the heading right before it."""
        section = self._section
        if section is None or section.pieces or self._topic:
            return False
        focuses = (self._focus,) if self._focus else self._skeleton.focus
        whole = key(entry.text)
        parts = self._skeleton.parts_of(self._form)
        if any(whole in map(key, one.ends) for one in parts if one.part == section.part):
            return True
        titles = (title for focus in focuses for title in focus.keys)
        return len(whole) > 3 and any(
            whole in title and len(title) <= _TITLE_LINES * len(whole) for title in titles
        )

    @property
    def _unit_above(self) -> Unit | None:
        """The first of those below whose name, or in whose report, the entry stands."""
        return _first(self._over or self._owner)

    def _tell(self, part: PartHeading, entry: Entry, answer: str, count: int = 1) -> None:
        """Take the answer to a part on the line of its name."""
        self._continue_or_begin(part.part, entry.number)
        self._touch(count)
        self._answer(entry, answer, count)

    def _continue_or_begin(self, part: ReportPart, number: int) -> None:
        """A heading that repeats the part one is in (a table's, a level's) begins nothing new."""
        if self._section is None or self._section.part != part:
            self._leave_topic_within()
            if self._form == "inspection":
                # Never the unit that the part before it names last.
                self._unit = self._unit_above
                self.lost.part_begins(part, self._focus, number)
            self._begin(part, number)

    def _begin(self, part: ReportPart, number: int) -> Section:
        self._close_section()
        title = self._focus.title if self._focus else self._written
        section = Section(self._focus, title, part, self._unit, number, number, number)
        section.written = self._written
        self._section = section
        self._leads, self._item = set(), ""
        self._topic = self._mark = ""
        return section

    def _touch(self, count: int) -> None:
        if self._section is not None:
            self._section.last = self._entries[self._at + count - 1].last

    def _answer(self, entry: Entry, text: str, count: int) -> None:
        if self._section is None:
            return
        blank = all(map(is_filler, by_level(text))) or self._headings.lines.is_aside(text)
        if blank and not self._is_figure(entry):
            return
        at = self._entries[self._at + count - 1] if count else entry
        after = len(text)
        for part in self._set_apart(entry, text):
            after -= len(part)
            number, breaks = on_lines(part, at.number, at.breaks, after)
            after -= 1
            self._section.pieces.append(
                Piece(
                    number,
                    part,
                    entry.opens or count > 1 or part is not text,
                    entry.gap,
                    self._topic,
                    breaks=breaks,
                    cell=entry.cell,
                    indented=entry.indented,
                    column=entry.column,
                    in_row=entry.cell > 0 or len(row_at(self._entries, self._at)) > 1,
                    mark=self._mark,
                )
            )
            self._mark, self._asked = "", False

    def _is_figure(self, entry: Entry) -> bool:
        """Whether a cell is a figure of the unit that its row names."""
        if not entry.cell or not FIGURE_ALONE.fullmatch(entry.text):
            return False
        before = self._entries[self._at - entry.cell : self._at]
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
        groups = (one for one in (self._over, self._owner) if one and one[0] is section.unit)
        for unit in next(groups, (section.unit,)):
            for part in (section.part, *(one.part for one in self._together)):
                self._done.append(replace(section, unit=unit, part=part, pieces=[*section.pieces]))
                for focus in self._focus_together:
                    self._done.append(replace(self._done[-1], focus=focus, title=focus.title))

    def _close_section(self) -> None:
        if self._section is not None:
            self._finish(self._section)
        self._section, self._together = None, ()
        self._part_place = -1
        self._topic = ""

    def _begin_focus(self, focus: Focus | None, written: str) -> None:
        """End the topic at hand and begin another, whose title the report has so."""
        self._end_focus()
        self._focus, self._written = focus, written

    def _begin_report(self, owner: UnitsTogether) -> None:
        """Begin what others report, who stand in the same file."""
        self._end_focus()
        self._owner, self._begun, self._topics = owner, set(), set()

    def _end_focus(self) -> None:
        self._close_section()
        self._over = ()
        if self._form == "inspection":
            self._unit = _first(self._owner)
        self.lost.parts_begin_anew()
        self._focus, self._topic_of_unit = None, None
        self._focus_together = ()
        self._untold = False
        self._written = ""
