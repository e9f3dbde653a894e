"""A Word document (.docx) as lines: body paragraphs and table rows in order.

Only ``word/document.xml``, of ``word/styles.xml`` which styles are headings or numbered, and what
``word/numbering.xml`` says of lists is read, by expat in bounded steps behind the guard that
workbooks pass (``intake.guard``): nothing is extracted, entities and document types are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from qp_scoring.evidence.docx_lists import WordLists
from qp_scoring.evidence.docx_names import WORD, value, whole
from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.text import MARKDOWN_LEVELS, heading_signs
from qp_scoring.intake.guard import OLE, RefusedError, looks_like, open_archive, parse_xml

_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_NUMBERING = "word/numbering.xml"
_ZIP = b"PK"
# Fallbacks repeat a text box for old programs; deleted and moved-away text is no longer there, and
# no more is the style that a paragraph had before a tracked change. Tab stops are no tabs.
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText", "pPrChange", "tabs"})
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
    lists = WordLists()
    if _NUMBERING in package:
        parse_xml(package.read(_NUMBERING), lists.start)
    body = _Body(styles, lists)
    parse_xml(package.read(_DOCUMENT), body.start, body.end, body.text)
    return body.marked()


def _outlined(attributes: dict[str, str]) -> int:
    """The level of an outline from 1; 0 is that of body text."""
    level = value(attributes, "val")
    return int(level) + 1 if level.isdecimal() and int(level) < _BODY_TEXT else 0


@dataclass(slots=True)
class _InList:
    """The numbering that a paragraph or a style is told to have, and its level in it."""

    numbering: str | None = None
    level: int | None = None

    def take(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element of its properties."""
        if tag == "numId":
            self.numbering = value(attributes, "val")
        elif tag == "ilvl":
            self.level = whole(attributes, "val", _DEEPEST)


@dataclass(slots=True)
class _WordStyle:
    name: str = ""
    based_on: str = ""
    outlined: int | None = None
    listed: _InList = field(default_factory=_InList)


@dataclass(slots=True)
class _WordParagraph:
    """A paragraph that is being read."""

    pieces: list[str] = field(default_factory=list)
    level: int = 0
    style: str = ""
    listed: _InList = field(default_factory=_InList)


class _WordStyles:
    """The styles of a document by their ids, collected while the XML goes by."""

    def __init__(self) -> None:
        self._styles: dict[str, _WordStyle] = {}
        self._style = _WordStyle()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "style":
            self._style = self._styles[value(attributes, "styleId")] = _WordStyle()
        elif tag == "name":
            self._style.name = value(attributes, "val")
        elif tag == "basedOn":
            self._style.based_on = value(attributes, "val")
        elif tag == "outlineLvl":
            self._style.outlined = _outlined(attributes)
        else:
            self._style.listed.take(tag, attributes)

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

    def list_of(self, style_id: str) -> tuple[str, _InList]:
        """The style that says so first, of one and those it is based on, in which list it is."""
        for _ in range(_DEEPEST):
            style = self._styles.get(style_id, _WordStyle())
            if style.listed.numbering is not None:
                return style_id, style.listed
            style_id = style.based_on
        return "", _InList()


class _Body:
    """Collects paragraphs and outermost table rows while the XML goes by."""

    def __init__(self, styles: _WordStyles, lists: WordLists) -> None:
        self.lines: list[Line] = []
        self._styles = styles
        self._lists = lists
        self._headed: dict[int, int] = {}
        self._number = 0
        self._skipped = 0
        self._in_text = False
        self._tables = 0
        self._paragraphs: list[_WordParagraph] = []
        self._cells: list[list[str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            return
        if not name.startswith(WORD):
            return
        if tag == "p":
            self._paragraphs.append(_WordParagraph())
        elif tag in ("pStyle", "outlineLvl", "numId", "ilvl") and self._paragraphs:
            self._set(self._paragraphs[-1], tag, attributes)
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

    def _set(self, paragraph: _WordParagraph, tag: str, attributes: dict[str, str]) -> None:
        """Set a property of a paragraph."""
        if tag == "pStyle":
            paragraph.style = value(attributes, "val")
            paragraph.level = self._styles.heading_level(paragraph.style)
        elif tag == "outlineLvl":
            paragraph.level = _outlined(attributes)
        else:
            paragraph.listed.take(tag, attributes)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if not name.startswith(WORD):
            return
        tag = name.rpartition(" ")[2]
        if tag == "t":
            self._in_text = False
        elif tag == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
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
        if self._paragraphs:  # outside any, in a file that Word did not write, is no place for text
            self._paragraphs[-1].pieces.append(characters)

    def _number_of(self, paragraph: _WordParagraph) -> str:
        """What Word prints before a paragraph, and a space."""
        listed, style = paragraph.listed, paragraph.style
        if listed.numbering is None:
            style, of_style = self._styles.list_of(style)
            level = listed.level if listed.level is not None else of_style.level
            listed = _InList(of_style.numbering, level)
        printed = self._lists.number(listed.numbering or "", listed.level, style)
        return printed and f"{printed} "

    def _end_paragraph(self, paragraph: _WordParagraph) -> None:
        text, level = "".join(paragraph.pieces), paragraph.level
        if number := self._number_of(paragraph):
            text = number + text.lstrip()
        if self._tables and self._cells:
            self._cells[-1].append(text)
        elif not self._paragraphs:
            self._number += 1
            if level and text.strip() and len(text) <= _LONGEST_HEADING and not heading_signs(text):
                before = len(text) - len(text.lstrip())
                self._headed[len(self.lines) + text.count("\n", 0, before)] = level
            self.lines += (Line(self._number, piece) for piece in text.split("\n"))
        elif text:  # a text box inside a paragraph goes before what follows it
            self._paragraphs[-1].pieces.append(f"\n{text}\n")

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
