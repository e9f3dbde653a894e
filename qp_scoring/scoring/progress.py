"""Who is how far: what every voice has to answer of an office, and what it has answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qp_scoring.documents.answers import (
    Answered,
    Answers,
    IndicatorAnswer,
    ItemAnswer,
    Role,
    Voice,
)
from qp_scoring.documents.office import Office
from qp_scoring.findings import Finding, Place, finding
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import applicability

# What nobody has filled in yet is no fault of a cell.
UNFINISHED = frozenset({"not-assessed", "items-not-assessed", "judged-level-missing", "form-blank"})

_SILENT = (Answered.NOT_REPORTED, Answered.NOT_STARTED, Answered.EXEMPT, Answered.DASH)


class Begun(StrEnum):
    """How far a voice, or an office, is."""

    NO = "ยังไม่เริ่ม"
    UNDER_WAY = "กำลังทำ"
    DONE = "ครบ"
    FAULTY = "ผิด"


@dataclass(frozen=True, slots=True)
class _HowFar:
    """How far somebody is with an office: ``required`` answers, of which ``answered``.

    ``invalid`` counts cells that could not be read as answers.
    """

    office: Office
    required: int
    answered: int
    invalid: int

    @property
    def begun(self) -> Begun:
        """How far it is, in a word."""
        if self.invalid:
            return Begun.FAULTY
        if self.answered >= self.required:
            return Begun.DONE
        return Begun.UNDER_WAY if self.answered else Begun.NO


@dataclass(frozen=True, slots=True)
class VoiceProgress(_HowFar):
    """How far one voice is; ``files`` are where it speaks."""

    voice: Voice
    files: tuple[str, ...]

    @property
    def blank(self) -> int:
        """How many answers are not given yet."""
        return max(0, self.required - self.answered - self.invalid)


@dataclass(frozen=True, slots=True)
class OfficeProgress(_HowFar):
    """How far an office is, whoever answered: an item is answered where any voice answered it."""

    voices: tuple[VoiceProgress, ...]

    @property
    def percent(self) -> int:
        """The share of answers given, in whole per cent; 100 only where none is missing."""
        return 100 * self.answered // self.required if self.required else 0


def progress(
    rubric: Rubric, offices: Sequence[Office], answers: Answers
) -> tuple[OfficeProgress, ...]:
    """How far every office is, by code, and every voice in the order in which it was read."""
    said: dict[str, dict[Voice, list[IndicatorAnswer | ItemAnswer]]] = {}
    every: list[IndicatorAnswer | ItemAnswer] = [*answers.indicators, *answers.items]
    for answer in every:
        said.setdefault(answer.office, {}).setdefault(answer.voice, []).append(answer)
    return tuple(
        _office(rubric, office, said.get(office.code, {}), faulty=office.code in answers.faulty)
        for office in sorted(offices, key=lambda one: one.code)
    )


def blank_forms(offices: Sequence[OfficeProgress]) -> Collection[str]:
    """The files in which nothing is filled in yet, in the order in which they were read."""
    voices = [voice for office in offices for voice in office.voices]
    begun = {file for one in voices if one.begun is not Begun.NO for file in one.files}
    return dict.fromkeys(file for one in voices for file in one.files if file not in begun).keys()


def each_blank_form_once(findings: Iterable[Finding], blank: Collection[str]) -> Iterator[Finding]:
    """The findings, with one line for a form in which nothing is filled in yet."""
    for item in findings:
        if item.place.file not in blank or item.code not in UNFINISHED:
            yield item
    for file in blank:
        yield finding("form-blank", Place(file))


def _office(
    rubric: Rubric,
    office: Office,
    said: Mapping[Voice, Sequence[IndicatorAnswer | ItemAnswer]],
    *,
    faulty: bool,
) -> OfficeProgress:
    applying = [one for one in rubric.indicators if applicability(one, office)[0]]
    entries = {(one.code, entry) for one in applying for entry in _entries(one)}
    given: set[tuple[str, str]] = set()
    wrong: set[tuple[str, str]] = set()
    voices: list[VoiceProgress] = []
    for voice, answers in said.items():
        answered, invalid = _answered(applying, answers)
        given |= answered
        wrong |= invalid
        required = len(entries)
        if voice.role is Role.RESOLUTION and not answered >= entries:
            required = len(answered | invalid)  # a committee decides what it was asked
        files = dict.fromkeys(one.place.file or "" for one in answers)
        counts = (required, len(answered - invalid), len(invalid))
        voices.append(VoiceProgress(office, *counts, voice, tuple(files)))
    return OfficeProgress(
        office,
        len(entries),
        len(given - wrong),
        len(wrong) or int(faulty),
        tuple(voices),
    )


def _entries(indicator: Indicator) -> Iterator[str]:
    """What has to be answered of an indicator: its items and measures, and a judged level."""
    yield from indicator.entry_ids
    if indicator.method == "judged" or not indicator.entry_ids:
        yield ""


def _answered(
    indicators: Sequence[Indicator], answers: Sequence[IndicatorAnswer | ItemAnswer]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What one voice answered, and what of it could not be read."""
    by_code = {one.code: one for one in indicators}
    given: set[tuple[str, str]] = set()
    wrong: set[tuple[str, str]] = set()
    for one in answers:
        indicator = by_code.get(one.indicator)
        if indicator is None:
            continue
        if isinstance(one, ItemAnswer):
            if one.invalid or one.unclear:
                wrong.add((one.indicator, one.item))
            elif one.answers:
                given.add((one.indicator, one.item))
        elif one.said in (Answered.INVALID, Answered.UNHEARD):
            wrong.add((one.indicator, ""))
        elif one.said is Answered.LEVEL and indicator.method == "judged":
            given.add((one.indicator, ""))
        elif one.said in _SILENT or one.said is Answered.LEVEL:
            given |= {(one.indicator, entry) for entry in _entries(indicator)}
        elif one.said is Answered.CLOSED:
            given |= {(one.indicator, item.id) for item in indicator.item}
    return given, wrong
