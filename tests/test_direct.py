"""Cells that are written directly have the bytes that XlsxWriter gives them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SHIPPED_LEVELS, contents
from told_cells import ToldCells
from xlsxwriter.worksheet import Worksheet

from qp_scoring.intake.choice import Request
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.paper import archive, cells, tables
from qp_scoring.paper.cells import Book, CellError, Sheet, Style, row_of_texts
from qp_scoring.paper.charts import Chart, Series
from qp_scoring.paper.direct import SheetCells
from qp_scoring.paper.page import PORTRAIT
from qp_scoring.paper.tables import Cell, Column, DrawnTable, draw_table

_TEXTS = st.text(max_size=12) | st.sampled_from(
    (" ก", "ก\n", "\tก", "_x0041_", "_x005F_x0041_", "<b>&\"'", "=1", "<r>", "๑", "\ud83d\ude00")
)
_STYLES = st.builds(
    Style,
    size=st.sampled_from((12, 13, 16, 14.5)),
    bold=st.booleans(),
    align=st.sampled_from(("left", "center")),
    border=st.booleans(),
    fill=st.sampled_from((None, "#DCE6F1")),
    hatch=st.booleans(),
    colour=st.sampled_from((None, "#9c0006", "#9C0006")),
    number=st.sampled_from((None, "0.00")),
)
_PLACES = st.tuples(st.integers(0, 40), st.integers(0, 3))
_NUMBERS = st.decimals(-(10**9), 10**9, places=3) | st.integers(-5, 10**15)
_CALLS = st.one_of(
    st.tuples(st.just("text"), _PLACES, _TEXTS, _STYLES, st.booleans()),
    st.tuples(st.just("number"), _PLACES, _NUMBERS, _STYLES),
    st.tuples(st.just("rich"), _PLACES, st.lists(st.tuples(_TEXTS, _STYLES), max_size=3), _STYLES),
    st.tuples(st.just("height"), st.integers(0, 45), st.floats(5, 400)),
    st.tuples(
        st.just("merged"),
        st.integers(41, 44),
        st.tuples(st.just(0), st.integers(0, 3)),
        _TEXTS,
        _STYLES,
    ),
    st.tuples(
        st.just("ready"),
        st.integers(45, 48),
        st.lists(st.tuples(_TEXTS, _STYLES, st.booleans()), min_size=1, max_size=4),
    ),
    st.tuples(
        st.just("link"), st.integers(1, 40), _TEXTS.filter(lambda text: text.strip()), _STYLES
    ),
)


def called(sheet: Sheet, call: tuple, whole: set[int]) -> None:
    name, *given = call
    if name in ("text", "number", "rich"):
        getattr(sheet, name)(*given[0], *given[1:])
    elif name == "height":
        sheet.height(*given)
    elif name == "link":
        sheet.link(given[0], (4, 4), "ไป " + given[1], given[2], 3)
    elif given[0] not in whole:
        whole.add(given[0])
        if name == "merged":
            sheet.merged(*given)
        else:
            sheet.ready(given[0], row_of_texts(given[1]))


@given(st.lists(st.lists(_CALLS, max_size=12), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_cells_have_the_bytes_that_xlsxwriter_gives(sheets) -> None:
    def draw(book: Book) -> None:
        for at, calls in enumerate(sheets):
            sheet = book.sheet(f"แผ่น {at}", [20.0, 10.0, 10.0, 8.0, 8.0])
            whole: set[int] = set()  # rows that are merged, or made before
            # XlsxWriter's range begins at column A where a height comes before any cell.
            for call in sorted(calls, key=lambda call: call[0] == "height"):
                called(sheet, call, whole)

    assert same_both_ways(draw)


def test_what_lies_over_cells_is_as_xlsxwriter_has_it() -> None:
    def draw(book: Book) -> None:
        book.aid("รายการ")
        sheet = book.sheet("รายการ", [20.0] * 4)
        for row in range(20):
            sheet.text(row, 0, f"ชื่อ {row}", Style(bold=row == 0))
            sheet.number(row, 1, row, Style(number="0"))
            if row % 3:
                sheet.number(row, 2, Decimal(row) / 7, Style())
            sheet.choices(row, 3, ["มี", "ไม่มี"] if row % 2 else ["ยาว" * 50, "ข" * 120])
            sheet.height(row, 20 + row)
        series = (Series(1, "#1F4E79"), Series(2, "#C55A11", marks=True))
        sheet.chart(21, 0, Chart("", 0, (1, 19), series, (300, 200)))
        sheet.filter(0, 19)
        sheet.rule((1, 19), (1, 1), "$B2>3", Style(fill="#FFFFFF"))
        other = book.sheet("อื่น", [8.0] * 5, tab="#1F4E79")
        for row in (1, 2, 40):
            for column in range(3):
                other.number(row, column, row * column, Style())
        other.sparks([1, 2], 3, (0, 2))
        other.counter((0, 0), 1, [(0, 1, 9)], [(3, ["ไม่มี"], (2, 1, 2))], ' "จาก" 9', Style())
        other.block((4, 9), 1, "ลง", Style(align="center"))
        other.freeze(1, 0)
        book.sheet("ว่าง", [8.0])
        book.sheet("สูง", [8.0]).height(3, 20)

    assert same_both_ways(draw)


_FILES = ("ใบผล/1001 ก & ข.xlsx", "a'[1]^`{2}.xlsx", "อื่น.xlsx")
_SPOTS = (None, ("แผ่น", "A1"), ("ก ''\"<&>", "C7"))


def test_links_to_files_are_as_xlsxwriter_has_them() -> None:
    def draw(book: Book) -> None:
        plain = book.sheet("ไม่มีลิงก์", [20.0] * 3)
        plain.text(0, 0, "ก", Style())
        for name in ("แผ่น", "อื่น"):
            sheet = book.sheet(name, [20.0] * 3)
            for row in (4, 2, 12, 7):
                for column, file in enumerate(_FILES):
                    spot = _SPOTS[(row + column) % 3]
                    sheet.leads_to(row, column, f"ไป {row}", Style(bold=row > 4), file, spot)
            sheet.merged(15, (0, 1), "รวม", Style())
            sheet.choices(16, 0, ["มี", "ไม่มี"])

    assert same_both_ways(draw)


def test_links_to_files_stand_beside_a_chart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Book(path, "ทดสอบ", "qp 0") as book:
        sheet = book.sheet("แผ่น", [20.0] * 3)
        for row, file in enumerate(_FILES, 1):
            sheet.leads_to(row, 0, f"ไป {row}", Style(), file)
            sheet.number(row, 1, row, Style())
        sheet.chart(9, 0, Chart("", 0, (1, 3), (Series(1, "#1F4E79"),), (300, 200)))
    read = openpyxl.load_workbook(path).active
    led = [unquote(read.cell(row, 1).hyperlink.target) for row in range(2, 5)]
    assert led == list(_FILES)
    assert len(read._charts) == 1


def test_a_whole_round_and_forms_are_the_same_files_both_ways(tmp_path, monkeypatch) -> None:
    def deliver(folder: Path) -> dict[str, bytes]:
        score_and_deliver(Request([SHIPPED_LEVELS]), folder / "out")
        make_forms(FormsRequest(folder / "forms", offices=["2402"]))
        made = contents(folder)
        del made["out/run.json"]
        return made

    direct = deliver(tmp_path / "direct")
    monkeypatch.setattr(cells, "BookCells", ToldCells)
    assert deliver(tmp_path / "told") == direct


def test_a_long_table_is_written_in_pieces_of_the_same_bytes(tmp_path, monkeypatch) -> None:
    """No more rows than are closed at once are held cell by cell."""
    opened: list[int] = []
    close = SheetCells.close

    def counting(sheet: SheetCells, row: int) -> None:
        opened.append(len(sheet._cells))
        close(sheet, row)

    monkeypatch.setattr(SheetCells, "close", counting)
    rows = [(Cell(f"แถว {at // 4}"), Cell(figure=at % 3)) for at in range(40)]
    columns = (Column("ชื่อ", 40), Column("จำนวน", 12))
    table = DrawnTable("ตาราง", "ชื่อ", notices=("ร่าง",), legend=(), columns=columns, rows=rows)

    def written() -> bytes:
        with Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book:
            draw_table(book, table, "")
        return book.written

    at_once = written()
    assert opened == []
    monkeypatch.setattr(tables, "_CLOSED_AT_ONCE", 3)
    monkeypatch.setattr(archive, "_AT_ONCE", 2)
    assert written() == at_once
    assert len(opened) == len(rows) // 3
    assert max(opened) <= 3 + 3  # and what stands above the table


def same_both_ways(draw: Callable[[Book], None]) -> bool:
    """Whether a workbook has the bytes that it has when XlsxWriter is told every cell."""
    written = []
    for kind in (ToldCells, cells.BookCells):
        with (
            TemporaryDirectory() as folder,
            pytest.MonkeyPatch.context() as patched,
        ):
            patched.setattr(cells, "BookCells", kind)
            with Book(Path(folder, "a.xlsx"), "ทดสอบ", "qp 0") as book:
                draw(book)
            written.append(book.written)
    return written[0] == written[1]


def test_workbooks_that_are_alike_have_their_own_words_and_figures(tmp_path: Path) -> None:
    def written(at: int, title: str) -> bytes:
        with Book(tmp_path / f"{at}.xlsx", title, "qp 0") as book:
            sheet = book.sheet("แผ่น", [20.0] * 3)
            for row in range(4 + at):
                sheet.text(row, 0, f"<{title} {row}>", Style())
                sheet.height(row, 20)
            for row in range(20, 24):
                sheet.text(row, 0, f"_x0041_ & {title} {row}", Style())
                sheet.number(row, 1, at * 1_000_000 + Decimal(row) / 7, Style())
            sheet.chart(30, 0, Chart("", 0, (21, 23), (Series(1, "#1F4E79"),), (300, 200)))
            footer = f"&L{title} && ก"
            sheet.print_setup(PORTRAIT, 3 + at, None, footer, breaks=range(2, 3 + at), pages=9)
        return book.written

    titles = ("หนึ่ง", "_x0041_ & <สอง>", "1000003 สาม")
    alike = [written(at, title) for at, title in enumerate(titles)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cells, "BookCells", ToldCells)
        assert [written(at, title) for at, title in enumerate(titles)] == alike


@pytest.mark.parametrize("columns", [(1, 2), (0, 0), (2, 3)])
def test_ranges_that_overlap_or_hold_one_cell_are_refused(tmp_path: Path, columns) -> None:
    with (
        pytest.raises(CellError, match="merged"),
        Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book,
    ):
        sheet = book.sheet("แผ่น", [20.0] * 4)
        sheet.merged_rich(0, (2, 3), [], Style())
        sheet.merged_rich(0, columns, [], Style())


@pytest.mark.parametrize("place", [(1_048_576, 0), (0, 16_384)])
def test_a_cell_outside_of_a_sheet_is_refused(tmp_path: Path, place: tuple[int, int]) -> None:
    with (
        pytest.raises(CellError, match="outside"),
        Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book,
    ):
        book.sheet("แผ่น", [20.0]).text(*place, "ก", Style())


def test_a_finished_workbook_is_let_go_while_the_collector_rests(tmp_path: Path) -> None:
    """XlsxWriter leaves a circle of objects behind, of each of thousands of workbooks."""

    def left() -> int:
        return sum(isinstance(one, Worksheet) for one in gc.get_objects())

    gc.collect()
    gc.disable()
    before = left()
    try:
        with Book(tmp_path / "a.xlsx", "ทดสอบ", "qp 0") as book:
            book.sheet("แผ่น", [20.0]).text(0, 0, "ก", Style())
        del book
        assert left() == before
    finally:
        gc.enable()
