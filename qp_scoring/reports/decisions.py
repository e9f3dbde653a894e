"""``to-decide.xlsx``: what the committee has to decide, as a long table that is read back.

Each row is a question; the committee fills in ผล and the file is an input of role มติ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from qp_scoring.documents.answers import IndicatorAnswer, ItemAnswer, Role
from qp_scoring.intake.marks import MARKS, mark_words, status_word, statuses
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style
from qp_scoring.paper.page import (
    LANDSCAPE,
    PAGE_COUNT,
    PAGE_NUMBER,
    footer,
    row_height,
    text_height,
)
from qp_scoring.reports.how_to import write_lines
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.steps import plain
from qp_scoring.scoring.undecided import LEVEL, MARK, STATUS, Undecided

SHEET = "เรื่องให้มติ"
SIZE = 14
_COLUMNS = (
    ("form-code", 10.0),
    ("form-office", 22.0),
    ("decide-indicator", 10.0),
    ("form-item", 8.0),
    ("form-text", 40.0),
    ("decide-opinions", 36.0),
    ("decide-matters", 12.0),
    ("form-role", 10.0),
    ("form-stage", 12.0),
    ("form-mark", 16.0),
    ("decide-reason", 16.0),
    ("form-note", 20.0),
)
_WIDTHS = tuple(width for _, width in _COLUMNS)
_TEXT, _OPINIONS, _STAGE, _ANSWER, _REASON, _NOTE = 4, 5, 8, 9, 10, 11

_NONE: Mapping[tuple[str, str, str | None], str] = MappingProxyType({})
_CELL = Style(size=SIZE)
_LABEL = Style(size=SIZE, bold=True, fill="#F2F2F2")
_OPEN = Style(size=SIZE, fill="#FFFBE6", locked=False)
_HEADING = Style(size=SIZE, bold=True, align="center", valign="vcenter", fill="#D9E2F3")


@dataclass(frozen=True, slots=True)
class Held:
    """A decision that holds: what it was asked about, and the committee's answer."""

    question: Undecided
    answer: IndicatorAnswer | ItemAnswer


def write_to_decide(
    path: Path,
    questions: Sequence[Undecided],
    rubric: Rubric,
    round_id: str,
    *,
    held: Sequence[Held] = (),
    before: Mapping[tuple[str, str, str | None], str] = _NONE,
) -> None:
    """Write the questions as a workbook, then the decisions that hold, for they may be changed.

    ``before`` are the old answers to questions that are asked again, by office, indicator, item.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("decide-title")
    with Book(path, title, f"{rubric.id} {rubric.version}", returned=True) as book:
        sheet = book.sheet(SHEET, _WIDTHS)
        row = _header(sheet, title, rubric, round_id)
        for column, (key, _) in enumerate(_COLUMNS):
            sheet.text(row, column, text(key), _HEADING)
        sheet.height(row, row_height(2, SIZE))
        for at, question in enumerate(questions, start=row + 1):
            asked = (question.office.code, question.indicator, question.item)
            _question(sheet, at, question, rubric, old=before.get(asked, ""))
        for at, one in enumerate(held, start=row + 1 + len(questions)):
            _question(sheet, at, one.question, rubric, answer=one.answer)
        last = row + len(questions) + len(held)
        sheet.freeze(row + 1, 4)
        centre = text("sheet-footer", page=PAGE_NUMBER, pages=PAGE_COUNT)
        foot = footer("", centre, "")
        sheet.print_setup(LANDSCAPE, last, row, foot)
        sheet.protect()
        write_lines(book, title, text("decide-how-to").split("\n"), foot)


def _header(sheet: Sheet, title: str, rubric: Rubric, round_id: str) -> int:
    """Two rows above the headings: what it is, and for which rubric and round."""
    shown = text("decide-head", title=title)
    sheet.merged(0, (0, _STAGE - 1), shown, replace(_CELL, border=False, bold=True, size=16))
    sheet.text(0, _STAGE, text("form-version"), _LABEL)
    sheet.text(0, _STAGE + 1, rubric.version, _CELL)
    sheet.height(0, text_height(shown, sum(_WIDTHS[:_STAGE]), 16, bold=True))
    for column, key, value in ((0, "form-rubric", rubric.id), (_TEXT, "form-round", round_id)):
        sheet.text(1, column, text(key), _LABEL)
        sheet.text(1, column + 1, value, _CELL)
    sheet.height(1, row_height(1, SIZE))
    return 2


def _question(
    sheet: Sheet,
    row: int,
    question: Undecided,
    rubric: Rubric,
    *,
    old: str = "",
    answer: IndicatorAnswer | ItemAnswer | None = None,
) -> None:
    asked = asked_text(question, rubric)
    if old:
        asked += "\n" + text("decide-before", old=old)
    voices = opinions(question.by, rubric)
    matters = "decide-yes" if question.matters else "decide-no"
    texts = (
        question.office.code,
        question.office.short_name,
        question.indicator,
        question.item or "",
        asked,
        voices,
        text("decide-done" if answer is not None else matters),
        Role.RESOLUTION.value,
        question.stage.value,
    )
    for column, value in enumerate(texts):
        sheet.text(row, column, value, _CELL, quoted=column == _OPINIONS)
    note = answer.note if isinstance(answer, ItemAnswer) else None
    filled_in = (said(answer, rubric), answer.reason, note) if answer is not None else ("", "", "")
    for column, given in zip((_ANSWER, _REASON, _NOTE), filled_in, strict=True):
        sheet.text(row, column, given or "", _OPEN, quoted=True)
    item = rubric.by_code[question.indicator].item_by_id(question.item or "")
    choices = {
        STATUS: statuses(rubric),
        MARK: mark_words(item) if item is not None else tuple(MARKS.values()),
        LEVEL: tuple(str(level) for level in rubric.scale.level_numbers),
    }
    if question.asks in choices:
        sheet.choices(row, _ANSWER, choices[question.asks])
    if question.asks == MARK:
        sheet.choices(row, _REASON, rubric.checklist.reasons)
    heights = (
        text_height(asked, _WIDTHS[_TEXT], SIZE),
        text_height(voices, _WIDTHS[_OPINIONS], SIZE),
        text_height(question.office.short_name, _WIDTHS[1], SIZE),
    )
    sheet.height(row, max(heights))


def asked_text(question: Undecided, rubric: Rubric) -> str:
    """What a question asks, in words."""
    indicator = rubric.by_code[question.indicator]
    if question.item is None:
        key = "decide-status" if question.asks == STATUS else "decide-level"
        return text(key, title=indicator.title)
    item = indicator.item_by_id(question.item)
    measure = indicator.measure_by_id(question.item)
    return item.text if item else measure.text if measure else ""


def opinions(by: Iterable[IndicatorAnswer | ItemAnswer], rubric: Rubric) -> str:
    """Who said what, a line each."""
    return "\n".join(
        text(
            "decide-opinion",
            who=answer.voice.assessor or text("decide-nameless"),
            role=answer.voice.role.value,
            said=said(answer, rubric),
        )
        for answer in by
    )


def said(answer: IndicatorAnswer | ItemAnswer, rubric: Rubric) -> str:
    """What an answer says, in the words of a form."""
    if isinstance(answer, IndicatorAnswer):
        level = answer.level
        return f"{level:f}" if level is not None else status_word(answer.said, rubric)
    item = rubric.by_code[answer.indicator].item_by_id(answer.item)
    if item is not None and answer.mark is not None:
        return item.grade(answer.value) or MARKS[answer.mark]
    if answer.mark is not None:
        return MARKS[answer.mark]
    return plain(answer.value) if answer.value is not None else ""
