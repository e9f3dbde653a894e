"""The long table (layout 3): a row per answer; the same content as a checklist means the same."""

from __future__ import annotations

import pytest
from forms_filled import (
    CLOSED,
    EXEMPT,
    NOT_REPORTED,
    OPEN,
    Desk,
    Row,
    office_by,
    small_rubric,
)
from making import SECONDARY_OFFICE, SEED_OFFICE, Percent, results_csv
from openpyxl import Workbook

HEADING = {
    "office": "รหัส",
    "indicator": "ตัวชี้วัด",
    "item": "ข้อ",
    "assessor": "ผู้ประเมิน",
    "role": "บทบาท",
    "stage": "ขั้น",
    "mark": "ผล",
    "value": "ค่า",
    "reason": "เหตุผล",
    "reference": "เอกสารอ้างอิง",
    "note": "หมายเหตุ",
    "comment": "ข้อเสนอแนะ",
}
COLUMN = {name: chr(ord("A") + at) for at, name in enumerate(HEADING)}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, small_rubric(tmp_path))


def write(desk, rows, name="ตารางยาว.xlsx"):
    """A long table; each row names its columns, and the heading is row 1."""
    book = Workbook()
    book.active.append(list(HEADING.values()))
    for number, row in enumerate(rows, start=2):
        for key, value in row.items():
            cell = book.active[f"{COLUMN[key]}{number}"]
            percent = isinstance(value, Percent)
            cell.value = value.value if percent else value
            if percent:
                cell.number_format = "0.0%"
    book.save(desk.folder / name)


def as_rows(desk, answers, office=SEED_OFFICE, **speaker):
    """The rows that say what a checklist with these answers says."""
    told = {"office": office, **speaker}
    for indicator in desk.rubric.indicators:
        if office_by(office).type not in indicator.applies_to:
            continue
        status = row_of(answers.get(indicator.code, OPEN))
        judged = row_of(answers.get(f"{indicator.code} ระดับ"))
        yield {
            **told,
            "indicator": indicator.code,
            "mark": status.mark,
            "value": judged.mark,
            "reason": status.reason or judged.reason,
            "comment": row_of(answers.get(f"{indicator.code} ข้อเสนอแนะ")).mark,
        }
        for key in indicator.entry_ids:
            given = row_of(answers.get(key))
            yield {
                **told,
                "indicator": indicator.code,
                "item": key,
                "value" if indicator.measure_by_id(key) else "mark": given.mark,
                "reason": given.reason,
                "reference": given.reference,
                "note": given.note,
            }


def row_of(answer):
    if isinstance(answer, Row):
        return answer
    return Row(*answer) if isinstance(answer, tuple) else Row(answer)


def table(desk, answers, **speaker):
    return list(as_rows(desk, answers, **speaker))


def without(rows, *keys):
    return [row for row in rows if row.get("item") not in keys]


def at(rows, item=None, indicator="1"):
    """The number of a row in the sheet."""
    return 2 + next(
        number
        for number, row in enumerate(rows)
        if (row["indicator"], row.get("item")) == (indicator, item)
    )


def errors(scored):
    return [(f.code, f.place.cell) for f in scored.findings if f.severity == "error"]


# --- the same content


def same_in_both(tmp_path, forms):
    """Score the same answers once as checklists and once as one long table."""
    by_form = Desk(_folder(tmp_path, "forms"), small_rubric(tmp_path / "forms"))
    by_rows = Desk(_folder(tmp_path, "rows"), small_rubric(tmp_path / "rows"))
    rows = []
    for number, (answers, speaker) in enumerate(forms(by_form)):
        office = speaker.get("office", SEED_OFFICE)
        by_form.form(answers, **speaker, name=f"{office} แบบที่ {number}.xlsx")
        words = {key: str(getattr(word, "value", word)) for key, word in speaker.items()}
        rows += as_rows(by_rows, answers, **words)
    write(by_rows, rows)
    return by_form.score(), by_rows.score()


