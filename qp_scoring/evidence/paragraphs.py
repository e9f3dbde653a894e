"""Answers as paragraphs and sentences: lines broken by a page or a margin are joined again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from qp_scoring.evidence.structure import Piece, Section
from qp_scoring.evidence.text import joined, split_lead
from qp_scoring.intake.thai import to_arabic_digits

LONGEST_SENTENCE = 350
_LONGEST_HEAD = 80
# A line shorter than this ends because its writer ended it, a longer one is a whole paragraph.
_WRAPPED = (40, 200)
# Words that leave a sentence open at its end, and words that only go on with one.
_LEAVES_OPEN = re.compile(
    r"(?:และ|หรือ|ของ|ใน|ที่|การ|ความ|ให้|กับ|เพื่อ|โดย|คือ|เป็น|จาก|ซึ่ง|ตาม|ต่อ|แก่|ด้าน|เรื่อง|ระหว่าง|ได้แก่|ประกอบด้วย|/|,|\()$"
)
_GOES_ON = re.compile(r"(?:และ|หรือ|ของ|ซึ่ง|โดย|เพื่อ|กับ|แก่|ตาม|ตลอดจน|รวมทั้ง|รวมถึง|พร้อม|\)|ๆ)")
_NAMED = re.compile(r"(?:สำนักงานเขตพื้นที่|สพป|สพม)")
_ENUMERATED = re.compile(
    r"\s(?=\(?[0-9]{1,2}[.)]\s?[^0-9\s]|[-•·]\s?[ก-ฮเ-ไ“]|กิจกรรมที่\s*[0-9]|ด้านที่\s*[0-9])"
)
# A space at which a clause may end: not inside a range, a figure with its unit, or brackets.
_CLAUSE_END = re.compile(r"(?<![-–,(0-9])\s(?![-–,)0-9ๆฯ])")


@dataclass(slots=True)
class _Paragraph:
    text: str
    topic: str
    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of an answer that is quoted whole, and the lines it stands on.

    ``paragraph`` counts the paragraphs of the section, of which long ones hold several sentences.
    """

    text: str
    first: int
    last: int
    topic: str
    paragraph: int


def sentences(section: Section) -> Iterator[Sentence]:
    """The sentences of a section in order, each at most about :data:`LONGEST_SENTENCE` long."""
    pieces = [
        piece
        for piece, following in pairwise([*section.pieces, None])
        if piece is not None and not _heads_list(piece, following)
    ]
    for count, paragraph in enumerate(_paragraphs(pieces)):
        for start, end in _spans(paragraph.text):
            first = bisect_right(paragraph.starts, start) - 1
            last = bisect_right(paragraph.starts, end - 1) - 1
            numbers = paragraph.numbers
            text = paragraph.text[start:end]
            yield Sentence(text, numbers[first], numbers[last], paragraph.topic, count)


def _heads_list(piece: Piece, following: Piece | None) -> bool:
    """Whether a short numbered line heads those numbered under it, as in a school's own report."""
    number, rest = split_lead(piece.text)
    if following is None or not number or len(rest) > _LONGEST_HEAD:
        return False
    return split_lead(following.text)[0].startswith(number + ".")


def _paragraphs(pieces: list[Piece]) -> Iterator[_Paragraph]:
    paragraph: _Paragraph | None = None
    previous: Piece | None = None
    for piece in pieces:
        if paragraph is None or previous is None or not _goes_on(previous, piece):
            if paragraph is not None:
                yield paragraph
            paragraph = _Paragraph("", piece.topic)
        text = joined(paragraph.text, piece.text)
        paragraph.starts.append(len(text) - len(piece.text))
        paragraph.numbers.append(piece.number)
        paragraph.text, previous = text, piece
    if paragraph is not None:
        yield paragraph


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a line goes on with the one before it."""
    if piece.opens or piece.topic != before.topic:
        return False
    left_open = _LEAVES_OPEN.search(before.text) or before.text.count("(") > before.text.count(")")
    if left_open or _GOES_ON.match(piece.text):
        return True
    shortest, longest = _WRAPPED
    wrapped = shortest <= len(before.text) <= longest
    return wrapped and not piece.gap and not _NAMED.match(piece.text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """A paragraph's sentences: whole where it is short, else by its enumeration and its spaces."""
    if len(text) <= LONGEST_SENTENCE:
        yield 0, len(text)
        return
    cuts = [match.end() for match in _ENUMERATED.finditer(to_arabic_digits(text))]
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        yield from _by_spaces(text, start, end)


def _by_spaces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Thai puts a space between clauses: as many as fit make a sentence."""
    digits = to_arabic_digits(text)
    while end - start > LONGEST_SENTENCE:
        least, most = start + LONGEST_SENTENCE // 3, start + LONGEST_SENTENCE
        cut = max(
            (found.end() for found in _CLAUSE_END.finditer(digits, least, most)), default=most
        )
        yield start, start + len(text[start:cut].rstrip())
        start = cut
    stripped = start + len(text[start:end].rstrip())
    if stripped > start:
        yield start, stripped
