"""A report as sections: which จุดเน้น, which part, who answers, and what was written.

Walks the entries once. What stands before the first heading, and the table that closes the form,
belongs to no section; a report without any known heading is one section of free text.
"""

from __future__ import annotations

from collections.abc import Sequence

from qp_scoring.evidence.answered_parts import AnsweredParts
from qp_scoring.evidence.answering import Answering
from qp_scoring.evidence.entries import Entry, row_at
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.numbering import part_number
from qp_scoring.evidence.part_names import Heading
from qp_scoring.evidence.part_tables import PartTables
from qp_scoring.evidence.sections import Outline, Piece, Section, on_lines
from qp_scoring.evidence.skeleton import Focus, ReportForm, ReportPart, Skeleton
from qp_scoring.evidence.standing_units import LONGEST_TITLE, StandingUnits
from qp_scoring.evidence.text import is_filler, key, names_level
from qp_scoring.evidence.units import UnitFinder
from qp_scoring.thai import to_arabic_digits

_TITLE_ENTRIES = 60
_SHORTEST_TITLE = 20  # letters: a shorter line may be said twice
_TITLES = ("รายงาน", "สรุป", "แบบ", "เอกสาร")
_TITLE_LINES = 3  # a title is printed on so many lines at most
FREE_PART: ReportPart = "results"


def outline(entries: Sequence[Entry], skeleton: Skeleton, units: UnitFinder) -> Outline:
    """The sections of a report."""
    headings = Headings(skeleton, entries, units.heads)
    tables = PartTables(entries, headings, units)
    form = headings.form_of(entries, units.alone, tables.topics())
    if form is None:
        return Outline(None, _free(entries, headings))
    walk = _StructureWalk(entries, form, skeleton, headings, units, tables)
    now = walk.walked()
    sections, lost = tuple(now.told()), now.lost
    return Outline(form, sections, tuple(lost.skipped), tuple(lost.twice), tuple(lost.untold))


def _free(entries: Sequence[Entry], headings: Headings) -> tuple[Section, ...]:
    if not entries:
        return ()
    section = Section(None, "", FREE_PART, None, entries[0].number, entries[-1].last, 0)
    for entry in entries:
        text = headings.lines.without_label(entry)
        if text and not entry.blank and not entry.markdown:
            number, breaks = on_lines(text, entry.number, entry.breaks)
            section.pieces.append(
                Piece(
                    number,
                    text,
                    entry.opens,
                    entry.gap,
                    "",
                    breaks=breaks,
                    cell=entry.cell,
                    column=entry.column,
                    in_row=entry.in_row,
                    figures=entry.figures,
                )
            )
    return (section,)


