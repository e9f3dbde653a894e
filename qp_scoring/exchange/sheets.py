"""The sheets of a rubric workbook: which key of the rubric files stands in which column.

A row of a sheet is a table of the rubric files. Rows of ``indicator`` are files of their own; rows
of most other sheets name the row that they belong to: an indicator, one of its parts or items, or
a paragraph. The sheet ``settings`` has a row per key of ``rubric.toml`` that is no list of tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from qp_scoring.exchange import text as cells
from qp_scoring.messages import catalogue, text
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.examples import Example, ExampleCase
from qp_scoring.rubric.fields import Table, Takes, choices_of, tables_in, takes
from qp_scoring.rubric.indicator import Indicator, Item, Level, LookFor, Measure, Part, Tier
from qp_scoring.rubric.model import Band, Figures, Group, LevelName, Overall, Round, Rubric
from qp_scoring.rubric.nodes import Limit, keys_in_order
from qp_scoring.rubric.said_once import key_of, word_for
from qp_scoring.rubric.words import label

SETTINGS = "settings"
KEY, VALUE = "key", "value"
PART, NUMBER, FILE = "part", "no", "file"
_RULES = ("indicator", PART)
"""The sheets whose rows are rules."""


@dataclass(frozen=True, slots=True)
class CellForm:
    """How the cells of some columns are written and read, and how wide these mostly are.

    ``write`` makes the text of a cell of a value of the rubric files; ``read`` is the way back,
    which raises :class:`~qp_scoring.exchange.text.UnreadableError`. ``is_list`` says that a blank
    cell is an empty list.
    """

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    width: float
    is_list: bool = False


_TEXT = CellForm(str, str.strip, 14.0)
_TRUTH = CellForm(cells.yes_no_text, cells.read_yes_no, 12.0)
_LINES = CellForm(
    partial(cells.list_text, separator="\n"),
    partial(cells.read_list, separators="\n"),
    36.0,
    is_list=True,
)
_IDS = CellForm(
    partial(cells.list_text, separator=", "),
    partial(cells.read_list, separators=",\n"),
    16.0,
    is_list=True,
)
_NUMBERS = replace(_IDS, read=lambda cell: [cells.read_number(one) for one in _IDS.read(cell)])
_LIMITS = CellForm(cells.limits_text, cells.read_limits, 34.0)
_FORMS: dict[Takes, CellForm] = {
    "text": _TEXT,
    "number": CellForm(cells.number_text, cells.read_number, 11.0),
    "truth": _TRUTH,
    "choice": CellForm(cells.choice_text, cells.read_choice, 26.0),
    "texts": _LINES,
    "numbers": _NUMBERS,
    "points": CellForm(cells.points_text, cells.read_points, 20.0),
    "condition": CellForm(cells.condition_text, cells.read_condition, 34.0),
    "words": CellForm(cells.pairs_text, cells.read_pairs, 20.0),
}


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column, or a row of the sheet ``settings``: its key and what its cells hold.

    ``choices`` are the codes of a drop-down.
    """

    key: str
    form: CellForm = _TEXT
    width: float = 12.0
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What a drop-down offers; nothing where there is none."""
        if self.form is _TRUTH:
            return cells.YES, cells.NO
        return tuple(cells.choice_text(choice) for choice in self.choices)


@dataclass(frozen=True)
class SheetForm:
    """A sheet of tables: ``path`` is where its tables stand in their file, or in what it is under.

    ``under`` are the sheets to whose rows its rows belong, ``links`` the columns that say to which;
    without ``path`` and ``under`` its rows are files. ``single`` tables stand alone. ``named`` is
    the column by which rows of other sheets refer to its rows.
    """

    id: str
    table: type[Table]
    name: str
    path: tuple[str, ...]
    under: tuple[str, ...] = (SETTINGS,)
    links: tuple[BookColumn, ...] = ()
    named: str = ""
    single: bool = False

    @property
    def numbered(self) -> bool:
        """Whether its rows have numbers, by which others refer to them."""
        return self.named == NUMBER

    @cached_property
    def columns(self) -> tuple[BookColumn, ...]:
        """The columns of its keys, as the model has them."""
        return tuple(columns_of(self.table, apart=(Curve,)))

    @property
    def all_columns(self) -> tuple[BookColumn, ...]:
        """The columns as they stand on the sheet: links, a number, then the keys."""
        number = (BookColumn(NUMBER, width=8),) if self.numbered else ()
        return (*self.links, *number, *self.columns)


_NAMING = frozenset({"applies_to", "step", "items", "rounds", "bands"})
"""Keys whose lists name things: short, on one line. Entries of other lists have a line each."""
_WIDE = {"title": 44.0, "purpose": 44.0, "text": 40.0, "suggest": 44.0, "items": 40.0}
_WIDE |= {"sections": 60.0, "evidence": 24.0, "name": 40.0, "about": 44.0, "Overall.text": 110.0}
_WIDE |= {"numerator": 22.0, "denominator": 22.0, "plus": 26.0, "points": 20.0, "Tier.points": 11.0}


def columns_of(table: type[Table], apart: Collection[type[Table]] = ()) -> Iterator[BookColumn]:
    """A column for every key of a table that a cell can hold, in the model's order.

    Keys of a table within it are dotted. Lists of tables have sheets of their own, and so have the
    tables that stand ``apart``.
    """
    for key in keys_in_order(table):
        annotation = table.model_fields[key].annotation
        below = list(tables_in(annotation).values())
        if form := _form(table, key):
            width = _WIDE.get(f"{table.__name__}.{key}", _WIDE.get(key, form.width))
            yield BookColumn(word_for(table, key), form, width, choices_of(annotation))
        elif takes(annotation) == "table" and below[0] not in apart:
            for column in columns_of(below[0], apart):
                yield replace(column, key=f"{key}.{column.key}")


def _form(table: type[Table], key: str) -> CellForm | None:
    """The form of the cells of a key; None for what no cell can hold."""
    annotation = table.model_fields[key].annotation
    if list(tables_in(annotation).values()) == [Limit]:
        return _LIMITS
    kind = takes(annotation)
    if kind == "texts" and (key in _NAMING or table is ExampleCase):
        return _IDS
    return _FORMS.get(kind) if kind else None


_OF_INDICATOR = (BookColumn("indicator", width=10),)
_OF_RULE = (*_OF_INDICATOR, BookColumn(PART, width=8))
_OF_ITEM = (*_OF_INDICATOR, BookColumn("item", width=10))
_OF_PARAGRAPH = (BookColumn("overall", width=10),)
_OF_FILE = (BookColumn(FILE, width=24),)

SHEETS: tuple[SheetForm, ...] = (
    SheetForm("round", Round, "รอบการประเมิน", ("round",)),
    SheetForm("name", LevelName, "ชื่อระดับ", ("scale", "level")),
    SheetForm("band", Band, "ช่วงคุณภาพ", ("bands", "band")),
    SheetForm("group", Group, "กลุ่มตัวชี้วัด", ("group",)),
    SheetForm("overall", Overall, "ย่อหน้าภาพรวม", ("overall",), named=NUMBER),
    SheetForm("when", Figures, "เงื่อนไขย่อหน้า", ("when",), ("overall",), _OF_PARAGRAPH),
    SheetForm("indicator", Indicator, "ตัวชี้วัด", (), (), named="code"),
    SheetForm("item", Item, "ข้อ", ("item",), ("indicator",), _OF_INDICATOR, named="id"),
    SheetForm("measure", Measure, "ค่าที่วัด", ("measure",), ("indicator",), _OF_INDICATOR),
    SheetForm(PART, Part, "ส่วน", ("part",), _RULES, _OF_INDICATOR, named=NUMBER),
    SheetForm("level", Level, "ระดับ", ("level",), _RULES, _OF_RULE),
    SheetForm("curve", Curve, "ตารางแปลงค่า", ("curve",), _RULES, _OF_RULE, single=True),
    SheetForm("tier", Tier, "ขั้น", ("tier",), _RULES, _OF_RULE),
    SheetForm("look_for", LookFor, "คำค้น", ("look_for",), ("item",), _OF_ITEM),
)
SETTING_ROWS = tuple(columns_of(Rubric))
"""The keys of ``rubric.toml``: a row each, whose column is that of its values."""

EXAMPLE_SHEETS: tuple[SheetForm, ...] = (
    SheetForm("example", Example, "ตัวอย่าง", (), (), _OF_FILE, named=FILE),
    SheetForm("case", ExampleCase, "กรณีตัวอย่าง", ("case",), ("example",), _OF_FILE),
)
"""The worked examples of a set; a workbook of an earlier program has none of these sheets."""
SETTINGS_NAME = "ชุดเกณฑ์"


def headings(form: SheetForm) -> dict[str, str]:
    """The headings of a sheet by column, as the program calls these things everywhere."""
    links = {
        "indicator": label(Indicator, "code", "th"),
        "item": label(Item, "id", "th"),
        "overall": text("xlsx-paragraph"),
        FILE: text("xlsx-file"),
        PART: text("xlsx-part"),
        NUMBER: text("xlsx-paragraph" if form.id == "overall" else "xlsx-part"),
    }
    own = {column.key: words_for(form.table, column.key) for column in form.columns}
    return {column.key: own.get(column.key) or links[column.key] for column in form.all_columns}


def words_for(table: type[Table], key: str) -> str:
    """What a key is called, with the tables that it stands in."""
    names = []
    for word in key.split("."):
        part = key_of(table, word)
        names.append(label(table, part, "th"))
        below = list(tables_in(table.model_fields[part].annotation).values())
        table = below[0] if below else table
    return " › ".join(names)


_NAMED = (Indicator, Level, Measure, Figures)
"""The tables whose keys findings name beside their place, the first that has a key first."""


def in_workbook_words(name: str, value: str) -> str:
    """A value of a finding on rubric files as a workbook calls it; most stand as they are.

    ``name`` is the placeholder: a key that is wanted, also with its value (``count_min = 1``), a
    method, or whether the scale has levels.
    """
    if name == "wanted":
        key, _, rest = value.partition(" ")
        table = next((table for table in _NAMED if key in table.model_fields), None)
        return f"{label(table, key, 'th')} {rest}".strip() if table else value
    if name == "method":
        return text(f"choice-{value}")
    return {"true": cells.YES, "false": cells.NO}[value] if name == "levels" else value


def hint(sheet: str, key: str) -> str:
    """What an officer should know about a column or a setting; empty where it explains itself."""
    known = f"xlsx-hint-{sheet}-{key.replace('.', '-')}"
    return text(known) if known in catalogue("th")["text"] else ""
