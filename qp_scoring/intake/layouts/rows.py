"""Rows of layouts 1–3 before they are interpreted: which cell says what, and of whom.

Every layout comes down to these two kinds of row, so the same content means the same whatever
layout it came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from string import ascii_uppercase
from typing import NamedTuple, TypeVar

from qp_scoring.documents.answers import Answered, Remark, Role, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.aliases import is_total_in_form
from qp_scoring.intake.layouts.speakers import NamedBy, read_voice
from qp_scoring.intake.marks import BLANK, WITHOUT_LEVEL, Said, is_mark, is_open_mark
from qp_scoring.intake.offices.cells import is_nobodys, nobody
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest_ids
from qp_scoring.thai import (
    normalise,
    squeeze,
    squeeze_id,
    tidied,
    to_arabic_digits,
    written_date,
)

RowKey = tuple[str, str, str, Voice]  # office, indicator, item ("" for the indicator), voice


class StatusRow(NamedTuple):
    """What one voice says of an indicator as a whole; ``place`` is its status cell.

    ``means`` is what that cell was read as, once: nobody reads it again.
    ``level_place`` is the cell of a judged level, where the layout has one. ``repeated`` says
    that the same voice answers this more than once, so that neither answer may be used.
    ``agreed`` says that its level is the committee's, which needs no reason beside it.
    ``of_levels`` says that it stands in a table of nothing but levels, where a person's level is
    the office's if no other person gives one.
    ``carried`` are the items whose results of the round before wait to be confirmed. ``asked`` are
    the opinions that a decision of ``to-decide.xlsx`` was asked about.
    """

    office: str
    indicator: str
    voice: Voice
    place: Place
    status: InputCell | None = None
    means: Said = BLANK
    level: InputCell | None = None
    level_place: Place | None = None
    reason: InputCell | None = None
    level_reason: InputCell | None = None
    comment: InputCell | None = None
    level_reason_place: Place | None = None
    repeated: bool = False
    carried: tuple[str, ...] = ()
    agreed: bool = False
    of_levels: bool = False
    asked: str | None = None

    @property
    def key(self) -> RowKey:
        """What is answered, and by whom."""
        return self.office, self.indicator, "", self.voice

    @property
    def said(self) -> str:
        """What its status and level cells say, as typed."""
        return "\n".join(cell.text for cell in (self.status, self.level) if cell is not None)

    @property
    def answers(self) -> bool:
        """Whether it says more than the status that every form comes with."""
        return self.level is not None or self.means.said not in (Answered.OPEN, Answered.BLANK)


@dataclass(frozen=True, slots=True)
class Blank:
    """What a reader sees in a blank mark, and in its row, that may be an answer all the same.

    ``merge`` is the place of a merged range over the mark, ``elsewhere`` a mark in a column that
    is not read.
    """

    seen: Seen = NOTHING
    merge: Place | None = None
    elsewhere: tuple[Place, str] | None = None

    @classmethod
    def of(cls, sheet: InputSheet, row: int, column: int, *, ours: bool = False) -> Blank:
        """What is seen in a cell; nothing worth looking at where it is not blank."""
        if not is_open_mark(sheet.cell(row, column)):
            return NOT_BLANK
        seen = sheet.seen_in_blank(row, column, ours=ours)
        if not seen:
            return NOT_BLANK
        return cls(seen, sheet.merge_over(row, column) if Seen.COVERED in seen else None)

    def with_mark_in(
        self,
        sheet: InputSheet,
        row: int,
        unread: Collection[int],
        answers: Collection[int],
        rubric: Rubric,
    ) -> Blank:
        """The same with the first mark of its row that stands in a column which nobody reads.

        A tick that is drawn beside the columns of ``answers`` is one over it.
        """
        if sheet.is_drawn_beside(row, answers):
            return replace(self, seen=self.seen | Seen.DRAWN_OVER)
        for column, cell in sheet.row(row).items():
            if column in unread and is_mark(cell, rubric, bare=False):
                return replace(self, elsewhere=(sheet.at(cell), cell.text))
        return self


NOT_BLANK = Blank()


class ItemRow(NamedTuple):
    """What one voice says of an item or measure; ``place`` is its mark or value cell.

    ``blank`` is what a reader sees at a blank mark all the same. ``accepted`` says that passages of
    a report were accepted as its evidence.
    """

    office: str
    indicator: str
    item: str
    voice: Voice
    place: Place
    mark: InputCell | None = None
    reason: InputCell | None = None
    reference: InputCell | None = None
    note: InputCell | None = None
    repeated: bool = False
    asked: str | None = None
    blank: Blank = NOT_BLANK
    accepted: bool = False

    @property
    def key(self) -> RowKey:
        """What is answered, and by whom."""
        return self.office, self.indicator, self.item, self.voice

    @property
    def said(self) -> str:
        """What its mark cell says, as typed."""
        return self.mark.text if self.mark is not None else ""

    @property
    def answers(self) -> bool:
        """Whether there is a mark or value."""
        return self.mark is not None


@dataclass(frozen=True, slots=True)
class Speaker:
    """An office and voice met in a sheet, with the place that names them."""

    office: Office
    voice: Voice
    place: Place

    @property
    def is_nobodys(self) -> bool:
        """Whether the office is not known."""
        return is_nobodys(self.office.code)


@dataclass(frozen=True, slots=True)
class Unheard:
    """An office of which a voice could not be read: nothing of it is scored from the others alone.

    ``doubted`` is the voice where a reader would doubt who it is, ``lost`` the one whose role or
    stage is a word that nobody knows, at ``place``; both are null where it answered twice.
    """

    office: Office
    doubted: Voice | None = None
    place: Place | None = None
    lost: Voice | None = None


@dataclass(slots=True)
class SheetRows:
    """Everything that one sheet of layouts 1–3 says, also of offices and in voices not known."""

    speakers: list[Speaker] = field(default_factory=list)
    statuses: list[StatusRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)
    unheard: list[Unheard] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def hear(
        self, office: Office, cells: Mapping[str, NamedBy], log: FindingLog
    ) -> tuple[Office, Voice]:
        """Who speaks by these cells of an office; where that is not clear, nobody's voice."""
        heard = read_voice(cells, log)
        if heard.clear:
            return office, heard.voice
        if heard.unknown is not None:
            self.unheard.append(Unheard(office, place=heard.unknown, lost=heard.voice))
        else:
            self.unheard.append(Unheard(office, heard.voice, heard.doubted))
        return nobody(office.code), heard.voice


