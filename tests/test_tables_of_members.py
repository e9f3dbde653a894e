"""Who stands behind the answers of a table: signs in place of names, and levels told by persons.

The set has an indicator 1 of three items (two are level 2, three level 3) and an indicator 2 of a
percentage (50 is level 2, 80 level 3).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import tiny_rubric
from dressed_sheets import rubric
from making import program, score
from openpyxl import Workbook, load_workbook

from qp_scoring.documents.results import Status

ONE, TWO, THREE = "2402", "2101", "2102"
KAMON, MALI = "กมล ตัวอย่าง", "มาลี ตัวอย่าง"
MET, UNMET = "มี", "ไม่มี"
MARKS = ["รหัส", "ผู้ประเมิน", "1.1", "1.2", "1.3", "2.p"]
LONG = ["รหัส", "ตัวชี้วัด", "ระดับ", "ผู้ประเมิน"]

Rows = Sequence[Sequence[object]]


def book(*rows: Sequence[object]) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(list(row))
    return made


class Told:
    """What files come to: the levels of finished offices, and what is said."""

    def __init__(self, folder: Path) -> None:
        found = score(folder, rubric=rubric())
        self.offices = {one.code: one for one in found.results.offices}
        self.levels = {
            code: "".join(one.printed for one in office.indicators)
            for code, office in self.offices.items()
            if office.status is Status.COMPLETE
        }
        self.findings = found.findings
        self.codes = [one.code for one in found.findings]
        self.loud = [(o.code, o.place.cell) for o in found.findings if o.severity != "info"]

    def of(self, code: str) -> list[str | None]:
        return [one.place.cell for one in self.findings if one.code == code]

    def assessors(self, office: str) -> set[str | None]:
        items = (item for one in self.offices[office].indicators for item in one.items)
        return {by.assessor for item in items for by in item.by}


@pytest.fixture
def told(tmp_path: Path):
    def call(*books: Workbook) -> Told:
        for at, made in enumerate(books):
            made.save(tmp_path / f"{at}.xlsx")
        return Told(tmp_path)

    return call


ABOVE = ["″", '"', "〃", "''", '-"-', '- " -', "ๆ", "”", ",,", "ตามข้างบน", "– ″ –"]
GOOD = [MET, MET, MET, 85]


class TestSignsForTheNameAbove:
    @pytest.mark.parametrize("sign", ABOVE)
    def test_none_is_a_name(self, told, sign: str) -> None:
        """The name above may be that of a hidden row or of one set aside: nobody is guessed."""
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [TWO, sign, *GOOD]))
        assert got.levels == {ONE: "33"}
        assert got.loud[0] == ("assessor-as-above", "B3")

    def test_below_a_person_of_the_same_office_it_is_no_second_one(self, told) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [ONE, "″", UNMET, UNMET, UNMET, 10]))
        assert (got.levels, got.of("assessor-as-above")) == ({}, ["B3"])

    @pytest.mark.parametrize("name", ["กมล “ต้น” ตัวอย่าง", "คนที่ 1", "O'Neil"])
    def test_a_name_with_a_sign_in_it_is_one(self, told, name: str) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [TWO, name, *GOOD]))
        assert (got.assessors(TWO), got.loud) == ({name}, [])


class TestResolutionsInPlaceOfNames:
    """มติ in the column of persons names nobody: the committee speaks."""

    BAD = (UNMET, UNMET, UNMET, 10)

    @pytest.mark.parametrize("name", ["มติ", "มติที่ประชุม", "มติ คณะกรรมการ", "สรุป"])
    def test_it_decides_between_persons(self, told, name: str) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [ONE, MALI, *GOOD], [ONE, name, *self.BAD]))
        assert (got.levels, [code for code, _ in got.loud]) == (
            {ONE: "11"},
            ["resolution-overturns"] * 2,
        )
        assert name not in got.assessors(ONE)

    def test_in_a_long_table_of_levels_too(self, told) -> None:
        given = [(KAMON, 3), (MALI, 1), ("มติที่ประชุม", 2)]
        rows = [(ONE, code, level, who) for code in "12" for who, level in given]
        got = told(book(LONG, *rows))
        assert (got.levels, got.loud) == ({ONE: "22"}, [])

    def test_a_role_of_its_own_says_otherwise(self, told) -> None:
        head = ["รหัส", "ผู้ประเมิน", "บทบาท", *MARKS[2:]]
        got = told(book(head, [ONE, KAMON, None, *GOOD], [ONE, "มติ", "กรรมการ", *self.BAD]))
        assert got.levels == {}


class TestNamesOnRowsOfTheirOwn:
    """Rows that name no office, below a name that is none: it is told, and no note."""

    MARKED = ((None, KAMON, *GOOD), (None, MALI, *GOOD))

    @pytest.mark.parametrize("name", ["เมืองสมมติ เขต 9", "สพป.สมมติ เขต 9", "9999"])
    def test_one_that_does_not_exist_is_an_unknown_office(self, told, name: str) -> None:
        others = [[ONE, KAMON, *GOOD], [None, MALI, *GOOD]]
        got = told(book(MARKS, *others, [name], *self.MARKED))
        unknown = [at for code, at in got.loud if code.startswith("office-unknown")]
        assert (got.levels, unknown) == ({ONE: "33"}, ["A4"])
        assert got.of("row-without-office") == ["5:5", "6:6"]
        assert got.of("row-skipped") == []

    @pytest.mark.parametrize("above", [[ONE, None, None, None], [None, "1", 3, KAMON]])
    def test_in_a_long_table_of_levels(self, told, above: list[object]) -> None:
        rows = [[None, "1", 3, KAMON], [None, "2", 2, KAMON]]
        got = told(book(LONG, [TWO, "1", 3, None], above, ["สมมติ เขต 9"], *rows))
        assert "A4" in got.of("office-unknown-no-match")
        assert {"5:5", "6:6"} <= set(got.of("row-without-office"))
        assert got.of("indicator-unknown") == []

    @pytest.mark.parametrize(
        "words",
        [
            *("หมายเหตุ: กรอกตามมติ", "รวม", "ลงชื่อ ........", "กลุ่มที่ 1", "คณะที่ 2"),
            *("ข้อมูล ณ วันที่ 31 มีนาคม 2566", "*กรอกตามมติ"),
        ],
    )
    def test_a_note_above_such_rows_is_none(self, told, words: str) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [words], *self.MARKED))
        assert not [code for code in got.codes if code.startswith("office-")]
        assert got.of("row-without-office")


class TestRolesInFull:
    def test_a_chairman_leads_and_a_secretary_is_a_member(self, told) -> None:
        head = [*MARKS[:2], "บทบาท", *MARKS[2:]]
        people = [(KAMON, "ประธานกรรมการ"), (MALI, "กรรมการและเลขานุการ")]
        got = told(book(head, *([ONE, who, role, *GOOD] for who, role in people)))
        items = (item for one in got.offices[ONE].indicators for item in one.items)
        roles = {(by.assessor, by.role) for item in items for by in item.by}
        assert (got.levels, got.loud) == ({ONE: "33"}, [])
        assert roles == {(KAMON, "หัวหน้า"), (MALI, "กรรมการ")}


class TestLevelsOfPersons:
    """A long table of levels with a column of persons: the office's where one alone gives one."""

    def rows(self, *given: tuple[str, str, object, str | None]) -> Rows:
        return [LONG, *given]

    def test_one_person_to_each_level_is_read_as_without_the_column(self, told) -> None:
        rows = [
            (ONE, "1", 3, KAMON),
            (ONE, "2", 2, KAMON),
            (TWO, "1", 1, MALI),
            (TWO, "2", 3, None),
        ]
        got = told(book(*self.rows(*rows)))
        assert (got.levels, got.loud) == ({ONE: "32", TWO: "13"}, [])

    def test_each_indicator_may_have_a_person_of_its_own(self, told) -> None:
        got = told(book(*self.rows((ONE, "1", 3, KAMON), (ONE, "2", "N/A", MALI))))
        assert (got.levels, got.loud) == ({ONE: "3N/A"}, [])

    @pytest.mark.parametrize("other", [2, 3])
    @pytest.mark.parametrize("whose", [MALI, None])
    def test_of_several_persons_none_is_picked_and_nothing_averaged(
        self, told, other: int, whose: str | None
    ) -> None:
        rows = [(ONE, "1", 3, KAMON), (ONE, "1", other, whose), (ONE, "2", 3, KAMON)]
        got = told(book(*self.rows(*rows, (TWO, "1", 2, MALI), (TWO, "2", 2, MALI))))
        assert (got.levels, got.loud) == ({TWO: "22"}, [("levels-of-several", "C2")])
        assert got.offices[ONE].status is Status.ERROR

    def test_nor_where_each_hands_in_a_file(self, told) -> None:
        files = [book(*self.rows((ONE, "1", 3, who), (ONE, "2", 3, who))) for who in (KAMON, MALI)]
        got = told(*files)
        assert got.levels == {} and got.of("levels-of-several") == ["C2", "C2"]

    def test_a_resolution_decides(self, told) -> None:
        head = [*LONG, "บทบาท"]
        given = [(KAMON, None, 3), (MALI, None, 1), (None, "มติ", 2)]
        rows = [(ONE, code, level, who, role) for code in "12" for who, role, level in given]
        got = told(book(head, *rows))
        assert got.levels == {ONE: "22"} and got.of("levels-of-several") == []

    def test_beside_marks_in_one_table_a_persons_level_is_refused_as_before(self, told) -> None:
        head = ["รหัส", "ตัวชี้วัด", "ข้อ", "ผล", "ระดับ", "ผู้ประเมิน"]
        items = [(ONE, "1", f"1.{n}", MET, None, KAMON) for n in (1, 2, 3)]
        got = told(book(head, *items, (ONE, "2", None, None, 3, KAMON)))
        assert got.levels == {} and got.of("level-not-judged") == ["E5"]


