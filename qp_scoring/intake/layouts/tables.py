"""Tables of a sheet: where each begins, what its columns hold, and who speaks in them.

Whatever shape a table came in, its readers see one column for one thing: ticks under answers
become the answer, two columns for one thing are compared, and columns that stand for several
assessors become a view each. What was gathered stands in further columns of the sheet, whose cells
keep the places that a reader of the file sees.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.aliases import BY_ALIAS, is_total_in_form
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    TO_BE_READ,
    column_name,
    heading_cells,
    repeats_heading,
)
from qp_scoring.intake.layouts.rows import NOT_BLANK, Blank, say_unknown_item
from qp_scoring.intake.layouts.speakers import said_by
from qp_scoring.intake.layouts.vocabulary import Doubt, Meaning, Vocabulary
from qp_scoring.intake.marks import (
    UNCLEAR,
    is_mark,
    is_open_mark,
    read_level,
    read_mark,
    read_value,
)
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.messages import text
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze

Key = tuple[str, str]  # what, and the item or indicator that it is of ("" for a named column)

_FIRST_CELLS = 6  # of a row: where a heading row further down has its office column
OFFICE = frozenset({"code", "office"})
_LABELS = frozenset({"indicator", "item", "number", "about"})
_SAID = frozenset({"mark", "value", "level"})
_PARTS = frozenset({"reason", "comment", "reference", "note"})
_OF_WHOM = frozenset({*OFFICE, "item", "indicator", "assessor", "role", "stage"})


class Kind(StrEnum):
    """The layouts of tables: marks in columns, in rows, levels, and forms of one office."""

    MARKS = "marks"
    LONG = "long"
    LEVELS = "levels"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Titled:
    """A column under a heading that is understood."""

    column: int
    cell: InputCell
    meaning: Meaning

    @property
    def key(self) -> Key:
        """What it holds."""
        return self.meaning.what, self.meaning.of


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a table: its rows, and its columns by what is known of them."""

    first: int
    row: int
    last: int
    kind: Kind
    columns: tuple[Titled, ...]
    doubts: tuple[tuple[InputCell, Doubt], ...]
    unread: tuple[tuple[int, InputCell], ...]

    @property
    def known(self) -> frozenset[int]:
        """The columns of which it is known what they hold: those of other rounds' items too."""
        known = {one.column for one in self.columns}
        known |= {at for at, cell in self.unread if squeeze(cell.text) in TO_BE_READ}
        named = (cell.column for cell, doubt in self.doubts if doubt.code == "item-unknown")
        return frozenset(known.union(named))


