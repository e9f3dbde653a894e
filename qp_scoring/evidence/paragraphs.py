"""Answers as paragraphs and sentences: lines broken by a page or a margin are joined again."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qp_scoring.evidence.lines import width
from qp_scoring.evidence.sections import BETWEEN_CELLS, Piece, Section
from qp_scoring.evidence.text import CLAUSE, FIGURE, begins_entry, joined, leaves_open, split_lead
from qp_scoring.thai import to_arabic_digits

LONGEST_SENTENCE = 335  # letters, without spaces: those at the margins of a page are lost
_LONGEST_HEAD = 80
_LONGEST_COLUMN = 30  # of the head of a column
_SHORTEST_DEED = 22  # of a cell: what is shorter may be a head ("แต่งตั้งคณะกรรมการ")
# A line may have been broken at the margin where it ends so near the widest lines of the report, in
# letters; where these are wider than any page, no margin broke them. One in twenty may be wider.
_AT_MARGIN = 14
_WIDEST_PAGE = 95
_NARROWEST_PAGE = 50
_STRAYS = 20
# Blank lines part paragraphs where this share of the unmarked lines follows one; where fewer do,
# they are what a page break left.
_PARTING_GAPS = 0.25
# Where so many lines are indented, one that is not goes on with the one before.
_INDENTS = 1 / 3
_GOES_ON = re.compile(
    r"(?:และ|หรือ|ของ|ซึ่ง|โดย|เพื่อ|กับ|แก่|ตาม|ตลอดจน|รวมทั้ง|รวมถึง|พร้อม|จำนวน|คิดเป็น|ได้แก่|เข้าร่วม"
    r"|ให้แก่|ให้กับ|ทำให้|ส่งผลให้|ณ\s|\)|ๆ|ระหว่างวันที่|ในสังกัด"
    r"|ใน(?!ปี|ภาคเรียน|ระหว่าง|เดือน|ส่วน|การ|รอบ|ด้าน|วันที่|ช่วง|สังกัด))"
)
# What is done: a line that tells of it is a clause, and one that begins with it after that another.
_DOES = re.compile(
    r"(?:มีแผน|มีการ|มีโครงการ|ได้(?!แก่|รับ)|จัด(?!การ)|ดำเนินการ|แต่งตั้ง|ประชุม|อบรม|นิเทศ|จะ|อยู่ระหว่าง|กำลัง"
    r"|ยังไม่|ไม่มี|ไม่ได้|เตรียม|กำหนด(?!การ)|สำรวจ|ออก(?=นิเทศ|ติดตาม|เยี่ยม|คำสั่ง|ประกาศ)|ลงพื้นที่|ติดตาม|ลงนาม"
    r"|ทำบันทึก|เผยแพร่|ค้นหา|เยี่ยมบ้าน|ซ้อมแผน|ซักซ้อม|วางแผน|คาดว่า)"
)
# Said of work and never in a heading: who did it, by which order, how many, when.
_DOCUMENTED = re.compile(
    r"คำสั่งที่|จำนวน\s*[0-9๐-๙]|เมื่อวันที่|สพป\.|สพม\.|สำนักงานเขตพื้นที่การศึกษา(?:ประถม|มัธยม)ศึกษา"
)
_WORKS = re.compile(
    rf"{_DOES.pattern}|ส่งเสริม|สนับสนุน|พัฒนา|สร้าง|มี(?=คำสั่ง|แผน|ระบบ|คณะ|คู่มือ|ฐานข้อมูล|มาตรการ|แนวทาง|เครือข่าย|โรงเรียน|สถานศึกษา|ผู้เข้า|นักเรียน)"
    r"|ใช้|นำ|ให้|ร่วม|วิเคราะห์|สรุป|รายงาน|คัดเลือก|คัดกรอง|ประกาศ|ช่วยเหลือ|ขับเคลื่อน|บูรณาการ|ถอดบทเรียน|แลกเปลี่ยน"
)
_TELLS = re.compile(rf"{_DOES.pattern}|มี|ให้|ใช้")
_NAMED = re.compile(r"(?:สำนักงานเขตพื้นที่|สพป|สพม)")
_ENUMERATED = re.compile(
    r"\s(?=\(?[0-9]{1,2}[.)]\s?[^0-9\s]|[-•·]\s?[ก-ฮเ-ไ“]|กิจกรรมที่\s*[0-9]|ด้านที่\s*[0-9])"
)
# A space at which a clause may end: not inside a range, a figure with its unit, or brackets.
_CLAUSE_END = re.compile(r"(?<![-–,(0-9])\s(?![-–,)0-9ๆฯ])")
_CLAUSE_BEGINS = re.compile(rf"(?<![-–,(])\s(?={CLAUSE})")
# Words that begin a clause with a space before them or without: a margin takes nothing from these.
_CONJUNCTION = re.compile(
    r"(?<=[ก-๎)”\s])(?=ทั้งนี้|นอกจากนี้|อีกทั้ง|รวมทั้ง|รวมถึง|ตลอดจน|พร้อมทั้ง|ซึ่ง|โดย(?!เฉพาะ|สาร|ใช้|ตรง|รวม|มี)|เพื่อ(?!น))"
)


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How a report's lines stand.

    ``parted``: whether blank lines part its paragraphs, or are what page breaks left;
    ``indented``: whether their first lines have an indent, and no others; ``margin``:
    where lines that are not marked as new were broken, in letters (0: nowhere, or they are joined).
    """

    parted: bool
    indented: bool
    margin: int


