"""The pages of every shipped office and of summaries: as counted, and as LibreOffice makes them.

What LibreOffice makes is looked at where it and the font TH Sarabun New are; elsewhere that test
says so and is skipped. With another font texts are wider and pages differ.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from making import PRIMARY_ALL_THREE, PROJECT, SECONDARY_ALL_THREE, matrix_workbook
from openpyxl import load_workbook

from qp_scoring.api import analyse, score
from qp_scoring.documents.stages import unwatched
from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.paper.pdf import convert_to_pdf, find_libreoffice
from qp_scoring.reports.summary.book import write_summary
from qp_scoring.rubric.load import load_rubric

FORM, ACTION, ANNEX = "ผลการประเมิน", "สิ่งที่ต้องทำ", "ภาคผนวก"
FONT = "TH Sarabun New"


def pages_of(path: Path) -> dict[str, int]:
    """How many pages a score sheet has, by sheet, where its breaks hold."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{at}.xml") for at in (1, 2, 3)]
    return {
        name: sheet.count(b"<brk ") + 1
        for name, sheet in zip((FORM, ACTION, ANNEX), sheets, strict=True)
    }


def missing() -> str:
    """What is not here of what a page needs; empty where all is."""
    if find_libreoffice() is None:
        return "LibreOffice is not installed"
    if shutil.which("fc-match") is None:
        return "fontconfig does not say which fonts are installed"
    match = ["fc-match", "-f", "%{family}", FONT]
    found = subprocess.run(match, capture_output=True, text=True, check=False).stdout
    return "" if FONT in found else f"the font {FONT} is not installed (found: {found})"


INPUTS = sorted(path.name for path in (PROJECT / "inputs").glob("*/"))
PRINTED = "qp-2566-6m"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What every shipped folder is scored to; of one the score sheets are printed."""
    folder = tmp_path_factory.mktemp("scored")
    for name in INPUTS:
        pdf = name == PRINTED and not missing()
        score_and_deliver(Request([PROJECT / "inputs" / name]), folder / name, pdf=pdf)
    return {name: folder / name for name in INPUTS}


def test_the_form_of_every_shipped_office_has_at_most_four_pages(scored):
    for name, out in scored.items():
        sheets = sorted((out / "scoresheets").iterdir())
        assert sheets, name
        too_long = {path.name: found for path in sheets if (found := pages_of(path))[FORM] > 4}
        assert too_long == {}, name
        assert {pages_of(path)[ACTION] for path in sheets} == {1}, name
        assert max(pages_of(path)[ANNEX] for path in sheets) <= 9, name


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_libreoffice_makes_the_pages_that_were_counted(scored):
    out = scored[PRINTED]
    offices = json.loads((out / "results.json").read_text("utf-8"))["offices"]
    overall = {office["code"]: office["overall"] for office in offices}
    for path in sorted((out / "scoresheets").iterdir()):
        counted = pages_of(path)
        form, annex = (
            pypdfium2.PdfDocument(out / "scoresheets-pdf" / f"{path.stem}{part}.pdf")
            for part in ("", f"-{ANNEX}")
        )
        assert (len(form), len(annex)) == (counted[FORM] + 1, counted[ANNEX]), path.name
        texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in form]
        for at, text in enumerate(texts[:-1], 1):
            assert f"หน้า{at}จาก{counted[FORM]}" in text, path.name
        # The signature, with two paragraphs at least or the notes.
        signed = texts[counted[FORM] - 1]
        assert "(....." in signed, path.name
        paragraphs = ["".join(said.split())[:20] for said in overall[path.name.partition(" ")[0]]]
        assert "หมายเหตุ" in signed or sum(said in signed for said in paragraphs) > 1, path.name


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The summary of a level for every indicator of every shipped office; a few have a blank."""
    folder = tmp_path_factory.mktemp("country")
    chosen = random.Random(2566)
    rows = []
    for at, office in enumerate(OfficeRegistry.shipped().offices):
        asked = SECONDARY_ALL_THREE if office.type == "สพม" else PRIMARY_ALL_THREE
        levels = [one and chosen.choice([1, 2, 2, 3, 3, 4, 5, "N/A"]) for one in asked]
        rows.append((office.code, "" if at % 40 == 0 else levels[0], *levels[1:]))
    results = score(matrix_workbook(folder / "levels.xlsx", rows), round="6m")
    rubric = load_rubric(results.rubric.id).in_round("6m")
    write_summary(folder / "country.xlsx", results, analyse(results), rubric)
    return folder / "country.xlsx"


LETTERS, READABLE = 14, 8
"""The points of a table's letters, and how many of them have to be left in print."""


def test_the_letters_of_a_country_s_tables_can_be_read_in_print(country):
    book = load_workbook(country)
    small = {
        sheet.title: sheet.page_setup.scale
        for sheet in book.worksheets
        if (sheet.page_setup.scale or 100) * LETTERS < READABLE * 100
    }
    assert small == {}


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_a_summary_has_no_more_pages_than_are_read(tmp_path, country, scored):
    program = find_libreoffice()
    assert program is not None
    books = [
        Path(shutil.copy(one, tmp_path)) for one in (country, scored[PRINTED] / "summary.xlsx")
    ]
    convert_to_pdf(program, books, tmp_path, FindingLog(), unwatched)
    for book, most in zip(books, (40, 15), strict=True):
        pages = pypdfium2.PdfDocument(tmp_path / f"{book.stem}.pdf")
        assert 10 <= len(pages) <= most, book.stem
        # The first sheet is one page, and no page holds a heading alone.
        texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pages]
        assert sum("ภาพรวมหน้า" in one for one in texts) == 1, book.stem
        assert f"ภาพรวมหน้า1จาก{len(pages)}" in texts[0], book.stem
        assert [one for one in texts if len(one) < 120] == [], book.stem
