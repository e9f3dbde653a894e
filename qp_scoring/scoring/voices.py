"""What the voices on one indicator leave open or overturn: said, and nothing decided by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from qp_scoring.documents.answers import (
    Answered,
    IndicatorAnswer,
    ItemAnswer,
    Role,
    Stage,
    Voice,
)
from qp_scoring.findings import FindingLog
from qp_scoring.person_names import person_key
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.scoring.consensus import Combined, speaking

_Who = tuple[str, str]  # a name as it is compared, and what its title says where that decides


def say_forgotten(indicator: Indicator, one: Combined, log: FindingLog) -> None:
    """Say whose blanks others have answered: who began an indicator may have forgotten the rest.

    Over all stages together. A visit alone is by nature about a part, and a resolution too.
    """
    if len({answer.voice for item in one.items.values() for answer in item.by}) < 2:
        return
    persons = _persons(answer.voice for item in one.items.values() for answer in item.by)
    answered: defaultdict[_Who, set[str]] = defaultdict(set)
    blank: defaultdict[_Who, dict[str, ItemAnswer]] = defaultdict(dict)
    stages: defaultdict[_Who, set[Stage]] = defaultdict(set)
    for key, item in one.items.items():
        for answer in item.by:
            who = persons[answer.voice.assessor or ""]
            if answer.voice.role is Role.RESOLUTION:
                continue
            if answer.says_something:
                answered[who].add(key)
                stages[who].add(answer.voice.stage)
            else:
                blank[who].setdefault(key, answer)
    for who, own in answered.items():
        if stages[who] == {Stage.VISIT}:
            continue
        forgotten = [
            key
            for key in indicator.entry_ids
            if key not in own and key in blank[who] and _settled(one, key)
        ]
        if forgotten:
            place = blank[who][forgotten[0]].place
            log.add("items-forgotten", place, indicator=indicator.code, items=forgotten)


def _persons(voices: Iterable[Voice]) -> dict[str, _Who]:
    """Names as persons: under two spellings one, and a man and a woman of one name two."""
    keys = {name: person_key(name) for name in {voice.assessor or "" for voice in voices}}
    titled = set(keys.values())
    return {
        name: (key, title if {(key, "m"), (key, "f")} <= titled else "")
        for name, (key, title) in keys.items()
    }


def _settled(one: Combined, key: str) -> bool:
    item = one.items.get(key)
    return item is not None and (item.answered or item.undecided)


def say_overturned(indicator: Indicator, one: Combined, log: FindingLog) -> None:
    """Say once where a resolution differs from what all others agreed on."""
    if not any(answer.voice.role is Role.RESOLUTION for answer in _all_said(one)):
        return
    if stated := _overturned_statement(one):
        log.add("resolution-overturns-status", stated.place, indicator=indicator.code)
        return
    overturned: list[tuple[str, ItemAnswer]] = []
    for key, item in one.items.items():
        said = [(answer.voice, answer) for answer in item.by if answer.answers]
        resolved = [a for voice, a in speaking(said) if voice.role is Role.RESOLUTION]
        others = _agreed(
            (voice, (a.mark, a.value)) for voice, a in said if voice.role is not Role.RESOLUTION
        )
        if resolved and others and (resolved[0].mark, resolved[0].value) != others[0]:
            overturned.append((key, resolved[0]))
    if overturned:
        ids = [key for key, _ in overturned]
        log.add("resolution-overturns", overturned[0][1].place, indicator=indicator.code, items=ids)


def _all_said(one: Combined) -> Iterator[IndicatorAnswer | ItemAnswer]:
    yield from one.by
    for item in one.items.values():
        yield from item.by


def _overturned_statement(one: Combined) -> IndicatorAnswer | None:
    """The resolution on a status or level that differs from what all others agreed on."""
    with_marks = {
        answer.voice for item in one.items.values() for answer in item.by if answer.says_something
    }
    said = [
        (answer.voice, answer)
        for answer in one.by
        if answer.said is not Answered.BLANK
        # Every form comes with "being assessed": without a mark it says nothing.
        and (answer.said is not Answered.OPEN or answer.voice in with_marks)
    ]
    resolved = [a for voice, a in speaking(said) if voice.role is Role.RESOLUTION]
    others = _agreed(
        (voice, _statement(a)) for voice, a in said if voice.role is not Role.RESOLUTION
    )
    if not resolved or resolved[-1].said is Answered.INVALID:
        return None
    if not others or _statement(resolved[-1]) == others[0]:
        return None
    # A level over marks alone is compared with what they come to.
    over_marks = resolved[-1].level is not None and others[0] == (Answered.OPEN, None)
    return None if over_marks else resolved[-1]


def _statement(answer: IndicatorAnswer) -> tuple[object, object]:
    """A status and level as they are compared; a finished assessment is one that goes by items."""
    said = Answered.OPEN if answer.said is Answered.CLOSED else answer.said
    return said, answer.level


def _agreed(said: Iterable[tuple[Voice, tuple[object, object]]]) -> list[tuple[object, object]]:
    """What all who count agreed on; none where they did not, or nobody answered."""
    found = list(dict.fromkeys(answer for _, answer in speaking(list(said))))
    return found if len(found) == 1 else []
