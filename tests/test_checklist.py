"""The checklist workbook (layout 1) read back: what a filled-in form means, and what is wrong.

Every form is written by the program and filled in with openpyxl. The levels follow from the small
rubric of ``forms_filled``, by hand.
"""

from __future__ import annotations

from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest
import tiny_rubric
from forms_filled import (
    CLOSED,
    EXEMPT,
    MARK,
    NOT_REPORTED,
    OPEN,
    REASON,
    Desk,
    Row,
    edit,
    place,
    rewrite,
    rows_of,
    small_rubric,
)
from making import SECONDARY_OFFICE, SEED_OFFICE, Percent
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.documents.answers import Role
from qp_scoring.findings import RefusedRunError
from qp_scoring.messages import fix
from qp_scoring.messages import message as sentence
from qp_scoring.rubric.load import load_rubric

NO_RESULT = (None, None, None, None, ())
STEPS = {"1.1": "มี", "1.2": "มี", "1.3": "ไม่มี", "1.4": "ไม่มี", "1.5": "ไม่มี"}
"""Indicator 1 at level 3 by hand: 1.1 and 1.2 are what level 3 asks for, level 4 wants 1.3."""


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, small_rubric(tmp_path))


def result_of(office):
    return (office.mean, office.mean_exact, office.band, office.mean_reported, office.overall)


def errors(scored):
    return [(f.code, f.place.cell) for f in scored.findings if f.severity == "error"]


def message(scored, code):
    return next(f.message for f in scored.results.findings if f.code == code)


# --- statuses


def test_while_an_indicator_is_assessed_its_marks_give_its_level(desk):
    scored = desk.scored({**desk.best(), **STEPS})
    one = scored.indicator("1")
    assert (one.state, one.level, one.score, one.printed) == ("scored", 3, "3", "3")
    assert (one.met, one.unmet) == (("1.1", "1.2"), ("1.3", "1.4", "1.5"))
    assert (scored.office().mean_exact, scored.office().mean) == ("28/6", "4.67")
    assert scored.findings == ()


def test_a_blank_while_assessing_is_not_yet_assessed(desk):
    answers = {**desk.best(), **STEPS}
    del answers["1.5"], answers["1.4"]
    path = desk.form(answers)
    scored = desk.score()
    assert scored.indicator("1").state == "not_assessed"
    assert scored.office().status == "incomplete"
    assert result_of(scored.office()) == NO_RESULT
    assert scored.places() == [("items-not-assessed", place(path, "1"))]
    assert "1.4, 1.5" in message(scored, "items-not-assessed")


def test_a_blank_of_a_finished_assessment_is_unmet_by_statement(desk):
    answers = {**desk.best(), **STEPS, "1": CLOSED}
    del answers["1.4"], answers["1.5"]
    path = desk.form(answers)
    scored = desk.score()
    one = scored.indicator("1")
    assert (one.state, one.level, one.unmet) == ("scored", 3, ("1.3", "1.4", "1.5"))
    sources = {item.id: item.by[0].source.cell for item in one.items}
    assert sources["1.3"] == place(path, "1.3"), "marked in its own cell"
    assert sources["1.4"] == sources["1.5"] == place(path, "1"), "said by the status cell"
    assert scored.findings == ()


def test_a_finished_assessment_in_short_words_means_the_same(desk):
    scored = desk.scored({**desk.best(), "1": "ประเมินเสร็จแล้ว", **STEPS})
    assert scored.indicator("1").level == 3


def test_no_statement_makes_a_blank_number_nought(desk):
    answers = {**desk.best(), "5": CLOSED}
    del answers["5.p"]
    path = desk.form(answers)
    scored = desk.score()
    assert scored.indicator("5").state == "not_assessed"
    assert scored.places() == [("items-not-assessed", place(path, "5"))]


def test_closing_is_advised_only_where_it_would_help(desk):
    """It turns blank items into ไม่มี, and no blank number into anything."""
    for left_out, helps in ((("5.p",), False), (("5.p", "1.5"), True)):
        desk.form({key: said for key, said in desk.best().items() if key not in left_out})
        found = [one for one in desk.score().findings if one.code == "items-not-assessed"]
        advised = [fix(one) for one in found]
        assert len(advised) == len(left_out)
        assert any("ประเมินเสร็จ" in words for words in advised) is helps


def test_nothing_reported_counts_nought_and_asks_to_report(desk):
    answers = {k: v for k, v in desk.best().items() if not k.startswith("1.")}
    scored = desk.scored({**answers, "1": NOT_REPORTED})
    one, office = scored.indicator("1"), scored.office()
    assert (one.state, one.printed, one.score) == ("not_reported", "N/A", "0")
    assert (office.mean_exact, office.mean, office.mean_reported) == ("25/6", "4.17", "5.00")
    assert len(one.suggestions) == 1 and "รายงาน" in one.suggestions[0]


@pytest.mark.parametrize("exempt", [(EXEMPT, "รายงานในระบบอื่น"), "ยกเว้น: รายงานในระบบอื่น"])
def test_exempt_leaves_the_mean_with_its_reason(desk, exempt):
    answers = {k: v for k, v in desk.best().items() if not k.startswith("1.")}
    scored = desk.scored({**answers, "1": exempt})
    one = scored.indicator("1")
    assert (one.state, one.printed, one.reason) == ("exempt", "ยกเว้น", "รายงานในระบบอื่น")
    assert scored.office().mean_exact == "25/5"


