"""What a report tells, sentence by sentence: how far it is, its dates, figures and documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qp_scoring.evidence.answers import ProgressSaid, Statuses
from qp_scoring.evidence.document import QuantityRecord
from qp_scoring.evidence.paragraphs import PageSetting, Sentence, sentences, tells_of_work
from qp_scoring.evidence.quantities import dates, documents, quantities
from qp_scoring.evidence.sections import Section
from qp_scoring.evidence.text import LEADS_ON, is_filler, key, mark_of_entry, split_lead
from qp_scoring.thai import to_arabic_digits

_SHORTEST = 12  # letters; less tells of nothing
_LONGEST_OPENING = 160  # letters; what it is about stands at its beginning
_LONGEST_LEAD = 90  # letters; a longer one tells of work before it leads to a list
_AIMS = ("เพื่อ", "วัตถุประสงค์", "โดยมีวัตถุประสงค์", "มีวัตถุประสงค์")
_DID = re.compile(r"\sสำนักงาน\S*\s*ได้(?!รับ|แก่)|\sจึงได้|\s(?:เขต|สพ[ปม]\.\S*)\s*ได้(?!รับ|แก่)")
_DEFINES = re.compile(
    r"^\s*[^\s]{2,40}\s+คือ\s|หมายถึง|หมายความว่า"
    r"|^[\s\-–•*0-9.()]*\S+(?:\s+[A-Za-z]+)*\s*"
    r"คือ(?:กระบวนการ|การ|ความ|สภาวะ|วิธี|แนวคิด|โรงเรียนที่|เด็กที่|เด็กซึ่ง)"
    r"|เป็น(?:ระบบ|นโยบาย|แอป|โครงการ)"
    r"(?:ของกระทรวง|เร่งด่วน|ของรัฐ|ของ\s*สพฐ|ที่ให้|ที่กระทรวง|ที่\s*สพฐ|ที่มุ่ง)"
    r"|ประกอบด้วย\s*[0-9]+\s*(?:ด้าน|ข้อ|ประการ|องค์ประกอบ)"
)
# What those above the offices ask for is done by nobody yet.
_ASKED_FROM_ABOVE = re.compile(
    r"(?:ตามที่|ทาง|\s)*(?:สพฐ|ศธ(?![จภ])|กระทรวง|รัฐบาล|รัฐมนตรี|สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน)[^;]{0,40}?"
    r"(?:กำหนด|มอบหมาย|สั่ง|แจ้ง|กำชับ|ขอ|เน้นย้ำ|นโยบาย|ประกาศ)[^;]{0,30}?ให้"
)
# "Eight focus areas, namely …": names that are counted and listed, and nothing told of them before.
_LISTS = re.compile(r"[0-9]+\s*(?:จุดเน้น|ด้าน|ข้อ|ประการ|องค์ประกอบ|ประเด็น)\s*(?:ได้แก่|คือ|ประกอบด้วย)")
_PRAISES = re.compile(
    r"ตราพระราชทาน|คำชมเชย"
    r"|(?:ได้รับ|คว้า|ชนะเลิศ)[^ ]{0,20}(?:รางวัล|เหรียญ|โล่|ชนะเลิศ)|รางวัล(?:ชนะเลิศ|รองชนะเลิศ|ระดับ)"
)
_LONGEST_QUESTION = 250
_ASKS = re.compile(r"(?:หรือไม่|อย่างไร|อย่างไรบ้าง|อะไรบ้าง|\?)\s*$")
_SHINGLE = 3
_DAY = re.compile(r"[0-9]{1,2}\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a section that tells of something, with what was read in it."""

    sentence: Sentence
    section: Section
    status: ProgressSaid
    dates: tuple[str, ...]
    quantities: tuple[QuantityRecord, ...]
    documents: tuple[str, ...]
    under: str
    """The entries that open the lists which it stands in; it may leave out what they are about."""

    does: bool
    """Whether its words tell of work, and do not only name, define or praise."""


def told_in(sections: Sequence[Section], statuses: Statuses, setting: PageSetting) -> list[Told]:
    """The sentences of all sections that tell of work: no leads to lists, no aims, no "ไม่มี"."""
    found = []
    for section in sections:
        governed = statuses.governed([piece.text for piece in section.pieces])
        by_line = {
            line: progress for at, progress in governed.items() for line in section.pieces[at].lines
        }
        for sentence, under in _in_lists(sentences(section, setting)):
            if _tells(sentence.text, statuses):
                progress = by_line.get(sentence.first) or statuses.of_sentence(sentence.text)
                found.append(_told(sentence, section, progress, under))
    return found


def _in_lists(found: Iterable[Sentence]) -> Iterator[tuple[Sentence, str]]:
    """Each sentence with the entries that open the lists which its paragraph stands in."""
    opened: dict[str, str] = {}  # entries by their marks, each within those before it
    paragraph, under = -1, ""
    for sentence in found:
        if sentence.paragraph != paragraph:
            paragraph, mark = sentence.paragraph, mark_of_entry(sentence.text)
            if not mark:
                opened.clear()
            while mark in opened:
                opened.popitem()
            under = "\n".join(opened.values())
            opened[mark] = sentence.text[:_LONGEST_OPENING]
        yield sentence, under


def _tells(text: str, statuses: Statuses) -> bool:
    _, rest = split_lead(text)
    letters = len(key(rest))
    if is_filler(rest) or letters < _SHORTEST:
        return False
    if letters <= _LONGEST_LEAD and rest.endswith(LEADS_ON):
        return False
    if (rest.startswith(_AIMS) or _ASKED_FROM_ABOVE.match(rest)) and not _DID.search(rest):
        return False
    if len(rest) <= _LONGEST_QUESTION and _ASKS.search(rest):
        return False
    return not (_DEFINES.search(rest) or _only_lists(rest) or statuses.says_nothing(text))


def _only_lists(text: str) -> bool:
    """Whether a text counts and lists names without telling of work before."""
    found = _LISTS.search(to_arabic_digits(text))
    return found is not None and not tells_of_work(text[: found.start()])


def _told(sentence: Sentence, section: Section, progress: ProgressSaid, under: str) -> Told:
    text = sentence.text
    return Told(
        sentence,
        section,
        progress,
        dates(text),
        quantities(text),
        documents(text),
        under,
        does=tells_of_work(text) and not _PRAISES.search(text),
    )


def on_other_days(one: Told, other: Told) -> bool:
    """Whether both say on which days it was, and no day is the same."""
    if not one.dates or not other.dates:
        return False
    days = [{date for date in told.dates if _DAY.match(date)} for told in (one, other)]
    return bool(days[0] and days[1]) and not days[0] & days[1]


def shingles(text: str) -> frozenset[str]:
    """A text's overlapping letter groups, by which retellings are known."""
    letters = key(text)
    return frozenset([letters[at : at + _SHINGLE] for at in range(max(1, len(letters) - 2))])


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the two have in common."""
    return len(one & other) / max(1, min(len(one), len(other)))
