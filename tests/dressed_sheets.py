"""Random sheets of a small set, dressed at random, and a reader who has nothing but eyes.

A sheet is one of four layouts with up to three offices. What is done to it (strike, merge, fill,
hide, note, duplicate, reorder …) is a list of numbers, so that hypothesis can make it smaller. The
reader knows none of the program: it looks at the workbook, and says which results a person could
come to.
"""

from __future__ import annotations

import functools
import itertools
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

import tiny_rubric
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.thai import normalise

Levels = tuple[int, int] | None
"""The levels of both indicators of an office; None where it may not be issued."""

ITEMS = ("1.1", "1.2", "1.3")
MEASURE = "2.p"
KEYS = (*ITEMS, MEASURE, "1", "2")
MET, UNMET = "มี", "ไม่มี"
OPEN, DONE = "ประเมิน", "ประเมินเสร็จ"
WORDS = {"รหัส", "ข้อ", "ผล", "1 สถานะ", "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"}
OFFICES = ("2402", "2101", "M4200")
HEAD = "รหัส"
ASSESSOR = "กมล ตัวอย่าง"
TOTALS = ("รวม", "เฉลี่ย", "ร้อยละ", "S.D.", "total", "ค่าเฉลี่ย", "รวมทั้งสิ้น")


@functools.cache
def rubric() -> Path:
    """A set of an indicator with three items to be counted, and one with a percentage."""
    ids = {f'id = "{old}"': f'id = "{new}"' for old, new in zip("abc", ITEMS, strict=True)}
    count = tiny_rubric.edited(tiny_rubric.COUNT, ids)
    measured = tiny_rubric.MEASURED.replace('"m"', f'"{MEASURE}"')
    second = {'code = "1"': 'code = "2"', '"ตัวชี้วัดเดียว"': '"ตัวชี้วัดที่วัดค่า"'}
    measured = tiny_rubric.edited(measured, second)
    folder = Path(tempfile.mkdtemp())
    return tiny_rubric.write(folder, tiny_rubric.MAIN, count, measured)


# --- sheets


@dataclass
class Dressed:
    """A sheet, which layout it is of, and the cells to which something was done."""

    layout: str
    book: Workbook
    cells: set[tuple[int, int]] = field(default_factory=set)

    @property
    def page(self) -> Worksheet:
        return self.book.active


MARK = st.sampled_from([MET, MET, UNMET, UNMET, None])
PERCENT = st.sampled_from([85, 50, 20, 95, None])
NUMBERS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@st.composite
def sheets(draw: st.DrawFn, most: int = 3) -> Dressed:
    """A sheet as its writer left it, with nothing done to it."""
    layout = draw(st.sampled_from(["marks", "form", "levels", "long"]))
    codes = OFFICES[:1] if layout == "form" else OFFICES[: draw(st.integers(1, most))]
    status = draw(st.sampled_from([OPEN, DONE]))
    answers = [{**{item: draw(MARK) for item in ITEMS}, MEASURE: draw(PERCENT)} for _ in codes]
    rows = {"marks": _marks, "form": _form, "levels": _levels, "long": _long}[layout]
    book = Workbook()
    for row in rows(codes, answers, status):
        book.active.append(list(row))
    return Dressed(layout, book)


def _marks(codes, answers, status):
    yield [HEAD, "ผู้ประเมิน", "1 สถานะ", *ITEMS, MEASURE]
    for code, own in zip(codes, answers, strict=True):
        yield [code, ASSESSOR, status, *own.values()]


