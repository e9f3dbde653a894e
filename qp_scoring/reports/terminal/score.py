"""The terminal: what an evaluator reads when a run is done.

Fits 80 columns; in a pipe, with ``--plain`` and on consoles that lack box characters (cp874, the
Thai Windows console) it prints without boxes and with ASCII bars. Colour only repeats what words
say. Thai text is folded, never cut.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from qp_scoring.documents.results import (
    FindingRecord,
    IndicatorResult,
    OfficeResult,
    Results,
    State,
    Status,
)
from qp_scoring.findings import Finding, Severity
from qp_scoring.findings.condense import alike
from qp_scoring.messages import Language, fix, message, text
from qp_scoring.reports import notes
from qp_scoring.reports.terminal.blocks import Block, drawn
from qp_scoring.reports.terminal.tables import OFFICES_SHOWN, Tables, printable
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.progress import Begun, OfficeProgress

if TYPE_CHECKING:
    from qp_scoring.documents.analysis import Analysis
    from qp_scoring.documents.issued import Reissue
    from qp_scoring.documents.outcome import Outcome

FINDINGS_SHOWN = 10
REFUSALS_SHOWN = 30  # of a run that delivers nothing, so that few need another command to see all
CHASED = 5
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

    def findings(
        self, findings: Iterable[Finding], kept_in: str = "", most: int = FINDINGS_SHOWN
    ) -> None:
        """Findings on stderr, file by file, those with the worst first.

        Those that differ by their cell alone are told once. ``kept_in`` is where all of them can
        be read; then no more than ``most`` are printed, and it says where the rest is. Where they
        are nowhere else, every one is printed.
        """
        files: dict[str, list[Finding]] = {}
        for item in findings:
            files.setdefault(item.place.file or "", []).append(item)
        order = list(Severity)
        weight = {
            file: min(order.index(item.severity) for item in same) for file, same in files.items()
        }
        listed = alike(
            item
            for file in sorted(files, key=lambda file: weight[file])
            for item in sorted(files[file], key=lambda item: order.index(item.severity))
        )
        shown = listed[:most] if kept_in else listed
        for item in shown:
            self._finding(item)
        if rest := listed[len(shown) :]:
            counts = {"count": len(rest), "files": len({item.place.file for item in rest})}
            self._note(self._say("findings-more", kept_in=kept_in, **counts))

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

    def forms(self, out: str, names: Sequence[str], targets: str | None = None) -> None:
        """The forms that were made, on stdout, and the list of targets made beside them."""
        self._line(self._say("terminal-forms", count=len(names), out=out), "bold")
        for name in names[:OFFICES_SHOWN]:
            self._entry(name)
        if len(names) > OFFICES_SHOWN:
            self._entry(self._say("terminal-more-forms", count=len(names) - OFFICES_SHOWN))
        if targets:
            self._entry(self._say("terminal-targets", file=targets))

    def checked(
        self, out: str, findings: Sequence[Finding], offices: Sequence[OfficeProgress], marked: int
    ) -> None:
        """The outcome of a check, on stdout."""
        counts = Counter(item.severity.value for item in findings)
        self._line(self._say("terminal-checked", offices=len(offices)), "bold")
        begun = Counter(one.begun for one in offices)
        if offices:
            self._line(
                self._say(
                    "terminal-check-offices",
                    done=begun[Begun.DONE],
                    under_way=begun[Begun.UNDER_WAY],
                    no=begun[Begun.NO],
                    faulty=begun[Begun.FAULTY],
                )
            )
        self._line(self._counted(counts))
        self._heading("terminal-files", out=out)
        self._entry(self._say("terminal-check-book"))
        if marked:
            self._entry(self._say("terminal-check-marked", count=marked))

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
        if self._boxed:
            self._out.print()  # findings stand above, on the same screen
        self._line(rubric.name, "bold")
        round_name = rubric.round_name(results.round)
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

    def _warn(self, notices: Iterable[str]) -> None:
        for notice in notices:
            self._line(notice, "yellow")

    def _entry(self, line: str, style: str = "") -> None:
        """A line on stdout that belongs to a heading."""
        for part in _indented(Text(printable(line), style), self._out):
            self._out.print(part)

    def _heading(self, key: str, **values: object) -> None:
        self._out.print()
        self._line(self._say(key, **values), "bold")

    def _notices(self, rubric: Rubric, *, averaged: bool) -> None:
        self._warn(notes.draft_notices(rubric, "terminal-draft", self._lang))
        policy, total = rubric.state.not_reported, notes.totals(rubric.total.show, self._lang)
        if averaged:
            self._line(
                self._say(f"terminal-policy-{policy.policy}", printed=policy.printed, **total)
            )

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
        total = notes.totals(rubric.total.show, self._lang)
        for year, round_id in sorted(rounds):
            name = rubric.round_name(round_id)
            self._line(self._say("terminal-compared", year=year, round=name, **total))

    def _unfinished(self, results: Results) -> None:
        for status, key in (
            (Status.INCOMPLETE, "terminal-incomplete"),
            (Status.ERROR, "terminal-faulty"),
        ):
            offices = [office for office in results.offices if office.status is status]
            if not offices:
                continue
            total = notes.totals(results.policy.total_kind, self._lang)
            self._heading(key, count=len(offices), **total)
            for office in offices[:OFFICES_SHOWN]:
                codes = ", ".join(one.code for one in office.indicators if one.state.is_open)
                name = f"{office.code} {office.short_name}"
                self._entry(self._say("terminal-open-indicators", office=name, codes=codes))
            if len(offices) > OFFICES_SHOWN:
                count = len(offices) - OFFICES_SHOWN
                self._entry(self._say("terminal-more-unfinished", count=count))

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
        listed = notes.first_of(offices, OFFICES_SHOWN)
        style = "bold" if key.endswith("changed") else ""
        self._entry(self._say(key, count=len(offices), offices=listed), style)

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
        if complete:
            self._entry(self._say("terminal-mailing"))
        if outcome.undecided:
            self._entry(self._say("terminal-undecided", count=outcome.undecided))
        counts = Counter(str(item.severity) for item in outcome.all_findings)
        self._entry(self._counted(counts))
        self._next(outcome, out, complete - len(withheld))

    def _next(self, outcome: Outcome, out: str, issued: int) -> None:
        """What to do next: how many sheets are out, what is undecided, and whom to remind."""
        offices = outcome.results.offices
        self._heading("terminal-next", issued=issued, total=len(offices))
        if outcome.undecided:
            self._entry(self._say("terminal-next-decide", count=outcome.undecided, out=out))
        unfinished = [one for one in offices if one.status is Status.INCOMPLETE]
        for office in unfinished[:CHASED]:
            who = [name or self._say("decide-nameless") for name in unfinished_by(office)]
            key = "terminal-next-chase" if who else "terminal-next-await"
            name = f"{office.code} {office.short_name}"
            self._entry(self._say(key, office=name, who=", ".join(who)))
        if len(unfinished) > CHASED:
            count = len(unfinished) - CHASED
            self._entry(self._say("terminal-next-more", count=count))
        # An error may be of an office that could not be told, and is then in no list of offices.
        errors = [item for item in outcome.all_findings if item.severity == Severity.ERROR]
        faulty = list(dict.fromkeys(item.place.file for item in errors))
        if faulty or any(one.status is Status.ERROR for one in offices):
            files = ", ".join(filter(None, faulty[:CHASED])) + " …" * (len(faulty) > CHASED)
            key = "terminal-next-mend-in" if files else "terminal-next-mend"
            lost = self._say("terminal-next-lost") if _may_be_lost(errors, offices) else ""
            self._entry(self._say(key, files=files, lost=lost))
        elif offices and issued == len(offices):
            self._entry(self._say("terminal-next-done"))


def _may_be_lost(
    errors: Iterable[Finding | FindingRecord], offices: Iterable[OfficeResult]
) -> bool:
    """Whether an error may be of an office that stands in no list, as nobody could tell it."""
    told = {
        source.file
        for office in offices
        if office.status is Status.ERROR
        for one in office.indicators
        for source in (one.source, *(by.source for by in one.said_by))
        if source is not None
    }
    return any(
        one.place.file not in told or one.code.startswith(("office-", "file-")) for one in errors
    )


def unfinished_by(office: OfficeResult) -> list[str | None]:
    """The assessors who left something blank in what is not assessed yet, each once.

    One without a name is None, and so is whoever was heard of nothing at all. Empty where all
    answered everything and only the committee's decision is missing.
    """
    found: dict[str | None, None] = {}
    for one in office.indicators:
        if one.state is State.NOT_ASSESSED:
            found |= dict.fromkeys(_left_open(one))
    return [*filter(None, found), *([None] if None in found else [])]


def _left_open(one: IndicatorResult) -> list[str | None]:
    """Who left an item of an indicator blank, or said nothing where no voices differ."""
    answers = [by for item in one.items for by in item.by]
    heard = {by.assessor for by in answers}
    blank = [by.assessor for by in answers if by.mark is None and by.value is None]
    asked = [by.assessor for by in one.said_by if by.said in ("open", "blank")]
    left = [*blank, *(name for name in asked if name not in heard)]
    differ = len({(by.said, by.level) for by in one.said_by}) > 1
    if left or differ or any(item.undecided for item in one.items):
        return left
    return [*asked] or [None]  # a row or a form that is missing leaves no answer behind


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
