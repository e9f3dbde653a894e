"""The heading of a table: which rows it has, and what the columns under it hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from qp_scoring.intake.layouts.aliases import BY_ALIAS, begins_total
from qp_scoring.intake.layouts.headings import heading_cells
from qp_scoring.intake.layouts.speakers import said_by
from qp_scoring.intake.layouts.vocabulary import Doubt, Meaning, Vocabulary
from qp_scoring.intake.marks import UNCLEAR, is_answer, is_mark
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.messages import text
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

Key = tuple[str, str]  # what, and the item or indicator that it is of ("" for a named column)

_PERSON = re.compile(r"(?:นาย|นาง|น\.?\s*ส\.|ดร\.|ผอ\.|ศน\.|คุณ|ประธาน|กรรมการ|ผู้ประเมิน|คนที่|มติ)")
# What parts the columns of one thing and names nobody: a round, a time, a draft, parts of a number.
_NO_PERSON = re.compile(
    r"(?:^|[(\s])(?:รอบ|ครั้ง|ไตรมาส|ครึ่ง|ก่อน|หลัง|ตัวตั้ง|ตัวหาร|ทั้งหมด|ดำเนินการ|(?:จริง|ร่าง)(?=$|[)\s])"
    r"|ปี(?=\s|[0-9]|งบ|การศึกษา|ที่|ก่อน|นี้)|เดือน(?=\s|[0-9])|[กมพตธส]\.[คยพ]\.(?=$|[)\s0-9])|Q[1-4]\b)"
    r"|\b[0-9]{1,2}\s*(?:ด\.|เดือน)|\([0-9]{2,4}\)$|^[0-9]{2,4}$"
)
_MOST_ALIKE = 2  # columns of an indicator whose headings go on in other words
FEWEST = 3  # items or indicators that a heading row names which names nothing else
OFFICE = frozenset({"code", "office"})
LABELS = frozenset({"indicator", "item", "number", "province", "about"})
SAID = frozenset({"mark", "value", "level"})
_PARTS = frozenset({"reason", "comment", "reference", "note"})
_NOTES = frozenset({"note", "reference", "about"})
_COUNTS = frozenset({"number", "item"})
_LEVELS_OF_TITLE = frozenset((what, "") for what in ("level", "band", "mark"))
_NO_ANSWERS = frozenset({"about", "elsewhere"})


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
    doubts: tuple[tuple[int, InputCell, Doubt], ...]
    unread: tuple[tuple[int, InputCell], ...]

    @property
    def known(self) -> frozenset[int]:
        """The columns of which it is known what they hold: those of other rounds' items too."""
        known = {one.column for one in self.columns}
        named = (column for column, _, doubt in self.doubts if doubt.code == "item-unknown")
        return frozenset(known.union(named))