@dataclass(frozen=True, slots=True)
class View:
    """The columns of one voice; ``voice`` has the cells that name it, if headings do."""

    columns: Mapping[Key, int]
    voice: Mapping[str, InputCell]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table, ready to be read row by row.

    ``named`` are its columns of office, assessor and the like. ``contradicted`` are cells whose
    columns say different things; they are said and may not be used. ``known`` are the columns of
    which it is known what they hold, be they read or not.
    """

    kind: Kind
    sheet: InputSheet
    head: Head
    rows: tuple[int, ...]
    named: Mapping[str, int]
    views: tuple[View, ...]
    contradicted: frozenset[tuple[int, int]]
    known: frozenset[int]

    def is_struck(self, row: int, log: FindingLog) -> bool:
        """Whether a row is crossed out, which is said: it is no voice and no office."""
        columns = [*self.named.values(), *self.keys().values()]
        if not self.sheet.is_struck(row, columns):
            return False
        found = next(iter(self.sheet.row(row).values())).text
        log.add("row-struck", self.sheet.place(row), found=found)
        return True

    def names_two(self, row: int) -> bool:
        """Whether two columns name different offices, items or persons (said at their cells)."""
        return any((row, column) in self.contradicted for column in self.named.values())

    def blank(self, row: int, column: int, rubric: Rubric) -> Blank:
        """What a reader sees at a blank answer of a row for one item, and in that row."""
        if not is_open_mark(self.sheet.cell(row, column)):
            return NOT_BLANK
        unread = self.sheet.row(row).keys() - self.known
        return Blank.of(self.sheet, row, column).with_mark_in(self.sheet, row, unread, rubric)

    def keys(self) -> dict[Key, int]:
        """Everything that it holds, with the first column of each."""
        found: dict[Key, int] = {}
        for view in self.views:
            for key, column in view.columns.items():
                found.setdefault(key, column)
        return found

    def spoken(self, row: int) -> Iterator[View]:
        """The views that say something in a row; the only one always."""
        cells = self.sheet.row(row)
        for view in self.views:
            if len(self.views) == 1 or any(column in cells for column in view.columns.values()):
                yield view


@dataclass(frozen=True, slots=True)
class Found:
    """The headings found in a sheet, as it stands or turned, with the rows under each."""

    sheet: InputSheet
    heads: Sequence[tuple[Head, tuple[int, ...]]]

    def __bool__(self) -> bool:
        return bool(self.heads)


def find_tables(
    sheet: InputSheet, header: Collection[str], vocabulary: Vocabulary, offices: OfficeCells
) -> Found:
    """The headings of the tables of a sheet: as it stands, as a form, or turned on its side.

    ``header`` are the labelled values above the table (``assessor``, ``office`` …).
    """
    finder = _Finder(sheet, vocabulary, offices)
    if found := Found(sheet, finder.heads()) or Found(sheet, finder.form(header)):
        return found
    turned = sheet.turned()
    return Found(turned, _Finder(turned, vocabulary, offices).heads())


def gather(
    found: Found, vocabulary: Vocabulary, offices: OfficeCells, log: FindingLog
) -> Iterator[ReadTable]:
    """The tables under the headings found; what is doubtful in their headings is said."""
    for head, rows in found.heads:
        yield _Builder(found.sheet, vocabulary, offices, log).table(head, rows)


def compared_answers(
    sheet: InputSheet,
    row: int,
    columns: Mapping[str, int],
    vocabulary: Vocabulary,
    offices: OfficeCells,
    log: FindingLog,
) -> tuple[InputSheet, dict[str, int], frozenset[int]]:
    """The columns of a checklist with repeated ones gathered, and the rows where they differ."""
    builder = _Builder(sheet, vocabulary, offices, log)
    rows = tuple(number for number in sheet.row_numbers if number > row)
    found = dict(columns)
    for what in ("mark", "value"):
        same = [
            Titled(column, cell, Meaning(what))
            for column, cell in heading_cells(sheet, row).items()
            if column_name(cell) == what
        ]
        if len(same) > 1:
            found[what] = builder.compared((what, ""), same, rows)
    view, contradicted = builder.gathered()
    return view, found, frozenset(row for row, _ in contradicted)


class _Finder:
    """Finds the heading rows of a sheet."""

    def __init__(self, sheet: InputSheet, vocabulary: Vocabulary, offices: OfficeCells) -> None:
        self._sheet = sheet
        self._vocabulary = vocabulary
        self._offices = offices

    def heads(self) -> list[tuple[Head, tuple[int, ...]]]:
        """Every heading, and the rows that stand under it."""
        numbers = self._sheet.row_numbers
        first = next(
            (head for row in numbers[:HEADING_ROWS] if (head := self._head(row)) is not None), None
        )
        if first is None:
            return []
        return self._divided(
            first,
            lambda head: head.row,
            lambda row: self._head(row) if self._names_columns(row) else None,
        )

    def form(self, header: Collection[str]) -> list[tuple[Head, tuple[int, ...]]]:
        """The heading of a form: rows of one office's items, with columns of answers."""
        numbers = self._sheet.row_numbers
        first = next(
            (head for row in numbers[:HEADING_ROWS] if (head := self._form_head(row, header))), None
        )
        if first is None:
            return []
        return self._divided(
            first,
            lambda head: head.first,
            lambda row: self._form_head(row, header) if self._in_the_words_of(row, first) else None,
        )

    def _divided(
        self, first: Head, known_by: Callable[[Head], int], begins: Callable[[int], Head | None]
    ) -> list[tuple[Head, tuple[int, ...]]]:
        """A heading and those below it, with the rows under each.

        ``known_by`` is the row by which a heading is known where it stands again, ``begins`` the
        new heading that begins in a row, if any.
        """
        found: list[tuple[Head, list[int]]] = [(first, [])]
        skip_to = first.last
        for row in self._sheet.row_numbers:
            if row <= skip_to:
                continue
            head = found[-1][0]
            line = known_by(head)
            if self._repeats(row, head, line):
                skip_to = row + head.last - line
            elif (new := begins(row)) is not None:
                found.append((new, []))
                skip_to = new.last
            else:
                found[-1][1].append(row)
        return [(head, tuple(rows)) for head, rows in found]

    def _repeats(self, row: int, head: Head, first: int) -> bool:
        """Whether the heading from its row ``first`` on stands again from a row on."""
        return all(
            repeats_heading(self._sheet, row + at - first, at) for at in range(first, head.last + 1)
        )

    def _in_the_words_of(self, row: int, head: Head) -> bool:
        """Whether a row further down has words of a heading, or one that names answers."""
        cells = self._sheet.row(row).values()
        words = {squeeze(cell.text) for cell in self._sheet.row(head.first).values()}
        known = {squeeze(cell.text) for cell in cells}
        answers = _SAID | {"band"}
        return len(words & known) > 1 or any(BY_ALIAS.get(word) in answers for word in known)

    def _form_head(self, row: int, header: Collection[str]) -> Head | None:
        cells = heading_cells(self._sheet, row)
        titled = [
            Titled(column, cell, _in_form(meaning))
            for column, cell in cells.items()
            if (meaning := self._vocabulary.meaning(cell)) is not None and not meaning.of
        ]
        titled += self._options(cells, {t.column for t in titled})
        titled, below = self._with_subheads(row, cells, titled)
        answers = [t for t in titled if t.meaning.what in _SAID]
        if not answers or _named(titled) & OFFICE:
            return None
        last, first = below or row, min(t.column for t in answers)
        left = (self._vocabulary.meaning(cell) for at, cell in cells.items() if at < first)
        if any(meaning is not None and meaning.of for meaning in left):
            return None  # a row of the table itself, whose levels are no headings
        labels = self._labels(last, first, cells)
        if labels is None:
            return None
        titled = [t for t in titled if t.meaning.what not in _LABELS]
        titled.append(Titled(labels[0], labels[1], Meaning("item")))
        if "assessor" not in header:
            titled = _numbered(titled)
        known = {t.column for t in titled}
        unread = tuple((column, cell) for column, cell in cells.items() if column not in known)
        return Head(row, row, last, Kind.FORM, tuple(titled), (), unread)

    def _options(self, cells: Mapping[int, InputCell], known: Set[int]) -> Iterator[Titled]:
        """Answers that stand as headings themselves: มี | ไม่มี, or 5 4 3 2 1."""
        run: list[tuple[int, InputCell, str]] = []
        for column in [*sorted(cells), 0]:
            option = self._vocabulary.option(cells[column].text) if column in cells else ""
            if option and column not in known and (not run or column == run[-1][0] + 1):
                run.append((column, cells[column], option))
                continue
            words = {word for _, _, word in run}
            several = len(run) > 2 or not all(map(str.isdecimal, words))
            if len(run) > 1 and several and len(words) == len(run):
                for at, cell, word in run:
                    yield Titled(at, cell, Meaning("mark", option=word))
            run = []

    def _labels(
        self, last: int, before: int, cells: Mapping[int, InputCell]
    ) -> tuple[int, InputCell] | None:
        """The column left of the answers that names items or indicators, with its heading."""
        best, most = None, 0
        for column in range(1, before):
            named = [
                cell
                for row in self._sheet.row_numbers
                if row > last and (cell := self._sheet.cell(row, column)) is not None
            ]
            meanings = [self._vocabulary.meaning(cell) for cell in named]
            # A running number beside the texts would pass as codes of indicators.
            count = sum(m is not None and bool(m.of) for m in meanings)
            running = all(cell.text.isdecimal() for cell in named)
            if count > most and not (running and best is None and self._texts_right(column, last)):
                best, most = (column, cells.get(column, named[0])), count
        return best

    def _texts_right(self, column: int, last: int) -> bool:
        """Whether the next column names the rubric's items or indicators by their own texts."""
        cells = (self._sheet.cell(row, column + 1) for row in self._sheet.row_numbers if row > last)
        meanings = [self._vocabulary.meaning(cell) for cell in cells if cell is not None]
        return any(meaning is not None and bool(meaning.of) for meaning in meanings)

    def _names_columns(self, row: int) -> bool:
        """Whether a row below a heading may be another one: an office column is named in it."""
        cells = list(self._sheet.row(row).values())[:_FIRST_CELLS]
        return any(BY_ALIAS.get(squeeze(cell.text)) in OFFICE for cell in cells)

    def _head(self, row: int) -> Head | None:
        """The heading that begins in a row, if any."""
        cells = heading_cells(self._sheet, row)
        kind, titled = self._titled(cells, row)
        first = last = row
        if kind is None and _named(titled) & OFFICE and not any(t.meaning.of for t in titled):
            # The office columns are named in this row, the answers in the next one.
            under = heading_cells(self._sheet, row + 1)
            above = {t.column: t.cell for t in titled if t.column not in under}
            if under and _named(titled) & OFFICE and not self._offices_named(under, titled):
                kind, titled = self._titled({**above, **under}, row + 1)
                row = last = row + 1
                cells = {**above, **under}
        if kind is None:
            return None
        titled = self._with_neighbours(titled)
        titled, below = self._with_subheads(row, cells, titled)
        last = below or last
        known = {t.column for t in titled}
        looked = {column: self._vocabulary.look(cell) for column, cell in cells.items()}
        return Head(
            first,
            row,
            last,
            kind,
            tuple(titled),
            tuple(
                (cells[column], doubt)
                for column, doubt in looked.items()
                if isinstance(doubt, Doubt) and (column not in known or doubt.code in UNCLEAR)
            ),
            tuple((column, cell) for column, cell in cells.items() if column not in known),
        )

    @staticmethod
    def _offices_named(under: Mapping[int, InputCell], titled: Sequence[Titled]) -> bool:
        """Whether the row below is one of data: its office columns are filled."""
        return any(t.meaning.what in OFFICE and t.column in under for t in titled)

    def _titled(self, cells: Mapping[int, InputCell], row: int) -> tuple[Kind | None, list[Titled]]:
        titled = [
            Titled(column, cell, meaning)
            for column, cell in cells.items()
            if (meaning := self._vocabulary.meaning(cell)) is not None
        ]
        named = _named(titled)
        answers = any(t.meaning.of for t in titled) or (named & _LABELS and named & _SAID)
        if not named & OFFICE and answers:
            titled = self._with_office(titled, cells, row)
        return _kind(titled), titled

    def _with_office(
        self, titled: list[Titled], cells: Mapping[int, InputCell], row: int
    ) -> list[Titled]:
        """The headings with an office column known by what stands in it, if exactly one is."""
        known = {t.column: t for t in titled}
        rows = [number for number in self._sheet.row_numbers if number > row]
        columns = {column for number in rows for column in self._sheet.row(number)}
        found = []
        for column in sorted(columns):
            if (mine := known.get(column)) and mine.key not in {(name, "") for name in _LABELS}:
                continue
            texts = [cell for number in rows if (cell := self._sheet.cell(number, column))]
            named = [cell for cell in texts if not self._offices.is_total(cell)]
            if named and all(self._offices.is_office(cell) for cell in named):
                found.append((column, texts[0]))
        if len(found) != 1:
            return titled
        column, cell = found[0]
        others = [t for t in titled if t.column != column]
        return [*others, Titled(column, cells.get(column, cell), Meaning("office"))]

    def _with_subheads(
        self, row: int, cells: Mapping[int, InputCell], titled: list[Titled]
    ) -> tuple[list[Titled], int | None]:
        """The columns under a second heading row: answers, parts, or names of assessors."""
        under = self._sheet.row(row + 1)
        if not under or any(t.meaning.what in OFFICE and t.column in under for t in titled):
            return titled, None
        first = min((t.column for t in titled if t.meaning.what in _SAID), default=0)
        left = (self._vocabulary.meaning(cell) for at, cell in under.items() if at < first)
        if any(meaning is not None and meaning.of for meaning in left):
            return titled, None  # a row of items already
        parents = [
            t for t in titled if (t.meaning.of or t.meaning.what in _SAID) and not t.meaning.option
        ]
        count: defaultdict[Key, int] = defaultdict(int)
        for parent in parents:
            count[parent.key] += 1
        found: list[Titled] = []
        for parent in parents:
            span = {at: under[at] for at in self._span(row, parent.column, cells) if at in under}
            several = len(span) > 1 or count[parent.key] > 1
            found += self._under(parent, span, several)
        if not found:
            return titled, None
        replaced = {t.column for t in found}
        return [*(t for t in titled if t.column not in replaced), *found], row + 1

    def _with_neighbours(self, titled: list[Titled]) -> list[Titled]:
        """The headings, where a bare เหตุผล or ข้อเสนอแนะ belongs to the column left of it.

        It does where several stand so, and where a judged level needs the reason beside it; a
        single one may as well be about the office as a whole.
        """
        of = {t.column: t.meaning.of for t in titled if t.meaning.of}
        beside: defaultdict[str, list[Titled]] = defaultdict(list)
        for one in titled:
            if one.meaning.what in _PARTS and not one.meaning.of and one.column - 1 in of:
                beside[one.meaning.what].append(one)
        owned: dict[int, Titled] = {}
        for what, same in beside.items():
            for one in same:
                owner = of[one.column - 1]
                judged = self._vocabulary.rubric.by_code.get(owner)
                needed = what == "reason" and judged is not None and judged.method == "judged"
                if len(same) > 1 or needed:
                    owned[one.column] = replace(one, meaning=Meaning(what, owner))
                    of[one.column] = owner
        return [owned.get(t.column, t) for t in titled]

    def _under(
        self, parent: Titled, span: Mapping[int, InputCell], several: bool
    ) -> Iterator[Titled]:
        """The sub-headings of one heading."""
        options = {at: self._vocabulary.option(cell.text) for at, cell in span.items()}
        if len(span) > 1 and all(options.values()):
            for at, cell in span.items():
                yield Titled(at, cell, replace(parent.meaning, option=options[at]))
            return
        for at, cell in span.items():
            part = self._vocabulary.part(parent.meaning, cell.text)
            # One answer under one heading is no choice: it is an answer already.
            if part is not None and not part.option:
                yield Titled(at, cell, part)
            elif several and cell.kind is CellKind.TEXT and not self._is_answer(cell):
                yield Titled(at, cell, replace(parent.meaning, said=normalise(cell.text)))

    def _is_answer(self, cell: InputCell) -> bool:
        """Whether a cell is an answer itself, and names nobody."""
        level = read_level(cell, self._vocabulary.rubric)
        return is_mark(cell, self._vocabulary.rubric) or level.level is not None

    def _span(self, row: int, column: int, cells: Mapping[int, InputCell]) -> Iterable[int]:
        """The columns that a heading stands over."""
        for top, left, bottom, right in self._sheet.merged:
            if top <= row <= bottom and left == column:
                return range(left, right + 1)
        following = min((at for at in cells if at > column), default=None)
        last = max(self._sheet.row(row + 1), default=column)
        return range(column, following or last + 1)


