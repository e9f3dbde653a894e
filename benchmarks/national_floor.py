"""What the work of ``national.py`` costs at least, and what a plain script would cost.

The floor is reading the same files with calamine and replaying the calls by which XlsxWriter alone
gives the same bytes: they are recorded while the product writes with ``tests/told_cells.py`` in
place of its own cells. The plain script reads with pandas and writes the same texts with openpyxl.

Every part is run as a process of its own: ``python national_floor.py record|floor|plain …``.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))

# The modules of the objects that calls give.
_GIVEN = ("xlsxwriter", "qp_scoring.paper")
# A recorded book: its options, then calls as (number of the object, method, arguments, options);
# objects that a call gave are numbered in the order of the calls.
Call = tuple[int, str, tuple[Any, ...], dict[str, Any]]


class _Reference:
    """Stands for an object that an earlier call of the same book gave."""

    def __init__(self, number: int) -> None:
        self.number = number


class _Recorder:
    """Passes calls on to a real object of XlsxWriter and writes them down."""

    def __init__(self, real: Any, calls: list[Call], numbers: dict[int, Any]) -> None:
        own = {"_real": real, "_calls": calls, "_numbers": numbers, "_number": len(numbers)}
        self.__dict__.update(own)
        numbers[self._number] = self

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._real, name, value)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not callable(found) or name.startswith("_"):
            return found

        def call(*given: Any, **options: Any) -> Any:
            self._calls.append(
                (
                    self._number,
                    name,
                    tuple(map(_kept, given)),
                    {k: _kept(v) for k, v in options.items()},
                )
            )
            result = found(*map(_real, given), **{k: _real(v) for k, v in options.items()})
            if type(result).__module__.startswith(_GIVEN):
                return _Recorder(result, self._calls, self._numbers)
            return result

        return call


def _kept(value: Any) -> Any:
    if isinstance(value, _Recorder):
        return _Reference(value._number)
    if isinstance(value, dict):
        return {key: _kept(one) for key, one in value.items()}
    return value


def _real(value: Any) -> Any:
    if isinstance(value, _Recorder):
        return value._real
    if isinstance(value, dict):
        return {key: _real(one) for key, one in value.items()}
    return value


def record(forms: str, out: str, kept: str) -> None:
    """Score the forms in this process and keep every call of XlsxWriter, by the written file."""
    from told_cells import ToldCells

    from qp_scoring.cli import main
    from qp_scoring.paper import cells

    books: list[tuple[str, dict[str, Any], list[Call]]] = []
    made = cells._Workbook
    write = cells.Book.__init__

    def workbook(target: Any, options: dict[str, Any], told: Any) -> _Recorder:
        calls: list[Call] = []
        books.append(("", options, calls))
        return _Recorder(made(target, options, told), calls, {})

    def begin(book: cells.Book, path: Path, title: str, subject: str) -> None:
        write(book, path, title, subject)
        books[-1] = (path.name, *books[-1][1:])

    cells.BookCells = ToldCells  # type: ignore[misc]
    cells._Workbook = workbook  # type: ignore[misc,assignment]
    cells.Book.__init__ = begin  # type: ignore[method-assign]
    main(["score", forms, "--out", out, "--jobs", "1", "--plain"])
    with Path(kept).open("wb") as target:
        for book in books:
            pickle.dump(book, target)


def _recorded(kept: str) -> Iterator[tuple[str, dict[str, Any], list[Call]]]:
    with Path(kept).open("rb") as source:
        while True:
            try:
                yield pickle.load(source)
            except EOFError:
                return


def floor(forms: str, kept: str, out: str) -> None:
    """Read with calamine and replay the calls; prints the CPU seconds of both as JSON."""
    from io import BytesIO

    import python_calamine
    from told_cells import ToldCells

    from qp_scoring.paper.cells import _Workbook, same_everywhere
    from qp_scoring.paper.charts import _speak_thai

    folder = Path(out)
    folder.mkdir()
    start = time.process_time()
    for path in sorted(Path(forms).iterdir()):
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    read = time.process_time() - start
    spent = calls_made = books = 0
    for name, options, calls in _recorded(kept):
        start = time.process_time()
        target = BytesIO()
        objects: list[Any] = [_Workbook(target, options, ToldCells())]
        for number, method, given, named in calls:
            if method == "insert_chart":
                _speak_thai(_again(given[2], objects))
            result = getattr(objects[number], method)(
                *(_again(one, objects) for one in given),
                **{key: _again(one, objects) for key, one in named.items()},
            )
            if type(result).__module__.startswith(_GIVEN):
                objects.append(result)
        (folder / name).write_bytes(same_everywhere(target.getvalue()))
        spent += time.process_time() - start
        calls_made += len(calls)
        books += 1
    print(json.dumps({"read": read, "replay": spent, "calls": calls_made, "books": books}))


def _again(value: Any, objects: list[Any]) -> Any:
    if isinstance(value, _Reference):
        return objects[value.number]
    if isinstance(value, dict):
        return {key: _again(one, objects) for key, one in value.items()}
    return value


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
    for name, _, calls in _recorded(kept):
        start = time.process_time()
        book = openpyxl.Workbook()
        sheets: dict[int, Any] = {}
        number = 0
        for of, method, given, _ in calls:
            if method in ("add_worksheet", "add_format", "add_chart"):
                number += 1
                if method == "add_worksheet":
                    sheets[number] = book.create_sheet(given[0])
            elif method in ("write_string", "write_number"):
                sheets[of].cell(given[0] + 1, given[1] + 1, given[2])
            elif method == "merge_range":
                sheets[of].merge_cells(None, *(place + 1 for place in given[:4]))
            elif method == "set_row":
                sheets[of].row_dimensions[given[0] + 1].height = given[1]
        book.save(folder / name)
        spent += time.process_time() - start
    print(json.dumps({"plain": spent}))


if __name__ == "__main__":
    {"record": record, "floor": floor, "plain": plain}[sys.argv[1]](*sys.argv[2:])
