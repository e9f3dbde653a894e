"""Headings of parts in the words of the form, with the answer that stands behind some of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import (
    LONGEST_HEADING,
    LONGEST_TAIL,
    MAX_CONTINUATION,
    SHORT_HEADING,
    FormLines,
)
from qp_scoring.evidence.own_parts import OwnParts
from qp_scoring.evidence.part_labels import tells_outcome
from qp_scoring.evidence.part_names import TAIL_OF_HEADING, Heading, PartNames
from qp_scoring.evidence.skeleton import (
    FORMS,
    Focus,
    PartHeading,
    ReportForm,
    Skeleton,
    longest_start,
)
from qp_scoring.evidence.text import (
    ASIDE,
    FIGURE,
    is_filler,
    joined,
    key,
    position_after,
    split_lead,
    without_leaders,
)
from qp_scoring.evidence.topic_titles import SHORTEST_LIKE
from qp_scoring.thai import to_arabic_digits

_LIKE_PART = 78  # of 100
_SHORTEST_PIECE = 4
_NEXT_PARTS = 2
_ANSWER_TAIL = 60
_SHORTEST_BROKEN = 6
_PIECES = 2  # of a line: the heading and its answer
_JOINS_NAMES = re.compile(r"^(?:หรือ|และ)")
_BEST_PRACTICE = key("(Best Practice)")
_LEADS_TO_TITLE = re.compile(r"^(?:ในด้าน|ใน|ของ|ต่อ|เพื่อ|ด้าน)")
_LEADS_TO_TOPIC = re.compile(r"(?:ด้าน|ของ|ใน|เรื่อง|เกี่ยวกับ|การ)(?!.*(?:[0-9]|ไม่|ยัง|ขาด))")


class PartHeadings:
    """Knows the headings of the parts; ``own`` and ``names`` know them in other words."""

    def __init__(
        self,
        skeleton: Skeleton,
        entries: Sequence[Entry],
        lines: FormLines,
        names: PartNames,
        own: OwnParts,
    ) -> None:
        self._skeleton = skeleton
        self._lines = lines
        self._names = names
        self._own = own
        counts = Counter(entry.key for entry in entries if len(entry.text) <= LONGEST_HEADING)
        self._starts = {
            form: tuple(one for part in skeleton.parts_of(form) for one in part.all_starts)
            for form in FORMS
        }
        self._repeated = frozenset(one for one, count in counts.items() if count > 1)

    def at(
        self, entries: Sequence[Entry], at: int, form: ReportForm, focus: Focus | None, now: int
    ) -> Heading | None:
        """The part whose heading begins at an entry; ``now`` is the place of the part one is in."""
        entry = entries[at]
        if found := self._set_off(entry, form, focus, now):
            return found
        if len(entry.text) > LONGEST_HEADING * 4 or (not entry.lead and tells_outcome(entry.key)):
            return None
        deeper = entry.lead.split(".")[2:]
        goes_on = _goes_on(entries, at)
        may_begin = goes_on or deeper or "(" in entry.rest  # which is no part of a heading
        if not may_begin and not entry.key.startswith(self._starts[form]):
            return None
        titles = focus.keys if focus else ()
        for place, part in enumerate(self._skeleton.parts_of(form)):
            ahead = place - now
            numbered = ahead > 0 and deeper == [str(place + 1)]
            start = _start(entry, part, focus, ahead, numbered=numbered)
            whole = start or entry.key in part.loose_keys
            broken = "" if whole else _broken_start(entry.key, goes_on, part.start_keys)
            start = start or broken
            told = not entry.lead and start in part.loose_keys and FIGURE.search(entry.rest)
            if not start or told:  # ข้อเสนอแนะจากครูนำมาปรับปรุง 3 ประเด็น
                continue
            if broken:
                text, count = joined(entry.rest, entries[at + 1].text), 2
            else:
                text, count = self._whole_heading(entries, at, part, titles)
            answer = _answer_behind(text, part) or self._short_answer(text, part, titles)
            if _says_title(answer, titles) or self._lines.only_instructs(answer):
                answer = ""
            usual = self._own.series.usual(entry) if form == "unit" and not answer else ""
            headed = self._own.recurring[form].begins_with(entry, None) if form == "unit" else None
            alone = headed is None or self._own.recurring[form].begins(entry) is not None
            if usual and count == 1:
                behind = text[position_after(text, usual, 0) :]
                more = behind[:1].strip() and TAIL_OF_HEADING.match(behind)
                answer = "" if more else behind.strip(" :")
            elif headed and not answer and not alone and not TAIL_OF_HEADING.match(headed[1]):
                answer = headed[1]
            elif (
                not answer
                and numbered
                and whole
                and count == 1
                and self._own.stands_alone(entries, at)
            ):
                answer = self._behind(text, start, titles)
            if self._is_heading(entry, text[: len(text) - len(answer)], start, part, titles):
                return Heading(text, count, answer, part)
        return None

    def out_of_order(self, entry: Entry, before: int) -> Heading | None:
        """The part of the form, of those ``before`` a place, whose name is all of a line."""
        if before <= 0 or entry.cell or entry.in_row or len(entry.rest) > SHORT_HEADING:
            return None
        said = key(ASIDE.sub("", entry.rest)).rstrip(".-–")
        named = [
            part
            for part in self._skeleton.parts_of("inspection")[: max(0, before)]
            if said in part.bare_keys
        ]
        return Heading(entry.rest, 1, "", named[0]) if len(named) == 1 else None

    def begins_first(self, entry: Entry, form: ReportForm) -> bool:
        """Whether an entry is the heading of the part that comes first."""
        first = self._skeleton.parts_of(form)[0]
        recurs = self._own.recurring[form].begins(entry)
        if recurs is not None and recurs[0][0] == first:
            return True
        begins = len(entry.text) <= LONGEST_HEADING and entry.key.startswith(first.start_keys)
        if form == "inspection" and not begins and not entry.cell:
            named = self._names.first(entry.rest)  # its answer stands on its line
            begins = named is not None and key(named.text) in first.bare_keys
        return not entry.cell and (begins or entry.key in first.bare_keys)

    def _set_off(
        self, entry: Entry, form: ReportForm, focus: Focus | None, now: int
    ) -> Heading | None:
        """The part whose heading a wide space sets off from the answer on its line."""
        if form != "inspection" or entry.cell or len(entry.spaced) < _PIECES:
            return None
        text, answer = entry.spaced[0], " ".join(entry.spaced[1:])
        # Brackets with words behind them are who answers, others end the heading.
        told = answer.startswith("(") and ASIDE.sub("", answer, 1).strip()
        tail = TAIL_OF_HEADING.match(answer) is not None and not told
        if tail or key(answer) in self._skeleton.form.label_keys:
            return None
        titles = focus.keys if focus else ()
        if any(key(answer) in title for title in titles) or is_filler(text):
            return None
        lead, rest = split_lead(text)
        head = replace(entry, text=text, lead=lead, rest=rest, key=key(rest), spaced=())
        found = self.at((head,), 0, form, focus, now)
        return replace(found, answer=answer) if found and not found.answer else None

    def _short_answer(self, text: str, part: PartHeading, titles: Sequence[str]) -> str:
        """A short answer set off from its heading by a space: "ไม่มี", or a sentence."""
        digits = to_arabic_digits(text)
        after = max((digits.rfind(end) + len(end) for end in part.ends if end in digits), default=0)
        tail = without_leaders(text[after:]) if after else ""
        own = key(tail).strip("()")
        if own in self._lines.nothing:
            return tail
        told = text[after : after + 1] == " " and not TAIL_OF_HEADING.match(tail)
        if part.part == "innovation" or not told or len(own) <= LONGEST_TAIL:
            return ""
        return "" if any(own in title or title in own for title in titles) else tail

    def _behind(self, text: str, start: str, titles: Sequence[str]) -> str:
        """What stands behind the words of a heading that has no other answer, if it is no title."""
        after = position_after(text, start, 0)
        tail = without_leaders(text[after:])
        own = key(tail).strip("()")
        if not own or text[after : after + 1] not in (" ", ".", "…"):
            return ""
        if own in self._lines.nothing:
            return tail
        heads = TAIL_OF_HEADING.match(tail) or self._lines.instructs(own)
        return "" if heads or any(own in title or title in own for title in titles) else tail

    def _is_heading(
        self, entry: Entry, text: str, start: str, part: PartHeading, titles: Sequence[str]
    ) -> bool:
        """Whether a text that begins like a heading is short enough for one, titles aside."""
        own = key(text)
        if self._lines.instructs(own):
            return True
        for title in titles:
            for begin in (title, title.removeprefix("การ")):
                own = own.partition(begin[:SHORTEST_LIKE])[0]
        ended = own.endswith(tuple(map(key, part.ends)))
        headed = bool(entry.lead) or entry.markdown or ended or entry.key in self._repeated
        limit = LONGEST_HEADING if headed else SHORT_HEADING
        return len(own) <= max(limit, len(start) + LONGEST_TAIL)

    def _whole_heading(
        self, entries: Sequence[Entry], at: int, part: PartHeading, titles: Sequence[str]
    ) -> tuple[str, int]:
        """A heading with the lines it goes on for: more of the title, or the form's instruction."""
        following = entries[at + 1 : at + MAX_CONTINUATION]
        count = 1 + self._instruction_lines(following) if part.part == "innovation" else 1
        if count == 1 and following and _goes_on_to_end(entries[at], following[0], part):
            count = 2
        for entry in following[count - 1 :]:
            whole = key(entry.text)
            if entry.in_row and not entry.cell:  # a table begins
                break
            if len(whole) < _SHORTEST_PIECE or not any(whole in title for title in titles):
                break
            count += 1
        return " ".join([entries[at].rest, *(one.text for one in following[: count - 1])]), count

    def _instruction_lines(self, following: Sequence[Entry]) -> int:
        """How many of the lines go on to the end of the form's instruction."""
        found, before = 0, ""
        for count, entry in enumerate(following, 1):
            if entry.blank or (entry.opens and not entry.text.startswith(("*", "("))):
                break
            both = before + key(entry.text)
            if self._lines.instructs(key(entry.text)) or both.endswith(_BEST_PRACTICE):
                found = count
            before = key(entry.text)
        return found


