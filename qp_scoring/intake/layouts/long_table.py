"""Layout 3, the long table: a row per answer.

A row with an item carries its mark or value; a row without one carries its indicator's status, or
its level as judged or agreed. ``to-decide.xlsx`` is such a table, filled in by the committee.
"""

from __future__ import annotations

from collections.abc import Mapping

from qp_scoring.documents.answers import Answered, Role, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import Place
from qp_scoring.intake.layouts.aliases import kind_of_total
from qp_scoring.intake.layouts.headings import HeaderValue
from qp_scoring.intake.layouts.read_table import Desk, ReadTable, TableReader, View
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    RowKey,
    SheetRows,
    Speaker,
    StatusRow,
    agreed,
    say_unknown_item,
)
from qp_scoring.intake.layouts.speakers import is_anonymous, read_voice
from qp_scoring.intake.layouts.table_heads import OFFICE
from qp_scoring.intake.layouts.vocabulary import Meaning
from qp_scoring.intake.marks import (
    WITHOUT_LEVEL,
    read_level,
    read_number,
    read_status,
    unclear_name,
)
from qp_scoring.intake.offices.cells import nobody
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.rubric.indicator import Indicator

_BESIDE = ("mark", "value", "level", "item")  # the columns that a finding on an answer stands at


class LongTable(TableReader):
    """Reads the rows of one long table."""

    def __init__(self, table: ReadTable, header: Mapping[str, HeaderValue], desk: Desk) -> None:
        super().__init__(table, header, desk)
        self._speakers: dict[tuple[str, Voice], Speaker] = {}
        self._first: dict[RowKey, int] = {}
        self._repeated: set[RowKey] = set()
        self._left: list[ItemRow] = []  # rows that answer again
        self._blank: dict[RowKey, ItemRow] = {}

    def read(self) -> SheetRows:
        """Read all rows below the heading."""
        said = self._said
        for row, office, lost in self._table.of_offices(self._offices, self._log):
            said.unheard += [lost] if lost else []
            self._row(row, office)
        self._add_blanks()
        again = {one.key for one in self._left}
        left = [*self._left, *(one for one in said.items if one.key in again)]
        # Whichever is taken out, of the other it is known by then what is wrong.
        others = [one._replace(office=nobody(str(one.place)).code) for one in left]
        # Decisions are about offices that others speak of, and bring none into a run.
        if "opinions" not in self._table.named:
            said.speakers = [*self._speakers.values()]
        said.statuses = [one._replace(repeated=one.key in self._repeated) for one in said.statuses]
        if self._is_of_levels():
            said.statuses = [self._of_levels(one) for one in said.statuses]
        said.items = [one._replace(repeated=one.key in self._repeated) for one in said.items]
        said.items += others
        first = {one.office.code: one for one in reversed(said.unheard)}
        said.unheard = [one for one in said.unheard if first[one.office.code] is one]
        return said

    def _is_of_levels(self) -> bool:
        """Whether the table holds levels and no marks, nor how far an assessment is."""
        under_way = (Answered.OPEN, Answered.CLOSED)
        items = self._said.items or self._left or self._blank
        return not items and not any(
            one.status is not None and one.means.said in under_way for one in self._said.statuses
        )

    def _of_levels(self, one: StatusRow) -> StatusRow:
        """A row of a table of levels; judged ones are members' opinions wherever they stand."""
        return one._replace(of_levels=self._rubric.by_code[one.indicator].method != "judged")

    def _row(self, row: int, office: Office) -> None:
        if self._says_overall(row, office) or self._is_unclear(row) or self._is_total(row):
            return
        if self._names_office_alone(row, office):
            return
        indicator = self._indicator(row, office)
        for view in self._table.spoken(row):
            self._spoken(row, view, office, indicator)

    def _spoken(self, row: int, view: View, office: Office, indicator: Indicator | None) -> None:
        """What one voice says in a row."""
        given = self._table.speaking(row, view)
        office, voice = self._said.hear(office, given, self._log)
        if indicator is None:
            indicator, office = self._asked_by_item(row), nobody(office.code)
        if indicator is None:
            return
        place = self._offices.place_of_row(self._sheet, row, self._table.named)
        self._speakers.setdefault((office.code, voice), Speaker(office, voice, place))
        self._say_overall(office, voice, self._table.cell(row, "overall"))
        item = self._table.cell(row, "item")
        answered = any(self._answer(row, view, what) for what in ("mark", "value", "level"))
        answered = answered or (item is None and self._state(row) is not None)
        if not answered and self._table.cell(row, "comment") is None:
            # Not answered yet: a to-decide.xlsx may be filled in bit by bit.
            key = self._item_id(item, indicator) if item else None
            if key is not None:
                blank = self._item_row(row, view, office, indicator, key, voice)
                self._blank.setdefault((office.code, indicator.code, key, voice), blank)
            return
        if item is None:
            self._status(row, view, office, indicator, voice, unnamed=is_anonymous(given))
        else:
            self._item(row, view, item, office, indicator, voice)

    def _names_office_alone(self, row: int, office: Office) -> bool:
        """Whether a row has nothing but an office, of which somebody will say something."""
        others = self._sheet.row(row).keys() & ({*self._table.named.values()} | self._table.asked)
        columns = {column for what, column in self._table.named.items() if what in OFFICE}
        if others - columns:
            return False
        place = self._offices.place_of_row(self._sheet, row, self._table.named)
        self._speakers.setdefault((office.code, Voice()), Speaker(office, Voice(), place))
        return True

    def _says_overall(self, row: int, office: Office) -> bool:
        """Whether a row is about the office as a whole: ภาพรวม where an indicator would stand."""
        cell = self._table.cell(row, "indicator") or self._table.cell(row, "item")
        meaning = self._vocabulary.meaning(cell) if cell else None
        if meaning is None or meaning.what != "overall":
            return False
        heard = read_voice(self._table.speaking(row), self._log)
        if heard.clear:
            self._say_overall(office, heard.voice, self._table.cell(row, "comment"))
        return True

    def _is_total(self, row: int) -> bool:
        """Whether a row sums up those of its office, which is said: รวม instead of an indicator."""
        label = self._table.cell(row, "indicator") or self._table.cell(row, "item")
        if label is None or not kind_of_total(label.text, whole=True):
            return False
        self._log.add("total-row-skipped", self._sheet.at(label), found=label.text)
        return True

    def _is_unclear(self, row: int) -> bool:
        """Whether a reader would doubt what a row is about, which is said."""
        labels = [cell for what in ("indicator", "item") if (cell := self._table.cell(row, what))]
        faults = {cell: fault for cell in labels if (fault := unclear_name(cell))}
        for cell, fault in faults.items():
            self._log.add(fault, self._sheet.at(cell), found=cell.text)
        return bool(faults)

    def _indicator(self, row: int, office: Office) -> Indicator | None:
        cell = self._table.spanning(row, "indicator")
        item = self._table.cell(row, "item")
        if cell is None and item is not None:
            return self._owner(item, office)
        meaning = self._vocabulary.meaning(cell) if cell else None
        if meaning is not None and meaning.what == "indicator" and meaning.of:
            return self._rubric.by_code[self._vocabulary.of_office(meaning, office).of]
        place = self._at(row, "indicator" if "indicator" in self._table.named else "item")
        known = ", ".join(self._rubric.by_code)
        self._log.add("indicator-unknown", place, found=cell.text if cell else "", known=known)
        return None

    def _asked_by_item(self, row: int) -> Indicator | None:
        """The indicator of the item of a row, whose own is not known (said)."""
        item = self._table.cell(row, "item")
        meaning = self._vocabulary.meaning(item) if item else None
        if not (meaning and meaning.what == "item" and meaning.of):
            return None
        if "indicator" not in self._table.named:
            return None
        return self._rubric.by_code[self._vocabulary.owner(meaning.of)]

    def _owner(self, item: InputCell, office: Office) -> Indicator | None:
        """The indicator of a row that names its item, or the indicator itself, in one column."""
        meaning = self._vocabulary.meaning(item)
        if meaning is not None and meaning.what in ("item", "indicator") and meaning.of:
            of = self._vocabulary.of_office(meaning, office).of
            code = of if meaning.what == "indicator" else self._vocabulary.owner(of)
            return self._rubric.by_code[code]
        known = self._vocabulary.items
        say_unknown_item(item, self._sheet.at(item), known, self._rubric, self._log)
        return None

    def _status(
        self,
        row: int,
        view: View,
        office: Office,
        indicator: Indicator,
        voice: Voice,
        *,
        unnamed: bool,
    ) -> None:
        """A row without an item: a level, judged or agreed, or a status in words."""
        mark, level = self._answer(row, view, "mark"), self._answer(row, view, "value")
        level = self._answer(row, view, "level") or level
        column = next(
            (what for what in ("level", "value") if self._answer(row, view, what)), "mark"
        )
        if mark is not None and level is None and self._is_level(mark):
            mark, level, column = None, mark, "mark"
        elif mark is None and level is not None and self._is_status(level):
            mark, level = level, None  # N/A or an exemption among levels
        state, place = self._state(row), self._place(row, view, "mark")
        if mark is None and state is not None:
            mark, place = state, self._sheet.at(state)
        again = self._again(row, office, indicator, "", voice)
        reason = self._table.cell(row, "reason") or self._table.cell(row, "note")
        where = "reason" if "reason" in self._table.named else None
        own = StatusRow(
            office.code,
            indicator.code,
            voice,
            place,
            status=mark,
            means=read_status(mark, self._rubric),
            reason=reason,
            level=level,
            level_reason=reason,
            level_place=self._place(row, view, column),
            comment=self._table.cell(row, "comment"),
            level_reason_place=self._at(row, where) if where else self._place(row, view, "mark"),
            repeated=self._is_doubted(row, view, indicator.code),
            asked=self._asked(row, voice),
        )
        reasons = "reason" in self._table.named
        for one in agreed(own, indicator, reasons=reasons) if unnamed else [own]:
            if one.voice != voice:
                speaker = Speaker(office, one.voice, self._sheet.place(row))
                self._speakers.setdefault((office.code, one.voice), speaker)
            self._note_repeated(one.key, again or one.repeated)
            if not again:
                self._said.statuses.append(one)

    def _state(self, row: int) -> InputCell | None:
        """What a column สถานะ says of a row, if it leaves an indicator without a level.

        Other words there are about how far something is, or of whom.
        """
        cell = self._table.cell(row, "status")
        return cell if read_status(cell, self._rubric).said in WITHOUT_LEVEL else None

    def _is_level(self, cell: InputCell) -> bool:
        if read_number(cell) is not None:
            return True
        said = read_level(cell, self._rubric)
        return said.said is Answered.LEVEL or said.fault in _LEVEL_FAULTS

    def _is_status(self, cell: InputCell) -> bool:
        return not self._is_level(cell) and not read_status(cell, self._rubric).fault

    def _item(
        self,
        row: int,
        view: View,
        item: InputCell,
        office: Office,
        indicator: Indicator,
        voice: Voice,
    ) -> None:
        key = self._item_id(item, indicator)
        if key is None:
            meaning = self._vocabulary.meaning(item)
            own = meaning and self._vocabulary.of_office(meaning, office)
            if own == Meaning("indicator", indicator.code):
                self._status(row, view, office, indicator, voice, unnamed=False)
                return
            place = self._sheet.at(item)
            say_unknown_item(item, place, indicator.entry_ids, self._rubric, self._log)
            return
        one = self._item_row(row, view, office, indicator, key, voice)
        if self._again(row, office, indicator, key, voice):
            self._left.append(one)
            return
        self._note_repeated(one.key, self._is_doubted(row, view, key))
        self._said.items.append(one)

    def _item_row(
        self, row: int, view: View, office: Office, indicator: Indicator, key: str, voice: Voice
    ) -> ItemRow:
        column = next(
            (what for what in ("value", "mark", "level") if self._answer(row, view, what)), "mark"
        )
        return ItemRow(
            office.code,
            indicator.code,
            key,
            voice,
            self._place(row, view, column),
            self._answer(row, view, column),
            *self._table.beside(row),
            blank=self._table.blank(row, view.columns.get((column, ""), 0), self._rubric),
            asked=self._asked(row, voice),
        )

    def _asked(self, row: int, voice: Voice) -> str | None:
        """What a decision of to-decide.xlsx was asked about; None where the row is none."""
        cell = self._table.cell(row, "opinions")
        return cell.text if cell is not None and voice.role is Role.RESOLUTION else None

    def _item_id(self, item: InputCell, indicator: Indicator) -> str | None:
        meaning = self._vocabulary.meaning(item)
        known = meaning is not None and meaning.what == "item"
        return meaning.of if known and meaning and meaning.of in indicator.entry_ids else None

    def _add_blanks(self) -> None:
        """Keep the blank rows of an assessment that is finished: there they say ไม่มี."""
        finished = {
            (one.office, one.indicator, one.voice)
            for one in self._said.statuses
            if one.means.said is Answered.CLOSED
        }
        for key, blank in self._blank.items():
            if key not in self._first and (blank.office, blank.indicator, blank.voice) in finished:
                self._said.items.append(blank)

    def _again(
        self, row: int, office: Office, indicator: Indicator, item: str, voice: Voice
    ) -> bool:
        """Whether the same voice answered this before; the second answer is a finding."""
        key: RowKey = (office.code, indicator.code, item, voice)
        first = self._first.setdefault(key, row)
        if first == row:
            return False
        place = self._at(row, "item" if "item" in self._table.named else "indicator")
        self._log.add("item-twice", place, found=item or indicator.code, first=first)
        self._repeated.add(key)
        return True

    def _note_repeated(self, key: RowKey, doubted: bool) -> None:
        if doubted:
            self._repeated.add(key)

    def _is_doubted(self, row: int, view: View, own: str) -> bool:
        """Whether the answers of a row differ, or it shows another's text beside its ``own`` id."""
        answers = {*self._table.named.values(), *view.columns.values()}
        moved = self._vocabulary.shows_another(self._sheet, row, answers, own, self._log)
        return moved or self._table.differs(row, view)

    def _answer(self, row: int, view: View, what: str) -> InputCell | None:
        return self._sheet.cell(row, view.columns.get((what, ""), 0))

    def _at(self, row: int, what: str) -> Place:
        return self._sheet.place(row, self._table.named[what])

    def _place(self, row: int, view: View, what: str) -> Place:
        """The cell of an answer; without a column for it, that of the next best."""
        for one in (what, *_BESIDE):
            column = view.columns.get((one, "")) or self._table.named.get(one)
            if column is not None:
                return self._sheet.place(row, column)
        return self._sheet.place(row)


_LEVEL_FAULTS = frozenset({"level-number-name-differ", "level-name-shared"})
