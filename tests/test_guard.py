from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from workbook_parts import SHEET, parts, read, said, worksheet, zipped

from qp_scoring.findings import FindingLog
from qp_scoring.intake import guard
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.readers.grid import read_file

DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def refused(folder: Path, data: bytes, name: str = "a.xlsx") -> str:
    """The code of the one finding that a file costs; no sheet may come out."""
    sheets, log = read(folder, data, name)
    assert sheets == ()
    assert [item.place.file for item in log] == [name]
    return next(iter(log)).code


def values(folder: Path, data: bytes, name: str = "a.xlsx") -> dict[str, str]:
    _, log = read(folder, data, name)
    return dict(next(iter(log)).values)


def test_a_sound_workbook_passes(tmp_path: Path) -> None:
    sheets, log = read(tmp_path, zipped(parts()))
    assert [cell.text for cell in sheets[0].cells.values()] == ["1"]
    assert not len(log)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_no_bytes(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, b"", name) == "file-empty"


def test_old_xls_or_password(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(tmp_path, ole) == "file-foreign-failed"
    assert refused(tmp_path, ole + "EncryptedPackage".encode("utf-16-le")) == "file-password"
    assert refused(tmp_path, ole + "WordDocument".encode("utf-16-le")) == "file-document"


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1", "RTF"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"a,b\n1,\0\n", "binary"),
        (zipped({"photo.jpg": "x"}), "ZIP"),
        (zipped({"xl/workbook.xml": "x"}), "ZIP"),
        (zipped({}), "ZIP"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls"])
def test_something_else_named_as_a_table(
    tmp_path: Path, data: bytes, looks: str, name: str
) -> None:
    assert refused(tmp_path, data, name) == "file-not-workbook"
    assert values(tmp_path, data, name) == {"looks": looks}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "file-html"),
        (b"<div><html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "file-html"),
        (b"<table><tr><td hidden>1</td></tr></table>", "file-html"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:x:office:spreadsheet'>", "file-xml"),
        (b'{"url": "https://example.org", "doc_id": "x"}', "file-pointer"),
        (zipped({"word/document.xml": "x", "[Content_Types].xml": "x"}), "file-document"),
        (zipped({"mimetype": "x", "content.xml": "x"}), "file-foreign-failed"),
        (
            zipped({"[Content_Types].xml": "x", "_rels/.rels": "x", "xl/workbook.bin": "x"}),
            "file-foreign-failed",
        ),
    ],
)
def test_each_kind_has_advice_of_its_own(tmp_path: Path, data: bytes, code: str) -> None:
    assert refused(tmp_path, data, "a.xls") == code


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
def test_a_file_is_read_as_what_it_is(tmp_path: Path, name: str) -> None:
    for data, looks in ((zipped(parts()), "Excel"), (b"1\t2\n", "CSV")):
        sheets, log = read(tmp_path, data, name)
        assert next(iter(sheets[0].cells.values())).text == "1"
        usual = {"a.xlsx": "Excel", "a.csv": "CSV"}.get(name)
        expected = [] if looks == usual else [("file-named-otherwise", None, None)]
        assert said(log) == expected


@pytest.mark.parametrize("keep", [10, 100, 400, -1, -30])
def test_truncated(tmp_path: Path, keep: int) -> None:
    assert refused(tmp_path, zipped(parts())[:keep]) == "file-damaged"


def test_a_part_with_a_wrong_checksum(tmp_path: Path) -> None:
    data = bytearray(zipped(parts()))
    start = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[start] ^= 0xFF
    sheets, log = read(tmp_path, bytes(data))
    assert sheets == ()
    assert said(log) == [("file-damaged", "แผ่น1", None)]


def patched(data: bytes, part: str, local: int, central: int, value: int) -> bytes:
    """The archive with a 4-byte field of one part changed, in both of its headers."""
    changed = bytearray(data)
    name = part.encode()
    first = data.index(name) - 30
    last = data.rindex(name) - 46
    changed[first + local : first + local + 4] = struct.pack("<I", value)
    changed[last + central : last + central + 4] = struct.pack("<I", value)
    return bytes(changed)


def test_bomb_by_its_declared_size(tmp_path: Path) -> None:
    data = patched(
        zipped(parts(strings="<si><t>x</t></si>")), "xl/sharedStrings.xml", 22, 24, 2**31
    )
    assert refused(tmp_path, data) == "file-too-large"
    assert values(tmp_path, data) == {"limit": "100 MB"}


def test_bomb_of_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "WORKBOOK_BYTES", 2**20)
    made = parts()
    made.update({f"xl/media/{n}.bin": bytes(2**18) for n in range(5)})
    assert refused(tmp_path, zipped(made)) == "file-too-large"


