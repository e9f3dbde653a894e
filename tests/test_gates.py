"""A band that requires more than a mean: what an office is told that its gate keeps below."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import tiny_rubric
from making import SEED_OFFICE
from openpyxl import Workbook, load_workbook
from pydantic import TypeAdapter
from small_rules import SHIPPED, rubric_of

from qp_scoring.rubric.conditions import Columns, Condition
from qp_scoring.rubric.model import Bands, Group
from qp_scoring.scoring.bands import band_of, band_of_mean, gate_reason
from qp_scoring.scoring.lacking import lacking
from qp_scoring.scoring.mean import Mean


def office_scored(tmp_path, program, gate):
    """An office with a mean of 2, of 3 in group ก and 1 in group ข, where ดี requires ``gate``."""
    main = tiny_rubric.edited(
        tiny_rubric.MAIN,
        {
            "at_least = 2 }": f"at_least = 2, requires = {gate} }}",
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


@pytest.fixture
def barred(tmp_path, program):
    """Group ข has 1, where ดี requires 2 of it."""
    return office_scored(tmp_path, program, '{ all = [{ score = "ข", min = 2 }] }')


def texts_of_the_sheet(out):
    (path,) = (out / "scoresheets").glob("*.xlsx")
    cells = (cell for sheet in load_workbook(path) for row in sheet for cell in row)
    return [str(cell.value) for cell in cells if cell.value]


def test_the_explanation_says_that_the_gate_decided_and_no_distance(barred, program):
    told = program("explain", barred, SEED_OFFICE).out
    assert "ได้คะแนนรวม 2.00 แต่ กลุ่มข ได้ 1 ต่ำกว่า 2 จึงอยู่ในระดับ พอใช้" in " ".join(told.split())
    assert "คะแนนเฉลี่ยถึงแล้ว แต่ยังไม่ผ่านเกณฑ์ขั้นต่ำ" in told
    assert "ยังขาด" not in told.partition("ตัวชี้วัดที่ 1")[0]


def test_the_results_and_the_directors_page_say_so_too(barred):
    (office,) = json.loads((barred / "results.json").read_text("utf-8"))["offices"]
    assert (office["band"], office["next_band"]["distance"]) == ("พอใช้", "0.00")
    texts = texts_of_the_sheet(barred)
    assert any("คะแนนเฉลี่ยถึงแล้ว แต่ยังไม่ผ่านเกณฑ์ขั้นต่ำ" in text for text in texts)
    assert not any("ขาดอีก" in text for text in texts)


# --- which band it is, and why, by the scores that a gate asks for


def with_gate(requires):
    """Bands ดี from 3 with a gate, พอใช้ from 2 and ต่ำ; a group ข that is called กลุ่มข."""
    bands = [
        {"name": "ดี", "at_least": 3, "requires": requires},
        {"name": "พอใช้", "at_least": 2},
        {"name": "ต่ำ"},
    ]
    return rubric_of(
        SHIPPED.indicators[0],
        group=(Group(id="ข", name="กลุ่มข", weight=1),),
        bands=Bands.model_validate({"confirmed": False, "band": bands}),
    )


def figure(mean, **asked):
    """A mean beside the printed scores that gates ask for."""
    scores = {key: (None if one is None else Fraction(one),) for key, one in asked.items()}
    return Mean(Decimal(mean), Decimal(1), 1, asked=Columns(1, {}, {}, {}, scores))


def test_a_mean_as_printed_reaches_a_band_from_its_bound_on():
    rubric = with_gate({"score": "ข", "min": 2})
    bounds = {"3": "ดี", "2.99": "พอใช้", "2": "พอใช้", "1.99": "ต่ำ"}
    assert {mean: band_of(Decimal(mean), rubric) for mean in bounds} == bounds
    printed = {"2.995": "ดี", "2.994": "พอใช้", "1.995": "พอใช้", "1.994": "ต่ำ"}
    assert {mean: band_of_mean(figure(mean, ข="2"), rubric) for mean in printed} == printed


def test_two_bands_may_begin_alike_where_the_upper_one_requires_more(tmp_path, program):
    """Group ข has 1, where ดี requires 2 of it: both bands begin at the mean of 2 that it has."""
    gate = '{ score = "ข", min = 2 }'
    out = office_scored(tmp_path, program, f'{gate} }},\n    {{ name = "ผ่าน", min = 2')
    (office,) = json.loads((out / "results.json").read_text("utf-8"))["offices"]
    step = office["next_band"]
    assert (office["mean"], office["band"], step["band"]) == ("2.00", "ผ่าน", "ดี")
    assert (step["distance"], step["steps"]) == ("0.00", 1)
    told = " ".join(program("rubric", "show", tmp_path / "tiny").out.split())
    barred = "ผ่าน 2.00 ขึ้นไป แต่ไม่ผ่านเกณฑ์ขั้นต่ำของช่วงที่สูงกว่า"
    assert f"ดี 2.00 ขึ้นไป, {barred}, พอใช้ ต่ำกว่า 2.00" in told


@pytest.mark.parametrize(
    ("bounds", "score", "why"),
    [
        ({"min": 2}, "2", None),
        ({"min": Decimal("2.5")}, "2", "กลุ่มข ได้ 2 ต่ำกว่า 2.5"),
        ({"min": Decimal("2.50")}, "2.49", "กลุ่มข ได้ 2.49 ต่ำกว่า 2.5"),
        ({"max": 100}, "100", None),
        ({"max": 100}, "100.5", "กลุ่มข ได้ 100.5 เกิน 100"),
        ({"min": 2, "max": 3}, "3", None),
        ({"min": 2, "max": 3}, "1", "กลุ่มข ได้ 1 ต่ำกว่า 2"),
        ({"min": 2, "max": 3}, "4", "กลุ่มข ได้ 4 เกิน 3"),
        ({"min": 2}, None, None),  # a group that left keeps nobody out
    ],
)
def test_a_gate_tells_which_score_lies_outside_its_bounds(bounds, score, why):
    rubric, mean = with_gate({"score": "ข", **bounds}), figure("3.456", ข=score)
    assert band_of_mean(mean, rubric) == ("พอใช้" if why else "ดี")
    said = why and f"ได้คะแนนรวม 3.46 แต่ {why} จึงอยู่ในระดับ พอใช้"
    assert gate_reason(mean, rubric) == said


def test_a_gate_of_several_scores_tells_of_those_that_are_too_low():
    """Whoever has no group of that name is an indicator, which is told by its code."""
    rubric = with_gate(
        {"all": [{"score": "ข", "min": 2}, {"any": [{"score": "1", "min": 3}]}]},
    )
    assert gate_reason(figure("3", ข="2", **{"1": "3"}), rubric) is None
    both = gate_reason(figure("3", ข="1", **{"1": "2.5"}), rubric)
    assert both == ("ได้คะแนนรวม 3.00 แต่ กลุ่มข ได้ 1 ต่ำกว่า 2, ตัวชี้วัดที่ 1 ได้ 2.5 ต่ำกว่า 3 จึงอยู่ในระดับ พอใช้")
    one = gate_reason(figure("3", ข="2", **{"1": "101"}), with_gate({"score": "1", "max": 5}))
    assert one == "ได้คะแนนรวม 3.00 แต่ ตัวชี้วัดที่ 1 ได้ 101 เกิน 5 จึงอยู่ในระดับ พอใช้"


@pytest.mark.parametrize(("score", "band"), [("1", "พอใช้"), ("2", "ดี"), (None, "ดี")])
def test_a_gate_that_lost_a_part_of_itself_asks_for_the_rest(score, band):
    rubric = with_gate({"all": [{"score": "ข", "min": 2}, {"any": [{"score": "1", "min": 3}]}]})
    assert band_of_mean(figure("3", ข=score, **{"1": None}), rubric) == band


def test_a_gate_of_a_band_that_the_mean_does_not_reach_is_no_reason():
    rubric = with_gate({"score": "ข", "min": 2})
    assert gate_reason(figure("2.5", ข="1"), rubric) is None
    assert gate_reason(figure("1", ข="1"), rubric) is None


def test_the_way_up_is_what_opens_the_gate(barred, program):
    """ข stands at 1 with 20, and comes to 2 from 50 on; more in ก would bring nothing."""
    (office,) = json.loads((barred / "results.json").read_text("utf-8"))["offices"]
    step = office["next_band"]
    assert (step["steps"], step["more"], step["untold"]) == (1, 0, None)
    (((move,),),) = (step["ways"],)
    assert (move["indicator"], move["level"]) == ("2", 2)
    assert [need["at_least"] for need in move["needs"]] == ["50"]
    told = " ".join(program("explain", barred, SEED_OFFICE).out.split())
    assert "ต้องทำอย่างน้อย 1 อย่าง" in told


def test_where_more_could_fail_a_requirement_it_is_said_that_no_ways_are_told(tmp_path, program):
    """ดี asks that ก has no more than 2, and it has 3: no step lowers it, and none is told."""
    out = office_scored(tmp_path, program, '{ score = "ก", max = 2 }')
    (office,) = json.loads((out / "results.json").read_text("utf-8"))["offices"]
    step = office["next_band"]
    assert (office["band"], step["steps"], step["untold"]) == ("พอใช้", None, "falling")
    why = "ไม่แสดงรายการที่ต้องทำ เพราะเกณฑ์กำหนดคะแนนสูงสุดของบางส่วนไว้ด้วย"
    assert why in " ".join(program("explain", out, SEED_OFFICE).out.split())
    assert any(why in text for text in texts_of_the_sheet(out))


# --- what a limit on items and values lacks


def lacked(tree, value="22.5"):
    """What is told of an office that has a, has not b, and c does not concern it."""
    columns = Columns(
        1,
        {key: np.array([key == "a"]) for key in "abc"},
        {key: np.array([key != "c"]) for key in "abc"},
        {"m": (None if value is None else Fraction(value),)},
        {"ข": (Fraction(1),)},
    )
    condition = TypeAdapter(Condition).validate_python(tree)
    return list(lacking(condition, columns, with_gate({"score": "ข", "min": 2})))


def test_each_item_that_is_relevant_and_not_met_is_told():
    assert lacked({"all": ["a", "b", "c"]}) == ["ยังไม่มีข้อ b"]
    assert lacked({"any": ["a", "b"]}) == []
    assert lacked({"all": ["b", {"any": ["b"]}]}) == ["ยังไม่มีข้อ b"] * 2


def test_of_so_many_items_the_rule_is_told_and_of_so_many_scores_each():
    assert lacked({"at_least": 2, "of": ["a", "b"]}) == ["อย่างน้อย 2 ข้อจาก (a, b)"]
    of_scores = {"at_least": 1, "of": [{"score": "ข", "min": 2}]}
    assert lacked(of_scores) == ["กลุ่มข ได้ 1 ต่ำกว่า 2"]


def test_a_value_outside_its_bounds_is_told_with_its_figure_and_one_that_is_missing_by_the_rule():
    assert lacked({"measure": "m", "min": 30}) == ["m ได้ 22.5 ต่ำกว่า 30"]
    assert lacked({"measure": "m", "max": 20}) == ["m ได้ 22.5 เกิน 20"]
    assert lacked({"measure": "m", "min": 30}, value=None) == ["ค่า m ไม่น้อยกว่า 30"]