def _named(titled: Iterable[Titled]) -> set[str]:
    return {t.meaning.what for t in titled if not t.meaning.of}


def _in_form(meaning: Meaning) -> Meaning:
    """ผลการประเมิน and ระดับคุณภาพ over the rows of one office are its answers, no band."""
    return Meaning("mark") if meaning.what == "band" else meaning


def _numbered(titled: Sequence[Titled]) -> list[Titled]:
    """The columns with those that repeat one heading as of one assessor each, by number."""
    same = [t for t in titled if t.key == ("mark", "") and not t.meaning.option]
    if len(same) < 2 or any(t.meaning.said for t in same):
        return list(titled)
    numbers = {t.column: number for number, t in enumerate(same, start=1)}
    return [
        replace(t, meaning=replace(t.meaning, said=text("voice-number", number=numbers[t.column])))
        if t.column in numbers
        else t
        for t in titled
    ]


def _kind(titled: Sequence[Titled]) -> Kind | None:
    """Which table the columns make; None where they make none."""
    named = _named(titled)
    of = {t.meaning.what for t in titled if t.meaning.of}
    if not named & OFFICE:
        return None
    if "item" in of:
        return Kind.MARKS
    if of & {"indicator", "level"}:
        return Kind.LEVELS
    said = named & _SAID or ("band" in named and "item" not in named)
    return Kind.LONG if named & {"indicator", "item"} and said else None


