"""``compare``: what changed between two rounds, or over more of them."""

from __future__ import annotations

import argparse
import sys

from qp_scoring.cli.options import Commands, add_command, add_switches, exit_code
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "compare", lang)
    parser.argument("old", metavar="OLD_JSON", help=text("help-compare-old", lang))
    parser.argument("new", metavar="NEW_JSON", help=text("help-compare-new", lang))
    parser.argument(
        "later", metavar="MORE", nargs="*", default=[], help=text("help-compare-later", lang)
    )
    parser.argument("--out", metavar="DIR", help=text("help-compare-out", lang))
    parser.argument("--json", action="store_true", help=text("help-compare-json", lang))
    add_switches(parser, lang, "plain")


def run(options: argparse.Namespace) -> int:
    """Compare, deliver the workbook where asked to, and print what changed."""
    from pathlib import Path

    from qp_scoring.documents.comparison import Comparison
    from qp_scoring.documents.trend import Trend
    from qp_scoring.documents.written import document_parts
    from qp_scoring.findings import FindingLog
    from qp_scoring.jobs.compare import compare_and_deliver, follow_and_deliver
    from qp_scoring.reports.terminal.trend import TrendTerminal

    lang: Language = options.lang
    out = Path(options.out) if options.out else None
    log = FindingLog()
    old, new, *later = map(Path, (options.old, options.new, *options.later))
    # A trend is printed by a terminal that knows comparisons too.
    terminal = TrendTerminal(lang, plain=options.plain)
    if later:
        found: Comparison | Trend = follow_and_deliver([old, new, *later], out, log, lang)
    else:
        found = compare_and_deliver(old, new, out, log, lang)
    terminal.findings(log)
    if options.json:
        sys.stdout.buffer.writelines(document_parts(found))
    elif isinstance(found, Trend):
        terminal.trend(found)
    else:
        terminal.comparison(found)
    if out is not None and not options.json:
        terminal.comparison_files(options.out)
    return exit_code(log)
