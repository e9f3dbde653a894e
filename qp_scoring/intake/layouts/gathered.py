"""Columns of a table gathered: one for one thing, and a view for each who speaks in it.

Ticks under answers become the answer, two columns for one thing are compared, and columns that
stand for several assessors become a view each. What was gathered stands in further columns of the
sheet, whose cells keep the places that a reader of the file sees.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import ROUND_HALF_UP

from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.full_marks import other_full_marks
from qp_scoring.intake.layouts.headings import (
    ChecklistHeading,
    column_name,
    heading_cells,
    label_name,
)
from qp_scoring.intake.layouts.office_columns import offices_by_row
from qp_scoring.intake.layouts.read_table import Desk, ReadTable, View, down_to_another, names_row
from qp_scoring.intake.layouts.rows import is_total, say_unknown_item
from qp_scoring.intake.layouts.speakers import said_by
from qp_scoring.intake.layouts.table_heads import (
    OFFICE,
    SAID,
    Head,
    Key,
    Kind,
    Titled,
    is_note,
    names_of,
    tells_no_person,
)
from qp_scoring.intake.layouts.tables import Found
from qp_scoring.intake.layouts.ticks import chosen_among, is_tick
from qp_scoring.intake.layouts.vocabulary import Meaning
from qp_scoring.intake.marks import (
    UNCLEAR,
    is_answer,
    is_mark,
    read_level,
    read_mark,
    read_number,
)
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet, text_cell
from qp_scoring.intake.values import read_value
from qp_scoring.messages import text
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze

_AGAIN = re.compile(
    r"(?P<what>.+?)\s*[(\[]?\s*(?:(?:ที่|หลัง)?(?:แก้|ปรับ|ทบทวน)|หลัง|ครั้งที่|ใหม่|ล่าสุด|สุดท้าย|ยืนยัน).*", re.S
)
_OF_RUN = frozenset({"round", "fiscal_year"})
_YEAR = frozenset({"ปี", "ปีพศ", "พศ"})
_SCORE = re.compile(r"^(?!.*ระดับ).*(?:คะแนน|เฉลี่ย|score|mean)", re.I)
_ANY = Meaning("indicator")
_OF_WHOM = frozenset({*OFFICE, "item", "indicator", "assessor", "role", "stage"})


def gather(found: Found, desk: Desk) -> Iterator[ReadTable]:
    """The tables under the headings found; what is doubtful in their headings is said."""
    _say_above(found, desk)
    for head, rows in found.heads:
        own = _own_rows(found.sheet, head, rows, desk)
        yield _Builder(found.sheet, desk).table(head, own)


def compared_answers(
    sheet: InputSheet, heading: ChecklistHeading, desk: Desk
) -> tuple[InputSheet, ChecklistHeading]:
    """A checklist with repeated columns of answers gathered, and its heading then."""
    headings = heading_cells(sheet, heading.row)
    same = [at for at, cell in headings.items() if _heads_answers(cell)]
    if len(same) < 2:
        return sheet, heading
    builder = _Builder(sheet, desk)
    titled = [Titled(column, headings[column], Meaning("mark")) for column in same]
    rows = tuple(number for number in sheet.row_numbers if number > heading.row)
    columns = {**heading.columns, "mark": builder.compared(("mark", ""), titled, rows)}
    view, contradicted = builder.gathered()
    differing = frozenset(row for row, _ in contradicted)
    return view, ChecklistHeading(heading.row, columns, differing)


def _heads_answers(cell: InputCell) -> bool:
    """Whether a column is of answers, or of the same ones changed: ผล (แก้ไข), ผล ครั้งที่ 2."""
    again = _AGAIN.fullmatch(normalise(cell.text))
    return column_name(cell.saying(again["what"]) if again else cell) == "mark"


class _Builder:
    """Makes one column for one thing out of the columns of a heading."""

    def __init__(self, sheet: InputSheet, desk: Desk) -> None:
        self._sheet, self._vocabulary, self._rubric = sheet, desk.vocabulary, desk.rubric
        self._offices, self._log = desk.offices, desk.log
        self._measures = {
            one.id: one for indicator in desk.rubric.indicators for one in indicator.measure
        }
        self._next = 1 + max((column for _, column in sheet.cells), default=0)
        self._added: dict[int, dict[int, InputCell]] = {}
        self._stand_for: dict[int, int] = {}
        self._contradicted: set[tuple[int, int]] = set()

    def table(self, head: Head, rows: tuple[int, ...]) -> ReadTable:
        """The table under a heading."""
        words: dict[int, str] = {}
        if head.kind is Kind.FORM:
            rows = self._without_totals(head, rows)
        elif head.kind is Kind.LONG:
            rows = self._of_this_round(head, rows)
        else:
            rows, words = self._by_part(head, self._of_this_round(head, rows))
        _say_doubts(self._sheet, head, self._rubric, self._log)
        answers = self._answers(head)
        named: dict[str, int] = {}
        for what in dict.fromkeys(names_of(head.columns)):
            same = [t for t in head.columns if t.key == (what, "")]
            if (what, "") not in answers:
                named[what] = self._named(what, same, rows)
        form = head.kind is Kind.FORM
        whose = {} if form else offices_by_row(self._sheet, head, rows, self._offices)
        if whose:
            column = self._column(named.pop("code", 0) or named.get("office", 0))
            self._added[column], named["office"] = dict(whose), column
            self._say_over_gaps(whose)
        for one in (t for t in head.columns if t.meaning.shared):
            for part in self._shared(one, rows, named):
                answers[part.key].append(part)
        voices = self._voices(answers)
        label = named.get("item")
        of_offices = tuple(
            row for row in rows if not self._offices.holds_totals(self._sheet, row, named)
        )
        views = tuple(self._view(answers, voice, of_offices, label) for voice in voices)
        self._compare_kinds(answers, views, named, rows)
        self._compare_full_marks(head, answers, views, named, rows)
        sheet, contradicted = self.gathered()
        known = head.known | sheet.gathered
        return ReadTable(head.kind, sheet, head, rows, named, views, contradicted, known, words)

    @staticmethod
    def _answers(head: Head) -> defaultdict[Key, list[Titled]]:
        """The columns of answers by what they hold."""
        answers: defaultdict[Key, list[Titled]] = defaultdict(list)
        bare = SAID if head.kind in (Kind.LONG, Kind.FORM) else frozenset[str]()
        for one in head.columns:
            if not one.meaning.shared and (one.meaning.of or one.meaning.what in bare):
                answers[one.key].append(one)
        if head.kind is Kind.LEVELS:  # ``1`` and ``1 ระดับ`` hold the same
            for _, of in [key for key in answers if key[0] == "level"]:
                if ("indicator", of) in answers:
                    answers["indicator", of] += answers.pop(("level", of))
        if head.kind is Kind.LONG and not answers:  # ระดับคุณภาพ beside an indicator is its level
            answers["level", ""] = [t for t in head.columns if t.meaning.what == "band"]
        return answers

    def _shared(
        self, one: Titled, rows: Sequence[int], named: Mapping[str, int]
    ) -> Iterator[Titled]:
        """A column for each indicator that shares one, with the levels of offices that have it."""
        columns = {code: self._column(one.column) for code in one.meaning.shared}
        for row in rows:
            cell = self._sheet.cell(row, one.column)
            whose = (self._cell(row, named.get(what, 0)) for what in ("code", "office"))
            found = (self._offices.silently(each) for each in whose if each is not None)
            if cell is not None and (office := next(filter(None, found), None)):
                of = self._vocabulary.of_office(one.meaning, office).of
                self._added[columns[of]][row] = cell
        for code, column in columns.items():
            yield replace(one, column=column, meaning=replace(one.meaning, of=code, shared=()))

    def _by_part(self, head: Head, rows: Sequence[int]) -> tuple[tuple[int, ...], dict[int, str]]:
        """The rows of answers; and those of the words beside them, with which these are.

        An office may have several rows, and what each holds (ระดับ, ข้อเสนอแนะ, a round) a cell
        before the answers. Rows of another round or year, and of no answers, are left out.
        """
        first = min((t.column for t in head.columns if t.meaning.of), default=0)
        offices = {t.column for t in head.columns if t.meaning.what in OFFICE}
        before = [column for column in range(1, first) if column not in offices]
        parts: dict[str, str] = {}
        kept: list[int] = []
        words: dict[int, str] = {}
        for row in rows:
            named = [cell for at in offices if (cell := self._sheet.cell(row, at)) is not None]
            if noted := [cell for cell in named if is_note(cell)]:
                self._log.add("row-skipped", self._sheet.at(noted[0]), found=noted[0].text)
                continue
            cells = (self._sheet.cell(row, column) for column in before)
            named = [cell for cell in cells if cell is not None and cell.kind is CellKind.TEXT]
            for cell in named:
                if cell.text not in parts:
                    part = self._vocabulary.part(_ANY, cell.text)
                    parts[cell.text] = part.what if part is not None and not part.option else ""
                    if parts[cell.text] == "elsewhere":
                        self._say_elsewhere(cell)
            said = {parts[cell.text] for cell in named}
            if said & {"comment", "reason"} and head.kind is Kind.LEVELS:
                words[row] = "comment" if "comment" in said else "reason"
            elif not said & {"about", "elsewhere"}:
                kept.append(row)
        return tuple(kept), words

    def _of_this_round(self, head: Head, rows: tuple[int, ...]) -> tuple[int, ...]:
        """The rows of a table without those of another round or year (รอบ, ปี), as said."""
        at = [
            column
            for column, cell in head.unread
            if label_name(cell) in _OF_RUN or squeeze(cell.text) in _YEAR
        ]
        kept: list[int] = []
        said: set[str] = set()
        for row in rows:
            cells = (self._sheet.shown(row, column) for column in at)
            other = next((c for c in cells if c and self._vocabulary.is_elsewhere(c.text)), None)
            if other is None:
                kept.append(row)
            elif other.text not in said:
                said.add(other.text)
                self._say_elsewhere(other)
        return tuple(kept)

    def _say_elsewhere(self, cell: InputCell) -> None:
        """Say that the rows which say what a cell does are of another round or year."""
        option = self._vocabulary.option_for(cell.text)
        self._log.add("row-elsewhere", self._sheet.at(cell), found=cell.text, option=option)

    def _without_totals(self, head: Head, rows: Iterable[int]) -> tuple[int, ...]:
        """The rows of a form without those of totals, which are said."""
        column = next(t.column for t in head.columns if t.key == ("item", ""))
        answers = [t.column for t in head.columns if t.meaning.what in SAID]
        kept: list[int] = []
        for row in rows:
            label = self._sheet.cell(row, column)
            meaning = self._vocabulary.meaning(label) if label else None
            known = label is None or (meaning is not None and meaning.of)
            cells = (self._sheet.cell(row, at) for at in answers)
            if label is not None and not known and is_total(label, cells, self._rubric):
                self._log.add("total-row-skipped", self._sheet.at(label), found=label.text)
            else:
                kept.append(row)
        return tuple(kept)

    def _compare_kinds(
        self,
        answers: Mapping[Key, Sequence[Titled]],
        views: Sequence[View],
        named: Mapping[str, int],
        rows: Iterable[int],
    ) -> None:
        """Say where ผล and ค่า of a measure differ, or ผล, ระดับ and its name of an indicator."""
        bare = [what for what in ("mark", "level") if (what, "") in answers]
        for view, row in itertools.product(views, rows if bare else ()):
            meaning = self._about(row, named)
            if meaning is None:
                continue
            beside = "value" if meaning.of in self._measures else "level"
            if meaning.what == "item" and beside == "level":
                continue
            names = ("band", "verdict") if meaning.what == "indicator" else ()
            found = (view.columns.get((what, "")) for what in ("mark", beside))
            at = [column for column in (*found, *map(named.get, names)) if column]
            cells = [cell for column in at if (cell := self._cell(row, column))]
            key = (meaning.what, meaning.of)
            said = {self._said(key, cell) for cell in cells if self._is_figure(key, cell)}
            if len(said) > 1:
                self._say_different(cells, answers[bare[0], ""][0].cell.text)
                self._contradicted.add((row, at[0]))

    def _compare_full_marks(
        self,
        head: Head,
        answers: Mapping[Key, Sequence[Titled]],
        views: Sequence[View],
        named: Mapping[str, int],
        rows: Iterable[int],
    ) -> None:
        """Say where a full mark is told that is not the highest level; levels there are none."""
        levels = {
            key: same
            for key, same in answers.items()
            if key[0] in ("indicator", "level") or (key[0] in SAID and not key[1])
        }
        columns = {t.column for same in levels.values() for t in same if not t.meaning.option}
        highest = self._rubric.scale.highest
        told = other_full_marks(self._sheet, head, columns, highest)
        for (key, same), view, row in itertools.product(
            levels.items(), views, rows if told else ()
        ):
            places = [*((0, t.column) for t in same), (row, 0)]
            full = next((told[at] for at in places if at in told), None)
            cell = self._cell(row, view.columns.get(key, 0))
            about = None if key[1] else self._about(row, named)
            of_indicator = key[1] or (about is not None and about.what == "indicator")
            if full is None or cell is None or not of_indicator:
                continue
            if read_level(cell, self._rubric).level is not None:
                place, top = self._sheet.at(cell), f"{highest:f}"
                self._log.add("full-mark-other", place, found=full.text, highest=top)
                self._contradicted.add((row, view.columns[key]))

    def _about(self, row: int, named: Mapping[str, int]) -> Meaning | None:
        """What of the rubric the label of a row names, if it has one."""
        label = named.get("item", named.get("indicator", 0))
        cell = self._sheet.cell(row, label) or self._sheet.cell(row, named.get("indicator", 0))
        meaning = self._vocabulary.meaning(cell) if cell else None
        return meaning if meaning is not None and meaning.of else None

    def _cell(self, row: int, column: int) -> InputCell | None:
        """The cell of a row in a column of the sheet, or in one gathered."""
        gathered = self._added.get(column)
        return self._sheet.cell(row, column) if gathered is None else gathered.get(row)

    def _is_figure(self, key: Key, cell: InputCell) -> bool:
        """Whether a cell holds a measure's value or a level, and not a status."""
        if measure := self._measures.get(key[1]):
            return read_value(cell, measure).value is not None
        return read_level(cell, self._rubric).level is not None

    def _say_different(self, cells: Sequence[InputCell], heading: str) -> None:
        values = " / ".join(f"{cell.address}: {cell.text}" for cell in cells)
        values += "" if len(cells) > 1 else f" / {text('columns-blank')}"
        place = self._sheet.at(cells[0])
        self._log.add("columns-differ", place, found=values, heading=heading)

    def gathered(self) -> tuple[InputSheet, frozenset[tuple[int, int]]]:
        """The sheet with the columns gathered up to now, and the cells that may not be used."""
        sheet = self._sheet
        if self._added:
            sheet = sheet.with_columns(self._added, self._stand_for)
        return sheet, frozenset(self._contradicted)

    def _named(self, what: str, same: Sequence[Titled], rows: tuple[int, ...]) -> int:
        """The column of a name; of several, those in which something is what the name says.

        A running number may stand under รหัส or ข้อ too.
        """
        if what not in _OF_WHOM:
            return same[0].column
        saying = [
            one
            for one in same
            if any(
                (cell := self._sheet.cell(row, one.column)) is not None
                and self._said((what, ""), cell) is not None
                for row in rows
            )
        ]
        if len(saying) < 2:
            return (saying or same)[0].column
        return self.compared((what, ""), saying, rows)

    def _say_over_gaps(self, whose: Mapping[int, InputCell]) -> None:
        """Say which rows behind a blank one are taken for those of the office above it."""
        for above, row in itertools.pairwise(whose):
            if whose[above] is whose[row] and not self._sheet.row(row - 1):
                place, found = self._sheet.place(row), whose[row].text
                self._log.add("office-over-gap", place, office=found)

    @staticmethod
    def _voices(answers: Mapping[Key, Sequence[Titled]]) -> list[InputCell | None]:
        """The headings that name whose answers stand under them; one None where none do."""
        names: dict[str, InputCell] = {}
        for same in answers.values():
            said = {t.meaning.said: t.cell for t in same}
            if len(said) > 1 and "" not in said:
                for name, cell in said.items():
                    names.setdefault(name, cell.saying(name))
        return [*names.values()] or [None]

    def _view(
        self,
        answers: Mapping[Key, Sequence[Titled]],
        voice: InputCell | None,
        rows: tuple[int, ...],
        label: int | None,
    ) -> View:
        columns: dict[Key, int] = {}
        for key, same in answers.items():
            mine = [t for t in same if voice is None or t.meaning.said in ("", voice.text)]
            if any(t.meaning.option for t in mine):
                columns[key] = self._ticked([t for t in mine if t.meaning.option], rows, label)
            elif len(mine) == 1:
                columns[key] = mine[0].column
            elif mine:
                columns[key] = self.compared(key, mine, rows)
        return View(columns, said_by(voice) if voice is not None else {})

    def _column(self, stands_for: int) -> int:
        column = self._next
        self._next += 1
        self._added[column] = {}
        self._stand_for[column] = stands_for
        return column

    def _ticked(
        self, options: Sequence[Titled], rows: tuple[int, ...], label: int | None = None
    ) -> int:
        """One column of answers for the columns of ticks under each answer.

        ``label`` is the column that says what a row is about: under มี and ไม่มี may stand a number
        or a status too, where a row is about no item.
        """
        column = self._column(options[0].column)
        rubric = self._rubric
        marks = all(is_mark(text_cell(option.meaning.option), rubric) for option in options)
        under = [c for o in options for row in rows if (c := self._sheet.cell(row, o.column))]
        yes_or_no = {cell.text for cell in under} == {"1", "0"}  # and no level
        for row in rows:
            filled = [c for o in options if (c := self._sheet.cell(row, o.column)) is not None]
            if marks and label is not None and len(filled) == 1 and not self._is_item(row, label):
                self._added[column][row] = filled[0]
                continue
            ticks: list[tuple[Titled, InputCell]] = []
            unclear = False
            for option in options:
                cell = self._sheet.cell(row, option.column)
                ticked = (
                    cell is not None and cell.text == "1"
                    if yes_or_no
                    else is_tick(cell, option.meaning.option, self._vocabulary)
                )
                unclear |= ticked is None
                if cell is not None and ticked is not False:
                    ticks.append((option, cell))
            if not ticks:
                continue
            chosen = chosen_among({one.meaning.option: cell for one, cell in ticks})
            ticks = [one for one in ticks if unclear or one[0].meaning.option in chosen]
            option, cell = ticks[0]
            if unclear or len(ticks) > 1:
                cells = ", ".join(one.address for _, one in ticks)
                code = "option-unclear" if unclear else "options-several"
                found = " / ".join(f"{o.meaning.option}: {one.text}" for o, one in ticks)
                self._log.add(code, self._sheet.at(cell), found=found, cells=cells)
                self._contradicted.add((row, column))
            self._added[column][row] = cell.saying(option.meaning.option)
        return column

    def _is_item(self, row: int, label: int) -> bool:
        cell = self._sheet.cell(row, label)
        meaning = self._vocabulary.meaning(cell) if cell else None
        return meaning is not None and meaning.what == "item" and meaning.of not in self._measures

    def compared(self, key: Key, same: Sequence[Titled], rows: tuple[int, ...]) -> int:
        """One column for several of one thing; where they differ, nobody knows which counts."""
        column = self._column(same[0].column)
        hidden = self._sheet.hidden_columns
        scores = {t.column for t in same if _SCORE.match(squeeze(t.cell.text))}
        filled: dict[int, InputCell] = {}
        agreeing = differing = 0
        for row in rows:
            filling = {t.column: c for t in same if (c := self._sheet.cell(row, t.column))}
            if not filling:
                continue
            rounded = self._rounded(filling, scores) if key[0] in ("indicator", "level") else ()
            filling = {at: c for at, c in filling.items() if at not in rounded}
            said = {self._said(key, cell) for cell in filling.values()}
            if len(said) > 1 and None in said:
                said.remove(None)
                filling = {at: c for at, c in filling.items() if self._said(key, c) is not None}
            cells = list(filling.values())
            shown = next((c for at, c in filling.items() if at not in hidden), cells[0])
            if len(said) > 1:
                others = [cell for cell in cells if cell is not shown]
                self._say_different([shown, *others], same[0].cell.text)
                self._contradicted.add((row, column))
                differing += 1
            elif len(cells) + len(rounded) < len(same):
                only_hidden = filling.keys() <= hidden
                if only_hidden and not all(t.column in hidden for t in same):
                    continue  # a hidden column never fills a visible blank
                filled[row] = shown
            else:
                agreeing += 1
            self._added[column][row] = shown
        apart = len({squeeze(t.cell.text) for t in same}) > 1 and any(
            tells_no_person(t.cell.text) for t in same
        )
        throughout = differing > agreeing and differing + agreeing >= len(filled)
        doubted: dict[int, InputCell] = {}
        if throughout or (apart and key[1]):
            doubted = filled  # they say different things, so that none fills a blank of another
        elif (
            apart and key[0] in SAID
        ):  # the first is the form's own: what stands there alone counts
            doubted = {row: cell for row, cell in filled.items() if cell.column != same[0].column}
        for row, shown in doubted.items():
            self._say_different([shown], same[0].cell.text)
            self._contradicted.add((row, column))
        if doubted:
            return column
        if filled:
            heading = same[0].cell
            addresses = [cell.address for cell in filled.values()]
            self._log.add(
                "columns-filled",
                self._sheet.at(heading),
                heading=heading.text,
                cells=", ".join(addresses[:5]) + (" …" if len(addresses) > 5 else ""),
            )
        return column

    def _rounded(self, filling: Mapping[int, InputCell], scores: Set[int]) -> Collection[int]:
        """The columns of scores of which the level beside them was rounded (2.75 | 3)."""
        levels = {
            level
            for at, cell in filling.items()
            if at not in scores and (level := read_level(cell, self._rubric).level) is not None
        }
        return [
            at
            for at in scores & filling.keys()
            if (number := read_number(filling[at])) is not None
            and number != number.to_integral_value()
            and number.to_integral_value(ROUND_HALF_UP) in levels
        ]

    def _said(self, key: Key, cell: InputCell) -> object:
        """What a cell says, so that two spellings of one answer are one.

        None where a cell is not of the kind that its heading says.
        """
        what, of = key
        if what in OFFICE:
            office = self._offices.silently(cell)
            return office.code if office else None
        if not of and what in ("item", "indicator"):
            meaning = self._vocabulary.meaning(cell)
            return meaning if meaning is not None and meaning.answers else None
        if what in ("indicator", "level"):
            level = read_level(cell, self._rubric)
            return squeeze(cell.text) if level.fault else (level.said, level.level, level.reason)
        if of in self._measures:
            value = read_value(cell, self._measures[of]).value
            return squeeze(cell.text) if value is None else value
        mark = read_mark(cell).mark if what in ("item", "mark") else None
        return squeeze(cell.text) or cell.text if mark is None else mark


