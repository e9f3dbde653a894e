"""The model of worked examples: answers of an office, and what must come of them.

Mirrors ``examples/*.toml`` of a rubric set key by key; the job of the examples scores them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from qp_scoring.rubric.fields import Exact, Many, Table, Text, Texts, digits

EXAMPLES = "examples"
"""The folder of a set that holds its examples."""

MeasuredValues = dict[str, Exact]


def _as_text(value: object) -> object:
    """A grade that is called by a number, as a sheet gives it."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return digits(Decimal(value))
    return value


Grade = Annotated[Text, BeforeValidator(_as_text)]


class Expected(Table):
    """What must come of a case; only what is given is compared.

    ``level`` and ``score`` are by indicator code, ``node`` are scores of groups and parts by their
    ids (as in the results) and as printed, as is ``mean``.
    """

    level: dict[str, int] = Field(default_factory=dict)
    score: MeasuredValues = Field(default_factory=dict)
    state: dict[str, str] = Field(default_factory=dict)
    node: MeasuredValues = Field(default_factory=dict)
    mean: Text | None = None
    band: Text | None = None


class ExampleCase(Table):
    """The answers of one office: what is not named is unmet, a value not given not assessed.

    ``grades`` are those of items that have some: without one the lowest, in ``met`` the highest.
    ``levels`` are given as agreed levels, ``not_reported`` and ``not_started`` name indicators,
    ``none`` measures with no cases to count, ``targets`` are the office's own. ``round`` is by
    default the rubric's first.
    """

    name: Text
    round: Text | None = None
    office_type: Text | None = None
    met: Texts = ()
    grades: dict[str, Grade] = Field(default_factory=dict)
    not_relevant: Texts = ()
    values: MeasuredValues = Field(default_factory=dict)
    none: Texts = ()
    targets: MeasuredValues = Field(default_factory=dict)
    levels: MeasuredValues = Field(default_factory=dict)
    not_reported: Texts = ()
    not_started: Texts = ()
    expect: Expected


class Example(Table):
    """An example file; ``rubric`` and ``indicator`` are checked as a rubric set of their own."""

    title: Text
    about: Text
    rubric: dict[str, Any] = Field(default_factory=dict)
    indicator: Many[Any] = ()
    case: Annotated[Many[ExampleCase], Field(min_length=1)]