class HeadReader:
    """Reads what the headings in rows of a sheet say."""

    def __init__(self, sheet: InputSheet, vocabulary: Vocabulary, offices: OfficeCells) -> None:
        self._sheet = sheet
        self._vocabulary = vocabulary
        self._offices = offices

    def read(self, row: int, kept: Mapping[int, InputCell] | None = None) -> Head | None:
        """The heading that begins in a row, if any; ``kept`` are cells that stand over it still."""
        cells = {**(kept or {}), **heading_cells(self._sheet, row)}
        kind, titled = self._titled(cells, row)
        first = last = row
        parted = names_of(titled) & OFFICE and not any(t.meaning.of for t in titled)
        if parted and kind in (None, Kind.LONG):
            # The office columns are named in this row, the answers in the next one.
            under = heading_cells(self._sheet, row + 1)
            above = {t.column: t.cell for t in titled if t.column not in under}
            if under and not self._offices_named(under, titled):
                found = self._titled({**above, **under}, row + 1)
                # ตัวชี้วัด over the first of their numbers heads no column, whatever else is named.
                named = {t.meaning.of for t in found[1] if t.column not in cells} - {""}
                if kind is None or len(named) >= FEWEST:
                    kind, titled = found
                    row = last = row + 1
                    cells = {**above, **under}
        if kind is None or _are_answers(titled):
            return None
        unlike = _of_one_indicator(titled)
        titled = self._with_neighbours([t for t in titled if t not in unlike])
        titled, below = self._with_subheads(row, cells, titled)
        titled = [_not_of_person(t) for t in self._under_others(titled, row)]
        kind = _kind(titled, self._vocabulary.rubric) or kind
        last = self._last_of_heading(below or last, titled)
        astray = self._under_another(titled, row, below or row)
        titled = [t for t in titled if t.column not in astray]
        known = {t.column for t in titled}
        looked = {column: self._vocabulary.look(cell) for column, cell in cells.items()}
        looked |= {t.column: Doubt("indicator-headings-several", t.meaning.of) for t in unlike}
        cells = {**cells, **{at: one.cell for at, one in astray.items()}}
        looked |= {at: Doubt("heading-contradicts", one.meaning.of) for at, one in astray.items()}
        return Head(
            first,
            row,
            last,
            kind,
            tuple(titled),
            tuple(
                (column, cells[column], doubt)
                for column, doubt in looked.items()
                if isinstance(doubt, Doubt) and (column not in known or doubt.code in UNCLEAR)
            )
            + _elsewhere(titled)
            + self._own_words(titled),
            tuple((column, cell) for column, cell in cells.items() if column not in known),
        )

    def read_of_form(self, row: int, header: Collection[str]) -> Head | None:
        """The heading that begins in a row over answers to one office's items, if any."""
        cells = heading_cells(self._sheet, row)
        titled = [
            Titled(column, cell, _in_form(meaning))
            for column, cell in cells.items()
            if (meaning := self._vocabulary.meaning(cell)) is not None and not meaning.of
        ]
        titled += self.options(cells, {t.column for t in titled})
        titled, below = self._with_subheads(row, cells, titled)
        if not names_of(titled) & SAID:
            titled += self._persons(row, cells, {t.column for t in titled})
        answers = [t for t in titled if t.meaning.what in SAID]
        if not answers or names_of(titled) & OFFICE:
            return None
        last, first = below or row, min(t.column for t in answers)
        if self._names_offices(last, first) or self._are_counts(answers, last):
            return None
        if self._vocabulary.names_any(cell for at, cell in cells.items() if at < first):
            return None  # a row of the table itself, whose levels are no headings
        labels = self._labels(last, first, cells)
        if labels is None:
            return None
        titled = [t for t in titled if t.meaning.what not in LABELS]
        titled.append(Titled(labels[0], labels[1], Meaning("item")))
        if "assessor" not in header:
            titled = _numbered(titled)
        known = {t.column for t in titled}
        unread = tuple((column, cell) for column, cell in cells.items() if column not in known)
        return Head(row, row, last, Kind.FORM, tuple(titled), _elsewhere(titled), unread)

    def options(self, cells: Mapping[int, InputCell], known: Set[int]) -> Iterator[Titled]:
        """Answers that stand as headings themselves: มี | ไม่มี, or 5 4 3 2 1."""
        ones = {at: cell for at, cell in cells.items() if cell.text in ("1", "0")}
        for at, word in self.ones(ones).items():
            yield Titled(at, ones[at], Meaning("mark", option=word))
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

    def ones(self, cells: Mapping[int, InputCell]) -> dict[int, str]:
        """1 and 0 as answers over columns of ticks; {} where other things stand below them."""
        if len(cells) != 2 or {cell.text for cell in cells.values()} != {"1", "0"}:
            return {}
        row = max(cell.row for cell in cells.values())
        below = [found for at in cells for found in self._sheet.below(row, at)]
        ticks = [cell for cell in below if is_mark(cell, self._vocabulary.rubric, bare=False)]
        if not ticks or len(ticks) < len(below):
            return {}
        return {at: cell.text for at, cell in cells.items()}

    def span(self, row: int, column: int, cells: Mapping[int, InputCell]) -> Iterable[int]:
        """The columns that a heading stands over."""
        for top, left, bottom, right in self._sheet.merged:
            if top <= row <= bottom and left == column:
                return range(left, right + 1)
        following = min((at for at in cells if at > column), default=None)
        last = max(self._sheet.row(row + 1), default=column)
        return range(column, following or last + 1)

    def offices_of(self, row: int, first: int = 1) -> tuple[str, ...]:
        """The offices that the cells of a row name from a column on, each by its whole text."""
        cells = (cell for at, cell in self._sheet.row(row).items() if at >= first)
        found = (self._offices.silently(cell) for cell in cells if cell.kind is CellKind.TEXT)
        return tuple(dict.fromkeys(office.code for office in found if office is not None))

    def is_answer(self, cell: InputCell) -> bool:
        """Whether a cell is an answer itself, and names nobody."""
        return is_answer(cell, self._vocabulary.rubric)

    def _are_counts(self, answers: Sequence[Titled], row: int) -> bool:
        """Whether numbers stand under several answers in most rows: how many there are of each."""
        options = [t.column for t in answers if t.meaning.option]
        if len({t.meaning.said for t in answers}) > 1:  # ticks of several persons
            return False
        rows = [
            [cell for at in options if (cell := self._sheet.cell(number, at)) is not None]
            for number in self._sheet.row_numbers
            if number > row
        ]
        filled = [cells for cells in rows if cells]
        several = [
            cells
            for cells in filled
            if sum(bool(cell.number) for cell in cells) > 1
            and all(cell.number is not None for cell in cells)
        ]
        return 2 * len(several) > len(filled)

    def _names_offices(self, last: int, first: int) -> bool:
        """Whether a row down to the ``last`` of a heading names several offices over answers.

        Answers begin in the column ``first``. Such a table stands on its side.
        """
        rows = (number for number in self._sheet.row_numbers if number <= last)
        return any(len(self.offices_of(number, first)) > 1 for number in rows)

    def _persons(self, row: int, cells: Mapping[int, InputCell], known: Set[int]) -> list[Titled]:
        """Names of assessors that stand as headings themselves, with their marks below."""
        named = [
            Titled(column, cell, Meaning("mark", said=normalise(cell.text)))
            for column, cell in cells.items()
            if column not in known
            and _PERSON.match(normalise(cell.text))
            and any(map(self.is_answer, self._sheet.below(row, column)))
        ]
        return named if len({t.meaning.said for t in named}) == len(named) > 1 else []

    def _labels(
        self, last: int, before: int, cells: Mapping[int, InputCell]
    ) -> tuple[int, InputCell] | None:
        """The column left of the answers that names items or indicators, with its heading."""
        best, most = None, 0
        for column in range(1, before):
            named = self._sheet.below(last, column)
            meanings = [self._vocabulary.meaning(cell) for cell in named]
            # A running number beside the texts would pass as codes of indicators.
            count = sum(m is not None and bool(m.of) for m in meanings)
            running = all(cell.text.isdecimal() for cell in named)
            heading = cells.get(column)
            if running and best is None:
                if self._vocabulary.names_any(self._sheet.below(last, column + 1)):
                    continue  # the texts beside it are the rubric's own
                counted = [cell.text for cell in named] == [str(at + 1) for at in range(len(named))]
                if (
                    counted
                    and heading is not None
                    and BY_ALIAS.get(squeeze(heading.text)) in _COUNTS
                ):
                    continue  # ข้อ 1, 2, 3 … of what, nobody knows
            if count > most:
                best, most = (column, heading or named[0]), count
        return best

    def _own_words(self, titled: Iterable[Titled]) -> tuple[tuple[int, InputCell, Doubt], ...]:
        """The headings of indicators that go on in words which may say that it is no level."""
        return tuple(
            (t.column, t.cell, Doubt("heading-own-words", t.meaning.of))
            for t in titled
            if t.meaning.beside and not self._vocabulary.may_be_level(t.meaning)
        )

    def _under_another(self, titled: Sequence[Titled], row: int, lowest: int) -> dict[int, Titled]:
        """The columns of items under the heading or title of another indicator, with its code.

        The items are named in the ``lowest`` row of the heading.
        """
        over: dict[int, str] = {}
        for at in range(row - 1, lowest):
            cells = heading_cells(self._sheet, at)
            for column, cell in cells.items():
                meaning = self._vocabulary.meaning(cell)
                if meaning is not None and meaning.what == "indicator" and meaning.of:
                    over |= dict.fromkeys(self.span(at, column, cells), meaning.of)
        owners = {
            t.column: self._vocabulary.owner(t.meaning.of)
            for t in titled
            if t.meaning.what == "item" and t.meaning.of
        }
        title = self._title_indicator(row) if owners else None
        title = None if title in owners.values() else title
        return {
            t.column: replace(t, meaning=Meaning("indicator", other))
            for t in titled
            if t.column in owners
            and (other := over.get(t.column) or title) not in (None, owners[t.column])
            and other
        }

    def _under_others(self, titled: Sequence[Titled], row: int) -> list[Titled]:
        """The headings, without those that stand again under another round, year or evaluator.

        A row above may part a table into blocks of the same columns: รอบ 6 เดือน | รอบ 12 เดือน.
        """
        cells = heading_cells(self._sheet, row - 1)
        over = {
            at: cell for column, cell in cells.items() for at in self.span(row - 1, column, cells)
        }
        blocks: defaultdict[Key, set[str]] = defaultdict(set)
        for one in titled:
            if one.meaning.of and one.column in over:
                blocks[one.key].add(over[one.column].text)
        found: list[Titled] = []
        for one in titled:
            above = over.get(one.column)
            parted = above is not None and len(blocks[one.key]) > 1
            if above is not None and parted and self._is_elsewhere(above.text, blocks[one.key]):
                found.append(Titled(one.column, above, Meaning("elsewhere")))
            else:
                found.append(one)
        return found

    def _is_elsewhere(self, block: str, blocks: Collection[str]) -> bool:
        """Whether a block of columns is not the run's, or it is not known which of them is."""
        if self._vocabulary.is_of_run(block) is not None:
            return self._vocabulary.is_elsewhere(block)
        known = any(self._vocabulary.is_of_run(one) is not None for one in blocks)
        return not known and tells_no_person(block)

    def _last_of_heading(self, row: int, titled: Sequence[Titled]) -> int:
        """The last row of a heading, whose rows go down to ``row`` at least.

        The heading of the offices may be merged over more, and below it the columns be numbered,
        named in other words, or their full marks told: beside no office, in cells that are alike.
        """
        offices = {t.column for t in titled if t.meaning.what in OFFICE}
        for top, left, bottom, right in self._sheet.merged:
            if top <= row < bottom and not offices.isdisjoint(range(left, right + 1)):
                row = bottom
        cells = self._sheet.row(row + 1)
        if len(cells) < FEWEST:
            return row
        texts = [cell.text.strip("() ") for cell in cells.values()]
        counted = texts == [str(number) for number in range(1, len(texts) + 1)]
        alike = len(set(texts)) == 1
        of = {t.column: t.meaning.of for t in titled if t.meaning.of}
        meanings = [(at, self._vocabulary.meaning(cell)) for at, cell in cells.items() if at in of]
        again = bool(meanings) and all(
            meaning is not None and meaning.of == of[at] for at, meaning in meanings
        )
        belongs = counted or (offices.isdisjoint(cells) and (alike or again))
        return row + 1 if belongs else row

    @staticmethod
    def _offices_named(under: Mapping[int, InputCell], titled: Sequence[Titled]) -> bool:
        """Whether the row below is one of data: its office columns are filled.

        A heading that is merged over both rows fills none.
        """
        offices = (t for t in titled if t.meaning.what in OFFICE)
        return any(under.get(t.column, t.cell) != t.cell for t in offices)

    def _titled(self, cells: Mapping[int, InputCell], row: int) -> tuple[Kind | None, list[Titled]]:
        titled = [
            Titled(column, cell, meaning)
            for column, cell in cells.items()
            if (meaning := self._vocabulary.meaning(cell)) is not None
        ]
        titled = self._of_title(titled, cells, row)
        known = {t.column for t in titled}
        if not any(t.meaning.of for t in titled):
            others = {at: cell.text for at, cell in cells.items() if at not in known}
            counted = self._vocabulary.counted(others) if len(others) >= FEWEST else {}
            titled += [Titled(at, cells[at], meaning) for at, meaning in counted.items()]
        if names_of(titled) & {"item", "indicator"} and not names_of(titled) & {*SAID, "band"}:
            titled += self._persons(row, cells, known)
        named = names_of(titled)
        answers = any(t.meaning.of for t in titled) or (named & LABELS and named & SAID)
        if not named & OFFICE and answers and not _only_counts(titled):
            titled = self._with_office(titled, cells, row)
        return _kind(titled, self._vocabulary.rubric), titled

    def _of_title(
        self, titled: list[Titled], cells: Mapping[int, InputCell], row: int
    ) -> list[Titled]:
        """The headings of a table on one indicator, which its title or its sheet names.

        There a bare ระดับ is the indicator's, and numbers that count its items are these.
        """
        named = names_of(titled)
        numbers = {at: cell for at, cell in cells.items() if cell.text.isdecimal()}
        levels = [t for t in titled if t.key in _LEVELS_OF_TITLE]
        others = any(t.meaning.of and t.column not in numbers for t in titled)
        bare = named & OFFICE and levels and not named & {"item", "indicator", "mean"}
        if others or not (bare or numbers) or (code := self._title_indicator(row)) is None:
            return titled
        if not numbers:
            return [
                replace(t, meaning=Meaning("level", code)) if t in levels else t for t in titled
            ]
        texts = [cell.text for cell in numbers.values()]
        counted = self._vocabulary.numbered(Meaning("indicator", code), texts)
        kept = [t for t in titled if t.column not in numbers]
        found = zip(numbers.items(), counted, strict=True) if counted else ()
        return [*kept, *(Titled(at, cell, meaning) for (at, cell), meaning in found)]

    def _title_indicator(self, row: int) -> str | None:
        """The only indicator that the rows above a row name, or else the sheet's name."""
        above = self._sheet.above(row)
        named = set().union(*(self._vocabulary.indicators_in(cell.text) for cell in above))
        named = named or self._vocabulary.indicators_in(self._sheet.name or "")
        return next(iter(named)) if len(named) == 1 else None

    def _with_office(
        self, titled: list[Titled], cells: Mapping[int, InputCell], row: int
    ) -> list[Titled]:
        """The headings with an office column known by what stands in it, if exactly one is."""
        known = {t.column: t for t in titled}
        columns = {
            at
            for number in self._sheet.row_numbers
            if number > row
            for at in self._sheet.row(number)
        }
        found = []
        for column in sorted(columns):
            if (mine := known.get(column)) and mine.key not in {(name, "") for name in LABELS}:
                continue
            named = [
                cell
                for cell in self._sheet.below(row, column)
                if not self._offices.is_total(cell) and not is_note(cell)
            ]
            known_one = any(map(self._offices.is_office, named))
            if known_one and all(map(self._offices.may_be_office, named)):
                found.append((column, named))
        # Of สพป. and สพม. a form may ask apart: in each row one of them is named.
        filled = [cell.row for _, named in found for cell in named]
        apart = len(found) > 1 and len(set(filled)) == len(filled)
        alike = len({tuple(map(self._office_or_text, named)) for _, named in found}) == 1
        if not alike and not apart:
            return titled
        # The same again is a heading that stands again, or a code with its name: on its side.
        own = dict(found if apart else found[:1])
        if any(at in cells and self._offices.is_office(cells[at]) for at in own):
            return titled  # a row of the table itself
        others = [t for t in titled if t.column not in own]
        offices = [Titled(at, cells.get(at, one[0]), Meaning("office")) for at, one in own.items()]
        return [*others, *offices]

    def _office_or_text(self, cell: InputCell) -> str:
        office = self._offices.silently(cell)
        return office.code if office is not None else cell.text

    def _with_subheads(
        self, row: int, cells: Mapping[int, InputCell], titled: list[Titled]
    ) -> tuple[list[Titled], int | None]:
        """The columns under a second heading row: answers, parts, or names of assessors."""
        under = self._sheet.row(row + 1)
        if not under or any(t.meaning.what in OFFICE and t.column in under for t in titled):
            return titled, None
        first = min((t.column for t in titled if t.meaning.what in SAID), default=0)
        if self._vocabulary.names_any(cell for at, cell in under.items() if at < first):
            return titled, None  # a row of items already
        parents = [
            t for t in titled if (t.meaning.of or t.meaning.what in SAID) and not t.meaning.option
        ]
        count: defaultdict[Key, int] = defaultdict(int)
        for parent in parents:
            count[parent.key] += 1
        found: list[Titled] = []
        for parent in parents:
            span = {at: under[at] for at in self.span(row, parent.column, cells) if at in under}
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

    def _answers(
        self, parent: Titled, span: Mapping[int, InputCell], options: Mapping[int, str]
    ) -> Iterator[Titled]:
        """Sub-headings that are answers, all or some of them; the others name no assessors then.

        Each of those is a part of what the heading names (หมายเหตุ), or one more answer.
        """
        for at, cell in span.items():
            said = options[at] or normalise(cell.text)
            part = None if options[at] else self._vocabulary.under(parent.meaning, cell.text)
            if part is not None and not part.option:
                yield Titled(at, cell, part)
            elif not options[at] and begins_total(cell.text):
                yield Titled(at, cell, replace(parent.meaning, what="about"))
            else:
                yield Titled(at, cell, replace(parent.meaning, option=said))

    def _under(
        self, parent: Titled, span: Mapping[int, InputCell], several: bool
    ) -> Iterator[Titled]:
        """The sub-headings of one heading."""
        options = {at: self._vocabulary.option(cell.text) for at, cell in span.items()}
        if parent.meaning.what not in ("indicator", "level") or not parent.meaning.of:
            options = self.ones(span) or options
        in_words = any(one and not one.isdecimal() for one in options.values())
        if len(span) > 1 and (in_words or all(options.values())):
            yield from self._answers(parent, span, options)
            return
        counted = self._vocabulary.numbered(parent.meaning, [cell.text for cell in span.values()])
        if counted:
            for (at, cell), item in zip(span.items(), counted, strict=True):
                yield Titled(at, cell, item)
            return
        others: list[Titled] = []
        parts: set[str] = set()
        for at, cell in span.items():
            part = self._vocabulary.under(parent.meaning, cell.text)
            # One answer under one heading is no choice: it is an answer already.
            if part is not None and not part.option:
                parts.add(part.what)
                yield Titled(at, cell, part)
            elif cell.kind is CellKind.TEXT and not self.is_answer(cell):
                others.append(Titled(at, cell, parent.meaning))
        if len(others) == 1 and parts and parts <= _NO_ANSWERS:
            yield from others  # beside what is no answer stands the answer, whatever it is called
        elif several:
            # Beside what is called the level, only a person is another voice; a mean is none.
            for one in others:
                said = normalise(one.cell.text)
                total = begins_total(said) and "role" not in said_by(one.cell)
                if total or ("level" in parts and not _PERSON.match(said)):
                    yield replace(one, meaning=Meaning("about"))
                    continue
                yield replace(one, meaning=replace(one.meaning, said=said))


