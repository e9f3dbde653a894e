"""Score sheets as workbooks: the official form, the page for the director, the annex."""

from __future__ import annotations

from pathlib import Path

from qp_scoring.documents.results import OfficeResult
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, file_stem
from qp_scoring.paper.page import page_footer
from qp_scoring.reports.scoresheet.action_page import draw_action_page
from qp_scoring.reports.scoresheet.annex_page import draw_annex
from qp_scoring.reports.scoresheet.form import SheetContent
from qp_scoring.reports.scoresheet.form_page import draw_form
from qp_scoring.rubric.model import Rubric

SUFFIX = ".xlsx"
_FILE_NAME_BYTES = 255


def file_name(office: OfficeResult) -> str:
    """``<code> <short name>.xlsx``, safe on Windows, and 255 bytes long at most as a PDF's too.

    Raises:
        ValueError: neither code nor name holds a character that a file name may have.
    """
    room = _FILE_NAME_BYTES - len(_annex_name(SUFFIX).encode())
    return file_stem(f"{office.code} {office.short_name}", room) + SUFFIX


def _annex_name(name: str) -> str:
    """The name of the annex beside a file that holds the rest."""
    stem = name.removesuffix(SUFFIX)
    return f"{stem}-{text('annex-sheet')}{SUFFIX}"


def write_scoresheet(path: Path, content: SheetContent, rubric: Rubric) -> bytes:
    """Draw a score sheet as a workbook, ready to print on A4; the bytes that were written.

    The official form comes first, then the page for the director, then the annex.

    Raises:
        OSError: the file cannot be written.
    """
    with _book(path, content, rubric) as book:
        draw_form(book, content, _footer(content, "sheet-name"))
        draw_action_page(book, content.action, _footer(content, "action-sheet"))
        draw_annex(book, content.annex, _footer(content, "annex-sheet"))
    return book.written


def write_for_print(path: Path, content: SheetContent, rubric: Rubric) -> tuple[Path, Path]:
    """Draw a score sheet as two workbooks, to be converted: form and action page, and the annex.

    The annex stands beside ``path``, its name says so. Returns both paths.

    Raises:
        OSError: a file cannot be written.
    """
    with _book(path, content, rubric) as book:
        draw_form(book, content, _footer(content, "sheet-name"))
        draw_action_page(book, content.action, _footer(content, "action-sheet"))
    apart = path.with_name(_annex_name(path.name))
    with _book(apart, content, rubric) as book:
        draw_annex(book, content.annex, _footer(content, "annex-sheet"))
    return path, apart


def _footer(content: SheetContent, part: str) -> str:
    """The footer of a sheet; each counts its own pages, and says which these are."""
    return page_footer(*content.footer, part=text(part))


def _book(path: Path, content: SheetContent, rubric: Rubric) -> Book:
    return Book(path, f"{content.titles[0]} {content.office}", f"{rubric.id} {rubric.version}")