@dataclass(slots=True)
class _Paragraph:
    """Pieces that go on with one another, or the cells of a row: ``columns`` are those in it.

    ``cuts`` tell where a cell ends, and where the next one begins.
    """

    topic: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    cuts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def cells(self) -> list[str]:
        """The texts of its cells; one where it is no row."""
        ends = [*(end for end, _ in self.cuts), len(self.text)]
        begins = [0, *(begin for _, begin in self.cuts)]
        return [self.text[begin:end] for begin, end in zip(begins, ends, strict=True)]

    def take(self, piece: Piece) -> None:
        """Go on with a piece: the cells of a row are kept apart."""
        before, text, behind = piece.cells
        beside = bool(self.columns) and piece.in_row
        for figure in before:
            self._add_cell(figure)
        if beside or before:
            self._add_cell(text)
        else:
            self.text = joined(self.text, text)
        for before_end, number in ((len(text), piece.number), *piece.breaks):
            self.starts.append(len(self.text) - before_end)
            self.numbers.append(number)
        for figure in behind:
            self._add_cell(figure)
        if piece.in_row:
            self.columns |= {piece.column, *(column for column, _ in piece.figures)}

    def _add_cell(self, text: str) -> None:
        if self.text:
            end = len(self.text)
            self.text += BETWEEN_CELLS
            self.cuts.append((end, len(self.text)))
        self.text += text


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


