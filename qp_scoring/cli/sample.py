"""``sample``: the filled forms of a round, to try the program on."""

from __future__ import annotations

import argparse

from qp_scoring.cli.options import DONE, Commands, add_command, add_switches
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "sample", lang)
    parser.argument("--out", required=True, metavar="DIR", help=text("help-sample-out", lang))
    add_switches(parser, lang, "plain")


def run(options: argparse.Namespace) -> int:
    """Write the sample, and say what to do with it."""
    from pathlib import Path

    from qp_scoring.jobs.sample import write_sample
    from qp_scoring.reports.terminal.score import Terminal

    count = write_sample(Path(options.out))
    terminal = Terminal(options.lang, plain=options.plain)
    terminal.say("sample-written", count=count, out=options.out)
    return DONE
