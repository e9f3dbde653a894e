"""The sheet รายละเอียดหลักฐาน: every item of one office, and what was found.

Assessors stand as ผู้ประเมิน 1, 2 …: their names are for the committee, not for the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qp_scoring.intake.marks import MARKS
from qp_scoring.messages import text
from qp_scoring.reports import notes
from qp_scoring.reports.tables import CENTRED, STRONG, Cell, Column, Table
from qp_scoring.results import IndicatorResult, ItemResult, Mark, MarkBy, OfficeResult
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill


def detail_table(office: OfficeResult, rubric: Rubric) -> Table | None:
    """The items of an office as a table; None where only levels are known."""
    marked = [indicator for indicator in office.indicators if indicator.items]
    if not marked:
        return None
    numbers = assessor_numbers(office)
    rows = [cells for indicator in marked for cells in _indicator_rows(indicator, rubric, numbers)]
    return Table(
        name=text("detail-sheet"),
        title=text("detail-title", office=office.name),
        notices=notes.draft_notices(rubric),
        legend=(),
        columns=(
            Column(text("detail-item"), 8, CENTRED),
            Column(text("form-text"), 40),
            Column(text("form-mark"), 13, CENTRED),
            Column(text("detail-by"), 28),
            Column(text("form-reference"), 24),
            Column(text("detail-suggest"), 46),
        ),
        rows=rows,
        frozen_columns=1,
        filtered=False,
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
    level = Cell(result.printed, style=STRONG)
    heading = f"{label} {result.title}"
    blank = Cell(style=STRONG)
    judged = indicator.method == "judged" and result.reason is not None
    reason = Cell(result.reason or "", quoted=True, style=STRONG) if judged else blank
    why = Cell("\n".join(result.reasons), style=STRONG)
    yield Cell(result.code, style=STRONG), Cell(heading, style=STRONG), level, reason, blank, why
    for item in result.items:
        yield _item_row(item, indicator, numbers)


def _item_row(
    item: ItemResult, indicator: Indicator, numbers: dict[str | None, int]
) -> tuple[Cell, ...]:
    known = indicator.item_by_id(item.id) or indicator.measure_by_id(item.id)
    unmet = item.mark is Mark.UNMET
    references = dict.fromkeys(text_ for by in item.by for text_ in _quoted(by))
    return (
        Cell(item.id),
        Cell(known.text if known else item.id),
        Cell(_answer(item.mark, item.value)),
        Cell("\n".join(_opinion(by, numbers) for by in item.by if _answered(by))),
        Cell("\n".join(references), quoted=True),
        Cell(known.suggest if known and unmet else ""),
    )


def _answered(by: MarkBy) -> bool:
    return by.mark is not None or by.value is not None


def _quoted(by: MarkBy) -> Iterable[str]:
    return (part for part in (by.reference, by.note) if part)


def _answer(mark: Mark | None, value: str | None) -> str:
    if mark is not None:
        return MARKS[mark]
    return value if value is not None else text("detail-undecided")


def _opinion(by: MarkBy, numbers: dict[str | None, int]) -> str:
    """One assessor's answer: number, stage, mark and why it was insufficient."""
    said = MARKS[by.mark] if by.mark is not None else by.value or ""
    reason = f" ({by.reason})" if by.reason else ""
    return text("detail-opinion", n=numbers[by.assessor], stage=by.stage, said=said + reason)
