"""Every workbook that the program writes is sound, so that Excel never offers to repair one.

openxml-audit checks them against the schemas; what it lets pass is looked for here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from forms_filled import Desk, small_rubric
from openpyxl.worksheet.cell_range import CellRange
from openxml_audit import OpenXmlValidator, ValidationSeverity
from workbook_parts import MAIN, SHEET, parts, worksheet, zipped

from qp_scoring.cli import main

NAME_LETTERS = 31


def _audited(path: Path) -> Iterator[str]:
    """What openxml-audit finds wrong."""
    for error in OpenXmlValidator().validate(path).errors:
        if error.severity is ValidationSeverity.ERROR:
            yield str(error)


def _overlooked(path: Path) -> Iterator[str]:
    """What openxml-audit lets pass and Excel does not."""
    with zipfile.ZipFile(path) as package:
        xml = {
            name: ElementTree.fromstring(package.read(name))
            for name in package.namelist()
            if re.fullmatch(r"xl/(workbook|styles|worksheets/[^/]+)\.xml", name)
        }
    for sheet in xml["xl/workbook.xml"].iter(f"{{{MAIN}}}sheet"):
        if len(sheet.attrib["name"].encode("utf-16-le")) // 2 > NAME_LETTERS:
            yield f"long name: {sheet.attrib['name']}"
    formats = xml["xl/styles.xml"].find(f"{{{MAIN}}}cellXfs")
    known = 0 if formats is None else len(formats)
    for name, root in xml.items():
        if "worksheets" not in name:
            continue
        merged = [CellRange(one.attrib["ref"]) for one in root.iter(f"{{{MAIN}}}mergeCell")]
        for one, other in combinations(merged, 2):
            if not one.isdisjoint(other):
                yield f"{name}: {one.coord} and {other.coord} overlap"
        for tag, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
            for element in root.iter(f"{{{MAIN}}}{tag}"):
                if int(element.get(attribute, 0)) >= max(known, 1):
                    yield f"{name}: no style {element.get(attribute)} {element.attrib}"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checked folder with one form to be mended."""
    folder = tmp_path_factory.mktemp("marked")
    desk = Desk(folder, small_rubric(folder))
    desk.form(desk.best() | {"1.1": "มีบ้าง"}, name="ก.xlsx")
    arguments = ("check", desk.folder, "--rubric", desk.rubric_folder, "--out", folder / "out")
    assert main([str(one) for one in arguments]) == 1
    return folder / "out"


@pytest.fixture(scope="module")
def books(written_books: Path, shipped, marked: Path) -> dict[str, Path]:
    """Every workbook that the program wrote, by what it is, not those that were filled in."""
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder in (("every", written_books), ("shipped", shipped[0]), ("marked", marked))
        for path in sorted(folder.rglob("*.xlsx"))
        if path.relative_to(folder).parts[0] != "in"
    }


def test_every_kind_of_workbook_is_there(books):
    kinds = (
        "shipped/scoresheets/2402 ",
        "shipped/summary.xlsx",
        "every/score/to-decide.xlsx",
        "every/forms/",
        "every/forms12/",
        "every/carried/",
        "every/check/check.xlsx",
        "marked/marked/ก.xlsx",
        "every/criteria/",
        "every/rubric.xlsx",
        "every/compare/compare.xlsx",
        "every/trend/comparison.xlsx",
        "every/evidence/coverage.xlsx",
        "every/evidence/checklists/",
    )
    assert [kind for kind in kinds if not any(name.startswith(kind) for name in books)] == []


def test_no_workbook_has_an_error(books):
    found = {name: [*_audited(path), *_overlooked(path)] for name, path in books.items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_every_workbook_says_its_title_and_that_it_is_in_thai(books):
    """Marked copies are their authors' own."""
    silent = []
    for name, path in books.items():
        with zipfile.ZipFile(path) as package:
            said = package.read("docProps/core.xml").decode()
            charts = [
                package.read(part).decode()
                for part in package.namelist()
                if part.startswith("xl/charts/chart")
            ]
        spoken = "<dc:language>th-TH</dc:language>" in said and re.search("<dc:title>[^<]", said)
        in_thai = all('<c:lang val="th-TH"/>' in chart for chart in charts)
        if not name.startswith("marked/") and not (spoken and in_thai):
            silent.append(name)
    assert silent == []


def test_thai_letters_of_charts_have_the_font_of_the_sheets(books):
    with zipfile.ZipFile(books["shipped/summary.xlsx"]) as package:
        charts = [package.read(one).decode() for one in package.namelist() if "/chart" in one]
    named = [re.findall(r'<a:(?:latin|cs) typeface="([^"]*)"', chart) for chart in charts]
    assert any(named)
    for fonts in named:
        assert set(fonts) <= {"TH Sarabun New"} and len(fonts) % 2 == 0


CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
STYLES = '<cellXfs count="1"><xf/></cellXfs>'


def _merged(*refs: str) -> str:
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return f'<mergeCells count="{len(refs)}">{cells}</mergeCells>'


@pytest.mark.parametrize(
    ("name", "sheet", "wrong"),
    [
        ("ก" * 31, worksheet(CELL, after=_merged("A1:B2", "C1:D2")), 0),
        ("ก" * 32, worksheet(CELL), 1),
        ("ก", worksheet(CELL, after=_merged("A1:B2", "B2:C3")), 1),
        ("ก", worksheet(CELL.replace("<c ", '<c s="0" ')), 0),
        ("ก", worksheet(CELL.replace("<c ", '<c s="1" ')), 1),
        ("ก", worksheet(CELL, before='<cols><col min="1" max="1" style="9"/></cols>'), 1),
    ],
)
def test_what_the_audit_overlooks_is_seen_here(tmp_path, name, sheet, wrong):
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(parts(sheets={name: sheet}, styles=STYLES)))
    assert len(list(_overlooked(path))) == wrong


def test_the_audit_sees_an_element_out_of_its_place(books, tmp_path):
    """If it saw nothing, the test above would mean nothing."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(books["shipped/summary.xlsx"]) as sound, zipfile.ZipFile(path, "w") as out:
        for name in sound.namelist():
            data = sound.read(name)
            if name == SHEET:
                data = data.replace(b"</worksheet>", b"<sheetData/></worksheet>")
            out.writestr(name, data)
    assert list(_audited(path))
