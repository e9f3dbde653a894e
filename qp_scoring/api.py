"""The library's front door: score inputs from Python.

Nothing is printed and nothing is written; what stands here is exported by ``qp_scoring`` itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from qp_scoring.documents.results import Results
from qp_scoring.documents.stages import unwatched
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.read import Request, read_inputs
from qp_scoring.jobs.compose import compose_sheets
from qp_scoring.scoring.round import assemble, score_round

__all__ = ["RefusedRunError", "Results", "score"]


def score(
    inputs: str | Path | Iterable[str | Path],
    rubric: str | Path | None = None,
    *,
    round: str | None = None,
    offices: str | Path | None = None,
) -> Results:
    """Score checklists, mark tables or level tables, as ``qp-scoring score`` does.

    Args:
        inputs: A file or folder, or several; an ``offices.csv`` in a folder is read too.
        rubric: Id of a shipped rubric set, or the folder of any; by default what the inputs say.
        round: Id of a round of the rubric, ``"6m"`` say; by default what the inputs say.
        offices: An ``offices.csv`` with further offices.

    Returns:
        What the command writes to ``results.json``: offices, their indicators, all findings.

    Raises:
        RefusedRunError: Nothing could be read, or the rubric or offices list is unusable; its
            ``findings`` say why. Problems of single files are findings of the results.
    """
    paths = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    chosen = None if rubric is None else str(rubric)
    log = FindingLog()
    intake = read_inputs(Request(paths, chosen, round, offices), log)
    scored = score_round(intake.rubric, intake.round_id, intake.offices, intake.answers, log)
    composed = compose_sheets(intake, scored.offices, log, unwatched)
    return assemble(intake.rubric, intake.round_id, composed.offices, log)
