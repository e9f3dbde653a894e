"""A web page that is called .xls, as many systems export their tables: as Excel shows it.

Its tables stand below one another, as do the texts between them. It is read by its tags alone:
nothing is run or fetched. Where styles hide or strike out, or cells hold pictures or boxes, only a
program that draws the page knows what is seen, so it is refused with the advice to save it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.encodings import decode_text
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import RefusedError
from qp_scoring.intake.readers.cells import (
    MAX_CELLS,
    MAX_ROW,
    CellKind,
    InputCell,
    InputSheet,
    is_blank,
    say_cut_texts,
)
from qp_scoring.intake.readers.dressing import NOTHING, Dressing, Range, Seen, Spans
from qp_scoring.intake.readers.grid_scan import check_reach, too_many_cells

# A tag's attributes hold no <, so that what is left open costs no second look at the rest.
_TOKEN = re.compile(
    r"""<(?P<end>/?)(?P<tag>[A-Za-z][\w:.-]*)(?P<said>(?:[^<>"']|"[^"<]*"|'[^'<]*')*)>"""
    r"|(?P<other><[!?][^<>]*>)|(?P<text>[^<]+)|<"
)
_SPAN = re.compile(r"""(?i)(?<![\w-])(row|col)span\s*=\s*["']?\s*(\d{1,5})""")
# Styles by which a text is not seen as it stands there.
_UNSEEN = re.compile(
    r"""(?ix) line-through | display\s*:\s*none | visibility | opacity | (?:^|\s)hidden(?:\s|=|$)
    | vertical-align\s*:\s*(?:super|sub|text) | font-size\s*:\s*[0-3](?:\.\d+)?\s*(?:px|pt|;)
    | text-indent | position\s*: | wingdings | webdings | symbol
    | mso-number-format\s*:[^;}]*(?:%|\[|percent|date|time|scientific|[dmyhs]{2}) """
)
_WHITE = re.compile(r"""(?i)(?<![\w-])color\s*[:=]\s*["']?\s*(?:white|#f{3}(?:f{3})?)(?!\w)""")
_GROUND = re.compile(r"(?i)background|bgcolor")
_NOT_READ = frozenset(
    {"img", "input", "select", "textarea", "object", "embed", "iframe", "frame", "svg"}
)
_SILENT = frozenset({"script", "style", "head", "title", "xml"})
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "center"})
_STRUCK, _SHIFTED = frozenset({"s", "strike", "del"}), frozenset({"sup", "sub"})


def read_html(file: InputFile, data: bytes, log: FindingLog) -> tuple[InputSheet, ...]:
    """Read the tables of a web page as one sheet of text cells.

    Raises:
        RefusedError: it has no table, or more than its tags decides what is seen.
    """
    text, _ = decode_text(data)
    page = _Page()
    for part in _without_comments(text):
        page.take(part)
    if not page.has_table:
        raise RefusedError("file-html")
    cells = say_cut_texts(page.cells, Place(file=file.name), log)
    dressing = Dressing(merged=Spans.of(page.merged, cells[-1].row))
    merged = tuple(page.merged)
    return (InputSheet.of(file.name, None, cells, merged=merged, dressing=dressing),)


def _hides(styles: str) -> bool:
    """Whether attributes or style rules make a text look other than it is."""
    white = (rule for rule in styles.split("}") if _WHITE.search(rule))
    return bool(_UNSEEN.search(styles)) or not all(map(_GROUND.search, white))


def _without_comments(text: str) -> Iterator[str]:
    first, *others = text.split("<!--")
    yield first
    for part in others:
        yield part.partition("-->")[2]


