"""``qp-scoring check``: who is how far, what is wrong at its cell, and copies to send back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from examples import text_book
from forms_filled import (
    MARK,
    NOT_REPORTED,
    REASON,
    Desk,
    edit,
    place,
    shipped_rubric,
    small_rubric,
)
from making import (
    CODES,
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED_OFFICE,
    Ran,
    contents,
    copy_rubric,
    levels_with,
    matrix_workbook,
)
from making import program as program_run
from openpyxl import load_workbook
from openpyxl.styles import Font
from workbook_parts import parts, zipped

from qp_scoring.findings import FindingLog, Place
from qp_scoring.findings.condense import alike, condensed
from qp_scoring.intake.choice import Request
from qp_scoring.intake.join import join
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.read import read_inputs
from qp_scoring.jobs import share
from qp_scoring.jobs.check import check_and_deliver

GOOD = (SEED_OFFICE, *PRIMARY_ALL_THREE)
PRIMARY = [one.code for one in OfficeRegistry.shipped().offices if one.type == "สพป"]


def faulty_folder(tmp_path: Path) -> tuple[Desk, dict[str, tuple[str, str | None]]]:
    """A folder with one fault of each kind, a file each; the code and cell of each file's."""
    desk = Desk(tmp_path)
    offices = iter(code for code in PRIMARY if code != SEED_OFFICE)
    faults: dict[str, tuple[str, str | None]] = {}

    def form(code: str, key: str, answer: object, column: str = MARK, blank: str = "") -> None:
        office = next(offices)
        best = {k: v for k, v in desk.best(office).items() if not blank or k.split(".")[0] != blank}
        path = desk.form({**best, key: answer}, office=office, name=f"{code}.xlsx")
        faults[path.name] = (code, place(path, key, column))

    def levels(code: str, cell: str, *row: object) -> None:
        path = matrix_workbook(desk.folder / f"{code}.xlsx", [row])
        faults[path.name] = (code, cell)

    form("mark-unknown", "8.1", "มีบ้าง")
    form("status-unknown", "8", "รอเอกสาร", blank="8")
    form("reason-unlisted", "8.1", ("ไม่มี", "=1+1"), REASON)
    form("not-relevant-without-reason", "8.1", "ไม่เกี่ยวข้อง")
    form("exempt-reason-missing", "8", "ยกเว้น", blank="8")
    measured = next(one for one in shipped_rubric().indicators if one.measure)
    form("value-outside", measured.measure[0].id, 101)
    levels("level-outside-scale", "J2", next(offices), *levels_with(PRIMARY_ALL_THREE, i8=6))
    levels("dash-where-applicable", "J2", next(offices), *levels_with(PRIMARY_ALL_THREE, i8="-"))
    levels("cell-error", "J2", next(offices), *levels_with(PRIMARY_ALL_THREE, i8="#N/A"))
    levels("office-unknown", "A2", "สพป.ฉะเชิงเทราา เขต 2", *PRIMARY_ALL_THREE)
    text_book(desk.folder / "layout-unknown.xlsx", ["บันทึก"])
    (desk.folder / "file-damaged.xlsx").write_bytes(zipped(parts())[:-40])
    (desk.folder / "file-not-workbook.xlsx").write_bytes(b"<html><table>")
    (desk.folder / "file-old-format.xls").write_bytes(b"x")
    for name in ("layout-unknown.xlsx", "file-damaged.xlsx"):
        faults[name] = (Path(name).stem, None)
    faults["file-not-workbook.xlsx"] = ("file-html", None)
    faults["file-old-format.xls"] = ("file-named-otherwise", None)
    matrix_workbook(desk.folder / "ดี.xlsx", [GOOD])
    return desk, faults


@dataclass(frozen=True)
class Faulty:
    """A folder with a fault in every file, and what one check says of it."""

    desk: Desk
    faults: dict[str, tuple[str, str | None]]
    before: dict[str, bytes]
    done: Ran


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> Faulty:
    desk, faults = faulty_folder(tmp_path_factory.mktemp("faulty"))
    before = contents(desk.folder)
    done = program_run("check", desk.folder, "--out", desk.out, "--round", "6m", "--json")
    return Faulty(desk, faults, before, done)


