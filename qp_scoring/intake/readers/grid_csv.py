"""A CSV file as a sheet of text cells: encoding, separator and quotes as Excel writes them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import takewhile

from qp_scoring.documents.own import is_own_list
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.encodings import decode_text
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import RefusedError
from qp_scoring.intake.readers.cells import (
    MAX_CELLS,
    CellKind,
    InputCell,
    InputSheet,
    is_blank,
    say_cut_texts,
)
from qp_scoring.intake.readers.grid_scan import check_reach, too_many_cells

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 50
# A row is split as a whole before its cells can be counted, so separators are counted first.
_MAX_DELIMITERS = 5 * MAX_CELLS
# How others keep a CSV field a text: ="9901" in Excel, '9901 and '-5 in results.csv.
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
# Where files were joined, the mark of the next one may stand behind the last field of a line.
_JOINED = re.compile("(?<=[^\r\n])\ufeff")
_LEAST_HEADINGS = 3
_APOSTROPHE = re.compile(r"'(?=[-=+@\t\d๐-๙N−–—])[^']*|'[^'\s]{1,20}")


def read_csv(file: InputFile, data: bytes, log: FindingLog) -> tuple[InputSheet, ...]:
    """Read a CSV file as one sheet of text cells; none if all cells are blank.

    Raises:
        RefusedError: it is no text we can decode, its quotes do not match, or it is too large.
    """
    text, encoding = decode_text(data)
    if encoding != "UTF-8":
        log.add("csv-encoding", Place(file=file.name), encoding=encoding)
    delimiter, text = _delimiter(_JOINED.sub("\n", text))
    if text.count(delimiter) > _MAX_DELIMITERS:
        raise too_many_cells()
    cells = say_cut_texts(list(_cells(text, delimiter)), Place(file=file.name), log)
    first = [cell.text for cell in takewhile(lambda cell: cell.row == 1, cells)]
    return (InputSheet.of(file.name, None, cells, aid=is_own_list(first)),) if cells else ()


def _delimiter(text: str) -> tuple[str, str]:
    """The separator, and the text without a first line ``sep=…``, which Excel hides too."""
    first, _, rest = text.partition("\n")
    first = first.rstrip("\r")
    if first.lower().startswith("sep=") and first[4:] in _DELIMITERS and len(first) > 4:
        return first[4:], rest
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample) and "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    return max(_DELIMITERS, key=lambda item: _consistency(sample, item)), text


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    """How alike the rows are if split so: the share of rows with the usual width, the width."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter):
            if row:
                widths[len(row)] += 1
            if widths.total() >= _SAMPLE_ROWS:
                break
    except csv.Error:  # the full reading says where
        pass
    split = [(count, width) for width, count in widths.items() if width > 1]
    if not split:
        return (0.0, 0)
    count, width = max(split)
    return (count / widths.total(), width)


def _cells(text: str, delimiter: str) -> Iterator[InputCell]:
    # Strict, because a quote that is never closed would swallow the rest of the file in silence.
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    reader = _divided(lines)
    count = row_number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise RefusedError(
                "csv-quotes", cell=f"A{row_number + 1}", line=row_number + 1
            ) from problem
        row_number += 1
        for column, value in enumerate(row, start=1):
            if is_blank(value):
                continue
            check_reach(row_number, column)
            count += 1
            if count > MAX_CELLS:
                raise too_many_cells()
            if text := _unwrapped(value):
                yield InputCell(row_number, column, CellKind.TEXT, text)


def _divided(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows; one whose last field runs into the first heading of a joined file is two."""
    begun: dict[int, set[str]] = {}  # what rows of so many fields begin with
    for fields in rows:
        row = fields
        for width, beginnings in begun.items():
            if first := _glued(row, width, beginnings):
                yield [*row[: width - 1], row[width - 1].removesuffix(first)]
                row = [first, *row[width:]]
                break
        if len(row) >= _LEAST_HEADINGS and len(row[0]) > 1 and not row[0].isdecimal():
            begun.setdefault(len(row), set()).add(row[0])
        yield row


def _glued(row: list[str], width: int, beginnings: Iterable[str]) -> str:
    """The first heading that stands behind the last of so many fields; the longest that may be."""
    if len(row) < width + _LEAST_HEADINGS - 1:
        return ""
    last = row[width - 1]
    return max(
        (one for one in beginnings if last.endswith(one) and last != one), key=len, default=""
    )


def _unwrapped(value: str) -> str:
    """The text of a field, without what only keeps it a text; "" if it shows nothing."""
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if quoted := _QUOTED_FORMULA.fullmatch(text.strip()):
        text = quoted[1]
    elif _APOSTROPHE.fullmatch(text.strip()):
        text = text.strip()[1:]
    return "" if is_blank(text) else text
