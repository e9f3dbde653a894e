"""JSON Schemas of the rubric files, for editors that check TOML while it is typed.

They come from the models, so they refuse no file that the loader takes. The loader knows more: what
one file says of another, and everything of meaning.
"""

from __future__ import annotations

import json
from typing import Any

from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric

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
    defined = schema.pop("$defs")
    tables = _toml({"schema": schema, "defined": defined})
    used = _used(tables["schema"], tables["defined"], {})
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
    if [option.get("type") for option in options] == _EXACT:
        part.pop("default", None)
        part = {_NUMBER.get(key, key): value for key, value in part.items()} | {"type": "number"}
    elif len(options) == 1:
        part = {**options[0], **part}
    elif options:
        part["anyOf"] = options
    if part.get("type") == "array":
        part = {_ARRAY.get(key, key): value for key, value in part.items()}
    return part
