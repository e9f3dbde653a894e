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
# What heads a column, and is nothing that a row tells.
_ONLY_HEADS = re.compile(
    r"(?:ลำดับ|ข้อ)?(?:ที่)?|(?:ชื่อ)?(?:โรงเรียน|สถานศึกษา|หน่วยงาน|สังกัด|กิจกรรม|โครงการ)|(?:สิ่ง|งาน)ที่ทำ"
    r"|รายการ.*|ประเด็น.*|ประเภท.*|ด้าน|เรื่อง|จำนวน.*|ร้อยละ.*|(?:ปี|ระดับชั้น|ชั้น)(?:\s.*)?|ผล(?:การ.*|ลัพธ์|ผลิต)?|เป้าหมาย.*"
    r"|งบประมาณ.*|วันที่.*|หมายเหตุ|ชาย|หญิง|รวม(?:ทั้งสิ้น|ทั้งหมด)?|ครั้ง|คน|แห่ง|.*\((?:คน|แห่ง|ครั้ง|ร้อยละ|บาท)\)"
)


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
    """The rows below one that heads a table, until a row has other columns or heads others."""
    heads: Sequence[str] = ()
    for number, of_line in groupby(lines, lambda line: line.number):
        cells = _cells(list(of_line))
        if cells and all(map(_RULE.fullmatch, cells)):
            continue
        if len(cells) < _FEWEST or _head(cells):
            heads = cells
        elif len(heads) == len(cells):
            yield number, _HeadedRow(cells, heads)
        else:
            heads = ()


def _head(cells: Sequence[str]) -> bool:
    """Whether a row heads columns: short words without figures, among them one that only heads."""
    return all(map(_may_head, cells)) and any(map(_ONLY_HEADS.fullmatch, cells))


def _cells(lines: Sequence[Line]) -> list[str]:
    """The cells of a row: of a page's table each by itself, else parted by TABs or strokes."""
    line, *others = lines
    if line.row is not None:
        by_column = {one.column: plain(one.text) for one in lines}
        whole = len(by_column) == len(lines)
        return [by_column.get(at, "") for at in range(max(by_column) + 1)] if whole else []
    parted = line.text.split("\t") if "\t" in line.text else line.text.strip("| ").split("|")
    return [] if others or len(parted) < _FEWEST else [plain(cell) for cell in parted]


def _may_head(cell: str) -> bool:
    return len(cell) <= _LONGEST and (not FIGURE.search(cell) or bool(_NUMBERED.fullmatch(cell)))