def test_a_status_cleared_by_hand_leaves_an_indicator_unassessed(desk):
    answers = {k: v for k, v in desk.best().items() if not k.startswith("1.")}
    path = desk.form(answers)
    cell = place(path, "1")
    edit(path, lambda sheet: setattr(sheet[cell], "value", None))
    scored = desk.score()
    assert scored.indicator("1").state == "not_assessed"
    assert scored.places() == [("not-assessed", cell)]


def test_marks_below_a_cleared_status_are_read_as_being_assessed(desk):
    path = desk.form({**desk.best(), **STEPS})
    cell = place(path, "1")
    edit(path, lambda sheet: setattr(sheet[cell], "value", None))
    assert desk.score().indicator("1").level == 3


def test_below_a_cleared_status_a_blank_mark_is_still_not_yet_assessed(desk):
    answers = {**desk.best(), **STEPS}
    del answers["1.5"]
    path = desk.form(answers)
    edit(path, lambda sheet: setattr(sheet[place(path, "1")], "value", None))
    assert desk.score().indicator("1").state == "not_assessed"


def test_an_unknown_status_is_a_finding_with_the_nearest_one(desk):
    path = desk.form({**desk.best(), "1": "ไม่รายงานนะ"})
    scored = desk.score()
    assert errors(scored) == [("status-unknown", place(path, "1"))]
    assert "“ไม่รายงาน”" in message(scored, "status-unknown")
    assert scored.indicator("1").state == "invalid"


# --- what the evaluator writes beside the marks


def test_of_the_aids_beside_a_form_nothing_is_read_not_even_that_they_are_damaged(desk):
    path = desk.form({"1": CLOSED, **STEPS})
    whole = desk.score().office().indicators[0].level
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            is_aid = name in ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml")
            archive.writestr(name, b"<damaged" if is_aid else content)
    again = desk.score()
    assert again.office().indicators[0].level == whole == 3
    assert "file-damaged" not in {one.code for one in again.findings}


def test_the_reason_for_insufficiency_reaches_the_suggestion(desk):
    scored = desk.scored({**desk.best(), "1.5": ("ไม่มี", "ไม่เป็นปัจจุบัน")})
    first = scored.indicator("1").suggestions[0]
    assert first.startswith("ควรทำข้อ 1.5") and "ไม่เป็นปัจจุบัน" in first


def test_a_reason_of_ones_own_is_kept_as_a_note_and_said(desk):
    path = desk.form({**desk.best(), "1.5": ("ไม่มี", "ลายมืออ่านไม่ออก")})
    scored = desk.score()
    assert scored.places() == [("reason-unlisted", place(path, "1.5", REASON))]
    by = next(item for item in scored.indicator("1").items if item.id == "1.5").by[0]
    assert (by.reason, by.note) == (None, "ลายมืออ่านไม่ออก")
    assert scored.office().status == "complete"


def test_a_reason_beside_what_was_found_is_said_and_kept_out(desk):
    path = desk.form({**desk.best(), "1.5": ("มี", "ไม่ครบ")})
    scored = desk.score()
    assert scored.places() == [("reason-beside-met", place(path, "1.5", REASON))]
    by = scored.indicator("1").items[4].by[0]
    assert (by.mark, by.reason, scored.indicator("1").level) == ("met", None, 5)


def test_reference_and_note_are_kept_with_their_mark(desk):
    answers = {**desk.best(), "1.1": Row("มี", None, "คำสั่งที่ 12/2566", "ดูหน้า 3")}
    by = desk.scored(answers).indicator("1").items[0].by[0]
    assert (by.mark, by.reference, by.note) == ("met", "คำสั่งที่ 12/2566", "ดูหน้า 3")


def test_the_evaluators_own_words_stand_first_in_the_sheet(desk):
    words = "ขอชื่นชมการทำงานเป็นทีม\nควรเพิ่มหลักฐานภาพถ่าย"
    desk.form({**desk.best(), **STEPS, "1 ข้อเสนอแนะ": words})
    results = desk.deliver().results
    assert results.offices[0].indicators[0].comment == words
    sheet = openpyxl.load_workbook(next(desk.out.glob("scoresheets/*.xlsx"))).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    own = next(at for at, text in enumerate(texts) if "ขอชื่นชมการทำงานเป็นทีม" in text)
    rubrics = next(at for at, text in enumerate(texts) if "ควรทำข้อ 1.3" in text)
    assert own <= rubrics
    if own == rubrics:
        assert texts[own].index("ขอชื่นชม") < texts[own].index("ควรทำข้อ 1.3")


# --- not relevant


def test_an_item_that_is_not_relevant_leaves_every_condition(desk):
    """Level 4 of indicator 1 asks for 1.3 and 1.4: without 1.3 it asks for 1.4."""
    marks = {**STEPS, "1.3": ("ไม่เกี่ยวข้อง", "ไม่มีโรงเรียนลักษณะนี้"), "1.4": "มี"}
    one = desk.scored({**desk.best(), **marks}).indicator("1")
    assert (one.level, one.met, one.unmet) == (4, ("1.1", "1.2", "1.4"), ("1.5",))


