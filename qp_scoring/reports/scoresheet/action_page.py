"""The sheet สิ่งที่ต้องทำ drawn on one page of A4.

What is too long is not cut: fewer steps are drawn, or fewer things of each, and the page says
where the rest stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style
from qp_scoring.paper.charts import Chart, Series, ValueAxis
from qp_scoring.paper.page import PORTRAIT, max_lines, points_wide, row_height
from qp_scoring.paper.rows import Grid, MergedText, PageRow, draw_rows
from qp_scoring.reports.scoresheet.action import ActionPage, LevelChart
from qp_scoring.reports.scoresheet.action_steps import ActionItem, ActionStep

# Number, what, why, and the two columns of how; they sum to what fits A4 at about 97 %.
_GRID = Grid((5.0, 30.0, 20.0, 22.0, 22.0))
_NUMBER, _WHAT, _WHY, _HOW, _WHAT_AND_WHY = (0, 0), (1, 1), (2, 2), (3, 4), (1, 2)
_TITLE_COLUMNS, _GAIN_COLUMNS = (1, 2), (3, 4)
# Where the facts stand, by how many there are.
_FACT_COLUMNS = {
    1: ((0, 4),),
    2: ((0, 1), (2, 4)),
    3: ((0, 1), (2, 2), (3, 4)),
    4: ((0, 1), (2, 2), (3, 3), (4, 4)),
}

# Steps, and things of each step (None: all), in the order of preference.
_VARIANTS = (
    (3, None),
    (3, 3),
    (3, 2),
    (2, None),
    (2, 3),
    (2, 2),
    (2, 1),
    (1, None),
    (1, 3),
    (1, 2),
    (1, 1),
)

_SIZE = 14
_FILL, _PALE = "#DCE6F1", "#F2F2F2"
_BAR, _MEDIAN = "#5B7DB1", "#C00000"
_GAP = 5.0
_CHART_HEIGHT, _MOST_CHART_HEIGHT, _CHART_STEP = 125.0, 190.0, 5.0
# Spreadsheet programs round every row to whole pixels.
_ROUNDING = 12.0

_TITLE = Style(size=18, bold=True, align="center", valign="vcenter", border=False)
_OFFICE = Style(bold=True, align="center", valign="vcenter", border=False)
_NOTICE = Style(size=12, align="center", valign="vcenter", border=False, colour="#9C0006")
_LABEL = Style(size=12, align="center", valign="vcenter", fill=_PALE)
_FACT = Style(size=18, bold=True, align="center", valign="vcenter")
_ROAD = Style(size=_SIZE, border=False)
_SECTION = Style(bold=True, border=False)
_HEADING = Style(size=_SIZE, bold=True, align="center", valign="vcenter", fill=_FILL)
_NUMBERED = Style(size=_SIZE, bold=True, align="center", fill=_PALE)
_STEP = Style(size=_SIZE, bold=True, indent=1, fill=_PALE)
_BODY = Style(size=_SIZE, indent=1)
_REMARK = Style(size=12, border=False, align="right")
_DATA = Style(size=12, align="center")
_DATA_NOTE = Style(size=12, border=False, colour="#7F7F7F")


def draw_action_page(book: Book, page: ActionPage, footer: str) -> None:
    """Draw the page on a sheet of its own; the data of its chart stand below what is printed."""
    sheet = book.sheet(text("action-sheet"), _GRID.widths)
    rows = fitting_rows(page)
    draw_rows(sheet, rows)
    if page.chart is not None:
        _draw_chart(sheet, page.chart, rows)
    sheet.print_setup(PORTRAIT, len(rows) - 1, None, footer, one_page=True, pages=1)


def fitting_rows(page: ActionPage) -> list[PageRow]:
    """The rows of the page, with as many steps as fit on it; a chart lies over the last row."""
    top = list(_top(page))
    room = PORTRAIT.capacity(_GRID.widths) - _ROUNDING
    room -= sum(row.height for row in (*top, *_bottom(page, _CHART_HEIGHT)))
    middle = _fitting_steps(page, room)
    room -= sum(row.height for row in middle)
    # In steps: pages that are alike have a frame in common (``paper/frames.py``), and no sum in
    # another order makes it another.
    steps = round(max(room, 0), 2) // _CHART_STEP
    chart_height = min(_CHART_HEIGHT + steps * _CHART_STEP, _MOST_CHART_HEIGHT)
    return [*top, *middle, *_bottom(page, chart_height)]


def _fitting_steps(page: ActionPage, room: float) -> list[PageRow]:
    """The rows of as many steps as fit into so many points; else where they stand."""
    for steps, things in _VARIANTS:
        chosen = [_shortened(step, things) for step in page.steps[:steps]]
        rows = list(_steps(page, chosen))
        if _whole(chosen) and sum(row.height for row in rows) <= room:
            return rows
    return list(_steps(replace(page, nothing=text("action-see-sheets")), ()))


def _whole(steps: Sequence[ActionStep]) -> bool:
    """Whether no thing to do is higher than a row can be."""
    return all(
        _GRID.lines(part) <= max_lines(_SIZE)
        for step in steps
        for item in step.items
        for part in _item_parts(item)
    )


def _shortened(step: ActionStep, things: int | None) -> ActionStep:
    """The step with so many of its things at most; it says how many are left out."""
    if things is None or len(step.items) <= things:
        return step
    remark = text("action-more", count=len(step.items) - things)
    return replace(step, items=step.items[:things], remark=remark)


def _top(page: ActionPage) -> Iterator[PageRow]:
    yield from _GRID.across(page.title, _TITLE)
    yield from _GRID.across(page.office, _OFFICE)
    if page.notices:
        yield from _GRID.across(" ".join(page.notices), _NOTICE)
    yield _GRID.space(_GAP)
    facts = list(zip(_FACT_COLUMNS[len(page.facts)], page.facts, strict=True))
    yield _GRID.row([MergedText(columns, label, _LABEL) for columns, (label, _) in facts])
    yield _GRID.row([MergedText(columns, fact, _FACT) for columns, (_, fact) in facts], 4)
    if page.road:
        yield _GRID.space(_GAP / 2)
    for line in page.road:
        yield from _GRID.across(line, _ROAD)
    yield _GRID.space(_GAP)


def _steps(page: ActionPage, steps: Sequence[ActionStep]) -> Iterator[PageRow]:
    if not steps:
        yield from _GRID.across(page.nothing, _ROAD)
        return
    what, why, how = page.columns
    heads = [(_NUMBER, ""), (_WHAT, what), (_WHY, why), (_HOW, how)]
    if not any(item.why for step in steps for item in step.items):
        heads[1:3] = [(_WHAT_AND_WHY, what)]
    yield _GRID.row([MergedText(at, name, _HEADING) for at, name in heads])
    for number, step in enumerate(steps, 1):
        yield from _step(f"{number}.", step)


def _step(number: str, step: ActionStep) -> Iterator[PageRow]:
    yield _GRID.row(
        [
            MergedText(_NUMBER, number, _NUMBERED),
            MergedText(_TITLE_COLUMNS, step.title, _STEP),
            MergedText(_GAIN_COLUMNS, step.gain, _STEP),
        ]
    )
    for item in step.items:
        yield _GRID.row([MergedText(_NUMBER, "", _BODY), *_item_parts(item)])
    if step.remark:
        yield from _GRID.across(step.remark, _REMARK)


def _item_parts(item: ActionItem) -> tuple[MergedText, ...]:
    if not item.why:
        return MergedText(_WHAT_AND_WHY, item.what, _BODY), MergedText(_HOW, item.how, _BODY)
    return (
        MergedText(_WHAT, item.what, _BODY),
        MergedText(_WHY, item.why, _BODY, item.quoted),
        MergedText(_HOW, item.how, _BODY),
    )


def _bottom(page: ActionPage, chart_height: float) -> Iterator[PageRow]:
    """The heading of the chart, and the row that it lies over."""
    if page.chart is not None:
        yield _GRID.space(_GAP)
        yield from _GRID.across(page.chart.title, _SECTION)
        yield _GRID.space(chart_height)


def _draw_chart(sheet: Sheet, chart: LevelChart, rows: Sequence[PageRow]) -> None:
    """Draw the chart over the last row of the page; its data stand below what is printed."""
    below = len(rows)
    heading = below + 1
    sheet.height(below, _GAP)
    first, last = heading + 2, heading + 1 + len(chart.rows)
    sheet.merged(heading, _GRID.all, text("action-data"), _DATA_NOTE)
    sheet.height(heading, row_height(1, _DATA_NOTE.size))
    for column, name in enumerate(chart.headings, 1):
        sheet.text(heading + 1, column, name, _DATA)
    sheet.height(heading + 1, row_height(1, _DATA.size))
    for at, one in enumerate(chart.rows, first):
        sheet.text(at, 1, one.name, _DATA)
        for column, figure in ((2, one.score), (3, one.median)):
            if figure is None:
                sheet.text(at, column, "", _DATA)
            else:
                sheet.number(at, column, figure, _DATA)
        sheet.height(at, row_height(one.name.count("\n") + 1, _DATA.size))
    sheet.chart(below - 1, 0, _native(chart, (first, last), rows[-1].height))


def _native(chart: LevelChart, rows: tuple[int, int], height: float) -> Chart:
    compared = any(row.median is not None for row in chart.rows)
    medians = (Series(3, _MEDIAN, marks=True),) if compared else ()
    return Chart(
        title="",
        names=1,
        rows=rows,
        series=(Series(2, _BAR), *medians),
        size=(points_wide(_GRID.widths), height),
        axis=ValueAxis(0, chart.high, 1 if chart.whole else None),
        legend=compared,
        labels=True,
    )