def _levels(codes, answers, _):
    yield [HEAD, "1", "2"]
    for code, own in zip(codes, answers, strict=True):
        level = None if own["1.1"] is None else 1 + list(own.values()).count(MET)
        yield [code, level and min(level, 3), own[MEASURE] and 1 + own[MEASURE] // 45]


def _long(codes, answers, status):
    yield [HEAD, "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล"]
    for code, own in zip(codes, answers, strict=True):
        yield [code, ASSESSOR, "1", None, status]
        for item, said in own.items():
            yield [code, ASSESSOR, item[0], item, said]


def _form(codes, answers, status):
    yield [HEAD, codes[0]]
    yield ["ผู้ประเมิน", ASSESSOR]
    yield ["ข้อ", "ผล", "เอกสารอ้างอิง", "หมายเหตุ"]
    yield ["ตัวชี้วัดที่ 1", status]
    for item in ITEMS:
        yield [item, answers[0][item]]
    yield ["ตัวชี้วัดที่ 2", OPEN]
    yield [MEASURE, answers[0][MEASURE]]


# --- what is done to them

Change = Callable[[Dressed, int, int, int], None]


def _some(sheet: Dressed, a: int, b: int) -> Cell:
    """Some cell of the table, which is dressed by it."""
    page = sheet.page
    cell = page.cell(1 + a % page.max_row, 1 + b % page.max_column)
    sheet.cells.add((cell.row, cell.column))
    return cell


def _is_covered(page: Worksheet, row: int, column: int) -> bool:
    return any(
        (row, column)
        in itertools.product(range(r.min_row, r.max_row + 1), range(r.min_col, r.max_col + 1))
        for r in page.merged_cells.ranges
    )


def _font(**looks: object) -> Change:
    def change(sheet: Dressed, a: int, b: int, _: int) -> None:
        cell = _some(sheet, a, b)
        cell.font = Font(**looks)

    return change


def _run(font: InlineFont) -> Change:
    """A piece of the text looks otherwise: with it and without it something else is said."""

    def change(sheet: Dressed, a: int, b: int, c: int) -> None:
        cell = _some(sheet, a, b)
        if cell.value is None or _is_covered(sheet.page, cell.row, cell.column):
            return
        if cell.font.strike:
            return  # all of it is struck already
        text = str(cell.value)
        piece = ("ไม่", "9", "1", "")[c % 4]
        if text.startswith("ไม่") and c % 4 == 3:
            cell.value = CellRichText([TextBlock(font, "ไม่"), text[3:]])
        elif c % 2 and piece:
            cell.value = CellRichText([text, TextBlock(font, piece)])
        elif piece:
            cell.value = CellRichText([TextBlock(font, piece), text])

    return change


def _strike_row(sheet: Dressed, a: int, *_: int) -> None:
    page = sheet.page
    row = 1 + a % page.max_row
    for column in range(1, page.max_column + 1):
        page.cell(row, column).font = Font(strike=True)
        sheet.cells.add((row, column))


def _merge(sheet: Dressed, a: int, b: int, c: int) -> None:
    page = sheet.page
    first = _some(sheet, a, b)
    last = (first.row + c % 3, first.column + c // 3 % 3)
    over = [
        (row, column)
        for row in range(first.row, last[0] + 1)
        for column in range(first.column, last[1] + 1)
    ]
    if len(over) < 2 or any(_is_covered(page, *at) for at in over):
        return
    page.merge_cells(
        start_row=first.row, start_column=first.column, end_row=last[0], end_column=last[1]
    )
    sheet.cells.update(over)


def _fill(sheet: Dressed, a: int, b: int, c: int) -> None:
    _some(sheet, a, b).fill = PatternFill(
        "solid", fgColor=f"FF{10 + c}B0{20 + len(sheet.cells) % 70}"
    )


def _note(sheet: Dressed, a: int, b: int, _: int) -> None:
    cell = _some(sheet, a, b)
    if isinstance(cell, Cell):
        cell.comment = Comment("แก้แล้ว", "ประธาน")


def _hide_row(sheet: Dressed, a: int, *_: int) -> None:
    page = sheet.page
    row = 1 + a % page.max_row
    page.row_dimensions[row].hidden = True
    sheet.cells.update((row, column) for column in range(1, page.max_column + 1))


def _hide_column(sheet: Dressed, a: int, *_: int) -> None:
    page = sheet.page
    column = 1 + a % page.max_column
    page.column_dimensions[get_column_letter(column)].hidden = True
    sheet.cells.update((row, column) for row in range(1, page.max_row + 1))


def _copied(page: Worksheet, source: tuple[int, int], target: tuple[int, int]) -> None:
    cell, new = page.cell(*source), page.cell(*target)
    if not _is_covered(page, *target):
        new.value = copy(cell.value)
        new.font = copy(cell.font)


def _other(value: object) -> object:
    return {
        MET: UNMET,
        UNMET: MET,
        85: 20,
        50: 20,
        20: 85,
        95: 20,
        None: MET,
        1: 3,
        2: 1,
        3: 1,
    }.get(value if not isinstance(value, CellRichText) else None, value)


def _double_column(sheet: Dressed, a: int, b: int, c: int) -> None:
    """A column once more at the end, with one answer changed, or none."""
    page = sheet.page
    column, new = 1 + a % page.max_column, page.max_column + 1
    for row in range(1, page.max_row + 1):
        _copied(page, (row, column), (row, new))
        sheet.cells |= {(row, column), (row, new)}
    row = 1 + b % page.max_row
    if c % 2 and not _is_covered(page, row, new) and row > 1:
        page.cell(row, new).value = _other(page.cell(row, new).value)
    if c % 3 == 1:
        page.column_dimensions[get_column_letter(new)].hidden = True


def _double_row(sheet: Dressed, a: int, b: int, c: int) -> None:
    """A row once more at the end, by another spelling of the name or not, one answer changed."""
    page = sheet.page
    row, new = 1 + a % page.max_row, page.max_row + 1
    for column in range(1, page.max_column + 1):
        _copied(page, (row, column), (new, column))
        sheet.cells |= {(row, column), (new, column)}
        if page.cell(new, column).value == ASSESSOR and c % 3 == 1:
            page.cell(new, column).value = f"นาย{ASSESSOR}"
    column = 2 + b % page.max_column
    if c % 2 and not _is_covered(page, new, column):
        value = page.cell(new, column).value
        page.cell(new, column).value = _other(value)


def _second_heading(sheet: Dressed, a: int, b: int, c: int) -> None:
    """A second table below with two columns the other way round."""
    page = sheet.page
    if sheet.layout not in ("marks", "levels") or page.max_row < 2:
        return
    columns = list(range(1, page.max_column + 1))
    if len(columns) > 2:
        left, right = 1 + b % (len(columns) - 1), 1 + c % (len(columns) - 1)
        columns[left], columns[right] = columns[right], columns[left]
    last, row = page.max_row, 2 + a % (page.max_row - 1)
    moved = [page.cell(last, column).value for column in columns]
    if row == last or last < 3 or any(_is_covered(page, last, column) for column in columns):
        return
    for column, (heading, value) in enumerate(
        zip([page.cell(1, at).value for at in columns], moved, strict=True), start=1
    ):
        page.cell(last, column).value = copy(heading)
        page.cell(last + 1, column).value = copy(value)
        page.cell(last + 1, column).font = copy(page.cell(last, column).font)
        page.cell(last, column).font = Font()
        sheet.cells |= {(last, column), (last + 1, column)}


HARMFUL: Mapping[str, Change] = {
    "strike": _font(strike=True),
    "raise": _font(vertAlign="superscript"),
    "symbols": _font(name="Wingdings"),
    "white": _font(color="FFFFFFFF"),
    "strike a part": _run(InlineFont(strike=True)),
    "raise a part": _run(InlineFont(vertAlign="superscript")),
    "strike a row": _strike_row,
    "merge": _merge,
    "fill": _fill,
    "note": _note,
    "hide a row": _hide_row,
    "hide a column": _hide_column,
    "double a column": _double_column,
    "double a row": _double_row,
    "a second heading": _second_heading,
}


def dress(sheet: Dressed, changes: Sequence[tuple[str, tuple[int, int, int]]]) -> Dressed:
    """The sheet with the changes, one after another."""
    for name, numbers in changes:
        (HARMFUL | HARMLESS)[name](sheet, *numbers)
    return sheet


# --- what is done without changing what is seen


def _invisible(sheet: Dressed, a: int, b: int, c: int) -> None:
    """Characters that nobody sees, and white space, around a text."""
    page = sheet.page
    cell = page.cell(1 + a % page.max_row, 1 + b % page.max_column)
    if isinstance(cell.value, str):
        around = ("\u200b", " ", "\u200e", "\ufe0f", "\u00a0", "\n")[c % 6]
        cell.value = f"{cell.value}{around}"


def _band(sheet: Dressed, a: int, *_: int) -> None:
    """Every other row in a colour."""
    page = sheet.page
    for row in range(1 + a % 2, page.max_row + 1, 2):
        for column in range(1, page.max_column + 1):
            page.cell(row, column).fill = PatternFill("solid", fgColor="FFEEEEEE")


def _coloured_column(sheet: Dressed, a: int, *_: int) -> None:
    page = sheet.page
    if page.max_row < 4:
        return  # under bands nobody would see a column of so few cells
    for row in range(1, page.max_row + 1):
        page.cell(row, 1 + a % page.max_column).fill = PatternFill("solid", fgColor="FFFFF2CC")


def _reorder(sheet: Dressed, a: int, b: int, _: int) -> None:
    """Two rows below the heading in each other's place."""
    page = sheet.page
    first = 4 if sheet.layout == "form" else 2
    words = (str(cell.value) for row in page.iter_rows() for cell in row)
    if any(word.startswith(("ลงชื่อ", *TOTALS)) for word in words):
        return  # what stands below stays below
    count = page.max_row - first + 1
    one, other = first + a % count, first + b % count
    if page.merged_cells.ranges:
        return
    for column in range(1, page.max_column + 1):
        values = page.cell(one, column).value, page.cell(other, column).value
        page.cell(other, column).value, page.cell(one, column).value = values
    sheet.cells |= {
        (one + other - row, column) for row, column in sheet.cells if row in (one, other)
    }


def _swap_columns(sheet: Dressed, a: int, b: int, _: int) -> None:
    page = sheet.page
    if sheet.layout == "form" or page.merged_cells.ranges:
        return
    one, other = 1 + a % page.max_column, 1 + b % page.max_column
    for row in range(1, page.max_row + 1):
        values = page.cell(row, one).value, page.cell(row, other).value
        page.cell(row, other).value, page.cell(row, one).value = values
    sheet.cells |= {
        (row, one + other - column) for row, column in sheet.cells if column in (one, other)
    }


def _below(sheet: Dressed, a: int, *_: int) -> None:
    """A row of totals, or a signature below a form."""
    page = sheet.page
    row = page.max_row + 1
    if sheet.layout == "form":
        page.cell(row + 1, 1).value = "ลงชื่อ ................ ผู้ประเมิน"
        return
    at = next(
        c for c in range(1, page.max_column + 1) if normalise(str(page.cell(1, c).value)) == HEAD
    )
    page.cell(row, at).value = TOTALS[a % len(TOTALS)]
    if sheet.layout != "long":
        page.cell(row, 1 + at % page.max_column).value = "2 ใน 3"


def _far_out(sheet: Dressed, a: int, *_: int) -> None:
    sheet.page.cell(500 + a, 60 + a).value = " "


HARMLESS: Mapping[str, Change] = {
    "invisible": _invisible,
    "band": _band,
    "colour a column": _coloured_column,
    "reorder": _reorder,
    "swap columns": _swap_columns,
    "below": _below,
    "far out": _far_out,
}


def changes(names: Sequence[str], most: int) -> st.SearchStrategy:
    """Some changes, each with the numbers that say where."""
    return st.lists(st.tuples(st.sampled_from(names), NUMBERS), max_size=most)


# --- who only looks


@dataclass(frozen=True)
class Sight:
    """The texts that an eye may see in a cell ("" is nothing), and whether it would hesitate."""

    texts: frozenset[str]
    doubt: bool = False
    plain: bool = True  # nothing but its text is there to be seen


class Eye:
    """Reads a sheet as a person does who has nothing but what is shown."""

    def __init__(self, sheet: Dressed) -> None:
        self._layout, self._page = sheet.layout, sheet.page
        shown = [
            cell
            for row in self._page.iter_rows(max_row=40, max_col=20)
            for cell in row
            if self._glued(cell.row, cell.column)
        ]
        self._rows = range(1, max(cell.row for cell in shown) + 1)
        self._columns = range(1, max(cell.column for cell in shown) + 1)
        self._bands = self._usual_fills()

    def possible(self) -> dict[str, tuple[set[Levels], bool]]:
        """Per office the results that a reader may come to, and whether something is doubtful."""
        found: dict[str, list[tuple[str, set[object], bool]]] = {}
        for office, key, readings, doubt in self._records():
            found.setdefault(office, []).append((key, readings, doubt))
        return {office: self._results(records) for office, records in found.items()}

    def _results(self, records) -> tuple[set[Levels], bool]:
        doubt = any(one for _, _, one in records)
        keys = ("1", "2") if self._layout == "levels" else (*ITEMS, MEASURE)
        per_key: list[set[object]] = []
        for key in keys:
            own = [readings for name, readings, _ in records if name == key]
            if len(own) > 1:  # said twice: perhaps alike, perhaps nobody's answer
                doubt = True
                per_key.append(set().union(*own) | {None})
            else:
                per_key.append(own[0] if own else {None})
        return {
            self._levels(dict(zip(keys, one, strict=True))) for one in itertools.product(*per_key)
        }, doubt

    def _levels(self, said: Mapping[str, object]) -> Levels:
        if None in said.values():
            return None
        if self._layout == "levels":
            return said["1"], said["2"]
        met = [said[item] for item in ITEMS].count(MET)
        return max(met, 1), 1 + (said[MEASURE] >= 50) + (said[MEASURE] >= 80)

    # --- what stands where

    def _records(self) -> Iterator[tuple[str, str, set[object], bool]]:
        """(office, item or indicator, what it may say, doubt) of every answer."""
        yield from {"form": self._form, "long": self._long}.get(self._layout, self._table)()

    def _table(self) -> Iterator[tuple[str, str, set[object], bool]]:
        heads: dict[int, str] = {}
        row_of_heads = 0
        for row in self._rows:
            texts = {column: self._name(row, column) for column in self._columns}
            if HEAD in texts.values():
                heads, row_of_heads = texts, row
                continue
            at = next((column for column, text in heads.items() if text == HEAD), 0)
            if not at or (
                texts[at] not in OFFICES and not self._look(row, at).texts & set(OFFICES)
            ):
                continue
            office = (
                texts[at] if texts[at] in OFFICES else min(self._look(row, at).texts & set(OFFICES))
            )
            own = [
                c for c in self._columns if c != at and self._page.cell(row, c).value is not None
            ]
            if not own and row_of_heads and self._page.cell(row, at).value is None:
                continue  # an office's cell that goes on into a blank row
            said_by = self._doubtful(row, at) or self._doubtful_name(row_of_heads, at)
            said_by |= len({texts[c] for c, text in heads.items() if text == HEAD}) > 1
            status = [c for c, text in heads.items() if text == "1 สถานะ"]
            closed, unsure = self._closed(
                [(row, c) for c in status], [(row_of_heads, c) for c in status]
            )
            for key in [key for key in dict.fromkeys(heads.values()) if key in KEYS]:
                columns = [column for column, text in heads.items() if text == key]
                readings, doubt = self._of_columns(key, row, row_of_heads, columns, closed, unsure)
                if said_by:
                    readings, doubt = readings | {None}, True
                yield office, key, readings, doubt

    def _of_columns(self, key, row, heading, columns, closed, unsure):
        """What the columns of one thing say together."""
        per_column = []
        doubt = False
        for column in columns:
            readings, own = self._answer(key, row, column, closed, unsure, row_cells=())
            if self._doubtful_name(heading, column):
                readings, own = readings | {None}, True
            doubt |= own
            per_column.append(readings)
        if len(per_column) == 1:
            return per_column[0], doubt
        if len({frozenset(one) for one in per_column}) == 1 and len(per_column[0]) == 1:
            blank = {not self._glued(row, column) for column in columns}
            return per_column[0], doubt or len(blank) > 1
        return set().union(*per_column) | {None}, True

    def _form(self) -> Iterator[tuple[str, str, set[object], bool]]:
        office_row = next((r for r in self._rows if self._name(r, 1) == HEAD), 0)
        heading = next((r for r in self._rows if self._name(r, 1) == "ข้อ"), 0)
        if not office_row or not heading:
            return
        looked = self._look(office_row, 2).texts & set(OFFICES) | {
            self._glued(office_row, 2)
        } & set(OFFICES)
        marks = [c for c in self._columns if self._name(heading, c) == "ผล"]
        above = self._doubtful(office_row, 2) or self._doubtful_name(heading, 1)
        labels = {r: self._name(r, 1) for r in self._rows if r > heading}
        for office in looked:
            rows = [r for r, text in labels.items() if text == "ตัวชี้วัดที่ 1"]
            closed, unsure = self._closed(
                [(r, c) for r in rows for c in marks], [(r, 1) for r in rows]
            )
            for row, key in labels.items():
                readings, doubt = self._of_columns(key, row, heading, marks, closed, unsure)
                if above or self._doubtful_name(row, 1):
                    readings, doubt = readings | {None}, True
                yield office, key, readings, doubt

    def _long(self) -> Iterator[tuple[str, str, set[object], bool]]:
        heads = {self._name(1, c): c for c in reversed(self._columns)}
        names = [self._name(1, c) for c in self._columns]
        if HEAD not in heads or "ผล" not in heads or "ข้อ" not in heads:
            return
        labels = (HEAD, "ข้อ", "ตัวชี้วัด")
        unsure_heads = any(self._doubtful_name(1, heads.get(n, 1)) for n in (*labels, "ผล"))
        marks = [c for c in self._columns if self._name(1, c) == "ผล"]
        rows = [r for r in self._rows if r > 1]
        for row in rows:
            office = self._glued(row, heads[HEAD])
            seen = self._look(row, heads[HEAD]).texts & set(OFFICES)
            office = office if office in OFFICES else min(seen, default="")
            statuses = [
                r
                for r in rows
                if self._glued(r, heads[HEAD]) == office
                and not self._glued(r, heads["ข้อ"])
                and self._glued(r, heads.get("ตัวชี้วัด", 0) or 1) == "1"
            ]
            closed, unsure = self._closed(
                [(r, c) for r in statuses for c in marks],
                [(r, c) for r in statuses for c in heads.values()],
            )
            if office:
                key = self._name(row, heads["ข้อ"])
                readings, doubt = self._of_columns(key, row, 1, marks, closed, unsure)
                named = [heads[n] for n in (HEAD, "ข้อ", "ตัวชี้วัด") if n in heads]
                again = [[c for c in self._columns if names[c - 1] == n] for n in labels]
                differ = any(len({self._glued(row, c) for c in cs}) > 1 for cs in again)
                if unsure_heads or differ or any(self._doubtful_name(row, c) for c in named):
                    readings, doubt = readings | {None}, True
                yield office, key, readings, doubt

    def _closed(self, cells, labels) -> tuple[bool, bool]:
        """Whether the indicator is said to be finished, and whether that is doubtful."""
        texts = {self._glued(*at) for at in cells}
        unsure = any(self._doubtful(*at) for at in cells) or len(texts) > 1
        unsure |= any(self._doubtful_name(*at) for at in labels)
        return DONE in texts, unsure

    def _answer(self, key, row, column, closed, unsure, row_cells) -> tuple[set[object], bool]:
        """What an answer may say; None is no answer."""
        sight = self._look(row, column)
        readings: set[object] = set()
        doubt = sight.doubt
        for text in sight.texts:
            if text:
                readings.add(self._meaning(key, text))
            elif closed and key in ITEMS and sight.plain and not sight.doubt:
                readings |= {UNMET, None} if unsure else {UNMET}
                doubt |= unsure
            else:
                readings.add(None)
                if unsure and key in ITEMS:
                    doubt = True
        return readings, doubt

    def _meaning(self, key: str, text: str) -> object:
        if key in ITEMS:
            return text if text in (MET, UNMET) else None
        if re.fullmatch(r"\d{1,3}", text) is None:
            return None
        number = int(text)
        if key == MEASURE:
            return number if number == 0 or 1 < number <= 100 else None
        return number if 1 <= number <= 3 else None

    # --- what is seen in a cell

    def _doubtful(self, row: int, column: int) -> bool:
        return self._look(row, column).doubt

    def _name(self, row: int, column: int) -> str:
        """What a heading or label says: without its struck or raised part, if that is a name."""
        rest = self._look(row, column).texts & {*WORDS, *KEYS}
        return min(rest) if len(rest) == 1 else self._glued(row, column)

    def _doubtful_name(self, row: int, column: int) -> bool:
        """A footnote behind words leaves them clear; white headings stand on a table's style."""
        if not self._doubtful(row, column):
            return False
        font = self._page.cell(row, column).font
        words = re.fullmatch(r"[\w.]{1,8}", self._glued(row, column)) is None
        white = font.color is not None and font.color.rgb == "FFFFFFFF"
        rich = isinstance(self._page.cell(row, column).value, CellRichText)
        named = rich and self._name(row, column) in WORDS  # the rest of it says so
        clear = white or named or (words and (font.vertAlign or rich))
        return not clear or self._is_hidden_or_noted(row, column)

    def _is_hidden_or_noted(self, row: int, column: int) -> bool:
        hidden = self._page.row_dimensions[row].hidden
        hidden |= self._page.column_dimensions[get_column_letter(column)].hidden
        return bool(hidden or getattr(self._page.cell(row, column), "comment", None))

    @functools.cache  # noqa: B019 - an eye lives as long as its sheet
    def _glued(self, row: int, column: int) -> str:
        """The whole text of a cell, however it looks."""
        value = self._page.cell(row, column).value if column else None
        text = "" if value is None else str(value)
        for nothing in "\u200b\u200e\ufe0f":
            text = text.replace(nothing, "")
        return " ".join(text.split())

    @functools.cache  # noqa: B019
    def _look(self, row: int, column: int) -> Sight:
        if not column:
            return Sight(frozenset([""]))
        for merge in self._page.merged_cells.ranges:
            if merge.min_row <= row <= merge.max_row and merge.min_col <= column <= merge.max_col:
                top = (merge.min_row, merge.min_col)
                if top != (row, column):
                    return Sight(frozenset([self._glued(*top), ""]), doubt=True, plain=False)
        cell = self._page.cell(row, column)
        texts, doubt = self._texts(cell)
        hidden = self._page.row_dimensions[row].hidden
        hidden |= self._page.column_dimensions[get_column_letter(column)].hidden
        noted = cell.comment is not None
        if hidden or noted:
            texts, doubt = texts | {""}, doubt or texts != {""} or noted
        fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None
        plain = not noted and (fill is None or fill in self._bands)
        return Sight(frozenset(texts), doubt, plain)

    def _texts(self, cell: Cell) -> tuple[set[str], bool]:
        text = self._glued(cell.row, cell.column)
        font = cell.font
        if not text:
            return {""}, False
        if (
            font.strike
            or font.vertAlign
            or font.name == "Wingdings"
            or (font.color is not None and font.color.rgb == "FFFFFFFF")
        ):
            return {""}, True
        if isinstance(cell.value, CellRichText):
            rest = "".join(run for run in cell.value if isinstance(run, str)).strip()
            return {rest, ""}, True
        return {text}, False

    def _usual_fills(self) -> set[str]:
        """The colours of most of a row or column, and of bands across one: they mark no cell."""

        def of(cells) -> set[str]:
            fills = [c.fill.fgColor.rgb for c in cells if c.fill.fill_type == "solid"]
            throughout = len(fills) == len(cells)
            fewest = len(cells) // 3 if throughout else 1 + len(cells) // 2
            return {one for one in fills if fills.count(one) >= max(2, fewest)}

        lines = [[self._page.cell(r, c) for c in self._columns] for r in self._rows]
        return set().union(*(of(line) for line in [*lines, *zip(*lines, strict=True)]))
