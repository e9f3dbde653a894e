"""The pages of every shipped office: as the program counts them, and as LibreOffice makes them.

What LibreOffice makes is looked at where it and the font TH Sarabun New are; elsewhere that test
says so and is skipped. With another font texts are wider and pages differ.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from making import PROJECT

from qp_scoring.intake.read import Request
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.paper.pdf import find_libreoffice

FORM, ACTION, ANNEX = "ผลการประเมิน", "สิ่งที่ต้องทำ", "ภาคผนวก"
FONT = "TH Sarabun New"


def scored(name: str, out: Path, **options: bool) -> Path:
    score_and_deliver(Request([PROJECT / "inputs" / name]), out / name, **options)
    return out / name


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


@pytest.mark.parametrize(
    "name", ["qp-2566-6m", "qp-2566-12m", "qp-2566-6m-levels", "quality-school-2567"]
)
def test_the_form_of_every_shipped_office_has_at_most_four_pages(name, tmp_path):
    sheets = sorted((scored(name, tmp_path) / "scoresheets").iterdir())
    assert sheets
    too_long = {path.name: found for path in sheets if (found := pages_of(path))[FORM] > 4}
    assert too_long == {}
    assert max(pages_of(path)[ANNEX] for path in sheets) <= 12


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_libreoffice_makes_the_pages_that_were_counted(tmp_path):
    out = scored("qp-2566-6m", tmp_path, pdf=True)
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