class TestJudgedLevelsOfPersons:
    """They are members' opinions: each with its reason, and agreed on by the set's rule."""

    HEAD = (*LONG, "หมายเหตุ")

    @pytest.fixture
    def judged(self, tmp_path: Path) -> Path:
        levels = tuple(map(tiny_rubric.level, (1, 2, 3)))
        (folder := tmp_path / "set").mkdir()
        return tiny_rubric.write(folder, tiny_rubric.MAIN, tiny_rubric.text_of("judged", *levels))

    def codes(self, tmp_path: Path, judged: Path, *rows: Sequence[object]) -> list[str]:
        book(self.HEAD, *rows).save(tmp_path / "ก.xlsx")
        found = score(tmp_path / "ก.xlsx", rubric=judged)
        return [one.code for one in found.findings if one.severity != "info"]

    def test_one_without_a_reason_does_not_count(self, tmp_path: Path, judged: Path) -> None:
        said = self.codes(tmp_path, judged, (ONE, "1", 3, KAMON, None))
        assert said == ["judged-without-reason"]

    def test_several_with_reasons_are_no_fault_of_a_table(
        self, tmp_path: Path, judged: Path
    ) -> None:
        rows = [(ONE, "1", 3, who, "ครบ") for who in (KAMON, MALI)]
        assert self.codes(tmp_path, judged, *rows) == []


