"""Names in the XML of Word documents."""

from __future__ import annotations

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)


def value(attributes: dict[str, str], name: str) -> str:
    """An attribute of Word's; empty where it is not there."""
    return next((attributes[space + name] for space in WORD if space + name in attributes), "")


def whole(attributes: dict[str, str], name: str, most: int) -> int:
    """An attribute that is a whole number, at most so great; 0 where it is none."""
    told = value(attributes, name)
    return min(int(told), most) if told.isascii() and told.isdigit() else 0
