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
_TEXTS, _FINDINGS = "\n[text]", "\n[finding."
"""Where texts begin in a message file, behind those of help, and findings behind the texts."""


@cache
def catalogue(lang: Language) -> dict[str, Any]:
    """A parsed message file: ``finding.<code>.message|fix``, ``text.<key>``, ``help.<key>``."""
    return tomllib.loads(_content(lang))


@cache
def _help(lang: Language) -> dict[str, str]:
    """What ``--help`` says, alone: parsing all texts would be half of its time."""
    found: dict[str, str] = tomllib.loads(_content(lang).partition(_TEXTS)[0])["help"]
    return found


@cache
def _texts(lang: Language) -> dict[str, str]:
    """The texts without the findings, of which a command needs few."""
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
    """A sentence or label of the program itself, by its key under ``[text]`` or ``[help]``."""
    texts = _help(lang) if key.startswith("help-") else _texts(lang)
    return texts[key].format_map(values)
