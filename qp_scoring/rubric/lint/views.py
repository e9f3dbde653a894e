"""An indicator as each round asks it, so that a fault in one round is found where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qp_scoring.findings import Place
from qp_scoring.rubric.fields import KeyPath
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Round
from qp_scoring.rubric.rounds import KeptEntries, asked_elsewhere, in_round, names_rounds


@dataclass(frozen=True)
class _OfRound(RubricFile):
    """The file of an indicator of which only what a round asks is left."""

    whole: RubricFile
    kept: KeptEntries

    def place(self, *path: str | int) -> Place:
        """Where what is left stands in the whole file."""
        before: KeyPath = ()
        for at, part in enumerate(path):
            places = self.kept.get(path[:at], ())
            moved = isinstance(part, int) and part < len(places)
            before = (*before, places[int(part)] if moved else part)
        return self.whole.place(*before)


def views(
    rounds: Sequence[Round], indicator: Indicator, file: RubricFile
) -> Iterator[tuple[str, Indicator, RubricFile]]:
    """An indicator as each round asks it, with the name of the round; once where all ask alike."""
    if not names_rounds(indicator):
        yield "", indicator, file
        return
    for entry in rounds:
        left, kept = in_round(indicator, entry.id, asked_elsewhere(indicator, entry.id))
        yield entry.name, left, _OfRound(file.name, file.data, file.lines, file, kept)