def tells_no_person(said: str) -> bool:
    """Whether words that part columns of one thing tell of a time or number, and name nobody."""
    words = to_arabic_digits(normalise(said))
    return _NO_PERSON.search(words) is not None and not _PERSON.match(words)


def _not_of_person(one: Titled) -> Titled:
    """A heading, which says what is not read where it would be of a person and names none."""
    if one.meaning.of and one.meaning.said and tells_no_person(one.meaning.said):
        return replace(one, meaning=Meaning("elsewhere"))
    return one


def is_note(cell: InputCell) -> bool:
    """Whether a cell heads remarks or evidence, and names no office."""
    return BY_ALIAS.get(squeeze(cell.text)) in _NOTES


def names_of(titled: Iterable[Titled]) -> set[str]:
    """What columns of names, of marks and the like hold: those of no item and no indicator."""
    return {t.meaning.what for t in titled if not t.meaning.of}


def _are_answers(titled: Iterable[Titled]) -> bool:
    """Whether what a row names is levels: bare numbers alone, and some of them again."""
    named = [t.cell.text for t in titled if t.meaning.of]
    return all(map(str.isdecimal, named)) and len(set(named)) < len(named)


def _only_counts(titled: Iterable[Titled]) -> bool:
    """Whether a row numbers what stands across it, and names no indicators by its bare numbers."""
    named = [t for t in titled if t.meaning.of]
    return "number" in names_of(titled) and all(t.cell.text.isdecimal() for t in named)


