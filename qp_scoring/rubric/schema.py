"""JSON Schemas of the rubric files, for editors that check TOML while it is typed.

They come from the models, so they refuse no file that the loader takes. The loader knows more: what
one file says of another, and everything of meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qp_scoring.messages import Language, text
from qp_scoring.rubric.fields import Table, choices_of, tables_in, takes
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.nodes import keys_in_order
from qp_scoring.rubric.said_once import NEED_NOT_SAY, word_for
from qp_scoring.rubric.words import label

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# An exact number as pydantic has it; some versions say how its text looks, TOML knows numbers.
_EXACT = ["number", "string"]
# What pydantic says of a constraint that stands outside a validator of ours, as the schema has it.
_ARRAY = {"minLength": "minItems", "maxLength": "maxItems"}
_NUMBER = {"gt": "exclusiveMinimum", "ge": "minimum", "le": "maximum"}


def rubric_schema() -> str:
    """The schema of ``rubric.toml``: the model but for the indicators, which are files."""
    schema: Schema = Rubric.model_json_schema()
    del schema["properties"]["indicators"]
    schema["required"].remove("indicators")
    return _written(schema)


def indicator_schema() -> str:
    """The schema of ``indicators/*.toml``."""
    return _written(Indicator.model_json_schema())


def _written(schema: Schema) -> str:
    defined = schema.pop("$defs", {})
    tables = _toml({"schema": schema, "defined": defined})
    used = _used(tables["schema"], tables["defined"], {})
    for name, keys in NEED_NOT_SAY.items():
        for table in (used.get(name), tables["schema"] if schema.get("title") == name else None):
            if table:
                table["required"] = [key for key in table["required"] if key not in keys]
    if "Band" in used:  # the other name of its bound
        used["Band"]["properties"]["min"] = used["Band"]["properties"]["at_least"]
    whole = {"$schema": _DRAFT, **tables["schema"], "$defs": used}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _used(part: Any, defined: Schema, found: Schema) -> Schema:
    """The definitions that a part of the schema leads to."""
    if isinstance(part, dict):
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found[name] = defined[name]
            _used(defined[name], defined, found)
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for value in inner:
        _used(value, defined, found)
    return found


def _toml(part: Any) -> Any:
    """A part of the schema as TOML has it: numbers are no texts, and there is no null."""
    if isinstance(part, list):
        return [_toml(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    part = {key: _toml(value) for key, value in part.items() if value is not None}
    options = [option for option in part.pop("anyOf", []) if option != {"type": "null"}]
    named = any("minLength" in option for option in options)  # by a target
    if [option.get("type") for option in options] == _EXACT and not named:
        part.pop("default", None)
        part = {_NUMBER.get(key, key): value for key, value in part.items()} | {"type": "number"}
    elif len(options) == 1:
        part = {**options[0], **part}
    elif options:
        part["anyOf"] = options
    if part.get("type") == "array":
        part = {_ARRAY.get(key, key): value for key, value in part.items()}
    return part


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A key of the rubric files: the header it stands under, its name, and what it takes.

    ``header`` is empty at the top of a file; ``takes`` are the words of a choice, or the kind.
    The keys of a table stand under a header of its own.
    """

    header: str
    name: str
    takes: str
    required: bool
    is_table: bool
    word: str


def keys(model: type[Table], lang: Language = "th") -> list[KeyEntry]:
    """Every key of a file with the word for it, in the order of the models, table by table."""
    return list(_keys(model, "", lang, ()))


def _keys(
    model: type[Table], header: str, lang: Language, above: tuple[type[Table], ...]
) -> Iterator[KeyEntry]:
    below: list[tuple[type[Table], str]] = []
    for name in keys_in_order(model):
        field = model.model_fields[name]
        if name == "indicators":
            continue
        kind, tables = takes(field.annotation), list(tables_in(field.annotation).values())
        path = f"{header.strip('[]')}.{name}".strip(".")
        # Conditions have a section of their own.
        is_table = kind in ("table", "tables") and tables[0] not in (*above, model)
        if is_table:
            below.append((tables[0], f"[[{path}]]" if kind == "tables" else f"[{path}]"))
        said = " | ".join(choices_of(field.annotation)) or text(f"takes-{kind}", lang)
        omitted = NEED_NOT_SAY.get(model.__name__, ())
        required = field.is_required() and name not in omitted
        word = label(model, name, lang)
        yield KeyEntry(header, word_for(model, name), said, required, is_table, word)
    for table, path in below:
        yield from _keys(table, path, lang, (*above, model))
