"""``qp-scoring compare``: the terminal, the workbook, the JSON, and what it refuses."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from builders import CODES, RUBRIC, SEED_LEVELS, office
from making import PRIMARY_ALL_THREE, SEED_OFFICE, Ran, contents, matrix_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len
from rounds_stored import changed, store

from qp_scoring.documents.comparison import Change, Comparison
from qp_scoring.documents.results import Status
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver

Program = Callable[..., Ran]


def better(**others: str) -> list[str]:
    """The levels of the official result with some changed: ``i9="3"``."""
    levels = dict(zip(CODES, SEED_LEVELS, strict=True))
    levels |= {key.removeprefix("i"): level for key, level in others.items()}
    return list(levels.values())


@pytest.fixture
def rounds(tmp_path: Path) -> tuple[Path, Path]:
    """2402 rises from 29/12 to 33/12 and a band up; 9901 leaves, 9902 comes."""
    old = store(tmp_path / "6m", office(), office(code="9901", name="ตัวอย่าง เขต 1"))
    new = store(
        tmp_path / "12m",
        office(better(i1="4", i9="2"), band="ดี"),
        office(code="9902", name="ตัวอย่าง เขต 3"),
        round_id="12m",
    )
    return old, new


def test_the_terminal_says_what_changed(program: Program, rounds: tuple[Path, Path]):
    done = program("compare", *rounds, "--plain")
    assert (done.code, done.err) == (0, "")
    for said in (
        "รอบก่อน: ปีงบประมาณ พ.ศ. 2566 รอบ 6 เดือน",
        "รอบนี้: ปีงบประมาณ พ.ศ. 2566 รอบ 12 เดือน",
        "เกณฑ์ฉบับร่าง",
        "เทียบกันได้",
        "เพิ่มขึ้น 1 (2 → 4)",
        "รายงานเพิ่ม 9 (N/A → 2)",
        "มีเฉพาะรอบก่อน (1 แห่ง): 9901 สพป.ตัวอย่าง เขต 1",
        "มีเฉพาะรอบนี้ (1 แห่ง): 9902 สพป.ตัวอย่าง เขต 3",
        "คะแนนเฉลี่ยของ 1 แห่งที่มีคะแนนเฉลี่ยทั้งสองรอบ: 2.42 เป็น 2.75 (+0.33)",
        "สูงขึ้น 1 แห่ง เท่าเดิม 0 แห่ง ต่ำลง 0 แห่ง",
    ):
        assert said in done.out
    row = next(line for line in done.out.splitlines() if line.lstrip().startswith("2402  "))
    assert row.split()[-6:] == ["2.75", "+0.33", "12", "พอใช้", "→", "ดี"]


def test_an_office_that_a_round_left_unfinished_is_told_apart(tmp_path: Path, program: Program):
    late = {"code": "9901", "name": "ตัวอย่าง เขต 1"}
    none = {"status": Status.INCOMPLETE, "mean": None, "mean_exact": None, "band": None}
    old = store(tmp_path / "6m", office(), office(better(i3=""), **late, **none))
    new = store(tmp_path / "12m", office(), office(**late), round_id="12m")
    done = program("compare", old, new, "--out", tmp_path / "ผล", "--plain")
    said = done.out
    assert "สำนักงานที่มีผลทั้งสองรอบ (1 แห่ง)" in said
    assert "จึงยังเทียบไม่ได้ (1 แห่ง): 9901 สพป.ตัวอย่าง เขต 1" in " ".join(said.split())
    rows = said.split("สำนักงานที่มีผลทั้งสองรอบ")[1].split("จึงยังเทียบไม่ได้")[0]
    assert "2402" in rows and "9901" not in rows.split("มีข้อมูลทั้งสองรอบ")[0]
    book = openpyxl.load_workbook(tmp_path / "ผล" / "compare.xlsx")
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert "รอบนี้ (รอบก่อนยังประเมินไม่ครบ)" in cells and "ทั้งสองรอบ" in cells


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_line_is_wider_than_the_terminal(program: Program, rounds: tuple[Path, Path], lang: str):
    done = program("compare", *rounds, "--plain", "--lang", lang)
    assert [line for line in done.out.splitlines() if cell_len(line.rstrip()) > 80] == []


def test_a_console_without_arrows_shows_them_in_ascii(program: Program, rounds: tuple[Path, Path]):
    done = program("compare", *rounds, encoding="cp874")
    assert "1 (2 -> 4)" in done.out


def test_a_round_beside_itself_is_refused(program: Program, rounds: tuple[Path, Path]):
    old, _ = rounds
    for one, other in ((old, old), (old, old.parent)):
        done = program("compare", one, other)
        assert (done.code, "ซ้ำกับชุดที่1ทุกประการ" in "".join(done.err.split())) == (2, True)


def test_two_results_of_one_round_are_said(
    program: Program, rounds: tuple[Path, Path], tmp_path: Path
):
    corrected = store(tmp_path / "again", office(better(i1="4")))
    done = program("compare", rounds[0], corrected)
    assert (done.code, "เป็นของรอบเดียวกับชุดที่1" in "".join(done.err.split())) == (0, True)


@pytest.mark.parametrize("more", [0, 1], ids=["two rounds", "three rounds"])
def test_a_round_that_was_changed_since_it_was_delivered_is_said(
    program: Program, tmp_path: Path, more: int
):
    folders = []
    for round_id in ("6m", "12m", "other")[: 2 + more]:
        folders.append(tmp_path / round_id)
        inputs = [
            matrix_workbook(tmp_path / f"{round_id}.xlsx", [(SEED_OFFICE, *PRIMARY_ALL_THREE)])
        ]
        if round_id == "other":
            store(folders[-1], office(), rubric=changed(fiscal_year=2567))
        else:
            score_and_deliver(Request(inputs, "qp-2566", round_id), folders[-1])
    assert "run.json" not in program("compare", *folders).err
    results = folders[0] / "results.json"
    results.write_text(
        results.read_text("utf-8").replace('"mean": "3.00"', '"mean": "4.00"'), "utf-8"
    )
    done = program("compare", *folders)
    assert (done.code, done.err.count("run.json")) == (0, 1)
    assert str(results) in done.err


def test_without_out_nothing_is_written(
    program: Program, rounds: tuple[Path, Path], tmp_path: Path
):
    before = contents(tmp_path)
    program("compare", *rounds)
    assert contents(tmp_path) == before


def test_json_is_the_document_and_nothing_else(program: Program, rounds: tuple[Path, Path]):
    done = program("compare", *rounds, "--json")
    found = Comparison.model_validate_json(done.out_bytes)
    assert done.code == 0
    assert [(one.code, one.presence) for one in found.offices] == [
        ("2402", "both"),
        ("9901", "old_only"),
        ("9902", "new_only"),
    ]
    assert json.loads(done.out)["offices"][0]["mean_change_exact"] == "+4/12"


def column_of(sheet: Worksheet, heading: str) -> list[Cell]:
    """The cells below a heading."""
    (top,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == heading)
    return [row[0] for row in sheet.iter_rows(min_col=top.column, max_col=top.column)][top.row :]


def test_the_workbook_holds_offices_indicators_and_the_method(
    program: Program, rounds: tuple[Path, Path], tmp_path: Path
):
    out = tmp_path / "out"
    assert program("compare", *rounds, "--out", out).code == 0
    assert sorted(contents(out)) == ["compare.json", "compare.xlsx", "run.json"]
    book = openpyxl.load_workbook(out / "compare.xlsx")
    unmoved = [
        (cell.number_format, column)
        for sheet, column in zip(book.worksheets[1:3], ("คะแนนต่าง", "ต่างเฉลี่ย"), strict=True)
        for cell in column_of(sheet, column)
        if cell.value == 0
    ]
    assert set(unmoved) == {("+0;-0;0", "คะแนนต่าง"), ("+0.00;-0.00;0.00", "ต่างเฉลี่ย")}
    offices, details, indicators, method = (rows(sheet) for sheet in book)
    heading = offices[0]
    by_code = {row[0]: dict(zip(heading, row, strict=True)) for row in offices[1:]}
    seed = by_code["2402"]
    assert (seed["คะแนนเฉลี่ยรอบก่อน"], seed["คะแนนเฉลี่ยรอบนี้"]) == (2.42, 2.75)
    assert (seed["ต่าง"], seed["ต่างก่อนปัดเศษ"], seed["n รอบนี้"]) == (0.33, "+4/12", 12)
    assert (seed["เพิ่มขึ้น"], seed["เท่าเดิม"], seed["รายงานเพิ่ม"]) == (1, 10, 1)
    assert (seed["ระดับคุณภาพรอบก่อน"], seed["ระดับคุณภาพรอบนี้"]) == ("พอใช้", "ดี")
    assert (by_code["9901"]["มีผลใน"], by_code["9901"]["เท่าเดิม"]) == ("รอบก่อนเท่านั้น", "-")
    # 6b does not apply to the office in either round.
    assert [row[2] for row in details[1:]] == [code for code in CODES if code != "6b"]
    nine = next(row for row in details if row[2] == "9")
    assert nine[3:6] == ["N/A", 2, "รายงานเพิ่ม"]
    one = next(row for row in indicators if row[0] == "1")
    assert one[2:] == [1, 0, 0, 0, 0, 0, 1, 2]
    assert ["เทียบกันได้หรือไม่", "เทียบกันได้: เกณฑ์ที่ใช้คิดคะแนนเหมือนกัน"] in method


def rows(sheet) -> list[list[object]]:
    """The heading row of a sheet's table and the rows below it."""
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(at for at, row in enumerate(table) if None not in row)
    return list(itertools.takewhile(any, table[start:]))


