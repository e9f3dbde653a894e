"""Layout 4, the level matrix: a row per office, a column per indicator, levels as agreed.

Beside each level there may be the committee's own words (``1 ข้อเสนอแนะ``, ``1 เหตุผล``), and those
on the office as a whole (``ข้อเสนอแนะภาพรวม``). Typed means and bands are compared, never used.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qp_scoring.documents.answers import Answered, Claim, IndicatorAnswer, Remark, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.office_columns import name_columns
from qp_scoring.intake.layouts.read_table import Desk, ReadTable, View
from qp_scoring.intake.layouts.rows import Blank, own_words, say_together, unstruck, words_of
from qp_scoring.intake.layouts.speakers import read_voice
from qp_scoring.intake.marks import (
    Said,
    allowed_levels,
    is_starred,
    number_text,
    read_level,
    read_status,
    report_fault,
    statuses,
    unusable,
)
from qp_scoring.intake.offices.cells import OfficeCells, is_nobodys
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.intake.readers.dressing import Seen
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze

# Columns that tell what all levels of an office come to: its mean or its band.
_CLAIMS = {"mean": "mean", "band": "band", "verdict": "band", "level": "band"}
AGREED = Voice()


@dataclass(slots=True)
class MatrixRows:
    """What a level matrix says, in row order, with the row each office was met in.

    ``columns`` are the indicators that it has columns for, ``heading`` the place of the row that
    names them, ``unread`` what else stands there, and ``several`` its indicators with two columns.
    """

    columns: frozenset[str]
    heading: Place
    unread: list[str]
    several: list[str]
    offices: list[tuple[Office, Place]] = field(default_factory=list)
    answers: list[IndicatorAnswer] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_matrix(table: ReadTable, desk: Desk) -> MatrixRows:
    """Read the rows of a level matrix; every problem is a finding at its cell."""
    sheet, rubric, offices, log = table.sheet, desk.rubric, desk.offices, desk.log
    named = (
        t.meaning.of
        for t in table.head.columns
        if t.key[0] in ("indicator", "level") and not (t.meaning.option or t.meaning.said)
    )
    keys = table.keys()
    said = MatrixRows(
        frozenset(of for what, of in keys if what in ("indicator", "level")),
        sheet.place(table.head.row),
        [cell.text for _, cell in table.head.unread],
        [one for one, columns in Counter(named).items() if columns > 1],
    )
    starred: list[Place] = []
    for row, office, _ in table.of_offices(offices, log):
        cells, used = sheet.row(row), not is_nobodys(office.code)
        for view in table.spoken(row):
            voice = _voice(table, view, log)
            answers = list(_answers(table, row, view, voice or AGREED, office.code, desk))
            said.answers += answers if used and voice is not None else []
        if not used:
            continue
        said.offices.append((office, offices.place_of_row(sheet, row, table.named)))
        words = table.cell(row, "overall")
        said.remarks += own_words(office.code, AGREED, words, sheet, log)
        for what, claimed in _CLAIMS.items():
            cell = table.cell(row, what)
            if cell is not None and unusable(cell) is None:
                text = number_text(cell.text) if claimed == "mean" else _band(cell, rubric)
                if what != "level" or cell.number is None or text != normalise(cell.text):
                    said.claims.append(Claim(office.code, claimed, text, sheet.at(cell)))
        levels = (cells.get(at) for view in table.views for at in view.columns.values())
        starred += [sheet.at(cell) for cell in levels if cell is not None and is_starred(cell)]
    say_together("answer-starred", starred, log, by="sheet")
    said.answers = list(_with_words(table, said.answers, offices, log))
    return said


def _band(cell: InputCell, rubric: Rubric) -> str:
    """A band as typed; where bands are called as levels are, that of a level's number too."""
    level = read_level(cell, rubric).level
    name = next((one.name for one in rubric.scale.level if one.level == level), "")
    return name if name in {one.name for one in rubric.bands.band} else normalise(cell.text)


def _with_words(
    table: ReadTable, answers: list[IndicatorAnswer], offices: OfficeCells, log: FindingLog
) -> Iterator[IndicatorAnswer]:
    """The answers, with comments and reasons that stand in rows of their own."""
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    sheet, parts = table.sheet, name_columns(table.head)
    for row, what in table.words.items():
        office = offices.of_row(sheet, row, table.named, filled=True, parts=parts)
        for (_, code), column in table.keys().items() if office else ():
            words = words_of(unstruck(sheet.cell(row, column), sheet.place(row, column), log))
            if office and words:
                said[office.code, code][what] = words
    for one in answers:
        beside = said.get((one.office, one.indicator), {})
        yield one._replace(
            comment=beside.get("comment", one.comment), reason=beside.get("reason", one.reason)
        )


