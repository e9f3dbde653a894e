"""Ordinary tables, shaped and headed as offices, provinces and bureaus send them.

Every table says the same levels of three offices; whatever shape carries them, they must come out
as they went in, without an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from qp_scoring import RefusedRunError, Results, score
from qp_scoring.rubric.load import load_rubric

Grid = Sequence[Sequence[object]]
CODES = ("1", "2", "3", "4", "5", "6a", "6b", "7", "8", "9", "10", "X1", "X2")
OFFICES = {"2102": "สพป.ระยอง เขต 2", "2402": "สพป.ฉะเชิงเทรา เขต 2", "M9000": "สพม.สงขลา สตูล"}
LEVELS: dict[str, dict[str, object]] = {
    code: dict(zip(CODES, row, strict=True))
    for code, row in {
        "2102": (2, 5, 3, 4, 2, 1, "-", 3, 4, 1, 5, 2, 3),
        "2402": (5, 1, 4, 3, 3, 4, "-", 1, 5, 2, 4, 3, 2),
        "M9000": (3, 4, 1, 5, 4, "-", 2, 5, 3, 4, 2, 5, 4),
    }.items()
}


def thai(code: str) -> str:
    return code.replace("a", "ก").replace("b", "ข")


def title(code: str) -> str:
    return load_rubric("qp-2566").by_code[code].title


def save(path: Path, *sheets: tuple[str, Grid], merged: Sequence[str] = ()) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, grid in sheets:
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


def levels_of(results: Results) -> dict[str, dict[str, object]]:
    return {
        office.code: {
            one.code: "-" if one.state == "not_applicable" else one.level
            for one in office.indicators
        }
        for office in results.offices
    }


def errors_of(results: Results) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in results.findings if one.severity == "error"]


def reads_rightly(path: Path, round_id: str | None = None) -> Results:
    results = score(path, round=round_id)
    assert (levels_of(results), errors_of(results)) == (LEVELS, [])
    return results


def rows(
    codes: Sequence[str] = CODES, offices: Sequence[str] = tuple(OFFICES)
) -> list[list[object]]:
    return [
        [at, OFFICES[office], *(LEVELS[office][code] for code in codes)]
        for at, office in enumerate(offices, start=1)
    ]


NAMED: dict[str, Callable[[str], str]] = {
    "a Thai letter": lambda code: f"ตัวชี้วัดที่ {thai(code)}",
    "a Thai letter in brackets": lambda code: (
        f"ตัวชี้วัดที่ {code.replace('6a', '6 (ก)').replace('6b', '6(ข)')}"
    ),
    "a Thai letter behind a dot": lambda code: (
        f"ตชว.{code.replace('6a', '6.ก').replace('6b', '6.ข')}"
    ),
    "a Thai letter behind a stroke, and the title": lambda code: (
        f"ตัวชี้วัดที่ {code.replace('6a', '6/ก').replace('6b', '6/ข')}\n{title(code)}"
    ),
    "its full mark behind it": lambda code: f"ตัวชี้วัดที่ {code} (5 คะแนน)",
    "another word": lambda code: f"ตัวบ่งชี้ที่ {thai(code)}",
    "two words": lambda code: f"ตัวชี้วัด QP ที่ {code}",
    "the policy": lambda code: f"นโยบายที่ {thai(code)}",
    "no more than its place": lambda code: f"ตัวที่ {thai(code)}",
    "the title without its first words": lambda code: title(code).removeprefix("ระดับความสำเร็จของ"),
    "code and title without its first words": lambda code: (
        f"{code}. {title(code).removeprefix('ระดับความสำเร็จของ')}"
    ),
}


@pytest.mark.parametrize("named", NAMED)
def test_an_indicator_is_known_however_its_heading_names_it(tmp_path: Path, named: str) -> None:
    head = ["ที่", "สพท.", *map(NAMED[named], CODES)]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [head, *rows()])))


def test_a_month_is_no_letter_of_an_indicator(tmp_path: Path) -> None:
    head = ["ที่", "สพท.", *CODES, "6 ก.ค. 66"]
    grid = [head, *([*row, 5] for row in rows())]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", grid)))


HEAD = ["ที่", "สพท.", *(f"ตัวชี้วัดที่ {thai(code)}" for code in CODES)]


def each(codes: Sequence[str], *beside: object) -> list[object]:
    return [value for code in codes for value in (code, *beside)]


def under(first: str, second: str, values: Callable[[object], tuple[object, object]]) -> Grid:
    """Two columns to each indicator, named in a second row of headings."""
    return [
        ["ที่", "สพท.", *(cell for name in HEAD[2:] for cell in (name, None))],
        [None, None, *(first, second) * len(CODES)],
        *(
            [at, name, *(cell for code in CODES for cell in values(LEVELS[office][code]))]
            for at, (office, name) in enumerate(OFFICES.items(), start=1)
        ),
    ]


def times(level: object, factor: float) -> object:
    return level if level == "-" else round(float(str(level)) * factor, 4)


BESIDE: dict[str, tuple[str, str, Callable[[object], tuple[object, object]]]] = {
    "full mark": ("คะแนนเต็ม", "คะแนนที่ได้", lambda level: (5, level)),
    "target": ("เป้าหมาย", "ผล", lambda level: (4, level)),
    "target, and the level in words of its own": ("เป้าหมาย", "ทำได้", lambda level: (4, level)),
    "weight": ("น้ำหนัก", "คะแนน", lambda level: (1, level)),
    "percent": ("ระดับ", "ร้อยละ", lambda level: (level, times(level, 20))),
    "weighted": ("ระดับคุณภาพ", "คะแนนถ่วงน้ำหนัก", lambda level: (level, times(level, 0.0833))),
    "two members agreed": ("ผล 1", "ผล 2", lambda level: (level, level)),
}


@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_a_level_is_no_level(tmp_path: Path, beside: str) -> None:
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", under(*BESIDE[beside]))))


@pytest.mark.parametrize("heads", [("รอบ 6 เดือน", "รอบ 12 เดือน"), ("ปี 2566", "ปี 2565")])
def test_another_round_or_year_is_no_other_member(tmp_path: Path, heads: tuple[str, str]) -> None:
    grid = under(*heads, lambda level: (level, 5 if level != "-" else level))
    results = reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", grid)), "6m")
    assert [one.cell for one in results.findings if one.code == "heading-elsewhere"] == ["D2"]


@pytest.mark.parametrize("heading", ["ตัวชี้วัด", "ตัวชี้วัดที่", "ระดับผลการประเมินรายตัวชี้วัด"])
@pytest.mark.parametrize("merged", [(), ("A1:A2", "B1:B2", "P1:P2"), ("C1:O1",)])
def test_numbers_below_the_word_for_indicators_are_headings_beside_a_band(
    tmp_path: Path, heading: str, merged: Sequence[str]
) -> None:
    top = ["ลำดับ", "สพท.", heading, *[None] * (len(CODES) - 1), "ระดับคุณภาพ"]
    levels = [[*row, "พอใช้"] for row in rows()]
    grid = [top, [None, None, *CODES], *levels]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", grid), merged=merged))


@pytest.mark.parametrize("label", ["รวม", "คะแนนรวม", "เฉลี่ย"])
def test_a_row_of_totals_may_end_the_rows_of_an_office(tmp_path: Path, label: str) -> None:
    grid: list[list[object]] = [["สพท.", "ตัวชี้วัด", "ระดับ"]]
    for office, name in OFFICES.items():
        grid += [[name, f"ตัวชี้วัดที่ {code}", LEVELS[office][code]] for code in CODES]
        grid.append([name, label, 3.25])
    results = reads_rightly(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert [one.code for one in results.findings].count("total-row-skipped") == len(OFFICES)


def test_an_indicator_that_nobody_knows_is_no_row_of_totals(tmp_path: Path) -> None:
    grid = [["สพท.", "ตัวชี้วัด", "ระดับ"], [OFFICES["2102"], "รวมพลังเครือข่ายครู", 3]]
    grid += [[OFFICES["2102"], f"ตัวชี้วัดที่ {code}", LEVELS["2102"][code]] for code in CODES]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert errors_of(results) == [("indicator-unknown", "B2")]


@pytest.mark.parametrize("more", ["น้ำหนัก", "เฉลี่ย"])
def test_codes_may_stand_over_names_beside_other_columns(tmp_path: Path, more: str) -> None:
    levels = [
        [f"ตัวชี้วัดที่ {code}", *(LEVELS[office][code] for office in OFFICES), 2.5] for code in CODES
    ]
    heads = [[None, *OFFICES], ["ตัวชี้วัด", *OFFICES.values(), more]]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", [*heads, *levels])))


def test_a_column_of_old_levels_is_not_read(tmp_path: Path) -> None:
    grid = [["ลำดับ", "สพท.", *CODES, "1 เดิม"], *([*row, 5] for row in rows())]
    grid[1][2] = None
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    expected = {**LEVELS, "2102": {**LEVELS["2102"], "1": None}}
    assert levels_of(results) == expected


def test_columns_that_differ_throughout_fill_no_blank_of_each_other(tmp_path: Path) -> None:
    """Where both are filled they say different things: what a single one says is doubtful too."""
    grid = [["ลำดับ", "สพท.", *CODES, "ตัวชี้วัดที่ 1"], *([*row, 1] for row in rows())]
    grid[1][2] = None
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert {cell[1:] for code, cell in errors_of(results) if code == "columns-differ"} == {
        *("2", "3", "4")
    }
    assert "ช่องที่ว่าง" in " ".join(one.message for one in results.findings)
    grid[2][2] = grid[3][2] = 1
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert errors_of(results) == []


BELOW: dict[str, Grid] = {
    "numbers of columns": [list(range(1, len(HEAD) + 1))],
    "numbers of columns in brackets": [[f"({at})" for at in range(1, len(HEAD) + 1)]],
    "full marks": [[None, None, *["(5 คะแนน)"] * len(CODES)]],
    "bare full marks": [[None, None, *[5] * len(CODES)]],
    "titles": [[None, None, *map(title, CODES)]],
    "weights": [[None, "ค่าน้ำหนัก", *[1] * len(CODES)]],
}


@pytest.mark.parametrize("below", BELOW)
def test_rows_below_the_headings_belong_to_them(tmp_path: Path, below: str) -> None:
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [HEAD, *BELOW[below], *rows()])))


def test_rows_under_the_levels_are_no_offices(tmp_path: Path) -> None:
    made = ("ผลต่างจากเป้าหมาย", "ลำดับ", "ระดับ 5", "แปลผล", "ค่าเฉลี่ย")
    below = [[None, label, *[-0.5] * len(CODES)] for label in made]
    signed = [[None] * 8 + ["วันที่ 30 เมษายน 2566"]]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [HEAD, *rows(), *below, *signed])))


DIVIDED: dict[str, Callable[[], list[tuple[str, Grid]]]] = {
    "over sheets": lambda: [
        ("1", [HEAD[:8], *rows(CODES[:6])]),
        ("2", [HEAD[:2] + HEAD[8:], *rows(CODES[6:])]),
    ],
    "one below another": lambda: [
        (
            "ระดับ",
            [
                ["ตารางที่ 1"],
                HEAD[:8],
                *rows(CODES[:6]),
                [],
                ["ตารางที่ 2"],
                HEAD[:2] + HEAD[8:],
                *rows(CODES[6:]),
            ],
        )
    ],
    "a sheet to each indicator": lambda: [
        (f"ตัวชี้วัดที่ {thai(code)}", [["ที่", "สพท.", "ระดับ", "ข้อเสนอแนะ"], *rows([code])])
        for code in CODES
    ],
    "a sheet to each indicator, in its title": lambda: [
        (
            f"หน้า {at}",
            [
                [f"ผลการประเมินตัวชี้วัดที่ {thai(code)} {title(code)}"],
                ["ที่", "สพท.", "ระดับคุณภาพ"],
                *rows([code]),
            ],
        )
        for at, code in enumerate(CODES)
    ],
    "side by side": lambda: [
        (
            "ระดับ",
            [
                [*HEAD, None, *HEAD],
                [*rows()[0], None, *rows()[2]],
                rows()[1],
            ],
        )
    ],
    "halves side by side": lambda: [
        (
            "ระดับ",
            [
                [*HEAD[:8], None, *HEAD[:2], *HEAD[8:]],
                *(
                    [*one, None, *other]
                    for one, other in zip(rows(CODES[:6]), rows(CODES[6:])[::-1], strict=True)
                ),
            ],
        )
    ],
}


@pytest.mark.parametrize("divided", DIVIDED)
def test_a_table_may_be_divided(tmp_path: Path, divided: str) -> None:
    results = reads_rightly(save(tmp_path / "a.xlsx", *DIVIDED[divided]()))
    assert not [one for one in results.findings if one.code == "indicator-columns-missing"]


def test_an_office_with_two_levels_of_one_indicator_has_none(tmp_path: Path) -> None:
    again = [HEAD[:3], [1, OFFICES["2102"], 5]]
    path = save(tmp_path / "a.xlsx", ("2566", [HEAD, *rows()]), ("2565", again))
    results = score(path)
    assert [one.cell for one in results.findings if one.code == "office-twice"] == ["B2"]
    assert [one.status for one in results.offices] == ["error", "complete", "complete"]


def on_its_side(*, weights: bool = False, above: Sequence[object] = ()) -> Grid:
    beside: list[object] = ["น้ำหนัก"] if weights else []
    head = ["ที่", "ตัวชี้วัด", *beside]
    names = [*OFFICES.values()]
    first = [[*head, *above]] if above else []
    return [
        *first,
        [*([None] * len(head) if above else head), *names],
        *(
            [
                at,
                f"ตัวชี้วัดที่ {thai(code)}",
                *[1] * len(beside),
                *(LEVELS[one][code] for one in OFFICES),
            ]
            for at, code in enumerate(CODES, start=1)
        ),
        [None, "คะแนนเฉลี่ย", *[None] * len(beside)],
    ]


def test_a_table_on_its_side_may_have_weights_and_two_rows_of_headings(tmp_path: Path) -> None:
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", on_its_side())))
    reads_rightly(save(tmp_path / "b.xlsx", ("ระดับ", on_its_side(weights=True))))
    two = on_its_side(weights=True, above=["สำนักงานเขตพื้นที่การศึกษา"])
    reads_rightly(
        save(tmp_path / "c.xlsx", ("ระดับ", two), merged=["A1:A2", "B1:B2", "C1:C2", "D1:F1"])
    )
    provinces = on_its_side(above=["ระยอง", "ฉะเชิงเทรา", "สงขลา"])
    reads_rightly(save(tmp_path / "d.xlsx", ("ระดับ", provinces), merged=["A1:A2", "B1:B2"]))


def test_a_summary_beside_the_levels_is_no_other_table(tmp_path: Path) -> None:
    means = [[1, OFFICES["2102"], "2.92", "ดี"], [2, OFFICES["2402"], "3.08", "ดี"]]
    summary = [["ที่", "สพท.", "คะแนนเฉลี่ย", "ระดับคุณภาพ"], *means]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [HEAD, *rows()]), ("สรุป", summary)))


def test_a_long_table_of_few_columns_is_no_form_of_one_office(tmp_path: Path) -> None:
    lines = [[name, code, LEVELS[one][code]] for one, name in OFFICES.items() for code in CODES]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [["สพท.", "ตัวชี้วัด", "ผล"], *lines])))


# --- marks of the items of one indicator

ITEMS = tuple(f"1.{number}" for number in range(1, 9))
MARKS = {
    office: {item: (at + shift) % 3 != 0 for at, item in enumerate(ITEMS)}
    for shift, office in enumerate(OFFICES)
}


def words(item: str) -> str:
    found = load_rubric("qp-2566").by_code["1"].item_by_id(item)
    assert found is not None
    return found.text


def marks_of(results: Results) -> dict[str, dict[str, bool]]:
    return {
        office.code: {
            one.id: one.mark == "met"
            for indicator in office.indicators
            for one in indicator.items
            if one.mark in ("met", "unmet")
        }
        for office in results.offices
    }


def across(heads: Sequence[object], said: Callable[[bool], list[object]]) -> list[list[object]]:
    return [
        ["ที่", "สพท.", *heads],
        *(
            [at, OFFICES[one], *(cell for item in ITEMS for cell in said(MARKS[one][item]))]
            for at, one in enumerate(OFFICES, start=1)
        ),
    ]


def word(met: bool) -> list[object]:
    return ["มี" if met else "ไม่มี"]


def number(met: bool) -> list[object]:
    return [int(met)]


def tick(met: bool) -> list[object]:
    return ["✓", None] if met else [None, "✓"]


def below_indicator(heads: Sequence[object], said: Callable[[bool], list[object]]) -> Grid:
    names = ["ตัวชี้วัดที่ 1", *[None] * (len(ITEMS) - 1)]
    head, *body = across(heads, said)
    return [[*head[:2], *names], [None, None, *heads], *body]


def in_long(item: Callable[[str], str]) -> Grid:
    lines = [
        [OFFICES[one], item(key), *word(met)]
        for one, marks in MARKS.items()
        for key, met in marks.items()
    ]
    return [["สพท.", "ข้อ", "ผล"], *lines]


MARKED: dict[str, Callable[[], Grid]] = {
    "items below their indicator": lambda: below_indicator(ITEMS, word),
    "items in figures below their indicator": lambda: below_indicator(
        [f"ข้อ {item}" for item in ITEMS], number
    ),
    "items by number below their indicator": lambda: below_indicator(range(1, 9), number),
    "items by number under a title": lambda: [
        ["ตัวชี้วัดที่ 1 ความปลอดภัย"],
        *across(range(1, 9), number),
    ],
    "ticks under 1 and 0": lambda: [
        ["ที่", "สพท.", *(cell for item in ITEMS for cell in (item, None))],
        [None, None, *(1, 0) * len(ITEMS)],
        *across(ITEMS, tick)[1:],
    ],
    "a long table of three columns": lambda: in_long(str),
    "a long table of texts": lambda: [["หน่วยงาน", "รายการ", "ผลการประเมิน"], *in_long(words)[1:]],
    "texts down, offices across below a heading": lambda: [
        ["ข้อ", "รายการ", "ผลการตรวจ"],
        [None, None, *OFFICES.values()],
        *([item, words(item), *(word(MARKS[one][item])[0] for one in OFFICES)] for item in ITEMS),
    ],
}


@pytest.mark.parametrize("shape", MARKED)
def test_marks_mean_the_same_in_every_shape(tmp_path: Path, shape: str) -> None:
    results = score(save(tmp_path / "a.xlsx", ("ผล", MARKED[shape]())))
    assert (marks_of(results), errors_of(results)) == (MARKS, [])
    levels = {one.code for office in results.offices for one in office.indicators if one.level}
    assert levels <= {"1"}


FORMS: dict[str, tuple[list[object], Callable[[bool], list[object]]]] = {
    "1 and 0": ([1, 0], tick),
    "two members": (["ผล 1", "ผล 2"], lambda met: word(met) * 2),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_one_office_may_have_its_answers_as_headings(tmp_path: Path, form: str) -> None:
    heads, said = FORMS[form]
    sheets = [
        (
            name,
            [
                ["ข้อ", "รายการ", *heads],
                *([item, words(item), *said(MARKS[one][item])] for item in ITEMS),
            ],
        )
        for one, name in OFFICES.items()
    ]
    results = score(save(tmp_path / "a.xlsx", *sheets))
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_a_person_may_answer_on_a_sheet_to_each_indicator(tmp_path: Path) -> None:
    heads = {code: [f"{code}.{number}" for number in range(1, 9)] for code in ("1", "2")}
    sheets = [(f"ตัวชี้วัดที่ {code}", across(ids, word)) for code, ids in heads.items()]
    results = score(save(tmp_path / "a.xlsx", *sheets))
    assert errors_of(results) == []
    assert {len(marks) for marks in marks_of(results).values()} == {16}


# --- several columns or rows to an office


def pairs_on_its_side(first: str, second: str, values: Callable[[object], list[object]]) -> Grid:
    return [
        ["ที่", "ตัวชี้วัด", *(cell for name in OFFICES.values() for cell in (name, None))],
        [None, None, *(first, second) * len(OFFICES)],
        *(
            [at, f"ตัวชี้วัดที่ {thai(code)}", *(c for one in OFFICES for c in values(LEVELS[one][code]))]
            for at, code in enumerate(CODES, start=1)
        ),
    ]


TWO_TO_AN_OFFICE = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1"]


def test_an_office_may_have_several_columns_in_a_table_on_its_side(tmp_path: Path) -> None:
    full = pairs_on_its_side("คะแนนเต็ม", "คะแนนที่ได้", lambda level: [5, level])
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", full), merged=TWO_TO_AN_OFFICE))
    rounds = pairs_on_its_side("รอบ 6 เดือน", "รอบ 12 เดือน", lambda level: [level, 5])
    reads_rightly(save(tmp_path / "b.xlsx", ("ระดับ", rounds), merged=TWO_TO_AN_OFFICE), "6m")


def comments_of(results: Results) -> set[str | None]:
    return {one.comment for office in results.offices for one in office.indicators}


def test_the_committees_words_may_stand_in_a_column_or_row_of_their_own(tmp_path: Path) -> None:
    across = pairs_on_its_side(
        "ระดับ", "ข้อเสนอแนะ", lambda level: [level, f"คำ {level}" if level != "-" else None]
    )
    path = save(tmp_path / "a.xlsx", ("ระดับ", across), merged=TWO_TO_AN_OFFICE)
    said = {f"คำ {level}" for level in range(1, 6)} | {None}
    assert comments_of(reads_rightly(path)) == said
    down: list[list[object]] = [["ที่", "สพท.", "รายการ", *CODES]]
    for at, (one, name) in enumerate(OFFICES.items(), start=1):
        own = list(LEVELS[one].values())
        down.append([at, name, "ระดับ", *own])
        down.append(
            [None, None, "ข้อเสนอแนะ", *(f"คำ {level}" if level != "-" else None for level in own)]
        )
    path = save(tmp_path / "b.xlsx", ("ระดับ", down), merged=["B2:B3", "B4:B5", "B6:B7"])
    assert comments_of(reads_rightly(path)) == said


def test_rows_of_another_round_are_said_and_not_read(tmp_path: Path) -> None:
    grid: list[list[object]] = [["ที่", "สพท.", "รอบ", *CODES]]
    for at, (one, name) in enumerate(OFFICES.items(), start=1):
        grid.append([at, name, "รอบ 6 เดือน", *LEVELS[one].values()])
        grid.append([at, name, "รอบ 12 เดือน", *[5] * len(CODES)])
    results = reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", grid)), "6m")
    assert [one.cell for one in results.findings if one.code == "row-elsewhere"] == ["C3"]


@pytest.mark.parametrize("answers", [("มี", "ไม่มี"), (1, 0)])
def test_ticks_under_the_answers_of_each_office_are_its_marks(
    tmp_path: Path, answers: tuple[object, object]
) -> None:
    lines = [
        [item, words(item), *(cell for one in OFFICES for cell in tick(MARKS[one][item]))]
        for item in ITEMS
    ]
    head = ["ข้อ", "รายการ", *(cell for name in OFFICES.values() for cell in (name, None))]
    grid = [head, [None, None, *answers * len(OFFICES)], *lines]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid), merged=TWO_TO_AN_OFFICE))
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_two_ticks_for_one_office_are_said(tmp_path: Path) -> None:
    lines = [[item, words(item), "✓", "✓", "✓", None, "✓", None] for item in ITEMS]
    head = ["ข้อ", "รายการ", *(cell for name in OFFICES.values() for cell in (name, None))]
    grid = [head, [None, None, *["มี", "ไม่มี"] * len(OFFICES)], *lines]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid), merged=TWO_TO_AN_OFFICE))
    first = next(iter(marks_of(results).values()))
    assert (first, {cell for _, cell in errors_of(results)}) == (
        {},
        {f"C{row}" for row in range(3, 11)},
    )


def test_headings_that_stand_again_on_every_page_of_a_table_on_its_side(tmp_path: Path) -> None:
    head = ["ข้อ", "รายการ", *OFFICES.values()]
    lines = [[item, words(item), *(word(MARKS[one][item])[0] for one in OFFICES)] for item in ITEMS]
    grid = [head, *lines[:4], [], ["- 2 -"], head, *lines[4:]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_numbers_of_questions_are_no_indicators(tmp_path: Path) -> None:
    lines = [[at, f"เรื่องที่ {at}", met] for at, met in enumerate((1, 0, 1, 1, 1), start=1)]
    grid = [[OFFICES["2102"]], ["ข้อ", "รายการ", "ผล"], *lines]
    with pytest.raises(RefusedRunError):
        score(save(tmp_path / "a.xlsx", ("ผล", grid)))


def test_an_office_may_be_numbered(tmp_path: Path) -> None:
    grid = [["สพท.", *CODES], *([f"{at}. {name}", *levels] for at, name, *levels in rows())]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", grid)))


# --- what is no level of the indicator that a heading names


def said_by(results: Results, code: str) -> list[str | None]:
    return [one.cell for one in results.findings if one.code == code]


def levels_under(tmp_path: Path, *grid: Sequence[object]) -> Results:
    return score(save(tmp_path / "a.xlsx", ("ระดับ", grid)))


def beside_levels(head: Callable[[str], str]) -> Grid:
    """Every indicator's level, and left of it a column of 1 under another heading."""
    return [
        ["ที่", "สพท.", *(cell for code in CODES for cell in (head(code), f"ตัวชี้วัดที่ {code} ระดับ"))],
        *(
            [at, name, *(cell for code in CODES for cell in (1, LEVELS[one][code]))]
            for at, (one, name) in enumerate(OFFICES.items(), start=1)
        ),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "ตัวชี้วัดที่ {} (จำนวนโรงเรียน)",
        "ตัวชี้วัดที่ {} จำนวนข้อที่มี",
        "ตัวชี้วัดที่ {} ค่าเป้าหมายปี 2566",
        "ตัวชี้วัดที่ {} ระดับที่คาดหวัง",
        "ตัวชี้วัดที่ {} ผลปี 2565",
        "ตัวชี้วัดที่ {} (รอบที่แล้ว)",
        "ตัวชี้วัดที่ {} (สพท.ประเมินตนเอง)",
        "ตัวชี้วัดที่ {} SAR",
        "จำนวนข้อที่ผ่านตัวชี้วัดที่ {}",
        "ลำดับที่ได้ ตัวชี้วัดที่ {}",
        "เป้าหมาย {}",
    ],
)
def test_what_counts_or_came_before_is_no_level(tmp_path: Path, words: str) -> None:
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", beside_levels(words.format))))
    alone = [["ที่", "สพท.", *map(words.format, CODES)], *rows()]
    with pytest.raises(RefusedRunError):
        levels_under(tmp_path, *alone)


