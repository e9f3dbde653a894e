"""The text of a PDF's page, line by line: its letters, marks and spaces, in order and in place.

PDF writers commonly take Thai letters apart, draw them out of order, and leave spaces to the eye.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qp_scoring.evidence.pdf_tables import RuledCell, cell_at, cells_of

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# Older Thai fonts keep shifted tone marks and vowels in the private area.
_SHIFTED = {
    0xF700: "ฐ", 0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื", 0xF705: "่", 0xF706: "้", 0xF707: "๊",
    0xF708: "๋", 0xF709: "์", 0xF70A: "่", 0xF70B: "้", 0xF70C: "๊", 0xF70D: "๋", 0xF70E: "์", 0xF70F: "ญ",
    0xF710: "ั", 0xF711: "ํ", 0xF712: "็", 0xF713: "่", 0xF714: "้", 0xF715: "๊", 0xF716: "๋", 0xF717: "์",
    0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ", 0xFFFE: "-",  # a hyphen, as the reader gives it
}  # fmt: skip
# No Thai word begins with sara aa: a space before it stands for the ring of a sara am.
_DETACHED_AM = re.compile(r"([ก-ฮ][่-๋]?) +[าำ]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
# Nor does a line begin with a mark, or a word with one behind a space.
_DETACHED_MARK = re.compile(r"(?<=[ก-ฮ]) +(?=[ัิ-ฺ็-๎])")
# Nor does a point: it may be drawn a little apart, by another font than the letters before it.
_DETACHED_POINT = re.compile(r"(?<=[ก-ฮ]) +(?=\.(?!\.))")
# What follows a mai han akat ends its syllable and has no tone: the tone is of the letter before.
_LATE_TONE = re.compile("(?<=ั)([ก-ฮ])([่-๋])")
# The end of a line; the reader takes one that ends with a hyphen for one with the next.
_LINE_END = re.compile("\r\n|(?<=\ufffe)(?!\r\n|$)")
_SPACE = re.compile(r"(?<=\S) +(?=\S)")
# A letter with its marks before what may begin a word.
_MARKED_END = re.compile(r"[ก-ฮ][ิ-ฺ่-๎]+(?=[^\s\u0e30-\u0e3a\u0e45-\u0e4e])")
_LETTER_AND_MARK = re.compile(r"[ก-ฮ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
# With what stands before it, a mark at the end of a line or behind a space, and a tone that may be
# of a syllable before.
_DOUBTFUL_MARK = re.compile(
    r"[ก-ฮ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+\s*$|\s[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    r"|(?:(?<=[ัิ-ื])|(?<=[ัิ-ื][ก-ฮ]))[ก-ฮ][่-๋]"
)
_LOOKED_AT = 40  # of these on a page
# What a Thai font may lack.
_SIGN = re.compile(r"(?<=.)[^\u0e01-\u0e7fA-Za-z0-9]")
_SPACE_WIDTH = 0.15  # of a line's height, at least
_ROOM = 0.12  # the same where letters stand as they are drawn
_TOUCHES = 1.0  # points
_GAP = 20.0  # points between two cells
_SAME = 0.1  # points: letters and marks that share their room meet so closely
_AGAIN = 4  # letters before a mark's piece, of which one is the mark's


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A line as a page holds it: its text, and where it begins, ends and stands, in points.

    ``gaps`` give the places in the text of what may part two cells, and where the second begins;
    ``around`` says that it is the head or foot of a page, ``cell`` in which of a table it is.
    """

    text: str
    left: float = 0.0
    right: float = 0.0
    foot: float = 0.0
    gaps: tuple[tuple[int, float], ...] = ()
    around: bool = False
    cell: RuledCell | None = None


