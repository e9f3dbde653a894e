"""What ``score`` and ``check`` are asked to read, and where they write."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.read import Request


def request_of(options: argparse.Namespace, suffix: str) -> tuple[Request, Path]:
    """What to read and where to write; ``outputs/<name of the input>`` where no one says.

    Raises:
        RefusedRunError: there are several inputs and no one says where to write.
    """
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
        options.inputs, options.rubric, options.round, options.offices, latest=options.latest
    )
    return request, out