@pytest.mark.parametrize(
    "words",
    [
        *("(น้ำหนัก 10)", "น้ำหนัก 10 %", "(คะแนนเต็ม 5)", "ระดับ (1-5)"),
        *("คะแนน", "คะแนนที่ได้", "คะแนน (5 คะแนน)"),
    ],
)
def test_what_a_heading_tells_of_the_level_is_left_out(tmp_path: Path, words: str) -> None:
    head = ["ที่", "สพท.", *(f"ตัวชี้วัดที่ {code} {words}" for code in CODES)]
    results = reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [head, *rows()])))
    assert said_by(results, "heading-own-words") == []


@pytest.mark.parametrize("head", ["8", "8 คะแนน", "ตัวชี้วัดที่ 8 คะแนนที่ได้", "๘", "X 1 คะแนน"])
def test_the_code_of_an_indicator_is_no_full_mark(tmp_path: Path, head: str) -> None:
    results = levels_under(tmp_path, ["สพท.", head], [OFFICES["2102"], 4])
    assert levels_of(results)["2102"]["X1" if head[0] == "X" else "8"] == 4
    results = levels_under(
        tmp_path, ["สพท.", head, None], [None, "ระดับ", "เหตุผล"], [OFFICES["2102"], 4]
    )
    assert said_by(results, "full-mark-other") == []