def test_a_count_asks_for_no_more_than_what_is_left(desk):
    """Six of six items give 5; with one not relevant five of five do, and four give 3."""
    none = Row("ไม่เกี่ยวข้อง", note="ไม่อยู่ในพื้นที่")
    desk.form({**desk.best(), "2.6": none})
    desk.form({**desk.best(SECONDARY_OFFICE), "2.6": none, "2.5": "ไม่มี"}, office=SECONDARY_OFFICE)
    scored = desk.score()
    assert scored.indicator("2").level == 5
    assert scored.indicator("2", SECONDARY_OFFICE).level == 3


def test_a_milestone_passes_over_an_item_that_is_not_relevant(desk):
    """Steps: 3.1 and 3.2, 3.3, 3.4, 3.5. Without 3.2 the run is 3.1, 3.3; 3.5 is out of it."""
    marks = {"3.2": ("ไม่เกี่ยวข้อง", "ไม่มีในพื้นที่"), "3.4": "ไม่มี"}
    assert desk.scored({**desk.best(), **marks}).indicator("3").level == 3


@pytest.mark.parametrize("dash", [None, "-", "."])
def test_not_relevant_needs_a_reason(desk, dash):
    path = desk.form({**desk.best(), "1.3": ("ไม่เกี่ยวข้อง", dash)})
    scored = desk.score()
    assert errors(scored) == [("not-relevant-without-reason", place(path, "1.3"))]
    assert scored.office().status == "error"


def test_more_than_one_not_relevant_is_an_error(desk):
    none = ("ไม่เกี่ยวข้อง", "ไม่มีในพื้นที่")
    path = desk.form({**desk.best(), "2.1": none, "2.2": none})
    scored = desk.score()
    assert errors(scored) == [("too-many-not-relevant", place(path, "2"))]
    assert result_of(scored.office()) == NO_RESULT


def test_a_condition_left_with_nothing_is_an_error(desk):
    """Level 5 of indicator 1 asks for 1.5 alone."""
    path = desk.form({**desk.best(), "1.5": ("ไม่เกี่ยวข้อง", "ไม่มีในพื้นที่")})
    scored = desk.score()
    assert errors(scored) == [("nothing-relevant", place(path, "1"))]
    assert scored.indicator("1").state == "invalid"


# --- measured rows


@pytest.mark.parametrize(
    "typed",
    [
        82.5,
        "82.5",
        "82.5%",
        "82.5 %",
        Percent(0.825),
        "ร้อยละ ๘๒.๕",
        "ร้อยละ 82.5",
        "33/40",
        "33 จาก 40",
        "๓๓/๔๐",
        "1,320/1,600",
    ],
    ids=str,
)
def test_every_way_of_writing_a_percentage_is_the_same_number(desk, typed):
    scored = desk.scored({**desk.best(), "5.p": typed})
    one = scored.indicator("5")
    assert one.items[-1].value == "82.5"
    assert (one.level, scored.findings) == (4, ())


@pytest.mark.parametrize(
    ("typed", "level"),
    [(100, 5), (95, 5), (94.99, 4), (80, 4), (79.999999, 3), ("2/3", 3), (0, 2), ("0%", 2)],
    ids=str,
)
def test_a_number_is_never_rounded_before_it_is_compared(desk, typed, level):
    assert desk.scored({**desk.best(), "5.p": typed}).indicator("5").level == level


@pytest.mark.parametrize(("typed", "other"), [(0.75, "75"), ("0.75", "75"), (1, "100")], ids=str)
def test_a_plain_number_up_to_one_may_mean_two_things_and_is_taken_for_neither(desk, typed, other):
    path = desk.form({**desk.best(), "5.p": typed})
    scored = desk.score()
    assert ("value-percent-unclear", place(path, "5.p")) in scored.places()
    said = message(scored, "value-percent-unclear")
    assert f"ร้อยละ {typed} " in said and f"ร้อยละ {other} " in said
    one = scored.indicator("5")
    assert (one.state, one.items[-1].value) == ("not_assessed", None)
    assert errors(scored) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (120, "value-outside"),
        (-5, "value-outside"),
        ("41/40", "value-outside"),
        (Percent(1.5), "value-outside"),
        ("ประมาณ 80", "value-unknown"),
        ("82,5", "value-unknown"),
        ("33/0", "value-unknown"),
        ("80-90", "value-unknown"),
        (date(2023, 3, 4), "cell-date"),
        (True, "cell-boolean"),
        ("#DIV/0!", "cell-error"),
        ("=33/40", "formula-without-value"),
    ],
    ids=str,
)
def test_what_is_no_percentage_is_an_error_at_its_cell(desk, typed, code):
    path = desk.form({**desk.best(), "5.p": typed})
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    scored = desk.score()
    assert errors(scored) == [(code, place(path, "5.p"))]
    assert scored.indicator("5").state == "invalid"
    assert scored.office(SECONDARY_OFFICE).mean == "5.00"


# --- judged indicators


def test_a_judged_level_comes_with_its_reason_and_cell(desk):
    path = desk.form({**desk.best(), "4 ระดับ": (3, "ทำได้บางโรงเรียน")})
    one = desk.score().indicator("4")
    assert (one.state, one.level, one.reason) == ("scored", 3, "ทำได้บางโรงเรียน")
    assert one.source.cell == place(path, "4 ระดับ")


