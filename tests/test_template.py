"""``qp-scoring template``: forms that can be filled in only where answers belong."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from forms_filled import (
    CLOSED,
    EXEMPT,
    NOT_REPORTED,
    OPEN,
    Desk,
    Row,
    rows_of,
    shipped_rubric,
    small_rubric,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import SECONDARY_OFFICE, SEED_OFFICE, offices_list

from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.read import read_inputs
from qp_scoring.jobs import forms
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.paper.page import lines_height, row_height, wrap
from qp_scoring.reports.forms import CARRIED_WIDTHS
from qp_scoring.rubric.load import load_rubric

STATUSES = [OPEN, CLOSED, NOT_REPORTED, EXEMPT]
MARKS = ["มี", "ไม่มี", "ไม่เกี่ยวข้อง"]
INSUFFICIENT = ["ไม่พบ", "ไม่ตรงประเด็น", "ไม่เป็นปัจจุบัน", "ไม่ครบ", "อื่น ๆ"]


def opened(path):
    return openpyxl.load_workbook(path).active


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    """The form of สพป.ฉะเชิงเทรา เขต 2 for one named assessor."""
    out = tmp_path_factory.mktemp("form")
    request = FormsRequest(out, offices=[SEED_OFFICE], assessors=["กรรมการ ก"])
    (path,) = make_forms(request)
    return path, opened(path)


@pytest.fixture(scope="module")
def sheet(form):
    return form[1]


@pytest.fixture(scope="module")
def rows(sheet):
    return rows_of(sheet)


def choices(sheet):
    """The drop-down of each cell that has one."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            if rule.type == "list":
                words = rule.formula1.strip('"').split(",")
                for row, column in itertools.product(
                    range(cells.min_row, cells.max_row + 1), range(cells.min_col, cells.max_col + 1)
                ):
                    found[sheet.cell(row, column).coordinate] = words
    return found


def items_of(rubric, office_type="สพป"):
    return [
        item.id
        for indicator in rubric.indicators
        if office_type in indicator.applies_to
        for item in indicator.item
    ]


# --- what a form looks like


def test_answers_are_chosen_from_lists(sheet, rows):
    offered = choices(sheet)
    for code in ("1", "2", "9", "X2"):
        assert offered[f"D{rows[f'ตัวชี้วัดที่ {code}']}"] == STATUSES
    for key in items_of(shipped_rubric()):
        assert offered[f"D{rows[key]}"] == MARKS
        assert offered[f"E{rows[key]}"] == INSUFFICIENT
    assert offered[f"B{rows['ขั้น']}"] == ["เอกสาร", "ลงพื้นที่"]
    assert offered[f"E{rows['ผู้ประเมิน']}"] == ["กรรมการ", "หัวหน้า", "มติ"]


def test_a_percentage_says_what_may_be_typed_and_takes_a_ratio_as_it_is(sheet, rows):
    for key in ("2.p", "6a.c"):
        cell = f"D{rows[key]}"
        (rule,) = (one for one in sheet.data_validations.dataValidation if cell in one.sqref)
        assert rule.type in (None, "none"), "33/40 is not refused"
        assert "0–100" in rule.prompt and "33 จาก 40" in rule.prompt
        assert sheet[cell].number_format == "@", "8/10 does not become a date"
    cell = f"D{rows['10.c']}"
    (rule,) = (one for one in sheet.data_validations.dataValidation if cell in one.sqref)
    assert "0–8" in rule.prompt and "จาก" not in rule.prompt, "a count has no denominator"


def test_texts_are_locked_and_answers_are_not(sheet, rows):
    assert sheet.protection.sheet
    answers = {f"B{rows['ผู้ประเมิน']}", f"E{rows['ผู้ประเมิน']}", f"B{rows['ขั้น']}"}
    answers.add(f"E{rows['ขั้น']}")  # the date
    for key, row in rows.items():
        if key.startswith("ตัวชี้วัดที่ ") or key.endswith(" ระดับ"):
            answers |= {f"D{row}", f"E{row}"}
        elif key.endswith(" ข้อเสนอแนะ"):
            answers.add(f"D{row}")
        elif key in ENTRIES:
            answers |= {f"{column}{row}" for column in "DEFG"}
    unlocked = {
        cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked
    }
    # Of merged answer cells only the first holds anything.
    hidden = {c.coordinate for line in sheet.iter_rows() for c in line if _is_merged(c)}
    assert unlocked - hidden == answers


