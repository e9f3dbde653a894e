"""A Word document (.docx) as lines: body paragraphs and table rows in order.

Only ``word/document.xml`` is read, by expat in bounded steps behind the guard that workbooks pass
(``intake.guard``): nothing is extracted, entities and document types are refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from qp_scoring.evidence.lines import Line
from qp_scoring.intake.guard import OLE, RefusedError, looks_like, open_archive, parse_xml

_DOCUMENT = "word/document.xml"
_ZIP = b"PK"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
# Fallbacks repeat a text box for old programs; deleted and moved-away text is no longer there.
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText"})


def docx_lines(data: bytes) -> tuple[Line, ...]:
    """The lines of a document; a row's cells are joined by tabs.

    Raises:
        RefusedError: it is no Word document, is damaged, or carries what a guard refuses.
    """
    if data.startswith(OLE):
        raise RefusedError("report-old-doc-or-password")
    if not data.startswith(_ZIP):
        raise RefusedError("report-not-word", looks=looks_like(data))
    package = open_archive(data)
    if _DOCUMENT not in package:
        raise RefusedError("report-not-word", looks="ZIP")
    body = _Body()
    parse_xml(package.read(_DOCUMENT), body.start, body.end, body.text)
    return tuple(body.lines)


class _Body:
    """Collects paragraphs and outermost table rows while the XML goes by."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._number = 0
        self._skipped = 0
        self._in_text = False
        self._tables = 0
        self._paragraphs: list[list[str]] = []
        self._cells: list[list[str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            return
        if not name.startswith(_WORD):
            return
        if tag == "p":
            self._paragraphs.append([])
        elif tag == "tbl":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._cells = []
        elif tag == "tc" and self._tables == 1:
            self._cells.append([])
        elif tag == "t":
            self._in_text = True
        elif tag in ("tab", "ptab"):
            self._add("\t")
        elif tag in ("br", "cr"):
            self._add("\n")
        elif tag == "noBreakHyphen":
            self._add("-")

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if not name.startswith(_WORD):
            return
        tag = name.rpartition(" ")[2]
        if tag == "t":
            self._in_text = False
        elif tag == "p" and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()))
        elif tag == "tr" and self._tables == 1:
            self._end_row()
        elif tag == "tbl":
            self._tables -= 1

    def text(self, characters: str) -> None:
        if self._in_text and not self._skipped:
            self._add(characters)

    def _add(self, characters: str) -> None:
        # A tab outside a paragraph is a tab stop of a style, not text.
        if self._paragraphs:
            self._paragraphs[-1].append(characters)

    def _end_paragraph(self, text: str) -> None:
        if self._tables and self._cells:
            self._cells[-1].append(text)
        elif not self._paragraphs:
            self._number += 1
            self.lines += (Line(self._number, piece) for piece in text.split("\n"))
        elif text:  # a text box inside a paragraph goes before what follows it
            self._paragraphs[-1].append(f"\n{text}\n")

    def _end_row(self) -> None:
        self._number += 1
        self.lines += (Line(self._number, text) for text in _row_texts(self._cells))
        self._cells = []


def _row_texts(cells: list[list[str]]) -> Iterator[str]:
    """A row as one line, cells joined by tabs; a row of one filled cell as its paragraphs."""
    filled = [cell for cell in cells if any(text.strip() for text in cell)]
    if len(filled) == 1:
        for text in filled[0]:
            yield from text.split("\n")
        return
    yield "\t".join(" ".join(" ".join(cell).split()) for cell in cells)
