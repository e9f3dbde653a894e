"""Faults of meaning: a rubric that reads well but cannot be scored as written.

Errors are what cannot be scored, or would be scored wrongly; they refuse a rubric. Warnings are
what is suspicious but has a meaning; they are looked for only where a rubric is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qp_scoring.findings import Finding, FindingLog, Place
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile, Spot
from qp_scoring.rubric.lint import ids as lint_ids
from qp_scoring.rubric.lint import nodes as lint_nodes
from qp_scoring.rubric.lint import reach as lint_reach
from qp_scoring.rubric.lint import rules as lint_rules
from qp_scoring.rubric.lint import set as lint_set
from qp_scoring.rubric.lint import severity as lint_severity
from qp_scoring.rubric.lint import texts as lint_texts
from qp_scoring.rubric.lint.views import views
from qp_scoring.rubric.model import Rubric


def check_meaning(
    rubric: Rubric, main: RubricFile, files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record every error of meaning of a rubric whose files have the right shape.

    ``files`` are the indicators' files in the order of ``rubric.indicators``.
    """
    start = len(log)
    own, spots = Spot(main, log), [Spot(file, log) for file in files]
    lint_set.check_set(rubric, own)
    scale_is_sound = len(log) == start
    if scale_is_sound:
        lint_nodes.check_groups(rubric, own, spots)
    lint_texts.check_texts(rubric, own)
    lint_ids.check_ids(rubric, own, spots)
    lint_texts.check_file(own)
    lint_ids.check_rounds(rubric, rubric.bands, own.at("bands"))
    for node, spot in lint_nodes.nodes_above(rubric, own):
        lint_ids.check_rounds(rubric, node, spot)
    for indicator, spot in zip(rubric.indicators, spots, strict=True):
        lint_texts.check_file(spot)
        lint_texts.check_indicator_texts(indicator, spot)
        lint_set.check_group(rubric, indicator, spot)
        lint_ids.check_rounds(rubric, indicator, spot)
        for view, inner in _by_round(rubric, indicator, spot):
            lint_rules.check_rules(rubric.scale, view, inner)
            if scale_is_sound:
                lint_nodes.check_parts(rubric, view, inner)
            lint_ids.check_references(view, inner, rubric.gate_entries)
            lint_ids.check_targets(view, inner)
            # Only what is sound so far can be scored to see how far it reaches.
            if not len(inner.log) and scale_is_sound and not view.bounds_asked:
                lint_reach.check_extremes(rubric, view, inner)
    if len(log) == start and rubric.asking:  # what asks for scores of others rests on all of them
        asked = lint_reach.ends_asked(rubric)
        for indicator, spot in zip(rubric.indicators, spots, strict=True):
            for view, inner in _by_round(rubric, indicator, spot) if indicator.bounds_asked else ():
                lint_reach.check_extremes(rubric, view, inner, asked)


def check_apart(
    indicators: Sequence[Indicator], files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record the errors that indicators have by themselves, where the set's own file is faulty."""
    for indicator, file in zip(indicators, files, strict=True):
        spot = Spot(file, log)
        lint_texts.check_file(spot)
        lint_texts.check_indicator_texts(indicator, spot)
        lint_ids.check_references(indicator, spot)


def check_suspicions(
    rubric: Rubric, main: RubricFile, files: Sequence[RubricFile], log: FindingLog
) -> None:
    """Record what is suspicious in a rubric that has no error."""
    own, spots = Spot(main, log), [Spot(file, log) for file in files]
    lint_set.suspect_set(rubric, own)
    lint_set.suspect_weights(rubric, spots)
    lint_set.suspect_missing_weights(rubric, spots)
    lint_reach.suspect_whole(rubric, own)
    asked = lint_reach.ends_asked(rubric)
    for spot in (own, *spots):
        lint_texts.suspect_file(spot)
    lint_severity.suspect_severity(rubric, spots)
    for indicator, spot in zip(rubric.indicators, spots, strict=True):
        lint_set.suspect_types(rubric, indicator, spot)
        lint_severity.suspect_items(indicator, spot)
        lint_texts.suspect_numbers(indicator, spot)
        for view, inner in _by_round(rubric, indicator, spot):
            lint_rules.suspect_rules(view, inner)
            lint_reach.suspect_levels(rubric, view, inner, asked)
            lint_reach.suspect_limits(rubric, view, inner, asked)
            lint_severity.suspect_single(rubric, view, inner)


def _by_round(rubric: Rubric, indicator: Indicator, spot: Spot) -> Iterator[tuple[Indicator, Spot]]:
    """An indicator as each round asks it, with a log of its own for what is found there.

    After the last, each fault is recorded once, and one of some rounds alone with their names. A
    fault is the same in two rounds by its code, its place and what was found: what comes nearest
    may differ.
    """
    logs: dict[str, FindingLog] = {}
    for name, view, file in views(rubric.round, indicator, spot.file):
        logs[name] = FindingLog()
        yield view, Spot(file, logs[name])
    faults: dict[tuple[str, Place, str], dict[str, Finding]] = {}
    for name, found in logs.items():
        for item in found:
            what = dict(item.values).get("found", "")
            faults.setdefault((item.code, item.place, what), {})[name] = item
    for rounds in faults.values():
        item = next(iter(rounds.values()))
        if len(rounds) < len(logs):
            values = {"indicator": indicator.code, "round": ", ".join(rounds)}
            spot.log.add("rubric-round-faulty", item.place, **values)
        spot.log.extend([item])