def setting_of(sections: Sequence[Section], *, joined: bool) -> PageSetting:
    """How a report's lines stand; ``joined`` says that its broken lines are whole already."""
    gaps = [piece.gap for one in sections for piece in one.pieces[1:] if not piece.opens]
    # What is marked as new needs no indent.
    pieces = [piece for one in sections for piece in one.pieces]
    indents = [piece.indented for piece in pieces if piece.indented or not begins_entry(piece.text)]
    widths = sorted(width(piece.text) for one in sections for piece in one.pieces)
    widest = widths[-1 - len(widths) // _STRAYS] if widths and not joined else 0
    return PageSetting(
        parted=sum(gaps) >= _PARTING_GAPS * len(gaps),
        indented=sum(indents) >= _INDENTS * len(indents) > 0,
        margin=widest if _NARROWEST_PAGE <= widest <= _WIDEST_PAGE else 0,
    )


def sentences(section: Section, setting: PageSetting) -> Iterator[Sentence]:
    """The sentences of a section in order, each at most :data:`LONGEST_SENTENCE` letters long."""
    pieces = [
        piece
        for piece, following in pairwise([*section.pieces, None])
        if piece is not None and not _heads_list(piece, following)
    ]
    found = list(_paragraphs(pieces, setting))
    for count, paragraph in enumerate(found):
        if _heads_columns(found[max(0, count - 1) : count + 2], at=min(count, 1)):
            continue
        for start, end in _spans(paragraph):
            first = bisect_right(paragraph.starts, start) - 1
            last = bisect_right(paragraph.starts, end - 1) - 1
            numbers = paragraph.numbers
            text = paragraph.text[start:end]
            yield Sentence(text, numbers[first], numbers[last], paragraph.topic, count)


def tells_of_work(text: str) -> bool:
    """Whether a text tells of something that is done, and is no mere list of names."""
    return _WORKS.search(text) is not None


def paragraphs(section: Section, setting: PageSetting) -> Iterator[tuple[str, int, int]]:
    """The paragraphs of a section: their texts, first and last lines."""
    for one in _paragraphs(section.pieces, setting):
        yield one.text, one.numbers[0], one.numbers[-1]


def _heads_list(piece: Piece, following: Piece | None) -> bool:
    """Whether a short numbered line heads those numbered under it, as in a school's own report."""
    number, rest = split_lead(piece.text)
    if following is None or not number or len(rest) > _LONGEST_HEAD or piece.in_row:
        return False
    if _DOCUMENTED.search(piece.text):
        return False
    return split_lead(following.text)[0].startswith(number + ".")


def _paragraphs(pieces: list[Piece], setting: PageSetting) -> Iterator[_Paragraph]:
    paragraph: _Paragraph | None = None
    previous: Piece | None = None
    for piece in pieces:
        beside = previous is not None and _is_beside(previous, piece)
        if beside and paragraph and piece.column in paragraph.columns:
            continue  # a figure that is told with the cell that it belongs to
        if paragraph is None or previous is None:
            paragraph = _Paragraph(piece.topic)
        elif not beside and not _goes_on(previous, piece, setting):
            yield paragraph
            paragraph = _Paragraph(piece.topic)
        paragraph.take(piece)
        previous = piece
    if paragraph is not None:
        yield paragraph


def _is_beside(before: Piece, piece: Piece) -> bool:
    """Whether a piece is a further cell of the row that another one is in."""
    in_row = piece.in_row and before.in_row and piece.number in before.lines
    return in_row and piece.column > before.column and piece.topic == before.topic


def _heads_columns(around: Sequence[_Paragraph], at: int) -> bool:
    """Whether a row only heads the columns of the rows below it: it is the first, and short.

    ``around`` are the paragraphs before and behind it, itself at a place among them.
    """
    cells = around[at].cells
    if len(cells) == 1 or any(len(one) > _LONGEST_COLUMN or FIGURE.search(one) for one in cells):
        return False
    if any(len(one) > _SHORTEST_DEED and _DOES.match(one) for one in cells):
        return False
    rows = [len(one.cells) > 1 for one in around]
    return rows[at + 1 :] == [True] and not any(rows[:at])


def _goes_on(before: Piece, piece: Piece, setting: PageSetting) -> bool:
    """Whether a line goes on with the one before it."""
    rows = all(BETWEEN_CELLS in one.text for one in (before, piece))
    if piece.opens or piece.in_row or rows or piece.topic != before.topic:
        return False
    if setting.indented and before.indented and not piece.gap:
        return True
    left_open = leaves_open(before.text) or before.text.count("(") > before.text.count(")")
    if left_open or _GOES_ON.match(piece.text):
        return True
    if (piece.gap and setting.parted) or _NAMED.match(piece.text):
        return False
    if _DOES.match(piece.text) and _TELLS.search(before.text):
        return False
    return setting.margin > 0 and width(before.text) > setting.margin - _AT_MARGIN


def _spans(paragraph: _Paragraph) -> Iterator[tuple[int, int]]:
    """A paragraph's sentences: whole where it is short, else by its enumeration and its spaces.

    Of a long row so many cells together as are no longer than a sentence.
    """
    text = paragraph.text
    begin, ends = 0, [*paragraph.cuts, (len(text), len(text))]
    for (end, following), (next_end, _) in pairwise((*ends, ends[-1])):
        if end == len(text) or _letters(text[begin:next_end]) > LONGEST_SENTENCE:
            yield from _spans_of_text(text, begin, end)
            begin = following


def _spans_of_text(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    if _letters(text[begin:end]) <= LONGEST_SENTENCE:
        yield begin, end
        return
    text = text[:end]
    marks = _ENUMERATED.finditer(to_arabic_digits(text))
    cuts = [mark.end() for mark in marks if not _in_brackets(text, mark.start())]
    cuts = [cut for cut in cuts if cut > begin]
    for start, stop in zip([begin, *cuts], [*cuts, end], strict=True):
        yield from _by_spaces(text, start, stop)


def _by_spaces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Thai puts a space between clauses: as many as fit make a sentence."""
    digits = to_arabic_digits(text)
    places = [at for at, character in enumerate(text) if not character.isspace()]
    while _letters(text[start:end]) > LONGEST_SENTENCE:
        first = bisect_left(places, start)
        least, most = (places[first + n] for n in (LONGEST_SENTENCE // 3, LONGEST_SENTENCE))
        ends = (
            [found.end() for found in pattern.finditer(digits, least, most)]
            for pattern in (_CONJUNCTION, _CLAUSE_BEGINS, _CLAUSE_END)
        )
        cut = next((found[-1] for found in ends if found), most)
        yield start, start + len(text[start:cut].rstrip())
        start = cut
    stripped = start + len(text[start:end].rstrip())
    if stripped > start:
        yield start, stripped


def _in_brackets(text: str, at: int) -> bool:
    """Whether a bracket stands open at a place; "(ครั้งที่ 2)" holds no mark of an entry."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _letters(text: str) -> int:
    """How long a text is without its spaces."""
    return sum(map(len, text.split()))