def test_words_behind_an_indicator_that_may_say_another_thing_are_said(tmp_path: Path) -> None:
    head = ["ที่", "สพท.", "ตัวชี้วัดที่ 1 เพิ่มขึ้น", "ตัวชี้วัดที่ 6a ปฐมวัย", "ตัวชี้วัดที่ 7 Learning Loss"]
    results = levels_under(tmp_path, head, [1, OFFICES["2102"], 5, 3, 2])
    assert said_by(results, "heading-own-words") == ["C1"]


TEN = {
    "in the headings": [
        ["สพท.", *(f"ตัวชี้วัดที่ {code} (10 คะแนน)" for code in CODES)],
        [OFFICES["2102"], *LEVELS["2102"].values()],
    ],
    "in words": [
        ["สพท.", *(f"{code} คะแนนเต็ม 10" for code in HEAD[2:])],
        [OFFICES["2102"], *LEVELS["2102"].values()],
    ],
    "in a row": [
        HEAD[1:],
        ["คะแนนเต็ม", *[10] * len(CODES)],
        [OFFICES["2102"], *LEVELS["2102"].values()],
    ],
    "below the headings": [
        HEAD[1:],
        [None, *["(10)"] * len(CODES)],
        [OFFICES["2102"], *LEVELS["2102"].values()],
    ],
    "in columns": under("คะแนนเต็ม", "คะแนนที่ได้", lambda level: (10, level))[:3],
    "in a form": [
        [OFFICES["2102"]],
        ["ตัวชี้วัด", "คะแนนเต็ม", "คะแนนที่ได้"],
        *([code, 10, level] for code, level in LEVELS["2102"].items() if level != "-"),
    ],
}