def divided(rows: SheetRows) -> tuple[SheetRows, SheetRows | None]:
    """What a sheet says of offices that are known, and what is nobody's (None where nothing is)."""
    own, others = SheetRows(), SheetRows()
    for status in rows.statuses:
        (others if is_nobodys(status.office) else own).statuses.append(status)
    for item in rows.items:
        (others if is_nobodys(item.office) else own).items.append(item)
    own.speakers = [one for one in rows.speakers if not one.is_nobodys]
    own.unheard = [one for one in rows.unheard if not is_nobodys(one.office.code)]
    own.remarks = [one for one in rows.remarks if not is_nobodys(one.office)]
    return own, others if others.statuses or others.items else None


def of_one_sheet(tables: Sequence[SheetRows], log: FindingLog) -> SheetRows:
    """What tables say that stand below one another in one sheet, as if they were one.

    Who goes on below a second heading answers no second time, but to what was answered before.
    """
    if len(tables) == 1:
        return tables[0]
    first: dict[RowKey, Place] = {}
    repeated: set[RowKey] = set()
    statuses = [one for table in tables for one in table.statuses]
    items = [one for table in tables for one in table.items]
    answers: list[StatusRow | ItemRow] = [*statuses, *items]
    for row in answers:
        place = first.setdefault(row.key, row.place)
        if place is not row.place:
            number = (place.cell or "").lstrip(ascii_uppercase)
            log.add("item-twice", row.place, found=row.key[2] or row.key[1], first=number)
            repeated.add(row.key)
    speakers: dict[tuple[str, Voice], Speaker] = {}
    for speaker in (one for table in tables for one in table.speakers):
        speakers.setdefault((speaker.office.code, speaker.voice), speaker)
    return SheetRows(
        [*speakers.values()],
        with_repeated(statuses, repeated),
        with_repeated(items, repeated),
        [one for table in tables for one in table.unheard],
        [one for table in tables for one in table.remarks],
    )


_AnyRow = TypeVar("_AnyRow", StatusRow, ItemRow)


def with_repeated(rows: Iterable[_AnyRow], keys: Container[RowKey]) -> list[_AnyRow]:
    """Rows, marked as repeated where their keys are among those."""
    return [one._replace(repeated=one.repeated or one.key in keys) for one in rows]


