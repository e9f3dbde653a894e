"""Evidence on the terminal: per office what was found for each indicator, and what was blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich.text import Text

from qp_scoring.documents.office import Office
from qp_scoring.evidence.document import Evidence, SectionRecord
from qp_scoring.reports.coverage_book import topic_status
from qp_scoring.reports.evidence_book import FoundPassage, by_item, by_office, strengths
from qp_scoring.reports.terminal.score import Terminal
from qp_scoring.reports.terminal.tables import bare_table
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import applicability

OFFICES_SHOWN = 20


class EvidenceTerminal(Terminal):
    """Prints what reports were found to say, to stdout."""

    def evidence(
        self,
        evidence: Evidence,
        rubric: Rubric,
        offices: Sequence[Office],
        out: str,
        *,
        draft: bool = False,
    ) -> None:
        """The summary of a run: fits 80 columns."""
        count = len(evidence.documents)
        self._line(self._say("evidence-terminal-head", reports=count, offices=len(offices)), "bold")
        self._line(self._say("evidence-trial"), "yellow")
        if rubric.status == "draft":
            self._line(self._say("terminal-draft-criteria"), "yellow")
        passages = by_office(evidence)
        for office in offices[:OFFICES_SHOWN]:
            self._office(evidence, passages.get(office.code, ()), rubric, office)
        self._out.print()
        if unnamed := passages.get(None):
            self._line(self._say("evidence-terminal-unnamed", count=len(unnamed)))
        self._line(self._say("evidence-terminal-files", out=out, forms=len(offices)), "bold")
        if draft:
            self._line(self._say("evidence-terminal-draft"))

    def _office(
        self, evidence: Evidence, found: Sequence[FoundPassage], rubric: Rubric, office: Office
    ) -> None:
        self._heading(
            "evidence-terminal-office",
            code=office.code,
            office=office.short_name,
            passages=len(found),
        )
        table = bare_table(boxed=self._boxed)
        table.add_column(self._say("evidence-terminal-indicator"))
        for key in ("strong", "weak", "none"):
            table.add_column(self._say(f"evidence-terminal-{key}"), justify="right")
        groups = by_item(found)
        without: list[str] = []
        for indicator in rubric.indicators:
            if not indicator.item or not applicability(indicator, office)[0]:
                continue
            strong, weak, none = strengths(indicator, groups)
            if strong or weak:
                cells = (indicator.code, str(strong), str(weak), str(none))
                table.add_row(*(Text(cell, "" if strong else "yellow") for cell in cells))
            else:
                without.append(indicator.code)
        if table.row_count:
            self._out.print(table)
        if without:
            self._line("  " + self._say("evidence-terminal-without", codes=", ".join(without)))
        self._blanks(evidence, office)

    def _blanks(self, evidence: Evidence, office: Office) -> None:
        """The topics that the office left blank, wholly or in part, and those it only plans."""
        topics: dict[str, list[SectionRecord]] = defaultdict(list)
        for report in evidence.documents:
            for section in report.sections:
                if section.office == office.code and section.focus:
                    topics[section.focus].append(section)
        statuses = {focus: topic_status(parts) for focus, parts in topics.items()}
        partly = [
            self._parts(focus, parts)
            for focus, parts in topics.items()
            if statuses[focus] == "answered" and any(one.status == "blank" for one in parts)
        ]
        for key, found in (
            ("evidence-terminal-blank", [f for f in topics if statuses[f] == "blank"]),
            ("evidence-terminal-planned", [f for f in topics if statuses[f] == "planned"]),
            ("evidence-terminal-partly", partly),
        ):
            if found:
                self._line("  " + self._say(key, topics="; ".join(found)))

    def _parts(self, focus: str, sections: Sequence[SectionRecord]) -> str:
        """A topic with the parts that were left blank."""
        blank = (one.part for one in sections if one.status == "blank")
        names = ", ".join(self._say(f"evidence-part-{part}") for part in dict.fromkeys(blank))
        return f"{focus} ({names})"
