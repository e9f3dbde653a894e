"""Who speaks: a voice that a reader would doubt is not heard, and nothing is scored without it."""

from __future__ import annotations

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from making import SEED_OFFICE, score
from openpyxl import Workbook
from openpyxl.styles import Font

from qp_scoring.documents.answers import Stage, Voice
from qp_scoring.intake.persons import one_person
from qp_scoring.messages import message

A, B = "กมลวรรณ ใจดี", "ขจรศักดิ์ รักเรียน"
LABELS = {"assessor": "ผู้ประเมิน", "role": "บทบาท", "stage": "ขั้น"}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, small_rubric(tmp_path))


def beside(sheet, label):
    """The cell beside a label of a form."""
    found = next(cell for row in sheet for cell in row if cell.value == label)
    return sheet.cell(found.row, found.column + 1)


@pytest.mark.parametrize("label", LABELS.values())
def test_a_form_whose_voice_is_struck_leaves_its_office_unfinished(desk, label):
    desk.form(desk.best(), assessor=A)
    path = desk.form({**desk.best(), "1.5": "ไม่มี"}, assessor=B)
    book = openpyxl.load_workbook(path, rich_text=True)
    cell = beside(book.active, label)
    cell.font = Font(strike=True)
    book.save(path)
    scored = desk.score()
    assert scored.places() == [("cell-struck", cell.coordinate)]
    assert [finding.severity for finding in scored.findings] == ["warning"]
    assert scored.office().status == "incomplete"
    assert {one.state for one in scored.office().indicators} <= {"not_assessed", "not_applicable"}


def test_a_visit_does_not_overrule_a_voice_that_nobody_can_place(desk):
    """The struck stage may have been ลงพื้นที่ as well."""
    path = desk.form(desk.best(), assessor=A)
    book = openpyxl.load_workbook(path, rich_text=True)
    beside(book.active, LABELS["stage"]).font = Font(strike=True)
    book.save(path)
    desk.form(desk.best(), assessor=B, stage=Stage.VISIT)
    assert desk.score().office().status == "incomplete"


@pytest.mark.parametrize("column", [2, 3, 4])
def test_a_row_of_a_table_whose_voice_is_struck_leaves_its_office_unfinished(tmp_path, column):
    book = Workbook()
    book.active.append(["รหัส", *LABELS.values(), "1.1", "1.2"])
    book.active.append([SEED_OFFICE, A, "กรรมการ", "เอกสาร", "มี", "มี"])
    book.active.append(["2001", B, "กรรมการ", "เอกสาร", "มี", "มี"])
    cell = book.active.cell(2, column)
    cell.font = Font(strike=True)
    book.save(tmp_path / "ผล.xlsx")
    scored = score(tmp_path / "ผล.xlsx")
    assert ("cell-struck", cell.coordinate) in scored.places()
    assert {finding.severity for finding in scored.findings} <= {"warning", "info"}
    status = {one.code: one.status for one in scored.results.offices}
    assert status == {SEED_OFFICE: "incomplete", "2001": "incomplete"}


@pytest.mark.parametrize(
    ("word", "mark"), [("พบหลักฐาน", "met"), ("พบ หลักฐาน.", "met"), ("ไม่ครบ", "unmet"), ("มี", "met")]
)
def test_a_rubric_may_have_words_of_its_own_for_marks(tmp_path, word, mark):
    """Also one that is otherwise asked about, as ไม่ครบ is."""
    rubric = small_rubric(tmp_path)
    main = rubric / "rubric.toml"
    text = main.read_text("utf-8").replace(
        "[checklist]\n", '[checklist]\nmet = ["พบหลักฐาน"]\nunmet = ["ไม่ครบ"]\n'
    )
    main.write_text(text, "utf-8")
    desk = Desk(tmp_path, rubric)
    desk.form({**desk.best(), "1.5": word})
    scored = desk.score()
    assert scored.findings == ()
    assert next(one for one in scored.indicator("1").items if one.id == "1.5").mark == mark


# --- one person, one voice