@pytest.mark.parametrize("typed", ["๔", "4", 4.0])
def test_a_judged_level_may_be_written_as_text(desk, typed):
    scored = desk.scored({**desk.best(), "4 ระดับ": (typed, "ครบเกือบทุกโรงเรียน")})
    assert scored.indicator("4").level == 4


def test_the_items_of_a_judged_indicator_do_not_decide_its_level(desk):
    answers = {**desk.best(), "4.1": "ไม่มี", "4.2": "ไม่มี"}
    one = desk.scored({**answers, "4 ระดับ": (4, "ผลงานเด่นด้านอื่น")}).indicator("4")
    assert (one.level, one.unmet) == (4, ("4.1", "4.2"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ((6, "ดีกว่าทุกแห่ง"), "level-outside-scale"),
        ((0, "ไม่มีผลงาน"), "level-outside-scale"),
        ((3.5, "อยู่ระหว่างสองระดับ"), "level-not-whole"),
        (("ดีเลิศ", "ทำได้ดี"), "level-unknown"),
        (("N/A", "ไม่รายงาน"), "level-unknown"),
        ((Percent(0.8), "ร้อยละ 80"), "level-percent"),
    ],
    ids=str,
)
def test_a_judged_level_that_cannot_stand_is_an_error_at_its_cell(desk, typed, code):
    answers = {key: value for key, value in desk.best().items() if key != "4 ระดับ"}
    path = desk.form({**answers, "4 ระดับ": typed})
    scored = desk.score()
    assert errors(scored) == [(code, place(path, "4 ระดับ"))]
    assert scored.indicator("4").state == "invalid"


@pytest.mark.parametrize("reason", [None, "-"])
def test_a_judged_level_without_a_reason_is_an_error_where_the_reason_belongs(desk, reason):
    answers = {key: value for key, value in desk.best().items() if key != "4 ระดับ"}
    path = desk.form({**answers, "4 ระดับ": (3, reason)})
    scored = desk.score()
    assert errors(scored) == [("judged-without-reason", place(path, "4 ระดับ", REASON))]
    assert scored.indicator("4").state == "invalid"


def test_a_judged_indicator_without_a_level_is_not_yet_assessed(desk):
    answers = desk.best()
    del answers["4 ระดับ"]
    path = desk.form(answers)
    scored = desk.score()
    assert scored.places() == [("judged-level-missing", place(path, "4 ระดับ"))]
    assert scored.indicator("4").state == "not_assessed"


def test_no_level_can_be_typed_where_items_decide(desk):
    path = desk.form(desk.best())

    def add_row(sheet):
        sheet.append(["1 ระดับ", None, None, 5, "เห็นว่าควรได้ 5"])

    edit(path, add_row)
    scored = desk.score()
    last = openpyxl.load_workbook(path).active.max_row
    assert errors(scored) == [("level-not-judged", f"{MARK}{last}")]
    assert scored.indicator("1").state == "invalid"


# --- the header


def good_neighbour(desk):
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)


def stays_scored(scored):
    """The other office of the run has its result: 30/6."""
    return scored.office(SECONDARY_OFFICE).mean_exact == "30/6"


def offices(scored):
    return [office.code for office in scored.results.offices]


@pytest.mark.parametrize(
    ("header", "code", "cell"),
    [
        ({"ชุดเกณฑ์": "qp-2567"}, "header-rubric-differs", "B9"),
        ({"รุ่นเกณฑ์": "1.1.0"}, "header-version-differs", "E9"),
        ({"รุ่นเกณฑ์": "0.3.0"}, "header-version-differs", "E9"),
        ({"ปีงบประมาณ": "2567"}, "header-fiscal-year-differs", "B8"),
        ({"รอบ": "รอบ 12 เดือน"}, "header-round-differs", "E8"),
        ({"รอบ": "รอบพิเศษ"}, "header-round-differs", "E8"),
        ({"รหัส": "9999"}, "office-unknown-no-match", "B7"),
        ({"รหัส": SECONDARY_OFFICE}, "office-code-name-differ", "E7"),
    ],
    ids=str,
)
def test_a_header_that_does_not_fit_sets_its_form_aside(desk, header, code, cell):
    desk.form(desk.best(), header=header)
    good_neighbour(desk)
    scored = desk.score()
    found = errors(scored)
    assert [at for _, at in found] == [cell]
    assert found[0][0] == code or found[0][0].startswith("office-unknown")
    assert offices(scored) == [SECONDARY_OFFICE]
    assert stays_scored(scored)


@pytest.mark.parametrize(
    ("header", "code", "cell"),
    [
        ({"บทบาท": "เลขานุการ"}, "role-unknown", "E2"),
        ({"ขั้น": "ทางโทรศัพท์"}, "stage-unknown", "B6"),
    ],
    ids=str,
)
def test_an_office_is_not_scored_while_one_of_its_voices_cannot_be_read(desk, header, code, cell):
    """The others alone would give it a result that its committee never gave."""
    desk.form(desk.best(), assessor="กรรมการ ก")
    desk.form(desk.best(), assessor="กรรมการ ข", header=header)
    good_neighbour(desk)
    scored = desk.score()
    assert errors(scored) == [(code, cell)]
    (office,) = [one for one in scored.results.offices if one.code == SEED_OFFICE]
    assert (office.status, office.mean, office.band) == ("error", None, None)
    assert stays_scored(scored)


