"""One person, one voice: the same assessor under two spellings of a name is heard once.

Names are compared without spaces, case, final points and titles. A man and a woman of one name are
two persons. Only within one office and stage, and never for the committee's own resolutions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations

from qp_scoring.documents.answers import Answered, IndicatorAnswer, ItemAnswer, Role, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.rows import Speaker
from qp_scoring.person_names import begins_name, nearly_same_name, person_key


def one_person(one: Voice, other: Voice) -> bool:
    """Whether two voices are one person's in one role and stage, by the names alone."""
    if one == other:
        return True
    if (one.role, one.stage) != (other.role, other.stage) or not (one.assessor and other.assessor):
        return False
    (key, gender), (known, of) = person_key(one.assessor), person_key(other.assessor)
    return key == known and {gender, of} != {"m", "f"}


SpeaksFor = Mapping[tuple[str, Voice], Voice]
"""Which voices of an office are one person's: each with the one that speaks for it."""


def find_persons(speakers: Iterable[Speaker], log: FindingLog) -> SpeaksFor:
    """Find persons who speak under two spellings of a name, or in two roles; say which."""
    met: defaultdict[tuple[str, str, str], dict[Voice, Place]] = defaultdict(dict)
    for speaker in speakers:
        voice = speaker.voice
        if voice.role is not Role.RESOLUTION and voice.assessor:
            key, _ = person_key(voice.assessor)
            met[speaker.office.code, voice.stage.value, key].setdefault(voice, speaker.place)
    speaks_for: dict[tuple[str, Voice], Voice] = {}
    for (office, _, _), voices in met.items():
        for person in _one_by_one(voices, log):
            leads = [voice for voice in person if voice.role is Role.LEAD]
            first = (leads or person)[0]
            for voice in person:
                if voice != first:
                    place = voices[voice]
                    log.add(
                        "assessor-spelled-twice",
                        place,
                        found=f"{voice.assessor} ({voice.role.value})",
                        other=f"{first.assessor} ({first.role.value})",
                        first=str(voices[first]),
                    )
                    speaks_for[office, voice] = first
    _say_alike(met, log)
    return speaks_for


def _say_alike(met: Mapping[tuple[str, str, str], Mapping[Voice, Place]], log: FindingLog) -> None:
    """Say where one name begins as another does, or differs in one letter: one person perhaps."""
    names: defaultdict[tuple[str, str], list[tuple[str, Place]]] = defaultdict(list)
    for (office, stage, _), voices in met.items():
        voice, place = next(iter(voices.items()))
        names[office, stage].append((voice.assessor or "", place))
    for own in names.values():
        for (one, place), (other, first) in permutations(own, 2):
            if begins_name(one, other):
                log.add("assessor-shortened", place, found=one, other=other, first=str(first))
        for (one, first), (other, place) in combinations(own, 2):
            if nearly_same_name(one, other):
                log.add("assessor-nearly", place, found=other, other=one, first=str(first))


def _one_by_one(voices: Mapping[Voice, Place], log: FindingLog) -> list[list[Voice]]:
    """Voices of one name as persons: those whose titles contradict are not the same."""
    genders = {voice: person_key(voice.assessor or "")[1] for voice in voices}
    if {"m", "f"} <= set(genders.values()):
        place = next(voices[voice] for voice in voices if genders[voice] == "f")
        log.add("assessors-alike", place, names=[voice.assessor for voice in voices])
        titled = [[voice for voice in voices if genders[voice] == of] for of in ("m", "f")]
        persons = [*titled, [voice for voice in voices if not genders[voice]]]
        return [person for person in persons if person]
    return [list(voices)]


def heard_once(
    said: Sequence[IndicatorAnswer],
    items: Sequence[ItemAnswer],
    speaks_for: SpeaksFor,
    log: FindingLog,
) -> tuple[list[IndicatorAnswer], list[ItemAnswer]]:
    """The answers with every person's said once; what a person answered in two ways is open."""
    if not speaks_for:
        return list(said), list(items)
    finished = {(a.office, a.indicator, a.voice) for a in said if a.said is Answered.CLOSED}
    differing: defaultdict[tuple[str, str, Voice], list[str]] = defaultdict(list)
    marking: defaultdict[tuple[str, str, Voice], set[Voice]] = defaultdict(set)
    places: dict[tuple[str, str, Voice], Place] = {}
    marks: dict[tuple[str, str, str, Voice], ItemAnswer] = {}
    told: dict[tuple[str, str, str, Voice], tuple[Mark | None, Fraction | None]] = {}
    for item in items:
        voice = speaks_for.get((item.office, item.voice), item.voice)
        of = (item.office, item.indicator, voice)
        key = (item.office, item.indicator, item.item, voice)
        if item.says_something:
            marking[of].add(item.voice)
        elif (item.office, item.indicator, item.voice) not in finished:
            marks.setdefault(key, item._replace(voice=voice))
            continue
        # A blank in a form that is finished says that there is none.
        now = (item.mark, item.value) if item.says_something else (Mark.UNMET, None)
        if told.setdefault(key, now) != now:
            marks[key] = marks[key]._replace(mark=None, value=None, unclear=True)
            differing[of].append(item.item)
            places.setdefault(of, item.place)
        elif key not in marks or not marks[key].says_something:
            marks[key] = item._replace(voice=voice)
    for of, ids in differing.items():
        log.add("assessor-differs", places[of], indicator=of[1], items=ids)
    statuses: dict[tuple[str, str, Voice], IndicatorAnswer] = {}
    for answer in said:
        voice = speaks_for.get((answer.office, answer.voice), answer.voice)
        of = (answer.office, answer.indicator, voice)
        heard = answer._replace(voice=voice)
        if answer.said in _WITHOUT_MARKS and marking[of] - {answer.voice}:
            heard = _differing(heard, log)  # another form gives the marks that this one denies
        statuses[of] = _joined(statuses.get(of), heard, log)
    return list(statuses.values()), list(marks.values())


_SAYS_LITTLE = (Answered.BLANK, Answered.OPEN)
_WITHOUT_MARKS = frozenset(
    {Answered.NOT_REPORTED, Answered.EXEMPT, Answered.NOT_STARTED, Answered.DASH}
)


def _joined(
    before: IndicatorAnswer | None, own: IndicatorAnswer, log: FindingLog
) -> IndicatorAnswer:
    if before is None or before.said is Answered.BLANK:
        return own
    if own.said is Answered.BLANK or (own.said, own.level) == (before.said, before.level):
        return before
    if {own.said, before.said} == {Answered.OPEN, Answered.CLOSED}:
        # "Finished" was said of the marks beside it alone.
        return before if before.said is Answered.OPEN else own
    if own.said in _SAYS_LITTLE:
        return before
    if before.said in _SAYS_LITTLE:
        return own
    return _differing(own, log)


def _differing(own: IndicatorAnswer, log: FindingLog) -> IndicatorAnswer:
    """What a person says of an indicator in two ways, which is told."""
    log.add("assessor-differs", own.place, indicator=own.indicator, items=[])
    return own._replace(said=Answered.UNCLEAR, level=None)
