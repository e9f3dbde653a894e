"""How far an answer is: done, ongoing, planned, nothing, no duty; and what a section comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from qp_scoring.evidence.skeleton import StatusWords
from qp_scoring.evidence.text import is_filler, key, split_lead, without_leaders

ProgressSaid = Literal["done", "ongoing", "planned", "none"]
SectionStatus = Literal["answered", "planned", "none", "blank", "not_duty"]

# Which of several it is: schools that have not begun are told of beside those that have.
_OF_WHICH = re.compile(r"ที่ยังไม่\S*")
# What something is for, or will come to, is no plan of its own.
_FOR_WHAT = re.compile(r"(?:เพื่อ(?:ที่)?|ก่อน(?:ที่)?|กว่า|ซึ่ง|อัน)จะ\S*|จะทำให้|จะนำไปสู่|จะส่งผล")
# How an answer begins that tells what was not done.
_NOT_YET = re.compile(r"[\s\-–•*0-9๐-๙.()]*(?:ยังไม่|ยังมิ)(?:ได้|มี|เริ่ม)")
_ENTRY_END = " ฯฯ\"'“”()[]-–—_*=~|"
# How a line begins that speaks of all that stands before it.
_OF_ALL = re.compile(
    r"\s*(?:โดย|ทั้งนี้|ซึ่ง|ขณะนี้|ปัจจุบัน)*\s*(?:ทั้ง(?:สอง|สาม|สี่|ห้า|หมด|[0-9]+)|ทุก|กิจกรรมดังกล่าว|โครงการดังกล่าว"
    r"|(?:กิจกรรม|โครงการ|รายการ|การดำเนินการ|การดำเนินงาน)(?:ข้างต้น|ดังกล่าว|เหล่านี้|ทั้ง))"
)
# How one begins that speaks of the list before it, where a line led to one.
_OF_LIST = re.compile(
    r"\s*(?:โดย|ทั้งนี้|ซึ่ง|ขณะนี้|ปัจจุบัน)+\s*(?:โครงการ|กิจกรรม|การดำเนินการ|การดำเนินงาน|การจัดกิจกรรม|งาน)?\s*"
    r"(?:ได้)?(?:อยู่ระหว่าง|อยู่ในระหว่าง|กำลัง|ยังไม่|จะ|คาดว่า|มีกำหนด|กำหนด)"
)
LEADS_ON = ("ดังนี้", "ได้แก่", "ดังต่อไปนี้", ":", "คือ", "ประกอบด้วย")
_SHORT_ANSWER = 45
_ENDING = 45  # characters: what begins in them ends the sentence


class Statuses:
    """Judges texts by the words of the skeleton."""

    def __init__(self, words: StatusWords) -> None:
        self._words = words
        self._nothing = frozenset(map(key, words.nothing))
        self._unsaid = frozenset(map(key, words.unsaid))
        self._nothing_starts = tuple(map(key, words.nothing_starts))
        self._said: dict[str, ProgressSaid] = {}

    def says_nothing(self, text: str) -> bool:
        """Whether a text says no more than that there is nothing."""
        _, rest = split_lead(without_leaders(text).strip(_ENTRY_END))
        said = key(rest.strip(_ENTRY_END))
        cells = {key(cell.strip(_ENTRY_END)) for cell in rest.split()} - {""}
        return (
            said in self._nothing
            or (bool(cells) and cells <= self._nothing)
            or (len(said) <= _SHORT_ANSWER and said.startswith(self._nothing_starts))
        )

    def of_sentence(self, text: str) -> ProgressSaid:
        """How far what a sentence tells is."""
        if text not in self._said:
            self._said[text] = self._of_sentence(text)
        return self._said[text]

    def _of_sentence(self, text: str) -> ProgressSaid:
        if self.says_nothing(text):
            return "none"
        done = _first(text, self._words.done)
        begun = _OF_WHICH.sub("", text)
        if _NOT_YET.match(text):
            return "planned"
        if _outweighs(begun, self._words.not_begun, _first(begun, self._words.done)):
            return "planned"
        if _outweighs(text, self._words.ongoing, done):
            return "ongoing"
        aimed = _FOR_WHAT.sub("", text)
        done = _first(aimed, self._words.done)
        return "planned" if _outweighs(aimed, self._words.planned, done) else "done"

    def governed(self, texts: Sequence[str]) -> dict[int, ProgressSaid]:
        """What closing lines say of the list before them, by the place of the texts.

        "Both activities are under way" behind a list tells how far all of the list is, from the
        line that leads to it on.
        """
        told: dict[int, ProgressSaid] = {}
        for at, text in enumerate(texts):
            progress = self.of_sentence(text)
            if at == 0 or progress not in ("ongoing", "planned"):
                continue
            leads = (n for n in range(at - 1, -1, -1) if texts[n].rstrip().endswith(LEADS_ON))
            lead = next(leads, None)
            if _OF_ALL.match(text) or (lead is not None and _OF_LIST.match(text)):
                told |= dict.fromkeys(range(lead or 0, at + 1), progress)
        return told

    def of_section(self, texts: Iterable[str], part: str) -> SectionStatus:
        """What the answers of one unit to one part come to; no text at all is blank.

        What hinders, what helped and what is suggested is answered by any text: only the parts
        that tell of work can be plans.
        """
        met: set[str] = set()
        texts = list(texts)
        governed = self.governed(texts)
        for at, text in enumerate(texts):
            if is_filler(without_leaders(text)) or key(text.strip(_ENTRY_END)) in self._unsaid:
                continue
            if self.says_nothing(text):
                met.add("none")
            elif _has(text, self._words.not_duty):
                met.add("not_duty")
            elif part in _OF_WORK:
                progress = governed.get(at) or self.of_sentence(text)
                met.add("done" if progress == "done" else "planned")
            else:
                met.add("done")
        if "done" in met:
            return "answered"
        if "planned" in met:
            return "planned"
        if "not_duty" in met:
            return "not_duty"
        return "none" if "none" in met else "blank"


_OF_WORK = frozenset({"progress", "results", "innovation", "situation"})


def _outweighs(text: str, words: Iterable[str], done: int) -> bool:
    """Whether words of plans decide what a sentence tells; ``done`` is where work is told.

    A plan told after what was done is an outlook, unless the sentence ends with it.
    """
    first = _first(text, words)
    ending = len(text) - _ENDING
    return first < len(text) and (first < done or any(text.rfind(word) >= ending for word in words))


def _first(text: str, words: Iterable[str]) -> int:
    """Where the first of the words begins; the end of the text where there is none."""
    return min((at for word in words if (at := text.find(word)) >= 0), default=len(text))


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
