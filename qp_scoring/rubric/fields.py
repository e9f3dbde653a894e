"""Field types shared by the rubric's models: strict tables, exact numbers, tuples."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints

_T = TypeVar("_T")


class Table(BaseModel):
    """A table of a rubric file: strict, frozen, unknown keys refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


def _as_decimal(value: object) -> object:
    """TOML writes 4 and 4.50; both are exact here (the loader parses floats as Decimal)."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_tuple(value: object) -> object:
    """A TOML array is a list; frozen models hold tuples."""
    return tuple(value) if isinstance(value, list) else value


Exact = Annotated[
    Decimal,
    BeforeValidator(_as_decimal),
    PlainSerializer(lambda value: format(value, "f"), when_used="json"),
]
Many = Annotated[tuple[_T, ...], BeforeValidator(_as_tuple)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Texts = Many[Text]
