"""Items with grades and points: what an evaluator may answer, and what comes of it by hand."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction
from itertools import product

import openpyxl
import pytest
import tiny_rubric
from forms_filled import Desk
from making import SEED_OFFICE
from openpyxl import load_workbook

from qp_scoring.documents.answers import Answered
from qp_scoring.intake.marks import read_status, statuses
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.rubric.load import load_rubric

A = {"ครบ": Fraction(4), "บางส่วน": Fraction(2), "ไม่มี": Fraction(0)}
B = {"มี": Fraction(2), "ไม่มี": Fraction(0)}
C = {"ดี": Fraction(3), "พอใช้": Fraction(1), "ไม่มี": Fraction(0)}
WANTED = {2: 4, 3: 8}
"""Points for the levels above the first."""

_LETTERS = tiny_rubric.edited(
    tiny_rubric.COUNT,
    {
        'id = "a"\n': 'id = "a"\npoints = 4\ngrades = { "ครบ" = 1, "บางส่วน" = 0.5, "ไม่มี" = 0 }\n',
        'id = "b"\n': 'id = "b"\npoints = 2\n',
        'id = "c"\n': 'id = "c"\ngrades = { "ดี" = 3, "พอใช้" = 1, "ไม่มี" = 0 }\n',
        "count = 2\n": f"count = {WANTED[2]}\n",
        "count = 3\n": f"count = {WANTED[3]}\n",
    },
)
GRADED = re.sub(r'id = "([abc])"', lambda one: f'id = "1.{"abc".index(one[1]) + 1}"', _LETTERS)


@pytest.fixture
def rubric(tmp_path):
    return tiny_rubric.write(tmp_path, tiny_rubric.MAIN, GRADED)


@pytest.fixture
def desk(tmp_path, rubric):
    return Desk(tmp_path, rubric)


def results_of(out):
    return json.loads((out / "results.json").read_text(encoding="utf-8"))["offices"]


def one_of(scored):
    return scored.indicator("1")


def codes(scored):
    return {item.code for item in scored.findings}


def points(a, b, c):
    return A[a] + B[b] + C[c]


def level_by_hand(got):
    return max((level for level, least in WANTED.items() if got >= least), default=1)


def test_every_way_to_answer_and_every_way_up(tmp_path, rubric, program):
    """Of all 18 answers: the level, and exactly the least further steps that reach the next."""
    ways = list(product(A, B, C))
    head = ["code", "type", "name_th", "short_name", "province", "region"]
    head += ["aliases", "applies", "applies_not"]
    with (tmp_path / "offices.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(head)
        for number in range(len(ways)):
            name = f"สพป.ตัวอย่าง เขต {number + 1}"
            long = name.replace("สพป.", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา")
            rows.writerow([f"T{number}", "สพป", long, name, "ก", "ก", "", "", ""])
    with (tmp_path / "ผล.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["รหัส", "1.1", "1.2", "1.3"])
        rows.writerows([f"T{number}", *way] for number, way in enumerate(ways))
    out = tmp_path / "out"
    offices = ("--offices", tmp_path / "offices.csv")
    program("score", tmp_path / "ผล.csv", "--rubric", rubric, *offices, "--out", out)
    found = {office["code"]: office["indicators"][0] for office in results_of(out)}
    for number, (a, b, c) in enumerate(ways):
        one = found[f"T{number}"]
        level = level_by_hand(points(a, b, c))
        assert one["level"] == level
        if level == 3:
            assert one["next_level"] is None
            continue
        steps = {(x, y, z) for x, y, z in ways if A[x] >= A[a] and B[y] >= B[b] and C[z] >= C[c]}
        enough = [way for way in steps if points(*way) >= WANTED[level + 1]]
        least = [
            way
            for way in enough
            if not any(
                other != way
                and all(s[o] <= s[w] for s, o, w in zip((A, B, C), other, way, strict=True))
                for other in enough
            )
        ]
        expected = {frozenset(_raised((a, b, c), way)) for way in least}
        needs = {
            frozenset(
                (need, None) if isinstance(need, str) else (need["item"], need["mark"])
                for need in option
            )
            for option in one["next_level"]["needs"]
        }
        assert needs == expected, (a, b, c)


def _raised(own, way):
    """What is asked for: a plain item by its id, one with grades with the grade to reach."""
    for key, before, after in zip(("1.1", "1.2", "1.3"), own, way, strict=True):
        if before != after:
            yield (key, None) if after == "มี" else (key, after)


def test_a_form_offers_the_grades_and_reads_them(desk):
    one = one_of(desk.scored({"1.1": "บางส่วน", "1.2": "มี", "1.3": "ดี"}))
    assert one.level == 2
    a, b, c = one.items
    assert (a.grade, a.mark, a.value) == ("บางส่วน", "unmet", "2")
    assert (b.grade, b.mark, b.value) == (None, "met", None)
    assert (c.grade, c.mark, c.value) == ("ดี", "met", "3")


@pytest.mark.parametrize(("said", "grade"), [("มี", "ครบ"), ("ไม่มี", "ไม่มี")])
def test_met_and_unmet_are_the_highest_grade_and_the_lowest(desk, said, grade):
    one = one_of(desk.scored({"1.1": said, "1.2": "มี", "1.3": said}))
    assert one.items[0].grade == grade
    assert one.items[2].grade == ("ดี" if said == "มี" else "ไม่มี")


@pytest.mark.parametrize("said", ["✓", "x", "0.5", "มีบางส่วน"])
def test_no_sign_stands_for_a_grade(desk, said):
    scored = desk.scored({"1.1": said, "1.2": "มี", "1.3": "ดี"})
    assert "mark-unknown" in codes(scored)
    assert one_of(scored).state == "invalid"


def test_a_word_near_a_grade_is_told_the_grade(desk):
    scored = desk.scored({"1.1": "บางสวน", "1.2": "มี", "1.3": "ดี"})
    (found,) = [item for item in scored.findings if item.code == "mark-unknown"]
    assert dict(found.values)["nearest"] == "บางส่วน"


def test_a_blank_of_a_finished_assessment_is_the_lowest_grade(desk):
    one = one_of(desk.scored({"1": "ประเมินเสร็จ", "1.2": "มี", "1.3": "ดี"}))
    assert one.items[0].grade == "ไม่มี"
    assert one.level == level_by_hand(Fraction(5))


def test_a_blank_of_an_open_assessment_is_not_assessed(desk):
    assert one_of(desk.scored({"1.2": "มี", "1.3": "ดี"})).state == "not_assessed"


def test_what_is_not_relevant_takes_its_points_out(desk):
    """Of a, b and c are left 5 points: who has them all has what level 3 asks for."""
    one = one_of(desk.scored({"1.1": ("ไม่เกี่ยวข้อง", None, None, "ไม่มีงานนี้"), "1.2": "มี", "1.3": "ดี"}))
    assert one.level == 3


@pytest.mark.parametrize(
    ("rule", "grade"), [("all", "บางส่วน"), ("any", "ครบ"), ("majority", "ครบ")]
)
def test_the_voices_agree_on_a_grade(tmp_path, rule, grade):
    main = tiny_rubric.MAIN + f'\n[assessors]\nitems = "{rule}"\n'
    desk = Desk(tmp_path, tiny_rubric.write(tmp_path, main, GRADED))
    for assessor, given in (("ก ตัวอย่าง", "ครบ"), ("ข ตัวอย่าง", "บางส่วน"), ("ค ตัวอย่าง", "ครบ")):
        desk.form({"1.1": given, "1.2": "มี", "1.3": "ดี"}, assessor=assessor)
    assert one_of(desk.score()).items[0].grade == grade


def test_grades_stay_as_they_are_in_excel_and_back(tmp_path, rubric, program):
    book, again = tmp_path / "set.xlsx", tmp_path / "again"
    program("rubric", "export", rubric, "--out", book)
    program("rubric", "import", book, "--out", again)
    ran = program("rubric", "diff", rubric, again)
    assert "เหมือนกัน" in ran.out


def test_the_sheet_names_the_grade_and_what_it_lacks(tmp_path, rubric, program):
    path = tmp_path / "ผล.csv"
    path.write_text(f"รหัส,1.1,1.2,1.3\n{SEED_OFFICE},บางส่วน,มี,ดี\n", encoding="utf-8-sig")
    out = tmp_path / "out"
    program("score", path, "--rubric", rubric, "--out", out)
    ran = program("explain", out, SEED_OFFICE, "1")
    assert "1.1 บางส่วน" in ran.out
    (sheet,) = (out / "scoresheets").glob("*.xlsx")
    texts = [cell.value for page in load_workbook(sheet) for row in page for cell in row]
    assert "◐" in texts
    assert sum("◐ ได้ผลระดับอื่น" in str(one) for one in texts) == 1
    (one,) = results_of(out)[0]["indicators"]
    assert one["next_level"]["needs"] == [[{"item": "1.1", "mark": "ครบ"}]]


def test_the_committee_is_offered_the_grades_of_the_item(tmp_path, rubric, program):
    """The drop-down refuses other content, so a word that is missing could not be decided."""
    path, out = tmp_path / "ผล.csv", tmp_path / "out"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["รหัส", "รหัสข้อ", "ผล", "ผู้ประเมิน"])
        for assessor, *given in (("ก", "ครบ", "มี", "ดี"), ("ข", "บางส่วน", "มี", "พอใช้")):
            for item, mark in zip(("1.1", "1.2", "1.3"), given, strict=True):
                rows.writerow([SEED_OFFICE, item, mark, assessor])
    program("score", path, "--rubric", rubric, "--out", out)
    sheet = openpyxl.load_workbook(out / "to-decide.xlsx")["เรื่องให้มติ"]
    (row,) = [row for row in sheet.iter_rows() if any(cell.value == "1.1" for cell in row)]
    offered = [
        rule.formula1
        for rule in sheet.data_validations.dataValidation
        if any(cell.coordinate in rule.sqref for cell in row)
    ]
    assert '"ครบ,บางส่วน,ไม่มี,ไม่เกี่ยวข้อง"' in offered


def test_the_diff_tells_grades_in_words(tmp_path, rubric, program):
    changed = GRADED.replace('"พอใช้" = 1', '"พอใช้" = 2')
    other = tiny_rubric.write(tmp_path / "other", tiny_rubric.MAIN, changed)
    ran = program("rubric", "diff", rubric, other)
    said = " ".join(ran.out.split())
    assert "“ดี ได้ 3, พอใช้ ได้ 1, ไม่มี ได้ 0” เป็น “ดี ได้ 3, พอใช้ ได้ 2, ไม่มี ได้ 0”" in said
    assert "Decimal" not in said


def test_a_finished_assessment_calls_its_blanks_by_the_lowest_grade(tmp_path, desk):
    """Where ไม่มี is the lowest grade the word stays; else it names none, and both are read."""
    assert "ประเมินเสร็จ (ช่องว่าง = ไม่มี)" in statuses(load_rubric(desk.rubric_folder))
    named = GRADED.replace('"พอใช้" = 1, "ไม่มี" = 0', '"พอใช้" = 1, "ต้องปรับปรุง" = 0')
    other = load_rubric(tiny_rubric.write(tmp_path / "อื่น", tiny_rubric.MAIN, named))
    word = "ประเมินเสร็จ (ช่องว่าง = ผลต่ำสุดของข้อ)"
    assert word in statuses(other)
    for one in (word, "ประเมินเสร็จ (ช่องว่าง = ไม่มี)", "ประเมินเสร็จ"):
        assert read_status(InputCell(1, 1, CellKind.TEXT, one), other).said is Answered.CLOSED


def test_the_criteria_say_points_steps_and_limits_in_words(tmp_path, program):
    method = 'method = "points"\nsteps = [[4, 2], [8, 3]]\n'
    method += 'limit = [{ unless = { all = ["1.1"] }, at_most = 2 }]'
    changed = re.sub(r"count = \d+\n", "", GRADED.replace('method = "count"', method))
    folder = tiny_rubric.write(tmp_path, tiny_rubric.MAIN, changed)
    told = program("rubric", "show", folder, "1").out
    assert "คะแนนของข้อรวมกัน เต็ม 9 คะแนน" in told
    assert "คะแนนที่รวมแล้วเทียบเป็น: 4 ได้ 2, 8 ได้ 3" in told
    assert "ได้ไม่เกิน 2 เว้นแต่ ข้อ 1.1" in told
    english = program("rubric", "show", folder, "1", "--lang", "en").out
    assert "Points of the items together, of 9" in english


def test_the_whole_is_called_as_the_set_shows_it_in_every_legend(tmp_path, program):
    main = tiny_rubric.edited(
        tiny_rubric.MAIN, {"[labels]\n": '[total]\nshow = "sum"\n\n[labels]\n'}
    )
    folder = tiny_rubric.write(tmp_path, main, GRADED)
    with (tmp_path / "ผล.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["รหัส", "1.1", "1.2", "1.3"], [SEED_OFFICE, "ครบ", "มี", ""]])
    out = tmp_path / "out"
    told = program("score", tmp_path / "ผล.csv", "--rubric", folder, "--out", out).out
    assert "จึงไม่มีคะแนนรวม" in told and "จึงไม่มีคะแนนเฉลี่ย" not in told
    book = load_workbook(out / "summary.xlsx")
    words = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]
    assert any("ยังไม่มีคะแนนรวม ระดับคุณภาพ" in one for one in words)


@pytest.mark.parametrize("first", ["มี", "10"])
def test_a_second_table_of_ticks_may_be_headed_by_other_answers(tmp_path, program, first):
    """Items 1.1 and 1.2 are มี or ไม่มี, 1.3 has grades: a table each, whichever comes first."""
    changed = GRADED.replace('grades = { "ครบ" = 1, "บางส่วน" = 0.5, "ไม่มี" = 0 }\n', "").replace(
        '"ดี" = 3, "พอใช้" = 1, "ไม่มี" = 0', '"10" = 10, "7" = 7, "0" = 0'
    )
    folder = tiny_rubric.write(tmp_path, tiny_rubric.MAIN, changed)
    marks = [["ข้อ", "มี", "ไม่มี"], ["1.1", "/", None], ["1.2", None, "/"]]
    grades = [["ข้อ", 10, 7, 0], ["1.3", None, "/", None]]
    tables = [marks, grades] if first == "มี" else [grades, marks]
    book = openpyxl.Workbook()
    for row in (["สพท.", "สพป.ฉะเชิงเทรา เขต 2"], *tables[0], [None], *tables[1]):
        book.active.append(row)
    book.save(tmp_path / "แบบ.xlsx")
    out = tmp_path / "out"
    program("score", tmp_path / "แบบ.xlsx", "--rubric", folder, "--round", "6m", "--out", out)
    (office,) = results_of(out)
    items = {one["id"]: one["grade"] or one["mark"] for one in office["indicators"][0]["items"]}
    assert items == {"1.1": "met", "1.2": "unmet", "1.3": "7"}
