"""The sheet รายละเอียดหลักฐาน: every item of one office, and what was found.

Assessors stand as ผู้ประเมิน 1, 2 …: their names are for the committee, not for the office.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from qp_scoring.documents.results import IndicatorResult, ItemResult, Mark, MarkBy, OfficeResult
from qp_scoring.intake.marks import MARKS
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, Table, group_headings
from qp_scoring.reports import notes
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill

_STRONG_CENTRED = replace(STRONG, align="center", indent=0)


def detail_table(office: OfficeResult, rubric: Rubric) -> Table | None:
    """The items of an office as a table; None where only levels are known."""
    marked = [indicator for indicator in office.indicators if indicator.items]
    if not marked:
        return None
    numbers = assessor_numbers(office)
    groups = [list(_indicator_rows(indicator, rubric, numbers)) for indicator in marked]
    return Table(
        name=text("detail-sheet"),
        title=text("detail-title", office=office.name),
        notices=notes.draft_notices(rubric),
        legend=(),
        columns=(
            Column(text("detail-item"), 8, CENTRED),
            Column(text("form-text"), 40),
            Column(text("form-mark"), 13, CENTRED),
            Column(text("detail-by"), 32),
            Column(text("form-reference"), 22),
            Column(text("detail-suggest"), 44),
        ),
        rows=[row for group in groups for row in group],
        frozen_columns=1,
        filtered=False,
        headings=group_headings(groups),
    )


def assessor_numbers(office: OfficeResult) -> dict[str | None, int]:
    """A number for each assessor of an office, in the order of their names."""
    names = {
        by.assessor for indicator in office.indicators for item in indicator.items for by in item.by
    }
    return {name: at for at, name in enumerate(sorted(names, key=lambda n: n or ""), start=1)}


def _indicator_rows(
    result: IndicatorResult, rubric: Rubric, numbers: dict[str | None, int]
) -> Iterator[tuple[Cell, ...]]:
    indicator = rubric.by_code[result.code]
    label = fill(rubric.labels.indicator, {"code": result.code})
    level = Cell(result.printed, style=_STRONG_CENTRED)
    heading = f"{label} {result.title}"
    blank = Cell(style=STRONG)
    judged = indicator.method == "judged" and result.reason is not None
    reason = Cell(result.reason or "", quoted=True, style=STRONG) if judged else blank
    why = Cell("\n".join(result.reasons))
    yield (
        Cell(result.code, style=_STRONG_CENTRED),
        Cell(heading, style=STRONG),
        level,
        reason,
        blank,
        why,
    )
    for item in result.items:
        yield _item_row(item, indicator, rubric.checklist.reasons, numbers)


def _item_row(
    item: ItemResult,
    indicator: Indicator,
    listed: Collection[str],
    numbers: dict[str | None, int],
) -> tuple[Cell, ...]:
    """The row of an item; ``listed`` are the reasons that are the rubric's words."""
    known = indicator.item_by_id(item.id) or indicator.measure_by_id(item.id)
    unmet = item.mark is Mark.UNMET
    references = dict.fromkeys(text_ for by in item.by for text_ in _quoted(by))
    own_words = any(by.reason and by.reason not in listed for by in item.by)
    opinions = "\n".join(_opinion(by, numbers) for by in item.by if _answered(by))
    return (
        Cell(item.id),
        Cell(known.text if known else item.id),
        Cell(_answer(item)),
        Cell(opinions, quoted=own_words),
        Cell("\n".join(references), quoted=True),
        Cell(known.suggest if known and unmet else ""),
    )


def _answered(by: MarkBy) -> bool:
    return by.mark is not None or by.value is not None


def _quoted(by: MarkBy) -> Iterable[str]:
    return (part for part in (by.reference, by.note) if part)


def _answer(item: ItemResult) -> str:
    """The combined answer; a dash where nobody was asked (the office reported nothing, say)."""
    if item.mark is not None:
        return MARKS[item.mark]
    if item.value is not None:
        return item.value
    return text("detail-undecided") if item.undecided else "-"


def _opinion(by: MarkBy, numbers: dict[str | None, int]) -> str:
    """One assessor's answer: number, stage, mark and why it was insufficient."""
    said = MARKS[by.mark] if by.mark is not None else by.value or ""
    reason = f" ({by.reason})" if by.reason else ""
    return text("detail-opinion", n=numbers[by.assessor], stage=by.stage, said=said + reason)
