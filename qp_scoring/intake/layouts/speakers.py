"""Who speaks in a sheet: office, assessor, role and stage, from its header or from its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from qp_scoring.documents.answers import Role, Stage, Voice
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.marks import unclear
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.intake.words import WORDS, any_of, by_word, squeezed
from qp_scoring.thai import normalise, squeeze

_VoiceWord = TypeVar("_VoiceWord", bound=StrEnum)

_ROLES = {squeeze(role.value): role for role in Role} | {
    word: Role[name.upper()] for word, name in by_word(WORDS["roles"]).items()
}
_STAGES = {squeeze(stage.value): stage for stage in Stage} | {
    "documents": Stage.DOCUMENTS,
    "visit": Stage.VISIT,
}
_AS_ABOVE = re.compile(rf"[-–—.\s]*(?:(?:{any_of(WORDS['as_above']['signs'])})[-–—.\s]*)+")
_AS_ABOVE_IN_WORDS = frozenset(squeezed(WORDS["as_above"]["words"]))
NamedBy = tuple[InputCell | None, Place]  # a cell that says who speaks, or where it would stand


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice, or what is known of it where it is not ``clear`` who speaks (said).

    ``doubted`` is the cell of a name, role or stage that a reader would doubt, ``unknown`` that of
    a role or stage which is a word that nobody knows.
    """

    voice: Voice
    clear: bool = True
    doubted: Place | None = None
    unknown: Place | None = None


def read_voice(cells: Mapping[str, NamedBy], log: FindingLog) -> Heard:
    """The voice that ``assessor``, ``role`` and ``stage`` cells name; else with a finding.

    A blank role is a committee member, a blank stage the documents. มติ where a name would stand
    names nobody: it is the committee's resolution.
    """
    doubted: list[Place] = []
    for key in ("assessor", "role", "stage"):
        cell, place = cells.get(key, (None, Place()))
        if cell is not None and (doubt := unclear(cell)):
            log.add(doubt, place, found=cell.text)
            doubted.append(place)
            cells = {one: given for one, given in cells.items() if one != key}
    assessor, at = cells.get("assessor", (None, Place()))
    if assessor is not None and stands_for_above(assessor):
        log.add("assessor-as-above", at, found=assessor.text)
        doubted.append(at)
        assessor = None
    if assessor is not None and not cells.get("role", (None,))[0] and _is_resolution(assessor):
        cells, assessor = {**cells, "role": (assessor, at)}, None
    role = _word(cells.get("role"), _ROLES, Role.MEMBER, "role-unknown", log)
    stage = _word(cells.get("stage"), _STAGES, Stage.DOCUMENTS, "stage-unknown", log)
    name = normalise(assessor.text) if assessor else None
    if role is None or stage is None:
        # Of a resolution least is asked: nobody is told of what a member may not do.
        _, where = cells["role" if role is None else "stage"]
        heard = Voice(name, role or Role.RESOLUTION, stage or Stage.DOCUMENTS)
        return Heard(heard, clear=False, unknown=where)
    return Heard(Voice(name, role, stage), not doubted, doubted[0] if doubted else None)


def _is_resolution(cell: InputCell) -> bool:
    """Whether a cell says that the committee's resolution speaks: มติที่ประชุม."""
    return _ROLES.get(squeeze(cell.text)) is Role.RESOLUTION


def is_anonymous(cells: Mapping[str, NamedBy]) -> bool:
    """Whether no cell says who speaks, by a name or a role."""
    return not any(cells.get(key, (None,))[0] for key in ("assessor", "role"))


def stands_for_above(cell: InputCell) -> bool:
    """Whether a cell names nobody and stands for the name above it: ″, -"-, ตามข้างบน."""
    words = squeeze(cell.text) in _AS_ABOVE_IN_WORDS
    return words or _AS_ABOVE.fullmatch(normalise(cell.text)) is not None


def said_by(heading: InputCell) -> dict[str, InputCell]:
    """Which of ``assessor``, ``role`` and ``stage`` a heading over a voice's columns names."""
    key = squeeze(heading.text)
    if key in _ROLES:
        return {"role": heading}
    return {"stage": heading} if key in _STAGES else {"assessor": heading}


def _word(
    given: NamedBy | None,
    known: Mapping[str, _VoiceWord],
    blank: _VoiceWord,
    fault: str,
    log: FindingLog,
) -> _VoiceWord | None:
    cell, place = given or (None, Place())
    if cell is None:
        return blank
    found = known.get(squeeze(cell.text))
    if found is None:
        allowed = ", ".join(word.value for word in type(blank))
        log.add(fault, place, found=cell.text, allowed=allowed)
    return found