def test_another_patch_of_the_version_is_only_a_warning(desk):
    scored = desk.scored(desk.best(), header={"รุ่นเกณฑ์": "0.2.7"})
    assert scored.places() == [("header-version-patch", "E9")]
    assert scored.office().mean == "5.00"
    assert "ช่วงคะแนน" in message(scored, "header-version-patch")
    assert "--rubric" in fix(scored.findings[0])


def other_criteria(desk: Desk) -> None:
    """Change what level 3 of indicator 1 asks for, and nothing of the version."""
    path = desk.rubric_folder / "indicators" / "1.toml"
    text = path.read_text("utf-8")
    changed = text.replace('{ all = ["1.1", "1.2"] }', '{ all = ["1.1", "1.3"] }')
    assert changed != text
    path.write_text(changed, "utf-8")


def test_a_form_of_other_criteria_under_the_same_version_is_read_and_said_so(desk):
    desk.form(desk.best())
    other_criteria(desk)
    scored = desk.score()
    assert scored.places() == [("header-content-differs", "B10")]
    assert scored.findings[0].severity == "warning"
    assert scored.office().mean == "5.00"


def test_a_key_left_at_its_default_changes_no_mark(desk):
    """A program that knows more keys says nothing of the forms of a round under way."""
    before = load_rubric(desk.rubric_folder)
    path = desk.rubric_folder / "rubric.toml"
    text = path.read_text("utf-8")
    table = "" if "[checklist]" in text else "\n[checklist]\n"
    told = (text + table).replace("[checklist]\n", "[checklist]\nmet = []\nunmet = []\n")
    path.write_text(told, "utf-8")
    after = load_rubric(desk.rubric_folder)
    assert after.content_mark == before.content_mark


def test_a_form_without_the_mark_of_its_criteria_is_read_as_before(desk):
    path = desk.form(desk.best(), header={"รหัสเนื้อหาเกณฑ์": None})
    edit(path, lambda sheet: sheet.__setitem__("A10", None))
    other_criteria(desk)
    assert desk.score().findings == ()


def test_a_form_of_another_patch_may_have_other_words(desk):
    desk.form(desk.best(), header={"รุ่นเกณฑ์": "0.2.7"})
    other_criteria(desk)
    assert [code for code, _ in desk.score().places()] == ["header-version-patch"]


def test_a_round_that_differs_is_named_once(desk):
    desk.form(desk.best(), header={"รอบ": "รอบ 12 เดือน"})
    good_neighbour(desk)
    assert "รอบ รอบ" not in message(desk.score(), "header-round-differs")


def test_a_version_that_differs_may_mean_that_the_rubric_was_not_named(desk):
    desk.form(desk.best(), header={"รุ่นเกณฑ์": "9.0.0"})
    good_neighbour(desk)
    (found,) = [one for one in desk.score().findings if one.code == "header-version-differs"]
    assert "--rubric" in fix(found)


@pytest.mark.parametrize("year", [2566, "๒๕๖๖", "2566 "])
def test_the_year_may_be_typed_again(desk, year):
    assert desk.scored(desk.best(), header={"ปีงบประมาณ": year}).office().mean == "5.00"


def test_headers_that_name_two_rubrics_refuse_the_run_unless_one_is_asked_for(tmp_path):
    desk = Desk(tmp_path)
    good_neighbour(desk)
    desk.form(desk.best(), header={"ชุดเกณฑ์": "qp-2567"})
    with pytest.raises(RefusedRunError) as refusal:
        desk.score()
    found = {(f.code, f.place.cell) for f in refusal.value.findings}
    assert ("header-rubrics-disagree", "B9") in found


def test_headers_that_name_two_rounds_refuse_the_run_unless_one_is_asked_for(desk):
    good_neighbour(desk)
    desk.form(desk.best(), header={"รอบ": "รอบ 12 เดือน"})
    with pytest.raises(RefusedRunError) as refusal:
        desk.score(round_id=None)
    found = {(f.code, f.place.cell) for f in refusal.value.findings}
    assert ("header-rounds-disagree", "E8") in found


def test_the_round_of_the_headers_is_the_round_of_the_run(desk):
    desk.form(desk.best(), header={"รอบ": "รอบ 12 เดือน"})
    assert desk.score(round_id=None).results.round == "12m"


# --- one wrong file per fault; the neighbour stays scored


def test_a_copied_file_that_was_renamed_but_not_refilled(desk):
    """สพป.ฉะเชิงเทรา เขต 2's form, saved under the name of another office."""
    desk.form(desk.best())
    desk.form(desk.best(), name="2401 สพป.ฉะเชิงเทรา เขต 1.xlsx")
    good_neighbour(desk)
    scored = desk.score()
    assert errors(scored) == [("file-office-differs", "B7")]
    assert offices(scored) == [SEED_OFFICE, SECONDARY_OFFICE]
    assert scored.office().mean == "5.00", "its own form still counts"
    assert stays_scored(scored)


