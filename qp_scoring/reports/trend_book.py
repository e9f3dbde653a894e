"""The trend over three rounds or more as files: ``comparison.xlsx`` and ``comparison.json``.

Rounds are columns, in the order given. Between two that may not be set side by side stands a
column without figures, so that no line of a chart leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from qp_scoring.documents.comparison import OfficeStanding, Verdict
from qp_scoring.documents.results import Figure, Status
from qp_scoring.documents.trend import Course, IndicatorTrend, Trend
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Style
from qp_scoring.paper.charts import LINES, LineChart, ValueAxis
from qp_scoring.paper.page import LANDSCAPE, PORTRAIT
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable, MadeRows
from qp_scoring.reports import notes
from qp_scoring.reports.compare_book import (
    draw_compared,
    moved,
    side_text,
    standing_cell,
)
from qp_scoring.reports.summary.cells import (
    BLUE,
    change_format,
    decimals_format,
    name_cells,
    name_columns,
)

_Made = TypeVar("_Made")

_UPRIGHT = 100
"""Tables up to this width, in characters, are printed upright."""

_MEANS, _BANDS, _OFFICES, _INDICATOR = 180, 180, 230, 200
"""The heights of charts, in points."""

_GAP = 11
"""The width of the column between two rounds that are not comparable, and the least of a round."""

_CHARTED = 25
"""More offices than these have no charts of their own beside the small lines in their rows."""


def write_trend(path: Path, found: Trend) -> None:
    """Write the trend as a workbook: all, offices, indicators, their details, the method.

    Raises:
        OSError: the file cannot be written.
    """
    tables = (
        _overview(found),
        _offices(found),
        _indicators(found),
        _details(found),
        _method(found),
    )
    with Book(path, _title(found), text("trend-subject")) as book:
        draw_compared(book, tables, found.rounds)


def round_names(found: Trend) -> tuple[str, ...]:
    """Year and name of every round; results of a round that was there before have a number."""
    names: list[str] = []
    for side in found.rounds:
        named = text("trend-round", year=side.rubric.fiscal_year, round=side.round_name)
        again = sum(one.partition(" (")[0] == named for one in names)
        names.append(f"{named} ({again + 1})" if again else named)
    return tuple(names)


def _title(found: Trend) -> str:
    first, last = found.rounds[0], found.rounds[-1]
    return text(
        "trend-title",
        count=len(found.rounds),
        old_year=first.rubric.fiscal_year,
        old_round=first.round_name,
        year=last.rubric.fiscal_year,
        round=last.round_name,
    )


def _table(found: Trend, sheet: str, columns: Sequence[Column], **drawn: Any) -> DrawnTable:
    """A sheet, headed with what a reader needs to know before any figure."""
    width = sum(column.width for column in columns)
    return DrawnTable(
        name=text(f"trend-sheet-{sheet}"),
        title=_title(found),
        notices=(*_doubts(found), *notes.drafts_of_rounds(found.rounds)),
        columns=tuple(columns),
        empty=text("trend-no-offices"),
        paper=PORTRAIT if width <= _UPRIGHT else LANDSCAPE,
        tab=BLUE,
        **drawn,
    )


def _doubts(found: Trend) -> Iterator[str]:
    """Between which consecutive rounds figures may not be set side by side, or with care."""
    names = [name.replace("\n", " ") for name in round_names(found)]
    for later in range(1, len(names)):
        verdict = found.before(later + 1)
        if verdict is not Verdict.COMPARABLE:
            pair = {"earlier": names[later - 1], "later": names[later]}
            yield text(f"trend-{verdict}", **pair, **notes.totals(found.total_kind))


def _spread(found: Trend, made: Callable[[int], _Made], gap: _Made) -> Iterator[_Made]:
    """Something for each round, and for each gap between two that are not comparable."""
    for at in range(len(found.rounds)):
        if at and found.before(at + 1) is Verdict.NOT_COMPARABLE:
            yield gap
        yield made(at)


def _round_columns(found: Trend, width: float, style: Style = CENTRED) -> list[Column]:
    names = round_names(found)
    gap = Column(text("trend-gap"), _GAP, CENTRED)
    return list(_spread(found, lambda at: Column(names[at], width, style), gap))


def _figures(
    found: Trend, figures: Sequence[Figure | int | None], style: Style | None = None
) -> list[Cell]:
    """Figures that lines follow: what is not known is blank, for a text would be drawn as 0."""
    cells = [Cell() if one is None else Cell(figure=Decimal(one), style=style) for one in figures]
    return list(_spread(found, cells.__getitem__, Cell()))


def _mean_style(found: Trend) -> Style:
    return replace(CENTRED, number=decimals_format(_decimals(found)))


def _decimals(found: Trend) -> int:
    return max(side.policy.mean_decimals for side in found.rounds)


def _change_column(found: Trend) -> Column:
    return Column(
        text("compare-mean-change"), 9, replace(CENTRED, number=change_format(_decimals(found)))
    )


def _course(course: Course | None) -> Cell:
    return Cell(text(f"trend-course-{course}") if course else "-")


def _overview(found: Trend) -> DrawnTable:
    """All offices together, with lines of the mean and of the bands."""
    summary = found.summary
    total = notes.totals(found.total_kind)
    mean = text("trend-mean", n=summary.n, **total)
    rows = [
        (Cell(text("trend-offices")), *_figures(found, summary.offices)),
        (Cell(text("trend-complete", **total)), *_figures(found, summary.complete)),
        (Cell(mean, style=STRONG), *_figures(found, summary.means, _mean_style(found))),
        *((Cell(band.name), *_figures(found, band.counts)) for band in summary.bands),
    ]
    topic = Column(text("trend-topic"), 42)
    rounds = _round_columns(found, _GAP)
    # As wide as a page that stands upright has room for.
    width = max(_GAP, (_UPRIGHT - topic.width) // len(rounds))
    columns = (topic, *_round_columns(found, width))
    across = (1, len(columns) - 1)
    first_band = len(rows) - len(summary.bands)
    charts = (
        LineChart(
            title=mean,
            names=0,
            columns=across,
            rows=(first_band - 1,),
            size=(0, _MEANS),
            axis=_scale(found),
            font_size=12,
        ),
        LineChart(
            title=text("trend-chart-bands", n=summary.n, **total),
            names=0,
            columns=across,
            rows=tuple(range(first_band, len(rows))),
            size=(0, _BANDS),
            legend=True,
            font_size=12,
        ),
    )
    return _table(
        found,
        "overview",
        columns,
        rows=rows,
        legend=(text("trend-legend", n=summary.n, **total), *_courses(found)),
        charts=charts if summary.n else (),
        frozen_columns=1,
        filtered=False,
    )


def _scale(found: Trend) -> ValueAxis:
    return ValueAxis(0, Decimal(found.highest), 1 if Decimal(found.highest) <= 5 else None)


def _courses(found: Trend) -> Iterator[str]:
    """How many offices rose, fell, stayed and varied, where any was in every round."""
    if found.summary.n:
        counts = {course.value: found.summary.courses.get(course, 0) for course in Course}
        yield text("trend-courses", **counts)


def _offices(found: Trend) -> DrawnTable:
    """A row per office: its means with a small line, and its bands."""
    means = _round_columns(found, 12, _mean_style(found))
    columns = (
        *name_columns(),
        *means,
        Column(text("trend-line"), 18),
        _change_column(found),
        Column(text("trend-course"), 16, CENTRED),
        *(Column(text("trend-band", round=name), 16, CENTRED) for name in round_names(found)),
    )
    rows = MadeRows(
        lambda: (
            (
                *name_cells(office.code, office.short_name),
                *_figures(found, [one.mean if one else None for one in office.standings]),
                Cell(),
                moved(office.mean_change),
                _course(office.course),
                *map(_band, office.standings),
            )
            for office in found.offices
        )
    )
    line = 2 + len(means)
    across = (2, line - 1)
    return _table(
        found,
        "offices",
        columns,
        rows=rows,
        legend=(
            text("trend-legend-blank", **notes.totals(found.total_kind)),
            text("trend-legend-course"),
        ),
        charts=_office_charts(found, across),
        sparks=(line, across),
        frozen_columns=2,
    )


def _office_charts(found: Trend, columns: tuple[int, int]) -> tuple[LineChart, ...]:
    """A chart for every few offices with a mean; of many, the small lines in the rows are all."""
    drawn = [
        at
        for at, office in enumerate(found.offices)
        if any(one and one.mean for one in office.standings)
    ]
    if len(drawn) > _CHARTED:
        return ()
    groups = [drawn[at : at + len(LINES)] for at in range(0, len(drawn), len(LINES))]
    return tuple(
        LineChart(
            title=text(
                "trend-chart-offices",
                first=at * len(LINES) + 1,
                last=at * len(LINES) + len(rows),
                of=len(drawn),
                **notes.totals(found.total_kind),
            ),
            names=1,
            columns=columns,
            rows=tuple(rows),
            size=(0, _OFFICES),
            axis=_scale(found),
            legend=True,
        )
        for at, rows in enumerate(groups)
    )


def _band(standing: OfficeStanding | None) -> Cell:
    """The band of an office in a round, or why it has none."""
    if standing is None:
        return Cell(text("trend-not-in"))
    if standing.status is Status.COMPLETE:
        return Cell(standing.band or "-")
    return Cell(text(f"summary-status-{standing.status}"))


def _indicators(found: Trend) -> DrawnTable:
    """A row per indicator: its means with a small line, and a chart of each below."""
    means = _round_columns(found, 12, _mean_style(found))
    columns = (
        Column(text("summary-indicator"), 9, CENTRED),
        Column(text("column-title"), 60),
        *means,
        Column(text("trend-line"), 18),
        _change_column(found),
        Column(text("compare-column-n"), 7, CENTRED),
        *(Column(text(f"trend-course-{course}"), 12, CENTRED) for course in Course),
    )
    line = 2 + len(means)
    indicators = found.summary.indicators
    charts = [
        LineChart(
            title=f"{one.code} {one.title}",
            names=0,
            columns=(2, line - 1),
            rows=(at,),
            size=(0, _INDICATOR),
            axis=_scale(found),
        )
        for at, one in enumerate(indicators)
        if one.n
    ]
    return _table(
        found,
        "indicators",
        columns,
        rows=[_indicator_row(found, one) for one in indicators],
        legend=(text("trend-legend-indicators"), text("trend-legend-course")),
        charts=tuple(charts),
        frozen_columns=2,
        sparks=(line, (2, line - 1)),
    )


def _indicator_row(found: Trend, one: IndicatorTrend) -> tuple[Cell, ...]:
    return (
        Cell(one.code),
        Cell(one.title),
        *_figures(found, one.means),
        Cell(),
        moved(one.mean_change),
        Cell(figure=one.n),
        *(Cell(figure=one.courses.get(course, 0)) for course in Course),
    )


def _details(found: Trend) -> DrawnTable:
    """A row per indicator of an office, as it is printed in each round."""
    columns = (
        *name_columns(),
        Column(text("summary-indicator"), 10, CENTRED),
        *_round_columns(found, 12),
        _change_column(found),
        Column(text("trend-course"), 16, CENTRED),
    )
    rows = MadeRows(
        lambda: (
            (
                *name_cells(office.code, office.short_name),
                Cell(entry.code),
                *_spread(
                    found, [standing_cell(one) for one in entry.standings].__getitem__, Cell()
                ),
                moved(entry.score_change),
                _course(entry.course),
            )
            for office in found.offices
            for entry in office.indicators
            if entry.applies
        )
    )
    return _table(found, "details", columns, rows=rows, legend=(), frozen_columns=3)


def _method(found: Trend) -> DrawnTable:
    columns = (Column(text("summary-topic"), 37, STRONG), Column(text("summary-detail"), 62))
    rows = [(Cell(topic), Cell(detail)) for topic, detail in _method_rows(found)]
    return _table(found, "method", columns, rows=rows, legend=(), filtered=False)


def _method_rows(found: Trend) -> Iterator[tuple[str, str]]:
    names = [name.replace("\n", " ") for name in round_names(found)]
    for name, side in zip(names, found.rounds, strict=True):
        yield name, side_text(side)
        yield text("compare-method-hash", side=name), side.rubric.hash
    total = notes.totals(found.total_kind)
    for pair in found.pairs:
        earlier, later = names[pair.earlier - 1], names[pair.later - 1]
        verdict = text(f"compare-verdict-{pair.comparability.verdict}", **total)
        yield text("trend-pair", earlier=earlier, later=later), verdict
        if pair.later == pair.earlier + 1:
            for number, change in enumerate(pair.comparability.changes, 1):
                yield text("compare-method-changes", number=number), change
    yield text("trend-method-means", **total), text("trend-method-means-rule", **total)
    yield text("compare-method-matching"), text("compare-method-matching-rule")
    yield text("summary-engine"), found.engine_version