ENTRIES = {key for one in shipped_rubric().indicators for key in one.entry_ids}


def _is_merged(cell):
    return type(cell).__name__ == "MergedCell"


def test_headings_stay_in_view_and_repeat_on_paper(sheet, rows):
    heading = rows["ข้อ"]
    assert (heading, sheet.freeze_panes) == (3, "B4")
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    # Excel ignores the breaks of a sheet that it fits to a width.
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert 10 <= sheet.page_setup.scale <= 100


def test_every_row_has_a_height_of_its_own(sheet):
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert None not in heights
    assert max(heights) <= 409, "Excel's highest row"


def test_the_counter_is_the_only_formula(sheet, rows):
    formulas = [c for line in sheet.iter_rows() for c in line if c.data_type == "f"]
    assert [cell.coordinate for cell in formulas] == ["E1"]
    assert sheet["D1"].value == "ตอบแล้ว"
    formula = formulas[0].value
    rubric = shipped_rubric()
    of_office = [one for one in rubric.indicators if "สพป" in one.applies_to]
    entries = sum(len(one.entry_ids) + (one.method == "judged") for one in of_office)
    assert f"จาก {entries} ข้อ" in formula
    counted = set()
    for cells in formula.partition("(")[2].partition(")")[0].split(","):
        for line in sheet[cells] if ":" in cells else ((sheet[cells],),):
            counted |= {cell.coordinate for cell in line}
    marks = {f"D{rows[key]}" for one in of_office for key in one.entry_ids}
    assert counted == marks


def test_the_header_is_filled_in(sheet, rows):
    beside = {
        sheet.cell(row, column).value: sheet.cell(row, column + 1).value
        for row in (2, *range(rows["ขั้น"], rows["ชุดเกณฑ์"] + 1))
        for column in (1, 4)
    }
    assert beside == {
        "ชุดเกณฑ์": "qp-2566",
        "รุ่นเกณฑ์": shipped_rubric().version,
        "ปีงบประมาณ": "2566",
        "รอบ": "รอบ 6 เดือน",
        "รหัส": "2402",
        "สพท.": "สพป.ฉะเชิงเทรา เขต 2",
        "ผู้ประเมิน": "กรรมการ ก",
        "บทบาท": "กรรมการ",
        "ขั้น": "เอกสาร",
        "วันที่": None,
    }


def test_a_form_says_that_its_criteria_are_a_draft(sheet):
    texts = [str(cell.value) for line in sheet.iter_rows(max_row=6) for cell in line if cell.value]
    assert any("ร่าง" in text for text in texts)


def test_the_criteria_of_every_level_stand_beside_the_items(sheet, rows):
    for indicator in shipped_rubric().indicators:
        if "สพป" in indicator.applies_to:
            beside = sheet[f"H{rows[f'ตัวชี้วัดที่ {indicator.code}']}"].value
            assert all(level.text in beside for level in indicator.level)


def height_of(sheet, first, last):
    return sum(sheet.row_dimensions[row].height for row in range(first, last + 1))


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """The form of a second round, into which the first one's answers are carried."""
    folder = tmp_path_factory.mktemp("carried")
    desk = Desk(folder)
    desk.form(desk.best())
    desk.deliver()
    (path,) = make_forms(FormsRequest(folder / "forms", round="12m", source=desk.out))
    return opened(path)