def test_marks_below_nothing_reported(desk):
    path = desk.form({**desk.best(), "1": NOT_REPORTED})
    good_neighbour(desk)
    scored = desk.score()
    expected = [("marks-under-status", place(path, "1.1"))]
    assert errors(scored) == expected
    assert scored.indicator("1").state == "invalid"
    assert result_of(scored.office()) == NO_RESULT
    assert stays_scored(scored)


def test_marks_below_an_exemption(desk):
    answers = {k: v for k, v in desk.best().items() if not k.startswith("1.")}
    path = desk.form({**answers, "1": (EXEMPT, "ไม่มีโรงเรียน"), "1.2": "ไม่มี"})
    assert errors(desk.score()) == [("marks-under-status", place(path, "1.2"))]


def test_a_level_below_nothing_reported(desk):
    answers = {k: v for k, v in desk.best().items() if not k.startswith("4.")}
    path = desk.form({**answers, "4": NOT_REPORTED})
    scored = desk.score()
    assert errors(scored) == [("marks-under-status", place(path, "4 ระดับ"))]
    assert scored.indicator("4").state == "invalid"


@pytest.mark.parametrize("exempt", [EXEMPT, (EXEMPT, "-"), "ยกเว้น: -"])
def test_exempt_without_a_reason(desk, exempt):
    answers = {k: v for k, v in desk.best().items() if not k.startswith("1.")}
    path = desk.form({**answers, "1": exempt})
    good_neighbour(desk)
    scored = desk.score()
    assert errors(scored) == [("exempt-reason-missing", place(path, "1"))]
    assert scored.indicator("1").state == "invalid"
    assert stays_scored(scored)


def test_two_files_of_one_assessor_are_scored_from_neither(desk):
    desk.form(desk.best(), assessor="กรรมการ ก")
    desk.form({**desk.best(), **STEPS}, assessor="กรรมการ ก", name="2402 สำเนา - กรรมการ ก.xlsx")
    good_neighbour(desk)
    scored = desk.score()
    assert [code for code, _ in errors(scored)] == ["assessor-twice"]
    assert scored.office().status == "error"
    assert result_of(scored.office()) == NO_RESULT
    assert {one.state for one in scored.office().indicators} == {"invalid", "not_applicable"}
    assert stays_scored(scored)


def test_two_nameless_files_of_one_office_are_one_assessors(desk):
    desk.form(desk.best())
    desk.form({**desk.best(), "1.5": "ไม่มี"}, name="2402 อีกไฟล์.xlsx")
    assert [code for code, _ in errors(desk.score())] == ["assessor-unnamed-twice"]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("มีนะ", "มี"), ("ไม่มีเลย", "ไม่มี"), (2, ""), ("?", "")],
    ids=str,
)
def test_a_mark_outside_the_list_is_an_error_with_the_nearest_word(desk, typed, nearest):
    path = desk.form({**desk.best(), "1.3": typed})
    good_neighbour(desk)
    scored = desk.score()
    assert errors(scored) == [("mark-unknown", place(path, "1.3"))]
    said = message(scored, "mark-unknown")
    assert f"ใกล้เคียงที่สุดคือ “{nearest}”" in said if nearest else "ใกล้เคียง" not in said
    assert scored.indicator("1").state == "invalid"
    assert scored.indicator("1").items[2].mark is None, "nothing is guessed"
    assert stays_scored(scored)


@pytest.mark.parametrize("typed", ["มี ", " มี", "✓", 1, "๑", "ใช่", "YES", True])
def test_a_met_item_in_every_hand(desk, typed):
    assert "1.3" in desk.scored({**desk.best(), "1.3": typed}).indicator("1").met


@pytest.mark.parametrize("typed", ["ไม่มี", "ไม่ มี", "✗", 0, "๐", "ไม่ใช่", "No"])
def test_an_unmet_item_in_every_hand(desk, typed):
    assert "1.3" in desk.scored({**desk.best(), "1.3": typed}).indicator("1").unmet


def test_an_item_id_that_excel_made_a_date_of(desk):
    path = desk.form(desk.best())
    row = rows_of(openpyxl.load_workbook(path).active)["1.3"]
    edit(path, lambda sheet: setattr(sheet[f"A{row}"], "value", datetime(2023, 3, 1)))
    assert ("cell-date", f"A{row}") in errors(desk.score())


def test_a_date_is_told_and_quoted_as_an_officer_writes_it(desk):
    cited = Row("มี", reference=date(2023, 1, 5))
    desk.form({**desk.best(), "1.1": cited, "1.2": date(2023, 3, 31)})
    scored = desk.score()
    items = {one.id: one for one in scored.indicator("1").items}
    assert [by.reference for by in items["1.1"].by] == ["5 ม.ค. 2566"]
    assert "(31 มี.ค. 2566)" in message(scored, "cell-date")
    (found,) = (one for one in scored.findings if one.code == "cell-date")
    assert "(2023-03-31)" in sentence(found, "en")


def test_an_item_id_that_the_rubric_lacks(desk):
    path = desk.form(desk.best())
    row = rows_of(openpyxl.load_workbook(path).active)["1.3"]
    status = place(path, "1", "A")
    edit(path, lambda sheet: setattr(sheet[f"A{row}"], "value", "1.33"))
    good_neighbour(desk)
    scored = desk.score()
    assert errors(scored) == [("item-unknown", f"A{row}"), ("item-rows-missing", status)]
    assert "1.3" in message(scored, "item-unknown")
    assert scored.indicator("1").state == "not_assessed"
    assert stays_scored(scored)