def _own_rows(sheet: InputSheet, head: Head, rows: tuple[int, ...], desk: Desk) -> tuple[int, ...]:
    """The rows of a table without those of one below it on other things."""
    asked = {t.column for t in head.columns if t.meaning.of or t.meaning.what in SAID}
    label = next((t.column for t in head.columns if t.key == ("item", "")), 0)
    named: set[object] = set()

    def answers(row: int) -> bool:
        if head.kind is Kind.FORM:
            cell = sheet.cell(row, label)
            meaning = desk.vocabulary.meaning(cell) if cell else None
            return names_row(
                cell, (meaning.what, meaning.of) if meaning and meaning.of else None, named
            )
        cells = sheet.row(row)
        others = (cell for at, cell in cells.items() if at not in asked)
        return any(at in asked and is_answer(cell, desk.rubric) for at, cell in cells.items()) and (
            head.kind is Kind.LONG or any(map(desk.offices.may_be_office, others))
        )

    return down_to_another(sheet, rows, answers, desk)


def _say_above(found: Found, desk: Desk) -> None:
    """Say which rows of offices stand above the first heading, where nobody knows what they say."""
    sheet = found.sheet
    first = next((head.first for head, _ in found.heads if head.kind is not Kind.FORM), 0)
    for row in sheet.row_numbers:
        cells = sheet.row(row).values()
        above = row < first and any(map(desk.offices.is_office, cells))
        if above and sum(is_answer(cell, desk.rubric) for cell in cells) > 1:
            desk.log.add("row-above-heading", sheet.place(row))


def _say_doubts(sheet: InputSheet, head: Head, rubric: Rubric, log: FindingLog) -> None:
    """Say which headings look like those of answers but may not be read so."""
    for _, cell, doubt in head.doubts:
        place = sheet.at(cell)
        if doubt.code == "item-unknown":
            known = [key for one in rubric.indicators for key in one.entry_ids]
            say_unknown_item(replace(cell, text=doubt.near), place, known, rubric, log)
        elif doubt.code in UNCLEAR or doubt.code == "heading-elsewhere":
            log.add(doubt.code, place, found=cell.text)
        elif doubt.code == "indicator-column-unknown":
            log.add(doubt.code, place, found=cell.text, known=", ".join(rubric.by_code))
        else:
            log.add(doubt.code, place, found=cell.text, near=doubt.near)