def test_no_criterion_is_cut_where_a_page_ends(carried):
    sheet = carried
    rows = rows_of(sheet)
    ends = [one.id for one in sheet.row_breaks.brk]  # the last rows of pages
    cells = {
        area.min_row: area
        for area in sheet.merged_cells.ranges
        if area.min_col == area.max_col == sheet.max_column
    }
    divided = 0
    for indicator in shipped_rubric().in_round("12m").indicators:
        if "สพป" not in indicator.applies_to:
            continue
        row, said = rows[f"ตัวชี้วัดที่ {indicator.code}"], []
        while row <= rows[f"{indicator.code} ข้อเสนอแนะ"]:
            last = cells[row].max_row if row in cells else row
            assert not [end for end in ends if row <= end < last], "printed on two pages"
            text = sheet.cell(row, sheet.max_column).value or ""
            lines = len(wrap(text, CARRIED_WIDTHS[-1], 14)) if text else 0
            assert lines_height(lines, 14) <= height_of(sheet, row, last) + 1
            said += text.split("\n") if text else []
            divided += row in cells and last < rows[f"{indicator.code} ข้อเสนอแนะ"]
            row = last + 1
        assert [one.text in line for one, line in zip(indicator.level, said, strict=True)]
    assert divided, "no indicator goes on over a page's end: nothing was tried"


def test_every_indicator_of_a_first_round_is_on_one_page(sheet, rows):
    ends = [one.id for one in sheet.row_breaks.brk]
    for indicator in shipped_rubric().indicators:
        if "สพป" in indicator.applies_to:
            first = rows[f"ตัวชี้วัดที่ {indicator.code}"]
            last = rows[f"{indicator.code} ข้อเสนอแนะ"]
            assert not [end for end in ends if first <= end < last], indicator.code


def test_a_purpose_below_its_title_is_measured_in_the_letters_it_is_printed_in(carried):
    """Bold letters are wider: with the purpose in them too a line was left white."""
    rows, across, tried = rows_of(carried), sum(CARRIED_WIDTHS[1:3]), 0
    for indicator in shipped_rubric().in_round("12m").indicators:
        if "สพป" in indicator.applies_to:
            title, purpose = indicator.title, indicator.purpose
            lines = len(wrap(title, across, 14, True)) + len(wrap(purpose, across, 14))
            if lines < len(wrap(f"{title}\n{purpose}", across, 14, True)):
                tried += 1
                found = height_of(carried, *[rows[f"ตัวชี้วัดที่ {indicator.code}"]] * 2)
                assert found == pytest.approx(row_height(lines, 14), abs=0.5)
    assert tried


def how_to(path):
    sheet = openpyxl.load_workbook(path)["วิธีกรอก"]
    return [cell.value for (cell,) in sheet.iter_rows(max_col=1) if cell.value]


def test_who_fills_in_a_form_is_told_that_weights_are_the_program_s(tmp_path, form):
    assert [line for line in how_to(form[0]) if "น้ำหนัก" in line] == [
        "8. ไม่ต้องกรอกหรือคูณน้ำหนักเอง โปรแกรมคิดให้ (ทุกตัวชี้วัดมีน้ำหนักเท่ากัน)"
    ]
    weighted = FormsRequest(tmp_path, rubric="quality-school-2567", offices=[SEED_OFFICE])
    (path,) = (one for one in make_forms(weighted) if one.name != "targets.xlsx")
    (line,) = (line for line in how_to(path) if "น้ำหนัก" in line)
    for group in load_rubric("quality-school-2567").group:
        assert group.name in line


# --- which indicators, offices and assessors


def codes(path):
    prefix = "ตัวชี้วัดที่ "
    return [key.removeprefix(prefix) for key in rows_of(opened(path)) if key.startswith(prefix)]


COMMON = ["1", "2", "3", "4", "5", "7", "8", "9", "10", "X1", "X2"]


def test_only_the_indicators_that_apply(tmp_path, form):
    (secondary,) = make_forms(FormsRequest(tmp_path / "out", offices=[SECONDARY_OFFICE]))
    assert sorted(codes(form[0])) == sorted([*COMMON, "6a"])
    assert sorted(codes(secondary)) == sorted([*COMMON, "6b"])


def test_an_offices_list_may_take_an_indicator_away_or_add_one(tmp_path):
    listed = offices_list(
        tmp_path / "offices.csv",
        "9901,สพป,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1,6b: มีโรงเรียนขยายโอกาส,10: ไม่มีโรงเรียน",
    )
    request = FormsRequest(tmp_path / "out", offices=["9901"], offices_list=str(listed))
    (path,) = make_forms(request)
    expected = {*COMMON, "6a", "6b"} - {"10"}
    assert set(codes(path)) == expected