def _start(
    entry: Entry, part: PartHeading, focus: Focus | None, ahead: int, *, numbered: bool
) -> str:
    """How an entry begins as the heading of a part so far ``ahead`` does; empty where it does not.

    Parts may be missing between; then the form's own number (x.y.5) must say so.
    """
    loose = part.loose_keys if numbered or 0 < ahead <= _NEXT_PARTS else ()
    start = longest_start(entry.key, (*part.start_keys, *loose))
    if not start and numbered:
        start = _start_like(entry.key, part.start_keys)
    return start or (_bare_start(entry, part, focus) if ahead > 0 and not entry.cell else "")


def _bare_start(entry: Entry, part: PartHeading, focus: Focus | None) -> str:
    """The whole of a line that is a part's name, alone or before words of its topic.

    "Best Practice / นวัตกรรม ด้าน…"; empty where it is neither.
    """
    said = rest = key(ASIDE.sub("", entry.rest))
    if said in part.bare_keys or focus is None or not entry.gap:
        return said if said in part.bare_keys else ""
    while name := longest_start(rest, tuple(part.bare_keys)):
        rest = _JOINS_NAMES.sub("", rest.removeprefix(name))
    leads = rest != said and len(rest) <= SHORT_HEADING and _LEADS_TO_TOPIC.match(rest)
    return said if leads and any(map(rest.count, focus.word_keys)) else ""


