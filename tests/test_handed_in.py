"""What offices and evaluators hand in, tried by further eyes: each read as they mean it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from forms_filled import rows_of
from making import CODES, SHIPPED_INPUTS, Scored, score
from openpyxl import Workbook, load_workbook

from qp_scoring.documents.results import Status
from qp_scoring.findings import Severity
from qp_scoring.messages import fix

ONE, TWO, THIRD = "สพป.ระยอง เขต 1", "สพป.ระยอง เขต 2", "สพม.ฉะเชิงเทรา"
A = [3, 4, 2, 5, 1, 3, "-", 2, 4, 3, 5, 2, 3]
B = [2, 3, 4, 4, 5, 2, "-", 3, 1, 2, 4, 3, 5]
C = [4, 3, 5, 2, 3, "-", 4, 2, 3, 4, 5, 1, 3]
HEADS = ["สพท.", *CODES]
Rows = Sequence[Sequence[object]]


class Handed:
    """What was handed in came to."""

    def __init__(self, found: Scored) -> None:
        self.levels = {
            one.code: [indicator.printed for indicator in one.indicators]
            for one in found.results.offices
            if one.status is Status.COMPLETE
        }
        self.results = found.results
        self.findings = found.findings
        self.codes = [one.code for one in found.findings]
        self.loud = [one.code for one in found.findings if one.severity is not Severity.INFO]
        self.cells = [(one.code, one.place.cell) for one in found.findings]


@pytest.fixture
def handed(tmp_path: Path):
    def call(*sheets: Rows, names: Sequence[str] = ()) -> Handed:
        book = Workbook()
        book.remove(book.active)
        for at, rows in enumerate(sheets):
            sheet = book.create_sheet(names[at] if names else None)
            for row in rows:
                sheet.append(list(row))
        book.save(tmp_path / "ก.xlsx")
        return Handed(score(tmp_path / "ก.xlsx"))

    return call


def printed(levels: Sequence[object]) -> list[str]:
    return [str(level) for level in levels]


class TestCounts:
    """What is counted is counted in whole numbers: 3.5 groups are none."""

    LONG = ("สพท.", "ข้อ", "ผล")

    @pytest.mark.parametrize("answer", [3.5, "3.5", "๓.๕", "3.5 กลุ่ม"])
    def test_a_fraction_of_what_is_counted_is_no_answer(self, handed, answer) -> None:
        assert "value-not-whole" in handed([self.LONG, [ONE, "X1.c", answer]]).codes

    @pytest.mark.parametrize("answer", [3, 4.0, "4 กลุ่ม", "'4", "4/4", "3 จาก 4", "3 จาก 4 กลุ่ม"])
    def test_so_many_of_all_that_there_can_be(self, handed, answer) -> None:
        found = handed([self.LONG, [ONE, "X1.c", answer]])
        (office,) = found.results.offices
        items = {one.id: one for each in office.indicators for one in each.items}
        assert items["X1.c"].value == ("3" if str(answer).startswith("3") else "4")

    @pytest.mark.parametrize("answer", ["3/5", "1/2", "4/0"])
    def test_a_share_is_no_count(self, handed, answer) -> None:
        assert "value-unknown" in handed([self.LONG, [ONE, "X1.c", answer]]).codes

    @pytest.mark.parametrize(("item", "told"), [("X1.c", False), ("8.c", True)])
    def test_decimals_are_told_where_they_may_stand(self, handed, item, told) -> None:
        found = handed([self.LONG, [ONE, item, "มาก"]]).results.findings
        (fix,) = (one.fix for one in found if one.code == "value-unknown")
        assert ("จุดทศนิยม" in fix) == told

    def test_a_percentage_keeps_its_fractions_and_shares(self, handed) -> None:
        for answer in (62.5, "62.5 %", "25/40", "'62.5"):
            found = handed([self.LONG, [ONE, "8.c", answer]])
            assert not {"value-not-whole", "value-unknown"} & set(found.codes), answer


class TestChangesToldToTheOffice:
    """Words for an office that tell of another level than the one beside them are said."""

    @pytest.mark.parametrize(
        "words",
        [
            "คณะกรรมการปรับลดเป็นระดับ 1",
            "คณะกรรมการมีมติปรับเพิ่มเป็นระดับ ๕",
            "ปรับลดเป็นระดับ 1 เนื่องจากหลักฐานไม่ครบ",
            "ที่ประชุมมีมติให้ได้ระดับ 3",
            "มติที่ประชุมปรับเป็น ดีมาก",
            "มีมติให้เพิ่มเป็น 5",
            "มีมติให้เพิ่มจำนวนดาวเป็น 5",
            "คณะกรรมการมีมติปรับแผนแล้ว แก้เป็น 4",
            "คณะกรรมการมีมติปรับหัวข้อนี้เป็น 4",
            "มีมติปรับเพิ่มผลประเมินด้านจำนวนครูเป็น 5",
            "คณะกรรมการพิจารณาแล้วปรับคะแนนจาก 2 เหลือ 1 ควรพัฒนาการนิเทศ",
        ],
    )
    @pytest.mark.parametrize("heading", ["3 ข้อเสนอแนะ", "3 เหตุผล", "ข้อเสนอแนะภาพรวม"])
    def test_a_change_is_said(self, handed, words, heading) -> None:
        found = handed([[*HEADS, heading], [ONE, *A, words]])
        assert found.loud == ["correction-in-words"]
        assert found.levels == {"2101": printed(A)}  # and is not carried out

    def test_one_that_the_cell_says_already_is_none(self, handed) -> None:
        words = "คณะกรรมการปรับลดเป็นระดับ 2"
        assert handed([[*HEADS, "3 ข้อเสนอแนะ"], [ONE, *A, words]]).loud == []

    @pytest.mark.parametrize(
        "words",
        [
            "ควรปรับปรุงแผนเพื่อยกระดับเป็นระดับ 5 ในรอบถัดไป",
            "ควรพัฒนาให้ได้ระดับ 5",
            "คณะกรรมการขอให้ สพท. ปรับแผนเป็น 3 ระยะ",
            "คณะกรรมการมีมติเพิ่มกิจกรรมเป็น 3 กิจกรรม",
            "หากปรับแผนให้ครบจะได้ระดับ 5",
            "มีมติให้ปรับปรุงแผน",
            "แต่งตั้งคณะกรรมการระดับ 3 ฝ่าย",
        ],
    )
    def test_advice_is_none(self, handed, words) -> None:
        assert handed([[*HEADS, "3 ข้อเสนอแนะ"], [ONE, *A, words]]).loud == []

    def test_in_a_table_of_marks(self, handed) -> None:
        rows = [
            ["สพท.", "1.1", "1 ข้อเสนอแนะ"],
            [ONE, "มี", "คณะกรรมการปรับลดเป็นระดับ 3"],
        ]
        assert ("correction-in-words", "C2") in handed(rows).cells


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "(สพป.ระยอง เขต 1)",
            "[สพป.ระยอง เขต 1]",
            "1. (สพป.ระยอง เขต 1)",
            "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาระยอง เขต 1 (สพป.ระยอง 1)",
        ],
    )
    def test_an_office_in_brackets_or_with_its_short_name_there(self, handed, name) -> None:
        found = handed([HEADS, [name, *A]])
        assert (found.loud, found.levels) == ([], {"2101": printed(A)})

    def test_another_office_in_the_brackets_is_said(self, handed) -> None:
        found = handed([HEADS, ["สพป.ระยอง เขต 1 (สพป.ระยอง เขต 2)", *A], [TWO, *B]])
        assert (found.levels, len(found.loud)) == ({"2102": printed(B)}, 1)

    @pytest.mark.parametrize(
        ("primary", "secondary"),
        [
            ("6 ประถม", "6 มัธยม"),
            ("ตัวชี้วัดที่ 6 (ประถมศึกษา)", "ตัวชี้วัดที่ 6 (มัธยมศึกษา)"),
            ("6 เฉพาะ สพป.", "6 เฉพาะ สพม."),
            ("6 ปฐมวัย", "6 การศึกษาต่อ/มีงานทำ"),
            (
                "ตัวชี้วัดที่ 6 การจัดการศึกษาปฐมวัยอย่างมีคุณภาพ",
                "ตัวชี้วัดที่ 6 การจัดการศึกษาเพื่อการศึกษาต่อ และ/หรือ การมีงานทำ",
            ),
        ],
    )
    def test_words_tell_which_of_two_indicators_of_one_number(
        self, handed, primary, secondary
    ) -> None:
        heads = [{"6a": primary, "6b": secondary}.get(code, code) for code in HEADS]
        found = handed([heads, [ONE, *A], [THIRD, *C]])
        assert (found.loud, found.levels) == ([], {"2101": printed(A), "M2400": printed(C)})

    @pytest.mark.parametrize("words", ["การจัดการศึกษา", "คุณภาพ"])
    def test_words_that_other_titles_have_too_tell_neither(self, handed, words) -> None:
        heads = [f"6 {words}" if code == "6a" else code for code in HEADS if code != "6b"]
        found = handed([heads, [ONE, *A[:6], *A[7:]]])
        assert (found.levels, "column-unread" in found.codes) == ({}, False)
        assert "indicator-columns-missing" in found.codes


class TestColumns:
    def test_a_score_beside_the_level_that_it_was_rounded_to(self, handed) -> None:
        above = ["สพท.", *(one for code in CODES for one in (f"ตัวชี้วัดที่ {code}", None))]
        below = [None, *["คะแนน", "ระดับ"] * len(CODES)]
        pairs = [(one if one == "-" else one - 0.25, one) for one in A]
        found = handed([above, below, [ONE, *(one for pair in pairs for one in pair)]])
        assert (found.loud, found.levels) == ([], {"2101": printed(A)})

    def test_one_that_was_rounded_to_another_is_said(self, handed) -> None:
        heads = ["สพท.", "1 คะแนน", "1 ระดับ", *CODES[1:]]
        found = handed([heads, [ONE, 3.6, 3, *A[1:]], [TWO, 1.6, 2, *B[1:]]])
        assert ("columns-differ", "B2") in found.cells
        assert found.levels == {"2102": printed(B)}

    def test_what_came_out_beside_what_was_aimed_at(self, handed) -> None:
        own = [(code, one) for code, one in zip(CODES, A, strict=True)]
        rows = [[f"ตัวชี้วัดที่ {code}", 5, one] for code, one in own]
        found = handed([[ONE], ["ตัวชี้วัด", "เป้าหมาย", "ผลที่ได้"], *rows])
        assert (found.loud, found.levels) == ([], {"2101": printed(A)})

    @pytest.mark.parametrize("heading", ["รอบ", "รอบการประเมิน"])
    def test_rows_of_another_round_in_a_long_table(self, handed, heading) -> None:
        rows = [
            [ONE, name, code, level]
            for name, levels in (("6 เดือน", A), ("รอบ 12 เดือน", B))
            for code, level in zip(CODES, levels, strict=True)
            if level != "-"
        ]
        found = handed([["หน่วยงาน", heading, "ตัวชี้วัด", "ระดับคุณภาพ"], *rows])
        assert (found.loud, found.levels) == (["row-elsewhere"], {"2101": printed(A)})

    @pytest.mark.parametrize(
        ("heading", "said", "option"),
        [
            ("รอบ", "12 เดือน", "--round 12m"),
            ("รอบ", "รอบ ๑๒ เดือน", "--round 12m"),
            ("ปีงบประมาณ", "2565", ""),
        ],
    )
    def test_what_to_add_for_rows_of_another_round_is_told(
        self, handed, heading, said, option
    ) -> None:
        """Another year is brought by no option."""
        rows = [[ONE, said, *A], [TWO, "", *B]]
        found = handed([["หน่วยงาน", heading, *CODES], *rows])
        assert found.levels == {"2102": printed(B)}
        (told,) = (one for one in found.findings if one.code == "row-elsewhere")
        assert ("--round" in fix(told, "th")) == bool(option)
        assert option in fix(told, "th")

    def test_tables_of_different_rounds_are_of_the_first(self, tmp_path) -> None:
        for name, said, levels in (("ก", "6 เดือน", A), ("ข", "12 เดือน", B)):
            book = Workbook()
            book.active.append(["หน่วยงาน", "รอบ", *CODES])
            book.active.append([ONE, said, *levels])
            book.save(tmp_path / f"{name}.xlsx")
        found = score(tmp_path, round_id=None)
        told = Handed(found)
        assert found.results.round == "6m"
        assert (told.loud, told.levels) == (["row-elsewhere"], {"2101": printed(A)})

    def test_rows_of_another_year_in_a_long_table(self, handed) -> None:
        rows = [
            [ONE, year, code, level]
            for year, levels in ((2565, B), (2566, A))
            for code, level in zip(CODES, levels, strict=True)
            if level != "-"
        ]
        found = handed([["หน่วยงาน", "ปีงบประมาณ", "ตัวชี้วัด", "ระดับคุณภาพ"], *rows])
        assert (found.loud, found.levels) == (["row-elsewhere"], {"2101": printed(A)})

    def test_years_under_an_indicator_are_no_full_marks(self, handed) -> None:
        heads = ["สพท.", *(cell for code in CODES for cell in (f"ตัวชี้วัดที่ {code}", None))]
        years = [None, *(2565, 2566) * len(CODES)]
        row = [ONE, *(cell for pair in zip(B, A, strict=True) for cell in pair)]
        found = handed([heads, years, row])
        assert found.levels == {"2101": printed(A)}
        assert set(found.loud) == {"heading-elsewhere"}

    @pytest.mark.parametrize(("gap", "said"), [(True, ["office-over-gap"]), (False, [])])
    def test_rows_behind_a_blank_one_are_said_to_be_of_the_office_above(
        self, handed, gap, said
    ) -> None:
        levels = [(code, one) for code, one in zip(CODES, A, strict=True) if one != "-"]
        rows = [[None, code, one] for code, one in levels]
        rows[0][0] = ONE
        found = handed([["สพท.", "ตัวชี้วัด", "ระดับ"], *rows[:6], *([[]] if gap else []), *rows[6:]])
        assert (found.loud, found.levels) == (said, {"2101": printed(A)})

    def test_a_level_under_no_heading_between_those_that_are_read_is_said(self, handed) -> None:
        heads = ["สพท.", "1", None, *CODES[1:]]
        found = handed([heads, [ONE, A[0], 5, *A[1:]], [TWO, B[0], None, *B[1:]]])
        assert found.loud == ["column-unread"]
        assert ("column-unread", "C2") in found.cells or ("column-unread", "C1") in found.cells


class TestOurForm:
    @pytest.fixture
    def form(self, tmp_path: Path):
        """The shipped form of an office, changed and scored."""

        def call(change) -> Handed:
            name = "9901 สพป.ตัวอย่าง เขต 1.xlsx"
            book = load_workbook(SHIPPED_INPUTS / name)
            change(book.worksheets[0])
            book.save(tmp_path / name)
            return Handed(score(tmp_path / name, offices=SHIPPED_INPUTS / "offices.csv"))

        return call

    def test_the_form_as_it_is(self, form) -> None:
        found = form(lambda _: None)
        assert (found.loud, list(found.levels)) == ([], ["9901"])

    @pytest.mark.parametrize("heading", ["ผล (แก้ไข)", "ผลใหม่", "ผล ครั้งที่ 2", "ผลหลังลงพื้นที่"])
    def test_answers_changed_in_a_further_column_are_no_others(self, form, heading) -> None:
        def change(sheet, answer) -> None:
            sheet["I3"] = heading
            sheet[f"I{rows_of(sheet)['8.6']}"] = answer

        found = form(lambda sheet: change(sheet, "ไม่มี"))
        assert ("columns-differ" in found.codes, found.levels) == (True, {})
        assert list(form(lambda sheet: change(sheet, "มี")).levels) == ["9901"]

    def test_an_answer_of_another_time_fills_no_blank_of_the_form(self, form) -> None:
        def change(sheet) -> None:
            row = rows_of(sheet)["8.6"]
            sheet["I3"], sheet[f"I{row}"], sheet[f"D{row}"] = "ผล ครั้งที่ 2", "มี", None

        assert "columns-differ" in form(change).codes

    @pytest.mark.parametrize("words", ["ไม่พบ", "ไม่พบเอกสาร", "ยังไม่มีหลักฐานประกอบ", "ไม่ครบ"])
    @pytest.mark.parametrize("column", ["F", "G"])
    def test_words_against_what_is_met_are_said(self, form, words, column) -> None:
        found = form(lambda sheet: sheet.__setitem__(f"{column}{rows_of(sheet)['8.6']}", words))
        assert found.loud == ["reason-beside-met"]

    @pytest.mark.parametrize("words", ["-", "ไม่มี", "เล่มแผน ไม่มีเลขหน้า", "คำสั่งที่ 12/2566"])
    def test_other_words_beside_it_are_not(self, form, words) -> None:
        found = form(lambda sheet: sheet.__setitem__(f"F{rows_of(sheet)['8.6']}", words))
        assert found.loud == []

    def test_a_change_told_in_its_suggestion(self, form) -> None:
        words = "คณะกรรมการปรับลดเป็นระดับ 3"
        found = form(lambda sheet: sheet.__setitem__("D107", words))
        assert ("correction-in-words", "D107") in found.cells


class TestOfficesOverRowsOfTheirOwn:
    """An office that stands once is that of the rows below it, down to the next that is named."""

    def test_a_name_on_a_row_of_its_own_ends_the_rows_of_the_office_above(self, handed) -> None:
        rows: list[list[object]] = [["หน่วยงาน", "ตัวชี้วัด", "ระดับ"], [ONE, CODES[0], 3]]
        rows += [[None, code, 3] for code in CODES[1:3]]
        rows += [[TWO, None, None], *([None, code, 5] for code in CODES[3:8])]
        found = handed(rows)
        assert "row-without-office" in found.codes
        (office,) = found.results.offices
        given = {one.code: one.level for one in office.indicators if one.level is not None}
        assert given == dict.fromkeys(CODES[:3], 3)
