"""Which lines of a report are the form's own: headings, questions, labels, instructions.

Everything is recognised by its words, never by the number before it: numbers are often wrong,
and list items look like headings (docs/domain.md, 8).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise

from rapidfuzz import fuzz

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.inline_parts import InlineParts
from qp_scoring.evidence.numbering import NumberedParts, Numbering, part_number
from qp_scoring.evidence.part_labels import labelled_in_order
from qp_scoring.evidence.recurring import RecurringParts
from qp_scoring.evidence.skeleton import (
    FORMS,
    Focus,
    FormWords,
    PartHeading,
    ReportForm,
    ReportPart,
    Skeleton,
    longest_start,
)
from qp_scoring.evidence.text import (
    ASIDE,
    BRACKETS,
    is_filler,
    joined,
    key,
    names_level,
    split_lead,
    without_leaders,
)
from qp_scoring.evidence.topic_shapes import TopicShapes, title_in
from qp_scoring.evidence.topic_titles import (
    AGENCIES,
    COVERED,
    SHORTEST_LIKE,
    WORKS,
    TopicTitles,
    is_title_of,
    mostly_named,
    similar,
)
from qp_scoring.thai import to_arabic_digits

_POLICY = re.compile(r"นโยบาย(?:ที่)?\s*[0-9๐-๙]+")
# What else a report is divided into above its topics, in words of its own.
_DIVISION = re.compile(
    r"(?:ส่วน|ตอน|หมวด|ภาค|บท|ยุทธศาสตร์)ที่\s*(?:[0-9๐-๙]+|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด)(?:\s|$)"
)
_NAMED_DIVISION = re.compile(r"(?:หมวด|กลุ่มเรื่อง)[^0-9๐-๙:]{2,40}")
_LONGEST_DIVISION = 80
_PAGE_NUMBER = re.compile(r"(?:\.{3,}|…)\s*[0-9๐-๙]{1,3}\s*$")
_SECTION_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")
# A topic may be called one before its number.
_TOPIC_WORD = re.compile(r"^(?:จุดเน้น(?:การตรวจราชการ)?|ประเด็น(?:นโยบาย)?)\s*(?:ที่)?\s*(?=[0-9๐-๙:])")
_CALLED_TOPIC = re.compile(
    r"^(?:จุดเน้น\s*(?:ที่\s*)?[0-9๐-๙.]*|(?:ประเด็น(?:การตรวจราชการ|นโยบาย)?|หัวข้อ|เรื่อง)\s*ที่\s*[0-9๐-๙.]+)\s*:?\s*"
)
_NEXT_CALLED = re.compile(r"\s+(?=(?:จุดเน้น|ประเด็น|หัวข้อ|เรื่อง)ที่\s*[0-9๐-๙])")
_IN_BRACKETS = re.compile(r"\[([^\]]{2,60})\]\s+(.+)")
_LIKE_PART = 78  # of 100
_SHORT_HEADING = 45
_LONGEST_OWN_TITLE = 110
_LONGEST_OWN_PART = 50
_MOST_OF_TITLE = 0.6  # of its letters are words of the topic
_SEVERAL = 3
_COVERED_CELL = 0.3  # of the letters of a table's cell: so many are its topic's words
_LONGEST_HEADING = 120
_LONGEST_TAIL = 15
_SHORTEST_PIECE = 4
_NEXT_PARTS = 2
_NAMES_UNIT = ("สำนักงาน", "สพป", "สพม", "โรงเรียน", "วิทยาลัย", "ศูนย์")
_ANSWER_TAIL = 60
_SHORTEST_BROKEN = 6
_LONGEST_QUESTION = 250
# How a question ends, how an answer behind it begins, and what may lead to it.
_ASKED = re.compile(r"(?:หรือไม่(?:\s*อย่างไร(?:บ้าง)?)?|อย่างไร(?:บ้าง)?|อะไรบ้าง|\?)(?=\s|$|[:.])")
_ANSWERER = re.compile(r"\s(?=สำนักงานเขตพื้นที่การศึกษา|สพป\.|สพม\.)")
_SAYS = re.compile(r"^[\s:.]*(?:คำตอบ|ตอบ|ผลการดำเนินงาน)?[\s:.]*")
# How the rest of a heading begins where it stands apart from its beginning.
_TAIL_OF_HEADING = re.compile(
    r"\s*(?:ตาม|ของ|ใน|ที่|และ|หรือ|การ|ด้าน|เพื่อ|สู่|กับ|ต่อ|ระบุ|ระดับ|แนวทาง|วิธี|นโยบาย|จุดเน้น|พร้อม|\(|\*|/)"
)
_FIGURE = re.compile(r"[0-9๐-๙]")
# "3.4 and 3.6": one title of several topics.
_SEVERAL_NUMBERS = re.compile(
    r"\s*([0-9]\.[0-9]{1,2})\s*(?:(?:และ|กับ|,|-|–|/|ถึง)\s*[0-9]\.[0-9]{1,2}(?![0-9.])\s*)+"
)
_UNTIL = re.compile(r"\s*(?:-|–|ถึง)\s*")
# What a report tells of beside its topics.
_BESIDE_TOPICS = re.compile(
    r"(?:เรื่อง|ประเด็น|งาน|ผลงาน|กิจกรรม|จุดเน้น)\s*(?:อื่น|เพิ่มเติม)"
    r"|(?:เรื่อง|งาน|ประเด็น)?(?:ที่)?(?:อยู่)?นอก(?:เหนือ)?(?:จาก)?(?:จุดเน้น|ประเด็น)"
)
_TABLE_NUMBER = re.compile(r"[1-6]\.[0-9]{1,2}")
# "2.7 -", "3.5 3.7 …": the number of a topic, with others that are told of together.
_NEXT_TOPIC = re.compile(
    r"([1-6]\.[0-9]{1,2})(?![0-9.)])"
    r"(?:(?:[\s,/]+|\s*(?:และ|กับ|-|–|ถึง)\s*)[1-6]\.[0-9]{1,2}(?![0-9.)]))*\.?(?=\s)"
)
_MOSTLY_TABLED = 6  # topics under their own numbers, for others to be known by them alone
MAX_CONTINUATION = 4
_OF_BOTH_FORMS = frozenset({"นวัตกรรม"})  # what it heads tells nothing of the form
# Between the names of parts that are answered together.
_LABELS_APART = re.compile(r"\s*(?:/|,|และ|กับ)\s*")
_REPORT = ("รายงาน", "แบบรต")

_MOST_GAPS = 0.5  # of all lines: above this, blank lines part nothing
_COLUMNS = 2
_LONGEST_COLUMN = 30


@dataclass(frozen=True, slots=True)
class FocusHeading:
    """The heading of a จุดเน้น over ``count`` entries; ``page`` where a page number ends it.

    ``answer`` stands behind it on its line; ``together`` are other topics under the same heading.
    """

    focus: Focus
    count: int
    page: bool
    answer: str = ""
    together: tuple[Focus, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part or a question over ``count`` entries; ``answer`` stands behind it.

    ``together`` are further parts that the answer is given for; ``number`` is the last printed one.
    """

    text: str
    count: int
    answer: str = ""
    part: PartHeading | None = None
    together: tuple[PartHeading, ...] = ()
    number: int = 0