def _goes_on(entries: Sequence[Entry], at: int) -> str:
    """The key of the line that a heading may go on with; empty where none may."""
    entry = entries[at]
    following = entries[at + 1] if at + 1 < len(entries) else None
    headed = bool(entry.lead) or entry.markdown
    if not headed or following is None or following.opens or len(entry.key) < _SHORTEST_BROKEN:
        return ""
    return following.key


def _broken_start(begun: str, rest: str, starts: Sequence[str]) -> str:
    """The beginning of a heading that is broken over two lines; empty where there is none."""
    if not rest:
        return ""
    broken = [one for one in starts if one != begun and one.startswith(begun)]
    return longest_start(begun + rest, tuple(broken))


def _start_like(text_key: str, starts: Sequence[str]) -> str:
    """The beginning of a part's heading that a text says in other words; empty where none is."""
    like = (start for start in starts if fuzz.ratio(text_key[: len(start)], start) >= _LIKE_PART)
    return next(like, "")


def _says_title(text: str, titles: Sequence[str]) -> bool:
    """Whether a text is only a part of the topic's title, which headings have behind words."""
    said = _LEADS_TO_TITLE.sub("", key(text))
    return len(said) >= SHORTEST_LIKE and any(said in title for title in titles)


def _goes_on_to_end(entry: Entry, following: Entry, part: PartHeading) -> bool:
    """Whether a heading is broken inside the words that end it: "ข้อเสนอแนะในการ|ดำเนินงาน"."""
    if following.opens or following.cell or following.blank:
        return False
    both = entry.key + following.key
    ends = (end for end in map(key, part.ends) if len(end) > len(following.key))
    return both.endswith(tuple(ends))


def _answer_behind(text: str, part: PartHeading) -> str:
    """What a line goes on with after its heading, where that is more than the heading's tail."""
    digits = to_arabic_digits(text)
    after = max((digits.rfind(end) + len(end) for end in part.ends if end in digits), default=0)
    tail = text[after:].lstrip(" )*:").strip() if after else ""
    if ":" in text:
        behind = text.partition(":")[2].strip()
        more = len(key(behind)) > len(key(tail)) and not TAIL_OF_HEADING.match(behind)
        tail = behind if more else tail
    ends = text.endswith(tail)
    tail = without_leaders(tail)
    marked = any(mark in text for mark in ("แนบรูปภาพ", "พอสังเขป", "(ถ้ามี)", ":"))
    enough = 2 if marked else _ANSWER_TAIL
    return tail if len(key(tail)) > enough and ends else ""