def agreed(row: StatusRow, indicator: Indicator, *, reasons: bool) -> list[StatusRow]:
    """The row of a voice without name or role, its level and words as the committee's own.

    A level of an indicator that is scored by its items is no person's answer to an item: where
    nobody is named, it is what the committee agreed on. So is that of a judged one in a table that
    has no column for the ``reasons`` which a person would have to give. A status that leaves no
    level contradicts one.
    """
    if row.level is None or (indicator.method == "judged" and reasons):
        return [row]
    if row.means.said in WITHOUT_LEVEL:
        return [row]
    voice = Voice(None, Role.RESOLUTION, row.voice.stage)
    place = row.level_place or row.place
    own = row._replace(voice=voice, status=None, means=BLANK, place=place, agreed=True)
    rest = row._replace(level=None, level_reason=None, comment=None)
    return [own] if row.status is None else [own, rest]


def words_of(cell: InputCell | None) -> str | None:
    """The text of a cell as written, line by line; None when blank."""
    if cell is None:
        return None
    if cell.kind is CellKind.DATE:
        return written_date(cell.text)
    return _short(cell.text) if len(cell.text) <= _SHORT else _words(cell.text)


def _words(text: str) -> str | None:
    lines = (tidied(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line) or None


_SHORT = 500  # letters; longer texts are not kept in mind
_short = lru_cache(maxsize=2**12)(_words)  # the assessors of a round often say the same


def unstruck(cell: InputCell | None, place: Place, log: FindingLog) -> InputCell | None:
    """A cell with words; None, and said, where all or some of them are struck out.

    ``place`` is in the sheet of the cell.
    """
    if cell is None or not cell.seen & (Seen.STRUCK | Seen.PARTLY_STRUCK):
        return cell
    log.add("text-struck", replace(place, cell=cell.address), found=cell.text)
    return None


def own_words(
    office: str, voice: Voice, cell: InputCell | None, sheet: InputSheet, log: FindingLog
) -> list[Remark]:
    """What a cell says of an office as a whole; nothing where it is blank or a mere dash."""
    cell = unstruck(cell, sheet.place(), log)
    words = words_of(cell)
    if cell is None or not words or not squeeze(words):
        return []
    return [Remark(office, voice, words, sheet.at(cell))]


_MOST_CELLS = 20  # are named in one finding


def say_together(code: str, places: Sequence[Place], log: FindingLog, *, by: str) -> None:
    """One finding for all cells of a sheet, or of each of its columns, at the first of them."""
    found: defaultdict[tuple[str | None, str | None, str], list[Place]] = defaultdict(list)
    for place in places:
        column = (place.cell or "").rstrip("0123456789") if by == "column" else ""
        found[place.file, place.sheet, column].append(place)
    for same in found.values():
        cells = first_of([place.cell or "" for place in same], _MOST_CELLS)
        log.add(code, same[0], count=len(same), cells=cells)


def first_of(cells: Sequence[str], most: int) -> list[str]:
    """The first of some cells, and whether there are more, for a finding."""
    return [*cells[:most], *(["…"] if len(cells) > most else [])]


def is_total(label: InputCell, answers: Iterable[InputCell | None], rubric: Rubric) -> bool:
    """Whether a row of a form is one of totals: it is called so, and holds no มี or its like."""
    marked = (cell is not None and is_mark(cell, rubric, bare=False) for cell in answers)
    return is_total_in_form(label.text) and not any(marked)


def say_below(rows: Sequence[int], sheet: InputSheet, log: FindingLog) -> None:
    """Say that rows below a table answer nothing of it, and are not read."""
    first = next(iter(sheet.row(rows[0]).values()))
    log.add("rows-below", sheet.place(rows[0]), count=len(rows), found=first.text)


def say_unknown_item(
    cell: InputCell, place: Place, known: Iterable[str], rubric: Rubric, log: FindingLog
) -> None:
    """Say that no item asked for in the round has the id that a cell gives.

    One that other rounds ask for is no slip: forms and tables are often kept for the whole year.
    """
    if cell.kind is CellKind.DATE:  # Excel makes one of 8.6
        log.add("cell-date", place, found=cell.text, allowed=[*known])
        return
    text = normalise(cell.text)
    rounds = rubric.other_rounds_of(squeeze_id(to_arabic_digits(text)))
    if rounds:
        log.add("item-other-round", place, found=cell.text, rounds=", ".join(rounds))
        return
    log.add("item-unknown", place, found=cell.text, nearest=nearest_ids(text, [*known]))