class Headings:
    """Recognises the form's own words; ``entries`` are the report's, whose headings recur.

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
        self._numbering = Numbering(entries, skeleton.parts_of("inspection"))
        self._recurring = {
            form: RecurringParts(
                entries, skeleton.parts_of(form), skeleton.form.label_keys, heads_unit
            )
            for form in FORMS
        }
        self.inline = InlineParts(entries, skeleton.parts_of("inspection"))
        self._series = NumberedParts(entries, skeleton.parts_of("unit"))
        self._double_spaced = sum(one.gap for one in entries) > _MOST_GAPS * len(entries)
        counts = Counter(entry.key for entry in entries if len(entry.text) <= _LONGEST_HEADING)
        self._repeated = frozenset(one for one, count in counts.items() if count > 1)
        words = skeleton.form
        self._topic_titles = TopicTitles(skeleton)
        self._question_starts = tuple(map(key, words.question_starts))
        self._closing = frozenset(map(key, words.closing_table))
        self._asides = frozenset(map(key, words.asides))
        self._instructions = tuple(map(key, words.instructions))
        self._nothing = frozenset(map(key, skeleton.status.nothing))
        self._called = {
            name: part
            for part in reversed(skeleton.parts_of("inspection"))  # the first goes before others
            for name in (*part.bare_keys, *part.start_keys, *part.called_keys)
        }
        self._numbers_topics = any(
            "." in one.lead and self._numbered(one, page=False, begun=()) for one in entries
        )
        self._tabled = self._numbered_as_the_table(entries)
        kind_of = cache(partial(self._kind_of, entries))
        self._shapes = TopicShapes(
            entries, kind_of, self._topic_titles.named, skeleton.focus_numbered
        )
        self._brackets = any(entries[at].signs == BRACKETS for at in self._shapes.places)
        self._untold = frozenset(_place(entries[at]) for at in self._shapes.untold)
        self._divisions = self._divided(entries)
        self._shaped = {
            _place(entries[at]): self._shapes.topic_at(at) for at in self._shapes.places
        }

    def _numbered_as_the_table(self, entries: Sequence[Entry]) -> bool:
        """Whether the report's topics have the numbers of the table, all that are known."""
        own: set[str] = set()
        for entry in entries:
            if "." in entry.lead and not entry.cell and len(entry.text) <= _LONGEST_HEADING * 2:
                focus = self._skeleton.focus_numbered(entry.lead)
                if focus and any(is_title_of(entry.key, title) for title in focus.keys):
                    own.add(focus.number)
                elif focus and (found := self._numbered(entry, page=False, begun=())):
                    own.add(found.focus.number)
        return len(own) >= _MOSTLY_TABLED

    def _divided(self, entries: Sequence[Entry]) -> dict[str, ReportPart]:
        """The parts that the divisions of a report tell of, where it is divided by parts."""
        texts = [one.text for one in entries if _DIVISION.match(one.text) and self.is_policy(one)]
        labels = [_DIVISION.sub("", one).strip(" :") for one in texts]
        named = labelled_in_order(labels, self._skeleton.parts_of("inspection"))
        known = {one[0].part for one in named if one}
        found = {text: one[0].part for text, one in zip(texts, named, strict=True) if one}
        return found if len(known) >= _COLUMNS else {}

    def _kind_of(self, entries: Sequence[Entry], at: int) -> str:
        """What an entry begins that is no topic: a part, what a unit says, a table; empty else."""
        entry = entries[at]
        if at + 1 < len(entries) and entries[at + 1].cell == 1 and not entry.cell:
            return "table"
        if self._heads_unit(entry.text):
            return "unit"
        label = entry.rest.partition(":")[0]
        if self.named_parts(label) or self._recurring["inspection"].begins(entry):
            return "part"
        parts = self._skeleton.parts_of("inspection")
        if any(entry.key.startswith(one.start_keys) for one in parts):
            return "part"
        asks = entry.key.startswith(self._question_starts) or entry.text.endswith("?")
        return "other" if asks or self.is_title(entry) or self.is_policy(entry) else ""

    def form_of(
        self, entries: Iterable[Entry], only_heads: Callable[[str], object] = lambda _: False
    ) -> ReportForm | None:
        """The form that most headings are of; None for a report without such headings.

        ``only_heads`` says of a text that it only heads what a unit answers: "ผลการดำเนินงานของ…".
        """
        entries = tuple(entries)
        by_units = self._recurring["unit"].has("situation")
        if not by_units and self._over_recurring(entries) >= _SEVERAL:
            return "inspection"
        counts: dict[ReportForm, int] = {"inspection": 0, "unit": 0}
        telling = {"progress", "innovation", "situation", "results"}
        starts = [
            (part.form, start)
            for part in self._skeleton.part
            if part.part in telling
            for start in (*part.start_keys, *_OF_BOTH_FORMS.intersection(part.loose_keys))
        ]
        bare = [
            (part.form, one)
            for part in self._skeleton.part
            if part.part in telling
            for one in part.bare_keys
        ]
        for entry in entries:
            if len(entry.text) <= _LONGEST_HEADING * 2:
                found = {form for form, start in starts if entry.key.startswith(start)}
                found |= {form for form, one in bare if entry.key == one}
                # Where headings recur, a label that both forms have only tells nothing.
                labels = self.labelled(entry) if found or not by_units else ()
                if any(one.part and one.part.part == "progress" for one in labels):
                    found |= {"inspection"}
                if len(found) == 1 and not only_heads(entry.text):
                    counts[found.pop()] += 1
        best = max(counts, key=lambda form: counts[form])
        if not by_units and len(self._shapes.topics) > self._situations(entries):
            return "inspection"
        topics = self._topics(entries)
        if topics >= _SEVERAL and topics > counts["unit"]:
            return "inspection"
        if counts[best] > 0:
            return best
        if self._recurring["unit"].known and sum(bool(only_heads(one.text)) for one in entries) > 1:
            return "unit"
        return "inspection" if self._titled(entries) >= _SEVERAL else None

    def _situations(self, entries: Iterable[Entry]) -> int:
        """How many lines head what only units are asked one by one: how things stood before."""
        of_unit = self._skeleton.parts_of("unit")[0]
        return sum(
            one.key.startswith(of_unit.start_keys) or one.key in of_unit.bare_keys
            for one in entries
            if len(one.text) <= _LONGEST_HEADING * 2
        )

    def _over_recurring(self, entries: Sequence[Entry]) -> int:
        """How many topics stand over the first of parts that recur."""
        first = self._skeleton.parts_of("inspection")[0]
        found = set()
        for above, entry in pairwise(entries):
            begun = self._recurring["inspection"].begins(entry)
            if begun and begun[0][0] == first and not above.cell:
                found.add(self.focus_titled(above, sure=True))
        return len(found - {None})

    def _topics(self, entries: Iterable[Entry]) -> int:
        """How many topics stand under their numbers, of which a report on one policy has few."""
        found = (self._numbered(entry, page=False, begun=()) for entry in entries)
        return len({one.focus.number for one in found if one})

    def _titled(self, entries: Sequence[Entry]) -> int:
        """How many topics stand under their titles, where no heading of a part is known."""
        found = (self.focus_at(entries, at) for at in range(len(entries)))
        return len({one.focus.number for one in found if one})

    def is_policy(self, entry: Entry) -> bool:
        """Whether it is the heading of a policy."""
        if entry.gap and not entry.cell and _NAMED_DIVISION.fullmatch(entry.text):
            return True
        if _DIVISION.match(entry.text):
            short = len(entry.text) <= _LONGEST_DIVISION
            return short and not entry.cell and not self._heads_unit(entry.text)
        if not _POLICY.match(entry.text):
            return False
        title = key(_POLICY.sub("", entry.text))
        names = any(similar(title, one.key) or title in one.key for one in self._skeleton.policy)
        return not title or names or len(entry.text) <= _SHORT_HEADING

    def closes(self, entry: Entry) -> bool:
        """Whether it heads the table of all policies with the agencies."""
        return key(entry.text) in self._closing

    def focus_named(self, entries: Iterable[Entry]) -> Focus | None:
        """The จุดเน้น that a title line names somewhere in it, for reports on a single policy."""
        for entry in entries:
            if len(entry.text) <= _LONGEST_HEADING * 2:
                title = key(entry.text)
                for focus in self._skeleton.focus:
                    if any(alias in title for alias in focus.alias_keys):
                        return focus
        return None

    def topics_in(self, entry: Entry) -> tuple[Focus, ...]:
        """The topics by whose words a title line of a whole report may name them."""
        title = key(entry.text)
        focuses = self._skeleton.focus
        return tuple(one for one in focuses if any(word in title for word in one.word_keys))

    def focus_at(
        self,
        entries: Sequence[Entry],
        at: int,
        form: ReportForm | None = None,
        begun: Collection[str] = (),
    ) -> FocusHeading | None:
        """The จุดเน้น whose heading begins at an entry, and others whose numbers stand beside it."""
        found = self._focus_at(entries, at, form, begun)
        together = self._numbered_with(entries[at], found.focus) if found else ()
        return replace(found, together=together) if found and together else found

    def _numbered_with(self, entry: Entry, focus: Focus) -> tuple[Focus, ...]:
        """The other topics of a heading that has several numbers: "3.4/4.3", "3.5-3.7"."""
        text = _TOPIC_WORD.sub("", to_arabic_digits(entry.text), 1)
        several = _SEVERAL_NUMBERS.match(text) or _NEXT_TOPIC.match(text)
        if several is None:
            return ()
        places = {one.number: place for place, one in enumerate(self._skeleton.focus)}
        met = [places[one] for one in _TABLE_NUMBER.findall(several[0]) if one in places]
        if places[focus.number] not in met:
            return ()
        if _UNTIL.fullmatch(_TABLE_NUMBER.sub("", several[0]).strip(".")):
            met = [*range(met[0], met[-1] + 1)]
        return tuple(one for one in (self._skeleton.focus[at] for at in met) if one != focus)

    def _focus_at(
        self, entries: Sequence[Entry], at: int, form: ReportForm | None, begun: Collection[str]
    ) -> FocusHeading | None:
        """The จุดเน้น whose heading begins at an entry, however many lines the title takes.

        In a known form a title in words of its own is known by the first part below it, or by a
        number of the table, unless that topic has ``begun``. An answer may follow a colon.
        """
        entry = entries[at]
        if shaped := self._shaped.get(_place(entry)):
            return FocusHeading(shaped, 1, page=False)
        if found := self._bracketed(entry):
            return found
        title, colon, answer = entry.text.partition(" : ")
        if not colon and len(entry.spaced) > 1:
            title, colon, answer = entry.spaced[0], " ", " ".join(entry.spaced[1:])
        if colon and form == "inspection" and entry.lead and not entry.cell:
            _, rest = split_lead(title)
            alone = replace(entry, text=title, rest=rest, key=key(rest))
            like = self._topic_titles.like(alone.key, entry.lead)
            found = FocusHeading(like, 1, page=False) if like else None
            found = found or self._numbered(alone, page=False, begun=begun)
            if found is not None:
                return replace(found, answer=answer.strip())
        if len(entry.text) > _LONGEST_HEADING * 3:
            return None
        page = _has_page_number(entries, at)
        text = AGENCIES.sub("", _TOPIC_WORD.sub("", _PAGE_NUMBER.sub("", entry.text), 1))
        whole = key(text)
        lead, rest = split_lead(text)
        after_lead = key(rest)
        heads = bool(_SECTION_NUMBER.fullmatch(lead)) or entry.markdown or not lead
        may_be = any(map(self._topic_titles.may_begin, (whole, after_lead)))
        for focus in self._skeleton.focus if may_be else ():
            for title in focus.keys:
                if is_title_of(whole, title) or (heads and is_title_of(after_lead, title)):
                    return FocusHeading(focus, 1, page)
                count = _wrapped(entries, at, after_lead, title) if heads else 0
                if count:
                    return FocusHeading(focus, count, page)
        if like := self._topic_titles.like(after_lead, lead):
            return FocusHeading(like, 1, page)
        return (
            self._above_parts(entries, at, page, form)
            or (self._numbered(entry, page, begun) if form == "inspection" else None)
            or (self._named_alone(entry, page, begun) if form == "inspection" else None)
            or (self._by_number(entry, page, begun) if form == "inspection" else None)
        )

    def _bracketed(self, entry: Entry) -> FocusHeading | None:
        """A title in the brackets of all the report's titles, with the answer behind it."""
        found = _IN_BRACKETS.match(entry.text)
        if found is None or entry.cell or not self._brackets:
            return None
        focus = self._topic_titles.named(found[1], "", 0)
        return FocusHeading(focus, 1, page=False, answer=found[2]) if focus else None

    def _numbered(self, entry: Entry, page: bool, begun: Collection[str]) -> FocusHeading | None:
        """A short title in words of its own that has the number of the topic it names."""
        several = _SEVERAL_NUMBERS.match(to_arabic_digits(entry.text))
        leads = _TABLE_NUMBER.findall(several[0]) if several else [entry.lead]
        title = entry.text[several.end() :] if several else entry.rest
        figures = _FIGURE.search(ASIDE.sub("", title))
        if entry.cell or len(title) > _LONGEST_OWN_TITLE or figures or WORKS.match(title):
            return None
        for focus in filter(None, map(self._skeleton.focus_numbered, leads)):
            if any(word in key(title) for word in focus.word_keys):
                return None if focus.number in begun else FocusHeading(focus, 1, page)
        return None

    def _by_number(self, entry: Entry, page: bool, begun: Collection[str]) -> FocusHeading | None:
        """The next topic by its number alone, where all the report's topics have the table's.

        What stands behind it is a short title in words of no topic, or that there is nothing.
        """
        found = _NEXT_TOPIC.match(to_arabic_digits(entry.text))
        if found is None or entry.cell or not self._tabled:
            return None
        numbers = [one.number for one in self._skeleton.focus]
        place = numbers.index(found[1]) if found[1] in numbers else -1
        if not begun or place <= max(at for at, one in enumerate(numbers) if one in begun):
            return None
        title = entry.text[found.end() :].strip(" :")
        nothing = is_filler(title) or key(title) in self._nothing or title.startswith("ไม่")
        own = len(title) <= _SHORT_HEADING and not _FIGURE.search(title) and not WORKS.match(title)
        if not (own or nothing):
            return None
        focus = self._skeleton.focus[place]
        return FocusHeading(focus, 1, page, title if nothing else "")

    def _named_alone(self, entry: Entry, page: bool, begun: Collection[str]) -> FocusHeading | None:
        """A short line that is hardly more than a topic's words, where titles have no numbers.

        It stands behind a blank line, and its topic comes after all those begun.
        """
        if self._numbers_topics or entry.cell or entry.lead or not entry.gap or entry.blank:
            return None
        if len(entry.text) > _SHORT_HEADING or _FIGURE.search(entry.text.replace("21", "")):
            return None
        places = [n for n, focus in enumerate(self._skeleton.focus) if focus.number in begun]
        later = self._skeleton.focus[max(places, default=len(self._skeleton.focus)) + 1 :]
        focus = mostly_named(key(entry.text), later, COVERED)
        return FocusHeading(focus, 1, page) if focus and not WORKS.match(entry.text) else None

    def focus_of_number(self, number: str, above: str) -> Focus | None:
        """The topic of a number that the heading above its parts names too."""
        focus = self._skeleton.focus_numbered(number)
        named = focus is not None and any(word in key(above) for word in focus.word_keys)
        return focus if named else None

    def _above_parts(
        self, entries: Sequence[Entry], at: int, page: bool, form: ReportForm | None
    ) -> FocusHeading | None:
        """A title in words of its own: it is called จุดเน้น, or the first part begins below it."""
        entry = entries[at]
        if entry.cell or len(entry.text) > _LONGEST_HEADING * 2 or self._heads_unit(entry.text):
            return None
        following = entries[at + 1] if at + 1 < len(entries) else None
        begun = form and following and self.begins_parts(following, form)
        if not begun and not _CALLED_TOPIC.match(entry.text):
            return None
        focus = self.focus_titled(entry, sure=bool(begun) and form == "inspection")
        return FocusHeading(focus, 1, page) if focus else None

    def focus_titled(self, entry: Entry, *, sure: bool = False) -> Focus | None:
        """The topic of a title in words of its own: by words that few topics share, or by any.

        By any words only where it is ``sure`` to be one, or looks like one and tells of no work.
        """
        first = _NEXT_CALLED.split(entry.text)[0]  # of topics counted on one line
        if first != entry.text:
            lead, rest = split_lead(first)
            entry = replace(entry, text=first, lead=lead, rest=rest, key=key(rest))
        title = _CALLED_TOPIC.sub("", entry.text, 1)
        called = title != entry.text
        title = title if called else entry.rest
        heads = entry.markdown or bool(entry.lead)
        if not (sure or called) and (
            not heads or len(title) > _LONGEST_OWN_TITLE or WORKS.match(title)
        ):
            return self.focus_like(entry)
        named = self._topic_titles.by_words(key(entry.rest), entry.lead)
        return self.focus_like(entry) or (
            named if sure or called or not _FIGURE.search(title) else None
        )

    def focus_like(self, entry: Entry) -> Focus | None:
        """The topic whose title shares the words that few topics share, if one clearly does."""
        return self._topic_titles.telling(_CALLED_TOPIC.sub("", entry.rest, 1))

    def focus_bare(self, entry: Entry) -> Focus | None:
        """The topic that a short line alone names and hardly says more: "ด้านเด็กตกหล่น"."""
        own = key(entry.text.removeprefix("ด้าน"))
        alone = entry.gap and not entry.cell and not entry.lead
        if not own or not alone or len(own) > _SHORT_HEADING or _FIGURE.search(entry.text):
            return None
        return mostly_named(own, self._skeleton.focus, _MOST_OF_TITLE)

    def begins_parts(self, entry: Entry, form: ReportForm) -> bool:
        """Whether an entry is the heading of the part that comes first."""
        first = self._skeleton.parts_of(form)[0]
        recurs = self._recurring[form].begins(entry)
        if recurs is not None and recurs[0][0] == first:
            return True
        begins = len(entry.text) <= _LONGEST_HEADING and entry.key.startswith(first.start_keys)
        if form == "inspection" and not begins and not entry.cell:
            named = self.named_first(entry.rest)  # its answer stands on its line
            begins = named is not None and key(named.text) in first.bare_keys
        return not entry.cell and (begins or entry.key in first.bare_keys)

    def part_by_number(
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
        alone = self._stands_alone(entries, at)
        alone &= not any(word in key(mark.rest) for word in self._instructions)
        alone |= key(mark.rest) in self._nothing or names_level(mark.rest)
        rest = _behind_words(mark.rest, part, alone or self._numbering.explained)
        return Heading(mark.rest, 1, rest, part, tuple(others))

    def parts_in_one_line(self, entry: Entry) -> list[tuple[tuple[PartHeading, ...], str]]:
        """The parts that a line answers one behind the other: "ก. จัดอบรม ข. - ค. ไม่มี"."""
        return self._numbering.in_one_line(entry)

    def has_part_number(self, entry: Entry) -> bool:
        """Whether an entry begins with a number that the report explains as a part's."""
        mark = self._numbering.marks(entry, frozenset()) if self._numbering.explained else None
        return mark is not None and bool(self._numbering.parts_at(mark))

    def part_of_division(self, entry: Entry) -> ReportPart | None:
        """The part that a whole division of the report tells of, topic by topic."""
        return self._divisions.get(entry.text)

    def ends_topic(self, entry: Entry) -> bool:
        """Whether an entry is a title and names no known topic: by its shape, or what it says."""
        beside = _BESIDE_TOPICS.match(entry.rest) and (entry.gap or entry.markdown)
        short = len(entry.text) <= _SHORT_HEADING and not entry.cell and ":" not in entry.text
        return _place(entry) in self._untold or bool(beside and short)

    def _marked(self, entry: Entry) -> bool:
        """Whether an entry has a number of the style of parts."""
        return part_number(entry.text) is not None or bool(_CALLED_TOPIC.match(entry.text))

    def part_of_unit(
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
        found = self._series.begins(entry, expected, self._nothing, fresh=fresh)
        if found is None:
            return None
        first, *others = found.parts
        return Heading(entry.rest, 1, found.answer, first, tuple(others), found.last)

    def _headed_by_word(self, entry: Entry, now: ReportPart | None) -> Heading | None:
        """The part further on that the first word of a line heads, as lines of their own do."""
        found = self._recurring["unit"].begins_with(entry, now)
        return Heading(entry.rest, 1, found[1], found[0]) if found else None

    def answered(self, entry: Entry, heading: Heading) -> Heading:
        """The heading of an inspection form with the answer behind words that recur on its line."""
        if heading.answer or heading.together or heading.count > 1:
            return heading
        other = self.recurs(entry, "inspection")
        if other is None or other.part != heading.part or _TAIL_OF_HEADING.match(other.answer):
            return heading
        return replace(heading, answer=other.answer)

    def recurs(self, entry: Entry, form: ReportForm) -> Heading | None:
        """The part whose heading an entry is because it recurs, topic by topic or unit by unit."""
        found = self._recurring[form].begins(entry)
        if found is None:
            return None
        (first, *others), answer = found
        return Heading(entry.rest, 1, answer, first, tuple(others))

    def _by_own_words(self, entry: Entry, expected: int) -> Heading | None:
        """The part that a short heading names, where its number is the ``expected`` one."""
        title, colon, answer = entry.rest.partition(":")
        if entry.cell or entry.lead != str(expected) or len(title) > _LONGEST_OWN_PART:
            return None
        if _FIGURE.search(title) or not title:
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

    def part_at(
        self, entries: Sequence[Entry], at: int, form: ReportForm, focus: Focus | None, now: int
    ) -> Heading | None:
        """The part whose heading begins at an entry; ``now`` is the place of the part one is in."""
        entry = entries[at]
        if found := self._part_set_off(entry, form, focus, now):
            return found
        if len(entry.text) > _LONGEST_HEADING * 4:
            return None
        titles = focus.keys if focus else ()
        for place, part in enumerate(self._skeleton.parts_of(form)):
            # Parts may be missing between; then the form's own number (x.y.5) must say so.
            ahead = place - now
            numbered = ahead > 0 and re.fullmatch(rf"[0-9]+\.[0-9]+\.{place + 1}", entry.lead)
            loose = part.loose_keys if numbered or 0 < ahead <= _NEXT_PARTS else ()
            start = longest_start(entry.key, (*part.start_keys, *loose))
            if not start and numbered:
                start = _start_like(entry.key, part.start_keys)
            if not start and ahead > 0 and not entry.cell:
                said = key(ASIDE.sub("", entry.rest))
                start = said if said in part.bare_keys else ""
            whole = start or entry.key in part.loose_keys
            broken = "" if whole else _broken_start(entries, at, part.start_keys)
            start = start or broken
            if not start:
                continue
            if broken:
                text, count = joined(entry.rest, entries[at + 1].text), 2
            else:
                text, count = self._whole_heading(entries, at, part, titles)
            answer = _answer_behind(text, part) or self._short_answer(text, part, titles)
            usual = self._series.usual(entry) if form == "unit" and not answer else ""
            headed = self._recurring[form].begins_with(entry, None) if form == "unit" else None
            alone = headed is None or self._recurring[form].begins(entry) is not None
            if usual and count == 1:
                answer = text[_position_after(text, usual, 0) :].strip(" :")
            elif headed and not answer and not alone and not _TAIL_OF_HEADING.match(headed[1]):
                answer = headed[1]
            elif (
                not answer and numbered and whole and count == 1 and self._stands_alone(entries, at)
            ):
                answer = self._behind(text, start, titles)
            if self._is_heading(entry, text[: len(text) - len(answer)], start, part, titles):
                return Heading(text, count, answer, part)
        return None

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
        named = self.named_parts(label) if answer.strip() or alone else ()
        if named:
            if key(answer) in self._skeleton.form.label_keys:
                return ()
            return tuple(Heading(label, 1, answer.strip(), part) for part in named)
        each = [self.named_first(split_lead(one)[1]) for one in entry.spaced]
        found = tuple(one for one in each if one)
        return found if len(found) > 1 and len(found) == len(each) else ()

    def named_parts(self, label: str) -> tuple[PartHeading, ...]:
        """The parts that a label names, if it names nothing else."""
        whole = self._part_called(key(ASIDE.sub("", label)))
        if whole:
            return (whole,)
        each = [self._part_called(key(one)) for one in _LABELS_APART.split(label)]
        return tuple(one for one in each if one) if all(each) else ()

    def named_first(self, text: str) -> Heading | None:
        """The part that the first word of a text names, and what stands behind it."""
        label, _, answer = text.partition(" ")
        part = self._part_called(key(label))
        answer = "" if _TAIL_OF_HEADING.match(answer) else answer.lstrip(" :")
        return Heading(label, 1, answer, part) if part and answer else None

    def parts_labelled(
        self, labels: Sequence[str], ignored: Sequence[bool]
    ) -> list[tuple[PartHeading, ...]]:
        """The parts that the labels of a series name together, in words of a report's own."""
        form = self._skeleton.form.label_keys
        own = [not key(one) or (key(one) in form) for one in labels]
        own = [one or other for one, other in zip(own, ignored, strict=True)]
        texts = ["" if other else one for one, other in zip(labels, ignored, strict=True)]
        texts = [split_lead(one)[1] for one in texts]
        return labelled_in_order(texts, self._skeleton.parts_of("inspection"), own)

    def topic_in(self, text: str) -> Focus | None:
        """The topic that a cell names, and hardly says more."""
        title = title_in(text, split_lead(text)[1])
        if len(title) > _LONGEST_OWN_TITLE * 2 or is_filler(title):
            return None
        return self._topic_titles.named(title, split_lead(text)[0], _COVERED_CELL)

    def _part_called(self, name: str) -> PartHeading | None:
        """The part of the inspection form of exactly this name."""
        return self._called.get(name)

    def _part_set_off(
        self, entry: Entry, form: ReportForm, focus: Focus | None, now: int
    ) -> Heading | None:
        """The part whose heading a wide space sets off from the answer on its line."""
        if form != "inspection" or entry.cell or len(entry.spaced) < _COLUMNS:
            return None
        text, answer = entry.spaced[0], " ".join(entry.spaced[1:])
        # Brackets with words behind them are who answers, others end the heading.
        told = answer.startswith("(") and ASIDE.sub("", answer, 1).strip()
        tail = _TAIL_OF_HEADING.match(answer) is not None and not told
        if tail or key(answer) in self._skeleton.form.label_keys:
            return None
        titles = focus.keys if focus else ()
        if any(key(answer) in title for title in titles) or is_filler(text):
            return None
        lead, rest = split_lead(text)
        head = replace(entry, text=text, lead=lead, rest=rest, key=key(rest), spaced=())
        found = self.part_at((head,), 0, form, focus, now)
        return replace(found, answer=answer) if found and not found.answer else None

    def _short_answer(self, text: str, part: PartHeading, titles: Sequence[str]) -> str:
        """A short answer set off from its heading by a space: "ไม่มี", or a sentence."""
        digits = to_arabic_digits(text)
        after = max((digits.rfind(end) + len(end) for end in part.ends if end in digits), default=0)
        tail = without_leaders(text[after:]) if after else ""
        own = key(tail).strip("()")
        if own in self._nothing:
            return tail
        told = text[after : after + 1] == " " and not _TAIL_OF_HEADING.match(tail)
        if part.part == "innovation" or not told or len(own) <= _LONGEST_TAIL:
            return ""
        return "" if any(own in title or title in own for title in titles) else tail

    def _stands_alone(self, entries: Sequence[Entry], at: int) -> bool:
        """Whether no answer may follow a heading: the next one stands below it."""
        following = entries[at + 1] if at + 1 < len(entries) else None
        if following is not None and following.number == entries[at].number:
            return False
        parted = following is not None and following.gap and not self._double_spaced
        if following is None or parted or self._marked(following):
            return True
        if self.is_policy(following):
            return True
        policy, deeper, _ = following.lead.partition(".")  # the title of the next topic
        same = entries[at].lead.startswith(f"{policy}.")
        return bool(deeper) and not following.cell and (same or self._titles(following))

    def _titles(self, entry: Entry) -> bool:
        """Whether an entry has the number of the topic that it names."""
        focus = self._topic_titles.named(entry.rest, entry.lead, 0.0)
        return focus is not None and focus.number == entry.lead

    def _behind(self, text: str, start: str, titles: Sequence[str]) -> str:
        """What stands behind the words of a heading that has no other answer, if it is no title."""
        after = _position_after(text, start, 0)
        tail = without_leaders(text[after:])
        own = key(tail).strip("()")
        if not own or text[after : after + 1] not in (" ", ".", "…"):
            return ""
        if own in self._nothing:
            return tail
        heads = _TAIL_OF_HEADING.match(tail) or any(word in own for word in self._instructions)
        return "" if heads or any(own in title or title in own for title in titles) else tail

    def _is_heading(
        self, entry: Entry, text: str, start: str, part: PartHeading, titles: Sequence[str]
    ) -> bool:
        """Whether a text that begins like a heading is short enough for one, titles aside."""
        own = key(text)
        if any(word in own for word in self._instructions):
            return True
        for title in titles:
            for begin in (title, title.removeprefix("การ")):
                own = own.partition(begin[:SHORTEST_LIKE])[0]
        ended = own.endswith(tuple(map(key, part.ends)))
        headed = bool(entry.lead) or entry.markdown or ended or entry.key in self._repeated
        limit = _LONGEST_HEADING if headed else _SHORT_HEADING
        return len(own) <= max(limit, len(start) + _LONGEST_TAIL)

    def _whole_heading(
        self, entries: Sequence[Entry], at: int, part: PartHeading, titles: Sequence[str]
    ) -> tuple[str, int]:
        """A heading with the lines it goes on for: more of the title, or the form's instruction."""
        following = entries[at + 1 : at + MAX_CONTINUATION]
        count = 1 + self._instruction_lines(following) if part.part == "innovation" else 1
        for entry in following[count - 1 :]:
            whole = key(entry.text)
            if len(whole) < _SHORTEST_PIECE or not any(whole in title for title in titles):
                break
            count += 1
        return " ".join([entries[at].rest, *(one.text for one in following[: count - 1])]), count

    def _instruction_lines(self, following: Sequence[Entry]) -> int:
        """How many of the lines go on to the end of the form's instruction."""
        found = 0
        for count, entry in enumerate(following, 1):
            if entry.blank or (entry.opens and not entry.text.startswith(("*", "("))):
                break
            if any(word in key(entry.text) for word in self._instructions):
                found = count
        return found

    def question_at(self, entries: Sequence[Entry], at: int, focus: Focus | None) -> Heading | None:
        """The form's question that begins at an entry."""
        entry = entries[at]
        for start, end in focus.question_keys if focus else ():
            if entry.key.startswith(start):
                return _question(entries, at, start, end)
        if entry.lead and entry.key.startswith(self._question_starts):
            question, answer = _asked(entry.rest)
            return Heading(question or entry.rest, 1, answer)
        if entry.lead or entry.markdown:
            question, answer = _asked(entry.rest)
            if question and _ASKED.search(question):
                return Heading(question, 1, answer)
        if focus and key(entry.rest.partition(":")[0]) in focus.topic_keys:
            return Heading(entry.rest, 1, entry.rest.partition(":")[2].strip())
        return None

    def without_label(self, entry: Entry) -> str:
        """The text of an entry without the form's labels; empty where nothing else stands there."""
        text = without_leaders(entry.text)
        bare = ASIDE.sub(self._no_aside, entry.rest)
        if key(bare) in self._skeleton.form.label_keys or self._is_form_line(entry, text):
            return ""
        if lead_in := self.lead_in(entry):
            return ASIDE.sub(self._no_aside, entry.rest[len(lead_in) :], 1).strip(" :")
        return text

    def lead_in(self, entry: Entry) -> str:
        """The form's words that lead to one of several answers of a part; empty where none do."""
        led = (one for one in self._skeleton.form.lead_ins if entry.rest.startswith(one))
        return next(led, "")

    def heads_table(self, row: Sequence[str]) -> bool:
        """Whether a row heads the columns of a table: all cells short, one a label of the form."""
        if len(row) < _COLUMNS or any(len(cell) > _LONGEST_COLUMN for cell in row):
            return False
        keys = [key(split_lead(cell)[1]) for cell in row]
        if any(
            one in self._nothing or is_filler(cell) for one, cell in zip(keys, row, strict=True)
        ):
            return False
        return any(one in self._skeleton.form.label_keys for one in keys) and not any(
            _FIGURE.search(cell) for cell in row
        )

    def is_title(self, entry: Entry) -> bool:
        """Whether it is a title of the whole report."""
        return is_title(entry, self._skeleton.form)

    def _no_aside(self, match: re.Match[str]) -> str:
        inner = key(match[0][1:-1])
        return "" if inner in self._asides else match[0]

    def _is_form_line(self, entry: Entry, text: str) -> bool:
        if len(text) > _LONGEST_HEADING:
            return False
        rest = key(text)
        for word in self._instructions:
            rest = rest.replace(word, "")
        return rest != key(text) and (is_filler(rest) or len(rest) < _LONGEST_TAIL)


def is_title(entry: Entry, form: FormWords) -> bool:
    """Whether an entry is a title of a whole report."""
    return len(entry.text) <= _LONGEST_HEADING and key(entry.text).startswith(form.title_keys)


def is_report_title(entry: Entry, form: FormWords) -> bool:
    """Whether it is a title that names a report, and not only its year."""
    return is_title(entry, form) and any(word in entry.key for word in _REPORT)


def _place(entry: Entry) -> tuple[int, int, str]:
    """What tells an entry of a report from all others."""
    return entry.number, entry.cell, entry.text


def _behind_words(text: str, part: PartHeading, alone: bool) -> str:
    """What stands behind a number as the answer: all of it, or what the heading's words leave.

    ``alone`` says that no other answer follows, so words of no heading are one.
    """
    known = (*part.start_keys, *part.loose_keys, *part.bare_keys, *part.word_keys)
    start = longest_start(key(text), known)
    if not start:
        return without_leaders(text) if alone or _FIGURE.search(text) else ""
    rest = text[_position_after(text, start, 0) :]
    return without_leaders(rest).lstrip(" :-–") if rest[:1] in (" ", ":", "-", "–") else ""


def _broken_start(entries: Sequence[Entry], at: int, starts: Sequence[str]) -> str:
    """The beginning of a heading that is broken over two lines; empty where there is none."""
    entry = entries[at]
    following = entries[at + 1] if at + 1 < len(entries) else None
    headed = bool(entry.lead) or entry.markdown
    if not headed or following is None or following.opens or len(entry.key) < _SHORTEST_BROKEN:
        return ""
    whole = entry.key + following.key
    broken = [one for one in starts if one != entry.key and one.startswith(entry.key)]
    return longest_start(whole, broken)


def _start_like(text_key: str, starts: Sequence[str]) -> str:
    """The beginning of a part's heading that a text says in other words; empty where none is."""
    like = (start for start in starts if fuzz.ratio(text_key[: len(start)], start) >= _LIKE_PART)
    return next(like, "")


def _has_page_number(entries: Sequence[Entry], at: int) -> bool:
    """Whether a title goes on with leaders and a page, or has one in the next cell."""
    if _PAGE_NUMBER.search(entries[at].text):
        return True
    following = entries[at + 1] if at + 1 < len(entries) else None
    return (
        following is not None
        and following.number == entries[at].number
        and following.text.isdecimal()
    )


def _wrapped(entries: Sequence[Entry], at: int, found: str, title: str) -> int:
    """Over how many entries a wrapped title goes; 0 where it does not begin here."""
    if len(found) < SHORTEST_LIKE or not title.startswith(found):
        return 0
    for count, entry in enumerate(entries[at + 1 : at + MAX_CONTINUATION], 2):
        found += key(entry.text)
        if is_title_of(found, title):
            return count
        if not title.startswith(found):
            break
    return 0


def _question(entries: Sequence[Entry], at: int, start: str, end: str) -> Heading:
    """A question with all its lines, the definition in brackets behind it, and an answer if any."""
    text = entries[at].rest
    count = 1
    while end not in key(text)[len(start) :] and count < MAX_CONTINUATION:
        following = entries[at + count] if at + count < len(entries) else None
        if following is None or following.blank or following.opens or following.cell:
            break
        if following.text.startswith(_NAMES_UNIT):  # an answer, which may say the question again
            break
        text, count = f"{text} {following.text}", count + 1
    if end not in key(text)[len(start) :]:
        question, answer = _asked(entries[at].rest)
        return Heading(question or entries[at].rest, 1, answer)
    tail = text[_position_after(text, end, len(start)) :].strip()
    following = entries[at + count] if at + count < len(entries) else None
    if not tail and following and following.text.startswith("(") and "หมายถึง" in following.text:
        tail, count = following.text, count + 1
    if tail.startswith(("(", "ในสถานศึกษา (")) and "หมายถึง" in tail:
        while tail.count("(") > tail.count(")") and count < 3 * MAX_CONTINUATION:
            if at + count >= len(entries):
                break
            tail, count = f"{tail} {entries[at + count].text}", count + 1
        text, tail = f"{text} {tail}", tail[tail.rfind(")") + 1 :].strip()
    answer = _SAYS.sub("", tail, 1)
    return Heading(text, count, answer if len(key(answer)) > _LONGEST_TAIL else "")


def _asked(text: str) -> tuple[str, str]:
    """A question in words that no form has, and the answer behind it on the same line.

    It ends where its asking does, or where the name of an office begins the answer; empty where
    the text asks nothing.
    """
    ends = [found.end() for found in (_ASKED.search(text), _ANSWERER.search(text)) if found]
    if not ends or min(ends) > _LONGEST_QUESTION:
        return "", ""
    return text[: min(ends)].strip(), _SAYS.sub("", text[min(ends) :], 1).strip()


def _position_after(text: str, end: str, least: int) -> int:
    """Where in a text the first occurrence of a key ends that begins after ``least`` of its key."""
    found = key(text).find(end, least) + len(end)
    low, high = 0, len(text)
    while low < high:  # the key of a prefix grows with the prefix
        middle = (low + high) // 2
        if len(key(text[:middle])) < found:
            low = middle + 1
        else:
            high = middle
    return low


def _answer_behind(text: str, part: PartHeading) -> str:
    """What a line goes on with after its heading, where that is more than the heading's tail."""
    digits = to_arabic_digits(text)
    after = max((digits.rfind(end) + len(end) for end in part.ends if end in digits), default=0)
    tail = text[after:].lstrip(" )*:").strip() if after else ""
    if ":" in text:
        behind = text.partition(":")[2].strip()
        more = len(key(behind)) > len(key(tail)) and not _TAIL_OF_HEADING.match(behind)
        tail = behind if more else tail
    ends = text.endswith(tail)
    tail = without_leaders(tail)
    marked = any(mark in text for mark in ("แนบรูปภาพ", "พอสังเขป", "(ถ้ามี)", ":"))
    enough = 2 if marked else _ANSWER_TAIL
    return tail if len(key(tail)) > enough and ends else ""