NOT_REPORTED = "ไม่รายงาน"
STATED = ["รหัส", "ตัวชี้วัด", "สถานะ", "ระดับ", "ผู้ประเมิน"]


class TestStatesBesideLevels:
    """A column สถานะ of a long table may say that an indicator has no level."""

    REST = (ONE, "2", None, 2, KAMON)

    @pytest.mark.parametrize("whose", [MALI, None])
    @pytest.mark.parametrize("status", [NOT_REPORTED, "ยกเว้น: ยุบรวม"])
    @pytest.mark.parametrize("head", ["สถานะ", "สถานะตัวชี้วัด", "สถานะการรายงาน"])
    def test_a_level_of_one_and_a_status_of_another_leave_it_open(
        self, told, whose: str | None, status: str, head: str
    ) -> None:
        given = [(ONE, "1", None, 3, KAMON), (ONE, "1", status, None, whose)]
        for rows in (given, given[::-1]):
            headed = [head if one == "สถานะ" else one for one in STATED]
            got = told(book(headed, *rows, self.REST))
            assert (got.levels, [code for code, _ in got.loud]) == ({}, ["undecided-status"])

    @pytest.mark.parametrize("who", [KAMON, None])
    def test_both_in_one_row_contradict_each_other(self, told, who: str | None) -> None:
        got = told(book(STATED, (ONE, "1", NOT_REPORTED, 3, who), self.REST))
        assert (got.levels, got.loud) == ({}, [("marks-under-status", "D2")])

    def test_both_of_one_person_in_two_rows_do_so_too(self, told) -> None:
        given = [(ONE, "1", None, 3, KAMON), (ONE, "1", NOT_REPORTED, None, KAMON)]
        for rows in (given, given[::-1]):
            got = told(book(STATED, *rows, self.REST))
            assert (got.levels, got.loud) == ({}, [("item-twice", "B3")])

    @pytest.mark.parametrize("who", [KAMON, None])
    def test_alone_it_is_what_came_of_the_indicator(self, told, who: str | None) -> None:
        got = told(book(STATED, (ONE, "1", NOT_REPORTED, None, who), self.REST))
        assert (got.levels, got.loud) == ({ONE: "N/A2"}, [])

    @pytest.mark.parametrize(
        "words", ["ประเมินเสร็จ", "-", "ยังไม่ได้ดำเนินการ", "ส่งแล้ว", "ล่าช้า", "ผ่าน", "ดีเยี่ยม"]
    )
    def test_other_words_there_say_nothing_of_a_level(self, told, words: str) -> None:
        got = told(book(STATED, (ONE, "1", words, 3, KAMON), self.REST))
        assert (got.levels, got.loud) == ({ONE: "32"}, [])

    def test_a_resolution_decides(self, told) -> None:
        head = [*STATED, "บทบาท"]
        given = [(None, 3, KAMON, None), (NOT_REPORTED, None, MALI, None), (None, 2, None, "มติ")]
        got = told(book(head, *((ONE, "1", *one) for one in given), (*self.REST, None)))
        assert got.levels == {ONE: "22"}