@pytest.mark.parametrize("told", TEN)
def test_points_of_another_full_mark_are_no_levels(tmp_path: Path, told: str) -> None:
    results = levels_under(tmp_path, *TEN[told])
    assert set(levels_of(results)["2102"].values()) == {None, "-"}
    assert said_by(results, "full-mark-other")


def test_a_row_that_shows_another_indicators_title_has_no_level(tmp_path: Path) -> None:
    lines = [[code, title("2" if code == "1" else code), 3] for code in ("1", "2", "6a")]
    form = [[OFFICES["2102"]], ["ตัวชี้วัดที่", "ชื่อตัวชี้วัด", "ระดับ"], *lines]
    table = [["สพท.", "ตัวชี้วัดที่", "ชื่อตัวชี้วัด", "ระดับ"], *([OFFICES["2102"], *line] for line in lines)]
    for grid, cell in ((form, "B3"), (table, "C2")):
        results = levels_under(tmp_path, *grid)
        assert said_by(results, "row-contradicts") == [cell]
        own = levels_of(results)["2102"]
        assert (own["1"], own["2"], own["6a"]) == (None, 3, 3)


@pytest.mark.parametrize(
    "above", [["ที่", "สพท.", "ตัวชี้วัดที่ 2"], ["ผลการประเมินตัวชี้วัดที่ 2"], ["ตัวชี้วัดที่ 2", None]]
)
def test_items_under_another_indicators_heading_are_not_read(
    tmp_path: Path, above: list[object]
) -> None:
    grid = across(ITEMS, word)
    if above[0] == "ที่":
        grid[0][:2] = [None, None]
    results = levels_under(tmp_path, above, *grid)
    assert not any(marks_of(results).values())
    assert said_by(results, "heading-contradicts")[:2] == ["C2", "D2"]


