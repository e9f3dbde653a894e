"""Native charts: bars and lines over figures of the sheet that they stand on, and of no other.

``cells.Sheet.chart`` puts them on a sheet. The set-up follows what was measured in
LibreOffice: every category named, the axes kept, the font that the sheets use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as NativeChart

from qp_scoring.paper.page import FONT, LANGUAGE

_PX_PER_POINT = 96 / 72
_GRID = "#D9D9D9"
_MARK_SIZE = 9
_EDGE = "#404040"
LINES = (
    ("#1F4E79", "solid", "circle"),
    ("#C55A11", "dash", "square"),
    ("#548235", "round_dot", "triangle"),
    ("#7F7F7F", "long_dash", "diamond"),
    ("#000000", "dash_dot", "x"),
)
"""Colour, dash and mark of a chart's lines, in their order: further lines repeat them."""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures down a column, named by the cell above them.

    ``marks`` draws them as short marks across the bars, not as bars of their own.
    """

    column: int
    colour: str
    marks: bool = False


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The axis of the figures: where it begins and ends, and the step between its lines."""

    low: Decimal | int = 0
    high: Decimal | int | None = None
    step: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over the rows (first, last) of its sheet; blank cells are left blank.

    ``names`` is the column of the categories; the series' own names stand in the row above
    ``rows``. ``across`` draws bars from left to right, the first category on top. ``shares``
    makes stacked bars equally long, their parts shares of the whole. ``labels``
    prints the figures on the bars. ``size`` is width and height in points.
    """

    title: str
    names: int
    rows: tuple[int, int]
    series: tuple[Series, ...]
    size: tuple[float, float]
    across: bool = False
    stacked: bool = False
    shares: bool = False
    axis: ValueAxis = ValueAxis()
    legend: bool = False
    labels: bool = False
    label_colour: str = "#FFFFFF"
    font_size: float = 12

    def shown(self) -> Iterable[int]:
        """The rows of its sheet that it shows something of."""
        return range(self.rows[0] - 1, self.rows[1] + 1)


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line along each of some rows of its sheet; blank cells are gaps, texts would be zeros.

    The categories stand in the row ``heading`` over the columns (first, last), the lines' names in
    the column ``names``. Lines differ in colour, dash and mark, so that they are told apart in
    grey print too. ``size`` is width and height in points.
    """

    title: str
    names: int
    columns: tuple[int, int]
    rows: tuple[int, ...]
    size: tuple[float, float]
    heading: int = 0
    axis: ValueAxis = ValueAxis()
    legend: bool = False
    font_size: float = 14

    def shown(self) -> Iterable[int]:
        """The rows of its sheet that it shows something of."""
        return self.heading, *self.rows


def native_chart(workbook: Workbook, sheet: str, chart: Chart | LineChart) -> NativeChart:
    """The chart as XlsxWriter draws it, over cells of the named sheet.

    Raises:
        ValueError: a title that XlsxWriter would take for a reference to a cell, or marks in a
            chart whose bars lie across, where spreadsheet programs cannot draw them.
    """
    if chart.title.startswith("="):
        raise ValueError(f"a chart title begins like a formula: {chart.title!r}")
    if isinstance(chart, LineChart):
        drawn = _lines(workbook, sheet, chart)
    else:
        drawn = _columns(workbook, sheet, chart)
    _speak_thai(drawn)
    font = {"name": FONT, "size": chart.font_size}
    drawn.set_title(
        {"name": chart.title, "name_font": {**font, "size": chart.font_size + 2, "bold": True}}
        if chart.title
        else {"none": True}
    )
    drawn.set_legend({"position": "bottom", "font": font} if chart.legend else {"none": True})
    width, height = chart.size
    drawn.set_size({"width": width * _PX_PER_POINT, "height": height * _PX_PER_POINT})
    drawn.show_blanks_as("gap")
    return drawn


def _speak_thai(drawn: NativeChart) -> None:
    """Have Thai letters drawn in the font of a text, as its figures and Latin letters are.

    XlsxWriter names a font for Latin letters alone; Thai is a complex script to spreadsheet
    programs, which take another font, of another size to the eye, where none is named for those.
    It has no option for the language of a chart either.
    """

    def both(attributes: list[tuple[str, object]]) -> None:
        for tag in ("a:latin", "a:cs"):
            drawn._xml_empty_tag(tag, attributes)

    drawn._write_a_latin = both
    drawn._write_lang = lambda: drawn._xml_empty_tag("c:lang", [("val", LANGUAGE)])


