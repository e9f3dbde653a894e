"""The sheet ภาคผนวก drawn for A4 portrait, one table per indicator."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style, clean, row_of_texts
from qp_scoring.paper.page import INDENT, PORTRAIT, row_height, split_for_row, undivided, wrap
from qp_scoring.paper.rows import Flow, Grid, PageRow, draw_rows
from qp_scoring.reports.scoresheet.annex import Annex, EvidenceLine, IndicatorAnnex

# Sign, id and text of an item; so wide they fit A4 portrait at 100 %.
_GRID = Grid((4.0, 7.5, 82.0))
_TEXT_WIDTH = _GRID.widths[2] - INDENT
_WHOLE_WIDTH = _GRID.width(_GRID.all) - INDENT
_SIZE = 13
_FILL = "#DCE6F1"
_UNMET_FILL = "#F2F2F2"
_GAP = 8.0
_FROZEN_ROWS = 2
_BETWEEN = "   "

_TITLE = Style(size=16, bold=True, border=False)
_NOTICE = Style(size=12, border=False, colour="#9C0006")
_LEGEND = Style(size=12, border=False)
_HEADING = Style(size=_SIZE, bold=True, indent=1, fill=_FILL)
_BODY = Style(size=_SIZE, indent=1)
_BOLD = Style(size=_SIZE, bold=True, indent=1)
_MET = (Style(size=_SIZE, bold=True, align="center"), Style(size=_SIZE, align="center"), _BODY)
_UNMET = tuple(replace(style, fill=_UNMET_FILL) for style in _MET)


def draw_annex(book: Book, annex: Annex, footer: str) -> None:
    """Draw the annex on a sheet of its own."""
    flow = annex_flow(annex)
    sheet = book.sheet(text("annex-sheet"), _GRID.widths)
    draw_rows(sheet, flow.rows)
    sheet.freeze(_FROZEN_ROWS, 0)
    sheet.print_setup(
        PORTRAIT, len(flow.rows) - 1, None, footer, breaks=flow.breaks, pages=flow.pages
    )


def annex_flow(annex: Annex) -> Flow:
    """The rows of the annex; a page that begins within an indicator names it again.

    The last indicator begins a page rather than leave a few rows alone on one.
    """
    flow = Flow(PORTRAIT.capacity(_GRID.widths))
    before: list[PageRow] = [
        *_GRID.across(annex.title, _TITLE),
        *_GRID.across(annex.office, _TITLE),
    ]
    for lines, style in ((annex.notices, _NOTICE), (annex.legend, _LEGEND)):
        if lines:
            before += _GRID.across("  ".join(lines), style)
    for at, one in enumerate(annex.indicators, 1):
        head = (*before, _GRID.space(_GAP), *_GRID.across(one.heading, _HEADING), *_about(one))
        (continued,) = _GRID.across(one.continued, _HEADING)
        rows = [row for entry in one.evidence for row in _evidence_rows(entry)]
        rows += [row for advice in one.more for row in _GRID.across(advice, _BODY)]
        # A heading stands above more than one row, where it begins and where it goes on.
        is_whole = at == len(annex.indicators) and flow.on_a_page(*head, *rows)
        first, *blocks = [rows] if is_whole else undivided(rows)
        flow.add(*head, *first, within=continued)
        for block in blocks:
            flow.add(*block, heading=continued)
        before = []
    if before:
        flow.add(*before)
    return flow


def _about(one: IndicatorAnnex) -> list[PageRow]:
    """The levels in one line, and below them what is next; in more rows where one is too low."""
    levels = _BETWEEN.join(words for words, _ in one.ladder)
    said = "\n".join([levels, *(clean(line.text) for line in one.about)])
    first, *more = split_for_row(said, _WHOLE_WIDTH, _SIZE)
    runs = []
    for at, (words, here) in enumerate(one.ladder):
        runs.append((words, _BOLD if here else _BODY))
        if at + 1 < len(one.ladder):
            runs.append((_BETWEEN, _BODY))
    runs.append((first.removeprefix(levels), _BODY))

    def draw(sheet: Sheet, at: int) -> None:
        sheet.merged_rich(at, _GRID.all, runs, _BODY)

    row = PageRow(row_height(len(wrap(first, _WHOLE_WIDTH, _SIZE)), _SIZE), draw)
    return [row, *(rest for piece in more for rest in _GRID.across(piece, _BODY))]


@lru_cache(maxsize=16_384)
def _evidence_rows(entry: EvidenceLine) -> tuple[PageRow, ...]:
    """The rows of one item: one, or more where its text is higher than a row can be."""
    styles = _UNMET if entry.sign == "✗" else _MET
    said = _said(entry)
    quoted = any(line.quoted for line in entry.lines)
    pieces = split_for_row(said, _TEXT_WIDTH, _SIZE)
    return tuple(
        _evidence_row((entry.sign, entry.id, piece) if at == 0 else ("", "", piece), styles, quoted)
        for at, piece in enumerate(pieces)
    )


def _said(entry: EvidenceLine) -> str:
    """What is said of an item, line by line; the reference of one that is met beside it."""
    first, *others = (clean(line.text) for line in entry.lines)
    if entry.sign == "✓" and others:
        beside = f"{first}{_BETWEEN}{others[0]}"
        if len(wrap(beside, _TEXT_WIDTH, _SIZE)) == 1:
            first, others = beside, others[1:]
    return "\n".join((first, *others))


def _evidence_row(texts: tuple[str, str, str], styles: tuple[Style, ...], quoted: bool) -> PageRow:
    cells = row_of_texts(zip(texts, styles, (False, False, quoted), strict=True))
    lines = max(
        len(wrap(texts[2], _TEXT_WIDTH, _SIZE)), len(wrap(texts[1], _GRID.widths[1], _SIZE))
    )
    return PageRow(row_height(lines, _SIZE), lambda sheet, at: sheet.ready(at, cells))
