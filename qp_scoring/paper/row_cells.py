"""Cells as XML: shared texts, and rows, of which many have the same shape and looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from xlsxwriter.utility import xl_col_to_name

from qp_scoring.paper.frames import CellError, CellLook, data, escaped

# What a cell holds: the number of a shared text, a figure, the XML of a formula, or nothing.
Content = int | float | str | None

# The columns of a row, in their order, each with how its cell goes on.
Shape = tuple[tuple[int, str], ...]
# A row: its shape, the numbers of its looks, and what its cells hold.
CellRow = tuple[Shape, tuple[int | None, ...], tuple[int | str, ...]]

# How a cell goes on after its place and its style, by what it holds.
_TEXT, _NUMBER, _FORMULA, _BLANK = ' t="s"><v>%s</v></c>', "><v>%s</v></c>", "%s", "/>"
_BLOCK = 16  # rows of which it is said together in which columns they have cells
_USUAL_PIXELS = 21

_LONGEST = 32_767  # UTF-16 units of a text


def _refuse_longer(text: str) -> None:
    """A CellError for a text that no cell holds."""
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * _LONGEST:
        raise CellError("a text is longer than a cell holds")


@lru_cache(maxsize=1_024)  # most runs of texts in several fonts recur
def _said(text: str) -> str:
    """A text as XML, with the spaces at its ends."""
    _refuse_longer(text)
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<t{kept}>{data(text)}</t>"


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """The entry of a text among the shared ones; most are those of every workbook."""
    return f"<si>{_said(text)}</si>"


@lru_cache(maxsize=16_384)
def rich(runs: tuple[tuple[str, str], ...]) -> str:
    """The entry of a text in several fonts, (text, XML of its font) each."""
    _refuse_longer("".join(text for text, _ in runs))
    said = "".join(f"<r>{font}{_said(text)}</r>" for text, font in runs)
    return f"<si>{escaped(said)}</si>"  # XlsxWriter does so once more


@lru_cache(maxsize=1_024)
def _pattern(shape: Shape, styles: tuple[str, ...]) -> str:
    """The cells of a row as XML: ``#`` for the number of the row, ``%s`` for what cells hold."""
    cells = (
        f'<c r="{xl_col_to_name(column)}#"{style}{rest}'
        for (column, rest), style in zip(shape, styles, strict=True)
    )
    return f">{''.join(cells)}</row>"


@lru_cache(maxsize=1_024)
def _high(points: float | None) -> str:
    """The height of a row as an attribute."""
    pixels = _USUAL_PIXELS if points is None else int(points * 4 / 3 + 0.5)
    return "" if pixels == _USUAL_PIXELS else f' ht="{pixels * 0.75:.16g}" customHeight="1"'


def row_of(cells: dict[int, tuple[int | None, Content]]) -> CellRow:
    """Cells by their columns as a row."""
    shape: list[tuple[int, str]] = []
    looks: list[int | None] = []
    held: list[int | str] = []
    for column, (look, content) in sorted(cells.items()):
        looks.append(look)
        if content is None:
            shape.append((column, _BLANK))
        elif isinstance(content, int):  # as nearly all are
            shape.append((column, _TEXT))
            held.append(content)
        elif isinstance(content, float):
            shape.append((column, _NUMBER))
            # Of the figures of a country, a few hundred are different.
            held.append(intern(f"{content:.16G}"))
        else:
            shape.append((column, _FORMULA))
            held.append(content)
    return tuple(shape), tuple(looks), tuple(held)


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A row that many workbooks have: texts in their looks, its shape, the entries of its texts."""

    texts: tuple[str, ...]
    looks: tuple[CellLook, ...]
    shape: Shape
    entries: tuple[str, ...]


def ready_row(cells: Iterable[tuple[str, CellLook]]) -> ReadyRow:
    """Texts in their looks, from the first column on; one that says nothing is a blank cell."""
    texts, looks = zip(*cells, strict=True)
    shape = tuple((column, _TEXT if text else _BLANK) for column, text in enumerate(texts))
    return ReadyRow(texts, looks, shape, tuple(plain(text) for text in texts if text))


def columns_of(shapes: Iterable[Shape]) -> set[int]:
    """All columns of rows."""
    return {column for shape in set(shapes) for column, _ in shape}


def drawn(
    rows: dict[int, CellRow], heights: dict[int, float], styles: dict[int | None, str], descent: str
) -> Iterator[str]:
    """The rows of a sheet as XML, which are let go."""
    numbers = sorted(rows.keys() | heights.keys())
    yield "<sheetData>" if numbers else "<sheetData/>"
    spans: defaultdict[int, set[Shape]] = defaultdict(set)
    for row, (shape, _, _) in rows.items():
        spans[row // _BLOCK].add(shape)
    ends = {block: columns_of(shapes) for block, shapes in spans.items()}
    across = {at: f' spans="{min(of) + 1}:{max(of) + 1}"' for at, of in ends.items()}
    for row in numbers:
        number = str(row + 1)
        begin = (
            f'<row r="{number}"{across.get(row // _BLOCK, "")}{_high(heights.get(row))}{descent}'
        )
        if row in rows:
            shape, looks, held = rows.pop(row)
            cells = _pattern(shape, tuple([styles[look] for look in looks]))
            yield begin + cells.replace("#", number) % held
        else:
            yield begin + "/>"
    yield "</sheetData>" if numbers else ""
