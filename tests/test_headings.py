"""Every word that a heading may be, by the layout it is recognised in; and what is never one."""

from __future__ import annotations

import pytest

from qp_scoring.intake.layouts.aliases import COLUMNS, HEADER_LABELS, PARTS, begins_total
from qp_scoring.intake.layouts.headings import label_name
from qp_scoring.intake.layouts.vocabulary import Doubt, Meaning, Vocabulary
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.rubric.load import load_rubric

VOCABULARY = Vocabulary(load_rubric("qp-2566"))
FIRST = VOCABULARY.rubric.by_code["1"]
TEXT, OTHER = (item.text for item in FIRST.item[:2])


def look(text: str) -> Meaning | Doubt | None:
    return VOCABULARY.look(InputCell(1, 1, CellKind.TEXT, text))


@pytest.mark.parametrize("what", COLUMNS)
def test_every_alias_names_its_column(what: str) -> None:
    for alias in COLUMNS[what]:
        for written in (alias, f"{alias} *", alias.upper(), alias.replace(" ", "\n")):
            found = look(written)
            assert isinstance(found, Meaning), written
            assert (found.what, found.of) == (what, ""), written


@pytest.mark.parametrize("what", PARTS)
def test_every_part_belongs_to_the_indicator_before_it(what: str) -> None:
    for part in PARTS[what]:
        assert look(f"6a {part}") == Meaning(what, "6a"), part
        assert look(f"ตัวชี้วัดที่ 6a {part}") == Meaning(what, "6a"), part


@pytest.mark.parametrize("what", HEADER_LABELS)
def test_every_label_names_its_value(what: str) -> None:
    for alias in HEADER_LABELS[what]:
        assert label_name(InputCell(1, 1, CellKind.TEXT, f"{alias}:")) == what, alias


ITEM, INDICATOR = Meaning("item", "1.1"), Meaning("indicator", "1")
READ = {
    "1.1": ITEM,
    "1 . 1": ITEM,
    "๑.๑": ITEM,
    "1.1.": ITEM,
    "ข้อ 1.1": ITEM,
    "ข้อที่ 1.1": ITEM,
    "ประเด็นพิจารณาที่ 1.1": ITEM,
    "ตัวชี้วัดย่อยที่ 1.1": ITEM,
    "1.1 แผน": ITEM,
    f"1.1 {TEXT}": ITEM,
    TEXT: ITEM,
    f"ตัวชี้วัดที่ 1 [1.1 {TEXT}]": ITEM,
    f"ตัวชี้วัดที่ 1 [{TEXT}]": ITEM,
    f"ตัวชี้วัดที่ 1 ข้อ 1.1 {TEXT}": ITEM,
    "1.1 (กรรมการ ก)": Meaning("item", "1.1", said="กรรมการ ก"),
    "1.1 มี": Meaning("item", "1.1", option="มี"),
    "1.1 [ไม่มี]": Meaning("item", "1.1", option="ไม่มี"),
    "1.1 เหตุผล": Meaning("reason", "1.1"),
    "1": INDICATOR,
    "ตัวชี้วัดที่ 1": INDICATOR,
    "ตัวชี้วัด\nที่ 1": INDICATOR,
    "ตชว.1": INDICATOR,
    "QP1": INDICATOR,
    f"ตัวชี้วัดที่ 1 {FIRST.title}": INDICATOR,
    FIRST.title: INDICATOR,
    "ตัวชี้วัดที่ 1 (ระดับ)": Meaning("level", "1"),
    "ตัวชี้วัดที่ 1 ระดับ 5": Meaning("indicator", "1", option="ระดับ 5"),
    "ข้อเสนอแนะตัวชี้วัดที่ 1": Meaning("comment", "1"),
    "6 a": Meaning("indicator", "6a"),
    "X 1": Meaning("indicator", "X1"),
    "X-2": Meaning("indicator", "X2"),
    "X–2": Meaning("indicator", "X2"),
    "ตัวชี้\nวัดที่ 1": INDICATOR,
    "X.1": Meaning("indicator", "X1"),
    "X.1.1": Meaning("item", "X1.1"),
    "6.a": Meaning("indicator", "6a"),
    "6_a": Meaning("indicator", "6a"),
    "6ก": Meaning("indicator", "6a"),
    "๖ ก": Meaning("indicator", "6a"),
    "6(b)": Meaning("indicator", "6b"),
    "ตัวชี้วัดที่ 6 (ก)": Meaning("indicator", "6a"),
    "6ก.1": Meaning("item", "6a.1"),
    "ผลการตรวจ (กรรมการคนที่ 2)": Meaning("mark", said="กรรมการคนที่ 2"),
    "X/1": Meaning("indicator", "X1"),
    f"ตัวชี้วัดที่ 1 > 1.1 {TEXT}": ITEM,
    f"ตัวชี้วัดที่ 1 - ข้อ 1.1 {TEXT}": ITEM,
    f"ตัวชี้วัดที่ 1 (1.1 {TEXT})": ITEM,
    f"ตัวชี้วัดที่ 1 {FIRST.title} 1.1 {TEXT}": ITEM,
    f"ตัวชี้วัดที่ 1 / {TEXT}": ITEM,
    "ตัวชี้วัดที่ 1 รายการที่ 1": ITEM,
    f"ตัวชี้วัดที่ 1 [1. {TEXT}]": ITEM,
    "ตัวชี้วัดที่ 1 [ข้อ 1]": ITEM,
    f"{TEXT} [ตัวชี้วัดที่ 1]": ITEM,
    "ระดับคุณภาพ [1]": INDICATOR,
    "ด้านแผน [1]": Meaning("indicator", "1", beside="ด้านแผน"),
}
NEVER = {
    "1.10": "item-unknown",
    "1.1.1": "item-unknown",
    "X3": "indicator-column-unknown",
    "ตัวชี้วัด 11": "indicator-column-unknown",
    "99 สถานะ": "indicator-column-unknown",
    f"1.1 {OTHER}": "heading-contradicts",
    f"{TEXT} [ตัวชี้วัดที่ 2]": "heading-contradicts",
    "ตัวชี้วัดที่ 3 [1]": "indicator-column-unknown",
    "ตัวชี้วัดที่ 1 [1]": "indicator-column-unknown",
    TEXT[:-3]: "heading-near",
    "2566": None,
    "12/5/2566": None,
    "5 (ดีเยี่ยม)": None,
    "คะแนนเต็ม": None,
    "โทรศัพท์": None,
}


@pytest.mark.parametrize("text", READ)
def test_a_heading_is_read_as_what_it_names(text: str) -> None:
    assert look(text) == READ[text]


@pytest.mark.parametrize("text", NEVER)
def test_what_only_looks_like_a_heading_is_none(text: str) -> None:
    found = look(text)
    assert (found.code if isinstance(found, Doubt) else found) == NEVER[text]


@pytest.mark.parametrize("text", ["1.1–1.8", "1.1, 1.2", "1.1 และ 1.2"])
def test_several_ids_are_no_item(text: str) -> None:
    assert not isinstance(look(text), Meaning)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("สูงสุด", True),
        ("น้ำหนัก", True),
        ("เฉลี่ย", True),
        ("รวมทั้งสิ้น", True),
        ("S.D.", True),
        ("Total", True),
        ("สพป.เลย เขต 1", False),
    ],
)
def test_rows_of_totals_are_known_by_their_label(text: str, total: bool) -> None:
    assert begins_total(text) is total
