"""The command line: arguments to one call to an exit code.

Exit codes: 0 done without errors; 1 done, some input had errors and every good office is
delivered; 2 wrong usage, unusable rubric or nothing readable; 3 an internal fault. Heavy imports
stand inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, cast

from qp_scoring import __version__

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from pathlib import Path

    from qp_scoring.findings import Finding
    from qp_scoring.intake.read import Request
    from qp_scoring.messages import Language

    _Commands = _SubParsersAction["_Parser"]

DONE, DONE_WITH_ERRORS, REFUSED, FAULT = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    """A parser that says in the user's language what is wrong with the arguments."""

    lang: Language = "th"

    def error(self, message: str) -> NoReturn:
        from qp_scoring.messages import text

        for key, pattern in _USAGE_FAULTS:
            if found := re.match(pattern, message):
                message = text(key, self.lang, found=found[1])
        sys.stderr.write(text("usage-fault", self.lang, fault=message, program=self.prog) + "\n")
        sys.exit(REFUSED)


# What argparse says, in its own words, and the sentence of ours that says it.
_USAGE_FAULTS = (
    ("usage-missing", r"the following arguments are required: (.*)"),
    ("usage-unknown", r"unrecognized arguments: (.*)"),
    ("usage-choice", r"argument [^:]*: invalid choice: (.*)"),
    ("usage-value", r"argument ([^:]*): expected .*"),
    ("usage-number", r"argument ([^:]*): invalid int value.*"),
    ("usage-one-of", r"one of the arguments (.*) is required"),
    ("usage-not-both", r"argument (.*): not allowed with argument .*"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    options = _parser(_language(given)).parse_args(given)
    if options.command is None:
        _print_start(_language(given))
        return DONE
    # A run keeps nearly all that it makes until it ends: collecting meanwhile frees nothing and
    # takes a quarter of the time of a national round.
    gc.disable()
    try:
        return _COMMANDS[options.command](options)
    except BrokenPipeError:
        # The reader of the pipe went away; what was delivered is delivered.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _fail(options, "run-interrupted")
    except Exception as error:  # the last guard: a traceback never reaches a user
        if options.debug:
            raise
        return _fail(options, "internal-fault", kind=type(error).__name__)
    finally:
        gc.enable()


def _language(given: Sequence[str]) -> Language:
    """The language asked for, before the arguments are parsed (help texts need it)."""
    for at, argument in enumerate(given):
        if argument == "--lang=en" or (argument == "--lang" and given[at + 1 : at + 2] == ["en"]):
            return "en"
    return "th"


def _parser(lang: Language) -> argparse.ArgumentParser:
    from qp_scoring.messages import text

    _Parser.lang = lang
    parser = _Parser(prog="qp-scoring", description=text("help-program", lang), add_help=False)
    _add_help(parser, lang)
    parser.add_argument(
        "--version",
        action="version",
        version=f"qp-scoring {__version__}",
        help=text("help-version", lang),
    )
    parser.set_defaults(command=None, debug=False)
    commands = parser.add_subparsers(dest="command", metavar=text("help-command", lang))
    score = _command(commands, "score", lang)
    score.add_argument("inputs", nargs="+", metavar="INPUT", help=text("help-input", lang))
    _add_values(score, lang, rubric="ID|DIR", out="DIR", round="ID", offices="CSV")
    _add_jobs(score, lang)
    _add_switches(score, lang, "plain", "strict", "json")
    check = _command(commands, "check", lang)
    check.add_argument("inputs", nargs="+", metavar="INPUT", help=text("help-input", lang))
    _add_values(check, lang, rubric="ID|DIR", out="DIR", round="ID", offices="CSV")
    _add_switches(check, lang, "plain", "json")
    template = _command(commands, "template", lang)
    chosen = template.add_mutually_exclusive_group(required=True)
    chosen.add_argument(
        "--office",
        nargs="+",
        default=(),
        metavar="CODE_OR_NAME",
        help=text("help-office", lang),
    )
    chosen.add_argument("--all", action="store_true", help=text("help-all", lang))
    template.add_argument(
        "--assessor", nargs="+", default=(), metavar="NAME", help=text("help-assessor", lang)
    )
    _add_values(template, lang, rubric="ID|DIR", round="ID", offices="CSV")
    template.add_argument("--out", required=True, metavar="DIR", help=text("help-forms-out", lang))
    _add_switches(template, lang, "plain")
    return parser


def _command(commands: _Commands, name: str, lang: Language) -> argparse.ArgumentParser:
    from qp_scoring.messages import text

    help_text = text(f"help-{name}", lang)
    parser = commands.add_parser(name, help=help_text, description=help_text, add_help=False)
    _add_help(parser, lang)
    parser.add_argument("--lang", choices=("th", "en"), default="th", help=text("help-lang", lang))
    _add_switches(parser, lang, "debug")
    return parser


def _add_jobs(parser: argparse.ArgumentParser, lang: Language) -> None:
    from qp_scoring.messages import text

    cores = os.cpu_count() or 1
    parser.add_argument(
        "--jobs", type=int, default=cores, metavar="N", help=text("help-jobs", lang)
    )


def _add_values(parser: argparse.ArgumentParser, lang: Language, **metavars: str) -> None:
    from qp_scoring.messages import text

    for name, metavar in metavars.items():
        parser.add_argument(f"--{name}", metavar=metavar, help=text(f"help-{name}", lang))


def _add_switches(parser: argparse.ArgumentParser, lang: Language, *names: str) -> None:
    from qp_scoring.messages import text

    for name in names:
        parser.add_argument(f"--{name}", action="store_true", help=text(f"help-{name}", lang))


def _add_help(parser: argparse.ArgumentParser, lang: Language) -> None:
    from qp_scoring.messages import text

    parser.add_argument("-h", "--help", action="help", help=text("help-help", lang))


def _print_start(lang: Language) -> None:
    """What to do first, for someone who called the program without arguments."""
    from qp_scoring.messages import text

    sys.stdout.write(text("start", lang) + "\n")


def _score(options: argparse.Namespace) -> int:
    from qp_scoring.findings import RefusedRunError
    from qp_scoring.reports.results import results_json
    from qp_scoring.reports.terminal import Terminal
    from qp_scoring.results import Status
    from qp_scoring.run import score_and_deliver

    terminal = Terminal(cast("Language", options.lang), plain=options.plain)
    try:
        request, out = _request(options, "")
        outcome = score_and_deliver(request, out, strict=options.strict, jobs=max(1, options.jobs))
    except RefusedRunError as refusal:
        terminal.findings(refusal.findings)
        return REFUSED
    terminal.findings(outcome.findings)
    if options.json:
        sys.stdout.buffer.write(results_json(outcome.results))
    else:
        terminal.results(
            outcome.results, outcome.rubric, str(out), outcome.withheld, outcome.undecided
        )
    faulty = any(office.status is Status.ERROR for office in outcome.results.offices)
    return DONE_WITH_ERRORS if faulty or _has_errors(outcome.findings) else DONE


def _request(options: argparse.Namespace, suffix: str) -> tuple[Request, Path]:
    """What to read and where to write; ``outputs/<name of the input>`` where no one says."""
    from pathlib import Path

    from qp_scoring.findings import FindingLog, RefusedRunError
    from qp_scoring.intake.read import Request

    wild = any(character in options.inputs[0] for character in "*?[")
    if options.out is None and (wild or len(options.inputs) > 1):
        log = FindingLog()
        log.add("out-needed")
        raise RefusedRunError(log)
    given = Path(options.inputs[0]).resolve()
    name = (given.name if given.is_dir() else given.stem) + suffix
    out = Path(options.out) if options.out else Path("outputs") / name
    return Request(options.inputs, options.rubric, options.round, options.offices), out


def _check(options: argparse.Namespace) -> int:
    import json

    from qp_scoring.check import check_and_deliver
    from qp_scoring.condense import condensed
    from qp_scoring.findings import RefusedRunError
    from qp_scoring.reports.terminal import Terminal
    from qp_scoring.scoring.round import record

    terminal = Terminal(cast("Language", options.lang), plain=options.plain)
    try:
        request, out = _request(options, "-check")
        checked = check_and_deliver(request, out)
    except RefusedRunError as refusal:
        terminal.findings(refusal.findings)
        return REFUSED
    terminal.findings(checked.findings)
    if options.json:
        found = [record(item).model_dump(mode="json") for item in condensed(checked.findings)]
        text = json.dumps({"findings": found}, ensure_ascii=False, indent=1)
        sys.stdout.buffer.write((text + "\n").encode())
    else:
        terminal.checked(str(out), checked.findings, checked.books, checked.offices)
    return DONE_WITH_ERRORS if _has_errors(checked.findings) else DONE


def _template(options: argparse.Namespace) -> int:
    from pathlib import Path

    from qp_scoring.findings import RefusedRunError
    from qp_scoring.forms import FormsRequest, make_forms
    from qp_scoring.reports.terminal import Terminal

    terminal = Terminal(cast("Language", options.lang), plain=options.plain)
    request = FormsRequest(
        Path(options.out),
        offices=options.office,
        everyone=options.all,
        assessors=options.assessor,
        rubric=options.rubric,
        round=options.round,
        offices_list=options.offices,
    )
    try:
        paths = make_forms(request)
    except RefusedRunError as refusal:
        terminal.findings(refusal.findings)
        return REFUSED
    terminal.forms(options.out, [path.name for path in paths])
    return DONE


_COMMANDS = {"score": _score, "check": _check, "template": _template}


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(item.severity.value == "error" for item in findings)


def _fail(options: argparse.Namespace, key: str, **values: object) -> int:
    from qp_scoring.messages import text

    sys.stderr.write(text(key, cast("Language", options.lang), **values) + "\n")
    return FAULT
