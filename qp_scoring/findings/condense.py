"""Findings in the order of their places, with long runs of one kind condensed.

A column of 245 wrong cells is one problem to a reader: the first ten are told one by one, the rest
as a count and a range, and the list says so. On a screen one message stands once for all its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from qp_scoring.findings import Finding, Place, Severity, finding

TOLD = 10
_RUNS_TOLD = 30

_CELL = re.compile("[A-Z]+[0-9]+")
_SEVERITIES = list(Severity)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, file, sheet, row, column and code; the same whatever came first."""
    return sorted(findings, key=_key)


def condensed(findings: Iterable[Finding]) -> list[Finding]:
    """Ordered findings, at most ten of a kind per sheet and then one that counts the rest."""
    found: list[Finding] = []
    by_kind = sorted(findings, key=lambda item: (_kind(item), _key(item)))
    for _, run in groupby(by_kind, key=_kind):
        same = list(run)
        found += same[:TOLD]
        if len(same) > TOLD:
            found.append(_rest(same[TOLD:]))
    return ordered(found)


def alike(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as they are told on a screen: those that differ by their cell alone as one.

    It stands where the first of them stood, at all their cells.
    """
    cells: dict[Finding, list[str]] = {}
    for item in findings:
        nowhere = replace(item, place=replace(item.place, cell=None))
        cells.setdefault(nowhere, []).extend([item.place.cell] if item.place.cell else [])
    return [
        replace(item, place=replace(item.place, cell=together(found))) if found else item
        for item, found in cells.items()
    ]


def together(cells: Sequence[str]) -> str:
    """Cells as one place; rows, columns and ranges among them stay as they are."""
    distinct = tuple(dict.fromkeys(cells))
    return _runs(distinct) if all(map(_CELL.fullmatch, distinct)) else ", ".join(distinct)


def _kind(item: Finding) -> tuple[str, str, str]:
    return item.place.file or "", item.place.sheet or "", item.code


def _rest(rest: Sequence[Finding]) -> Finding:
    place = rest[0].place
    cells = [one.place.cell for one in rest if one.place.cell]
    where = Place(place.file, place.sheet, _range(cells))
    counted = finding("more-of-kind", where, cells=_runs(cells), count=len(rest))
    return Finding(counted.code, rest[0].severity, where, counted.values)


def _range(cells: Sequence[str]) -> str | None:
    """The rectangle around cells: ``D14:F90``."""
    places = [_address(cell) for cell in cells]
    if not places:
        return None
    columns = [column for column, _ in places]
    rows = [row for _, row in places]
    first, last = f"{min(columns).strip()}{min(rows)}", f"{max(columns).strip()}{max(rows)}"
    return first if first == last else f"{first}:{last}"


def _runs(cells: Iterable[str]) -> str:
    """Cells as a reader looks them up: those below one another as one, ``K20, K24:K31``."""
    found: list[tuple[str, int, int]] = []
    for column, row in sorted(dict.fromkeys(map(_address, cells))):
        if found and found[-1][0] == column and row == found[-1][2] + 1:
            found[-1] = (column, found[-1][1], row)
        else:
            found.append((column, row, row))
    told = [
        f"{column.strip()}{first}" + (f":{column.strip()}{last}" if last > first else "")
        for column, first, last in found[:_RUNS_TOLD]
    ]
    return ", ".join((*told, "…") if len(found) > _RUNS_TOLD else told)


def _key(item: Finding) -> tuple[object, ...]:
    return (*place_key(item.severity, item.place), item.code, item.values)


def place_key(severity: Severity, place: Place) -> tuple[object, ...]:
    """What findings are ordered by first: their weight, then where they are."""
    column, row = _address(place.cell or "")
    return _SEVERITIES.index(severity), place.file or "", place.sheet or "", row, column


def _address(cell: str) -> tuple[str, int]:
    """Column (right-justified, so that AA follows Z) and row of an address or range."""
    first = cell.split(":", 1)[0]
    letters = first.rstrip("0123456789")
    digits = first[len(letters) :]
    return letters.rjust(4), int(digits) if digits.isdecimal() else 0
