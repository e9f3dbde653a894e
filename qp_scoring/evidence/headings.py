"""Which lines of a report are the form's own: headings, questions, labels, instructions.

Everything is recognised by its words, never by the number before it: numbers are often wrong,
and list items look like headings (docs/domain.md, 8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from itertools import pairwise

from qp_scoring.evidence.divisions import Divisions
from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import LONGEST_HEADING, FormLines
from qp_scoring.evidence.inline_parts import InlineParts
from qp_scoring.evidence.numbering import part_number
from qp_scoring.evidence.own_parts import OwnParts
from qp_scoring.evidence.part_headings import PartHeadings
from qp_scoring.evidence.part_labels import tells_outcome
from qp_scoring.evidence.part_names import PartNames
from qp_scoring.evidence.questions import Questions
from qp_scoring.evidence.skeleton import FORMS, TOLD_IN, ReportForm, Skeleton
from qp_scoring.evidence.text import key
from qp_scoring.evidence.topic_headings import TopicHeadings
from qp_scoring.evidence.topic_titles import TopicTitles

_SEVERAL = 3
_IN_TABLES = 2  # topics
_FRONT = 6  # lines in which the policy of a report on one is named
_OF_BOTH_FORMS = frozenset({"นวัตกรรม"})  # what it heads tells nothing of the form


class Headings:
    """All that knows the form's own words; ``entries`` are the report's, whose headings recur.

    ``heads_unit`` says of a text that it begins with who answers.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        entries: Iterable[Entry],
        heads_unit: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._skeleton = skeleton
        self._heads_unit = heads_unit
        entries = tuple(entries)
        titles = TopicTitles(skeleton)
        self.lines = FormLines(skeleton)
        self.questions = Questions(skeleton)
        self.divisions = Divisions(skeleton, entries, heads_unit)
        self.inline = InlineParts(entries, skeleton.parts_of("inspection"))
        self.names = PartNames(skeleton)
        self.own = OwnParts(skeleton, entries, heads_unit, self.lines, self.divisions, titles)
        self.parts = PartHeadings(skeleton, entries, self.lines, self.names, self.own)
        kind_of = cache(partial(self._kind_of, entries))
        self.topics = TopicHeadings(
            skeleton, entries, heads_unit, kind_of, self.lines, self.parts, titles
        )
        self.divisions.learn_rounds(entries, partial(self.topics.number_at, entries))

    def _kind_of(self, entries: Sequence[Entry], at: int) -> str:
        """What an entry begins that is no topic: a part, what a unit says, a table; empty else.

        Nothing behind the last one.
        """
        if at >= len(entries):
            return ""
        entry = entries[at]
        if at + 1 < len(entries) and entries[at + 1].cell == 1 and not entry.cell:
            return "table"
        if self._heads_unit(entry.text):
            return "unit"
        label = entry.rest.partition(":")[0]
        if self.names.named(label) or self.own.recurring["inspection"].begins(entry):
            return "part"
        parts = self._skeleton.parts_of("inspection")
        if any(entry.key.startswith(one.start_keys) for one in parts):
            return "part"
        asks = self.questions.begins(entry) or entry.text.endswith("?")
        return "other" if asks or self.lines.is_title(entry) or self.divisions.begins(entry) else ""

    def form_of(
        self,
        entries: Iterable[Entry],
        only_heads: Callable[[str], object] = lambda _: False,
        in_tables: int = 0,
    ) -> ReportForm | None:
        """The form that most headings are of; None for a report without such headings.

        ``only_heads`` says of a text that it only heads what a unit answers: "ผลการดำเนินงานของ…".
        ``in_tables`` is how many topics its tables name.
        """
        entries = tuple(entries)
        if in_tables >= _IN_TABLES and in_tables > self._situations(entries):
            return "inspection"
        by_units = self.own.recurring["unit"].has("situation")
        if not by_units and self._over_first_parts(entries) >= _SEVERAL:
            return "inspection"
        counts: dict[ReportForm, int] = {"inspection": 0, "unit": 0}
        telling = [one for one in self._skeleton.part if one.part in TOLD_IN]
        starts = {
            form: tuple(
                start
                for part in telling
                if part.form == form
                for start in (*part.start_keys, *_OF_BOTH_FORMS.intersection(part.loose_keys))
            )
            for form in FORMS
        }
        bare = {(one.form, whole) for one in telling for whole in one.bare_keys}
        for entry in entries:
            if len(entry.text) <= LONGEST_HEADING * 2 and not tells_outcome(entry.key):
                found = {
                    form
                    for form in FORMS
                    if entry.key.startswith(starts[form]) or (form, entry.key) in bare
                }
                # Where headings recur, a label that both forms have only tells nothing.
                labels = self.names.labelled(entry) if found or not by_units else ()
                if any(one.part.part == "progress" for one in labels):
                    found |= {"inspection"}
                if len(found) == 1 and not only_heads(entry.text):
                    counts[found.pop()] += 1
        best = max(counts, key=lambda form: counts[form])
        if not by_units and self.topics.shaped > self._situations(entries):
            return "inspection"
        topics = self.topics.count_numbered(entries)
        if topics >= _SEVERAL and topics > counts["unit"]:
            return "inspection"
        # A title of the table under its number, over headings that both forms have.
        if topics and not (counts["inspection"] or self._situations(entries)):
            counts["unit"] = 0
        if counts[best] > 0:
            return best
        recurs = self.own.recurring["unit"].known
        if recurs and sum(bool(only_heads(one.text)) for one in entries) > 1:
            return "unit"
        titled = self.topics.count_titled(entries)
        if titled <= 1 and self.topics.named_in(entries[:_FRONT]):
            return "unit"
        parted = _numbers_go_on(entries) or any(map(self._heads_part, entries))
        answered = titled and any(self._heads_unit(one.text) for one in entries if not one.cell)
        known = titled >= _SEVERAL or ((titled or topics) and parted) or answered
        return "inspection" if known else None

    def _heads_part(self, entry: Entry) -> bool:
        """Whether a line only names a part of the inspection form, behind a number or letter."""
        mark = part_number(entry.text, lettered=True)
        heading = mark.rest if mark else entry.rest
        starts = (one.start_keys for one in self._skeleton.parts_of("inspection"))
        begins = len(heading) <= LONGEST_HEADING and any(map(key(heading).startswith, starts))
        return not entry.cell and (begins or bool(self.names.named(heading)))

    def _situations(self, entries: Iterable[Entry]) -> int:
        """How many lines head what only units are asked one by one: how things stood before."""
        of_unit = self._skeleton.parts_of("unit")[0]
        return sum(
            one.key.startswith(of_unit.start_keys) or one.key in of_unit.bare_keys
            for one in entries
            if len(one.text) <= LONGEST_HEADING * 2
        )

    def _over_first_parts(self, entries: Sequence[Entry]) -> int:
        """How many topics stand over the first of parts."""
        found = set()
        for above, entry in pairwise(entries):
            if self.parts.begins_first(entry, "inspection") and not above.cell:
                found.add(self.topics.titled(above, sure=True))
        return len(found - {None})


def _numbers_go_on(entries: Iterable[Entry]) -> bool:
    """Whether a line stands under a number of two levels, as 5.1.1 does under 5.1."""
    numbers = {one.lead.rstrip(". )") for one in entries}
    above = {one.rpartition(".")[0] for one in numbers}
    return any("." in one for one in numbers & above)
