"""Short names that a report gives its units itself: explained, after a place, or by letters.

"นม.1 = สพป.นครราชสีมา เขต 1" explains one; "สพป.เลย เขต 3 (ด่านซ้าย)" beside "สพป.เลย เขต 1
(เมือง)" calls each after its place; and where "ลย.1" and "ลย.2" begin answers, the letters of the
province need no explanation. Letters in brackets are names where a key at the head puts them so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from qp_scoring.evidence.local_names import APART, WORK, initials
from qp_scoring.evidence.text import LETTERS, right_before

_WORD = r"[ก-ฮะ-๎]{3,15}"
# A short name with its dots or its number, and the sign that explains it beside the full name.
_SHORT = r"(?P<short>(?:[ก-๎A-Za-z]{1,12}\.\s?)?[ก-๎A-Za-z]{1,12}(?:\.\s?[0-9]{0,2}|\s?[0-9]{1,2}))"
_EXPLAINED = re.compile(rf"(?:^|[\s,;(•]){_SHORT}[”\"]?\s*(?P<sign>=|หมายถึง|แทน|ย่อมาจาก|คือ|:)\s*$")
_CALLING = (
    r"(?:(?:ซึ่ง)?(?:ต่อไป(?:นี้)?)?(?:จะ)?(?:ขอ)?\s*(?:เรียก|ย่อ|ใช้)?(?:ชื่อ|อักษร|คำ)?(?:ย่อ)?(?:ว่า|เป็น)?)"
)
_CALLED = re.compile(
    rf"\s*(?P<sign>=|\(|(?=(?:ต่อไป|เรียก|ย่อ|ใช้)))\s*{_CALLING}\s*[“\"]?{_SHORT}(?=\s*(?:[”\"),;]|$))"
)
# A mere word that stands for a name; where it stands in brackets it says what it is.
_WORD_EXPLAINED = re.compile(
    rf"(?:^|[\s,;(•“\"])(?:เขต)?(?P<word>{_WORD})[”\"]?\s*(?:=|หมายถึง|แทน)\s*$"
)
_WORD_CALLED = re.compile(
    rf"\s*(?:=|\(?\s*(?:ซึ่ง)?(?:ต่อไป(?:นี้)?)?(?:จะ)?(?:ขอ)?\s*(?:เรียก|ย่อ|ใช้)(?:ชื่อ|คำ)?(?:ย่อ)?(?:ว่า)?)"
    rf"\s*[“\"]?(?:เขต)?(?P<word>{_WORD})(?=\s*(?:[”\"),;]|$))"
)
_PLACED = re.compile(rf"\s*\(\s*(?:อำเภอ|อ\.|เขต|ฝั่ง)?\s*(?P<word>{_WORD})\s*\)")
_LETTER = re.compile(rf"\(([{LETTERS}])\)\s*[ก-๎]{{0,12}}$")
_LEAST = 2  # offices that are called in one way; a single word in brackets is anything
_AREA = r"(?:สพ[ปมท]\.?|เขต(?:พื้นที่)?(?:การศึกษา)?\s*ฯ?)"
_MARKS = r"[\s\-–•*0-9.()\[\]]*"
_JOINED = rf"(?:{APART}|(?<=งาน)|(?<=ทาง)|(?<=กับ)|(?<=และ)|(?<=ที่)|(?<=ฝั่ง))"


def explained(text: str, names: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The short names that a text, its digits Arabic, explains: each with the place of the name.

    ``names`` are the positions of full names in it.
    """
    for at, (start, end) in enumerate(names):
        found = right_before(_EXPLAINED, text, start) or _CALLED.match(text, end)
        # "the order no. 1: …" explains nothing.
        if found and ("." in found["short"] or found["sign"] not in ("คือ", ":", "(")):
            yield found["short"].strip(), at


def letters_explained(text: str, names: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The letters in brackets right before full names: "(ก) สพป.ยโสธร เขต 1 (ข) …"."""
    for at, (start, _) in enumerate(names):
        if found := right_before(_LETTER, text, start):
            yield f"({found[1]})", at


def in_series(letters: Iterable[str]) -> bool:
    """Whether letters in brackets count from the first on, as those of a key to a report do."""
    count = len(own := [*letters])
    return count >= _LEAST and own == [f"({one})" for one in LETTERS[:count]]


def words_explained(text: str, names: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The mere words that a text puts for full names, or places that it puts beside them."""
    for at, (start, end) in enumerate(names):
        found = (
            right_before(_WORD_EXPLAINED, text, start)
            or _WORD_CALLED.match(text, end)
            or _PLACED.match(text, end)
        )
        if found:
            yield found["word"], at


def only_some(found: Iterable[tuple[str, str]], others: Collection[str]) -> dict[str, str]:
    """Of words with offices those that are of one office each, where several have short names.

    ``others`` are offices with a short name that is no mere word.
    """
    offices: dict[str, set[str]] = defaultdict(set)
    for word, office in found:
        offices[word].add(office)
    own = {word: next(iter(those)) for word, those in offices.items() if len(those) == 1}
    return own if len({*own.values(), *others}) >= _LEAST else {}


def lettered(begun: Iterable[str], province: str, numbers: Collection[str]) -> Iterator[str]:
    """What stands for a province's offices before their numbers, where answers begin with it.

    That is some of its letters ("กส.1"), or the kind of offices ("ประถม 1").
    """
    pattern = re.compile(
        rf"{_MARKS}({initials(province)}|{province}|ประถม(?:ศึกษา)?ฯ?)\.?\s?([0-9]{{1,2}})(?![0-9/])"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for text in begun:
        if one := pattern.match(text):
            found[one[1]].add(one[2])
    for letters, counted in found.items():
        if len(counted) >= _LEAST and counted <= set(numbers):
            yield letters


def meaning(shorts: Collection[str]) -> re.Pattern[str]:
    """A pattern of short names without their dots and spaces, each apart from other words."""
    names = "|".join(
        r"\.?\s*".join(map(re.escape, re.findall(r"[0-9]+|[^0-9]+", one))) + r"\.?"
        for one in _longest_first(shorts)
    )
    apart = rf"(?:(?<![ก-๎A-Za-z0-9.])|{_JOINED})"
    return re.compile(rf"{_only_at(shorts)}{apart}(?:{names})(?=[^ก-๎A-Za-z0-9]|$|{WORK})")


def words_meaning(words: Collection[str]) -> re.Pattern[str]:
    """A pattern of words that stand for names: first in a text, before work, behind "เขต"."""
    names = "|".join(map(re.escape, _longest_first(words)))
    return re.compile(
        rf"{_only_at('สเ')}{_JOINED}(?P<area>{_AREA}\s*(?:{names}))(?=[^ก-๎]|$|{WORK}|เอง|พบ)"
        rf"|^{_MARKS}(?P<begun>{names})(?=[\s:)]|$|{WORK})"
        rf"|{_only_at(words)}{_JOINED}(?P<bare>{names})(?=\s*(?:{WORK}|[:)]|$))"
    )


def _only_at(names: Iterable[str]) -> str:
    """Where a name may begin: nearly every other place of a text is passed over at once."""
    return f"(?=[{''.join(sorted({re.escape(name[0]) for name in names}))}])"


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)
