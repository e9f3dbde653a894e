"""The sheets of a rubric workbook: which key of the rubric files stands in which column.

A row of a sheet is a table of the rubric files. Rows of ``indicator`` are files of their own; rows
of most other sheets name the row that they belong to: an indicator, one of its parts or items, or
a paragraph. The sheet ``settings`` has a row per key of ``rubric.toml`` that is no list of tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from qp_scoring.exchange import text as cells
from qp_scoring.messages import catalogue, text
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.diff_words import label
from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.indicator import Indicator, Item, Level, LookFor, Measure, Part, Tier
from qp_scoring.rubric.model import (
    Assessors,
    Band,
    Figures,
    Group,
    LevelName,
    NotReported,
    Overall,
    Round,
    Rubric,
    Weights,
)

SETTINGS = "settings"
KEY, VALUE = "key", "value"
PART, NUMBER = "part", "no"
IDS, LINES = ", ", "\n"

BookCell = Literal["text", "number", "yes_no", "choice", "lines", "ids", "points", "condition"]


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column, or a row of the sheet ``settings``: its key and what its cells hold.

    ``choices`` are the codes of a drop-down; ``whole`` says that the entries of a list are numbers.
    """

    key: str
    kind: BookCell = "text"
    width: float = 12.0
    choices: tuple[str, ...] = ()
    whole: bool = False

    def write(self, value: Any) -> str:
        """A value of the rubric files as the text of a cell."""
        return _WRITERS[self.kind](value)

    def read(self, cell: str) -> Any:
        """The value of a cell's text.

        Raises:
            UnreadableError: see :mod:`~qp_scoring.exchange.text`.
        """
        value = _READERS[self.kind](cell)
        return [cells.read_number(entry) for entry in value] if self.whole else value

    @property
    def words(self) -> tuple[str, ...]:
        """What a drop-down offers; nothing where there is none."""
        if self.kind == "yes_no":
            return cells.YES, cells.NO
        return tuple(cells.choice_text(choice) for choice in self.choices)

    @property
    def is_list(self) -> bool:
        """Whether a blank cell is an empty list."""
        return self.kind in ("lines", "ids")


