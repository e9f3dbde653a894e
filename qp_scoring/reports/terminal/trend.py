"""The trend over three rounds or more on the terminal: as many rounds as the console has room for.

Rounds are numbered in the order given: ``(1)``, ``(2)``. Fits 80 columns; from ``tables.WIDE`` on
there is room for every band and for titles. Thai is folded, never cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qp_scoring.documents.comparison import Verdict
from qp_scoring.documents.trend import Course, OfficeCourse, Trend
from qp_scoring.reports import notes
from qp_scoring.reports.terminal.compare import ComparisonTerminal, difference_text
from qp_scoring.reports.terminal.tables import OFFICES_SHOWN, WIDE, bare_table, printable

_MISSING_SHOWN = 10
_ROUNDS, _ROUNDS_WIDE = 4, 8


class TrendTerminal(ComparisonTerminal):
    """Prints a trend to stdout."""

    def trend(self, found: Trend) -> None:
        """What became of offices and indicators, and between which rounds it may be said."""
        self._line(found.rounds[-1].rubric.name, "bold")
        for at, side in enumerate(found.rounds, 1):
            self._side("trend-side", side, at=at)
        self._warn(notes.drafts_of_rounds(found.rounds, "terminal-draft", self._lang))
        self._pairs(found)
        shown = self._shown(found)
        self._courses(found, shown)
        self._means(found, shown)
        self._missing(found)
        self._whole(found, shown)

    def _shown(self, found: Trend) -> Sequence[int]:
        """The rounds that have a column, counted from 0: the last of them, where they are many."""
        count = len(found.rounds)
        room = _ROUNDS_WIDE if self._wide else _ROUNDS
        if count > room:
            self._line(self._say("trend-last-shown", shown=room, count=count))
        return range(max(0, count - room), count)

    @property
    def _wide(self) -> bool:
        return self._out.width >= WIDE

    def _pairs(self, found: Trend) -> None:
        """The verdict on every pair: in a sentence where one is for all, else pair by pair."""
        verdicts = {pair.comparability.verdict for pair in found.pairs}
        total = notes.totals(found.total_kind, self._lang)
        if len(verdicts) == 1:
            self._say_verdict(verdicts.pop(), total)
            return
        self._heading("trend-pairs")
        for verdict in Verdict:
            same = [
                f"({pair.earlier})-({pair.later})"
                for pair in found.pairs
                if pair.comparability.verdict is verdict
            ]
            if same:
                said = self._say(f"compare-verdict-{verdict}", **total)
                self._entry(f"{', '.join(same)} {said}")

    def _rounds_table(
        self, shown: Sequence[int], before: Sequence[str], after: Sequence[str]
    ) -> Table:
        """A table with a column for each round that is shown."""
        table = bare_table(boxed=self._boxed)
        for key in before:
            folded = key in ("column-office", "column-title", "trend-topic")
            table.add_column(
                self._say(key),
                justify="left" if folded else "right",
                overflow="fold",
                no_wrap=not folded,
            )
        for at in shown:
            table.add_column(f"({at + 1})", justify="right", no_wrap=True)
        for key in after:
            words = key in ("trend-bands", "trend-last-band", "trend-course")
            table.add_column(self._say(key), justify="left" if words else "right", overflow="fold")
        return table

    def _courses(self, found: Trend, shown: Sequence[int]) -> None:
        """A row per office: its mean in each round, and how it went."""
        total = notes.totals(found.total_kind, self._lang)
        self._heading("trend-terminal-offices", count=len(found.offices), **total)
        bands = "trend-bands" if self._wide else "trend-last-band"
        after = ("compare-column-change", "trend-course", bands)
        table = self._rounds_table(shown, ("column-code", "column-office"), after)
        for office in found.offices[:OFFICES_SHOWN]:
            means = [Text((one and one.mean) or "-") for one in office.standings]
            table.add_row(
                Text(printable(office.code)),
                Text(printable(office.short_name)),
                *(means[at] for at in shown),
                difference_text(office.mean_change),
                Text(self._course(office.course)),
                Text(printable(self._bands_of(office, shown))),
            )
        self._out.print(table)
        if len(found.offices) > OFFICES_SHOWN:
            self._line(self._say("trend-more-offices", count=len(found.offices) - OFFICES_SHOWN))

    def _course(self, course: Course | None) -> str:
        return self._say(f"trend-course-{course}") if course else "-"

    def _bands_of(self, office: OfficeCourse, shown: Sequence[int]) -> str:
        """The band of each round where the console is wide, else that of the last."""
        bands = [(one and one.band) or "-" for one in office.standings]
        if not self._wide:
            return bands[-1]
        path = bands[shown[0]]
        for at in shown[1:]:
            path = f"{path} {self._arrow} {bands[at]}"
        return path

    def _means(self, found: Trend, shown: Sequence[int]) -> None:
        """A row per indicator: its mean over the same offices in each round."""
        self._heading("trend-terminal-indicators")
        before = ("column-indicator", "column-title") if self._wide else ("column-indicator",)
        courses = [f"trend-course-{course}" for course in Course]
        after = ("compare-column-change", "compare-column-n", *courses)
        table = self._rounds_table(shown, before, after)
        for one in found.summary.indicators:
            counts = [one.courses.get(course, 0) for course in Course]
            table.add_row(
                Text(printable(one.code)),
                *([Text(printable(one.title))] if self._wide else []),
                *(Text(one.means[at] or "-") for at in shown),
                difference_text(one.mean_change),
                Text(str(one.n)),
                *(Text(str(count) if count else ".") for count in counts),
            )
        self._out.print(table)

    def _missing(self, found: Trend) -> None:
        """The offices that are not in every round, and in which they are not."""
        offices, count = [], 0
        for office in found.offices:
            count += bool(office.missing)
            if office.missing and count <= _MISSING_SHOWN:
                offices.append(office)
        if not offices:
            return
        self._heading("trend-missing", count=count)
        for office in offices:
            rounds = " ".join(f"({at})" for at in office.missing)
            named = f"{office.code} {office.short_name}"
            self._entry(self._say("trend-missing-office", office=named, rounds=rounds))
        if count > len(offices):
            self._entry(self._say("trend-more-offices", count=count - len(offices)))

    def _whole(self, found: Trend, shown: Sequence[int]) -> None:
        """The mean of the offices of every round, and their bands."""
        summary, total = found.summary, notes.totals(found.total_kind, self._lang)
        if not summary.n:
            self._out.print()
            self._line(self._say("trend-no-summary", **total))
            return
        self._heading("trend-terminal-whole", n=summary.n, **total)
        table = self._rounds_table(shown, ("trend-topic",), ())
        means = [Text(mean or "-", "bold") for mean in summary.means]
        table.add_row(Text(self._say("summary-total", **total)), *(means[at] for at in shown))
        for band in summary.bands:
            counts = ["-" if count is None else str(count) for count in band.counts]
            table.add_row(Text(printable(band.name)), *(counts[at] for at in shown))
        self._out.print(table)
        courses = {course.value: summary.courses.get(course, 0) for course in Course}
        self._line(self._say("trend-courses", **courses))
