"""The provincial draft: the answers of all units as a Word document and as a workbook.

Both are labelled a draft. What is quoted stands word for word with its file and lines; problems
stand beside their remedies and effects, and every part says who left it blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from qp_scoring.evidence.consolidate import Consolidated, PartAnswers, Topic, UnitAnswer
from qp_scoring.evidence.document import LineRange
from qp_scoring.evidence.sections import BETWEEN_CELLS
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book
from qp_scoring.paper.tables import STRONG, Cell, Column, DrawnTable, draw_tables
from qp_scoring.paper.word import CellParagraph, Word
from qp_scoring.reports.evidence_book import printed_lines

_PROBLEM_CELLS = 3
# Of a page upright, in per cent.
_ANSWER_WIDTHS = (18, 64, 18)
_PROBLEM_WIDTHS = (15, 25, 25, 18, 17)


def draft_document(found: Consolidated) -> bytes:
    """The draft as a Word document; the same answers, the same bytes."""
    word = Word(text("draft-title"), text("draft-label"))
    word.title(text("draft-title"))
    word.paragraph(text("draft-note"))
    named = [unit for unit in found.units if unit != text("evidence-no-unit")]
    if named:
        word.paragraph(text("draft-units", units=", ".join(named)))
    for topic in found.topics:
        word.heading(_topic_title(topic), 1)
        for part in topic.parts:
            word.heading(text(f"draft-part-{part.part}"), 2)
            if part.answers:
                word.table(*_part_table(part))
            for line in _without(part):
                word.paragraph(line)
    return word.content()


def _topic_title(topic: Topic) -> str:
    return f"{topic.number} {topic.title}" if topic.number else topic.title


_DraftRow = tuple[Sequence[CellParagraph], ...]


def _part_table(part: PartAnswers) -> tuple[tuple[str, ...], tuple[int, ...], list[_DraftRow]]:
    """Headings, widths and rows of the answers to a part: one for each unit, of problems for each.

    A problem stands beside its remedy, whatever else its unit says.
    """
    rows: list[_DraftRow]
    if part.part == "problems":
        headings = _headings("unit", "problem", "remedy", "effect", "place")
        rows = [
            tuple((CellParagraph(said),) for said in (one.unit, *_problem(one), _places([one])))
            for one in part.answers
        ]
        return headings, _PROBLEM_WIDTHS, rows
    told = [list(group) for _, group in groupby(part.answers, lambda one: (one.unit, one.file))]
    rows = [
        (
            (CellParagraph(of[0].unit),),
            tuple(_said(of)),
            (CellParagraph(_places(of)),),
        )
        for of in told
    ]
    return _headings("unit", "answer", "place"), _ANSWER_WIDTHS, rows


def _said(answers: Sequence[UnitAnswer]) -> Iterator[CellParagraph]:
    """What a unit told, line by line; what heads columns is added where no line of it says so."""
    over = ""
    lines = set(map(_answer, answers))
    for one in answers:
        heads = BETWEEN_CELLS.join(one.heads)
        if heads and heads not in (over, *lines):
            yield CellParagraph(heads, bold=True)
        over = heads or over
        yield CellParagraph(_answer(one))


def _answer(answer: UnitAnswer) -> str:
    """An answer in one text."""
    return BETWEEN_CELLS.join(answer.cells)


def _places(answers: Sequence[UnitAnswer]) -> str:
    """The report that holds answers, and below it their lines."""
    ranges = ", ".join(map(printed_lines, _joined(one.lines for one in answers)))
    return text("draft-place", file=answers[0].file, lines=ranges)


def _joined(found: Iterable[LineRange]) -> list[LineRange]:
    """Lines in their order, those that follow one another as one."""
    joined: list[LineRange] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def _headings(*keys: str) -> tuple[str, ...]:
    return tuple(text(f"draft-column-{key}") for key in keys)


def _problem(answer: UnitAnswer) -> tuple[str, ...]:
    """Problem, remedy and effect, blank where not given; what is more stands with the effect."""
    first, rest = answer.cells[: _PROBLEM_CELLS - 1], answer.cells[_PROBLEM_CELLS - 1 :]
    blank = ("",) * (_PROBLEM_CELLS - 1 - len(first))
    return (*first, *blank, " ".join(rest))


def _place(answer: UnitAnswer) -> str:
    return text("evidence-place", file=answer.file, lines=printed_lines(answer.lines))


def _without(part: PartAnswers) -> Iterator[str]:
    """Who said that there is nothing, left the part blank, or has no such heading."""
    for kind in ("none", "blank", "absent"):
        units: Sequence[str] = getattr(part, kind)
        if units:
            yield text(f"draft-{kind}", units=", ".join(units))


def write_draft_book(path: Path, found: Consolidated) -> None:
    """Write the draft as a workbook: answers, problems side by side, and what is missing.

    Raises:
        OSError: the file cannot be written.
    """
    with Book(path, text("draft-title"), text("draft-label")) as book:
        tables = _answers(found), _problems(found), _missing(found)
        draw_tables(book, tables, text("draft-label"))


def _answers(found: Consolidated) -> DrawnTable:
    keys = ("topic", "part", "unit", "answer", "status", "place")
    widths = (36.0, 18.0, 26.0, 74.0, 14.0, 28.0)
    rows = [
        (
            Cell(_topic_title(topic)),
            Cell(text(f"evidence-part-{part.part}")),
            Cell(one.unit, quoted=True),
            Cell(_answer(one), quoted=True),
            Cell(text(f"evidence-section-{one.status}")),
            Cell(_place(one), quoted=True),
        )
        for topic in found.topics
        for part in topic.parts
        if part.part != "problems"
        for one in part.answers
    ]
    return _table("answers", keys, widths, rows)


def _problems(found: Consolidated) -> DrawnTable:
    keys = ("topic", "unit", "problem", "remedy", "effect", "place")
    widths = (34.0, 24.0, 46.0, 46.0, 28.0, 24.0)
    rows = [
        (
            Cell(_topic_title(topic)),
            Cell(one.unit, quoted=True),
            *(Cell(said, quoted=True) for said in _problem(one)),
            Cell(_place(one), quoted=True),
        )
        for topic in found.topics
        for part in topic.parts
        if part.part == "problems"
        for one in part.answers
    ]
    return _table("problems", keys, widths, rows)


def _missing(found: Consolidated) -> DrawnTable:
    keys = ("topic", "part", "none", "blank", "absent")
    widths = (50.0, 20.0, 40.0, 40.0, 40.0)
    rows = [
        (
            Cell(_topic_title(topic)),
            Cell(text(f"evidence-part-{part.part}")),
            *(
                Cell(", ".join(units), quoted=True)
                for units in (part.none, part.blank, part.absent)
            ),
        )
        for topic in found.topics
        for part in topic.parts
        if part.none or part.blank or part.absent
    ]
    return _table("missing", keys, widths, rows)


def _table(
    name: str, keys: Sequence[str], widths: Sequence[float], rows: Sequence[tuple[Cell, ...]]
) -> DrawnTable:
    first, *others = zip(keys, widths, strict=True)
    return DrawnTable(
        name=text(f"draft-sheet-{name}"),
        title=text("draft-title"),
        notices=(text("draft-note"),),
        legend=(),
        columns=(
            Column(text(f"draft-column-{first[0]}"), first[1], STRONG),
            *(Column(text(f"draft-column-{key}"), width) for key, width in others),
        ),
        rows=rows,
        empty=text("draft-empty"),
    )
