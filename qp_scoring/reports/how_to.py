"""The sheet วิธีกรอก of a form: what to do, what the colours say, and rows filled in as examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qp_scoring.documents.results import Mark
from qp_scoring.intake.marks import MARKS, statuses
from qp_scoring.intake.values import RATIO
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style
from qp_scoring.paper.page import LANDSCAPE, text_height
from qp_scoring.reports import notes
from qp_scoring.rubric.model import Rubric

SIZE = 14
_WIDTHS = (13.0, 46.0, 17.0, 17.0, 26.0, 40.0)

UNANSWERED = Style(size=SIZE, fill="#FFE699")
LACKING = Style(size=SIZE, fill="#F8CBAD")
CONTRADICTED = Style(size=SIZE, fill="#FF9B9B", colour="#9C0006")
PASSED_OVER = Style(size=SIZE, fill="#D9D9D9", colour="#7F7F7F")
"""What the colours of a form mean; they follow the answers by rule."""

_TITLE = Style(size=18, bold=True, border=False)
_SECTION = Style(size=16, bold=True, border=False)
_LINE = Style(size=SIZE, border=False)
_CELL = Style(size=SIZE)
_OPEN = Style(size=SIZE, fill="#FFFBE6")
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#D9E2F3")


def write_how_to(book: Book, rubric: Rubric, footer: str, more: Sequence[str] = ()) -> None:
    """Add the sheet to a form; ``more`` is a heading with lines of what this form alone has."""
    name = text("how-to-sheet")
    drawn = _Drawn(book.sheet(name, _WIDTHS))
    drawn.across(text("how-to-title"), _TITLE)
    for line in text("form-how-to").split("\n"):
        drawn.across(line, _LINE)
    weights = notes.weights_note(rubric) or text("summary-weights-equal")
    drawn.across(text("form-how-to-weights", weights=weights), _LINE)
    for at, line in enumerate(more):
        drawn.across(line, _LINE if at else _SECTION)
    drawn.across(text("how-to-colours"), _SECTION)
    for key, style in (
        ("open", _OPEN),
        ("unanswered", UNANSWERED),
        ("lacking", LACKING),
        ("contradicted", CONTRADICTED),
        ("passed-over", PASSED_OVER),
    ):
        drawn.colour(style, text(f"how-to-colour-{key}"))
    drawn.across(text("how-to-example"), _SECTION)
    drawn.row(tuple(text(f"how-to-column-{key}") for key in _COLUMNS), _HEADING, _HEADING)
    for cells in _examples(rubric):
        drawn.row(cells, _CELL, _OPEN)
    drawn.sheet.print_setup(LANDSCAPE, drawn.at - 1, None, footer)
    drawn.sheet.protect()
    book.aid(name)


def write_lines(book: Book, title: str, lines: Sequence[str], footer: str) -> None:
    """Add a sheet of the same name that says in a few lines what to do with a workbook."""
    name = text("how-to-sheet")
    drawn = _Drawn(book.sheet(name, _WIDTHS))
    drawn.across(title, _TITLE)
    for line in lines:
        drawn.across(line, _LINE)
    drawn.sheet.print_setup(LANDSCAPE, drawn.at - 1, None, footer)
    drawn.sheet.protect()
    book.aid(name)


_COLUMNS = ("row", "text", "mark", "reason", "reference", "meaning")


def _examples(rubric: Rubric) -> tuple[tuple[str, ...], ...]:
    """Rows as an evaluator fills them in, and what each comes to."""
    met, unmet, apart = (MARKS[one] for one in (Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT))
    reasons = rubric.checklist.reasons
    reason = reasons[min(3, len(reasons) - 1)] if reasons else ""
    marks = (
        ("status", statuses(rubric)[0], ""),
        ("met", met, ""),
        ("unmet", unmet, reason),
        ("apart", apart, ""),
        ("blank", "", ""),
        ("measure", RATIO, ""),
    )
    return tuple(
        (
            text("how-to-example-row"),
            text(f"how-to-{key}-text"),
            mark,
            why,
            text(f"how-to-{key}-reference"),
            text(f"how-to-{key}-meaning"),
        )
        for key, mark, why in marks
    )


class _Drawn:
    """A sheet that is drawn from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.at = 0

    def across(self, line: str, style: Style) -> None:
        """A line over the whole width."""
        self.sheet.merged(self.at, (0, len(_WIDTHS) - 1), line, style)
        self._end(text_height(line, sum(_WIDTHS), style.size, style.bold))

    def colour(self, style: Style, meaning: str) -> None:
        """A cell in a colour of the form, and what it means."""
        self.sheet.text(self.at, 0, text("how-to-colour-cell"), replace(style, align="center"))
        self.sheet.merged(self.at, (1, len(_WIDTHS) - 1), meaning, _LINE)
        self._end(text_height(meaning, sum(_WIDTHS[1:]), SIZE))

    def row(self, cells: tuple[str, ...], printed: Style, answered: Style) -> None:
        """A row of the example; its answers stand between what is printed."""
        last = len(cells) - 1
        for column, line in enumerate(cells):
            self.sheet.text(self.at, column, line, answered if 1 < column < last else printed)
        self._end(
            max(
                text_height(line, width, SIZE, printed.bold)
                for line, width in zip(cells, _WIDTHS, strict=True)
            )
        )

    def _end(self, height: float) -> None:
        self.sheet.height(self.at, height)
        self.at += 1
