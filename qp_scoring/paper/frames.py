"""What XlsxWriter makes of a workbook beside its cells: made once for workbooks that are alike.

XlsxWriter is told nothing before a workbook is written. What it is to be told is kept as calls, and
workbooks of the same calls have the same frame. What each of them has for itself (its title, its
last row, the figures of its chart) is told as :class:`Own`: XlsxWriter gets a stand-in, at which
the parts that it makes are divided, and every workbook puts its own there.
"""

from __future__ import annotations

import datetime
import gc
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import count
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

from qp_scoring.paper.archive import Packed, packed
from qp_scoring.paper.charts import Chart, LineChart, native_chart
from qp_scoring.paper.page import LANGUAGE

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Calibri 12 has digits of 8 pixels at every scaling of a screen, Calibri 11 of 7.0 to 7.4: with
    # it, columns are as wide as they were counted, on paper and in LibreOffice too.
    "default_format_properties": {"font_name": "Calibri", "font_size": 12},
    "default_row_height": 21,
    "default_column_width": 72,
}
# The day a workbook was made stands in run.json; in the file it would change its bytes.
_CREATED = datetime.datetime(2000, 1, 1)

_KEPT, _MOST_CALLS = 64, 500  # frames, and the calls of one: larger workbooks come once a run
_FILLED = ("xl/worksheets/", "xl/charts/chart", "xl/workbook.", "xl/shared", "docProps/core.")
# A stand-in is a letter that no text has, with a number, or a number above all that are told. The
# pattern begins with one letter or the other, and is looked for only where one stands.
_LETTER, _ABOVE = "\ue000", 1_000_000
_STAND_IN = re.compile(rf"(?:{_LETTER}|1(?<![\d.]1)0)(\d{{5}})(?!\d)")
_LIKE_ESCAPE, _LITERAL = re.compile("(_x[0-9a-fA-F]{4}_)"), r"_x005F\1"


class CellError(RuntimeError):
    """A workbook could not be written as asked: a fault of the program, never of an input."""


class CellLook:
    """How something looks: the properties of a format."""

    __slots__ = ()

    def properties(self) -> dict[str, object]:
        """The properties by their names in XlsxWriter."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Own:
    """A text that a workbook has for itself: equal to any other, as far as frames are alike."""

    value: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number that a workbook has for itself."""

    value: float = field(compare=False)


_OWN = Own, OwnNumber


class Call(NamedTuple):
    """What is done with a worksheet, by its place in the workbook, or with the workbook itself."""

    sheet: int | None
    do: Callable[..., object]
    given: tuple[Hashable, ...]


class Calls:
    """What XlsxWriter is to be told of a workbook, and the names of its sheets."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.made: list[Call] = []

    def sheet(self, name: str) -> SheetCalls:
        """The calls of a new sheet."""
        self.sheets.append(name)
        return SheetCalls(self, name, len(self.sheets) - 1)

    def tell(self, do: Callable[..., object], *given: Hashable) -> None:
        """Have something done with the workbook."""
        self.made.append(Call(None, do, given))


class SheetCalls(NamedTuple):
    """What XlsxWriter is to be told of a sheet."""

    calls: Calls
    name: str
    at: int

    def tell(self, do: Callable[..., object], *given: Hashable) -> None:
        """Have something done with the worksheet; a :class:`CellLook` is given as its format."""
        self.calls.made.append(Call(self.at, do, given))


def escaped(text: str) -> str:
    """A text in which nothing reads as the escape of a character (``_x0041_``)."""
    return _LIKE_ESCAPE.sub(_LITERAL, text) if "_x" in text else text


def data(text: str) -> str:
    """A text as XML."""
    return escaped(escape(text, quote=False))


def described(workbook: xlsxwriter.Workbook, title: str, subject: str) -> None:
    """Give a workbook its title and its subject."""
    workbook.set_properties({"title": title, "subject": subject, "created": _CREATED})


def parts_of(calls: Calls) -> Iterator[tuple[str, Packed | str]]:
    """The parts of a workbook by their names; those that differ from others' as XML."""
    if len(calls.made) > _MOST_CALLS:
        yield from told(calls)
        return
    own = [
        data(one.value) if isinstance(one, Own) else f"{one.value:.16g}"
        for call in calls.made
        for one in call.given
        if isinstance(one, _OWN)
    ]
    for name, part in _frame(tuple(calls.sheets), tuple(calls.made)):
        if isinstance(part, Packed):
            yield name, part
        else:
            pieces = part.copy()
            pieces[1::2] = [own[int(place)] for place in part[1::2]]
            yield name, "".join(pieces)


