"""Placeholders of the rubric's texts: which each text may use, and filling them in.

Filling is by name only: no attribute, index or format of a value can be reached from a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([^{}]*)\}")

NONE: frozenset[str] = frozenset()
TITLE = frozenset({"fiscal_year", "round"})
INDICATOR_LABEL = frozenset({"code"})
MEAN_ROW = frozenset({"n"})
SUGGEST = frozenset({"next_round"})
OVERALL = frozenset(
    {
        "office",
        "office_short",
        "fiscal_year",
        "round",
        "next_round",
        "mean",
        "n",
        "band",
        "count",
        "indicators",
        "not_reported",
        "not_reported_indicators",
    }
)


def used(text: str) -> list[str]:
    """The placeholders of a text, in order."""
    return _FIELD.findall(text)


def without(text: str) -> str:
    """The text without its placeholders."""
    return _FIELD.sub("", text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced.

    Raises:
        KeyError: a placeholder has no value; the loader refuses such a text beforehand.
    """
    return _FIELD.sub(lambda found: values[found[1]], text)
