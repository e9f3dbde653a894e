"""``compare`` of three rounds or more: what it follows, where lines break, what it refuses."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from builders import CODES, RUBRIC, SEED_LEVELS, office
from hypothesis import given
from hypothesis import strategies as st
from making import Ran, contents
from making import program as run
from openpyxl.utils import range_boundaries
from rich.cells import cell_len
from rounds_stored import changed, in_memory, store

from qp_scoring.analysis.trend import MOST_ROUNDS, course_of, trend_of
from qp_scoring.documents.comparison import Verdict
from qp_scoring.documents.trend import Course, Trend
from qp_scoring.findings import FindingLog, RefusedRunError

Program = Callable[..., Ran]
NEXT_YEAR = changed(fiscal_year=2567)
STRICTER = changed(
    fiscal_year=2567,
    version="9.0.0",
    arithmetic=RUBRIC.arithmetic.model_copy(update={"score_decimals": 2}),
)


def levels(**others: str) -> list[str]:
    """The levels of the official result with some changed: ``i9="3"``."""
    known = dict(zip(CODES, SEED_LEVELS, strict=True))
    return list((known | {key.removeprefix("i"): level for key, level in others.items()}).values())


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """2402 comes to 29/12, 31/12, 33/12; 9901 leaves after the first; 9902 comes with the last."""
    folder = tmp_path_factory.mktemp("rounds")
    return [
        store(folder / "1", office(), office(code="9901", name="ตัวอย่าง เขต 1")),
        store(folder / "2", office(levels(i1="4")), round_id="12m"),
        store(
            folder / "3",
            office(levels(i1="4", i9="2"), band="ดี"),
            office(code="9902", name="ตัวอย่าง เขต 3"),
            rubric=NEXT_YEAR,
        ),
    ]


def document(program: Program, *rounds: Path) -> Trend:
    done = program("compare", *rounds, "--json")
    assert done.code == 0
    return Trend.model_validate_json(done.out_bytes)


def test_an_office_is_followed_through_every_round(program: Program, rounds: list[Path]):
    found = document(program, *rounds)
    seed, left, came = found.offices
    assert [one and one.mean for one in seed.standings] == ["2.42", "2.58", "2.75"]
    assert (seed.mean_change, seed.course, seed.band_change) == ("+0.33", "rising", "up")
    assert (left.code, left.missing, left.course) == ("9901", (2, 3), None)
    assert (came.code, came.missing, came.mean_change) == ("9902", (1, 2), None)
    one = next(entry for entry in seed.indicators if entry.code == "1")
    assert [standing and standing.printed for standing in one.standings] == ["2", "4", "4"]
    assert (one.score_change, one.course) == ("+2", "rising")


def test_what_was_not_reported_is_no_score(program: Program, rounds: list[Path]):
    """N/A counts 0 in a mean, and is never a point of a line."""
    found = document(program, *rounds)
    nine = next(entry for entry in found.offices[0].indicators if entry.code == "9")
    assert [standing and standing.printed for standing in nine.standings] == ["N/A", "N/A", "2"]
    assert (nine.score_change, nine.course) == (None, None)
    trend = next(one for one in found.summary.indicators if one.code == "9")
    assert (trend.n, trend.means) == (0, (None, None, None))


def test_means_are_over_the_same_offices_in_every_round(program: Program, rounds: list[Path]):
    summary = document(program, *rounds).summary
    assert (summary.offices, summary.complete, summary.n) == ((2, 1, 2), (2, 1, 2), 1)
    assert (summary.means, summary.mean_change) == (("2.42", "2.58", "2.75"), "+0.33")
    counts = {band.name: band.counts for band in summary.bands}
    assert (counts["พอใช้"], counts["ดี"]) == ((1, 1, 0), (0, 0, 1))


def test_every_pair_has_its_verdict(program: Program, rounds: list[Path], tmp_path: Path):
    last = store(tmp_path / "4", office(), rubric=STRICTER, round_id="12m")
    found = document(program, *rounds, last)
    verdicts = {(p.earlier, p.later): p.comparability.verdict for p in found.pairs}
    assert verdicts == {
        (1, 2): Verdict.COMPARABLE,
        (1, 3): Verdict.WITH_CARE,
        (2, 3): Verdict.WITH_CARE,
        (1, 4): Verdict.NOT_COMPARABLE,
        (2, 4): Verdict.NOT_COMPARABLE,
        (3, 4): Verdict.NOT_COMPARABLE,
    }


def test_an_indicator_that_a_round_lacks_is_followed_through_the_others():
    shorter = changed(indicators=RUBRIC.indicators[:-1], fiscal_year=2567)
    rounds = (
        in_memory(office()),
        in_memory(office(levels(X2="4")), round_id="12m"),
        in_memory(office(SEED_LEVELS[:-1]), rubric=shorter),
    )
    found = trend_of(rounds, FindingLog())
    last = found.summary.indicators[-1]
    assert (last.code, last.n, last.means, last.mean_change) == (
        "X2",
        1,
        ("5.00", "4.00", None),
        None,
    )


FIGURES = st.lists(st.decimals(0, 5, places=2).map(str), min_size=3, max_size=12)


@given(FIGURES)
def test_a_course_is_what_the_sorted_figures_say(figures: list[str]):
    known = list(map(Decimal, figures))
    course = course_of(figures)
    assert (course is Course.LEVEL) == (len(set(known)) == 1)
    assert (course in (Course.RISING, Course.LEVEL)) == (known == sorted(known))
    assert (course in (Course.FALLING, Course.LEVEL)) == (known == sorted(known, reverse=True))


@given(FIGURES, st.data())
def test_where_a_figure_is_missing_there_is_no_course(figures: list[str], data: st.DataObject):
    holes: list[str | None] = [*figures]
    holes[data.draw(st.integers(0, len(figures) - 1))] = None
    assert course_of(holes) is None


def test_a_round_given_twice_is_refused(program: Program, rounds: list[Path], tmp_path: Path):
    done = program("compare", *rounds, rounds[0].parent, "--out", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert "ซ้ำกับชุดที่ 1" in done.err
    assert not (tmp_path / "out").exists()


def test_two_results_of_one_round_are_said_and_told_apart(
    program: Program, rounds: list[Path], tmp_path: Path
):
    again = store(tmp_path / "again", office(levels(i1="5")), round_id="12m")
    done = program("compare", rounds[0], rounds[1], again, "--out", tmp_path / "out")
    assert done.code == 0
    assert "รอบเดียวกับชุดที่ 2" in done.err
    sheet = openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx").worksheets[0]
    heading = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "รายการ")
    names = [name.replace("\n", " ") for name in heading[1:]]
    assert names == ["ปี 2566 รอบ 6 เดือน", "ปี 2566 รอบ 12 เดือน", "ปี 2566 รอบ 12 เดือน (2)"]


def test_rounds_out_of_order_are_said(program: Program, rounds: list[Path]):
    done = program("compare", rounds[2], rounds[0], rounds[1])
    assert (done.code, done.err.count("กลับทิศ")) == (0, 1)


def test_more_rounds_than_a_page_holds_are_refused(program: Program, rounds: list[Path]):
    done = program("compare", *(rounds[:1] * (MOST_ROUNDS + 1)))
    assert (done.code, done.out) == (2, "")
    assert f"ไม่เกิน {MOST_ROUNDS} รอบ" in done.err


def test_one_round_of_another_set_is_refused():
    other = changed(
        id="อื่น",
        indicators=tuple(one.model_copy(update={"title": "เรื่องอื่น"}) for one in RUBRIC.indicators),
    )
    rounds = (in_memory(office()), in_memory(office(), rubric=other), in_memory(round_id="12m"))
    log = FindingLog()
    with pytest.raises(RefusedRunError):
        trend_of(rounds, log)
    assert [finding.code for finding in log] == ["compare-other-rubric"]


@pytest.fixture(scope="module")
def most_rounds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("most")
    return [
        store(
            folder / str(at),
            office(levels(i1=str(at % 5 + 1))),
            rubric=changed(fiscal_year=2560 + at),
        )
        for at in range(MOST_ROUNDS)
    ]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("columns", ["80", "120"])
def test_no_line_is_wider_than_the_terminal(
    program: Program, most_rounds: list[Path], lang: str, columns: str
):
    """Also of more rounds than have room: those left out are said."""
    done = program("compare", *most_rounds, "--plain", "--lang", lang, COLUMNS=columns)
    assert done.code == 0
    wide = [line for line in done.out.splitlines() if cell_len(line.rstrip()) > int(columns)]
    assert wide == []
    assert "comparison.xlsx" in done.out
    assert f"({MOST_ROUNDS})" in done.out


def test_the_terminal_says_who_is_missing_where(program: Program, rounds: list[Path]):
    said = program("compare", *rounds, "--plain").out
    assert "มีผลไม่ครบทุกรอบ (2 แห่ง)" in said
    assert "9901 สพป.ตัวอย่าง เขต 1 ไม่มีผลในรอบ (2) (3)" in said
    assert "9902 สพป.ตัวอย่าง เขต 3 ไม่มีผลในรอบ (1) (2)" in said
    row = next(line for line in said.splitlines() if line.lstrip().startswith("2402 "))
    assert row.split()[-6:] == ["2.42", "2.58", "2.75", "+0.33", "สูงขึ้น", "ดี"]


def test_rounds_without_an_office_in_common(program: Program, tmp_path: Path):
    rounds = [
        store(tmp_path / str(at), office(code=f"990{at}"), rubric=changed(fiscal_year=2566 + at))
        for at in range(3)
    ]
    done = program("compare", *rounds, "--plain", "--out", tmp_path / "out")
    assert done.code == 0
    assert "ไม่มีสำนักงานที่มีคะแนนเฉลี่ยครบทุกรอบ" in done.out


@pytest.fixture(scope="module")
def book(rounds: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the three rounds and a fourth that may not be set beside them."""
    folder = tmp_path_factory.mktemp("book")
    last = store(folder / "4", office(), rubric=STRICTER, round_id="12m")
    assert run("compare", *rounds, last, "--out", folder / "out").code == 0
    return folder / "out" / "comparison.xlsx"


