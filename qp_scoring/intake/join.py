"""What all sheets of a round say, joined: who stands twice, who is heard, what was answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from qp_scoring.documents.answers import Answered, Answers, Claim, IndicatorAnswer, Role, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.damage import readable
from qp_scoring.intake.layouts.interpret import interpret
from qp_scoring.intake.layouts.level_matrix import say_missing
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    RowKey,
    SheetRows,
    Speaker,
    StatusRow,
    Unheard,
    with_repeated,
)
from qp_scoring.intake.persons import find_persons, heard_once
from qp_scoring.intake.sheets import Rows
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import squeeze

_ReadRow = TypeVar("_ReadRow", StatusRow, ItemRow)


def join(
    read: Sequence[Rows], rubric: Rubric, log: FindingLog
) -> tuple[tuple[Office, ...], Answers]:
    """Join what all sheets say; an office that stands twice is scored from neither."""
    met = _Met(log)
    answers: list[IndicatorAnswer] = []
    claims: list[Claim] = []
    tables = [table for rows in read for table in rows.tables]
    remarks = [remark for table in tables for remark in table.remarks]
    matrices = [matrix for each in read for matrix in each.matrices]
    say_missing(matrices, rubric, log)
    for rows in matrices:
        for office, place in rows.offices:
            met.agreed(office, place, rows.columns)
        answers += rows.answers
        claims += rows.claims
        remarks += rows.remarks
    for table, answered in zip(tables, _answered_by_several(tables), strict=True):
        for speaker in table.speakers:
            met.speaking(speaker, answered.get((speaker.office.code, speaker.voice), ()))
        for one in table.unheard:
            met.unheard(one)
            answers += _in_doubt(one, rubric)
    statuses = [row for table in tables for row in table.statuses]
    items_read = [row for table in tables for row in table.items]
    statuses, items_read = _decided_once(statuses), _decided_once(items_read)
    twice = _answered_twice((*statuses, *items_read), log)
    persons = find_persons((one for table in tables for one in table.speakers), log)
    if twice:
        statuses = with_repeated(statuses, twice)
        items_read = with_repeated(items_read, twice)
    said, items = interpret(statuses, items_read, rubric, log)
    said, items = heard_once(said, items, persons, log)
    return tuple(met.offices.values()), Answers(
        places=met.places,
        indicators=tuple(readable(one, log) for one in (*answers, *said)),
        items=tuple(readable(one, log) for one in items),
        claims=tuple(claims),
        remarks=tuple(one for one in (readable(remark, log) for remark in remarks) if one.text),
        faulty=frozenset(met.faulty),
    )


def _answered_by_several(tables: Sequence[SheetRows]) -> list[dict[tuple[str, Voice], set[str]]]:
    """What each table has answers to, by those who speak in more than one table or row.

    A person's answers may be divided over sheets; twice to one thing, they contradict or repeat.
    """
    count = Counter((one.office.code, one.voice) for table in tables for one in table.speakers)
    several = {key for key, times in count.items() if times > 1}
    found: list[dict[tuple[str, Voice], set[str]]] = []
    for table in tables:
        answered: defaultdict[tuple[str, Voice], set[str]] = defaultdict(set)
        if several:
            for status in table.statuses:
                if (key := (status.office, status.voice)) in several:
                    answered[key].add(status.indicator)
            for item in table.items:
                if (key := (item.office, item.voice)) in several:
                    answered[key].add(item.item)
        found.append(answered)
    return found


def _in_doubt(one: Unheard, rubric: Rubric) -> list[IndicatorAnswer]:
    """What a voice says that is not heard: that all of it is in doubt, or in error at one cell."""
    voice, place = one.doubted or one.lost, one.place
    if voice is None or place is None:
        return []
    said = Answered.UNHEARD if one.doubted else Answered.INVALID
    return [
        IndicatorAnswer(one.office.code, indicator.code, voice, said, place)
        for indicator in rubric.indicators
    ]


def _decided_once(rows: list[_ReadRow]) -> list[_ReadRow]:
    """The rows without decisions that a later ``to-decide.xlsx`` holds in the same words.

    The last is that of the folder of results, in which a decision is to stay.
    """
    last: dict[tuple[RowKey, str], Place] = {}
    kept: list[_ReadRow] = []
    for row in reversed(rows):
        if row.asked is not None and row.answers:
            place = last.setdefault((row.key, squeeze(row.said)), row.place)
            if (place.file, place.sheet) != (row.place.file, row.place.sheet):
                continue
        kept.append(row)
    return kept[::-1]


def _answered_twice(rows: Iterable[StatusRow | ItemRow], log: FindingLog) -> set[RowKey]:
    """The answers that two sheets give in the same voice: resolutions that contradict or repeat."""
    first: dict[RowKey, Place] = {}
    twice: set[RowKey] = set()
    for row in rows:
        if row.voice.role is not Role.RESOLUTION or row.repeated or not row.answers:
            continue
        place = first.setdefault(row.key, row.place)
        if place != row.place:
            twice.add(row.key)
            log.add("resolution-twice", row.place, found=row.key[2] or row.key[1], first=str(place))
    return twice


class _Met:
    """The offices met so far, and where; says which stand twice."""

    def __init__(self, log: FindingLog) -> None:
        self.offices: dict[str, Office] = {}
        self.places: dict[str, Place] = {}
        self.faulty: set[str] = set()
        self._log = log
        self._agreed: dict[tuple[str, str], Place] = {}
        self._spoken: dict[tuple[str, Voice, str], Place] = {}

    def agreed(self, office: Office, place: Place, indicators: Iterable[str]) -> None:
        """An office with a row of agreed levels of indicators."""
        keys = ((office.code, code) for code in sorted(indicators))
        firsts = [self._agreed.setdefault(key, place) for key in keys]
        self._once(office, firsts, place, "office-twice")

    def speaking(self, speaker: Speaker, answered: Iterable[str]) -> None:
        """An office with answers of one assessor, at one stage.

        ``answered`` is what was answered, where it has to be known whether that was done twice.

        A committee may decide bit by bit, so its resolutions may stand in several files.
        """
        office, place = speaker.office, speaker.place
        self.places.setdefault(office.code, place)
        if speaker.voice.role is Role.RESOLUTION:
            self.offices.setdefault(office.code, office)
            return
        fault = "assessor-twice" if speaker.voice.assessor else "assessor-unnamed-twice"
        keys = ((office.code, speaker.voice, one) for one in answered)
        self._once(office, [self._spoken.setdefault(key, place) for key in keys], place, fault)

    def unheard(self, one: Unheard) -> None:
        """An office of which a voice could not be read (said at its cell)."""
        self.offices.setdefault(one.office.code, one.office)
        if one.doubted is None:
            self.faulty.add(one.office.code)
        if one.place is not None:
            self.places.setdefault(one.office.code, one.place)

    def _once(self, office: Office, firsts: Iterable[Place], place: Place, fault: str) -> None:
        self.offices.setdefault(office.code, office)
        first = next((one for one in firsts if one is not place), None)
        if first is not None:
            self.faulty.add(office.code)
            self._log.add(fault, place, office=office.short_name, first=str(first))
