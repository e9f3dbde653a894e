"""From rows to answers: statuses, marks and values, checked against each other.

Checks of layouts 1–3 (docs/rules.md): an exemption needs a reason, a status that says "nothing
was reported" allows no marks, "not relevant" needs a reason, a judged level needs a reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

from qp_scoring.documents.answers import Answered, IndicatorAnswer, ItemAnswer, Role, Voice
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    RowKey,
    StatusRow,
    say_together,
    unstruck,
    with_repeated,
    words_of,
)
from qp_scoring.intake.marks import (
    UNCLEAR,
    MarkRead,
    is_cross,
    is_mark,
    is_starred,
    is_untouched,
    mark_words,
    read_grade,
    read_level,
    read_mark,
    read_number,
    report_fault,
    statuses,
)
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.intake.values import ValueRead, expected, read_value
from qp_scoring.rubric.indicator import Indicator, Measure
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.space import may_differ
from qp_scoring.rubric.targets import targets_named
from qp_scoring.thai import squeeze

_FactKey = tuple[str, str, Voice]


def interpret(
    statuses: Iterable[StatusRow], items: Iterable[ItemRow], rubric: Rubric, log: FindingLog
) -> tuple[list[IndicatorAnswer], list[ItemAnswer]]:
    """Interpret the rows of layouts 1–3; every problem is a finding at its cell."""
    rows, untouched = [], []
    for row in items:
        if row.mark is not None and is_untouched(row.mark):
            untouched.append(row)
            rows.append(row._replace(mark=None))
        else:
            rows.append(row)
    say_together("mark-untouched", [row.place for row in untouched], log, by="sheet")
    statuses = list(statuses)
    statuses = with_repeated(statuses, _given_by_several(statuses, log))
    starred = [row.place for row in rows if is_starred(row.mark)]
    starred += [row.level_place or row.place for row in statuses if is_starred(row.level)]
    say_together("answer-starred", starred, log, by="sheet")
    reads = [_read_row(row, rubric) for row in rows]
    dashes = [row.place for row, read in zip(rows, reads, strict=True) if read.fault == "mark-dash"]
    say_together("mark-dash", dashes, log, by="column")
    closed = {
        (row.office, row.indicator, row.voice)
        for row in statuses
        if not row.repeated and row.means.said is Answered.CLOSED
    }
    finished = [row for row in rows if (row.office, row.indicator, row.voice) in closed]
    unclear = _blanks_that_may_be_answers(finished, rubric, log) | _lone_crosses(rows, rubric, log)
    _say_marks_over_several(rows, {row.key for row in finished}, log)
    answers = [
        answer._replace(mark=None, unclear=True) if unclear and row.key in unclear else answer
        for row, read in zip(rows, reads, strict=True)
        for answer in [_item(row, read, rubric, log)]
    ]
    _say_rounded(rows, answers, log)
    marked: defaultdict[_FactKey, list[ItemAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.says_something:
            marked[answer.office, answer.indicator, answer.voice].append(answer)
    said = [
        _status(row, marked[row.office, row.indicator, row.voice], rubric, log) for row in statuses
    ]
    return said, answers


def _given_by_several(rows: Iterable[StatusRow], log: FindingLog) -> set[RowKey]:
    """The levels that several persons give in tables of levels, where none is the committee's."""
    given: defaultdict[tuple[str, str], dict[Voice, StatusRow]] = defaultdict(dict)
    for row in rows:
        if row.of_levels and row.level is not None and not row.repeated:
            given[row.office, row.indicator].setdefault(row.voice, row)
    several = [
        own
        for own in given.values()
        if len(own) > 1
        and all(row.agreed or row.voice.role is not Role.RESOLUTION for row in own.values())
    ]
    places = [row.level_place or row.place for own in several for row in own.values()]
    say_together("levels-of-several", places, log, by="sheet")
    return {row.key for own in several for row in own.values()}


def answers_of_nobody(rows: Iterable[ItemRow], rubric: Rubric) -> list[ItemRow]:
    """The rows of offices that are not known, without those that are rather no answers at all.

    A remark across a table names no office either, and its words are no marks.
    """
    by_office: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        by_office[row.office].append(row)
    kept: list[ItemRow] = []
    for own in by_office.values():
        faults = [_read_row(row, rubric).fault for row in own if row.mark is not None]
        unknown = sum(fault in _NO_ANSWERS for fault in faults)
        if unknown <= _FEW or 2 * unknown <= len(faults):
            kept += own
    return kept


