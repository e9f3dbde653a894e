"""Whose words they are, however a province sets them down: the same answers in many layouts."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from province_layouts import (
    IN_PROSE,
    LAYOUTS,
    LEARNING,
    NAMINGS,
    PRIVATE,
    PROVINCES,
    SAID,
    VOCATIONAL,
    names_by_number,
    report_of,
    short_names,
)

from qp_scoring.intake.offices.registry import OfficeRegistry

REGISTRY = OfficeRegistry.shipped()
NAN_1, NAN_2, NAN_SECONDARY = "5501", "5502", "M5500"


@pytest.fixture(scope="module")
def whose(read):
    """Of a report: for each sentence asked for, who said it (codes, names of other units, None)."""

    def one(text, sentences):
        report = read(text)
        return {
            sentence: [
                section.office or section.unit
                for section in report.sections
                for answer in section.answers
                if any(sentence in cell for cell in answer.cells)
            ]
            for sentence in sentences
        }

    return one


def is_whose(unit, province, owners):
    """Whether what was read names a unit of the layout and nobody else."""
    if len(owners) != 1 or owners[0] is None:
        return False
    if unit in (PRIVATE, VOCATIONAL, LEARNING):
        return REGISTRY.get(owners[0]) is None
    name = f"สพม.{province.name}" if unit == "ม" else f"สพป.{province.name} เขต {unit}"
    return owners[0] == REGISTRY.resolve(name).office.code


@pytest.mark.parametrize("layout", LAYOUTS, ids=[one.__name__ for one in LAYOUTS])
@settings(max_examples=6, deadline=None)
# Another agency after a line as long as the longest: no margin broke it there.
@example(naming=short_names, province=PROVINCES[0], other=VOCATIONAL, seed=5328)
@given(
    naming=st.sampled_from(NAMINGS),
    province=st.sampled_from(PROVINCES),
    other=st.sampled_from((PRIVATE, VOCATIONAL, LEARNING)),
    seed=st.integers(0, 10_000),
)
def test_an_answer_is_its_units_in_every_layout(whose, layout, naming, province, other, seed):
    if layout in IN_PROSE and naming is names_by_number:
        return
    chance = random.Random(seed)
    said = chance.sample(SAID, len(SAID))
    units = [str(number + 1) for number in range(province.areas)] + ["ม", other]
    chance.shuffle(units)
    deeds = {unit: [said.pop() for _ in range(chance.randint(1, 3))] for unit in units}
    text = report_of(province, layout(deeds, naming(province)))
    found = whose(text, (one for each in deeds.values() for one in each))
    wrong = {
        one: found[one]
        for unit, each in deeds.items()
        for one in each
        if not is_whose(unit, province, found[one])
    }
    assert not wrong, text


def lines(*written):
    return report_of(PROVINCES[0], written)


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("ทั้งสองเขตให้นักเรียนฝึกซ้อมหนีไฟ", [NAN_1, NAN_2]),
        ("ทั้งสามเขตให้นักเรียนฝึกซ้อมหนีไฟ", [NAN_1, NAN_2, NAN_SECONDARY]),
        ("ครูอนุบาลของ สพป.ทั้งสองเขต ฝึกซ้อมหนีไฟ", [NAN_1, NAN_2]),
        ("งบไม่พอ ทุกเขตแก้ไขโดยขอทุนจากท้องถิ่นให้นักเรียนฝึกซ้อมหนีไฟ", [NAN_1, NAN_2, NAN_SECONDARY]),
        ("ในรอบปีนี้ สพป.น่าน เขต 1 และเขต 2 ต่างให้ครูฝึกซ้อมหนีไฟ", [NAN_1, NAN_2]),
        ("สพป.น่าน เขต 1 / เขต 2 / สพม.น่าน : ครูฝึกซ้อมหนีไฟ", [NAN_1, NAN_2, NAN_SECONDARY]),
        ("ด้านการซักซ้อม สพม.น่าน ให้ครูฝึกซ้อมหนีไฟ", [NAN_SECONDARY]),
        ("โรงเรียนบ้านตัวอย่าง (เขต 2) พานักเรียนฝึกซ้อมหนีไฟ", [NAN_2]),
        ("สพป.น่าน ทั้ง 4 เขต ฝึกซ้อมหนีไฟ", [None]),
        ("นักเรียนฝึกซ้อมหนีไฟ ณ สนาม สพม.น่าน", [None]),
        ("ทุกแห่งฝึกซ้อมหนีไฟ", [None]),
        ("ครู 2 เขต ฝึกซ้อมหนีไฟ", [None]),
    ],
)
def test_whom_a_sentence_names_together_or_in_passing(whose, said, owners):
    others = ("สพป.น่าน เขต 1", "- ประชุมครู", "สพป.น่าน เขต 2", "- ประชุมครู", "สพม.น่าน", "- ประชุมครู")
    found = whose(lines(f"1) {said}", "2) รายหน่วยงาน", *others), ["ซ้อมหนีไฟ"])
    assert found["ซ้อมหนีไฟ"] == owners


def test_a_row_of_several_other_units_is_no_offices(whose):
    table = ("หน่วยงาน\tสิ่งที่ทำ", "สพม.น่าน\tประชุมครู", "สช. / อศจ. / สกร.\tไม่อยู่ในข่าย")
    found = whose(lines(*table, "2) เรื่องอื่น", "- ซ้อมหนีไฟ"), ["ไม่อยู่ในข่าย", "ซ้อมหนีไฟ", "สิ่งที่ทำ"])
    assert not {NAN_1, NAN_2, NAN_SECONDARY}.intersection(found["ไม่อยู่ในข่าย"])
    assert found["ซ้อมหนีไฟ"] == [None]
    assert found["สิ่งที่ทำ"] == []


def test_a_table_ends_with_its_rows_but_a_cell_goes_on(whose):
    table = ("สพม.น่าน\t- ประชุมครู", "- ซ้อมหนีไฟ", "", "ปลูกป่าชายเลน")
    found = whose(lines(*table), ["ซ้อมหนีไฟ", "ปลูกป่า"])
    assert found == {"ซ้อมหนีไฟ": [NAN_SECONDARY], "ปลูกป่า": [None]}


def test_a_name_in_brackets_in_the_first_cell_is_the_rows(whose):
    found = whose(
        lines("ครูไม่ครบชั้น (เขต 2)\tเปิดโทรทัศน์ทางไกล", "เด็กขาดอุปกรณ์\tรับบริจาค"), ["เปิด", "รับบริจาค"]
    )
    assert found == {"เปิด": [NAN_2], "รับบริจาค": [None]}


def test_a_label_before_the_columns_of_units_is_nobodys_answer(whose):
    table = ("ด้าน\tเขต 1\tเขต 2", "แผน\tมีแผนครบ\tยังไม่มีแผน", "คน\t-\tมีครู 4 คน")
    found = whose(lines(*table), ["มีแผนครบ", "ยังไม่มีแผน", "มีครู 4 คน"])
    assert found == {"มีแผนครบ": [NAN_1], "ยังไม่มีแผน": [NAN_2], "มีครู 4 คน": [NAN_2]}


def test_counted_things_behind_a_name_are_no_number_of_an_office(whose):
    found = whose(lines("สพม.น่าน : ประชุมครู", "สพป.น่าน 2 แห่ง ซ้อมหนีไฟ"), ["ซ้อมหนีไฟ"])
    assert NAN_2 not in found["ซ้อมหนีไฟ"]


def test_what_one_province_calls_its_offices_is_no_name_in_a_report_of_several(whose):
    text = lines("1) สพป.แพร่ เขต 1 : ประชุมครู", "2) สพม.แพร่ : ประชุมครู", "3) เขต 2 : ซ้อมหนีไฟ")
    text = text.replace("สำนักงานศึกษาธิการจังหวัดน่าน", "สพป.น่าน เขต 1 และ สพม.น่าน")
    assert set(whose(text, ["ซ้อมหนีไฟ"])["ซ้อมหนีไฟ"]) <= {None}