def _voice(table: ReadTable, view: View, log: FindingLog) -> Voice | None:
    if not view.voice:
        return AGREED
    place = table.sheet.at
    heard = read_voice({key: (cell, place(cell)) for key, cell in view.voice.items()}, log)
    return heard.voice if heard.clear else None


def _answers(
    table: ReadTable,
    row: int,
    view: View,
    voice: Voice,
    office: str,
    desk: Desk,
) -> Iterator[IndicatorAnswer]:
    """What one voice says of each indicator that has a column."""
    rubric, log = desk.rubric, desk.log
    for code in rubric.by_code:
        columns = [
            column
            for what in ("indicator", "level", "status", "reason", "comment")
            if (column := view.columns.get((what, code)))
        ]
        if not columns:
            continue
        sheet, column = table.sheet, columns[0]
        has_level = not view.columns.keys().isdisjoint([("indicator", code), ("level", code)])
        cell = sheet.cell(row, column) if has_level else None
        place = sheet.place(row, column)
        said = read_level(cell, rubric)
        status = sheet.cell(row, view.columns.get(("status", code), 0))
        if cell is not None and (row, column) in table.contradicted:
            said = Said(Answered.INVALID)
        elif Seen.COVERED in (blank := Blank.of(sheet, row, column)).seen and status is None:
            log.add("level-merged", blank.merge or place, indicator=code)
        elif status is not None:
            said = _with_status(said, cell, status, sheet.at(status), code, desk)
        elif cell is not None and said.fault and _lists_items(cell, rubric.by_code[code]):
            log.add("items-listed", place, indicator=code, found=cell.text)
        elif cell is not None and said.fault:
            report_fault(said, cell, place, allowed_levels(rubric), log)
        reason, comment = (
            words_of(unstruck(sheet.cell(row, view.columns.get((what, code), 0)), place, log))
            for what in ("reason", "comment")
        )
        if said.said is Answered.EXEMPT and not squeeze(said.reason or reason or ""):
            log.add("exempt-reason-missing", place, indicator=code)
            said = Said(Answered.INVALID)
        yield IndicatorAnswer(
            office,
            code,
            voice,
            said.said,
            place,
            level=said.level,
            reason=said.reason or reason,
            comment=comment,
        )


def _with_status(
    said: Said, level: InputCell | None, status: InputCell, place: Place, code: str, desk: Desk
) -> Said:
    """What a level and the status beside it say together; said where they contradict each other."""
    rubric, log = desk.rubric, desk.log
    means = read_status(status, rubric)
    if means.fault:
        report_fault(means, status, place, ", ".join(statuses(rubric)), log)
        return means
    if means.said in (Answered.OPEN, Answered.CLOSED, Answered.DASH):
        return said
    if level is not None and said.said not in (means.said, Answered.DASH):
        log.add("marks-under-status", place, item=code, status=words_of(status))
        return Said(Answered.INVALID)
    return means


def _lists_items(cell: InputCell, indicator: Indicator) -> bool:
    """Whether a cell holds the items that somebody ticked in a question of check boxes."""
    found = squeeze(cell.text)
    return any(squeeze(item.text) in found for item in indicator.item)


def say_missing(matrices: Sequence[MatrixRows], rubric: Rubric, log: FindingLog) -> None:
    """Say which indicators have no column in any table though they apply to an office of one.

    Tables are often divided: indicators over sheets, or one below another.
    """
    columns: defaultdict[str, set[str]] = defaultdict(set)
    for matrix in matrices:
        for office, _ in matrix.offices:
            columns[office.code] |= matrix.columns
    said: set[str] = set()
    for matrix in matrices:
        offices = [office for office, _ in matrix.offices if office.code not in said]
        said |= {office.code for office in offices}
        missing = [
            indicator.code
            for indicator in rubric.indicators
            if any(
                office.answers_to(indicator) and indicator.code not in columns[office.code]
                for office in offices
            )
        ]
        if missing:
            log.add(
                "indicator-columns-missing",
                matrix.heading,
                missing=", ".join(missing),
                unread=matrix.unread,
                several=", ".join(matrix.several),
            )
