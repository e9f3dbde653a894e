"""Examples of findings on files and sheets (intake.files, guard and grid)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import xlwt
from examples import GOOD, MATRIX, Example, Room, example, matrix, said
from making import CODES
from openpyxl import load_workbook
from workbook_parts import DOCUMENT, MAIN, PACKAGE, SHEET, parts, zipped

from qp_scoring.findings import Finding
from qp_scoring.intake import files, guard
from qp_scoring.intake.choice import Request
from qp_scoring.intake.readers import grid_csv
from qp_scoring.jobs.score import score_and_deliver

LEFT = ("nothing-readable",)
"""What is said besides where the only file cannot be read."""

CSV_TEXT = "\r\n".join([",".join(["รหัส", *CODES]), ",".join(str(v or "") for v in GOOD), ""])


def beside_good(name: str, *beside: str, content: bytes = b"x") -> Example:
    """A folder with a good matrix and a file that is left out."""

    def make(room: Room) -> tuple[Finding, ...]:
        matrix(room, name=f"in/{MATRIX}")
        (room / f"in/{name}").write_bytes(content)
        return said(room.folder / "in")

    return example(make, name, None, *beside)


def raw(
    data: bytes,
    name: str = "ก.xlsx",
    *beside: str,
    cell: str | None = None,
    at: str | None = None,
) -> Example:
    """A file of given bytes, alone; ``at`` is the file of the finding, inside an archive."""

    def make(room: Room) -> tuple[Finding, ...]:
        (room / name).write_bytes(data)
        return said(room / name)

    return example(make, at or name, cell, *beside)


def old_workbook(room: Room) -> tuple[Finding, ...]:
    """A level matrix as Excel 97–2003 keeps it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("ระดับ")
    for row, values in enumerate((["รหัส", *CODES], GOOD)):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    book.save(str(room / "เก่า.xls"))
    return said(room / "เก่า.xls")


