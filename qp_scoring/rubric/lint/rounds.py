"""Faults of rounds: what no round asks, and indicators that cannot be scored in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qp_scoring.findings import Finding, FindingLog, Place
from qp_scoring.rubric.fields import tables_within
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest
from qp_scoring.rubric.rounds import KeptEntries, in_round, names_rounds, place_before


@dataclass(frozen=True)
class _RoundFile(RubricFile):
    """The file of an indicator of which only what a round asks is left."""

    whole: RubricFile
    kept: KeptEntries

    def place(self, *path: str | int) -> Place:
        """Where what is left stands in the whole file."""
        return self.whole.place(*place_before(path, self.kept))


def views(
    rubric: Rubric, indicator: Indicator, file: RubricFile
) -> Iterator[tuple[str, Indicator, RubricFile]]:
    """An indicator as each round asks it, with the name of the round; once where all ask alike."""
    if not names_rounds(indicator):
        yield "", indicator, file
        return
    for entry in rubric.round:
        left, kept = in_round(indicator, entry.id)
        yield entry.name, left, _RoundFile(file.name, file.data, file.lines, file, kept)


def add_by_round(found: Mapping[str, FindingLog], indicator: str, log: FindingLog) -> None:
    """Record what was found of an indicator, each fault once; of one round alone with its name.

    A fault is the same in two rounds by its code and place: what comes nearest may differ.
    """
    faults: dict[tuple[str, Place], dict[str, Finding]] = {}
    for name, one in found.items():
        for item in one:
            faults.setdefault((item.code, item.place), {})[name] = item
    for rounds in faults.values():
        item = next(iter(rounds.values()))
        if len(rounds) < len(found):
            named = ", ".join(rounds)
            log.add("rubric-round-faulty", item.place, indicator=indicator, round=named)
        log.extend([item])


def check_round_ids(
    rubric: Rubric, indicator: Indicator, file: RubricFile, log: FindingLog
) -> None:
    """Record rounds that the set does not have."""
    known = [entry.id for entry in rubric.round]
    for table, path in tables_within(indicator):
        for at, name in enumerate(getattr(table, "rounds", ())):
            if name not in known:
                place = file.place(*path, "rounds", at)
                near = nearest(name, known)
                log.add("rubric-round-unknown", place, found=name, nearest=near)
