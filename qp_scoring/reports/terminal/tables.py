"""The tables of the terminal: offices, bands and indicators, as wide as the console allows.

Fits 80 columns; from :data:`WIDE` on there is room for titles and for what the next band takes.
Thai text is folded, never cut; colour only repeats what words and figures say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qp_scoring.documents.results import OfficeResult, State
from qp_scoring.messages import Language, text
from qp_scoring.reports import notes
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import Mean, printed, rounded

WIDE = 110
OFFICES_SHOWN = 60
BAR_CELLS = 20
CODES_SHOWN, CODES_SHOWN_WIDE = 6, 12

_BAR_STYLE = "cyan"
_BEST, _WORST = "green", "red"

Side = Literal["left", "right"]


def printable(value: str) -> str:
    """A text as a console may show it: no control characters, nothing that turns its direction."""
    return "".join(character if character.isprintable() else " " for character in value)


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
        table = self._table()
        self._column(table, "column-code", "right")
        self._column(table, "column-office")
        if scored:
            self._column(table, "column-mean", "right")
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

    def bands(self, complete: Sequence[OfficeResult], rubric: Rubric) -> Table:
        """How many offices are in each band, the best first, with their share of all."""
        counts = Counter(office.band for office in complete)
        table = self._table()
        self._column(table, "column-band", whole=True)
        self._column(table, "column-offices", "right")
        self._column(table, "column-share", "right")
        self._column(table, "column-bar")
        for band in rubric.bands.band:
            share = Fraction(counts[band.name], len(complete))
            table.add_row(
                _band(band.name, rubric),
                str(counts[band.name]),
                f"{rounded(share * 100, 0)}%",
                self._bar(share),
            )
        return table

    def indicators(self, complete: Sequence[OfficeResult], rubric: Rubric) -> Table:
        """The mean of each indicator over what was reported, and how many did not report.

        Where nothing is scored (coverage only), the bar is the share that reported.
        """
        scored = any(office.mean is not None for office in complete)
        table = self._table()
        self._column(table, "column-indicator", "right")
        if self._wide:
            self._column(table, "column-title")
        if scored:
            self._column(table, "column-average", "right")
        self._column(table, "column-n", "right")
        self._headed(table, rubric.state.not_reported.printed, "right")
        self._column(table, "column-bar")
        for indicator in rubric.indicators:
            tally = _Tally(indicator, complete)
            cells = [Text(printable(indicator.code))]
            if self._wide:
                cells.append(Text(printable(indicator.title)))
            if scored:
                cells.append(Text(tally.mean(rubric), "bold"))
            cells.append(Text(str(tally.reported)))
            cells.append(Text(str(tally.missing), "yellow" if tally.missing else ""))
            share = tally.share(rubric) if scored else tally.coverage
            table.add_row(*cells, self._bar(share))
        return table

    def _table(self) -> Table:
        shape = box.SIMPLE_HEAD if self._boxed else None
        return Table(box=shape, pad_edge=False, padding=(0, 1), show_edge=False)

    def _column(self, table: Table, key: str, side: Side = "left", *, whole: bool = False) -> None:
        """Add a column by the key of its heading; figures and ``whole`` texts are not folded."""
        self._headed(table, text(key, self._lang), side, whole=whole)

    @staticmethod
    def _headed(table: Table, heading: str, side: Side, *, whole: bool = False) -> None:
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
        return text("terminal-next-band", self._lang, distance=step.distance, band=step.band)

    def _first(self, codes: Sequence[str]) -> str:
        """The first codes of a list, and how many more there are."""
        shown = CODES_SHOWN_WIDE if self._wide else CODES_SHOWN
        more = f" +{len(codes) - shown}" if len(codes) > shown else ""
        return printable(", ".join(codes[:shown])) + more


class _Tally:
    """What the complete offices came to in one indicator."""

    def __init__(self, indicator: Indicator, complete: Sequence[OfficeResult]) -> None:
        here = [o for office in complete for o in office.indicators if o.code == indicator.code]
        scored = [one for one in here if one.state is State.SCORED]
        self._mean = Mean.of([Decimal(one.score) for one in scored if one.score is not None])
        self.reported = len(scored)
        self.missing = sum(one.state is State.NOT_REPORTED for one in here)

    def mean(self, rubric: Rubric) -> str:
        """The mean of what was reported, as it is printed; ``-`` where nothing was."""
        if self._mean is None:
            return "-"
        return printed(rounded(self._mean.value, rubric.arithmetic.mean_decimals))

    def share(self, rubric: Rubric) -> Fraction:
        """The mean as a share of the highest score."""
        highest = Fraction(rubric.scale.highest)
        return self._mean.value / highest if self._mean and highest else Fraction(0)

    @property
    def coverage(self) -> Fraction:
        """The share of the offices concerned that reported."""
        concerned = self.reported + self.missing
        return Fraction(self.reported, concerned) if concerned else Fraction(0)


def _band(name: str | None, rubric: Rubric) -> Text:
    """The name of a band; the best and the lowest in colour too."""
    bands = rubric.bands.band
    style = ""
    if len(bands) > 1 and name in (bands[0].name, bands[-1].name):
        style = _BEST if name == bands[0].name else _WORST
    return Text(name or "-", style)
