"""The terminal: what an evaluator reads when a run is done.

Fits 80 columns; in a pipe, with ``--plain`` and on consoles that lack box characters (cp874, the
Thai Windows console) it prints without boxes and with ASCII bars. Colour only repeats what words
say. Thai text is folded, never cut.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.issued import Reissue
from qp_scoring.documents.outcome import Outcome
from qp_scoring.documents.results import OfficeResult, Results, State, Status
from qp_scoring.findings import Finding, Severity
from qp_scoring.messages import Language, fix, message, text
from qp_scoring.reports.terminal.blocks import Block, drawn
from qp_scoring.reports.terminal.tables import OFFICES_SHOWN, Tables, printable
from qp_scoring.rubric.model import Rubric

FINDINGS_SHOWN = 10
_INDENT = "  "
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

    def findings(self, findings: Iterable[Finding], kept_in: str = "") -> None:
        """Findings on stderr, worst first.

        ``kept_in`` is what was delivered with all of them; then a long list of one kind is cut,
        and says so. Where nothing was, as when a run is refused, every one is printed.
        """
        kinds: dict[str, list[Finding]] = {}
        for item in findings:
            kinds.setdefault(item.code, []).append(item)
        order = list(Severity)
        for code in sorted(kinds, key=lambda code: order.index(kinds[code][0].severity)):
            same = kinds[code]
            shown = same[:FINDINGS_SHOWN] if kept_in else same
            for item in shown:
                self._finding(item)
            if more := len(same) - len(shown):
                files = len({item.place.file for item in same})
                counts = {"count": more, "files": files}
                self._note(self._say("findings-more", code=code, kept_in=kept_in, **counts))

    def _finding(self, item: Finding) -> None:
        label = Text(self._say(f"severity-{item.severity.value}"), _STYLES[item.severity])
        place = f" [{item.place}]" if str(item.place) else ""
        line = Text.assemble(label, f"{place} {message(item, self._lang)}")
        self._print_note(line)
        mended = Text(self._say("finding-fix", fix=fix(item, self._lang)))
        if self._err.is_terminal:
            for part in _indented(mended, self._err):
                self._err.print(part)
        else:
            self._print_note(Text.assemble(_INDENT, mended))

    def _note(self, line: str) -> None:
        self._print_note(Text(line))

    def _print_note(self, line: Text) -> None:
        """A line on stderr: folded on a terminal, whole in a file or pipe."""
        if self._err.is_terminal:
            self._err.print(line, overflow="fold")
        else:
            self._err.print(line, soft_wrap=True)

    def say(self, key: str, **values: object) -> None:
        """A sentence on stdout, by its key."""
        self._line(self._say(key, **values))

    def page(self, blocks: Iterable[Block]) -> None:
        """A page of headings, lines and entries, on stdout."""
        for line, set_in in drawn(blocks):
            for part in _indented(line, self._out) if set_in else (line,):
                self._out.print(part, overflow="fold")

    def forms(self, out: str, names: Sequence[str]) -> None:
        """The forms that were made, on stdout."""
        self._line(self._say("terminal-forms", count=len(names), out=out), "bold")
        for name in names[:OFFICES_SHOWN]:
            self._entry(name)
        if len(names) > OFFICES_SHOWN:
            self._entry(self._say("terminal-more-forms", count=len(names) - OFFICES_SHOWN))

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
                self._entry(name)
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

    def results(self, outcome: Outcome, out: str) -> None:
        """The summary of a run on stdout."""
        results, rubric = outcome.results, outcome.rubric
        chosen = rubric.round_by_id(results.round)
        if self._boxed:
            self._out.print()  # findings stand above, on the same screen
        self._line(rubric.name, "bold")
        round_name = chosen.name if chosen else results.round
        self._line(self._say("terminal-round", year=rubric.fiscal_year, round=round_name))
        complete = [one for one in results.offices if one.status is Status.COMPLETE]
        self._notices(rubric, averaged=not complete or any(one.mean for one in complete))
        if complete:
            self._tables(complete, outcome.analysis, rubric)
        self._unfinished(results)
        if outcome.reissue is not None:
            self._reissue(outcome.reissue)
        self._files(outcome, out)

    def _line(self, line: str, style: str = "") -> None:
        self._out.print(Text(printable(line), style), overflow="fold")

    def _entry(self, line: str, style: str = "") -> None:
        """A line on stdout that belongs to a heading."""
        for part in _indented(Text(printable(line), style), self._out):
            self._out.print(part)

    def _heading(self, key: str, **values: object) -> None:
        self._out.print()
        self._line(self._say(key, **values), "bold")

    def _notices(self, rubric: Rubric, *, averaged: bool) -> None:
        if rubric.status == "draft":
            self._line(self._say("terminal-draft"), "yellow")
        if not rubric.bands.confirmed:
            self._line(self._say("terminal-bands-unconfirmed"), "yellow")
        policy = rubric.state.not_reported
        if averaged:
            self._line(self._say(f"terminal-policy-{policy.policy}", printed=policy.printed))

    def _tables(self, complete: Sequence[OfficeResult], analysis: Analysis, rubric: Rubric) -> None:
        tables = Tables(self._lang, self._out, boxed=self._boxed)
        self._heading("terminal-offices", count=len(complete))
        self._out.print(tables.offices(complete, rubric))
        if len(complete) > OFFICES_SHOWN:
            self._line(self._say("terminal-more-offices", count=len(complete) - OFFICES_SHOWN))
        self._compared(complete, rubric)
        if any(office.band for office in complete):
            self._heading("terminal-bands")
            self._out.print(tables.bands(analysis, rubric))
        scored = analysis.overall.mean is not None
        self._heading("terminal-indicators" if scored else "terminal-reporting")
        self._out.print(tables.indicators(analysis, rubric))

    def _compared(self, complete: Sequence[OfficeResult], rubric: Rubric) -> None:
        """With which round the column of changes compares."""
        before = [office.previous for office in complete if office.previous is not None]
        rounds = {(one.fiscal_year, one.round) for one in before}
        for year, round_id in sorted(rounds):
            known = rubric.round_by_id(round_id)
            name = known.name if known else round_id
            self._line(self._say("terminal-compared", year=year, round=name))

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
                self._entry(self._say("terminal-open-indicators", office=name, codes=codes))

    def _reissue(self, reissue: Reissue) -> None:
        """What became of the sheets of the earlier issue; kinds without an office are left out."""
        self._heading("terminal-reissue")
        for kind in ("changed", "recompared", "added", "gone"):
            offices: tuple[str, ...] = getattr(reissue, kind)
            if offices:
                self._reissued(f"terminal-reissue-{kind}", offices)
        if reissue.unchanged:
            count = len(reissue.unchanged)
            self._entry(self._say("terminal-reissue-unchanged", count=count))

    def _reissued(self, key: str, offices: Sequence[str]) -> None:
        listed = ", ".join(offices[:OFFICES_SHOWN])
        more = f" +{len(offices) - OFFICES_SHOWN}" if len(offices) > OFFICES_SHOWN else ""
        style = "bold" if key.endswith("changed") else ""
        self._entry(self._say(key, count=len(offices), offices=listed + more), style)

    def _files(self, outcome: Outcome, out: str) -> None:
        withheld = outcome.withheld
        self._heading("terminal-files", out=out)
        complete = outcome.analysis.population.complete
        self._entry(self._say("terminal-sheets", count=complete - len(withheld)))
        for office in withheld:
            self._entry(self._say("terminal-withheld", office=office), "bold red")
        if outcome.pdfs:
            self._entry(self._say("terminal-pdfs", count=outcome.pdfs))
        if outcome.rubric.gives_scores:
            self._entry(self._say("terminal-page"))
        self._entry(self._say("terminal-summary"))
        if outcome.undecided:
            self._entry(self._say("terminal-undecided", count=outcome.undecided))
        counts = Counter(item.severity.value for item in outcome.findings)
        self._entry(self._counted(counts))


def _indented(line: Text, console: Console) -> Iterator[Text]:
    """A text folded to a console's width, every part of it indented alike."""
    for part in line.wrap(console, console.width - len(_INDENT), overflow="fold"):
        yield Text.assemble(_INDENT, part)


def _console(stream: TextIO, *, plain: bool) -> Console:
    """A console that can never fail on a character its encoding lacks."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    return Console(file=stream, no_color=plain or None, highlight=False, emoji=False, markup=False)