def in_place(text: str) -> str:
    """A text with shifted marks in their place, sara am in one piece, marks at their letters."""
    text = _CONTROL.sub("", text.translate(_SHIFTED))
    text = _DETACHED_MARK.sub("", _DETACHED_AM.sub(r"\1ำ", text))
    return _LATE_TONE.sub(r"\2\1", _DETACHED_POINT.sub("", text))


def meaningless(text: str) -> int:
    """How many characters of a text are no letters or signs, but codes that a font left."""
    return len(_CONTROL.findall(text))


def drawn_lines(whole_page: PdfPage, number: int) -> Iterator[DrawnText]:
    """The lines of a page, each in one cell where it is in a table."""
    page = whole_page.get_textpage()
    text, whole = page.get_text_range(), page.get_text_bounded()
    # A place in the text is one on the page unless letters without a meaning were left out.
    placed = len(text) == page.count_chars() and not _CONTROL.search(_with_hyphens(whole, text))
    text = text if placed else whole
    pieces = placed and _is_in_pieces(page, text)
    sara_aa = _sara_aa(page, text) if placed else (0.0, 0.0)
    lost = _lost_spaces(page, text) if placed and not pieces else frozenset()
    cells = cells_of(whole_page, number) if placed else ()
    ends = [*_LINE_END.finditer(text)]
    begins = [0, *(end.end() for end in ends)]
    for at, stop in zip(begins, [*(end.start() for end in ends), len(text)], strict=True):
        line = text[at:stop]
        for begin, end, cell in _by_cells(page, line, at, cells):
            own = line[begin:end]
            if not placed or not own.strip():
                yield DrawnText(own)
            elif pieces or _is_astray(page, own, at + begin):
                yield replace(_put_in_order(page, own, at + begin, sara_aa), cell=cell)
            else:
                yield replace(_as_drawn(page, own, at + begin, lost), cell=cell)


def _with_hyphens(whole: str, text: str) -> str:
    """A page's text with its hyphens at line ends, for which the reader gives a sign of its own."""
    return whole.replace("\x02", "-") if whole.count("\x02") == text.count("\ufffe") else whole


def _by_cells(
    page: PdfTextPage, line: str, at: int, cells: Sequence[RuledCell]
) -> Iterator[tuple[int, int, RuledCell | None]]:
    """A line's pieces, by where in it each begins and ends, that are in one cell or in none."""
    ends = 0, len(line.rstrip()) - 1
    inside = [
        cell_at(cells, *_middle(page, at + place)) for place in ends if cells and line.strip()
    ]
    if len(set(inside)) < 2:
        yield 0, len(line), inside[0] if inside else None
        return
    begin, cell = 0, inside[0]
    for place in range(len(line)):
        own = cell if line[place] == " " else cell_at(cells, *_middle(page, at + place))
        if own != cell:
            if line[begin:place].strip():
                yield begin, place, cell
            begin, cell = place, own
    yield begin, len(line), cell


def _middle(page: PdfTextPage, place: int) -> tuple[float, float]:
    left, foot, right, top = page.get_charbox(place, loose=True)
    return (left + right) / 2, (foot + top) / 2


def _as_drawn(page: PdfTextPage, line: str, at: int, lost: frozenset[int]) -> DrawnText:
    """A line whose letters are drawn in the order of its text."""
    begin, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
    # Letters that begin at one place leave ever so much room before their ink.
    left, foot, _, _ = page.get_charbox(begin, loose=True)
    right = page.get_charbox(end - 1)[2]
    missing = [place - at for place in sorted(lost) if at < place < at + len(line)]
    gaps = (
        (place + sum(one <= place for one in missing), left)
        for place, left in _gaps(page, line, at)
    )
    return DrawnText(_with_spaces(line, missing), left, right, foot, tuple(gaps))


def _is_generated(page: PdfTextPage, place: int) -> bool:
    """Whether the reader made a space up, for a gap that it saw."""
    from pypdfium2.raw import FPDFText_IsGenerated  # noqa: PLC0415  (an extra)

    return bool(FPDFText_IsGenerated(page.raw, place))


