"""Layout 1, the checklist workbook: one office, one assessor, a row per item.

Rows are known by what stands in their first column: an item's id, ``ตัวชี้วัดที่ 8`` for the
indicator's status, ``8 ระดับ`` for a judged level, ``8 ข้อเสนอแนะ`` for the evaluator's words,
``8 ยืนยัน`` for the confirmation of results carried from the round before (``intake.carried``). So
rows that were sorted still say the same; rows that are gone are missed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

from qp_scoring.documents.answers import Answered, Voice
from qp_scoring.documents.office import Office
from qp_scoring.findings import Place
from qp_scoring.intake.layouts.aliases import BY_ALIAS
from qp_scoring.intake.layouts.carried import (
    COMMENT_SUFFIX,
    CONFIRM_SUFFIX,
    CONFIRMED,
    LEVEL_SUFFIX,
    Carried,
    counted_unmet,
    is_confirmation,
    read_carried,
    reason_and_note,
)
from qp_scoring.intake.layouts.corrections import Corrections
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    ChecklistHeading,
    HeaderValue,
    column_name,
    heading_cells,
    is_header_row,
    named_indicator,
    repeats_heading,
    unclear_headings,
)
from qp_scoring.intake.layouts.passages import accepted_passages
from qp_scoring.intake.layouts.read_table import Desk, down_to_another, names_row
from qp_scoring.intake.layouts.rows import (
    NOT_BLANK,
    Blank,
    ItemRow,
    SheetRows,
    Speaker,
    StatusRow,
    is_total,
    say_below,
    say_unknown_item,
)
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.marks import is_mark, read_status, unclear_name
from qp_scoring.intake.offices.cells import nobody
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.placeholders import fill
from qp_scoring.thai import normalise, squeeze, squeeze_id, to_arabic_digits

_MOST_NAMES = 2_000  # are kept in mind
_NEEDED = ("item", "mark")
_BESIDE_MARK = ("reason", "reference", "note")
_SUFFIXES = {LEVEL_SUFFIX: "level", COMMENT_SUFFIX: "comment", CONFIRM_SUFFIX: "confirm"}
_LIKE_ID = re.compile(r"\s*(?:ข้อ\s*|ตัวชี้วัด.*)?[A-Za-z0-9๐-๙]+(?:\.|\s*$|\s*[ก-๙]*$)")
_SUFFIXED = re.compile(rf"(.+?)\s*({'|'.join(_SUFFIXES)})")


def find_checklist(sheet: InputSheet, header: Mapping[str, HeaderValue]) -> ChecklistHeading | None:
    """The heading row of a checklist; None where the sheet is none.

    A checklist names its office in the header, and its table has columns of items and marks.
    """
    if "code" not in header and "office" not in header:
        return None
    for row in sheet.row_numbers[:HEADING_ROWS]:
        columns: dict[str, int] = {}
        for column, cell in heading_cells(sheet, row).items():
            if name := column_name(cell):
                columns.setdefault(name, column)
        # A struck heading still shows that this is a form; it is said.
        for cell in unclear_headings(sheet, row):
            columns.setdefault(BY_ALIAS[squeeze(cell.text)], cell.column)
        if all(name in columns for name in _NEEDED) and not columns.keys() & {"code", "office"}:
            return None if _is_of_others(sheet, row, columns) else ChecklistHeading(row, columns)
    return None


def _is_of_others(sheet: InputSheet, row: int, columns: Mapping[str, int]) -> bool:
    """Whether a heading is of a form that the program never writes: its table is read as any.

    It has a column of values beside that of marks, or stands again further down in another order.
    """
    if "value" in columns:
        return True
    cells = sheet.cells.items()
    headed = {at for (at, _), one in cells if at > row and squeeze(one.text) in BY_ALIAS}
    for below in sorted(headed):
        cells_below = sheet.row(below).items()
        names = {name: at for at, cell in cells_below if (name := column_name(cell))}
        again = all(name in names for name in _NEEDED)
        if again and any(columns.get(name) != at for name, at in names.items()):
            return True
    return False


class RowNames:
    """What the first column of a rubric's checklists may name; the same for all of its forms."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.rubric = rubric = vocabulary.rubric
        self.corrections = Corrections(vocabulary)
        self.owners = {
            key: indicator for indicator in rubric.indicators for key in indicator.entry_ids
        }
        self.ids = {squeeze_id(key): key for key in self.owners}
        self._codes = {squeeze(code): code for code in rubric.by_code}
        labels = {fill(rubric.labels.indicator, {"code": code}): code for code in rubric.by_code}
        self._labels = {squeeze(label): code for label, code in labels.items()} | self._codes
        self._named = lru_cache(maxsize=_MOST_NAMES)(self._key)

    def key(self, cell: InputCell) -> tuple[str, str] | None:
        """(kind, id) of a row: ``item``, ``indicator``, ``level``, ``comment`` or ``confirm``."""
        return self._named(cell.text, cell.kind)

    def name_items(self, sheet: InputSheet, column: int) -> bool:
        """Whether a column of a sheet names items by nothing but their ids, as forms do."""
        keys = map(self.key, sheet.below(0, column))
        return any(key is not None and key[0] == "item" for key in keys)

    def _key(self, written: str, kind: CellKind) -> tuple[str, str] | None:
        text = to_arabic_digits(normalise(written))
        if item := self.ids.get(squeeze_id(text)):
            return "item", item
        if suffixed := _SUFFIXED.fullmatch(text):
            code = self._codes.get(squeeze(suffixed[1]))
            return (_SUFFIXES[suffixed[2]], code) if code else None
        named = named_indicator(InputCell(1, 1, kind, written)) or ""
        code = self._labels.get(squeeze(text)) or self._codes.get(squeeze(named))
        return ("indicator", code) if code else None