def test_the_files_that_are_delivered(book: Path):
    assert sorted(contents(book.parent)) == ["comparison.json", "comparison.xlsx", "run.json"]


def test_no_text_stands_where_a_line_is_drawn(book: Path):
    """Spreadsheet programs draw a text as 0: what is not known has to be blank."""
    sheets = {sheet.title: sheet for sheet in openpyxl.load_workbook(book)}
    with zipfile.ZipFile(book) as package:
        charts = [
            package.read(name).decode() for name in package.namelist() if "/charts/chart" in name
        ]
        drawn = [
            package.read(name).decode() for name in package.namelist() if "sheets/sheet" in name
        ]
    series = [found for xml in charts for found in re.findall(r"<c:val>.*?<c:f>(.*?)</c:f>", xml)]
    sparks = [found for xml in drawn for found in re.findall(r"<xm:f>(.*?)</xm:f>", xml)]
    assert len(charts) > 10
    assert len(sparks) == 3 + len(CODES)
    gaps = 0
    for reference in [*series, *sparks]:
        name, _, area = reference.replace("'", "").partition("!")
        first, top, last, bottom = range_boundaries(area.replace("$", ""))
        assert top == bottom
        values = [sheets[name].cell(top, column).value for column in range(first, last + 1)]
        assert [value for value in values if isinstance(value, str)] == []
        # The third round, the gap, and the fourth.
        assert values[3] is None
        gaps += 1
    assert gaps == len(series) + len(sparks)


