"""A page of headings, lines and entries, drawn in the terminal or written as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from qp_scoring.reports.terminal.tables import printable

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


@dataclass(frozen=True, slots=True)
class Title:
    """A heading; 1 is the page's own."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class ShortLines:
    """Short lines that stand together; strong ones are notices."""

    lines: Sequence[str]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of named texts: a table in Markdown, in the terminal each row under the other.

    The first two texts of a row say what it is; the others are shown with their headings, empty
    ones left out, each on its own line or, where they are ``short``, on one.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    short: bool = False


Block = Title | ShortLines | Entries


def markdown(blocks: Iterable[Block]) -> str:
    """The page as Markdown; nothing in a text is taken for markup."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Title):
        return f"{'#' * block.depth} {_plain(block.text)}"
    if isinstance(block, ShortLines):
        mark = "**" if block.strong else ""
        return "\n".join(f"- {mark}{_plain(line)}{mark}" for line in block.lines)
    rule = ["---"] * len(block.headings)
    rows = [block.headings, *block.rows]
    heading, *below = ([_plain(text) for text in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, rule, *below))


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", printable(text))


def drawn(blocks: Iterable[Block]) -> Iterator[tuple[Text, bool]]:
    """The page line by line for a terminal: texts to be folded, and whether each is set in."""
    for at, block in enumerate(blocks):
        if at and not isinstance(block, ShortLines):
            yield Text(), False
        if isinstance(block, Title):
            yield Text(printable(block.text), "bold"), False
        elif isinstance(block, ShortLines):
            for line in block.lines:
                yield Text(printable(line), "yellow" if block.strong else ""), False
        else:
            for row in block.rows:
                yield from _entry(block, row)


def _entry(block: Entries, row: Sequence[str]) -> Iterator[tuple[Text, bool]]:
    name, said, *more = row
    yield Text.assemble((printable(name), "bold"), "  " if name else "", printable(said)), False
    details = [
        Text.assemble((f"{heading}: ", "dim"), printable(text))
        for heading, text in zip(block.headings[2:], more, strict=True)
        if text
    ]
    if block.short:
        details = [Text(" · ", "dim").join(details)]
    yield from ((detail, True) for detail in details)
