"""The parts of a form where a report heads them in its own words: by number, or as words recur."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qp_scoring.evidence.divisions import Divisions
from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import FormLines
from qp_scoring.evidence.numbering import NumberedParts, Numbering, part_number
from qp_scoring.evidence.part_names import TAIL_OF_HEADING, Heading
from qp_scoring.evidence.recurring import RecurringParts
from qp_scoring.evidence.skeleton import (
    FORMS,
    Focus,
    PartHeading,
    ReportForm,
    ReportPart,
    Skeleton,
    longest_start,
)
from qp_scoring.evidence.text import FIGURE, key, names_level, position_after, without_leaders
from qp_scoring.evidence.topic_titles import CALLED_TOPIC, TopicTitles

_LONGEST_OWN_PART = 50
_MOST_GAPS = 0.5  # of all lines: above this, blank lines part nothing


class OwnParts:
    """Knows the parts of a report by what the report itself does again and again."""

    def __init__(
        self,
        skeleton: Skeleton,
        entries: Sequence[Entry],
        heads_unit: Callable[[str], bool],
        lines: FormLines,
        divisions: Divisions,
        titles: TopicTitles,
    ) -> None:
        self._skeleton = skeleton
        self._lines = lines
        self._divisions = divisions
        self._titles = titles
        self._numbering = Numbering(entries, skeleton.parts_of("inspection"))
        self.recurring = {
            form: RecurringParts(
                *(entries, skeleton.parts_of(form), skeleton.form.label_keys, heads_unit),
                self._names_topic,
            )
            for form in FORMS
        }
        self.series = NumberedParts(entries, skeleton.parts_of("unit"))
        self._double_spaced = sum(one.gap for one in entries) > _MOST_GAPS * len(entries)

    def _names_topic(self, title: str) -> bool:
        return self._titles.named(title, "", 0.0) is not None

    def by_number(
        self, entries: Sequence[Entry], at: int, lead: str, focus: Focus, now: int
    ) -> Heading | None:
        """The part of the form whose number stands here; ``lead`` is the one before the title."""
        entry = entries[at]
        bases = frozenset((lead, focus.number))
        mark = self._numbering.marks(entry, bases)
        parts = self._skeleton.parts_of("inspection")
        named = self._numbering.parts_at(mark) if mark else ()
        if mark is None or not named or parts.index(named[0]) <= now:
            return None
        part, *others = named
        alone = self.stands_alone(entries, at)
        instructs = self._lines.instructs(key(mark.rest))
        alone &= not instructs
        alone |= key(mark.rest) in self._lines.nothing or names_level(mark.rest)
        rest = _behind_words(mark.rest, part, alone or self._numbering.explained)
        rest = "" if instructs and rest == without_leaders(mark.rest) else rest
        return Heading(mark.rest, 1, rest, part, tuple(others))

    def in_one_line(
        self, entry: Entry, lead: str, focus: Focus
    ) -> list[tuple[tuple[PartHeading, ...], str]]:
        """The parts that a line answers one behind the other: "ก. จัดอบรม ข. - ค. ไม่มี".

        ``lead`` as for :meth:`by_number`.
        """
        told = self._numbering.in_one_line(entry, frozenset((lead, focus.number)))
        if part_number(entry.text) is None:
            return told
        return [(parts, _behind_words(answer, parts[0], True)) for parts, answer in told]

    def has_number(self, entry: Entry) -> bool:
        """Whether an entry begins with a number that the report explains as a part's."""
        mark = self._numbering.marks(entry, frozenset()) if self._numbering.explained else None
        return mark is not None and bool(self._numbering.parts_at(mark))

    def of_unit(
        self, entry: Entry, expected: int, now: ReportPart | None, *, fresh: bool
    ) -> Heading | None:
        """The part that a heading in words of a report's own begins, unit by unit.

        It is known by its number in the report, because it recurs, or by its words where its number
        is the ``expected`` one; ``now`` is the part one is in, ``fresh`` as for
        :meth:`numbering.NumberedParts.begins`.
        """
        return (
            self._in_series(entry, expected, fresh=fresh)
            or self.recurs(entry, "unit")
            or self._headed_by_word(entry, now)
            or self._by_own_words(entry, expected)
        )

    def _in_series(self, entry: Entry, expected: int, *, fresh: bool) -> Heading | None:
        """The parts that an entry begins by their numbers in this report, as units answer them."""
        found = self.series.begins(entry, expected, self._lines.nothing, fresh=fresh)
        if found is None:
            return None
        first, *others = found.parts
        return Heading(entry.rest, 1, found.answer, first, tuple(others), found.last)

    def _headed_by_word(self, entry: Entry, now: ReportPart | None) -> Heading | None:
        """The part further on that the first word of a line heads, as lines of their own do."""
        found = self.recurring["unit"].begins_with(entry, now)
        return Heading(entry.rest, 1, found[1], found[0]) if found else None

    def recurs(self, entry: Entry, form: ReportForm) -> Heading | None:
        """The part whose heading an entry is because it recurs, topic by topic or unit by unit."""
        found = self.recurring[form].begins(entry)
        if found is None:
            return None
        (first, *others), answer = found
        return Heading(entry.rest, 1, answer, first, tuple(others))

    def answered(self, entry: Entry, heading: Heading) -> Heading:
        """The heading of an inspection form with the answer behind words that recur on its line."""
        if heading.answer or heading.together or heading.count > 1:
            return heading
        other = self.recurs(entry, "inspection")
        if other is None or other.part != heading.part or TAIL_OF_HEADING.match(other.answer):
            return heading
        return replace(heading, answer=other.answer)

    def _by_own_words(self, entry: Entry, expected: int) -> Heading | None:
        """The part that a short heading names, where its number is the ``expected`` one."""
        title, colon, answer = entry.rest.partition(":")
        if entry.cell or entry.lead != str(expected) or len(title) > _LONGEST_OWN_PART:
            return None
        if FIGURE.search(title) or not title:
            return None
        named = [
            (key(title).find(word), -len(word), place)
            for place, part in enumerate(self._skeleton.parts_of("unit"))
            for word in part.word_keys
            if word in key(title)
        ]
        if not named:
            return None
        part = self._skeleton.parts_of("unit")[min(named)[2]]
        return Heading(entry.rest, 1, without_leaders(answer.strip()) if colon else "", part)

    def stands_alone(self, entries: Sequence[Entry], at: int) -> bool:
        """Whether no answer may follow a heading: the next one stands below it."""
        following = entries[at + 1] if at + 1 < len(entries) else None
        if following is not None and following.number == entries[at].number:
            return False
        parted = following is not None and following.gap and not self._double_spaced
        if following is None or parted or self._marked(following):
            return True
        if self._divisions.begins(following):
            return True
        policy, deeper, _ = following.lead.partition(".")  # the title of the next topic
        same = entries[at].lead.startswith(f"{policy}.")
        return bool(deeper) and not following.cell and (same or self._is_topic(following))

    def _marked(self, entry: Entry) -> bool:
        """Whether an entry has a number of the style of parts."""
        return part_number(entry.text) is not None or bool(CALLED_TOPIC.match(entry.text))

    def _is_topic(self, entry: Entry) -> bool:
        """Whether an entry has the number of the topic that it names."""
        focus = self._titles.named(entry.rest, entry.lead, 0.0)
        return focus is not None and focus.number == entry.lead


def _behind_words(text: str, part: PartHeading, alone: bool) -> str:
    """What stands behind a number as the answer: all of it, or what the heading's words leave.

    ``alone`` says that no other answer follows, so words of no heading are one.
    """
    known = (*part.start_keys, *part.loose_keys, *part.bare_keys, *part.word_keys)
    start = longest_start(key(text), known)
    if not start:
        return without_leaders(text) if alone or FIGURE.search(text) else ""
    rest = text[position_after(text, start, 0) :]
    return without_leaders(rest).lstrip(" :-–") if rest[:1] in (" ", ":", "-", "–") else ""
