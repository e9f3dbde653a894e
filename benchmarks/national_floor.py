"""What the work of ``national.py`` costs at least, and what a plain script would cost.

The floor is reading the same files with calamine and telling XlsxWriter every cell of the same
workbooks, which gives their content: what it is told is recorded while the product writes with
``tests/told_cells.py`` in place of its own cells. The plain script reads with pandas and writes the
same texts with openpyxl.

Every part is run as a process of its own: ``python national_floor.py record|floor|plain …``.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from qp_scoring.paper.frames import Calls, told


def record(forms: str, out: str, kept: str) -> None:
    """Score the forms in this process and keep what XlsxWriter is told, by the written file."""
    from told_cells import ToldCells

    from qp_scoring.cli import main
    from qp_scoring.paper import cells

    books: list[tuple[str, Calls]] = []
    write = cells.Book.__init__

    def begin(book: cells.Book, path: Path, title: str, subject: str) -> None:
        write(book, path, title, subject)
        books.append((path.name, book._calls))

    cells.BookCells = ToldCells  # type: ignore[misc]
    cells.Book.__init__ = begin  # type: ignore[method-assign]
    main(["score", forms, "--out", out, "--jobs", "1", "--plain"])
    with Path(kept).open("wb") as target:
        for book in books:
            pickle.dump(book, target)


def _recorded(kept: str) -> Iterator[tuple[str, Calls]]:
    with Path(kept).open("rb") as source:
        while True:
            try:
                yield pickle.load(source)
            except EOFError:
                return


def floor(forms: str, kept: str, out: str) -> None:
    """Read with calamine and tell XlsxWriter all; prints the CPU seconds of both as JSON."""
    import python_calamine

    folder = Path(out)
    folder.mkdir()
    start = time.process_time()
    for path in sorted(Path(forms).iterdir()):
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    read = time.process_time() - start
    spent = calls_made = books = 0
    for name, calls in _recorded(kept):
        start = time.process_time()
        # As XlsxWriter does it where its parts are not laid aside.
        with ZipFile(folder / name, "w", ZIP_DEFLATED) as archive:
            for part, content in told(calls):
                place = ZipInfo(part, (1980, 1, 1, 0, 0, 0))
                archive.writestr(place, content.encode(), ZIP_DEFLATED)
        spent += time.process_time() - start
        calls_made += len(calls.made)
        books += 1
    print(json.dumps({"read": read, "replay": spent, "calls": calls_made, "books": books}))


def plain(forms: str, kept: str, out: str) -> None:
    """Read with pandas, write the recorded texts with openpyxl; prints CPU seconds as JSON."""
    import openpyxl
    import pandas

    folder = Path(out)
    folder.mkdir()
    start = time.process_time()
    for path in sorted(Path(forms).iterdir()):
        pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
    spent = time.process_time() - start
    for name, calls in _recorded(kept):
        start = time.process_time()
        book = openpyxl.Workbook()
        sheets = [book.create_sheet(of) for of in calls.sheets]
        for of, do, given in calls.made:
            if of is None:
                continue
            if do.__name__ in ("write_string", "write_number"):
                sheets[of].cell(given[0] + 1, given[1] + 1, given[2])
            elif do.__name__ == "merge_range":
                sheets[of].merge_cells(None, *(place + 1 for place in given[:4]))
            elif do.__name__ == "set_row":
                sheets[of].row_dimensions[given[0] + 1].height = given[1]
        book.save(folder / name)
        spent += time.process_time() - start
    print(json.dumps({"plain": spent}))


if __name__ == "__main__":
    {"record": record, "floor": floor, "plain": plain}[sys.argv[1]](*sys.argv[2:])
