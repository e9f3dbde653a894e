"""A round as a committee lives through it: three offices, two assessors, one tie, one late office.

From the forms to the revised score sheet, by the commands alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from forms_filled import Row, all_met, label, office_by, rows_of, small_rubric
from making import SECONDARY_OFFICE, SEED_OFFICE

from qp_scoring.rubric.load import load_rubric

FIRST, SECOND, LATE = SEED_OFFICE, "2401", SECONDARY_OFFICE
PEOPLE = ("กมลวรรณ ใจดี", "ขจรศักดิ์ รักเรียน")
MARK = "ฉบับแก้ไข"


def fill(path: Path, answers: Mapping[str, object]) -> None:
    """Type answers into a form as an evaluator does."""
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet = book.active
    rows = rows_of(sheet)
    for key, answer in answers.items():
        parts = answer if isinstance(answer, tuple) else (answer,)
        given = Row(*parts)
        row = rows[label(key)]
        sheet[f"D{row}"] = given.mark
        if given.reason:
            sheet[f"E{row}"] = given.reason
    book.save(path)


def means(out: Path) -> dict[str, str | None]:
    document = json.loads((out / "results.json").read_text("utf-8"))
    return {office["code"]: office["mean"] for office in document["offices"]}


def revised(out: Path) -> set[str]:
    """The offices whose sheet says that it is a revised issue."""
    found = set()
    for path in (out / "scoresheets").iterdir():
        sheet = openpyxl.load_workbook(path).worksheets[0]
        if any(MARK in str(cell.value) for row in sheet for cell in row):
            found.add(path.name.split(" ")[0])
    return found


def test_a_round_from_its_forms_to_the_revised_sheet(tmp_path, program):
    rubric = small_rubric(tmp_path)
    forms, late, out = tmp_path / "forms", tmp_path / "late", tmp_path / "out"
    chosen = ("--rubric", rubric, "--plain")

    asked = ("--office", FIRST, SECOND, LATE, "--assessor", *PEOPLE)
    assert program("template", *asked, *chosen, "--out", forms).code == 0
    paths = {(path.name.split(" ")[0], path.stem.split(" - ")[1]): path for path in forms.iterdir()}
    assert len(paths) == 6

    best = {code: all_met(load_rubric(rubric), office_by(code)) for code in (FIRST, SECOND, LATE)}
    for code in (FIRST, SECOND):
        for person in PEOPLE:
            tie = {"1.5": "ไม่มี"} if (code, person) == (FIRST, PEOPLE[1]) else {}
            fill(paths[code, person], best[code] | tie)

    checked = program("check", forms, *chosen, "--out", tmp_path / "checked")
    assert checked.code == 0
    assert "ครบ 1 กำลังทำ 1 ยังไม่เริ่ม 1 ผิด 0" in checked.out
    assert not (tmp_path / "checked" / "marked").exists()

    late.mkdir()
    for person in PEOPLE:
        paths[LATE, person] = shutil.move(paths[LATE, person], late)

    scored = program("score", forms, *chosen, "--round", "6m", "--out", out)
    assert scored.code == 0
    assert means(out) == {FIRST: None, SECOND: "5.00"}
    assert "ออกใบผลแล้ว 1 จาก 2 แห่ง" in scored.out
    assert "กรอกมติ 1 เรื่อง" in scored.out
    assert f"รอมติคณะกรรมการ: {FIRST}" in scored.out, "nobody left anything blank"
    assert "ติดตาม" not in scored.out

    questions = openpyxl.load_workbook(out / "to-decide.xlsx")
    questions.active["J4"] = "ไม่มี"
    questions.save(out / "to-decide.xlsx")
    assert program("score", forms, *chosen, "--round", "6m", "--out", out).code == 0
    assert means(out) == {FIRST: "4.83", SECOND: "5.00"}, "level 4 on one indicator of six"

    for person in PEOPLE:
        fill(paths[LATE, person], best[LATE])
    assert program("score", late, "--into", out, "--plain").code == 0
    assert means(out) == {FIRST: "4.83", SECOND: "5.00", LATE: "5.00"}
    assert revised(out) == set()

    corrected = tmp_path / "corrected"
    corrected.mkdir()
    for person in PEOPLE:
        path = Path(shutil.copy(paths[SECOND, person], corrected))
        fill(path, {"1.5": ("ไม่มี", "ไม่ครบ")})
    done = program("score", corrected, "--into", out, "--plain")
    assert done.code == 0
    assert means(out) == {FIRST: "4.83", SECOND: "4.83", LATE: "5.00"}
    assert revised(out) == {SECOND}
    assert "ทุกแห่งมีใบผลแล้ว" in done.out

    following = program("template", "--from", out, *chosen, "--out", tmp_path / "next")
    assert following.code == 0
    assert {path.name for path in (tmp_path / "next").iterdir()} == {
        Path(path).name for path in paths.values()
    }
