"""Makes the inputs of ``national.py``: filled forms, and tables of many units.

Marks are random (seeded) and say nothing about the offices; the units are invented.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.rubric.indicator import Measure
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

_MARKS = ("มี", "มี", "ไม่มี")
_MARK, _REASON, _REFERENCE = 4, 5, 6
_TYPE = "สพป"
_FIRST_UNIT = "1000000"
_FORM, _TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def make_forms_filled(folder: Path, assessors: int) -> int:
    """Write and fill a form per office and assessor; how many there are."""
    rubric = load_rubric("qp-2566")
    measures = _measures(rubric)
    chance = random.Random(2566)
    names = [f"ผู้ประเมินตัวอย่าง {n}" for n in range(1, assessors + 1)]
    paths = make_forms(FormsRequest(folder, everyone=True, assessors=names))
    for path in paths:
        _fill(path, chance, rubric, measures)
    return len(paths)


def _measures(rubric: Rubric) -> dict[str, Measure]:
    return {measure.id: measure for one in rubric.indicators for measure in one.measure}


def _value(measure: Measure, chance: random.Random) -> int:
    # A percentage of 1 is asked about: it may mean 100 %.
    return chance.randint(max(2, math.ceil(measure.min)), math.floor(measure.max))


def _answers(
    keys: Sequence[tuple[int, str]],
    chance: random.Random,
    rubric: Rubric,
    measures: dict[str, Measure],
) -> Iterator[tuple[int, int, str | int]]:
    """What is filled in, by row and column; ``keys`` are the texts of the first column."""
    for row, key in keys:
        if key in measures:
            yield row, _MARK, _value(measures[key], chance)
        elif key.endswith(" ระดับ"):
            yield row, _MARK, chance.randint(1, 5)
            yield row, _REASON, "ตัวอย่าง"
        elif "." in key and " " not in key:
            mark = chance.choice(_MARKS)
            yield row, _MARK, mark
            if mark == "ไม่มี":
                yield row, _REASON, chance.choice(rubric.checklist.reasons)
            yield row, _REFERENCE, f"เอกสารตัวอย่าง {key}"


def _fill(path: Path, chance: random.Random, rubric: Rubric, measures: dict[str, Measure]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row, column, value in _answers(_keys(sheet), chance, rubric, measures):
        sheet.cell(row, column).value = value
    book.save(path)


def _keys(sheet: Worksheet) -> list[tuple[int, str]]:
    return [(row, str(sheet.cell(row, 1).value or "")) for row in range(1, sheet.max_row + 1)]


def make_unit_forms_filled(folder: Path, units: int) -> None:
    """A filled form per unit, with the list of the units beside them.

    A form is written once. Those of the other units are that one with their own code in its texts
    and their own answers in its cells, because openpyxl takes a quarter of a second a form.
    """
    rubric = load_rubric("qp-2566")
    measures = _measures(rubric)
    chance = random.Random(units)
    codes = _free_codes(units)
    folder.mkdir(parents=True)
    _write_list(folder, codes)
    with TemporaryDirectory() as apart:
        [form] = make_forms(
            FormsRequest(
                Path(apart),
                offices=[_FIRST_UNIT],
                assessors=["ผู้ประเมินตัวอย่าง 1"],
                offices_list=str(folder / "offices.csv"),
            )
        )
        keys = _keys(openpyxl.load_workbook(form).active)
        with ZipFile(form) as book:
            parts = {name: book.read(name).decode() for name in book.namelist()}
    for code in codes:
        cells = {
            f"{'ABCDEF'[column - 1]}{row}": value
            for row, column, value in _answers(keys, chance, rubric, measures)
        }
        own = {
            **parts,
            _TEXTS: parts[_TEXTS].replace(_FIRST_UNIT, code),
            _FORM: _with_cells(parts[_FORM], cells),
        }
        with ZipFile(folder / form.name.replace(_FIRST_UNIT, code), "w", ZIP_DEFLATED) as book:
            for name, content in own.items():
                book.writestr(name, content)


def _with_cells(sheet: str, cells: dict[str, str | int]) -> str:
    """The XML of a sheet with values in cells that are empty in it."""

    def filled(found: re.Match[str]) -> str:
        value = cells.pop(found["cell"], None)
        if value is None:
            return found[0]
        if isinstance(value, int):
            return f"{found['head']}><v>{value}</v></c>"
        return f'{found["head"]} t="inlineStr"><is><t>{value}</t></is></c>'

    written = re.sub(r'(?P<head><c r="(?P<cell>[A-Z]+\d+)" s="\d+")/>', filled, sheet)
    assert not cells, f"{sorted(cells)} are not empty in the form"
    return written


def make_level_matrix(folder: Path, units: int) -> None:
    """A table of levels, a row per unit, with the list of the units beside it."""
    chance = random.Random(units)
    codes = [one.code for one in load_rubric("qp-2566").indicators if _TYPE in one.applies_to]
    rows = [[chance.randint(1, 5) for _ in codes] for _ in range(units)]
    _write(folder, units, codes, rows)


def make_mark_matrix(folder: Path, units: int) -> None:
    """A table of marks, a row per unit, with the list of the units beside it."""
    rubric = load_rubric("qp-2566").in_round("6m")
    chance = random.Random(units)
    measures = _measures(rubric)
    applying = [one for one in rubric.indicators if _TYPE in one.applies_to]
    heads = [key for one in applying for key in one.entry_ids]
    rows = [
        [
            _value(measures[key], chance) if key in measures else chance.choice(_MARKS)
            for key in heads
        ]
        for _ in range(units)
    ]
    _write(folder, units, heads, rows)


def _write(
    folder: Path, units: int, heads: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    folder.mkdir(parents=True)
    codes = _free_codes(units)
    _write_list(folder, codes)
    with xlsxwriter.Workbook(folder / "ตาราง.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["รหัส", *heads])
        for at, (code, row) in enumerate(zip(codes, rows, strict=True), 1):
            sheet.write_string(at, 0, code)
            sheet.write_row(at, 1, row)


def _write_list(folder: Path, codes: Sequence[str]) -> None:
    lines = [f"{code},{_TYPE},ตัวอย่างหน่วย {code}" for code in codes]
    listed = "\n".join(["code,type,name_th", *lines]) + "\n"
    (folder / "offices.csv").write_text(listed, encoding="utf-8-sig")


def _free_codes(units: int) -> list[str]:
    """Codes that no shipped office has."""
    known = {office.code for office in OfficeRegistry.shipped().offices}
    codes = (str(number) for number in range(int(_FIRST_UNIT), int(_FIRST_UNIT) + units))
    return [code for code in codes if code not in known]
