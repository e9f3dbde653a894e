"""Native charts: they look at their own sheet, and are set up as the pictures asked for."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from qp_scoring.paper.cells import Book, Style
from qp_scoring.paper.charts import Chart, Series, ValueAxis

CHART = Chart(
    title="ระดับ & ค่ากลาง",
    names=0,
    rows=(1, 3),
    series=(Series(1, "#4472C4"), Series(2, "#C00000")),
    size=(400, 200),
    axis=ValueAxis(0, 5, 1),
)
MARKED = replace(CHART, series=(Series(1, "#4472C4"), Series(2, "#C00000", marks=True)))


def drawn(path: Path, chart: Chart) -> str:
    """The chart's part of a workbook with a sheet before its own."""
    with Book(path, "ทดสอบ", "qp 0") as book:
        book.sheet("อื่น", [10.0])
        sheet = book.sheet("แผ่น ก", [20.0, 10.0, 10.0])
        for column, name in enumerate(("ตัวชี้วัด", "ระดับ", "ค่ากลาง")):
            sheet.text(0, column, name, Style())
        for row in (1, 2, 3):
            sheet.text(row, 0, str(row), Style())
            sheet.number(row, 1, row, Style())
            sheet.number(row, 2, Decimal("2.5"), Style())
        sheet.chart(5, 0, chart)
    with zipfile.ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        return archive.read(name).decode()


@pytest.mark.parametrize("chart", [CHART, MARKED, replace(CHART, across=True, stacked=True)])
def test_every_reference_is_to_the_chart_s_own_sheet(tmp_path: Path, chart: Chart) -> None:
    xml = drawn(tmp_path / "a.xlsx", chart)
    references = re.findall("<c:f>(.*?)</c:f>", xml)
    assert len(references) == 6  # name, categories and values of two series
    assert {reference.partition("!")[0] for reference in references} == {"'แผ่น ก'"}
    assert "'แผ่น ก'!$B$2:$B$4" in references


@pytest.mark.parametrize("across", [False, True])
def test_every_category_is_named_and_the_axes_stand(tmp_path: Path, across: bool) -> None:
    xml = drawn(tmp_path / "a.xlsx", replace(CHART, across=across))
    assert '<c:tickLblSkip val="1"/>' in xml
    assert '<c:delete val="1"/>' not in xml
    assert ('<c:min val="0"/>' in xml, '<c:max val="5"/>' in xml) == (True, True)
    assert '<c:majorUnit val="1"/>' in xml
    assert ("<c:legend>" in xml) is False


def test_bars_that_lie_across_begin_with_the_first_category_on_top(tmp_path: Path) -> None:
    xml = drawn(tmp_path / "a.xlsx", replace(CHART, across=True))
    categories = xml[xml.index("<c:catAx>") : xml.index("</c:catAx>")]
    figures = xml[xml.index("<c:valAx>") : xml.index("</c:valAx>")]
    assert '<c:orientation val="maxMin"/>' in categories
    assert '<c:orientation val="minMax"/>' in figures


def test_marks_are_drawn_over_bars_without_a_line(tmp_path: Path) -> None:
    xml = drawn(tmp_path / "a.xlsx", MARKED)
    assert "<c:barChart>" in xml
    line = xml[xml.index("<c:lineChart>") : xml.index("</c:lineChart>")]
    assert "<a:noFill/>" in line
    assert '<c:symbol val="dash"/>' in line


def test_a_title_is_text_and_an_empty_one_is_none(tmp_path: Path) -> None:
    assert "ระดับ &amp; ค่ากลาง" in drawn(tmp_path / "a.xlsx", CHART)
    assert '<c:autoTitleDeleted val="1"/>' in drawn(tmp_path / "b.xlsx", replace(CHART, title=""))


def test_a_title_like_a_formula_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="begins like a formula"):
        drawn(tmp_path / "a.xlsx", replace(CHART, title="=A1"))


def test_marks_over_bars_that_lie_across_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lie across"):
        drawn(tmp_path / "a.xlsx", replace(MARKED, across=True))


def test_the_same_chart_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        drawn(tmp_path / name, MARKED)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
