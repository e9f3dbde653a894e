"""Field types shared by the rubric's models: strict tables, exact numbers, tuples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticKnownError

KeyPath = tuple[str | int, ...]
"""Where something stands in a file: the keys that lead there, and places in lists from 0."""

_T = TypeVar("_T")
_DIGITS = 40
"""So many digits a number may have on either side of its point."""
_EXACT = Context(prec=10 * _DIGITS, traps=[Inexact])
_PLAIN_NUMBER = re.compile(rf"-?[0-9]{{1,{_DIGITS}}}(\.[0-9]{{1,{_DIGITS}}})?")


class Table(BaseModel):
    """A table of a rubric file: strict, frozen, unknown keys refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    @classmethod
    def own_keys(cls) -> list[str]:
        """Its keys in the order in which all that is told of it stands."""
        return list(cls.model_fields)


OfTable = TypeVar("OfTable", bound=Table)


def _as_decimal(value: object, info: ValidationInfo) -> object:
    """TOML writes 4 and 4.50; both are exact here (the loader parses floats as Decimal).

    Canonical JSON writes them as texts; only there is a text a number.
    """
    if info.mode == "json" and isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value):
        return Decimal(value)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _of_a_size(value: Decimal) -> Decimal:
    """A number that can be written out: 1e999999999 is valid TOML, but no arithmetic ends on it.

    Raises:
        ValueError: There are more digits than :data:`_PLAIN_NUMBER` reads back.
    """
    exponent = value.as_tuple().exponent
    if value.adjusted() >= _DIGITS or (isinstance(exponent, int) and exponent < -_DIGITS):
        raise ValueError
    return value


def _number_or_name(value: object, info: ValidationInfo) -> Decimal | str:
    """A number, or the name of one that every office has of its own.

    Raises:
        ValueError: It is neither; a number in quotation marks is none.
    """
    found = _as_decimal(value, info)
    if isinstance(found, Decimal):
        return _of_a_size(found)
    if isinstance(found, str) and found.strip() and not _PLAIN_NUMBER.fullmatch(found.strip()):
        return found.strip()
    raise PydanticKnownError("is_instance_of", {"class": "Decimal"})


def digits(value: Decimal | str) -> str:
    """A number by its value alone, as a person writes it: 85 and 85.0 are one. A name as it is."""
    if isinstance(value, str):
        return value
    whole, _, after = format(value, "f").partition(".")
    found = f"{whole}.{after.rstrip('0')}".rstrip(".")
    return "0" if found == "-0" else found


def plain(value: Fraction) -> str:
    """An exact number as a reader writes it: ``80``, ``12.5``, or a ratio that has no end."""
    if value.denominator == 1:
        return str(value.numerator)
    try:
        return digits(_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))
    except Inexact:
        return str(value)


def _as_tuple(value: object) -> object:
    """A TOML array is a list; frozen models hold tuples."""
    return tuple(value) if isinstance(value, list) else value


Exact = Annotated[
    Decimal,
    BeforeValidator(_as_decimal),
    AfterValidator(_of_a_size),
    PlainSerializer(lambda value: format(value, "f"), when_used="json"),
]
Amount = Annotated[
    Decimal | str,
    PlainValidator(_number_or_name),
    PlainSerializer(
        lambda value: value if isinstance(value, str) else format(value, "f"), when_used="json"
    ),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "minLength": 1}]}),
]
"""A number of a rule, or the name of a target (:mod:`~qp_scoring.rubric.targets`)."""
Many = Annotated[tuple[_T, ...], BeforeValidator(_as_tuple)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Texts = Many[Text]


def tables_within(table: Table, path: KeyPath = ()) -> Iterator[tuple[Table, KeyPath]]:
    """A table and every table in it, however deep, each with where it stands."""
    yield table, path
    for key in _holding(type(table)):
        value = getattr(table, key)
        if isinstance(value, Table):
            yield from tables_within(value, (*path, key))
        elif isinstance(value, tuple):
            for at, one in enumerate(value):
                if isinstance(one, Table):
                    yield from tables_within(one, (*path, key, at))


@cache
def _holding(kind: type[Table]) -> tuple[str, ...]:
    """The keys of a table in which other tables may stand."""
    fields = kind.model_fields
    return tuple(key for key in kind.own_keys() if tables_in(fields[key].annotation))


def with_values(table: OfTable, **changed: Any) -> OfTable:
    """A table with other values, which come from a table that was checked.

    Not ``model_copy``: that would keep what was computed of the table before.
    """
    values = {key: getattr(table, key) for key in type(table).model_fields}
    return type(table).model_construct(**{**values, **changed})


Scalar = Literal["text", "number", "truth", "choice"]
Takes = Scalar | Literal["texts", "numbers", "words", "points", "condition", "table", "tables"]


def takes(annotation: Any) -> Takes | None:
    """What a key of a type takes: ``words`` are names with a figure or word each.

    None where that is not known.
    """
    parts = [_bare(one) for one in get_args(annotation) if one not in (NoneType, ...)]
    many, inner = get_origin(annotation) is tuple, parts[0] if parts else annotation
    if Any in parts:
        return None
    if tables := tables_in(annotation):
        return "condition" if len(tables) > 1 else "tables" if many else "table"
    if many:
        return "points" if get_origin(inner) is tuple else "numbers" if inner is int else "texts"
    if choices_of(annotation):
        return "choice"
    kinds: dict[Any, Scalar] = {bool: "truth", str: "text", int: "number", Decimal: "number"}
    kinds[Decimal | str] = "number"  # or the name of a target
    return "words" if get_origin(annotation) is dict else kinds[inner]


def _bare(annotation: Any) -> Any:
    """A type without what pydantic is told beside it."""
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The words that a type allows, where it is a choice."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    inner = () if get_origin(annotation) is tuple else get_args(annotation)
    return tuple(word for part in inner for word in choices_of(part))


def tables_in(annotation: Any) -> dict[str, type[Table]]:
    """The tables that stand in a type, however deep in its lists and alternatives.

    By their tags where they are alternatives that have one, else by their names.
    """
    return dict(_tagged(annotation, ""))


def _tagged(annotation: Any, tag: str) -> Iterator[tuple[str, type[Table]]]:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        yield tag or annotation.__name__, annotation
        return
    inner = get_args(annotation)
    tags = [str(one.tag) for one in inner if isinstance(one, Tag)]
    for part in inner:
        yield from _tagged(part, tags[0] if tags else "")
