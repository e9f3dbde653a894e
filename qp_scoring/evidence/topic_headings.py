"""Headings of topics: by their titles, their numbers, their shapes, or what stands below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import (
    LONGEST_HEADING,
    MAX_CONTINUATION,
    SHORT_HEADING,
    FormLines,
)
from qp_scoring.evidence.part_headings import PartHeadings
from qp_scoring.evidence.shapes import ITEM_NUMBER, number_style
from qp_scoring.evidence.skeleton import Focus, ReportForm, Skeleton
from qp_scoring.evidence.text import (
    ASIDE,
    BRACKETS,
    FIGURE,
    TOPIC_WORDS,
    is_filler,
    key,
    split_lead,
)
from qp_scoring.evidence.topic_shapes import TopicShapes, title_in
from qp_scoring.evidence.topic_titles import (
    AGENCIES,
    CALLED_TOPIC,
    COVERED,
    SHORTEST_LIKE,
    WORKS,
    TopicTitles,
    is_title_of,
    mostly_named,
)
from qp_scoring.thai import to_arabic_digits

_PAGE_NUMBER = re.compile(r"(?:\.{3,}|…)\s*[0-9๐-๙]{1,3}\s*$")
_SECTION_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")
# A topic may be called one before its number, and numbered in its list before that.
_TOPIC_WORD = re.compile(
    r"^(?:\(?[0-9๐-๙]{1,2}[.)]\s*)?(?:จุดเน้น(?:การตรวจราชการ)?|ประเด็น(?:นโยบาย)?|ข้อ)\s*(?:ที่)?\s*(?=[0-9๐-๙:])"
)
_NEXT_CALLED = re.compile(rf"\s+(?=(?:{TOPIC_WORDS})ที่\s*[0-9๐-๙])")
_IN_BRACKETS = re.compile(r"\[([^\]]{2,60})\]\s+(.+)")
_LONGEST_OWN_TITLE = 110
_MOST_OF_TITLE = 0.6  # of its letters are words of the topic
_COVERED_CELL = 0.3  # of the letters of a table's cell: so many are its topic's words
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
# "A = Active Learning": a letter of a model's name and what it stands for.
_SPELT_OUT = re.compile(r"\W*[A-Za-z]\s*(?:=|คือ|หมายถึง|ย่อมาจาก)\s*\S")
_MOSTLY_TABLED = 6  # topics under their own numbers, for others to be known by them alone


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


class TopicHeadings:
    """Knows the headings of the topics of a report.

    ``kind_of`` says what the entry at a place begins that is no topic; empty where nothing.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        entries: Sequence[Entry],
        heads_unit: Callable[[str], bool],
        kind_of: Callable[[int], str],
        lines: FormLines,
        parts: PartHeadings,
        titles: TopicTitles,
    ) -> None:
        self._skeleton = skeleton
        self._heads_unit = heads_unit
        self._lines = lines
        self._parts = parts
        self._titles = titles
        self._have_numbers = any(
            "." in one.lead and self._numbered(one, page=False, begun=()) for one in entries
        )
        self._tabled = self._numbered_as_the_table(entries)
        shapes = TopicShapes(entries, kind_of, titles, skeleton.focus_numbered)
        self.shaped = len(shapes.topics)
        """How many topics are known by the shape that their titles share."""
        self._brackets = any(entries[at].signs == BRACKETS for at in shapes.places)
        self._untold = frozenset(_place(entries[at]) for at in shapes.untold)
        self._shaped = {_place(entries[at]): shapes.topic_at(at) for at in shapes.places}

    def at(
        self,
        entries: Sequence[Entry],
        at: int,
        form: ReportForm | None = None,
        begun: Collection[str] = (),
        item: str = "",
    ) -> FocusHeading | None:
        """The จุดเน้น whose heading begins at an entry, and others whose numbers stand beside it.

        ``begun`` are the numbers of topics met before, ``item`` that of the answer's last item.
        """
        found = self._found_at(entries, at, form, begun, item)
        if found is None:
            return None
        together = self._numbered_with(entries[at], found.focus)
        closes = 0 if found.answer else _closes_brackets(entries, at, found.count)
        return replace(found, together=together, count=found.count + closes)

    def number_at(self, entries: Sequence[Entry], at: int) -> str | None:
        """The number of the topic whose title stands at an entry of a report about topics."""
        found = self.at(entries, at, "inspection")
        return found.focus.number if found and not found.page else None

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

    def _found_at(
        self,
        entries: Sequence[Entry],
        at: int,
        form: ReportForm | None,
        begun: Collection[str],
        item: str,
    ) -> FocusHeading | None:
        """The จุดเน้น whose heading begins at an entry, however many lines the title takes.

        In a known form a title in words of its own is known by the first part below it, or by a
        number of the table, unless that topic has ``begun``. An answer may follow a colon.
        """
        entry = entries[at]
        if shaped := self._shaped.get(_place(entry)):
            return FocusHeading(shaped, 1, page=False)
        if found := self._bracketed(entry) or self._numbers_alone(entry, begun):
            return found
        title, colon, answer = entry.text.partition(" : ")
        if not colon and len(entry.spaced) > 1:
            title, colon, answer = entry.spaced[0], " ", " ".join(entry.spaced[1:])
        if colon and form == "inspection" and entry.lead and not entry.cell:
            _, rest = split_lead(title)
            alone = replace(entry, text=title, rest=rest, key=key(rest))
            like = self._titles.like(alone.key, entry.lead)
            found = FocusHeading(like, 1, page=False) if like else None
            found = found or self._numbered(alone, page=False, begun=begun)
            if found is not None:
                return replace(found, answer=answer.strip())
        if len(entry.text) > LONGEST_HEADING * 3:
            return None
        lead, whole, after_lead = _title_keys(entry.text)
        page = _has_page_number(entries, at)
        heads = bool(_SECTION_NUMBER.fullmatch(lead)) or entry.markdown or not lead
        may_be = any(map(self._titles.may_begin, (whole, after_lead)))
        for focus in self._skeleton.focus if may_be else ():
            for title in focus.keys:
                if is_title_of(whole, title) or (heads and is_title_of(after_lead, title)):
                    return FocusHeading(focus, 1, page)
                count = _wrapped(entries, at, after_lead, title) if heads else 0
                if count:
                    return FocusHeading(focus, count, page)
        if like := self._titles.like(after_lead, lead):
            return FocusHeading(like, 1, page)
        return (
            self._above_parts(entries, at, page, form)
            or (self._numbered(entry, page, begun) if form == "inspection" else None)
            or (self._named_alone(entry, page, begun) if form == "inspection" else None)
            or (self._by_number(entry, page, begun, item) if form == "inspection" else None)
        )

    def _bracketed(self, entry: Entry) -> FocusHeading | None:
        """A title in the brackets of all the report's titles, with the answer behind it."""
        found = _IN_BRACKETS.match(entry.text) if self._brackets and not entry.cell else None
        focus = self._titles.named(found[1], "", 0) if found else None
        return FocusHeading(focus, 1, page=False, answer=found[2]) if found and focus else None

    def _numbers_alone(self, entry: Entry, begun: Collection[str]) -> FocusHeading | None:
        """The topics whose numbers are all that a line holds, where topics have the table's.

        None of them has begun: a table at a report's end may list them all again.
        """
        if entry.cell or not self._have_numbers:
            return None
        text = _TOPIC_WORD.sub("", to_arabic_digits(entry.text), 1)
        numbers = _TABLE_NUMBER.findall(text)
        if not _SEVERAL_NUMBERS.fullmatch(text) or any(one in begun for one in numbers):
            return None
        topics = [*map(self._skeleton.focus_numbered, numbers)]
        return FocusHeading(topics[0], 1, page=False) if topics[0] and all(topics) else None

    def _above_parts(
        self, entries: Sequence[Entry], at: int, page: bool, form: ReportForm | None
    ) -> FocusHeading | None:
        """A title in words of its own: it is called จุดเน้น, or the first part begins below it."""
        entry = entries[at]
        if entry.cell or len(entry.text) > LONGEST_HEADING * 2:
            return None
        following = entries[at + 1] if at + 1 < len(entries) else None
        begun = form and following and self._parts.begins_first(following, form)
        if not begun and not CALLED_TOPIC.match(entry.text):
            return None
        if form and self._parts.begins_first(entry, form):  # broken, its end stands below it
            return None
        if self._heads_unit(entry.text) or self._lines.names_agencies(entry):
            return None
        focus = self.titled(entry, sure=bool(begun) and form == "inspection")
        return FocusHeading(focus, 1, page) if focus else None

    def _numbered(self, entry: Entry, page: bool, begun: Collection[str]) -> FocusHeading | None:
        """A short title in words of its own that has the number of the topic it names."""
        text = to_arabic_digits(entry.text)
        several = None if entry.cell else _SEVERAL_NUMBERS.match(text)
        leads = _TABLE_NUMBER.findall(several[0]) if several else [entry.lead]
        topics = [*filter(None, map(self._skeleton.focus_numbered, leads))]
        title = entry.text[several.end() :] if several else entry.rest
        if not topics or entry.cell or len(title) > _LONGEST_OWN_TITLE:
            return None
        if FIGURE.search(ASIDE.sub("", title)) or WORKS.match(title):
            return None
        named = (one for one in topics if any(word in key(title) for word in one.word_keys))
        focus = None if number_style(text) == ITEM_NUMBER else next(named, None)
        return FocusHeading(focus, 1, page) if focus and focus.number not in begun else None

    def _named_alone(self, entry: Entry, page: bool, begun: Collection[str]) -> FocusHeading | None:
        """A short line that is hardly more than a topic's words, where titles have no numbers.

        It stands behind a blank line, and its topic comes after all those begun.
        """
        if self._have_numbers or entry.cell or entry.lead or not entry.gap or entry.blank:
            return None
        if len(entry.text) > SHORT_HEADING or FIGURE.search(entry.text.replace("21", "")):
            return None
        places = [n for n, focus in enumerate(self._skeleton.focus) if focus.number in begun]
        later = self._skeleton.focus[max(places, default=len(self._skeleton.focus)) + 1 :]
        focus = mostly_named(key(entry.text), later, COVERED)
        return FocusHeading(focus, 1, page) if focus and not WORKS.match(entry.text) else None

    def _by_number(
        self, entry: Entry, page: bool, begun: Collection[str], item: str
    ) -> FocusHeading | None:
        """The next topic by its number alone, where all the report's topics have the table's.

        What stands behind it is a short title in words of no topic, or that there is nothing. It is
        no item of a list in the answer: the first below its item 3, or the next behind item 3.1.
        """
        may_be = self._tabled and not entry.cell
        found = _NEXT_TOPIC.match(to_arabic_digits(entry.text)) if may_be else None
        if found is None:
            return None
        policy, _, number = found[1].partition(".")
        if item == (policy if number == "1" else f"{policy}.{int(number) - 1}"):
            return None
        numbers = [one.number for one in self._skeleton.focus]
        place = numbers.index(found[1]) if found[1] in numbers else -1
        if not begun or place <= max(at for at, one in enumerate(numbers) if one in begun):
            return None
        title = entry.text[found.end() :].strip(" :")
        nothing = is_filler(title) or key(title) in self._lines.nothing or title.startswith("ไม่")
        own = len(title) <= SHORT_HEADING and not FIGURE.search(title) and not WORKS.match(title)
        if not (own or nothing):
            return None
        focus = self._skeleton.focus[place]
        return FocusHeading(focus, 1, page, title if nothing else "")

    def _numbered_as_the_table(self, entries: Sequence[Entry]) -> bool:
        """Whether the report's topics have the numbers of the table, all that are known."""
        own: set[str] = set()
        for entry in entries:
            if "." in entry.lead and not entry.cell and len(entry.text) <= LONGEST_HEADING * 2:
                focus = self._skeleton.focus_numbered(entry.lead)
                if focus and any(is_title_of(entry.key, title) for title in focus.keys):
                    own.add(focus.number)
                elif focus and (found := self._numbered(entry, page=False, begun=())):
                    own.add(found.focus.number)
        return len(own) >= _MOSTLY_TABLED

    def count_numbered(self, entries: Iterable[Entry]) -> int:
        """How many topics stand under their numbers, of which a report on one policy has few."""
        found = (self._numbered(entry, page=False, begun=()) for entry in entries)
        return len({one.focus.number for one in found if one})

    def count_titled(self, entries: Sequence[Entry]) -> int:
        """How many topics stand under their titles, where no heading of a part is known."""
        found = (self.at(entries, at) for at in range(len(entries)))
        return len({one.focus.number for one in found if one})

    def numbered_below(self, number: str, above: str) -> Focus | None:
        """The topic of a number that the heading above its parts names too."""
        focus = self._skeleton.focus_numbered(number)
        named = focus is not None and any(word in key(above) for word in focus.word_keys)
        return focus if named else None

    def by_numbers(self, cells: Iterable[str]) -> dict[str, Focus]:
        """The topics of cells that all have numbers of the table, where those known have their own.

        Empty where they do not.
        """
        leads = {one: split_lead(one)[0] for one in cells}
        found = {one: self._skeleton.focus_numbered(lead) for one, lead in leads.items()}
        topics = {one: focus for one, focus in found.items() if focus and "." in leads[one]}
        if len(topics) < len(leads):
            return {}
        known = [(self.in_cell(one), focus) for one, focus in topics.items()]
        agree = all(by_words in (None, focus) for by_words, focus in known)
        several = sum(by_words is not None for by_words, _ in known) > 1
        return topics if agree and several else {}

    def titled(self, entry: Entry, *, sure: bool = False) -> Focus | None:
        """The topic of a title in words of its own: by words that few topics share, or by any.

        By any words only where it is ``sure`` to be one, or looks like one and tells of no work.
        """
        first = _NEXT_CALLED.split(entry.text)[0]  # of topics counted on one line
        if first != entry.text:
            lead, rest = split_lead(first)
            entry = replace(entry, text=first, lead=lead, rest=rest, key=key(rest))
        title = CALLED_TOPIC.sub("", entry.text, 1)
        called = title != entry.text
        title = title if called else entry.rest
        heads = entry.markdown or bool(entry.lead)
        if not (sure or called) and (
            not heads or len(title) > _LONGEST_OWN_TITLE or WORKS.match(title)
        ):
            return self.like(entry)
        named = self._titles.by_words(key(entry.rest), entry.lead)
        return self.like(entry) or (named if sure or called or not FIGURE.search(title) else None)

    def like(self, entry: Entry) -> Focus | None:
        """The topic whose title shares the words that few topics share, if one clearly does."""
        return self._titles.telling(CALLED_TOPIC.sub("", entry.rest, 1))

    def bare(self, entry: Entry) -> Focus | None:
        """The topic that a short line alone names and hardly says more: "ด้านเด็กตกหล่น"."""
        own = key(entry.text.removeprefix("ด้าน"))
        alone = entry.gap and not entry.cell and not entry.lead
        if (
            _SPELT_OUT.match(entry.text)
            or not own
            or not alone
            or len(own) > SHORT_HEADING
            or FIGURE.search(entry.text)
        ):
            return None
        return mostly_named(own, self._skeleton.focus, _MOST_OF_TITLE)

    def in_cell(self, text: str) -> Focus | None:
        """The topic that a cell names, and hardly says more."""
        title = title_in(text, split_lead(text)[1])
        if len(title) > _LONGEST_OWN_TITLE * 2 or is_filler(title):
            return None
        return self._titles.named(title, split_lead(text)[0], _COVERED_CELL)

    def asked_below_one(self, labels: Collection[str]) -> bool:
        """Whether most of some labels are what the form asks below one topic."""
        asked = [key(split_lead(one)[1]) for one in labels]
        return any(
            2 * sum(one in focus.topic_keys for one in asked) > len(asked)
            for focus in self._skeleton.focus
        )

    def is_unknown(self, entry: Entry) -> bool:
        """Whether an entry is a title and names no known topic: by its shape, or what it says."""
        beside = _BESIDE_TOPICS.match(entry.rest) and (entry.gap or entry.markdown)
        short = len(entry.text) <= SHORT_HEADING and not entry.cell and ":" not in entry.text
        return self.titles_other(entry) or bool(beside and short)

    def titles_other(self, entry: Entry) -> bool:
        """Whether an entry looks as the titles of topics do, and names none."""
        return _place(entry) in self._untold

    def named_in(self, entries: Iterable[Entry]) -> Focus | None:
        """The จุดเน้น that a title line names somewhere in it, for reports on a single policy."""
        for entry in entries:
            if len(entry.text) <= LONGEST_HEADING * 2:
                title = key(entry.text)
                for focus in self._skeleton.focus:
                    if any(alias in title for alias in focus.alias_keys):
                        return focus
        return None

    def all_in(self, entry: Entry) -> tuple[Focus, ...]:
        """The topics by whose words a title line of a whole report may name them."""
        title = key(entry.text)
        focuses = self._skeleton.focus
        return tuple(one for one in focuses if any(word in title for word in one.word_keys))


