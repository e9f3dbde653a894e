"""``explain``: how an office's result came about, down to the cells."""

from __future__ import annotations

import argparse
import sys

from qp_scoring.cli.options import DONE, Commands, add_command, add_switches
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "explain", lang)
    parser.argument("results", metavar="RESULTS_JSON", help=text("help-explain-results", lang))
    parser.argument("office", metavar="OFFICE", help=text("help-explain-office", lang))
    parser.argument(
        "indicator", nargs="?", metavar="INDICATOR", help=text("help-explain-indicator", lang)
    )
    parser.argument("--json", action="store_true", help=text("help-explain-json", lang))
    add_switches(parser, lang, "plain")


def run(options: argparse.Namespace) -> int:
    """Explain, and print the tree or the document."""
    from pathlib import Path

    from qp_scoring.documents.stored import read_office
    from qp_scoring.documents.written import document_json
    from qp_scoring.findings import FindingLog
    from qp_scoring.intake.offices.of_round import find_office
    from qp_scoring.jobs.explain import explain
    from qp_scoring.reports.terminal.explain import ExplanationTerminal

    lang: Language = options.lang
    terminal = ExplanationTerminal(lang, plain=options.plain)
    log = FindingLog()
    stored, office = read_office(
        Path(options.results), lambda round_: find_office(round_, options.office, log), log
    )
    found = explain(stored, office, options.indicator, log, lang)
    terminal.findings(log)
    if options.json:
        sys.stdout.buffer.write(document_json(found))
    else:
        terminal.explanation(found, stored.rubric, whole=options.indicator is None)
    return DONE
