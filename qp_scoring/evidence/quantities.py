"""Figures in a passage: quantities with their units, dates, and documents with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from qp_scoring.evidence.document import QuantityRecord
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.evidence.text import MONTHS, right_before
from qp_scoring.thai import normalise, to_arabic_digits

PERCENT = "ร้อยละ"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_DIGIT = re.compile("[0-9]")
_SHARE = re.compile(
    rf"(?:คิดเป็น)?\s*(?:ร้อยละ\s*(?P<word>{_NUMBER})|(?P<sign>{_NUMBER})\s*(?:%|เปอร์เซ็น))"
)
_SHARE_WORDS = (PERCENT, "%", "เปอร์เซ็น")
_DAYS = r"(?:[0-9]{1,2}\s*(?:[-–,]|ถึง|และ)\s*)*(?:[0-9]{1,2}\s*)?"
_YEAR = r"(?:(?:พ\.ศ\.\s*)?2[45][0-9]{2}|[56][0-9](?![0-9]))"
_DATE = re.compile(
    # Nearly every place of a text is passed over at once.
    rf"(?=[0-9มกพสตธเ]){_DAYS}(?:{MONTHS})\s*{_YEAR}|[0-9]{{1,2}}/[0-9]{{1,2}}/2[45][0-9]{{2}}(?![0-9])"
)
# What a number after these counts is no quantity: it is the name of one of several.
_ORDINAL = re.compile(r"(?:หมู่|ครั้ง|รุ่น|กิจกรรม|โครงการ|ลำดับ|ระยะ|ข้อ|เขต|กลุ่ม|ด้าน|ขั้น|ปี|เรื่อง)ที่\s*$")
# Where the number of an entry stands; and what is counted in parts of one, too.
_BEGINS = re.compile(r"(?:^|\|)\s*$")
_IN_PARTS = ("บาท", "ชั่วโมง", "คะแนน", "วัน")
_LETTER_NUMBER = r"(?:[ก-ฮ]{1,4}\s*)?[0-9]{1,6}(?:\.[0-9]+)*\s*/\s*(?:ว\s*)?[0-9]{1,6}"


@cache
def _count() -> re.Pattern[str]:
    before = "จำนวน|ทั้งหมด|ทั้งสิ้น|ทั้ง|รวม|ครบ|กว่า|อย่างน้อย|ไม่น้อยกว่า"
    units = _any(skeleton().figures.units)
    begin = "".join(sorted({word[0] for word in before.split("|")}))  # nearly no place has one
    # ภาคเรียนที่ 1 and its like name one thing and count nothing; a vowel would make another word.
    return re.compile(
        rf"(?=[{begin}\s0-9])(?:{before})?\s*(?<![0-9.,/])"
        rf"(?:(?P<least>{_NUMBER})(?:\s*[-–]\s*|(?<!2[45][0-9]{{2}})\s+จาก\s+))?(?P<value>{_NUMBER})(?:\.-)?\s*(?P<unit>{units})(?!ที่\s*[0-9]|[ะ-ฺๅ็-๎])"
    )


@cache
def _document() -> re.Pattern[str]:
    kinds = _any(skeleton().figures.documents)
    return re.compile(
        rf"(?P<kind>{kinds})(?:(?:[^0-9|]{{0,40}}?ที่)?\s*(?P<number>{_LETTER_NUMBER}))?"
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def quantities(text: str) -> tuple[QuantityRecord, ...]:
    """The quantities of a text in its order; Thai digits are read, shares are ร้อยละ."""
    digits = to_arabic_digits(text)
    if not _DIGIT.search(digits):
        return ()
    found: list[tuple[int, tuple[str, str, str]]] = []  # values, units, and texts as written
    shares = _SHARE.finditer(digits) if any(one in digits for one in _SHARE_WORDS) else ()
    for match in shares:
        value = match["word"] or match["sign"]
        found.append((match.start(), (_exact(value), PERCENT, _written(text, match))))
    for match in _count().finditer(digits):
        if right_before(_ORDINAL, digits, match.start()) or _is_of_entry(digits, match):
            continue
        for value in filter(None, (match["least"], match["value"])):  # both ends of a range
            quantity = _exact(value), match["unit"], _written(text, match)
            found.append((match.start(), quantity))
    in_order = dict.fromkeys(quantity for _, quantity in sorted(found, key=lambda one: one[0]))
    return tuple(
        QuantityRecord(value=value, unit=unit, text=said) for value, unit, said in in_order
    )


def _is_of_entry(text: str, match: re.Match[str]) -> bool:
    """Whether a number with a point begins a text, or a cell, before what is counted in wholes."""
    begins = right_before(_BEGINS, text, match.start("value")) is not None
    return begins and "." in match["value"] and not match["unit"].endswith(_IN_PARTS)


def dates(text: str) -> tuple[str, ...]:
    """The dates of a text as written, with Arabic digits and single spaces."""
    digits = to_arabic_digits(text)
    dated = _DATE.finditer(digits) if _DIGIT.search(digits) else ()
    return tuple(dict.fromkeys(normalise(match[0]) for match in dated))


def documents(text: str) -> tuple[str, ...]:
    """The kinds of documents that a text speaks of, each with its numbers where any are given."""
    found = list(_documents(to_arabic_digits(text)))
    numbered = {kind for kind, number in found if number}
    return tuple(
        dict.fromkeys(
            f"{kind} {number}".strip() for kind, number in found if number or kind not in numbered
        )
    )


def _documents(text: str) -> Iterator[tuple[str, str]]:
    for match in _document().finditer(text):
        yield match["kind"], normalise(match["number"] or "")


def _exact(value: str) -> str:
    return value.replace(",", "")


def _written(text: str, match: re.Match[str]) -> str:
    return text[match.start() : match.end()].strip()
