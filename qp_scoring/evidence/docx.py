"""A Word document (.docx) as lines: body paragraphs and table rows in order.

Only ``word/document.xml``, and of ``word/styles.xml`` which styles are headings, is read, by expat
in bounded steps behind the guard that workbooks pass (``intake.guard``): nothing is extracted,
entities and document types are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.text import MARKDOWN_LEVELS, heading_signs
from qp_scoring.intake.guard import OLE, RefusedError, looks_like, open_archive, parse_xml

_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_ZIP = b"PK"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
# Fallbacks repeat a text box for old programs; deleted and moved-away text is no longer there, and
# no more is the style that a paragraph had before a tracked change.
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText", "pPrChange"})
# Word's own headings have these names in every language; some programs translate them.
_HEADING_NAME = re.compile(r"(?:heading|หัวเรื่อง|ส่วนหัว)\s*([1-9])", re.IGNORECASE)
_BODY_TEXT = 9  # as an outline level, counted from 0: no heading
_DEEPEST = 20  # styles that one is based on; more are a circle
_LONGEST_HEADING = 250  # letters; who sets whole answers in a heading's style wants its looks
# Where more of the written lines than this are set as headings, it says nothing of any.
_MOST_HEADED = 0.5


def docx_lines(data: bytes) -> tuple[Line, ...]:
    """The lines of a document; a row's cells are joined by tabs, headings marked as in Markdown.

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
    styles = _WordStyles()
    if _STYLES in package:
        parse_xml(package.read(_STYLES), styles.start)
    body = _Body(styles)
    parse_xml(package.read(_DOCUMENT), body.start, body.end, body.text)
    return body.marked()


def _value(attributes: dict[str, str], name: str) -> str:
    return next((attributes[space + name] for space in _WORD if space + name in attributes), "")


def _outlined(attributes: dict[str, str]) -> int:
    """The level of an outline from 1; 0 is that of body text."""
    level = _value(attributes, "val")
    return int(level) + 1 if level.isdecimal() and int(level) < _BODY_TEXT else 0


@dataclass(slots=True)
class _WordStyle:
    name: str = ""
    based_on: str = ""
    outlined: int | None = None


class _WordStyles:
    """The styles of a document by their ids, collected while the XML goes by."""

    def __init__(self) -> None:
        self._styles: dict[str, _WordStyle] = {}
        self._style = _WordStyle()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not name.startswith(_WORD):
            return
        tag = name.rpartition(" ")[2]
        if tag == "style":
            self._style = self._styles[_value(attributes, "styleId")] = _WordStyle()
        elif tag == "name":
            self._style.name = _value(attributes, "val")
        elif tag == "basedOn":
            self._style.based_on = _value(attributes, "val")
        elif tag == "outlineLvl":
            self._style.outlined = _outlined(attributes)

    def heading_level(self, style_id: str) -> int:
        """The level from 1 of the headings of a style, its own or of one it is based on; else 0."""
        for _ in range(_DEEPEST):
            style = self._styles.get(style_id, _WordStyle())
            if style.outlined is not None:
                return style.outlined
            named = _HEADING_NAME.fullmatch(style.name) or _HEADING_NAME.fullmatch(style_id)
            if named:
                return int(named[1])
            style_id = style.based_on
        return 0


class _Body:
    """Collects paragraphs and outermost table rows while the XML goes by."""

    def __init__(self, styles: _WordStyles) -> None:
        self.lines: list[Line] = []
        self._styles = styles
        self._levels: list[int] = []
        self._headed: dict[int, int] = {}
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
            self._levels.append(0)
        elif tag == "pStyle" and self._levels:
            self._levels[-1] = self._styles.heading_level(_value(attributes, "val"))
        elif tag == "outlineLvl" and self._levels:
            self._levels[-1] = _outlined(attributes)
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
            self._end_paragraph("".join(self._paragraphs.pop()), self._levels.pop())
        elif tag == "tr" and self._tables == 1:
            self._end_row()
        elif tag == "tbl":
            self._tables -= 1

    def text(self, characters: str) -> None:
        if self._in_text and not self._skipped:
            self._add(characters)

    def marked(self) -> tuple[Line, ...]:
        """The lines, those set as headings behind the signs that Markdown gives a heading."""
        written = sum(1 for line in self.lines if line.text.strip())
        headed = self._headed if len(self._headed) <= _MOST_HEADED * written else {}
        for at, level in headed.items():
            line = self.lines[at]
            signs = "#" * min(level, MARKDOWN_LEVELS)
            self.lines[at] = replace(line, text=f"{signs} {line.text.lstrip()}")
        return tuple(self.lines)

    def _add(self, characters: str) -> None:
        # A tab outside a paragraph is a tab stop of a style, not text.
        if self._paragraphs:
            self._paragraphs[-1].append(characters)

    def _end_paragraph(self, text: str, level: int) -> None:
        if self._tables and self._cells:
            self._cells[-1].append(text)
        elif not self._paragraphs:
            self._number += 1
            if level and text.strip() and len(text) <= _LONGEST_HEADING and not heading_signs(text):
                before = len(text) - len(text.lstrip())
                self._headed[len(self.lines) + text.count("\n", 0, before)] = level
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
