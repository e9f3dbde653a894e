"""A text PDF as lines, with the Thai letters mended that PDF writers commonly take apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

from qp_scoring.evidence.lines import Line, width
from qp_scoring.intake.guard import RefusedError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_MAX_PAGES = 5_000
_LEAST_LETTERS = 20  # on a page that holds text at all; a scanner's stamp is shorter
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
_SPACE = re.compile(r"(?<=\S) +(?=\S)")
# In points: how far apart two lines begin that begin alike, an indent, the gap between cells, and
# how far from the edge a word without room on its line may leave it.
_SAME_EDGE = 3.0
_INDENT = 12.0
_GAP = 20.0
_A_WORD = 60.0
_STRAYS = 30  # one line among so many may be longer than its column is wide
_COLUMN = 4  # lines that another one goes on below, before the longest shows where they end
_GARBLED_SHARE = 200  # one wrong character among so many letters is too many


def pdf_lines(data: bytes) -> tuple[tuple[Line, ...], bool]:
    """The lines of a PDF, counted through all pages, and whether its letters are garbled.

    Raises:
        RefusedError: the reader is not installed, or the file is damaged, locked or scanned.
    """
    if find_spec("pypdfium2") is None:
        raise RefusedError("report-pdf-reader-missing")
    drawn = _pages(data)
    text = "\n".join(line.text for line in drawn)
    letters = sum(character.isalpha() for character in text)
    garbled = len(_CONTROL.findall(text)) * _GARBLED_SHARE > letters
    return tuple(_lines(drawn)), garbled


def in_place(text: str) -> str:
    """A text with shifted marks in their place, sara am in one piece, marks at their letters."""
    text = _CONTROL.sub("", text.translate(_SHIFTED))
    return _DETACHED_MARK.sub("", _DETACHED_AM.sub(r"\1ำ", text))


def _lines(drawn: Sequence[_DrawnText]) -> Iterator[Line]:
    """The lines with the room that was left behind each in its column; cells parted by tabs."""
    begun = Counter(_place(line.left) for line in drawn)
    begun.update(_place(left) for line in drawn for _, left in line.gaps)
    page = _edge([line.right for line in drawn])
    edges = _column_edges(drawn, page)
    firsts = _first_edges(drawn, page)
    before: _DrawnText | None = None
    for number, line in enumerate(drawn, 1):
        text = in_place(_with_tabs(line, begun))
        if not text.strip():
            yield Line(number, text)
            continue
        edge = edges.get(_place(line.left), page)
        letter = (line.right - line.left) / max(1, width(text))
        yield Line(
            number,
            text,
            room=(edge - line.right) / max(1.0, letter),
            indented=before is not None and line.left > before.left + _INDENT,
            opens=_place(line.left) in firsts,
        )
        before = line


def _column_edges(drawn: Sequence[_DrawnText], page: float) -> dict[int, float]:
    """Where the lines of columns end that are narrower than the page, by where they begin.

    An indented paragraph goes on further left: that some line from there reaches the edge of the
    page says that it is no column.
    """
    columns: dict[int, list[float]] = defaultdict(list)
    wide = {_place(line.left) for line in drawn if not line.gaps and line.right > page - _A_WORD}
    for line, following in pairwise(drawn):
        if _place(line.left) == _place(following.left) and _place(line.left) not in wide:
            columns[_place(line.left)].append(line.right)
    return {left: _edge(rights) for left, rights in columns.items() if len(rights) >= _COLUMN}


def _first_edges(drawn: Sequence[_DrawnText], page: float) -> frozenset[int]:
    """Where the first lines of paragraphs begin: the full ones among them go on further left."""
    full = Counter[int]()
    left = Counter[int]()
    for line, following in pairwise(drawn):
        if line.right > page - _A_WORD:
            full[_place(line.left)] += 1
            left[_place(line.left)] += following.left < line.left - _INDENT
    return frozenset(place for place, count in left.items() if count > full[place] / 2)


def _place(left: float) -> int:
    """The same for lines and cells that begin alike."""
    return round(left / _SAME_EDGE)


def _with_tabs(line: _DrawnText, begun: Counter[int]) -> str:
    """A line with tabs in the gaps behind which others begin as well: between its cells."""
    letters = list(line.text)
    for at, left in line.gaps:
        if begun[_place(left)] > 1:
            letters[at] = "\t"
    return "".join(letters)


def _edge(rights: Sequence[float]) -> float:
    """Where lines end: at the longest of them, a few that hang over it aside."""
    return sorted(rights)[-1 - len(rights) // _STRAYS]


@dataclass(frozen=True, slots=True)
class _DrawnText:
    """A line as a page holds it: its text, and where it begins and ends, in points.

    ``gaps`` give the places in the text of what may part two cells, and where the second begins.
    """

    text: str
    left: float = 0.0
    right: float = 0.0
    gaps: tuple[tuple[int, float], ...] = ()


def _pages(data: bytes) -> list[_DrawnText]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  (an extra, and 50 ms)

    try:
        document = PdfDocument(data)
    except PdfiumError as problem:
        locked = "password" in str(problem).casefold()
        raise RefusedError(
            "report-old-doc-or-password" if locked else "report-damaged"
        ) from problem
    try:
        return _read_pages(document)
    except PdfiumError as problem:
        raise RefusedError("report-damaged") from problem
    finally:
        document.close()


def _read_pages(document: PdfDocument) -> list[_DrawnText]:
    if len(document) > _MAX_PAGES:
        raise RefusedError("report-too-large", limit=f"{_MAX_PAGES:,}")
    lines = [line for page in document for line in _drawn(page.get_textpage())]
    letters = sum(character.isalpha() for line in lines for character in line.text)
    if letters < _LEAST_LETTERS * len(document):
        raise RefusedError("report-scanned")
    return lines


def _drawn(page: PdfTextPage) -> Iterator[_DrawnText]:
    """The lines of a page."""
    text, whole = page.get_text_range(), page.get_text_bounded()
    # A place in the text is one on the page unless letters without a meaning were left out.
    placed = len(text) == page.count_chars() and not _CONTROL.search(whole)
    text = text if placed else whole
    at = 0
    for line in text.split("\r\n"):
        end = at + len(line.rstrip())
        begin = at + len(line) - len(line.lstrip())
        if placed and begin < end:
            left, right = page.get_charbox(begin)[0], page.get_charbox(end - 1)[2]
            yield _DrawnText(line, left, right, tuple(_gaps(page, line, at)))
        else:
            yield _DrawnText(line)
        at += len(line) + 2


def _gaps(page: PdfTextPage, line: str, at: int) -> Iterator[tuple[int, float]]:
    """Where in a line gaps are far wider than a space, and where on the page it goes on."""
    for space in _SPACE.finditer(line):
        before, after = page.get_charbox(at + space.start() - 1), page.get_charbox(at + space.end())
        if after[0] - before[2] > _GAP:
            yield space.start(), after[0]
