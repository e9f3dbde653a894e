"""``qp-scoring check``: what is wrong, at its cell, and a workbook of it to send back per file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from examples import text_book
from forms_filled import MARK, NOT_REPORTED, REASON, Desk, edit, place, shipped_rubric
from making import (
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED_OFFICE,
    contents,
    copy_rubric,
    levels_with,
    matrix_workbook,
)
from openpyxl import load_workbook
from workbook_parts import parts, zipped

from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.read import Request
from qp_scoring.jobs.check import check_and_deliver
from qp_scoring.messages import message, text

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
    for name in ("layout-unknown.xlsx", "file-damaged.xlsx", "file-not-workbook.xlsx"):
        faults[name] = (Path(name).stem, None)
    faults["file-old-format.xls"] = ("file-old-format", None)
    matrix_workbook(desk.folder / "ดี.xlsx", [GOOD])
    return desk, faults


def test_a_folder_of_faults_is_named_cell_by_cell(tmp_path, program):
    desk, faults = faulty_folder(tmp_path)
    before = contents(desk.folder)
    done = program("check", desk.folder, "--out", desk.out, "--round", "6m", "--json")
    assert done.code == 1
    found = json.loads(done.out_bytes)["findings"]
    places = {one["file"]: (one["code"], one["cell"]) for one in found}
    assert places == faults
    assert len(found) == len(faults)
    assert contents(desk.folder) == before


def test_each_faulty_file_gets_a_workbook_fit_to_be_sent_back(tmp_path, program):
    desk, faults = faulty_folder(tmp_path)
    done = program("check", desk.folder, "--out", desk.out, "--round", "6m")
    assert done.code == 1
    assert set(contents(desk.out)) == {f"{name}.findings.xlsx" for name in faults} | {"run.json"}
    findings = check_and_deliver(Request([desk.folder], round="6m"), tmp_path / "again").findings
    sentences = {item.place.file: message(item) for item in findings}
    for name, (_, cell) in faults.items():
        sheet = load_workbook(desk.out / f"{name}.findings.xlsx").active
        rows = list(sheet.iter_rows())
        assert not any(one.data_type == "f" for row in rows for one in row)
        at = next(n for n, row in enumerate(rows) if row[1].value == text("check-cell"))
        (row,) = [row for row in rows[at + 1 :] if row[1].value and row[2].value]
        assert row[1].value == (cell or "-")
        assert row[1].data_type == "s"
        assert row[4].value == sentences[name]
        assert row[6].value.strip()
        assert name in str(rows[0][0].value)


def test_values_found_and_allowed_stand_beside_the_cell(tmp_path):
    path = matrix_workbook(
        tmp_path / "ก.xlsx", [(SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=6, i9="#N/A"))]
    )
    check_and_deliver(Request([path], round="6m"), tmp_path / "out")
    sheet = load_workbook(tmp_path / "out" / "ก.xlsx.findings.xlsx").active
    rows = {row[1].value: row for row in sheet.iter_rows()}
    assert (rows["J2"][0].value, rows["J2"][3].value) == ("ระดับคุณภาพ", "6")
    assert rows["J2"][5].value == "1, 2, 3, 4, 5, N/A, ยกเว้น: เหตุผล"
    assert (rows["K2"][3].value, rows["K2"][3].data_type) == ("#N/A", "s")


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
    sheet = load_workbook(tmp_path / "out" / checked.books[0]).active
    cells = [one for row in sheet.iter_rows() for one in row if one.value is not None]
    quoted = [one for one in cells if one.value in (typed, "=ก+1")]
    assert len(quoted) == 4
    assert all(one.data_type == "s" and one.quotePrefix for one in quoted)
    assert not any(one.data_type == "f" for one in cells)


def test_a_clean_folder_exits_0_and_writes_no_workbook(tmp_path, program):
    desk = Desk(tmp_path)
    desk.form(desk.best())
    matrix_workbook(desk.folder / "ดี.xlsx", [(SECONDARY_OFFICE, *SECONDARY_ALL_THREE)])
    (desk.folder / "อ่านฉัน.txt").write_text("โปรดอ่าน", "utf-8")  # a remark, nothing to mend
    (desk.folder / "~$ดี.xlsx").write_bytes(b"x")
    for _ in range(2):  # a second check into the same folder is none the worse for the first
        done = program("check", desk.folder, "--out", desk.out)
        assert done.code == 0
        assert set(contents(desk.out)) == {"run.json"}


def test_unfinished_is_a_warning_that_exits_0_but_gets_its_workbook(tmp_path, program):
    matrix_workbook(tmp_path / "ก.xlsx", [(SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=None))])
    done = program("check", tmp_path / "ก.xlsx", "--out", tmp_path / "out", "--round", "6m")
    assert done.code == 0
    assert set(contents(tmp_path / "out")) == {"run.json", "ก.xlsx.findings.xlsx"}


def test_where_nothing_is_readable_each_file_still_gets_its_workbook(tmp_path, program):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ก.xlsx").write_bytes(b"")
    (folder / "ข.xlsx").write_bytes(b"<html>")
    done = program("check", folder, "--out", tmp_path / "out", "--json")
    assert done.code == 2
    assert done.out == ""
    books = {"ก.xlsx.findings.xlsx", "ข.xlsx.findings.xlsx", "run.json"}
    assert set(contents(tmp_path / "out")) == books


def test_an_unusable_rubric_does_not_hide_what_is_wrong_with_the_inputs(tmp_path, program):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ก.xlsx").write_bytes(b"")
    rubric = copy_rubric(tmp_path, {"score_decimals = 0": "score_decimals = 9"})
    done = program("check", folder, "--rubric", rubric, "--out", tmp_path / "out")
    assert done.code == 2
    assert "qp-copy/rubric.toml:" in done.err
    assert "ก.xlsx" in done.err
    assert set(contents(tmp_path / "out")) == {"ก.xlsx.findings.xlsx", "run.json"}


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
    assert all("15" in one["message"] and one["severity"] == "error" for one in more)
    sheet = load_workbook(tmp_path / "out" / "ก.xlsx.findings.xlsx").active
    cells = [row[1].value for row in sheet.iter_rows()]
    assert {"J11", "K11", "J12:J26", "K12:K26"} <= set(cells)
    assert not {"J12", "K12", "J26"} & set(cells)


def test_files_of_like_names_get_workbooks_of_their_own(tmp_path):
    bad = (SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=6))
    long = "ก" * 80
    for name in ("ก/ข.xlsx", "ก - ข.xlsx", "A.xlsx", "ค/a.xlsx", f"{long}.xlsx", f"{long}.xlsm"):
        matrix_workbook(tmp_path / "in" / name, [bad])
    checked = check_and_deliver(Request([tmp_path / "in"], round="6m"), tmp_path / "out")
    assert len({name.casefold() for name in checked.books}) == 6
    assert set(contents(tmp_path / "out")) == {*checked.books, "run.json"}
    assert all(len(name.encode()) <= 255 for name in checked.books)


def test_a_file_inside_an_offices_folder_is_told_by_its_folder(tmp_path):
    desk = Desk(tmp_path)
    path = desk.form({**desk.best(), "8": NOT_REPORTED}, name="แบบ.xlsx")
    edit(path, lambda sheet: None)
    (desk.folder / "เขต 2").mkdir()
    path.rename(desk.folder / "เขต 2" / path.name)
    checked = check_and_deliver(Request([desk.folder], round="6m"), desk.out)
    assert checked.books == ("เขต 2 - แบบ.xlsx.findings.xlsx",)
    assert {item.code for item in checked.findings} == {"marks-under-status"}