class _Builder:
    """Makes one column for one thing out of the columns of a heading."""

    def __init__(
        self,
        sheet: InputSheet,
        vocabulary: Vocabulary,
        offices: OfficeCells,
        log: FindingLog,
    ) -> None:
        self._sheet = sheet
        self._vocabulary = vocabulary
        self._offices = offices
        self._log = log
        self._measures = {
            one.id: one for indicator in vocabulary.rubric.indicators for one in indicator.measure
        }
        self._next = 1 + max((column for _, column in sheet.cells), default=0)
        self._added: dict[int, dict[int, InputCell]] = {}
        self._stand_for: dict[int, int] = {}
        self._contradicted: set[tuple[int, int]] = set()

    def table(self, head: Head, rows: tuple[int, ...]) -> ReadTable:
        """The table under a heading."""
        if head.kind is Kind.FORM:
            rows = self._without_totals(head, rows)
        say_doubts(self._sheet, head, self._vocabulary.rubric, self._log)
        named: dict[str, int] = {}
        answers: defaultdict[Key, list[Titled]] = defaultdict(list)
        for one in head.columns:
            if one.meaning.of or (
                head.kind in (Kind.LONG, Kind.FORM) and one.meaning.what in _SAID
            ):
                answers[one.key].append(one)
        if head.kind is Kind.LEVELS:  # ``1`` and ``1 ระดับ`` hold the same
            for _, of in [key for key in answers if key[0] == "level"]:
                if ("indicator", of) in answers:
                    answers["indicator", of] += answers.pop(("level", of))
        for what in dict.fromkeys(_named(head.columns)):
            same = [t for t in head.columns if t.key == (what, "")]
            if (what, "") not in answers:
                named[what] = self._named(what, same, rows)
        if head.kind is Kind.LONG and not answers:  # ระดับคุณภาพ beside an indicator is its level
            answers["level", ""] = [t for t in head.columns if t.meaning.what == "band"]
        voices = self._voices(answers)
        label = named.get("item")
        of_offices = tuple(
            row for row in rows if not self._offices.holds_totals(self._sheet, row, named)
        )
        views = tuple(self._view(answers, voice, of_offices, label) for voice in voices)
        self._compare_kinds(answers, views, named, rows)
        sheet, contradicted = self.gathered()
        known = head.known | sheet.gathered
        return ReadTable(head.kind, sheet, head, rows, named, views, contradicted, known)

    def _without_totals(self, head: Head, rows: Iterable[int]) -> tuple[int, ...]:
        """The rows of a form without those of totals, which are said."""
        column = next(t.column for t in head.columns if t.key == ("item", ""))
        kept: list[int] = []
        for row in rows:
            label = self._sheet.cell(row, column)
            meaning = self._vocabulary.meaning(label) if label else None
            if label is not None and meaning is None and is_total_in_form(label.text):
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
        """Say where ผล and ค่า of a measure, or ผล and ระดับ of an indicator, differ."""
        label = named.get("item", named.get("indicator"))
        if label is None or ("mark", "") not in answers:
            return
        for view, row in itertools.product(views, rows):
            about = self._sheet.cell(row, label) or self._sheet.cell(row, named.get("indicator", 0))
            meaning = self._vocabulary.meaning(about) if about else None
            if meaning is None or not meaning.of:
                continue
            beside = "value" if meaning.of in self._measures else "level"
            if meaning.what == "item" and beside == "level":
                continue
            at = [view.columns.get((what, "")) for what in ("mark", beside)]
            cells = [self._cell(row, column) for column in at if column]
            key = (meaning.what, meaning.of)
            said = {self._said(key, c) for c in cells if c and self._is_figure(key, c)}
            if len(said) > 1:
                self._say_different([c for c in cells if c], answers["mark", ""][0].cell.text)
                self._contradicted.add((row, at[0] or 0))

    def _cell(self, row: int, column: int) -> InputCell | None:
        """The cell of a row in a column of the sheet, or in one gathered."""
        gathered = self._added.get(column)
        return self._sheet.cell(row, column) if gathered is None else gathered.get(row)

    def _is_figure(self, key: Key, cell: InputCell) -> bool:
        """Whether a cell holds a measure's value or a level, and not a status."""
        if measure := self._measures.get(key[1]):
            return read_value(cell, measure).value is not None
        return read_level(cell, self._vocabulary.rubric).level is not None

    def _say_different(self, cells: Sequence[InputCell], heading: str) -> None:
        values = " / ".join(f"{cell.address}: {cell.text}" for cell in cells)
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

    @staticmethod
    def _voices(answers: Mapping[Key, Sequence[Titled]]) -> list[InputCell | None]:
        """The headings that name whose answers stand under them; one None where none do."""
        names: dict[str, InputCell] = {}
        for same in answers.values():
            said = {t.meaning.said: t.cell for t in same}
            if len(said) > 1 and "" not in said:
                for name, cell in said.items():
                    names.setdefault(
                        name, replace(cell, kind=CellKind.TEXT, text=name, number=None)
                    )
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
        rubric = self._vocabulary.rubric
        marks = all(is_mark(_cell(option.meaning.option), rubric) for option in options)
        for row in rows:
            filled = [c for o in options if (c := self._sheet.cell(row, o.column)) is not None]
            if marks and label is not None and len(filled) == 1 and not self._is_item(row, label):
                self._added[column][row] = filled[0]
                continue
            ticks: list[tuple[Titled, InputCell]] = []
            unclear = False
            for option in options:
                cell = self._sheet.cell(row, option.column)
                ticked = is_tick(cell, option.meaning.option, self._vocabulary)
                unclear |= ticked is None
                if cell is not None and ticked is not False:
                    ticks.append((option, cell))
            if not ticks:
                continue
            option, cell = ticks[0]
            if unclear or len(ticks) > 1:
                cells = ", ".join(one.address for _, one in ticks)
                code = "option-unclear" if unclear else "options-several"
                found = " / ".join(f"{o.meaning.option}: {one.text}" for o, one in ticks)
                self._log.add(code, self._sheet.at(cell), found=found, cells=cells)
                self._contradicted.add((row, column))
            self._added[column][row] = replace(
                cell, kind=CellKind.TEXT, text=option.meaning.option, number=None
            )
        return column

    def _is_item(self, row: int, label: int) -> bool:
        cell = self._sheet.cell(row, label)
        meaning = self._vocabulary.meaning(cell) if cell else None
        return meaning is not None and meaning.what == "item" and meaning.of not in self._measures

    def compared(self, key: Key, same: Sequence[Titled], rows: tuple[int, ...]) -> int:
        """One column for several of one thing; where they differ, nobody knows which counts."""
        column = self._column(same[0].column)
        hidden = self._sheet.hidden_columns
        filled: list[str] = []
        for row in rows:
            filling = {t.column: c for t in same if (c := self._sheet.cell(row, t.column))}
            if not filling:
                continue
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
            elif len(cells) < len(same):
                only_hidden = filling.keys() <= hidden
                if only_hidden and not all(t.column in hidden for t in same):
                    continue  # a hidden column never fills a visible blank
                filled.append(shown.address)
            self._added[column][row] = shown
        if filled:
            heading = same[0].cell
            self._log.add(
                "columns-filled",
                self._sheet.at(heading),
                heading=heading.text,
                cells=", ".join(filled[:5]) + (" …" if len(filled) > 5 else ""),
            )
        return column

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
            level = read_level(cell, self._vocabulary.rubric)
            return squeeze(cell.text) if level.fault else (level.said, level.level, level.reason)
        if of in self._measures:
            value = read_value(cell, self._measures[of]).value
            return squeeze(cell.text) if value is None else value
        mark = read_mark(cell).mark if what in ("item", "mark") else None
        return squeeze(cell.text) or cell.text if mark is None else mark


