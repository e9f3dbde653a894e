"""A rubric as the rows of a workbook: texts by sheet and column, lossless.

``read`` is the way back; writing and reading the workbook itself is done elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from qp_scoring.exchange.sheets import (
    EXAMPLE_SHEETS,
    FILE,
    KEY,
    NUMBER,
    PART,
    SETTING_ROWS,
    SETTINGS,
    SHEETS,
    VALUE,
    BookColumn,
    SheetForm,
)
from qp_scoring.exchange.toml import Data, rubric_data
from qp_scoring.rubric.examples import Example
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import found_at
from qp_scoring.rubric.model import Rubric

RowTexts = Mapping[str, str]
_ORIGIN = re.compile(r"(?P<id>.+) (?P<version>[0-9.]+) \((?P<mark>[0-9a-f]{12})\)")


def origin_text(rubric: Rubric) -> str:
    """Which content was exported: stands in the workbook, so that the way back can tell."""
    return f"{rubric.id} {rubric.version} ({rubric.content_mark})"


def keeps_version(rubric: Rubric, origin: str) -> bool:
    """Whether a rubric has another content than its origin, under the same id and version."""
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        return False
    same = (found["id"], found["version"]) == (rubric.id, rubric.version)
    return same and found["mark"] != rubric.content_mark


def rubric_rows(
    rubric: Rubric, examples: Mapping[str, Data] = MappingProxyType({})
) -> dict[str, list[RowTexts]]:
    """The rows of every sheet by its id: texts by column; blank ones are absent.

    ``examples`` are the set's worked examples by the names of their files.
    """
    main, *indicators = rubric_data(rubric)
    files = {form.table: form for form in _ALL if not form.path}
    found = chain(
        _inside(SETTINGS, main, {}),
        *(_rows(files[Indicator], one, {}, "") for one in indicators),
        *(_rows(files[Example], one, {FILE: name}, "") for name, one in examples.items()),
    )
    rows: dict[str, list[RowTexts]] = {form.id: [] for form in _ALL}
    for form, row in found:
        rows[form.id].append(row)
    return {SETTINGS: _settings(main), **rows}


_ALL = (*SHEETS, *EXAMPLE_SHEETS)
_PARTS_LAST = sorted(_ALL, key=lambda form: form.id == PART)
"""What a rule has itself stands above what its parts have."""


def _settings(main: Data) -> list[RowTexts]:
    """A row for every key, so that an officer sees what can be set."""
    return [{KEY: column.key, **_cells({VALUE: column}, main)} for column in SETTING_ROWS]


def _rows(
    form: SheetForm, table: Data, around: RowTexts, number: str
) -> Iterator[tuple[SheetForm, RowTexts]]:
    """The row of a table with its sheet, then those of all that stands in the table.

    ``around`` names the rows that it stands in by their sheets. Parts are numbered by their places,
    those of a part after it (2, 2.1, 2.2, 3).
    """
    links = {link.key: around[link.key] for link in form.links if link.key in around}
    numbered = {NUMBER: number} if form.numbered else {}
    row = {**links, **numbered, **_cells({one.key: one for one in form.columns}, table)}
    yield form, row
    above = f"{number}." if form.id == PART else ""
    yield from _inside(form.id, table, {**around, form.id: row.get(form.named, "")}, above)


def _inside(
    sheet: str, table: Data, around: RowTexts, above: str = ""
) -> Iterator[tuple[SheetForm, RowTexts]]:
    """The rows of all that stands in a table, which has its row in a sheet."""
    for form in _PARTS_LAST:
        found = found_at(table, form.path) if sheet in form.under else None
        tables = found if isinstance(found, list) else [] if found is None else [found]
        for number, inner in enumerate(tables, start=1):
            yield from _rows(form, inner, around, f"{above}{number}")


def _cells(columns: Mapping[str, BookColumn], table: Data) -> RowTexts:
    """The texts of what columns find in a table."""
    found = (
        (name, column.form, found_at(table, column.key.split(".")))
        for name, column in columns.items()
    )
    return {name: form.write(value) for name, form, value in found if value is not None}
