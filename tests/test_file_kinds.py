"""The same table in every kind of file that offices send gives the same results."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from making import CODES, SEED, SEED_OFFICE, offices_list, results_csv, score
from openpyxl import Workbook

from qp_scoring import messages
from qp_scoring.documents.own import AID_SHEETS
from qp_scoring.findings import FindingLog
from qp_scoring.intake import files
from qp_scoring.intake.files import find_inputs
from qp_scoring.intake.offices.registry import OfficeRegistry

ROWS: list[list[object]] = [["รหัส", *CODES], [SEED_OFFICE, *SEED]]


def text(delimiter: str, encoding: str) -> Callable[[Path], None]:
    lines = [delimiter.join(map(str, row)) for row in ROWS]
    return lambda path: path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))


def old(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("ระดับ")
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    book.save(str(path))


def new(path: Path) -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)


def open_document(path: Path) -> None:
    """A spreadsheet of the fewest parts that a reader takes."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"/>'
            if isinstance(value, int)
            else '<table:table-cell office:value-type="string">'
            f"<text:p>{value}</text:p></table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="ระดับ">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {_MANIFEST}/>")


_MANIFEST = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'


def packed(path: Path) -> None:
    inner = path.with_name("ระดับ.csv")
    text(",", "utf-8-sig")(inner)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "ส่งแล้ว/ระดับ.csv")
        archive.writestr("ส่งแล้ว/อ่านฉัน.md", "x")
        archive.writestr("__MACOSX/ส่งแล้ว/._ระดับ.csv", "x")
    inner.unlink()


KINDS: dict[str, Callable[[Path], None]] = {
    "a.xlsx": new,
    "a.xls": old,
    "b.xlsx": old,
    "c.xls": new,
    "a.ods": open_document,
    "a.csv": text(";", "cp874"),
    "a.tsv": text("\t", "utf-8"),
    "a.txt": text("\t", "utf-16"),
    "d.xls": text("\t", "utf-8-sig"),
    "a.zip": packed,
}


@pytest.mark.parametrize("name", KINDS)
def test_a_table_means_the_same_in_every_kind_of_file(tmp_path, name):
    plain = tmp_path / "ก.xlsx"
    new(plain)
    path = tmp_path / "in" / name
    path.parent.mkdir()
    KINDS[name](path)
    scored = score(path)
    assert not [one for one in scored.findings if one.severity == "error"]
    assert scored.office().mean == "2.42"
    assert results_csv(scored.results) == results_csv(score(plain).results)


@pytest.mark.parametrize(("beside", "skipped"), [("วิธีกรอก", False), ("บันทึก", True)])
def test_the_aids_of_a_form_saved_as_another_kind_are_passed_over(tmp_path, beside, skipped):
    book = xlwt.Workbook()
    sheet = book.add_sheet("ระดับ")
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.add_sheet(beside).write(0, 0, "กรอกช่องสีเหลือง")
    book.save(str(tmp_path / "ก.xls"))
    scored = score(tmp_path / "ก.xls")
    assert [one.code for one in scored.findings if one.code == "sheet-skipped"] == [
        "sheet-skipped"
    ] * skipped
    assert scored.office().mean == "2.42"
    assert messages.text("how-to-sheet") in AID_SHEETS, "as the form names it"


def test_a_far_cell_of_an_old_workbook_costs_that_file_only(tmp_path):
    # The library makes the whole rectangle up to the last cell and would take the process along.
    book = xlwt.Workbook()
    sheet = book.add_sheet("ไกล")
    sheet.write(0, 0, "รหัส")
    sheet.write(65_535, 255, "ไกล")
    (tmp_path / "in").mkdir()
    book.save(str(tmp_path / "in" / "ก.xls"))
    new(tmp_path / "in" / "ข.xlsx")
    scored = score(tmp_path / "in")
    said = {(one.code, one.place.file) for one in scored.findings if one.severity == "error"}
    assert said <= {("file-foreign-failed", "ก.xls"), ("layout-unknown", "ก.xls")}
    assert said
    assert scored.office().mean == "2.42"


def test_a_reader_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("calamine", 1)

    monkeypatch.setattr(subprocess, "run", late)
    old(tmp_path / "ก.xls")
    new(tmp_path / "ข.xlsx")
    scored = score(tmp_path / "ก.xls", tmp_path / "ข.xlsx")
    assert ("file-foreign-failed", None) in scored.places()
    assert scored.office().mean == "2.42"


# --- archives


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_a_thai_name_of_a_windows_archive_is_read(tmp_path):
    path = archive(tmp_path / "a.zip", {"A.csv": b"x"})
    thai = "ก".encode("cp874")
    path.write_bytes(path.read_bytes().replace(b"A.csv", thai + b".csv"))
    (found,) = find_inputs([path], FindingLog()).files
    assert found.name == "a.zip/ก.csv"


