"""Check rubric sets, and the worked examples that promise what comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qp_scoring.findings import FindingLog
from qp_scoring.jobs.rubric_examples import ExamplesRun, check_examples
from qp_scoring.rubric.examples import EXAMPLES
from qp_scoring.rubric.load import find_rubric, read_rubric, shipped_rubrics
from qp_scoring.rubric.model import Rubric

FORMS = "forms"  # examples that bring a small rubric of their own


@dataclass(frozen=True, slots=True)
class CheckedRubrics:
    """The sets that are sound, whether any cannot be used, and how many examples were run.

    A set of which an example fails can be used, but is not called sound.
    """

    sound: tuple[Rubric, ...]
    unusable: bool
    examples: ExamplesRun


def check_rubrics(choice: str | None, log: FindingLog, *, examples: bool) -> CheckedRubrics:
    """Check one set, or every shipped one; with ``examples`` run theirs too.

    A folder of examples without a set of its own (``rubrics/forms``) is checked by running them.
    """
    folders, own = _chosen(choice, log, examples=examples)
    ran = [check_examples(folder, None, log) for folder in own]
    sound: list[Rubric] = []
    unusable = not (folders or own)
    for folder in folders:
        faults = FindingLog()
        rubric = read_rubric(folder, faults, suspicions=True)
        log.extend(faults)
        if rubric is None or faults.has_errors():
            unusable = True
            continue
        if examples:
            ran.append(check_examples(folder / EXAMPLES, rubric, log))
        if not examples or not ran[-1].failed:
            sound.append(rubric)
    counted = [sum(getattr(one, key) for one in ran) for key in ("files", "cases", "failed")]
    return CheckedRubrics(tuple(sound), unusable, ExamplesRun(*counted))


def _chosen(
    choice: str | None, log: FindingLog, *, examples: bool
) -> tuple[list[Path], list[Path]]:
    """The folders of the sets, and of the examples that bring a rubric of their own."""
    if choice is None:
        shipped = list(shipped_rubrics().values())
        return shipped, [shipped[0].parent / FORMS] if examples else []
    path = Path(choice)
    if examples and not (path / "rubric.toml").exists() and any(path.glob("*.toml")):
        return [], [path]
    found = find_rubric(choice, log)
    return [found] if found else [], []
