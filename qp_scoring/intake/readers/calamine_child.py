"""Reads one .xls, .xlsb or .ods from standard input and writes its cells as JSON lines.

Run as a script of its own, by path, in a process whose memory and time are bounded: the library
allocates the whole rectangle up to the last cell, and a far cell aborts the process. It imports
nothing of the package, so that it starts fast.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

PASSWORD, UNREADABLE, TOO_LARGE = 3, 4, 5  # exit codes


def main(memory: int, most_cells: int) -> int:
    """Read standard input; the exit code says why nothing could be read."""
    try:
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):  # Windows has no such limit
        pass
    from python_calamine import (  # noqa: PLC0415
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        return PASSWORD
    except Exception:  # what a damaged file raises is not one family
        return UNREADABLE
    left = most_cells
    for sheet in book.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        found = book.get_sheet_by_name(sheet.name)
        cells = []
        for row, values in enumerate(found.to_python(skip_empty_area=False), start=1):
            for column, value in enumerate(values, start=1):
                if value != "":
                    cells.append((row, column, *_said(value)))
            if len(cells) > left:
                return TOO_LARGE
        left -= len(cells)
        merged = [[*start, *end] for start, end in found.merged_cell_ranges or ()]
        hidden = sheet.visible is not SheetVisibleEnum.Visible
        line = {"name": sheet.name, "hidden": hidden, "merged": merged, "cells": cells}
        sys.stdout.write(json.dumps(line) + "\n")
    return 0


def _said(value: Any) -> tuple[str, str]:
    """A cell's kind and text: n number, t text, b truth value, d date."""
    if isinstance(value, bool):
        return "b", "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return "n", repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        midnight = value == datetime.combine(value, time.min)
        return "d", str(value.date()) if midnight else value.replace(microsecond=0).isoformat()
    if isinstance(value, (date, time, timedelta)):
        return "d", str(value)
    return "t", str(value)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
