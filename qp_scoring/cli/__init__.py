"""The command line: arguments to one call to an exit code.

Exit codes: 0 done without errors; 1 done, some input had errors and every good office is
delivered; 2 wrong usage, unusable rubric, nothing readable or nothing that could be delivered; 3 an
internal fault; 130 and 143 stopped by Ctrl-C and by the system. What refuses a run is said here,
once for all commands. Heavy imports stand inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from qp_scoring import __version__
from qp_scoring.cli import check, compare, evidence, explain, rubric, sample, score, template
from qp_scoring.cli.options import DONE, DONE_WITH_ERRORS, FAULT, Command, add_help
from qp_scoring.cli.parser import REFUSED, Parser, UsageError
from qp_scoring.cli.streams import steady_streams
from qp_scoring.messages import Language, text

if TYPE_CHECKING:
    from qp_scoring.findings import RefusedRunError

_COMMANDS: dict[str, Command] = {
    "score": score,
    "check": check,
    "template": template,
    "explain": explain,
    "compare": compare,
    "rubric": rubric,
    "evidence": evidence,
    "sample": sample,
}

# By which a run is asked to stop; not every system has every one.
_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_SIGNALLED = 128  # and the number of the signal


class _StoppedError(BaseException):
    """The run was asked to stop, by the signal of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = _language(given)
    with steady_streams() as streams:
        code = _run(given, lang)
        if unwritten := streams.unwritten:
            kind = unwritten.strerror or type(unwritten).__name__
            _tell("screen-unwritten", lang, kind=kind)
            code = code or DONE_WITH_ERRORS
    return code


def _run(given: Sequence[str], lang: Language) -> int:
    parser = _parser(lang)
    options = parser.parse(given)
    if options.command is None:
        sys.stdout.write(text("start", lang) + "\n")
        return DONE
    # What else is installed has no part in a run: pydantic would look for plug-ins in all of it.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A run keeps nearly all that it makes until it ends: collecting meanwhile frees nothing and
    # takes a quarter of the time of a national round. What is left when the process ends goes with
    # it, so it is not looked through for what could go earlier.
    gc.disable()
    atexit.register(gc.freeze)
    try:
        with _stoppable():
            return _COMMANDS[options.command].run(options)
    except UsageError as fault:
        return parser.refused(str(fault))
    except (Exception, KeyboardInterrupt, _StoppedError) as fault:
        return _ended_by(fault, options)
    finally:
        # All that the run made goes to the oldest generation: it is not looked through right away.
        gc.freeze()
        gc.unfreeze()
        gc.enable()


def _ended_by(fault: BaseException, options: argparse.Namespace) -> int:
    """What a command does that did not come to its end: a sentence, and its exit code.

    Whatever it was, no traceback reaches a user, unless ``--debug`` asks for it.
    """
    # Imported here: a command that was stopped while it was loading has no more than this.
    from qp_scoring.delivery.disk import refusal
    from qp_scoring.delivery.staging import DisturbedError, FolderState
    from qp_scoring.findings import Place, RefusedRunError

    lang: Language = options.lang
    if isinstance(fault, OSError):
        fault = refusal(fault, Place())
    if isinstance(fault, RefusedRunError):
        return _refuse(fault, options)
    said: BaseException = fault
    if isinstance(fault, DisturbedError):
        said = fault.__cause__ or fault
        key = "delivered" if fault.standing is FolderState.DELIVERED else "aside"
        _tell(f"run-disturbed-{key}", lang, out=fault.out, backup=fault.backup)
    if isinstance(said, KeyboardInterrupt | _StoppedError):
        if said is fault:
            _tell("run-interrupted", lang)
        return _SIGNALLED + (said.number if isinstance(said, _StoppedError) else int(signal.SIGINT))
    if options.debug:
        raise fault
    _tell("internal-fault", lang, kind=type(said).__name__)
    return FAULT


def _refuse(refused: RefusedRunError, options: argparse.Namespace) -> int:
    from qp_scoring.reports.terminal.score import REFUSALS_SHOWN, Terminal

    terminal = Terminal(options.lang, plain=getattr(options, "plain", False))
    terminal.findings(refused.findings, refused.kept_in, REFUSALS_SHOWN)
    return REFUSED


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let the signals that stop a program end the command as an exception, so that it tidies up.

    Only the first: what tidies up is not to be stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    asked: list[_StoppedError] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)
        asked.append(_StoppedError(number))
        raise asked[0]

    known = [getattr(signal, name) for name in _STOPPING if hasattr(signal, name)]
    # One that is ignored on purpose (nohup) stays so; one of another language cannot be put back.
    before = {one: signal.getsignal(one) for one in known}
    numbers = [one for one in known if before[one] not in (None, signal.SIG_IGN)]
    for one in numbers:
        signal.signal(one, stop)
    try:
        yield
    except Exception as fault:
        # A library may tell the stop as a fault of its own, as pydantic in a serializer does.
        if asked and not _disturbed(fault):
            raise asked[0] from fault
        raise
    finally:
        for one in numbers:
            signal.signal(one, before[one])


def _disturbed(fault: Exception) -> bool:
    from qp_scoring.delivery.staging import DisturbedError

    return isinstance(fault, DisturbedError)


def _language(given: Sequence[str]) -> Language:
    """The language asked for, before the arguments are parsed (help texts need it)."""
    for at, argument in enumerate(given):
        if argument == "--lang=en" or (argument == "--lang" and given[at + 1 : at + 2] == ["en"]):
            return "en"
    return "th"


def _parser(lang: Language) -> Parser:
    Parser.lang = lang
    parser = Parser(prog="qp-scoring", description=text("help-program", lang))
    add_help(parser, lang)
    parser.argument(
        "--version",
        action="version",
        version=f"qp-scoring {__version__}",
        help=text("help-version", lang),
    )
    parser.set_defaults(command=None, debug=False)
    commands = parser.commands(dest="command", metavar=text("help-command", lang))
    for command in _COMMANDS.values():
        command.add(commands, lang)
    return parser


def _tell(key: str, lang: Language, **values: object) -> None:
    sys.stderr.write(text(key, lang, **values) + "\n")
