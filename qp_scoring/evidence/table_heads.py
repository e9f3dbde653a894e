"""What the columns of a report's tables are headed by, for rows of figures told by themselves.

Of "จมน้ำ | ๑ | ๒ | ๓" nobody knows what was counted. Nothing is matched by these heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.sections import BETWEEN_CELLS
from qp_scoring.evidence.text import FIGURE, FIGURE_ALONE, plain

_FEWEST = 2  # cells of a row
_LONGEST = 40  # letters of a head
_RULE = re.compile(r"[\s:\-]*-[\s:\-]*")  # below the heads in Markdown
# A figure that counts nothing: which year, which class.
_NUMBERED = re.compile(r"\D*(?:ปี|ครั้ง|ภาคเรียน|รอบ|ระดับ|ชั้น|เขต|[ปม]\.)\D*[0-9๐-๙/]+\D*")
# What a column is called.
_CALLED = re.compile(
    r"(?:ลำดับ|ข้อ)(?:ที่)?|ที่|(?:ชื่อ)?(?:โรงเรียน|สถานศึกษา|หน่วยงาน|สังกัด|กิจกรรม|โครงการ)|(?:สิ่ง|งาน)ที่ทำ"
    r"|รายการ|ประเด็น|ประเภท|ด้าน|เรื่อง|จำนวน|ร้อยละ|(?:ปี(?:การศึกษา|งบประมาณ)?|ระดับชั้น|ชั้น)(?:\s.*)?|ผล(?:ต่าง|การดำเนินงาน|ลัพธ์|ผลิต)?|เป้าหมาย"
    r"|งบประมาณ|วันที่|หมายเหตุ|ชาย|หญิง|รวม(?:ทั้งสิ้น|ทั้งหมด)?|ครั้ง|คน|แห่ง|.*\((?:คน|แห่ง|ครั้ง|ร้อยละ|บาท)\)"
)
# How a column of figures is called, whose name before a word is a row: "จำนวนครูที่ขาด | น้อย".
_COUNTS = re.compile(r"(?:จำนวน|ร้อยละ|ผล|เป้าหมาย|งบประมาณ|วันที่|หมายเหตุ|รวม).*")
_BEGINS_AS_CALLED = re.compile(r"(?:รายการ|ประเด็น|ประเภท|จำนวน|ร้อยละ|ผลการ|เป้าหมาย|งบประมาณ|วันที่).+")
_TELLS = re.compile(r"[-–—]+|(?:ไม่)?(?:มี|ครบ(?:ถ้วน)?)")  # and heads nothing


@dataclass(frozen=True, slots=True)
class _HeadedRow:
    """The cells of a table's row, and those of the row that heads its table."""

    cells: Sequence[str]
    heads: Sequence[str]


class TableHeads:
    """The rows of a report's tables that have heads, by their lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rows = dict(_headed(lines))

    def over(self, text: str, first: int, last: int) -> tuple[str, ...]:
        """The heads over the cells of a row that a text on some lines is; none if not known."""
        row = self._rows.get(first)
        told = text.split(BETWEEN_CELLS)
        if row is None or first != last or not any(map(FIGURE_ALONE.fullmatch, told)):
            return ()
        told = [plain(cell) for cell in told]
        columns = _places(told, row.cells)
        backwards = _places(told[::-1], row.cells[::-1])
        # Where cells are alike it may not be known which of them are told.
        if columns != [len(row.cells) - 1 - at for at in reversed(backwards)]:
            return ()
        return tuple(row.heads[at] for at in columns)


def _places(told: Sequence[str], cells: Sequence[str]) -> list[int]:
    """Where cells stand among those of a row, the first that fit; nowhere where not all do."""
    found: list[int] = []
    for cell in told:
        after = found[-1] + 1 if found else 0
        if cell not in cells[after:]:
            return []
        found.append(cells.index(cell, after))
    return found


def _headed(lines: Sequence[Line]) -> Iterator[tuple[int, _HeadedRow]]:
    """The rows below one that heads a table, until a row has other columns or may head others."""
    heads: Sequence[str] = ()
    fresh = False  # no row has stood below them yet
    for number, of_line in groupby(lines, lambda line: line.number):
        cells = _cells(list(of_line))
        if cells and all(map(_RULE.fullmatch, cells)):
            continue
        if not heads or len(cells) != len(heads):
            heads = cells if len(cells) >= _FEWEST and _may_head(cells) else ()
            fresh = True
        elif fresh and _goes_on(heads, cells):
            heads = _in_two_rows(heads, cells)
        elif _may_head(cells):
            heads = cells if all(map(_CALLED.fullmatch, _filled(cells)[1:])) else ()
            fresh = True
        else:
            fresh = False
            yield number, _HeadedRow(cells, heads)


def _may_head(cells: Sequence[str]) -> bool:
    """Whether a row may head columns: short words that tell nothing, some as columns are called."""
    first, *others = _filled(cells) or [""]
    if not _tells_nothing(cells):
        return False
    if any(_CALLED.fullmatch(one) or _BEGINS_AS_CALLED.fullmatch(one) for one in others):
        return True
    called = _CALLED.fullmatch(first) or (len(others) > 1 and _BEGINS_AS_CALLED.fullmatch(first))
    return bool(called) and not _COUNTS.fullmatch(first)


def _goes_on(heads: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row is the second one of heads: nothing else stands below the first of them."""
    head, below = next(pair for pair in zip(heads, cells, strict=True) if pair[0])
    of_columns = (cell for cell in _filled(cells) if cell != head)
    return below in ("", head) and all(map(_CALLED.fullmatch, of_columns))


def _in_two_rows(above: Sequence[str], below: Sequence[str]) -> Sequence[str]:
    """Heads over heads; one without words is that to its left, which goes on over its column."""
    whole: list[str] = []
    for head in above:
        whole.append(head or (whole[-1] if whole else ""))
    return [" ".join(_filled(list(dict.fromkeys(one)))) for one in zip(whole, below, strict=True)]


def _cells(lines: Sequence[Line]) -> list[str]:
    """The cells of a row: of a page's table each by itself, else parted by TABs or strokes."""
    line, *others = lines
    if line.row is not None:
        by_column = {one.column: plain(one.text) for one in lines}
        whole = len(by_column) == len(lines)
        return [by_column.get(at, "") for at in range(max(by_column) + 1)] if whole else []
    parted = line.text.split("\t") if "\t" in line.text else line.text.strip("| ").split("|")
    return [] if others or len(parted) < _FEWEST else [plain(cell) for cell in parted]


def _filled(cells: Sequence[str]) -> Sequence[str]:
    return [cell for cell in cells if cell]


def _tells_nothing(cells: Sequence[str]) -> bool:
    """Whether no cell of a row tells something: a figure, that there is none."""
    return all(map(_short, cells)) and not any(map(_TELLS.fullmatch, cells))


def _short(cell: str) -> bool:
    return len(cell) <= _LONGEST and (not FIGURE.search(cell) or bool(_NUMBERED.fullmatch(cell)))