_TICKS = frozenset("/✓✔√☑✅xX×✗✘☒❌●•◉")
_NO_TICKS = frozenset({"-", "–", "—", "−", "0", "☐", "□", "○", "."})


def is_tick(cell: InputCell | None, option: str, vocabulary: Vocabulary) -> bool | None:
    """Whether a cell under an answer chooses it; None where it cannot be told."""
    if cell is None:
        return False
    said = normalise(cell.text).replace("\ufe0f", "").replace("\ufe0e", "")
    if cell.kind is CellKind.BOOLEAN:
        return said == "TRUE"
    if said in _NO_TICKS or said.casefold() == "false":
        return False
    if said in _TICKS or said.casefold() == "true":
        return True
    own = _cell(option)
    level = read_level(cell, vocabulary.rubric).level
    if level is not None:  # under 5 a 5 chooses it; a 1 may be a tick or another level
        same = level == read_level(own, vocabulary.rubric).level
        return True if same else _one(said, own, vocabulary)
    mark = read_mark(cell).mark
    if squeeze(said) == squeeze(option) or (mark is not None and mark is read_mark(own).mark):
        return True
    return _one(said, own, vocabulary)


def _cell(text: str) -> InputCell:
    return InputCell(1, 1, CellKind.TEXT, text)


def _one(text: str, option: InputCell, vocabulary: Vocabulary) -> bool | None:
    """A bare 1 is a tick under an answer in words, where no level can be meant."""
    return True if text == "1" and is_mark(option, vocabulary.rubric) else None


def say_doubts(sheet: InputSheet, head: Head, rubric: Rubric, log: FindingLog) -> None:
    """Say which headings look like those of answers but may not be read so."""
    for cell, doubt in head.doubts:
        place = sheet.at(cell)
        if doubt.code == "item-unknown":
            known = [key for one in rubric.indicators for key in one.entry_ids]
            say_unknown_item(replace(cell, text=doubt.near), place, known, rubric, log)
        elif doubt.code in UNCLEAR:
            log.add(doubt.code, place, found=cell.text)
        elif doubt.code == "indicator-column-unknown":
            log.add(doubt.code, place, found=cell.text, known=", ".join(rubric.by_code))
        else:
            log.add(doubt.code, place, found=cell.text, near=doubt.near)
