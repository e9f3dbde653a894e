"""The comparison of two rounds on the terminal: fits 80 columns, Thai folded and never cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from rich.table import Table
from rich.text import Text

from qp_scoring.documents.comparison import (
    NAMED,
    Change,
    Comparison,
    IndicatorChange,
    IndicatorSummary,
    OfficeChange,
    Presence,
    Side,
    Standing,
    Verdict,
)
from qp_scoring.reports import notes
from qp_scoring.reports.terminal.score import Terminal
from qp_scoring.reports.terminal.tables import OFFICES_SHOWN, bare_table, printable

CHANGES_SHOWN = 10
_VERDICT_STYLES = {Verdict.WITH_CARE: "yellow", Verdict.NOT_COMPARABLE: "bold red"}


class ComparisonTerminal(Terminal):
    """Prints a comparison to stdout."""

    def comparison(self, found: Comparison) -> None:
        """What changed between two rounds, and how far the figures may be compared."""
        self._line(found.new.rubric.name, "bold")
        for key, side in (("compare-old", found.old), ("compare-new", found.new)):
            self._side(key, side)
        self._warn(notes.drafts_of_rounds((found.old, found.new), "terminal-draft", self._lang))
        self._verdict(found)
        count = found.summary.offices.get(Presence.BOTH, 0)
        if count:
            both = (office for office in found.offices if office.presence is Presence.BOTH)
            shown: list[OfficeChange] = []
            unfinished: list[OfficeChange] = []
            without = 0
            for office in both:
                listed = shown if office.has_both_results else unfinished
                without += listed is unfinished
                if len(listed) < OFFICES_SHOWN:
                    listed.append(office)
            self._offices(shown, count - without)
            self._not_comparable(unfinished, without)
            self._moved([*shown, *unfinished][:OFFICES_SHOWN])
            self._indicators(found.summary.indicators)
        self._alone(found)
        self._summary(found)

    def comparison_files(self, out: str) -> None:
        """Where the comparison was written."""
        self._heading("compare-files", out=out)

    def _side(self, key: str, side: Side, **more: object) -> None:
        stamp = side.rubric
        values = {"rubric": stamp.id, "version": stamp.version, "year": stamp.fiscal_year}
        self._line(self._say(key, round=side.round_name, **values, **more))

    def _say_verdict(self, verdict: Verdict, total: Mapping[str, str]) -> None:
        said = self._say(f"compare-verdict-{verdict}", **total)
        self._line(said, _VERDICT_STYLES.get(verdict, "green"))

    def _verdict(self, found: Comparison) -> None:
        verdict, changes = found.comparability.verdict, found.comparability.changes
        total = notes.totals(found.new.policy.total_kind, self._lang)
        self._say_verdict(verdict, total)
        if not changes:
            return
        self._heading("compare-rubric-changes", count=len(changes))
        for change in changes[:CHANGES_SHOWN]:
            self._entry(change)
        if len(changes) > CHANGES_SHOWN:
            self._entry(self._say("compare-more-changes", count=len(changes) - CHANGES_SHOWN))

    def _table(self, *keys: str) -> Table:
        """A table with headings by key; figures stand to the right, in one line."""
        table = bare_table(boxed=self._boxed)
        for key in keys:
            words = key in ("column-office", "compare-column-band")
            table.add_column(
                self._say(key),
                justify="left" if words else "right",
                overflow="fold",
                no_wrap=key != "column-office",
            )
        return table

    def _not_comparable(self, shown: Sequence[OfficeChange], count: int) -> None:
        """Those of both rounds that a round has no result of yet."""
        if count:
            listed = [f"{one.code} {one.short_name}" for one in shown]
            named = notes.first_of(listed, OFFICES_SHOWN, count)
            self._out.print()
            self._line(self._say("compare-unfinished", count=count, offices=named))

    def _offices(self, shown: Sequence[OfficeChange], count: int) -> None:
        if not count:
            return
        self._heading("compare-offices", count=count)
        table = self._table(
            "column-code",
            "column-office",
            "compare-column-old",
            "compare-column-new",
            "compare-column-change",
            "compare-column-n",
            "compare-column-band",
        )
        for office in shown:
            old, new = office.old, office.new
            assert old is not None and new is not None
            counts = self._to(str(old.count), str(new.count))
            table.add_row(
                Text(printable(office.code)),
                Text(printable(office.short_name)),
                Text(old.mean or "-"),
                Text(new.mean or "-", "bold"),
                difference_text(office.mean_change),
                Text(counts if office.mean_change else "-"),
                Text(printable(self._to(old.band or "-", new.band or "-"))),
            )
        self._out.print(table)
        if count > len(shown):
            self._line(self._say("compare-more-offices", count=count - len(shown)))

    def _to(self, old: str, new: str) -> str:
        """Old and new, or the one where they are the same; every console can show it."""
        return old if old == new else f"{old} {self._arrow} {new}"

    @property
    def _arrow(self) -> str:
        return "->" if self._out.options.ascii_only else "→"

    def _moved(self, shown: Sequence[OfficeChange]) -> None:
        """The indicators of each office that are not as they were, by kind of change."""
        self._heading("compare-moved")
        for office in shown:
            self._line(f"{office.code} {office.short_name}")
            entries = [entry for entry in office.indicators if _has_moved(entry)]
            for change in Change:
                same_kind = [self._entry_of(one) for one in entries if one.change is change]
                if same_kind:
                    kind = self._say(f"compare-change-{change}")
                    self._entry(f"{kind} {', '.join(same_kind)}")
            if not entries:
                self._entry(self._say("compare-unmoved"))
        every = (entry for office in shown for entry in office.indicators)
        asked = dict.fromkeys(key for entry in every for key in entry.asked_anew)
        if asked:
            self._line(self._say("compare-asked", items=", ".join(asked)))

    def _entry_of(self, entry: IndicatorChange) -> str:
        """An indicator with figures, items and values: ``2 (3 → 4; +2.6 +2.7; 2.p 60 → 80)``."""
        figures = self._to(_shown(entry.old), _shown(entry.new))
        items = [f"+{key}" for key in entry.gained or ()] + [f"-{key}" for key in entry.lost or ()]
        values = [f"{one.id} {self._to(one.old or '-', one.new or '-')}" for one in entry.values]
        anew = ", ".join(
            self._say("compare-anew-unmet", item=key) if key in entry.anew_unmet else key
            for key in entry.asked_anew
        )
        asked = self._say("compare-asked", items=anew) if anew else ""
        said = filter(None, (figures, " ".join(items), *values, asked))
        return f"{entry.code} ({'; '.join(said)})"

    def _indicators(self, indicators: Sequence[IndicatorSummary]) -> None:
        self._heading("compare-indicators")
        table = self._table(
            "column-indicator",
            "compare-column-up",
            "compare-column-same",
            "compare-column-down",
            "compare-column-newly",
            "compare-column-no-longer",
            "compare-column-other",
            "compare-column-n",
            "compare-column-mean",
        )
        for entry in indicators:
            named = [entry.counts.get(change, 0) for change in NAMED]
            other = sum(entry.counts.values()) - sum(named)
            figures = [str(count) if count else "." for count in (*named, other)]
            row = [Text(printable(entry.code)), *map(Text, figures), Text(str(entry.n))]
            table.add_row(*row, difference_text(entry.mean_change))
        self._out.print(table)

    def _alone(self, found: Comparison) -> None:
        for presence, key in (
            (Presence.OLD_ONLY, "compare-old-only"),
            (Presence.NEW_ONLY, "compare-new-only"),
        ):
            count = found.summary.offices.get(presence, 0)
            if count:
                there = (office for office in found.offices if office.presence is presence)
                listed = [f"{one.code} {one.short_name}" for one in islice(there, OFFICES_SHOWN)]
                named = notes.first_of(listed, OFFICES_SHOWN, count)
                self._out.print()
                self._line(self._say(key, count=count, offices=named))

    def _summary(self, found: Comparison) -> None:
        summary = found.summary
        total = notes.totals(found.new.policy.total_kind, self._lang)
        self._out.print()
        if not summary.n:
            self._line(self._say("compare-no-summary", **total))
            return
        values = {"old": summary.mean_old, "new": summary.mean_new, "change": summary.mean_change}
        self._line(self._say("compare-summary", n=summary.n, **values, **total), "bold")
        bands = {"up": 0, "same": 0, "down": 0} | dict(summary.bands)
        self._line(self._say("compare-bands", **bands))


def difference_text(change: str | None) -> Text:
    """A difference; the colour repeats its sign."""
    style = {"+": "green", "-": "red"}.get((change or "")[:1], "")
    return Text(change or "-", style if change else "")


def _has_moved(entry: IndicatorChange) -> bool:
    """Whether anything of an indicator differs, be it only an item that its level hides.

    What was not asked before has no earlier value to differ from.
    """
    moved = entry.change is not Change.SAME
    values = [one for one in entry.values if one.id not in entry.asked_anew]
    return moved or bool(entry.gained or entry.lost or values)


def _shown(standing: Standing | None) -> str:
    return (standing.printed if standing else "") or "-"