@pytest.mark.parametrize("typed", [1.3, "๑.๓", "1.3 "])
def test_an_item_id_that_excel_or_a_hand_rewrote_is_still_known(desk, typed):
    path = desk.form({**desk.best(), "1.3": "ไม่มี"})
    cell = place(path, "1.3", "A")
    edit(path, lambda sheet: setattr(sheet[cell], "value", typed))
    scored = desk.score()
    assert (scored.indicator("1").unmet, scored.findings) == (("1.3",), ())


@pytest.mark.parametrize("status", [OPEN, CLOSED])
def test_a_deleted_row_is_missed_and_never_taken_for_unmet(desk, status):
    path = desk.form({**desk.best(), "1": status})
    rewrite(path, lambda rows: [row for row in rows if row[0] != "1.5"])
    good_neighbour(desk)
    scored = desk.score()
    assert errors(scored) == [("item-rows-missing", place(path, "1", "A"))]
    assert "1.5" in message(scored, "item-rows-missing")
    assert scored.indicator("1").state == "not_assessed"
    assert result_of(scored.office()) == NO_RESULT
    assert stays_scored(scored)


def test_a_deleted_status_row_is_missed(desk):
    path = desk.form(desk.best())
    rewrite(path, lambda rows: [row for row in rows if row[0] != "ตัวชี้วัดที่ 1"])
    assert [code for code, _ in errors(desk.score())] == ["indicator-row-missing"]


def test_an_indicator_whose_rows_are_all_gone_is_said_to_be_unfinished(desk):
    path = desk.form(desk.best())
    gone = ("ตัวชี้วัดที่ 1", "1.", "1 ")
    rewrite(path, lambda rows: [row for row in rows if not str(row[0]).startswith(gone)])
    scored = desk.score()
    assert scored.indicator("1").state == "not_assessed"
    assert scored.office().status == "incomplete"
    assert [code for code, _ in errors(scored)] == ["indicator-row-missing"]
    assert "ตัวชี้วัด 1" in message(scored, "indicator-row-missing")


def without_places(office):
    """An office's result without the cells that it came from."""
    document = office.model_dump(mode="json")
    for indicator in document["indicators"]:
        indicator.pop("source")
        for by in indicator["said_by"]:
            by.pop("source")
        for item in indicator["items"]:
            for by in item["by"]:
                by.pop("source")
    return document


def test_sorted_rows_say_the_same(desk):
    answers = {**desk.best(), **STEPS, "1.4": ("ไม่มี", "ไม่ครบ"), "1 ข้อเสนอแนะ": "เพิ่มภาพถ่าย"}
    path = desk.form(answers)
    before = desk.score()
    rewrite(path, lambda rows: sorted(rows, key=lambda row: str(row[1] or ""), reverse=True))
    after = desk.score()
    assert without_places(after.office()) == without_places(before.office())
    assert [f.code for f in after.findings] == ["rows-reordered"]
    assert after.findings[0].severity == "info"


def test_a_repeated_row_is_used_from_neither_place(desk):
    path = desk.form({**desk.best(), "1.3": "ไม่มี"})

    def repeat(rows):
        copy = next(row for row in rows if row[0] == "1.3")
        return [*rows, [*copy[:3], "มี", *copy[4:]]]

    rewrite(path, repeat)
    good_neighbour(desk)
    scored = desk.score()
    last = openpyxl.load_workbook(path).active.max_row
    assert errors(scored) == [("item-twice", f"A{last}")]
    one = scored.indicator("1")
    assert (one.state, one.items[2].mark) == ("invalid", None)
    assert stays_scored(scored)


def test_a_repeated_status_row_is_used_from_neither_place(desk):
    path = desk.form(desk.best())
    rewrite(path, lambda rows: [*rows, ["ตัวชี้วัดที่ 1", None, None, NOT_REPORTED]])
    scored = desk.score()
    assert [code for code, _ in errors(scored)] == ["item-twice"]
    assert scored.indicator("1").state == "invalid"


def test_a_mark_without_an_id_is_nobodys(desk):
    path = desk.form(desk.best())
    rewrite(path, lambda rows: [*rows, [None, "หลักฐานเพิ่มเติม", None, "มี"]])
    good_neighbour(desk)
    scored = desk.score()
    last = openpyxl.load_workbook(path).active.max_row
    assert errors(scored) == [("mark-without-item", f"{MARK}{last}")]
    assert stays_scored(scored)


# --- indicators that do not apply


def test_marks_for_an_indicator_that_is_not_the_offices_are_an_error(desk):
    """Rows of 6a pasted into the form of a secondary office."""
    path = desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    block = [[f"6a.{at}", None, None, "มี"] for at in range(1, 5)]
    rewrite(path, lambda rows: [*rows, ["ตัวชี้วัดที่ 6a", None, None, OPEN], *block])
    scored = desk.score()
    status = place(path, "6a")
    assert errors(scored) == [("level-where-not-applicable", status)]
    assert scored.office(SECONDARY_OFFICE).status == "error"


