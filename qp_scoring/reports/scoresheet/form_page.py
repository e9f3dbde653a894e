"""The official form drawn for A4: ``form`` composes what it says, here it gets rows and pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from qp_scoring.messages import text
from qp_scoring.paper.cells import Book, Sheet, Style, clean
from qp_scoring.paper.page import INDENT, PORTRAIT, row_height, split_for_row, wrap
from qp_scoring.paper.rows import Flow, Grid, PageRow, draw_rows
from qp_scoring.reports.scoresheet.form import IndicatorRow, SheetContent

# Widths are characters; so wide they fit A4 portrait at 100 %, about 26, 12 and 62 % of it.
_OFFICIAL = Grid((24.0, 11.5, 59.0))
# With more room for titles, for many indicators of which little is said.
_TITLED = Grid((36.0, 11.5, 47.0))
_MOST_PAGES = 4
_SIGNED = (1, 2)
_CAPACITY = PORTRAIT.capacity(_OFFICIAL.widths)
_SIZE = 15
_NOTE_SIZE = 12
_HEADING_FILL = "#DCE6F1"
_MEAN_FILL = "#F2F2F2"
_NOTICE_COLOUR = "#9C0006"
# Spaces, because a cell cannot indent a first line only; about 2 cm in 16 points.
_FIRST_LINE = " " * 12
_GAP = 5.0
_BANNER_SPACE = 3.0
_SIGNING_SPACE = 28.0

_REFERENCE = Style(size=14, align="right", border=False)
_TITLE = Style(bold=True, align="center", valign="vcenter", border=False)
_NOTICE = Style(
    size=12, bold=True, align="center", valign="vcenter", border=False, colour=_NOTICE_COLOUR
)
_HEADING = Style(size=_SIZE, bold=True, align="center", valign="vcenter", fill=_HEADING_FILL)
_BODY = Style(size=_SIZE, indent=1)
_LABEL = Style(size=_SIZE, bold=True, indent=1)
_BOLD = Style(size=_SIZE, bold=True)
_CENTRE = Style(size=_SIZE, align="center")
_FIGURE = Style(size=_SIZE, align="center", bold=True)
_MEAN = Style(size=_SIZE, bold=True, align="center", valign="vcenter", fill=_MEAN_FILL)
_NOTE = Style(size=_NOTE_SIZE, border=False)
_NOTE_HEADING = Style(size=_NOTE_SIZE, bold=True, border=False)
_PARAGRAPH = Style(size=_SIZE, border=False)
_PARAGRAPH_HEADING = Style(size=_SIZE, bold=True, border=False)
_SIGNATURE = Style(size=_SIZE, align="center", border=False)


def draw_form(book: Book, content: SheetContent, footer: str) -> None:
    """Draw the form on a sheet of its own."""
    flow, widths = form_flow(content)
    sheet = book.sheet(text("sheet-name"), widths)
    draw_rows(sheet, flow.rows)
    sheet.print_setup(
        PORTRAIT, len(flow.rows) - 1, None, footer, breaks=flow.breaks, pages=flow.pages
    )


def form_flow(content: SheetContent) -> tuple[Flow, tuple[float, ...]]:
    """The form in blocks that belong on one page, and the widths of its columns.

    These are the official ones, unless the form would be too long and others save a page.
    """
    official = _FormPage(_OFFICIAL).flow(content)
    if official.pages > _MOST_PAGES:
        titled = _FormPage(_TITLED).flow(content)
        if titled.pages < official.pages:
            return titled, _TITLED.widths
    return official, _OFFICIAL.widths


@dataclass(frozen=True, slots=True)
class _FormPage:
    """Composes the form on columns of given widths."""

    grid: Grid

    @property
    def _label_width(self) -> float:
        """What is left of the first column by the indent of its cells."""
        return self.grid.widths[0] - INDENT

    @property
    def _advice_width(self) -> float:
        """What is left of the last column by the indent of its cells."""
        return self.grid.widths[2] - INDENT

    def flow(self, content: SheetContent) -> Flow:
        """The form in blocks that belong on one page.

        The table runs on over the pages, each of which begins with its headings; the mean stands
        with its last row. Of what follows the table, the last paragraph and the signature stand
        alone on no page.
        """
        flow = Flow(_CAPACITY)
        heading = self._banner(content.headings, _HEADING)
        mean = self._banner(content.mean_row, _MEAN)
        before: tuple[PageRow, ...] = (*self._head(content), heading)
        for at, entry in enumerate(content.rows, 1):
            after = (mean,) if at == len(content.rows) else ()
            *front, last = self._fitting(entry, before, after, flow)
            for row in front:
                flow.add(*before, row, heading=heading)
                before = ()
            flow.add(*before, last, *after, heading=heading)
            before = ()
        self._close(content, flow)
        return flow

    def _fitting(
        self, entry: IndicatorRow, before: Sequence[PageRow], after: Sequence[PageRow], flow: Flow
    ) -> list[PageRow]:
        """The rows of an indicator, divided where one would be higher than half a page.

        ``before`` and ``after`` are the rows that stand with its first and its last one.
        """
        rows = self._indicator_rows(entry)
        if rows[0].height > _CAPACITY / 2 and not flow.holds(*before, *rows, *after):
            return self._divided(entry, flow.left_after(*before)) or rows
        return rows

    def _divided(self, entry: IndicatorRow, left: float) -> list[PageRow]:
        """An indicator in two rows, as many suggestions in the first as fit, or no rows."""
        for count in range(len(entry.advice) - 1, 0, -1):
            first, rest = entry.advice[:count], entry.advice[count:]
            rows = self._indicator_rows(replace(entry, advice=first))
            if len(rows) == 1 and rows[0].height <= left:
                return [*rows, *self._indicator_rows(replace(entry, advice=rest), continued=True)]
        return []

    def _close(self, content: SheetContent, flow: Flow) -> None:
        """Set the notes, the paragraphs and the signature below the table.

        The last two paragraphs stand with the signature; where there is one only, the notes do.
        """
        notes = tuple(self._note_rows(content))
        paragraphs = [
            row
            for said in (*content.overall_comment, *content.overall)
            for row in self.grid.across(_FIRST_LINE + clean(said), _PARAGRAPH)
        ]
        heading = tuple(self._overall_heading(content)) if paragraphs else ()
        signature = tuple(self._signature_rows(content))
        if len(paragraphs) > 1:
            flow.add(*notes)
            notes = ()
        for row in paragraphs[:-2]:
            flow.add(*heading, row)
            heading = ()
        flow.add(*notes, *heading, *paragraphs[-2:], *signature)

    def _head(self, content: SheetContent) -> Iterator[PageRow]:
        for line in content.reference:
            yield from self.grid.across(line, _REFERENCE)
        for title in content.titles:
            yield from self.grid.across(title, _TITLE)
        yield self.grid.space(_GAP)
        yield from self.grid.across(content.office, _TITLE)
        for notice in content.notices:
            yield from self.grid.across(notice, _NOTICE)
        yield self.grid.space(_GAP)

    def _banner(self, parts: tuple[str, str, str], style: Style) -> PageRow:
        """A row of three short bold texts: the headings, and the mean."""
        lines = max(
            len(wrap(part, width, _SIZE, True))
            for part, width in zip(parts, self.grid.widths, strict=True)
        )

        def draw(sheet: Sheet, at: int) -> None:
            for column, part in enumerate(parts):
                sheet.text(at, column, part, style)

        return PageRow(row_height(lines, _SIZE) + _BANNER_SPACE, draw)

    def _indicator_rows(self, row: IndicatorRow, continued: bool = False) -> list[PageRow]:
        """The rows of one indicator: one, or more where its texts are higher than a row can be.

        ``continued`` says that a row of it stands before them, with its title.
        """
        # The label stands above the title in the same cell and takes lines of its own.
        label = text("sheet-continued", label=row.label)
        spare = len(wrap(label, self._label_width, _SIZE, True))
        title = "" if continued else clean(row.title)
        titles = split_for_row(title, self._label_width, _SIZE, spare=spare)
        said = "\n".join(clean(entry.printed) for entry in row.advice)
        advice = split_for_row(said, self._advice_width, _SIZE)
        quoted = any(entry.quoted for entry in row.advice)
        pairs = list(zip_longest(titles, advice, fillvalue=""))
        return [
            self._indicator_row(row, title, piece, quoted, first=place == 0 and not continued)
            for place, (title, piece) in enumerate(pairs)
        ]

    def _indicator_row(
        self, row: IndicatorRow, title: str, advice: str, quoted: bool, first: bool
    ) -> PageRow:
        label = row.label if first else text("sheet-continued", label=row.label)
        level = [(row.level, _FIGURE), (f"\n{row.word}" if row.word else "", _CENTRE)]
        lines = max(
            len(wrap(label, self._label_width, _SIZE, True))
            + (len(wrap(title, self._label_width, _SIZE)) if title else 0),
            sum(
                len(wrap(part, self.grid.widths[1], _SIZE, True))
                for part in (row.level, row.word)
                if part
            ),
            len(wrap(advice, self._advice_width, _SIZE)),
        )

        def draw(sheet: Sheet, at: int) -> None:
            titled = [(label, _BOLD), (f"\n{title}" if title else "", _BODY)]
            sheet.rich(at, 0, titled, _BODY if title else _LABEL)
            sheet.rich(at, 1, level, _CENTRE)
            plain = row.advice[0].printed == row.level
            sheet.text(at, 2, advice, _CENTRE if plain else _BODY, quoted)

        return PageRow(row_height(lines, _SIZE), draw)

    def _note_rows(self, content: SheetContent) -> Iterator[PageRow]:
        yield self.grid.space(_GAP)
        yield from self.grid.across(content.notes_heading, _NOTE_HEADING)
        yield from self.grid.across("\n".join(content.notes), _NOTE)

    def _overall_heading(self, content: SheetContent) -> Iterator[PageRow]:
        yield self.grid.space(_GAP)
        yield from self.grid.across(content.overall_heading, _PARAGRAPH_HEADING)

    def _signature_rows(self, content: SheetContent) -> Iterator[PageRow]:
        yield self.grid.space(_SIGNING_SPACE)
        for line in content.signature:
            yield from self.grid.across(line, _SIGNATURE, _SIGNED)
