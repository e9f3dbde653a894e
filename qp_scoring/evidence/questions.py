"""The form's questions, which lead to an answer inside a part, and those in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import LONGEST_TAIL, MAX_CONTINUATION
from qp_scoring.evidence.part_names import TAIL_OF_HEADING
from qp_scoring.evidence.skeleton import Focus, Skeleton
from qp_scoring.evidence.text import LEADS_ON, key, position_after

_NAMES_UNIT = ("สำนักงาน", "สพป", "สพม", "โรงเรียน", "วิทยาลัย", "ศูนย์")
_LONGEST_QUESTION = 250
# How a question ends, how an answer behind it begins, and what may lead to it.
_ASKED = re.compile(
    r"(?:หรือไม่(?:\s*อย่างไร(?:บ้าง)?)?|อย่างไร(?:บ้าง)?|อะไรบ้าง|\?)(?=\s|$|[:.])"
    # Inside a sentence these ask nothing: "ทำบัญชีว่าโรงใดมีกี่คน แล้ว…".
    r"|(?:คืออะไร|เท่า(?:ใด|ไร|ไหร่)|กี่(?:คน|ราย|แห่ง|โรงเรียน|โรง|ครั้ง|เรื่อง|โครงการ))(?=\s*(?:$|:|ตอบ|\.{3}|…))"
)
_ANSWERER = re.compile(r"\s(?=สำนักงานเขตพื้นที่การศึกษา|สพป\.|สพม\.)")
_SAYS = re.compile(r"^[\s:.]*(?:คำตอบ|ตอบ|ผลการดำเนินงาน)?[\s:.]*")


@dataclass(frozen=True, slots=True)
class QuestionHeading:
    """A question over ``count`` entries; ``answer`` stands behind it.

    ``mark`` is the number or sign before a sub-heading, which may be an item of somebody's list.
    """

    text: str
    count: int
    answer: str = ""
    mark: str = ""


class Questions:
    """Knows the questions of the form."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._starts = tuple(map(key, skeleton.form.question_starts))

    def begins(self, entry: Entry) -> bool:
        """Whether an entry begins as the form's questions do."""
        return entry.key.startswith(self._starts)

    def at(self, entries: Sequence[Entry], at: int, focus: Focus | None) -> QuestionHeading | None:
        """The form's question that begins at an entry."""
        entry = entries[at]
        for start, end in focus.question_keys if focus else ():
            if entry.key.startswith(start):
                return _question(entries, at, start, end)
        if entry.lead and self.begins(entry):
            question, answer = _asked(entry.rest)
            return QuestionHeading(question or entry.rest, 1, answer)
        if entry.lead or entry.markdown:
            question, answer = _asked(entry.rest)
            if question and _ASKED.search(question):
                return QuestionHeading(question, 1, answer)
        if focus and key(entry.rest.partition(":")[0]) in focus.topic_keys:
            answer = entry.rest.partition(":")[2].strip()
            return QuestionHeading(entry.rest, 1, answer, entry.text.removesuffix(entry.rest))
        if entry.lead:  # a sub-heading of the form, its answer on its line
            for topic in focus.topics if focus else ():
                if entry.rest.startswith(f"{topic} "):
                    answer = entry.rest[len(topic) :].strip(" :")
                    return QuestionHeading(topic, 1, answer, entry.text.removesuffix(entry.rest))
        return None


def _question(entries: Sequence[Entry], at: int, start: str, end: str) -> QuestionHeading:
    """A question with all its lines, the definition in brackets behind it, and an answer if any."""
    text = entries[at].rest
    count = 1
    while end not in key(text)[len(start) :] and count < MAX_CONTINUATION:
        following = entries[at + count] if at + count < len(entries) else None
        if following is None or following.opens:
            break
        if following.text.startswith(_NAMES_UNIT):  # an answer, which may say the question again
            break
        text, count = f"{text} {following.text}", count + 1
    if end not in key(text)[len(start) :]:
        question, answer = _asked(entries[at].rest)
        return QuestionHeading(question or entries[at].rest, 1, answer)
    behind = text[position_after(text, end, len(start)) :]
    tail = behind.strip()
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
    # A few letters may be the question's last, in words that the form has not.
    leads = answer.endswith((*LEADS_ON, "เช่น"))
    goes_on = leads or behind[:1] not in " :" or TAIL_OF_HEADING.match(answer)
    short = len(key(answer)) <= LONGEST_TAIL
    return QuestionHeading(text, count, "" if short and goes_on else answer)


def _asked(text: str) -> tuple[str, str]:
    """A question in words that no form has, and the answer behind it on the same line.

    It ends where its asking does, or where the name of an office begins the answer; empty where
    the text asks nothing.
    """
    ends = [found.end() for found in (_ASKED.search(text), _ANSWERER.search(text)) if found]
    if not ends or min(ends) > _LONGEST_QUESTION:
        return "", ""
    return text[: min(ends)].strip(), _SAYS.sub("", text[min(ends) :], 1).strip()