_NO_ANSWERS = frozenset({"mark-unknown", "value-unknown"})
_FEW = 2


def _read_row(row: ItemRow, rubric: Rubric) -> MarkRead | ValueRead:
    """What the mark of an item says, by its own grades where it has some, or a measure's value."""
    indicator = rubric.by_code[row.indicator]
    if (measure := indicator.measure_by_id(row.item)) is not None:
        return read_value(row.mark, measure)
    item = indicator.item_by_id(row.item)
    if item is not None and item.grades:
        return read_grade(row.mark, item)
    return read_mark(row.mark, rubric)


# What is seen in a blank cell, and the finding that says so.
_SIGHTS = {
    Seen.DRAWN_OVER: "blank-drawn-over",
    Seen.CROSSED: "blank-crossed",
    Seen.FILLED: "blank-filled",
    Seen.NOTED: "blank-noted",
}
_NOTHING_FOUND = frozenset(map(squeeze, ("-", "ไม่มี", "ไม่พบ")))


def _blanks_that_may_be_answers(
    rows: Sequence[ItemRow], rubric: Rubric, log: FindingLog
) -> set[RowKey]:
    """Blank marks of finished assessments beside which the sheet shows more than "none".

    A reason confirms that there is none; so does every voice that leaves its row quite blank.
    """
    unclear: set[RowKey] = set()
    merged: defaultdict[Place, list[str]] = defaultdict(list)
    for row in rows:
        measured = rubric.by_code[row.indicator].measure_by_id(row.item) is not None
        if row.mark is not None or measured or row.repeated:
            continue
        if _is_mark_as_reason(row, rubric):  # said where its reason is taken
            unclear.add(row.key)
            continue
        if _reason(row.reason):
            continue
        beside = next(
            (cell for cell in (row.reference, row.note) if cell and _says_something(cell)), None
        )
        sights = row.blank.seen
        seen = next((code for sight, code in _SIGHTS.items() if sight in sights), None)
        if Seen.COVERED in sights:
            merged[row.blank.merge or row.place].append(row.item)
        elif seen is not None:
            log.add(seen, row.place, item=row.item)
        elif beside is not None:
            log.add("blank-beside-text", row.place, item=row.item, found=beside.text)
        elif row.blank.elsewhere is not None:
            place, found = row.blank.elsewhere
            log.add("mark-elsewhere", place, item=row.item, found=found)
        else:
            continue
        unclear.add(row.key)
    for place, items in merged.items():
        log.add("blank-merged", place, items=items)
    return unclear


def _say_marks_over_several(
    rows: Sequence[ItemRow], said: Collection[RowKey], log: FindingLog
) -> None:
    """Say where a mark is merged over the blank ones of other items, but for what was ``said``."""
    marks = {row.place for row in rows if row.mark is not None}
    merged: defaultdict[Place, list[str]] = defaultdict(list)
    for row in rows:
        merge = row.blank.merge
        if row.mark is not None or row.repeated or merge is None or row.key in said:
            continue
        if replace(merge, cell=(merge.cell or "").partition(":")[0]) in marks:
            merged[merge].append(row.item)
    for place, items in merged.items():
        log.add("blank-merged", place, items=items)


def _is_mark_as_reason(row: ItemRow, rubric: Rubric) -> bool:
    """Whether มี or its like stands in the column of reasons beside a blank mark."""
    cell = row.reason
    if row.mark is not None or cell is None or not is_mark(cell, rubric, bare=False):
        return False
    return read_mark(cell, rubric).mark is Mark.MET


def _says_something(cell: InputCell) -> bool:
    key = squeeze(cell.text)
    return bool(key) and key not in _NOTHING_FOUND