def _elsewhere(titled: Iterable[Titled]) -> tuple[tuple[int, InputCell, Doubt], ...]:
    """The headings of another round or year, the first of those in equal words."""
    first: dict[str, Titled] = {}
    for one in titled:
        if one.meaning.what == "elsewhere":
            first.setdefault(squeeze(one.cell.text), one)
    return tuple((t.column, t.cell, Doubt("heading-elsewhere")) for t in first.values())


def _of_one_indicator(titled: Iterable[Titled]) -> list[Titled]:
    """The columns of an indicator under more than two headings whose further words differ.

    They rather are what it is made up of, in words of their own, than its level again and again.
    """
    same: defaultdict[str, list[Titled]] = defaultdict(list)
    for one in titled:
        if one.meaning.beside:
            same[one.meaning.of].append(one)
    return [
        one
        for columns in same.values()
        if len({t.meaning.beside for t in columns}) > _MOST_ALIKE
        for one in columns
    ]


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


def _kind(titled: Sequence[Titled], rubric: Rubric) -> Kind | None:
    """Which table the columns make; None where they make none."""
    named = names_of(titled)
    of = {t.meaning.what for t in titled if t.meaning.of}
    if not named & OFFICE:
        return None
    # Levels that persons give with reasons, where nothing else is asked, are answers of theirs.
    judged = (rubric.by_code[t.meaning.of].method == "judged" for t in titled if t.meaning.of)
    if "item" in of or ("assessor" in named and of >= {"level", "reason"} and all(judged)):
        return Kind.MARKS
    if of & {"indicator", "level"}:
        return Kind.LEVELS
    said = named & {*SAID, "band"}
    return Kind.LONG if named & {"indicator", "item"} and said else None
