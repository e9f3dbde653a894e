"""Full marks that tables tell: under one that is not the highest level no number is a level.

They stand in the headings, in a row of their own, or in a column beside the answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from qp_scoring.intake.layouts.table_heads import Head
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

_TOLD = re.compile(r"เต็ม\D{0,12}?(\d+)|(?:^|[\s(（])(\d+)\s*คะแนน(?!เต็ม|ที่)")
_OF_EACH = re.compile(r"(?:ตัวชี้วัด|ตัวบ่งชี้|นโยบาย)\s*ละ\s*(\d+)\s*คะแนน")
_ALONE = re.compile(r"[(（]?\s*(\d+)\s*[)）]?")
_YEAR = re.compile(r"[(（]?\s*25\d\d\s*[)）]?")
_FULL = (squeeze("คะแนนเต็ม"), squeeze("เต็ม"))


def other_full_marks(
    sheet: InputSheet, head: Head, columns: Collection[int], highest: Decimal
) -> dict[tuple[int, int], InputCell]:
    """The cells that tell another full mark than the ``highest`` level, by where they tell it.

    ``(0, column)`` is a whole column of the answers in ``columns``, ``(row, 0)`` a single row.
    """
    told: dict[tuple[int, int], InputCell] = {}
    codes = {t.column: t.meaning.of for t in head.columns}
    for row in sheet.row_numbers:
        cells, titled = sheet.row(row), head.first <= row <= head.last
        if row < head.first:  # a title tells that of every indicator, or of all together
            for cell in cells.values():
                each = _OF_EACH.search(_plain(cell))
                if each and Decimal(each[1]) != highest:
                    told |= {(0, column): cell for column in columns}
        alone = _is_full(next(iter(cells.values())))
        if not titled and not (alone and row > head.last):
            continue
        own = {at: cell for at, cell in cells.items() if at in columns}
        alone |= len({cell.text for cell in own.values()}) == 1
        for column, cell in own.items():
            code = "" if alone and len(own) > 1 else codes[column]
            if _tells(cell, code, highest, alone=alone):
                told.setdefault((0, column), cell)
    for column in _beside(sheet, head, columns):
        for row in sheet.row_numbers:
            below = sheet.cell(row, column) if row > head.last else None
            number = _ALONE.fullmatch(_plain(below)) if below is not None else None
            if below is not None and number and Decimal(number[1]) != highest:
                told[row, 0] = below
    return told


def _beside(sheet: InputSheet, head: Head, columns: Collection[int]) -> Iterator[int]:
    for row in range(head.first, head.last + 1):
        for column, cell in sheet.row(row).items():
            if column not in columns and _is_full(cell):
                yield column


def _is_full(cell: InputCell) -> bool:
    return squeeze(cell.text).startswith(_FULL)


def _tells(cell: InputCell, code: str, highest: Decimal, *, alone: bool) -> bool:
    """Whether a cell over the answers to an indicator tells another full mark beside its code."""
    named = r"[\s.\-]*".join(map(re.escape, code))
    text = re.sub(rf"(?<!\d)0?{named}(?!\d)", "", _plain(cell), count=1) if code else _plain(cell)
    if "น้ำหนัก" in text:
        return False
    if found := _TOLD.search(text):
        return Decimal(found[1] or found[2]) != highest
    # A small number alone may as well be a weight, and a large one is a year.
    bare = _ALONE.fullmatch(text) if alone and not _YEAR.fullmatch(text) else None
    return bare is not None and Decimal(bare[1]) > highest


def _plain(cell: InputCell) -> str:
    return to_arabic_digits(normalise(cell.text))