def _lone_crosses(rows: Sequence[ItemRow], rubric: Rubric, log: FindingLog) -> set[RowKey]:
    """The marks of voices that wrote nothing but crosses beside blanks in an indicator."""
    by_voice: defaultdict[_FactKey, list[ItemRow]] = defaultdict(list)
    for row in rows:
        if rubric.by_code[row.indicator].measure_by_id(row.item) is None:
            by_voice[row.office, row.indicator, row.voice].append(row)
    unclear: set[RowKey] = set()
    for (_, indicator, _), own in by_voice.items():
        marked = [row for row in own if row.mark is not None]
        alone = marked and len(marked) < len(own)
        if alone and all(row.mark is not None and is_cross(row.mark) for row in marked):
            items = [row.item for row in marked]
            log.add("crosses-alone", marked[0].place, indicator=indicator, items=items)
            unclear |= {row.key for row in own}
    return unclear


_MarkedRow = TypeVar("_MarkedRow", StatusRow, ItemRow)


def _without_struck(row: _MarkedRow, log: FindingLog) -> _MarkedRow:
    """A row without its words that somebody struck out (of answers, the caller says it)."""
    gone: dict[str, Any] = {}
    for name in _WORDS[type(row)]:
        cell = getattr(row, name)
        if cell is not None and cell.seen is not NOTHING and unstruck(cell, row.place, log) is None:
            gone[name] = None
    return row._replace(**gone) if gone else row


_WORDS = {
    ItemRow: ("reason", "reference", "note"),
    StatusRow: ("reason", "comment", "level_reason"),
}


def _item(row: ItemRow, read: MarkRead | ValueRead, rubric: Rubric, log: FindingLog) -> ItemAnswer:
    row = _without_struck(row, log)
    measure = rubric.by_code[row.indicator].measure_by_id(row.item)
    mark, value = None, None
    if isinstance(read, MarkRead):
        # What is not relevant takes a reason.
        mark, value = None if read.mark is Mark.NOT_RELEVANT else read.mark, read.points
    elif measure is not None:
        if _turns_by_rounding(row, read, measure, rubric):
            read = ValueRead(fault="cell-rounded")
        value = read.value
    answer = ItemAnswer(
        row.office,
        row.indicator,
        row.item,
        row.voice,
        row.place,
        mark=None if row.repeated else mark,
        value=None if row.repeated else value,
        reference=words_of(row.reference),
        note=words_of(row.note),
        invalid=row.repeated,
        measured=measure is not None,
        asked=row.asked,
    )
    if row.repeated:
        return answer
    if isinstance(read, MarkRead):
        marked = _marked(answer, row, read, rubric, log)
        _say_accepted(marked, row, log)
        return marked
    return _measured(answer, row, read, measure, log) if measure is not None else answer


def _measured(
    answer: ItemAnswer, row: ItemRow, read: ValueRead, measure: Measure, log: FindingLog
) -> ItemAnswer:
    if read.none:
        return _not_relevant(answer, row, log)
    if row.mark is None or read.fault is None:
        return answer
    found = row.mark.text
    if read.fault == "value-percent-unclear":
        # Not invalid: the number may be right, but which number it is must be said.
        log.add(read.fault, row.place, item=row.item, found=found, share=_as_share(row.mark))
        return answer._replace(told=True)
    if read.fault in UNCLEAR:
        log.add(read.fault, row.place, found=found)
        return answer._replace(unclear=True)
    log.add(read.fault, row.place, found=found, **expected(read.fault, row.mark, measure))
    return answer._replace(invalid=True)


def _turns_by_rounding(row: ItemRow, read: ValueRead, measure: Measure, rubric: Rubric) -> bool:
    """Whether a value and what its cell rounds it to may come to different levels."""
    if row.mark is None or row.mark.rounded is None or read.value is None:
        return False
    indicator = rubric.by_code[row.indicator]
    seen = Fraction(row.mark.rounded) * (100 if row.mark.percent else 1)
    if targets_named(indicator):
        return seen != read.value  # every office has bounds of its own
    return may_differ(indicator, measure, read.value, seen, rubric.scale)


