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
from qp_scoring.cli import check, compare, evidence, explain, rubric, score, template
from qp_scoring.cli.options import DONE, FAULT, REFUSED, add_help
from qp_scoring.messages import text

if TYPE_CHECKING:
    from qp_scoring.cli.options import Command
    from qp_scoring.messages import Language

_COMMANDS: dict[str, Command] = {
    "score": score,
    "check": check,
    "template": template,
    "explain": explain,
    "compare": compare,
    "rubric": rubric,
    "evidence": evidence,
}


class _Parser(argparse.ArgumentParser):
    """A parser that speaks the user's language, of its arguments and of what is wrong with them."""

    lang: Language = "th"

    def format_help(self) -> str:
        """The help page, its own headings in the user's language too."""
        page = super().format_help()
        for key, heading in _HELP_HEADINGS:
            page = re.sub(rf"^{heading}:", text(key, self.lang) + ":", page, count=1, flags=re.M)
        return page

    def error(self, message: str) -> NoReturn:
        for key, pattern in _USAGE_FAULTS:
            if found := re.match(pattern, message):
                message = text(key, self.lang, found=found[1])
        sys.stderr.write(text("usage-fault", self.lang, fault=message, program=self.prog) + "\n")
        sys.exit(REFUSED)


# The headings that argparse writes, and ours.
_HELP_HEADINGS = (
    ("help-usage", "usage"),
    ("help-arguments", "positional arguments"),
    ("help-options", "options"),
)

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
        return _COMMANDS[options.command].run(options)
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
    _Parser.lang = lang
    parser = _Parser(prog="qp-scoring", description=text("help-program", lang), add_help=False)
    add_help(parser, lang)
    parser.add_argument(
        "--version",
        action="version",
        version=f"qp-scoring {__version__}",
        help=text("help-version", lang),
    )
    parser.set_defaults(command=None, debug=False)
    commands = parser.add_subparsers(dest="command", metavar=text("help-command", lang))
    for command in _COMMANDS.values():
        command.add(commands, lang)
    return parser


def _print_start(lang: Language) -> None:
    """What to do first, for someone who called the program without arguments."""
    sys.stdout.write(text("start", lang) + "\n")


def _fail(options: argparse.Namespace, key: str, **values: object) -> int:
    sys.stderr.write(text(key, cast("Language", options.lang), **values) + "\n")
    return FAULT
