"""``compare``: what changed between two rounds."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, cast

from qp_scoring.cli.options import add_command, add_switches, exit_code
from qp_scoring.messages import text

if TYPE_CHECKING:
    from qp_scoring.cli.options import Commands
    from qp_scoring.messages import Language


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "compare", lang)
    parser.argument("old", metavar="OLD_JSON", help=text("help-compare-old", lang))
    parser.argument("new", metavar="NEW_JSON", help=text("help-compare-new", lang))
    parser.argument("--out", metavar="DIR", help=text("help-compare-out", lang))
    parser.argument("--json", action="store_true", help=text("help-compare-json", lang))
    add_switches(parser, lang, "plain")


def run(options: argparse.Namespace) -> int:
    """Compare, deliver the workbook where asked to, and print what changed."""
    from pathlib import Path

    from qp_scoring.findings import FindingLog
    from qp_scoring.jobs.compare import compare_and_deliver
    from qp_scoring.reports.compare_book import comparison_json
    from qp_scoring.reports.terminal.compare import ComparisonTerminal

    lang = cast("Language", options.lang)
    terminal = ComparisonTerminal(lang, plain=options.plain)
    out = Path(options.out) if options.out else None
    log = FindingLog()
    found = compare_and_deliver(Path(options.old), Path(options.new), out, log, lang)
    terminal.findings(log)
    if options.json:
        sys.stdout.buffer.write(comparison_json(found))
    else:
        terminal.comparison(found)
        if out is not None:
            terminal.comparison_files(options.out)
    return exit_code(log)