def _say_rounded(rows: Iterable[ItemRow], answers: Iterable[ItemAnswer], log: FindingLog) -> None:
    """Say once per sheet where a value was read that its cell shows rounded."""
    found: defaultdict[tuple[str | None, str | None], list[tuple[Place, str]]] = defaultdict(list)
    for row, answer in zip(rows, answers, strict=True):
        if answer.value is not None and row.mark is not None and row.mark.rounded is not None:
            shown = row.mark.shown_number()
            cell = f"{row.place.cell} {shown} ({row.mark.text})"
            found[row.place.file, row.place.sheet].append((row.place, cell))
    for same in found.values():
        log.add("values-rounded", same[0][0], count=len(same), cells=[cell for _, cell in same])


def _as_share(cell: InputCell) -> str:
    """The other reading of a plain number: a share of one as a percentage."""
    number = read_number(cell)
    return cell.text if number is None else f"{(number * 100).normalize():f}"


def _marked(
    answer: ItemAnswer, row: ItemRow, read: MarkRead, rubric: Rubric, log: FindingLog
) -> ItemAnswer:
    if row.mark is not None and read.fault:
        _say_mark(row, row.mark, read, rubric, log)
        unclear = read.fault in UNCLEAR
        return answer._replace(unclear=unclear, invalid=not unclear)
    if read.mark is Mark.NOT_RELEVANT:
        return _not_relevant(answer, row, log)
    if _is_mark_as_reason(row, rubric):
        found = words_of(row.reason) or ""
        log.add("mark-as-reason", _place_of_reason(row), item=row.item, found=found)
    elif reason := _reason(row.reason):
        return _reasoned(answer, reason, row, rubric, log)
    elif read.mark is Mark.MET and (against := _against(row, rubric)):
        place = replace(row.place, cell=against.address)
        log.add("reason-beside-met", place, found=words_of(against))
    return answer


def _against(row: ItemRow, rubric: Rubric) -> InputCell | None:
    """The reference or note that says, and nothing else, why an item is not met."""
    reasons = {squeeze(word) for word in rubric.checklist.reasons} - _UNTOLD
    beside = (cell for cell in (row.reference, row.note) if cell is not None)
    return next(
        (c for c in beside if squeeze(c.text) in reasons or _NO_PROOF.fullmatch(squeeze(c.text))),
        None,
    )


_UNTOLD = {squeeze("อื่น ๆ")}
_NO_PROOF = re.compile(
    r"(?:ยัง)?(?:ไม่พบ|ไม่มี|ไม่ปรากฏ|ขาด)(?:เอกสาร|หลักฐาน|ร่องรอย)+(?:อ้างอิง|ประกอบ|ยืนยัน|ใด)*ๆ?"
)


def _say_mark(
    row: ItemRow, mark: InputCell, read: MarkRead, rubric: Rubric, log: FindingLog
) -> None:
    """Say why a mark cannot be read; of a mere dash, it was said once for all of its column."""
    fault = read.fault or ""
    if fault in UNCLEAR:
        log.add(fault, row.place, found=mark.text)
    elif fault == "mark-partial":
        log.add(fault, row.place, item=row.item, found=mark.text)
    elif fault != "mark-dash":
        values = {"nearest": read.nearest} if fault == "mark-unknown" else {}
        item = rubric.by_code[row.indicator].item_by_id(row.item)
        allowed = ", ".join(mark_words(item) if item else ())
        log.add(fault, row.place, found=mark.text, allowed=allowed, **values)


def _place_of_reason(row: ItemRow) -> Place:
    return replace(row.place, cell=row.reason.address if row.reason else row.place.cell)


def _reasoned(
    answer: ItemAnswer, reason: str, row: ItemRow, rubric: Rubric, log: FindingLog
) -> ItemAnswer:
    """Take the reason of an unmet item from the list; another one is a note."""
    reasons = rubric.checklist.reasons
    if answer.mark is Mark.MET:
        log.add("reason-beside-met", _place_of_reason(row), found=reason)
        return answer
    listed = next((word for word in reasons if squeeze(word) == squeeze(reason)), None)
    if listed is not None:
        return answer._replace(reason=listed)
    log.add("reason-unlisted", _place_of_reason(row), found=reason, allowed=", ".join(reasons))
    return answer._replace(note="\n".join(filter(None, (reason, answer.note))))


