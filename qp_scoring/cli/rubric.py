"""``rubric``: begin, check, show, compare, export and import rubric sets."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from qp_scoring.cli.options import DONE, Commands, add_command, add_switches, exit_code
from qp_scoring.cli.parser import REFUSED, Parser
from qp_scoring.messages import Language, text

if TYPE_CHECKING:
    from qp_scoring.jobs.rubric_check import ExamplesRun
    from qp_scoring.reports.terminal.score import Terminal
    from qp_scoring.rubric.diff import RubricDiff


def add(commands: Commands, lang: Language) -> None:
    """Add the command and what can be done with a rubric."""
    parser = add_command(commands, "rubric", lang, "help-rubric-command")
    below = parser.commands(dest="action", metavar=text("help-command", lang), required=True)
    _rubric_action(below, "check", lang, "examples")
    new = add_command(below, "new", lang, "help-rubric-new")
    new.argument("out", metavar="DIR", help=text("help-rubric-folder", lang))
    add_switches(new, lang, "plain")
    shown = _rubric_action(below, "show", lang, "markdown")
    shown.argument(
        "indicator", nargs="?", metavar="INDICATOR", help=text("help-rubric-indicator", lang)
    )
    shown.argument("--out", metavar="DIR", help=text("help-rubric-sheets", lang))
    compared = add_command(below, "diff", lang, "help-rubric-diff")
    for name in ("old", "new"):
        compared.argument(name, metavar=name.upper(), help=text("help-rubric", lang))
    compared.argument("--json", action="store_true", help=text("help-rubric-diff-json", lang))
    add_switches(compared, lang, "plain")
    exported = _rubric_action(below, "export", lang)
    exported.argument(
        "--out", required=True, metavar="FILE.xlsx", help=text("help-rubric-book", lang)
    )
    imported = add_command(below, "import", lang, "help-rubric-import")
    imported.argument("book", metavar="FILE.xlsx", help=text("help-rubric-edited", lang))
    imported.argument("--out", required=True, metavar="DIR", help=text("help-rubric-folder", lang))
    add_switches(imported, lang, "plain")


def _rubric_action(below: Commands, name: str, lang: Language, *switches: str) -> Parser:
    """An action on one rubric, by default the shipped one."""
    parser = add_command(below, name, lang, f"help-rubric-{name}")
    parser.argument("rubric", nargs="?", metavar="ID|DIR", help=text("help-rubric", lang))
    add_switches(parser, lang, *switches, "plain")
    return parser


def run(options: argparse.Namespace) -> int:
    """Do the action; a rubric that cannot be used is refused with all its faults."""
    from qp_scoring.reports.terminal.score import Terminal

    terminal = Terminal(options.lang, plain=options.plain)
    actions = {
        "check": _check,
        "new": _new,
        "show": _show,
        "diff": _diff,
        "export": _export,
        "import": _import,
    }
    return actions[options.action](options, terminal)


def _check(options: argparse.Namespace, terminal: Terminal) -> int:
    from qp_scoring.findings import FindingLog
    from qp_scoring.jobs.rubric_check import check_rubrics

    log = FindingLog()
    checked = check_rubrics(options.rubric, log, examples=options.examples)
    terminal.findings(log)
    for rubric in checked.sound:
        terminal.say(
            "rubric-sound",
            id=rubric.id,
            version=rubric.version,
            indicators=len(rubric.indicators),
            items=sum(len(one.entry_ids) for one in rubric.indicators),
        )
    if options.examples:
        _say_examples(checked.examples, terminal)
    return REFUSED if checked.unusable else exit_code(log)


def _say_examples(ran: ExamplesRun, terminal: Terminal) -> None:
    key = "rubric-examples-failed" if ran.failed else "rubric-examples-run"
    failed = {"failed": ran.failed} if ran.failed else {}
    terminal.say(key, files=ran.files, cases=ran.cases, **failed)


def _new(options: argparse.Namespace, terminal: Terminal) -> int:
    from pathlib import Path

    from qp_scoring.jobs.rubric_new import new_rubric

    new_rubric(Path(options.out))
    terminal.say("rubric-new-written", path=options.out)
    return DONE


def _show(options: argparse.Namespace, terminal: Terminal) -> int:
    from pathlib import Path

    from qp_scoring.findings import FindingLog, Place, RefusedRunError
    from qp_scoring.intake.layouts.header import DEFAULT_RUBRIC
    from qp_scoring.reports.rubric_book import write_rubric_sheets
    from qp_scoring.reports.terminal.blocks import markdown
    from qp_scoring.reports.terminal.rubric import indicator_page, rubric_page
    from qp_scoring.rubric.load import load_rubric

    lang: Language = options.lang
    rubric = load_rubric(options.rubric or DEFAULT_RUBRIC)
    if options.indicator is not None and options.indicator not in rubric.by_code:
        log = FindingLog()
        known = ", ".join(rubric.by_code)
        log.add("rubric-indicator-unknown", Place(rubric.id), found=options.indicator, known=known)
        raise RefusedRunError(log)
    if options.out:
        path = write_rubric_sheets(Path(options.out), rubric)
        terminal.say("rubric-written", path=path)
        return DONE
    if options.indicator is not None:
        blocks = list(indicator_page(rubric.by_code[options.indicator], rubric, lang))
    else:
        blocks = list(rubric_page(rubric, lang))
        if options.markdown:
            blocks += (
                part for one in rubric.indicators for part in indicator_page(one, rubric, lang)
            )
    if options.markdown:
        sys.stdout.buffer.write(markdown(blocks).encode())
    else:
        terminal.page(blocks)
        if options.indicator is None:
            terminal.say("rubric-show-more", id=options.rubric or rubric.id)
    return DONE


def _diff(options: argparse.Namespace, terminal: Terminal) -> int:
    from qp_scoring.findings import FindingLog, Place
    from qp_scoring.reports.terminal.rubric import diff_page
    from qp_scoring.rubric.diff import diff_rubrics, version_fault
    from qp_scoring.rubric.load import load_rubric

    lang: Language = options.lang
    old, new = load_rubric(options.old), load_rubric(options.new)
    found = diff_rubrics(old, new)
    log = FindingLog()
    fault = version_fault(old, new, found, Place(options.new))
    log.extend([fault] if fault else [])
    terminal.findings(log)
    if options.json:
        document = _diff_document(found, lang)
        listed = json.dumps(document, ensure_ascii=False, indent=1)
        sys.stdout.buffer.write((listed + "\n").encode())
    else:
        terminal.page(diff_page(found, lang))
    return exit_code(log)


def _diff_document(found: RubricDiff, lang: Language) -> dict[str, object]:
    changes = [
        {"kind": one.kind, "indicator": one.indicator, "sentence": one.sentence(lang)}
        for one in found.changes
    ]
    return {"kind": found.kind, "changes": changes}


def _export(options: argparse.Namespace, terminal: Terminal) -> int:
    from pathlib import Path

    from qp_scoring.findings import FindingLog, RefusedRunError
    from qp_scoring.intake.layouts.header import DEFAULT_RUBRIC
    from qp_scoring.jobs.rubric_exchange import export_rubric
    from qp_scoring.rubric.load import find_rubric, load_rubric

    log = FindingLog()
    folder = find_rubric(options.rubric or DEFAULT_RUBRIC, log)
    if folder is None:
        raise RefusedRunError(log)
    remarks = export_rubric(load_rubric(folder), Path(options.out), folder)
    terminal.findings(remarks)
    terminal.say("rubric-exported", path=options.out)
    return DONE


def _import(options: argparse.Namespace, terminal: Terminal) -> int:
    from pathlib import Path

    from qp_scoring.jobs.rubric_exchange import import_rubric

    done = import_rubric(Path(options.book), Path(options.out))
    terminal.findings(done.remarks)
    rubric = done.rubric
    terminal.say("rubric-imported", id=rubric.id, version=rubric.version, path=options.out)
    if done.examples is None:
        terminal.say("rubric-examples-apart")
    else:
        _say_examples(done.examples, terminal)
    return exit_code(done.remarks)