def _place(entry: Entry) -> tuple[int, int, str]:
    """What tells an entry of a report from all others."""
    return entry.number, entry.cell, entry.text


@lru_cache(maxsize=4_096)  # every line is asked of several times
def _title_keys(text: str) -> tuple[str, str, str]:
    """The number of a title, and its keys with it and without it.

    Neither a page, nor what a topic is called before its number, nor its agencies are part of it.
    """
    title = AGENCIES.sub("", _TOPIC_WORD.sub("", _without_page(text), 1))
    lead, rest = split_lead(title)
    return lead, key(title), key(rest)


def _without_page(text: str) -> str:
    return _PAGE_NUMBER.sub("", text) if text[-1:].isdecimal() else text


def _closes_brackets(entries: Sequence[Entry], at: int, count: int) -> int:
    """How many lines behind a title go on with the brackets that it leaves open: one, or none."""
    title = " ".join(one.text for one in entries[at : at + count])
    following = entries[at + count] if at + count < len(entries) else None
    if following is None or following.cell or following.gap or len(following.text) > SHORT_HEADING:
        return 0
    return sum(
        title.count(opened) > title.count(closed) and following.text.endswith(closed)
        for opened, closed in ("()", "[]")
    )


def _has_page_number(entries: Sequence[Entry], at: int) -> bool:
    """Whether a title goes on with leaders and a page, or has one in the next cell."""
    if _without_page(entries[at].text) != entries[at].text:
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
