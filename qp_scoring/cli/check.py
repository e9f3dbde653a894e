"""``check``: the same findings as ``score``, nothing scored."""

from __future__ import annotations

import argparse
import sys

from qp_scoring.cli.options import Commands, add_command, add_switches, add_values, exit_code
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "check", lang)
    parser.argument("inputs", nargs="+", metavar="INPUT", help=text("help-input", lang))
    add_values(parser, lang, rubric="ID|DIR", out="DIR", round="ID", offices="CSV", targets="CSV")
    add_switches(parser, lang, "plain", "latest")
    parser.argument("--json", action="store_true", help=text("help-check-json", lang))


def run(options: argparse.Namespace) -> int:
    """Check, deliver what was found, and print it."""
    from qp_scoring.cli.request import request_of
    from qp_scoring.jobs.check import check_and_deliver
    from qp_scoring.reports.check import check_json
    from qp_scoring.reports.terminal.progress import Progress
    from qp_scoring.reports.terminal.score import Terminal

    lang: Language = options.lang
    terminal = Terminal(lang, plain=options.plain)
    request, out = request_of(options, "-check")
    with Progress(lang, shown=not (options.plain or options.json)) as watch:
        checked = check_and_deliver(request, out, watch)
    terminal.findings(checked.findings, kept_in=str(out / "check.xlsx"))
    if options.json:
        sys.stdout.buffer.write(check_json(checked.findings, checked.offices, checked.read))
    else:
        terminal.checked(str(out), checked.findings, checked.offices, len(checked.marked))
    return exit_code(checked.findings)