def test_a_folder_of_faults_is_named_cell_by_cell(faulty):
    assert faulty.done.code == 1
    found = json.loads(faulty.done.out_bytes)["findings"]
    places = {one["file"]: (one["code"], one["cell"]) for one in found}
    # A file that is none of its name holds nothing that is understood.
    places["file-old-format.xls"] = ("file-named-otherwise", None)
    assert places == faulty.faults
    assert len(found) == len(faulty.faults) + 1
    assert contents(faulty.desk.folder) == faulty.before


def test_every_finding_stands_in_the_book_and_in_a_coloured_copy(faulty):
    out, faults = faulty.desk.out, faulty.faults
    in_cells = {name for name, (_, cell) in faults.items() if cell}
    assert set(contents(out)) == {"check.xlsx", "run.json"} | {
        f"marked/{name}" for name in in_cells
    }
    book = load_workbook(out / "check.xlsx")
    assert book.sheetnames == ["ความก้าวหน้า", "ผู้ประเมิน", "ข้อค้นพบ", "สิ่งที่อ่าน", "ความเห็นไม่ตรงกัน"]
    rows = [[cell.value for cell in row] for row in book["ข้อค้นพบ"].iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[0] == "ไฟล์")
    assert rows[top] == ["ไฟล์", "ชีต", "เซลล์", "ระดับ", "รหัส", "ข้อความ", "วิธีแก้"]
    found = {row[0]: row for row in rows[top + 1 :] if row[4]}
    assert {name: (row[4], row[2]) for name, row in found.items()} == {
        name: (code, cell or "-") for name, (code, cell) in faults.items()
    }
    marked = {name: load_workbook(out / "marked" / name).active for name in in_cells}
    for name, sheet in marked.items():
        cell = sheet[faults[name][1]]
        assert cell.fill.fgColor.rgb in ("00FFC7CE", "00FFEB9C")
        assert cell.comment.text == f"{found[name][5]}\n{found[name][6]}"
        assert cell.comment.author == "qp-scoring"
    links = {
        row[0].value: (unquote(row[2].hyperlink.target), row[2].hyperlink.location)
        for row in book["ข้อค้นพบ"].iter_rows()
        if row[2].hyperlink
    }
    assert links == {
        name: (f"marked/{name}", f"'{sheet.title}'!{faults[name][1]}")
        for name, sheet in marked.items()
    }


def test_a_marked_copy_that_is_sent_back_says_nothing_of_its_own(tmp_path, program):
    """Its fills and notes are ours; what is left is the fault itself."""
    desk = Desk(tmp_path)
    desk.form({**desk.best(), "8.1": "มีบ้าง"}, name="ก.xlsx")
    program("check", desk.folder, "--out", desk.out)
    again = program("check", desk.out / "marked" / "ก.xlsx", "--out", tmp_path / "again", "--json")
    (found,) = json.loads(again.out_bytes)["findings"]
    assert found["code"] == "mark-unknown"


def test_a_copy_of_a_table_of_another_kind_becomes_a_workbook(tmp_path, program):
    bad = [str(cell) for cell in levels_with(PRIMARY_ALL_THREE, i8=6)]
    path = tmp_path / "ผล.csv"
    lines = (",".join(["รหัส", *CODES]), ",".join([SEED_OFFICE, *bad]))
    path.write_text("\n".join(lines), "utf-8")
    done = program("check", path, "--out", tmp_path / "out", "--round", "6m")
    assert done.code == 1
    copy = load_workbook(tmp_path / "out" / "marked" / "ผล.csv.xlsx").active
    assert "6" in [cell.value for row in copy for cell in row if cell.comment is not None]


@pytest.mark.parametrize(
    ("name", "sheet", "target", "location"),
    [
        ("ผล.xlsx", "it's #1 (ก)", "marked/ผล.xlsx", "'it''s #1 (ก)'!J2"),
        ("ก/ผล รอบ 2.XLSX", "ก", "marked/ก/ผล รอบ 2.xlsx", "'ก'!J2"),
        ("javascript_alert(1) & 'b'.xlsx", "ก", "marked/javascript_alert(1) & 'b'.xlsx", "'ก'!J2"),
        # What a link cannot hold as it is stays a text.
        ("ร้อยละ 100%25 #1.xlsx", "ก", None, None),
    ],
)
def test_a_link_leads_to_the_copy_that_was_written_whatever_its_name(
    tmp_path, program, name, sheet, target, location
):
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True)
    made = matrix_workbook(
        tmp_path / "a.xlsx", [(SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=6))]
    )
    book = load_workbook(made)
    book.active.title = sheet
    book.save(path)
    program("check", tmp_path / "in", "--out", tmp_path / "out", "--round", "6m")
    rows = load_workbook(tmp_path / "out" / "check.xlsx")["ข้อค้นพบ"].iter_rows()
    links = [cell.hyperlink for row in rows for cell in row if cell.hyperlink]
    if target is None:
        assert links == []
        return
    (link,) = links
    assert (unquote(link.target), link.location) == (target, location)
    assert (tmp_path / "out" / target).is_file()