_WRITERS: dict[BookCell, Callable[[Any], str]] = {
    "text": str,
    "number": cells.number_text,
    "yes_no": cells.yes_no_text,
    "choice": cells.choice_text,
    "lines": lambda entries: cells.list_text(entries, LINES),
    "ids": lambda entries: cells.list_text(entries, IDS),
    "points": cells.points_text,
    "condition": cells.condition_text,
}
_READERS: dict[BookCell, Callable[[str], Any]] = {
    "text": str.strip,
    "number": cells.read_number,
    "yes_no": cells.read_yes_no,
    "choice": cells.read_choice,
    "lines": lambda cell: cells.read_list(cell, "\n"),
    "ids": lambda cell: cells.read_list(cell, ",\n"),
    "points": cells.read_points,
    "condition": cells.read_condition,
}


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet of tables: ``path`` is where its tables stand in their file, or in what it is under.

    ``under`` is the sheet whose rows its rows belong to, ``links`` the columns that say to which;
    with ``parts`` a row may belong to a part of the indicator. ``single`` tables stand alone.
    """

    id: str
    table: type[Table]
    name: str
    path: tuple[str, ...]
    columns: tuple[BookColumn, ...]
    under: str = ""
    links: tuple[BookColumn, ...] = ()
    parts: bool = False
    numbered: bool = False
    single: bool = False

    @property
    def all_columns(self) -> tuple[BookColumn, ...]:
        """The columns as they stand on the sheet: links, a number, then the keys."""
        number = (BookColumn(NUMBER, width=8),) if self.numbered else ()
        return (*self.links, *number, *self.columns)


def _choice(key: str, table: type[Table], width: float = 22.0) -> BookColumn:
    """A column of one of the words that a table allows; the last part of the key is its field."""
    field = table.model_fields[key.rpartition(".")[2]]
    # What may be left out is a union of its words with nothing.
    words = [word for part in get_args(field.annotation) for word in get_args(part) or (part,)]
    return BookColumn(key, "choice", width, tuple(word for word in words if isinstance(word, str)))


def _plain(key: str, width: float = 12.0) -> BookColumn:
    return BookColumn(key, "text", width)


def _number(key: str, width: float = 10.0) -> BookColumn:
    return BookColumn(key, "number", width)


SETTING_ROWS: tuple[BookColumn, ...] = (
    _plain("id"),
    _plain("name"),
    _number("fiscal_year"),
    _plain("version"),
    _choice("status", Rubric),
    _plain("source"),
    _choice("digits", Rubric),
    BookColumn("show_rank", "yes_no"),
    _number("scale.base_level"),
    BookColumn("scale.levels", "yes_no"),
    _number("scale.min"),
    _number("scale.max"),
    _number("arithmetic.score_decimals"),
    _number("arithmetic.mean_decimals"),
    _choice("state.not_reported.policy", NotReported),
    _plain("state.not_reported.printed"),
    _plain("state.not_reported.suggest"),
    _plain("state.not_applicable.printed"),
    _plain("state.exempt.printed"),
    _plain("state.not_started.printed"),
    _plain("state.not_started.suggest"),
    BookColumn("bands.confirmed", "yes_no"),
    _choice("assessors.items", Assessors),
    _choice("assessors.values", Assessors),
    _choice("assessors.levels", Assessors),
    _choice("assessors.statuses", Assessors),
    _number("checklist.max_not_relevant"),
    BookColumn("checklist.reasons", "lines"),
    BookColumn("checklist.met", "lines"),
    BookColumn("checklist.unmet", "lines"),
    _choice("weights.when_leaving", Weights),
    _plain("document.number"),
    _plain("document.date"),
    BookColumn("labels.title", "lines"),
    _plain("labels.indicator"),
    _plain("labels.indicator_heading"),
    _plain("labels.level_heading"),
    _plain("labels.suggestion_heading"),
    _plain("labels.mean_row"),
    _plain("labels.overall_heading"),
    _plain("signature.name"),
    _plain("signature.position"),
    _plain("signature.acting"),
)

_INDICATOR = BookColumn("indicator", width=10)
_PART = BookColumn(PART, width=8)
_ROUNDS = BookColumn("rounds", "ids", 10)

SHEETS: tuple[SheetForm, ...] = (
    SheetForm("round", Round, "รอบการประเมิน", ("round",), (_plain("id"), _plain("name", 40))),
    SheetForm(
        "name", LevelName, "ชื่อระดับ", ("scale", "level"), (_number("level"), _plain("name", 40))
    ),
    SheetForm(
        "band", Band, "ช่วงคุณภาพ", ("bands", "band"), (_plain("name", 40), _number("at_least", 16))
    ),
    SheetForm(
        "group",
        Group,
        "กลุ่มตัวชี้วัด",
        ("group",),
        (_plain("id"), _plain("name", 50), _number("weight")),
    ),
    SheetForm(
        "overall", Overall, "ย่อหน้าภาพรวม", ("overall",), (_plain("text", 110),), numbered=True
    ),
    SheetForm(
        "when",
        Figures,
        "เงื่อนไขย่อหน้า",
        ("when",),
        (
            BookColumn("levels", "ids", 12, whole=True),
            *(_number(key, 11) for key in ("count_min", "count_max")),
            *(_number(key, 11) for key in ("share_above", "share_max")),
            *(_number(key, 11) for key in ("mean_min", "mean_max")),
            BookColumn("bands", "ids", 22),
            *(_number(key, 12) for key in ("not_reported_min", "not_reported_max")),
        ),
        under="overall",
        links=(BookColumn("overall", width=10),),
    ),
    SheetForm(
        "indicator",
        Indicator,
        "ตัวชี้วัด",
        (),
        (
            _plain("code", 10),
            _plain("title", 44),
            _plain("purpose", 44),
            BookColumn("applies_to", "ids", 14),
            _choice("method", Indicator, width=24),
            _number("weight"),
            _plain("group", 10),
        ),
    ),
    SheetForm(
        "item",
        Item,
        "ข้อ",
        ("item",),
        (
            _plain("id", 10),
            _plain("text", 42),
            BookColumn("evidence", "lines", 24),
            _plain("suggest", 46),
            _number("effort"),
            BookColumn("sections", "lines", 60),
            _ROUNDS,
        ),
        under="indicator",
        links=(_INDICATOR,),
    ),
    SheetForm(
        "measure",
        Measure,
        "ค่าที่วัด",
        ("measure",),
        (
            _plain("id", 10),
            _plain("text", 34),
            _plain("unit"),
            *(_number(key) for key in ("min", "max", "target")),
            _plain("numerator", 22),
            _plain("denominator", 22),
            _choice("when_none", Measure, width=24),
            _plain("suggest", 34),
            _ROUNDS,
        ),
        under="indicator",
        links=(_INDICATOR,),
    ),
    SheetForm(
        "part",
        Part,
        "ส่วน",
        ("part",),
        (
            _plain("name", 40),
            _number("weight"),
            _choice("method", Part, width=26),
            BookColumn("items", "ids", 40),
        ),
        under="indicator",
        links=(_INDICATOR,),
        numbered=True,
    ),
    SheetForm(
        "level",
        Level,
        "ระดับ",
        ("level",),
        (
            _number("level", 8),
            BookColumn("requires", "condition", 34),
            _number("count"),
            BookColumn("step", "ids", 14),
            _plain("text", 36),
            _plain("suggest", 40),
            _ROUNDS,
        ),
        under="indicator",
        links=(_INDICATOR, _PART),
        parts=True,
    ),
    SheetForm(
        "curve",
        Curve,
        "ตารางแปลงค่า",
        ("curve",),
        (
            _plain("measure"),
            BookColumn("points", "points", 20),
            _choice("of", Curve, width=36),
            _choice("between", Curve, width=28),
            _choice("below", Curve, width=32),
        ),
        under="indicator",
        links=(_INDICATOR, _PART),
        parts=True,
        single=True,
    ),
    SheetForm(
        "tier",
        Tier,
        "ขั้น",
        ("tier",),
        (_plain("name", 40), _number("points"), BookColumn("items", "ids", 60)),
        under="indicator",
        links=(_INDICATOR, _PART),
        parts=True,
    ),
    SheetForm(
        "look_for",
        LookFor,
        "คำค้น",
        ("look_for",),
        tuple(BookColumn(key, "lines", 40) for key in ("phrases", "near", "without")),
        under="item",
        links=(_INDICATOR, BookColumn("item", width=10)),
    ),
)
SETTINGS_NAME = "ชุดเกณฑ์"


def headings(form: SheetForm) -> dict[str, str]:
    """The headings of a sheet by column, as the program calls these things everywhere."""
    links = {
        "indicator": label(Indicator, "code", "th"),
        "item": label(Item, "id", "th"),
        "overall": text("xlsx-paragraph"),
        PART: text("xlsx-part"),
        NUMBER: text("xlsx-paragraph" if form.id == "overall" else "xlsx-part"),
    }
    own = {column.key: label(form.table, column.key, "th") for column in form.columns}
    return {column.key: own.get(column.key) or links[column.key] for column in form.all_columns}


def setting_label(key: str) -> str:
    """What a key of ``rubric.toml`` is called, with the tables that it stands in."""
    table: type[Table] = Rubric
    names = []
    for part in key.split("."):
        names.append(label(table, part, "th"))
        annotation = table.model_fields[part].annotation
        below = [kind for kind in (annotation, *get_args(annotation)) if _is_table(kind)]
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


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Table)


def hint(sheet: str, key: str) -> str:
    """What an officer should know about a column or a setting; empty where it explains itself."""
    known = f"xlsx-hint-{sheet}-{key.replace('.', '-')}"
    return text(known) if known in catalogue("th")["text"] else ""
