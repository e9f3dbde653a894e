"""The workbook of a rubric: every item, level, rule and piece of advice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import builders as make
from forms_filled import shipped_rubric
from openpyxl import load_workbook

from qp_scoring.paper.tables import DrawnTable
from qp_scoring.reports.rubric_book import criteria_table, write_rubric_sheets
from qp_scoring.reports.terminal.rubric import listed, rubric_facts
from qp_scoring.rubric.conditions import All
from qp_scoring.rubric.indicator import Part, Tier
from qp_scoring.rubric.model import Group, Total

SAFETY = shipped_rubric().by_code["1"]


def lines(table: DrawnTable, code: str = "1") -> list[list[str]]:
    """The rows of one indicator, from its heading to the next."""
    rows = [[cell.text for cell in row] for row in table.rows]
    heads = sorted(table.headings)
    start = next(at for at in heads if f"ตัวชี้วัดที่ {code} " in rows[at][1])
    end = next((at for at in heads if at > start), len(rows))
    return rows[start:end]


def test_tiers_stand_with_their_points_and_items() -> None:
    tiers = (
        Tier(name="พื้นฐาน", points=Decimal(300), items=("1.1", "1.2")),
        Tier(name="ก้าวหน้า", points=Decimal(100), items=("1.8",)),
    )
    tiered = SAFETY.model_copy(update={"method": "tiers", "tier": tiers, "level": ()})
    rows = lines(criteria_table(make.rubric_with(indicators=(tiered,))))
    assert ["พื้นฐาน", "300 คะแนน จากข้อ 1.1, 1.2", "", ""] in rows
    assert ["ก้าวหน้า", "100 คะแนน จากข้อ 1.8", "", ""] in rows


def test_a_level_that_asks_for_one_item_names_it() -> None:
    asked = {3: All(all=("1.1", "1.2")), 5: All(all=("1.8",))}
    levels = tuple(
        entry.model_copy(update={"requires": asked.get(entry.level)}) for entry in SAFETY.level
    )
    rubric = make.rubric_with(indicators=(SAFETY.model_copy(update={"level": levels}),))
    told = {row[0]: row[2] for row in lines(criteria_table(rubric))}
    assert told["3 ดี"] == "ครบทุกข้อ (1.1, 1.2)"
    assert told["5 ดีเยี่ยม"] == "ข้อ 1.8"


def test_parts_stand_with_their_weights_and_rules() -> None:
    part = Part.model_validate(
        {
            "name": "ส่วนที่ 1",
            "weight": Decimal("30"),
            "method": "count",
            "items": ("1.1", "1.2"),
            "level": ({"level": 2, "count": 1},),
        }
    )
    parted = SAFETY.model_copy(update={"method": "parts", "part": (part,), "level": ()})
    rows = lines(criteria_table(make.rubric_with(indicators=(parted,))))
    assert ["ส่วนที่ 1", "น้ำหนัก 30", "", ""] in rows
    assert ["2 พอใช้", "อย่างน้อย 1 ข้อจาก (1.1, 1.2)", "", ""] in rows


def test_parts_within_parts_stand_under_the_names_of_both_and_only_a_mean_has_weights() -> None:
    """The least of ก and ข counts, ข is a mean of weights 30 and 70, the latter a sum of two."""

    def judged(name: str, weight: int = 1) -> dict[str, object]:
        return {"name": name, "weight": Decimal(weight), "method": "judged", "id": name}

    summed = {**judged("ง", 70), "method": "parts", "id": None, "combine": "sum"}
    meant = {**judged("ข"), "method": "parts", "id": None}
    meant["part"] = (judged("ค", 30), {**summed, "part": (judged("จ"), judged("ฉ"))})
    parts = tuple(Part.model_validate(one) for one in (judged("ก"), meant))
    update = {"method": "parts", "combine": "min", "part": parts, "level": ()}
    one = SAFETY.model_copy(update=update)
    rows = lines(criteria_table(make.rubric_with(indicators=(one,))))
    assert rows[-8:] == [
        ["", "ตามส่วนที่ได้ต่ำสุด", "", ""],
        ["ก", "", "", ""],
        ["ข", "", "", ""],
        ["ข › ค", "น้ำหนัก 30", "", ""],
        ["ข › ง", "น้ำหนัก 70", "", ""],
        ["", "ผลรวมคะแนน", "", ""],
        ["ข › ง › จ", "", "", ""],
        ["ข › ง › ฉ", "", "", ""],
    ]


def test_the_whole_rubric_holds_every_item_level_and_piece_of_advice() -> None:
    table = criteria_table(make.RUBRIC)
    texts = {cell.text for row in table.rows for cell in row}
    for indicator in make.RUBRIC.indicators:
        for entry in (*indicator.item, *indicator.measure, *indicator.level):
            assert {entry.text, entry.suggest} <= texts
        assert indicator.purpose in texts
    assert len(table.headings) == len(make.RUBRIC.indicators)


def test_no_page_of_the_criteria_ends_after_a_heading(tmp_path: Path) -> None:
    sheet = load_workbook(write_rubric_sheets(tmp_path, make.RUBRIC))["เกณฑ์"]
    ends = [sheet.cell(entry.id, 2).value for entry in sheet.row_breaks.brk]
    assert ends
    assert not [end for end in ends if str(end).startswith("ตัวชี้วัดที่")]
    assert sheet.print_title_rows


def test_what_adds_up_counts_by_its_full_mark_and_says_of_how_much() -> None:
    """Points 10 and 5 of 15: two thirds and a third, whatever a point is in the figure shown."""
    ten, five = (
        SAFETY.model_copy(update={"code": code, "full": Decimal(full), "group": code})
        for code, full in (("ก", 10), ("ข", 5))
    )
    groups = tuple(Group(id=key, name=f"กลุ่ม {key}", combine="sum") for key in "กข")
    total = Total(show="percent", combine="sum")
    rubric = make.rubric_with(indicators=(ten, five), group=groups, total=total)
    assert [listed(one, rubric, "th")[4] for one in rubric.indicators] == [
        "1 (ก) = 66.67 %",
        "1 (ข) = 33.33 %",
    ]
    facts = list(rubric_facts(rubric, "th"))
    assert "คะแนนรวม คือผลบวกของคะแนน กลุ่ม ก, กลุ่ม ข" in facts
    assert "คะแนนเต็มของคะแนนรวม: 15" in facts and "คะแนนเต็มของกลุ่ม ข: 5" in facts


def test_where_the_least_counts_nothing_has_a_share() -> None:
    two = [SAFETY.model_copy(update={"code": code}) for code in "กข"]
    rubric = make.rubric_with(indicators=tuple(two), total=Total(combine="min", plus=Decimal(1)))
    assert [listed(one, rubric, "th")[4] for one in rubric.indicators] == ["1", "1"]
    said = "คะแนนรวม คือคะแนนที่ต่ำที่สุดของ ตัวชี้วัดที่ ก, ตัวชี้วัดที่ ข บวกอีก 1 เมื่อมีส่วนที่สูงกว่า"
    assert said in rubric_facts(rubric, "th")