def test_a_blank_form_is_one_line_of_score_too(tmp_path, program):
    desk = Desk(tmp_path)
    desk.form({}, name="ว่าง.xlsx")
    done = program("score", desk.folder, "--out", desk.out, "--json")
    assert done.code == 0
    assert [one["code"] for one in json.loads(done.out_bytes)["findings"]] == ["form-blank"]
    done = program("score", desk.folder, "--out", desk.out, "--json", "--strict")
    assert (done.code, json.loads(done.out_bytes)["findings"][0]["severity"]) == (1, "error")


def test_a_blank_form_is_one_line_and_gets_no_copy(tmp_path, program):
    desk = Desk(tmp_path)
    desk.form({}, assessor="กรรมการ ก", name="ว่าง.xlsx")
    desk.form(desk.best(), assessor="กรรมการ ข", name="ครบ.xlsx")
    done = program("check", desk.folder, "--out", desk.out, "--json")
    assert done.code == 0
    document = json.loads(done.out_bytes)
    assert [one["code"] for one in document["findings"] if one["file"] == "ว่าง.xlsx"] == [
        "form-blank"
    ]
    assert {one["assessor"]: one["status"] for one in document["progress"]} == {
        "กรรมการ ก": "ยังไม่เริ่ม",
        "กรรมการ ข": "ครบ",
    }
    assert {one["layout"] for one in document["read"]} == {"checklist"}
    assert set(contents(desk.out)) == {"check.xlsx", "run.json"}


def test_a_form_whose_assessor_is_struck_out_is_not_called_blank(tmp_path):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    path = desk.form(desk.best(), assessor="กรรมการ ก")
    edit(path, lambda sheet: setattr(sheet["B2"], "font", Font(strike=True)))
    request = Request([desk.folder], str(desk.rubric_folder))
    checked = check_and_deliver(request, desk.out)
    assert [one.code for one in checked.findings] == ["cell-struck"]


def test_what_is_wrong_with_a_cell_merged_into_another_is_noted_on_that(tmp_path):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    path = desk.form({**desk.best(), "4 ระดับ": 4}, name="แบบ.xlsx")
    level, reason = place(path, "4 ระดับ"), place(path, "4 ระดับ", REASON)
    edit(path, lambda sheet: sheet.merge_cells(f"{level}:{reason}"))
    check_and_deliver(Request([desk.folder], str(desk.rubric_folder)), desk.out)
    copy = load_workbook(desk.out / "marked/แบบ.xlsx").active
    assert "เหตุผล" in copy[level].comment.text


def test_forms_are_joined_and_judged_office_by_office(tmp_path, monkeypatch):
    """What is told does not depend on it, nor the order in which it is told."""
    desk = Desk(tmp_path, small_rubric(tmp_path))
    for office in PRIMARY[:3]:
        for who, mark in (("ก", "มี"), ("ข", "ไม่มี"), ("ค", "มีบ้าง")):
            answers = {**desk.best(office), "1.2": mark, "1.4": "มี" if who == "ค" else "ไม่มี"}
            desk.form(answers, office=office, assessor=who, name=f"{office} {who}.xlsx")
    request = Request([desk.folder], str(desk.rubric_folder))
    together = check_and_deliver(request, desk.out)
    joined: list[int] = []

    def counted(rows, *more):
        joined.append(len(rows))
        return join(rows, *more)

    monkeypatch.setattr(share, "OFFICES", 1)
    monkeypatch.setattr(share, "join", counted)
    apart = check_and_deliver(request, desk.out)
    assert joined == [3, 3, 3]
    assert sorted(map(str, apart.findings)) == sorted(map(str, together.findings))
    assert (apart.offices, apart.read) == (together.offices, together.read)
    assert "mark-unknown" in {one.code for one in apart.findings}


