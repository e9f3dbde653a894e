"""A band that requires more than a mean: what an office is told that its gate keeps below."""

from __future__ import annotations

import json

import pytest
import tiny_rubric
from making import SEED_OFFICE
from openpyxl import Workbook, load_workbook


@pytest.fixture
def barred(tmp_path, program):
    """An office with a mean of 2 whose group ข has 1, where ดี requires 2 of it."""
    main = tiny_rubric.edited(
        tiny_rubric.MAIN,
        {
            "at_least = 2 }": 'at_least = 2, requires = { all = [{ score = "ข", min = 2 }] } }',
            'source = "เอกสารทดสอบ"': 'source = "เอกสารทดสอบ"\n'
            'group = [{ id = "ก", name = "กลุ่มก", weight = 1 }, '
            '{ id = "ข", name = "กลุ่มข", weight = 1 }]',
        },
    )
    first, second = (
        tiny_rubric.edited(
            tiny_rubric.MEASURED,
            {'code = "1"': f'code = "{code}"\ngroup = "{group}"'},
        ).replace('"m"', f'"{code}.m"')
        for code, group in (("1", "ก"), ("2", "ข"))
    )
    rubric = tiny_rubric.write(tmp_path, main, first, second)
    book = Workbook()
    book.active.append(["รหัส", "ผู้ประเมิน", "1.m", "2.m"])
    book.active.append([SEED_OFFICE, "ก ตัวอย่าง", 90, 20])
    book.save(tmp_path / "ผล.xlsx")
    out = tmp_path / "out"
    program("score", tmp_path / "ผล.xlsx", "--rubric", rubric, "--out", out)
    return out


def test_the_explanation_says_that_the_gate_decided_and_no_distance(barred, program):
    told = program("explain", barred, SEED_OFFICE).out
    assert "ได้คะแนนรวม 2.00 แต่ กลุ่มข ได้ 1 ต่ำกว่า 2 จึงอยู่ในระดับ พอใช้" in " ".join(told.split())
    assert "คะแนนเฉลี่ยถึงแล้ว แต่ยังไม่ผ่านเกณฑ์ขั้นต่ำ" in told
    assert "ยังขาด" not in told.partition("ตัวชี้วัดที่ 1")[0]


def test_the_results_and_the_directors_page_say_so_too(barred):
    (office,) = json.loads((barred / "results.json").read_text("utf-8"))["offices"]
    assert (office["band"], office["next_band"]["distance"]) == ("พอใช้", "0.00")
    (path,) = (barred / "scoresheets").glob("*.xlsx")
    texts = [
        str(cell.value)
        for sheet in load_workbook(path)
        for row in sheet
        for cell in row
        if cell.value
    ]
    assert any("คะแนนเฉลี่ยถึงแล้ว แต่ยังไม่ผ่านเกณฑ์ขั้นต่ำ" in text for text in texts)
    assert not any("ขาดอีก" in text for text in texts)
