"""How a line is set off from others: by signs of Markdown, and by how it is numbered."""

from __future__ import annotations

import re
from functools import lru_cache

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.text import LETTERS
from qp_scoring.thai import to_arabic_digits

SIGN = "■"
"""The style of signs that head more than they list."""
ITEM_NUMBER = "1.1)"
"""How items of an answer are counted, and titles only where nothing else counts them."""

# How a number is set down, whatever it is.
_NUMBERED = (
    (ITEM_NUMBER, re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\)")),
    ("1.1", re.compile(r"[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])")),
    ("1.1.1", re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){2,}")),
    ("1)", re.compile(r"[0-9]{1,2}\)")),
    (".1", re.compile(r"\.[0-9](?=\s)")),
    ("[1]", re.compile(r"\[[0-9]{1,2}\]")),
    ("1/", re.compile(r"[0-9]{1,2}/(?=\s)")),
    ("(1)", re.compile(r"\([0-9]{1,2}\)")),
    ("1.", re.compile(r"[0-9]{1,2}\.?(?=\s|[ก-ฮเ-ไA-Z])")),
    ("ก.", re.compile(rf"[{LETTERS}]\.(?=\s)")),
    (SIGN, re.compile(r"[■□◆◇]")),
    ("-", re.compile(r"[-–•▪●○◦➢✓✔*+❖★☆➤►▶]")),
)


@lru_cache(maxsize=4_096)
def number_style(text: str) -> str:
    """How the number, letter or bullet is set down that a text begins with, digits Arabic."""
    return next((name for name, one in _NUMBERED if one.match(text)), "")


def style_of(entry: Entry) -> str:
    """The signs before an entry, and the style of its number."""
    return entry.signs + number_style(to_arabic_digits(entry.text))