def test_what_assessors_differ_on_stands_on_a_sheet_of_its_own(tmp_path, program):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    for name, mark in (("กรรมการ ก", "มี"), ("กรรมการ ข", "ไม่มี")):
        desk.form(desk.best() | {"1.5": mark}, assessor=name)
    program("check", desk.folder, "--rubric", desk.rubric_folder, "--out", desk.out)
    book = load_workbook(desk.out / "check.xlsx")
    texts = [str(cell.value) for row in book["ความเห็นไม่ตรงกัน"] for cell in row if cell.value]
    assert "1.5" in texts and any("กรรมการ ข (กรรมการ): ไม่มี" in line for line in texts)
    found = [cell.value for row in book["ข้อค้นพบ"] for cell in row if cell.value]
    assert not any(str(line).startswith("undecided") for line in found)


def test_the_first_page_counts_offices_by_how_far_they_are(tmp_path, program):
    desk = Desk(tmp_path)
    desk.form(desk.best())
    desk.form({"1.1": "มี"}, office=SECONDARY_OFFICE)
    program("check", desk.folder, "--out", desk.out)
    book = load_workbook(desk.out / "check.xlsx")
    rows = [[cell.value for cell in row] for row in book["ความก้าวหน้า"].iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[0] == "กลุ่มหรือสำนักงาน")
    assert rows[top][3:7] == ["ยังไม่เริ่ม", "กำลังทำ", "ครบ", "ผิด"]
    assert rows[top + 1][:2] == ["ทั้งหมด", 2]
    assert rows[top + 1][3:7] == [0, 1, 1, 0]
    # By type and region as they are written.
    assert [row[0] for row in rows[top + 2 : top + 4]] == ["สพป.", "สพม."]
    assert rows[top + 4][0].startswith("เขตตรวจราชการ")
    people = [[cell.value for cell in row] for row in book["ผู้ประเมิน"].iter_rows()]
    top = next(at for at, row in enumerate(people) if row[0] == "รหัส")
    assert people[top] == [
        "รหัส",
        "สพท.",
        "ผู้ประเมิน",
        "บทบาท",
        "ขั้น",
        "ไฟล์",
        "ต้องตอบ",
        "ตอบแล้ว",
        "ว่าง",
        "ผิด",
        "สถานะ",
    ]
    of_second = next(row for row in people[top + 1 :] if row[0] == SECONDARY_OFFICE)
    assert (of_second[7], of_second[6] - of_second[8], of_second[10]) == (1, 1, "กำลังทำ")


@pytest.mark.parametrize("typed", ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x")'])
def test_what_is_quoted_is_never_a_formula(tmp_path, typed):
    path = matrix_workbook(tmp_path / "ก.xlsx", [GOOD])
    book = load_workbook(path)
    for address in ("J2", "A3"):
        book.active[address].value = typed
        book.active[address].data_type = "s"
    book.active["B3"] = 3
    book.active.title = "=ก+1"
    book.save(path)
    checked = check_and_deliver(Request([path], round="6m"), tmp_path / "out")
    assert {item.place.cell for item in checked.findings} == {"J2", "A3"}
    books = [tmp_path / "out" / name for name in ("check.xlsx", *checked.marked)]
    assert len(books) == 2
    sheets = [sheet for path in books for sheet in load_workbook(path, rich_text=True)]
    cells = [one for sheet in sheets for row in sheet for one in row if one.value is not None]
    quoted = [one for one in cells if one.value in (typed, "=ก+1")]
    assert len(quoted) >= 4
    assert all(one.data_type == "s" for one in quoted)
    assert not any(one.data_type == "f" for one in cells)


def test_a_clean_folder_exits_0_and_has_no_copies(tmp_path, program):
    desk = Desk(tmp_path)
    desk.form(desk.best())
    matrix_workbook(desk.folder / "ดี.xlsx", [(SECONDARY_OFFICE, *SECONDARY_ALL_THREE)])
    (desk.folder / "อ่านฉัน.txt").write_text("โปรดอ่าน", "utf-8")  # a remark, nothing to mend
    (desk.folder / "~$ดี.xlsx").write_bytes(b"x")
    for _ in range(2):  # a second check into the same folder is none the worse for the first
        done = program("check", desk.folder, "--out", desk.out)
        assert done.code == 0
        assert set(contents(desk.out)) == {"check.xlsx", "run.json"}


def test_unfinished_is_a_warning_that_exits_0_and_no_fault_of_a_cell(tmp_path, program):
    matrix_workbook(tmp_path / "ก.xlsx", [(SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=None))])
    done = program("check", tmp_path / "ก.xlsx", "--out", tmp_path / "out", "--round", "6m")
    assert done.code == 0
    assert set(contents(tmp_path / "out")) == {"run.json", "check.xlsx"}


