"""Pages of paper: how many lines a text takes, how high a row is, where a page ends.

Spreadsheet programs do not fit the height of merged cells, and LibreOffice fits none on load,
so every height is computed. Text is measured with the advances of TH Sarabun New that stand in
``data/th-sarabun-new-advances.json`` (1/1000 em), and Thai is broken between the words of
``data/thai-words.txt`` (``benchmarks/thai_words.py`` makes and checks it), as programs break it
between words of a dictionary.

Widths of columns are in characters of 7 pixels and 5 pixels beside them; heights are in points.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, starmap
from typing import TypeVar

from qp_scoring.messages import text as said

_Laid = TypeVar("_Laid")

FONT = "TH Sarabun New"
LANGUAGE = "th-TH"
SIZE = 16
_FOOTER_SIZE = 12
MAX_ROW_HEIGHT = 409.0

# The pixels beside the characters of a column, in characters: columns that lie together gain them.
BESIDE = 5 / 7
# What one step of a cell's indent takes of the column: 13.4 pixels in LibreOffice, 11 in Excel.
INDENT = 2.0

# The ascent and descent of TH Sarabun New are 1.301 of its size, in Excel as in LibreOffice.
_LINE = 1.31
_PADDING = 3.5
# Text fills a column but for 5 pixels; printers and screens differ a little in their letters.
_FILLED = 0.98
_PX_PER_POINT = 96 / 72
_TOGETHER = 2  # rows that a page ends and begins with at least
# Printers differ in their margins, so a page is not filled to the last point.
_PAGE_FILLED = 0.98
_SMALLEST = 25  # per cent at which all columns of a table are printed beside each other
_READABLE = 50  # where they are not; XlsxWriter leaves a scale of less than 10 away
# LibreOffice draws columns wider than Excel: 8.11 pixels a digit of Calibri 12 against 8.
_WIDEST = 1.015

# A character outside the table is drawn in a font we do not know. A full em is what full-width
# characters and emoji take, and more than any letter here, so it errs towards a higher row.
_FALLBACK_ADVANCE = 1000
# The bold cut is a little wider than the regular one, whose advances are known.
_BOLD = 1.08

# A piece of text stays below Excel's 32,767 UTF-16 units even if every character takes two.
_PIECE_CHARACTERS = 16_000

# A Thai cluster keeps leading vowels, marks above and below, and what may not begin a line.
_CLUSTER = re.compile(
    "[\u0e40-\u0e44]?[\u0e01-\u0e2e]?[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*[\u0e30\u0e32\u0e33\u0e45]*"
)
_WITHIN = frozenset(
    map(chr, (*range(0x0E30, 0x0E3B), 0x0E45, *range(0x0E47, 0x0E4F)))
)  # marks and vowels that no word begins with
_REPEATED = "ๆฯ"
_CLOSING = "[)\\]}”’,.;:!?%]*"
_ATOM = re.compile(
    rf"(?P<opening>[(\[{{“‘]*)(?P<thai>[\u0e01-\u0e4e]+)(?P<closing>{_CLOSING} *)"
    rf"|[^\s\u0e01-\u0e4e]+{_CLOSING} *"
    r"|\s+"
    r"|."
)
# Between letters that no known word explains, a break may come up to most of a word earlier.
_UNKNOWN = 900  # 1/1000 em


class _Advances(dict[str, int]):
    """The widths of characters in 1/1000 em: those of the font, and of others that were met."""

    def __missing__(self, character: str) -> int:
        # Combining marks and invisible characters (zero-width space) take no room in any font.
        without = unicodedata.category(character) in ("Mn", "Me", "Cf")
        self[character] = 0 if without else _FALLBACK_ADVANCE
        return self[character]


@cache
def _advances() -> _Advances:
    source = files("qp_scoring").joinpath("data", "th-sarabun-new-advances.json")
    return _Advances(json.loads(source.read_text(encoding="utf-8")))


def advance(text: str) -> int:
    """The width of a text in 1/1000 em of TH Sarabun New, regular."""
    return sum(map(_advances().__getitem__, text))


def usable_width(width: float) -> float:
    """The pixels (96 per inch) that text may fill in columns of this summed width."""
    return max(1.0, 7 * width * _FILLED)


@cache
def break_words() -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """The words that Thai is broken between, as :func:`by_beginning` has them."""
    source = files("qp_scoring").joinpath("data", "thai-words.txt")
    return by_beginning(frozenset(source.read_text(encoding="utf-8").split()))


def by_beginning(words: frozenset[str]) -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """Words, and the lengths of those that begin with the same two letters, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    return words, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def wrap(text: str, width: float, size: float = SIZE, bold: bool = False) -> tuple[str, ...]:
    """The lines a text takes in a cell; joined, they are the text without its line breaks.

    Lines break at spaces and between words, where no word is known between Thai clusters, and
    within a word only where it is longer than a line.
    """
    return _wrapped(text, width, size, bold)  # kept once, whether or not all of it was given


