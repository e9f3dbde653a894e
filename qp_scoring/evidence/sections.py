"""What a report is read as: sections of pieces, each with its จุดเน้น, its part and who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qp_scoring.evidence.entries import Entry, WordlessCells
from qp_scoring.evidence.skeleton import Focus, ReportForm, ReportPart
from qp_scoring.evidence.unit_names import Unit

BETWEEN_CELLS = " | "
"""What parts the cells of a row where it is told as one text."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The words that name who answers, and the line they stand on."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What was written on one line: never the form's own words.

    ``opens`` says that it begins something new, ``indented`` that it does by its indent, ``gap``
    that a blank line precedes; ``topic`` is
    the question or sub-heading of the form that it answers, ``mark`` what marks that sub-heading as
    an item of a list, where it is the first answer below it; ``owner`` says by which words it is
    known whose it is. A line that a margin broke goes on: ``breaks`` gives for each of its further
    lines how many characters before the end of the text it begins, and its number. ``cell`` counts
    the filled cells of a table row from 0, ``column`` all of them; ``in_row`` says that there are
    others, and ``figures`` are those of them that hold no words and belong to it.
    """

    number: int
    text: str
    opens: bool
    gap: bool
    topic: str
    owner: Owner | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    cell: int = 0
    indented: bool = False
    column: int = 0
    in_row: bool = False
    mark: str = ""
    figures: WordlessCells = ()

    @property
    def last(self) -> int:
        """The line on which it ends."""
        return self.breaks[-1][1] if self.breaks else self.number

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines on which it stands."""
        return self.number, *(line for _, line in self.breaks)

    @property
    def cells(self) -> tuple[Sequence[str], str, Sequence[str]]:
        """Its text as a cell by itself, between the figures before it and those behind it."""
        before = [text for column, text in self.figures if column < self.column]
        behind = [text for column, text in self.figures if column > self.column]
        return before, self.text.removeprefix(f"{before[-1]} ") if before else self.text, behind

    def cut(self, begin: int, end: int) -> Piece:
        """A part of it, on the lines on which that part stands."""
        text = self.text[begin:end].rstrip()
        after = len(self.text) - begin - len(text)
        number, breaks = on_lines(text.lstrip(), self.number, self.breaks, after)
        figures = tuple(
            one
            for one in self.figures
            if (not begin if one[0] < self.column else end >= len(self.text))
        )
        return replace(self, text=text.lstrip(), number=number, breaks=breaks, figures=figures)


def on_lines(
    text: str, number: int, breaks: Sequence[tuple[int, int]], after: int = 0
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The first line and the breaks of the end of a broken text, ``after`` characters before it."""
    kept: list[tuple[int, int]] = []
    for before_end, line in breaks:
        if before_end - after >= len(text):
            number = line
        elif before_end > after:
            kept.append((before_end - after, line))
    return number, tuple(kept)


@dataclass(slots=True)
class Section:
    """One part of one จุดเน้น as one unit answered it; ``unit`` None where none is named.

    ``first`` and ``last`` run from the heading to the last line that belongs to it; ``heading`` is
    the line of the heading that the section stands under, ``written`` the title as the report has
    it.
    """

    focus: Focus | None
    title: str
    part: ReportPart
    unit: Unit | None
    first: int
    last: int
    heading: int
    pieces: list[Piece] = field(default_factory=list)
    written: str = ""


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Printed numbers of two จุดเน้น that follow each other with a gap, and their lines."""

    before: str
    after: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Twice:
    """A part that a จุดเน้น has twice: the lines of both headings."""

    focus: str
    part: ReportPart
    first: int
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's form (None: no known headings) and its sections in order.

    ``skipped`` and ``twice`` are signs of a heading that was not recognised, ``untold`` are titles
    of no จุดเน้น of the form.
    """

    form: ReportForm | None
    sections: tuple[Section, ...]
    skipped: tuple[NumberGap, ...] = ()
    twice: tuple[Twice, ...] = ()
    untold: tuple[Entry, ...] = ()