def test_where_nothing_is_readable_what_is_wrong_is_delivered_all_the_same(tmp_path, program):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ก.xlsx").write_bytes(b"")
    (folder / "ข.xlsx").write_bytes(b"<html>")
    done = program("check", folder, "--out", tmp_path / "out", "--json")
    assert done.code == 2
    assert done.out == ""
    assert set(contents(tmp_path / "out")) == {"check.xlsx", "run.json"}
    sheet = load_workbook(tmp_path / "out" / "check.xlsx")["ข้อค้นพบ"]
    assert {"ก.xlsx", "ข.xlsx"} <= {row[0].value for row in sheet.iter_rows()}


def test_an_unusable_rubric_does_not_hide_what_is_wrong_with_the_inputs(tmp_path, program):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ก.xlsx").write_bytes(b"")
    rubric = copy_rubric(tmp_path, {"score_decimals = 0": "score_decimals = 9"})
    done = program("check", folder, "--rubric", rubric, "--out", tmp_path / "out")
    assert done.code == 2
    assert "qp-copy/rubric.toml:" in done.err
    assert "ก.xlsx" in done.err
    assert set(contents(tmp_path / "out")) == {"check.xlsx", "run.json"}


@pytest.mark.parametrize("wrong", [" ", "ไม่มี", "*.xlsx"])
def test_an_input_that_is_not_there_exits_2(tmp_path, program, monkeypatch, wrong):
    monkeypatch.chdir(tmp_path)
    assert program("check", wrong, "--out", tmp_path / "out").code == 2


def test_more_than_ten_of_a_kind_are_ten_and_one_with_count_and_range(tmp_path, program):
    rows = [(code, *levels_with(PRIMARY_ALL_THREE, i8=6, i9="?")) for code in PRIMARY[:25]]
    matrix_workbook(tmp_path / "ก.xlsx", rows)
    done = program("check", tmp_path / "ก.xlsx", "--out", tmp_path / "out", "--json")
    assert done.code == 1
    found = [one for one in json.loads(done.out_bytes)["findings"] if one["cell"]]
    codes = [one["code"] for one in found]
    assert {code: codes.count(code) for code in codes} == {
        "level-outside-scale": 10,
        "level-unknown": 10,
        "more-of-kind": 2,
    }
    more = [one for one in found if one["code"] == "more-of-kind"]
    assert sorted(one["cell"] for one in more) == ["J12:J26", "K12:K26"]
    assert "K12:K26" in next(one["message"] for one in more if one["cell"] == "K12:K26")
    assert all("15" in one["message"] and one["severity"] == "error" for one in more)
    sheet = load_workbook(tmp_path / "out" / "check.xlsx")["ข้อค้นพบ"]
    cells = [row[2].value for row in sheet.iter_rows()]
    assert {"J11", "K11", "J12:J26", "K12:K26"} <= set(cells)
    assert not {"J12", "K12", "J26"} & set(cells)


def test_the_cells_of_the_rest_are_named_without_those_between(tmp_path):
    right = {12, 15}
    rows = [
        (code, *levels_with(PRIMARY_ALL_THREE, **({} if at in right else {"i8": 6})))
        for at, code in enumerate(PRIMARY[:18])
    ]
    matrix_workbook(tmp_path / "ก.xlsx", rows)
    log = FindingLog()
    read_inputs(Request([tmp_path / "ก.xlsx"], "qp-2566", "6m"), log)
    (more,) = [one for one in condensed(log) if one.code == "more-of-kind"]
    assert dict(more.values)["cells"] == "J12:J13, J15:J16, J18:J19"


