"""The terminal: what an evaluator reads when a run is done.

Fits 80 columns; in a pipe, with ``--plain`` and on consoles that lack box characters (cp874, the
Thai Windows console) it prints without boxes and with ASCII bars. Colour only repeats what words
say. Thai text is folded, never cut.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TextIO

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from qp_scoring.findings import Finding, Severity
from qp_scoring.messages import Language, fix, message, text
from qp_scoring.reports import notes
from qp_scoring.results import OfficeResult, Results, State, Status
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import Mean, printed, rounded

BAR_CELLS = 20
OFFICES_SHOWN = 60
FINDINGS_SHOWN = 10
CODES_SHOWN = 6
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


class Terminal:
    """Prints results to stdout and findings to stderr, each in the form its stream can show."""

    def __init__(self, lang: Language, *, plain: bool) -> None:
        self._lang = lang
        self._out = _console(sys.stdout, plain=plain)
        self._err = _console(sys.stderr, plain=plain)
        self._boxed = self._out.is_terminal and not plain and not self._out.options.ascii_only

    def _say(self, key: str, **values: object) -> str:
        return text(key, self._lang, **values)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings on stderr, worst first; a long list of one kind is cut, and says so."""
        kinds: dict[str, list[Finding]] = {}
        for item in findings:
            kinds.setdefault(item.code, []).append(item)
        order = list(Severity)
        for code in sorted(kinds, key=lambda code: order.index(kinds[code][0].severity)):
            same = kinds[code]
            for item in same[:FINDINGS_SHOWN]:
                self._finding(item)
            if len(same) > FINDINGS_SHOWN:
                files = len({item.place.file for item in same})
                more = len(same) - FINDINGS_SHOWN
                self._note(self._say("findings-more", code=code, count=more, files=files))

    def _finding(self, item: Finding) -> None:
        label = Text(self._say(f"severity-{item.severity.value}"), _STYLES[item.severity])
        place = f" [{item.place}]" if str(item.place) else ""
        line = Text.assemble(label, f"{place} {message(item, self._lang)}")
        self._print_note(line)
        self._note("  " + self._say("finding-fix", fix=fix(item, self._lang)))

    def _note(self, line: str) -> None:
        self._print_note(Text(line))

    def _print_note(self, line: Text) -> None:
        """A line on stderr: folded on a terminal, whole in a file or pipe."""
        if self._err.is_terminal:
            self._err.print(line, overflow="fold")
        else:
            self._err.print(line, soft_wrap=True)

    def forms(self, out: str, names: Sequence[str]) -> None:
        """The forms that were made, on stdout."""
        self._line(self._say("terminal-forms", count=len(names), out=out), "bold")
        for name in names[:OFFICES_SHOWN]:
            self._line(f"  {name}")
        if len(names) > OFFICES_SHOWN:
            self._line("  " + self._say("terminal-more-forms", count=len(names) - OFFICES_SHOWN))

    def checked(
        self, out: str, findings: Sequence[Finding], books: Sequence[str], offices: int
    ) -> None:
        """The outcome of a check, on stdout."""
        counts = Counter(item.severity.value for item in findings)
        self._line(self._say("terminal-checked", offices=offices), "bold")
        self._line(self._counted(counts))
        if books:
            self._heading("terminal-files", out=out)
            for name in books[:OFFICES_SHOWN]:
                self._line(f"  {name}")
            if len(books) > OFFICES_SHOWN:
                self._line(
                    "  " + self._say("terminal-more-forms", count=len(books) - OFFICES_SHOWN)
                )

    def _counted(self, counts: Counter[str]) -> str:
        return self._say(
            "terminal-findings",
            errors=counts["error"],
            warnings=counts["warning"],
            infos=counts["info"],
        )

    def results(
        self,
        results: Results,
        rubric: Rubric,
        out: str,
        withheld: Sequence[str],
        undecided: int = 0,
    ) -> None:
        """The summary of a run on stdout."""
        chosen = rubric.round_by_id(results.round)
        self._line(rubric.name, "bold")
        round_name = chosen.name if chosen else results.round
        self._line(self._say("terminal-round", year=rubric.fiscal_year, round=round_name))
        self._notices(results, rubric)
        complete = [one for one in results.offices if one.status is Status.COMPLETE]
        if complete:
            self._offices(complete, rubric)
            self._bands(complete, rubric)
            self._indicators(complete, rubric)
        self._unfinished(results)
        self._files(results, out, withheld, undecided)

    def _line(self, line: str, style: str = "") -> None:
        self._out.print(Text(line, style), overflow="fold")

    def _heading(self, key: str, **values: object) -> None:
        self._out.print()
        self._line(self._say(key, **values), "bold")

    def _notices(self, results: Results, rubric: Rubric) -> None:
        if rubric.status == "draft":
            self._line(self._say("terminal-draft"), "yellow")
        if not rubric.bands.confirmed:
            self._line(self._say("terminal-bands-unconfirmed"), "yellow")
        policy = rubric.state.not_reported
        self._line(self._say(f"terminal-policy-{policy.policy}", printed=policy.printed))

    def _table(self, *columns: tuple[str, str]) -> Table:
        """A table with headings by key; ``right`` justifies figures."""
        shape = box.SIMPLE_HEAD if self._boxed else None
        table = Table(box=shape, pad_edge=False, padding=(0, 1), show_edge=False)
        for key, justify in columns:
            heading = self._say(key)
            right = justify == "right"
            table.add_column(
                heading, justify="right" if right else "left", overflow="fold", no_wrap=right
            )
        return table

    def _offices(self, complete: Sequence[OfficeResult], rubric: Rubric) -> None:
        self._heading("terminal-offices", count=len(complete))
        table = self._table(
            ("column-code", "right"),
            ("column-office", ""),
            ("column-mean", "right"),
            ("column-band", ""),
            ("column-coverage", "right"),
            ("column-lowest", ""),
        )
        for office in complete[:OFFICES_SHOWN]:
            coverage = f"{office.coverage.scored}/{office.coverage.applicable}"
            cells = (
                office.code,
                office.short_name,
                office.mean or "",
                office.band or "",
                coverage,
                _first([one.code for one in notes.lowest(office)]),
            )
            table.add_row(*(escape(cell) for cell in cells))
        self._out.print(table)
        if len(complete) > OFFICES_SHOWN:
            self._line(self._say("terminal-more-offices", count=len(complete) - OFFICES_SHOWN))

    def _bands(self, complete: Sequence[OfficeResult], rubric: Rubric) -> None:
        self._heading("terminal-bands")
        counts = Counter(office.band for office in complete)
        table = self._table(("column-band", ""), ("column-offices", "right"), ("column-bar", ""))
        for band in rubric.bands.band:
            share = Fraction(counts[band.name], len(complete))
            table.add_row(band.name, str(counts[band.name]), self._bar(share))
        self._out.print(table)

    def _indicators(self, complete: Sequence[OfficeResult], rubric: Rubric) -> None:
        self._heading("terminal-indicators")
        table = self._table(
            ("column-indicator", "right"),
            ("column-average", "right"),
            ("column-n", "right"),
            ("column-not-reported", "right"),
            ("column-bar", ""),
        )
        for indicator in rubric.indicators:
            here = [o for office in complete for o in office.indicators if o.code == indicator.code]
            scores = [Decimal(one.score) for one in here if one.state is State.SCORED and one.score]
            missing = sum(one.state is State.NOT_REPORTED for one in here)
            mean = Mean.of(scores)
            figure = printed(rounded(mean.value, rubric.arithmetic.mean_decimals)) if mean else "-"
            share = mean.value / Fraction(rubric.scale.highest) if mean else Fraction(0)
            count = str(len(scores))
            table.add_row(indicator.code, figure, count, str(missing), self._bar(share))
        self._out.print(table)

    def _bar(self, share: Fraction) -> str:
        """A bar of a share of one; every console can show it."""
        full = int(share * BAR_CELLS + Fraction(1, 2))
        return ("#" if self._out.options.ascii_only else "█") * full

    def _unfinished(self, results: Results) -> None:
        for status, key in (
            (Status.INCOMPLETE, "terminal-incomplete"),
            (Status.ERROR, "terminal-faulty"),
        ):
            offices = [office for office in results.offices if office.status is status]
            if not offices:
                continue
            self._heading(key, count=len(offices))
            for office in offices:
                codes = ", ".join(
                    one.code
                    for one in office.indicators
                    if one.state in (State.NOT_ASSESSED, State.INVALID)
                )
                name = f"{office.code} {office.short_name}"
                self._line("  " + self._say("terminal-open-indicators", office=name, codes=codes))

    def _files(self, results: Results, out: str, withheld: Sequence[str], undecided: int) -> None:
        self._heading("terminal-files", out=out)
        complete = sum(office.status is Status.COMPLETE for office in results.offices)
        self._line("  " + self._say("terminal-sheets", count=complete - len(withheld)))
        for office in withheld:
            self._line("  " + self._say("terminal-withheld", office=office), "bold red")
        self._line("  " + self._say("terminal-summary"))
        if undecided:
            self._line("  " + self._say("terminal-undecided", count=undecided))
        counts = Counter(str(item.severity) for item in results.findings)
        self._line("  " + self._counted(counts))


def _first(codes: Sequence[str]) -> str:
    """The first codes of a list, and how many more there are."""
    more = f" +{len(codes) - CODES_SHOWN}" if len(codes) > CODES_SHOWN else ""
    return ", ".join(codes[:CODES_SHOWN]) + more


def _console(stream: TextIO, *, plain: bool) -> Console:
    """A console that can never fail on a character its encoding lacks."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    return Console(file=stream, no_color=plain or None, highlight=False, emoji=False, markup=False)
