"""Answers that stand as headings, chosen by a tick in the column of one of them."""

from __future__ import annotations

from collections.abc import Mapping

from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.marks import is_cross, is_mark, read_level, read_mark
from qp_scoring.intake.readers.cells import CellKind, InputCell, text_cell
from qp_scoring.thai import normalise, squeeze

_TICKS = frozenset("/✓✔√☑✅🗹xX×✗✘☒❌✖✕🗷●•◉")
_NO_TICKS = frozenset({"-", "–", "—", "−", "0", "☐", "□", "○", "."})


def is_tick(cell: InputCell | None, option: str, vocabulary: Vocabulary) -> bool | None:
    """Whether a cell under an answer chooses it; None where it cannot be told."""
    if cell is None:
        return False
    said = normalise(cell.text).replace("\ufe0f", "").replace("\ufe0e", "")
    if cell.kind is CellKind.BOOLEAN:
        return said == "TRUE"
    if said in _NO_TICKS or said.casefold() == "false":
        return False
    if said in _TICKS or said.casefold() == "true":
        return True
    own = text_cell(option)
    level = read_level(cell, vocabulary.rubric).level
    if level is not None:  # under 5 a 5 chooses it; a 1 may be a tick or another level
        same = level == read_level(own, vocabulary.rubric).level
        return True if same else _one(said, own, vocabulary)
    mark = read_mark(cell).mark
    if squeeze(said) == squeeze(option) or (mark is not None and mark is read_mark(own).mark):
        return True
    return _one(said, own, vocabulary)


def chosen_among(ticked: Mapping[str, InputCell]) -> list[str]:
    """The answers that ticks choose: of ✓ and ✗ beside each other, which say yes and no, the ✓."""
    ticks = [option for option, cell in ticked.items() if not is_cross(cell)]
    return ticks if len(ticks) == 1 else list(ticked)


def _one(text: str, option: InputCell, vocabulary: Vocabulary) -> bool | None:
    """A bare 1 is a tick under an answer in words, where no level can be meant."""
    return True if text == "1" and is_mark(option, vocabulary.rubric) else None


def ticked_once(cells: Mapping[str, InputCell | None], vocabulary: Vocabulary) -> InputCell | None:
    """The answer that ticks under several make, where a sheet is looked at for no findings yet.

    One that is in doubt is what stands there, which is no answer.
    """
    filled = {option: cell for option, cell in cells.items() if cell is not None}
    ticks = {option: is_tick(cell, option, vocabulary) for option, cell in filled.items()}
    chosen = chosen_among({option: filled[option] for option, tick in ticks.items() if tick})
    if not any(tick is not False for tick in ticks.values()):
        return None
    if len(chosen) == 1 and None not in ticks.values():
        return filled[chosen[0]].saying(chosen[0])
    first = next(iter(filled.values()))
    if len(filled) == 1:
        return first
    said = " / ".join(f"{option}: {cell.text}" for option, cell in filled.items())
    return first.saying(said)