class _Page:
    """The cells of the tables met so far."""

    def __init__(self) -> None:
        self.cells: list[InputCell] = []
        self.merged: list[Range] = []
        self.has_table = False
        self._row = self._column = 0
        self._taken: set[tuple[int, int]] = set()  # under cells that reach over several
        self._table = 0
        self._span = (1, 1)
        self._inside: str | None = None  # a tag whose content is not shown
        self._text: list[tuple[str, Seen]] = []
        self._marks: dict[str, int] = {}
        self._open = False

    def take(self, page: str) -> None:
        """Take what stands in a part of a page that holds no comment."""
        for token in _TOKEN.finditer(page):
            tag, said = (token["tag"] or "").lower(), token["said"] or ""
            if self._inside:
                if self._inside == "style" and token["text"] and _hides(token["text"]):
                    raise RefusedError("file-html")
                if token["end"] and tag == self._inside:
                    self._inside = None
            elif token["text"]:
                self._text.append((unescape(token["text"]), self._seen()))
            elif tag:
                self._tag(tag, said, ends=bool(token["end"]))
            elif not token["other"]:
                raise RefusedError("file-html")

    def _tag(self, tag: str, said: str, *, ends: bool) -> None:
        if tag in _NOT_READ or _hides(said):
            raise RefusedError("file-html")
        if tag in _SILENT:
            self._inside = None if ends else tag
        elif tag in _STRUCK | _SHIFTED:
            self._marks[tag] = max(0, self._marks.get(tag, 0) + (-1 if ends else 1))
        elif tag in _BREAKS:
            self._text.append(("\n", NOTHING))
        elif tag == "table":
            self._close()
            self._table += -1 if ends else 1
            if self._table not in (0, 1):
                raise RefusedError("file-html")  # a table in a cell of another
        elif tag == "tr" and not ends:
            self._close()
            self._row, self._column = self._row + 1, 0
        elif tag in ("td", "th", "tr", "caption"):
            self._close()
            self._open = not ends and tag in ("td", "th")
            spans = {which.lower(): int(count) for which, count in _SPAN.findall(said)}
            self._span = max(1, spans.get("row", 1)), max(1, spans.get("col", 1))

    def _seen(self) -> Seen:
        struck = any(self._marks.get(tag) for tag in _STRUCK)
        shifted = any(self._marks.get(tag) for tag in _SHIFTED)
        return (Seen.STRUCK if struck else NOTHING) | (Seen.SHIFTED if shifted else NOTHING)

    def _close(self) -> None:
        """Put the text since the last cell into one of its own, in its row or between tables."""
        pieces, self._text = self._text, []
        text = "\n".join(
            " ".join(line.split()) for line in "".join(p for p, _ in pieces).split("\n")
        )
        text = text.strip()
        if self._open:
            self._column += 1
            while (self._row, self._column) in self._taken:
                self._column += 1
        elif text:
            self._row, self._column = self._row + 1, 1
        if not is_blank(text):
            check_reach(self._row, self._column)
            if len(self.cells) >= MAX_CELLS:
                raise too_many_cells()
            self.has_table |= self._open
            seen = _of_all([seen for piece, seen in pieces if not is_blank(piece)])
            self.cells.append(InputCell(self._row, self._column, CellKind.TEXT, text, seen=seen))
        if self._open and self._span != (1, 1):
            self._reach()
        self._open = False

    def _reach(self) -> None:
        """Keep the places under a cell that reaches over several."""
        rows, columns = self._span
        if len(self._taken) + rows * columns > MAX_ROW:
            raise too_many_cells()
        last = self._row + rows - 1, self._column + columns - 1
        self.merged.append((self._row, self._column, *last))
        self._taken |= {
            (row, column)
            for row in range(self._row, last[0] + 1)
            for column in range(self._column, last[1] + 1)
        }
        self._column = last[1]


def _of_all(pieces: list[Seen]) -> Seen:
    """What is seen of a text whose pieces look so."""
    seen = NOTHING
    if any(Seen.STRUCK in one for one in pieces):
        seen |= Seen.STRUCK if all(Seen.STRUCK in one for one in pieces) else Seen.PARTLY_STRUCK
    return seen | (Seen.SHIFTED if any(Seen.SHIFTED in one for one in pieces) else NOTHING)
