"""What ``score`` and ``check`` are asked to read, and where they write."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from qp_scoring.documents.stored import RESULTS_FILE
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.choice import Request


def request_of(options: argparse.Namespace, suffix: str) -> tuple[Request, Path]:
    """What to read and where to write; ``outputs/<name of the input>`` where no one says.

    Raises:
        RefusedRunError: there are several inputs and no one says where to write, or options say
            otherwise than the round that inputs are to be read into.
    """
    if getattr(options, "into", None) is not None:
        return _into(options)
    wild = any(character in options.inputs[0] for character in "*?[")
    if options.out is None and (wild or len(options.inputs) > 1):
        log = FindingLog()
        log.add("out-needed")
        raise RefusedRunError(log)
    # Not resolved: a link is named as it is, and one that leads to itself leads nowhere.
    given = Path(os.path.abspath(options.inputs[0]))  # noqa: PTH100
    name = (given.name if given.is_dir() else given.stem) + suffix
    out = Path(options.out) if options.out else Path("outputs") / name
    request = Request(
        options.inputs,
        options.rubric,
        options.round,
        options.offices,
        options.targets,
        latest=options.latest,
    )
    return request, out


def _into(options: argparse.Namespace) -> tuple[Request, Path]:
    """Inputs for a delivered round, whose folder says what ``score`` is told otherwise."""
    given = [name for name in ("out", "rubric", "round", "previous") if getattr(options, name)]
    if given:
        log = FindingLog()
        log.add("into-with", found=", ".join(f"--{name}" for name in given))
        raise RefusedRunError(log)
    request = Request(
        options.inputs,
        offices=options.offices,
        targets=options.targets,
        latest=options.latest,
        into=True,
    )
    into = Path(options.into)
    return request, into.parent if into.name == RESULTS_FILE and into.is_file() else into
