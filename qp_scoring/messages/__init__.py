"""Every sentence a user sees, in Thai and English, keyed by code.

``th.toml`` and ``en.toml`` hold the same keys with the same placeholders (a test walks both).
Values are filled in as plain text: braces or markup inside a value are never interpreted.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from typing import Any, Literal, Protocol

Language = Literal["th", "en"]

# Neither importlib.resources nor pathlib: they cost as much as all the rest of --help.
_HERE = os.path.dirname(__file__)
_FINDINGS = "\n[finding."
"""Where the sentences of findings begin in a message file; the texts stand before them."""


@cache
def catalogue(lang: Language) -> dict[str, Any]:
    """The parsed message file of a language: ``finding.<code>.message|fix`` and ``text.<key>``."""
    return tomllib.loads(_content(lang))


@cache
def _texts(lang: Language) -> dict[str, str]:
    """The texts alone: help needs no finding, and parsing them takes half the time."""
    found: dict[str, str] = tomllib.loads(_content(lang).partition(_FINDINGS)[0])["text"]
    return found


def _content(lang: Language) -> str:
    with open(os.path.join(_HERE, f"{lang}.toml"), encoding="utf-8") as file:
        return file.read()


class _Coded(Protocol):
    """What sentences are said of, by its code and the values of their placeholders: a finding."""

    @property
    def code(self) -> str: ...

    @property
    def values(self) -> tuple[tuple[str, str], ...]: ...


def message(item: _Coded, lang: Language = "th") -> str:
    """What was found and what was expected, as one sentence."""
    return _filled(catalogue(lang)["finding"][item.code]["message"], _values(item, lang))


def fix(item: _Coded, lang: Language = "th") -> str:
    """How to mend it, as one sentence."""
    return _filled(catalogue(lang)["finding"][item.code]["fix"], _values(item, lang))


def _values(item: _Coded, lang: Language) -> dict[str, str]:
    """The values of a finding; the date that a cell holds as a Thai reader sees it there."""
    values = dict(item.values)
    if lang == "th" and item.code == "cell-date":
        from qp_scoring.thai import written_date  # noqa: PLC0415  (--help needs no findings)

        values["found"] = written_date(values["found"])
    return values


# A clause between [[ and ]] is left out where one of its values is empty.
_CLAUSE = re.compile(r"\[\[(.*?)\]\]")


def _filled(template: str, values: dict[str, str]) -> str:
    def clause(found: re.Match[str]) -> str:
        empty = any(not value and f"{{{name}}}" in found[1] for name, value in values.items())
        return "" if empty else found[1]

    return _CLAUSE.sub(clause, template).format_map(values)


def text(key: str, lang: Language = "th", /, **values: object) -> str:
    """A sentence or label of the program itself, by its key under ``[text]``."""
    return _texts(lang)[key].format_map(values)
