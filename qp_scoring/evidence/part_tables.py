"""Tables in which topics, parts and units meet: each a column's head, or the first cells of rows.

Which of them a column holds is read from its head and from what recurs below it; what a unit
answered to a part of a topic then stands in the cells where they meet. What a table leaves out is
said by the headings above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qp_scoring.evidence.entries import Entry, row_at
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.skeleton import Focus, PartHeading, ReportPart
from qp_scoring.evidence.table_rows import TableRow, rows_from
from qp_scoring.evidence.text import has_words, key, split_lead
from qp_scoring.evidence.unit_names import Unit
from qp_scoring.evidence.units import UnitFinder

_SEVERAL = 2
_LONG = 200  # rows: of parts and topics no table has so many
_SURE = 3  # columns or rows whose labels have a word of a part, without other signs
_LONGEST_LABEL = 60
_LONGEST_NAME = 220  # of a topic or a unit in a cell
_MOSTLY = 0.6  # of the cells of a column name what the column holds
_HALF = 0.5
_OFTEN = 0.3  # of those of a column of parts, beside the questions of one part

# Between names that are joined, and between their answers.
_STROKE = re.compile(r"\s*/\s*")

EntryRow = Sequence[Entry]

NameKind = Literal["topic", "unit", "part"]


@dataclass(frozen=True, slots=True)
class PartCells:
    """What a unit answered to a part (None: nobody is named), as a table has it.

    ``part`` is None where neither the table nor anything in it names one. ``title`` is that of the
    topic that the table names, empty where it names none; ``focus`` None where no topic has it.
    """

    part: ReportPart | None
    unit: Unit | None
    entries: list[Entry]
    focus: Focus | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class PartTable:
    """A table of parts over ``count`` entries, its head among them."""

    count: int
    cells: Sequence[PartCells]


@dataclass(frozen=True, slots=True)
class _Whose:
    """What cells say of an answer: the topic with its title, who answers, and to which parts.

    ``parts`` has a place for each of the names that a label joins, None for one of no part.
    """

    focus: Focus | None = None
    title: str = ""
    units: tuple[Unit | None, ...] = ()
    parts: tuple[PartHeading | None, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it says whose an answer is, or to which topic."""
        return bool(self.units or self.title)

    def over(self, other: _Whose) -> _Whose:
        """The same, with what only the other one says."""
        named = self if self.title else other
        return _Whose(
            named.focus, named.title, self.units or other.units, self.parts or other.parts
        )


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the columns of a table hold.

    ``whose`` are the columns that say whose answer a row is and to what; ``answers`` those of
    answers, with what their heads mean, and ``columns`` gives for each column the one whose answer
    it holds or goes on with. ``status`` is the column that says how far each answer is; ``headed``
    says that the first row is the head.
    """

    whose: Mapping[int, _NameColumn]
    answers: Mapping[int, _Whose]
    columns: Mapping[int, int]
    status: int | None
    headed: bool


class PartTables:
    """Finds tables of parts in a report."""

    def __init__(self, entries: Sequence[Entry], headings: Headings, units: UnitFinder) -> None:
        self._entries = entries
        self._headings = headings
        self._units = units
        self._found: dict[int, tuple[Sequence[TableRow], _Roles] | None] = {}
        self._others: list[range] = []  # long tables of something else, by their entries
        self._names: dict[str, _Whose] = {}
        self._over_rows: dict[str, _Whose] = {}

    def at(self, place: int, over: Unit | None) -> PartTable | None:
        """The table that begins at a place; ``over`` is the unit below whose name it stands."""
        head = row_at(self._entries, place)
        if len(head) > 1 and (whole := self._whole_rows(place, head)):
            return whole
        if place not in self._found and not any(place in one for one in self._others):
            those = self._rows_at(place)
            read = self._roles(those) if those else None
            self._found[place] = (those, read) if read else None
            if read is None and len(those) > _LONG:
                # Else each of its rows would be asked for with all rows below it.
                self._others.append(range(place + 1, those[-1].end))
        found = self._found.get(place)
        if found is None:
            return None
        rows, roles = found
        cells = self._read(rows[roles.headed :], roles, _Whose(units=(over,)))
        return PartTable(rows[-1].end - place, cells) if cells else None

    def _whole_rows(self, place: int, head: EntryRow) -> PartTable | None:
        """A table whose rows begin with a unit, their cells over several lines.

        A line that begins with no unit goes on with the last cell of the row above; one that holds
        a title, and nothing else, heads the rows of a topic. The head may stand there again.
        """
        beside = (self._headings.lines.column_of(one.text) for one in head)
        if head[0].column or "status" in beside:
            return None
        columns = self._part_heads({one.column: one.text for one in head}, {})
        if len({one.parts for one in columns.values()}) < _SURE or min(columns) != 1:
            return None
        rows: list[tuple[Focus | None, str, list[Entry]]] = []
        focus: Focus | None = None
        title, heads = "", [one.key for one in head]
        at = end = place + len(head)
        while at < len(self._entries):
            line = row_at(self._entries, at)
            topic = self._headings.topics.at(self._entries, at, "inspection")
            if len(line) == 1 and topic and not topic.page:
                focus, title = topic.focus, line[0].text
                at += topic.count
                continue
            if [one.key for one in line] != heads:
                if self._units.alone_together(line[0].text) and not line[0].column:
                    rows.append((focus, title, [*line]))
                elif not rows or not self._goes_on(rows[-1][2], line, at, max(columns)):
                    break
                else:
                    rows[-1][2].extend(_behind(rows[-1][2][-1], line, max(columns)))
            at += len(line)
            end = at  # a title with no row below it is the report's next
        if len(rows) < _SEVERAL:
            return None
        cells = _Cells()
        for focus, title, row in rows:
            whose = _Whose(focus, title, self._units.alone_together(row[0].text))
            for column, one in columns.items():
                behind = min((at for at in columns if at > column), default=len(self._entries))
                told = [cell for cell in row if column <= cell.column < behind]
                cells.add(one.over(whose), told or [replace(row[0], text="")])
        return PartTable(end - place, cells.all)

    def _goes_on(self, row: EntryRow, line: EntryRow, at: int, last: int) -> bool:
        """Whether a line goes on with the last cell of a row, whose last column may follow."""
        if self._headings.divisions.begins(line[0]) or self._headings.lines.closes(line[0]):
            return False
        if self._headings.parts.at(self._entries, at, "inspection", None, -1):
            return False
        if len(line) > 1:
            return row[-1].column + line[-1].column <= last
        if not line[0].gap:
            return row[-1].column < last
        ahead = at + 1
        while ahead < len(self._entries) and not self._entries[ahead].gap:
            if self._entries[ahead].cell:
                return row[-1].column < last
            ahead += 1
        return False

    def topics(self) -> int:
        """How many topics the report's tables of parts name."""
        found: set[str] = set()
        at = 0
        while at < len(self._entries):
            table = self.at(at, None)
            found |= {one.focus.number for one in table.cells if one.focus} if table else set()
            at += table.count if table else 1
        return len(found)

    def follows(self, place: int) -> bool:
        """Whether a table of parts begins behind an entry."""
        begin = place + 1
        if self.names_part(begin):
            return True
        head = row_at(self._entries, begin) if begin < len(self._entries) else ()
        if len(head) > 1 and self.at(begin, None) is not None:
            return True
        end = begin + 1
        while end < len(self._entries) and self._entries[end].cell:
            end += 1
        return end > begin + 1 and self.names_part(end)

    def names_part(self, place: int) -> bool:
        """Whether one of the first two cells of the row at a place names a part, beside others."""
        row = self._entries[place : place + _SEVERAL]
        of_row = len(row) > 1 and row[0].cell == 0 and row[1].cell == 1
        return of_row and any(self._headings.names.named(one.text) for one in row)

    def _rows_at(self, place: int) -> list[TableRow]:
        """The rows of the table that begins at a place; its head is left out where it recurs."""
        those = rows_from(self._entries, place)
        head = next(those, None)
        if head is None or len(head.cells) < _SEVERAL:
            return []  # so none is looked for from each cell of a long row on
        rows = [head]
        above: list[TableRow] = []  # cells over all columns that head the rows below them
        for row in those:
            if row.alone(min(head.cells)):
                if self._heads_rows(row) == _Whose():
                    break
                above.append(row)
            elif row.keys == head.keys and all(map(has_words, row.texts.values())):
                if above:
                    break
                rows[-1] = replace(rows[-1], end=row.end)
            elif (
                self._is_head(row)
                or max(row.cells) > self._last_column(rows)
                or self._names_part_below_units(row, rows)
            ):
                break
            else:
                rows += [*above, row]
                above = []
        return rows if len(rows) > 1 else []

    def _names_part_below_units(self, row: TableRow, rows: Sequence[TableRow]) -> bool:
        """Whether a row begins with a part where one above it begins with a unit."""
        begin = min(rows[0].cells)
        if not self._headings.names.named(row.texts.get(begin, "")):
            return False
        return any(self._units.alone_together(one.texts.get(begin, "")) for one in rows[1:])

    @staticmethod
    def _last_column(rows: Sequence[TableRow]) -> int:
        """The last column that a row of a table may have: one without a head at most."""
        return max(max(row.cells) for row in rows[:_SEVERAL]) + 1

    def _is_head(self, row: TableRow) -> bool:
        """Whether a row below others is the head of another table."""
        labels = list(row.texts.values())
        exact = {one for label in labels if (one := self._headings.names.named(label))}
        others = labels if min(row.cells) else labels[1:]
        return (
            (
                self._headings.lines.heads_table(labels)
                and sum(map(self._headings.lines.is_label, labels)) > 1
            )
            or len(exact) >= _SEVERAL
            or (len(others) >= _SEVERAL and all(self._named(one).units for one in others))
        )

    def _named(self, text: str) -> _Whose:
        """What a cell by itself names; rows of what is no table are read again from each row."""
        if text not in self._names:
            self._names[text] = self._name_in(text)
        return self._names[text]

    def _name_in(self, text: str) -> _Whose:
        """What a cell by itself names: who answers, or a topic."""
        if not has_words(text) or len(text) > _LONGEST_NAME:
            return _Whose()
        if units := self._units.alone_together(text):
            return _Whose(units=units)
        focus = self._headings.topics.in_cell(text)
        return _Whose(focus, text) if focus else _Whose()

    def _heads_rows(self, row: TableRow) -> _Whose:
        """What a cell over all columns says of the rows below it."""
        label = row.first.text
        if label not in self._over_rows:
            self._over_rows[label] = self._names_rows(label)
        return self._over_rows[label]

    def _names_rows(self, label: str) -> _Whose:
        """What a label says of the rows that it stands over."""
        if (named := self._named(label)) != _Whose() or len(label) > _LONGEST_LABEL:
            return named
        return _Whose(parts=self._headings.names.in_series([label], [False])[0])

    def _roles(self, rows: Sequence[TableRow]) -> _Roles | None:
        """What the columns of a table hold; None where it is none of topics or parts."""
        head, begin = rows[0], min(rows[0].cells)
        body = [row for row in rows[1:] if not row.alone(begin)]
        if any(map(self._headings.lines.closes, (cell[0] for cell in head.cells.values()))):
            return None
        labels = head.texts
        apart = {column: self._headings.lines.column_of(text) for column, text in labels.items()}
        if self._holds_headings([head.cells[at] for at, one in apart.items() if not one]):
            return None
        heads = self._heads({at: one for at, one in labels.items() if not apart[at]})
        last = max(max(row.cells) for row in rows)
        of_parts = all(one.parts for one in heads.values())
        whose = self._whose_columns(body, labels, last if of_parts else min(heads))
        if of_parts and whose:
            behind = {at: one for at, one in labels.items() if at > max(whose) and not apart[at]}
            heads = self._part_heads(behind, {}, _SEVERAL)
        headed = bool(heads) or (
            self._headings.lines.may_head(list(labels.values()))
            and not any(
                one.means(labels[at], self._named) for at, one in whose.items() if at in labels
            )
        )
        answers = heads or self._answers(whose, labels if headed else {}, last)
        if not self._is_of_parts(whose, heads, headed) or not answers:
            return None
        beside = [at for at, one in apart.items() if one == "status" and headed]
        columns: dict[int, int] = {}
        for column in range(min(answers), last + 1):
            if not (headed and apart.get(column) in ("status", "number")):
                columns[column] = max(one for one in answers if one <= column)
        return _Roles(whose, answers, columns, beside[0] if beside else None, headed)

    def _holds_headings(self, cells: Sequence[EntryRow]) -> bool:
        """Whether cells are no heads of columns, but headings of parts with their answers.

        A heading stands below an answer in the same cell, or is numbered where what follows is not:
        heads of columns are all numbered, or none.
        """
        named = self._headings.names.named
        for cell in cells:
            whole = named(" ".join(one.text for one in cell))
            if any(part and part != whole for part in (named(one.rest) for one in cell[1:])):
                return True
        labels = [cell[0] for cell in cells]
        of_parts = (at for at, one in enumerate(labels) if one.lead and named(one.rest))
        return not all(one.lead for one in labels[next(of_parts, len(labels)) :])

    def _whose_columns(
        self, rows: Sequence[TableRow], labels: Mapping[int, str], limit: int
    ) -> dict[int, _NameColumn]:
        """The columns before those of answers that say whose the answers are, and to what."""
        whose: dict[int, _NameColumn] = {}
        for column in range(limit):
            texts = [row.texts.get(column, "") for row in rows]
            label = labels.get(column, "")
            if self._headings.lines.column_of(label) or not any(map(has_words, texts)):
                continue
            found = self._column(texts)
            if found is None:
                break
            if label not in found.meaning and self._headings.names.named(split_lead(label)[1]):
                break
            whose[column] = found
        return whose

    def _heads(self, labels: Mapping[int, str]) -> dict[int, _Whose]:
        """What the heads of the columns of answers name, where several name of one kind."""
        named = {column: self._named(text) for column, text in labels.items()}
        for kind in ("units", "title"):
            found = {column: one for column, one in named.items() if getattr(one, kind)}
            behind = [column for column in labels if found and column >= min(found)]
            if len(found) >= _SEVERAL and len(found) >= _MOSTLY * len(behind):
                return found
        return self._part_heads(labels, named)

    def _part_heads(
        self, labels: Mapping[int, str], named: Mapping[int, _Whose], least: int = _SURE
    ) -> dict[int, _Whose]:
        """The same of parts: exactly, or ``least`` of them as the other heads leave it."""
        texts = list(labels.values())
        if any(len(one) > _LONGEST_LABEL for one in texts):
            return {}
        exact = [self._headings.names.named(one) for one in texts]
        parts = exact
        if not all(exact):
            others = [column in named and bool(named[column].units) for column in labels]
            parts = self._headings.names.in_series(texts, others)
        known = {part.part for own in parts for part in own}
        if len(set(filter(None, exact))) < _SEVERAL and len(known) < least:
            return {}
        return {column: _Whose(parts=own) for column, own in zip(labels, parts, strict=True) if own}

    def _column(self, texts: Sequence[str]) -> _NameColumn | None:
        """What a column holds whose cells say whose the answers in their rows are, and to what."""
        filled = [one for one in texts if has_words(one)]
        named = {one: self._named(one) for one in dict.fromkeys(filled)}
        for one, focus in self._headings.topics.by_numbers(named).items():
            named[one] = _Whose(focus, one)
        if sum(bool(one.units) for one in named.values()) >= _MOSTLY * len(named):
            units = {
                text: one if one.units else _Whose(units=(Unit(text, None, ""),))
                for text, one in named.items()
            }
            return _NameColumn("unit", units)
        labels = self._part_labels(filled)
        of_parts = sum(one in labels for one in filled)
        topics = sum(bool(one.title) for one in named.values())
        several = len({one.focus.number for one in named.values() if one.focus}) >= _SURE
        if of_parts >= _OFTEN * len(filled) and of_parts * len(named) > topics * len(filled):
            meaning = {one: _Whose(parts=labels.get(one, ())) for one in named}
            return _NameColumn("part", meaning)
        sure = topics == len(named) or (several and topics >= _HALF * len(named))
        if sure and not self._headings.topics.asked_below_one(named):
            meaning = {text: _Whose(one.focus, text) for text, one in named.items()}
            return _NameColumn("topic", meaning)
        return None

    def _part_labels(self, texts: Sequence[str]) -> dict[str, tuple[PartHeading | None, ...]]:
        """The labels of a column that name parts: together, those that recur where others do not.

        Between them may stand questions that only one part asks.
        """
        counts = Counter(texts)
        recurring = [one for one, count in counts.items() if count > 1]
        for labels in (recurring, list(counts)):
            if max(map(len, labels), default=0) > _LONGEST_LABEL:
                continue
            exact = {one: own for one in labels if (own := self._headings.names.named(one))}
            parts = self._headings.names.in_series(labels, [False] * len(labels))
            whole = {one: own for one, own in zip(labels, parts, strict=True) if own} | exact
            found: dict[str, tuple[PartHeading | None, ...]] = {**whole}
            found |= {one: named for one in counts if (named := self._joined(one))}
            several = {part for named in found.values() for part in named if part}
            if len(several) >= _SURE or len(set(exact.values())) >= _SEVERAL:
                return found
        return {}

    def _joined(self, label: str) -> tuple[PartHeading | None, ...]:
        """The parts that a label joins by strokes, with None for a name of none between them."""
        names = _STROKE.split(label)
        if len(names) < _SEVERAL or len(label) > _LONGEST_LABEL:
            return ()
        each = [self._headings.names.in_series([one], [False])[0][:1] for one in names]
        parts = tuple(one[0] if one else None for one in each)
        return parts if len(set(filter(None, parts))) >= _SEVERAL and parts[0] else ()

    def _answers(
        self, whose: Mapping[int, _NameColumn], labels: Mapping[int, str], last: int
    ) -> dict[int, _Whose]:
        """The one column of answers behind those that say whose they are, and what heads it."""
        begin = max(whose, default=-1) + 1
        named = self._headings.names.named(labels.get(begin, "")) if begin else ()
        own = () if any(one.kind == "part" for one in whose.values()) else named
        return {begin: _Whose(parts=own)} if begin <= last else {}

    @staticmethod
    def _is_of_parts(
        whose: Mapping[int, _NameColumn], heads: Mapping[int, _Whose], headed: bool
    ) -> bool:
        """Whether a table tells of parts or topics one by one, and not of one alone."""
        kinds = {one.kind for one in whose.values()}
        if any(one.parts for one in heads.values()):
            return True
        if heads:
            return bool(kinds - {"unit"}) if any(one.units for one in heads.values()) else True
        topics = [len(one.meaning) for one in whose.values() if one.kind == "topic"]
        if kinds == {"part"}:
            return headed  # else rows of headings with their answers
        several = bool(topics) and max(topics) >= _SEVERAL
        return "part" in kinds or (several and (headed or len(kinds) > 1))

    def _read(self, rows: Sequence[TableRow], roles: _Roles, over: _Whose) -> list[PartCells]:
        """What the rows of a table answer."""
        cells = _Cells()
        now, first = over, _Whose()
        if any(one.kind == "part" for one in roles.whose.values()):
            first = _Whose(parts=self._headings.names.first_part)  # of which questions are asked
        for row in rows:
            if row.alone(0):
                heads = self._heads_rows(row)
                now = heads.over(replace(now, parts=()) if heads.says_something else now)
                continue
            now = self._whose(row, roles, now, over)
            status = row.cells.get(roles.status, ()) if roles.status is not None else ()
            told: dict[int, list[Entry]] = {at: [] for at in roles.answers}
            for column, own in roles.columns.items():
                if column == own or any(has_words(one.text) for one in told[own]):
                    told[own] += row.cells.get(column, ())
            for column, whose in roles.answers.items():
                said, whole = told[column] or [_blank(row)], whose.over(now).over(first)
                # It says how far the work is, and nothing of problems.
                of_work = {None, *self._headings.names.first_part}.issuperset(whole.parts)
                stated = of_work and any(has_words(one.text) for one in status)
                if stated and all(one.blank for one in said):
                    said = list(status)
                cells.add(whole, said)
        return cells.all

    @staticmethod
    def _whose(row: TableRow, roles: _Roles, before: _Whose, over: _Whose) -> _Whose:
        """Whose the answers in a row are; what its first cells leave out goes on from above."""
        whose = before
        changed = False  # so cells to the right that are empty go on with nothing
        for column, one in roles.whose.items():
            text = row.texts.get(column, "")
            means = one.meaning.get(text, _Whose()) if has_words(text) else _Whose()
            if means != _Whose():
                changed |= means.over(whose) != whose
                whose = means.over(whose)
            elif changed and one.kind != "topic":
                kept = {"parts": ()} if one.kind == "part" else {"units": over.units}
                whose = replace(whose, **kept)
        return whose