SAME = [
    ("นายสมจิต ดีงาม", "สมจิต ดีงาม"),
    ("นางสาวสมจิต ดีงาม", "น.ส. สมจิต ดีงาม"),
    ("นางสาวสมจิต ดีงาม", "นางสมจิต ดีงาม"),
    ("ว่าที่ ร.ต. สมจิต ดีงาม", "ว่าที่ร้อยตรี สมจิต ดีงาม"),
    ("ว่าที่ ร.ต.หญิง สมจิต ดีงาม", "นางสมจิต ดีงาม"),
    ("ผศ.ดร.สมจิต ดีงาม", "สมจิต ดีงาม."),
    ("Somjit D.", "somjit d"),
    ("สมจิต\u200b ดีงาม", "สมจิตดีงาม"),
    ("คุณสมจิต ดีงาม", "นายสมจิต ดีงาม"),
    ("รอง ผอ.สมจิต ดีงาม", "อ.สมจิต ดีงาม (ประธานกรรมการ)"),
]
APART = [
    ("นายสมจิต ดีงาม", "นางสมจิต ดีงาม"),
    ("ว่าที่ ร.ต.หญิง สมจิต ดีงาม", "นายสมจิต ดีงาม"),
    ("ดรุณี ดีงาม", "รุณี ดีงาม"),
    ("นายิกา ดีงาม", "ยิกา ดีงาม"),
    ("รศนา ดีงาม", "นา ดีงาม"),
    ("สมจิต ดีงาม", "สมจิต ดีงามยิ่ง"),
]


def of_two(one, other, **stages):
    """Whether the names are one person's, in one role and stage."""
    return one_person(Voice(one), Voice(other, **stages))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_person_is_the_same_under_any_title_and_spacing(one, other):
    assert of_two(one, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_man_and_a_woman_and_names_that_begin_like_titles_stay_apart(one, other):
    assert not of_two(one, other)


def test_answers_at_another_stage_are_another_voice():
    assert not of_two("นายสมจิต ดีงาม", "สมจิต ดีงาม", stage=Stage.VISIT)


def test_one_person_under_two_spellings_counts_once(desk):
    """Two forms of one person against one of another: no majority, and both are heard once."""
    some = {**desk.best(), "1.5": "ไม่มี"}
    desk.form(some, assessor="นายสมจิต ดีงาม")
    desk.form(some, assessor="สมจิต  ดีงาม")
    desk.form(desk.best(), assessor=B)
    scored = desk.score()
    assert [one.code for one in scored.findings].count("assessor-spelled-twice") == 1
    item = next(one for one in scored.indicator("1").items if one.id == "1.5")
    assert item.mark is None, "one against one, not two against one"


def test_one_person_who_answered_in_two_ways_is_undecided(desk):
    desk.form(desk.best(), assessor="นายสมจิต ดีงาม")
    desk.form({**desk.best(), "1.5": "ไม่มี"}, assessor="สมจิต ดีงาม")
    scored = desk.score()
    assert {"assessor-spelled-twice", "assessor-differs"} <= {one.code for one in scored.findings}
    assert scored.office().status != "complete"
    marks = {one.id: one.mark for one in scored.indicator("1").items}
    assert (marks["1.4"], marks["1.5"]) == ("met", None)


def without_first(desk, status):
    """All at best but the first indicator, of which only a status is said."""
    others = {key: one for key, one in desk.best().items() if not key.startswith("1.")}
    return others | {"1": status}


NOT_REPORTED, EXEMPT = "ไม่รายงาน", "ยกเว้น: ยุบรวม"
ONE_PERSON = "นายสมจิต ดีงาม", "สมจิต ดีงาม"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("state", [NOT_REPORTED, EXEMPT])
def test_one_person_who_gives_marks_and_says_there_are_none_is_undecided(desk, state, turned):
    forms = [desk.best(), without_first(desk, state)]
    for name, form in zip(ONE_PERSON, forms[:: -1 if turned else 1], strict=True):
        desk.form(form, assessor=name)
    scored = desk.score()
    assert "assessor-differs" in {one.code for one in scored.findings}
    assert scored.indicator("1").state == "not_assessed"


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (NOT_REPORTED, EXEMPT, ("not_assessed", None, True)),
        (NOT_REPORTED, NOT_REPORTED, ("not_reported", None, False)),
        (NOT_REPORTED, None, ("not_reported", None, False)),
        (None, NOT_REPORTED, ("not_reported", None, False)),
    ],
)
def test_statuses_of_one_person_agree_or_are_undecided(desk, one, other, found):
    for name, status in zip(ONE_PERSON, (one, other), strict=True):
        desk.form(without_first(desk, status), assessor=name)
    scored = desk.score()
    told = "assessor-differs" in {one.code for one in scored.findings}
    first = scored.indicator("1")
    assert (first.state, first.level, told) == found


