"""A rubric as the rows of a workbook: texts by sheet and column, lossless.

``exchange_read`` is the way back; writing and reading the workbook itself is done elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from qp_scoring.exchange.sheets import (
    EXAMPLE_SHEETS,
    KEY,
    NUMBER,
    PART,
    SETTING_ROWS,
    SETTINGS,
    SHEETS,
    VALUE,
    SheetForm,
)
from qp_scoring.exchange.toml import Data, rubric_data
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
    rows = {SETTINGS: _settings(main)}
    for form in SHEETS:
        rows[form.id] = [
            _row(form, links, number, table)
            for links, owner in _owners(form, main, indicators)
            for number, table in enumerate(_tables(form, owner), start=1)
        ]
    rows["part"] = [row for one in indicators for row in _parts(one["code"], one)]
    files, cases = EXAMPLE_SHEETS
    rows[files.id] = [_row(files, {"file": name}, 0, file) for name, file in examples.items()]
    rows[cases.id] = [
        _row(cases, {"file": name}, 0, case)
        for name, file in examples.items()
        for case in file["case"]
    ]
    return rows


def _parts(code: str, rule: Data, above: str = "") -> Iterator[RowTexts]:
    """The parts of a rule by their places, those of a part after it (2, 2.1, 2.2, 3)."""
    (form,) = (form for form in SHEETS if form.id == "part")
    for number, part in enumerate(rule.get("part", ()), start=1):
        place = f"{above}{number}"
        yield {**_row(form, {"indicator": code}, number, part), NUMBER: place}
        yield from _parts(code, part, f"{place}.")


def _settings(main: Data) -> list[RowTexts]:
    """A row for every key, so that an officer sees what can be set."""
    rows: list[RowTexts] = []
    for column in SETTING_ROWS:
        value = _get(main, column.key.split("."))
        shown = {} if value is None else {VALUE: column.write(value)}
        rows.append({KEY: column.key, **shown})
    return rows


def _owners(
    form: SheetForm, main: Data, indicators: Sequence[Data]
) -> Iterator[tuple[RowTexts, Data]]:
    """The tables that the rows of a sheet stand in, with the cells that name them."""
    if form.id == "indicator":
        yield from (({}, indicator) for indicator in indicators)
    elif form.under == "overall":
        for number, paragraph in enumerate(main["overall"], start=1):
            yield {"overall": str(number)}, paragraph
    elif not form.under:
        yield {}, main
    else:
        for indicator in indicators:
            yield from _inside(form, indicator)


def _inside(form: SheetForm, indicator: Data) -> Iterator[tuple[RowTexts, Data]]:
    """An indicator, its parts or its items, as owners of the rows of a sheet."""
    links = {"indicator": indicator["code"]}
    if form.under == "item":
        for item in indicator.get("item", ()):
            yield {**links, "item": item["id"]}, item
        return
    yield links, indicator
    if form.parts:
        yield from _in_parts(links, indicator, "")


def _in_parts(links: RowTexts, rule: Data, above: str) -> Iterator[tuple[RowTexts, Data]]:
    for number, part in enumerate(rule.get("part", ()), start=1):
        yield {**links, PART: f"{above}{number}"}, part
        yield from _in_parts(links, part, f"{above}{number}.")


def _tables(form: SheetForm, owner: Data) -> Sequence[Data]:
    found = _get(owner, form.path)
    if found is None:
        return ()
    return found if isinstance(found, list) else (found,)


def _get(data: Data, path: Sequence[str]) -> Any:
    """What stands at a path of keys; None where there is nothing."""
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _row(form: SheetForm, links: RowTexts, number: int, table: Data) -> RowTexts:
    numbered = {NUMBER: str(number)} if form.numbered else {}
    given = {column: _get(table, column.key.split(".")) for column in form.columns}
    used = {column: value for column, value in given.items() if value is not None}
    return {
        **links,
        **numbered,
        **{column.key: column.write(value) for column, value in used.items()},
    }