def test_copies_keep_the_folders_of_their_files(tmp_path):
    names = ("ก/ข.xlsx", "ก - ข.xlsx", "A.xlsx", "ค/a.xlsx")
    for wrong, name in enumerate(names, 6):  # files of the same bytes would be one input
        bad = (SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=wrong))
        matrix_workbook(tmp_path / "in" / name, [bad])
    checked = check_and_deliver(Request([tmp_path / "in"], round="6m"), tmp_path / "out")
    assert set(checked.marked) == {f"marked/{name}" for name in names}
    assert set(contents(tmp_path / "out")) == {*checked.marked, "check.xlsx", "run.json"}


def test_a_file_inside_an_offices_folder_is_told_by_its_folder(tmp_path):
    desk = Desk(tmp_path)
    path = desk.form({**desk.best(), "8": NOT_REPORTED}, name="แบบ.xlsx")
    edit(path, lambda sheet: None)
    (desk.folder / "เขต 2").mkdir()
    path.rename(desk.folder / "เขต 2" / path.name)
    checked = check_and_deliver(Request([desk.folder], round="6m"), desk.out)
    assert checked.marked == ("marked/เขต 2/แบบ.xlsx",)
    assert {item.code for item in checked.findings} == {"marks-under-status"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["A3", "A4", "A6"], ["A3:A4, A6"]),
        (["3:3"], ["3:3"]),
        (["B2:C3", "B7"], ["B2:C3, B7"]),
        (["12", "13"], ["12, 13"]),
        (["C"], ["C"]),
        ([None], [None]),
    ],
)
def test_what_differs_by_its_cell_alone_stands_once_at_all_its_cells(cells, told):
    log = FindingLog()
    for cell in cells:
        log.add("out-needed", Place("ก.xlsx", "แบบประเมิน", cell))
    assert [one.place.cell for one in alike(log)] == told


STRUCK = Font(strike=True)


def _strike(path: Path, key: str) -> None:
    cell = place(path, key)
    edit(path, lambda sheet: setattr(sheet[cell], "font", STRUCK))


@pytest.mark.parametrize(
    ("answers", "struck", "status", "begun"),
    [
        ({}, None, "complete", "ครบ"),
        # No single cell is wrong, but all three together.
        ({"3.1": ("ไม่เกี่ยวข้อง", "ก"), "3.2": ("ไม่เกี่ยวข้อง", "ข")}, None, "error", "ผิด"),
        ({"3.1": "มม"}, None, "error", "ผิด"),
        ({}, "3.1", "incomplete", "กำลังทำ"),
        ({"5.p": 0.8}, None, "incomplete", "กำลังทำ"),
        ({"3.1": None}, None, "incomplete", "กำลังทำ"),
    ],
)
def test_check_and_score_judge_an_office_alike(tmp_path, answers, struck, status, begun):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    path = desk.form({**desk.best(), **answers}, assessor="กรรมการ ก")
    if struck:
        _strike(path, struck)
    checked = check_and_deliver(Request([desk.folder], str(desk.rubric_folder)), desk.out)
    (one,) = checked.offices
    assert (desk.score().office().status, one.begun, [v.begun for v in one.voices]) == (
        status,
        begun,
        [begun],
    )


def test_what_only_the_committee_can_decide_leaves_an_office_open_and_its_members_done(tmp_path):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    for name, mark in (("กรรมการ ก", "มี"), ("กรรมการ ข", "ไม่มี")):
        desk.form(desk.best() | {"1.5": mark}, assessor=name)
    checked = check_and_deliver(Request([desk.folder], str(desk.rubric_folder)), desk.out)
    (one,) = checked.offices
    assert desk.score().office().status == "incomplete"
    assert (one.begun, [voice.begun for voice in one.voices]) == ("กำลังทำ", ["ครบ", "ครบ"])


