"""``evidence``: narrative reports to checklists with the passages that may prove their items."""

from __future__ import annotations

import argparse
import os

from qp_scoring.cli.options import (
    Commands,
    add_command,
    add_several,
    add_switches,
    add_values,
    exit_code,
)
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "evidence", lang)
    parser.argument(
        "reports", nargs="+", metavar="REPORT", help=text("help-evidence-reports", lang)
    )
    add_values(parser, lang, rubric="ID|DIR", round="ID", offices="CSV")
    add_several(parser, lang, "office", "CODE_OR_NAME", "help-evidence-office")
    parser.argument("--out", required=True, metavar="DIR", help=text("help-evidence-out", lang))
    add_switches(parser, lang, "draft", "plain")


def run(options: argparse.Namespace) -> int:
    """Read the reports, deliver, and print what was found and what was left blank."""
    from pathlib import Path

    from qp_scoring.evidence.segment import segmenter_installed
    from qp_scoring.findings import FindingLog, RefusedRunError

    if not segmenter_installed():  # without it what follows cannot be imported
        log = FindingLog()
        log.add("segmenter-missing")
        raise RefusedRunError(log)

    # The products of matrices are a sentence's: threads would wait longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from qp_scoring.jobs.evidence import EvidenceRequest, gather_and_deliver
    from qp_scoring.reports.terminal.evidence import EvidenceTerminal

    terminal = EvidenceTerminal(options.lang, plain=options.plain)
    request = EvidenceRequest(
        options.reports,
        options.rubric,
        options.round,
        options.office,
        options.offices,
        options.draft,
    )
    found = gather_and_deliver(request, Path(options.out))
    terminal.findings(found.findings, kept_in="evidence.json")
    terminal.evidence(found.evidence, found.rubric, found.offices, options.out, draft=options.draft)
    return exit_code(found.findings)
