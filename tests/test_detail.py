"""The sheet รายละเอียดหลักฐาน: what was found for every item, without assessors' names."""

from __future__ import annotations

import builders as make

from qp_scoring.reports.scoresheet.detail import detail_table

MARK, BY, REFERENCE, ADVICE = 2, 3, 4, 5


def rows(*items, cell="2", **changes):
    """The table's rows after the indicator's own, by item id."""
    one = make.indicator("1", cell, items=items, **changes)
    table = detail_table(make.office(indicators=(one, make.indicator("2"))), make.RUBRIC)
    return {cells[0].text: cells for cells in table.rows[1:]}


def test_each_assessor_stands_by_number_with_mark_and_reason():
    opinions = (
        make.said("กรรมการ ข", "unmet", reason="ไม่ครบ", reference="คำสั่ง 1/2566"),
        make.said("กรรมการ ก", "met"),
    )
    row = rows(make.item("1.1", "unmet", *opinions))["1.1"]
    assert row[MARK].text == "ไม่มี"
    assert row[BY].text.split("\n") == [
        "ผู้ประเมิน 2 (เอกสาร): ไม่มี (ไม่ครบ)",
        "ผู้ประเมิน 1 (เอกสาร): มี",
    ]
    assert (row[REFERENCE].text, row[REFERENCE].quoted) == ("คำสั่ง 1/2566", True)
    assert row[ADVICE].text == make.RUBRIC.by_code["1"].item_by_id("1.1").suggest


def test_an_open_question_awaits_a_resolution():
    opinions = (make.said("ก", "unmet"), make.said("ข", "met"))
    assert rows(make.item("1.1", None, *opinions))["1.1"][MARK].text == "รอมติ"


def test_an_item_of_an_office_that_reported_nothing_awaits_nothing():
    row = rows(make.item("1.1", None), cell="N/A")["1.1"]
    assert (row[MARK].text, row[BY].text, row[ADVICE].text) == ("-", "", "")
