"""Sheets as people really make them, tried by fresh eyes: each is read as a reader would read it.

The set has an indicator 1 of three items (two are level 2, three level 3) and an indicator 2 of a
percentage (50 is level 2, 80 level 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from dressed_sheets import rubric
from forms_filled import CLOSED, Desk, edit, place, rows_of, small_rubric
from making import Scored, score
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from qp_scoring.documents.answers import Stage
from qp_scoring.documents.results import Status
from qp_scoring.findings import FindingLog, RefusedRunError, Severity
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.layouts.headings import header_values
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.messages import message
from qp_scoring.rubric.load import load_rubric

ONE, OTHER = "2402", "2101"
NAME = "สพป.ฉะเชิงเทรา เขต 2"
WHO = "กมล ตัวอย่าง"
MET, UNMET = "มี", "ไม่มี"
OPEN, DONE = "ประเมิน", "ประเมินเสร็จ"
MARKS = ["รหัส", "ผู้ประเมิน", "1 สถานะ", "1.1", "1.2", "1.3", "2.p"]
LONG = ["สพท.", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล"]
LEVELS = ["รหัส", "1", "2"]
FORM = [["รหัส", ONE], ["ผู้ประเมิน", WHO]]

Rows = Sequence[Sequence[object]]


def book(rows: Rows) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(list(row))
    return made


class Tried:
    """What a sheet came to."""

    def __init__(self, found: Scored) -> None:
        self.found = found
        self.levels = {
            one.code: "".join(i.printed for i in one.indicators)
            for one in found.results.offices
            if one.status is Status.COMPLETE
        }
        self.codes = [item.code for item in found.findings]
        self.errors = [i.code for i in found.findings if i.severity is Severity.ERROR]

    def of(self, code: str) -> list[str | None]:
        return [item.place.cell for item in self.found.findings if item.code == code]


@pytest.fixture
def tried(tmp_path: Path):
    def call(rows: Rows | Workbook | bytes) -> Tried:
        path = tmp_path / ("ก.csv" if isinstance(rows, bytes) else "ก.xlsx")
        if isinstance(rows, bytes):
            path.write_bytes(rows)
        else:
            (rows if isinstance(rows, Workbook) else book(rows)).save(path)
        return Tried(score(path, rubric=rubric()))

    return call


class TestBlanksOfFinishedAssessments:
    def test_a_mark_in_an_unknown_column_of_a_mark_matrix(self, tried) -> None:
        got = tried([[*MARKS, "ตรวจซ้ำ"], [ONE, WHO, DONE, MET, MET, None, 85, UNMET]])
        assert got.levels == {} and got.of("mark-elsewhere") == ["H2"]

    def test_totals_in_an_unknown_column_are_no_mark(self, tried) -> None:
        got = tried([[*MARKS, "รวมข้อที่มี"], [ONE, WHO, DONE, MET, MET, None, 85, 2]])
        assert got.levels == {ONE: "23"} and got.codes == []

    def test_an_untouched_check_box_is_a_blank_with_all_that_is_seen_there(self, tried) -> None:
        sheet = book([MARKS, [ONE, WHO, DONE, True, True, False, 85]])
        sheet.active["F2"].comment = Comment("แฟ้มมาแล้ว", "กรรมการ")
        got = tried(sheet)
        assert got.levels == {} and got.of("blank-noted") == ["F2"]

    def test_untouched_check_boxes_are_said_once_for_a_sheet(self, tried) -> None:
        got = tried([MARKS, [ONE, WHO, DONE, False, False, False, 85]])
        assert got.levels == {ONE: "13"} and got.of("mark-untouched") == ["D2"]

    @pytest.mark.parametrize("colour", ["DDEBF7", "FFC7CE", "FFEB9C", "F2F2F2"])
    @pytest.mark.parametrize("ours", [False, True])
    def test_a_colour_that_the_program_uses_elsewhere(
        self, tmp_path: Path, colour: str, ours: bool
    ) -> None:
        fill = PatternFill("solid", fgColor=colour)
        desk = Desk(tmp_path, rubric())
        if ours:
            path = desk.form({"1.1": MET, "1.2": MET, "1": CLOSED, "2.p": 85}, assessor=WHO)
            cell = place(path, "1.3")
            edit(path, lambda sheet: setattr(sheet[cell], "fill", fill))
        else:
            sheet = book([MARKS, [ONE, WHO, DONE, MET, MET, None, 85]])
            sheet.active["F2"].fill, cell = fill, "F2"
            sheet.save(desk.folder / "ก.xlsx")
        got = Tried(desk.score())
        assert got.levels == {} and got.of("blank-filled") == [cell]


class TestTwoColumnsForOneThing:
    def test_a_level_under_the_code_and_under_its_level(self, tried) -> None:
        got = tried([[*LEVELS, "1 ระดับ"], [ONE, 3, 2, 1], [OTHER, 3, 2, "สูง"]])
        assert got.levels == {OTHER: "32"} and got.of("columns-differ") == ["B2"]

    @pytest.mark.parametrize("mark, value", [(20, 85), ("ร้อยละ 20", 85)])
    def test_a_measure_under_mark_and_value_of_a_long_table(self, tried, mark, value) -> None:
        marks = [[ONE, WHO, "1", item, MET, None] for item in ("1.1", "1.2", "1.3")]
        got = tried([[*LONG, "ค่า"], *marks, [ONE, WHO, "2", "2.p", mark, value]])
        assert got.levels == {} and got.of("columns-differ") == ["E5"]

    @pytest.mark.parametrize("mark, levels", [(None, {ONE: "33"}), (85, {ONE: "33"}), (20, {})])
    def test_a_measure_under_mark_and_value_of_a_form(self, tried, mark, levels) -> None:
        items = [[item, MET] for item in ("1.1", "1.2", "1.3")]
        head = [*FORM, ["ข้อ", "ผล", "ค่า"], ["ตัวชี้วัดที่ 1", OPEN]]
        got = tried([*head, *items, ["ตัวชี้วัดที่ 2", OPEN], ["2.p", mark, 85]])
        assert got.levels == levels

    def test_a_status_beside_a_level_is_no_other_level(self, tried) -> None:
        rows = [[ONE, None, "1", None, OPEN, 3], [ONE, None, "2", None, OPEN, 2]]
        assert tried([[*LONG, "ระดับ"], *rows]).levels == {ONE: "32"}


class TestASecondHeading:
    """It starts a new table; who goes on below it answers no second time."""

    def test_answers_under_the_other_way_round(self, tried) -> None:
        head = [["รหัส", "1", None, None, "2", None, None], [None, *"321", *"321"]]
        again = [head[0], [None, *"123", *"123"]]
        first = [ONE, "/", None, None, "/", None, None]
        second = [OTHER, None, None, "/", None, "/", None]
        assert tried([*head, first, *again, second]).levels == {ONE: "33", OTHER: "32"}

    def test_columns_of_a_long_table_in_another_order(self, tried) -> None:
        again = ["ผู้ประเมิน", "สพท.", "ผล", "ตัวชี้วัด", "ข้อ"]
        above = [[ONE, WHO, "1", item, MET] for item in ("1.1", "1.2")]
        below = [[WHO, ONE, UNMET, "1", "1.3"], [WHO, ONE, 85, "2", "2.p"]]
        got = tried([LONG, *above, again, *below])
        assert got.levels == {ONE: "23"} and got.errors == []

    def test_an_item_answered_above_and_below(self, tried) -> None:
        again = ["ผู้ประเมิน", "สพท.", "ผล", "ตัวชี้วัด", "ข้อ"]
        above = [[ONE, WHO, "1", item, MET] for item in ("1.1", "1.2", "1.3")]
        below = [[WHO, ONE, UNMET, "1", "1.1"], [WHO, ONE, 85, "2", "2.p"]]
        got = tried([LONG, *above, again, *below])
        assert got.levels == {} and got.of("item-twice") == ["C6"]
        assert any("แถว 2" in message(item) for item in got.found.findings)

    def test_answers_of_a_form_the_other_way_round(self, tried) -> None:
        head, again = ["รายการ", MET, UNMET], ["รายการ", UNMET, MET]
        above = [["1.1 ก", "/", None], ["1.2 ข", "/", None]]
        below = [["1.3 ค", "/", None], ["2.p ร้อยละ", 85, None]]
        got = tried([[NAME], head, *above, again, *below])
        assert got.levels == {ONE: "23"} and got.errors == []

    @pytest.mark.parametrize("head", [["รายการ", MET, UNMET], ["รายการ", "ผล", "หมายเหตุ"]])
    def test_the_same_heading_above_every_part_of_a_form(self, tried, head) -> None:
        said = "/" if head[1] == MET else MET
        above = [["1.1 ก", said], ["1.2 ข", said], ["1.3 ค", said]]
        got = tried([[NAME], head, *above, head, ["2.p ร้อยละ", 85]])
        assert got.levels == {ONE: "33"} and got.codes == []

    @pytest.mark.parametrize("swapped", [False, True])
    def test_a_heading_again_in_a_checklist(self, tried, swapped) -> None:
        head = ["ข้อ", "ผล", "หมายเหตุ"]
        again = ["ข้อ", "หมายเหตุ", "ผล"] if swapped else head
        said = [["1.3", UNMET], ["ตัวชี้วัดที่ 2", OPEN], ["2.p", 85]]
        below = [[label, None, answer] if swapped else [label, answer] for label, answer in said]
        above = [["ตัวชี้วัดที่ 1", OPEN], ["1.1", MET], ["1.2", MET]]
        got = tried([*FORM, head, *above, again, *below])
        assert got.levels == {ONE: "23"} and got.errors == []


class TestRowsThatAreNoAnswers:
    @pytest.mark.parametrize("label", ["รวม", "เฉลี่ย", "คะแนนรวม", "จำนวนข้อที่มี", "Max"])
    @pytest.mark.parametrize("merged", [False, True])
    def test_totals_below_levels(self, tried, label: str, merged: bool) -> None:
        sheet = book(
            [["ที่", "รหัส", "สพท.", "1", "2"], [1, ONE, None, 3, 2], [label, None, None, 3, 2]]
        )
        if merged:
            sheet.active.merge_cells("A3:C3")
        got = tried(sheet)
        assert got.levels == {ONE: "32"} and got.codes == ["total-row-skipped"]

    def test_totals_below_ticks(self, tried) -> None:
        head = [["รหัส", "1", None, None, "2", None, None], [None, *"321", *"321"]]
        row = [ONE, "/", None, None, None, "/", None]
        got = tried([*head, row, ["รวม", 1, 0, 0, 0, 1, 0]])
        assert got.levels == {ONE: "32"} and got.codes == ["total-row-skipped"]

    @pytest.mark.parametrize(
        "total", [["รวม", 3], ["คะแนนรวม", 1], ["คิดเป็นร้อยละ", 100], ["Mean", 2]]
    )
    @pytest.mark.parametrize("checklist", [False, True])
    def test_totals_between_the_items_of_a_form(self, tried, total, checklist) -> None:
        items = [["1.1", MET], ["1.2", MET], ["1.3", MET], total]
        if checklist:
            rows = [*FORM, ["ข้อ", "ผล"], ["ตัวชี้วัดที่ 1", OPEN], *items, ["ตัวชี้วัดที่ 2", OPEN]]
        else:
            rows = [[NAME], ["รายการ", "ผล"], *items]
        got = tried([*rows, ["2.p", 85]])
        assert got.levels == {ONE: "33"} and got.codes == ["total-row-skipped"]

    def test_totals_of_ticks_in_a_form(self, tried) -> None:
        items = [["1.1 ก", "/"], ["1.2 ข", "/"], ["1.3 ค", None, "/"], ["รวม", 2, 1]]
        got = tried([[NAME], ["รายการ", MET, UNMET], *items, ["2.p ร้อยละ", 85]])
        assert got.levels == {ONE: "23"} and got.codes == ["total-row-skipped"]

    def test_a_title_among_the_items_of_a_checklist(self, tried) -> None:
        items = [["1.1", MET], ["ส่วนที่ 2 หลักฐาน"], ["1.2", MET], ["1.3", MET]]
        head = [*FORM, ["ข้อ", "ผล"], ["ตัวชี้วัดที่ 1", OPEN]]
        got = tried([*head, *items, ["ตัวชี้วัดที่ 2", OPEN], ["2.p", 85]])
        assert got.levels == {ONE: "33"} and got.codes == ["row-skipped"]

    def test_what_is_like_an_id_is_no_title(self, tried) -> None:
        items = [["1.1", MET], ["1.2", MET], ["1.3", MET], ["1.7", None]]
        head = [*FORM, ["ข้อ", "ผล"], ["ตัวชี้วัดที่ 1", OPEN]]
        got = tried([*head, *items, ["ตัวชี้วัดที่ 2", OPEN], ["2.p", 85]])
        assert got.errors == ["item-unknown"]

    def test_a_struck_row_of_a_form_is_there(self, tried) -> None:
        items = [["1.1", MET], ["1.2", MET], ["1.3", MET]]
        head = [*FORM, ["ข้อ", "ผล"], ["ตัวชี้วัดที่ 1", DONE]]
        sheet = book([*head, *items, ["ตัวชี้วัดที่ 2", OPEN], ["2.p", 85]])
        for cell in ("A7", "B7"):
            sheet.active[cell].font = Font(strike=True)
        got = tried(sheet)
        assert got.levels == {} and got.of("row-struck") == ["A7"] and got.errors == []


class TestPersons:
    @pytest.mark.parametrize(
        "one, other",
        [
            ("ว่าที่ ร.ต.หญิง มานี รักเรียน", "นางสาวมานี รักเรียน"),
            ("รศ.ดร.สมชาย ใจดี", "สมชาย ใจดี"),
            ("พ.ต.ท.สมชาย ใจดี", "นายสมชาย ใจดี"),
            ("ว่าที่ร้อยเอก สมชาย ใจดี", "สมชาย ใจดี"),
            ("Mr.Somchai Jaidee", "somchai jaidee"),
        ],
    )
    def test_one_person_is_one_voice(self, tried, one: str, other: str) -> None:
        rows = [[ONE, name, OPEN, MET, MET, MET, 85] for name in (one, other)]
        got = tried([MARKS, *rows, [ONE, "มาลี อื่น", OPEN, UNMET, UNMET, UNMET, 85]])
        assert got.levels == {} and "assessor-spelled-twice" in got.codes

    @pytest.mark.parametrize("one, other", [("ดรุณี ใจดี", "ุณี ใจดี"), ("Mrinal A", "inal A")])
    def test_a_name_that_begins_like_a_title_is_whole(self, tried, one: str, other: str) -> None:
        rows = [[ONE, name, OPEN, MET, MET, MET, 85] for name in (one, other)]
        got = tried([MARKS, *rows, [ONE, "มาลี อื่น", OPEN, UNMET, UNMET, UNMET, 85]])
        assert got.levels == {ONE: "33"}

    @pytest.mark.parametrize("again, forgotten", [("นาย สมจิตร ใจดี", 0), ("นางสมจิตร ใจดี", 1)])
    def test_nothing_is_forgotten_that_the_person_answered_on_the_visit(
        self, tried, again: str, forgotten: int
    ) -> None:
        head = ["รหัส", "ผู้ประเมิน", "ขั้น", "1.1", "1.2", "1.3", "2.p"]
        got = tried(
            [
                head,
                [ONE, "นายสมจิตร ใจดี", "เอกสาร", MET, None, MET, 85],
                [ONE, again, "ลงพื้นที่", None, MET, None, None],
                [ONE, "มาลี อื่น", "เอกสาร", MET, MET, MET, 85],
            ]
        )
        assert got.levels == {ONE: "33"} and got.codes.count("items-forgotten") == forgotten


class TestResolutions:
    HEAD = ("รหัส", "ผู้ประเมิน", "บทบาท", "1.1", "1.2", "1.3", "2.p")

    @pytest.mark.parametrize("second, said", [(UNMET, 1), (MET, 1)])
    def test_two_on_one_item_in_one_table(self, tried, second: str, said: int) -> None:
        own = [ONE, WHO, None, MET, MET, MET, 85]
        resolved = [[ONE, None, "มติ", one, None, None, None] for one in (MET, second)]
        got = tried([self.HEAD, own, *resolved])
        assert got.levels == {} and got.codes.count("resolution-twice") == said

    @pytest.mark.parametrize("level, said", [(3, []), (1, ["resolution-level-differs"])])
    def test_levels_over_marks_are_compared_with_what_these_come_to(
        self, tmp_path: Path, level: int, said: list[str]
    ) -> None:
        book([MARKS, [ONE, WHO, OPEN, MET, MET, MET, 85]]).save(tmp_path / "ก.xlsx")
        book([LEVELS, [ONE, level, 3]]).save(tmp_path / "ข.xlsx")
        got = Tried(score(tmp_path, rubric=rubric()))
        assert got.levels == {ONE: f"{level}3"} and got.codes == said


class TestNotesBesideTheHeader:
    """Whoever types a note beside the header of a form leaves it the form that it was."""

    @pytest.mark.parametrize("column", ["I", "L"])
    def test_a_form_of_the_program(self, tmp_path: Path, column: str) -> None:
        desk = Desk(tmp_path, small_rubric(tmp_path))
        path = desk.form(desk.best(), assessor=WHO)
        before = header_of(path)
        assert {"assessor", "role", "stage", "round", "version", "content"} <= before.keys()
        form = load_workbook(path, rich_text=True)
        for row in range(1, rows_of(form.active)["ตัวชี้วัดที่ 1"]):
            form.active[f"{column}{row}"] = "โทรถามแล้ว"
            form.save(path)
            assert header_of(path).items() >= before.items(), row

    def test_a_visit_stays_one(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path, small_rubric(tmp_path))
        desk.form(desk.best(), assessor=WHO)
        path = desk.form({"1.1": UNMET}, assessor=WHO, stage=Stage.VISIT, name="ข.xlsx")
        before = desk.score()
        edit(path, lambda sheet: sheet.__setitem__("I2", "โทรถามแล้ว"))
        again = desk.score()
        assert again.places() == before.places()
        assert again.results.offices == before.results.offices

    def test_a_form_of_somebody(self, tried) -> None:
        head = [["รหัส", ONE, "สพท.", NAME, "ตรวจแล้ว"], ["ผู้ประเมิน", WHO, "บทบาท", "กรรมการ", "ดู"]]
        rows = [["ข้อ", "ผล"], ["ตัวชี้วัดที่ 1", OPEN], ["1.1", MET], ["1.2", MET], ["1.3", MET]]
        got = tried([*head, *rows, ["ตัวชี้วัดที่ 2", OPEN], ["2.p", 85]])
        assert got.levels == {ONE: "33"} and got.codes == []


def header_of(path: Path) -> dict[str, str]:
    sheet = read_file(InputFile(path, path.name), FindingLog())[0]
    return {name: value.text for name, value in header_values(sheet).items()}


class TestHeadings:
    @pytest.mark.parametrize("head", ["KPI-1", "QP.1", "ตัวชี้วัดที่ - 1", "(1)", "[1]"])
    def test_an_indicator(self, tried, head: str) -> None:
        assert tried([["รหัส", head, "2"], [ONE, 3, 2]]).levels == {ONE: "32"}

    @pytest.mark.parametrize("head", ["1.1-1.3", "1.1 และ 1.2"])
    def test_several_items_are_quoted_whole(self, tried, head: str) -> None:
        row = [ONE, WHO, OPEN, MET, MET, MET, 85]
        got = tried([[*MARKS[:3], head, *MARKS[4:]], row])
        told = next(i for i in got.found.findings if i.code == "item-unknown")
        assert got.levels == {} and dict(told.values)["found"] == head

    @pytest.mark.parametrize("head", ["เขตตรวจราชการที่", "อันดับ", "รวม", "คะแนนรวม"])
    def test_what_is_known_to_be_no_answer_is_no_lost_column(self, tried, head: str) -> None:
        got = tried([[*LEVELS, head], [ONE, 3, 2, 5], [OTHER, 2, 2, 4]])
        assert got.levels == {ONE: "32", OTHER: "22"} and got.codes == []


def test_windows_thai_with_many_double_vowels_is_read(tried) -> None:
    got = tried("สพท.,1,2,หมายเหตุ\nสพป.เลย เขต 1,3,2,เเก้เเล้ว เเต่เเปลก เเละเเยก\n".encode("cp874"))
    assert got.levels == {"4201": "32"}


_TEXTS = [one.text for one in load_rubric(rubric()).by_code["1"].item]
_OTHER_ROWS = [["ตัวชี้วัดที่ 1", None, DONE], ["ตัวชี้วัดที่ 2", None, OPEN], ["2.p", None, 85]]


class TestTextsOfOthers:
    """Rows whose ids and texts were sorted apart: a reader goes by the text."""

    @pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1)])
    def test_a_form(self, tried, order: tuple[int, ...]) -> None:
        rows = [[f"1.{n}", _TEXTS[at], MET] for n, at in enumerate(order, 1)]
        head = [*FORM, ["ข้อ", "รายการพิจารณา", "ผล"]]
        got = tried([*head, *_OTHER_ROWS[:1], *rows, *_OTHER_ROWS[1:]])
        moved = [f"B{4 + n}" for n, at in enumerate(order, 1) if at + 1 != n]
        assert got.levels == {} and got.of("row-contradicts") == moved

    @pytest.mark.parametrize("text", ["", "มีอะไรก็ได้"])
    def test_a_form_with_its_own_texts_or_others(self, tried, text: str) -> None:
        rows = [[f"1.{n}", text or _TEXTS[n - 1], MET] for n in (1, 2, 3)]
        head = [*FORM, ["ข้อ", "รายการพิจารณา", "ผล"]]
        got = tried([*head, *_OTHER_ROWS[:1], *rows, *_OTHER_ROWS[1:]])
        assert got.levels == {ONE: "33"} and got.errors == []

    def test_a_title_of_another_indicator(self, tried) -> None:
        rows = [[f"1.{n}", _TEXTS[n - 1], MET] for n in (1, 2, 3)]
        moved = ["ตัวชี้วัดที่ 1", load_rubric(rubric()).by_code["2"].title, DONE]
        head = [*FORM, ["ข้อ", "รายการพิจารณา", "ผล"]]
        got = tried([*head, moved, *rows, *_OTHER_ROWS[1:]])
        assert got.levels == {} and got.of("row-contradicts") == ["B4"]

    def test_a_long_table(self, tried) -> None:
        lines = [
            [ONE, WHO, "1", None, None, DONE],
            *([ONE, WHO, "1", f"1.{n}", _TEXTS[at], MET] for n, at in ((1, 0), (2, 2), (3, 1))),
            [ONE, WHO, "2", None, None, OPEN],
            [ONE, WHO, "2", "2.p", None, 85],
        ]
        head = ["สพท.", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ข้อความ", "ผล"]
        got = tried([head, *lines])
        assert got.levels == {} and got.of("row-contradicts") == ["E4", "E5"]


_UNKNOWN = "สพป.ตัวอย่าง เขต 1"
_NO_OFFICE = "ศูนย์ตัวอย่าง"


def turned(rows: Rows) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


class TestNumbersBelowHeadings:
    """Levels of an office that nobody knows are no heading for the offices below it."""

    HEAD = (None, "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2")

    @pytest.mark.parametrize("as_sent", [list, turned])
    @pytest.mark.parametrize("head", [None, "ตัวชี้วัด", "ที่ตั้ง"])
    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_an_office_of_no_list(self, tried, as_sent, head: str | None, place: int) -> None:
        rows: list[list[object]] = [[NAME, 3, 2], ["สพป.ระยอง เขต 2", 1, 3]]
        rows.insert(place, [_UNKNOWN, 2, 1])
        got = tried(as_sent([[head, *self.HEAD[1:]], *rows]))
        assert got.levels == {ONE: "32", "2102": "13"}
        at = f"A{place + 2}" if as_sent is list else f"{'BCD'[place]}1"
        assert got.of("office-unknown-no-match") == [at] and len(got.errors) == 1

    @pytest.mark.parametrize("as_sent", [list, turned])
    @pytest.mark.parametrize("head", [HEAD, (None, "1", "2")])
    def test_a_row_of_no_office(self, tried, as_sent, head: Sequence[object]) -> None:
        rows = [[NAME, 3, 2], [_NO_OFFICE, 2, 1], ["สพป.ระยอง เขต 2", 1, 3]]
        with pytest.raises(RefusedRunError) as refused:
            tried(as_sent([list(head), *rows]))
        # On its side its headings stand in no row: the levels beside them are none.
        unread = "layout-near" if as_sent is list else "layout-unknown"
        assert {item.code for item in refused.value.findings} >= {"nothing-readable", unread}


def test_a_finding_of_a_whole_column_is_marked_at_its_first_cell(tmp_path: Path, program) -> None:
    sheet = turned([["สพท.", "ตัวชี้วัดที่ 1"], [NAME, 3]])
    book(sheet).save(tmp_path / "ก.xlsx")
    out = tmp_path / "ผล"
    assert program("check", tmp_path / "ก.xlsx", "--rubric", rubric(), "--out", out).code < 2
    (copy,) = (out / "marked").iterdir()
    notes = {
        cell.coordinate
        for row in load_workbook(copy).active.iter_rows()
        for cell in row
        if cell.comment
    }
    assert notes
