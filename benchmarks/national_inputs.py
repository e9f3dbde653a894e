"""Makes the inputs of ``national.py``: filled forms, and tables of many units.

Marks are random (seeded) and say nothing about the offices; the units are invented.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.rubric.indicator import Measure
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

_MARKS = ("มี", "มี", "ไม่มี")
_MARK, _REASON, _REFERENCE = 4, 5, 6
_TYPE = "สพป"


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


def _fill(path: Path, chance: random.Random, rubric: Rubric, measures: dict[str, Measure]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, 1).value or "")
        if key in measures:
            sheet.cell(row, _MARK).value = _value(measures[key], chance)
        elif key.endswith(" ระดับ"):
            sheet.cell(row, _MARK).value = chance.randint(1, 5)
            sheet.cell(row, _REASON).value = "ตัวอย่าง"
        elif "." in key and " " not in key:
            mark = chance.choice(_MARKS)
            sheet.cell(row, _MARK).value = mark
            if mark == "ไม่มี":
                sheet.cell(row, _REASON).value = chance.choice(rubric.checklist.reasons)
            sheet.cell(row, _REFERENCE).value = f"เอกสารตัวอย่าง {key}"
    book.save(path)


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
    lines = [f"{code},{_TYPE},ตัวอย่างหน่วย {code}" for code in codes]
    listed = "\n".join(["code,type,name_th", *lines]) + "\n"
    (folder / "offices.csv").write_text(listed, encoding="utf-8-sig")
    with xlsxwriter.Workbook(folder / "ตาราง.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["รหัส", *heads])
        for at, (code, row) in enumerate(zip(codes, rows, strict=True), 1):
            sheet.write_string(at, 0, code)
            sheet.write_row(at, 1, row)


def _free_codes(units: int) -> list[str]:
    """Codes that no shipped office has."""
    known = {office.code for office in OfficeRegistry.shipped().offices}
    codes = (str(number) for number in range(1_000_000, 1_000_000 + units))
    return [code for code in codes if code not in known]