def test_rows_above_the_heading_are_said(tmp_path: Path) -> None:
    results = levels_under(tmp_path, rows()[0], HEAD, *rows()[1:])
    assert said_by(results, "row-above-heading") == ["1:1"]


def test_the_name_of_a_sheet_may_say_another_year(tmp_path: Path) -> None:
    for name, said in (("ปี 2565", [None]), ("2565", [None]), ("ปีการศึกษา 2565", []), ("2566", [])):
        results = score(save(tmp_path / "a.xlsx", (name, [HEAD, *rows()])))
        assert said_by(results, "title-differs") == said


def test_a_form_whose_title_names_another_office_is_nobodys(tmp_path: Path) -> None:
    lines = [[code, level] for code, level in LEVELS["2102"].items() if level != "-"]
    grid = [
        [f"ผลการประเมิน {OFFICES['2402']}"],
        ["สพท.", OFFICES["2102"]],
        ["ตัวชี้วัดที่", "ระดับ"],
        *lines,
    ]
    with pytest.raises(RefusedRunError) as refused:
        levels_under(tmp_path, *grid)
    assert "form-office-several" in {one.code for one in refused.value.findings}


# --- several tables on their side


def side_of(offices: Sequence[str], codes: Sequence[str] = CODES) -> list[list[object]]:
    lines = [
        [at, f"ตัวชี้วัดที่ {code}", *(LEVELS[one][code] for one in offices)]
        for at, code in enumerate(codes, start=1)
    ]
    return [["ที่", "ตัวชี้วัด", *(OFFICES[one] for one in offices)], *lines]


