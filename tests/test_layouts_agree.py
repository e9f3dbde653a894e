"""The same marks in layouts 1–3, in any format and any shape of table, give the same results."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from forms_filled import CLOSED, EXEMPT, MARK, NOT_REPORTED, Desk, edit, place, small_rubric
from making import SECONDARY_OFFICE, SEED_OFFICE, Scored, results_csv, score
from openpyxl import Workbook
from test_long_table import HEADING, as_rows, row_of

from qp_scoring.documents.results import State
from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.read import read_inputs

TWO_VOICES = "2401"
HEADING_AT = {title: at for at, title in enumerate(HEADING.values())}
Grid = list[list[object]]


def items(code: str, *marks: object) -> dict[str, object]:
    return {f"{code}.{n}": mark for n, mark in enumerate(marks, start=1) if mark}


Y, N = "มี", "ไม่มี"

# Office, assessor and answers, in the small rubric (see its docstring for the criteria).
_TOGETHER = {
    **items("1", Y, Y, Y, Y, Y),
    **items("2", Y, Y, Y, Y, Y, N),
    **items("3", Y, Y, Y, N, Y),
    "5.1": Y,
    **items("6a", Y, Y, Y, Y),
}
SPOKEN: list[tuple[str, str, dict[str, object]]] = [
    (
        SEED_OFFICE,
        "สมศรี",
        {
            **items("1", Y, Y, Y, N, Y),
            "1 ข้อเสนอแนะ": "ควรเผยแพร่คำสั่งบนเว็บไซต์",
            "2": NOT_REPORTED,
            "3": (EXEMPT, "ประเมินในระบบอื่น"),
            "4 ระดับ": (4, "มีหลักฐานเกือบครบ"),
            "5.1": Y,
            "5.p": 82.5,
            **items("6a", Y, ("ไม่เกี่ยวข้อง", "ไม่มีโรงเรียนในโครงการ"), Y, N),
        },
    ),
    (TWO_VOICES, "สมศรี", {**_TOGETHER, "4 ระดับ": (4, "หลักฐานเกือบครบ"), "5.p": 80}),
    (TWO_VOICES, "สมชาย", {**_TOGETHER, "4 ระดับ": (4, "ทำเกือบทุกโรงเรียน"), "5.p": 96}),
    (
        SECONDARY_OFFICE,
        "สมศรี",
        {
            "1": CLOSED,
            "1.1": Y,
            **items("2", Y, Y, Y, Y, Y, Y),
            **items("3", N, N, N, N, N),
            "4 ระดับ": (2, "มีแผนแต่ไม่ได้ทำ"),
            "5.1": Y,
            "5.p": 40,
            **items("6b", Y, Y, N, N),
        },
    ),
]
PRINTED = {
    SEED_OFFICE: ["3", "N/A", "ยกเว้น", "4", "4", "3", "-"],
    TWO_VOICES: ["5", "4", "3", "4", "4", "5", "-"],
    SECONDARY_OFFICE: ["2", "5", "1", "2", "2", "-", "3"],
}


# --- the same content as tables


def mark_matrix(desk: Desk) -> Grid:
    """Layout 2: a row per office and assessor."""
    indicators = desk.rubric.indicators
    ids = [key for indicator in indicators for key in indicator.entry_ids]
    suffixes = ("สถานะ", "ระดับ", "เหตุผล", "ข้อเสนอแนะ")
    extras = [(indicator.code, suffix) for indicator in indicators for suffix in suffixes]
    grid: Grid = [["รหัส", "ผู้ประเมิน", *ids, *(" ".join(extra) for extra in extras)]]
    for office, assessor, answers in SPOKEN:
        row: list[object] = [office, assessor, *(row_of(answers.get(key)).mark for key in ids)]
        for code, suffix in extras:
            status, level = row_of(answers.get(code)), row_of(answers.get(f"{code} ระดับ"))
            own = (row_of(given) for key, given in answers.items() if key.startswith(f"{code}."))
            reasons = [status.reason, level.reason, *(one.reason for one in own)]
            row.append(
                {
                    "สถานะ": status.mark,
                    "ระดับ": level.mark,
                    "เหตุผล": next(filter(None, reasons), None),
                    "ข้อเสนอแนะ": row_of(answers.get(f"{code} ข้อเสนอแนะ")).mark,
                }[suffix]
            )
        grid.append(row)
    return grid


def long_table(desk: Desk) -> Grid:
    """Layout 3: a row per answer, the forms' own untouched statuses too."""
    grid: Grid = [list(HEADING.values())]
    for office, assessor, answers in SPOKEN:
        for row in as_rows(desk, answers, office, assessor=assessor):
            grid.append([row.get(key) for key in HEADING])
    return grid


