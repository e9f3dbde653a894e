"""The TOML files of a rubric: canonical text, the same rubric always gives the same bytes.

Keys stand in the order of the models. What says nothing (an empty list, an optional key that is
not used) is left out; every rule is written even where it is the default, so that a reader need
not know the defaults. Comments of the files that a rubric was read from are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.lines import as_toml, is_list_of_tables
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.nodes import keys_in_order
from qp_scoring.rubric.said_once import word_for

_NOT_IN_NAME = re.compile(r"[^0-9A-Za-zก-๙.-]+")

_LONGEST_NAME = 80  # characters: in Thai letters 240 bytes, which a file's name may have

_NOTHING: tuple[object, ...] = (None, [], {}, "")

Data = dict[str, Any]


def rubric_files(rubric: Rubric) -> dict[str, str]:
    """The files of a rubric's folder by their relative names, ``rubric.toml`` first.

    Indicators' files are numbered, because the loader takes them in the order of their names.
    """
    main, *indicators = rubric_data(rubric)
    width = max(2, len(str(len(indicators))))
    files = {"rubric.toml": toml_text(main)}
    for number, indicator in enumerate(indicators, start=1):
        code = file_name(indicator["code"])
        files[f"indicators/{number:0{width}}-{code}.toml"] = toml_text(indicator)
    return files


def file_name(name: str) -> str:
    """A name as a file may have it everywhere."""
    return _NOT_IN_NAME.sub("-", name.strip()).strip(".")[:_LONGEST_NAME]


def rubric_data(rubric: Rubric) -> tuple[Data, ...]:
    """The content of ``rubric.toml``, then of each indicator's file, as ``tomllib`` gives it."""
    main = _data(rubric)
    indicators: list[Data] = main.pop("indicators")
    return main, *indicators


def _data(model: Table) -> Data:
    """A model as a table; optional keys that say nothing are left out."""
    found: Data = {}
    for name in keys_in_order(type(model)):
        field = type(model).model_fields[name]
        given = getattr(model, name)
        value = _value(given)
        default = field.get_default(call_default_factory=True)
        if field.is_required() or value not in _NOTHING or given != default:
            found[word_for(type(model), name)] = value
    return found


def _value(value: Any) -> Any:
    if isinstance(value, Table):
        return _data(value)
    if isinstance(value, tuple):
        return [_value(entry) for entry in value]
    return value


def toml_text(data: Mapping[str, Any]) -> str:
    """The text of one file; arrays of tables stand in tables of their own, deeper ones inline.

    ``data`` holds texts, whole numbers, decimals, truth values, lists and tables of these.
    """
    plain = {key: value for key, value in data.items() if not _is_tables(value)}
    blocks = [_block("", plain)]
    for key, value in data.items():
        if isinstance(value, dict):
            blocks.extend(_tables(key, value))
        elif _is_tables(value):
            blocks.extend(_block(f"[[{key}]]", entry) for entry in value)
    return "\n".join(block for block in blocks if block)


def _is_tables(value: Any) -> bool:
    """Whether a value of the file's first level stands under a header of its own."""
    return isinstance(value, dict) or (is_list_of_tables(value) and bool(value))


def _tables(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """A table, and those below it under dotted headers."""
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    below = {key: value for key, value in table.items() if isinstance(value, dict)}
    if plain or not below:
        yield _block(f"[{name}]", plain)
    for key, value in below.items():
        yield from _tables(f"{name}.{key}", value)


def _block(header: str, table: Mapping[str, Any]) -> str:
    lines = [header] if header else []
    lines += [f"{key} = {as_toml(value, spread=True)}" for key, value in table.items()]
    return "".join(f"{line}\n" for line in lines)