@pytest.mark.parametrize(
    ("limit", "value", "members"),
    [
        ("MAX_MEMBERS", 2, {f"{n}.csv": b"x" for n in range(3)}),
        ("MAX_ARCHIVE", 10, {"a.csv": b"x" * 11}),
        ("MAX_SMALL", 0, {"a.csv": bytes(10**6)}),
    ],
)
def test_an_archive_that_would_burst_is_not_looked_into(
    tmp_path, monkeypatch, limit, value, members
):
    path = archive(tmp_path / "a.zip", members)
    assert find_inputs([path], FindingLog()).files
    monkeypatch.setattr(files, limit, value)
    log = FindingLog()
    assert find_inputs([path], log).files == ()
    assert [one.code for one in log] == ["archive-too-large"]


def test_what_a_folder_leaves_out_an_archive_leaves_out(tmp_path):
    members = {
        "ก.csv": b"x",
        "~$ก.xlsx": b"x",
        ".ซ่อน.csv": b"x",
        "เก่า/run.json": b"{}",
        "เก่า/ผล.csv": b"x",
        "/ราก.csv": b"x",
        "a/../../ข.csv": b"x",
        "ใน.zip": b"x",
    }
    log = FindingLog()
    found = find_inputs([archive(tmp_path / "a.zip", members)], log)
    assert [one.name for one in found.files] == ["a.zip/ก.csv"]
    assert sorted(one.code for one in log) == [
        "archive-member-unsafe",
        "archive-member-unsafe",
        "archive-nested",
        "file-skipped-hidden",
        "file-skipped-lock",
        "file-skipped-output",
        "file-skipped-output",
    ]


# --- the list of offices


@pytest.mark.parametrize("name", ["offices.csv", "offices.xlsx", "offices.xls", "a.zip"])
def test_a_list_of_offices_may_be_of_any_kind(tmp_path, name):
    plain = offices_list(
        tmp_path / "รายชื่อ.csv", "9901,สพป,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1,,"
    )
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [line.split(",") for line in plain.read_text("utf-8-sig").splitlines()]
    levels = "รหัส," + ",".join(CODES) + "\n9901," + ",".join(map(str, SEED)) + "\n"
    (folder / "ระดับ.csv").write_text(levels, "utf-8")
    if name == "offices.xlsx":
        book = Workbook()
        book.active.append(["รายชื่อสำนักงาน (ตัวอย่าง)"])
        for row in rows:
            book.active.append(row)
        book.save(folder / name)
    elif name == "offices.xls":
        old_book = xlwt.Workbook()
        sheet = old_book.add_sheet("a")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(at, column, value)
        old_book.save(str(folder / name))
    elif name == "a.zip":
        archive(folder / name, {"x/offices.csv": plain.read_bytes(), "x/ระดับ.csv": levels.encode()})
        (folder / "ระดับ.csv").unlink()
    else:
        (folder / name).write_bytes(plain.read_bytes())
    scored = score(folder)
    assert not [one for one in scored.findings if one.severity == "error"]
    assert scored.office("9901").mean == "2.42"


def test_a_list_of_offices_may_have_thai_headings(tmp_path):
    name = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1"
    (tmp_path / "offices.csv").write_text(f"รหัส,ประเภท,ชื่อ สพท.\n9901,สพป,{name}\n", "utf-8-sig")
    levels = "รหัส," + ",".join(CODES) + "\n9901," + ",".join(map(str, SEED)) + "\n"
    (tmp_path / "ระดับ.csv").write_text(levels, "utf-8")
    assert score(tmp_path).office("9901").mean == "2.42"


def test_a_mark_merged_over_others_is_seen_in_older_workbooks_too(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    rows = [["รหัส", "2402"], ["ข้อ", "รายการ", "ผล"], ["ตัวชี้วัดที่ 8", "", "ประเมินเสร็จ"]]
    rows += [[f"8.{number}", "x"] for number in range(1, 9)]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    sheet.write_merge(3, 10, 2, 2, "มี")
    book.save(str(tmp_path / "ก.xls"))
    scored = score(tmp_path / "ก.xls")
    assert ("blank-merged", "C4:C11") in scored.places()
    assert scored.indicator("8").level is None


def test_a_list_of_offices_says_where_to_send_a_sheet(tmp_path):
    path = tmp_path / "offices.csv"
    path.write_text("code,type,name_th,email\n2402,,,office@example.com\n", "utf-8")
    log = FindingLog()
    registry = OfficeRegistry.shipped().extended(path, "offices.csv", log)
    office = registry.get("2402")
    assert office is not None
    assert (office.email, list(log)) == ("office@example.com", [])