def test_all_that_is_wrong_with_an_indicator_is_told_in_one_run(tmp_path):
    """A cell that cannot be read hides neither a blank beside it nor what no cell says alone."""
    desk = Desk(tmp_path, small_rubric(tmp_path))
    not_relevant = dict.fromkeys(("3.1", "3.2"), ("ไม่เกี่ยวข้อง", "ไม่มีภารกิจ"))
    answers = {**desk.best(), **not_relevant, "2.1": "มม", "2.2": None, "3.3": "มม"}
    path = desk.form({**answers, "1": "รอ", "1.1": "มม"})
    checked = check_and_deliver(Request([desk.folder], str(desk.rubric_folder)), desk.out)
    found = sorted((one.code, one.place.cell) for one in checked.findings)
    assert found == sorted(
        [
            ("status-unknown", place(path, "1")),
            ("mark-unknown", place(path, "1.1")),
            ("mark-unknown", place(path, "2.1")),
            ("items-not-assessed", place(path, "2")),
            ("mark-unknown", place(path, "3.3")),
            ("too-many-not-relevant", place(path, "3")),
        ]
    )
    (blank,) = [dict(one.values) for one in checked.findings if one.code == "items-not-assessed"]
    assert blank["items"] == "2.2"


@pytest.mark.parametrize(("key", "answer"), [("5.p", 0.8), ("5.1", "มี")])
def test_a_cell_that_holds_something_is_not_told_again_as_a_blank(tmp_path, program, key, answer):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    path = desk.form({**desk.best(), key: answer}, name="ก.xlsx")
    if key == "5.1":
        _strike(path, key)
    given = (desk.folder, "--rubric", desk.rubric_folder, "--round", "6m", "--out", desk.out)
    done = program("check", *given, "--json")
    assert [one["cell"] for one in json.loads(done.out_bytes)["findings"]] == [place(path, key)]
    assert program("score", *given, "--json").code == 0
    assert program("score", *given, "--json", "--strict").code == 1


def test_a_form_whose_stage_is_not_known_is_told_first_and_its_assessor_is_listed(
    tmp_path, program
):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    answers = {**desk.best(), "2.1": "มม"}
    desk.form(answers, header={"ขั้น": "ภาคสนาม"}, assessor="กรรมการ ก", name="ก.xlsx")
    given = (desk.folder, "--rubric", desk.rubric_folder, "--round", "6m", "--out", desk.out)
    document = json.loads(program("check", *given, "--json").out_bytes)
    assert [one["code"] for one in document["findings"]] == ["stage-unknown", "mark-unknown"]
    ((who, status),) = [(one["assessor"], one["status"]) for one in document["progress"]]
    assert (who, status) == ("กรรมการ ก", "ผิด")


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("5.p", "40/33", True),  # typed so
        ("5.p", 120, False),
        ("10.c", 9, False),  # a count has no denominator
    ],
)
def test_of_numerator_and_denominator_is_told_who_typed_them(tmp_path, program, key, value, told):
    desk = Desk(tmp_path, None if key == "10.c" else small_rubric(tmp_path))
    desk.form({**desk.best(), key: value}, name="ก.xlsx")
    rubric = ("--rubric", desk.rubric_folder) if desk.rubric_folder else ()
    done = program("check", desk.folder, *rubric, "--round", "6m", "--out", desk.out, "--json")
    (found,) = json.loads(done.out_bytes)["findings"]
    assert found["code"] == "value-outside"
    assert ("ตัวหาร" in found["fix"]) is told


@pytest.mark.parametrize(("key", "told"), [("2.c", True), ("10.c", False)])
def test_words_instead_of_a_number_are_told_what_that_cell_takes(tmp_path, program, key, told):
    desk = Desk(tmp_path)
    desk.form({**desk.best(), key: "ไม่แน่ใจ"}, name="ก.xlsx")
    done = program("check", desk.folder, "--round", "6m", "--out", desk.out, "--json")
    (found,) = json.loads(done.out_bytes)["findings"]
    assert found["code"] == "value-unknown"
    assert ("33 จาก 40" in found["message"]) is told


@pytest.mark.parametrize("unknown", [False, True])
def test_that_an_office_may_be_missing_is_said_only_where_one_could_not_be_told(
    tmp_path, program, unknown
):
    rows = [(SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=6))]
    rows += [("สพป.ฉะเชิงเทราา เขต 2", *PRIMARY_ALL_THREE)] * unknown
    path = matrix_workbook(tmp_path / "ก.xlsx", [*rows, ("2401", *PRIMARY_ALL_THREE)])
    done = program("score", path, "--round", "6m", "--out", tmp_path / "out")
    told = " ".join(done.out.split())
    assert "แล้วสั่งคิดคะแนนอีกครั้ง" in told and "[[" not in told
    assert ("อาจยังไม่อยู่ในผล" in told) is unknown
    assert "mailing.csv" in told
