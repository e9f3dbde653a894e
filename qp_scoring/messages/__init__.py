"""Every sentence a user sees, in Thai and English, keyed by code.

``th.toml`` and ``en.toml`` hold the same keys with the same placeholders (a test walks both). They
are TOML of one kind, an entry a line, and are read as such: every command waits for it.
Values are filled in as plain text: braces or markup inside a value are never interpreted.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from typing import Any, Literal, Protocol

Language = Literal["th", "en"]

# Neither importlib.resources nor pathlib: they cost as much as all the rest of --help.
_HERE = os.path.dirname(__file__)

_ENTRY = re.compile(r'^(?:\[(.+)\]|([\w-]+) = (".*"))$', re.MULTILINE)
"""The heading of a table, or a key with its string."""


@cache
def catalogue(lang: Language) -> dict[str, Any]:
    """The parsed message file of a language: ``finding.<code>.message|fix`` and ``text.<key>``."""
    with open(os.path.join(_HERE, f"{lang}.toml"), encoding="utf-8") as file:
        return _parsed(file.read())


def _parsed(content: str) -> dict[str, Any]:
    """What ``tomllib`` makes of a message file, in a fifth of its time."""
    entries = _ENTRY.findall(content)
    # Strings of one line are written alike in TOML and in JSON, which is read by C.
    said = iter(json.loads(f"[{','.join(string for _, _, string in entries if string)}]"))
    found: dict[str, Any] = {}
    for heading, key, _ in entries:
        if heading:
            table = found
            for part in heading.split("."):
                table = table.setdefault(part, {})
        else:
            table[key] = next(said)
    return found


class _Coded(Protocol):
    """What sentences are said of, by its code and the values of their placeholders: a finding."""

    @property
    def code(self) -> str: ...

    @property
    def values(self) -> tuple[tuple[str, str], ...]: ...


def message(item: _Coded, lang: Language = "th") -> str:
    """What was found and what was expected, as one sentence."""
    return _filled(catalogue(lang)["finding"][item.code]["message"], dict(item.values))


def fix(item: _Coded, lang: Language = "th") -> str:
    """How to mend it, as one sentence."""
    return _filled(catalogue(lang)["finding"][item.code]["fix"], dict(item.values))


# A clause between [[ and ]] is left out where one of its values is empty.
_CLAUSE = re.compile(r"\[\[(.*?)\]\]")


def _filled(template: str, values: dict[str, str]) -> str:
    def clause(found: re.Match[str]) -> str:
        empty = any(not value and f"{{{name}}}" in found[1] for name, value in values.items())
        return "" if empty else found[1]

    return _CLAUSE.sub(clause, template).format_map(values)


def text(key: str, lang: Language = "th", /, **values: object) -> str:
    """A sentence or label of the program itself, by its key under ``[text]``."""
    template: str = catalogue(lang)["text"][key]
    return template.format_map(values)