SIDES: dict[str, Callable[[], Grid]] = {
    "one below another": lambda: [*side_of(["2102", "2402"]), [], *side_of(["M9000"])],
    "each under a title": lambda: [
        ["สพป."],
        *side_of(["2102", "2402"]),
        [],
        ["สพม."],
        *side_of(["M9000"]),
    ],
    "side by side": lambda: [
        [*one, None, *other]
        for one, other in zip(side_of(["2102"]), side_of(["2402", "M9000"]), strict=True)
    ],
    "indicators divided": lambda: [
        *side_of(list(OFFICES), CODES[:6]),
        [],
        *side_of(list(OFFICES), CODES[6:]),
    ],
    "means below": lambda: [
        *side_of(list(OFFICES)),
        [],
        ["ที่", "รายการ", *reversed(OFFICES.values())],
        [1, "คะแนนเฉลี่ย", 2.9, 3.1, 3.5],
    ],
}


@pytest.mark.parametrize("sides", SIDES)
def test_several_tables_on_their_side(tmp_path: Path, sides: str) -> None:
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", SIDES[sides]())))


# --- offices that no single cell of a row names, and indicators that share a name


def in_groups() -> list[list[object]]:
    """A row to each level; the office stands in the first of its own."""
    lines: list[list[object]] = []
    for name, own in zip(OFFICES.values(), LEVELS.values(), strict=True):
        lines += [[None if at else name, code, own[code]] for at, code in enumerate(CODES)]
        lines.append([f"{name} ผลรวม", None, 36])
    return [["สพท.", "ตัวชี้วัด", "ระดับ"], *lines]


