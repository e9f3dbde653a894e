"""The library's front door: score inputs from Python, and look at a round over its offices.

Nothing is printed and nothing is written; what stands here is exported by ``qp_scoring`` itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from qp_scoring.analysis.whole import analyse as _analyse
from qp_scoring.analysis.whole import others as _others
from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.results import Results
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.intake.read import read_inputs
from qp_scoring.jobs.compose import Composer, RoundFigures
from qp_scoring.rubric.load import earlier_versions, load_rubric
from qp_scoring.scoring.round import assemble, score_round

__all__ = ["Analysis", "RefusedRunError", "Results", "analyse", "score"]


def score(
    inputs: str | Path | Iterable[str | Path],
    rubric: str | Path | None = None,
    *,
    round: str | None = None,
    offices: str | Path | None = None,
    targets: str | Path | None = None,
) -> Results:
    """Score checklists, mark tables or level tables, as ``qp-scoring score`` does.

    Args:
        inputs: A file or folder, or several; an ``offices.csv`` in a folder is read too.
        rubric: Id of a shipped rubric set, or the folder of any; by default what the inputs say.
        round: Id of a round of the rubric, ``"6m"`` say; by default what the inputs say.
        offices: An ``offices.csv`` with further offices.
        targets: A ``targets.csv`` with the offices' own targets; one in a folder is read too.

    Returns:
        What the command writes to ``results.json``: offices, their indicators, all findings.

    Raises:
        RefusedRunError: Nothing could be read, or the rubric or offices list is unusable; its
            ``findings`` say why. Problems of single files are findings of the results.
    """
    paths = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    chosen = None if rubric is None else str(rubric)
    log = FindingLog()
    intake = read_inputs(Request(paths, chosen, round, offices, targets), log)
    scored = score_round(intake.rubric, intake.round_id, intake.offices, intake.answers, log)
    draft = assemble(intake.rubric, intake.round_id, scored.offices, ())
    head = draft.model_copy(update={"offices": ()})
    figures = RoundFigures(
        intake.rubric, intake.registry, head, _others(draft.offices, intake.rubric)
    )
    composer = Composer(figures, log)
    safe = tuple(composer.compose(office).safe for office in draft.offices)
    used = intake.registry.used()
    return assemble(intake.rubric, intake.round_id, safe, log, offices_used=used)


def analyse(results: Results, rubric: str | Path | None = None) -> Analysis:
    """The figures over all offices of a scored round, as the command writes ``analysis.json``.

    Args:
        results: What :func:`score` gave.
        rubric: Id or folder of the rubric set that made them; by default the shipped one of the
            id that the results carry.

    Raises:
        RefusedRunError: The rubric cannot be read, or is not the one that made the results.
    """
    stamped = results.rubric
    earlier = earlier_versions(stamped.id).get(stamped.version)
    loaded = load_rubric(rubric if rubric is not None else earlier or stamped.id)
    if loaded.hash != results.rubric.hash:
        log = FindingLog()
        stamp = f"{results.rubric.id} {results.rubric.version}"
        log.add("results-rubric-other", Place(), found=stamp)
        raise RefusedRunError(log)
    return _analyse(results, loaded)
