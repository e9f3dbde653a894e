"""Rows and shared texts in the one form in which programs write nearly all of a workbook.

A parser tells of every element by a call; most of a workbook is cells with a number or a text, and
these calls would be most of the time of reading. What is wholly in that form, one row or text after
the other, is taken by patterns that allow nothing else: no comments, no names of other namespaces,
nothing that is not well formed. From the first that has anything besides, the parser reads on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

_TEXT = r"[^<]"  # what it may not hold, `characters` refuses
_REST = r"([\s\S]+)"  # all that comes, from the first that is in no such form
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?:'
    rf' t="inlineStr"(?:/>|>(?:<is><t(?: xml:space="preserve")?>({_TEXT}*)</t></is>)?</c>)'
    r'|(?: t="(?!inlineStr")([A-Za-z]{1,9})")?(?:/>|>'
    rf'(?:<f(?: aca="false")?>({_TEXT}+)</f>)?(?:(<v>)({_TEXT}*)</v>|(<v ?/>))?</c>))|{_REST}'
)
_SHARED = re.compile(rf'<si><t(?: xml:space="preserve")?>({_TEXT}*)</t></si>|{_REST}')
_ROW = re.compile(rb'<row((?: [A-Za-z0-9:]+="[ !#-%\'-;=?-~]*")*)(/?)>')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_EXCELS_OWN = "x14ac:dyDescent"  # in a namespace that has to be declared
_ROW_END, _SHARED_END = b"</row>", b"</si>"
_AT_ONCE = 2**20  # bytes of rows or texts that are held in several ways
_NOT_UTF8 = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE
)
# Some programs write every letter of Thai as a reference, so a run of them is taken at once.
_REFERENCE = re.compile(r"(?:&#[0-9]+;)+|&#x([0-9A-Fa-f]+);|&(amp|lt|gt|quot|apos);|&")
_NO_CHARACTER = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_NO_TEXT = re.compile(f"[{_NO_CHARACTER}]|]]>")
_NO_REFERENCE = re.compile(f"[{_NO_CHARACTER}]")
_SHORT = 2**13  # longer ones are not kept in mind
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


_T = TypeVar("_T")


class PlainRow(NamedTuple, Generic[_T]):
    """A row: the attributes of its element, what its cells come to, and where it ends."""

    attributes: dict[str, str]
    cells: _T
    end: int


def plain_rows(data: bytes, at: int, read: Callable[[bytes], _T | None]) -> Iterator[PlainRow[_T]]:
    """Rows of a worksheet part, up to the first that is not in the form.

    ``read`` makes of the cells of a row, as they stand there, what they come to; None where they
    are not in the form.

    Raises:
        ValueError: a row is not in UTF-8.
    """
    if _NOT_UTF8.match(data):
        return
    while row := _ROW.match(data, at):
        attributes, is_excels = _attributes(row[1])
        if attributes is None or (is_excels and b' xmlns:x14ac="' not in data):
            return
        begins = end = at = row.end()
        if not row[2]:
            end = data.find(_ROW_END, begins, begins + _AT_ONCE)
            if end < 0:
                return
            at = end + len(_ROW_END)
        cells = read(data[begins:end])
        if cells is None:
            return
        yield PlainRow(attributes, cells, at)


def plain_cells(row: bytes) -> list[tuple[str, ...]] | None:
    """The cells of a row as they stand there; None where they are not in the form.

    Of a cell: the letters and the number of its address, its style, its inline text, and where that
    is absent its type, its formula, ``<v>`` or nothing, its value, ``<v/>`` or nothing; then "".
    Texts are as they stand, with references. What is absent is "".

    Raises:
        ValueError: the row is not in UTF-8.
    """
    cells = _CELL.findall(row.decode())
    return None if cells and cells[-1][-1] else cells


@lru_cache(maxsize=2**10)  # rows are mostly of a few heights
def _attributes(written: bytes) -> tuple[dict[str, str] | None, bool]:
    """The attributes of a row's element, and whether there is one of Excel's own namespace.

    None where one is there twice, or in another namespace.
    """
    named = _ATTRIBUTE.findall(written.decode())
    attributes = dict(named)
    prefixed = [name for name in attributes if ":" in name or name == "xmlns"]
    if len(attributes) < len(named) or prefixed not in ([], [_EXCELS_OWN]):
        return None, False
    return attributes, bool(prefixed)


def plain_texts(data: bytes, at: int) -> Iterator[tuple[list[str], int]]:
    """Shared texts from a place on, some at a time, up to the first that is not in the form.

    Each comes with its references as they stand; the number is where in the part those end.

    Raises:
        ValueError: a text is not in UTF-8.
    """
    if _NOT_UTF8.match(data):
        return
    while (end := data.rfind(_SHARED_END, at, at + _AT_ONCE)) >= 0:
        end += len(_SHARED_END)
        found = _SHARED.findall(data[at:end].decode())
        rest = found[-1][-1]
        yield [text for text, _ in found[: -1 if rest else None]], end - len(rest.encode())
        if rest:
            return
        at = end


def opening_at(data: bytes, tag: bytes) -> tuple[int, int]:
    """Where a start tag begins and ends in a part; where it is not there, both at its end.

    It may be a text that only looks so: that it is a tag, the parser knows when it comes to it.
    """
    begins = data.find(tag)
    ends = data.find(b">", begins) + 1
    return (begins, ends) if begins >= 0 and ends else (len(data), len(data))


def characters(text: str) -> str:
    """A text as a parser tells it: with the characters that references stand for.

    Raises:
        ValueError, OverflowError: it is not well formed.
    """
    return _short(text) if len(text) <= _SHORT else _read(text)


def _read(text: str) -> str:
    if _NO_TEXT.search(text):
        raise ValueError("what no text may hold")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_referred, text) if "&" in text else text


_short = lru_cache(maxsize=2**13)(_read)  # forms of a round say the same


def _referred(found: re.Match[str]) -> str:
    hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    codes = [int(hexadecimal, 16)] if hexadecimal else map(int, found[0][2:-1].split(";&#"))
    text = "".join(map(chr, codes))
    if _NO_REFERENCE.search(text):
        raise ValueError("a reference to no character")
    return text