def test_what_may_not_be_compared_is_said_before_any_figure(book: Path):
    for sheet in openpyxl.load_workbook(book).worksheets:
        above = [str(cell.value) for row in sheet.iter_rows(max_row=2) for cell in row]
        assert any("เทียบกันได้เฉพาะ" in line for line in above), sheet.title


def test_figures_of_the_workbook_are_those_of_the_document(book: Path):
    found = Trend.model_validate_json((book.parent / "comparison.json").read_bytes())
    sheet = openpyxl.load_workbook(book).worksheets[1]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    for one in found.offices:
        shown = rows[one.code]
        means = [
            None if mean is None else float(mean) for mean in (s and s.mean for s in one.standings)
        ]
        assert [*shown[2:5], shown[6]] == means
        assert shown[8] == ("-" if one.mean_change is None else float(one.mean_change))


def test_the_files_have_the_same_bytes_each_time(
    program: Program, rounds: list[Path], tmp_path: Path
):
    for name in ("one", "two"):
        program("compare", *rounds, "--out", tmp_path / name)
    one, two = (contents(tmp_path / name) for name in ("one", "two"))
    del one["run.json"], two["run.json"]
    assert one == two


def test_a_name_that_begins_like_a_formula_stays_text(program: Program, tmp_path: Path):
    rounds = [
        store(
            tmp_path / str(at),
            office().model_copy(update={"short_name": "=1+1"}),
            rubric=changed(fiscal_year=2566 + at),
        )
        for at in range(3)
    ]
    assert program("compare", *rounds, "--out", tmp_path / "out").code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in found if cell.value == "=1+1"} == {"s"}
    assert "f" not in {cell.data_type for cell in found}
