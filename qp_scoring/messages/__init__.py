"""Every sentence a user sees, in Thai and English, keyed by code.

``th.toml`` and ``en.toml`` hold the same keys with the same placeholders (a test walks both).
Values are filled in as plain text: braces or markup inside a value are never interpreted.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from qp_scoring.findings import Finding

Language = Literal["th", "en"]

# Not importlib.resources: it costs as much as all of --help.
_HERE = Path(__file__).parent


@cache
def catalogue(lang: Language) -> dict[str, Any]:
    """The parsed message file of a language: ``finding.<code>.message|fix`` and ``text.<key>``."""
    return tomllib.loads((_HERE / f"{lang}.toml").read_text(encoding="utf-8"))


def message(item: Finding, lang: Language = "th") -> str:
    """What was found and what was expected, as one sentence."""
    return _filled(catalogue(lang)["finding"][item.code]["message"], dict(item.values))


def fix(item: Finding, lang: Language = "th") -> str:
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