def _say_accepted(answer: ItemAnswer, row: ItemRow, log: FindingLog) -> None:
    """Say where passages were accepted as evidence of what is marked as having none.

    A reason such as ไม่ครบ goes together with them.
    """
    found_none = answer.reason is None or squeeze(answer.reason) in _NOTHING_FOUND
    unmet = answer.mark is Mark.UNMET and found_none
    if row.accepted and (unmet or answer.mark is Mark.NOT_RELEVANT):
        log.add("accepted-beside-unmet", row.place, item=row.item, found=row.said)


def _not_relevant(answer: ItemAnswer, row: ItemRow, log: FindingLog) -> ItemAnswer:
    """An item that is not relevant, or a measure with nothing to count: only with a reason."""
    reason = _reason(row.reason)
    if reason is None and not squeeze(answer.note or ""):
        log.add("not-relevant-without-reason", row.place, item=row.item, found=row.said)
        return answer._replace(invalid=True)
    return answer._replace(mark=Mark.NOT_RELEVANT, reason=reason)


def _status(
    row: StatusRow, marked: Sequence[ItemAnswer], rubric: Rubric, log: FindingLog
) -> IndicatorAnswer:
    row = _without_struck(row, log)
    said = row.means
    indicator = rubric.by_code[row.indicator]
    answer = IndicatorAnswer(
        row.office,
        row.indicator,
        row.voice,
        said.said,
        row.place,
        reason=said.reason or _reason(row.reason),
        comment=words_of(row.comment),
        carried=row.carried,
        asked=row.asked,
    )
    if row.repeated:
        return answer._replace(said=Answered.INVALID)
    if row.status is not None and said.fault:
        report_fault(said, row.status, row.place, ", ".join(statuses(rubric)), log)
        _judged(answer, row, indicator, rubric, log)  # so that its faults are told too
        return answer
    unexplained = said.said is Answered.EXEMPT and answer.reason is None
    if unexplained:
        log.add("exempt-reason-missing", row.place, indicator=row.indicator)
    if said.said in (Answered.NOT_REPORTED, Answered.NOT_STARTED, Answered.EXEMPT):
        answered = {mark.item: mark.place for mark in marked}
        if row.level is not None:
            answered[row.indicator] = row.level_place or row.place
        if answered:  # one status contradicts them all
            first, items = next(iter(answered.values())), ", ".join(answered)
            log.add("marks-under-status", first, item=items, status=words_of(row.status))
        if marked or row.level is not None or unexplained:
            return answer._replace(said=Answered.INVALID)
        return answer
    if row.level is not None:
        return _judged(answer, row, indicator, rubric, log)
    # What is missing from a judged indicator is its level: that cell stands for it.
    if indicator.method == "judged" and row.level_place is not None:
        return answer._replace(place=row.level_place)
    return answer


def _judged(
    answer: IndicatorAnswer,
    row: StatusRow,
    indicator: Indicator,
    rubric: Rubric,
    log: FindingLog,
) -> IndicatorAnswer:
    """A level given by judgement: only where the rubric has it judged, and with a reason."""
    place = row.level_place or row.place
    if row.level is None:
        return answer
    invalid = answer._replace(said=Answered.INVALID, place=place)
    # A level that the committee agreed on stands over whatever the items come to.
    of_office = row.of_levels or row.voice.role is Role.RESOLUTION
    if indicator.method != "judged" and not of_office:
        log.add("level-not-judged", place, indicator=indicator.code, found=row.level.text)
        return invalid
    said = read_level(row.level, rubric)
    levels = ", ".join(str(level) for level in rubric.scale.level_numbers)
    reason = _reason(row.level_reason)
    unexplained = reason is None and indicator.method == "judged" and not row.agreed
    if unexplained:
        where = row.level_reason_place or place
        log.add("judged-without-reason", where, indicator=indicator.code)
    if said.fault:
        report_fault(said, row.level, place, levels, log)
        return answer._replace(said=said.said, place=place)
    if said.said is not Answered.LEVEL:
        log.add("level-unknown", place, found=row.level.text, nearest="", allowed=levels)
        return invalid
    if unexplained:
        return invalid
    return answer._replace(said=Answered.LEVEL, level=said.level, place=place, reason=reason)


def _reason(cell: InputCell | None) -> str | None:
    """The reason that a cell gives; a mere dash or dot is none."""
    text = words_of(cell)
    return text if text and squeeze(text) else None