PARTED = [("สพป.", "ระยอง", "เขต 2"), ("สพป.", "ฉะเชิงเทรา", "เขต 2"), ("สพม.", "สงขลา สตูล", None)]


def parted(*heads: object, number: bool = False) -> Grid:
    names = [(a, b, int(c[-1]) if number and c else c) for a, b, c in PARTED]
    lines = [[*name, *own.values()] for name, own in zip(names, LEVELS.values(), strict=True)]
    return [[*heads, *CODES], *lines]


WHOSE: dict[str, Callable[[], Grid]] = {
    "a name over rows of its own": in_groups,
    "a name in three columns": lambda: parted("ประเภท", "จังหวัด", "เขต"),
    "a name with a bare number": lambda: parted("สังกัด", "จังหวัด", "เขต", number=True),
    "a name in two columns": lambda: [
        ["สพท.", None, *CODES],
        *(
            [f"{a}{b}", c, *own.values()]
            for (a, b, c), own in zip(PARTED, LEVELS.values(), strict=True)
        ),
    ],
    "สพป. and สพม. apart": lambda: [
        ["ประทับเวลา", "สพป. ที่ประเมิน", "สพม. ที่ประเมิน", *HEAD[2:]],
        *(
            ["1/5/2566", *((None, name) if one[0] == "M" else (name, None)), *LEVELS[one].values()]
            for one, name in OFFICES.items()
        ),
    ],
    "words beside the name": lambda: [
        HEAD[1:],
        *(
            [name, *own.values()]
            for name, own in zip(
                [
                    "2102 สพป.ระยอง เขต 2*",
                    "สพป.ฉะเชิงเทรา เขต 2 (นำร่อง)",
                    "สพม.สงขลา และสตูล (M9000)",
                ],
                LEVELS.values(),
                strict=True,
            )
        ),
    ],
}


@pytest.mark.parametrize("whose", WHOSE)
def test_an_office_may_be_named_in_parts_or_once(tmp_path: Path, whose: str) -> None:
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", WHOSE[whose]())))


def test_a_single_row_without_an_office_is_nobodys(tmp_path: Path) -> None:
    lines = [[name, code, LEVELS[one][code]] for one, name in OFFICES.items() for code in CODES]
    lines[3][0] = None
    results = levels_under(tmp_path, ["สพท.", "ตัวชี้วัด", "ระดับ"], *lines)
    assert errors_of(results) == [("row-without-office", "5:5")]


@pytest.mark.parametrize(
    "name", ["สพป.ระยอง เขต 2 (เดิม เขต 1)", "2402 สพป.ระยอง เขต 2", "สพป.ระยอง เขต 2 (สพม.ระยอง)"]
)
def test_a_name_beside_another_offices_is_not_guessed(tmp_path: Path, name: str) -> None:
    results = levels_under(tmp_path, HEAD[1:], [name, *LEVELS["2102"].values()], rows()[2][1:])
    assert list(levels_of(results)) == ["M9000"]


def test_persons_below_one_office_speak_of_it(tmp_path: Path) -> None:
    lines = [
        [
            None if at else OFFICES[one],
            person,
            *(cell for item in ITEMS for cell in word(own[item])),
        ]
        for one, own in MARKS.items()
        for at, person in enumerate(("ก", "ข"))
    ]
    results = levels_under(tmp_path, ["สพท.", "ชื่อ-นามสกุล", *ITEMS], *lines)
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_an_office_that_a_web_form_lacks_is_not_that_of_the_answer_before(tmp_path: Path) -> None:
    said = ["มี"] * len(ITEMS)
    head = ["ประทับเวลา", "ผู้ประเมิน", "สพท.", *ITEMS]
    lines = [["1/5/2566", "ก", OFFICES["2102"], *said], ["2/5/2566", "ข", None, *said]]
    results = levels_under(tmp_path, head, *lines)
    assert errors_of(results) == [("row-without-office", "3:3")]


SHARED = [code for code in CODES if code != "6b"]


def shared(one: str) -> list[object]:
    """Levels of an office under 6 for whichever of 6a and 6b is its own."""
    level = [LEVELS[one][code] for code in ("6a", "6b") if LEVELS[one][code] != "-"]
    return [*level, *(LEVELS[one][code] for code in SHARED if code != "6a")]