class TestLevelsOfPersonsBesideMarks:
    """A person's level never stands over what others marked, unless it is the same."""

    def marked(self, who: str = MALI, *marks: object) -> Workbook:
        return book(MARKS, [ONE, who, *(marks or GOOD)])

    def matrix(self, level: object, other: object = None) -> Workbook:
        """Levels of two members by name, under a heading of two rows."""
        names = [None, KAMON, "สมใจ ตัวอย่าง"]
        made = book(["รหัส", "1", None, "2"], names, [ONE, level, other or level, 3])
        made.active.merge_cells("B1:C1")
        return made

    def levels(self, level: object) -> Workbook:
        return book(LONG, (ONE, "1", level, KAMON), (ONE, "2", 3, KAMON))

    @pytest.mark.parametrize("given", ["levels", "matrix"])
    def test_another_level_than_the_marks_come_to_is_withheld_and_asked(self, told, given) -> None:
        got = told(getattr(self, given)(1), self.marked())
        assert got.levels == {}
        assert got.offices[ONE].status is Status.INCOMPLETE
        assert [code for code, _ in got.loud] == ["level-against-marks"]

    @pytest.mark.parametrize("given", ["levels", "matrix"])
    def test_the_same_level_is_scored(self, told, given) -> None:
        got = told(getattr(self, given)(3), self.marked())
        assert (got.levels, got.loud) == ({ONE: "33"}, [])

    @pytest.mark.parametrize("marks", [(MET, None, MET, 85), (MET, UNMET, None, 85)])
    def test_beside_marks_that_are_not_complete_it_is_withheld(self, told, marks) -> None:
        got = told(self.levels(3), self.marked(MALI, *marks))
        assert got.levels == {} and "level-against-marks" in got.codes

    def test_beside_marks_on_which_others_disagree_it_is_withheld(self, told) -> None:
        other = book(MARKS, [ONE, "สมใจ ตัวอย่าง", UNMET, UNMET, UNMET, 85])
        got = told(self.levels(3), self.marked(), other)
        assert got.levels == {} and "level-against-marks" in got.codes

    def test_his_own_marks_count_as_anybodys(self, told) -> None:
        assert told(self.levels(1), self.marked(KAMON)).levels == {}

    def test_a_level_agreed_on_stands_over_marks(self, told) -> None:
        agreed = book(["รหัส", "1", "2"], [ONE, 1, 3])
        got = told(agreed, self.marked())
        assert (got.levels, [code for code, _ in got.loud]) == (
            {ONE: "13"},
            ["resolution-level-differs"],
        )

    @pytest.mark.parametrize("who", ["มติที่ประชุม", "มติ", None])
    def test_so_does_one_beside_a_column_of_persons_that_names_none(self, told, who) -> None:
        agreed = book(["รหัส", "ผู้ประเมิน", "1", "2"], [ONE, who, 1, 3])
        got = told(agreed, self.marked())
        assert (got.levels, [code for code, _ in got.loud]) == (
            {ONE: "13"},
            ["resolution-level-differs"],
        )

    def asked(self, tmp_path: Path, *books: Workbook) -> tuple[tuple[object, ...], Path]:
        """What ``to-decide.xlsx`` is written of, as arguments of a run, and its path."""
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        for at, made in enumerate(books):
            made.save(folder / f"{at}.xlsx")
        run = ("score", folder, "--rubric", rubric(), "--round", "6m", "--out", out)
        assert program(*run).code == 0
        return run, out / "to-decide.xlsx"

    def test_the_committee_is_asked_and_its_answer_stands(self, tmp_path: Path) -> None:
        run, path = self.asked(tmp_path, self.levels(1), self.marked())
        asked = load_workbook(path)
        assert asked.active["A4"].value == ONE
        assert "(ผลรายข้อได้ระดับ 3)" in asked.active["E4"].value  # and no reason is asked for
        asked.active["J4"].value = 2
        asked.save(path)
        again = program(*run, "--json")
        (office,) = json.loads(again.out)["offices"]
        assert (again.code, [one["level"] for one in office["indicators"]]) == (0, [2, 3])

    @pytest.mark.parametrize(
        ("marks", "told_beside"),
        [([], "ตกลงกัน: "), ([GOOD], "(ผลรายข้อได้ระดับ 3)"), ([(MET, UNMET, None, 85)], "ข้อ 1.3)")],
    )
    def test_it_is_told_what_marks_come_to_beside_levels_that_differ(
        self, tmp_path: Path, marks, told_beside: str
    ) -> None:
        """Two members give levels, and a third the marks."""
        beside = [self.marked(MALI, *one) for one in marks]
        _, path = self.asked(tmp_path, self.matrix(1, 2), *beside)
        asked = load_workbook(path).active["E4"].value
        assert told_beside in asked and ("ผลรายข้อ" in asked) == bool(marks)