def level_matrix(desk: Desk) -> Grid:
    """Layout 4: the levels that the marks come to."""
    codes = [indicator.code for indicator in desk.rubric.indicators]
    rows = [
        [office, *(f"{cell}: ประเมินในระบบอื่น" if cell == EXEMPT else cell for cell in cells)]
        for office, cells in PRINTED.items()
    ]
    return [["รหัส", *codes], *rows]


TABLES: dict[str, Callable[[Desk], Grid]] = {"matrix": mark_matrix, "long": long_table}


def as_workbook(path: Path, *sheets: Grid) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for grid in sheets:
        sheet = book.create_sheet()
        for row in grid:
            sheet.append(row)
    book.save(path)
    return book


def as_csv(path: Path, grid: Grid, encoding: str = "utf-8", delimiter: str = ",") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows(["" if cell is None else cell for cell in row] for row in grid)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, small_rubric(tmp_path))


@pytest.fixture(scope="module")
def checklists(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """What the checklist workbooks come to."""
    folder = tmp_path_factory.mktemp("checklists")
    desk = Desk(folder, small_rubric(folder))
    for office, assessor, answers in SPOKEN:
        desk.form(answers, office=office, assessor=assessor)
    return desk.score()


def agrees(desk: Desk, checklists: Scored) -> Scored:
    scored = desk.score()
    assert [item for item in scored.findings if item.severity == "error"] == []
    assert results_csv(scored.results) == results_csv(checklists.results)
    return scored


def test_the_checklists_come_to_the_levels_worked_out_by_hand(checklists: Scored):
    assert [item for item in checklists.findings if item.severity != "info"] == []
    printed = {o.code: [one.printed for one in o.indicators] for o in checklists.results.offices}
    assert printed == PRINTED


def test_the_level_matrix_has_the_same_levels_and_means(desk: Desk, checklists: Scored):
    as_workbook(desk.folder / "ระดับ.xlsx", level_matrix(desk))
    scored = desk.score()
    assert scored.findings == ()
    for office in checklists.results.offices:
        same = scored.office(office.code)
        assert (same.mean, same.band, same.coverage) == (office.mean, office.band, office.coverage)
        for one, other in zip(same.indicators, office.indicators, strict=True):
            assert (one.state, one.level, one.score) == (other.state, other.level, other.score)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", ["ก.xlsx", "ก.xlsm"])
def test_as_a_workbook(desk: Desk, checklists: Scored, table: str, name: str):
    as_workbook(desk.folder / name, TABLES[table](desk))
    codes = [item.code for item in agrees(desk, checklists).findings]
    assert codes == (["macros-ignored"] if name.endswith("m") else [])


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_as_csv(desk: Desk, checklists: Scored, table: str, encoding: str, delimiter: str):
    as_csv(desk.folder / "ก.csv", TABLES[table](desk), encoding, delimiter)
    codes = [item.code for item in agrees(desk, checklists).findings]
    assert codes == (["csv-encoding"] if encoding == "cp874" else [])


# --- the same table in other shapes

OTHER_NAMES = {
    "รหัส": "Office Code",
    "ตัวชี้วัด": "Indicator",
    "ข้อ": "รหัส\u00a0รายการ",
    "ผู้ประเมิน": "ชื่อผู้ประเมิน",
    "ผล": "ผลการตรวจ",
    "ค่า": "VALUE",
    "เหตุผล": "เหตุผล (ถ้าไม่มี)",
    "1.1": " ๑.๑ ",
    "1 สถานะ": "ตัวชี้วัดที่ 1 สถานะ",
}


def renamed(grid: Grid) -> Grid:
    return [[OTHER_NAMES.get(str(cell), cell) for cell in grid[0]], *grid[1:]]


def shuffled(grid: Grid) -> Grid:
    order = list(range(len(grid[0])))
    random.Random(4).shuffle(order)
    return [[row[at] for at in order] for row in grid]


def titled(grid: Grid) -> Grid:
    return [["ผลการประเมิน Quick Policy"], [], ["ปีงบประมาณ", 2566], ["รอบ", "6 เดือน"], *grid]


def noted(grid: Grid) -> Grid:
    return [*grid, [], ["หมายเหตุ: ข้อมูล ณ วันที่ 31 มีนาคม"]]


def extended(grid: Grid) -> Grid:
    return [[*grid[0], "โทรศัพท์"], *([*row, f"038-51{n:04}"] for n, row in enumerate(grid[1:]))]


def gapped(grid: Grid) -> Grid:
    return [*grid[:2], *[[]] * 30, *grid[2:]]


def joined(grid: Grid) -> Grid:
    """Two lists put one below the other, the second with its heading."""
    return [*grid[:2], grid[0], *grid[2:]]


SHAPES: dict[str, tuple[Callable[[Grid], Grid], Sequence[str]]] = {
    "headings by other names": (renamed, []),
    "columns in another order": (shuffled, []),
    "title rows above": (titled, []),
    "a note below": (noted, ["row-skipped"]),
    "a column more": (extended, []),
    "a gap of blank rows": (gapped, []),
    "lists that were joined": (joined, []),
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_in_another_shape(desk: Desk, checklists: Scored, table: str, shape: str):
    change, codes = SHAPES[shape]
    as_workbook(desk.folder / "ก.xlsx", change(TABLES[table](desk)))
    assert [item.code for item in agrees(desk, checklists).findings] == codes


@pytest.mark.parametrize("table", TABLES)
def test_headings_merged_over_two_rows(desk: Desk, checklists: Scored, table: str):
    grid = TABLES[table](desk)
    above = [grid[0][0], "ผู้ตรวจและผล", *[None] * (len(grid[0]) - 2)]
    book = as_workbook(desk.folder / "ก.xlsx", [above, [None, *grid[0][1:]], *grid[1:]])
    sheet = book.worksheets[0]
    sheet.merge_cells("A1:A2")
    sheet.merge_cells(start_row=1, end_row=1, start_column=2, end_column=len(grid[0]))
    book.save(desk.folder / "ก.xlsx")
    assert agrees(desk, checklists).findings == ()


@pytest.mark.parametrize("table", TABLES)
def test_an_office_merged_over_its_rows(desk: Desk, checklists: Scored, table: str):
    grid = TABLES[table](desk)
    book = as_workbook(desk.folder / "ก.xlsx", grid)
    offices = [row[0] for row in grid]
    for office in PRINTED:
        first, count = offices.index(office) + 1, offices.count(office)
        book.worksheets[0].merge_cells(f"A{first}:A{first + count - 1}")
    book.save(desk.folder / "ก.xlsx")
    assert agrees(desk, checklists).findings == ()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("by", [0, 1], ids=["offices", "assessors"])
def test_a_sheet_for_each(desk: Desk, checklists: Scored, table: str, by: int):
    head, *rows = TABLES[table](desk)
    at = head.index("ผู้ประเมิน") if by else 0
    keys = dict.fromkeys(row[at] for row in rows)
    as_workbook(desk.folder / "ก.xlsx", *([head, *(r for r in rows if r[at] == k)] for k in keys))
    assert agrees(desk, checklists).findings == ()


@pytest.mark.parametrize("table", TABLES)
def test_hidden_rows_and_sheets_are_read_and_said(desk: Desk, checklists: Scored, table: str):
    head, *rows = TABLES[table](desk)
    half = [row for row in rows if row[0] == SEED_OFFICE]
    rest = [row for row in rows if row[0] != SEED_OFFICE]
    book = as_workbook(desk.folder / "ก.xlsx", [head, *rest], [head, *half])
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[1].sheet_state = "hidden"
    book.save(desk.folder / "ก.xlsx")
    scored = agrees(desk, checklists)
    assert [(item.code, item.place.sheet) for item in scored.findings] == [
        ("rows-hidden", "Sheet"),
        ("sheet-hidden", "Sheet1"),
    ]
    assert dict(scored.findings[0].values) == {"rows": "3", "count": "1"}


# --- honest bookkeeping

BAD_ROWS: dict[str, list[list[object]]] = {
    "matrix": [
        ["สพป.ระยองง เขต 2", "สมศรี", Y],
        [None, "สมศรี", Y],
        ["2402", "สมศรี", Y],
        ["รวมทั้งสิ้น"],
    ],
    "long": [
        ["9999", "1", "1.1", "สมศรี", None, None, Y],
        [None, "1", "1.1", "สมศรี", None, None, Y],
        ["2402", "99", "1.1", "สมศรี", None, None, Y],
        ["2402", "1", "1.9", "สมศรี", None, None, Y],
        ["2402", "1", "1.1", "สมศรี", "แม่บ้าน", None, Y],
        ["2402", "1", "1.1", "สมศรี", None, None, N],
        ["รวมทั้งสิ้น"],
    ],
    "levels": [["9999", 3], [None, 3], ["2402", 3], ["รวมทั้งสิ้น"], [None, None, None, 3]],
}


def row_number(cell: str) -> int:
    return int(cell.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@pytest.mark.parametrize("table", BAD_ROWS)
def test_every_row_is_either_read_or_reported(desk: Desk, table: str):
    grid = {**TABLES, "levels": level_matrix}[table](desk)
    bad = [*BAD_ROWS[table]]
    as_workbook(desk.folder / "ก.xlsx", [*grid, [], *bad])
    log = FindingLog()
    intake = read_inputs(Request([desk.folder], str(desk.rubric_folder), "6m"), log)
    answers = (*intake.answers.indicators, *intake.answers.items)
    read = {row_number(answer.place.cell) for answer in answers}
    reported = {row_number(item.place.cell) for item in log if item.place.cell}
    filled = {n for n, row in enumerate([*grid, [], *bad], 1) if n > 1 and any(row)}
    blank = {n for n, row in enumerate(grid, 1) if table == "long" and not any(row[6:])}
    assert filled - blank == (read | reported) - blank
    good = set(range(2, len(grid) + 1)) - blank
    assert reported - set(range(len(grid) + 2, len(grid) + 2 + len(bad))) <= good
    assert len([row for row in bad if row]) == len({n for n in reported if n > len(grid)})


def test_an_office_that_is_only_named_in_bad_rows_is_not_in_the_results(desk: Desk):
    as_workbook(desk.folder / "ก.xlsx", [*mark_matrix(desk), ["สพป.ระยองง เขต 2", "สมศรี", Y]])
    scored = score(desk.folder, rubric=desk.rubric_folder)
    assert {office.code for office in scored.results.offices} == set(PRINTED)
    assert scored.indicator("1").state is State.SCORED


# --- columns that cannot both be read


def test_a_second_column_of_the_same_marks_changes_nothing(desk: Desk, checklists: Scored):
    grid = [[*row, row[HEADING_AT["ผล"]]] for row in long_table(desk)]
    as_workbook(desk.folder / "ก.xlsx", grid)
    scored = desk.score()
    assert scored.places() == []
    assert results_csv(scored.results) == results_csv(checklists.results)


def test_a_checklist_without_a_column_of_reasons_is_read(desk: Desk):
    path = desk.form(desk.best(), name="ก.xlsx")
    edit(path, lambda sheet: sheet.delete_cols(5))
    scored = desk.score()
    assert [code for code, _ in scored.places()] == ["judged-without-reason"]
    assert scored.findings[0].place.cell == place(path, "4 ระดับ", MARK)
