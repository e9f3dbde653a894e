"""What the commands share: exit codes, and arguments that several of them take."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from qp_scoring.cli.parser import Parser, one_of
from qp_scoring.messages import Language, text

if TYPE_CHECKING:
    from qp_scoring.documents.results import FindingRecord
    from qp_scoring.findings import Finding

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

DONE, DONE_WITH_ERRORS, FAULT = 0, 1, 3


class Command(Protocol):
    """A module that is a command."""

    def add(self, commands: Commands, lang: Language) -> None:
        """Add the command and its arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do what the arguments ask for and return the exit code."""


def add_command(commands: Commands, name: str, lang: Language, help_key: str = "") -> Parser:
    """Add a command with the options that every command has.

    Its description is the text ``help-<name>``, or the one of another key.
    """
    help_text = text(help_key or f"help-{name}", lang)
    parser: Parser = commands.add_parser(name, help=help_text, description=help_text)
    add_help(parser, lang)
    parser.argument(
        "--lang",
        type=one_of("--lang", ("th", "en"), lang),
        default="th",
        metavar="{th,en}",
        help=text("help-lang", lang),
    )
    add_switches(parser, lang, "debug")
    return parser


def add_help(parser: Parser, lang: Language) -> None:
    """Add ``--help``, described in the user's language."""
    parser.argument("-h", "--help", action="help", help=text("help-help", lang))


def add_values(parser: Parser, lang: Language, **metavars: str) -> None:
    """Add options that take one value, each described by the text ``help-<name>``."""
    for name, metavar in metavars.items():
        parser.argument(f"--{name}", metavar=metavar, help=text(f"help-{name}", lang))


def add_several(parser: Parser, lang: Language, name: str, metavar: str, key: str) -> None:
    """Add an option that takes several values, described by the text of a key."""
    parser.argument(
        f"--{name}",
        action="extend",
        nargs="+",
        default=[],
        metavar=metavar,
        help=text(key, lang),
    )


def add_switches(parser: Parser, lang: Language, *names: str) -> None:
    """Add options without a value, each described by the text ``help-<name>``."""
    for name in names:
        parser.argument(f"--{name}", action="store_true", help=text(f"help-{name}", lang))


def exit_code(findings: Iterable[Finding | FindingRecord]) -> int:
    """0 where no finding is an error, else 1."""
    faulty = any(str(item.severity) == "error" for item in findings)
    return DONE_WITH_ERRORS if faulty else DONE
