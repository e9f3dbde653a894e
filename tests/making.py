"""What the tests of whole runs are made of: level matrices, rubric copies, and running."""

from __future__ import annotations

import csv
import functools
import io
import shutil
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import Workbook, load_workbook

from qp_scoring.cli import main
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Results, Source
from qp_scoring.documents.written import document_parts, tidy_parts
from qp_scoring.findings import Finding, FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.read import read_inputs
from qp_scoring.scoring.round import assemble, score_round

PROJECT = Path(__file__).resolve().parents[1]
SHIPPED_RUBRIC = PROJECT / "rubrics" / "qp-2566"
SHIPPED_INPUTS = PROJECT / "inputs" / "qp-2566-6m"
SHIPPED_LEVELS = PROJECT / "inputs" / "qp-2566-6m-levels"

CODES = ("1", "2", "3", "4", "5", "6a", "6b", "7", "8", "9", "10", "X1", "X2")
"""The indicators in the order of the columns; in a matrix of :func:`matrix_workbook` without
header rows they stand in B … N, and the first office in row 2."""

SEED_OFFICE = "2402"  # สพป.ฉะเชิงเทรา เขต 2
SECONDARY_OFFICE = "M4200"  # สพม.เลย หนองบัวลำภู
SEED = (2, 5, 1, 2, 2, 3, "-", 2, 2, "N/A", 2, 3, 5)
"""The levels of the one official result at hand (docs/domain.md, 3), in the order of the codes."""

PRIMARY_ALL_THREE = (3, 3, 3, 3, 3, 3, None, 3, 3, 3, 3, 3, 3)
SECONDARY_ALL_THREE = (3, 3, 3, 3, 3, None, 3, 3, 3, 3, 3, 3, 3)


@dataclass(frozen=True)
class Percent:
    """A number in a cell that is formatted as a percentage."""

    value: float


def matrix_workbook(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    codes: Sequence[object] = CODES,
    offices: Sequence[str] = ("รหัส",),
    header: Sequence[Sequence[object]] = (),
    more: Sequence[str] = (),
) -> Path:
    """Write a level matrix: header rows, the heading row, then a row per office.

    Values go into cells as they are; ``=…`` is a formula without a stored value and ``#N/A`` an
    error cell, as openpyxl writes them.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "ระดับคุณภาพ"
    for number, row in enumerate([*header, [*offices, *codes, *more], *rows], start=1):
        for column, value in enumerate(row, start=1):
            if isinstance(value, Percent):
                sheet.cell(number, column, value.value).number_format = "0%"
            elif value is not None:
                sheet.cell(number, column, value)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def matrix_csv(path: Path, rows: Sequence[Sequence[object]], codes: Sequence[str] = CODES) -> Path:
    """The same matrix as a CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["รหัส", *codes])
        writer.writerows(["" if value is None else value for value in row] for row in rows)
    return path


@functools.cache
def shipped_book(name: str) -> Workbook:
    """A workbook of the shipped checklists, opened once to be looked at."""
    return load_workbook(SHIPPED_INPUTS / name)


def shipped_cell(source: Source) -> object:
    """What stands in a cell of the shipped checklists that is cited."""
    return shipped_book(source.file)[source.sheet][source.cell].value


def levels_with(base: Sequence[object], **cells: object) -> tuple[object, ...]:
    """Levels with some indicators' cells changed: ``levels_with(SEED, i9=None, x1=4)``."""
    values = dict(zip(CODES, base, strict=True))
    for name, value in cells.items():
        code = name.removeprefix("i")
        values[code if code in values else code.upper()] = value
    return tuple(values.values())


def cell_of(code: str, row: int = 2) -> str:
    """The address of an indicator's cell in a matrix without header rows."""
    return f"{chr(ord('B') + CODES.index(code))}{row}"


def offices_list(path: Path, *rows: str) -> Path:
    """An offices.csv: columns code, type, name_th, applies, applies_not."""
    head = "code,type,name_th,applies,applies_not"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8-sig")
    return path


def copy_rubric(
    folder: Path,
    edits: Mapping[str, str] | None = None,
    *,
    file: str = "rubric.toml",
    only: str = "*",
) -> Path:
    """A copy of the shipped rubric with texts of one file replaced; each must occur there.

    ``only`` are the indicators that are copied: where one is looked at, few are soon read.
    """
    copy = folder / "qp-copy"
    if not copy.exists():
        shutil.copytree(SHIPPED_RUBRIC, copy)
        for path in (copy / "indicators").iterdir():
            if not path.match(f"{only}.toml"):
                path.unlink()
    path = copy / file
    text = path.read_text(encoding="utf-8")
    for old, new in (edits or {}).items():
        assert old in text, f"{old!r} is not in {file}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return copy


@dataclass(frozen=True)
class Scored:
    """A scored round, easy to ask."""

    results: Results
    findings: tuple[Finding, ...]

    def office(self, code: str = SEED_OFFICE) -> OfficeResult:
        return next(office for office in self.results.offices if office.code == code)

    def indicator(self, code: str, office: str = SEED_OFFICE) -> IndicatorResult:
        return next(one for one in self.office(office).indicators if one.code == code)

    def places(self) -> list[tuple[str, str | None]]:
        """The code and cell of every finding, in the order met."""
        return [(item.code, item.place.cell) for item in self.findings]


def score(
    *inputs: Path,
    rubric: Path | str | None = None,
    round_id: str | None = "6m",
    offices: Path | None = None,
) -> Scored:
    """Read and score inputs through the library, without delivering anything."""
    log = FindingLog()
    chosen = str(rubric) if rubric else None
    intake = read_inputs(Request([str(path) for path in inputs], chosen, round_id, offices), log)
    rubric_, round_, answers = intake.rubric, intake.round_id, intake.answers
    scored = score_round(rubric_, round_, intake.offices, answers, log)
    return Scored(assemble(rubric_, round_, scored.offices, log), tuple(log))


def score_levels(
    folder: Path, levels: Sequence[object], office: str = SEED_OFFICE, **more: object
) -> Scored:
    """Score one office's levels from a workbook."""
    book = matrix_workbook(folder / "levels.xlsx", [[office, *levels]])
    return score(book, **more)


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str
    out_bytes: bytes = b""


def program(
    *arguments: object, cwd: Path | None = None, encoding: str = "utf-8", **environment: str
) -> Ran:
    """The program run in this process, in a pipe: quick, with what it printed and its exit code."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2)]
    with (
        pytest.MonkeyPatch.context() as here,
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
    ):
        if cwd:
            here.chdir(cwd)
        for name, value in environment.items():
            here.setenv(name, value)
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue() for stream in streams)
    return Ran(code, out.decode(encoding), err.decode(encoding), out)


def results_json(results: Results) -> bytes:
    """``results.json`` of results."""
    return b"".join(document_parts(results))


def results_csv(results: Results) -> bytes:
    """``results.csv`` of results."""
    return b"".join(tidy_parts(results))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def links_work() -> bool:
    """Whether links can be made here, and seen for what they are."""
    with TemporaryDirectory() as folder:
        link = Path(folder) / "link"
        try:
            link.symlink_to(folder, target_is_directory=True)
        except (OSError, NotImplementedError):
            return False
        return link.is_symlink()


needs_links = pytest.mark.skipif(not links_work(), reason="links cannot be made or seen here")