def test_the_workbook_has_the_same_bytes_each_time(
    program: Program, rounds: tuple[Path, Path], tmp_path: Path
):
    for name in ("one", "two"):
        program("compare", *rounds, "--out", tmp_path / name)
    one, two = (contents(tmp_path / name) for name in ("one", "two"))
    assert one["compare.xlsx"] == two["compare.xlsx"]
    assert one["compare.json"] == two["compare.json"]


def test_a_text_that_begins_like_a_formula_stays_text(program: Program, tmp_path: Path):
    evil = office().model_copy(update={"short_name": "=1+1"})
    paths = [store(tmp_path / name, evil, round_id=name) for name in ("6m", "12m")]
    program("compare", *paths, "--out", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "compare.xlsx")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert next(cell.data_type for cell in found if cell.value == "=1+1") == "s"
    assert "f" not in {cell.data_type for cell in found}


def test_a_changed_rubric_is_said_before_any_figure(program: Program, tmp_path: Path):
    arithmetic = RUBRIC.arithmetic.model_copy(update={"score_decimals": 2})
    stricter = changed(version="1.0.0", arithmetic=arithmetic)
    old = store(tmp_path / "old", office())
    new = store(tmp_path / "new", office(), rubric=stricter, round_id="12m")
    done = program("compare", old, new, "--plain", "--out", tmp_path / "out")
    assert done.err == ""
    assert done.out.index("เทียบกันไม่ได้") < done.out.index("สำนักงานที่มีผลทั้งสองรอบ")
    assert "เกณฑ์ที่เปลี่ยน" in done.out
    book = openpyxl.load_workbook(tmp_path / "out" / "compare.xlsx")
    for sheet in book.worksheets:
        above = [cell.value for row in sheet.iter_rows(max_row=6) for cell in row if cell.value]
        assert any("เทียบกันไม่ได้" in str(line) for line in above[:3])
    english = program("compare", old, new, "--plain", "--lang", "en")
    assert "Not comparable" in english.out


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "rubric.json").unlink(), "rubric.json"),
        (lambda folder: (folder / "results.json").write_text("{"), "results.json"),
        (lambda folder: (folder / "results.json").unlink(), "results.json"),
    ],
)
def test_a_round_that_cannot_be_read_is_refused_by_name(
    program: Program,
    rounds: tuple[Path, Path],
    tmp_path: Path,
    spoil: Callable[[Path], object],
    code: str,
):
    spoil(rounds[1].parent)
    done = program("compare", *rounds, "--out", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert code in done.err
    assert not (tmp_path / "out").exists()


def test_rounds_in_the_wrong_order_are_said(program: Program, rounds: tuple[Path, Path]):
    done = program("compare", *reversed(rounds))
    assert done.code == 0
    assert "กลับทิศ" in done.err


def test_the_workbook_may_not_stand_in_a_round(program: Program, rounds: tuple[Path, Path]):
    done = program("compare", *rounds, "--out", rounds[0].parent / "compare")
    assert done.code == 2


def test_every_change_has_a_word_in_both_languages(program: Program, tmp_path: Path):
    """Every kind of change but the two of a changed rubric, in one comparison."""
    was = ["2", "3", "3", "N/A", "3", "-", "-", "-", "ยกเว้น", "3", "", "5", "5"]
    now = ["3", "2", "3", "2", "N/A", "-", "3", "ยกเว้น", "3", "-", "3", "5", "5"]
    old = store(tmp_path / "old", office(was))
    new = store(tmp_path / "new", office(now), round_id="12m")
    done = program("compare", old, new, "--json")
    (found,) = Comparison.model_validate_json(done.out_bytes).offices
    assert {one.change for one in found.indicators} == set(Change) - {Change.ADDED, Change.REMOVED}
    for lang in ("th", "en"):
        shown = program("compare", old, new, "--plain", "--lang", lang)
        assert shown.code == 0
        assert "compare-change" not in shown.out


def test_figures_of_the_workbook_are_those_of_the_document(
    program: Program, rounds: tuple[Path, Path], tmp_path: Path
):
    out = tmp_path / "out"
    program("compare", *rounds, "--out", out)
    document = Comparison.model_validate_json((out / "compare.json").read_bytes())
    book = openpyxl.load_workbook(out / "compare.xlsx")
    table = rows(book.worksheets[0])
    shown = {row[0]: row[5] for row in table[1:]}
    for one in document.offices:
        figure = shown[one.code]
        assert (figure == "-") == (one.mean_change is None)
        if one.mean_change is not None:
            assert Decimal(str(figure)) == Decimal(one.mean_change)
