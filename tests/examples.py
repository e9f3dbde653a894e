"""What the examples of findings are made of: the smallest wrong inputs, and where they are wrong.

An :class:`Example` is an input and what must be said of it. The registries by subject are
``examples_files``, ``_offices``, ``_layouts``, ``_rubric`` and ``_outputs``;
``test_every_finding.py`` runs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from making import PRIMARY_ALL_THREE, SEED_OFFICE, levels_with, matrix_workbook, score
from openpyxl import Workbook

from qp_scoring.findings import Finding, RefusedRunError

Where = tuple[str | None, str | None]
"""File and cell of a finding."""


@dataclass(frozen=True)
class Room:
    """Where an example is made: a folder of its own, and limits that can be lowered."""

    folder: Path
    patch: pytest.MonkeyPatch

    def __truediv__(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@dataclass(frozen=True)
class Example:
    """An input with one fault: its findings, where its own stands, and what comes with it.

    ``where`` is one place, or several where the fault has several by nature; a function of the
    room where it depends on what was made there. ``beside`` are the codes that the same fault
    brings with it (a file that is not read leaves nothing readable).
    """

    make: Callable[[Room], Iterable[Finding]]
    where: Where | Sequence[Where] | Callable[[Room], Where]
    beside: frozenset[str] = frozenset()

    def places(self, room: Room) -> list[Where]:
        where = self.where(room) if callable(self.where) else self.where
        return [where] if isinstance(where, tuple) else list(where)


def said(*inputs: Path, **options: object) -> tuple[Finding, ...]:
    """The findings of scoring inputs, whether or not the run could be done."""
    return told(lambda: score(*inputs, **options).findings)


def told(call: Callable[[], Iterable[Finding]]) -> tuple[Finding, ...]:
    """The findings of a call, those of a refusal too."""
    try:
        return tuple(call())
    except RefusedRunError as refusal:
        return tuple(refusal.findings)


def example(
    make: Callable[[Room], Iterable[Finding]],
    file: str | None = None,
    cell: str | None = None,
    *beside: str,
) -> Example:
    return Example(make, (file, cell), frozenset(beside))


# --- level matrices


GOOD = (SEED_OFFICE, *PRIMARY_ALL_THREE)
MATRIX = "ระดับ.xlsx"


def matrix(room: Room, *rows: Sequence[object], name: str = MATRIX, **more: object) -> Path:
    """A level matrix, with one good row where no rows are given."""
    return matrix_workbook(room / name, rows or [GOOD], **more)


def matrix_of(*rows: Sequence[object], **more: object) -> Callable[[Room], Iterable[Finding]]:
    return lambda room: said(matrix(room, *rows, **more))


def level_cell(cell: str, value: object, *beside: str) -> Example:
    """A level matrix of one office with a value in the column of an indicator."""
    column = {"6b": "H2", "8": "J2"}[cell]
    row = (SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, **{f"i{cell}": value}))
    return example(matrix_of(row), MATRIX, column, *beside)


def text_book(path: Path, *rows: Sequence[object]) -> Path:
    """A workbook of plain rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path