def _locked() -> bytes:
    data = bytearray(zipped({"ก.csv": CSV_TEXT}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def limited_archive(limit: str, value: int) -> Example:
    """An archive that is over a limit, which is lowered for it."""

    def make(room: Room) -> tuple[Finding, ...]:
        room.patch.setattr(files, limit, value)
        (room / "ก.zip").write_bytes(zipped({"ก.csv": CSV_TEXT}))
        return said(room / "ก.zip")

    return example(make, "ก.zip", None, "nothing-readable")


def limited(module: object, limit: str, value: int, name: str, data: bytes) -> Example:
    """A file that is over a limit, which is lowered for it."""

    def make(room: Room) -> tuple[Finding, ...]:
        room.patch.setattr(module, limit, value)
        (room / name).write_bytes(data)
        return said(room / name)

    return example(make, name, None, *LEFT)


def failing(error: type[OSError]) -> Example:
    """A file that the system does not let us read."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = matrix(room)
        opened = Path.open

        def fails(self: Path, *given: object, **more: object) -> object:
            if self.name == MATRIX:
                raise error
            return opened(self, *given, **more)

        room.patch.setattr(Path, "open", fails)
        return said(path)

    return example(make, MATRIX, None, *LEFT)


def workbook(change: Callable[[object], object], name: str = MATRIX) -> Callable[[Room], object]:
    """A good matrix with something done to its sheet."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = matrix(room, name=name)
        book = load_workbook(path)
        change(book)
        book.save(path)
        return said(path)

    return make


def strict() -> bytes:
    made = parts()
    strict_main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(MAIN, strict_main)
    return zipped(made)


def entity_attack() -> bytes:
    made = parts()
    made[SHEET] = '<!DOCTYPE x [<!ENTITY a "aaa">]>' + str(made[SHEET])
    return zipped(made)


def hide_row(book: object) -> None:
    book.active.row_dimensions[2].hidden = True


def hide_column(book: object) -> None:
    book.active.column_dimensions["B"].hidden = True


def damaged(part: str, **more: str) -> Callable[[Room], object]:
    """A good matrix of which one part is no XML, and others are as given."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = matrix(room)
        with ZipFile(path) as archive:
            made = {name: archive.read(name) for name in archive.namelist()}
        path.write_bytes(zipped({**made, **more, part: "<broken"}))
        return said(path)

    return make


def damaged_above(kind: str) -> Callable[[Room], object]:
    links = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/{kind}" Target="../above.xml"/></Relationships>'
    )
    return damaged("xl/above.xml", **{"xl/worksheets/_rels/sheet1.xml.rels": links})


def hide_sheet(book: object) -> None:
    book.create_sheet("ปก")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1


def folder_of(name: str, content: bytes = b"x") -> Callable[[Room], object]:
    def make(room: Room) -> tuple[Finding, ...]:
        (room / f"in/{name}").write_bytes(content)
        return said(room.folder / "in")

    return make


def empty_folder(room: Room) -> tuple[Finding, ...]:
    (room.folder / "in").mkdir()
    return said(room.folder / "in")


def shut_folder(room: Room) -> tuple[Finding, ...]:
    matrix(room, name=f"in/{MATRIX}")
    (room.folder / "in" / "ปิด").mkdir()
    listing = Path.iterdir

    def fails(self: Path) -> object:
        if self.name == "ปิด":
            raise PermissionError
        return listing(self)

    room.patch.setattr(Path, "iterdir", fails)
    return said(room.folder / "in")


def endless_folder(room: Room) -> tuple[Finding, ...]:
    room.patch.setattr(files, "MAX_ENTRIES", 1)
    matrix(room, name=f"in/{MATRIX}")
    (room / "in/ฮ.txt").write_bytes(b"x")
    return said(room.folder / "in")


def issued(room: Room) -> tuple[Finding, ...]:
    """A summary that the program issued, handed in as if it held answers."""
    (room.folder / "in").mkdir()
    score_and_deliver(Request([matrix(room, name=f"in/{MATRIX}")], None, "6m"), room.folder / "out")
    return said(room.folder / "out" / "summary.xlsx")


def twice(room: Room) -> tuple[Finding, ...]:
    path = matrix(room)
    return said(path, path)


def link_outside(room: Room) -> tuple[Finding, ...]:
    matrix(room, name=f"in/{MATRIX}")
    (room.folder / "in" / "ลิงก์.xlsx").symlink_to(matrix(room, name="out/ข.xlsx"))
    return said(room.folder / "in")


EXAMPLES: dict[str, Example] = {
    "input-missing": example(lambda _: said(Path("ไม่มี.xlsx")), "ไม่มี.xlsx", None, *LEFT),
    "input-unreadable": example(shut_folder, "ปิด"),
    "input-empty": example(empty_folder, "in", None, *LEFT),
    "input-no-workbook": example(folder_of("อ่านฉัน.md"), "in", None, "file-skipped-type", *LEFT),
    "input-too-many": example(endless_folder, "in"),
    "file-skipped-lock": beside_good(f"~${MATRIX}"),
    "file-skipped-hidden": beside_good(".ซ่อน.xlsx"),
    "file-skipped-output": example(
        lambda room: (
            (room / "in/เก่า/run.json").write_bytes(b"{}"),
            matrix(room, name=f"in/{MATRIX}"),
            said(room.folder / "in"),
        )[-1],
        "เก่า",
    ),
    "file-issued": example(issued, "summary.xlsx", None, "nothing-readable"),
    "file-skipped-type": beside_good("อ่านฉัน.md"),
    "file-skipped-duplicate": example(twice, MATRIX),
    "file-skipped-link": example(link_outside, "ลิงก์.xlsx"),
    "file-old-format": beside_good("เก่า.numbers"),
    "file-skipped-document": beside_good("บันทึก.docx"),
    "offices-list-misplaced": example(
        lambda room: (
            (room / "in/ย่อย/offices.csv").write_bytes(b"code,type,name_th\n"),
            matrix(room, name=f"in/{MATRIX}"),
            said(room.folder / "in"),
        )[-1],
        "ย่อย/offices.csv",
    ),
    "file-empty": raw(b"", "ก.xlsx", *LEFT),
    "file-unreadable": failing(OSError),
    "file-open-elsewhere": failing(PermissionError),
    "file-too-large": limited(guard, "CSV_BYTES", 3, "ก.csv", CSV_TEXT.encode()),
    "file-too-many-parts": limited(guard, "MAX_PARTS", 3, "ก.xlsx", zipped(parts())),
    "file-password": raw(guard.OLE + "EncryptedPackage".encode("utf-16-le"), "ก.xlsx", *LEFT),
    "file-document": raw(guard.OLE + "WordDocument".encode("utf-16-le"), "ก.xlsx", *LEFT),
    "file-foreign-failed": raw(guard.OLE + b"\0" * 600, "ก.xls", *LEFT),
    "file-html": raw(b"<html><table>", "ก.xls", *LEFT),
    "file-xml": raw(b"<?xml version='1.0'?><x xmlns='office:spreadsheet'>", "ก.xls", *LEFT),
    "file-pointer": raw(b'{"doc_id": "x"}', "ก.gsheet", *LEFT),
    "file-not-workbook": raw(b"%PDF-1.7", "ก.xlsx", *LEFT),
    "file-named-otherwise": raw(CSV_TEXT.encode(), "ก.xls"),
    "file-values-only": example(old_workbook, "เก่า.xls"),
    "archive-password": raw(_locked(), "ก.zip", *LEFT),
    "archive-too-large": limited_archive("MAX_MEMBERS", 0),
    "archive-nested": raw(zipped({"ก.csv": CSV_TEXT, "ใน.zip": "x"}), "ก.zip", at="ก.zip/ใน.zip"),
    "archive-member-unsafe": raw(
        zipped({"ก.csv": CSV_TEXT, "../ข.csv": CSV_TEXT}), "ก.zip", at="ก.zip/../ข.csv"
    ),
    "file-strict-variant": raw(strict(), "ก.xlsx", *LEFT),
    "file-damaged": raw(zipped(parts())[:-40], "ก.xlsx", *LEFT),
    "file-forbidden-xml": raw(entity_attack(), "ก.xlsx", *LEFT),
    "macros-ignored": example(workbook(lambda book: None, "ก.xlsm"), "ก.xlsm"),
    "csv-encoding": raw(CSV_TEXT.encode("cp874"), "ก.csv"),
    "csv-encoding-unknown": raw("ก,ข".encode() + b"\xff\xfe\xe0", "ก.csv", *LEFT),
    "csv-quotes": raw(b'a,b\nc,"d\n', "ก.csv", *LEFT, cell="A2"),
    "sheet-too-large": limited(grid_csv, "MAX_CELLS", 3, "ก.csv", CSV_TEXT.encode()),
    "cell-too-far": raw(
        zipped(parts('<row r="1"><c r="XFD1"><v>1</v></c></row>')), "ก.xlsx", *LEFT, cell="XFD1"
    ),
    "sheet-hidden": example(workbook(hide_sheet), MATRIX),
    "rows-hidden": example(workbook(hide_row), MATRIX),
    "columns-hidden": example(workbook(hide_column), MATRIX),
    "styles-unseen": example(damaged("xl/styles.xml"), MATRIX),
    "notes-unseen": example(damaged_above("comments"), MATRIX),
    "drawings-unseen": example(damaged_above("drawing"), MATRIX),
    "text-cut": raw(
        (
            CSV_TEXT.replace("รหัส,", "รหัส,หมายเหตุ,").replace("2402,", f"2402,{'ก' * 32768},")
        ).encode(),
        "ก.csv",
        cell="B2",
    ),
}