@pytest.mark.parametrize("name", ["6", "6a/6b", "6ก และ 6ข"])
def test_indicators_of_which_an_office_has_one_may_share_a_column(
    tmp_path: Path, name: str
) -> None:
    codes = [name, *(code for code in SHARED if code != "6a")]
    heads = [f"ตัวชี้วัดที่ {code}" for code in codes]
    grids: list[Grid] = [
        [["สพท.", *heads], *([OFFICES[one], *shared(one)] for one in OFFICES)],
        [["ตัวชี้วัด", *OFFICES.values()], *zip(heads, *map(shared, OFFICES), strict=True)],
        [
            ["สพท.", "ตัวชี้วัด", "ระดับ"],
            *(
                [OFFICES[one], head, level]
                for one in OFFICES
                for head, level in zip(heads, shared(one), strict=True)
            ),
        ],
    ]
    for grid in grids:
        reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", grid)))
    forms = [
        (OFFICES[one], [["ตัวชี้วัด", "ระดับ"], *zip(heads, shared(one), strict=True), ["เฉลี่ย", 3]])
        for one in OFFICES
    ]
    reads_rightly(save(tmp_path / "b.xlsx", *forms))


@pytest.mark.parametrize(
    "name", ["ข้อ {}", "ประเด็นที่ {}", "Q{}", "ตัวชี้วัด #{}", "ตัวชี้วัดที่ “{}”", "ตัวชี้วัดที่ {} 5 คะแนน"]
)
def test_headings_alike_but_for_their_codes_name_the_indicators(tmp_path: Path, name: str) -> None:
    reads_rightly(
        save(
            tmp_path / "a.xlsx",
            ("ระดับ", [["สพท.", *map(name.format, CODES)], *(r[1:] for r in rows())]),
        )
    )


def test_numbers_behind_a_word_of_their_own_are_no_indicators(tmp_path: Path) -> None:
    head = ["สพท.", *(f"ข้อ {number}" for number in range(1, 6))]
    with pytest.raises(RefusedRunError):
        levels_under(tmp_path, head, [OFFICES["2102"], 1, 2, 3, 4, 5])


def test_a_code_may_begin_with_nought_and_a_title_be_cut_short(tmp_path: Path) -> None:
    heads = [
        f"ตัวชี้วัดที่ 0{code}" if code in ("1", "2", "7") else f"{code} {title(code)[:40]}…"
        for code in CODES
    ]
    reads_rightly(save(tmp_path / "a.xlsx", ("ระดับ", [["ที่", "สพท.", *heads], *rows()])))


def test_points_of_a_quiz_are_no_second_answers(tmp_path: Path) -> None:
    for name in ("{} [คะแนน]", "คะแนน - {}", "Points - {}"):
        heads = [
            cell
            for item in ITEMS
            for cell in (f"{item} {words(item)}", name.format(f"{item} {words(item)}"))
        ]
        grid = across(heads, lambda met: [*word(met), f"{int(met)}.00 / 1"])
        results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
        assert (marks_of(results), errors_of(results)) == (MARKS, [])
        assert said_by(results, "heading-near") == []


def test_items_numbered_under_their_indicator(tmp_path: Path) -> None:
    forms = [
        (
            name,
            [
                ["รายการประเมิน", "ผล"],
                [f"ตัวชี้วัดที่ 1 {title('1')}", None],
                *(
                    [f"{at}) {words(item)}", *word(MARKS[one][item])]
                    for at, item in enumerate(ITEMS, 1)
                ),
            ],
        )
        for one, name in OFFICES.items()
    ]
    results = score(save(tmp_path / "a.xlsx", *forms))
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_members_may_have_columns_in_a_long_table(tmp_path: Path) -> None:
    lines = [
        [OFFICES[one], item, *word(met) * 2]
        for one, own in MARKS.items()
        for item, met in own.items()
    ]
    results = levels_under(tmp_path, ["สพท.", "ข้อ", "กรรมการ 1", "กรรมการ 2"], *lines)
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


@pytest.mark.parametrize(
    "said", [("มี,", "ไม่มี;"), ("(มี)", "“ไม่มี”"), ("🗹", "✖️"), ("มีหลักฐานครบถ้วน", "ยังไม่มี")]
)
def test_marks_in_other_dress(tmp_path: Path, said: tuple[str, str]) -> None:
    results = levels_under(tmp_path, *across(ITEMS, lambda met: [said[not met]]))
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_an_empty_box_is_a_blank(tmp_path: Path) -> None:
    results = levels_under(tmp_path, *across(ITEMS, lambda met: ["☑" if met else "☐"]))
    assert {mark for own in marks_of(results).values() for mark in own.values()} == {True}
    assert errors_of(results) == []


def test_a_tick_beside_a_cross_is_the_answer(tmp_path: Path) -> None:
    grid = across(ITEMS, lambda met: ["✓", "✗"] if met else ["✗", "✓"])
    head = ["ที่", "สพท.", *(cell for item in ITEMS for cell in (item, None))]
    results = levels_under(tmp_path, head, [None, None, *("มี", "ไม่มี") * 8], *grid[1:])
    assert (marks_of(results), errors_of(results)) == (MARKS, [])


def test_numbers_beside_the_indicator_of_a_row_head_no_new_table(tmp_path: Path) -> None:
    """Codes are numbers too: ``ตัวชี้วัดที่ 2 | 5 | 3`` might head three indicators."""
    lines: list[list[object]] = [
        [name if code == CODES[0] else None, f"ตัวชี้วัดที่ {thai(code)}", 5, LEVELS[one][code]]
        for one, name in OFFICES.items()
        for code in CODES
    ]
    for head in (["สพท.", "ตัวชี้วัด", "คะแนนเต็ม", "คะแนนที่ได้"], ["สพท.", "ตัวชี้วัด", "เป้าหมาย", "ระดับ"]):
        reads_rightly(save(tmp_path / "a.xlsx", ("ผล", [head, *lines])))
