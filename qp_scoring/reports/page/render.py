"""Set the page: a template, one style sheet and one small script, all in one file.

The page asks nothing of a network, and its content security policy names the two by their hashes,
so that no text of an input could run even if it were not escaped. The same round gives the same
bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, StrictUndefined, Template

from qp_scoring.reports.page.view import PageView, say

_AT_ONCE = 1_000  # pieces of the template that are encoded together


def render_page(view: PageView) -> Iterator[bytes]:
    """The page as UTF-8 in parts: that of a country of schools is never held whole."""
    style, script = map(_part, ("dashboard.css", "dashboard.js"))
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    )
    shown = _page().stream(view=view, say=say, policy=policy, style=style, script=script)
    shown.enable_buffering(_AT_ONCE)
    yield from (part.encode() for part in shown)


@cache
def _page() -> Template:
    setting = Environment(
        loader=BaseLoader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # there is nothing in the template that could be worked out before
    )
    return setting.from_string(_part("dashboard.html.j2"))


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").strip()


def _hash(content: str) -> str:
    """The hash of a style sheet or script as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
