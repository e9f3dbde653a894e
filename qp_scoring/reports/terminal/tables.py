"""The tables of the terminal: offices, bands and indicators, as wide as the console allows.

Fits 80 columns; from :data:`WIDE` on there is room for titles and for what the next band takes.
Thai text is folded, never cut; colour only repeats what words and figures say.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qp_scoring.documents.results import OfficeResult, State
from qp_scoring.messages import Language, text
from qp_scoring.reports import notes
from qp_scoring.rubric.model import Rubric

if TYPE_CHECKING:
    from qp_scoring.documents.analysis import Analysis, IndicatorFigures

WIDE = 110
OFFICES_SHOWN = 60
BAR_CELLS = 20
CODES_SHOWN, CODES_SHOWN_WIDE = 6, 12

_BAR_STYLE = "cyan"
_BEST, _WORST = "green", "red"

Align = Literal["left", "right"]


def printable(value: str) -> str:
    """A text as a console may show it: no control characters, nothing that turns its direction."""
    return "".join(character if character.isprintable() else " " for character in value)


def bare_table(*, boxed: bool) -> Table:
    """A table without columns; boxed, with a line below its headings."""
    shape = box.SIMPLE_HEAD if boxed else None
    return Table(box=shape, pad_edge=False, padding=(0, 1), show_edge=False)


class Tables:
    """Makes the tables of one console in one language."""

    def __init__(self, lang: Language, console: Console, *, boxed: bool) -> None:
        self._lang = lang
        self._boxed = boxed
        self._wide = console.width >= WIDE
        self._sign = "#" if console.options.ascii_only else "█"

    def offices(self, complete: Sequence[OfficeResult], rubric: Rubric) -> Table:
        """A row per office, in the order of their codes; the first :data:`OFFICES_SHOWN`."""
        compared = any(office.previous is not None for office in complete)
        scored = any(office.mean is not None for office in complete)
        table = bare_table(boxed=self._boxed)
        self._column(table, "column-code", "right")
        self._column(table, "column-office")
        if scored:
            self._column(table, f"column-{rubric.total.show}", "right")
            self._column(table, "column-band", whole=True)
        if compared:
            self._column(table, "column-change", "right")
        self._column(table, "column-coverage", "right")
        stepped = self._wide and any(office.next_band is not None for office in complete)
        if stepped:
            self._column(table, "column-next-band", whole=True)
        self._column(table, "column-lowest" if scored else "column-missing")
        for office in complete[:OFFICES_SHOWN]:
            cells = [Text(printable(office.code)), Text(printable(office.short_name))]
            if scored:
                cells += [Text(office.mean or "-", "bold"), _band(office.band, rubric)]
            if compared:
                cells.append(Text((office.previous and office.previous.change) or "-"))
            cells.append(Text(f"{office.coverage.scored}/{office.coverage.applicable}"))
            if stepped:
                cells.append(Text(self._next_band(office)))
            cells.append(Text(self._first([one.code for one in notes.lowest(office)])))
            table.add_row(*cells)
        return table

    def bands(self, analysis: Analysis, rubric: Rubric) -> Table:
        """How many offices are in each band, the best first, with their share of all."""
        table = bare_table(boxed=self._boxed)
        self._column(table, "column-band", whole=True)
        self._column(table, "column-offices", "right")
        self._column(table, "column-share", "right")
        self._column(table, "column-bar")
        for band in analysis.bands:
            table.add_row(
                _band(band.name, rubric),
                str(band.count),
                f"{band.share}%",
                self._bar(Fraction(band.share or 0) / 100),
            )
        return table

    def indicators(self, analysis: Analysis, rubric: Rubric) -> Table:
        """The mean of each indicator over the complete offices that reported, and how many.

        Of N/A all offices are counted. Where nothing is scored (coverage only), the bar is the
        share that reported.
        """
        scored = analysis.overall.mean is not None
        highest = Fraction(rubric.scale.highest)
        table = bare_table(boxed=self._boxed)
        self._column(table, "column-indicator", "right")
        if self._wide:
            self._column(table, "column-title")
        if scored:
            self._column(table, "column-average", "right")
        self._column(table, "column-n", "right")
        printed = rubric.state.not_reported.printed
        self._headed(table, text("column-of-all", self._lang, printed=printed), "right")
        self._column(table, "column-bar")
        for one in analysis.indicators:
            missing = one.states[State.NOT_REPORTED]
            cells = [Text(printable(one.code))]
            if self._wide:
                cells.append(Text(printable(rubric.by_code[one.code].title)))
            if scored:
                cells.append(Text(one.mean or "-", "bold"))
            cells.append(Text(str(one.n)))
            cells.append(Text(str(missing), "yellow" if missing else ""))
            length = _length(one, highest) if scored else _reported(one)
            table.add_row(*cells, self._bar(length))
        return table

    def _column(self, table: Table, key: str, side: Align = "left", *, whole: bool = False) -> None:
        """Add a column by the key of its heading; figures and ``whole`` texts are not folded."""
        self._headed(table, text(key, self._lang), side, whole=whole)

    @staticmethod
    def _headed(table: Table, heading: str, side: Align, *, whole: bool = False) -> None:
        table.add_column(
            Text(printable(heading)),
            justify=side,
            overflow="fold",
            no_wrap=whole or side == "right",
        )

    def _bar(self, share: Fraction) -> Text:
        """A bar of a share of one; every console can show it."""
        full = int(min(max(share, Fraction(0)), Fraction(1)) * BAR_CELLS + Fraction(1, 2))
        return Text(self._sign * full, _BAR_STYLE)

    def _next_band(self, office: OfficeResult) -> str:
        """How much the mean lacks to the next band, and its name."""
        step = office.next_band
        if step is None:
            return ""
        if step.is_barred:
            return text("terminal-next-band-barred", self._lang, band=step.band)
        return text("terminal-next-band", self._lang, distance=step.distance, band=step.band)

    def _first(self, codes: Sequence[str]) -> str:
        """The first codes of a list, and how many more there are."""
        shown = CODES_SHOWN_WIDE if self._wide else CODES_SHOWN
        return printable(notes.first_of(codes, shown))


def _length(one: IndicatorFigures, highest: Fraction) -> Fraction:
    """How long the bar of a mean is: its share of the highest score."""
    return Fraction(one.mean or 0) / highest if highest else Fraction(0)


def _reported(one: IndicatorFigures) -> Fraction:
    """How long the bar of an indicator without a score is: those that reported, of all asked."""
    asked = one.n + one.states[State.NOT_REPORTED]
    return Fraction(one.n, asked) if asked else Fraction(0)


def _band(name: str | None, rubric: Rubric) -> Text:
    """The name of a band; the best and the lowest in colour too."""
    bands = rubric.bands.band
    style = ""
    if len(bands) > 1 and name in (bands[0].name, bands[-1].name):
        style = _BEST if name == bands[0].name else _WORST
    return Text(name or "-", style)