class ChecklistReader:
    """Reads one checklist row by row; one whose office or voice is not known (said) is nobody's.

    ``beside`` are the sheets behind it, on which passages may have been accepted.
    """

    def __init__(
        self,
        sheet: InputSheet,
        heading: ChecklistHeading,
        header: Mapping[str, HeaderValue],
        names: RowNames,
        desk: Desk,
        beside: Iterable[InputSheet] = (),
    ) -> None:
        self._sheet, self._heading, self._names = sheet, heading, names
        self._rubric, self._log, self._desk = desk.rubric, desk.log, desk
        self._said = SheetRows()
        self._office, self._voice = self._speaker(header, desk)
        self._rows: dict[tuple[str, str], int] = {}
        self._repeated: set[tuple[str, str]] = set()
        self._again: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._struck: set[tuple[str, str]] = set()
        self._confirmed: Mapping[str, InputCell] = {}
        self._accepted = accepted_passages(beside, names.ids, self._log)
        self._answers = frozenset(heading.columns.values())
        self._unread = self._columns_not_read()
        # Whether the program wrote the form, and with it the fills of its cells.
        self._ours = {"rubric", "version"} <= header.keys()
        self._texts = self._columns_of_texts(header)

    def _speaker(self, header: Mapping[str, HeaderValue], desk: Desk) -> tuple[Office, Voice]:
        """The header's office, which the file's name may not contradict, and the voice."""
        sheet, log = self._sheet, self._log
        code, name = (header[key].cell if key in header else None for key in ("code", "office"))
        named_by = (header.get("code") or header["office"]).cell
        office = desk.offices.agreed(sheet, code, name)
        by_file = desk.offices.by_code(PurePosixPath(sheet.file).stem.split(" ")[0])
        if office is not None and by_file is not None and by_file.code != office.code:
            values = {"found": office.short_name, "file": by_file.short_name}
            log.add("file-office-differs", sheet.at(named_by), **values)
            office = None
        given = {key: (value.cell, sheet.at(value.cell)) for key, value in header.items()}
        own = self._said.hear(office or nobody(named_by.text), given, log)
        self._said.speakers.append(Speaker(*own, sheet.at(named_by)))
        return own

    def read(self) -> SheetRows:
        """Read all rows; say which are unknown, repeated, out of order or gone."""
        for cell, fault in unclear_headings(self._sheet, self._heading.row).items():
            self._log.add(fault, self._sheet.at(cell), found=cell.text)
        for row in self._without_rows_below(list(self._rows_of_answers())):
            self._register(row)
        self._check_order()
        read = frozenset(self._rows.values())
        corrections, beside = self._names.corrections, self._unread
        corrections.say_beside_form(self._sheet, self._heading, read, beside, self._log)
        self._confirmed = self._confirmations()
        self._said.statuses = list(self._statuses())
        self._say_unconfirmed(self._said.statuses)
        self._said.items = list(self._items())
        return self._said

    def _rows_of_answers(self) -> Iterator[int]:
        """The rows below the heading without those of the band between it and the answers.

        Its rows are known by a header label, or by a blank column of marks before the first row
        that is known; so whatever is typed into that column is read, or said to be unreadable.
        """
        begun = False
        for row in self._sheet.row_numbers:
            if row <= self._heading.row or is_header_row(self._sheet, row):
                continue
            if repeats_heading(self._sheet, row, self._heading.row):
                continue
            first = self._cell(row, "item")
            begun = begun or (first is not None and self._names.key(first) is not None)
            if begun or self._cell(row, "mark") is not None:
                yield row

    def _without_rows_below(self, rows: Sequence[int]) -> list[int]:
        """The rows of answers without another table, signatures and remarks below them."""
        named: set[object] = set()

        def answers(row: int) -> bool:
            cell = self._cell(row, "item")
            return names_row(cell, self._names.key(cell) if cell else None, named)

        rows = down_to_another(self._sheet, rows, answers, self._desk)
        known = (
            row for row in reversed(rows) if (c := self._cell(row, "item")) and self._names.key(c)
        )
        last = next(known, 0)
        below = [
            row
            for row in rows
            if row > last
            and ((mark := self._cell(row, "mark")) is None or not is_mark(mark, self._rubric))
        ]
        if below:
            say_below(below, self._sheet, self._log)
        skipped = frozenset(below)
        return [row for row in rows if row not in skipped]

    def _register(self, row: int) -> None:
        """Learn what a row is about from its first column."""
        cell = self._sheet.cell(row, self._heading.columns["item"])
        if cell is None:
            self._check_unlabelled(row)
            return
        key, struck = self._names.key(cell), cell.seen is not NOTHING and Seen.STRUCK in cell.seen
        if key is not None and not struck and key not in self._rows and not unclear_name(cell):
            self._rows[key] = row
        elif not self._say_unused(row, cell, key):
            return
        if key is not None and (row in self._heading.contradicted or self._is_moved(row, key)):
            kind, of = key
            self._repeated.add(("indicator", of) if kind == "level" else key)
        elif key is not None:
            self._say_rewritten(row, key)

    def _say_unused(self, row: int, cell: InputCell, key: tuple[str, str] | None) -> bool:
        """Say why a row is not used as its first cell names it; whether it names something."""
        place = self._sheet.place(row, cell.column)
        if Seen.STRUCK in cell.seen:
            self._log.add("row-struck", place, found=cell.text)
            self._struck |= {key} if key else set()
        elif key is None and is_total(cell, [self._cell(row, "mark")], self._rubric):
            self._log.add("total-row-skipped", place, found=cell.text)
        elif key is None and self._cell(row, "mark") is None and not _LIKE_ID.match(cell.text):
            self._log.add("row-skipped", place, found=cell.text)  # a title among the items
        elif key is None:
            say_unknown_item(cell, place, self._names.owners, self._rubric, self._log)
        elif fault := unclear_name(cell):
            self._log.add(fault, place, found=cell.text)
            return False
        else:
            self._log.add("item-twice", place, found=cell.text, first=self._rows[key])
            self._repeated.add(key)
            self._again[key].append(row)
        return key is not None

    def _is_moved(self, row: int, key: tuple[str, str]) -> bool:
        """Whether a row shows another's text beside its id."""
        kind, own = key
        vocabulary = self._names.vocabulary
        return kind in ("item", "indicator") and vocabulary.shows_another(
            self._sheet, row, self._answers, own, self._log
        )

    def _columns_of_texts(self, header: Mapping[str, HeaderValue]) -> list[int]:
        """The columns of the items' texts in a form of these very criteria: none in another."""
        mark = header["content"].text if "content" in header else ""
        if not self._ours or squeeze(mark) != squeeze(self._rubric.content_mark):
            return []
        headings = heading_cells(self._sheet, self._heading.row).items()
        named = [column for column, cell in headings if column_name(cell) == "item"]
        return [column for column in named if column != self._heading.columns["item"]]

    def _say_rewritten(self, row: int, key: tuple[str, str]) -> None:
        """Say that somebody wrote other words over an item's: perhaps the mark is on these."""
        kind, own = key
        for cell in (self._sheet.cell(row, column) for column in self._texts):
            if kind == "item" and cell and not self._names.vocabulary.is_text_of(cell, own):
                self._log.add("item-text-differs", self._sheet.at(cell), id=own, found=cell.text)

    def _check_unlabelled(self, row: int) -> None:
        """A row with a mark but without an id says nothing that can be read."""
        cell = self._cell(row, "mark")
        if cell is not None:
            place = self._sheet.place(row, cell.column)
            self._log.add("mark-without-item", place, found=cell.text)

    def _check_order(self) -> None:
        """Say that rows were sorted: their marks are read by their ids all the same."""
        expected = [key for key in self._expected() if key in self._rows]
        rows = [self._rows[key] for key in expected]
        for before, after in pairwise(rows):
            if after < before:
                place = self._sheet.place(after, self._heading.columns["item"])
                self._log.add("rows-reordered", place)
                return

    def _expected(self) -> Iterator[tuple[str, str]]:
        for indicator in self._rubric.indicators:
            yield "indicator", indicator.code
            for key in indicator.entry_ids:
                yield "item", key

    def _statuses(self) -> Iterator[StatusRow]:
        for indicator in self._rubric.indicators:
            row = self._rows.get(("indicator", indicator.code))
            if row is None:
                rows_left = any(("item", key) in self._rows for key in indicator.entry_ids)
                if rows_left or self._office.answers_to(indicator):
                    place = self._sheet.place(self._heading.row)
                    self._log.add("indicator-row-missing", place, indicator=indicator.code)
                continue
            level_row = self._rows.get(("level", indicator.code), 0)
            comment_row = self._rows.get(("comment", indicator.code), 0)
            status = self._cell(row, "mark")
            means = read_status(status, self._rubric)
            own = StatusRow(
                self._office.code,
                indicator.code,
                self._voice,
                self._place(row, "mark"),
                status=status,
                means=means,
                reason=self._cell(row, "reason"),
                level=self._cell(level_row, "mark"),
                level_place=self._place(level_row, "mark") if level_row else None,
                level_reason=self._cell(level_row, "reason"),
                comment=self._cell(comment_row, "mark"),
                level_reason_place=self._place(
                    level_row, "reason" if "reason" in self._heading.columns else "mark"
                )
                if level_row
                else None,
                repeated=("indicator", indicator.code) in self._repeated,
                carried=self._waiting(indicator),
            )
            self._say_counted_unmet(indicator, own)
            yield self._with_carried_level(own, level_row)

    def _items(self) -> Iterator[ItemRow]:
        for indicator in self._rubric.indicators:
            self._check_missing_items(indicator)
            for key in indicator.entry_ids:
                row = self._rows.get(("item", key))
                if row is None:
                    continue
                own = self._item(indicator, key, row)
                yield self._with_carried_mark(self._with_passages(own), row)
                again = self._again.get(("item", key))
                for one in (row, *again) if again else ():
                    # Whichever is taken out, of the other it is known by then what is wrong.
                    left = self._item(indicator, key, one)
                    yield left._replace(office=nobody(f"{one}").code, repeated=False)

    def _item(self, indicator: Indicator, key: str, row: int) -> ItemRow:
        """What a row says of an item."""
        columns, mark = self._heading.columns, self._cell(row, "mark")
        reason, reference, note = (
            self._sheet.spanning(row, columns.get(name, 0)) for name in _BESIDE_MARK
        )
        return ItemRow(
            self._office.code,
            indicator.code,
            key,
            self._voice,
            self._place(row, "mark"),
            mark=mark,
            reason=reason,
            reference=reference,
            note=note,
            repeated=("item", key) in self._repeated,
            blank=self._blank(row),
        )

    def _with_passages(self, own: ItemRow) -> ItemRow:
        """An item's row with its accepted passages behind what was typed."""
        if own.item not in self._accepted:
            return own
        both = self._accepted[own.item].beside(own.reference, own.note)
        return own._replace(reference=both.reference, note=both.note, accepted=True)

    def _confirmations(self) -> dict[str, InputCell]:
        """The cells that confirm what was carried, by indicator."""
        found: dict[str, InputCell] = {}
        for code in self._rubric.by_code:
            row = self._rows.get(("confirm", code), 0)
            cell = self._cell(row, "mark")
            if cell is None or ("confirm", code) in self._repeated:
                continue
            if is_confirmation(cell):
                found[code] = cell
            else:
                place = self._place(row, "mark")
                self._log.add("confirm-unknown", place, found=cell.text, allowed=CONFIRMED)
        return found

    def _say_unconfirmed(self, statuses: Iterable[StatusRow]) -> None:
        """Say once per sheet where carried results wait to be confirmed."""
        waiting = [
            one.indicator
            for one in statuses
            if one.carried and one.means.said in (Answered.OPEN, Answered.BLANK)
        ]
        if waiting:
            place = self._place(self._heading.row, "carried")
            self._log.add("carried-unconfirmed", place, indicators=", ".join(waiting))

    def _waiting(self, indicator: Indicator) -> tuple[str, ...]:
        """The ids whose carried results nobody has confirmed or replaced by a mark."""
        if indicator.code in self._confirmed or "carried" not in self._heading.columns:
            return ()
        return tuple(key for key in indicator.entry_ids if self._waits(key) is not None)

    def _waits(self, item: str) -> Carried | None:
        """The carried result of an item; None where it has none, or a mark of its own."""
        row = self._rows.get(("item", item), 0)
        return None if self._cell(row, "mark") else read_carried(self._cell(row, "carried"))

    def _say_counted_unmet(self, indicator: Indicator, status: StatusRow) -> None:
        """Say which carried answers a finished assessment turns into ไม่มี by its statement."""
        if status.means.said is not Answered.CLOSED or status.repeated:
            return
        waiting = {key: self._waits(key) for key in status.carried if indicator.item_by_id(key)}
        lost = counted_unmet({key: one for key, one in waiting.items() if one})
        if lost:
            self._log.add(
                "carried-counted-unmet",
                status.place,
                indicator=indicator.code,
                items=lost,
                confirm=CONFIRMED,
            )

    def _with_carried_mark(self, own: ItemRow, row: int) -> ItemRow:
        """An item's row, its blank mark taken from the round before where that is confirmed."""
        confirmation = self._confirmed.get(own.indicator)
        if own.mark is not None or confirmation is None:
            return own
        carried = read_carried(self._cell(row, "carried"))
        if carried is None:
            return own
        reason, note = reason_and_note(carried, self._rubric.checklist.reasons, confirmation)
        return own._replace(
            place=self._place(row, "carried"),
            mark=carried.said,
            reason=own.reason or reason,
            reference=own.reference or self._cell(row, "carried_reference"),
            note=own.note or note,
        )

    def _with_carried_level(self, own: StatusRow, row: int) -> StatusRow:
        """A status row, its blank judged level taken from the round before where confirmed."""
        carried = read_carried(self._cell(row, "carried"))
        if own.level is not None or own.indicator not in self._confirmed or carried is None:
            return own
        place = self._place(row, "carried")
        return own._replace(
            level=carried.said,
            level_place=place,
            level_reason=own.level_reason or carried.reason,
            level_reason_place=place,
        )

    def _check_missing_items(self, indicator: Indicator) -> None:
        """Say which rows of an indicator were deleted: their items count as not assessed."""
        row = self._rows.get(("indicator", indicator.code))
        there = self._rows.keys() | self._struck
        missing = [key for key in indicator.entry_ids if ("item", key) not in there]
        if missing and row is not None:
            place = self._sheet.place(row, self._heading.columns["item"])
            self._log.add(
                "item-rows-missing", place, indicator=indicator.code, items=", ".join(missing)
            )

    def _blank(self, row: int) -> Blank:
        """What is seen where the mark of an item is blank."""
        column = self._heading.columns["mark"]
        if self._sheet.cell(row, column) is not None:
            return NOT_BLANK
        blank = Blank.of(self._sheet, row, column, ours=self._ours)
        return blank.with_mark_in(self._sheet, row, self._unread, [column], self._rubric)

    def _columns_not_read(self) -> frozenset[int]:
        """The columns that no heading of answers stands over; those that are to be read too.

        Of a bare มี typed over the evidence that an item asks for, a reader would take notice.
        """
        headings = heading_cells(self._sheet, self._heading.row)
        known = {column for column, cell in headings.items() if column_name(cell)}
        return frozenset({cell.column for cell in self._sheet.cells.values()} - known)

    def _cell(self, row: int, name: str) -> InputCell | None:
        return self._sheet.cell(row, self._heading.columns.get(name, 0))

    def _place(self, row: int, name: str) -> Place:
        return self._sheet.place(row, self._heading.columns[name])
