"""Which parts the labels of a series name: the headings of a topic's parts, a table's columns.

A label by itself may say anything; among the others of its series it is the part that they leave.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qp_scoring.evidence.skeleton import PartHeading
from qp_scoring.evidence.text import ASIDE, key

_APART = re.compile(r"\s*(?:/|,|และ|กับ|พร้อม)\s*|\s+")
_SEVERAL = 2  # parts that a series must name by words, to say of others which they are
_DOES = ("progress", "results")  # what a label of no known words asks for before all

# A line that begins with the words of a heading, and tells how the work went; as it is compared.
_TELLS = re.compile(
    "(?:ผล|ความก้าวหน้า|ความคืบหน้า)(?:ของ|ใน)?(?:การ)?(?:ดำเนิน(?:งาน|การ)|ปฏิบัติงาน|ขับเคลื่อน|ประเมิน)?"
    "(?:ตามนโยบาย|ดังกล่าว|โครงการ)?"
    "(?:เป็นไปตาม|พบ|บรรลุ|อยู่(?:ใน|ระหว่าง)|สามารถ|ส่งผล|ทำให้|ปรากฏ|คิดเป็น|ร้อยละ)"
)

Places = tuple[int, ...]


def tells_outcome(text_key: str) -> bool:
    """Whether a text tells what came of the work, and heads nothing: ผลการดำเนินงานพบว่า…."""
    return _TELLS.match(text_key) is not None


def labelled_in_order(
    labels: Sequence[str], parts: Sequence[PartHeading], ignored: Sequence[bool] = ()
) -> list[tuple[PartHeading, ...]]:
    """The parts that each label of a series names; empty where it names none.

    One that names parts joined by "and" names them all. A label of no known words, unless it is
    ``ignored``, is the part that its neighbours in the series leave between them.
    """
    found: list[Places] = []
    for label in labels:
        places = _together(label, parts)
        if not places:
            met = {place for those in found for place in those}
            may = _named(label, parts)
            places = tuple([place for place in may if place not in met] or may)[:1]
        found.append(places)
    if len({place for those in found for place in those}) >= _SEVERAL:
        _fill(found, parts, ignored or [False] * len(labels))
    return [tuple(parts[place] for place in places) for places in found]


@lru_cache(maxsize=8)
def words_of(parts: tuple[PartHeading, ...]) -> re.Pattern[str]:
    """A pattern of words of which the key of a label that names a part holds one."""
    words = sorted(
        {one for part in parts for one in part.all_keys}, key=lambda one: (len(one), one)
    )
    least: list[str] = []
    for word in words:
        if not any(map(word.__contains__, least)):
            least.append(word)
    return re.compile("|".join(map(re.escape, least)))


def places_of(label: str, parts: Sequence[PartHeading]) -> Places:
    """The places of the parts that a label names together, or may name, the likeliest first."""
    return _together(label, parts) or _named(label, parts)


def _together(label: str, parts: Sequence[PartHeading]) -> Places:
    """The parts with whose words the pieces of a label begin that are joined by "and"."""
    pieces = _APART.split(ASIDE.sub("", label))
    places: list[int] = []
    for piece in map(key, pieces) if len(pieces) > 1 else ():
        for place, part in enumerate(parts):
            if piece.startswith(part.begin_keys):
                places.append(place)
                break
    several = tuple(dict.fromkeys(places))
    return several if len(several) > 1 else ()


def _named(label: str, parts: Sequence[PartHeading]) -> Places:
    """The parts of which a label may name one: the one that it begins with, or by their words."""
    whole = key(label)
    for place, part in enumerate(parts):
        if whole.startswith(part.start_keys) or whole in part.bare_keys:
            return (place,)
    named = sorted(
        (whole.find(word), -len(word), place)
        for place, part in enumerate(parts)
        for word in part.word_keys
        if word in whole
    )
    return tuple(dict.fromkeys(place for _, _, place in named))


def _fill(found: list[Places], parts: Sequence[PartHeading], ignored: Sequence[bool]) -> None:
    """Give labels of no known words the parts that are left between those of their neighbours."""
    met = {place for those in found for place in those}
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and not found[end]:
            end += 1
        unnamed = [one for one in range(at, end) if not ignored[one]]
        before = max(found[at - 1], default=-1) if at else -1
        after = min(found[end]) if end < len(found) else len(parts)
        left = [place for place in range(before + 1, after) if place not in met]
        done = [place for place in left if parts[place].part in _DOES]
        inside = at > 0 or end < len(found)
        if inside and len(unnamed) == len(left):
            for one, place in zip(unnamed, left, strict=True):
                found[one] = (place,)
        elif end < len(found) and len(unnamed) == 1 and done:
            found[unnamed[0]] = (done[0],)
        at = end + 1
