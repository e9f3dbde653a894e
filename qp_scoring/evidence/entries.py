"""Entries of a report: its lines without debris, table cells apart, as the reader walks them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, repeat

from qp_scoring.evidence.lines import FirstWord, Line, unbroken
from qp_scoring.evidence.text import (
    FIGURE,
    FIGURE_ALONE,
    RULES,
    TOPIC_WORDS,
    begins_entry,
    heading_signs,
    is_filler,
    is_markdown_heading,
    joined,
    key,
    plain,
    split_lead,
    without_debris,
)

_NUMBER = r"\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)]{0,2}"
_BARE_NUMBER = re.compile(rf"\s*{_NUMBER}\s*(?:[-–]\s*{_NUMBER}\s*)?")
_CALLED = rf"\s*(?:{TOPIC_WORDS}|นโยบาย)(?:ที่)?"
_CALLED_NUMBER = re.compile(rf"{_BARE_NUMBER.pattern}|{_CALLED}\s*{_NUMBER}\s*:?\s*")
_ONLY_CALLED = re.compile(rf"{_CALLED_NUMBER.pattern}|{_CALLED}\s*:?\s*")
_RULE = re.compile(r"[\s|:\-]*-{3,}[\s|:\-]*|\s*(?:\*\s*){3,}|\s*={3,}\s*")
# One that is drawn over a title and under it.
_DRAWN = re.compile(r"\s*([=\-_*~#─═━])(?:\s*\1){4,}\s*")
_INDENT = re.compile(r"(?:\t| {4,})")
_BOLD = re.compile(r"^\s*(?:[-–•]\s*)?\*\*([^*]{2,80}?)\s*:?\*\*\s*:?\s*(?=\S)")
_SET_OFF = re.compile(r"(?<=\S)\s{2,}(?=\S)")
# The name of an office, and its number behind a wide space: "สพป.น่าน    เขต 1".
_NAME_ENDS = re.compile(r"(?:สพป\.?|สพท\.?|ประถมศึกษา)\s*[ก-๎]{2,}$")
_NUMBER_BEGINS = re.compile(r"เขต\s*[0-9๐-๙]")
# Between the lines of a whole that a margin broke; where a report holds it, it is a space.
_BREAK = "\x1f"
_ROW = 2  # cells, at least
# What stands in a cell without words that is left blank: leaders, the mark of an entry.
_EMPTY = re.compile(r"[\s._…*:|]*|\(?[0-9๐-๙.]+[.)]|.*(?:\.{3}|…|_{3}).*")
# A screenshot read as a table: many cells, hardly a word in them.
_SCREENSHOT_CELLS = 8
_SCREENSHOT_LETTERS = 4
# A figure or a word is all that stands in the cells of a long row of figures.
_TOLD_IN_CELL = re.compile(rf"^(?:{FIGURE_ALONE.pattern}|-)$|[^\W\d_]{{3}}")


WordlessCells = tuple[tuple[int, str], ...]
"""Cells that hold no words, with their columns."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, or one cell of a table row.

    ``text`` is plain; ``lead`` the number before it, ``rest`` what follows that, ``key`` the same
    as headings are compared. ``cell`` counts the filled cells of a row from 0, ``column`` all.
    ``opens`` says that it begins something new by its indent or list mark, ``indented`` that it
    does by its indent, ``gap`` that a blank line precedes; ``breaks`` as for
    :class:`sections.Piece`. ``spaced`` are the parts of the text that wide spaces set off;
    ``signs`` set a whole line off as a heading: ``##``, ``**``, the rules over and under it.
    ``empty`` counts the lines right before it that hold a TAB alone, as empty cells do, and
    ``parted`` says that another blank line precedes. ``in_row`` says that there are other cells in
    its row, ``figures`` are those that belong to it: see :class:`_RowCell`.
    """

    number: int
    text: str
    lead: str
    rest: str
    opens: bool
    gap: bool
    markdown: bool
    cell: int
    key: str
    breaks: tuple[tuple[int, int], ...] = ()
    indented: bool = False
    column: int = 0
    spaced: tuple[str, ...] = ()
    signs: str = ""
    empty: int = 0
    parted: bool = False
    in_row: bool = False
    figures: WordlessCells = ()

    @property
    def last(self) -> int:
        """The line on which it ends."""
        return self.breaks[-1][1] if self.breaks else self.number

    @property
    def blank(self) -> bool:
        """Whether nothing was written: leaders, dashes, a bare number."""
        return is_filler(self.text)


def entries_of(lines: Sequence[Line], first_word: FirstWord) -> tuple[Entry, ...]:
    """The entries of a report in order; blank lines and debris are only remembered as gaps.

    ``first_word`` as for :func:`lines.unbroken`.
    """
    return tuple(_entries(unbroken(lines, first_word)))


def row_at(entries: Sequence[Entry], at: int) -> Sequence[Entry]:
    """The cells of the table row that begins at a place; a cell inside a row is one by itself."""
    entry, end = entries[at], at + 1
    if entry.cell:
        return (entry,)
    while end < len(entries) and entries[end].cell and entries[end].number == entry.number:
        end += 1
    return entries[at:end]


def _entries(lines: Sequence[Line]) -> Iterator[Entry]:
    gap = parted = False
    empty = 0
    ruled = False  # the line before is a rule
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        raw = _BREAK.join(
            without_debris(text.replace(_BREAK, " ")) for text in (line.text, *line.more)
        )
        cells = _with_figures(_cells(raw, following.text if following else ""))
        if not cells or _RULE.fullmatch(raw):
            gap, ruled = True, _DRAWN.fullmatch(raw) is not None
            empty, parted = (empty + 1, parted) if line.text == "\t" else (0, True)
            continue
        between = ruled and following is not None and _DRAWN.fullmatch(following.text) is not None
        markdown = is_markdown_heading(line.text)
        indented = line.opens or _INDENT.match(raw) is not None
        number = line.number
        for place, one in enumerate(cells):
            cell = one.text
            text, starts = _whole(cell.removesuffix(_BREAK).split(_BREAK))
            lead, rest = split_lead(text)
            opens = indented or place > 0 or markdown or begins_entry(cell)
            # The lines of a row have one number, by which its cells are known.
            lines_on = count(1) if line.row is None else repeat(0)
            breaks = tuple(
                (len(text) - at, number + n) for at, n in zip(starts, lines_on, strict=False)
            )
            entry = Entry(
                number,
                text,
                lead,
                rest,
                opens,
                gap,
                markdown,
                place,
                key(rest),
                breaks,
                indented,
                one.column,
                _spaced(line.text if len(cells) == 1 else cell),
                RULES if between else heading_signs(line.text),
                empty,
                parted,
                len(cells) > 1,
                one.figures,
            )
            yield entry
            gap, number = False, entry.last
            empty, parted = 0, False
        ruled = False


def _spaced(cell: str) -> tuple[str, ...]:
    """The parts of a text that wide spaces set off, or bold letters at its beginning."""
    bold = _BOLD.match(cell)
    if bold:
        return plain(bold[1]), plain(cell[bold.end() :])
    parts: list[str] = []
    for part in map(plain, _SET_OFF.split(cell.replace(_BREAK, " ").strip())):
        if parts and _NUMBER_BEGINS.match(part) and _NAME_ENDS.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return tuple(parts)


def _whole(lines: Sequence[str]) -> tuple[str, list[int]]:
    """Broken lines as one text, and where in it each but the first begins."""
    text, starts = plain(lines[0]), []
    for broken in lines[1:]:
        line = plain(broken)
        text = joined(text, line, spaced=broken.startswith(" "))
        starts.append(len(text) - len(line))
    return text, starts


@dataclass(frozen=True, slots=True)
class _RowCell:
    """A cell with words, or by itself; ``figures`` are cells without words that belong to it.

    They are those behind it, before the first cell with words those before it, and a bare number
    that its text begins with though it is a cell of its own.
    """

    column: int
    text: str
    figures: WordlessCells = ()


def _with_figures(cells: Sequence[_RowCell]) -> list[_RowCell]:
    """The cells of a row with the figures that belong to each that has words."""
    given = list(cells)
    told = [at for at, one in enumerate(given) if not is_filler(plain(one.text))]
    if len(given) < _ROW or not told:
        return [replace(one, figures=()) for one in given]
    for at, one in enumerate(cells):
        text = plain(one.text)
        if at not in told and not _EMPTY.fullmatch(text):
            whose = max((place for place in told if place < at), default=told[0])
            figures = (*given[whose].figures, (one.column, text))
            given[whose] = replace(given[whose], figures=figures)
    if any(FIGURE.search(text) for one in given for _, text in one.figures):
        return given
    return [replace(one, figures=()) for one in given]  # dashes alone say nothing


def _cells(raw: str, following: str) -> list[_RowCell]:
    """The filled cells of a line with their columns; a bare number belongs to the cell after it.

    So does what a title is called, where the title is all that stands beside it: without a number
    it may as well head a column, whose cells are in the ``following`` line.
    """
    table = raw.strip().startswith("|")
    pieces = raw.strip().strip("|").split("|") if table else raw.rstrip().split("\t")
    cells: list[_RowCell] = []
    filled = [(column, piece) for column, piece in enumerate(pieces) if plain(piece)]
    if len(pieces) > _SCREENSHOT_CELLS:
        letters = sum(character.isalpha() for _, piece in filled for character in piece)
        told = all(_TOLD_IN_CELL.search(plain(piece)) for _, piece in filled)
        if letters < _SCREENSHOT_LETTERS * len(pieces) and not told:
            return []
    number = _BARE_NUMBER
    if len(filled) == 2:
        number = _CALLED_NUMBER if len(following.split("\t")) == 2 else _ONLY_CALLED
    for column, piece in filled:
        before = cells[-1] if cells else None
        numbered = before and number.fullmatch(before.text)
        if before and numbered and not begins_entry(piece) and not is_filler(plain(piece)):
            bare = _BARE_NUMBER.fullmatch(before.text)
            figure = plain(before.text)
            figures = ((before.column, figure),) if FIGURE_ALONE.fullmatch(figure) else ()
            text = f"{before.text.strip()} {piece.strip()}"
            cells[-1] = _RowCell(column if bare else 0, text, figures)
        else:
            cells.append(_RowCell(column, piece))
    return cells
