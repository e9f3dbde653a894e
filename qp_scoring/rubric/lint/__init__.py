"""Faults of meaning: a rubric that reads well but cannot be scored as written.

Errors are what cannot be scored, or would be scored wrongly; they refuse a rubric. Warnings are
what is suspicious but has a meaning; they are looked for only where a rubric is checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.lint import ids as lint_ids
from qp_scoring.rubric.lint import nodes as lint_nodes
from qp_scoring.rubric.lint import reach as lint_reach
from qp_scoring.rubric.lint import rounds as lint_rounds
from qp_scoring.rubric.lint import rules as lint_rules
from qp_scoring.rubric.lint import set as lint_set
from qp_scoring.rubric.lint import severity as lint_severity
from qp_scoring.rubric.lint import texts as lint_texts
from qp_scoring.rubric.lint import whole as lint_whole
from qp_scoring.rubric.model import Rubric


def check_meaning(
    rubric: Rubric, main: RubricFile, files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record every error of meaning of a rubric whose files have the right shape.

    ``files`` are the indicators' files in the order of ``rubric.indicators``.
    """
    start = len(log)
    lint_set.check_set(rubric, main, log)
    scale_is_sound = len(log) == start
    if scale_is_sound:
        lint_nodes.check_groups(rubric, main, log)
    lint_texts.check_texts(rubric, main, log)
    lint_ids.check_ids(rubric, main, files, log)
    _check_file(main, log)
    for indicator, file in zip(rubric.indicators, files, strict=True):
        _check_file(file, log)
        lint_texts.check_indicator_texts(indicator, file, log)
        lint_set.check_group(rubric, indicator, file, log)
        lint_nodes.check_weight(rubric, indicator, file, log)
        lint_rounds.check_round_ids(rubric, indicator, file, log)
        by_round: dict[str, FindingLog] = {}
        for round_name, view, part in lint_rounds.views(rubric, indicator, file):
            found = by_round[round_name] = FindingLog()
            lint_rules.check_rules(rubric.scale, view, part, found)
            if scale_is_sound:
                lint_nodes.check_parts(rubric.scale, view, part, found)
            lint_ids.check_references(view, part, found)
            lint_ids.check_targets(view, part, found)
            # Only what is sound so far can be scored to see how far it reaches.
            if not len(found) and scale_is_sound:
                lint_reach.check_extremes(rubric, view, part, found)
        lint_rounds.add_by_round(by_round, indicator.code, log)


def check_apart(
    indicators: Sequence[Indicator], files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record the errors that indicators have by themselves, where the set's own file is faulty."""
    for indicator, file in zip(indicators, files, strict=True):
        _check_file(file, log)
        lint_texts.check_indicator_texts(indicator, file, log)
        lint_ids.check_references(indicator, file, log)


def _check_file(file: RubricFile, log: FindingLog) -> None:
    lint_texts.check_lengths(file, log)
    lint_texts.check_characters(file, log)


def check_suspicions(
    rubric: Rubric, main: RubricFile, files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record what is suspicious in a rubric that has no error."""
    lint_set.suspect_set(rubric, main, log)
    lint_set.suspect_weights(rubric, files, log)
    lint_whole.suspect_whole(rubric, main, log)
    for file in (main, *files):
        lint_texts.suspect_lengths(file, log)
    lint_severity.suspect_severity(rubric, files, log)
    for indicator, file in zip(rubric.indicators, files, strict=True):
        lint_set.suspect_types(rubric, indicator, file, log)
        lint_severity.suspect_items(indicator, file, log)
        lint_texts.suspect_numbers(indicator, file, log)
        by_round: dict[str, FindingLog] = {}
        for round_name, view, part in lint_rounds.views(rubric, indicator, file):
            found = by_round[round_name] = FindingLog()
            lint_rules.suspect_rules(view, part, found)
            lint_reach.suspect_levels(rubric, view, part, found)
            lint_whole.suspect_limits(rubric, view, part, found)
            lint_severity.suspect_single(rubric, view, part, found)
        lint_rounds.add_by_round(by_round, indicator.code, log)