def test_bomb_that_lies_about_its_size_inflates_no_further(tmp_path: Path) -> None:
    # The directory says 300 bytes, with the right checksum of those, but megabytes follow.
    xml = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>').encode()
    honest = parts()
    honest[SHEET] = xml + b" " * (16 * 2**20)
    data = patched(zipped(honest), SHEET, 22, 24, len(xml))
    data = patched(data, SHEET, 14, 16, zipfile.crc32(xml))
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert guard.package_of(data).read(SHEET) == xml
    assert read_file(InputFile(path, "a.xlsx"), FindingLog())[0].cells


def test_too_many_parts(tmp_path: Path) -> None:
    made = parts()
    made.update({f"x/{n}": "" for n in range(guard.MAX_PARTS)})
    assert refused(tmp_path, zipped(made)) == "file-too-many-parts"


def test_a_directory_of_a_million_entries_is_counted_before_it_is_read(tmp_path: Path) -> None:
    data = b"PK\x03\x04" + b"PK\x01\x02" * (2 * guard.MAX_PARTS + 1)
    assert refused(tmp_path, data) == "file-too-many-parts"


def test_a_part_twice(tmp_path: Path) -> None:
    buffer = BytesIO(zipped(parts()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET.upper(), worksheet(""))
    assert refused(tmp_path, buffer.getvalue()) == "file-damaged"


def test_zip_password(tmp_path: Path) -> None:
    data = bytearray(zipped(parts()))
    name = SHEET.encode()
    data[data.index(name) - 30 + 6] |= 1
    data[data.rindex(name) - 46 + 8] |= 1
    assert refused(tmp_path, bytes(data)) == "file-password"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_excel_never_uses(tmp_path: Path, method: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    assert refused(tmp_path, buffer.getvalue()) == "file-damaged"


@pytest.mark.parametrize(
    "part",
    [
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ],
)
@pytest.mark.parametrize("before", ["", '<?xml version="1.0"?>\n<!-- ' + "x" * 70_000 + " -->\n"])
def test_document_type_in_any_part(tmp_path: Path, part: str, before: str) -> None:
    made = parts(strings="<si><t>x</t></si>", styles="<cellXfs><xf/></cellXfs>")
    made[part] = before + DOCTYPE + str(made[part])
    assert refused(tmp_path, zipped(made)) == "file-forbidden-xml"


def test_document_type_in_a_sheet_costs_that_sheet(tmp_path: Path) -> None:
    good = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    sheets, log = read(tmp_path, zipped(parts(sheets={"ก": DOCTYPE + good, "ข": good})))
    assert [sheet.name for sheet in sheets] == ["ข"]
    assert said(log) == [("file-forbidden-xml", "ก", None)]


def test_document_type_in_utf16(tmp_path: Path) -> None:
    made = parts()
    made["xl/workbook.xml"] = (DOCTYPE + str(made["xl/workbook.xml"])).encode("utf-16")
    assert refused(tmp_path, zipped(made)) == "file-forbidden-xml"


def test_macros_are_said_to_be_ignored(tmp_path: Path) -> None:
    sheets, log = read(tmp_path, zipped(parts()), "a.XLSM")
    assert len(sheets) == 1
    assert said(log) == [("macros-ignored", None, None)]


def test_csv_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "CSV_BYTES", 2**20)
    assert refused(tmp_path, b"a" * (2**20 + 1), "a.csv") == "file-too-large"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
@pytest.mark.parametrize(
    ("problem", "code"),
    [(PermissionError(), "file-open-elsewhere"), (OSError(), "file-unreadable")],
)
def test_a_file_that_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, problem: OSError, code: str
) -> None:
    def opened(*_: object) -> None:
        raise problem

    monkeypatch.setattr(Path, "open", opened)
    log = FindingLog()
    assert read_file(InputFile(tmp_path / name, name), log) == ()
    assert said(log) == [(code, None, None)]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    log = FindingLog()
    assert read_file(InputFile(tmp_path / "a.xlsx", "a.xlsx"), log) == ()
    assert said(log) == [("file-unreadable", None, None)]