def _folder(parent, name):
    (parent / name).mkdir()
    return parent / name


def test_a_full_checklist_and_its_long_table_give_the_same_results_file(tmp_path):
    def forms(desk):
        best = desk.best()
        yield (
            {
                **{key: mark for key, mark in best.items() if key[:2] not in ("3.", "6a")},
                "1.3": ("ไม่มี", "ไม่ครบ"),
                "1.4": Row("ไม่มี", "อื่น ๆ", "บันทึกข้อความ 3/2566", "ดูอีกครั้งรอบหน้า"),
                "1 ข้อเสนอแนะ": "ควรเร่งจัดทำแผน",
                "2.6": ("ไม่เกี่ยวข้อง", "ไม่มีโรงเรียนในกลุ่มนี้"),
                "3": NOT_REPORTED,
                "4 ระดับ": (2, "มีผลเพียงบางส่วน"),
                "5.p": "33/40",
                "6a": CLOSED,
                "6a.1": "มี",
            },
            {},
        )
        secondary = desk.best(SECONDARY_OFFICE)
        yield (
            {
                **{key: mark for key, mark in secondary.items() if not key.startswith("1.")},
                "1": (EXEMPT, "รายงานในระบบอื่น"),
                "5.p": Percent(0.5),
            },
            {"office": SECONDARY_OFFICE},
        )

    checklist, long = same_in_both(tmp_path, forms)
    # By hand: 3, 5 (five of five left), N/A, 2 as judged, 82.5 per cent, one of four items.
    assert [one.printed for one in checklist.office().indicators] == [
        "3",
        "5",
        "N/A",
        "2",
        "4",
        "2",
        "-",
    ]
    assert checklist.office().mean_exact == "16/6"
    # Exempt, 5, 5, 5 as judged, 50 per cent, 5.
    assert checklist.office(SECONDARY_OFFICE).mean_exact == "23/5"
    assert results_csv(long.results) == results_csv(checklist.results)
    assert long.findings == checklist.findings == ()


def test_a_committee_in_a_long_table_decides_as_in_checklists(tmp_path):
    def forms(desk):
        for who, mark in (("ก", "มี"), ("ข", "ไม่มี"), ("ค", "ไม่มี")):
            yield {**desk.best(), "1.5": mark}, {"assessor": who}

    checklist, long = same_in_both(tmp_path, forms)
    assert checklist.indicator("1").level == 4
    assert results_csv(long.results) == results_csv(checklist.results)
    mine, yours = (one.indicator("1").items[4] for one in (checklist, long))
    assert [(by.assessor, by.mark) for by in mine.by] == [(by.assessor, by.mark) for by in yours.by]


def test_unfinished_is_unfinished_in_both(tmp_path):
    def forms(desk):
        best = desk.best()
        yield {key: mark for key, mark in best.items() if key not in ("1.5", "5.p")}, {}

    checklist, long = same_in_both(tmp_path, forms)
    assert checklist.office().status == "incomplete"
    assert results_csv(long.results) == results_csv(checklist.results)


# --- rows


def test_items_and_values_are_rows_of_their_own(desk):
    write(desk, table(desk, {**desk.best(), "1.5": "ไม่มี", "5.p": 82.5}))
    scored = desk.score()
    assert (scored.indicator("1").level, scored.indicator("5").level) == (4, 4)
    assert scored.findings == ()


def test_a_number_may_stand_in_the_column_of_marks(desk):
    rows = table(desk, desk.best())
    for row in rows:
        if row.get("item") == "5.p":
            row["mark"], row["value"] = "33/40", None
    write(desk, rows)
    assert desk.score().indicator("5").items[-1].value == "82.5"


def test_a_judged_level_may_stand_in_either_column(desk):
    rows = table(desk, desk.best())
    for row in rows:
        if row["indicator"] == "4" and "item" not in row:
            row |= {"mark": 3, "value": None, "reason": "ทำได้บางแห่ง"}
    write(desk, rows)
    one = desk.score().indicator("4")
    assert (one.level, one.reason) == (3, "ทำได้บางแห่ง")
    assert one.source.cell == f"G{at(rows, indicator='4')}"