def test_a_form_for_each_office_and_assessor(tmp_path):
    request = FormsRequest(
        tmp_path / "out",
        offices=["สพม.เลย หนองบัวลำภู", SEED_OFFICE, "สพป.ฉะเชิงเทรา เขต 2"],
        assessors=["กรรมการ ก", "กรรมการ ข"],
        rubric=str(small_rubric(tmp_path)),
    )
    paths = make_forms(request)
    assert [path.name for path in paths] == [
        "2402 สพป.ฉะเชิงเทรา เขต 2 - กรรมการ ก.xlsx",
        "2402 สพป.ฉะเชิงเทรา เขต 2 - กรรมการ ข.xlsx",
        "M4200 สพม.เลย หนองบัวลำภู - กรรมการ ก.xlsx",
        "M4200 สพม.เลย หนองบัวลำภู - กรรมการ ข.xlsx",
    ]
    named = [opened(path)[f"B{rows_of(opened(path))['ผู้ประเมิน']}"].value for path in paths]
    assert named == ["กรรมการ ก", "กรรมการ ข"] * 2


def test_all_makes_a_form_for_each_of_the_245_offices(tmp_path, monkeypatch):
    monkeypatch.setattr(forms, "write_form", lambda path, form: path.write_text(form.office.code))
    paths = make_forms(FormsRequest(tmp_path / "out", everyone=True))
    assert len(paths) == len(list((tmp_path / "out").iterdir())) == 245
    written = {path.read_text() for path in paths}
    assert written == {office.code for office in OfficeRegistry.shipped().offices}


def test_the_round_may_be_chosen(tmp_path):
    request = FormsRequest(tmp_path, offices=[SEED_OFFICE], round="12m")
    sheet = opened(make_forms(request)[0])
    assert sheet[f"E{rows_of(sheet)['ปีงบประมาณ']}"].value == "รอบ 12 เดือน"


# --- what is refused


def refused(**asked):
    with pytest.raises(RefusedRunError) as refusal:
        make_forms(FormsRequest(**asked))
    return [(found.code, found.place.file) for found in refusal.value.findings]


def test_nothing_is_overwritten_and_nothing_is_made_beside_it(tmp_path):
    request = {"out": tmp_path / "out", "rubric": str(small_rubric(tmp_path))}
    (path,) = make_forms(FormsRequest(**request, offices=[SECONDARY_OFFICE]))
    path.write_bytes(b"filled in by hand")
    assert refused(**request, offices=[SEED_OFFICE, SECONDARY_OFFICE]) == [
        ("form-exists", path.name)
    ]
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == [path.name]
    assert path.read_bytes() == b"filled in by hand"


def test_an_unknown_office_makes_no_form_at_all(tmp_path):
    found = refused(out=tmp_path / "out", offices=[SEED_OFFICE, "สพป.ฉะเชิงเทรา เขต 9"])
    assert [code.startswith("office-unknown") for code, _ in found] == [True]
    assert not (tmp_path / "out").exists()


def test_two_assessors_of_one_name_would_share_a_file(tmp_path):
    found = refused(out=tmp_path / "out", offices=[SEED_OFFICE], assessors=["ก", "ก"])
    assert {code for code, _ in found} == {"form-name-twice"}
    assert not (tmp_path / "out").exists()


def test_no_office_is_no_form(tmp_path):
    assert refused(out=tmp_path / "out") == [("form-no-office", None)]


def test_the_command_makes_forms_and_refuses_to_make_them_twice(tmp_path, program):
    small = small_rubric(tmp_path)
    asked = ("template", "--office", SEED_OFFICE, "--rubric", small, "--out", tmp_path / "forms")
    assert program(*asked).code == 0
    assert [path.name[:4] for path in (tmp_path / "forms").iterdir()] == [SEED_OFFICE]
    again = program(*asked)
    assert again.code == 2
    assert "ไม่เขียนทับ" in again.err


# --- read back


