"""``score``: inputs to score sheets, a summary workbook and results."""

from __future__ import annotations

import argparse
import os
import sys

from qp_scoring.cli.options import (
    DONE_WITH_ERRORS,
    Commands,
    add_command,
    add_switches,
    add_values,
    exit_code,
)
from qp_scoring.cli.parser import whole_number
from qp_scoring.messages import Language, text


def add(commands: Commands, lang: Language) -> None:
    """Add the command's arguments."""
    parser = add_command(commands, "score", lang)
    parser.argument("inputs", nargs="+", metavar="INPUT", help=text("help-input", lang))
    add_values(
        parser,
        lang,
        rubric="ID|DIR",
        out="DIR",
        round="ID",
        offices="CSV",
        targets="CSV",
        previous="RESULTS_JSON",
        into="DIR",
    )
    parser.argument(
        "--jobs",
        type=whole_number("--jobs", lang),
        default=os.cpu_count() or 1,
        metavar="N",
        help=text("help-jobs", lang),
    )
    add_switches(parser, lang, "plain", "latest", "strict", "json", "pdf")


def run(options: argparse.Namespace) -> int:
    """Score, deliver, and print the summary or ``results.json``."""
    # numpy starts a thread a core for products of matrices, of which there are none in scoring.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    import shutil
    from pathlib import Path

    from qp_scoring.cli.request import request_of
    from qp_scoring.documents.results import Status
    from qp_scoring.documents.stored import RESULTS_FILE
    from qp_scoring.findings import RefusedRunError
    from qp_scoring.jobs.score import UnfinishedError, score_and_deliver
    from qp_scoring.reports.terminal.progress import Progress
    from qp_scoring.reports.terminal.score import Terminal

    lang: Language = options.lang
    terminal = Terminal(lang, plain=options.plain)
    request, out = request_of(options, "")
    with Progress(lang, shown=not (options.plain or options.json)) as watch:
        try:
            outcome = score_and_deliver(
                request,
                out,
                strict=options.strict,
                jobs=max(1, options.jobs),
                previous=Path(options.previous) if options.previous else None,
                pdf=options.pdf,
                watch=watch,
            )
        except UnfinishedError as unfinished:
            terminal.findings(unfinished.findings, text("findings-by-check", lang))
            return DONE_WITH_ERRORS
        except RefusedRunError as refused:
            refused.kept_in = text("findings-by-check", lang)
            raise
    terminal.findings(outcome.findings, kept_in="summary.xlsx")
    if options.json:
        with (out / RESULTS_FILE).open("rb") as written:
            shutil.copyfileobj(written, sys.stdout.buffer)
    else:
        terminal.results(outcome, str(out))
    offices = outcome.results.offices
    faulty = any(office.status is Status.ERROR for office in offices)
    withheld = options.strict and not offices  # as one is unfinished
    return DONE_WITH_ERRORS if faulty or withheld else exit_code(outcome.all_findings)
