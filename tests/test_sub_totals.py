"""Sub-totals of groups over all offices, and what the figure of the whole is called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import tiny_rubric
from making import PROJECT, SEED_OFFICE, score

from qp_scoring.analysis.whole import analyse
from qp_scoring.rubric.load import load_rubric

SCHOOLS = PROJECT / "inputs" / "quality-school-2567"

# What the README of the sample works out by hand: of each unit, the five sides (60), the focus
# areas (20) and the numbers aimed at (20). Q3, Q4 and Q5 have the sides alone.
SIDES = {"Q1": "3.24", "Q2": "1.84", "Q3": "1.50", "Q4": "3.67", "Q5": "0.00"}
FOCUS = {"Q1": "3.00", "Q2": "2.00"}
NUMBERS = {"Q1": "3.67", "Q2": "3.11"}


def test_the_analysis_has_every_group_with_its_n():
    scored = score(SCHOOLS, round_id=None)
    found = analyse(scored.results, load_rubric("quality-school-2567"))
    assert [one.code for one in found.nodes] == ["sides", "focus", "targets"]
    sides, focus, numbers = found.nodes
    # (3.24 + 1.84 + 1.50 + 3.67 + 0.00) ÷ 5 = 2.05, the middle one 1.84
    assert (sides.n, sides.mean, sides.median) == (5, "2.05", "1.84")
    assert sides.levels == {"0": 1, "1": 2, "2": 0, "3": 2, "4": 0}
    assert (focus.n, focus.mean) == (2, "2.50")
    assert (numbers.n, numbers.mean, numbers.median) == (2, "3.39", "3.39")
    assert (focus.states["scored"], focus.states["not_applicable"]) == (2, 3)
    for node, by_hand in ((0, SIDES), (1, FOCUS), (2, NUMBERS)):
        told = {one.code: one.nodes[node].score for one in scored.results.offices}
        assert {code: score for code, score in told.items() if score is not None} == by_hand


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of two groups, to be shown as any figure of the whole."""
    folder = tmp_path_factory.mktemp("set")
    (folder / "indicators").mkdir()
    shutil.copy(PROJECT / "rubrics/agreement-2567/rubric.toml", folder)
    main = (folder / "rubric.toml").read_text("utf-8")
    bands = main[main.index("[bands]") : main.index("[assessors]")]
    main = main.replace(
        bands, '[bands]\nconfirmed = true\nband = [{ name = "ดี", min = 60 }, { name = "ต่ำ" }]\n\n'
    )
    main = main.replace('mean_row = "คะแนนเฉลี่ยถ่วงน้ำหนัก {n} ตัวชี้วัด"\n', "")
    groups = '[[group]]\nid = "ก"\nname = "ด้านแรก"\n\n[[group]]\nid = "ข"\nname = "ด้านหลัง"\n'
    (folder / "rubric.toml").write_text(main + "\n" + groups, "utf-8")
    for code, group in (("1", "ก"), ("2", "ข")):
        text = (
            f'code = "{code}"\ntitle = "เรื่องที่ {code}"\npurpose = "เพื่อทดสอบ"\ngroup = "{group}"\n'
            f'applies_to = ["สพป", "สพม"]\nmethod = "value"\n\n[[measure]]\nid = "{code}.v"\n'
            f'text = "ผลงาน {code}"\nunit = "คะแนน"\nmin = 0\nmax = 100\n'
            f'suggest = "ทำเพิ่ม {code}"\n\n'
            f'[curve]\nmeasure = "{code}.v"\npoints = [[0, 0], [100, 100]]\n'
        )
        (folder / f"indicators/{code}.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("show", "total", "word", "short"),
    [
        ("mean", "70.00", "คะแนนเฉลี่ย", "เฉลี่ย"),
        ("sum", "140.00", "คะแนนรวม", "รวม"),
        ("percent", "70.00", "ร้อยละของคะแนนเต็ม", "ร้อยละ"),
    ],
)
def test_the_figure_of_the_whole_is_called_as_it_is_shown(
    shown, tmp_path, program, show, total, word, short
):
    folder = Path(shutil.copytree(shown, tmp_path / "set"))
    with (folder / "rubric.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[total]\nshow = "{show}"\n')
    (tmp_path / "in.csv").write_text("รหัส,1.v,2.v\n2401,60,80\n", "utf-8")
    out = tmp_path / "out"
    ran = program("score", tmp_path / "in.csv", "--rubric", folder, "--out", out, "--jobs", "1")
    assert ran.code == 0
    heading = next(line for line in ran.out.splitlines() if "สำนักงาน" in line and "รหัส" in line)
    assert f" {short} " in heading
    results = json.loads((out / "results.json").read_bytes())
    assert (results["offices"][0]["mean"], results["policy"]["total_kind"]) == (total, show)
    page = (out / "dashboard.html").read_text("utf-8")
    assert f'<th scope="col">{word}</th>' in page
    assert page.count('<th scope="col">ด้านแรก</th>') == 1
    assert '<th scope="row">ด้านหลัง</th><td>100</td><td class="strong">80.00</td>' in page
    (sheet,) = (out / "scoresheets").iterdir()
    cells = texts(sheet)
    assert any(cell.startswith(word) and "ตัวชี้วัด" in cell for cell in cells)
    assert word in cells  # at the top of the action page
    assert any("คือผลบวกของคะแนน ด้านแรก, ด้านหลัง" in cell for cell in cells) == (show == "sum")
    assert word in texts(out / "summary.xlsx")
    told = program("explain", out, "2401")
    assert f"{word} {total} ระดับคุณภาพดี" in told.out
    mailing = (out / "mailing.csv").read_text("utf-8-sig")
    assert f"ผลการประเมิน: {word} {total}" in mailing


def test_an_office_whose_values_fall_short_is_told_which_and_not_that_nothing_is_missing(
    shown, tmp_path, program
):
    (tmp_path / "in.csv").write_text("รหัส,1.v,2.v\n2401,60,80\n2402,100,100\n", "utf-8")
    out = tmp_path / "out"
    assert program("score", tmp_path / "in.csv", "--rubric", shown, "--out", out).code == 0
    short, best = (texts(one) for one in sorted((out / "scoresheets").iterdir()))
    nothing = "ไม่มีรายการพิจารณาที่ยังขาด"
    assert not any(nothing in cell for cell in short)
    # The one that lacks most stands first.
    steps = [cell for cell in short if "จากเต็ม 100" in cell]
    assert steps == ["60.00 จากเต็ม 100", "80.00 จากเต็ม 100"]
    assert any("ทำเพิ่ม 1" in cell for cell in short)
    assert any(nothing in cell for cell in best)


def texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return [str(cell) for cell in cells if cell is not None]


def test_what_a_judged_part_lacks_is_a_level_of_that_part(tmp_path, program):
    """Two judged parts of which the least counts: ก stands at 1, the other at 2."""
    parts = tiny_rubric.edited(
        tiny_rubric.COVERAGE.partition("[[item]]")[0],
        {'method = "coverage"': 'method = "parts"\ncombine = "min"'},
    )
    parts += '[[part]]\nid = "ก"\nname = "คุณภาพของแผน"\nmethod = "judged"\n\n'
    parts += '[[part]]\nname = "การใช้แผน"\nmethod = "judged"\n'
    folder = tiny_rubric.write(tmp_path, tiny_rubric.MAIN, parts)
    rows = [["รหัส", "ผู้ประเมิน", "ก", "1/2"], [SEED_OFFICE, "ก ตัวอย่าง", 1, 2]]
    (tmp_path / "ผล.csv").write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    out = tmp_path / "out"
    program("score", tmp_path / "ผล.csv", "--rubric", folder, "--out", out)
    (office,) = json.loads((out / "results.json").read_text("utf-8"))["offices"]
    step = office["indicators"][0]["next_level"]
    assert step["needs"] == [[{"node": "ก", "level": 2}]]
    (((move,),),) = (office["next_band"]["ways"],)
    assert (move["needs"], move["level"]) == ([{"node": "ก", "level": 2}], 2)
    told = program("explain", out, SEED_OFFICE).out
    assert "ก ให้ได้ระดับ 2 ขึ้นไป" in told
    words = texts(next((out / "scoresheets").glob("*.xlsx")))
    assert any("คุณภาพของแผน ต้องไม่น้อยกว่าระดับ 2" in one for one in words)
    # Why the indicator stands at 1 although a part stands at 2.
    assert office["indicators"][0]["reasons"][0] == "คะแนนตัวชี้วัด: ตามส่วนที่ได้ต่ำสุด"
