"""Who stands behind the answers of a table: signs in place of names, and levels told by persons.

The set has an indicator 1 of three items (two are level 2, three level 3) and an indicator 2 of a
percentage (50 is level 2, 80 level 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from dressed_sheets import rubric
from making import score
from openpyxl import Workbook
from openpyxl.styles import Font

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
    def test_each_stands_for_the_name_above(self, told, sign: str) -> None:
        rows = [[ONE, KAMON, *GOOD], [TWO, sign, *GOOD], [THREE, sign, *GOOD]]
        got = told(book(MARKS, *rows))
        assert got.levels == {ONE: "33", TWO: "33", THREE: "33"}
        assert got.assessors(TWO) == got.assessors(THREE) == {KAMON}
        assert (got.loud, got.of("assessor-carried")) == ([], ["B3"])

    @pytest.mark.parametrize("sign", ABOVE)
    def test_the_first_of_a_table_is_no_name(self, told, sign: str) -> None:
        got = told(book(MARKS, [ONE, sign, *GOOD], [TWO, KAMON, *GOOD]))
        assert got.levels == {TWO: "33"}
        assert got.loud[0] == ("assessor-as-above", "B2")

    def test_behind_a_gap_a_hidden_row_or_a_struck_name_nobody_knows_whose_it_is(
        self, told
    ) -> None:
        gap = book(MARKS, [ONE, KAMON, *GOOD], [], [TWO, "″", *GOOD])
        assert told(gap).of("assessor-as-above") == ["B4"]
        blank = book(MARKS, [ONE, None, *GOOD], [TWO, "″", *GOOD])
        assert told(blank).of("assessor-as-above") == ["B3"]
        hidden = book(MARKS, [ONE, KAMON, *GOOD], [THREE, MALI, *GOOD], [TWO, "″", *GOOD])
        hidden.active.row_dimensions[3].hidden = True
        assert told(hidden).of("assessor-as-above") == ["B4"]
        struck = book(MARKS, [ONE, KAMON, *GOOD], [TWO, "″", *GOOD])
        struck.active["B2"].font = Font(strike=True)
        assert told(struck).of("assessor-as-above") == ["B3"]

    def test_twice_for_one_office_it_is_one_person_twice(self, told) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [ONE, "″", UNMET, UNMET, UNMET, 10]))
        assert (got.levels, got.of("assessor-twice")) == ({}, ["A3"])

    def test_in_a_long_table_the_rows_of_a_person_are_of_one_voice(self, told) -> None:
        head = ["รหัส", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล"]
        items = [("1", "1.1", MET), ("1", "1.2", MET), ("1", "1.3", MET), ("2", "2.p", 85)]
        rows = [[ONE, "″" if at else KAMON, *item] for at, item in enumerate(items)]
        got = told(book(head, *rows))
        assert (got.levels, got.assessors(ONE)) == ({ONE: "33"}, {KAMON})

    @pytest.mark.parametrize("name", ["กมล “ต้น” ตัวอย่าง", "คนที่ 1", "O'Neil"])
    def test_a_name_with_a_sign_in_it_is_one(self, told, name: str) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [TWO, name, *GOOD]))
        assert (got.assessors(TWO), got.loud) == ({name}, [])


class TestNamesOnRowsOfTheirOwn:
    """Rows that name no office, below a name that is none: it is told, and no note."""

    MARKED = [[None, KAMON, *GOOD], [None, MALI, *GOOD]]

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

    @pytest.mark.parametrize("words", ["หมายเหตุ: กรอกตามมติ", "รวม", "ลงชื่อ ........"])
    def test_a_note_above_such_rows_is_none(self, told, words: str) -> None:
        got = told(book(MARKS, [ONE, KAMON, *GOOD], [words], *self.MARKED))
        assert not [code for code in got.codes if code.startswith("office-")]
        assert got.of("row-without-office")