def _is_astray(page: PdfTextPage, line: str, at: int) -> bool:
    """Whether signs or marks of a line are drawn left of what stands before them in its text.

    A writer draws what its Thai font lacks, spaces among it, in pieces of their own.
    """
    for mark in _DOUBTFUL_MARK.finditer(line):
        box, bearer = (
            page.get_charbox(at + len(mark[0].rstrip()) + mark.start() - 1),
            page.get_charbox(at + mark.start()),
        )
        if (box[0] + box[2]) / 2 < bearer[0] - _TOUCHES:
            return True
    for sign in _SIGN.finditer(line):
        place = at + sign.start()
        if not _is_generated(page, place):
            own, before = (
                page.get_charbox(place, loose=True),
                page.get_charbox(place - 1, loose=True),
            )
            if own[0] < before[0] - 1:
                return True
    return False


@dataclass(slots=True)
class _Cluster:
    """A letter with its marks as a page holds them, in points; ``whole`` without a sara am."""

    text: str
    left: float
    right: float
    foot: float
    top: float
    whole: bool = True

    def is_under(self, at: float, near: float) -> bool:
        """Whether a place is on it, or so near to it."""
        return self.left - near <= at <= self.right + near


def _put_in_order(page: PdfTextPage, line: str, at: int, sara_aa: tuple[float, float]) -> DrawnText:
    """A line with its letters as they stand on the page, and spaces where it leaves room."""
    clusters = _clusters(page, line, at)
    drawn = [one for one in clusters if one.text != " "]
    if not drawn:
        return DrawnText(line)
    foot = Counter(round(one.foot, 1) for one in drawn).most_common(1)[0][0]
    # Of some letters no more is told than their ink.
    heights = (one.top - one.foot for one in drawn if round(one.foot, 1) == foot)
    height = max(sara_aa[1], *heights)
    _measure_am(drawn, sara_aa[0])
    clusters.sort(key=lambda one: one.left)
    drawn.sort(key=lambda one: one.left)
    between = sorted(after.left - before.right for before, after in pairwise(drawn))
    # Letters that are set wide apart leave room behind each.
    room = max(_ROOM * height, 2 * between[len(between) // 4] if between else 0.0)
    whole, gaps, ended = "", [], drawn[0].left
    for one in clusters:
        if one.text != " ":
            apart = one.left - ended
            if apart > room and whole.strip() and not whole.endswith(" "):
                whole += " "
            if apart > _GAP:
                gaps.append((len(whole.rstrip()), one.left))
            ended = max(ended, one.right)
        whole += one.text
    return DrawnText(whole, drawn[0].left, ended, foot, tuple(gaps))


def _clusters(page: PdfTextPage, line: str, at: int) -> list[_Cluster]:
    """The letters of a line with the marks that stand over and under them, and its own spaces.

    A browser draws a letter and its mark in two pieces, and each says that it is both: what is
    drawn over a letter and says the same again is its mark.
    """
    clusters: list[_Cluster] = []
    astray: list[tuple[float, str]] = []
    for place, character in enumerate(line, at):
        if _is_generated(page, place):
            continue
        left, foot, right, top = page.get_charbox(place, loose=True)
        last = clusters[-1] if clusters and clusters[-1].text != " " else None
        near = (top - foot) / 3
        shares = last is not None and min(abs(left - last.right), abs(left - last.left)) < _SAME
        if character == "ำ" and last and last.is_under(left, near):
            last.whole = not shares
            last.text, last.right = last.text + character, max(last.right, right)
        elif unicodedata.category(character) != "Mn":
            if last and _is_again(clusters, len(clusters) - 1):
                clusters.pop()
            clusters.append(_Cluster(character, left, right, foot, top))
        elif last and (shares or last.is_under((left + right) / 2, near)):
            # A tone that is told late stands over a letter before the last.
            middle = (left + right) / 2
            earlier = clusters[-_AGAIN:-1] if not shares and not last.is_under(middle, 0) else ()
            under = next((one for one in earlier if one.is_under(middle, 0)), last)
            under.text, under.right = under.text + character, max(under.right, right)
        else:
            astray.append(((left + right) / 2, character))
    if clusters and _is_again(clusters, len(clusters) - 1):
        clusters.pop()
    for middle, mark in astray:
        bearer = min(
            (one for one in clusters if one.text != " "),
            key=lambda one: max(one.left - middle, middle - one.right, 0.0),
            default=None,
        )
        if bearer is not None:
            bearer.text += mark
    return clusters


def _is_again(clusters: Sequence[_Cluster], at: int) -> bool:
    """Whether a letter with a mark is one of those before it, told by its mark's piece again."""
    one = clusters[at]
    if len(one.text) == 1:
        return False
    for before in reversed(clusters[max(0, at - _AGAIN) : at]):
        near = one.top - one.foot if "ำ" in one.text else _TOUCHES
        if before.text == one.text and before.is_under((one.left + one.right) / 2, near):
            before.right = max(before.right, one.right)
            before.whole |= one.foot < before.top  # else it is the ring of a sara am
            return True
    return False


def _measure_am(drawn: Sequence[_Cluster], sara_aa: float) -> None:
    """Give the sara am the width of a sara aa, its line's or else the page's, where it has none."""
    wide = max((one.right - one.left for one in drawn if one.text == "า"), default=sara_aa)
    for one in drawn:
        if not one.whole:
            one.right += wide


def _sara_aa(page: PdfTextPage, text: str) -> tuple[float, float]:
    """How wide and high a sara aa of a page is: the one in the middle."""
    places = [at for at, letter in enumerate(text) if letter == "า"][:_LOOKED_AT]
    boxes = [page.get_charbox(at, loose=True) for at in places]
    sizes = sorted((right - left, top - foot) for left, foot, right, top in boxes)
    return sizes[len(sizes) // 2] if sizes else (0.0, 0.0)


def _is_in_pieces(page: PdfTextPage, text: str) -> bool:
    """Whether letters share their room with the marks above and below them, as browsers draw."""
    marks = [found.end() - 1 for found in _LETTER_AND_MARK.finditer(text)][:_LOOKED_AT]
    shared = 0
    for place in marks:
        letter, mark = page.get_charbox(place - 1), page.get_charbox(place)
        halves = abs(mark[0] - letter[2]) < _SAME and mark[1] == letter[1]
        shared += halves or mark == letter
    return bool(marks) and shared * 2 > len(marks)


def _gaps(page: PdfTextPage, line: str, at: int) -> Iterator[tuple[int, float]]:
    """Where in a line gaps are far wider than a space, and where on the page it goes on."""
    for space in _SPACE.finditer(line):
        before, after = page.get_charbox(at + space.start() - 1), page.get_charbox(at + space.end())
        if after[0] - before[2] > _GAP:
            yield space.start(), after[0]


def _lost_spaces(page: PdfTextPage, text: str) -> frozenset[int]:
    """Where in a page's text a space is missing: some writers give it away with a mark before it.

    Where most marks have room of their own, it is their font that gives it to them.
    """
    marked = list(_MARKED_END.finditer(text))
    wide = []
    for mark in marked:
        ends = page.get_charbox(mark.start(), loose=True)
        begins = page.get_charbox(mark.end(), loose=True)
        if begins[0] - ends[2] > _SPACE_WIDTH * (ends[3] - ends[1]):
            wide.append(mark.end())
    return frozenset(wide if 2 * len(wide) < len(marked) else ())


def _with_spaces(line: str, places: Sequence[int]) -> str:
    """A line with a space before each of some places."""
    cuts = [0, *places, len(line)]
    return " ".join(line[begin:end] for begin, end in pairwise(cuts))