@dataclass(frozen=True, slots=True)
class _NameColumn:
    """A column of a kind of names, with what each of its cells means."""

    kind: NameKind
    meaning: Mapping[str, _Whose]

    def means(self, text: str, named: Callable[[str], _Whose]) -> bool:
        """Whether a cell above those is one of them, and no head."""
        if text in self.meaning:
            return True
        found = named(text)
        return bool(found.units if self.kind == "unit" else self.kind == "topic" and found.title)


class _Cells:
    """Cells gathered by topic, unit and part, in the order in which they first come."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, ReportPart | None], PartCells] = {}

    def add(self, whose: _Whose, told: Sequence[Entry]) -> None:
        """Add what units answer to parts: to each the same, or what stands between strokes."""
        named = [one for one in whose.parts if one]
        pieces = _STROKE.split(told[0].text) if len(told) == 1 else []
        if len(whose.parts) == len(pieces) > 1:
            part = named[0]
            for own, piece in zip(whose.parts, pieces, strict=True):
                part = own or part
                entry = replace(told[0], text=piece, rest=piece, lead="", key=key(piece))
                self._add(part.part, whose, [entry])
            return
        for one in dict.fromkeys(part.part for part in named) or (None,):
            self._add(one, whose, told)

    def _add(self, part: ReportPart | None, whose: _Whose, told: Sequence[Entry]) -> None:
        number = whose.focus.number if whose.focus else whose.title
        for unit in whose.units:
            place = number, unit.identity if unit else "", part
            new = PartCells(part, unit, [], whose.focus, whose.title)
            self._cells.setdefault(place, new).entries.extend(told)

    @property
    def all(self) -> list[PartCells]:
        """All of them."""
        return list(self._cells.values())


def _behind(last: Entry, line: EntryRow, most: int) -> list[Entry]:
    """The cells of a line that goes on with the last cell of a row, in the row's columns.

    Behind a name that stands alone the first answer begins, if there is room for as many cells.
    """
    begin = last.column or int(line[-1].column < most)
    return [replace(one, column=begin + one.column) for one in line]


def _blank(row: TableRow) -> Entry:
    """An empty cell of a row."""
    return replace(row.first, text="")