class _StructureWalk:
    """Walks the entries, and tells by which rule each begins something or goes on with it."""

    def __init__(
        self,
        entries: Sequence[Entry],
        form: ReportForm,
        skeleton: Skeleton,
        headings: Headings,
        units: UnitFinder,
        tables: PartTables,
    ) -> None:
        self._skeleton = skeleton
        self._headings = headings
        self._units = units
        signed = (units.headed(one.text) for one in entries if headings.lines.is_signed(one))
        self._answered_by_several = len({named[0].identity for named in signed if named}) > 1
        self._now = Answering(entries, form, headings, units)
        known = self._now, skeleton, headings, units, tables
        self._parts = AnsweredParts(*known)
        self._units_over = StandingUnits(*known)
        # A report on one policy need not have its title as a heading.
        self._now.focus = self._topic_of_all() if form == "unit" else None
        self._division = ""  # the heading above the topics
        self._deep = True
        self._numbered = False  # whether the part at hand has a number

    def _topic_of_all(self) -> Focus | None:
        """The one topic of a whole report, which a line before the first unit names."""
        front = self._now.entries[:_TITLE_ENTRIES]
        named = self._headings.topics.named_in(front)
        if named is not None:
            return named
        topics = set()
        for at, entry in enumerate(front):
            if self._units.headed(entry.text):
                break
            following = front[at + 1 : at + 2]
            if len(entry.text) <= LONGEST_TITLE and not any(one.cell for one in following):
                topics |= {one.number for one in self._headings.topics.all_in(entry)}
        return self._skeleton.focus_numbered(topics.pop()) if len(topics) == 1 else None

    def walked(self) -> Answering:
        """Where one is when all entries are taken."""
        now = self._now
        while now.at < len(now.entries):
            now.at += self._step()
        return now

    def _step(self) -> int:
        """Take the entry at hand; returns how many entries were used."""
        now = self._now
        entry = now.entries[now.at]
        if used := self._parts.table():
            return used
        if self._ends_topic(entry):
            return 1
        if used := self._title(entry):
            return used
        used = self._head_of_table() or self._units_over.title(entry)
        if used or self._units_over.name(entry):
            return int(used) or 1
        if self._bare_topic(entry) or (now.focus and self._parts.line(entry, now.focus)):
            return 1
        place = now.part_place
        if now.focus is None and now.form == "inspection":
            self._take_number(entry)
        heading = self._headings.parts.at(now.entries, now.at, now.form, now.focus, place)
        if heading is not None and now.form == "inspection":
            heading = self._headings.own.answered(entry, heading)
        heading = heading or self._other_heading(entry, place)
        heading = heading or self._out_of_order(entry, place)
        if heading is not None and self._may_have_parts(entry):
            now.closed = False
            self._deep &= "." in entry.lead or not entry.lead
            self._numbered = bool(entry.lead)
            parts = self._skeleton.parts_of(now.form)
            together = (heading.part, *heading.together)
            # One answer on the line of the heading is each part's; what follows, the last one's.
            for part in together if heading.answer else together[:1]:
                now.tell(part, entry, heading.answer, heading.count)
            now.part_place = max(map(parts.index, together))
            now.together = () if heading.answer else heading.together
            if heading.number or entry.lead.isdecimal():
                now.expected = (heading.number or int(entry.lead)) + 1
            return heading.count
        self._take_signature(entry)
        if now.closed or self._headings.lines.is_title(entry) or self._heads_page(entry):
            return 1
        return self._content(entry)

    def _heads_page(self, entry: Entry) -> bool:
        """Whether a line is the report's first one again, as it is printed on every page.

        One that does not begin as titles do may be a name that an answer repeats.
        """
        title = self._now.entries[0].key
        if entry.cell or entry.key != title or len(title) < _SHORTEST_TITLE:
            return False
        return title.startswith(_TITLES) or sum(one.key == title for one in self._now.entries) > 2

    def _take_signature(self, entry: Entry) -> None:
        """Close what is answered where it is signed.

        "ผู้ให้ข้อมูล: สพป.…" above the answer of each of several units is no signature.
        """
        if self._headings.lines.is_signed(entry):
            self._now.closed = not (self._answered_by_several and self._units.headed(entry.text))
            if not self._answered_by_several:
                self._now.close()

    def _ends_topic(self, entry: Entry) -> bool:
        """Take a heading above topics, or of the table that closes the form."""
        now = self._now
        if any(map(self._headings.lines.closes, row_at(now.entries, now.at))):
            now.closed = True
        elif self._headings.divisions.begins(entry):
            self._division = to_arabic_digits(entry.text)
            now.part_asked = self._headings.divisions.part(entry)
            if now.part_asked:  # below which all topics come again
                now.begun, now.topics = set(), set()
            now.begun.add(entry.key)
        else:
            return False
        now.end_focus()
        return True

    def _title(self, entry: Entry) -> int:
        """Take the title of a topic, or of none of the table; returns how many entries it has."""
        now = self._now
        at, begun = now.at, now.topics
        if found := self._headings.topics.at(now.entries, at, now.form, begun, now.item):
            # The title again at the head of a page, or in an answer, begins nothing.
            if not found.page and found.focus != now.focus:
                now.begin_focus(found.focus, entry.rest)
                now.focus_lead, now.focus_together = entry.lead, found.together
                numbers = {one.number for one in (found.focus, *found.together)}
                now.topics |= numbers
                now.begun |= numbers
                if now.form == "inspection":
                    now.lost.numbered(entry)
                if found.answer and not now.closed:
                    now.begin(now.first_part, entry.number)
                    now.answer(entry, found.answer, 1)
            return found.count
        topics, lines = self._headings.topics, self._headings.lines
        attached = lines.attaches(entry) and not self._units.headed(entry.text)
        if now.form == "inspection" and (attached or topics.is_unknown(entry)):
            now.begin_focus(None, entry.text)
            now.untold = True
            if topics.titles_other(entry):
                now.lost.untold.append(entry)
            return 1
        return 0

    def _head_of_table(self) -> int:
        """How many cells only head the columns of this part's table, and begin no other part."""
        now = self._now
        section, row = now.section, row_at(now.entries, now.at)
        above = now.ahead(-1)  # "problems and remedies"
        named = len(row) > 1 and above is not None and all(one.key in above.key for one in row)
        if section is None or not (
            named or self._headings.lines.heads_table([r.text for r in row])
        ):
            return 0
        if self._answers_beside_label(row):
            return 0
        begun = self._headings.parts.at(now.entries, now.at, now.form, now.focus, now.part_place)
        if begun is not None and begun.part.part != section.part:
            return 0
        now.touch(len(row))
        return len(row)

    def _answers_beside_label(self, row: Sequence[Entry]) -> bool:
        """Whether a row is a label of the form with its answer: a level, or one of several rows."""
        now = self._now
        answers = self._headings.lines.answers_label
        if not answers([one.text for one in row]):
            return False
        end = now.at + len(row)
        begin = now.at - 1
        while begin > 0 and now.entries[begin].cell:
            begin -= 1
        beside = (row_at(now.entries, at) for at in (begin, end) if 0 <= at < len(now.entries))
        return names_level(row[0].text) or any(answers([r.text for r in one]) for one in beside)

    def _bare_topic(self, entry: Entry) -> bool:
        """Take a topic's name that stands alone, among what one unit answers to several."""
        now = self._now
        focus = self._headings.topics.bare(entry) if now.form == "unit" and now.unit else None
        if focus is None or focus == now.focus:
            return False
        # "ด้านเด็กตกหล่น" is a side of the part at hand, "เด็กตกหล่น" what is answered next.
        aside = now.section is not None and entry.text.startswith("ด้าน")
        if aside and now.section and now.part_ahead(1) is None:
            now.topic_of_unit = now.topic_of_unit or (now.focus, now.written)
            part = now.section.part
            now.focus, now.written = focus, entry.rest
            now.begin(part, entry.number)
            return True
        now.begin_focus(focus, entry.rest)
        return True

    def _take_number(self, entry: Entry) -> None:
        """Take the topic that stands only in the number of its first part (6.1.1)."""
        now = self._now
        mark = part_number(entry.text)
        if mark is not None and mark.base and mark.first == 1 and not entry.cell:
            now.focus = self._headings.topics.numbered_below(mark.base, self._division)
            now.focus_lead = mark.base
        elif entry.lead and f"นโยบายที่ {entry.lead.partition('.')[0]}" in self._division:
            now.focus = self._skeleton.focus_numbered(entry.lead)

    def _other_heading(self, entry: Entry, place: int) -> Heading | None:
        """A part's heading in words of the report's own, known by its number."""
        now = self._now
        if now.form == "unit":
            fresh = now.unit is not None and now.section is None
            part = now.section.part if now.section else None
            return self._headings.own.of_unit(entry, now.expected, part, fresh=fresh)
        recurs = self._headings.own.recurs(entry, "inspection") if now.focus or now.untold else None
        if recurs is not None or now.focus is None:
            return recurs
        return self._headings.own.by_number(now.entries, now.at, now.focus_lead, now.focus, place)

    def _out_of_order(self, entry: Entry, place: int) -> Heading | None:
        """A part that stands behind one of those that follow it in the form, and nowhere before.

        What is told of an innovation has problems and results of its own, and right below a
        numbered part, or below an answer to it, a name without a number is rather its next line.
        """
        now = self._now
        if now.form != "inspection" or now.section is None or now.section.part == "innovation":
            return None
        below = now.section.last == now.section.first or self._has_told(now.section)
        if self._numbered and not entry.lead and below:
            return None
        found = self._headings.parts.out_of_order(entry, place)
        if found is None:
            return None
        told = {now.section.part, *(one.part for one in now.done if one.focus == now.focus)}
        return found if found.part.part not in told else None

    def _has_told(self, section: Section) -> bool:
        """Whether an answer tells anything: more than that there is nothing."""
        nothing = self._headings.lines.nothing
        told = (one.text for one in section.pieces if not is_filler(one.text))
        return any(key(text) not in nothing for text in told)

    def _may_have_parts(self, entry: Entry) -> bool:
        now = self._now
        if now.focus is None:
            return now.form == "unit" or now.untold
        return not self._lists(entry)

    def _lists(self, entry: Entry) -> bool:
        """Whether an entry goes on with a list in the answer, as a school's own report has one.

        The report's own parts must all have been numbered deeper (1.1.2) or not at all; unit by
        unit they are numbered otherwise where the list stands.
        """
        now = self._now
        if not entry.lead.isdecimal() or now.section is None:
            return False
        own = now.form == "unit" and int(entry.lead) == now.expected
        apart = self._deep or (now.form == "unit" and not own)
        return apart and {"1", str(int(entry.lead) - 1)} <= now.leads

    def _content(self, entry: Entry) -> int:
        now = self._now
        question = self._headings.questions.at(now.entries, now.at, now.focus)
        if question is not None and now.section is not None:
            now.topic, now.mark = question.text, "" if now.asked else question.mark
            now.asked = not question.mark
            now.touch(question.count)
            now.answer(entry, question.answer, question.count)
            return question.count
        now.leads.add(entry.lead)
        now.item = entry.lead or now.item
        now.topic = self._headings.lines.lead_in(entry) or now.topic
        text = self._headings.lines.without_label(entry)
        dotted = entry.blank and not any(map(str.isdecimal, entry.text))
        left_blank = dotted and now.form == "inspection" and not entry.cell
        told = bool(text) and not is_filler(text)
        if now.section is None and now.focus and self._ends_title(entry, now.focus):
            return 1
        if now.section is None and (told or left_blank) and self._may_begin():
            now.begin(now.first_part, entry.number)
        if now.section is not None:
            if text or entry.blank:
                now.touch(1)
            if not self._continues_title(entry):
                now.answer(entry, text, 1)
        return 1

    def _ends_title(self, entry: Entry, focus: Focus) -> bool:
        """Whether a line goes on with the topic's title where the line above breaks off."""
        above = self._now.ahead(-1)
        if above is None or entry.in_row or not entry.key:
            return False
        return any(above.key + entry.key in title for title in focus.keys)

    def _may_begin(self) -> bool:
        """Whether an answer may stand here, before any heading of a part."""
        now = self._now
        if now.form == "inspection":
            return now.focus is not None or now.untold
        return now.focus is not None and now.unit is not None

    def _continues_title(self, entry: Entry) -> bool:
        """Whether a line goes on with the title in the heading right before it."""
        now = self._now
        section = now.section
        if section is None or section.pieces or now.topic or entry.in_row:
            return False
        focuses = (now.focus,) if now.focus else self._skeleton.focus
        whole = key(entry.text)
        parts = self._skeleton.parts_of(now.form)
        if any(whole in map(key, one.ends) for one in parts if one.part == section.part):
            return True
        titles = (title for focus in focuses for title in focus.keys)
        return len(whole) > 3 and any(
            whole in title and len(title) <= _TITLE_LINES * len(whole) for title in titles
        )
