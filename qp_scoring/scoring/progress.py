"""Who is how far: what every voice has to answer of an office, and what it has answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
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
from qp_scoring.documents.results import OfficeResult, State, Status
from qp_scoring.findings import Finding, Place, finding
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import applicability

# What nobody has filled in yet is no fault of a cell.
UNFINISHED = frozenset({"not-assessed", "items-not-assessed", "judged-level-missing", "form-blank"})

_Answerable = tuple[str, str]  # an indicator's code, and the id of an item or "" for the whole
_SILENT = (Answered.NOT_REPORTED, Answered.NOT_STARTED, Answered.EXEMPT, Answered.DASH)


class Begun(StrEnum):
    """How far a voice, or an office, is."""

    NO = "ยังไม่เริ่ม"
    UNDER_WAY = "กำลังทำ"
    DONE = "ครบ"
    FAULTY = "ผิด"


@dataclass(frozen=True, slots=True)
class Judged:
    """What scoring made of an office, and its indicators that are in error."""

    status: Status
    invalid: frozenset[str] = frozenset()

    @classmethod
    def of(cls, office: OfficeResult) -> Judged:
        """The same by an office's result."""
        states = {one.code: one.state for one in office.indicators}
        return cls.by(office.status, states)

    @classmethod
    def by(cls, status: Status, states: Mapping[str, State]) -> Judged:
        """The same by the states of the office's indicators."""
        return cls(status, frozenset(code for code, at in states.items() if at is State.INVALID))


@dataclass(frozen=True, slots=True)
class VoiceProgress:
    """How far one voice is with an office: ``required`` answers, of which ``answered``.

    ``invalid`` counts what is in error, ``doubted`` what a reader would doubt; ``files`` are where
    it speaks.
    """

    office: Office
    required: int
    answered: int
    invalid: int
    doubted: int
    voice: Voice
    files: tuple[str, ...]

    @property
    def begun(self) -> Begun:
        """How far it is, in a word."""
        if self.invalid:
            return Begun.FAULTY
        if self.answered >= self.required and not self.doubted:
            return Begun.DONE
        return Begun.UNDER_WAY if self.answered or self.doubted else Begun.NO

    @property
    def blank(self) -> int:
        """How many answers are not given yet, or not so that they can be used."""
        return max(0, self.required - self.answered - self.invalid)


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    """How far an office is, whoever answered: an item is answered where any voice answered it.

    Whether it is done is what scoring made of it (``status``), never a count of its own.
    """

    office: Office
    required: int
    answered: int
    status: Status
    voices: tuple[VoiceProgress, ...]

    @property
    def begun(self) -> Begun:
        """How far it is, in a word."""
        if self.status is Status.ERROR:
            return Begun.FAULTY
        untouched = all(voice.begun is Begun.NO for voice in self.voices)
        if untouched and self.required and not self.answered:
            return Begun.NO
        return Begun.DONE if self.status is Status.COMPLETE else Begun.UNDER_WAY

    @property
    def percent(self) -> int:
        """The share of answers given, in whole per cent; 100 only where none is missing."""
        return 100 * self.answered // self.required if self.required else 0


def progress(
    rubric: Rubric, offices: Sequence[Office], answers: Answers, judged: Mapping[str, Judged]
) -> tuple[OfficeProgress, ...]:
    """How far every office is, by code, and every voice in the order in which it was read.

    ``judged`` is what scoring made of each office, by its code.
    """
    said: dict[str, dict[Voice, list[IndicatorAnswer | ItemAnswer]]] = {}
    every: list[IndicatorAnswer | ItemAnswer] = [*answers.indicators, *answers.items]
    for answer in every:
        said.setdefault(answer.office, {}).setdefault(answer.voice, []).append(answer)
    return tuple(
        _office(rubric, office, said.get(office.code, {}), judged[office.code])
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
    judged: Judged,
) -> OfficeProgress:
    applying = [one for one in rubric.indicators if applicability(one, office)[0]]
    entries = {(one.code, entry) for one in applying for entry in _entries(one)}
    read = {voice: _Read.of(applying, answers) for voice, answers in said.items()}
    given = {entry for one in read.values() for entry in one.given}
    unusable = {entry for one in read.values() for entry in one.wrong | one.doubted}
    # What no single cell says, as too many items that are not relevant, whoever answered mends.
    at_cells = {code for one in read.values() for code, _ in one.wrong}
    together = judged.invalid - at_cells
    voices: list[VoiceProgress] = []
    for voice, one in read.items():
        spoken = {answer.indicator for answer in said[voice] if _speaks(answer)}
        invalid = one.wrong | {(code, "") for code in together & spoken}
        required = len(entries)
        if voice.role is Role.RESOLUTION and not one.given >= entries:
            # A committee decides what it was asked.
            required = len(one.given | one.wrong | one.doubted)
        files = dict.fromkeys(answer.place.file or "" for answer in said[voice])
        answered = len(one.given - one.wrong - one.doubted)
        counts = (required, answered, len(invalid), len(one.doubted))
        voices.append(VoiceProgress(office, *counts, voice, tuple(files)))
    answered = len(given - unusable)
    return OfficeProgress(office, len(entries), answered, judged.status, tuple(voices))


def _speaks(answer: IndicatorAnswer | ItemAnswer) -> bool:
    """Whether an answer is more than what every form comes with."""
    if isinstance(answer, ItemAnswer):
        return answer.says_something
    return answer.said not in (Answered.OPEN, Answered.BLANK)


def _entries(indicator: Indicator) -> Iterator[str]:
    """What has to be answered of an indicator: its items and measures, and a judged level."""
    yield from indicator.entry_ids
    if indicator.method == "judged" or not indicator.entry_ids:
        yield ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What one voice answered, what of it is in error, and what of it a reader would doubt."""

    given: Set[_Answerable]
    wrong: Set[_Answerable]
    doubted: Set[_Answerable]

    @classmethod
    def of(
        cls, indicators: Sequence[Indicator], answers: Sequence[IndicatorAnswer | ItemAnswer]
    ) -> _Read:
        """The same by its answers to the indicators that apply."""
        by_code = {one.code: one for one in indicators}
        given: set[_Answerable] = set()
        wrong: set[_Answerable] = set()
        doubted: set[_Answerable] = set()
        for one in answers:
            indicator = by_code.get(one.indicator)
            if indicator is None:
                continue
            if isinstance(one, ItemAnswer):
                kind = wrong if one.invalid else doubted if one.unclear or one.told else given
                if one.says_something or one.told:
                    kind.add((one.indicator, one.item))
            elif one.said is Answered.INVALID:
                wrong.add((one.indicator, ""))
            elif one.said in (Answered.UNHEARD, Answered.UNCLEAR):
                doubted.add((one.indicator, ""))
            elif one.said is Answered.LEVEL and indicator.method == "judged":
                given.add((one.indicator, ""))
            elif one.said in _SILENT or one.said is Answered.LEVEL:
                given |= {(one.indicator, entry) for entry in _entries(indicator)}
            elif one.said is Answered.CLOSED:
                given |= {(one.indicator, item.id) for item in indicator.item}
        return cls(given, wrong, doubted)
