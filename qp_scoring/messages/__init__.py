"""Every sentence a user sees, in Thai and English, keyed by code.

``th.toml`` and ``en.toml`` hold the same keys with the same placeholders (a test walks both).
Values are filled in as plain text: braces or markup inside a value are never interpreted.
"""

from __future__ import annotations

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
    template: str = catalogue(lang)["finding"][item.code]["message"]
    return template.format_map(dict(item.values))


def fix(item: Finding, lang: Language = "th") -> str:
    """How to mend it, as one sentence."""
    template: str = catalogue(lang)["finding"][item.code]["fix"]
    return template.format_map(dict(item.values))


def text(key: str, lang: Language = "th", /, **values: object) -> str:
    """A sentence or label of the program itself, by its key under ``[text]``."""
    template: str = catalogue(lang)["text"][key]
    return template.format_map(values)
