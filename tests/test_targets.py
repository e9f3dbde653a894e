"""Targets of offices: who is measured by what, whatever way the targets are sent."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import PROJECT, score

from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Scale
from qp_scoring.rubric.reach import extremes, reach
from qp_scoring.rubric.rules import scores
from qp_scoring.rubric.space import nothing_met
from qp_scoring.rubric.targets import targets_named, with_targets

SAMPLE = PROJECT / "inputs" / "agreement-2567"
RUBRIC = load_rubric("agreement-2567")
BY_HAND = {"P1": "78.00", "P2": "27.50", "P3": "100.00", "M1": "79.46"}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """The sample, to be changed."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "in", ignore=lambda *_: ["README.md"]))


def means(*given: Path, **more: object) -> dict[str, str | None]:
    scored = score(*given, round_id=None, **more)
    return {office.code: office.mean for office in scored.results.offices}


def rows(inputs: Path) -> list[list[str]]:
    text = (inputs / "targets.csv").read_text("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def as_book(inputs: Path, table: list[list[object]], name: str = "targets.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(row)
    book.save(inputs / name)
    (inputs / "targets.csv").unlink()
    return inputs / name


def test_the_sample_comes_to_what_was_worked_out_by_hand(inputs):
    scored = score(inputs, round_id=None)
    assert {office.code: office.mean for office in scored.results.offices} == BY_HAND
    assert list(scored.findings) == []


def test_the_targets_used_are_stored_with_their_cells():
    scored = score(SAMPLE, round_id=None)
    used = scored.indicator("2", "M1").targets
    assert [(one.id, one.value, one.source.cell) for one in used] == [
        ("2.v.ขั้นต่ำ", "15", "D32"),
        ("2.v.มาตรฐาน", "20", "D33"),
        ("2.v.ขั้นสูง", "25", "D34"),
    ]
    assert any("2.v.มาตรฐาน = 20" in said for said in scored.indicator("2", "M1").reasons)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_in_any_encoding_and_with_any_separator(inputs, encoding, separator):
    table = "\r\n".join(separator.join(row) for row in rows(inputs))
    (inputs / "targets.csv").write_bytes(table.encode(encoding))
    assert means(inputs) == BY_HAND


def test_a_workbook_with_a_title_thai_headings_digits_and_percent_cells_is_read(inputs):
    _, *table = rows(inputs)
    book: list[list[object]] = [["ค่าเป้าหมายตามคำรับรอง"], [], ["สำนักงาน", "เป้าหมาย", "ค่าเป้าหมาย"]]
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    for at, (_, name, target, value) in enumerate(table):
        shown: object = value.translate(thai) if at % 2 else int(value)
        if target.startswith("1.v"):
            shown = f"ร้อยละ {value}" if at % 2 else f"{value}%"
        book.append([name, target.translate(thai), shown])
    as_book(inputs, book, "ค่าเป้าหมาย.xlsx")
    assert means(inputs) == BY_HAND


def test_a_table_with_a_column_for_every_target_is_read(inputs):
    table: dict[str, dict[str, str]] = {}
    for code, _, target, value in rows(inputs)[1:]:
        table.setdefault(code, {})[target] = value
    names = list(table["P1"])
    as_book(
        inputs,
        [["รหัส", *names], *([code, *map(own.get, names)] for code, own in table.items())],
    )
    scored = score(inputs, round_id=None)
    assert {office.code: office.mean for office in scored.results.offices} == BY_HAND
    # Of the office to which indicator 1 does not apply nobody wants its targets.
    assert {item.code for item in scored.findings} <= {"target-blank"}


def test_the_only_target_of_a_measure_goes_by_the_measures_id(inputs):
    path = inputs / "targets.csv"
    path.write_text(path.read_text("utf-8-sig").replace("4.v.เป้าหมาย", "4.v"), "utf-8")
    assert means(inputs) == BY_HAND


def test_what_is_wrong_with_one_target_leaves_the_others_as_they_are(inputs):
    path = inputs / "targets.csv"
    path.write_text(
        path.read_text("utf-8-sig").replace("P1,สพป.ตัวอย่าง เขต 1,4.v.เป้าหมาย,200\n", "")
    )
    scored = score(inputs, round_id=None)
    states = {one.code: one.state.value for one in scored.office("P1").indicators}
    assert states == {"1": "scored", "2": "scored", "3": "scored", "4": "not_assessed"}
    assert [(item.code, item.severity.value) for item in scored.findings] == [
        ("target-missing", "error")
    ]
    assert scored.office("P1").mean is None
    assert scored.office("P2").mean == BY_HAND["P2"]


def test_targets_out_of_order_are_said_at_their_cell_and_nothing_is_scored(inputs):
    path = inputs / "targets.csv"
    said = path.read_text("utf-8-sig").replace("P2,สพป.ตัวอย่าง เขต 2,3.v.ขั้นสูง,5", "P2,,3.v.ขั้นสูง,8")
    path.write_text(said, "utf-8")
    scored = score(inputs, round_id=None)
    assert scored.places() == [("target-order", "D18")]
    assert scored.indicator("3", "P2").state.value == "not_assessed"


def test_an_unknown_office_is_said_at_its_cell(inputs):
    with (inputs / "targets.csv").open("a", encoding="utf-8") as file:
        file.write("สพป.ตัวอยาง เขต 1,,1.v.ขั้นต่ำ,60\n")
    scored = score(inputs, round_id=None)
    assert scored.places() == [("office-unknown", "A39")]
    assert scored.office("P1").mean == BY_HAND["P1"]


def test_an_indicator_that_is_not_reported_needs_no_target(inputs):
    (inputs / "targets.csv").unlink()
    (inputs / "answers.csv").write_text(
        "ชุดเกณฑ์,agreement-2567,รอบ,annual\nรหัส,ตัวชี้วัด,ข้อ,ผล\n"
        "M1,2,,ไม่รายงาน\nM1,3,,ไม่รายงาน\nM1,4,,ไม่รายงาน\n",
        "utf-8",
    )
    scored = score(inputs, round_id=None)
    assert scored.office("M1").mean == "0.00"
    assert list(scored.findings) == []


def test_a_named_file_is_read_and_recorded_with_its_hash(inputs, tmp_path, program):
    (inputs / "targets.csv").rename(tmp_path / "ลงนาม.csv")
    out = tmp_path / "out"
    ran = program("score", inputs, "--targets", tmp_path / "ลงนาม.csv", "--out", out, "--jobs", "1")
    assert ran.code == 0
    record = json.loads((out / "run.json").read_bytes())
    hashes = {Path(one["name"]).name: one["hash"] for one in record["inputs"]}
    assert hashes["ลงนาม.csv"].startswith("sha256:")
    results = json.loads((out / "results.json").read_bytes())
    assert {one["code"]: one["mean"] for one in results["offices"]} == BY_HAND


def test_late_targets_alone_are_brought_into_a_round(inputs, tmp_path, program):
    late = tmp_path / "late"
    late.mkdir()
    whole = (inputs / "targets.csv").read_text("utf-8-sig")
    head, *lines = whole.splitlines()
    kept = [line for line in lines if not line.startswith("P1,")]
    (inputs / "targets.csv").write_text("\n".join([head, *kept]) + "\n", "utf-8")
    out = tmp_path / "out"
    assert program("score", inputs, "--out", out, "--jobs", "1").code == 1
    own = [line for line in lines if line.startswith("P1,")]
    (late / "targets.csv").write_text("\n".join([head, *own]) + "\n", "utf-8")
    assert program("score", late, "--into", out, "--jobs", "1").code == 0
    results = json.loads((out / "results.json").read_bytes())
    assert results["findings"] == []
    assert {one["code"]: one["mean"] for one in results["offices"]} == BY_HAND
    # A late office finds the targets that the round had been given before.
    assert program("explain", out, "P1", "1").code == 0


def test_a_late_office_finds_the_targets_that_the_round_was_given_before(inputs, tmp_path, program):
    path = inputs / "answers.csv"
    *early, last, _ = path.read_text("utf-8-sig").splitlines()
    head, columns, *_ = early
    path.write_text("\n".join(early) + "\n", "utf-8")
    out, late = tmp_path / "out", tmp_path / "late.csv"
    assert program("score", inputs, "--out", out, "--jobs", "1").code == 0
    late.write_text("\n".join([head, columns, last]) + "\n", "utf-8")
    assert program("score", late, "--into", out, "--jobs", "1").code == 0
    results = json.loads((out / "results.json").read_bytes())
    assert {one["code"]: one["mean"] for one in results["offices"]} == {
        code: BY_HAND[code] for code in ("P1", "P2", "P3")
    }


def test_a_corrected_target_alone_makes_one_sheet_anew(inputs, tmp_path, program):
    out, corrected = tmp_path / "out", tmp_path / "targets.csv"
    assert program("score", inputs, "--out", out, "--jobs", "1").code == 0
    corrected.write_text("office,measure,value\nP1,4.v,225\n", "utf-8")
    ran = program("score", corrected, "--into", out, "--jobs", "1")
    assert ran.code == 0
    # 180/225 = 80 for 90: two less of a hundred by a weight of 20
    results = json.loads((out / "results.json").read_bytes())
    assert {one["code"]: one["mean"] for one in results["offices"]} == {**BY_HAND, "P1": "76.00"}
    assert "ฉบับแก้ไข ต้องแจกใหม่ 1 แห่ง: P1" in ran.out


def test_targets_that_cannot_be_used_leave_those_of_the_round_and_it_is_said(
    inputs, tmp_path, program
):
    out, late = tmp_path / "out", tmp_path / "targets.csv"
    assert program("score", inputs, "--out", out, "--jobs", "1").code == 0
    wrong = ("P1,4.v,225", "P1,4.v,226", "P2,4.v,", "P3,4.v,มาก")
    late.write_text("\n".join(["office,measure,value", *wrong]) + "\n", "utf-8")
    assert program("score", late, "--into", out, "--jobs", "1").code == 1
    results = json.loads((out / "results.json").read_bytes())
    assert {one["code"]: one["mean"] for one in results["offices"]} == BY_HAND
    former = {code: value for code, _, name, value in rows(inputs) if name.startswith("4.v")}
    said = {(one["code"], one["cell"]): one["message"] for one in results["findings"]}
    for code, cell, office in (
        ("target-former-used", "C3", "P1"),
        ("target-blank", "C4", "P2"),
        ("target-former-used", "C5", "P3"),
    ):
        assert f"จึงยังใช้ค่าเดิม {former[office]}" in said[code, cell]
    assert sum(code == "target-former-used" for code, _ in said) == 2


def test_a_form_comes_with_a_list_of_the_targets_that_an_office_has_to_be_given(
    inputs, tmp_path, program
):
    """Filled in and laid beside the answers it is read as it is; its blanks are no targets."""
    forms = tmp_path / "forms"
    listed = ("--offices", inputs / "offices.csv")
    asked = ("--rubric", "agreement-2567", *listed, "--office", "P1", "M1")
    made = program("template", *asked, "--out", forms)
    assert made.code == 0
    assert made.out.startswith("สร้างแบบประเมินแล้ว 2 ไฟล์")
    assert "targets.xlsx: ใส่ค่าเป้าหมาย" in made.out
    assert sorted(path.name for path in forms.iterdir()) == [
        "M1 สพม.ตัวอย่าง.xlsx",
        "P1 สพป.ตัวอย่าง เขต 1.xlsx",
        "targets.xlsx",
    ]
    book = openpyxl.load_workbook(forms / "targets.xlsx")
    heading = next(row for row in book.active.iter_rows() if row[0].value == "รหัส")
    below = list(book.active.iter_rows(min_row=heading[0].row + 1))
    named = {(row[0].value, row[2].value): row[6] for row in below if row[2].value}
    # Indicator 1 does not apply to M1, which has its other seven.
    assert [len([key for key in named if key[0] == code]) for code in ("P1", "M1")] == [10, 7]
    for code, _, target, value in rows(inputs)[1:]:
        if (code, target) in named and target != "4.v.เป้าหมาย":
            named[code, target].value = int(value)
    (inputs / "targets.csv").unlink()
    book.save(inputs / "targets.xlsx")
    scored = score(inputs, round_id=None)
    states = {one.code: one.state.value for one in scored.office("M1").indicators}
    assert states == {
        **{"1": "not_applicable", "2": "scored", "3": "scored"},
        "4": "not_assessed",
    }
    blank = [item for item in scored.findings if item.code == "target-blank"]
    assert {item.place.cell for item in blank} == {
        named[code, "4.v.เป้าหมาย"].coordinate for code in ("P1", "M1")
    }
    # What is there already may have been filled in, and stays.
    assert program("template", *asked[:-2], "P2", "--out", forms).code == 0
    assert len(list(forms.iterdir())) == 4


def test_a_comparison_tells_of_other_targets(inputs, tmp_path, program):
    before, after = tmp_path / "before", tmp_path / "after"
    assert program("score", inputs, "--out", before, "--jobs", "1").code == 0
    path = inputs / "targets.csv"
    said = path.read_text("utf-8-sig").replace("4.v.เป้าหมาย,200", "4.v.เป้าหมาย,225")
    path.write_text(said, "utf-8")
    assert program("score", inputs, "--out", after, "--jobs", "1").code == 0
    ran = program("compare", before, after, "--json")
    found = json.loads(ran.out)
    own = next(one for one in found["offices"] if one["code"] == "P1")
    four = next(one for one in own["indicators"] if one["code"] == "4")
    assert four["values"] == [{"id": "4.v.เป้าหมาย", "old": "200", "new": "225"}]
    # 180/225 = 80 for 90
    assert (four["old"]["score"], four["new"]["score"]) == ("90.00", "80.00")
    assert "1 สำนักงานมีค่าเป้าหมายต่างจากรอบก่อน (สพป.ตัวอย่าง เขต 1)" in ran.err


def test_an_explanation_names_the_targets_and_their_cells(inputs, tmp_path, program):
    out = tmp_path / "out"
    assert program("score", inputs, "--out", out, "--jobs", "1").code == 0
    assert "ค่าเป้าหมาย 3.v.มาตรฐาน = 15 [targets.csv D9]" in program("explain", out, "P1", "3").out
    told = json.loads(program("explain", out, "P1", "3", "--json").out)
    (three,) = told["indicators"]
    assert [one["value"] for one in three["targets"]] == ["10", "15", "20"]


def test_targets_in_rules_survive_the_way_through_excel(tmp_path, program):
    """Curves, bounds of levels and the target of a measure, with an odd name among them."""
    folder = Path(shutil.copytree(PROJECT / "rubrics/agreement-2567", tmp_path / "set"))
    shutil.rmtree(folder / "examples")  # they call it as it was called
    main, path = folder / "rubric.toml", folder / "indicators/02.toml"
    main.write_text(main.read_text("utf-8").replace('id = "agreement-2567"', 'id = "own"'), "utf-8")
    path.write_text(path.read_text("utf-8").replace("2.v.ขั้นต่ำ", "2.v.ขั้น (ต่ำ) → 1"), "utf-8")
    assert program("rubric", "export", folder, "--out", tmp_path / "a.xlsx").code == 0
    assert program("rubric", "import", tmp_path / "a.xlsx", "--out", tmp_path / "new").code == 0
    assert load_rubric(tmp_path / "new").hash == load_rubric(folder).hash
    shown = program("rubric", "show", folder, "2").out
    assert "ค่าเป้าหมาย 2.v.ขั้น (ต่ำ) → 1" in " ".join(shown.split())


LEVELS = """
code = "1"
title = "เรื่องหนึ่ง"
purpose = "ทดสอบ"
applies_to = ["สพป"]
method = "criteria"
item = [{ id = "1.1", text = "มีแผน", suggest = "จัดทำแผน" }]
measure = [
    { id = "1.p", text = "ผลงาน", unit = "ร้อยละ", min = 0, max = 100, suggest = "เพิ่ม" },
]
level = [
    { level = 1 },
    { level = 2, requires = { measure = "1.p", min = "1.p.ต่ำ" } },
    { level = 3, requires = { all = ["1.1", { measure = "1.p", min = "1.p.สูง" }] } },
]
"""
SET = """
id = "own"
name = "ระดับตามเป้าหมาย"
fiscal_year = 2567
version = "0.1.0"
status = "draft"
source = "ทดสอบ"
round = [{ id = "1", name = "รอบเดียว" }]
state = { not_reported = { policy = "counts_zero", suggest = "รายงาน" } }
scale = { base_level = 1, level = [
    { level = 1, name = "ต้น" }, { level = 2, name = "กลาง" }, { level = 3, name = "ปลาย" },
] }
bands = { confirmed = false, band = [{ name = "ดี", min = 2.5 }, { name = "ต่ำ" }] }
signature = { position = "ประธาน" }
"""


@pytest.fixture
def levels(tmp_path: Path) -> Path:
    """A set whose levels ask for targets, and answers: 65 of a hundred by three offices."""
    (tmp_path / "set/indicators").mkdir(parents=True)
    (tmp_path / "set/rubric.toml").write_text(SET, "utf-8")
    (tmp_path / "set/indicators/1.toml").write_text(LEVELS, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_text("รหัส,1.1,1.p\n2401,มี,65\n2402,ไม่มี,65\n2101,มี,65\n", "utf-8")
    return tmp_path


def test_levels_may_ask_for_targets_and_advice_names_the_offices_own(levels):
    (levels / "in/targets.csv").write_text(
        "office,1.p.ต่ำ,1.p.สูง\n2401,60,70\n2402,40,50\n2101,70,90\n", "utf-8"
    )
    scored = score(levels / "in", rubric=levels / "set", round_id="1")
    given = {one.code: one.indicators[0] for one in scored.results.offices}
    assert {code: one.level for code, one in given.items()} == {"2401": 2, "2402": 2, "2101": 1}
    steps = {code: one.next_level for code, one in given.items()}
    needed = {
        code: [need if isinstance(need, str) else need.at_least for need in step.needs[0]]
        for code, step in steps.items()
        if step is not None
    }
    # 2402 has the value for its level 3 already, and lacks the item.
    assert needed == {"2401": ["70"], "2402": ["1.1"], "2101": ["70"]}


def test_the_sheet_says_the_targets_numbers_beside_their_names(levels, program):
    (levels / "in/targets.csv").write_text("office,1.p.ต่ำ,1.p.สูง\n2401,60,70\n", "utf-8")
    out = levels / "out"
    asked = ("--rubric", levels / "set", "--out", out, "--jobs", "1")
    assert program("score", levels / "in", *asked).code == 1
    (sheet,) = (out / "scoresheets").iterdir()
    book = openpyxl.load_workbook(sheet)
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row]
    assert any("ค่าเป้าหมาย 1.p.สูง (70)" in cell for cell in cells)
    assert any("ค่าเป้าหมายของสำนักงาน: 1.p.ต่ำ = 60, 1.p.สูง = 70" in cell for cell in cells)


def test_a_struck_name_or_value_is_no_target(levels):
    struck = openpyxl.styles.Font(strike=True)
    book = openpyxl.Workbook()
    for row in (
        ["office", "measure", "value"],
        *(["2401", "1.p.ต่ำ", 60], ["2401", "1.p.สูง", 70]),
        *(["2402", "1.p.ต่ำ", 60], ["2402", "1.p.สูง", 70]),
    ):
        book.active.append(row)
    book.active["B3"].font = struck
    book.active["C4"].font = struck
    book.save(levels / "in/targets.xlsx")
    scored = score(levels / "in", rubric=levels / "set", round_id="1")
    assert [one.indicators[0].state.value for one in scored.results.offices] == (
        ["not_assessed"] * 3
    )
    doubted = [item.place.cell for item in scored.findings if item.code == "cell-struck"]
    assert doubted == ["B3", "C4"]


SIGNED = {
    **{"1.v.ขั้นต่ำ": 31, "1.v.มาตรฐาน": 64, "1.v.ขั้นสูง": 92},
    **{"2.v.ขั้นต่ำ": 20, "2.v.มาตรฐาน": 21, "2.v.ขั้นสูง": 260},
    **{"3.v.ขั้นสูง": 3, "3.v.มาตรฐาน": 9, "3.v.ขั้นต่ำ": 41, "4.v.เป้าหมาย": 350},
}


@pytest.mark.parametrize(
    "values", ["70,21,8,210", "31,20,41,350", "92,260,3,700", "10,0,60,0", "63.9,259,9.01,349"]
)
def test_an_office_comes_to_what_the_criteria_with_its_numbers_written_in_give(tmp_path, values):
    """Scores, advice, ways up and sub-totals alike: a target is a number in another place."""
    written = Path(shutil.copytree(PROJECT / "rubrics/agreement-2567", tmp_path / "written"))
    shutil.rmtree(written / "examples")
    for path in (written / "indicators").iterdir():
        text = path.read_text("utf-8")
        for name, number in SIGNED.items():
            text = text.replace(f'"{name}"', str(number))
        path.write_text(text, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_text(f"รหัส,1.v,2.v,3.v,4.v\n2401,{values}\n", "utf-8")
    plain = score(tmp_path / "in", rubric=written, round_id="annual").office("2401")
    listed = "".join(f"2401,{name},{number}\n" for name, number in SIGNED.items())
    (tmp_path / "in/targets.csv").write_text(f"office,measure,value\n{listed}", "utf-8")
    own = score(tmp_path / "in", rubric="agreement-2567", round_id="annual").office("2401")
    bare = tuple(
        one.model_copy(
            update={
                "targets": (),
                "reasons": tuple(said for said in one.reasons if "ค่าเป้าหมาย" not in said),
            }
        )
        for one in own.indicators
    )
    assert own.model_copy(update={"indicators": bare}) == plain
    assert own.next_band is None or own.next_band.ways


# --- what lint knows of all targets that an office may have


def indicator(points: list[list[object]], **more: object) -> Indicator:
    curve = {"measure": "m", "points": points, **more}
    measure = {"id": "m", "text": "-", "unit": "ค่า", "min": 0, "max": 10, "suggest": "-"}
    return Indicator.model_validate(
        {
            **{"code": "1", "title": "-", "purpose": "-", "applies_to": ["สพป"]},
            **{"method": "value", "measure": [measure], "curve": curve},
        }
    )


SCALE = Scale(levels=False, min=Decimal(0), max=Decimal(100))
SHAPES = st.sampled_from(
    [
        {},
        {"between": "step"},
        {"below": "base"},
        {"between": "step", "edge": "right"},
        {"below": "base", "above": "base"},
    ]
)


@given(
    shape=SHAPES,
    marks=st.lists(st.integers(0, 100), min_size=2, max_size=3),
    targets=st.lists(st.integers(0, 20), min_size=3, max_size=3),
    value=st.integers(0, 40),
)
def test_no_targets_bring_an_office_outside_of_what_lint_says_is_reached(
    shape, marks, targets, value
):
    named = [f"m.{at}" for at in range(len(marks))]
    one = indicator([[name, mark] for name, mark in zip(named, marks, strict=True)], **shape)
    assert [target.name for target in targets_named(one)] == named
    own = sorted(Decimal(target) / 2 for target in targets[: len(marks)])
    filled = with_targets(one, dict(zip(named, own, strict=True)))
    columns = nothing_met(filled)
    columns.values["m"] = (Fraction(value, 4),)
    (came,) = scores(filled, SCALE, columns)
    found, ends = reach(one, SCALE), extremes(one, SCALE)
    assert found is not None and ends is not None
    assert ends.low.score <= came <= ends.high.score
    assert any(span.low <= came <= span.high for span in found.spans)


@given(
    marks=st.lists(st.integers(0, 100), min_size=3, max_size=3),
    targets=st.lists(st.integers(0, 6), min_size=3, max_size=3),
    value=st.integers(0, 6),
    edge=st.sampled_from(["left", "right"]),
)
def test_equal_targets_come_to_the_higher_step(marks, targets, value, edge):
    """By hand: of the steps that a value has come to, those at its very value count alike."""
    at = sorted(targets)
    points = [[place, mark] for place, mark in zip(at, marks, strict=True)]
    curve = Curve(measure="m", points=points, between="step", edge=edge)
    equal = [mark for place, mark in points if place == value]
    if equal:
        assert curve.score(Fraction(value), Fraction(0)) == max(equal)


def test_what_was_read_names_the_list_of_targets_and_a_set_of_values_has_no_items(
    tmp_path, program
):
    folder = PROJECT / "inputs" / "agreement-2567"
    program("check", folder, "--out", tmp_path / "check")
    book = openpyxl.load_workbook(tmp_path / "check" / "check.xlsx")
    (row,) = (row for row in book["สิ่งที่อ่าน"].iter_rows(values_only=True) if row[0] == "targets.csv")
    # Three of each of 1 to 3 and one of 4 for three offices of one type; the other has no 1.
    assert row[2:4] == ("ค่าเป้าหมายของสำนักงาน", 3 * (3 + 3 + 3 + 1) + (3 + 3 + 1))
    assert "4.v.เป้าหมาย" in row[4]
    program("score", folder, "--out", tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "summary.xlsx")["รายการที่ขาด"]
    words = [str(cell.value) for line in sheet for cell in line if cell.value]
    assert "ชุดเกณฑ์นี้วัดด้วยค่าและระดับ ไม่มีรายการพิจารณาให้นับ" in words


def test_a_target_that_is_said_to_be_wrong_is_not_missed_besides(inputs):
    """What the cell has is told there; that its indicator is not assessed the results say."""
    path = inputs / "targets.csv"
    said = path.read_text("utf-8-sig").replace("4.v.เป้าหมาย,200", "4.v.เป้าหมาย,มาก", 1)
    path.write_text(said.replace("P2,สพป.ตัวอย่าง เขต 2,3.v.ขั้นสูง", "P2,,3.v.ขั้นสุง"), "utf-8")
    scored = score(inputs, round_id=None)
    assert {item.code for item in scored.findings} == {"target-unknown", "value-unknown"}
    states = {one.code: one.state.value for one in scored.office("P2").indicators}
    assert states["3"] == "not_assessed"


def test_where_no_table_of_targets_is_found_the_headings_are_quoted(inputs):
    path = inputs / "targets.csv"
    path.write_text(path.read_text("utf-8-sig").replace("measure", "อะไร", 1), "utf-8")
    findings = score(inputs, round_id=None).findings
    (found,) = (item for item in findings if item.code == "targets-no-table")
    assert dict(found.values)["found"] == "office · name · อะไร · value"
