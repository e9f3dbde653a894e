"""The sheet เกณฑ์: criteria met, the first unmet condition of the next level, the whole rubric."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import builders as make
import pytest
from forms_filled import Desk, shipped_rubric
from openpyxl import load_workbook

from qp_scoring.documents.results import MeasureNeed, NextLevel
from qp_scoring.paper.tables import Table
from qp_scoring.reports.scoresheet.criteria import criteria_table
from qp_scoring.rubric.indicator import Part, Tier

SAFETY = shipped_rubric().by_code["1"]


def lines(table: Table, code: str = "1") -> list[list[str]]:
    """The rows of one indicator, from its heading to the next."""
    rows = [[cell.text for cell in row] for row in table.rows]
    heads = sorted(table.headings)
    start = next(at for at in heads if f"ตัวชี้วัดที่ {code} " in rows[at][1])
    end = next((at for at in heads if at > start), len(rows))
    return rows[start:end]


def of_checklist(tmp_path: Path, *unmet: str) -> list[list[str]]:
    """Indicator 1 of an office whose checklist lacks these items."""
    desk = Desk(tmp_path)
    scored = desk.scored({**desk.best(), **dict.fromkeys(unmet, "ไม่มี")})
    return lines(criteria_table(shipped_rubric(), scored.office()))


def results_of(rows: list[list[str]]) -> list[str]:
    return [row[2] for row in rows[1:]]


def test_levels_are_met_given_next_and_not_reached(tmp_path: Path) -> None:
    rows = of_checklist(tmp_path, "1.6", "1.7", "1.8")
    assert [row[0] for row in rows] == [
        "1",
        "1 ปรับปรุง",
        "2 พอใช้",
        "3 ดี",
        "4 ดีมาก",
        "5 ดีเยี่ยม",
    ]
    assert rows[0][2] == "3"
    assert results_of(rows) == ["", "ผ่านแล้ว", "ระดับที่ได้", "ขั้นถัดไป", "ยังไม่ถึง"]
    assert [row[1] for row in rows[1:]] == [SAFETY.at(level).text for level in range(1, 6)]


def test_the_next_level_names_the_missing_items_and_only_those(tmp_path: Path) -> None:
    asked = of_checklist(tmp_path, "1.6", "1.8")[4][3].split("\n")
    wanted = SAFETY.item_by_id("1.6")
    assert wanted is not None
    assert asked == ["ครบทุกข้อ (1.6, 1.7)", "ข้อที่ยังขาด", f"1.6 {wanted.text}"]


def test_a_level_that_asks_for_one_item_names_it(tmp_path: Path) -> None:
    assert of_checklist(tmp_path, "1.6")[5][3] == "ข้อ 1.8"


def test_where_some_of_several_are_enough_it_says_how_many(tmp_path: Path) -> None:
    rows = of_checklist(tmp_path, "1.1", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8")
    asked = rows[2][3].split("\n")
    assert rows[2][2] == "ขั้นถัดไป"
    assert asked[1] == "ต้องผ่านเพิ่มอย่างน้อย 1 ข้อจาก"
    assert [line[:4] for line in asked[2:]] == ["1.1 ", "1.3 ", "1.4 "]


def test_at_the_highest_level_nothing_is_next(tmp_path: Path) -> None:
    assert results_of(of_checklist(tmp_path)) == ["", "ผ่านแล้ว", "ผ่านแล้ว", "ผ่านแล้ว", "ระดับที่ได้"]


def test_where_only_levels_are_known_the_criteria_still_stand() -> None:
    step = NextLevel(level=3, needs=(), gain="0.08", band_after=None)
    office = make.office(indicators=(make.indicator("1", "2", next_level=step),))
    rows = lines(criteria_table(make.RUBRIC, office))
    assert results_of(rows) == ["", "ระดับที่ได้", "ขั้นถัดไป", "ยังไม่ถึง", "ยังไม่ถึง"]
    assert rows[3][3] == "ครบทุกข้อ (1.1, 1.2, 1.3, 1.4, 1.5)"


def test_what_was_not_reported_stands_before_the_base_level() -> None:
    step = NextLevel(level=1, needs=(), gain="0.08", band_after=None)
    office = make.office(indicators=(make.indicator("1", "N/A", next_level=step),))
    rows = lines(criteria_table(make.RUBRIC, office))
    assert rows[0][2] == "N/A"
    assert results_of(rows) == ["ขั้นถัดไป", "ยังไม่ถึง", "ยังไม่ถึง", "ยังไม่ถึง", "ยังไม่ถึง"]


def test_a_step_beyond_the_next_level_says_how_far_it_leads() -> None:
    step = NextLevel(level=3, needs=(("1.3",),), gain="0.25", band_after=None, reaches=5)
    office = make.office(indicators=(make.indicator("1", "2", next_level=step),))
    rows = lines(criteria_table(make.RUBRIC, office))
    assert results_of(rows)[2] == "ขั้นถัดไป"
    assert rows[3][3].split("\n")[-1] == "เมื่อครบแล้วขึ้นถึงระดับ 5"
    assert not [row for row in rows if "ขึ้นถึง" in row[3] and row is not rows[3]]


@pytest.mark.parametrize("cell", ["-", "ยกเว้น"])
def test_what_does_not_count_has_its_mark_and_no_criteria(cell: str) -> None:
    office = make.office(indicators=(make.indicator("1", cell),))
    rows = lines(criteria_table(make.RUBRIC, office))
    assert [row[2] for row in rows] == [cell]


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ({"at_least": "80"}, "ต้องไม่น้อยกว่า 80"),
        ({"at_least": "5399/60"}, "ต้องไม่น้อยกว่า 89.99"),
        ({"at_most": "5399/60"}, "ต้องไม่เกิน 89.98"),
    ],
)
def test_a_missing_value_is_told_with_its_unit_and_the_one_reported(
    bounds: dict[str, str], wanted: str
) -> None:
    measured = next(one for one in make.RUBRIC.indicators if one.measure)
    measure = measured.measure[0]
    need = MeasureNeed(measure=measure.id, **bounds)
    step = NextLevel(level=3, needs=((need,),), gain="0.08", band_after=None)
    office = make.office(indicators=(make.indicator(measured.code, "2", next_level=step),))
    rows = lines(criteria_table(make.RUBRIC, office), measured.code)
    asked = next(row[3] for row in rows if row[2] == "ขั้นถัดไป")
    assert f"{measure.text}: {wanted} {measure.unit} ขณะนี้ ไม่มีค่า" in asked


def test_without_levels_the_rules_and_what_is_unmet_stand_there() -> None:
    tiers = (
        Tier(name="พื้นฐาน", points=Decimal(300), items=("1.1", "1.2")),
        Tier(name="ก้าวหน้า", points=Decimal(100), items=("1.8",)),
    )
    tiered = SAFETY.model_copy(update={"method": "tiers", "tier": tiers, "level": ()})
    rubric = make.rubric_with(indicators=(tiered,))
    one = make.indicator("1", "2", level=None, score="350", printed="350", unmet=("1.8",))
    rows = lines(criteria_table(rubric, make.office(indicators=(one,))))
    assert rows[1][:2] == ["พื้นฐาน", "300 คะแนน จากข้อ 1.1, 1.2"]
    assert rows[2][:2] == ["ก้าวหน้า", "100 คะแนน จากข้อ 1.8"]
    assert rows[3][3].startswith("1.8 ")


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


def test_the_whole_rubric_holds_every_item_level_and_piece_of_advice() -> None:
    table = criteria_table(make.RUBRIC)
    texts = {cell.text for row in table.rows for cell in row}
    for indicator in make.RUBRIC.indicators:
        for entry in (*indicator.item, *indicator.measure, *indicator.level):
            assert {entry.text, entry.suggest} <= texts
        assert indicator.purpose in texts
    assert len(table.headings) == len(make.RUBRIC.indicators)


def test_no_page_of_the_sheet_ends_after_a_heading(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.form(desk.best())
    desk.deliver()
    (path,) = (desk.out / "scoresheets").iterdir()
    book = load_workbook(path)
    assert book.sheetnames == ["ผลการประเมิน", "สิ่งที่ต้องทำ", "รายละเอียดหลักฐาน", "เกณฑ์"]
    for name in ("รายละเอียดหลักฐาน", "เกณฑ์"):
        sheet = book[name]
        ends = [sheet.cell(entry.id, 2).value for entry in sheet.row_breaks.brk]
        assert ends
        assert not [end for end in ends if str(end).startswith("ตัวชี้วัดที่")]
        assert sheet.print_title_rows