def test_an_untouched_form_is_unfinished_and_never_a_score(tmp_path):
    desk = Desk(tmp_path)
    scored = desk.scored({})
    office = scored.office()
    assert (office.status, office.mean, office.band) == ("incomplete", None, None)
    assert (office.coverage.scored, office.coverage.applicable) == (0, 12)
    assert {one.state for one in office.indicators} == {"not_assessed", "not_applicable"}
    assert {one.level for one in office.indicators} == {None}
    kinds = {code for code, _ in scored.places()}
    assert kinds == {"form-blank"}
    assert {found.severity for found in scored.findings} == {"warning"}


_WORDS = st.lists(
    st.sampled_from(["แผน", "ปี 2566", "น้ำใจ", "1,250 คน", "-", "ก/ข", "“อ้างอิง”", "X1"]),
    min_size=1,
    max_size=4,
).map(" ".join)
_REASONS = _WORDS.filter(lambda words: words.strip("- "))
_MAYBE = st.none() | _WORDS
_MARK = st.one_of(
    st.just(Row()),
    st.builds(Row, st.just("มี"), st.none(), _MAYBE, _MAYBE),
    st.builds(Row, st.just("ไม่มี"), st.none() | st.sampled_from(INSUFFICIENT), _MAYBE, _MAYBE),
    st.builds(Row, st.just("ไม่เกี่ยวข้อง"), _REASONS, _MAYBE, _MAYBE),
)
_PERCENT = st.integers(min_value=101, max_value=10_000).map(lambda part: part / 100)
_VALUE = st.builds(Row, st.none() | _PERCENT, st.none(), _MAYBE, _MAYBE)
_JUDGED = st.just(Row()) | st.builds(Row, st.integers(1, 5), _REASONS)


@st.composite
def filled_in(draw, rubric):
    """Allowed answers to every row of a form, as an evaluator may leave it."""
    answers = {}
    for indicator in rubric.indicators:
        if "สพป" not in indicator.applies_to:
            continue
        code = indicator.code
        status = draw(st.sampled_from(STATUSES))
        answers[code] = Row(status, draw(_REASONS) if status == EXEMPT else None)
        answers[f"{code} ข้อเสนอแนะ"] = Row(draw(_MAYBE))
        if status in (NOT_REPORTED, EXEMPT):
            continue
        answers |= {item.id: draw(_MARK) for item in indicator.item}
        answers |= {measure.id: draw(_VALUE) for measure in indicator.measure}
        if indicator.method == "judged":
            answers[f"{code} ระดับ"] = draw(_JUDGED)
    return answers


_MEANS = {"มี": "met", "ไม่มี": "unmet", "ไม่เกี่ยวข้อง": "not_relevant", None: None}
_SAYS = {OPEN: "open", CLOSED: "closed", NOT_REPORTED: "not_reported", EXEMPT: "exempt"}


@pytest.fixture(scope="module")
def small_desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    return Desk(folder, small_rubric(folder))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_form_reads_back_exactly_what_was_filled_in(small_desk, data):
    answers = data.draw(filled_in(small_desk.rubric))
    small_desk.form(answers)
    log = FindingLog()
    rubric = str(small_desk.rubric_folder)
    read = read_inputs(Request([str(small_desk.folder)], rubric, "6m"), log).answers
    assert list(log) == []
    for answer in read.items:
        given = answers.get(answer.item, Row())
        if answer.item == "5.p":
            typed = None if given.mark is None else Fraction(Decimal(str(given.mark)))
            assert (answer.value, answer.mark) == (typed, None)
        else:
            assert (answer.mark, answer.reason) == (_MEANS[given.mark], given.reason)
        assert (answer.reference, answer.note) == (given.reference, given.note)
    for answer in read.indicators:
        status = answers[answer.indicator]
        judged = answers.get(f"{answer.indicator} ระดับ", Row())
        assert answer.comment == answers[f"{answer.indicator} ข้อเสนอแนะ"].mark
        if judged.mark is None:
            assert (answer.said, answer.reason) == (_SAYS[status.mark], status.reason)
        else:
            assert (answer.said, answer.level, answer.reason) == (
                "level",
                judged.mark,
                judged.reason,
            )
    assert len(read.indicators) == 6 and len(read.items) == 5 + 6 + 5 + 2 + 2 + 4
