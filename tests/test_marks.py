"""What a cell means, cell by cell: marks, levels, statuses and values as people type them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from small_rules import SHIPPED

from qp_scoring.documents.answers import Answered
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.marks import (
    MarkRead,
    allowed_levels,
    is_cross,
    is_mark,
    is_open_mark,
    is_untouched,
    read_level,
    read_mark,
    read_number,
    read_status,
    report_fault,
    status_word,
    statuses,
    unclear,
    unclear_name,
)
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.intake.values import read_value
from qp_scoring.rubric.indicator import Measure
from qp_scoring.rubric.model import NotStarted, Scale

MET, UNMET, OUT = Mark.MET, Mark.UNMET, Mark.NOT_RELEVANT
NOT_STARTED = "ยังไม่ได้ดำเนินการ"


def cell(text, kind=CellKind.TEXT, *, number=None, percent=False, seen=NOTHING):
    found = None if number is None else Decimal(number)
    return InputCell(4, 2, kind, text, found, percent, seen)


def number(value, *, percent=False):
    shown = f"{Decimal(value) * 100}%" if percent else value
    return cell(shown, CellKind.NUMBER, number=value, percent=percent)


# --- numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [("85", "85"), ("๘๕.๕", "85.5"), (" 85 ", "85"), ("-1", "-1"), ("+1", "1")],
)
def test_a_text_that_is_nothing_but_a_number_is_one(text, value):
    assert read_number(cell(text)) == Decimal(value)


@pytest.mark.parametrize("text", ["85 %", "1,000", ".5", "5.", "๘๕ คะแนน", ""])
def test_other_texts_are_no_numbers(text):
    assert read_number(cell(text)) is None


def test_a_number_is_itself_and_a_date_none():
    assert read_number(number("3.5")) == Decimal("3.5")
    assert read_number(cell("5", CellKind.DATE)) is None


# --- what a reader would doubt


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (Seen.STRUCK, "cell-struck"),
        (Seen.PARTLY_STRUCK, "cell-partly-struck"),
        (Seen.SHIFTED, "cell-shifted"),
        (Seen.SYMBOLS, "cell-symbols"),
        (Seen.INVISIBLE, "cell-invisible"),
        (Seen.STRUCK | Seen.SHIFTED, "cell-struck"),
        (Seen.FILLED, None),
        (NOTHING, None),
    ],
)
def test_a_doubtful_answer_is_none(seen, code):
    doubtful = cell("มี", seen=seen)
    assert unclear(doubtful) == code
    assert read_mark(doubtful).fault == code
    assert read_mark(doubtful).mark is (MET if code is None else None)
    if code:
        assert read_level(cell("3", seen=seen), SHIPPED).said is Answered.UNCLEAR
        assert read_status(cell("ประเมิน", seen=seen), SHIPPED).fault == code


def test_what_lies_under_a_line_is_no_answer_and_still_a_name():
    crossed = cell("มี", seen=Seen.CROSSED)
    assert read_mark(crossed).fault == "cell-crossed"
    assert read_level(cell("3", seen=Seen.CROSSED), SHIPPED).said is Answered.UNCLEAR
    assert read_status(cell("ประเมิน", seen=Seen.CROSSED), SHIPPED).fault == "cell-crossed"
    assert unclear(crossed) is unclear_name(crossed) is None


@pytest.mark.parametrize(
    ("text", "seen", "code"),
    [
        ("แผนงาน โครงการ", Seen.SHIFTED, None),  # a footnote behind words
        ("8.1", Seen.SHIFTED, "cell-shifted"),  # behind a number it makes another one
        ("แผนงาน โครงการ", Seen.STRUCK, "cell-struck"),
        ("แผนงาน โครงการ", Seen.SYMBOLS, "cell-symbols"),
        ("8.1", Seen.INVISIBLE, None),
        ("8.1", NOTHING, None),
        ("a" * 8, Seen.SHIFTED, "cell-shifted"),
        ("a" * 9, Seen.SHIFTED, None),
    ],
)
def test_a_heading_may_have_a_footnote_but_no_struck_name(text, seen, code):
    assert unclear_name(cell(text, seen=seen)) == code


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (CellKind.ERROR, "cell-error"),
        (CellKind.NO_VALUE, "formula-without-value"),
        (CellKind.DATE, "cell-date"),
    ],
)
def test_cells_of_other_kinds_hold_no_answer(kind, code):
    found = cell("x", kind)
    assert read_mark(found).fault == code
    assert read_level(found, SHIPPED).said is Answered.INVALID
    assert read_status(found).fault == code


# --- marks


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("มี|✓|✔|√|☑|✅|/|1|ใช่|Yes|TRUE|y|ครบ|ผ่าน|มี.| มี ", MET),
        ("ไม่มี|✗|✘|×|☒|❌|x|X|0|ไม่ใช่|No|n|ไม่ผ่าน|๐", UNMET),
        ("ไม่เกี่ยวข้อง|not relevant", OUT),
    ],
)
def test_the_usual_signs_are_marks(words, mark):
    for word in words.split("|"):
        assert read_mark(cell(word)).mark is mark, word


@pytest.mark.parametrize(
    ("text", "fault", "near"),
    [
        ("-", "mark-dash", ""),
        ("–", "mark-dash", ""),
        ("ไม่ครบ", "mark-partial", ""),
        ("มีบางส่วน", "mark-partial", ""),
        ("มีไม่ครบถ้วน", "mark-partial", ""),
        ("-1", "mark-unknown", ""),
        (".1", "mark-unknown", ""),
        ("1.", "mark-unknown", ""),
        ("มี/ไม่มี", "mark-unknown", ""),
        ("มี หรือ ไม่มี", "mark-unknown", ""),
        ("ไม่เกียวข้อง", "mark-unknown", "ไม่เกี่ยวข้อง"),
        ("ครบบ", "mark-unknown", "มี"),
        ("ไมมี", "mark-unknown", "ไม่มี"),
        ("เกี่ยวข้อง", "mark-unknown", ""),
        ("รอหลักฐานเพิ่มเติม", "mark-unknown", ""),
    ],
)
def test_what_is_no_mark_is_asked_about(text, fault, near):
    found = read_mark(cell(text))
    assert (found.mark, found.fault, found.nearest) == (None, fault, near)


def test_a_blank_and_an_untouched_box_say_nothing():
    assert read_mark(None).mark is None and read_mark(None).fault is None
    for kind in (CellKind.BOOLEAN, CellKind.TEXT):
        box = cell("FALSE", kind)
        assert is_untouched(box) and read_mark(box).fault is None and read_mark(box).mark is None
    assert read_mark(cell("TRUE", CellKind.BOOLEAN)).mark is MET
    assert not is_untouched(cell("FALSE", seen=Seen.STRUCK))
    assert not is_untouched(cell("FALSE", CellKind.NUMBER))


def test_one_hundred_per_cent_is_no_mark():
    assert read_mark(number("1", percent=True)).fault == "mark-unknown"
    assert read_mark(number("1")).mark is MET


def test_a_rubric_may_have_words_of_its_own():
    words = SHIPPED.checklist.model_copy(update={"met": ("ปรากฏ",), "unmet": ("ไม่ปรากฏ",)})
    rubric = SHIPPED.model_copy(update={"checklist": words})
    assert read_mark(cell("ปรากฏ"), rubric).mark is MET
    assert read_mark(cell("ไม่ปรากฏ"), rubric).mark is UNMET
    assert read_mark(cell("ปรากฏ")).mark is None


def test_crosses_and_lone_signs():
    assert all(is_cross(cell(sign)) for sign in "xX×✗✘☒")
    assert not any(is_cross(cell(sign)) for sign in ("ไม่มี", "0", "❌"))
    assert is_mark(cell("1"), SHIPPED) and not is_mark(cell("1"), SHIPPED, bare=False)
    assert is_mark(cell("มี"), SHIPPED, bare=False) and not is_mark(cell("แผน"), SHIPPED)


# --- levels


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *[("3", 3), ("๓", 3), ("3.0", 3), ("1", 1), ("5", 5), ("ระดับ 3", 3), ("ระดับคุณภาพที่ 3", 3)],
        *[("ดีมาก", 4), ("ระดับ ดี", 3), ("3 (ดี)", 3), ("ดี = 3", 3), ("ดีเยี่ยม (5)", 5)],
        *[("(3)", 3), ("[๕]", 5), ("3 ระดับ", 3)],
    ],
)
def test_levels_are_numbers_or_names(text, level):
    found = read_level(cell(text), SHIPPED)
    assert (found.said, found.level, found.fault) == (Answered.LEVEL, level, None)


@pytest.mark.parametrize(
    ("text", "fault", "near"),
    [
        ("0", "level-outside-scale", ""),
        ("6", "level-outside-scale", ""),
        ("2.5", "level-not-whole", ""),
        ("3 (ดีมาก)", "level-number-name-differ", ""),
        ("ดีเยีย่ม", "level-unknown", "5"),
        ("กขคง", "level-unknown", ""),
        ("+1", "level-unknown", ""),
        ("ระดับ", "level-unknown", ""),
    ],
)
def test_what_is_no_level_is_said(text, fault, near):
    found = read_level(cell(text), SHIPPED)
    assert (found.said, found.fault, found.nearest) == (Answered.INVALID, fault, near)


def test_per_cent_are_no_level_and_a_blank_is_none():
    assert read_level(number("0.03", percent=True), SHIPPED).fault == "level-percent"
    assert read_level(number("3"), SHIPPED).level == 3
    assert read_level(None, SHIPPED).said is Answered.BLANK


def test_a_scale_without_levels_takes_scores():
    scale = Scale.model_validate({"levels": False, "min": 0, "max": 500})
    rubric = SHIPPED.model_copy(update={"scale": scale})
    assert allowed_levels(rubric).startswith("0–500, ")
    assert allowed_levels(SHIPPED).startswith("1, 2, 3, 4, 5, N/A")
    assert read_level(cell("500"), rubric).level == 500
    assert read_level(cell("500.5"), rubric).fault == "level-outside-scale"


@pytest.mark.parametrize("read", [read_level, read_status])
@pytest.mark.parametrize(
    ("text", "said", "reason"),
    [
        ("-", Answered.DASH, None),
        ("—", Answered.DASH, None),
        ("N/A", Answered.NOT_REPORTED, None),
        ("ไม่รายงานผล", Answered.NOT_REPORTED, None),
        ("ยกเว้น: ไม่มีโรงเรียน", Answered.EXEMPT, "ไม่มีโรงเรียน"),
        ("ยกเว้น ไม่มีโรงเรียน", Answered.EXEMPT, "ไม่มีโรงเรียน"),
    ],
)
def test_words_of_states(read, text, said, reason):
    found = read(cell(text), SHIPPED)
    assert (found.said, found.reason, found.fault) == (said, reason, None)


def test_an_exemption_has_a_reason_that_is_more_than_a_dot():
    for text in ("ยกเว้น", "ยกเว้น: -", "ยกเว้น: ."):
        assert read_level(cell(text), SHIPPED).fault == "exempt-without-reason"
        assert read_status(cell(text), SHIPPED).reason is None


# --- statuses


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ประเมิน", Answered.OPEN),
        ("ประเมินเสร็จ (ช่องว่าง = ไม่มี)", Answered.CLOSED),
        ("ประเมินเสร็จ", Answered.CLOSED),
        ("ประเมินเสร็จแล้ว", Answered.CLOSED),
        ("ไม่รายงาน", Answered.NOT_REPORTED),
        ("ยกเว้น", Answered.EXEMPT),
    ],
)
def test_the_words_of_the_drop_down(text, said):
    assert read_status(cell(text)).said is said
    assert read_status(None).said is Answered.BLANK


def test_another_status_is_asked_about():
    found = read_status(cell("ประเมนิ"), SHIPPED)
    assert (found.said, found.fault, found.nearest) == (
        Answered.INVALID,
        "status-unknown",
        "ประเมิน",
    )
    assert read_status(cell("ประเมนิ")).nearest == ""


@pytest.mark.parametrize(
    "text",
    [
        "ประเมินเสร็จแล้วบางส่วน",
        "ยังประเมินไม่เสร็จ",
        "ประเมินเกือบเสร็จ",
        "ประเมินเสร็จ เหลือ 1.p",
        "กำลังประเมิน",
    ],
)
def test_what_says_that_it_is_not_finished_is_never_likened_to_finished(text):
    found = read_status(cell(text), SHIPPED)
    assert (found.said, found.fault, found.nearest) == (
        Answered.INVALID,
        "status-unknown",
        "ประเมิน",
    )


@pytest.mark.parametrize("text", ["รายงานแล้ว", "ไม่ยกเว้น", "ไม่ประเมิน"])
def test_no_status_is_likened_to_its_opposite(text):
    assert read_status(cell(text), SHIPPED).nearest == ""


def test_another_word_for_finished_is_likened_to_it():
    assert read_status(cell("ประเมินเสร็จสิ้น"), SHIPPED).nearest.startswith("ประเมินเสร็จ")


def test_only_a_rubric_that_has_the_status_offers_it():
    def having(status):
        return SHIPPED.model_copy(
            update={"state": SHIPPED.state.model_copy(update={"not_started": status})}
        )

    without, with_it = having(None), having(NotStarted(suggest="ก"))
    assert NOT_STARTED not in statuses(without)
    assert read_status(cell(NOT_STARTED), without).fault == "status-unknown"
    assert read_level(cell(NOT_STARTED), without).fault == "level-unknown"
    assert status_word(Answered.NOT_STARTED, without) == ""
    assert status_word(Answered.OPEN, with_it) == "ประเมิน"
    assert statuses(with_it) == (*statuses(without), NOT_STARTED)
    assert read_status(cell(NOT_STARTED), with_it).said is Answered.NOT_STARTED
    assert read_level(cell(NOT_STARTED), with_it).said is Answered.NOT_STARTED
    assert status_word(Answered.NOT_STARTED, with_it) == NOT_STARTED


# --- values


def measure(unit="ร้อยละ", low=0, high=100, **more):
    return Measure.model_validate(
        {"id": "8.p", "text": "ก", "unit": unit, "min": low, "max": high, "suggest": "ข", **more}
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("75", 75),
        ("75 %", 75),
        ("ร้อยละ 75", 75),
        ("75.5 เปอร์เซ็นต์", Fraction("75.5")),
        ("๗๕", 75),
        ("33/40", Fraction(165, 2)),
        ("33 จาก 40", Fraction(165, 2)),
        ("1,033/2,066", 50),
        ("0.5 %", Fraction(1, 2)),
        ("0", 0),
        ("100", 100),
        ("1.01", Fraction("1.01")),
    ],
)
def test_values_in_per_cent(text, value):
    assert read_value(cell(text), measure()).value == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1", "value-percent-unclear"),
        ("0.75", "value-percent-unclear"),
        ("100.01", "value-outside"),
        ("-0.01", "value-outside"),
        ("50/40", "value-outside"),
        ("1/0", "value-unknown"),
        ("0/0", "value-unknown"),
        ("เจ็ดสิบห้า", "value-unknown"),
        ("7,5", "value-unknown"),
        ("9" * 201, "value-unknown"),
    ],
)
def test_values_that_are_none(text, fault):
    found = read_value(cell(text), measure())
    assert (found.value, found.fault) == (None, fault)


def test_the_longest_number_is_still_one():
    assert read_value(cell("0" * 199 + "7"), measure()).value == 7


def test_numbers_of_cells():
    assert read_value(number("75"), measure()).value == 75
    assert read_value(number("0.75", percent=True), measure()).value == 75
    assert read_value(number("0.75"), measure()).fault == "value-percent-unclear"
    assert read_value(None, measure()).value is None
    assert read_value(cell("x", CellKind.ERROR), measure()).fault == "cell-error"


def test_other_units_are_no_per_cent():
    places = measure(unit="แห่ง", high=2000)
    assert read_value(cell("1"), places).value == 1
    assert read_value(cell("1,200"), places).value == 1200
    assert read_value(cell("1/2"), places).fault == "value-unknown"  # half a place is none
    assert read_value(cell("1/2"), measure(unit="แห่ง", high=2)).value == 1
    assert read_value(cell("75 %"), places).fault == "value-unknown"
    assert read_value(cell("ร้อยละ 75"), places).fault == "value-unknown"


def test_a_measure_of_whole_numbers_takes_no_halves():
    whole = measure(unit="แห่ง", whole=True)
    assert read_value(cell("3"), whole).value == 3
    assert read_value(cell("3.5"), whole).fault == "value-not-whole"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("จำนวนช่องทางติดต่อที่เปิดใช้", True),
        ("จำนวนโรงเรียนที่ดำเนินการอย่างต่อเนื่อง", True),
        ("จำนวนเครือข่ายส่งต่อโรงเรียนปลายทาง", True),
        ("จำนวนระบบที่เชื่อมต่อหน่วยงานอื่น", True),
        ("จำนวนโรงเรียนที่มีแผนอัตรากำลัง", True),
        ("จำนวนนวัตกรรมที่ต่อยอดแล้ว", True),
        ("จำนวนครั้งที่นิเทศต่อปี", False),
        ("จำนวนครั้งที่นิเทศต่อโรงเรียน", False),
        ("จำนวนนักเรียนต่อ 1 ห้องเรียน", False),
        ("อัตราการนิเทศ", False),
        ("จำนวนครั้งเฉลี่ย", False),
        ("จำนวนครั้งที่ทำต่อเดือน", False),
        ("จำนวนโครงการด้านการศึกษาต่อปี", False),
        ("จำนวนผู้เข้าเรียนต่อห้อง", False),
        ("จำนวนคนต่อสองร้อยคน", False),
        ("จำนวนครั้งต่อไตรมาส", False),
        ("จำนวนครั้งต่อบุคลากร", False),
    ],
)
def test_what_is_counted_is_divided_only_where_its_text_says_so(text, whole):
    """ต่อ at the end of another word divides by nothing."""
    fault = read_value(cell("3.5"), measure(unit="ครั้ง", text=text)).fault
    assert fault == ("value-not-whole" if whole else None)


def test_no_cases_are_an_answer_where_the_rubric_says_what_they_mean():
    counted = measure(when_none="level")
    for text in ("0/0", "0 จาก 0", "ไม่เกี่ยวข้อง"):
        assert read_value(cell(text), counted).none
    for text in ("0/5", "5/0", "75"):
        assert not read_value(cell(text), counted).none
    assert read_value(cell("ไม่เกี่ยวข้อง"), measure()).fault == "value-unknown"


# --- what is said of a cell


def shared_name():
    """A scale on which two levels bear one name."""
    scale = SHIPPED.scale.model_dump()
    scale["level"][0]["name"] = scale["level"][1]["name"] = "ดีมาก"
    return SHIPPED.model_copy(update={"scale": Scale.model_validate(scale)})


def test_a_name_that_two_levels_bear_is_no_level_without_its_number():
    found = read_level(cell("ดีมาก"), shared_name())
    assert (found.said, found.fault) == (Answered.INVALID, "level-name-shared")
    assert read_level(cell("5 (ดีมาก)"), shared_name()).level == 5


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ดีเยียม", "5"),
        ("ไม่รายงาม", "N/A"),
        ("ยกเวัน", "ยกเว้น: เหตุผล"),
        ("--", "-"),
        ("3-4", ""),
    ],
)
def test_what_was_meant_is_shown(text, meant):
    assert read_level(cell(text), SHIPPED).nearest == meant


def reported(read, given):
    """The one finding of a cell: its code, its place and what it quotes."""
    log = FindingLog()
    report_fault(read(given, SHIPPED), given, Place("x.xlsx", "ก", "B4"), "1–5", log)
    (found,) = log
    return found.code, found.place.cell, dict(found.values)


def test_a_fault_is_recorded_with_what_was_found_and_what_is_allowed():
    code, at, values = reported(read_level, cell("ดีเยียม"))
    assert (code, at) == ("level-unknown", "B4")
    assert (values["found"], values["nearest"], values["allowed"]) == ("ดีเยียม", "5", "1–5")
    code, _, values = reported(read_status, cell("ประเมนิ"))
    assert (code, values["nearest"], values["allowed"]) == ("status-unknown", "ประเมิน", "1–5")
    code, at, values = reported(read_level, cell("3", seen=Seen.STRUCK))
    assert (code, at, values["found"]) == ("cell-struck", "B4", "3")
    code, at, values = reported(read_level, cell("ยกเว้น"))
    assert (code, at, values["allowed"]) == ("exempt-without-reason", "B4", "1–5")
    code, at, values = reported(read_level, cell("9"))
    assert (code, at) == ("level-outside-scale", "B4")
    assert (values["found"], values["allowed"]) == ("9", "1–5")


def test_a_cell_without_a_fault_records_nothing():
    log = FindingLog()
    report_fault(read_level(cell("3"), SHIPPED), cell("3"), Place("x.xlsx", "ก", "B4"), "", log)
    assert list(log) == []


def test_a_rubrics_own_word_is_a_mark_of_it():
    words = SHIPPED.checklist.model_copy(update={"met": ("ปรากฏ",)})
    assert is_mark(cell("ปรากฏ"), SHIPPED.model_copy(update={"checklist": words}))
    assert not is_mark(cell("ปรากฏ"), SHIPPED)


def test_thousands_are_counted_where_there_may_be_none():
    counted = measure(when_none="level")
    assert read_value(cell("1,000/1,250"), counted).value == 80
    assert read_value(cell("0,000/0"), counted).none


# --- what nobody can read, and what the writer may have meant


def test_a_text_in_a_wrong_encoding_is_damaged_but_names_nothing_doubtful():
    damaged = cell("à¸¡à¸µà¹")
    assert (unclear(damaged), read_mark(damaged).fault) == ("cell-damaged", "cell-damaged")
    assert unclear_name(cell("à¸¡à¸µà¹", seen=Seen.STRUCK)) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("N\\A", "N/A"),
        ("ไม่รายงานครับ", "N/A"),
        ("ไม่", "N/A"),
        ("ยก", "ยกเว้น: เหตุผล"),
        ("ยกเวัน", "ยกเว้น: เหตุผล"),
        ("ดีมากๆ", "4"),
        ("สวัสดีครับ", ""),
    ],
)
def test_the_nearest_word_of_a_level_cell_is_told_as_it_is_to_be_typed(text, meant):
    found = read_level(cell(text), SHIPPED)
    assert (found.fault, found.nearest) == ("level-unknown", meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("มีๆ", "มี"),
        ("มีจริง ๆ ด้วย", ""),  # too far from either
        ("ไม่เกียว", "ไม่เกี่ยวข้อง"),
        ("ไม่มี, จ้า", "ไม่มี"),
        ("มี, ไม่มีครับ", ""),  # of two answers neither is the nearer
        ("มี  ไม่มี", ""),
        ("มี, ผ่านน", ""),  # ไม่ผ่าน is the nearest to the letter, and not what stands there
    ],
)
def test_the_nearest_mark_is_told_unless_the_cell_says_another(text, meant):
    assert read_mark(cell(text)) == MarkRead(fault="mark-unknown", nearest=meant)


def test_the_nearest_status_is_told_unless_it_is_too_far():
    assert read_status(cell("ไม่รา"), SHIPPED).nearest == "ไม่รายงาน"
    assert read_status(cell("อยู่ระหว่างรอผลการประเมินจากเขต"), SHIPPED).nearest == ""


def test_a_name_of_a_level_may_have_brackets_and_numbers():
    levels = [{"level": 1, "name": "ระดับ ก (1)"}, {"level": 2, "name": "ข 1"}]
    scale = Scale.model_validate({"base_level": 1, "level": levels})
    rubric = SHIPPED.model_copy(update={"scale": scale})
    assert read_level(cell("ระดับ ก (1)"), rubric).level == 1
    assert read_level(cell("ข 1"), rubric).level == 2


def test_the_apostrophe_that_makes_a_number_a_text_is_no_part_of_a_mark():
    assert read_mark(cell("'1")).mark is MET
    assert read_mark(cell("1'")).mark is None


def test_nobody_has_answered_in_a_blank_cell_or_an_untouched_box():
    assert is_open_mark(None)
    assert is_open_mark(cell("FALSE", CellKind.BOOLEAN))
    assert not is_open_mark(cell("มี"))


def test_half_a_per_cent_is_clear_where_the_sign_of_its_unit_stands():
    share = Measure(id="m", unit="ร้อยละ", min=0, max=100, text="ก", suggest="ข")
    half = Fraction(1, 2)
    assert read_value(number("0.005", percent=True), share).value == half
    assert read_value(cell("1/200"), share).value == half
    assert read_value(cell("0.5 %"), share).value == half
    assert read_value(number("0.5"), share).fault == "value-percent-unclear"
    assert read_value(number("0"), share).value == 0


# --- what people write beside a mark, a level or a number


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("มี (1)", MET),
        ("✓ มี", MET),
        ("มี = ๑", MET),
        ("1 คะแนน", MET),
        ("มีหลักฐาน", MET),
        ("１", MET),
        ("ไม่มี (0)", UNMET),
        ("✗ ไม่มี", UNMET),
        ("0 คะแนน", UNMET),
        ("ไม่พบหลักฐาน", UNMET),
    ],
)
def test_a_mark_by_a_word_and_a_sign(text, mark):
    assert read_mark(cell(text)) == MarkRead(mark)


@pytest.mark.parametrize("text", ["มี (0)", "มี (2)", "1 1", "2 คะแนน", "มี (ไม่ครบ)", "มี - ไม่มี"])
def test_a_mark_beside_something_else_is_none(text):
    assert read_mark(cell(text)).fault == "mark-unknown"


@pytest.mark.parametrize(
    "text", ["5 คะแนน", "๕คะแนน", "5 คะแนน (ดีเยี่ยม)", "ดีเยี่ยม (5 คะแนน)", "ได้ 5", "level 5"]
)
def test_a_level_in_points(text):
    assert read_level(cell(text), SHIPPED).level == 5


@pytest.mark.parametrize("text", ["5 คะแนน (ดี)", "5 คน", "50 คะแนน"])
def test_no_level_in_points(text):
    assert read_level(cell(text), SHIPPED).level is None


def test_a_number_with_the_unit_of_its_measure():
    assert read_value(cell("5 ด้าน"), measure("ด้าน", high=8)).value == 5
    assert read_value(cell("5 คน"), measure("ด้าน", high=8)).fault == "value-unknown"
    percent = number("0.05", percent=True)
    assert read_value(percent, measure("ด้าน", high=8)).fault == "value-unknown"
