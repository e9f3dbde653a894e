"""A parser that speaks the user's language, of its arguments and of what is wrong with them.

What argparse says in English is never shown and never read: what is wrong follows from the
arguments that it names, so that it may change its words and colours as it likes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from qp_scoring.messages import Language, text

REFUSED = 2


class UsageError(Exception):
    """A wrong argument, said in a sentence of ours."""


class _Help(argparse.HelpFormatter):
    """Help pages whose own words are in the user's language."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        said = f"{text('help-usage', Parser.lang)}: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, said)


class Parser(argparse.ArgumentParser):
    """A parser of the program or of one command."""

    lang: Language = "th"

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"formatter_class": _Help, "add_help": False, "allow_abbrev": False, **options}
        )
        self._own: list[argparse.Action] = []
        self._arguments: Sequence[str] | None = None
        self._given: argparse.Namespace | None = None
        self._needed = self.add_argument_group(text("help-arguments", self.lang))
        self._optional = self.add_argument_group(text("help-options", self.lang))

    def argument(self, *names: str, **options: Any) -> argparse.Action:
        """Add an argument under the heading where it belongs."""
        group = self._optional if names[0].startswith("-") else self._needed
        action = group.add_argument(*names, **options)
        self._own.append(action)
        return action

    def commands(self, **options: Any) -> argparse._SubParsersAction[Parser]:
        """Add a choice of commands, each with a parser of its own."""
        heading = text("help-arguments", self.lang)
        action = self.add_subparsers(parser_class=Parser, title=heading, **options)
        self._own.append(action)
        return action

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse; what was given is kept for the sentence about what is missing.

        What is not known is said by the parser of the command that it was given to.
        """
        self._arguments = args
        self._given = argparse.Namespace() if namespace is None else namespace
        found, unknown = super().parse_known_args(args, self._given)
        if unknown:
            self.refuse(self._unknown(unknown))
        return found, unknown

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The arguments, or exit 2 with a sentence that says what is wrong."""
        try:
            return self.parse_known_args(arguments)[0]
        except UsageError as fault:
            self.refuse(str(fault))

    def _unknown(self, given: Sequence[str]) -> str:
        """What is wrong with arguments that are none of the command's, and what it takes."""
        options = [one for one in self._own if one.option_strings]
        if named := next((one for one in given if one.startswith("-")), None):
            from qp_scoring.rubric.near import nearest

            names = {name.strip("-"): name for one in options for name in one.option_strings}
            near = nearest(named.partition("=")[0].strip("-"), names, 0.6)
            shown = names[near] if near else ", ".join(names.values())
            key = "usage-near" if near else "usage-unknown"
            return text(key, self.lang, found=named, known=shown)
        found = " ".join(given)
        if places := [_name(one) for one in self._own if not one.option_strings]:
            return text("usage-too-many", self.lang, found=found, known=", ".join(places))
        valued = [one for one in options if one.metavar and one.type is None]
        known = ", ".join(f"{_name(one)} {one.metavar}" for one in valued)
        values = {"example": f"{_name(valued[0])} {found}", "known": known}
        return text("usage-place", self.lang, found=found, **values)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong; ``message`` is argparse's own, and left aside."""
        fault = sys.exc_info()[1]
        named = fault.argument_name if isinstance(fault, argparse.ArgumentError) else None
        action = next((one for one in self._own if named and named == _name(one)), None)
        if action is None:
            self._refuse_missing()
        if isinstance(action, argparse._SubParsersAction):
            self.refuse(text("usage-command", self.lang, known=", ".join(action.choices)))
        key = "usage-switch" if action.nargs == 0 else "usage-value"
        self.refuse(text(key, self.lang, found=_name(action)))

    def _refuse_missing(self) -> NoReturn:
        """Say what is missing and, which argparse no longer comes to, what is not known."""
        missing = [one for one in self._own if self._is_missing(one)]
        for one in missing:
            one.required = False
        unknown = super().parse_known_args(self._arguments)[1]
        faults = [self._unknown(unknown)] if unknown else []
        named = ", ".join(_name(one) for one in missing)
        self.refuse(*faults, text("usage-missing", self.lang, found=named))

    def refuse(self, *faults: str) -> NoReturn:
        """Say what is wrong with the call, and exit with 2."""
        sys.exit(self.refused(*faults))

    def refused(self, *faults: str) -> int:
        """Say what is wrong with the call, a line each; the exit code."""
        said = "\n".join(faults)
        sys.stderr.write(text("usage-fault", self.lang, fault=said, program=self.prog) + "\n")
        return REFUSED

    def _is_missing(self, action: argparse.Action) -> bool:
        given = getattr(self._given, action.dest, None)
        return action.required and given in (None, action.default)


def _name(action: argparse.Action) -> str:
    """What argparse calls an argument."""
    if action.option_strings:
        return "/".join(action.option_strings)
    return str(action.metavar or action.dest)


def one_of(name: str, known: Sequence[str], lang: Language) -> Callable[[str], str]:
    """A type of argument: one of some words."""

    def chosen(given: str) -> str:
        if given not in known:
            found = {"found": given, "name": name, "known": ", ".join(known)}
            raise UsageError(text("usage-choice", lang, **found))
        return given

    return chosen


def whole_number(name: str, lang: Language) -> Callable[[str], int]:
    """A type of argument: a whole number."""

    def number(given: str) -> int:
        try:
            return int(given)
        except ValueError:
            raise UsageError(text("usage-number", lang, found=name)) from None

    return number
