"""A text PDF as lines, with the Thai letters mended that PDF writers commonly take apart."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from qp_scoring.evidence.lines import Line
from qp_scoring.intake.guard import RefusedError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MAX_PAGES = 5_000
_LEAST_LETTERS = 20  # on a page that holds text at all; a scanner's stamp is shorter
# Older Thai fonts keep shifted tone marks and vowels in the private area.
_SHIFTED = {
    0xF700: "ฐ", 0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื", 0xF705: "่", 0xF706: "้", 0xF707: "๊",
    0xF708: "๋", 0xF709: "์", 0xF70A: "่", 0xF70B: "้", 0xF70C: "๊", 0xF70D: "๋", 0xF70E: "์", 0xF70F: "ญ",
    0xF710: "ั", 0xF711: "ํ", 0xF712: "็", 0xF713: "่", 0xF714: "้", 0xF715: "๊", 0xF716: "๋", 0xF717: "์",
    0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ",
}  # fmt: skip
# No Thai word begins with sara aa: a space before it stands for the ring of a sara am.
_DETACHED_AM = re.compile(r"([ก-ฮ][่-๋]?) +[าำ]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_GARBLED_SHARE = 200  # one wrong character among so many letters is too many


def pdf_lines(data: bytes) -> tuple[tuple[Line, ...], bool]:
    """The lines of a PDF, counted through all pages, and whether its letters are garbled.

    Raises:
        RefusedError: the reader is not installed, or the file is damaged, locked or scanned.
    """
    if find_spec("pypdfium2") is None:
        raise RefusedError("report-pdf-reader-missing")
    text = "\n".join(_pages(data))
    letters = sum(character.isalpha() for character in text)
    garbled = len(_CONTROL.findall(text)) * _GARBLED_SHARE > letters
    texts = in_place(text).split("\n")
    return tuple(Line(number, line) for number, line in enumerate(texts, 1)), garbled


def in_place(text: str) -> str:
    """A text with shifted marks in their place and sara am in one piece."""
    return _DETACHED_AM.sub(r"\1ำ", _CONTROL.sub("", text.translate(_SHIFTED)))


def _pages(data: bytes) -> list[str]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  (an extra, and 50 ms)

    try:
        document = PdfDocument(data)
    except PdfiumError as problem:
        locked = "password" in str(problem).casefold()
        raise RefusedError(
            "report-old-doc-or-password" if locked else "report-damaged"
        ) from problem
    try:
        return _read_pages(document)
    except PdfiumError as problem:
        raise RefusedError("report-damaged") from problem
    finally:
        document.close()


def _read_pages(document: PdfDocument) -> list[str]:
    if len(document) > _MAX_PAGES:
        raise RefusedError("report-too-large", limit=f"{_MAX_PAGES:,}")
    pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < _LEAST_LETTERS * len(pages):
        raise RefusedError("report-scanned")
    return pages