@pytest.mark.parametrize("turned", [False, True])
def test_of_one_person_who_finished_and_did_not_a_blank_is_open(desk, turned):
    said = ["ประเมินเสร็จ", "ประเมิน"][:: -1 if turned else 1]
    for name, status in zip(ONE_PERSON, said, strict=True):
        desk.form(desk.best() | {"1": status, "1.5": None}, assessor=name)
    assert desk.score().indicator("1").state == "not_assessed"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"1.5": "มี"}, ("not_assessed", None, True)),
        ({"1.5": "ไม่มี"}, ("scored", 4, False)),
        ({"1": "ประเมินเสร็จ", "1.5": None}, ("scored", 4, False)),
    ],
)
def test_a_blank_that_says_there_is_none_is_compared_with_what_the_other_form_gives(
    desk, other, found, turned
):
    forms = [{"1": "ประเมินเสร็จ", "1.5": None}, other][:: -1 if turned else 1]
    for name, form in zip(ONE_PERSON, forms, strict=True):
        desk.form(desk.best() | form, assessor=name)
    scored = desk.score()
    told = "assessor-differs" in {one.code for one in scored.findings}
    first = scored.indicator("1")
    assert (first.state, first.level, told) == found


def test_levels_of_one_person_that_differ_are_undecided(desk):
    for name, level in zip(ONE_PERSON, (3, 5), strict=True):
        desk.form(desk.best() | {"4 ระดับ": (level, "ครบ")}, assessor=name)
    scored = desk.score()
    (told,) = (message(one) for one in scored.findings if one.code == "assessor-differs")
    assert told.startswith("ผู้ประเมินคนเดียวกันตอบตัวชี้วัด 4 ไว้ไม่ตรงกัน"), "of no item"
    assert scored.indicator("4").state == "not_assessed"


def test_a_name_that_is_the_beginning_of_another_is_a_second_person_and_said(desk):
    desk.form(desk.best(), assessor="นายสมจิต ดีงาม")
    desk.form(desk.best(), assessor="สมจิต ดีงาม ศึกษานิเทศก์")
    scored = desk.score()
    assert [(one.code, one.severity) for one in scored.findings] == [
        ("assessor-shortened", "warning")
    ]
    assert scored.office().status == "complete"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("นายสมจิต ดีงาม", "สมจิตร ดีงาม", True),
        ("สมจิต ดีงาม", "สมจีต ดีงาม", True),
        ("กรรมการ 1", "กรรมการ 2", False),
        ("กรรมการ ก", "กรรมการ ข", False),
        ("สมจิต ดีงาม", "สมใจ ดีงาม", False),
    ],
)
def test_names_that_differ_in_one_letter_are_said(desk, one, other, said):
    desk.form(desk.best(), assessor=one)
    desk.form(desk.best(), assessor=other)
    scored = desk.score()
    assert [one.code for one in scored.findings] == (["assessor-nearly"] if said else [])
    assert scored.office().status == "complete"


def test_a_man_and_a_woman_of_one_name_are_two_voices(desk):
    desk.form(desk.best(), assessor="นายสมจิต ดีงาม")
    desk.form(desk.best(), assessor="นางสมจิต ดีงาม")
    scored = desk.score()
    assert [(one.code, one.severity) for one in scored.findings] == [("assessors-alike", "info")]
    assert scored.office().status == "complete"