def told(calls: Calls) -> list[tuple[str, str]]:
    """The parts of a workbook of which XlsxWriter is told everything."""
    return _made(calls.sheets, calls.made, lambda one: one.value)


@lru_cache(maxsize=_KEPT)
def _frame(
    sheets: tuple[str, ...], calls: tuple[Call, ...]
) -> list[tuple[str, Packed | list[str]]]:
    """The parts of workbooks that are alike; those with stand-ins in pieces, every second one."""
    numbers = count()

    def stand_in(one: Own | OwnNumber) -> str | int:
        number = next(numbers)
        return f"{_LETTER}{number:05}" if isinstance(one, Own) else _ABOVE + number

    return [
        (name, _STAND_IN.split(part) if name.startswith(_FILLED) else _packed(part))
        for name, part in _made(sheets, calls, stand_in)
    ]


@lru_cache(maxsize=_KEPT)
def _packed(part: str) -> Packed:
    """A part, compressed; most are those of other frames too."""
    return packed(part.encode())


def _made(
    sheets: Sequence[str],
    calls: Sequence[Call],
    own: Callable[[Own | OwnNumber], object],
) -> list[tuple[str, str]]:
    """What XlsxWriter makes of calls, with something for what a workbook has for itself."""
    # A finished workbook is a circle of objects, which only the collector frees: it is asked to
    # each time, and looks through nothing that was there before.
    gc.freeze()
    try:
        return _by_xlsxwriter(sheets, calls, own)
    finally:
        gc.collect()
        gc.unfreeze()


def _by_xlsxwriter(
    sheets: Sequence[str],
    calls: Sequence[Call],
    own: Callable[[Own | OwnNumber], object],
) -> list[tuple[str, str]]:
    workbook = _Workbook()
    worksheets: list[Worksheet] = [workbook.add_worksheet(name, _Worksheet) for name in sheets]
    formats: dict[CellLook, Format] = {}
    for sheet, do, given in calls:
        real: list[object] = []
        for one in given:
            if isinstance(one, CellLook):
                if one not in formats:
                    formats[one] = workbook.add_format(one.properties())
                real.append(formats[one])
            elif isinstance(one, _OWN):
                real.append(own(one))
            elif isinstance(one, Chart | LineChart) and sheet is not None:
                real.append(native_chart(workbook, sheets[sheet], one))
            else:
                real.append(one)
        code = do(workbook if sheet is None else worksheets[sheet], *real)
        if isinstance(code, int) and code:
            raise CellError(f"XlsxWriter refused to write: {do.__name__} gave {code}")
    workbook.close()
    return workbook.parts


class _Worksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas have no newer functions: XlsxWriter asks each for 160 of them."""

    def _prepare_formula(self, formula: str, *_: object) -> str:
        return formula.removeprefix("=")


class _Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook that says its language, and leaves its ``parts`` when it is closed."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), _OPTIONS)
        self.parts: list[tuple[str, str]] = []

    def _get_packager(self) -> _Packager:
        return _Packager(self.parts)


class _Packager(Packager):  # type: ignore[misc]
    """Lays the parts of a workbook aside, instead of having them put into a file."""

    def __init__(self, parts: list[tuple[str, str]]) -> None:
        super().__init__()
        self._parts = parts

    def _create_package(self) -> list[tuple[object, str, bool]]:
        self._parts += [(name, part.getvalue()) for part, name, _ in super()._create_package()]
        return []

    def _write_core_file(self) -> None:
        core = _Properties()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _Properties(Core):  # type: ignore[misc]
    """The properties of a document, with its language, which XlsxWriter has no option for."""

    def _write_cp_content_status(self) -> None:
        super()._write_cp_content_status()
        self._xml_data_element("dc:language", LANGUAGE)
