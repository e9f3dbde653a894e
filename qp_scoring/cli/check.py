"""``check``: the same findings as ``score``, nothing scored."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, cast

from qp_scoring.cli.options import add_command, add_switches, add_values, exit_code
from qp_scoring.messages import text

if TYPE_CHECKING:
    from qp_scoring.cli.options import Commands
    from qp_scoring.messages import Language


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "check", lang)
    parser.argument("inputs", nargs="+", metavar="INPUT", help=text("help-input", lang))
    add_values(parser, lang, rubric="ID|DIR", out="DIR", round="ID", offices="CSV")
    add_switches(parser, lang, "plain", "latest")
    parser.argument("--json", action="store_true", help=text("help-check-json", lang))


def run(options: argparse.Namespace) -> int:
    """Check, deliver a findings workbook per file, and print what was found."""
    from qp_scoring.cli.request import request_of
    from qp_scoring.findings.condense import condensed
    from qp_scoring.jobs.check import check_and_deliver
    from qp_scoring.reports.terminal.progress import Progress
    from qp_scoring.reports.terminal.score import Terminal
    from qp_scoring.scoring.round import record

    lang = cast("Language", options.lang)
    terminal = Terminal(lang, plain=options.plain)
    request, out = request_of(options, "-check")
    with Progress(lang, shown=not (options.plain or options.json)) as watch:
        checked = check_and_deliver(request, out, watch)
    terminal.findings(checked.findings, kept_in=str(out) if checked.books else "")
    if options.json:
        found = [record(item).model_dump(mode="json") for item in condensed(checked.findings)]
        listed = json.dumps({"findings": found}, ensure_ascii=False, indent=1)
        sys.stdout.buffer.write((listed + "\n").encode())
    else:
        terminal.checked(str(out), checked.findings, checked.books, checked.offices)
    return exit_code(checked.findings)
