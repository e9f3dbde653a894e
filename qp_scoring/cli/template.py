"""``template``: checklist workbooks to fill in."""

from __future__ import annotations

import argparse

from qp_scoring.cli.options import (
    DONE,
    Commands,
    add_command,
    add_several,
    add_switches,
    add_values,
)
from qp_scoring.cli.parser import UsageError
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "template", lang)
    add_several(parser, lang, "office", "CODE_OR_NAME", "help-office")
    parser.argument("--all", action="store_true", help=text("help-all", lang))
    add_several(parser, lang, "assessor", "NAME", "help-assessor")
    parser.argument("--from", dest="source", metavar="RESULTS_JSON", help=text("help-from", lang))
    add_values(parser, lang, rubric="ID|DIR", round="ID", offices="CSV")
    parser.argument("--out", required=True, metavar="DIR", help=text("help-forms-out", lang))
    add_switches(parser, lang, "plain")


def run(options: argparse.Namespace) -> int:
    """Write the forms and print their names."""
    from pathlib import Path

    from qp_scoring.findings import FindingLog
    from qp_scoring.jobs.forms import FormsRequest, make_forms
    from qp_scoring.reports.forms import TARGETS
    from qp_scoring.reports.terminal.score import Terminal

    lang: Language = options.lang
    if options.all and options.office:
        raise UsageError(text("usage-not-both", lang, found="--office", other="--all"))
    terminal = Terminal(lang, plain=options.plain)
    request = FormsRequest(
        Path(options.out),
        offices=options.office,
        everyone=options.all,
        assessors=options.assessor,
        rubric=options.rubric,
        round=options.round,
        offices_list=options.offices,
        source=Path(options.source) if options.source else None,
    )
    log = FindingLog()
    paths = make_forms(request, log)
    terminal.findings(log)
    names = [path.name for path in paths]
    forms = [name for name in names if name != TARGETS]
    terminal.forms(options.out, forms, TARGETS if TARGETS in names else None)
    return DONE
