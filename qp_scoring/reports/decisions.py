"""``to-decide.xlsx``: what the committee has to decide, as a long table that is read back.

Each row is a question; the committee fills in ผล and the file is an input of role มติ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from qp_scoring.documents.answers import IndicatorAnswer, ItemAnswer, Role
from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.rows import unstruck
from qp_scoring.intake.marks import MARKS, mark_words, status_word, statuses
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style
from qp_scoring.paper.page import LANDSCAPE, page_footer, row_height, text_height
from qp_scoring.reports import notes
from qp_scoring.reports.how_to import write_lines
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.undecided import LEVEL, MARK, STATUS, Undecided

SHEET = "เรื่องให้มติ"
SIZE = 14
# So wide that what is to be filled in is in view beside all the rest, on a screen of 1366 pixels.
_COLUMNS = (
    ("form-code", 9.0),
    ("form-office", 18.0),
    ("decide-indicator", 8.5),
    ("form-item", 6.5),
    ("decide-text", 34.0),  # no heading of items: statuses and levels stand below it too
    ("decide-opinions", 28.0),
    ("decide-matters", 8.0),
    ("form-role", 7.0),
    ("form-stage", 9.0),
    ("form-mark", 12.5),
    ("decide-reason", 13.0),
    ("form-note", 16.0),
)
_WIDTHS = tuple(width for _, width in _COLUMNS)
_CODE, _INDICATOR, _ITEM, _TEXT, _OPINIONS, _MATTERS = 0, 2, 3, 4, 5, 6
_ANSWER, _REASON, _NOTE, _LAST = 9, 10, 11, len(_COLUMNS)
# Where labels stand above the headings; what they name stands beside them.
_RUBRIC, _ROUND, _VERSION = 0, 3, 8

Question = tuple[str, str, str]
"""Office, indicator and item; no item where a status or level is asked for."""

_NONE: Mapping[Question, str] = MappingProxyType({})
_NOTHING = ("", "")
_NO_WORDS: Mapping[Question, tuple[str, str]] = MappingProxyType({})
_CELL = Style(size=SIZE)
_LABEL = Style(size=SIZE, bold=True, fill="#F2F2F2")
_OPEN = Style(size=SIZE, fill="#FFFBE6", locked=False)
_TITLE = Style(size=16, bold=True, border=False)
_NOTICE = Style(size=12, border=False, colour="#9C0006")
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
    before: Mapping[Question, str] = _NONE,
    words: Mapping[Question, tuple[str, str]] = _NO_WORDS,
) -> None:
    """Write the questions as a workbook, then the decisions that hold, for they may be changed.

    ``before`` are the old answers to questions that are asked again, ``words`` the reasons and
    notes that were typed.

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
            old = before.get(question.key, "")
            beside = _NOTHING if old else words.get(question.key, _NOTHING)
            _question(sheet, at, question, rubric, old=old, words=beside)
        for at, one in enumerate(held, start=row + 1 + len(questions)):
            beside = words.get(one.question.key, _NOTHING)
            _question(sheet, at, one.question, rubric, answer=one.answer, words=beside)
        last = row + len(questions) + len(held)
        sheet.freeze(row + 1, 4)
        foot = page_footer("", notes.draft_mark(rubric))
        sheet.print_setup(LANDSCAPE, last, row, foot)
        sheet.protect()
        write_lines(book, title, text("decide-how-to").split("\n"), foot)


def _header(sheet: Sheet, title: str, rubric: Rubric, round_id: str) -> int:
    """Two rows above the headings: what it is, and for which rubric and round.

    No row has more than four cells, or it would be read as the headings of a table.
    """
    shown = text("decide-head", title=title)
    told = "   ".join(notes.draft_notices(rubric))
    width = sum(_WIDTHS[:_VERSION])
    parts = [(shown, _TITLE), (f"\n{told}" if told else "", _NOTICE)]
    sheet.merged_rich(0, (0, _VERSION - 1), parts, _TITLE)
    height = text_height(shown, width, _TITLE.size, bold=True)
    sheet.height(0, height + (text_height(told, width, _NOTICE.size) if told else 0.0))
    named = (
        (0, _VERSION, "form-version", rubric.version),
        (1, _RUBRIC, "form-rubric", rubric.id),
        (1, _ROUND, "form-round", rubric.round_name(round_id)),
    )
    for row, column, key, value in named:
        sheet.text(row, column, text(key), _LABEL)
        sheet.text(row, column + 1, value, _CELL)
    lines = [text_height(value, _WIDTHS[at + 1], SIZE) for row, at, _, value in named if row == 1]
    sheet.height(1, max(lines))
    return 2


def _question(
    sheet: Sheet,
    row: int,
    question: Undecided,
    rubric: Rubric,
    *,
    old: str = "",
    words: tuple[str, str] = _NOTHING,
    answer: IndicatorAnswer | ItemAnswer | None = None,
) -> None:
    asked = asked_text(question, rubric)
    voices = opinions(question.by, rubric) if answer is None else answer.asked or ""
    matters = text("decide-yes" if question.matters else "decide-no")
    if answer is not None:
        matters = text("decide-done")
    elif old:
        matters += "\n" + text("decide-before", old=old)
    texts = (
        question.office.code,
        question.office.short_name,
        question.indicator,
        question.item or "",
        asked,
        voices,
        matters,
        Role.RESOLUTION.value,
        question.stage.value,
    )
    for column, value in enumerate(texts):
        sheet.text(row, column, value, _CELL, quoted=column == _OPINIONS)
    if answer is not None and words == _NOTHING:  # decided in another file
        note = answer.note if isinstance(answer, ItemAnswer) else None
        words = answer.reason or "", note or ""
    given = "" if answer is None else said(answer, rubric)
    for column, value in zip((_ANSWER, _REASON, _NOTE), (given, *words), strict=True):
        sheet.text(row, column, value, _OPEN, quoted=True)
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
        text_height(matters, _WIDTHS[_MATTERS], SIZE),
        text_height(question.office.short_name, _WIDTHS[1], SIZE),
    )
    sheet.height(row, max(heights))


def words_beside(sheet: InputSheet) -> dict[Question, tuple[str, str]]:
    """The reasons and notes that were typed in such a sheet, and not struck out."""
    found: dict[Question, tuple[str, str]] = {}
    unsaid = FindingLog()  # the reader says it where it counts
    for row in sheet.row_numbers:
        cells = [unstruck(sheet.cell(row, at + 1), sheet.place(), unsaid) for at in range(_LAST)]
        texts = [cell.text if cell is not None else "" for cell in cells]
        words = texts[_REASON], texts[_NOTE]
        if any(words):
            found[texts[_CODE], texts[_INDICATOR], texts[_ITEM]] = words
    return found


def asked_text(question: Undecided, rubric: Rubric) -> str:
    """What a question asks, in words."""
    indicator, marks = rubric.by_code[question.indicator], question.marks
    if question.item is not None:
        return indicator.text_of(question.item)
    title = indicator.title
    if question.asks == STATUS:
        return text("decide-status", title=title)
    if indicator.method == "judged":
        return text("decide-level", title=title)
    if marks is None:
        return text("decide-level-agreed", title=title)
    if marks.score is None:
        return text("decide-level-marks-open", title=title, items=", ".join(marks.open))
    return text("decide-level-marks", title=title, level=f"{marks.score:f}")


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
