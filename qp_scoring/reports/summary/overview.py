"""The sheet ภาพรวม: the round on one page of A4, for whoever reads no further."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.results import Results, Status
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Style
from qp_scoring.paper.page import PORTRAIT
from qp_scoring.paper.rows import Grid, MergedText, PageRow, draw_rows
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import share_text, sheet_title
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.model import Rubric

_GRID = Grid((13.0, 62.0, 20.0, 12.0))
_MOST = 5
_TAB = "#C55A11"
_SIZE = 14

_TITLE = Style(size=18, bold=True, border=False)
_NOTICE = Style(size=_SIZE, bold=True, border=False, colour="#9C0006")
_HEADING = Style(size=15, bold=True, border=False)
_HEAD = Style(size=_SIZE, bold=True, align="center", valign="vcenter", fill="#DCE6F1")
_TEXT = Style(size=_SIZE, valign="vcenter", indent=1)
_FIGURE = Style(size=_SIZE, align="center", valign="vcenter")
_BIG = Style(size=22, bold=True, align="center", valign="vcenter")
_NOTE = Style(size=13, border=False)

_HALVES = ((0, 1), (2, 3))


def draw_overview(
    book: Book, results: Results, analysis: Analysis, rubric: Rubric, footer: str
) -> None:
    """Draw the sheet, fitted to one page."""
    sheet = book.sheet(text("summary-sheet-overview"), _GRID.widths, _TAB)
    rows = list(_rows(results, analysis, rubric))
    draw_rows(sheet, rows)
    sheet.print_setup(PORTRAIT, len(rows) - 1, None, footer, one_page=True)


def _rows(results: Results, analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    yield from _GRID.across(sheet_title("summary-title-overview", results, rubric), _TITLE)
    for notice in notes.draft_notices(rubric):
        yield from _GRID.across(notice, _NOTICE)
    yield _GRID.space(6)
    yield from _facts(analysis, rubric)
    if analysis.bands:
        yield from _section("overview-bands", _bands(analysis, rubric))
    if rubric.gives_scores:
        if analysis.nodes:
            yield from _section("page-sub-totals", _sub_totals(analysis, rubric))
        yield from _section("overview-weakest", _weakest(analysis, rubric))
    lacking = list(_lacking(analysis, rubric))
    if lacking:
        yield from _section("overview-lacking", lacking)
    yield from _unfinished(results)
    yield from _notes(results, analysis, rubric)


def _facts(analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    """How many offices have a result, and what they come to."""
    count, overall = analysis.population, analysis.overall
    complete = text("action-place-of", place=count.complete, of=count.offices)
    yield _pair(text("page-complete"), text("page-mean", **notes.totals(rubric.total.show)), _HEAD)
    yield _pair(complete, overall.mean or "-", _BIG)
    shown = text("page-unfinished", incomplete=count.incomplete, error=count.error)
    covered = text(
        "overview-coverage",
        scored=analysis.coverage.scored,
        applicable=analysis.coverage.applicable,
        n=overall.n,
        median=overall.median or "-",
    )
    yield _pair(shown, covered if rubric.gives_scores else "", _FIGURE)


def _pair(left: str, right: str, style: Style) -> PageRow:
    return _GRID.row([MergedText(_HALVES[0], left, style), MergedText(_HALVES[1], right, style)])


def _section(key: str, rows: Iterator[PageRow] | Sequence[PageRow]) -> Iterator[PageRow]:
    yield _GRID.space(6)
    yield from _GRID.across(text(key), _HEADING)
    yield from rows


def _row(first: str, second: str, third: str, fourth: str, style: Style | None = None) -> PageRow:
    styles = [style] * 4 if style else [_FIGURE, _TEXT, _FIGURE, _FIGURE]
    texts = (first, second, third, fourth)
    return _GRID.row(
        [
            MergedText((at, at), shown, look or _TEXT)
            for at, (shown, look) in enumerate(zip(texts, styles, strict=True))
        ]
    )


def _bands(analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    ranges = dict(notes.band_ranges(rubric))
    span = text("overview-range", **notes.totals(rubric.total.show))
    yield _row(text("summary-band"), span, text("column-offices"), "%", style=_HEAD)
    for one in analysis.bands:
        yield _row(one.name, ranges[one.name], str(one.count), one.share or "-")


def _weakest(analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    yield _row(
        text("summary-indicator"), text("summary-subject"), text("summary-mean"), "n", style=_HEAD
    )
    weakest = [one for one in analysis.weakest_first() if one.mean is not None]
    for one in weakest[:_MOST]:
        yield _row(one.code, rubric.by_code[one.code].title, one.mean or "", str(one.n))
    alike = sum(one.mean == weakest[_MOST - 1].mean for one in weakest[_MOST:])
    if alike:
        yield _row("", text("overview-tied", count=alike), "", "")


def _sub_totals(analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    """What the groups of indicators came to, each on its full mark."""
    heads = (text("page-full"), text("page-sub-total"), text("page-average"), "n")
    yield _row(*heads, style=_HEAD)
    for group in rubric.group:
        one = analysis.node(group.id)
        if one is not None:
            yield _row(plain(rubric.full_mark(group)), group.name, one.mean or "-", str(one.n))


def _lacking(analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    for at, one in enumerate(one for one in analysis.shortfalls[:_MOST] if one.unmet):
        if at == 0:
            yield _row(
                text("summary-item"),
                text("summary-item-text"),
                text("overview-lack"),
                text("summary-assessed"),
                style=_HEAD,
            )
        words = rubric.by_code[one.indicator].text_of(one.item)
        yield _row(one.item, words, share_text(one.share, one.unmet, one.n), str(one.n))


def _unfinished(results: Results) -> Iterator[PageRow]:
    """The offices without a result, as many as there is room for."""
    found = [office for office in results.offices if office.status is not Status.COMPLETE]
    if not found:
        return
    yield _GRID.space(6)
    yield from _GRID.across(text("overview-unfinished", count=len(found)), _HEADING)
    names = notes.first_of([office.short_name for office in found], 3 * _MOST)
    yield from _GRID.across(names, replace(_TEXT, indent=0))


def _notes(results: Results, analysis: Analysis, rubric: Rubric) -> Iterator[PageRow]:
    yield _GRID.space(6)
    if analysis.change is not None and analysis.change.n:
        change = analysis.change
        yield from _GRID.across(
            text(
                "summary-legend-change",
                n=change.n,
                up=change.up,
                same=change.same,
                down=change.down,
            ),
            _NOTE,
        )
    if rubric.gives_scores:
        yield from _GRID.across(notes.policy_note(results.policy, rubric), _NOTE)
    yield from _GRID.across(text("overview-note"), _NOTE)