@lru_cache(maxsize=16_384)
def _wrapped(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    em = size * _PX_PER_POINT * (_BOLD if bold else 1.0)
    room = usable_width(width) * 1000 / em
    return tuple(chain.from_iterable(_lines(part, room) for part in text.split("\n")))


@lru_cache(maxsize=16_384)
def _lines(paragraph: str, room: float) -> tuple[str, ...]:
    """The lines of a paragraph, of which many texts have some in common."""
    if advance(paragraph) + _UNKNOWN <= room:  # whatever room is kept free
        return (paragraph,)
    lines: list[str] = []
    line, used = "", 0
    for atom, reserve, needed, whole in _atoms(paragraph):
        if line and used + needed + reserve > room:
            lines.append(line)
            line, used = "", 0
        if needed <= room:
            line += atom
            used += whole
            continue
        for part in _fitting(atom, room):
            if line:
                lines.append(line)
            line, used = part, advance(part)
    return (*lines, line)


@lru_cache(maxsize=16_384)
def _atoms(paragraph: str) -> tuple[tuple[str, int, int, int], ...]:
    """What a line is not broken within: each with the room to be kept free behind it, two widths.

    The first width is without spaces at its end, which hang over the edge and take no room.
    """
    runs = (found.group(0, "opening", "thai", "closing") for found in _ATOM.finditer(paragraph))
    return tuple(chain.from_iterable(starmap(_atoms_of_run, runs)))


@lru_cache(maxsize=16_384)
def _atoms_of_run(
    run: str, opening: str | None, thai: str | None, closing: str | None
) -> tuple[tuple[str, int, int, int], ...]:
    """The atoms of what :data:`_ATOM` matches: of Thai its words, of anything else itself."""
    if thai is None:
        return (_atom(run, 0),)
    *words, (last, _) = _words(thai)
    atoms = [(word, 0 if known else _UNKNOWN) for word, known in words] + [(f"{last}{closing}", 0)]
    atoms[0] = f"{opening}{atoms[0][0]}", atoms[0][1]
    return tuple(starmap(_atom, atoms))


def _atom(atom: str, reserve: int) -> tuple[str, int, int, int]:
    whole, bare = advance(atom), atom.rstrip()
    return atom, reserve, whole if bare == atom else advance(bare), whole


@lru_cache(maxsize=16_384)
def _words(run: str) -> tuple[tuple[str, bool], ...]:
    """A run of Thai in known words, longest first, and in clusters where none fits."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(run):
        known = _known_end(run, at)
        end = known or at + len(next(_clusters(run[at:])))
        while end < len(run) and run[end] in _REPEATED:
            end += 1
        found.append((run[at:end], known > 0))
        at = end
    return tuple(found)


def _known_end(run: str, at: int) -> int:
    """Where the longest known word ends that begins at a place; 0 where none does."""
    words, lengths = break_words()
    for length in lengths.get(run[at : at + 2], ()):
        end = at + length
        if end <= len(run) and run[at:end] in words and run[end : end + 1] not in _WITHIN:
            return end
    return 0


def _fitting(word: str, room: float) -> list[str]:
    """A word that is wider than a line, in parts that are not."""
    parts = [""]
    used = 0
    for cluster in _clusters(word):
        width = advance(cluster)
        for letters in (cluster,) if width <= room else cluster:
            width = advance(letters)
            if parts[-1] and used + width > room:
                parts.append("")
                used = 0
            parts[-1] += letters
            used += width
    return parts


def _clusters(word: str) -> Iterator[str]:
    at = 0
    while at < len(word):
        found = _CLUSTER.match(word, at)
        end = max(found.end() if found else at, at + 1)
        yield word[at:end]
        at = end


def lines_height(lines: int, size: float = SIZE) -> float:
    """The points that so many lines take in a cell, over as many rows as it has."""
    return round(lines * size * _LINE + _PADDING, 2)


def row_height(lines: int, size: float = SIZE) -> float:
    """The height in points of a row of so many lines, at most what Excel allows."""
    return min(MAX_ROW_HEIGHT, lines_height(lines, size))


@lru_cache(maxsize=16_384)
def text_height(text: str, width: float, size: float = SIZE, bold: bool = False) -> float:
    """The height in points of a row that holds this text in columns of this summed width."""
    return row_height(len(wrap(text, width, size, bold)), size)


def phrases_height(phrases: Sequence[str], width: float, size: float = SIZE) -> float:
    """The height in points of a row of phrases with commas between them, none of them broken.

    Programs differ in whether they break short phrases ("ภาพถ่าย/วิดีโอ/ลิงก์"). One that breaks
    fewer never needs fewer lines.
    """
    room = usable_width(width) * 1000 / (size * _PX_PER_POINT)
    lines, used = 1, 0
    for phrase in phrases:
        parts = wrap(f"{phrase}, ", width, size)
        if used and (len(parts) > 1 or used + advance(f"{phrase},") > room):
            lines, used = lines + 1, 0
        lines, used = lines + len(parts) - 1, used + advance(parts[-1])
    return row_height(lines, size)


def max_lines(size: float = SIZE) -> int:
    """How many lines the highest row holds."""
    return int((MAX_ROW_HEIGHT - _PADDING) / (size * _LINE))


@lru_cache(maxsize=16_384)
def split_for_row(
    text: str, width: float, size: float = SIZE, bold: bool = False, spare: int = 0
) -> tuple[str, ...]:
    """A text in pieces that each fit one row; a short text is one piece.

    Pieces end between paragraphs where a paragraph fits a row, else between lines. Nothing but
    the line break or spaces at a cut is dropped. ``spare`` lines are kept free for other text.
    """
    limit = max(1, max_lines(size) - spare)
    paragraphs = text.split("\n")
    if len(text) <= _PIECE_CHARACTERS and len(wrap(text, width, size, bold)) <= limit:
        return ("\n".join([paragraph.rstrip(" ") for paragraph in paragraphs]),)
    pieces: list[list[str]] = [[]]
    lines = 0
    for paragraph in paragraphs:
        wrapped = _bounded(wrap(paragraph, width, size, bold))
        for block in _blocks(wrapped, limit):
            length = sum(map(len, pieces[-1])) + sum(map(len, block))
            if pieces[-1] and (lines + len(block) > limit or length > _PIECE_CHARACTERS):
                pieces.append([])
                lines = 0
            pieces[-1].append("".join(block).rstrip(" "))
            lines += len(block)
    return tuple("\n".join(piece) for piece in pieces)


def _bounded(lines: Sequence[str]) -> list[str]:
    """Lines no longer than a cell may hold: marks without width can pile up without end."""
    step = _PIECE_CHARACTERS
    return [line[at : at + step] for line in lines for at in range(0, len(line) or 1, step)]


def _blocks(lines: Sequence[str], limit: int) -> list[list[str]]:
    """The lines of one paragraph in blocks that each fit one row and one cell."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        length = sum(map(len, blocks[-1])) + len(line)
        if blocks[-1] and (len(blocks[-1]) == limit or length > _PIECE_CHARACTERS):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def pixels_wide(width: float) -> int:
    """The pixels (96 per inch) of a column of this width."""
    return int(7 * width + 5)


def points_wide(widths: Sequence[float]) -> float:
    """The points that columns of these widths take beside each other in Excel."""
    return sum(map(pixels_wide, widths)) / _PX_PER_POINT


@dataclass(frozen=True, slots=True)
class Paper:
    """A page, in points, with margins in inches as Excel counts them.

    ``code`` is the number that Excel has for its size: 9 for A4, 8 for A3.
    """

    width: float
    height: float
    landscape: bool
    left: float = 0.6
    right: float = 0.5
    top: float = 0.5
    bottom: float = 0.55
    code: int = 9

    def scale(self, widths: Sequence[float]) -> int:
        """The per cent at which the columns fit the width of the page, at most 100.

        What would be too small to be read goes on to the right, on pages of its own.
        """
        return _READABLE if self.goes_on(widths) else min(100, self._fitting(widths))

    def goes_on(self, widths: Sequence[float]) -> bool:
        """Whether the columns go on to the right, on further pages."""
        return self._fitting(widths) < _SMALLEST

    def _fitting(self, widths: Sequence[float]) -> int:
        """The per cent at which the columns fill the width of the page."""
        printable = self.width - (self.left + self.right) * 72
        fits = 100 * printable / (points_wide(widths) * _WIDEST)
        # Margins are rounded too: half a per cent keeps the last column on the page.
        return int(fits if fits >= 100 else fits - 0.5)

    def capacity(self, widths: Sequence[float]) -> float:
        """The points of row height on a page that is printed at this scale."""
        height = self.height - (self.top + self.bottom) * 72
        return height * 100 / self.scale(widths) * _PAGE_FILLED


PORTRAIT = Paper(width=595.3, height=841.9, landscape=False)
LANDSCAPE = Paper(width=841.9, height=595.3, landscape=True)
LANDSCAPE_A3 = Paper(width=1190.6, height=841.9, landscape=True, code=8)


def undivided(rows: Sequence[_Laid]) -> list[Sequence[_Laid]]:
    """Rows that belong together in blocks that a page may end between.

    The first and the last are of two rows: none of either stands alone on a page.
    """
    if len(rows) < 2 * _TOGETHER:
        return [rows]
    between = rows[_TOGETHER:-_TOGETHER]
    return [rows[:_TOGETHER], *([row] for row in between), rows[-_TOGETHER:]]


def page_breaks(blocks: Sequence[Sequence[float]], capacity: float, repeated: float) -> list[int]:
    """The rows before which a page has to begin, so that no block is divided needlessly.

    Args:
        blocks: The heights of rows that belong on one page; too high for any, they are divided.
        capacity: Points of row height on a page.
        repeated: Height of the heading that is repeated on every page but the first.
    """
    room, left, rows = capacity - repeated, capacity, 0
    breaks: list[int] = []
    for block in blocks:
        for unit in [block] if sum(block) <= room else [[height] for height in block]:
            if rows and sum(unit) > left:
                breaks.append(rows)
                left = room
            left -= sum(unit)
            rows += len(unit)
    return breaks


def footer(left: str, centre: str, right: str) -> str:
    """The code of a page footer; its texts are plain, so an ampersand in them is doubled.

    Excel allows 255 characters: longer outer texts are dropped and the page number stays.
    """
    # The size comes before the font, or a text that begins with a digit would lengthen it.
    font = f'&{_FOOTER_SIZE}&"{FONT},Regular"'
    parts = (("&L", left), ("&C", centre), ("&R", right))
    code = "".join(section + font + text for section, text in parts if text)
    return code if len(code) <= 255 else f"&C{font}{centre}"


def footer_text(text: str) -> str:
    """A text as it may stand in a footer: an ampersand is a letter there, not a code."""
    return text.replace("&", "&&")


def page_footer(left: str, right: str = "", part: str = "") -> str:
    """The code of a footer of two texts, with the number of the page between them.

    ``part`` names what is counted, where several parts that count for themselves lie together.
    """
    centre = said("sheet-footer", page=PAGE_NUMBER, pages=PAGE_COUNT)
    return footer(footer_text(left), f"{footer_text(part)} {centre}".lstrip(), footer_text(right))


def of_pages(footer: str, pages: int) -> str:
    """A footer's code with a number of pages in place of that of everything that is printed."""
    return re.sub(rf"(?<!&)((?:&&)*){PAGE_COUNT}", rf"\g<1>{pages}", footer)


PAGE_NUMBER = "&P"
PAGE_COUNT = "&N"
