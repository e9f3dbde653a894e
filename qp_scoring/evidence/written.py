"""What was written under a heading, answer by answer: paragraphs, or the rows of a table.

The part on problems is a table of two or three columns: problem, remedy, effect expected. A row
stands on one line, or every cell on a line of its own with a blank line behind the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qp_scoring.evidence.document import AnswerRecord
from qp_scoring.evidence.paragraphs import PageSetting, paragraphs
from qp_scoring.evidence.sections import BETWEEN_CELLS, Piece, Section
from qp_scoring.evidence.text import joined, split_lead

_COLUMNS = 3


def answers_of(section: Section, setting: PageSetting) -> tuple[AnswerRecord, ...]:
    """The answers of a section in order."""
    if section.part == "problems":
        return tuple(_row(cells) for cells in _rows(section.pieces))
    return tuple(
        AnswerRecord(cells=(text,), lines=(first, last))
        for text, first, last in paragraphs(section, setting)
    )


def _row(cells: Sequence[Sequence[Piece]]) -> AnswerRecord:
    texts = []
    for pieces in cells:
        text = ""
        for piece in pieces:
            text = joined(text, _with_figures(piece))
        texts.append(text)
    lines = [line for pieces in cells for piece in pieces for line in piece.lines]
    return AnswerRecord(cells=tuple(texts), lines=(min(lines), max(lines)))


def _with_figures(piece: Piece) -> str:
    """A cell with the figures that belong to it; the number of a row stays before its problem."""
    before, text, behind = piece.cells
    if not piece.cell:
        return BETWEEN_CELLS.join((piece.text, *behind))
    return BETWEEN_CELLS.join((*before, text, *behind))


def _rows(pieces: Sequence[Piece]) -> Iterator[list[list[Piece]]]:
    """The rows of a table, each as its cells, each of the lines written in it."""
    row: list[list[Piece]] = []
    for piece in pieces:
        if not row:
            row = [[piece]]
        elif piece.cell and piece.column in (column for column, _ in row[-1][-1].figures):
            continue  # a figure that is told with the cell that it belongs to
        elif piece.cell:
            row.append([piece])
        elif not piece.opens and not piece.gap and not piece.in_row:
            row[-1].append(piece)
        elif not piece.gap and len(row) < _COLUMNS and _answers(piece, row):
            row.append([piece])
        else:
            yield row
            row = [[piece]]
    if row:
        yield row


def _answers(piece: Piece, row: Sequence[Sequence[Piece]]) -> bool:
    """Whether a line is the next cell of a row: it has the number that the problem has."""
    number, _ = split_lead(piece.text)
    return number == split_lead(row[0][0].text)[0] and not row[0][0].cell and piece.opens
