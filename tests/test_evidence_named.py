"""Names that come close to an office's, numbers behind them, and groups: whose the words are."""

from __future__ import annotations

import pytest

PROVINCE = "สำนักงานศึกษาธิการจังหวัดน่าน"
NAN_1, NAN_2, NAN_SECONDARY = "5501", "5502", "M5500"
SECONDARY = "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"
SAVING = "2.7 การส่งเสริมการให้ความรู้และทักษะด้านการเงินและการออม"
PROGRESS = "2.7.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย"


@pytest.fixture
def owners(read):
    """Of lines in a province's report: who answers each, by its last word."""

    def of(*lines, province=PROVINCE):
        report = read("\n".join((province, SAVING, PROGRESS, *lines)))
        found: dict[str, list[str | None]] = {}
        for section in report.sections:
            for answer in section.answers:
                found.setdefault(answer.cells[-1].split()[-1], []).append(section.office)
        return found

    return of


@pytest.mark.parametrize(
    ("said", "offices"),
    [
        (f"{SECONDARY}น่าน เขต 1 เปิดธนาคาร", [NAN_SECONDARY]),
        (f"{SECONDARY}น่าน เขต 1 และ 2 เปิดธนาคาร", [NAN_SECONDARY]),
        (f"{SECONDARY}น่าน และ 2 โรงเรียน เปิดธนาคาร", [NAN_SECONDARY]),
        ("สพป.น่าน เขต 1 เขต 2 เปิดธนาคาร", [NAN_1, NAN_2]),
        ("สพป.น่าน เขต 1-2 เปิดธนาคาร", [NAN_1, NAN_2]),
        ("สพป.น่าน เขต 1-9 เปิดธนาคาร", [NAN_1]),  # of which there are no nine
    ],
)
def test_numbers_are_those_of_the_name_before_them(owners, said, offices):
    assert owners(said) == {"เปิดธนาคาร": offices}


@pytest.mark.parametrize("led", ["", "ส่วน"])
def test_a_name_of_no_office_is_not_taken_for_the_provinces_own(owners, led):
    found = owners("สพป.น่าน เขต 1 ออมวันละบาท", f"{led}{SECONDARY}สมมุตินคร เปิดธนาคาร")
    assert found["เปิดธนาคาร"] == [None]


def test_a_name_that_two_offices_have_is_that_of_none(owners):
    assert owners("สพท.มุกดาหาร เปิดธนาคาร") == {"เปิดธนาคาร": [None]}


def test_words_behind_a_kind_of_offices_are_no_name_of_one_that_is_not_known(read_all):
    lines = (PROVINCE, SAVING, PROGRESS, "สพป.น่าน เขต 1 สรุปร่วมกับ สพม.ภาพรวม เปิดธนาคาร")
    assert "report-name-unknown" not in read_all("\n".join(lines))[1]


@pytest.mark.parametrize(
    ("said", "offices", "province"),
    [
        ("สพม.ทั้ง 2 เขต เปิดธนาคาร", ["M1001", "M1002"], "สำนักงานศึกษาธิการจังหวัดกรุงเทพมหานคร"),
        ("เขตพื้นที่การศึกษามัธยมศึกษาทุกแห่ง เปิดธนาคาร", [NAN_SECONDARY], PROVINCE),
        ("สพป.ทุกเขต เปิดธนาคาร", [NAN_1, NAN_2], PROVINCE),
        ("สพป.ทุกเขต ยกเว้น สพป.น่าน เขต 1 เปิดธนาคาร", [NAN_2], PROVINCE),
        # Nobody is left: what was meant is not known better than that all were.
        ("สพป.ทุกเขต ยกเว้น สพป.น่าน เขต 1 และเขต 2 เปิดธนาคาร", [NAN_1, NAN_2], PROVINCE),
    ],
)
def test_a_group_is_of_its_kind_and_without_those_excepted(owners, said, offices, province):
    assert owners(said, province=province) == {"เปิดธนาคาร": offices}


@pytest.mark.parametrize("only", ["เฉพาะสำนักงานศึกษาธิการจังหวัดน่าน", "เฉพาะวิทยาลัยเทคนิคน่าน"])
def test_a_title_for_others_alone_takes_no_answer_from_an_office(read, only):
    report = read("\n".join(("สพป.น่าน เขต 1", f"{SAVING} ({only})", PROGRESS, "จัดค่ายการออม")))
    assert [one.office for one in report.sections] == [NAN_1]


def test_a_group_that_holds_a_name_is_not_that_name_and_others(owners):
    assert owners("ครูใน สพป.น่าน ทั้ง 2 เขต ออมวันละบาท")["ออมวันละบาท"] == [NAN_1, NAN_2]