def test_marks_without_any_status_row_say_that_an_indicator_is_assessed(desk):
    rows = table(desk, desk.best())
    kept = [row for row in rows if row.get("item") or row["indicator"] == "4"]
    write(desk, kept)
    assert desk.score().office().mean_exact == "30/6"


def test_a_judged_indicator_with_marks_and_no_level_row_says_what_is_missing(desk):
    rows = [row for row in table(desk, desk.best()) if row.get("item")]
    marked = {"office": SEED_OFFICE, "indicator": "4", "item": "4.1", "mark": "มี"}
    write(desk, [*(row for row in rows if row["indicator"] != "4"), marked])
    scored = desk.score()
    assert scored.indicator("4").state == "not_assessed"
    first = f"G{len([row for row in rows if row['indicator'] != '4']) + 2}"
    assert [(f.code, f.place.cell) for f in scored.findings] == [("judged-level-missing", first)]


def test_blank_rows_say_nothing(desk):
    rows = table(desk, desk.best())
    blank = [{key: row.get(key) for key in ("office", "indicator", "item")} for row in rows[:3]]
    write(desk, [*blank, *rows])
    scored = desk.score()
    assert (scored.office().mean, scored.findings) == ("5.00", ())


def test_an_item_whose_row_is_not_there_is_not_yet_assessed(desk):
    write(desk, without(table(desk, desk.best()), "1.5"))
    scored = desk.score()
    assert scored.indicator("1").state == "not_assessed"
    assert [code for code, _ in scored.places()] == ["items-not-assessed"]


def test_a_statement_makes_an_item_without_a_mark_unmet(desk):
    rows = table(desk, {**desk.best(), "1": CLOSED, "1.5": None})
    write(desk, rows)
    one = desk.score().indicator("1")
    assert one.state == "scored" and one.level == 4
    assert one.items[4].by[0].source.cell == f"G{at(rows)}"


def test_a_blank_row_beside_an_answered_one_is_no_second_answer(desk):
    rows = table(desk, {**desk.best(), "1": CLOSED})
    blank = {"office": SEED_OFFICE, "indicator": "1", "item": "1.5"}
    write(desk, [blank, *rows])
    scored = desk.score()
    assert (scored.indicator("1").level, scored.findings) == (5, ())
    assert len(scored.indicator("1").items[4].by) == 1


def test_an_office_may_be_named_instead_of_coded(desk):
    rows = [{**row, "office": "สพป.ฉะเชิงเทรา เขต 2"} for row in table(desk, desk.best())]
    write(desk, rows)
    assert desk.score().office().mean == "5.00"


# --- what is wrong


def good_neighbour(desk):
    return table(desk, desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)


@pytest.mark.parametrize("again", ["มี", "ไม่มี"])
def test_an_item_answered_twice_is_used_from_neither_row(desk, again):
    rows = table(desk, desk.best())
    second = {"office": SEED_OFFICE, "indicator": "1", "item": "1.3", "mark": again}
    write(desk, [*rows, second, *good_neighbour(desk)])
    scored = desk.score()
    assert errors(scored) == [("item-twice", f"C{len(rows) + 2}")]
    assert scored.indicator("1").state == "invalid"
    assert scored.office(SECONDARY_OFFICE).mean == "5.00"


def test_a_status_answered_twice_is_used_from_neither_row(desk):
    rows = table(desk, desk.best())
    write(desk, [*rows, {"office": SEED_OFFICE, "indicator": "1", "mark": CLOSED}])
    scored = desk.score()
    assert [code for code, _ in errors(scored)] == ["item-twice"]
    assert scored.indicator("1").state == "invalid"


def test_two_assessors_may_answer_the_same_item(desk):
    both = [row for who in "กข" for row in table(desk, desk.best(), assessor=who)]
    write(desk, both)
    assert desk.score().findings == ()