def _lines(workbook: Workbook, sheet: str, chart: LineChart) -> NativeChart:
    drawn: NativeChart = workbook.add_chart({"type": "line"})
    first, last = chart.columns
    for at, row in enumerate(chart.rows):
        colour, dash, mark = LINES[at % len(LINES)]
        filled = {"color": colour}
        drawn.add_series(
            {
                "name": [sheet, row, chart.names],
                "categories": [sheet, chart.heading, first, chart.heading, last],
                "values": [sheet, row, first, row, last],
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
                "marker": {"type": mark, "size": 8, "fill": filled, "border": filled},
            }
        )
    categories, figures = _axis_options(chart)
    drawn.set_x_axis(categories)
    drawn.set_y_axis(figures)
    return drawn


def _columns(workbook: Workbook, sheet: str, chart: Chart) -> NativeChart:
    marked = [series for series in chart.series if series.marks]
    if marked and chart.across:
        raise ValueError("marks cannot be drawn over bars that lie across")
    drawn = _bars(workbook, sheet, chart)
    if marked:
        over = workbook.add_chart({"type": "line"})
        for series in marked:
            over.add_series(_marks(sheet, chart, series))
        drawn.combine(over)
    _axes(drawn, chart)
    return drawn


def _bars(workbook: Workbook, sheet: str, chart: Chart) -> NativeChart:
    kind: dict[str, str] = {"type": "bar" if chart.across else "column"}
    if chart.stacked:
        kind["subtype"] = "percent_stacked" if chart.shares else "stacked"
    drawn: NativeChart = workbook.add_chart(kind)
    for series in chart.series:
        if not series.marks:
            drawn.add_series(_bar(sheet, chart, series))
    return drawn


def _reference(sheet: str, chart: Chart, series: Series) -> dict[str, object]:
    first, last = chart.rows
    return {
        "name": [sheet, first - 1, series.column],
        "categories": [sheet, first, chart.names, last, chart.names],
        "values": [sheet, first, series.column, last, series.column],
    }


def _bar(sheet: str, chart: Chart, series: Series) -> dict[str, object]:
    found = _reference(sheet, chart, series)
    border = {"color": _EDGE, "width": 0.75} if chart.stacked else {"none": True}
    found |= {"fill": {"color": series.colour}, "border": border, "gap": 60}
    if chart.labels:
        font = {"name": FONT, "size": chart.font_size, "bold": True, "color": chart.label_colour}
        position = "center" if chart.stacked else "inside_base"
        found["data_labels"] = {"value": True, "font": font, "position": position}
    if chart.stacked:
        found["overlap"] = 100
    return found


def _marks(sheet: str, chart: Chart, series: Series) -> dict[str, object]:
    colour = {"color": series.colour}
    mark = {"type": "long_dash", "size": _MARK_SIZE, "fill": colour, "border": colour}
    return _reference(sheet, chart, series) | {"line": {"none": True}, "marker": mark}


def _axis_options(chart: Chart | LineChart) -> tuple[dict[str, object], dict[str, object]]:
    """The axis of the categories and that of the figures."""
    font = {"name": FONT, "size": chart.font_size}
    categories: dict[str, object] = {"num_font": font, "interval_unit": 1}
    figures: dict[str, object] = {
        "num_font": font,
        "min": _plain(chart.axis.low),
        "major_gridlines": {"visible": True, "line": {"color": _GRID}},
    }
    if chart.axis.high is not None:
        figures["max"] = _plain(chart.axis.high)
    if chart.axis.step is not None:
        figures["major_unit"] = _plain(chart.axis.step)
    return categories, figures


def _axes(drawn: NativeChart, chart: Chart) -> None:
    categories, figures = _axis_options(chart)
    if not chart.across:
        drawn.set_x_axis(categories)
        drawn.set_y_axis(figures)
        return
    # The first category stands on top; its figures would go there too, and stay below.
    drawn.set_y_axis(categories | {"reverse": True, "major_gridlines": {"visible": False}})
    drawn.set_x_axis(figures | {"label_position": "high"})


def _plain(number: Decimal | int) -> int | float:
    """A number as XlsxWriter takes it; a whole one is written without decimals."""
    return int(number) if number == int(number) else float(number)
