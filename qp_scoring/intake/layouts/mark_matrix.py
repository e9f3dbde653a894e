"""Layout 2, the mark matrix: a row per office and assessor, a column per item.

Beside the items there may be columns of the assessor, role and stage, and for an indicator
``8 สถานะ``, ``8 ระดับ`` (judged), ``8 เหตุผล`` and ``8 ข้อเสนอแนะ``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qp_scoring.documents.answers import Voice
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    column_name,
    heading_cells,
    repeats_heading,
    squeezed_codes,
)
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    SheetRows,
    Speaker,
    StatusRow,
    say_unknown_item,
)
from qp_scoring.intake.layouts.speakers import read_voice
from qp_scoring.intake.marks import read_mark
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze, squeeze_id, to_arabic_digits

_SUFFIXES = {"สถานะ": "status", "ระดับ": "level", "เหตุผล": "reason", "ข้อเสนอแนะ": "comment"}
_SUFFIXED = re.compile(rf"(?:ตัวชี้วัดที่\s*)?(\S+)\s*({'|'.join(_SUFFIXES)})")
_LIKE_ITEM = re.compile(r"[A-Za-z0-9]+\.[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class MarkHeading:
    """The heading row of a mark matrix.

    ``named`` are columns of the office and the assessor, ``items`` those of item ids, ``extras``
    those of an indicator as a whole, by its code and what they hold.
    """

    row: int
    named: Mapping[str, int]
    items: Mapping[str, int]
    extras: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class _Read:
    speakers: list[Speaker] = field(default_factory=list)
    statuses: list[StatusRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)
    unheard: list[Office] = field(default_factory=list)


def find_mark_matrix(sheet: InputSheet, rubric: Rubric) -> MarkHeading | None:
    """The heading row of a mark matrix; None where the sheet is none."""
    ids = _ids(rubric)
    codes = squeezed_codes(rubric.by_code)
    for row in sheet.row_numbers[:HEADING_ROWS]:
        named: dict[str, int] = {}
        items: dict[str, int] = {}
        extras: dict[tuple[str, str], int] = {}
        for column, cell in heading_cells(sheet, row).items():
            text = to_arabic_digits(normalise(cell.text))
            if item := ids.get(squeeze_id(text)):
                items.setdefault(item, column)
            elif suffixed := _SUFFIXED.fullmatch(text):
                code = codes.get(squeeze(suffixed[1]))
                if code:
                    extras.setdefault((code, _SUFFIXES[suffixed[2]]), column)
            elif name := column_name(cell):
                named.setdefault(name, column)
        if items and ("code" in named or "office" in named):
            return MarkHeading(row, named, items, extras)
    return None


def _ids(rubric: Rubric) -> dict[str, str]:
    return {squeeze_id(key): key for indicator in rubric.indicators for key in indicator.entry_ids}


def read_mark_matrix(
    sheet: InputSheet, heading: MarkHeading, rubric: Rubric, offices: OfficeCells, log: FindingLog
) -> SheetRows:
    """Read a mark matrix; every problem is a finding at its cell."""
    _check_heading(sheet, heading, rubric, log)
    read = _Read()
    answers = (*heading.items.values(), *heading.extras.values())
    for row in sheet.row_numbers:
        if row <= heading.row or repeats_heading(sheet, row, heading.row):
            continue
        filled = any(column in sheet.row(row) for column in answers)
        office = offices.of_row(sheet, row, heading.named, filled=filled)
        given = {
            key: (sheet.cell(row, column), sheet.place(row, column))
            for key, column in heading.named.items()
        }
        voice = read_voice(given, log) if office else None
        if office is None:
            continue
        if voice is None:
            read.unheard.append(office)
            continue
        place = offices.place_of_row(sheet, row, heading.named)
        read.speakers.append(Speaker(office, voice, place))
        for indicator in rubric.indicators:
            _row(sheet, row, heading, indicator, office, voice, read)
    _check_missing(sheet, heading, rubric, [s.office for s in read.speakers], log)
    return SheetRows(
        tuple(read.speakers), tuple(read.statuses), tuple(read.items), tuple(read.unheard)
    )


def _row(
    sheet: InputSheet,
    row: int,
    heading: MarkHeading,
    indicator: Indicator,
    office: Office,
    voice: Voice,
    read: _Read,
) -> None:
    """What one row says of one indicator."""
    extra = {
        what: sheet.cell(row, column)
        for (code, what), column in heading.extras.items()
        if code == indicator.code
    }
    if any(extra.values()):
        status, level = (heading.extras.get((indicator.code, what)) for what in ("status", "level"))
        stands = status or level or next(iter(heading.items.values()))
        read.statuses.append(
            StatusRow(
                office.code,
                indicator.code,
                voice,
                sheet.place(row, stands),
                status=extra.get("status"),
                level=extra.get("level"),
                level_place=sheet.place(row, level) if level else None,
                reason=extra.get("reason"),
                level_reason=extra.get("reason"),
                comment=extra.get("comment"),
                level_reason_place=sheet.place(
                    row, heading.extras.get((indicator.code, "reason"), level or stands)
                ),
            )
        )
    for key in indicator.entry_ids:
        column = heading.items.get(key)
        if column is not None:
            read.items.append(
                ItemRow(
                    office.code,
                    indicator.code,
                    key,
                    voice,
                    sheet.place(row, column),
                    mark=(mark := sheet.cell(row, column)),
                    reason=_why_not_relevant(mark, extra.get("reason")),
                )
            )


def _why_not_relevant(mark: InputCell | None, reason: InputCell | None) -> InputCell | None:
    """The indicator's reason explains its items that are not relevant; it is no other's."""
    return reason if read_mark(mark).mark is Mark.NOT_RELEVANT else None


def _check_heading(
    sheet: InputSheet, heading: MarkHeading, rubric: Rubric, log: FindingLog
) -> None:
    """Say which headings look like those of answers but are none, or stand there twice."""
    ids = _ids(rubric)
    codes = squeezed_codes(rubric.by_code)
    taken = {*heading.items.values(), *heading.extras.values()}
    for column, cell in sheet.row(heading.row).items():
        text = to_arabic_digits(normalise(cell.text))
        place = sheet.place(heading.row, column)
        suffixed = _SUFFIXED.fullmatch(text)
        # The code of an indicator alone does not say what its column holds.
        code = squeeze(suffixed[1] if suffixed else text)
        if column in taken or not (suffixed or code in codes or _LIKE_ITEM.fullmatch(text)):
            continue
        if suffixed and code not in codes:
            known = ", ".join(rubric.by_code)
            log.add("indicator-column-unknown", place, found=cell.text, known=known)
            continue
        if suffixed or squeeze_id(text) in ids:
            log.add("indicator-column-twice", place, found=cell.text)
            continue
        say_unknown_item(cell, place, ids.values(), rubric, log)


def _check_missing(
    sheet: InputSheet, heading: MarkHeading, rubric: Rubric, offices: list[Office], log: FindingLog
) -> None:
    """Say which items have no column though their indicator is assessed in this sheet."""
    types = {office.type for office in offices}
    missing = [
        key
        for indicator in rubric.indicators
        if types & set(indicator.applies_to)
        for key in indicator.entry_ids
        if key not in heading.items
    ]
    if missing:
        place = sheet.place(heading.row)
        log.add("item-columns-missing", place, missing=", ".join(missing))