def test_one_assessor_in_two_files_is_scored_from_neither(desk):
    rows = table(desk, desk.best(), assessor="ก")
    write(desk, rows, "หนึ่ง.xlsx")
    write(desk, [*rows, *good_neighbour(desk)], "สอง.xlsx")
    scored = desk.score()
    assert [code for code, _ in errors(scored)] == ["assessor-twice"]
    assert scored.office().status == "error"
    assert scored.office(SECONDARY_OFFICE).mean == "5.00"


@pytest.mark.parametrize(
    ("wrong", "code", "column"),
    [
        ({"indicator": "1", "item": "1.9"}, "item-unknown", "C"),
        ({"indicator": "1", "item": "2.1"}, "item-unknown", "C"),
        ({"indicator": "11", "item": "1.1"}, "indicator-unknown", "B"),
        ({"indicator": "1", "item": "1.5", "mark": "อาจจะ"}, "mark-unknown", "G"),
        ({"indicator": "1", "item": "1.5", "role": "เลขา"}, "role-unknown", "E"),
        ({"indicator": "1", "item": "1.5", "stage": "ครั้งที่สอง"}, "stage-unknown", "F"),
        ({"indicator": "5", "item": "5.p", "mark": 120}, "value-outside", "G"),
        ({"indicator": "1", "mark": "อาจจะ"}, "status-unknown", "G"),
        (
            {"indicator": "1", "mark": 4, "reason": "เห็นควร", "assessor": "ก"},
            "level-not-judged",
            "G",
        ),
        ({"indicator": "1", "mark": EXEMPT}, "exempt-reason-missing", "G"),
    ],
    ids=str,
)
def test_a_wrong_row_is_a_finding_at_its_cell_and_the_neighbour_stays_scored(
    desk, wrong, code, column
):
    """One office answers this one row only, so that nothing else can be wrong with it."""
    row = {"office": SEED_OFFICE, "mark": "มี", **wrong}
    write(desk, [row, *good_neighbour(desk)])
    scored = desk.score()
    assert errors(scored) == [(code, f"{column}2")]
    assert scored.office(SECONDARY_OFFICE).mean == "5.00"
    assert all(office.mean is None for office in scored.results.offices if office.code == "2402")


def test_marks_of_an_indicator_that_is_not_the_offices_are_an_error(desk):
    wrong = {"office": SECONDARY_OFFICE, "indicator": "6a", "item": "6a.1", "mark": "มี"}
    write(desk, [wrong, *good_neighbour(desk), *table(desk, desk.best())])
    scored = desk.score()
    assert errors(scored) == [("level-where-not-applicable", "G2")]
    assert scored.office(SECONDARY_OFFICE).status == "error"
    assert scored.office().mean == "5.00"


@pytest.mark.parametrize(
    ("heading", "other"),
    [("ข้อที่", "1.2"), ("กรรมการ", "ข ตัวอย่าง"), ("รหัส สพท.", SECONDARY_OFFICE)],
)
def test_two_columns_that_name_different_things_leave_the_row_unused(desk, heading, other):
    book = Workbook()
    book.active.append(["รหัส", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล", heading])
    own = [SEED_OFFICE, "ก ตัวอย่าง", "1", "1.1", "มี"]
    same = own[{"ข้อที่": 3, "กรรมการ": 1, "รหัส สพท.": 0}[heading]]
    book.active.append([*own, other])
    book.active.append([*own[:3], "1.3", "มี", "1.3" if heading == "ข้อที่" else same])
    book.save(desk.folder / "ตารางยาว.xlsx")
    scored = desk.score()
    column = "DBA"[["ข้อที่", "กรรมการ", "รหัส สพท."].index(heading)]
    assert ("columns-differ", f"{column}2") in scored.places()
    marks = {one.id: one.mark for one in scored.indicator("1").items}
    assert marks.get("1.1") is None
    assert scored.office().status == "error"