def test_marks_without_a_status_for_an_indicator_that_is_not_the_offices_are_an_error(desk):
    path = desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    rewrite(path, lambda rows: [*rows, ["ตัวชี้วัดที่ 6a"], ["6a.1", None, None, "มี"]])
    scored = desk.score()
    assert "level-where-not-applicable" in [code for code, _ in errors(scored)]
    assert scored.office(SECONDARY_OFFICE).status == "error"


def as_before(path):
    """The form as earlier versions had it: all header rows above the headings, nothing between."""
    sheet = openpyxl.load_workbook(path).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(max_col=8)]
    first = next(at for at, line in enumerate(lines) if str(line[0]).startswith("ตัวชี้วัดที่"))
    labelled = {line[at]: line[at + 1] for line in lines[:first] for at in (0, 3) if line[at]}
    pairs = (
        ("ชุดเกณฑ์", "รุ่นเกณฑ์"),
        ("ปีงบประมาณ", "รอบ"),
        ("รหัส", "สพท."),
        ("ผู้ประเมิน", "บทบาท"),
        ("ขั้น", "วันที่"),
        ("ตอบแล้ว", "รหัสเนื้อหาเกณฑ์"),
    )
    book = Workbook()
    book.active.append(["แบบประเมินตามรายการตรวจสอบ"])
    for left, right in pairs:
        book.active.append([left, labelled.get(left), None, right, labelled.get(right)])
    book.active.append(["1. กรอกเฉพาะช่องสีเหลือง"])
    for line in [lines[2], *lines[first:]]:
        book.active.append(line)
    book.save(path)


def test_a_form_of_an_earlier_version_is_read_as_before(desk):
    answers = desk.best() | {"1.1": ("ไม่มี", "ไม่ครบ"), "3": "ไม่รายงาน"}
    answers = {k: v for k, v in answers.items() if not k.startswith("3.")}
    path = desk.form(answers, assessor="กรรมการ ก", role=Role.LEAD)
    now = desk.score()
    as_before(path)
    before = desk.score()
    assert before.places() == now.places() == []
    left, right = before.office(), now.office()
    assert (left.mean, left.band) == (right.mean, right.band)
    for one, other in zip(left.indicators, right.indicators, strict=True):
        assert (one.state, one.level, one.reasons) == (other.state, other.level, other.reasons)
        voices = [
            [(by.assessor, by.role, by.mark, by.reason) for item in of.items for by in item.by]
            for of in (one, other)
        ]
        assert voices[0] == voices[1]


def test_several_forms_copied_into_one_workbook_are_all_read(desk):
    """As a lead joins them: the sheets แบบประเมิน side by side, the others left behind."""
    book = Workbook()
    book.remove(book.active)
    for office in (SEED_OFFICE, SECONDARY_OFFICE):
        path = desk.form(desk.best(office), office=office)
        source = openpyxl.load_workbook(path).active
        target = book.create_sheet(f"แบบประเมิน {office}")
        for line in source.iter_rows():
            for cell in line:
                if cell.value is not None:
                    target[cell.coordinate] = cell.value
        path.unlink()
    book.save(desk.folder / "รวม.xlsx")
    scored = desk.score()
    assert scored.places() == []
    assert {office.code: office.mean for office in scored.results.offices} == {
        SEED_OFFICE: "5.00",
        SECONDARY_OFFICE: "5.00",
    }


def test_a_mark_typed_into_the_band_above_the_answers_is_not_overlooked(desk):
    path = desk.form(desk.best())
    edit(path, lambda sheet: (sheet.unmerge_cells("C12:D12"), sheet.__setitem__("D12", "ไม่มี")))
    assert desk.score().places() == [("mark-without-item", "D12")]


@pytest.mark.parametrize("code", ["ม1", "PI-1", "เสี่ยง", "1/2", "ด้าน 1"])
@pytest.mark.parametrize("label", ["ตัวชี้วัดที่ {code}", "ตัวบ่งชี้ที่ {code}", "{code}", "Standard {code}:"])
def test_a_form_is_read_whatever_its_indicators_are_called(tmp_path, label, code):
    """Its status row begins with the code, or with the words that the set has for indicators."""
    main = tiny_rubric.edited(tiny_rubric.MAIN, {"ตัวชี้วัดที่ {code}": label})
    counted = tiny_rubric.edited(tiny_rubric.COUNT, {'code = "1"': f'code = "{code}"'})
    levels = tuple(map(tiny_rubric.level, (1, 2, 3)))
    judged = tiny_rubric.text_of("judged", *levels).replace('"1"', f'"{code}ก"')
    desk = Desk(tmp_path, tiny_rubric.write(tmp_path, main, counted, judged))
    path = desk.form({})
    rows = rows_of(openpyxl.load_workbook(path).active)
    level = rows[f"{code}ก ระดับ"]

    def filled(sheet: Worksheet) -> None:
        for row in (rows["a"], rows["b"]):
            sheet[f"{MARK}{row}"] = "มี"
        sheet[f"{MARK}{rows[label.format(code=code)]}"] = CLOSED
        sheet[f"{MARK}{level}"], sheet[f"{REASON}{level}"] = 2, "เห็นหลักฐาน"

    edit(path, filled)
    scored = desk.score()
    assert (scored.places(), scored.office().mean) == ([], "2.00")
